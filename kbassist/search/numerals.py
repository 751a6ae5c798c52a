"""Numbers said in another script: 七天 for 7天 and back, 百分之三十 for 30%.

Only where a number is meant: before a measure word, after 第, 百分之 or 双, or where it is round. 一下, 统一, 三星,
万一, 十分 and the like stay as they are.
"""

from __future__ import annotations

import re
from typing import Final

_DIGITS: Final = "零一二三四五六七八九"
_UNITS: Final = {"十": 10, "百": 100, "千": 1_000}
_VALUE: Final = {character: value for value, character in enumerate(_DIGITS)} | {"〇": 0, "两": 2}
_MEASURE: Final = (
    "小时|分钟|秒钟|星期|工作日|个工作日|个自然日|自然日|个月|个小时|公斤|千克|公里|厘米|毫米|平米|英寸|"
    "天|日|号|秒|周|月|年|元|块钱|角|次|件|条|台|张|人|折|倍|岁|级|款|米|楼|层|页|章|单|笔|袋|瓶|箱|盒|期|季|步|代|寸|"
    "斤|克|升|瓦|度"
)
_HAN: Final = "零〇一二两三四五六七八九十百千万"
# A lone 一 before these is an article or part of a word (一次, 一款, 一度, 一步): nobody writes it as 1.
_NOT_ONE: Final = "(?!一(?:款|期|度|步|单|号|人|条|级|代|次|件|张|台|笔))"
_PERCENT_HAN: Final = re.compile(f"百分之([{_HAN}]+)")
_PERCENT: Final = re.compile(r"(?<![\d.])(\d{1,3})%")
_SAID: Final = re.compile(
    f"(?<![{_HAN}统唯专单几数])(?:(?<=第)|(?<=双)|(?={_NOT_ONE}[{_HAN}]+(?:{_MEASURE}))|"
    f"(?=[二三四五六七八九][百千万](?!\\w)))([{_HAN}]+)(?![{_HAN}])"
)
_MIXED: Final = re.compile(r"(?<![\d.])(\d{1,4})([千万])")
_FIGURES: Final = re.compile(
    rf"(?<![0-9a-z.\-_])(?:(?<=第)|(?<=双)|(?=\d{{1,5}}(?:{_MEASURE}))|(?=[1-9]\d?0{{2,3}}(?!\d)))"
    r"(\d{1,5})(?![0-9a-z.\-_%])"
)


def in_figures(text: str) -> str:
    """Return the folded text with its Chinese numbers in figures (二十四小时 → 24小时)."""
    text = _PERCENT_HAN.sub(lambda match: _figures(match, "%"), text)
    text = _MIXED.sub(lambda match: str(int(match[1]) * (1_000 if match[2] == "千" else 10_000)), text)
    return _SAID.sub(_figures, text)


def in_characters(text: str) -> str:
    """Return the folded text with its figures in Chinese (24小时 → 二十四小时, 2天 → 两天)."""
    text = _PERCENT.sub(lambda match: "百分之" + said(int(match[1])), text)
    return _FIGURES.sub(_characters, text)


def _figures(match: re.Match[str], after: str = "") -> str:
    value = number(match[1])
    return match[0] if value is None else f"{value}{after}"


def _characters(match: re.Match[str]) -> str:
    value, ordinal = int(match[1]), match.string[: match.start()].endswith(("第", "双"))
    if match[1].startswith("0"):
        return match[0]
    return "两" if value == 2 and not ordinal else said(value)


def number(characters: str) -> int | None:
    """Return the number that Chinese characters say, up to 9999万; None where they say none (万一, 十百)."""
    high, found, low = characters.partition("万")
    above, below = _below_ten_thousand(high), _below_ten_thousand(low) if low else 0
    if above is None or below is None:
        return None
    return above * 10_000 + below if found else above


def _below_ten_thousand(characters: str) -> int | None:
    if characters and all(character in _VALUE for character in characters):  # 二〇二四, 五
        return int("".join(str(_VALUE[character]) for character in characters)) if len(characters) < 5 else None
    total, digit, least = 0, None, 10_000
    for character in characters:
        unit = _UNITS.get(character)
        if unit is None:
            if digit:
                return None
            digit = _VALUE.get(character)
        elif unit >= least or (digit is None and (unit != 10 or total)):
            return None
        else:
            total, digit, least = total + (digit or 1) * unit, None, unit
    return total + (digit or 0) if total else None


def said(value: int) -> str:
    """Return a number below 100,000 in Chinese characters, as it is said (12 → 十二, 105 → 一百零五)."""
    if value >= 10_000:
        rest = value % 10_000
        return said(value // 10_000) + "万" + ("零" * (0 < rest < 1_000) + _plain(rest) if rest else "")
    spoken = _plain(value)
    return spoken[1:] if spoken.startswith("一十") else spoken


def _plain(value: int) -> str:
    if value < 10:
        return _DIGITS[value]
    unit, character = next((size, name) for name, size in reversed(_UNITS.items()) if value >= size)
    rest = value % unit
    gap = "零" * (0 < rest < unit // 10)
    return _DIGITS[value // unit] + character + (gap + _plain(rest) if rest else "")
