"""Pages and files: the built front ends, pictures of articles, and the way in."""

import asyncio
import mimetypes
from pathlib import Path
from typing import Any, Final

from litestar import Request, Response, get
from litestar.params import FromPath
from litestar.response import Redirect

from tresen.core.failures import Failure
from tresen.web.problems import Problem

APPS: Final = ("till", "office", "display")
_TYPES: Final = {
    ".webmanifest": "application/manifest+json", ".js": "text/javascript", ".mjs": "text/javascript",
    ".wasm": "application/wasm", ".zip": "application/zip",
}  # fmt: skip
_HASHED: Final = frozenset({"assets", "engine"})
"""Folders whose names or files carry the hash of what is in them: they may be kept for ever."""
_PACKED: Final = {"br": ".br", "gzip": ".gz"}
"""Smaller copies that the build lays beside a file, the best first (`frontends/scripts/packed.mjs`)."""


def file_response(folder: Path, name: str, encodings: str = "") -> Response[bytes] | None:
    """A file below a folder, or None. Never one outside of it. `encodings`: what the browser says it can unpack."""
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.is_file():
        return None
    kind = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    lasting = not _HASHED.isdisjoint(path.relative_to(folder.resolve()).parts[:-1])
    headers = {"Cache-Control": "public, max-age=31536000, immutable" if lasting else "no-cache"}
    for encoding, ending in _PACKED.items():
        packed = path.with_name(path.name + ending)
        if not packed.is_file():
            continue
        headers["Vary"] = "Accept-Encoding"
        if _takes(encodings, encoding):
            headers["Content-Encoding"] = encoding
            return Response(packed.read_bytes(), media_type=kind, headers=headers)
    return Response(path.read_bytes(), media_type=kind, headers=headers)


def _takes(encodings: str, wanted: str) -> bool:
    """Whether a list like `gzip, br;q=0.5` names an encoding and does not rule it out."""
    for each in encodings.lower().split(","):
        name, *options = (part.strip() for part in each.split(";"))
        if name == wanted:
            return not any(option.startswith("q=") and not option[2:].strip("0.") for option in options)
    return False


def _page(request: Request[Any, Any, Any], app: str, name: str) -> Response[bytes]:
    folder = request.app.state.settings.static / app
    encodings = request.headers.get("accept-encoding", "")
    found = file_response(folder, name or "index.html", encodings)
    if found is None and "." not in name.rsplit("/", 1)[-1]:
        found = file_response(folder, "index.html", encodings)
    if found is None:
        raise Problem(Failure("not_found", {}))
    return found


@get("/", include_in_schema=False)
async def start_page() -> Redirect:
    """Most people want the till."""
    return Redirect("/till/")


@get(["/till/", "/till/{name:path}"], include_in_schema=False)
async def till_page(request: Request[Any, Any, Any], name: FromPath[str] = "") -> Response[bytes]:
    return await asyncio.to_thread(_page, request, "till", name.lstrip("/"))


@get(["/office/", "/office/{name:path}"], include_in_schema=False)
async def office_page(request: Request[Any, Any, Any], name: FromPath[str] = "") -> Response[bytes]:
    return await asyncio.to_thread(_page, request, "office", name.lstrip("/"))


@get(["/display/", "/display/{name:path}"], include_in_schema=False)
async def display_page(request: Request[Any, Any, Any], name: FromPath[str] = "") -> Response[bytes]:
    return await asyncio.to_thread(_page, request, "display", name.lstrip("/"))


@get("/pictures/{name:str}", include_in_schema=False)
async def picture(request: Request[Any, Any, Any], name: FromPath[str]) -> Response[bytes]:
    """A picture of an article from the data folder."""
    found = await asyncio.to_thread(file_response, request.app.state.settings.data / "pictures", name)
    if found is None:
        raise Problem(Failure("not_found", {}))
    found.headers["Cache-Control"] = "public, max-age=86400"
    return found


routes = [start_page, till_page, office_page, display_page, picture]
