# SPDX-License-Identifier: MulanPSL-2.0
"""The photos that a paper record names: all read and judged first, kept only when nothing is refused."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from inspector_app.domain import texts
from inspector_app.domain.photo_evidence import PhotoOrigin
from inspector_app.domain.problems import Problem, ProblemCode, Refused, Severity
from inspector_app.operations.files import read_small_file
from inspector_app.operations.photos import ReadPhoto
from inspector_app.photos.limits import MAX_BYTES
from inspector_app.workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPhoto:
    """A photo of the record: where it lies, and what it tells."""

    path: Path
    where: str
    read: ReadPhoto


class NamesPhotos(Protocol):
    """An entry of a file that names photos."""

    @property
    def where(self) -> str:
        """Its path in the file."""

    @property
    def photos(self) -> tuple[str, ...]:
        """The paths of its photos."""


Photos = Mapping[str, Sequence[NamedPhoto]]  # by the path of the finding in the file


def read_photos(ws: Workspace, folder: Path, findings: Sequence[NamesPhotos]) -> tuple[Photos, tuple[Problem, ...]]:
    """Read every named photo once; nothing is kept yet."""
    known: dict[Path, NamedPhoto | tuple[Problem, ...]] = {}
    found: dict[str, list[NamedPhoto]] = {}
    problems: list[Problem] = []
    for finding in findings:
        own = found.setdefault(finding.where, [])
        for n, name in enumerate(finding.photos):
            where = f"{finding.where}.photos[{n}]"
            path = folder / name
            if name and path not in known:
                known[path] = _read(ws, path, where)
            photo = known.get(path) if name else ()
            if isinstance(photo, tuple):
                problems += [dataclasses.replace(p, where=where) for p in photo]
            elif photo is not None and any(photo.read.facts.sha256 == p.read.facts.sha256 for p in own):
                code, fields = ProblemCode.PHOTO_DUPLICATE, {"name": name}
                problems.append(Problem(code=code, where=where, fields=fields, severity=Severity.WARN))
            elif photo is not None:
                own.append(photo)
    return found, tuple(problems)


def _read(ws: Workspace, path: Path, where: str) -> NamedPhoto | tuple[Problem, ...]:
    try:
        data = read_small_file(path, MAX_BYTES, where=where)
        facts = ws.photo_worker.read(data, path.name)
    except Refused as refused:
        return refused.problems
    name = "".join(c for c in path.name if texts.is_keepable(c))[: texts.NAME_LIMIT]
    return NamedPhoto(path=path, where=where, read=ReadPhoto(name=name, facts=facts, origin=PhotoOrigin.PAPER))


def keep_photos(ws: Workspace, photos: Photos) -> None:
    """Keep the originals, by hash. Refuses FILE_CHANGED when one changed since it was read."""
    kept: set[str] = set()
    for photo in (photo for own in photos.values() for photo in own):
        sha256 = photo.read.facts.sha256
        if sha256 in kept:
            continue
        data = read_small_file(photo.path, MAX_BYTES, where=photo.where)
        if ws.files.keep(data).sha256 != sha256:
            fields = {"name": photo.read.name, "sha256": sha256}
            raise Refused([Problem(code=ProblemCode.FILE_CHANGED, where=photo.where, fields=fields)])
        kept.add(sha256)
