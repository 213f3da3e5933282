"""Every table of the first release. No way back is offered: it could only drop what the books rely on."""

from __future__ import annotations

from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

STATEMENTS = (
    """
    create table connection (
        id text constraint connection_pkey primary key,
        name text not null,
        realm text not null,
        environment text not null,
        account text not null,
        created_at timestamptz not null,
        relink_reason text,
        constraint connection_environment check (environment in ('sandbox', 'production')))
    """,
    "create unique index connection_name on connection (lower(name))",
    """
    create table setting (
        connection_id text constraint setting_connection_id_fkey references connection (id),
        name text,
        value json not null,
        constraint setting_pkey primary key (connection_id, name))
    """,
    """
    create table quickbooks_grant (
        connection_id text constraint quickbooks_grant_pkey primary key
            constraint quickbooks_grant_connection_id_fkey references connection (id),
        sealed bytea not null,
        version integer not null,
        saved_at timestamptz not null)
    """,
    """
    create table flxpoint_token (
        connection_id text constraint flxpoint_token_pkey primary key
            constraint flxpoint_token_connection_id_fkey references connection (id),
        sealed bytea not null,
        saved_at timestamptz not null)
    """,
    """
    create table record (
        connection_id text,
        kind text,
        id text,
        order_id text,
        changed_at timestamptz not null,
        fingerprint text not null,
        body json not null,
        saved text not null,
        saved_at timestamptz not null,
        constraint record_pkey primary key (connection_id, kind, id)) with (fillfactor = 85)
    """,
    "create index record_order on record (connection_id, order_id)",
    """
    create table intent (
        id uuid constraint intent_pkey primary key,
        realm text not null,
        account text not null,
        record_kind text not null,
        record_id text not null,
        document_kind text not null,
        body json not null,
        body_hash text not null,
        expected json not null,
        number text,
        state text not null,
        refusals integer not null,
        sends integer not null,
        first_sent_at timestamptz,
        last_sent_at timestamptz,
        settle_at timestamptz,
        fault text,
        created_at timestamptz not null,
        constraint intent_state check (state in ('drafted', 'sent', 'posted', 'refused')),
        constraint intent_sent_times check (state <> 'sent'
            or (settle_at is not null and first_sent_at is not null and last_sent_at is not null)))
        with (fillfactor = 85)
    """,
    "create index intent_key on intent (realm, account, record_kind, record_id)",
    "create unique index intent_live on intent (realm, account, record_kind, record_id) where state <> 'refused'",
    "create index intent_number on intent (realm, document_kind, number) where state <> 'refused'",
    """
    create table link (
        realm text,
        account text,
        record_kind text,
        record_id text,
        document_kind text not null,
        document_id text not null,
        number text,
        total numeric not null,
        lines json not null,
        snapshot json not null,
        posted_at timestamptz not null,
        constraint link_pkey primary key (realm, account, record_kind, record_id))
    """,
    "create index link_document on link (realm, document_kind, document_id)",
    "create index link_number on link (realm, document_kind, number)",
    """
    create table lookup (
        realm text,
        kind text,
        name text,
        value json,
        found_at timestamptz not null,
        constraint lookup_pkey primary key (realm, kind, name))
    """,
    """
    create table outcome (
        sequence bigint generated always as identity constraint outcome_pkey primary key,
        current boolean not null,
        connection_id text not null,
        kind text not null,
        record_id text not null,
        order_id text not null,
        label text not null,
        state text not null,
        detail text not null,
        problems json not null,
        document_kind text,
        document_id text,
        number text,
        total numeric,
        run_id text,
        attempts integer not null,
        at timestamptz not null,
        constraint outcome_state check (state in ('posted', 'linked', 'waiting', 'parked', 'excluded')))
        with (fillfactor = 85)
    """,
    "create unique index outcome_current on outcome (connection_id, kind, record_id) where current",
    "create index outcome_order on outcome (connection_id, order_id) where current",
    "create index outcome_label on outcome (connection_id, label) where current",
    "create index outcome_state on outcome (connection_id, state) where current",
    "create index outcome_run on outcome (connection_id, run_id)",
    """
    create table run (
        id text constraint run_pkey primary key,
        connection_id text not null,
        operations json not null,
        state text not null,
        started_at timestamptz not null,
        finished_at timestamptz,
        message text not null,
        constraint run_state check (state in ('running', 'done', 'done_with_errors', 'failed')))
    """,
    """
    create table run_record (
        run_id text,
        kind text,
        record_id text,
        constraint run_record_pkey primary key (run_id, kind, record_id))
    """,
    """
    create unlogged table governor_turn (
        key text constraint governor_turn_pkey primary key,
        next_turn timestamptz not null) with (fillfactor = 50)
    """,
    """
    create unlogged table governor_slot (
        key text,
        slot integer,
        holder uuid,
        held_until timestamptz not null,
        constraint governor_slot_pkey primary key (key, slot)) with (fillfactor = 50)
    """,
)


def upgrade() -> None:
    """Make the tables and their indexes."""
    for statement in STATEMENTS:
        op.execute(statement)
