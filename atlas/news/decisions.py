"""What is read before news is published, withdrawn, or deleted."""

from correspondents.records.reviews import ActReview

ALERTS = "Les courriels d’alerte partent avec le prochain envoi, à qui les a demandés."
REVIEWS = {
    "publish": (
        "Voici ce que vous publiez",
        "Publier",
        "Elle paraît aussitôt sur les pages publiques et dans les flux. Les alertes par courriel "
        "la reprennent à leur prochain envoi : jusque-là, et pendant un jour au plus, cela "
        "s’annule.",
    ),
    "discard": (
        "Voici ce que vous supprimez",
        "Supprimer le brouillon, sans retour",
        "Sans retour : ce texte ne se retrouve plus ici.",
    ),
    "withdraw": (
        "Voici ce que vous retirez",
        "Retirer",
        "Elle quitte toutes les pages publiques et les flux ; les courriels d’alerte déjà partis "
        "restent. Cela s’annule pendant un jour ; ensuite, elle ne se publie plus.",
    ),
}


def review_of(news, act):
    """The ActReview of an act on news; None for those that nobody else reads."""
    if act not in REVIEWS:
        return None
    title, button, consequence = REVIEWS[act]
    is_final = act == "discard"
    review = ActReview(title, button, facts_of(news), [consequence], is_final=is_final)
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
