"""The posts of a site, newest first, and how each stands in the store."""

from __future__ import annotations

import hashlib
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from bot.release.board import waits_for_approval
from bot.release.records import Delivery
from bot.release.states import FINISHED, MOVING, DeliveryState
from bot.release.waits import GATE
from content.folder import DRAFTS, Head, files_of, guessed_time, read_head
from content.posts import zone_of
from content.site import Site
from content.versions import by_path, by_post

REF = 8  # hex characters: a button carries 64 bytes
UNDATED = 3  # drafts without a date among the newest: old ones must not fill the list

_BAD = frozenset({DeliveryState.FAILED, DeliveryState.PAUSED, DeliveryState.MISSED,
                  DeliveryState.STOPPED})  # fmt: skip
_OUT = frozenset({DeliveryState.DONE_DRAFT, DeliveryState.DONE_PUBLISHED})
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Post:
    """A post of the site.

    `ref` is the beginning of the sha256 of its `key`, the issue's. `when` is its release, else its
    date, else the day of the file's name. `state` is "new", "draft", "approval", "on its way",
    "asks", "failed", "out" or "taken back"; `fault` says why it can be no issue, or is "".
    """

    ref: str
    key: str
    title: str
    path: Path
    when: datetime | None
    state: str
    fault: str = ""


def posts(site: Site, deliveries: Sequence[Delivery], most: int = 10) -> list[Post]:
    """The newest posts, at most `most`. The deliveries are those of the site's newsletter.

    A Jekyll draft without a date counts as of its last change, as Jekyll has it; whatever else has
    none comes last. A post with translations is listed once.
    """
    zone, known, guesses = zone_of(site), _by_key(deliveries), _guesses(site)
    newest = sorted(by_path(guesses, site), key=lambda paths: _newest(paths, guesses), reverse=True)
    files = [path for paths in newest[: 2 * most] for path in paths]
    versions = by_post((read_head(path, site, zone) for path in files), site, known)
    exact = {head: head.when or guesses[head.path] for head, *_ in versions}
    listed = sorted(exact, key=lambda head: (exact[head], head.name), reverse=True)[:most]
    return [_post(head, known) for head in listed]


def posts_by(site: Site, words: str, deliveries: Sequence[Delivery] = ()) -> list[Post]:
    """What is meant by a ref, a file's name or a part of a title: none, one, or all it may be.

    Newest first; a ref counts before a name, a whole name before a part. What may mean several
    translations of one post means the one that stands for it in the list.
    """
    zone, wanted = zone_of(site), _folded(words)
    if not wanted:
        return []
    known, heads = _by_key(deliveries), list[Head]()
    for path, _ in sorted(_guesses(site).items(), key=_newest_last, reverse=True):
        head = read_head(path, site, zone)
        if ref_of(head.key) == wanted:
            return [_post(head, known)]
        heads.append(head)
    versions = by_post(heads, site, known)
    named = [[head for head in post if _is_named(head, wanted)] for post in versions]
    meant = [post[0] for post in named if post]
    parts = (post[0] for post in versions if any(_contains(head, wanted) for head in post))
    return [_post(head, known) for head in meant or parts]


def post_by(site: Site, words: str, deliveries: Sequence[Delivery] = ()) -> Post | None:
    """The newest of what may be meant; for what shows it before anything comes of it."""
    return next(iter(posts_by(site, words, deliveries)), None)


def ref_of(key: str) -> str:
    """The short name of an issue that a button carries."""
    return hashlib.sha256(key.encode()).hexdigest()[:REF]


# --- which posts ------------------------------------------------------------------------------


def _guesses(site: Site) -> dict[Path, datetime]:
    """Every post with a guess at its time: parsing hundreds of front matters takes too long."""
    zone = zone_of(site)
    files = files_of(site)
    guesses = {path: guessed_time(path, site, zone) for path in files}
    undated = {path: _changed(path) for path in files if _is_undated_draft(path, guesses[path])}
    shown = sorted(undated, key=undated.__getitem__)[-UNDATED:]
    return {path: guess or _LONG_AGO for path, guess in guesses.items()} | {
        path: undated[path] for path in shown
    }


def _newest(paths: Sequence[Path], guesses: Mapping[Path, datetime]) -> tuple[datetime, Path]:
    """By which a post with its translations is sorted."""
    return max((guesses[path], path) for path in paths)


def _newest_last(guess: tuple[Path, datetime]) -> tuple[datetime, Path]:
    return guess[1], guess[0]


def _is_undated_draft(path: Path, guess: datetime | None) -> bool:
    return guess is None and DRAFTS in path.parts


def _changed(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _is_named(head: Head, wanted: str) -> bool:
    """By its path below the root, or its file's name; a Hugo bundle by its folder's."""
    name = PurePosixPath(head.name)
    bundle = [name.parent.name] if name.stem.partition(".")[0] == "index" else []
    return wanted in map(_folded, [head.key, head.name, name.name, name.stem, *bundle])


def _contains(head: Head, wanted: str) -> bool:
    return wanted in _folded(head.title) or wanted in _folded(head.name)


def _folded(text: str) -> str:
    """As a person compares: full-width or composed otherwise, in capitals or not."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


# --- how each stands --------------------------------------------------------------------------


def _by_key(deliveries: Iterable[Delivery]) -> Mapping[str, Sequence[Delivery]]:
    known = defaultdict[str, list[Delivery]](list)
    for delivery in deliveries:
        known[delivery.issue_key].append(delivery)
    return known


def _post(head: Head, known: Mapping[str, Sequence[Delivery]]) -> Post:
    at_rest = "draft" if head.is_draft else "new"
    state = _state(known.get(head.key, ())) or at_rest
    return Post(ref_of(head.key), head.key, head.title, head.path, head.when, state, head.fault)


def _state(deliveries: Sequence[Delivery]) -> str:
    """The newest run of each account decides; what waits for a person comes first. "" for none."""
    current = list(_current(deliveries))
    edits = [d for d in deliveries if d.base_id in {d.id for d in current}]
    for state, fits in _STATES:
        asking = [*current, *edits] if state == "asks" else current
        if any(map(fits, asking)):
            return state
    return ""


def _current(deliveries: Sequence[Delivery]) -> Iterator[Delivery]:
    """What was cancelled counts as never begun, and so does the wait for the author's page once it
    is over."""
    newest: dict[str, Delivery] = {}
    for delivery in sorted(deliveries, key=lambda d: (d.run, d.due_at)):
        never_begun = delivery.state is DeliveryState.CANCELLED
        over = delivery.channel == GATE and delivery.state in FINISHED
        if delivery.purpose == "send" and not (never_begun or over):
            newest[delivery.account_id] = delivery
    yield from newest.values()


def _asks(delivery: Delivery) -> bool:
    question = bool(delivery.question) and delivery.state not in _BAD
    return question or delivery.state is DeliveryState.ASKED


def _is_on_its_way(delivery: Delivery) -> bool:
    return delivery.state in MOVING or delivery.state is DeliveryState.HELD


_STATES: tuple[tuple[str, Callable[[Delivery], bool]], ...] = (
    ("asks", _asks),
    ("failed", lambda d: d.state in _BAD),
    ("approval", waits_for_approval),
    ("on its way", _is_on_its_way),
    ("out", lambda d: d.state in _OUT),
    ("taken back", lambda d: d.state is DeliveryState.RETRACTED),
)
