# SPDX-License-Identifier: MulanPSL-2.0
"""Personal data as others may see them (handbook 10, P; 个人信息保护法 FM, 待核).

ID numbers keep their first six and last four characters (handbook 10). The handbook has no rule for telephones and
for names; that they are shown as 138****1234 and 赵** is this product's own arrangement (P). Only private persons'
names are masked, never officers' or those of enterprises' representatives, who stand on the paper by law.
"""

from __future__ import annotations

import re

# Eighteen characters of GB 11643: a region, a birthday that can be one, an order number and the check character.
_ID = re.compile(
    r"(?<![0-9A-Za-z])([1-9]\d{5})((?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(\d{3}[\dXx])(?![0-9A-Za-z])"
)
_OLD_ID = re.compile(
    r"(?<![0-9A-Za-z])([1-9]\d{5})(\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(\d{3})(?![0-9A-Za-z])"
)
_MOBILE = re.compile(r"(?<![0-9A-Za-z])(1[3-9]\d)([- ]?)(\d{4})([- ]?)(\d{4})(?!\d)")
_FIXED = re.compile(r"(?<!\d)(0\d{2,3}[- ]?)?(\d{3,4})(\d{4})(?!\d)")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
STAR = "*"


def masked_id(number: str) -> str:
    """Mask an ID number or another number of a person: first six and last four stay.

    >>> masked_id("130102199003074514")
    '130102********4514'
    >>> masked_id("E12345678")
    'E1*****78'
    """
    text = number.strip()
    if len(text) >= 12:
        return text[:6] + STAR * (len(text) - 10) + text[-4:]
    keep = 2 if len(text) > 6 else 1 if len(text) > 2 else 0
    return text[:keep] + STAR * (len(text) - 2 * keep) + (text[-keep:] if keep else "")


def masked_phone(number: str) -> str:
    """Mask a telephone number: of a mobile one the middle four, of a fixed one all but area and last two.

    >>> masked_phone("13800001234")
    '138****1234'
    >>> masked_phone("0311-86012345")
    '0311-******45'
    """
    found = masked_text(number)
    if found != number or STAR in number:
        return found
    fixed = _FIXED.sub(_fixed, number)
    if fixed != number or not any(c.isdigit() for c in number):
        return fixed
    digits = [at for at, c in enumerate(number) if c.isdigit()]
    hidden = set(digits[: max(len(digits) - 2, 1)])
    return "".join(STAR if at in hidden else c for at, c in enumerate(number))


def masked_name(name: str) -> str:
    """Mask a private person's name: the family name stays, a double one too only as its first character.

    >>> masked_name("欧阳文")
    '欧**'
    """
    text = name.strip()
    return text[:1] + STAR * (len(text) - 1) if len(text) > 1 else STAR * len(text)


def masked_text(text: str) -> str:
    """Mask every ID number and mobile number that stands in a text; all else stays as it is.

    >>> masked_text("联系人13800001234，身份证130102199003074514。")
    '联系人138****1234，身份证130102********4514。'
    """
    text = _ID.sub(lambda m: m[1] + STAR * 8 + m[3] if is_id(m[0]) else m[0], text)
    text = _OLD_ID.sub(lambda m: m[1] + STAR * 5 + m[2][-1] + m[3], text)
    return _MOBILE.sub(lambda m: f"{m[1]}{m[2]}{STAR * 4}{m[4]}{m[5]}", text)


def is_id(text: str) -> bool:
    """Whether eighteen characters are an ID number: their check character fits (GB 11643)."""
    if len(text) != 18 or not text[:17].isdecimal():
        return False
    total = sum(int(digit) * weight for digit, weight in zip(text, _WEIGHTS, strict=False))
    return _CHECKS[total % 11] == text[17].upper()


def _fixed(found: re.Match[str]) -> str:
    number = found[2] + found[3]
    return (found[1] or "") + STAR * (len(number) - 2) + number[-2:]
