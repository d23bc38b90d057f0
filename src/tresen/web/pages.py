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
_TYPES: Final = {".webmanifest": "application/manifest+json", ".js": "text/javascript", ".wasm": "application/wasm"}
_HASHED: Final = "assets"


def file_response(folder: Path, name: str) -> Response[bytes] | None:
    """A file below a folder, or None. Never one outside of it."""
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()) or not path.is_file():
        return None
    kind = _TYPES.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    lasting = _HASHED in path.parent.parts
    cache = "public, max-age=31536000, immutable" if lasting else "no-cache"
    return Response(path.read_bytes(), media_type=kind, headers={"Cache-Control": cache})


def _page(request: Request[Any, Any, Any], app: str, name: str) -> Response[bytes]:
    folder = request.app.state.settings.static / app
    found = file_response(folder, name or "index.html")
    if found is None and "." not in name.rsplit("/", 1)[-1]:
        found = file_response(folder, "index.html")
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
