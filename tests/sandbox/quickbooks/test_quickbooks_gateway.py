"""What stands around every answer: headers, shapes, sizes, and the pages of the web server."""

from __future__ import annotations

import gzip
from xml.etree import ElementTree

import httpx
import pytest

from tests.sandbox.quickbooks.books import Books, error

NAMESPACE = "{http://schema.intuit.com/finance/v3}"


def test_an_answer_carries_the_headers_of_a_recorded_one(books: Books) -> None:
    headers = books.get("preferences").headers
    assert headers["Content-Type"] == "application/json;charset=utf-8"
    assert headers["Server"] == "istio-envoy"
    assert headers["Service-Time"].startswith("total=")
    assert headers["Qbo-Version"]
    assert headers["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"


def test_a_fault_carries_fewer_headers_as_recorded(books: Books) -> None:
    headers = books.get("nonsense").headers
    assert headers["Content-Type"] == "application/json"
    assert "Qbo-Version" not in headers
    assert "Cache-Control" not in headers


def test_a_fault_about_an_id_has_no_time_and_others_have(books: Books) -> None:
    assert list(books.get("customer/1.5").json()) == ["Fault"]
    assert list(books.get("nonsense").json()) == ["Fault", "time"]


def test_a_fault_is_xml_for_who_asks_for_that(books: Books) -> None:
    answer = books.http.get(f"{books.path}/customer/1.5", headers={"Accept": "application/xml"})
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/xml")
    (fault,) = ElementTree.fromstring(answer.text)
    assert fault.attrib == {"type": "ValidationFault"}
    (refused,) = fault
    assert refused.attrib == {"code": "2030", "element": "Id"}
    assert [child.tag for child in refused] == [f"{NAMESPACE}Message", f"{NAMESPACE}Detail"]


def test_a_refused_token_is_xml_for_who_asks_for_that(books: Books) -> None:
    headers = {"Accept": "application/xml", "Authorization": "Bearer x"}
    answer = httpx.get(f"{books.announced['url']}{books.path}/preferences", headers=headers)
    assert answer.status_code == 401
    assert "message=ApplicationAuthenticationFailed; errorCode=003200; statusCode=401" in answer.text


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/v3", 404), ("PUT", "/oauth2/v1/tokens/bearer", 405)])
def test_outside_the_api_the_web_server_answers_in_html(books: Books, method: str, path: str, status: int) -> None:
    answer = books.http.request(method, path)
    assert (answer.status_code, answer.headers["Content-Type"]) == (status, "text/html; charset=utf-8")
    assert answer.headers["intuit_tid"]


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE"])
def test_other_methods_are_unsupported_operations(books: Books, method: str) -> None:
    assert error(books.http.request(method, f"{books.path}/customer/1"))["code"] == "500"


def test_a_body_that_is_too_large_is_refused_in_html(books: Books) -> None:
    books.switch(max_body="100")
    answer = books.post("Vendor", {"DisplayName": "x" * 100})
    assert (answer.status_code, answer.headers["Content-Type"]) == (413, "text/html; charset=utf-8")
    books.write("Vendor", {"DisplayName": "x"})


@pytest.mark.parametrize("content_type", ["text/plain", "application/xml"])
def test_a_body_that_is_not_said_to_be_json_is_refused(books: Books, content_type: str) -> None:
    body = '{"DisplayName": "Mug Maker"}'
    answer = books.http.post(f"{books.path}/vendor", content=body, headers={"Content-Type": content_type})
    assert error(answer)["code"] == "1050"


@pytest.mark.parametrize("content_type", ["application/json", "application/json; charset=UTF-8", "Application/JSON"])
def test_a_body_that_is_said_to_be_json_is_read(books: Books, content_type: str) -> None:
    body = '{"DisplayName": "Mug Maker"}'
    answer = books.http.post(f"{books.path}/vendor", content=body, headers={"Content-Type": content_type})
    assert answer.status_code == 200


def test_a_long_answer_is_compressed_for_who_takes_that(books: Books) -> None:
    url = f"{books.announced['url']}{books.path}/preferences"
    headers = {"Authorization": books.http.headers["Authorization"]}
    with httpx.stream("GET", url, headers={**headers, "Accept-Encoding": "gzip"}) as packed:
        content = b"".join(packed.iter_raw())
    plain = httpx.get(url, headers={**headers, "Accept-Encoding": "identity"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(content).startswith(b'{"Preferences":')
    assert "Content-Encoding" not in plain.headers
    assert int(packed.headers["Content-Length"]) < int(plain.headers["Content-Length"])


def test_a_query_may_come_in_the_body(books: Books) -> None:
    headers = {"Content-Type": "application/text"}
    answer = books.http.post(f"{books.path}/query", content="select count(*) from Vendor", headers=headers)
    assert answer.json()["QueryResponse"]["totalCount"] > 1


def test_a_document_that_can_be_printed_comes_as_a_pdf(books: Books) -> None:
    detail = {"ItemRef": books.one("Item", "FEE"), "TaxCodeRef": {"value": "NON"}}
    line = {"Amount": 12, "DetailType": "SalesItemLineDetail", "SalesItemLineDetail": detail}
    sold = books.write("SalesReceipt", {"DocNumber": "S-(1)", "TxnDate": "2026-11-20", "Line": [line]})
    answer = books.get(f"salesreceipt/{sold['Id']}/pdf")
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF-1.4\n")
    assert rb"(SalesReceipt S-\(1\), total 12" in answer.content
    begins = answer.content.index(b"xref\n")
    assert answer.content.endswith(b"startxref\n%d\n%%%%EOF\n" % begins)
    assert error(books.get("salesreceipt/999/pdf"))["code"] == "610"


def test_a_document_that_was_sent_says_so(books: Books) -> None:
    detail = {"ItemRef": books.one("Item", "FEE"), "TaxCodeRef": {"value": "NON"}}
    line = {"Amount": 12, "DetailType": "SalesItemLineDetail", "SalesItemLineDetail": detail}
    sold = books.write("SalesReceipt", {"TxnDate": "2026-11-20", "Line": [line]})
    headers = {"Content-Type": "application/octet-stream"}
    path = f"{books.path}/salesreceipt/{sold['Id']}/send"
    sent = books.http.post(path, params={"sendTo": "pat@example.com"}, headers=headers).json()["SalesReceipt"]
    assert (sent["EmailStatus"], sent["BillEmail"]) == ("EmailSent", {"Address": "pat@example.com"})
    assert sent["DeliveryInfo"]["DeliveryType"] == "Email"
    assert sent["SyncToken"] == "1"


def test_an_invoice_tells_its_link_to_who_asks(books: Books) -> None:
    detail = {"ItemRef": books.one("Item", "FEE"), "TaxCodeRef": {"value": "NON"}}
    line = {"Amount": 12, "DetailType": "SalesItemLineDetail", "SalesItemLineDetail": detail}
    customer = books.one("Customer", "Sam Sample")
    sold = books.write("Invoice", {"CustomerRef": customer, "TxnDate": "2026-11-20", "Line": [line]})
    asked = books.get(f"invoice/{sold['Id']}", include="invoiceLink").json()["Invoice"]
    assert asked.pop("InvoiceLink").startswith(books.announced["url"])
    assert "InvoiceLink" not in books.read("Invoice", sold["Id"])
