"""What somebody meant who wrote a name that is not known."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def near(name: str, known: Iterable[str]) -> str:
    """The known name most like this one, whatever its capitals; "" when none is."""
    spelled = {one.lower(): one for one in known}
    found = difflib.get_close_matches(name.lower(), spelled, n=1)
    return spelled[found[0]] if found else ""


def suggest(text: str, name: str, known: Iterable[str]) -> str:
    """A sentence on an unknown name, with the near one where there is any."""
    meant = near(name, known)
    return f"{text}. Did you mean {meant}?" if meant else f"{text}."
