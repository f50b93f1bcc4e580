# SPDX-License-Identifier: MulanPSL-2.0
"""The English words of plan and draws: exclusions, differences of a record, fields, kinds, states, sentences."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from inspector_app.domain.draw_conditions import Exclusion
from inspector_app.domain.draw_rank import PickKind
from inspector_app.domain.draw_record import Difference
from inspector_app.domain.problem_codes import ProblemCode as P

PLANNING_WORDS: Mapping[type[StrEnum], Mapping[StrEnum, str]] = {
    Exclusion: {
        Exclusion.VISITED: "Inspected this year",
        Exclusion.CAPPED: "Cap of visits reached",
        Exclusion.DRAWN: "Drawn already, not visited yet",
        Exclusion.SUSPENDED: "Business suspended (not drawn)",
        Exclusion.NAMED: "Left out with a reason",
        Exclusion.EXPIRED: "Certificate not valid",
        Exclusion.OPERATOR: "Draws the lots",
        Exclusion.SUPERVISOR: "Supervises the draw",
        Exclusion.AVOIDS: "Must avoid",
    },
    Difference: {
        Difference.NONE: "No difference",
        Difference.UNREADABLE: "Not a record of a draw, or not in its exact form",
        Difference.ALGORITHM: "Another algorithm or version",
        Difference.OBJECTS: "The list of units was changed",
        Difference.OFFICERS: "The list of officers was changed",
        Difference.COUNT: "A number does not fit",
        Difference.CONDITIONS: "The conditions were changed after the lists were frozen",
        Difference.SEED: "The seed was changed",
        Difference.RESULT: "Recomputing gives another result",
        Difference.TEXT: "Something in the record was changed",
        Difference.PAPER: "Not the record whose hash stands on paper",
    },
    PickKind: {
        PickKind.DRAWN: "Drawn at first",
        PickKind.UNIT: "For another unit",
        PickKind.OFFICER: "Officer replaced",
    },
}
PLANNING_FIELDS: Mapping[str, str] = {
    "year": "Year",
    "month": "Month",
    "workdays": "Workdays",
    "statutory_days": "Statutory workdays of one officer",
    "other_days": "Workdays for other enforcement",
    "idle_days": "Workdays without enforcement",
    "texts": "Texts of the plan",
    "approved_by": "Approving authority",
    "approved_on": "Approved on",
    "approval_no": "Number of the approval",
    "approver": "Approver",
    "filed_with": "Filed with",
    "filed_on": "Filed on",
    "wanted": "Units to draw",
    "per_unit": "Officers for each unit",
    "operator": "Who draws",
    "supervisor": "Who supervises",
    "witness": "Witness",
    "seed": "Seed",
    "seed_source": "Source of the seed",
    "channel": "Where it was published",
    "link": "Link",
    "stratum": "Stratum",
    "strata": "Strata",
    "exclusions": "Units left out",
    "avoidances": "Avoidance",
    "officers_note": "How the officers were chosen",
    "inspection_id": "Inspection",
    "items": "What is inspected",
    "units": "Units",
    "objects": "List of units",
    "plan_kind": "Key or general",
}
PLANNING_KINDS: Mapping[str, str] = {
    "plan": "plan",
    "plan_unit": "unit of the plan",
    "draw": "draw",
    "pick": "drawn unit",
}
PLANNING_STATES: Mapping[str, str] = {
    "draft": "Plan in preparation",
    "approved": "Plan approved",
    "replaced": "Replaced by a newer version",
    "frozen": "Lists frozen",
    "drawn": "Units drawn",
    "void": "Draw void",
}
PLANNING_SENTENCES: Mapping[P, str] = {
    P.DRAW_EMPTY: "None of the {count} units on the list can be drawn; look at the conditions and exclusions.",
    P.DRAW_TOO_MANY: "{count} units are to be drawn of “{name}”, but only {most} can be; ask for fewer.",
    P.DRAW_STRATUM: (
        "The stratum “{name}” is not clear: each has a name of its own, and either a number, a percentage from 0 to "
        "100, or a weight from 0 to 1000."
    ),
    P.DRAW_OFFICERS_FEW: "“{name}”: only {count} officers can be drawn, {least} are needed.",
    P.DRAW_PERSON_TWICE: "“{name}” cannot have two parts: who draws, supervises and witnesses are three persons.",
    P.DRAW_PERSON_DRAWN: (
        "“{name}” is on the list of officers and could be drawn; choose a witness who is not, or name the unit too."
    ),
    P.DRAW_SEED_SHORT: "The seed has {length} characters; at least {least} are needed, or it can be guessed.",
    P.DRAW_SEED_FIXED: (
        "The seed of “{name}” was recorded already, with its source and witness, and cannot be changed; draw with it, "
        "or void the draw with a reason."
    ),
    P.DRAW_STATE: "The draw “{name}” is at “{state}”; this cannot be done with it.",
    P.DRAW_EXHAUSTED: "The stratum “{name}” has no more units that could be drawn.",
    P.DRAW_PICK_REPLACED: "This drawn unit was replaced already.",
    P.DRAW_PICK_VISITED: "An inspection of this drawn unit was planned or begun; it cannot be replaced.",
    P.PLAN_STATE: (
        "The plan “{title}” is “{state}”. A plan in preparation is amended, an approved one is changed with a reason "
        "and an approval."
    ),
    P.PLAN_DRAFT_EXISTS: (
        "There is a plan of {year} already (version {version}); go on with it, or make a new version of it."
    ),
    P.PLAN_WORKDAYS: "No days are left for visits ({days}); check officers, workdays and the days for other work.",
    P.PLAN_OVER_WORKDAYS: "The units need {planned} workdays, but only {days} are left for visits.",
    P.PLAN_EMPTY: "The plan “{title}” has no units yet.",
    P.PLAN_UNIT_STATE: "This unit was visited, its visit is planned, or it stands so already; it cannot be changed so.",
    P.PLAN_UNIT_TWICE: "“{name}” stands in month {month} of the plan already.",
    P.PLAN_OVER_CAP: "“{name}” is planned {count} times, but only {cap} visits a year were announced for it.",
    P.PLAN_NO_REASON: "{count} key units have no condition that makes them so.",
}
