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

accounts = sa.Table(
    "accounts",
    metadata,
    sa.Column("id", sa.String, primary_key=True),  # channel|host|remote id
    sa.Column("channel", sa.String, nullable=False),
    sa.Column("host", sa.String, nullable=False),
    sa.Column("remote_id", sa.String, nullable=False),
    sa.Column("name", sa.String, nullable=False, server_default=""),
    sa.Column("busy_with", sa.String),  # the delivery that posts now; another one waits
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
)

deliveries = sa.Table(
    "deliveries",
    metadata,
    sa.Column("id", sa.String, primary_key=True),
    sa.Column("release_id", sa.String, sa.ForeignKey("releases.id"), nullable=False, index=True),
    sa.Column("issue_key", sa.String, nullable=False),
    sa.Column("channel", sa.String, nullable=False),
    sa.Column("account_id", sa.String, sa.ForeignKey("accounts.id"), nullable=False),
    sa.Column("run", sa.Integer, nullable=False, server_default="1"),
    sa.Column("verb", sa.String, nullable=False),
    sa.Column("state", sa.String, nullable=False),
    sa.Column("reason", sa.String, nullable=False, server_default=""),
    sa.Column("due_at", UtcTime, nullable=False),
    sa.Column("hash", sa.String(64), nullable=False),
    sa.Column("images", sa.Text, nullable=False, server_default="[]"),
    sa.Column("cost_usd", sa.Float, nullable=False, server_default="0"),
    sa.Column("anchor", sa.Text),
    sa.Column("url", sa.String),
    sa.Column("updated_at", UtcTime, nullable=False),
    sa.Index(
        "one_delivery_per_issue_account_and_run",
        "issue_key",
        "account_id",
        "run",
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
