/* What installers ask of the launcher:
 *
 * `--end-running FOLDER SECONDS [--force] [--remember]` asks every kbassist of that folder to end, as the session manager
 *     does at sign-out, and waits. Exit codes: 0 none ran, 3 one still runs, 10 the desktop program ran and has ended. With
 *     --remember it is 0 instead of 10, and a key of the registry that lasts until sign-out keeps the 10.
 * `--start-again FOLDER` starts the desktop program, without administrator's rights, where that key was left.
 * `--forget FOLDER [--wipe]` takes away what the program left with this user: caches and autostart, or everything.
 *
 * A deployment tool runs as SYSTEM in session 0, which sees no window of anybody: there the first two are done once more in
 * each user's session, as that user, by the installed program.
 */
#define WIN32_LEAN_AND_MEAN
#define _WIN32_WINNT 0x0A00
#include "ending.h"
#include <shlobj.h>
#include <tlhelp32.h>
#include <userenv.h>
#include <wtsapi32.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#define MOST_PROCESSES 64
#define WRONG_USE 2
#define STILL_RUNNING 3
#define ENDED 10
#define ASK_TIMEOUT_MS 60000 /* a person may be asked, too */
#define TELL_TIMEOUT_MS 2000
#define AGAIN_MS 5000
#define REMEMBERED L"Software\\kbassist-ended"
#define APPROVED L"Software\\Microsoft\\Windows\\CurrentVersion\\Explorer\\StartupApproved\\Run" /* task manager's switch */
#define RUN_KEY L"Software\\Microsoft\\Windows\\CurrentVersion\\Run"

typedef struct {
    DWORD process;
    BOOL refused, silent; /* a window said no; one did not answer */
} asking;

typedef struct {
    DWORD id;
    HANDLE handle;
    BOOL desk;
} running;

/* ---- one program ---- */

static BOOL is_of(HWND window, DWORD process) {
    DWORD owner = 0;
    GetWindowThreadProcessId(window, &owner);
    return owner == process;
}

static BOOL CALLBACK ask_window(HWND window, LPARAM given) {
    asking *about = (asking *)given;
    DWORD_PTR answer = 0;
    if (!is_of(window, about->process)) return TRUE;
    /* A window that does not answer has not refused; whether its process ends is seen later. */
    if (SendMessageTimeoutW(window, WM_QUERYENDSESSION, 0, ENDSESSION_CLOSEAPP, SMTO_ABORTIFHUNG, ASK_TIMEOUT_MS, &answer))
        about->refused = answer == 0;
    else about->silent = TRUE;
    return !about->refused;
}

static BOOL CALLBACK tell_window(HWND window, LPARAM given) {
    asking *about = (asking *)given;
    DWORD_PTR answer;
    if (is_of(window, about->process))
        SendMessageTimeoutW(window, WM_ENDSESSION, !about->refused, ENDSESSION_CLOSEAPP, SMTO_ABORTIFHUNG, TELL_TIMEOUT_MS, &answer);
    return TRUE;
}

/* Ask until it ends or says no: a program that is just starting has no window yet that would hear it. */
static BOOL end_one(const running *one, DWORD seconds, BOOL force) {
    asking about;
    DWORD left = seconds * 1000, step;
    do {
        about = (asking){one->id, FALSE, FALSE};
        EnumWindows(ask_window, (LPARAM)&about);
        EnumWindows(tell_window, (LPARAM)&about);
        step = about.refused ? 0 : about.silent || left < AGAIN_MS ? left : AGAIN_MS;
        if (!(about.refused && force) && WaitForSingleObject(one->handle, step) == WAIT_OBJECT_0) return TRUE;
        left -= step;
    } while (left > 0 && !about.refused);
    return force && TerminateProcess(one->handle, 1) && WaitForSingleObject(one->handle, 5000) == WAIT_OBJECT_0;
}

/* ---- all programs of a folder ---- */

/* The folder as Windows spells it in full, without a backslash at its end; FALSE where there is none. */
static BOOL full_folder(const wchar_t *given, wchar_t *place) {
    static wchar_t full[LONGEST];
    if (GetFullPathNameW(given, LONGEST, full, NULL) == 0 || GetLongPathNameW(full, place, LONGEST) == 0) return FALSE;
    for (size_t end = wcslen(place); end > 0 && place[end - 1] == L'\\'; end--) place[end - 1] = L'\0';
    return TRUE;
}

