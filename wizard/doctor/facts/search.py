"""The last word: a real search through the connection."""

from dataclasses import dataclass
from typing import Literal

from wizard.doctor.ask import Said, ask
from wizard.doctor.failures import words_in
from wizard.doctor.look import Look, Unseen, fact

Asker = Literal["user", "admin"]
"""Who searches: the person who will, or the side's own login."""
TOTAL_S = 30.0
"""Client's limit: a search over a frozen connection never returns, not even with `?timeout=`."""


@dataclass(frozen=True, slots=True)
class Searched:
    """What the search brought. `state` is the remote's in `_clusters` (empty: the request was refused).

    `shards` 0: no index matched, or none that the user may see. `words` are the texts of the failures.
    """

    status: int
    state: str
    documents: int
    shards: int
    took_ms: int
    words: tuple[str, ...]


@fact("searched")
def searched(look: Look, who: Asker) -> Searched:
    """Search `alias:index` for its number of documents, as the person who will search or with the side's own login."""
    scenario = look.scenario
    login = scenario.user_login if who == "user" else scenario.local.login
    if login is None:
        raise Unseen(f"the password of {scenario.access.user or 'the user who will search'} is not known")
    said = ask(
        look,
        "local",
        f"/{scenario.search_target}/_search?size=0&track_total_hits=true",
        any_status=True,
        login=login,
        timeout_s=TOTAL_S,
    )
    return _read(said, scenario.alias)


def _read(said: Said, alias: str) -> Searched:
    if said.status != 200:
        return Searched(said.status, "", 0, 0, 0, words_in(said.body.value))
    remote = said.body.at("_clusters").at("details").at(alias)
    shards, failures = remote.find("_shards"), remote.find("failures")
    return Searched(
        status=said.status,
        state=remote.at("status").text(),
        documents=said.body.at("hits").at("total").at("value").number(),
        shards=shards.at("total").number() if shards else 0,
        took_ms=said.body.at("took").number(),
        words=words_in(failures.value) if failures else (),
    )
