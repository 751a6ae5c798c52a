"""Prints how much of golden-liquid our replies render as Shopify does, what we refuse, and why."""

from __future__ import annotations

import argparse
import sys

from tests.macros.golden import NAME, cases, folder, score


def main() -> int:
    """Score the cases; say so where there are none."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--different", action="store_true", help="also print each case that came out otherwise")
    arguments = parser.parse_args()
    place = folder()
    if place is None:
        print(f"golden-liquid skipped: set KBASSIST_MACROS_DIR to the folder that holds golden-liquid/{NAME}")
        return 0
    found = score(cases(place))
    total = found.safe + found.refused.total()
    print(f"{found.same} of {found.safe} cases of the safe subset come out the same: {found.same / found.safe:.1%}")
    print(f"{found.refused.total()} of {total} cases are refused, each with its reason:")
    for reason, count in found.refused.most_common():
        print(f"{count:5}  {reason}")
    if arguments.different:
        for case, text in found.different:
            print(f"\n{case.name}\n  {case.template!r}\n  gives {text!r}, not {case.results[0]!r}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
