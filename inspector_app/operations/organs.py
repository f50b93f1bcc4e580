# SPDX-License-Identifier: MulanPSL-2.0
"""The organ's profile, its officers, and the first number blocks of a stand-alone unit."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from inspector_app.domain import texts
from inspector_app.domain.change import Done, Op
from inspector_app.domain.organ import EnforcementPower, Officer, Organ, OrganSector, OrganStanding, SerialMode
from inspector_app.domain.problems import Problem, ProblemCode, Refused, Severity, refuse
from inspector_app.domain.toml_text import TomlWrong, read_toml_bytes
from inspector_app.law.sectors import sector_of
from inspector_app.operations.files import read_small_file
from inspector_app.storage import organs
from inspector_app.workspace import Step, Workspace

CERTIFICATE_LENGTHS = range(5, 31)  # the coding rule is not verified (handbook 6.6): only nonsense is refused
FILE_LIMIT = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganDraft:
    """What a person says about the organ."""

    name: str
    short_name: str
    review_organ: str = ""
    court: str = ""
    numbering_word: str = "应急"
    enforcement_power: EnforcementPower = EnforcementPower.FULL
    address: str = ""
    phone: str = ""
    region_code: str = ""
    is_demo: bool = False
    sector: OrganSector | None = None  # None: as the name says
    standing: OrganStanding | None = None
    serial_mode: SerialMode = SerialMode.PER_FORM


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerDraft:
    """What a person says about an officer."""

    name: str
    certificate_no: str
    unit: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    is_active: bool = True


def set_organ(ws: Workspace, draft: OrganDraft) -> Done[Organ]:
    """Set or amend the organ. Refuses missing names and too long texts."""
    with ws.operation(Op.SET_ORGAN) as step:
        organ = set_organ_in(ws, step, draft)
    return Done(value=organ, changes=step.changes)


def set_organ_in(ws: Workspace, step: Step, draft: OrganDraft) -> Organ:
    """Set the organ inside an open operation; department and standing are read off its name if not said."""
    draft = texts.with_cleaned(draft, _TEXTS)
    refuse(organ_problems(draft))
    sector, standing = sector_of(ws.law.sectors, draft.name)
    if draft.enforcement_power is EnforcementPower.NONE and draft.sector is None:
        sector, standing = OrganSector.TOWNSHIP, OrganStanding.TOWNSHIP  # handbook 1.8: only townships have none
    draft = dataclasses.replace(draft, sector=draft.sector or sector, standing=draft.standing or standing)
    known = organs.get_organ(step.db)
    organ = Organ(id=known.id if known else step.new_id(), **_fields(draft))  # type: ignore[arg-type]
    organs.put_organ(step.db, organ)
    return organ


_TEXTS = ("name", "short_name", "review_organ", "court", "numbering_word", "address", "phone", "region_code")


def organ_problems(draft: OrganDraft) -> tuple[Problem, ...]:
    """Say what is wrong with an organ's profile."""
    missing = [n for n in ("name", "short_name", "numbering_word") if not getattr(draft, n).strip()]
    found = [Problem(code=ProblemCode.VALUE_MISSING, where=n, fields={"field": n}) for n in missing]
    for name in _TEXTS:
        found.extend(texts.problems_of(getattr(draft, name), name))
    return tuple(found)


def add_officer(ws: Workspace, draft: OfficerDraft) -> Done[Officer]:
    """Put an officer on the roster. Refuses OFFICER_DUPLICATE, CERTIFICATE_LENGTH, VALUE_MISSING."""
    with ws.operation(Op.ADD_OFFICER) as step:
        officer = add_officer_in(step, draft)
    return Done(value=officer, changes=step.changes)


def add_officer_in(step: Step, draft: OfficerDraft) -> Officer:
    """Put an officer on the roster inside an open operation."""
    draft = _cleaned(draft)
    refuse(officer_problems(draft))
    _refuse_twin(organs.find_officer(step.db, draft.certificate_no))
    officer = Officer(id=step.new_id(), **_fields(draft))  # type: ignore[arg-type]
    organs.put_officer(step.db, officer)
    return officer


def amend_officer(ws: Workspace, officer_id: str, draft: OfficerDraft) -> Done[Officer]:
    """Change an officer's entry. Refuses like `add_officer`, and NOT_FOUND."""
    draft = _cleaned(draft)
    with ws.operation(Op.AMEND_OFFICER) as step:
        refuse(officer_problems(draft))
        if organs.get_officer(step.db, officer_id) is None:
            refuse([Problem(code=ProblemCode.NOT_FOUND, fields={"kind": "officer", "id": officer_id})])
        twin = organs.find_officer(step.db, draft.certificate_no)
        _refuse_twin(twin if twin and twin.id != officer_id else None)
        officer = Officer(id=officer_id, **_fields(draft))  # type: ignore[arg-type]
        organs.put_officer(step.db, officer)
    return Done(value=officer, changes=step.changes)


def _refuse_twin(twin: Officer | None) -> None:
    if twin is not None:
        fields = {"name": twin.name, "certificate_no": twin.certificate_no}
        refuse([Problem(code=ProblemCode.OFFICER_DUPLICATE, where="certificate_no", fields=fields)])


def _cleaned(draft: OfficerDraft) -> OfficerDraft:
    return texts.with_cleaned(draft, ("name", "certificate_no", "unit"))


