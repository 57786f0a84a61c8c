"""The local pictures of an issue as a channel takes them: read, converted, and reported on."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

from adapters.base import Media, Picture, PictureRule, Pictures
from adapters.picture_cache import Memory, PictureCache
from adapters.picture_encode import short_bytes
from adapters.picture_fit import Converted, convert
from adapters.picture_formats import PictureRefused
from content.problems import Level, Problem

WORKERS = 4  # Pillow works outside the interpreter's lock; each may hold one decoded picture
MAX_SOURCE_BYTES = 100_000_000
MEMORY_BYTES = 256_000_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """A picture to bring within a rule. `path` is None where the issue has no usable file."""

    source: str
    path: Path | None
    line: int
    alt: str
    rule: PictureRule


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file under one rule. The problem lacks the issue's file and line."""

    source_sha256: str
    made: Converted | None
    problem: Problem | None


_Place = tuple[str, int, int, PictureRule]  # path, mtime_ns, size, rule
_memory: Memory[_Place, Outcome] = Memory(MEMORY_BYTES)


def prepare_pictures(wanted: Sequence[Wanted], *, file: str, cache: Path | None = None) -> Pictures:
    """Everything converted, in the order asked for; the first of equal purpose and source counts.

    `file` is the issue as its problems name it. `cache` is a folder for converted pictures.
    """
    first = {(each.rule.purpose, each.source): each for each in reversed(wanted)}
    unique = [first[key] for key in dict.fromkeys((w.rule.purpose, w.source) for w in wanted)]
    kept = PictureCache(cache) if cache else None
    outcomes = _outcomes(unique, kept)
    pairs = list(zip(unique, outcomes, strict=True))
    rows = {(w.rule.purpose, w.source): _picture(w, found, file) for w, found in pairs}
    blobs = {
        row.media.sha256: found.made.data
        for row, found in zip(rows.values(), outcomes, strict=True)
        if row.media and found.made
    }
    return Pictures(rows=rows, blobs=blobs)


def _outcomes(wanted: Sequence[Wanted], cache: PictureCache | None) -> list[Outcome]:
    """What is in memory at once; the rest read and converted side by side."""
    known = [_remembered(each) for each in wanted]
    if all(known):
        return [outcome for outcome in known if outcome]
    with ThreadPoolExecutor(max_workers=WORKERS) as pool:
        return list(pool.map(lambda each: _outcome(each, cache), wanted))


def _remembered(wanted: Wanted) -> Outcome | None:
    try:
        path, size, changed = _checked(wanted.path)
    except PictureRefused:
        return None
    return _memory.get((str(path), changed, size, wanted.rule))


def crop_box(width: int, height: int, ratio: float) -> tuple[float, float, float, float]:
    """(x1, y1, x2, y2) as fractions of the sides: the largest centred part with that ratio."""
    across = min(1.0, ratio * height / width)
    down = min(1.0, width / ratio / height)
    left, top = (1 - across) / 2, (1 - down) / 2
    return left, top, 1 - left, 1 - top


def crop_text(box: tuple[float, float, float, float]) -> str:
    """A crop as WeChat's draft takes it: "0.1945_0_1_0.5236"."""
    return "_".join(f"{fraction:.6f}".rstrip("0").rstrip(".") for fraction in box)


def _outcome(wanted: Wanted, cache: PictureCache | None) -> Outcome:
    try:
        path, size, changed = _checked(wanted.path)
    except PictureRefused as refused:
        return _refusal("", refused)
    place = (str(path), changed, size, wanted.rule)
    known = _memory.get(place)
    if known is None:
        known = _converted(path, wanted.rule, cache)
        _memory.put(place, known, len(known.made.data) if known.made else 0)
    return known


def _checked(path: Path | None) -> tuple[Path, int, int]:
    """(path, size, mtime_ns) of a regular file of bearable size."""
    if path is None:
        raise PictureRefused("missing-picture", "there is no usable file.", "Mend its path.")
    try:
        found = path.stat()
    except OSError as error:
        raise _unreadable(error) from error
    if not stat.S_ISREG(found.st_mode):
        raise PictureRefused("missing-picture", "is not a file.", "Mend its path.")
    if found.st_size > MAX_SOURCE_BYTES:
        size = (
            f"has {short_bytes(found.st_size)}; at most {short_bytes(MAX_SOURCE_BYTES)} are read."
        )
        raise PictureRefused("picture-too-big", size, "Scale it down and save it.")
    return path, found.st_size, found.st_mtime_ns


def _converted(path: Path, rule: PictureRule, cache: PictureCache | None) -> Outcome:
    try:
        source = path.read_bytes()
    except OSError as error:
        return _refusal("", _unreadable(error))
    sha256 = hashlib.sha256(source).hexdigest()
    kept = cache.get(source, sha256, rule) if cache else None
    if kept:
        return _success(sha256, kept)
    try:
        made = convert(source, rule)
    except PictureRefused as refused:
        return _refusal(sha256, refused)
    if cache:
        cache.put(source, sha256, rule, made)
    return _success(sha256, made)


def _unreadable(error: OSError) -> PictureRefused:
    reason = error.strerror or "the system gives no reason"
    return PictureRefused("missing-picture", f"cannot be read: {reason}.", "Mend its path.")


def _refusal(sha256: str, refused: PictureRefused) -> Outcome:
    """As a value: a kept exception would keep the picture's memory with it."""
    problem = Problem(Level.ERROR, refused.code, "", 0, str(refused), refused.next_step)
    return Outcome(sha256, None, problem)


def _success(sha256: str, made: Converted) -> Outcome:
    step = "Link the animation if it matters."
    lost = Problem(Level.WARNING, "picture-animation", "", 0, made.lost, step)
    return Outcome(sha256, made, lost if made.lost else None)


def _picture(wanted: Wanted, outcome: Outcome, file: str) -> Picture:
    made, problem = outcome.made, outcome.problem
    return Picture(
        source=wanted.source,
        source_sha256=outcome.source_sha256,
        rule=made.rule if made else "",
        action=made.action if made else "",
        media=_media(wanted, made) if made else None,
        problem=_placed(problem, wanted, file) if problem else None,
    )


def _media(wanted: Wanted, made: Converted) -> Media:
    return Media(
        source=wanted.source,
        sha256=made.sha256,
        mime=made.mime,
        width=made.width,
        height=made.height,
        size=len(made.data),
        alt=wanted.alt,
    )


def _placed(problem: Problem, wanted: Wanted, file: str) -> Problem:
    message = f"{wanted.source}: {problem.message}"
    return replace(problem, file=file, line=wanted.line, message=message, subject=wanted.source)
