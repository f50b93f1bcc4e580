# SPDX-License-Identifier: MulanPSL-2.0
"""Blocks of document numbers that the office gives to its laptops (handbook 2.3), takes back, or loses."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from inspector_app.domain import texts
from inspector_app.domain.change import Done, Op
from inspector_app.domain.document import DocumentKind
from inspector_app.domain.numbering import NumberBlock, full_word, without_twins
from inspector_app.domain.organ import Organ
from inspector_app.domain.problems import Problem, ProblemCode, Refused, Severity, refuse
from inspector_app.domain.unit import BlockState, Device, DeviceState, Role
from inspector_app.handoff.certificates import read_certificate
from inspector_app.handoff.membership import membership_in, need_member, need_office
from inspector_app.storage import documents, numbers, organs, units
from inspector_app.storage import membership as books
from inspector_app.storage.driver import Database
from inspector_app.workspace import Step, Workspace
from inspector_app.workspace.number_series import LEASE_INCARNATION, USED_BEFORE, Series, every_series, grant_in

ALL = "all"  # instead of a kind of document: the numbers of every kind
COUNTS = range(1, 5001)
YEARS = range(1950, 2200)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """A block with whose it is and how far it is used; `open` serials were given out and are not used yet."""

    block: NumberBlock
    device_name: str  # empty where the laptop is not in the register
    used: int
    open: int
    is_stale: bool  # of an earlier incarnation of the laptop: it cannot use the rest


def lease(
    ws: Workspace, device: str, kind: DocumentKind | str, count: int, year: int | None = None
) -> Done[tuple[NumberBlock, ...]]:
    """Give a laptop the next free numbers of a kind of document, or of all kinds; it gets them with a dispatch.

    They are for the incarnation under which the laptop is known here last. Numbered by case, all words share the
    range. Refuses NOT_OFFICE, DEVICE_UNKNOWN, DEVICE_AMBIGUOUS, DEVICE_REVOKED, LEASE_COUNT, VALUE_NOT_ALLOWED,
    ORGAN_INCOMPLETE, NUMBERS_USED_UP, OFFICE_SET_BACK.
    """
    need_office(ws)
    asked = find_device(ws, device)
    year = ws.today().year if year is None else year
    refuse(_lease_problems(asked, kind, count, year))
    with ws.operation(Op.LEASE_NUMBERS) as step:
        organ = organs.get_organ(step.db)
        if organ is None:
            raise Refused([Problem(code=ProblemCode.ORGAN_INCOMPLETE, where="organ", fields={"field": "name"})])
        incarnation = incarnation_in(ws, step.db, asked)
        blocks = [
            block
            for series in _series(ws, organ, kind)
            for block in grant_in(
                ws, step, series, device=asked.id, incarnation=incarnation, year=year, count=count
            )
        ]  # fmt: skip
    return Done(value=tuple(blocks), changes=step.changes)


def _lease_problems(asked: Device, kind: DocumentKind | str, count: int, year: int) -> list[Problem]:
    found = []
    if asked.state is DeviceState.REVOKED:
        day = asked.revoked_at.date().isoformat() if asked.revoked_at else "-"
        fields = {"device": asked.name, "day": day}
        found.append(Problem(code=ProblemCode.DEVICE_REVOKED, where="device", fields=fields))
    if kind != ALL and kind not in tuple(DocumentKind):
        fields = {"field": "kind", "found": str(kind)[:40], "allowed": ", ".join((*DocumentKind, ALL))}
        found.append(Problem(code=ProblemCode.VALUE_NOT_ALLOWED, where="kind", fields=fields))
    if count not in COUNTS:
        fields = {"found": str(count), "allowed": f"{COUNTS.start}-{COUNTS.stop - 1}"}
        found.append(Problem(code=ProblemCode.LEASE_COUNT, where="count", fields=fields))
    if year not in YEARS:
        fields = {"field": "year", "found": str(year), "allowed": f"{YEARS.start}-{YEARS.stop - 1}"}
        found.append(Problem(code=ProblemCode.VALUE_NOT_ALLOWED, where="year", fields=fields))
    return found


def _series(ws: Workspace, organ: Organ, kind: DocumentKind | str) -> tuple[Series, ...]:
    return tuple(series for series in every_series(ws, organ) if kind == ALL or kind in series.kinds)


def block_of(ws: Workspace, blocks: Sequence[NumberBlock], kind: DocumentKind) -> NumberBlock:
    """Give the block of a kind's own word among those of one lease; by case, a lease has one for every word."""
    with ws.reader() as db:
        organ = organs.get_organ(db)
    form = ws.form(kind)
    word = full_word(form.number_pattern, organ.numbering_word if organ else "", form.number_word)
    return next((block for block in blocks if block.word == word), blocks[0])


