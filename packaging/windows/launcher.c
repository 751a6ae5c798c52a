/* Starts kbassist: loads the Python that lies beside it and runs the program's module, so that the process bears our name.
 *
 * Built twice: kbassist.exe (desktop, -DKB_DESK, subsystem windows) and kbassist-cli.exe (subsystem console).
 * What installers ask of it (ending.c) starts no Python.
 */
#define WIN32_LEAN_AND_MEAN
#define _WIN32_WINNT 0x0A00
#include "crash_watch.h"
#include "ending.h"
#include "words.h"
#include <windows.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#define TOLD 2 /* the program's own code for "not done, and said why" */

/* CPython's PyStatus; its PyConfig is opened by its own functions alone, so that any size of 3.13's fits. */
typedef struct {
    int kind;
    const char *function, *message;
    int exit_code;
} python_status;
typedef struct {
    void *content[2048];
} python_config;

typedef struct {
    void (*init)(python_config *);
    python_status (*set_arguments)(python_config *, ptrdiff_t, wchar_t *const *);
    python_status (*start)(const python_config *);
    void (*clear)(python_config *);
    int (*run)(void);
} python;

static wchar_t folder[LONGEST], own[LONGEST];

/* Write a line where standard error goes; FALSE where it goes nowhere. */
static BOOL print(const wchar_t *text) {
    static char bytes[4 * (LONGEST + 512)];
    DWORD written;
    HANDLE error = GetStdHandle(STD_ERROR_HANDLE);
    int length = WideCharToMultiByte(CP_UTF8, 0, text, -1, bytes, sizeof bytes, NULL, NULL);
    if (length == 0) return FALSE;
    bytes[length - 1] = '\n';
    return WriteFile(error, bytes, (DWORD)length, &written, NULL);
}

/* Say what keeps the program from starting: in the console or to a script that listens, else on the screen. */
static int fail(const wchar_t *text) {
    BOOL heard = print(text);
#ifdef KB_DESK
    if (!heard) MessageBoxW(NULL, text, L"kbassist", MB_ICONERROR | MB_SETFOREGROUND);
#else
    (void)heard;
#endif
    return BROKEN;
}

static int damaged(const wchar_t *part) {
    wchar_t text[512];
    _snwprintf(text, 511, said(DAMAGED), part);
    text[511] = L'\0';
    return fail(text);
}

/* Where this program lies, with a backslash at the end; FALSE where the path is too long to be known. */
static BOOL find_folder(void) {
    DWORD length = GetModuleFileNameW(NULL, own, LONGEST);
    if (length == 0 || length >= LONGEST) return FALSE;
    wcscpy(folder, own);
    while (length > 0 && folder[length - 1] != L'\\') length--;
    folder[length] = L'\0';
    return length > 0;
}

static BOOL join(wchar_t *path, const wchar_t *name) {
    if (wcslen(folder) + wcslen(name) >= LONGEST) return FALSE;
    wcscpy(path, folder);
    wcscat(path, name);
    return TRUE;
}

/* A folder `data` beside a portable copy holds what else would lie in the user's profile. */
static void keep_data_beside(void) {
    static const wchar_t *const names[][2] = {
        {L"KBASSIST_CONFIG_DIR", L"data\\config"}, {L"KBASSIST_DATA_DIR", L"data\\own"}, {L"KBASSIST_CACHE_DIR", L"data\\cache"}};
    static wchar_t path[LONGEST];
    if (!join(path, L"portable.txt") || GetFileAttributesW(path) == INVALID_FILE_ATTRIBUTES) return;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (GetEnvironmentVariableW(names[i][0], NULL, 0) == 0 && join(path, names[i][1])) SetEnvironmentVariableW(names[i][0], path);
}

/* ---- starting ---- */

static BOOL find_python(python *found) {
    static wchar_t path[LONGEST];
    if (join(path, L"lib\\PySide6")) AddDllDirectory(path); /* where Qt's plugins find Qt */
    HMODULE library = join(path, KB_RUNTIME) ? LoadLibraryExW(path, NULL, LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR | LOAD_LIBRARY_SEARCH_SYSTEM32) : NULL;
    if (library == NULL) return FALSE;
    found->init = (void *)GetProcAddress(library, "PyConfig_InitPythonConfig");
    found->set_arguments = (void *)GetProcAddress(library, "PyConfig_SetArgv");
    found->start = (void *)GetProcAddress(library, "Py_InitializeFromConfig");
    found->clear = (void *)GetProcAddress(library, "PyConfig_Clear");
    found->run = (void *)GetProcAddress(library, "Py_RunMain");
    return found->init && found->set_arguments && found->start && found->clear && found->run;
}

/* As Py_Main does, which would end the process without a word where Python's own files are missing. */
static BOOL start_python(const python *with, int count, wchar_t **arguments) {
    static python_config config;
    with->init(&config);
    python_status status = with->set_arguments(&config, count, arguments);
    if (status.kind == 0) status = with->start(&config);
    with->clear(&config);
    return status.kind == 0;
}

/* What the program could not say itself. */
static int say_code(int code) {
#ifdef KB_DESK
    static wchar_t text[LONGEST + 512];
    if (code == 0 || code == TOLD) return code;
    _snwprintf(text, LONGEST + 511, said(NOT_STARTED), code, report_folder());
    fail(text);
#endif
    return code;
}

static int run_python(int count, wchar_t **given) {
    static wchar_t *const fixed[] = {L"-I", L"-B", L"-X", L"utf8", L"-m", L"kbassist",
#ifdef KB_DESK
                                     L"desk",
#endif
    };
    const size_t before = sizeof fixed / sizeof *fixed;
    python with;
    wchar_t **arguments = calloc((size_t)count + before + 1, sizeof *arguments);
    if (arguments == NULL || !find_python(&with)) return damaged(KB_RUNTIME);
    arguments[0] = own;
    memcpy(arguments + 1, fixed, sizeof fixed);
    for (int i = 1; i < count; i++) arguments[before + (size_t)i] = given[i];
    if (!start_python(&with, (int)before + count, arguments)) return damaged(L"Python");
    return say_code(with.run());
}

int wmain(int count, wchar_t **given) {
    /* First of all: no DLL is ever looked for in the current folder or along PATH. */
    if (!SetDefaultDllDirectories(LOAD_LIBRARY_SEARCH_SYSTEM32 | LOAD_LIBRARY_SEARCH_USER_DIRS)) return BROKEN;
    SetDllDirectoryW(L"");
    int code;
    if (serve_installer(count, given, &code)) return code;
    if (!find_folder()) return fail(said(TOO_LONG));
    keep_data_beside();
#ifdef KB_DESK
    if (serve_crash(count, given, own, &code)) return code;
    watch_over(own);
#endif
    return run_python(count, given);
}

#ifdef KB_DESK
int WINAPI wWinMain(HINSTANCE instance, HINSTANCE before, LPWSTR line, int show) {
    (void)instance, (void)before, (void)line, (void)show;
    return wmain(__argc, __wargv);
}
#endif
