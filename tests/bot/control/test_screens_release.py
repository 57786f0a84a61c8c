"""The plan, the release as it goes out, and its questions, as an author reads them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.control.escape import columns, parsed
from bot.control.plan_screen import changed_screen, refused_words
from bot.control.reasons import reason
from bot.control.screen import Screen
from bot.control.screens import (
    Row,
    ask_url,
    cancel_screen,
    plan_screen,
    question_screen,
    release_screen,
    times_screen,
)
from bot.release.actions import ANSWERS
from bot.release.plan import Due
from bot.release.release import Standing
from bot.release.states import FINISHED, DeliveryState
from content.problems import Level
from tests.bot.control.speaking import (
    RELEASE,
    REV,
    SLOT,
    URLS,
    ZONE,
    actions,
    delivery,
    problem,
    proposal,
    question,
    shown,
)

D = DeliveryState
MACHINE = "desk.local"


def row(channel: str, state: DeliveryState, done: int = 0, total: int = 0, **more: Any) -> Row:
    return Row(delivery(channel, state=state, **more), done, total)


def release(*rows: Row, lang: str = "en", done: bool = False) -> Screen:
    return release_screen(lang, rows, REV, ZONE, done=done)


# --- the plan ---------------------------------------------------------------------------------


def test_a_plan_says_what_goes_where_when_and_how() -> None:
    screen = plan_screen("en", proposal(problem(Level.WARNING)), RELEASE, REV, MACHINE)

    assert shown(screen) == (
        "Qigang Notes 41: A Library Without Shelves\n"
        "Mon 6 Oct 2025, times in Asia/Shanghai\n"
        "Telegram  08:00  web\n"
        "Substack  08:30  web+email\n"
        "WeChat    08:30  draft\n"
        "X         09:00  web\n"
        "Telegram: 2 messages, 1 notification, about 6 s\n"
        "X: 2 posts, 1 with a link, about 45 s\n"
        "Cost: about $0.32\n"
        "Draft means: it waits there for your own click (WeChat).\n"
        "Substack also mails it to all subscribers.\n"
        "All of it waits until your page is live:\n"
        "https://qigang.example/blog/2025/a-library-without-shelves/\n"
        "Sent from desk.local, which has to be awake then.\n"
        "Problems: 1 warning\n"
        "[Approve]\n"
        "[Change times] [Cancel]"
    )


@pytest.mark.parametrize(
    ("lang", "number", "said"),
    [
        ("en", 12_345, "Substack also mails it to 12,345 subscribers."),
        ("en", 1, "Substack also mails it to 1 subscriber."),
        ("zh", 12_345, "Substack 会同时发邮件给 12,345 位订阅者。"),
    ],
)
def test_a_plan_says_how_many_it_mails(lang: str, number: int, said: str) -> None:
    screen = plan_screen(lang, proposal(subscribers={"substack": number}), RELEASE, REV, MACHINE)

    assert said in shown(screen).splitlines()


def test_a_chinese_table_keeps_its_columns() -> None:
    lines = shown(plan_screen("zh", proposal(), RELEASE, REV, MACHINE)).splitlines()[2:6]

    assert lines == [
        "Telegram    08:00  网页",
        "Substack    08:30  网页+邮件",
        "微信公众号  08:30  草稿",
        "X           09:00  网页",
    ]
    assert {columns(line[: line.index(":") - 2]) for line in lines} == {12}


def test_the_buttons_of_a_plan_name_the_release_and_its_revision() -> None:
    screen = plan_screen("en", proposal(), RELEASE, REV, MACHINE)

    assert [(b.data, b.style) for buttons in screen.rows for b in buttons] == [
        (f"p:approve:{RELEASE}:{REV}", "success"),
        (f"p:times:{RELEASE}:{REV}", ""),
        (f"p:cancel:{RELEASE}:{REV}", "danger"),
    ]


def test_a_plan_over_two_days_shows_the_day_of_each() -> None:
    later = proposal().dues | {"x": Due(SLOT.replace(day=7), note="moved out of quiet hours")}

    lines = shown(plan_screen("en", proposal(dues=later), RELEASE, REV, MACHINE)).splitlines()

    assert lines[1] == "Times in Asia/Shanghai"
    assert lines[5] == "X         7 Oct 08:00  web"
    assert "X: moved out of quiet hours" in lines


def test_a_plan_fits_a_phone_also_where_some_of_it_goes_on() -> None:
    on_its_way = {"x": Standing("resume", delivery("x", state=D.HELD, reason="held by Lin (7)"))}
    proposed = {"telegram": Standing("resume", delivery(reason="approval"))}
    told = proposal(standings=on_its_way | proposed)

    lines = shown(plan_screen("en", told, RELEASE, REV, MACHINE)).splitlines()

    assert max(columns(line) for line in lines[2:6]) <= 32
    assert lines[5] == "X         09:00  web"
    assert [line for line in lines if "goes on" in line] == ["X goes on where it stopped."]


def test_a_plan_says_why_a_channel_does_not_get_it() -> None:
    known = {"telegram": Standing("done"), "substack": Standing("changed"), "x": Standing("new")}
    told = proposal(standings=known, refused={"wechat": "AppSecret is missing"})

    said = shown(plan_screen("en", told, RELEASE, REV, MACHINE))

    assert "Telegram  is out        web" in said
    assert "Substack  out, differs  web+email" in said
    assert "WeChat    not possible" in said
    assert "⚠️ WeChat cannot be used: AppSecret is missing." in said
    assert "⚠️ Substack has this issue with other text." in said


def test_a_plan_with_errors_cannot_be_approved() -> None:
    screen = plan_screen("zh", proposal(problem()), RELEASE, REV, MACHINE)

    assert shown(screen).splitlines()[-2:] == ["问题：1 个错误", "❌ 改好错误之后才能发布。"]
    assert screen.rows == ()


def test_what_is_out_with_other_text_is_named_above_the_release() -> None:
    out = release(row("x", D.DONE_PUBLISHED, 2, 2), done=True)

    known = {
        "wechat": Standing("changed"),
        "x": Standing("done"),
        "telegram": Standing("retracted"),
    }

    screen = changed_screen("zh", known, out)

    assert screen.rows == out.rows
    assert parsed(screen.text).splitlines()[:4] == [
        "⚠️ 微信公众号上已有这一期，但文字不同。要改那边，请运行 pressrun update。",
        "⚠️ Telegram 上的这一期已经撤回。要重发，请运行 pressrun publish --again telegram。",
        "",
        "Qigang Notes 41: A Library Without Shelves",
    ]
    assert screen.text.endswith(out.text.splitlines()[-1])


def test_channels_that_cannot_be_used_are_named_as_readers_know_them() -> None:
    refused = {"wechat": "AppSecret <missing>", "telegram": "the answer was lost"}

    assert refused_words("zh", refused) == (
        "微信公众号：AppSecret <missing>.\nTelegram：没有收到答复。"
    )


def test_a_plan_with_nothing_to_send_cannot_be_approved() -> None:
    out = proposal(standings={"telegram": Standing("done")})

    screen = plan_screen("en", out, RELEASE, REV, MACHINE)

    assert shown(screen).splitlines()[-1] == "There is nothing to send."
    assert screen.rows == ()


def test_other_times_travel_as_actions_of_the_release() -> None:
    screen = times_screen("en", RELEASE, REV)

    assert actions(screen) == ["at.now", "at.+1h", "at.tomorrow", "at.other", "status"]
    assert shown(screen).splitlines()[1:] == ["[Now] [+1 h]", "[Tomorrow 08:00] [Other]", "[Back]"]


# --- the release ------------------------------------------------------------------------------


def test_a_release_shows_a_line_for_each_channel_and_the_blog() -> None:
    screen = release(
        row("blog", D.DONE_PUBLISHED, url=URLS["blog"]),
        row("telegram", D.DONE_PUBLISHED, 2, 2, url=URLS["telegram"]),
        row("substack", D.WAITING, 0, 1, verb="web+email"),
        row("wechat", D.DONE_DRAFT, 1, 1, verb="draft", url="https://mp.weixin.qq.com"),
        row("x", D.SENDING, 3, 11),
    )

    assert shown(screen) == (
        "Qigang Notes 41: A Library Without Shelves\n"
        "It is on its way.\n"
        "✅ Blog: live\n"
        "✅ Telegram: published, 2 of 2\n"
        "⏳ Substack (web+email): waits until 08:30\n"
        "📝 WeChat: draft made, waits for your click\n"
        "📤 X: sending, 3 of 11\n"
        "Approved by Lin (7).\n"
        "Mon 6 Oct 2025, times in Asia/Shanghai\n"
        "[Hold the rest]\n"
        "[Cancel]"
    )


def test_what_waits_for_approval_says_what_it_will_cost() -> None:
    waiting = [row("x", D.WAITING, reason="approval", cost_usd=0.365)]

    said = {lang: shown(release(*waiting, lang=lang)).splitlines() for lang in ("en", "zh")}
    approved = shown(release(row("x", D.WAITING, cost_usd=0.365)))

    assert "Cost: about $0.365" in said["en"]
    assert "费用：约 $0.365" in said["zh"]
    assert "Cost" not in approved


def test_the_name_of_a_channel_that_is_out_links_to_it() -> None:
    text = release(row("telegram", D.DONE_PUBLISHED, 2, 2, url=URLS["telegram"])).text

    assert f'✅ <a href="{URLS["telegram"]}"><b>Telegram</b></a>: published' in text


def test_a_release_that_has_ended_gives_its_addresses_to_copy() -> None:
    screen = release(
        row("telegram", D.DONE_PUBLISHED, 2, 2, url=URLS["telegram"]),
        row("x", D.DONE_PUBLISHED, 11, 11, url=URLS["x"]),
        lang="zh",
        done=True,
    )

    assert shown(screen) == (
        "Qigang Notes 41: A Library Without Shelves\n"
        "全部发出。\n"
        "✅ Telegram：已发布，2/2\n"
        "✅ X：已发布，11/11\n"
        "由 Lin (7) 批准。\n"
        f"Telegram {URLS['telegram']}\n"
        f"X {URLS['x']}\n"
        "[撤回]"
    )


def test_a_draft_is_never_said_to_be_published() -> None:
    drafted = row("wechat", D.DONE_DRAFT, 1, 1, verb="draft", url=URLS["wechat"])

    said = [shown(release(drafted, lang=lang, done=True)) for lang in ("en", "zh")]

    assert [text for text in said if "published" in text or "已发布" in text] == []


@pytest.mark.parametrize(
    ("state", "mark"),
    [
        (D.WAITING, "⏳"), (D.SENDING, "📤"), (D.DONE_PUBLISHED, "✅"), (D.DONE_DRAFT, "📝"),
        (D.HELD, "⏸"), (D.ASKED, "⚠️"), (D.PAUSED, "⚠️"), (D.MISSED, "⚠️"), (D.FAILED, "❌"),
        (D.STOPPED, "❌"), (D.CANCELLED, "❌"), (D.RETRACTED, "🗑"),
    ],
)  # fmt: skip
def test_each_state_has_its_mark(state: DeliveryState, mark: str) -> None:
    assert shown(release(row("x", state))).splitlines()[2].startswith(f"{mark} X")


@pytest.mark.parametrize(
    ("reason_", "said"),
    [
        ("approval", "⏳ X: waits for approval, planned for 09:00"),
        ("time", "⏳ X: waits until 09:00"),
        ("gate", "⏳ X: waits for your page, planned for 09:00"),
        ("url", "⏳ X: waits for another channel's address, planned for 09:00"),
        ("account", "⏳ X: waits for the release before it, planned for 09:00"),
        ("quiet", "⏳ X: waits for the end of quiet hours, planned for 09:00"),
        ("the moon", "⏳ X: the moon, planned for 09:00"),
    ],
)
def test_a_waiting_channel_says_what_for_and_until_when(reason_: str, said: str) -> None:
    assert said in shown(release(row("x", D.WAITING, reason=reason_))).splitlines()


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([row("x", D.WAITING, reason="approval")], ["approve", "times", "cancel"]),
        ([row("x", D.WAITING)], ["hold", "cancel"]),
        ([row("x", D.HELD, reason="held by Lin")], ["resume", "cancel"]),
        ([row("x", D.HELD, question="source")], ["cancel"]),
        ([row("x", D.FAILED, 1, 3)], ["retry", "cancel"]),
        ([row("x", D.PAUSED)], ["retry", "cancel"]),
        ([row("x", D.ASKED, 1, 3)], ["cancel"]),
        ([row("x", D.DONE_PUBLISHED, 3, 3)], ["retract"]),
        ([row("x", D.STOPPED, 1, 3)], ["retract"]),
        ([row("x", D.CANCELLED)], []),
        ([row("x", D.RETRACTED, 3, 3)], []),
        ([row("blog", D.DONE_PUBLISHED), row("x", D.CANCELLED)], []),
    ],
)
def test_the_buttons_of_a_release_are_those_that_do_something(
    rows: list[Row], expected: list[str]
) -> None:
    ended = all(each.delivery.state in FINISHED for each in rows)

    assert actions(release(*rows, done=ended)) == expected


def test_calling_off_is_asked_once_more() -> None:
    assert actions(cancel_screen("en", RELEASE, REV)) == ["cancel-yes", "status"]


# --- reasons ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "english", "chinese"),
    [
        ("held by Lin (7)", "by Lin (7)", "操作人 Lin (7)"),
        ("wechat has no address yet", "WeChat has no address yet", "微信公众号还没有链接"),
        (
            "post/4: it was sent more than once and cannot be found",
            "post 4 of the thread: it was sent more than once and cannot be found",
            "推文串的第 4 条：发过不止一次，却找不到",
        ),
        ("delete/message/2", "the removal of message 2", "对第 2 条消息的删除"),
        ("https://a.example/b: it answers 404", "the page answers 404", "页面返回 404"),
        ("41.md is not there any more", "41.md is not there any more", "41.md 不见了"),
        ("the draft is not there any more", "the draft is not there any more", "草稿不见了"),
        ("Bad Request: too big", "Bad Request: too big", "Bad Request: too big"),
        ("boom (tried 5 times)", "boom (tried 5 times)", "boom（试了 5 次）"),
        (
            "Someone has changed its title, its text, pictures or links.",
            "Someone has changed its title, its text, pictures or links",
            "有人改了标题、正文、图片或链接",
        ),
    ],
)
def test_a_reason_is_put_in_the_authors_words(text: str, english: str, chinese: str) -> None:
    assert [reason("en", text), reason("zh", text)] == [english, chinese]


# --- questions --------------------------------------------------------------------------------


def test_a_lost_answer_is_asked_about_in_the_words_of_the_channel() -> None:
    screen = question_screen(
        "en", question("call", "x", "post/4", "the answer was lost"), "https://x.com/qigang"
    )

    assert shown(screen) == (
        "Qigang Notes 41: A Library Without Shelves\n"
        "⚠️ X: is post 4 of the thread there?\n"
        "It was sent, and no clear answer came back. Nothing more is sent until you say.\n"
        "What is known: the answer was lost.\n"
        "Look at your newest posts and replies on X.\n"
        "[Open X]\n[It is there]\n[It is not, send it]\n[Stop here]"
    )
    assert actions(screen) == ["https://x.com/qigang", "d.there", "d.not-there", "d.stop"]


def test_a_lost_answer_in_chinese() -> None:
    screen = question_screen("zh", question("call", "telegram", "message/2", "???"), "")

    assert shown(screen) == (
        "Qigang Notes 41: A Library Without Shelves\n"
        "⚠️ Telegram：第 2 条消息发出去了吗？\n"
        "已经发送，但没有收到明确的答复。在你回答之前，不会再发任何内容。\n"
        "目前所知：???。\n"
        "请看看频道里最新的消息。\n"
        "[发出去了]\n[没有，重发]\n[到此为止]"
    )


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("kind", ANSWERS)
def test_every_answer_of_a_question_has_its_button(kind: str, lang: str) -> None:
    screen = question_screen(lang, question(kind), "")

    assert actions(screen) == [f"d.{answer}" for answer in ANSWERS[kind]]
    assert {b.data.split(":")[2] for buttons in screen.rows for b in buttons} == {"c00000000001"}


def test_every_kind_of_question_has_sentences_of_its_own() -> None:
    said = [parsed(question_screen("zh", question(kind), "").text) for kind in ANSWERS]

    assert len(set(said)) == len(ANSWERS)


@pytest.mark.parametrize("where", ["", "the editor", "javascript:alert(1)", "https://a b"])
def test_a_place_that_is_no_address_makes_no_button(where: str) -> None:
    screen = question_screen("en", question("call", "x", "post/4"), where)

    assert [button.url for buttons in screen.rows for button in buttons if button.url] == []


def test_a_draft_that_somebody_has_published_is_asked_for_its_address() -> None:
    asked = question("draft", "substack", why="somebody has published the draft; where?")

    said = parsed(question_screen("en", asked, "").text).splitlines()[1:]

    assert said == [
        "⚠️ Substack: somebody has published the draft.",
        "Say where it is, so that the other channels can link to it.",
    ]


def test_an_address_is_asked_for_with_an_example_of_the_channel() -> None:
    call = replace(question("call", "x", "post/4"), part="post/4")

    assert ask_url("en", call) == (
        "Reply with the address of post 4 of the thread on X, "
        "for example https://x.com/name/status/1234567890"
    )
