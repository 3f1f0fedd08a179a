"""What an administrator copies for a hub: it is well formed, and speaks of what is there."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import yaml

ROOT = Path(__file__).resolve().parents[1]
HUB = ROOT / "deploy" / "jupyterhub"
README = (ROOT / "deploy" / "README.md").read_text(encoding="utf-8")
VALUES = yaml.safe_load((HUB / "values.yaml").read_text(encoding="utf-8"))
# As the chart of Zero to JupyterHub (4.1) spells them: it refuses what it does not know.
CHART = {
    "cull": {"enabled", "every", "timeout"},
    "hub": {"config"},
    "prePuller": {"continuous.enabled", "hook.enabled"},
    "proxy": {"https.enabled", "https.hosts", "https.letsencrypt.contactEmail"},
    "scheduling": {
        "podPriority.enabled",
        "userPlaceholder.enabled",
        "userPlaceholder.replicas",
        "userScheduler.enabled",
    },
    "singleuser": {
        "cpu.guarantee",
        "cpu.limit",
        "defaultUrl",
        "image.name",
        "image.tag",
        "lifecycleHooks",
        "memory.guarantee",
        "memory.limit",
        "networkPolicy.egressAllowRules.cloudMetadataServer",
        "networkPolicy.egressAllowRules.nonPrivateIPs",
        "networkPolicy.egressAllowRules.privateIPs",
        "networkPolicy.enabled",
        "startTimeout",
        "storage.capacity",
    },
}
FREE = ("config", "lifecycleHooks")  # what is below is not the chart's
LESSON = "lab/tree/course/notebooks/00-start.ipynb"


def keys(values: object, above: str = "") -> Iterator[str]:
    if not isinstance(values, dict) or above in FREE:
        yield above
        return
    for name, value in values.items():
        yield from keys(value, f"{above}.{name}".lstrip("."))


def test_the_values_have_keys_that_the_chart_knows_and_nobody_gets_in_unasked() -> None:
    assert {part: set(keys(values)) for part, values in VALUES.items()} == CHART
    assert VALUES["hub"]["config"]["Authenticator"]["allow_all"] is False
    assert VALUES["hub"]["config"]["JupyterHub"]["authenticator_class"] == "null"
    allowed = VALUES["singleuser"]["networkPolicy"]["egressAllowRules"]
    assert not any(allowed.values())


def test_each_way_opens_the_first_lesson_through_the_link_in_a_home() -> None:
    config = (HUB / "course.py").read_text(encoding="utf-8")
    compile(config, "course.py", "exec")
    assert f'"/{LESSON}"' in config
    assert VALUES["singleuser"]["defaultUrl"] == f"/{LESSON}"
    command = VALUES["singleuser"]["lifecycleHooks"]["postStart"]["exec"]["command"]
    assert command[-2:] == ["/srv/course-utils", "/home/jovyan/course"]
    assert "COPY . /srv/course-utils\n" in (HUB / "Dockerfile").read_text(encoding="utf-8")
    assert (ROOT / LESSON.removeprefix("lab/tree/course/")).is_file()


def test_the_server_asks_nobody_for_news_and_stops_idle_kernels() -> None:
    settings = json.loads((HUB / "jupyter_server_config.json").read_text(encoding="utf-8"))
    assert settings["LabApp"]["news_url"] is None
    assert settings["LabApp"]["check_for_updates_class"] == "jupyterlab.NeverCheckForUpdate"
    assert settings["MappingKernelManager"]["cull_idle_timeout"] > 0


def test_the_link_that_copies_the_course_opens_its_first_lesson() -> None:
    (link,) = re.findall(r"https://HUB/hub/user-redirect/git-pull\S+", README)
    asked = parse_qs(urlsplit(link).query)
    assert asked == {
        "repo": ["https://HOST/OWNER/course-utils"],
        "branch": ["main"],
        "urlpath": ["lab/tree/course-utils/notebooks/00-start.ipynb"],
    }


def test_what_the_plan_names_stands_in_the_settings() -> None:
    memory = VALUES["singleuser"]["memory"]
    assert f"guarantee {memory['guarantee']}" in README
    assert f"limit {memory['limit']}" in README
    named = re.findall(r"`((?:deploy|tests)/[\w/.]+)`", README)
    assert len(named) > 4
    assert [name for name in named if not (ROOT / name).exists()] == []
