"""Which promotions a basket can meet at all: found by article, group and tag, so that hundreds may be active."""

from collections.abc import Sequence
from typing import Final

from tresen.core.promotion import Promotion, Selection
from tresen.core.promotion_stock import Goods

Slots = list[list[int]]
"""For each selection of a promotion the places of the goods that match: its goods, its parts in turn, its gifts."""


def selections(promotion: Promotion) -> list[Selection]:
    """The goods, the parts of a set in turn, the gifts."""
    found = [promotion.goods, *[part.goods for part in promotion.action.parts]]
    if promotion.action.gifts is not None:
        found.append(promotion.action.gifts)
    return found


class PromotionIndex:
    """The active promotions in their order (priority, then id), with their selections turned round."""

    __slots__ = ("_by_article", "_by_group", "_by_tag", "_everything", "_slots", "_without", "by_code", "promotions")

    def __init__(self, promotions: Sequence[Promotion]) -> None:
        self.promotions = sorted(
            [promotion for promotion in promotions if promotion.active], key=lambda each: (-each.priority, each.id)
        )
        self.by_code: dict[str, list[int]] = {}
        self._by_article: dict[str, list[tuple[int, int]]] = {}
        self._by_group: dict[str, list[tuple[int, int]]] = {}
        self._by_tag: dict[str, list[tuple[int, int]]] = {}
        self._everything: list[tuple[int, int]] = []
        self._without: dict[tuple[int, int], Selection] = {}
        self._slots: list[int] = []
        for number, promotion in enumerate(self.promotions):
            slots = selections(promotion)
            self._slots.append(len(slots))
            for slot, selection in enumerate(slots):
                # The goods of a promotion with parts of its own only count for its conditions.
                self._enter((number, slot), selection)
            for code in promotion.when.codes:
                self.by_code.setdefault(code.strip().upper(), []).append(number)

    def _enter(self, key: tuple[int, int], selection: Selection) -> None:
        if not (selection.articles or selection.groups or selection.tags):
            self._everything.append(key)
        for table, names in (
            (self._by_article, selection.articles), (self._by_group, selection.groups), (self._by_tag, selection.tags),
        ):  # fmt: skip
            for name in names:
                table.setdefault(name, []).append(key)
        if selection.without_articles or selection.without_groups or selection.without_tags:
            self._without[key] = selection

    def matches(self, goods: Sequence[Goods]) -> dict[int, Slots]:
        """By number of the promotion, the places that its selections match, in the order of the lines."""
        found: dict[int, Slots] = {}
        without = self._without
        for place, each in enumerate(goods):
            keys = [*self._everything, *self._by_article.get(each.article, ()), *self._by_group.get(each.group, ())]
            for tag in each.tags:
                keys += self._by_tag.get(tag, ())
            for key in keys:
                number, slot = key
                if key in without and excluded(without[key], each):
                    continue
                if not each.regular and self.promotions[number].regular_only:
                    continue
                slots = found.get(number)
                if slots is None:
                    slots = found[number] = [[] for _ in range(self._slots[number])]
                places = slots[slot]
                if not places or places[-1] != place:
                    places.append(place)
        return found


def excluded(selection: Selection, goods: Goods) -> bool:
    """Whether a selection names the goods as an exception."""
    return (
        goods.article in selection.without_articles
        or goods.group in selection.without_groups
        or any(tag in selection.without_tags for tag in goods.tags)
    )


_KEPT: Final[list[PromotionIndex]] = []
_SOURCES: Final[list[tuple[Promotion, ...]]] = []
KEEP: Final = 8


def index_of(promotions: tuple[Promotion, ...]) -> PromotionIndex:
    """The index of exactly this tuple: made once and kept for the next quotes, since the tuple can never change."""
    for place, source in enumerate(_SOURCES):
        if source is promotions:
            return _KEPT[place]
    index = PromotionIndex(promotions)
    if len(_SOURCES) >= KEEP:
        del _SOURCES[0], _KEPT[0]
    _SOURCES.append(promotions)
    _KEPT.append(index)
    return index
