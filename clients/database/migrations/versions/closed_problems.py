"""What a person has closed of a record's problems is remembered."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; nothing was ever closed before."""
    op.execute(
        """
        create table closed_problem (
            connection_id text not null,
            kind text not null,
            record_id text not null,
            key text not null,
            problem json not null,
            closed_at timestamptz not null,
            constraint closed_problem_pkey primary key (connection_id, kind, record_id, key)
        )
        """
    )
