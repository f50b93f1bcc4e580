# SPDX-License-Identifier: MulanPSL-2.0
"""What 本机 shows and does: membership, the request to an office, its answer, becoming an office.

Everything of the hand-off is imported when it is first wanted: keys and signatures take their time to load.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from inspector_app.domain.change import Done
from inspector_app.domain.numbering import NumberBlock
from inspector_app.domain.unit import Membership
from inspector_app.operations.files import save_file
from inspector_app.ui.models.handoff_moments import moment
from inspector_app.workspace import Workspace

REQUEST_LETTERS = 40  # of a laptop's name in the name of its request


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRead:
    """What this data folder is."""

    membership: Membership
    fingerprint: str  # of the office's key, as people compare it
    joined_on: date | None
    device_name: str  # by which the office knows it
    organ: str
    numbers_left: int  # that the office gave to this laptop and that are not used


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """From which office an answer comes."""

    office: str
    fingerprint: str


def read_unit(ws: Workspace) -> UnitRead:
    """Read what this data folder is."""
    from inspector_app.handoff.certificates import fingerprint
    from inspector_app.handoff.devices import devices
    from inspector_app.handoff.leases import leases
    from inspector_app.handoff.membership import membership
    from inspector_app.ledgers import organs

    known, organ = membership(ws), organs.organ(ws)
    own = next((d.name for d in devices(ws) if d.id == ws.device), "")
    joined = moment(ws, known.joined_at)
    return UnitRead(
        membership=known,
        fingerprint=fingerprint(known.office_key) if known.office_key else "",
        joined_on=joined.date() if joined else None,
        device_name=own,
        organ=organ.name if organ else "",
        numbers_left=sum(lease.open for lease in leases(ws, device=ws.device) if not lease.is_stale),
    )


def request_name(name: str) -> str:
    """Propose a name for the request; signs that no file system takes are left out."""
    return f"{plain(name)}.ajq"


def answer_name(name: str) -> str:
    """Propose a name for the office's answer."""
    return f"{plain(name)}.aje"


def plain(name: str) -> str:
    """Leave out of a name what no file system takes."""
    return "".join(c for c in name if c.isprintable() and c not in '\\/:*?"<>|')[:REQUEST_LETTERS].strip() or "laptop"


def write_request(ws: Workspace, name: str, holder: str, path: Path) -> Path:
    """Write this laptop's request to be enrolled."""
    from inspector_app.handoff.enrolment import make_request

    save_file(path, make_request(ws, name=name, holder=holder).encode())
    return path


def read_answer(path: Path) -> Answer:
    """Read an office's answer without joining."""
    from inspector_app.handoff import statements
    from inspector_app.handoff.certificates import fingerprint

    answer = statements.read_answer(statements.read_text(path), str(path))
    return Answer(office=answer.name, fingerprint=fingerprint(answer.office_key))


def join_office(ws: Workspace, path: Path) -> Membership:
    """Join the office that gave this answer."""
    from inspector_app.handoff.enrolment import join_by_path

    return join_by_path(ws, path)


def give_back(ws: Workspace) -> Done[tuple[NumberBlock, ...]]:
    """Give the unused numbers of this laptop back to the office."""
    from inspector_app.handoff import leases

    return leases.return_own(ws)


def set_url(ws: Workspace, url: str) -> Membership:
    """Keep the address at which laptops reach this office."""
    from inspector_app.handoff import membership

    return membership.set_url(ws, url)


def found_office(ws: Workspace, name: str, recovery: Path) -> Membership:
    """Make this workspace the office; the recovery paper is a new file."""
    from inspector_app.handoff.enrolment import init_office

    return init_office(ws, name=name, recovery=recovery)
