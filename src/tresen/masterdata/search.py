"""Finding articles by words: a sorted list of words in memory, asked by prefix.

One way for both databases: 100,000 articles are searched in a few milliseconds without a query.
"""

import unicodedata
from bisect import bisect_left, insort
from sys import intern
from typing import Final

from tresen.masterdata.kinds import ArticleRecord

LIMIT: Final = 50
_CANDIDATES: Final = 5000
_MANY: Final = 200
"""From so many changes on, sorting again is quicker than inserting."""


def words(text: str) -> list[str]:
    """Lower case, without accents, cut at everything that is not a letter or digit: `Käse-Spätzle` → kase, spatzle."""
    plain = unicodedata.normalize("NFKD", text.replace("ß", "ss")).lower()
    return "".join(c if c.isalnum() else " " if not unicodedata.combining(c) else "" for c in plain).split()


class ArticleSearch:
    """Words of name, number and barcodes. The writer puts, the event loop finds: the sorted list is brought up to
    date by who asks, single changes in place, many at once (an import) by sorting again.
    """

    def __init__(self) -> None:
        self._words_of: dict[str, tuple[str, ...]] = {}
        self._names: dict[str, str] = {}
        self._sorted: list[tuple[str, str]] = []
        self._listed: dict[str, tuple[str, ...]] = {}
        """The words that `_sorted` holds of each article."""
        self._changed: dict[str, None] = {}
        self._inactive: set[str] = set()

    def put(self, id: str, record: ArticleRecord | None) -> None:
        """Add, replace or (with None) remove an article."""
        if record is not None and record.active:
            self._inactive.discard(id)
        else:
            self._inactive.add(id)
        if record is not None:
            article = record.article
            codes = [barcode.code for barcode in record.barcodes]
            self._names[id] = article.name
            found = dict.fromkeys([*words(article.name), *words(article.number), *codes])
            self._words_of[id] = tuple(map(intern, found))  # names of 100,000 articles are made of few words
        else:
            self._words_of.pop(id, None)
        self._changed[id] = None

    def find(self, query: str, limit: int = LIMIT) -> list[str]:
        """Ids of the articles on sale that have a word for every word asked, best first: whole words, then shorter
        names.
        """
        hits = [(rank, id) for rank, id in self._hits(query, _CANDIDATES) if id not in self._inactive]
        hits.sort(key=lambda hit: (-hit[0], len(self._names[hit[1]]), self._names[hit[1]]))
        return [id for _, id in hits[:limit]]

    def find_all(self, query: str) -> list[str]:
        """Ids of all matching articles in no order, inactive ones too."""
        return [id for _, id in self._hits(query, len(self._index()))]

    def _hits(self, query: str, candidates: int) -> list[tuple[int, str]]:
        asked = words(query)
        if not asked:
            return []
        index = self._index()
        longest = max(asked, key=len)
        found: dict[str, int] = {}
        at = bisect_left(index, (longest, ""))
        for place in range(at, min(at + candidates, len(index))):
            word, id = index[place]
            if not word.startswith(longest):
                break
            found[id] = max(found.get(id, 0), 1 if word == longest else 0)
        rest = [word for word in asked if word is not longest]
        return [
            (rank, id)
            for id, rank in found.items()
            if all(any(word.startswith(part) for word in self._listed[id]) for part in rest)
        ]

    def _index(self) -> list[tuple[str, str]]:
        changed = list(self._changed)
        for id in changed:
            del self._changed[id]
        if len(changed) > _MANY:
            self._listed = self._words_of.copy()
            self._sorted = sorted((word, id) for id, own in self._listed.items() for word in own)
            return self._sorted
        for id in changed:
            for word in self._listed.pop(id, ()):
                at = bisect_left(self._sorted, (word, id))
                if at < len(self._sorted) and self._sorted[at] == (word, id):
                    del self._sorted[at]
            new = self._words_of.get(id)
            if new is not None:
                self._listed[id] = new
                for word in new:
                    insort(self._sorted, (word, id))
        return self._sorted
