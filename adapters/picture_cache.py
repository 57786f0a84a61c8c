"""Converted pictures kept on disk, so that a second run converts nothing, and in memory."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import tempfile
from collections import OrderedDict
from dataclasses import asdict, dataclass, field
from pathlib import Path
from threading import Lock
from typing import Generic, TypeVar

import PIL
from pydantic import BaseModel

from adapters.base import PictureRule
from adapters.picture_fit import VERSION, Converted

log = logging.getLogger(__name__)

Key = TypeVar("Key")
Kept = TypeVar("Kept")


class _Header(BaseModel):
    """The first line of an entry; the picture follows unless it is the source `as_is`."""

    sha256: str
    as_is: bool
    mime: str
    width: int
    height: int
    rule: str
    action: str
    lost: str


@dataclass(frozen=True, slots=True)
class PictureCache:
    """A folder with one file per source and rule; a damaged file counts as absent."""

    folder: Path

    def get(self, source: bytes, sha256: str, rule: PictureRule) -> Converted | None:
        path = self._path(sha256, rule)
        try:
            header, data = _entry(path)
        except FileNotFoundError:
            return None
        except (OSError, ValueError):
            log.info("ignoring the damaged cache entry %s", path.name)
            return None
        facts = header.model_dump(exclude={"as_is"})
        return Converted(data=source if header.as_is else data, **facts)

    def put(self, source: bytes, sha256: str, rule: PictureRule, made: Converted) -> None:
        """Writes the entry whole or not at all; what is kept as it is stores no bytes again."""
        facts = asdict(made)
        data = facts.pop("data")
        as_is = data == source
        line = _Header(as_is=as_is, **facts).model_dump_json().encode()
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_atomically(self._path(sha256, rule), line + b"\n" + (b"" if as_is else data))
        except OSError as error:
            log.warning("converted pictures are not kept: %s", error.strerror)

    def _path(self, sha256: str, rule: PictureRule) -> Path:
        return self.folder / f"{sha256}-{rule_digest(rule)}.picture"


@dataclass(slots=True)
class Memory(Generic[Key, Kept]):
    """Keeps what was used last, up to `budget` bytes as the caller counts them."""

    budget: int
    _kept: OrderedDict[Key, tuple[Kept, int]] = field(default_factory=OrderedDict)
    _size: int = 0
    _lock: Lock = field(default_factory=Lock)

    def get(self, key: Key) -> Kept | None:
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                return None
            self._kept.move_to_end(key)
            return found[0]

    def put(self, key: Key, kept: Kept, size: int) -> None:
        with self._lock:
            self._size += size - self._kept.pop(key, (kept, 0))[1]
            self._kept[key] = (kept, size)
            while self._size > self.budget:
                self._size -= self._kept.popitem(last=False)[1][1]


def rule_digest(rule: PictureRule) -> str:
    """Names what decides about the bytes: the rule's numbers, our steps and Pillow's encoders."""
    facts = [asdict(rule), VERSION, PIL.__version__]
    return hashlib.sha256(json.dumps(facts, sort_keys=True).encode()).hexdigest()[:16]


def write_atomically(path: Path, data: bytes) -> None:
    """A new file of mode 0600 that appears whole, in the place of an old one if there is one."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        part.replace(path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


def _entry(path: Path) -> tuple[_Header, bytes]:
    line, data = path.read_bytes().split(b"\n", 1)
    header = _Header.model_validate_json(line)
    if not header.as_is and hashlib.sha256(data).hexdigest() != header.sha256:
        message = "the bytes are not those that were written"
        raise ValueError(message)
    return header, data
