/* When the desktop program crashes, a second process of ours says so, and offers to start again.
 *
 * Python's faulthandler has written where the code was before any of this runs: it sees an exception first, and its handler
 * of abort() calls ours. What cannot be caught here: fail-fast (a broken heap or stack cookie), TerminateProcess, power loss.
 * Of these the next start tells.
 *
 * `--after-crash PROCESS QUICK ...` is that second process; QUICK counts crashes in a row of a program that had not settled,
 * and the rest are the arguments that it was started with.
 */
#define WIN32_LEAN_AND_MEAN
#define _WIN32_WINNT 0x0A00
#include "crash_watch.h"
#include "ending.h"
#include "words.h"
#include <stdio.h>
#include <string.h>
#include <wchar.h>

#define OFFER_MS 5000 /* how long a crashed process waits until its heir is made: a thread that died may hold the heap */
#define END_MS 10000
#define ABORT_SIGNAL 22
#define ABORT_CODE 3
#define NO_HEAP_IN_REPORTS 1 /* WER_FAULT_REPORTING_FLAG_NOHEAP */
#define STACK_KEPT 65536     /* bytes that are left to the handlers when the stack is used up */
#define COUNT L"KBASSIST_QUICK_CRASHES"
#define STAGE L"KBASSIST_STAGE" /* the program sets it: nothing while it starts, then `settled`, then `ending` */

typedef void (*on_signal)(int);

static const wchar_t *program;
static wchar_t lines[2][LONGEST]; /* how the second process is started: after a crash late, or quick */
static HANDLE wanted, offerer;
static LONG crashed;

const wchar_t *report_folder(void) {
    static wchar_t path[LONGEST];
    BOOL moved = GetEnvironmentVariableW(L"KBASSIST_DATA_DIR", NULL, 0) != 0;
    ExpandEnvironmentStringsW(moved ? L"%KBASSIST_DATA_DIR%\\crashes" : L"%LOCALAPPDATA%\\kbassist\\crashes", path, LONGEST);
    return path;
}

/* The command line without its first words, as it was written. */
static const wchar_t *after_words(int words) {
    const wchar_t *at = GetCommandLineW();
    for (; words > 0; words--) {
        for (BOOL quoted = FALSE; *at != L'\0' && (quoted || (*at != L' ' && *at != L'\t')); at++)
            if (*at == L'"') quoted = !quoted;
        while (*at == L' ' || *at == L'\t') at++;
    }
    return at;
}

/* ---- in the program that crashes: nothing is allocated, and all was prepared at the start ---- */

static DWORD WINAPI offer_on_wish(void *unused) {
    STARTUPINFOW startup = {.cb = sizeof startup};
    PROCESS_INFORMATION made;
    wchar_t stage[16] = L"";
    (void)unused;
    WaitForSingleObject(wanted, INFINITE);
    GetEnvironmentVariableW(STAGE, stage, 16);
    if (wcscmp(stage, L"ending") == 0) return 0; /* a crash then is nobody's loss */
    if (CreateProcessW(program, lines[stage[0] == L'\0'], NULL, NULL, FALSE, CREATE_DEFAULT_ERROR_MODE, NULL, NULL, &startup, &made))
        AllowSetForegroundWindow(made.dwProcessId);
    return 0;
}

/* On a thread of its own, for the one that crashed may have no stack left. */
static void end_after_offer(DWORD code) {
    if (InterlockedExchange(&crashed, 1) != 0) Sleep(INFINITE);
    SetEvent(wanted);
    WaitForSingleObject(offerer, OFFER_MS);
    TerminateProcess(GetCurrentProcess(), code);
}

static LONG WINAPI on_exception(EXCEPTION_POINTERS *what) {
    end_after_offer(what->ExceptionRecord->ExceptionCode);
    return EXCEPTION_EXECUTE_HANDLER;
}

static void on_abort(int number) {
    (void)number;
    end_after_offer(ABORT_CODE);
}

/* Windows' own error reports would hold memory, and with it what customers said. */
static void keep_memory_private(void) {
    SetErrorMode(GetErrorMode() | SEM_FAILCRITICALERRORS | SEM_NOGPFAULTERRORBOX);
    HRESULT(WINAPI *set_flags)(DWORD) = (void *)GetProcAddress(GetModuleHandleW(L"kernel32.dll"), "WerSetFlags");
    if (set_flags != NULL) set_flags(NO_HEAP_IN_REPORTS);
}

