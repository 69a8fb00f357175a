"""The whole plan as plain text: route, warnings, checks before, steps, checks after."""

from collections.abc import Mapping, Sequence

from wizard.exporters import words
from wizard.exporters.quoting import one_line
from wizard.exporters.text import step_as_text
from wizard.plan.step import Caution, Plan
from wizard.scenario.model import Scenario


def plan_as_text(plan: Plan, claims: Mapping[str, str] | None = None) -> str:
    """Everything the plan holds; `claims` maps check codes to what is true when all is well. Ends with a line break."""
    total = len(plan.steps)
    by_hand = sum(not step.automatic for step in plan.steps)
    steps = f"{total} step{'' if total == 1 else 's'}: {total - by_hand} automatic, {by_hand} by hand"
    blocks = [
        f"{route_line(plan.scenario)}\n{steps}. Nothing is sent yet.",
        *(_warning(caution) for caution in plan.warnings),
    ]
    blocks += [_checks("Checked before the first step:", plan.before, claims)] if plan.before else []
    blocks += [step_as_text(step, number, total) for number, step in enumerate(plan.steps, start=1)]
    blocks += [_checks("Checked after the last step:", plan.after, claims)] if plan.after else []
    return "\n\n".join(blocks) + "\n"


def route_line(scenario: Scenario) -> str:
    """Row, alias, trust model, mode and the address that the local cluster dials, on one line."""
    return one_line(
        f"{scenario.row}: alias {scenario.alias}, {words.model(scenario.security)}, {scenario.mode} mode, "
        f"local {words.address(scenario.local)} -> remote {words.dialled(scenario)}"
    )


def check_line(code: str, claims: Mapping[str, str] | None) -> str:
    """A check's code and, where it is known, its claim."""
    return one_line(f"{code}  {(claims or {}).get(code, '')}")


def _warning(caution: Caution) -> str:
    lines = [one_line(f"Warning: {caution.text}")]
    lines += [one_line(f"  Sources disagree: {caution.conflict}")] if caution.conflict else []
    return "\n".join(lines)


def _checks(title: str, codes: Sequence[str], claims: Mapping[str, str] | None) -> str:
    return "\n".join([title, *(f"  {check_line(code, claims)}" for code in codes)])
