"""Is a post of ours as we left it? Read only."""

from __future__ import annotations

from adapters.base import Edition, Receipts
from adapters.overwriting import STANDS
from adapters.remote import Gone, Released, Remote, Touched, Untouched
from adapters.substack.client import Client
from adapters.substack.editing import look
from adapters.substack.looking import State
from adapters.substack.revising import expectation, post_of


def inspect(client: Client, edition: Edition, sent: Receipts) -> Remote:
    """`edition` is what we left there; `publish` in `sent` says that it is public."""
    post = post_of(sent)
    if post is None:
        return Untouched()
    stands = expectation(edition, sent, post)
    found = look(client, {"draft_id": post.draft_id, "public": post.public, STANDS: stands})
    match found.state:
        case State.GONE:
            return Gone(client.editor_url(post.draft_id))
        case State.RELEASED if found.stored:
            return Released(client.published(post.draft_id, found.stored).url or "")
        case State.TOUCHED | State.WITHDRAWN | State.RELEASED:
            return Touched(found.reason)
        case State.BEFORE | State.AFTER:
            return Untouched()
