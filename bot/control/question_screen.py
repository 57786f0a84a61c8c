"""What a person is asked, in the words of the channel, and what they are reminded of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.control.buttons import Press
from bot.control.escape import bold, fitted, label, shorten, url_button
from bot.control.phrases import channel, day, listed, moment, part, sentence
from bot.control.reasons import alarm, reason
from bot.control.screen import Button, Screen
from bot.control.words import count, say
from bot.release.questions import Question
from bot.release.records import Delivery
from bot.release.secret_ages import Ending
from bot.release.waits import GATE

EXAMPLES = {
    "telegram": "https://t.me/name/123",
    "substack": "https://name.substack.com/p/issue-12",
    "wechat": "https://mp.weixin.qq.com/s/AbCd123",
    "x": "https://x.com/name/status/1234567890",
}
EXAMPLE = "https://example.org/issue-12"
KNOWN = ("call", "partial", "gate")  # kinds whose reason says more than the question
PLACES = ("telegram", "x", "wechat", "substack", "blog")
ENDING = ("stop", "deleted")
LEFT = {"tags": "left.tags", "section": "left.section", "whether it is mailed": "left.mail"}
DRAFT_OUT = "somebody has published the draft"
ONLY_THERE = ". Only there: "
DRAFT_GONE = "the draft is not there any more"


def question_screen(lang: str, question: Question, where: str) -> Screen:
    """Its title, what happened, where to look, and a button per answer.

    `where` is an address to look at, "" when none is known. "there" and "published" want an
    address: `ask_url` asks for it.
    """
    blocks = [
        bold(shorten(question.delivery.title)),
        *_sentences(lang, question),
        *_left_to_you(lang, question),
        *_look(lang, question),
    ]
    text = fitted((b for b in blocks if b), lambda n: count(lang, "more", n))
    answers = tuple((_answer(lang, question, answer),) for answer in question.answers)
    opened = url_button(_open(lang, question.delivery), where) if _seen(question) else ()
    return Screen(text, ((opened,) if opened else ()) + answers)


def settled_screen(lang: str) -> Screen:
    """In place of a question that nobody has to answer any more."""
    return Screen(say(lang, "question.settled"))


def ask_url(lang: str, question: Question) -> str:
    """What a person replies to with an address; plain text."""
    key = question.delivery.channel
    return say(
        lang,
        "ask-url",
        part=part(lang, question.part),
        channel=channel(lang, key),
        example=EXAMPLES.get(key, EXAMPLE),
    )


def _seen(question: Question) -> bool:
    """Whether there is something to look at."""
    return question.kind in (*KNOWN, "draft")


def _sentences(lang: str, question: Question) -> Iterator[str]:
    delivery, key = question.delivery, _key(question)
    values = {
        "channel": channel(lang, delivery.channel),
        "part": part(lang, question.part),
        "after": channel(lang, delivery.after),
        "when": moment(lang, delivery.due_at, delivery.zone),
        "why": sentence(lang, reason(lang, question.why)),
    }
    yield "⚠️ " + say(lang, key, **values)
    yield say(lang, f"{key}.why", **values)
    if question.kind in KNOWN and question.why:
        yield say(lang, "question.known", why=reason(lang, question.why))


def _key(question: Question) -> str:
    """A draft is asked about for three reasons."""
    if question.kind == "draft" and question.why.startswith(DRAFT_OUT):
        return "question.draft-out"
    if question.kind == "draft" and question.why.startswith(DRAFT_GONE):
        return "question.draft-gone"
    return f"question.{question.kind}"


def _left_to_you(lang: str, question: Question) -> Iterator[str]:
    """What only the backstage can set, as the reminder names it."""
    _, named, what = question.why.partition(ONLY_THERE)
    if question.kind == "draft" and named:
        left = [_left(lang, each) for each in what.split(", ")]
        yield say(lang, "remind.left", what=listed(lang, left))


def _look(lang: str, question: Question) -> Iterator[str]:
    place = question.delivery.channel
    if question.kind in KNOWN and place in PLACES:
        yield say(lang, f"look.{place}")


def _answer(lang: str, question: Question, answer: str) -> Button:
    words = label(say(lang, f"answer.{question.kind}.{answer}"))
    return Press(f"d.{answer}", question.id).button(words, "danger" if answer in ENDING else "")


def _open(lang: str, delivery: Delivery) -> str:
    if delivery.channel == GATE:
        return say(lang, "open_page")
    return say(lang, "open", channel=channel(lang, delivery.channel))


def _left(lang: str, what: str) -> str:
    """A setting of a backstage; `原创 (original)` is explained to English readers alone."""
    if what in LEFT:
        return say(lang, LEFT[what])
    return what.partition(" (")[0] if lang == "zh" else what


# --- reminders that nobody answers ------------------------------------------------------------


def reminder_screen(lang: str, text: str, zone: str = "") -> Screen:
    """A sentence of the board, or `channel: reason`; its times in `zone`."""
    return Screen(fitted([bold(say(lang, "remind.alarm")), "⚠️ " + alarm(lang, text, zone)], str))


def overdue_reminder(
    lang: str,
    late: Sequence[Delivery],
    zone: str,
    buttons: tuple[tuple[Button, ...], ...] = (),
    *,
    executed: bool,
) -> Screen:
    """These channels of one release should have moved; `executed` says that somebody executes."""
    since = min(delivery.wake_at or delivery.due_at for delivery in late)
    names = [channel(lang, key) for key in dict.fromkeys(d.channel for d in late)]
    blocks = [
        bold(shorten(late[0].title)),
        "⚠️ " + say(lang, "remind.overdue", channels=listed(lang, names)),
        say(lang, "remind.overdue.why", when=moment(lang, since, zone)),
        *([] if executed else [say(lang, "remind.nobody")]),
    ]
    return Screen(fitted(blocks, str), buttons)


def send_now(lang: str, release_id: str, rev: str) -> Button:
    return Press("at.now", release_id, rev).button(say(lang, "send_now"), "success")


def paused_reminder(lang: str, delivery: Delivery, rev: str) -> Screen:
    """Credentials or rights are missing; trying again is a person's choice."""
    blocks = [
        bold(shorten(delivery.title)),
        "⚠️ " + say(lang, "remind.paused", channel=channel(lang, delivery.channel)),
        sentence(lang, reason(lang, delivery.reason)),
        say(lang, "remind.paused.next"),
    ]
    retry = Press("retry", delivery.release_id, rev).button(say(lang, "retry"), "success")
    return Screen(fitted((b for b in blocks if b), str), ((retry,),))


def failed_reminder(lang: str, delivery: Delivery) -> Screen:
    """A service has refused it; what can be done stands in the message of its release."""
    why = sentence(lang, reason(lang, delivery.reason))
    told = say(lang, "plan.note", channel=channel(lang, delivery.channel), note=why)
    return Screen(fitted([bold(shorten(delivery.title)), "❌ " + told], str))


def expiring_reminder(lang: str, ending: Ending, zone: str) -> Screen:
    """A cookie or token of a channel ends soon."""
    key, secret = ending.channel, ending.secret
    until, seen = day(lang, ending.ends_at, zone), day(lang, ending.first_seen_at, zone)
    blocks = [
        "⏳ " + say(lang, "remind.expiring", channel=channel(lang, key), secret=secret, when=until),
        say(lang, "remind.expiring.why", seen=seen),
        say(lang, "remind.expiring.next", secret=secret),
    ]
    return Screen(fitted(blocks, str))
