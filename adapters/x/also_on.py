"""The last reply of a thread: where else the issue stands. It has links, and so it costs money."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from adapters.also_on import label, named
from adapters.base import Edition, Json, Part
from adapters.references import ref
from adapters.x.addresses import posted_url
from adapters.x.render import POST
from adapters.x.revising import ALSO_ON
from adapters.x.spec import KEY, Options
from adapters.x.wording import safe, weight


def also_on(edition: Edition, links: Mapping[str, str], lang: str, options: Options) -> Edition:
    """With the reply, in place of an older one; the same object where none is wanted or fits."""
    thread = [part for part in edition.parts if part.key != ALSO_ON]
    posts = [part.key for part in thread if part.kind == POST]
    found = named(links, lang, KEY)
    if not options.also_on or not posts or not found:
        return edition
    lines = [f"{name} {posted_url(url)}" for name, url in found]
    text = safe("\n".join([label(lang).rstrip(), *lines]))
    price = 0.0 if len(thread) < len(edition.parts) else options.prices.post_with_link
    cost = round(edition.cost_usd + price, 4)
    reply = _reply(text, posts[-1])
    if weight(text) > options.max_weight or cost > options.max_cost_usd or reply in edition.parts:
        return edition
    return replace(edition, parts=(*thread, reply), cost_usd=cost)


def _reply(text: str, last: str) -> Part:
    payload: Json = {"text": text, "reply": {"in_reply_to_tweet_id": ref(last, "id")}}
    return Part(ALSO_ON, POST, payload, waits_for=(last,))
