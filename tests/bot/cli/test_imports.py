"""Commands load what they use and no more: reading an issue needs neither store nor engine."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.stage import lay_out

STORE = ("sqlalchemy", "alembic", "bot.store", "bot.engine", "bot.release.ledger")
NETWORK = ("requests", "urllib3", "starlette", "uvicorn", "telegram", "sandbox")
HEAVY = ("pydantic", "PIL", "jinja2", "lxml", "rich")

SCRIPT = """\
import sys
sys.argv = ["pressrun", *{arguments!r}]
from bot.cli import main
try:
    main()
except SystemExit:
    pass
found = [name for name in {modules!r} if name in sys.modules]
sys.stderr.write("LOADED " + " ".join(found))
"""


@pytest.fixture
def issue(tmp_path: Path) -> Path:
    return lay_out(tmp_path / "site")


@pytest.mark.parametrize(
    ("arguments", "modules"),
    [
        (["--help"], (*STORE, *NETWORK, *HEAVY, "markdown_it", "yaml")),
        (["lint", "ISSUE"], (*STORE, *NETWORK, "PIL", "jinja2")),
        (["render", "ISSUE", "--channel", "x", "--json"], (*STORE, *NETWORK, "jinja2")),
        (["render", "ISSUE", "--channel", "wechat", "--json"], (*STORE, *NETWORK, "jinja2")),
        (["status", "--sandbox"], (*NETWORK, "markdown_it", "PIL", "jinja2")),
    ],
)
def test_a_command_loads_only_what_it_uses(
    tmp_path: Path, issue: Path, arguments: list[str], modules: tuple[str, ...]
) -> None:
    real = [str(issue) if word == "ISSUE" else word for word in arguments]

    done = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(arguments=real, modules=modules)],
        capture_output=True, text=True, check=False, timeout=60,
        env={"PRESSRUN_HOME": str(tmp_path / "home"), "PATH": ""},
    )  # fmt: skip

    assert done.stderr.splitlines()[-1].split()[1:] == []
