"""Read a text file of the course data: as UTF-8, to its end, and nothing that has none."""

from __future__ import annotations

import stat
from pathlib import Path

LARGEST = 4_000_000


def read_text(path: Path) -> tuple[str, str]:
    """Return the text of a file, its lines ending in LF, and a sentence on what is wrong, if it is.

    A byte order mark and the line ends of other systems are read as what they stand for.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return "", "cannot be read: it is a folder, a pipe or a device, and no file"
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError:
        return "", "is missing"
    except (OSError, ValueError) as error:
        return "", f"cannot be read: {reason(error)}"
    return _decoded(data)


def reason(error: Exception) -> str:
    """What the system says is wrong, in its own words."""
    return str(getattr(error, "strerror", None) or error)


def _decoded(data: bytes) -> tuple[str, str]:
    if len(data) > LARGEST:
        return "", f"is larger than {LARGEST / 1e6:.0f} MB, the most that is read"
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        byte = f"byte 0x{data[error.start]:02x} at position {error.start}, in line {line}"
        return "", f"is not UTF-8: {byte}; save it as UTF-8"
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text, "" if text.strip() else "is empty"
