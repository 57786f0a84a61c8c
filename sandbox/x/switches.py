"""The doubtful points of X's contract (its section 10), and the faults of its section 7.2."""

from __future__ import annotations

from sandbox.service import Switch

SWITCHES = (
    Switch("self_replies_restricted", default=False, meaning="a reply to oneself gets 403"),
    Switch("too_long_status", 403, "status of over-length text", (400, 403)),
    Switch("max_weight", 280, "the account's right: longest post, weighted", (280, 25_000)),
    Switch("bare_domain_billed", default=True, meaning="a bare domain is billed as a URL"),
    Switch("media_link_billed", default=False, meaning="a picture is billed as a URL"),
    Switch("refused_billed", default=False, meaning="refused requests are billed"),
    Switch(
        "day_cap", "100", "24-hour cap of a user's posts; absent: 100, but no header tells",
        ("none", "17", "25", "100", "absent"),
    ),
    Switch("older_limits", default=True, meaning="also 200 posts in 15 minutes, 300 in 3 hours"),
    Switch("html_escaping", default=True, meaning="& < > in returned text come as entities"),
    Switch("newer_emoji_is_two", default=False, meaning="else the sum of their parts"),
    Switch("newer_tlds", default=False, meaning="top-level domains younger than 2021 make a URL"),
    Switch("append_answer", "200", "answer to an appended chunk", ("200", "202", "204")),
    Switch("delete_answer", "200", "answer to a delete", ("200", "204")),
    Switch("naming", "tweet", "names in answers: of the docs, or of file 2.167", ("tweet", "post")),
    Switch("naming_strict", default=False, meaning="only those names are taken in requests"),
    Switch("duplicate_window_h", 24, "how long a text counts as said, hours", (2, 24, 48)),
    Switch("duplicates_of_deleted", default=False, meaning="the texts of deleted posts count, too"),
    Switch("timeline_lag_s", 0.0, "seconds until a post is on the timeline; negative: never"),
    Switch("timeline_lag_polls", 0, "timeline reads that do not show a new post yet"),
    Switch("invisible_replies", 0, "the first replies to each post that get 403 thread_gone"),
    Switch(
        "unavailable_body", "json", "body of the fault unavailable (503)", ("json", "empty", "html")
    ),
    Switch(
        "image_bytes_in_post", 2_097_152, "largest picture that a post takes",
        (2_097_152, 5_242_880),
    ),
    Switch("processing_s", 2.0, "seconds until a GIF or a video is ready"),
    Switch("photo_processing_s", 0.0, "the same for a photo; 0: ready at once, no processing_info"),
    Switch("credits_body", "enrolled", "which of the two 402 bodies", ("enrolled", "depleted")),
    Switch(
        "spent_token_error", "invalid_request", "the error of a spent refresh token",
        ("invalid_request", "invalid_grant"),
    ),
    Switch(
        "problem_host", "api.twitter.com", "host in the type of a problem",
        ("api.twitter.com", "api.x.com"),
    ),
)  # fmt: skip
