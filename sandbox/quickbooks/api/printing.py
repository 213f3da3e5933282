"""A document as a PDF: one page with its kind, number and total."""

from __future__ import annotations

from sandbox.quickbooks.api.files import File
from sandbox.quickbooks.schema.kinds import Kind
from sandbox.quickbooks.schema.shape import Record


def pdf(kind: Kind, record: Record) -> File:
    """The page a reader shows for a document."""
    text = f"{kind.name} {record.get('DocNumber', record['Id'])}, total {record.get('TotalAmt', 0)}"
    drawing = f"BT /F1 12 Tf 72 720 Td ({_escaped(text)}) Tj ET".encode("latin-1", "replace")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R"
        b" /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawing), drawing),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    return File(_assembled(objects), "application/pdf")


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def _assembled(objects: list[bytes]) -> bytes:
    """The objects, and the table of where each begins."""
    body = b"%PDF-1.4\n"
    begins = []
    for number, content in enumerate(objects, 1):
        begins.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    entries = b"".join(b"%010d 00000 n \n" % begin for begin in begins)
    size = len(objects) + 1
    table = b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, entries)
    return body + table + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(body))
