"""The issue that is measured: the one with most pictures of the shared corpus, else our sample."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from bot.demo import lay_out

CORPUS = Path(__file__).resolve().parents[1] / "../shared/corpus"


def lay_out_issue(folder: Path, corpus: Path = CORPUS) -> Path:
    """Lays its site out in `folder`."""
    script = corpus / "make_site.py"
    if not script.is_file():
        return lay_out(folder)[0]
    command = [sys.executable, str(script), str(folder)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own script
    posts = (folder / "_posts").glob("*.md")
    return max(posts, key=lambda post: post.read_text(encoding="utf-8").count("include figure"))
