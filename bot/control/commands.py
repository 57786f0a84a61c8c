"""What the operators' commands do: each is one short coroutine that shows a screen."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence

from adapters import CHANNELS
from bot.control.desk import Operator
from bot.control.room import Room
from bot.control.screens import (
    doctor_screen,
    help_screen,
    issues_screen,
    status_screen,
)
from bot.control.words import say
from bot.release.actions import NotNow
from bot.release.board import waits_for_approval

Command = Callable[[Room, Operator, Sequence[str]], Awaitable[None]]


async def start(room: Room, operator: Operator, words: Sequence[str]) -> None:
    """Bare it is /help; with what a deep link carries, the screen that the link is for."""
    kind, _, ref = (words[0] if words else "").partition("_")
    if kind == "pub" and ref:
        await room.publish(operator, (await room.ask(room.desk.post, ref)).path)
    elif kind == "rel" and ref:
        await room.show_release(operator, await room.ask(room.desk.release_named, ref))
    else:
        await help_(room, operator, ())


async def help_(room: Room, operator: Operator, _: Sequence[str]) -> None:
    await room.say(operator, help_screen(operator.lang, tuple(COMMANDS)))


async def issues(room: Room, operator: Operator, _: Sequence[str]) -> None:
    found = await room.ask(room.desk.posts)
    await room.say(operator, issues_screen(operator.lang, found, room.desk.zone))


async def preview(room: Room, operator: Operator, words: Sequence[str]) -> None:
    channels = tuple(word for word in words if word in CHANNELS)
    name = " ".join(word for word in words if word not in CHANNELS)
    post = await room.ask(room.desk.post, name)
    await room.preview(operator, post.path, channels)


async def plan(room: Room, operator: Operator, words: Sequence[str]) -> None:
    post = await room.ask(room.desk.post, " ".join(words))
    await room.say(operator, await room.ask(room.desk.plan, operator, post))


async def publish(room: Room, operator: Operator, words: Sequence[str]) -> None:
    post = await room.ask(room.desk.post, " ".join(words))
    await room.publish(operator, post.path)


async def approve(room: Room, operator: Operator, words: Sequence[str]) -> None:
    """Shows what waits, to be approved by its button: that names what is approved."""
    if words:
        waiting = [await room.ask(room.desk.release_named, " ".join(words))]
    else:
        found = (await room.ask(room.desk.board)).deliveries
        waiting = [*dict.fromkeys(d.release_id for d in found if waits_for_approval(d))]
    if not waiting:
        raise NotNow(say(operator.lang, "nothing_to_approve"))
    for release_id in waiting:
        await room.show_release(operator, release_id)


def steering(action: str) -> Command:
    async def steer(room: Room, operator: Operator, words: Sequence[str]) -> None:
        release_id = await room.ask(room.desk.release_named, " ".join(words))
        await room.steer(operator, action, release_id)

    return steer


async def reschedule(room: Room, operator: Operator, words: Sequence[str]) -> None:
    """`/reschedule tomorrow 08:00`; without a time, it is asked for."""
    release_id = await room.ask(room.desk.release_named, "")
    if words:
        await room.reschedule(operator, release_id, " ".join(words))
    else:
        await room.show_times(operator, release_id)


async def status(room: Room, operator: Operator, _: Sequence[str]) -> None:
    found = await room.ask(room.desk.board)
    await room.say(operator, status_screen(operator.lang, found, room.desk.zone))


async def decide(room: Room, operator: Operator, _: Sequence[str]) -> None:
    """Every open question once more."""
    asked = await room.ask(room.desk.questions)
    if not asked:
        raise NotNow(say(operator.lang, "nothing_asks"))
    for question in asked:
        await room.show_question(operator, question)


async def retract(room: Room, operator: Operator, words: Sequence[str]) -> None:
    release_id = await room.ask(room.desk.release_out, " ".join(words))
    await room.show_removals(operator, release_id)


async def doctor(room: Room, operator: Operator, _: Sequence[str]) -> None:
    await room.say(operator, doctor_screen(operator.lang, await room.ask(room.desk.findings)))


COMMANDS: Mapping[str, Command] = {
    "start": start,
    "help": help_,
    "issues": issues,
    "preview": preview,
    "plan": plan,
    "publish": publish,
    "approve": approve,
    "hold": steering("hold"),
    "resume": steering("resume"),
    "cancel": steering("cancel"),
    "reschedule": reschedule,
    "status": status,
    "retry": steering("retry"),
    "decide": decide,
    "retract": retract,
    "doctor": doctor,
}
