"""The customer's pages about an invoice: the form, and what became of it. Semantic, without script or inline style."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Final

from tresen.core.countries import COUNTRIES
from tresen.core.money import format_cents
from tresen.core.receipt_words import DECIMAL_MARK, Language
from tresen.insight.invoice_list import InvoiceView
from tresen.operations.invoicing.buyer_form import LONGEST, NEEDED
from tresen.web.invoice_words import PAGE_WORDS

STYLESHEET: Final = Path(__file__).with_suffix(".css").read_text(encoding="utf-8")
STYLES: Final = ("/r/receipt.css", "/r/invoice.css")
FILLED: Final = {
    "name": "organization", "street": "street-address", "postcode": "postal-code", "city": "address-level2",
    "country": "country", "vat_id": "off", "reference": "off",
}  # fmt: skip
"""What a browser may fill in by itself (autocomplete)."""


@dataclass(slots=True, frozen=True)
class Asked:
    """What the form is about and what was typed so far."""

    address: str
    """The receipt's page; the form is sent to `/invoice` behind it."""
    mark: str
    number: int
    day: str
    total: int
    small: bool = False
    typed: Mapping[str, str] = field(default_factory=dict)
    wrong: str = ""
    """The field that is wrong."""
    said: str = ""
    """A sentence above the form."""


def form_page(asked: Asked, language: Language) -> str:
    """The form for who gets the invoice."""
    words = PAGE_WORDS[language]
    alarm = ""
    if asked.wrong:
        text = escape(words[f"wrong_{asked.wrong}"])
        alarm = (
            f'<div class="alarm" role="alert"><strong>{escape(words["check"])}</strong>'
            f'<ul><li><a href="#{asked.wrong}">{text}</a></li></ul></div>'
        )
    elif asked.said:
        alarm = f'<p class="alarm" role="alert">{escape(asked.said)}</p>'
    fields = {name: _field(name, asked, language) for name in FILLED}
    small = f"<p>{escape(words['small'])}</p>" if asked.small else ""
    body = (
        f"<h1>{escape(words['title'])}</h1>{_about(asked, language)}{small}{alarm}"
        f'<form method="post" action="{escape(asked.address)}/invoice" novalidate>{_mark(asked)}'
        f"{fields['name']}{fields['street']}"
        f'<div class="pair">{fields["postcode"]}{fields["city"]}</div>'
        f"{fields['country']}{fields['vat_id']}{fields['reference']}"
        f'<p class="faint">{escape(words["why"])} {escape(words["once"])}</p>'
        f'<button type="submit">{escape(words["send"])}</button></form>'
    )
    return _framed(words["title"], body, asked.address, language)


def opening_page(asked: Asked, language: Language) -> str:
    """There is an invoice already: who knows the recipient's postcode may see it."""
    words = PAGE_WORDS[language]
    alarm = f'<p class="alarm" role="alert">{escape(asked.said)}</p>' if asked.said else ""
    body = (
        f"<h1>{escape(words['there'])}</h1>{_about(asked, language)}<p>{escape(words['there_do'])}</p>{alarm}"
        f'<form method="post" action="{escape(asked.address)}/invoice" novalidate>{_mark(asked)}'
        f'<input type="hidden" name="opens" value="1">{_input("postcode", asked, words)}'
        f'<button type="submit">{escape(words["open"])}</button></form>'
    )
    return _framed(words["there"], body, asked.address, language)