def incarnation_in(ws: Workspace, db: Database, device: Device) -> str:
    """Give the incarnation under which a laptop is known last: by its request, its operations or its bundles."""
    if device.id == ws.device:
        return ws.incarnation
    certificate = read_certificate(device.certificate, membership_in(db).office_key)
    as_enrolled = (certificate.incarnation, certificate.at) if certificate else ("", "")
    return units.newest_incarnation(db, device.id, *as_enrolled)


def find_device(ws: Workspace, text: str) -> Device:
    """Give the laptop of this id, beginning of an id, name or holder. Refuses DEVICE_UNKNOWN, DEVICE_AMBIGUOUS."""
    wanted = texts.cleaned(text)
    with ws.reader() as db:
        every = units.list_devices(db)
    ways = (
        [d for d in every if wanted in (d.id, d.name)],
        [d for d in every if wanted and wanted == d.holder],
        [d for d in every if len(wanted) >= SHORTEST_PREFIX and d.id.startswith(wanted.lower())],
    )
    found = next((way for way in ways if way), [])
    if len(found) == 1:
        return found[0]
    fields = {"device": wanted[:80], "count": str(len(found))}
    code = ProblemCode.DEVICE_AMBIGUOUS if found else ProblemCode.DEVICE_UNKNOWN
    raise Refused([Problem(code=code, where="device", fields=fields)])


SHORTEST_PREFIX = 4  # characters of an id that may stand for it


def leases(ws: Workspace, *, device: str = "", year: int | None = None) -> tuple[Lease, ...]:
    """Give the blocks that are known here, with their use, by word, year and first serial; empty ones left out."""
    with ws.reader() as db:
        names = {d.id: d.name for d in units.list_devices(db)}
        newest = {d.id: incarnation_in(ws, db, d) for d in units.list_devices(db)}
        found = []
        used: dict[tuple[str, int], frozenset[int]] = {}
        for block in without_twins(organs.list_blocks(db)):
            wanted = device in ("", block.device) and year in (None, block.year)
            if not wanted or block.last < block.first:
                continue
            key = (block.word, block.year)
            if key not in used:
                used[key] = documents.used_serials(db, *key)
            count = sum(1 for serial in used[key] if block.covers(serial))
            is_open = block.state is BlockState.LEASED
            stale = is_open and newest.get(block.device, block.incarnation) != block.incarnation
            left = block.last - block.first + 1 - count if is_open else 0
            found.append(
                Lease(block=block, device_name=names.get(block.device, ""), used=count, open=left, is_stale=stale)
            )
    return tuple(found)


def copy_warnings(ws: Workspace) -> tuple[Problem, ...]:
    """Warn in a stand-alone unit's folder that was copied or restored: its twin would give the same numbers out.

    A laptop of an office needs no warning: a copy of it has no numbers.
    """
    with ws.reader() as db:
        copied = books.value(db, "copied")
        is_alone = membership_in(db).role is Role.ALONE
    if not copied or not is_alone:
        return ()
    fields = {"reason": copied.partition(" ")[0]}
    return (Problem(code=ProblemCode.COPY_OF_WORKSPACE, where="number", fields=fields, severity=Severity.WARN),)


