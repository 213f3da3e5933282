"""Every table of Daybook's own. A change here needs a revision in ``migrations``."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    TIMESTAMP,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Dialect,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Numeric,
    Table,
    Text,
    TypeDecorator,
    Uuid,
    func,
    text,
)

metadata = MetaData(
    naming_convention={
        "pk": "%(table_name)s_pkey",
        "fk": "%(table_name)s_%(column_0_name)s_fkey",
        "ck": "%(table_name)s_%(constraint_name)s",
    }
)


class Words(TypeDecorator[str]):
    """Text for people, which comes from outside: what Postgres cannot hold is replaced, so that no row is lost."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Replace NUL and lone surrogates."""
        if value is None:
            return None
        return value.replace("\0", "�").encode("utf-8", "replace").decode("utf-8")


# Kept as the text that was written, not as jsonb: digits survive, and so does any character a title may hold.
Json = JSON(none_as_null=True)
When = TIMESTAMP(timezone=True)


def _text(name: str, **options: Any) -> Column[str]:
    return Column(name, Text, **{"nullable": False, **options})


def _words(name: str, **options: Any) -> Column[str]:
    return Column(name, Words, **{"nullable": False, **options})


def _key(name: str) -> Column[str]:
    return Column(name, Text, primary_key=True)


def _keys(*names: str) -> list[Column[str]]:
    return [_key(name) for name in names]


def _connection_key() -> Column[str]:
    return Column("connection_id", Text, ForeignKey("connection.id"), primary_key=True)


connection = Table(
    "connection",
    metadata,
    _key("id"),
    _words("name"),
    _text("realm"),
    _text("environment"),
    _text("account"),
    _words("company_name"),
    Column("created_at", When, nullable=False),
    _words("relink_reason", nullable=True),
    Column("settings_changed_at", When),
    CheckConstraint("environment in ('sandbox', 'production')", name="environment"),
)
Index("connection_name", func.lower(connection.c.name), unique=True)

setting = Table("setting", metadata, _connection_key(), _key("name"), Column("value", Json, nullable=False))

quickbooks_grant = Table(
    "quickbooks_grant",
    metadata,
    _connection_key(),
    Column("sealed", LargeBinary, nullable=False),
    Column("version", Integer, nullable=False),
    Column("saved_at", When, nullable=False),
)

flxpoint_token = Table(
    "flxpoint_token",
    metadata,
    _connection_key(),
    Column("sealed", LargeBinary, nullable=False),
    Column("saved_at", When, nullable=False),
)

# The tables below name their connection without a foreign key: every insert would lock the one row of
# the connection for its check, and rows of a connection are never deleted.
record = Table(
    "record",
    metadata,
    _key("connection_id"),
    _key("kind"),
    _key("id"),
    _text("order_id", nullable=True),
    _words("label"),
    Column("changed_at", When, nullable=False),
    _text("fingerprint"),
    Column("body", Json, nullable=False),
    _text("saved"),
    Column("saved_at", When, nullable=False),
    postgresql_with={"fillfactor": 85},
)
Index("record_order", record.c.connection_id, record.c.order_id)
Index("record_label", record.c.connection_id, record.c.kind, record.c.label)

intent = Table(
    "intent",
    metadata,
    Column("id", Uuid, primary_key=True),
    _text("realm"),
    _text("account"),
    _text("record_kind"),
    _text("record_id"),
    _text("document_kind"),
    Column("body", Json, nullable=False),
    _text("body_hash"),
    Column("expected", Json, nullable=False),
    _words("number", nullable=True),
    _text("state"),
    Column("refusals", Integer, nullable=False),
    Column("sends", Integer, nullable=False),
    Column("first_sent_at", When),
    Column("last_sent_at", When),
    Column("settle_at", When),
    _words("fault", nullable=True),
    Column("created_at", When, nullable=False),
    CheckConstraint("state in ('drafted', 'sent', 'posted', 'refused')", name="state"),
    CheckConstraint(
        "state <> 'sent' or (settle_at is not null and first_sent_at is not null and last_sent_at is not null)",
        name="sent_times",
    ),
    postgresql_with={"fillfactor": 85},
)
_live = text("state <> 'refused'")
_intent_key = (intent.c.realm, intent.c.account, intent.c.record_kind, intent.c.record_id)
Index("intent_key", *_intent_key)
Index("intent_live", *_intent_key, unique=True, postgresql_where=_live)
Index("intent_number", intent.c.realm, intent.c.document_kind, intent.c.number, postgresql_where=_live)

