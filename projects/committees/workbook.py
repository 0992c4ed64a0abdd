"""The file of a committee as a workbook: a line a dossier, totals, rates."""

from datetime import date
from decimal import Decimal

from correspondents.spreadsheets.write import Column, Table


def amount(name):
    """The euros of a key of the row, as a number."""
    return lambda row: None if row[name] is None else Decimal(row[name])


def joined(name):
    return lambda row: ", ".join(row[name])


def flags_of(state):
    return lambda row: " ; ".join(
        text for _, flag_state, text in row["flags"] if flag_state == state
    )


def of_opinions(key):
    """The texts of the opinions that count under a key, each with its author."""
    return lambda row: "\n".join(
        f"{post['author']} : {post[key]}" for post in row["posts"] if post.get(key)
    )


EURO = "En euros, aux taux de l’appel ; vide : taux inconnu."
COLUMNS = [
    Column("rank", "Rang proposé", "Par la délégation.", lambda r: r["rank"], width=8),
    Column("reference", "Dossier", "Numéro.", lambda r: r["reference"]),
    Column("title", "Intitulé", "Intitulé.", lambda r: r["title"], width=40),
    Column("lead", "Chef de file", "Collectivité française.", lambda r: r["lead"], width=26),
    Column("department", "Département", "Du chef de file.", lambda r: r["department"]),
    Column("region", "Région", "Du chef de file.", lambda r: r["region"]),
    Column("partner", "Partenaire", "Autorité locale.", lambda r: r["partner"], width=26),
    Column("countries", "Pays", "Du projet.", joined("countries"), width=26),
    Column("zone", "Zone", "Une par dossier : celle du territoire.", lambda r: r["zone"]),
    Column("theme", "Thématique", "Une par dossier : la première.", lambda r: r["theme"], width=26),
    Column("months", "Mois", "Durée du projet.", lambda r: r["months"], width=8),
    Column("requested", "Demandé", "Dans sa monnaie.", amount("requested")),
    Column("currency", "Monnaie", "De la demande.", lambda r: r["currency"], width=8),
    Column("requested_euros", "Demandé, EUR", EURO, amount("requested_euros")),
    Column("proposed_euros", "Proposé, EUR", EURO, amount("proposed_euros")),
    Column("running_euros", "Cumul, EUR", "Des proposés, par rang.", amount("running_euros")),
    Column("total", "Budget total, EUR", EURO, amount("total")),
    Column("share", "Part des collectivités", "Françaises, du budget.", lambda r: r["share"]),
    Column("broken", "Règles non respectées", "Lesquelles.", flags_of("non respectée"), width=50),
    Column("unknown", "Règles à vérifier", "Lesquelles.", flags_of("à vérifier"), width=50),
    Column("pieces", "Pièces manquantes", "Lesquelles.", joined("missing_pieces"), width=30),
    Column("opinions", "Avis", "Sens, ou ce qu’il en est.", of_opinions("state"), width=40),
    Column("late", "Hors délai", "Avis reçus en retard.", of_opinions("late"), width=30),
    Column("reasons", "Motifs", "Des avis.", of_opinions("reasons"), width=60),
    Column("reservations", "Réserves", "Des avis.", of_opinions("reservations"), width=60),
    Column("security", "Sécurité", "Notes des avis.", of_opinions("security"), width=40),
    Column("committee", "Pour le comité seul", "Des avis.", of_opinions("committee"), width=40),
    Column(
        "overlaps",
        "Déjà sur place",
        "Collectivités de l’inventaire.",
        lambda r: " ; ".join(f"{where} : {', '.join(names)}" for where, names in r["overlaps"]),
        width=40,
    ),
    Column("recusals", "Déports", "Membres qui se déportent.", joined("recusals"), width=26),
    Column("derogations", "Dérogations", "Accordées.", joined("derogations"), width=40),
]
TOTALS = [
    Column("group", "Répartition", "Ce qui est compté.", lambda r: r["group"], width=14),
    Column("name", "Ligne", "Zone, thématique ou ensemble.", lambda r: r["name"], width=30),
    Column("dossiers", "Dossiers", "Combien.", lambda r: r["dossiers"]),
    Column("requested", "Demandé, EUR", EURO, amount("requested")),
    Column("proposed", "Proposé, EUR", "Des dossiers qui ont un rang.", amount("proposed")),
    Column("envelope", "Enveloppe, EUR", "De l’appel.", amount("envelope")),
    Column("share", "Demandé / enveloppe", "Part.", lambda r: r["share"]),
    Column("proposed_share", "Proposé / enveloppe", "Part.", lambda r: r["proposed_share"]),
]
RATES = [
    Column("rate", "Taux", "Unités pour un euro.", lambda r: r["rate"], width=30),
    Column("on", "Au", "Jour du taux.", lambda r: date.fromisoformat(r["on"])),
    Column("source", "Source", "D’où il vient.", lambda r: r["source"], width=40),
]


def tables(file):
    """The [Table] of a CommitteeFile, one a sheet."""
    content = file.content
    totals = [
        {"group": "Ensemble", **content["total"]},
        *({"group": "Zone", **line} for line in content["zones"]),
        *({"group": "Thématique", **line} for line in content["themes"]),
    ]
    about = [
        ("Appel", content["call"]["title"]),
        ("Version", f"{file.number}, du {file.made_at:%d/%m/%Y}, empreinte {file.sha256}"),
        ("Enveloppe", ", ".join(content["envelopes"]) or "aucune"),
    ]
    return [
        Table("Dossiers", COLUMNS, content["rows"], filters=about),
        Table("Totaux", TOTALS, totals),
        Table("Taux de change", RATES, content["rates"]),
    ]
