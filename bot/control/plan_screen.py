"""The plan before anybody has agreed: what goes where, when, how, and at what cost."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from markupsafe import Markup

from bot.control.buttons import Press
from bot.control.escape import bold, fitted, link, pre, shorten, table
from bot.control.phrases import (
    channel,
    clauses,
    clock,
    dollars,
    lasting,
    listed,
    one_day,
    problem_total,
    sentence,
    short_moment,
    subscribers,
    verb,
    zone_line,
)
from bot.control.reasons import reason
from bot.control.screen import Button, Screen
from bot.control.words import count, say
from bot.publishing import Proposal
from bot.release.board import waits_for_approval
from bot.release.release import Standing
from bot.translations import translated
from content.problems import Level, Problem

STANDING = ("changed", "renamed", "retracted")  # of which something else is out
SEEN = {"done": "out", "changed": "changed", "renamed": "renamed", "retracted": "retracted"}
NARROW = 12  # columns of a channel in the table; a phone shows about 32 in all


def plan_screen(lang: str, proposal: Proposal, release_id: str, rev: str, machine: str) -> Screen:
    """The proposal, and buttons to approve it, to move it and to drop it.

    Without anything to send, or with errors, nothing can be approved.
    """
    blocks = [
        bold(shorten(proposal.rendered.issue.title)),
        _zone_line(lang, proposal),
        pre(table([*_rows(lang, proposal)])),
        *_facts(lang, proposal),
        *_conditions(lang, proposal),
        say(lang, "plan.machine", machine=machine) if machine and proposal.to_send() else "",
        problems_line(lang, proposal.rendered.problems),
        *_refusals(lang, proposal),
    ]
    text = fitted((b for b in blocks if b), lambda n: count(lang, "more", n))
    if proposal.rendered.errors or not proposal.to_send():
        return Screen(text)
    return Screen(text, approval_rows(lang, release_id, rev))


def changed_screen(lang: str, standings: Mapping[str, Standing], release: Screen) -> Screen:
    """The release that is out, and above it where it differs from what was proposed now."""
    words = standing_words(lang, standings)
    lines = Markup(release.text).splitlines()  # noqa: S704 - HTML of ours, each line whole
    return replace(release, text=fitted([*words, "", *lines], lambda n: count(lang, "more", n)))


def standing_words(lang: str, standings: Mapping[str, Standing]) -> Iterator[str]:
    """Where something else of the issue is out, or was; plain text."""
    for key, standing in standings.items():
        if standing.word in STANDING:
            values = {"channel": channel(lang, key)}
            if standing.word == "retracted":
                values["key"] = key
            yield "⚠️ " + say(lang, f"plan.why-{standing.word}", **values)


def refused_words(lang: str, refused: Mapping[str, str]) -> str:
    """Why channels cannot be used, each by its name; plain text."""
    lines = [
        say(lang, "plan.note", channel=channel(lang, key), note=sentence(lang, reason(lang, why)))
        for key, why in refused.items()
    ]
    return "\n".join(lines)


def approval_rows(lang: str, release_id: str, rev: str) -> tuple[tuple[Button, ...], ...]:
    """The buttons of a release that waits for approval."""
    cancel = Press("cancel", release_id, rev).button(say(lang, "cancel"), "danger")
    approve = Press("approve", release_id, rev).button(say(lang, "approve"), "success")
    times = Press("times", release_id, rev).button(say(lang, "change_times"))
    return ((approve,), (times, cancel))


def times_screen(lang: str, release_id: str, rev: str) -> Screen:
    """The moments that are offered; "at.other" asks for one in words."""

    def button(action: str, words: str) -> Button:
        return Press(action, release_id, rev).button(say(lang, words))

    return Screen(
        say(lang, "times.title"),
        (
            (button("at.now", "now"), button("at.+1h", "in_an_hour")),
            (button("at.tomorrow", "tomorrow"), button("at.other", "other")),
            (button("status", "back"),),
        ),
    )


def ask_time(lang: str, zone: str) -> str:
    """What a person replies to with a time of their own; plain text."""
    return say(lang, "times.ask", zone=zone or "UTC")


def problems_line(lang: str, problems: Sequence[Problem]) -> str:
    """How many there are; plain text."""
    counts = [(f"{level}s", sum(p.level is level for p in problems)) for level in Level]
    total = problem_total(lang, counts)
    return say(lang, "problems.total", total=total) if total else say(lang, "problems.none")


# --- the table --------------------------------------------------------------------------------


def _zone_line(lang: str, proposal: Proposal) -> str:
    return zone_line(lang, [due.at for due in proposal.dues.values()], _zone(proposal))


def _rows(lang: str, proposal: Proposal) -> Iterator[list[str]]:
    """In the order of their times."""
    for key in _order(proposal):
        name = shorten(channel(lang, key), NARROW)
        if key in proposal.refused:
            yield [name, say(lang, "plan.refused"), ""]
        else:
            yield [name, _when(lang, proposal, key), verb(lang, proposal.verbs[key])]


def _order(proposal: Proposal) -> list[str]:
    known = [key for key in proposal.rendered.editions if key in proposal.dues]
    return sorted(known, key=lambda key: proposal.dues[key].at)


def _when(lang: str, proposal: Proposal, key: str) -> str:
    at, zone = proposal.dues[key].at, _zone(proposal)
    together = one_day([due.at for due in proposal.dues.values()], zone)
    shown = clock(at, zone) if together else short_moment(lang, at, zone)
    standing = proposal.standings.get(key)
    word = standing.word if standing else ""
    return say(lang, f"plan.{SEEN[word]}") if word in SEEN else shown


def _zone(proposal: Proposal) -> str:
    return proposal.rendered.issue.site.zone or "UTC"


# --- below it ---------------------------------------------------------------------------------


def _facts(lang: str, proposal: Proposal) -> Iterator[str]:
    """What each edition is made of, where a person counts it: bubbles, posts, seconds."""
    for key in _order(proposal):
        edition = proposal.rendered.editions[key]
        if said := _counted(lang, edition.facts):
            facts = clauses(lang, said)
            yield say(lang, "plan.facts", channel=channel(lang, key), facts=facts)
        if _goes_on(proposal.standings.get(key)):
            yield say(lang, "plan.resume", channel=channel(lang, key))
        if note := proposal.dues[key].note:
            yield say(lang, "plan.note", channel=channel(lang, key), note=translated(note, lang))
    total = sum(proposal.rendered.editions[key].cost_usd for key in proposal.to_send())
    if total:
        yield say(lang, "plan.cost", cost=dollars(total))


def _goes_on(standing: Standing | None) -> bool:
    """Whether it was agreed to before; what still waits for approval has not begun."""
    known = standing.delivery if standing and standing.word == "resume" else None
    return known is not None and not waits_for_approval(known)


FACTS = (
    ("bubbles", "bubbles"),
    ("notifications", "notifications"),
    ("posts", "posts"),
    ("with a link", "linked"),
)  # label of an edition's fact -> how it is counted


def _counted(lang: str, facts: Mapping[str, str]) -> list[str]:
    said = [count(lang, what, int(facts[fact])) for fact, what in FACTS if _number(facts, fact)]
    seconds = facts.get("seconds", "")
    if said and seconds.isdecimal():
        said.append(say(lang, "plan.seconds", time=lasting(lang, int(seconds))))
    return said


def _number(facts: Mapping[str, str], fact: str) -> bool:
    return facts.get(fact, "").isdecimal()


def _conditions(lang: str, proposal: Proposal) -> Iterator[str]:
    going = proposal.to_send()
    drafts = [channel(lang, key) for key in going if proposal.verbs[key] == "draft"]
    if drafts:
        yield say(lang, "plan.draft", channels=listed(lang, drafts))
    for key in going:
        if proposal.verbs[key] == "web+email":
            whom = subscribers(lang, proposal.subscribers.get(key))
            yield say(lang, "plan.mail", channel=channel(lang, key), whom=whom)
    url = proposal.rendered.issue.canonical_url
    if proposal.gate and url and going:
        yield say(lang, "plan.gate")
        yield link(shorten(url), url)


def _refusals(lang: str, proposal: Proposal) -> Iterator[str]:
    """Why something does not go out."""
    for key, why in proposal.refused.items():
        said = sentence(lang, reason(lang, why))
        yield "⚠️ " + say(lang, "plan.why-refused", channel=channel(lang, key), why=said)
    yield from standing_words(lang, proposal.standings)
    if proposal.young:
        yield "⚠️ " + say(lang, "plan.young", why=sentence(lang, reason(lang, proposal.young)))
    if proposal.rendered.errors:
        yield "❌ " + say(lang, "problems.block")
    elif not proposal.to_send():
        yield say(lang, "plan.nothing")
