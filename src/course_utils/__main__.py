"""The commands of who makes a course: ``python -m course_utils new``, sheet, check, doctor."""

from __future__ import annotations

import argparse
import io
import sys
from collections.abc import Sequence
from pathlib import Path

from course_utils.source.text import reason

START = """\
Make a course of your own text, fill it in, check it. The commands in their order:

  new FOLDER                        make a course that runs as it is, to write your own over it
  sheet FOLDER                      get all its tables and questions as one workbook
  sheet FOLDER --from FILE.xlsx     bring back what you wrote in the workbook
  check FOLDER                      read what is wrong or missing, and whether it is ready
  doctor                            see whether this computer is set up, when a lesson does not run

What each does in full: python -m course_utils new --help, and so on."""
NEW = """\
Makes the folder FOLDER with a small course in it that runs as it is: tables with an example row,
questions of each kind, lessons to write in. A folder that holds something is left alone.

Next: open FOLDER/notebooks in JupyterLab, or fill in the tables with 'sheet'."""
SHEET = """\
Writes all tables and questions of the course in FOLDER into one workbook for Excel or LibreOffice.
Each column has a note that says what goes in, and a list to choose from where only some values may.

Next: fill it in, save it as .xlsx, close it, and bring it back with --from. It is checked first: as
long as something is wrong nothing is changed, and you read where it is. What the folder held before
is kept in my-work/."""
CHECK = """\
Reports on the course in FOLDER: what is wrong, by file, causes first; what is missing and what that
costs; whether it is ready for a class. It changes nothing.

Next: mend what is named first, and check again."""
DOCTOR = """\
Shows on one screen whether this computer can run the lessons, and where answers are kept.

Next: do what stands beside a line that is not in order."""
MADE = """The course is in {0}. See how it runs, write over it, check it:

  jupyter lab "{0}/notebooks/00-start.ipynb"
  python -m course_utils sheet "{0}"
  python -m course_utils check "{0}"

Or edit the files in {0}/data themselves. In the lessons look for 'Write here'."""
PACKAGE = "datapackage.json"


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; what the user can mend is said in a sentence, and the exit code is 1."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a Windows console knows few characters
            stream.reconfigure(errors="replace")
    parser = _parser()
    args = parser.parse_args(words)
    try:
        if args.command:
            return _run(args)
        parser.print_help()
        return 0
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        print(f"{error.filename or 'A file'}: {reason(error)}", file=sys.stderr)
    except ValueError as error:
        print(error, file=sys.stderr)
    return 1


def _run(args: argparse.Namespace) -> int:
    if args.command == "new":
        from course_utils.kit.new import make_course

        make_course(args.folder)
        print(MADE.format(args.folder))
        return 0
    if args.command == "sheet":
        return _sheet(data_folder(args.folder), args.source, args.to)
    if args.command == "check":
        from course_utils.kit.report import check_course

        report, ready = check_course(data_folder(args.folder), args.article)
    else:
        from course_utils.kit.doctor import diagnose

        report, ready = diagnose()
    print(report)
    return 0 if ready else 1


def _sheet(data: Path, source: Path | None, to: Path | None) -> int:
    from course_utils.kit.workbook import read_workbook, write_workbook

    if source:
        print(*read_workbook(source, data), sep="\n")
        return 0
    to = to or data.parent / f"{data.parent.name}.xlsx"
    write_workbook(data, to)
    print(f"The workbook is {to}. Fill it in, save it, close it. Next:")
    print(f'python -m course_utils sheet "{data.parent}" --from "{to}"')
    return 0


def data_folder(folder: Path) -> Path:
    """The data folder of a course, named itself or by the course's folder; else ``ValueError``."""
    folder = folder.expanduser().resolve()
    for place in (folder, folder / "data"):
        if (place / PACKAGE).is_file():
            return place
    if not folder.is_dir():
        raise ValueError(f"{folder} is not a folder. 'new' makes one.")
    raise ValueError(f"{folder} is no course: there is no {PACKAGE} in it or in its folder data.")


def _parser() -> argparse.ArgumentParser:
    name, as_it_is = "python -m course_utils", argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(
        prog=name, usage=f"{name} COMMAND ...", description=START, formatter_class=as_it_is
    )
    commands = parser.add_subparsers(dest="command", help=argparse.SUPPRESS, prog=name)
    made = {}
    for command, text, example in (
        ("new", NEW, " my-course"),
        ("sheet", SHEET, " my-course --from my-course/my-course.xlsx"),
        ("check", CHECK, " my-course"),
        ("doctor", DOCTOR, ""),
    ):
        end = f"Example: {name} {command}{example}"
        made[command] = commands.add_parser(
            command, description=text, epilog=end, formatter_class=as_it_is
        )
    there = "the folder of the course, or its folder data"
    for command, what in (("new", "a new folder"), ("sheet", there), ("check", there)):
        made[command].add_argument("folder", metavar="FOLDER", type=Path, help=what)
    way = made["sheet"].add_mutually_exclusive_group()
    way.add_argument("--from", dest="source", metavar="FILE.xlsx", type=Path, help="bring it back")
    way.add_argument("--to", metavar="FILE.xlsx", type=Path, help="where the workbook goes")
    told = "a copy of the text, in which each passage is looked for"
    made["check"].add_argument("--article", metavar="FILE", type=Path, help=told)
    return parser


if __name__ == "__main__":
    sys.exit(main())
