/* Wine has no icuuc.dll. Qt's old codecs ask it; every open fails, so that Qt goes without them. */
#define EXPORT __declspec(dllexport)
typedef int UErrorCode;
EXPORT void *ucnv_open(const char *n, UErrorCode *e){ if(e) *e = 4 /*U_FILE_ACCESS_ERROR*/; return 0; }
EXPORT void ucnv_close(void *c){}
EXPORT void ucnv_reset(void *c){}
EXPORT signed char ucnv_getMaxCharSize(void *c){ return 1; }
EXPORT const char *ucnv_getName(void *c, UErrorCode *e){ if(e) *e = 4; return ""; }
EXPORT void ucnv_getToUCallBack(void *c, void **a, const void **ctx){ if(a)*a=0; if(ctx)*ctx=0; }
EXPORT void ucnv_getFromUCallBack(void *c, void **a, const void **ctx){ if(a)*a=0; if(ctx)*ctx=0; }
EXPORT void ucnv_setToUCallBack(void *c, void *a, const void *ctx, void **oa, const void **octx, UErrorCode *e){}
EXPORT void ucnv_setFromUCallBack(void *c, void *a, const void *ctx, void **oa, const void **octx, UErrorCode *e){}
EXPORT void ucnv_cbToUWriteUChars(void *a, const void *s, int l, int o, UErrorCode *e){}
EXPORT void ucnv_cbFromUWriteUChars(void *a, const void **s, const void *l, int o, UErrorCode *e){}
EXPORT void ucnv_toUnicode(void *c, void **t, const void *tl, const char **s, const char *sl, int *o, signed char f, UErrorCode *e){ if(e)*e=4; }
EXPORT void ucnv_fromUnicode(void *c, char **t, const char *tl, const void **s, const void *sl, int *o, signed char f, UErrorCode *e){ if(e)*e=4; }
EXPORT int ucnv_toUCountPending(void *c, UErrorCode *e){ return 0; }
EXPORT int ucnv_fromUCountPending(void *c, UErrorCode *e){ return 0; }
EXPORT const char *ucnv_getStandardName(const char *n, const char *s, UErrorCode *e){ return 0; }
EXPORT const char *ucnv_getAvailableName(int n){ return 0; }
EXPORT int ucnv_countAvailable(void){ return 0; }
EXPORT void UCNV_FROM_U_CALLBACK_SUBSTITUTE(void){}
EXPORT void UCNV_TO_U_CALLBACK_SUBSTITUTE(void){}
