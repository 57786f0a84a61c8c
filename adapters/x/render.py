"""An issue as a thread of posts: its uploads, their alternative texts, the posts, the costs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from adapters.base import Edition, Json, Media, Part, Phase, Pictures
from adapters.pictures import Wanted
from adapters.references import ref
from adapters.shots import Roll, ledger, picture_problems, roll, upload_parts, wanted
from adapters.x.posts import Post, Thread, texts
from adapters.x.spec import KEY, LIMITS, PICTURE, SPEC, Options, Prices
from adapters.x.thread import mode_of
from adapters.x.wording import has_address, weight
from content.issue import Issue
from content.problems import Level, Problem

ALT = "alt"
POST = "post"


def wanted_pictures(issue: Issue, made: Thread) -> list[Wanted]:
    """Only those that the thread shows."""
    return [wanted(issue, shot, PICTURE) for shot in made.shots]


def edition(issue: Issue, made: Thread, pictures: Pictures, options: Options) -> Edition:
    """The thread as parts; pure, the same bytes for the same issue and pictures."""
    file = str(issue.path)
    taken = roll(made.shots, PICTURE, pictures)
    uploads = upload_parts(taken, _upload)
    alts = tuple(_alts(taken))
    posts = [post for post in made.posts if post.text or _pictured(post, taken)]
    sent = texts(posts, numbering=options.numbering)
    linked = sum(map(has_address, sent))
    cost = _cost(len(sent), linked, len(alts), options.prices)
    return Edition(
        channel=KEY,
        parts=(*uploads, *alts, *_posts(posts, sent, taken, alts)),
        problems=(
            *made.problems,
            *picture_problems(taken, file),
            *_alt_problems(taken, file),
            *_cost_problems(cost, file, options),
        ),
        images=ledger(taken),
        cost_usd=cost,
        facts=_facts(mode_of(issue, options), sent, linked, made),
    )


def _pictured(post: Post, taken: Roll) -> bool:
    """Whether any of its pictures can be sent; one that could not be converted may be waived."""
    return any(shot.source in taken.uploads for shot in post.shots)


# --- parts ------------------------------------------------------------------------------------


def _upload(_: Media) -> Json:
    return {"media_category": "tweet_image"}


def _alts(taken: Roll) -> Iterator[Part]:
    """One per picture, with the first alternative text that the author gave it."""
    told: set[str] = set()
    for shot in taken.shots:
        upload = taken.uploads.get(shot.source)
        if upload is None or not shot.alt.strip() or upload.key in told:
            continue
        told.add(upload.key)
        text = shot.alt.strip()[: LIMITS["alt"].value]
        yield Part(
            key=_alt_key(upload.key),
            kind=ALT,
            payload={"id": ref(upload.key, "id"), "metadata": {"alt_text": {"text": text}}},
            repeatable=True,
            waits_for=(upload.key,),
            phase=Phase.PREPARE,
        )


def _alt_key(upload_key: str) -> str:
    return f"{ALT}/{upload_key.partition('/')[2]}"


def _posts(
    posts: Sequence[Post], sent: Sequence[str], taken: Roll, alts: Sequence[Part]
) -> Iterator[Part]:
    described = {alt.key for alt in alts}
    for place, (post, text) in enumerate(zip(posts, sent, strict=True), start=1):
        keys = list(dict.fromkeys(
            taken.uploads[shot.source].key for shot in post.shots if shot.source in taken.uploads
        ))  # fmt: skip
        texts_of = [_alt_key(key) for key in keys if _alt_key(key) in described]
        before = [f"{POST}/{place - 1}"] if place > 1 else []
        yield Part(
            key=f"{POST}/{place}",
            kind=POST,
            payload=_body(text, before, keys),
            waits_for=(*before, *keys, *texts_of),
        )


def _body(text: str, before: Sequence[str], keys: Sequence[str]) -> Json:
    """The request of POST /2/tweets: each post answers the one before it."""
    body: dict[str, Json] = {"text": text} if text else {}
    for parent in before:
        body["reply"] = {"in_reply_to_tweet_id": ref(parent, "id")}
    if keys:
        body["media"] = {"media_ids": [ref(key, "id") for key in keys]}
    return body


# --- costs and facts --------------------------------------------------------------------------


def _cost(posts: int, linked: int, alts: int, prices: Prices) -> float:
    """What creating it costs. Uploads are free; reading back after a lost answer is not in it."""
    total = linked * prices.post_with_link + (posts - linked) * prices.post + alts * prices.alt_text
    return round(total, 4)


def _cost_problems(cost: float, file: str, options: Options) -> Iterator[Problem]:
    if cost > options.max_cost_usd:
        yield Problem(
            Level.ERROR, "x-cost", file, 0,
            f"The thread costs ${cost:.2f}; at most ${options.max_cost_usd:.2f} are allowed.",
            "Set channels.x.mode to digest, or raise channels.x.max_cost_usd.",
        )  # fmt: skip


def _alt_problems(taken: Roll, file: str) -> Iterator[Problem]:
    most = LIMITS["alt"].value
    for shot in taken.shots:
        if len(shot.alt.strip()) > most:
            yield Problem(
                Level.WARNING, "x-alt-cut", file, shot.line,
                f"The alternative text has {len(shot.alt.strip())} characters; X keeps {most}.",
                "Shorten it.", shot.source,
            )  # fmt: skip


def _facts(mode: str, sent: Sequence[str], linked: int, made: Thread) -> dict[str, str]:
    return {
        "mode": mode,
        "posts": str(len(sent)),
        "with a link": str(linked),
        "weights": " ".join(str(made.weights.get(text) or weight(text)) for text in sent),
        "seconds": str(round(len(sent) * SPEC.spacing)),
    }
