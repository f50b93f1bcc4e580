# SPDX-License-Identifier: MulanPSL-2.0
"""Handing over in tests: make a bundle, look at the folder, take the receipt, compare what the office holds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.handoff.header import BundleHeader, ChainRange, FileItem
from inspector_app.handoff.making import Made, make_bundle
from inspector_app.handoff.outgoing import order_for_office
from inspector_app.handoff.receipts import take_receipts
from inspector_app.storage.bundles_made import list_bundles
from inspector_app.workspace import Workspace
from tests.helpers.bundles import a_header


def hand_over(ws: Workspace, folder: Path, **choice: object) -> Made:
    return make_bundle(ws, folder, order_for_office(ws, **choice))  # type: ignore[arg-type]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[ProblemCode]:
    return [p.code for p in refused.value.problems]


def held(office: Workspace, laptop: Workspace) -> None:
    """What the office holds: every row and every file of the laptop."""
    assert office.digest() == laptop.digest()
    for path in (laptop.folder / "files").glob("??/*"):
        assert office.files.is_intact(path.name)


def opened_header(ws: Workspace) -> BundleHeader:
    """The first part's head of the newest bundle as it was planned: the laptop cannot open what it encrypted."""
    with ws.reader() as db:
        part = json.loads(list_bundles(db)[0].plan)["parts"][0]
    chains = tuple(ChainRange(device=d, incarnation=i, first=f, last=n, head=h) for d, i, f, n, h in part["chains"])
    return a_header((), chains=chains, files=tuple(FileItem(kind=k, sha256=s, bytes=b) for k, s, b in part["files"]))


def take_receipt(laptop: Workspace, stick: Path) -> None:
    """Take the receipt that the office left on the stick."""
    take_receipts(laptop, stick)
