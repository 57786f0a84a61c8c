"""The Telegram stand-in, driven by python-telegram-bot."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest
import requests
from PIL import Image
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeChat,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    InputMediaPhoto,
    LinkPreviewOptions,
    Message,
    MessageEntity,
    ReplyParameters,
    Update,
)
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    EndPointNotFound,
    Forbidden,
    InvalidToken,
    RetryAfter,
)
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ContextTypes

CHANNEL = -1001000000001
OPERATOR = 4242
TOKEN = "1000000001:sandbox-token"

Result = TypeVar("Result")
Use = Callable[[Callable[[Bot], Awaitable[Result]]], Result]


def picture(color: str, size: tuple[int, int] = (60, 40)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, color).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def use(sandbox) -> Use:
    """use(function) runs it with a Bot that talks to the stand-in."""
    return lambda function: asyncio.run(with_bot(sandbox.url, TOKEN, function))


async def with_bot(url: str, token: str, function: Callable[[Bot], Awaitable[Result]]) -> Result:
    async with bot_at(url, token) as bot:
        return await function(bot)


def bot_at(url: str, token: str) -> Bot:
    return Bot(token, base_url=f"{url}/telegram/bot", base_file_url=f"{url}/telegram/file/bot")


def feed(control):
    return control("feeds?service=telegram")[0]["posts"]


def test_a_text_with_entities(use, control):
    entities = [
        MessageEntity(MessageEntity.BOLD, 0, 2),
        MessageEntity(MessageEntity.TEXT_LINK, 5, 1, url="https://blog.example/a"),
    ]

    message = use(
        lambda bot: bot.send_message(
            CHANNEL,
            "😀 一 字",
            entities=entities,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        )
    )

    assert message.entities == tuple(entities)
    assert message.sender_chat.username == "pressrun_sandbox"
    assert message.from_user is None
    assert message.link_preview_options.is_disabled
    assert [post["text"] for post in feed(control)] == ["😀 一 字"]


def test_a_reply(use):
    async def talk(bot):
        first = await bot.send_message(CHANNEL, "one")
        reply = ReplyParameters(first.message_id)
        return await bot.send_message(CHANNEL, "two", reply_parameters=reply)

    assert use(talk).reply_to_message.text == "one"


def test_a_photo_is_uploaded_fetched_and_sent_again(use):
    async def talk(bot):
        first = await bot.send_photo(OPERATOR, picture("teal", (600, 400)), caption="一")
        largest = max(first.photo, key=lambda size: size.width * size.height)
        smallest = min(first.photo, key=lambda size: size.width)
        again = await bot.send_photo(CHANNEL, largest.file_id)
        whole = await (await largest.get_file()).download_as_bytearray()
        thumb = await (await smallest.get_file()).download_as_bytearray()
        return first, again, bytes(whole), bytes(thumb)

    first, again, whole, thumb = use(talk)

    assert first.caption == "一"
    assert again.photo[-1].file_unique_id == first.photo[-1].file_unique_id
    assert whole == picture("teal", (600, 400))
    assert Image.open(io.BytesIO(thumb)).size == (90, 60)


def test_a_document(use):
    async def talk(bot):
        sent = await bot.send_document(OPERATOR, b"<p>a</p>", filename="preview.html")
        return sent, bytes(await (await sent.document.get_file()).download_as_bytearray())

    sent, content = use(talk)

    assert (sent.document.file_name, sent.document.mime_type) == ("preview.html", "text/html")
    assert content == b"<p>a</p>"


def test_an_album(use, control):
    medias = [InputMediaPhoto(picture("red"), caption="一"), InputMediaPhoto(picture("blue"))]

    sent = use(lambda bot: bot.send_media_group(CHANNEL, medias))

    assert len({message.media_group_id for message in sent}) == 1
    assert [message.message_id for message in sent] == [1, 2]
    (post,) = feed(control)
    assert (post["kind"], post["text"], len(post["pictures"])) == ("album", "一", 2)
    assert post["details"]["message_ids"] == [1, 2]


def test_edits_and_a_deletion(use, control):
    async def talk(bot):
        message = await bot.send_message(CHANNEL, "one")
        edited = await message.edit_text("two")
        with pytest.raises(BadRequest, match="Message is not modified"):
            await message.edit_text("two")
        photo = await bot.send_photo(CHANNEL, picture("red"), caption="three")
        caption = await photo.edit_caption("four")
        other = await photo.edit_media(InputMediaPhoto(picture("blue"), caption="five"))
        await message.delete()
        return edited, caption, other

    edited, caption, other = use(talk)

    assert (edited.text, caption.caption, other.caption) == ("two", "four", "five")
    assert [post["text"] for post in feed(control)] == ["five"]


def test_a_forward_tells_what_is_there(use):
    async def talk(bot):
        await bot.send_message(CHANNEL, "one")
        forwarded = await bot.forward_message(OPERATOR, CHANNEL, 1, disable_notification=True)
        with pytest.raises(BadRequest, match="Message to forward not found"):
            await bot.forward_message(OPERATOR, CHANNEL, 2)
        return forwarded

    forwarded = use(talk)

    assert forwarded.text == "one"
    assert (forwarded.forward_origin.message_id, forwarded.forward_origin.chat.id) == (1, CHANNEL)


def test_copies(use):
    async def talk(bot):
        await bot.send_message(CHANNEL, "one")
        await bot.send_message(CHANNEL, "two")
        single = await bot.copy_message(OPERATOR, CHANNEL, 1)
        return single, await bot.copy_messages(OPERATOR, CHANNEL, [1, 2, 3])

    single, several = use(talk)

    assert (single.message_id, [copy.message_id for copy in several]) == (1, [2, 3])


def test_the_bot_knows_its_rights(use):
    async def talk(bot):
        return await bot.get_chat_member(CHANNEL, bot.id), await bot.get_chat("@pressrun_sandbox")

    member, chat = use(talk)

    assert (member.status, member.can_post_messages, member.can_edit_messages) == (
        "administrator", True, False,
    )  # fmt: skip
    assert (chat.type, chat.title) == ("channel", "pressrun sandbox")


def test_commands_for_one_chat(use):
    scope = BotCommandScopeChat(OPERATOR)

    async def talk(bot):
        await bot.set_my_commands([BotCommand("publish", "Publish")], scope, language_code="en")
        return await bot.get_my_commands(scope, "en"), await bot.get_my_commands()

    assert use(talk) == ((BotCommand("publish", "Publish"),), ())


@pytest.mark.parametrize(
    ("action", "body", "error"),
    [
        ("kick", {}, Forbidden),
        ("revoke_rights", {"rights": ["can_post_messages"]}, BadRequest),
        ("migrate", {"to": -100777}, ChatMigrated),
    ],
)
def test_what_people_do_meanwhile_stops_the_bot(use, control, action, body, error):
    control(f"do/telegram/{action}", none=None, **body)

    with pytest.raises(error):
        use(lambda bot: bot.send_message(CHANNEL, "one"))


def test_too_many_messages(use, control, monkeypatch):
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # else the client warns about its own change
    control("switches", service="telegram", name="channel_per_minute", value=1)

    async def talk(bot):
        await bot.send_message(CHANNEL, "one")
        await bot.send_message(CHANNEL, "two")

    with pytest.raises(RetryAfter, match="Retry in 0:01:00"):
        use(talk)


def test_a_wrong_token(sandbox):
    with pytest.raises(InvalidToken):
        asyncio.run(with_bot(sandbox.url, "1000000001:wrong", lambda bot: bot.get_me()))


def test_rich_messages_are_unknown_to_an_old_server(use, control):
    control("switches", service="telegram", name="server_version", value="10.0")

    with pytest.raises(EndPointNotFound):
        use(lambda bot: bot.do_api_request("sendRichMessage", api_kwargs={"chat_id": CHANNEL}))


def test_a_rich_message_goes_with_its_upload(use):
    message = {
        "html": '<h2>T</h2><img src="tg://photo?id=fig1"/>',
        "media": [{"id": "fig1", "media": {"type": "photo", "media": "attach://f1"}}],
    }
    body = {"chat_id": CHANNEL, "rich_message": message, "f1": InputFile(picture("teal"))}

    shown = use(
        lambda bot: bot.do_api_request("sendRichMessage", api_kwargs=body, return_type=Message)
    )

    heading, photo = shown.api_kwargs["rich_message"]["blocks"]
    assert heading == {"type": "heading", "text": "T", "size": 2}
    assert [(size["width"], size["height"]) for size in photo["photo"]] == [(60, 40)]


def test_the_second_of_two_pollers_ends_the_first(use, sandbox):
    async def talk(bot):
        first = asyncio.create_task(bot.get_updates(timeout=30))
        await asyncio.sleep(0.2)
        async with bot_at(sandbox.url, TOKEN) as other:
            second = asyncio.create_task(other.get_updates(timeout=1))
            with pytest.raises(Conflict, match="terminated by other getUpdates request"):
                await first
            return await second

    assert use(talk) == ()


def test_a_waiting_poll_ends_when_something_comes_or_a_webhook_is_set(use, sandbox):
    async def talk(bot):
        poll = asyncio.create_task(bot.get_updates(timeout=30))
        await asyncio.sleep(0.1)
        say = f"{sandbox.url}/_control/do/telegram/say"
        await asyncio.to_thread(requests.post, say, json={"text": "hello"}, timeout=30)
        (update,) = await poll
        poll = asyncio.create_task(bot.get_updates(update.update_id + 1, timeout=30))
        await asyncio.sleep(0.1)
        await bot.set_webhook("https://bot.example/hook")
        with pytest.raises(Conflict, match="terminated by setWebhook request"):
            await poll
        return update.message.text

    assert use(talk) == "hello"


def test_a_conversation_with_buttons(sandbox, control):
    control("do/telegram/say", text="/start")
    asyncio.run(_converse(sandbox.url))

    messages = control("do/telegram/chat", chat_id=OPERATOR)

    assert [message["text"] for message in messages] == ["/start", "You chose go"]


async def _converse(url: str) -> None:
    """An application that asks, a person who presses, and an edit as the answer."""
    done = asyncio.Event()
    pressed: list[str] = []

    async def ask(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        buttons = [[InlineKeyboardButton("Go", callback_data="go")]]
        await update.message.reply_text("Go?", reply_markup=InlineKeyboardMarkup(buttons))
        pressed.append(await asyncio.to_thread(_press, url))

    async def answer(update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        await update.callback_query.answer("Well")
        await update.callback_query.edit_message_text(f"You chose {update.callback_query.data}")
        done.set()

    application = Application.builder().bot(bot_at(url, TOKEN)).build()
    application.add_handler(CommandHandler("start", ask))
    application.add_handler(CallbackQueryHandler(answer))
    async with application:
        await application.updater.start_polling(timeout=2)
        await application.start()
        await asyncio.wait_for(done.wait(), 10)
        await application.updater.stop()
        await application.stop()
    shown = requests.post(
        f"{url}/_control/do/telegram/callback", json={"callback_query_id": pressed[0]}, timeout=30
    )
    assert shown.json() == {"answer": {"text": "Well", "show_alert": False}}


def _press(url: str) -> str:
    sent = requests.post(f"{url}/_control/do/telegram/press", json={"button": "Go"}, timeout=30)
    number: str = sent.json()["callback_query_id"]
    return number
