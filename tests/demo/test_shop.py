"""The practice shop is complete and invented throughout."""

from collections import Counter

from tresen.core import gtin, instore
from tresen.demo.goods import PLACES
from tresen.demo.shop import demo_shop

SHOP = demo_shop()


def test_one_owner_one_manager_three_cashiers_each_with_an_own_pin() -> None:
    assert Counter(staff.role for staff in SHOP.staff) == {"owner": 1, "manager": 1, "cashier": 3}
    assert len({staff.pin for staff in SHOP.staff}) == len(SHOP.staff)


def test_forty_customers_with_valid_cards_and_proven_consent() -> None:
    assert len(SHOP.customers) == 40
    assert len({customer.number for customer in SHOP.customers}) == 40
    for customer in SHOP.customers:
        assert customer.number.startswith("21")
        assert gtin.is_valid(customer.number)
        assert "points" in customer.consent.purposes
        assert customer.consent.wording
        assert customer.consent.given_at < 1_798_761_600_000, "before 2027"


def test_nobody_can_be_reached_by_mistake() -> None:
    for customer in SHOP.customers:
        assert customer.phone == "" or customer.phone.startswith("0176 040690"), "range kept free for films"
        assert customer.mail == "" or customer.mail.endswith("@example.org")
        assert customer.mail.isascii()
        if "offers_mail" in customer.consent.purposes or "receipt_mail" in customer.consent.purposes:
            assert customer.mail


def test_three_tills_with_change_and_a_place_to_take_stock_from() -> None:
    assert [till.name for till in SHOP.tills] == ["Kasse 1", "Kasse 2", "Marktstand"]
    for till in SHOP.tills:
        assert till.opening_float > 0
        assert till.place in SHOP.places
    assert set(SHOP.places) == set(PLACES)


def test_opening_stock_lies_on_the_floor_and_in_the_store_room() -> None:
    for place in PLACES:
        assert sum(good.stock.get(place, 0) > 0 for good in SHOP.goods) > 100, place


def test_each_list_of_reasons_can_be_chosen_from() -> None:
    assert set(SHOP.reasons) == {"discount", "return", "void", "no_sale", "cash_in", "cash_out"}
    for reasons in SHOP.reasons.values():
        assert len(reasons) >= 3
        assert all(reason.de and reason.en for reason in reasons)


def test_favourites_are_articles() -> None:
    known = {good.article.id for good in SHOP.goods}
    assert set(SHOP.favourites) <= known
    assert len(set(SHOP.favourites)) == len(SHOP.favourites)


def test_the_label_of_a_scale_is_read_by_the_rules() -> None:
    for rule in SHOP.instore_rules:
        assert instore.check_rule(rule) is None
    bananas = next(good.article for good in SHOP.goods if good.article.name == "Bananen")
    label = instore.build(SHOP.instore_rules[1], bananas.number, 1234)
    assert isinstance(label, str)
    assert instore.parse(label, SHOP.instore_rules) == instore.InstoreMatch(bananas.number, 1234, None)
