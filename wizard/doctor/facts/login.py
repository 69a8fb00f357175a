"""Facts about our own login on a side: who we are there, and which cluster privileges we have."""

from collections.abc import Mapping
from dataclasses import dataclass

from wizard.doctor.ask import ask
from wizard.doctor.look import Look, fact
from wizard.scenario.model import SideName

NEEDED: Mapping[SideName, tuple[str, ...]] = {
    "local": ("manage", "monitor", "manage_security"),
    "remote": ("manage_security", "monitor"),
}
"""Cluster privileges that a plan needs on each side."""


@dataclass(frozen=True, slots=True)
class Account:
    """Who a login is to the cluster; `by_key`: it signs in with an API key."""

    user: str
    realm: str
    by_key: bool


@fact("account")
def account(look: Look, side: SideName) -> Account:
    """Who our login is. Raises (as Unseen) LoginError where it is not accepted."""
    body = ask(look, side, "/_security/_authenticate").body
    kind = body.find("authentication_type")
    return Account(
        user=body.at("username").text(),
        realm=body.at("authentication_realm").at("name").text(),
        by_key=kind is not None and kind.text() == "api_key",
    )


@fact("missing_privileges")
def missing_privileges(look: Look, side: SideName) -> tuple[str, ...]:
    """The cluster privileges that a plan needs on a side and our login lacks there."""
    needed = NEEDED[side]
    body = ask(look, side, "/_security/user/_has_privileges", method="POST", body={"cluster": list(needed)}).body
    granted = body.at("cluster")
    return tuple(name for name in needed if not granted.at(name).flag())
