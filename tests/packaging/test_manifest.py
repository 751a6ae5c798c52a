"""What the build signs the program believes, and nothing else."""

from __future__ import annotations

import json
import os
import stat
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from windows import manifest, update_key
from windows.failure import BuildError
from windows.project import Project

from kbassist import policy
from kbassist.policy import UpdateSource
from kbassist.updates import manifest as product
from kbassist.updates.check import check
from kbassist.updates.files import Compared, compare
from kbassist.updates.memory import Memory
from kbassist.updates.outcome import Outcome, State
from kbassist.updates.refusal import Refusal, Refused

NAMES = ("kbassist-1.3.0-Setup.exe", "kbassist-1.3.0-portable.zip", "kbassist-1.3.0-x64.msi")
EPOCH = 1_790_000_000


@dataclass(frozen=True)
class Shop:
    """A publisher's machine: a key, products in a folder, and a user's program that looks at it."""

    folder: Path
    key: Path
    public: str
    memory: Memory

    def look(self, own: str = "1.2.0") -> Outcome:
        key = policy.public_key(self.public)
        assert key is not None
        return check(UpdateSource(str(self.folder), key), own, self.memory)

    def make(self, *names: str) -> list[Path]:
        for name in names:
            (self.folder / name).write_bytes(name.encode())
        return [self.folder / name for name in names]

    def build(self, epoch: int = EPOCH) -> list[Path]:
        """Do what `make package` does when everything is made."""
        made = [*self.make(*NAMES), *self.make("kbassist-1.3.0-sbom.cdx.json", "kbassist-1.3.0-licences.txt")]
        return manifest.write(Project(Path("/nowhere"), "1.3.0", "0" * 40, epoch), made, self.folder)

    def sign(self, *more: str) -> int:
        return manifest.main(["sign", str(self.folder), *more])


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shop:
    folder, key = tmp_path / "dist", tmp_path / "update.key"
    folder.mkdir()
    public = update_key.make(key)
    monkeypatch.setenv("KBASSIST_UPDATE_KEY", str(key))
    monkeypatch.delenv("KBASSIST_UPDATE_NOTES", raising=False)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    return Shop(folder, key, public, Memory(tmp_path / "data" / "updates.json"))


def test_what_the_build_signs_the_program_believes(shop: Shop) -> None:
    assert [path.name for path in shop.build()] == ["kbassist-update.json", "kbassist-update.json.sig"]
    found = shop.look()
    assert found.state is State.NEWER and found.manifest is not None
    assert (found.manifest.version, found.manifest.serial) == ("1.3.0", EPOCH)
    assert found.manifest.released.isoformat() == "2026-09-21"
    assert compare(shop.folder, found.manifest, whole=True) == Compared(right=NAMES)
    assert shop.look("1.3.0").state is State.NOTHING


def test_both_sides_mean_the_same() -> None:
    ours = (manifest.MANIFEST, manifest.SIGNATURE, manifest.DOMAIN)
    assert ours == (product.MANIFEST, product.SIGNATURE, product.DOMAIN)


def test_a_second_build_of_a_commit_has_the_same_bytes(shop: Shop) -> None:
    first = [path.read_bytes() for path in shop.build()]
    assert [path.read_bytes() for path in shop.build()] == first


def test_a_later_commit_counts_up_and_an_earlier_one_is_refused(shop: Shop) -> None:
    shop.build(EPOCH)
    assert shop.look().state is State.NEWER
    shop.build(EPOCH - 1)
    assert shop.look().refusal is Refusal.PUT_BACK
    shop.build(EPOCH + 1)
    assert shop.look().state is State.NEWER


