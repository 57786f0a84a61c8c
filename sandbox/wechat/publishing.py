"""`/freepublish/...`: a job that takes its time, and what it leaves for readers."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sandbox.exchange import Answer, Exchange, Json
from sandbox.service import Setting
from sandbox.wechat.addresses import Addresses
from sandbox.wechat.articles import Article, news_item
from sandbox.wechat.drafts import Draft, Drafts, listed
from sandbox.wechat.errors import ok, refused, say
from sandbox.wechat.requests import media_id_field, page_of, read_json, text_field, whole_number

NEVER = float("1e12")
FIRST_PUBLISH_ID = 100_000_000


@dataclass(frozen=True, slots=True)
class Job:
    """`outcome` is the publish_status it has from `ends_at` on; before that it is 1."""

    id: str
    media_id: str
    article_id: str
    articles: int
    ends_at: float
    outcome: int
    settled: bool = False


@dataclass(frozen=True, slots=True)
class Publication:
    """What readers see. `how` is freepublish or mass; `deleted` are indexes from 0."""

    id: str
    key: str
    articles: list[dict[str, Any]]
    update_time: float
    how: str = "freepublish"
    deleted: list[int] = field(default_factory=list)
    blocked: bool = False

    def read(self) -> list[Article]:
        return [Article(**article) for article in self.articles]

    @property
    def gone(self) -> bool:
        return len(self.deleted) == len(self.articles)


class Publishing:
    def __init__(self, setting: Setting, drafts: Drafts, addresses: Addresses) -> None:
        self._clock = setting.clock
        self._switches = setting.switches
        self._next = setting.next
        self._drafts = drafts
        self._addresses = addresses
        self.jobs = setting.table("jobs", Job)
        self.table = setting.table("publications", Publication)

    def settle(self) -> None:
        """Carry out the jobs whose time has come. Called before anything is read."""
        for job in self.jobs.values():
            if not job.settled and job.ends_at <= self._clock.now():
                self.jobs.put(job.id, replace(job, settled=True))
                draft = self._drafts.table.get(job.media_id)
                if job.outcome == 0 and draft is not None:
                    self.release(draft, job.article_id, at=job.ends_at)

    def release(self, draft: Draft, article_id: str, at: float, how: str = "freepublish") -> None:
        """The draft leaves the box and is there for readers."""
        self._drafts.table.drop(draft.id)
        publication = Publication(article_id, secrets.token_hex(16), draft.articles, at, how)
        self.table.put(article_id, publication)

    def submit(self, exchange: Exchange) -> Answer:
        media_id = media_id_field(read_json(exchange, self._switches))
        draft = self._drafts.table.get(media_id)
        if draft is None:
            raise refused(40007)
        if draft.busy_until > self._clock.now():
            raise refused(53501)
        job = self._job(exchange, draft)
        self.jobs.put(job.id, job)
        self._drafts.table.put(draft.id, replace(draft, busy_until=job.ends_at))
        return ok(publish_id=self._publish_id(job), msg_data_id=str(2_247_483_000 + int(job.id)))

    def get(self, exchange: Exchange) -> Answer:
        raw = read_json(exchange, self._switches).get("publish_id")
        if not isinstance(raw, str | int) or isinstance(raw, bool) or not str(raw).isdecimal():
            raise refused(40002, "invalid argument")
        job = self.jobs.get(str(raw))
        if job is None:
            raise refused(53502)
        return say({"publish_id": self._publish_id(job), **self._status(exchange, job)})

    def batchget(self, exchange: Exchange) -> Answer:
        offset, count, no_content = page_of(read_json(exchange, self._switches))
        found = [entry for entry in self.table.values() if self._listed(entry)]
        found.sort(key=lambda entry: entry.update_time)
        if self._switches.word("batchget_order") == "newest":
            found.reverse()
        page = found[offset : offset + count]
        rows = [self._row(exchange, entry, no_content=no_content) for entry in page]
        return say({"total_count": len(found), "item_count": len(rows), "item": rows})

    def getarticle(self, exchange: Exchange) -> Answer:
        entry = self._find(exchange)
        return say({"news_item": self._items(exchange, entry)})

    def delete(self, exchange: Exchange) -> Answer:
        entry = self._find(exchange)
        index = whole_number(read_json(exchange, self._switches), "index", 0, 40114)
        if not 0 <= index <= len(entry.articles):
            raise refused(40114)
        doomed = [index - 1] if index else list(range(len(entry.articles)))
        self.table.put(entry.id, replace(entry, deleted=sorted({*entry.deleted, *doomed})))
        return ok()

    def latest(self, article_id: str = "") -> Publication:
        """The named publication, or the last one. ValueError when there is none."""
        self.settle()
        entries = self.table.values()
        entry = self.table.get(article_id) if article_id else (entries[-1] if entries else None)
        if entry is None:
            raise ValueError("nothing is published")
        return entry

    def _job(self, exchange: Exchange, draft: Draft) -> Job:
        ordered = exchange.injected("publish_status") or {}
        stuck = exchange.injected("publish_stuck") is not None
        seconds = self._clock.paced(self._switches.seconds("publish_seconds"))
        return Job(
            id=str(FIRST_PUBLISH_ID + self._next("publish")),
            media_id=draft.id,
            article_id=secrets.token_urlsafe(48),
            articles=len(draft.articles),
            ends_at=NEVER if stuck else self._clock.now() + seconds,
            outcome=int(ordered.get("status", self._switches.number("publish_outcome"))),
        )

    def _publish_id(self, job: Job) -> Json:
        return int(job.id) if self._switches.word("publish_id_type") == "number" else job.id

    def _status(self, exchange: Exchange, job: Job) -> Mapping[str, Json]:
        everyone: list[Json] = list(range(1, job.articles + 1))
        if not job.settled:
            return {"publish_status": 1, "fail_idx": everyone}
        if job.outcome:
            failed = everyone if job.outcome in (2, 4) else []
            return {"publish_status": job.outcome, "fail_idx": failed}
        entry = self.table.get(job.article_id)
        if entry is None:  # a person deleted the draft while the job ran
            return {"publish_status": 3, "fail_idx": []}
        items: list[Json] = [
            {"idx": i + 1, "article_url": self._addresses.article(exchange, entry.key, i)}
            for i in range(len(entry.articles))
        ]
        return {
            "publish_status": 6 if entry.blocked else 5 if entry.gone else 0,
            "article_id": entry.id,
            "article_detail": {"count": len(items), "item": items},
            "fail_idx": [],
        }

    def _find(self, exchange: Exchange) -> Publication:
        article_id = text_field(read_json(exchange, self._switches), "article_id")
        entry = self.table.get(article_id)
        if entry is None or not self._listed(entry):
            raise refused(53600)
        return entry

    def _listed(self, entry: Publication) -> bool:
        kept = not entry.gone or self._switches.word("deleted_articles") == "marked"
        return entry.how == "freepublish" and kept

    def _row(self, exchange: Exchange, entry: Publication, *, no_content: bool) -> Json:
        items = self._items(exchange, entry)
        content: Json = {"news_item": items}
        if no_content:
            content = listed(items, self._switches.word("no_content_rows"))
        shown = {"content": content} if content else {}
        return {"article_id": entry.id, **shown, "update_time": int(entry.update_time)}

    def _items(self, exchange: Exchange, entry: Publication) -> list[dict[str, Json]]:
        return [
            {
                **news_item(
                    article, self._addresses.article(exchange, entry.key, i), self._switches
                ),
                "thumb_url": "",
                "is_deleted": i in entry.deleted,
            }
            for i, article in enumerate(entry.read())
        ]
