"""Run: one step at a time, each looked at, shown, sent when Enter is pressed, and proved."""

from typing import ClassVar

from textual.binding import Binding

from screens.courses import CLOSING
from screens.doing import doing, undoing
from screens.give_key import COPIED, GiveKeyModal, key_command
from screens.plan_texts import closing_title
from screens.run_calls import LOOKING_NOW, RunCalls
from screens.saying import evidence_text, said_of
from screens.taking_back import TakingBack
from screens.ways_on import WaysOn
from screens.widgets.choice_list import ChoiceList
from screens.widgets.explain import Explain
from wizard.exporters.text import actions_as_lines

MAIN = {"begin": "Begin", "look_now": "Done, look", "fix": "Fix", "again": "Try again", "go_on": "Go on"}
"""What Enter does: one of these at a time."""
LETTERS = (
    ("r", "look", "Check again", "It is being looked at."),
    ("c", "copy", "Copy", "There is nothing to copy: the wizard sends this itself."),
    ("k", "give_key", "Give key", "This step needs no key."),
    ("v", "evidence", "Evidence", "Nothing was seen of this step yet, so there is no evidence."),
    ("u", "undo", "Undo", "Nothing was changed, so there is nothing to take back."),
)
"""Key, action, its name, and what is said where it means nothing now."""
BUSY = "Not while something is under way. Esc stops it, then u takes back."
NOTHING = {action: said for _, action, _, said in LETTERS}
OFFERED = (*MAIN, "finish", *NOTHING, "give_secret", "way_to_nodes", "memory", "stop")
"""Actions whose keys come and go."""


