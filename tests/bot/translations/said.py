"""What the source can say to an author, read from its syntax tree: the shapes of its sentences.

A shape is a text in which each place that is filled in at run time is a `HOLE`.
"""

from __future__ import annotations

import ast
import itertools
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
HOLE = "\0"
ROOMS = ("content", "adapters", "config", "bot")
DEPTH = 8  # of names that stand for names

DOCTOR = ("bot/doctor/", "bot/cli/doctor.py")
LENGTHS = ("config/durations.py", "config/days.py", "config/zones.py")

# Who makes a finding or a piece of one, where (all of the source unless it is named), and where in
# its arguments the author's words stand.
MAKERS: tuple[tuple[str, tuple[str, ...], tuple[tuple[int, str], ...]], ...] = (
    ("Problem", ROOMS, ((4, "message"), (5, "next"))),
    ("Finding", DOCTOR, ((1, "what"), (2, "said"), (3, "next"))),
    ("guarded", DOCTOR, ((0, "what"),)),
    ("PictureRefused", ROOMS, ((1, "message"), (2, "next_step"))),
    ("NotAPicture", ROOMS, ((0, ""),)),
    ("BadTemplate", ROOMS, ((0, "reason"), (2, "step"))),
    ("_Unusable", ROOMS, ((1, "message"), (2, "step"))),
    ("_Unreadable", ROOMS, ((2, "reason"),)),
    ("NotDrawn", ROOMS, ((0, "reason"), (1, "next_step"))),
    ("NotRead", ROOMS, ((0, "what"),)),
    ("TimeError", ROOMS, ((0, ""),)),
    ("Moment", ("bot/release/times.py",), ((2, "note"),)),
    ("PlanError", ("bot/release/plan.py",), ((0, ""),)),
    ("ValueError", LENGTHS, ((0, ""),)),
    ("Refused", ("bot/control/",), ((0, "message"), (1, "next_step"))),
    ("NotAllowed", ("adapters/",), ((0, "message"), (9, "next_step"))),
    ("then", ("adapters/wechat/theme.py",), ((0, "loses"),)),
)
SPEAKING = rf"\b(?:{'|'.join(name for name, _, _ in MAKERS)}|[Rr]eading|by_hand|not_possible)\b"
# Tables and functions whose texts are all words for the author.
TABLES = (
    ("adapters/substack/losses.py", "IN_ANY"),
    ("adapters/substack/losses.py", "IN_FOOTNOTES"),
    ("adapters/telegram/losses.py", "INSIDE"),
    ("adapters/drawn/figures.py", "NAMES"),
    ("adapters/drawn/sketches.py", "_NAMES"),
    ("adapters/wechat/wording.py", "FIELDS"),
    ("adapters/wechat/wording.py", "TEXT"),
    ("adapters/wechat/wording.py", "EMPHASIS"),
    ("adapters/x/losses.py", "UNTOLD"),
    ("bot/doctor/channels.py", "REMINDERS"),
    ("content/frontmatter.py", "_YAML_STEPS"),
)
NOTES = (
    ("bot/control/intake.py", "_from_zip"),
    ("bot/control/intake.py", "_in_its_site"),
    ("bot/control/intake.py", "_place"),
    ("bot/control/intake.py", "_pictures"),
    ("bot/release/secret_ages.py", "said"),
)
# Functions that only close a sentence, and the one that hints at a near name.
CLOSING, HINTING = ("sentence",), ("suggest",)

Shapes = frozenset[str]
_BRACES = re.compile(r"(?<!\{)\{\}")  # of a text that is filled in by `format`
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True, eq=False)
class Module:
    path: str
    tree: ast.Module


@dataclass(frozen=True, slots=True)
class Said:
    """Words of one finding: where they stand and what they can be; none when they are not ours."""

    where: str
    shapes: Shapes
    source: str

    @property
    def path(self) -> str:
        return self.where.partition(":")[0]


@cache
def modules() -> tuple[Module, ...]:
    paths = [path for room in ROOMS for path in sorted((ROOT / room).rglob("*.py"))]
    texts = {path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in paths}
    return tuple(_at(path) for path, text in texts.items() if _speaks(text))


@cache
def _at(path: str) -> Module:
    return Module(path, ast.parse((ROOT / path).read_text("utf-8")))


def _speaks(text: str) -> bool:
    """Parsing takes its time, and a file without any of these names has nothing to say."""
    return bool(re.search(SPEAKING, text))


@cache
def _parents(module: Module) -> dict[ast.AST, ast.AST]:
    return {child: node for node in _inside(module.tree) for child in ast.iter_child_nodes(node)}


@cache
def _calls() -> dict[str, list[tuple[Module, ast.Call]]]:
    found: dict[str, list[tuple[Module, ast.Call]]] = {}
    for module in modules():
        for node in _inside(module.tree):
            if isinstance(node, ast.Call) and (name := _called(node)):
                found.setdefault(name, []).append((module, node))
    return found


@cache
def _inside(node: ast.AST) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(node))


def _called(call: ast.Call) -> str:
    match call.func:
        case ast.Name(name) | ast.Attribute(attr=name):
            return name
    return ""


