"""What a page and a picture have in common: what they show can be said in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pandas import DataFrame


class Account(Protocol):
    """Something shown, and the same in words, all of it from the same rows."""

    @property
    def title(self) -> str:
        """The finding, as a sentence without its full stop."""

    @property
    def alt(self) -> str:
        """One sentence for who cannot see it; explorers announce it."""

    @property
    def description(self) -> Sequence[str]:
        """The same at length, a paragraph each."""

    @property
    def table(self) -> DataFrame:
        """The rows shown."""

    @property
    def html(self) -> str:
        """What a notebook shows, with every text in it escaped."""
