"""The trust page: leads a device through trusting the node's authority, and on to pairing. Readable without script."""

from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path
from typing import Final

import segno
from cryptography.hazmat.primitives import hashes

from tresen.web.trust import steps_de, steps_en
from tresen.web.trust.authority import Authority, fingerprint
from tresen.web.trust.pictures import drawn
from tresen.web.trust.steps import Guide, Kind, Step
from tresen.web.trust.words import WORDS

HERE: Final = Path(__file__).parent
STYLESHEET: Final = (HERE / "trust.css").read_text(encoding="utf-8")
SCRIPT: Final = (HERE / "trust.js").read_text(encoding="utf-8")
FILES: Final = {
    "profile": "/trust/tresen.mobileconfig", "crt": "/trust/tresen.crt", "pem": "/trust/tresen.pem",
}  # fmt: skip
SEAL: Final = "/trust/seal.svg"
"""A picture that only a device which trusts the authority can load over HTTPS."""


@dataclass(slots=True, frozen=True)
class Visit:
    """Who looks at the page, and what for."""

    language: str
    kind: Kind | None
    """What the browser says it runs on; None: unknown."""
    plain: str
    """Origin of this node over HTTP, as another device types it."""
    safe: str
    """Origin of the same node over HTTPS."""
    to: str
    """Where the visitor wanted to go; empty: here."""


def trust_page(visit: Visit, authority: Authority) -> str:
    """The page of a node with an authority of its own."""
    words = WORDS[visit.language]
    body = (
        f"{_state(visit)}"
        f'<section aria-labelledby="steps"><h2 id="steps">{escape(words["steps"])}</h2>{_steps(visit, authority)}</section>'
        f"{_fingerprints(visit.language, authority)}"
        f"{_other_devices(visit)}"
    )
    return _framed(visit, f"<p>{escape(words['why'])}</p>{body}")


def simple_page(visit: Visit, what: str) -> str:
    """The page where there is nothing to trust: `real`, `here` or `plain`."""
    words = WORDS[visit.language]
    go_on = visit.safe or visit.plain
    link = f'<p><a class="main" href="{escape(go_on)}{escape(visit.to or "/till/")}">{escape(words["go_on"])}</a></p>'
    said = f'<section class="state good"><h2>{escape(words[what])}</h2><p>{escape(words[f"{what}_do"])}</p></section>'
    return _framed(visit, f"{said}{'' if what == 'here' else link}")


def _framed(visit: Visit, body: str) -> str:
    words = WORDS[visit.language]
    other = "de" if visit.language == "en" else "en"
    to = f"&amp;to={escape(visit.to)}" if visit.to else ""
    return (
        f'<!doctype html>\n<html lang="{visit.language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n<meta name="robots" content="noindex, nofollow">\n'
        f'<title>{escape(words["title"])}</title>\n<link rel="icon" href="data:,">\n'
        '<link rel="stylesheet" href="/trust/trust.css">\n'
        '<script src="/trust/trust.js" defer></script>\n</head>\n<body>\n'
        f'<header><p class="brand">Tresen</p><a id="other" lang="{other}" hreflang="{other}" href="/trust?lang={other}{to}">'
        f"{escape(words['other'])}</a></header>\n"
        f"<main>\n<h1>{escape(words['title'])}</h1>\n{body}\n</main>\n</body>\n</html>\n"
    )


