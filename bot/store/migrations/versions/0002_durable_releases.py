"""The durable engine: waiting times, jobs, edits, newsletters, workers and slots."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

TIME = sa.String(32)
UNIQUE = "one_delivery_per_issue_account_and_run"
LIVE = sa.text("state != 'cancelled'")


def upgrade() -> None:
    _tables()
    _columns()
    op.drop_index(UNIQUE, table_name="deliveries")
    op.create_index(
        UNIQUE,
        "deliveries",
        ["issue_key", "account_id", "run", "purpose", "revision"],
        unique=True,
        sqlite_where=LIVE,
        postgresql_where=LIVE,
    )
    op.create_index("deliveries_by_wake_time", "deliveries", ["state", "wake_at"])
    op.create_index("ix_deliveries_issue_key", "deliveries", ["issue_key"])
    op.create_index("ix_deliveries_base_id", "deliveries", ["base_id"])
    op.create_index("ix_accounts_busy_with", "accounts", ["busy_with"])
    op.execute("UPDATE releases SET slot_at = created_at, approved_at = created_at")
    op.execute("UPDATE deliveries SET wake_at = due_at")


def _tables() -> None:
    op.create_table(
        "newsletters",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("settings", sa.Text, nullable=False),
        sa.Column("created_at", TIME, nullable=False),
        sa.Column("updated_at", TIME, nullable=False),
    )
    op.create_table(
        "workers",
        sa.Column("id", sa.String, primary_key=True),
        sa.Column("machine", sa.String, nullable=False),
        sa.Column("pid", sa.Integer, nullable=False),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("started_at", TIME, nullable=False),
        sa.Column("beat_at", TIME, nullable=False),
        sa.Column("lacks", sa.String, nullable=False, server_default=""),
    )
    op.create_table(
        "slots",
        sa.Column("cadence", sa.String, primary_key=True),
        sa.Column("slot_at", TIME, primary_key=True),
        sa.Column("state", sa.String, nullable=False),
        sa.Column("release_id", sa.String),
        sa.Column("issue_key", sa.String, nullable=False, server_default=""),
        sa.Column("note", sa.String, nullable=False, server_default=""),
        sa.Column("updated_at", TIME, nullable=False),
    )


def _columns() -> None:
    added = {
        "releases": (
            _word("newsletter"),
            _word("machine"),
            sa.Column("revision", sa.Integer, nullable=False, server_default="1"),
            sa.Column("slot_at", TIME),
            _word("plan"),
            sa.Column("late_limit", sa.Float),
            sa.Column("approved_at", TIME),
            sa.Column("canonical_url", sa.String),
        ),
        "deliveries": (
            _word("purpose", "send"),
            sa.Column("revision", sa.Integer, nullable=False, server_default="1"),
            sa.Column("base_id", sa.String),
            sa.Column("target", sa.Text),
            sa.Column("wake_at", TIME),
            sa.Column("generation", sa.Integer, nullable=False, server_default="1"),
            sa.Column("queued", sa.Integer, nullable=False, server_default="0"),
            _word("question"),
            _word("waive"),
            sa.Column("delay", sa.Float, nullable=False, server_default="0"),
            _word("after"),
            sa.Column("after_until", TIME),
            _word("otherwise", "canonical"),
            sa.Column("latest_at", TIME),
            sa.Column("links", sa.Text, nullable=False, server_default="{}"),
            sa.Column("out_at", TIME),
        ),
        "calls": (
            sa.Column("expires_at", TIME),
            sa.Column("renewed", sa.Integer, nullable=False, server_default="0"),
        ),
        "events": (_word("zone", "UTC"),),
    }
    for table, columns in added.items():
        for column in columns:
            op.add_column(table, column)


def _word(name: str, default: str = "") -> sa.Column[str]:
    return sa.Column(name, sa.String, nullable=False, server_default=default)
