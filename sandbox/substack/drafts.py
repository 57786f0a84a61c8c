"""`/drafts`: create, read, change, delete. Nothing is validated but what contract 3.4 lists."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sandbox.exchange import Answer, Exchange, Json, NotModelled, json_answer
from sandbox.substack.addresses import Addresses
from sandbox.substack.document import read_document, word_count
from sandbox.substack.errors import STALE, invalid, not_authorized, refuse, single
from sandbox.substack.fields import DEFAULTS, Written, read_fields
from sandbox.substack.requests import page_of, read_object
from sandbox.substack.rows import PUBLICATION_ID, Draft, State, instant, iso


class Drafts:
    def __init__(self, state: State, addresses: Addresses) -> None:
        self._state = state
        self._switches = state.switches
        self._addresses = addresses

    def create(self, exchange: Exchange) -> Answer:
        written = read_fields(read_object(exchange), self._switches, creating=True)
        self._check_slug(written, None)
        draft = self._state.new({**DEFAULTS, **written.fields}, written.ignored)
        return self.answer(exchange, draft)

    def get(self, exchange: Exchange) -> Answer:
        return self.answer(exchange, self._state.draft(exchange.params["id"]))

    def put(self, exchange: Exchange) -> Answer:
        draft = self._state.draft(exchange.params["id"])
        body = read_object(exchange)
        written = read_fields(body, self._switches, creating=False)
        draft = self._check_latest(draft, body)
        self._check_slug(written, draft)
        return self.answer(exchange, self._state.save(merged(draft, written)))

    def delete(self, exchange: Exchange) -> Answer:
        """Takes a published post as readily as a draft."""
        draft = self._state.draft(exchange.params["id"])
        gone = replace(draft, deleted_at=self._state.clock.now(), schedules=[])
        self._state.drafts.put(str(draft.id), gone)
        return json_answer({})

    def bare(self, exchange: Exchange) -> Answer:
        """GET /drafts without an id."""
        if self._switches.word("bare_drafts") == "403":
            raise refuse(not_authorized())
        offset, limit = page_of(exchange)
        found = [d for d in self._state.drafts.values() if self._state.standing_now(d) == "draft"]
        page = found[::-1][offset : offset + limit]
        return json_answer([self.shown(exchange, draft) for draft in page])

    def answer(self, exchange: Exchange, draft: Draft, **instead: Json) -> Answer:
        return json_answer({**self.shown(exchange, draft), **instead})

    def shown(self, exchange: Exchange, draft: Draft) -> dict[str, Json]:
        """The full draft object of contract 3.4."""
        published = self._state.standing_now(draft) == "published"
        shown: dict[str, Json] = {
            "id": draft.id,
            "uuid": draft.uuid,
            "publication_id": PUBLICATION_ID,
            **draft.fields,
            "section_id": draft.fields["draft_section_id"],
            "is_published": published,
            "post_date": iso(draft.published_at) if draft.published_at and published else None,
            "draft_created_at": iso(draft.created_at),
            "draft_updated_at": iso(draft.updated_at),
            "email_sent_at": iso(draft.email_sent_at) if draft.email_sent_at else None,
            "word_count": word_count(read_document(draft.fields["draft_body"])),
            "postSchedules": [*draft.schedules],
        }
        if self._switches.flag("null_bylines"):
            shown["draft_bylines"] = None
        if draft.schedules:
            shown["trigger_at"] = draft.schedules[0]["trigger_at"]
        if published:
            shown["title"], shown["subtitle"] = draft.post["title"], draft.post["subtitle"]
            shown["body"] = draft.post["body"]
            shown["canonical_url"] = self._addresses.post(exchange, draft.fields["slug"])
        return shown

    def _check_latest(self, draft: Draft, body: dict[str, Any]) -> Draft:
        """The optimistic lock of the editor: last_updated_at echoes draft_updated_at."""
        sent = body.get("last_updated_at")
        if sent is None:
            return draft
        seen = instant(sent)
        if seen is None:
            raise refuse(invalid("last_updated_at", sent))
        if iso(seen) == iso(draft.updated_at):
            return draft
        counted = replace(draft, stale_writes=draft.stale_writes + 1)
        self._state.drafts.put(str(draft.id), counted)
        if self._switches.word("stale") == "409":
            raise refuse(single(STALE, 409))
        if self._switches.word("stale") == "400":
            raise refuse(invalid("last_updated_at", sent))
        return counted

    def _check_slug(self, written: Written, draft: Draft | None) -> None:
        slug = written.fields.get("slug")
        others = [
            other
            for other in self._state.drafts.values()
            if other.deleted_at is None and (draft is None or other.id != draft.id)
        ]
        if not slug or all(other.fields["slug"] != slug for other in others):
            return
        if self._switches.word("same_slug") == "501":
            raise NotModelled("a slug that another post has")
        if self._switches.word("same_slug") == "400":
            raise refuse(invalid("slug", slug))


def merged(draft: Draft, written: Written) -> Draft:
    ignored = sorted({*draft.ignored, *written.ignored})
    return replace(draft, fields={**draft.fields, **written.fields}, ignored=ignored)
