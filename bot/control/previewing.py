"""What a preview shows in the chat: the editions themselves, as their readers will see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.app import Rendered
from bot.control.buttons import Press
from bot.control.desk import Desk
from bot.control.screen import Screen
from bot.control.screens import draft_links, summary_screen, x_thread
from bot.control.telegram_preview import send_preview
from bot.control.words import say
from bot.listing import ref_of
from bot.wiring import Workshop

ON_THE_PAGE = ("wechat", "substack")


@dataclass(frozen=True, slots=True)
class Sheets:
    """`screens` come first, then the `page` (HTML, b"" for none), then what closes it all."""

    screens: tuple[Screen, ...]
    page: bytes
    closing: tuple[Screen, ...]


def telegram_edition(shop: Workshop, rendered: Rendered, operator: int) -> None:
    """Telegram's own, sent by what will publish it. Raises CallError."""
    send_preview(shop, rendered, str(operator))


def sheets(lang: str, desk: Desk, rendered: Rendered, channels: Sequence[str]) -> Sheets:
    """The rest: X as numbered posts, WeChat and Substack on the page, drafts with their links."""
    from bot.preview import page_of
    from bot.preview.planning import planned

    shop = desk.shop
    plan = planned(rendered, shop.settings, shop.clock.now())
    thread = x_thread(lang, rendered.editions["x"]) if _shows(rendered, channels, "x") else []
    paged = any(_shows(rendered, channels, key) for key in ON_THE_PAGE)
    drafts = draft_links(lang, desk.drafts(rendered.issue.key, channels))
    closing = summary_screen(lang, rendered)
    if desk.is_post(rendered.issue.path):
        publish = Press("publish", ref_of(rendered.issue.key)).button(say(lang, "publish"))
        closing = replace(closing, rows=((publish,),))
    return Sheets(
        tuple(Screen(text) for text in thread),
        page_of(rendered, plan) if paged else b"",
        (*([drafts] if drafts else []), closing),
    )


def _shows(rendered: Rendered, channels: Sequence[str], key: str) -> bool:
    return key in channels and key in rendered.editions
