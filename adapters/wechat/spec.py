"""What WeChat can do and how it must be treated: limits, picture rules, waits and options, as data.

Sources are paths on developers.weixin.qq.com unless they say otherwise.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from adapters.base import ChannelSpec, Limit, PictureRule
from adapters.wechat.links import LabelRule
from adapters.wechat.nodes import NODES
from adapters.wechat.theme import THEMES
from content.measure import characters, utf8_bytes
from content.tables import TABLES

KEY = "wechat"
VERBS = {"draft": "draft", "publish": "web"}  # what each mode does, the most careful first
REFERENCES_TITLES = {"zh": "参考链接", "en": "References"}
# A link's text of four characters or fewer (发布, 官网) says nothing in a list of references.
LABELS = LabelRule(longer_than=4, stop_words=TABLES.idle_labels)
DRAFT_ADD = "/doc/subscription/api/draftbox/draftmanage/api_draft_add"
ARTICLE = "/doc/subscription/guide/product/publish.html"

LIMITS = {
    limit.name: limit
    for limit in (
        Limit("title", 32, characters, DRAFT_ADD),
        Limit("author", 16, characters, DRAFT_ADD),
        Limit("digest", 120, characters, ARTICLE),  # another page says 128: the lower one holds
        Limit("content", 19_999, characters, DRAFT_ADD),  # "fewer than 20,000", styles included
        Limit("content_bytes", 999_999, utf8_bytes, DRAFT_ADD),  # "smaller than 1 MB"
        Limit("content_source_url", 1_000, utf8_bytes, DRAFT_ADD),
    )
}

# uploadimg takes nothing but JPEG and PNG below 1 MB. Phones show 1,080 pixels; alpha is flattened
# because dark text on nothing vanishes in dark mode.
BODY_PICTURE = PictureRule(
    purpose="image",
    formats=("JPEG", "PNG"),
    max_bytes=1_000_000,
    max_width=1_440,
    max_height=12_000,
    keeps_alpha=False,
)
# The cover becomes permanent material of type "image": 10 MB, but nobody sees more than this.
COVER_PICTURE = PictureRule(
    purpose="cover",
    formats=("JPEG", "PNG"),
    max_bytes=2_000_000,
    max_width=1_800,
    max_height=1_800,
    keeps_alpha=False,
)

SPEC = ChannelSpec(
    key=KEY,
    title="WeChat",
    verbs=tuple(VERBS.values()),
    limits=LIMITS,
    pictures=(BODY_PICTURE, COVER_PICTURE),
    settle=(10.0, 60.0, 300.0),  # a box that lags, and a publish job that is still running
    spacing=1.0,
    lease=180.0,
    # A picture's address has 118 to 175 characters; https and an escaped & add five. A media_id has
    # at most 128.
    reserve={"url": 120, "image": 180, "cover": 128, "draft": 128},
    shows={
        "Table": "native",
        "Details": "open",
        "Footnote": "native",
        "Math": "code",
        "MathBlock": "code",
        "Embed": "native",
        "Figure": "native",
        "Gallery": "native",
        "InlineImage": "native",
    },
    finds=True,
    secrets=("secret",),
    left_to_you=dict.fromkeys(
        ("原创 (original)", "赞赏 (rewards)", "合集 (collection)", "群发 (mass sending)"), ""
    ),
    draws=("MathBlock",),
    nodes={"": NODES},
)


class Options(BaseModel):
    """The section `channels.wechat` of the configuration."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    api: str = Field(
        default="https://api.weixin.qq.com/cgi-bin", description="Base address of the API."
    )
    web: str = Field(
        default="https://mp.weixin.qq.com/",
        description="The backstage, where a person finishes a draft.",
    )
    app_id: str = Field(
        default="", description="AppID, under Settings and Development > Basic configuration."
    )
    mode: Literal["draft", "publish"] = Field(
        default="draft",
        description="`publish` needs a verified account and pushes nothing to followers.",
    )
    author: str = Field(default="", description="Byline, at most 16 characters.")
    theme: str = Field(default=THEMES[0], description=f"One of: {', '.join(THEMES)}.")
    css: str = Field(
        default="",
        description="Your own style sheet over the theme: a path below the site's folder.",
    )

    formulas: Literal["code", "picture"] = Field(
        default="code", description="How a formula of its own is shown: its source, or drawn."
    )
    split: bool = Field(
        default=False,
        description="Several articles in one draft, cut at the headings of the first level.",
    )

    @field_validator("theme")
    @classmethod
    def _known(cls, name: str) -> str:
        if name not in THEMES:
            raise ValueError(f"is not a theme. Choose one of: {', '.join(THEMES)}")
        return name

    @field_validator("css")
    @classmethod
    def _below(cls, css: str) -> str:
        path = PurePosixPath(css)
        if css and (path.is_absolute() or ".." in path.parts or path.suffix != ".css"):
            raise ValueError(
                "must be a .css file below the site's folder, such as styles/wechat.css"
            )
        return css
