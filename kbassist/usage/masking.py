"""Masking personal data in a customer's words before they are kept anywhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

GONE: Final = "***"
# Digits however they are written: full width, circled, superscript, Chinese.
_DIGIT: Final = (
    "[\\d零〇一二三四五六七八九幺"
    "\u00b2\u00b3\u00b9\u2070\u2074-\u2079\u2080-\u2089\u2460-\u2468\u24ea\u24f5-\u24fd\u2776-\u277e]"
)
_JOINT: Final = "[ \\-.·_()+\u00a0\u2010-\u2015\u3000（）\u200b-\u200f\u2060\ufeff]"
# Phone, identity card, bank card and order numbers: seven digits and more, at most two signs between two of them.
_LONG_NUMBER: Final = re.compile(rf"{_DIGIT}(?:{_JOINT}{{0,2}}{_DIGIT}){{6,}}[Xx]?")
_ADDRESS: Final = re.compile(r"(?<![A-Za-z0-9._%+-])[A-Za-z0-9._%+-]++[@＠][A-Za-z0-9-]+(?:[.．][A-Za-z0-9-]+)+")
# Codes of letters and digits (parcels, orders, devices): ten signs and more, at least six of them digits.
_CODE: Final = re.compile(r"(?<![A-Za-z0-9])(?=(?:[A-Za-z]*\d){6})(?=[A-Za-z0-9]{10})[A-Za-z0-9]++")
_ACCOUNT: Final = re.compile(
    r"((?:微信|wechat|weixin|vx|qq|支付宝|旺旺)\s*(?:号码?|id|[:：]|是)+\s*)[A-Za-z0-9_-]{5,}", re.IGNORECASE
)
_SURNAMES: Final = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔"
    "钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤于葛"
)
_SURNAME: Final = f"(?:欧阳|司马|司徒|上官|诸葛|夏侯|皇甫|尉迟|公孙|慕容|令狐|长孙|宇文|端木|南宫|东方|[{_SURNAMES}])"
_HAN: Final = "[\u4e00-\u9fff]"
_NAMES: Final = (
    # A name that is announced (我叫…, 收件人：…), up to the next sign that belongs to no name.
    re.compile(
        rf"((?:我叫|我名叫|名字叫|名字是|姓名[是为:：\s]|(?:收件人|收货人|联系人|户主|持卡人)[是为叫:：\s]+|称呼[:：]\s*)\s*[:：]?\s*)"
        rf"(?![什啥哪不没了过你他她它这那个人])(?:{_SURNAME}{_HAN}{{1,2}}|{_HAN}{{2,3}}(?!{_HAN}))"
    ),
    re.compile(rf"(){_SURNAME}(?:{_HAN}{{1,2}})??(?=先生|女士|小姐|太太|阿姨|师傅|同学)"),
    re.compile(r"((?i:my name is|my name's|i am called|name:)\s+)[^\W\d_]+(?:[ '’-][A-Z][\w'’-]*)*"),
    re.compile(r"(\b(?i:mr|mrs|ms|miss|dr)\b\.?\s+)[A-Z][\w'’-]+(?:\s[A-Z][\w'’-]+)*"),
    re.compile(r"(\b(?i:dear)\s+)(?!(?i:customer|sir|madam|team|all|support|agent|friend)\b)[A-Z][\w'’-]+"),
)


def masked(words: str) -> str:
    """Return the words with personal data starred out; long numbers keep three digits and two, to be recognised."""
    return _replaced(words, _stars)


def anonymous(words: str) -> str:
    """Return the words with nothing left of personal data: each place where some stood is `***`."""
    return _replaced(words, lambda _match: GONE)


def _stars(match: re.Match[str]) -> str:
    digits = match[0]
    return f"{digits[:3]}{'*' * (len(digits) - 5)}{digits[-2:]}"


def _replaced(words: str, number: Callable[[re.Match[str]], str]) -> str:
    words = _ADDRESS.sub("***@***", words)
    words = _ACCOUNT.sub(rf"\g<1>{GONE}", words)
    words = _LONG_NUMBER.sub(number, words)
    words = _CODE.sub(GONE, words)
    for name in _NAMES:
        words = name.sub(rf"\g<1>{GONE}", words)
    return words
