"""Emoji as a reader sees them: a family, a flag or a skin tone is one, and so is a code like [微笑]."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_TONE: Final = "[\U0001f3fb-\U0001f3ff]"
_PICTURE: Final = (
    "[\U0001f000-\U0001f1e5\U0001f200-\U0001f3fa\U0001f400-\U0001faff"
    "⌚⌛⏩-⏬⏰⏳◽◾☔☕♈-♓♿⚓⚡⚪⚫⚽⚾⛄⛅⛎⛔⛪⛲⛳⛵⛺⛽✅✊✋✨❌❎❓❔❕➕➖➗➰➿⬛⬜⭐⭕❤♥☺☹]"
)
# A sign of text becomes a picture by the selector behind it (☀️, ❄️, ©️).
_SELECTED: Final = "[\u00a9\u00ae\u203c-\u3299]\ufe0f"
_ONE: Final = f"(?:{_SELECTED}|{_PICTURE}\ufe0f?)(?:{_TONE})?(?:[\U000e0020-\U000e007f]+)?"
# What WeChat turns into pictures, in the words of both its languages.
_CODES: Final = (
    "微笑 撇嘴 色 发呆 得意 流泪 害羞 闭嘴 睡 大哭 尴尬 发怒 调皮 呲牙 惊讶 难过 酷 冷汗 抓狂 吐 偷笑 愉快 "
    "可爱 白眼 傲慢 饥饿 困 惊恐 流汗 憨笑 悠闲 大兵 奋斗 咒骂 疑问 嘘 晕 疯了 衰 骷髅 敲打 再见 擦汗 抠鼻 "
    "鼓掌 糗大了 坏笑 左哼哼 右哼哼 哈欠 鄙视 委屈 快哭了 阴险 亲亲 吓 可怜 菜刀 西瓜 啤酒 篮球 乒乓 咖啡 饭 "
    "猪头 玫瑰 凋谢 嘴唇 爱心 心碎 蛋糕 闪电 炸弹 刀 足球 瓢虫 便便 月亮 太阳 礼物 拥抱 强 弱 握手 胜利 抱拳 "
    "勾引 拳头 差劲 爱你 NO OK 爱情 飞吻 跳跳 发抖 怄火 转圈 磕头 回头 跳绳 投降 激动 乱舞 献吻 左太极 "
    "右太极 嘿哈 捂脸 奸笑 机智 皱眉 耶 红包 吃瓜 加油 汗 天啊 Emm 社会社会 旺柴 好的 打脸 哇 翻白眼 666 "
    "让我看看 叹气 苦涩 裂开 庆祝 發 福 烟花 爆竹 合十 Smile Grin Laugh Cry Sob Rose Heart Hug ThumbsUp "
    "ThumbsDown Clap Shake Peace Joyful Blush Cake Sun Moon Gift Wow"
)
_EMOJI: Final = re.compile(
    "[\U0001f1e6-\U0001f1ff]{2}"
    "|[0-9#*]\ufe0f?\u20e3"
    f"|{_ONE}(?:\u200d{_ONE}|\u200d[\u2640\u2642\u2695\u2696\u2708]\ufe0f?)*"
    rf"|\[(?:{_CODES.replace(' ', '|')})\]",
    re.IGNORECASE,
)


def emoji(text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of each emoji, in order."""
    return (match.span() for match in _EMOJI.finditer(text))
