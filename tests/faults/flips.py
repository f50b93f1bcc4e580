# SPDX-License-Identifier: MulanPSL-2.0
"""Single flipped bits in what is kept and handed over (B11): each is noticed, or changes nothing that is said.

Runs inside the server of faults, so that defects on purpose can be tried. For plain data the chain, the replayed
journal, the hashes and SQLite's own check must notice; with protection every page and file has its own proof.
"""

from __future__ import annotations

import contextlib
import random
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from inspector_app.domain.problems import Refused
from inspector_app.handoff.part_reader import check_part
from inspector_app.storage.driver import Database, DatabaseError, connect, translated
from inspector_app.storage.facts_counts import TABLES as COUNTS
from inspector_app.storage.file_store import FileStore
from inspector_app.storage.tables import JOURNALLED
from inspector_app.workspace.checking import examine
from inspector_app.workspace.protection import unlock_folder
from tests.faults import acks
from tests.faults.oracle import DATABASE, tables_of

HELD = {*JOURNALLED, "operations", "changes", "finding_facts", "visit_facts", "finding_clauses", *COUNTS}


def flip(case: Path, needs: Mapping[str, Any]) -> int:
    """Flip bits one at a time in a folder or a part, and tell what became of each; `places` or a seed choose them."""
    what, chance = str(needs["what"]), random.Random(f"{needs.get('seed')} {needs['what']} {needs.get('from', 0)}")
    look = {"database": _Database, "file": _File, "part": _Part}[what](case, needs)
    size = len(look.whole)
    places: Sequence[int] = needs.get("places") or [chance.randrange(size) for _ in range(int(needs["count"]))]
    told: Counter[str] = Counter()
    for place in places:
        bit = chance.randrange(8)
        found = look.with_flip(place, bit)
        told[found.split(":")[0]] += 1
        if found.startswith(("silent", "broke")):
            acks.tell(place=place, bit=bit, found=found)
    acks.tell(told=dict(told))
    return 0


class _Flipped:
    """A file of which one bit is other for a moment."""

    def __init__(self, path: Path) -> None:
        self.path, self.whole = path, path.read_bytes()
        path.chmod(0o644)

    @contextlib.contextmanager
    def flipped(self, place: int, bit: int) -> Iterator[None]:
        """Flip it, and put everything back."""
        other = bytearray(self.whole)
        other[place] ^= 1 << bit
        self.path.write_bytes(other)
        try:
            yield
        finally:
            self.path.write_bytes(self.whole)


class _Database(_Flipped):
    """The database of a closed folder; with a password where it is protected."""

    def __init__(self, case: Path, needs: Mapping[str, Any]) -> None:
        super().__init__(case / "data" / DATABASE)
        password = str(needs.get("password", ""))
        unlocked = unlock_folder(case / "data", "", password).unlocked if password else None
        self.key = unlocked.key.database if unlocked else None
        self.files = FileStore(case / "data" / "files", unlocked.keys if unlocked else ())
        self.before = self._tables()

    def _tables(self) -> dict[str, str]:
        with contextlib.closing(connect(self.path, key=self.key)) as conn:
            return tables_of(conn)

    def with_flip(self, place: int, bit: int) -> str:
        """What a flip at this place does."""
        for left in self.path.parent.glob(f"{DATABASE}-*"):
            left.unlink()
        with self.flipped(place, bit):
            try:
                with translated(self.path), contextlib.closing(connect(self.path, key=self.key)) as conn:  # as it reads
                    db = Database(conn, execute_plugins=False)
                    health = examine(contextlib.nullcontext(db), self.files)
                    if not health.is_well:
                        return "noticed"
                    pages = conn.execute("PRAGMA integrity_check").fetchone()[0]
                    after = tables_of(conn)
            except (DatabaseError, Refused):
                return "noticed"
            except Exception as error:
                return f"broke: {type(error).__name__} {error}"[:200]
        if pages != "ok":
            return f"silent: pages {pages}"[:200]
        differing = sorted(name for name in {*self.before, *after} if self.before.get(name) != after.get(name))
        if not differing:
            return "same"
        held = [name for name in differing if name in HELD]
        return f"silent: {held}" if held else f"own books {','.join(differing)}"


class _File(_Flipped):
    """A kept photo or PDF."""

    def __init__(self, case: Path, needs: Mapping[str, Any]) -> None:
        password = str(needs.get("password", ""))
        keys = unlock_folder(case / "data", "", password).unlocked.keys if password else ()
        self.store, self.sha256 = FileStore(case / "data" / "files", keys), str(needs["sha256"])
        super().__init__(self.store.path(self.sha256))

    def with_flip(self, place: int, bit: int) -> str:
        """What a flip at this place does."""
        with self.flipped(place, bit):
            return "silent: file" if self.store.is_intact(self.sha256) else "noticed"


class _Part(_Flipped):
    """A part of a bundle."""

    def __init__(self, case: Path, needs: Mapping[str, Any]) -> None:
        self.keys = tuple(needs["keys"])
        source = Path(needs["part"])
        super().__init__(Path(shutil.copy(source, case / source.name)))

    def with_flip(self, place: int, bit: int) -> str:
        """What a flip at this place does."""
        with self.flipped(place, bit):
            try:
                check_part(self.path, self.keys)
            except Refused:
                return "noticed"
            except Exception as error:
                return f"broke: {type(error).__name__} {error}"[:200]
        return "silent: part"
