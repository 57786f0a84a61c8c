"""Code is coloured by kind and says the same; it loses its colours before an article grows long."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.wechat.highlight import pieces
from adapters.wechat.readback import fingerprint
from adapters.wechat.theme import RUNGS, THEMES, Rung
from content.document import CodeBlock, Document
from tests.adapters.wechat.linter import faults
from tests.adapters.wechat.samples import written

PYTHON = "@cache\ndef f(x):  # two\n    return x < 1 or 'a b'\n"
CODES = st.text(alphabet="ab \n\t\r\"'#<>&{}()=-%/*\\é字\N{GRINNING FACE}0", max_size=60)


def test_code_is_cut_by_kind() -> None:
    assert pieces(PYTHON, "python") == (
        ("name", "@cache"),
        ("", "\n"),
        ("keyword", "def "),
        ("name", "f"),
        ("", "(x):  "),
        ("comment", "# two"),
        ("", "\n    "),
        ("keyword", "return "),
        ("", "x < "),
        ("number", "1 "),
        ("keyword", "or "),
        ("string", "'a b'"),
        ("", "\n"),
    )


@pytest.mark.parametrize("language", ["", "text", "no-such-language"])
def test_code_of_no_known_language_stays_whole(language: str) -> None:
    assert pieces(PYTHON, language) == (("", PYTHON),)


@given(code=CODES, language=st.sampled_from(["python", "sh", "json", "html", "diff", "js", "go"]))
def test_no_character_of_code_is_lost(code: str, language: str) -> None:
    assert "".join(text for _, text in pieces(code, language)) == code


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize("rung", RUNGS, ids=lambda rung: f"rung-{rung.number}")
def test_coloured_code_says_the_same(name: str, rung: Rung) -> None:
    made = written(Document((CodeBlock(PYTHON, 1, "python"),)), rung, name)
    plain = written(Document((CodeBlock(PYTHON, 1),)), rung, name)

    assert fingerprint(made) == fingerprint(plain)
    assert faults(made) == []
    assert (made == plain) == (not rung.accents)


def test_a_theme_without_a_colour_for_a_kind_spends_nothing_on_it() -> None:
    made = written(Document((CodeBlock("x = 'a'", 1, "python"),)), RUNGS[0], "plain")

    assert made == written(Document((CodeBlock("x = 'a'", 1),)), RUNGS[0], "plain")
