"""`python -m sandbox`: the stand-ins in a process of their own, until interrupted."""

from __future__ import annotations

import argparse
import json
import signal
import sys
import threading
from dataclasses import asdict
from pathlib import Path

from sandbox.calls import Call
from sandbox.server import serve


def main() -> None:
    options = _arguments()
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    on_call = _print_call if options.calls else lambda _call: None
    with serve(options.port, options.state, pace=options.pace, on_call=on_call) as running:
        _print(running.url)
        stop.wait()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0 picks a free one")
    parser.add_argument("--state", type=Path, help="folder that keeps what was stored")
    parser.add_argument("--pace", type=float, default=1.0, help="divides the services' delays")
    parser.add_argument("--calls", action="store_true", help="print each call as a line of JSON")
    return parser.parse_args()


def _print_call(call: Call) -> None:
    _print(json.dumps(asdict(call), ensure_ascii=False))


def _print(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
