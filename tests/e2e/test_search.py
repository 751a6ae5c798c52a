"""What the search learns, tells and repairs, with real keys in real windows."""

from __future__ import annotations

import json
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest

from tests.app.damage import zero_lists
from tests.desktop.xvfb import wait_for
from tests.e2e.agent import Desk

MACROS = {
    "lost": ("包裹丢失赔付", "包裹确认丢失后，我们按订单金额赔付。"),
    "stuck": ("快递停滞", "物流 48 小时没有更新的，我们马上为您催促。"),
    "beijing": ("退货地址北京仓", "请寄到北京仓。"),
    "shanghai": ("退货地址上海仓", "请寄到上海仓。"),
    "address": ("退货地址", "请先告诉我订单号。"),
}
TEXTS = {name: text for name, (_title, text) in MACROS.items()}
ASKED = "我的包裹快递好几天一动不动"
ALIKE = "你好 我的包裹快递一动不动好几天了"
PHONE = "13812345678"

pytestmark = pytest.mark.timeout(180)


@pytest.fixture
def desk(desk: Desk, library: Path) -> Desk:
    """Return the desk with a few more replies, none of which has a field."""
    for name, (title, text) in MACROS.items():
        put(library, name, title, text)
    desk.open_chat()
    return desk


def put(library: Path, name: str, title: str, text: str) -> None:
    """Save a reply as an editor does: aside, then in its place."""
    path = library / "macros" / f"{name}.md"
    aside = path.with_suffix(".new")
    aside.write_text(f"---\n标题: {title}\n编号: {name}\n---\n\n{text}\n", encoding="utf-8")
    aside.replace(path)


def copied_with(desk: Desk, query: str, *keys: str) -> str:
    """Summon the window, paste a query, press these keys, and return what is on the clipboard then."""
    desk.summon()
    shown = len(desk.marked("list-painted"))
    desk.paste(query)
    wait_for(lambda: len(desk.marked("list-painted")) > shown, what="the list")
    desk.press(*keys)
    desk.gone()
    return desk.desktop.clipboard()


def records(desk: Desk, name: str) -> list[dict[str, Any]]:
    """Return the lines of a file in the agent's data folder."""
    files = list((desk.folder / "data").rglob(name))
    return [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]


def picture(desk: Desk, window: int) -> bytes:
    """Return the pixels of the right half of a window below its head, where nothing blinks."""
    shot = subprocess.run(
        ["import", "-window", str(window), "-gravity", "southeast", "-crop", "50%x70%+0+0", "rgb:-"],
        env=desk.desktop.env, capture_output=True, check=True,
    )  # fmt: skip
    return shot.stdout


def test_a_key_tells_why_an_entry_stands_there_and_shows_the_entry_again(desk: Desk) -> None:
    desk.start()
    window = desk.summon()
    desk.type("tuihuo")
    wait_for(lambda: desk.marked("list-painted"), what="the list")
    before = settled(desk, window)
    desk.press("ctrl+i")
    wait_for(lambda: desk.marked("explained"), what="the reasons")
    assert settled(desk, window) != before
    desk.press("ctrl+i")
    wait_for(lambda: picture(desk, window) == before, what="the entry again")
    explained = desk.command("search", "tuihuo", "--explain")
    assert all(hit["reasons"] for hit in explained)


def settled(desk: Desk, window: int) -> bytes:
    """Return the picture of a window when it has been the same for a moment."""
    seen = [picture(desk, window)]

    def again() -> bool:
        seen.append(picture(desk, window))
        return seen[-1] == seen[-2]

    wait_for(again, what="the window to be still")
    return seen[-1]


def test_a_customers_wording_is_kept_masked_proposed_taken_back_and_kept_for_good(desk: Desk) -> None:
    desk.start()
    assert copied_with(desk, f"{ASKED} {PHONE}", "alt+2") == TEXTS["stuck"]
    desk.summon()
    desk.press("ctrl+k")
    (kept,) = wait_for(lambda: records(desk, "phrasings.jsonl"), what="the wording on the disk")
    assert ASKED in kept["words"]
    assert PHONE not in json.dumps(kept)
    (proposal,) = desk.command("proposals", "list")
    assert kept["words"] in json.dumps(proposal, ensure_ascii=False)
    desk.press("ctrl+o")
    wait_for(lambda: len(records(desk, "phrasings.jsonl")) == 2, what="the wording to be taken back")
    assert desk.command("proposals", "list") == []
    desk.press("Escape")
    desk.gone()
    assert copied_with(desk, ALIKE, "Return") == TEXTS["lost"]
    assert copied_with(desk, f"{ASKED}呀", "alt+2") == TEXTS["stuck"]
    desk.summon()
    desk.press("ctrl+k", "Escape")
    wait_for(lambda: len(records(desk, "phrasings.jsonl")) == 3, what="another wording on the disk")
    desk.gone()
    assert copied_with(desk, ALIKE, "Return") == TEXTS["stuck"]


def test_a_question_without_an_answer_goes_to_the_team_lead(desk: Desk) -> None:
    desk.start()
    desk.summon()
    desk.paste(f"你们董事长姓什么呀 {PHONE}")
    wait_for(lambda: desk.marked("list-painted"), what="the answer")
    desk.press("ctrl+r")
    (note,) = wait_for(lambda: desk.command("notes"), what="the note")
    assert "董事长姓什么" in note["words"]
    assert PHONE not in json.dumps(note)


def test_what_the_agent_picks_rises_and_an_exact_title_stays(desk: Desk) -> None:
    desk.start()
    picked = copied_with(desk, "thdz仓", "alt+2")
    assert picked in {TEXTS["beijing"], TEXTS["shanghai"]}
    assert copied_with(desk, "thdz仓", "Return") == picked
    for _time in range(2):
        assert copied_with(desk, "退货地址", "alt+2") != TEXTS["address"]
    assert copied_with(desk, "退货地址", "Return") == TEXTS["address"]
    assert {record["key"] for record in records(desk, "choices.jsonl")} >= {"address@zh-CN"}


def test_an_edit_on_disk_comes_into_the_list_that_is_open(desk: Desk, library: Path) -> None:
    desk.start()
    desk.summon()
    desk.paste("礼品卡")
    indexed = len(desk.marked("indexed"))
    put(library, "card", "礼品卡余额", "礼品卡余额在“我的”里看。")
    wait_for(lambda: len(desk.marked("indexed")) > indexed, what="the edit to be noticed")
    time.sleep(0.3)  # the list is asked for anew
    desk.press("Return")
    desk.gone()
    assert desk.desktop.clipboard() == "礼品卡余额在“我的”里看。"


def test_an_index_that_is_damaged_while_it_is_used_answers_and_is_made_again(desk: Desk) -> None:
    desk.start()
    desk.quit()
    desk.start()  # opens what lies on the disk
    assert zero_lists(desk.folder / "cache")
    assert copied_with(desk, "快递停滞", "Return") == TEXTS["stuck"]
    wait_for(lambda: len(desk.marked("indexed")) == 2, what="the index to be made again")
    assert copied_with(desk, "订单金额赔付", "Return") == TEXTS["lost"]  # in a text only
    (index,) = [found for found in desk.command("doctor") if found["name"] == "搜索索引"]
    assert (index["state"], index["seen"].split()[0]) == ("ok", "8")
