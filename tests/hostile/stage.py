# SPDX-License-Identifier: MulanPSL-2.0
"""Three data folders with work in them, and the command line over them: what the hostile files are thrown at."""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import resource
import shutil
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from inspector_app.cli import main
from inspector_app.storage import key_slots
from inspector_app.wording import set_language
from tests.helpers.clock import CHINA
from tests.helpers.makers import a_code
from tests.helpers.pictures import photo
from tests.helpers.records import ORGAN, a_paper_finding, a_record

DESK, OFFICE, LAPTOP, GUARD = "desk", "office", "laptop", "guard"
PASSWORD = "河畔-巡查-2026"  # of the guarded folder
BACKUP = "20261121-100000-abcd"  # the name of the backups in the desk and in the guarded folder
OPENERS = {"--recovery-file", "--no-password"}
_LOGS = ("logs",)  # what every start writes anew


@dataclass(frozen=True, slots=True)
class Said:
    """What one call of the command line gave, and the seconds of processor time it took, children and all."""

    code: int
    out: str
    err: str
    seconds: float

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def problems(self) -> list[dict[str, str]]:
        """The problems, blocking and told beside the result; in the parts of a bundle, too."""
        content = self.json
        parts = [p for part in content.get("parts") or () if isinstance(part, dict) for p in part.get("problems", ())]
        return [*content.get("problems", ()), *parts]

    @property
    def codes(self) -> list[str]:
        content = self.json
        differs = [f"differs: {content['difference']}"] if content.get("is_right") is False else []
        return sorted({*(problem["code"] for problem in self.problems), *differs})


