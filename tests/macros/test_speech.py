from __future__ import annotations

import pytest

from kbassist.macros.speech import seconds


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("好" * 460, 120),
        ("", 0),
        ("，。！\n", 0),
        ("退款 12 元", 5 * 60 / 230),
        ("please don't worry", 6 * 60 / 230),
        ("15%", 5 * 60 / 230),
    ],
)
def test_speaking_time(text: str, expected: float) -> None:
    assert seconds(text, (220, 240)) == pytest.approx(expected)
