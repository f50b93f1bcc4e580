# SPDX-License-Identifier: MulanPSL-2.0
"""What a password must be (GB/T 22239-2019 8.1.4.1: 身份鉴别信息具有复杂度要求)."""

from __future__ import annotations

LEAST = 8  # characters
PHRASE = 14  # from this length on one kind of character is enough
KINDS = 2
FEW = 5  # different characters
COMMON = ("password", "12345678", "87654321", "11111111", "88888888", "66666666", "abcdefgh", "qwertyui", "asdfghjk",
          "1qaz2wsx", "admin123", "aq123456", "anjian", "anquan")  # fmt: skip


def weakness(password: str, name: str = "") -> str:
    """Say in one word what makes a password weak: short, kinds, few, common, name; empty when nothing does."""
    low = password.casefold()
    if len(password) < LEAST:
        return "short"
    if len(set(low)) < FEW:
        return "few"
    if any(word in low for word in COMMON):
        return "common"
    if name and name.casefold() in low:
        return "name"
    kinds = {_kind(character) for character in password}
    return "kinds" if len(password) < PHRASE and len(kinds) < KINDS else ""


def _kind(character: str) -> str:
    if character.isdigit():
        return "digit"
    if not character.isalpha():
        return "sign"
    if not character.isascii():
        return "other"
    return "upper" if character.isupper() else "lower"
