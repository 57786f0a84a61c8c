"""An article's tree made plain before it is written: what is no text is taken out and named, and
formulas, notes, code, embeds and lazy pictures become elements of our own.

    <pr-math tex>, <pr-formula tex>     a formula in the line, and alone
    <pr-note n>                         a reference to a note
    <pr-code language>                  a code block; its string is the code
    <pr-embed url title>                media of another service
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin, urlsplit

from bs4 import Tag
from bs4.element import NavigableString

from content.importing.code import settle_code
from content.importing.footnotes import Notes, take_notes
from content.importing.pages import Kind, Page
from content.importing.trees import (
    UNSEEN,
    attr,
    classes,
    drop_comments,
    is_hidden,
    made,
    settings,
    style,
    text_of,
)
from content.importing.wechat import settle_wechat
from content.markdown.services import service_and_address


@dataclass(frozen=True, slots=True)
class Settled:
    """The article made plain. `left_out` names what a reader saw and the Markdown will not hold,
    in the words of a sentence's end ("the button Subscribe"). `pictures` counts what it shows."""

    body: Tag
    notes: Notes
    left_out: tuple[str, ...]
    pictures: int


@dataclass(slots=True)
class _Desk:
    """The article at hand; `left_out` grows."""

    page: Page
    base: str
    pictures: str  # the base of pictures
    title: str = ""  # what the front matter will say
    left_out: list[str] = field(default_factory=list)
    blank: int = 0  # pictures without an address

    @property
    def body(self) -> Tag:
        return self.page.body

    def leave_out(self, tag: Tag, what: str) -> None:
        words = " ".join(text_of(tag).split())
        self.left_out.append(f"{what} {_short(words)}".strip() if words else what)
        tag.decompose()


def settle(page: Page, base: str, title: str = "", *, saved: bool = False) -> Settled:
    """Make the page's article plain, in place. `base` is the address that relative ones are
    relative to; of a saved page those of pictures stay as they are, for they may lie beside it."""
    desk = _Desk(page, base, "" if saved else base, title)
    drop_comments(desk.body)
    _formulas(desk)
    _widgets(desk)
    _embeds(desk)
    _unseen(desk)
    pictures = len(desk.body.find_all("img"))
    settle_code(desk.body)
    _title(desk)
    if page.kind is Kind.WECHAT:
        settle_wechat(desk.body)
    notes = take_notes(desk.body)
    _styles(desk.body)
    _pictures(desk)
    _links(desk)
    return Settled(desk.body, notes, tuple(desk.left_out), pictures - desk.blank)


def _short(words: str) -> str:
    return words if len(words) <= 60 else f"{words[:59]}…"


def _gone(tag: Tag, body: Tag) -> bool:
    """Whether it was taken out together with something around it."""
    return bool(tag.decomposed) or not any(parent is body for parent in tag.parents)


# --- formulas ---------------------------------------------------------------------------------

_SHOWN_MATH = ".katex-display, .katex, mjx-container, .MathJax, .MathJax_Display, math"
_TEX = re.compile(r"\\\((.+?)\\\)|\\\[(.+?)\\\]|\$\$(.+?)\$\$", re.DOTALL)


def _formulas(desk: _Desk) -> None:
    for tag in desk.body.select(".latex-rendered, [data-component-name=LatexBlockToDOM]"):
        tex = str(settings(tag).get("persistentExpression") or "").strip()
        if tex and not _gone(tag, desk.body):
            tag.replace_with(made("pr-formula", tex=tex))
    for tag in desk.body.select(_SHOWN_MATH):
        if not _gone(tag, desk.body):
            _shown_formula(tag)
    for script in desk.body.select("script[type^='math/tex']"):
        name = "pr-formula" if "mode=display" in attr(script, "type") else "pr-math"
        script.replace_with(made(name, tex=str(script.string or "").strip()))
    if _waits_for_a_renderer(desk.page):
        _written_formulas(desk.body)


def _shown_formula(tag: Tag) -> None:
    """A rendered formula says its TeX for those who cannot see it."""
    source = tag.select_one('annotation[encoding="application/x-tex"]')
    tex = text_of(source).strip() if source else attr(tag, "data-formula") or attr(tag, "alttext")
    if not tex:
        if tag.name != "math" and tag.find_next_sibling("script", type=re.compile("math/tex")):
            tag.decompose()  # MathJax 2 leaves the TeX in a script behind its picture
        return
    alone = "katex-display" in classes(tag) or attr(tag, "display") in {"true", "block"}
    tag.replace_with(made("pr-formula" if alone else "pr-math", tex=tex))


