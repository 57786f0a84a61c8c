"""Running the installed command in tests, in a home and with a sandbox of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

COMMAND = str(Path(sys.executable).parent / "pressrun")


@dataclass(frozen=True, slots=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


def pressrun(home: Path, *arguments: str | Path, stdin: str = "") -> Ran:
    """Run `pressrun ARGUMENTS` with PRESSRUN_HOME set to `home`."""
    done = subprocess.run(
        [COMMAND, *map(str, arguments)],
        capture_output=True,
        text=True,
        input=stdin,
        env={**os.environ, "PRESSRUN_HOME": str(home), "PRESSRUN_NO_KEYRING": "1"},
        timeout=120,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)
