"""What a client may write into a draft: contract 3.3 and 3.4."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.exchange import NotModelled
from sandbox.service import Switches
from sandbox.substack.errors import SECTION, WRONG, invalid, refuse, single
from sandbox.substack.rows import USER_ID

ENUMS: Mapping[str, tuple[str, ...]] = {
    "audience": ("everyone", "only_paid", "only_free", "founding"),
    "default_comment_sort": ("best_first", "most_recent_first", "oldest_first"),
    "meter_type": ("none", "metered"),
}
COMMENTERS = ("everyone", "subscribers", "only_paid", "none")
TEXTS = frozenset(
    {
        "draft_title", "draft_subtitle", "draft_body", "slug", "social_title", "description",
        "search_engine_title", "search_engine_description", "cover_image", "podcast_description",
    }
)  # fmt: skip
FLAGS = frozenset(
    {
        "section_chosen", "should_send_email", "should_send_free_preview", "explicit",
        "hide_from_feed", "show_guest_bios", "exempt_from_archive_paywall",
    }
)  # fmt: skip
DEFAULTS: Mapping[str, Any] = {
    "type": "newsletter",
    "audience": "everyone",
    "slug": None,
    "draft_title": None,
    "draft_subtitle": None,
    "draft_body": None,
    "draft_bylines": [],
    "draft_section_id": None,
    "section_chosen": False,
    "should_send_email": True,  # an email nobody asked for is one publish away
    "should_send_free_preview": False,
    "write_comment_permissions": "everyone",
    "default_comment_sort": "best_first",
    "meter_type": "none",
    "cover_image": None,
    "social_title": None,
    "description": None,
    "search_engine_title": None,
    "search_engine_description": None,
    "podcast_description": None,
    "hide_from_feed": False,
    "explicit": False,
    "show_guest_bios": True,
    "exempt_from_archive_paywall": False,
}
# The editor sends these too; they change nothing that is modelled.
SILENT = frozenset({"translations", "last_updated_at"})
PUT_ONLY = frozenset({"slug", "should_send_email"})
FIRST_SECTION = 501


@dataclass(frozen=True, slots=True)
class Written:
    """What is taken over, and the keys that were sent in vain."""

    fields: dict[str, Any]
    ignored: list[str]


def read_fields(body: Mapping[str, Any], switches: Switches, *, creating: bool) -> Written:
    """Raises the 400 for a value that is refused. Unknown keys are no error: they do nothing."""
    taken, ignored = {}, []
    for name, value in body.items():
        if not _writable(name, switches, creating=creating):
            ignored += [] if name in SILENT else [name]
        else:
            _check(name, value, switches)
            taken[name] = value
    return Written(taken, sorted(ignored))


def section_names(switches: Switches) -> dict[int, str]:
    names = [name.strip() for name in switches.word("sections").split(",") if name.strip()]
    return dict(enumerate(names, FIRST_SECTION))


def _writable(name: str, switches: Switches, *, creating: bool) -> bool:
    if creating and name in PUT_ONLY:
        return switches.flag("create_takes_settings")
    return name in DEFAULTS and (creating or name != "type")


def _check(name: str, value: object, switches: Switches) -> None:
    if name in TEXTS:
        _check_text(name, value, switches)
    elif name in FLAGS:
        _expect(isinstance(value, bool), name, value)
    elif name in ENUMS:
        _expect(value in ENUMS[name], name, value)
    elif name == "write_comment_permissions":
        if value not in COMMENTERS:
            raise refuse(single(WRONG))
    elif name == "draft_section_id":
        if value is not None and value not in section_names(switches):
            raise refuse(single(SECTION))
    elif name == "draft_bylines":
        _expect(_are_bylines(value, switches), name, value)
    elif value != "newsletter":
        raise NotModelled(f"a draft of type {value!r}")


def _check_text(name: str, value: object, switches: Switches) -> None:
    """No text is looked into: the document may be anything, and so may the cover's address."""
    _expect(value is None or isinstance(value, str), name, value)
    text = value if isinstance(value, str) else ""
    limits = {
        "draft_title": (len(text), switches.number("title_limit")),
        "draft_body": (len(text.encode("utf-8", "surrogatepass")), switches.number("body_limit")),
    }
    size, limit = limits.get(name, (0, 0))
    _expect(not limit or size <= limit, name, value)


def _are_bylines(value: object, switches: Switches) -> bool:
    if not isinstance(value, list):
        return False
    ours = all(isinstance(one, dict) and one.get("id") == USER_ID for one in value)
    return ours and (bool(value) or switches.flag("empty_bylines"))


def _expect(right: object, name: str, value: Any) -> None:
    if not right:
        raise refuse(invalid(name, value))
