"""What is read before news is published, or withdrawn for good."""

from correspondents.records.reviews import ActReview

ALERTS = "Les courriels d’alerte partent avec le prochain envoi, à qui les a demandés."
REVIEWS = {
    "publish": (
        "Voici ce que vous publiez",
        "Publier, sans retour",
        "Sans retour : elle paraît aussitôt sur les pages publiques, dans les flux et les alertes. "
        "Retirée, elle ne se publie plus.",
    ),
    "discard": (
        "Voici ce que vous supprimez",
        "Supprimer le brouillon, sans retour",
        "Sans retour : ce texte ne se retrouve plus ici.",
    ),
    "withdraw": (
        "Voici ce que vous retirez",
        "Retirer, sans retour",
        "Sans retour : elle quitte toutes les pages, et ne se publie plus.",
    ),
}


def review_of(news, act):
    """The ActReview of an act on news; None for those that another act undoes."""
    if act not in REVIEWS:
        return None
    title, button, consequence = REVIEWS[act]
    review = ActReview(title, button, facts=facts_of(news), consequences=[consequence])
    if act == "publish":
        review.without_mail = ALERTS
    return review


def facts_of(news):
    """[(label, text)] of news, as it is read."""
    return [
        ("Titre", news.title),
        ("Texte", news.text),
        ("Nature", news.get_kind_display()),
        ("Pays ou zone", str(news.place)),
        ("Source", ", ".join(filter(None, [news.source_label, news.source_url]))),
    ]
