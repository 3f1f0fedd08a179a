"""The cells of the lessons, and a kernel that runs them and tells what is alive in it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from jupyter_client.blocking.client import BlockingKernelClient
from jupyter_client.manager import start_new_kernel

NOTEBOOKS = Path(__file__).parent.parent / "notebooks"
PATIENCE = 60  # seconds for a cell
COUNT = """\
import gc as _gc, json as _json, psutil as _psutil
from ipywidgets import Widget as _Widget
from ipywidgets.widgets.widget import _instances
from matplotlib.figure import Figure as _Figure
from course_utils.course import Course as _Course
_gc.collect()
_kinds = {"figures": _Figure, "courses": _Course, "widgets": _Widget}
_types = [type(each) for each in _gc.get_objects()]
_alive = {name: sum(issubclass(one, kind) for one in _types) for name, kind in _kinds.items()}
_alive |= {"open": len(_instances), "bytes": _psutil.Process().memory_info().rss}
print(_json.dumps(_alive))"""
Cell = dict[str, Any]


def cells(path: Path, kind: str = "") -> list[Cell]:
    """The cells of a notebook, or those of one kind."""
    found: list[Cell] = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [cell for cell in found if kind in ("", cell["cell_type"])]


def source(cell: Cell) -> str:
    return "".join(cell["source"])


def outputs(cell: Cell) -> list[str]:
    """The texts that a cell stores, of every kind."""
    data = [output.get("data", {}) for output in cell["outputs"]]
    return ["".join(text) for kinds in data for text in kinds.values()]


class Kernel:
    """A kernel of its own process, to which cells are sent as JupyterLab sends them."""

    def __init__(self, client: BlockingKernelClient) -> None:
        self.client = client

    def run(self, code: str, cell: str = "", history: bool = True) -> str:
        """Run a cell and return what it printed; ``AssertionError`` with what it raised."""
        content = {"code": code, "silent": False, "store_history": history}
        metadata = {"cellId": cell} if cell else {}
        message = self.client.session.msg("execute_request", content, metadata=metadata)
        self.client.shell_channel.send(message)
        printed = ""
        while True:
            heard = self.client.get_iopub_msg(timeout=PATIENCE)
            if heard["parent_header"].get("msg_id") != message["header"]["msg_id"]:
                continue
            match heard["content"]:
                case {"execution_state": "idle"}:
                    return printed
                case {"name": "stdout", "text": text}:
                    printed += text
                case {"traceback": lines}:
                    raise AssertionError("\n".join(lines))

    def run_lesson(self, name: str) -> None:
        """Run all code cells of a lesson of the course, from top to bottom."""
        for cell in cells(NOTEBOOKS / f"{name}.ipynb", "code"):
            self.run(source(cell), cell["id"])

    def alive(self) -> dict[str, int]:
        """How many figures, courses and widgets are alive, how many are open, and bytes used."""
        counted: dict[str, int] = json.loads(self.run(COUNT, history=False))
        return counted


@contextmanager
def kernel(environment: Mapping[str, str] | None = None) -> Iterator[Kernel]:
    """Start a kernel in the folder of the notebooks, and stop it afterwards."""
    env = {**os.environ, **(environment or {})}
    manager, client = start_new_kernel(kernel_name="python3", cwd=str(NOTEBOOKS), env=env)
    try:
        yield Kernel(client)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)
