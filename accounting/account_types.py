"""Which types of account each use takes, in QuickBooks' own words."""

from __future__ import annotations

INCOME = ("Income",)
COST_OF_GOODS = ("Cost of Goods Sold",)
ANY_COST = (*COST_OF_GOODS, "Expense", "Other Expense")
PAYABLES = ("Accounts Payable",)
DEPOSITS = ("Bank", "Other Current Asset")
"""Where the money of a sale may go (row R-102)."""
