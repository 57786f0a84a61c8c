"""The author's posts, and one of them: its problems, its pictures, its thread."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import TYPE_CHECKING

from markupsafe import Markup, escape

from adapters.base import Edition, Part
from bot.app import Rendered
from bot.control.buttons import Press
from bot.control.escape import MOST, bold, code, fitted, label, quote, shorten, units, url_button
from bot.control.phrases import (
    channel,
    day,
    dollars,
    in_one_line,
    problem_total,
)
from bot.control.picture_lines import picture_lines
from bot.control.plan_screen import problems_line
from bot.control.screen import Screen
from bot.control.words import count, say
from bot.translations import translated
from content.measure import x_weight
from content.problems import Level, Problem

if TYPE_CHECKING:
    from bot.listing import Post

MARKS = {
    "new": "", "draft": "📝", "approval": "⏳", "on its way": "📤", "asks": "⚠️", "failed": "❌",
    "out": "✅", "taken back": "🗑",
}  # fmt: skip
LEVELS = {Level.ERROR: "❌", Level.WARNING: "⚠️", Level.NOTE: "•"}
MOST_POSTS = 10
MOST_PLACES = 6  # lines named for one kind of problem
NAME = 24  # columns of a file's name
MESSAGE = 160  # columns
X_LIMIT = 280  # twitter-text config/v3.json

_ADDRESS = re.compile(r"pressrun:url/([a-z]+)")


def issues_screen(lang: str, posts: Sequence[Post], zone: str) -> Screen:
    """Newest first, each with its state, and a button each for the newest ones."""
    if not posts:
        return Screen(say(lang, "issues.none"))
    shown = posts[:MOST_POSTS]
    lines = [_post_line(lang, post, zone) for post in shown]
    if left := len(posts) - len(shown):
        lines.append(escape(count(lang, "more-issues", left)))
    text = fitted([bold(say(lang, "issues.title")), *lines], lambda n: count(lang, "more", n))
    return Screen(text, tuple((Press("issue", p.ref).button(_titled(p)),) for p in shown))


def issue_screen(lang: str, post: Post, problems: Sequence[Problem]) -> Screen:
    """Its title, date, state and problems, and what can be done with it."""
    errors = any(problem.level is Level.ERROR for problem in problems)
    when = day(lang, post.when, _zone_of(post)) if post.when else ""
    blocks = [
        bold(shorten(post.title)),
        " · ".join(said for said in (when, _state(lang, post)) if said),
        say(lang, "post.fault", fault=shorten(translated(post.fault, lang), MESSAGE))
        if post.fault
        else "",
        problems_line(lang, problems),
        problem_lines(lang, problems) if problems else "",
        say(lang, "problems.block") if errors else "",
    ]
    text = fitted((b for b in blocks if b), lambda n: count(lang, "more", n))
    preview = Press("preview", post.ref).button(say(lang, "preview"))
    publish = Press("publish", post.ref).button(say(lang, "publish"), "success")
    return Screen(text, ((preview, publish),))


def upload_screen(
    lang: str, name: str, notes: Sequence[str], problems: Sequence[Problem], ref: str
) -> Screen:
    """What the lint says of a file that was sent; `notes` tell what was done with the file."""
    blocks = [
        say(lang, "upload.read", name=shorten(name, MESSAGE)),
        *(f"• {shorten(translated(note, lang), MESSAGE)}" for note in notes),
        problems_line(lang, problems),
        problem_lines(lang, problems),
    ]
    text = fitted((b for b in blocks if b), lambda n: count(lang, "more", n))
    preview = Press("preview", ref).button(say(lang, "preview"), "success")
    return Screen(text, ((preview,),))


def summary_screen(lang: str, rendered: Rendered) -> Screen:
    """What closes a preview: the problems and the ledger of pictures."""
    blocks = [
        bold(shorten(rendered.issue.title)),
        problems_line(lang, rendered.problems),
        problem_lines(lang, rendered.problems),
        picture_lines(lang, rendered),
    ]
    return Screen(fitted((b for b in blocks if b), lambda n: count(lang, "more", n)))


def draft_links(lang: str, drafts: Mapping[str, str]) -> Screen | None:
    """Where drafts can be seen as their services show them, by channel; None without any."""
    words = {key: say(lang, "open", channel=channel(lang, key)) for key in drafts}
    rows = (url_button(label(words[key]), url) for key, url in drafts.items())
    shown = tuple(row for row in rows if row)
    return Screen(say(lang, "drafts"), shown) if shown else None


def _post_line(lang: str, post: Post, zone: str) -> Markup:
    when = day(lang, post.when, zone) if post.when else ""
    below = " · ".join(said for said in (when, _state(lang, post)) if said)
    mark = MARKS.get(post.state, "")
    title = Markup("{} {}").format(mark, bold(shorten(post.title))) if mark else bold(
        shorten(post.title)
    )  # fmt: skip
    return Markup("{}\n{}").format(title, below)


def _state(lang: str, post: Post) -> str:
    return say(lang, f"post.{post.state.replace(' ', '-')}") if post.state in MARKS else post.state


def _titled(post: Post) -> str:
    mark = MARKS.get(post.state, "")
    return label(f"{mark} {post.title}".strip() or post.ref)


def _zone_of(post: Post) -> str:
    """A date in front matter has the zone of its site."""
    return getattr(post.when.tzinfo, "key", "UTC") if post.when else "UTC"


# --- problems ---------------------------------------------------------------------------------


def problem_lines(lang: str, problems: Sequence[Problem], most: int = 10) -> str:
    """Telegram's HTML: a line per kind of problem, errors first; what is left over is counted."""
    groups = _grouped(problems)
    room = most if len(groups) <= most else most - 1
    lines = [_group_line(lang, group) for group in groups[:room]]
    left = [problem for group in groups[room:] for problem in group]
    if left:
        lines.append(escape(say(lang, "problems.rest", total=_total(lang, left))))
    return Markup("\n").join(lines)


