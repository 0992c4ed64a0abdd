"""How each form of the site is filled, address by address: the table of the laws of forms.

A form is filled by the names of its fields without their numbers (`decision_12` is `decision`);
FIRST is the first choice that the page offers. What a form shows already stays as it is.
"""

import re
from datetime import timedelta

from django.urls import resolve
from django.utils import timezone

from . import form_rows_staff

FIRST = object()
EVERY_CRITERION = (
    "relevance",
    "coherence",
    "effectiveness",
    "efficiency",
    "impact",
    "sustainability",
)


def day(ahead=0):
    return (timezone.localdate() + timedelta(days=ahead)).isoformat()


PERSON = {
    "first_name": "Ada",
    "last_name": "Nouvelle-Inventée",
    "email": "ada.nouvelle@diplomatie.example",
}
NEWS = {
    "kind": "legal",
    "country": "SN",
    "title": "Un nouveau code",
    "text": "Il entre en vigueur au printemps.",
    "source_label": "Journal inventé",
    "source_url": "https://journal.example/code",
}
AUTHOR = {"from_name": "Élise Inventée, directrice", "from_email": "elise@commune.example"}
OPINION = {
    "verdict": "favourable",
    "reasons": "La commune est connue du poste.",
    "drafted_by": "Awa Inventée, chargée de mission",
}


def filled():
    """{route: {name of a field, without its number: value}}, on the day of the test."""
    marks = {f"mark_{criterion}": "3" for criterion in EVERY_CRITERION}
    findings = {f"text_{criterion}": "Vu sur place." for criterion in EVERY_CRITERION}
    note = {"kind": "meeting", "held_on": day(), "text": "Une réunion utile."}
    meeting = {"held_on": day(20), "start_time": "10:00", "place": "Mairie"}
    meeting |= {"time_zone": "Africa/Dakar", "message": "Parlons d’eau."}
    return {
        "alertes/": {"pays": "SN", "email": "mairie@commune.example"},
        "atlas/partenariats/<int:pk>/corriger/": {"context": "Un projet d’eau.", **AUTHOR},
        "atlas/proposer/": {"context": "Un projet d’eau.", "kind": "twinning", **AUTHOR},
        "avis/<str:token>/<int:pk>/": OPINION,
        "avis/validation/<str:token>/<int:pk>/": OPINION,
        "confirmer/<str:token>/": {
            "fiche-function": "Conseillère inventée",
            "last_day": day(),
        },
        "page-utile/": {"useful": "oui"},
        "correspondants/<int:pk>/signaler/": {"wrong": "other", "right": "Elle est à Thiès."},
        "espace-poste/actualites/<int:pk>/": NEWS,
        "espace-poste/actualites/nouvelle/": NEWS,
        "espace-poste/avis/<int:pk>/": OPINION,
        "espace-poste/contacts/<int:pk>/": {"function": "Conseillère inventée"},
        "espace-poste/contacts/<int:pk>/absences/": {"starts_on": day(30), "ends_on": day(40)},
        "espace-poste/contacts/<int:pk>/depart/": {"ended_on": day()},
        "espace-poste/contacts/<int:pk>/passation/": {"notes": "Voir la commune voisine."},
        "espace-poste/contacts/<int:pk>/remplacer/": {**PERSON, "started_on": day()},
        "espace-poste/contacts/arrivee/": {**PERSON, "role": "service", "scope": "Culture"},
        "espace-poste/coordination/contacts/<int:pk>/": {"role": "Maire"},
        "espace-poste/coordination/contacts/ajouter/<slug:code>/": {
            "name": "Élise Inventée",
            "email": "elise@commune.example",
            "consented_on": day(),
            "consent_source": "Courriel",
        },
        "espace-poste/coordination/notes/<int:pk>/": note,
        "espace-poste/coordination/notes/ajouter/": note,
        "espace-poste/coordination/reunions/<int:pk>/annuler/": {"reason": "Le maire est pris."},
        "espace-poste/coordination/reunions/<int:pk>/deplacer/": meeting,
        "espace-poste/coordination/territoires/<int:pk>/ecarter/": {"reason": "Ils s’ignorent."},
        "espace-poste/coordination/territoires/<int:pk>/inviter/": {**meeting, "guests": FIRST},
        "espace-poste/evaluations/<int:pk>/evaluer/": {
            "summary": "Le projet avance.",
            **marks,
            **findings,
        },
        "espace-poste/fiche/": {"phone": "+221 33 000 00 01"},
        "espace-poste/inventaire/<slug:iso2>/": {"exact": FIRST},
        "espace-poste/inventaire/ajouter/": {"kind": "twinning", "context": "Un projet d’eau."},
        "espace-poste/inventaire/fiches/<int:pk>/": {"context": "Un projet d’eau."},
        "espace-poste/inventaire/fiches/<int:pk>/conventions/<int:agreement>/": {
            "object": "De l’eau pour tous"
        },
        "espace-poste/inventaire/fiches/<int:pk>/conventions/ajouter/": {"object": "De l’eau"},
        "espace-poste/propositions/<uuid:submission>/": {"decision": "accept"},
        "espace-poste/resume/": {},
        "pays/<slug:iso2>/ecrire/": {
            "theme": FIRST,
            "message": "Qui connaît cette commune ?",
            "name": "Élise Inventée",
            "authority": "Commune inventée",
            "email": "elise@commune.example",
        },
        **form_rows_staff.filled(day, FIRST),
    }


