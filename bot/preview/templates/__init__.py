"""The templates: everything that enters them is escaped, a name that is missing is an error."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING

from markupsafe import Markup

if TYPE_CHECKING:
    from jinja2 import Environment

    from bot.preview.page import Page

# No font, no frame from elsewhere and no address but pictures inside the page.
POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; {}base-uri 'none'; "
    "form-action 'none'"
)
HERE = Path(__file__).parent


def fill(name: str, labels: SimpleNamespace, **values: object) -> str:
    """A template with its values; `t` holds the words of the page in the issue's language."""
    return _environment().get_template(name).render(t=labels, policy=POLICY.format(""), **values)


def fill_page(page: Page, pictures: Mapping[str, str]) -> str:
    """The page around the frames, with the one script that its policy allows."""
    script, allowed = own_script("page.js")
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            t=page.labels,
            page=page,
            policy=POLICY.format(f"script-src {allowed}; "),
            script=script,
            pictures=_embedded(pictures),
        )
    )


@cache
def own_script(name: str) -> tuple[Markup, str]:
    """A script of ours, and how a policy allows it and no other."""
    text = f"\n{(HERE / name).read_text(encoding='utf-8')}"
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return Markup(text), f"'sha256-{digest}'"  # noqa: S704 - a file of this package


def _embedded(pictures: Mapping[str, str]) -> Markup:
    """JSON that no markup can end."""
    return Markup(json.dumps(pictures).replace("<", "\\u003c"))  # noqa: S704


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(HERE),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
