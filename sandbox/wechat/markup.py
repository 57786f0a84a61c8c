"""Article HTML as WeChat keeps it and as it gives it back."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape, unescape
from html.parser import HTMLParser
from urllib.parse import urlsplit

PICTURE_HOST = "mmbiz.qpic.cn"
ARTICLE_HOST = "mp.weixin.qq.com"
TRAILER = '<p style="display: none;"><mp-style-type data-value="3"></mp-style-type></p>'
# Gone with all they hold; then gone themselves, leaving what they hold. Contract 5.4, 7.1.
REMOVED = frozenset({"script", "style", "iframe", "object", "video", "audio", "template"})
UNWRAPPED = frozenset({"form", "input", "button", "link", "meta", "base", "embed", "html", "body"})
VOID = frozenset({"br", "img", "hr", "wbr", "col", "area", "source", "track"})
HEX_COLOUR = re.compile(r"#([0-9a-fA-F]{6}|[0-9a-fA-F]{3})(?![0-9a-fA-F])")
BAD_STYLES = re.compile(
    r"^\s*(?:position\s*:\s*(?:fixed|absolute|sticky)|transform|animation|float|--)|var\(", re.I
)
IMPORTANT = re.compile(r"\s*!\s*important", re.I)
TAG = re.compile(r"<[^>]*>")
# html.parser lower-cases names; SVG has these in mixed case.
SVG_NAMES = {
    name.lower(): name
    for name in ("viewBox", "preserveAspectRatio", "attributeName", "repeatCount", "textLength")
}
Attributes = list[tuple[str, str | None]]


@dataclass(frozen=True, slots=True)
class Keeping:
    """What the filter leaves in place: by switch, as reports on it disagree."""

    divs: bool
    links: bool
    styles: bool
    own_link: Callable[[str], bool]


def filtered(content: str, keeping: Keeping) -> str:
    """What the draft box stores."""
    return _run(_Filter(keeping), content)


def readback(content: str) -> str:
    """What draft/get answers for stored content: contract 3.5."""
    return _run(_Readback(), content) + TRAILER


def visible_text(content: str) -> str:
    return unescape(TAG.sub("", content))


def picture_addresses(content: str) -> list[str]:
    collector = _Pictures()
    collector.feed(content)
    collector.close()
    return collector.found


def to_wechat_article(url: str) -> bool:
    return urlsplit(url).hostname == ARTICLE_HOST


class _Rewriter(HTMLParser):
    """Copies markup as it stands; subclasses change tags and text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.out: list[str] = []
        self._text: list[str] = []

    def handle_data(self, data: str) -> None:
        self._text.append(data)

    def handle_entityref(self, name: str) -> None:
        self._text.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._text.append(f"&#{name};")

    def handle_startendtag(self, tag: str, attrs: Attributes) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        self.flush()
        self.start(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        self.flush()
        self.end(tag)

    def flush(self) -> None:
        text, self._text = "".join(self._text), []
        if text:
            self.text(text)

    def start(self, tag: str, attrs: Attributes) -> None:
        self.out.append(start_tag(tag, attrs))

    def end(self, tag: str) -> None:
        if tag not in VOID:
            self.out.append(f"</{tag}>")

    def text(self, text: str) -> None:
        self.out.append(text)


class _Filter(_Rewriter):
    def __init__(self, keeping: Keeping) -> None:
        super().__init__()
        self._keeping = keeping
        self._removing: list[str] = []
        self._anchors: list[bool] = []

    def start(self, tag: str, attrs: Attributes) -> None:
        if tag in REMOVED and not _is_video_frame(tag, attrs):
            self._removing.append(tag)
        if self._removing or not self._keeps(tag, dict(attrs)):
            return
        super().start(tag, [pair for pair in map(self._attribute, attrs) if pair])

    def end(self, tag: str) -> None:
        if self._removing:
            if tag == self._removing[-1]:
                self._removing.pop()
            return
        if tag == "a":
            if self._anchors and self._anchors.pop():
                super().end(tag)
        elif tag not in UNWRAPPED and (tag != "div" or self._keeping.divs):
            super().end(tag)

    def text(self, text: str) -> None:
        if not self._removing:
            super().text(text)

    def _keeps(self, tag: str, attrs: dict[str, str | None]) -> bool:
        if tag == "a":
            href = attrs.get("href") or ""
            self._anchors.append(self._keeping.links or self._keeping.own_link(href))
            return self._anchors[-1]
        if tag == "img":
            return urlsplit(attrs.get("src") or "").hostname == PICTURE_HOST
        return tag not in UNWRAPPED and (tag != "div" or self._keeping.divs)

    def _attribute(self, pair: tuple[str, str | None]) -> tuple[str, str | None] | None:
        name, value = pair
        if name.startswith("on") or name == "id" or (value or "").strip()[:11] == "javascript:":
            return None
        if name == "style" and not self._keeping.styles:
            kept = [part for part in (value or "").split(";") if not BAD_STYLES.search(part)]
            return name, IMPORTANT.sub("", ";".join(kept))
        return pair


class _Readback(_Rewriter):
    def __init__(self) -> None:
        super().__init__()
        self._svg = 0

    def start(self, tag: str, attrs: Attributes) -> None:
        self._svg += tag == "svg"
        if tag == "br":
            self.out.append("<br  />")
            return
        super().start(tag, [(name, _colours(name, value)) for name, value in attrs])

    def end(self, tag: str) -> None:
        self._svg -= tag == "svg"
        super().end(tag)

    def text(self, text: str) -> None:
        bare = not text.strip() or self._svg
        self.out.append(text if bare else f'<span leaf="">{text}</span>')


class _Pictures(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        if tag == "img":
            self.found.append(dict(attrs).get("src") or "")


def start_tag(tag: str, attrs: Attributes) -> str:
    return f"<{tag}{''.join(_written(name, value) for name, value in attrs)}>"


def _written(name: str, value: str | None) -> str:
    name = SVG_NAMES.get(name, name)
    return f" {name}" if value is None else f' {name}="{escape(value)}"'


def _colours(name: str, value: str | None) -> str | None:
    return HEX_COLOUR.sub(_rgb, value) if name == "style" and value else value


def _rgb(found: re.Match[str]) -> str:
    digits = found[1] if len(found[1]) == 6 else "".join(digit * 2 for digit in found[1])
    return f"rgb({', '.join(str(int(digits[i : i + 2], 16)) for i in (0, 2, 4))})"


def _is_video_frame(tag: str, attrs: Attributes) -> bool:
    return tag == "iframe" and "video_iframe" in (dict(attrs).get("class") or "")


def _run(rewriter: _Rewriter, content: str) -> str:
    rewriter.feed(content)
    rewriter.close()
    rewriter.flush()
    return "".join(rewriter.out)
