# SPDX-License-Identifier: MulanPSL-2.0
"""A re-inspection as a file (RECORD.json of `reinspect`, docs/reinspection-format.md).

Everything wrong with the file itself is found here; what needs the order is found by `operations.reinspections`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from inspector_app.domain import texts
from inspector_app.domain.document import Verdict
from inspector_app.domain.inspection import Participant, PersonRole
from inspector_app.domain.json_fields import Fields, parse_json
from inspector_app.domain.problems import Problem, ProblemCode

MAX_BYTES = 5_000_000
MAX_ENTRIES = 1000
MAX_LINE_DIGITS = 4
PATH_LIMIT = 4096
_PERSON_TEXTS = ("title", "unit", "phone")


@dataclass(frozen=True, slots=True, kw_only=True)
class LineVerdict:
    """What was found of one line of the order, counted from 1."""

    line: int
    verdict: Verdict
    fact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReinspectionDraft:
    """What a person enters of one round; with `all_done` every open line that is not named is 已整改."""

    document_id: str
    started_at: datetime
    finished_at: datetime
    people: tuple[Participant, ...]
    verdicts: tuple[LineVerdict, ...] = ()
    all_done: bool = False
    place: str = ""
    opinion: str = ""
    party_remark: str = ""
    photo_taker: str = ""  # who took the photos of this round; never guessed

    @property
    def officers(self) -> tuple[Participant, ...]:
        """Those who looked again, as listed."""
        return tuple(p for p in self.people if p.role is PersonRole.OFFICER)


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoNames:
    """The photos that one verdict names: paths, looked up from the folder of the file."""

    where: str
    photos: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReinspectionFile:
    """The file's content. An officer may be named by certificate number or name alone: then `name` is empty."""

    draft: ReinspectionDraft
    where: Mapping[int, str] = field(default_factory=dict)  # the path of each line's verdict in the file
    photos: Mapping[int, PhotoNames] = field(default_factory=dict)  # by line


def read_reinspection_file(data: bytes, name: str) -> tuple[ReinspectionFile | None, tuple[Problem, ...]]:
    """Read the file's bytes: every fault with its path. There is no content where a time is faulty."""
    raw, faults = parse_json(data, name)
    if faults:
        return None, faults
    problems: list[Problem] = []
    top = Fields(raw, "$", problems)
    if problems:  # not an object at all
        return None, tuple(problems)
    document = top.text("document", required=True)
    started_at, finished_at = top.instant("started_at"), top.instant("finished_at")
    people = _people(top)
    all_done = top.flag("all_done")
    verdicts, where, photos = _verdicts(top, all_done=all_done)
    words = {name: top.text(name) for name in ("place", "photo_taker")}
    words |= {n: top.text(n, limit=texts.LONG_LIMIT) for n in ("opinion", "party_remark")}
    top.close()
    if started_at is None or finished_at is None:
        return None, tuple(problems)
    draft = ReinspectionDraft(
        document_id=document, started_at=started_at, finished_at=finished_at, people=people, verdicts=verdicts,
        all_done=all_done, **words,
    )  # fmt: skip
    return ReinspectionFile(draft=draft, where=where, photos=photos), tuple(problems)


def _people(top: Fields) -> tuple[Participant, ...]:
    officers = [_officer(top, n, value) for n, value in enumerate(_bounded(top, "officers", required=True))]
    people = [*officers]
    accompanying = top.record("accompanied_by")
    if accompanying is not None:
        people.append(_person(accompanying, PersonRole.ACCOMPANYING))
    for role, name in ((PersonRole.EXPERT, "experts"), (PersonRole.WITNESS, "witnesses")):
        people += [_named(top, name, n, value, role) for n, value in enumerate(_bounded(top, name))]
    return tuple(people)


def _officer(top: Fields, n: int, value: object) -> Participant:
    """Take an officer: an object, or a text that the roster knows (certificate number, or name)."""
    if isinstance(value, str):
        holder = Fields({"name": value}, f"$.officers[{n}]", top.problems)
        return Participant(role=PersonRole.OFFICER, name="", certificate_no=holder.text("name", required=True))
    table = Fields(value, f"$.officers[{n}]", top.problems)
    return _person(table, PersonRole.OFFICER)


def _named(top: Fields, name: str, n: int, value: object, role: PersonRole) -> Participant:
    path = f"{top.where(name)}[{n}]"
    return _person(Fields({"name": value} if isinstance(value, str) else value, path, top.problems), role)


def _person(table: Fields, role: PersonRole) -> Participant:
    person = Participant(
        role=role,
        name=table.text("name", required=True),
        certificate_no=table.text("certificate_no") if role is PersonRole.OFFICER else "",
        **{n: table.text(n) for n in _PERSON_TEXTS},
    )
    table.close()
    return person


def _verdicts(top: Fields, *, all_done: bool) -> tuple[tuple[LineVerdict, ...], dict[int, str], dict[int, PhotoNames]]:
    found: list[LineVerdict] = []
    where: dict[int, str] = {}
    photos: dict[int, PhotoNames] = {}
    entries = _bounded(top, "verdicts", required=not all_done)
    for n, value in enumerate(entries):
        table = Fields(value, f"$.verdicts[{n}]", top.problems)
        line = _line(table)
        verdict = table.choice("verdict", [v.value for v in Verdict])
        fact = table.text("fact", limit=texts.LONG_LIMIT)
        names = table.texts("photos", limit=PATH_LIMIT)
        table.close()
        if line in where:
            fields = {"found": str(line), "allowed": where[line]}
            top.note(ProblemCode.VALUE_NOT_ALLOWED, table.where("line"), **fields)
        if not line or not verdict:
            continue
        where.setdefault(line, table.path)
        photos.setdefault(line, PhotoNames(where=table.path, photos=names))
        found.append(LineVerdict(line=line, verdict=Verdict(verdict), fact=fact))
    return tuple(found), where, photos


def _line(table: Fields) -> int:
    if not table.has("line"):
        table.note(ProblemCode.VALUE_MISSING, table.where("line"))
        return 0
    text = table.amount("line", places=0)
    number = int(text) if text and len(text) <= MAX_LINE_DIGITS else 0
    if text and not number:
        table.note(ProblemCode.VALUE_NOT_ALLOWED, table.where("line"), found=text, allowed="1-9999")
    return number


def _bounded(top: Fields, name: str, *, required: bool = False) -> tuple[object, ...]:
    values = top.array(name, required=required)
    if len(values) > MAX_ENTRIES:
        fields = {"found": str(len(values)), "allowed": f"0-{MAX_ENTRIES}"}
        top.note(ProblemCode.VALUE_NOT_ALLOWED, top.where(name), **fields)
        return ()
    return tuple(values)
