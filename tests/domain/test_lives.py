# SPDX-License-Identifier: MulanPSL-2.0
"""Every state and every verb of the lives of an order and of a finding, against tables written by hand.

The tables follow handbook 4.3 and 4.4; 到期, 待复查, 整改中 and 逾期 are derived and stand in no table.
"""

from __future__ import annotations

import pytest

from inspector_app.domain.finding import FINDING_LIFE, FindingStatus, FindingVerb
from inspector_app.domain.life import Life
from inspector_app.domain.order_life import ORDER_LIFE, OrderState, OrderVerb
from inspector_app.domain.problems import ProblemCode, Refused

ORDER = """
issued            serve served
issued            void void
served            unserve issued
served            ask_extension extension_asked
served            report done_reported
served            fulfil fulfilled
served            find_part part
served            fail unfulfilled
served            amend amended
served            suspend suspended
extension_asked   grant extended
extension_asked   deny extension_refused
extension_asked   report done_reported
extension_asked   fulfil fulfilled
extension_asked   find_part part
extension_asked   fail unfulfilled
extension_asked   suspend suspended
extended          ask_extension extension_asked
extended          report done_reported
extended          fulfil fulfilled
extended          find_part part
extended          fail unfulfilled
extended          amend amended
extended          suspend suspended
extension_refused ask_extension extension_asked
extension_refused report done_reported
extension_refused fulfil fulfilled
extension_refused find_part part
extension_refused fail unfulfilled
extension_refused amend amended
extension_refused suspend suspended
done_reported     fulfil fulfilled
done_reported     find_part part
done_reported     fail unfulfilled
done_reported     suspend suspended
fulfilled         close closed
part              fulfil fulfilled
part              find_part part
part              fail unfulfilled
part              report done_reported
part              open_case case_opened
part              renew renewed
part              suspend suspended
unfulfilled       fulfil fulfilled
unfulfilled       find_part part
unfulfilled       fail unfulfilled
unfulfilled       report done_reported
unfulfilled       open_case case_opened
unfulfilled       renew renewed
unfulfilled       suspend suspended
case_opened       fulfil fulfilled
case_opened       find_part case_opened
case_opened       fail case_opened
renewed           fulfil fulfilled
renewed           open_case case_opened
renewed           close closed
suspended         resume served
"""

FINDING = """
recorded      order ordered
recorded      measure measured
recorded      fix fixed_on_site
recorded      transfer transferred
recorded      withdraw withdrawn
recorded      merge duplicate
fixed_on_site close closed
fixed_on_site order ordered
fixed_on_site release recorded
ordered       measure ordered
ordered       extend extended
ordered       report reported_done
ordered       verify verified
ordered       find_partial partial
ordered       fail failed
ordered       transfer transferred
ordered       release recorded
measured      order ordered
measured      report reported_done
measured      verify verified
measured      find_partial partial
measured      fail failed
measured      transfer transferred
measured      release recorded
extended      measure extended
extended      extend extended
extended      report reported_done
extended      verify verified
extended      find_partial partial
extended      fail failed
extended      transfer transferred
extended      release recorded
reported_done measure reported_done
reported_done verify verified
reported_done find_partial partial
reported_done fail failed
verified      close closed
verified      reopen reopened
partial       verify verified
partial       find_partial partial
partial       fail failed
partial       order ordered
partial       measure measured
partial       report reported_done
partial       transfer transferred
failed        verify verified
failed        find_partial partial
failed        fail failed
failed        order ordered
failed        measure measured
failed        report reported_done
failed        transfer transferred
closed        reopen reopened
transferred   take_back recorded
transferred   close closed
reopened      order ordered
reopened      measure measured
reopened      fix fixed_on_site
reopened      transfer transferred
duplicate     release recorded
"""


def expected(table: str) -> dict[tuple[str, str], str]:
    return {(state, verb): after for state, verb, after in (line.split() for line in table.strip().splitlines())}


EXPECTED = {ORDER_LIFE.name: expected(ORDER), FINDING_LIFE.name: expected(FINDING)}
CASES = [
    (life, state, verb)
    for life, states, verbs in ((ORDER_LIFE, OrderState, OrderVerb), (FINDING_LIFE, FindingStatus, FindingVerb))
    for state in states
    for verb in verbs
]


@pytest.mark.parametrize(("life", "state", "verb"), CASES, ids=[f"{c[0].name}-{c[1]}-{c[2]}" for c in CASES])
def test_every_verb_in_every_state(life: Life, state: OrderState, verb: OrderVerb) -> None:
    after = EXPECTED[life.name].get((state.value, verb.value))
    assert life.may(state, verb) is (after is not None)
    if after is not None:
        assert life.after(state, verb).value == after
        return
    with pytest.raises(Refused) as refused:
        life.after(state, verb, where="here")
    (problem,) = refused.value.problems
    assert problem.code is ProblemCode.STATE_FORBIDS
    assert problem.where == "here"
    assert dict(problem.fields) == {"life": life.name, "state": state.value, "verb": verb.value}


def test_the_tables_name_no_other_word() -> None:
    states = {s.value for s in OrderState} | {s.value for s in FindingStatus}
    verbs = {v.value for v in OrderVerb} | {v.value for v in FindingVerb}
    for table in EXPECTED.values():
        for (state, verb), after in table.items():
            assert {state, after} <= states
            assert verb in verbs
