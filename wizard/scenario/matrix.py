"""Matrix: the support matrix as text (80 columns, plain ASCII) and as a JSON tree."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from textwrap import wrap

from wizard.scenario.environments import ENVIRONMENTS, SERVERLESS, CaKind
from wizard.scenario.methods import Method, PerSide
from wizard.scenario.model import Security
from wizard.scenario.pairs import FilterType, Pair

WIDTH = 80

Tree = str | int | bool | None | list["Tree"] | dict[str, "Tree"]

CA_WORDS: Mapping[CaKind, str] = {
    "public": "public",
    "either": "public or private",
    "private": "usually private",
    "platform": "the platform's own; no step",
    "operator": "private; the operator hands it on",
}
FILTER_WORDS: Mapping[FilterType, str] = {"remote-cluster": "remote cluster filter", "ip": "IP filter"}
SECURITY_WORDS: Mapping[Security, str] = {"api-key": "API key", "certificate": "TLS certificate"}

_COLUMNS = (("Row", 3), ("Pair", 12), ("Relation", 14), ("Key", 4), ("Cert", 4), ("Modes", 12), ("Filters", 18))
_LEGEND = (
    "Pair: local -> remote; the local cluster asks, the remote cluster answers.",
    "Key, Cert: port with an API key, and with TLS certificates (deprecated).",
    "Filters: what admits the local cluster, with an API key, where network security is on for the remote; "
    "- where the remote's platform has none.",
)


def rows_as_text(pairs: Sequence[Pair]) -> str:
    """The rows as a table, grouped by what this version can do."""
    lines = [line for text in _LEGEND for line in wrap(text, WIDTH, subsequent_indent="  ")]
    for heading, group in _by_built(pairs):
        lines += ["", heading, _table_line([title for title, _ in _COLUMNS])]
        lines += [_table_line(_cells(pair)) for pair in group]
    lines += ["", *wrap(f"{SERVERLESS.title}: {SERVERLESS.reason} {SERVERLESS.instead}", WIDTH)]
    return "\n".join(lines) + "\n"


def row_as_text(pair: Pair) -> str:
    """All columns of one row, then the notes on documents that disagree."""
    lines = [f"{pair.row}  {pair.title}"]
    if pair.relation:
        lines += _entry("Relation", pair.relation)
    lines += [f"  {_built_words(pair)}"]
    for method in pair.methods:
        lines += ["", *_method_lines(pair, method)]
    lines += ["", "Who takes part"]
    lines += _side_lines("People", pair.people)
    lines += ["", "Where documents disagree or are silent"]
    for note in pair.notes:
        about = f" ({SECURITY_WORDS[note.security]})" if note.security else ""
        lines += wrap(note.text + about, WIDTH, initial_indent="  - ", subsequent_indent="    ")
        lines += wrap(f"Followed: {note.follows}", WIDTH, initial_indent="    ", subsequent_indent="    ")
    return "\n".join(lines) + "\n"


def rows_as_json(pairs: Sequence[Pair]) -> list[dict[str, Tree]]:
    """Every column of every row, as a tree of plain lists and maps; `support` holds the verdict on each model."""
    return [_row_tree(pair) for pair in pairs]


def _row_tree(pair: Pair) -> dict[str, Tree]:
    verdicts = {security: asdict(pair.support(security)) for security in pair.securities}
    tree = {**asdict(pair), "title": pair.title, "support": verdicts}
    return {key: _plain(value) for key, value in tree.items()}


def _plain(value: object) -> Tree:
    match value:
        case None | str() | int():
            return value
        case dict():
            return {str(key): _plain(item) for key, item in value.items()}
        case list() | tuple():
            return [_plain(item) for item in value]
        case _:
            raise TypeError(f"no JSON for {type(value).__name__}")


def _built_words(pair: Pair) -> str:
    return f"this version: {', '.join(pair.built)}" if pair.built else "not in this version"


def _by_built(pairs: Sequence[Pair]) -> Iterator[tuple[str, list[Pair]]]:
    """The groups, what can be done first; rows keep their order."""
    headings = dict.fromkeys(_built_words(pair) for pair in sorted(pairs, key=lambda pair: -len(pair.built)))
    for heading in headings:
        yield heading[0].upper() + heading[1:], [pair for pair in pairs if _built_words(pair) == heading]


def _cells(pair: Pair) -> list[str]:
    key, certificate = pair.method("api-key"), pair.method("certificate")
    modes = dict.fromkeys(mode for method in pair.methods for mode in method.modes)
    return [
        pair.row,
        f"{ENVIRONMENTS[pair.local].word} -> {ENVIRONMENTS[pair.remote].word}",
        pair.relation,
        str(key.port) if key else "-",
        str(certificate.port) if certificate else "-",
        ", ".join(modes),
        "none supported" if pair.ways_out else ", ".join(pair.filters) or "-",
    ]


def _table_line(cells: Iterable[str]) -> str:
    return "  ".join(cell.ljust(width) for cell, (_, width) in zip(cells, _COLUMNS, strict=True)).rstrip()


def _entry(label: str, text: str) -> list[str]:
    hanging = 14 if text.startswith("- ") else 12
    return wrap(text, WIDTH, initial_indent=f"  {label:<10}", subsequent_indent=" " * hanging)


def _entries(label: str, texts: Sequence[str]) -> list[str]:
    """One entry of several texts; the label stands before the first."""
    return [line for at, text in enumerate(texts) for line in _entry(label if at == 0 else "", text)]


def _side_lines(label: str, sides: PerSide) -> list[str]:
    return _entries(label, (f"local: {sides.local}", f"remote: {sides.remote}"))


def _method_lines(pair: Pair, method: Method) -> list[str]:
    support = pair.support(method.security)
    hint = f"; {method.mode_hint}" if method.mode_hint else ""
    return [
        SECURITY_WORDS[method.security],
        *_entry("Verdict", f"{support.word}. {support.reason}"),
        *_entry("Address", f"port {method.port}, {method.address}"),
        *_entry("Modes", f"{', '.join(method.modes)}{hint}"),
        *_side_lines("Trust", method.trust),
        *(_key_only_lines(pair) if method.security == "api-key" else ()),
        *_side_lines("Restarts", method.restarts),
        *_entries("Needs", method.needs),
    ]


def _key_only_lines(pair: Pair) -> list[str]:
    """Who signs the interface's certificate, and filters: these never touch the certificate model."""
    return [*_entry("CA", CA_WORDS[pair.ca]), *_entries("Filters", _filter_words(pair))]


def _filter_words(pair: Pair) -> list[str]:
    if not pair.filters:
        return [f"none on the remote's platform; optional: {', '.join(ENVIRONMENTS[pair.remote].guards)}"]
    if pair.ways_out:
        words = ["none is supported while network security is on; ways out:", *(f"- {way}" for way in pair.ways_out)]
    elif len(pair.filters) > 1:
        first, *others = (FILTER_WORDS[kind] for kind in pair.filters)
        words = [f"{first} (recommended), or {' or '.join(others)}"]
    else:
        words = [f"{FILTER_WORDS[pair.filters[0]]} only"]
    if "ip" in pair.filters:
        words.append(f"An IP filter takes the {ENVIRONMENTS[pair.local].filter_sources}.")
    if pair.filter_needs_proxy_ca:
        words.append("A remote cluster filter needs the local side's certificate authority in the ECE proxy.")
    if pair.filter_refused:
        words.append(pair.filter_refused)
    return words
