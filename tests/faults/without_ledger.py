"""Publishes like a naive tool: every part in order, nothing written down, from the start each time.

python without_ledger.py ISSUE CHANNEL
"""

from __future__ import annotations

import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from adapters.base import Receipt
from bot import app
from bot.wiring import build_channels
from config import sandbox
from config.settings import Settings


def main(issue: Path, key: str) -> None:
    settings = sandbox.in_sandbox(Settings(), os.environ["PRESSRUN_SANDBOX_URL"])
    pictures: dict[str, bytes] = {}
    channel = build_channels(settings, (key,), secrets=sandbox.SECRETS, blobs=pictures.__getitem__)[
        key
    ]
    rendered = app.render(issue, app.as_found, {key: channel}, datetime.now(UTC))
    pictures.update(rendered.blobs)
    sent: dict[str, Receipt] = {}
    for part in rendered.editions[key].parts:
        receipt = channel.send(part, sent)
        assert isinstance(receipt, Receipt)
        sent[part.key] = receipt


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
