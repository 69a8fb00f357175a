"""Checks of certificates: the one the remote interface shows, and whether the local nodes trust who signed it."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePosixPath

from wizard.clients.ca_files import CaBundle, CaFileError
from wizard.clients.seen import Seen, SeenCertificate
from wizard.doctor.check import Check
from wizard.doctor.checks.reach import of_each_address
from wizard.doctor.facts.cluster import identity
from wizard.doctor.facts.trust import Loaded, ca_file, loaded_certificates, own_certificates, serials_of
from wizard.doctor.look import Look, Unseen
from wizard.doctor.names import called
from wizard.doctor.wording import listed, nodes_named, sentence
from wizard.errors import ReachError
from wizard.plan.platforms.self_managed import TRUSTED_CA
from wizard.plan.result import AtNode, Verdict
from wizard.scenario.addresses import url_host

LONG_SERIAL = 16
"""Hex digits from which a serial number alone tells certificates apart; hand-made CAs count from 1."""


def _signed(look: Look) -> Verdict:
    if look.scenario.interface.private_ca:
        # Without the file there is nothing to hold the certificate against.
        look.get(ca_file)
    return of_each_address(look, _signed_at)


def _signed_at(look: Look, seen: Seen) -> Verdict:
    shown = seen.certificate
    if shown is None:
        raise Unseen(f"{seen.host}:{seen.port} showed no certificate")
    private = look.scenario.interface.private_ca
    saw = f"issuer {shown.issuer}, valid until {shown.not_after[:10]}"
    match seen.tls:
        case "verified" | "wrong-name":
            by = "the CA that was given" if private else "a public CA"
            return Verdict("ok", f"The certificate of {seen.host} is signed by {by} and in date.", saw=saw)
        case "expired":
            return Verdict(
                "fail",
                f"The certificate of {seen.host}:{seen.port} is not in date.",
                saw=saw,
                hint=f"Renew it on every node of {called(look, 'remote')}, and check the clocks.",
            )
        case "untrusted" | "not-tls" | "reset" | "":
            if private and shown.is_public:
                hint = "A public CA signed it: give public instead of a CA file."
            elif private:
                hint = "Give the file of the CA that signed it, or have it signed by the CA in the file."
            else:
                hint = "Give the file of the CA that signed it; it is a private one."
            headline = (
                f"The certificate of {seen.host} was not signed by the CA in {look.scenario.interface.ca}."
                if private
                else f"No public CA signed the certificate of {seen.host}."
            )
            return Verdict("fail", headline, saw=saw, hint=hint, certain=private and _is_their_own(look, shown))


def _is_their_own(look: Look, shown: SeenCertificate) -> bool:
    """True when the remote node itself says that it shows this certificate: then no device in between put it there."""
    try:
        return bool(shown.serial) and shown.serial in {each.serial for each in look.get(own_certificates)}
    except Unseen:
        return False


def _named(look: Look, seen: Seen) -> Verdict:
    shown = seen.certificate
    if shown is None:
        raise Unseen(f"{seen.host}:{seen.port} showed no certificate")
    names = listed(shown.names) if shown.names else "no name at all"
    if seen.tls == "wrong-name":
        proxy = look.scenario.mode == "proxy" and bool(shown.names)
        return Verdict(
            "fail",
            f"The certificate is for {names}, not for {look.scenario.interface.server_name or seen.host}.",
            saw=f"subject {shown.subject}",
            hint=("Set server_name to one of them, or issue" if proxy else "Issue")
            + f" a certificate that names {seen.host}.",
        )
    return Verdict("ok", f"The certificate names what is dialled at {seen.host}.", saw=names)


def _nodes_trust(look: Look) -> Verdict:
    local, remote = called(look, "local"), called(look, "remote")
    if not look.scenario.interface.private_ca:
        return Verdict("ok", f"{sentence(remote)} shows a certificate of a public CA; {local} trusts those by itself.")
    bundle = look.get(ca_file)
    holding: dict[str, str] = {}
    without, outdated = [], []
    each: list[AtNode] = []
    away: Unseen | None = None
    for address in look.scenario.local.addresses:
        try:
            loaded = look.get(loaded_certificates, address)
            node = look.get(identity, "local", address).node
        except Unseen as unseen:
            away = away or unseen
            each.append(AtNode(url_host(address), "unseen", "does not answer"))
            continue
        path = _path_of(bundle, loaded)
        if path is not None:
            holding[node] = path
            each.append(AtNode(node, "there", "trusts it"))
            continue
        without.append(node)
        if any(PurePosixPath(one.path).name == TRUSTED_CA for one in loaded):
            outdated.append(node)
        each.append(AtNode(node, "not-there", "another CA" if node in outdated else "not yet"))
    if away and not without:
        hint = away.cause.hint if away.cause else ""
        return Verdict("skip", away.reason, hint=hint, each=tuple(each), away=isinstance(away.cause, ReachError))
    subject = bundle.certificates[0].subject
    return replace(_trusted(look, subject, holding, without, outdated), each=tuple(each))


def _trusted(look: Look, subject: str, holding: Mapping[str, str], without: list[str], outdated: list[str]) -> Verdict:
    local, remote = called(look, "local"), called(look, "remote")
    saw = f"{len(holding)} of {len(holding) + len(without)} nodes have loaded {subject}"
    if outdated:
        return Verdict(
            "fail",
            f"{nodes_named(outdated)} {_trust(outdated)} another CA from {TRUSTED_CA} than the one in the CA file.",
            saw=saw,
            hint=f"Put the CA file in its place on {listed(outdated)}; a node reads a changed file again by itself.",
        )
    if without and not holding:
        return Verdict(
            "fail",
            f"{sentence(local)} does not trust the CA that signed {remote}'s certificate.",
            saw=saw,
            hint=f"Add the CA {subject} on every local node, then restart, node by node.",
        )
    if without:
        return Verdict(
            "fail",
            f"{nodes_named(without)} {_trust(without, no=True)} trust the CA that signed {remote}'s certificate.",
            saw=saw,
            hint=f"Add the CA {subject} on {listed(without)}, then restart, node by node.",
        )
    paths = listed(sorted(set(holding.values())))
    return Verdict("ok", f"Every node that was asked has loaded the CA of {remote}.", saw=f"{saw}, from {paths}")


def _path_of(bundle: CaBundle, loaded: tuple[Loaded, ...]) -> str | None:
    """Where a node has the CA from; the file the plan placed comes first, as that one is for remote clusters."""
    serials, subjects = serials_of(bundle), {_parts(each.subject) for each in bundle.certificates}
    found = [
        each
        for each in loaded
        if not each.has_key
        and each.serial in serials
        and (len(each.serial) >= LONG_SERIAL or _parts(each.subject) in subjects)
    ]
    found.sort(key=lambda each: PurePosixPath(each.path).name != TRUSTED_CA)
    return found[0].path if found else None


def _parts(subject: str) -> frozenset[str]:
    return frozenset(part.strip().lower() for part in subject.split(","))


def _trust(names: list[str], *, no: bool = False) -> str:
    if no:
        return "do not" if len(names) > 1 else "does not"
    return "trust" if len(names) > 1 else "trusts"


def _usable(look: Look) -> Verdict:
    if not look.scenario.interface.private_ca:
        return Verdict("ok", "A public CA is expected; no CA file is needed.")
    try:
        bundle = look.get(ca_file)
    except Unseen as unseen:
        match unseen.cause:
            case CaFileError() as error:
                return Verdict("fail", error.headline, saw=error.path, hint=error.hint)
            case _:
                raise
    first = bundle.certificates[0]
    return Verdict("ok", f"{bundle.path} holds the CA {first.subject}.", saw=f"valid until {first.not_after[:10]}")


FILE_CHECKS = (
    Check("RC-TRUST-008", "tool", "the CA file that was given is usable", "tool", _usable),
)  # fmt: skip
CHECKS = (
    Check(
        "RC-TRUST-001", "trust", "the certificate shown is signed by the expected CA and in date", "remote",
        _signed, needs=("RC-REACH-003",), yields_to=("RC-TRUST-008",),
        fixed_by="enable-rcs-self", hop="tls", likely=True,
    ),
    Check(
        "RC-TRUST-002", "trust", "the certificate names what is dialled", "remote",
        lambda look: of_each_address(look, _named),
        needs=("RC-TRUST-001",), fixed_by="enable-rcs-self", hop="tls", likely=True,
    ),
    Check(
        "RC-TRUST-004", "trust", "every local node trusts the CA of the remote cluster", "local",
        _nodes_trust,
        # A file with another CA says nothing of what the nodes trust.
        needs=("RC-LOCAL-002",), yields_to=("RC-TRUST-008", "RC-TRUST-001"), fixed_by="trust-remote-ca-self", hop="tls",
    ),
)  # fmt: skip
