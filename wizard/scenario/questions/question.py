"""Question: one row of the questionnaire. Every front end, the answer file and the schema read these same rows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from wizard.scenario.answers import Answers, Value
from wizard.scenario.model import secret_ref, variable_of
from wizard.scenario.questions.parsing import number, one_line, secret_line, split_list, yes_or_no

Kind = Literal["text", "secret", "choice", "list", "flag", "file", "number"]
Group = Literal["Route", "Local", "Remote", "Connection", "Access"]
Stage = Literal["plan", "run"]
"""From when on an answer is needed: `plan` also covers exports; `run` is whatever talks to the clusters."""

STOP = "No cluster was changed. The answers up to here are kept: Home lists the connection, to go on at any time."
"""What is so for one who stops at a question."""
STOP_AT_SECRET = "No cluster was changed. The answers up to here are kept; a password only where there is a keyring."

GROUPS: tuple[Group, ...] = ("Route", "Local", "Remote", "Connection", "Access")


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that may be chosen; `refused` says why this one may not be ("" when it may)."""

    value: str
    text: str
    note: str = ""
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A row: what is asked, why, where the answer is found, and the rules for it.

    `short` is a label of a few words. `detail`: the default is nearly always right, so it is asked on request only.
    `needed`: the stage at which a missing answer stops; never for `optional` ones, whose empty answer is "" or ().
    `choices` of a text or file question are words that may stand instead of a text or path. `default`, `when`, `rule`
    and the rest may look only at answers of questions before this one; `rule` and `caution` return a sentence or "";
    `caution` is asked only of a value that has no `problem`, and never blocks.
    `follows` are the questions that the default is made of: while one of them is missing, this one need not be named.
    `better` is the one other value the wizard is sure of, or None. `reader` reads one text (or one item of a list).
    `matters`: with these answers the default of a detail is not nearly always right, so it is asked all the same.
    `also` adds to `why` what is so with these answers alone. `what`, `then` and `stop` explain it to one who wants to
    know more: what this is, what happens with the value or proves it, and what is so for one who stops here.
    """

    id: str
    kind: Kind
    group: Group
    text: str
    short: str
    why: str
    where: str
    form: str
    what: str = ""
    then: str = ""
    stop: str = STOP
    docs: str = ""
    optional: bool = False
    detail: bool = False
    needed: Stage = "plan"
    options: str = ""
    about: tuple[str, ...] = ()
    follows: tuple[str, ...] = ()
    choices: Callable[[Answers], tuple[Choice, ...]] = lambda _answers: ()
    default: Callable[[Answers], Value | None] = lambda _answers: None
    when: Callable[[Answers], bool] = lambda _answers: True
    rule: Callable[[Value, Answers], str] = lambda _value, _answers: ""
    caution: Callable[[Value, Answers], str] = lambda _value, _answers: ""
    better: Callable[[Value, Answers], Value | None] = lambda _value, _answers: None
    reader: Callable[[str], str] = one_line
    matters: Callable[[Answers], bool] = lambda _answers: False
    also: Callable[[Answers], str] = lambda _answers: ""

    def is_detail(self, answers: Answers) -> bool:
        """True when it is asked on request only."""
        return self.detail and not self.matters(answers)

    def why_now(self, answers: Answers) -> str:
        """Why it is asked, with these answers."""
        return f"{self.why} {self.also(answers)}".rstrip()

    @property
    def secret(self) -> bool:
        """True when the value lives in the vault and never among the answers."""
        return self.kind == "secret"

    @property
    def variable(self) -> str:
        """The environment variable that holds the answer, for secrets: `RCW_REMOTE_SECRET`."""
        return variable_of(secret_ref(self.id))

    @property
    def flag(self) -> str:
        """How the answer is given on a command line; a secret never is, so its variable."""
        return self.variable if self.secret else f"--set {self.id}={self.form}"

    def parse(self, text: str) -> Value:
        """The value that a text means. Raises ValueError with a sentence that never repeats a secret."""
        match self.kind:
            case "list":
                return self.parse_items(split_list(text))
            case "flag":
                return yes_or_no(text)
            case "number":
                return number(text) if text.strip() else ""
            case "secret":
                return secret_line(text)
            case "choice":
                return one_line(text).lower()
            case "text" | "file":
                value = self.reader(text)
                return value.lower() if self._is_word(value.lower()) else value

    def parse_items(self, items: Sequence[str]) -> Value:
        """The value of a list whose items are already apart. Raises ValueError as `parse` does."""
        return tuple(read for read in map(self.reader, items) if read)

    def problem(self, value: Value, answers: Answers) -> str:
        """What is wrong with this value and what to do, in a sentence; "" when it may stand."""
        if wrong := self._shape_problem(value):
            return wrong
        if value in ("", ()):
            return "" if self.optional else f"An answer is needed: {self.short}."
        if self.kind == "choice":
            return self._choice_problem(str(value), answers) or self.rule(value, answers)
        return "" if self._is_word(value) else self.rule(value, answers)

    def _is_word(self, value: Value) -> bool:
        return self.kind in ("text", "file") and value in {choice.value for choice in self.choices(Answers())}

    def _shape_problem(self, value: Value) -> str:
        match self.kind:
            case "list":
                fits = isinstance(value, tuple)
            case "flag":
                fits = isinstance(value, bool)
            case "number":
                fits = value == "" or (isinstance(value, int) and not isinstance(value, bool))
            case _:
                fits = isinstance(value, str)
        return "" if fits else f"This is not of the form {self.form}."

    def _choice_problem(self, value: str, answers: Answers) -> str:
        choices = self.choices(answers)
        for choice in choices:
            if choice.value == value:
                return choice.refused
        return f"{value!r} is not one of {', '.join(choice.value for choice in choices)}."
