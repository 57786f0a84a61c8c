"""What only Hexo has: tags for a post's own pictures, for other posts and for code, as Markdown."""

from __future__ import annotations

import re
import shlex

_CODE_OR_TAG = re.compile(
    r"(?P<code>^(?P<fence>`{3,}|~{3,})[^\n]*\n.*?^(?P=fence)[^\n]*$|(?P<ticks>`+)[^`\n]+(?P=ticks)"
    r"|\{%\s*raw\s*%\}.*?\{%\s*endraw\s*%\})"
    r"|\{%\s*(?P<block>codeblock|code)\b(?P<options>[^%\n]*)%\}(?P<text>.*?)\{%\s*end(?P=block)\s*%\}"
    r"|\{%\s*(?P<name>asset_img|img|image|post_link)\s+(?P<words>(?:(?!%\}).)*?)\s*%\}",
    re.MULTILINE | re.DOTALL,
)
_PICTURE = re.compile(r"\.(?:avif|bmp|gif|jpe?g|png|svg|webp)(?:[?#].*)?$", re.IGNORECASE)
_SIZE = re.compile(r"\d+(?:px|%)?|auto")
_LANGUAGE = re.compile(r"\blang:(\S+)")
_OPTION = re.compile(r"\b(?:lang|line_number|highlight|first_line|mark|wrap):\S+")
_ADDRESS = re.compile(r"https?://\S+")


def as_markdown(source: str, posts: str) -> str:
    """The post with these tags as Markdown; lines keep their numbers, code keeps its signs.

    `posts` is the folder of posts below the site's root, in which `post_link` names its target.
    """

    def made(match: re.Match[str]) -> str:
        if match["code"]:
            return match["code"]
        if match["block"]:
            return _fence(match["options"], match["text"]) or match[0]
        words = _words(match["words"])
        if match["name"] == "post_link":
            return _link(words, posts) or match[0]
        return _picture(words) or match[0]

    return _CODE_OR_TAG.sub(made, source) if "{%" in source else source


def _words(text: str) -> list[str]:
    try:
        return shlex.split(text.replace("\n", " "))
    except ValueError:  # a quotation mark that nobody closed
        return text.split()


def _picture(words: list[str]) -> str:
    """`[classes] file [width] [height] [title [alt]]`; the title alone is the description."""
    place = next((n for n, word in enumerate(words) if _PICTURE.search(word)), None)
    if place is None:
        return ""
    rest = words[place + 1 :]
    while rest and _SIZE.fullmatch(rest[0]):
        rest = rest[1:]
    title = " ".join(rest)
    both = re.fullmatch(r"(.*?)\s*'([^']+)'", title)
    alt, title = (both[2], both[1]) if both else (title, "")
    behind = f' "{_plain(title)}"' if title else ""
    return f"![{_plain(alt)}](<{words[place]}>{behind})"


def _link(words: list[str], posts: str) -> str:
    """`file [title]`: a link to that post's page."""
    if not words:
        return ""
    text = [word for word in words[1:] if word not in ("true", "false")]
    return f"[{_plain(' '.join(text) or words[0])}](</{posts}/{words[0]}.md>)"


def _plain(text: str) -> str:
    return re.sub(r"([\\`*_\[\]\"<>])", r"\\\1", text)


def _fence(options: str, text: str) -> str:
    """A fence on the lines of the tags; "" where there is no room for one."""
    if not text.startswith("\n") or not text.endswith("\n") or _titled(options):
        return ""
    mark = "`" * max(3, *(len(run) + 1 for run in re.findall(r"`+", text)), 3)
    language = _LANGUAGE.search(options)
    return f"{mark}{language[1] if language else ''}{text}{mark}"


def _titled(options: str) -> str:
    """Words that stand above the code: they would be lost in a fence."""
    return _ADDRESS.sub("", _OPTION.sub("", options)).strip()
