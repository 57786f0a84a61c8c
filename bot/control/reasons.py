"""Why something rests: the technical texts of the store and the channels, in an author's words.

Those are worded anew in every language. Any other text is a sentence for authors already, and is
translated if it can be.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime

from bot.control.escape import shorten
from bot.control.phrases import channel, followed_by, is_part, moment, part
from bot.control.words import say
from bot.translations import translated

LONGEST = 300  # columns of a text that nobody here has written

_CHANNEL = r"(?P<channel>telegram|substack|wechat|x|blog)"
_VERB, _MODE, _SETTING = r"(?P<verb>\S+)", r"(?P<mode>\S+)", r"(?P<setting>\S+)"
_DAY, _SINCE = r"(?P<day>[\d-]+)", r"(?P<since>[\d-]+)"
_KEYS: tuple[tuple[str, str], ...] = (
    (r"replaced", "why.replaced"),
    (r"adopted", "why.adopted"),
    (r"held by (?P<who>.+)", "why.held"),
    (r"cancelled by (?P<who>.+)", "why.cancelled"),
    (r"published by hand", "why.by-hand"),
    (r"taken as live", "why.as-live"),
    (r"the page is live", "why.live"),
    (r"removed", "why.removed"),
    (r"the draft was deleted", "why.draft-deleted"),
    (r"somebody has published the draft; where\?", "why.draft-out"),
    (r"the draft is not there any more(?: at .+)?", "why.draft-gone"),
    (r"the draft waits for you: .+", "why.draft-waits"),
    (r"its 'not later than' has passed", "why.latest"),
    (r"its time has passed by more than the limit", "why.late"),
    (r"(?P<file>.+) has changed since it was approved", "why.file-changed"),
    (r"(?P<file>\S.*\.\w+) is not there any more", "why.file-gone"),
    (r"(?P<channel>[a-z]+) has no address yet", "why.no-address"),
    (r"nothing is out", "why.nothing-out"),
    (r"(?P<channel>[a-z]+) is out", "why.is-out"),
    (r"(?:https?://\S+: )?it answers (?P<status>\d+)", "why.page-answers"),
    (r"(?:https?://\S+: )?it does not show the title", "why.page-title"),
    (r"nothing is on its way|nothing of it is on its way, .+", "why.nothing-going"),
    (r"nothing named (?P<name>.+?) is known; .+", "why.nothing-there"),
    (r"no post '(?P<name>.+)' is in .+", "why.no-post"),
    (r"no post is in .+", "why.no-posts"),
    (r"(?P<channel>[a-z]+) has moved on meanwhile; look at it again", "why.moved-on"),
    (rf"{_CHANNEL} is [a-z()]+(?: already|: it has no time|; only a draft).*", "why.moved-on"),
    (r"everything of it is out already, or has ended", "why.all-out"),
    (r"it is out or ended already; .+", "why.all-out"),
    (r"nothing of this release waits for approval", "why.nothing-waits"),
    (r"nothing named .+ asks; .+|.+ waits for no such answer; .+", "why.answered"),
    (r".+ asks for .+; `pressrun status` lists the questions", "why.answered"),
    (r".+ is being published by another process", "why.being-published"),
    (r"stop", "why.stop"),
    (r"the answer was lost", "why.lost"),
    (r"the process that sent it has gone", "why.gone"),
    (r"the process that was sending it sleeps, and cannot be found gone", "why.asleep"),
    (r"it was sent more than once and cannot be found", "why.twice"),
    (r"the bot cannot look at the channel's posts", "why.blind"),
    (r"pictures stand there, without words that tell whose they are", "why.wordless"),
    (r"(?P<n>\d+) of its pieces are there", "why.pieces"),
    (r"Several posts say the same: .+", "why.several"),
    (r"There are more new posts than one look reads\.", "why.many"),
    (r"Someone changed the draft meanwhile\.", "why.touched"),
    (r"Someone has deleted the draft\.", "why.draft-deleted"),
    (r"The post is not public; whether mail went out is not known\.", "why.mail-unknown"),
    (r"waits for .+, which never comes", "why.never"),
    (rf"the issue is dated {_DAY}, and this store knows .+ since {_SINCE}: .+", "why.young"),
    (rf"the plan says {_CHANNEL} {_VERB}, but .+ makes it {_MODE}; set {_SETTING}", "why.mode"),
    (rf"{_CHANNEL} waits for (?P<after>\w+), which this newsletter .+", "why.after-unused"),
    (
        rf"{_CHANNEL} waits for (?P<after>\w+), but a draft .+; write '(?P<leg>.+)'",
        "why.after-draft",
    ),
)
REASONS = tuple((re.compile(pattern, re.DOTALL), key) for pattern, key in _KEYS)

_TRIED = re.compile(r"(?P<why>.+) \(tried (?P<n>\d+) times\)", re.DOTALL)
_OF_PART = re.compile(r"(?P<part>[a-z-]+(?:/[a-z0-9-]+)*)(?:: (?P<why>.+))?", re.DOTALL)
_OF_CHANNEL = re.compile(rf"{_CHANNEL}: (?P<why>.+)", re.DOTALL)
_UTC = r"(?P<when>\d{4}-\d\d-\d\d \d\d:\d\d) UTC"
_NEXT = re.compile(r"(?<=[.!?…]) (?=[A-Z])")  # where another sentence begins
_OVERDUE = re.compile(
    rf"(?P<title>.*): (?P<channel>\S+) is overdue since {_UTC}(?P<nobody>; nothing executes.*)?"
)
_UNAPPROVED = re.compile(rf"(?P<title>.*): (?P<channel>\S+) was due {_UTC} and is not approved: .+")
_LACKS = re.compile(r"(?P<worker>.+) lacks secrets: (?P<what>.+)")


def reason(lang: str, text: str) -> str:
    """A reason without a full stop; what is not known, shortened."""
    for pattern, key in REASONS:
        if match := pattern.fullmatch(text):
            return say(lang, key, **_named(lang, match.groupdict()))
    if match := _TRIED.fullmatch(text):
        return say(lang, "why.tried", why=reason(lang, match["why"]), n=match["n"])
    match = _OF_PART.fullmatch(text)
    if match and is_part(match["part"]):
        words = part(lang, match["part"])
        why = match["why"]
        return say(lang, "why.part", part=words, why=reason(lang, why)) if why else words
    return shorten(_translated(lang, text), LONGEST).rstrip(".。")


def _translated(lang: str, text: str) -> str:
    """A sentence, or what a service said and behind it what mends it."""
    for match in _NEXT.finditer(text):
        step = translated(text[match.end() :], lang)
        if step != text[match.end() :]:
            return followed_by(_first(lang, text[: match.start()]), step)
    return translated(text, lang)


def _first(lang: str, said: str) -> str:
    bare = said.removesuffix(".")
    known = translated(bare, lang)
    return translated(said, lang) if known == bare else f"{known}。"


def alarm(lang: str, text: str, zone: str) -> str:
    """A sentence of the board, with its times in the author's zone."""
    if match := _OVERDUE.fullmatch(text):
        late = say(lang, "alarm.overdue", **_late(lang, match, zone))
        if not match["nobody"]:
            return late
        return say(lang, "sentences", first=late, second=say(lang, "remind.nobody"))
    if match := _UNAPPROVED.fullmatch(text):
        return say(lang, "alarm.unapproved", **_late(lang, match, zone))
    if match := _LACKS.fullmatch(text):
        return say(lang, "alarm.lacks", worker=match["worker"], what=match["what"])
    if match := _OF_CHANNEL.fullmatch(text):
        key = match["channel"]
        return say(lang, "plan.note", channel=channel(lang, key), note=reason(lang, match["why"]))
    return shorten(text, LONGEST)


def _named(lang: str, groups: dict[str, str]) -> dict[str, str]:
    return {
        name: channel(lang, value) if name in ("channel", "after") else value
        for name, value in groups.items()
    }


def _late(lang: str, match: re.Match[str], zone: str) -> dict[str, str]:
    at = datetime.strptime(match["when"], "%Y-%m-%d %H:%M").replace(tzinfo=UTC)
    return {
        "title": shorten(match["title"]),
        "channel": channel(lang, match["channel"]),
        "when": moment(lang, at, zone) if zone else f"{moment(lang, at, zone)} UTC",
    }
