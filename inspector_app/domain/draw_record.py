# SPDX-License-Identifier: MulanPSL-2.0
"""The record of a draw: canonical JSON that holds both lists, the conditions, the seed and the result.

From it alone anybody can recompute the draw (docs/draw-record-format.md). `verify_record` does so and names the first
thing that does not fit.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from inspector_app.domain.draw import ALGORITHM
from inspector_app.domain.draw_conditions import Exclusion, conditions_from, quotas_of
from inspector_app.domain.draw_lists import (
    ListedObject,
    ListedOfficer,
    read_objects,
    read_officers,
    sha256_of,
)
from inspector_app.domain.draw_rank import CannotDraw, DrawBases, Drawing, PickKind, RankedPick

FORMAT = "inspector-app draw record"
VERSION = 1

Json = dict[str, Any]
# What reading another's record ends in where it is not shaped like one; 1e999 for a count is an OverflowError.
_ODD = (KeyError, TypeError, ValueError, AttributeError, IndexError, OverflowError, RecursionError)


class Difference(StrEnum):
    """What does not fit in a record, in the order in which it is looked for."""

    NONE = "same"
    UNREADABLE = "unreadable"  # not such a record, or not in its canonical form
    ALGORITHM = "algorithm"  # not one that this program knows
    OBJECTS = "objects"  # the list of units was changed
    OFFICERS = "officers"  # the list of officers was changed
    COUNT = "count"  # a stated number is not the number there is
    CONDITIONS = "conditions"  # strata, exclusions, avoidance, people or times of the freezing were changed
    SEED = "seed"
    RESULT = "result"  # recomputing gives another result
    TEXT = "text"  # something else in the record was changed: witness, source, times, reasons
    PAPER = "paper"  # the record agrees with itself, but is not the one whose hash was given


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """What recomputing a record gave. `place`, `stated` and `found` say where it differs; empty when all is right."""

    difference: Difference
    place: str = ""
    stated: str = ""
    found: str = ""
    file_sha256: str = ""
    name: str = ""
    seed: str = ""
    objects: int = 0
    officers: int = 0
    picks: int = 0
    result_sha256: str = ""

    @property
    def is_right(self) -> bool:
        """Whether the record was recomputed without any difference."""
        return self.difference is Difference.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class PickNote:
    """Why and when a pick came to be; reasons only for replacements."""

    at: str
    reason: str = ""
    person: str = ""
    officer: str = ""  # the one who was replaced


def canonical(value: object) -> str:
    """Give JSON in the one form that is hashed: keys sorted, no blanks, letters as they are."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def frozen_part(
    facts: Mapping[str, object], conditions: Mapping[str, object], objects: str, officers: str, counts: Sequence[int]
) -> Json:
    """Make the part that is fixed before the seed is known; `counts`: units, of them drawable, officers, drawable."""
    return {
        **facts, "algorithm": ALGORITHM, "conditions": dict(conditions),
        "objects": {"sha256": sha256_of(objects), "count": counts[0], "drawable": counts[1]},
        "officers": {"sha256": sha256_of(officers), "count": counts[2], "drawable": counts[3]},
    }  # fmt: skip


def frozen_hash(frozen: Mapping[str, object]) -> str:
    """Give the hash of the frozen part: printed and signed before the seed is entered."""
    return sha256_of(canonical(frozen))


def bases_of(
    frozen: Mapping[str, Any], objects: Sequence[ListedObject], officers: Sequence[ListedOfficer]
) -> DrawBases:
    """Give what the draw is made from: the frozen part with its lists."""
    conditions = conditions_from(frozen["conditions"])
    return DrawBases(
        objects={row.id: row.stratum for row in objects if not row.excluded},
        officers=[row.id for row in officers if not row.excluded],
        quotas=dict(conditions.quotas),
        per_unit=frozen["per_unit"],
        avoided=frozenset((a.officer_id, a.enterprise_id) for a in conditions.avoidances if a.enterprise_id),
    )


def result_entry(
    pick: RankedPick, note: PickNote, objects: Mapping[str, ListedObject], officers: Mapping[str, ListedOfficer]
) -> Json:
    """Make one line of the result."""
    unit = objects[pick.object_id]
    people = [officers[name] for name in pick.officers]
    return {
        "ordinal": pick.ordinal, "stratum": pick.stratum, "rank": pick.rank, "id": unit.id, "name": unit.name,
        "credit_code": unit.credit_code, "digest": pick.digest,
        "officers": [{"id": o.id, "name": o.name, "certificate_no": o.certificate_no} for o in people],
        "kind": pick.kind.value, "replaces": pick.replaces, "officer": note.officer, "reason": note.reason,
        "at": note.at, "person": note.person,
    }  # fmt: skip


