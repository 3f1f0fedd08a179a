"""axe-core in the page of a JupyterLab: what it finds wrong in the outputs.

The shell around the outputs has faults of its own, so only a part of the page is looked at.
"""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING, Any

from tests.browser import lab

if TYPE_CHECKING:
    from playwright.sync_api import Page

# JupyterLab's page has no height of its own, and axe then passes every contrast without a look.
HEIGHT = "html, body { height: 100vh !important; }"
DRAWN_MILLISECONDS = 500
RUN = "selector => axe.run(selector, { resultTypes: ['violations', 'incomplete', 'passes'] })"
# A picture without words, a box without a label, and grey on grey.
KNOWN_BAD = """<div class="known-bad">
  <img src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA="><input type="text">
  <p style="color: #aaa; background: #ddd; font-size: 14px">Hard to read</p>
</div>"""
ADD = """([selector, html]) =>
  document.querySelector(selector).insertAdjacentHTML("beforeend", html)"""


def violations(page: Page, selector: str) -> list[str]:
    """Return a line for each fault that axe finds in the parts of the page that are selected."""
    result = _run(page, selector)
    assert "color-contrast" in {rule["id"] for rule in result["passes"] + result["violations"]}
    return _lines(result["violations"]) + _lines(_undecided_contrast(result))


def finds_nothing(page: Page, selector: str, picture: str = "") -> None:
    """Let axe look in both themes, and see that it looks; ``picture`` names a screenshot of each."""
    for theme in lab.THEMES:
        with lab.theme(page, theme), lab.viewport(page, 1280, 10000):
            assert violations(page, selector) == []
            assert {"color-contrast", "image-alt", "label"} <= found_in_known_bad(page, selector)
            if picture:
                lab.screenshot(page, f"{picture}-{theme.split()[-1].lower()}")


def found_in_known_bad(page: Page, selector: str) -> set[str]:
    """Put something bad into the selected part, and return the names of the rules it breaks."""
    page.evaluate(ADD, [selector, KNOWN_BAD])
    try:
        return {rule["id"] for rule in _run(page, f"{selector} .known-bad")["violations"]}
    finally:
        page.locator(".known-bad").evaluate("node => node.remove()")


def _run(page: Page, selector: str) -> dict[str, Any]:
    if not page.evaluate("() => 'axe' in window"):
        script = resources.files("axe_playwright_python").joinpath("axe.min.js")
        page.evaluate(script.read_text(encoding="utf-8"))
        page.add_style_tag(content=HEIGHT)
    page.locator(selector).first.scroll_into_view_if_needed()  # what is out of sight is not drawn
    page.wait_for_timeout(DRAWN_MILLISECONDS)
    result: dict[str, Any] = page.evaluate(RUN, selector)
    return result


def _undecided_contrast(result: dict[str, Any]) -> list[dict[str, Any]]:
    return [rule for rule in result["incomplete"] if rule["id"] == "color-contrast"]


def _lines(rules: list[dict[str, Any]]) -> list[str]:
    return [
        f"{rule['id']}: {node['html'][:120]} ({node['failureSummary'][:200]})"
        for rule in rules
        for node in rule["nodes"]
    ]
