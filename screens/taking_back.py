"""TakingBack: what became of each step that was to be taken back, told in one sentence. No widget, no engine call."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from screens.glyphs import Mark
from screens.literal import short
from wizard.errors import ReachError
from wizard.plan.result import Event
from wizard.plan.step import Step


@dataclass(slots=True)
class TakingBack:
    """One round. `wanted`: the steps with their numbers, in the order in which they go; `ends`: how each ended."""

    wanted: Sequence[tuple[int, Step]]
    ends: dict[str, Event] = field(default_factory=dict)

    def of(self, key: str) -> bool:
        """True for a step that was to be taken back."""
        return any(step.key == key for _, step in self.wanted)

    @property
    def says(self) -> tuple[str, Mark]:
        """What was taken back, what was not and why, and what leads on."""
        undone = [number for number, step in self.wanted if self._state(step) == "undone"]
        left: dict[str, list[int]] = {}
        for number, step in self.wanted:
            if number not in undone:
                left.setdefault(self._why(step), []).append(number)
        if not left:
            if len(undone) == 1:
                return f"Step {undone[0]} was taken back.", "undone"
            return f"All {len(undone)} steps were taken back.", "undone"
        taken = f"Taken back: {_listed(undone)}. " if undone else ""
        reasons = "; ".join(f"{_listed(numbers)}: {why}" for why, numbers in left.items())
        handed = all(self._state(step) in ("undone", "handed") for _, step in self.wanted)
        on = "u again says that it is done." if handed else "u tries again."
        return f"{taken}Not taken back: {reasons}. {on}", "waits" if handed else "fail"

    def _state(self, step: Step) -> str:
        end = self.ends.get(step.key)
        return end.state or "" if end else ""

    def _why(self, step: Step) -> str:
        end = self.ends.get(step.key)
        if end is None:
            return "not tried"
        if end.state == "handed":
            return "handed to you"
        if isinstance(end.error, ReachError) and end.error.kind in ("timeout", "refused", "closed"):
            return f"the {step.side} cluster did not answer"
        text = short(end.text).rstrip(".")
        return text[:1].lower() + text[1:] if text.startswith("The ") else text


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers))
