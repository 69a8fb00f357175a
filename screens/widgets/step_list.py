"""StepList: rows of steps to be looked at; Enter belongs to the screen, which acts on the row under the cursor."""

from screens.widgets.choice_list import ChoiceList


class StepList(ChoiceList):
    """A list in which nothing is chosen."""

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enter goes on to the screen, after the arrow keys before it: a key with priority would overtake them."""
        return action != "select"
