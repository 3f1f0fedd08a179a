"""What stands in the way of keeping a learner's work, to be said before anything else."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from course_utils.record.record import Record

# The first three are set by BinderHub's spawner, the last by the Kubernetes that it runs on.
BINDER = ("BINDER_LAUNCH_HOST", "BINDER_REPO_URL", "BINDER_REQUEST", "BINDER_SERVICE_HOST")
ON_BINDER = (
    "This course runs on Binder, a borrowed computer: after some idle minutes, ten on mybinder.org,"
    " its disk is deleted, and your work with it. Download your work with cu.save_my_work() before"
    " you take a break; cu.bring_back_my_work() takes it in again."
)


def on_binder() -> bool:
    """Tell whether the course runs on Binder, where no disk lasts."""
    return any(os.environ.get(name) for name in BINDER)


def notices(record: Record) -> list[str]:
    """Return a paragraph for each thing that the learner should know first; none as a rule."""
    said = (ON_BINDER if on_binder() else "", record.trouble, record.notice)
    return [text for text in said if text]
