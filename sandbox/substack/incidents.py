"""What goes wrong at Substack on order, and what a person does in its editor meanwhile."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from sandbox.exchange import Answer, Exchange, Json
from sandbox.faults import Fault
from sandbox.service import NamedFault, Trouble
from sandbox.substack import errors
from sandbox.substack.document import read_document
from sandbox.substack.drafts import merged
from sandbox.substack.editor import saved
from sandbox.substack.fields import DEFAULTS, Written
from sandbox.substack.rows import Draft, Session, iso

if TYPE_CHECKING:
    from sandbox.substack.account import Substack

Incident = Callable[["Substack", Mapping[str, Any]], Json]


def edit_draft(substack: Substack, raw: Mapping[str, Any]) -> Json:
    """{"id"?, "draft_title"?, "draft_body"?, ...}: a person saves that or the last draft."""
    changes = {name: value for name, value in raw.items() if name != "id"}
    if not changes.keys() <= DEFAULTS.keys():
        raise ValueError(f"a draft has the fields {', '.join(DEFAULTS)}")
    draft = _draft(substack, raw)
    substack.state.save(merged(draft, Written(changes, [])))
    return {"id": draft.id}


def open_in_editor(substack: Substack, raw: Mapping[str, Any]) -> Json:
    """{"id"?}: the editor loads the document and saves it in its own words."""
    draft = _draft(substack, raw)
    body = draft.fields["draft_body"]
    document, found = read_document(body), substack.pages.faults(body)
    if document is None or found:
        raise ValueError(f"Something has gone wrong. {'; '.join(found)}")
    switches = substack.state.switches
    fresh = saved(document, switches.word("editor_vocabulary"), switches.word("editor_code"))
    text = json.dumps(fresh, ensure_ascii=False, separators=(",", ":"))
    substack.state.save(merged(draft, Written({"draft_body": text}, [])))
    return {"id": draft.id}


def delete_draft(substack: Substack, raw: Mapping[str, Any]) -> Json:
    draft = _draft(substack, raw)
    gone = replace(draft, deleted_at=substack.state.clock.now(), schedules=[])
    substack.state.drafts.put(str(draft.id), gone)
    return {"id": draft.id}


def duplicate_draft(substack: Substack, raw: Mapping[str, Any]) -> Json:
    """A second draft of the same title and body."""
    draft = _draft(substack, raw)
    twin = substack.state.new({**draft.fields, "slug": None}, [])
    return {"id": twin.id}


def publish_draft(substack: Substack, raw: Mapping[str, Any]) -> Json:
    """{"id"?, "send"?: false}"""
    draft = _draft(substack, raw)
    now = substack.state.clock.now()
    substack.publishing.release(draft, now, "person", mail=bool(raw.get("send", False)))
    return {"id": draft.id}


def schedule_draft(substack: Substack, raw: Mapping[str, Any]) -> Json:
    """{"id"?, "seconds"?: 3600}: a person lets it come out by itself, so much later."""
    draft = _draft(substack, raw)
    row: dict[str, Any] = {
        "id": substack.state.next("schedule"),
        "trigger_at": iso(substack.state.clock.now() + float(raw.get("seconds", 3600.0))),
        "post_audience": "everyone",
        "email_audience": "everyone",
    }
    substack.state.save(replace(draft, schedules=[row]))
    return {"id": draft.id}


def unpublish_post(substack: Substack, raw: Mapping[str, Any]) -> Json:
    draft = _draft(substack, raw)
    substack.publishing.withdraw(draft)
    return {"id": draft.id}


def expire_cookie(substack: Substack, _raw: Mapping[str, Any]) -> Json:
    substack.state.session.put("session", Session(expired=True))
    return {}


def sign_in(substack: Substack, _raw: Mapping[str, Any]) -> Json:
    substack.state.session.put("session", Session(expired=False))
    return {}


def validate(substack: Substack, raw: Mapping[str, Any]) -> Json:
    """{"document": {...}}, {"draft_body": "..."} or {"id"?}: what the editor would mangle."""
    if "document" in raw:
        body = json.dumps(raw["document"])
    else:
        body = raw.get("draft_body") or _draft(substack, raw).fields["draft_body"]
    return {"faults": [*substack.pages.faults(body)]}


def mails(substack: Substack, _raw: Mapping[str, Any]) -> Json:
    """Every sending so far, also of posts that are gone since."""
    return [asdict(mail) for mail in substack.state.mails.values()]


def _draft(substack: Substack, raw: Mapping[str, Any]) -> Draft:
    """The named draft or post, or the last one. ValueError when there is none."""
    there = [draft for draft in substack.state.drafts.values() if draft.deleted_at is None]
    wanted = [draft for draft in there if str(draft.id) == str(raw.get("id", draft.id))]
    if not wanted:
        raise ValueError("no such draft")
    return wanted[-1]


def _happening(incident: Incident) -> NamedFault:
    """A person's deed at a bad moment, by default on the draft that the call is about."""

    def fault(substack: Substack, exchange: Exchange, fault: Fault) -> None:
        named = {"id": exchange.params["id"]} if "id" in exchange.params else {}
        incident(substack, {**named, **fault.details})

    return fault


def _refusing(refusal: Callable[[], Answer]) -> NamedFault:
    def fault(substack: Substack, _exchange: Exchange, _fault: Fault) -> Answer:
        return errors.spoken(refusal(), substack.state.switches.word("language"))

    return fault


FAULTS: dict[str, NamedFault | None] = {
    "rate_limited": _refusing(errors.too_many),
    "rate_limited_text": _refusing(errors.too_many_in_text),
    "challenge": _refusing(errors.challenge),
    "blocked": _refusing(errors.blocked),
    "signed_out": _refusing(errors.signed_out),
    "no_rights": _refusing(errors.not_authorized),
    "out_of_date": _refusing(lambda: errors.single(errors.STALE, 409)),
    "cookie_expired": _happening(expire_cookie),
    "draft_edited": _happening(edit_draft),
    "draft_deleted": _happening(delete_draft),
    "draft_duplicated": _happening(duplicate_draft),
    "draft_published": _happening(publish_draft),
    "publish_slow": None,  # details {"seconds": n}: readers, and GET, see the post only later
    "lagging": None,  # at post_management/*, details {"seconds": n}: the list as it was then
}
TROUBLES = {
    "rate_limited": Trouble({"action": "rate_limited"}, "Substack does not say how long to wait."),
    "error": Trouble(
        {"action": "status", "status": 500, "body": {"error": errors.WRONG, "type": "single"}}
    ),
    "expired": Trouble(
        {"action": "cookie_expired"},
        "The cookie is refused from that call on, until somebody signs in again.",
        remedy=("sign_in", "Sign in again"),
    ),
    "lagging": Trouble(
        {
            "action": "lagging",
            "point": "inside",
            "operation": "post_management/*",
            "details": {"seconds": 600},
        },
        "The writer's list is the one of ten minutes ago.",
    ),
}
ACTIONS = {
    "edit_draft": edit_draft,
    "open_in_editor": open_in_editor,
    "delete_draft": delete_draft,
    "duplicate_draft": duplicate_draft,
    "publish_draft": publish_draft,
    "schedule_draft": schedule_draft,
    "unpublish_post": unpublish_post,
    "expire_cookie": expire_cookie,
    "sign_in": sign_in,
    "validate": validate,
    "mails": mails,
}
