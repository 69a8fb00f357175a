"""Checks of the way to the remote cluster interface, as this machine sees it; only the local nodes can prove it."""

from collections.abc import Callable

from wizard.clients.seen import Seen
from wizard.doctor.check import Check
from wizard.doctor.facts.interface import interface
from wizard.doctor.look import Look
from wizard.plan.result import Offer, Verdict

Judge = Callable[[Look, Seen], Verdict]


def of_each_address(look: Look, judge: Judge) -> Verdict:
    """One verdict over all addresses: seeds stand in for each other, so one that fails beside others is a warning."""
    verdicts = [judge(look, look.get(interface, address)) for address in look.scenario.interface.addresses]
    failed = [verdict for verdict in verdicts if verdict.status == "fail"]
    if not failed or len(verdicts) == 1:
        return next(iter(failed), verdicts[0])
    if len(failed) == len(verdicts):
        return failed[0]
    first = failed[0]
    return Verdict("warn", first.headline, saw=first.saw, hint=first.hint, offer=None)


def obstacle(look: Look) -> str:
    """The first thing in the way that this machine sees; empty where it sees none."""
    for judge in (_resolves, _answers, _is_interface):
        verdict = of_each_address(look, judge)
        if verdict.status == "fail":
            return verdict.headline
    return ""


def _resolves(look: Look, seen: Seen) -> Verdict:
    if not seen.addresses:
        return Verdict(
            "fail",
            f"This machine finds no address for {seen.host}.",
            hint="Check the spelling. If only your nodes can resolve it, go on: they are asked once it is registered.",
        )
    return Verdict("ok", f"{seen.host} has an address.", saw=", ".join(seen.addresses))


def _answers(look: Look, seen: Seen) -> Verdict:
    match seen.tcp:
        case "open":
            return Verdict("ok", f"Port {seen.port} of {seen.host} answers.", saw=seen.address)
        case "refused":
            return Verdict(
                "fail",
                f"{seen.host} refuses port {seen.port}: nothing listens there.",
                saw=", ".join(seen.addresses),
                hint="On self-managed clusters the remote cluster server is off by default; the plan turns it on.",
            )
        case "timeout":
            return Verdict(
                "fail",
                f"No answer from {seen.host}:{seen.port} in {max(1, round(seen.took_s))} s.",
                saw=", ".join(seen.addresses),
                hint="A firewall drops it, or the host is wrong.",
            )
        case "unreachable" | "":
            return Verdict(
                "fail",
                f"This machine has no way to {seen.host}:{seen.port}.",
                saw=", ".join(seen.addresses),
                hint="Check routing and address. If only your nodes can reach it, go on: they are asked later.",
            )


def _is_interface(look: Look, seen: Seen) -> Verdict:
    port = look.scenario.interface.port
    right = f"{f'[{seen.host}]' if ':' in seen.host else seen.host}:{port}"
    offer = (
        Offer("remote.address", right) if seen.port != port and len(look.scenario.interface.addresses) == 1 else None
    )
    hint = f"An API key needs the port of the remote cluster server: {right}." if offer else "Look up the right port."
    saw = f"TLS: {seen.tls or 'not seen'}, interface: {seen.interface or 'not seen'}"
    plain = seen.tls == "not-tls"
    match seen.interface:
        case "remote-cluster":
            return Verdict("ok", f"A remote cluster server answers at {seen.host}:{seen.port}.", saw=seen.release)
        case "transport":
            headline = (
                f"{seen.host}:{seen.port} speaks the transport protocol without TLS."
                if plain
                else f"Port {seen.port} belongs to the certificate model; an API key needs {port}."
            )
            if plain:
                hint = "Switch TLS on for the remote cluster server, or correct the port."
            return Verdict("fail", headline, saw=saw, hint=hint, offer=offer)
        case "http":
            return Verdict(
                "fail",
                f"Port {seen.port} is the REST API. Clusters do not connect to each other there.",
                saw=saw,
                hint=hint,
                offer=offer,
            )
        case "unknown" | "":
            return Verdict(
                "fail",
                f"{seen.host}:{seen.port} takes the connection, but no TLS handshake comes about."
                if seen.tls == "reset"
                else f"What answers at {seen.host}:{seen.port} is no remote cluster server.",
                saw=saw,
                hint="It is another service, a filter in front of the cluster, or a node that hangs.",
                offer=offer,
            )


CHECKS = (
    Check(
        "RC-REACH-001", "reach", "the address resolves", "remote",
        lambda look: of_each_address(look, _resolves), hop="dns", likely=True,
    ),
    Check(
        "RC-REACH-002", "reach", "the port answers", "remote",
        lambda look: of_each_address(look, _answers),
        needs=("RC-REACH-001",), fixed_by="enable-rcs-self", hop="tcp", likely=True,
    ),
    Check(
        "RC-REACH-003", "reach", "a remote cluster server answers there", "remote",
        lambda look: of_each_address(look, _is_interface),
        needs=("RC-REACH-002",), fixed_by="enable-rcs-self", hop="tcp", likely=True,
    ),
)  # fmt: skip
