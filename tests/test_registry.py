"""Reading the registry: which values become what, and what is left out; on Windows with the real one, too."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from kbassist import registry
from kbassist.registry import Hive, NoRegistry, WindowsRegistry

KEY = r"Software\Policies\kbassist"
SZ, EXPAND_SZ, BINARY, DWORD, MULTI_SZ, QWORD = 1, 2, 3, 4, 7, 11


class CodedError(OSError):
    """An error as Windows tells it."""

    def __init__(self, winerror: int) -> None:
        super().__init__("refused")
        self.winerror = winerror


class Opened:
    """An open key; `rows` are values, or the error that reading one gives."""

    def __init__(self, rows: list[tuple[str, Any, int] | OSError]) -> None:
        self.rows = rows
        self.closed = False

    def __enter__(self) -> Opened:
        return self

    def __exit__(self, *_error: object) -> None:
        self.closed = True


@dataclass
class FakeWinreg:
    """Python's `winreg`, with keys that a test lays down, and the access that was asked for."""

    keys: dict[tuple[str, str], Opened | OSError] = field(default_factory=dict)
    asked: list[int] = field(default_factory=list)

    HKEY_LOCAL_MACHINE = "HKLM"
    HKEY_CURRENT_USER = "HKCU"
    KEY_READ = 0x20019
    KEY_WOW64_64KEY = 0x100
    REG_SZ, REG_EXPAND_SZ, REG_BINARY, REG_DWORD, REG_MULTI_SZ, REG_QWORD = (
        SZ,
        EXPAND_SZ,
        BINARY,
        DWORD,
        MULTI_SZ,
        QWORD,
    )

    def OpenKeyEx(self, root: str, key: str, _reserved: int, access: int) -> Opened:
        self.asked.append(access)
        found = self.keys.get((root, key), FileNotFoundError(2, "no such key"))
        if isinstance(found, OSError):
            raise found
        return found

    def EnumValue(self, opened: Opened, number: int) -> tuple[str, Any, int]:
        if number >= len(opened.rows):
            raise CodedError(259)
        row = opened.rows[number]
        if isinstance(row, OSError):
            raise row
        return row

    def ExpandEnvironmentStrings(self, text: str) -> str:
        if "\0" in text:
            raise CodedError(87)
        return text.replace("%USERNAME%", "小林")


def read(*rows: tuple[str, Any, int] | OSError, hive: Hive = Hive.USER) -> dict[str, registry.Value]:
    fake = FakeWinreg({(hive.value, KEY): Opened(list(rows))})
    return dict(WindowsRegistry(fake).values(hive, KEY))


def test_text_and_numbers_are_read_with_their_names() -> None:
    rows = (("library", r"\\srv\客服 资料", SZ), ("case_minutes", 45, DWORD), ("big", 1 << 40, QWORD))
    assert read(*rows) == {"library": r"\\srv\客服 资料", "case_minutes": 45, "big": 1 << 40}


def test_variables_are_filled_in_where_the_type_says_so_and_only_there() -> None:
    rows = (("a", r"D:\%USERNAME%\kb", EXPAND_SZ), ("b", r"D:\%USERNAME%\kb", SZ))
    assert read(*rows) == {"a": r"D:\小林\kb", "b": r"D:\%USERNAME%\kb"}


def test_several_lines_are_joined() -> None:
    assert read(("agent_signature", ["晴选商城", "客服"], MULTI_SZ)) == {"agent_signature": "晴选商城\n客服"}


@pytest.mark.parametrize(
    "row",
    [
        ("x", b"\x01", BINARY),
        ("x", None, DWORD),
        ("x", None, SZ),
        ("x", None, MULTI_SZ),
        ("x", 3, SZ),
        ("x", "\0", EXPAND_SZ),
        ("x", "link", 6),
        CodedError(5),
        CodedError(234),
    ],
)
def test_what_cannot_be_read_is_left_out_and_the_rest_stays(row: tuple[str, Any, int] | OSError) -> None:
    assert read(("before", "1", SZ), row, ("after", "2", SZ)) == {"before": "1", "after": "2"}


