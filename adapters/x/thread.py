"""An issue as a thread, in the mode that the issue or the configuration names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import get_args

from adapters.lower import lower
from adapters.x.digest import digest
from adapters.x.full import full
from adapters.x.losses import digest_losses, losses
from adapters.x.manual import manual
from adapters.x.posts import Post, Thread, texts
from adapters.x.renaming import with_names
from adapters.x.spec import KEY, MOST_PICTURES, SPEC, Mode, Options
from adapters.x.wording import renamed, weight
from content.defaults import override
from content.document import Document, plain_text
from content.issue import Issue
from content.problems import Level, Problem
from content.runs import runs
from content.urls import accidental_domains

MODES: tuple[Mode, ...] = get_args(Mode)


def mode_of(issue: Issue, options: Options) -> Mode:
    """The issue's own mode, else the configured one."""
    wanted = override(issue, KEY, "mode")
    return next((mode for mode in MODES if mode == wanted), options.mode)


def thread(issue: Issue, options: Options) -> Thread:
    """All posts and everything there is to say about them; cost and pictures are counted later."""
    issue = _renamed(issue, options)
    mode = mode_of(issue, options)
    file = str(issue.path)
    if mode == "digest":
        made = digest(issue, options)
        notes = tuple(digest_losses(issue.body, file))
    else:
        document, lowered = lower(issue.document, KEY, SPEC.shows, file=file)
        made = full(issue, document, options) if mode == "full" else manual(issue, document)
        notes = (*lowered, *losses(issue.document, document, file))
        made = replace(made, problems=(*made.problems, *_domains(issue, document)))
    sent = texts(made.posts, numbering=options.numbering)
    weights = [weight(text) for text in sent]
    problems = (*_setting(issue), *notes, *made.problems, *_weights(issue, made, weights, options))
    return Thread(made.posts, problems, dict(zip(sent, weights, strict=True)))


def _renamed(issue: Issue, options: Options) -> Issue:
    if not options.domains:
        return issue
    meta = replace(issue.meta, title=renamed(issue.meta.title, options.domains))
    return replace(issue, document=with_names(issue.document, options.domains), meta=meta)


# --- what is said about it ----------------------------------------------------------------------


def _setting(issue: Issue) -> Iterator[Problem]:
    wanted = override(issue, KEY, "mode")
    if wanted is not None and wanted not in MODES:
        yield Problem(
            Level.ERROR, "x-mode", str(issue.path), issue.meta.line("pressrun.x.mode"),
            f"{wanted!r} is no mode of X.", f"Write one of {', '.join(MODES)}.",
        )  # fmt: skip


def _domains(issue: Issue, document: Document) -> Iterator[Problem]:
    """Words that count and are billed as addresses, once each."""
    said: set[str] = set()
    title = (issue.title, issue.meta.line("title"))
    for text, line in (title, *((plain_text(run), line) for run, line in runs(document))):
        for span in accidental_domains(text):
            if span.text not in said:
                said.add(span.text)
                yield Problem(
                    Level.WARNING, "x-domain", str(issue.path), line,
                    f"X takes {span.text} for an address, which makes a post dearer.",
                    f"Write under channels.x.domains what to say instead of {span.text}.",
                )  # fmt: skip


def _weights(
    issue: Issue, made: Thread, weights: Sequence[int], options: Options
) -> Iterator[Problem]:
    file = str(issue.path)
    if len(made.posts) > options.max_posts:
        yield Problem(
            Level.ERROR, "x-too-many-posts", file, 0,
            f"The thread has {len(made.posts)} posts; at most {options.max_posts} are allowed.",
            "Set channels.x.mode to digest, or raise channels.x.max_posts.",
        )  # fmt: skip
    for post, weighed in zip(made.posts, weights, strict=True):
        yield from _post_problems(post, weighed, file, options.max_weight)


def _post_problems(post: Post, weighed: int, file: str, most: int) -> Iterator[Problem]:
    if weighed > most:
        yield Problem(
            Level.ERROR, "x-too-heavy", file, post.line,
            f"The post that begins here weighs {weighed}; X takes {most}.",
            "Shorten it, or cut it with another <!-- x:post -->.",
        )  # fmt: skip
    if len(post.shots) > MOST_PICTURES:
        yield Problem(
            Level.ERROR, "x-pictures", file, post.line,
            f"The post that begins here has {len(post.shots)} pictures; X takes {MOST_PICTURES}.",
            "Cut it between the pictures with another <!-- x:post -->.",
        )  # fmt: skip
