"""The letters of decisions, as the directory brings them: the delegation rewrites them."""

from correspondents.reference.tables import ReferenceTable

from .models import LetterTemplate

LETTERS = ReferenceTable(
    "letters",
    LetterTemplate,
    ("call", "outcome"),
    {
        "call": ("call_id", lambda text: text or None),
        "outcome": ("outcome", str),
        "subject": ("subject", str),
        "body": ("body", str),
    },
)
