"""Public addresses: on this server, or as the real service gives them."""

from __future__ import annotations

from sandbox.exchange import Exchange
from sandbox.service import Switches

BUCKET = "https://substack-post-media.s3.amazonaws.com"
MEDIA = "/substack/media"  # where the bucket is on this server
PUB = "/substack/pub"


class Addresses:
    def __init__(self, switches: Switches) -> None:
        self._switches = switches

    def post(self, exchange: Exchange, slug: str) -> str:
        request = exchange.request
        if request.own_host or self._switches.word("public_urls") == "real":
            return f"{self.home()}/p/{slug}"
        return f"{request.origin}{PUB}/p/{slug}"

    def home(self) -> str:
        custom = self._switches.word("custom_domain")
        return f"https://{custom or self._switches.word('publication') + '.substack.com'}"


def local_post(slug: str) -> str:
    return f"{PUB}/p/{slug}"


def local_editor(draft_id: int) -> str:
    return f"{PUB}/publish/post/{draft_id}"


def local_picture(url: str) -> str:
    return MEDIA + url.removeprefix(BUCKET)
