# SPDX-License-Identifier: MulanPSL-2.0
"""One English sentence for each problem of protection, chain and seals, backups, clock."""

from __future__ import annotations

from collections.abc import Mapping

from inspector_app.domain.problem_codes import ProblemCode as P

PROTECTION_SENTENCES: Mapping[P, str] = {
    P.KEY_SLOTS_DAMAGED: (
        "Neither the key slots “{path}” nor their copy can be read, so no password opens the data; the data themselves "
        "are not changed by it. Put the key slots back from a backup, with a password of its time or the recovery key."
    ),
    P.WORKSPACE_LOCKED: "The data in “{path}” are protected; a person's name and password are needed.",
    P.NOT_PROTECTED: "These data are not protected by a password; switch protection on first.",
    P.PROTECTED_ALREADY: "These data are protected already.",
    P.PASSWORD_WRONG: "The password of {name} is not right; try again.",
    P.PASSWORD_WAIT: "Too many wrong passwords for {name}; try again in {seconds} seconds.",
    P.PASSWORD_WEAK: (
        "The password is too easy to guess ({reason}); use at least {least} characters that nobody guesses."
    ),
    P.RECOVERY_WRONG: "This recovery key does not open the data; check each character, or use the newer paper.",
    P.RECOVERY_BESIDE: "“{path}” lies within the data that the key opens; save it on a stick or another disk.",
    P.ACCOUNT_UNKNOWN: "Nobody called “{name}” has a password here; check the name.",
    P.ACCOUNT_AMBIGUOUS: "{count} people are called “{name}”; give the certificate number instead.",
    P.ACCOUNT_INVALID: "The account of {name} cannot be used ({state}, {day}); ask who manages the accounts.",
    P.ACCOUNT_EXISTS: "There is an account for {name} already; change that one instead.",
    P.ACCOUNT_LAST: "{name} is the last one who can manage accounts; give somebody else that role first.",
    P.ACCOUNT_FROM_ROSTER: "The account of {name} stands on the office's roster; the office changes it.",
    P.NOT_PERMITTED: "“{act}” is not open to the role “{role}”; ask somebody who may.",
    P.SIGNER_MISSING: "{name} must sign with their own password.",
    P.SIGNER_SAME: "Two different officers must sign; {name} has signed already.",
    P.SIGNER_NOT_ON_DOCUMENT: "{name} is not one of the officers of this document and cannot sign it.",
    P.ROSTER_WRONG: "The roster is not one of this unit's office ({reason}); nothing was taken over.",
    P.ROSTER_OLDER: "The roster (no. {found}) is older than the one in use (no. {known}); it was passed over.",
    P.ACCOUNTS_BY_OFFICE: (
        "The accounts of this laptop come from the office's roster; ask the office for {name}, "
        "or open the data with the recovery key."
    ),
    P.ACCOUNT_TWICE: "Another account has the certificate number of {name} already; check the number.",
    P.PAPER_CODE_UNREADABLE: (
        "No code of ours was found in “{path}”; take the picture closer, flat and sharp, or type the code."
    ),
    P.PAPER_CODE_SHAPE: "This is not a code of ours; type it exactly as printed, beginning with AJ1:.",
    P.NOTHING_TO_SIGN: "The journal has no entry of this laptop yet; there is nothing to sign.",
    P.WITNESS_UNREADABLE: "“{path}” is neither a receipt of an office nor a list of checkpoints; choose another file.",
    P.PHOTO_CHANGED: "Photo {number} “{name}” is no longer what was taken in; it is not printed.",
    P.PHOTO_MISSING: "The original of photo {number} “{name}” is missing; it is not printed.",
    P.PHOTO_TIME_FAR: (
        "Photo “{name}” says it was taken {minutes} minutes away from the visit (more than {limit}); check the clocks."
    ),
    P.BACKUP_NONE: "There is no backup in “{path}”.",
    P.BACKUP_DAMAGED: "The backup “{path}” is not whole ({detail}) and is not counted; make a new one.",
    P.BACKUP_OTHER: "The backup “{path}” is of other data than these.",
    P.BACKUP_TARGET: "“{path}” cannot hold backups; choose a folder on another disk or stick.",
    P.BACKUP_LATE: "There has been no verified backup for {days} days; make one.",
    P.BACKUP_MEDIUM_LATE: (
        "The last backup on “{name}” was {days} days ago; plug it in, the backup is made by itself."
    ),
    P.BACKUP_RUNNING: "A backup is being made in “{path}” at this moment; wait until it is finished.",
    P.CHECK_LATE: "All data were last checked {days} days ago; let the full check run.",
    P.RESTORED_TWICE: (
        "This backup was put back {count} times before, the last time on {day}: numbers given out since then are "
        "known only as far as they were noted. Compare with the last papers before issuing."
    ),
    P.RESTORE_UNREADABLE: (
        "The present data in “{path}” cannot be read, so nobody can say what would be missing. "
        "Compare with the last papers, and enter the numbers used since as passed over."
    ),
    P.START_UNCLEAN: "The program was cut off last time. The data were checked and are whole.",
    P.RESTORE_TARGET: (
        "“{path}” already holds data; restore into an empty folder, or say that the data there are to be set aside."
    ),
    P.RESERVE_LOW: (
        "Only {free} are free where “{path}” lies, {least} are needed; make room first. What is open is kept."
    ),
    P.RESCUE_PARTLY: "{count} records could not be read any more; the list of them is in the export.",
    P.FILE_QUARANTINED: (
        "The damaged file “{name}” was set aside; put back the original from a backup or from the office."
    ),
    P.CLOCK_BACK: (
        "The clock of this laptop was set back: it says {now}, but work was already done at {last}. "
        "Check date and time."
    ),
    P.CLOCK_AHEAD: (
        "The clock of this laptop stands far ahead: it says {now}, {days} days after what was last known "
        "({last}). Check date and time."
    ),
    P.CLOCK_REASON: (
        "The clock of this laptop is in doubt ({now}, last work {last}); confirm the date and give the "
        "reason before issuing."
    ),
}
