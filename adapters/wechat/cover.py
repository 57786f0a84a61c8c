"""The two crops of a cover: 2.35 : 1 above the article and in the feed, 1 : 1 in lists."""

from __future__ import annotations

from adapters.base import Media
from adapters.pictures import crop_box, crop_text
from adapters.wechat.headline import CARD


def crops(media: Media) -> dict[str, str]:
    """Both crops of a draft's cover: centred, but a card's left square is made to stand alone."""
    wide = crop_box(media.width, media.height, 2.35)
    square = crop_box(media.width, media.height, 1.0)
    if media.source == CARD:
        square = (0.0, 0.0, media.height / media.width, 1.0)
    return {"pic_crop_235_1": crop_text(wide), "pic_crop_1_1": crop_text(square)}
