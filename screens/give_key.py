"""GiveKey: the command that pipes the key from the keyring to a node, so that it is never shown nor copied."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.widgets import Static

from screens.frame import Modal
from screens.literal import literal
from screens.saying import GAP, Row, Text
from screens.widgets.story import Story
from wizard.engine.session import OpenSession
from wizard.exporters.quoting import shell_line
from wizard.plan.actions import Command
from wizard.plan.step import Step
from wizard.scenario.model import KEY
from wizard.version import PROGRAM

COPIED = "Sent to the terminal's clipboard (not confirmed by the terminal)."


def key_command(step: Step) -> Command | None:
    """The command of a step that reads the key from its standard input."""
    return next((each for each in step.actions if isinstance(each, Command) and KEY in each.stdin), None)


def pipes(session: OpenSession, step: Step) -> tuple[str, ...]:
    """One command line for each node that is known by name, else one with NODE in its place."""
    command = key_command(step)
    if command is None:
        return ()
    send = shell_line((PROGRAM, "secrets", "send", session.record.id))
    if command.stdin[0] != KEY:
        # The keystore asks for its own password first; it is typed here and goes through the same pipe.
        send = f"{{ read -rs PASSWORD; printf '%s\\n' \"$PASSWORD\"; {send}; }}"
    hosts = session.plan.scenario.side(step.side).nodes.hosts or ("NODE",)
    remote = shell_line(command.argv)
    return tuple(f"{send} | ssh {shell_line((host,))} {shell_line((remote,))}" for host in hosts)


class GiveKeyModal(Modal):
    """Shows the pipe; `c` copies the command. The key itself is in none of it."""

    window_title = "Give key"
    DEFAULT_CSS = """
    GiveKeyModal Story { height: auto; max-height: 18; }
    GiveKeyModal #said { height: auto; max-height: 2; }
    """
    BINDINGS: ClassVar = [
        Binding("c", "copy", "Copy the command"),
        Binding("escape,b,k,enter", "close", "Close", key_display="esc"),
    ]

    def __init__(self, session: OpenSession, step: Step) -> None:
        super().__init__()
        self._session = session
        self._pipes = pipes(session, step)

    def parts(self) -> ComposeResult:
        """What to run, and where."""
        yield Story()
        yield Static("", id="said", markup=False)

    def on_mount(self) -> None:
        """Tell it."""
        self.query_one(Story).tell(self._rows())
        self.query_one(Story).focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """What cannot be run is not copied."""
        return action != "copy" or self._works

    @property
    def _works(self) -> bool:
        return bool(self._pipes) and self._session.secrets.vault.lasting

    def action_copy(self) -> None:
        """To the terminal's clipboard."""
        self.app.copy_to_clipboard("\n".join(self._pipes))
        self.query_one("#said", Static).update(COPIED)

    def _rows(self) -> list[Row]:
        if not self._works:
            return [
                Text("The key is in the memory of this run, where no other command can read it."),
                GAP,
                Text("Use a keyring, or name a way to the nodes (local.nodes: ssh): then the wizard puts it there."),
            ]
        rows: list[Row] = [
            Text("Run this in another terminal, from the folder of Elasticsearch on the node, as its user:"),
            GAP,
        ]
        rows += [Text(literal(pipe), "command") for pipe in self._pipes]
        many = "once for each node; put its name in place of NODE" if "ssh NODE" in self._pipes[0] else "one per node"
        return [
            *rows,
            GAP,
            Text(f"It is run {many}. The key goes from the keyring through the pipe; it is never shown."),
            Text("A keystore with a password: type the password, then Enter; it is not shown either.", "muted")
            if "PASSWORD" in self._pipes[0]
            else Text("The command refuses to write the key to a terminal.", "muted"),
        ]
