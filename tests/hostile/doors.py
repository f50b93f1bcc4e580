# SPDX-License-Identifier: MulanPSL-2.0
"""Every door through which a file comes in; `paper` writes them into docs/hostile-input.md."""

from __future__ import annotations

from inspector_app.cli.credentials import MOST_PASSWORD
from inspector_app.cli.draws import MOST_RECORD
from inspector_app.cli.photos import MARKS_LIMIT
from inspector_app.documents.form_reader import LARGEST_FILE as FORM_LIMIT
from inspector_app.domain import geojson, paper_record, reinspection_record, service_record
from inspector_app.domain.unit_file import UnitFileKind
from inspector_app.handoff import statements, unit_files
from inspector_app.handoff.header import PART_LIMIT
from inspector_app.handoff.keys import LARGEST_TEXT
from inspector_app.law.records import MAX_BYTES as LAW_LIMIT
from inspector_app.operations import (
    document_drafts,
    enterprise_import,
    equipment_import,
    follow_ups,
    organs,
    pack_import,
    paper_checks,
    plan_import,
    self_reports,
    witnesses,
    workings,
)  # fmt: skip
from inspector_app.packs.files import MAX_BYTES as PACK_LIMIT
from inspector_app.packs.pictures import MAX_PICTURE_BYTES
from inspector_app.packs.safetyculture.audit import MAX_BYTES as AUDIT_LIMIT
from inspector_app.photos.limits import MAX_BYTES as PHOTO_LIMIT
from inspector_app.photos.limits import MAX_RECORDING_BYTES
from inspector_app.workspace.code_file import FILE_LIMIT as CODES_LIMIT
from tests.helpers.law_updates import a_law, an_update
from tests.helpers.pictures import corners, photo
from tests.hostile.folder_doors import FOLDER_DOORS
from tests.hostile.kinds import Door, Syntax
from tests.hostile.samples import (
    CODES,
    FIREWORKS,
    HAZMAT,
    MARKS,
    PERIOD,
    TALK,
    a_round,
    a_table,
    as_json,
    bundled,
    fixed,
    holidays,
    named,
    outlines,
    points,
    service,
)  # fmt: skip
from tests.hostile.stage import GUARD, LAPTOP, OFFICE

_NO_PART = ("bundle_not_found", "bundle_not_one", "file_missing", "file_unreadable")
_LARGE_PART = ("bundle_changed", "bundle_too_large", "file_too_large")