def _waits_for_a_renderer(page: Page) -> bool:
    """Whether the page loads a script that would turn `\\(x\\)` into a formula."""
    scripts = page.soup.find_all("script")
    named = (f"{attr(script, 'src')} {attr(script, 'id')}" for script in scripts)
    return any(re.search(r"mathjax|katex", name, re.IGNORECASE) for name in named)


def _written_formulas(body: Tag) -> None:
    for node in list(body.find_all(string=_TEX)):
        if node.find_parent(["pre", "code", "script", "style", "textarea"]):
            continue
        pieces: list[Tag | NavigableString] = []
        end = 0
        for found in _TEX.finditer(str(node)):
            pieces.append(NavigableString(str(node)[end : found.start()]))
            name = "pr-math" if found[1] else "pr-formula"
            pieces.append(made(name, tex=(found[1] or found[2] or found[3]).strip()))
            end = found.end()
        node.replace_with(*pieces, NavigableString(str(node)[end:]))


# --- what belongs to the service, not to the article --------------------------------------------

_WIDGETS = {
    ".subscription-widget-wrap, .subscription-widget-wrap-editor, .subscribe-widget": "the box",
    ".captioned-button-wrap, p.button-wrapper, .button-wrapper": "the button",
    ".poll-embed": "the poll",
    ".post-footer, .post-ufi, .share-dialog, .sharedaddy, .jp-relatedposts": "the footer",
    "nav, .toc-container, .pagination": "the navigation",
    "a.reversefootnote, a.footnote-backref, a.data-footnote-backref": "",
    "a.anchor, a.header-anchor, a.headerlink, .header-anchor-parent, .octicon": "",
    "mp-common-profile, .mp_profile_iframe_wrp": "the profile card",
    "qqmusic, mpvoice, mp-common-mpaudio": "the sound",
    "mp-common-videosnap, mpvideosnap": "the video",
    "form": "the form",
}


def _widgets(desk: _Desk) -> None:
    for selector, what in _WIDGETS.items():
        for tag in desk.body.select(selector):
            if _gone(tag, desk.body):
                continue
            if what:
                name = attr(tag, "data-nickname") or attr(tag, "name")
                desk.leave_out(tag, f"{what} {name}".strip())
            else:
                tag.decompose()


def _unseen(desk: _Desk) -> None:
    for box in desk.body.select("input[type=checkbox]"):
        box.replace_with(made("pr-box", checked="yes" if box.has_attr("checked") else ""))
    for tag in desk.body.find_all([*UNSEEN, "input", "math"]):
        if not _gone(tag, desk.body):
            tag.decompose()
    for tag in desk.body.find_all(is_hidden):
        if not _gone(tag, desk.body):
            desk.leave_out(tag, "hidden text")


def _title(desk: _Desk) -> None:
    """The page's own title, when it stands at the top of the article, is the front matter's."""
    heading = desk.body.find(["h1", "h2", "p"])
    if isinstance(heading, Tag) and heading.name == "h1":
        named = desk.page.soup.find("title")
        words = "".join(text_of(heading).split())
        whole = "".join(named.get_text().split()) if isinstance(named, Tag) else ""
        if words and (words in whole or words == "".join(desk.title.split())):
            _head_of(heading).decompose()


def _head_of(heading: Tag) -> Tag:
    above = heading.parent
    return above if above is not None and above.name in {"header", "hgroup"} else heading


# --- embeds -------------------------------------------------------------------------------------


def _embeds(desk: _Desk) -> None:
    for tag in desk.body.select(".youtube-wrap, .vimeo-wrap, .spotify-wrap, iframe, video, audio"):
        if not _gone(tag, desk.body):
            _embed(desk, tag)
    for tag in desk.body.select("div.pullquote"):
        tag.name = "blockquote"
    for tag in desk.body.select(".tweet, .embedded-post-wrap, .digest-post-embed, .instagram"):
        url = str(settings(tag).get("url") or "")
        if not _gone(tag, desk.body) and text_of(tag).strip():
            tag.name = "blockquote"
            if _is_web(url) and not tag.find("a", href=url):
                tag.append(made("p", made("a", url, href=url)))


def _embed(desk: _Desk, tag: Tag) -> None:
    url = _media(tag, desk.base)
    if not url:
        desk.leave_out(tag, f"<{tag.name}> without an address")
        return
    tag.replace_with(made("pr-embed", url=service_and_address(url)[1], title=attr(tag, "title")))


