# SPDX-License-Identifier: MulanPSL-2.0
"""The facts follow the tables on every way: acts, undoing, merged entries, another program's version, damage."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.change import Op
from inspector_app.domain.enterprise import EnterpriseDraft
from inspector_app.operations import enterprise_merge, enterprises, findings, inspection_moves, undo
from inspector_app.storage import facts, journal
from inspector_app.workspace import Workspace, open_workspace
from tests.helpers.clock import Clock
from tests.helpers.makers import a_finding, a_unit, an_enterprise, an_inspection


def read(ws: Workspace, sql: str) -> list[tuple[object, ...]]:
    with ws.reader() as db:
        assert facts.wrong(db.conn) == ()
        return [tuple(row) for row in db.conn.execute(sql)]


def searched(ws: Workspace, words: str) -> int:
    with ws.reader() as db:
        sql = "SELECT count(*) FROM finding_text WHERE finding_text MATCH ?"
        return int(db.conn.execute(sql, [facts.phrase_query(words)]).fetchone()[0])


def test_a_finding_and_what_becomes_of_it(unit: Workspace) -> None:
    visit = an_inspection(unit)
    found = a_finding(unit, visit)
    assert read(unit, "SELECT visit_id, status, is_live, accepted_on FROM finding_facts") == [
        (visit.id, "recorded", 1, "")
    ]
    findings.withdraw_finding(unit, found.id, "记错了")
    assert read(unit, "SELECT status, is_live FROM finding_facts") == [("withdrawn", 0)]
    assert read(unit, "SELECT sum(number) FROM finding_counts") == [(None,)]
    undo.undo_last(unit)
    assert read(unit, "SELECT status, is_live FROM finding_facts") == [("recorded", 1)]
    undo.undo_last(unit)
    assert read(unit, "SELECT count(*) FROM finding_facts") == [(0,)]
    assert searched(unit, found.description[:1]) == 0


def test_another_name_is_found_at_once(unit: Workspace) -> None:
    enterprise = an_enterprise(unit)
    found = a_finding(unit, an_inspection(unit, enterprise))
    enterprises.amend_enterprise(unit, enterprise.id, EnterpriseDraft(name="改名后的榕树化工厂", district="云溪镇"))
    assert read(unit, "SELECT enterprise, district FROM finding_facts") == [("改名后的榕树化工厂", "云溪镇")]
    assert searched(unit, "榕树化") == 1 and searched(unit, "rshg") == 1
    assert searched(unit, enterprise.name) == 0
    assert searched(unit, found.description[-1]) == 1


def test_merged_entries_count_as_the_one_that_is_shown(unit: Workspace) -> None:
    first, second, third = (an_enterprise(unit, n) for n in (1, 2, 3))
    a_finding(unit, an_inspection(unit, first))
    a_finding(unit, an_inspection(unit, second))
    enterprise_merge.merge_enterprises(unit, second.id, first.id)
    enterprise_merge.merge_enterprises(unit, third.id, second.id)
    shown = "SELECT DISTINCT enterprise_id, enterprise FROM {}"
    assert (
        read(unit, shown.format("finding_facts")) == read(unit, shown.format("visit_facts")) == [(third.id, third.name)]
    )
    undo.undo_last(unit)
    assert read(unit, shown.format("finding_facts")) == [(second.id, second.name)]


def test_a_visit_that_was_called_off_did_not_take_place(unit: Workspace) -> None:
    visit = an_inspection(unit)
    took_place = "SELECT took_place FROM visit_facts"
    assert read(unit, took_place) == [(1,)]
    inspection_moves.terminate(unit, visit.id, "企业停业")
    assert read(unit, took_place) == [(0,)]
    with unit.operation(Op.MOVE_INSPECTION) as step:
        inspection_moves.file_inspection_in(step, visit.id)
    assert read(unit, took_place) == [(0,)]


def test_facts_of_another_version_are_made_anew(unit: Workspace) -> None:
    found = a_finding(unit, an_inspection(unit))
    unit.close()
    for spoil in ("UPDATE facts_state SET version = 0", "DELETE FROM facts_state"):
        with_writer(unit.folder, ["DELETE FROM finding_facts", "DELETE FROM finding_counts", spoil])
        ws = open_workspace(unit.folder, clock=Clock())
        assert read(ws, "SELECT count(*) FROM finding_facts") == [(1,)]
        assert searched(ws, found.description) == 1
        ws.close()


def test_a_read_only_folder_with_older_facts_shows_right_ones(unit: Workspace, tmp_path: Path) -> None:
    a_finding(unit, an_inspection(unit))
    unit.close()
    with_writer(unit.folder, ["DELETE FROM finding_facts", "UPDATE facts_state SET version = 0"])
    copy = Path(shutil.copytree(unit.folder, tmp_path / "medium"))
    (copy / "inspector.db").chmod(0o444)
    copy.chmod(0o555)
    try:
        if not _may_write(copy):
            ws = open_workspace(copy, clock=Clock())
            assert ws.read_only is not None
            assert read(ws, "SELECT count(*) FROM finding_facts") == [(1,)]
            ws.close()
    finally:
        copy.chmod(0o755)


def _may_write(folder: Path) -> bool:
    """Whether this user may write everywhere (root)."""
    try:
        (folder / "probe").touch()
    except OSError:
        return False
    (folder / "probe").unlink()
    return True


@pytest.mark.spoils
@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        ("UPDATE visit_facts SET minutes = 7", ("visit_facts",)),
        ("UPDATE visit_facts SET previous = '2026-01-01'", ("visit_facts", "visit_counts")),
        (
            "UPDATE finding_facts SET accepted_on = '2026-01-01'",
            ("finding_facts", "finding_counts", "clause_counts", "officer_counts"),
        ),
        ("DELETE FROM finding_clauses", ("finding_clauses", "clause_counts")),
        ("UPDATE finding_counts SET number = number + 1", ("finding_counts",)),
        ("UPDATE clause_counts SET number = number + 1", ("clause_counts",)),
        ("DELETE FROM officer_counts", ("officer_counts",)),
        ("UPDATE visit_counts SET number = number + 1", ("visit_counts",)),
        ("UPDATE visit_officers SET previous = '2026-01-01'", ("visit_officers",)),
    ],
)
def test_facts_that_differ_are_told(unit: Workspace, spoil: str, told: tuple[str, ...]) -> None:
    a_finding(unit, an_inspection(unit))
    assert unit.check().is_well
    with unit.books() as db, journal.unjournalled(db.conn):
        db.conn.execute(spoil)
    assert unit.check().tables == told


def with_writer(folder: Path, statements: list[str]) -> None:
    ws = open_workspace(folder, clock=Clock())
    with ws.books() as db:
        for statement in statements:
            db.conn.execute(statement)
    ws.close()


TEXTS = st.text(st.sampled_from("安全阀A1a１Ａ、，。 （）㎡①𠮷㛃é-_%\"'*"), max_size=12)


@given(TEXTS, st.lists(TEXTS, min_size=1, max_size=2))
def test_a_phrase_is_exactly_a_part_of_the_text(text: str, words: list[str]) -> None:
    """What the index does with tokens is what `in` does with folded texts."""
    query = " ".join(words).split()
    tokens = f" {facts.unigrams(text)} "
    as_index = all(f" {facts.unigrams(word)} " in tokens for word in query)
    import unicodedata

    def fold(t: str) -> str:
        return unicodedata.normalize("NFKC", t).lower()

    assert as_index == all(fold(word) in fold(text) for word in query)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    from inspector_app.workspace import create_workspace

    ws = create_workspace(tmp_path_factory.mktemp("index") / "w", clock=Clock())
    a_unit(ws)
    return ws


@given(TEXTS.filter(lambda t: bool(t.strip())), TEXTS.filter(lambda t: bool(t.strip())))
def test_the_index_finds_what_like_finds(index: Workspace, text: str, words: str) -> None:
    with index.books() as db:
        db.conn.execute("INSERT INTO finding_text (finding_text) VALUES ('delete-all')")
        db.conn.execute("INSERT INTO finding_text (rowid, text, initials) VALUES (1, ?, '')", [facts.unigrams(text)])
    folded = f" {facts.unigrams(text)} "
    assert searched(index, words) == all(f" {facts.unigrams(word)} " in folded for word in words.split())
