"""An issue with one of everything, rendered for the paste kit."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from bot import app
from bot.wiring import build_channels
from config.settings import Settings
from tests.bot.preview.pages import png

CHANNELS = ("wechat", "substack", "telegram", "x")
SAMPLE = """\
---
title: Seven things
date: 2026-11-23
author: Ann
description: In short
cover: cover.png
---

Opening with **bold words** and a [link](https://example.com/a?b=c&d=e).

## First heading

- one item
- another item

1. first step
2. second step

> A quotation.

```python
print("a < b")
```

![A chart](chart.png)

| model | score |
|---|---|
| alpha | 98.5 |

Said with a note.[^1]

![A cat](cat.png)

[^1]: The note itself.
"""


def sample(folder: Path, text: str = SAMPLE) -> app.Rendered:
    """The sample in a folder of its own, on all channels."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, name in enumerate(("cover", "chart", "cat")):
        (folder / f"{name}.png").write_bytes(png(640 + number, 320))
    post = folder / "2026-11-23-seven.md"
    post.write_text(text, encoding="utf-8")
    channels = build_channels(Settings(), CHANNELS)
    return app.render(post, app.as_found, channels, datetime(2026, 11, 23, tzinfo=UTC))
