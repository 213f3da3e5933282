"""A company kept in a file outlives its process, however that ends."""

from __future__ import annotations

import json
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from threading import Thread

import httpx
import pytest

from sandbox.exact import loads
from sandbox.quickbooks.books.drawer import Drawer
from sandbox.quickbooks.books.file import BooksFile, packed, unpacked
from tests.sandbox.flxpoint.processes import ROOT, command
from tests.sandbox.quickbooks.books import Books, Record, receipt, sale_line
from tests.sandbox.test_command_line import run


@contextmanager
def company(file: Path, *arguments: str) -> Iterator[Books]:
    """A company in a file, killed at the end as the kernel kills."""
    words = command("quickbooks", "--port", 0, "--books", file, "--switch", "limits=off", *arguments)
    with subprocess.Popen(words, stdout=subprocess.PIPE, cwd=ROOT) as process:
        assert process.stdout is not None
        books = Books(json.loads(process.stdout.readline()))
        try:
            with books.http:
                yield books
        finally:
            process.kill()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "shop.books"


def state(books: Books) -> Record:
    held: Record = loads(books.http.get("/__control/state").content)
    return held


def without_places(announced: Record) -> Record:
    """What is announced apart from the port, which is another one every time."""
    return {name: value for name, value in announced.items() if not str(value).startswith("http")}


def test_a_killed_company_goes_on_where_it_was(file: Path) -> None:
    with company(file, "--seed-company") as books:
        books.prefer("SalesFormsPrefs", CustomTxnNumbers=False)
        body = receipt(books, sale_line(books.one("Item", "FEE"), "12.50"), PrivateNote="ü “x”")
        del body["DocNumber"]
        created = books.write("SalesReceipt", body, requestid="r-1")
        announced, before = books.announced, state(books)
    with company(file) as books:
        assert without_places(books.announced) == without_places(announced)
        assert state(books) == before
        assert books.write("SalesReceipt", body, requestid="r-1") == created
        assert state(books) == before
        again = books.write("SalesReceipt", body)
        assert int(again["Id"]) == int(created["Id"]) + 1
        assert int(again["DocNumber"]) == int(created["DocNumber"]) + 1
        assert books.rows(f"select * from SalesReceipt where DocNumber = '{created['DocNumber']}'") == [created]


def test_what_is_announced_at_the_next_start_opens_the_company(file: Path) -> None:
    with company(file) as books, books.renewed():
        books.advance(7200)
    with company(file) as books:
        assert books.query("select count(*) from Item") == {"totalCount": 0}
        with books.renewed():
            assert books.query("select count(*) from Item") == {"totalCount": 0}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [(("--seed-company",), "without a shop's lists"), (("--switch", "sales_tax=abroad"), "sales_tax=automated")],
)
def test_a_start_that_asks_for_another_company_than_the_file_holds_is_refused(
    file: Path, arguments: tuple[str, ...], words: str
) -> None:
    with company(file):
        pass
    refused = run("quickbooks", "--port", 0, "--books", file, *arguments)
    assert (refused.returncode, words in refused.stderr) == (2, True)


def test_line_ids_are_not_given_twice_after_a_kill(file: Path) -> None:
    with company(file, "--seed-company") as books:
        line = sale_line(books.one("Item", "FEE"), "1")
        sold = books.write("Invoice", receipt(books, line, line))
        sold = books.write("Invoice", {**sold, "Line": sold["Line"][:1]})
    with company(file) as books:
        sold = books.write("Invoice", {**sold, "Line": [*sold["Line"][:1], line]})
        assert [one.get("Id") for one in sold["Line"][:2]] == ["1", "3"]


def test_what_was_deleted_is_told_after_a_kill(file: Path) -> None:
    with company(file, "--seed-company") as books:
        sold = books.write("Invoice", receipt(books, sale_line(books.one("Item", "FEE"), "1")))
        books.write("Invoice", {"Id": sold["Id"], "SyncToken": "0"}, operation="delete")
        asked = {"entities": "Invoice", "changedSince": sold["MetaData"]["CreateTime"]}
        before = loads(books.get("cdc", **asked).content)["CDCResponse"]
    with company(file) as books:
        assert loads(books.get("cdc", **asked).content)["CDCResponse"] == before
        assert [row["status"] for row in before[0]["QueryResponse"][0]["Invoice"]] == ["Deleted"]


