"""The sample sites, laid out with pictures that are made on the spot."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from tests.sites.essay.make_essay import write
from tests.witness.dialects import as_markdown
from tests.witness.raw_text import wanted
from tests.witness.sites import picture_bytes
from tests.witness.wanted import Wanted

HERE = Path(__file__).resolve().parent
POSTS = {
    "hugo-english": (
        "content/posts/2026-02-19-the-cache-that-remembered/index.md",
        "content/posts/2026-03-05-an-index-for-every-question/index.md",
        "content/posts/2026-03-19-twelve-charts-about-latency/index.md",
    ),
    "obsidian-mixed": (
        "周报/2026-04-06 工具箱周记 7.md",
        "notes/读书卡片.md",
        "周报/三十张照片.md",
    ),
    "essay": ("source/_posts/slow-migration.md",),
}
PAGES = {
    "posts/2026-03-05-an-index-for-every-question/index.md": (
        "https://letters.example/letters/2026/an-index-for-every-question/"
    )
}
DIALECTS = {"hugo-english": "hugo", "obsidian-mixed": "obsidian", "essay": "hexo"}


def lay_out(name: str, folder: Path) -> list[Path]:
    """The site below `folder`, each post with its pictures; gives the posts' paths."""
    if name == "essay":
        write(folder)
    else:
        shutil.copytree(HERE / name, folder, dirs_exist_ok=True)
    posts = [folder / post for post in POSTS[name]]
    for post in posts:
        _draw(wanted_of(name, post).figures, post, folder)
    return posts


def wanted_of(name: str, post: Path) -> Wanted:
    """What a reader of the post must find, by the witness."""
    return wanted(as_markdown(post.read_text(encoding="utf-8"), DIALECTS[name], PAGES))


def _draw(sources: Sequence[str], post: Path, root: Path) -> None:
    for source in sources:
        path = _shelf(post, root) / PurePosixPath(source).name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(picture_bytes(path.name))


def _shelf(post: Path, root: Path) -> Path:
    """Where each kind of site keeps a post's pictures."""
    if (root / ".obsidian").is_dir():
        return root / "attachments"
    return post.parent if post.stem == "index" else post.with_suffix("")
