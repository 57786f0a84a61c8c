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

    from bot.preview.kit import Kit
    from bot.preview.kit_html import Placed
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
    from bot.preview.kit_words import kit_words

    scripts = [
        own_script(*names) for names in (("copying.js", "page.js"), ("live.js",))[: 1 + live]
    ]
    allowed = " ".join(digest for _, digest in scripts)
    asking = "connect-src 'self'; " if live else ""
    return (
        _environment()
        .get_template("page.html.j2")
        .render(
            t=page.labels,
            k=kit_words(page.language),
            picture_html=picture_html,
            page=page,
            policy=POLICY.format(f"script-src {allowed}; {asking}"),
            scripts=[text for text, _ in scripts],
            live=live,
        )
    )


def fill_kit(kit: Kit, title: str, folder: str, language: str, pictures: Mapping[str, str]) -> str:
    """A page of the kit alone, with its pictures (data URIs by key). `folder` is theirs."""
    from bot.preview.kit_words import kit_words
    from bot.preview.labels import labels

    text, digest = own_script("copying.js")
    page = (
        _environment()
        .get_template("kit_page.html.j2")
        .render(
            t=labels(language),
            k=kit_words(language),
            picture_html=picture_html,
            kit=kit,
            title=title,
            folder=folder,
            policy=POLICY.format(f"script-src {digest}; "),
            script=text,
        )
    )
    return with_pictures(page, pictures)


def picture_html(placed: Placed) -> str:
    """What copying one picture puts on the clipboard, before its bytes are in it.

    It is no Markup: in the page it stands as the text of an attribute, and is escaped there.
    """
    image = Markup('<img alt="{}" data-picture="{}" data-place="{}">')
    return str(image.format(placed.media.alt, placed.key, placed.file))


@cache
def own_script(*names: str) -> tuple[Markup, str]:
    """A script of ours from these files, and how a policy allows it and no other."""
    text = "\n" + "\n".join((HERE / name).read_text(encoding="utf-8") for name in names)
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
