"""Answering: what Enter does with what stands there: judge it, keep it, go on to the next question or the plan."""

from collections.abc import Callable
from functools import partial

from screens.ask_view import AskView, Choices
from screens.background import Background, Task
from screens.judging import Judging
from screens.notes import LEFT_EMPTY, STANDS_IN_THE_OPEN, notes_of_kept, notes_on
from screens.tried import REFUSES, can_be_tried, side_of, why_untried
from screens.typed import Typed, read_typed
from screens.widgets.checks import Checks
from screens.widgets.field import Field
from wizard.engine.claims import claims
from wizard.engine.draft import PLAN_ONLY_AT
from wizard.errors import VaultError, WizardError
from wizard.scenario.answers import Answers, Value
from wizard.scenario.questions.asking import question
from wizard.scenario.questions.question import Question

NOT_SINCE = "not since an answer changed."
IN_MEMORY = "m keeps secrets in memory until you leave; Enter tries again."
_ALL_AT = {"local.url": {"local.secret", "search.secret"}, "remote.url": {"remote.secret"}}
"""Secrets that another cluster would have to accept."""


class Answering(AskView):
    """The question that is asked, and the way of an answer to it. Which key does what is the matter of AskScreen.

    `only_lacking`: only secrets that are gone are asked for, of a connection that stood.
    """

    def __init__(self, *, only_lacking: bool) -> None:
        super().__init__()
        self._only_lacking = only_lacking
        self._row: Question | None = None
        self._typed = Typed(None)
        self._judging = Judging(self)
        self._storing: Task | None = None
        self._hidden = ""
        self._path = ""
        self._wrong_file = ("", False)
        self._empty_once = False
        """True once Enter was pressed where an empty answer means that there is no connection."""
        self._vault_failed = False
        self._in_the_open = ""
        """The question whose answer, kept on disk, is the very text that was given as a password."""

    @property
    def _current(self) -> bool:
        """False once something else is worked on: what still comes in is for nobody."""
        return self.work.draft is self.draft

    @property
    def _ready(self) -> bool:
        """False while a secret is judged or kept: nothing goes on before that, whichever key asks for it."""
        return self._current and not self._judging.decides and self._storing is None

    def _show(self, row: Question) -> None:
        """Ask this question."""
        self._judging.drop()
        self._row = row
        self._in_the_open = ""
        self._judge_looks(self.draw(row))
        self.draw_wire()

    def _judge_looks(self, text: str) -> None:
        assert self._row is not None
        row = self._row
        self._judging.drop()
        self._empty_once = False
        self._typed = Typed(None) if row.secret else read_typed(row, text, self.draft.answers)
        if row.secret and not text and self.draft.has_secret(row.id):
            self.note(notes_of_kept(row, self.work.tried))
        else:
            self.note(notes_on(row, text, self._typed, self.draft.answers))
        self.refresh_bindings()
        if self._typed.value not in (None, "", ()) and self.draft.judging.codes(row):
            self._judging.soon(partial(self._begin, row, value=self._typed.value))

    def _begin(self, row: Question, *, value: Value | None = None, secret: str = "") -> None:
        known = claims()
        self.query_one(Checks).begin({code: known.get(code, code) for code in self.draft.judging.codes(row)})
        self._judging.begin(self.draft, row, value=value, secret=secret)

    def _drop_ahead(self, row: Question | None) -> None:
        """What was typed behind an answer is for the next question; where none comes, for nobody."""
        if self._row is row and self._ready:
            self.query_one(Field).drop_held()

    def _enter(self, text: str) -> None:
        """Keep what is there and go on."""
        row = self._row
        if row is None or not self._ready:
            return
        if row.kind in ("choice", "flag"):
            self.query_one(Choices).action_select()
        elif row.secret:
            self._enter_secret(row, text)
        elif row.id in PLAN_ONLY_AT and not text.strip():
            self._enter_nothing(row)
        elif self._typed.value is None:
            self.note([("fail", self._typed.problem)])
        elif row.kind == "file" and (path := str(self._typed.value)) and path not in _words(row, self.draft.answers):
            self._path = path
            self._judging.read(self.draft, row, path)
        else:
            self._keep(self._typed.value)

    def _enter_nothing(self, row: Question) -> None:
        """No connection now: said first, done at the second Enter."""
        if not self._empty_once:
            self._empty_once = True
            self.note([*LEFT_EMPTY])
            return
        self.say("No connection now: what only a run needs is not asked. esc leads back to the address.")
        self._attempt(partial(self.draft.leave_empty, row.id))

    def _file_read(self) -> None:
        """A file that cannot serve is refused where it was named."""
        (wrong, stops), self._wrong_file = self._wrong_file, ("", False)
        if stops:
            self.note([("fail", wrong)])
        else:
            self._keep(self._path)
            if wrong:
                self.say(wrong, "warn")

    def _enter_secret(self, row: Question, text: str) -> None:
        if not text and self.draft.has_secret(row.id):
            if row.id in self.work.tried.refused:
                self.note(notes_of_kept(row, self.work.tried))
            else:
                self._finish_or_next()
            return
        if not text and row.optional:
            self._attempt(partial(self.draft.leave_out, row.id))
            return
        try:
            value = str(row.parse(text))
            wrong = row.rule(value, self.draft.answers) if value else f"An answer is needed: {row.short}."
        except ValueError as error:
            wrong = str(error)
        open_id = self._stands_in_the_open(row, value) if not wrong else ""
        self.note([("fail", wrong)] if wrong else [("warn", STANDS_IN_THE_OPEN.format(open_id))] if open_id else [])
        if wrong:
            return
        if open_id and open_id != self._in_the_open:
            self._in_the_open = open_id
            self.refresh_bindings()
            return
        self._hidden = value
        if self.draft.judging.codes(row):
            self.say("Trying it before it is kept", "working")
            self._begin(row, secret=value)
        else:
            self._decide()

    def _decide(self) -> None:
        """A secret was judged: the wrong one is not kept; what the network says holds nobody up."""
        row, value, self._hidden = self._row, self._hidden, ""
        assert row is not None
        self.put(row, "")
        if refused := self._judging.refusal:
            stays = "The new one was not kept; the old one stays." if self.draft.has_secret(row.id) else "Not kept."
            self.say(f"{stays} {refused.verdict.headline}", "fail")
            return
        why = why_untried(row.id, self._judging.found) if can_be_tried(row.about) else ""
        kept = f"{_capital(row.short)}: kept in {self.draft.keeps_in}"
        self.say(f"{kept}, not tried: {why}" if why else f"{kept}.", "warn" if why else None)

        def have() -> None:
            self.draft.try_secret(row.id, value)
            self._judging.forget(row.id)
            self.work.tried.kept(row.id, why)
            if not why:
                self._try_again(side_of(row.id))
            self._judging.discover(self.draft)

        self._attempt(have)

    def _keep(self, value: Value) -> None:
        assert self._row is not None
        row = self._row
        self.say("")

        def give() -> None:
            changed = row.id not in self.draft.given or self.draft.given[row.id].value != value
            self.draft.give(row.id, value)
            self._heard_of(row, changed=changed)

        self._attempt(give)

    def _heard_of(self, row: Question, *, changed: bool) -> None:
        """What was seen with this answer holds for secrets that are kept; where nothing was, they are tried anew."""
        tried = self.work.tried
        for finding in self._judging.found:
            tried.heard(finding)
        seen = {REFUSES[each.code] for each in self._judging.found if each.code in REFUSES and each.holds}
        for id in ({REFUSES[code] for code in row.about if code in REFUSES} | _ALL_AT.get(row.id, set())) - seen:
            if not changed:
                break
            if self.draft.has_secret(id) and id not in tried.refused:
                tried.untried.setdefault(id, NOT_SINCE)
            elif id in tried.refused and not any(REFUSES.get(each.code) == id for each in self._judging.found):
                tried.kept(id, NOT_SINCE)
        if row.group in ("Local", "Remote"):
            self._try_again(side_of(row.id))
        elif row.id == "search.user":
            self._try_again("local")

    def _try_again(self, side: str = "") -> None:
        """Try what could not be tried, of this side or of both."""
        for id in tuple(self.work.tried.untried):
            if (not side or side_of(id) == side) and self.draft.has_secret(id) and (row := question(id)):
                self._judging.again(self.draft, row)

    def _stands_in_the_open(self, row: Question, value: str) -> str:
        """The id of the user name that is this very text; a user name is kept on disk."""
        user = f"{row.id.partition('.')[0]}.user"
        return user if self.draft.given.text(user) == value else ""

    def _attempt(self, change: Callable[[], None]) -> None:
        try:
            change()
        except WizardError as error:
            self.say(f"{error.headline} {error.hint}", "fail")
        else:
            self._finish_or_next()

    def _finish_or_next(self) -> None:
        """Keep secrets as soon as there is a session for them; then the next open question, or the plan."""
        if self.draft.unkept:
            self._judging.drop()
            self._storing = Background.start(self, self.draft.keep_secrets, Task("keep"))
            return
        row = self._next()
        if row is not None:
            self._show(row)
            return
        try:
            self.work.open()
        except WizardError as error:
            self.say(f"{error.headline} {error.hint}", "fail")
        else:
            self.wizard.go("plan")

    def _next(self) -> Question | None:
        """The next open question; where only secrets are gone of a connection that stood, those alone."""
        if refused := self.work.refused:
            return question(refused)
        if self._only_lacking and (self.work.lacking or not self.draft.missing(self.draft.stage)):
            return question(self.work.lacking)
        return self.draft.next()

    def _stored(self, error: WizardError | None) -> None:
        if error is None:
            self._finish_or_next()
            return
        self._vault_failed = isinstance(error, VaultError)
        self.refresh_bindings()
        self.say(f"{error.headline} {IN_MEMORY if self._vault_failed else error.hint}", "fail")
        self.set_focus(None)


def _words(row: Question, answers: Answers) -> tuple[str, ...]:
    """What may stand in place of a path."""
    return tuple(choice.value for choice in row.choices(answers))


def _capital(text: str) -> str:
    """The text as the beginning of a sentence; names in it keep their letters."""
    return text[:1].upper() + text[1:]
