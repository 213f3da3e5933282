"""Every property of the entities that are served, with its type; what is not here is refused with 2010.

A word is `name` (text) or `name:type`; `*` marks a list. Types are `number`, `date`, `flag`, `id`, `any`,
values joined by `|`, or another type of this table.
"""

from __future__ import annotations

from dataclasses import dataclass

_ENTITY = (
    "Id:id SyncToken MetaData:ModificationMetaData CustomField:CustomField* AttachableRef:any* domain status"
    " sparse:flag"
)
_TRANSACTION = _ENTITY + (
    " DocNumber TxnDate:date TxnSubType DepartmentRef:ReferenceType CurrencyRef:ReferenceType ExchangeRate:number"
    " PrivateNote TxnStatus LinkedTxn:LinkedTxn* Line:Line* TxnTaxDetail:TxnTaxDetail TxnSource TaxFormType"
    " TaxFormNum TransactionLocationType Tag:any* TxnApprovalInfo:any RecurDataRef:ReferenceType RecurringInfo:any"
    " ProjectRef:ReferenceType TotalCostAmount:number HomeTotalCostAmount:number"
    " GlobalTaxCalculation:TaxExcluded|TaxInclusive|NotApplicable TotalAmt:number SalesTermRef:ReferenceType"
    " DueDate:date ShipAddr:PhysicalAddress BillEmail:EmailAddress"
)
_SALE = _TRANSACTION + (
    " AutoDocNumber:flag CustomerRef:ReferenceType CustomerMemo:MemoRef BillAddr:PhysicalAddress"
    " FreeFormAddress:flag ShipFromAddr:PhysicalAddress RemitToRef:ReferenceType ClassRef:ReferenceType"
    " SalesRepRef:ReferenceType PONumber FOB ShipMethodRef:ReferenceType ShipDate:date TrackingNum"
    " HomeTotalAmt:number ApplyTaxAfterDiscount:flag ShippingTaxIncludedInTotalTax:flag TemplateRef:ReferenceType"
    " PrintStatus:NotSet|NeedToPrint|PrintComplete EmailStatus:NotSet|NeedToSend|EmailSent"
    " BillEmailCc:EmailAddress BillEmailBcc:EmailAddress ARAccountRef:ReferenceType Balance:number"
    " HomeBalance:number FinanceCharge:flag PaymentMethodRef:ReferenceType PaymentRefNum PaymentType"
    " CheckPayment:any CreditCardPayment:any DepositToAccountRef:ReferenceType DeliveryInfo:any DiscountRate:number"
    " DiscountAmt:number GovtTxnRefIdentifier TaxExemptionRef:ReferenceType LessCIS:number"
)
_PURCHASE = _TRANSACTION + (
    " VendorRef:ReferenceType APAccountRef:ReferenceType ReplyEmail:EmailAddress Memo VendorAddr:PhysicalAddress"
)
_PERSON = _ENTITY + (
    " IntuitId Organization:flag Title GivenName MiddleName FamilyName Suffix FullyQualifiedName CompanyName"
    " DisplayName PrintOnCheckName UserId Active:flag V4IDPseudonym PrimaryPhone:TelephoneNumber"
    " AlternatePhone:TelephoneNumber Mobile:TelephoneNumber Fax:TelephoneNumber PrimaryEmailAddr:EmailAddress"
    " WebAddr:WebSiteAddress OtherContactInfo:any* DefaultTaxCodeRef:ReferenceType BillAddr:PhysicalAddress"
    " ShipAddr:PhysicalAddress OtherAddr:PhysicalAddress* ContactName AltContactName Notes ParentRef:ReferenceType"
    " Balance:number OpenBalanceDate:date CreditLimit:number AcctNum CurrencyRef:ReferenceType TDSEnabled:flag"
    " BusinessNumber GSTIN GSTRegistrationType Source"
)
_ITEM_DETAIL = (
    "ItemRef:ReferenceType ClassRef:ReferenceType UnitPrice:number UnitCostPrice:number RatePercent:number"
    " PriceLevelRef:ReferenceType MarkupInfo:any Qty:number UOMRef:any ItemAccountRef:ReferenceType"
    " InventorySiteRef:ReferenceType TaxCodeRef:ReferenceType TaxClassificationRef:ReferenceType"
    " TaxInclusiveAmt:number"
)
_BILLABLE = "CustomerRef:ReferenceType BillableStatus:Billable|NotBillable|HasBeenBilled"

