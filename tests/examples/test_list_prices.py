"""List prices: planned, from a quantity on, for some customers, shops and channels."""

from dataclasses import replace

from tests.examples.counter import SHOP, line, weighed
from tests.examples.offers import ANNA, GOODS, n_for_m, of, offer, promoted
from tresen.core.article import Barcode
from tresen.core.price_list import ListPrice, PriceList

CLUB = PriceList("club", "Club", 10, groups=("club",))


def priced(article: str, *prices: ListPrice, lists: tuple[PriceList, ...] = (), **more):
    return replace(SHOP, articles=GOODS | {article: replace(GOODS[article], prices=prices)}, price_lists=lists, **more)


def test_a_planned_price_starts_and_ends_to_the_second():
    shop = priced("soap", ListPrice(299, valid_from="2026-11-23T08:00:00", valid_to="2026-11-24"))
    times = ("2026-11-23T07:59:59", "2026-11-23T08:00:00", "2026-11-23T23:59:59", "2026-11-24T00:00:00")
    assert [promoted([], line("soap"), shop=shop, at=at).total for at in times] == [333, 299, 299, 333]
    answer = promoted([], line("soap"), shop=shop)
    assert (answer.lines[0].price_list, answer.lines[0].usual_price) == ("base", 333)


def test_of_two_planned_prices_the_later_start_holds():
    shop = priced("soap", ListPrice(299, valid_from="2026-11-01"), ListPrice(319, valid_from="2026-11-20"))
    assert promoted([], line("soap"), shop=shop).total == 319


def test_a_quantity_price_counts_all_lines_of_the_article():
    shop = priced("soap", ListPrice(300, from_quantity=3000), ListPrice(250, from_quantity=6000))
    assert [promoted([], line("soap", pieces), shop=shop).total for pieces in (2, 3, 6)] == [666, 900, 1500]
    assert promoted([], line("soap", 2), line("soap"), shop=shop).total == 900
    assert promoted([], line("soap", 2), line("soap", voided=True), shop=shop).total == 666


def test_a_price_list_is_for_its_customers_shops_and_channels():
    shop = priced("soap", ListPrice(200, "club"), lists=(CLUB,))
    assert promoted([], line("soap"), shop=shop).total == 333
    assert promoted([], line("soap"), shop=shop, customer=ANNA).total == 200
    assert promoted([], line("soap"), shop=shop, customer=replace(ANNA, group="staff")).total == 333
    web = priced("soap", ListPrice(200, "web"), lists=(PriceList("web", "Web", channels=("web",)),))
    assert [promoted([], line("soap"), shop=web, channel=channel).total for channel in ("", "web")] == [333, 200]
    here = priced("soap", ListPrice(200, "x"), lists=(PriceList("x", "X", shops=("s2",)),), shop="s1")
    assert promoted([], line("soap"), shop=here).total == 333
    assert promoted([], line("soap"), shop=replace(here, shop="s2")).total == 200


def test_the_list_with_the_highest_priority_decides_even_if_another_is_cheaper():
    other = PriceList("all", "Alle", 5)
    shop = priced("soap", ListPrice(300, "club"), ListPrice(100, "all"), lists=(other, CLUB))
    assert promoted([], line("soap"), shop=shop, customer=ANNA).total == 300
    assert promoted([], line("soap"), shop=shop).total == 100


def test_a_list_without_a_fitting_entry_leaves_it_to_the_next():
    shop = priced(
        "soap", ListPrice(200, "club", from_quantity=5000), ListPrice(310, valid_from="2026-01-01"), lists=(CLUB,)
    )
    assert promoted([], line("soap"), shop=shop, customer=ANNA).total == 310


def test_inactive_and_expired_lists_do_not_hold():
    for off in (
        replace(CLUB, active=False),
        replace(CLUB, valid_to="2026-11-23"),
        replace(CLUB, valid_from="2026-12-01"),
    ):
        assert (
            promoted([], line("soap"), shop=priced("soap", ListPrice(200, "club"), lists=(off,)), customer=ANNA).total
            == 333
        )


def test_labels_and_barcodes_with_their_own_price_keep_it():
    shop = priced("cheese", ListPrice(1000, "club"), lists=(CLUB,))
    label = promoted([], line("cheese", amount=747), shop=shop, customer=ANNA)
    assert (label.total, label.lines[0].quantity) == (747, 300)
    assert promoted([], weighed("cheese", 300), shop=shop, customer=ANNA).total == 300
    six = priced("roll", ListPrice(50, "club"), lists=(CLUB,), barcodes={"6": Barcode("6", "roll", 6000, 549)})
    answer = promoted([], line("roll", 6, barcode="6"), shop=six, customer=ANNA)
    assert (answer.total, answer.lines[0].price_list) == (549, "")


def test_a_planned_deposit_follows_its_goods():
    shop = priced("can", ListPrice(30, valid_from="2026-11-01"))
    assert [each.amount for each in promoted([], line("cola"), shop=shop).lines] == [119, 30]


def test_promotions_work_on_the_list_price():
    shop = priced("soap", ListPrice(200, "club"), lists=(CLUB,))
    assert promoted(offer("deal", n_for_m(2, 1), of("soap")), line("soap", 2), shop=shop, customer=ANNA).total == 200
