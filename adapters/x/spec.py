"""What X can do, what it costs, and how it must be treated: data with its sources."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from adapters.base import ChannelSpec, Limit, PictureRule
from adapters.x.nodes import DIGEST, FULL
from content.measure import characters, x_weight

KEY = "x"
DOCS = "docs.x.com/x-api"

MAX_WEIGHT = 280
MOST_PICTURES = 4  # photos of one post, docs.x.com/x-api/media
ITEMS = 10  # of a digest, between its first and its last post
HASHTAGS = 2

LIMITS = {
    limit.name: limit
    for limit in (
        Limit("post", MAX_WEIGHT, x_weight, "twitter-text config/v3.json"),
        Limit("alt", 1_000, characters, f"{DOCS}/openapi.json, CreateMediaMetadataMetadataAltText"),
    )
}

PICTURE = PictureRule(
    purpose="image",
    formats=("PNG", "JPEG", "WEBP"),
    # 5 MB are allowed at upload; posts with pictures above about 2 MB were refused.
    max_bytes=2_000_000,
)

SPEC = ChannelSpec(
    key=KEY,
    title="X",
    verbs=("web",),
    limits=LIMITS,
    pictures=(PICTURE,),
    settle=(5.0, 15.0, 45.0),
    spacing=5.0,  # a parent younger than this is at times not visible to its reply
    lease=120.0,
    reserve={"url": 120},
    shows={
        "Table": "rows",
        "Details": "open",
        "Footnote": "marked",
        "Math": "code",
        "MathBlock": "code",
        "Embed": "link",
        "Figure": "lifted",
        "Gallery": "figures",
        "InlineImage": "lifted",
    },
    finds=True,
    secrets=("api_key", "api_secret", "access_token", "access_secret"),
    draws=("Table", "MathBlock", "CodeBlock"),
    nodes={"full": FULL, "digest": DIGEST},
)

Mode = Literal["digest", "full", "manual"]


class Prices(BaseModel):
    """US dollars; docs.x.com/x-api/getting-started/pricing, in force since 2026-04-20."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    post: float = Field(default=0.015, ge=0, description="A post without a link.")
    post_with_link: float = Field(default=0.200, ge=0, description="A post with a link.")
    alt_text: float = Field(default=0.005, ge=0, description="The alternative text of a picture.")
    delete: float = Field(default=0.010, ge=0, description="Taking a post back.")


class Options(BaseModel):
    """The section `channels.x` of the configuration; `pressrun: {x: {mode: …}}` wins per issue."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    mode: Mode = Field(
        default="digest",
        description="`digest` picks, `full` sends everything, `manual` cuts at the marks.",
    )
    max_weight: int = Field(
        default=MAX_WEIGHT, ge=MAX_WEIGHT, le=25_000, description="Above 280 only with Premium."
    )
    max_posts: int = Field(
        default=100, ge=1, description="More posts are refused; accounts may send 100 a day."
    )
    max_cost_usd: float = Field(default=1.00, ge=0, description="What a thread may cost at most.")
    numbering: bool = Field(default=True, description="Ends each post of a thread with `2/12`.")
    also_on: bool = Field(
        default=False,
        description="Ends a thread with a reply that links the other channels: a post with a link.",
    )
    domains: Mapping[str, str] = Field(
        default_factory=dict,
        description="Words that X would take for addresses, and what to write instead.",
    )
    prices: Prices = Prices()
    tables: Literal["rows", "picture"] = Field(
        default="rows", description="How a table is shown; `picture` needs `pressrun[figures]`."
    )
    formulas: Literal["code", "picture"] = Field(
        default="code", description="How a formula of its own is shown: its source, or drawn."
    )
    code: Literal["native", "picture"] = Field(
        default="native", description="How a block of code is shown: as text, or drawn."
    )
    api: str = Field(default="https://api.x.com", description="The API's host.")
    web: str = Field(default="https://x.com", description="Where readers find the posts.")
