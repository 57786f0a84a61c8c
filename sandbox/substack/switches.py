"""The doubtful points of the Substack contract, section 10, and the account stood in for."""

from __future__ import annotations

from sandbox.service import Switch

ACCOUNT = (
    Switch("cookie", "s:sandbox", "the decoded value of substack.sid that is signed in"),
    Switch("cookie_form", "any", "on the wire", values=("any", "encoded", "decoded")),
    Switch("expired_cookie", 401, "status on the publication's host", values=(401, 403)),
    Switch("publication", "sandbox", "the name before .substack.com"),
    Switch("custom_domain", "", "a domain of the publication's own; empty for none"),
    Switch(
        "role",
        "admin",
        "of the account in the publication; none: no rights there",
        values=("admin", "owner", "editor", "contributor", "none"),
    ),
    Switch("suspended", default=False, meaning="signs in, but lists no publication"),
    Switch("profile", "new", "older has primaryPublication too", values=("new", "older")),
    Switch("sections", "", "names of the publication's sections, by comma"),
    Switch("sections_shape", "array", "of the answer", values=("array", "object")),
    Switch("language", "en", "of error texts", values=("en", "it")),
    Switch("cloudflare", default=False, meaning="some user agents meet error code 1010"),
    Switch("subscribers", 1234, "of the publication, by mail"),
    Switch(
        "checklist",
        "count",
        "how publication_launch_checklist tells them",
        values=("count", "list", "none"),
    ),
    Switch("requests_per_minute", 0, "above it 429; 0 for no limit"),
)
DRAFTS = (
    Switch("drafts_host", "publication", "where drafts live", values=("publication", "account")),
    Switch("bare_drafts", "403", "GET /drafts without an id", values=("403", "list")),
    Switch("stale", "409", "a last_updated_at gone by", values=("409", "ignored", "400")),
    Switch("create_takes_settings", default=False, meaning="POST keeps slug, should_send_email"),
    Switch("same_slug", "501", "of two posts; not known", values=("501", "400", "kept")),
    Switch("empty_bylines", default=True, meaning="draft_bylines [] is accepted"),
    Switch("null_bylines", default=False, meaning="draft_bylines comes back as null"),
    Switch("title_limit", 0, "characters; 0 for no limit"),
    Switch("body_limit", 0, "bytes of draft_body; 0 for no limit"),
)
IMAGES = (
    Switch("image_host", "publication", "where POST image is", values=("publication", "account")),
    Switch("image_form", "accepted", "urlencoded", values=("accepted", "hang", "400")),
    Switch("image_multipart", "400", "multipart", values=("400", "accepted")),
    Switch("heic", "400", "HEIC pictures", values=("400", "accepted")),
    Switch("image_bytes", 0, "largest picture; 0 for no limit"),
    Switch("post_id", "none", "effect of postId on its draft", values=("none", "binds")),
)
PUBLISHING = (
    Switch(
        "email_by",
        "either",
        "which flag mails: the request's, the draft's, or one of both",
        values=("either", "send", "stored"),
    ),
    Switch("mail_again", default=True, meaning="a second publish mails a second time"),
    Switch("share_automatically", "tolerated", "in publish", values=("tolerated", "400")),
    Switch("publish_empty", "400", "publish without title or body", values=("400", "accepted")),
    Switch("prepublish_key", "identifier", "in its errors", values=("identifier", "msg")),
    Switch("schedule_body", "any", "full: trigger_at alone is a 400", values=("any", "full")),
    Switch("second_schedule", "replace", "on one draft", values=("replace", "add")),
    Switch("second_attach", "400", "of one tag", values=("400", "no-op")),
)
LISTS = (
    Switch("list_lag_s", 0.0, "seconds that post_management is behind"),
    Switch("archive_lag_s", 0.0, "seconds that the public archive is behind"),
    Switch("public_urls", "local", "canonical_url leads here, or to", values=("local", "real")),
)
EDITOR = (
    Switch(
        "editor_vocabulary",
        "snake_case",
        "in which the editor saves; mixed: lists alone in camelCase",
        values=("snake_case", "mixed", "camelCase"),
    ),
    Switch(
        "editor_code",
        "highlighted_code_block",
        "the node it saves code in",
        values=("highlighted_code_block", "code_block"),
    ),
    Switch("camel_code", default=False, meaning="codeBlock renders"),
    Switch("footnotes", default=True, meaning="native footnotes render"),
    Switch("tables", default=False, meaning="native tables render"),
    Switch("rare_nodes", default=False, meaning="callouts, inline math, super- and subscript too"),
)
SWITCHES = (*ACCOUNT, *DRAFTS, *IMAGES, *PUBLISHING, *LISTS, *EDITOR)
