"""The business day that a moment belongs to: a bar that closes at three still sells on yesterday's day."""

from datetime import datetime, timedelta


def business_day(local: datetime, start_hour: int = 0, start_minute: int = 0) -> str:
    """The business day (YYYY-MM-DD) of a wall-clock time in the shop's time zone.

    A day starts at `start_hour`:`start_minute` by the clock on the wall and ends when the next one starts, so a change
    to or from summer time needs no thought: only date, hour and minute count, never elapsed time.
    """
    day = local.date()
    if (local.hour, local.minute) < (start_hour, start_minute):
        day -= timedelta(days=1)
    return day.isoformat()
