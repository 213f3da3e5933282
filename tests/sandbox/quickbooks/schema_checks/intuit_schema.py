"""Intuit's XML schema held against JSON: members, their kinds, their values."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from decimal import Decimal
from functools import cache
from typing import Any
from xml.etree import ElementTree

import httpx
import xmlschema

from sandbox.exact import loads
from tests.sandbox.quickbooks.recorded.evidence import SCHEMAS

JSON = "application/json"
NAMESPACE = "{http://schema.intuit.com/finance/v3}"
XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"


class NotOfTheSchema(Exception):
    """A value that cannot even be written as XML of the schema."""


@cache
def schema() -> xmlschema.XMLSchema:
    """The newest schema at hand."""
    (folder,) = SCHEMAS.glob("php-sdk_*")
    return xmlschema.XMLSchema(str(folder / "IntuitRestServiceDef.xsd"), allow="local")


def objections(entity: str, record: Any) -> list[str]:
    """What the schema has against a record; empty when it is valid."""
    try:
        element = _element(entity, schema().elements[entity].type, record, entity)
    except NotOfTheSchema as error:
        return [str(error)]
    return [
        f"{error.path}: {error.reason}".replace(NAMESPACE, "")
        for error in schema().iter_errors(element, namespaces={"v3": NAMESPACE.strip("{}")})
    ]


def objections_to(answer: httpx.Response) -> list[str]:
    """What the schema has against an answer of the API; the gateway before it writes by none, nor does a file."""
    if answer.request.url.path.startswith("/v3/") and answer.headers.get("Content-Type", "").startswith(JSON):
        with suppress(ValueError):
            body = loads(answer.content)
            return [] if "fault" in body else objections("IntuitResponse", body)
    return []


def _element(name: str, kind: Any, value: Any, path: str) -> ElementTree.Element:
    """A value as XML; elements in the schema's order, for JSON has none."""
    element = ElementTree.Element(f"{NAMESPACE}{name}")
    if kind.has_simple_content() or kind.is_simple():
        element.text = _content(element, kind, value, path)
        return element
    if not isinstance(value, dict):
        raise NotOfTheSchema(f"{path}: {value!r} is no object")
    if kind.abstract:
        # JSON cannot say which of its kinds is meant, and none is told from another there.
        kind = next(one for one in schema().types.values() if one.is_derived(kind) and not one.abstract)
        element.set(XSI_TYPE, f"v3:{kind.local_name}")
    left = dict(value)
    for attribute in kind.attributes:
        if attribute in left:
            element.set(attribute, _text(kind.attributes[attribute].type, left.pop(attribute), f"{path}.{attribute}"))
    for child in _children(kind):
        member = left.pop(child.local_name, [])
        for one in member if isinstance(member, list) else [member]:
            if child.type.local_name == "CustomField" and not any(key.endswith("Value") for key in one):
                # A field of the company that is empty on this record: recorded so, though the schema wants a value.
                continue
            element.append(_element(child.local_name, child.type, one, f"{path}.{child.local_name}"))
    if left:
        raise NotOfTheSchema(f"{path} has no {', '.join(sorted(left))}")
    return element


def _children(kind: Any) -> Iterator[Any]:
    """The elements a type may hold, in order; for one that stands for any entity, each of them."""
    for child in kind.content.iter_elements():
        yield child
        yield from child.iter_substitutes()


def _content(element: ElementTree.Element, kind: Any, value: Any, path: str) -> str:
    """The text of an element without children; what has attributes in XML is an object with `value` in JSON."""
    if kind.is_simple():
        return _text(kind, value, path)
    if not isinstance(value, dict):
        raise NotOfTheSchema(f"{path}: {value!r} is no object")
    for name in value:
        if name != "value" and name not in kind.attributes:
            raise NotOfTheSchema(f"{path} has no {name}")
        if name != "value":
            element.set(name, _text(kind.attributes[name].type, value[name], f"{path}.{name}"))
    return _text(kind.content, value.get("value", ""), path)


def _text(kind: Any, value: Any, path: str) -> str:
    """A value as XML writes it, if JSON wrote it as it should: numbers and booleans bare, all else as text."""
    bare: type | Any = {"decimal": int | Decimal, "boolean": bool}.get(kind.root_type.local_name, str)
    if not isinstance(value, bare) or (isinstance(value, bool) and bare is not bool):
        raise NotOfTheSchema(f"{path}: {value!r} is no {kind.local_name}")
    return str(value).lower() if bare is bool else str(value)
