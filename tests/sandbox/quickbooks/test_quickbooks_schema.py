"""The data of the entities: it is Intuit's schema where that is at hand, and of one piece everywhere."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from sandbox.quickbooks.references import list_of
from sandbox.quickbooks.refusals import Refusal
from sandbox.quickbooks.schema import table
from sandbox.quickbooks.schema.kinds import KINDS
from sandbox.quickbooks.schema.properties import ENUMERATIONS, TYPES, Property, line_of_descent
from sandbox.quickbooks.schema.shape import read
from tests.sandbox.quickbooks.recorded.evidence import PLACE, needs_evidence
from tests.sandbox.quickbooks.schema_checks.intuit_schema import schema

SIMPLE = {"text", "number", "date", "time", "flag", "id", "any"}
WORDS = {
    "decimal": "number",
    "int": "number",
    "long": "number",
    "positiveInteger": "number",
    "boolean": "flag",
    "dateTime": "time",
    "string": "text",
    "anyURI": "text",
    "IntuitAnyType": "any",
}
OPERATIONS = {"create", "read", "query", "update", "delete", "void", "pdf", "send"}
BESIDE = table("json_only")


def intuits(owner: str) -> dict[str, Property]:
    """The properties of a type as Intuit's schema has them."""
    kind: Any = schema().types[owner]
    found = {name: Property(_word(one.type), many=False) for name, one in kind.attributes.items()}
    if kind.has_simple_content():
        return {"value": Property("text", many=False), **found}
    elements = {one.local_name: one for one in kind.content.iter_elements()}
    return {
        **found,
        **{name: Property(_word(one.type), many=one.max_occurs != 1) for name, one in elements.items()},
    }


def _word(kind: Any) -> str:
    if kind.is_simple() and kind.enumeration:
        return str(kind.local_name)
    name = str(kind.local_name)
    return "text" if name == "id" else WORDS.get(name, name)


def ours(owner: str) -> dict[str, Property]:
    """Our properties without what JSON has beside the schema; the kind of an Id is ours."""
    beside = {name for one in line_of_descent(owner) for name in BESIDE.get(one, {})} - {"Id"}
    return {
        name: Property("text" if one.type == "id" else one.type, one.many)
        for name, one in TYPES[owner].items()
        if name not in beside
    }


@needs_evidence
@pytest.mark.parametrize("owner", sorted(TYPES))
def test_a_type_is_exactly_intuits(owner: str) -> None:
    assert ours(owner) == intuits(owner)


@needs_evidence
def test_the_enumerations_are_intuits() -> None:
    types: Any = schema().types
    assert {name: list(values) for name, values in ENUMERATIONS.items()} == {
        name: list(types[name].enumeration) for name in ENUMERATIONS
    }


@needs_evidence
def test_what_may_be_filtered_and_sorted_is_what_intuit_says() -> None:
    flags = json.loads((PLACE / "quickbooks" / "derived" / "filterable_2026.json").read_text())
    for name, flag in flags.items():
        if name in KINDS:
            # The page of invoices was not read again; all others of its family filter by customer.
            more = {"CustomerRef"} if name == "Invoice" else set()
            assert KINDS[name].filterable == {*flag["filterable"], *more}
            assert KINDS[name].sortable == set(flag["sortable"])


@needs_evidence
def test_the_operations_are_what_intuit_documents() -> None:
    documented = json.loads((PLACE / "quickbooks" / "derived" / "doc_fields_2023.json").read_text())["operations"]
    lists = {
        "create": "createEntityies",
        "read": "readEntityies",
        "update": "fullUpdateEntityies",
        "delete": "deleteEntityies",
        "query": "queryEntities",
        "send": "sendPdfEntityies",
        "pdf": "getPdfEntityies",
    }
    for operation, listed in lists.items():
        # A tax agency can be created, which no order needs.
        expected = {name for name in documented[listed] if name in KINDS} - (
            {"TaxAgency"} if operation == "create" else set()
        )
        assert {name for name, kind in KINDS.items() if operation in kind.operations} == expected, operation


def test_every_type_that_is_named_is_there() -> None:
    named = {one.type for properties in TYPES.values() for one in properties.values()}
    assert named <= SIMPLE | set(TYPES) | set(ENUMERATIONS)


def test_every_limit_form_and_default_is_of_a_property() -> None:
    for file in ("limits", "formats", "defaults"):
        for owner, members in table(file).items():
            assert set(members) <= set(TYPES[owner]), (file, owner)


def test_every_member_a_row_names_is_a_property_of_its_entity() -> None:
    for name, kind in KINDS.items():
        members = {
            *kind.filterable,
            *kind.sortable,
            *kind.required,
            *kind.read_only,
            *kind.kept,
            *kind.named,
            *filter(None, [kind.title, kind.below, kind.unique, kind.balance, kind.party]),
        }
        assert members <= set(TYPES[name]), name
        assert kind.operations <= OPERATIONS
        assert bool(kind.void) == ("void" in kind.operations), name
        assert set(kind.shares_names) <= set(KINDS)


def test_every_reference_points_into_a_list_that_is_served() -> None:
    members = {name for properties in TYPES.values() for name in properties}
    for kind, listed in table("references").items():
        assert KINDS[kind].word
        for member in listed.split():
            assert member in members
            assert list_of(member) == kind


@pytest.mark.parametrize(
    ("owner", "body", "code"),
    [
        ("Customer", {"Shoe": 1, "DisplayName": "x" * 501}, "2010"),
        ("Invoice", {"DocNumber": "x" * 22, "Line": [{"SalesItemLineDetail": {"Shoe": 1}}]}, "2010"),
        ("Invoice", {"Line": {}}, "2010"),
        ("Invoice", {"DocNumber": "x" * 22}, "2050"),
        ("RefundReceipt", {"PaymentRefNum": "x" * 101}, "2050"),
        ("Employee", {"GivenName": "x" * 101}, "2050"),
        ("Customer", {"BillAddr": {"City": "x" * 256}}, "2050"),
        ("Customer", {"PrimaryPhone": {"FreeFormNumber": "5" * 31}}, "2050"),
        ("Customer", {"PrimaryEmailAddr": {"Address": "nobody"}}, "2210"),
        ("Vendor", {"WebAddr": {"URI": "not a place"}}, "2200"),
        ("Item", {"UnitPrice": 100_000_000_000}, "2240"),
        ("Item", {"UnitPrice": "dear"}, "2110"),
        ("Item", {"Type": "Thing"}, "2170"),
        ("Bill", {"TxnDate": "tomorrow"}, "2060"),
        ("Bill", {"Id": "1.5"}, "2030"),
    ],
)
def test_a_body_is_read_against_the_data(owner: str, body: dict[str, Any], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(owner, body)
    assert refused.value.code == code


def test_what_is_read_is_trimmed_typed_and_without_nulls() -> None:
    body = {
        "Name": " Mug ",
        "Sku": None,
        "UnitPrice": "12.50",
        "Active": "true",
        "WebAddr": {"URI": "https://example.com/a?b=c"},
        "PrimaryEmailAddr": {"Address": "a@example.com"},
    }
    item = {name: body[name] for name in ("Name", "Sku", "UnitPrice", "Active")}
    assert read("Item", item) == {"Name": "Mug", "UnitPrice": Decimal("12.50"), "Active": True}
    person = {name: body[name] for name in ("WebAddr", "PrimaryEmailAddr")}
    assert read("Vendor", person) == person
