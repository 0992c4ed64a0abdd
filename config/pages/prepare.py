"""What a small authority reads before its first project abroad."""

from django.views.generic import TemplateView


class Prepare(TemplateView):
    template_name = "config/pages/prepare.html"
