from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kbassist.content.library import Library
from kbassist.content.model import FieldSpec
from kbassist.macros import engine
from kbassist.macros.form import GapKind
from tests.macros.cases import CONTEXT, TEAM, macro

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


@pytest.fixture
def shelf(tmp_path: Path) -> Library:
    (tmp_path / "macros/images").mkdir(parents=True)
    for name in ("a.png", "退货 (新).png", "b.png"):
        (tmp_path / "macros/images" / name).write_bytes(PNG)
    (tmp_path / "macros/images/no.png").write_text("not a picture")
    return Library(tmp_path, team=TEAM)


@pytest.mark.parametrize("channel", ["微信", "邮件"])
def test_pictures_leave_in_order_and_no_hole_behind(shelf: Library, channel: str) -> None:
    body = (
        "第一步：\n\n![入口](images/a.png)\n\n第二步 ![x](<images/退货 (新).png> '图') 完成\n![x](/macros/none.png)"
    )
    body = body.replace("\n![x](/macros/none.png)", "\n- ![x](images/b.png)\n- 谢谢")
    outcome = engine.render(macro(body, channel=channel), channel, {}, shelf, CONTEXT)
    assert outcome.ready
    assert outcome.images == ("macros/images/a.png", "macros/images/退货 (新).png", "macros/images/b.png")
    assert outcome.text == "第一步：\n\n第二步 完成\n- 谢谢"
    assert "img" not in outcome.html
    assert "images" not in outcome.html


def test_a_value_chooses_the_picture(shelf: Library) -> None:
    case = macro("好\n![x](images/{{ 图 }}.png)", FieldSpec("图"))
    assert engine.render(case, "微信", {"图": "b"}, shelf, CONTEXT).images == ("macros/images/b.png",)
    bad = engine.render(case, "微信", {"图": "no"}, shelf, CONTEXT)
    assert [gap.kind for gap in bad.gaps] == [GapKind.IMAGE]
    assert bad.images == ()


def test_a_picture_that_comes_later_counts_at_once(shelf: Library) -> None:
    case = macro("好![x](images/late.png)")
    assert not engine.render(case, "微信", {}, shelf, CONTEXT).ready
    (shelf.root / "macros/images/late.png").write_bytes(PNG)
    assert engine.render(case, "微信", {}, shelf, CONTEXT).ready


def test_html_of_a_reply_points_at_no_file(shelf: Library) -> None:
    body = '好 <img src="images/a.png"> ![x][ref] <img src="https://a.example/x.png">\n\n[ref]: images/a.png'
    outcome = engine.render(macro(body, channel="邮件"), "邮件", {}, shelf, CONTEXT)
    assert "<img" not in outcome.html


def test_the_lead_is_told_of_missing_pictures(shelf: Library) -> None:
    case = macro("好\n![x](images/none.png)\n![y](images/a.png)\n![z](images/{{ 图 }}.png)", FieldSpec("图"))
    found = [problem for problem in engine.problems(case, shelf) if problem.rule == "missing-image"]
    assert [(problem.line, "none.png" in str(problem.message)) for problem in found] == [(11, True)]


def test_search_and_preview_read_no_picture(shelf: Library) -> None:
    shared = macro("看图\n![入口](images/a.png)\n好")
    assert engine.plain(shared, "微信", shelf) == "看图\n好"
    assert engine.plain(replace(shared, fields=()), "邮件", shelf) == "看图\n好"
