"""Hand-drawn pictograms on a grid of 48 by 48: one for every article group, and some for well-known goods.

The drawings are in `pictograms.svg`, which any browser shows as a sheet. They need no font and no emoji, so they look
the same on each device.
"""

import re
from importlib.resources import files
from typing import Final


def _drawings() -> dict[str, str]:
    sheet = files(__package__).joinpath("pictograms.svg").read_text(encoding="utf-8")
    found = re.findall(r'<svg id="(\w+)"[^>]*>(.*?)</svg>', sheet, flags=re.DOTALL)
    return {name: re.sub(r">\s+<", "><", drawing).strip() for name, drawing in found}


PICTOGRAMS: Final = _drawings()
"""Inner SVG of each pictogram by name: `white`, `silver` for the tint and `gray` for the colour behind it."""

BY_WORD: Final[dict[str, dict[str, str]]] = {
    "obst": {
        "banana": "banane",
        "carrot": "möhre",
        "citrus": "orange clementine zitrone kiwi",
        "berries": "beere trauben pflaume",
        "tomato": "tomate paprika kürbis",
        "potato": "kartoffel ingwer zwiebel knoblauch",
        "leaf": "salat spinat kohl petersilie basilikum lauch brokkoli radieschen",
        "cucumber": "gurke zucchini aubergine spargel",
        "mushroom": "champignon",
        "pear": "birne",
        "avocado": "avocado mango",
        "pineapple": "ananas",
    },
    "brot": {"pretzel": "brezel", "roll": "brötchen stange berliner", "croissant": "croissant",
             "cake": "kuchen bienenstich schnecke tasche"},
    "molkerei": {"yoghurt": "joghurt skyr quark becher sahne schmand crème milchreis", "egg": "eier",
                 "butter": "butter margarine"},
    "fleisch": {"chicken": "hähnchen geflügel", "steak": "rind schnitzel nacken hack schinken mett speck",
                "leaf": "tofu veggie linsen"},
    "tiefkuehl": {"tiefkuehl": "strudel teig knödel", "pizza": "pizza", "ice": "eis", "chicken": "hähnchen",
                  "fisch": "fisch seelachs", "roll": "brötchen", "leaf": "erbsen spinat kräuter", "berries": "himbeeren",
                  "potato": "pommes kroketten"},
    "konserven": {"fruehstueck": "glas mus gurken schattenmorellen"},
    "nudeln": {"rice": "reis couscous bulgur linsen"},
    "backen": {"chocolate": "kuvertüre schoko", "nuts": "nüsse mandeln", "oil": "öl essig"},
    "gewuerze": {"fruehstueck": "pesto glas", "oil": "senf ketchup soße mayonnaise remoulade"},
    "fruehstueck": {"muesli": "müsli flocken cornflakes"},
    "suess": {"chocolate": "rauhspitz riegel marzipan", "cookie": "keks lebkuchen waffel"},
    "knabbern": {"pretzel": "brezel", "nuts": "nüsse cashew pistazien futter"},
    "kaffee": {"kaffee": "kaffee", "tea": "tee"},
    "wasser": {"crate": "kasten", "limo": "dose"},
    "saft": {"crate": "kasten", "carton": "karton päckchen", "bottle": "sirup"},
    "limo": {"crate": "kasten", "carton": "karton", "limo": "dose",
             "bottle": "brause limo cola eistee bitter malz"},
    "bier": {"crate": "kasten", "limo": "dose"},
    "wein": {"carton": "karton", "limo": "dose", "sparkling": "sekt secco perl"},
    "spirituosen": {"limo": "dose"},
    "drogerie": {"paper": "papier tücher küchenrolle windeln watte"},
    "haushalt": {"bag": "tasche beutel", "paper": "folie papier"},
    "presse": {"newspaper": "tageblatt wochen"},
    "blumen": {"plant": "topf orchidee stern erde"},
    "schreib": {"notebook": "block heft buch karte umschläge papier"},
    "theke": {"sandwich": "brötchen wurst", "pretzel": "brezel", "nudeln": "suppe"},
    "diverses": {"voucher": "gutschein"},
}  # fmt: skip
"""For each group: pictograms that suit a word in an article's name better; the first that fits counts."""
