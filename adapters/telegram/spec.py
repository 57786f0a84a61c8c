"""What Telegram can do and how it must be treated: limits, picture rule, waits and options."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from adapters.base import ChannelSpec, Limit, PictureRule
from adapters.telegram.layouts import CAPTION
from adapters.telegram.nodes import NODES, RICH
from adapters.telegram.passages import ENTITIES, MESSAGE
from content.measure import characters, utf16_units

KEY = "telegram"
API = "core.telegram.org/bots/api"

LIMITS = {
    limit.name: limit
    for limit in (
        Limit("message", MESSAGE, utf16_units, f"{API}#sendmessage"),
        Limit("caption", CAPTION, utf16_units, f"{API}#sendphoto"),
        Limit("entities", ENTITIES, characters, "undocumented; the rest is dropped silently"),
        Limit("title", 512, utf16_units, "house rule: half of a caption"),
        Limit("teaser", 1_200, characters, "house rule: a summary is read in one look"),
    )
}

# sendPhoto: 10 MB, width + height <= 10,000, ratio <= 20. Telegram shows 2,560 pixels at most.
PHOTO = PictureRule(
    purpose="photo",
    formats=("JPEG", "PNG"),
    max_bytes=10_000_000,
    max_width=5_000,
    max_height=5_000,
    max_sides=10_000,
    max_ratio=20.0,
)

SPEC = ChannelSpec(
    key=KEY,
    title="Telegram",
    verbs=("web",),
    limits=LIMITS,
    pictures=(PHOTO,),
    settle=(5.0, 15.0, 45.0),
    spacing=3.0,  # a channel takes 20 messages a minute, an album counting as its pictures
    item_spacing=3.0,
    lease=120.0,
    reserve={"url": 120},
    shows={
        "Table": "rows",
        "Details": "native",
        "Footnote": "marked",
        "Math": "code",
        "MathBlock": "code",
        "Embed": "native",
        "Figure": "lifted",
        "Gallery": "figures",
        "InlineImage": "lifted",
    },
    finds=True,  # with an operator's chat, and not for the first message
    secrets=("token",),
    draws=("Table", "MathBlock"),
    keeps_alt=False,  # a photo has a caption alone
    nodes={"": NODES, "rich": RICH},
)


class Options(BaseModel):
    """The section `channels.telegram` of the configuration."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    chat: str = Field(default="", description="The channel: @name, or its number (-100…).")
    operator: str = Field(
        default="",
        description="Your own chat with the bot, by number. Posts whose answer was lost are looked "
        "for by forwarding them there; without it you are asked.",
    )
    layout: Literal["auto", "inline", "sections", "plates", "summary", "rich"] = Field(
        default="auto",
        description="How text and pictures become bubbles; auto decides by number, and never "
        "takes `rich`, which old apps show blank.",
    )
    tables: Literal["rows", "picture"] = Field(
        default="rows", description="How a table is shown; `picture` needs `pressrun[figures]`."
    )
    formulas: Literal["code", "picture"] = Field(
        default="code", description="How a formula of its own is shown: its source, or drawn."
    )
    api: str = Field(default="https://api.telegram.org", description="The Bot API server.")
    web: str = Field(default="https://t.me", description="Where readers find the posts.")
