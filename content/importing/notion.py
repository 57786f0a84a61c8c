"""A Notion export: Markdown pages with names that end in 32 hex digits, and their pictures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePosixPath
from urllib.parse import unquote

from content.importing.facts import Facts

_ID = re.compile(r"[ -]?[0-9a-f]{32}(?=$|\.|_all)")


class NoPage(Exception):
    """The export has no page that can be imported; the message says what it has."""


@dataclass(frozen=True, slots=True)
class Export:
    """One page of an export. `body` is its Markdown without title and properties, `pictures` the
    paths of the pictures it names by what it writes for them, `left_out` what is not taken."""

    page: PurePosixPath
    facts: Facts
    body: str
    pictures: Mapping[str, PurePosixPath]
    left_out: tuple[str, ...]


def bare_name(path: PurePosixPath) -> str:
    """A page's name without its id."""
    return _ID.sub("", path.name).removesuffix(".md").removesuffix(".csv").strip() or path.stem


def choose_page(files: Iterable[PurePosixPath]) -> tuple[PurePosixPath, tuple[str, ...]]:
    """The page that is above all others, and the names of what lies below. Raises NoPage."""
    rows = list(files)
    pages = [path for path in rows if path.suffix == ".md"]
    if not pages:
        raise NoPage("The zip has no Markdown page. Export it from Notion as Markdown & CSV.")
    top = min(len(path.parts) for path in pages)
    roots = [path for path in pages if len(path.parts) == top]
    if len(roots) > 1:
        named = ", ".join(bare_name(path) for path in roots[:5])
        raise NoPage(f"The zip has {len(roots)} pages: {named}. Export one page alone.")
    below = [f"the page {bare_name(path)}" for path in pages if path != roots[0]]
    tables = [path for path in rows if path.suffix == ".csv" and not path.stem.endswith("_all")]
    return roots[0], (*below, *(f"the database {bare_name(path)}" for path in tables))


def read_export(
    page: PurePosixPath, text: str, files: Sequence[PurePosixPath], left_out: Sequence[str]
) -> Export:
    """The page as an article."""
    title, text = _title(text.lstrip("\ufeff"), page)
    properties, body = _properties(text)
    body, named, lost = _addresses(_callouts(body), page, files)
    facts = Facts(
        title=title,
        date=_date(properties),
        author=_first(properties, "author", "authors", "作者", "created by"),
        tags=_tags(properties),
        url=_first(properties, "url", "canonical", "link"),
    )
    used = {*_DATES, *_TAGS, "author", "authors", "作者", "created by", "url", "canonical", "link"}
    unread = [f"the property {k}: {v}" for k, v in properties.items() if k.lower() not in used]
    return Export(page, facts, body, named, (*left_out, *unread, *lost))


# --- inside -----------------------------------------------------------------------------------

_PROPERTY = re.compile(r"([^\W\d][\w /&-]{0,39}): (\S[^\n]*)")
_DATES = ("date", "published", "publish date", "created", "created time", "日期", "发布日期")
_TAGS = ("tags", "tag", "标签", "keywords")
_CALLOUT = re.compile(r"^<aside>[ \t]*\n?(.*?)\n?</aside>[ \t]*$", re.DOTALL | re.MULTILINE)
_ADDRESS = re.compile(r"(!?)\[((?:[^\[\]\n\\]|\\.)*)\]\(([^()\s]*(?:\([^()\s]*\)[^()\s]*)*)\)")
_CODE = re.compile(r"^(?P<fence>`{3,}|~{3,})[^\n]*\n.*?^(?P=fence)[^\n]*$|`[^`\n]+`",
                   re.MULTILINE | re.DOTALL)  # fmt: skip


def _title(text: str, page: PurePosixPath) -> tuple[str, str]:
    found = re.match(r"\s*# ([^\n]+)\n?", text)
    if found is None:
        return bare_name(page), text
    return found[1].strip(), text[found.end() :]


def _properties(text: str) -> tuple[dict[str, str], str]:
    """The lines `Name: value` directly below the title, up to the first blank line."""
    head, _, rest = text.lstrip("\n").partition("\n\n")
    lines = head.split("\n")
    found = [_PROPERTY.fullmatch(line.strip()) for line in lines]
    if not all(found):
        return {}, text
    return {one[1]: one[2].strip() for one in found if one}, rest


def _first(properties: Mapping[str, str], *names: str) -> str:
    lower = {key.lower(): value for key, value in properties.items()}
    return next((lower[name] for name in names if name in lower), "")


def _tags(properties: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(word.strip() for word in _first(properties, *_TAGS).split(",") if word.strip())


def _date(properties: Mapping[str, str]) -> datetime | None:
    text = _first(properties, *_DATES).split("→")[0].strip()
    for form in ("%B %d, %Y %I:%M %p", "%B %d, %Y", "%Y/%m/%d %H:%M", "%Y/%m/%d", "%Y-%m-%d",
                 "%Y年%m月%d日", "%d/%m/%Y"):  # fmt: skip
        try:
            return datetime.strptime(text, form).replace(tzinfo=UTC)
        except ValueError:  # another form, or no date
            continue
    return None


def _callouts(text: str) -> str:
    return _outside_code(text, lambda part: _CALLOUT.sub(_quoted, part))


def _quoted(found: re.Match[str]) -> str:
    """A callout as a quotation; its icon is its first word."""
    lines = found[1].strip("\n").split("\n")
    return "\n".join(f"> {line}".rstrip() for line in lines)


def _addresses(
    text: str, page: PurePosixPath, files: Sequence[PurePosixPath]
) -> tuple[str, dict[str, PurePosixPath], list[str]]:
    """Pictures of the zip by the address that the Markdown names; links to other pages as words."""
    known = {str(path): path for path in files}
    named: dict[str, PurePosixPath] = {}
    lost: list[str] = []

    def read(found: re.Match[str]) -> str:
        sign, words, address = found.groups()
        if re.match(r"[a-z][a-z0-9+.-]*:|#|/", address, re.IGNORECASE):
            return found[0]
        path = _joined(page.parent, unquote(address))
        if sign and path in known:
            named[address] = known[path]
            return found[0]
        lost.append(f"the {'picture' if sign else 'link to'} {unquote(address)}")
        return words if not sign else f"![{words}]({address})"

    return _outside_code(text, lambda part: _ADDRESS.sub(read, part)), named, lost


def _joined(folder: PurePosixPath, name: str) -> str:
    parts: list[str] = list(folder.parts)
    for part in PurePosixPath(name).parts:
        if part == "..":
            del parts[-1:]
        else:
            parts.append(part)
    return "/".join(parts)


def renamed(body: str, names: Mapping[str, str]) -> str:
    """The body with its pictures under other names."""

    def read(found: re.Match[str]) -> str:
        sign, words, address = found.groups()
        return f"{sign}[{words}]({names[address]})" if address in names else found[0]

    return _outside_code(body, lambda part: _ADDRESS.sub(read, part))


def _outside_code(text: str, change: Callable[[str], str]) -> str:
    return "".join(_changed(text, change))


def _changed(text: str, change: Callable[[str], str]) -> Iterator[str]:
    end = 0
    for code in _CODE.finditer(text):
        yield change(text[end : code.start()])
        yield code[0]
        end = code.end()
    yield change(text[end:])
