"""What a till asks its engine for beside the quote: the receipt it hands out, and lines for a printer at the device."""

import json
from typing import Any

import pytest

from tresen.fiscal.engine import Engine

AT = {
    "shop": "shop-1", "till": "till-1", "till_name": "Kasse 1", "till_serial": "SN-1",
    "party": {"name": "Laden", "street": "Weg 1", "postcode": "12345", "city": "Ort"}, "business_day": "2026-11-28",
    "started_at": 1, "finished_at": 2, "staff": "staff-1", "staff_name": "Theresa", "token": "x",
    "signed": {"client": "SN-1", "failure": "node not reachable"},
}  # fmt: skip


def ask(act: str, question: dict[str, Any]) -> Any:
    engine = Engine("2-abc")
    engine.rules('{"version": 1}')
    return json.loads(getattr(engine, act)(json.dumps(question)))


def cash(kind: str, reason: str, amount: int = 5000) -> Any:
    return ask("cash_receipt", {
        "receipt": "0" * 32, "kind": kind, "case": "", "amount": amount, "at": AT, "reason": reason,
    })  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "reason", "case"),
    [
        ("float", "Anfangsbestand", "Anfangsbestand"),
        ("cash_in", "Wechselgeld aus dem Tresor", "Geldtransit"),
        ("cash_in", "Privateinlage", "Privateinlage"),
        ("cash_in", "Sonstiges", "Einzahlung"),
        ("cash_out", "Privatentnahme", "Privatentnahme"),
        ("cash_out", "Lohn Aushilfe", "Lohnzahlung"),
        ("cash_out", "Porto", "Auszahlung"),
    ],
)
def test_a_cash_movement_finds_its_business_case_in_the_reason(kind: str, reason: str, case: str) -> None:
    assert cash(kind, reason)["lines"][0]["business_case"] == case


def test_a_receipt_that_is_handed_out_says_why_it_is_not_signed_and_by_which_engine_it_was_made() -> None:
    made = cash("cash_in", "Wechselgeld")
    assert (made["signed"]["failure"], made["signed"]["signature"], made["engine"]) == (
        "node not reachable",
        "",
        "2-abc",
    )


@pytest.mark.parametrize("columns", [48, 32])
def test_lines_for_a_printer_fit_its_paper(columns: int) -> None:
    local = {"0": "2026-11-28T12:00:00", "1": "2026-11-28T12:00:00", "2": "2026-11-28T12:00:01"}
    said = ask("rows", {"receipt": cash("cash_in", "Wechselgeld"), "local": local, "columns": columns})
    lines = [line for line in said["paper"] if line["kind"] == "text"]
    assert any("50,00" in line["text"] for line in lines)
    for line in lines:
        most = columns // 2 if line["wide"] else columns * 4 // 3 if line["style"] == "small" else columns
        assert len(line["text"]) <= most


def test_no_lines_are_made_where_no_paper_is_named() -> None:
    local = {"0": "2026-11-28T12:00:00", "1": "2026-11-28T12:00:00", "2": "2026-11-28T12:00:01"}
    assert ask("rows", {"receipt": cash("cash_in", "Wechselgeld"), "local": local})["paper"] == []
