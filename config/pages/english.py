"""For the foreign partner who looks for a French counterpart, in English."""

from django.views.generic import TemplateView


class English(TemplateView):
    template_name = "config/pages/english.html"
