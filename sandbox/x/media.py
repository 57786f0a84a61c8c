"""Uploads: in one shot or in chunks, their processing and expiry, and the alt text."""

from __future__ import annotations

import re
from dataclasses import replace

from sandbox.exchange import Answer, Exchange, Json, NotModelled, Refused, json_answer
from sandbox.x import pictures, problems
from sandbox.x.access import Caller
from sandbox.x.bodies import body_with_media, json_body
from sandbox.x.costs import Costs
from sandbox.x.rows import MediaRow, State
from sandbox.x.schemas import APPEND, INITIALIZE, METADATA, UPLOAD

OPEN_LIVES_S = 1_295_999
READY_LIVES_S = 86_400
CATEGORIES = ("tweet_image", "tweet_gif", "tweet_video", "amplify_video")
UNRECOGNIZED = "media type unrecognized."
ID = re.compile(r"[0-9]{1,19}")


class Media:
    def __init__(self, state: State, costs: Costs) -> None:
        self._state = state
        self._costs = costs

    def upload(self, exchange: Exchange, caller: Caller) -> Answer:
        fields, content = body_with_media(exchange, UPLOAD)
        category = fields["media_category"]
        if category not in ("tweet_image", "tweet_gif"):
            raise NotModelled(f"one-shot upload of {category}")
        if len(content) > pictures.IMAGE_BYTES:
            raise _too_big(pictures.IMAGE_BYTES)
        opened = self._new(caller, category, len(content))
        owners = [o for o in fields.get("additional_owners", "").split(",") if o]
        row = self._finished(replace(opened, owners=owners), content, exchange)
        return json_answer({"data": self._described(row)})

    def initialize(self, exchange: Exchange, caller: Caller) -> Answer:
        body = json_body(exchange, INITIALIZE)
        category, total = body["media_category"], body["total_bytes"]
        if category not in CATEGORIES:
            raise NotModelled(f"chunked upload of {category}")
        if total > pictures.most_bytes(category):
            raise _too_big(pictures.most_bytes(category))
        row = self._new(caller, category, total)
        row = replace(
            row, media_type=body["media_type"], owners=list(body.get("additional_owners", []))
        )
        self._state.media.put(row.id, row)
        data: Json = {"id": row.id, "media_key": row.key, "expires_after_secs": OPEN_LIVES_S}
        return json_answer({"data": data})

    def append(self, exchange: Exchange, caller: Caller) -> Answer:
        fields, content = body_with_media(exchange, APPEND)
        row = self._own(exchange.params["id"], caller, "id")
        index = fields["segment_index"]
        if row.state != "open" or index > len(row.segments):
            message = f"Segment index {index} is out of order."
            raise Refused(problems.bad_parameter("segment_index", [str(index)], message))
        row = _with_segment(row, index, self._state.store.keep(content), len(content))
        self._state.media.put(row.id, row)
        return _appended(self._state.switches.word("append_answer"), row)

    def finalize(self, exchange: Exchange, caller: Caller) -> Answer:
        row = self._own(exchange.params["id"], caller, "id")
        if row.state == "open":
            if sum(row.segment_bytes) != row.total_bytes:
                message = "Segments do not match provided total file size."
                raise Refused(problems.bad_parameter("id", [row.id], message))
            content = b"".join(self._state.store.blob(digest) for digest in row.segments)
            row = self._finished(row, content, exchange)
        return json_answer({"data": self._described(row)})

    def status(self, exchange: Exchange, caller: Caller) -> Answer:
        query = exchange.request.query
        for name in query.keys() - {"media_id", "command"}:
            message = f"The query parameter [{name}] is not one of [command,media_id]"
            raise Refused(problems.bad_parameter(name, [query[name]], message))
        if query.get("command", "STATUS") != "STATUS":
            message = (
                f"The `command` query parameter value [{query['command']}] is not one of [STATUS]"
            )
            raise Refused(problems.bad_parameter("command", [query["command"]], message))
        row = self._own(query.get("media_id", ""), caller, "media_id")
        if row.state == "open":
            raise NotModelled("status of an upload that was not finalized")
        return json_answer({"data": self._described(row)})

    def metadata(self, exchange: Exchange, caller: Caller) -> Answer:
        body = json_body(exchange, METADATA)
        metadata = body.get("metadata", {})
        if metadata.keys() - {"alt_text"}:
            raise NotModelled("metadata other than alt_text")
        row = self._own(body["id"], caller, "id")
        self._costs.charge("metadata", row.id)
        alt = metadata.get("alt_text", {}).get("text", row.alt)
        self._state.media.put(row.id, replace(row, alt=alt))
        return json_answer({"data": {"id": row.id, "associated_metadata": {}}})

    def attached(self, ids: list[str], caller: Caller) -> list[MediaRow]:
        """The uploads of a new post. Refused when one of them cannot be used, or not together."""
        if len(set(ids)) < len(ids):
            raise NotModelled("the same media id twice")
        rows = [self._usable(media_id, caller) for media_id in ids]
        bad = [media_id for media_id, row in zip(ids, rows, strict=True) if row is None]
        if bad:
            raise Refused(problems.bad_media(bad))
        found = [row for row in rows if row is not None]
        if len(found) > 1 and any(row.kind != "photo" for row in found):
            raise Refused(problems.bad_media(ids))
        return found

    def expire(self) -> None:
        """Every upload ends now."""
        now = self._state.clock.now()
        for media_id, row in self._state.media.items():
            self._state.media.put(media_id, replace(row, expires_at=now))

    def content(self, row: MediaRow) -> bytes:
        return self._state.store.blob(row.digest)

    def _usable(self, media_id: str, caller: Caller) -> MediaRow | None:
        row = self._state.media.get(media_id)
        if row is None or not self._may_use(row, caller):
            return None
        limit = self._state.switches.number("image_bytes_in_post")
        if row.kind == "photo" and row.total_bytes > limit:
            return None
        return row if row.state == "ready" and self._processing(row) in ("", "succeeded") else None

    def _own(self, media_id: str, caller: Caller, parameter: str) -> MediaRow:
        row = self._state.media.get(media_id) if ID.fullmatch(media_id) else None
        if row is None or not self._may_use(row, caller):
            raise Refused(problems.bad_media([media_id], parameter))
        return row

    def _may_use(self, row: MediaRow, caller: Caller) -> bool:
        alive = row.expires_at > self._state.clock.now()
        return alive and (row.lineage == caller.lineage or caller.user_id in row.owners)

    def _new(self, caller: Caller, category: str, total: int) -> MediaRow:
        now, media_id = self._state.clock.now(), self._state.new_id()
        number = {"tweet_image": "3", "tweet_gif": "16"}.get(category, "13")
        return MediaRow(
            media_id, f"{number}_{media_id}", caller.lineage, [], category, "", "open", now,
            now + OPEN_LIVES_S, total, [], [],
        )  # fmt: skip

    def _finished(self, row: MediaRow, content: bytes, exchange: Exchange) -> MediaRow:
        picture = pictures.look(content, row.category)
        if picture is None:
            raise Refused(problems.bad_parameter("media", [row.id], UNRECOGNIZED))
        failed = exchange.injected("fail_processing") is not None
        good = pictures.fits_processing(picture) and not failed
        now = self._state.clock.now()
        seconds = self._processing_seconds(picture.kind) or (1.0 if failed else 0.0)
        row = replace(
            row,
            media_type=picture.media_type,
            state="ready" if good else "failed",
            created_at=now,
            expires_at=now + READY_LIVES_S,
            digest=self._state.store.keep(content),
            kind=picture.kind,
            width=picture.width,
            height=picture.height,
            ready_at=now + self._state.clock.paced(seconds) if seconds else None,
        )
        self._state.media.put(row.id, row)
        return row

    def _processing_seconds(self, kind: str) -> float:
        name = "photo_processing_s" if kind == "photo" else "processing_s"
        return self._state.switches.seconds(name)

    def _processing(self, row: MediaRow) -> str:
        """The state that X would name; empty when there is nothing to wait for."""
        if row.ready_at is None:
            return ""
        now = self._state.clock.now()
        if now < (row.created_at + row.ready_at) / 2:
            return "pending"
        if now < row.ready_at:
            return "in_progress"
        return "succeeded" if row.state == "ready" else "failed"

    def _described(self, row: MediaRow) -> dict[str, Json]:
        described: dict[str, Json] = {
            "id": row.id,
            "media_key": row.key,
            "size": row.total_bytes,
            "expires_after_secs": round(row.expires_at - self._state.clock.now()),
        }
        if row.kind == "video":
            described["video"] = {"video_type": row.media_type}
        else:
            described["image"] = {"w": row.width, "h": row.height, "image_type": row.media_type}
        state = self._processing(row)
        if state:
            described["processing_info"] = _processing_info(state)
        return described


def _with_segment(row: MediaRow, index: int, digest: str, size: int) -> MediaRow:
    """A segment that was sent before is replaced, so that a lost answer can be repeated."""
    segments, sizes = [*row.segments], [*row.segment_bytes]
    segments[index : index + 1], sizes[index : index + 1] = [digest], [size]
    return replace(row, segments=segments, segment_bytes=sizes)


def _processing_info(state: str) -> Json:
    percent = {"pending": 0, "in_progress": 50, "succeeded": 100, "failed": 0}[state]
    waiting: dict[str, Json] = {"check_after_secs": 1}
    info: dict[str, Json] = {"state": state, "progress_percent": percent}
    return info | waiting if state in ("pending", "in_progress") else info


def _appended(form: str, row: MediaRow) -> Answer:
    if form == "204":
        return Answer(204, b"")
    if form == "202":
        return Answer(202, b"")
    return json_answer({"data": {"expires_at": int(row.expires_at)}})


def _too_big(limit: int) -> Refused:
    message = f"File size exceeds {limit} bytes."
    return Refused(problems.bad_parameter("media", [], message))
