"""Pages and files: the built front ends, pictures, and nothing outside of their folders."""

import gzip
from pathlib import Path

from litestar import Litestar

from tests.shop_fixture import open_shop
from tests.signing_in.browser import browser
from tresen.web.app import Settings, make_app


def built(folder: Path) -> Path:
    static = folder / "static"
    (static / "till" / "assets").mkdir(parents=True)
    (static / "till" / "index.html").write_text("<!doctype html><title>till</title>")
    (static / "till" / "assets" / "index-abc.js").write_text("export {}")
    (folder / "secret.txt").write_text("never")
    (folder / "pictures").mkdir()
    (folder / "pictures" / "milk.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    return static


async def answers(app: Litestar, path: str) -> tuple[int, str, str, str]:
    async with browser(app) as client:
        answer = await client.get(path)
        kind = answer.headers.get("content-type", "").split(";")[0]
        return answer.status_code, kind, answer.headers.get("cache-control", ""), answer.text


async def test_an_app_is_served_with_its_files_and_its_own_addresses(tmp_path: Path) -> None:
    async with open_shop(tmp_path / "data") as shop:
        app = make_app(shop.node, Settings(tmp_path / "data", static=built(tmp_path / "data")))
        assert (await answers(app, "/till/"))[:3] == (200, "text/html", "no-cache")
        assert (await answers(app, "/till/day/close"))[3].endswith("<title>till</title>")
        status, kind, cache, _ = await answers(app, "/till/assets/index-abc.js")
        assert (status, kind) == (200, "text/javascript")
        assert "immutable" in cache
        assert (await answers(app, "/till/assets/gone.js"))[0] == 404
        assert (await answers(app, "/pictures/milk.svg"))[:2] == (200, "image/svg+xml")
        assert (await answers(app, "/pictures/gone.svg"))[0] == 404


async def test_a_file_goes_out_as_small_as_the_browser_can_take_it(tmp_path: Path) -> None:
    async with open_shop(tmp_path / "data") as shop:
        static = built(tmp_path / "data")
        wasm = static / "till" / "engine" / "0123" / "python.wasm"
        wasm.parent.mkdir(parents=True)
        wasm.write_bytes(b"\0asm" * 100)
        wasm.with_name("python.wasm.gz").write_bytes(gzip.compress(b"\0asm" * 100))
        wasm.with_name("python.wasm.br").write_bytes(b"smaller still")
        app = make_app(shop.node, Settings(tmp_path / "data", static=static))
        async with browser(app) as client:
            for takes, sent in (("gzip, br", "br"), ("gzip", "gzip"), ("br;q=0, gzip;q=0.8", "gzip"), ("identity", "")):
                path = "/till/engine/0123/python.wasm"
                async with client.stream("GET", path, headers={"Accept-Encoding": takes}) as answer:
                    raw = b"".join([part async for part in answer.aiter_raw()])
                assert answer.headers.get("content-encoding", "") == sent, takes
                assert answer.headers["vary"] == "Accept-Encoding"
                assert answer.headers["content-type"] == "application/wasm", "else a browser does not compile it early"
                assert "immutable" in answer.headers["cache-control"]
                assert int(answer.headers["content-length"]) == len(raw)
            assert raw == b"\0asm" * 100


async def test_no_address_leads_out_of_the_folders(tmp_path: Path) -> None:
    async with open_shop(tmp_path / "data") as shop:
        app = make_app(shop.node, Settings(tmp_path / "data", static=built(tmp_path / "data")))
        for path in ("/till/../../secret.txt", "/till/%2e%2e/%2e%2e/secret.txt", "/pictures/..%2fsecret.txt"):
            status, _, _, text = await answers(app, path)
            assert "never" not in text, path
            assert status in (200, 404), path
