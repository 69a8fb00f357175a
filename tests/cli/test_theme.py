"""A theme that is not there is told before anything of the app is imported."""

import argparse
import subprocess
import sys
from pathlib import Path

import pytest

from wizard.cli.app import MORE_THEMES, THEMES, open_app
from wizard.errors import UsageError

ROOT = Path(__file__).parents[2]


def test_a_wrong_theme_names_those_that_are_there() -> None:
    options = argparse.Namespace(theme="rcw-drak", ascii=False)
    with pytest.raises(UsageError, match="There is no theme called rcw-drak") as seen:
        open_app(lambda: pytest.fail("opened"), options)
    assert seen.value.exit_code == 2
    assert "rcw-dark, rcw-light" in seen.value.hint


def test_no_screen_is_imported_for_it() -> None:
    code = (
        "import argparse, sys\n"
        "from wizard.cli.app import open_app\n"
        "from wizard.errors import UsageError\n"
        "try: open_app(None, argparse.Namespace(theme='none', ascii=False))\n"
        "except UsageError: print('textual' in sys.modules)\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True, cwd=ROOT)
    assert ran.stdout == "False\n"


def test_every_theme_that_is_named_is_there() -> None:
    from screens.app import WizardApp

    app = WizardApp(lambda: pytest.fail("opened"), environ={})
    assert set(THEMES) <= set(app.available_themes)
    assert {*MORE_THEMES, *THEMES} - {"dark", "light"} == set(app.available_themes)
