"""What an update or a retraction needs of a delivery, packed into one line of a receipt file."""

from __future__ import annotations

import base64
import json
import zlib
from typing import Annotated, Any

from pydantic import (
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    JsonValue,
    PlainSerializer,
)

from adapters.base import Phase, canonical_json
from adapters.changes import DELETE, EDIT
from bot.release.states import CallState

CALL_JSON = ("payload", "media", "waits_for", "receipt")  # columns of a call that hold JSON text
LARGEST = 16 << 20  # bytes once unpacked; an issue with 30 pictures has 0.1 MB


class KeptReceipt(BaseModel):
    """A Receipt of adapters.base, as it stands in a store."""

    model_config = ConfigDict(frozen=True)

    id: str
    url: str | None
    details: dict[str, JsonValue]
    expires_at: AwareDatetime | None


class KeptCall(BaseModel):
    """A call as it stands in a store, uploads among them: edits refer to what they brought."""

    model_config = ConfigDict(frozen=True)

    key: str
    kind: str
    phase: Phase
    repeatable: bool
    state: CallState
    payload: JsonValue
    media: JsonValue
    waits_for: JsonValue
    receipt: KeptReceipt | None

    @property
    def is_upload(self) -> bool:
        """Whether it brings nothing that a reader sees by itself."""
        return self.repeatable and not self.key.startswith((EDIT, DELETE))


class Content(BaseModel):
    """The calls of a delivery in order, the edition that an update wants there, and the addresses
    of other channels that its parts refer to."""

    model_config = ConfigDict(frozen=True)

    calls: tuple[KeptCall, ...]
    target: JsonValue
    links: JsonValue


def _pack(content: Content) -> str:
    text = canonical_json(content.model_dump(mode="json"))
    return base64.b64encode(zlib.compress(text.encode(), 9)).decode()


def _unpack(packed: Any) -> Any:
    if not isinstance(packed, str):
        return packed
    inflate = zlib.decompressobj()
    try:
        text = inflate.decompress(base64.b64decode(packed, validate=True), LARGEST)
    except zlib.error as error:
        raise ValueError(f"it is damaged: {error}") from None
    if not inflate.eof:
        raise ValueError("it is cut off, or far too large")
    return json.loads(text)


Kept = Annotated[Content, BeforeValidator(_unpack), PlainSerializer(_pack, when_used="json")]
