"""A virtual desktop with window manager and tray, and a small library that the tests know whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desktop.xvfb import NEEDED, VirtualDesktop, missing
from tests.e2e import installed
from tests.e2e.agent import Desk
from tests.e2e.seat import Seat
from tests.e2e.wine_desk import Machine, WineDesk
from tests.socket_watch import needs_strace

ARTICLE = """---
标题: 退款多久到账
编号: refund-arrival
受众: 客户
客户问法: 钱什么时候退给我
---

## 一句话答案

微信和支付宝 1–3 个工作日到账。
"""

MACRO = """---
标题: 退款到账时间
编号: refund-time
简码: tkdz
填写:
  称呼: {type: text, label: 客户称呼, example: 王女士}
  金额: {type: money, max: 500, over: 转主管}
  日期: {type: date, default: today+3d}
  加急: {type: yes_no, label: 加急处理}
---

## 微信

{{ 称呼 }}您好，{{ 金额 | money }} 的退款预计 {{ 日期 | date: "%Y-%m-%d" }} 前到账。
{% if 加急 %}
已为您登记加急。
{% endif %}

## 邮件

主题: 退款进度

{{ 称呼 }}您好：

退款 **{{ 金额 | money }}** 预计 {{ 日期 | date: "%Y-%m-%d" }} 前到账。
"""

GREETING = """---
标题: 问候
编号: greeting
简码: wh
---

您好，很高兴为您服务，请问有什么可以帮您？
"""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    lacking = missing((*NEEDED, "trayer", "import"))
    for item in items:
        if "e2e" in Path(item.fspath).parts:
            item.add_marker(pytest.mark.e2e)
            if lacking:
                item.add_marker(pytest.mark.skip(reason=f"not installed: {', '.join(lacking)}"))


@pytest.fixture
def strace() -> None:
    needs_strace()


@pytest.fixture
def desktop() -> Iterator[VirtualDesktop]:
    with VirtualDesktop(tray=True) as found:
        yield found


def write_library(root: Path) -> Path:
    """Write the small library, and return its folder."""
    for name, text in (("kb/arrival", ARTICLE), ("macros/time", MACRO), ("macros/greeting", GREETING)):
        path = root / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


@pytest.fixture
def library(tmp_path: Path) -> Path:
    return write_library(tmp_path / "library")


@pytest.fixture
def desk(desktop: VirtualDesktop, tmp_path: Path, library: Path) -> Desk:
    return Desk(desktop, tmp_path, library)


@pytest.fixture(scope="module")
def setup_machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """A Windows where the per-user installer was run without options."""
    with installed.machine("wine-setup", tmp_path_factory.mktemp("setup")) as found:
        yield found


@pytest.fixture(scope="module")
def msi_machine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    """A Windows where the per-machine package was installed without options."""
    with installed.machine("wine-msi", tmp_path_factory.mktemp("msi")) as found:
        yield found


@pytest.fixture(scope="module")
def x11_desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk on X11 for a whole module."""
    folder = tmp_path_factory.mktemp("x11")
    with VirtualDesktop(tray=True) as desktop:
        yield Desk(desktop, folder, write_library(folder / "library"))


@pytest.fixture(
    scope="module",
    params=[
        "x11",
        pytest.param("wine-setup", marks=installed.needs_products()),
        pytest.param("wine-msi", marks=installed.needs_products()),
    ],
)
def seat(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Seat]:
    """A desk on each system: X11, and Windows with each of the products."""
    if request.param == "x11":
        yield request.getfixturevalue("x11_desk")
        return
    kind = {"wine-setup": "setup_machine", "wine-msi": "msi_machine"}[request.param]
    folder = tmp_path_factory.mktemp("desk")
    desk = WineDesk(request.getfixturevalue(kind), folder, write_library(folder / "library"))
    yield desk
    desk.kill()
