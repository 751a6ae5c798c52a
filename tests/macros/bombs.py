"""Hostile templates: each with its fields, values and snippets."""

from __future__ import annotations

from kbassist.content.model import FieldSpec

Bomb = tuple[str, tuple[FieldSpec, ...], dict[str, str], dict[str, str]]


def _template(body: str, snippets: dict[str, str] | None = None) -> Bomb:
    return body, (), {}, snippets or {}


_LONG = "x" * 30_000
_NESTED_SNIPPETS = {f"s{number}": f"{{% render 's{number + 1}' %}}" * 200 for number in range(40)}

BOMBS: dict[str, Bomb] = {
    "join of a range": _template("{{ (1..1000000000) | join }}"),
    "range out of a value": ("{% for i in (1..数) reversed %}{% endfor %}", (), {"数": "999999999999999"}, {}),
    "search in a range": _template("{% if (1..1000000000) contains 'x' %}{% endif %}"),
    "offset in a range": _template("{% for i in (1..1000000000) offset: 999999999 limit: 1 %}{% endfor %}"),
    "nested ranges": _template("{{ " + "(" * 300 + "1" + "..2)" * 300 + " | size }}"),
    "loops one after the other": _template("{% for i in (1..1000) %}{% if a %}{% endif %}{% endfor %}" * 300),
    "nested loops": _template("{% for i in (1..999) %}" * 15 + "{% endfor %}" * 15),
    "comparisons that double": _template("{% if " + " == ".join("1" * 400) + " %}{% endif %}{{ x }}"),
    "comparisons of names": _template("{% if " + " == ".join("a" * 400) + " %}{% endif %}"),
    "chained replace": _template("{% assign a = 'xxxxxxxxxx' %}{{ a" + " | replace: 'x', 'xxxxxxxxxx'" * 50 + " }}"),
    "chained append": _template(
        "{% assign a = 'x' %}{% for i in (1..900) %}{% assign a = a | append: a %}{% endfor %}{{ a }}"
    ),
    "long text many times": _template(
        f"{{% assign a = '{_LONG[:1900]}' %}}{{% for i in (1..1000) %}}{{% assign b = a | upcase "
        "| replace: 'X', 'yy' "
        "| split: 'y' | join: '-' %}}{{% endfor %}}{{{{ x }}}}"
    ),
    "numbers that grow": _template(
        "{% assign a = 9 %}{% for i in (1..900) %}{% assign a = a | times: a %}{% endfor %}{{ a }}"
    ),
    "a number of many digits": _template("{{ " + "9" * 1900 + " | plus: 1 }}{{ x }}"),
    "many names": _template("".join(f"{{% assign v{number} = 'x' %}}" for number in range(990)) + "{{ x }}"),
    "capture in capture": _template("{% capture a %}" * 19 + _LONG + "{% endcapture %}" * 19 + "{{ a }}" * 20),
    "too long an output": _template(
        "{{ a }}" + _LONG + "{% for i in (1..1000) %}xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx{% endfor %}" * 20
    ),
    "snippet calls itself": _template("{% render 's' %}", {"s": "{% render 's' %}{% render 's' %}{% render 's' %}"}),
    "snippets call snippets": _template("{% render 's0' %}{{ x }}", _NESTED_SNIPPETS),
    "blocks too deep": _template("{% if a %}" * 900 + "{% endif %}" * 900),
    "brackets too deep": _template("{{ " + "a[" * 600 + "1" + "]" * 600 + " }}"),
    "conditions too long": _template("{% if " + " and ".join("a" * 330) + " %}{% endif %}"),
    "open marks": _template("{{ " * 20_000),
    "open tags": _template("{% " * 20_000),
    "open raw": _template("{% raw %}" * 7_000),
    "open doc": _template("{% doc %}" * 7_000),
    "open comment": _template("{% comment %}" * 900),
    "space in a mark": _template("{{" + " " * 60_000 + "}}"),
    "space before a picture": _template(" " * 60_000 + "![a](b.png)"),
    "spaces between pictures": _template((" " * 500 + "![a]") * 100 + "(b.png)"),
    "pictures without end": _template("![a](b" * 9_000 + "{{ x }}"),
    "space in a tag": _template("{%" + " " * 60_000 + "%}"),
    "a word without end": _template("{% " + "a" * 60_000 + "{{ x }}"),
    "quotes": _template("{{ " + "'" * 1_999 + " }}"),
    "brackets of strings": _template("{{ " + "['" * 900 + " }}"),
    "open braces": _template("{" * 60_000 + "{{ x }}"),
    "space at line ends": _template(("x" + " " * 30_000 + "y\n") * 2 + "{{ x }}"),
    "markdown brackets": _template("[" * 30_000 + "{{ x }}"),
    "a too big template": _template("x" * 10_000_000),
    "a pattern that backtracks": (
        "{{ 甲 }}",
        (FieldSpec("甲", pattern="(a+)+$"),),
        {"甲": "a" * 10_000 + "!"},
        {},
    ),
    "a pattern that is too big": ("{{ 甲 }}", (FieldSpec("甲", pattern="((a{1000}){1000}){1000}"),), {"甲": "a"}, {}),
    "a long value": ("{{ 甲 }}", (), {"甲": "a" * 10_000_000}, {}),
    "a number of many digits typed": ("{{ 甲 | plus: 1 }}", (), {"甲": "9" * 15_000}, {}),
    "a value of template marks": ("{{ 甲 }}", (), {"甲": "{{ (1..1000000000) | join }}" * 100}, {}),
}
