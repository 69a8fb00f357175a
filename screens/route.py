"""Route: which environment is on each side and which security model connects them; the verdict comes at once."""

from typing import ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from screens.frame import NARROW, Framed
from screens.verdict import Verdict, Way, path_on, verdict_on
from screens.widgets.check_line import CheckLine
from screens.widgets.choice_list import ChoiceList, Row
from screens.widgets.explain import Explain
from screens.widgets.kv import KV
from screens.widgets.panel import Panel, ScrollPanel
from screens.widgets.wire import Wire
from wizard.errors import WizardError
from wizard.scenario.answers import Answers
from wizard.scenario.model import Security
from wizard.scenario.pairs import relations
from wizard.scenario.questions.asking import question

LOCAL, REMOTE, RELATION, SECURITY = "local.environment", "remote.environment", "pair.relation", "security"
FIELDS = ((LOCAL, "local"), (REMOTE, "remote"), (RELATION, "relation"), (SECURITY, "model"))

EXPLAIN = (
    (
        "Which side is local?",
        "The local cluster starts the connection and sends the searches. The remote cluster holds the data.\n\n"
        "To search your cloud logs from the data centre, the data centre is local.",
    ),
    ("One way only", "A connection works in one direction. For both directions, make a second one."),
    (
        "API key or certificate?",
        "An API key limits what the local cluster may read. A certificate trusts the whole cluster. Certificates are "
        "deprecated since 9.0.",
    ),
)


