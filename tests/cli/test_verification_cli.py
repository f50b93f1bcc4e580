# SPDX-License-Identifier: MulanPSL-2.0
"""`verify`, `checkpoints`, `paper check`, and the stand-alone verifier on what they write."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from inspector_app.domain.document import OfficialDocument
from inspector_app.domain.paper_seal import seal_of
from inspector_app.operations import documents
from inspector_app.storage.database import FILE_NAME
from inspector_app.storage.driver import connect
from inspector_app.workspace import create_workspace
from tests.cli.conftest import Cli
from tests.helpers.after_issue import an_order
from tests.helpers.clock import Clock
from tests.helpers.makers import a_unit

VERIFIER = Path(__file__).parents[2] / "docs" / "verifier" / "verify_paper.py"


@pytest.fixture
def order(cli: Cli) -> OfficialDocument:
    clock = Clock()
    ws = create_workspace(cli.data_dir, clock=clock)
    a_unit(ws)
    made = an_order(ws, clock)
    (cli.folder / "order.pdf").write_bytes(documents.document_pdf(ws, made.id))
    ws.close()
    return made


def alone(folder: Path, *args: object) -> tuple[int, str]:
    """Run the verifier where nothing of the program can be imported."""
    away = folder / "court"
    away.mkdir(exist_ok=True)
    shutil.copy(VERIFIER, away / "verify_paper.py")
    done = subprocess.run(
        [sys.executable, "-I", "verify_paper.py", *map(str, args)], cwd=away, capture_output=True, check=False
    )
    assert b"Traceback" not in done.stderr, done.stderr.decode()
    return done.returncode, done.stdout.decode()


def test_verify_says_that_all_is_well(cli: Cli, order: OfficialDocument) -> None:
    said = cli.json("verify")
    assert said["well"] and said["faults"] == [] and said["checked"]["seals"] == 2
    assert "数据完整无误" in cli("verify").out


def test_verify_names_table_and_column_and_fails(cli: Cli, order: OfficialDocument) -> None:
    conn = connect(cli.data_dir / FILE_NAME)
    conn.execute("UPDATE enterprises SET phone = '1'")
    conn.close()
    said = cli("verify", expect=1)
    assert "企业" in said.err and "电话" in said.err
    assert cli("verify", "--json", expect=1).json["faults"][0]["kind"] == "row_changed"


def test_the_statement_is_written(cli: Cli, order: OfficialDocument) -> None:
    path = cli.folder / "说明.pdf"
    cli("verify", "--statement", path, "--document", order.number, expect=0)
    assert path.read_bytes().startswith(b"%PDF-")


def test_a_paper_is_checked_typed_and_from_a_file(cli: Cli, order: OfficialDocument) -> None:
    typed = cli.json("paper", "check", seal_of(order).code)["papers"][0]
    assert (typed["verdict"], typed["number"]) == ("genuine", order.number)
    assert cli.json("paper", "check", cli.folder / "order.pdf")["papers"][0]["verdict"] == "genuine"


def test_a_forged_paper_fails(cli: Cli, order: OfficialDocument) -> None:
    said = cli("paper", "check", seal_of(order).code.replace("1号", "7号"), "--json", expect=1)
    assert said.json["papers"][0]["verdict"] == "forged"
    assert cli("paper", "check", "AJ1:abc", "--json", expect=1).codes == ["paper_code_shape"]
    assert cli("paper", "check", cli.folder / "none.jpg", "--json", expect=1).codes == ["file_missing"]


def test_checkpoints_are_listed_made_and_given_out(cli: Cli, order: OfficialDocument) -> None:
    assert len(cli.json("checkpoints", "list")["checkpoints"]) == 2
    assert cli.json("checkpoints", "make")["checkpoint"]["cause"] == "issue", "signed already"
    assert cli.json("checkpoints", "export", "--out", cli.folder / "c.txt")["count"] == 2
    cli("verify", "--against", cli.folder / "c.txt", expect=0)


# The stand-alone verifier ---------------------------------------------------------------------------------


@pytest.fixture
def court(cli: Cli, order: OfficialDocument) -> Path:
    cli("checkpoints", "keys", "--out", cli.folder / "keys.txt", expect=0)
    cli("checkpoints", "export", "--out", cli.folder / "points.txt", expect=0)
    cli("case", "export", "--inspection", order.inspection_id, "--out", cli.folder / "case", expect=0)
    return cli.folder


def test_outsiders_check_a_paper(court: Path, order: OfficialDocument) -> None:
    code, said = alone(court, "paper", seal_of(order).code, "--keys", court / "keys.txt")
    assert code == 0 and order.number in said and "结论：可信" in said
    code, said = alone(court, "paper", seal_of(order).code.replace("1号", "7号"), "--keys", court / "keys.txt")
    assert code == 1 and "不可信" in said


def test_outsiders_check_a_case_folder_and_its_seals(court: Path) -> None:
    assert alone(court, "case", court / "case", "--keys", court / "keys.txt")[0] == 0
    manifest = court / "case" / "manifest.json"
    content = json.loads(manifest.read_text())
    entry = next(e for e in content["files"] if e.get("seal"))
    entry["content_sha256"] = "00" * 32
    manifest.write_text(json.dumps(content, ensure_ascii=False))
    code, said = alone(court, "case", court / "case", "--keys", court / "keys.txt")
    assert code == 1 and entry["number"] in said


def test_outsiders_see_a_changed_a_missing_and_an_added_file(court: Path) -> None:
    pdfs = sorted((court / "case" / "文书").glob("*.pdf"))
    pdfs[0].write_bytes(b"other")
    pdfs[1].unlink()
    (court / "case" / "more.txt").write_text("x")
    code, said = alone(court, "case", court / "case")
    assert code == 1 and all(word in said for word in ("被改动", "缺少", "清单中没有"))


def test_outsiders_check_the_chain_of_checkpoints(court: Path) -> None:
    assert alone(court, "checkpoints", court / "points.txt", "--keys", court / "keys.txt")[0] == 0
    first, taken, *rest = (court / "points.txt").read_text().splitlines()
    assert rest, "one in the middle is taken out"
    (court / "points.txt").write_text("\n".join((first, *rest, "")))
    code, said = alone(court, "checkpoints", court / "points.txt", "--keys", court / "keys.txt")
    assert code == 1 and "不相连" in said, taken


def test_a_key_list_that_was_edited_is_not_believed(court: Path, order: OfficialDocument) -> None:
    text = (court / "keys.txt").read_text()
    (court / "keys.txt").write_text(text.replace('"certified":false', '"certified":true'))
    assert alone(court, "paper", seal_of(order).code, "--keys", court / "keys.txt")[0] == 1
