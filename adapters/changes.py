"""What updates and retractions share in every channel: the keys of their parts, their problems."""

from __future__ import annotations

from adapters.base import Receipts
from content.problems import Level, Problem

EDIT = "edit/"
DELETE = "delete/"


def edit_key(key: str) -> str:
    """The key of the part that edits what the part `key` brought."""
    return f"{EDIT}{key}"


def delete_key(key: str) -> str:
    """The key of the part that removes what the part `key` brought."""
    return f"{DELETE}{key}"


def standing(sent: Receipts) -> Receipts:
    """The receipts of what was made, without those of edits, and of what is deleted again."""
    return {
        key: receipt
        for key, receipt in sent.items()
        if not key.startswith((EDIT, DELETE)) and delete_key(key) not in sent
    }


def by_hand(channel: str, message: str, step: str) -> Problem:
    """What only a person can change: `message` holds the words, `step` says where."""
    return Problem(Level.WARNING, "by-hand", channel, 0, message, step)


def not_possible(channel: str, message: str, step: str = "") -> Problem:
    """What nobody can change, or what is left as it stands."""
    return Problem(Level.WARNING, "not-possible", channel, 0, message, step)
