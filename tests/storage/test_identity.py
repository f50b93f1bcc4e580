# SPDX-License-Identifier: MulanPSL-2.0
"""A copied, restored or set-back folder goes on under a new incarnation; the folder itself never does."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from inspector_app.domain.problems import ProblemCode, Refused
from inspector_app.storage.driver import connect
from inspector_app.workspace import Workspace, create_workspace, open_workspace
from tests.helpers.makers import an_enterprise
from tests.helpers.unit import deliver, operations_of


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    with_one = create_workspace(tmp_path / "laptop")
    an_enterprise(with_one)
    with_one.close()
    return tmp_path / "laptop"


def incarnation(folder: Path) -> str:
    ws = open_workspace(folder)
    try:
        assert ws.check().is_well
        return ws.incarnation
    finally:
        ws.close()


def work(folder: Path, n: int) -> None:
    ws = open_workspace(folder)
    an_enterprise(ws, n)
    ws.close()


def names(ws: Workspace) -> set[str]:
    with ws.reader() as db:
        return {str(row[0]) for row in db.conn.execute("SELECT name FROM enterprises")}


def forget(folder: Path, incarnation: str = "") -> None:
    """Make a copied folder believe that it is the first one."""
    conn = connect(folder / "inspector.db")
    conn.execute("DELETE FROM membership WHERE name = 'identity'")
    if incarnation:
        conn.execute("UPDATE device SET incarnation = ?", (incarnation,))
        conn.execute("DELETE FROM chains")
    conn.close()


def test_opening_again_and_moving_the_folder_change_nothing(folder: Path, tmp_path: Path) -> None:
    before = incarnation(folder)
    work(folder, 2)
    assert incarnation(folder) == before
    folder.rename(tmp_path / "elsewhere")
    assert incarnation(tmp_path / "elsewhere") == before


@pytest.mark.parametrize("copy", [shutil.copytree, partial(shutil.copytree, copy_function=shutil.copy)])
def test_a_copy_is_another(folder: Path, tmp_path: Path, copy: Callable[[Path, Path], object]) -> None:
    copy(folder, tmp_path / "copy")
    other = incarnation(tmp_path / "copy")
    assert other != incarnation(folder)
    assert incarnation(tmp_path / "copy") == other


def test_only_the_database_copied(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "copy").mkdir()
    shutil.copy2(folder / "inspector.db", tmp_path / "copy")
    assert incarnation(tmp_path / "copy") != incarnation(folder)


def test_a_backup_put_back_in_the_same_place(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "backup")
    before = incarnation(folder)
    work(folder, 2)
    shutil.rmtree(folder)
    shutil.copytree(tmp_path / "backup", folder)
    assert incarnation(folder) != before


def test_a_backup_copied_over_the_files_themselves(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "backup")
    before = incarnation(folder)
    work(folder, 2)
    for path in (tmp_path / "backup").iterdir():
        if path.is_file():
            (folder / path.name).write_bytes(path.read_bytes())
            os.utime(folder / path.name, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns))
    assert incarnation(folder) != before


def test_only_the_database_set_back(folder: Path, tmp_path: Path) -> None:
    shutil.copy2(folder / "inspector.db", tmp_path / "old.db")
    before = incarnation(folder)
    work(folder, 2)
    (folder / "inspector.db").write_bytes((tmp_path / "old.db").read_bytes())
    assert incarnation(folder) != before


def test_a_folder_of_the_program_before_is_itself(folder: Path) -> None:
    before = incarnation(folder)
    forget(folder)
    (folder / "identity.json").unlink()
    assert incarnation(folder) == before
    assert incarnation(folder) == before


def test_what_a_restore_lost_comes_back_from_others(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "backup")
    work(folder, 2)
    ws = open_workspace(folder)
    sent = operations_of(ws)
    ws.close()
    shutil.rmtree(folder)
    shutil.copytree(tmp_path / "backup", folder)
    work(folder, 3)
    back = open_workspace(folder)
    deliver(back, sent)
    assert names(back) == {f"清河县第{n}化工有限公司" for n in (1, 2, 3)}
    assert back.check().is_well
    back.close()


def test_an_unnoticed_copy_is_found_when_both_histories_meet(folder: Path, tmp_path: Path) -> None:
    before = incarnation(folder)
    shutil.copytree(folder, tmp_path / "other")
    forget(tmp_path / "other")
    ours, twin = open_workspace(folder), open_workspace(tmp_path / "other")
    assert twin.incarnation == ours.incarnation == before
    an_enterprise(ours, 2)
    an_enterprise(twin, 3)
    digest = ours.digest()
    with pytest.raises(Refused) as refused:
        deliver(ours, operations_of(twin))
    assert refused.value.problems[0].code is ProblemCode.BUNDLE_FORKED
    assert ours.digest() == digest
    ours.close()
    twin.close()


def test_an_unnoticed_set_back_goes_on_anew_when_its_own_later_acts_come_back(folder: Path, tmp_path: Path) -> None:
    before = incarnation(folder)
    shutil.copytree(folder, tmp_path / "other")
    work(folder, 2)
    ours = open_workspace(folder)
    sent = operations_of(ours)
    ours.close()
    forget(tmp_path / "other", before)
    twin = open_workspace(tmp_path / "other")
    assert twin.incarnation == before
    deliver(twin, sent)
    assert twin.incarnation != before
    an_enterprise(twin, 3)
    assert len(names(twin)) == 3
    assert twin.check().is_well
    twin.close()
    assert incarnation(tmp_path / "other") != before