/* Tell whether a process runs a program of this folder; its handle allows to wait for it, and to end it with `force`. */
static BOOL open_if_in(DWORD process, const wchar_t *place, BOOL force, running *found) {
    static wchar_t path[LONGEST], full[LONGEST];
    DWORD length = LONGEST;
    size_t stem = wcslen(place);
    HANDLE handle = OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION | SYNCHRONIZE | (force ? PROCESS_TERMINATE : 0), FALSE, process);
    if (handle == NULL) return FALSE;
    if (QueryFullProcessImageNameW(handle, 0, path, &length)) {
        if (GetLongPathNameW(path, full, LONGEST) == 0) wcscpy(full, path);
        const wchar_t *name = wcsrchr(full, L'\\');
        BOOL inside = name != NULL && (size_t)(name - full) == stem && _wcsnicmp(full, place, stem) == 0;
        *found = (running){process, handle, inside && _wcsicmp(name + 1, L"kbassist.exe") == 0};
        if (found->desk || (inside && _wcsicmp(name + 1, L"kbassist-cli.exe") == 0)) return TRUE; /* not the uninstaller */
    }
    CloseHandle(handle);
    return FALSE;
}

static int find_running(const wchar_t *place, BOOL force, running *found) {
    int count = 0;
    PROCESSENTRY32W entry = {.dwSize = sizeof entry};
    HANDLE all = CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0);
    if (all == INVALID_HANDLE_VALUE) return 0;
    for (BOOL more = Process32FirstW(all, &entry); more && count < MOST_PROCESSES; more = Process32NextW(all, &entry))
        if (entry.th32ProcessID != GetCurrentProcessId() && open_if_in(entry.th32ProcessID, place, force, &found[count])) count++;
    CloseHandle(all);
    return count;
}

static int end_all(const wchar_t *place, DWORD seconds, BOOL force) {
    running found[MOST_PROCESSES];
    BOOL all = TRUE, desk = FALSE;
    int count = find_running(place, force, found);
    for (int i = 0; i < count; i++) {
        all = end_one(&found[i], seconds, force) && all;
        desk = desk || found[i].desk;
        CloseHandle(found[i].handle);
    }
    return !all ? STILL_RUNNING : desk ? ENDED : 0;
}

/* ---- every user's session, for a deployment tool ---- */

/* Windows looks for libraries like these beside a program first, where it is linked with them; so they are asked for here. */
static struct {
    BOOL(WINAPI *user_token)(ULONG, PHANDLE);
    BOOL(WINAPI *sessions)(HANDLE, DWORD, DWORD, PWTS_SESSION_INFOW *, DWORD *);
    void(WINAPI *let_go)(void *);
    BOOL(WINAPI *environment)(void **, HANDLE, BOOL);
    BOOL(WINAPI *end_environment)(void *);
} calls;

static BOOL find_calls(void) {
    HMODULE wts = LoadLibraryExW(L"wtsapi32.dll", NULL, LOAD_LIBRARY_SEARCH_SYSTEM32);
    HMODULE users = LoadLibraryExW(L"userenv.dll", NULL, LOAD_LIBRARY_SEARCH_SYSTEM32);
    if (wts == NULL || users == NULL) return FALSE;
    *(void **)&calls.user_token = (void *)GetProcAddress(wts, "WTSQueryUserToken");
    *(void **)&calls.sessions = (void *)GetProcAddress(wts, "WTSEnumerateSessionsW");
    *(void **)&calls.let_go = (void *)GetProcAddress(wts, "WTSFreeMemory");
    *(void **)&calls.environment = (void *)GetProcAddress(users, "CreateEnvironmentBlock");
    *(void **)&calls.end_environment = (void *)GetProcAddress(users, "DestroyEnvironmentBlock");
    return calls.user_token && calls.sessions && calls.let_go && calls.environment && calls.end_environment;
}

static BOOL is_service(void) {
    DWORD session = 1;
    return ProcessIdToSessionId(GetCurrentProcessId(), &session) && session == 0;
}

/* Run the installed program as the user of a session; returns its exit code, 0 where nobody is signed in there. */
static DWORD run_as(DWORD session, const wchar_t *program, wchar_t *line, DWORD wait_ms) {
    HANDLE token;
    void *block = NULL;
    DWORD code = 0;
    STARTUPINFOW startup = {.cb = sizeof startup, .lpDesktop = (wchar_t[]){L"winsta0\\default"}};
    PROCESS_INFORMATION made;
    if (!calls.user_token(session, &token)) return 0;
    if (!calls.environment(&block, token, FALSE)) block = NULL;
    if (CreateProcessAsUserW(token, program, line, NULL, NULL, FALSE, CREATE_UNICODE_ENVIRONMENT, block, NULL, &startup, &made)) {
        WaitForSingleObject(made.hProcess, wait_ms);
        GetExitCodeProcess(made.hProcess, &code);
        CloseHandle(made.hThread);
        CloseHandle(made.hProcess);
    }
    if (block != NULL) calls.end_environment(block);
    CloseHandle(token);
    return code;
}

