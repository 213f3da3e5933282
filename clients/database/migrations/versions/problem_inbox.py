"""Since when a record is what it is, what a person has skipped, and when settings changed last."""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Of what was found before, the newest time is all that is known."""
    op.execute("alter table connection add column settings_changed_at timestamptz")
    op.execute("alter table outcome add column since timestamptz")
    op.execute("update outcome set since = at")
    op.execute("alter table outcome alter column since set not null")
    op.execute(
        "create index outcome_problems on outcome (connection_id) where current and cast(problems as text) <> '[]'"
    )
    op.execute(
        """
        create table skipped_record (
            connection_id text not null,
            kind text not null,
            record_id text not null,
            reason text not null,
            skipped_at timestamptz not null,
            constraint skipped_record_pkey primary key (connection_id, kind, record_id)
        )
        """
    )
