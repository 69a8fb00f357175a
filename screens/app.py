"""WizardApp: the face of the engine: themes, the keys that work everywhere, the ways in and out."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import App, SystemCommand
from textual.binding import Binding
from textual.filter import LineFilter
from textual.screen import ModalScreen, Screen

from screens.background import Bug
from screens.frame import Framed, Modal
from screens.glyphs import AsciiFilter
from screens.presenting import Named
from screens.scroll_bars import install
from screens.themes import FALLBACKS, THEMES, colors_of, theme_name, without_color
from screens.widgets.stages import Stage
from wizard.errors import WizardError
from wizard.version import PROGRAM

if TYPE_CHECKING:
    from screens.work import Work
    from wizard.engine.library import Library

INTERRUPTED = 130
BUG = 70
RUN = "run"
"""The name of the one run screen that is kept alive."""


class WizardApp(App[None]):
    """One run of the app. `session`: an id or alias to take up at once. After `run`: `return_code`, `words`, `failure`.

    `library` may be what opens one: then nothing of the engine is imported before the first screen is painted.
    `words` are the lines that stay on the normal screen; `failure` is an error that ended the run.
    """

    TITLE = PROGRAM
    ENABLE_COMMAND_PALETTE = True
    BINDINGS: ClassVar = [
        Binding("ctrl+c", "interrupt", "Stop or leave", show=False, priority=True),
        Binding("ctrl+q", "leave", "Leave", show=False, priority=True),
        Binding("colon,f9", "command_palette", "Commands", show=False),
    ]
    CSS = """
    * {
        scrollbar-size-vertical: 1; scrollbar-color: $muted; scrollbar-background: $background;
        scrollbar-background-hover: $background; scrollbar-background-active: $background;
    }
    Footer { background: $panel; scrollbar-size: 0 0; }
    Footer:ansi { background: ansi_default; }
    Input { border: round $line; background: transparent; padding: 0 1; }
    Input:focus { border: heavy $primary; background-tint: transparent 0%; }
    Modal Story, .-normal #texts > Story, .-narrow #texts > Story { padding: 0 1 0 0; border-left: blank; }
    Modal Story:focus, .-normal #texts > Story:focus, .-narrow #texts > Story:focus { border-left: heavy $primary; }
    Button { border: none; height: 1; min-width: 8; margin: 0 1; }
    """

    def __init__(
        self,
        library: "Library | Callable[[], Library]",
        *,
        session: str = "",
        practice: bool = False,
        present: bool = False,
        ascii: bool = False,
        theme: str = "",
        environ: Mapping[str, str] = os.environ,
    ) -> None:
        super().__init__()
        self._library = library
        self._work: Work | None = None
        self._ascii_filters = (AsciiFilter(),) if ascii else ()
        self.named = Named()
        self._opening = Lock()
        self.practice = practice
        self.present = present
        """The screen is shared: reasons are open, and what others are called is hidden; `named` are not hidden."""
        self.practises_next = False
        self.words: tuple[str, ...] = ()
        self.failure: Exception | None = None
        self._wanted = session
        self.animation_level = "none"
        install()
        self.ascii = ascii
        for each in THEMES:
            self.register_theme(without_color(each) if self.no_color else each)
        named = theme_name(theme, environ, colors_of(environ))
        self.theme = named if named in self.available_themes else THEMES[0].name

    @property
    def work(self) -> "Work":
        """What is being worked on; opened when it is first asked for, by whichever thread."""
        with self._opening:
            if self._work is None:
                from screens.work import Work

                library = self._library
                self._work = Work(library() if callable(library) else library, practice=self.practice)
            return self._work

    @property
    def has_work(self) -> bool:
        """True once `work` was asked for."""
        return self._work is not None

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Our own variables, known before any theme is."""
        return dict(FALLBACKS)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """What is drawn passes through these; the last one makes ASCII of it, where that is wanted."""
        return (*super().get_line_filters(), *self._ascii_filters)

    def get_key_display(self, binding: Binding) -> str:
        """The arrow of Enter has no ASCII twin."""
        shown = super().get_key_display(binding)
        return {"⏎": "Ent", "⇥": "Tab"}.get(shown, shown) if self.ascii else shown

    def get_default_screen(self) -> Screen[None]:
        """Home is under everything: it is painted first, and stays."""
        from screens.start import first_screen

        return first_screen(self._wanted)

    def go(self, stage: Stage | None) -> None:
        """Show a stage in place of the present one; None is Home. Run stays alive as long as its session is open."""
        from screens.start import screen_of

        if stage is None:
            while len(self.screen_stack) > 1:
                self.pop_screen()
        elif stage == "run":
            if not self.is_screen_installed(RUN):
                self.install_screen(screen_of(stage), RUN)
            self._show(RUN)
        else:
            self._show(screen_of(stage))
        if stage in (None, "route", "ask"):
            self._forget_run()

    def _show(self, screen: Screen[None] | str) -> None:
        # A window belongs to the stage under it, and the stage goes.
        while isinstance(self.screen, ModalScreen):
            self.pop_screen()
        if len(self.screen_stack) > 1:
            self.switch_screen(screen)
        else:
            self.push_screen(screen)

    def _forget_run(self) -> None:
        """These stages close the session, and its run goes with it: the next one begins anew."""
        if self.is_screen_installed(RUN):
            run = self.get_screen(RUN)
            self.uninstall_screen(RUN)
            run.remove()

    def stage_now(self) -> Stage:
        """The stage that the work is in: where it was left."""
        work = self.work
        if work.session is None:
            return "ask"
        if not work.session.outcomes:
            return "plan"
        # On practice clusters a fault may have come since: the closing checks show it.
        return "run" if work.unfinished_step or work.practice else "export"

    def ask_about(self, id: str, said: str = "", *, only_lacking: bool = False) -> None:
        """Go to Ask, at this question; `said`: why it is asked again. `only_lacking`: as in AskScreen."""
        from screens.ask import AskScreen

        self.work.edit()
        self._show(AskScreen(at=id, said=said, only_lacking=only_lacking))
        self._forget_run()

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """What can be done on this screen now, named by verbs, and what can be done everywhere."""
        from screens.commands import commands

        offered = list(commands(screen))
        for each in offered:
            yield SystemCommand(each.verb, " ".join(each.keys), partial(self._run_named, screen, each.action))
        if all(each.action != "app.leave" for each in offered):
            yield SystemCommand("Leave", "Ctrl-Q", self.action_leave)
        yield SystemCommand("Choose a theme", "colours", self.action_change_theme)

    async def _run_named(self, screen: Screen[object], action: str) -> None:
        await self.run_action(action, default_namespace=screen.focused or screen)

    def on_unmount(self) -> None:
        """Write down what stays on the normal screen, then let go of what is open."""
        if self._work is None:
            return
        from screens.last_words import last_words

        self.words = last_words(self._work)
        self._work.close()

    def action_interrupt(self) -> None:
        """Ctrl-C: stop what is being waited for; else ask whether to leave; again, leave at once."""
        from screens.confirm import LeaveModal

        screen = self.screen
        if isinstance(screen, LeaveModal):
            self.exit(return_code=INTERRUPTED)
        elif not (isinstance(screen, Framed | Modal) and screen.stop_waiting()):
            unkept = self._work is not None and self._work.unkept
            stages = [each for each in self.screen_stack if isinstance(each, Framed)]
            out = next((each.out for each in stages if each.out), "")
            forgets = self._work is not None and self._work.forgets
            self.push_screen(LeaveModal(practice=self.practice, unkept=unkept, forgets=forgets, out=out))

    def practise(self) -> None:
        """End this run; whoever opened the app opens it again on practice clusters."""
        self.practises_next = True
        self.exit(return_code=0)

    def action_leave(self) -> None:
        """Leave; answers are saved."""
        self.exit(return_code=0)

    def end_with(self, error: WizardError) -> None:
        """End the run with an error that the person can act on."""
        self.failure = error
        self.exit(return_code=error.exit_code)

    @on(Bug)
    def _on_bug(self, event: Bug) -> None:
        if self.is_headless:
            # Tests are to see it, with its trace.
            raise event.error
        self._handle_exception(event.error)

    def _handle_exception(self, error: Exception) -> None:
        """A bug ends the run; the words for it are written once the terminal is restored, never a traceback."""
        if self.is_headless:
            super()._handle_exception(error)
            return
        if self.failure is None:
            self.failure = error
        self.exit(return_code=BUG)
