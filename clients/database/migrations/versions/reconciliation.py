"""Links remember when they were last seen in the books and what was found; a comparison goes on where it ended."""

from __future__ import annotations

from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

STATEMENTS = (
    "alter table link add column compared_at timestamptz, add column found json not null default '[]'",
    """
    create table compared (
        connection_id text not null,
        document_kind text not null,
        complete_as_of timestamptz,
        began_at timestamptz,
        position integer not null,
        constraint compared_pkey primary key (connection_id, document_kind)
    )
    """,
)


def upgrade() -> None:
    """Add them; nothing was compared before."""
    for statement in STATEMENTS:
        op.execute(statement)
