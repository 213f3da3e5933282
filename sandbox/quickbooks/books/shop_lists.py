"""The lists of a small shop in Texas: what it sells and buys, from whom and to whom.

A few entries match no order, or nearly match one: other capitals, inactive, a category, no way to buy it.
"""

from __future__ import annotations

from sandbox.quickbooks.schema.shape import Record

# Name, type, sub-type.
ACCOUNTS = (
    ("Shop Clearing", "Bank", "CashOnHand"),
    ("Checking", "Bank", "Checking"),
    ("Savings", "Bank", "Savings"),
    ("Marketplace Clearing", "Other Current Asset", "OtherCurrentAssets"),
    ("Company Card", "Credit Card", "CreditCard"),
    ("Sales Tax Payable", "Other Current Liability", "SalesTaxPayable"),
    ("Gift Cards Outstanding", "Other Current Liability", "OtherCurrentLiabilities"),
    ("Owner's Equity", "Equity", "OwnersEquity"),
    ("Retained Earnings", "Equity", "RetainedEarnings"),
    ("Discounts given", "Income", "DiscountsRefundsGiven"),
    ("Shipping Income", "Income", "ServiceFeeIncome"),
    ("Services", "Income", "ServiceFeeIncome"),
    ("Freight In", "Cost of Goods Sold", "ShippingFreightDeliveryCos"),
    ("Supplier Fees", "Cost of Goods Sold", "OtherCostsOfServiceCos"),
    ("Supplier Tax", "Cost of Goods Sold", "OtherCostsOfServiceCos"),
    ("Advertising", "Expense", "AdvertisingPromotional"),
    ("Payment Fees", "Expense", "BankCharges"),
    ("Office Supplies", "Expense", "OfficeGeneralAdministrativeExpenses"),
    ("Rent", "Expense", "RentOrLeaseOfBuildings"),
    ("Utilities", "Expense", "Utilities"),
)

# Name, term.
VENDORS = (
    ("Acme Supply", None),
    ("Beta Goods", None),
    ("Cedar Works", "Net 15"),
    ("Dune Trading", "Net 30"),
    ("O'Hara's Candles", "Net 30"),
    ("ELM & OAK LTD", "Net 30"),  # the source is called Elm & Oak Ltd
    ("City Power & Light", "Due on receipt"),
)

# Name, e-mail address, term, what else is to be said.
CUSTOMERS: tuple[tuple[str, str | None, str | None, Record], ...] = (
    ("Corner Office Supplies", "orders@corner.example.com", "Net 30", {}),
    ("Sam Sample", None, None, {"GivenName": "Sam", "FamilyName": "Sample"}),
    ("Walk-in customer", None, None, {}),
    ("Bluebonnet Gifts LLC", "buying@bluebonnet.example.com", "Net 30", {"CompanyName": "Bluebonnet Gifts LLC"}),
    ("Dana Whitfield", "dana.whitfield@example.com", None, {"GivenName": "Dana", "FamilyName": "Whitfield"}),
    ("Priya Raman", "priya.raman@example.com", None, {"GivenName": "Priya", "FamilyName": "Raman"}),
    ("Tom Becker", "tom.becker@example.com", None, {"GivenName": "Tom", "FamilyName": "Becker"}),
    ("Hill Country School", "office@hillschool.example.com", None, {"Taxable": False, "TaxExemptionReasonId": "3"}),
    ("Quiet Corner Books", "hello@quietcorner.example.com", None, {"Active": False}),
)

# SKU, name, text, income account; on no purchase.
SERVICES = (
    ("DISC", "DISC", "Order discount", "Discounts given"),
    ("FEE", "FEE", "Order fee", "Sales of Product Income"),
    ("EXTRA", "EXTRA", "Other charges of an order", "Sales of Product Income"),
    ("ROUND", "ROUND", "Rounding", "Sales of Product Income"),
    (None, "Gift wrap", "Gift wrap", "Services"),
)

# SKU, name, price, cost.
PRODUCTS = (
    ("LAMP-OAK", "Oak desk lamp", "49.00", "24.00"),
    ("VASE-BLU", "Blue vase", "32.00", "18.00"),
    ("TOTE-NAT", "Natural tote bag", "20.00", "7.50"),
    ("CUSH-GRY", "Grey cushion", "24.00", "9.00"),
    ("NOTE-A5", "Notebook A5", "9.00", "3.00"),
    ("PEN-BLK", "Black gel pen", "1.50", "0.40"),
    ("SOAP-LAV", "Lavender soap bar", "5.00", "2.10"),
    ("CANDLE-PIN", "Pine candle", "11.00", "4.25"),
    ("CEDAR-LAMP-OAK", "Oak desk lamp of Cedar Works", "49.00", "24.00"),
    ("CEDAR-VASE-BLU", "Blue vase of Cedar Works", "32.00", "10.00"),
    ("DUNE-VASE-BLU", "Blue vase of Dune Trading", "32.00", "18.00"),
    ("tee-m-wht", "White T-Shirt M", "15.00", "6.00"),  # orders say TEE-M-WHT
    *((f"SPICE-{n:02d}", f"Spice jar {n:02d}", "3.33", "1.20") for n in range(1, 31)),
    *((f"BEAD-{n:03d}", f"Glass bead no. {n:03d}", "0.35", "0.10") for n in range(1, 201)),
)
NO_LONGER_SOLD = ("POSTER-A2", "Poster A2", "12.00", "4.00")
NOT_FOR_PURCHASE = ("ACME-CAP-NVY", "Acme cap navy", "17.00")
IN_STOCK = ("MUG-GRN", "Green Mug 350 ml", "12.50", "6.50")
CATEGORIES = ("Candles",)

# A bundle with its parts: SKU and quantity.
BUNDLE = ("Desk set", (("NOTE-A5", 2), ("PEN-BLK", 3)))

# A category with what stands in it: SKU, name, price, cost.
SHELVED = ("Stationery", (("CLIP-BRS", "Brass paper clips", "4.00", "1.50"), ("PAD-A4", "Desk pad A4", "8.00", "3.20")))

CLASSES = ("Online", "Wholesale")
DEPARTMENTS = ("Austin",)

# Given and family name.
EMPLOYEES = (("Robin", "Sample"),)
