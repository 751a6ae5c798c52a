/* The sentences that the launcher says itself, in English and Chinese. */
#ifndef WORDS_H
#define WORDS_H
#include <windows.h>
#include <wchar.h>

#define BROKEN 3

typedef const wchar_t *const sentence[2];

/* A sentence in the language that the program speaks, where it came to speak, else in that of Windows. */
static inline const wchar_t *said(sentence both) {
    wchar_t name[16];
    DWORD length = GetEnvironmentVariableW(L"KBASSIST_SPEAKS", name, 16);
    if (length > 0 && length < 16) return both[wcsncmp(name, L"zh", 2) == 0];
    return both[PRIMARYLANGID(GetUserDefaultUILanguage()) == LANG_CHINESE];
}

static sentence TOO_LONG = {L"The path of kbassist is too long.", L"kbassist 所在的路径太长。"};
static sentence DAMAGED = {
    L"A part of kbassist is missing or damaged (%ls). Install kbassist again; your settings and data are kept.",
    L"kbassist 的一个部件缺失或损坏（%ls）。请重新安装 kbassist；您的设置和数据会保留。"};
#ifdef KB_DESK
static sentence NOT_STARTED = {
    L"kbassist could not start (code %d). Your settings and data are kept.\n\n"
    L"Install kbassist again. If that does not help, show your IT the newest report in\n%ls",
    L"kbassist 无法启动（代码 %d）。您的设置和数据都已保留。\n\n"
    L"请重新安装 kbassist；如果仍无法启动，请把下面文件夹中最新的报告交给 IT 部门：\n%ls"};
static sentence CRASHED = {
    L"kbassist ended unexpectedly.\n\nWhat customers said was never written to the disk, so replies that were not sent are gone. "
    L"Your settings, your data and the library are kept. A report without customer data lies in\n%ls\n\nStart kbassist again?",
    L"kbassist 意外退出了。\n\n客户信息从不写入磁盘，因此尚未发送的回复已经丢失；您的设置、数据和资料库都已保留。"
    L"不含客户数据的报告在：\n%ls\n\n要重新启动 kbassist 吗？"};
static sentence CRASHED_AGAIN = {
    L"kbassist ended unexpectedly again, right after its start.\n\nIts settings or the library may be at fault; both are kept as they are. "
    L"Show your IT the report (without customer data) in\n%ls\n\nTry once more?",
    L"kbassist 刚启动又意外退出了。\n\n可能是设置或资料库有问题，两者都原样保留。请把报告（不含客户数据）交给 IT 部门：\n%ls\n\n要再试一次吗？"};
#endif
#endif
