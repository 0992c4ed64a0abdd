"""« Soumettre »: the accounts that validate at the post are told of a complete draft."""

from django.urls import reverse

from correspondents.mailing import mail
from projects.opinions.validators import accounts

NOBODY = "Personne n’a de compte qui valide à ce poste : écrivez à la délégation."


def submit(evaluation, state):
    """Write once about a draft in this state to each of those who validate; the sentence of it."""
    url = mail.absolute(reverse("space_evaluation_validate", args=[evaluation.grant_id]))
    context = {"evaluation": evaluation, "dossier": evaluation.grant.application, "url": url}
    validators = accounts().filter(post=evaluation.post).order_by("email")
    for account in validators:
        key = f"evaluation {evaluation.pk}, {state}, {account.email}"
        mail.write("evaluation_validation", to=account.email, key=key, context=context)
    names = " ou ".join(map(str, validators))
    return f"L’évaluation est soumise. {f'À valider par {names}.' if names else NOBODY}"
