"""Take the pictures of the README: the reporter's page on a phone, and a handler's desk.

Builds the demo's company in a folder that is thrown away, serves it, and looks at it in Chromium
with scripts off, as a careful reporter does. `make screenshots` runs it.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pyotp
from playwright.sync_api import Browser, Page, sync_playwright

from app.bench import build, serving

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
HEIGHT = 844
PHONE = {"width": 390, "height": HEIGHT}
LAPTOP = {"width": 1280, "height": HEIGHT}


def main() -> None:
    """Write docs/pictures/portal.png and docs/pictures/desk.png."""
    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("There is no Chromium: install it, then take the pictures.")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="sotto-pictures-") as folder:
        home, port = Path(folder) / "home", serving.free_port()
        told = demo(home)
        command = [*build.SOTTO, "serve", "--home", str(home), "--port", str(port)]
        served = serving.served(command, port=port, environ={}, log=Path(folder) / "log")
        with served as server, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium)
            portal(visit(browser, server.url, size=PHONE))
            desk(visit(browser, server.url, size=LAPTOP), handler=told["handlers"][0])
            browser.close()


def demo(home: Path) -> dict[str, Any]:
    """Build the demo's company and return what it says about itself."""
    command = [*build.SOTTO, "demo", "--home", str(home), "--no-serve", "--json"]
    done = subprocess.run(command, stdout=subprocess.PIPE, check=True)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def visit(browser: Browser, url: str, *, size: dict[str, int]) -> Page:
    """Open a window of somebody new, with scripts off."""
    context = browser.new_context(
        base_url=url,
        viewport={"width": size["width"], "height": size["height"]},
        device_scale_factor=2,
        java_script_enabled=False,
        color_scheme="light",
        locale="en-GB",
    )
    return context.new_page()


def portal(page: Page) -> None:
    """Take the reporter's first page."""
    page.goto("/report")
    page.screenshot(path=PICTURES / "portal.png")


def desk(page: Page, *, handler: dict[str, str]) -> None:
    """Sign in and take the list."""
    page.goto("/desk/sign-in")
    page.fill("[name=name]", handler["sign_in"])
    page.fill("[name=passphrase]", handler["passphrase"])
    page.fill("[name=code]", pyotp.TOTP(handler["totp_secret"]).now())
    page.click("form[action$='/desk/sign-in'] button")
    page.wait_for_url("**/desk")
    page.screenshot(path=PICTURES / "desk.png")


if __name__ == "__main__":
    main()
