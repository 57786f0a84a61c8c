"""What the settings may say of every issue on a channel, whatever channel it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator

from content.meta import Value
from content.templates import BadTemplate, check
from content.translations import family


class Choices(BaseModel):
    """Keys of each `channels.<channel>`; `pressrun: {<channel>: …}` of an issue wins over them."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    lang: str = Field("", description="The language it speaks, where an issue is translated.")
    title: str = Field("", description="Another title there.")
    teaser: str = Field("", description="Another teaser there.")
    tags: tuple[str, ...] = Field((), description="Other hashtags there.")
    cover: str = Field("", description="Another cover there, a path of the site.")
    intro: str = Field("", description="A template: Markdown that stands before each issue.")
    outro: str = Field("", description="A template: Markdown that stands after each issue.")

    @field_validator("lang")
    @classmethod
    def _is_a_language(cls, lang: str) -> str:
        if lang and not family(lang):
            raise ValueError(f'"{lang}" is no language that is known here. Write zh or en.')
        return lang

    @field_validator("intro", "outro")
    @classmethod
    def _can_be_filled(cls, template: str) -> str:
        try:
            check(template)
        except BadTemplate as error:
            where = f"line {error.line}: " if "\n" in template else ""
            raise ValueError(f"is no template: {where}{error}. {error.step}") from None
        return template

    def told(self) -> dict[str, Value]:
        """The keys that the file names."""
        return self.model_dump(mode="json", exclude_unset=True)


def without_choices(section: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """A channel's section without them; `own` are the fields that the channel declares itself."""
    return {k: v for k, v in section.items() if k in own or k not in Choices.model_fields}
