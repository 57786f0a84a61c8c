"""The local pictures of an issue as a channel takes them: read, converted, and reported on."""

from __future__ import annotations

import hashlib
import os
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
    """What became of a picture, and its bytes. A problem in it lacks the issue's file and line."""

    picture: Picture
    data: bytes = b""


_Place = tuple[str, int, int, PictureRule, str, str]  # path, mtime_ns, size, rule, source, alt
_memory: Memory[_Place, Outcome] = Memory(MEMORY_BYTES)


def prepare_pictures(
    wanted: Sequence[Wanted], *, file: str, cache: Path | None = None, drawn: Pictures | None = None
) -> Pictures:
    """Everything converted, in the order asked for; the first of equal purpose and source counts.

    `file` is the issue as its problems name it. `cache` is a folder for converted pictures.
    `drawn` are pictures without a file: they are taken as they are.
    """
    ready = drawn or Pictures()
    first: dict[tuple[str, str], Wanted] = {}
    for each in wanted:
        key = (each.rule.purpose, each.source)
        if key not in ready.rows:
            first.setdefault(key, each)
    outcomes = _outcomes(list(first.values()), PictureCache(cache) if cache else None)
    rows = dict(ready.rows)
    blobs = dict(ready.blobs)
    for (key, each), outcome in zip(first.items(), outcomes, strict=True):
        rows[key] = _placed(outcome.picture, each, file)
        if media := outcome.picture.media:
            blobs[media.sha256] = outcome.data
    return Pictures(rows=rows, blobs=blobs)


def _outcomes(wanted: Sequence[Wanted], cache: PictureCache | None) -> list[Outcome]:
    """What is in memory at once; the rest read and converted side by side."""
    known = [_remembered(each) for each in wanted]
    found = [outcome for outcome in known if outcome]
    if len(found) == len(wanted):
        return found
    with ThreadPoolExecutor(max_workers=WORKERS) as pool:
        return list(pool.map(lambda each: _outcome(each, cache), wanted))


def _remembered(wanted: Wanted) -> Outcome | None:
    try:
        return _memory.get(_place(wanted))
    except PictureRefused:
        return None


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
        place = _place(wanted)
    except PictureRefused as refused:
        return _refusal(wanted, "", refused)
    known = _memory.get(place)
    if known is None:
        known = _converted(wanted, Path(place[0]), cache)
        _memory.put(place, known, len(known.data))
    return known


def _place(wanted: Wanted) -> _Place:
    """Where the memory keeps a picture. Raises PictureRefused unless it is a bearable file."""
    if wanted.path is None:
        raise PictureRefused("missing-picture", "there is no usable file.", "Mend its path.")
    path = str(wanted.path)
    try:
        found = os.stat(path)  # noqa: PTH116 - with dozens of pictures, pathlib takes its time
    except OSError as error:
        raise _unreadable(error) from error
    if not stat.S_ISREG(found.st_mode):
        raise PictureRefused("missing-picture", "is not a file.", "Mend its path.")
    size = found.st_size
    if size > MAX_SOURCE_BYTES:
        message = f"has {short_bytes(size)}; at most {short_bytes(MAX_SOURCE_BYTES)} are read."
        raise PictureRefused("picture-too-big", message, "Scale it down and save it.")
    return path, found.st_mtime_ns, size, wanted.rule, wanted.source, wanted.alt


def _converted(wanted: Wanted, path: Path, cache: PictureCache | None) -> Outcome:
    try:
        source = path.read_bytes()
    except OSError as error:
        return _refusal(wanted, "", _unreadable(error))
    sha256 = hashlib.sha256(source).hexdigest()
    kept = cache.get(source, sha256, wanted.rule) if cache else None
    if kept:
        return _success(wanted, sha256, kept)
    try:
        made = convert(source, wanted.rule)
    except PictureRefused as refused:
        return _refusal(wanted, sha256, refused)
    if cache:
        cache.put(source, sha256, wanted.rule, made)
    return _success(wanted, sha256, made)


def _unreadable(error: OSError) -> PictureRefused:
    reason = error.strerror or "the system gives no reason"
    return PictureRefused("missing-picture", f"cannot be read: {reason}.", "Mend its path.")


def _refusal(wanted: Wanted, sha256: str, refused: PictureRefused) -> Outcome:
    """As a value: a kept exception would keep the picture's memory with it."""
    message, source = f"{wanted.source}: {refused}", wanted.source
    problem = Problem(Level.ERROR, refused.code, "", 0, message, refused.next_step, source)
    return Outcome(Picture(source, sha256, "", "", None, problem))


def _success(wanted: Wanted, sha256: str, made: Converted) -> Outcome:
    media = Media(
        source=wanted.source,
        sha256=made.sha256,
        mime=made.mime,
        width=made.width,
        height=made.height,
        size=len(made.data),
        alt=wanted.alt,
    )
    lost = _animation(wanted.source, made.lost) if made.lost else None
    return Outcome(Picture(wanted.source, sha256, made.rule, made.action, media, lost), made.data)


def _animation(source: str, lost: str) -> Problem:
    step = "Link the animation if it matters."
    return Problem(Level.WARNING, "picture-animation", "", 0, f"{source}: {lost}", step, source)


def _placed(picture: Picture, wanted: Wanted, file: str) -> Picture:
    if picture.problem is None:
        return picture
    return replace(picture, problem=replace(picture.problem, file=file, line=wanted.line))
