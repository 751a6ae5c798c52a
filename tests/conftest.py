"""Every test runs apart from the machine: own folders, English, no network, no screen but its own."""

from __future__ import annotations

import faulthandler
import os
import shutil
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

# Before anything imports Qt: it reads these once. The end-to-end tests start programs of their own under Xvfb, and
# KBASSIST_TEST_PLATFORM=windows opens real windows for the tests of Windows.
os.environ["QT_QPA_PLATFORM"] = os.environ.get("KBASSIST_TEST_PLATFORM", "offscreen")
os.environ["PYTHONUTF8"] = "1"
os.environ["NO_AT_BRIDGE"] = "1"
for _name in ("QT_SCALE_FACTOR", "QT_STYLE_OVERRIDE", "QT_QPA_PLATFORMTHEME", "QT_IM_MODULE", "LANGUAGE", "LC_ALL"):
    os.environ.pop(_name, None)

_PROFILE: Final = Path(tempfile.mkdtemp(prefix="kbassist-tests-"))
_FOLDERS: Final = {
    "KBASSIST_CONFIG_DIR": "config",
    "KBASSIST_CACHE_DIR": "cache",
    "KBASSIST_DATA_DIR": "data",
}
for _variable, _folder in _FOLDERS.items():
    os.environ[_variable] = str(_PROFILE / _folder)
_runtime = _PROFILE / "runtime"
_runtime.mkdir(mode=0o700)
os.environ["XDG_RUNTIME_DIR"] = str(_runtime)

import pytest  # noqa: E402 - the environment comes first
from hypothesis import HealthCheck, settings  # noqa: E402

from kbassist import i18n  # noqa: E402
from tests.systems import UNDER_WINE  # noqa: E402

E2E_PROGRAMS: Final = ("Xvfb", "openbox", "trayer", "xdotool", "xclip")

faulthandler.enable()
settings.register_profile("local", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", parent=settings.get_profile("local"), derandomize=True, database=None)
settings.register_profile("wine", parent=settings.get_profile("ci"), max_examples=20)  # each costs ten times as much
settings.load_profile("wine" if UNDER_WINE else "ci" if os.environ.get("CI") else "local")


class NetworkForbiddenError(AssertionError):
    """A test tried to leave the machine."""


def _loopback(address: Any) -> bool:
    if not isinstance(address, tuple):
        return True  # a Unix socket's path
    host = str(address[0])
    return host in {"localhost", "::1", ""} or host.startswith("127.")


def _guarded(call: Callable[..., Any]) -> Callable[..., Any]:
    def connect(self: socket.socket, address: Any) -> Any:
        if not _loopback(address):
            raise NetworkForbiddenError(f"the network is off in tests: {address!r}")
        return call(self, address)

    return connect


def pytest_configure() -> None:
    """Close the network for the whole run, and keep `shutil` off the one call that wine 8 dies of."""
    if UNDER_WINE:
        del sys.modules["_winapi"].CopyFile2
    socket.socket.connect = _guarded(socket.socket.connect)  # type: ignore[method-assign] # the guard itself
    socket.socket.connect_ex = _guarded(socket.socket.connect_ex)  # type: ignore[method-assign] # the guard itself


def pytest_unconfigure() -> None:
    """Take the run's folders away."""
    shutil.rmtree(_PROFILE, ignore_errors=True)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip an end-to-end test where its programs are not installed; in CI that is a failure."""
    if item.get_closest_marker("e2e") is None:
        return
    missing = [program for program in E2E_PROGRAMS if shutil.which(program) is None]
    if sys.platform != "linux":
        pytest.skip("end-to-end tests need X11: they run on Linux")
    if not missing:
        return
    reason = f"end-to-end tests need {', '.join(missing)}: run packaging/setup.sh as root"
    if os.environ.get("CI"):
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)


@pytest.fixture(autouse=True)
def own_profile(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give each test empty settings, cache and data folders; the folder that holds them is returned."""
    profile = tmp_path_factory.mktemp("profile")
    for variable, folder in _FOLDERS.items():
        monkeypatch.setenv(variable, str(profile / folder))
    return profile


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Show messages in English; a test that needs Chinese calls `use_language` itself."""
    i18n.use_language("en")
    yield
    i18n.use_language("en")


@pytest.fixture(scope="session", autouse=True)
def _empty_clipboard_at_exit() -> Iterator[None]:
    # Qt's offscreen clipboard crashes at exit where it still holds an object of Python's.
    yield
    if (widgets := sys.modules.get("PySide6.QtGui")) is not None:
        application = widgets.QGuiApplication.instance()
        if application is not None:
            application.clipboard().clear()
