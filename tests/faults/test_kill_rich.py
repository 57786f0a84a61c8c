"""SIGKILL at the one call of a rich message: afterwards it is there once, or a person is asked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.stage import KILLED, POINTS, Stage, answered_by_looking, lay_out, staged

pytestmark = pytest.mark.faults

RICH = "tags: [press]\npressrun:\n  telegram:\n    layout: rich\n"
CALLS = [("getChat", 1), ("sendRichMessage", 1)]


def rich_issue(site: Path) -> Path:
    issue = lay_out(site)
    text = issue.read_text(encoding="utf-8")
    issue.write_text(text.replace("tags: [press]\n", RICH), encoding="utf-8")
    return issue


@pytest.fixture
def rich_stage(tmp_path: Path) -> Iterator[Stage]:
    with staged(tmp_path, rich_issue) as made:
        yield made


@pytest.fixture(scope="module")
def wanted(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[str, str, int]]:
    """What a clean run shows, by the calls that are killed below."""
    with staged(tmp_path_factory.mktemp("clean"), rich_issue) as stage:
        assert stage.publish("telegram")[0] == 0
        assert stage.calls("telegram") == CALLS
        return stage.shown("telegram")


@pytest.mark.parametrize("point", POINTS)
@pytest.mark.parametrize(("operation", "nth"), CALLS)
def test_a_killed_rich_message_is_there_once(
    rich_stage: Stage, wanted: list[tuple[str, str, int]], operation: str, nth: int, point: str
) -> None:
    pidfile = rich_stage.kill_at("telegram", operation, nth, point)
    killed, _ = rich_stage.publish("telegram", pidfile=pidfile)

    code, answer = rich_stage.publish("telegram")
    ended = answered_by_looking(rich_stage, "telegram", code, answer)

    assert (killed, ended) == (KILLED, 0)
    assert rich_stage.shown("telegram") == wanted
    assert [(kind, pictures) for kind, _, pictures in wanted] == [("rich", 2)]
