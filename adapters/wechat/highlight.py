"""Code in pieces of five kinds, so that a theme can colour it; each costs some 35 characters."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby

PLAIN = ""
LONGEST = 20_000  # characters: what is longer fits into no article
SAMPLES = frozenset({"text", "plain", "plaintext", "txt", "output", "console-output"})

# What Pygments calls a piece, and what it is here; the first row that fits counts.
KINDS = (
    ("Comment.Preproc", PLAIN),
    ("Comment", "comment"),
    ("Keyword", "keyword"),
    ("Operator.Word", "keyword"),
    ("Name.Tag", "keyword"),
    ("Name.Function", "name"),
    ("Name.Class", "name"),
    ("Name.Decorator", "name"),
    ("Name.Attribute", "name"),
    ("Literal.Number", "number"),
    ("Literal.String", "string"),
)

Piece = tuple[str, str]  # the place in a theme that colours it, or PLAIN; and the code itself


@lru_cache(maxsize=64)
def pieces(code: str, language: str) -> tuple[Piece, ...]:
    """The code cut by kind; whole where its language is not known. Joined, it is `code` again."""
    whole = ((PLAIN, code),)
    if not language or language.lower() in SAMPLES or len(code) > LONGEST:
        return whole
    from pygments.lexers import get_lexer_by_name  # only issues with code wait for it
    from pygments.util import ClassNotFound

    try:
        lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        return whole
    made = _joined((_kind(repr(token)), text) for token, text in lexer.get_tokens(code))
    return made if "".join(text for _, text in made) == code else whole


def _joined(found: Iterable[Piece]) -> tuple[Piece, ...]:
    """Neighbours of one kind as one piece; white space goes with what stands before it."""
    kinds: list[Piece] = []
    for kind, text in found:
        before = kinds[-1][0] if kinds else PLAIN
        kinds.append((before if text.isspace() and "\n" not in text else kind, text))
    return tuple(
        (kind, "".join(text for _, text in run)) for kind, run in groupby(kinds, lambda one: one[0])
    )


@lru_cache(maxsize=256)
def _kind(token: str) -> str:
    return next((kind for name, kind in KINDS if f"{token}.".startswith(f"Token.{name}.")), PLAIN)
