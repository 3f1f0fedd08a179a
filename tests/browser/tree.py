"""The accessibility tree of a part of the page, as Chromium gives it, and what is wrong in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

# What carries no meaning of its own; the words of a paragraph are read with it.
PLAIN = {"generic", "none", "StaticText", "InlineTextBox", "LineBreak", "ListMarker", "LabelText"}
USED = {"button", "checkbox", "combobox", "link", "radio", "textbox", "DisclosureTriangle"}
NAMED = USED | {"group", "image", "meter", "table"}
STATES = ("checked", "expanded", "disabled", "required", "invalid", "level")
LINKED = ("for", "aria-labelledby", "aria-describedby", "aria-errormessage")
# What cells of the course show, without the still page that a form stands for.
OUTPUT = ".jp-OutputArea-output:has(.course-form, .course-page):not(:has(.course-still))"
# Chromium makes no tree of what is out of sight.
ALL_IN_SIGHT = 30_000
# In the page itself: what leads nowhere, is drawn for eyes alone, or jumps the queue of the Tab key.
ASTRAY = """([selector, linked]) => {
  const all = [...document.querySelectorAll(`${selector} *`)];
  const tag = (node) => node.outerHTML.slice(0, 90);
  const missing = (name) => all.filter((node) => (node.getAttribute(name) ?? "").split(" ")
    .some((id) => id && !document.getElementById(id))).map((node) => `${name} of ${tag(node)}`);
  const twice = all.filter(({ id }) => id && all.filter((other) => other.id === id).length > 1);
  return [
    ...linked.flatMap(missing),
    ...twice.map((node) => `two have the id of ${tag(node)}`),
    ...all.filter((node) => node.tabIndex > 0).map((node) => `tabindex of ${tag(node)}`),
    ...all.filter((node) => node.matches("svg:not([aria-hidden=true], svg svg)")).map(tag),
    ...all.filter((node) => node.matches("a") && !node.href).map(tag),
    ...all.filter((node) => node.matches("th:not([scope])")).map(tag),
  ];
}"""


@dataclass(frozen=True)
class Node:
    """What assistive technology is told of one element; ``states`` has those that hold."""

    role: str
    name: str
    description: str
    value: str
    states: dict[str, Any]
    within: tuple[str, ...]

    @cached_property
    def line(self) -> str:
        """``checkbox "P1" checked``, ``heading "Slips" level 3``, ``combobox "Side" = all``."""
        held = [f"{k} {v}" if k == "level" else k for k, v in self.states.items() if k in STATES]
        role = {"DisclosureTriangle": "summary"}.get(self.role, self.role)
        value = [f"= {self.value}"] if self.value else []
        return " ".join([role, f'"{self.name}"' if self.name else "", *value, *held]).strip()


def trees(page: Page, selector: str) -> list[list[Node]]:
    """The trees of all elements that are selected, each from top to end; what is plain is left out."""
    chromium = page.context.new_cdp_session(page)
    try:
        root = chromium.send("DOM.getDocument", {"depth": 0})["root"]["nodeId"]
        found = chromium.send("DOM.querySelectorAll", {"nodeId": root, "selector": selector})
        asked = [{"nodeId": node} for node in found["nodeIds"]]
        return [
            [*_nodes(chromium.send("Accessibility.queryAXTree", node)["nodes"])] for node in asked
        ]
    finally:
        chromium.detach()


def _nodes(given: list[dict[str, Any]]) -> Iterator[Node]:
    """Chromium's own nodes, of which each names its children, as ours with the groups around them."""
    within: dict[str, tuple[str, ...]] = {}
    for each in given:
        role, name = each["role"]["value"], each.get("name", {}).get("value", "")
        around = within.get(each["nodeId"], ())
        inner = (*around, f"{role} {name}") if role in ("group", "form", "table") else around
        within |= dict.fromkeys(each.get("childIds", []), inner)
        if each["ignored"] or role in PLAIN:
            continue
        states = {p["name"]: p["value"].get("value") for p in each.get("properties", [])}
        held = {name: value for name, value in states.items() if value not in (False, "false")}
        described, value = (str(each.get(k, {}).get("value", "")) for k in ("description", "value"))
        yield Node(role, " ".join(name.split()), described, value, held, around)


def faults(page: Page, selector: str) -> list[str]:
    """Return a line for each thing that nobody could name, find or follow."""
    lines: list[str] = page.evaluate(ASTRAY, [selector, LINKED])
    for tree in trees(page, selector):
        lines += _unnamed(tree)
    return lines


def _unnamed(tree: list[Node]) -> Iterator[str]:
    seen, level = set(), 0
    for node in tree:
        words = node.name.lower().split()
        if node.role in NAMED and not words and node.states.get("focusable", node.role != "group"):
            yield f"without a name: {node.line} in {node.within}"
        if node.role in USED and node.role in words:
            yield f"says its role twice: {node.line}"
        place = (node.role, node.name, node.within)
        if node.role in ("combobox", "textbox") and place in seen:
            yield f"two of one name: {node.line} in {node.within}"
        seen.add(place)
        if node.role == "heading":
            if level and node.states["level"] > level + 1:
                yield f"a level is left out before {node.line}"
            level = node.states["level"]
        if node.role in ("button", "link") and node.states.get("hidden"):
            yield f"hidden, and in use: {node.line}"
