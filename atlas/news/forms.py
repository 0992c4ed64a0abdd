"""The form of news, for the people of a post."""

from django import forms
from django.db.models import Q
from django.utils import timezone
from dsfr.forms import DsfrBaseForm

from atlas.models import NewsItem, Theme
from correspondents.contact.forms import OneLine, PlainText
from correspondents.models import Country, Coverage
from correspondents.records.days import ReasonableDays
from correspondents.records.widgets import DayInput

HELP = {name: NewsItem._meta.get_field(name).help_text for name in ("text", "effective_on")}


TO_SUBMIT = " (nécessaire pour soumettre)"
NEEDED = ["kind", "country", "text", "source_label", "source_url"]


class NewsForm(ReasonableDays, DsfrBaseForm, forms.ModelForm):
    """News of a country that the post serves; that of a whole zone is the delegation's.

    A draft needs a title alone, what is submitted or published all the rest.
    """

    day_limits = {"effective_on": (5, 5), "expires_on": (0, 5)}

    title = OneLine(label="Titre", max_length=160)
    text = PlainText(
        label="Texte",
        max_length=5000,
        help_text=HELP["text"],
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    source_url = forms.URLField(
        label="Adresse de la source",
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput,
        help_text=NewsItem._meta.get_field("source_url").help_text,
    )

    class Meta:
        model = NewsItem
        fields = ["kind", "country", "title", "text", "themes", "effective_on", "expires_on"]
        fields += ["source_label", "source_url"]
        widgets = {
            "effective_on": DayInput,
            "expires_on": DayInput,
            "themes": forms.CheckboxSelectMultiple,
        }

    def __init__(self, *args, post, **kwargs):
        super().__init__(*args, **kwargs)
        self.instance.post = post
        country = self.fields["country"]
        served = Coverage.objects.countries_of(post)
        country.queryset = Country.objects.filter(pk__in=served).in_french_order()
        country.empty_label = "Choisissez"
        self.fields["kind"].choices = [("", "Choisissez"), *NewsItem.Kind.choices]
        for name in NEEDED:
            self.fields[name].required = self.instance.status != NewsItem.Status.DRAFT
            if not self.fields[name].required:
                self[name].label += TO_SUBMIT
        own = self.instance.themes.values("pk") if self.instance.pk else []
        themes = Theme.objects.filter(Q(level=1) | Q(pk__in=own))
        self.fields["themes"].queryset = themes.in_tree_order()

    def clean_expires_on(self):
        day = self.cleaned_data["expires_on"]
        if day and "expires_on" in self.changed_data and day < timezone.localdate():
            raise forms.ValidationError("Ce jour est passé : l’actualité ne paraîtrait pas.")
        return day
