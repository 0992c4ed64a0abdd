"""The rows of `form_rows.py` for the admin: its acts, and its pages that add a row."""


def filled(day, first):
    """As in `form_rows.py`; `{words}` are attributes of the World, a file is (name, bytes)."""
    source = {"source_label": "Journal inventé", "source_url": "https://journal.example/code"}
    reason = {"reason": "Une raison inventée."}
    person = {"first_name": "Ada", "last_name": "Nouvelle-Inventée", "role": "service"}
    country = {
        "name": "Terre-Inventée",
        "name_with_article": "la Terre-Inventée",
        "locative": "en Terre-Inventée",
        "genitive": "de Terre-Inventée",
        "iso2": "QZ",
        "iso3": "QZZ",
        "zone": "{zone}",
    }
    pages = {
        "atlas/authoritycontact": {
            "authority": "{local_authority}",
            "name": "Élise Inventée",
            "email": "elise@commune.example",
            "consented_on": day(),
            "consent_source": "Courriel",
        },
        "atlas/coordinationnote": {
            "country": "SN",
            "kind": "meeting",
            "held_on": day(),
            "text": "Une réunion utile.",
        },
        "atlas/countrynotice": {**source, "kind": "vigilance", "country": "SN", "text": "Oui."},
        "atlas/foreignauthority": {"name": "Zzyxfeint", "country": "SN"},
        "atlas/localauthority": {"type": "commune", "name": "Zzyxfeint"},
        "atlas/newsitem": {
            **source,
            "kind": "legal",
            "country": "SN",
            "title": "Un nouveau code",
            "text": "Il entre en vigueur au printemps.",
        },
        "atlas/partnership": {"lead": "{local_authority}", "partner": "{foreign_authority}"},
        "atlas/rapprochement": {
            "kept": "{foreign_authority}",
            "merged": "{territory}",
            **reason,
        },
        "atlas/theme": {"code": "invente", "name": "Inventé"},
        "correspondents/absence": {
            "correspondent": "{contact}",
            "starts_on": day(30),
            "ends_on": day(40),
        },
        "correspondents/correspondent": {**person, "post": "{post}"},
        "correspondents/country": country,
        "correspondents/countryalias": {"country": "SN", "name": "Terre-Inventée"},
        "correspondents/coverage": {"country": "AQ", "post": "{post}", "relation": "non_resident"},
        "correspondents/edition": {
            "number": "99",
            "closed_on": day(),
            "validated_by": "Élise Inventée",
        },
        "correspondents/frenchcontact": {
            "kind": "network",
            "region": "{region}",
            "name": "Un réseau inventé",
        },
        "correspondents/frenchregion": {"code": "998", "name": "Région inventée"},
        "correspondents/handover": {"leaver": "{other_contact}", "written_by": "Élise Inventée"},
        "correspondents/importbatch": {"file": ("liste.csv", "Pays;Nom\nSénégal;Autre".encode())},
        "correspondents/post": {
            "slug": "ville-inventee",
            "kind": "embassy",
            "name": "Ambassade de France à Ville-Inventée",
            "country": "SN",
            "city": "Ville-Inventée",
        },
        "correspondents/unrecognisedentity": {"name": "Terre-Inventée"},
        "correspondents/searchword": {
            "name": "Mot inventé",
            "label": "L’Atlas des partenariats",
            "address": "/atlas/",
        },
        "correspondents/user": {
            "email": "ada.nouvelle@diplomatie.example",
            "post": "{post}",
            "post_function": "drafts",
        },
        "correspondents/zone": {"name": "Zone inventée", "code": "inventee"},
        "projects/application": {
            "call": "{call}",
            "reference": "INV-1",
            "title": "De l’eau pour tous",
            "lead": "{local_authority}",
            "partner": "{foreign_authority}",
            "countries": "SN",
            "requested": "1000",
            "filed_on": day(),
        },
        "projects/call": {
            "family": "thematic",
            "title": "Un appel inventé",
            "slug": "invente",
            "summary": "Un essai.",
        },
        "projects/committee": {"call": "{call}", "held_on": day(30)},
        "projects/lettertemplate": {
            "call": "{call}",
            "outcome": "retained",
            "subject": "Votre projet",
            "body": "Il est retenu.",
        },
    }
    acts = {
        "mes-zones": {"zones": first},
        "correspondents/correspondent/<int:pk>/remplacer": {**person, "started_on": day()},
        "correspondents/importbatch/coller": {"rows": "Pays\tNom\nSénégal\tAutre"},
        "projects/application/<int:pk>/instruction": {
            "signed_by": "Élise Inventée, préfecture",
            "verdict": "favourable",
            "reasons": "La commune est connue.",
            "asked": first,
            "name": "Plan",
            "file": ("plan.pdf", b"%PDF-1.7"),
        },
        "projects/call/<int:pk>/actes": {
            "window": first,
            "closes_at_0": day(300),
            "closes_at_1": "12:00",
            **reason,
        },
        "projects/call/<int:pk>/avis": {
            "due_on": day(30),
            "text": "Votre avis ?",
            "origin": "mail",
            "received_on": day(),
            "verdict": "favourable",
            "reasons": "La commune est connue.",
            "signed_by": "Élise Inventée, COCAC",
            **reason,
        },
        "projects/committee/<int:pk>/actes": {
            "application": first,
            "member": first,
            "rule": first,
            **reason,
        },
        "projects/grant/<int:pk>/actes": {
            "report": first,
            "part": first,
            "on": day(),
            "until": day(60),
            "file": ("bilan.pdf", b"%PDF-1.7"),
            **reason,
        },
        "projects/grant/ouvrir/<int:pk>": {
            "number": "INV-2026-1",
            "starts_on": day(30),
            "months": "12",
            "siret": "21350238800019",
            "contact_email": "elise@commune.example",
        },
    }
    return {f"admin/{table}/add/": row for table, row in pages.items()} | {
        f"admin/{act}/": row for act, row in acts.items()
    }
