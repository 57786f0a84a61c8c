"""Lists for the writer, which may lag, and what the public reads, which does lag."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sandbox.exchange import Answer, Exchange, Json, NotModelled, json_answer
from sandbox.substack.addresses import BUCKET, Addresses
from sandbox.substack.document import Look, body_html
from sandbox.substack.errors import invalid, not_found, refuse
from sandbox.substack.requests import page_of
from sandbox.substack.rows import PUBLICATION_ID, Draft, Standing, State, iso, standing
from sandbox.substack.schema import hidden

STANDINGS: dict[str, Standing] = {
    "drafts": "draft", "published": "published", "scheduled": "scheduled",
}  # fmt: skip
ORDERS = {"drafts": "draft_updated_at", "published": "post_date", "scheduled": "trigger_at"}
DIRECTIONS = ("asc", "desc")
Key = Callable[[Draft], Any]
KEYS: dict[str, Key] = {
    "draft_updated_at": lambda draft: draft.updated_at,
    "post_date": lambda draft: draft.published_at or 0.0,
    "trigger_at": lambda draft: draft.schedules[0]["trigger_at"],
}


class Lists:
    def __init__(self, state: State, addresses: Addresses) -> None:
        self._state = state
        self._switches = state.switches
        self._addresses = addresses

    def manage(self, exchange: Exchange) -> Answer:
        """GET post_management/{drafts,published,scheduled}."""
        wanted = exchange.params["list"]
        if wanted not in STANDINGS:
            raise refuse(not_found())
        offset, limit = page_of(exchange)
        seen = self._seen(exchange, STANDINGS[wanted])
        found = [draft for draft in seen if _named(draft, exchange)]
        ordered = sorted(found, key=_order(exchange, wanted), reverse=_descending(exchange))
        return json_answer(
            {
                "posts": [self._row(draft, wanted) for draft in ordered[offset : offset + limit]],
                "offset": offset,
                "limit": limit,
                "total": len(ordered),
                "isCapped": False,
            }
        )

    def counts(self, exchange: Exchange) -> Answer:
        counts: dict[str, Json] = {
            name: len(self._seen(exchange, which)) for name, which in STANDINGS.items()
        }
        return json_answer({**counts, **{f"{name}IsCapped": False for name in STANDINGS}})

    def archive(self, exchange: Exchange) -> Answer:
        if exchange.request.query.get("sort", "new") != "new":
            raise NotModelled("an archive that is not sorted by new")
        offset, limit = page_of(exchange)
        lag = self._state.clock.paced(self._switches.seconds("archive_lag_s"))
        posts = sorted(self._at(lag, "published"), key=KEYS["post_date"], reverse=True)
        page = posts[offset : offset + limit]
        return json_answer([self._summary(exchange, draft) for draft in page])

    def by_slug(self, exchange: Exchange) -> Answer:
        """A number is read as a slug too."""
        return json_answer(self._post(exchange, self._find("slug", exchange.params["slug"])))

    def by_id(self, exchange: Exchange) -> Answer:
        draft = self._find("id", exchange.params["id"])
        name = self._switches.word("publication")
        shown: dict[str, Json] = {
            "post": self._post(exchange, draft),
            "publication": {"id": PUBLICATION_ID, "subdomain": name, "name": name},
            "publicationSettings": {},
        }
        return json_answer(shown)

    def published(self, slug: str) -> Draft | None:
        """The post that readers find under a slug."""
        found = [d for d in self._at(0.0, "published") if d.fields["slug"] == slug]
        return found[0] if found else None

    def _find(self, key: str, value: str) -> Draft:
        for draft in self._at(0.0, "published"):
            if str(draft.id if key == "id" else draft.fields[key]) == value:
                return draft
        raise refuse(not_found())

    def _seen(self, exchange: Exchange, which: Standing) -> list[Draft]:
        lag = self._state.clock.paced(self._switches.seconds("list_lag_s"))
        hidden_s = float((exchange.injected("lagging") or {}).get("seconds", 0.0))
        return self._at(max(lag, hidden_s), which)

    def _at(self, lag: float, which: Standing) -> list[Draft]:
        then = self._state.clock.now() - lag
        return [draft for draft in self._state.drafts.values() if standing(draft, then) == which]

    def _row(self, draft: Draft, wanted: str) -> dict[str, Json]:
        """A row has the title under one of two names, and no tags."""
        published = wanted == "published"
        name = "title" if published else "draft_title"
        title = draft.post["title"] if published else draft.fields["draft_title"]
        row: dict[str, Json] = {
            "id": draft.id,
            name: title,
            "slug": draft.fields["slug"],
            "type": draft.fields["type"],
            "audience": draft.fields["audience"],
            "is_published": published,
            "draft_created_at": iso(draft.created_at),
            "draft_updated_at": iso(draft.updated_at),
            "post_date": iso(draft.published_at) if draft.published_at and published else None,
        }
        if draft.schedules:
            row["trigger_at"] = draft.schedules[0]["trigger_at"]
        return row

    def _summary(self, exchange: Exchange, draft: Draft) -> dict[str, Json]:
        return {
            "id": draft.id,
            "publication_id": PUBLICATION_ID,
            "title": draft.post["title"],
            "subtitle": draft.post["subtitle"],
            "slug": draft.fields["slug"],
            "post_date": iso(draft.published_at or 0.0),
            "audience": draft.fields["audience"],
            "type": draft.fields["type"],
            "canonical_url": self._addresses.post(exchange, draft.fields["slug"]),
            "cover_image": draft.fields["cover_image"],
            "description": draft.fields["description"],
        }

    def _post(self, exchange: Exchange, draft: Draft) -> dict[str, Json]:
        look = Look(_in_bucket, hidden(self._switches))
        return {
            **self._summary(exchange, draft),
            "updated_at": iso(draft.updated_at),
            "is_published": True,
            "write_comment_permissions": draft.fields["write_comment_permissions"],
            "body_html": body_html(draft.post["body"], look),
        }


def _in_bucket(source: str) -> str:
    return source if source.startswith(BUCKET) else ""


def _named(draft: Draft, exchange: Exchange) -> bool:
    """`query=null` looks for the word null."""
    wanted = exchange.request.query.get("query", "")
    return wanted.lower() in str(draft.fields["draft_title"] or "").lower()


def _order(exchange: Exchange, wanted: str) -> Key:
    name = exchange.request.query.get("order_by", "")
    if not name and wanted == "scheduled":
        raise refuse(invalid("order_by", location="query"))
    if name and name not in KEYS:
        raise refuse(invalid("order_by", name, location="query"))
    if name and name != ORDERS[wanted]:
        raise NotModelled(f"{wanted} ordered by {name}")
    return KEYS[name or ORDERS[wanted]]


def _descending(exchange: Exchange) -> bool:
    direction = exchange.request.query.get("order_direction", "desc")
    if direction not in DIRECTIONS:
        raise refuse(invalid("order_direction", direction, location="query"))
    return direction == "desc"