def invoice_page(view: InvoiceView, receipt_address: str, language: Language) -> str:
    """The invoice with its files."""
    words, mark = PAGE_WORDS[language], DECIMAL_MARK[language]
    title = words[view.type].format(number=view.number)
    buyer = escape(view.buyer.name), escape(view.buyer.street), escape(f"{view.buyer.postcode} {view.buyer.city}")
    facts = (
        (words["to"], "<br>".join(buyer)),
        (words["issued_on"], escape(_date(view.issued_on, language))),
        (words["total"], f"{format_cents(view.total, mark)} €"),
        *([(words["due"], f"{format_cents(view.due, mark)} €")] if view.due else []),
    )
    marks = [name for name, on in (("practice", view.simulated), ("cancelled", view.cancelled)) if on]
    files = (
        (".pdf", "pdf", ' class="main"'),
        (".xml", "xml", ""),
        *([(".xrechnung.xml", "xrechnung", "")] if view.xrechnung else []),
    )
    body = (
        f"<h1>{escape(title)}</h1>"
        + "".join(f'<p class="alarm">{escape(words[name])}</p>' for name in marks)
        + f"<dl>{''.join(f'<div><dt>{escape(name)}</dt><dd>{value}</dd></div>' for name, value in facts)}</dl>"
        f'<ul class="files">'
        + "".join(
            f'<li><a{looks} href="{escape(view.url)}{ending}" download>{escape(words[word])}</a></li>'
            for ending, word, looks in files
        )
        + f'</ul><p class="faint">{escape(words["keep"])}</p>'
    )
    return _framed(title, body, receipt_address, language)


def refusal_page(sentences: tuple[str, str, str], receipt_address: str, language: Language) -> str:
    """Why there is no invoice here: what happened, and what to do."""
    title, _, do = sentences
    return _framed(title, f"<h1>{escape(title)}</h1><p>{escape(do)}</p>", receipt_address, language)


def _date(iso: str, language: Language) -> str:
    return f"{iso[8:10]}.{iso[5:7]}.{iso[:4]}" if language == "de" else iso


def _about(asked: Asked, language: Language) -> str:
    words = PAGE_WORDS[language]
    said = words["about"].format(
        number=asked.number, day=_date(asked.day, language), total=format_cents(asked.total, DECIMAL_MARK[language])
    )
    return f'<p class="faint">{escape(said)}</p>'


def _mark(asked: Asked) -> str:
    return f'<input type="hidden" name="mark" value="{escape(asked.mark)}">'


def _field(name: str, asked: Asked, language: Language) -> str:
    words = PAGE_WORDS[language]
    if name != "country":
        return _input(name, asked, words)
    chosen = asked.typed.get("country") or "DE"
    place = 1 if language == "en" else 0
    options = "".join(
        f'<option value="{code}"{" selected" if code == chosen else ""}>{escape(names[place])}</option>'
        for code, names in COUNTRIES.items()
    )
    return (
        f'<div><label for="country">{escape(words["country"])}</label>'
        f'<select id="country" name="country" autocomplete="country">{options}</select></div>'
    )


def _input(name: str, asked: Asked, words: Mapping[str, str]) -> str:
    wrong = asked.wrong == name
    needed = name in NEEDED
    attributes = f' autocomplete="{FILLED[name]}" maxlength="{LONGEST[name]}"'
    attributes += " required" if needed else ""
    attributes += f' aria-invalid="true" aria-describedby="{name}-wrong" autofocus' if wrong else ""
    hint = "" if needed else f" <span>({escape(words['optional'])})</span>"
    below = f'<p class="wrong" id="{name}-wrong">{escape(words[f"wrong_{name}"])}</p>' if wrong else ""
    return (
        f'<div><label for="{name}">{escape(words[name])}{hint}</label>'
        f'<input id="{name}" name="{name}" value="{escape(asked.typed.get(name, ""))}"{attributes}>{below}</div>'
    )


def _framed(title: str, body: str, receipt_address: str, language: Language) -> str:
    styles = "".join(f'<link rel="stylesheet" href="{address}">\n' for address in STYLES)
    link = f'<a href="{escape(receipt_address)}">{escape(PAGE_WORDS[language]["receipt"])}</a>'
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex, nofollow">\n<meta name="referrer" content="no-referrer">\n'
        f'<meta name="color-scheme" content="light dark">\n<title>{escape(title)}</title>\n{styles}</head>\n<body>\n'
        f'<main class="invoice">{body}</main>\n{f"<nav>{link}</nav>" if receipt_address else ""}\n</body>\n</html>\n'
    )
