/* Starts kbassist: loads the Python that lies beside it and runs the program's module, so that the process bears our name.
 *
 * Built twice: kbassist.exe (desktop, -DKB_DESK, subsystem windows) and kbassist-cli.exe (subsystem console).
 * `--end-running FOLDER SECONDS [--force]` starts no Python: it asks every kbassist of that folder to end, as the session
 * manager does at sign-out, and waits. Exit codes of it: 0 none runs any more, 3 one still runs.
 */
#define WIN32_LEAN_AND_MEAN
#define _WIN32_WINNT 0x0A00
#include <windows.h>
#include <tlhelp32.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#define LONGEST 32768
#define MOST_PROCESSES 64
#define BROKEN 3
#define STILL_RUNNING 3
#define ASK_TIMEOUT_MS 60000 /* a person may be asked, too */
#define TELL_TIMEOUT_MS 2000

typedef int (*python_main)(int, wchar_t **);

static wchar_t folder[LONGEST];

static BOOL is_chinese(void) { return PRIMARYLANGID(GetUserDefaultUILanguage()) == LANG_CHINESE; }

/* Say on the screen, or in the console, what keeps the program from starting. */
static int fail(const wchar_t *english, const wchar_t *chinese) {
    const wchar_t *text = is_chinese() ? chinese : english;
#ifdef KB_DESK
    MessageBoxW(NULL, text, L"kbassist", MB_ICONERROR | MB_SETFOREGROUND);
#else
    DWORD written;
    HANDLE error = GetStdHandle(STD_ERROR_HANDLE);
    char bytes[1024];
    int length = WideCharToMultiByte(CP_UTF8, 0, text, -1, bytes, sizeof bytes - 1, NULL, NULL);
    if (length > 0) {
        bytes[length - 1] = '\n';
        WriteFile(error, bytes, (DWORD)length, &written, NULL);
    }
#endif
    return BROKEN;
}

/* Where this program lies, with a backslash at the end; 0 where the path is too long to be known. */
static BOOL find_folder(void) {
    DWORD length = GetModuleFileNameW(NULL, folder, LONGEST);
    if (length == 0 || length >= LONGEST) return FALSE;
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

/* ---- ending what runs ---- */

typedef struct {
    DWORD process;
    BOOL refused;
} asking;

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
    return !about->refused;
}

static BOOL CALLBACK tell_window(HWND window, LPARAM given) {
    asking *about = (asking *)given;
    DWORD_PTR answer;
    if (is_of(window, about->process))
        SendMessageTimeoutW(window, WM_ENDSESSION, !about->refused, ENDSESSION_CLOSEAPP, SMTO_ABORTIFHUNG, TELL_TIMEOUT_MS, &answer);
    return TRUE;
}

/* Tell whether a process runs a program of this folder; its handle allows to wait for it, and to end it with `force`. */
static HANDLE open_if_in(DWORD process, const wchar_t *place, BOOL force) {
    static wchar_t path[LONGEST], full[LONGEST];
    DWORD length = LONGEST;
    size_t stem = wcslen(place);
    HANDLE handle = OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION | SYNCHRONIZE | (force ? PROCESS_TERMINATE : 0), FALSE, process);
    if (handle == NULL) return NULL;
    if (QueryFullProcessImageNameW(handle, 0, path, &length)) {
        if (GetLongPathNameW(path, full, LONGEST) == 0) wcscpy(full, path);
        const wchar_t *name = wcsrchr(full, L'\\');
        if (name != NULL && (size_t)(name - full) == stem && _wcsnicmp(full, place, stem) == 0 &&
            (_wcsicmp(name + 1, L"kbassist.exe") == 0 || _wcsicmp(name + 1, L"kbassist-cli.exe") == 0))
            return handle; /* and not the uninstaller, which may run there, too */
    }
    CloseHandle(handle);
    return NULL;
}

static int find_running(const wchar_t *place, BOOL force, DWORD *processes, HANDLE *handles) {
    int count = 0;
    PROCESSENTRY32W entry = {.dwSize = sizeof entry};
    HANDLE all = CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0);
    if (all == INVALID_HANDLE_VALUE) return 0;
    for (BOOL more = Process32FirstW(all, &entry); more && count < MOST_PROCESSES; more = Process32NextW(all, &entry)) {
        HANDLE handle = entry.th32ProcessID == GetCurrentProcessId() ? NULL : open_if_in(entry.th32ProcessID, place, force);
        if (handle == NULL) continue;
        processes[count] = entry.th32ProcessID;
        handles[count++] = handle;
    }
    CloseHandle(all);
    return count;
}

