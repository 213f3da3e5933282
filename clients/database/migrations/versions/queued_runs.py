"""A run may be queued; whether it is done with errors is counted from its records' outcomes."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

STATEMENTS = (
    "alter table run drop constraint run_state",
    "update run set state = 'done' where state = 'done_with_errors'",
    "alter table run add constraint run_state check (state in ('queued', 'running', 'done', 'failed'))",
    "create index run_newest on run (connection_id, started_at)",
)


def upgrade() -> None:
    """Allow the state, and find a connection's newest runs."""
    for statement in STATEMENTS:
        op.execute(statement)
