"""From the sale to the invoice on the customer's own telephone, which has no script and nothing of ours."""

from playwright.sync_api import expect

from tests.journeys.counter import Counter
from tests.journeys.pictures import read_code


def test_the_customer_gets_an_invoice_with_the_code_that_the_till_shows(browser, counters) -> None:
    till: Counter = counters("tablet")
    till.sell("Croissant", "Alufolie")
    till.pay_exactly()
    till.is_done()
    till.tap("invoice.open")
    till.sees("invoice.small")
    address = read_code(till.page.get_by_role("img", name=till.say("invoice.qr.alt")))

    phone = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False, locale="de-DE")
    page = phone.new_page()
    page.goto(address)
    page.get_by_role("button", name="Rechnung erstellen").click()
    expect(page.get_by_role("alert")).to_contain_text("Namen")
    expect(page.get_by_label("Firma oder Name")).to_be_focused()
    for label, text in (
        ("Firma oder Name", "Käufer GmbH"), ("Straße und Hausnummer", "Weg 2"), ("Postleitzahl", "10115"), ("Ort", "Berlin"),
    ):  # fmt: skip
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_role("button", name="Rechnung erstellen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Rechnung R-1")
    with page.expect_download() as saved:
        page.get_by_role("link", name="Als PDF mit E-Rechnung (ZUGFeRD)").click()
    assert saved.value.suggested_filename == "R-1.pdf"
    own = page.url
    phone.close()

    till.page.keyboard.press("Escape")
    till.tap("invoice.open")
    till.sees("invoice.there", number="R-1", name="Käufer GmbH")
    assert read_code(till.page.get_by_role("img", name=till.say("invoice.there.qr", number="R-1"))) == own
