"""The Bot API, as far as a channel needs it: what sends, edits and deletes, and what looks."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from adapters.base import Json, Media, Receipt
from adapters.errors import CallError, NotAllowed, OutcomeUnknown, Rejected, TryLater
from adapters.http import Answer, call, redacted
from adapters.telegram.errors import NEW_TOKEN, NO_POST, NO_RICH_STEP, UNCHANGED, refusal
from adapters.telegram.files import BOT, bot_of
from adapters.telegram.rich_reading import photos
from adapters.telegram.spec import Options

if TYPE_CHECKING:
    import requests

log = logging.getLogger(__name__)

Files = Mapping[str, tuple[Media, bytes]]  # by the names that a request gives its attachments


@dataclass(frozen=True, slots=True)
class ChatKind:
    """What a chat must be: the service's word for it, ours, and what helps when it is not."""

    type: str
    name: str
    next_step: str


CHANNEL = ChatKind(
    "channel", "channel", "Set channels.telegram.chat to the channel's @name or number."
)
PERSON = ChatKind(
    "private", "chat with a person", "Write to the bot, and use the number of your own account."
)
RICH_METHOD = "sendRichMessage"
DEADLINE = 120.0  # albums of ten large photos; a short limit only makes outcomes unknown


class Client:
    """One bot posting to one channel, or with `private` to one person's own chat with it.

    The token is part of every address: no error carries one.
    """

    def __init__(
        self, options: Options, token: str, session: requests.Session, *, private: bool = False
    ) -> None:
        self._options = options
        self._kind = PERSON if private else CHANNEL
        self._token = token
        self._session = session
        self._chat: Mapping[str, Json] | None = None
        self._knows_rich = False
        self.operator = options.operator

    def chat(self) -> Mapping[str, Json]:
        """The chat, looked up once; the bot's own rights are told by its first refusal."""
        if self._chat is None:
            found = self._result("getChat", {"chat_id": self._options.chat})
            if not isinstance(found, dict) or found.get("type") != self._kind.type:
                words = f"getChat: this is no {self._kind.name}"
                raise NotAllowed(words, code="chat", next_step=self._kind.next_step)
            self._chat = found
        return self._chat

    def require_rich(self) -> None:
        """NotAllowed where the server has no rich messages, which only a call of it tells.

        One without a chat and without a message posts nothing; any other answer will do.
        """
        if not self._knows_rich:
            answer = self._call(RICH_METHOD, {}, {}, effect=False)
            if answer.status == 404:
                words = f"{RICH_METHOD}: this Bot API server has no such method"
                raise NotAllowed(words, code="no_rich", next_step=NO_RICH_STEP)
            self._knows_rich = True

    def send(self, method: str, payload: Mapping[str, Json], files: Files) -> Receipt:
        """One message or album; never repeated here, for nothing tells two of them apart."""
        body = {"chat_id": self.chat()["id"], **payload}
        answer = self._call(method, body, files, effect=True)
        album = method == "sendMediaGroup"
        result = _result(answer, method, self._token, album=album, effect=True)
        messages = result if isinstance(result, list) else [result]
        ids = [m["message_id"] for m in messages if isinstance(m, dict) and "message_id" in m]
        if not ids:
            raise OutcomeUnknown(f"{method}: the answer names no message", code="bad_answer")
        return self.receipt(messages, ids)

    def edit(self, method: str, payload: Mapping[str, Json], files: Files) -> Receipt:
        """Another text, caption or picture in one message. What stands there so already is done."""
        body = {"chat_id": self.chat()["id"], **payload}
        number = payload["message_id"]
        answer = self._call(method, body, files, effect=True)
        try:
            message = _result(answer, method, self._token, album=False, effect=True)
        except Rejected as error:
            if error.code != UNCHANGED:
                raise
            message = None
        return self.receipt([message], [number])

    def delete(self, numbers: Sequence[int]) -> None:
        """All messages of a part at once; of several, those that are gone are passed over."""
        body: dict[str, Json] = {"chat_id": self.chat()["id"]}
        if len(numbers) == 1:
            method = "deleteMessage"
            body["message_id"] = numbers[0]
        else:
            method = "deleteMessages"
            body["message_ids"] = [*numbers]
        answer = self._call(method, body, {}, effect=True)
        _result(answer, method, self._token, album=False, effect=True)

    def receipt(self, messages: Sequence[Json], ids: Sequence[Json]) -> Receipt:
        """Of one message, or of an album, which goes by its first."""
        details: dict[str, Json] = {"message_ids": [*ids], "file_ids": _file_ids(messages)}
        if details["file_ids"]:
            details[BOT] = bot_of(self._token)
        url = self.url(str(ids[0])) if self._kind is CHANNEL else None
        return Receipt(str(ids[0]), url, details)

    def forwarded(self, number: int, copies: list[str]) -> dict[str, Json] | None:
        """A post as a copy in the operator's chat shows it, None where none stands.

        The copy's id is added to `copies`; `discard` takes it away.
        """
        body: dict[str, Json] = {
            "chat_id": self.operator,
            "from_chat_id": self.chat()["id"],
            "message_id": number,
            "disable_notification": True,
        }
        try:
            found = self._result("forwardMessage", body)
        except Rejected as error:
            if error.code == NO_POST:
                return None
            raise
        if not isinstance(found, dict):
            raise TryLater("forwardMessage: no clear answer", after=10.0, code="bad_answer")
        copies.append(str(found.get("message_id")))
        return found

    def discard(self, copies: Sequence[str]) -> None:
        """Takes the copies out of the operator's chat; what stays there does no harm."""
        if copies:
            body: dict[str, Json] = {
                "chat_id": self.operator,
                "message_ids": [int(copy) for copy in copies],
            }
            try:
                self._result("deleteMessages", body)
            except CallError as error:
                log.warning("copies stay in the operator's chat: %s", error)

    def url(self, message_id: str) -> str:
        """Where readers find a post: by name, or by number in a private channel."""
        chat = self.chat()
        name = chat.get("username")
        if isinstance(name, str) and name:
            return f"{self._options.web}/{name}/{message_id}"
        number = str(chat["id"]).removeprefix("-100")
        return f"{self._options.web}/c/{number}/{message_id}"

    def _result(self, method: str, body: Mapping[str, Json]) -> Json:
        answer = self._call(method, body, {}, effect=False)
        return _result(answer, method, self._token, album=False, effect=False)

    def _call(
        self,
        method: str,
        body: Mapping[str, Json],
        files: Files,
        *,
        effect: bool,
    ) -> Answer:
        url = f"{self._options.api}/bot{self._token}/{method}"
        if not files:
            data = json.dumps(body, ensure_ascii=False).encode()
            return call(self._session, "POST", url, name=method, effect=effect, json_bytes=data)
        return call(
            self._session,
            "POST",
            url,
            name=method,
            effect=effect,
            deadline=DEADLINE,
            data={key: _field(value) for key, value in body.items()},
            files={
                name: (f"{name}{_suffix(media)}", data, media.mime)
                for name, (media, data) in files.items()
            },
        )