def _state(visit: Visit) -> str:
    """Whether this device trusts already; the script asks and goes on. Without script a link stands there."""
    words = WORDS[visit.language]
    attributes = " ".join(
        f'data-{name}="{escape(value)}"'
        for name, value in (
            ("seal", visit.safe + SEAL), ("next", visit.safe + (visit.to or "/till/")), ("wanted", visit.to),
            ("asking", words["asking"]), ("not-yet", words["not_yet"]), ("not-yet-do", words["not_yet_do"]),
            ("trusts", words["trusts"]), ("trusts-do", words["trusts_do"]), ("pair", words["pair"]),
            ("go-on", words["go_on"]), ("try-it", words["try_it"]),
        )
    )  # fmt: skip
    return (
        f'<section class="state" id="state" {attributes}>'
        f'<div role="status"><h2 id="said">{escape(words["no_script"])}</h2><p id="do"></p></div>'
        f'<p><a class="main" id="next" href="{escape(visit.safe + (visit.to or "/till/"))}">{escape(words["go_on"])}</a></p>'
        f'<p id="code" hidden>{escape(words["code"])}: <strong></strong></p></section>'
    )


def _steps(visit: Visit, authority: Authority) -> str:
    found = steps_en.GUIDES if visit.language == "en" else steps_de.GUIDES
    order = sorted(found, key=lambda kind: kind != visit.kind)
    return "".join(_guide(kind, found[kind], visit, authority.called) for kind in order)


def _guide(kind: Kind, guide: Guide, visit: Visit, called: str) -> str:
    steps = "".join(f"<li>{_step(step, visit.language, called)}</li>" for step in guide.steps)
    note = f'<p class="note">{escape(guide.note)}</p>' if guide.note else ""
    opened = " open" if kind == visit.kind else ""
    return f'<details name="kind" id="{kind}"{opened}><summary>{escape(guide.name)}</summary><ol>{steps}</ol>{note}</details>'


def _step(step: Step, language: str, called: str) -> str:
    picture = drawn(step.picture, called) if step.picture is not None else ""
    file = (
        f'<a class="load" href="{FILES[step.file]}?lang={language}" download>{escape(WORDS[language][step.file])}</a>'
        if step.file in {"crt", "pem"}
        else f'<a class="load" href="{FILES["profile"]}?lang={language}">{escape(WORDS[language]["profile"])}</a>'
        if step.file
        else ""
    )
    return f"<div><p>{escape(step.text.replace('{called}', called))}</p>{file}</div>{picture}"


def _fingerprints(language: str, authority: Authority) -> str:
    words = WORDS[language]
    certificate = authority.certificate
    facts = (
        (words["called"], escape(authority.called)),
        ("SHA-256", f"<code>{fingerprint(certificate, hashes.SHA256())}</code>"),
        ("SHA-1", f"<code>{fingerprint(certificate, hashes.SHA1())}</code>"),  # noqa: S303 - what Windows shows
        (words["until"], _day(certificate.not_valid_after_utc, language)),
    )
    listed = "".join(f"<div><dt>{escape(name)}</dt><dd>{value}</dd></div>" for name, value in facts)
    return (
        f'<section aria-labelledby="compare"><h2 id="compare">{escape(words["compare"])}</h2>'
        f'<p>{escape(words["compare_do"])}</p><dl>{listed}</dl><p class="note">{escape(words["limits"])}</p></section>'
    )


def _other_devices(visit: Visit) -> str:
    words = WORDS[visit.language]
    codes = "".join(
        f'<figure><div role="img" aria-label="QR: {escape(words[word])}">{_code(address)}</div>'
        f'<figcaption>{escape(words[word])}<br><span class="address">{escape(address)}</span></figcaption></figure>'
        for word, address in (("qr_page", f"{visit.plain}/trust"), ("qr_file", visit.plain + FILES["crt"]))
    )
    return (
        f'<section aria-labelledby="more"><h2 id="more">{escape(words["other_device"])}</h2>'
        f'<p>{escape(words["other_device_do"])}</p><div class="codes">{codes}</div></section>'
    )


def _code(address: str) -> str:
    drawn_code: str = segno.make(address, error="m", micro=False).svg_inline(
        border=4, dark="#000", light="#fff", omitsize=True, svgclass=None, lineclass=None
    )
    return drawn_code


def _day(moment: datetime, language: str) -> str:
    return moment.strftime("%d.%m.%Y" if language == "de" else "%d %B %Y")