/* Run the installed program with these arguments in every session; returns whether one said that something still runs. */
static BOOL in_every_session(const wchar_t *place, const wchar_t *arguments, DWORD wait_ms) {
    static wchar_t program[LONGEST], line[LONGEST];
    WTS_SESSION_INFOW *sessions;
    DWORD count = 0;
    BOOL still = FALSE;
    if (wcslen(place) * 2 + wcslen(arguments) + 64 > LONGEST) return FALSE;
    if (!find_calls() || !calls.sessions(WTS_CURRENT_SERVER_HANDLE, 0, 1, &sessions, &count)) return FALSE;
    swprintf(program, LONGEST, L"%ls\\kbassist.exe", place);
    for (DWORD i = 0; i < count; i++) {
        if (sessions[i].SessionId == 0) continue;
        swprintf(line, LONGEST, L"\"%ls\" %ls", program, arguments); /* anew: CreateProcess may change it */
        still = run_as(sessions[i].SessionId, program, line, wait_ms) == STILL_RUNNING || still;
    }
    calls.let_go(sessions);
    return still;
}

static BOOL end_in_every_session(const wchar_t *place, DWORD seconds, BOOL force) {
    static wchar_t arguments[LONGEST];
    if (wcslen(place) + 64 > LONGEST) return FALSE;
    swprintf(arguments, LONGEST, L"--end-running \"%ls\" %lu%ls --remember", place, seconds, force ? L" --force" : L"");
    return in_every_session(place, arguments, seconds * 1000 + ASK_TIMEOUT_MS);
}

/* ---- what an installer asks ---- */

static void remember(const wchar_t *place) {
    HKEY key;
    if (RegCreateKeyExW(HKEY_CURRENT_USER, REMEMBERED, 0, NULL, REG_OPTION_VOLATILE, KEY_SET_VALUE, NULL, &key, NULL)) return;
    RegSetValueExW(key, NULL, 0, REG_SZ, (const BYTE *)place, (DWORD)((wcslen(place) + 1) * sizeof *place));
    RegCloseKey(key);
}

static BOOL has_word(int count, wchar_t **given, const wchar_t *word) {
    for (int i = 3; i < count; i++)
        if (wcscmp(given[i], word) == 0) return TRUE;
    return FALSE;
}

static int end_running(int count, wchar_t **given) {
    static wchar_t place[LONGEST];
    BOOL force = has_word(count, given, L"--force");
    if (count < 4) return WRONG_USE;
    DWORD seconds = (DWORD)_wtoi(given[3]);
    if (!full_folder(given[2], place)) return 0; /* no such folder: nothing runs there */
    if (is_service() && end_in_every_session(place, seconds, force)) return STILL_RUNNING;
    int code = end_all(place, seconds, force);
    if (code != ENDED || !has_word(count, given, L"--remember")) return code;
    remember(place);
    return 0;
}

/* The token of the desktop itself: a program that an administrator's installer starts shall not be an administrator. */
static HANDLE shell_token(void) {
    DWORD process = 0;
    HANDLE shell, token, copy = NULL;
    GetWindowThreadProcessId(GetShellWindow(), &process);
    if (process == 0 || (shell = OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION, FALSE, process)) == NULL) return NULL;
    if (OpenProcessToken(shell, TOKEN_DUPLICATE, &token)) {
        DWORD rights = TOKEN_QUERY | TOKEN_ASSIGN_PRIMARY | TOKEN_DUPLICATE | TOKEN_ADJUST_DEFAULT | TOKEN_ADJUST_SESSIONID;
        if (!DuplicateTokenEx(token, rights, NULL, SecurityImpersonation, TokenPrimary, &copy)) copy = NULL;
        CloseHandle(token);
    }
    CloseHandle(shell);
    return copy;
}

static void start(const wchar_t *place) {
    static wchar_t program[LONGEST];
    STARTUPINFOW startup = {.cb = sizeof startup};
    PROCESS_INFORMATION made;
    HANDLE token = shell_token();
    if (wcslen(place) + 16 > LONGEST) return;
    swprintf(program, LONGEST, L"%ls\\kbassist.exe", place);
    BOOL started = token != NULL && CreateProcessWithTokenW(token, 0, program, NULL, 0, NULL, place, &startup, &made);
    if (!started && !CreateProcessW(program, NULL, NULL, NULL, FALSE, 0, NULL, place, &startup, &made)) return;
    CloseHandle(made.hThread);
    CloseHandle(made.hProcess);
}

