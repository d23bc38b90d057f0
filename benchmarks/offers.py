"""Two hundred promotions as a shop might have them at once: most concern other goods than those in the basket."""

from tresen.core.promotion import Action, Conditions, Limits, Part, Promotion, Selection

COUNT = 200


def promotions() -> tuple[Promotion, ...]:
    """Every kind by turns: percent, amount, three for two, half price for the second, bundle, coupon, happy hour."""
    return tuple([_promotion(number) for number in range(COUNT)])


def _promotion(number: int) -> Promotion:
    goods = Selection(articles=(f"a{number}", f"a{number + 1000}"))
    other = Selection(articles=(f"a{number + 1}",))
    when, limits, action = Conditions(), Limits(), Action("percent", 1000)
    match number % 7:
        case 1:
            action = Action("amount", 20)
        case 2:
            action = Action("percent", 10_000, reach="set", set_size=3, first=3, last=3)
        case 3:
            action = Action("percent", 5000, reach="set", set_size=2, first=2, last=2)
        case 4:
            action = Action("fixed_price", 499, reach="set", parts=(Part(goods), Part(other)))
        case 5:
            when = Conditions(coupon=True, codes=(f"CODE{number}",))
        case 6:
            when, limits = Conditions(min_quantity=2000), Limits(per_sale=2)
        case _:
            pass
    return Promotion(f"p{number}", f"Aktion {number}", action, goods, when, limits)
