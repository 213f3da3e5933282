"""How the parts of the report look."""

from __future__ import annotations

from rich import box
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Column, Table
from rich.text import Text

LONGEST_NUMBER = 21
"""Characters that QuickBooks takes; the longer number of an order is folded."""


def section(heading: str, style: str, *parts: RenderableType) -> RenderableType:
    """A part of the report under its heading."""
    return Group(Text(), Rule(Text(heading, f"bold {style}"), style=style, align="left"), *parts)


def indented(part: RenderableType) -> RenderableType:
    return Padding(part, (0, 0, 0, 2))


def order_column(title: str = "") -> Column:
    """The column that begins each row."""
    return Column(title, overflow="fold", min_width=10, max_width=LONGEST_NUMBER)


def ruled(*columns: Column) -> Table:
    """A table with a line under its titles and none elsewhere."""
    return Table(*columns, box=box.SIMPLE_HEAD, show_edge=False, padding=(0, 2, 0, 0), header_style="dim")


def counted(number: int, one: str, many: str) -> str:
    """A number with its noun."""
    return f"{number:,} {one if number == 1 else many}"
