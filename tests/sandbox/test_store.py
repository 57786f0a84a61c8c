"""The tables of the stand-ins, read again by another process."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from sandbox.store import Store


@dataclass(frozen=True, slots=True)
class Row:
    text: str


@pytest.fixture
def reopened(tmp_path):
    """Close what was written so far and read it anew."""
    stores = []

    def reopen() -> Store:
        while stores:
            stores.pop().close()
        stores.append(Store(tmp_path))
        return stores[0]

    yield reopen
    stores.pop().close()


def test_rows_come_back_in_the_order_they_were_first_put(reopened):
    table = reopened().table("t", Row)
    for row_id in ("2", "10", "1"):
        table.put(row_id, Row(row_id))
    table.put("2", Row("again"))

    again = reopened().table("t", Row).items()

    assert again == [("2", Row("again")), ("10", Row("10")), ("1", Row("1"))]


def test_a_dropped_row_stays_dropped(reopened):
    table = reopened().table("t", Row)
    table.put("1", Row("one"))
    table.drop("1")

    assert len(reopened().table("t", Row)) == 0


def test_a_number_is_never_given_twice(reopened):
    first = [reopened().next("n"), reopened().next("n")]

    assert (first, reopened().next("n"), reopened().next("other")) == ([1, 2], 3, 1)


def test_forgetting_takes_the_tables_of_a_prefix_also_those_not_yet_read(reopened):
    reopened().table("a/t", Row).put("1", Row("one"))
    store = reopened()
    store.table("b/t", Row).put("1", Row("one"))

    store.forget("a/")

    again = reopened()
    assert (len(again.table("a/t", Row)), len(again.table("b/t", Row))) == (0, 1)


def test_uncommitted_rows_are_not_kept(tmp_path):
    store, other = Store(tmp_path), Store(tmp_path)
    store.table("t", Row).put("1", Row("one"))

    assert len(other.table("t", Row)) == 0
    store.close()
    other.close()


def test_bytes_are_kept_under_their_digest(reopened):
    digest = reopened().keep(b"picture")

    assert reopened().blob(digest) == b"picture"
