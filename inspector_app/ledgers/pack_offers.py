# SPDX-License-Identifier: MulanPSL-2.0
"""Which checklists the start of an inspection offers: those that fit the enterprise first, some of them chosen."""

from __future__ import annotations

from dataclasses import dataclass

from inspector_app.domain.enterprise import Enterprise
from inspector_app.ledgers.packs import enabled_ids
from inspector_app.locations import bundled
from inspector_app.packs.draft import COMMON
from inspector_app.packs.industries import load_industries
from inspector_app.storage.enterprises import entries_of, marks
from inspector_app.storage.rows import fetch
from inspector_app.workspace import Workspace

LEAST_LETTERS = 2  # of an industry or a title, before one of them is looked for in the other


@dataclass(frozen=True, slots=True, kw_only=True)
class PackOffer:
    """One checklist that may be chosen; `fits` says that it suits this enterprise."""

    id: str
    title: str
    items: int
    fits: bool
    is_chosen: bool


def offers(ws: Workspace, enterprise: Enterprise) -> tuple[PackOffer, ...]:
    """Give the enabled checklists, the fitting ones first.

    Chosen is what was used here last time, else what the industry suggests; the common one always.
    """
    used = _used_last(ws, enterprise.id)
    known = enabled_ids(ws)
    words = {entry.pack_id: entry for entry in load_industries(bundled("checklists"))}
    about = f"{enterprise.industry} {enterprise.name}"
    used = used & set(known)
    made = []
    for pack_id in known:
        pack = ws.catalogue.pack(pack_id)
        if pack is None:
            continue
        entry = words.get(pack_id)
        suits = entry.fit(about) if entry is not None else _alike(enterprise.industry, (pack.title, pack.industry))
        proposed = suits and not (entry is not None and entry.only_named)
        made.append(
            PackOffer(
                id=pack_id,
                title=pack.title,
                items=len(pack.items),
                fits=suits or pack_id in used or pack_id == COMMON,
                is_chosen=pack_id in used if used else proposed or pack_id == COMMON,
            )
        )
    return tuple(sorted(made, key=lambda offer: (not offer.fits, not offer.is_chosen)))


def _used_last(ws: Workspace, enterprise_id: str) -> frozenset[str]:
    """Give the checklists of the last inspection of an enterprise; what another program did does not count."""
    with ws.reader() as db:
        owners = entries_of(db, enterprise_id)
        sql = f"""
    SELECT p.pack_id FROM inspection_packs p WHERE p.inspection_id =
      (SELECT id FROM inspections WHERE enterprise_id IN ({marks(owners)}) AND id NOT IN (SELECT id FROM imports)
       ORDER BY started_at DESC, id LIMIT 1)
    """
        return frozenset(str(row["pack_id"]) for row in fetch(db, sql, owners))


def _alike(industry: str, names: tuple[str, ...]) -> bool:
    """Whether the industry stands in what the checklist is called, or the other way round."""
    industry = industry.strip()
    if len(industry) < LEAST_LETTERS:
        return False
    return any(industry in name or name in industry for name in names if len(name) >= LEAST_LETTERS)
