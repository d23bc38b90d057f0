"""What a code means: GTINs in all their forms, labels from the scale, factors, GS1 element strings."""

import pytest
from biip.checksums import gs1_price_weight_check_digit

from tresen.core import gtin, instore
from tresen.core.article import Barcode
from tresen.core.failures import Failure
from tresen.core.instore import InstoreMatch, InstoreRule
from tresen.core.scan import Lookups, Scan, resolve, split_factor
from tresen.masterdata import gs1

PRICE = InstoreRule("28", 4, "price", 5, 2, value_check_digit=True)
WEIGHT = InstoreRule("29", 5, "weight", 5, 3)
RULES = (PRICE, WEIGHT, InstoreRule("2", 11), InstoreRule("419", 5, "price", 4, 2))
BARCODES = [
    Barcode("4006381333931", "pen"),
    Barcode("036000291452", "tissue"),
    Barcode("96385074", "gum"),
    Barcode("01234565", "soda"),
    Barcode("4001234567891", "cola", 6000),
    Barcode("SHELF-7", "shelf"),
]
NUMBERS = {"1234": "cheese", "56": "ham", "7": "rolls", "2X40": "screw", "80123": "daily"}


def lookups() -> Lookups:
    exact = {barcode.code: barcode for barcode in BARCODES}
    same = {gtin.normalise(barcode.code): barcode for barcode in BARCODES if gtin.normalise(barcode.code)}
    return Lookups(exact.get, same.get, NUMBERS.get, RULES)


@pytest.mark.parametrize("code", ["4006381333931", "96385074", "036000291452", "10614141000415", "9501101531000"])
def test_public_examples_have_valid_check_digits(code):
    assert gtin.is_valid(code)
    assert not gtin.is_valid(code[:-1] + str((int(code[-1]) + 1) % 10))


@pytest.mark.parametrize("code", ["", "1", "400638133393", "40063813339310", "4006381333 31", "٤٠٠٦٣٨١٣٣٣٩٣١", "abc"])
def test_what_is_no_gtin_is_none(code):
    assert not gtin.is_valid(code)
    assert gtin.normalise(code) == ""


@pytest.mark.parametrize(
    ("short", "full"),
    [
        ("01234505", "012000003455"),
        ("01234514", "012100003454"),
        ("01234531", "012300000451"),
        ("01234543", "012340000053"),
        ("01234558", "012345000058"),
        ("04252614", "042100005264"),
        ("01234565", "012345000065"),
    ],
)
def test_upc_e_is_upc_a_without_zeros(short, full):
    assert gtin.upc_e_to_a(short) == full


def test_all_forms_of_a_number_compare_equal():
    assert gtin.normalise("036000291452") == gtin.normalise("0036000291452") == gtin.normalise("00036000291452")
    assert gtin.normalise("01234565") == gtin.normalise("012345000065") == "00012345000065"
    assert gtin.normalise("400638133393112") == gtin.normalise("4006381333931")


@pytest.mark.parametrize(("price", "digit"), [("2875", "9"), ("14685", "6")])
def test_the_standards_own_examples_of_price_check_digits(price, digit):
    assert instore.value_check_digit(price) == digit


def test_price_check_digits_agree_with_another_implementation():
    values = [f"{value:04d}" for value in range(0, 10_000, 7)] + [f"{value:05d}" for value in range(0, 100_000, 37)]
    assert [int(instore.value_check_digit(value)) for value in values] == [
        gs1_price_weight_check_digit(value) for value in values
    ]


def test_a_label_tells_price_or_weight():
    code = instore.build(PRICE, "1234", 1123)
    assert (code[:6], code[7:12], len(code), gtin.is_valid(code)) == ("281234", "01123", 13, True)
    assert instore.parse(code, RULES) == InstoreMatch("1234", None, 1123)
    assert instore.parse(instore.build(WEIGHT, "56", 451), RULES) == InstoreMatch("00056", 451, None)


def test_a_misread_price_on_a_label_is_not_trusted():
    code = instore.build(PRICE, "1234", 1123)
    wrong = code[:6] + str((int(code[6]) + 1) % 10) + code[7:12]
    assert instore.parse(wrong + gtin.check_digit(wrong), RULES) == Failure(
        "label_check_digit", {"code": wrong + gtin.check_digit(wrong)}
    )


def test_the_longest_prefix_decides():
    code = "21" + "0" * 9 + "7"
    assert instore.parse(code + gtin.check_digit(code), RULES) == InstoreMatch("10000000007", None, None)


def test_a_rule_must_add_up():
    assert instore.check_rule(PRICE) is None
    for rule in (
        InstoreRule("2", 3, "price", 5, 2),
        InstoreRule("2x", 4, "price", 5, 2),
        InstoreRule("28", 3, "price", 6, 2, value_check_digit=True),
        InstoreRule("28", 10, "price"),
        InstoreRule("28", 5, "money", 5),
        InstoreRule("28", 5, "weight", 5, 4),
    ):
        failure = instore.check_rule(rule)
        assert failure is not None and failure.code == "label_rule_faulty"
        assert instore.build(rule, "1") == failure
    assert instore.build(WEIGHT, "123456", 1) == Failure("label_number_too_long", {"digits": 5})
    assert instore.build(WEIGHT, "1", 100_000) == Failure("label_value_too_large", {"digits": 5})


