"""Age limits at the till (JuSchG §§9, 10): from which birth date on somebody is old enough today."""


def latest_birth_date(day: str, years: int) -> str:
    """The latest birth date (YYYY-MM-DD) of somebody who is `years` old on `day` (YYYY-MM-DD).

    A year of life ends with the day before the birthday (§188(2) BGB), so who was born on 29 February comes of age on
    1 March of a common year; for a 29 February today the limit in a common year is the 28th.
    """
    year = int(day[:4]) - years
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    rest = "-02-28" if day[4:] == "-02-29" and not leap else day[4:]
    return f"{year:04d}{rest}"
