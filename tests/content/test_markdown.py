"""Markdown to HTML: what people write shows as they meant it, and nothing in it runs, loads or leads out."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist.content.images import MAX_BYTES, local_image
from kbassist.content.limits import exceeded
from kbassist.content.links import inside, links
from kbassist.content.markdown import entry_html, plain, reader, render
from kbassist.content.model import Article
from tests.content.folders import library, write
from tests.systems import LINKS

CASES = re.split(r"^=== ", (Path(__file__).parent / "cases/markdown.txt").read_text(encoding="utf-8"), flags=re.M)[1:]
KNOWN = {"kb/b/c.md": "id-c", "other": "other", "kb/a/x.md": "own"}
PNG = b"\x89PNG\r\n\x1a\n" + b"x" * 20


def shown(text: str) -> str:
    return render(text, path="kb/a/x.md", resolve=KNOWN.get).html


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.split("\n")[0])
def test_markdown(case: str) -> None:
    source, _, wanted = case.split("\n", 1)[1].rstrip("\n").rpartition("\n---\n")
    html = shown(source).replace("\n", "")
    for line in wanted.split("\n"):
        if line.startswith("+ "):
            assert line[2:] in html, html
        else:
            assert line[2:].lower() not in html.lower(), html


def test_headings_of_an_entry_can_be_scrolled_to(tmp_path: Path) -> None:
    text = "# 退货\n\n导语\n\n## 怎么 做\n\n[下](#注意) [[other#步骤]] [[other#没有]]\n\n## 注意\n"
    made = library(tmp_path, {"kb/a.md": text, "kb/other.md": "---\ntitle: 别的\n---\n## 步 骤\n### 步骤\n"})
    entry = made.get("kb/a")
    assert isinstance(entry, Article)
    html = entry_html(made, entry).html
    assert '<a name="怎么 做"></a>' in html
    assert '<a href="kb:kb/a#%E6%B3%A8%E6%84%8F">下</a>' in html
    made = library(tmp_path, {"kb/a.md": "[[kb/other#步骤]] [[kb/other#没有]] [[kb/other]]"})
    entry = made.get("kb/a")
    assert isinstance(entry, Article)
    html = reader(made).entry(entry).html
    assert '<a href="kb:kb/other#%E6%AD%A5%E9%AA%A4">别的 › 步骤</a>' in html
    assert '<a href="kb:kb/other">别的 › 没有</a>' in html
    assert '<a href="kb:kb/other">别的</a>' in html


def test_a_link_to_a_twins_file_leads_to_the_twin(tmp_path: Path) -> None:
    made = library(tmp_path, {"kb/a.md": "x", "kb/a.en.md": "y", "kb/b.md": "[e](a.en.md) [z](a.md)"})
    entry = made.get("kb/b")
    assert isinstance(entry, Article)
    html = reader(made).entry(entry).html
    assert '<a href="kb:kb/a@en">e</a> <a href="kb:kb/a">z</a>' in html


BOMBS = {
    "brackets": "[" * 5_000,
    "image brackets": "![" * 5_000,
    "link starts": "[a](" * 5_000,
    "reference starts": "[a][" * 5_000,
    "tags": "<a " * 20_000,
    "nested divs": "<div>" * 50_000,
    "nested spans": "<b>" * 5_000,
    "nested quotes": ">" * 3_000 + " x",
    "nested lists on one line": "- " * 3_000,
    "nested numbers on one line": "1. " * 3_000,
    "nested lists": "".join("  " * n + "- x\n" for n in range(400)),
    "megabytes": "退货" * 600_000,
    "stars": "*" * 100_000,
    "star words": "*a " * 30_000,
    "strong words": "**a" * 30_000,
    "underscores": "_a " * 30_000,
    "backticks": "`a ``" * 20_000,
    "tildes": "~~a " * 20_000,
    "comments": "<!--" * 50_000,
    "entities": "&#" * 50_000,
    "table": "|" * 50_000 + "\n" + "|-" * 50_000,
    "heading of spaces": "## " + " " * 90_000 + "x",
    "hash": "#" * 90_000,
    "pipes": "a | b\n" * 10_000,
    "wiki starts": "[[a" * 20_000,
    "paired brackets": "[" + "[b](c)" * 5_000,
    "fences": "```\n" * 10_000,
    "addresses": "https://" * 20_000,
}


@pytest.mark.timeout(20)
@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_comes_as_plain_text_or_quickly(name: str) -> None:
    done = render(BOMBS[name], path="kb/a.md", resolve=KNOWN.get)
    list(links(BOMBS[name]))
    plain(BOMBS[name])
    if done.plain_note:
        assert done.html.startswith("<pre>")


@pytest.mark.parametrize("name", ["brackets", "nested divs", "nested quotes", "nested lists", "megabytes", "tags"])
def test_what_is_too_much_is_said(name: str) -> None:
    done = render(BOMBS[name], path="kb/a.md", resolve=KNOWN.get)
    assert done.plain_note is not None
    assert "shown as it was written" in str(done.plain_note)


def test_an_ordinary_long_article_is_not_too_much() -> None:
    text = "## 节\n\n段有[链接](../b/c.md#x)、**重点** <br>\n\n- 一 [a](b)\n- 二\n\n"
    text += "| a | b |\n|---|---|\n| [x](y) | z |\n\n"
    assert exceeded(text * 500) is None
    assert exceeded("第一行有[链接](../b/c.md#x)\n" * 3000) is None


SINKS = st.lists(
    st.sampled_from(
        ["<img src=", '"', "'", "//s/", "\\\\s\\", "file:", "javascript:", "](", "[", "![", ")", ">", "<a href=", " ",
         "\n", "&#x2f;", "%2f", "%5c", "/", "x.png", "<div style=", "url(", "`", "|", "- ", "> ", "\t", "\x00",
         "data:", "&Tab;", "\u202e", "[[", "]]", "#"]
    ),
    max_size=25,
).map("".join)  # fmt: skip


class Attributes(HTMLParser):
    """Collects the attributes of all tags, as a browser would read them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str, str]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [(tag, name, value or "") for name, value in attrs]


