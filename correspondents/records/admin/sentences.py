"""The stock sentences of the admin that French does not say so."""

from correspondents.records.contractions import of


class FrenchSentences:
    """Mixed into every table: « Modification d’actualité », « Supprimer la sélection »."""

    def render_change_form(self, request, context, *args, **kwargs):
        name = str(self.opts.verbose_name)
        context["title"] = str(context["title"]).replace(f"de {name}", of(name))
        return super().render_change_form(request, context, *args, **kwargs)

    def get_actions(self, request):
        actions = super().get_actions(request)
        if "delete_selected" in actions:
            act, name, _ = actions["delete_selected"]
            actions["delete_selected"] = (act, name, "Supprimer la sélection")
        return actions
