"""Reading back: the caller's profile, and an account's posts, newest first."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from sandbox.exchange import Answer, Exchange, Json, Refused, json_answer
from sandbox.x import problems
from sandbox.x.access import Caller
from sandbox.x.costs import Costs
from sandbox.x.query import (
    ID,
    Wanted,
    check_profile_query,
    page_token,
    read_timeline_query,
)
from sandbox.x.reading import Reading
from sandbox.x.rows import PostRow, State, Tally

POST_NAMES = {
    "edit_history_tweet_ids": "edit_history_post_ids",
    "referenced_tweets": "referenced_posts",
    "note_tweet": "note_post",
}


class Timeline:
    def __init__(self, state: State, costs: Costs, reading: Reading) -> None:
        self._state, self._costs, self._reading = state, costs, reading

    def me(self, exchange: Exchange, caller: Caller) -> Answer:
        check_profile_query(exchange.request.query)
        self._costs.charge_reads("user_read", [f"user {caller.user_id}"])
        account = self._state.accounts.get(caller.user_id)
        if account is None:
            return json_answer({"errors": [problems.not_found_error("user", caller.user_id)]})
        data: Json = {"id": account.id, "name": account.name, "username": account.username}
        return json_answer({"data": data})

    def posts(self, exchange: Exchange, caller: Caller) -> Answer:
        user_id = exchange.params["id"]
        if not ID.fullmatch(user_id):
            message = f"The `id` query parameter value [{user_id}] is not valid"
            raise Refused(problems.bad_parameter("id", [user_id], message))
        wanted = read_timeline_query(exchange.request.query, self._naming_taken())
        if self._state.accounts.get(user_id) is None:
            return json_answer({"errors": [problems.not_found_error("user", user_id)]})
        lag = exchange.injected("lagging") or {}
        visible = self._visible(user_id, float(lag.get("seconds", 0.0)))
        self._count_read(user_id)
        fitting = [post for post in visible if _fits(post, wanted)]
        page = _page_of(fitting, wanted)
        item = "own_post_read" if user_id == caller.user_id else "post_read"
        self._costs.charge_reads(item, [f"post {post.id}" for post in page])
        return json_answer(self._listed(page, fitting, wanted))

    def _visible(self, user_id: str, hidden_s: float) -> list[PostRow]:
        """Newest first, without what is deleted, not there yet, or younger than `hidden_s`."""
        latest = self._state.clock.now() - hidden_s
        posts = [
            post
            for post in self._state.posts.values()
            if post.user_id == user_id
            and post.deleted_at is None
            and post.created_at <= latest
            and self._arrived(post)
        ]
        return sorted(posts, key=lambda post: int(post.id), reverse=True)

    def _arrived(self, post: PostRow) -> bool:
        switches, clock = self._state.switches, self._state.clock
        lag = switches.seconds("timeline_lag_s")
        polls = self._reads(post.user_id) - post.reads_at
        if lag < 0 or polls < switches.number("timeline_lag_polls"):
            return False
        return clock.now() >= post.created_at + clock.paced(lag)

    def _reads(self, user_id: str) -> int:
        return (self._state.reads.get(user_id) or Tally(0)).value

    def _count_read(self, user_id: str) -> None:
        self._state.reads.put(user_id, Tally(self._reads(user_id) + 1))

    def _naming_taken(self) -> str:
        switches = self._state.switches
        return switches.word("naming") if switches.flag("naming_strict") else "both"

    def _listed(self, page: list[PostRow], fitting: list[PostRow], wanted: Wanted) -> Json:
        if not page:
            return {"meta": {"result_count": 0}}
        meta: dict[str, Json] = {
            "result_count": len(page),
            "newest_id": page[0].id,
            "oldest_id": page[-1].id,
        }
        unpaged = replace(wanted, before=None, after=None)
        every = [int(post.id) for post in fitting if _fits(post, unpaged)]
        if every[-1] < int(page[-1].id):
            meta["next_token"] = page_token("b", page[-1].id)
        if every[0] > int(page[0].id):
            meta["previous_token"] = page_token("a", page[0].id)
        data: list[Json] = [self._row(post, wanted.fields) for post in page]
        return {"data": data, "meta": meta}

    def _row(self, post: PostRow, fields: frozenset[str]) -> Json:
        shown = self._reading.shown(post)
        known: dict[str, Json] = {
            "id": post.id,
            "text": shown.text,
            "edit_history_tweet_ids": [*post.earlier, post.id],
            "conversation_id": post.conversation_id,
            "created_at": _rfc3339(post.created_at),
            "author_id": post.user_id,
            "username": self._reading.username(post.user_id),
            **self._optional(post),
        }
        if shown.urls:
            known["entities"] = {"urls": [*shown.urls]}
        if self._state.switches.word("naming") == "tweet":
            always = {*fields, "edit_history_tweet_ids"}
            return {name: value for name, value in known.items() if name in always}
        return {
            POST_NAMES.get(name, name): value for name, value in known.items() if name in fields
        }

    def _optional(self, post: PostRow) -> dict[str, Json]:
        """What only replies, posts with pictures and long posts have."""
        some: dict[str, Json] = {}
        if post.reply_to:
            some["in_reply_to_user_id"] = post.reply_to_user
            some["referenced_tweets"] = [{"type": "replied_to", "id": post.reply_to}]
        if post.media_ids:
            keys: list[Json] = [row.key for row in self._reading.media_of(post)]
            some["attachments"] = {"media_keys": keys}
        if post.is_long:
            whole = self._reading.whole(post)
            some["note_tweet"] = {"text": whole.text, "entities": {"urls": [*whole.urls]}}
        return some


def _fits(post: PostRow, wanted: Wanted) -> bool:
    number = int(post.id)
    until = wanted.until_id is None or number < wanted.until_id
    ended = wanted.end is None or post.created_at < wanted.end
    timely = post.created_at >= wanted.start and ended
    return number > wanted.since_id and until and timely and (wanted.replies or not post.reply_to)


def _page_of(fitting: list[PostRow], wanted: Wanted) -> list[PostRow]:
    if wanted.after is not None:
        newer = [post for post in fitting if int(post.id) > wanted.after]
        return newer[-wanted.most :]
    older = [p for p in fitting if wanted.before is None or int(p.id) < wanted.before]
    return older[: wanted.most]


def _rfc3339(epoch: float) -> str:
    moment = datetime.fromtimestamp(epoch, UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
