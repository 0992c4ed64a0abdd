"""The Sustainable Development Goals (ODD), as the United Nations name them in French."""

from django import forms

GOAL_NAMES = {
    1: "Pas de pauvreté",
    2: "Faim « zéro »",
    3: "Bonne santé et bien-être",
    4: "Éducation de qualité",
    5: "Égalité entre les sexes",
    6: "Eau propre et assainissement",
    7: "Énergie propre et d’un coût abordable",
    8: "Travail décent et croissance économique",
    9: "Industrie, innovation et infrastructure",
    10: "Inégalités réduites",
    11: "Villes et communautés durables",
    12: "Consommation et production responsables",
    13: "Mesures relatives à la lutte contre les changements climatiques",
    14: "Vie aquatique",
    15: "Vie terrestre",
    16: "Paix, justice et institutions efficaces",
    17: "Partenariats pour la réalisation des objectifs",
}


class GoalsField(forms.TypedMultipleChoiceField):
    """A box to tick for each goal."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, *, label):
        choices = [(number, f"{number}. {name}") for number, name in GOAL_NAMES.items()]
        super().__init__(label=label, choices=choices, coerce=int, required=False)
