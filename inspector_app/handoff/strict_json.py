# SPDX-License-Identifier: MulanPSL-2.0
"""JSON from strangers: strict, bounded in depth and size, the same for every reader."""

from __future__ import annotations

import json

DEPTH_LIMIT = 32
NUMBER_LIMIT = 1 << 53  # numbers beyond are not the same in every reader of JSON
COLUMNS_LIMIT = 1_000  # members of one object
_SMALL = 64 * 1024  # bytes; a smaller text cannot become large in memory
_TEXTS_LIMIT = 200_000  # texts in one JSON text that is not small
_OUTSIDE_LIMIT = 2 * 1024 * 1024  # bytes outside its texts


def strict(data: bytes) -> object:
    """Read one JSON value from UTF-8. Raises ValueError for everything that is not strict or too much.

    Refused are: other encodings, doubled keys, NaN and Infinity, numbers beyond ±2^53,
    nesting deeper than 32, objects of more than 1,000 members, half surrogate pairs.
    """
    _must_stay_small(data)
    try:
        value: object = _DECODER.decode(data.decode("utf-8"))
    except RecursionError as error:
        raise ValueError("depth") from error
    _must_be_plain(value)
    if b"\\u" in data:  # UTF-8 itself cannot spell half a surrogate pair, an escape can
        json.dumps(value, ensure_ascii=False).encode()
    return value


def _must_stay_small(data: bytes) -> None:
    """Count texts and what is outside them, so that a large input cannot become a far larger heap of small values."""
    if len(data) <= _SMALL:
        return
    bare = data.replace(b"\\\\", b"").replace(b'\\"', b"")
    if bare.count(b'"') > 2 * _TEXTS_LIMIT:
        raise ValueError("too many texts")
    if sum(len(part) for part in bare.split(b'"')[::2]) > _OUTSIDE_LIMIT:
        raise ValueError("too many values")


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError("doubled key")
    if len(pairs) > COLUMNS_LIMIT:
        raise ValueError("too many members")
    return made


def _no_constant(name: str) -> object:
    raise ValueError(name)


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_no_constant)


def _must_be_plain(value: object) -> None:
    level: list[object] = [value]
    for depth in range(1, DEPTH_LIMIT + 2):
        inner: list[object] = []
        for found in level:
            if depth > DEPTH_LIMIT and isinstance(found, list | dict):
                raise ValueError("depth")
            if isinstance(found, list):
                inner += [part for part in found if type(part) is not str]
            elif isinstance(found, dict):
                inner += [part for part in found.values() if type(part) is not str]
            elif isinstance(found, int | float) and not abs(found) <= NUMBER_LIMIT:
                raise ValueError("number too large")
        level = inner
