"""A new edition over the old one: one PUT of what differs, and for a public post one publish.

Pure. A draft is edited in place. A public post is edited on the web, with the flag for mail turned
off first, for publishing anew would mail it anew. Its address stays: links to it are out.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from adapters.base import Edition, Json, Part, Phase, Receipts
from adapters.changes import by_hand, delete_key, edit_key, not_possible, standing
from adapters.overwriting import STANDS, as_known, missing_uploads, newest, part_of
from adapters.references import json_escape
from adapters.substack.filing import NEW_TAG, SECTION_PART, TAG
from adapters.substack.looking import fields
from adapters.substack.readback import expected
from adapters.substack.render import DRAFT, PUBLISH, SETTINGS
from adapters.substack.spec import KEY
from content.problems import Problem

MAIL = "should_send_email"
WORDS = ("draft_title", "draft_subtitle", "draft_body")  # what publishing anew makes readers see
MADE_ONCE = frozenset({"type", "draft_bylines"})  # what only the making of a draft takes
DELETED = "It was deleted; an update makes nothing anew."

Fields = dict[str, Json]


@dataclass(frozen=True, slots=True)
class Post:
    """What stands there: its id, where its writer edits it, and whether readers see it."""

    draft_id: str
    editor: str
    public: bool
    mailed: bool


def revise(old: Edition, sent: Receipts, new: Edition) -> Edition:
    """The edits that turn `old`, as it stands there, into `new`.

    `publish` in `sent` says that it is public, whoever published it. A publish call of `old` that
    is still to come comes as it is in `new`, after the edits.
    """
    if delete_key(DRAFT) in sent:
        return Edition(KEY, (), (not_possible(KEY, DELETED),))
    post = post_of(sent)
    if post is None:
        return new
    uploads = (*missing_uploads(old, sent, new), *_sections_to_look_up(sent, new))
    before = _standing_fields(old, sent)
    after = _fields(new, sent, later=[part.key for part in uploads])
    to_come = _publish_to_come(old, new, post)
    request = _request(before, after, post, mails=to_come is not None)
    edits = tuple(_edits(request, before, post, uploads))
    tags = tuple(_tags_to_come(sent, new))
    parts = (*uploads, *edits, *tags) if edits else tags
    if to_come:
        waits = tuple(part.key for part in edits)
        parts = (*parts, replace(to_come, waits_for=waits))
    problems = (
        *_address_stays(before, after, post),
        *_told(old, new, request, post),
        *_tags_stay(old, sent, new, post),
    )
    return Edition(KEY, parts, problems, facts={"edits": str(len(edits))})


def remove(sent: Receipts) -> Edition:
    """The post is taken back and deleted, the draft deleted; what no call reaches is said."""
    post = post_of(sent)
    if post is None:
        return Edition(KEY, ())
    taken = tuple(_taken_back(post))
    known = newest(sent, DRAFT)
    text = known.details.get("digest") if known else None
    job: Fields = {
        "draft_id": post.draft_id,
        "public": False,
        STANDS: {"digest": text, "postSchedules": 0} if text else {},
    }
    waits = tuple(part.key for part in taken)
    delete = Part(delete_key(DRAFT), "delete", job, waits_for=waits)
    return Edition(KEY, (*taken, delete), tuple(_left(sent, post)))


def expectation(edition: Edition, sent: Receipts, post: Post) -> Fields:
    """What stands there if nobody changed it."""
    return _watched(_standing_fields(edition, sent), post)


def post_of(sent: Receipts) -> Post | None:
    """What of ours stands there by the receipts; None when nothing does."""
    there = standing(sent)
    if DRAFT not in there:
        return None
    draft, out = there[DRAFT], there.get(PUBLISH)
    mailed = bool(out and out.details.get("email_sent_at"))
    return Post(draft.id, draft.url or "", out is not None, mailed)


def _standing_fields(edition: Edition, sent: Receipts) -> Fields:
    """Those of the settings only once they are made: by their own call, or along with an edit."""
    has_settings = SETTINGS in sent or edit_key(DRAFT) in sent
    return _fields(edition, sent, keys=(DRAFT, SETTINGS) if has_settings else (DRAFT,))


def _fields(
    edition: Edition,
    sent: Receipts,
    *,
    keys: Collection[str] = (DRAFT, SETTINGS),
    later: Collection[str] = (),
) -> Fields:
    """The fields of the draft and its settings, with the addresses that are known; edits behind
    them in the edition have changed some."""
    found: Fields = {}
    for part in edition.parts:
        if part.key in (*keys, edit_key(DRAFT)):
            payload = as_known(part.payload, sent, {"draft_body": json_escape}, later=later)
            job = payload if isinstance(payload, dict) else {}
            found |= job if part.key in keys else fields(job, "request")
    return {name: value for name, value in found.items() if name not in MADE_ONCE}


def _watched(before: Fields, post: Post) -> Fields:
    """The address of a public post is never written over, so it may be any."""
    stays = {"slug"} if post.public else set()
    return {name: value for name, value in expected(before).items() if name not in stays}


def _publish_to_come(old: Edition, new: Edition, post: Post) -> Part | None:
    """The publish call that was approved and not made yet, as the new edition has it."""
    return part_of(new, PUBLISH) if not post.public and part_of(old, PUBLISH) else None


def _sections_to_look_up(sent: Receipts, new: Edition) -> tuple[Part, ...]:
    return tuple(p for p in new.parts if p.kind == SECTION_PART and p.key not in sent)


def _tags_to_come(sent: Receipts, new: Edition) -> Iterator[Part]:
    """The tags that are not on the post yet; the post itself is there."""
    for part in new.parts:
        if part.kind in (NEW_TAG, TAG) and part.key not in sent:
            waits = tuple(key for key in part.waits_for if key not in sent)
            yield replace(part, waits_for=waits)


def _request(before: Fields, after: Fields, post: Post, *, mails: bool) -> Fields:
    """The fields to PUT. What the new edition has no more is emptied, not left out."""
    names = [*after, *(name for name in before if name not in after)]
    request: Fields = {
        name: after.get(name, "") for name in names if _differ(before.get(name), after.get(name))
    }
    request.pop(MAIL, None)
    if post.public:
        request.pop("slug", None)
        return {**request, MAIL: False} if request else {}
    mail = after.get(MAIL) if mails else before.get(MAIL, False)
    return request if before.get(MAIL) == mail else {**request, MAIL: mail}


def _differ(old: Json, new: Json) -> bool:
    """What was emptied by an edit is as good as absent."""
    return (old or None) != (new or None)


def _edits(
    request: Fields, before: Fields, post: Post, uploads: tuple[Part, ...]
) -> Iterator[Part]:
    """Nothing when nothing differs. The draft of a public post is edited before readers see it."""
    if not request:
        return
    job: Fields = {"draft_id": post.draft_id, "public": post.public}
    yield Part(
        edit_key(DRAFT),
        "edit",
        {**job, STANDS: _watched(before, post), "request": request},
        waits_for=tuple(part.key for part in uploads),
        phase=Phase.PREPARE,
    )
    if post.public:
        words: Json = [name for name in WORDS if name in request]
        waits = (edit_key(DRAFT),)
        yield Part(edit_key(PUBLISH), "republish", {**job, "words": words}, waits_for=waits)


# --- what cannot be changed -------------------------------------------------------------------


def _address_stays(before: Fields, after: Fields, post: Post) -> Iterator[Problem]:
    old, new = before.get("slug"), after.get("slug")
    if post.public and old != new:
        words = f"The address still ends in {old}, not {new}: links to it are out."
        yield by_hand(KEY, words, f"Its settings in the editor can change it: {post.editor}")


def _tags_stay(old: Edition, sent: Receipts, new: Edition, post: Post) -> Iterator[Problem]:
    kept = {part.key for part in new.parts}
    for part in old.parts:
        if part.kind == TAG and part.key in sent and part.key not in kept:
            name = part.payload["name"] if isinstance(part.payload, dict) else part.key
            words = f"The tag {name} stays on it: an update takes no tag off."
            yield by_hand(KEY, words, f"Its settings in the editor can: {post.editor}")


def _told(old: Edition, new: Edition, request: Fields, post: Post) -> Iterator[Problem]:
    wanted, approved = part_of(new, PUBLISH), part_of(old, PUBLISH)
    if not post.public and wanted and not approved:
        words = "It was made as a draft and stays one: an update publishes nothing."
        yield by_hand(KEY, words, f"Publish it in the editor: {post.editor}")
    if post.public and approved and not wanted:
        yield not_possible(KEY, "It is public and stays so: an update takes nothing back.")
    if post.public and post.mailed and any(name in request for name in WORDS):
        yield not_possible(KEY, "The mail to subscribers keeps its old words; the web page is new.")
    if post.public and not post.mailed and wanted and _mails(wanted.payload):
        yield not_possible(KEY, "An update mails nobody: subscribers are not told of this post.")


def _mails(payload: Json) -> bool:
    return isinstance(payload, dict) and payload.get("send") is True


def _taken_back(post: Post) -> Iterator[Part]:
    if post.public:
        job: Fields = {"draft_id": post.draft_id, "public": True}
        yield Part(delete_key(PUBLISH), "unpublish", job)


def _left(sent: Receipts, post: Post) -> Iterator[Problem]:
    if post.mailed:
        yield not_possible(KEY, "The mail went out to every subscriber; nothing calls it back.")
    if any(key.startswith("image/") for key in sent):
        yield not_possible(KEY, "Uploaded pictures stay on Substack's servers; nothing links them.")
