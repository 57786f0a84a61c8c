"""The crops of a cover: their shapes, and what WeChat takes of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.base import Media, Receipt
from adapters.errors import Rejected
from adapters.wechat import WeChat
from adapters.wechat.cover import crops
from adapters.wechat.headline import CARD
from content.document import Document
from tests.adapters.wechat.samples import edition_of, paragraph

SIDES = st.integers(200, 1_800)


def media(width: int, height: int, source: str = "a.png") -> Media:
    return Media(source, "0" * 64, "image/png", width, height, 1)


def box(crop: str) -> tuple[float, float, float, float]:
    left, top, right, bottom = map(float, crop.split("_"))
    return left, top, right, bottom


@given(
    width=SIDES,
    height=SIDES,
    name=st.sampled_from([("pic_crop_235_1", 2.35), ("pic_crop_1_1", 1.0)]),
)
def test_a_crop_is_centred_as_large_as_may_be_and_of_its_shape(
    width: int, height: int, name: tuple[str, float]
) -> None:
    key, ratio = name

    left, top, right, bottom = box(crops(media(width, height))[key])

    assert (right - left) * width / ((bottom - top) * height) == pytest.approx(ratio, rel=0.01)
    assert (left + right, top + bottom) == pytest.approx((1, 1), abs=1e-4)
    assert max(right - left, bottom - top) == pytest.approx(1)


def test_the_square_of_a_card_is_its_left_one() -> None:
    assert box(crops(media(1880, 800, CARD))["pic_crop_1_1"]) == pytest.approx(
        (0, 0, 800 / 1880, 1), abs=1e-4
    )


@pytest.mark.parametrize("crop", ["0_0_1", "0_0_2_1", "1_0_0_1", "0.5_0_0.5_1", "a_b_c_d"])
def test_a_crop_that_is_none_is_refused(channel: WeChat, crop: str) -> None:
    edition = edition_of(Document((paragraph("字"),)))
    *uploads, draft = edition.parts
    sent = {part.key: channel.send(part, {}) for part in uploads}
    payload: Any = draft.payload
    bad = {"articles": [{**payload["articles"][0], "pic_crop_1_1": crop}]}

    with pytest.raises(Rejected, match="40035"):
        channel.send(replace(draft, payload=bad), receipts(sent))


def receipts(sent: dict[str, Any]) -> dict[str, Receipt]:
    return {key: answer for key, answer in sent.items() if isinstance(answer, Receipt)}
