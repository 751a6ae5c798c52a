"""No module of the product knows how to reach a network; the socket for a second start is a local one."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.sources import ROOT, python_files, tree, where

# Everything in the standard library, and of what is usual beside it, that opens connections or serves them.
NETWORK = frozenset([
    "_socket", "_ssl", "aiohttp", "asyncio", "ftplib", "grpc", "http", "httpcore", "httpx", "imaplib",
    "multiprocessing.connection", "multiprocessing.managers", "nntplib", "paramiko", "poplib", "pycurl", "requests",
    "selectors", "smtplib", "socket", "socketserver", "ssl", "telnetlib", "trio", "twisted", "urllib.request",
    "urllib.robotparser", "urllib3", "webbrowser", "websocket", "websockets", "wsgiref", "xmlrpc",
])  # fmt: skip
# Parts of Qt that reach out, or load what does.
QT = (
    "QtDBus", "QtGrpc", "QtHttpServer", "QtLocation", "QtMultimedia", "QtNetworkAuth", "QtPositioning", "QtQml",
    "QtQuick", "QtRemoteObjects", "QtWeb",
)  # fmt: skip
LOCAL = frozenset({"QLocalServer", "QLocalSocket"})
# Windows' own libraries for it, by any name that a call through ctypes would use.
LIBRARIES = re.compile(r"\b(ws2_32|wsock32|mswsock|wininet|winhttp|urlmon|dnsapi|websocket)(\.dll)?\b", re.IGNORECASE)
DYNAMIC = frozenset({"import_module", "__import__", "find_spec"})


def names(code: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    """Yield the full name of everything that is imported: by a statement, or by a call with a name in quotes."""
    for node in ast.walk(code):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield from ((f"{node.module}.{alias.name}", node) for alias in node.names)
        elif isinstance(node, ast.Call) and called(node) in DYNAMIC:
            yield from ((str(word.value), node) for word in node.args if isinstance(word, ast.Constant))


def called(node: ast.Call) -> str:
    """Return the last name of what is called; empty where it has none."""
    function = node.func
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def reaches_out(name: str) -> bool:
    """Tell whether this name is a door to a network."""
    parts = name.split(".")
    if any(".".join(parts[:length]) in NETWORK for length in range(1, len(parts) + 1)):
        return True
    if parts[0] != "PySide6" or len(parts) < 2:
        return False
    if parts[1] == "QtNetwork":
        return len(parts) < 3 or parts[2] not in LOCAL
    return parts[1].startswith(QT)


def doors(code: ast.AST) -> list[ast.AST]:
    texts = (node for node in ast.walk(code) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    found = [node for name, node in names(code) if reaches_out(name)]
    return found + [node for node in texts if LIBRARIES.fullmatch(str(node.value))]


@pytest.mark.parametrize("path", python_files("kbassist"), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_module_can_reach_a_network(path: Path) -> None:
    assert [where(path, node) for node in doors(tree(path))] == []


@pytest.mark.parametrize(
    "line",
    [
        "import socket", "import urllib.request as ask", "from urllib import request",
        "from urllib.request import urlopen", "from http import client", "import http.client",
        "from socket import create_connection", "import requests", "import asyncio",
        "from PySide6 import QtNetwork", "import PySide6.QtNetwork",
        "from PySide6.QtNetwork import QLocalSocket, QTcpSocket", "from PySide6.QtNetwork import *",
        "from PySide6.QtNetwork import QNetworkAccessManager",
        "from PySide6.QtWebEngineWidgets import QWebEngineView", "from PySide6 import QtWebSockets",
        "importlib.import_module('socket')", "__import__('ssl')", "ctypes.WinDLL('WS2_32.dll')", "load('winhttp')",
        "from multiprocessing.connection import Client", "from multiprocessing import connection",
    ],
)  # fmt: skip
def test_each_door_is_seen(line: str) -> None:
    assert doors(ast.parse(line))


@pytest.mark.parametrize(
    "line",
    [
        "from urllib.parse import unquote", "from PySide6.QtNetwork import QLocalServer, QLocalSocket",
        "from PySide6.QtCore import QUrl", "import_module('winreg')", "from kbassist.desktop import ports",
        "import subprocess",
    ],
)  # fmt: skip
def test_what_stays_here_is_none(line: str) -> None:
    assert not doors(ast.parse(line))
