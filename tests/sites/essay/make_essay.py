"""The essay: fifty-two weeks of a migration, from `words.toml`, the same text every time."""

from __future__ import annotations

import random
import shutil
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
POST = "source/_posts/slow-migration.md"
FRONT = """---
title: 慢迁移 4：五十二周，八章，一张没有主人的表
date: 2026-06-15 08:00:00
updated: 2026-06-20
tags: [数据库, 迁移, long read]
categories: 工程
excerpt: 五十二周搬完一个数据库：盘点、双写、校验、切读、停摆、切写、清理，最后回头看。
mathjax: true
---
"""
PREFACE = "这篇文章写了一年，读完大约要一个小时。它没有新方法，只有旧方法的 **全部代价**。"
PARAGRAPHS = (  # the groups of which a week's last paragraphs are made
    "turns middles openings endings",
    "middles turns middles endings",
    "openings turns middles turns endings",
)
WEEKS = 52


class _Writer:
    """Deals each entry of a group once before any comes again."""

    def __init__(self) -> None:
        self.words: dict[str, Any] = tomllib.loads((HERE / "words.toml").read_text("utf-8"))
        self.chance = random.Random(52)  # noqa: S311 - the same essay every time
        self.left: dict[str, list[str]] = {}
        self.lines: list[str] = []
        self.notes: list[str] = []

    def put(self, *lines: str) -> None:
        self.lines += [*lines, ""]

    def deal(self, group: str) -> str:
        left = self.left.setdefault(group, [])
        if not left:
            pool: Sequence[str] = self.words[group]
            left += self.chance.sample(pool, len(pool))
        return left.pop()

    def numbers(self) -> dict[str, int]:
        return {"a": self.chance.randint(3, 97), "b": self.chance.randint(101, 983)}

    def said(self, group: str) -> str:
        s, p, d = map(self.deal, ("services", "people", "days"))
        return self.deal(group).format(s=s, p=p, d=d, **self.numbers())

    def paragraph(self, groups: str) -> str:
        text = ""
        for group in groups.split():
            said = self.said(group)
            apart = text and (text[-1].isascii() or said[0].isascii())
            text += f" {said}" if apart else said
        return text

    def formula(self, group: str) -> str:
        a, b = self.chance.randint(2, 9), self.chance.randint(1, 9)
        return self.deal(group).replace("A", str(a)).replace("B", f"0.{b}")


def essay() -> str:
    """The whole file, front matter and all."""
    writer = _Writer()
    week = 0
    for number, chapter in enumerate(writer.words["chapters"]):
        writer.put(f"# {chapter['title']}", "", f"> {chapter['motto']}")
        if number == 0:
            writer.put(PREFACE, "", "<!-- more -->")
        for _ in range(WEEKS // 8 + (number < WEEKS % 8)):
            week += 1
            _week(writer, week)
    writer.put(*writer.notes)
    return FRONT + "\n" + "\n".join(writer.lines).rstrip() + "\n"


def _week(writer: _Writer, week: int) -> None:
    topics = writer.words["topics"]
    topic = topics[week * 5 % len(topics)]
    writer.put(f"## 第 {week} 周：{topic}")
    note = _note(writer, week) if week % 4 == 0 else ""
    writer.put(writer.paragraph("openings middles turns") + note)
    if week % 2 == 0:
        _code(writer, week, topic)
    writer.put(writer.paragraph("middles middles turns middles"))
    if week % 5 in _EXTRAS:
        _EXTRAS[week % 5](writer, week)
    if week % 13 == 6:
        writer.put(f"{{% asset_img week-{week}.png 第 {week} 周的差异曲线 %}}")
    for groups in PARAGRAPHS:
        writer.put(writer.paragraph(groups))
    if week % 6 == 0:
        writer.put(f"_观点：{writer.deal('turns').replace('*', '').replace('~~', '')}_")


def _note(writer: _Writer, week: int) -> str:
    text = writer.deal("notes").format(w=week, t=f"legacy_{week}", **writer.numbers())
    writer.notes.append(f"[^w{week}]: {text}")
    return f"[^w{week}]"


def _code(writer: _Writer, week: int, topic: str) -> None:
    codes = writer.words["codes"]
    code = codes[week // 2 % len(codes)]
    text = code["text"].format(w=week, t=topic, **writer.numbers())
    if week % 8 == 2:
        writer.put(f"{{% codeblock lang:{code['language']} %}}", text, "{% endcodeblock %}")
    else:
        writer.put(f"```{code['language']}", text, "```")


def _table(writer: _Writer, week: int) -> None:
    rows = ["| 服务 | 行数（万） | 差异 | Status |", "|:---|---:|---:|:---:|"]
    for _ in range(3 + week % 3):
        total, left = writer.chance.randint(3, 970), writer.chance.randint(0, 41)
        mark = "**done**" if left == 0 else f"`{left}` left" if left > 20 else "*in progress*"
        rows.append(f"| {writer.deal('services')} | {total} | {left} | {mark} |")
    writer.put(f"第 {week} 周末的数字：", "", *rows)


def _formulas(writer: _Writer, _week: int) -> None:
    writer.put(f"用一行字写下来就是 {writer.formula('formulas')}，不过{writer.said('middles')}")
    writer.put("$$", writer.formula("displayed"), "$$")


def _list(writer: _Writer, _week: int) -> None:
    writer.put(
        f"1. {writer.said('items')}",
        f"2. {writer.said('items')}",
        f"   - {writer.said('items')}",
        f"     - {writer.said('items')}",
        f"3. {writer.said('items')}；这一步用 {writer.formula('formulas')} 估算",
    )


_EXTRAS = {1: _table, 3: _formulas, 4: _list}  # by the week's number, of five


def write(folder: Path) -> Path:
    """The site with its post below `folder`; gives the post's path."""
    post = folder / POST
    post.parent.mkdir(parents=True)
    shutil.copyfile(HERE / "_config.yml", folder / "_config.yml")
    post.write_text(essay(), encoding="utf-8")
    return post
