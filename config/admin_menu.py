"""The delegation's menu: its tables in six groups, by the names of the trade."""

# {group: {table: its name in the menu, where that of the table is not the one that people say}}.
GROUPS = {
    "Annuaire": {
        "correspondents.Correspondent": "",
        "correspondents.Post": "",
        "correspondents.Country": "",
        "correspondents.Absence": "",
        "correspondents.Proposal": "",
        "correspondents.ContactRequest": "",
        "correspondents.FrenchContact": "",
    },
    "Listes et imports": {
        "correspondents.ImportBatch": "",
        "correspondents.Edition": "Listes arrêtées",
        "correspondents.RememberedHeading": "Colonnes retenues",
    },
    "Appels, comités, subventions": {
        "projects.Call": "",
        "projects.Application": "",
        "projects.OpinionRequest": "Avis des postes",
        "projects.Committee": "",
        "projects.Decision": "",
        "projects.Grant": "",
        "projects.Evaluation": "",
    },
    "Atlas": {
        "atlas.Partnership": "",
        "atlas.LocalAuthority": "",
        "atlas.ForeignAuthority": "Autorités étrangères",
        "atlas.AuthorityContact": "",
        "atlas.Rapprochement": "",
        "atlas.CoordinationNote": "",
        "atlas.Meeting": "",
    },
    "Publications": {
        "atlas.NewsItem": "",
        "atlas.CountryNotice": "Notices sur les pays",
        "correspondents.Guide": "",
        "correspondents.DataEdition": "Données ouvertes",
        "atlas.AlertSubscriber": "",
    },
    "Réglages et journaux": {
        "correspondents.User": "Comptes et invitations",
        "correspondents.Zone": "",
        "correspondents.FrenchRegion": "",
        "correspondents.CountryAlias": "Autres noms de pays",
        "correspondents.UnrecognisedEntity": "",
        "correspondents.SearchWord": "",
        "atlas.Theme": "",
        "projects.LetterTemplate": "",
        "correspondents.Message": "Courriels envoyés",
        "correspondents.Check": "",
        "correspondents.SignedLink": "",
        "correspondents.AccessRecord": "",
        "correspondents.UnansweredSearch": "",
        "correspondents.PageRating": "",
        "atlas.Dismissal": "",
    },
}
FOLDED = {"Réglages et journaux"}
# Met in the record that they hang on, or set elsewhere; their addresses stand.
ELSEWHERE = {
    "correspondents.Coverage",
    "correspondents.Handover",
    "auth.Group",
    "dsfr.DsfrConfig",
}


def grouped(tables, path):
    """The groups, in the shape that the admin's templates read, of {table: its description}.

    A folded group is open on the pages of its own tables; `path` is the address of this page.
    """
    for name, labels in GROUPS.items():
        models = [
            {**tables[label], "name": own_name or tables[label]["name"]}
            for label, own_name in labels.items()
            if label in tables
        ]
        if models:
            is_here = any(path.startswith(model["admin_url"] or "\0") for model in models)
            yield {"name": name, "models": models, "is_folded": name in FOLDED and not is_here}
