"""`pressrun preview --serve` in a process of its own."""

from __future__ import annotations

import re
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.browser.conftest import PRESSRUN


@contextmanager
def served_preview(post: Path) -> Iterator[str]:
    """The address of the served page; afterwards Ctrl-C ends it."""
    command = [str(PRESSRUN), "preview", str(post), "--serve", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as served:
        try:
            assert served.stdout
            said = served.stdout.readline()
            found = re.match(r"(http://127\.0\.0\.1:\d+/) shows ", said)
            assert found, said
            yield found[1]
        finally:
            served.send_signal(signal.SIGINT)
            code = served.wait(10)
        assert code == 0
