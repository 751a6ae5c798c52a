"""The per-machine installer for group policy and deployment tools: an MSI by wixl, completed by msibuild."""

from __future__ import annotations

import hashlib
import shutil
import uuid
from collections.abc import Sequence
from itertools import takewhile
from pathlib import Path, PurePosixPath
from typing import Final
from xml.sax.saxutils import quoteattr

from windows import msi_summary, msi_tables
from windows.layout import ENCODER
from windows.msi_tables import DEFAULTS_KEY, OPTIONS, PROGRAM_KEY, RUN_KEY
from windows.nsis import part
from windows.project import NAME, PUBLISHER, Project
from windows.tool import run

# Never change these two: Windows knows by them what to upgrade, and which file is which in the next version.
UPGRADE_CODE: Final = "8D3D9F43-7B3C-4CF2-9D8E-6A2F4E0F3A51"
_UP_TO_INCLUSIVE: Final = 512
# "a": all files, whatever is there; then registry and shortcuts. With the usual "o" Windows leaves out what is there
# newer, and only then removes the version before with all its files; and it takes every DLL on the disk for newer,
# since wixl names no file's version.
_ALL_FILES: Final = "amus"
NAMESPACE: Final = uuid.UUID("0f0a7a9e-2f3e-4d8c-9d53-51f6bb2f8c77")


def write(project: Project, stage: Path, files: Sequence[str], target: Path) -> None:
    """Pack files (paths below `stage`) into the installer `target`."""
    source = stage.parent / "kbassist.wxs"
    source.write_text(msi_tables.spelled(document(project, files)), encoding="utf-8")
    _link(stage, files, stage.parent / "links")
    target.unlink(missing_ok=True)
    # From its folder: wixl takes the paths of icon and binary for relative ones.
    run(["wixl", "--arch", "x64", "--output", target.resolve(), source.name], cwd=source.parent)
    msi_tables.complete(target, _id("", project), same_version(project.version))
    target.write_bytes(msi_summary.dated(target.read_bytes(), project.epoch))


def _link(stage: Path, files: Sequence[str], folder: Path) -> None:
    """Give every file a second name in plain letters: wixl stumbles over all others."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name in files:
        (folder / _key(name)).hardlink_to(stage / name)


def _id(name: str, project: Project) -> str:
    """Return an identity of one version: the same input is the same package for Windows, and no other is."""
    return str(uuid.uuid5(NAMESPACE, f"{project.version} {project.commit} {name}")).upper()


def same_version(version: str) -> tuple[str, ...]:
    """Return the queries that make a package upgrade another build of its own version, not lie down beside it."""
    columns = ("UpgradeCode", "VersionMax", "Attributes", "ActionProperty")
    found = "WIX_UPGRADE_DETECTED"
    row = msi_tables.row("Upgrade", columns, (f"{{{UPGRADE_CODE}}}", version, _UP_TO_INCLUSIVE, found))
    return (f"DELETE FROM `Upgrade` WHERE `ActionProperty` = '{found}'", row)


def document(project: Project, files: Sequence[str]) -> str:
    """Return the source for wixl; its paths start at the folder that holds `stage`."""
    program = [name for name in files if part(name) != ENCODER]
    encoder = [name for name in files if part(name) == ENCODER]
    return f"""<?xml version="1.0" encoding="utf-8"?>
