"""What the doctor says where all is well, where it is not, and where a check itself breaks."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import disk_usage
from typing import Any

import pytest
import requests
import sqlalchemy as sa
import yaml

from adapters import CHANNELS
from adapters.errors import OutcomeUnknown
from adapters.fonts import Face, Typeface
from adapters.substack import spec as substack
from bot.clock import Clock
from bot.doctor import Finding, Place, findings, place_of
from bot.doctor.channels import ACCOUNT
from bot.engine.executor import Executor
from bot.release.secret_ages import SecretAges
from bot.release.workers import Workers
from bot.store.db import SCHEMA, open_store
from bot.wiring import Home, workshop
from config import sandbox as stand_ins
from config.settings import Settings
from sandbox import RunningSandbox, serve
from tests.bot.bench import Bench
from tests.bot.fakes import post
from tests.bot.store.stage import on_store

Control = Callable[..., Any]

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 23, tzinfo=UTC)  # when the deliveries of the bench are made
NO_CHANNEL = {"timezone": "Asia/Shanghai", "channels": {"x": {}}}  # one that asks nobody


@dataclass(frozen=True)
class At(Clock):
    """A clock that stands still, or that is off by `off` seconds when no moment is given."""

    moment: datetime | None = None
    off: float = 0.0

    def now(self) -> datetime:
        return self.moment or datetime.now(UTC) + timedelta(seconds=self.off)


@dataclass(frozen=True)
class Stage:
    """An author's site, with settings in it and a home beside it."""

    place: Place

    @property
    def root(self) -> Path:
        return self.place.folder

    @property
    def home(self) -> Path:
        return self.place.home.folder

    def settings(self, values: object) -> None:
        assert self.place.config is not None
        self.place.config.write_text(yaml.safe_dump(values), "utf-8")

    def at(self, moment: datetime) -> Stage:
        return Stage(replace(self.place, clock=At(moment=moment)))

    def off(self, seconds: float) -> Stage:
        return Stage(replace(self.place, clock=At(off=seconds)))

    def all(self) -> list[Finding]:
        return list(findings(self.place))

    def about(self, what: str) -> list[tuple[str, str, str]]:
        """Level, words and next step of what is said about one thing."""
        return [(f.level, f.said, f.next) for f in self.all() if f.what == what]

    def one(self, what: str) -> tuple[str, str, str]:
        (found,) = self.about(what)
        return found


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """A Jekyll site with one post, settings that ask no service, and nothing else."""
    monkeypatch.setenv("PRESSRUN_NO_KEYRING", "1")
    root, home = tmp_path / "site", tmp_path / "home"
    (root / "_posts").mkdir(parents=True)
    (root / "_posts" / "2026-11-16-one.md").write_text("---\ntitle: One\n---\n\nOne.\n", "utf-8")
    (root / "_config.yml").write_text("url: https://letters.example\n", "utf-8")
    made = Stage(Place(root / "pressrun.yaml", root, Home(home, home / "cache"), ()))
    made.settings(NO_CHANNEL)
    return made


@pytest.fixture(scope="module")
def server() -> Iterator[RunningSandbox]:
    with serve() as running:
        yield running


@pytest.fixture
def control(server: RunningSandbox) -> Control:
    """control("faults", action="reset") posts; everything starts empty."""

    def tell(path: str, **body: Any) -> None:
        requests.post(f"{server.url}/_control/{path}", json=body, timeout=5).raise_for_status()

    tell("reset")
    return tell


@pytest.fixture
def live(
    stage: Stage, server: RunningSandbox, control: Control, monkeypatch: pytest.MonkeyPatch
) -> Stage:
    """Four channels with their secrets, as at the live services: only their addresses differ."""
    stage.settings({"timezone": "Asia/Shanghai", "channels": stand_ins.options(server.url)})
    for key, its in stand_ins.SECRETS.items():
        for name, value in its.items():
            monkeypatch.setenv(f"PRESSRUN_{key}_{name}".upper(), value)
    return stage


def levels(found: list[tuple[str, str, str]]) -> list[str]:
    return [level for level, _, _ in found]


# --- settings and secrets ---------------------------------------------------------------------


def test_the_settings_file_is_named_with_its_channels(stage: Stage) -> None:
    assert stage.one("configuration") == ("ok", f"{stage.place.config}; channels: x.", "")


