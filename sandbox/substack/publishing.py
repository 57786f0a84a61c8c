"""Publishing, its email, schedules, and taking a post back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sandbox.exchange import Answer, Exchange, Json, NotModelled, json_answer
from sandbox.substack.document import children, read_document, word_count
from sandbox.substack.drafts import Drafts
from sandbox.substack.errors import CHOOSE, invalid, refuse, single
from sandbox.substack.fields import ENUMS, section_names
from sandbox.substack.requests import given, read_object
from sandbox.substack.rows import Draft, State, instant

PUBLISH_KEYS = frozenset({"send", "saved_segment_id", "share_automatically", "only_send"})
SCHEDULE_KEYS = frozenset({"trigger_at", "post_audience", "email_audience", "saved_segment_id"})
PROBLEMS: Mapping[str, str] = {"draft_title": "missing_title", "draft_body": "empty_body"}


class Publishing:
    def __init__(self, state: State, drafts: Drafts) -> None:
        self._state = state
        self._switches = state.switches
        self._drafts = drafts

    def settle(self) -> None:
        """Publish what is scheduled and due. Called before anything is read."""
        now = self._state.clock.now()
        for draft in self._state.drafts.values():
            due = [at for at in map(_trigger, draft.schedules) if at <= now]
            if due and draft.deleted_at is None:
                self.release(draft, min(due), "schedule", mail=draft.fields["should_send_email"])

    def prepublish(self, exchange: Exchange) -> Answer:
        draft = self._state.draft(exchange.params["id"])
        key = self._switches.word("prepublish_key")
        errors: list[Json] = [{key: PROBLEMS[name]} for name in missing(draft)]
        suggestions: list[Json] = []
        if not draft.fields["draft_subtitle"]:
            suggestions.append({"identifier": "missing_subtitle"})
        return json_answer({"errors": errors, "suggestions": suggestions})

    def publish(self, exchange: Exchange) -> Answer:
        draft = self._state.draft(exchange.params["id"])
        body = self._publish_body(exchange)
        if body.get("only_send"):
            return self._only_send(exchange, draft)
        self._check_ready(draft)
        slow = exchange.injected("publish_slow") or {}
        seconds = self._state.clock.paced(float(slow.get("seconds", 0.0)))
        extra = [f"publish.{name}" for name in body if name != "send"]
        noted = replace(draft, ignored=sorted({*draft.ignored, *extra}))
        at = self._state.clock.now() + seconds
        mail = self._mails(draft, send=body["send"])
        released = self.release(noted, at, "publish", mail=mail)
        return self._drafts.answer(exchange, released, is_published=True)

    def schedule(self, exchange: Exchange) -> Answer:
        draft = self._state.draft(exchange.params["id"])
        body = self._schedule_body(exchange)
        if self._state.standing_now(draft) == "published":
            raise NotModelled("a schedule for a published post")
        self._check_ready(draft)
        row: dict[str, Any] = {
            "id": self._state.next("schedule"),
            "trigger_at": body["trigger_at"],
            "post_audience": body.get("post_audience", "everyone"),
            "email_audience": body.get("email_audience", "everyone"),
        }
        kept = draft.schedules if self._switches.word("second_schedule") == "add" else []
        self._state.save(replace(draft, schedules=[*kept, row]))
        return json_answer({**row, "post_id": draft.id})

    def unschedule(self, exchange: Exchange) -> Answer:
        draft = self._state.draft(exchange.params["id"])
        if draft.schedules:
            self._state.save(replace(draft, schedules=[]))
        return json_answer([row["id"] for row in draft.schedules])

    def unpublish(self, exchange: Exchange) -> Answer:
        """200 without a body."""
        draft = self._state.draft(exchange.params["id"])
        if draft.published_at is None or draft.unpublished_at is not None:
            raise NotModelled("unpublish of what is not published")
        self.withdraw(draft)
        return Answer(200, b"")

    def withdraw(self, draft: Draft) -> None:
        self._state.save(replace(draft, unpublished_at=self._state.clock.now()))

    def release(self, draft: Draft, at: float, by: str, *, mail: bool) -> Draft:
        """The draft as it stands is there for readers; an email cannot be called back."""
        fields = {**draft.fields, "slug": draft.fields["slug"] or slug_of(draft)}
        again = draft.published_at is not None and draft.unpublished_at is None
        released = replace(
            draft,
            fields=fields,
            post={
                "title": str(fields["draft_title"] or ""),
                "subtitle": str(fields["draft_subtitle"] or ""),
                "body": str(fields["draft_body"] or ""),
            },
            published_at=draft.published_at if again else at,
            unpublished_at=None,
            schedules=[],
        )
        return self._state.save(self._sent(released, by) if mail else released)

    def _sent(self, draft: Draft, by: str) -> Draft:
        if draft.email_sent_at is not None and not self._switches.flag("mail_again"):
            return draft
        self._state.mail(draft, by)
        return replace(draft, email_sent_at=self._state.clock.now())

    def _mails(self, draft: Draft, *, send: bool) -> bool:
        stored = bool(draft.fields["should_send_email"])
        decided = {"either": send or stored, "send": send, "stored": stored}
        return decided[self._switches.word("email_by")]

    def _only_send(self, exchange: Exchange, draft: Draft) -> Answer:
        """Mails a post that is out already."""
        if self._state.standing_now(draft) != "published":
            raise NotModelled("only_send of what is not published")
        return self._drafts.answer(exchange, self._state.save(self._sent(draft, "publish")))

    def _publish_body(self, exchange: Exchange) -> dict[str, Any]:
        body = read_object(exchange)
        unknown = sorted(body.keys() - PUBLISH_KEYS)
        if unknown or "send" not in body:
            raise NotModelled(f"publish with {', '.join(unknown) or 'no send'}")
        if not isinstance(body["send"], bool):
            raise refuse(invalid("send", body["send"]))
        refused = self._switches.word("share_automatically") == "400"
        if refused and "share_automatically" in body:
            raise refuse(invalid("share_automatically", body["share_automatically"]))
        return body

    def _schedule_body(self, exchange: Exchange) -> dict[str, Any]:
        body = read_object(exchange)
        unknown = sorted(body.keys() - SCHEDULE_KEYS)
        if unknown:
            raise NotModelled(f"scheduled_release with {', '.join(unknown)}")
        at = instant(body.get("trigger_at"))
        if at is None or at <= self._state.clock.now():
            raise refuse(invalid("trigger_at", *given(body, "trigger_at")))
        for name in ("post_audience", "email_audience"):
            wanted = self._switches.word("schedule_body") == "full" or name in body
            if wanted and body.get(name) not in ENUMS["audience"]:
                raise refuse(invalid(name, *given(body, name)))
        return body

    def _check_ready(self, draft: Draft) -> None:
        if self._switches.word("publish_empty") == "400":
            for name in missing(draft):
                raise refuse(invalid(name, draft.fields[name]))
        if section_names(self._switches) and not draft.fields["section_chosen"]:
            raise refuse(single(CHOOSE))


def missing(draft: Draft) -> list[str]:
    """The fields without which nothing can be published."""
    document = read_document(draft.fields["draft_body"])
    simple = {"paragraph", "heading"}
    only_text = document is None or {n.get("type") for n in children(document)} <= simple
    empty = {
        "draft_title": not str(draft.fields["draft_title"] or "").strip(),
        "draft_body": not draft.fields["draft_body"]
        or (document is not None and only_text and not word_count(document)),
    }
    return [name for name, is_empty in empty.items() if is_empty]


def slug_of(draft: Draft) -> str:
    words = re.findall(r"[a-z0-9]+", str(draft.fields["draft_title"] or "").lower())
    return "-".join(words) or f"p-{draft.id}"


def _trigger(schedule: Mapping[str, Any]) -> float:
    at = instant(schedule["trigger_at"])
    return float("inf") if at is None else at
