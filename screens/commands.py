"""Commands: what can be done on a screen now, by name and key: for Help and for the list of commands."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from textual.screen import Screen

KEYS = {
    "question_mark": "?", "escape": "Esc", "colon": ":", "enter": "Enter", "tab": "Tab", "delete": "Del",
    "space": "Space", "backspace": "Backspace", "left": "←", "right": "→",
}  # fmt: skip
"""Keys as they stand on the keyboard, where Textual calls them otherwise."""
VERBS: Mapping[str, str] = {
    "Answers": "See all answers",
    "Back": "Go back",
    "Done, look": "Say that it is done, and look",
    "Evidence": "See the evidence",
    "Explain": "Explain this",
    "Export": "Export the plan",
    "Export only": "Export the plan",
    "Fix": "Go to what mends it",
    "Give key": "Give the key to a node",
    "Give secret": "Give the secret that is missing",
    "Help": "Show the keys of this screen",
    "Home": "Go to Home",
    "Keep in memory": "Keep secrets in memory until you leave",
    "Keyring": "See which secrets are kept, and forget them",
    "Model": "Choose the security model",
    "New": "Connect two clusters",
    "Next field": "Go to the next field",
    "Next hop": "Go to the next hop",
    "Next tab": "Go to the next tab",
    "Quit": "Leave",
}
"""What a footer says in a word, said with a verb."""
NO_COMMANDS = ("app.command_palette", "command_palette", "screen.copy_text", "copy_text")
"""They work everywhere, or not by a name."""


@dataclass(frozen=True, slots=True)
class Command:
    """One thing to do: the action, what the footer calls it, and its keys as they stand on the keyboard."""

    action: str
    name: str
    keys: tuple[str, ...]

    @property
    def verb(self) -> str:
        """Its name as a verb."""
        return VERBS.get(self.name, self.name)


def commands(screen: Screen[Any]) -> Iterator[Command]:
    """What this screen, and the part of it that has the focus, offers now; not what a list or a field does anyway."""
    found: dict[str, tuple[str, list[str]]] = {}
    for key, active in screen.active_bindings.items():
        binding = active.binding
        own = active.node is screen and not binding.description.startswith("Focus ")
        if binding.description and not binding.system and binding.action not in NO_COMMANDS and (binding.show or own):
            shown = KEYS.get(key, key.upper() if key[1:].isdigit() else key)
            found.setdefault(binding.action, (binding.description, []))[1].append(shown)
    for action, (name, keys) in found.items():
        yield Command(action, name, tuple(dict.fromkeys(keys)))
