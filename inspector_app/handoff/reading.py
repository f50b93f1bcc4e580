# SPDX-License-Identifier: MulanPSL-2.0
"""Reading bundles: everything is checked first, then part by part is taken in; what is refused goes to quarantine.

Each part is one transaction, so a pulled stick or a killed program leaves whole parts, and reading again goes on.
One bad part does not stop the good ones. The same parts any number of times, in any order, end in the same data.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from inspector_app.domain.account import Act
from inspector_app.domain.problems import Problem, ProblemCode, Refused, Severity
from inspector_app.domain.unit import Membership, Role
from inspector_app.handoff import quarantine, waiting
from inspector_app.handoff.applying import Applied, apply_part, is_known
from inspector_app.handoff.conflicts import count_open
from inspector_app.handoff.devices import trust_of
from inspector_app.handoff.header import BundleHeader, Purpose
from inspector_app.handoff.membership import identities, membership
from inspector_app.handoff.part_reader import CheckedPart, check_part
from inspector_app.handoff.read_report import PartReport, PartState, PartVerdict, ReadReport
from inspector_app.handoff.receipts import TakenReceipts, take_texts, write_receipt
from inspector_app.handoff.unit_files import apply_unit_files
from inspector_app.storage import quarantine as quarantine_rows
from inspector_app.storage.rows import instant_out
from inspector_app.storage.wanted_files import count_wanted
from inspector_app.workspace import Workspace

SUFFIX = ".ajb"
CATALOGUE_KINDS = frozenset({"pack", "blob"})

Progress = Callable[[int, int], None]  # bytes done, bytes in all; each part counts twice: checked, taken in
Cancelled = Callable[[], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A file to read; `in_folder` when a person named only the folder in which it lies."""

    path: Path
    in_folder: bool


