"""The first schema: accounts, releases, deliveries, calls, events, blobs, uploads."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("channel", sa.String, nullable=False),
        sa.Column("host", sa.String, nullable=False),
        sa.Column("remote_id", sa.String, nullable=False),
        sa.Column("name", sa.String, nullable=False, server_default=""),
        sa.Column("busy_with", sa.String),
        sa.Column("next_allowed_at", sa.String(32)),
        sa.Column("paused", sa.String),
    )
    op.create_table(
        "releases",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("issue_key", sa.String, nullable=False),
        sa.Column("title", sa.String, nullable=False),
        sa.Column("source_path", sa.String, nullable=False),
        sa.Column("source_sha256", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("zone", sa.String, nullable=False),
        sa.Column("approved_by", sa.String, nullable=False),
        sa.Column("created_at", sa.String(32), nullable=False),
    )
    op.create_table(
        "deliveries",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("release_id", sa.String, sa.ForeignKey("releases.id"), nullable=False),
        sa.Column("issue_key", sa.String, nullable=False),
        sa.Column("channel", sa.String, nullable=False),
        sa.Column("account_id", sa.String, sa.ForeignKey("accounts.id"), nullable=False),
        sa.Column("run", sa.Integer, nullable=False, server_default="1"),
        sa.Column("verb", sa.String, nullable=False),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("reason", sa.String, nullable=False, server_default=""),
        sa.Column("due_at", sa.String(32), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("images", sa.Text, nullable=False, server_default="[]"),
        sa.Column("cost_usd", sa.Float, nullable=False, server_default="0"),
        sa.Column("anchor", sa.Text),
        sa.Column("url", sa.String),
        sa.Column("updated_at", sa.String(32), nullable=False),
    )
    op.create_table(
        "calls",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("delivery_id", sa.String, sa.ForeignKey("deliveries.id"), nullable=False),
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
        sa.Column("started_at", sa.String(32)),
        sa.Column("next_at", sa.String(32)),
        sa.Column("job", sa.Text),
        sa.Column("receipt", sa.Text),
        sa.Column("error", sa.String, nullable=False, server_default=""),
        sa.Column("next_step", sa.String, nullable=False, server_default=""),
        sa.UniqueConstraint("delivery_id", "key", name="one_call_per_part"),
    )
    op.create_table(
        "events",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("actor", sa.String, nullable=False),
        sa.Column("delivery_id", sa.String),
        sa.Column("call_key", sa.String),
        sa.Column("move", sa.String, nullable=False),
        sa.Column("detail", sa.String, nullable=False, server_default=""),
    )
    op.create_table(
        "blobs",
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("mime", sa.String, nullable=False),
        sa.Column("width", sa.Integer, nullable=False),
        sa.Column("height", sa.Integer, nullable=False),
        sa.Column("bytes", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "uploads",
        sa.Column("account_id", sa.String, primary_key=True),
        sa.Column("kind", sa.String, primary_key=True),
        sa.Column("sha256", sa.String(64), primary_key=True),
        sa.Column("receipt", sa.Text, nullable=False),
        sa.Column("expires_at", sa.String(32)),
    )
    op.create_index("ix_releases_issue_key", "releases", ["issue_key"])
    op.create_index("ix_deliveries_release_id", "deliveries", ["release_id"])
    op.create_index("ix_calls_delivery_id", "calls", ["delivery_id"])
    op.create_index("ix_events_delivery_id", "events", ["delivery_id"])
    op.create_index(
        "one_delivery_per_issue_account_and_run",
        "deliveries",
        ["issue_key", "account_id", "run"],
        unique=True,
        sqlite_where=sa.text("state != 'cancelled'"),
        postgresql_where=sa.text("state != 'cancelled'"),
    )
