"""Customer groups, tiers, birthday months and what tills may do offline, as the office keeps them."""

from pathlib import Path
from typing import Any

import pytest

from tests.floor import open_floor, right
from tests.office.test_routes import open_office, read
from tresen.masterdata.kinds import Tier
from tresen.operations.house.change_settings import change_tiers
from tresen.operations.node import Actor
from tresen.operations.people.book_customer import book_customer
from tresen.operations.people.change_customer import PersonForm, change_customer, create_customer, erase_customer
from tresen.operations.people.customer_facts import tier_of

OWNER = Actor("staff-owner", "Olga Owner", "owner")
LIMITS = {
    "active": True, "cash_limit_total": 20_000, "voucher_limit": 5_000, "points": True, "store_credit_limit": 0,
    "card_external_limit": 10_000, "max_hours": 48,
}  # fmt: skip


async def test_the_owner_keeps_groups_tiers_and_offline_limits(tmp_path: Path) -> None:
    async with open_office(tmp_path) as (shop, _app, boss):
        groups = [{"id": "club", "name": "Sportverein"}, {"id": "staff", "name": "Personal"}]
        tiers = [
            {"id": "gold", "name": "Gold", "from_points": 500},
            {"id": "silver", "name": "Silber", "from_points": 100},
        ]
        for part, value in {"customer_groups": groups, "tiers": tiers, "offline": LIMITS}.items():
            answer = await boss.put(f"/api/v1/office/settings/{part}", json={"value": value})
            assert answer.status_code == 200, answer.text
        kept = await read(boss, "settings")
        assert kept["customer_groups"] == groups
        assert [tier["id"] for tier in kept["tiers"]] == ["silver", "gold"]
        assert kept["offline"] == LIMITS
        assert shop.node.masterdata.settings.offline.card_external_limit == 10_000


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ("customer_groups", [{"id": "a", "name": "Verein"}, {"id": "b", "name": "verein"}]),
        ("customer_groups", [{"id": "", "name": "Verein"}]),
        ("tiers", [{"id": "a", "name": "Gold", "from_points": -1}]),
        ("offline", {**LIMITS, "voucher_limit": -1}),
        ("offline", {**LIMITS, "max_hours": 100_000}),
        ("offline", {**LIMITS, "points": "perhaps"}),
    ],
)
async def test_settings_that_make_no_sense_are_refused(tmp_path: Path, part: str, value: Any) -> None:
    async with open_office(tmp_path) as (_shop, _app, boss):
        answer = await boss.put(f"/api/v1/office/settings/{part}", json={"value": value})
        assert (answer.status_code, answer.json()["code"]) == (400, "bad_input")


async def test_points_lead_to_a_tier_and_a_hand_may_give_another(tmp_path: Path, database_url: str) -> None:
    async with open_floor(tmp_path, database_url) as floor:
        node = floor.node
        assert (
            await change_tiers(
                node, OWNER, [Tier("vip", "Freunde"), Tier("gold", "Gold", 500), Tier("silver", "Silber", 100)]
            )
            is None
        )
        customer = node.masterdata.customers["customer-1"]
        assert tier_of(node, customer) == ""
        for amount, tier in ((99, ""), (1, "silver"), (400, "gold"), (-1, "silver")):
            assert (
                await book_customer(node, floor.manager, "points", "customer-1", floor.id(), amount, "Kulanz") is None
            )
            assert tier_of(node, node.masterdata.customers["customer-1"]) == tier
        right(await change_customer(node, floor.manager, "customer-1", tier="vip"))
        assert tier_of(node, node.masterdata.customers["customer-1"]) == "vip"


async def test_the_month_of_a_birthday_is_kept_with_the_person_and_erased_with_them(
    tmp_path: Path, database_url: str
) -> None:
    async with open_floor(tmp_path, database_url) as floor:
        node = floor.node
        right(await create_customer(node, floor.manager, "c-9", PersonForm("Erika Muster", birthday_month=6)))
        month = node.database.read_now(lambda connection: month_of(connection, "c-9"))
        assert month == 6
        assert not any(
            b"birthday" in bytes(row[12]) for row in floor.entries("masterdata") if row[11] == "customer:c-9"
        )
        right(await erase_customer(node, floor.manager, "c-9"))
        assert node.database.read_now(lambda connection: month_of(connection, "c-9")) is None


def month_of(connection: Any, customer: str) -> int | None:
    from tresen.masterdata.people import get_person

    person = get_person(connection, customer)
    return person.birthday_month if person is not None else None
