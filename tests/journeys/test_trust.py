"""A device comes to trust the shop: over the trust page to HTTPS, pairing, and a till that starts without the node."""

import base64
import os
import shutil
import subprocess
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from playwright.sync_api import Browser, Page, expect

from tests.journeys.looking import small_targets, too_wide, violations
from tests.journeys.pages import PATIENCE, SIZES, Screen, Visitor
from tests.live import LiveShop, free_port, live_shop, office_session
from tresen.web.trust.words import WORDS


class SafeShop:
    """A shop with both doors open."""

    def __init__(self, shop: LiveShop, https_port: int) -> None:
        self.shop = shop
        self.safe = f"https://127.0.0.1:{https_port}"
        self.folder = shop.folder / "https"


@pytest.fixture(scope="module")
def safe_shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SafeShop]:
    port = free_port()
    with live_shop(tmp_path_factory.mktemp("trust") / "shop", "--https-port", str(port)) as running:
        yield SafeShop(running, port)


@pytest.fixture(scope="module")
def trusting(
    browser: Browser, chromium: str, safe_shop: SafeShop, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Browser]:
    """A browser whose device trusts the node's authority: by its store of certificates where the tool for that is
    installed, else by the key that it is told to accept."""
    home = tmp_path_factory.mktemp("home")
    arguments = ["--no-sandbox"]
    if shutil.which("certutil"):
        store = home / ".pki" / "nssdb"
        store.mkdir(parents=True)
        place = ["certutil", "-d", f"sql:{store}"]
        subprocess.run([*place, "-N", "--empty-password"], check=True)
        authority = str(safe_shop.folder / "authority.pem")
        subprocess.run([*place, "-A", "-t", "C,,", "-n", "shop", "-i", authority], check=True)
    else:
        shown = x509.load_pem_x509_certificates((safe_shop.folder / "server.pem").read_bytes())[0]
        key = shown.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
        accepted = base64.b64encode(sha256(key).digest()).decode()
        arguments.append(f"--ignore-certificate-errors-spki-list={accepted}")
    started = browser.browser_type.launch(
        executable_path=chromium, args=arguments, env={**os.environ, "HOME": str(home)}
    )
    yield started
    started.close()


def says(page: Page, key: str, language: str = "de") -> None:
    expect(page.get_by_role("status").get_by_text(WORDS[language][key])).to_be_visible(timeout=PATIENCE)


def pairing_code(shop: LiveShop) -> str:
    status, pairing, _ = shop.call("POST", "/api/v1/office/tills/till-1/pairing", {}, office_session(shop))
    assert status == 201, pairing
    assert pairing["reach"] == "trust"
    assert "/trust#pair=" in pairing["url"]
    return str(pairing["code"])


def test_a_device_that_does_not_trust_yet_is_told_and_stays_on_the_page(browser: Browser, safe_shop: SafeShop) -> None:
    visitor = Visitor(browser, safe_shop.shop, "phone", "de")
    visitor.page.goto(f"{safe_shop.shop.base}/trust#pair=ABCD2345")
    says(visitor.page, "not_yet")
    expect(visitor.page.locator("#code")).to_contain_text("ABCD 2345")
    assert visitor.page.url.endswith("/trust#pair=ABCD2345")
    visitor.context.close()


def test_the_page_notices_by_itself_when_the_device_trusts(trusting: Browser, safe_shop: SafeShop) -> None:
    """The certificate is installed while the page is open: until then the seal does not load."""
    visitor = Visitor(trusting, safe_shop.shop, "phone", "en")
    visitor.page.clock.install()
    missing: list[Any] = [True]
    visitor.page.route("**/trust/seal.svg*", lambda route: route.abort() if missing else route.continue_())
    visitor.page.goto(f"{safe_shop.shop.base}/trust")
    says(visitor.page, "not_yet", "en")
    missing.clear()
    visitor.page.clock.fast_forward(3_500)
    says(visitor.page, "trusts", "en")
    expect(visitor.page.locator("#next")).to_be_focused()
    visitor.page.locator("#next").click()
    visitor.page.wait_for_url(f"{safe_shop.safe}/till/")
    visitor.context.close()


def test_a_telephone_goes_from_the_qr_code_to_a_paired_till_that_starts_without_the_node(
    trusting: Browser, safe_shop: SafeShop
) -> None:
    code = pairing_code(safe_shop.shop)
    visitor = Visitor(trusting, safe_shop.shop, "phone", "de", base_url=safe_shop.safe)
    page, screen = visitor.page, Screen(visitor)
    page.goto(f"{safe_shop.shop.base}/trust#pair={code}")
    page.wait_for_url(f"{safe_shop.safe}/till/#pair={code}")
    screen.sees("pair.given")
    expect(screen.field("pair.code")).to_have_value(code)
    expect(screen.field("pair.name")).to_be_focused()
    assert page.evaluate("isSecureContext")
    screen.field("pair.name").fill("Telefon")
    screen.tap("pair.go")
    screen.sees("signin.title")
    cookie = next(one for one in visitor.context.cookies() if one["name"] == "tresen_device")
    assert cookie["secure"]
    assert cookie["httpOnly"]
    assert page.evaluate("navigator.serviceWorker.ready.then((one) => one.active.scriptURL)").endswith("/till/sw.js")
    page.reload()
    page.wait_for_function("navigator.serviceWorker.controller !== null")
    visitor.context.set_offline(True)
    page.reload()
    screen.sees("signin.title")
    assert visitor.troubles == []
    visitor.context.close()