def sealed(frozen: Json, seed: Json, drawn_at: str, result: Sequence[Json], objects: str, officers: str) -> bytes:
    """Give the whole record as the bytes of its file."""
    record: Json = {
        "format": FORMAT, "version": VERSION, "frozen": frozen, "frozen_sha256": frozen_hash(frozen), "seed": seed,
        "drawn_at": drawn_at, "result": list(result), "result_sha256": sha256_of(canonical(list(result))),
        "objects_csv": objects, "officers_csv": officers,
    }  # fmt: skip
    record["sha256"] = sha256_of(canonical(record))
    return f"{canonical(record)}\n".encode()


def seed_part(text: str, source: str, witness: str, recorded_at: str) -> Json:
    """Make the part about the seed."""
    return {
        "text": text, "sha256": sha256_of(text), "source": source, "witness": witness, "recorded_at": recorded_at,
    }  # fmt: skip


def parsed_record(data: bytes) -> Json:
    """Read a record without looking whether it is right. Raises ValueError when it is none."""
    try:
        return _parsed(data)
    except _Differs as error:
        raise ValueError("record") from error


def replayed(bases: DrawBases, seed: str, result: Sequence[Mapping[str, Any]]) -> Drawing:
    """Draw anew, with the replacements that a result lists, in its order. Raises CannotDraw, ValueError."""
    drawing = Drawing(bases, seed)
    drawing.draw()
    for entry in result[len(drawing.picks) :]:
        at = entry["replaces"]
        if not isinstance(at, int) or not 1 <= at <= len(drawing.picks) or drawing.is_replaced(at):
            raise ValueError("replaces")
        if entry["kind"] == PickKind.UNIT:
            drawing.replace_unit(at)
        elif entry["kind"] == PickKind.OFFICER and entry["officer"] in drawing.picks[at - 1].officers:
            drawing.replace_officer(at, entry["officer"])
        else:
            raise ValueError("kind")
    return drawing


# Verifying --------------------------------------------------------------------------------------------------


class _Differs(Exception):
    def __init__(self, difference: Difference, place: str = "", stated: object = "", found: object = "") -> None:
        super().__init__(difference)
        self.difference = difference
        self.place = place
        self.stated, self.found = str(stated), str(found)


def verify_record(data: bytes, *, paper_sha256: str = "") -> Verification:
    """Recompute a draw from its record alone, and name the first difference.

    `paper_sha256` is the hash of the record's file as a signed paper has it: then a record that was rewritten
    consistently is found out too.
    """
    name = hashlib.sha256(data).hexdigest()
    try:
        record = _parsed(data)
        shown = _facts(record)
    except (_Differs, *_ODD):
        return Verification(difference=Difference.UNREADABLE, file_sha256=name)
    try:
        _verify(record, data)
        if paper_sha256 and paper_sha256.strip().lower() != name:
            raise _Differs(Difference.PAPER, "sha256", paper_sha256.strip().lower(), name)
    except _Differs as found:
        return Verification(
            difference=found.difference, place=found.place, stated=found.stated, found=found.found, file_sha256=name,
            **shown,
        )  # fmt: skip
    except _ODD:
        return Verification(difference=Difference.UNREADABLE, file_sha256=name, **shown)
    return Verification(difference=Difference.NONE, file_sha256=name, **shown)


def _parsed(data: bytes) -> Json:
    try:
        record = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise _Differs(Difference.UNREADABLE) from error
    if not isinstance(record, dict) or record["format"] != FORMAT:
        raise _Differs(Difference.UNREADABLE)
    return record


def _facts(record: Json) -> Json:
    """Give what is said of a record whether it is right or not."""
    frozen = record["frozen"]
    return {
        "name": str(frozen["name"]), "seed": str(record["seed"]["text"]), "objects": int(frozen["objects"]["count"]),
        "officers": int(frozen["officers"]["count"]), "picks": len(record["result"]),
        "result_sha256": str(record["result_sha256"]),
    }  # fmt: skip


def _verify(record: Json, data: bytes) -> None:
    frozen = record["frozen"]
    if record["version"] != VERSION or frozen["algorithm"] != ALGORITHM:
        raise _Differs(Difference.ALGORITHM, "algorithm", frozen["algorithm"], ALGORITHM)
    objects, officers = _lists(record)
    _verify_conditions(record, objects, officers)
    seed = record["seed"]
    _equal(Difference.SEED, "seed.sha256", seed["sha256"], sha256_of(seed["text"]))
    _verify_result(record, objects, officers)
    rest = {key: value for key, value in record.items() if key != "sha256"}
    _equal(Difference.TEXT, "sha256", record["sha256"], sha256_of(canonical(rest)))
    if data != f"{canonical(record)}\n".encode():
        raise _Differs(Difference.UNREADABLE, "canonical")


