"""A notice is believed as it was signed, to the bit, and read strictly."""

from __future__ import annotations

import base64
import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nacl.signing import SigningKey

import kbassist
from kbassist.updates import manifest
from kbassist.updates.refusal import Refusal, Refused
from tests.updates.publisher import SETUP, notice

KEY = SigningKey(b"\x07" * 32)
PUBLIC = bytes(KEY.verify_key)
DATA = json.dumps(notice("1.3.0", 7), ensure_ascii=False).encode()


def signature(data: bytes, key: SigningKey = KEY, domain: bytes = manifest.DOMAIN) -> bytes:
    return base64.b64encode(key.sign(domain + data).signature) + b"\n"


SIGNATURE = signature(DATA)


def refused(data: bytes, signed: bytes, key: bytes = PUBLIC) -> bool:
    with pytest.raises(Refused) as caught:
        manifest.verify(data, signed, key)
    return caught.value.refusal is Refusal.NOT_GENUINE


@pytest.mark.parametrize("end", [b"", b"\n", b"\r\n"])
def test_the_publishers_signature_is_believed_however_its_line_ends(end: bytes) -> None:
    manifest.verify(DATA, SIGNATURE.rstrip() + end, PUBLIC)


@given(st.integers(0, 8 * len(DATA) - 1))
def test_any_flipped_bit_of_the_notice_is_refused(bit: int) -> None:
    assert refused(flipped(DATA, bit), SIGNATURE)


def test_any_flipped_bit_of_the_signature_is_refused() -> None:
    for bit in range(8 * len(SIGNATURE)):
        assert refused(DATA, flipped(SIGNATURE, bit)), bit


