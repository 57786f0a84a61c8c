"""What stands around an article: title, byline, digest, the link to the original, and the cover."""

from __future__ import annotations

from dataclasses import dataclass

from adapters.shots import Shot
from adapters.wechat.spec import KEY, LIMITS, Options
from content.defaults import cover, override, title_for
from content.issue import Issue
from content.problems import Level, Problem
from content.teaser import teaser

CARD = "title card"  # the source of a cover that is set from the title


@dataclass(frozen=True, slots=True)
class Headline:
    """Texts within their limits, "" where there is none."""

    title: str
    author: str
    digest: str
    source_url: str
    cover: Shot
    problems: tuple[Problem, ...]


def headline(issue: Issue, options: Options, file: str) -> Headline:
    title = title_for(issue, KEY, LIMITS["title"].value, LIMITS["title"].counter)
    author, author_problem = _author(issue, options, file)
    source_url, url_problem = _source_url(issue, file)
    digest = teaser(issue, LIMITS["digest"].value, LIMITS["digest"].counter, channel=KEY).text
    found = (title.problem, author_problem, url_problem, _no_digest(digest, file))
    return Headline(
        title=title.text,
        author=author,
        digest=digest,
        source_url=source_url,
        cover=cover_shot(issue),
        problems=tuple(problem for problem in found if problem),
    )


def cover_shot(issue: Issue) -> Shot:
    source = cover(issue, channel=KEY)
    if source is None:
        return Shot(CARD, issue.meta.line("title"))
    return Shot(source, issue.assets[source].line)


def _author(issue: Issue, options: Options, file: str) -> tuple[str, Problem | None]:
    """The issue's byline for WeChat, else that of the configuration, else the issue's author."""
    named = (override(issue, KEY, "author"), options.author, issue.meta.values.get("author"))
    author = next((name.strip() for name in named if isinstance(name, str) and name.strip()), "")
    limit = LIMITS["author"]
    if limit.counter(author) <= limit.value:
        return author, None
    return "", Problem(
        Level.ERROR, "author-too-long", file, issue.meta.line("author"),
        f"The byline has {limit.counter(author)} characters; WeChat takes {limit.value}.",
        "Set a shorter one as channels.wechat.author, or as `pressrun: {wechat: {author: …}}`.",
    )  # fmt: skip


def _source_url(issue: Issue, file: str) -> tuple[str, Problem | None]:
    """Where 阅读原文 leads."""
    limit = LIMITS["content_source_url"]
    url = issue.canonical_url or ""
    if url and limit.counter(url) <= limit.value:
        return url, None
    reason = f"longer than {limit.value:,} bytes" if url else "not known"
    return "", Problem(
        Level.WARNING, "no-source-url", file, 0,
        f"The post's own address is {reason}: the article has no link to the original.",
        "Set `canonical_url` in the front matter, or the site's `url` and permalink.",
    )  # fmt: skip


def _no_digest(digest: str, file: str) -> Problem | None:
    if digest:
        return None
    return Problem(
        Level.WARNING, "no-digest", file, 0,
        "No description fits; WeChat shows the first 54 characters of the text.",
        "Write `description: …` with at most 120 characters in the front matter.",
    )  # fmt: skip
