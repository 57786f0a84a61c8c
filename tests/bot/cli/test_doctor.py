"""`pressrun doctor`: its lines, its JSON, its exit codes, and that no secret gets out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
import yaml
from click.testing import Result
from typer.testing import CliRunner

from bot.cli import app
from config import sandbox as stand_ins
from sandbox import RunningSandbox, serve

DONE, FAILED = 0, 1
SECRETS = {f"{key}.{name}": v for key, its in stand_ins.SECRETS.items() for name, v in its.items()}
WRONG = "hush-hush-but-wrong"

Control = Callable[..., Any]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An author's folder with a post, and a home beside it; no settings, no secrets."""
    folder = tmp_path / "site"
    (folder / "_posts").mkdir(parents=True)
    (folder / "_posts" / "one.md").write_text("---\ntitle: One\n---\n\nOne.\n", "utf-8")
    (folder / "_config.yml").write_text("timezone: Asia/Shanghai\n", "utf-8")
    monkeypatch.setenv("PRESSRUN_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PRESSRUN_NO_KEYRING", "1")
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture(scope="module")
def server() -> Iterator[RunningSandbox]:
    with serve() as running:
        yield running


@pytest.fixture
def control(server: RunningSandbox) -> Control:
    def tell(path: str, **body: Any) -> None:
        requests.post(f"{server.url}/_control/{path}", json=body, timeout=5).raise_for_status()

    tell("reset")
    return tell


@pytest.fixture
def live(
    here: Path, server: RunningSandbox, control: Control, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Settings and secrets of four channels that are in order."""
    settings = {"channels": stand_ins.options(server.url)}
    (here / "pressrun.yaml").write_text(yaml.safe_dump(settings), "utf-8")
    for name, value in SECRETS.items():
        monkeypatch.setenv(f"PRESSRUN_{name.replace('.', '_')}".upper(), value)
    return here


def doctor(*words: str) -> Result:
    return CliRunner().invoke(app, ["doctor", *words])


def test_everything_is_asked_of_the_stand_ins(here: Path) -> None:
    done = doctor("--sandbox", "--json")

    said = json.loads(done.stdout)
    assert (done.exit_code, said["ok"]) == (DONE, True)
    assert [f["what"] for f in said["findings"] if f["said"].startswith("It lets us in")] == [
        "telegram", "substack", "wechat", "x",
    ]  # fmt: skip
    assert said["findings"][0].keys() == {"level", "what", "said", "next"}


def test_a_line_per_finding_with_its_next_step_below(here: Path) -> None:
    lines = doctor().stdout.splitlines()

    assert lines[0].startswith("warning  configuration  There is no pressrun.yaml in ")
    assert lines[1] == " " * 24 + "pressrun init writes one with the few lines that are needed."
    assert f"ok       posts          {here / '_posts'}, in a Jekyll site." in lines
    assert lines[-1].endswith(" Next: pressrun publish ISSUE --dry-run")


def test_all_words_begin_in_the_same_column(live: Path) -> None:
    lines = doctor().stdout.splitlines()[:-2]

    assert {line[23] for line in lines} == {" "}
    assert " " not in {line[24] for line in lines}


def test_a_newcomer_without_any_account_finds_no_error(here: Path) -> None:
    done = doctor()

    assert done.exit_code == DONE
    assert "errors: 0, warnings: " in done.stdout


def test_an_error_is_told_by_the_exit_code(live: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PRESSRUN_TELEGRAM_TOKEN", WRONG)

    done, said = doctor(), doctor("--json")

    assert (done.exit_code, said.exit_code) == (FAILED, FAILED)
    assert json.loads(said.stdout)["ok"] is False
    assert "Mend what is an error, then look again: pressrun doctor" in done.stdout


def test_settings_can_be_named_and_their_folder_is_the_site(
    live: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    done = doctor("--config", str(live / "pressrun.yaml"))

    assert done.exit_code == DONE
    assert f"{live / '_posts'}, in a Jekyll site." in done.stdout


def test_stand_ins_that_do_not_answer_are_a_finding(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRESSRUN_SANDBOX_URL", "http://127.0.0.1:9")

    done = doctor("--sandbox")

    assert done.exit_code == FAILED
    assert done.stdout.startswith(
        "error    sandbox        The stand-ins do not answer: Connection refused."
    )


@pytest.mark.parametrize("words", [(), ("--json",)], ids=["text", "json"])
def test_no_secret_is_printed_where_all_is_well(live: Path, words: tuple[str, ...]) -> None:
    done = doctor(*words)

    assert done.exit_code == DONE
    assert [name for name, value in SECRETS.items() if value in done.output] == []
    assert WRONG not in done.output


@pytest.mark.parametrize("words", [(), ("--json",)], ids=["text", "json"])
@pytest.mark.parametrize("name", SECRETS)
def test_no_secret_is_printed_where_one_is_refused(
    live: Path, monkeypatch: pytest.MonkeyPatch, name: str, words: tuple[str, ...]
) -> None:
    monkeypatch.setenv(f"PRESSRUN_{name.replace('.', '_')}".upper(), f"1:{WRONG}")

    done = doctor(*words)

    others = [value for other, value in SECRETS.items() if other != name]
    assert done.exit_code == FAILED
    assert [value for value in (*others, WRONG) if value in done.output] == []


@pytest.mark.parametrize("words", [(), ("--json",)], ids=["text", "json"])
def test_a_service_that_repeats_a_secret_is_not_passed_on(
    live: Path, control: Control, words: tuple[str, ...]
) -> None:
    said = " ".join(SECRETS.values())
    control(
        "faults", service="telegram", operation="getChat", action="refusal",
        details={"code": 400, "text": said},
    )  # fmt: skip
    control("faults", service="wechat", operation="stable_token", action="errcode",
            details={"errcode": 40013, "errmsg": said})  # fmt: skip
    control("faults", service="x", operation="users/me", action="status", status=401,
            body={"detail": said})  # fmt: skip
    control("faults", service="substack", operation="*", action="status", status=400,
            body={"error": said})  # fmt: skip

    done = doctor(*words)

    assert done.exit_code == FAILED
    assert "***" in done.stdout
    assert [name for name, value in SECRETS.items() if value in done.output] == []


@pytest.mark.parametrize("words", [(), ("--json",)], ids=["text", "json"])
def test_a_secret_in_the_settings_is_not_passed_on(live: Path, words: tuple[str, ...]) -> None:
    (live / "pressrun.yaml").write_text(
        f"channels:\n  telegram:\n    token: {WRONG}\n  x: {{}}\n", "utf-8"
    )

    done = doctor(*words)

    assert done.exit_code == FAILED
    assert "channels.telegram.token" in done.stdout
    assert WRONG not in done.output
