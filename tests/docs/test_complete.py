"""Nothing is without its documentation: channels, commands, problem codes, options, keys."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from adapters import CHANNELS, channel_class
from bot.release.plan import DEFAULT_PLAN, parse_plan
from config import sandbox as stand_ins
from config.settings import Settings, load, options
from content.tables import TABLES
from sandbox.page import COLUMNS
from sandbox.services import SERVICES
from tests.docs.pages import DOCS, ROOT, spans, table_after
from tests.docs.problem_codes import problem_codes
from tools.docs_commands import commands
from tools.make_docs import README, pages, stale, with_table

EXAMPLE = ROOT / "config" / "pressrun.example.yaml"
LINT = DOCS / "lint.md"
FRONT_MATTER = (DOCS / "front-matter.md").read_text(encoding="utf-8")
COMMANDS = commands()


# --- a channel --------------------------------------------------------------------------------


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_channel_has_its_page_with_its_secrets_and_options(channel: str) -> None:
    kind = channel_class(channel)
    page = (DOCS / "channels" / f"{channel}.md").read_text(encoding="utf-8")
    variables = {f"PRESSRUN_{channel}_{name}".upper() for name in kind.spec.secrets}
    verbs = set(kind.spec.verbs) if len(kind.spec.verbs) > 1 else set()

    missing = {
        name
        for name in variables | verbs | set(kind.options.model_fields)
        if f"`{name}`" not in page
    }

    assert missing == set()


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_page_has_a_row_with_the_number_of_each_limit(channel: str) -> None:
    rows = table_after(DOCS / "channels" / f"{channel}.md", "Limits")
    numbers = set(re.findall(r"\d+|MB", " ".join(row[1] for row in rows).replace(",", "")))
    limits = channel_class(channel).spec.limits.values()
    official = [limit for limit in limits if "house rule" not in limit.source]

    assert [limit.name for limit in official if not _in_words(limit.value) & numbers] == []


def _in_words(value: int) -> set[str]:
    """At most 19,999 is fewer than 20,000, and so many bytes are 1 MB."""
    return {str(value), str(value + 1), *({"MB"} if value == 999_999 else ())}


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_channel_has_golden_samples(channel: str) -> None:
    assert list((ROOT / "tests" / "golden" / channel).glob("*.*"))


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_channel_has_a_stand_in_with_an_account(channel: str) -> None:
    assert channel in {service.key for service in SERVICES}
    assert channel in COLUMNS
    assert set(stand_ins.SECRETS[channel]) == set(channel_class(channel).spec.secrets)
    assert {"api", "web"} <= stand_ins.options("http://127.0.0.1")[channel].keys()


@pytest.mark.parametrize("channel", CHANNELS)
def test_a_channel_has_a_delay_in_the_plan(channel: str) -> None:
    legs = parse_plan(DEFAULT_PLAN, tuple(CHANNELS))

    assert channel in {leg.channel for leg in legs}


# --- the example configuration ----------------------------------------------------------------


def test_the_example_holds_every_key_of_the_settings() -> None:
    values = yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))

    assert values.keys() == Settings.model_fields.keys()
    assert list(values["channels"]) == list(CHANNELS)


@pytest.mark.parametrize("channel", CHANNELS)
def test_the_example_holds_every_option_of_a_channel_with_its_default(channel: str) -> None:
    model = channel_class(channel).options
    values = yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))["channels"][channel]

    assert values == model().model_dump(mode="json")


def test_the_example_says_what_holds_without_a_file() -> None:
    example = load(EXAMPLE)

    assert parse_plan(example.plan, tuple(CHANNELS)) == parse_plan(DEFAULT_PLAN, tuple(CHANNELS))
    assert example.timezone == Settings().timezone
    assert [options(example, key, channel_class(key).options) for key in CHANNELS] == [
        channel_class(key).options() for key in CHANNELS
    ]


# --- commands, codes, keys --------------------------------------------------------------------


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_has_help_and_appears_in_a_page_of_prose(name: str) -> None:
    command = COMMANDS[name]
    prose = [page for page in DOCS.rglob("*.md") if page.parent.name not in ("reference", "adr")]

    assert command.help
    assert all(getattr(param, "help", "") for param in command.params)
    assert any(f"pressrun {name}" in page.read_text(encoding="utf-8") for page in prose)


def test_the_help_names_every_channel() -> None:
    option = next(p for p in COMMANDS["render"].params if p.name == "channel")

    assert set(re.findall(r"\w+", option.help)) - {"or"} == set(CHANNELS)


def test_every_problem_code_is_explained_and_no_other() -> None:
    rows = re.findall(r"^\| `([a-z0-9-]+)` \|", LINT.read_text(encoding="utf-8"), re.MULTILINE)

    assert sorted(rows) == sorted(problem_codes())


def test_every_key_that_the_front_matter_may_hold_is_explained() -> None:
    named = {one.text for one in spans(DOCS / "front-matter.md")}

    assert sorted(_keys_read() - named) == []


def _keys_read() -> set[str]:
    """The keys that the source asks for, of the front matter and below `pressrun.<channel>`."""
    patterns = (
        r'override\(issue, \w+, "(\w+)"',
        r'reader\.\w+\("(\w+)"',
        r'meta\.values\.get\("(\w+)"',
        r'own\.get\("(\w+)"\)',
    )
    sources = [
        path for package in ("content", "adapters") for path in (ROOT / package).rglob("*.py")
    ]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    read = {key for pattern in patterns for key in re.findall(pattern, text)}
    return read | {*TABLES.teaser_keys, *TABLES.teaser_overrides, *TABLES.cover_keys}


@pytest.mark.parametrize("mark", ["<!--more-->", "<!-- only: telegram, x -->", "<!-- x:post -->"])
def test_a_mark_in_the_text_is_explained(mark: str) -> None:
    assert f"`{mark}`" in FRONT_MATTER


# --- what is generated ------------------------------------------------------------------------


def test_the_generated_pages_are_fresh() -> None:
    assert stale(pages()) == [], "run `make docs`"


def test_the_channel_table_goes_between_its_markers_and_nowhere_else() -> None:
    readme = "# One\n\n<!-- channels -->\nold\n<!-- /channels -->\n\nTwo\n"

    assert with_table(readme, "new") == (
        "# One\n\n<!-- channels -->\nnew\n<!-- /channels -->\n\nTwo\n"
    )


def test_a_page_that_was_changed_by_hand_is_stale(tmp_path: Path) -> None:
    page = tmp_path / "cli.md"
    page.write_text("by hand", encoding="utf-8")

    assert stale({page: "made", tmp_path / "absent.md": "made"}) == [page, tmp_path / "absent.md"]


def test_the_readme_can_hold_the_table() -> None:
    assert "<!-- channels -->" in README.read_text(encoding="utf-8")