def test_a_barcode_is_found_in_any_form():
    assert resolve("4006381333931", lookups()) == Scan("barcode", "pen", 1000, None, "4006381333931")
    assert resolve("0036000291452", lookups()) == Scan("barcode", "tissue", 1000, None, "036000291452")
    assert resolve("012345000065", lookups()) == Scan("barcode", "soda", 1000, None, "01234565")
    assert resolve("]E04006381333931\r\n", lookups()) == Scan("barcode", "pen", 1000, None, "4006381333931")
    assert resolve("400638133393105", lookups()) == Scan("barcode", "pen", 1000, None, "4006381333931")


def test_a_factor_multiplies():
    assert resolve("5 x 4006381333931", lookups()) == Scan("barcode", "pen", 5000, None, "4006381333931")
    assert resolve("2*4001234567891", lookups()) == Scan("barcode", "cola", 12_000, None, "4001234567891")
    assert resolve("0,5x7", lookups()) == Scan("number", "rolls", 500)
    assert split_factor("2.125 × 7") == (2125, "7")
    assert split_factor("Axt") == (1000, "Axt")


def test_codes_with_an_x_are_taken_as_they_are():
    assert resolve("2X40", lookups()) == Scan("number", "screw")
    assert split_factor("123456789X") == (1000, "123456789X")


@pytest.mark.parametrize("text", ["", "  ", "0 x 7", "1,2345 x 7", "99999 x 7", ", x 7", "1.2.3x7"])
def test_nonsense_is_bad_input(text):
    assert resolve(text, lookups()) == Failure("bad_input", {"field": "code"})


def test_a_label_finds_its_article_with_and_without_leading_zeros():
    price = instore.build(PRICE, "1234", 1123)
    weight = instore.build(WEIGHT, "56", 451)
    assert resolve(price, lookups()) == Scan("label", "cheese", 1000, 1123, price)
    assert resolve(weight, lookups()) == Scan("label", "ham", 451, None, weight)
    assert resolve("2x" + price, lookups()) == Scan("label", "cheese", 2000, 2246, price)
    paper = instore.build(RULES[3], "80123", 220)
    assert resolve(paper + "47", lookups()) == Scan("label", "daily", 1000, 220, paper + "47")
    unknown = instore.build(PRICE, "9999", 1)
    assert resolve(unknown, lookups()) == Failure("label_article_unknown", {"number": "9999"})


def test_a_misread_number_is_told_from_an_unknown_one():
    assert resolve("4006381333932", lookups()) == Failure("gtin_check_digit", {"code": "4006381333932"})
    assert resolve("9501101531000", lookups()) == Failure("code_unknown", {"code": "9501101531000"})
    assert resolve("SHELF-8", lookups()) == Failure("code_unknown", {"code": "SHELF-8"})


def test_element_strings_are_left_to_who_can_read_them():
    text = "]d20104001234567891310300125010LOT"
    assert resolve(text, lookups()) == Scan("gs1", "", 1000, None, text[3:])
    assert gs1.scan(text, lookups()) == Scan("barcode", "cola", 1250, None, "4001234567891")


def test_element_strings_say_weight_price_lot_and_day():
    read = gs1.read("]C1010400123456789131030012503922001299\x1d10LOT7\x1d15270200" + "21SN")
    assert read == gs1.Elements("04001234567891", 1250, "weight", 1299, "LOT7", "2027-02-28", "", "SN")


@pytest.mark.parametrize(
    "text",
    [
        "(01)04001234567891(17)261231(10)A",
        "https://id.gs1.org/01/04001234567891/10/A?17=261231",
        "]Q3https://example.com/01/04001234567891/10/A?17=261231",
        "]d2010400123456789117261231" + "10A",
    ],
)
def test_every_way_of_writing_gives_the_same_elements(text):
    assert gs1.read(text) == gs1.Elements("04001234567891", lot="A", use_by="2026-12-31")


def test_element_strings_count_pieces():
    assert gs1.scan("(01)04001234567891(30)4", lookups()) == Scan("barcode", "cola", 24_000, None, "4001234567891")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "code_unknown"),
        ("(10)A", "code_unknown"),
        ("hello", "code_unknown"),
        ("(01)04001234567891(17)270231", "code_unknown"),
        ("0104001234567892", "gtin_check_digit"),
        ("https://example.com/", "code_unknown"),
    ],
)
def test_what_is_no_element_string_fails(text, code):
    failure = gs1.read(text)
    assert isinstance(failure, Failure) and failure.code == code


def test_prices_in_another_currency_are_not_taken_for_euros():
    assert gs1.read("(01)04001234567891(3932)840001299") == gs1.Elements("04001234567891")
    assert gs1.read("(01)04001234567891(3932)978001299") == gs1.Elements("04001234567891", amount=1299)