static void prepare_lines(void) {
    wchar_t count[8] = L"";
    GetEnvironmentVariableW(COUNT, count, 8);
    SetEnvironmentVariableW(COUNT, NULL);
    for (int quick = 0; quick < 2; quick++) {
        int before = quick ? _wtoi(count) + 1 : 0;
        if (_snwprintf(lines[quick], LONGEST - 1, L"\"%ls\" --after-crash %lu %d %ls", program, GetCurrentProcessId(), before, after_words(1)) < 0)
            _snwprintf(lines[quick], LONGEST - 1, L"\"%ls\" --after-crash %lu %d", program, GetCurrentProcessId(), before);
    }
}

void watch_over(const wchar_t *own) {
    ULONG kept = STACK_KEPT;
    HMODULE runtime = LoadLibraryExW(L"ucrtbase.dll", NULL, LOAD_LIBRARY_SEARCH_SYSTEM32); /* Python's and Qt's */
    on_signal (*set_signal)(int, on_signal) = runtime == NULL ? NULL : (void *)GetProcAddress(runtime, "signal");
    program = own;
    SetEnvironmentVariableW(STAGE, NULL);
    keep_memory_private();
    prepare_lines();
    wanted = CreateEventW(NULL, TRUE, FALSE, NULL);
    offerer = wanted == NULL ? NULL : CreateThread(NULL, STACK_KEPT, offer_on_wish, NULL, STACK_SIZE_PARAM_IS_A_RESERVATION, NULL);
    if (offerer == NULL) return;
    SetThreadStackGuarantee(&kept);
    SetUnhandledExceptionFilter(on_exception);
    if (set_signal != NULL) set_signal(ABORT_SIGNAL, on_abort);
}

/* ---- in the second process ---- */

static BOOL start_again(const wchar_t *own, int quick) {
    static wchar_t line[LONGEST];
    wchar_t count[8];
    STARTUPINFOW startup = {.cb = sizeof startup};
    PROCESS_INFORMATION made;
    const wchar_t *rest = after_words(4);
    _snwprintf(count, 8, L"%d", quick > 99 ? 99 : quick);
    SetEnvironmentVariableW(COUNT, count);
    _snwprintf(line, LONGEST - 1, L"\"%ls\" %ls%ls", own, rest, wcsstr(rest, L"--show") ? L"" : L" --show");
    return CreateProcessW(own, line, NULL, NULL, FALSE, 0, NULL, NULL, &startup, &made);
}

/* A program that crashed and hangs holds lock and hotkey, so that no other could work: it is ended. Its number may by now be
 * another program's, which is left alone. */
static void see_it_ended(DWORD id, const wchar_t *own) {
    static wchar_t path[LONGEST];
    DWORD length = LONGEST;
    HANDLE before = OpenProcess(SYNCHRONIZE | PROCESS_TERMINATE | PROCESS_QUERY_LIMITED_INFORMATION, FALSE, id);
    if (before == NULL) return;
    if (WaitForSingleObject(before, END_MS) == WAIT_TIMEOUT && QueryFullProcessImageNameW(before, 0, path, &length) && _wcsicmp(path, own) == 0 &&
        TerminateProcess(before, ABORT_CODE))
        WaitForSingleObject(before, END_MS);
    CloseHandle(before);
}

BOOL serve_crash(int count, wchar_t **given, const wchar_t *own, int *code) {
    static wchar_t text[2 * LONGEST];
    if (count < 4 || wcscmp(given[1], L"--after-crash") != 0) return FALSE;
    int quick = _wtoi(given[3]);
    see_it_ended(wcstoul(given[2], NULL, 10), own);
    _snwprintf(text, 2 * LONGEST - 1, quick > 1 ? said(CRASHED_AGAIN) : said(CRASHED), report_folder());
    /* Where it did not even start twice, the third try is not what Enter does. */
    UINT style = MB_YESNO | MB_ICONERROR | MB_TOPMOST | MB_SETFOREGROUND | (quick > 1 ? MB_DEFBUTTON2 : 0);
    BOOL wished = MessageBoxW(NULL, text, L"kbassist", style) == IDYES;
    *code = wished && !start_again(own, quick) ? BROKEN : 0;
    return TRUE;
}
