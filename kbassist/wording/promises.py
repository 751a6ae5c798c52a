"""Promise words that are meant as promises, and amounts, percentages and days beyond what a team may promise."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kbassist.content.team_model import Team, WordingLimit
from kbassist.i18n import N_, Text
from kbassist.wording.folding import COMMA, STOP, Folded, Place, fold
from kbassist.wording.needles import Needle
from kbassist.wording.quantities import READERS
from kbassist.wording.remarks import Kind, Level, Remark
from kbassist.wording.sentences import sentence_at

_REACH: Final = 14
"""Folded characters before and after a promise word that can tell it is none."""
# Not a promise: denied (不能保证), a purpose (为了保证您的账户安全), a request (请一定保留), a guess at the
# customer's feelings (您一定很着急), a question for leave (能不能保证).
_BEFORE: Final = re.compile(
    "(?:(?:不|没|无|未|难以?|很难|别|勿|并非|不是)(?:能|法|会|敢|可|可以|再|好|有|给)?(?:向|给|跟|对|为)?你?(?:做|作|做出|作出)?"
    "|为了?(?:更好地?)?|以|用来|旨在|请(?:你)?(?:务必)?|(?<![让给帮为向跟])你(?:们)?(?:现在|心里|当时)?|得到|给予|表示|认可和|的"
    r"|\b(?:no|not|never|without|unable|hardly) (?:(?:to|a|any|be|make|give|an|of|course) )*(?:\w+ly )?"
    r"|\b(?:as|like) )$"
)
_AFTER_ANY: Final = re.compile(
    f"很|非常|特别|十分|等急|着急|累了|辛苦|要注意|要保留|要核实|不要|别(?!的)|是(?!最)"
    f"|[^{COMMA}{STOP}不]{{0,6}}(?:失望|着急|难过|生气|委屈|担心|不便|困扰|添麻烦|不舒服|不好受|心疼|等了|等得)"
)
_AFTER: Final = {
    "保证": re.compile("金|书|期|人|保险|责任|额|你?的?(?:账户|账号|信息|个人信息|资金|数据|用电)?安全"),
    "一定": re.compile(
        "程度|的|量|期限|条件|范围|比例|金额|数量|时间|影响|风险|难度|差异|误差|概率|要求|规模|门槛|限度"
    ),
    "绝对": re.compile("值|湿度|压力|压强|零度|温度|高度|误差|坐标|路径|多数|大多数"),
    "肯定": re.compile("你|和|与|是对|的(?:答复|回答|评价|态度)|$"),
    "永久": re.compile("删除|性|居留|居住|地址|停用|关闭|失效|注销|损伤|损坏|磁"),
    "终身": re.compile("教育|学习|大事|监禁"),
    "百分之百": re.compile("纯?棉|羊毛|桑蚕丝|涤纶|果汁"),
    "100%": re.compile("纯?棉|羊毛|桑蚕丝|涤纶|果汁|cotton|wool|silk"),
    "guarantee": re.compile("(?:card|period|certificate|claim|form|terms|is in|number|ends|runs|covers)\\b"),
    "absolutely": re.compile(r"(?:understand|agree|right|true|correct|sorry|see)\b"),
    "always": re.compile(r"(?:welcome|reply|write|call|reach|be reached|keep|check|use|unplug)\b"),
    "promise": re.compile("you made"),
}
_DENIED: Final = re.compile("不能|无法|不可以|不得|不支持|不提供|没有办法|cannot|can't|can not|unable", re.I)


@dataclass(frozen=True, slots=True)
class Promises:
    """The promise words and limits of a team, ready to be looked for."""

    words: tuple[tuple[str, Needle], ...]
    harmless: tuple[Needle, ...]
    limits: tuple[tuple[WordingLimit, tuple[Needle, ...]], ...]

    @classmethod
    def of(cls, team: Team) -> Promises:
        """Compile what a team wrote down."""
        words = tuple((word, Needle.of(word)) for word in team.promises)
        limits = ((limit, tuple(map(Needle.of, limit.about))) for limit in team.limits)
        return cls(words, tuple(map(Needle.of, team.harmless)), tuple(limits))

    def found(self, text: Folded) -> Iterator[tuple[Place, Remark]]:
        """Yield the words that promise something."""
        for word, needle in self.words:
            for place in needle.find(text):
                if not self._harmless(text, place, word):
                    why = N_("“{word}” promises more than one can be sure to keep.", word=word)
                    yield place, _remark(Level.WARN, place.start, place.end, why, word)

    def beyond(self, text: str) -> Iterator[Remark]:
        """Yield values beyond a limit, in sentences about what the limit is for."""
        for limit, about in self.limits:
            for quantity in READERS[limit.kind](text):
                if quantity.value > limit.most and _meant(text, quantity.start, about):
                    level = Level(limit.level)
                    yield _remark(level, quantity.start, quantity.end, _over(limit), limit.name)

    def _harmless(self, text: Folded, place: Place, word: str) -> bool:
        if any(place.within(longer) for each in self.harmless for longer in each.find(text)):
            return True
        if _BEFORE.search(text.text[max(0, place.first - _REACH) : place.first]):
            return True
        return _goes_on(text, place, word.casefold())


def _goes_on(text: Folded, place: Place, word: str) -> bool:
    """Tell whether the word goes on as a longer, harmless one; a pause ends it."""
    rest = text.text[place.last : place.last + _REACH]
    patterns = [pattern for head, pattern in _AFTER.items() if word.startswith(head)]
    if word in {"一定", "肯定"}:
        patterns.append(_AFTER_ANY)
    return any(pattern.match(rest) for pattern in patterns)


def _meant(text: str, position: int, about: tuple[Needle, ...]) -> bool:
    """Tell whether the sentence around a value is about what is limited, and does not deny the value."""
    sentence = sentence_at(text, position)
    clause = re.split("[，,]", text[sentence.start : position])[-1]
    if _DENIED.search(clause):
        return False
    folded = fold(sentence.text)
    return any(needle.found(folded) for needle in about)


def _over(limit: WordingLimit) -> Text:
    most = _WRITTEN[limit.kind](f"{limit.most.normalize():f}")
    if limit.over:
        return N_("{name}: {most} at most; beyond that: {over}.", name=limit.name, most=most, over=limit.over)
    return N_("{name}: {most} at most.", name=limit.name, most=most)


_WRITTEN: Final = {
    "percent": lambda most: Text(f"{most}%"),
    "money": lambda most: Text(f"¥{most}"),
    "days": lambda most: N_("{n} days", n=most),
}


def _remark(level: Level, start: int, end: int, why: Text, rule: str) -> Remark:
    return Remark(Kind.PROMISE, level, start, end - start, why, None, rule)
