"""pressrun.yaml: one newsletter's settings, parsed once into typed values.

Without a file everything has its default, so that rendering and previews work in any folder.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path, PurePosixPath
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

import yaml
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ModelWrapValidatorHandler,
    PrivateAttr,
    ValidationError,
    field_validator,
    model_validator,
)

from adapters import CHANNELS
from config.choices import Choices, without_choices
from config.durations import duration
from config.files import FILE_NAME, SettingsError
from config.quiet_hours import Span, quiet_spans
from config.rules import CatchUp, Rule, rule
from config.suggest import suggest
from config.zones import zone
from content.meta import Value
from content.site import Site


def _read_by(read: Callable[[str], object]) -> BeforeValidator:
    """A text or a number of the file is read; a value that has its type already stays."""

    def validate(value: object) -> object:
        if value is None or isinstance(value, bool | list | dict):
            raise ValueError("must be one line of text.")
        return read(str(value).strip()) if isinstance(value, str | int | float) else value

    return BeforeValidator(validate)


Duration = Annotated[timedelta, _read_by(duration)]


class CadenceSettings(BaseModel):
    """A recurring release; `when` alone may stand for the whole of it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    when: Annotated[Rule, _read_by(rule)] = Field(
        description="`every monday at 08:00 Asia/Shanghai`, or `cron 0 8 * * 1`; without a zone "
        "the newsletter's own.",
    )
    lead: Duration = Field(
        timedelta(hours=12),
        description="How long before its slot a release is made and, if so wished, asked about.",
    )
    approval: bool = Field(default=True, description="Nothing goes out before you approve it.")
    catch_up: CatchUp = Field(
        CatchUp.LATEST,
        description="What becomes of missed slots: none, the newest or all of them.",
    )
    posts: str = Field("", description="The folder of its issues; empty: the site's own.")
    pull: bool = Field(
        default=False, description="The site's git is pulled before the release is made."
    )

    @model_validator(mode="before")
    @classmethod
    def _in_one_line(cls, values: object) -> object:
        return {"when": values} if isinstance(values, str) else values

    @field_validator("posts")
    @classmethod
    def _below_the_site(cls, folder: str) -> str:
        path = PurePosixPath(folder)
        if path.is_absolute() or ".." in path.parts or "\\" in folder:
            raise ValueError(f'"{folder}" must be a folder below the site, such as _posts.')
        return folder


class ControlSettings(BaseModel):
    """The Telegram control room, which `pressrun serve` runs when an operator is listed."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    operators: tuple[int, ...] = Field(
        (), description="Telegram user ids of those who may use it; @userinfobot tells yours."
    )
    approval: Literal["any", "other"] = Field(
        "any", description="`other`: whoever proposes a release cannot approve it."
    )


class Settings(BaseModel):
    """One newsletter. `channels` holds each channel's own options, checked by its own model.

    `tags` says what template tags become, beside those that are known: `{"my_figure": "figure"}`.
    `database` is "" where the store is a file of this machine.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    timezone: str = ""
    plan: str = ""
    quiet: Annotated[tuple[Span, ...], _read_by(quiet_spans)] = ()
    late: Duration = timedelta(hours=2)
    gate: bool | Literal["auto"] = "auto"
    gate_wait: Duration = timedelta(minutes=30)
    receipts: bool = True
    also_on: bool = False
    cadences: Mapping[str, CadenceSettings] = Field(default_factory=dict)
    control: ControlSettings = Field(default_factory=ControlSettings)
    database: str = ""
    parallel: int = Field(4, ge=1, le=16)
    tags: Mapping[str, str] = Field(default_factory=dict)
    channels: Mapping[str, Mapping[str, Any]] = Field(default_factory=dict)

    _written: dict[str, Any] = PrivateAttr(default_factory=dict)

    @model_validator(mode="wrap")
    @classmethod
    def _keep_what_was_written(cls, values: Any, read: ModelWrapValidatorHandler[Self]) -> Self:
        settings = read(values)
        if isinstance(values, dict):
            settings._written = values
        return settings

    def written(self) -> str:
        """As JSON what the file says, which `read_again` takes; nothing of it is secret."""
        return json.dumps(self._written, ensure_ascii=False, default=str)

    @classmethod
    def read_again(cls, text: str) -> Self:
        return cls.model_validate(json.loads(text))

    @field_validator("timezone")
    @classmethod
    def _zone_exists(cls, name: str) -> str:
        return zone(name).key if name else ""

    @field_validator("gate", mode="before")
    @classmethod
    def _gate_is_known(cls, value: object) -> object:
        if not isinstance(value, bool) and value != "auto":
            raise ValueError(f'"{value}" must be yes, no or auto.')
        return value

    @field_validator("database")
    @classmethod
    def _database_is_known(cls, url: str) -> str:
        if url:
            _check_database(url)
        return url

    @field_validator("channels")
    @classmethod
    def _channels_exist(cls, channels: Mapping[str, Any]) -> Mapping[str, Any]:
        for name in channels:
            if name not in CHANNELS:
                raise ValueError(suggest(f'"{name}" is not a channel', name, CHANNELS))
        return channels

    def adjust(self, site: Site) -> Site:
        """The site with this newsletter's own time zone, template tags and choices of channels."""
        return replace(
            site,
            zone=self.timezone or site.zone,
            tags={**site.tags, **self.tags},
            choices={**site.choices, **self.choices()},
        )

    def choices(self) -> dict[str, Mapping[str, Value]]:
        """What is said of every issue, by channel. Raises SettingsError."""
        told = {key: _choices(key, section) for key, section in self.channels.items()}
        return {key: values for key, values in told.items() if values}

    def chosen(self) -> tuple[str, ...]:
        """The channels this newsletter uses: those the file names, else all."""
        return tuple(key for key in CHANNELS if not self.channels or key in self.channels)


def load(path: Path | None) -> Settings:
    """The settings of a file; the defaults when there is none. Raises SettingsError."""
    if path is None:
        return Settings()
    try:
        values = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        settings = Settings.model_validate(values)
        settings.choices()
        return settings
    except ValidationError as error:
        raise SettingsError(findings(path.name, error)) from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path.name}: cannot be read as YAML: {error}") from None


def options(settings: Settings, channel: str, model: type[BaseModel]) -> BaseModel:
    """A channel's section as its own typed options. Raises SettingsError."""
    try:
        section = settings.channels.get(channel, {})
        return model.model_validate(without_choices(section, model.model_fields))
    except ValidationError as error:
        raise SettingsError(findings(FILE_NAME, error, f"channels.{channel}.")) from None


def _choices(channel: str, section: Mapping[str, Any]) -> Mapping[str, Value]:
    try:
        return Choices.model_validate(section).told()
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


def _check_database(url: str) -> None:
    """What is wrong with the address of a store, never repeating it: it may hold a password."""
    found = urlsplit(url)
    if found.scheme == "sqlite":
        # A path below the current folder would be another store in every folder.
        if found.netloc or not found.path.startswith("//"):
            raise ValueError("must name its file from the root on: sqlite:////home/me/store.db.")
    elif found.scheme.partition("+")[0] not in ("postgresql", "postgres"):
        raise ValueError("must begin with postgresql:// or sqlite:////.")
    elif found.password or "password=" in found.query:
        raise ValueError("must not hold a password; keep it in ~/.pgpass or in PGPASSWORD.")
