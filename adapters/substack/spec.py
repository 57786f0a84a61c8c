"""What Substack can do and how it must be treated. Nothing of it is official: see the docs page."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from adapters.base import ChannelSpec, Lifetime, Limit, PictureRule
from adapters.substack.nodes import NODES
from content.measure import characters

KEY = "substack"

LIMITS = {
    # No limit is published; this is what a subtitle shows without being folded.
    "subtitle": Limit("subtitle", 200, characters, "house rule"),
}

PICTURE = PictureRule(
    purpose="image",
    formats=("PNG", "JPEG", "GIF", "WEBP"),
    max_bytes=10_000_000,  # our own cap: the editor's is unknown, and base64 adds a third
    max_width=3_000,
    max_height=16_000,
    keeps_animation=True,
)

SPEC = ChannelSpec(
    key=KEY,
    title="Substack",
    verbs=("draft", "web", "web+email"),
    limits=LIMITS,
    pictures=(PICTURE,),
    settle=(5.0, 15.0, 45.0),
    spacing=0.35,
    lease=60.0,
    reserve={"url": 120, "image": 160},
    shows={
        "Table": "rows",
        "Details": "open",
        "Footnote": "native",
        "Math": "code",
        "MathBlock": "native",
        "Embed": "native",  # YouTube plays; anything else becomes a link in the renderer
        "Figure": "lifted",
        "CodeBlock": "lifted",
        "Gallery": "figures",
        "InlineImage": "lifted",
    },
    finds=True,
    secrets=("cookie",),
    # Counted from the login; Substack itself names no number.
    lives={"cookie": Lifetime(90, "public reports")},
    left_to_you={"tags": "tag", "section": "section", "whether it is mailed": "publish"},
    draws=("Table",),
    nodes={"": NODES},
)


class Options(BaseModel):
    """The section `channels.substack` of the configuration."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    publication: str = Field(
        default="", description="The name before .substack.com, also with a domain of your own."
    )
    mode: Literal["draft", "web", "web+email"] = Field(
        default="draft",
        description="`web` publishes without mail; `web+email` also mails every subscriber.",
    )
    tables: Literal["rows", "picture"] = Field(
        default="rows", description="How a table is shown; `picture` needs `pressrun[figures]`."
    )
    section: str = Field(
        default="", description="The section it appears in, by its name; without one, the main one."
    )
    attach_tags: Literal["none", "existing", "all"] = Field(
        default="none",
        description="The issue's tags on the post: those the publication has, or `all`, made anew.",
    )
    api: str = Field(default="https://substack.com", description="The account's host.")
    web: str = Field(
        default="", description="The publication's host; https://NAME.substack.com by default."
    )

    @property
    def home(self) -> str:
        """The publication's own host, where drafts live."""
        return self.web or f"https://{self.publication}.substack.com"