class RunScreen(RunCalls, WaysOn):
    """Stays alive as long as its session is open, so that the answer of a write always finds it."""

    BINDINGS: ClassVar = [
        *(Binding("enter", action, name, key_display="⏎") for action, name in MAIN.items()),
        Binding("enter,n", "finish", "Export", key_display="⏎"),
        *(Binding(key, action, name) for key, action, name, _ in LETTERS),
        Binding("g", "give_secret", "Give secret"),
        Binding("g", "way_to_nodes", "local.nodes"),
        Binding("m", "memory", "Keep in memory"),
        Binding("e,f2", "explain", "Explain", key_display="e"),
        Binding("question_mark,f1", "help", "Help", key_display="?"),
        *(Binding(key, f"nothing('{action}')", show=False) for key, action, _, _ in LETTERS),
        Binding("escape,b", "stop", "Stop", key_display="esc"),
        Binding("escape,b", "back", "Back", key_display="esc"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._away = True

    def on_screen_resume(self) -> None:
        """Come from another stage, not from a window: look where the run stands, unless something is under way."""
        if not self._away:
            return
        self._away = False
        self.draw_list(cursor=self.work.unfinished_step or CLOSING)
        self.draw()
        if self._under_way is None:
            self.after_paint(self._survey)

    # What Enter does.

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Keys that mean nothing now are not offered."""
        if action in MAIN or action == "finish":
            return self.courses.main(self.row) == action
        if action == "nothing":
            return not self.check_action(str(parameters[0]), ())
        course = self.courses.of(self.row)
        match action:
            case "stop":
                return self.writing
            case "back":
                return not self.writing
            case "look":
                return self._under_way is None
            case "undo":
                return self._under_way is None and bool(self.session.steps_to_undo())
            case "give_secret" | "way_to_nodes" | "memory":
                return self._under_way is None and self.way_on(action)
            case "copy":
                return course is not None and not course.step.automatic
            case "give_key":
                by_hand = course is not None and not course.step.automatic
                return by_hand and course is not None and key_command(course.step) is not None
            case "evidence":
                seen = self.courses.closing.findings if course is None else course.findings or course.end or course.said
                return bool(seen) and (course is None or course.phase != "ready")
        return True

    def offered(self) -> tuple[object, ...]:
        """Whether each key is."""
        return tuple(self.check_action(action, ()) for action in OFFERED)

    def action_begin(self) -> None:
        """Send what is shown."""
        course = self.courses.of(self.row)
        if course is None or course.to_do is None or self._under_way:
            return
        if self.fresh:
            self.mention("This step came up just now. Read it, then Enter begins it.")
            return
        session, step, shown, clock = self.session, course.step, course.to_do.prepared, self.clock
        course.begin(clock.now())
        self._at = step.key
        self._watched = False
        clock.begin()
        self._start("do", lambda: doing(session, step, shown, clock))

    def action_look_now(self) -> None:
        """I have done this, look now."""
        self.clock.look_now()
        self.mention(LOOKING_NOW, "working")

    def action_fix(self) -> None:
        """The step that mends what this one failed on."""
        course = self.courses.of(self.row)
        if course and (other := self.courses.fix_of(course)):
            self.query_one(ChoiceList).move_to(other.step.key)
            self._survey(other.step.key)

    def action_again(self) -> None:
        """Another try: look, and show what it will send."""
        self.action_look()

    def action_go_on(self) -> None:
        """To the first step that is not settled, or to the closing checks."""
        self._survey()

    def action_finish(self) -> None:
        """On to the export."""
        self._away = True
        self.wizard.go("export")

    # The other keys.

    def action_look(self) -> None:
        """Look again at the step under the cursor, or at the whole."""
        if self._under_way:
            return
        if self.courses.of(self.row) is None and self.courses.unfinished is None:
            self._close()
        else:
            self._survey(self.row)

    def action_copy(self) -> None:
        """The lines of the step to the terminal's clipboard; never a secret: they hold names only."""
        course = self.courses.of(self.row)
        if course:
            self.app.copy_to_clipboard("\n".join(actions_as_lines(course.handed or course.step.actions)) + "\n")
            self.mention(COPIED)

    def action_give_key(self) -> None:
        """The pipe that takes the key to a node."""
        course = self.courses.of(self.row)
        if course:
            self.app.push_screen(GiveKeyModal(self.session, course.step))

    def action_evidence(self) -> None:
        """All that was seen, in full."""
        from screens.evidence import EvidenceModal

        course, alias = self.courses.of(self.row), self.session.plan.scenario.alias
        if course is None:
            text = evidence_text(closing_title(self.session.plan), (), self.courses.closing.findings)
        else:
            said = said_of(course.end) if course.end else ()
            text = evidence_text(f"{course.number}  {course.step.title}", said, course.findings)
        text += "\n" + "\n".join(["What happened", *(f"  {line}" for line in self.happened.lines)]) + "\n"
        safe = "".join(character if character.isalnum() else "_" for character in alias)
        self.app.push_screen(EvidenceModal(text, f"{safe or 'remote'}.evidence.txt"))

    def action_undo(self) -> None:
        """Take back, after a question."""
        from screens.take_back import ALL, TakeBackModal

        steps = self.session.steps_to_undo()
        if self._under_way or not steps:
            return

        def agreed(answer: str | None) -> None:
            if answer and self._under_way is None:
                session, clock = self.session, self.clock
                wanted = steps if answer == ALL else steps[:1]
                self.work.findings = {}
                self.courses.taking_back = TakingBack(self.courses.changed(wanted))
                clock.begin()
                self._start("undo", lambda: undoing(session, wanted, clock))

        numbered, outcomes = self.courses.changed(steps), self.session.outcomes
        handed = [number for number, step in numbered if outcomes[step.key].undoing]
        self.app.push_screen(TakeBackModal(numbered, handed), agreed)

    def action_nothing(self, action: str) -> None:
        """Say why the key of an action does nothing now."""
        busy = action == "undo" and self._under_way is not None
        self.mention(BUSY if busy else NOTHING[action])

    def action_explain(self) -> None:
        """Why, in a column of its own."""
        explain = self.query_one(Explain)
        explain.turn()
        self.set_class(explain.has_class("open"), "explaining")

    def action_stop(self) -> None:
        """Stop waiting."""
        if not self.stop_waiting():
            self.mention("The answer to what was sent is still awaited. Ctrl-C again asks whether to leave.")

    def action_back(self) -> None:
        """Back to the plan; what is only being looked at is let go."""
        self._drop()
        self._away = True
        self.wizard.go("plan")
