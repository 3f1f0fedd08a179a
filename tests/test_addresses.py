"""CITATION.cff alone says where the course is published; the badge follows from it.

Whoever publishes the course adds one line there, ``repository-code: https://github.com/...``.
Until then there is no badge, as it would lead nowhere.
"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent
FIRST_LESSON = "notebooks/00-start.ipynb"
LEADS_TO_BINDER = re.compile(r"mybinder\.org/(?:v2|badge)")
# What stands in an address that nobody has filled in.
PLACEHOLDER = re.compile(r"(?i:your?|my|the|example|owner|user(name)?|org|name|repo(sitory)?|todo)")
PAGES = ("*.md", "deploy/**/*.md", "notebooks/*.ipynb", "courses/*/notebooks/*.ipynb")


def badge(repository: str) -> str:
    """The badge that opens the first lesson in JupyterLab on Binder, as README.md shows it."""
    address = urlsplit(repository)
    names = address.path.removesuffix(".git").strip("/").split("/")
    if address.scheme != "https" or "." not in address.netloc or len(names) < 2:
        raise ValueError(
            f"{repository} is not the address of a repository, https://HOST/OWNER/NAME"
        )
    for name in (*names, address.netloc.split(".")[0]):
        if not re.fullmatch(r"[\w.-]+", name) or PLACEHOLDER.fullmatch(name) or name.isupper():
            raise ValueError(f"{repository}: '{name}' is still to be filled in")
    where = "gh/" + "/".join(names) if address.netloc == "github.com" else ""
    where = where or "git/" + quote(repository, safe="")
    opens = f"https://mybinder.org/v2/{where}/HEAD?urlpath=lab/tree/{FIRST_LESSON}"
    return f"[![Open on Binder](https://mybinder.org/badge_logo.svg)]({opens})"


def test_the_badge_is_that_of_the_repository_and_without_one_there_is_none() -> None:
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    wanted = [badge(citation[key] or "") for key in citation if key == "repository-code"]
    readme = (ROOT / "README.md").read_text("utf-8").splitlines()
    found = [line for line in readme if LEADS_TO_BINDER.search(line)]
    assert found == wanted, f"README.md shows {found}; by CITATION.cff it is to show {wanted}"
    assert (ROOT / FIRST_LESSON).is_file()


def test_nothing_but_readme_leads_to_a_repository_on_binder() -> None:
    pages = [page for each in PAGES for page in ROOT.glob(each) if page != ROOT / "README.md"]
    assert not [page for page in pages if LEADS_TO_BINDER.search(page.read_text("utf-8"))]


@pytest.mark.parametrize(
    ("repository", "opens"),
    [
        ("https://github.com/ada-l/close-reading", "gh/ada-l/close-reading/HEAD"),
        ("https://github.com/ada-l/close-reading.git", "gh/ada-l/close-reading/HEAD"),
        (
            "https://git.school.edu/ir/reading",
            "git/https%3A%2F%2Fgit.school.edu%2Fir%2Freading/HEAD",
        ),
    ],
)
def test_a_badge_opens_the_first_lesson_in_jupyterlab(repository: str, opens: str) -> None:
    assert f"/v2/{opens}?urlpath=lab/tree/notebooks/00-start.ipynb)" in badge(repository)


@pytest.mark.parametrize(
    "repository",
    [
        *("", "https://github.com/", "https://github.com/ada-l", "github.com/ada-l/reading"),
        *("https://github.com/OWNER/REPOSITORY", "https://github.com/ada-l/REPO"),
        *("https://github.com/your/course", "https://example.org/ada-l/course"),
        *("https://github.com/<owner>/course", "https://github.com/ada-l/{name}"),
    ],
)
def test_an_address_that_is_not_filled_in_is_refused(repository: str) -> None:
    with pytest.raises(ValueError, match=r"to be filled in|not the address"):
        badge(repository)
