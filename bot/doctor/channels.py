"""Each channel of the newsletter: what it lacks, who it takes us for, and what we may do there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import requests

from adapters import channel_class
from adapters.telegram.errors import RIGHTS_STEP
from bot.clock import Clock
from bot.doctor.finding import Finding
from bot.wiring import build_channels
from config.files import FILE_NAME
from config.settings import Settings, options

LOW = 0.1  # of a day's quota
OTHERS = "It may also {} posts of others, which pressrun never does."

# The option that names a channel's account; the rest of what it needs are its secrets.
ACCOUNT: Mapping[str, tuple[str, ...]] = {
    "telegram": ("chat",),
    "substack": ("publication",),
    "wechat": ("app_id",),
    "x": (),
}
REMINDERS: Mapping[str, str] = {
    "x": "X wants such an account labelled as automated, with its operator named in the profile.",
}


@dataclass(frozen=True, slots=True)
class Heard:
    """A service's clock beside this machine's, as an answer came in."""

    service: str
    theirs: datetime
    ours: datetime

    @property
    def ahead(self) -> float:
        """Seconds by which this machine's clock is ahead."""
        return (self.ours - self.theirs).total_seconds()


@dataclass(frozen=True, slots=True)
class Asking:
    """One channel that can be asked. `heard` takes what it tells of the time."""

    key: str
    options: Any  # the channel's own model
    secrets: Mapping[str, str]
    clock: Clock
    heard: list[Heard]

    def hear(self, theirs: datetime | None) -> None:
        if theirs is not None:
            title = channel_class(self.key).spec.title
            self.heard.append(Heard(title, theirs.astimezone(UTC), self.clock.now()))


def channel(
    key: str, settings: Settings, secrets: Mapping[str, str], clock: Clock, heard: list[Heard]
) -> Iterator[Finding]:
    """Raises CallError when the channel refuses."""
    kind = channel_class(key)
    its = options(settings, key, kind.options)
    unset = [f"channels.{key}.{name}" for name in ACCOUNT[key] if not getattr(its, name)]
    unknown = [name for name in kind.spec.secrets if name not in secrets]
    if unset or unknown:
        bare = len(unset) == len(ACCOUNT[key]) and len(unknown) == len(kind.spec.secrets)
        yield _bare(key, unset, unknown) if bare else _incomplete(key, unset, unknown)
        return
    account = build_channels(settings, (key,), secrets={key: secrets})[key].whoami()
    name = f"{account.name} ({account.remote_id})" if account.name else account.remote_id
    yield Finding("ok", key, f"It lets us in: {name}.", REMINDERS.get(key, ""))
    if key in MORE:
        yield from MORE[key](Asking(key, its, secrets, clock, heard))


def _bare(key: str, unset: Sequence[str], unknown: Sequence[str]) -> Finding:
    step = f"{_set(key, unset, unknown)} To do without it, name only others under `channels`."
    return Finding("warning", key, "It is not set up.", step)


def _incomplete(key: str, unset: Sequence[str], unknown: Sequence[str]) -> Finding:
    secrets = [f"the secret {name}" for name in unknown]
    return Finding("error", key, f"It lacks {', '.join([*unset, *secrets])}.",
                   _set(key, unset, unknown))  # fmt: skip


def _set(key: str, unset: Sequence[str], unknown: Sequence[str]) -> str:
    """What to set and where; a secret has other places than the environment, too."""
    variables = [f"PRESSRUN_{key}_{name}".upper() for name in unknown]
    wanted = [f"{name} in {FILE_NAME}" for name in unset]
    wanted += [f"{', '.join(variables)} in the environment"] if variables else []
    return f"Set {' and '.join(wanted)}; docs/channels/{key}.md shows how."


# --- what a service tells beyond the account --------------------------------------------------


def _rights(asking: Asking) -> Iterator[Finding]:
    from adapters.telegram.rights import read_rights

    rights = read_rights(asking.options, asking.secrets["token"], requests.Session())
    asking.hear(rights.at)
    if not rights.post:
        yield Finding("error", asking.key, f"{rights.bot} may not post there.", RIGHTS_STEP)
        return
    more = f" {OTHERS.format(' and '.join(rights.others))}" if rights.others else ""
    yield Finding(
        "ok", asking.key, f"{rights.bot} may post there, and edit and delete its posts.{more}"
    )


def _quotas(asking: Asking) -> Iterator[Finding]:
    from adapters.wechat.quota import read_quotas

    for quota in read_quotas(asking.options, asking.secrets["secret"], requests.Session()):
        asking.hear(quota.at)
        said = f"{quota.name}: {quota.left:,} of {quota.limit:,} calls are left today."
        step = "The quota is whole again tomorrow, in China's time. What fails is tried again."
        if not quota.limit:
            yield Finding("ok", asking.key, f"{quota.name}: no quota is told.")
        elif quota.left == 0:
            yield Finding("error", asking.key, said, step)
        elif quota.left < quota.limit * LOW:
            yield Finding("warning", asking.key, said, step)
        else:
            yield Finding("ok", asking.key, said)


MORE: Mapping[str, Callable[[Asking], Iterator[Finding]]] = {
    "telegram": _rights,
    "wechat": _quotas,
}
