/* What installers ask of the launcher: end what runs, start it again, forget a user. No Python is started for it. */
#ifndef ENDING_H
#define ENDING_H
#include <windows.h>

#define LONGEST 32768

/* Runs `--end-running`, `--start-again` or `--forget`; FALSE where the command line asks for none of them. */
BOOL serve_installer(int count, wchar_t **given, int *code);
#endif