# The pages whose form shows once its two sides are named, or on an object at work.
SIDES = "collectivite=213502388&pays=SN&partenaire=Zzyxfeint&autorite=nouveau"
PAGES = {
    "atlas/proposer/": f"/atlas/proposer/?{SIDES}",
    "espace-poste/inventaire/ajouter/": f"/espace-poste/inventaire/ajouter/?{SIDES}",
    "admin/projects/call/<int:pk>/avis/": "/admin/projects/call/{call_at_work}/avis/",
    **{
        f"admin/projects/committee/<int:pk>/{page}/": (
            f"/admin/projects/committee/{{committee_at_work}}/{page}/"
        )
        for page in ("actes", "decisions")
    },
}
# Forms in which nothing must be typed, drafts among them: sent blank, they are taken.
OPTIONAL = {
    "avis/<str:token>/<int:pk>/",
    "avis/validation/<str:token>/<int:pk>/",
    "espace-poste/avis/<int:pk>/",
    "espace-poste/inventaire/ajouter/",
    "espace-poste/inventaire/fiches/<int:pk>/",
    "espace-poste/contacts/<int:pk>/passation/",
    "espace-poste/fiche/",
    "espace-poste/inventaire/<slug:iso2>/",
    "espace-poste/resume/",
}
# Answered by no page of the table above, and why.
NO_PAGE = {
    "demonstration/<str:token>/": "its form is on the page of its own link, in tests/test_doors.py",
    "avis/<str:token>/<int:pk>/relire/": "once a draft is kept: projects/opinions/test_writing.py",
    "avis/validation/<str:token>/<int:pk>/relire/": "the same",
    "espace-poste/avis/<int:pk>/relire/": "the same",
    "avis/<str:token>/<int:pk>/supprimer/": "once a draft is kept: test_discards.py",
    "avis/validation/<str:token>/<int:pk>/supprimer/": "the same",
    "espace-poste/avis/<int:pk>/supprimer/": "the same",
    "alertes/arreter/<str:token>/": "once alerts are confirmed: atlas/alerts/test_stopped.py",
    "compte/deconnexion/": "on each page of a session",
    "compte/mot-de-passe/choisir/": "of an account without a password",
    "compte/mot-de-passe/oublie/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/": "of a mail’s link",
    "compte/second-facteur/code/": "after the password",
    "depart/<str:token>/": "once announced: correspondents/confirmation/test_pages.py",
    "espace-poste/contacts/<int:pk>/annuler/": "for a day: space/test_undo.py",
    "espace-poste/evaluations/<int:pk>/valider/": "once complete: evaluations/test_pages.py",
    "espace-poste/inventaire/fiches/<int:pk>/annuler/": "for a day: atlas/inventory",
    "espace-poste/inventaire/fiches/<int:pk>/annuler-ajout/": "the same",
    "espace-poste/contacts/<int:pk>/present/": "once announced: space/test_tenures.py",
    "sitemap.xml": "read",
}


def route_of(address):
    return resolve(address.split("?")[0]).route


def whole(form, world):
    """The form filled as the table says; `{words}` are attributes of the World."""
    row = filled().get(route_of(form.action), {})
    values = {}
    for name in (*form.typed, *form.files):
        short = name if name in row else re.sub(r"[-_]\d+", "", name)
        if short in row:
            values[name] = value_of(row[short], form.offers.get(name), world)
    return values


def value_of(value, offers, world):
    if value is FIRST:
        return next(filter(None, offers), "")
    return value.format_map(world) if isinstance(value, str) else value