def test_an_iphone_is_led_to_install_first_and_keeps_the_code_in_sight(trusting: Browser, safe_shop: SafeShop) -> None:
    agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1"
    visitor = Visitor(trusting, safe_shop.shop, "phone", "de", user_agent=agent)
    page, screen = visitor.page, Screen(visitor)
    page.goto(f"{safe_shop.safe}/till/#pair=ABCD2345")
    screen.sees("install.ios")
    expect(page.get_by_text(screen.say("install.code"))).to_contain_text("ABCD 2345")
    first, second = page.get_by_role("heading", level=2).first, page.get_by_role("heading", level=1)
    top, below = first.bounding_box(), second.bounding_box()
    assert top is not None
    assert below is not None
    assert top["y"] < below["y"], "installing stands before pairing"
    assert violations(page) == []
    assert small_targets(page) == []
    assert too_wide(page) == []
    visitor.context.close()


def test_a_browser_that_offers_to_install_is_taken_at_its_word(browser: Browser, safe_shop: SafeShop) -> None:
    visitor = Visitor(browser, safe_shop.shop, "tablet", "en")
    page, screen = visitor.page, Screen(visitor)
    page.goto("/till/")
    screen.sees("install.menu")
    page.evaluate(
        """() => {
            const offer = new Event('beforeinstallprompt', { cancelable: true });
            offer.prompt = async () => ({ outcome: 'accepted' });
            window.dispatchEvent(offer);
        }"""
    )
    screen.tap("install.go")
    screen.sees("install.done")
    assert violations(page) == []
    visitor.context.close()


def test_whoever_pairs_over_an_open_connection_is_shown_how_it_becomes_safe(
    browser: Browser, safe_shop: SafeShop
) -> None:
    visitor = Visitor(browser, safe_shop.shop, "phone", "de")
    page, screen = visitor.page, Screen(visitor)
    page.add_init_script("Object.defineProperty(window, 'isSecureContext', { value: false })")
    page.goto("/till/#pair=ABCD2345")
    screen.sees("unsafe.title")
    assert violations(page) == []
    screen.press(page.get_by_role("link", name=screen.say("unsafe.go")))
    says(page, "not_yet")
    assert page.url.endswith("/trust?to=/till/#pair=ABCD2345")
    visitor.context.close()


def test_the_office_shows_the_same_fingerprint_as_the_trust_page(browser: Browser, safe_shop: SafeShop) -> None:
    visitor = Visitor(browser, safe_shop.shop, "desktop", "de")
    name, _, value = office_session(safe_shop.shop)["Cookie"].partition("=")
    visitor.context.add_cookies([{"name": name, "value": value, "url": safe_shop.shop.base}])
    page = visitor.page
    page.goto("/trust")
    printed = page.locator("dd code").first.inner_text()
    page.goto("/office/#/tills")
    expect(page.get_by_text(printed)).to_be_visible(timeout=PATIENCE)
    assert violations(page) == []
    assert visitor.troubles == []
    visitor.context.close()


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("size", ["phone", "narrow", "desktop"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_read_and_use_the_page(
    browser: Browser, safe_shop: SafeShop, size: Any, language: str, scheme: Any, shots: Path
) -> None:
    visitor = Visitor(browser, safe_shop.shop, size, language, color_scheme=scheme)
    page = visitor.page
    page.set_extra_http_headers({"Accept-Language": language})
    page.goto(f"{safe_shop.shop.base}/trust#pair=ABCD2345")
    says(page, "not_yet", language)
    # all guides at once: in turn they close each other
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.name = ''; one.open = true; })")
    page.screenshot(path=shots / f"trust-{size}-{language}-{scheme}.png", full_page=True)
    assert page.locator("html").get_attribute("lang") == language
    assert violations(page, (scheme,)) == []
    assert small_targets(page) == []
    assert too_wide(page) == []
    assert SIZES[size]["viewport"]["width"] == page.evaluate("innerWidth")
    assert visitor.troubles == []
    visitor.context.close()


def test_the_page_works_without_script_and_by_keyboard(browser: Browser, safe_shop: SafeShop) -> None:
    visitor = Visitor(browser, safe_shop.shop, "desktop", "de", java_script_enabled=False)
    page = visitor.page
    page.goto(f"{safe_shop.shop.base}/trust")
    says(page, "no_script")
    assert page.locator("#next").get_attribute("href") == f"{safe_shop.safe}/till/"
    page.keyboard.press("Tab")
    expect(page.locator("#other")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("#next")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("summary").first).to_be_focused()
    page.locator("#android summary").press("Enter")
    with page.expect_download() as loading:
        page.locator("#android a.load").click()
    assert loading.value.suggested_filename == "tresen.crt"
    assert loading.value.path().read_bytes().startswith(b"\x30\x82")
    visitor.context.close()
