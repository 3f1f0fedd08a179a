"""The commands ``python -m course_utils lab``, fresh, doctor, and of who makes a course."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from course_utils.source.text import reason

COMMANDS = {
    "lab": """\
Opens the course of this folder in JupyterLab.
Where there is none, it is copied there first. To stop, press Ctrl-C, then y and Enter.
What stands behind -- is handed on to JupyterLab: python -m course_utils lab -- --port=9999
Next: run the cells of the first lesson from the top.""",
    "fresh": """\
Sets the notebooks of this folder's course back to as delivered.
Those that you changed or deleted come back; what you changed is first copied to my-work/.
Next: open the lesson anew, and run it from the top.""",
    "new": """\
Makes a course in FOLDER that runs as it is, to write your own over it.
Its tables have an example row, there are questions of each kind, and lessons to write in.
Next: open FOLDER/notebooks in JupyterLab, or fill in the tables with 'sheet'.""",
    "sheet": """\
Writes all tables and questions into one workbook; with --from, brings it back.
Each column has a note that says what goes in, and a list to choose from where only some values may.
Next: fill it in with Excel or LibreOffice, save it as .xlsx, and bring it back:

  python -m course_utils sheet my-course --from my-course/my-course.xlsx

As long as something is wrong nothing is changed, and you read where. What the folder held before is
kept in my-work/.""",
    "check": """\
Reports what is wrong or missing, causes first, and whether the course is ready for a class.
Passages are looked for in the text that ships, or in the copy that --article names.
Next: mend what is named first, and check again.""",
    "doctor": """\
Shows whether this computer can run the lessons, and where answers are kept.
Next: do what stands beside a line that is not in order.""",
}
MADE = """The course is in {0}. See how it runs, write over it, check it:

  jupyter lab "{0}/notebooks/00-start.ipynb"
  python -m course_utils sheet "{0}"
  python -m course_utils check "{0}"

Or edit the files in {0}/data themselves. In the lessons look for 'Write here'."""
WRITTEN = """The workbook is {0}. Fill it in, save it, close it. Next:
python -m course_utils sheet "{1}" --from "{0}\""""
PACKAGE = "datapackage.json"


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; what the user can mend is said in a sentence, and the exit code is 1."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a Windows console knows few characters
            stream.reconfigure(errors="replace")
    args = _parser().parse_args((sys.argv[1:] if words is None else words) or ["--help"])
    try:
        said, well = _run(args)
        print(said)
        return 0 if well else 1
    except ModuleNotFoundError as error:
        print(f"Install {error.name}: python -m pip install {error.name}", file=sys.stderr)
    except OSError as error:
        print(f"{error.filename or 'A file'}: {reason(error)}", file=sys.stderr)
    except ValueError as error:
        print(error, file=sys.stderr)
    return 1


def _run(args: argparse.Namespace) -> tuple[str, bool]:
    if args.command in ("lab", "fresh"):
        from course_utils.kit import fresh, lab

        if args.command == "lab":
            return lab.open_course(Path.cwd(), args.options), True
        return fresh.fresh(lab.find_course(Path.cwd()), datetime.now()), True
    if args.command == "doctor":
        from course_utils.kit.doctor import diagnose

        return diagnose()
    return _make(args)


def _make(args: argparse.Namespace) -> tuple[str, bool]:
    if args.command == "new":
        from course_utils.kit.new import make_course

        make_course(args.folder)
        return MADE.format(args.folder), True
    if args.command == "sheet":
        from course_utils.kit.workbook import read_workbook, write_workbook

        data = _data_folder(args.folder)
        if args.source:
            told = read_workbook(args.source, data)
            return "\n".join([*told, f'Next: python -m course_utils check "{data.parent}"']), True
        file = data.parent / f"{data.parent.name}.xlsx"
        write_workbook(data, file)
        return WRITTEN.format(file, data.parent), True
    from course_utils.kit.report import check_course

    return check_course(_data_folder(args.folder), args.article)


def _data_folder(folder: Path) -> Path:
    for place in (folder.expanduser().resolve(), folder.expanduser().resolve() / "data"):
        if (place / PACKAGE).is_file():
            return place
    raise ValueError(f"There is no course in {folder}: no {PACKAGE} there or in its folder data.")


def _parser() -> argparse.ArgumentParser:
    what = (
        "Open the course; make one of your own text, fill it in, check it. In full: COMMAND --help"
    )
    parser = argparse.ArgumentParser(prog="python -m course_utils", description=what)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    made = {}
    for name, text in COMMANDS.items():
        made[name] = commands.add_parser(name, help=text.split("\n")[0], description=text)
        made[name].formatter_class = argparse.RawDescriptionHelpFormatter
        if name in ("new", "sheet", "check"):
            made[name].add_argument("folder", metavar="FOLDER", type=Path)
    made["lab"].add_argument("options", nargs="*", metavar="-- OPTION")
    made["sheet"].add_argument("--from", dest="source", metavar="FILE.xlsx", type=Path)
    made["check"].add_argument("--article", metavar="FILE", type=Path)
    return parser


if __name__ == "__main__":
    sys.exit(main())
