"""What is the matter with a draft or post of ours: one reading before a call that changes it.

The same reading answers after a call whose outcome is unknown, so both agree on what they see.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from adapters.base import Json
from adapters.errors import OutcomeUnknown
from adapters.overwriting import STANDS
from adapters.substack.readback import as_sent, differing, normal

WORDS = {
    "draft_title": "its title",
    "draft_subtitle": "its subtitle",
    "draft_body": "its text",
    "digest": "its title, subtitle or text",
    "slug": "its address",
    "description": "its description",
    "search_engine_description": "its description for search engines",
    "cover_image": "its cover",
    "search_engine_title": "its title for search engines",
    "social_title": "its title for social networks",
    "draft_section_id": "its section",
    "postSchedules": "when it is published",
}


class State(Enum):
    BEFORE = auto()  # as it was expected: the call may be made
    AFTER = auto()  # as the call would leave it
    TOUCHED = auto()
    GONE = auto()
    RELEASED = auto()  # public, and was expected to be a draft
    WITHDRAWN = auto()  # a draft, and was expected to be public


REASONS = {
    State.GONE: "Someone has deleted it.",
    State.RELEASED: "Someone has published it.",
    State.WITHDRAWN: "Someone has taken it back: it is a draft again.",
}


Fields = Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Seen:
    """`stored` is what was read, None when it is gone; `what` names the fields that differ."""

    state: State
    stored: Fields | None
    what: tuple[str, ...] = ()

    @property
    def reason(self) -> str:
        if self.state is State.TOUCHED:
            return f"Someone has changed {', '.join(WORDS.get(name, name) for name in self.what)}."
        return REASONS.get(self.state, "")


def seen(stored: Fields | None, job: Fields) -> Seen:
    """How a draft stands to a part: `public` and `stands` before it, `request` after it."""
    if stored is None:
        return Seen(State.GONE, None)
    if (stored.get("is_published") is True) is not bool(job.get("public")):
        return Seen(State.WITHDRAWN if job.get("public") else State.RELEASED, stored)
    stands, request = fields(job, STANDS), fields(job, "request")
    if request and _done(stored, stands, request):
        return Seen(State.AFTER, stored)
    differs = tuple(differing(stored, stands))
    return Seen(State.TOUCHED if differs else State.BEFORE, stored, differs)


def fields(job: Fields, key: str) -> Fields:
    """One of the objects of a part's payload; {} where it has none."""
    found = job.get(key)
    return found if isinstance(found, dict) else {}


def astray(found: Seen, where: str) -> OutcomeUnknown:
    """Not done, and not to be repeated blindly: `find` sees the same, and a person is asked."""
    step = f"Look at {where}; what stands there is kept until you say otherwise."
    return OutcomeUnknown(found.reason, code=found.state.name.lower(), next_step=step)


def _done(stored: Fields, stands: Fields, request: Fields) -> bool:
    """Every field as requested, and the others as expected.

    Where what is compared is the same before and after, bytes that nobody sees are all that
    changes, and they decide.
    """
    wanted = {name: normal(name, value) for name, value in request.items()}
    if all(stands.get(name, value) == value for name, value in wanted.items()):
        return all(stored.get(name) == as_sent(name, value) for name, value in request.items())
    return not differing(stored, {**stands, **wanted})
