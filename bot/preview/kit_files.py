"""The paste kit as files: a page per editor, pictures as they would be sent, texts, a checklist.

A list beside them says which files are ours: those alone are ever replaced or removed.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from adapters.base import Media
from bot.preview.kit import Box, Kit, kits
from bot.preview.kit_html import KeyOf
from bot.preview.kit_words import kit_words
from bot.preview.pictures import KEY
from bot.preview.templates import fill_kit

if TYPE_CHECKING:
    from bot.app import Rendered

LIST = ".pressrun-kit.json"
OURS = re.compile(r"(wechat|substack)\.html|texts\.md|checklist\.md|pictures/[a-z]+/[^/\\]+")


class NotOurs(Exception):
    """A file is in the way that no kit has written; nothing was changed."""


def write_kit(rendered: Rendered, folder: Path) -> tuple[Kit, ...]:
    """Write the kit of every channel into a folder; what it holds. Raises NotOurs and OSError."""
    made = kits(rendered.issue, rendered.editions, _key_in(rendered.blobs))
    title, language = rendered.issue.title, rendered.issue.language
    files = dict(_files(made, title, language, rendered.blobs))
    known = _known(folder)
    strangers = [
        name for name in files if _stands(folder / name) and not _ours(folder, name, known)
    ]
    if strangers:
        raise NotOurs(f"{folder / strangers[0]} is not of a kit; choose another folder")
    for name in known.keys() - files.keys():
        if _ours(folder, name, known):
            (folder / name).unlink()
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    _remember(folder, files)
    return made


def _key_in(blobs: Mapping[str, bytes]) -> KeyOf:
    """Pictures by their own bytes: here none stands for another."""
    return lambda media: media.sha256[:KEY] if media.sha256 in blobs else ""


def _files(
    made: tuple[Kit, ...], title: str, language: str, blobs: Mapping[str, bytes]
) -> Iterator[tuple[str, bytes]]:
    for kit in made:
        folder = f"pictures/{kit.channel}"
        present = [placed for placed in kit.pictures if placed.key]
        for placed in present:
            yield f"{folder}/{placed.file}", blobs[placed.media.sha256]
        if kit.rich:
            uris = {placed.key: data_uri(placed.media, blobs) for placed in present}
            yield f"{kit.channel}.html", fill_kit(kit, title, folder, language, uris).encode()
    yield "texts.md", _texts(made, title, language).encode()
    yield "checklist.md", _checklist(made, title, language).encode()


def data_uri(media: Media, blobs: Mapping[str, bytes]) -> str:
    return f"data:{media.mime};base64,{base64.b64encode(blobs[media.sha256]).decode()}"


# --- texts --------------------------------------------------------------------------------------


def _texts(made: tuple[Kit, ...], title: str, language: str) -> str:
    words = kit_words(language)
    sections = [f"# {_line(title)}"]
    for kit in made:
        sections.append(f"## {kit.name}")
        sections += [_boxed(box, words.kit_with) for box in (*kit.boxes, *kit.posts)]
        if kit.cover:
            sections.append(f"### {words.kit_cover}\n\n`pictures/{kit.channel}/{kit.cover.file}`")
    return "\n\n".join(sections) + "\n"


def _boxed(box: Box, intro: str) -> str:
    """A field between fences that its own text cannot close."""
    longest = max((len(run) for run in re.findall("`+", box.value)), default=0)
    fence = "`" * max(3, longest + 1)
    beside = ", ".join(f"`{placed.file}`" for placed in box.pictures)
    attached = f"\n\n{intro} {beside}" if beside else ""
    return f"### {box.label}\n\n{fence}text\n{box.value}\n{fence}{attached}"


def _checklist(made: tuple[Kit, ...], title: str, language: str) -> str:
    words = kit_words(language)
    sections = [f"# {_line(title)}"]
    for kit in made:
        steps = [*kit.steps, f"{words.confirm} `{kit.command}https://…`"]
        sections.append(f"## {kit.name}\n\n" + "\n".join(f"- [ ] {step}" for step in steps))
        sections += _places(kit, language)
    return "\n\n".join(sections) + "\n"


def _places(kit: Kit, language: str) -> Iterator[str]:
    """Where in the text each picture stands."""
    words = kit_words(language)
    rows = [
        f"- `{placed.file}` "
        + (f"{words.kit_after} …{placed.after}" if placed.after else words.kit_first)
        for placed in kit.pictures
        if placed.after is not None
    ]
    if rows:
        yield f"### {words.kit_pictures}\n\n" + "\n".join(rows)


def _line(words: str) -> str:
    return " ".join(words.split())


# --- whose files --------------------------------------------------------------------------------


def _known(folder: Path) -> dict[str, str]:
    """The files that an earlier kit wrote there, with the hash of each."""
    try:
        found = json.loads((folder / LIST).read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    rows = found.items() if isinstance(found, dict) else ()
    return {str(name): str(hash_) for name, hash_ in rows if OURS.fullmatch(str(name))}


def _stands(path: Path) -> bool:
    return path.exists() or path.is_symlink()


def _ours(folder: Path, name: str, known: Mapping[str, str]) -> bool:
    """Whether a file is still as a kit left it."""
    path = folder / name
    plain = path.is_file() and not path.is_symlink()
    return plain and known.get(name) == _hash(path.read_bytes())


def _remember(folder: Path, files: Mapping[str, bytes]) -> None:
    rows = {name: _hash(content) for name, content in sorted(files.items())}
    (folder / LIST).write_text(json.dumps(rows, indent=1, ensure_ascii=False), encoding="utf-8")


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
