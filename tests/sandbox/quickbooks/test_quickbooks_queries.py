from __future__ import annotations

import httpx
import pytest

from sandbox.exact import loads
from sandbox.quickbooks.books import shop_lists
from tests.sandbox.quickbooks.books import Books, sale_line

VENDORS = sorted(name for name, _ in shop_lists.VENDORS)


def names(books: Books, statement: str) -> list[str]:
    return [row.get("DisplayName") or row["Name"] for row in books.rows(statement)]


def test_equality_knows_no_case_in_keywords_names_or_values(books: Books) -> None:
    assert names(books, "SELECT * FROM vendor WHERE displayname = 'ACME supply'") == ["Acme Supply"]
    assert names(books, "select * from Vendor where DisplayName='acme supply' and Active = TRUE") == ["Acme Supply"]


def test_apostrophes_and_backslashes_are_escaped(books: Books) -> None:
    for name in ('Amy\'s "Birds"', "back\\slash"):
        books.write("Customer", {"DisplayName": name})
    assert names(books, r"select * from Customer where DisplayName = 'Amy\'s " + '"Birds"\'') == ['Amy\'s "Birds"']
    assert names(books, r"select * from Customer where DisplayName = 'back\\slash'") == ["back\\slash"]


def test_in_like_and_comparisons(books: Books) -> None:
    assert names(books, "select * from Vendor where DisplayName in ('beta goods', 'nobody', 'Acme Supply')") == [
        "Acme Supply",
        "Beta Goods",
    ]
    assert names(books, "select * from Vendor where DisplayName like '%a G%'") == ["Beta Goods"]
    assert names(books, "select * from Vendor where DisplayName LIKE 'acme%'") == ["Acme Supply"]
    assert names(books, "select * from Vendor where Id > '1' and Id <= '2'") == ["Beta Goods"]
    assert names(books, "select * from Vendor where DisplayName like 'a.me%'") == []


def test_not_and_its_sign_say_the_opposite(books: Books) -> None:
    others = [name for name in VENDORS if name not in ("Acme Supply", "Beta Goods")]
    assert names(books, "select * from Vendor where DisplayName != 'acme supply' and not Id = '2'") == others
    assert names(books, "select * from Vendor where Id not in ('1', '2')") == others
    without_a = [name for name in VENDORS if "a" not in name.lower()]
    assert names(books, "select * from Vendor where DisplayName not like '%a%' and (Active)") == without_a != []
    assert names(books, "select * from Vendor where not Active") == []


def test_a_company_may_take_what_intuit_only_parses(books: Books) -> None:
    books.switch(query_or="accepted", bare_comparisons="accepted", max_results="clamped")
    assert names(books, "select * from Vendor where Id = '1' or DisplayName contains 'GOOD'") == [
        "Acme Supply",
        "Beta Goods",
    ]
    assert names(books, "select * from Vendor where Id between '2' and '3' and Balance <= 0 maxresults 1001") == [
        "Beta Goods",
        "Cedar Works",
    ]


@pytest.mark.parametrize(
    ("collation", "found"),
    [
        ("caseless", {"Köhler", "KÖHLER & Co", "STRASSE", "Straße"}),
        ("ascii", {"Köhler", "STRASSE"}),
        ("accentless", {"Köhler", "KÖHLER & Co", "Kohler", "STRASSE", "Straße"}),
    ],
)
def test_letters_beyond_ascii_are_equal_as_the_collation_says(books: Books, collation: str, found: set[str]) -> None:
    for name in ("Köhler", "KÖHLER & Co", "Kohler", "STRASSE"):
        books.write("Customer", {"DisplayName": name})
    books.item("Straße")
    books.switch(collation=collation)
    asked = [
        "select * from Customer where DisplayName like 'köhler%'",
        "select * from Customer where DisplayName in ('strasse', 'köhler')",
        "select * from Item where Name = 'strasse'",
    ]
    assert {name for statement in asked for name in names(books, statement)} == found


def test_nothing_found_is_an_empty_response(books: Books) -> None:
    answer = books.get("query", query="select * from Bill where DocNumber = 'none'")
    assert (answer.status_code, answer.json()["QueryResponse"]) == (200, {})


def test_counting_ignores_paging(books: Books) -> None:
    assert books.query("select count(*) from Vendor MAXRESULTS 1") == {"totalCount": len(VENDORS)}


def test_a_response_says_where_it_starts_and_how_many_it_holds(books: Books) -> None:
    answer = books.query("select * from Vendor MAXRESULTS 500 STARTPOSITION 2")
    assert [vendor["DisplayName"] for vendor in answer.pop("Vendor")] == VENDORS[1:]
    assert answer == {"startPosition": 2, "maxResults": len(VENDORS) - 1}
    assert names(books, "select * from Vendor STARTPOSITION 2 MAXRESULTS 1") == [VENDORS[1]]


