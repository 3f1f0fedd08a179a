"""All tables of the data package, in the order of the codebook."""

from course_utils.source import course_rows as beside
from course_utils.source import text_rows as coded
from course_utils.source.row import Row

TABLES: tuple[type[Row], ...] = (
    coded.Statement, coded.Actor, coded.Relation, coded.Claim, coded.Link, coded.Forecast,
    coded.Hedge, beside.Assumption, beside.Case, beside.Hypothesis, beside.Context, beside.Outcome,
    beside.Source, beside.LedgerEvent, beside.Scale, beside.GlossaryEntry, beside.Term,
    beside.Exercise,
)  # fmt: skip
