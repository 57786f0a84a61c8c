r"""A documented part of LaTeX's mathematics, read into a tree of plain values.

The tree is what figure.typ sets: dicts with a kind `k`, and no markup of any kind in them.
docs/figures.md lists what is read. Whatever is not is named in NotRead.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from adapters.base import Json
from adapters.drawn.symbols import (
    ACCENTS,
    ALIGNED,
    DELIMITERS,
    FUNCTIONS,
    LIMITED,
    LINES,
    MATRICES,
    SIGNS,
    SIZES,
    SPACES,
    STYLES,
    TEXTS,
)
from adapters.fonts import is_symbol, is_wide

Node = dict[str, Json]
Row = list[Json]

DEEPEST = 16  # groups within groups
LONGEST = 4_000  # characters
TOKEN = re.compile(r"%[^\n]*|\\(?:[A-Za-z]+\*?|.)|\s+|.", re.DOTALL)
CLOSERS = frozenset({"}", "&", "\\\\", "\\end", "\\right"})
FRACTIONS = {"frac": "", "dfrac": "display", "tfrac": "inline", "cfrac": "display"}
BINOMIALS = frozenset({"binom", "dbinom", "tbinom"})
STACKS = {"overset": "t", "stackrel": "t", "underset": "b"}
STANDS_ALONE = frozenset({"displaystyle", "textstyle", "nonumber", "notag"})
NAMED = {"limsup": "lim sup", "liminf": "lim inf", "argmax": "arg max", "argmin": "arg min"}
KNOWN = frozenset({*SIGNS.values(), *DELIMITERS.values(), "·", "−", "∕", "′"})
PLAIN = {"-": "−", "*": "∗", "~": " ", "'": "′"}


class NotRead(Exception):
    """The formula holds `what`, which is outside of the part that is read."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


def read_formula(tex: str) -> Node:
    """The tree of a formula. Raises NotRead."""
    if len(tex) > LONGEST:
        raise NotRead(f"more than {LONGEST:,} characters")
    reader = _Reader(_tokens(tex))
    tree = reader.lines()
    if reader.next:
        raise NotRead(f"a stray {reader.next}")
    return tree


def _tokens(tex: str) -> list[str]:
    """Commands with their backslash, single characters, and white space as one blank."""
    found = (mark for mark in TOKEN.findall(tex) if mark[0] != "%")
    return [" " if mark.isspace() else mark for mark in found]


