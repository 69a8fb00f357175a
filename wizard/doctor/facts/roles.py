"""Facts about what the person who will search may do through the alias."""

from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import quote

from wizard.doctor.ask import Part, ask
from wizard.doctor.look import Look, Unseen, fact
from wizard.errors import LoginError

SUPERUSER = "superuser"


@dataclass(frozen=True, slots=True)
class RemoteGrant:
    """One entry of `remote_indices`."""

    clusters: tuple[str, ...]
    names: tuple[str, ...]
    privileges: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rights:
    """Remote privileges of a user. `seen_as`: read as the user themselves, or from their roles as an admin."""

    grants: tuple[RemoteGrant, ...]
    seen_as: str


@fact("rights")
def rights(look: Look) -> Rights:
    """The remote privileges of the user who will search: as themselves, else as their roles say."""
    user, login = look.scenario.access.user, look.scenario.user_login
    if not user:
        raise Unseen("nobody is named who will search")
    if login is not None:
        # A password that is not accepted is for the search to tell; roles can be read without it.
        with suppress(LoginError):
            body = ask(look, "local", "/_security/user/_privileges", login=login).body
            return Rights(_grants(body), f"as {user}")
    said = ask(look, "local", f"/_security/user/{quote(user, safe='')}", any_status=True)
    if said.status == 404:
        raise Unseen(
            f"{user} is not a native user of the local cluster, so their roles can be seen only with their password"
        )
    if said.status != 200:
        raise Unseen(f"{said.source} answered {said.status}")
    roles = said.body.at(user).at("roles").texts()
    return Rights(_of_roles(look, roles), f"by the roles of {user}: {', '.join(roles) or 'none'}")


def _of_roles(look: Look, roles: tuple[str, ...]) -> tuple[RemoteGrant, ...]:
    if SUPERUSER in roles:
        return (RemoteGrant(("*",), ("*",), ("all",)),)
    if not roles:
        return ()
    named = ",".join(quote(role, safe="") for role in roles)
    said = ask(look, "local", f"/_security/role/{named}", any_status=True)
    if said.status not in (200, 404):
        raise Unseen(f"{said.source} answered {said.status}")
    return tuple(grant for _, role in said.body.members() for grant in _grants(role))


def _grants(part: Part) -> tuple[RemoteGrant, ...]:
    entries = part.find("remote_indices")
    return tuple(
        RemoteGrant(entry.at("clusters").texts(), entry.at("names").texts(), entry.at("privileges").texts())
        for entry in (entries.parts() if entries else ())
    )
