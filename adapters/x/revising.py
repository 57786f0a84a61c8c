"""A new edition against the thread that stands: X lets no program edit, so a person is told what.

Pure. The only part there can be is the post that names the other channels, when it is new.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from adapters.base import Edition, Json, Part, Receipts
from adapters.changes import by_hand, delete_key, not_possible, standing
from adapters.references import MissingReference, resolve
from adapters.x.render import ALT, POST
from adapters.x.spec import KEY, Options
from content.problems import Problem

ALSO_ON = "also-on/1"  # the key of the post that names the other channels
DELETE = "delete"
EDIT_STEP = "Edit it there, if the account may, or delete it and post it anew"


@dataclass(frozen=True, slots=True)
class Said:
    """A post as an edition has it: its words, and its pictures as the author names them."""

    text: str
    pictures: tuple[str, ...]


def revise(old: Edition, sent: Receipts, new: Edition) -> Edition:
    """One problem for each post that differs, and for each picture described otherwise."""
    before, after = _posts(old), _posts(new)
    urls = {key: receipt.url or "" for key, receipt in sent.items()}
    added = _also_on(new, sent) if ALSO_ON not in before else None
    problems = list(_differences(before, after, urls))
    problems += _alts(old, new, urls)
    if ALSO_ON in after and ALSO_ON not in before and added is None:
        words = f"The thread was not sent to its end, so this is not added:\n{after[ALSO_ON].text}"
        problems.append(not_possible(KEY, words))
    cost = round(new.cost_usd - old.cost_usd, 4) if added else 0.0
    return Edition(KEY, (added,) if added else (), tuple(problems), cost_usd=max(cost, 0.0))


def remove(sent: Receipts, options: Options) -> Edition:
    """A deletion per post, from the last back to the root; pure.

    Each waits for the one before it, so that what stands is always a whole beginning.
    """
    kept = standing(sent)
    posts = [key for key in kept if key == ALSO_ON or key.partition("/")[0] == POST]
    parts: list[Part] = []
    for key in sorted(posts, key=lambda key: int(kept[key].id), reverse=True):
        waits_for = tuple(part.key for part in parts[-1:])
        parts.append(Part(delete_key(key), DELETE, {"id": kept[key].id}, waits_for=waits_for))
    cost = round(len(parts) * options.prices.delete, 4)
    return Edition(KEY, tuple(parts), cost_usd=cost, facts={"deletions": str(len(parts))})


# --- posts ------------------------------------------------------------------------------------


def _posts(edition: Edition) -> dict[str, Said]:
    named = {part.key: part.media[0].source for part in edition.parts if part.media}
    return {
        part.key: Said(_text(part.payload), tuple(_pictures(part.payload, named)))
        for part in edition.parts
        if part.kind == POST
    }


def _text(payload: Json) -> str:
    return str(payload.get("text", "")) if isinstance(payload, dict) else ""


def _pictures(payload: Json, named: Mapping[str, str]) -> Iterator[str]:
    media = payload.get("media") if isinstance(payload, dict) else None
    references = media.get("media_ids") if isinstance(media, dict) else None
    for reference in references if isinstance(references, list) else []:
        key = str(reference).removeprefix("pressrun:ref/").removesuffix("/id")
        yield named.get(key, str(reference))


def _differences(
    before: Mapping[str, Said], after: Mapping[str, Said], urls: Mapping[str, str]
) -> Iterator[Problem]:
    for key, old in before.items():
        new = after.get(key)
        if new == old or (key == ALSO_ON and new is None):
            continue
        where = urls.get(key) or key
        if key not in urls:
            words = f"{key} was not sent. It would say:\n{old.text}"
            yield not_possible(KEY, f"{words}\nIt should say:\n{new.text if new else ''}")
        elif new is None:
            yield by_hand(KEY, f"{where} has no place in the thread any more. It says:\n{old.text}",
                          f"Delete it: {where}")  # fmt: skip
        else:
            yield by_hand(KEY, _both(where, old, new), f"{EDIT_STEP}: {where}")
    last = next((urls[key] for key in reversed(list(before)) if urls.get(key)), "")
    for key, new in after.items():
        if key not in before and key != ALSO_ON:
            yield by_hand(
                KEY, _new(new), f"Post it as a reply to the last post of the thread: {last}"
            )


def _both(where: str, old: Said, new: Said) -> str:
    words = f"{where} says:\n{old.text}\nIt should say:\n{new.text}"
    if old.pictures == new.pictures:
        return words
    return f"{words}\nIts pictures are {_listed(old)}; they should be {_listed(new)}."


def _new(new: Said) -> str:
    pictures = f"\nIts pictures: {_listed(new)}" if new.pictures else ""
    return f"This post is new:\n{new.text}{pictures}"


def _listed(said: Said) -> str:
    return ", ".join(said.pictures) or "none"


# --- descriptions of pictures -------------------------------------------------------------------


def _alts(old: Edition, new: Edition, urls: Mapping[str, str]) -> Iterator[Problem]:
    """Only of pictures that both editions show; those of others go with their posts."""
    before, after = _described(old), _described(new)
    shown = {part.key: part for part in old.parts if part.media}
    for part in new.parts:
        if not part.media or part.key not in shown:
            continue
        was, now = before.get(part.key, ""), after.get(part.key, "")
        if was != now:
            where = next(iter(_where(old, part.key, urls)), "")
            words = f"The description of {part.media[0].source} in {where or 'the thread'} is:"
            yield by_hand(KEY, f"{words}\n{was}\nIt should be:\n{now}", f"{EDIT_STEP}: {where}")


def _described(edition: Edition) -> dict[str, str]:
    """Alternative texts by the keys of the uploads."""
    found: dict[str, str] = {}
    for part in edition.parts:
        metadata = part.payload.get("metadata") if isinstance(part.payload, dict) else None
        alt = metadata.get("alt_text") if isinstance(metadata, dict) else None
        if part.kind == ALT and isinstance(alt, dict):
            found[part.waits_for[0]] = str(alt.get("text", ""))
    return found


def _where(edition: Edition, upload: str, urls: Mapping[str, str]) -> Iterator[str]:
    for part in edition.parts:
        if part.kind == POST and upload in part.waits_for and urls.get(part.key):
            yield urls[part.key]


# --- the other channels -----------------------------------------------------------------------


def _also_on(new: Edition, sent: Receipts) -> Part | None:
    """Ready to send: what it refers to was sent with the thread."""
    for part in new.parts:
        if part.key == ALSO_ON:
            try:
                return replace(part, payload=resolve(part.payload, sent), waits_for=())
            except MissingReference:
                return None
    return None
