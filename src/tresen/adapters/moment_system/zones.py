"""Local time of a shop, from the time zone data of the machine or of the `tzdata` package."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from zoneinfo import ZoneInfo


@cache
def local_time(zone: str) -> Callable[[int], str]:
    """For a time zone such as `Europe/Berlin`: milliseconds since 1970 UTC in, `2026-11-23T09:35:12+01:00` out.

    Raises `zoneinfo.ZoneInfoNotFoundError` for a zone that does not exist.
    """
    known = ZoneInfo(zone)

    def local(at: int) -> str:
        return datetime.fromtimestamp(at // 1000, UTC).astimezone(known).isoformat()

    return local
