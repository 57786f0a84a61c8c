"""Public addresses of drafts and articles: on this server, or as the real service gives them."""

from __future__ import annotations

from urllib.parse import urlsplit

from sandbox.exchange import Exchange
from sandbox.service import Switches
from sandbox.wechat.markup import to_wechat_article

REAL = "http://mp.weixin.qq.com"
ACCOUNT = "MzI1NDQ4NTYyMA=="


class Addresses:
    def __init__(self, switches: Switches) -> None:
        self._switches = switches

    def draft(self, exchange: Exchange, key: str, index: int) -> str:
        """A preview that lives as long as the draft."""
        query = f"__biz={ACCOUNT}&mid=100000001&idx={index + 1}&sn={key}&tempkey={key}"
        return f"{self._base(exchange)}/s?{query}&chksm={key}{key[:20]}#rd"

    def article(self, exchange: Exchange, key: str, index: int) -> str:
        query = f"__biz={ACCOUNT}&mid=2247483655&idx={index + 1}&sn={key}"
        return f"{self._base(exchange)}/s?{query}&chksm={key}{key[:20]}#rd"

    def is_article(self, exchange: Exchange, url: str) -> bool:
        return to_wechat_article(url) or url.startswith(f"{self._base(exchange)}/s?")

    def _base(self, exchange: Exchange) -> str:
        request = exchange.request
        if request.own_host or self._switches.word("public_urls") == "real":
            return REAL
        return f"{request.origin}/wechat"


def local_path(key: str, index: int) -> str:
    """The same page as a path on this server."""
    return f"/wechat/s?sn={key}&idx={index + 1}"


def local_picture(url: str) -> str:
    return "/wechat/mmbiz" + urlsplit(url).path
