"""The templates: everything that enters them is escaped, a name that is missing is an error."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment

# No script, no font, no frame and no address but pictures inside the page.
POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'"
)


def fill(name: str, labels: SimpleNamespace, **values: object) -> str:
    """A template with its values; `t` holds the words of the page in the issue's language."""
    return _environment().get_template(name).render(t=labels, policy=POLICY, **values)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