def test_a_hundred_rows_come_unless_more_are_asked_for(books: Books) -> None:
    for number in range(101):
        books.write("Customer", {"DisplayName": f"Customer {number}"})
    assert len(books.rows("select * from Customer where DisplayName like 'Customer %'")) == 100
    assert len(books.rows("select * from Customer where DisplayName like 'Customer %' maxresults 1000")) == 101


def test_lists_come_by_name_and_in_the_order_asked_for(books: Books) -> None:
    books.write("Vendor", {"DisplayName": "aardvark"})
    three = "select * from Vendor where DisplayName in ('Beta Goods', 'aardvark', 'Acme Supply')"
    assert names(books, three) == ["Acme Supply", "Beta Goods", "aardvark"]
    assert names(books, f"{three} orderby DisplayName desc") == ["Beta Goods", "Acme Supply", "aardvark"]
    assert names(books, f"{three} order by Id desc") == ["aardvark", "Beta Goods", "Acme Supply"]


def test_transactions_come_newest_change_first(books: Books) -> None:
    fee = books.one("Item", "FEE")
    ids = [books.write("SalesReceipt", {"DocNumber": str(n), "Line": [sale_line(fee, "1")]})["Id"] for n in range(3)]
    assert [row["Id"] for row in books.rows("select * from SalesReceipt")] == ids[::-1]


def test_inactive_entries_are_hidden_unless_asked_for(books: Books) -> None:
    vendor = books.rows("select * from Vendor where DisplayName = 'Acme Supply'")[0]
    books.write("Vendor", {**vendor, "sparse": True, "Active": False})
    gone = "Acme Supply (deleted)"
    rest = [name for name in VENDORS if name != "Acme Supply"]
    assert names(books, "select * from Vendor") == rest
    assert names(books, "select * from Vendor where Active in (true, false)") == [gone, *rest]
    assert names(books, "select * from Vendor where Active = false") == [gone]


def test_what_may_be_filtered_is_filtered(books: Books) -> None:
    customer, fee = books.one("Customer", "Sam Sample"), books.one("Item", "FEE")
    receipt = {"CustomerRef": customer, "DocNumber": "S-1", "TxnDate": "2026-11-20"}
    books.write("SalesReceipt", {**receipt, "Line": [sale_line(fee, "10.50")]})
    for condition in (
        "DocNumber = 's-1'",
        f"CustomerRef = '{customer['value']}'",
        "TotalAmt > '10.49'",
        "TotalAmt = 10.5",
        "Balance = 0 and TxnDate = '2026-11-20T10:00:00'",
        "TxnDate >= '2026-11-01'",
        "MetaData.CreateTime > '2026-01-01T00:00:00-08:00' and metadata.createtime < '2999-01-01T00:00:00.000Z'",
    ):
        assert len(books.rows(f"select * from SalesReceipt where {condition}")) == 1, condition
    for condition in ("DocNumber = 's-2'", "TotalAmt > '10.5'", "MetaData.CreateTime < '2026-01-01'"):
        assert books.rows(f"select * from SalesReceipt where {condition}") == [], condition
    assert len(books.rows("select * from Item where Sku = 'fee'")) == 1


def test_a_customer_is_found_by_mail(books: Books) -> None:
    found = names(books, "select * from Customer where PrimaryEmailAddr = 'Orders@corner.example.com'")
    assert found == ["Corner Office Supplies"]


def test_a_query_may_be_posted(books: Books) -> None:
    answer = books.http.post(
        f"{books.path}/query", content="select * from Vendor", headers={"Content-Type": "application/text"}
    )
    assert len(loads(answer.content)["QueryResponse"]["Vendor"]) == len(VENDORS)


def test_columns_come_as_sparse_objects(books: Books) -> None:
    (vendor,) = books.rows("select Id, displayname from Vendor where DisplayName = 'Acme Supply'")
    assert vendor == {"domain": "QBO", "sparse": True, "Id": "1", "DisplayName": "Acme Supply"}
    assert "SyncToken" in books.rows("select *, DisplayName from Vendor")[0]
    assert books.rows("select from Vendor") == books.rows("select * from Vendor")


def test_ten_thousand_entries_stay_fast(books: Books) -> None:
    batches = (
        [{"bId": str(n), "operation": "create", "Customer": {"DisplayName": f"C{start + n}"}} for n in range(30)]
        for start in range(0, 10_000, 30)
    )
    for batch in batches:
        books.http.post(f"{books.path}/batch", json={"BatchItemRequest": batch}).raise_for_status()
    elapsed = sum(
        (_asked(books, f"select * from Customer where DisplayName in ('c{n}', 'c9999')").elapsed.total_seconds())
        for n in range(20)
    )
    assert elapsed < 1


def _asked(books: Books, statement: str) -> httpx.Response:
    answer = books.get("query", query=statement)
    assert answer.json()["QueryResponse"]["maxResults"] == 2
    return answer
