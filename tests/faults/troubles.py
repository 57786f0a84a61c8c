"""Services that refuse, answer too late or wrongly, and show late what they have."""

from __future__ import annotations

from collections.abc import Mapping

from tests.faults.people import control
from tests.faults.stage import CHANNELS, Stage

REFUSALS: Mapping[str, Mapping[str, object]] = {
    "telegram": {
        "action": "status", "status": 429,
        "body": {
            "ok": False, "error_code": 429, "description": "Too Many Requests: retry after 5",
            "parameters": {"retry_after": 5},
        },
    },
    "substack": {"action": "status", "status": 429},
    # Its status is always 200.
    "wechat": {
        "action": "status", "status": 200,
        "body": {"errcode": 45011, "errmsg": "api minute-quota reach limit"},
    },
    "x": {"action": "rate_limited"},
}  # fmt: skip
LOST = (  # after the effect: a timeout in two forms, and a gateway that gave up
    {"action": "hang", "seconds": 1.0, "chance": 0.015},
    {"action": "close", "chance": 0.015},
    {"action": "status", "status": 502, "chance": 0.03},
)
LAGS = (
    ("x", "timeline_lag_s", 30.0),
    ("x", "timeline_lag_polls", 2),
    ("substack", "list_lag_s", 30.0),
    ("substack", "archive_lag_s", 30.0),
)
# A day of X passes within the run, and with it the number of its posts.
LIMITS = (("x", "day_cap", "none"), ("x", "older_limits", False))


def trouble(stage: Stage, seed: int) -> None:
    """All services refuse, lose answers and lag from now on, each by dice of its own."""
    for n, service in enumerate(CHANNELS):
        always = {"service": service, "operation": "*", "times": None}
        dice = 100 * seed + 10 * n
        stage.inject(**always, **REFUSALS[service], point="received", chance=0.05, seed=dice)
        for m, fault in enumerate(LOST, 1):
            stage.inject(**always, **fault, point="stored", seed=dice + m)
    for service, name, value in (*LAGS, *LIMITS):
        control(stage, "switches", service=service, name=name, value=value)