@dataclass
class _Reader:
    tokens: list[str]
    at: int = 0
    depth: int = 0

    @property
    def next(self) -> str:
        """The token in front, blanks passed over; "" at the end."""
        while self.at < len(self.tokens) and self.tokens[self.at] == " ":
            self.at += 1
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self) -> str:
        mark = self.next
        self.at += 1
        return mark

    def expect(self, mark: str) -> None:
        if self.take() != mark:
            raise NotRead(f"an unclosed {{ where {mark} is missing")

    # --- rows and cells -------------------------------------------------------------------

    def lines(self) -> Node:
        """A formula: one row, or several with columns that line up."""
        rows = self.grid()
        if len(rows) == 1 and len(rows[0]) == 1:
            return {"k": "row", "c": rows[0][0]}
        return {"k": "lines", "rows": _grid(rows)}

    def grid(self) -> list[list[Row]]:
        """Cells between `&`, rows between `\\\\`; an empty last row is none."""
        rows: list[list[Row]] = [[]]
        while True:
            rows[-1].append(self.row())
            if self.next not in ("&", "\\\\"):
                break
            if self.take() == "\\\\":
                rows.append([])
        if len(rows) > 1 and rows[-1] == [[]]:
            rows.pop()
        return rows

    def row(self) -> Row:
        found: Row = []
        while self.next and self.next not in CLOSERS:
            found.extend(self.piece())
        return found

    def piece(self) -> Row:
        """One thing with its sub- and superscripts."""
        base = self.deeper(in_argument=False)
        limits, scripts = self.scripts()
        if not scripts:
            return base
        core: Node = _single(base.pop()) if base else {"k": "row", "c": []}
        made: Node = {"k": "attach", "base": core, "t": None, "b": None, "limits": limits}
        return [*base, made | scripts]

    def scripts(self) -> tuple[bool | None, dict[str, Json]]:
        limits: bool | None = None
        found: dict[str, Json] = {}
        primes: Row = []
        while self.next in ("^", "_", "'", "\\limits", "\\nolimits"):
            mark = self.take()
            if mark == "'":
                primes.append(_sign("′"))
            elif mark.startswith("\\"):
                limits = mark == "\\limits"
            else:
                place = "t" if mark == "^" else "b"
                if place in found:
                    raise NotRead(f"a double {mark}")
                found[place] = self.argument()
        if primes:
            above = found.get("t")
            found["t"] = [*primes, *(above if isinstance(above, list) else [])]
        return limits, found

    # --- things ---------------------------------------------------------------------------

    def argument(self) -> Row:
        """A group, or the one thing that follows."""
        if not self.next or self.next in CLOSERS or self.next in ("^", "_"):
            raise NotRead("a command without what it is about")
        return self.deeper(in_argument=True)

    def deeper(self, *, in_argument: bool) -> Row:
        self.depth += 1
        if self.depth > DEEPEST:
            raise NotRead("groups that are nested too deep")
        held = self.thing(in_argument=in_argument)
        self.depth -= 1
        return held

    def thing(self, *, in_argument: bool) -> Row:
        mark = self.next
        if mark in ("^", "_", "'"):
            return []
        self.take()
        if mark == "{":
            held = self.row()
            self.expect("}")
            return held if in_argument else [{"k": "row", "c": held}]
        if mark.startswith("\\"):
            return self.command(mark[1:])
        return [self.plain(mark, in_argument=in_argument)]

    def plain(self, mark: str, *, in_argument: bool) -> Node:
        """A letter or sign; digits that follow each other are one number."""
        if not mark.isprintable():
            raise NotRead(f"the character U+{ord(mark):04X}")
        if mark in ("$", "#"):
            raise NotRead(mark)
        if is_wide(mark) and not is_symbol(mark):
            return {"k": "text", "s": mark}  # Chinese needs no \text
        if not mark.isascii() and mark not in KNOWN:
            raise NotRead(f"the character {mark}")
        if not mark.isdigit() or in_argument:
            return _sign(PLAIN.get(mark, mark))
        digits = mark
        while self.at < len(self.tokens) and self.tokens[self.at].isdigit():
            digits += self.take()
        return {"k": "text", "s": digits}

    def command(self, name: str) -> Row:
        for known, make in self.commands():
            if name in known:
                return make(name)
        raise NotRead(f"\\{name}")

    def commands(self) -> tuple[tuple[frozenset[str] | Mapping[str, object], _Make], ...]:
        return (
            (SIGNS, lambda name: [_sign(SIGNS[name])]),
            (SPACES, lambda name: [{"k": "space", "em": SPACES[name]}]),
            (FUNCTIONS, lambda name: [_function(name, limits=False)]),
            (LIMITED, lambda name: [_function(NAMED.get(name, name), limits=True)]),
            (FRACTIONS, self.fraction),
            (BINOMIALS, lambda _: [{"k": "binom", "a": self.argument(), "b": self.argument()}]),
            ({"sqrt": 0}, self.root),
            (STYLES, lambda name: [{"k": "style", "s": STYLES[name], "c": self.argument()}]),
            (ACCENTS, lambda name: [{"k": "accent", "s": ACCENTS[name], "c": self.argument()}]),
            (LINES, self.line),
            (TEXTS, lambda _: [{"k": "text", "s": self.words()}]),
            ({"operatorname": 0}, lambda _: [_function(self.words(), limits=False)]),
            ({"operatorname*": 0}, lambda _: [_function(self.words(), limits=True)]),
            (STACKS, self.stack),
            ({"left": 0}, self.fence),
            ({"middle": 0}, lambda _: [{"k": "middle", "s": self.delimiter()}]),
            (SIZES, lambda _: [_sign(self.delimiter() or "\u200b")]),
            ({"begin": 0}, self.environment),
            (STANDS_ALONE, lambda _: []),
            (_FENCES, lambda name: [_sign(DELIMITERS[f"\\{name}"])]),
            ({"not": 0}, self.negated),
            ({"pmod": 0}, self.modulo),
            ({"bmod": 0}, lambda _: [_function("mod", limits=False)]),
        )

    def fraction(self, name: str) -> Row:
        above, below = self.argument(), self.argument()
        return [{"k": "frac", "a": above, "b": below, "style": FRACTIONS[name]}]

    def root(self, _: str) -> Row:
        degree: Row | None = None
        if self.next == "[":
            self.take()
            degree = []
            while self.next != "]":
                if not self.next or self.next in CLOSERS:
                    raise NotRead("an unclosed [")
                degree.extend(self.piece())
            self.take()
        return [{"k": "sqrt", "n": degree, "a": self.argument()}]

    def line(self, name: str) -> Row:
        """A line or brace, with the note that a brace may bear."""
        held = self.argument()
        note: Row | None = None
        place = "^" if name == "overbrace" else "_"
        if name.endswith("brace") and self.next == place:
            self.take()
            note = self.argument()
        return [{"k": "line", "s": name, "c": held, "note": note}]

    def stack(self, name: str) -> Row:
        above = self.argument()
        base: Node = {"k": "row", "c": self.argument()}
        made: Node = {"k": "attach", "base": base, "t": None, "b": None, "limits": True}
        return [made | {STACKS[name]: above}]

    def fence(self, _: str) -> Row:
        opening = self.delimiter()
        held = self.row()
        self.expect("\\right")
        return [{"k": "fence", "open": opening, "c": held, "close": self.delimiter()}]

    def delimiter(self) -> str:
        """A bracket; "" for the dot that stands for none."""
        mark = self.take()
        if mark == ".":
            return ""
        if mark not in DELIMITERS:
            raise NotRead(f"{mark or 'nothing'} as a bracket")
        return DELIMITERS[mark]

    def negated(self, _: str) -> Row:
        held = self.argument()
        first = held[0] if len(held) == 1 else None
        if not isinstance(first, dict) or first.get("k") != "sym":
            raise NotRead("\\not before more than a sign")
        return [_sign(f"{first['s']}\u0338")]

    def modulo(self, _: str) -> Row:
        mod: Node = {"k": "text", "s": "mod "}
        return [{"k": "space", "em": 1.0}, _sign("("), mod, *self.argument(), _sign(")")]

    def environment(self, _: str) -> Row:
        name = self.words()
        rows = self.columns(name)
        self.expect("\\end")
        if self.words() != name:
            raise NotRead(f"\\begin{{{name}}} without its \\end")
        if name in MATRICES:
            opening, closing = MATRICES[name]
            return [{"k": "mat", "open": opening, "close": closing, "rows": _padded(rows)}]
        if name in ("cases", "dcases"):
            return [{"k": "cases", "rows": _grid(rows)}]
        if name == "array":
            return [{"k": "mat", "open": None, "close": None, "rows": _padded(rows)}]
        return [{"k": "lines", "rows": _grid(rows)}]

    def columns(self, name: str) -> list[list[Row]]:
        if name == "array":
            if set(self.words()) - set("lcr "):
                raise NotRead("rules in an array")
        elif name not in {*MATRICES, *ALIGNED, "cases", "dcases"}:
            raise NotRead(f"\\begin{{{name}}}")
        return self.grid()

    def words(self) -> str:
        """The text of a group, as it stands."""
        self.expect("{")
        found: list[str] = []
        while True:
            if self.at >= len(self.tokens):
                raise NotRead("an unclosed {")
            mark = self.tokens[self.at]
            self.at += 1
            if mark == "}":
                return "".join(found)
            if mark in ("{", "$") or (len(mark) > 1 and mark[1:] not in _IN_TEXT):
                raise NotRead(f"{mark} within text")
            found.append(_IN_TEXT[mark[1:]] if len(mark) > 1 else PLAIN_TEXT.get(mark, mark))


_Make = Callable[[str], Row]
_IN_TEXT = {"%": "%", "&": "&", "#": "#", "_": "_", "$": "$", "{": "{", "}": "}", " ": " "}
PLAIN_TEXT = {"~": " "}
_FENCES = frozenset(name[1:] for name in DELIMITERS if name.startswith("\\"))


def _sign(sign: Json) -> Node:
    return {"k": "sym", "s": sign}


def _function(name: str, *, limits: bool) -> Node:
    return {"k": "op", "s": name, "limits": limits}


def _single(node: Json) -> Node:
    return node if isinstance(node, dict) else {"k": "row", "c": [node]}


def _grid(rows: list[list[Row]]) -> Json:
    return [[*row] for row in rows]


def _padded(rows: list[list[Row]]) -> Json:
    """Every row with as many cells as the longest."""
    most = max(map(len, rows))
    return [[*row, *([] for _ in range(most - len(row)))] for row in rows]
