"""The content of the file of a committee, as plain data: it is frozen, then printed or counted.

Amounts are texts of a number of euros (« 12000.00 »), by the rates of the call; None when a rate is
missing. Dossiers are in the order of their proposed rank, then of their number.
"""

from collections import defaultdict
from fractions import Fraction

from django.db.models import F, Prefetch

from atlas.models import Theme
from projects.applications.appraisal import overlaps, same_place
from projects.applications.costs import Costs, Rates, percent, rounded, share
from projects.applications.rules import flags
from projects.models import ApplicationVersion, Opinion, OpinionRequest
from projects.models.record import described

NO_ZONE, NO_THEME = "Sans zone", "Sans thématique"


def content_of(committee, user):
    """The content of the file of a committee, whatever happens to its dossiers afterwards.

    As many queries whatever the dossiers.
    """
    call, rates = committee.call, Rates.of(committee.call)
    dossiers = read(committee)
    tops = {theme.path: theme.name for theme in Theme.objects.filter(level=1)}
    around, others = overlaps(dossiers, user), same_place(dossiers, user)
    rows = [row_of(d, rates, tops) | surroundings(around[d.pk], others[d.pk]) for d in dossiers]
    rows = with_running_total(rows)
    envelopes = list(call.envelopes.all())
    envelope = total(euros(rates, e.amount, e.currency) for e in envelopes) if envelopes else None
    return {
        "call": {"title": call.title, "family": call.get_family_display()},
        "committee": {
            "name": committee.name,
            "held_on": committee.held_on.isoformat(),
            "place": committee.place,
            "members": [str(member) for member in committee.members.all()],
        },
        "envelopes": [str(envelope) for envelope in envelopes],
        "rates": [
            {"rate": str(rate), "on": rate.on.isoformat(), "source": rate.source}
            for rate in call.exchange_rates.all()
        ],
        "total": sums("Ensemble", rows, envelope),
        "zones": sums_by("zone", rows, envelope),
        "themes": sums_by("theme", rows, envelope),
        "missing_pieces": [row for row in map(missing_pieces, rows) if row["pieces"]],
        "missing_opinions": [row for row in map(missing_opinions, rows) if row["posts"]],
        "rows": rows,
    }


def read(committee):
    """The dossiers that the committee is to decide, with all that their lines say."""
    opinions = Opinion.objects.select_related("version", "request__batch").prefetch_related(
        "marks__criterion"
    )
    requests = OpinionRequest.objects.standing().select_related("post", "batch")
    by_rank = F("proposed_rank").asc(nulls_last=True)
    places = ["partner", "territory"]
    rows = committee.to_decide().whole().order_by(by_rank, "reference")
    rows = rows.select_related(
        "lead__department",
        "lead__region",
        *(f"{place}__parent" for place in places),
        *(f"{place}__country__zone" for place in places),
    )
    return list(
        rows.prefetch_related(
            Prefetch("opinion_requests", requests.order_by("pk"), to_attr="standing_requests"),
            Prefetch("standing_requests__opinion", opinions),
            Prefetch(
                "opinions", opinions.validated().filter(request__isnull=True), to_attr="prefectures"
            ),
            "recusals__member",
            "derogations",
            "countries__zone",
        )
    )


def euros(rates, amount, currency):
    """The amount in euros, a Fraction; None when it is not known, or its rate."""
    return None if amount is None else rates.convert(amount, currency, "EUR")


def total(amounts):
    """Their sum, None when one of them is not known."""
    amounts = list(amounts)
    return None if None in amounts else sum(amounts, Fraction(0))


def amount_text(amount):
    return None if amount is None else str(rounded(amount))


