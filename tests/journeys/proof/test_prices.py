"""One price engine: ten lines under promotions cost the same on the device, at the node, online and without it."""

import json
from typing import Any

from tests.journeys.counter import Counter
from tests.journeys.lab.handing_out import sold_once
from tests.journeys.lab.lab import Lab
from tests.live import office_session

PROMOTIONS = (
    {
        "id": "p-three", "name": "3 für 2 Croissant",
        "goods": {"articles": ["1107"]},
        "action": {"way": "percent", "value": 10_000, "reach": "set", "set_size": 3, "first": 3, "last": 3},
    },
    {
        "id": "p-pair", "name": "Gurke und Zitronen 1 €",
        "action": {
            "way": "fixed_price", "value": 100, "reach": "set",
            "parts": [{"goods": {"articles": ["1022"]}}, {"goods": {"articles": ["1009"]}}],
        },
    },
    {
        "id": "p-basket", "name": "3 % ab 10 €", "stacking": "stackable",
        "when": {"basket_amount": 1000},
        "action": {"way": "percent", "value": 300, "reach": "basket"},
    },
)  # fmt: skip
GOODS = (
    "Croissant", "Gurke", "Zitronen", "Alufolie", "Mango", "Avocado", "Aubergine", "Kiwi", "Ananas", "Brausewind Cola Dose",
)  # fmt: skip
TWICE = ("Croissant", "Croissant", "Gurke", "Mango")


def promised(lab: Lab) -> None:
    """The office starts three promotions."""
    office = office_session(lab.shop)
    for promotion in PROMOTIONS:
        status, answer, _ = lab.shop.call("POST", "/api/v1/office/promotions", {"promotion": promotion}, office)
        assert status == 201, answer


def filled(till: Counter) -> None:
    """The same ten lines, put in one by one."""
    till.sell(*GOODS, *TWICE)


def figures(receipt: dict[str, Any]) -> str:
    """Everything that was computed, and nothing that depends on when or where."""
    kept = ("taxes", "total", "savings", "points", "promotions")
    lines = [{**line, "line": ""} for line in receipt["lines"]]  # each basket names its lines anew
    return json.dumps({"lines": lines, **{name: receipt[name] for name in kept}}, sort_keys=True)


def test_ten_lines_under_promotions_cost_the_same_everywhere(lab: Lab) -> None:
    promised(lab)
    device, till = lab.till()
    device.until_stored(
        "tresen-till", "state", "all.some((one) => one?.doc?.promotions?.some((p) => p.id === 'p-basket'))"
    )
    filled(till)
    till.pay_exactly()
    till.next_customer()
    device.link.cut()
    filled(till)
    till.pay_exactly()
    (made,) = device.handed_out()
    device.link.mend()
    device.all_confirmed(1)
    lab.until_computed_again()
    books = sold_once(lab, *[made["receipt"]["total"]] * 2)
    online, alone = books.sold()
    assert figures(online.body) == figures(alone.body) == figures(made["receipt"])
    assert {used["promotion"]["id"] for used in alone.body["promotions"]} == {one["id"] for one in PROMOTIONS}
    assert alone.body["savings"] == sum(used["saving"] for used in alone.body["promotions"]) > 0
    assert len(alone.body["lines"]) >= len(GOODS)
    assert books.deviations == [], "computed again, the node finds the same"
