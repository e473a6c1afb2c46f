"""The expression language of forms: XLSForm's, without node sets. Text in, a tree of plain values out."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any

from lark import Lark, Token, Transformer, UnexpectedCharacters, UnexpectedInput, UnexpectedToken, v_args

from fieldcheck.forms.problems import ExpressionError, Fault
from fieldcheck.translation import _

DEEPEST = 60
"""How deeply parentheses and functions may stand in one another: the tree is walked by recursion."""

GRAMMAR = r"""
?start: either
?either: both | both (OR both)+ -> chain
?both: equality | equality (AND equality)+ -> chain
?equality: relation | relation ((EQUAL | UNEQUAL) relation)+ -> chain
?relation: sum | sum ((LESS_OR_EQUAL | LESS | GREATER_OR_EQUAL | GREATER) sum)+ -> chain
?sum: product | product ((PLUS | MINUS) product)+ -> chain
?product: signed | signed ((TIMES | DIV | MOD) signed)+ -> chain
?signed: value | MINUS+ value -> negative
?value: NUMBER | TEXT | REFERENCE | OWN | NAME | "(" either ")" | call
call: FUNCTION "(" [either ("," either)*] ")"

OR.3: /or(?![\w.-])/
AND.3: /and(?![\w.-])/
DIV.3: /div(?![\w.-])/
MOD.3: /mod(?![\w.-])/
EQUAL: "="
UNEQUAL: "!="
LESS_OR_EQUAL: "<="
LESS: "<"
GREATER_OR_EQUAL: ">="
GREATER: ">"
PLUS: "+"
MINUS: "-"
TIMES: "*"
NUMBER.2: /[0-9]+(\.[0-9]*)?|\.[0-9]+/
TEXT: /'[^']*'|"[^"]*"/
REFERENCE: /\$\{\s*[A-Za-z0-9_-]+\s*\}/
OWN: "."
FUNCTION.2: /(?!(?:and|or|div|mod)(?![\w.-]))[A-Za-z_][A-Za-z0-9_-]*(?=\s*\()/
NAME: /(?!(?:and|or|div|mod)(?![\w.-]))[A-Za-z_][A-Za-z0-9_-]*/
%ignore /[ \t\r\n]+/
"""


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it was written; never a binary float."""

    value: Decimal
    column: int = field(default=0, compare=False)
    depth: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Text:
    """A text in quotes."""

    value: str
    column: int = field(default=0, compare=False)
    depth: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Reference:
    """`${id}`: the value of an item or a fact."""

    id: str
    column: int = field(default=0, compare=False)
    depth: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Own:
    """`.`: the value of the item that the expression belongs to."""

    column: int = field(default=0, compare=False)
    depth: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Name:
    """A bare word: only `name`, the choice at hand in a choice_filter, means something."""

    name: str
    column: int = field(default=0, compare=False)
    depth: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Negative:
    """A value with one or more minus signs before it."""

    signs: int
    operand: Node
    column: int = field(default=0, compare=False)
    depth: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Chain:
    """Operands with operators of one precedence between them, from left to right: a long sum is not a deep tree."""

    operators: tuple[str, ...]
    operands: tuple[Node, ...]
    column: int = field(default=0, compare=False)
    depth: int = field(default=1, compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    """A function with its arguments."""

    function: str
    arguments: tuple[Node, ...]
    column: int = field(default=0, compare=False)
    depth: int = field(default=1, compare=False)


Node = Number | Text | Reference | Own | Name | Negative | Chain | Call


class _TooDeepError(Exception):
    pass


def _depth(*below: Node) -> int:
    depth = 1 + max((node.depth for node in below), default=0)
    if depth > DEEPEST:
        raise _TooDeepError
    return depth


def _column(token: Token) -> int:
    return (token.start_pos or 0) + 1


@v_args(inline=True)
class _Builder(Transformer[Token, Any]):
    def NUMBER(self, token: Token) -> Number:  # noqa: N802 - lark names the method after the terminal
        return Number(Decimal(str(token)), _column(token))

    def TEXT(self, token: Token) -> Text:  # noqa: N802 - as above
        return Text(str(token)[1:-1], _column(token))

    def REFERENCE(self, token: Token) -> Reference:  # noqa: N802 - as above
        return Reference(str(token)[2:-1].strip(), _column(token))

    def OWN(self, token: Token) -> Own:  # noqa: N802 - as above
        return Own(_column(token))

    def NAME(self, token: Token) -> Name:  # noqa: N802 - as above
        return Name(str(token), _column(token))

    def negative(self, *parts: Any) -> Negative:
        return Negative(len(parts) - 1, parts[-1], _column(parts[0]), _depth(parts[-1]))

    def chain(self, *parts: Any) -> Chain:
        operands = parts[::2]
        return Chain(tuple(map(str, parts[1::2])), operands, _column(parts[1]), _depth(*operands))

    def call(self, function: Token, *arguments: Any) -> Call:
        given = tuple(argument for argument in arguments if argument is not None)
        return Call(str(function), given, _column(function), _depth(*given))


@lru_cache(maxsize=1)
def _parser() -> Lark:
    return Lark(GRAMMAR, parser="lalr", lexer="contextual", transformer=_Builder())


@lru_cache(maxsize=4096)
def parse(text: str) -> Node:
    """Return the tree of an expression. Raises ExpressionError with the column where it stops making sense."""
    try:
        tree: Any = _parser().parse(text)
    except UnexpectedInput as error:
        raise ExpressionError(text, _fault(text, error)) from error
    except _TooDeepError as error:
        what = _("It is nested more than {depth} deep.").format(depth=DEEPEST)
        raise ExpressionError(text, Fault(1, what, _("Move a part of it into an item of its own."))) from error
    root: Node = tree
    return root


def _fault(text: str, error: UnexpectedInput) -> Fault:
    if isinstance(error, UnexpectedCharacters):
        return _at_character(text, error.pos_in_stream or 0)
    assert isinstance(error, UnexpectedToken)
    if error.token.type == "$END":
        return _at_end(text, error)
    found = str(error.token)
    column = _column(error.token)
    if found == "=" and text[: column - 1].endswith("="):
        return Fault(column, _("== is not an operator."), _("Write =."))
    return _between(column, found, "REFERENCE" in error.expected)


def _between(column: int, found: str, value_expected: bool) -> Fault:
    if value_expected:
        what = _("A value is missing before {found}.")
        instead = _("Write ${{id}}, a 'text', a number or a function there.")
    else:
        what = _("{found} cannot stand here.")
        instead = _("Write an operator such as and, or, =, != before it, or take it away.")
    return Fault(column, what.format(found=found), instead.format())


def _at_end(text: str, error: UnexpectedToken) -> Fault:
    column = len(text) + 1
    if not text.strip():
        return Fault(1, _("The expression is empty."), _("Write a condition, or leave the key out."))
    if "REFERENCE" in error.expected:
        return Fault(column, _("The expression stops where a value should follow."), _("Add the value."))
    return Fault(column, _("A closing parenthesis is missing."), _("Add )."))


LIKELY = {
    "‘": "'",
    "’": "'",
    "“": '"',
    "”": '"',
    "（": "(",
    "）": ")",
    "，": ",",
    "＝": "=",
    "＜": "<",
    "＞": ">",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
    "×": "*",
    "÷": "div",
    "&": "and",
    "|": "or",
    "!": "not( )",
    "%": "mod",
    "\u3000": " ",
}


def _at_character(text: str, position: int) -> Fault:
    found, column = text[position], position + 1
    if found == "/":
        return Fault(column, _("/ is not an operator."), _("Write div to divide, ${id} to name an item."))
    if found in LIKELY:
        instead = _("Write {character}.").format(character=LIKELY[found])
    elif found in "'\"":
        return Fault(column, _("The text that begins here has no end."), _("Close it with the same quote."))
    elif found == "$":
        return Fault(
            column, _("This is not a reference."), _("Write ${id}: letters, digits, - and _ between the braces.")
        )
    else:
        instead = _("Put texts in quotes and ids into ${id}.")
    return Fault(column, _("The character {character} is not part of the language.").format(character=found), instead)
