"""The last checks: the person who will search may use the alias, and a real search brings documents."""

from wizard.doctor.ask import quoted
from wizard.doctor.case import names_of
from wizard.doctor.check import Check
from wizard.doctor.checks.key import covered
from wizard.doctor.checks.register import CARRIERS
from wizard.doctor.facts.roles import Rights, rights
from wizard.doctor.facts.search import Searched, searched
from wizard.doctor.failures import explain
from wizard.doctor.look import Look
from wizard.doctor.names import called, who_acts
from wizard.doctor.wording import counted, listed
from wizard.plan.result import Evidence, Verdict

SEARCHING = ("read", "all")
FOLLOWING = ("cross_cluster_replication", "all")


def _user_may(look: Look) -> Verdict:
    found, access, alias = look.get(rights), look.scenario.access, look.scenario.alias
    user = access.user
    here = [grant for grant in found.grants if covered(alias, grant.clusters)]
    hint = f"Give {user} a role with remote_indices for {alias}."
    if access.search:
        wanted, verb, privileges = access.search_index or access.search[0], "search", SEARCHING
    elif access.replication:
        wanted, verb, privileges = access.replication[0], "follow", FOLLOWING
    else:
        return Verdict("ok", f"{user} is not asked to search or follow anything.")
    if not here:
        return Verdict(
            "fail",
            f"{user} may not {verb} {alias}: no role names it under remote_indices.",
            saw=found.seen_as,
            hint=hint,
        )
    names = _names(Rights(tuple(here), ""), privileges)
    if not covered(wanted, names):
        may = f"{user} may {verb} {listed(names)} on {alias}" if names else f"{user} may not {verb} anything on {alias}"
        return Verdict(
            "fail", f"{may}; {wanted} is asked for.", saw=found.seen_as, hint=f"{hint[:-1]} that names {wanted}."
        )
    return Verdict("ok", f"{user} may {verb} {wanted} on {alias}.", saw=found.seen_as)


def _names(found: Rights, privileges: tuple[str, ...]) -> tuple[str, ...]:
    able = [grant for grant in found.grants if set(grant.privileges) & set(privileges)]
    return tuple(dict.fromkeys(name for grant in able for name in grant.names))


def _search(look: Look) -> Verdict:
    found, scenario = look.get(searched, "user"), look.scenario
    target, user, remote = scenario.search_target, scenario.access.user, called(look, "remote")
    documents = counted(found.documents, "document")
    saw = f"{documents}, took {found.took_ms} ms"
    if found.state != "successful":
        return _not_through(look, found, target)
    if found.shards == 0:
        return Verdict(
            "warn",
            f"The search of {target} came through, but no index matched.",
            saw=f"0 indices, took {found.took_ms} ms",
            hint=f"No index of {remote} has such a name, or the key or a role of {user} does not show it.",
        )
    return Verdict("ok", f"{user} searched {target}: {documents}.", saw=saw)


def _not_through(look: Look, found: Searched, target: str) -> Verdict:
    alias, said = look.scenario.alias, quoted(" ".join(found.words))
    evidence = (Evidence(f"GET /{target}/_search", said),) if said else ()
    known = explain(found.words, names_of(look))
    if known is not None:
        status = found.state or str(found.status)
        missing = known.cause.entry == "404"
        return Verdict(
            "warn" if missing else "fail", known.headline, saw=f"{status}: {quoted(known.words)}", hint=known.hint,
            who=who_acts(look, known.cause.side), evidence=evidence,
            hop=known.cause.hop, patience_s=known.cause.patience_s,
        )  # fmt: skip
    match found.state:
        case "skipped":
            headline = f"The search answered 200 but skipped {alias}: skip_unavailable hides the failure."
            hint = "The checks of the connection look for the cause."
        case "partial":
            headline = f"The search of {target} brought only a part: some shards of {called(look, 'remote')} failed."
            hint = f"Look at the health of the index on {called(look, 'remote')}."
        case _:
            headline = f"The search of {target} failed."
            hint = "The answer of the cluster tells more."
    return Verdict("fail", headline, saw=said or found.state or str(found.status), hint=hint, evidence=evidence)


CHECKS = (
    Check(
        "RC-USE-001", "use", "the user may use the alias", "local",
        _user_may, needs=("RC-LOCAL-002",), fixed_by="grant-roles-api-key", hop="access",
    ),
    Check(
        "RC-USE-002", "use", "a search as the user brings the remote cluster's documents", "local",
        _search, needs=("RC-LOCAL-001",), hop="access",
        yields_to=(*CARRIERS, "RC-REG-001", "RC-REG-002", "RC-REG-004", "RC-LOCAL-009", "RC-USE-001"),
    ),
)  # fmt: skip
