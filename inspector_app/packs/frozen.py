# SPDX-License-Identifier: MulanPSL-2.0
"""A pack as bytes that never change: what an inspection keeps, and what the pack's hash is the hash of."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Any

from inspector_app.domain.checklist import (
    ChecklistItem,
    ChecklistPack,
    Clause,
    DeadlineClass,
    ItemGrade,
    Section,
    Verified,
)
from inspector_app.domain.problems import Problem, Refused, refuse
from inspector_app.packs.answer_fields import answer_json, left_out_json, read_extra_fields, read_left_out
from inspector_app.packs.draft import FORMAT, MAX_DAYS
from inspector_app.packs.fields import Fields
from inspector_app.packs.files import NOT_A_TABLE, NOT_UTF8, TOO_DEEP, syntax_problem

NAME = "pack.json"
_TEXTS = ("section", "applies_to", "criterion", "finding", "measure", "authority")

_Json = Mapping[str, object]


def freeze(pack: ChecklistPack) -> bytes:
    """Give the canonical JSON of the whole pack, clauses with their law's name and dates included."""
    content: _Json = {
        "format": FORMAT,
        "id": pack.id,
        "version": pack.version,
        "title": pack.title,
        "industry": pack.industry,
        "issuer": pack.issuer,
        "valid_from": _day(pack.valid_from),
        "sections": [{"name": s.name, "items": [_item(i) for i in s.items]} for s in pack.sections],
        "supersedes": pack.supersedes,
        **_extras(pack),
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8")


def _extras(pack: ChecklistPack) -> _Json:
    """Give what most packs do not have; left out where empty, so that their hash stays what it was."""
    content = {
        "origin": pack.origin,
        "data": pack.data,
        "languages": list(pack.languages),
        "default_language": pack.default_language,
        "left_out": left_out_json(pack.left_out),
    }
    return {name: value for name, value in content.items() if value}


def with_hash(pack: ChecklistPack) -> ChecklistPack:
    """Give the pack with the hash of what it holds."""
    return replace(pack, sha256=sha256(freeze(pack)).hexdigest())


def thaw(data: bytes) -> ChecklistPack:
    """Give the pack back; refuses (SYNTAX_WRONG, PACK_*) bytes that `freeze` cannot have made."""
    problems: list[Problem] = []
    top = Fields(_parsed(data), NAME, problems)
    top.format(FORMAT)
    pack = ChecklistPack(
        id=top.text("id"),
        version=top.text("version"),
        title=top.text("title"),
        industry=top.text("industry"),
        issuer=top.text("issuer"),
        valid_from=top.day_text("valid_from"),
        sections=tuple(_read_section(section) for section in top.tables("sections", required=False)),
        sha256=sha256(data).hexdigest(),
        supersedes=_read_supersedes(top),
        origin=top.text("origin", required=False),
        data=top.plain("data"),
        languages=top.texts("languages", required=False),
        default_language=top.text("default_language", required=False),
        left_out=read_left_out(top),
    )
    top.close()
    refuse(problems)
    return pack


def _parsed(data: bytes) -> _Json:
    try:
        found: object = json.loads(data.decode("utf-8"))
    except json.JSONDecodeError as error:
        raise Refused([syntax_problem(NAME, error.lineno, error.msg)]) from error
    except UnicodeDecodeError as error:
        raise Refused([syntax_problem(NAME, 1, NOT_UTF8)]) from error
    except (RecursionError, ValueError) as error:  # ValueError: a number of thousands of digits
        raise Refused([syntax_problem(NAME, 1, TOO_DEEP)]) from error
    if not isinstance(found, dict):
        raise Refused([syntax_problem(NAME, 1, NOT_A_TABLE)])
    return found


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _clause(clause: Clause) -> _Json:
    """Give a clause without its empty fields, for most are empty and a pack has hundreds of clauses."""
    content = {
        "law": clause.law,
        "name": clause.name,
        "number": clause.number,
        "clause": clause.clause,
        "verified": clause.verified.value,
        "confirmed_by": clause.confirmed_by,
        "effective_from": _day(clause.effective_from),
        "effective_to": _day(clause.effective_to),
    }
    return {name: value for name, value in content.items() if value}


def _clauses(clauses: Sequence[Clause]) -> list[_Json]:
    return [_clause(clause) for clause in clauses]


def _item(item: ChecklistItem) -> _Json:
    return {
        "code": item.code,
        "section": item.section,
        "applies_to": item.applies_to,
        "check": item.check,
        "methods": item.methods,
        "criterion": item.criterion,
        "basis": _clauses(item.basis),
        "grade": item.grade.value,
        "finding": item.finding,
        "measure": item.measure,
        "deadline_class": item.deadline_class.value,
        "deadline_days": item.deadline_days,
        "suspend": item.suspend,
        "verified": item.verified.value,
        "authority": item.authority,
        "major_ref": _clauses(item.major_ref),
        "order_basis": _clauses(item.order_basis),
        "penalty": _clauses(item.penalty),
        **answer_json(item),
    }


def _read_section(fields: Fields) -> Section:
    items = tuple(_read_item(item) for item in fields.tables("items", required=False))
    section = Section(name=fields.text("name"), items=items)
    fields.close()
    return section


def _read_item(fields: Fields) -> ChecklistItem:
    """Read one item; an imported one may lack what our own packs must have."""
    texts: dict[str, Any] = {name: fields.text(name, required=False, filled=False) for name in _TEXTS}
    rest: dict[str, Any] = read_extra_fields(fields)
    item = ChecklistItem(
        code=fields.text("code"),
        check=fields.text("check"),
        methods=fields.texts("methods", required=False),
        basis=_read_clauses(fields, "basis"),
        grade=fields.choice("grade", ItemGrade),
        deadline_class=fields.choice("deadline_class", DeadlineClass),
        deadline_days=fields.whole_number("deadline_days", 1, MAX_DAYS),
        suspend=fields.flag("suspend"),
        verified=fields.choice("verified", Verified),
        major_ref=_read_clauses(fields, "major_ref"),
        order_basis=_read_clauses(fields, "order_basis"),
        penalty=_read_clauses(fields, "penalty"),
        **texts,
        **rest,
    )
    fields.close()
    return item


def _read_clauses(fields: Fields, name: str) -> tuple[Clause, ...]:
    return tuple(_read_clause(clause) for clause in fields.tables(name, required=False))


def _read_clause(fields: Fields) -> Clause:
    clause = Clause(
        law=fields.text("law"),
        name=fields.text("name"),
        number=fields.text("number", required=False),
        clause=fields.text("clause", required=False),
        verified=fields.choice("verified", Verified),
        confirmed_by=fields.text("confirmed_by", required=False),
        effective_from=fields.day_text("effective_from"),
        effective_to=fields.day_text("effective_to"),
    )
    fields.close()
    return clause


def _read_supersedes(top: Fields) -> Mapping[str, tuple[str, ...]]:
    table = top.table("supersedes")
    return {} if table is None else {code: table.texts(code) for code in table.names()}
