"""What does not fit a narrow page: measured where a page is 320 pixels wide, or zoomed to 200 %."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.browser import lab

if TYPE_CHECKING:
    from playwright.sync_api import Page

OUTPUT = f"{lab.NOTEBOOK} .jp-OutputArea-output"
# A box that scrolls is reached by keys, has a name, and shows that it scrolls; all else fits.
TOO_WIDE = f"""() => [...document.querySelectorAll("{OUTPUT}, {OUTPUT} *, {lab.NOTEBOOK} .jp-WindowedPanel-outer")]
  .filter((node) => node.checkVisibility() && getComputedStyle(node).display !== "inline")
  .filter((node) => !node.closest("thead, select, input, textarea, svg, .unseen"))
  .filter((node) => node.scrollWidth > node.clientWidth + 1)
  .filter((node) => !(node.closest(".course-scroll") && !node.matches(".course-scroll")))
  .filter((node) => !(node.matches(".course-scroll[role=group][aria-label]")
    && node.tabIndex === 0 && node.dataset.lmSuppressShortcuts
    && getComputedStyle(node).overflowX === "auto"
    && getComputedStyle(node, "::-webkit-scrollbar").height === "10px"))
  .map((node) => node.outerHTML.slice(0, 120))"""


def too_wide(page: Page) -> list[str]:
    """Return what is cut, or scrolls the page sideways, at 320 pixels and at 200 % of 1280."""
    found = []
    for width, scale in ((320, 1), (640, 2)):
        with _zoomed(page, width, scale):
            found += [f"{width}: {node}" for node in page.evaluate(TOO_WIDE)]
    return found


@contextmanager
def _zoomed(page: Page, width: int, scale: int) -> Iterator[None]:
    session = page.context.new_cdp_session(page)
    size = {"width": width, "height": 1600 // scale, "deviceScaleFactor": scale, "mobile": False}
    with lab.viewport(page, width, 1600 // scale):
        session.send("Emulation.setDeviceMetricsOverride", size)
        assert page.evaluate("[innerWidth, devicePixelRatio]") == [width, scale]
        page.wait_for_timeout(lab.SETTLE_MILLISECONDS)
        yield
        session.send("Emulation.clearDeviceMetricsOverride")
        session.detach()
