"""A start of the program in small: be the first and count requests, or hand over and end; one JSON line each."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QTimer

from kbassist.desktop.instance import Request, claim


def main() -> None:
    application = QCoreApplication(sys.argv)
    expected = int(sys.argv[2])
    first = claim(Path(sys.argv[1]), Request(sys.argv[3] if len(sys.argv) > 3 else ""))
    if first is None:
        print(json.dumps({"role": "later"}), flush=True)
        return
    queries: list[str] = []

    def count(request: Request) -> None:
        queries.append(request.query)
        if len(queries) == expected:
            application.quit()

    first.requested.connect(count)
    QTimer.singleShot(60_000, application.quit)
    print(json.dumps({"role": "first"}), flush=True)
    if expected:
        application.exec()
    first.close()
    print(json.dumps({"queries": sorted(queries)}), flush=True)


if __name__ == "__main__":
    main()