<Wix xmlns="http://schemas.microsoft.com/wix/2006/wi">
 <Product Id="{_id("product", project)}" Name="{NAME}" UpgradeCode="{UPGRADE_CODE}" Language="1033"
  Version="{project.version}" Manufacturer="{PUBLISHER}">
  <Package InstallerVersion="500" Compressed="yes" InstallScope="perMachine" Description="{NAME} {project.version}"
   Manufacturer="{PUBLISHER}"/>
  <MajorUpgrade DowngradeErrorMessage="A newer version of {NAME} is installed. 已安装更新版本的 {NAME}。"/>
  <Media Id="1" Cabinet="kbassist.cab" EmbedCab="yes"/>
  <Icon Id="kbassist.ico" SourceFile="tools/kbassist.ico"/>
  <Binary Id="{msi_tables.ENDING}" SourceFile="stage/kbassist.exe"/>
  <Property Id="ARPPRODUCTICON" Value="kbassist.ico"/>
  <Property Id="ARPNOMODIFY" Value="1"/>
  <Property Id="REINSTALLMODE" Value="{_ALL_FILES}"/>
  <Directory Id="TARGETDIR" Name="SourceDir">
   <Directory Id="ProgramFiles64Folder">
    <Directory Id="INSTALLDIR" Name="{NAME}">
{_tree(files)}
{_values()}
    </Directory>
   </Directory>
   <Directory Id="ProgramMenuFolder">
    <Component Id="Shortcut" Guid="{_component("//shortcut")}" Win64="yes">
     <Shortcut Id="StartMenu" Name="{NAME}" Target="[INSTALLDIR]kbassist.exe" Arguments="--show"
      WorkingDirectory="INSTALLDIR" Icon="kbassist.ico"/>
     <RegistryValue Root="HKLM" Key="{PROGRAM_KEY}" Name="InstallDir" Type="string" Value="[INSTALLDIR]"
      KeyPath="yes"/>
     <RegistryValue Root="HKLM" Key="{PROGRAM_KEY}" Name="Version" Type="string" Value="{project.version}"/>
    </Component>
   </Directory>
  </Directory>
  <Feature Id="Program" Title="{NAME}" Level="1">{_refs([*map(_key, program), "Shortcut"])}</Feature>
  <Feature Id="Semantic" Title="Search by meaning 按意思查找" Level="2">{
        _refs([*map(_key, encoder), "Encoder"])
    }</Feature>
  <Feature Id="Autostart" Title="Start at sign-in 登录时自动启动" Level="2">{_refs(["Autostart"])}</Feature>
{"".join(_feature(name) for name in OPTIONS)} </Product>
</Wix>
"""


def _feature(name: str) -> str:
    """Return the feature that holds one default: wixl knows no condition of a component."""
    return f'  <Feature Id="{_title(name)}" Title="{_title(name)}" Level="2">{_refs([_title(name)])}</Feature>\n'


def _title(name: str) -> str:
    return f"Default{name.title()}"


def _values() -> str:
    """Return what is written to the registry: autostart, and what a user has who chose nothing."""
    rows = [
        ("Autostart", RUN_KEY, NAME, "&quot;[INSTALLDIR]kbassist.exe&quot;"),
        ("Encoder", PROGRAM_KEY, "Semantic", "1"),
    ]
    rows += [(_title(name), DEFAULTS_KEY, name.lower(), f"[{name}]") for name in OPTIONS]
    return "\n".join(
        f'     <Component Id="{key}" Guid="{_component("//" + key)}" Win64="yes"><RegistryValue Root="HKLM" '
        f'Key="{place}" Name="{name}" Type="string" Value="{value}" KeyPath="yes"/></Component>'
        for key, place, name, value in rows
    )


def _refs(keys: Sequence[str]) -> str:
    return "".join(f'<ComponentRef Id="{key}"/>' for key in keys)


def _key(path: str) -> str:
    """Return the name of a file's component: letters and digits that a path always gives again."""
    return "c" + hashlib.sha256(path.encode()).hexdigest()[:30]


def _component(path: str) -> uuid.UUID:
    return uuid.uuid5(NAMESPACE, path)


def _tree(files: Sequence[str]) -> str:
    """Return the folders and files as wixl nests them."""
    lines: list[str] = []
    here: tuple[str, ...] = ()
    for name in sorted(files, key=lambda one: PurePosixPath(one).parts):
        folder = PurePosixPath(name).parent.parts
        shared = len(shared_folders(here, folder))
        lines += ["</Directory>"] * (len(here) - shared)
        lines += [_opening(folder[: depth + 1]) for depth in range(shared, len(folder))]
        here = folder
        lines.append(
            f'<Component Id="{_key(name)}" Guid="{_component(name)}" Win64="yes">'
            f'<File Id="f{_key(name)}" Name={quoteattr(PurePosixPath(name).name)} '
            f'Source={quoteattr(f"links/{_key(name)}")} KeyPath="yes"/></Component>'
        )
    return "\n".join([*lines, *["</Directory>"] * len(here)])


def shared_folders(left: tuple[str, ...], right: tuple[str, ...]) -> tuple[str, ...]:
    """Return the folders that two paths begin with."""
    pairs = takewhile(lambda pair: pair[0] == pair[1], zip(left, right, strict=False))
    return tuple(name for name, _same in pairs)


def _opening(folder: tuple[str, ...]) -> str:
    return f'<Directory Id="d{_key("/".join(folder))}" Name={quoteattr(folder[-1])}>'
