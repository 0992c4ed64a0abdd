"""The sheet of the calls: dates, rules, envelopes, answers."""

from django.conf import settings
from django.db.models import Count, OuterRef, Prefetch, Q, Subquery

from correspondents.spreadsheets.write import Column, choice, day_of, joined, several
from projects.models import Application, OpinionRequest

from .words import by_currency, in_euros


def for_sheet(calls):
    """The calls with all that the columns read, in as many queries whatever the rows."""
    standing = Application.objects.standing()
    requests = OpinionRequest.objects.standing().filter(batch__call=OuterRef("pk")).order_by()
    counted = requests.values("batch__call").annotate(
        asked=Count("pk"), given=Count("pk", filter=Q(opinion__validated_at__isnull=False))
    )
    return (
        calls.with_dates()
        .annotate(asked=Subquery(counted.values("asked")), given=Subquery(counted.values("given")))
        .prefetch_related(
            "windows",
            "call_countries__country",
            "themes",
            "envelopes",
            "ceilings",
            "exchange_rates",
            "required_pieces",
            "criteria",
            Prefetch("applications", standing.only("call", "requested", "currency")),
        )
    )


def _field(name, label, description, width=14):
    return Column(name, label, description, width=width)


def _share(name, label, description):
    return _field(name, label, f"{description}, en pourcentage ; vide : pas de règle", 12)


def _parts(name, label, description):
    """A column that reads all the rows of a relation."""
    return Column(name, label, description, several(name), width=30)


def _windows(call):
    periods = [window.period for window in call.windows.all()]
    return joined(periods, "\n")


def _countries(is_excluded):
    def read(call):
        rows = [row for row in call.call_countries.all() if row.is_excluded == is_excluded]
        return joined((f"{r.country} ({r.tier})" if r.tier else r.country for r in rows), ", ")

    return read


def _envelopes(call):
    return [(row.amount, row.currency) for row in call.envelopes.all()]


def _requested(call):
    return [(row.requested, row.currency) for row in call.applications.all()]


def _sums(name, label, description, rows):
    return Column(name, label, description, lambda call: by_currency(rows(call)), width=30)


COLUMNS = [
    _field("title", "Titre", "Titre de l’appel", 50),
    _field("slug", "Adresse courte", "Ce qui le nomme dans une adresse et dans un import", 24),
    choice("family", "Famille", "Généraliste, thématique, géographique, conjoint, clés en main"),
    _field("joint_with", "Fonds conjoint avec", "L’autre côté d’un appel conjoint", 24),
    Column(
        "state",
        "État",
        "À venir, ouvert, clos ou annulé, le jour de l’export",
        "state_in_words",
        "state",
        width=12,
    ),
    Column("published_on", "Publié le", "Vide : brouillon", day_of("published_at"), width=13),
    _field("cancelled_on", "Annulé le", "Jour de l’annulation", 13),
    _field("cancelled_because", "Raison de l’annulation", "Celle qui est publiée", 30),
    Column("windows", "Périodes de dépôt", "Heure de Paris, une par ligne", _windows, width=50),
    _field("every_country", "Tous les pays", "oui : sauf ceux qui sont exclus", 10),
    Column(
        "open_to",
        "Pays nommés",
        "Ceux qui sont nommés, avec la catégorie de leur plafond",
        _countries(False),
        width=40,
    ),
    Column("excluded", "Pays exclus", "Ceux que l’appel exclut", _countries(True), width=30),
    _parts("themes", "Thématiques", "Vide : toutes"),
    _field("applicants_in_words", "Qui peut déposer", "Vide : toutes les collectivités", 30),
    _share("minimum_share", "Part minimale", "De la collectivité française dans le budget"),
    _share("in_kind_cap", "Plafond de valorisation", "Dans la part de la collectivité"),
    _share("minimum_monitoring", "Suivi minimal", "Dans le budget"),
    _field("minimum_authorities", "Collectivités au moins", "Vide : pas de règle"),
    _field("shortest_months", "Mois au moins", "Durée minimale ; vide : pas de règle"),
    _field("longest_months", "Mois au plus", "Durée maximale ; vide : pas de règle"),
    _share("balance_share", "Solde avant compte rendu", "De la dernière tranche"),
    _parts("ceilings", "Plafonds", "Par catégorie de pays, chacun avec sa monnaie"),
    _parts("required_pieces", "Pièces à joindre", "Celles que le dossier joint"),
    _parts("criteria", "Critères", "La grille des avis et du comité"),
    _sums("envelopes", "Enveloppes", "Une par monnaie", _envelopes),
    Column(
        "envelope_eur",
        "Enveloppe, en EUR",
        "Leur somme, par les taux de l’appel ; vide : un taux manque",
        lambda call: in_euros(call, _envelopes(call)) if _envelopes(call) else None,
    ),
    Column(
        "applications",
        "Dossiers",
        "Dossiers déposés et non retirés",
        lambda call: len(call.applications.all()),
        width=10,
    ),
    _sums("requested", "Cofinancements demandés", "Leur somme, par monnaie", _requested),
    Column(
        "requested_eur",
        "Cofinancements demandés, en EUR",
        "Leur somme, par les taux de l’appel ; vide : un taux manque",
        lambda call: in_euros(call, _requested(call)),
    ),
    Column("asked", "Avis demandés", "Aux postes", lambda call: call.asked or 0, width=10),
    Column("given", "Avis rendus", "Par les postes", lambda call: call.given or 0, width=10),
    _field("opinions_due_on", "Avis attendus le", "Dernier jour, à Paris", 13),
    _field("committee_on", "Comité le", "Jour du comité de sélection", 13),
    choice("opinions_told", "Ce que le porteur lit des avis", "Après la décision"),
    Column(
        "page",
        "Page",
        "Adresse de la page publique",
        lambda call: f"{settings.SITE_URL}{call.get_absolute_url()}" if call.is_published else "",
        width=60,
    ),
]
