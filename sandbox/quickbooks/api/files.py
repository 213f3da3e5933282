"""Uploaded files: their parts as they arrive, their Attachable, and the address to fetch them from."""

from __future__ import annotations

import base64
import hmac
from dataclasses import dataclass
from datetime import timedelta
from email.message import Message
from email.parser import BytesParser
from hashlib import sha256
from itertools import groupby
from typing import Any

from sandbox.exact import loads
from sandbox.quickbooks import business_refusals, refusals
from sandbox.quickbooks.api.realm import Realm
from sandbox.quickbooks.refusals import Refusal
from sandbox.quickbooks.schema.kinds import KINDS
from sandbox.quickbooks.schema.shape import Record
from sandbox.quickbooks.writing import read_one, write

LARGEST = 100 * 1024 * 1024
ADDRESS_LIFETIME = timedelta(minutes=15)


@dataclass(frozen=True)
class File:
    """An answer that is no JSON."""

    body: bytes
    media_type: str


def upload(realm: Realm, base: str, content_type: str, body: bytes) -> list[Record]:
    """An `AttachableResponse`: for each file its Attachable, or the fault of this one alone.

    The parts come in pairs with a running number, `file_metadata_01` and `file_content_01`; the first may be missing.
    Raises Refusal 6030 for more than 100 MB, 1050 for what is not multipart/form-data, 2020 without any file.
    """
    if len(body) > LARGEST:
        raise business_refusals.upload_too_large(len(body))
    if not content_type.startswith("multipart/form-data"):
        raise refusals.wrong_content_type(content_type)
    parts = sorted(_parts(content_type, body), key=_number)
    uploads = [{_name(part): part for part in pair} for _, pair in groupby(parts, _number)]
    if not any("file_content" in pair for pair in uploads):
        raise refusals.missing("file_content")
    return [_stored(realm, base, pair) for pair in uploads]


def download_address(realm: Realm, base: str, record_id: str) -> File:
    """The address, as text, from which a file can be fetched for 15 minutes."""
    record = read_one(realm.company, KINDS["Attachable"], record_id)
    if record["Id"] not in realm.files:
        raise refusals.not_found()
    return File(_address(realm, base, record["Id"]).encode(), "text/plain")


def fetch(realm: Realm, record_id: str, until: str, signature: str) -> File | None:
    """A file by its signed address; None when the address is wrong or too old."""
    record = realm.company.shelves["Attachable"].get(record_id)
    content = realm.files.get(record_id)
    signed = hmac.compare_digest(signature, _signature(realm, record_id, until))
    if record is None or content is None or not signed or float(until) < realm.company.clock.now().timestamp():
        return None
    return File(base64.b64decode(content), record.get("ContentType", "application/octet-stream"))


def with_address(realm: Realm, base: str, record: Record) -> Record:
    """An Attachable with a fresh address, if it is a file."""
    if record.get("Id") not in realm.files:
        return record
    return {**record, "TempDownloadUri": _address(realm, base, record["Id"])}


def _stored(realm: Realm, base: str, parts: dict[str, Message]) -> Record:
    try:
        content = parts["file_content"].get_payload(decode=True) if "file_content" in parts else b""
        assert isinstance(content, bytes)
        metadata = _metadata(parts)
        attachable = write(realm.company, KINDS["Attachable"], metadata)
    except Refusal as refusal:
        return {"Fault": refusal.fault()}
    record_id = attachable["Id"]
    stored = realm.company.shelves["Attachable"].put(
        {
            **attachable,
            "FileAccessUri": f"/v3/company/{realm.company.realm}/download/{record_id}",
            "Size": len(content),
            "ContentType": metadata["ContentType"],
        }
    )
    realm.files[record_id] = base64.b64encode(content).decode()
    return {"Attachable": with_address(realm, base, stored)}


def _metadata(parts: dict[str, Message]) -> Record:
    """What the client says of a file, completed by what its part says itself."""
    said: Any = {}
    if "file_metadata" in parts:
        payload = parts["file_metadata"].get_payload(decode=True)
        assert isinstance(payload, bytes)
        try:
            said = loads(payload)
        except ValueError:
            raise refusals.no_json() from None
    content = parts.get("file_content", Message())
    own = {"FileName": content.get_filename() or "file", "ContentType": content.get_content_type()}
    return {**own, **said}


def _parts(content_type: str, body: bytes) -> list[Message]:
    message = BytesParser().parsebytes(b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + body)
    payload = message.get_payload()
    return [part for part in payload if isinstance(part, Message) and _name(part)] if isinstance(payload, list) else []


def _name(part: Message) -> str:
    return _full_name(part).rpartition("_")[0]


def _number(part: Message) -> str:
    return _full_name(part).rpartition("_")[2]


def _full_name(part: Message) -> str:
    return str(part.get_param("name", "", "Content-Disposition"))


def _address(realm: Realm, base: str, record_id: str) -> str:
    until = str((realm.company.clock.now() + ADDRESS_LIFETIME).timestamp())
    signature = _signature(realm, record_id, until)
    return f"{base}/attachments/{realm.company.realm}/{record_id}?until={until}&signature={signature}"


def _signature(realm: Realm, record_id: str, until: str) -> str:
    return hmac.new(realm.company.realm.encode(), f"{record_id} {until}".encode(), sha256).hexdigest()
