"""Updates for a bot: queued, fetched by polling, or held for a webhook."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from sandbox.exchange import Answer, Exchange, Json, Refused
from sandbox.telegram.arguments import Arguments
from sandbox.telegram.errors import OTHER_POLLER, WEBHOOK_ACTIVE, bad, done, failure, ok
from sandbox.telegram.rows import Bot, Offset, State, Update, Webhook

KEPT_S = 24 * 3600
MOST = 100
LONGEST_S = 50
FIRST_ID = 100_000_000
PORTS = (443, 80, 88, 8443)
DEFAULT_CONNECTIONS = 40
TYPES = (
    "message", "edited_message", "channel_post", "edited_channel_post", "callback_query",
    "my_chat_member",
)  # fmt: skip


class Updates:
    """`_polls` counts the waiting requests of each bot: a newer one ends the older."""

    def __init__(self, state: State) -> None:
        self._state = state
        self._polls: dict[int, int] = {}

    def add(self, bot: Bot, kind: str, body: dict[str, Json]) -> int:
        """Queue an update, if the bot asked for its kind; the answer is its id, or 0."""
        wanted = bot.allowed or TYPES
        if kind not in wanted:
            return 0
        number = FIRST_ID + self._state.next(f"update/{bot.id}")
        update = Update(bot.id, number, self._state.clock.now(), {"update_id": number, kind: body})
        self._state.updates.put(str(number) + f"/{bot.id}", update)
        return number

    async def get(self, bot: Bot, arguments: Arguments, _exchange: Exchange) -> Answer:
        self._refuse_if_webhook(bot)
        offset = arguments.number("offset")
        limit = min(max(arguments.number("limit", MOST), 1), MOST)
        timeout = min(max(arguments.number("timeout"), 0), LONGEST_S)
        if timeout and not self._from(bot, offset):
            turn = self._polls[bot.id] = self._polls.get(bot.id, 0) + 1
            await self._state.clock.until(lambda: self._awake(bot, offset, turn), timeout)
            if self._polls[bot.id] != turn:
                return failure(409, OTHER_POLLER)
            if self._webhook(bot) is not None:
                return failure(409, "Conflict: terminated by setWebhook request")
        found = self._from(bot, offset)
        self._confirm(bot, offset, found)
        self._allow(bot, arguments)
        bodies: list[Json] = [update.body for update in found[:limit]]
        return ok(bodies)

    def set_webhook(self, bot: Bot, arguments: Arguments, _exchange: Exchange) -> Answer:
        url = arguments.text("url")
        if not url:
            return self.delete_webhook(bot, arguments, _exchange)
        secret = arguments.text("secret_token")
        _check_secret(secret)
        _check_url(url)
        connections = min(max(arguments.number("max_connections", DEFAULT_CONNECTIONS), 1), 100)
        webhook = Webhook(url, secret, connections)
        self._drop_if_asked(bot, arguments)
        self._allow(bot, arguments)
        same = self._webhook(bot) == webhook
        self._state.webhooks.put(str(bot.id), webhook)
        return done("Webhook is already set" if same else "Webhook was set")

    def delete_webhook(self, bot: Bot, arguments: Arguments, _exchange: Exchange) -> Answer:
        was_set = self._webhook(bot) is not None
        self._drop_if_asked(bot, arguments)
        self._state.webhooks.drop(str(bot.id))
        return done("Webhook was deleted" if was_set else "Webhook is already deleted")

    def webhook_info(self, bot: Bot, _arguments: Arguments, _exchange: Exchange) -> Answer:
        webhook = self._webhook(bot)
        info: dict[str, Json] = {
            "url": webhook.url if webhook else "",
            "has_custom_certificate": False,
            "pending_update_count": len(self.pending(bot)),
        }
        if webhook is not None:
            info["max_connections"] = webhook.connections
        if bot.allowed is not None:
            info["allowed_updates"] = bot.allowed
        return ok(info)

    def pending(self, bot: Bot) -> list[Update]:
        """Not confirmed, and younger than a day."""
        since = self._state.clock.now() - KEPT_S
        first = self._first(bot)
        return [
            update
            for update in self._state.updates.values()
            if update.bot_id == bot.id and update.id >= first and update.at > since
        ]

    def redeliver(self, bot: Bot, count: int) -> None:
        """The last confirmed updates are given out once more."""
        self._state.offsets.put(str(bot.id), Offset(self._first(bot) - count))

    def _awake(self, bot: Bot, offset: int, turn: int) -> bool:
        ended = self._polls[bot.id] != turn or self._webhook(bot) is not None
        return ended or bool(self._from(bot, offset))

    def _from(self, bot: Bot, offset: int) -> list[Update]:
        pending = self.pending(bot)
        if offset < 0:
            return pending[offset:]
        return [update for update in pending if update.id >= offset]

    def _confirm(self, bot: Bot, offset: int, found: list[Update]) -> None:
        if offset < 0 and found:
            offset = found[0].id
        if offset > self._first(bot):
            self._state.offsets.put(str(bot.id), Offset(offset))

    def _first(self, bot: Bot) -> int:
        return (self._state.offsets.get(str(bot.id)) or Offset(0)).value

    def _allow(self, bot: Bot, arguments: Arguments) -> None:
        """A list without a known name brings the usual kinds back."""
        value = arguments.json("allowed_updates", "allowed updates")
        if not isinstance(value, list):
            return
        known = [str(kind).lower() for kind in value]
        fresh = Bot(bot.id, bot.token, bot.username, bot.first_name, known or None)
        self._state.bots.put(str(bot.id), fresh)

    def _drop_if_asked(self, bot: Bot, arguments: Arguments) -> None:
        pending = self.pending(bot)
        if arguments.flag("drop_pending_updates") and pending:
            self._state.offsets.put(str(bot.id), Offset(pending[-1].id + 1))

    def _webhook(self, bot: Bot) -> Webhook | None:
        return self._state.webhooks.get(str(bot.id))

    def _refuse_if_webhook(self, bot: Bot) -> None:
        if self._webhook(bot) is not None:
            raise Refused(failure(409, WEBHOOK_ACTIVE))


def _check_secret(secret: str) -> None:
    if len(secret) > 256:
        raise bad("secret token is too long")
    if not re.fullmatch(r"[A-Za-z0-9_-]*", secret):
        raise bad("secret token contains unallowed characters")


def _check_url(url: str) -> None:
    try:
        parts = urlsplit(url if "://" in url else f"https://{url}")
        port = parts.port or 443
    except ValueError as wrong:
        raise bad("invalid webhook URL specified") from wrong
    if not parts.hostname:
        raise bad("invalid webhook URL specified")
    if parts.scheme != "https":
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    if port not in PORTS:
        raise bad("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
