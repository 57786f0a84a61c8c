"""An unknown zone is refused with the one that was meant."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from config.zones import machine_zone, zone


def test_a_zone_is_found_by_its_iana_name() -> None:
    assert zone("Asia/Shanghai").key == "Asia/Shanghai"


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Asia/Shangai", '"Asia/Shangai" is not a time zone. Did you mean Asia/Shanghai?'),
        ("europe/berlin", '"europe/berlin" is not a time zone. Did you mean Europe/Berlin?'),
        ("Asia/Bejing", '"Asia/Bejing" is not a time zone. Did you mean Asia/Shanghai?'),
        ("Asia", '"Asia" is not a time zone.'),
        ("", '"" is not a time zone.'),
        ("../zone", '"../zone" is not a time zone.'),
    ],
)
def test_another_name_is_refused_with_a_near_one(name: str, words: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(words)}"):
        zone(name)


def test_the_machines_zone_is_told_by_its_environment(tmp_path: Path) -> None:
    (tmp_path / "timezone").write_text("Asia/Tokyo\n", "utf-8")

    assert machine_zone({"TZ": ":Europe/Berlin"}, tmp_path) == "Europe/Berlin"


@pytest.mark.parametrize("told", ["", "CET-1CEST"])
def test_else_by_its_files(tmp_path: Path, told: str) -> None:
    (tmp_path / "timezone").write_text("Asia/Tokyo\n", "utf-8")

    assert machine_zone({"TZ": told}, tmp_path) == "Asia/Tokyo"


def test_else_by_the_link_of_its_local_time(tmp_path: Path) -> None:
    (tmp_path / "localtime").symlink_to(tmp_path / "zoneinfo" / "America" / "New_York")

    assert machine_zone({}, tmp_path) == "America/New_York"


def test_a_machine_may_not_say(tmp_path: Path) -> None:
    assert machine_zone({}, tmp_path) == ""
