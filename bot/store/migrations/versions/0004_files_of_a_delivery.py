"""The files that an edition was made from, beside the issue's own: a changed one is noticed."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    files = sa.Column("files", sa.Text, nullable=False, server_default="{}")
    op.add_column("deliveries", files)
