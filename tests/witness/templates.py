"""Liquid tags, Hugo shortcodes and Obsidian embeds, as far as a newsletter shows them."""

from __future__ import annotations

import re

from tests.witness.page import CannotWitness, Page

TAG = re.compile(r"\{%.*?%\}|\{\{[<%].*?[%>]\}\}|!\[\[[^\]\n]+\]\]", re.DOTALL)
ATTRIBUTE = re.compile(r"(\w+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
PICTURE_FILE = re.compile(r"\.(?:png|jpe?g|gif|webp|svg|avif)\b", re.IGNORECASE)
FIGURE_TAG = re.compile(r"(?:include\s+figure\.(?:liquid|html)|figure)\b")
MEDIA_TAG = re.compile(r"(?:include\s+(?:video|audio)\.\w+|youtube|vimeo|bilibili)\b")
REFUSED = re.compile(r"(?:raw|endraw|highlight|endhighlight|link|post_url|ref|relref)\b")


def put_template(page: Page, tag: str) -> None:
    """A figure is shown, a player is an embed, any other tag shows nothing."""
    if tag.startswith("![["):
        _put_obsidian(page, tag[3:-2])
        return
    words = tag.strip("{}%<> \n")
    values = {name: double or single for name, double, single in ATTRIBUTE.findall(words)}
    if FIGURE_TAG.match(words):
        _put_figure(page, words, values)
    elif MEDIA_TAG.match(words):
        page.embeds.append(values.get("path") or words.split()[-1].strip("\"'"))
    elif REFUSED.match(words) or PICTURE_FILE.search(words):
        raise CannotWitness(f"template tag {tag!r}")


def _put_figure(page: Page, words: str, values: dict[str, str]) -> None:
    source = values.get("path") or values.get("src")
    said = [values[key] for key in ("title", "caption", "attr") if values.get(key)]
    if words.startswith("include"):
        said = [values["caption"]] if values.get("caption") else []
    if not source or any(re.search(r"[<*_`\[&]", text) for text in said):
        raise CannotWitness(f"figure {words!r}")
    page.picture(source)
    page.links += [values[key] for key in ("link", "attrlink") if values.get(key)]
    put_caption(page, " ".join(said))


def put_caption(page: Page, caption: str) -> None:
    if caption.strip():
        page.open("caption")
        page.put(caption)
        page.close()


def _put_obsidian(page: Page, target: str) -> None:
    name = target.split("|")[0].strip()
    if not PICTURE_FILE.search(name):
        raise CannotWitness(f"embedded note {name!r}")
    page.picture(name)
