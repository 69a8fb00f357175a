"""The page of a check: what it claims, why it matters, how it is seen, how to put it right by hand."""

from importlib.resources import files


def page(code: str) -> str:
    """The text of a check's page, in Markdown. FileNotFoundError for a code that has none."""
    return (files("wizard.doctor") / "pages" / f"{code}.md").read_text(encoding="utf-8")


def page_codes() -> tuple[str, ...]:
    """The codes that have a page, sorted."""
    folder = files("wizard.doctor") / "pages"
    return tuple(sorted(entry.name.removesuffix(".md") for entry in folder.iterdir() if entry.name.endswith(".md")))
