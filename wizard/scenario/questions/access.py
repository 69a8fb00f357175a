"""Access: what the connection may be used for, by whom, and under which names key and role stand."""

import re
from fnmatch import fnmatchcase

from wizard.scenario.addresses import is_ip, url_host
from wizard.scenario.answers import Answers, Value
from wizard.scenario.questions.question import STOP_AT_SECRET, Choice, Question
from wizard.scenario.questions.route import DOCS, by_hand
from wizard.scenario.questions.side import user_problem

_EXPIRATION = re.compile(r"([1-9]\d{0,5})([dh])")
_ROLE_PREFIXES = {"search": "remote-search", "replication": "remote-replication", "both": "remote-access"}
OPERATOR_KEYS = "eck-"
"""Keys of this prefix belong to the ECK operator, which invalidates strangers among them (scenarios 3.3)."""


def _searches(answers: Answers) -> bool:
    return answers.text("purpose") in ("search", "both")


def _replicates(answers: Answers) -> bool:
    return answers.text("purpose") in ("replication", "both")


def _patterns(value: Value) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (str(value),)


def _patterns_problem(value: Value, _answers: Answers) -> str:
    return next(filter(None, map(_pattern_problem, _patterns(value))), "")


def _pattern_problem(pattern: str) -> str:
    if pattern.startswith("/"):
        closed = len(pattern) > 2 and pattern.endswith("/")
        return "" if closed else f"{pattern}: a regular expression stands between two slashes, as in /logs-[0-9]+/."
    if pattern.startswith("-"):
        return f"{pattern}: a pattern cannot exclude. Name what is allowed."
    if ":" in pattern.replace("::", ""):
        return f"{pattern}: leave the part before the colon out; these are indices of one cluster."
    if re.search(r'[\s,"\\<>|/#]', pattern):
        return f"{pattern}: no index has such a name. Write names or patterns with *, separated by commas."
    return ""


def _patterns_caution(value: Value, _answers: Answers) -> str:
    for pattern in _patterns(value):
        if pattern == "*":
            return "* opens every index of the remote cluster, later ones included, to this connection."
        if pattern != pattern.lower():
            return f"{pattern} holds capital letters; an index never does, only an alias may."
    return ""


def _key_name(answers: Answers) -> str:
    host = url_host(answers.text("local.url"))
    return f"from-{host if is_ip(host) else host.partition('.')[0] or 'local'}"


def _key_name_problem(value: Value, answers: Answers) -> str:
    name = str(value)
    if name.startswith("_"):
        return "The name of a key does not begin with _."
    if len(name) > 256:
        return "The name of a key has at most 256 characters."
    if name.startswith(OPERATOR_KEYS):
        return f"Names that begin with {OPERATOR_KEYS} belong to the ECK operator. Take another one."
    return ""


def _expiration_problem(value: Value, _answers: Answers) -> str:
    return "" if _EXPIRATION.fullmatch(str(value)) else "Write days or hours: 90d or 12h. Empty: the key never expires."


def _expiration_caution(value: Value, _answers: Answers) -> str:
    found = _EXPIRATION.fullmatch(str(value))
    if found and found[2] == "h" and int(found[1]) < 24:
        return "The key expires in less than a day. The connection ends with it."
    return ""


def _role_problem(value: Value, _answers: Answers) -> str:
    fits = re.fullmatch(r"[ -~]{1,507}", str(value))
    return "" if fits else "The name of a role has 1 to 507 printable ASCII characters."


def _signs_in_apart(answers: Answers) -> bool:
    user = answers.text("search.user")
    by_key = answers.text("local.login") == "api-key"
    return bool(user) and (by_key or user != answers.text("local.user"))


def _search_index(answers: Answers) -> Value | None:
    # A search knows no regular expressions, so the first pattern that it does know.
    patterns = answers.items_of("access.search")
    return next((pattern for pattern in patterns if not pattern.startswith("/")), None)


def _index_problem(value: Value, answers: Answers) -> str:
    text = str(value)
    if text.startswith("/"):
        return "A search knows no regular expressions. Write an index, or a pattern with *."
    return next(filter(None, map(_pattern_problem, text.split(","))), "") or _not_allowed(text, answers)


def _not_allowed(text: str, answers: Answers) -> str:
    allowed = answers.items_of("access.search")
    if any(pattern.startswith("/") for pattern in allowed):
        return ""
    for index in text.split(","):
        if not any(fnmatchcase(index, pattern) for pattern in allowed):
            return f"The key will allow {', '.join(allowed)}. A search for {index} would be refused."
    return ""


