"""reply_markup: inline keyboards are kept, the other kinds are only read."""

from __future__ import annotations

from sandbox.exchange import Json, NotModelled
from sandbox.telegram.arguments import Arguments, Fields
from sandbox.telegram.errors import Malformed, bad
from sandbox.telegram.links import checked_link

PER_ROW = 8
IN_ALL = 100
DATA_BYTES = 64
COPY_UNITS = 256
STYLES = ("danger", "success", "primary")
ELSEWHERE = (
    "callback_game", "pay", "switch_inline_query", "switch_inline_query_chosen_chat",
    "switch_inline_query_current_chat", "login_url", "web_app",
)  # fmt: skip
OTHER_KINDS = ("keyboard", "remove_keyboard", "force_reply")

Keyboard = dict[str, Json]


def read_markup(arguments: Arguments, *, in_channel: bool) -> Keyboard | None:
    """The inline keyboard of a request; None when there is none, or an empty one."""
    value = arguments.json("reply_markup", "reply keyboard markup")
    if value is None and not arguments.text("reply_markup"):
        return None
    try:
        fields = Fields(value, "Object expected as reply markup")
        if in_channel and any(name in fields for name in OTHER_KINDS):
            raise bad("inline keyboard expected")
        rows = [_row(row) for row in fields.items("inline_keyboard")]
    except Malformed as wrong:
        raise bad(str(wrong)) from wrong
    rows = [row for row in rows if row]
    if max((len(row) for row in rows), default=0) > PER_ROW or sum(map(len, rows)) > IN_ALL:
        raise bad("reply markup is too long")
    keyboard: list[Json] = [list(row) for row in rows]
    return {"inline_keyboard": keyboard} if rows else None


def _row(value: object) -> list[Keyboard]:
    if not isinstance(value, list):
        raise Malformed(
            'Field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'
        )
    try:
        return [_button(button) for button in value]
    except Malformed as wrong:
        raise Malformed(f"can't parse inline keyboard button: {wrong}") from wrong


def _button(value: object) -> Keyboard:
    fields = Fields(value, "InlineKeyboardButton must be an Object")
    button: Keyboard = {"text": fields.required_text("text")}
    button |= _purpose(fields)
    style = fields.text("style")
    if style and style not in STYLES:
        raise NotModelled(f"the button style {style!r}")
    return button | ({"style": style} if style else {})


def _purpose(fields: Fields) -> Keyboard:
    if fields.text("url"):
        try:
            return {"url": checked_link(fields.text("url"))}
        except Malformed as wrong:
            raise bad(f"inline keyboard button {wrong}") from wrong
    data = fields.text("callback_data")
    if data:
        if len(data.encode()) > DATA_BYTES:
            raise bad("BUTTON_DATA_INVALID")
        return {"callback_data": data}
    if "copy_text" in fields:
        copied = fields.required_object("copy_text").required_text("text")
        if not 1 <= len(copied) <= COPY_UNITS:
            raise NotModelled("a copied text that is empty or over 256 characters")
        return {"copy_text": {"text": copied}}
    if any(name in fields for name in ELSEWHERE):
        raise NotModelled("a button that is neither URL, callback nor copied text")
    raise Malformed("Text buttons are unallowed in the inline keyboard")
