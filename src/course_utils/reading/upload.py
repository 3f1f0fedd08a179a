"""Keep a copy of the article that a reader uploads."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

from course_utils.course import Course
from course_utils.reading.article import own_copy, parse_article


def save_copy(course: Course, data: bytes) -> Path:
    """Keep an uploaded page as ``my-work/article.txt``, an earlier one under a dated name.

    Raises ``ValueError`` with a sentence for the reader if the page is too large, is not the
    article or cannot be written; the earlier copy then stays.
    """
    article = parse_article(course, data)
    if not article.is_article:
        raise ValueError(article.trouble)
    path = own_copy(course)
    try:
        path.parent.mkdir(exist_ok=True)
        if path.exists() and path.read_bytes() != data:
            _write(_dated(path), path.read_bytes())
        _write(path, data)
    except OSError as error:
        raise ValueError(f"{path} cannot be written: {error.strerror or error}.") from error
    return path


def _write(path: Path, data: bytes) -> None:
    """Write a file so that it is either whole or not there."""
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        part.write_bytes(data)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _dated(path: Path) -> Path:
    """Return a name for the earlier copy that says when it was set aside."""
    return path.with_stem(f"{path.stem}-{dt.datetime.now():%Y-%m-%d-%H%M%S-%f}")
