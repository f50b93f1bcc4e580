# SPDX-License-Identifier: MulanPSL-2.0
"""Doors in the data folder and beside it: files of our own that anybody who has the folder or the stick may change."""

from __future__ import annotations

import json

from inspector_app.operations.restore_notes import LARGEST as RESTORED_LIMIT
from inspector_app.settings import LARGEST_SETTINGS
from inspector_app.storage.backups import LARGEST_NOTE
from inspector_app.storage.key_slots import LARGEST as SLOTS_LIMIT
from inspector_app.workspace.restoring import LARGEST as ORDER_LIMIT
from tests.hostile.kinds import Door, Syntax
from tests.hostile.samples import as_json, fixed, named
from tests.hostile.stage import BACKUP, DESK, GUARD, Stage

COPY = "keyslots.copy.json"
_RESTORE = ("backup", "restore", BACKUP, "--preview")
_NO_SLOTS = ("key_slots_damaged",)
_NO_BACKUP = ("backup_none",)


def _restored(stage: Stage) -> bytes:
    device = json.loads(stage.file(f"{DESK}/backups/{BACKUP}.json"))["device"]
    given = [["应急责改", 2026, 5]]
    noted = {"backup": BACKUP, "at": "2026-11-21T10:00:00+08:00", "incarnation": "a", "device": device, "given": given}
    return as_json({"restored": [noted]})


FOLDER_DOORS: tuple[Door, ...] = (
    Door(
        name="key slots, their copy gone", types="JSON", syntax=Syntax.JSON, base=GUARD, words=("due",),
        sample=named(f"{GUARD}/keyslots.json"), suffix=".json", limit=SLOTS_LIMIT, place="keyslots.json",
        without=(COPY,), garbage=_NO_SLOTS, no_file=_NO_SLOTS, large=_NO_SLOTS,
    ),
    Door(
        name="key slots, their copy whole", types="JSON", syntax=Syntax.JSON, base=GUARD, words=("due",),
        sample=named(f"{GUARD}/keyslots.json"), suffix=".json", limit=SLOTS_LIMIT, place="keyslots.json",
        beside=(COPY,), is_forgiving=True,
    ),
    Door(
        name="key slots with a backup", types="JSON", syntax=Syntax.JSON, base=GUARD, words=_RESTORE,
        sample=named(f"{GUARD}/backups/{BACKUP}.with/keyslots.json"), suffix=".json", limit=SLOTS_LIMIT,
        place=f"backups/{BACKUP}.with/keyslots.json", without=(f"backups/{BACKUP}.with/{COPY}",), is_forgiving=True,
    ),
    Door(
        name="note of a backup", types="JSON", syntax=Syntax.JSON, words=_RESTORE,
        sample=named(f"{DESK}/backups/{BACKUP}.json"), suffix=".json", limit=LARGEST_NOTE,
        place=f"backups/{BACKUP}.json", garbage=_NO_BACKUP, no_file=_NO_BACKUP, large=_NO_BACKUP,
    ),
    Door(
        name="database of a backup", types="SQLite", syntax=Syntax.ANY, words=_RESTORE,
        sample=named(f"{DESK}/backups/{BACKUP}.db"), suffix=".db", limit=0, place=f"backups/{BACKUP}.db",
        no_file=_NO_BACKUP, must_refuse=False, more="read whole before it is put back",
    ),
    Door(
        name="numbers given since a backup", types="JSON", syntax=Syntax.JSON, words=_RESTORE, sample=_restored,
        suffix=".json", limit=RESTORED_LIMIT, place="backups/restored.json", is_forgiving=True,
    ),
    Door(
        name="order of a restore", types="JSON", syntax=Syntax.JSON, words=("due",),
        sample=fixed('{"aside": "20261121-100000-abcd", "names": ["inspector.db", "identity.json"], "ready": []}'),
        suffix=".json", limit=ORDER_LIMIT, place="restoring.json", is_forgiving=True,
    ),
    Door(
        name="settings", types="JSON", syntax=Syntax.JSON, words=("due",), sample=fixed('{"theme": "dark"}'),
        suffix=".json", limit=LARGEST_SETTINGS, place="settings.json", is_forgiving=True,
    ),
    Door(
        name="identity of the folder", types="JSON", syntax=Syntax.JSON, words=("due",),
        sample=named("desk/identity.json"), suffix=".json", limit=0, place="identity.json", is_forgiving=True,
    ),
    Door(
        name="counter of the journal", types="text", syntax=Syntax.ANY, words=("due",),
        sample=named("desk/identity.seq"), suffix=".seq", limit=0, place="identity.seq", is_forgiving=True,
    ),
)  # fmt: skip
