"""The text of a file: read to its end as UTF-8; what nobody sees and what is damaged is named."""

import re
import stat
import unicodedata
from pathlib import Path

LARGEST = 4_000_000
NAMES = {"\ufeff": "byte order mark", "\t": "tab", "\ufffe": "byte order mark, turned round"}
KINDS = {"Cc": "control character", "Cs": "half of a character", "Co": "private character"}
# What shows nothing, by its number: controls, blanks other than the plain one, marks of direction,
# fillers, halves of characters, private ones, tags; joiners where there is nothing to join.
UNSEEN = re.compile(
    "[\0-\t\v-\x1f\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u1680\u180e\u2000-\u200b\u200e\u200f"
    "\u2028-\u202f\u205f-\u206f\u2800\u3000\u3164\ud800-\uf8ff\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff"
    "\U000e0001-\U000e007f\U000f0000-\U0010ffff]"
    # A joiner has a use inside a word of Persian or Hindi, and in emoji.
    r"|(?<![^\sA-Za-z\xa0-\u052f])[\u200c\u200d]|[\u200c\u200d](?![^\sA-Za-z\xa0-\u052f])"
)
# What a wrong encoding leaves of one character; only then ftfy is worth its import.
MAYBE_DAMAGED = re.compile("[\x80-\u05ff\u2000-\u2fff]{2}|\ufffd")
# With one of these a capital letter at the end of a word, as in IRMÃ”, looks like damage.
CLOSING = "’”»›“‘–—¹²³.,;:!?)]"
SHOWN = 20
MISSING = "is missing"


def read_text(path: Path) -> tuple[str, str]:
    """Return the text of a file, its lines ending in LF, and a sentence on what is wrong, if it is.

    A byte order mark and the line ends of other systems are read as what they stand for.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return "", "cannot be read: it is a folder, a pipe or a device, and no file"
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
        if len(data) > LARGEST:
            return "", f"is larger than {LARGEST / 1e6:.0f} MB, the most that is read"
        text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except FileNotFoundError:
        return "", MISSING
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        byte = f"byte 0x{error.object[error.start]:02x} at position {error.start}, in line {line}"
        return "", f"is not UTF-8: {byte}; save it as UTF-8"
    except (OSError, ValueError) as error:
        return "", f"cannot be read: {reason(error)}"
    return text, "" if text.strip() else "is empty"


def reason(error: Exception) -> str:
    """What the system says is wrong, in its own words."""
    return str(getattr(error, "strerror", None) or error)


def damaged(text: str) -> str:
    """A sentence on the first word damaged by a wrong encoding; empty if there is none.

    One wrong encoding damages a whole file, so this is to be said once of a file.
    """
    if text.isascii() or not MAYBE_DAMAGED.search(text):
        return ""
    from ftfy.badness import is_bad

    for word in text.split(" "):
        if "\ufffd" in word or is_bad(word.rstrip(CLOSING)):
            shown = clean(word)[: 3 * SHOWN]
            why = "UTF-8 was read in another encoding and saved again"
            return f"'{shown}' is damaged, and so may be more: {why}; open the original as UTF-8"
    return ""


def unseen(text: str) -> str:
    """A sentence on the first character of ``text`` that shows nothing; empty if there is none."""
    found = UNSEEN.search(text)
    if not found:
        return ""
    before, after = (clean(part).strip() for part in (text[: found.start()], text[found.end() :]))
    where = f" after '{before[-SHOWN:]}'" if before else f" before '{after[:SHOWN]}'" * bool(after)
    kind = KINDS.get(unicodedata.category(found[0]), "unknown character")
    called = NAMES.get(found[0]) or unicodedata.name(found[0], kind).lower()
    number = f"U+{ord(found[0]):04X}"
    return f"holds an invisible character{where}: {called} ({number}); delete or retype it"


def clean(text: str) -> str:
    """``text`` with plain blanks for blanks of other kinds, and without what else is invisible."""
    return UNSEEN.sub(lambda found: " " if found[0].isspace() else "", text)
