"""What pressrun says of an issue, in Chinese: a file per room, English sentence -> Chinese one."""

from __future__ import annotations

from collections.abc import Mapping

from bot.translations.zh import (
    changed_there,
    channels,
    choices,
    doctor,
    front_matter,
    issue,
    markdown,
    pictures,
    plan,
    refusals,
    substack,
    telegram,
    times,
    updates,
    uploads,
    wechat,
    x,
)

ROOMS: tuple[Mapping[str, str], ...] = (
    front_matter.WORDS, issue.WORDS, markdown.WORDS, choices.WORDS, pictures.WORDS, channels.WORDS,
    telegram.WORDS, x.WORDS, wechat.WORDS, substack.WORDS, updates.WORDS, uploads.WORDS,
    times.WORDS, doctor.WORDS, changed_there.WORDS, refusals.WORDS,
    plan.WORDS,
)  # fmt: skip
