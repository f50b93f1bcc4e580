# SPDX-License-Identifier: MulanPSL-2.0
"""`bundle make` and `digest`, as people and scripts call them."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector_app.workspace import open_workspace
from tests.cli.conftest import Cli
from tests.helpers.kept_photos import kept_photos, some_bytes
from tests.helpers.makers import an_enterprise, an_inspection


@pytest.fixture
def visited(unit_cli: Cli) -> str:
    """A data folder with an inspection of one photo; gives its id."""
    ws = open_workspace(unit_cli.data_dir)
    visit = an_inspection(ws, an_enterprise(ws))
    kept_photos(ws, visit, [some_bytes("photo", 5000)])
    ws.close()
    return visit.id


def test_a_bundle_is_made_and_described(unit_cli: Cli, visited: str) -> None:
    stick = unit_cli.folder / "stick"
    said = unit_cli.json("bundle", "make", "--to", stick)
    assert set(said) == {
        "bundle", "paths", "parts", "operations", "files", "bytes", "encrypted", "skipped", "safe_to_remove",
        "warnings",
    }  # fmt: skip
    (path,) = map(Path, said["paths"])
    assert path.parent == stick and path.stat().st_size == said["bytes"]
    assert (said["parts"], said["encrypted"], said["safe_to_remove"], said["warnings"]) == (1, False, True, [])
    assert said["operations"] >= 4 and said["files"] >= 2
    again = unit_cli.json("bundle", "make", "--to", stick)
    assert (again["bundle"], again["skipped"]) == (said["bundle"], 1)


def test_people_are_told_in_chinese(unit_cli: Cli, visited: str) -> None:
    said = unit_cli("bundle", "make", "--to", unit_cli.folder / "stick", expect=0)
    assert "条记录" in said.out and "未加密" in said.out and "核对" in said.out and said.err == ""


def test_one_inspection_or_since_a_day(unit_cli: Cli, visited: str) -> None:
    one = unit_cli.json("bundle", "make", "--to", unit_cli.folder / "one", "--inspection", visited)
    assert one["files"] >= 2
    since = unit_cli.json("bundle", "make", "--to", unit_cli.folder / "since", "--since", "2020-01-01")
    everything = unit_cli.json("bundle", "make", "--to", unit_cli.folder / "all", "--everything")
    assert since["operations"] == everything["operations"]
    both = unit_cli("bundle", "make", "--to", unit_cli.folder, "--everything", "--since", "2020-01-01")
    assert both.code == 2
    unknown = unit_cli("bundle", "make", "--to", unit_cli.folder, "--inspection", "nobody", "--json", expect=1)
    assert unknown.codes == ["not_found"]


def test_nothing_to_hand_over_is_said(unit_cli: Cli, visited: str) -> None:
    said = unit_cli("bundle", "make", "--to", unit_cli.folder / "s", "--since", "2999-01-01", "--json", expect=1)
    assert said.codes == ["nothing_to_hand_off"]


def test_a_place_that_cannot_be_written_is_said(unit_cli: Cli, visited: str) -> None:
    letter = unit_cli.folder / "letter"
    letter.write_text("x")
    for place in (letter, letter / "below"):
        said = unit_cli("bundle", "make", "--to", place, "--json", expect=1)
        assert said.codes in (["folder_not_writable"], ["medium_gone"])


def test_a_missing_photo_is_a_warning(unit_cli: Cli, visited: str) -> None:
    photo = next(p for p in (unit_cli.data_dir / "files").glob("??/*") if p.stat().st_size == 5000)
    photo.unlink()
    said = unit_cli.json("bundle", "make", "--to", unit_cli.folder / "stick")
    assert [(w["code"], w["where"]) for w in said["warnings"]] == [("handoff_file_missing", photo.name)]
    assert "IMG_0001.jpg" in said["warnings"][0]["message"]
    assert said["safe_to_remove"]


def test_a_readable_copy(unit_cli: Cli, visited: str) -> None:
    said = unit_cli.json("bundle", "make", "--to", unit_cli.folder / "stick", "--readable", "--inspection", visited)
    (path,) = map(Path, said["paths"])
    assert (path / "说明.txt").is_file() and (said["inspections"], said["encrypted"]) == (1, False)
    lines = unit_cli("bundle", "make", "--to", unit_cli.folder / "stick", "--readable", expect=0)
    assert "未加密" in lines.out and "不能导入" in lines.out


def test_the_digest_follows_the_data(unit_cli: Cli, visited: str) -> None:
    before = unit_cli.json("digest")
    assert len(before["digest"]) == 64
    assert (before["counts"]["inspections"], before["counts"]["photos"]) == (1, 1)
    ((device, incarnation, seq, head),) = before["marks"]
    assert device and incarnation and seq >= 4 and len(head) == 64
    unit_cli.json("bundle", "make", "--to", unit_cli.folder / "stick")
    assert unit_cli.json("digest") == before  # handing over changes nothing
    unit_cli("officers", "add", "--name", "张三", "--certificate-no", "02011200999", expect=0)
    after = unit_cli.json("digest")
    assert after["digest"] != before["digest"] and after["marks"][0][2] == seq + 1
    assert before["digest"] not in unit_cli("digest", expect=0).out