link = Table(
    "link",
    metadata,
    *_keys("realm", "account", "record_kind", "record_id"),
    _text("document_kind"),
    _text("document_id"),
    _words("number", nullable=True),
    Column("total", Numeric, nullable=False),
    Column("lines", Json, nullable=False),
    Column("snapshot", Json, nullable=False),
    Column("posted_at", When, nullable=False),
    Column("compared_at", When),
    Column("found", Json, nullable=False, server_default="[]"),
)
Index("link_document", link.c.realm, link.c.document_kind, link.c.document_id)
Index("link_number", link.c.realm, link.c.document_kind, link.c.number)

compared = Table(
    "compared",
    metadata,
    *_keys("connection_id", "document_kind"),
    Column("complete_as_of", When),
    Column("began_at", When),
    Column("position", Integer, nullable=False),
)

lookup = Table(
    "lookup",
    metadata,
    _key("realm"),
    _key("kind"),
    _key("name"),
    Column("value", Json),
    Column("found_at", When, nullable=False),
)

outcome = Table(
    "outcome",
    metadata,
    Column("sequence", BigInteger, Identity(always=True), primary_key=True),
    Column("current", Boolean, nullable=False),
    _text("connection_id"),
    _text("kind"),
    _text("record_id"),
    _text("order_id"),
    _words("label"),
    _text("state"),
    _words("detail"),
    Column("problems", Json, nullable=False),
    _text("document_kind", nullable=True),
    _text("document_id", nullable=True),
    _words("number", nullable=True),
    Column("total", Numeric),
    _text("run_id", nullable=True),
    Column("attempts", Integer, nullable=False),
    Column("since", When, nullable=False),
    Column("at", When, nullable=False),
    CheckConstraint("state in ('posted', 'linked', 'waiting', 'parked', 'excluded')", name="state"),
    postgresql_with={"fillfactor": 85},
)
_current = text("current")
Index(
    "outcome_current",
    outcome.c.connection_id,
    outcome.c.kind,
    outcome.c.record_id,
    unique=True,
    postgresql_where=_current,
)
Index("outcome_order", outcome.c.connection_id, outcome.c.order_id, postgresql_where=_current)
Index("outcome_label", outcome.c.connection_id, outcome.c.label, postgresql_where=_current)
Index("outcome_state", outcome.c.connection_id, outcome.c.state, postgresql_where=_current)
Index("outcome_run", outcome.c.connection_id, outcome.c.run_id)
Index(
    "outcome_problems",
    outcome.c.connection_id,
    postgresql_where=text("current and cast(problems as text) <> '[]'"),
)

closed_problem = Table(
    "closed_problem",
    metadata,
    *_keys("connection_id", "kind", "record_id", "key"),
    Column("problem", Json, nullable=False),
    Column("closed_at", When, nullable=False),
)

skipped_record = Table(
    "skipped_record",
    metadata,
    _key("connection_id"),
    _key("kind"),
    _key("record_id"),
    _words("reason"),
    Column("skipped_at", When, nullable=False),
)

run = Table(
    "run",
    metadata,
    _key("id"),
    _text("connection_id"),
    Column("operations", Json, nullable=False),
    _text("state"),
    Column("started_at", When, nullable=False),
    Column("finished_at", When),
    _words("message"),
    _text("code"),
    CheckConstraint("state in ('queued', 'running', 'done', 'failed')", name="state"),
)

Index("run_newest", run.c.connection_id, run.c.started_at)

run_record = Table("run_record", metadata, _key("run_id"), _key("kind"), _key("record_id"))

# Turns and slots mean nothing after a crash of the database: unlogged, they cost no write-ahead log.
turn = Table(
    "governor_turn",
    metadata,
    _key("key"),
    Column("next_turn", When, nullable=False),
    prefixes=["UNLOGGED"],
    postgresql_with={"fillfactor": 50},
)

slot = Table(
    "governor_slot",
    metadata,
    _key("key"),
    Column("slot", Integer, primary_key=True, autoincrement=False),
    Column("holder", Uuid),
    Column("held_until", When, nullable=False),
    prefixes=["UNLOGGED"],
    postgresql_with={"fillfactor": 50},
)