def everything_said() -> Iterator[Said]:
    for maker, rooms, places in MAKERS:
        for module, call in _calls().get(maker, ()):
            if not module.path.startswith(rooms):
                continue
            for position, name in places:
                given = _argument(call, position, name)
                if given is not None:
                    yield _said(given, module)
    for path, name in TABLES:
        module = _at(path)
        for value in _values(name, module.tree.body):
            yield from (_said(text, module) for text in _texts(value))
    for path, name in NOTES:
        module = _at(path)
        for function in _functions(module, name):
            yield from (_said(t, module) for t in _texts(function) if _is_sentence(t, module))


def _said(node: ast.expr, module: Module) -> Said:
    return Said(f"{module.path}:{node.lineno}", shapes(node, module), ast.unparse(node))


def _functions(module: Module, name: str) -> list[Function]:
    found = [node for node in _inside(module.tree) if isinstance(node, Function)]
    return [node for node in found if node.name == name]


def _values(name: str, nodes: Iterable[ast.AST]) -> Iterator[ast.expr]:
    for node in nodes:
        match node:
            case ast.Assign(targets=[ast.Name(target)], value=value) if target == name:
                yield value
            case ast.AnnAssign(target=ast.Name(target), value=ast.expr() as value) if (
                target == name
            ):
                yield value


def _texts(node: ast.AST) -> Iterator[ast.expr]:
    """The whole texts in it, values of a table and not its keys, last of each row of a tuple."""
    match node:
        case ast.Dict(values=values):
            for value in values:
                yield from _texts(value)
        case ast.Tuple(elts=[ast.Constant(), ast.Constant() as last]):
            yield last
        case ast.JoinedStr() | ast.Constant(str()):
            yield node
        case ast.Expr(ast.Constant()):  # a docstring
            return
        case _:
            for child in ast.iter_child_nodes(node):
                yield from _texts(child)


def _is_sentence(text: ast.expr, module: Module) -> bool:
    return all(shape.endswith(".") for shape in shapes(text, module))


def every_text() -> set[str]:
    """The shapes of all texts that are written out anywhere, whatever they are for."""
    return {
        "".join(str(p.value) if isinstance(p, ast.Constant) else HOLE for p in _pieces(node))
        for module in modules()
        if not module.path.startswith("bot/translations/")
        for node in _inside(module.tree)
        if isinstance(node, ast.Constant | ast.JoinedStr)
    }


def _pieces(node: ast.Constant | ast.JoinedStr) -> list[ast.expr]:
    return node.values if isinstance(node, ast.JoinedStr) else [node]


def sample(shape: str) -> tuple[str, list[str]]:
    """A text of that shape, and the values in its places."""
    head, *rest = shape.split(HOLE)
    values = [f"v{n}w" for n in range(len(rest))]
    pieces = [f"{value}{text}" for value, text in zip(values, rest, strict=True)]
    return "".join([head, *pieces]), values


def _argument(call: ast.Call, position: int, name: str) -> ast.expr | None:
    named = [keyword.value for keyword in call.keywords if keyword.arg == name]
    if named:
        return named[0]
    given = call.args[position : position + 1]
    return given[0] if given and not any(isinstance(a, ast.Starred) for a in call.args) else None


def shapes(node: ast.expr, module: Module, depth: int = DEPTH) -> Shapes:
    """What an expression can be, as far as it is written down; a HOLE for the rest."""
    if depth == 0:
        return frozenset({HOLE})
    match node:
        case ast.Constant(str(text)):
            return frozenset({_BRACES.sub(HOLE, text)})
        case ast.JoinedStr(values):
            pieces = [_piece(value, module, depth) for value in values]
            return frozenset("".join(row) for row in itertools.product(*pieces))
        case ast.IfExp(body=one, orelse=other):
            return shapes(one, module, depth) | shapes(other, module, depth)
        case ast.BoolOp(values=values):
            return _union(shapes(value, module, depth) for value in values)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            both = itertools.product(shapes(left, module, depth), shapes(right, module, depth))
            return frozenset("".join(row) for row in both)
        case ast.Name(name):
            return _named(name, node, module, depth - 1)
        case ast.Call():
            return _made(node, module, depth)
    return frozenset({HOLE})


def _made(call: ast.Call, module: Module, depth: int) -> Shapes:
    """What a function makes of a text that it is given, or writes by itself."""
    name = _called(call)
    if name in CLOSING:
        return frozenset(f"{s.rstrip('.')}." for s in shapes(call.args[0], module, depth))
    if name in HINTING:
        ends = (".", f". Did you mean {HOLE}?")
        return frozenset(s + end for s in shapes(call.args[0], module, depth) for end in ends)
    if name == "format" and isinstance(call.func, ast.Attribute):
        return shapes(call.func.value, module, depth)
    return _returned(call, module, depth - 1)


def _union(each: Iterable[Shapes]) -> Shapes:
    return frozenset().union(*each)


