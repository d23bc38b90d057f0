"""The trust page and what it gives away: the authority's certificate, never a key."""

import plistlib
import re
import uuid
from typing import Any, Final

from litestar import MediaType, Request, Response, get
from litestar.params import FromQuery

from tresen.core.failures import Failure
from tresen.web.identity import presented
from tresen.web.problems import Problem, language_of
from tresen.web.trust.access import Access
from tresen.web.trust.authority import Authority
from tresen.web.trust.page import SCRIPT, STYLESHEET, Visit, simple_page, trust_page
from tresen.web.trust.steps import kind_of

Web = Request[Any, Any, Any]

_TO: Final = re.compile(r"/(till|office|display)(/[\w./-]*)?|/")
_SEAL: Final = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'
_PROFILE_TEXT: Final = {
    "de": "Lässt dieses Gerät der Kasse des Ladens vertrauen.",
    "en": "Lets this device trust the shop's till.",
}
_NAMESPACE: Final = uuid.UUID("6f1c1d0e-4f0b-4bb5-9d6e-1f5a2e8b7c11")


@get("/trust", include_in_schema=False)
async def page_route(request: Web, lang: FromQuery[str] = "", to: FromQuery[str] = "") -> Response[str]:
    """How this device comes to trust the node, and on to where it wanted to go."""
    access: Access = request.app.state.access
    asked = presented(request.scope).host
    visit = Visit(
        lang if lang in {"de", "en"} else language_of(request),
        kind_of(request.headers.get("user-agent", "")),
        access.plain(asked),
        (access.safe_at(asked) if access.reach == "trust" else "") or access.safe(asked),
        to if _TO.fullmatch(to) and ".." not in to else "",
    )
    authority = access.shown.authority if access.shown is not None else None
    if authority is not None:
        text = trust_page(visit, authority)
    else:
        text = simple_page(visit, "real" if access.reach == "https" else access.reach)
    headers = {"Cache-Control": "no-store"}
    if visit.safe:
        headers["Content-Security-Policy"] = _policy(visit.safe)
    return Response(text, media_type=MediaType.HTML, headers=headers)


@get("/trust/seal.svg", include_in_schema=False)
async def seal_route() -> Response[str]:
    """Nothing to see; that it arrives over HTTPS says that the device trusts the node."""
    headers = {"Cross-Origin-Resource-Policy": "cross-origin", "Cache-Control": "no-store"}
    return Response(_SEAL, media_type="image/svg+xml", headers=headers)


@get("/trust/tresen.crt", include_in_schema=False)
async def certificate_route(request: Web) -> Response[bytes]:
    """The authority's certificate as Android, Windows and macOS take it."""
    return _file(_authority(request).der, "application/x-x509-ca-cert", "tresen.crt")


@get("/trust/tresen.pem", include_in_schema=False)
async def pem_route(request: Web) -> Response[bytes]:
    """The authority's certificate as Linux and Firefox take it."""
    return _file(_authority(request).pem, "application/x-pem-file", "tresen.pem")


@get("/trust/tresen.mobileconfig", include_in_schema=False)
async def profile_route(request: Web, lang: FromQuery[str] = "") -> Response[bytes]:
    """The authority's certificate as a profile for iPhone and iPad."""
    content = profile(_authority(request), lang if lang in {"de", "en"} else language_of(request))
    return Response(content, media_type="application/x-apple-aspen-config", headers={"Cache-Control": "no-store"})


@get("/trust/trust.css", include_in_schema=False)
async def stylesheet_route() -> Response[str]:
    return Response(STYLESHEET, media_type="text/css", headers={"Cache-Control": "no-cache"})


@get("/trust/trust.js", include_in_schema=False)
async def script_route() -> Response[str]:
    return Response(SCRIPT, media_type="text/javascript", headers={"Cache-Control": "no-cache"})


def profile(authority: Authority, language: str) -> bytes:
    """A configuration profile. Its ids follow from the certificate: loading it twice replaces it."""
    name = authority.called
    outer, inner = (str(uuid.uuid5(_NAMESPACE, f"{part} {authority.der.hex()}")).upper() for part in ("all", "root"))
    root = {
        "PayloadType": "com.apple.security.root", "PayloadVersion": 1, "PayloadIdentifier": f"tresen.trust.{inner}",
        "PayloadUUID": inner, "PayloadDisplayName": name, "PayloadCertificateFileName": "tresen.crt",
        "PayloadContent": authority.der,
    }  # fmt: skip
    return plistlib.dumps({
        "PayloadType": "Configuration", "PayloadVersion": 1, "PayloadIdentifier": f"tresen.trust.{outer}",
        "PayloadUUID": outer, "PayloadDisplayName": name, "PayloadDescription": _PROFILE_TEXT[language],
        "PayloadOrganization": "Tresen", "PayloadContent": [root],
    })  # fmt: skip


def _authority(request: Web) -> Authority:
    access: Access = request.app.state.access
    authority = access.shown.authority if access.shown is not None else None
    if authority is None:
        raise Problem(Failure("not_found", {}))
    return authority


def _file(content: bytes, kind: str, name: str) -> Response[bytes]:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(content, media_type=kind, headers=headers)


def _policy(safe: str) -> str:
    """The page may ask for the seal of this one other origin."""
    from tresen.web.guards import POLICY

    return POLICY.decode().replace("img-src 'self'", f"img-src 'self' {safe}")


routes = [
    page_route, seal_route, certificate_route, pem_route, profile_route, stylesheet_route, script_route,
]  # fmt: skip
