"""The channel tables: what each ChannelSpec says, with its numbers and their sources."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from adapters import CHANNELS, channel_class
from adapters.base import ChannelSpec, Limit, PictureRule
from adapters.drawn.asking import OPTIONS
from content.measure import characters, utf8_bytes, utf16_units, x_weight
from tools.docs_markdown import code, number, page, table

COUNTERS: Mapping[Callable[[str], int], str] = {
    characters: "characters",
    utf16_units: "UTF-16 units",
    utf8_bytes: "bytes of UTF-8",
    x_weight: "weighted characters as X counts them: 2 for a Chinese one, 23 for a link",
}
THINGS = {"entities": "styled or linked pieces of a message"}  # what no counter counts
NODES = {
    "CodeBlock": "block of code",
    "Details": "folded part",
    "Embed": "embedded media",
    "Figure": "picture",
    "Gallery": "pictures side by side",
    "InlineImage": "picture within text",
    "Math": "formula within text",
    "MathBlock": "formula of its own",
}
WAYS = {
    ("CodeBlock", "lifted"): "within lists and quotations: stands below, at the top level",
    ("Details", "open"): "the summary in bold, then what it held",
    ("Embed", "link"): "the address, as a link",
    ("Figure", "lifted"): "within lists and quotations: stands below, at the top level",
    ("Footnote", "marked"): "`[1]` in the text, the notes at the end, each with its `[1]`",
    ("Gallery", "figures"): "one picture after the other",
    ("InlineImage", "lifted"): "a picture of its own, where its paragraph is cut",
    ("Math", "code"): "its source, in code type",
    ("MathBlock", "code"): "its source, as a block of code",
    ("Table", "rows"): "a bold line of headings, then one line per row",
}
WECHAT_DOCS = "developers.weixin.qq.com"
LOST = {
    True: "looked for on the service, sent again once when it is certainly absent",
    False: "asked: nothing on the service can be read to tell",
}


def specs() -> tuple[ChannelSpec, ...]:
    """In the order of publishing."""
    return tuple(channel_class(key).spec for key in CHANNELS)


def short_table() -> str:
    """One line per channel, for the README's first screen."""
    rows = (
        [
            f"[{spec.title}](docs/channels/{spec.key}.md)",
            _verbs(spec),
            _main_limit(spec),
            ", ".join(spec.pictures[0].formats),
            "looked for" if spec.finds else "asked",
        ]
        for spec in specs()
    )
    head = ["channel", "delivered as", "text", "pictures sent as", "after a lost answer"]
    return table(head, rows)


def channels_page() -> str:
    return page("Channels", _overview(), *map(_channel, specs()))


def _overview() -> str:
    rows = (
        [
            f"[{spec.title}](../channels/{spec.key}.md)",
            _verbs(spec),
            f"{number(spec.spacing)} s",
            f"{number(spec.lease)} s",
            " + ".join(number(wait) for wait in spec.settle) + " s",
            LOST[spec.finds],
        ]
        for spec in specs()
    )
    head = [
        "channel",
        "verbs",
        "least gap between posts",
        "longest call",
        "waits before looking",
        "a post whose answer was lost is",
    ]
    return table(head, rows)


def _channel(spec: ChannelSpec) -> str:
    limits = table(["limit", "at most", "counted in", "source"], map(_limit, spec.limits.values()))
    pictures = table(_PICTURE_HEAD, map(_picture, spec.pictures))
    shown = table(["in the issue", "becomes"], _shown(spec))
    secrets = "Secrets: " + ", ".join(_secret(spec, name) for name in spec.secrets) + "."
    return "\n\n".join([f"## {spec.title}", secrets, limits, pictures, shown])


def _secret(spec: ChannelSpec, name: str) -> str:
    """With the days after which it ends by itself, where it does."""
    lives = spec.lives.get(name)
    return (
        f"{code(name)}, good for about {lives.days} days ({lives.source})" if lives else code(name)
    )


def _verbs(spec: ChannelSpec) -> str:
    return ", ".join(map(code, spec.verbs))


def _main_limit(spec: ChannelSpec) -> str:
    """The limit of the text itself, when the service has one."""
    for name in ("message", "content", "post"):
        if name in spec.limits:
            limit = spec.limits[name]
            return f"{number(limit.value)} {_unit(limit)} per {_BOXES[name]}"
    return "no published limit"


_BOXES = {"message": "message", "content": "article", "post": "post"}


def _unit(limit: Limit) -> str:
    return COUNTERS[limit.counter].partition(" as ")[0]


def _limit(limit: Limit) -> list[str]:
    name = limit.name.replace("_", " ")
    source = f"{WECHAT_DOCS}{limit.source}" if limit.source.startswith("/") else limit.source
    return [name, number(limit.value), THINGS.get(name, COUNTERS[limit.counter]), source]


_PICTURE_HEAD = ["picture", "sent as", "smaller than", "bounds", "transparency", "animation"]


def _picture(rule: PictureRule) -> list[str]:
    return [
        rule.purpose,
        ", ".join(rule.formats),
        f"{number(rule.max_bytes / 1_000_000)} MB",
        ", ".join(_bounds(rule)) or "none",
        "kept" if rule.keeps_alpha else "on white",
        "kept" if rule.keeps_animation else "first frame",
    ]


def _bounds(rule: PictureRule) -> list[str]:
    bounds = {
        f"width {number(rule.max_width)}": rule.max_width,
        f"height {number(rule.max_height)}": rule.max_height,
        f"width + height {number(rule.max_sides)}": rule.max_sides,
        f"ratio {number(rule.max_ratio)} : 1": rule.max_ratio,
    }
    return [words for words, bound in bounds.items() if bound]


def _shown(spec: ChannelSpec) -> list[list[str]]:
    """What adapters/lower.py replaces or adapters/drawn draws; an unknown way is a KeyError."""
    ways = {**dict.fromkeys(spec.draws, "native"), **spec.shows}
    return [
        [NODES.get(node, node.lower()), _becomes(node, way, spec)]
        for node, way in ways.items()
        if way != "native" or node in spec.draws
    ]


def _becomes(node: str, way: str, spec: ChannelSpec) -> str:
    plain = "as it is written" if way == "native" else WAYS[node, way]
    if node not in spec.draws:
        return plain
    return f"{plain}; with `{OPTIONS[node]}: picture` a [picture](../figures.md)"
