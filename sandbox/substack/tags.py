"""Tags of the publication, and which post has which."""

from __future__ import annotations

import re
import uuid
from dataclasses import asdict

from sandbox.exchange import Answer, Exchange, Json, NotModelled, json_answer
from sandbox.substack.errors import invalid, not_found, refuse
from sandbox.substack.requests import given, read_object
from sandbox.substack.rows import PUBLICATION_ID, State, Tag, TagOfPost


class Tags:
    def __init__(self, state: State) -> None:
        self._state = state

    def all(self, _exchange: Exchange) -> Answer:
        return json_answer([asdict(tag) for tag in self._state.tags.values()])

    def create(self, exchange: Exchange) -> Answer:
        body = read_object(exchange)
        name = body.get("name")
        if not isinstance(name, str) or not name:
            raise refuse(invalid("name", *given(body, "name")))
        if any(tag.name == name for tag in self._state.tags.values()):
            raise NotModelled("a second tag of the same name")
        slug = "-".join(re.findall(r"\w+", name.lower()))
        tag = Tag(str(uuid.uuid4()), name, slug)
        self._state.tags.put(tag.id, tag)
        return json_answer(asdict(tag))

    def of_post(self, exchange: Exchange) -> Answer:
        """Rows without names."""
        draft = self._state.draft(exchange.params["id"])
        rows = [row for row in self._state.tagged.values() if row.post_id == draft.id]
        return json_answer([_shown(row) for row in rows])

    def attach(self, exchange: Exchange) -> Answer:
        draft = self._state.draft(exchange.params["id"])
        tag = self._tag(exchange)
        key = f"{draft.id}/{tag.id}"
        there = self._state.tagged.get(key)
        if there is not None and self._state.switches.word("second_attach") == "400":
            return Answer(400, b"", "text/plain")
        row = there or TagOfPost(self._state.next("tagged"), draft.id, tag.id)
        self._state.tagged.put(key, row)
        return json_answer(_shown(row))

    def detach(self, exchange: Exchange) -> Answer:
        draft = self._state.draft(exchange.params["id"])
        self._state.tagged.drop(f"{draft.id}/{self._tag(exchange).id}")
        return json_answer({})

    def _tag(self, exchange: Exchange) -> Tag:
        tag = self._state.tags.get(exchange.params["tag"])
        if tag is None:
            raise refuse(not_found())
        return tag


def _shown(row: TagOfPost) -> dict[str, Json]:
    return {
        "id": row.id,
        "publication_id": PUBLICATION_ID,
        "post_id": row.post_id,
        "post_tag_id": row.post_tag_id,
    }
