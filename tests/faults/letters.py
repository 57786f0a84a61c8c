"""Many small issues that differ in every word a reader sees, and what a feed is to show of them.

Each issue is about a mill of its own. Its name, always of the same length, is in every sentence, so
that each post says whose it is, none is refused as a repetition, and all are cut alike.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image

from tests.faults.stage import CHANNELS, CONFIG, QUIET, Stage

NAME = re.compile(r"Mill(?: |-)(\d\d)", re.IGNORECASE)
CHANGING = ("Mill 01", "mill-01", "mill01")
# Both go the whole way: a draft is made, then published.
MODES = "channels: {telegram: {}, substack: {mode: web}, wechat: {mode: publish}, x: {}}\n"
UNSEEN = (*QUIET, "draft")  # parts of a published issue that are no post of its feed

ISSUE = """\
---
title: "Mill 01: Two pictures"
date: 2026-11-16T08:00:00+00:00
tags: [mill01]
---

Mill 01 began with a water wheel. It took two people to run Mill 01.

## The wheel of Mill 01

It was built of oak, and it **turned evenly**. See [the plan of Mill 01](https://example.org/01).

![The wheel](/assets/img/wheel-01.png)

- One person watched the sluice of Mill 01.
- The other filled the hopper.

## The stones of Mill 01

Two stones made one sack. Later Mill 01 needed one, and a child could feed it all day long.

![The stones](/assets/img/stones-01.jpg)

Nobody missed the second stone of Mill 01; the apprentices were sent to carry sacks instead.
"""

Row = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Shown:
    """What readers see of the first issue on one channel, and the part that each post is of."""

    rows: tuple[Row, ...]
    keys: tuple[str, ...]

    def of(self, number: int) -> list[Row]:
        """The same of another issue."""
        return [(kind, renamed(text, number), pictures) for kind, text, pictures in self.rows]

    def part(self, key: str, number: int) -> Row:
        return self.of(number)[self.keys.index(key)]


def lay_out_many(site: Path, count: int) -> list[Path]:
    """A site with so many issues, at most 99."""
    pictures = site / "assets" / "img"
    pictures.mkdir(parents=True)
    (site / "_posts").mkdir()
    (site / "_config.yml").write_text(CONFIG, encoding="utf-8")
    (site / "pressrun.yaml").write_text(MODES, encoding="utf-8")
    return [_lay_out(site, pictures, number) for number in range(1, count + 1)]


def _lay_out(site: Path, pictures: Path, number: int) -> Path:
    shade = 2 * number
    Image.new("RGB", (1000, 600), (90, shade, 30)).save(pictures / f"wheel-{number:02}.png")
    Image.new("RGB", (900, 900), (30, shade, 90)).save(pictures / f"stones-{number:02}.jpg")
    issue = site / "_posts" / f"2026-11-16-mill-{number:02}.md"
    text = renamed(ISSUE, number)
    for word in ("/wheel-", "/stones-", "org/"):
        text = text.replace(f"{word}01", f"{word}{number:02}")
    issue.write_text(text, encoding="utf-8")
    return issue


def renamed(text: str, number: int) -> str:
    """What is said of the first mill, said of another one."""
    for name in CHANGING:
        text = text.replace(name, f"{name[:-2]}{number:02}")
    return text.replace("example.org/01", f"example.org/{number:02}")


def number_of(post: Mapping[str, Any]) -> int:
    """Whose post it is; 0 when it is nobody's."""
    found = NAME.search(f"{post['title']} {post['text']}")
    return int(found[1]) if found else 0


def shown_undisturbed(stage: Stage) -> dict[str, Shown]:
    """What each channel shows of the first issue after an undisturbed run on a stage of its own."""
    code, answer = stage.publish(",".join(CHANNELS))
    assert code == 0, answer
    shown = {}
    for receipt in answer["receipts"]:
        keys = tuple(p["key"] for p in receipt["parts"] if p["kind"] not in UNSEEN)
        posts = stage.feed(receipt["channel"])
        assert [number_of(post) for post in posts] == [1] * len(keys)
        shown[receipt["channel"]] = Shown(tuple(row_of(post) for post in posts), keys)
    return shown


def row_of(post: Mapping[str, Any]) -> Row:
    return post["kind"], post["text"], len(post["pictures"])
