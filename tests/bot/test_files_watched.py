"""An approved edition is held once any of the files has changed that it is made from."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PIL import Image

from adapters.base import Picture, Pictures
from bot import app
from bot.executing import execute
from bot.publishing import Wish, propose, settle_on
from bot.release.records import Delivery
from bot.release.states import DeliveryState
from bot.wiring import build_channels
from config.settings import load
from content.issue import Issue
from tests.adapters.drawn import saved
from tests.bot.noticeboard import BoardChannel, NoticeBoard, Shop, a_shop
from tests.bot.test_versions import CHINESE, ENGLISH, NOW, lay_out

TEXT = "One thing, told in English. " * 9
EN = f'---\ntitle: "Weekly 1: one"\ndate: 2026-11-23\nlang: en\n---\n\n{TEXT}\n'


class WithPictures(BoardChannel):
    """It shows the pictures that an issue names, as they are."""

    def prepare(self, issue: Issue) -> Pictures:
        rows = {
            ("photo", source): Picture(source, _sha256(asset.path), "", "as is", None)
            for source, asset in issue.assets.items()
            if asset.path
        }
        return Pictures(rows)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """Telegram speaks English, Substack the issue's own language; X shows a picture."""
    with a_shop(
        tmp_path,
        BoardChannel("telegram", NoticeBoard()),
        BoardChannel("substack", NoticeBoard()),
        WithPictures("x", NoticeBoard()),
        channels={"telegram": {"lang": "en"}, "substack": {}, "x": {"cover": "/face.png"}},
    ) as made:
        made.write("第一段，讲机器人怎样让路。" * 9)
        _english(made).write_text(EN, encoding="utf-8")
        _face(made).write_bytes(_picture("red"))
        yield made


def _english(shop: Shop) -> Path:
    return shop.issue.with_name("2026-11-23-weekly-1.en.md")


def _face(shop: Shop) -> Path:
    return shop.issue.parents[1] / "face.png"


def _picture(colour: str) -> bytes:
    return saved(Image.new("RGB", (1000, 500), colour), "PNG")


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _approved(shop: Shop) -> list[str]:
    """For a later moment, by a person; nothing is sent before it."""
    slot = shop.clock.now() + timedelta(hours=1)
    proposal = propose(shop.works, Wish(shop.issue, slot, plan="telegram +0"))
    assert proposal.rendered.errors == ()
    return settle_on(shop.works, proposal, approved_by="me")


def _sent(shop: Shop, ids: list[str]) -> dict[str, Delivery]:
    execute(shop.works, ids)
    return {d.channel: d for d in map(shop.works.ledger.delivery, ids)}


@pytest.mark.parametrize(
    ("edit", "channel", "why"),
    [
        (
            lambda shop: _english(shop).write_text(EN.replace("One", "Two"), encoding="utf-8"),
            "telegram",
            "2026-11-23-weekly-1.en.md has changed since it was approved",
        ),
        (
            lambda shop: _english(shop).unlink(),
            "telegram",
            "2026-11-23-weekly-1.en.md is not there any more",
        ),
        (
            lambda shop: _face(shop).write_bytes(_picture("blue")),
            "x",
            "face.png has changed since it was approved",
        ),
    ],
)
def test_a_changed_file_holds_the_channels_that_show_it(
    shop: Shop, edit: Callable[[Shop], object], channel: str, why: str
) -> None:
    ids = _approved(shop)
    edit(shop)

    sent = _sent(shop, ids)

    others = {key: d.state for key, d in sent.items() if key != channel}
    assert (sent[channel].state, sent[channel].question) == (DeliveryState.HELD, "source")
    assert sent[channel].reason == why
    assert shop.boards[channel].notices == {}
    assert set(others.values()) == {DeliveryState.DONE_PUBLISHED}


def test_with_the_files_as_they_were_everything_goes_out(shop: Shop) -> None:
    sent = _sent(shop, _approved(shop))

    assert {d.state for d in sent.values()} == {DeliveryState.DONE_PUBLISHED}
    assert shop.boards["telegram"].texts() == [TEXT.strip()]


def test_an_edit_of_the_issue_itself_is_named_first(shop: Shop) -> None:
    ids = _approved(shop)
    shop.write("第二段。")
    _english(shop).unlink()

    assert _sent(shop, ids)["telegram"].reason == (
        "2026-11-23-weekly-1.md has changed since it was approved"
    )


def test_editions_name_their_translation_their_pictures_and_the_style_sheet(tmp_path: Path) -> None:
    settings = "channels: {telegram: {lang: en}, wechat: {css: styles/mine.css}}\n"
    path = lay_out(tmp_path, settings)
    path.write_text(CHINESE + "\n![两台机器人](/face.png)\n", encoding="utf-8")
    face, sheet = tmp_path / "face.png", tmp_path / "styles" / "mine.css"
    face.write_bytes(_picture("red"))
    sheet.parent.mkdir()
    sheet.write_text("h2 { color: #336699 }\n", encoding="utf-8")
    english = path.with_name("2026-11-20-weekly-12.en.md")
    english.write_text(ENGLISH, encoding="utf-8")
    chosen = load(tmp_path / "pressrun.yaml")

    made = app.render(path, chosen.adjust, build_channels(chosen, ("telegram", "wechat")), NOW)

    assert made.editions["telegram"].files == {str(english): _sha256(english)}
    assert made.editions["wechat"].files == {
        str(face): _sha256(face),
        str(sheet): _sha256(sheet),
    }
