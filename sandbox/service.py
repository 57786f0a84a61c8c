"""What a service tells the core: its operations, its readers' view, its switches and its faults."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from sandbox.clock import Clock
from sandbox.exchange import Answer, Exchange, Json
from sandbox.store import Row, Store, Table

if TYPE_CHECKING:
    from sandbox.faults import Fault

Handler = Callable[[Exchange], Answer | Awaitable[Answer]]
Scalar = bool | int | float | str


@dataclass(frozen=True, slots=True)
class Operation:
    """One call of an API, or one page for readers.

    `path` is a Starlette path (`/x/2/tweets/{id}`, `{rest:path}`); `name` may use its parameters
    (`"{method}"`) and is what faults and the call log go by; no `methods` means any method. The
    first operation that fits wins. A `reader` page is neither logged nor struck by faults. `known`
    are the names worth offering where the name has parameters.
    """

    name: str
    path: str
    handler: Handler
    methods: tuple[str, ...] = ()
    reader: bool = False
    known: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Post:
    """One thing a service would show: the minimum that all services share.

    `pictures` are addresses on this server; `created_at` is epoch seconds; `html` is what the
    sandbox page shows instead of the text; `details` is whatever else a test may want to see.
    """

    id: str
    kind: str
    title: str
    text: str
    created_at: float
    pictures: tuple[str, ...] = ()
    url: str = ""
    html: str = ""
    details: Mapping[str, Json] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Switch:
    """A doubtful point of a contract. With `values`, only those are taken."""

    name: str
    default: Scalar
    meaning: str
    values: tuple[Scalar, ...] = ()


class Switches:
    """The values in force; changed by control, kept in the store."""

    def __init__(self, known: Sequence[Switch], table: Table[SwitchRow]) -> None:
        self.known = {switch.name: switch for switch in known}
        self._table = table

    def set(self, name: str, value: Scalar) -> None:
        """ValueError for an unknown name or a value that the switch does not take."""
        switch = self.known.get(name)
        if switch is None:
            raise ValueError(f"no switch {name!r}; known: {', '.join(sorted(self.known))}")
        if not _takes(switch, value):
            raise ValueError(f"switch {name!r} does not take {value!r}")
        self._table.put(name, SwitchRow(value))

    def value(self, name: str) -> Scalar:
        row = self._table.get(name)
        return self.known[name].default if row is None else row.value

    def flag(self, name: str) -> bool:
        return bool(self.value(name))

    def number(self, name: str) -> int:
        return int(self.value(name))

    def seconds(self, name: str) -> float:
        return float(self.value(name))

    def word(self, name: str) -> str:
        return str(self.value(name))

    def all(self) -> dict[str, Scalar]:
        return {name: self.value(name) for name in self.known}


@dataclass(frozen=True, slots=True)
class SwitchRow:
    value: Scalar


@dataclass(frozen=True, slots=True)
class Setting:
    """What a stand-in is opened with. Table and sequence names are its own."""

    key: str
    store: Store
    clock: Clock
    switches: Switches

    def table(self, name: str, row: type[Row]) -> Table[Row]:
        return self.store.table(f"{self.key}/{name}", row)

    def next(self, name: str) -> int:
        return self.store.next(f"{self.key}/{name}")


class StandIn(Protocol):
    """A running service. All its state lies in tables, so that `reset` only empties them."""

    def operations(self) -> Sequence[Operation]: ...

    def feed(self) -> Sequence[Post]: ...

    def deleted(self) -> Sequence[Post]:
        """What was there once; the sandbox page strikes it out."""


# A named fault: changes the stand-in's state, or answers in the handler's place, or both.
NamedFault = Callable[[Any, Exchange, "Fault"], Answer | None]
# What a test or a person may do to a service behind the client's back.
Action = Callable[[Any, Mapping[str, Any]], Json]


@dataclass(frozen=True, slots=True)
class Trouble:
    """How this service itself says or does one of the troubles of the sandbox page.

    `fault` is what control takes (faults.py), without its service; `note` is what to expect;
    `remedy` is an action that a person may take afterwards, with its words.
    """

    fault: Mapping[str, Json]
    note: str = ""
    remedy: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class Service:
    """`hosts` maps a real Host header to our path prefix (`*.` matches any subdomain).

    `faults` with the value None are those the handler asks for itself, at the point `inside`.
    `troubles` are what the page offers: rate_limited, error, expired, lagging.
    """

    key: str
    open: Callable[[Setting], StandIn]
    hosts: Mapping[str, str] = field(default_factory=dict)
    switches: tuple[Switch, ...] = ()
    faults: Mapping[str, NamedFault | None] = field(default_factory=dict)
    actions: Mapping[str, Action] = field(default_factory=dict)
    troubles: Mapping[str, Trouble] = field(default_factory=dict)


def _takes(switch: Switch, value: Scalar) -> bool:
    if switch.values:
        return value in switch.values
    if isinstance(switch.default, bool) or isinstance(value, bool):
        return isinstance(switch.default, bool) and isinstance(value, bool)
    if isinstance(switch.default, str):
        return isinstance(value, str)
    return isinstance(value, int | float)
