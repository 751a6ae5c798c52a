"""Double pinyin: what two keys stand for in the schemes that input methods offer."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from typing import Final

from kbassist.search.syllables import INITIALS, characters, split


@dataclass(frozen=True, slots=True)
class _Scheme:
    """The keys of a scheme: `initials` that take other keys, and each key with its `finals`.

    A syllable without an initial is typed with `zero` before its final's key; where `zero` is empty, as it is
    written if it has two letters, doubled if it has one, else with the first letter and the final's key.
    """

    initials: dict[str, str]
    finals: dict[str, str]
    zero: str = "o"


def _scheme(initials: str, finals: str, zero: str = "o") -> _Scheme:
    """Read `zh=v …` and `q=iu …` (finals of one key with commas between)."""
    by_key = (item.split("=") for item in finals.split())
    plain = {vowel: vowel for vowel in "aeiou"}
    return _Scheme(
        dict(item.split("=") for item in initials.split()),
        plain | {final: key for key, group in by_key for final in group.split(",")},
        zero,
    )


_SCHEMES: Final = {
    "xiaohe": _scheme(
        "zh=v ch=i sh=u",
        "q=iu w=ei r=uan t=ue,ve y=un o=uo p=ie s=ong,iong d=ai f=en g=eng h=ang j=an k=ing,uai l=iang,uang z=ou"
        " x=ia,ua c=ao v=v,ui b=in n=iao m=ian",
        zero="",
    ),
    "ziranma": _scheme(
        "zh=v ch=i sh=u",
        "q=iu w=ia,ua r=uan t=ue,ve y=ing,uai o=uo p=un s=ong,iong d=iang,uang f=en g=eng h=ang j=an k=ao l=ai z=ei"
        " x=ie c=iao v=v,ui b=ou n=in m=ian",
        zero="",
    ),
    "microsoft": _scheme(
        "zh=v ch=i sh=u",
        "q=iu w=ia,ua r=uan,er t=ue y=uai,v o=uo p=un s=ong,iong d=iang,uang f=en g=eng h=ang j=an k=ao l=ai z=ei"
        " x=ie c=iao v=ui,ve b=ou n=in m=ian ;=ing",
    ),
    "sogou": _scheme(
        "zh=v ch=i sh=u",
        "q=iu w=ia,ua r=uan,er t=ue,ve y=uai,v o=uo p=un s=ong,iong d=iang,uang f=en g=eng h=ang j=an k=ao l=ai z=ei"
        " x=ie c=iao v=ui b=ou n=in m=ian ;=ing",
    ),
    "abc": _scheme(
        "zh=a ch=e sh=v",
        "q=ei w=ian r=er,iu t=iang,uang y=ing o=uo p=uan s=ong,iong d=ia,ua f=en g=eng h=ang j=an k=ao l=ai z=iao"
        " x=ie c=in,uai v=v b=ou n=un m=ue,ve,ui",
    ),
    "ziguang": _scheme(
        "zh=u ch=a sh=i",
        "q=ao w=en r=an t=eng y=in,uai o=uo p=ai s=ang d=ie f=ian g=iang,uang h=ong,iong j=er,iu k=ei l=uan z=ou"
        " x=ia,ua v=v b=iao n=ue,ve,ui m=un ;=ing",
    ),
}


@cache
def syllables_by_keys(scheme: str) -> dict[str, tuple[str, ...]]:
    """Return the syllables that each two keys stand for; none for an unknown scheme."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    if known := _SCHEMES.get(scheme):
        for syllable in characters():
            if keys := _keys(known, syllable):
                found[keys].append(syllable)
    return {keys: tuple(syllables) for keys, syllables in found.items()}


@cache
def initials_by_key(scheme: str) -> dict[str, str]:
    """Return the initial that each first key stands for, as the beginning of syllables."""
    known = _SCHEMES.get(scheme)
    return {known.initials.get(initial, initial): initial for initial in reversed(INITIALS)} if known else {}


def _keys(scheme: _Scheme, syllable: str) -> str:
    """Return the two keys of a syllable, empty for one that the scheme has no keys for (such as ê or yo's kin)."""
    initial, final = split(syllable)
    if initial:
        key = scheme.finals.get(final)
        return scheme.initials.get(initial, initial) + key if key else ""
    if scheme.zero:
        key = scheme.finals.get(final)
        return scheme.zero + key if key else ""
    if len(final) == 2:
        return final
    return final * 2 if len(final) == 1 else final[0] + scheme.finals[final]
