"""Files: uploaded with or without a word about them, and fetched again."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from sandbox.quickbooks.api import files
from tests.sandbox.quickbooks.books import Books, Record, error, sale_line

EVERY_BYTE = bytes(range(256)) * 40


def upload(books: Books, *parts: tuple[str, tuple[str | None, bytes | str, str]]) -> httpx.Response:
    return books.http.post(f"{books.path}/upload", files=list(parts))


def metadata(number: str = "01", **said: Any) -> tuple[str, tuple[str | None, bytes | str, str]]:
    return f"file_metadata_{number}", ("attachment.json", json.dumps(said), "application/json")


def content(body: bytes, number: str = "01", name: str = "slip.pdf", kind: str = "application/pdf") -> Any:
    return f"file_content_{number}", (name, body, kind)


def on(kind: str, record_id: str) -> list[Record]:
    return [{"EntityRef": {"type": kind, "value": record_id}, "IncludeOnSend": False}]


def attached(answer: httpx.Response) -> Record:
    assert answer.status_code == 200, answer.text
    (only,) = answer.json()["AttachableResponse"]
    return dict(only["Attachable"])


def test_a_file_comes_back_byte_for_byte(books: Books) -> None:
    line = sale_line(books.one("Item", "FEE"), "10")
    sold = books.write("SalesReceipt", {"TxnDate": "2026-11-20", "Line": [line]})
    said = metadata(AttachableRef=on("SalesReceipt", sold["Id"]), FileName="own.pdf", ContentType="application/pdf")
    made = attached(upload(books, said, content(EVERY_BYTE)))
    assert (made["FileName"], made["Size"], made["ContentType"]) == ("own.pdf", len(EVERY_BYTE), "application/pdf")
    assert made["FileAccessUri"] == f"{books.path}/download/{made['Id']}"
    assert (made["SyncToken"], made["AttachableRef"]) == ("0", on("SalesReceipt", sold["Id"]))
    fetched = httpx.get(made["TempDownloadUri"])
    assert (fetched.content, fetched.headers["Content-Type"]) == (EVERY_BYTE, "application/pdf")


def test_the_address_of_a_file_is_told_as_text_and_lives_a_quarter_of_an_hour(books: Books) -> None:
    made = attached(upload(books, content(b"paper")))
    answer = books.get(f"download/{made['Id']}")
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert httpx.get(answer.text).content == b"paper"
    assert httpx.get(answer.text.replace("signature=", "signature=0")).status_code == 403
    books.advance(901)
    assert httpx.get(answer.text).status_code == 403
    assert httpx.get(books.get(f"download/{made['Id']}").text).content == b"paper"


def test_a_read_or_a_query_tells_a_fresh_address(books: Books) -> None:
    made = attached(upload(books, content(b"paper")))
    books.advance(901)
    read = books.read("Attachable", made["Id"])
    (found,) = books.rows("select * from Attachable")
    assert [httpx.get(one["TempDownloadUri"]).content for one in (read, found)] == [b"paper"] * 2


def test_a_file_without_a_word_about_it_keeps_its_own_name_and_type(books: Books) -> None:
    made = attached(upload(books, content(b"a,b", name="list.csv", kind="text/csv")))
    assert (made["FileName"], made["ContentType"], made["Size"]) == ("list.csv", "text/csv", 3)


def test_several_files_are_answered_one_by_one_and_a_bad_one_spoils_none(books: Books) -> None:
    answer = upload(
        books,
        metadata("01", FileName="a", AttachableRef=on("Estimate", "75")),
        content(b"a", "01"),
        content(b"b", "02", name="b"),
    )
    first, second = answer.json()["AttachableResponse"]
    (refused,) = first["Fault"]["Error"]
    assert (refused["code"], refused["element"]) == ("6000", "")
    assert refused["Detail"] == (
        "Business Validation Error: The entity Estimate 75 that you are trying to link does not exist. Estimate 75"
    )
    assert second["Attachable"]["FileName"] == "b"


def test_what_is_no_upload_is_refused(books: Books) -> None:
    assert error(books.http.post(f"{books.path}/upload", json={}))["code"] == "1050"
    assert error(upload(books, metadata(FileName="a")))["code"] == "2020"


def test_metadata_that_is_no_json_is_the_fault_of_its_file(books: Books) -> None:
    answer = upload(books, ("file_metadata_01", ("a", "{", "application/json")), content(b"a"))
    (only,) = answer.json()["AttachableResponse"]
    assert only["Fault"]["Error"][0]["code"] == "2010"


def test_an_upload_has_a_hundred_megabytes_at_most(books: Books, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "LARGEST", 1000)
    assert error(upload(books, content(b"x" * 1000)))["code"] == "6030"
    attached(upload(books, content(b"x" * 500)))


def test_a_deleted_file_cannot_be_fetched(books: Books) -> None:
    made = attached(upload(books, content(b"paper")))
    answer = books.post("Attachable", {"Id": made["Id"]}, operation="delete").json()
    assert answer["Attachable"] == {"domain": "QBO", "status": "Deleted", "Id": made["Id"]}
    assert error(books.get(f"download/{made['Id']}"))["code"] == "610"
    assert httpx.get(made["TempDownloadUri"]).status_code == 403


def test_a_note_without_a_file_has_no_address(books: Books) -> None:
    note = books.write("Attachable", {"Note": "called the customer"})
    assert "TempDownloadUri" not in note
    assert error(books.get(f"download/{note['Id']}"))["code"] == "610"
