"""An invoice as XML: Cross Industry Invoice (D22B), profile EN 16931 of ZUGFeRD, or XRechnung 3.0.

Both are the same document; only the guideline they name differs (BT-24). Element order is that of the XML schema.
"""

from html import escape
from typing import Final

from tresen.core.invoice import Buyer, Invoice, InvoiceLine, InvoiceTax, Seller
from tresen.core.money import format_cents
from tresen.core.quantity import format_quantity
from tresen.fiscal.invoicing.leitweg import is_leitweg_id

EN16931: Final = "urn:cen.eu:en16931:2017"
XRECHNUNG: Final = "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0"
_PROCESS: Final = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
_SPACES: Final = (
    'xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100" '
    'xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100" '
    'xmlns:qdt="urn:un:unece:uncefact:data:standard:QualifiedDataType:100" '
    'xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"'
)
_UNITS: Final = {"piece": "C62", "weight": "KGM", "volume": "LTR", "length": "MTR"}
"""UN/ECE recommendation 20."""
_TYPES: Final = {"invoice": "380", "credit_note": "381", "cancellation": "381"}
_LEITWEG: Final = "0204"
_GERMAN_VAT_ID: Final = "9930"
_MAIL: Final = "EM"
_RECEIPT: Final = "916"


def invoice_xml(invoice: Invoice, guideline: str = EN16931) -> str:
    """The whole document, without a byte order mark."""
    assert invoice.number, "an invoice has a number before it is written down"
    document = (
        _one("ram:ID", invoice.number)
        + _one("ram:TypeCode", _TYPES[invoice.type])
        + f"<ram:IssueDateTime>{_date('udt', invoice.issued_on)}</ram:IssueDateTime>"
        + "".join(f"<ram:IncludedNote>{_one('ram:Content', note)}</ram:IncludedNote>" for note in invoice.notes)
    )
    transaction = "".join(_line(line) for line in invoice.lines) + _agreement(invoice) + _delivery(invoice)
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<rsm:CrossIndustryInvoice {_SPACES}>'
        f"{_context(guideline)}"
        f"<rsm:ExchangedDocument>{document}</rsm:ExchangedDocument>"
        f"<rsm:SupplyChainTradeTransaction>{transaction}{_settlement(invoice)}</rsm:SupplyChainTradeTransaction>"
        "</rsm:CrossIndustryInvoice>\n"
    )


def as_xrechnung(xml: str) -> str:
    """The same document, naming XRechnung as its guideline."""
    return xml.replace(_context(EN16931), _context(XRECHNUNG), 1)


def fits_xrechnung(invoice: Invoice) -> bool:
    """Whether it holds all that XRechnung asks for beyond EN 16931: references, addresses, somebody to talk to."""
    seller = invoice.seller
    return bool(
        invoice.buyer.reference and _address_of_buyer(invoice.buyer) and seller.contact and seller.phone and seller.mail
    )


def _context(guideline: str) -> str:
    process = f"<ram:BusinessProcessSpecifiedDocumentContextParameter>{_one('ram:ID', _PROCESS)}</ram:BusinessProcessSpecifiedDocumentContextParameter>"
    named = f"<ram:GuidelineSpecifiedDocumentContextParameter>{_one('ram:ID', guideline)}</ram:GuidelineSpecifiedDocumentContextParameter>"
    return f"<rsm:ExchangedDocumentContext>{process}{named}</rsm:ExchangedDocumentContext>"


def _text(value: str) -> str:
    """What XML may hold, on one line."""
    return escape(" ".join("".join(c if c.isprintable() else " " for c in value).split()), quote=True)


def _one(name: str, value: str, attributes: str = "") -> str:
    """An element with text; nothing where there is none."""
    said = _text(value)
    return f"<{name}{attributes}>{said}</{name}>" if said else ""


def _date(space: str, iso: str) -> str:
    return f'<{space}:DateTimeString format="102">{iso.replace("-", "")}</{space}:DateTimeString>'


def _percent(rate: int) -> str:
    return f"{rate // 100}.{rate % 100:02d}"


def _scaled(value: int, decimals: int) -> str:
    scale: int = 10**decimals
    return f"{value // scale}.{value % scale:0{decimals}d}"


