/* A second Windows program for the tests: it tells what other programs see, and types as an input method does.
 *
 * Reads commands from standard input, a line each, `word argument`; text in an argument is UTF-8 in hex. Answers each
 * command with a line that says how many bytes follow, then those bytes of UTF-8.
 */
#define WIN32_LEAN_AND_MEAN
#define _WIN32_WINNT 0x0A00
#include <windows.h>
#include <fcntl.h>
#include <io.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#define LONGEST 262144
#define TITLE 300
#define TRIES 40
#define PAUSE_MS 25
#define FNV_OFFSET 14695981039346656037ULL
#define FNV_PRIME 1099511628211ULL

static char line[LONGEST], bytes[LONGEST], answer[4 * LONGEST];
static wchar_t wide[LONGEST];

static void say(void) {
    int length = WideCharToMultiByte(CP_UTF8, 0, wide, -1, answer, sizeof answer, NULL, NULL);
    printf("%d\n", length > 0 ? length - 1 : 0);
    if (length > 1) fwrite(answer, 1, (size_t)length - 1, stdout);
    fflush(stdout);
}

static void add(const wchar_t *text) { wcsncat(wide, text, LONGEST - wcslen(wide) - 1); }

/* Turn hex into bytes; return how many. */
static int from_hex(const char *hex) {
    int count = 0;
    unsigned value;
    while (count < LONGEST - 1 && sscanf(hex + 2 * count, "%2x", &value) == 1) bytes[count++] = (char)value;
    bytes[count] = '\0';
    return count;
}

/* ---- windows ---- */

static HWND edit_box(void) {
    HWND notepad = FindWindowW(L"Notepad", NULL);
    return notepad ? FindWindowExW(notepad, NULL, L"Edit", NULL) : NULL;
}

static void add_window(HWND window) {
    wchar_t name[TITLE] = L"";
    GetWindowTextW(window, name, TITLE);
    add(name);
    GetClassNameW(window, name, TITLE);
    add(L"\t");
    add(name);
    add(L"\n");
}

static BOOL CALLBACK add_visible(HWND window, LPARAM unused) {
    (void)unused;
    if (IsWindowVisible(window)) add_window(window);
    return TRUE;
}

/* The texts of the parts of a message box, which some programs show before they have windows of their own. */
static BOOL CALLBACK add_part(HWND part, LPARAM unused) {
    (void)unused;
    add_window(part);
    return TRUE;
}

/* ---- the clipboard ---- */

static HGLOBAL memory(const void *data, size_t size) {
    HGLOBAL made = GlobalAlloc(GMEM_MOVEABLE, size);
    memcpy(GlobalLock(made), data, size);
    GlobalUnlock(made);
    return made;
}

static BOOL open_clipboard(HWND owner) {
    for (int i = 0; i < TRIES; i++, Sleep(PAUSE_MS))
        if (OpenClipboard(owner)) return TRUE;
    return FALSE;
}

/* Copy as a word processor does: plain text, HTML, and a format of its own. `what` is text, or nothing. */
static void copy(HWND owner, const char *what) {
    static const char own[] = "a format of its own\0with a zero";
    static char html[2 * LONGEST];
    int length = from_hex(what);
    if (!open_clipboard(owner)) return;
    EmptyClipboard();
    if (length > 0) {
        int letters = MultiByteToWideChar(CP_UTF8, 0, bytes, -1, wide, LONGEST);
        SetClipboardData(CF_UNICODETEXT, memory(wide, (size_t)letters * sizeof *wide));
        snprintf(html, sizeof html, "Version:0.9\r\nStartHTML:00000000\r\n<b>%s</b>", bytes);
        SetClipboardData(RegisterClipboardFormatW(L"HTML Format"), memory(html, strlen(html) + 1));
        SetClipboardData(RegisterClipboardFormatW(L"kbassist test"), memory(own, sizeof own));
    }
    CloseClipboard();
    wide[0] = L'\0';
}

static void add_clipboard(void) {
    if (!open_clipboard(NULL)) return;
    HANDLE data = GetClipboardData(CF_UNICODETEXT);
    const wchar_t *text = data ? GlobalLock(data) : NULL;
    if (text) {
        add(text);
        GlobalUnlock(data);
    }
    CloseClipboard();
}

