"""Threads of small issues, one trait each: `make golden` accepts what a reviewer has read."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.base import Edition
from content.measure import x_weight
from tests.adapters.x.issues import issue_at, rendered, sources, texts
from tests.golden_files import check_golden

SAMPLES = sorted((Path(__file__).parent / "samples").glob("*.md"))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.stem)
def test_golden_threads(sample: Path, tmp_path: Path) -> None:
    issue = issue_at(tmp_path, sample.read_text(encoding="utf-8"))

    check_golden(f"x/{sample.stem}.txt", shown(rendered(issue, max_cost_usd=9)))


def shown(edition: Edition) -> str:
    """The posts as they are sent, each under its weight and pictures; then cost and problems."""
    posts = [
        f"--- weight {x_weight(text)}{''.join(f', {name}' for name in names)}\n{text}\n"
        for text, names in zip(texts(edition), sources(edition), strict=True)
    ]
    problems = [f"{p.level} {p.code} line {p.line}: {p.message}\n" for p in edition.problems]
    return "".join([*posts, f"=== ${edition.cost_usd:.3f}\n", *problems])
