# SPDX-License-Identifier: MulanPSL-2.0
"""The frozen content of a document, read back from its canonical JSON into the blocks that are printed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from enum import StrEnum
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from inspector_app.documents.blocks import Block, DocumentContent
from inspector_app.domain.problems import Problem, ProblemCode, Refused

_KINDS: Mapping[str, type] = {
    str(field.default): block for block in get_args(Block) for field in fields(block) if field.name == "kind"
}


def read_content(text: str, name: str = "") -> DocumentContent:
    """Read the content of a document. Refuses FILE_CHANGED for what no program of ours wrote."""
    try:
        made = _read(DocumentContent, json.loads(text))
    except (ValueError, KeyError, TypeError) as error:
        fields_ = {"name": name, "sha256": ""}
        raise Refused([Problem(code=ProblemCode.FILE_CHANGED, where=name, fields=fields_)]) from error
    assert isinstance(made, DocumentContent)
    return made


def _read(kind: Any, value: Any) -> Any:
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        options = get_args(kind)
        if value is None:
            return None
        if isinstance(value, dict) and "kind" in value:
            return _read(_KINDS[value["kind"]], value)
        return _read(next(option for option in options if option is not type(None)), value)
    if origin is tuple:
        of = get_args(kind)
        if len(of) == 2 and of[1] is Ellipsis:
            return tuple(_read(of[0], part) for part in value)
        return tuple(_read(one, part) for one, part in zip(of, value, strict=True))
    if isinstance(kind, type) and is_dataclass(kind):
        hints = get_type_hints(kind)
        given = {f.name: _read(hints[f.name], value[f.name]) for f in fields(kind) if f.init and f.name in value}
        return kind(**given)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind(value)
    return value
