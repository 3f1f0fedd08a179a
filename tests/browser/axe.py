"""axe-core in the page of a JupyterLab: what it finds wrong in the outputs.

The shell around the outputs has faults of its own, so only a part of the page is looked at.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib import resources
from typing import TYPE_CHECKING, Any

from tests.browser import lab

if TYPE_CHECKING:
    from playwright.sync_api import Page

# JupyterLab's page has no height of its own, and axe then passes every contrast without a look.
HEIGHT = "html, body { height: 100vh !important; }"
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# Signs and single letters are measured like words.
SIGNS_TOO = {"color-contrast": {"options": {"ignoreUnicode": False, "ignoreLength": True}}}
OPTIONS = {
    "runOnly": {"type": "tag", "values": TAGS},
    "resultTypes": ["violations", "incomplete"],
    "checks": SIGNS_TOO,
}
RUN = "([selector, options]) => axe.run(selector, options)"
# A picture without words, a box without a label, grey on grey, and two buttons that are too small.
KNOWN_BAD = """<div class="known-bad">
  <img class="known-bad" src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=">
  <input class="known-bad" type="text">
  <p class="known-bad" style="color: #aaa; background: #ddd; font-size: 14px">Hard to read</p>
  <button class="known-bad" style="all: unset; font-size: 9px">a</button
  ><button class="known-bad" style="all: unset; font-size: 9px">b</button>
</div>"""
BROKEN = {"image-alt", "label", "color-contrast", "target-size"}
IS_BAD = 'class="known-bad"'
ADD = """(nodes, html) =>
  nodes.find((node) => node.checkVisibility()).insertAdjacentHTML("beforeend", html)"""
BOX = f"{lab.NOTEBOOK} .jp-WindowedPanel-outer"
# Pictures have come, and nothing moves any more.
STILL = f"""async () => {{
  const box = document.querySelector("{BOX}");
  const last = [...box.querySelectorAll(".jp-Cell")].pop();
  let below = null;
  for (let look = 0; look < 40; look += 1) {{
    box.scrollTop = 0;
    const now = last.getBoundingClientRect().bottom - box.getBoundingClientRect().bottom;
    if (now === below && [...document.images].every((image) => image.complete)) break;
    below = now;
    await new Promise((done) => setTimeout(done, 150));
  }}
  return Math.max(0, Math.ceil(below));
}}"""

# What axe says of texts that it takes to be covered, as of many in several lines.
COVERED = ("overlapped by another element", "partially overlaps other elements")
# Whether a text is what one meets at the middle and near the ends of each of its lines.
ON_TOP = """(node) => {
  node.scrollIntoView({ block: "center" });
  return [...node.getClientRects()].every((line) => [0.02, 0.5, 0.98].every((part) => {
    const met = document.elementFromPoint(line.left + part * line.width, line.top + line.height / 2);
    return node.contains(met);
  }));
}"""


def violations(page: Page, selector: str) -> list[str]:
    """Return a line for each fault that axe finds in the parts of the page that are selected.

    Something bad stands in the first of them meanwhile: that axe finds its faults is asserted.
    """
    if not page.evaluate("() => 'axe' in window"):
        script = resources.files("axe_playwright_python").joinpath("axe.min.js")
        page.evaluate(script.read_text(encoding="utf-8"))
        page.add_style_tag(content=HEIGHT)
    parts = page.locator(selector)
    parts.evaluate_all(ADD, KNOWN_BAD)
    try:
        _show_all(page)
        result: dict[str, Any] = page.evaluate(RUN, [selector, OPTIONS])
    finally:
        page.locator("div.known-bad").evaluate("node => node.remove()")
    found = list(_faults(result["violations"] + _undecided(page, result)))
    missed = BROKEN - {rule for rule, line in found if IS_BAD in line}
    assert not missed, f"axe does not look: it missed {missed}"
    return [line for _, line in found if IS_BAD not in line]


def finds_nothing(page: Page, selector: str, picture: str = "") -> None:
    """Let axe look in both themes; ``picture`` names a screenshot of each."""
    for theme in lab.THEMES:
        with lab.theme(page, theme), lab.viewport(page, lab.WINDOW["width"], lab.WINDOW["height"]):
            found = violations(page, selector)
            assert found == [], "\n".join([theme, *found])
            if picture:
                lab.screenshot(page, f"{picture}-{theme.split()[-1].lower()}")


def _show_all(page: Page) -> None:
    """Make the window so high that nothing is out of sight: axe cannot judge its contrast."""
    height = lab.WINDOW["height"]
    for _ in range(5):
        if not (below := page.evaluate(STILL)):
            return
        height += below
        page.set_viewport_size({"width": lab.WINDOW["width"], "height": height})
    raise AssertionError(f"{below} pixels of the notebook are out of sight")


def _undecided(page: Page, result: dict[str, Any]) -> list[dict[str, Any]]:
    """Contrasts that axe cannot judge; it takes some text to be covered that nothing lies over."""
    unsure = [rule for rule in result["incomplete"] if rule["id"] == "color-contrast"]
    page.set_viewport_size({"width": lab.WINDOW["width"], "height": lab.WINDOW["height"]})
    for rule in unsure:
        rule["nodes"] = [node for node in rule["nodes"] if not _on_top(page, node)]
    return unsure


def _on_top(page: Page, node: dict[str, Any]) -> bool:
    covered = any(reason in node["failureSummary"] for reason in COVERED)
    return covered and bool(page.locator(node["target"][0]).evaluate(ON_TOP))


def _faults(rules: list[dict[str, Any]]) -> Iterator[tuple[str, str]]:
    for rule in rules:
        for node in rule["nodes"]:
            why = f"{node['html'][:160]} ({node['failureSummary'][:200]})"
            yield rule["id"], f"{rule['id']}: {why}"
