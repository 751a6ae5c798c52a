/* What happens when the desktop program crashes: a second process of ours says so, and offers to start again. */
#ifndef CRASH_WATCH_H
#define CRASH_WATCH_H
#include <windows.h>

/* Watch over this process from now on; `own` is the path of its program and must stay. */
void watch_over(const wchar_t *own);

/* Run `--after-crash`; FALSE where the command line does not ask for it. */
BOOL serve_crash(int count, wchar_t **given, const wchar_t *own, int *code);

/* The folder of the crash reports, as people read it. */
const wchar_t *report_folder(void);
#endif
