"""The plan that `pressrun publish` and `pressrun release` show before they ask."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from bot.cli.publishing import say_plan
from bot.release.release import Standing
from tests.bot.cli_stage import pressrun
from tests.bot.control.speaking import proposal

WORDS = "A paragraph that is long enough to be an issue of its own. " * 6


@pytest.mark.parametrize(
    ("numbers", "verb"),
    [
        ({"substack": 12_345}, "web+email to 12,345 subscribers"),
        ({"substack": 1}, "web+email to 1 subscriber"),
        ({}, "web+email to all subscribers"),
    ],
)
def test_a_mail_names_whom_it_goes_to(
    numbers: Mapping[str, int], verb: str, capsys: pytest.CaptureFixture[str]
) -> None:
    say_plan(proposal(subscribers=numbers))

    (line,) = (each for each in capsys.readouterr().out.splitlines() if "substack" in each)
    when = "2025-10-06 08:30 CST (00:30 UTC)"
    assert re.split(r"\s{2,}", line) == ["substack", verb, when, "pictures 2"]


def test_what_is_out_already_mails_nobody(capsys: pytest.CaptureFixture[str]) -> None:
    known = {**proposal().standings, "substack": Standing("done")}

    say_plan(proposal(standings=known, subscribers={}))

    (line,) = (each for each in capsys.readouterr().out.splitlines() if "is out" in each)
    assert re.split(r"\s{2,}", line) == ["substack", "web+email", "is out already", "pictures 2"]


def test_what_is_asked_about_can_be_looked_at(tmp_path: Path) -> None:
    post = tmp_path / "post.md"
    post.write_text(f"---\ntitle: Weekly 1\n---\n\n{WORDS}\n", encoding="utf-8")

    ran = pressrun(tmp_path, "publish", post, "--channels", "telegram", "--sandbox", stdin="n\n")

    found = re.search(r"As its readers will see it: (\S+)", ran.out)
    assert found, ran.err
    page = Path(found[1]).read_text(encoding="utf-8")
    assert "Nothing was sent." in ran.out
    assert '<article class="frame" id="telegram"' in page
