# SPDX-License-Identifier: MulanPSL-2.0
"""The made-up register: names, persons and addresses by chance, credit codes with right check digits."""

from __future__ import annotations

from random import Random

from inspector_app.demo.county import Parts
from inspector_app.domain.credit_code import ALPHABET, check_digit
from inspector_app.domain.enterprise import EnterpriseDraft

_ORGANISATION = "91"  # registered by market supervision, enterprise
_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)  # GB 11714
_RARE = 20  # one person in so many has a given name that few typefaces hold


def make_register(parts: Parts, chance: Random) -> tuple[EnterpriseDraft, ...]:
    """Make the enterprises of every kind, no name and no code twice."""
    stems = [a + b for a in parts.first for b in parts.second]
    chance.shuffle(stems)
    made: list[EnterpriseDraft] = []
    codes: set[str] = set()
    for kind in parts.kinds:
        for n in range(kind.count):
            code = credit_code(parts.region, chance)
            while code in codes:
                code = credit_code(parts.region, chance)
            codes.add(code)
            district = chance.choice(parts.districts)
            made.append(
                EnterpriseDraft(
                    name=parts.head + stems[len(made)] + kind.tails[n % len(kind.tails)],
                    credit_code=code,
                    address=f"{parts.head}{district}{chance.choice(parts.roads)}{chance.randint(1, 299)}号",
                    district=district,
                    industry=kind.industry,
                    person_in_charge=person(parts, chance),
                    title=chance.choice(parts.titles),
                    phone=parts.phone_prefix + f"{chance.randint(0, 9_999_999):07d}",
                )
            )
    return tuple(made)


def person(parts: Parts, chance: Random) -> str:
    """Make a name; a few hold characters that need the fallback typeface."""
    common = [name for name in parts.given if all(ord(c) < 0xA000 and c not in "㛃䶮" for c in name)]
    rare = [name for name in parts.given if name not in common]
    pool = rare if rare and chance.randrange(_RARE) == 0 else common
    return chance.choice(parts.surnames) + chance.choice(pool)


def credit_code(region: str, chance: Random) -> str:
    """Make a unified social credit code whose outer (GB 32100) and inner (GB 11714) check digits are right."""
    body = "".join(chance.choice(ALPHABET) for _ in range(8))
    values = [int(c) if c.isdigit() else ord(c) - ord("A") + 10 for c in body]
    rest = 11 - sum(value * weight for value, weight in zip(values, _WEIGHTS, strict=True)) % 11
    inner = {10: "X", 11: "0"}.get(rest, str(rest))
    start = _ORGANISATION + region + body + inner
    return start + check_digit(start)