def return_own(ws: Workspace, *, word: str = "") -> Done[tuple[NumberBlock, ...]]:
    """Give the rest of this workspace's leased numbers back; the office may lease them to others then.

    Only what was leased to this very incarnation can be given back. Refuses NOT_MEMBER (also for a stand-alone
    unit), LEASE_MISSING where there is nothing to give back.
    """
    with ws.reader() as db:
        is_office = membership_in(db).office_device == ws.device
    if not is_office:
        need_member(ws)
    with ws.operation(Op.RETURN_NUMBERS) as step:
        mine = (BlockState.LEASED, ws.device, ws.incarnation)
        made = []
        for block in organs.list_blocks(step.db):
            if (block.state, block.device, block.incarnation) == mine and word in ("", block.word):
                used = documents.used_serials(step.db, block.word, block.year)
                last = max((s for s in used if block.covers(s)), default=block.first - 1)
                made.append(dataclasses.replace(block, state=BlockState.RETURNED, last=last, at=step.now))
                organs.put_block(step.db, made[-1])
        if not made:
            fields = {"word": word or "-", "year": str(ws.today().year)}
            raise Refused([Problem(code=ProblemCode.LEASE_MISSING, where="number", fields=fields)])
    return Done(value=tuple(made), changes=step.changes)


def void_blocks_of(
    ws: Workspace, device: str, reason: str, *, only_stale: bool = False
) -> Done[tuple[NumberBlock, ...]]:
    """End a laptop's leases at the office: lost with the laptop, or with a folder that was restored (`only_stale`).

    Nobody gets the rest: the laptop may have used more than it handed over. Refuses NOT_OFFICE, DEVICE_UNKNOWN,
    DEVICE_AMBIGUOUS, REASON_MISSING, LEASE_MISSING where it has none.
    """
    need_office(ws)
    known = find_device(ws, device)
    reason = texts.cleaned(reason)
    if not reason:
        refuse([Problem(code=ProblemCode.REASON_MISSING, where="reason", fields={"act": Op.RETURN_NUMBERS.value})])
    refuse(texts.problems_of(reason, "reason", limit=texts.LONG_LIMIT))
    with ws.operation(Op.RETURN_NUMBERS) as step:
        keep = incarnation_in(ws, step.db, known) if only_stale else None
        made = void_blocks_in(step, known.id, reason, keep=keep)
        if not made:
            fields = {"word": "-", "year": str(ws.today().year)}
            raise Refused([Problem(code=ProblemCode.LEASE_MISSING, where="device", fields=fields)])
    return Done(value=made, changes=step.changes)


def void_blocks_in(step: Step, device: str, reason: str, *, keep: str | None = None) -> tuple[NumberBlock, ...]:
    """End a laptop's leases, save those of the incarnation `keep`; what is unused is a gap with that reason."""
    made = []
    for block in organs.list_blocks(step.db):
        if (block.device, block.state) == (device, BlockState.LEASED) and block.incarnation != keep:
            made.append(dataclasses.replace(block, state=BlockState.VOID, reason=reason, at=step.now))
            organs.put_block(step.db, made[-1])
    return tuple(made)


def resume(ws: Workspace) -> None:
    """Let a copied, moved or restored office folder give out numbers again. Refuses NOT_OFFICE.

    A person says so who knows that no other copy of the office does, and that the laptops handed over what the
    restored folder did not know.
    """
    need_office(ws)
    with ws.books() as db:
        books.put_values(db, {LEASE_INCARNATION: ws.incarnation})


def close_own_in(ws: Workspace, step: Step) -> None:
    """End the blocks that this laptop owned as a unit without an office, each at its last used serial."""
    for block in organs.list_blocks(step.db):
        if block.device == ws.device and block.state is BlockState.OWN:
            spent = numbers.serials_of_year(step.db, block.year).get(block.word, frozenset())
            last = max((s for s in spent if block.covers(s)), default=block.first - 1)
            organs.put_block(step.db, dataclasses.replace(block, state=BlockState.USED, last=last, at=step.now))


def keep_used_in(step: Step, device: str, used: Iterable[Sequence[object]]) -> None:
    """Keep what a laptop had used before it joined: word, year and highest serial; nobody gets these again."""
    known = {block.id: block for block in organs.list_blocks(step.db)}
    for word, year, highest in used:
        assert isinstance(word, str)
        assert isinstance(year, int)
        assert isinstance(highest, int)
        block_id = f"{USED_BEFORE}{device}:{word}:{year}"
        last = max(highest, known[block_id].last if block_id in known else 0)
        block = NumberBlock(
            id=block_id, word=word, year=year, first=1, last=last, device=device, state=BlockState.USED, at=step.now
        )
        organs.put_block(step.db, block)
