"""Where a link leads: an absolute address a reader can follow, or a problem and none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from content.posts import address_of
from content.problems import Level, Problem
from content.site import Site, resolve_url

_ABSOLUTE = ("https://", "http://", "mailto:")
_SCHEME = re.compile(r"([a-zA-Z][a-zA-Z0-9+.-]*):")
_BARE_DOMAIN = re.compile(r"(?:[\w-]+\.)+(?:com|org|net|io|ai|dev|cn|me|app|edu|gov)(?:/|$)", re.I)
_STRAY = re.compile(r"[\x00-\x20\x7f]")
_STAYS = "its text stays without the link."
_HTTP_STEP = "Link to an http, https or mailto address."


def is_absolute(href: str) -> bool:
    return href.startswith(_ABSOLUTE)


@dataclass(slots=True)
class Hrefs:
    """Resolves the links of one post. `page` is its address, `post` its file on disk."""

    site: Site
    page: str | None
    post: Path
    file: str
    problems: list[Problem] = field(default_factory=list)

    def absolute(self, href: str, line: int) -> str | None:
        """The href as a reader can follow it; None, with a problem, when there is none."""
        if is_absolute(href):
            return href
        plain = _STRAY.sub("", href)  # browsers skip these, so `java\nscript:` is a script too
        if plain.startswith("//"):
            return f"https:{plain}"
        if found := _SCHEME.match(plain):
            return self._with_scheme(found[1].lower(), plain[found.end() :], line)
        return self._relative(href.strip(), line)

    def _with_scheme(self, scheme: str, rest: str, line: int) -> str | None:
        if f"{scheme}:{rest}".startswith(_ABSOLUTE):
            return f"{scheme}:{rest}"
        return self._none("refused-link", line, f"A link to `{scheme}:…` is refused", _HTTP_STEP)

    def _relative(self, href: str, line: int) -> str | None:
        if not href:
            return self._none("refused-link", line, "A link has no address", _HTTP_STEP)
        path, mark, fragment = href.partition("#")
        if path.lower().endswith((".md", ".markdown")):
            address = self._of_post(path, line)
            return address and f"{address}{mark}{fragment}"
        if _BARE_DOMAIN.match(href):
            message = f"The link `{href}` has no https:// and leads into your own site."
            self._say("link-without-scheme", line, message, f"Write https://{href}.")
        what = f"The link `{href}` is relative, and the post's address is not known"
        step = "Write the whole URL, or give the site's `url` and permalink."
        target = resolve_url(self.site, self.page, href)
        return target or self._none("relative-link", line, what, step)

    def _of_post(self, path: str, line: int) -> str | None:
        """A link to another Markdown file means the page that the site makes of it."""
        found = next((file for file in self._files(unquote(path)) if file.is_file()), None)
        if found is None:
            what = f"The link leads to `{path}`, which is not there"
            return self._none("relative-link", line, what, "Mend the file's name.")
        what = f"The link leads to `{path}`, whose address is not known"
        step = "Write the whole URL, or give the site's `url` and permalink."
        return address_of(found, self.site) or self._none("relative-link", line, what, step)

    def _files(self, path: str) -> Iterator[Path]:
        folders = [self.site.root]
        if self.site.kind == "hugo":
            folders.append(self.site.root / (self.site.posts or "content"))
        if not path.startswith("/"):
            folders.insert(0, self.post.parent)
        yield from (folder / path.lstrip("/") for folder in folders)

    def _none(self, code: str, line: int, what: str, step: str) -> str | None:
        self._say(code, line, f"{what}; {_STAYS}", step)
        return None

    def _say(self, code: str, line: int, message: str, step: str) -> None:
        self.problems.append(Problem(Level.WARNING, code, self.file, line, message, step))