ACCESS = (
    Question(
        id="purpose",
        kind="choice",
        group="Access",
        text="What is the connection for?",
        short="what the connection is for",
        why="The key and the role allow this and nothing else.",
        where="Search: cross-cluster search, Kibana, ES|QL. Replication: local copies of remote indices.",
        form="search|replication|both",
        what="What the key and the role will allow: searching, copying indices, or both.",
        then="The remote cluster enforces it in the key, the local one in the role. More can be allowed later by "
        "changing both.",
        docs=DOCS,
        choices=lambda _answers: (
            Choice("search", "Search"),
            Choice("replication", "Replication"),
            Choice("both", "Search and replication"),
        ),
        default=lambda _answers: "search",
    ),
    Question(
        id="access.search",
        kind="list",
        group="Access",
        text="Which indices of the remote cluster may be searched?",
        short="indices that may be searched",
        why="The key allows these and no others, whatever a local role says.",
        where="GET _cat/indices or Index Management on the remote cluster. Patterns with * cover later indices, too.",
        form="PATTERN,...",
        what="Names or patterns of indices on the remote cluster. An index that matches none of them stays out of "
        "reach.",
        then="They go into the key on the remote cluster and into the role on the local one. The closing search proves "
        "that they are enough.",
        docs=f"{DOCS}/remote-clusters-api-key",
        when=_searches,
        rule=_patterns_problem,
        caution=_patterns_caution,
    ),
    Question(
        id="access.replication",
        kind="list",
        group="Access",
        text="Which indices of the remote cluster may be replicated?",
        short="indices that may be replicated",
        why="The key allows followers of these leader indices and of no others.",
        where="GET _cat/indices or Index Management on the remote cluster. Patterns with * cover later indices, too.",
        form="PATTERN,...",
        what="Names or patterns of the indices that may be followed.",
        then="They go into the key on the remote cluster and into the role on the local one. Followers themselves are "
        "not made here.",
        docs=f"{DOCS}/remote-clusters-api-key",
        when=_replicates,
        rule=_patterns_problem,
        caution=_patterns_caution,
    ),
    Question(
        id="key.name",
        kind="text",
        group="Access",
        text="What is the key called on the remote cluster?",
        short="name of the cross-cluster API key",
        why="The remote side's admins see it in their list of API keys and know who uses it.",
        where="Your choice. It says best which cluster holds the key.",
        form="NAME",
        what="The name of the new key on the remote cluster. It opens nothing by itself.",
        then="The step that makes the key uses it. Keys may share a name; undo goes by the id of the key.",
        detail=True,
        default=_key_name,
        when=by_hand,
        rule=_key_name_problem,
    ),
    Question(
        id="key.expiration",
        kind="text",
        group="Access",
        text="After how long does the key expire?",
        short="lifetime of the key",
        why="When it expires the connection ends until a new key is in place. Empty: it never expires.",
        where="Your organization's rule for API keys, if it has one.",
        form="90d",
        what="The time after which the remote cluster no longer takes the key.",
        then="It goes into the key and cannot be changed there. A check counts the days that are left.",
        optional=True,
        detail=True,
        when=by_hand,
        reader=lambda text: text.strip().lower(),
        rule=_expiration_problem,
        caution=_expiration_caution,
    ),
    Question(
        id="role.name",
        kind="text",
        group="Access",
        text="What is the role called on the local cluster?",
        short="name of the local role",
        why="Without a role that names the alias, only superusers may use the connection.",
        where="Your choice. A role of the same name would be replaced; the plan says so and undo puts it back.",
        form="NAME",
        what="The role on the local cluster that lets users go through the connection.",
        then="A step writes it and gives it to the user named next. The plan shows what a role of that name allows "
        "today.",
        docs=f"{DOCS}/remote-clusters-api-key",
        detail=True,
        follows=("alias",),
        default=lambda answers: (
            f"{_ROLE_PREFIXES.get(answers.text('purpose'), 'remote-search')}-{answers.text('alias')}"
            if answers.text("alias")
            else None
        ),
        rule=_role_problem,
    ),
    Question(
        id="role.follower_indices",
        kind="list",
        group="Access",
        text="Which local indices may be written as copies of remote ones?",
        short="local indices that may be followers",
        why="The role may write to and manage the followers of these names on the local cluster.",
        where="The names that the copies will have; often those of the remote indices, or with a suffix.",
        form="PATTERN,...",
        what="Names or patterns of the copies on the local cluster.",
        then="They go into the role, which may then write to them and manage them. Followers themselves are not made "
        "here.",
        docs=f"{DOCS}/remote-clusters-api-key",
        when=_replicates,
        rule=_patterns_problem,
    ),
    Question(
        id="search.user",
        kind="text",
        group="Access",
        text="Which user of the local cluster will use the connection?",
        short="local user who will use the connection",
        why="This user gets the role. The last check of all is a search as this user.",
        where="Stack Management > Users on the local cluster.",
        form="USER",
        what="The person, or program, on the local cluster that the connection is for.",
        then="A step gives this user the role; other roles stay. With a password, the closing check is a search as "
        "this user.",
        about=("RC-LOCAL-009",),
        follows=("local.user",),
        default=lambda answers: answers.text("local.user") or None,
        rule=lambda value, _answers: user_problem(str(value)),
    ),
    Question(
        id="search.secret",
        kind="secret",
        group="Access",
        text="What is the password of the user who will search?",
        short="password of the user who will search",
        why="With it the wizard can prove the connection by a search as this user. Without it that check is left out.",
        where="Ask the user, or leave it empty and let them search themselves.",
        form="SECRET",
        what="The password of that user, for one search.",
        then="It is tried first, and used by the closing check alone. Left empty, everything else is done and proved, "
        "and the user searches for themselves.",
        stop=STOP_AT_SECRET,
        about=("RC-LOCAL-009",),
        optional=True,
        when=_signs_in_apart,
    ),
    Question(
        id="search.index",
        kind="text",
        group="Access",
        text="Which indices does the closing search ask for?",
        short="indices of the closing search",
        why="The connection is proved by one real search for no documents.",
        where="Any name or pattern that the key allows and that exists on the remote cluster.",
        form="PATTERN",
        what="What the closing search asks for, on the remote cluster.",
        then="One search for no documents, sent as the user through the connection. It succeeds only if key, role and "
        "connection all fit.",
        detail=True,
        follows=("access.search",),
        default=_search_index,
        when=_searches,
        rule=_index_problem,
    ),
)
