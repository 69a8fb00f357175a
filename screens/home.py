"""Home: start a connection, or take one up again."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from screens.background import Background, Ended, Item, Task
from screens.frame import Framed
from screens.keyring_state import KeyringState
from screens.presenting import OTHERS
from screens.taking_up import TakingUp
from screens.widgets.choice_list import ChoiceList, Row
from screens.widgets.panel import Panel
from screens.widgets.stages import Stages

if TYPE_CHECKING:
    from screens.connections import Connection

NEW = Row("new", "Connect two clusters", "route, questions, plan; then one step at a time")
PRACTISE = Row("practise", "Practise", "two simulated clusters; all on this machine")
ASKED_AGAIN = "Asked again: the last run had it in memory alone."
EMPTY = "No connections yet. Choose Connect two clusters, or Practise first."
EMPTY_IN_PRACTICE = "No connections yet. Choose Connect two clusters."
HOW = (
    ("Route", "which environment is on each side, which security model; says at once what is supported"),
    ("Ask", "one question at a time, each checked while you type"),
    ("Plan", "every request before it is sent, what it changes, how to take it back"),
    ("Run", "one step at a time, proved on both sides; you can stop after any step"),
    ("Export", "runbook, Dev Tools console, JSON; never a secret in them"),
)
PROMISE = "Nothing is changed before you have seen the plan and said yes."


class Connections(ChoiceList):
    """The list of sessions; Delete removes one."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "select", "Go on", key_display="⏎"),
        Binding("delete,backspace", "screen.remove", "Delete", key_display="Del"),
    ]


