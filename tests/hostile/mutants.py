# SPDX-License-Identifier: MulanPSL-2.0
"""Sound files damaged at random, the same way for the same seed: by bytes, by tokens, and by the values inside.

The last kind is what gets past a parser: well-formed JSON and TOML whose values are exchanged, doubled, dropped or odd.
"""

from __future__ import annotations

import copy
import io
import json
import re
import tomllib
import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

from tests.hostile.kinds import Door, Syntax
from tests.hostile.malice import Blame, Malice

ODD: Sequence[object] = (
    None, True, False, 0, -1, 1, 2**53, -(2**63), 10**30, 1.5, 1e300, "", " ", "x", "x" * 5_000, "中", "\0", "\ud800",
    "\u202e", "0" * 64, "2026-02-30", "9999-12-31", "0001-01-01", "../../x", "/etc/passwd", "C:\\con", "=1+1", [], {},
    [[]], [None], ["a", 1], {"a": {}}, {"": 0},
)  # fmt: skip
_TOKEN = re.compile(rb"\w+|\s+|[^\w\s]")
_TOML_VALUE = re.compile(r"^([ \t]*[\w.\"'-]+[ \t]*=[ \t]*)(.+)$", re.MULTILINE)
_TOML_ODD = (
    "''", '"x"', "true", "-1", "9" * 30, "1e999", "nan", "2026-02-28", "9999-12-31T23:59:59+23:59", "[]", "[[]]",
    "{}", '["a", 1]', "{a = {}}", '"' + "长" * 3_000 + '"', '"\\u202e"', '"../../x"', "1979-05-27", "07:32:00",
)  # fmt: skip


def of_door(chance: Random, door: Door, sound: bytes, count: int) -> Iterator[Malice]:
    """Give so many damaged files; whether one of them may be taken in nobody can say beforehand."""
    for n in range(count):
        data = damaged(chance, door.syntax, sound)
        yield Malice(f"mutant {n}", Blame.ANYTHING, _layer(data))


def _layer(data: bytes) -> Callable[[Path], None]:
    def lay(path: Path) -> None:
        path.write_bytes(data)

    return lay


def damaged(chance: Random, syntax: Syntax, sound: bytes) -> bytes:
    """Damage a file in one of the ways that fit how it is written."""
    way = chance.random()
    if syntax in (Syntax.JSON, Syntax.SIGNED) and way < 0.6:
        return _json(chance, sound)
    if syntax is Syntax.TOML and way < 0.6:
        return _toml(chance, sound)
    if syntax in (Syntax.TABLE, Syntax.BOOK) and way < 0.7 and sound.startswith(b"PK"):
        return _packed(chance, sound)
    if way < 0.8 and syntax not in (Syntax.PICTURE, Syntax.SCAN, Syntax.PART):
        return _tokens(chance, sound)
    return _bytes(chance, sound)


def _bytes(chance: Random, data: bytes) -> bytes:
    """Damage bytes, often several times."""
    for _ in range(chance.choice((1, 1, 2, 4))):
        data = _damaged_bytes(chance, data) or b"x"
    return data


def _damaged_bytes(chance: Random, data: bytes) -> bytes:
    """Flip, cut, insert, delete, repeat or exchange bytes."""
    at, end = sorted((chance.randrange(len(data) + 1), chance.randrange(len(data) + 1)))
    ways: Sequence[Callable[[], bytes]] = (
        lambda: _flipped(chance, data),
        lambda: data[:at],
        lambda: data[:at] + data[end:],
        lambda: data[:at] + chance.randbytes(chance.randrange(1, 9)) + data[at:],
        lambda: data[:at] + data[at:end] * 2 + data[end:],
        lambda: data[:at] + bytes(min(end - at, 64)) + data[min(at + 64, end) :],
        lambda: data[:at] + (1 << chance.randrange(32)).to_bytes(4, "big") + data[at + 4 :],
        lambda: data[:at] + (1 << chance.randrange(32)).to_bytes(4, "little") + data[at + 4 :],
        lambda: data[end:] + data[:end],
    )
    return chance.choice(ways)()


