"""Telegram's edition in the operator's own chat, by the very requests that will publish it.

What it uploads need not be uploaded again: the service knows the pictures by their file ids from
then on, and the store remembers those for the channel's account. The ledger is left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from adapters import CHANNELS
from adapters.base import Edition, Json, Part, Receipt
from adapters.errors import TryLater
from adapters.references import resolve_links
from adapters.telegram import Telegram
from adapters.telegram.spec import KEY
from bot.clock import Clock
from bot.release.release import account_id

if TYPE_CHECKING:
    from bot import app
    from bot.wiring import Workshop

A_MESSAGE = 1.0  # seconds between messages in one chat; an album counts as its pictures
TRIES = 4  # of a message that the service wants later
PATIENCE = 60.0  # seconds; a person who is to wait for longer is told instead

OnSent = Callable[[int, int], None]  # so many parts are there, of so many


class NoTelegram(LookupError):
    """The workshop has no Telegram channel, or the issue no edition for it."""


def send_preview(
    shop: Workshop, rendered: app.Rendered, chat: str, on_sent: OnSent = lambda _done, _of: None
) -> list[Receipt]:
    """Every part of Telegram's edition, in order and without a sound, in a person's chat with the
    bot (its number); the receipts.

    Sends and waits, so it is called in a thread. The first part that fails ends it. Raises
    CallError, NoTelegram, and StoreError when what was uploaded cannot be remembered.
    """
    channel, edition = shop.channels.get(KEY), rendered.editions.get(KEY)
    if not isinstance(channel, Telegram) or edition is None:
        raise NoTelegram("Telegram is none of the channels of this issue")
    account = account_id(channel.whoami())
    uploads = shop.ledger.uploads
    person = channel.to_person(chat, rendered.blobs.__getitem__)
    sent: dict[str, Receipt] = {}
    parts = _previewed(edition, rendered.issue.canonical_url or "")
    for done, part in enumerate(parts, start=1):
        receipt = _sent(person, part, {**uploads.files(account, [part]), **sent}, shop.clock)
        uploads.remember_files(account, part, receipt)
        sent[part.key] = receipt
        on_sent(done, len(parts))
        if done < len(parts):
            shop.clock.wait_until(shop.clock.after(A_MESSAGE * max(1, len(part.media))))
    return list(sent.values())


def _previewed(edition: Edition, url: str) -> list[Part]:
    """The parts, all of them silent. Where other channels publish is not known yet: the author's
    page stands for it."""
    urls = dict.fromkeys(CHANNELS, url)
    return [
        replace(part, payload=_silent(resolve_links(part.payload, urls))) for part in edition.parts
    ]


def _silent(payload: Json) -> Json:
    return {**payload, "disable_notification": True} if isinstance(payload, dict) else payload


def _sent(person: Telegram, part: Part, sent: Mapping[str, Receipt], clock: Clock) -> Receipt:
    """One part, as often as the service says that it wants it later."""
    for _ in range(TRIES - 1):
        try:
            return person.send(part, sent)
        except TryLater as error:
            if error.code != "429" or error.after > PATIENCE:
                raise
            clock.wait_until(clock.after(error.after))
    return person.send(part, sent)
