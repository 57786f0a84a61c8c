"""Quiet hours in the author's zone: when nothing of ours may make a phone ring."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.release.wall import first_instant, instants, wall
from config.quiet_hours import Span, quiet_spans
from config.zones import zone as zone_named

__all__ = ["Quiet", "Span", "quiet_hours"]


@dataclass(frozen=True, slots=True)
class Quiet:
    """The spans by the clocks of `zone`; without spans no hour is quiet."""

    spans: tuple[Span, ...]
    zone: ZoneInfo

    def moved(self, at: datetime) -> datetime:
        """The first moment outside, `at` itself where it is not quiet, in UTC."""
        at = at.astimezone(UTC)
        while end := self._end(at):
            at = end
        return at

    def _end(self, at: datetime) -> datetime | None:
        """When the span ends that holds a moment; None where none does."""
        shown = wall(at, self.zone)
        for span in self.spans:
            for start in (shown.date() - timedelta(days=1), shown.date()):
                midnight = datetime.combine(start, time())
                end = midnight + timedelta(minutes=span.end)
                begun = midnight + timedelta(minutes=span.start) <= shown
                if start.weekday() in span.days and begun and shown < end:
                    return self._shown_after(end, at)
        return None

    def _shown_after(self, shown: datetime, at: datetime) -> datetime:
        """The clocks put back may show the end again after the first one has gone by."""
        ahead = [moment for moment in instants(shown, self.zone) if moment > at]
        return ahead[0] if ahead else first_instant(shown, self.zone)


def quiet_hours(text: str, zone: str) -> Quiet:
    """The quiet hours that a text names. Raises ValueError, also when they never end."""
    return Quiet(quiet_spans(text), zone_named(zone))