_TEXT: dict[str, str] = {
    "SalesReceipt": _SALE,
    "Invoice": _SALE
    + (
        " Deposit:number AllowIPNPayment:flag AllowOnlinePayment:flag AllowOnlineCreditCardPayment:flag"
        " AllowOnlineACHPayment:flag AllowOnlinePayPalPayment:flag AllowOnlineAffirmPayment:flag EInvoiceStatus"
        " ECloudStatusTimeStamp CfdiUse:number Exportation GlobalInfo:any invoiceStatus callToAction"
        " invoiceStatusLog:any* InvoiceLink PaymentDetailsMessage ConvenienceFeeDetail:any"
        " EnabledSurchargeInfo:any InvoiceLinkSecurityCode InvoiceLinkExpiryDate:date AutoPayEligible:flag"
        " SchedulePayEligible:flag ScheduledPaymentId GratuityEnabled:flag FinancingProductType"
        " SubscriptionPaymentsSetting TxnRetainageDetail:any"
    ),
    "PurchaseOrder": _PURCHASE
    + (
        " TaxCodeRef:ReferenceType ClassRef:ReferenceType ReimbursableInfoRef:ReferenceType ExpectedDate:date"
        " ShipTo:ReferenceType DropShipToEntity:ReferenceType InventorySiteRef:ReferenceType"
        " ShipMethodRef:ReferenceType FOB POEmail:EmailAddress TemplateRef:ReferenceType"
        " PrintStatus:NotSet|NeedToPrint|PrintComplete EmailStatus:NotSet|NeedToSend|EmailSent"
        " ManuallyClosed:flag POStatus:Open|Closed"
    ),
    "Bill": _PURCHASE
    + (
        " PayerRef:ReferenceType RemitToAddr:PhysicalAddress Balance:number HomeBalance:number LessCIS:number"
        " IncludeInAnnualTPAR:flag"
    ),
    "Customer": _PERSON
    + (
        " Taxable:flag Job:flag BillWithParent:flag RootCustomerRef:ReferenceType Level:number"
        " CustomerTypeRef:ReferenceType SalesTermRef:ReferenceType SalesRepRef:ReferenceType"
        " TaxGroupCodeRef:ReferenceType TaxRateRef:ReferenceType PaymentMethodRef:ReferenceType CCDetail:any"
        " PriceLevelRef:ReferenceType BalanceWithJobs:number OverDueBalance:number TotalRevenue:number"
        " TotalExpense:number PreferredDeliveryMethod ResaleNum JobInfo:any SecondaryTaxIdentifier"
        " ARAccountRef:ReferenceType PrimaryTaxIdentifier TaxExemptionReasonId IsProject:flag IsCISContractor"
        " ClientCompanyId ClientEntityId TaxRegime"
    ),
    "Vendor": _PERSON
    + (
        " TaxCountry TaxIdentifier TaxIdEffectiveDate:date VendorTypeRef:ReferenceType TermRef:ReferenceType"
        " PrefillAccountRef:ReferenceType BillRate:number Vendor1099:flag T4AEligible:flag T5018Eligible:flag"
        " TDSEntityTypeId:number TDSSectionTypeId:number TDSOverrideThreshold:flag TaxReportingBasis"
        " APAccountRef:ReferenceType IsSubContractor:flag SubcontractorType CISRate HasTPAR:flag"
        " VendorPaymentBankDetail:any CostRate:number AgencyVerificationStatus AgencyVerificationStatusMsg"
        " AgencyVerificationTSUTC CompanyRegistrationNumber"
    ),
    "Employee": _PERSON + " BillableTime:flag",
    "Item": _ENTITY
    + (
        " Name Sku Description Active:flag SubItem:flag ParentRef:ReferenceType Level:number FullyQualifiedName"
        " Taxable:flag SalesTaxIncluded:flag PercentBased:flag UnitPrice:number RatePercent:number"
        " Type:Inventory|NonInventory|Service|Category|Group PaymentMethodRef:ReferenceType UOMSetRef:ReferenceType"
        " IncomeAccountRef:ReferenceType PurchaseDesc PurchaseTaxIncluded:flag PurchaseCost:number"
        " ExpenseAccountRef:ReferenceType COGSAccountRef:ReferenceType AssetAccountRef:ReferenceType"
        " PrefVendorRef:ReferenceType AvgCost:number TrackQtyOnHand:flag QtyOnHand:number QtyOnPurchaseOrder:number"
        " QtyOnSalesOrder:number ReorderPoint:number ManPartNum DepositToAccountRef:ReferenceType"
        " SalesTaxCodeRef:ReferenceType PurchaseTaxCodeRef:ReferenceType InvStartDate:date BuildPoint:number"
        " PrintGroupedItems:flag SpecialItem:flag SpecialItemType ItemGroupDetail:any ItemAssemblyDetail:any"
        " AbatementRate:number ReverseChargeRate:number ServiceType ItemCategoryType"
        " TaxClassificationRef:ReferenceType UQCDisplayText UQCId ClassRef:ReferenceType Source"
        " DeferredRevenue:flag CustomExtensions:any*"
    ),
    "Account": _ENTITY
    + (
        " Name SubAccount:flag ParentRef:ReferenceType Description FullyQualifiedName AccountAlias TxnLocationType"
        " Active:flag Classification AccountType AccountSubType AccountPurposes:any* AcctNum AcctNumExtn BankNum"
        " OpeningBalance:number OpeningBalanceDate:date CurrentBalance:number CurrentBalanceWithSubAccounts:number"
        " CurrencyRef:ReferenceType TaxAccount:flag TaxCodeRef:ReferenceType OnlineBankingEnabled:flag FIName"
        " JournalCodeRef:ReferenceType"
    ),
    "Term": _ENTITY
    + (
        " Name Active:flag Type DiscountPercent:number DueDays:number DiscountDays:number DayOfMonthDue:number"
        " DueNextMonthDays:number DiscountDayOfMonth:number"
    ),
    "PaymentMethod": _ENTITY + " Name Active:flag Type",
    "Class": _ENTITY + " Name SubClass:flag ParentRef:ReferenceType FullyQualifiedName Active:flag",
    "Department": _ENTITY + " Name SubDepartment:flag ParentRef:ReferenceType FullyQualifiedName Active:flag",
    "CompanyInfo": _ENTITY + " CompanyName LegalName Country FiscalYearStartMonth DefaultTimeZone Email:EmailAddress",
    "Preferences": _ENTITY,
    "Line": (
        "Id LineNum:number Description Amount:number Received:number LinkedTxn:LinkedTxn*"
        " DetailType:SalesItemLineDetail|DiscountLineDetail|SubTotalLineDetail|DescriptionOnly|TaxLineDetail"
        "|ItemBasedExpenseLineDetail|AccountBasedExpenseLineDetail"
        " DiscountLineDetail:DiscountLineDetail TaxLineDetail:TaxLineDetail SalesItemLineDetail:SalesItemLineDetail"
        " DescriptionLineDetail:DescriptionLineDetail ItemBasedExpenseLineDetail:ItemBasedExpenseLineDetail"
        " AccountBasedExpenseLineDetail:AccountBasedExpenseLineDetail SubTotalLineDetail:SubTotalLineDetail"
        " CustomField:CustomField* ProjectRef:ReferenceType CostAmount:number HomeCostAmount:number"
        " CustomExtensions:any*"
    ),
    "SalesItemLineDetail": _ITEM_DETAIL
    + " ServiceDate:date DiscountRate:number DiscountAmt:number DeferredRevenue:flag RetainageAmount:number",
    "ItemBasedExpenseLineDetail": f"{_ITEM_DETAIL} {_BILLABLE}",
    "AccountBasedExpenseLineDetail": (
        f"{_BILLABLE} ClassRef:ReferenceType AccountRef:ReferenceType MarkupInfo:any TaxAmount:number"
        " TaxCodeRef:ReferenceType TaxInclusiveAmt:number"
    ),
    "DiscountLineDetail": (
        "DiscountRef:ReferenceType PercentBased:flag DiscountPercent:number DiscountAccountRef:ReferenceType"
        " ServiceDate:date ClassRef:ReferenceType TaxCodeRef:ReferenceType"
    ),
    "DescriptionLineDetail": "ServiceDate:date TaxCodeRef:ReferenceType",
    "SubTotalLineDetail": "ItemRef:ReferenceType ServiceDate:date",
    "TaxLineDetail": (
        "TaxRateRef:ReferenceType PercentBased:flag TaxPercent:number NetAmountTaxable:number"
        " TaxInclusiveAmount:number OverrideDeltaAmount:number ServiceDate:date"
    ),
    "TxnTaxDetail": (
        "DefaultTaxCodeRef:ReferenceType TxnTaxCodeRef:ReferenceType TotalTax:number TaxReviewStatus TaxLine:Line*"
        " UseAutomatedSalesTax:flag"
    ),
    "PhysicalAddress": (
        "Id Line1 Line2 Line3 Line4 Line5 City Country CountryCode County CountrySubDivisionCode PostalCode"
        " PostalCodeSuffix Lat Long Tag Note"
    ),
    "EmailAddress": "Id Address Default:flag Tag",
    "TelephoneNumber": "Id DeviceType CountryCode AreaCode ExchangeCode Extension FreeFormNumber Default:flag Tag",
    "WebSiteAddress": "Id URI Default:flag Tag",
    "ReferenceType": "value name type",
    "MemoRef": "value id",
    "ModificationMetaData": "CreateTime:time LastUpdatedTime:time CreatedByRef:any LastModifiedByRef:any",
    "CustomField": (
        "DefinitionId Name Type:StringType|BooleanType|NumberType|DateType StringValue BooleanValue:flag"
        " DateValue:date NumberValue:number"
    ),
    "LinkedTxn": "TxnId TxnType TxnLineId",
}


@dataclass(frozen=True)
class Property:
    """One property: its type, and whether it is a list of it."""

    type: str
    many: bool


def _properties(text: str) -> dict[str, Property]:
    found = {}
    for word in text.split():
        name, _, kind = word.partition(":")
        found[name] = Property(kind.removesuffix("*") or "text", kind.endswith("*"))
    return found


TYPES: dict[str, dict[str, Property]] = {owner: _properties(text) for owner, text in _TEXT.items()}