def _flipped(chance: Random, data: bytes) -> bytes:
    made = bytearray(data)
    for _ in range(chance.choice((1, 1, 3, 20))):
        made[chance.randrange(len(made))] ^= 1 << chance.randrange(8)
    return bytes(made)


def _tokens(chance: Random, data: bytes) -> bytes:
    """Exchange, repeat or drop words and signs."""
    tokens = _TOKEN.findall(data)
    if len(tokens) < 2:
        return data + b"x"
    for _ in range(chance.choice((1, 2, 5))):
        one, other = chance.randrange(len(tokens)), chance.randrange(len(tokens))
        match chance.randrange(4):
            case 0:
                tokens[one], tokens[other] = tokens[other], tokens[one]
            case 1:
                tokens.insert(one, tokens[other] * chance.choice((1, 2, 1_000)))
            case 2:
                tokens[one] = b""
            case _:
                tokens[one] = tokens[other]
    return b"".join(tokens)


def _json(chance: Random, sound: bytes) -> bytes:
    try:
        value = json.loads(sound)
    except ValueError:
        return _bytes(chance, sound)
    for _ in range(chance.choice((1, 1, 2, 3))):
        value = _spoilt(chance, value)
    return json.dumps(value, ensure_ascii=chance.random() < 0.5).encode("utf-8", "surrogatepass")


def _spoilt(chance: Random, top: Any) -> Any:
    """Put something odd, or something of another place, into some place of a value."""
    value, elsewhere = top, _some_part(chance, top)
    while isinstance(value, list | dict) and value:
        key = chance.choice(list(value) if isinstance(value, dict) else range(len(value)))
        inner = value[key]
        if isinstance(inner, list | dict) and inner and chance.random() < 0.75:
            value = inner
            continue
        match chance.randrange(6):
            case 0:
                del value[key]
            case 1 if isinstance(value, list):
                value.extend(copy.deepcopy([inner] * chance.choice((1, 2, 300))))
            case 2 if isinstance(value, dict):
                value[chance.choice(("extra", "", "\0", "id", "name", "key" * 99))] = copy.deepcopy(chance.choice(ODD))
            case 3:
                value[key] = copy.deepcopy(elsewhere)
            case 4 if isinstance(inner, str):
                value[key] = chance.choice(
                    (inner * 2, inner[::-1], inner + "\0", inner[: len(inner) // 2], f" {inner}")
                )
            case _:
                value[key] = copy.deepcopy(chance.choice(ODD))
        return top
    return chance.choice(ODD)


def _some_part(chance: Random, value: Any) -> Any:
    while isinstance(value, list | dict) and value and chance.random() < 0.8:
        value = chance.choice(list(value.values()) if isinstance(value, dict) else value)
    return value


def _toml(chance: Random, sound: bytes) -> bytes:
    """Exchange values, or repeat and drop whole tables; nearly always still TOML."""
    text = sound.decode()
    lines = list(_TOML_VALUE.finditer(text))
    if not lines:
        return _tokens(chance, sound)
    one, other = chance.choice(lines), chance.choice(lines)
    match chance.randrange(4):
        case 0:
            made = text[: one.start(2)] + chance.choice(_TOML_ODD) + text[one.end(2) :]
        case 1:
            made = text[: one.start(2)] + other[2] + text[one.end(2) :]
        case 2:
            made = text[: one.start()] + text[one.end() :]
        case _:
            blocks = re.split(r"(?m)^(?=\[)", text)
            at = chance.randrange(len(blocks))
            made = "".join(blocks[:at] + blocks[at : at + 1] * chance.choice((0, 2, 30)) + blocks[at + 1 :])
    try:
        tomllib.loads(made)
    except (ValueError, RecursionError):
        if chance.random() < 0.7:  # mostly those are wanted that get past the parser
            return _toml(chance, sound)
    return made.encode()


def _packed(chance: Random, sound: bytes) -> bytes:
    """Damage one file inside a workbook and pack it again."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sound)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        names = source.namelist()
        spoilt = chance.choice(names)
        for name in names:
            data = source.read(name)
            if name == spoilt:
                data = chance.choice((_tokens, _bytes))(chance, data)
            if name != spoilt or chance.random() < 0.95:
                target.writestr(name if chance.random() < 0.99 else f"../{name}", data)
    return made.getvalue()
