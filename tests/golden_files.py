"""Golden files: what a channel makes of a small sample, kept to be read in review.

`PRESSRUN_GOLDEN=accept` writes what was made; otherwise a difference fails with a diff.
"""

from __future__ import annotations

import difflib
import os
from pathlib import Path

import pytest

GOLDEN = Path(__file__).resolve().parent / "golden"
ACCEPT = os.environ.get("PRESSRUN_GOLDEN") == "accept"


def check_golden(name: str, made: str) -> None:
    """Compare with tests/golden/<name>, `name` being `<channel>/<sample>.<extension>`."""
    path = GOLDEN / name
    if ACCEPT:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(made, encoding="utf-8")
        return
    kept = path.read_text(encoding="utf-8") if path.exists() else ""
    if made != kept:
        pytest.fail(_difference(kept, made, name), pytrace=False)


def _difference(kept: str, made: str, name: str) -> str:
    lines = difflib.unified_diff(
        kept.splitlines(), made.splitlines(), f"golden/{name}", "made", lineterm=""
    )
    return "\n".join([*lines, "", "`make golden` accepts it."])
