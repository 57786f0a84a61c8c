"""Posts that may be out since a restored backup: where one is not, those behind it are not."""

from __future__ import annotations

from bot.release.ledger import Ledger, Note
from bot.release.records import Call
from bot.release.states import CallState


def clear_behind(ledger: Ledger, absent: Call) -> None:
    """Posts go in order, so behind one that is certainly not there nothing is looked for."""
    note = Note("pressrun", f"{absent.part.key} is not there, so this is not either")
    calls = ledger.calls(absent.delivery_id)
    behind = calls[[call.id for call in calls].index(absent.id) + 1 :]
    for call in behind:
        if call.feared and call.part.phase is absent.part.phase:
            ledger.settle(call, CallState.PLANNED, note)
