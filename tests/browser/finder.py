"""Where the browser for the tests is."""

import os
import shutil
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "msedge")
MISSING = (
    "No browser for the tests: run `playwright install chromium`, or install Chromium, "
    "or set BROWSER_PATH to a Chromium, Chrome or Edge."
)


def find(playwrights_own: str) -> str:
    """Return the path of a browser: BROWSER_PATH, Playwright's own, then what stands on PATH.

    Raises FileNotFoundError with one line that says what to install.
    """
    named = os.environ.get("BROWSER_PATH")
    if named:
        if not Path(named).is_file():
            raise FileNotFoundError(f"BROWSER_PATH is {named}, which is no file.")
        return named
    if Path(playwrights_own).is_file():
        return playwrights_own
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        raise FileNotFoundError(MISSING)
    return found


def main() -> None:
    """Exit with 0 if there is a browser, else with the line that says what to install (run.py asks this)."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        try:
            find(playwright.chromium.executable_path)
        except FileNotFoundError as missing:
            raise SystemExit(str(missing)) from None


if __name__ == "__main__":
    main()
