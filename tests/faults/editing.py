"""`update` and `retract` as one command for a stage to kill: WORD ISSUE CHANNEL."""

from __future__ import annotations

import sys
from pathlib import Path

from bot.cli.updating import Request, run_retract, run_update

COMMANDS = {"update": run_update, "retract": run_retract}

if __name__ == "__main__":
    word, issue, channel = sys.argv[1:]
    sys.exit(COMMANDS[word](Request(Path(issue), (channel,), yes=True, sandbox=True, as_json=True)))
