"""The tables of the store (SQLAlchemy Core). Times are UTC; JSON is kept as canonical text."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa


class UtcTime(sa.types.TypeDecorator[datetime]):
    """An aware datetime, kept as ISO 8601 text in UTC so that every database sorts it alike."""

    impl = sa.String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> str | None:  # noqa: ARG002
        if value is None:
            return None
        return value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: Any, dialect: sa.Dialect) -> datetime | None:  # noqa: ARG002
        return datetime.fromisoformat(value) if value else None


metadata = sa.MetaData()

# A newsletter is one configuration; whoever sends for it needs its settings, never its secrets.
newsletters = sa.Table(
    "newsletters",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("settings", sa.Text, nullable=False),
    sa.Column("created_at", UtcTime, nullable=False),  # what is older may be out without our doing
    sa.Column("updated_at", UtcTime, nullable=False),
)

accounts = sa.Table(
    "accounts",
    metadata,
    sa.Column("id", sa.String, primary_key=True),  # channel|host|remote id
    sa.Column("channel", sa.String, nullable=False),
    sa.Column("host", sa.String, nullable=False),
    sa.Column("remote_id", sa.String, nullable=False),
    sa.Column("name", sa.String, nullable=False, server_default=""),
    sa.Column("busy_with", sa.String, index=True),  # the delivery that posts now; another one waits
    sa.Column("next_allowed_at", UtcTime),
    sa.Column("paused", sa.String),  # why, in the author's words
)

releases = sa.Table(
    "releases",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("issue_key", sa.String, nullable=False, index=True),
    sa.Column("title", sa.String, nullable=False),
    sa.Column("source_path", sa.String, nullable=False),
    sa.Column("source_sha256", sa.String(64), nullable=False),
    sa.Column("hash", sa.String(64), nullable=False),
    sa.Column("zone", sa.String, nullable=False),
    sa.Column("approved_by", sa.String, nullable=False),
    sa.Column("created_at", UtcTime, nullable=False),
    sa.Column("newsletter", sa.String, nullable=False, server_default=""),
    sa.Column("machine", sa.String, nullable=False, server_default=""),  # where the source lies
    sa.Column("revision", sa.Integer, nullable=False, server_default="1"),
    sa.Column("slot_at", UtcTime),  # the moment that the plan counts from
    sa.Column("plan", sa.String, nullable=False, server_default=""),
    sa.Column("late_limit", sa.Float),  # seconds after which a person is asked; none: never
    sa.Column("approved_at", UtcTime),
    sa.Column("canonical_url", sa.String),
    sa.Column("proposed_by", sa.String, nullable=False, server_default=""),
)

deliveries = sa.Table(
    "deliveries",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("release_id", sa.String, sa.ForeignKey("releases.id"), nullable=False, index=True),
    sa.Column("issue_key", sa.String, nullable=False, index=True),
    sa.Column("channel", sa.String, nullable=False),
    sa.Column("account_id", sa.String, sa.ForeignKey("accounts.id"), nullable=False),
    sa.Column("run", sa.Integer, nullable=False, server_default="1"),
    sa.Column("verb", sa.String, nullable=False),
    sa.Column("state", sa.String, nullable=False),
    sa.Column("reason", sa.String, nullable=False, server_default=""),
    sa.Column("due_at", UtcTime, nullable=False),
    sa.Column("hash", sa.String(64), nullable=False),
    sa.Column("images", sa.Text, nullable=False, server_default="[]"),
    sa.Column("files", sa.Text, nullable=False, server_default="{}"),  # path -> sha256, as approved
    sa.Column("cost_usd", sa.Float, nullable=False, server_default="0"),
    sa.Column("anchor", sa.Text),
    sa.Column("url", sa.String),
    sa.Column("updated_at", UtcTime, nullable=False),
    sa.Column("purpose", sa.String, nullable=False, server_default="send"),
    sa.Column("revision", sa.Integer, nullable=False, server_default="1"),  # of this purpose
    sa.Column("base_id", sa.String, index=True),  # what an update or a retraction works on
    sa.Column("target", sa.Text),  # the edition as it will stand after an update
    sa.Column("wake_at", UtcTime),  # when to advance it next
    sa.Column("generation", sa.Integer, nullable=False, server_default="1"),  # newest engine job
    sa.Column("queued", sa.Integer, nullable=False, server_default="0"),  # the job enqueued last
    sa.Column("question", sa.String, nullable=False, server_default=""),  # what a person is asked
    sa.Column("waive", sa.String, nullable=False, server_default=""),  # questions answered already
    sa.Column("delay", sa.Float, nullable=False, server_default="0"),  # seconds after `after`
    sa.Column("after", sa.String, nullable=False, server_default=""),  # the channel it waits for
    sa.Column("after_until", UtcTime),
    sa.Column("otherwise", sa.String, nullable=False, server_default="canonical"),
    sa.Column("latest_at", UtcTime),
    sa.Column("links", sa.Text, nullable=False, server_default="{}"),  # channel -> URL, once known
    sa.Column("out_at", UtcTime),  # when its last part was out
    sa.Index("deliveries_by_wake_time", "state", "wake_at"),
    sa.Index(
        "one_delivery_per_issue_account_and_run",
        "issue_key",
        "account_id",
        "run",
        "purpose",
        "revision",
        unique=True,
        sqlite_where=sa.text("state != 'cancelled'"),
        postgresql_where=sa.text("state != 'cancelled'"),
    ),
)

calls = sa.Table(
    "calls",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("delivery_id", sa.String, sa.ForeignKey("deliveries.id"), nullable=False, index=True),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("key", sa.String, nullable=False),
    sa.Column("kind", sa.String, nullable=False),
    sa.Column("phase", sa.String, nullable=False),
    sa.Column("repeatable", sa.Boolean, nullable=False),
    sa.Column("payload", sa.Text, nullable=False),
    sa.Column("media", sa.Text, nullable=False),
    sa.Column("waits_for", sa.Text, nullable=False),
    sa.Column("state", sa.String, nullable=False),
    sa.Column("attempt", sa.Integer, nullable=False, server_default="0"),
    sa.Column("looks", sa.Integer, nullable=False, server_default="0"),
    sa.Column("owner", sa.String),
    sa.Column("started_at", UtcTime),
    sa.Column("next_at", UtcTime),
    sa.Column("job", sa.Text),  # what `look` needs while the call is accepted
    sa.Column("receipt", sa.Text),
    sa.Column("error", sa.String, nullable=False, server_default=""),
    sa.Column("next_step", sa.String, nullable=False, server_default=""),
    sa.Column("expires_at", UtcTime),  # of the lease: no byte leaves after it
    sa.Column("renewed", sa.Integer, nullable=False, server_default="0"),  # expired and done again
    sa.UniqueConstraint("delivery_id", "key", name="one_call_per_part"),
)

events = sa.Table(
    "events",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("at", UtcTime, nullable=False),
    sa.Column("actor", sa.String, nullable=False),
    sa.Column("delivery_id", sa.String, index=True),
    sa.Column("call_key", sa.String),
    sa.Column("move", sa.String, nullable=False),
    sa.Column("detail", sa.String, nullable=False, server_default=""),
    sa.Column("zone", sa.String, nullable=False, server_default="UTC"),  # the author's
)

blobs = sa.Table(
    "blobs",
    metadata,
    sa.Column("sha256", sa.String(64), primary_key=True),
    sa.Column("mime", sa.String, nullable=False),
    sa.Column("width", sa.Integer, nullable=False),
    sa.Column("height", sa.Integer, nullable=False),
    sa.Column("bytes", sa.LargeBinary, nullable=False),
)

uploads = sa.Table(
    "uploads",
    metadata,
    sa.Column("account_id", sa.String, primary_key=True),
    sa.Column("kind", sa.String, primary_key=True),
    sa.Column("sha256", sa.String(64), primary_key=True),
    sa.Column("receipt", sa.Text, nullable=False),
    sa.Column("expires_at", UtcTime),
)

# Who executes: truth about health is a worker that beats, not a database that answers.
workers = sa.Table(
    "workers",
    metadata,
    sa.Column("id", sa.String, primary_key=True),  # the owner of its calls
    sa.Column("machine", sa.String, nullable=False),
    sa.Column("pid", sa.Integer, nullable=False),
    sa.Column("kind", sa.String, nullable=False),  # serve, worker, publish, cron
    sa.Column("started_at", UtcTime, nullable=False),
    sa.Column("beat_at", UtcTime, nullable=False),
    sa.Column("lacks", sa.String, nullable=False, server_default=""),  # secrets it cannot open
)

# One row per slot of a cadence: two machines that both wake up create one release.
slots = sa.Table(
    "slots",
    metadata,
    sa.Column("cadence", sa.String, primary_key=True),  # newsletter/name
    sa.Column("slot_at", UtcTime, primary_key=True),
    sa.Column("state", sa.String, nullable=False),  # open, released, skipped, missed
    sa.Column("release_id", sa.String),
    sa.Column("issue_key", sa.String, nullable=False, server_default=""),
    sa.Column("note", sa.String, nullable=False, server_default=""),
    sa.Column("updated_at", UtcTime, nullable=False),
)

# The control room's messages in the operators' chats: what it edits, also after a restart.
notices = sa.Table(
    "notices",
    metadata,
    sa.Column("operator", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("kind", sa.String, primary_key=True),  # release, question, alarm, reply
    sa.Column("ref", sa.String, primary_key=True),
    sa.Column("message_id", sa.BigInteger, nullable=False),
    sa.Column("shown", sa.String, nullable=False, server_default=""),  # the screen's hash
    sa.Column("final", sa.Boolean, nullable=False, server_default=sa.false()),
    sa.Column("at", UtcTime, nullable=False),
)

# Since when a secret that ends has been seen, by a fingerprint; never the secret itself.
secret_ages = sa.Table(
    "secret_ages",
    metadata,
    sa.Column("newsletter", sa.String, primary_key=True),
    sa.Column("channel", sa.String, primary_key=True),
    sa.Column("secret", sa.String, primary_key=True),  # its name
    sa.Column("fingerprint", sa.String(16), primary_key=True),
    sa.Column("first_seen_at", UtcTime, nullable=False),
    sa.Column("seen_at", UtcTime, nullable=False),  # last
    sa.Column("ends_at", UtcTime, nullable=False),
)

# Everybody who has written to the bot: operators' languages, and when a stranger was answered.
people = sa.Table(
    "people",
    metadata,
    sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("name", sa.String, nullable=False, server_default=""),
    sa.Column("lang", sa.String, nullable=False, server_default="en"),
    sa.Column("told_at", UtcTime),  # when somebody who is no operator was last told so
)
