"""A second kind of list, invented for the tests: bodies in French regions, some regions new."""

from django.db.models import TextChoices
from django.template import Template

from correspondents.imports.kinds import ListKind
from correspondents.imports.plan import ImportPlan
from correspondents.imports.questions import Question
from correspondents.imports.rows import PlanRow, Unclear
from correspondents.imports.vocabulary import ColumnName, Vocabulary, plain
from correspondents.models import FrenchContact, FrenchRegion

LISTS = {
    "people": "correspondents.people_list.people.People",
    "bodies": "tests.correspondents.second_list.Bodies",
}
COLUMNS = [
    ColumnName("region", "Région", ("Territoire",)),
    ColumnName("code", "Code INSEE"),
    ColumnName("body", "Organisme", ("Structure",)),
    ColumnName("mailbox", "Boîte fonctionnelle", ("Mél",)),
]


class BodyRow(PlanRow):
    """`contact` is the body of the base, or a new one; `planned`, what the row changes of it."""

    contact = None

    def __init__(self, record):
        super().__init__(record)
        self.planned = {}


class Bodies(ListKind):
    code, label = "bodies", "organismes en région"
    vocabulary = Vocabulary(COLUMNS, examples=("Région", "Organisme", "Mél"))
    clearable = frozenset({"mailbox"})

    class outcomes(TextChoices):
        NEW = "new", "organismes nouveaux"
        MODIFIED = "modified", "organismes modifiés"
        IDENTICAL = "identical", "organismes identiques"
        AMBIGUOUS = "ambiguous", "à choisir"
        REJECTED = "rejected", "rejetés"

    piles = ("ambiguous", "rejected", "new", "modified", "identical")
    written = ("new", "modified")
    gists = {"new": "organisme créé"}
    field_labels = vocabulary.labels
    row_headings = ("Organisme et région",)
    tables = (FrenchContact, FrenchRegion)
    depended_upon = {FrenchRegion: "un organisme en dépend désormais"}

    @property
    def row_template(self):
        return Template("<td>{{ row.body }}, {{ row.region_name }}</td>")

    def plan(self, source, edition, listings, options, choices, progress):
        plan = ImportPlan(self, source, edition, listings, options)
        plan.rows = [BodyRow(record) for listing in listings for record in listing.records]
        regions = {plain(region.name): region for region in FrenchRegion.objects.all()}
        for row in plan.rows:
            try:
                settle(row, regions, choices, options)
            except Unclear as doubt:
                row.ask(doubt)
        return plan

    def report(self, plan):
        return {"rows": [document(row) for row in plan.rows]}

    def write(self, plan):
        for row in plan.rows:
            if row.planned:
                if row.contact.region._state.adding:
                    row.contact.region.save(force_insert=True)
                row.contact.mailbox = row.planned["mailbox"][1]
                row.contact.save()

    def shown(self, rows):
        names = dict(FrenchRegion.objects.values_list("code", "name"))
        return [{**row, "region_name": names.get(row["region"], "nouvelle")} for row in rows]


def settle(row, regions, choices, options):
    """Find the region and the body of a row, and plan its mailbox; raises Unclear."""
    name, body = row.record.text("region"), row.record.text("body")
    if not body:
        row.reject(f"Ligne {row.number} : il manque l’organisme.")
        return
    region = regions.get(plain(name)) or regions.get(choices.get(f"region:{name}"))
    if region is None and row.record.text("code"):
        region = regions[plain(name)] = FrenchRegion(code=row.record.text("code"), name=name)
    if region is None:
        known = [(plain(each.name), each.name) for each in regions.values()]
        question = Question(f"region:{name}", f"Quelle est la région « {name} » ?", known)
        raise Unclear(f"« {name} » n’est pas une région connue.", question)
    mine = FrenchContact.objects.filter(region=region.code, name=body)
    row.contact = mine.first() or FrenchContact(region=region, name=body, kind="network")
    old, new = row.contact.mailbox, row.record.text("mailbox")
    if (old != new and (new or "mailbox" in options.clear)) or row.contact.pk is None:
        row.planned = {"mailbox": [old, new]}
    is_new = row.contact.pk is None
    row.outcome = "new" if is_new else "modified" if row.planned else "identical"


def document(row):
    """The row of a plan as its report tells it."""
    region = row.contact.region.code if row.contact else None
    said = {"region": region, "body": row.record.text("body")}
    others = {heading: cell.text for heading, cell in row.record.others.items()}
    changes = row.planned if row.outcome == "modified" else {}
    return row.document(said, changes, others)
