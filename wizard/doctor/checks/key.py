"""Checks of the cross-cluster API key, as the remote cluster knows it."""

import json
import re
from collections.abc import Sequence
from datetime import timedelta

from wizard.doctor.check import Check
from wizard.doctor.facts.keys import Recognised, key_info, key_kept, key_recognised, session_keys
from wizard.doctor.look import Look, Unseen
from wizard.doctor.names import called
from wizard.doctor.wording import counted, listed, sentence
from wizard.plan.result import Verdict

SOON = timedelta(days=30)
REST_KEY = "This is a REST API key. A connection needs a cross-cluster API key."
MAKE_NEW = "Make a new key under the same alias, put it into every keystore and reload; no restart."


def _recognised(look: Look) -> Verdict:
    remote = called(look, "remote")
    if not look.get(key_kept):
        if _in_keystores(look):
            return Verdict(
                "warn",
                "The secret of the key is not kept here; the local nodes hold it.",
                hint="A run with --memory forgets it when it ends. Nothing is wrong with the connection.",
            )
        return Verdict(
            "fail",
            "No key of this session is kept here.",
            hint=f"Make one on {remote}. A key is shown once, so one whose secret is lost is replaced.",
        )
    said = look.get(key_recognised)
    if said == "yes":
        return Verdict("ok", f"{sentence(remote)} recognises the key of this session.")
    return Verdict("fail", _refusal(said, remote), saw=f"the remote cluster's answer to the key: {said}", hint=MAKE_NEW)


def _in_keystores(look: Look) -> bool:
    """True when this session has put the key into the keystores, so that nobody needs its secret any more."""
    installed = [each for key, each in look.sources.outcomes.items() if key.startswith("install-credentials-")]
    info = look.get(key_info) if installed else None
    alive = info is not None and not info.invalidated
    return alive and all(outcome.state in ("done", "handed") for outcome in installed)


def _refusal(said: Recognised, remote: str) -> str:
    match said:
        case "rest":
            return REST_KEY
        case "unknown":
            return f"{sentence(remote)} does not know the key of this session."
        case "wrong-secret":
            return f"{sentence(remote)} knows the key of this session, but its secret is wrong."
        case "invalidated":
            return f"{sentence(remote)} no longer accepts the key: it has been invalidated."
        case "malformed" | "yes":
            return "What is kept as the key of this session is no API key."


def _alive_and_wide(look: Look) -> Verdict:
    found, remote = look.get(key_info), called(look, "remote")
    if found is None:
        return Verdict("fail", f"{sentence(remote)} has no key of this session.", hint=MAKE_NEW)
    saw = f"key {found.name}, id {found.id}"
    if found.type != "cross_cluster":
        return Verdict("fail", REST_KEY, saw=saw, hint=f"Make a cross-cluster API key on {remote}.")
    if found.invalidated:
        headline = f"{sentence(remote)} no longer accepts the key: it has been invalidated."
        return Verdict("fail", headline, saw=saw, hint=MAKE_NEW)
    if found.expires is not None and found.expires <= look.sources.clock():
        headline = f"{sentence(remote)} no longer accepts the key: it expired on {found.expires:%Y-%m-%d}."
        return Verdict("fail", headline, saw=saw, hint=MAKE_NEW)
    access = look.scenario.access
    for kind, allowed, asked in (
        ("search", found.search, access.search),
        ("replication", found.replication, access.replication),
    ):
        beyond = [pattern for pattern in asked if not covered(pattern, allowed)]
        if beyond:
            return Verdict(
                "fail",
                f"The key allows {listed(allowed) if allowed else 'no index'} for {kind}. "
                f"{listed(beyond)} {'is' if len(beyond) == 1 else 'are'} asked for.",
                saw=saw,
                hint=f"An admin of {remote} widens the key; nothing changes on {called(look, 'local')}.",
            )
    return Verdict("ok", "The key is alive and allows what was asked for.", saw=saw)


def covered(asked: str, allowed: Sequence[str]) -> bool:
    """True when one allowed pattern takes in every name that the asked pattern can mean."""
    return any(
        re.fullmatch(".*".join(re.escape(part) for part in pattern.split("*")), asked) is not None
        for pattern in allowed
    )


def _lasts(look: Look) -> Verdict:
    found = look.get(key_info)
    if found is None:
        raise Unseen("the remote cluster has no key of this session")
    if found.expires is None:
        return Verdict("ok", "The key never expires.", saw=f"key {found.name}")
    left = found.expires - look.sources.clock()
    on = f"on {found.expires:%Y-%m-%d}"
    if left <= timedelta(0):
        return Verdict("fail", f"The key expired {on}.", saw=f"key {found.name}", hint=MAKE_NEW)
    days = f"in {left.days} days" if left.days > 1 else "tomorrow" if left.days else "today"
    if left <= SOON:
        return Verdict("warn", f"The key expires {days}, {on}.", saw=f"key {found.name}", hint=MAKE_NEW)
    return Verdict("ok", f"The key expires {days}, {on}.", saw=f"key {found.name}")


def _no_other(look: Look) -> Verdict:
    current, remote = look.get(key_info), called(look, "remote")
    others = [key.id for key in look.get(session_keys) if not key.invalidated and current and key.id != current.id]
    if others:
        return Verdict(
            "fail",
            f"{sentence(remote)} still accepts {counted(len(others), 'other key')} that this session made.",
            saw=f"ids {listed(others)}",
            hint="Their secrets were lost before they were kept, so nobody needs them. Invalidate them on "
            f"{remote}: DELETE _security/api_key with {json.dumps({'ids': others})}",
        )
    return Verdict("ok", f"No other key of this session is alive on {remote}.")


CHECKS = (
    Check(
        "RC-TRUST-005", "trust", "the wizard has the key and the remote cluster recognises it", "remote",
        _recognised, needs=("RC-REMOTE-002",), fixed_by="create-cross-cluster-api-key", hop="auth",
    ),
    Check(
        "RC-TRUST-006", "trust", "the key is alive and allows what was asked for", "remote",
        _alive_and_wide, needs=("RC-REMOTE-002",), yields_to=("RC-TRUST-005",),
        fixed_by="create-cross-cluster-api-key", hop="auth",
    ),
    Check(
        "RC-TRUST-007", "trust", "the key does not expire within 30 days", "remote",
        _lasts, needs=("RC-TRUST-006",), fixed_by="create-cross-cluster-api-key", hop="auth",
    ),
    Check(
        "RC-TRUST-009", "trust", "no other key of this session is alive", "remote",
        _no_other, needs=("RC-REMOTE-002",), yields_to=("RC-TRUST-005",), fixed_by="create-cross-cluster-api-key",
    ),
)  # fmt: skip
