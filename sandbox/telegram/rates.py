"""How much is too much: messages to one chat, edits in a channel, everything of one bot.

Telegram gives no numbers; these are the contract's 2.3. Windows are divided by the pace.
"""

from __future__ import annotations

import math

from sandbox.exchange import Refused
from sandbox.telegram.errors import too_many
from sandbox.telegram.rows import Bot, Chat, Sent, State

MINUTE_S = 60.0
SECOND_S = 1.0


class Rates:
    def __init__(self, state: State) -> None:
        self._state = state

    def room(self, chat: Chat) -> int:
        """How many more messages the chat takes now."""
        times = self._times(f"chat/{chat.id}", MINUTE_S)
        return max(0, self._most(chat) - len(times))

    def spend(self, bot: Bot, chat: Chat, messages: int = 1) -> None:
        """Refused with 429 when they are too many; then none of them counts."""
        self._check(f"chat/{chat.id}", MINUTE_S, self._most(chat), messages)
        most = self._state.switches.number("bot_per_second")
        self._check(f"bot/{bot.id}", SECOND_S, most, messages)
        self._note(f"chat/{chat.id}", MINUTE_S, messages)
        self._note(f"bot/{bot.id}", SECOND_S, messages)

    def spend_edit(self, chat: Chat) -> None:
        if chat.type == "channel":
            most = self._state.switches.number("edits_per_minute")
            self._check(f"edits/{chat.id}", MINUTE_S, most, 1)
            self._note(f"edits/{chat.id}", MINUTE_S, 1)

    def wait(self, chat: Chat) -> int:
        """Whole seconds until the chat takes one more."""
        times = self._times(f"chat/{chat.id}", MINUTE_S)
        return self._seconds(times, MINUTE_S, self._most(chat), 1)

    def _most(self, chat: Chat) -> int:
        name = "channel_per_minute" if chat.type == "channel" else "chat_per_minute"
        return self._state.switches.number(name)

    def _check(self, name: str, window: float, most: int, more: int) -> None:
        times = self._times(name, window)
        if len(times) + more > most:
            raise Refused(too_many(self._seconds(times, window, most, more)))

    def _seconds(self, times: list[float], window: float, most: int, more: int) -> int:
        """Until so many of the times are over that the rest and `more` fit."""
        over = min(len(times) + more - most, len(times))
        end = times[over - 1] + self._state.clock.paced(window) if over > 0 else 0.0
        return max(1, math.ceil(end - self._state.clock.now()))

    def _times(self, name: str, window: float) -> list[float]:
        row = self._state.sent.get(name) or Sent([])
        since = self._state.clock.now() - self._state.clock.paced(window)
        return [time for time in row.times if time > since]

    def _note(self, name: str, window: float, count: int) -> None:
        now = self._state.clock.now()
        self._state.sent.put(name, Sent([*self._times(name, window), *[now] * count]))
