"""The search attributes by which orders are found in Temporal, with their types."""

from __future__ import annotations

from temporalio.api.enums.v1 import IndexedValueType

SEARCH_ATTRIBUTES = {
    "Connection": "Keyword",
    "OrderNumber": "Keyword",
    "Stage": "Keyword",
    "NeedsAttention": "Bool",
    "ProblemCode": "KeywordList",
}

TYPES = {
    "Text": IndexedValueType.INDEXED_VALUE_TYPE_TEXT,
    "Keyword": IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD,
    "Int": IndexedValueType.INDEXED_VALUE_TYPE_INT,
    "Double": IndexedValueType.INDEXED_VALUE_TYPE_DOUBLE,
    "Bool": IndexedValueType.INDEXED_VALUE_TYPE_BOOL,
    "Datetime": IndexedValueType.INDEXED_VALUE_TYPE_DATETIME,
    "KeywordList": IndexedValueType.INDEXED_VALUE_TYPE_KEYWORD_LIST,
}
"""Temporal's types, by the names that its own command line knows."""
