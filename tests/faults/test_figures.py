"""Figures of several tests make one table."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from tests.faults.figures import added_up, counting, lines


def report(when: str, *counted: tuple[str, str, dict[str, int]]) -> Any:
    properties: list[tuple[str, object]] = []
    count = counting(lambda name, value: properties.append((name, value)))
    for table, row, numbers in counted:
        count(table, row, numbers)
    return SimpleNamespace(when=when, user_properties=properties)


def test_rows_of_the_same_name_are_added_up_once_per_test() -> None:
    x = ("kills", "x", {"points": 10, "lost": 0})
    again = ("kills", "x", {"points": 5, "lost": 1})
    reports = {
        "passed": [report("call", x), report("call", ("kills", "wechat", {"points": 1}))],
        "failed": [report("call", again)],
        "": [report("setup"), report("teardown", x)],
    }

    assert list(lines(added_up(reports))) == [
        "kills   points  lost",
        "x           15     1",
        "wechat       1     0",
        "",
    ]


def test_other_properties_are_left_alone() -> None:
    assert added_up({"passed": [SimpleNamespace(when="call", user_properties=[("x", 1)])]}) == {}
