"""The plan as a document, which the command prints and a batch keeps."""

SAMPLES = 3


def report(plan):
    """The plan as one JSON document: file, sheets, rows, additions of its kind of list, totals.

    Make it before the plan is applied: it shows the old values.
    """
    return {
        "file": {"name": plan.source.name, "sha256": plan.source.sha256},
        "sheets": [_sheet(listing) for listing in plan.listings],
        **plan.kind.report(plan),
        "totals": plan.totals,
    }


def _sheet(listing):
    return {
        "name": listing.name,
        "header_row": listing.header_row,
        "columns": {heading.letter: heading.code for heading in listing.headings if heading.code},
        "headings": {heading.letter: heading.text for heading in listing.headings},
        "places": {heading.letter: heading.place for heading in listing.headings},
        "reasons": {heading.letter: heading.reason for heading in listing.headings},
        "samples": _samples(listing),
        "skipped": listing.skipped,
        "note": listing.note,
    }


def _samples(listing):
    """{letter of a column: its first texts}, for a person who names the column."""
    samples = {heading.letter: [] for heading in listing.headings}
    for record in (listing.records or listing.aside)[:20]:
        for cell in (*record.cells.values(), *record.others.values()):
            texts = samples.get(cell.letter, [])
            if len(texts) < SAMPLES and cell.text not in texts:
                texts.append(cell.text[:60])
    return samples
