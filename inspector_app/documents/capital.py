# SPDX-License-Identifier: MulanPSL-2.0
"""Amounts of money in capital characters (大写金额), as a decision states them beside the figures."""

from __future__ import annotations

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿", "万亿")
MOST_DIGITS = 4 * len(GROUPS)


def capital(amount: str) -> str:
    """Write an amount of yuan in capitals; what is no amount of at most 16 digits and two decimals gives nothing.

    >>> capital("3000")
    '叁仟元整'
    >>> capital("100305.07")
    '壹拾万零叁佰零伍元零柒分'
    """
    whole, _, decimals = amount.strip().partition(".")
    known = whole.isascii() and whole.isdecimal() and (not decimals or (decimals.isascii() and decimals.isdecimal()))
    yuan = whole.lstrip("0")
    if not known or len(yuan) > MOST_DIGITS or len(decimals) > 2:
        return ""
    jiao, fen = (int(digit) for digit in f"{decimals:0<2}")
    said = _whole(yuan) + "元" if yuan else ""
    if not jiao and not fen:
        return (said or "零元") + "整"
    if jiao:
        said += DIGITS[jiao] + "角"
    elif said:
        said += DIGITS[0]
    return said + (DIGITS[fen] + "分" if fen else "整")


def _whole(digits: str) -> str:
    """Say a whole number by groups of four digits; any zeros between two digits are said once."""
    said, gap = "", False
    for number in range((len(digits) - 1) // 4, -1, -1):
        group = digits[max(len(digits) - 4 * number - 4, 0) : len(digits) - 4 * number]
        words = ""
        for at, digit in enumerate(group):
            if digit == "0":
                gap = True
                continue
            if gap:
                words += DIGITS[0]
            gap = False
            words += DIGITS[int(digit)] + PLACES[len(group) - 1 - at]
        said += words + (GROUPS[number] if words else "")
    return said
