"""Bytes of any program become text, and nothing is lost without a word."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kbassist.content.decode import MAX_LINE, decode, raw, too_long
from tests.content.folders import rules

TEXT = "---\n标题: 七天无理由退货\n---\n\n退款原路返回。\n"


@pytest.mark.parametrize(
    ("data", "encoding", "expected"),
    [
        (TEXT.encode(), "utf-8", []),
        (codecs.BOM_UTF8 + TEXT.encode(), "utf-8", []),
        (TEXT.encode("utf-16"), "utf-16-le", ["encoding"]),
        (codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "utf-16-be", ["encoding"]),
        (TEXT.encode("utf-16-le"), "utf-16-le", ["encoding"]),
        (TEXT.encode("utf-16-be"), "utf-16-be", ["encoding"]),
        (TEXT.encode("utf-32"), "utf-32-le", ["encoding"]),
        (TEXT.encode("gb18030"), "gb18030", ["encoding"]),
        (TEXT.encode("gbk"), "gb18030", ["encoding"]),
        (TEXT.replace("\n", "\r\n").encode(), "utf-8", []),
        (TEXT.replace("\n", "\r").encode(), "utf-8", []),
    ],
)
def test_every_encoding_gives_the_same_text(data: bytes, encoding: str, expected: list[str]) -> None:
    decoded = decode(data, "x.md")
    assert (decoded.text, decoded.encoding) == (TEXT, encoding)
    assert rules(decoded.problems) == expected
    assert all(problem.repair and problem.repair.reencode for problem in decoded.problems)


def test_a_few_bad_bytes_do_not_turn_utf8_into_gb18030() -> None:
    data = bytearray((TEXT * 5).encode())
    data[60] = 0xFF
    decoded = decode(bytes(data), "x.md")
    assert decoded.encoding == "utf-8"
    assert rules(decoded.problems) == ["undecodable"]
    assert "退款原路返回" in decoded.text


def test_nuls_are_taken_out_and_noted_with_their_line() -> None:
    decoded = decode(b"a\nb\0c\n", "x.md")
    assert decoded.text == "a\nbc\n"
    assert [(p.rule, p.line) for p in decoded.problems] == [("control-character", 2)]


def test_a_replacement_character_that_the_author_wrote_is_no_damage() -> None:
    assert decode("a�b".encode(), "x.md").problems == ()


def test_lines_that_are_too_long_are_found() -> None:
    assert too_long("a\n" + "x" * (MAX_LINE + 1)) == 2
    assert too_long("a\n" * MAX_LINE) == 0


@given(st.binary(max_size=200))
def test_any_bytes_decode(data: bytes) -> None:
    decoded = decode(data, "x.md")
    assert "\r" not in decoded.text
    assert "\0" not in decoded.text


@given(st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0\r\ufeff"), max_size=100))
def test_utf8_comes_back_as_it_was(text: str) -> None:
    assert decode(text.encode(), "x.md").text == text
    assert raw(codecs.BOM_UTF8 + text.encode()) == (text, "utf-8", codecs.BOM_UTF8)
