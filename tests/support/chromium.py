"""A real Chromium with scripts off, as Tor Browser at its safest level has them."""

import contextlib
import os
import shutil

import pytest

PATH = os.environ.get("SOTTO_CHROMIUM") or shutil.which("chromium")
MUST = os.environ.get("SOTTO_REQUIRE_BROWSER") == "1"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]

marks = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.skipif(not PATH and not MUST, reason="no Chromium on this machine"),
]


@contextlib.contextmanager
def launched():
    """Give a browser until the end of the block."""
    from playwright.sync_api import sync_playwright

    assert PATH, "SOTTO_REQUIRE_BROWSER=1, and there is no Chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=PATH, args=ARGUMENTS)
        yield browser
        browser.close()