@pytest.mark.parametrize("error", [FileNotFoundError(2, "none"), PermissionError(13, "denied"), CodedError(1018)])
def test_a_key_that_is_not_there_or_closed_to_us_is_empty(error: OSError) -> None:
    fake = FakeWinreg({("HKLM", KEY): error})
    assert WindowsRegistry(fake).values(Hive.MACHINE, KEY) == {}


def test_each_hive_is_its_own_and_the_64_bit_side_is_read() -> None:
    keys = {(hive.value, KEY): Opened([("name", hive.value, SZ)]) for hive in Hive}
    fake = FakeWinreg(dict(keys))
    for hive in Hive:
        assert WindowsRegistry(fake).values(hive, KEY) == {"name": hive.value}
    assert all(access & fake.KEY_WOW64_64KEY and access & fake.KEY_READ == fake.KEY_READ for access in fake.asked)
    assert all(key.closed for key in keys.values())


def test_a_key_that_errs_for_ever_is_left_in_the_end() -> None:
    class Endless(FakeWinreg):
        def EnumValue(self, opened: Opened, number: int) -> tuple[str, Any, int]:
            raise CodedError(5)

    assert WindowsRegistry(Endless({("HKCU", KEY): Opened([])})).values(Hive.USER, KEY) == {}


def test_other_systems_have_none() -> None:
    assert NoRegistry().values(Hive.MACHINE, KEY) == {}
    if sys.platform != "win32":
        assert isinstance(registry.here(), NoRegistry)


if sys.platform == "win32":
    import winreg

    from kbassist import policy

    @pytest.fixture
    def own_key() -> Iterator[str]:
        """Make a key of our own for one test, and take it away."""
        name = r"Software\kbassist-tests\Values"
        winreg.CreateKeyEx(winreg.HKEY_CURRENT_USER, name, 0, winreg.KEY_ALL_ACCESS).Close()
        yield name
        winreg.DeleteKey(winreg.HKEY_CURRENT_USER, name)
        winreg.DeleteKey(winreg.HKEY_CURRENT_USER, r"Software\kbassist-tests")

    def _set(key: str, name: str, kind: int, data: Any) -> None:
        with winreg.OpenKeyEx(winreg.HKEY_CURRENT_USER, key, 0, winreg.KEY_SET_VALUE) as opened:
            winreg.SetValueEx(opened, name, 0, kind, data)

    def test_the_real_registry_gives_every_type(own_key: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("KBASSIST_TEST_SHARE", r"\\srv\客服")
        _set(own_key, "library", winreg.REG_EXPAND_SZ, r"%KBASSIST_TEST_SHARE%\kb")
        _set(own_key, "theme", winreg.REG_SZ, "dark")
        _set(own_key, "semantic", winreg.REG_DWORD, 0)
        _set(own_key, "agent_signature", winreg.REG_MULTI_SZ, ["晴选商城", "客服 😀"])
        _set(own_key, "blob", winreg.REG_BINARY, b"\x00\x01")
        assert registry.here().values(Hive.USER, own_key) == {
            "library": r"\\srv\客服\kb",
            "theme": "dark",
            "semantic": 0,
            "agent_signature": "晴选商城\n客服 😀",
        }

    def test_a_real_key_that_is_not_there_is_empty() -> None:
        assert registry.here().values(Hive.USER, r"Software\kbassist-tests\Nothing") == {}

    def test_policies_are_read_from_a_real_key(own_key: str, monkeypatch: pytest.MonkeyPatch) -> None:
        _set(own_key, "theme", winreg.REG_SZ, "dark")
        _set(own_key, "case_minutes", winreg.REG_DWORD, 45)
        monkeypatch.setattr(policy, "POLICIES", own_key)
        monkeypatch.setattr(policy, "DEFAULTS", own_key + r"\None")
        assert policy.read(registry.here()).locked == {"theme": "dark", "case_minutes": 45}