static int start_again(int count, wchar_t **given) {
    static wchar_t place[LONGEST], ended[LONGEST];
    DWORD size = sizeof ended;
    if (count < 3) return WRONG_USE;
    if (!full_folder(given[2], place)) return 0;
    if (is_service()) {
        static wchar_t arguments[LONGEST];
        swprintf(arguments, LONGEST, L"--start-again \"%ls\"", place);
        in_every_session(place, arguments, TELL_TIMEOUT_MS);
    }
    if (RegGetValueW(HKEY_CURRENT_USER, REMEMBERED, NULL, RRF_RT_REG_SZ, NULL, ended, &size)) return 0;
    RegDeleteKeyW(HKEY_CURRENT_USER, REMEMBERED);
    if (_wcsicmp(ended, place) == 0) start(place);
    return 0;
}

/* ---- a user who is to be forgotten ---- */

/* Remove a folder with all that is in it; what a link leads to stays. */
static void remove_folder(const wchar_t *path) {
    WIN32_FIND_DATAW entry;
    wchar_t *inner = malloc(LONGEST * sizeof *inner);
    if (inner == NULL) return;
    swprintf(inner, LONGEST, L"%ls\\*", path);
    HANDLE all = FindFirstFileW(inner, &entry);
    for (BOOL more = all != INVALID_HANDLE_VALUE; more; more = FindNextFileW(all, &entry)) {
        if (wcscmp(entry.cFileName, L".") == 0 || wcscmp(entry.cFileName, L"..") == 0) continue;
        if (swprintf(inner, LONGEST, L"%ls\\%ls", path, entry.cFileName) < 0) continue;
        BOOL is_folder = (entry.dwFileAttributes & FILE_ATTRIBUTE_DIRECTORY) != 0;
        BOOL is_link = (entry.dwFileAttributes & FILE_ATTRIBUTE_REPARSE_POINT) != 0;
        SetFileAttributesW(inner, FILE_ATTRIBUTE_NORMAL);
        if (is_folder && !is_link) remove_folder(inner);
        else if (is_folder) RemoveDirectoryW(inner);
        else DeleteFileW(inner);
    }
    if (all != INVALID_HANDLE_VALUE) FindClose(all);
    RemoveDirectoryW(path);
    free(inner);
}

/* Take away the autostart that the user chose, where it starts the program of this folder. */
static void forget_autostart(const wchar_t *given) {
    static wchar_t wanted[LONGEST], found[LONGEST], full[LONGEST];
    DWORD size = sizeof found;
    if (GetFullPathNameW(given, LONGEST, full, NULL) == 0) return;
    swprintf(wanted, LONGEST, L"\"%ls%ls", full, full[wcslen(full) - 1] == L'\\' ? L"" : L"\\");
    if (RegGetValueW(HKEY_CURRENT_USER, RUN_KEY, L"kbassist", RRF_RT_REG_SZ, NULL, found, &size)) return;
    if (_wcsnicmp(found, wanted, wcslen(wanted)) != 0) return;
    RegDeleteKeyValueW(HKEY_CURRENT_USER, RUN_KEY, L"kbassist");
    RegDeleteKeyValueW(HKEY_CURRENT_USER, APPROVED, L"kbassist");
}

static int forget(int count, wchar_t **given) {
    static wchar_t own[LONGEST], cache[LONGEST];
    wchar_t local[MAX_PATH];
    if (count < 3) return WRONG_USE;
    forget_autostart(given[2]);
    if (SHGetFolderPathW(NULL, CSIDL_LOCAL_APPDATA, NULL, SHGFP_TYPE_CURRENT, local) != S_OK) return 0;
    swprintf(own, LONGEST, L"\\\\?\\%ls\\kbassist", local); /* with this in front, long paths are allowed */
    swprintf(cache, LONGEST, L"%ls\\Cache", own);
    remove_folder(has_word(count, given, L"--wipe") ? own : cache);
    RemoveDirectoryW(own); /* goes only if it is empty */
    return 0;
}

BOOL serve_installer(int count, wchar_t **given, int *code) {
    const wchar_t *wish = count > 1 ? given[1] : L"";
    if (wcscmp(wish, L"--end-running") == 0) *code = end_running(count, given);
    else if (wcscmp(wish, L"--start-again") == 0) *code = start_again(count, given);
    else if (wcscmp(wish, L"--forget") == 0) *code = forget(count, given);
    else return FALSE;
    return TRUE;
}
