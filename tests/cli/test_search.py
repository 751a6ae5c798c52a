"""`kbassist search`: reasons for a place, how the query was read, and what to say where nothing fits."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from kbassist import paths, settings_file
from kbassist.assistant.assistant import Assistant
from kbassist.cli.search import points
from kbassist.search.results import Results
from kbassist.settings import Settings
from tests.cli.conftest import Ran

Kbassist = Callable[..., Ran]


def test_reasons_stand_under_each_entry_and_add_up(kbassist: Kbassist) -> None:
    hits = json.loads(kbassist("search", "退款到账", "--explain", "--json").out)
    assert len(hits) == 2
    for hit in hits:
        assert all(set(reason) == {"text", "value"} for reason in hit["reasons"])
        assert hit["score"] == pytest.approx(sum(reason["value"] for reason in hit["reasons"]), abs=0.01)
    weights = [abs(reason["value"]) for reason in hits[0]["reasons"]]
    assert weights == sorted(weights, reverse=True)


def test_reasons_are_printed_in_words_with_signed_points_and_their_sum(kbassist: Kbassist) -> None:
    ran = kbassist("search", "退款到账", "--explain", "--limit", "1")
    title, *lines = ran.out.splitlines()
    assert "退款" in title
    assert any("in the title" in line and "+" in line for line in lines)
    assert lines[-1].strip().endswith("Together")
    assert ran.err == ""


def test_without_the_wish_there_are_no_reasons(kbassist: Kbassist) -> None:
    assert "reasons" not in kbassist("search", "退款到账", "--json").out
    assert "Together" not in kbassist("search", "退款到账").out


@pytest.mark.parametrize(
    ("value", "said"),
    [(3.24, "+3.2"), (0.05, "+0.1"), (0.04, "+0.04"), (-0.042, "−0.04"), (-7.0, "−7.0"), (0, "+0.0")],
)
def test_points_have_a_sign_and_no_more_digits_than_needed(value: float, said: str) -> None:
    assert points(value) == said


def test_another_reading_of_the_query_is_said_beside_the_answer(kbassist: Kbassist) -> None:
    ran = kbassist("search", "tuikuan", "--json")
    assert "退款" in ran.err
    assert "Also read as" in ran.err
    assert {hit["id"] for hit in json.loads(ran.out)} == {"refund-arrival", "refund-time"}


def test_where_nothing_fits_it_says_so_and_shows_what_is_closest(
    kbassist: Kbassist, monkeypatch: pytest.MonkeyPatch
) -> None:
    search = Assistant.search
    monkeypatch.setattr(Assistant, "search", lambda *asked: misfit(search(*asked)))
    ran = kbassist("search", "退款到账")
    assert ran.code == 0
    assert "Nothing fits “退款到账”; these come closest." in ran.err
    assert "[refund-arrival]" in ran.out
    assert json.loads(kbassist("search", "退款到账", "--json").out)


def misfit(results: Results) -> Results:
    return Results(results.query, results.hits, total=results.total, fits=False)


def test_the_habits_of_the_settings_hold_on_the_command_line_too(kbassist: Kbassist) -> None:
    assert "[refund-arrival]" not in kbassist("search", "tvkr").out
    settings_file.save(paths.config_dir() / "settings.toml", Settings(double_pinyin="xiaohe"))
    assert "[refund-arrival]" in kbassist("search", "tvkr").out


def found_by_doctor(kbassist: Kbassist) -> dict[str, dict[str, str]]:
    return {finding["name"]: finding for finding in json.loads(kbassist("doctor", "--json").out)}


def test_the_doctor_tells_of_the_index_and_of_meaning(kbassist: Kbassist) -> None:
    before = found_by_doctor(kbassist)
    assert before["Search index"]["state"] == "ok"
    assert "not made yet" in before["Search index"]["seen"]
    assert "installed" in before["Search by meaning"]["seen"]
    kbassist("index")
    assert found_by_doctor(kbassist)["Search index"]["seen"] == "2 entries, 0.0 MB"


@pytest.mark.parametrize("suffix", [".pst", ".trm", ".toc"])
def test_the_doctor_finds_a_damaged_index(kbassist: Kbassist, suffix: str) -> None:
    kbassist("index")
    damage(paths.cache_dir(), suffix)
    found = found_by_doctor(kbassist)["Search index"]
    assert found["state"] == "warning"
    assert "damaged" in found["seen"]
    assert "made again" in kbassist("index").err
    assert found_by_doctor(kbassist)["Search index"]["state"] == "ok"


def damage(folder: Path, suffix: str) -> None:
    found = [path for path in folder.rglob(f"*{suffix}") if path.stat().st_size]
    assert found
    for path in found:
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 0xFF
        path.write_bytes(data)


def test_the_doctor_finds_an_encoder_that_is_unfit(kbassist: Kbassist, monkeypatch: pytest.MonkeyPatch) -> None:
    from kbassist.assistant import meaning
    from kbassist.semantic.encoder import EncoderUnfit
    from tests.semantic.fakes import FakeEncoder

    class Unfit(FakeEncoder):
        def encode(self, _texts: object) -> object:  # type: ignore[override]  # it never answers
            raise EncoderUnfit

    monkeypatch.setattr(meaning, "_installed", Unfit)
    found = found_by_doctor(kbassist)["Search by meaning"]
    assert found["state"] == "warning"
    assert found["seen"] == str(EncoderUnfit().message)


def test_the_doctor_works_where_meaning_is_not_installed(kbassist: Kbassist, monkeypatch: pytest.MonkeyPatch) -> None:
    from kbassist.assistant import meaning

    monkeypatch.setattr(meaning, "_installed", lambda: None)
    found = found_by_doctor(kbassist)["Search by meaning"]
    assert found["state"] == "ok"
    assert "not installed" in found["seen"]
    assert json.loads(kbassist("search", "退款到账", "--explain", "--json").out)[0]["reasons"]


def test_a_doubtful_reply_wears_its_badge_sinks_and_is_told(kbassist: Kbassist, library: Path) -> None:
    policy = library / "kb/policy.md"
    policy.write_text("---\nid: policy\ntitle: 规定\n---\n## 期限\n七天\n\n## 别的\n甲\n", encoding="utf-8")
    for name, basis in (("m1", "policy#期限"), ("m2", "policy#别的")):
        header = f"id: {name}\ntitle: 换货时限\nreviewed: 2026-11-01\nbasis: ['{basis}']\n"
        text = f"---\n{header}---\n您好，七天内可以换货。\n"
        (library / f"macros/{name}.md").write_text(text, encoding="utf-8")
    assert "Basis changed" not in kbassist("search", "换货时限").out
    policy.write_text(policy.read_text(encoding="utf-8").replace("七天", "五天"), encoding="utf-8")
    first, second = json.loads(kbassist("search", "换货时限", "--json").out)
    assert (first["id"], first["badges"]) == ("m2", [])
    assert (second["id"], second["badges"]) == ("m1", ["basis"])
    assert "[m1]  ⚠ Basis changed" in kbassist("search", "换货时限").out
    assert "has changed since the last review" in kbassist("show", "m1").err
    assert kbassist("reviewed", "m1").code == 0
    assert "Basis changed" not in kbassist("search", "换货时限").out
