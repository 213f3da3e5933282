"""A run that failed says with which problem, so that it can be run once more when that is mended."""

from __future__ import annotations

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; of earlier runs it is not known."""
    op.execute("alter table run add column code text not null default ''")
