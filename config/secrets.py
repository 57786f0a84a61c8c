"""Secrets: from the environment, the keyring of the system, or a file that only its owner reads.

They are handed to one client each and never reach a log, an exception, the store or a page.
"""

from __future__ import annotations

import stat
from collections.abc import Mapping
from pathlib import Path

import yaml

SERVICE = "pressrun"  # the name under which the keyring keeps them


class SecretsError(Exception):
    """A secrets file that others can read, or that is no mapping."""


def secrets_of(
    channel: str, names: tuple[str, ...], *, environment: Mapping[str, str], file: Path
) -> dict[str, str]:
    """What is known of a channel's secrets; names without a value are absent."""
    from_file = _from_file(file).get(channel, {})
    found = {}
    for name in names:
        value = (
            environment.get(f"PRESSRUN_{channel}_{name}".upper())
            or from_file.get(name)
            or (None if environment.get("PRESSRUN_NO_KEYRING") else _from_keyring(channel, name))
        )
        if value:
            found[name] = value
    return found


def _from_file(path: Path) -> Mapping[str, Mapping[str, str]]:
    if not path.is_file():
        return {}
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise SecretsError(f"{path} can be read by others. Run: chmod 600 {path}")
    values = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    if not isinstance(values, dict):
        raise SecretsError(f"{path} must map channels to their secrets")
    return values


def _from_keyring(channel: str, name: str) -> str | None:
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(SERVICE, f"{channel}.{name}")
    except KeyringError:
        return None  # a machine without a keyring: the other two ways remain
