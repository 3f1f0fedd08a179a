"""The words that programs say alike: counts, lists, and what is known or an error."""

from collections.abc import Iterable, Mapping, Sequence
from difflib import get_close_matches


def plural(noun: str) -> str:
    """``claims``, ``guesses``, ``matches``."""
    return f"{noun}es" if noun.endswith(("s", "x", "ch", "sh")) else f"{noun}s"


def count(number: int, noun: str) -> str:
    """``1 claim``, ``2 claims``, ``no claim``."""
    return f"{number or 'no'} {plural(noun) if number > 1 else noun}"


def share(part: int, whole: int, noun: str) -> str:
    """``2 of 5 claims``, ``none of 5 claims``, ``all 5 claims``; of one, it or ``not`` it."""
    if whole < 2:
        return f"{'' if part == whole else 'not '}{'the one' if whole else 'no'} {noun}"
    amount = {0: "none of", whole: "all"}.get(part, f"{part} of")
    return f"{amount} {whole} {plural(noun)}"


def verb(number: int, one: str, several: str) -> str:
    """The form of a verb after a count: ``1 falls``, ``2 fall``, ``none falls``."""
    return several if number > 1 else one


def inside(name: str) -> str:
    """A name as it stands within a sentence: ``the coast`` for ``The coast``."""
    return "the " + name[4:] if name.startswith("The ") else name


def listing(names: Sequence[str], most: int = 99) -> str:
    """``A``, ``A and B``, ``A, B and C``; more than ``most`` end in ``and 4 others``."""
    if len(names) > most:
        names = [*names[: most - 1], f"{len(names) - most + 1} others"]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def counts(numbers: Mapping[str, int]) -> str:
    """``3 answers, 1 guess and 2 texts``, those of 0 left out; ``nothing`` if all are."""
    return listing([count(number, noun) for noun, number in numbers.items() if number]) or "nothing"


def shorten(value: object, length: int = 60) -> str:
    """``value`` as text of at most ``length`` characters."""
    text = str(value)
    return text if len(text) <= length else text[: length - 1] + "…"


def known(given: str | Iterable[str], pool: Iterable[str], what: str) -> tuple[str, ...]:
    """``given`` as a tuple, each once; a single identifier may stand alone.

    Raises ``ValueError`` for an identifier that is not in ``pool``, with those that look like it.
    """
    wanted = tuple(dict.fromkeys([given] if isinstance(given, str) else given))
    every = list(pool)
    for item in wanted:
        if item not in every:
            raise ValueError(f"no {what} is called '{item}'; {hint(str(item), every)}")
    return wanted


def hint(item: str, pool: Sequence[str]) -> str:
    """``like it: A, B``, or the first of the pool, or that it is empty."""
    listed = {name.lower(): name for name in pool}
    near = get_close_matches(item.lower(), listed, n=3, cutoff=0.5)
    if near:
        return f"like it: {', '.join(listed[name] for name in near)}"
    return f"the first: {pool[0]}" if pool else "there is none"
