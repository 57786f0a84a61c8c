"""Publish jobs: how one ended, and when to look again at one that runs.

The waits come from WeChat's own clock, not from a count of looks: whatever process looks, and
however often one is started anew, the hundred looks of a day are not spent.
"""

from __future__ import annotations

from datetime import datetime

from adapters.base import Failed, Json, Live, Pending, Receipt
from adapters.errors import TryLater
from adapters.wechat.api import Api, Object, text_field, unclear
from adapters.wechat.drafts import article_receipt
from adapters.wechat.errcodes import QUOTA_SPENT

# freepublish/get may be called 100 times a day: after t seconds comes the next look after t more,
# and at last every half hour, which makes 54 a day of a job that never ends.
FIRST_LOOK_S = 30.0
LONGEST_LOOK_S = 1_800.0
UNTIMED_LOOK_S = 900.0  # when no clock was told
SPENT_LOOK_S = 3_600.0

PUBLISHED, PUBLISHING = 0, 1
ENDINGS = {
    2: "The check of the originality claim failed.",
    3: "Publishing failed; WeChat names no reason.",
    4: "WeChat's review refused the article.",
    5: "The article was published, and then deleted by the account.",
    6: "The article was published, and then blocked by WeChat.",
}


def job_of(publish_id: str, since: datetime | None) -> Json:
    """What is remembered of a job that was submitted at this time."""
    return {"publish_id": publish_id, "since": since.isoformat() if since else None}


def look(api: Api, job: Json) -> Live | Pending | Failed:
    match job:
        case {"publish_id": str(publish_id), "since": since}:
            return _looked_at(api, publish_id, since)
        case _:
            raise TypeError("not a publish job of WeChat")


def _looked_at(api: Api, publish_id: str, since: Json) -> Live | Pending | Failed:
    try:
        answer, now = api.timed("freepublish/get", {"publish_id": publish_id})
    except TryLater as error:
        if error.code != str(QUOTA_SPENT):
            raise
        return Pending(SPENT_LOOK_S)  # the hour at which a new day begins is not documented
    return outcome(answer, elapsed(since, now))


def outcome(answer: Object, seconds: float | None) -> Live | Pending | Failed:
    """How a publish job stands, `seconds` after it was submitted by WeChat's clock."""
    status = answer.get("publish_status")
    if status == PUBLISHED:
        return Live(_published(answer))
    if status == PUBLISHING:
        return Pending(_next_look(seconds))
    reason = ENDINGS.get(status) if isinstance(status, int) else None
    if reason is None:
        raise unclear(f"freepublish/get: the status {status!r} is not known.", effect=False)
    return Failed(reason, "Open the article in the backstage.")


def _next_look(seconds: float | None) -> float:
    if seconds is None:
        return UNTIMED_LOOK_S
    return min(max(seconds, FIRST_LOOK_S), LONGEST_LOOK_S)


def elapsed(since: Json, now: datetime | None) -> float | None:
    """None when either clock was not told."""
    if not isinstance(since, str) or now is None:
        return None
    return (now - datetime.fromisoformat(since)).total_seconds()


def _published(answer: Object) -> Receipt:
    """The permanent link of a finished job."""
    match answer:
        case {"article_detail": {"item": [{"article_url": str(url)}, *_]}}:
            return article_receipt(text_field(answer, "article_id", "freepublish/get"), url)
        case _:
            raise unclear("freepublish/get: a finished job without an address.", effect=False)