def _media(tag: Tag, base: str) -> str:
    given = settings(tag)
    if "youtube-wrap" in classes(tag) and given.get("videoId"):
        return f"https://www.youtube.com/watch?v={given['videoId']}"
    if "vimeo-wrap" in classes(tag) and given.get("videoId"):
        return f"https://vimeo.com/{given['videoId']}"
    inner = tag if tag.name in {"iframe", "video", "audio"} else tag.find("iframe")
    player = inner if isinstance(inner, Tag) else tag
    source = player.find("source")
    named = attr(player, "src") or attr(player, "data-src") or str(given.get("url") or "")
    named = named or (attr(source, "src") if isinstance(source, Tag) else "")
    whole = _whole(named, base)
    return whole if _is_web(whole) else ""


# --- styles, pictures, links --------------------------------------------------------------------


def _styles(body: Tag) -> None:
    """Weight and the like that an editor wrote as a style, as elements."""
    for tag in body.find_all(["span", "font", "p", "section", "div"]):
        for name in _marks_of(tag):
            inner = made(name)
            inner.extend(list(tag.contents))
            tag.append(inner)


_SPANS = frozenset({"span", "font"})


def _marks_of(tag: Tag) -> Iterator[str]:
    weight = style(tag, "font-weight")
    if tag.name not in _SPANS or tag.find_parent(re.compile(r"^(h[1-6]|pr-code|code)$")):
        return
    if re.fullmatch(r"bold|bolder|[6-9]00", weight) and not tag.find_parent(["strong", "b"]):
        yield "strong"
    if style(tag, "font-style").startswith("italic") and not tag.find_parent(["em", "i"]):
        yield "em"
    line = style(tag, "text-decoration(?:-line)?")
    if "line-through" in line:
        yield "del"


_LAZY = ("data-src", "data-original", "data-lazy-src", "data-actualsrc", "data-croporisrc")


def _pictures(desk: _Desk) -> None:
    for link in desk.body.select("a.image-link"):
        link.unwrap()  # Substack's own, to the same picture at its full size
    for tag in desk.body.find_all("img"):
        source = _source(tag)
        tag["src"] = _whole(source, desk.pictures) if source else ""
        if not tag["src"]:
            desk.leave_out(tag, "a picture without an address")
            desk.blank += 1
    for tag in desk.body.find_all(["source", "track"]):
        tag.unwrap()  # the parser takes them for containers of what follows


def _source(tag: Tag) -> str:
    """The picture itself, not the blank one that stands there until somebody scrolls."""
    own = settings(tag).get("src")
    if isinstance(own, str) and own.startswith("http"):
        return own
    lazy = next((attr(tag, name).strip() for name in _LAZY if attr(tag, name).strip()), "")
    plain = attr(tag, "src").strip()
    return lazy or ("" if _is_blank(plain) else plain) or _largest(tag) or plain


def _is_blank(source: str) -> bool:
    return not source or (source.startswith("data:") and len(source) < 400)


def _largest(tag: Tag) -> str:
    """The widest of `srcset`, the picture's own or that of the sources before it."""
    sets = [attr(tag, "srcset") or attr(tag, "data-srcset")]
    if tag.parent is not None and tag.parent.name == "picture":
        sets += [attr(source, "srcset") for source in tag.parent.find_all("source")]
    best, width = "", -1.0
    for one in re.findall(r"(\S[^\s]*)(?:\s+(\d+(?:\.\d+)?)[wx])?\s*(?:,\s+|,?$)", ", ".join(sets)):
        if float(one[1] or 0) > width:
            best, width = one[0].rstrip(","), float(one[1] or 0)
    return best


_SAFE = frozenset({"http", "https", "mailto"})


def _links(desk: _Desk) -> None:
    """Links become absolute; those that run something or lead nowhere lose their address."""
    for tag in desk.body.find_all("a"):
        href = attr(tag, "href").strip()
        whole = _whole(href, desk.base)
        if _scheme(whole) in _SAFE and not _is_place(whole, desk.base):
            tag["href"] = whole
            continue
        if href and not href.startswith("#") and _scheme(whole) not in {*_SAFE, ""}:
            words = _short(" ".join(text_of(tag).split()))
            desk.left_out.append(f"the address {_short(href)} of “{words}”")
        tag.unwrap()


def _is_place(address: str, base: str) -> bool:
    """A place within the same page."""
    before, mark, _ = address.partition("#")
    return bool(mark) and before == base.partition("#")[0]


def _whole(address: str, base: str) -> str:
    try:
        return urljoin(base, address)
    except ValueError:  # not an address: it stays as written, and is refused where it is used
        return address


def _scheme(address: str) -> str:
    try:
        return urlsplit(address).scheme.lower()
    except ValueError:
        return "none"


def _is_web(address: str) -> bool:
    return _scheme(address) in {"http", "https"}
