"""The query of a timeline or profile request: which names X knows, and what they ask for."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sandbox.exchange import NotModelled, Refused
from sandbox.x import problems

ID = re.compile(r"[0-9]{1,19}")
USER_FIELDS = frozenset({
    "affiliation", "confirmed_email", "connection_status", "created_at", "description", "entities",
    "id", "is_identity_verified", "location", "most_recent_tweet_id", "name", "parody",
    "pinned_tweet_id", "profile_banner_url", "profile_image_url", "protected", "public_metrics",
    "receives_your_dm", "subscribes_to_you", "subscription", "subscription_type", "url", "username",
    "verified", "verified_followers_count", "verified_type", "withheld",
})  # fmt: skip
SHARED_FIELDS = frozenset({
    "article", "attachments", "card_uri", "community_id", "context_annotations", "conversation_id",
    "created_at", "display_text_range", "edit_controls", "entities", "geo", "id", "lang",
    "media_metadata", "non_public_metrics", "organic_metrics", "paid_partnership",
    "possibly_sensitive", "promoted_metrics", "public_metrics", "reply_settings", "scopes",
    "source", "text", "withheld",
})  # fmt: skip
# The names of the docs pages, and those of the OpenAPI file 2.167.
TWEET_FIELDS = SHARED_FIELDS | {
    "author_id", "edit_history_tweet_ids", "in_reply_to_user_id", "note_tweet", "referenced_tweets",
    "suggested_source_links", "username",
}  # fmt: skip
POST_FIELDS = SHARED_FIELDS | {
    "article_title", "matched_media_notes", "note_post", "note_request_suggestions",
    "suggested_source_links", "suggested_source_links_with_counts",
}  # fmt: skip
TWEET_EXPANSIONS = frozenset({
    "article.cover_media", "article.media_entities", "attachments.media_keys",
    "attachments.media_source_tweet", "attachments.poll_ids", "author_id",
    "edit_history_tweet_ids", "entities.mentions.username", "geo.place_id", "in_reply_to_user_id",
    "entities.note.mentions.username", "referenced_tweets.id", "referenced_tweets.id.author_id",
})  # fmt: skip
POST_EXPANSIONS = frozenset({
    "article.cover_media", "article.media_entities", "attachments.media_keys",
    "attachments.media_source_tweet", "attachments.poll_ids", "author_id", "edit_history_post_ids",
    "entities.mentions.username", "geo.place_id", "in_reply_to_user_id", "referenced_posts",
    "username",
})  # fmt: skip
# What the stand-in can show, by its name of the docs.
MODELLED = {
    "attachments", "author_id", "conversation_id", "created_at", "edit_history_tweet_ids",
    "entities", "id", "in_reply_to_user_id", "note_tweet", "referenced_tweets", "text", "username",
}  # fmt: skip
DOCS_NAME = {
    "referenced_posts": "referenced_tweets",
    "note_post": "note_tweet",
    "edit_history_post_ids": "edit_history_tweet_ids",
}
PAGING = (
    "max_results", "pagination_token", "since_id", "until_id", "start_time", "end_time", "exclude",
    "expansions",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wanted:
    """`fields` by their names of the docs; times in epoch seconds; `before` and `after` are post
    ids that a page token stands for."""

    fields: frozenset[str]
    most: int = 10
    since_id: int = 0
    until_id: int | None = None
    start: float = 0.0
    end: float | None = None
    replies: bool = True
    before: int | None = None
    after: int | None = None


def read_timeline_query(query: Mapping[str, str], naming: str) -> Wanted:
    """Refused for what X would refuse. `naming` is tweet, post or both."""
    schemes = ("tweet", "post") if naming == "both" else (naming,)
    known = (*PAGING, *(f"{scheme}.fields" for scheme in schemes))
    _require_known(query, known)
    before, after = _page(query.get("pagination_token"))
    return Wanted(
        fields=_fields(query, schemes),
        most=_most(query.get("max_results", "10")),
        since_id=int(_id(query, "since_id") or 0),
        until_id=_id(query, "until_id"),
        start=_time(query, "start_time") or 0.0,
        end=_time(query, "end_time"),
        replies="replies" not in _words(query, "exclude", frozenset({"replies", "retweets"})),
        before=before,
        after=after,
    )


def check_profile_query(query: Mapping[str, str]) -> None:
    """`user.fields` alone: the stand-in has nothing to expand."""
    _require_known(query, ("user.fields",))
    for field in _words(query, "user.fields", USER_FIELDS) - {"id", "name", "username"}:
        raise NotModelled(f"user.fields {field}")


def page_token(direction: str, post_id: str) -> str:
    """`b` for before (older posts), `a` for after; base32hex as X's own."""
    return base64.b32hexencode(f"{direction}{post_id}".encode()).decode().rstrip("=").lower()


def _page(token: str | None) -> tuple[int | None, int | None]:
    if token is None:
        return None, None
    try:
        padded = token.upper() + "=" * (-len(token) % 8)
        text = base64.b32hexdecode(padded).decode("ascii", "replace")
    except ValueError:
        text = ""
    if text[:1] not in ("a", "b") or not ID.fullmatch(text[1:]):
        raise _wrong("pagination_token", token, "is not valid")
    number = int(text[1:])
    return (number, None) if text[0] == "b" else (None, number)


def _fields(query: Mapping[str, str], schemes: tuple[str, ...]) -> frozenset[str]:
    enums = {"tweet": TWEET_FIELDS, "post": POST_FIELDS}
    wide = {"tweet": TWEET_EXPANSIONS, "post": POST_EXPANSIONS}
    wanted = {"id", "text"}
    for scheme in schemes:
        wanted |= _words(query, f"{scheme}.fields", enums[scheme])
    wanted |= _words(query, "expansions", frozenset().union(*(wide[s] for s in schemes)))
    fields = frozenset(DOCS_NAME.get(name, name) for name in wanted)
    for field in sorted(fields - MODELLED):
        raise NotModelled(f"the field or expansion {field}")
    return fields


def _require_known(query: Mapping[str, str], known: tuple[str, ...]) -> None:
    for name in query:
        if name not in known:
            message = f"The query parameter [{name}] is not one of [{','.join(sorted(known))}]"
            raise Refused(problems.bad_parameter(name, [query[name]], message))


def _words(query: Mapping[str, str], name: str, enum: frozenset[str]) -> set[str]:
    if name not in query:
        return set()
    words = query[name].split(",")
    for word in words:
        if word not in enum:
            raise _wrong(name, word, f"is not one of [{','.join(sorted(enum))}]")
    return set(words)


def _most(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,4}", text) or not 5 <= int(text) <= 100:
        raise _wrong("max_results", text, "is not between 5 and 100")
    return int(text)


def _id(query: Mapping[str, str], name: str) -> int | None:
    text = query.get(name)
    if text is None:
        return None
    if not ID.fullmatch(text):
        raise _wrong(name, text, "does not match ^[0-9]{1,19}$")
    return int(text)


def _time(query: Mapping[str, str], name: str) -> float | None:
    text = query.get(name)
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise _wrong(name, text, "is not a valid RFC 3339 date-time")
    return moment.timestamp()


def _wrong(name: str, value: str, why: str) -> Refused:
    message = f"The `{name}` query parameter value [{value}] {why}"
    return Refused(problems.bad_parameter(name, [value], message))