def test_each_wrong_setting_is_a_finding(stage: Stage) -> None:
    stage.settings({"timezone": "Asia/Bejing", "parallel": 99})

    found = stage.about("configuration")

    assert levels(found) == ["error", "error"]
    assert "Did you mean Asia/Shanghai?" in found[0][1]
    assert found[1][1].startswith("pressrun.yaml: parallel: ")
    assert "docs/reference/configuration.md" in found[0][2]


def test_an_unknown_option_of_a_channel_is_a_finding_and_the_others_are_asked(live: Stage) -> None:
    assert live.place.config is not None
    values = yaml.safe_load(live.place.config.read_text("utf-8"))
    values["channels"]["telegram"]["chanel"] = "@typo"
    live.settings(values)

    found = live.about("configuration")

    assert levels(found) == ["ok", "error"]
    assert found[1][1].startswith("pressrun.yaml: channels.telegram.chanel: ")
    assert live.about("telegram") == []
    assert levels(live.about("x")) == ["ok"]


@pytest.mark.parametrize(
    ("text", "line"),
    [("channels: {x: {}\nplan: [", "line 2"), ("plan: one\nx: hush-hush: hush-hush\n", "line 2")],
)
def test_settings_that_are_no_yaml_are_one_finding_that_quotes_nothing(
    stage: Stage, text: str, line: str
) -> None:
    assert stage.place.config is not None
    stage.place.config.write_text(text, "utf-8")

    level, said, _ = stage.one("configuration")

    assert level == "error"
    assert said.startswith("pressrun.yaml: cannot be read as YAML: ")
    assert line in said
    assert "hush" not in said


def test_a_settings_file_that_is_not_there_is_a_finding(stage: Stage) -> None:
    there = replace(stage.place, config=stage.root / "other.yaml")

    level, said, step = Stage(there).one("configuration")

    assert (level, step) == ("error", "Name another one with --config.")
    assert said == f"{stage.root / 'other.yaml'} cannot be read: No such file or directory."


def test_without_a_settings_file_there_is_a_way_to_begin(stage: Stage) -> None:
    level, said, step = Stage(replace(stage.place, config=None)).one("configuration")

    assert level == "warning"
    assert f"no pressrun.yaml in {stage.root}" in said
    assert step.startswith("pressrun init writes one")


def test_secrets_are_told_by_name(live: Stage) -> None:
    assert live.one("secrets") == (
        "ok",
        (
            "telegram: token; substack: cookie; wechat: secret; "
            "x: api_key, api_secret, access_token, access_secret."
        ),
        "",
    )


def test_a_secrets_file_that_others_can_read_is_an_error(stage: Stage) -> None:
    file = stage.place.home.secrets
    file.parent.mkdir()
    file.write_text("x: {api_key: k}\n", "utf-8")
    file.chmod(0o644)

    assert stage.one("secrets") == (
        "error", f"{file} can be read by others.", f"Run: chmod 600 {file}",
    )  # fmt: skip
    assert stage.about("x") == []  # nobody knows what it lacks


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x:\n  api_key: 'hush-hush\n", "cannot be read as YAML at line 3."),
        ("hush-hush\n", "must map channels to their secrets."),
        ("x: hush-hush\n", "does not map channels to their secrets."),
        ("x: {api_key: \xff hush-hush}\n", "does not map channels to their secrets."),
    ],
)
def test_a_broken_secrets_file_is_an_error_and_is_not_quoted(
    stage: Stage, text: str, words: str
) -> None:
    file = stage.place.home.secrets
    file.parent.mkdir()
    file.write_bytes(text.encode("latin-1"))
    file.chmod(0o600)

    level, said, step = stage.one("secrets")

    assert (level, said) == ("error", f"{file} {words}")
    assert "docs/operations.md" in step
    assert "hush" not in str(stage.all())