@given(SINKS)
def test_no_mixture_loads_or_opens_anything_outside(text: str) -> None:
    for tag, name, value in Attributes(shown(text)).found:
        assert name in {"href", "src", "name", "alt", "title", "class", "align", "start", "width", "height"}
        if name == "src":
            assert tag == "img"
            assert not re.match(r"[/\\]|\.\./", value), value
            assert not set(value) & {":", "\\", "\0"}, value
        if name == "href":
            assert re.match(r"(https?:|mailto:|kb:|#)", value), value
            assert "\u202e" not in value


@given(st.text(max_size=300))
def test_any_text_renders_and_has_words(text: str) -> None:
    shown(text)
    plain(text)
    list(links(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("## 怎么**做**\n\n- [ ] 甲\n- 乙", "怎么做\n甲\n乙"),
        ("[词](a.md#b) ![图](x.png) [[id|词二]] [[a/b]] [[a#节]]", "词 图 词二 b 节"),
        ("> [!WARNING]\n> 注意 `代码`", "注意 代码"),
        ("| 方案 | 金额 |\n|:--|--:|\n| 甲 | 1 |", "方案 金额\n甲 1"),
        ("a_b_c 2*3*4 _斜_ ~~旧~~", "a_b_c 234 斜 旧"),
        ("```py\nx = 1\n```\n后", "x = 1\n后"),
        ("a<br>b <!-- 看不见 --> &amp; \\* c", "ab & * c"),
        ("1. 一\n2) 二\n\n---\n\n[x]: https://a.example", "一\n二"),
        ("", ""),
    ],
)
def test_plain_words(text: str, expected: str) -> None:
    assert plain(text) == expected


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("x.png", "kb/a/x.png"),
        ("./x.png", "kb/a/x.png"),
        ("../x.png", "kb/x.png"),
        ("/macros/x.md", "macros/x.md"),
        ("%E5%9B%BE.png", "kb/a/图.png"),
        ("a.md?raw=1", "kb/a/a.md"),
        ("../../../x", None),
        ("//s/x", None),
        ("\\\\s\\x", None),
        ("%2F%2Fs/x", None),
        ("%255c%255cs", None),
        ("%25252525", None),
        ("C:/x", None),
        ("http://x", None),
        ("x\0", None),
    ],
)
def test_inside(target: str, expected: str | None) -> None:
    assert inside("kb/a/b.md", target) == expected


def test_links_of_a_text() -> None:
    text = "[a](b.md#c)\n`[no](no.md)` [[x#y|z]]\n```\n[no](no.md)\n```\n"
    text += "[![i](i.png)](<d e.md>)\n[r]: f.md\n<a href='g.md'>\n"
    found = [(link.target, link.fragment, link.offset, link.image, link.wiki) for link in links(text)]
    assert found == [
        ("b.md", "c", 0, False, False),
        ("x", "y", 1, False, True),
        ("d e.md", "", 5, False, False),
        ("i.png", "", 5, True, False),
        ("f.md", "", 6, False, False),
        ("g.md", "", 7, False, False),
    ]


def test_local_images(tmp_path: Path) -> None:
    outside = tmp_path / "outside.png"
    outside.write_bytes(PNG)
    root = write(
        tmp_path / "lib",
        {"kb/a.png": PNG, "kb/图 1.png": PNG, "kb/no.png": b"text", "kb/x.svg": PNG, "kb/50%.png": PNG},
    )
    (root / "kb/link.png").symlink_to(outside)
    (root / "kb/ok.png").symlink_to(root / "kb/a.png")
    (root / "kb/folder.png").mkdir()
    with (root / "kb/big.png").open("wb") as file:
        file.write(PNG)
        file.truncate(MAX_BYTES + 1)
    for good in (
        "kb/a.png",
        "kb/图 1.png",
        "kb/%E5%9B%BE%201.png",
        *(["kb/ok.png"] if LINKS else []),
        "kb/../kb/a.png",
        "kb/50%.png",
        "kb/50%25.png",
    ):
        assert local_image(root, good) is not None, good
    for bad in (
        "kb/no.png", "kb/x.svg", "kb/link.png", "kb/folder.png", "kb/big.png", "kb/none.png", "../outside.png",
        str(outside), "//s/a.png", "\\\\s\\a.png", "kb\\a.png", "file:kb/a.png", "", "kb/a.png\0",
        "%2e%2e/outside.png", "kb/con.png", "..",
    ):  # fmt: skip
        assert local_image(root, bad) is None, bad
