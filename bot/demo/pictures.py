"""The pictures of the sample issues, drawn when they are laid out: always the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from bot.demo import charts, diagrams, views

PICTURES: Mapping[str, Callable[[], bytes]] = {
    "41/drift.png": charts.drift,
    "41/tides.webp": charts.tides,
    "42/arm.png": charts.arm,
    "42/buses.png": charts.buses,
    "42/crossing.png": diagrams.crossing,
    "42/errors.webp": charts.errors,
    "42/ferry.jpg": views.ferry,
    "42/harbour.jpg": views.harbour,
    "42/lamps.png": diagrams.lamps,
    "42/latency.png": charts.latency,
    "42/proof-sheet.png": views.proof_sheet,
    "42/scatter.png": charts.scatter,
    "42/till.png": diagrams.till,
    "42/waiting.png": charts.waiting,
}
