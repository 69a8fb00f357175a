"""Start: which screen comes first, and which one belongs to a stage."""

from textual.screen import Screen

from screens.widgets.stages import Stage


def first_screen(session: str) -> Screen[None]:
    """Home; with a session named, Home takes it up as soon as it is painted."""
    from screens.home import HomeScreen

    return HomeScreen(resume=session)


def screen_of(stage: Stage) -> Screen[None]:
    """The screen of a stage, new; it reads all it shows from the app's work."""
    match stage:
        case "route":
            from screens.route import RouteScreen

            return RouteScreen()
        case "ask":
            from screens.ask import AskScreen

            return AskScreen()
        case "plan":
            from screens.plan import PlanScreen

            return PlanScreen()
        case "run":
            from screens.run import RunScreen

            return RunScreen()
        case "export":
            from screens.export import ExportScreen

            return ExportScreen()
