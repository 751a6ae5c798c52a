"""The update notice: which version lies in a folder, signed with IT's own key, where IT names one.

    python -m windows.manifest keygen FILE      make a key: FILE is secret, the policy `update_key` is printed
    python -m windows.manifest sign FOLDER      write the notice about the products in FOLDER anew

`make package` writes it by itself where KBASSIST_UPDATE_KEY names the secret file. KBASSIST_UPDATE_NOTES may name a
folder with `zh_CN.txt` and `en.txt`, which say in a few lines what is new.
"""

from __future__ import annotations

import argparse
import base64
import json
import os
import re
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from windows import update_key
from windows.failure import BuildError
from windows.fetch import digest
from windows.project import NAME, Project, version_numbers
from windows.tool import say

NOTES: Final = "KBASSIST_UPDATE_NOTES"
MANIFEST: Final = "kbassist-update.json"
SIGNATURE: Final = f"{MANIFEST}.sig"
DOMAIN: Final = b"kbassist update manifest, format 1\n"
LANGUAGES: Final = ("zh_CN", "en")
LONGEST_NOTE: Final = 2000
_HIGHEST_SERIAL: Final = (1 << 53) - 1
_PRODUCTS: Final = re.compile(rf"{NAME}-([0-9.]+[0-9])-(?:Setup\.exe|x64\.msi|portable\.zip)")


def write(project: Project, made: Sequence[Path], output: Path) -> list[Path]:
    """Write the notice about what was made, and return its two files; none where the environment names no key.

    The serial is the commit's time, so that it counts up with the commits and a second build has the same bytes.
    """
    key = update_key.from_environment()
    if key is None:
        say(f"no update notice ({update_key.KEY} names no key)")
        return []
    products = [path for path in made if _PRODUCTS.fullmatch(path.name)]
    return _written(output, _notice(project.version, project.epoch, project.epoch, products), key)


def sign(folder: Path, key: bytes, serial: int, released: int) -> list[Path]:
    """Write the notice about the products in a folder, which must be of one version; raises BuildError.

    `released` is a time in seconds.
    """
    try:
        found = {path: match[1] for path in sorted(folder.iterdir()) if (match := _PRODUCTS.fullmatch(path.name))}
    except OSError as error:
        raise BuildError(f"{folder} cannot be read: {error.strerror}") from error
    versions = sorted(set(found.values()))
    if len(versions) != 1:
        raise BuildError(f"{folder} holds products of {len(versions)} versions and not of one: {', '.join(versions)}")
    return _written(folder, _notice(versions[0], serial, released, list(found)), key)


def _notice(version: str, serial: int, released: int, products: Sequence[Path]) -> dict[str, Any]:
    """Return what the notice says; raises BuildError for what no program would believe."""
    version_numbers(version)
    if not products:
        raise BuildError("an update notice names Setup.exe, the MSI or the zip, and there is none")
    if not 1 <= serial <= _HIGHEST_SERIAL:
        raise BuildError(f"the serial {serial} is not between 1 and {_HIGHEST_SERIAL}")
    files = [{"name": path.name, "size": path.stat().st_size, "sha256": digest(path)} for path in sorted(products)]
    day = datetime.fromtimestamp(released, UTC).date().isoformat()
    head = {"format": 1, "product": NAME, "version": version, "released": day, "serial": serial}
    return head | {"files": files, "notes": _notes()}


def _notes() -> Mapping[str, str]:
    """Return what is new, by language; raises BuildError where the environment names something else."""
    given = os.environ.get(NOTES)
    if not given:
        return {}
    texts = {}
    for language in LANGUAGES:
        path = Path(given, f"{language}.txt")
        try:
            texts[language] = path.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise BuildError(f"{path} cannot be read; {NOTES} names a folder with zh_CN.txt and en.txt") from error
        if len(texts[language]) > LONGEST_NOTE:
            raise BuildError(f"{path} is longer than {LONGEST_NOTE} characters")
    return texts


def _written(folder: Path, notice: Mapping[str, Any], key: bytes) -> list[Path]:
    """Write notice and signature, and return both; the order of keys and the signature are always the same."""
    data = json.dumps(notice, ensure_ascii=False, indent=2).encode() + b"\n"
    texts = {MANIFEST: data, SIGNATURE: base64.b64encode(update_key.signature(key, DOMAIN + data)) + b"\n"}
    for name, text in texts.items():
        (folder / name).write_bytes(text)
    public = update_key.public_half(key)
    say(f"update notice: version {notice['version']}, serial {notice['serial']}, key {public}")
    return [folder / name for name in texts]


def main(given: Sequence[str] | None = None) -> int:
    """Do as the command line says and return the exit code; what went wrong is one sentence on standard error."""
    options = _options(given)
    try:
        if options.what == "keygen":
            print(update_key.make(options.file))  # noqa: T201 - this is what is wished
        else:
            sign(options.folder, _key(options.key), _now() if options.serial is None else options.serial, _now())
    except BuildError as error:
        sys.stderr.write(f"manifest: {error}\n")
        return 1
    return 0


def _options(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="windows.manifest", description="Makes keys and signs update notices.")
    kinds = parser.add_subparsers(dest="what", required=True)
    made = kinds.add_parser("keygen", help="make a key and print its public half")
    made.add_argument("file", type=Path, help="where the secret half goes; nothing may be there")
    signed = kinds.add_parser("sign", help="write the notice about the products in a folder anew")
    signed.add_argument("folder", type=Path)
    signed.add_argument("--key", type=Path, help=f"the secret half, instead of the one that {update_key.KEY} names")
    signed.add_argument("--serial", type=int, help="a number instead of the time in seconds")
    return parser.parse_args(given)


def _key(path: Path | None) -> bytes:
    """Return the key to sign with; raises BuildError where none is named."""
    key = update_key.read(path) if path else update_key.from_environment()
    if key is None:
        raise BuildError(f"give --key FILE, or let {update_key.KEY} name it")
    return key


def _now() -> int:
    """Return the time in seconds; `SOURCE_DATE_EPOCH` overrides it."""
    return int(os.environ.get("SOURCE_DATE_EPOCH") or time.time())


if __name__ == "__main__":
    sys.exit(main())
