"""An operator's phone: what a person does in their chat with the bot, on the stand-in alone."""

from __future__ import annotations

import time
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import requests

PATIENCE = 40.0  # seconds until an answer has come


@dataclass(frozen=True, slots=True)
class Phone:
    """One person's chat. `url` is the sandbox's."""

    url: str
    user: int = 4242

    def say(self, text: str, **more: Any) -> int:
        """Write to the bot; the number of the message."""
        return int(self._do("say", text=text, user_id=self.user, **more)["message_id"])

    def press(self, button: str, **more: Any) -> str:
        """Press the last button of that name; the number of the press."""
        found = self._do("press", button=button, user_id=self.user, **more)
        return str(found["callback_query_id"])

    def press_data(self, data: str, **more: Any) -> str:
        found = self._do("press", data=data, user_id=self.user, **more)
        return str(found["callback_query_id"])

    def upload(self, name: str, content: bytes) -> None:
        self._do("upload", name=name, base64=b64encode(content).decode(), user_id=self.user)

    def chat(self, chat: int = 0) -> list[dict[str, Any]]:
        """Everything that stands in the chat, as the bot sees it."""
        found: list[dict[str, Any]] = self._do("chat", chat_id=chat or self.user)
        return found

    def answers(self) -> list[dict[str, Any]]:
        """What the bot has said there."""
        return [message for message in self.chat() if message["from"]["is_bot"]]

    def until(self, words: str, *, after: int = 0) -> dict[str, Any]:
        """Wait for a message of the bot's with these words, newer than the message `after`."""
        return self.until_any(lambda message: words in text_of(message), words, after=after)

    def until_any(
        self, fits: Callable[[dict[str, Any]], bool], what: str, *, after: int = 0
    ) -> dict[str, Any]:
        ends = time.monotonic() + PATIENCE
        while True:
            found = [m for m in self.answers() if m["message_id"] > after and fits(m)]
            if found:
                return found[-1]
            if time.monotonic() > ends:
                seen = "\n---\n".join(text_of(m) for m in self.answers()[-4:])
                raise AssertionError(f"no message with {what!r}; the last ones are:\n{seen}")
            time.sleep(0.1)

    def tell(self, text: str, words: str) -> dict[str, Any]:
        """Write, and wait for the answer that has these words."""
        return self.until(words, after=self.say(text))

    def _do(self, action: str, **body: Any) -> Any:
        answer = requests.post(f"{self.url}/_control/do/telegram/{action}", json=body, timeout=30)
        assert answer.status_code == 200, answer.text
        return answer.json()


def text_of(message: dict[str, Any]) -> str:
    return str(message.get("text") or message.get("caption") or "")


def buttons_of(message: dict[str, Any]) -> list[dict[str, str]]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button for row in rows for button in row]


def labels(message: dict[str, Any]) -> list[str]:
    return [button["text"] for button in buttons_of(message)]