/* Name, size and FNV-1a of every format; those that Windows makes out of another one included. */
static void add_formats(void) {
    if (!open_clipboard(NULL)) return;
    for (UINT format = EnumClipboardFormats(0); format; format = EnumClipboardFormats(format)) {
        wchar_t name[TITLE] = L"", text[2 * TITLE];
        HANDLE data = GetClipboardData(format);
        const unsigned char *at = data ? GlobalLock(data) : NULL;
        size_t size = at ? GlobalSize(data) : 0;
        unsigned long long hash = FNV_OFFSET;
        for (size_t i = 0; i < size; i++) hash = (hash ^ at[i]) * FNV_PRIME;
        if (at) GlobalUnlock(data);
        if (!GetClipboardFormatNameW(format, name, TITLE)) swprintf(name, TITLE, L"%u", format);
        swprintf(text, 2 * TITLE, L"%ls\t%llu\t%016llx\n", name, (unsigned long long)size, hash);
        add(text);
    }
    CloseClipboard();
}

/* ---- typing ---- */

/* Bring letters in as an input method does: no key of the keyboard stands for them. */
static void type(const char *what) {
    from_hex(what);
    int letters = MultiByteToWideChar(CP_UTF8, 0, bytes, -1, wide, LONGEST) - 1;
    for (int i = 0; i < letters; i++) {
        INPUT keys[2] = {{.type = INPUT_KEYBOARD}, {.type = INPUT_KEYBOARD}};
        keys[0].ki.wScan = keys[1].ki.wScan = wide[i];
        keys[0].ki.dwFlags = KEYEVENTF_UNICODE;
        keys[1].ki.dwFlags = KEYEVENTF_UNICODE | KEYEVENTF_KEYUP;
        SendInput(2, keys, sizeof *keys);
        Sleep(PAUSE_MS);
    }
    wide[0] = L'\0';
}

/* Tell all programs that the user has chosen light or dark, as Windows' settings do when they have written it down. */
static void tell_colours(void) {
    DWORD_PTR unused;
    SendMessageTimeoutW(HWND_BROADCAST, WM_SETTINGCHANGE, 0, (LPARAM)L"ImmersiveColorSet", SMTO_ABORTIFHUNG, 5000, &unused);
}

static void obey(HWND own, const char *word, const char *given) {
    HWND box = edit_box();
    if (!strcmp(word, "text") && box) SendMessageW(box, WM_GETTEXT, LONGEST, (LPARAM)wide);
    else if (!strcmp(word, "clear") && box) SendMessageW(box, WM_SETTEXT, 0, (LPARAM)L"");
    else if (!strcmp(word, "chat") && box) SetForegroundWindow(GetParent(box));
    else if (!strcmp(word, "front")) add_window(GetForegroundWindow());
    else if (!strcmp(word, "windows")) EnumWindows(add_visible, 0);
    else if (!strcmp(word, "box")) EnumChildWindows(FindWindowW(L"#32770", NULL), add_part, 0);
    else if (!strcmp(word, "clipboard")) add_clipboard();
    else if (!strcmp(word, "formats")) add_formats();
    else if (!strcmp(word, "copy")) copy(own, given);
    else if (!strcmp(word, "type")) type(given);
    else if (!strcmp(word, "colours")) tell_colours();
}

/* The clipboard's owner hears of those who come after it: a window that answers, whatever the main thread waits for. */
static DWORD WINAPI serve_owner(LPVOID made) {
    MSG message;
    *(HWND *)made = CreateWindowExW(0, L"STATIC", L"", 0, 0, 0, 0, 0, HWND_MESSAGE, NULL, NULL, NULL);
    while (GetMessageW(&message, NULL, 0, 0) > 0) DispatchMessageW(&message);
    return 0;
}

int main(void) {
    static HWND volatile own;
    CreateThread(NULL, 0, serve_owner, (LPVOID)&own, 0, NULL);
    while (own == NULL) Sleep(1);
    _setmode(_fileno(stdout), _O_BINARY);
    while (fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\r\n")] = '\0';
        char *given = strchr(line, ' ');
        if (given) *given++ = '\0';
        wide[0] = L'\0';
        obey(own, line, given ? given : "");
        say();
    }
    return 0;
}
