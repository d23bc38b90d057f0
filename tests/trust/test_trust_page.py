"""The trust page: every kind of device finds its steps, in both languages, and nothing secret leaves the node."""

import plistlib
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes

from tests.signing_in.browser import browser
from tests.trust.test_plain_http import PHONE, for_all, shop_with
from tresen.web.trust import steps_de, steps_en
from tresen.web.trust.access import Wanted
from tresen.web.trust.pictures import Line, Picture, drawn
from tresen.web.trust.steps import kind_of
from tresen.web.trust.words import WORDS

AGENTS = {
    "ios": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Safari/604.1",
    "android": "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36",
    "windows": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36",
    "macos": "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/18.0 Safari/605.1.15",
    "linux": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
}


class Outline(HTMLParser):
    """What a page consists of: opened guides, identifiers, links, sources of scripts, inline styles and scripts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.opened: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.inline: list[str] = []
        self.depth = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "details" and "open" in given:
            self.opened.append(given["id"] or "")
        if given.get("id"):
            self.ids.append(given["id"] or "")
        if given.get("href"):
            self.links.append(given["href"] or "")
        if "style" in given or tag == "style" or (tag == "script" and not given.get("src")):
            self.inline.append(tag)


@pytest.mark.parametrize("kind", AGENTS)
@pytest.mark.parametrize("language", ["de", "en"])
async def test_each_kind_of_device_sees_its_own_steps_first(tmp_path: Path, kind: str, language: str) -> None:
    async with shop_with(tmp_path, for_all()) as (app, _), browser(app, PHONE) as client:
        headers = {"User-Agent": AGENTS[kind], "Accept-Language": language}
        answer = await client.get("/trust", headers=headers)
    page = Outline(answer.text)
    assert answer.status_code == 200
    assert page.opened == [kind]
    assert next(one for one in page.ids if one in AGENTS) == kind
    assert len(page.ids) == len(set(page.ids))
    assert f'<html lang="{language}">' in answer.text
    assert page.inline == [], "the policy allows neither inline styles nor inline scripts"


async def test_the_page_may_ask_one_other_place_whether_the_device_trusts(tmp_path: Path) -> None:
    async with shop_with(tmp_path, for_all()) as (app, _), browser(app, PHONE) as client:
        policies = (await client.get("/trust", headers={"Host": "theke.local:8000"})).headers.get_list(
            "content-security-policy"
        )
        seal = await client.get("/trust/seal.svg")
        other = await client.get("/trust/trust.css")
    assert len(policies) == 1
    assert "img-src 'self' https://theke.local:8443 data: blob:;" in policies[0]
    assert "script-src 'self' 'wasm-unsafe-eval';" in policies[0]
    assert seal.headers.get_list("cross-origin-resource-policy") == ["cross-origin"]
    assert other.headers.get_list("cross-origin-resource-policy") == ["same-origin"]


async def test_the_files_hold_the_authoritys_certificate_in_the_kinds_that_devices_take(tmp_path: Path) -> None:
    async with shop_with(tmp_path, for_all()) as (app, access), browser(app, PHONE) as client:
        crt = await client.get("/trust/tresen.crt")
        pem = await client.get("/trust/tresen.pem")
        profile = await client.get("/trust/tresen.mobileconfig?lang=de")
        again = await client.get("/trust/tresen.mobileconfig?lang=de")
    assert access.shown is not None
    assert access.shown.authority is not None
    der = access.shown.authority.der
    assert crt.headers["content-type"] == "application/x-x509-ca-cert"
    assert crt.content == der
    assert x509.load_pem_x509_certificate(pem.content) == access.shown.authority.certificate
    assert profile.headers["content-type"] == "application/x-apple-aspen-config"
    assert "content-disposition" not in profile.headers, "Safari installs what it opens, not what it saves"
    held = plistlib.loads(profile.content)
    assert held["PayloadContent"][0]["PayloadType"] == "com.apple.security.root"
    assert held["PayloadContent"][0]["PayloadContent"] == der
    assert profile.content == again.content, "the same profile again replaces the first"


async def test_people_can_compare_the_fingerprint_on_page_and_command_line(tmp_path: Path) -> None:
    async with shop_with(tmp_path, for_all()) as (app, access), browser(app, PHONE) as client:
        page = (await client.get("/trust")).text
    assert access.shown is not None
    assert access.shown.authority is not None
    certificate = access.shown.authority.certificate
    assert access.print_of_authority() in page
    assert access.print_of_authority().replace(" ", "").lower() == certificate.fingerprint(hashes.SHA256()).hex()


async def test_no_key_can_be_fetched(tmp_path: Path) -> None:
    async with shop_with(tmp_path, for_all()) as (app, _), browser(app, "127.0.0.1") as client:
        for path in (
            "/https/authority.key", "/trust/authority.key", "/trust/server.key", "/trust/../https/authority.key",
            "/pictures/..%2fhttps%2fauthority.key", "/till/..%2f..%2fhttps%2fserver.key", "/trust/tresen.key",
        ):  # fmt: skip
            answer = await client.get(path)
            assert "PRIVATE" not in answer.text, path
            assert answer.status_code == 404, path


@pytest.mark.parametrize("to", ["//evil.example", "https://evil.example", "/till/../api", "javascript:x", '/"><b>'])
async def test_nobody_is_sent_where_they_did_not_want_to_go(tmp_path: Path, to: str) -> None:
    async with shop_with(tmp_path, for_all()) as (app, _), browser(app, PHONE) as client:
        page = Outline((await client.get("/trust", params={"to": to})).text)
    assert all(link.startswith(("/trust", "https://laden.test:8443/till/", "data:")) for link in page.links), page.links


async def test_a_node_for_this_machine_alone_says_how_to_open_it(tmp_path: Path) -> None:
    async with shop_with(tmp_path, Wanted("127.0.0.1", 8000)) as (app, _), browser(app, "127.0.0.1") as client:
        assert "--host 0.0.0.0" in (await client.get("/trust?lang=de")).text
        assert (await client.get("/trust/tresen.crt")).status_code == 404


def test_both_languages_say_the_same_things() -> None:
    assert WORDS["de"].keys() == WORDS["en"].keys()
    assert all(text.strip() for words in WORDS.values() for text in words.values())
    assert steps_de.GUIDES.keys() == steps_en.GUIDES.keys() == AGENTS.keys()
    for kind, german in steps_de.GUIDES.items():
        english = steps_en.GUIDES[kind]
        assert [step.file for step in german.steps] == [step.file for step in english.steps], kind
        assert bool(german.note) == bool(english.note), kind
        for here, there in zip(german.steps, english.steps, strict=True):
            assert (here.picture is None) == (there.picture is None)
            if here.picture is not None and there.picture is not None:
                marks = [[(line.mark, line.found) for line in one.lines] for one in (here.picture, there.picture)]
                assert marks[0] == marks[1], kind


def test_kinds_of_devices_are_told_apart() -> None:
    assert {kind: kind_of(agent) for kind, agent in AGENTS.items()} == {kind: kind for kind in AGENTS}
    assert kind_of("curl/8") is None


def test_long_words_stay_inside_the_picture() -> None:
    for guides in (steps_de.GUIDES, steps_en.GUIDES):
        for step in (step for guide in guides.values() for step in guide.steps if step.picture):
            svg = drawn(step.picture, "Tresen RATHAUSMARKT-KASSE-LINKS 2026-11-28")
            rows = re.findall(r'class="words"[^>]*>([^<]*)<', svg)
            assert all(len(row) <= 32 for row in rows), rows


def test_a_picture_names_what_to_find_for_those_who_do_not_see_it() -> None:
    svg = drawn(Picture("Info", (Line("Modell"), Line("Vertrauens\N{SOFT HYPHEN}einstellungen", "next", found=True))))
    assert 'aria-label="Info: Vertrauenseinstellungen"' in svg
    assert "&lt;b&gt;" in drawn(Picture("x", (Line("{called}"),)), "<b>")
