"""What changes or removes an article of ours: one look, then exactly one remote effect.

What is found otherwise than expected is left alone; `find` sees the same, and a person is asked.
"""

from __future__ import annotations

from adapters.base import Receipt
from adapters.errors import Rejected
from adapters.wechat.api import Api, Object
from adapters.wechat.drafts import check_size, draft_receipt
from adapters.wechat.looking import LEFT_THE_BOX, State, astray, fields, look, stored_article
from adapters.wechat.spec import Options


def edit(api: Api, options: Options, job: Object) -> Receipt:
    """draft/update overwrites the article, so it is looked at right before.

    Doing it twice is harmless; a person's change between the two is not, so a lost call is looked
    for like any other.
    """
    request = fields(job, "request")
    article = fields(request, "articles")
    check_size(str(article.get("content", "")))
    found = look(api, job)
    if found.state is State.BEFORE:
        api.post("draft/update", request)
    elif found.state is not State.AFTER:
        raise astray(found, options.web)
    return draft_receipt(str(request["media_id"]), options, article)


def delete(api: Api, options: Options, job: Object) -> Receipt:
    request = fields(job, "request")
    found = look(api, job)
    if found.state is State.GONE:
        step = "If you published it, delete the article in the backstage; else nothing is left."
        raise Rejected(LEFT_THE_BOX, code="gone", next_step=step)
    if found.state is not State.BEFORE:
        raise astray(found, options.web)
    api.post("draft/delete", request, effect=True)
    return Receipt(str(request["media_id"]))


def unpublish(api: Api, _: Options, job: Object) -> Receipt:
    """freepublish/delete, for good: ten a day, so what is deleted already costs none."""
    request = fields(job, "request")
    article_id = str(request["article_id"])
    if stored_article(api, article_id) is not None:
        api.post("freepublish/delete", request, effect=True)
    return Receipt(article_id)
