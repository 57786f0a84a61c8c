"""What the buttons do. A button carries ids alone; what it may do is read from the store."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from bot.control.buttons import Press
from bot.control.desk import Operator
from bot.control.overview import Shown
from bot.control.room import Room
from bot.control.screens import ask_time, cancel_screen, issue_screen, stale

Pressed = Callable[[Room, Operator, Press, int], Awaitable[None]]

TIMES = {"at.now": "now", "at.+1h": "+1h", "at.tomorrow": "tomorrow 08:00"}
ALWAYS = ("hold", "status")  # whatever has changed meanwhile, this is what is wanted
WITH_ADDRESS = ("there", "published")  # answers that an address belongs to


async def issue(room: Room, operator: Operator, press: Press, _: int) -> None:
    post = await room.ask(room.desk.post, press.ref)
    problems = await room.ask(room.desk.problems, post.path)
    await room.say(operator, issue_screen(operator.lang, post, problems))


async def preview(room: Room, operator: Operator, press: Press, _: int) -> None:
    await room.preview(operator, await room.ask(room.desk.path_of, press.ref))


async def publish(room: Room, operator: Operator, press: Press, _: int) -> None:
    await room.publish(operator, (await room.ask(room.desk.post, press.ref)).path)


async def first(room: Room, operator: Operator, press: Press, _: int) -> None:
    """The operator knows that this issue was never out."""
    path = (await room.ask(room.desk.post, press.ref)).path
    await room.publish(operator, path, first=True)


async def approve(room: Room, operator: Operator, press: Press, message_id: int) -> None:
    await room.approve(operator, press, message_id)


async def times(room: Room, operator: Operator, press: Press, message_id: int) -> None:
    await room.show_times(operator, press.ref, message_id)


async def at(room: Room, operator: Operator, press: Press, message_id: int) -> None:
    await room.reschedule(operator, press.ref, TIMES[press.action], message_id)


async def another_time(room: Room, operator: Operator, press: Press, _: int) -> None:
    await room.want(operator, f"at:{press.ref}", ask_time(operator.lang, room.desk.zone))


async def cancel(room: Room, operator: Operator, press: Press, message_id: int) -> None:
    """Asks once more: what is called off never goes out."""
    rev = await room.ask(room.desk.revision, press.ref)
    screen = cancel_screen(operator.lang, press.ref, rev)
    await room.show_in(operator, Shown(screen, press.ref, asks=True), message_id)


async def cancel_yes(room: Room, operator: Operator, press: Press, message_id: int) -> None:
    await room.steer(operator, "cancel", press.ref, message_id)


async def release(room: Room, operator: Operator, press: Press, message_id: int) -> None:
    """As it stands now, in place of a question that was left."""
    shown = await room.ask(room.desk.release, operator.lang, press.ref)
    await room.show_in(operator, shown, message_id)


async def steer(room: Room, operator: Operator, press: Press, message_id: int) -> None:
    await room.steer(operator, press.action, press.ref, message_id)


async def retract(room: Room, operator: Operator, press: Press, _: int) -> None:
    await room.show_removals(operator, press.ref)


async def retract_yes(room: Room, operator: Operator, press: Press, _: int) -> None:
    await room.retract(operator, press.ref)


async def decide(room: Room, operator: Operator, press: Press, message_id: int) -> None:
    await room.asks_still(operator, press.ref, message_id)
    answer = press.action.removeprefix("d.")
    if answer in WITH_ADDRESS:
        await room.want_address(operator, answer, press.ref)
    else:
        await room.decide(operator, answer, press.ref)


PRESSES: Mapping[str, Pressed] = {
    "issue": issue,
    "preview": preview,
    "publish": publish,
    "first": first,
    "approve": approve,
    "times": times,
    **dict.fromkeys(TIMES, at),
    "at.other": another_time,
    "cancel": cancel,
    "cancel-yes": cancel_yes,
    "status": release,
    "hold": steer,
    "resume": steer,
    "retry": steer,
    "retract": retract,
    "retract-yes": retract_yes,
}


async def pressed(room: Room, operator: Operator, data: str, message_id: int) -> None:
    """Do what a button says; one of an earlier version of pressrun says that it is out of date."""
    press = Press.read(data)
    act = None if press is None else PRESSES.get(press.action)
    if press is not None and press.action.startswith("d."):
        act = decide
    if press is None or act is None:
        await room.say(operator, stale(operator.lang))
    elif press.rev and press.action not in ALWAYS and await room.is_stale(press):
        await room.show_stale(operator, press.ref, message_id)
    else:
        await act(room, operator, press, message_id)
