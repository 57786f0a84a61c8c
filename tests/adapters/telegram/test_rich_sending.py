"""Rich messages at the stand-in: sent, found, edited, looked at, taken away; and an old server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from adapters.base import Absent, Anchor, CannotTell, Edition, Found, Intent, Receipt
from adapters.errors import NotAllowed
from adapters.remote import Touched, Untouched
from adapters.telegram import Telegram
from adapters.telegram.also_on import also_on
from adapters.telegram.revising import revise
from adapters.telegram.spec import Options
from tests.adapters.telegram.conftest import TOKEN
from tests.adapters.telegram.samples import edition_of, sections

Control = Callable[..., Any]
Sent = dict[str, Receipt]
INTENT = Intent(datetime(2026, 11, 2, tzinfo=UTC), 1, Anchor())
MIXED = """\
## 一

正文 **粗** [链接](https://x.example/a)，`代码` 与脚注[^1]。

- 甲
  - 乙
- [x] 丙

| a | b |
|---|--:|
| 1 | 2 |

> [!NOTE]
> 引文

```py
x = 1 < 2
```

![](one.png "题")

$$
a < b
$$

![](two.png)

[^1]: 脚注在此。
"""


@pytest.fixture
def looking(channel: Telegram, png: bytes) -> Telegram:
    """The same channel with an operator, to whom posts can be forwarded."""
    options = channel._options.model_copy(update={"operator": "4242", "layout": "rich"})
    return Telegram(options, {"token": TOKEN}, lambda _sha256: png)


def publish(channel: Telegram, edition: Edition) -> Sent:
    sent: Sent = {}
    for part in edition.parts:
        sent[part.key] = channel.send(part, sent)
    return sent


def feed(control: Control) -> list[Any]:
    return [post for row in control("feeds?service=telegram") for post in row["posts"]]


def calls(control: Control) -> list[str]:
    return [call["operation"] for call in control("calls")]


def test_an_issue_is_one_message_with_its_link_and_file_ids(
    looking: Telegram, control: Control
) -> None:
    made = edition_of(MIXED, "rich")

    sent = publish(looking, made)

    (post,) = feed(control)
    assert post["kind"] == "rich"
    assert len(post["pictures"]) == 2
    assert (sent["rich/1"].id, (sent["rich/1"].url or "").rpartition("/")[2]) == ("1", "1")
    assert sent["rich/1"].details["message_ids"] == [1]
    assert len(sent["rich/1"].details["file_ids"]) == 2  # type: ignore[arg-type]
    assert looking.inspect(made, sent) == Untouched()


def test_pictures_that_are_known_go_by_their_ids(looking: Telegram, control: Control) -> None:
    made = edition_of(MIXED, "rich")
    ids: Any = publish(looking, made)["rich/1"].details["file_ids"]
    known = {f"file/{m.sha256}": Receipt(i) for m, i in zip(made.parts[0].media, ids, strict=True)}

    looking.send(made.parts[0], known)

    assert '"media": "AgACAgI' in control("calls")[-1]["body"]
    assert len(feed(control)) == 2


def test_a_message_whose_answer_was_lost_is_found(looking: Telegram, control: Control) -> None:
    made = edition_of(sections(30, 2_000, 1), "rich")
    sent = {"rich/1": looking.send(made.parts[0], {})}
    looking.send(made.parts[1], sent)

    found = looking.find(made.parts[1], sent, INTENT)

    assert isinstance(found, Found)
    assert found.receipt.details["message_ids"] == [2]


def test_a_message_that_is_not_there_is_absent(looking: Telegram, control: Control) -> None:
    made = edition_of(sections(30, 2_000), "rich")
    sent = {"rich/1": looking.send(made.parts[0], {})}

    assert looking.find(made.parts[1], sent, INTENT) == Absent()


def test_a_rich_message_of_other_words_is_asked_about(looking: Telegram, control: Control) -> None:
    made = edition_of(sections(30, 2_000), "rich")
    sent = {"rich/1": looking.send(made.parts[0], {})}
    looking.send(edition_of("另一封。", "rich").parts[0], sent)

    assert isinstance(looking.find(made.parts[1], sent, INTENT), CannotTell)


def test_an_edit_changes_the_message_and_its_pictures(looking: Telegram, control: Control) -> None:
    old, new = edition_of(MIXED, "rich"), edition_of(f"{MIXED}\n\n补一句。", "rich")
    sent = publish(looking, old)

    edits = looking.revise(old, sent, new)
    for part in edits.parts:
        looking.send(part, sent)

    (post,) = feed(control)
    assert [part.key for part in edits.parts] == ["edit/rich/1"]
    assert "补一句。" in post["text"]
    assert len(post["pictures"]) == 2
    after = replace(old, parts=(*old.parts, *edits.parts))
    assert looking.inspect(after, sent) == Untouched()
    assert looking.revise(after, sent, new).parts == ()


def test_another_hand_is_seen(looking: Telegram, control: Control) -> None:
    old = edition_of("正文。", "rich")
    sent = publish(looking, old)
    hand = revise(old, sent, edition_of("别人的话。", "rich"))
    looking.send(hand.parts[0], sent)

    assert isinstance(looking.inspect(old, sent), Touched)


def test_what_was_sent_is_taken_away(looking: Telegram, control: Control) -> None:
    sent = publish(looking, edition_of(sections(30, 2_000), "rich"))

    for part in looking.remove(sent).parts:
        looking.send(part, sent)

    assert feed(control) == []


def test_another_layout_is_not_edited_into_what_stands_there() -> None:
    old, new = edition_of("正文。"), edition_of("改了。", "rich")
    sent = {"message/1": Receipt("1", "https://t.me/sample/1", {"message_ids": [1]})}

    edits = revise(old, sent, new)

    assert edits.parts == ()
    assert [problem.code for problem in edits.problems] == ["not-possible"]


def test_words_without_a_message_and_messages_without_words_are_told() -> None:
    short, long = edition_of("正文。", "rich"), edition_of(sections(30, 2_000), "rich")
    sent = {
        part.key: Receipt(str(n), f"https://t.me/sample/{n}", {"message_ids": [n]})
        for n, part in enumerate(long.parts, 1)
    }

    longer, shorter = revise(short, sent, long), revise(long, sent, short)

    assert [len(longer.parts), len(shorter.parts)] == [1, 1]
    assert [problem.code for problem in longer.problems] == ["by-hand"]
    assert "https://t.me/sample/2" in shorter.problems[0].message


def test_the_last_message_names_the_other_channels_once() -> None:
    made = edition_of("正文。", "rich")

    told = also_on(made, {"X": "https://x.example/1?a=1&b=2"}, "zh")
    again = also_on(told, {"X": "https://x.example/2"}, "zh")

    line = '<footer>也发布于：<a href="https://x.example/{}">X</a></footer>'
    html: Any = [e.parts[0].payload["rich_message"]["html"] for e in (told, again)]  # type: ignore[index,call-overload]
    assert html[0].endswith(line.format("1?a=1&amp;b=2"))
    assert html[1].endswith(line.format("2"))
    assert html[1].count("也发布于") == 1
    assert also_on(made, {}, "zh") is made


# --- a server without rich messages -------------------------------------------------------------


def test_an_old_server_is_told_before_anything_is_sent(looking: Telegram, control: Control) -> None:
    control("switches", service="telegram", name="server_version", value="10.0")

    with pytest.raises(NotAllowed, match="no such method") as raised:
        looking.whoami()

    assert raised.value.code == "no_rich"
    assert "layout to auto" in raised.value.next_step
    assert feed(control) == []


def test_the_question_posts_nothing_and_is_asked_once(looking: Telegram, control: Control) -> None:
    looking.whoami()
    looking.whoami()

    assert calls(control) == ["getChat", "sendRichMessage"]
    assert feed(control) == []


def test_a_channel_of_another_layout_does_not_ask(channel: Telegram, control: Control) -> None:
    channel.whoami()

    assert calls(control) == ["getChat"]


def test_an_issue_that_asks_for_it_itself_is_refused_by_its_first_message(
    channel: Telegram, control: Control
) -> None:
    control("switches", service="telegram", name="server_version", value="10.0")
    made = edition_of(sections(30, 2_000), "rich")

    with pytest.raises(NotAllowed) as raised:
        publish(channel, made)

    assert raised.value.code == "no_rich"
    assert feed(control) == []


def test_the_layout_is_an_option() -> None:
    assert Options(layout="rich").layout == "rich"
