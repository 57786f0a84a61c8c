"""Publishes as the command does, but is stopped between its last look at the clock and the first
byte, once: the moment that no check can close.

python stopped_between.py ISSUE CHANNEL SECONDS
"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys

from adapters.wire import Wire
from bot.cli import app


def main(issue: str, channel: str, seconds: str) -> None:
    begin = Wire.begin
    stopped = []

    def begin_and_stop(self: Wire, connection: socket.socket) -> None:
        begin(self, connection)
        if self._last_check is not None and not stopped:
            stopped.append(True)
            wake = f"sleep {seconds}; kill -CONT {os.getpid()}"
            subprocess.Popen(["sh", "-c", wake])
            os.kill(os.getpid(), signal.SIGSTOP)

    Wire.begin = begin_and_stop  # type: ignore[method-assign]
    app(["publish", issue, "--sandbox", "--yes", "--json", "--channels", channel])


if __name__ == "__main__":
    main(*sys.argv[1:])
