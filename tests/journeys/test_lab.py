"""The fault lab itself: what is killed comes back over what it had written, and faults reach what they are meant for."""

from playwright.sync_api import expect

from tests.journeys.lab.lab import HOUR, Lab, opened
from tests.journeys.pages import PATIENCE


def test_a_killed_browser_comes_back_as_the_same_till(lab: Lab) -> None:
    device, till = lab.till()
    till.sell("Croissant", "Gurke")
    till.total(139 + 89)
    device.kill()
    till = opened(device)
    till.total(139 + 89)
    till.pay_exactly()
    books = lab.books()
    books.must_hold()
    assert books.totals() == [228]


def test_a_killed_node_comes_back_with_its_books(lab: Lab) -> None:
    _, till = lab.till()
    till.sell("Croissant")
    till.pay_exactly()
    lab.kill_node()
    lab.start_node()
    till.next_customer()
    till.sell("Gurke")
    till.pay_exactly()
    books = lab.books()
    books.must_hold()
    assert books.totals() == [139, 89]


def test_the_start_page_comes_from_the_device_when_the_line_is_cut(lab: Lab) -> None:
    device = lab.device()
    till = device.start()
    device.link.cut()
    till.page.goto("/till/")
    expect(till.page.locator("#app > *").first).to_be_visible(timeout=PATIENCE)


def test_the_clock_of_a_device_and_of_the_node_move(lab: Lab) -> None:
    device, till = lab.till()
    device.set_clock(-5 * HOUR)
    real, now, text = till.page.evaluate("() => [performance.timeOrigin + performance.now(), Date.now(), +new Date()]")
    assert abs(real - 5 * HOUR - now) < 60_000 and abs(text - now) < 1000
    till.page.reload()
    assert abs(till.page.evaluate("() => Date.now()") - now) < 60_000
    before = till.call("GET", "")["now"]
    lab.pass_time(24 * HOUR)
    assert 0 <= till.call("GET", "")["now"] - before - 24 * HOUR < 60_000
    assert abs(till.page.evaluate("() => Date.now()") - now - 24 * HOUR) < 60_000


_WRITE = """async () => {
    const db = await new Promise((done, fail) => {
        const request = indexedDB.open('probe', 1);
        request.onupgradeneeded = () => request.result.createObjectStore('probe');
        request.onsuccess = () => done(request.result);
        request.onerror = () => fail(request.error);
    });
    return await new Promise((done) => {
        const transaction = db.transaction('probe', 'readwrite');
        transaction.oncomplete = () => done('written');
        transaction.onabort = () => done(transaction.error?.name ?? 'aborted');
        for (let at = 0; at < 64; at++) transaction.objectStore('probe').put(crypto.getRandomValues(new Uint8Array(65536)), at);
    });
}"""
"""Four megabytes."""


def test_the_disk_of_a_device_gets_small(lab: Lab) -> None:
    device, _ = lab.till()
    used = device.used()
    device.close()
    device.start()
    device.limit_storage(used + 2_000_000)
    device.page.goto("/till/")
    assert device.page.evaluate(_WRITE) == "QuotaExceededError"
    device.close()
    device.start()
    device.page.goto("/till/")
    assert device.page.evaluate(_WRITE) == "written"


def test_a_device_notices_a_newer_version(lab: Lab) -> None:
    _, till = lab.till()
    lab.update_node()
    till.page.reload()
    till.sees("shell.update")
    till.tap("shell.update.do")
    expect(till.page.locator("meta[name=build]")).to_have_count(1, timeout=PATIENCE)
