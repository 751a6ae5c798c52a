"""Compiling the two programs that start kbassist."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from windows.project import NAME, PUBLISHER, Project
from windows.tool import run

HERE: Final = Path(__file__).resolve().parent
PREFIX: Final = "x86_64-w64-mingw32"
RUNTIME: Final = r"runtime\python313.dll"
# Name, what the task manager calls it, and how it is compiled.
PROGRAMS: Final = (
    (
        "kbassist.exe",
        "kbassist",
        ("-municode", "-mwindows", "-DKB_DESK"),
        ("launcher.c", "crash_watch.c", "ending.c"),
    ),
    ("kbassist-cli.exe", "kbassist (command line)", ("-municode", "-mconsole"), ("launcher.c", "ending.c")),
)
# Only of libraries that Windows keeps ready for all programs: others it would look for beside the program first.
LIBRARIES: Final = ("-luser32",)
_FLAGS: Final = (
    "-std=c11", "-O2", "-s", "-static", "-Wall", "-Wextra", "-Werror", "-fno-ident", "-fstack-protector-strong",
    "-Wl,--no-insert-timestamp", "-Wl,--nxcompat,--dynamicbase,--high-entropy-va",
)  # fmt: skip


def build(project: Project, icon: Path, target: Path, work: Path) -> list[Path]:
    """Compile both programs into `target` and return them."""
    made = []
    for name, described, flags, sources in PROGRAMS:
        script = work / f"{name}.rc"
        script.write_text(resource_script(project, name, described, icon), encoding="utf-8")
        resources = work / f"{name}.o"
        run([f"{PREFIX}-windres", "--codepage=65001", "--input", script, "--output", resources])
        runtime = RUNTIME.replace("\\", "\\\\")
        run([f"{PREFIX}-gcc", *_FLAGS, *flags, f'-DKB_RUNTIME=L"{runtime}"', "-o", target / name,
             *(HERE / source for source in sources), resources, *LIBRARIES])  # fmt: skip
        made.append(target / name)
    return made


def resource_script(project: Project, name: str, described: str, icon: Path) -> str:
    """Return the resources of a program: icon, manifest and version."""
    numbers = ",".join(map(str, project.numbers))
    values = {
        "CompanyName": PUBLISHER,
        "FileDescription": described,
        "FileVersion": project.version,
        "InternalName": name.removesuffix(".exe"),
        "LegalCopyright": "MIT License",
        "OriginalFilename": name,
        "ProductName": NAME,
        "ProductVersion": project.version,
    }
    listed = "\n".join(f'      VALUE "{key}", "{value}"' for key, value in values.items())
    return f"""#include <winver.h>
1 ICON "{icon}"
1 24 "{HERE / "launcher.manifest"}"
1 VERSIONINFO
FILEVERSION {numbers}
PRODUCTVERSION {numbers}
FILEOS VOS_NT_WINDOWS32
FILETYPE VFT_APP
BEGIN
  BLOCK "StringFileInfo" BEGIN
    BLOCK "040904B0" BEGIN
{listed}
    END
  END
  BLOCK "VarFileInfo" BEGIN
    VALUE "Translation", 0x409, 1200
  END
END
"""
