"""Every screen holds with the longest title, in both languages, and does what its buttons say."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.base import Edition, Part
from adapters.changes import by_hand
from bot import following
from bot.control.buttons import LIMIT
from bot.control.escape import BUTTON, MOST, columns, parsed, units
from bot.control.screen import Screen
from bot.control.screens import (
    Row,
    cancel_screen,
    command_menu,
    conflict,
    conflict_over,
    doctor_screen,
    done_by,
    edited,
    error_screen,
    expiring_reminder,
    failed_reminder,
    help_screen,
    issue_screen,
    issues_screen,
    not_allowed,
    overdue_reminder,
    paused_reminder,
    plan_screen,
    problems_screen,
    question_screen,
    release_screen,
    reminder_screen,
    retract_screen,
    send_now,
    settled_screen,
    stale,
    status_screen,
    summary_screen,
    times_screen,
    upload_screen,
    young_screen,
)
from bot.doctor.finding import Finding
from bot.release.actions import ANSWERS
from bot.release.secret_ages import Ending
from bot.release.states import DeliveryState
from bot.retracting import Removal
from content.problems import Level
from tests.bot.control.speaking import (
    LONG,
    RELEASE,
    REV,
    TITLE,
    URLS,
    ZONE,
    actions,
    at,
    board,
    delivery,
    post,
    problem,
    proposal,
    question,
    rendered,
    shown,
)

D = DeliveryState
MANY = [problem(line=n, code=f"code-{n}") for n in range(1, 60)]
HOSTILE = LONG * 30
SHORT_TOAST = 200  # characters: core.telegram.org/bots/api#answercallbackquery


def rows(*states: DeliveryState) -> list[Row]:
    return [
        Row(delivery(key, state=state, title=LONG, reason=HOSTILE, url=URLS[key]), 3, 11)
        for key, state in zip(URLS, states, strict=False)
    ]


def removal(**changes: object) -> Removal:
    edits = Edition("telegram", (), tuple(by_hand("telegram", HOSTILE, LONG) for _ in range(40)))
    whole = Removal(delivery(title=LONG, url=URLS["telegram"]), "by-hand", edits)
    return replace(whole, **changes)  # type: ignore[arg-type]


SCREENS: dict[str, Callable[[str], Screen]] = {
    "help": help_screen,
    "issues": lambda lang: issues_screen(lang, [post(title=LONG) for _ in range(60)], ZONE),
    "issue": lambda lang: issue_screen(lang, post(title=LONG, fault=HOSTILE), MANY),
    "upload": lambda lang: upload_screen(lang, f"{LONG}.md", [HOSTILE], MANY, "0a1b2c3d"),
    "summary": lambda lang: summary_screen(lang, rendered(*MANY, title=LONG)),
    "problems": lambda lang: problems_screen(lang, MANY),
    "plan": lambda lang: plan_screen(
        lang, proposal(title=LONG, young=HOSTILE, refused={"x": HOSTILE}), RELEASE, REV, LONG
    ),
    "times": lambda lang: times_screen(lang, RELEASE, REV),
    "release": lambda lang: release_screen(
        lang, rows(D.FAILED, D.ASKED, D.SENDING, D.PAUSED, D.HELD), REV, ZONE, done=False
    ),
    "ended": lambda lang: release_screen(lang, rows(D.STOPPED, D.CANCELLED), REV, ZONE, done=True),
    "cancel": lambda lang: cancel_screen(lang, RELEASE, REV),
    "draft": lambda lang: question_screen(
        lang, question("draft", "wechat", why=f"x. Only there: {LONG}, {LONG}"), URLS["x"]
    ),
    "overdue": lambda lang: overdue_reminder(
        lang, [delivery(key, title=LONG) for key in URLS], ZONE, executed=False
    ),
    "paused": lambda lang: paused_reminder(lang, delivery(title=LONG, reason=HOSTILE), REV),
    "expiring": lambda lang: expiring_reminder(lang, ending("x"), ZONE),
    "failed": lambda lang: failed_reminder(
        lang, delivery(title=LONG, state=D.FAILED, reason=f"post/4: {LONG}")
    ),
    "alarm": lambda lang: reminder_screen(lang, f"{LONG}: {HOSTILE}", ZONE),
    "settled": settled_screen,
    "status": lambda lang: status_screen(
        lang,
        board(
            deliveries=tuple(delivery(title=LONG, release_id=f"{n:012}") for n in range(40)),
            questions=tuple(question("call", part="message/2") for _ in range(40)),
            alarms=(HOSTILE,) * 40,
        ),
        ZONE,
    ),
    "retract": lambda lang: retract_screen(lang, [removal(), removal()], RELEASE, REV),
    "doctor": lambda lang: doctor_screen(lang, [Finding("error", LONG, HOSTILE, HOSTILE)] * 40),
    "stale": stale,
    "edited": edited,
    "done by": lambda lang: done_by(lang, LONG),
    "not allowed": lambda lang: not_allowed(lang, 123456789),
    "error": lambda lang: error_screen(lang, HOSTILE),
    "young": lambda lang: young_screen(lang, HOSTILE, "p:first:0a1b2c3d:"),
    "conflict": conflict,
    "conflict-over": conflict_over,
    **{
        f"asks {kind}": lambda lang, kind=kind: question_screen(  # type: ignore[misc]
            lang,
            replace(question(kind, "wechat", "post/4", HOSTILE), delivery=delivery(title=LONG)),
            URLS["wechat"],
        )
        for kind in ANSWERS
    },
}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", SCREENS)
def test_the_longest_texts_break_neither_a_message_nor_a_button(name: str, lang: str) -> None:
    screen = SCREENS[name](lang)
    buttons = [button for row in screen.rows for button in row]

    assert 0 < units(screen.text) <= MOST
    assert [b.text for b in buttons if not 0 < len(b.text) <= BUTTON] == []
    assert [b.data for b in buttons if len(b.data.encode()) > LIMIT] == []
    assert [b for b in buttons if bool(b.data) == bool(b.url)] == []


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", SCREENS)
def test_what_others_wrote_is_text_and_never_markup(name: str, lang: str) -> None:
    text = SCREENS[name](lang).text
    tags = re.findall(r"</?(\w+)", text)
    entities = re.findall(r"&(?!amp;|lt;|gt;|#34;|#39;)", text)

    assert set(tags) <= {"b", "a", "code", "pre", "blockquote"}
    assert entities == []
    assert "&amp;lt;" not in text and "&amp;amp;" not in text


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", SCREENS)
def test_every_tag_that_is_opened_is_closed(name: str, lang: str) -> None:
    tags = re.findall(r"<(/?)(\w+)", SCREENS[name](lang).text)

    opened: list[str] = []
    for closing, tag in tags:
        if closing:
            assert opened.pop() == tag
        else:
            opened.append(tag)

    assert opened == []


def test_a_name_is_written_as_it_is_and_read_as_it_is() -> None:
    screen = done_by("en", "Lin <b> & Co")

    assert screen.text == "Lin &lt;b&gt; &amp; Co has done this already."
    assert parsed(screen.text) == "Lin <b> & Co has done this already."


def test_a_stranger_reads_the_same_plain_and_as_html() -> None:
    said = [not_allowed(lang, 42).text for lang in ("en", "zh")]

    assert said == [parsed(text) for text in said]
    assert all("42" in text and len(text) <= SHORT_TOAST for text in said)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_menu_names_every_command_within_telegrams_limits(lang: str) -> None:
    menu = command_menu(lang)

    assert [name for name, _ in menu] == [
        "start", "help", "issues", "preview", "plan", "publish", "approve", "hold", "resume",
        "cancel", "reschedule", "status", "retry", "decide", "retract", "doctor",
    ]  # fmt: skip
    assert all(1 <= len(said) <= 256 for _, said in menu)


def test_help_has_one_line_for_each_command_that_there_is() -> None:
    lines = parsed(help_screen("en", ("issues", "status")).text).splitlines()

    assert lines == [
        "What you can do here",
        "/issues – Your posts, newest first",
        "/status – What is out, what waits, what asks",
        "",
        "You can also send a .md file, or a zip with its pictures, to have it checked.",
    ]


# --- posts and problems -----------------------------------------------------------------------


def test_posts_are_listed_with_their_state_and_a_button_each() -> None:
    found = [post("0a1b2c3d"), post("4e5f6a7b", state="asks"), post("8c9d0e1f", state="on its way")]

    assert shown(issues_screen("zh", found, ZONE)) == (
        "你的文章\n"
        "Qigang Notes 41: A Library Without Shelves\n2025年10月6日周一 · 未发布\n"
        "⚠️ Qigang Notes 41: A Library Without Shelves\n2025年10月6日周一 · 待你回答\n"
        "📤 Qigang Notes 41: A Library Without Shelves\n2025年10月6日周一 · 发布中\n"
        "[Qigang Notes 41: A Library Wi…]\n"
        "[⚠️ Qigang Notes 41: A Library…]\n"
        "[📤 Qigang Notes 41: A Library…]"
    )


def test_a_button_of_a_post_names_it() -> None:
    screen = issues_screen("en", [post("0a1b2c3d")], ZONE)

    assert screen.rows[0][0].data == "p:issue:0a1b2c3d:"


def test_an_issue_shows_its_problems_and_what_can_be_done_with_it() -> None:
    found = [problem(Level.WARNING, 3, "cut-slug"), problem(line=12), problem(line=40)]

    assert shown(issue_screen("en", post(), found)) == (
        "Qigang Notes 41: A Library Without Shelves\n"
        "Mon 6 Oct 2025 · not released yet\n"
        "Problems: 2 errors, 1 warning\n"
        "❌ 41.md:12, 40 (2): The picture `a<b>&.png` is not there. Add the file, or mend the path."
        "\n"
        "⚠️ 41.md:3: The picture `a<b>&.png` is not there. Add the file, or mend the path.\n"
        "It cannot be published before the errors are mended.\n"
        "[Preview] [Publish]"
    )


# --- status, taking back, the doctor ----------------------------------------------------------


def test_status_is_short_and_says_what_waits_and_who_executes() -> None:
    found = board(
        deliveries=(
            delivery(wake_at=board().at),
            delivery("x", state=D.ASKED, reason="post/4: the answer was lost"),
        ),
        questions=(question("call", "x", "post/4"),),
        alarms=("Weekly: x was due 2025-10-06 01:00 UTC and is not approved: pressrun approve 1",),
    )

    assert shown(status_screen("en", found, ZONE)) == (
        "Status\n"
        "Qigang Notes 41: A Library Without Shelves\n"
        "⏳ Telegram Mon 6 Oct 08:00 · ⚠️ X\n"
        "Waits for your answer (/decide):\n"
        "⚠️ Qigang Notes 41: A Library Without Shelves: X, post 4 of the thread\n"
        "⚠️ Weekly: X was planned for Mon 6 Oct 09:00 and is not approved.\n"
        "Next: Mon 6 Oct 08:01\n"
        "serve on desk, last heard of 60 s ago\n"
        "[Qigang Notes 41: A Library Wi…]"
    )


def test_status_says_that_nobody_executes() -> None:
    said = shown(status_screen("zh", board(deliveries=(), workers=()), ZONE))

    assert said.splitlines()[-1] == "⚠️ 现在没有程序在执行。请在电脑上启动 pressrun serve。"


def deletions(number: int) -> Edition:
    parts = [Part(f"delete/message/{n}", "delete", {}, repeatable=True) for n in range(number)]
    return Edition("telegram", tuple(parts))


def test_taking_back_says_what_is_removed_and_what_only_a_person_can_remove() -> None:
    hand = by_hand("wechat", "WeChat lets only the backstage delete it.", "Delete it there.")
    found = [
        Removal(delivery(url=URLS["telegram"]), "remove", deletions(2)),
        Removal(delivery("wechat", url=URLS["wechat"]), "by-hand", Edition("wechat", (), (hand,))),
        Removal(delivery("x"), "cancel", Edition("x", ())),
    ]

    assert shown(retract_screen("en", found, RELEASE, REV)) == (
        "Qigang Notes 41: A Library Without Shelves\n"
        "Take it back?\n"
        "🗑 Telegram: will be removed (2 deletions)\n"
        "https://t.me/qigang/118\n"
        "⚠️ WeChat: only you can remove it\n"
        "https://mp.weixin.qq.com/s/AbCdEfGhIjKl\n"
        "⏸ X: will be called off, nothing of it is out\n"
        "What stays, and what only you can do:\n"
        "• WeChat lets only the backstage delete it. Delete it there.\n"
        "[Remove] [Leave it]"
    )


def test_what_nobody_can_remove_from_here_offers_no_removal() -> None:
    screen = retract_screen("en", [removal()], RELEASE, REV)

    assert actions(screen) == ["status"]


def test_the_doctor_names_the_worst_first_with_its_next_step() -> None:
    found: Sequence[Finding] = (
        Finding("ok", "telegram", "The bot may post."),
        Finding("error", "substack", "The session has ended.", "Copy a fresh cookie."),
        Finding("warning", "clock", "It is 4 s off."),
    )

    assert shown(doctor_screen("en", found)) == (
        "Check-up\nSomething has to be mended.\n"
        "❌ substack: The session has ended.\n→ Copy a fresh cookie.\n"
        "⚠️ clock: It is 4 s off.\n"
        "✅ telegram: The bot may post."
    )


# --- reminders --------------------------------------------------------------------------------


def test_a_draft_reminder_says_what_only_the_backstage_can_set() -> None:
    why = following._reminder(delivery("wechat", url=URLS["wechat"]), [])
    screen = question_screen("zh", question("draft", "wechat", why=why), URLS["wechat"])

    assert shown(screen) == (
        "Qigang Notes 41: A Library Without Shelves\n"
        "⚠️ 微信公众号：草稿等你点发布。\n"
        "打开草稿，在那里发布，然后按下面的按钮。\n"
        "只有在那里才能设置：原创、赞赏、合集、群发。\n"
        "[打开微信公众号]\n[已经发布]\n[已删除]"
    )
    assert actions(screen) == [URLS["wechat"], "d.published", "d.deleted"]


def test_an_alarm_of_the_board_is_told_in_the_authors_time() -> None:
    alarm = (
        "Weekly: telegram is overdue since 2025-10-06 00:00 UTC; nothing executes: "
        "`pressrun serve`, or `pressrun release --next`"
    )

    assert parsed(reminder_screen("en", alarm, ZONE).text) == (
        "Alarm\n⚠️ Weekly: Telegram is overdue since Mon 6 Oct 08:00. "
        "Nothing executes now. Start pressrun serve on your computer."
    )


def test_without_a_zone_an_alarm_keeps_its_own() -> None:
    alarm = "Weekly: x was due 2025-10-06 01:00 UTC and is not approved: pressrun approve 1"

    assert "planned for Mon 6 Oct 01:00 UTC and" in parsed(reminder_screen("en", alarm).text)


def test_a_reason_of_a_channel_is_told_in_its_words() -> None:
    said = parsed(reminder_screen("zh", "x: post/4: the answer was lost", ZONE).text)

    assert said == "警报\n⚠️ X：推文串的第 4 条：没有收到答复"


def test_a_channel_that_failed_is_told_with_its_issue() -> None:
    failed = delivery("x", state=D.FAILED, reason="post/4: tweets answered 400: nonsense")

    assert {lang: shown(failed_reminder(lang, failed)) for lang in ("en", "zh")} == {
        "en": f"{TITLE}\n❌ X: Post 4 of the thread: tweets answered 400: nonsense.",
        "zh": f"{TITLE}\n❌ X：推文串的第 4 条：tweets 返回 400：nonsense。",
    }


def test_a_paused_channel_can_be_tried_again() -> None:
    paused = delivery("substack", state=D.PAUSED, reason="the session has ended")

    screen = paused_reminder("en", paused, REV)

    assert shown(screen) == (
        "Qigang Notes 41: A Library Without Shelves\n⚠️ Substack is paused.\n"
        "The session has ended.\nMend this, then press Retry.\n[Retry]"
    )
    assert screen.rows[0][0].data == f"p:retry:{RELEASE}:{REV}"


def test_an_overdue_release_names_its_channels_and_since_when_with_its_buttons() -> None:
    late = [delivery("x", wake_at=at(65)), delivery("telegram", wake_at=at(70))]
    buttons = ((send_now("en", RELEASE, REV),),)

    screen = overdue_reminder("en", late, ZONE, buttons, executed=False)

    assert shown(screen) == (
        "Qigang Notes 41: A Library Without Shelves\n⚠️ Overdue: X, Telegram.\n"
        "Due since Mon 6 Oct 09:05.\n"
        "Nothing executes now. Start pressrun serve on your computer.\n[Send now]"
    )
    assert actions(screen) == ["at.now"]


def test_an_overdue_channel_says_when_it_should_have_gone_out() -> None:
    said = parsed(overdue_reminder("zh", [delivery("x", wake_at=at(65))], ZONE, executed=True).text)

    assert said.splitlines()[1:] == ["⚠️ X 已逾期。", "原定 10月6日周一 09:05 发出。"]


def test_a_cookie_that_ends_is_told_with_its_day_and_the_next_step() -> None:
    assert shown(expiring_reminder("en", ending("substack"), ZONE)) == (
        "⏳ Substack: the cookie is good until about Sun 4 Jan 2026.\n"
        "It was first seen on Mon 6 Oct 2025.\n"
        "Take a fresh cookie, put it where the old one is, and start pressrun serve again."
    )
    assert shown(expiring_reminder("zh", ending("substack"), ZONE)) == (
        "⏳ Substack：cookie 大约到 2026年1月4日周日为止有效。\n它最早见于 2025年10月6日周一。\n"
        "请取一个新的 cookie，替换原来的，然后重新启动 pressrun serve。"
    )


def ending(channel: str) -> Ending:
    return Ending(channel, "cookie", "0" * 16, at(0), at(0) + timedelta(days=90))


# --- tables -----------------------------------------------------------------------------------


def test_a_chinese_character_takes_two_columns_and_a_joiner_none() -> None:
    assert [columns(text) for text in ("微信", "X", "e\u0301", "a\u200db")] == [4, 1, 1, 2]
