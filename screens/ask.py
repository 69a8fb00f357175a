"""Ask: one question at a time, judged while it is typed; Enter keeps it and goes on."""

from functools import partial
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType

from screens.answering import Answering
from screens.background import Background, Ended, Item, Task
from screens.judging import Began
from screens.notes import notes_of_kept
from screens.progress import shown_rows
from screens.tried import REFUSES
from screens.typed import KEY_IN_THE_OPEN, PASSWORD_IN_THE_OPEN, as_text
from screens.widgets.checks import Checks
from screens.widgets.choice_list import ChoiceList
from screens.widgets.explain import Explain
from screens.widgets.field import Field
from screens.widgets.status_line import StatusLine
from wizard.engine.discover import Discovered
from wizard.errors import WizardError
from wizard.plan.result import Finding
from wizard.scenario.questions import QUESTIONS
from wizard.scenario.questions.asking import question
from wizard.scenario.questions.question import Question

LETTERS = "Letters are keys now: b goes back, Tab returns to the field."


class AskScreen(Answering):
    """`at`: the id of the question to begin with; else the first that is open. `said`: what to say at first.

    `only_lacking`: as in Answering.
    """

    help_text = (
        "Answer one question at a time; each answer is kept at Enter. Checks only read, and what the network says "
        "never holds you up: this machine is not one of your nodes."
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f,f4", "fix", "Take the fix", key_display="F4"),
        Binding("e,f2", "explain", "Explain", key_display="F2"),
        Binding("a,f6", "answers", "Answers", key_display="F6"),
        Binding("x,f8", "drop", "Forget it", key_display="F8"),
        Binding("m", "memory", "Keep in memory"),
        Binding("n,enter", "go_on", "Continue", show=False),
        Binding("question_mark,f1", "help", "Help", key_display="F1"),
        Binding("escape", "leave_field", "Leave field", key_display="esc"),
        Binding("escape,b", "back", "Back", key_display="esc"),
    ]

    def __init__(self, *, at: str = "", said: str = "", only_lacking: bool = False) -> None:
        super().__init__(only_lacking=only_lacking)
        self._at = at
        self._said = said

    def on_mount(self) -> None:
        """Begin with the question asked for, or the first open one."""
        self.draft = self.work.edit()
        row = question(self._at) if self._at else self.draft.next()
        self._show(row or shown_rows(self.draft)[-1])
        if self._said:
            self.say(self._said, "waits")
        self._try_again()

    def on_unmount(self) -> None:
        """What is still being looked at is for nobody."""
        self._judging.leave()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that do something now are the ones in the footer."""
        match action:
            case "fix":
                return bool(self._typed.better or self._in_the_open)
            case "drop":
                row = self._row
                return row is not None and row.secret and row.optional and self._is_kept_here(row)
            case "leave_field":
                return isinstance(self.focused, Field)
            case "back":
                return not isinstance(self.focused, Field)
            case "memory":
                return self._vault_failed
            case _:
                return True

    def stop_waiting(self) -> bool:
        """Stop judging; what was typed stays."""
        if not self._judging.under_way:
            return False
        self._judging.drop()
        # A secret that was not judged to the end is not kept, here neither.
        self._hidden = ""
        self.query_one(Checks).stop()
        self.query_one(Field).drop_held()
        self.say("Stopped waiting. Nothing was changed.")
        return True

    def action_explain(self) -> None:
        """Explain on or off."""
        self.query_one(Explain).turn()

    def action_fix(self) -> None:
        """Put the better value in the field; or go to where a password stands in the open."""
        if self._in_the_open and (row := question(self._in_the_open)):
            if self._ready:
                self._show(row)
        elif better := self._typed.better:
            self.query_one(Field).put(better)
            self.query_one(Field).focus()

    def action_answers(self) -> None:
        """All answers so far; one of them to go to."""
        from screens.answers import AnswersModal

        def jump(id: str | None) -> None:
            if id and (row := question(id)) and self._ready:
                self._show(row)

        if self._ready:
            self.app.push_screen(AnswersModal(self._row.id if self._row else ""), jump)

    def action_drop(self) -> None:
        """Forget a secret that is kept and may be left out."""
        if self._ready and self._row is not None and self.check_action("drop", ()):
            self._judging.drop()
            self._judging.forget(self._row.id)
            self._storing = Background.start(self, partial(self.draft.forget_secret, self._row.id), Task("drop"))

    def _is_kept_here(self, row: Question) -> bool:
        return self.draft.has_secret(row.id) and not self.draft.outside(row.id)

    def action_leave_field(self) -> None:
        """Stop waiting, else leave the field."""
        if self._judging.decides:
            self.stop_waiting()
        else:
            self.set_focus(None)
            self.say(LETTERS)

    def on_descendant_focus(self) -> None:
        """In a field letters are text again."""
        if isinstance(self.focused, Field) and self.query_one(StatusLine).said == LETTERS:
            self.say("")

    def action_back(self) -> None:
        """Stop waiting; to the question before, and from the first one to Route."""
        if self._judging.decides:
            self.stop_waiting()
        elif self._ready:
            self._step_back()

    def action_go_on(self) -> None:
        """Enter, where no field takes it."""
        self._enter(self.query_one(Field).value)

    def action_memory(self) -> None:
        """Secrets stay in memory for this run."""
        if not self._ready:
            return
        self.work.use_memory()
        self._vault_failed = False
        self.refresh_bindings()
        self._finish_or_next()

    def on_input_changed(self, event: Field.Changed) -> None:
        """Judge the looks at once and the network after a pause; what was under way is for an older text."""
        event.stop()
        if event.value and self.query_one(StatusLine).said in (KEY_IN_THE_OPEN, PASSWORD_IN_THE_OPEN):
            self.say("")
        # A text that stands there no longer may be one that was refused.
        if self._row is not None and self._ready and event.value == event.input.value:
            self._judge_looks(event.value)

    def on_field_refused(self, event: Field.Refused) -> None:
        """A secret came into a plain field."""
        event.stop()
        self.say(event.said, "warn")

    def on_input_submitted(self, event: Field.Submitted) -> None:
        """Enter in the field."""
        event.stop()
        row = self._row
        self._enter(event.value)
        self._drop_ahead(row)

    def on_choice_list_chosen(self, event: ChoiceList.Chosen) -> None:
        """Enter on a choice, or a click."""
        event.stop()
        row = self._row
        self._choose(event)
        self._drop_ahead(row)

    def _choose(self, event: ChoiceList.Chosen) -> None:
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
        if self._judging.is_of(event) and self._current:
            self.query_one(Checks).began(event.code)
            self.draw_wire((event.code,))

    def on_item(self, event: Item) -> None:
        """What a judgement or a discovery says."""
        if not self._current:
            return
        match event.item:
            case Discovered() as found:
                self._take(found)
            case (str(wrong), bool(stops)) if self._judging.is_of(event):
                self._wrong_file = (wrong, stops)
            case _ if finding := self._judging.takes(event):
                self.query_one(Checks).found(finding)
                self.work.found(finding, typed=True)
                self.draw_wire()
            case Finding() as finding if event.kind == "again" and not event.task.dropped:
                self._tried_again(finding)

    def on_ended(self, event: Ended) -> None:
        """A judgement is over, a file is read, or the secrets are kept."""
        row = self._row
        if not self._current:
            return
        if event.kind == "drop" and event.task is self._storing:
            self._storing = None
            self._dropped(event.error)
        elif event.task is self._storing:
            self._storing = None
            self._stored(event.error)
            self._drop_ahead(row)
        elif self._judging.ends(event):
            if event.kind == "file":
                self._file_read()
                self._drop_ahead(row)
                return
            self.query_one(Checks).ended(likely=self._judging.likely)
            if event.kind == "secret":
                self._decide()
                self._drop_ahead(row)
            else:
                self._judging.discover(self.draft)

    def _dropped(self, error: WizardError | None) -> None:
        row = self._row
        assert row is not None
        if error is not None:
            self.say(f"Not forgotten. {error.headline} {error.hint}", "fail")
            return
        self.work.tried.drop(row.id)
        self._show(row)
        self.say("Forgotten: it is left out. Enter goes on.", "ok")

    def _tried_again(self, finding: Finding) -> None:
        """A secret that is kept, and could not be tried when it was given, was tried now."""
        self.work.found(finding)
        self.draw_wire()
        secret = question(REFUSES.get(finding.code, ""))
        if secret is None or self._row is None:
            return
        self.draw_progress(self._row)
        if finding.verdict.status == "fail":
            self.say(f"{finding.verdict.headline} It is asked again next: {secret.short}.", "fail")
        elif finding.holds:
            self.say(f"Tried now, and accepted: {secret.short}.", "ok")
            if self._row is secret and not self.query_one(Field).value:
                self.note(notes_of_kept(secret, self.work.tried))

    def _step_back(self) -> None:
        """To the question before this one, also where this one is not asked any more."""
        at = QUESTIONS.index(self._row) if self._row else 0
        before = [row for row in shown_rows(self.draft, self._row) if QUESTIONS.index(row) < at]
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
