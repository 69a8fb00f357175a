"""Ask: one question at a time, judged while it is typed; Enter keeps it and goes on."""

from collections.abc import Callable
from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType

from screens.ask_view import AskView, Choices
from screens.background import Background, Ended, Item, Task
from screens.judging import SECRET, Began, Judging
from screens.notes import PLAN_ONLY_AT, notes_on
from screens.progress import is_answered, shown_rows
from screens.typed import Typed, as_text, read_typed, secret_in
from screens.widgets.checks import Checks
from screens.widgets.choice_list import ChoiceList
from screens.widgets.explain import Explain
from screens.widgets.field import Field
from wizard.engine.claims import claims
from wizard.engine.draft import Discovered
from wizard.engine.library import Library
from wizard.errors import VaultError, WizardError
from wizard.scenario.answers import Value
from wizard.scenario.questions.asking import question
from wizard.scenario.questions.question import Question

IN_MEMORY = "m keeps secrets in memory until you leave; Enter tries again."


class AskScreen(AskView):
    """`at`: the id of the question to begin with; else the first that is open."""

    help_text = (
        "Answer one question at a time; each answer is kept at Enter. Checks only read, and what the network says "
        "never holds you up: this machine is not one of your nodes."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f,f4", "fix", "Take the fix", key_display="F4"),
        Binding("e,f2", "explain", "Explain", key_display="F2"),
        Binding("a,f6", "answers", "Answers", key_display="F6"),
        Binding("m", "memory", "Keep in memory"),
        Binding("n,enter", "go_on", "Continue", show=False),
        Binding("question_mark,f1", "help", "Help", key_display="F1"),
        Binding("escape,b", "back", "Back", key_display="esc"),
    ]

    def __init__(self, *, at: str = "") -> None:
        super().__init__()
        self._at = at
        self._row: Question | None = None
        self._typed = Typed(None)
        self._judging = Judging(self)
        self._keeping: Task | None = None
        self._hidden = ""
        self._vault_failed = False

    def on_mount(self) -> None:
        """Begin with the question asked for, or the first open one."""
        self.draft = self.work.edit()
        row = question(self._at) if self._at else self.draft.next()
        self._show(row or shown_rows(self.draft)[-1])

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that do something now are the ones in the footer."""
        match action:
            case "fix":
                return bool(self._typed.better)
            case "memory":
                return self._vault_failed
            case _:
                return True

    def stop_waiting(self) -> bool:
        """Stop judging; what was typed stays."""
        if not self._judging.under_way:
            return False
        self._judging.drop()
        self.query_one(Checks).stop()
        self.say("Stopped waiting. Nothing was changed.")
        return True

    def action_explain(self) -> None:
        """Explain on or off."""
        self.query_one(Explain).turn()

    def action_fix(self) -> None:
        """Put the better value in the field."""
        if better := self._typed.better:
            self.query_one(Field).put(better)
            self.query_one(Field).focus()

    def action_answers(self) -> None:
        """All answers so far; one of them to go to."""
        from screens.answers import AnswersModal

        def jump(id: str | None) -> None:
            if id and (row := question(id)) and self._ready:
                self._show(row)

        if self._ready:
            self.app.push_screen(AnswersModal(), jump)

    def action_back(self) -> None:
        """Stop waiting; leave a field that holds a text; to the question before, and from the first one to Route."""
        if self._judging.decides:
            self.stop_waiting()
        elif isinstance(self.focused, Field) and self.focused.value:
            self.set_focus(None)
            self.say("Letters are keys now: b goes back, Tab returns to the field.")
        elif self._ready:
            self._step_back()

    def action_go_on(self) -> None:
        """Enter, where no field takes it."""
        self._enter()

    def action_memory(self) -> None:
        """Secrets stay in memory for this run."""
        if not self._ready:
            return
        self.draft.use_memory()
        self.work.library = Library(self.draft.seams)
        self._vault_failed = False
        self.refresh_bindings()
        self._finish_or_next()

    def on_input_changed(self, event: Field.Changed) -> None:
        """Judge the looks at once and the network after a pause; what was under way is for an older text."""
        event.stop()
        if self._row is None or not self._ready:
            return
        if not self._row.secret and (said := secret_in(event.value)):
            self.query_one(Field).put("")
            self.say(said, "warn")
            return
        self._judge_looks(event.value)

    def on_input_submitted(self, event: Field.Submitted) -> None:
        """Enter in the field."""
        event.stop()
        self._enter()

    def on_choice_list_chosen(self, event: ChoiceList.Chosen) -> None:
        """Enter on a choice, or a click."""
        event.stop()
        if self._row is None or not self._ready:
            return
        refused = {choice.value: choice.refused for choice in self._row.choices(self.draft.answers)}
        if refused.get(event.row):
            self.say(refused[event.row], "fail")
        else:
            self._keep(event.row == "true" if self._row.kind == "flag" else event.row)

    def on_choice_list_moved(self, event: ChoiceList.Moved) -> None:
        """Cautions follow the cursor."""
        event.stop()
        if self._row is not None and self._ready and self._row.kind in ("choice", "flag"):
            self._judge_looks(event.row)

    @on(Began)
    def _on_began(self, event: Began) -> None:
        if event.number == self._judging.number and self._current:
            self.query_one(Checks).began(event.code)
            self.draw_wire((event.code,))

    def on_item(self, event: Item) -> None:
        """What a judgement or a discovery says."""
        if not self._current:
            return
        match event.item:
            case Discovered() as found:
                self._take(found)
            case _ if finding := self._judging.takes(event):
                self.query_one(Checks).found(finding)
                self.work.found(finding)
                self.draw_wire()

    def on_ended(self, event: Ended) -> None:
        """A judgement is over, or the secrets are kept."""
        if not self._current:
            return
        if event.task is self._keeping:
            self._keeping = None
            self._kept(event.error)
        elif self._judging.ends(event):
            self.query_one(Checks).ended(likely=self._judging.likely)
            if event.kind == SECRET:
                self._decide()
            else:
                self._judging.discover(self.draft)

    @property
    def _current(self) -> bool:
        """False once something else is worked on: what still comes in is for nobody."""
        return self.work.draft is self.draft

    @property
    def _ready(self) -> bool:
        """False while a secret is judged or kept: nothing goes on before that, whichever key asks for it."""
        return self._current and not self._judging.decides and self._keeping is None

    def _show(self, row: Question) -> None:
        """Ask this question."""
        self._judging.drop()
        self._row = row
        self._judge_looks(self.draw(row))
        self.draw_wire()

    def _judge_looks(self, text: str) -> None:
        assert self._row is not None
        row = self._row
        self._judging.drop()
        self._typed = Typed(None) if row.secret else read_typed(row, text, self.draft.answers)
        self.note(notes_on(row, text, self._typed, self.draft.answers))
        self.refresh_bindings()
        if self._typed.value not in (None, "", ()) and self.draft.codes(row):
            self._judging.soon(partial(self._begin, row, value=self._typed.value))

    def _begin(self, row: Question, *, value: Value | None = None, secret: str = "") -> None:
        known = claims()
        self.query_one(Checks).begin({code: known.get(code, code) for code in self.draft.codes(row)})
        self._judging.begin(self.draft, row, value=value, secret=secret)

    def _enter(self) -> None:
        """Keep what is there and go on."""
        row = self._row
        if row is None or not self._ready:
            return
        field = self.query_one(Field)
        if row.kind in ("choice", "flag"):
            self.query_one(Choices).action_select()
        elif row.secret:
            self._enter_secret(row, field.value)
        elif row.id in PLAN_ONLY_AT and not field.value.strip():
            self.draft.stage = "plan"
            self.say("No connection now: what only a run needs is not asked.")
            self._finish_or_next()
        elif self._typed.value is None:
            self.note([("fail", self._typed.problem)])
        else:
            self._keep(self._typed.value)

    def _enter_secret(self, row: Question, text: str) -> None:
        if not text and row.optional:
            self._attempt(partial(self.draft.leave_out, row.id))
            return
        if not text and self.draft.has_secret(row.id):
            self._finish_or_next()
            return
        try:
            value = str(row.parse(text))
            wrong = row.rule(value, self.draft.answers) if value else f"An answer is needed: {row.short}."
        except ValueError as error:
            wrong = str(error)
        self.note([("fail", wrong)] if wrong else [])
        if wrong:
            return
        self._hidden = value
        if self.draft.codes(row):
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
            self.say(f"Not kept. {refused.verdict.headline}", "fail")
            return
        self.draft.try_secret(row.id, value)
        self._judging.discover(self.draft)
        until = f"kept in {self.draft.keeps_in}" if self.draft.record else "held until the connection has a name"
        self.say(f"{row.short.capitalize()}: {until}.")
        self._finish_or_next()

    def _keep(self, value: Value) -> None:
        assert self._row is not None
        self.say("")
        if self._row.id in PLAN_ONLY_AT:
            self.draft.stage = "run"
        self._attempt(partial(self.draft.give, self._row.id, value))

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
            self._keeping = Background.start(self, 0, self.draft.keep_secrets, "keep")
            return
        row = self.draft.next()
        if row is not None:
            self._show(row)
            return
        try:
            self.work.open()
        except WizardError as error:
            self.say(f"{error.headline} {error.hint}", "fail")
        else:
            self.wizard.go("plan")

    def _kept(self, error: WizardError | None) -> None:
        if error is None:
            self._finish_or_next()
            return
        self._vault_failed = isinstance(error, VaultError)
        self.refresh_bindings()
        self.say(f"{error.headline} {IN_MEMORY if self._vault_failed else error.hint}", "fail")
        self.set_focus(None)

    def _step_back(self) -> None:
        """To the nearest question before this one that is answered; what is still open comes by itself."""
        rows = shown_rows(self.draft, self._row)
        at = rows.index(self._row) if self._row in rows else 0
        before = [row for row in rows[:at] if is_answered(self.draft, row)]
        if before:
            self._show(before[-1])
        else:
            self.wizard.go("route")

    def _take(self, found: Discovered) -> None:
        changed = self.draft.take(found)
        named = [(row.short, found.answers[id]) for id in changed if (row := question(id))]
        if not named:
            return
        self.say("Found: " + "; ".join(f"{short}: {as_text(value)}" for short, value in named), "ok")
        if self._row is None:
            return
        self.draw_progress(self._row)
        if self._row.id in changed and not self.query_one(Field).value:
            self._show(self._row)
