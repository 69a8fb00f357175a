"""Themes: dark and light, and the terminal's own sixteen colours where it has no more."""

from collections.abc import Mapping
from dataclasses import replace

from textual.theme import Theme

DARK = Theme(
    name="rcw-dark",
    dark=True,
    primary="#6cb6ff",
    secondary="#7fc8c2",
    accent="#6cb6ff",
    success="#6fcf7c",
    warning="#e8b955",
    error="#ff7b72",
    foreground="#dfe3e8",
    background="#14171b",
    surface="#14171b",
    panel="#1e2329",
    variables={"muted": "#98a2ad", "line": "#4a535d", "border": "#6cb6ff", "footer-key-foreground": "#6cb6ff"},
)
LIGHT = Theme(
    name="rcw-light",
    dark=False,
    primary="#0b5cad",
    secondary="#0b6b66",
    accent="#0b5cad",
    success="#1a6b2c",
    warning="#8a5300",
    error="#b3261e",
    foreground="#1b1f24",
    background="#fbfbfa",
    surface="#fbfbfa",
    panel="#eceeef",
    variables={"muted": "#5a636d", "line": "#a2abb4", "border": "#0b5cad", "footer-key-foreground": "#0b5cad"},
)
THEMES = (DARK, LIGHT)


def without_color(theme: Theme) -> Theme:
    """The same for NO_COLOR: as grey, each colour would be dimmer than the text, and a failure the dimmest."""
    text = theme.foreground
    variables = {**theme.variables, "border": text or "", "footer-key-foreground": text or ""}
    return replace(
        theme, primary=text or "", secondary=text, accent=text, success=text, warning=text, error=text,
        variables=variables,
    )  # fmt: skip


FALLBACKS: Mapping[str, str] = {"muted": "ansi_bright_black", "line": "ansi_bright_black"}
"""Variables of ours for themes that are not: known before any theme is read, as the style sheets name them."""


def theme_name(asked: str, environ: Mapping[str, str], colors: int) -> str:
    """The theme to begin with: the one asked for, TEXTUAL_THEME, or what this many colours can show."""
    if asked or environ.get("TEXTUAL_THEME"):
        named = asked or environ["TEXTUAL_THEME"]
        return {"dark": DARK.name, "light": LIGHT.name}.get(named, named)
    return "ansi-dark" if colors < 256 else DARK.name


def colors_of(environ: Mapping[str, str]) -> int:
    """How many colours the terminal says it has."""
    term = environ.get("TERM", "")
    if "256color" in term or "truecolor" in environ.get("COLORTERM", "") or "24bit" in environ.get("COLORTERM", ""):
        return 256
    return 256 if term in ("alacritty", "xterm-kitty", "foot", "ghostty", "wezterm") or not term else 16
