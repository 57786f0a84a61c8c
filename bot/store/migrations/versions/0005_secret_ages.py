"""Since when a secret that ends has been seen, by a fingerprint of it."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

TIME = sa.String(32)


def upgrade() -> None:
    op.create_table(
        "secret_ages",
        sa.Column("newsletter", sa.String, primary_key=True),
        sa.Column("channel", sa.String, primary_key=True),
        sa.Column("secret", sa.String, primary_key=True),
        sa.Column("fingerprint", sa.String(16), primary_key=True),
        sa.Column("first_seen_at", TIME, nullable=False),
        sa.Column("seen_at", TIME, nullable=False),
        sa.Column("ends_at", TIME, nullable=False),
    )
