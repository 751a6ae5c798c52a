"""The list of all parts with versions and hashes, as CycloneDX 1.6 that scanners of IT read."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final

from windows.fetch import Python, Wheel
from windows.licences import declared
from windows.project import NAME, PUBLISHER, Project

_NAMESPACE: Final = uuid.UUID("6f2f4d63-0ad1-4c5e-9d0b-0c9c2a9a9f57")
# Libraries that wheels carry inside and that have security notices of their own.
INSIDE: Final = {
    "pyside6-essentials": (("Qt", "pkg:generic/qt@{version}"),),
    "pynacl": (("libsodium", "pkg:generic/libsodium"),),
    "numpy": (("OpenBLAS", "pkg:generic/openblas"),),
}


def document(project: Project, program: Sequence[Wheel], encoder: Sequence[Wheel], python: Python) -> str:
    """Return the list; the same parts and time give the same text."""
    parts = [_python(python), *map(_part, program), *(_part(wheel) | _OPTIONAL for wheel in encoder)]
    serial = uuid.uuid5(_NAMESPACE, json.dumps([project.version, project.commit, parts], sort_keys=True))
    listed: dict[str, Any] = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{serial}",
        "version": 1,
        "metadata": {"timestamp": _time(project.epoch), "component": _own(project)},
        "components": parts,
        "dependencies": [{"ref": NAME, "dependsOn": [part["bom-ref"] for part in parts]}],
    }
    return json.dumps(listed, indent=2, ensure_ascii=False) + "\n"


_OPTIONAL: Final = {"scope": "optional"}


def _time(epoch: int) -> str:
    return datetime.fromtimestamp(epoch, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _own(project: Project) -> dict[str, Any]:
    return {
        "type": "application",
        "bom-ref": NAME,
        "name": NAME,
        "version": project.version,
        "publisher": PUBLISHER,
        "licenses": [{"license": {"id": "MIT"}}],
        "properties": [{"name": f"{NAME}:commit", "value": project.commit}],
    }


def _python(python: Python) -> dict[str, Any]:
    name = f"pkg:generic/cpython@{python.version}"
    return {
        "type": "platform",
        "bom-ref": name,
        "name": "CPython",
        "version": python.version,
        "purl": name,
        "cpe": f"cpe:2.3:a:python:python:{python.version}:*:*:*:*:*:*:*",
        "hashes": [{"alg": "SHA-256", "content": python.sha256}],
        "licenses": [{"license": {"id": "PSF-2.0"}}],
    }


def _part(wheel: Wheel) -> dict[str, Any]:
    name = f"pkg:pypi/{wheel.name}@{wheel.version}"
    part: dict[str, Any] = {
        "type": "library",
        "bom-ref": name,
        "name": wheel.name,
        "version": wheel.version,
        "purl": name,
        "hashes": [{"alg": "SHA-256", "content": wheel.sha256}],
    }
    if licence := declared(wheel):
        part["licenses"] = [{"license": {"name": licence}}]
    if inside := INSIDE.get(wheel.name):
        part["components"] = [_inside(title, purl.format(version=wheel.version)) for title, purl in inside]
    return part


def _inside(title: str, purl: str) -> dict[str, Any]:
    return {"type": "library", "bom-ref": purl, "name": title, "purl": purl}
