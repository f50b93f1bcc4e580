# SPDX-License-Identifier: MulanPSL-2.0
"""The supervision facts of an enterprise (监管档案): grades, sponsor, classification, place."""

from __future__ import annotations

import dataclasses

from inspector_app.domain.change import Done, Op
from inspector_app.domain.enterprise_profile import EnterpriseProfile
from inspector_app.domain.enterprise_profile_rules import cleaned, problems_of
from inspector_app.domain.problems import Problem, ProblemCode, refuse
from inspector_app.storage import enterprises
from inspector_app.storage.record_rows import put_profile
from inspector_app.workspace import Step, Workspace, code_tables
from inspector_app.workspace.code_tables import CodeTables


def keep_profile(ws: Workspace, enterprise_id: str, profile: EnterpriseProfile) -> Done[EnterpriseProfile]:
    """Keep the supervision facts of an enterprise; of a merged entry, of the one that is shown for it.

    Refuses NOT_FOUND and all faults at once: codes whose shape or parent is wrong, values out of range, faults of the
    unit's own code table where it is needed. A code that the table does not have is kept (`profile_problems` tells
    it): tables have an edition, towns do not.
    """
    tables = code_tables.tables(ws.folder)
    with ws.operation(Op.KEEP_PROFILE) as step:
        kept = keep_profile_in(step, enterprise_id, profile, tables)
    return Done(value=kept, changes=step.changes)


def keep_profile_in(
    step: Step, enterprise_id: str, profile: EnterpriseProfile, tables: CodeTables
) -> EnterpriseProfile:
    """Keep the facts inside an open operation."""
    profile = tidy(profile, tables)
    known = enterprises.get_enterprise(step.db, enterprise_id)
    missing = Problem(
        code=ProblemCode.NOT_FOUND, where="enterprise", fields={"kind": "enterprise", "id": enterprise_id[:80]}
    )
    refuse((*([missing] if known is None else []), *profile_problems(profile, tables)))
    assert known is not None
    put_profile(step.db, known.id, profile)
    return profile


def tidy(profile: EnterpriseProfile, tables: CodeTables) -> EnterpriseProfile:
    """Give the facts as they would be kept: digits of an industry alone get their letter."""
    kept = cleaned(profile)
    return dataclasses.replace(kept, industry_code=tables.industries.normal(kept.industry_code))


def profile_problems(profile: EnterpriseProfile, tables: CodeTables) -> tuple[Problem, ...]:
    """Say what is wrong with the facts; warnings among it do not keep them from being kept.

    The faults of the unit's own table count where the facts have a code of it: nobody could say what is wrong there.
    """
    profile = tidy(profile, tables)
    return (
        *problems_of(profile),
        *tables.industries.problems_of(profile.industry_code),
        *tables.districts.problems_of(profile.district_code),
        *(tables.industry_faults if profile.industry_code else ()),
        *(tables.district_faults if profile.district_code else ()),
    )
