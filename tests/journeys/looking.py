"""Looks at what is on a page the way a person with other eyes, hands or language does."""

import json
import re
from functools import cache
from typing import Any, Final

from playwright.sync_api import Page

from tests.journeys.words import App, dictionary
from tests.live import ROOT
from tresen.demo.shop import REASONS

THEMES: Final = ("light", "dark", "contrast")
TOUCH: Final = 48
"""Pixels: the least height and width of what a finger shall hit on the till."""

_RULES: Final = {"resultTypes": ["violations"]}
_COLOURS: Final = {"resultTypes": ["violations"], "runOnly": ["color-contrast"]}


@cache
def axe_source() -> str:
    return (ROOT / "frontends" / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Page, themes: tuple[str, ...] = THEMES) -> list[str]:
    """What axe finds: every rule in the first theme, colours in the others."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(axe_source())
    before = page.evaluate("() => document.documentElement.dataset.theme ?? ''")
    found: list[str] = []
    for theme in themes:
        page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", theme)
        options = _RULES if theme == themes[0] else _COLOURS
        for one in page.evaluate(f"() => axe.run(document, {json.dumps(options)})")["violations"]:
            found += [f"{theme}: {one['id']}: {node['html'][:160]} {node['failureSummary']}" for node in one["nodes"]]
    page.evaluate("(theme) => { document.documentElement.dataset.theme = theme; }", before)
    return found


_TARGETS: Final = """
(least) => {
  const top = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document;
  const found = [];
  for (const one of top.querySelectorAll('button, a[href], input, select, summary, [role="tab"], [role="switch"]')) {
    const shown = one.closest('label') ?? one;
    if (!shown.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
    const around = one.matches('input') && !one.closest('label') ? one.parentElement : shown;
    const boxes = [shown.getBoundingClientRect(), around.getBoundingClientRect()];
    const width = Math.max(...boxes.map((box) => box.width)), height = Math.max(...boxes.map((box) => box.height));
    if (width === 0 || height === 0 || getComputedStyle(shown).display === 'inline') continue;
    if (width < least - 0.5 || height < least - 0.5) {
      found.push(`${Math.round(width)}x${Math.round(height)} ${one.outerHTML.slice(0, 140)}`);
    }
  }
  return found;
}
"""


def small_targets(page: Page) -> list[str]:
    """Everything to press that is smaller than a finger wants, in the topmost layer."""
    found: list[str] = page.evaluate(_TARGETS, TOUCH)
    return found


def too_wide(page: Page) -> list[str]:
    """What makes the page, or a dialog on it, scroll sideways."""
    found: list[str] = page.evaluate(
        """() => {
            const found = [];
            const root = document.documentElement;
            if (root.scrollWidth > innerWidth) found.push(`page: ${root.scrollWidth} > ${innerWidth}`);
            for (const one of document.querySelectorAll('dialog[open], dialog[open] > *, main, main > *, header')) {
                const style = getComputedStyle(one);
                if (!one.checkVisibility() || style.overflowX === 'visible' || one.classList.contains('sr-only')) continue;
                if (one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 40) {
                    found.push(`${one.scrollWidth} > ${one.clientWidth}: ${one.outerHTML.slice(0, 140)}`);
                }
            }
            return found;
        }"""
    )
    return found


_TEXTS: Final = """
() => {
  const said = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const around = walk.currentNode.parentElement;
    if (!around || around.closest('script, style, noscript')) continue;
    said.push(walk.currentNode.textContent);
  }
  for (const one of document.querySelectorAll('[aria-label], [title], [placeholder]')) {
    for (const name of ['aria-label', 'title', 'placeholder']) said.push(one.getAttribute(name));
  }
  return said.filter((text) => text && text.trim()).map((text) => text.replace(/\\s+/g, ' ').trim());
}
"""


def texts(page: Page) -> list[str]:
    """Everything that is written on the page or read out."""
    found: list[str] = page.evaluate(_TEXTS)
    return found


@cache
def foreign(app: App) -> tuple[re.Pattern[str], frozenset[str]]:
    """What must not be on an English screen: a German text of the dictionary, or a key."""
    german, english = dictionary("de", app), dictionary("en", app)
    both = set(german.values()) & set(english.values())
    patterns = []
    for key, text in german.items():
        if text in both or text == english.get(key) or not re.search(r"[a-zäöüß]{3}", re.sub(r"\{[^}]*\}", "", text)):
            continue
        parts = re.split(r"\{[^}]*\}", text)
        patterns.append(".+".join(re.escape(part) for part in parts))
    return re.compile("|".join(f"(?:{one})" for one in patterns)), frozenset(german)


_OWN = frozenset(reason.de for reasons in REASONS.values() for reason in reasons)
"""The practice shop's reasons."""


def not_english(page: Page, app: App = "till") -> list[str]:
    """Texts of the front end that are German or not translated at all. Names of goods and people may be German, and so
    may reasons, which are the shop's own words (`{some} von {all}` would take some of them for the front end's).
    """
    german, keys = foreign(app)
    return [text for text in texts(page) if (german.fullmatch(text) and text not in _OWN) or text in keys]


def said(page: Page) -> Any:
    """What the polite live region says at the moment."""
    return page.locator('[role="status"].sr-only').first