def flipped(data: bytes, bit: int) -> bytes:
    changed = bytearray(data)
    changed[bit // 8] ^= 1 << bit % 8
    return bytes(changed)


@given(st.binary(max_size=300))
def test_no_other_file_is_a_signature(text: bytes) -> None:
    assert text in {SIGNATURE, SIGNATURE.rstrip()} or refused(DATA, text)


@given(st.binary(max_size=200), st.binary(min_size=64, max_size=64))
def test_no_other_notice_has_this_signature(data: bytes, raw: bytes) -> None:
    assert refused(data, SIGNATURE)
    assert refused(DATA, base64.b64encode(raw))


@pytest.mark.parametrize(
    "text",
    [
        b"", b"\n", SIGNATURE + b"\n", b" " + SIGNATURE, SIGNATURE[:44] + b"\n" + SIGNATURE[44:],
        SIGNATURE.replace(b"=", b""), base64.urlsafe_b64encode(b"\xfb" * 64), base64.b64encode(b"\0" * 63),
        base64.b64decode(SIGNATURE), base64.b64decode(SIGNATURE).hex().encode(), b"\xff" * 88,
    ],
)  # fmt: skip
def test_a_signature_has_one_way_to_be_written(text: bytes) -> None:
    assert refused(DATA, text)


def test_free_bits_of_base64_are_none() -> None:
    """64 bytes leave four bits over in base64, which Python's reader passes over."""
    last = SIGNATURE.rstrip(b"\n=")[-1:]
    twin = bytes([last[0] + 1])
    other = SIGNATURE.rstrip(b"\n=")[:-1] + twin + b"=="
    assert base64.b64decode(other) == base64.b64decode(SIGNATURE)
    assert refused(DATA, other)


def test_another_key_or_another_purpose_is_no_signature() -> None:
    other = SigningKey(b"\x08" * 32)
    assert refused(DATA, signature(DATA, other))
    assert refused(DATA, SIGNATURE, bytes(other.verify_key))
    assert refused(DATA, signature(DATA, domain=b""))
    assert refused(DATA, signature(DATA, domain=b"kbassist update manifest, format 2\n"))


@pytest.mark.parametrize("key", [b"", b"short", b"\0" * 32, b"\xff" * 32, b"x" * 33])
def test_a_key_that_is_none_refuses_everything(key: bytes) -> None:
    assert refused(DATA, SIGNATURE, key)


def test_a_notice_is_read() -> None:
    found = manifest.parse(DATA)
    assert (found.version, found.serial, found.released) == ("1.3.0", 7, date(2026, 11, 23))
    assert [file.name for file in found.files] == [SETUP]
    assert found.notes["zh_CN"] == "更快"


def test_what_later_versions_add_is_passed_over_and_notes_may_be_missing() -> None:
    later: dict[str, Any] = dict(notice("1.3.0", 7)) | {"windows": "10.0.17763", "channel": {"name": ["x"]}}
    later["files"] = [later["files"][0] | {"arch": "x64"}]
    del later["notes"]
    assert manifest.parse(json.dumps(later).encode()).notes == {}


@pytest.mark.parametrize(
    "other",
    [
        {"format": 2}, {"format": "1"}, {"format": None}, {"version": "1.3"}, {"version": "1.3.0rc1"},
        {"version": "1.3.0\n"}, {"version": "١.٣.٠"}, {"version": 1}, {"version": "1.3.0.0.0"},
        {"version": "123456.0.0"}, {"released": "yesterday"}, {"released": "2026-13-01"}, {"serial": 0},
        {"serial": -1}, {"serial": 1.5}, {"serial": "7"}, {"serial": True}, {"serial": 1 << 53}, {"files": []},
        {"files": {}}, {"files": None}, {"notes": {"en": "x" * 2001}}, {"notes": {"en": 1}}, {"notes": []},
    ],
)  # fmt: skip
def test_what_a_notice_must_not_say_is_damage(other: dict[str, Any]) -> None:
    assert reason(dict(notice("1.3.0", 7)) | other) is Refusal.DAMAGED


@pytest.mark.parametrize(
    "file",
    [
        {"name": r"..\kbassist-1.exe"}, {"name": "kbassist-../x.exe"}, {"name": "kbassist-a/b.exe"},
        {"name": "evil.exe"}, {"name": "kbassist-1.3.0.bat"}, {"name": "kbassist-1.exe\n"},
        {"name": "kbassist-1.exe:x"},
        {"name": ""}, {"size": 0}, {"size": -1}, {"size": "5"}, {"sha256": "A" * 64}, {"sha256": "a" * 63},
        {"sha256": ""}, {"name": None},
    ],
)  # fmt: skip
def test_a_file_that_is_none_of_ours_is_damage(file: dict[str, Any]) -> None:
    whole = dict(notice("1.3.0", 7))
    whole["files"] = [whole["files"][0] | file]
    assert reason(whole) is Refusal.DAMAGED


def test_too_many_files_are_damage() -> None:
    whole = dict(notice("1.3.0", 7))
    whole["files"] = whole["files"] * 17
    assert reason(whole) is Refusal.DAMAGED


@pytest.mark.parametrize("name", ["format", "product", "version", "released", "serial", "files"])
def test_what_is_missing_is_damage(name: str) -> None:
    whole = dict(notice("1.3.0", 7))
    del whole[name]
    assert reason(whole) is Refusal.DAMAGED


@pytest.mark.parametrize("product", ["", "KBASSIST", "kbassist ", "otherapp"])
def test_another_product_is_said_whatever_else_its_notice_says(product: str) -> None:
    assert reason({"product": product, "version": [1]}) is Refusal.FOREIGN


def reason(whole: object) -> Refusal:
    with pytest.raises(Refused) as caught:
        manifest.parse(json.dumps(whole).encode())
    return caught.value.refusal


@given(st.binary(max_size=400) | st.text().map(str.encode))
def test_anything_else_is_damage_and_never_a_crash(data: bytes) -> None:
    with pytest.raises(Refused) as caught:
        manifest.parse(data)
    assert caught.value.refusal is Refusal.DAMAGED


@pytest.mark.parametrize(
    "data", [b"[" * 60_000, b'{"product":"kbassist","x":' + b"[" * 60_000, b"\xef\xbb\xbf" + DATA]
)
def test_depth_and_marks_are_damage(data: bytes) -> None:
    with pytest.raises(Refused):
        manifest.parse(data)


@pytest.mark.parametrize(
    ("version", "own", "newer"),
    [
        ("1.3.0", "1.2.9", True), ("1.10.0", "1.9.0", True), ("1.3.0.1", "1.3.0", True), ("1.3.0", "1.3.0", False),
        ("1.3.0.0", "1.3.0", False), ("1.2.9", "1.3.0", False), ("1.9.0", "1.10.0", False),
        ("0.0.1", "2.0.dev1", True),
    ],
)  # fmt: skip
def test_versions_are_compared_by_their_numbers(version: str, own: str, newer: bool) -> None:
    assert manifest.is_newer(version, own) is newer


def test_our_own_version_is_made_of_numbers() -> None:
    assert not manifest.is_newer("0.0.0", kbassist.__version__)
