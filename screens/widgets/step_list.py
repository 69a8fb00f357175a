"""StepList: rows of steps to be looked at; Enter belongs to the screen, which acts on the row under the cursor."""

from typing import ClassVar

from textual.binding import Binding

from screens.widgets.choice_list import ChoiceList


class StepList(ChoiceList):
    """A list in which nothing is chosen."""

    BINDINGS: ClassVar = [Binding("enter,space", "select", show=False)]
