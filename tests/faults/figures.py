"""What the fault tests count, added up over all of them and printed when everything has run."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import TypeAlias

import pytest

PROPERTY = "figures"  # of a test's report: so it travels from the processes of pytest-xdist
Count: TypeAlias = Callable[[str, str, Mapping[str, int]], None]  # table, row, numbers by column
Tables: TypeAlias = dict[str, dict[str, Counter[str]]]


def counting(record: Callable[[str, object], None]) -> Count:
    """Notes numbers for a row of a table."""

    def count(table: str, row: str, numbers: Mapping[str, int]) -> None:
        record(PROPERTY, {"table": table, "row": row, "numbers": dict(numbers)})

    return count


def added_up(reports: Mapping[str, list[pytest.TestReport | pytest.CollectReport]]) -> Tables:
    """The sums of what tests with the same row have counted. A failed test's count, too."""
    tables: Tables = defaultdict(lambda: defaultdict(Counter))
    for report in (report for some in reports.values() for report in some):
        # A test has a report of each of its phases, and the last one repeats what was noted.
        if getattr(report, "when", "") == "call":
            for name, noted in getattr(report, "user_properties", ()):
                if name == PROPERTY:
                    tables[noted["table"]][noted["row"]].update(noted["numbers"])
    return tables


def lines(tables: Tables) -> Iterator[str]:
    """Each table as text, numbers to the right."""
    for title, rows in tables.items():
        columns = list(next(iter(rows.values())))
        width = max(len(name) for name in (title, *rows))
        yield "  ".join([title.ljust(width), *columns])
        for name, numbers in rows.items():
            cells = (str(numbers[column]).rjust(len(column)) for column in columns)
            yield "  ".join([name.ljust(width), *cells])
        yield ""
