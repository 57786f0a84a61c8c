"""What the page's fault panel offers: the same few troubles, each as the service itself has it.

A trouble becomes an ordinary fault (faults.py), so that it is counted, listed and taken away like
any other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from sandbox.exchange import Json
from sandbox.faults import Fault, parse_fault
from sandbox.service import Operation, Service, Trouble
from sandbox.world import World

HANG_S = 600.0  # longer than any client waits; it ends when the client leaves
LABELS = {
    "rate_limited": "429: too many requests",
    "error_before": "500 before the effect",
    "error_after": "500 after the effect",
    "timeout_after": "Timeout after the effect",
    "reset_before": "Reset before the effect",
    "expired": "Expired credentials",
    "lagging": "Lagging timeline",
}
ANYWHERE: Mapping[str, Trouble] = {
    "timeout_after": Trouble(
        {"action": "hang", "point": "stored", "seconds": HANG_S},
        "What was asked is done; no answer comes until the client gives up.",
    ),
    "reset_before": Trouble(
        {"action": "reset", "point": "received"}, "The connection breaks; nothing is done."
    ),
}
REFUSED = Trouble({"action": "status", "status": 500, "body": {"error": "internal"}})


@dataclass(frozen=True, slots=True)
class Offer:
    """One line of the panel. `operation` is the only call that it makes sense for, "*" for any."""

    kind: str
    label: str
    note: str
    operation: str
    remedy: tuple[str, str] | None


def panel(world: World) -> Json:
    """{service: {"offers": [...], "operations": [...]}}"""
    return {
        key: {
            "offers": [asdict(offer) for offer in offers(service)],
            "operations": _names(world.running[key].operations()),
        }
        for key, service in world.services.items()
    }


def offers(service: Service) -> list[Offer]:
    known = troubles(service)
    return [
        Offer(kind, label, one.note, str(one.fault.get("operation", "*")), one.remedy)
        for kind, label in LABELS.items()
        if (one := known.get(kind)) is not None
    ]


def troubles(service: Service) -> dict[str, Trouble]:
    """By kind: the service's own, before or after the effect, and what any network has."""
    own = dict(service.troubles)
    error = own.pop("error", REFUSED)
    return {
        **own,
        **ANYWHERE,
        "error_before": Trouble({**error.fault, "point": "received"}, error.note),
        "error_after": Trouble({**error.fault, "point": "stored"}, error.note),
    }


def ordered(raw: Mapping[str, Any], services: Mapping[str, Service]) -> Fault:
    """{"service", "kind", "operation"?, "times"?} as a fault. ValueError."""
    unknown = raw.keys() - {"service", "kind", "operation", "times"}
    if unknown:
        raise ValueError(f"unknown fields: {', '.join(sorted(unknown))}")
    key, kind = raw["service"], raw["kind"]
    if key not in services:
        raise ValueError(f"service is one of {', '.join(services)}")
    known = troubles(services[key])
    if kind not in known:
        raise ValueError(f"{key} has no {kind}; there are {', '.join(known)}")
    times = raw.get("times", 1)
    if isinstance(times, bool) or not isinstance(times, int):
        raise ValueError("times is a whole number")
    chosen = known[kind].fault
    operation = chosen.get("operation") or raw.get("operation") or "*"
    wanted = {**chosen, "service": key, "operation": operation, "times": times}
    own = {name: service.faults for name, service in services.items()}
    return parse_fault({**wanted, "label": LABELS[kind]}, own)


def _names(operations: Sequence[Operation]) -> list[str]:
    """What a fault may name: the calls, without the pages for readers."""
    names = [
        name
        for operation in operations
        if not operation.reader
        for name in (operation.known or (operation.name,))
    ]
    return sorted({name for name in names if "{" not in name})