def _fields(draft: OrganDraft | OfficerDraft) -> dict[str, object]:
    return {f.name: getattr(draft, f.name) for f in dataclasses.fields(draft)}


def officer_problems(draft: OfficerDraft) -> tuple[Problem, ...]:
    """Say what is wrong with an officer's entry."""
    found = [
        Problem(code=ProblemCode.VALUE_MISSING, where=n, fields={"field": n})
        for n in ("name", "certificate_no")
        if not getattr(draft, n).strip()
    ]
    for name in ("name", "certificate_no", "unit"):
        found.extend(texts.problems_of(getattr(draft, name), name))
    if draft.certificate_no and len(draft.certificate_no) not in CERTIFICATE_LENGTHS:
        fields = {"found": draft.certificate_no[:40]}
        found.append(Problem(code=ProblemCode.CERTIFICATE_LENGTH, where="certificate_no", fields=fields))
    if draft.valid_from and draft.valid_to and draft.valid_from > draft.valid_to:
        fields = {"earlier": draft.valid_from.isoformat(), "later": draft.valid_to.isoformat()}
        found.append(Problem(code=ProblemCode.TIME_ORDER, where="valid_to", fields=fields))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class OrganFile:
    """What an ORGAN.toml says; `warnings` name keys that this version does not know."""

    organ: OrganDraft
    officers: tuple[OfficerDraft, ...]
    warnings: tuple[Problem, ...]


_WORDS: Mapping[str, type[StrEnum]] = {
    kind.__name__: kind for kind in (EnforcementPower, OrganSector, OrganStanding, SerialMode)
}
ALIASES = {"number_word": "numbering_word", "power": "enforcement_power"}


def read_organ_file(path: Path) -> OrganFile:
    """Read an ORGAN.toml (docs/cli.md); refuses with all faults at once."""
    data = read_small_file(path, FILE_LIMIT)
    try:
        raw = read_toml_bytes(data)
    except TomlWrong as wrong:
        fields = {"path": str(path), "line": str(wrong.line) if wrong.line else "", "reason": wrong.reason}
        raise Refused([Problem(code=ProblemCode.SYNTAX_WRONG, where=path.name, fields=fields)]) from wrong
    nested = raw.pop("organ", {})
    people = raw.pop("officers", [])
    top = {**raw, **(nested if isinstance(nested, Mapping) else {})}
    faults: list[Problem] = []
    warnings: list[Problem] = []
    organ = _typed(top, OrganDraft, ("name", "short_name"), "$", faults, warnings)
    officers = []
    for n, person in enumerate(people if isinstance(people, list) else [people]):
        officers.append(_typed(person, OfficerDraft, ("name", "certificate_no"), f"$.officers[{n}]", faults, warnings))
    refuse(faults)
    made = tuple(OfficerDraft(**o) for o in officers)  # type: ignore[arg-type]
    drafted = OrganDraft(**organ)  # type: ignore[arg-type]
    faults.extend(dataclasses.replace(p, where=f"$.{p.where}") for p in organ_problems(drafted))
    for n, officer in enumerate(made):
        faults.extend(dataclasses.replace(p, where=f"$.officers[{n}].{p.where}") for p in officer_problems(officer))
    refuse(faults)
    return OrganFile(drafted, made, tuple(warnings))


def _typed(
    raw: object, shape: type, required: tuple[str, ...], where: str, faults: list[Problem], warnings: list[Problem]
) -> dict[str, object]:
    if not isinstance(raw, Mapping):
        fields = {"field": where, "expected": "table", "found": type(raw).__name__}
        faults.append(Problem(code=ProblemCode.VALUE_WRONG_TYPE, where=where, fields=fields))
        return {}
    values: dict[str, object] = {}
    kinds = {f.name: str(f.type) for f in dataclasses.fields(shape)}
    for key, value in raw.items():
        name = ALIASES.get(str(key), str(key))
        place = f"{where}.{key}"
        if name not in kinds:
            code = ProblemCode.VALUE_UNKNOWN_KEY
            warnings.append(Problem(code=code, where=place, fields={"field": str(key)}, severity=Severity.WARN))
            continue
        fitted, problem = _fitted(value, kinds[name], name, place)
        if problem is not None:
            faults.append(problem)
        else:
            values[name] = fitted
    faults.extend(
        Problem(code=ProblemCode.VALUE_MISSING, where=f"{where}.{n}", fields={"field": n})
        for n in required
        if n not in values and not any(p.where == f"{where}.{n}" for p in faults)
    )
    return values


def _fitted(value: object, kind: str, name: str, where: str) -> tuple[object, Problem | None]:
    words = _WORDS.get(kind.partition(" ")[0])
    if words is not None:
        if value in tuple(words):
            return words(str(value)), None
        fields = {"field": name, "found": str(value)[:40], "allowed": ", ".join(words)}
        return None, Problem(code=ProblemCode.VALUE_NOT_ALLOWED, where=where, fields=fields)
    if "date" in kind and isinstance(value, str):
        try:
            return date.fromisoformat(value), None
        except ValueError:
            fields = {"field": name, "found": value[:40]}
            return None, Problem(code=ProblemCode.DATE_WRONG, where=where, fields=fields)
    expected = {"str": str, "bool": bool}.get(kind, date)
    if isinstance(value, expected):
        return value, None
    fields = {"field": name, "expected": expected.__name__, "found": type(value).__name__}
    return None, Problem(code=ProblemCode.VALUE_WRONG_TYPE, where=where, fields=fields)
