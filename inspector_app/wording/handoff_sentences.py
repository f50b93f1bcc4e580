# SPDX-License-Identifier: MulanPSL-2.0
"""One English sentence for each problem of the hand-off: bundles, receipts, membership, numbers, conflicts, courier."""

from __future__ import annotations

from collections.abc import Mapping

from inspector_app.domain.problem_codes import ProblemCode as P

HANDOFF_SENTENCES: Mapping[P, str] = {
    P.UNDO_MERGED: "Data from other laptops came in after the last step, so it cannot be taken back; amend it instead.",
    P.BUNDLE_CHANGED: "“{name}” was changed or damaged on its way; nothing of this part was taken in.",
    P.BUNDLE_CUT: "“{name}” ends too early: the copy was not finished. Copy it again.",
    P.BUNDLE_SIGNATURE: "The signature of “{name}” does not fit; nothing of it was taken in.",
    P.BUNDLE_KEY: "“{name}” is encrypted for somebody else and cannot be opened here.",
    P.BUNDLE_NEWER: (
        "“{name}” was made by a newer program (level {found}, this one reads {known}); update this one first."
    ),
    P.BUNDLE_OTHER_UNIT: "“{name}” belongs to another unit ({unit}).",
    P.BUNDLE_UNKNOWN_DEVICE: (
        "“{name}” comes from a laptop that is not enrolled ({device}); enrol it and read it again."
    ),
    P.BUNDLE_REVOKED_DEVICE: "“{name}” comes from a laptop that was revoked on {day} ({device}).",
    P.BUNDLE_FORKED: (
        "Laptop {device} has two different histories from operation {seq} on: it was copied or set back. "
        "Nothing of this part was taken in."
    ),
    P.BUNDLE_MALFORMED: (
        "“{name}” holds what this program cannot take in ({detail}); nothing of this part was taken in."
    ),
    P.BUNDLE_NOT_FOUND: "Nothing to read was found at “{path}”.",
    P.BUNDLE_NOT_ONE: "“{path}” is not a hand-off file.",
    P.BUNDLE_WAITS: "Of laptop {device} the operations {first} to {last} are missing; what came after them waits.",
    P.BUNDLE_TOO_LARGE: "“{name}” is larger than allowed ({limit}).",
    P.NOTHING_TO_HAND_OFF: "There is nothing that the office does not hold yet.",
    P.MEDIUM_FULL: "“{path}” has too little room: {needed} are needed, {free} are free.",
    P.MEDIUM_GONE: "“{path}” is not there any more; was the stick pulled out? What is whole on it stays valid.",
    P.MEDIUM_READ_BACK: "What was read back from “{path}” is not what was written; use another stick.",
    P.RECEIPT_NOT_OURS: "The receipt “{path}” is for another laptop ({device}).",
    P.RECEIPT_SIGNATURE: "The receipt “{path}” is not signed by our office.",
    P.RECEIPT_DIFFERS: "The receipt “{path}” does not fit this laptop's own records from operation {seq} on.",
    P.RECEIPT_MALFORMED: "“{path}” is not a receipt.",
    P.NOT_MEMBER: "This laptop belongs to no office yet; enrol it first.",
    P.NOT_OFFICE: "This data folder is not an office's.",
    P.OFFICE_EXISTS: "This data folder is an office already.",
    P.MEMBER_ALREADY: "This laptop belongs to the office “{unit}” already.",
    P.REQUEST_MALFORMED: "“{path}” is not a laptop's request to be enrolled.",
    P.ENROLMENT_MALFORMED: "“{path}” is not an office's answer to a request.",
    P.ENROLMENT_OTHER_DEVICE: "The answer “{path}” is for another laptop ({device}).",
    P.DEVICE_UNKNOWN: "No laptop “{device}” is enrolled here.",
    P.DEVICE_AMBIGUOUS: "“{device}” fits {count} laptops; give more of its id.",
    P.LEASE_MISSING: (
        "This laptop has no numbers of “{word}” for {year} left; ask the office for a block. "
        "The paper can be prepared and numbered later."
    ),
    P.LEASE_COUNT: "A block has between {allowed} numbers; {found} is not possible.",
    P.CONFLICT_UNKNOWN: "There is no conflict “{id}”; perhaps it was settled already.",
    P.CONFLICT_OPEN: "“{item}” has different values from several laptops ({field}); choose one before issuing.",
    P.CONFLICT_FROZEN: (
        "The field was fixed when document {number} was issued; the value on paper stays. "
        "What must be different needs a new document."
    ),
    P.CONFLICT_CHOICE: "“{found}” is not a choice here; allowed are {allowed}.",
    P.COURIER_UNREACHABLE: "The office {office} cannot be reached: {reason}. It will be tried again.",
    P.COURIER_REFUSED: "The office {office} refused ({status}): {reason}",
    P.COURIER_CERTIFICATE: "{office} is not our office: its certificate is another one. Nothing was sent.",
    P.OFFICE_PORT: "The address {host}:{port} cannot be used; choose another port.",
    P.DEVICE_SILENT: "Laptop {device} has handed nothing over for {days} days.",
    P.HANDOFF_LATE: "Nothing was handed over for {days} days.",
    P.CLOCK_FAR_OFF: "The clock of laptop {device} is {minutes} minutes off the office's time.",
    P.FILES_AWAITED: "{count} photos or papers that laptop {device} announced have not arrived.",
    P.COPY_OF_WORKSPACE: (
        "This data folder is a copy or was restored from an older one: check the numbers of papers issued elsewhere "
        "before issuing here."
    ),
    P.TASK_STATE: "A task that is “{state}” cannot be set to “{act}”.",
}
