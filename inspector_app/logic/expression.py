# SPDX-License-Identifier: MulanPSL-2.0
"""Compiled expressions: a tree of tokens becomes nested functions that only read a scope, and never raise."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol

from inspector_app.logic import values
from inspector_app.logic.faults import ExpressionFault
from inspector_app.logic.functions import FUNCTIONS, pattern_of
from inspector_app.logic.values import ARITHMETIC, Value

if TYPE_CHECKING:
    from inspector_app.logic.grammar import Token

__all__ = ["Expression", "ExpressionFault", "Scope", "compile_expression"]

MOST_DEPTH = 80  # of the compiled tree; chains of `+`, `and` … count once
_LITERAL_CODE = re.compile(r"\s*\$\{\s*([^\s{}]+?)\s*\}\s*")
# Called with what is inside their brackets, not with its value.
_BY_REFERENCE = ("position", "indexed-repeat", "jr-choice-name", "if", "coalesce", "once")


class Scope(Protocol):
    """Where an expression stands: which item, which entry, at what time."""

    @property
    def this(self) -> str:
        """The item's own value: `.`."""

    @property
    def position(self) -> int:
        """The number of the entry, from 1: `position(..)`."""

    @property
    def today(self) -> str:
        """The day."""

    @property
    def now(self) -> str:
        """The time."""

    def value(self, code: str) -> Value:
        """`${code}`: its value; the values of all entries where it stands in a repeat of others."""

    def value_at(self, code: str, ordinal: int) -> str:
        """Its value in one entry of its repeat, from 1; "" where there is no such entry."""

    def fact(self, name: str) -> str:
        """A column of the choice that is looked at; in other expressions there is none: ""."""

    def choice_text(self, code: str, name: str) -> str:
        """The words of a choice of an item; "" where it has none of this name."""


Run = Callable[[Scope], Value]


@dataclass(frozen=True, slots=True)
class Expression:
    """One expression. `names` are the codes it reads, `facts` the columns of choices.

    `indexed` are the codes that it reads in other entries than its own (indexed-repeat).
    """

    text: str
    names: frozenset[str]
    facts: frozenset[str]
    indexed: frozenset[str]
    run: Run = field(repr=False, compare=False)

    def evaluate(self, scope: Scope) -> Value:
        """Give its value in a scope: a text, a decimal, a truth value, or the values of several entries."""
        return self.run(scope)


@lru_cache(maxsize=4096)
def compile_expression(text: str) -> Expression:
    """Read an expression. Raises ExpressionFault; its reasons are listed in docs/expressions.md.

    >>> sorted(compile_expression("${a} > 3 and selected(${b}, 'x')").names)
    ['a', 'b']
    """
    from inspector_app.logic.grammar import read_tree  # loads elementpath: not before the first expression

    tree, names = read_tree(text)
    compiler = _Compiler(names)
    run = compiler.read(tree, 0)
    return Expression(text, frozenset(compiler.names), frozenset(compiler.facts), frozenset(compiler.indexed), run)


