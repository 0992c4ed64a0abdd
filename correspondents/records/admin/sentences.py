"""The stock sentences of the admin that French does not say so; see `locale/` for the others."""

from django.utils.text import capfirst

from correspondents.records.contractions import of


class FrenchSentences:
    """Mixed into every table: « Modification d’actualité », « Actualités » for their list."""

    def render_change_form(self, request, context, *args, **kwargs):
        name = str(self.opts.verbose_name)
        context["title"] = str(context["title"]).replace(f"de {name}", of(name))
        return super().render_change_form(request, context, *args, **kwargs)

    def changelist_view(self, request, extra_context=None):
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title, **(extra_context or {})})
