"""The channels, and the one list of them."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from adapters.base import Channel

CHANNELS = {
    "telegram": "adapters.telegram:Telegram",
    "substack": "adapters.substack:Substack",
    "wechat": "adapters.wechat:WeChat",
    "x": "adapters.x:X",
}  # in the order of publishing: the most correctable first


def channel_class(key: str) -> type[Channel]:
    """The class of a channel, imported only now: rendering one channel loads no other."""
    module, name = CHANNELS[key].split(":")
    found: type[Channel] = getattr(import_module(module), name)
    return found
