# SPDX-License-Identifier: MulanPSL-2.0
"""The demonstration from nothing: make the data folder, fill it, write out the papers."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from inspector_app.demo.county import DEFAULT_SEED, read_county
from inspector_app.demo.fill import fill_demo
from inspector_app.domain.problems import Problem, ProblemCode, Refused
from inspector_app.ledgers import documents as ledger
from inspector_app.ledgers import enterprises, organs
from inspector_app.operations import documents
from inspector_app.operations.files import save_file
from inspector_app.workspace import Workspace, create_workspace, open_workspace

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoPaper:
    """One issued document and the file it was written to."""

    number: str
    kind: str
    document: str
    path: Path
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoReport:
    """What the demonstration holds. `is_new` is false where the folder held it already."""

    papers: tuple[DemoPaper, ...]
    enterprises: int
    is_new: bool


def make_demo(
    folder: Path,
    *,
    seed: int = DEFAULT_SEED,
    out: Path | None = None,
    clock: Clock | None = None,
) -> DemoReport:
    """Make the demonstration in a folder, or find it there; write its papers to `out`.

    Refuses WORKSPACE_EXISTS where the folder holds real data. One that could not be filled is taken away again.
    """
    with _taken_away_if_unfinished(folder) as unfinished:
        ws, is_new = _opened(folder, clock)
        try:
            if is_new:
                fill_demo(ws, seed=seed)
            _refuse_real(ws)
            unfinished.clear()
            papers = _write_papers(ws, out or folder / read_county().papers_folder)
            return DemoReport(papers=papers, enterprises=enterprises.count(ws), is_new=is_new)
        finally:
            ws.close()


def _opened(folder: Path, clock: Clock | None) -> tuple[Workspace, bool]:
    try:
        return create_workspace(folder, clock=clock), True
    except Refused as refused:
        if [p.code for p in refused.problems] != [ProblemCode.WORKSPACE_EXISTS]:
            raise
        return open_workspace(folder, clock=clock), False


@contextlib.contextmanager
def _taken_away_if_unfinished(folder: Path) -> Iterator[set[Path]]:
    """Empty a folder that was empty before, unless the work in it was finished: then the set is empty."""
    was_empty = not folder.exists() or (folder.is_dir() and not any(folder.iterdir()))
    unfinished = {folder} if was_empty else set()
    try:
        yield unfinished
    except BaseException:
        for path in (path for place in unfinished if place.is_dir() for path in place.iterdir()):
            with contextlib.suppress(OSError):
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        raise


def _refuse_real(ws: Workspace) -> None:
    organ = organs.organ(ws)
    if organ is None or not organ.is_demo:
        raise Refused([Problem(code=ProblemCode.WORKSPACE_EXISTS, fields={"path": str(ws.folder)})])


def _write_papers(ws: Workspace, folder: Path) -> tuple[DemoPaper, ...]:
    folder.mkdir(parents=True, exist_ok=True)
    papers = []
    for row in reversed(ledger.rows(ws)):
        paper = row.document
        path = folder / documents.file_name(paper, row.enterprise_name)
        save_file(path, documents.document_pdf(ws, paper.id))
        papers.append(
            DemoPaper(number=paper.number, kind=paper.kind.value, document=paper.id, path=path, sha256=paper.sha256)
        )
    return tuple(papers)
