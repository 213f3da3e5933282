"""What QuickBooks' lists lack, in words that say where to mend it (rows R-01, R-45, R-64, R-65, R-77, R-78)."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from accounting.books import Account, Item, Listed, Vendor
from accounting.choices import to_choose, unchosen
from accounting.names import refused_in_name
from accounting.problems import CONNECTION, Problem

INCLUDE_INACTIVE = {
    "account": "QuickBooks > Accounting > Chart of Accounts > gear > Include inactive > Make active",
    "customer": "QuickBooks > Sales > Customers > gear > Include inactive > Make active",
    "item": "Sales > Products and Services > gear > Include inactive > Make active",
    "vendor": "QuickBooks > Expenses > Vendors > Include inactive > Make active",
    "term": "QuickBooks > gear > All lists > Terms > Include inactive > Make active",
}
"""Where an inactive entry of each list is made active again (row R-78)."""

CAUSES_OF_NOT_FOUND = (
    "QuickBooks does not say what it misses. Go through these in order: is an account, customer, item or vendor of "
    "the document inactive or deleted (make it active)? Do its SKUs and its source's name equal those in Flxpoint > "
    "Orders > Fulfillment Requests? Was its order posted before it? May the user who connected QuickBooks create such "
    "a document (if not, connect another: daybook connection add)? Does it help to turn Custom transaction numbers off "
    f"for a try? What was tried so far: daybook history {CONNECTION}; then retry."
)
"""The checklist for an "Object Not Found" of which nothing is inactive or gone (row R-77)."""


def vendor_missing(name: str, near: Sequence[Vendor]) -> Problem:
    """No active vendor has exactly the source's name; ``near`` are those QuickBooks found for it."""
    code, message = "vendor_missing", f'No QuickBooks vendor for source "{name}".'
    where = "QuickBooks > Expenses > Vendors"
    fix = f"Make the names equal: enter or rename the vendor ({where}), or rename the source in Flxpoint."
    if any(vendor.name == name for vendor in near):
        code, message = "vendor_inactive", f'Vendor "{name}" is inactive in QuickBooks.'
        fix = f"Make it active: {INCLUDE_INACTIVE['vendor']}."
    elif near:
        message = f'Vendor "{near[0].name}" differs only in capitals from source "{name}".'
    elif refused := refused_in_name(name):
        message = f'No QuickBooks vendor for source "{name}": QuickBooks takes no name that holds {refused}.'
        fix = f"Rename the source in Flxpoint, and name the vendor alike ({where})."
    return Problem(code=code, message=message, fix=fix, subject=name)


def no_purchase_order_without(missing: Problem) -> Problem:
    """A missing vendor that holds every Purchase Order, of whichever source (row R-65, ``on_missing_vendor=stop``)."""
    told = f"{missing.message} With on_missing_vendor=stop no Purchase Order at all is made before it is there."
    go_on = to_choose("on_missing_vendor=go_on")
    return missing.model_copy(update={"message": told, "fix": f"{missing.fix} Or let the others go on: {go_on}"})


def item_not_created(sku: str) -> Problem:
    """An item to be bought is not there, and where orders are only linked nothing is created (row R-55)."""
    return Problem(
        code="item_missing",
        message=f"No item with SKU {sku} is in QuickBooks, and with link_only=yes Daybook creates none.",
        fix='Add it in Sales > Products and Services > New, with exactly this SKU and "I purchase this".',
        subject=sku,
    )


def account_unfit(name: str, account: Account | None, types: Collection[str], setting: str) -> Problem:
    """The account that a setting names is not there, not active, or of another type."""
    wanted = " or ".join(types)
    code = "account_missing"
    fix = "QuickBooks > Accounting > Chart of Accounts > New; or choose another: "
    if account is None:
        message = f'No active account "{name}" of type {wanted}.'
    elif not account.active:
        code, message = "account_inactive", f'Account "{name}" is inactive in QuickBooks, and {setting} names it.'
        fix = f"{INCLUDE_INACTIVE['account']}; or choose another: "
    else:
        message = f'Account "{name}" is of type {account.type}, and {setting} needs {wanted}.'
    return Problem(code=code, message=message, fix=f"{fix}{to_choose(f'{setting}=ACCOUNT NAME')}", subject=name)


def account_ambiguous(name: str, accounts: Sequence[Account], setting: str) -> Problem:
    """Accounts below different parents may bear one name, and nobody can tell which one a setting means."""
    ids = ", ".join(account.id for account in accounts)
    return Problem(
        code="account_ambiguous",
        message=f'{len(accounts)} active accounts named "{name}" (ids {ids}) could be the one that {setting} names.',
        fix="Rename all but one in QuickBooks > Accounting > Chart of Accounts; or choose another: "
        + to_choose(f"{setting}=ACCOUNT NAME"),
        subject=name,
    )


def item_inactive(item: Item) -> Problem:
    """The only item of a SKU is one that QuickBooks hides."""
    return Problem(
        code="item_inactive",
        message=f'Item {item.sku or item.name} ("{item.name}") is inactive in QuickBooks.',
        fix=f"Make it active: {INCLUDE_INACTIVE['item']}.",
        subject=item.sku or item.name,
    )


def bundle_named(item: Item, record: str) -> Problem | None:
    """A record's line means a bundle, whose price comes from its parts (row R-108); None for any other item."""
    if item.type not in ("Group", "Category"):
        return None
    kind, name = "bundle" if item.type == "Group" else "category", item.sku or item.name
    return Problem(
        code="item_is_bundle",
        message=f"{name} on {record} is a QuickBooks {kind}, which takes no price of its own.",
        fix="Give the SKU to an item of another type in Products and Services.",
        subject=name,
    )


def object_not_found(kind: str, id: str, entry: Listed | None, document: str) -> Problem:
    """What a refused document names is inactive, or gone (row R-77).

    Args:
        kind: account, customer, item, vendor or term.
        entry: as it stands now; None if QuickBooks has no such entry any more.
        document: the refused one, in words.
    """
    if entry is None:
        return Problem(
            code="object_not_found",
            message=f"Object Not Found: {kind} id {id} is not in QuickBooks any more, and the {document} names it.",
            fix="Somebody deleted or merged it. Enter it again if it is missed, then retry: it is looked for by its "
            "name.",
        )
    return Problem(
        code=f"{kind}_inactive",
        message=f'Object Not Found: {kind} "{entry.name}" (id {id}) is inactive in QuickBooks, and the {document} '
        "names it.",
        fix=f"Make it active: {INCLUDE_INACTIVE[kind]}.",
        subject=entry.name,
    )


def configured_item_missing(sku: str, setting: str) -> Problem:
    """The settings name an item that is not there (row R-45)."""
    what = setting.removesuffix("_sku").replace("_", " ").capitalize()
    return Problem(
        code="item_missing",
        message=f'{what} SKU "{sku}" was not found in QuickBooks.',
        fix=f"Enter a valid one: {to_choose(f'{setting}=SKU')}; or create the item in Products and Services.",
        subject=sku,
    )


def purchase_account_missing(sku: str) -> Problem:
    """An item must be created so that it can be bought, and nobody said on which account (row R-40)."""
    return unchosen(
        "purchase_account",
        f"Item {sku} cannot be created for purchasing: no expense account is chosen.",
        fix="Choose a cost of goods account",
        example="Cost of Goods Sold",
    )
