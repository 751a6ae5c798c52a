"""What the group policy editor says about each setting, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

LANGUAGES: Final = ("en-US", "zh-CN")


@dataclass(frozen=True, slots=True)
class Said:
    """One text in both languages."""

    en: str
    zh: str

    def within(self, language: str) -> str:
        """Return the text of one of LANGUAGES."""
        return self.en if language == "en-US" else self.zh


@dataclass(frozen=True, slots=True)
class Words:
    """The name of a setting, what it does, and what each of its choices is called."""

    title: Said
    about: Said
    choices: Mapping[str, Said] = field(default_factory=dict)


def _same(text: str) -> Said:
    return Said(text, text)


_AS_SYSTEM: Final = Said("As the system", "跟随系统")
SETTINGS: Final[Mapping[str, Words]] = MappingProxyType(
    {
        "library": Words(
            Said("Library folder", "资料库文件夹"),
            Said(
                r"The folder with kb\ and macros\, on a disk or a share, for example \\server\share\kb. Variables "
                "such as %USERNAME% are filled in.",
                r"存放 kb\ 和 macros\ 的文件夹，可以是本机磁盘或网络共享，例如 \\server\share\kb。"
                "可以使用 %USERNAME% 等环境变量。",
            ),
        ),
        "language": Words(
            Said("Language", "界面语言"),
            Said("The language of windows and messages.", "窗口和提示使用的语言。"),
            {"system": _AS_SYSTEM, "zh_CN": _same("中文"), "en": _same("English")},
        ),
        "theme": Words(
            Said("Theme", "主题"),
            Said("Light or dark windows.", "窗口使用浅色还是深色。"),
            {"system": _AS_SYSTEM, "light": Said("Light", "浅色"), "dark": Said("Dark", "深色")},
        ),
        "hotkey": Words(
            Said("Keys that open the search", "打开搜索的快捷键"),
            Said(
                "Names of keys with + between them, for example Ctrl+Alt+Space. Meta is the Windows key.",
                "用 + 连接的按键名，例如 Ctrl+Alt+Space。Meta 表示 Windows 徽标键。",
            ),
        ),
        "agent_name": Words(
            Said("Agent's name", "客服姓名"),
            Said(
                "The name as customers know it, for replies that give it. %USERNAME% is the Windows account.",
                "回复中显示给客户的客服姓名。%USERNAME% 表示 Windows 账户名。",
            ),
        ),
        "agent_signature": Words(
            Said("Agent's signature", "客服签名"),
            Said(
                "The signature for replies that end with one, in one or several lines.",
                "在需要落款的回复末尾使用的签名，可以有多行。",
            ),
        ),
        "channel": Words(
            Said("First channel", "默认渠道"),
            Said(
                "The name of the team's channel that is chosen first, for example 微信.",
                "默认选中的渠道名称，须与资料库中的渠道名一致，例如“微信”。",
            ),
        ),
        "font_scale": Words(
            Said("Text size", "文字大小"),
            Said("How large the text of the program is.", "程序文字的大小。"),
            {
                size: _same(f"{float(size):.0%}")
                for size in ("0.8", "0.9", "1.0", "1.1", "1.25", "1.5", "1.75", "2.0")
            },
        ),
        "fuzzy_pinyin": Words(
            Said("Fuzzy pinyin", "模糊音"),
            Said(
                "Pairs of sounds that the search does not tell apart, with commas between them.",
                "搜索时不区分的拼音，用英文逗号隔开。",
            ),
        ),
        "double_pinyin": Words(
            Said("Double pinyin", "双拼方案"),
            Said("The scheme in which pinyin is typed.", "输入拼音时使用的双拼方案。"),
            {
                "none": Said("None, full pinyin only", "不用双拼，只用全拼"),
                "xiaohe": _same("小鹤双拼"),
                "ziranma": _same("自然码"),
                "microsoft": _same("微软双拼"),
                "sogou": _same("搜狗双拼"),
                "abc": _same("智能ABC"),
                "ziguang": _same("紫光拼音"),
            },
        ),
        "semantic": Words(
            Said("Search by meaning", "按意思查找"),
            Said(
                "Find what means the same in other words, where that part of kbassist is installed.",
                "换个说法也能找到。需要安装相应的组件。",
            ),
        ),
        "case_minutes": Words(
            Said("Forget a customer after (minutes)", "客户信息保留时间（分钟）"),
            Said(
                "After how many minutes without use what a customer said is forgotten. It is kept in memory only.",
                "客户说过的内容闲置多少分钟后忘掉。这些内容只保存在内存中。",
            ),
        ),
        "smart_fill": Words(
            Said("Look for values in what was copied or selected", "从复制或选中的内容中找值"),
            Said(
                "Order numbers, names, dates and amounts of the clipboard are offered at the fields of a reply.",
                "从剪贴板中找出订单号、姓名、日期和金额，在填写回复时提供。",
            ),
        ),
        "answer_timer": Words(
            Said("Show how long an answer takes", "显示回复用时"),
            Said(
                "The time from the hotkey to the copy is shown to the agent; it is not kept.",
                "向客服显示从按下快捷键到复制所用的时间，不保存。",
            ),
        ),
        "call_timer": Words(
            Said("Show how long a call takes", "显示通话用时"),
            Said("The time of a call is shown to the agent; it is not kept.", "向客服显示通话时间，不保存。"),
        ),
        "clients": Words(
            Said("Programs and how a reply is pasted into them", "各程序的粘贴方式"),
            Said(
                "A JSON list, for example\n"
                '[{"match": "crm*.exe", "paste_key": "ctrl+v", "rich": false, "newline": "crlf", "longest": 2000, '
                '"images": false}]\n'
                "match is needed, the rest is not. paste_key: ctrl+v, ctrl+shift+v, shift+insert, none. newline: lf, "
                "crlf, shift-enter, none. longest: 0 for no limit. The first that fits holds.",
                "JSON 列表，例如\n"
                '[{"match": "crm*.exe", "paste_key": "ctrl+v", "rich": false, "newline": "crlf", "longest": 2000, '
                '"images": false}]\n'
                "match 必填，其余可省略。paste_key：ctrl+v、ctrl+shift+v、shift+insert、none。newline：lf、crlf、"
                "shift-enter、none。longest：0 表示不限。按顺序取第一个匹配的。",
            ),
        ),
    }
)

PRODUCT: Final = _same("kbassist")
DESCRIPTION: Final = Said("Settings of kbassist", "kbassist 的设置")
DEFAULTS: Final = Said("Defaults (users may choose otherwise)", "默认值（用户可以另选）")
POLICIES_ABOUT: Final = Said(
    "What is set here holds for every user and cannot be changed in kbassist; the settings show it with a lock.",
    "在这里设置的内容对所有用户有效，用户不能在 kbassist 中更改，设置窗口中会显示锁形标记。",
)
DEFAULTS_ABOUT: Final = Said(
    r"What is set here holds until a user chooses otherwise. These values lie in Software\kbassist\Defaults and stay "
    "when the group policy object is gone.",
    r"在这里设置的内容在用户另选之前有效。这些值保存在 Software\kbassist\Defaults，组策略对象移除后仍会保留。",
)
SUPPORTED: Final = Said("kbassist on Windows 10 version 1809 or newer", "Windows 10 1809 及更高版本上的 kbassist")
LOCKED: Final = Said(
    "Enabled: this value holds, and users cannot change it.\nDisabled or not configured: users choose themselves.",
    "已启用：采用此值，用户不能更改。\n已禁用或未配置：由用户自行选择。",
)
LOCKED_SWITCH: Final = Said(
    "Enabled: always on. Disabled: always off. Users cannot change it.\nNot configured: users choose themselves.",
    "已启用：始终打开。已禁用：始终关闭。用户不能更改。\n未配置：由用户自行选择。",
)
PROPOSED: Final = Said(
    "Enabled: this value holds until a user chooses another.\n"
    "Disabled or not configured: the built-in default holds.",
    "已启用：在用户另选之前采用此值。\n已禁用或未配置：采用程序自带的默认值。",
)
PROPOSED_SWITCH: Final = Said(
    "Enabled: on. Disabled: off, until a user chooses otherwise.\nNot configured: the built-in default holds.",
    "已启用：打开。已禁用：关闭。用户可以另选。\n未配置：采用程序自带的默认值。",
)
PLACE: Final = Said("Registry", "注册表")
UPDATES: Final = Words(
    Said("Tell of new versions", "新版本提示"),
    Said(
        "kbassist looks into a folder or share whether a newer version lies there, and tells its user. It installs "
        "nothing and opens no connection to the internet. The notice in the folder must be signed; both values are "
        "needed.",
        "kbassist 查看指定的文件夹或共享中是否有新版本，并提示用户。它不会安装任何内容，也不会连接互联网。"
        "文件夹中的公告必须经过签名；两项都要填写。",
    ),
)
UPDATE_FOLDER: Final = Said("Folder", "文件夹")
UPDATE_KEY: Final = Said("Public key (ed25519, base64)", "公钥（ed25519，base64）")
