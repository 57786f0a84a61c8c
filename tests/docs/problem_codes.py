"""Every code that a Problem can bear, read from the source."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("content", "adapters", "config", "bot")
PROBLEM = 1  # the place of `code` among the arguments of Problem

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, slots=True)
class Module:
    path: Path
    tree: ast.Module
    takers: Mapping[str, int]  # what takes a code here: its name, and the place of the argument


class Unreadable(Exception):
    """A code that is neither written down nor handed on."""


def problem_codes() -> frozenset[str]:
    return frozenset(code for package in PACKAGES for code in _of_package(ROOT / package))


def _of_package(folder: Path) -> Iterator[str]:
    modules = [_module(path) for path in folder.rglob("*.py")]
    shared = {"Problem": PROBLEM}
    for module in modules:
        shared |= {name: place for name, place in module.takers.items() if name[0] != "_"}
    for module in modules:
        yield from _codes(module, shared)


def _module(path: Path) -> Module:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return Module(path, tree, dict(_takers(tree)))


def _takers(tree: ast.Module) -> Iterator[tuple[str, int]]:
    """What takes a code, and either keeps it (an exception) or hands it on to a taker."""
    found = {name: (place, function) for name, place, function in _candidates(tree)}
    for name, (place, function) in found.items():
        if function.name == "__init__" or _hands_on(function, {"Problem", *found}):
            yield name, place


def _hands_on(function: Function, takers: set[str]) -> bool:
    calls = (node for node in _within(function) if isinstance(node, ast.Call))
    return any(
        _name(call) in takers and any(isinstance(a, ast.Name) and a.id == "code" for a in call.args)
        for call in calls
    )


def _candidates(tree: ast.Module) -> Iterator[tuple[str, int, Function]]:
    """Functions, methods and classes with a positional parameter `code: str`."""
    for owner in ast.walk(tree):
        for function in ast.iter_child_nodes(owner):
            if not isinstance(function, Function):
                continue
            names = [one.arg for one in function.args.args if one.arg not in ("self", "cls")]
            if "code" in names and _is_text(function):
                made = function.name == "__init__" and isinstance(owner, ast.ClassDef)
                name = owner.name if made else function.name  # type: ignore[attr-defined]
                yield name, names.index("code"), function


def _is_text(function: Function) -> bool:
    kind = next(one.annotation for one in function.args.args if one.arg == "code")
    return isinstance(kind, ast.Name) and kind.id == "str"


def _codes(module: Module, shared: Mapping[str, int]) -> Iterator[str]:
    known = {**shared, **module.takers}
    for function in ast.walk(module.tree):
        if not isinstance(function, Function):
            continue
        if function.name in module.takers:
            yield from _defaults(function)
        for call in _within(function):
            if isinstance(call, ast.Call) and _name(call) in known:
                yield from _texts(_argument(call, known[_name(call)]), function, module)


def _within(node: ast.AST) -> Iterator[ast.AST]:
    """Everything below a node, functions inside it left out."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, Function):
            yield child
            yield from _within(child)


def _name(call: ast.Call) -> str:
    match call.func:
        case ast.Name(name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def _argument(call: ast.Call, place: int) -> ast.expr | None:
    named = {one.arg: one.value for one in call.keywords}
    return call.args[place] if len(call.args) > place else named.get("code")


def _defaults(function: Function) -> Iterator[str]:
    arguments = function.args.args
    values = function.args.defaults
    for argument, value in zip(arguments[len(arguments) - len(values) :], values, strict=True):
        if argument.arg == "code" and isinstance(value, ast.Constant):
            yield str(value.value)


def _texts(value: ast.expr | None, function: Function, module: Module) -> Iterator[str]:
    match value:
        case None | ast.Attribute(attr="code"):  # the default; one that another taker was given
            return
        case ast.Constant(str(text)):
            yield text
        case ast.IfExp(body=body, orelse=orelse):
            yield from _texts(body, function, module)
            yield from _texts(orelse, function, module)
        case ast.Name("code") if any(one.arg == "code" for one in function.args.args):
            return
        case ast.Name(name):
            yield from _assigned(name, function, module)
        case _:
            raise Unreadable(f"{module.path}:{value.lineno}")


def _assigned(name: str, function: Function, module: Module) -> Iterator[str]:
    found = [
        text
        for node in ast.walk(function)
        if isinstance(node, ast.Assign)
        and any(isinstance(one, ast.Name) and one.id == name for one in node.targets)
        for text in _texts(node.value, function, module)
    ]
    if not found:
        raise Unreadable(f"{module.path}:{function.lineno} {name}")
    yield from found