def _line(line: InvoiceLine) -> str:
    reductions = "".join(
        "<ram:SpecifiedTradeAllowanceCharge>"
        f"<ram:ChargeIndicator><udt:Indicator>{'true' if one.amount > 0 else 'false'}</udt:Indicator></ram:ChargeIndicator>"
        f"{_one('ram:ActualAmount', format_cents(abs(one.amount)))}{_one('ram:Reason', one.reason)}"
        "</ram:SpecifiedTradeAllowanceCharge>"
        for one in line.reductions
    )
    price = _one("ram:ChargeAmount", _scaled(line.price, line.decimals))
    unit = f' unitCode="{_UNITS.get(line.unit, "C62")}"'
    tax = (
        f"<ram:ApplicableTradeTax><ram:TypeCode>VAT</ram:TypeCode>{_one('ram:CategoryCode', line.category)}"
        f"{_one('ram:RateApplicablePercent', _percent(line.rate))}</ram:ApplicableTradeTax>"
    )
    total = _one("ram:LineTotalAmount", format_cents(line.net))
    return (
        "<ram:IncludedSupplyChainTradeLineItem>"
        f"<ram:AssociatedDocumentLineDocument>{_one('ram:LineID', str(line.n))}</ram:AssociatedDocumentLineDocument>"
        f"<ram:SpecifiedTradeProduct>{_one('ram:SellerAssignedID', line.number)}{_one('ram:Name', line.name)}"
        "</ram:SpecifiedTradeProduct>"
        f"<ram:SpecifiedLineTradeAgreement><ram:NetPriceProductTradePrice>{price}</ram:NetPriceProductTradePrice>"
        "</ram:SpecifiedLineTradeAgreement>"
        f"<ram:SpecifiedLineTradeDelivery>{_one('ram:BilledQuantity', format_quantity(line.quantity), unit)}"
        "</ram:SpecifiedLineTradeDelivery>"
        f"<ram:SpecifiedLineTradeSettlement>{tax}{reductions}"
        f"<ram:SpecifiedTradeSettlementLineMonetarySummation>{total}</ram:SpecifiedTradeSettlementLineMonetarySummation>"
        "</ram:SpecifiedLineTradeSettlement>"
        "</ram:IncludedSupplyChainTradeLineItem>"
    )


def _agreement(invoice: Invoice) -> str:
    receipt = (
        f"<ram:AdditionalReferencedDocument>{_one('ram:IssuerAssignedID', invoice.receipt)}"
        f"<ram:TypeCode>{_RECEIPT}</ram:TypeCode><ram:Name>Kassenbeleg</ram:Name></ram:AdditionalReferencedDocument>"
    )
    return (
        f"<ram:ApplicableHeaderTradeAgreement>{_one('ram:BuyerReference', invoice.buyer.reference)}"
        f"<ram:SellerTradeParty>{_seller(invoice.seller)}</ram:SellerTradeParty>"
        f"<ram:BuyerTradeParty>{_buyer(invoice.buyer)}</ram:BuyerTradeParty>{receipt}"
        "</ram:ApplicableHeaderTradeAgreement>"
    )


def _seller(seller: Seller) -> str:
    phone = _one("ram:CompleteNumber", seller.phone)
    mail = _one("ram:URIID", seller.mail)
    contact = _one("ram:PersonName", seller.contact)
    if phone:
        contact += f"<ram:TelephoneUniversalCommunication>{phone}</ram:TelephoneUniversalCommunication>"
    if mail:
        contact += f"<ram:EmailURIUniversalCommunication>{mail}</ram:EmailURIUniversalCommunication>"
    if contact:
        contact = f"<ram:DefinedTradeContact>{contact}</ram:DefinedTradeContact>"
    # BT-29: somebody without a VAT id is told apart by the tax number (BR-CO-26)
    known_as = "" if seller.vat_id else _one("ram:ID", seller.tax_number)
    return (
        f"{known_as}{_one('ram:Name', seller.name)}{contact}"
        f"{_place(seller.postcode, seller.street, seller.city, seller.country)}"
        f"{_reached((seller.mail, _MAIL)) if mail else ''}"
        f"{_registered(seller.vat_id, 'VA')}{_registered(seller.tax_number, 'FC')}"
    )


def _buyer(buyer: Buyer) -> str:
    address = _address_of_buyer(buyer)
    return (
        f"{_one('ram:Name', buyer.name)}{_place(buyer.postcode, buyer.street, buyer.city, buyer.country)}"
        f"{_reached(address) if address else ''}{_registered(buyer.vat_id, 'VA')}"
    )


