/* Wine 8 stops at WcsCreateIccProfile, which Qt's Windows plugin calls when it starts. All answers are "no profile". */
#define EXPORT __declspec(dllexport)
EXPORT void *OpenColorProfileW(void *profile, unsigned access, unsigned share, unsigned mode) {
    (void)profile, (void)access, (void)share, (void)mode;
    return 0;
}
EXPORT int CloseColorProfile(void *profile) { (void)profile; return 1; }
EXPORT int GetColorProfileFromHandle(void *profile, void *buffer, unsigned *size) {
    (void)profile, (void)buffer;
    if (size) *size = 0;
    return 0;
}
EXPORT void *WcsCreateIccProfile(void *profile, unsigned options) { (void)profile, (void)options; return 0; }