static BOOL end_one(DWORD process, HANDLE handle, DWORD seconds, BOOL force) {
    asking about = {process, FALSE};
    EnumWindows(ask_window, (LPARAM)&about);
    EnumWindows(tell_window, (LPARAM)&about);
    if (!(about.refused && force) && WaitForSingleObject(handle, about.refused ? 0 : seconds * 1000) == WAIT_OBJECT_0) return TRUE;
    return force && TerminateProcess(handle, 1) && WaitForSingleObject(handle, 5000) == WAIT_OBJECT_0;
}

static int end_running(int count, wchar_t **given) {
    static wchar_t full[LONGEST], place[LONGEST];
    DWORD processes[MOST_PROCESSES];
    HANDLE handles[MOST_PROCESSES];
    BOOL all = TRUE, force = count > 4 && wcscmp(given[4], L"--force") == 0;
    if (count < 4 || GetFullPathNameW(given[2], LONGEST, full, NULL) == 0) return 2;
    if (GetLongPathNameW(full, place, LONGEST) == 0) return 0; /* no such folder: nothing runs there */
    for (size_t end = wcslen(place); end > 0 && place[end - 1] == L'\\'; end--) place[end - 1] = L'\0';
    int running = find_running(place, force, processes, handles);
    for (int i = 0; i < running; i++) {
        all = end_one(processes[i], handles[i], (DWORD)_wtoi(given[3]), force) && all;
        CloseHandle(handles[i]);
    }
    return all ? 0 : STILL_RUNNING;
}

/* ---- starting ---- */

static python_main find_python(void) {
    static wchar_t path[LONGEST];
    if (join(path, L"lib\\PySide6")) AddDllDirectory(path); /* where Qt's plugins find Qt */
    if (!join(path, KB_RUNTIME)) return NULL;
    HMODULE library = LoadLibraryExW(path, NULL, LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR | LOAD_LIBRARY_SEARCH_SYSTEM32);
    return library == NULL ? NULL : (python_main)(void *)GetProcAddress(library, "Py_Main");
}

static int run_python(int count, wchar_t **given) {
    static wchar_t own[LONGEST];
    static wchar_t *const fixed[] = {L"-I", L"-B", L"-X", L"utf8", L"-m", L"kbassist",
#ifdef KB_DESK
                                     L"desk",
#endif
    };
    const size_t before = sizeof fixed / sizeof *fixed;
    python_main start = find_python();
    wchar_t **arguments = calloc((size_t)count + before + 1, sizeof *arguments);
    if (start == NULL || arguments == NULL || GetModuleFileNameW(NULL, own, LONGEST) == 0)
        return fail(L"A part of kbassist is missing or damaged (" KB_RUNTIME L"). Install kbassist again; your settings and data are kept.",
                    L"kbassist 的一个部件缺失或损坏（" KB_RUNTIME L"）。请重新安装 kbassist；您的设置和数据会保留。");
    arguments[0] = own;
    memcpy(arguments + 1, fixed, sizeof fixed);
    for (int i = 1; i < count; i++) arguments[before + (size_t)i] = given[i];
    return start((int)before + count, arguments);
}

int wmain(int count, wchar_t **given) {
    /* First of all: no DLL is ever looked for in the current folder or along PATH. */
    if (!SetDefaultDllDirectories(LOAD_LIBRARY_SEARCH_SYSTEM32 | LOAD_LIBRARY_SEARCH_USER_DIRS)) return BROKEN;
    SetDllDirectoryW(L"");
    if (count > 1 && wcscmp(given[1], L"--end-running") == 0) return end_running(count, given);
    if (!find_folder()) return fail(L"The path of kbassist is too long.", L"kbassist 所在的路径太长。");
    keep_data_beside();
    return run_python(count, given);
}

#ifdef KB_DESK
int WINAPI wWinMain(HINSTANCE instance, HINSTANCE before, LPWSTR line, int show) {
    (void)instance, (void)before, (void)line, (void)show;
    return wmain(__argc, __wargv);
}
#endif
