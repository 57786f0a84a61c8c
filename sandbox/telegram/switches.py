"""The doubtful points of the Telegram contract: its section 10."""

from __future__ import annotations

from sandbox.service import Switch

SWITCHES = (
    Switch(
        "server_version", "10.3", "of the Bot API; 10.1 has rich messages, 10.2 uploads in them",
        ("10.0", "10.1", "10.2", "10.3"),
    ),
    Switch(
        "rich_unit", "characters", "what the 32,768 of a rich message count",
        ("characters", "bytes"),
    ),
    Switch("text_unit", "utf16", "what 4096 and 1024 count", ("utf16", "codepoints")),
    Switch("entity_bytes", 9_500, "most bytes of markup in a message, 0 for no limit"),
    Switch("photo_bytes", 10_485_760, "largest photo", (10_485_760, 10_000_000)),
    Switch(
        "forwards", "work", "what forwarding a channel's post does",
        ("work", "not_found", "protected"),
    ),
    Switch(
        "same_edit", "not_modified", "an edit that changes nothing in a channel",
        ("not_modified", "refused"),
    ),
    Switch(
        "message_ids", "consecutive", "gaps: every other one is skipped", ("consecutive", "gaps"),
    ),
    Switch("rights_status", 400, "of an answer about missing rights", (400, 403)),
    Switch(
        "rights_text", "need administrator rights in the channel chat", "its wording",
        (
            "need administrator rights in the channel chat",
            "not enough rights to send text messages to the chat",
            "CHAT_WRITE_FORBIDDEN",
            "CHAT_ADMIN_REQUIRED",
        ),
    ),
    Switch("pin_needs_edit", default=True, meaning="pinning needs can_edit_messages"),
    Switch("album_counts", "items", "an album is so many messages", ("items", "one")),
    Switch(
        "album_429", "nothing", "what stands when the limit falls into an album",
        ("nothing", "some"),
    ),
    Switch(
        "image_failed_live", default=True,
        meaning="the fault image_process_failed delivers the photo all the same",
    ),
    Switch("channel_per_minute", 20, "messages to one channel in a minute"),
    Switch("chat_per_minute", 60, "messages to one private chat in a minute"),
    Switch("edits_per_minute", 20, "edits in one channel in a minute"),
    Switch("bot_per_second", 30, "messages of one bot in a second"),
    Switch("callback_s", 60.0, "how long a pressed button waits for its answer"),
)  # fmt: skip
