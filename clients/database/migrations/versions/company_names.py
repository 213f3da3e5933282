"""A connection tells its company's name."""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; a connection of before learns the name when it is linked again."""
    op.execute("alter table connection add column company_name text not null default ''")