def _address_of_buyer(buyer: Buyer) -> tuple[str, str] | None:
    """Where the buyer's system is reached (BT-49): what is known anyway, so that no mail address need be kept."""
    if is_leitweg_id(buyer.reference):
        return buyer.reference, _LEITWEG
    return (buyer.vat_id, _GERMAN_VAT_ID) if buyer.vat_id.startswith("DE") else None


def _place(postcode: str, street: str, city: str, country: str) -> str:
    return (
        f"<ram:PostalTradeAddress>{_one('ram:PostcodeCode', postcode)}{_one('ram:LineOne', street)}"
        f"{_one('ram:CityName', city)}{_one('ram:CountryID', country)}</ram:PostalTradeAddress>"
    )


def _reached(address: tuple[str, str]) -> str:
    attributes = f' schemeID="{address[1]}"'
    return f"<ram:URIUniversalCommunication>{_one('ram:URIID', address[0], attributes)}</ram:URIUniversalCommunication>"


def _registered(number: str, scheme: str) -> str:
    attributes = f' schemeID="{scheme}"'
    said = _one("ram:ID", number, attributes)
    return f"<ram:SpecifiedTaxRegistration>{said}</ram:SpecifiedTaxRegistration>" if said else ""


def _delivery(invoice: Invoice) -> str:
    return (
        "<ram:ApplicableHeaderTradeDelivery><ram:ActualDeliverySupplyChainEvent><ram:OccurrenceDateTime>"
        f"{_date('udt', invoice.supplied_on)}"
        "</ram:OccurrenceDateTime></ram:ActualDeliverySupplyChainEvent></ram:ApplicableHeaderTradeDelivery>"
    )


def _settlement(invoice: Invoice) -> str:
    terms = _one("ram:Description", invoice.terms)
    if terms:
        terms = f"<ram:SpecifiedTradePaymentTerms>{terms}</ram:SpecifiedTradePaymentTerms>"
    corrected = ""
    if invoice.corrects:
        corrected = (
            f"<ram:InvoiceReferencedDocument>{_one('ram:IssuerAssignedID', invoice.corrects)}"
            f"<ram:FormattedIssueDateTime>{_date('qdt', invoice.corrects_on)}</ram:FormattedIssueDateTime>"
            "</ram:InvoiceReferencedDocument>"
        )
    return (
        f"<ram:ApplicableHeaderTradeSettlement>{_one('ram:InvoiceCurrencyCode', invoice.currency)}"
        f"<ram:SpecifiedTradeSettlementPaymentMeans>{_one('ram:TypeCode', invoice.means_code)}"
        f"{_one('ram:Information', invoice.means)}</ram:SpecifiedTradeSettlementPaymentMeans>"
        f"{''.join(_tax(tax) for tax in invoice.taxes)}{terms}{_sums(invoice)}{corrected}"
        "</ram:ApplicableHeaderTradeSettlement>"
    )


def _tax(tax: InvoiceTax) -> str:
    return (
        f"<ram:ApplicableTradeTax>{_one('ram:CalculatedAmount', format_cents(tax.vat))}<ram:TypeCode>VAT</ram:TypeCode>"
        f"{_one('ram:ExemptionReason', tax.reason)}{_one('ram:BasisAmount', format_cents(tax.net))}"
        f"{_one('ram:CategoryCode', tax.category)}{_one('ram:ExemptionReasonCode', tax.reason_code)}"
        f"{_one('ram:RateApplicablePercent', _percent(tax.rate))}</ram:ApplicableTradeTax>"
    )


def _sums(invoice: Invoice) -> str:
    currency = f' currencyID="{invoice.currency}"'
    return (
        "<ram:SpecifiedTradeSettlementHeaderMonetarySummation>"
        f"{_one('ram:LineTotalAmount', format_cents(invoice.net))}"
        "<ram:ChargeTotalAmount>0.00</ram:ChargeTotalAmount><ram:AllowanceTotalAmount>0.00</ram:AllowanceTotalAmount>"
        f"{_one('ram:TaxBasisTotalAmount', format_cents(invoice.net))}"
        f"{_one('ram:TaxTotalAmount', format_cents(invoice.vat), currency)}"
        f"{_one('ram:GrandTotalAmount', format_cents(invoice.total))}"
        f"{_one('ram:TotalPrepaidAmount', format_cents(invoice.paid))}"
        f"{_one('ram:DuePayableAmount', format_cents(invoice.due))}"
        "</ram:SpecifiedTradeSettlementHeaderMonetarySummation>"
    )
