"""Rate windows: how often each call may be made, and the headers that tell."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from sandbox.x.rows import State, Window

QUARTER, THREE_HOURS, DAY = 900, 10_800, 86_400


@dataclass(frozen=True, slots=True)
class Limit:
    """`count` calls in `seconds`, for one user or for the whole app."""

    count: int
    seconds: int
    per: str = "user"


@dataclass(frozen=True, slots=True)
class Left:
    limit: Limit
    remaining: int
    reset: int


def _media(quarter: int, day: int) -> tuple[Limit, ...]:
    return (Limit(quarter, QUARTER), Limit(day, DAY, "app"))


# docs.x.com rate-limits.mdx, August 2026
LIMITS = {
    "tweets/create": (Limit(100, QUARTER), Limit(10_000, DAY, "app")),
    "tweets/delete": (Limit(50, QUARTER),),
    "users/me": (Limit(75, QUARTER),),
    "users/tweets": (Limit(900, QUARTER), Limit(10_000, QUARTER, "app")),
    "media/upload": _media(500, 50_000),
    "media/initialize": _media(1875, 180_000),
    "media/append": _media(1875, 180_000),
    "media/finalize": _media(1875, 180_000),
    "media/status": _media(1000, 100_000),
    "media/metadata": _media(500, 50_000),
}
# manage-tweets/integrate.mdx, an older page that was never withdrawn
OLDER_LIMITS = (Limit(200, QUARTER), Limit(300, THREE_HOURS))
HIDDEN_DAY_CAP = 100


class Rates:
    def __init__(self, state: State) -> None:
        self._state = state

    def spend(self, operation: str, user_id: str) -> tuple[bool, dict[str, str]]:
        """Whether the call is within every window, and the headers after it."""
        limits = self._limits(operation)
        allowed = all(self._left(operation, user_id, limit).remaining for limit in limits)
        if allowed:
            for limit in limits:
                self._count(operation, user_id, limit)
        left = [self._left(operation, user_id, limit) for limit in limits]
        return allowed, self._headers(left)

    def _limits(self, operation: str) -> tuple[Limit, ...]:
        limits = LIMITS[operation]
        if operation != "tweets/create":
            return limits
        if self._state.switches.flag("older_limits"):
            limits += OLDER_LIMITS
        return limits + self._day_cap()

    def _day_cap(self) -> tuple[Limit, ...]:
        cap = self._state.switches.word("day_cap")
        if cap == "none":
            return ()
        return (Limit(HIDDEN_DAY_CAP if cap == "absent" else int(cap), DAY),)

    def _left(self, operation: str, user_id: str, limit: Limit) -> Left:
        window = self._window(operation, user_id, limit)
        reset = ceil(window.started + self._state.clock.paced(limit.seconds))
        return Left(limit, max(limit.count - window.used, 0), reset)

    def _window(self, operation: str, user_id: str, limit: Limit) -> Window:
        now = self._state.clock.now()
        window = self._state.windows.get(_key(operation, user_id, limit))
        if window is None or now >= window.started + self._state.clock.paced(limit.seconds):
            return Window(now, 0)
        return window

    def _count(self, operation: str, user_id: str, limit: Limit) -> None:
        window = self._window(operation, user_id, limit)
        key = _key(operation, user_id, limit)
        self._state.windows.put(key, Window(window.started, window.used + 1))

    def _headers(self, left: list[Left]) -> dict[str, str]:
        short = [one for one in left if one.limit.seconds < DAY]
        tightest = min(short, key=lambda one: (one.remaining, -one.reset))
        headers = _trio("x-rate-limit-{}", tightest)
        for one in left:
            if one.limit.seconds == DAY and not self._hidden(one.limit):
                headers |= _trio(f"x-{one.limit.per}-limit-24hour-{{}}", one)
        return headers

    def _hidden(self, limit: Limit) -> bool:
        return limit.per == "user" and self._state.switches.word("day_cap") == "absent"


def _key(operation: str, user_id: str, limit: Limit) -> str:
    holder = "app" if limit.per == "app" else user_id or "app"
    return f"{operation} {holder} {limit.count} {limit.seconds}"


def _trio(name: str, left: Left) -> dict[str, str]:
    return {
        name.format("limit"): str(left.limit.count),
        name.format("remaining"): str(left.remaining),
        name.format("reset"): str(left.reset),
    }
