"""POST and DELETE of posts: what X refuses, in the order in which it looks."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from sandbox.exchange import Answer, Exchange, Json, NotModelled, Refused, json_answer
from sandbox.x import problems, text
from sandbox.x.access import Caller
from sandbox.x.bodies import json_body
from sandbox.x.costs import Costs
from sandbox.x.media import Media
from sandbox.x.reading import Reading
from sandbox.x.rows import PostRow, State, Tally
from sandbox.x.schemas import CREATE_POST

EXCLUSIVE = ("poll", "quote_tweet_id", "direct_message_deep_link", "media", "card_uri")
NOT_MODELLED = (
    "poll", "direct_message_deep_link", "card_uri", "geo", "edit_options", "community_id",
    "nullcast", "for_super_followers_only", "share_with_followers",
)  # fmt: skip
ID = re.compile(r"[0-9]{1,19}")
HOUR_S = 3600


class Posts:
    def __init__(self, state: State, costs: Costs, media: Media, reading: Reading) -> None:
        self._state, self._costs, self._media = state, costs, media
        self._reading = reading

    def create(self, exchange: Exchange, caller: Caller) -> Answer:
        body = _checked_body(exchange)
        written = body.get("text", "")
        media_ids = body.get("media", {}).get("media_ids", [])
        self._require_text(written, media_ids)
        parent = self._parent(body.get("reply", {}).get("in_reply_to_tweet_id"), caller)
        self._media.attached(media_ids, caller)
        self._require_new(written, caller)
        post = self._store(written, media_ids, parent, caller.user_id)
        self._costs.charge(self._price(post), post.id)
        return json_answer(self._created(post, exchange), 201)

    def delete(self, exchange: Exchange, caller: Caller) -> Answer:
        post_id = exchange.params["id"]
        if not ID.fullmatch(post_id):
            message = f"The `id` query parameter value [{post_id}] is not valid"
            raise Refused(problems.bad_parameter("id", [post_id], message))
        post = self._state.posts.get(post_id)
        if post is None or post.deleted_at is not None:
            raise Refused(problems.not_found("tweet", post_id))
        if post.user_id != caller.user_id:
            raise Refused(problems.forbidden(problems.NOT_PERMITTED))
        self.remove(post)
        self._costs.charge("delete", post_id)
        if self._state.switches.word("delete_answer") == "204":
            return Answer(204, b"")
        return json_answer({"data": {"deleted": True}})

    def remove(self, post: PostRow) -> None:
        self._state.posts.put(post.id, replace(post, deleted_at=self._state.clock.now()))

    def write(self, written: str, reply_to: str | None, user_id: str) -> PostRow:
        """A post by the author's own hand, in the app."""
        parent = self._state.posts.get(reply_to) if reply_to else None
        return self._store(written, [], parent, user_id)

    def edit(self, post: PostRow, written: str) -> PostRow:
        """The author's edit in the app, which takes Premium: the post goes on under a new id."""
        self.remove(post)
        new = self._store(written, post.media_ids, None, post.user_id)
        new = replace(
            new,
            reply_to=post.reply_to,
            reply_to_user=post.reply_to_user,
            conversation_id=post.conversation_id,
            earlier=[*post.earlier, post.id],
        )
        self._state.posts.put(new.id, new)
        return new

    def twin(self, post: PostRow) -> PostRow:
        """The same post once more, under its own id."""
        twin = replace(post, id=self._state.new_id())
        if post.conversation_id == post.id:
            twin = replace(twin, conversation_id=twin.id)
        self._state.posts.put(twin.id, twin)
        return twin

    def _require_text(self, written: str, media_ids: list[str]) -> None:
        if not written.strip() and not media_ids:
            message = "A post needs text or media."
            raise Refused(problems.bad_parameter("text", [written], message))
        if text.FORBIDDEN_CHARACTERS.search(written):
            raise Refused(problems.forbidden(problems.NOT_PERMITTED))
        switches = self._state.switches
        if text.weight(written, self._reading.rules()) > switches.number("max_weight"):
            raise Refused(problems.forbidden(problems.TOO_LONG, switches.number("too_long_status")))
        if len(text.cashtags(written)) > 1:
            raise Refused(problems.forbidden(problems.CASHTAG))

    def _parent(self, parent_id: str | None, caller: Caller) -> PostRow | None:
        if parent_id is None:
            return None
        if self._state.switches.flag("self_replies_restricted"):
            raise Refused(problems.forbidden(problems.REPLY))
        parent = self._state.posts.get(parent_id)
        if parent is None or not self._open_to(caller, parent):
            raise Refused(problems.forbidden(problems.PARENT))
        return parent

    def _open_to(self, caller: Caller, parent: PostRow) -> bool:
        own = parent.user_id == caller.user_id
        return own and parent.deleted_at is None and not self._hidden(parent.id)

    def _hidden(self, parent_id: str) -> bool:
        """Whether this is one of the first replies, which come before the parent is seen."""
        tries = (self._state.reply_attempts.get(parent_id) or Tally(0)).value + 1
        self._state.reply_attempts.put(parent_id, Tally(tries))
        return tries <= self._state.switches.number("invisible_replies")

    def _require_new(self, written: str, caller: Caller) -> None:
        """The same text again within the window, anywhere on the account."""
        if not written:
            return
        switches = self._state.switches
        since = self._state.clock.now() - switches.number("duplicate_window_h") * HOUR_S
        for post in self._state.posts.values():
            counts = post.deleted_at is None or switches.flag("duplicates_of_deleted")
            same = post.text == written and post.user_id == caller.user_id
            if same and counts and post.created_at > since:
                raise Refused(problems.forbidden(problems.DUPLICATE))

    def _store(
        self, written: str, media_ids: list[str], parent: PostRow | None, user_id: str
    ) -> PostRow:
        post_id = self._state.new_id()
        links = text.links_in(written, self._reading.rules())
        post = PostRow(
            id=post_id,
            user_id=user_id,
            text=written,
            links=[text.stored_link(link, user_id) for link in links],
            media_ids=media_ids,
            reply_to=parent.id if parent else None,
            reply_to_user=parent.user_id if parent else None,
            conversation_id=parent.conversation_id if parent else post_id,
            created_at=self._state.clock.now(),
            reads_at=(self._state.reads.get(user_id) or Tally(0)).value,
            is_long=self._reading.is_long(written),
        )
        self._state.posts.put(post_id, post)
        return post

    def _price(self, post: PostRow) -> str:
        switches = self._state.switches
        billed = [
            link
            for link in post.links
            if switches.flag("bare_domain_billed") or link["text"].lower().startswith("http")
        ]
        pictures = bool(post.media_ids) and switches.flag("media_link_billed")
        return "post_with_url" if billed or pictures else "post"

    def _created(self, post: PostRow, exchange: Exchange) -> Json:
        naming = self._state.switches.word("naming")
        name = "edit_history_tweet_ids" if naming == "tweet" else "edit_history_post_ids"
        shown = self._reading.shown(post)
        data: Json = {"id": post.id, "text": shown.text, name: [post.id]}
        if exchange.injected("errors_beside") is None:
            return {"data": data}
        return {"data": data, "errors": [problems.not_found_error("user", post.user_id)]}


def _checked_body(exchange: Exchange) -> dict[str, Any]:
    body = json_body(exchange, CREATE_POST)
    if sum(name in body for name in EXCLUSIVE) > 1:
        raise Refused(problems.bad_parameter("$", [problems.compact(body)], problems.ONE_OF))
    if "quote_tweet_id" in body:
        raise Refused(problems.forbidden(problems.QUOTE))
    for name in NOT_MODELLED:
        if name in body:
            raise NotModelled(f"a post with {name}")
    return body
