"""The first quarter of an hour: in an empty home each command leads to the next.

`make newcomer` runs this with a command that was installed from a clean checkout, PRESSRUN_COMMAND.
"""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from tests.adapters.drawn import saved
from tests.bot.cli_stage import COMMAND, Ran

CORPUS = Path(__file__).resolve().parents[4] / "shared/corpus"
PRESSRUN = os.environ.get("PRESSRUN_COMMAND") or COMMAND
TRY = "Try it; this needs no account, and nothing leaves this machine:"
PICTURE = saved(Image.new("RGB", (1200, 630), "teal"), "PNG")
HUGO = {
    "hugo.toml": 'baseURL = "https://h.test/"\ntimeZone = "Europe/Berlin"\n',
    "content/posts/harbour/index.md": (
        '---\ntitle: "Harbour News 7: Cranes"\ndate: 2026-11-23\ndescription: Cranes.\n---\n'
        "Two cranes came on Monday.\n\n## Cranes\n\n![A crane](crane.png)\n\nThey **lift** well.\n"
    ),
    "content/posts/harbour/crane.png": "",
}
PLAIN = {
    "2026-11-23-gardens.md": (
        "# Garden letter 3\n\nApples are in.\n\n![An apple](apple.png)\n\nGood ones.\n"
    ),
    "apple.png": "",
}


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Somebody in a folder of posts, with an empty home and no variables of their own."""

    home: Path
    folder: Path

    def run(self, line: str) -> Ran:
        """A line as it was printed."""
        _, *words = shlex.split(line)
        path = f"{Path(PRESSRUN).parent}:/usr/bin:/bin"
        done = subprocess.run(
            [PRESSRUN, *words], cwd=self.folder, timeout=180, check=False,
            capture_output=True, text=True,
            env={"HOME": str(self.home), "PATH": path, "BROWSER": "true"},
        )  # fmt: skip
        sys.stdout.write(f"$ {line}\n{done.stdout}{done.stderr}exit {done.returncode}\n\n")
        return Ran(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def newcomer(tmp_path: Path) -> Newcomer:
    home, folder = tmp_path / "home", tmp_path / "blog"
    home.mkdir()
    folder.mkdir()
    return Newcomer(home, folder)


def lay_out(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(PICTURE if name.endswith(".png") else text.encode())


def lay_out_corpus(folder: Path) -> None:
    if not CORPUS.exists():
        pytest.skip("the corpus is not here")
    newest = max((CORPUS / "_posts").glob("*.md"))
    subprocess.run([sys.executable, CORPUS / "make_site.py", folder, newest], check=True)


def last(ran: Ran) -> str:
    return ran.out.splitlines()[-1]


def walk(newcomer: Newcomer, kind: str, out: Mapping[str, int]) -> None:
    """Each command is run as the one before has printed it, and ends as the documents say.

    `out` says how many channels there are in each state at the end.
    """
    begun = newcomer.run("pressrun init")
    lint, preview, publish = (line.strip() for line in begun.out.splitlines()[-3:])
    assert begun.code == 0
    assert begun.out.startswith(f"{newcomer.folder}: {kind}\n")
    assert f"\n{TRY}\n" in begun.out

    linted = newcomer.run(lint)
    assert (linted.code, last(linted)) == (0, f"Next: {preview}")

    shown = newcomer.run(preview)
    assert (shown.code, last(shown)) == (0, f"Next: {publish}")
    assert (newcomer.folder / "preview" / "index.html").exists()

    sent = newcomer.run(f"{publish} --yes")
    states = Counter(re.findall(r"(?m)^\w+ +(done\(\w+\)) +http", sent.out))
    assert (sent.code, states) == (0, out)
    assert last(sent) == "That was a rehearsal on stand-ins. Next, for real: pressrun doctor"

    seen = newcomer.run("pressrun doctor")
    assert seen.code == 0
    assert f"ok       configuration  {newcomer.folder}/pressrun.yaml" in seen.out
    assert seen.out.count("It is not set up.") == sum(out.values())
    assert last(seen).endswith("Next: pressrun publish ISSUE --dry-run")


def test_on_a_jekyll_site_with_a_real_issue(newcomer: Newcomer) -> None:
    lay_out_corpus(newcomer.folder)

    walk(newcomer, "a Jekyll site", {"done(published)": 2, "done(draft)": 2})

    rehearsed = newcomer.run("pressrun doctor --sandbox")
    assert (rehearsed.code, rehearsed.out.count("It lets us in")) == (0, 4)


@pytest.mark.faults
def test_on_a_hugo_site(newcomer: Newcomer) -> None:
    lay_out(newcomer.folder, HUGO)

    walk(newcomer, "a Hugo site", {"done(published)": 2, "done(draft)": 2})


def test_in_a_plain_folder_whose_posts_have_no_address(newcomer: Newcomer) -> None:
    lay_out(newcomer.folder, PLAIN)

    walk(newcomer, "a plain folder", {"done(published)": 1, "done(draft)": 2})
