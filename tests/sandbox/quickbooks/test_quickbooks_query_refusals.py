from __future__ import annotations

import pytest

from tests.sandbox.quickbooks.books import Books, error


def refusal(books: Books, statement: str) -> dict[str, str]:
    return error(books.get("query", query=statement))


AFTER_A_PROPERTY = (
    '<EOF> "." ... <AND> ... "between" ... "contains" ... "=" ... "in" ... "iterator" ... "like" ... "maxresults" ... '
    '"!=" ... <NOT> ... <OR> ... "order" ... "orderby" ... "startposition" ...'
)
AFTER_A_CONDITION = (
    '<EOF> <AND> ... "iterator" ... "maxresults" ... <OR> ... "order" ... "orderby" ... "startposition" ...'
)


@pytest.mark.parametrize(
    ("statement", "complaint"),
    [
        # As recorded in 2019 and seen again in 2025: a number without quotes makes the parser stumble over the sign.
        (
            "SELECT * FROM Invoice WHERE Balance > 0",
            f'Encountered " ">" "> "" at line 1, column 37. Was expecting one of: {AFTER_A_PROPERTY}',
        ),
        (
            "SELECT * FROM Customer WHERE PrimayEmailAddr> Address",
            f'Encountered " ">" "> "" at line 1, column 45. Was expecting one of: {AFTER_A_PROPERTY}',
        ),
        # As recorded in 2019.
        (
            "SELECT * FROM Customer WHERE PrimayEmailAddr in Address",
            'Encountered " <IDENTIFIER> "Address "" at line 1, column 49. Was expecting: "(" ...',
        ),
        # As others reported them.
        (
            "select * from vendor where DisplayName = 'Cutlery 'R Us'",
            f'Encountered " <IDENTIFIER> "R "" at line 1, column 52. Was expecting one of: {AFTER_A_CONDITION}',
        ),
        ("", 'Encountered "<EOF>" at line 0, column 0. Was expecting: "select" ...'),
        (
            "select * from Account where AccountSubType %3D 'Inventory'",
            'Invalid content. Lexical error at line 1, column 44. Encountered: "%" (37), after : ""',
        ),
    ],
)
def test_what_is_no_statement_is_complained_of_as_intuit_does(books: Books, statement: str, complaint: str) -> None:
    refused = refusal(books, statement)
    assert (refused["code"], refused["Message"]) == ("4000", "Error parsing query")
    assert " ".join(refused["Detail"].split()) == f"QueryParserError: {complaint}"
    assert "element" not in refused


@pytest.mark.parametrize(
    ("value", "complaint"),
    [
        ("‘Acme’", 'line 1, column 42.  Encountered: "\\u2018" (8216), after : ""'),
        ("'trailing\\'", "line 1, column 53.  Encountered: <EOF> after : \"'trailing\\\\'\""),
    ],
)
def test_a_character_that_cannot_be_is_a_lexical_error(books: Books, value: str, complaint: str) -> None:
    refused = refusal(books, f"select * from Vendor where DisplayName = {value}")
    assert refused["Detail"] == f"QueryParserError: Invalid content. Lexical error at {complaint}"


def test_a_complaint_lists_what_was_expected_line_by_line(books: Books) -> None:
    assert refusal(books, "select * from")["Detail"] == (
        'QueryParserError: Encountered "<EOF>" at line 1, column 13.\nWas expecting:\n    <IDENTIFIER> ...\n    '
    )


@pytest.mark.parametrize(
    "statement",
    [
        "select * from Vendor where",
        "select * from Vendor where ()",
        "select * from Vendor where Id > > '1'",
        "select * from Vendor where TxnDate > 2026-11-01",
        "select * from Vendor where DisplayName = 'Amy's'",
        "select * from Vendor where DisplayName = 'trailing\\'",
        "select * from Vendor where DisplayName = ‘Acme’",
        "select * from Vendor startposition",
        "delete from Vendor",
    ],
)
def test_what_is_no_statement_is_a_parse_error(books: Books, statement: str) -> None:
    refused = refusal(books, statement)
    assert (refused["code"], refused["Message"]) == ("4000", "Error parsing query")
    assert refused["Detail"].startswith("QueryParserError: ")


@pytest.mark.parametrize(
    ("statement", "complaint"),
    [
        ("select * from Custmoer", "invalid context declaration: Custmoer"),
        ("select * from Vendor where EmailAddress = 'x'", "Property EmailAddress not found for Entity Vendor"),
        ("select Nonsense from Vendor", "Property Nonsense not found for Entity Vendor"),
        ("select * from Vendor where PrimaryEmailAddr = 'x'", "property 'PrimaryEmailAddr' is not queryable"),
        ("select * from Invoice where PrivateNote = 'x'", "property 'PrivateNote' is not queryable"),
        ("select * from PurchaseOrder where VendorRef = '1'", "property 'VendorRef' is not queryable"),
        (
            "select * from Customer where PrimaryEmailAddr.Address = 'x'",
            "property 'PrimaryEmailAddr.Address' is not queryable",
        ),
        (
            "select * from Customer where PrimaryEmailAddr.EmailAddress = 'x'",
            "Property PrimaryEmailAddr.EmailAddress not found for Entity Customer",
        ),
        ("select * from Customer orderby Balance", "property 'Balance' is not sortable"),
        ("select * from Vendor startposition 0", "value 0 is too small. Min allowed value is 1"),
        ("select * from Vendor maxresults 0", "value 0 is too small. Min allowed value is 1"),
        ("select * from Vendor maxresults 1500", "value 1500 is too large. Max allowed value is 1000"),
        ("select * from Vendor where Id = '1' or Id = '2'", "Operator OR is not supported"),
        ("select * from Vendor where not (Id = '1' or Id = '2')", "Operator OR is not supported"),
        ("select * from Vendor where Id between '1' and '2'", "Operator between is not supported"),
        ("select * from Vendor where Balance", "property 'Balance' is not a boolean"),
        ("select * from Bill where TxnDate > 'yesterday'", "'yesterday' is not a valid date"),
        ("select * from Bill where TotalAmt = 'much'", "'much' is not a valid number"),
        ("select * from Bill where MetaData.CreateTime > 'once'", "'once' is not a valid time"),
    ],
)
def test_a_query_that_may_not_be_asked_is_refused(books: Books, statement: str, complaint: str) -> None:
    refused = refusal(books, statement)
    assert (refused["code"], refused["Message"]) == ("4001", "Invalid query")
    assert refused["Detail"] == f"QueryValidationError: {complaint}"
    assert "element" not in refused


@pytest.mark.parametrize("value", ["", "1.5"])
def test_an_id_is_a_number(books: Books, value: str) -> None:
    refused = refusal(books, f"select * from Vendor where Id = '{value}'")
    assert (refused["code"], refused["element"]) == ("2030", "Id")
    assert refused["Detail"] == f"Id should be a valid number. Supplied value:{value}"


@pytest.mark.parametrize("condition", ["Id != '1'", "not Id = '1'", "Id not in ('1')"])
def test_a_company_may_refuse_negation(books: Books, condition: str) -> None:
    statement = f"select * from Vendor where {condition}"
    assert books.rows(statement)
    books.switch(query_not="refused")
    assert refusal(books, statement)["code"] == "4001"
