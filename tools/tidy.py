"""Rewrite text files of the course data as the course reads them: UTF-8, no byte order mark, LF.

Spreadsheet programs often add a byte order mark and Windows line ends.  Without arguments all files
of ``data/`` are looked at.  A file in another encoding is named and left as it is: only its author
can say which encoding that is.
"""

from __future__ import annotations

import sys
from pathlib import Path

DATA = Path(__file__).parent.parent / "data"


def main(names: list[str]) -> int:
    """Tidy the named files; the exit code is 1 where one could not be read."""
    paths = [Path(name) for name in names] or [*DATA.glob("*.csv"), *DATA.glob("quizzes/*.yaml")]
    return max([tidy(path) for path in sorted(paths)], default=0)


def tidy(path: Path) -> int:
    """Rewrite one file if it needs it, and say so."""
    stored = path.read_bytes()
    try:
        text = stored.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        print(f"{path.name}: is not UTF-8 (byte {error.start}); save it as UTF-8 and try again")
        return 1
    clean = text.replace("\r\n", "\n").replace("\r", "\n").encode("utf-8")
    if clean != stored:
        path.write_bytes(clean)
        print(f"{path.name}: rewritten as UTF-8 without a byte order mark, lines ending in LF")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
