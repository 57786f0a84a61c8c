"""Nothing in the code knows one author's newsletter: its names stand in tables alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
TABLES = ROOT / "content" / "tables.py"  # the one configuration table with such words
WORDS = (
    "leotalk", "ifuryst", "ai周知", "dora", "cloudera", "nvidia", "anthropic", "openai", "vllm",
    "voxcpm", "qwen", "千问", "deepseek", "opinion:", "opinion：",
)  # fmt: skip
FILES = sorted(p for d in ("content", "adapters") for p in (ROOT / d).rglob("*.py") if p != TABLES)


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(ROOT)))
def test_a_file_names_nobodys_newsletter(path: Path) -> None:
    text = path.read_text(encoding="utf-8").lower()

    found = [w for w in WORDS if re.search(rf"(?<![a-z_]){re.escape(w)}", text)]

    assert found == []
