"""The doubtful points of the WeChat contract, section 10, and the account that is stood in for."""

from __future__ import annotations

from sandbox.service import Switch

SWITCHES = (
    Switch("appid", "wx-sandbox", "the account's AppID"),
    Switch("secret", "sandbox-secret", "its AppSecret"),
    Switch("account", "verified", "who may publish", values=("personal", "unverified", "verified")),
    Switch(
        "comment_privilege", default=True, meaning="off: need_open_comment 1 is refused with 88000"
    ),
    Switch("ip_whitelist", "", "addresses and CIDR blocks, by comma; empty lets everyone in"),
    Switch("egress_ip", "127.0.0.1", "the address that WeChat sees the client at"),
    Switch(
        "token_overlap", default=False, meaning="an old /token lives 5 minutes on after a new one"
    ),
    Switch("unicode_escapes", "literal", "what \\uXXXX does", values=("literal", "40033")),
    Switch("minute_quota", 10_000, "calls of one kind per minute"),
    Switch("quota_reset_hour", 0, "hour of the day in UTC+8 at which daily quotas start anew"),
    Switch("title_limit", 32, "characters", values=(32, 64)),
    Switch("author_limit", 16, "characters", values=(16, 8)),
    Switch("digest_limit", 120, "characters", values=(120, 128)),
    Switch("max_articles", 8, "articles per draft, 0 for no limit", values=(8, 0)),
    Switch(
        "content_unit",
        "html",
        "what 20,000 counts; bytes: 18,000 UTF-8 bytes",
        values=("html", "visible", "bytes"),
    ),
    Switch("content_2kb", default=False, meaning="the documentation's own '2kb' line is enforced"),
    Switch("megabyte", 1_000_000, "bytes in 1 MB", values=(1_000_000, 1_048_576)),
    Switch("cover_type", "image", "material a cover must be", values=("image", "thumb", "any")),
    Switch("material_cap", 100_000, "images; other material has a hundredth of it"),
    Switch("material_lag_s", 0.0, "seconds until a new material is known everywhere"),
    Switch(
        "picture_urls",
        "varied",
        "length of mmbiz URLs: by content, 118 or 175",
        values=("varied", "shortest", "longest"),
    ),
    Switch("strip_div", default=True, meaning="div is unwrapped"),
    Switch("strip_links", default=True, meaning="anchors to other hosts become text"),
    Switch(
        "strip_styles", default=True, meaning="positioned, animated and floating styles are dropped"
    ),
    Switch("readback_source_url", default=True, meaning="content_source_url comes back"),
    Switch("no_content_rows", "bare", "what no_content leaves", values=("bare", "titles")),
    Switch("batchget_order", "newest", "first row of a list", values=("newest", "oldest")),
    Switch(
        "deleted_articles",
        "marked",
        "in lists and getarticle: is_deleted, or no more there",
        values=("marked", "absent"),
    ),
    Switch("publish_seconds", 5.0, "from submit to its outcome"),
    Switch("publish_outcome", 0, "publish_status it ends with", values=(0, 2, 3, 4)),
    Switch("publish_id_type", "string", "of publish_id", values=("string", "number")),
    Switch(
        "draft_visible_while_publishing",
        default=True,
        meaning="draft/get finds it while status is 1",
    ),
    Switch("public_urls", "local", "article URLs lead here, or to", values=("local", "real")),
)
