# SPDX-License-Identifier: MulanPSL-2.0
"""How far each laptop's chain is known here, and what the authors of operations had before them.

`chains` has every chain but this laptop's current one; `told` is how far this laptop has already said (in
`operations.saw`) that it had seen it. `sightings` are the `saw` of all operations, one row an entry.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from inspector_app.domain.merging import Chain
from inspector_app.storage.driver import Connection

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """How far a chain is known: its newest operation here, by number and hash."""

    device: str
    incarnation: str
    seq: int
    hash: str

    @property
    def chain(self) -> Chain:
        """Whose chain it is."""
        return (self.device, self.incarnation)


def own_mark(conn: Connection, device: str, incarnation: str) -> Mark:
    """Give the head of this laptop's own current chain; 0 before its first operation."""
    row = conn.execute(
        "SELECT seq, hash FROM operations WHERE device = ? AND incarnation = ? ORDER BY seq DESC LIMIT 1",
        (device, incarnation),
    ).fetchone()
    return Mark(device=device, incarnation=incarnation, seq=row[0] if row else 0, hash=row[1] if row else GENESIS)


def marks(conn: Connection) -> dict[Chain, Mark]:
    """Give how far every chain is known here, this laptop's own included."""
    found = {
        (str(d), str(i)): Mark(device=str(d), incarnation=str(i), seq=s, hash=str(h))
        for d, i, s, h in conn.execute("SELECT device, incarnation, seq, hash FROM chains")
    }
    device, incarnation = conn.execute("SELECT id, incarnation FROM device").fetchone()
    own = own_mark(conn, str(device), str(incarnation))
    if own.seq:
        found[own.chain] = own
    return dict(sorted(found.items()))


def put_mark(conn: Connection, mark: Mark) -> None:
    """Keep how far another chain is known now."""
    conn.execute(
        "INSERT INTO chains VALUES (?, ?, ?, ?, 0) ON CONFLICT (device, incarnation)"
        " DO UPDATE SET seq = excluded.seq, hash = excluded.hash",
        (mark.device, mark.incarnation, mark.seq, mark.hash),
    )


def anything_merged(conn: Connection) -> bool:
    """Whether this laptop knows any chain but its own: without one, nothing needs merging."""
    return conn.execute("SELECT 1 FROM chains LIMIT 1").fetchone() is not None


def tell(conn: Connection, device: str, incarnation: str) -> str:
    """Give what was seen of other chains since the last own operation, as `operations.saw` keeps it."""
    rows = conn.execute(
        "SELECT device, incarnation, seq FROM chains WHERE seq > told AND NOT (device = ? AND incarnation = ?)"
        " ORDER BY device, incarnation",
        (device, incarnation),
    ).fetchall()
    if not rows:
        return ""
    conn.execute("UPDATE chains SET told = seq WHERE seq > told")
    return json.dumps([list(row) for row in rows], separators=(",", ":"))


def seen_by(saw: str) -> Mapping[Chain, int]:
    """Read `operations.saw`."""
    return {} if not saw else {(str(d), str(i)): int(s) for d, i, s in json.loads(saw)}


def put_sightings(conn: Connection, chain: Chain, seq: int, saw: str) -> None:
    """Keep what the author of an operation had seen, for asking later."""
    conn.executemany(
        "INSERT INTO sightings VALUES (?, ?, ?, ?, ?, ?)",
        [(*chain, *other, seq, other_seq) for other, other_seq in seen_by(saw).items()],
    )


def saw(conn: Connection, later: Chain, later_seq: int, earlier: Chain, earlier_seq: int) -> bool:
    """Whether the author of operation `later_seq` of a chain had `earlier_seq` of another before them."""
    row = conn.execute(
        "SELECT other_seq FROM sightings WHERE device = ? AND incarnation = ? AND other_device = ?"
        " AND other_incarnation = ? AND seq <= ? ORDER BY seq DESC LIMIT 1",
        (*later, *earlier, later_seq),
    ).fetchone()
    return row is not None and row[0] >= earlier_seq


def begin_incarnation(conn: Connection, incarnation: str) -> None:
    """Go on under a new incarnation: what was this laptop's chain is now one that it has seen."""
    device, before = conn.execute("SELECT id, incarnation FROM device").fetchone()
    last = own_mark(conn, str(device), str(before))
    if last.seq:
        put_mark(conn, last)
    conn.execute("UPDATE chains SET told = 0")
    conn.execute("UPDATE parts_read SET own_seq = 0")  # they counted the chain that ends here
    conn.execute("UPDATE device SET incarnation = ?", (incarnation,))


def behind(known: Mapping[Chain, Mark], wanted: Iterable[tuple[Chain, int]]) -> tuple[tuple[Chain, int, int], ...]:
    """Give the ranges that are missing: chain, first and last operation."""
    found = []
    for chain, seq in wanted:
        have = known[chain].seq if chain in known else 0
        if seq > have:
            found.append((chain, have + 1, seq))
    return tuple(sorted(found))
