"""Numbers of a benchmark as a Markdown table."""

from __future__ import annotations

from collections.abc import Sequence


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value below which this share (0 to 1) of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def spread(values: Sequence[float]) -> str:
    """Return median and 95th percentile as `p50 / p95`."""
    return f"{percentile(values, 0.5):.2f} / {percentile(values, 0.95):.2f}"


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> str:
    """Return how many times theirs is ours, for median and 95th percentile."""
    return " / ".join(
        f"{percentile(theirs, share) / max(percentile(ours, share), 1e-9):.2f}" for share in (0.5, 0.95)
    )


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
