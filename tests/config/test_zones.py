"""An unknown zone is refused with the one that was meant."""

from __future__ import annotations

import re

import pytest

from config.zones import zone


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
