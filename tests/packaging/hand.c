/* The hand of a tester on kbassist.exe in a Windows of a test: `crash` and `abort` make its process fall, `kill` ends it
 * by force, `sign-out` ends it as Windows does at sign-out (asked, told, and terminated at once), `box` prints the message
 * box that stands on the screen, in UTF-8, and `yes`, `no` and `ok` answer it. Exit code 1: there is nothing to do it to.
 */
#define _WIN32_WINNT 0x0A00
#include <windows.h>
#include <tlhelp32.h>
#include <stdio.h>
#include <string.h>

static DWORD process;

static HANDLE find(void) {
    PROCESSENTRY32W entry = {.dwSize = sizeof entry};
    HANDLE all = CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0);
    for (BOOL more = Process32FirstW(all, &entry); more && process == 0; more = Process32NextW(all, &entry))
        if (_wcsicmp(entry.szExeFile, L"kbassist.exe") == 0) process = entry.th32ProcessID;
    return process == 0 ? NULL : OpenProcess(PROCESS_ALL_ACCESS, FALSE, process);
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
    wchar_t text[4096];
    char bytes[16384];
    (void)unused;
    if (SendMessageW(part, WM_GETTEXT, 4096, (LPARAM)text) == 0) return TRUE;
    WideCharToMultiByte(CP_UTF8, 0, text, -1, bytes, sizeof bytes, NULL, NULL);
    puts(bytes);
    return TRUE;
}

/* A box that is just coming up does not listen yet. */
static BOOL answer(HWND box, WPARAM with) {
    for (int i = 0; i < 60 && IsWindow(box); i++) {
        PostMessageW(box, WM_COMMAND, with, 0);
        Sleep(300);
    }
    return box != NULL && !IsWindow(box);
}

int main(int count, char **given) {
    const char *what = count > 1 ? given[1] : "";
    HANDLE of = find();
    HWND box = FindWindowW(L"#32770", L"kbassist");
    BOOL done = FALSE;
    if (strcmp(what, "crash") == 0) done = of != NULL && fall(of, (void *)1);
    if (strcmp(what, "abort") == 0) done = of != NULL && fall(of, (void *)GetProcAddress(LoadLibraryW(L"ucrtbase.dll"), "abort"));
    if (strcmp(what, "kill") == 0) done = of != NULL && TerminateProcess(of, 1);
    if (strcmp(what, "sign-out") == 0) done = of != NULL && sign_out(of);
    if (strcmp(what, "box") == 0) done = box != NULL && (EnumChildWindows(box, print, 0), TRUE);
    if (strcmp(what, "yes") == 0) done = answer(box, IDYES);
    if (strcmp(what, "no") == 0) done = answer(box, IDNO);
    if (strcmp(what, "ok") == 0) done = answer(box, IDOK);
    return !done;
}
