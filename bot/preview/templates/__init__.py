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
NO_PICTURES = '<script type="application/json" id="picture-data">{}</script>'
HERE = Path(__file__).parent


def fill(name: str, labels: SimpleNamespace, **values: object) -> str:
    """A template with its values; `t` holds the words of the page in the issue's language."""
    return _environment().get_template(name).render(t=labels, policy=POLICY.format(""), **values)


def fill_page(page: Page, *, live: bool = False) -> str:
    """The page around the frames, with the scripts that its policy allows and no other.

    It has no pictures yet. A `live` page is served, and hears of new states.
    """
    scripts = [own_script(name) for name in ("page.js", "live.js")[: 1 + live]]
    allowed = " ".join(digest for _, digest in scripts)
    asking = "connect-src 'self'; " if live else ""
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            t=page.labels,
            page=page,
            policy=POLICY.format(f"script-src {allowed}; {asking}"),
            scripts=[text for text, _ in scripts],
            live=live,
        )
    )


@cache
def own_script(name: str) -> tuple[Markup, str]:
    """A script of ours, and how a policy allows it and no other."""
    text = f"\n{(HERE / name).read_text(encoding='utf-8')}"
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return Markup(text), f"'sha256-{digest}'"  # noqa: S704 - a file of this package


def with_pictures(page: str, pictures: Mapping[str, str]) -> str:
    """The page with its pictures, as JSON that no markup can end."""
    start, end = NO_PICTURES.split("{}")
    held = json.dumps(pictures).replace("<", "\\u003c")
    before, _, after = page.rpartition(NO_PICTURES)
    return f"{before}{start}{held}{end}{after}"


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