class HomeScreen(Framed):
    """`resume`: an id or alias to take up as soon as the screen is painted."""

    DEFAULT_CSS = """
    HomeScreen #intro { height: 2; margin: 1 0 0 0; }
    HomeScreen #line { width: 28; color: $primary; padding: 0 1; }
    HomeScreen #what { width: 1fr; }
    HomeScreen Panel { margin: 1 0 0 0; }
    HomeScreen #rest { height: 1fr; }
    HomeScreen #kept { height: auto; max-height: 12; }
    HomeScreen.-short #kept { max-height: 9; }
    HomeScreen #nothing { color: $muted; }
    HomeScreen #how { display: none; }
    HomeScreen.-tall #how.wanted { display: block; }
    HomeScreen.-narrow #line { display: none; }
    """
    help_text = "Start a connection, or go on with one. What you began is listed with the last used first."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", "New", show=False),
        Binding("k", "keyring", "Keyring"),
        Binding("colon,f9", "app.command_palette", "Commands", key_display=":"),
        Binding("question_mark,f1", "help", "Help", key_display="?"),
        Binding("q", "app.leave", "Quit"),
    ]

    def __init__(self, *, resume: str = "") -> None:
        super().__init__()
        self._resume = resume
        self._connections: dict[str, Connection] = {}
        """Those in the list."""
        self._listing: tuple[Task, dict[str, Connection]] | None = None
        """What is being read of them: it takes their place once all of it is there."""
        self._taking_up = TakingUp(self)
        self._keyring = KeyringState()
        self._no_room = ""
        """Why no connection can be kept; empty when one can."""

    def body(self) -> ComposeResult:
        """What to do, what there is, how it goes."""
        with Horizontal(id="intro"):
            yield Static("local ──●──●──●──▶ remote", id="line", markup=False)
            yield Static(
                "Connect one Elasticsearch cluster to another.\nStep by step, each step checked on both sides.",
                id="what",
                markup=False,
            )
        start = [NEW] if self.wizard.practice else [NEW, PRACTISE]
        yield Panel(ChoiceList(start, id="start", note_at=26), title="What do you want to do?")
        yield Vertical(id="rest")

    def on_screen_resume(self) -> None:
        """Paint first; then look for what is kept, each time that Home is shown again."""
        if self.app.screen is not self or self._taking_up.wanted:
            # Only a window over it was closed: by a stage that is shown now, or while something is being opened.
            return
        if self.wizard.has_work:
            self.wizard.named.of(self.work)
            self.work.put_aside()
        if self.focused is None:
            self.query_one("#start").focus()
        self.say(PROMISE)
        self.call_after_refresh(self._load)

    def on_resize(self) -> None:
        """What stands beside the names depends on the room."""
        if self._connections:
            self.call_after_refresh(self._show_kept)

    def draw_bar(self) -> None:
        """The name of the program, and who keeps the secrets."""
        self.query_one(Stages).set("remote clusters", None, frozenset(), self.wizard.practice, self._keyring.says)

    async def _load(self) -> None:
        if not self.query("#kept"):
            how = Content("\n").join(Content.assemble((f"{name:<9}", "bold"), text) for name, text in HOW)
            await self.query_one("#rest").mount(
                Panel(
                    Static("Looking for what is kept …", id="nothing", markup=False),
                    Connections(id="sessions", note_at=14),
                    title="Your connections",
                    id="kept",
                ),
                Panel(Static(how, markup=False), title="How it goes", id="how"),
            )
            self.query_one("#sessions").display = False
        if self._resume:
            self._take_up(self._resume)
        else:
            if self._listing:
                self._listing[0].drop()
            self._listing = (Background.start(self, self._listed, Task("sessions")), {})

    def _listed(self) -> "Iterator[Connection]":
        from screens.connections import connections

        yield from connections(self.work.library)
        self.work.library.refuse_without_room()

    def _ask_keyring(self) -> None:
        if self._keyring.ask(self):
            self.draw_bar()

    def on_item(self, event: Item) -> None:
        """A session of the list, the keyring's name, what was opened, or the secrets that could not be deleted."""
        from screens.connections import Connection

        match event.item:
            case Connection() as connection:
                if self._listing and event.task is self._listing[0]:
                    self._listing[1][connection.id] = connection
            case str(name) if event.kind == "keyring":
                self._keyring.takes(name)
                self.draw_bar()
            case str(left) if event.kind == "remove":
                self.say(f"The keyring did not let go of {left}. The connection stays: it alone can name it.", "fail")
            case _:
                self._taking_up.takes(event)

    def on_ended(self, event: Ended) -> None:
        """All sessions are there; or one was taken up; or what stood in the way."""
        error = event.error
        match event.kind:
            case "sessions" if self._listing and event.task is self._listing[0]:
                self._connections, self._listing = self._listing[1], None
                self._no_room = f"{error.headline} {error.hint}" if error else ""
                self._ask_keyring()
                self._show_kept()
                if self._no_room:
                    self.say(self._no_room, "fail")
            case "keyring" if self.wizard.has_work:
                self._keyring.ends(error, self.work)
                self.draw_bar()
                if error and not self._taking_up.wanted and not self._no_room:
                    self.say(f"{error.headline} k says more.", "warn")
                self._taking_up.open()
            case "resume" if self._taking_up.ends(event):
                if error is None:
                    self._resume = ""
                    self._go_on()
                elif self._resume:
                    self.wizard.end_with(error)
                else:
                    self.say(f"{error.headline} {error.hint}", "fail")
                    self.call_later(self._load)
            case "remove":
                if error:
                    self.say(f"{error.headline} {error.hint}", "fail")
                self.call_later(self._load)

    def _go_on(self) -> None:
        """Where the connection was left; at a secret that is gone, if one is."""
        if id := self.work.lacking:
            again = self.work.had_secrets
            said = ASKED_AGAIN if self.work.lost_secrets else ""
            self.wizard.ask_about(id, said, only_lacking=again)
        else:
            self.wizard.go(self.wizard.stage_now())

    def _show_kept(self) -> None:
        # In little room the names of the two sides would be cut to nothing.
        rows = [_row(each, between=not self.has_class("-narrow")) for each in self._connections.values()]
        if self.wizard.present:
            rows = self.wizard.named.only(rows)
        sessions, nothing = self.query_one("#sessions", Connections), self.query_one("#nothing", Static)
        sessions.display, nothing.display = bool(rows), not rows
        nothing.update(Content(EMPTY_IN_PRACTICE if self.wizard.practice else EMPTY))
        sessions.show(rows)
        self.query_one("#kept", Panel).border_subtitle = "newest first" if rows else ""
        self.query_one("#how").set_class(not any(each.finished for each in self._connections.values()), "wanted")

    def on_choice_list_chosen(self, event: ChoiceList.Chosen) -> None:
        """Begin, or go on."""
        event.stop()
        if event.row == NEW.id:
            self.action_new()
        elif event.row == PRACTISE.id:
            self.wizard.practise()
        elif event.row == OTHERS:
            self.wizard.named.add(self._connections)
            self._show_kept()
        elif (connection := self._connections.get(event.row)) and connection.broken:
            self.say(connection.says, "fail")
        else:
            self._take_up(event.row)

    def action_new(self) -> None:
        """Begin a connection."""
        if self._no_room:
            self.say(self._no_room, "fail")
        elif not self._taking_up.wanted:
            if self.work.draft is None:
                self.work.begin()
            self.wizard.go("route")

    def action_keyring(self) -> None:
        """What is kept, and forgetting it."""
        from screens.secrets import SecretsModal

        self.app.push_screen(SecretsModal())

    def action_remove(self) -> None:
        """Delete the session under the cursor, after a question."""
        from screens.confirm import ConfirmModal

        connection = self._connections.get(self.query_one("#sessions", Connections).cursor)
        if connection is None:
            return
        lines: tuple[str, ...] = ("Its answers and its secrets are deleted here. The clusters stay as they are.",)
        if connection.changed:
            lines += (
                f"{connection.changed} of its steps may be on the clusters: take them back first, with u in Run.",
            )

        def removed() -> Iterator[str]:
            if left := self.work.library.remove(connection.id):
                yield ", ".join(left)

        def agreed(answer: str | None) -> None:
            if answer:
                Background.start(self, removed, Task("remove"))

        self.app.push_screen(
            ConfirmModal(f"Delete the connection {connection.name}?", "Delete", lines=lines, harmless="Keep"), agreed
        )

    def _take_up(self, id_or_name: str) -> None:
        if self._taking_up.wanted:
            return
        name = self._connections[id_or_name].name if id_or_name in self._connections else id_or_name
        self._taking_up.want(id_or_name, name)
        self.say(f"Opening {name}", "working")
        if self._keyring.answered:
            self._taking_up.open()
        else:
            # First who keeps its secrets: what a keyring that refuses holds is asked for at once.
            self._ask_keyring()

    def stop_waiting(self) -> bool:
        """Let go of what is being opened: it was only read."""
        if not self._taking_up.drop():
            return False
        self._resume = ""
        self.say("Stopped. Nothing was opened.", "skip")
        self.call_later(self._load)
        return True


def _row(each: "Connection", *, between: bool) -> Row:
    right = f"{each.says:<26}{each.when:>7}"
    return Row(each.id, each.name, each.between if between and not each.broken else "", right, mark=each.mark)