def test_a_keyring_that_breaks_is_a_finding(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(_service: str, _name: str) -> None:
        raise RuntimeError("hush-hush")

    monkeypatch.delenv("PRESSRUN_NO_KEYRING")
    monkeypatch.setattr("keyring.get_password", breaks)

    assert stage.one("secrets")[:2] == ("error", "This check broke: RuntimeError.")
    assert "hush" not in str(stage.all())


def test_a_secret_that_is_a_number_is_no_text_to_break_on(stage: Stage) -> None:
    stage.settings({"channels": {"telegram": {"chat": "@one", "api": "http://127.0.0.1:9"}}})
    file = stage.place.home.secrets
    file.parent.mkdir()
    file.write_text("telegram: {token: 5551234}\n", "utf-8")
    file.chmod(0o600)

    assert stage.one("telegram")[:2] == ("error", "getChat: no connection.")
    assert "5551234" not in str(stage.all())


# --- channels ---------------------------------------------------------------------------------


def test_each_channel_has_a_row_that_says_what_names_its_account() -> None:
    assert ACCOUNT.keys() == CHANNELS.keys()


def test_a_channel_that_is_not_set_up_at_all_is_a_warning_with_the_way_to_do_it(
    stage: Stage,
) -> None:
    stage.settings({})

    found = {f.what: f for f in stage.all() if f.what in CHANNELS}

    assert {f.level for f in found.values()} == {"warning"}
    assert found.keys() == CHANNELS.keys()
    assert found["telegram"].next.startswith(
        "Set channels.telegram.chat in pressrun.yaml and PRESSRUN_TELEGRAM_TOKEN in the "
        "environment; docs/channels/telegram.md shows how."
    )


@pytest.mark.parametrize(
    ("key", "section", "lacks", "step"),
    [
        ("telegram", {"chat": "@one"}, "It lacks the secret token.", "PRESSRUN_TELEGRAM_TOKEN"),
        ("substack", {"publication": "one"}, "It lacks the secret cookie.",
         "PRESSRUN_SUBSTACK_COOKIE"),
    ],
)  # fmt: skip
def test_a_channel_that_is_set_up_in_part_is_an_error(
    stage: Stage, key: str, section: dict[str, str], lacks: str, step: str
) -> None:
    stage.settings({"channels": {key: section}})

    level, said, following = stage.one(key)

    assert (level, said) == ("error", lacks)
    assert following == f"Set {step} in the environment; docs/channels/{key}.md shows how."


def test_a_secret_without_its_account_is_an_error(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRESSRUN_WECHAT_SECRET", "hush-hush")
    stage.settings({"channels": {"wechat": {}}})

    assert stage.one("wechat")[:2] == ("error", "It lacks channels.wechat.app_id.")


@pytest.mark.parametrize(
    ("key", "name"),
    [
        ("telegram", "pressrun sandbox (-1001000000001)"),
        ("substack", "sandbox (3003)"),
        ("wechat", "wx-sandbox"),
        ("x", "pressrun_sandbox (1001)"),
    ],
)
def test_a_channel_that_lets_us_in_is_named(live: Stage, key: str, name: str) -> None:
    assert live.about(key)[0][:2] == ("ok", f"It lets us in: {name}.")


@pytest.mark.parametrize(
    ("key", "secret", "step"),
    [
        ("telegram", "TOKEN", "Copy the bot's token from @BotFather again."),
        ("substack", "COOKIE", "Copy a fresh substack.sid cookie from the browser"),
        ("wechat", "SECRET", "Compare AppID and AppSecret with the backstage"),
        ("x", "ACCESS_SECRET", "Compare the four keys with the developer portal"),
    ],
)
def test_a_channel_that_refuses_us_is_an_error_with_the_next_step(
    live: Stage, monkeypatch: pytest.MonkeyPatch, key: str, secret: str, step: str
) -> None:
    monkeypatch.setenv(f"PRESSRUN_{key}_{secret}".upper(), "1000000001:another-one")

    level, _, following = live.one(key)

    assert level == "error"
    assert following.startswith(step)


def test_x_is_reminded_of_its_rule_for_accounts_that_programs_use(live: Stage) -> None:
    assert "labelled as automated" in live.one("x")[2]


def test_a_service_that_cannot_be_reached_is_an_error(live: Stage) -> None:
    live.settings({"channels": {"x": {"api": "http://127.0.0.1:9"}}})

    level, said, step = live.one("x")

    assert (level, said) == ("error", "users/me: no connection.")
    assert step == "Check this machine's network; nothing was sent."


def test_a_service_in_trouble_is_a_warning(live: Stage, control: Control) -> None:
    control("faults", service="x", operation="users/me", action="status", status=503)

    level, _, step = live.one("x")

    assert (level, step) == ("warning", "Run pressrun doctor again in a few minutes.")


# --- what a service tells beyond the account --------------------------------------------------


def test_a_bot_that_may_post_is_told_with_its_name(live: Stage) -> None:
    assert live.about("telegram")[1] == (
        "ok", "@pressrun_sandbox_bot may post there, and edit and delete its posts.", "",
    )  # fmt: skip


def test_a_bot_that_may_not_post_is_an_error(live: Stage, control: Control) -> None:
    control("do/telegram/revoke_rights", rights=["can_post_messages"])

    assert live.about("telegram")[1] == (
        "error",
        "@pressrun_sandbox_bot may not post there.",
        "Make the bot an administrator of the channel with the right to post messages.",
    )


def test_a_bot_that_was_put_out_is_one_error(live: Stage, control: Control) -> None:
    control("do/telegram/kick")

    level, _, step = live.one("telegram")

    assert level == "error"
    assert step.startswith("Make the bot an administrator")


def test_rights_over_the_posts_of_others_are_told(live: Stage, control: Control) -> None:
    rights = ["can_post_messages", "can_edit_messages", "can_delete_messages"]
    control("do/telegram/grant_rights", rights=rights)

    level, said, _ = live.about("telegram")[1]

    assert level == "ok"
    assert said.endswith("It may also edit and delete posts of others, which pressrun never does.")


def test_rights_that_are_not_told_are_a_warning_beside_the_account(
    live: Stage, control: Control
) -> None:
    control("faults", service="telegram", operation="getChatMember", action="garbage")

    found = live.about("telegram")

    assert levels(found) == ["ok", "warning"]
    assert found[1][1] == "getChatMember: no clear answer."


def test_rights_that_are_refused_are_told_in_the_words_of_telegram(
    live: Stage, control: Control
) -> None:
    control(
        "faults", service="telegram", operation="getMe", action="refusal",
        details={"code": 500, "text": "not now"},
    )  # fmt: skip

    assert live.about("telegram")[1][:2] == (
        "warning", "getMe: Internal Server Error: not now.",
    )  # fmt: skip


def test_what_is_left_of_the_quota_is_told(live: Stage, control: Control) -> None:
    control("do/wechat/set_used", operation="draft/add", used=12)

    assert live.about("wechat")[1] == (
        "ok", "draft/add: 988 of 1,000 calls are left today.", "",
    )  # fmt: skip


@pytest.mark.parametrize(("used", "level"), [(950, "warning"), (1000, "error")])
def test_a_quota_that_is_spent_or_nearly_so_is_told_with_what_comes(
    live: Stage, control: Control, used: int, level: str
) -> None:
    control("do/wechat/set_used", operation="draft/add", used=used)

    found = live.about("wechat")[1]

    assert found[0] == level
    assert found[2].startswith("The quota is whole again tomorrow")


def test_an_account_that_publishes_has_three_quotas(live: Stage, server: RunningSandbox) -> None:
    section = {**stand_ins.options(server.url)["wechat"], "mode": "publish"}
    live.settings({"channels": {"wechat": section}})

    named = [said.partition(":")[0] for _, said, _ in live.about("wechat")[1:]]

    assert named == ["draft/add", "freepublish/submit", "freepublish/get"]


def test_a_quota_that_is_not_told_is_no_error(live: Stage, control: Control) -> None:
    control(
        "faults", service="wechat", operation="openapi/quota/get", action="status", status=200,
        body={"errcode": 0, "errmsg": "ok"},
    )  # fmt: skip

    assert live.about("wechat")[1] == ("ok", "draft/add: no quota is told.", "")


# --- clock, zone, posts, fonts ----------------------------------------------------------------


def test_a_clock_that_is_right_is_right_by_a_service(live: Stage) -> None:
    level, said, _ = live.one("clock")

    assert level == "ok"
    assert said.endswith((" UTC, as WeChat has it.", " UTC, as Telegram has it."))


@pytest.mark.parametrize(("off", "way"), [(75, "ahead of"), (-75, "behind")])
def test_a_clock_that_is_off_is_a_warning(live: Stage, off: int, way: str) -> None:
    level, said, step = live.off(off).one("clock")

    assert level == "warning"
    assert f" s {way} the time of " in said
    assert step == "Let the network set it (Linux: timedatectl set-ntp true)."


def test_where_no_service_tells_its_time_the_clock_is_only_shown(stage: Stage) -> None:
    assert stage.at(NOON).one("clock") == (
        "ok", "2026-11-23 12:00:00 UTC; no service has told its own time.", "",
    )  # fmt: skip


def test_the_zone_of_the_settings_is_told(stage: Stage) -> None:
    assert stage.one("time zone") == ("ok", "Asia/Shanghai, as pressrun.yaml says.", "")


def test_the_zone_of_the_site_is_told(stage: Stage) -> None:
    stage.settings({"channels": {"x": {}}})
    (stage.root / "_config.yml").write_text("timezone: Europe/Berlin\n", "utf-8")

    assert stage.one("time zone") == ("ok", "Europe/Berlin, as the site says.", "")


@pytest.mark.parametrize(
    ("config", "said"),
    [
        ("", "None is set, so times count as UTC."),
        ("timezone: Europe/Berlim\n",
         "The site's time zone `Europe/Berlim` is not known; UTC is used."),
    ],
)  # fmt: skip
def test_a_zone_that_is_not_set_or_not_known_is_a_warning(
    stage: Stage, config: str, said: str
) -> None:
    stage.settings({"channels": {"x": {}}})
    (stage.root / "_config.yml").write_text(config, "utf-8")

    level, words, step = stage.one("time zone")

    assert (level, words) == ("warning", said)
    assert "Asia/Shanghai" in step


def test_the_folder_of_the_posts_is_told(stage: Stage) -> None:
    assert stage.one("posts") == ("ok", f"{stage.root / '_posts'}, in a Jekyll site.", "")


def test_a_folder_without_a_post_is_a_warning(stage: Stage) -> None:
    (stage.root / "_posts" / "2026-11-16-one.md").rename(stage.root / "_posts" / ".hidden.md")

    level, said, step = stage.one("posts")

    assert (level, said) == ("warning", f"No Markdown file was found in {stage.root / '_posts'}.")
    assert step == "Run pressrun doctor in the folder of your posts, or above it."


def test_a_folder_that_is_not_there_is_an_error(stage: Stage) -> None:
    weekly = {"when": "every monday at 08:00", "posts": "_weekly"}
    stage.settings({**NO_CHANNEL, "cadences": {"weekly": weekly}})

    found = stage.about("posts")

    assert levels(found) == ["ok", "error"]
    assert found[1][1] == f"{stage.root} is a Jekyll site without the folder _weekly."


def test_a_site_without_its_usual_folder_is_a_warning(stage: Stage) -> None:
    (stage.root / "_posts").rename(stage.root / "_notes")

    level, said, _ = stage.one("posts")

    assert (level, said) == ("warning", f"{stage.root} is a Jekyll site without the folder _posts.")


def test_a_site_that_cannot_be_read_is_an_error(stage: Stage) -> None:
    (stage.root / "_config.yml").write_text("url: [\n", "utf-8")

    level, said, step = stage.about("posts")[0]

    assert level == "error"
    assert f"{stage.root / '_config.yml'}: The site's configuration cannot be read" in said
    assert step


def test_a_font_that_shows_chinese_is_named(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    face = Face(Path("/fonts/Songti.ttc"))
    monkeypatch.setattr(Face, "shows", lambda _face, _character: True)
    monkeypatch.setattr("adapters.fonts.find_typefaces", lambda _folders: (Typeface(face, face),))

    assert stage.one("fonts") == ("ok", "Songti.ttc shows Chinese.", "")


def test_without_a_font_for_chinese_there_is_a_warning(stage: Stage) -> None:
    level, _, step = stage.one("fonts")

    assert level == "warning"
    assert "fonts-noto-cjk" in step


# --- the store --------------------------------------------------------------------------------


def make_store(stage: Stage) -> Path:
    file = stage.home / "store.db"
    open_store(f"sqlite:///{file}").dispose()
    return file


def test_a_store_that_is_not_made_yet_is_no_fault(stage: Stage) -> None:
    file = stage.home / "store.db"

    assert stage.one("store") == ("ok", f"{file} is made by the first release.", "")
    assert not stage.home.exists()


def test_a_store_that_cannot_be_made_is_an_error(stage: Stage) -> None:
    stage.home.write_text("a file, where a folder should be")

    level, said, step = stage.one("store")

    assert (level, step) == ("error", "Set PRESSRUN_HOME to a folder of yours.")
    assert said.startswith(f"{stage.home / 'store.db'} cannot be made")


def test_a_store_in_use_is_told_with_its_schema_and_the_room_it_has(stage: Stage) -> None:
    file = make_store(stage)

    level, said, _ = stage.one("store")

    assert level == "ok"
    assert said.startswith(f"{file} can be written; its schema is {SCHEMA}; ")
    assert said.endswith(" GB are free.")


def test_a_store_of_an_older_version_is_a_warning(stage: Stage) -> None:
    engine = open_store(f"sqlite:///{make_store(stage)}")
    with engine.begin() as db:
        db.execute(sa.text("UPDATE alembic_version SET version_num = '0001'"))
    engine.dispose()

    level, said, step = stage.one("store")

    assert level == "warning"
    assert said.endswith(f"has schema 0001, and this version's is {SCHEMA}.")
    assert "pressrun db upgrade" in step


def test_a_file_that_is_no_store_is_an_error(stage: Stage) -> None:
    stage.home.mkdir()
    (stage.home / "store.db").write_text("not a database, and longer than a header is" * 50)

    level, said, step = stage.one("store")

    assert (level, said) == ("error", f"{stage.home / 'store.db'} is not a database.")
    assert "pressrun db restore" in step


def test_a_store_that_may_only_be_read_is_an_error(stage: Stage, postgres_url: str) -> None:
    engine = open_store(postgres_url)
    with engine.begin() as db:
        name = db.execute(sa.text("SELECT current_database()")).scalar_one()
        db.execute(sa.text(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on'))
    engine.dispose()
    url = postgres_url.replace("postgresql+psycopg", "postgresql")
    stage.settings({**NO_CHANNEL, "database": url})

    level, said, _ = stage.one("store")

    assert (level, said.endswith(" is read-only.")) == ("error", True)


@pytest.mark.parametrize(("free", "level"), [(100 << 20, "warning"), (1 << 20, "error")])
def test_a_disk_without_room_is_told(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, free: int, level: str
) -> None:
    make_store(stage)
    monkeypatch.setattr("shutil.disk_usage", lambda at: disk_usage(at)._replace(free=free))

    assert stage.one("store")[0] == level


def test_a_fresh_backup_is_told_with_its_age(stage: Stage) -> None:
    make_store(stage)
    (stage.home / "backups").mkdir()
    (stage.home / "backups" / "store-20261123T030000Z.db").touch()
    (stage.home / "backups" / "store-20261101T030000Z.db").touch()

    assert stage.at(NOON).one("backup") == ("ok", "The last one is 9 hours old.", "")


@pytest.mark.parametrize("name", ["store-20261119T030000Z.db", "mine.db"])
def test_without_a_recent_backup_there_is_a_warning(stage: Stage, name: str) -> None:
    make_store(stage)
    (stage.home / "backups").mkdir()
    (stage.home / "backups" / name).touch()

    level, _, step = stage.at(NOON).one("backup")

    assert level == "warning"
    assert "pressrun db backup" in step


def test_a_cookie_that_ends_soon_is_a_warning_with_its_day_and_the_next_step(
    stage: Stage,
) -> None:
    engine = open_store(f"sqlite:///{make_store(stage)}")
    for moment in (NOON - timedelta(days=85), NOON):
        ages = SecretAges(engine, At(moment=moment))
        ages.note("letters.example", "substack", {"cookie": "one"}, substack.SPEC.lives)
    engine.dispose()

    assert stage.at(NOON).about("secrets") == [
        (
            "warning",
            "substack: the cookie is good until about 2026-11-28; it was first seen 2026-08-30.",
            "Take a fresh one, put it where the old one is, and start pressrun serve again.",
        )
    ]


# --- who executes -----------------------------------------------------------------------------


@pytest.fixture
def bench(stage: Stage) -> Iterator[Bench]:
    """A store in which something can wait; its deliveries are made at MIDNIGHT."""
    stage.home.mkdir()
    with on_store(f"sqlite:///{stage.home / 'store.db'}", stage.home) as made:
        yield made


def wait_a_day(bench: Bench) -> None:
    """One delivery, prepared, that is due on the next midnight."""
    waits = bench.freeze(post(1), due_in=86_400)
    bench.run(waits, until=bench.clock.after(60))


def test_where_nothing_waits_nobody_has_to_execute(stage: Stage, bench: Bench) -> None:
    found = stage.one("executes")

    assert found == ("ok", "Nobody does now, and nothing waits for a time.", "")


def test_what_waits_for_its_time_needs_somebody(stage: Stage, bench: Bench) -> None:
    wait_a_day(bench)

    level, said, step = stage.at(NOON).one("executes")

    assert level == "warning"
    assert said == "Nobody does now; the next thing is due 2026-11-24 00:00 UTC."
    assert step.startswith("Keep pressrun serve running")


def test_who_executes_is_told_with_the_last_beat(stage: Stage, bench: Bench) -> None:
    wait_a_day(bench)
    Workers(bench.ledger.engine, At(moment=NOON)).beat("w", "desk", "serve")

    found = stage.at(NOON + timedelta(seconds=7)).one("executes")

    assert found == ("ok", "serve on desk, last beat 7 s ago.", "")


def test_a_command_that_executes_is_told(stage: Stage, bench: Bench) -> None:
    executor = Executor(stage.home, "publish")
    executor.acquire(NOON)

    found = stage.one("executes")

    executor.release()
    assert found == ("ok", f"publish on {socket.gethostname()}, since 12:00 UTC.", "")


def test_who_has_fallen_silent_is_named(stage: Stage, bench: Bench) -> None:
    wait_a_day(bench)
    Workers(bench.ledger.engine, At(moment=MIDNIGHT)).beat("w", "desk", "serve")

    level, said, _ = stage.at(NOON).one("executes")

    assert level == "warning"
    assert said.endswith(" serve on desk was last heard of 12 hours ago.")


def test_a_worker_without_its_secrets_is_a_warning(stage: Stage, bench: Bench) -> None:
    lacks = "weekly/x (x: api_key is not known there)"
    Workers(bench.ledger.engine, At(moment=NOON)).beat("w", "desk", "worker", lacks)

    level, said, _ = stage.at(NOON).one("releases")

    assert (level, said) == ("warning", f"worker on desk lacks secrets: {lacks}.")


def test_what_is_overdue_is_an_error(stage: Stage, bench: Bench) -> None:
    bench.freeze(post(1), due_in=60)

    level, said, step = stage.at(NOON).one("releases")

    assert level == "error"
    assert "telegram is overdue since 2026-11-23 00:00 UTC" in said
    assert step == "pressrun status shows all of it."


def test_a_question_that_waits_is_a_warning(stage: Stage, bench: Bench) -> None:
    bench.service.after.append(OutcomeUnknown("timeout"))
    bench.service.blind = True
    bench.run(bench.freeze(post(1)))

    found = stage.at(MIDNIGHT).one("releases")

    assert found == (
        "warning",
        "Questions that wait for you: 1.",
        "pressrun status shows how to answer them.",
    )


# --- the whole --------------------------------------------------------------------------------


def test_a_check_that_breaks_is_a_finding_without_its_words(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(_folders: object) -> None:
        raise RuntimeError("token hush-hush")

    monkeypatch.setattr("adapters.fonts.find_typefaces", breaks)

    assert stage.one("fonts")[:2] == ("error", "This check broke: RuntimeError.")
    assert stage.one("store")[0] == "ok"


def test_a_file_that_cannot_be_read_breaks_one_check(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(_folders: object) -> None:
        raise PermissionError(13, "Permission denied", "/fonts")

    monkeypatch.setattr("adapters.fonts.find_typefaces", breaks)

    assert stage.one("fonts")[:2] == ("error", "/fonts: Permission denied.")


def test_whatever_is_not_well_has_its_next_step(stage: Stage, bench: Bench) -> None:
    stage.settings({})
    bench.freeze(post(1), due_in=60)

    found = [f for f in stage.at(NOON).all() if f.level != "ok"]

    assert len(found) > 8
    assert [f for f in found if not f.next] == []


def test_nothing_is_made_or_changed_by_looking(stage: Stage) -> None:
    before = sorted(stage.root.parent.rglob("*"))

    stage.all()

    assert sorted(stage.root.parent.rglob("*")) == before


def test_an_open_workshop_is_looked_at_through_its_own_stand_ins(
    tmp_path: Path, server: RunningSandbox, control: Control
) -> None:
    home = Home(tmp_path / "home", tmp_path / "cache")
    with workshop(Settings(), (), sandbox=True, pace=1.0, place=home, url=server.url) as shop:
        found = list(findings(place_of(shop, tmp_path, None)))

    assert [f.what for f in found if f.said.startswith("It lets us in")] == list(CHANNELS)
    assert "error" not in {f.level for f in found}
    assert "backup" not in {f.what for f in found}  # a rehearsal needs none