DOORS: tuple[Door, ...] = (
    Door(
        name="organ and officers", types="TOML", syntax=Syntax.TOML, words=("organ", "set", "{file}"),
        sample=named("ORGAN.toml"), suffix=".toml", limit=organs.FILE_LIMIT, keeps=True,
    ),
    Door(
        name="paper inspection", types="JSON and the photos it names", syntax=Syntax.JSON, words=("inspect", "{file}"),
        sample=named("RECORD.json"), suffix=".json", limit=paper_record.MAX_BYTES, keeps=True,
    ),
    Door(
        name="re-inspection", types="JSON and the photos it names", syntax=Syntax.JSON, words=("reinspect", "{file}"),
        sample=a_round, suffix=".json", limit=reinspection_record.MAX_BYTES, keeps=True,
    ),
    Door(
        name="service", types="JSON and the scans it names", syntax=Syntax.JSON,
        words=("documents", "serve", "{order}", "--data", "{file}"), sample=service, suffix=".json",
        limit=service_record.MAX_BYTES, keeps=True,
    ),
    Door(
        name="fields of a document", types="JSON", syntax=Syntax.JSON,
        words=("documents", "fill", "--inspection", "{visit}", "--kind", "onsite_measure", "--data", "{file}"),
        sample=fixed("{}"), suffix=".json", limit=document_drafts.MAX_FIELDS_BYTES, keeps=True,
    ),
    Door(
        name="fields of a follow-up", types="JSON", syntax=Syntax.JSON,
        words=(
            "follow-ups", "open", "--inspection", "{case}", "--kind", "talk", "--fields", "{file}",
        ),
        sample=lambda _: as_json(TALK), suffix=".json", limit=follow_ups.MAX_FIELDS_BYTES, keeps=True,
    ),
    Door(
        name="drawn marks", types="JSON", syntax=Syntax.JSON, words=("photos", "mark", "{photo}", "{file}"),
        sample=lambda _: as_json(MARKS), suffix=".json", limit=MARKS_LIMIT, keeps=True, garbage=("value_wrong_type",),
        takes_empty=True,
    ),
    Door(
        name="calculation of R", types="JSON", syntax=Syntax.JSON, words=("calc", "hazmat-r", "--data", "{file}"),
        sample=lambda _: as_json(HAZMAT), suffix=".json", limit=workings.FILE_LIMIT,
    ),
    Door(
        name="calculation of fireworks", types="JSON", syntax=Syntax.JSON,
        words=("calc", "fireworks", "--data", "{file}"), sample=lambda _: as_json(FIREWORKS), suffix=".json",
        limit=workings.FILE_LIMIT,
    ),
    Door(
        name="calculation of equipment", types="JSON", syntax=Syntax.JSON,
        words=("calc", "equipment", "--data", "{file}"),
        sample=lambda _: as_json({"on": "2026-11-20", "rows": [{"name": "1号", "category": "锅炉"}]}), suffix=".json",
        limit=workings.FILE_LIMIT,
    ),
    Door(
        name="audit of another program", types="JSON", syntax=Syntax.JSON,
        words=("import-audit", "{file}", "--enterprise", "{enterprise_id}"),
        sample=bundled("tests/fixtures/safetyculture/warehouse.json"), suffix=".json", limit=AUDIT_LIMIT, keeps=True,
    ),
    Door(
        name="outlines of districts", types="GeoJSON", syntax=Syntax.JSON, words=("map", "import-outlines", "{file}"),
        sample=outlines, suffix=".geojson", limit=geojson.LARGEST_OUTLINES, keeps=True,
        more=f"{geojson.MOST_DISTRICTS} districts, {geojson.MOST_CORNERS} corners",
    ),
    Door(
        name="positions of enterprises", types="GeoJSON", syntax=Syntax.JSON,
        words=("map", "import-points", "{file}"), sample=points, suffix=".geojson", limit=geojson.LARGEST_PLACES,
        more=f"{geojson.MOST_PLACES} places", keeps=True,
    ),
    Door(
        name="record of a draw", types="JSON", syntax=Syntax.JSON, words=("draw", "verify", "{file}"),
        sample=named("draw.json"), suffix=".json", limit=MOST_RECORD, garbage=("differs: unreadable",),
    ),
    Door(
        name="holiday notice", types="JSON", syntax=Syntax.JSON, words=("holidays", "add", "{file}"), sample=holidays,
        suffix=".json", limit=LAW_LIMIT, keeps=True,
    ),
    Door(
        name="law update", types="TOML", syntax=Syntax.TOML, words=("laws", "update", "{file}", "--by", "林知远"),
        sample=lambda _: an_update(a_law("NEW1", checked_on="2026-11-21")), suffix=".toml", limit=PACK_LIMIT,
        keeps=True,
    ),
    Door(
        name="register of enterprises", types="XLSX, XLS, CSV", syntax=Syntax.TABLE,
        words=("enterprises", "import", "{file}"), sample=a_table("企业名称,地址", "青岚县某厂,东路1号"),
        suffix=".xlsx",
        limit=enterprise_import.FILE_LIMIT, keeps=True,
    ),
    Door(
        name="list of equipment", types="XLSX, XLS, CSV", syntax=Syntax.TABLE,
        words=("equipment", "import", "{enterprise}", "{file}"),
        sample=a_table("设备类别,设备名称,下次检验日期", "锅炉,甲,2027-01-01"), suffix=".xlsx",
        limit=equipment_import.FILE_LIMIT, keeps=True,
    ),
    Door(
        name="units of a plan", types="XLSX, XLS, CSV", syntax=Syntax.TABLE, words=("plan", "import", "2026", "{file}"),
        sample=a_table("企业名称,检查月份", "青岚县第1化工有限公司,3"), suffix=".xlsx",
        limit=plan_import.FILE_LIMIT, keeps=True,
    ),
    Door(
        name="self-reports", types="XLSX, XLS, CSV", syntax=Syntax.TABLE,
        words=("enterprises", "self-reports", "import", "{file}"),
        sample=a_table(
            "企业名称,自查周期,自查开始日期,自查结束日期,上报日期,自查人,隐患描述,整改期限",
            "青岚县第1化工有限公司,每周,2026-11-09,2026-11-15,2026-11-16,钱进,报警器损坏,2026-11-20",
        ),
        suffix=".xlsx", limit=self_reports.FILE_LIMIT, keeps=True,
    ),
    Door(
        name="checklist: our workbook", types="XLSX, XLSM, XLS", syntax=Syntax.BOOK,
        words=("packs", "import", "{file}", "--as-id", "mine"), sample=named("pack.xlsx"), suffix=".xlsx",
        limit=pack_import.FILE_LIMIT, keeps=True,
    ),
    Door(
        name="checklist: XLSForm", types="XLSX, XLS, CSV, Markdown", syntax=Syntax.BOOK,
        words=("packs", "import", "{file}"), sample=bundled("tests/fixtures/xlsform/01_jiayouzhan.xlsx"),
        suffix=".xlsx", limit=pack_import.FILE_LIMIT, keeps=True,
    ),
    Door(
        name="checklist: audit", types="JSON", syntax=Syntax.JSON, words=("packs", "import", "{file}"),
        garbage=("file_unreadable", "syntax_wrong", "table_empty", "table_too_large"),  # all else may be a workbook
        sample=bundled("tests/fixtures/safetyculture/warehouse.json"), suffix=".json", limit=AUDIT_LIMIT, keeps=True,
    ),
    Door(
        name="photo", types="JPEG, PNG, WEBP, HEIC", syntax=Syntax.PICTURE,
        words=("photos", "add", "{visit}", "{file}"), sample=lambda _: photo(corners(300, 200)),
        suffix=".jpg", limit=PHOTO_LIMIT,
        keeps=True, more="64 megapixels; WEBP 24",
    ),
    Door(
        name="scan or recording", types="JPEG, PNG, WEBP, HEIC, PDF; recordings", syntax=Syntax.SCAN,
        words=("attachments", "add", "{case}", "{file}", "--kind", "other"), sample=named("photo.jpg"), suffix=".jpg",
        limit=MAX_RECORDING_BYTES, keeps=True, more="PDF 500 pages; recordings are never opened",
    ),
    Door(
        name="form to check", types="TOML", syntax=Syntax.TOML, words=("check-form", "{file}"),
        garbage=("form_faulty",),
        sample=bundled("forms/service_receipt.toml"), suffix=".toml", limit=FORM_LIMIT,
    ),
    Door(
        name="laptop's request", types="signed JSON (`.ajq`)", syntax=Syntax.SIGNED, base=OFFICE,
        words=("office", "enrol", "{file}", "--out", "{out}"), sample=named("one.ajq"), suffix=".ajq",
        limit=statements.LARGEST_FILE, keeps=True, garbage=("request_malformed",),
        no_file=("file_missing", "file_unreadable", "workspace_missing"),  # a folder is the laptop's own data folder
    ),
    Door(
        name="office's answer", types="signed JSON (`.aje`)", syntax=Syntax.SIGNED, base=LAPTOP,
        words=("device", "join", "{file}"), sample=named("one.aje"), suffix=".aje", limit=statements.LARGEST_FILE,
        keeps=True, garbage=("enrolment_malformed",),
    ),
    Door(
        name="receipt", types="signed JSON (`.ajr`)", syntax=Syntax.SIGNED, base=LAPTOP,
        words=("receipts", "take", "{file}"), sample=named("one.ajr"), suffix=".ajr", limit=LARGEST_TEXT, keeps=True,
        garbage=("receipt_malformed",), no_file=("bundle_not_found", "file_unreadable"),
    ),
    Door(
        name="bundle", types="AJB1 (`.ajb`)", syntax=Syntax.PART, base=OFFICE, words=("bundle", "read", "{file}"),
        sample=named("part.ajb"), suffix=".ajb", limit=PART_LIMIT, keeps=True, no_file=_NO_PART, large=_LARGE_PART,
    ),
    Door(
        name="dispatch", types="AJB1 (`.ajb`)", syntax=Syntax.PART, base=LAPTOP, words=("bundle", "read", "{file}"),
        sample=named("dispatch.ajb"), suffix=".ajb", limit=PART_LIMIT, keeps=True, no_file=_NO_PART, large=_LARGE_PART,
    ),
    Door(
        name="published holiday notice", types="JSON", syntax=Syntax.JSON, base=OFFICE,
        words=("office", "publish", "{file}", "--kind", "holiday", "--name", "2027.json"), sample=holidays,
        suffix=".json", limit=unit_files.LARGEST[UnitFileKind.HOLIDAY], keeps=True,
    ),
    Door(
        name="published form", types="TOML", syntax=Syntax.TOML, base=OFFICE,
        words=("office", "publish", "{file}", "--kind", "form"), sample=bundled("forms/service_receipt.toml"),
        suffix=".toml", limit=FORM_LIMIT, keeps=True, garbage=("form_faulty",),
    ),
    Door(
        name="published notice to read", types="any; kept, never opened", syntax=Syntax.ANY, base=OFFICE,
        words=("office", "publish", "{file}", "--kind", "other"), sample=fixed("通知"), suffix=".txt",
        limit=unit_files.LARGEST[UnitFileKind.OTHER], keeps=True, must_refuse=False,
    ),
    Door(
        name="own checklist: pack.toml", types="TOML", syntax=Syntax.TOML, words=("check-pack", "{folder}"),
        sample=bundled("checklists/fire_exit/pack.toml"), suffix=".toml", limit=PACK_LIMIT,
        place="checklists/fire_exit/pack.toml",
    ),
    Door(
        name="own checklist: items.toml", types="TOML", syntax=Syntax.TOML, words=("check-pack", "{folder}"),
        sample=bundled("checklists/fire_exit/items.toml"), suffix=".toml", limit=PACK_LIMIT,
        place="checklists/fire_exit/items.toml", more=f"pictures of items {MAX_PICTURE_BYTES / 1e6:.1f} MB",
    ),
    Door(
        name="own form", types="TOML", syntax=Syntax.TOML, words=("forms", "list"),
        sample=bundled("forms/service_receipt.toml"), suffix=".toml", limit=FORM_LIMIT,
        place="forms/service_receipt.toml", is_forgiving=True,
    ),
    Door(
        name="own words of forms", types="TOML", syntax=Syntax.TOML, words=("forms", "list"),
        sample=bundled("forms/common.toml"), suffix=".toml", limit=FORM_LIMIT, place="forms/common.toml",
        is_forgiving=True,
    ),
    Door(
        name="own levels of rules", types="TOML", syntax=Syntax.TOML, words=("rules",),
        sample=fixed('format = 1\n[[rule]]\nid = "R09"\nlevel = "warn"\n'), suffix=".toml", limit=LAW_LIMIT,
        place="forms/law/rules.toml", is_forgiving=True,
    ),
    Door(
        name="own periods", types="TOML", syntax=Syntax.TOML, words=("deadline", "--list"),
        sample=fixed(PERIOD), suffix=".toml", limit=LAW_LIMIT, place="forms/law/periods.toml",
        is_forgiving=True,
    ),
    Door(
        name="own duties of self-report", types="TOML", syntax=Syntax.TOML,
        words=("enterprises", "self-reports", "late"), sample=bundled("forms/law/self_reports.toml"), suffix=".toml",
        limit=LAW_LIMIT, place="forms/law/self_reports.toml", is_forgiving=True,
    ),
    Door(
        name="own text of a report", types="TOML", syntax=Syntax.TOML,
        words=("report", "monthly", "--from", "2026-11-01", "--to", "2026-11-30", "--out", "{out}.pdf", "--anyway"),
        sample=bundled("forms/reports/monthly.toml"), suffix=".toml", limit=LAW_LIMIT,
        place="forms/reports/monthly.toml", is_forgiving=True,
    ),
    Door(
        name="own holiday notice", types="JSON", syntax=Syntax.JSON, words=("holidays", "list"), sample=holidays,
        suffix=".json", limit=LAW_LIMIT, place="holidays/2027.json", is_forgiving=True,
    ),
    Door(
        name="own code table", types="CSV", syntax=Syntax.CODES, words=("enterprises", "codes", "district", "99"),
        sample=fixed(CODES), suffix=".csv", limit=CODES_LIMIT, place="codes/districts.csv", is_forgiving=True,
    ),
    Door(
        name="law sources of a checklist", types="TOML", syntax=Syntax.TOML,
        words=("check-pack", "{pack}", "--laws", "{folder}"),
        sample=bundled("checklists/common/laws.toml"), suffix=".toml", limit=PACK_LIMIT, place="law/laws.toml",
    ),
    Door(
        name="receipts and checkpoints as witnesses", types="lines of signed JSON", syntax=Syntax.ANY, base=LAPTOP,
        words=("verify", "--against", "{file}"), sample=named("one.ajr"), suffix=".ajr", limit=witnesses.LARGEST,
        keeps=True, notes=True, garbage=("witness_unreadable",),
    ),
    Door(
        name="picture of a paper", types="JPEG, PNG, WEBP, HEIC, PDF", syntax=Syntax.SCAN,
        words=("paper", "check", "{file}"), sample=named("paper.pdf"), suffix=".pdf", limit=paper_checks.LARGEST,
        keeps=True, notes=True, no_file=("file_missing", "file_unreadable", "paper_code_shape"),
        garbage=("paper_code_unreadable", "photo_broken", "photo_format"),
    ),
    Door(
        name="file with a recovery key", types="text", syntax=Syntax.ANY, base=GUARD,
        words=("accounts", "list", "--recovery-file", "{file}"), sample=named("paper.txt"), suffix=".txt",
        limit=MOST_PASSWORD, keeps=True, must_refuse=False,  # any line of it may be the key
    ),
    *FOLDER_DOORS,
)  # fmt: skip
