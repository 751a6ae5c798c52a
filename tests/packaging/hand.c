/* The hand of a tester on kbassist.exe in a Windows of a test: `crash` and `abort` make its process fall, `kill` ends all
 * its processes by force, `sign-out` ends it as Windows does at sign-out (asked, told, and terminated at once), `box` waits
 * for a message box and prints it in UTF-8, and `yes`, `no` and `ok` answer it; `id` prints the number of the process. Exit
 * code 1: there is nothing to do it to.
 * `start PROGRAM WORDS` starts a program as Explorer does, with no console and nowhere to print to, waits for its end and
 * passes its exit code on.
 */
#define _WIN32_WINNT 0x0A00
#include <windows.h>
#include <tlhelp32.h>
#include <stdio.h>
#include <string.h>

#define BOX_TRIES 600
#define ANSWER_TRIES 200
#define TRIES_A_POST 5
#define TRY_MS 100

static DWORD process;

static HANDLE find(void) {
    PROCESSENTRY32W entry = {.dwSize = sizeof entry};
    HANDLE all = CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0);
    process = 0;
    for (BOOL more = Process32FirstW(all, &entry); more && process == 0; more = Process32NextW(all, &entry))
        if (_wcsicmp(entry.szExeFile, L"kbassist.exe") == 0) process = entry.th32ProcessID;
    CloseHandle(all);
    return process == 0 ? NULL : OpenProcess(PROCESS_ALL_ACCESS, FALSE, process);
}

static BOOL end_all(HANDLE of) {
    BOOL any = of != NULL;
    for (; of != NULL; of = find()) {
        TerminateProcess(of, 1);
        WaitForSingleObject(of, 10000);
    }
    return any;
}

static BOOL fall(HANDLE of, void *at) { return CreateRemoteThread(of, NULL, 0, (LPTHREAD_START_ROUTINE)at, NULL, 0, NULL) != NULL; }

static BOOL CALLBACK tell(HWND window, LPARAM message) {
    DWORD owner;
    DWORD_PTR answer = 0;
    GetWindowThreadProcessId(window, &owner);
    if (owner == process) SendMessageTimeoutW(window, (UINT)message, message == WM_ENDSESSION, ENDSESSION_LOGOFF, SMTO_NORMAL, 30000, &answer);
    return TRUE;
}

static BOOL sign_out(HANDLE of) {
    EnumWindows(tell, WM_QUERYENDSESSION);
    EnumWindows(tell, WM_ENDSESSION);
    return TerminateProcess(of, 1);
}

static BOOL CALLBACK print(HWND part, LPARAM unused) {
    wchar_t text[4096] = L"";
    char bytes[16384];
    DWORD_PTR length = 0;
    (void)unused;
    SendMessageTimeoutW(part, WM_GETTEXT, 4096, (LPARAM)text, SMTO_NORMAL, 5000, &length);
    if (length == 0) return TRUE;
    WideCharToMultiByte(CP_UTF8, 0, text, -1, bytes, sizeof bytes, NULL, NULL);
    puts(bytes);
    return TRUE;
}

static HWND box(int tries) {
    HWND found = FindWindowW(L"#32770", L"kbassist");
    for (; tries > 0 && (found == NULL || !IsWindowVisible(found)); tries--) {
        Sleep(TRY_MS);
        found = FindWindowW(L"#32770", L"kbassist");
    }
    return found;
}

static BOOL read(void) {
    HWND shown = box(BOX_TRIES);
    if (shown != NULL) EnumChildWindows(shown, print, 0);
    return shown != NULL;
}

/* A box that is just coming up does not listen yet. */
static BOOL answer(WPARAM with) {
    HWND shown = box(0);
    for (int i = 0; i < ANSWER_TRIES && IsWindow(shown); i++) {
        if (i % TRIES_A_POST == 0) PostMessageW(shown, WM_COMMAND, with, 0);
        Sleep(TRY_MS);
    }
    return shown != NULL && !IsWindow(shown);
}

/* What follows `start` on the command line, as it was written. */
static wchar_t *rest(void) {
    wchar_t *at = wcsstr(GetCommandLineW(), L" start ");
    return at == NULL ? NULL : at + wcslen(L" start ");
}

static int start(void) {
    STARTUPINFOW nowhere = {.cb = sizeof nowhere, .dwFlags = STARTF_USESTDHANDLES};
    PROCESS_INFORMATION made;
    DWORD code = 1;
    wchar_t *line = rest();
    if (line == NULL || !CreateProcessW(NULL, line, NULL, NULL, FALSE, 0, NULL, NULL, &nowhere, &made)) return 1;
    WaitForSingleObject(made.hProcess, INFINITE);
    GetExitCodeProcess(made.hProcess, &code);
    return (int)code;
}

int main(int count, char **given) {
    const char *what = count > 1 ? given[1] : "";
    if (strcmp(what, "start") == 0) return start();
    HANDLE of = find();
    BOOL done = FALSE;
    if (strcmp(what, "crash") == 0) done = of != NULL && fall(of, (void *)1);
    if (strcmp(what, "abort") == 0) done = of != NULL && fall(of, (void *)GetProcAddress(LoadLibraryW(L"ucrtbase.dll"), "abort"));
    if (strcmp(what, "id") == 0) done = of != NULL && printf("%lu", process) > 0;
    if (strcmp(what, "kill") == 0) done = end_all(of);
    if (strcmp(what, "sign-out") == 0) done = of != NULL && sign_out(of);
    if (strcmp(what, "box") == 0) done = read();
    if (strcmp(what, "yes") == 0) done = answer(IDYES);
    if (strcmp(what, "no") == 0) done = answer(IDNO);
    if (strcmp(what, "ok") == 0) done = answer(IDOK);
    return !done;
}