class RouteScreen(Framed):
    """The lists' cursors say what the verdict and the wire are about; Enter chooses and goes to the next list."""

    DEFAULT_CSS = """
    RouteScreen Wire { height: 4; }
    RouteScreen.-narrow Wire { height: 1; }
    RouteScreen.-tall Wire { margin: 1 0; }
    RouteScreen #sides { height: auto; }
    RouteScreen #sides > Panel { width: 1fr; }
    RouteScreen.-narrow #sides { layout: vertical; }
    RouteScreen Explain:focus { border: heavy $primary; }
    RouteScreen #main { height: 1fr; width: 1fr; }
    RouteScreen #choose { height: 1fr; width: 1fr; }
    RouteScreen .label { width: 7; color: $muted; }
    RouteScreen #models, RouteScreen #relations { height: auto; padding: 0 1; }
    RouteScreen.-narrow #models, RouteScreen.-narrow #relations { layout: vertical; }
    RouteScreen.-tall #models { margin: 1 0 0 0; }
    RouteScreen.-tall #verdict { margin: 1 0 0 0; }
    RouteScreen #relations { display: none; }
    RouteScreen #relations.needed { display: block; }
    RouteScreen #verdict { height: auto; }
    RouteScreen #said, RouteScreen #step_lines { height: auto; }
    RouteScreen #steps { display: none; }
    RouteScreen.-tall #steps.known { display: block; }
    """
    stage = "route"
    spare_keys = ("swap", "app.focus_next")
    help_text = "Say where each cluster runs. The line and the verdict follow the cursor; nothing is sent from here."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "app.focus_next", "Next field", key_display="⇥"),
        Binding("m", "model", "Model"),
        Binding("w", "swap", "Swap sides"),
        Binding("n", "go_on", "Continue"),
        Binding("e,f2", "explain", "Explain", show=False),
        Binding("question_mark,f1", "help", "Help", key_display="?"),
        Binding("escape,b", "back", "Back", key_display="esc"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._chosen: dict[str, str] = {}
        self._verdict_said = False

    def body(self) -> ComposeResult:
        """The wire, both sides, the model, the verdict."""
        yield Wire()
        with Horizontal(id="main"):
            with VerticalScroll(id="choose", can_focus=False):
                with Horizontal(id="sides"):
                    yield Panel(ChoiceList(id="local"), title="Local · sends the request")
                    yield Panel(ChoiceList(id="remote"), title="Remote · holds the data")
                with Horizontal(id="relations"):
                    yield Static("Relation", classes="label")
                    yield ChoiceList(id="relation")
                with Horizontal(id="models"):
                    yield Static("Model", classes="label")
                    yield ChoiceList(id="model", note_at=22)
                yield ScrollPanel(Vertical(id="said"), id="verdict")
                yield Panel(Vertical(id="step_lines"), title="The steps will be", id="steps")
            explain = Explain(EXPLAIN)
            explain.can_focus = True
            yield explain

    def on_mount(self) -> None:
        """Begin from what was answered before."""
        answers = self.work.answers
        self._chosen = {id: answers.text(id) for id, _ in FIELDS if id in answers and answers[id].source == "given"}
        for id, name in FIELDS:
            self._fill(id, name, cursor=self._chosen.get(id) or ("self" if id in (LOCAL, REMOTE) else ""))
        self._follow()
        self.query_one("#local").focus()

    def on_resize(self) -> None:
        """Say what is out of sight now."""
        self._say_verdict(verdict_on(self._way()))

    def action_explain(self) -> None:
        """Explain on or off."""
        self.query_one(Explain).turn()

    def action_back(self) -> None:
        """Home; what was chosen stays in the draft."""
        self._keep()
        self.wizard.go(None)

    def action_model(self) -> None:
        """The other security model."""
        self._list("model").move_to("certificate" if self._cursor("model") == "api-key" else "api-key")
        self._follow()

    def action_swap(self) -> None:
        """Local becomes remote and the other way round."""
        local, remote = self._cursor("local"), self._cursor("remote")
        self._chosen = {id: value for id, value in self._chosen.items() if id not in (LOCAL, REMOTE, RELATION)}
        self._fill(LOCAL, "local", cursor=remote)
        self._fill(REMOTE, "remote", cursor=local)
        self._follow()
        self.say("Swapped: what was local is remote now.")

    def on_choice_list_moved(self, event: ChoiceList.Moved) -> None:
        """The wire and the verdict follow."""
        event.stop()
        self._follow()

    def on_choice_list_chosen(self, event: ChoiceList.Chosen) -> None:
        """Choose, and go to the next field; after the last one, go on."""
        event.stop()
        id = next(id for id, name in FIELDS if name == event.list.id)
        row = next(row for row in event.list.rows if row.id == event.row)
        if not row.able:
            self.say(self._refusal(id, event.row), "fail")
            return
        self._chosen[id] = event.row
        for each, name in FIELDS:
            self._fill(each, name)
        self.say("")
        self._follow()
        shown = [name for each, name in FIELDS if each != RELATION or self._split()]
        place = shown.index(str(event.list.id)) + 1
        if place < len(shown):
            self._list(shown[place]).focus()
        else:
            self.action_go_on()

    def action_go_on(self) -> None:
        """To the questions, if this version can connect these two."""
        verdict = verdict_on(self._way())
        if verdict.refused:
            self.say(verdict.refused, "fail")
            return
        way = self._way()
        self._chosen |= {LOCAL: way.local, REMOTE: way.remote, SECURITY: way.security}
        if way.relation:
            self._chosen[RELATION] = way.relation
        if self._keep():
            self.wizard.go("ask")

    def _keep(self) -> bool:
        draft = self.work.edit()
        try:
            for id, value in self._chosen.items():
                if draft.given.text(id) != value:
                    draft.give(id, value)
        except WizardError as error:
            self.say(f"{error.headline} {error.hint}", "fail")
            return False
        return True

    def _list(self, name: str) -> ChoiceList:
        return self.query_one(f"#{name}", ChoiceList)

    def _cursor(self, name: str) -> str:
        return self._list(name).cursor

    def _split(self) -> bool:
        return bool(relations(self._cursor("local"), self._cursor("remote")))

    def _way(self) -> Way:
        security = cast(Security, self._cursor("model") or "api-key")
        relation = self._cursor("relation") if self._split() else ""
        return Way(self._cursor("local"), self._cursor("remote"), relation, security)

    def _so_far(self) -> Answers:
        answers = Answers()
        for id, name in ((LOCAL, "local"), (REMOTE, "remote")):
            if value := self._chosen.get(id) or self._cursor(name):
                answers = answers.with_answer(id, value, "given")
        return answers

    def _refusal(self, id: str, value: str) -> str:
        row = question(id)
        assert row is not None
        return next((choice.refused for choice in row.choices(self._so_far()) if choice.value == value), "")

    def _fill(self, id: str, name: str, cursor: str = "") -> None:
        row = question(id)
        assert row is not None
        rows = [
            Row(
                choice.value,
                choice.text,
                choice.note,
                chosen=self._chosen.get(id) == choice.value,
                able=not choice.refused,
            )
            for choice in row.choices(self._so_far())
        ]
        self._list(name).show(rows, cursor=cursor)

    def _follow(self) -> None:
        """Draw what depends on where the cursors are."""
        self.query_one("#relations").set_class(self._split(), "needed")
        wanted = relations(self._cursor("local"), self._cursor("remote"))
        if [row.id for row in self._list("relation").rows] != list(wanted):
            answers = Answers()
            for id, name in ((LOCAL, "local"), (REMOTE, "remote")):
                answers = answers.with_answer(id, self._cursor(name), "given")
            row = question(RELATION)
            assert row is not None
            self._list("relation").show(
                [Row(c.value, c.text, chosen=False, able=not c.refused) for c in row.choices(answers)]
            )
        way = self._way()
        self.query_one(Wire).show(path_on(way))
        self._show(verdict_on(way))

    def _show(self, verdict: Verdict) -> None:
        panel = self.query_one("#verdict", ScrollPanel)
        panel.border_title, panel.border_subtitle = Content(verdict.title), Content(verdict.row)
        lines: list[CheckLine | KV] = [CheckLine(verdict.mark, verdict.headline)]
        for label, text in verdict.rows:
            lines.append(KV(f"   {label}", text, key_width=12))
        lines += [CheckLine("warn", caution) for caution in verdict.cautions]
        steps = [
            KV(
                f"{number}  {step.side}",
                step.title,
                key_width=11,
                right="automatic" if step.automatic else "◆ by hand",
            )
            for number, step in enumerate(verdict.steps, 1)
        ]
        with self.app.batch_update():
            for id, rows in (("#said", lines), ("#step_lines", steps)):
                part = self.query_one(id, Vertical)
                part.remove_children()
                part.mount_all(rows)
        self.query_one("#steps").set_class(bool(steps), "known")
        # What stands there in fewer words stands here in full.
        fuller = [(label or "and", text) for label, text in verdict.full if (label, text) not in verdict.rows]
        self.query_one(Explain).show((*fuller, *EXPLAIN))
        self._say_verdict(verdict)

    def _say_verdict(self, verdict: Verdict) -> None:
        """Where the verdict lies below what is in sight."""
        narrow = self.size.width < NARROW
        if narrow:
            self.say(verdict.headline, verdict.mark)
        elif self._verdict_said:
            self.say("")
        self._verdict_said = narrow
