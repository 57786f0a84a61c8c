"""What goes wrong at WeChat on order, and what a person does in its backstage meanwhile."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sandbox.exchange import Answer, Exchange, Json
from sandbox.faults import Fault
from sandbox.service import Trouble
from sandbox.wechat.drafts import edited
from sandbox.wechat.errors import not_in_whitelist, refusal

if TYPE_CHECKING:
    from sandbox.wechat.account import WeChat


def edit_draft(wechat: WeChat, raw: Mapping[str, Any]) -> Json:
    """{"media_id"?, "title"?, "content"?, ...}: the first article of that or the last draft."""
    changes = {name: value for name, value in raw.items() if name != "media_id"}
    draft = wechat.drafts.latest(raw.get("media_id", ""))
    wechat.drafts.put(edited(draft, changes))
    return {"media_id": draft.id}


def delete_draft(wechat: WeChat, raw: Mapping[str, Any]) -> Json:
    draft = wechat.drafts.latest(raw.get("media_id", ""))
    wechat.drafts.remove(draft)
    return {"media_id": draft.id}


def duplicate_draft(wechat: WeChat, raw: Mapping[str, Any]) -> Json:
    """A second draft of the same content in the box."""
    twin = wechat.drafts.keep(wechat.drafts.latest(raw.get("media_id", "")).read())
    return {"media_id": twin.id}


def add_article(wechat: WeChat, raw: Mapping[str, Any]) -> Json:
    """{"media_id"?, "title"?: "..."}: one more article in a draft, a copy of its first."""
    draft = wechat.drafts.latest(raw.get("media_id", ""))
    second = {**draft.articles[0], "title": raw.get("title", "第二条")}
    wechat.drafts.put(replace(draft, articles=[*draft.articles, second]))
    return {"media_id": draft.id}


def publish_draft(wechat: WeChat, raw: Mapping[str, Any]) -> Json:
    """{"media_id"?, "how"?: "mass"}: by hand, so freepublish/batchget lists it only by its kind."""
    draft = wechat.drafts.latest(raw.get("media_id", ""))
    article_id = secrets.token_urlsafe(48)
    how = raw.get("how", "freepublish")
    wechat.publishing.release(draft, article_id, wechat.setting.clock.now(), how)
    return {"article_id": article_id}


def block_article(wechat: WeChat, raw: Mapping[str, Any]) -> Json:
    entry = wechat.publishing.latest(raw.get("article_id", ""))
    wechat.publishing.table.put(entry.id, replace(entry, blocked=True))
    return {"article_id": entry.id}


def delete_article(wechat: WeChat, raw: Mapping[str, Any]) -> Json:
    entry = wechat.publishing.latest(raw.get("article_id", ""))
    gone = list(range(len(entry.articles)))
    wechat.publishing.table.put(entry.id, replace(entry, deleted=gone))
    return {"article_id": entry.id}


def set_used(wechat: WeChat, raw: Mapping[str, Any]) -> Json:
    """{"operation": "freepublish/get", "used": 99}: calls already made today."""
    wechat.quota.set_used(raw["operation"], int(raw["used"]))
    return {}


def invalidate_tokens(wechat: WeChat, _raw: Mapping[str, Any]) -> Json:
    wechat.tokens.invalidate()
    return {}


def errcode(wechat: WeChat, _exchange: Exchange, fault: Fault) -> Answer:
    """{"errcode": 53501, "errmsg"?: "..."}; at `stored` the effect stands nevertheless."""
    code = int(str(fault.details.get("errcode", -1)))
    if code == 40164:
        return not_in_whitelist(wechat.setting.switches.word("egress_ip"))
    text = fault.details.get("errmsg")
    return refusal(code, None if text is None else str(text))


def token_invalidated(wechat: WeChat, _exchange: Exchange, _fault: Fault) -> None:
    wechat.tokens.invalidate()


def draft_edited(wechat: WeChat, _exchange: Exchange, fault: Fault) -> None:
    edit_draft(wechat, fault.details)


def draft_deleted(wechat: WeChat, _exchange: Exchange, fault: Fault) -> None:
    delete_draft(wechat, fault.details)


def draft_published(wechat: WeChat, _exchange: Exchange, fault: Fault) -> None:
    publish_draft(wechat, fault.details)


def draft_duplicated(wechat: WeChat, _exchange: Exchange, fault: Fault) -> None:
    duplicate_draft(wechat, fault.details)


FAULTS = {
    "errcode": errcode,
    "token_invalidated": token_invalidated,
    "draft_edited": draft_edited,
    "draft_deleted": draft_deleted,
    "draft_published": draft_published,
    "draft_duplicated": draft_duplicated,
    "material_lag": None,  # details {"seconds": n}: this material is known only later
    "publish_status": None,  # details {"status": 2 | 3 | 4}: how this job ends
    "publish_stuck": None,  # this job stays at 1 for ever
}
TROUBLES = {
    "rate_limited": Trouble(
        {"action": "errcode", "details": {"errcode": 45011}},
        "WeChat says it with status 200 and errcode 45011: the minute's quota is used up.",
    ),
    "error": Trouble(
        {"action": "errcode", "details": {"errcode": -1}},
        "WeChat says it with status 200 and errcode -1.",
    ),
    "expired": Trouble(
        {"action": "token_invalidated"}, "The access token is void; a new one can be fetched."
    ),
    "lagging": Trouble(
        {
            "action": "material_lag",
            "point": "inside",
            "operation": "material/add_material",
            "details": {"seconds": 10},
        },
        "A picture that is uploaded is known only ten seconds later.",
    ),
}
ACTIONS = {
    "edit_draft": edit_draft,
    "delete_draft": delete_draft,
    "duplicate_draft": duplicate_draft,
    "add_article": add_article,
    "publish_draft": publish_draft,
    "block_article": block_article,
    "delete_article": delete_article,
    "set_used": set_used,
    "invalidate_tokens": invalidate_tokens,
}
