"""Small templates of the author's own: text with `{{ title }}` and the like, result plain Markdown.

They run in Jinja's sandbox, and of its language only values, filters without side effects and
conditions are let through: nothing reaches into a value, calls, loops or includes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import nodes
    from jinja2.sandbox import SandboxedEnvironment

NAMES = ("title", "number", "url", "date", "channel", "lang")
FILTERS = ("capitalize", "default", "lower", "replace", "title", "trim", "upper")
_NODES = frozenset({
    "Template", "Output", "TemplateData", "Name", "Const", "If", "CondExpr", "Compare", "Operand",
    "And", "Or", "Not", "Filter", "Test",
})  # fmt: skip
_TESTS = frozenset({"defined", "undefined"})
LONGEST = 10_000  # characters of a template, and of a value: a greeting, not an issue
DEEPEST = 40  # pieces within pieces: beyond that Jinja's own compiler gives up


class BadTemplate(Exception):
    """`line` counts from 1 within the template; `step` is what to do about it."""

    def __init__(self, reason: str, line: int, step: str) -> None:
        super().__init__(reason)
        self.line, self.step = line, step


def is_template(text: str) -> bool:
    return any(mark in text for mark in ("{{", "{%", "{#"))


def check(text: str) -> None:
    """Raises BadTemplate for what no issue could fill."""
    if is_template(text):
        _parsed(text)


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its values, each as Markdown that shows it as it is. Raises BadTemplate."""
    if not is_template(text):
        return text
    from jinja2 import TemplateError

    _parsed(text)
    known = {name: value for name, value in values.items() if name in NAMES and value}
    try:
        template = _environment().from_string(text)
        return template.render({name: _shown(name, value) for name, value in known.items()})
    except TypeError:
        raise BadTemplate("a filter lacks what it needs", 1, _STEP) from None
    except TemplateError as error:
        name = next((name for name in NAMES if f"'{name}'" in str(error)), "")
        raise _unknown(text, name) if name else BadTemplate(str(error), 1, _STEP) from None


_STEP = f"It may use {', '.join(f'{{{{ {name} }}}}' for name in NAMES)} and {{% if … %}}."


def _unknown(text: str, name: str) -> BadTemplate:
    place = re.search(rf"\{{[{{%][^}}]*\b{name}\b", text)
    line = text.count("\n", 0, place.start()) + 1 if place else 1
    step = f"Put it between {{% if {name} is defined %}} and {{% endif %}}."
    return BadTemplate(f"this issue has no `{name}`", line, step)


# --- what is let through ------------------------------------------------------------------------


def _parsed(text: str) -> None:
    from jinja2 import TemplateSyntaxError

    if len(text) > LONGEST:
        raise BadTemplate(f"it has more than {LONGEST:,} characters", 1, "Shorten it.")
    try:
        tree = _environment().parse(text)
    except TemplateSyntaxError as error:
        reason = (error.message or "it cannot be read").rstrip(".")
        raise BadTemplate(reason, error.lineno, "Mend it. " + _STEP) from None
    except RecursionError:
        raise BadTemplate("it is nested too deeply", 1, "Make it simpler.") from None
    _walk(tree)


def _walk(node: nodes.Node, depth: int = 0) -> None:
    if reason := _refused(node):
        raise BadTemplate(reason, node.lineno or 1, _STEP)
    if depth > DEEPEST:
        raise BadTemplate("it is nested too deeply", node.lineno, "Make it simpler.")
    for child in node.iter_child_nodes():
        _walk(child, depth + 1)


def _refused(node: nodes.Node) -> str:
    """Why a piece of a template is not let through, "" when it is."""
    kind = type(node).__name__
    word = str(getattr(node, "name", ""))
    match kind:
        case "Getattr" | "Getitem":
            return "it reaches inside a value, which a template may not"
        case "Name" if word not in NAMES:
            return f"`{word}` is not known"
        case "Filter" if word not in FILTERS:
            return f"the filter `{word}` is not known"
        case "Filter" if getattr(node, "dyn_args", None) or getattr(node, "dyn_kwargs", None):
            return "it unpacks a value, which a template may not"
        case "Test" if word not in _TESTS:
            return f"the test `{word}` is not known"
        case _ if kind not in _NODES:
            return f"it uses what a template may not ({kind})"
        case _:
            return ""


@cache
def _environment() -> SandboxedEnvironment:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import SandboxedEnvironment

    made = SandboxedEnvironment(
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, cache_size=0
    )
    made.globals.clear()
    made.filters = {name: made.filters[name] for name in FILTERS} | {"replace": _replace}
    return made


def _replace(text: str, old: str, new: str) -> str:
    """One after the other they would multiply: the length is known before the text is made."""
    from jinja2 import TemplateRuntimeError

    text, old, new = str(text), str(old), str(new)
    if len(text) + text.count(old) * max(0, len(new) - len(old)) > LONGEST:
        raise TemplateRuntimeError(f"it makes more than {LONGEST:,} characters of a value")
    return text.replace(old, new)


# --- values in Markdown -------------------------------------------------------------------------

_SIGNS = re.compile(r"([\\`*_\[\]<>~=$|{}&!^#%])")


def _shown(name: str, value: str) -> str:
    """An address stays one in `[…](…)`; other values show their signs instead of styling."""
    if name == "url":
        return re.sub(r"[\s()<>]", lambda sign: f"%{ord(sign[0]):02X}", value)
    return _SIGNS.sub(r"\\\1", " ".join(value.split()))