def test_tokens_switches_time_and_receivers_are_kept(file: Path) -> None:
    with company(file) as books:
        books.switch(sales_tax="manual", rotate="never")
        books.http.post("/__control/clock", json={"advance": 3000}).raise_for_status()
        receiver = {"url": "http://127.0.0.1:9/", "format": "legacy", "verifier_token": "t"}
        books.http.post("/__control/webhooks", json=receiver).raise_for_status()
        said = books.announced
        renewed = httpx.post(
            said["token_url"],
            data={"grant_type": "refresh_token", "refresh_token": said["refresh_token"]},
            auth=(said["client_id"], said["client_secret"]),
            trust_env=False,
        ).json()["access_token"]
    with company(file, "--switch", "rotate=always") as books:
        switches = books.http.get("/__control/switches").json()
        assert (switches["sales_tax"], switches["rotate"]) == ("manual", "always")
        assert books.http.get("/__control/webhooks").json() == [receiver]
        assert books.get("preferences").status_code == 200
        books.http.post("/__control/clock", json={"advance": 700}).raise_for_status()
        assert books.get("preferences").status_code == 401
        books.http.headers["Authorization"] = f"Bearer {renewed}"
        assert books.get("preferences").status_code == 200


def test_a_reset_begins_the_file_anew(file: Path) -> None:
    with company(file, "--seed-company") as books:
        before = {kind: len(rows) for kind, rows in state(books)["entities"].items()}
        books.write("Vendor", {"DisplayName": "Extra"})
        books.http.post("/__control/reset").raise_for_status()
    with company(file) as books:
        assert {kind: len(rows) for kind, rows in state(books)["entities"].items()} == before
        assert books.rows("select * from Vendor where DisplayName = 'Extra'") == []


def test_every_answered_write_is_there_after_a_kill_in_full_flight(file: Path) -> None:
    answered: list[str] = []

    def write(books: Books) -> None:
        for number in range(10_000):
            try:
                answered.append(books.write("Customer", {"DisplayName": f"Flying {number}"})["Id"])
            except httpx.HTTPError:
                return

    with company(file) as books:
        writer = Thread(target=write, args=(books,))
        writer.start()
        while len(answered) < 100:
            books.http.get("/__control/requests")
    writer.join()
    with company(file) as books:
        kept = [row["Id"] for row in state(books)["entities"]["Customer"]]
    assert len(answered) >= 100
    assert kept[: len(answered)] == answered
    assert len(kept) <= len(answered) + 1


def test_an_answer_that_was_lost_was_written_all_the_same(file: Path) -> None:
    with company(file) as books:
        books.http.post("/__control/faults", json=[{"kind": "lost_after"}]).raise_for_status()
        with pytest.raises(httpx.TransportError):
            books.post("Vendor", {"DisplayName": "Unheard"})
    with company(file) as books:
        assert len(books.rows("select * from Vendor where DisplayName = 'Unheard'")) == 1


@pytest.mark.parametrize("content", [b"DocNumber;Amount\n", b"SQLite format 3\0garbage"])
def test_a_file_of_something_else_is_left_alone(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    ended = run("quickbooks", "--port", 0, "--books", file)
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == f"sandbox: {file} does not hold the books of a stand-in company\n"
    assert file.read_bytes() == content


def test_a_database_of_something_else_is_left_alone(file: Path) -> None:
    with sqlite3.connect(file) as other:
        other.execute("CREATE TABLE orders (id INTEGER)")
    other.close()
    before = file.read_bytes()
    ended = run("quickbooks", "--port", 0, "--books", file)
    assert (ended.returncode, ended.stderr) == (2, f"sandbox: {file} does not hold the books of a stand-in company\n")
    assert file.read_bytes() == before


def test_a_file_is_one_process_s_alone(file: Path) -> None:
    with company(file):
        ended = run("quickbooks", "--port", 0, "--books", file)
    assert (ended.returncode, ended.stderr) == (2, f"sandbox: {file} cannot be used: another process has it\n")


def test_a_file_in_a_missing_folder_is_named(file: Path) -> None:
    ended = run("quickbooks", "--port", 0, "--books", file / "nowhere")
    assert (ended.returncode, ended.stderr) == (
        2,
        f"sandbox: {file / 'nowhere'} cannot be used: unable to open database file\n",
    )


def test_what_is_kept_has_the_same_digits() -> None:
    value = {"a": [Decimal("0"), Decimal("1.50"), 1, 1.5, "1.5", None, True], "b": {"Decimal": "x", "more": {}}}
    again = unpacked(packed(value))
    assert again == value
    assert [type(one) for one in again["a"]] == [type(one) for one in value["a"]]
    assert [str(one) for one in again["a"][:2]] == ["0", "1.50"]
    with pytest.raises(TypeError, match="set cannot be kept"):
        packed({"a": {1}})


def test_a_drawer_is_written_entry_by_entry(file: Path) -> None:
    drawer, other = Drawer({"a": 1, "b": 2}), Drawer({"c": 3})
    kept = BooksFile(file)
    kept.save({"one": drawer, "two": other})
    drawer["a"] = 5
    del drawer["b"]
    drawer["d"] = 6
    kept.save({"one": drawer})
    assert kept.read() == {"one": {"a": 5, "d": 6}}
    kept.save({"one": Drawer({"x": 1})})
    kept.close()
    again = BooksFile(file)
    assert again.read() == {"one": {"x": 1}}
    again.close()
