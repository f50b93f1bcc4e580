# SPDX-License-Identifier: MulanPSL-2.0
"""The lives of inspections and of what goes on beside an order: every state with every verb, against tables by hand.

The tables are read off handbook 4.2 (inspection), 4.7 (挂牌督办), 4.8 (复产验收) and 2.5 (移送), not off the code.
"""

from __future__ import annotations

import itertools
from enum import StrEnum

import pytest

from inspector_app.domain.follow_up import FIRST_STATES, FOLLOW_UP_LIVES, FollowUpKind, FollowUpState, FollowUpVerb
from inspector_app.domain.inspection import INSPECTION_LIFE, InspectionState, InspectionVerb
from inspector_app.domain.life import Life
from inspector_app.domain.problems import ProblemCode, Refused

INSPECTION = """
planned submit submitted        planned terminate terminated
submitted approve approved      submitted return planned       submitted terminate terminated
approved dispatch dispatched    approved begin open            approved terminate terminated
dispatched begin open           dispatched terminate terminated
open finish finished            open refuse refused            open terminate terminated
refused begin open              refused file filed
terminated file filed           finished file filed
"""
SUPERVISION = """
proposed list listed            proposed note proposed
listed treat treating           listed note listed             listed stop stopped      listed close_down closed_down
treating note treating          treating extend extended       treating ask_acceptance acceptance_asked
treating stop stopped           treating close_down closed_down
extended note extended          extended ask_acceptance acceptance_asked
extended stop stopped           extended close_down closed_down
acceptance_asked accept accepted  acceptance_asked reject treating  acceptance_asked note acceptance_asked
accepted delist delisted
stopped note stopped            stopped ask_acceptance acceptance_asked  stopped close_down closed_down
"""
RESUMPTION = """
suspended rectify rectifying    suspended apply applied        suspended note suspended
rectifying apply applied        rectifying note rectifying
applied review reviewed         applied note applied
reviewed agree agreed           reviewed disagree not_agreed
not_agreed rectify rectifying   not_agreed apply applied
"""
TRANSFER = """
prepared send sent              prepared note prepared
sent receive received           sent return returned           sent note sent
received answer answered        received return returned       received note received
returned send sent
"""
TALK = """
summoned hold held              summoned note summoned
held settle settled             held note held
"""
LIVES = {
    "inspection": (INSPECTION_LIFE, InspectionState, InspectionVerb, INSPECTION),
    "supervision": (FOLLOW_UP_LIVES[FollowUpKind.SUPERVISION], FollowUpState, FollowUpVerb, SUPERVISION),
    "resumption": (FOLLOW_UP_LIVES[FollowUpKind.RESUMPTION], FollowUpState, FollowUpVerb, RESUMPTION),
    "transfer": (FOLLOW_UP_LIVES[FollowUpKind.TRANSFER], FollowUpState, FollowUpVerb, TRANSFER),
    "talk": (FOLLOW_UP_LIVES[FollowUpKind.TALK], FollowUpState, FollowUpVerb, TALK),
}


def table(text: str) -> dict[tuple[str, str], str]:
    words = text.split()
    return {(words[n], words[n + 1]): words[n + 2] for n in range(0, len(words), 3)}


@pytest.mark.parametrize("name", LIVES)
def test_every_verb_in_every_state(name: str) -> None:
    life: Life[StrEnum, StrEnum]
    life, states, verbs, written = LIVES[name]
    expected = table(written)
    for state, verb in itertools.product(states, verbs):
        following = expected.get((state.value, verb.value))
        assert life.may(state, verb) == (following is not None), (state, verb)
        if following is not None:
            assert life.after(state, verb).value == following, (state, verb)
            continue
        with pytest.raises(Refused) as refused:
            life.after(state, verb, where="here")
        (problem,) = refused.value.problems
        assert (problem.code, problem.where) == (ProblemCode.STATE_FORBIDS, "here")
        assert problem.fields == {"life": name, "state": state.value, "verb": verb.value}


@pytest.mark.parametrize("kind", FollowUpKind)
def test_every_state_of_a_life_is_reached_from_its_first(kind: FollowUpKind) -> None:
    life = FOLLOW_UP_LIVES[kind]
    reached, waiting = set(), {FIRST_STATES[kind]}
    while waiting:
        state = waiting.pop()
        reached.add(state)
        waiting |= {life.after(state, verb) for verb in life.verbs(state)} - reached
    assert reached == set(life.table)