def test_without_a_key_there_is_no_notice(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KBASSIST_UPDATE_KEY")
    assert shop.build() == []
    assert not (shop.folder / "kbassist-update.json").exists()


def test_any_change_of_the_two_files_is_refused(shop: Shop) -> None:
    data, signature = (path.read_bytes() for path in shop.build())
    key = policy.public_key(shop.public)
    assert key is not None
    product.verify(data, signature, key)

    @given(st.integers(0, 8 * len(data + signature) - 1))
    def flipped(bit: int) -> None:
        both = bytearray(data + signature)
        both[bit // 8] ^= 1 << bit % 8
        with pytest.raises(Refused):
            product.verify(bytes(both[: len(data)]), bytes(both[len(data) :]), key)

    flipped()


def test_another_key_is_refused(shop: Shop, tmp_path: Path) -> None:
    update_key.make(tmp_path / "other.key")
    shop.make(*NAMES)
    assert shop.sign("--key", str(tmp_path / "other.key")) == 0
    assert shop.look().refusal is Refusal.NOT_GENUINE


def test_a_version_is_withdrawn_by_a_newer_notice_about_the_one_before(shop: Shop) -> None:
    shop.build()
    assert shop.look().state is State.NEWER
    for name in NAMES:
        (shop.folder / name).unlink()
    shop.make("kbassist-1.2.0-Setup.exe")
    assert shop.sign() == 0
    assert shop.look().state is State.NOTHING


def test_the_serial_is_the_time_or_what_is_given(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.make(*NAMES)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(EPOCH))
    assert shop.sign() == 0 and serial(shop) == EPOCH
    assert shop.sign("--serial", "7") == 0 and serial(shop) == 7


def serial(shop: Shop) -> int:
    return int(json.loads((shop.folder / "kbassist-update.json").read_bytes())["serial"])


@pytest.mark.parametrize("number", ["0", "-4", str(1 << 53)])
def test_a_serial_that_no_program_takes_is_refused(
    shop: Shop, number: str, capsys: pytest.CaptureFixture[str]
) -> None:
    shop.make(*NAMES)
    assert shop.sign("--serial", number) == 1
    assert "serial" in capsys.readouterr().err


def test_products_of_no_or_of_two_versions_are_not_signed(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    shop.make("kbassist-1.3.0-licences.txt", "other-1.3.0-Setup.exe")
    assert shop.sign() == 1
    shop.make("kbassist-1.3.0-Setup.exe", "kbassist-1.2.0-x64.msi")
    assert shop.sign() == 1
    assert "2 versions and not of one: 1.2.0, 1.3.0" in capsys.readouterr().err
    assert not (shop.folder / "kbassist-update.json").exists()


def test_a_build_without_products_has_nothing_to_tell(shop: Shop) -> None:
    with pytest.raises(BuildError, match="there is none"):
        manifest.write(Project(Path("/nowhere"), "1.3.0", "0" * 40, EPOCH), [], shop.folder)


def test_notes_come_in_both_languages(shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KBASSIST_UPDATE_NOTES", str(tmp_path))
    (tmp_path / "zh_CN.txt").write_text("更快\n", encoding="utf-8")
    with pytest.raises(BuildError, match=r"en\.txt cannot be read"):
        shop.build()
    (tmp_path / "en.txt").write_text("Quicker\n", encoding="utf-8")
    shop.build()
    found = shop.look().manifest
    assert found is not None and found.notes == {"zh_CN": "更快", "en": "Quicker"}
    (tmp_path / "en.txt").write_text("x" * 2001, encoding="utf-8")
    with pytest.raises(BuildError, match="longer than 2000"):
        shop.build()


def test_the_secret_half_is_its_owners_alone_and_never_overwritten(
    shop: Shop, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "new.key"
    assert manifest.main(["keygen", str(path)]) == 0
    printed = capsys.readouterr().out.strip()
    assert policy.public_key(printed) is not None and printed not in path.read_text()
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    before = path.read_bytes()
    assert manifest.main(["keygen", str(path)]) == 1
    assert path.read_bytes() == before


Spoil = Callable[[Path], object]


@pytest.mark.parametrize(
    "spoil",
    [
        Path.unlink,
        lambda path: path.write_text("not base64!"),
        lambda path: path.write_bytes(b"\xff\xfe"),
        lambda path: path.write_text("c2hvcnQ="),
    ],
)
def test_a_key_that_is_none_stops_the_build(shop: Shop, spoil: Spoil) -> None:
    spoil(shop.key)
    with pytest.raises(BuildError, match="is no key"):
        shop.build()


@pytest.mark.skipif(os.name != "posix", reason="rights of files as on Linux, where packages are made")
def test_a_key_that_others_can_read_stops_the_build(shop: Shop) -> None:
    shop.key.chmod(0o640)
    with pytest.raises(BuildError, match="chmod 600"):
        shop.build()


def test_the_key_is_said_where_it_is_missing(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("KBASSIST_UPDATE_KEY")
    shop.make(*NAMES)
    assert shop.sign() == 1
    assert "KBASSIST_UPDATE_KEY" in capsys.readouterr().err


def test_a_build_environment_without_the_library_says_so(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nacl.signing", None)
    with pytest.raises(BuildError, match="PyNaCl is not installed"):
        shop.build()
