"""Words written so that the parser reads them as words, and marks so that it sees marks."""

from __future__ import annotations

import re
from dataclasses import dataclass

from content.markdown.cjk import flanks, is_cjk

# Stand for the ends of a mark until the characters beside it are known; no text holds them.
OPEN = {"strong": "\uf8e0", "em": "\uf8e1", "del": "\uf8e2"}
CLOSE = {"strong": "\uf8e4", "em": "\uf8e5", "del": "\uf8e6"}
SIGNS = {"strong": "**", "em": "*", "del": "~~"}

_OPENING = {sign: name for name, sign in OPEN.items()}
_CLOSING = {sign: name for name, sign in CLOSE.items()}
_ENDS = re.compile(f"[{''.join([*_OPENING, *_CLOSING])}]")

_MEANT = re.compile(
    r"\\(?=[!-/:-@\[-`{-~]|$)"
    r"|[*`]"
    r"|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])"
    r"|\[(?=[\^\[!\]xX ])|\](?=[\[(:{])"
    r"|<(?=[A-Za-z/!?])"
    r"|&(?=#?\w+;)"
    r"|~(?=~)|(?<=~)~"
    r"|=(?==)|(?<==)="
    r"|!(?=\[)"
    r"|%(?=%)|(?<=%)%"
    r"|\{(?=[:.#])"
)
_ALL = re.compile(r"[!-/:-@\[-`{-~]")
_TAGS = re.compile(r"\{(?=[{%#])")
_LINE = re.compile(
    r"(?m)^(?:(?P<sign>#(?=#{0,5}(?:\s|$))|>|[-+](?=\s|$)|[-=](?=[-=| :]*$)|\|)"
    r"|(?P<number>\d{1,9})(?P<point>[.)])(?=\s|$))"
)


def escaped(text: str, *, money: bool, careful: bool = False) -> str:
    """Words with a backslash before each sign that would be read as markup.

    `money` says that the paragraph has several dollar signs; `careful` escapes whatever may mean
    something anywhere. A template tag is spelt with an entity, which its engine does not know.
    """
    pattern = _ALL if careful else _MEANT
    text = _TAGS.sub("\uf8ef", text)
    text = pattern.sub(lambda sign: f"\\{sign[0]}", text)
    if money and not careful:
        text = text.replace("$", "\\$")
    return text.replace("\uf8ef", "&#123;")


def line_starts(text: str) -> str:
    """Lines of a paragraph that would begin a heading, a list, a quotation or a table."""
    return _LINE.sub(_escaped_start, text)


def _escaped_start(found: re.Match[str]) -> str:
    if found["sign"]:
        return f"\\{found['sign']}"
    return f"{found['number']}\\{found['point']}"


def code_span(text: str) -> str:
    """Code between as many backticks as it needs."""
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    tight = text[:1] in "` " or text[-1:] in "` "
    return f"{fence} {text} {fence}" if tight else f"{fence}{text}{fence}"


def fence_of(code: str) -> str:
    longest = max((len(run) for run in re.findall("`{3,}", code)), default=2)
    return "`" * (longest + 1)


def link_target(address: str) -> str:
    """A link's destination; spaces and parentheses are percent-encoded."""
    spelt = {" ": "%20", "(": "%28", ")": "%29", "<": "%3C", ">": "%3E", "\\": "%5C", "\n": "",
             "{": "%7B", "}": "%7D", "|": "%7C", '"': "%22", "`": "%60"}  # fmt: skip
    return "".join(spelt.get(char, char) for char in address)


def in_tag(text: str) -> str:
    """Text as the value of an attribute."""
    for sign, entity in (("&", "&amp;"), ('"', "&quot;"), ("<", "&lt;"), (">", "&gt;"),
                         ("{", "&#123;"), ("}", "&#125;"), ("\n", " ")):  # fmt: skip
        text = text.replace(sign, entity)
    return text


# --- marks --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Pair:
    name: str
    start: int
    end: int


def marked(text: str, *, html: bool = False) -> str:
    """The text with its marks written: as signs where the parser reads them so, else as tags."""
    if not _ENDS.search(text):
        return text
    spelt: dict[int, str] = {}
    for pair in _pairs(text):
        signs = not html and _reads(text, pair, spelt)
        spelt[pair.start] = SIGNS[pair.name] if signs else f"<{pair.name}>"
        spelt[pair.end] = SIGNS[pair.name] if signs else f"</{pair.name}>"
    return "".join(spelt.get(place, char) for place, char in enumerate(text))


def _pairs(text: str) -> list[_Pair]:
    """Outer marks before inner ones."""
    found: list[_Pair] = []
    opened: list[int] = []
    for match in _ENDS.finditer(text):
        if match[0] in _OPENING:
            opened.append(match.start())
        else:
            start = opened.pop()
            found.append(_Pair(_CLOSING[match[0]], start, match.start()))
    return sorted(found, key=lambda pair: pair.start)


def _reads(text: str, pair: _Pair, spelt: dict[int, str]) -> bool:
    """Whether signs would open and close here, with what stands beside them as it is spelt."""
    before, after = _beside(text, pair.start - 1, spelt), _beside(text, pair.end + 1, spelt)
    first, last = _beside(text, pair.start + 1, spelt), _beside(text, pair.end - 1, spelt)
    if "*" in (before, after) or "~" in (before, after, first, last):
        return False
    opens, _ = flanks(before, first, cjk=is_cjk(before) or is_cjk(first))
    _, closes = flanks(last, after, cjk=is_cjk(last) or is_cjk(after))
    return opens and closes


def _beside(text: str, place: int, spelt: dict[int, str]) -> str:
    """The character beside a mark. Another mark not spelt yet will be a tag, or its signs would
    run together with these."""
    if not 0 <= place < len(text):
        return " "
    if place in spelt:
        return "*" if spelt[place][0] in "*~" else "<"
    return "<" if _ENDS.match(text[place]) else text[place]
