"""The tables of Chinese characters: what they say, and that they are what the libraries give."""

import runpy
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kbassist.content.han import simplified
from kbassist.search.syllables import characters, readings, split

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def generator() -> dict[str, Any]:
    return runpy.run_path(str(ROOT / "packaging" / "han.py"), run_name="han")


def test_the_tables_are_what_the_libraries_give(generator: dict[str, Any]) -> None:
    tables: Callable[[], Iterator[tuple[Path, str]]] = generator["tables"]
    for path, text in tables():
        assert (ROOT / path).read_text(encoding="utf-8") == text, path


@pytest.mark.parametrize(
    ("traditional", "simple"),
    [
        ("退換貨與運費險", "退换货与运费险"),
        ("電子發票開具", "电子发票开具"),
        ("訂單編號 A100", "订单编号 A100"),
        ("裡面 裏面 後台", "里面 里面 后台"),
        ("退货 refund", "退货 refund"),
        ("plain", "plain"),
        ("", ""),
    ],
)
def test_simplified(traditional: str, simple: str) -> None:
    assert simplified(traditional) == simple
    assert simplified(simple) == simple


def test_simplified_keeps_the_length_and_is_done_at_once() -> None:
    every = "".join(map(chr, range(0x3400, 0xA000)))
    once = simplified(every)
    assert len(once) == len(every)
    assert simplified(once) == once


@pytest.mark.parametrize(
    ("character", "expected"),
    [
        ("行", {"xing", "hang"}),
        ("重", {"zhong", "chong"}),
        ("还", {"huan", "hai"}),
        ("长", {"zhang", "chang"}),
        ("乐", {"le", "yue"}),
        ("调", {"diao", "tiao"}),
        ("会", {"hui", "kuai"}),
        ("单", {"dan", "shan"}),
        ("便", {"bian", "pian"}),
        ("率", {"lv", "shuai"}),
        ("女", {"nv"}),
        ("退", {"tui"}),
        ("货", {"huo"}),
        ("家", {"jia"}),
        ("不", {"bu"}),
        ("数", {"shu"}),
        ("大", {"da", "dai"}),
        ("车", {"che"}),
    ],
)
def test_common_readings_and_no_rare_ones(character: str, expected: set[str]) -> None:
    assert set(readings()[character]) == expected


def test_every_syllable_is_made_of_an_initial_and_a_final() -> None:
    assert len(characters()) > 400
    for syllable in characters():
        initial, final = split(syllable)
        assert initial + final == syllable
        assert final[0] in "aeiouv"
