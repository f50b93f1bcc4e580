# SPDX-License-Identifier: MulanPSL-2.0
"""A sample of the tamper campaign (promises.md 2.13): whatever is edited past the program is found and named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from inspector_app.domain.verification import FaultKind
from tests.tamper.campaign import detected
from tests.tamper.edits import SEALED, all_edits
from tests.tamper.schemes import SCHEMES, keep_files, older_file, paper_tells, put_files_back, set_all_back
from tests.tamper.store import Store, make_store

EVERY = 9  # of the single edits of one round


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return make_store(tmp_path_factory.mktemp("tamper") / "workspace")


@pytest.fixture(autouse=True)
def as_before(store: Store) -> Iterator[None]:
    kept = keep_files(store)
    yield
    put_files_back(kept)
    store.put_back()


def test_the_untouched_store_is_well(store: Store) -> None:
    assert store.verify().is_well


def test_a_sample_of_single_edits_is_found(store: Store) -> None:
    edits = all_edits(store, Random(7))
    assert {edit.name.split()[1].split(".")[0] for edit in edits} > {
        "documents",
        "operations",
        "changes",
        "checkpoints",
    }
    done, missed = 0, []
    for edit in edits[7 % EVERY :: EVERY]:
        verdict = detected(store, edit)
        done += verdict is not None
        if verdict == "":
            missed.append(edit.name)
    assert done > 20
    assert missed == []


@pytest.mark.parametrize(("scheme", "kinds"), SCHEMES, ids=[scheme.__name__ for scheme, _ in SCHEMES])
def test_a_scheme_is_found_and_named(store: Store, tmp_path: Path, scheme, kinds: frozenset[FaultKind]) -> None:
    if scheme is older_file:  # the folder goes on under a new incarnation then: one of its own
        store = make_store(tmp_path / "workspace")
    scheme(store)
    found = {fault.kind for fault in store.verify().faults}
    assert kinds <= found


def test_a_paper_tells_that_all_was_set_back(tmp_path: Path) -> None:
    store = make_store(tmp_path / "workspace")
    set_all_back(store)
    assert store.verify().is_well, "nothing inside can know"
    assert paper_tells(store) == {FaultKind.WITNESS_BEYOND}


def test_every_sealed_table_of_the_list_exists(store: Store) -> None:
    conn = store.raw()
    names = {row[0] for row in conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    conn.close()
    assert set(SEALED) <= names
