"""Set the notebooks of a course back to those in the zip files that it was delivered with."""

from __future__ import annotations

import os
import shutil
import zlib
from contextlib import ExitStack
from datetime import datetime
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile

from course_utils.source.text import reason

AS_DELIVERED = ".as-delivered.zip"
PLACES = ("notebooks", "courses/*/notebooks")
STOPPED = """Nothing was changed. {} {}. Get the course again, from where you have it, into a \
new folder, and copy its notebooks over these; first keep a copy of your own."""


def fresh(course: Path, now: datetime) -> str:
    """Set the notebooks back to as delivered, keeping a copy of each that was changed; tell which.

    Raises ``ValueError`` with the reason if that cannot be done; nothing is changed then.
    """
    copies = PurePosixPath("my-work", f"notebooks-{now:%Y-%m-%d-%H%M%S}")
    with ExitStack() as stack:
        try:
            changed = _changed(course)
            parts = {name: _write(course / name, changed[name], stack) for name in changed}
            mine = [name for name in changed if (course / name).exists()]
            # Copies of those of one of ``courses/`` have a folder of that name.
            folders = {name: copies.joinpath(*PurePosixPath(name).parts[1:-2]) for name in mine}
            _keep(course, copies, folders)
        except OSError as error:
            raise ValueError(f"Nothing was changed. {_why(error)}") from None
        for name, part in parts.items():
            part.replace(course / name)
    kept = {name: f" (your version is in {folder}/)" for name, folder in folders.items()}
    told = [f"{name} is as delivered again{kept.get(name, '')}" for name in changed]
    return "\n".join(told) or "Nothing to do: the notebooks are as delivered."


def _changed(course: Path) -> dict[str, bytes]:
    """What is to be written where; a further course that nobody delivered is left as it is."""
    folders = [folder for place in PLACES for folder in sorted(course.glob(place))]
    known = [folder for folder in folders if (folder / AS_DELIVERED).exists()] or folders[:1]
    held = {folder / name: text for folder in known for name, text in delivered(folder).items()}
    changed = {at: text for at, text in held.items() if not at.exists() or at.read_bytes() != text}
    return {at.relative_to(course).as_posix(): text for at, text in changed.items()}


def delivered(folder: Path) -> dict[str, bytes]:
    """The notebooks of a folder as delivered; ``ValueError`` if nothing says what they were."""
    try:
        with ZipFile(folder / AS_DELIVERED) as file:
            names = [name for name in file.namelist() if "/" not in name and name[-6:] == ".ipynb"]
            return {name: file.read(name) for name in names}
    except FileNotFoundError:
        trouble = "is missing: nothing here says how the notebooks were delivered"
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        trouble = f"is damaged: {str(error).rstrip('.')}"
    raise ValueError(STOPPED.format(folder / AS_DELIVERED, trouble))


def _write(path: Path, content: bytes, stack: ExitStack) -> Path:
    """Write what is to take the place of a notebook beside it; fail if that cannot be replaced."""
    part = path.with_name(f".{path.name}.part")
    stack.callback(part.unlink, missing_ok=True)
    part.write_bytes(content)
    if path.exists():
        path.open("ab").close()
    return part


def _keep(course: Path, copies: PurePosixPath, folders: dict[str, PurePosixPath]) -> None:
    """Copy what the learner changed into new folders, all of it or nothing."""
    if folders:
        (course / copies).mkdir(parents=True)
    try:
        for name, folder in folders.items():
            (course / folder).mkdir(exist_ok=True)
            shutil.copy2(course / name, course / folder)
    except OSError:
        shutil.rmtree(course / copies)
        raise


def _why(error: OSError) -> str:
    """What the system says, and whether the file or its folder belongs to somebody else."""
    place = Path(error.filename or "The disk")
    there = place if place.exists() else place.parent
    other = error.filename and os.name == "posix" and there.stat().st_uid != os.geteuid()
    return f"{place}: {reason(error)}{'; it belongs to somebody else' if other else ''}."
