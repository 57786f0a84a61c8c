"""The control room: its messages, who has written to it, and who proposed a release."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

TIME = sa.String(32)


def upgrade() -> None:
    op.create_table(
        "notices",
        sa.Column("operator", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("kind", sa.String, primary_key=True),
        sa.Column("ref", sa.String, primary_key=True),
        sa.Column("message_id", sa.BigInteger, nullable=False),
        sa.Column("shown", sa.String, nullable=False, server_default=""),
        sa.Column("final", sa.Boolean, nullable=False, server_default=sa.false()),
        sa.Column("at", TIME, nullable=False),
    )
    op.create_table(
        "people",
        sa.Column("id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("name", sa.String, nullable=False, server_default=""),
        sa.Column("lang", sa.String, nullable=False, server_default="en"),
        sa.Column("told_at", TIME),
    )
    proposed_by = sa.Column("proposed_by", sa.String, nullable=False, server_default="")
    op.add_column("releases", proposed_by)
