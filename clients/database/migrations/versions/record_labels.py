"""A record is found by its number too: records of one kind may share one."""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

NUMBERED_BY = {"order": "reference", "fulfillment_request": "number", "supplier_invoice": "number"}
READ = sa.text("select connection_id, kind, id, body::text as body from record")
WRITE = sa.text("update record set label = :label where connection_id = :connection_id and kind = :kind and id = :id")


def upgrade() -> None:
    """Add the column, and fill it from what is stored of each record."""
    op.execute("alter table record add column label text not null default ''")
    # Read here and not in SQL: Postgres takes a field out of no text that holds an escaped NUL anywhere.
    for row in op.get_bind().execute(READ).mappings().all():
        label = str(json.loads(row["body"]).get(NUMBERED_BY.get(row["kind"], ""), "")).replace("\0", "�")
        values = {"label": label, "connection_id": row["connection_id"], "kind": row["kind"], "id": row["id"]}
        op.get_bind().execute(WRITE, values)
    op.execute("alter table record alter column label drop default")
    op.execute("create index record_label on record (connection_id, kind, label)")
