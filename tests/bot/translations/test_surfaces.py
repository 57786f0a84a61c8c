"""A Chinese reader sees Chinese findings: in the control room and on the page."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters import CHANNELS
from adapters.errors import NotAllowed
from adapters.substack.errors import NEW_COOKIE
from adapters.telegram.errors import NEW_TOKEN
from bot import app
from bot.control.intake import Refused, take
from bot.control.reasons import reason
from bot.control.screens import doctor_screen, error_screen, problems_screen, upload_screen
from bot.doctor import Finding
from bot.preview.findings import groups
from bot.preview.places import Places
from bot.release.times import TimeError, moment
from bot.translations import in_language, translated
from bot.wiring import build_channels
from config.settings import Settings
from content.problems import Level, Problem

NOW = datetime(2026, 11, 23, tzinfo=UTC)
HAN = re.compile(r"[\u4e00-\u9fff]")
ISSUE = """\
---
title: 周刊 12：给机器写的信
date: 2027-01-02
tags: [X, 周刊]
---

## 空的一节

## 第二节

这里有 <blink>闪烁</blink> 的字，一个[没有地址的链接](other.md)，还有没写完的（待补）。[^1]

> 引用里的引用：
>
> > ## 小标题
> >
> > - 一项

| 名称 | 数量 |
| --- | --- |
| 甲 | 1 |

![](missing.png)

---

公式 $a+b$ 和 ~~删除~~ 的字，<u>下划线</u>。
"""


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> app.Rendered:
    folder = tmp_path_factory.mktemp("site")
    path = folder / "letter.md"
    path.write_text(ISSUE, encoding="utf-8")
    channels = build_channels(Settings(), tuple(CHANNELS), pictures=folder / "cache")
    return app.render(path, app.as_found, channels, NOW)


def test_a_chinese_page_has_no_english_message(rendered: app.Rendered) -> None:
    found = groups(rendered.problems, rendered.editions, Places(rendered.issue))

    told = [text for g in found for f in g.findings for text in (f.message, f.next or g.next)]
    assert len(found) > 8
    assert [text for text in told if text and not HAN.search(text)] == []
    assert {problem.message for problem in rendered.problems}.isdisjoint(told)
    assert {group.code for group in found} == {problem.code for problem in rendered.problems}


def test_a_problem_keeps_all_but_its_words() -> None:
    problem = Problem(
        Level.ERROR, "title-too-long", "a.md", 2, "The title has 70 characters; wechat takes 64.",
        "Write a shorter one as `pressrun: {wechat: {title: …}}`.", "a.png",
    )  # fmt: skip

    assert in_language(problem, "zh") == Problem(
        Level.ERROR, "title-too-long", "a.md", 2, "标题有 70 个字符，wechat 最多 64 个。",
        "请另写一个短的：`pressrun: {wechat: {title: …}}`。", "a.png",
    )  # fmt: skip
    assert in_language(problem, "en") == problem


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("a.png: is not a file.", "a.png：不是文件。"),
        ("a.png: cannot be read: Permission denied.", "a.png：无法读取：Permission denied。"),
        ("The table is not drawn: it is empty.", "表格没有画成图片：是空的。"),
        (
            "To stay below 20 characters (21), headings and quotations are plainer; an odd one.",
            "为了不超过 20 个字符（现为 21），做了简化：标题和引用的样式更简单；an odd one。",
        ),
        (
            "The intro for x cannot be filled in: this issue has no `url` (`channels.x.intro`).",
            "x 的 intro 无法填写：这一期没有 `url`（`channels.x.intro`）。",
        ),
        ("The last one is 3 days old.", "上一次备份在 3 天前。"),
        ("https://a.example: it fell over", "https://a.example: it fell over"),
        ("", ""),
    ],
)
def test_a_sentence_is_translated_with_what_stands_in_it(english: str, chinese: str) -> None:
    assert translated(english, "zh") == chinese


def test_the_room_lists_problems_in_the_operators_language(rendered: app.Rendered) -> None:
    chinese = problems_screen("zh", rendered.problems).text
    english = problems_screen("en", rendered.problems).text

    assert "不存在" in chinese
    assert "is not there" not in chinese
    assert "is not there" in english


def test_notes_of_an_upload_are_chinese(tmp_path: Path) -> None:
    taken = take(tmp_path, "letter.md", ISSUE.encode())
    notes = ("The site has no such post; this is shown as letter.md.",)

    assert "• 网站上没有这篇文章，这里按 letter.md 显示。" in upload_screen(
        "zh", taken.path.name, notes, (), "ref"
    ).text  # fmt: skip


def test_the_doctor_speaks_chinese() -> None:
    said = doctor_screen("zh", [
        Finding("warning", "time zone", "None is set, so times count as UTC.",
                "Write `timezone` into pressrun.yaml, such as Asia/Shanghai."),
        Finding("error", "releases", "Letter: x is overdue since 2026-11-23 08:00 UTC.",
                "pressrun status shows all of it."),
    ]).text  # fmt: skip

    assert "时区：没有设置，时间按 UTC 计。\n→ 请在 pressrun.yaml 里写" in said
    assert "发布：Letter：X 从" in said
    assert "overdue" not in said


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("soon", "“soon”不是时间"),
        ("mnday 08:00", "是不是 monday"),
        ("2026-02-30 08:00", "日历上没有"),
        ("2026-11-22 08:00", "已经过去"),
        ("+2x", "不是时长"),
        ("25:00", "不是钟点"),
        ("08:00 Asia/Beijing", "是不是 Asia/Shanghai"),
    ],
)
def test_a_time_that_cannot_be_is_refused_in_chinese(text: str, words: str) -> None:
    with pytest.raises(TimeError) as refused:
        moment(text, "Asia/Shanghai", NOW)

    assert words in error_screen("zh", str(refused.value)).text


def test_why_a_channel_is_paused_and_what_mends_it_are_told_in_chinese() -> None:
    ended = NotAllowed("profile: the session has ended", next_step=NEW_COOKIE)

    assert ended.advice == f"profile: the session has ended. {NEW_COOKIE}"
    assert reason("zh", ended.advice) == (
        "profile：登录已失效。请从浏览器复制新的 substack.sid cookie（有效期约 90 天）"
    )
    assert reason("en", ended.advice) == ended.advice.removesuffix(".")


def test_what_is_not_known_keeps_its_words_before_a_step_that_is() -> None:
    refused = NotAllowed("getMe: Unauthorized", next_step=NEW_TOKEN)

    assert reason("zh", refused.advice) == (
        "getMe: Unauthorized. 请到 @BotFather 重新复制机器人的 token"
    )


def test_a_refused_zip_says_in_chinese_what_would_help(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        take(tmp_path, "torn.zip", b"PK\x03\x04 torn")

    said = error_screen("zh", str(refused.value), refused.value.next_step).text
    assert said.startswith("⚠️ 这个 zip 已损坏。请重新打包再发。")
