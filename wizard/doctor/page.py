"""The page of a check: what it claims, why it matters, how it is seen, how to put it right by hand."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

# Not importlib.resources: importing it takes longer than reading every page.
FOLDER = Path(__file__).parent / "pages"


def page(code: str) -> str:
    """The text of a check's page, in Markdown. FileNotFoundError for a code that has none."""
    return (FOLDER / f"{code}.md").read_text(encoding="utf-8")


def page_codes() -> tuple[str, ...]:
    """The codes that have a page, sorted."""
    return tuple(sorted(entry.stem for entry in FOLDER.glob("*.md")))


@cache
def titles() -> Mapping[str, str]:
    """The claims by code, as the pages' titles say them: `# CODE: claim`."""
    found = {}
    for code in page_codes():
        with (FOLDER / f"{code}.md").open(encoding="utf-8") as lines:
            found[code] = lines.readline().partition(": ")[2].strip()
    return found