def _piece(value: ast.expr, module: Module, depth: int) -> Shapes:
    if isinstance(value, ast.Constant):
        return frozenset({str(value.value)})
    assert isinstance(value, ast.FormattedValue)
    if value.conversion != -1 or value.format_spec is not None:
        return frozenset({HOLE})
    found = shapes(value.value, module, depth)
    return found if _is_choice(value.value, module) else frozenset(map(_prose, found))


def _is_choice(node: ast.expr, module: Module) -> bool:
    """One of two words that are written out, such as `is` and `are`."""
    function = _function(node, module)
    if isinstance(node, ast.Name) and function:
        given = list(_values(node.id, _inside(function)))
        return len(given) == 1 and _is_choice(given[0], module)
    return isinstance(node, ast.IfExp) and all(
        isinstance(branch, ast.Constant) for branch in (node.body, node.orelse)
    )


def _prose(shape: str) -> str:
    """Words of ours, or a place for anything else: a name, a number, a quotation."""
    is_ours = not shape or (" " in shape and re.search(r"[A-Za-z]", shape))
    return shape if is_ours else HOLE


# --- names ----------------------------------------------------------------------------------------


def _named(name: str, at: ast.AST, module: Module, depth: int) -> Shapes:
    function = _function(at, module)
    while function is not None:
        if found := _assigned(name, function, module, depth):
            return found
        if name in (parameters := _parameters(function)):
            return _passed(function, parameters.index(name), name, module, depth)
        function = _function(function, module)
    top = [node for node in module.tree.body if isinstance(node, ast.Assign | ast.AnnAssign)]
    return _assignments(name, top, module, depth) or _imported(name, module, depth)


def _imported(name: str, module: Module, depth: int) -> Shapes:
    for node in _inside(module.tree):
        if isinstance(node, ast.ImportFrom) and any(a.name == name for a in node.names):
            path = f"{(node.module or '').replace('.', '/')}.py"
            if (ROOT / path).is_file():
                other = _at(path)
                found = _assignments(name, other.tree.body, other, depth)
                return found or frozenset({HOLE})
    return frozenset({HOLE})


def _function(at: ast.AST, module: Module) -> Function | None:
    node = _parents(module).get(at)
    while node is not None and not isinstance(node, Function):
        node = _parents(module).get(node)
    return node


def _assigned(name: str, function: Function, module: Module, depth: int) -> Shapes:
    return _assignments(name, _inside(function), module, depth)


def _assignments(name: str, nodes: Iterable[ast.AST], module: Module, depth: int) -> Shapes:
    found: Shapes = frozenset()
    added: Shapes = frozenset()
    unpacked = False
    for node in nodes:
        match node:
            case (
                ast.Assign(targets=[ast.Name(target)], value=value)
                | ast.NamedExpr(target=ast.Name(target), value=value)
                | ast.AnnAssign(target=ast.Name(target), value=ast.expr() as value)
            ) if target == name:
                found |= shapes(value, module, depth)
            case ast.AugAssign(target=ast.Name(target), value=value) if target == name:
                added |= shapes(value, module, depth)
            case ast.Assign(targets=[ast.Tuple(targets)], value=value):
                for place, target in enumerate(targets):
                    if isinstance(target, ast.Name) and target.id == name:
                        found |= _of_tuple(value, place, module, depth)
                        unpacked = True
            case ast.For(target=target) | ast.comprehension(target=target):
                if any(isinstance(n, ast.Name) and n.id == name for n in ast.walk(target)):
                    unpacked = True
    found |= {one + two for one in found for two in added}
    return found or frozenset({HOLE} if unpacked else ())


def _of_tuple(value: ast.expr, place: int, module: Module, depth: int) -> Shapes:
    match value:
        case ast.Tuple(values) if place < len(values):
            return shapes(values[place], module, depth)
        case ast.IfExp(body=one, orelse=other):
            return _of_tuple(one, place, module, depth) | _of_tuple(other, place, module, depth)
    return frozenset()


def _parameters(function: Function) -> list[str]:
    return [a.arg for a in (*function.args.posonlyargs, *function.args.args)]


def _passed(function: Function, position: int, name: str, module: Module, depth: int) -> Shapes:
    """What all callers hand over."""
    own = _parameters(function)[:1] in (["self"], ["cls"])
    holder = _parents(module).get(function)
    private = function.name.startswith("_") or (
        isinstance(holder, ast.ClassDef) and holder.name.startswith("_")
    )
    found: Shapes = frozenset()
    for where, call in _calls().get(function.name, ()):
        if isinstance(call.func, ast.Attribute) is not own or (private and where is not module):
            continue
        given = _argument(call, position - own, name)
        if given is not None:
            found |= shapes(given, where, depth)
    return found or frozenset({HOLE})


def _returned(call: ast.Call, module: Module, depth: int) -> Shapes:
    """What a function of the same module returns, where it is written out."""
    for node in _inside(module.tree):
        if isinstance(node, Function) and node.name == _called(call):
            values = [n.value for n in _inside(node) if isinstance(n, ast.Return) and n.value]
            found = _union(shapes(value, module, depth) for value in values)
            return found - {""} or frozenset({HOLE})
    return frozenset({HOLE})