def _field(value: Json) -> str:
    """In multipart, what is not text travels as JSON text."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _suffix(media: Media) -> str:
    return ".png" if media.mime == "image/png" else ".jpg"


def _result(answer: Answer, name: str, token: str, *, album: bool, effect: bool) -> Json:
    """The `result` of an ok answer; else the error that the answer means."""
    value = _object(answer.body)
    if value.get("ok") is True and "result" in value:
        return value["result"]
    if value.get("ok") is False:
        words = redacted(str(value.get("description") or ""), [token])
        error = refusal(name, answer.status, words, _retry_after(value), album=album)
        raise error if effect or not isinstance(error, OutcomeUnknown) else _again(name)
    if answer.status == 404:
        raise NotAllowed(f"{name}: not found", code="404", next_step=NEW_TOKEN)
    raise OutcomeUnknown(f"{name}: no clear answer ({answer.status})") if effect else _again(name)


def _object(body: bytes) -> Mapping[str, Json]:
    try:
        value = json.loads(body)
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _retry_after(value: Mapping[str, Json]) -> float | None:
    parameters = value.get("parameters")
    after = parameters.get("retry_after") if isinstance(parameters, dict) else None
    return float(after) if isinstance(after, int | float) else None


def _again(name: str) -> TryLater:
    return TryLater(f"{name}: no clear answer", after=10.0, code="bad_answer")


def _file_ids(messages: Sequence[Json]) -> list[Json]:
    """The largest size of each photo: the order of the sizes is not documented.

    A rich message that shows a photo twice has one file of it.
    """
    found: dict[Json, Json] = {}
    for n, message in enumerate(messages):
        if not isinstance(message, dict):
            continue
        rich = list(photos(message.get("rich_message")))
        for sizes in rich or [_sizes(message.get("photo"))]:
            if sizes:
                largest = max(
                    sizes, key=lambda s: int(str(s.get("width", 0))) * int(str(s.get("height", 0)))
                )
                name = largest.get("file_unique_id") if rich else n
                found.setdefault(name, largest.get("file_id"))
    return list(found.values())


def _sizes(photo: Json) -> list[dict[str, Json]]:
    return [size for size in photo if isinstance(size, dict)] if isinstance(photo, list) else []
