"""What X takes in a request body: a reading of its OpenAPI file, version 2.167.

`tests/sandbox/test_x_schemas.py` compares these with the file itself where it is at hand.
"""

from __future__ import annotations

from typing import Any

Object = dict[str, Any]

TEXT: Object = {"type": "string"}
FLAG: Object = {"type": "boolean"}
ID: Object = {"type": "string", "pattern": "^[0-9]{1,19}$"}
REPLY_SETTINGS: Object = {
    "type": "string", "enum": ["following", "mentionedUsers", "subscribers", "verified"],
}  # fmt: skip


def strict(required: tuple[str, ...] = (), /, **properties: Object) -> Object:
    """An object that takes no other key."""
    return {
        "type": "object",
        "required": list(required),
        "properties": properties,
        "additionalProperties": False,
    }


def open_object(required: tuple[str, ...] = (), /, **properties: Object) -> Object:
    return {"type": "object", "required": list(required), "properties": properties}


def array(items: Object, **bounds: int) -> Object:
    return {"type": "array", "items": items, **bounds}


CREATE_POST = strict(
    text=TEXT,
    reply=strict(
        ("in_reply_to_tweet_id",),
        in_reply_to_tweet_id=ID,
        exclude_reply_user_ids=array(TEXT),
        auto_populate_reply_metadata=FLAG,
    ),
    media=strict(
        ("media_ids",),
        media_ids=array(ID, minItems=1, maxItems=4),
        tagged_user_ids=array(ID, maxItems=10),
        preview_media_id=ID,
        title=TEXT,
        description=TEXT,
        embeddable=FLAG,
        call_to_actions=strict(
            app_install=strict(app_store_id=TEXT, ipad_app_store_id=TEXT, play_store_id=TEXT),
            visit_site=strict(("url",), url=TEXT),
            watch_now=strict(("url",), url=TEXT),
        ),
    ),
    poll=strict(
        ("options", "duration_minutes"),
        options=array({**TEXT, "minLength": 1, "maxLength": 25}, minItems=2, maxItems=4),
        duration_minutes={"type": "integer", "minimum": 5, "maximum": 10080},
        reply_settings=REPLY_SETTINGS,
    ),
    geo=strict(("place_id",), place_id=TEXT),
    edit_options=strict(("previous_post_id",), previous_post_id=ID),
    quote_tweet_id=ID,
    reply_settings=REPLY_SETTINGS,
    community_id=ID,
    card_uri=TEXT,
    direct_message_deep_link=TEXT,
    made_with_ai=FLAG,
    paid_partnership=FLAG,
    nullcast=FLAG,
    for_super_followers_only=FLAG,
    share_with_followers=FLAG,
)

ONE_SHOT_CATEGORY: Object = {
    "type": "string",
    "enum": [
        "tweet_image", "tweet_video", "tweet_gif", "dm_image", "dm_video", "dm_gif", "subtitles",
    ],
}  # fmt: skip
# `media` is a string here: base64 in JSON, the name of the part in a multipart body.
UPLOAD = strict(
    ("media", "media_category"),
    media=TEXT,
    media_category=ONE_SHOT_CATEGORY,
    additional_owners=TEXT,
)

# The file requires none of these three; the stand-in does: without them nothing can be uploaded.
INITIALIZE = strict(
    ("media_type", "total_bytes", "media_category"),
    media_type={
        "type": "string",
        "enum": [
            "video/mp4", "video/webm", "video/mp2t", "video/quicktime", "text/srt", "text/vtt",
            "image/jpeg", "image/gif", "image/bmp", "image/png", "image/webp", "image/pjpeg",
            "image/tiff", "model/gltf-binary", "model/vnd.usdz+zip",
        ],
    },
    total_bytes={"type": "integer", "minimum": 0, "maximum": 17_179_869_184},
    media_category={
        "type": "string",
        "enum": [
            "amplify_video", "tweet_gif", "tweet_image", "tweet_video", "dm_gif", "dm_image",
            "dm_video", "subtitles",
        ],
    },
    shared=FLAG,
    additional_owners=array(ID),
)  # fmt: skip

APPEND = strict(
    ("media", "segment_index"),
    media=TEXT,
    segment_index={"type": "integer", "minimum": 0, "maximum": 999},
)

METADATA = open_object(
    ("id",),
    id=ID,
    metadata=open_object(alt_text=open_object(("text",), text={**TEXT, "maxLength": 1000})),
)
