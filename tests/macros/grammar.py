"""Random templates of the language that replies are written in, with what each prints when it is filled in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from hypothesis import strategies as st

from kbassist.content.model import FieldSpec, FieldType, Option, Snippet
from kbassist.macros.dates import Calendar
from kbassist.macros.fieldvalues import RefusedError, Setting, typed
from tests.macros.cases import CONTEXT, TEAM

FIELDS = (
    FieldSpec("文"),
    FieldSpec("选文", required=False),
    FieldSpec("多行", FieldType.MULTILINE),
    FieldSpec("额", FieldType.MONEY, max=Decimal(50)),
    FieldSpec("率", FieldType.PERCENT, required=False, max=Decimal(15)),
    FieldSpec("数", FieldType.NUMBER),
    FieldSpec("日", FieldType.DATE),
    FieldSpec("单号", FieldType.PATTERN, pattern_name="order_no"),
    FieldSpec("择", FieldType.CHOICE, options=(Option("甲", "a"), Option("乙", "b"))),
    FieldSpec("急", FieldType.YES_NO, required=False),
)
NAMES = tuple(spec.name for spec in FIELDS)
UNKNOWN = "没声明"
SNIPPETS = {
    "署名": Snippet("署名", "{{ agent.name }}{% if 选文 %}（{{ 选文 }}）{% endif %}", "s.md"),
    "问候": Snippet("问候", "您好，{{ 文 }}", "g.md"),
}
IN_SNIPPET = {"署名": ("选文", True), "问候": ("文", False)}
GOOD = {
    "文": ["王女士", "-", "1.", "a & b", "《》", "〔2026〕15 号"],
    "选文": ["", "工号 12"],
    "多行": ["一\n二", "- 甲\n\n- 乙"],
    "额": ["5", "50.00", "¥1.5"],
    "率": ["", "15%", "0"],
    "数": ["3", "1,234"],
    "日": ["today", "2026-12-01"],
    "单号": ["202611220001"],
    "择": ["a", "乙"],
    "急": ["", "是", "no"],
    UNKNOWN: ["好"],
}
HOSTILE = [
    "{{ agent.name }}", "{% assign x = 1 %}", "{%", "}}", "｛｛ 文 ｝｝", "{｛",
    "{\u200b{", "｛\u2060％", "\u202e}}\u202c", "\u200b",
    "\u2066", "\ufdd0", "\ufdd1\ufdd40x\ufdd3", "〔文〕", "{文}", "{{", "{", "{\n{", "\x00", "  ",
    "{{ '{{' }}", "%}", "50.01", "15.01%", "2026-02-30", "maybe",
    "![x](../a.png)", "NaN", "１２", "9" * 40, "\ud800",
]  # fmt: skip


@dataclass(frozen=True)
class Piece:
    """A piece of template; `prints` adds the fields that it prints when it is reached with these typed values."""

    source: str
    prints: Callable[[Mapping[str, object]], set[str]] = field(default=lambda _values: set())


def read(values: Mapping[str, str]) -> dict[str, object]:
    """Return the typed value of each field; None where nothing or something wrong was typed."""
    setting = Setting(TEAM, Calendar.of(TEAM), CONTEXT.today)
    found: dict[str, object] = {}
    for spec in (*FIELDS, FieldSpec(UNKNOWN)):
        try:
            found[spec.name] = typed(spec, values.get(spec.name, ""), setting)
        except RefusedError:
            found[spec.name] = None
    return found


_name = st.sampled_from((*NAMES, UNKNOWN))
_words = st.sampled_from(["您好", "\n", "，", "- ", "1. ", " ", "{", "}", "%", "\n\n", "x", "〔注〕"])
_text_filters = (
    "",
    "| strip",
    "| upcase",
    "| append: '。'",
    "| truncate: 5",
    "| replace: 'a', 'b'",
    "| prepend: '{'",
)
_number_filters = ("| plus: 1", "| times: 2", "| money", "| percent", "| round: 1", "| divided_by: 0", "| date: '%Y'")


def _print(name: str, filters: str) -> Piece:
    return Piece(f"{{{{ {name} {filters} }}}}", lambda _values: {name})


def _assign(name: str, filters: str) -> Piece:
    return Piece(f"{{% assign 新 = {name} {filters} %}}{{{{ 新 }}}}", lambda _values: {name})


def _snippet(name: str) -> Piece:
    inside, guarded = IN_SNIPPET[name]
    return Piece(f"{{% render '{name}' %}}", lambda values: {inside} if values[inside] or not guarded else set())


def _if(tag: str, name: str, then: Piece, otherwise: Piece) -> Piece:
    def prints(values: Mapping[str, object]) -> set[str]:
        # In Liquid only nil and false are false: 0 and a text are true.
        held = values[name] is not None and values[name] is not False
        return (then if held == (tag == "if") else otherwise).prints(values)

    return Piece(f"{{% {tag} {name} %}}{then.source}{{% else %}}{otherwise.source}{{% end{tag} %}}", prints)


def _case(then: Piece, otherwise: Piece) -> Piece:
    source = f"{{% case 择 %}}{{% when 'a' %}}{then.source}{{% else %}}{otherwise.source}{{% endcase %}}"
    return Piece(source, lambda values: (then if values["择"] == "a" else otherwise).prints(values))


def _for(times: int, body: Piece) -> Piece:
    source = f"{{% for 个 in (1..{times}) %}}{{{{ 个 }}}}{body.source}{{% endfor %}}"
    return Piece(source, body.prints)


def _capture(body: Piece) -> Piece:
    return Piece(f"{{% capture 抓 %}}{body.source}{{% endcapture %}}{{{{ 抓 }}}}", body.prints)


def _row(pieces: list[Piece]) -> Piece:
    def prints(values: Mapping[str, object]) -> set[str]:
        return set[str]().union(*(piece.prints(values) for piece in pieces))

    return Piece("".join(piece.source for piece in pieces), prints)


_leaves = st.one_of(
    st.builds(Piece, _words),
    st.builds(_print, _name, st.sampled_from((*_text_filters, *_number_filters))),
    st.builds(_print, _name, st.just("")),
    st.builds(_assign, _name, st.sampled_from(_text_filters)),
    st.builds(_snippet, st.sampled_from(tuple(SNIPPETS))),
)
templates = st.recursive(
    _leaves,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=4).map(_row),
        st.builds(_if, st.sampled_from(("if", "unless")), _name, inner, inner),
        st.builds(_case, inner, inner),
        st.builds(_for, st.integers(1, 3), inner),
        st.builds(_capture, inner),
    ),
    max_leaves=10,
)
values = st.fixed_dictionaries(
    {
        name: st.one_of(
            *[st.sampled_from(good)] * 4,
            st.sampled_from(HOSTILE),
            st.text(max_size=6),
            st.text(alphabet="{}%｛｝％\u200b\u202e-. \n1a", max_size=6),
        )
        for name, good in GOOD.items()
    }
)