class _Compiler:
    """Turns tokens into functions and gathers what they name."""

    def __init__(self, variables: Sequence[str]) -> None:
        self._variables = variables
        self.names: set[str] = set()
        self.facts: set[str] = set()
        self.indexed: set[str] = set()

    def read(self, token: Token, depth: int) -> Run:
        """Give the function of one token."""
        if depth > MOST_DEPTH:
            raise ExpressionFault("too_deep")
        symbol = token.symbol
        if symbol in ("(string)", "(integer)", "(decimal)", "(float)"):
            return _constant(token)
        if symbol == "(":
            if not len(token):
                raise ExpressionFault("syntax", "()")
            return self.read(token[0], depth + 1)
        if symbol == "." and not len(token):
            return lambda scope: scope.this
        if symbol in _OPERATORS or symbol in ("and", "or"):
            return self._chain(token, depth)
        if symbol in ("$", "(name)", "/"):
            return self._reference(token)
        if symbol in FUNCTIONS or symbol in _BY_REFERENCE or symbol in ("now", "today"):
            return self._call(token, depth)
        raise ExpressionFault("path" if symbol in _PATHS else "syntax", symbol)

    # Operators ------------------------------------------------------------------------------------------

    def _chain(self, token: Token, depth: int) -> Run:
        """Read operators that follow each other from left to right without going deeper for each."""
        links: list[tuple[str, Token]] = []
        while (token.symbol in _OPERATORS or token.symbol in ("and", "or")) and len(token) == 2:
            links.append((token.symbol, token[1]))
            token = token[0]
        if token.symbol in ("-", "+") and len(token) == 1:
            first = self._signed(token, depth)
        elif token.symbol in _OPERATORS:
            raise ExpressionFault("syntax", token.symbol)
        else:
            first = self.read(token, depth + 1)
        steps = [(symbol, self.read(right, depth + 1)) for symbol, right in reversed(links)]
        if not steps:
            return first
        if len(steps) == 1 and steps[0][0] in _OPERATORS:
            return _pair(first, _OPERATORS[steps[0][0]], steps[0][1])
        return _sequence(first, steps)

    def _signed(self, token: Token, depth: int) -> Run:
        inner = self.read(token[0], depth + 1)
        if token.symbol == "+":
            return lambda scope: values.number(inner(scope))
        return lambda scope: ARITHMETIC.minus(values.number(inner(scope)))

    # Names ----------------------------------------------------------------------------------------------

    def _reference(self, token: Token) -> Run:
        code, is_fact = self._named(token)
        if is_fact:
            self.facts.add(code)
            return lambda scope: scope.fact(code)
        self.names.add(code)
        return lambda scope: scope.value(code)

    def _named(self, token: Token) -> tuple[str, bool]:
        """Give what a name or path means: an item's code, or the column of a choice."""
        if token.symbol == "$":
            return self._variables[int(str(token[0].value)[1:])], False
        if token.symbol == "(name)":
            return str(token.value), True
        steps = _steps(token)
        last = steps[-1]
        if last.symbol != "(name)" or any(step.symbol not in ("(name)", "..", ".") for step in steps[:-1]):
            raise ExpressionFault("path")
        is_fact = len(steps) == 2 and steps[0].symbol == "."
        return str(last.value), is_fact

    def _code(self, token: Token) -> str:
        """Give the code of an argument that must be an item."""
        if token.symbol == "(string)":
            found = _LITERAL_CODE.fullmatch(str(token.value))
            if found is None:
                raise ExpressionFault("reference", str(token.value)[:40])
            code, is_fact = found[1], False
        elif token.symbol in ("$", "/"):
            code, is_fact = self._named(token)
        else:
            raise ExpressionFault("reference", token.symbol)
        if is_fact:
            raise ExpressionFault("reference", code)
        self.names.add(code)
        return code

    # Functions ------------------------------------------------------------------------------------------

    def _call(self, token: Token, depth: int) -> Run:
        name = token.symbol
        parts = [token[n] for n in range(len(token))]
        if name == "position":
            if parts and _outermost(parts[0]) != "..":
                raise ExpressionFault("reference", "position")
            return lambda scope: ARITHMETIC.create_decimal(scope.position)
        if name == "indexed-repeat":
            return self._indexed(parts, depth)
        if name == "jr-choice-name":
            return self._choice_name(parts, depth)
        if name == "today":
            return lambda scope: scope.today
        if name == "now":
            return lambda scope: scope.now
        arguments = [self.read(part, depth + 1) for part in parts]
        if name == "if":
            test, then, other = arguments
            return lambda scope: then(scope) if values.boolean(test(scope)) else other(scope)
        if name == "coalesce":
            return _first_filled(arguments)
        if name == "once":
            return lambda scope: scope.this or arguments[0](scope)
        if name == "regex" and parts[1].symbol == "(string)":
            pattern_of(str(parts[1].value))  # a faulty pattern is a fault of the form, found when it is read
        function = FUNCTIONS[name]
        return lambda scope: function([argument(scope) for argument in arguments])

    def _indexed(self, parts: Sequence[Token], depth: int) -> Run:
        code = self._code(parts[0])
        self._code(parts[1])
        self.indexed.add(code)
        ordinal = self.read(parts[2], depth + 1)

        def run(scope: Scope) -> Value:
            wanted = values.number(ordinal(scope))
            return scope.value_at(code, int(wanted)) if wanted.is_finite() and abs(wanted) < 100_000 else ""

        return run

    def _choice_name(self, parts: Sequence[Token], depth: int) -> Run:
        code = self._code(parts[1])
        name = self.read(parts[0], depth + 1)
        return lambda scope: scope.choice_text(code, values.text(name(scope)))


_OPERATORS: dict[str, Callable[[Value, Value], Value]] = {
    "=": values.equal,
    "!=": values.unequal,
    "<": lambda a, b: values.order(a, b, "<"),
    "<=": lambda a, b: values.order(a, b, "<="),
    ">": lambda a, b: values.order(a, b, ">"),
    ">=": lambda a, b: values.order(a, b, ">="),
    "+": lambda a, b: ARITHMETIC.add(values.number(a), values.number(b)),
    "-": lambda a, b: ARITHMETIC.subtract(values.number(a), values.number(b)),
    "*": lambda a, b: ARITHMETIC.multiply(values.number(a), values.number(b)),
    "div": lambda a, b: ARITHMETIC.divide(values.number(a), values.number(b)),
    "mod": lambda a, b: ARITHMETIC.remainder(values.number(a), values.number(b)),
}
_PATHS = ("[", "//", "|", "@", "..", "::", "child", "parent", "self", "node", "text")


def _constant(token: Token) -> Run:
    raw = token.value
    value: Value = raw if isinstance(raw, str) else ARITHMETIC.create_decimal(str(raw))
    return lambda scope: value


def _pair(left: Run, operator: Callable[[Value, Value], Value], right: Run) -> Run:
    return lambda scope: operator(left(scope), right(scope))


def _sequence(first: Run, steps: Sequence[tuple[str, Run]]) -> Run:
    """Run operators one after the other; `and` and `or` leave out what no longer matters."""

    def run(scope: Scope) -> Value:
        result = first(scope)
        for symbol, right in steps:
            if symbol == "and":
                result = values.boolean(result) and values.boolean(right(scope))
            elif symbol == "or":
                result = values.boolean(result) or values.boolean(right(scope))
            else:
                result = _OPERATORS[symbol](result, right(scope))
        return result

    return run


def _first_filled(arguments: Sequence[Run]) -> Run:
    def run(scope: Scope) -> Value:
        for argument in arguments:
            found = argument(scope)
            if values.text(found) not in ("", "NaN"):
                return found
        return ""

    return run


def _steps(token: Token) -> list[Token]:
    """Give the steps of a path from its beginning."""
    steps: list[Token] = []
    while token.symbol == "/":
        if not len(token):
            raise ExpressionFault("path")
        steps.append(token[len(token) - 1])
        if len(token) == 1:  # it begins at the root
            return steps[::-1]
        token = token[0]
    return [token, *reversed(steps)]


def _outermost(token: Token) -> str:
    """Give `..` for `..` and `../..`: the entry, however deep its groups are."""
    return ".." if all(step.symbol == ".." for step in _steps(token)) else token.symbol
