# SPDX-License-Identifier: MulanPSL-2.0
"""What may be done with many findings of a ledger at once."""

from __future__ import annotations

from collections.abc import Mapping

from inspector_app.domain.change import Op
from inspector_app.domain.enterprise_records import FindingActVerb
from inspector_app.domain.follow_up import FollowUpVerb

Verb = FindingActVerb | FollowUpVerb
ASSIGN, REMIND, LIST = FindingActVerb.ASSIGN, FindingActVerb.REMIND, FollowUpVerb.LIST  # 交办、催办、挂牌督办
RIGHTS: Mapping[Verb, Op] = {ASSIGN: Op.ASSIGN_FINDINGS, REMIND: Op.REMIND_FINDINGS, LIST: Op.LIST_FINDINGS}
