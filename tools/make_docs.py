"""Write docs/reference/ from what the code says of itself: `make docs`, or `--check` to compare.

The channel table comes from the ChannelSpecs, the commands from Typer's own objects, the options
from the pydantic models. In README.md only what stands between the channel markers is written.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path

from tools.docs_channels import channels_page, short_table
from tools.docs_commands import commands_page
from tools.docs_nodes import nodes_page
from tools.docs_options import options_page

ROOT = Path(__file__).resolve().parents[1]
REFERENCE = ROOT / "docs" / "reference"
README = ROOT / "README.md"
MARKERS = ("<!-- channels -->", "<!-- /channels -->")


def pages() -> Mapping[Path, str]:
    """Every generated file with what it has to hold."""
    made = {
        REFERENCE / "channels.md": channels_page(),
        REFERENCE / "cli.md": commands_page(),
        REFERENCE / "configuration.md": options_page(),
        REFERENCE / "nodes.md": nodes_page(),
    }
    readme = README.read_text(encoding="utf-8")
    return {**made, README: with_table(readme, short_table())} if MARKERS[0] in readme else made


def with_table(readme: str, table: str) -> str:
    """The text with `table` between its markers."""
    start, end = map(re.escape, MARKERS)
    held = f"{MARKERS[0]}\n{table}\n{MARKERS[1]}"
    return re.sub(f"{start}.*?{end}", lambda _: held, readme, count=1, flags=re.DOTALL)


def stale(made: Mapping[Path, str]) -> list[Path]:
    """The files that hold something else, or are not there."""
    return [
        path
        for path, text in made.items()
        if not path.exists() or path.read_text(encoding="utf-8") != text
    ]


def main(arguments: list[str]) -> int:
    made = pages()
    old = stale(made)
    if "--check" not in arguments:
        for path in old:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(made[path], encoding="utf-8")
    for path in old:
        sys.stdout.write(f"{path.relative_to(ROOT)}\n")
    sys.stdout.write(f"{len(made)} generated pages, {len(old)} of them new\n")
    return 1 if old and "--check" in arguments else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
