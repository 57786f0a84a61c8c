"""Settings are typed values once they are read; what is wrong stands on one line per field."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest

from adapters import CHANNELS
from config.files import SettingsError
from config.quiet_hours import quiet_spans
from config.rules import CatchUp, rule
from config.settings import CadenceSettings, Settings, load

EXAMPLE = Path(__file__).resolve().parents[2] / "config" / "pressrun.example.yaml"
AT_EIGHT = rule("every monday at 08:00 Asia/Shanghai")


def written(folder: Path, text: str) -> Path:
    path = folder / "pressrun.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def refusal(folder: Path, text: str) -> str:
    with pytest.raises(SettingsError) as caught:
        load(written(folder, text))
    return str(caught.value)


# --- what is read -----------------------------------------------------------------------------


def test_times_are_typed_values(tmp_path: Path) -> None:
    text = """\
quiet: 22:00-08:00, sat,sun 00:00-10:00
late: 90m
gate: no
gate_wait: 1h
receipts: no
database: postgresql://db.test/press
parallel: 8
"""

    expected = Settings(
        quiet=quiet_spans("22:00-08:00,sat,sun 00:00-10:00"),
        late=timedelta(minutes=90),
        gate=False,
        gate_wait=timedelta(hours=1),
        receipts=False,
        database="postgresql://db.test/press",
        parallel=8,
    )
    assert load(written(tmp_path, text)).model_dump() == expected.model_dump()


def test_a_cadence_may_be_one_line_or_have_every_key(tmp_path: Path) -> None:
    text = """\
cadences:
  weekly: every monday at 08:00 Asia/Shanghai
  monthly:
    when: cron 0 9 1 * *
    lead: 2d
    approval: no
    catch_up: all
    posts: _monthly
    pull: yes
"""

    assert load(written(tmp_path, text)).cadences == {
        "weekly": CadenceSettings(when=AT_EIGHT),
        "monthly": CadenceSettings(
            when=rule("cron 0 9 1 * *"),
            lead=timedelta(days=2),
            approval=False,
            catch_up=CatchUp.ALL,
            posts="_monthly",
            pull=True,
        ),
    }


def test_no_length_of_time_needs_no_unit(tmp_path: Path) -> None:
    assert load(written(tmp_path, "late: 0")).late == timedelta()


# --- the example ------------------------------------------------------------------------------


def test_the_example_holds_the_defaults() -> None:
    example = load(EXAMPLE)

    left = {"plan": "", "channels": {}}
    assert {**example.model_dump(), **left} == Settings().model_dump()
    assert example.chosen() == tuple(CHANNELS)


def test_the_cadence_of_the_example_can_be_taken_as_it_is(tmp_path: Path) -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    sample = re.search(r"((?:^#   .+\n)+)cadences:", text, re.MULTILINE)
    assert sample
    lines = [line.removeprefix("# ") for line in sample[1].splitlines()]

    settings = load(written(tmp_path, "\n".join(["cadences:", *lines])))

    assert settings.cadences == {"weekly": CadenceSettings(when=AT_EIGHT)}
    assert set(re.findall(r"^    (\w+):", "\n".join(lines), re.MULTILINE)) == set(
        CadenceSettings.model_fields
    )


# --- what is refused --------------------------------------------------------------------------


NO_LENGTH = "is not a length of time; write it like 30m, 2h or 1h30m."
NO_DATABASE = "must begin with postgresql:// or sqlite:////."
NO_FILE = "must name its file from the root on: sqlite:////home/me/store.db."
NO_RULE = "cannot be read. Write it like every monday at 08:00 Asia/Shanghai."


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("quiet: 22-8", 'quiet   "22" is not a time of day; write it like 08:00.'),
        ("quiet: [1]", "quiet   must be one line of text."),
        ("quiet:", "quiet   must be one line of text."),
        ("late: 2", 'late   "2" needs a unit: s, m, h or d, as in 30m.'),
        ("late: soon", f'late   "soon" {NO_LENGTH}'),
        ("late: yes", "late   must be one line of text."),
        ("gate: maybe", 'gate   "maybe" must be yes, no or auto.'),
        ("gate_wait: 1.5", f'gate_wait   "1.5" {NO_LENGTH}'),
        ("receipts: 7", "receipts   Input should be a valid boolean, unable to interpret input"),
        ("parallel: 0", "parallel   Input should be greater than or equal to 1"),
        ("parallel: 99", "parallel   Input should be less than or equal to 16"),
        ("database: mysql://h/d", f"database   {NO_DATABASE}"),
        ("database: store.db", f"database   {NO_DATABASE}"),
        ("database: sqlite:///store.db", f"database   {NO_FILE}"),
        ("database: sqlite://", f"database   {NO_FILE}"),
        ("cadences: {a: every day}", f'cadences.a.when   "every day" {NO_RULE}'),
        ("cadences: {a: {lead: 1h}}", "cadences.a.when   is missing"),
    ],
)
def test_a_wrong_value_is_one_finding_with_its_field(
    tmp_path: Path, text: str, finding: str
) -> None:
    assert refusal(tmp_path, text) == f"pressrun.yaml: 1 problem\n  {finding}"


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("lead: x", f'lead   "x" {NO_LENGTH}'),
        ("catch_up: no", "catch_up   Input should be 'skip', 'latest' or 'all'"),
        ("posts: ../b", 'posts   "../b" must be a folder below the site, such as _posts.'),
        ("posts: /b", 'posts   "/b" must be a folder below the site, such as _posts.'),
    ],
)
def test_a_wrong_value_of_a_cadence_is_found_under_its_name(
    tmp_path: Path, text: str, finding: str
) -> None:
    whole = f"cadences: {{weekly: {{when: every day at 8:00, {text}}}}}"

    assert refusal(tmp_path, whole).splitlines()[1:] == [f"  cadences.weekly.{finding}"]


def test_all_findings_are_told_at_once(tmp_path: Path) -> None:
    text = (
        "timezone: Mars/Base\nquiet: 0:00-24:00\nlate: 2\ncadences: {a: {when: cron 1, pull: no}}"
    )

    assert refusal(tmp_path, text).splitlines() == [
        "pressrun.yaml: 4 problems",
        '  timezone   "Mars/Base" is not a time zone.',
        '  quiet   "0:00-24:00" leaves no time at all; quiet hours must end.',
        '  late   "2" needs a unit: s, m, h or d, as in 30m.',
        '  cadences.a.when   "cron 1" needs five fields, as in cron 0 8 * * 1.',
    ]


@pytest.mark.parametrize(
    "url", ["postgresql://me:hush@db.test/press", "postgresql://db.test/press?password=hush"]
)
def test_a_password_in_the_address_of_a_database_is_refused_and_not_repeated(
    tmp_path: Path, url: str
) -> None:
    finding = "must not hold a password; keep it in ~/.pgpass or in PGPASSWORD."

    assert refusal(tmp_path, f"database: {url}").splitlines()[1:] == [f"  database   {finding}"]
