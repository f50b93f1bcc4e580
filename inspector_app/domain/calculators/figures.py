# SPDX-License-Identifier: MulanPSL-2.0
"""Numbers as they are printed in a working: exact where they end, cut off (never rounded up) where they do not."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

PLACES = 4
MOST_PLACES = 12
EXACT_PLACES = 8


def plain(number: Fraction | Decimal | int) -> str:
    """Give a number that ends without zeros at its end; one that does not end is cut off after four places.

    >>> plain(Fraction(12, 10)), plain(Fraction(2, 3)), plain(Decimal("100.0"))
    ('1.2', '0.6666', '100')
    """
    exact = Fraction(number)
    scaled = exact * 10**EXACT_PLACES
    if scaled.denominator == 1:
        return _digits(int(scaled), EXACT_PLACES)
    places = PLACES
    while int(exact * 10**places) == 0 and places < MOST_PLACES:
        places += PLACES
    return _digits(int(exact * 10**places), places)


def equals(number: Fraction | Decimal | int) -> str:
    """Give a number behind its sign: ＝ when it is printed whole, ≈ when it was cut off."""
    exact = Fraction(number)
    return ("＝" if (exact * 10**EXACT_PLACES).denominator == 1 else "≈") + plain(exact)


def _digits(scaled: int, places: int) -> str:
    sign, text = "-" if scaled < 0 else "", str(abs(scaled)).rjust(places + 1, "0")
    whole, rest = text[:-places], text[-places:].rstrip("0")
    return f"{sign}{whole}.{rest}" if rest else f"{sign}{whole}"
