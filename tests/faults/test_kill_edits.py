"""SIGKILL in the middle of `update` and of `retract`: finished later, nothing done twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
from PIL import Image

from tests.faults.stage import ISSUE, KILLED, POINTS, Stage, staged

NEW = (
    ISSUE.replace("It took two people", "It took two strong people")
    .replace("Nobody missed the", "Nobody missed that")
    .replace("img/press.png", "img/spare.png")
)
Calls = tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Scene:
    """A channel in a mode, the calls that change something there, and those that only look."""

    channel: str
    mode: str
    word: str
    changes: Calls
    looks: Calls


SCENES = {
    "telegram update": Scene(
        "telegram", "", "update",
        (("editMessageText", 1), ("editMessageMedia", 1), ("editMessageCaption", 1)),
        (("getChat", 1),),
    ),
    "substack update": Scene(
        "substack", "draft", "update",
        (("drafts/put", 1),),
        (("profile", 1), ("drafts/get", 1), ("image", 1), ("drafts/get", 2)),
    ),
    "substack update in public": Scene(
        "substack", "web", "update",
        (("drafts/put", 1), ("publish", 1)),
        (("profile", 1), ("drafts/get", 1), ("image", 1), ("drafts/get", 2), ("prepublish", 1),
         ("drafts/get", 3)),
    ),
    "wechat update": Scene(
        "wechat", "draft", "update",
        (("draft/update", 1),),
        (("stable_token", 1), ("draft/get", 1), ("media/uploadimg", 1),
         ("material/add_material", 1), ("draft/batchget", 1), ("draft/get", 2)),
    ),
    "telegram retract": Scene(
        "telegram", "", "retract",
        (("deleteMessage", 1), ("deleteMessage", 2), ("deleteMessage", 3)),
        (("getChat", 1),),
    ),
    "substack retract": Scene(
        "substack", "draft", "retract",
        (("drafts/delete", 1),),
        (("profile", 1), ("drafts/get", 1), ("drafts/get", 2)),
    ),
    "substack retract in public": Scene(
        "substack", "web", "retract",
        (("unpublish", 1), ("drafts/delete", 1)),
        (("profile", 1), ("drafts/get", 1), ("drafts/get", 2), ("drafts/get", 3)),
    ),
    "wechat retract": Scene(
        "wechat", "draft", "retract",
        (("draft/delete", 1),),
        (("stable_token", 1), ("draft/get", 1), ("draft/batchget", 1), ("draft/get", 2)),
    ),
    "x retract": Scene(
        "x", "", "retract",
        (("tweets/delete", 1), ("tweets/delete", 2), ("tweets/delete", 3), ("tweets/delete", 4)),
        (("users/me", 1), ("users/tweets", 1)),
    ),
}  # fmt: skip
# A picture set once more is the same picture, which no reader sees: it is repeated blindly.
HARMLESS = Counter({"editMessageMedia": 1})
FEW = (
    ("telegram update", ("editMessageMedia", 1), "stored"),
    ("wechat update", ("draft/update", 1), "answered"),
    ("substack retract in public", ("unpublish", 1), "stored"),
    ("x retract", ("tweets/delete", 2), "received"),
)
ALL = [
    *((name, call, point) for name, s in SCENES.items() for call in s.changes for point in POINTS),
    *((name, s.looks[-1], "answered") for name, s in SCENES.items()),
]


class Played:
    """A published issue that has been changed since."""

    def __init__(self, stage: Stage, scene: Scene) -> None:
        self.stage = stage
        self.scene = scene
        pictures = stage.issue.parents[1] / "assets" / "img"
        Image.new("RGB", (700, 500), (10, 160, 30)).save(pictures / "spare.png")
        if scene.mode:
            settings = f"channels: {{{scene.channel}: {{mode: {scene.mode}}}}}\n"
            (stage.issue.parents[1] / "pressrun.yaml").write_text(settings, encoding="utf-8")
        assert stage.publish(scene.channel)[0] == 0
        stage.issue.write_text(NEW, encoding="utf-8")
        self._before = len(self._log())

    def run(self, *, pidfile: Path | None = None) -> tuple[int, dict[str, Any]]:
        words = (self.scene.word, str(self.stage.issue), "--channels", self.scene.channel)
        return self.stage.command(*words, "--yes", pidfile=pidfile)

    def kill(self, call: tuple[str, int], point: str) -> int:
        pidfile = self.stage.kill_at(self.scene.channel, *call, point)
        return self.run(pidfile=pidfile)[0]

    def calls(self) -> Calls:
        """Since the issue was published, as (operation, how many times by then)."""
        seen: Counter[str] = Counter()
        made = []
        for call in self._log()[self._before :]:
            seen[call["operation"]] += 1
            made.append((call["operation"], seen[call["operation"]]))
        return tuple(made)

    def changed_twice(self) -> Counter[str]:
        """The calls beyond those of a clean run that changed something: the answer says so."""
        operations = Counter(operation for operation, _ in self.scene.changes)
        done = [c["operation"] for c in self._log()[self._before :] if c["status"] == 200]
        return Counter(operation for operation in done if operation in operations) - operations

    def shown(self) -> list[tuple[str, str, int]]:
        return self.stage.shown(self.scene.channel)

    def _log(self) -> list[dict[str, Any]]:
        found = requests.get(
            f"{self.stage.url}/_control/calls",
            params={"service": self.scene.channel},
            timeout=10,
        )
        return list(found.json())


@pytest.fixture(scope="session")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Any]:
    """What an undisturbed run shows afterwards; nothing, where everything was taken back."""
    known: dict[str, Any] = {}

    def of(name: str) -> Any:
        scene = SCENES[name]
        if name not in known and scene.word == "update":
            with staged(tmp_path_factory.mktemp("clean")) as stage:
                played = Played(stage, scene)
                assert played.run()[0] == 0
                known[name] = played.shown()
        return known.get(name, [])

    return of


def check(stage: Stage, clean: Callable[[str], Any], name: str, call: Any, point: str) -> None:
    played = Played(stage, SCENES[name])
    killed = played.kill(call, point)

    code, answer = played.run()

    assert killed == KILLED
    assert (code, played.shown()) == (0, clean(name)), answer
    assert played.changed_twice() <= HARMLESS
    assert {r["state"] for r in answer["receipts"]} <= {"done(published)"}


@pytest.mark.parametrize(("name", "call", "point"), FEW)
def test_a_killed_edit_is_finished_and_made_once(
    stage: Stage, clean: Callable[[str], Any], name: str, call: tuple[str, int], point: str
) -> None:
    check(stage, clean, name, call, point)


@pytest.mark.faults
@pytest.mark.parametrize(("name", "call", "point"), ALL)
def test_an_edit_killed_anywhere_is_finished_and_made_once(
    stage: Stage, clean: Callable[[str], Any], name: str, call: tuple[str, int], point: str
) -> None:
    check(stage, clean, name, call, point)


@pytest.mark.faults
@pytest.mark.parametrize("name", SCENES)
def test_a_clean_run_makes_the_calls_that_are_killed_above(stage: Stage, name: str) -> None:
    played = Played(stage, SCENES[name])

    code, _ = played.run()

    assert code == 0
    assert sorted(played.calls()) == sorted((*SCENES[name].changes, *SCENES[name].looks))


def test_cron_finishes_what_was_killed(stage: Stage, clean: Callable[[str], Any]) -> None:
    name = "substack update in public"
    played = Played(stage, SCENES[name])
    played.kill(("drafts/put", 1), "stored")

    stage.command("release", "--next")

    assert played.shown() == clean(name)
    assert played.changed_twice() == Counter()
