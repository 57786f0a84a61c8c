"""Bad input gets one clear problem with file and line, exit code 2, and nothing is sent."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bot.cli_stage import pressrun
from tests.faults.stage import lay_out


@pytest.fixture
def issue(tmp_path: Path) -> Path:
    return lay_out(tmp_path / "site")


def spoil(issue: Path, how: str) -> None:
    pictures = issue.parents[1] / "assets" / "img"
    text = issue.read_text(encoding="utf-8")
    match how:
        case "missing":
            issue.unlink()
        case "empty":
            issue.write_text("", encoding="utf-8")
        case "not UTF-8":
            issue.write_bytes("---\ntitle: 周报\n---\n正文".encode("gb18030"))
        case "front matter":
            issue.write_text(text.replace("tags: [press]", "tags: [press"), encoding="utf-8")
        case "picture absent":
            (pictures / "press.png").unlink()
        case "picture corrupt":
            whole = (pictures / "press.png").read_bytes()
            (pictures / "press.png").write_bytes(whole[: len(whole) // 2])
        case "picture outside":
            outside = issue.parents[2] / "secret.png"
            (pictures / "press.png").rename(outside)
            (pictures / "press.png").symlink_to(outside)
        case "picture climbs":
            climbing = text.replace("/assets/img/press.png", "../../secret.png")
            issue.write_text(climbing, encoding="utf-8")
        case "draft":
            issue.write_text(text.replace("tags:", "draft: true\ntags:"), encoding="utf-8")


SPOILED = [
    ("missing", 0),
    ("empty", 0),
    ("not UTF-8", 2),
    ("front matter", 5),
    ("picture absent", 13),
    ("picture corrupt", 13),
    ("picture outside", 13),
    ("picture climbs", 13),
    ("draft", 4),
]


@pytest.mark.parametrize(("how", "line"), SPOILED)
def test_an_issue_that_cannot_be_sent_is_refused_with_its_line(
    tmp_path: Path, issue: Path, how: str, line: int
) -> None:
    spoil(issue, how)

    ran = pressrun(
        tmp_path / "home",
        "publish",
        issue,
        "--sandbox",
        "--yes",
        "--json",
        "--channels",
        "telegram",
    )

    errors = [p for p in ran.json["problems"] if p["level"] == "error"]
    assert ran.code == 2
    assert len(errors) == 1
    assert Path(errors[0]["file"]) == issue
    assert errors[0]["line"] in ({line} if line else {0, 1})
    assert errors[0]["next"]
    assert ran.json["receipts"] == []
    assert pressrun(tmp_path / "home", "status", "--sandbox", "--json").json["deliveries"] == []


@pytest.mark.parametrize("how", ["missing", "front matter", "picture absent"])
def test_lint_says_the_same_and_exits_alike(tmp_path: Path, issue: Path, how: str) -> None:
    spoil(issue, how)

    ran = pressrun(tmp_path / "home", "lint", issue, "--json")

    assert ran.code == 2
    assert any(p["level"] == "error" for p in ran.json["problems"])


def test_an_author_may_do_without_a_picture(tmp_path: Path, issue: Path) -> None:
    spoil(issue, "picture absent")

    ran = pressrun(
        tmp_path / "home", "publish", issue, "--sandbox", "--yes", "--json",
        "--channels", "wechat", "--waive", "/assets/img/press.png",
    )  # fmt: skip

    assert ran.code == 0
    assert ran.json["receipts"][0]["state"] == "done(draft)"


def test_a_channel_nobody_knows_is_refused(tmp_path: Path, issue: Path) -> None:
    ran = pressrun(tmp_path / "home", "publish", issue, "--sandbox", "--channels", "mastodon")

    assert ran.code == 2
    assert ran.err == "no channel mastodon; there are telegram, substack, wechat, x\n"


def test_a_settings_file_tells_all_its_faults_at_once(tmp_path: Path, issue: Path) -> None:
    (issue.parents[1] / "pressrun.yaml").write_text(
        "timezone: Asia/Shangai\nchannels:\n  myspace: {}\n", encoding="utf-8"
    )

    ran = pressrun(tmp_path / "home", "publish", issue, "--sandbox", "--yes")

    assert ran.code == 2
    assert ran.err == (
        "pressrun.yaml: 2 problems\n"
        '  timezone   "Asia/Shangai" is not a time zone. Did you mean Asia/Shanghai?\n'
        '  channels   "myspace" is not a channel.\n'
    )


LIKE = (
    "write it like 'x +60m' or 'x +1h after telegram within 6h else canonical not later than 22:00'"
)
MODE_SAYS_DRAFT = (
    "the plan says wechat web, but its mode makes it draft; set channels.wechat.mode\n"
)


@pytest.mark.parametrize(
    ("plan", "words"),
    [
        ("x at noon", f"cannot read 'x at noon' in the plan; {LIKE}\n"),
        ("telegram +0, wechat +5m web", MODE_SAYS_DRAFT),
    ],
)
def test_a_plan_that_cannot_hold_is_refused(
    tmp_path: Path, issue: Path, plan: str, words: str
) -> None:
    (issue.parents[1] / "pressrun.yaml").write_text(f"plan: {plan}\n", encoding="utf-8")

    ran = pressrun(tmp_path / "home", "publish", issue, "--sandbox", "--yes")

    assert (ran.code, ran.err) == (2, words)


def test_a_dry_run_needs_no_credentials(tmp_path: Path, issue: Path) -> None:
    ran = pressrun(tmp_path / "home", "publish", issue, "--dry-run")

    assert ran.code == 0
    assert [line.split()[0] for line in ran.out.splitlines()[2:7]] == [
        "channel", "telegram", "substack", "wechat", "x",
    ]  # fmt: skip
    assert "cannot be used yet" in ran.out


def test_a_site_may_have_template_tags_of_its_own(tmp_path: Path, issue: Path) -> None:
    text = issue.read_text(encoding="utf-8")
    own = text.replace(
        "![A press](/assets/img/press.png)", '{% plate src="/assets/img/press.png" %}'
    )
    issue.write_text(own, encoding="utf-8")
    (issue.parents[1] / "pressrun.yaml").write_text("tags: {plate: figure}\n", encoding="utf-8")

    ran = pressrun(tmp_path / "home", "render", issue, "--channel", "wechat", "--json")

    assert ran.code == 0
    assert len(ran.json["images"]) == 3