def row_of(dossier, rates, tops):
    """The row of a dossier in the file."""
    costs = Costs.of(dossier)
    now = ApplicationVersion(application=dossier, record=described(dossier))
    proposed = dossier.requested if dossier.proposed_amount is None else dossier.proposed_amount
    countries = sorted(dossier.countries.all(), key=lambda country: country.name)
    themes = sorted(theme.path for theme in dossier.themes.all())
    posts = [request_facts(request, now) for request in dossier.standing_requests]
    posts += [opinion_facts(opinion, now) for opinion in dossier.prefectures]
    return {
        "rank": dossier.proposed_rank,
        "reference": dossier.reference,
        "title": dossier.title,
        "lead": dossier.lead.name,
        "department": str(dossier.lead.department or ""),
        "region": str(dossier.lead.region or ""),
        "partner": str(dossier.partner),
        "countries": [country.name for country in countries],
        "zone": zone_of(dossier, countries),
        "theme": next((tops[path] for p in themes if (path := top(p, tops))), NO_THEME),
        "months": dossier.months,
        "requested": None if dossier.requested is None else str(dossier.requested),
        "currency": dossier.currency,
        "total": amount_text(euros(rates, costs.total, dossier.currency)),
        "share": percent(share(costs.authorities, costs.total)),
        "requested_euros": amount_text(euros(rates, dossier.requested, dossier.currency)),
        "proposed_euros": amount_text(euros(rates, proposed, dossier.currency)),
        "flags": [[flag.name, flag.state, flag.sentence] for flag in flags(dossier)],
        "missing_pieces": [
            flag.sentence for flag in flags(dossier) if flag.name == "pièces" and not flag.is_met
        ],
        "posts": posts,
        "recusals": [str(recusal.member) for recusal in dossier.recusals.all()],
        "derogations": [str(derogation) for derogation in dossier.derogations.all()],
        "record": [[label, texts] for label, texts in now.record if texts],
    }


def surroundings(around, others):
    """The other authorities at the place of a dossier, and the other dossiers about it."""
    return {
        "overlaps": [[where, [each.name for each in leads]] for where, leads in around],
        "same_place": [f"{other} ({other.lead.name})" for other in others],
    }


def zone_of(dossier, countries):
    """Each dossier counts once: in the zone of its territory, else of its first country."""
    zones = [dossier.place.country.zone, *(country.zone for country in countries)]
    return next((zone.name for zone in zones if zone), NO_ZONE)


def top(path, tops):
    """The path of the first level above a theme's."""
    return next((each for each in tops if path.startswith(each)), None)


def request_facts(request, now):
    opinion = request.valid_opinion
    if opinion is None:
        return {"author": str(request.post), "state": request.state_in_words, "given": False}
    return {**opinion_facts(opinion, now), "author": str(request.post)}


def opinion_facts(opinion, now):
    """An opinion that counts, and what has changed of the dossier since."""
    return {
        "author": opinion.validated_by,
        "given": True,
        "state": opinion.get_verdict_display(),
        "late": opinion.lateness,
        "reasons": opinion.reasons,
        "reservations": opinion.reservations,
        "security": opinion.security_note,
        "committee": opinion.committee_note,
        "signed": opinion.validated_by,
        "accepted_because": opinion.accepted_because,
        "marks": [[str(mark.criterion), mark.mark] for mark in opinion.marks.all()],
        "changes": [
            [each.label, each.removed, each.added] for each in opinion.version.changes_to(now)
        ],
    }


def with_running_total(rows):
    """Adds to each ranked row what the dossiers down to it would take, in their order."""
    spent = Fraction(0)
    for row in rows:
        amount = row["proposed_euros"]
        ranked = row["rank"] is not None
        spent = None if ranked and None in (spent, amount) else spent
        if ranked and spent is not None:
            spent += Fraction(amount)
        row["running_euros"] = amount_text(spent) if ranked else None
    return rows


def sums(name, rows, envelope):
    """The number of dossiers, the sums requested and proposed, and their shares of the envelope."""
    requested = total(number(row["requested_euros"]) for row in rows)
    proposed = total(number(row["proposed_euros"]) for row in rows if row["rank"] is not None)
    return {
        "name": name,
        "dossiers": len(rows),
        "requested": amount_text(requested),
        "proposed": amount_text(proposed),
        "envelope": amount_text(envelope),
        "share": percent(share(requested, envelope)),
        "proposed_share": percent(share(proposed, envelope)),
    }


def number(text):
    return None if text is None else Fraction(text)


def sums_by(key, rows, envelope):
    """The sums of each value of a column, by its name."""
    groups = defaultdict(list)
    for row in rows:
        groups[row[key]].append(row)
    return [sums(name, groups[name], envelope) for name in sorted(groups)]


def missing_pieces(row):
    return {key: row[key] for key in ("reference", "title")} | {"pieces": row["missing_pieces"]}


def missing_opinions(row):
    """The posts that have not answered; « aucun poste saisi » when none was asked."""
    waiting = [f"{p['author']} : {p['state']}" for p in row["posts"] if not p["given"]]
    posts = waiting if row["posts"] else ["aucun poste saisi"]
    return {"reference": row["reference"], "title": row["title"], "posts": posts}
