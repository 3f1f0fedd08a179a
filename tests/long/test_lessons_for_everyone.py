"""The lessons of the further courses that the browser tests leave out, looked at in the same way."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser import lab
from tests.browser.conftest import chromium, page, server  # noqa: F401  (fixtures)
from tests.browser.test_notebooks_run import NOTEBOOKS, called, check_lesson

if TYPE_CHECKING:
    from playwright.sync_api import Page

ALL = {*lab.ROOT.glob("courses/*/notebooks/*.ipynb")}


@pytest.mark.parametrize("path", sorted(ALL - {*NOTEBOOKS}), ids=called)
def test_every_other_lesson_is_for_everyone_and_stays_as_delivered(
    page: Page,  # noqa: F811
    server: lab.Server,  # noqa: F811
    path: Path,
) -> None:
    check_lesson(page, server, path)