def spent() -> float:
    """Processor time of this process and of the children that ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def run(*words: object) -> Said:
    """Call the command line in this process."""
    set_language("zh_CN")
    out, err = io.StringIO(), io.StringIO()
    before = spent()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = main([str(word) for word in words])
    return Said(code, out.getvalue(), err.getvalue(), spent() - before)


@dataclass
class Stage:
    """The data folders and the names of what lies in them, for the words of commands."""

    folder: Path
    names: dict[str, str] = field(default_factory=dict)

    def home(self, base: str) -> Path:
        return self.folder / base

    def __call__(self, base: str, *words: object) -> Said:
        opening = ("--password-file", self.folder / "password") if base == GUARD and not {*words} & OPENERS else ()
        return run(*words, *opening, "--json", "--data-dir", self.home(base))

    def done(self, base: str, *words: object) -> Any:
        said = self(base, *words)
        assert said.code == 0, (words, said)
        return said.json

    def put(self, name: str, data: bytes | str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data.encode() if isinstance(data, str) else data)
        return path

    def file(self, name: str) -> bytes:
        return (self.folder / name).read_bytes()

    def print_of(self, base: str) -> str:
        """A hash over all that is kept: every row of the database (by its digest) and every file beside it."""
        home, found = self.home(base), hashlib.sha256()
        for path in sorted(home.rglob("*")):
            name = path.relative_to(home)
            if path.is_file() and name.parts[0] not in _LOGS and not name.name.startswith("inspector.db"):
                found.update(f"{name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
        return found.hexdigest() + self.rows(base)

    def rows(self, base: str) -> str:
        from inspector_app.workspace import open_workspace
        from inspector_app.workspace.protection import unlock_folder

        login = unlock_folder(self.home(base), "", PASSWORD) if base == GUARD else None
        ws = open_workspace(self.home(base), login=login)
        try:
            with ws.reader() as db:
                tables = [r[0] for r in db.conn.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
                counts = [(t, db.conn.execute(f'SELECT count(*) FROM "{t}"').fetchone()[0]) for t in sorted(tables)]
            return f"{ws.digest()} {[c for c in counts if c[0] != 'quarantine']}"
        finally:
            ws.close()

    def copied(self, target: Path) -> Stage:
        """The same folders elsewhere, for what may change them."""
        shutil.copytree(self.folder, target)
        return Stage(target, dict(self.names))


def a_stage(folder: Path) -> Stage:
    """Make the folders: a desk with an enterprise, an issued order, a plan and a draw; an office; its laptop."""
    stage = Stage(folder)
    organ = stage.put("ORGAN.toml", ORGAN)
    stage.done(DESK, "init", "--organ", organ)
    _a_visit(stage)
    _a_year(stage)
    _an_office(stage, organ)
    _a_guarded_folder(stage, organ)
    for base in (DESK, GUARD):
        _a_backup(stage, base)
    return stage


def _a_guarded_folder(stage: Stage, organ: Path) -> None:
    """Make protected data whose slots cost little to open: thousands of files are tried on them."""
    stage.put("password", PASSWORD + "\n")
    costs = key_slots.ITERATIONS, key_slots.MEMORY_KIB, key_slots.LANES
    key_slots.ITERATIONS, key_slots.MEMORY_KIB, key_slots.LANES = 1, 64, 1
    try:
        assert run("init", "--organ", organ, "--json", "--data-dir", stage.home(GUARD)).code == 0
        words = ("--new-password-file", stage.folder / "password", "--recovery-out", stage.folder / "paper.txt")
        said = run("protection", "on", "--name", "林知远", *words, "--json", "--data-dir", stage.home(GUARD))
        assert said.code == 0, said
    finally:
        key_slots.ITERATIONS, key_slots.MEMORY_KIB, key_slots.LANES = costs
    stage.done(GUARD, "enterprises", "add", "--name", "青岚县第6化工有限公司", "--credit-code", a_code(6))


def _a_backup(stage: Stage, base: str) -> None:
    """Make a backup and give it the name by which the doors ask for it."""
    (made,) = stage.done(base, "backup", "make", "--place", "local")["made"]
    folder = Path(made["path"]).parent
    note = json.loads((folder / f"{made['id']}.json").read_text(encoding="utf-8"))
    (folder / f"{BACKUP}.json").write_text(json.dumps({**note, "id": BACKUP}), encoding="utf-8")
    for suffix in (".db", ".with"):
        (folder / f"{made['id']}{suffix}").rename(folder / f"{BACKUP}{suffix}")
    (folder / f"{made['id']}.json").unlink()


def _a_visit(stage: Stage) -> None:
    day = datetime.now(CHINA) - timedelta(days=1)
    at = [day.replace(hour=hour, minute=0, second=0, microsecond=0).isoformat("T", "minutes") for hour in (9, 11)]
    until = (day + timedelta(days=30)).date().isoformat()
    record = a_record(started_at=at[0], finished_at=at[1], findings=[a_paper_finding(deadline=until)])
    made = stage.done(DESK, "inspect", stage.put("RECORD.json", json.dumps(record, ensure_ascii=False)))
    subject = ["--inspection", made["inspection"], "--date", at[0][:10], "--confirm-unverified"]
    stage.done(DESK, "documents", "issue", *subject, "--kind", "inspection_record")
    paper = stage.done(DESK, "documents", "issue", *subject, "--kind", "rectification_order")
    stage.put("photo.jpg", photo())
    stage.done(DESK, "documents", "export", paper["document"], "--out", stage.folder / "paper.pdf")
    started = stage.done(
        DESK, "inspections", "start", "--enterprise", "青岚县恒达化工有限公司", "--pack", "hazmat",
        "--officer", "林知远",
        "--officer", "苏晓棠", "--started-at", at[1],
    )  # fmt: skip
    kept = stage.done(DESK, "photos", "add", started["inspection"], stage.folder / "photo.jpg")
    stage.names |= {
        "case": made["inspection"], "visit": started["inspection"], "order": paper["number"],
        "photo": kept["photos"][0]["id"], "finding": made["findings"][0], "enterprise": "青岚县恒达化工有限公司",
        "enterprise_id": stage.done(DESK, "enterprises", "show", "青岚县恒达化工有限公司")["enterprise"]["id"],
    }  # fmt: skip
    stage.names["day"] = at[0][:10]
    service = {
        "method": "direct", "served_at": at[1].replace("T11", "T12"), "place": "厂区", "receiver": "赵国栋",
        "capacity": "person_in_charge", "servers": ["林知远", "苏晓棠"],
    }  # fmt: skip
    path = stage.put("SERVICE.json", json.dumps(service, ensure_ascii=False))
    stage.done(DESK, "documents", "serve", paper["number"], "--data", path)
    done = ("--person", "赵国栋", "--text", "已整改")
    stage.done(DESK, "report-done", paper["document"], "--on", at[1][:10], *done)


def _a_year(stage: Stage) -> None:
    for n in (1, 2, 3):
        stage.done(DESK, "enterprises", "add", "--name", f"青岚县第{n}化工有限公司", "--credit-code", a_code(n))
    days = ("--statutory-days", "247", "--other-days", "2000", "--idle-days", "1434")
    stage.done(DESK, "plan", "make", "--year", "2026", "--officers", "22", *days)
    for n in range(4):
        words = ("--name", f"张{n}", "--certificate-no", f"0201120020{n}")
        stage.done(DESK, "officers", "add", *words)
    people = ("--operator", "林知远", "--supervisor", "苏晓棠", "--wanted", "2", "--name", "抽查")
    stage.done(DESK, "draw", "freeze", *people)
    stage.done(DESK, "draw", "make", "抽查", "--seed", "20261350308", "--source", "福彩", "--witness", "赵监督")
    stage.done(DESK, "draw", "record", "抽查", "--out", stage.folder / "draw.json")
    stage.done(DESK, "packs", "export", "fire_exit", "--out", stage.folder / "pack.xlsx")


def _an_office(stage: Stage, organ: Path) -> None:
    stage.done(OFFICE, "office", "init", "--organ", organ)
    stage.done(LAPTOP, "init", "--organ", organ)
    stage.done(LAPTOP, "device", "request", "--out", stage.folder / "one.ajq", "--name", "一中队")
    stage.done(OFFICE, "office", "enrol", stage.folder / "one.ajq", "--out", stage.folder / "one.aje")
    stage.done(LAPTOP, "device", "join", stage.folder / "one.aje")
    stage.done(LAPTOP, "enterprises", "add", "--name", "青岚县第4化工有限公司", "--credit-code", a_code(4))
    stick = stage.folder / "stick"
    stage.done(LAPTOP, "bundle", "make", "--to", stick)
    (part,) = stick.glob("*.ajb")
    stage.put("part.ajb", part.read_bytes())
    stage.done(OFFICE, "bundle", "read", stage.folder / "part.ajb")
    (receipt,) = (stage.home(OFFICE) / "receipts").glob("*.ajr")
    stage.put("one.ajr", receipt.read_bytes())
    stage.done(LAPTOP, "enterprises", "add", "--name", "青岚县第5化工有限公司", "--credit-code", a_code(5))
    shutil.rmtree(stick)
    stage.done(LAPTOP, "bundle", "make", "--to", stick)
    (part,) = stick.glob("*.ajb")
    stage.put("part.ajb", part.read_bytes())
    stage.done(OFFICE, "office", "dispatch", "--device", "一中队", "--out", stage.folder / "dispatch")
    (out,) = (stage.folder / "dispatch").rglob("*.ajb")
    stage.put("dispatch.ajb", out.read_bytes())