def _equal(difference: Difference, place: str, stated: object, found: object) -> None:
    if stated != found:
        raise _Differs(difference, place, stated, found)


def _lists(record: Json) -> tuple[tuple[ListedObject, ...], tuple[ListedOfficer, ...]]:
    """Read both lists, each against its hash and its count."""
    stated = record["frozen"]
    _equal(Difference.OBJECTS, "objects.sha256", stated["objects"]["sha256"], sha256_of(record["objects_csv"]))
    try:
        objects = read_objects(record["objects_csv"])
    except ValueError as error:
        raise _Differs(Difference.OBJECTS, str(error)) from error
    _equal(Difference.COUNT, "objects.count", stated["objects"]["count"], len(objects))
    drawable = sum(not row.excluded for row in objects)
    _equal(Difference.COUNT, "objects.drawable", stated["objects"]["drawable"], drawable)
    _equal(Difference.OFFICERS, "officers.sha256", stated["officers"]["sha256"], sha256_of(record["officers_csv"]))
    try:
        officers = read_officers(record["officers_csv"])
    except ValueError as error:
        raise _Differs(Difference.OFFICERS, str(error)) from error
    _equal(Difference.COUNT, "officers.count", stated["officers"]["count"], len(officers))
    drawable = sum(not row.excluded for row in officers)
    _equal(Difference.COUNT, "officers.drawable", stated["officers"]["drawable"], drawable)
    return objects, officers


def _verify_conditions(record: Json, objects: Sequence[ListedObject], officers: Sequence[ListedOfficer]) -> None:
    """Check the frozen part's hash, and that numbers and exclusions follow from the rules."""
    frozen = record["frozen"]
    _equal(Difference.CONDITIONS, "frozen_sha256", record["frozen_sha256"], frozen_hash(frozen))
    conditions = conditions_from(frozen["conditions"])
    sizes: dict[str, int] = {}
    for row in objects:
        if not row.excluded:
            sizes[row.stratum] = sizes.get(row.stratum, 0) + 1
    quotas = quotas_of(conditions.strata, conditions.wanted, sizes)
    _equal(Difference.CONDITIONS, "quotas", conditions.quotas, quotas)
    for reason, people in _excluded_people(frozen, officers):
        _equal(Difference.CONDITIONS, reason, "", "、".join(people))


def _excluded_people(
    frozen: Mapping[str, Any], officers: Sequence[ListedOfficer]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Name those who draw, supervise or avoid everything, and could be drawn all the same."""
    listed = {row.id: row for row in officers}
    avoiding = {a["officer_id"] for a in frozen["conditions"]["avoidances"] if not a["enterprise_id"]}
    for key, ids in (
        (Exclusion.OPERATOR.value, frozen["operator_ids"]), (Exclusion.SUPERVISOR.value, frozen["supervisor_ids"]),
        (Exclusion.AVOIDS.value, sorted(avoiding)),
    ):  # fmt: skip
        found = tuple(listed[name].name for name in ids if name in listed and not listed[name].excluded)
        if found:
            yield key, found


def _verify_result(record: Json, objects: Sequence[ListedObject], officers: Sequence[ListedOfficer]) -> None:
    result = record["result"]
    bases = bases_of(record["frozen"], objects, officers)
    total = sum(bases.quotas.values())
    if len(result) < total:
        raise _Differs(Difference.COUNT, "result", len(result), total)
    try:
        drawing = replayed(bases, record["seed"]["text"], result)
    except (CannotDraw, ValueError, KeyError, TypeError) as error:
        raise _Differs(Difference.RESULT, "replacements") from error
    by_id, people = {row.id: row for row in objects}, {row.id: row for row in officers}
    for entry, pick in zip(result, drawing.picks, strict=True):
        note = PickNote(
            at=entry["at"], reason=entry["reason"], person=entry["person"], officer=entry["officer"]
        )  # fmt: skip
        again = result_entry(pick, note, by_id, people)
        if entry != again:
            name = next((key for key in again if entry.get(key) != again[key]), "keys")
            place = f"result[{pick.ordinal}].{name}"
            raise _Differs(Difference.RESULT, place, canonical(entry.get(name)), canonical(again.get(name)))
        if pick.kind is not PickKind.DRAWN and not note.reason:
            raise _Differs(Difference.RESULT, f"result[{pick.ordinal}].reason")
    _equal(Difference.TEXT, "result_sha256", record["result_sha256"], sha256_of(canonical(result)))


def with_result(record: Json, result: Sequence[Json]) -> bytes:
    """Give the record with a longer result: after a replacement."""
    return sealed(
        record["frozen"], record["seed"], record["drawn_at"], result, record["objects_csv"], record["officers_csv"]
    )
