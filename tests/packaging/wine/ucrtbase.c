/* Wine 8's ucrtbase stops at crealf and its family, which numpy calls while it is imported: these are ours, all others
   are forwarded to ucrtwine.dll, a copy of wine's own. The types are MSVC's _Fcomplex and _Dcomplex. */
#include <math.h>
typedef struct { float re, im; } fcomplex;
typedef struct { double re, im; } dcomplex;
float crealf(fcomplex z) { return z.re; }
float cimagf(fcomplex z) { return z.im; }
float cargf(fcomplex z) { return (float)atan2(z.im, z.re); }
double creal(dcomplex z) { return z.re; }
double cimag(dcomplex z) { return z.im; }
double carg(dcomplex z) { return atan2(z.im, z.re); }
double creall(dcomplex z) { return z.re; }
double cimagl(dcomplex z) { return z.im; }
double cargl(dcomplex z) { return atan2(z.im, z.re); }
