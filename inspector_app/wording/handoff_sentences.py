# SPDX-License-Identifier: MulanPSL-2.0
"""One English sentence for each problem of the hand-off: bundles, receipts, membership, numbers, conflicts, courier."""

from __future__ import annotations

from collections.abc import Mapping

from inspector_app.domain.problem_codes import ProblemCode as P

HANDOFF_SENTENCES: Mapping[P, str] = {
    P.UNDO_MERGED: "Data from other laptops came in after the last step, so it cannot be taken back; amend it instead.",
    P.BUNDLE_CHANGED: "“{name}” was changed, damaged or cut short on its way; nothing of this part was taken in.",
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
    P.BUNDLE_RECIPIENT: "“{name}” was made for another receiver; nothing of it was taken in.",
    P.BUNDLE_TOO_LARGE: "“{name}” is larger than allowed ({limit}).",
    P.NOTHING_TO_HAND_OFF: "There is nothing that the office does not hold yet.",
    P.MEDIUM_FULL: "“{path}” has too little room: {needed} are needed, {free} are free.",
    P.MEDIUM_GONE: "“{path}” is not there any more; was the stick pulled out? What is whole on it stays valid.",
    P.MEDIUM_READ_BACK: "What was read back from “{path}” is not what was written; use another stick.",
    P.RECEIPT_NOT_OURS: "The receipt “{path}” is for another laptop ({device}).",
    P.RECEIPT_SIGNATURE: "The receipt “{path}” is not signed by our office.",
    P.RECEIPT_DIFFERS: "The receipt “{path}” does not fit this laptop's own records from operation {seq} on.",
    P.RECEIPT_MALFORMED: "“{path}” is not a receipt.",
    P.RECEIPT_LOWER: (
        "The office holds less than it did before: its data were restored from an older state. "
        "What it lacks will be handed over again."
    ),
    P.RECEIPT_NOT_WRITTEN: (
        "The receipt could not be written to “{path}”; it lies in the office's data folder, give it to the laptop."
    ),
    P.NOT_MEMBER: "This laptop belongs to no office yet; enrol it first.",
    P.NOT_OFFICE: "This data folder is not an office's.",
    P.OFFICE_EXISTS: "This data folder is an office already.",
    P.MEMBER_ALREADY: "This laptop belongs to the office “{unit}” already.",
    P.REQUEST_MALFORMED: "“{path}” is not a laptop's request to be enrolled.",
    P.ENROLMENT_MALFORMED: "“{path}” is not an office's answer to a request.",
    P.ENROLMENT_OTHER_DEVICE: "The answer “{path}” is for another laptop ({device}).",
    P.DEVICE_UNKNOWN: "No laptop “{device}” is enrolled here.",
    P.DEVICE_AMBIGUOUS: "“{device}” fits {count} laptops; give more of its id.",
    P.DEVICE_IS_OFFICE: "“{device}” is the office's own computer; this is only possible for its laptops.",
    P.DEVICE_NOT_REVOKED: "The laptop “{device}” is not revoked.",
    P.OFFICE_SET_BACK: (
        "This office folder is a copy or was restored, and may not know the newest blocks. Read what the laptops hand "
        "over first; when no other copy of the office gives out numbers, resume giving them out."
    ),
    P.NUMBERS_OF_OFFICE: "The numbers of this unit are given out by its office; none are added here.",
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
    P.COURIER_ADDRESS: "“{office}” is not an office's address; it is written like https://192.168.1.20:8620.",
    P.COURIER_BUSY: "The office has much to do; try again in {seconds} seconds.",
    P.COURIER_SIGNATURE: "The request is not signed by the laptop {device}.",
    P.COURIER_TIME: "The request was signed {minutes} minutes away from the office's time.",
    P.COURIER_REQUEST: "This is not a request that the office understands ({detail}).",
    P.COURIER_OFFSET: "The office has {expected} bytes of this part; what was sent begins at {found}.",
    P.COURIER_QUOTA: "The laptop has more begun and not finished at the office than allowed ({limit}).",
    P.COURIER_RUNNING: "Another program is sending from this data folder at the moment ({path}).",
    P.DEVICE_REVOKED: "The laptop {device} was revoked on {day}; the office takes nothing from it.",
    P.OFFICE_PORT: "The address {host}:{port} cannot be used; choose another port.",
    P.DEVICE_SILENT: "Laptop {device} has handed nothing over for {days} days.",
    P.HANDOFF_LATE: "Nothing was handed over for {days} days.",
    P.CLOCK_FAR_OFF: "The clock of laptop {device} is {minutes} minutes off the office's time.",
    P.HANDOFF_FILE_MISSING: (
        "“{name}” is not on this laptop any more and does not go along; the rest goes. Bring it back from a backup."
    ),
    P.HANDOFF_FILE_CHANGED: (
        "“{name}” was damaged or changed on this laptop and does not go along; the rest goes. "
        "Bring it back from a backup."
    ),
    P.FILES_AWAITED: "{count} photos or papers that laptop {device} announced have not arrived.",
    P.COPY_OF_WORKSPACE: (
        "This data folder is a copy or was restored from an older one: check the numbers of papers issued elsewhere "
        "before issuing here."
    ),
    P.TASK_STATE: "A task that is “{state}” cannot be set to “{act}”.",
    P.TASK_EXISTS: "The same is asked of laptop {device} already; cancel that task or give it to another laptop.",
    P.TASK_OTHER_DEVICE: "This task was given to laptop {device}, not to this one.",
}
