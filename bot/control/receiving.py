"""What operators send beside commands and buttons: answers in free text, and files."""

from __future__ import annotations

from telegram import Document

from bot.control.desk import Operator
from bot.control.intake import LIMIT, Refused
from bot.control.notices import REPLY, Notice
from bot.control.room import Room
from bot.control.screens import error_screen, help_screen, upload_screen
from bot.control.words import say

ADDRESSES = ("http://", "https://")


async def written(room: Room, operator: Operator, text: str, replied_to: int) -> None:
    """A line of text: the answer to the message it replies to, else to the last one that asked."""
    wanted = await room.ask(_wanted, room, operator, replied_to)
    if wanted is None:
        from bot.control.commands import COMMANDS

        await room.say(operator, help_screen(operator.lang, tuple(COMMANDS)))
        return
    kind, _, ref = wanted.ref.partition(":")
    if kind == "at":
        await room.reschedule(operator, ref, text.strip())
    elif not text.strip().startswith(ADDRESSES):
        await room.say(operator, error_screen(operator.lang, say(operator.lang, "no-address")))
        return
    else:
        try:
            await room.decide(operator, kind, ref, text.strip())
        finally:  # also when somebody else has answered: the next text is for something else
            await _heard(room, operator, wanted)
        return
    await _heard(room, operator, wanted)


async def _heard(room: Room, operator: Operator, wanted: Notice) -> None:
    kept = (operator.id, REPLY, wanted.ref, wanted.message_id)
    await room.ask(lambda: room.notices.keep(*kept, final=True))


def _wanted(room: Room, operator: Operator, replied_to: int) -> Notice | None:
    """What a text is for; None when nothing was asked."""
    if replied_to:
        found = room.notices.at(operator.id, replied_to)
        if found is not None and found.kind == REPLY:
            return None if found.final else found
    return room.notices.newest(operator.id, REPLY)


async def received(room: Room, operator: Operator, document: Document) -> None:
    """A Markdown file, or a zip of it and its pictures: what is wrong with it, and its preview."""
    if (document.file_size or 0) > LIMIT:
        await room.say(operator, error_screen(operator.lang, say(operator.lang, "too-large")))
        return
    file = await document.get_file()
    content = bytes(await file.download_as_bytearray())
    try:
        ref, taken = await room.ask(room.desk.take, document.file_name or "", content)
    except Refused as error:
        await room.say(operator, error_screen(operator.lang, str(error), error.next_step))
        return
    problems = await room.ask(room.desk.problems, taken.path)
    screen = upload_screen(operator.lang, taken.path.name, taken.notes, problems, ref)
    await room.say(operator, screen)
