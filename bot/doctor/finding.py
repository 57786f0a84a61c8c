"""What a check says, where it looks, and what becomes of one that breaks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from adapters.errors import CallError, NotAllowed, TryLater
from bot.clock import Clock
from bot.store.errors import StoreError, store_errors
from bot.wiring import Home

DEFECT = "Report this as a defect of pressrun, with what you did."
LATER = "Run pressrun doctor again in a few minutes."
UNREACHABLE = "unreachable"  # the code of a call that never stood

Level = Literal["ok", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Finding:
    """`what` was looked at and `said` is what came of it, in a sentence; `next` is what to do."""

    level: Level
    what: str
    said: str
    next: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """Where to look.

    `config` is the settings file, None without one; `folder` lies in the author's site; `url` is
    that of the stand-ins, "" for the live services; `fonts` are folders, searched through.
    """

    config: Path | None
    folder: Path
    home: Home
    fonts: tuple[Path, ...]
    clock: Clock = field(default_factory=Clock)
    url: str = ""


def guarded(what: str, check: Callable[[], Iterable[Finding]]) -> Iterator[Finding]:
    """The findings of a check; what it raises is the last of them."""
    try:
        with store_errors():
            yield from check()
    except CallError as error:
        yield _refused(what, error)
    except StoreError as error:
        yield Finding("error", what, sentence(error.what), error.next_step)
    except OSError as error:
        said = f"{error.filename or 'A file'}: {error.strerror or type(error).__name__}"
        step = "Look whether it is there and is yours; PRESSRUN_HOME names another home."
        yield Finding("error", what, sentence(said), step)
    except Exception as error:  # noqa: BLE001 - the other checks go on
        yield broken(what, error)


def broken(what: str, error: Exception) -> Finding:
    """A check that nobody foresaw to break, without the error's words: a secret may be in them."""
    return Finding("error", what, f"This check broke: {type(error).__name__}.", DEFECT)


def sentence(text: str) -> str:
    """Others' words with one full stop."""
    return f"{' '.join(text.split()).rstrip('.')}."


def _refused(what: str, error: CallError) -> Finding:
    if isinstance(error, TryLater):
        level: Level = "error" if error.code == UNREACHABLE else "warning"
        return Finding(level, what, sentence(str(error)), error.next_step or LATER)
    step = f"See docs/channels/{what}.md." if isinstance(error, NotAllowed) else DEFECT
    return Finding("error", what, sentence(str(error)), error.next_step or step)
