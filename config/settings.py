"""pressrun.yaml: one newsletter's settings, parsed once into typed values.

Without a file everything has its default, so that rendering and previews work in any folder.
"""

from __future__ import annotations

import difflib
import zoneinfo
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from adapters import CHANNELS
from config.files import FILE_NAME, SettingsError
from content.site import Site


class Settings(BaseModel):
    """One newsletter. `channels` holds each channel's own options, checked by its own model.

    `tags` says what template tags become, beside those that are known: `{"my_figure": "figure"}`.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    timezone: str = ""
    plan: str = ""
    tags: Mapping[str, str] = Field(default_factory=dict)
    channels: Mapping[str, Mapping[str, Any]] = Field(default_factory=dict)

    @field_validator("timezone")
    @classmethod
    def _zone_exists(cls, name: str) -> str:
        known = zoneinfo.available_timezones() if name else {""}
        if name not in known:
            raise ValueError(_suggest(f'"{name}" is not a time zone', name, known))
        return name

    @field_validator("channels")
    @classmethod
    def _channels_exist(cls, channels: Mapping[str, Any]) -> Mapping[str, Any]:
        for name in channels:
            if name not in CHANNELS:
                raise ValueError(_suggest(f'"{name}" is not a channel', name, set(CHANNELS)))
        return channels

    def adjust(self, site: Site) -> Site:
        """The site with this newsletter's own time zone and table of template tags."""
        return replace(site, zone=self.timezone or site.zone, tags={**site.tags, **self.tags})

    def chosen(self) -> tuple[str, ...]:
        """The channels this newsletter uses: those the file names, else all."""
        return tuple(key for key in CHANNELS if not self.channels or key in self.channels)


def load(path: Path | None) -> Settings:
    """The settings of a file; the defaults when there is none. Raises SettingsError."""
    if path is None:
        return Settings()
    try:
        values = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        return Settings.model_validate(values)
    except ValidationError as error:
        raise SettingsError(findings(path.name, error)) from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path.name}: cannot be read as YAML: {error}") from None


def options(settings: Settings, channel: str, model: type[BaseModel]) -> BaseModel:
    """A channel's section as its own typed options. Raises SettingsError."""
    try:
        return model.model_validate(settings.channels.get(channel, {}))
    except ValidationError as error:
        raise SettingsError(findings(FILE_NAME, error, f"channels.{channel}.")) from None


def findings(name: str, error: ValidationError, prefix: str = "") -> str:
    """All findings of a validation at once, one per line, each with its field."""
    rows = [
        f"  {prefix}{'.'.join(str(part) for part in found['loc'])}   {_words(found['msg'])}"
        for found in error.errors()
    ]
    count = f"{len(rows)} problem{'s' if len(rows) != 1 else ''}"
    return "\n".join([f"{name}: {count}", *rows])


def _words(message: str) -> str:
    return message.removeprefix("Value error, ").replace("Field required", "is missing")


def _suggest(text: str, name: str, known: set[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    return f"{text}. Did you mean {near[0]}?" if near else f"{text}."