def read_bundles(
    ws: Workspace, paths: Sequence[Path], *, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> ReadReport:
    """Read parts: files, or folders with the parts in them and one level below.

    What is wrong with a part stands in its report and in quarantine. Refuses only what is not a part's fault:
    NOT_MEMBER, BUNDLE_NOT_FOUND, a full disk, a read-only folder.
    """
    if ws.read_only is not None:
        raise Refused([ws.read_only])
    ws.need(Act.READ_BUNDLE)
    ours = membership(ws)
    if ours.role is Role.ALONE:
        raise Refused([Problem(code=ProblemCode.NOT_MEMBER, fields={"path": str(ws.folder)})])
    reader = _Reader(ws, ours, _found(paths), progress, cancelled)
    reader.check_all()
    reader.apply_all()
    return reader.report()


def verify_bundles(paths: Sequence[Path], ws: Workspace | None = None) -> tuple[PartVerdict, ...]:
    """Check parts without taking anything in; with a workspace encrypted ones can be opened, and trust is asked.

    Refuses BUNDLE_NOT_FOUND.
    """
    keys = identities(ws) if ws is not None else ()
    ours = membership(ws) if ws is not None else None
    verdicts = []
    for found in _found(paths):
        try:
            checked = check_part(found.path, keys)
        except Refused as refused:
            verdicts.append(
                PartVerdict(
                    path=found.path, header=None, sha256="", bytes=_size(found.path), encrypted=False,
                    trust="not_checked", problems=refused.problems,
                )
            )  # fmt: skip
            continue
        trust = "not_checked"
        problems: tuple[Problem, ...] = ()
        if ws is not None and ours is not None and ours.role is not Role.ALONE:
            problems = _distrust(ws, ours, checked.header)
            trust = "refused" if problems else "trusted"
        verdicts.append(
            PartVerdict(
                path=found.path, header=checked.header, sha256=checked.sha256, bytes=checked.bytes,
                encrypted=checked.encrypted, trust=trust, problems=problems,
            )
        )  # fmt: skip
    return tuple(verdicts)


def bundle_files(paths: Sequence[Path]) -> tuple[Path, ...]:
    """Give the parts that a person means by files and folders. Refuses BUNDLE_NOT_FOUND."""
    return tuple(found.path for found in _found(paths))


def _found(paths: Sequence[Path]) -> list[_Found]:
    found: dict[Path, _Found] = {}
    missing = []
    for path in paths:
        here = list(_inside(path)) if path.is_dir() else [_Found(path=path, in_folder=False)] if path.is_file() else []
        if not here:
            fields = {"path": str(path)}
            missing.append(Problem(code=ProblemCode.BUNDLE_NOT_FOUND, where=str(path), fields=fields))
        for one in here:
            found.setdefault(one.path.resolve(), one)
    if missing:
        raise Refused(missing)
    return sorted(found.values(), key=lambda one: (one.path.name, str(one.path)))


def _inside(folder: Path) -> Iterator[_Found]:
    """Give the parts of a folder and of the folders in it; hidden files (a Mac leaves `._x.ajb`) are passed over."""
    try:
        every = sorted([*folder.glob("*"), *folder.glob("*/*")])
    except OSError as error:
        fields = {"path": str(folder), "reason": error.strerror or ""}
        raise Refused([Problem(code=ProblemCode.FILE_UNREADABLE, where=folder.name, fields=fields)]) from error
    for path in every:
        if path.suffix.lower() == SUFFIX and not path.name.startswith(".") and path.is_file():
            yield _Found(path=path, in_folder=True)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _distrust(ws: Workspace, ours: Membership, header: BundleHeader) -> tuple[Problem, ...]:
    """Say why a part is not for us or not from one of us; nothing when it may be taken in."""
    try:
        trust_of(ws, header)
    except Refused as refused:
        return refused.problems
    if ours.role is Role.OFFICE:
        fits = header.purpose is Purpose.HANDOFF
    else:
        fits = header.recipient in ("", ws.device) or header.device == ws.device
    if fits:
        return ()
    return (Problem(code=ProblemCode.BUNDLE_RECIPIENT, where=header.name, fields={"name": header.name}),)


class _Reader:
    """One reading: what was found, what was checked, what came of it."""

    def __init__(
        self,
        ws: Workspace,
        ours: Membership,
        found: Sequence[_Found],
        progress: Progress | None,
        cancelled: Cancelled | None,
    ) -> None:
        self._ws, self._ours, self._found = ws, ours, found
        self._identities = identities(ws)
        self._progress = progress or (lambda _done, _all: None)
        self._cancelled = cancelled or (lambda: False)
        self._stopped = False
        self._sizes = {one.path: _size(one.path) for one in found}
        self._done = 0
        self._good: list[tuple[_Found, CheckedPart]] = []
        self._reports: list[PartReport] = []
        self._warnings: list[Problem] = []
        self._senders: dict[str, Path] = {}  # to whom a receipt is due, and beside what it goes
        self._texts: list[tuple[str, str]] = []  # receipts that came along
        self._new_incarnation = ""
        self._kinds: frozenset[str] = frozenset()

    def check_all(self) -> None:
        """Check every part from end to end, and whose it is."""
        for one in self._found:
            if self._stop():
                return
            try:
                checked = check_part(one.path, self._identities)
                problems = _distrust(self._ws, self._ours, checked.header)
            except Refused as refused:
                self._refuse(one, refused.problems)
            else:
                if problems:
                    self._refuse(one, _named(problems, one.path), checked.header)
                else:
                    self._good.append((one, checked))
            self._advance(one.path)
        self._good.sort(key=lambda pair: _order(pair[1].header))
        self._refuse_spliced()

    def apply_all(self) -> None:
        """Take the good parts in, one after the other."""
        for one, checked in self._good:
            if self._stop():
                return
            header = checked.header
            try:
                made = (
                    None
                    if is_known(self._ws, header)
                    else apply_part(self._ws, one.path, checked, self._ours, self._identities)
                )
            except Refused as refused:
                self._refuse(one, _named(refused.problems, one.path), header)
            else:
                self._accept(one.path, checked, made)
            self._advance(one.path)

    def report(self) -> ReadReport:
        """Write the receipts, take those that came along, and say what came of it all."""
        ws = self._ws
        receipts: list[Path] = []
        for device, beside in self._senders.items():
            written, warning = write_receipt(ws, device, beside)
            receipts.extend(written)
            self._warnings += [warning] if warning else []
        taken = self._take_receipts()
        is_office = self._ours.role is Role.OFFICE
        if self._kinds & CATALOGUE_KINDS:
            ws.forget_catalogue()
        if not is_office and any(part.applied or part.files for part in self._reports):
            for file in apply_unit_files(ws):
                self._warnings += [dataclasses.replace(p, severity=Severity.WARN) for p in file.problems]
        with ws.reader() as db:
            missing = sum(count_wanted(db).values())
        return ReadReport(
            parts=tuple(sorted(self._reports, key=lambda part: (part.name, str(part.path)))),
            receipts=tuple(receipts), taken=taken, quarantined=len(quarantine.list_quarantine(ws)),
            missing_files=missing, conflicts=count_open(ws), cancelled=self._stopped,
            new_incarnation=self._new_incarnation or (taken.new_incarnation if taken else ""),
            warnings=(*self._warnings, *waiting.warnings(ws, files=is_office)),
        )  # fmt: skip

    def _take_receipts(self) -> TakenReceipts | None:
        """Take what the office said with its dispatch; a receipt that does not fit is told and changes nothing."""
        if not self._texts or self._ours.role is not Role.MEMBER:
            return None
        try:
            return take_texts(self._ws, self._ours, self._texts)
        except Refused as refused:
            self._warnings += [
                dataclasses.replace(p, severity=Severity.WARN)
                for p in refused.problems
                if p.code is not ProblemCode.RECEIPT_NOT_OURS
            ]
            return None

    def _refuse_spliced(self) -> None:
        """Refuse a part whose head does not follow on that of the part before, where both are here."""
        heads = {(c.header.bundle, c.header.part): c.header_sha256 for _, c in self._good}
        for one, checked in list(self._good):
            header = checked.header
            before = heads.get((header.bundle, header.part - 1))
            if before is not None and before != header.previous:
                self._good.remove((one, checked))
                fields = {"name": one.path.name, "detail": "previous"}
                self._refuse(
                    one, (Problem(code=ProblemCode.BUNDLE_CHANGED, where=one.path.name, fields=fields),), header
                )

    def _accept(self, path: Path, checked: CheckedPart, made: Applied | None) -> None:
        header = checked.header
        if made is None:
            made = Applied(operations=header.operations, known=header.operations)
            self._settle(path, checked.sha256)
        state = PartState.APPLIED if made.applied or made.files else PartState.KNOWN
        self._reports.append(
            dataclasses.replace(
                _report_of(path, PartState.WAITING if made.waiting else state, header),
                applied=made.applied, files=made.files, bytes=made.bytes,
            )
        )  # fmt: skip
        self._kinds |= made.kinds
        self._new_incarnation = made.new_incarnation or self._new_incarnation
        self._warnings += [dataclasses.replace(p, severity=Severity.WARN) for p in made.spoiled]
        if header.purpose is Purpose.HANDOFF and self._ours.role is Role.OFFICE and header.device != self._ws.device:
            self._senders[header.device] = path.parent
        if header.purpose is Purpose.DISPATCH:
            self._texts += [(path.name, text) for text in header.receipts if (path.name, text) not in self._texts]

    def _refuse(self, one: _Found, problems: Sequence[Problem], header: BundleHeader | None = None) -> None:
        """Note why a part is not taken in. What a stick carries for others is only passed by."""
        if one.in_folder and self._is_for_others(one.path, problems, header):
            state = PartState.OTHER
        else:
            state = PartState.REFUSED
            quarantine.note(self._ws, one.path, problems, header.device if header else "")
        report = _report_of(one.path, state, header)
        self._reports.append(dataclasses.replace(report, operations=0, problems=tuple(problems)))
        if any(p.code is ProblemCode.DISK_FULL for p in problems):
            raise Refused(problems)

    def _is_for_others(self, path: Path, problems: Sequence[Problem], header: BundleHeader | None) -> bool:
        """Whether a part that lies in the folder is somebody else's: our own on its way, or another laptop's."""
        codes = {p.code for p in problems}
        if not codes <= {ProblemCode.BUNDLE_KEY, ProblemCode.BUNDLE_RECIPIENT, ProblemCode.BUNDLE_SIGNATURE}:
            return False
        is_own = path.name.startswith(f"{self._ws.device[:12]}-")
        if codes & {ProblemCode.BUNDLE_SIGNATURE}:
            return is_own and header is not None and header.device == self._ws.device
        return is_own or self._ours.role is not Role.OFFICE

    def _settle(self, path: Path, sha256: str) -> None:
        with self._ws.books() as db:
            now = instant_out(self._ws.now()) or ""
            quarantine_rows.settle_read(db, sha256=sha256, name=path.name, at=now)

    def _advance(self, path: Path) -> None:
        self._done += self._sizes[path]
        self._progress(self._done, 2 * sum(self._sizes.values()))

    def _stop(self) -> bool:
        self._stopped = self._stopped or self._cancelled()
        return self._stopped


def _order(header: BundleHeader) -> tuple[str, str, int, str, int]:
    """The order in which parts are taken in: each laptop's exports one after the other, parts by number."""
    return (header.device, header.incarnation, header.export, header.bundle, header.part)


def _report_of(path: Path, state: PartState, header: BundleHeader | None) -> PartReport:
    if header is None:
        return PartReport(path=path, state=state)
    return PartReport(
        path=path, state=state, bundle=header.bundle, part=header.part, parts=header.parts, device=header.device,
        operations=header.operations,
    )  # fmt: skip


def _named(problems: Sequence[Problem], path: Path) -> tuple[Problem, ...]:
    """Give problems that name the file as it lies there."""
    return tuple(dataclasses.replace(p, fields={**p.fields, "name": path.name}, where=path.name) for p in problems)
