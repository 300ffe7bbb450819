"""Periods of months, first and last day included, as certificates and suspensions count them."""

from __future__ import annotations

import datetime
from calendar import monthrange

TERM_MONTHS = 36
"""The longest term of a certificate."""

SUSPENSION_MONTHS = 6
"""What a suspension does not exceed in most cases (ISO/IEC 17021-1, 9.6.5.4 note)."""


def last_day(start: datetime.date, months: int) -> datetime.date:
    """Return the last day of a period of whole months that begins with `start`.

    It is the day before the same day of the month; where that month has no such day, its last day:
    three years from 2028-02-29 end with 2031-02-28, six months from 2026-08-31 with 2027-02-28.
    """
    years, month = divmod(start.month - 1 + months, 12)
    year, month = start.year + years, month + 1
    longest = monthrange(year, month)[1]
    if start.day > longest:
        return datetime.date(year, month, longest)
    return datetime.date(year, month, start.day) - datetime.timedelta(days=1)