def _grouped(problems: Sequence[Problem]) -> list[list[Problem]]:
    found: dict[tuple[Level, str, str], list[Problem]] = {}
    for problem in problems:
        found.setdefault((problem.level, problem.code, problem.file), []).append(problem)
    order = list(Level)
    return sorted(found.values(), key=lambda group: order.index(group[0].level))


def _group_line(lang: str, group: Sequence[Problem]) -> Markup:
    first = group[0]
    many = f" ({len(group)})" if len(group) > 1 else ""
    words = shorten(in_one_line(lang, first), MESSAGE)
    return Markup("{} {}{}: {}").format(LEVELS[first.level], code(_places(group)), many, words)


def _places(group: Sequence[Problem]) -> str:
    """`post.md:12, 40, 61, …`"""
    name = _short_name(group[0].file)
    lines = list(dict.fromkeys(str(problem.line) for problem in group if problem.line))
    more = ", …" if len(lines) > MOST_PLACES else ""
    return f"{name}:{', '.join(lines[:MOST_PLACES])}{more}" if lines else name


def _short_name(file: str) -> str:
    """The name without its folder; a long one keeps its ending."""
    path = PurePath(file)
    short = shorten(path.stem, NAME)
    return f"{short}{path.suffix}"


def _total(lang: str, problems: Sequence[Problem]) -> str:
    return problem_total(
        lang, [(f"{level}s", sum(p.level is level for p in problems)) for level in Level]
    )


# --- the thread on X --------------------------------------------------------------------------


def x_thread(lang: str, edition: Edition) -> list[str]:
    """Telegram's HTML, each text of at most 4096 units: the posts, then cost and losses."""
    posts = [part for part in edition.parts if part.kind == "post"]
    weights = _weights(edition, posts)
    blocks = [
        _post(lang, part, weight, f"{place}/{len(posts)}")
        for place, (part, weight) in enumerate(zip(posts, weights, strict=True), start=1)
    ]
    return _packed([*blocks, *_closing(lang, edition, len(posts))])


def _weights(edition: Edition, posts: Sequence[Part]) -> list[int]:
    """As the edition counted them; what it says of addresses that are not known yet is in there."""
    told = edition.facts.get("weights", "").split()
    if len(told) == len(posts) and all(weight.isdecimal() for weight in told):
        return [int(weight) for weight in told]
    return [x_weight(_text(part)) for part in posts]


def _post(lang: str, part: Part, weight: int, place: str) -> Markup:
    said = [say(lang, "thread.weight", weight=weight, limit=X_LIMIT)]
    if pictures := _picture_count(part):
        said.append(count(lang, "pictures", pictures))
    words = _ADDRESS.sub(
        lambda match: say(lang, "thread.address", channel=channel(lang, match[1])), _text(part)
    )
    head = Markup("{} · {}").format(bold(place), " · ".join(said))
    return Markup("{}\n{}").format(head, quote(_cut(words, MOST - units(head) - 1)))


def _cut(text: str, most: int) -> str:
    while units(escape(text)) > most:
        text = text[: max(most - 1, 0) if len(text) > most else len(text) - 10] + "…"
    return text


def _text(part: Part) -> str:
    return str(part.payload.get("text", "")) if isinstance(part.payload, dict) else ""


def _picture_count(part: Part) -> int:
    media = part.payload.get("media") if isinstance(part.payload, dict) else None
    ids = media.get("media_ids") if isinstance(media, dict) else None
    return len(ids) if isinstance(ids, list) else 0


def _closing(lang: str, edition: Edition, posts: int) -> Iterator[Markup]:
    cost, number = dollars(edition.cost_usd), count(lang, "posts", posts)
    yield escape(say(lang, "thread.cost", cost=cost, count=number))
    notes = [problem for problem in edition.problems if problem.level is Level.NOTE]
    if notes:
        lines = [escape(say(lang, "thread.left-out")), *(_note(lang, note) for note in notes)]
        yield fitted(lines, lambda n: count(lang, "more", n), MOST)


def _note(lang: str, problem: Problem) -> Markup:
    place = f"{_short_name(problem.file)}:{problem.line} " if problem.line else ""
    return escape(f"• {place}{shorten(in_one_line(lang, problem), 600)}")


def _packed(blocks: Sequence[Markup]) -> list[str]:
    """As many blocks in one message as it holds, a blank line between them."""
    packed: list[str] = []
    for block in blocks:
        joined = Markup("\n\n").join([packed[-1], block]) if packed else block
        if packed and units(joined) <= MOST:
            packed[-1] = joined
        else:
            packed.append(block)
    return packed
