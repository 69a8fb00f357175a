"""The four texts of a step, and the checks around the steps, as rows of a pane. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal, assert_never

from screens.literal import short
from screens.saying import GAP, Line, Row, Text, action_rows, failure_rows, finding_row
from wizard.engine.claims import claims
from wizard.engine.session import BY_HAND
from wizard.plan.result import Finding
from wizard.plan.step import Plan, Step
from wizard.scenario.questions import QUESTIONS

Tab = Literal["sent", "changes", "undo", "why"]
TABS: tuple[Tab, ...] = ("sent", "changes", "undo", "why")
TITLES: Mapping[Tab, str] = {"sent": "Sent", "changes": "Changes", "undo": "Undo", "why": "Why"}
READS: tuple[Row, ...] = (Text("Nothing: this only reads.", "muted"),)
BEHIND: Mapping[str, tuple[str, ...]] = {
    "enable-rcs-self": ("remote.interface_certificate", "remote.interface_port"),
    "create-cross-cluster-api-key": ("access.search", "access.replication"),
    "install-credentials-self": ("local.node_hosts", "local.nodes"),
    "trust-remote-ca-self": ("remote.interface_ca",),
    "grant-roles-api-key": ("search.user", "role.name"),
}
"""Of which answer each step makes most."""
BEHIND_CHECK: Mapping[str, tuple[str, ...]] = {
    BY_HAND: ("local.nodes",),
    "RC-LOCAL-004": ("local.url",),
    "RC-LOCAL-005": ("local.url",),
    "RC-LOCAL-006": ("local.url",),
    "RC-LOCAL-008": ("local.keystore_command", "local.node_hosts", "local.nodes"),
    "RC-REMOTE-004": ("remote.url",),
    "RC-REMOTE-005": ("remote.url",),
    "RC-REMOTE-006": ("remote.user", "remote.secret"),
    "RC-REMOTE-009": ("remote.url",),
    "RC-REMOTE-010": ("remote.url",),
}
"""The answers behind a check that must hold first, where no question is judged by it while it is asked."""
WHY_BEFORE: tuple[Row, ...] = (
    Text("A step that cannot be finished is worse than none: it leaves the clusters half way. So what every step needs "
         "is looked at first, and nothing is sent while something of it does not hold."),
    Text("What this does not prove", "head"),
    Text("- That the connection will work: this machine is not one of the nodes. Each step has a proof of its own."),
)  # fmt: skip


Pages = Mapping[Tab, tuple[Row, ...]]


def pages_of_step(step: Step) -> Pages:
    """The four texts of a step."""
    return {tab: tuple(step_rows(tab, step)) for tab in TABS}


def pages_of_checks(checks: Iterable[Row], why: Iterable[Row]) -> Pages:
    """The four texts of a row that only reads."""
    return {"sent": tuple(checks), "changes": READS, "undo": READS, "why": tuple(why)}


def stacked(pages: Pages) -> tuple[tuple[Row, ...], tuple[int, ...]]:
    """All texts below each other, and at which of these rows each begins."""
    rows: list[Row] = []
    begins: list[int] = []
    for tab, page in pages.items():
        if page is READS:
            continue
        rows += [GAP] if rows else []
        begins.append(len(rows))
        rows += [Text(TITLES[tab] if pages["undo"] is not READS or tab != "sent" else "Checks", "title"), *page]
    return tuple(rows), tuple(begins)


def step_rows(tab: Tab, step: Step) -> Iterator[Row]:
    """One text of a step."""
    match tab:
        case "sent":
            if not step.automatic:
                yield Line("waits", f"By hand: {short(step.who)}.")
            yield from action_rows(step.actions)
        case "changes":
            yield from (Text(f"- {short(change)}") for change in step.changes)
            if not any("restart" in change for change in step.changes):
                yield Text("- Nodes restart, one after the other." if step.restart else "- Nothing restarts.")
            if step.if_stopped:
                yield from (Text("If you stop here", "head"), Text(short(step.if_stopped)))
        case "undo":
            yield from action_rows(step.undo) if step.undo else (Text("Nothing to take back.", "muted"),)
        case "why":
            yield from (Text(short(step.why)), Text("Who may do this", "head"), Text(short(step.who)))
            yield Text("Proved by", "head")
            yield from (Line(None, claims().get(code, code), code) for code in step.proof)
        case _:
            assert_never(tab)


def before_rows(plan: Plan, found: Sequence[Finding], blocks: Sequence[Finding], *, checking: bool) -> Iterator[Row]:
    """What has to be mended, what is good to know, and every check that must hold first."""
    for finding in blocks:
        verdict = finding.verdict
        yield from failure_rows(verdict.headline, saw=verdict.saw, who=verdict.who, fix=verdict.hint, code=finding.code)
        yield GAP
    for caution in plan.warnings:
        yield Line("warn", short(caution.text))
        if caution.conflict:
            yield Line(None, f"Sources disagree: {short(caution.conflict)}")
    by_code = {finding.code: finding for finding in found}
    for code in plan.before:
        if finding_now := by_code.get(code):
            yield finding_row(finding_now)
        else:
            yield Line("working" if checking else "open", claims().get(code, code))


def closing_rows(plan: Plan) -> Iterator[Row]:
    """The checks that prove the whole."""
    yield Text("Looked at after the last step, by itself. The search comes last.", "muted")
    yield from (Line("open", claims().get(code, code)) for code in plan.after)


def questions_behind(plan: Plan, step: Step | None, blocks: Sequence[Finding]) -> tuple[str, ...]:
    """The questions whose answers made this step, or what blocks; the first that is asked at all is meant."""
    if step is None:
        code = blocks[0].code if blocks else ""
        return BEHIND_CHECK.get(code) or tuple(row.id for row in QUESTIONS if code and code in row.about)
    if step.id.startswith("connect-"):
        return ("remote.address", "alias")
    return BEHIND.get(step.id, ())


def why_closing(plan: Plan) -> Iterator[Row]:
    """What the last row proves, and what it does not."""
    access = plan.scenario.access
    yield Text("Settings that were accepted prove nothing yet: nothing is dialled before somebody uses the connection.")
    if not access.search:
        yield Text("What this proves", "head")
        yield Text("- That every local node is connected with its key, and that the settings are the planned ones.")
        yield Text("What it does not prove", "head")
        yield Text("- That an index is followed: no index is searched or followed here.")
        return
    yield Text("What the search proves", "head")
    yield Text(
        f"- The whole way as {access.user} goes it: address, port, certificate, key, role and index. It holds only "
        "when the remote cluster itself answers for the index; a cluster that was skipped proves nothing."
    )
    yield Text("What it does not prove", "head")
    yield Text("- Other users and other indices: role and key decide for each.")
    yield Text("- That it stays so: keys and certificates run out. `doctor` looks again at any time.")


def closing_brief(plan: Plan) -> str:
    """The same where there is little room."""
    return f"Search as {plan.scenario.access.user}" if plan.scenario.access.search else "Check the whole"


def closing_title(plan: Plan) -> str:
    """What the last row of the list is called: the real search, or a look at the whole where nothing is searched."""
    scenario = plan.scenario
    if not scenario.access.search:
        return "Check the whole"
    return f"Search {scenario.search_target} as {scenario.access.user}"
