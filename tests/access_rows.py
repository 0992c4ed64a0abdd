"""Who is answered what, address by address: the table that `test_access.py` holds the site to.

A row gives the statuses of a GET, then of a POST without a field, in the order of `PEOPLE`; one
alone stands for all six. « in » : sent to sign in. Post A's objects are those asked for: post B's
column is where another post's object is a 404.
"""

from dataclasses import dataclass

PEOPLE = ["visitor", "post_a", "post_b", "delegation", "link", "expired"]


@dataclass(frozen=True)
class Row:
    """An address as somebody opens it; `{words}` are attributes of the World."""

    example: str
    get: str
    post: str

    def expected(self, method):
        words = getattr(self, method).split()
        statuses = [int(word) if word.isdigit() else word for word in words]
        return dict(zip(PEOPLE, statuses * (6 // len(statuses)), strict=True))

    def address(self, world, person):
        return self.example.format_map(Words(world, person))


@dataclass(frozen=True)
class Words:
    world: object
    person: str

    def __getitem__(self, word):
        if word.startswith("token_"):
            return self.world.token(word.removeprefix("token_"), self.person)
        return self.world[word]


# What everybody reads, and nobody writes.
PUBLIC = {
    "": "/",
    "accessibilite/": "/accessibilite/",
    "actualites/": "/actualites/",
    "actualites/<int:pk>/": "/actualites/{news}/",
    "actualites/flux.atom": "/actualites/flux.atom",
    "agenda.ics": "/agenda.ics",
    "alertes/demandee/": "/alertes/demandee/",
    "appels-a-projets/": "/appels-a-projets/",
    "appels-a-projets/<slug:slug>/": "/appels-a-projets/{call_slug}/",
    "appels-a-projets/<slug:slug>/agenda.ics": "/appels-a-projets/{call_slug}/agenda.ics",
    "en/": "/en/",
    "ma-collectivite/": "/ma-collectivite/",
    "ma-collectivite/<slug:code>/": "/ma-collectivite/213502388/",
    "preparer/": "/preparer/",
    "projets/": "/projets/",
    "projets/<int:pk>/": "/projets/{project}/",
    "projets/export.<str:format>": "/projets/export.csv",
    "atlas/": "/atlas/",
    "atlas/carte/": "/atlas/carte/",
    "atlas/chiffres/": "/atlas/chiffres/",
    "atlas/export.<str:format>": "/atlas/export.csv",
    "atlas/collectivites/<slug:code>/": "/atlas/collectivites/213502388/",
    "atlas/coordination/": "/atlas/coordination/",
    "atlas/coordination/export.<str:format>": "/atlas/coordination/export.csv",
    "atlas/partenariats/<int:pk>/": "/atlas/partenariats/{partnership}/",
    "atlas/proposer/envoye/": "/atlas/proposer/envoye/",
    "atlas/territoires/<int:pk>/": "/atlas/territoires/{territory}/",
    "avant-de-signer/": "/avant-de-signer/",
    "changements/": "/changements/",
    "changements/flux.atom": "/changements/flux.atom",
    "compte/lien/envoye/": "/compte/lien/envoye/",
    "compte/mot-de-passe/oublie/change/": "/compte/mot-de-passe/oublie/change/",
    "compte/mot-de-passe/oublie/envoye/": "/compte/mot-de-passe/oublie/envoye/",
    "correspondants/": "/correspondants/",
    "correspondants/<int:pk>.vcf": "/correspondants/{contact}.vcf",
    "correspondants/editions/": "/correspondants/editions/",
    "correspondants/editions/<int:number>/": "/correspondants/editions/{edition_number}/",
    "correspondants/editions/<int:number>/liste.<str:format>": (
        "/correspondants/editions/{edition_number}/liste.csv"
    ),
    "correspondants/export.<str:format>": "/correspondants/export.csv",
    "page-utile/merci/": "/page-utile/merci/",
    "correspondants/signalement-recu/": "/correspondants/signalement-recu/",
    "donnees-personnelles/": "/donnees-personnelles/",
    "donnees/": "/donnees/",
    "donnees/<str:file>": "/donnees/{data_file}",
    "donnees/editions/<slug:edition>/": "/donnees/editions/{data_edition_name}/",
    "donnees/editions/<slug:edition>/<str:file>": (
        "/donnees/editions/{data_edition_name}/datapackage.json"
    ),
    "en-france/": "/en-france/",
    "fraicheur/": "/fraicheur/",
    "mentions-legales/": "/mentions-legales/",
    "pays/": "/pays/",
    "pays/<slug:iso2>/": "/pays/sn/",
    "pays/<slug:iso2>/flux.atom": "/pays/sn/flux.atom",
    "pays/<slug:iso2>/ecrire/envoye/": "/pays/sn/ecrire/envoye/",
    "plan-du-site/": "/plan-du-site/",
    "postes/": "/postes/",
    "postes/<slug:slug>/": "/postes/dakar/",
    "recherche/suggestions/": "/recherche/suggestions/?q=sen",
    "robots.txt": "/robots.txt",
    ".well-known/security.txt": "/.well-known/security.txt",
    "sante/": "/sante/",
}

# The delegation's: everybody else is sent to sign in. What it is answered to a GET, to a POST.
STAFF = {
    "admin/": ("/admin/", "200", "200"),
    "admin/<app_label>/": ("/admin/correspondents/", "200", "200"),
    "admin/(?P<url>.*)": ("/admin/nulle-part", "404", "404"),
    "admin/atlas/coordinationnote/pays/<slug:name>/": (
        "/admin/atlas/coordinationnote/pays/sans-note/",
        "200",
        "200",
    ),
    "admin/atlas/coordinationnote/pays/<slug:name>/export.<str:format>": (
        "/admin/atlas/coordinationnote/pays/sans-partenariat/export.csv",
        "200",
        "200",
    ),
    "admin/atlas/countrynotice/<int:pk>/partenariats/": (
        "/admin/atlas/countrynotice/{notice}/partenariats/",
        "200",
        "200",
    ),
    "admin/atlas/countrynotice/<int:pk>/partenariats.<str:format>": (
        "/admin/atlas/countrynotice/{notice}/partenariats.csv",
        "200",
        "200",
    ),
    "admin/atlas/newsitem/<int:pk>/decision/": (
        "/admin/atlas/newsitem/{news}/decision/",
        "200",
        "200",
    ),
    "admin/recherche/": ("/admin/recherche/?q=dakar", "200", "405"),
    "admin/autocomplete/": ("/admin/autocomplete/", "403", "405"),
    "admin/correspondents/correspondent/<int:pk>/remplacer/": (
        "/admin/correspondents/correspondent/{contact}/remplacer/",
        "200",
        "200",
    ),
    "admin/correspondents/correspondent/a-une-date/": (
        "/admin/correspondents/correspondent/a-une-date/",
        "200",
        "200",
    ),
    "admin/correspondents/correspondent/export/": (
        "/admin/correspondents/correspondent/export/",
        "200",
        "200",
    ),
    "admin/correspondents/edition/<int:pk>/liste.<str:format>": (
        "/admin/correspondents/edition/{edition}/liste.csv",
        "200",
        "200",
    ),
    "admin/correspondents/edition/<int:pk>/publier/": (
        "/admin/correspondents/edition/{edition}/publier/",
        "200",
        "200",
    ),
    "admin/correspondents/edition/changements.<str:format>": (
        "/admin/correspondents/edition/changements.csv",
        "404",
        "404",
    ),
    "admin/correspondents/edition/changements/": (
        "/admin/correspondents/edition/changements/",
        "200",
        "422",
    ),
    "admin/correspondents/importbatch/<int:number>/abandonner/": (
        "/admin/correspondents/importbatch/{batch}/abandonner/",
        "405",
        "302",
    ),
    "admin/correspondents/importbatch/<int:number>/annuler/": (
        "/admin/correspondents/importbatch/{batch}/annuler/",
        "302",
        "302",
    ),
    "admin/correspondents/importbatch/<int:number>/appliquer/": (
        "/admin/correspondents/importbatch/{batch}/appliquer/",
        "405",
        "302",
    ),
    "admin/correspondents/importbatch/<int:number>/choix/": (
        "/admin/correspondents/importbatch/{batch}/choix/",
        "405",
        "302",
    ),
    "admin/correspondents/importbatch/<int:number>/colonnes/": (
        "/admin/correspondents/importbatch/{batch}/colonnes/",
        "200",
        "200",
    ),
    "admin/correspondents/importbatch/<int:number>/jour/": (
        "/admin/correspondents/importbatch/{batch}/jour/",
        "405",
        "302",
    ),
    "admin/correspondents/importbatch/<int:number>/options/": (
        "/admin/correspondents/importbatch/{batch}/options/",
        "405",
        "302",
    ),
    "admin/correspondents/importbatch/<int:number>/rejets/": (
        "/admin/correspondents/importbatch/{batch}/rejets/",
        "404",
        "405",
    ),
    "admin/correspondents/importbatch/<int:number>/relire/": (
        "/admin/correspondents/importbatch/{batch}/relire/",
        "405",
        "302",
    ),
    "admin/correspondents/importbatch/coller/": (
        "/admin/correspondents/importbatch/coller/",
        "200",
        "200",
    ),
    "admin/correspondents/user/<id>/password/": (
        "/admin/correspondents/user/{account}/password/",
        "403",
        "403",
    ),
    "admin/jsi18n/": ("/admin/jsi18n/", "200", "405"),
    "admin/mes-zones/": ("/admin/mes-zones/", "405", "302"),
    "admin/password_change/": ("/admin/password_change/", "302", "302"),
    "admin/password_change/done/": ("/admin/password_change/done/", "302", "302"),
    "admin/projects/application/<int:pk>/instruction/": (
        "/admin/projects/application/{application}/instruction/",
        "200",
        "200",
    ),
    "admin/projects/application/pieces/<int:pk>/": (
        "/admin/projects/application/pieces/{piece}/",
        "200",
        "405",
    ),
    "admin/projects/application/export/": ("/admin/projects/application/export/", "200", "200"),
    "admin/projects/call/export/": ("/admin/projects/call/export/", "200", "200"),
    "admin/projects/opinionrequest/export/": (
        "/admin/projects/opinionrequest/export/",
        "200",
        "200",
    ),
    "admin/projects/call/<int:pk>/avis/": ("/admin/projects/call/{call}/avis/", "200", "200"),
    "admin/projects/call/<int:pk>/avis.<str:format>": (
        "/admin/projects/call/{call}/avis.csv",
        "200",
        "200",
    ),
    **{
        f"admin/projects/committee/<int:pk>/{page}/": (
            f"/admin/projects/committee/{{committee}}/{page}/",
            "200",
            answer,
        )
        for page, answer in {
            "actes": "200",
            "decisions": "200",
            "lettres": "405",
            "proces-verbal": "405",
        }.items()
    },
    "admin/projects/committee/<int:pk>/dossier/<int:number>/": (
        "/admin/projects/committee/{committee}/dossier/1/",
        "200",
        "405",
    ),
    "admin/projects/committee/<int:pk>/dossier/<int:number>.xlsx": (
        "/admin/projects/committee/{committee}/dossier/1.xlsx",
        "200",
        "405",
    ),
    "admin/projects/call/<int:pk>/actes/": ("/admin/projects/call/{call}/actes/", "200", "200"),
    "admin/projects/evaluation/<int:pk>/comparer/": (
        "/admin/projects/evaluation/{evaluation}/comparer/",
        "200",
        "405",
    ),
    "admin/projects/evaluation/a-evaluer/": (
        "/admin/projects/evaluation/a-evaluer/",
        "200",
        "405",
    ),
    "admin/projects/decision/export/": ("/admin/projects/decision/export/", "200", "200"),
    "admin/projects/evaluation/export/": ("/admin/projects/evaluation/export/", "200", "200"),
    "admin/projects/grant/<int:pk>/actes/": ("/admin/projects/grant/{grant}/actes/", "200", "200"),
    "admin/projects/grant/export/": ("/admin/projects/grant/export/", "200", "200"),
    "admin/projects/grant/fichiers/<int:pk>/": (
        "/admin/projects/grant/fichiers/{report_file}/",
        "200",
        "405",
    ),
    "admin/projects/grant/ouvrir/": ("/admin/projects/grant/ouvrir/", "200", "405"),
    "admin/projects/grant/ouvrir/<int:pk>/": (
        "/admin/projects/grant/ouvrir/{decision}/",
        "200",
        "422",
    ),
    "admin/r/<path:content_type_id>/<path:object_id>/": (
        "/admin/r/{post_type}/{post}/",
        "302",
        "302",
    ),
}

# What the delegation may do with the rows of a table: list, add, change, history, delete, in
# GET/POST; and the tables of which it is true, each with the word of its row.
TABLES = {
    "200/200 200/422 200/422 200/200 200/200": {
        "atlas/authoritycontact": "{authority_contact}",
        "atlas/coordinationnote": "{note}",
        "atlas/countrynotice": "{notice}",
        "atlas/foreignauthority": "{foreign_authority}",
        "atlas/newsitem": "{news}",
        "atlas/partnership": "{partnership}",
        "atlas/theme": "{theme}",
        "projects/call": "{draft_call}",
        "projects/committee": "{committee}",
        "projects/lettertemplate": "{letter}",
        "correspondents/absence": "{absence}",
        "correspondents/correspondent": "{contact}",
        "correspondents/country": "SN",
        "correspondents/countryalias": "{alias}",
        "correspondents/coverage": "{coverage}",
        "correspondents/frenchcontact": "{french_contact}",
        "correspondents/frenchregion": "{region}",
        "correspondents/handover": "{handover}",
        "correspondents/post": "{post}",
        "correspondents/searchword": "{word}",
        "correspondents/unrecognisedentity": "{entity}",
        "correspondents/zone": "{zone}",
    },
    # Neither added nor changed: read.
    "200/200 403/403 200/403 200/200 403/403": {
        "atlas/meeting": "{meeting}",
        "correspondents/check": "{check}",
        "correspondents/contactrequest": "{request}",
        "correspondents/dataedition": "{data_edition}",
        "correspondents/message": "{message}",
        "correspondents/signedlink": "{signed}",
        "correspondents/pagerating": "{rating}",
        "correspondents/unansweredsearch": "{search}",
        "projects/opinionrequest": "{opinion_request}",
        "projects/decision": "{decision}",
        "projects/evaluation": "{evaluation}",
    },
    # Added where the signals are.
    "200/200 403/403 200/422 200/200 200/200": {"atlas/dismissal": "{dismissal}"},
    # Read, and deleted: when the person asks for it; when it is wrong.
    "200/200 403/403 200/403 200/200 200/200": {
        "atlas/alertsubscriber": "{subscriber}",
        "correspondents/rememberedheading": "{remembered}",
    },
    # Decided on a page of its own.
    "200/200 403/403 302/302 200/200 403/403": {"correspondents/proposal": "{proposal}"},
    # A published edition is frozen; an import is what it was.
    "200/200 200/422 200/403 200/200 403/403": {"correspondents/edition": "{edition}"},
    "200/200 200/200 200/405 200/200 403/403": {"correspondents/importbatch": "{batch}"},
    # A subsidy is opened from a decision, and abandoned rather than deleted.
    "200/200 403/403 200/422 200/200 403/403": {
        "correspondents/guide": "{guide}",
        "projects/grant": "{grant}",
    },
    # Accounts of posts only, closed rather than deleted; a French authority of the registers stays.
    "200/200 200/422 200/422 200/200 403/403": {
        "atlas/localauthority": "{local_authority}",
        "projects/application": "{application}",
        "correspondents/user": "{account}",
    },
    # Two authorities once compared are not compared again: nothing of it is changed.
    "200/200 200/422 200/200 200/200 403/403": {"atlas/rapprochement": "{rapprochement}"},
    # The superuser's.
    "403/403 403/403 403/403 403/403 403/403": {
        "auth/group": "{group}",
        "correspondents/accessrecord": "{read}",
    },
    "403/403 403/403 403/403 302/302 403/403": {"dsfr/dsfrconfig": "1"},
}
ACTS = ["", "add/", "{row}/change/", "{row}/history/", "{row}/delete/"]

# The rest, one by one.
ROWS = {
    "admin/logout/": Row("/admin/logout/", "302 302 302 200 302 302", "302"),
    "admin/login/": Row("/admin/login/", "in 403 403 in in in", "in 403 403 in in in"),
    "compte/": Row("/compte/", "in 200 200 200 in in", "in 405 405 405 in in"),
    "compte/connexion/": Row(
        "/compte/connexion/", "200 302 302 302 200 200", "422 302 302 302 422 422"
    ),
    "compte/deconnexion/": Row("/compte/deconnexion/", "302 200 200 200 302 302", "302"),
    "compte/invitation/<str:token>/": Row(
        "/compte/invitation/{token_invitation}/",
        "200 200 200 200 200 410",
        "422 422 422 422 422 410",
    ),
    "compte/lien/": Row("/compte/lien/", "200", "422"),
    "compte/lien/<str:token>/": Row(
        "/compte/lien/{token_sign_in}/", "200 200 200 200 200 410", "302 302 302 302 302 410"
    ),
    # The door of the demonstration opens to its own delegation alone.
    "demonstration/<str:token>/": Row("/demonstration/{token_sign_in}/", "410", "410"),
    "compte/mot-de-passe/": Row(
        "/compte/mot-de-passe/", "in 200 200 200 in in", "in 422 422 422 in in"
    ),
    "compte/mot-de-passe/choisir/": Row(
        "/compte/mot-de-passe/choisir/", "in 302 302 302 in in", "in 302 302 302 in in"
    ),
    "compte/mot-de-passe/oublie/": Row("/compte/mot-de-passe/oublie/", "200", "422"),
    "compte/mot-de-passe/oublie/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/": Row(
        "/compte/mot-de-passe/oublie/1-faux/", "200", "422"
    ),
    "compte/second-facteur/": Row(
        "/compte/second-facteur/", "in 200 200 200 in in", "in 405 405 405 in in"
    ),
    "compte/second-facteur/application/": Row(
        "/compte/second-facteur/application/", "in 200 200 in in in", "in 422 422 in in in"
    ),
    "compte/second-facteur/application/retirer/": Row(
        "/compte/second-facteur/application/retirer/",
        "in 404 404 200 in in",
        "in 404 404 422 in in",
    ),
    "compte/second-facteur/code/": Row(
        "/compte/second-facteur/code/", "in 302 302 302 in in", "in 302 302 302 in in"
    ),
    "compte/second-facteur/codes/": Row(
        "/compte/second-facteur/codes/", "in 404 404 404 in in", "in 405 405 405 in in"
    ),
    "compte/second-facteur/codes/nouveaux/": Row(
        "/compte/second-facteur/codes/nouveaux/", "in 200 200 200 in in", "in 422 422 in in in"
    ),
    "compte/second-facteur/codes/telecharger/": Row(
        "/compte/second-facteur/codes/telecharger/", "in 404 404 404 in in", "in 404 404 404 in in"
    ),
    "compte/second-facteur/verification/": Row(
        "/compte/second-facteur/verification/", "in 302 302 200 in in", "in 302 302 422 in in"
    ),
    "compte/texte/": Row("/compte/texte/", "in 302 302 302 in in", "in 405 405 405 in in"),
    "compte/verification/": Row(
        "/compte/verification/", "in 200 200 200 in in", "in 422 422 422 in in"
    ),
    "atlas/partenariats/<int:pk>/corriger/": Row(
        "/atlas/partenariats/{partnership}/corriger/", "200", "422"
    ),
    "atlas/proposer/": Row("/atlas/proposer/", "200", "404"),
    "atlas/proposer/<str:token>/": Row(
        "/atlas/proposer/{token_contribution}/", "200 200 200 200 200 410", "302"
    ),
    "alertes/": Row("/alertes/", "200", "422"),
    "alertes/arreter/<str:token>/": Row("/alertes/arreter/{token_alerts}/", "200", "200"),
    "alertes/confirmer/<str:token>/": Row("/alertes/confirmer/{token_alert}/", "200", "200"),
    "avis/<str:token>/": Row("/avis/{token_opinion}/", "200 200 200 200 200 410", "405"),
    "avis/<str:token>/<int:pk>/": Row(
        "/avis/{token_opinion}/{opinion_request}/",
        "200 200 200 200 200 302",
        "403 403 403 403 403 302",
    ),
    "avis/<str:token>/<int:pk>/relire/": Row(
        "/avis/{token_opinion}/{opinion_request}/relire/",
        "302",
        "403 403 403 403 403 302",
    ),
    "avis/<str:token>/<int:pk>/supprimer/": Row(
        "/avis/{token_opinion}/{opinion_request}/supprimer/",
        "302",
        "302",
    ),
    "avis/<str:token>/<int:pk>/pieces/<int:piece>/": Row(
        "/avis/{token_opinion}/{opinion_request}/pieces/{piece}/",
        "200 200 200 200 200 302",
        "405 405 405 405 405 302",
    ),
    "avis/validation/<str:token>/": Row(
        "/avis/validation/{token_validation}/", "200 200 200 200 200 410", "405"
    ),
    "avis/validation/<str:token>/<int:pk>/": Row(
        "/avis/validation/{token_validation}/{opinion_request}/",
        "200 200 200 200 200 302",
        "403 403 403 403 403 302",
    ),
    "avis/validation/<str:token>/<int:pk>/relire/": Row(
        "/avis/validation/{token_validation}/{opinion_request}/relire/",
        "302",
        "403 403 403 403 403 302",
    ),
    "avis/validation/<str:token>/<int:pk>/supprimer/": Row(
        "/avis/validation/{token_validation}/{opinion_request}/supprimer/",
        "302",
        "302",
    ),
    "avis/validation/<str:token>/<int:pk>/pieces/<int:piece>/": Row(
        "/avis/validation/{token_validation}/{opinion_request}/pieces/{piece}/",
        "200 200 200 200 200 302",
        "405 405 405 405 405 302",
    ),
    "espace-poste/avis/": Row(
        "/espace-poste/avis/", "in 200 200 302 in in", "in 405 405 302 in in"
    ),
    "espace-poste/avis/<int:pk>/": Row(
        "/espace-poste/avis/{opinion_request}/", "in 200 404 302 in in", "in 403 404 302 in in"
    ),
    "espace-poste/avis/<int:pk>/relire/": Row(
        "/espace-poste/avis/{opinion_request}/relire/",
        "in 302 404 302 in in",
        "in 403 404 302 in in",
    ),
    "espace-poste/avis/<int:pk>/supprimer/": Row(
        "/espace-poste/avis/{opinion_request}/supprimer/",
        "in 302 404 302 in in",
        "in 302 404 302 in in",
    ),
    "espace-poste/avis/<int:pk>/pieces/<int:piece>/": Row(
        "/espace-poste/avis/{opinion_request}/pieces/{piece}/",
        "in 200 404 302 in in",
        "in 405 404 302 in in",
    ),
    "espace-poste/evaluations/": Row(
        "/espace-poste/evaluations/", "in 200 200 302 in in", "in 405 405 302 in in"
    ),
    "espace-poste/evaluations/<int:pk>/": Row(
        "/espace-poste/evaluations/{grant}/", "in 200 404 302 in in", "in 405 404 302 in in"
    ),
    "espace-poste/evaluations/<int:pk>/comparer/": Row(
        "/espace-poste/evaluations/{grant}/comparer/",
        "in 200 404 302 in in",
        "in 405 404 302 in in",
    ),
    "espace-poste/evaluations/<int:pk>/evaluer/": Row(
        "/espace-poste/evaluations/{grant}/evaluer/",
        "in 200 404 302 in in",
        "in 422 404 302 in in",
    ),
    "espace-poste/evaluations/<int:pk>/supprimer/": Row(
        "/espace-poste/evaluations/{grant}/supprimer/",
        "in 404 404 302 in in",
        "in 404 404 302 in in",
    ),
    "espace-poste/coordination/notes/<int:pk>/supprimer/": Row(
        "/espace-poste/coordination/notes/{note}/supprimer/",
        "in 200 404 200 in in",
        "in 302 404 302 in in",
    ),
    "espace-poste/evaluations/<int:pk>/valider/": Row(
        "/espace-poste/evaluations/{grant}/valider/",
        "in 302 404 302 in in",
        "in 302 404 302 in in",
    ),
    "espace-poste/evaluations/photos/<int:pk>/": Row(
        "/espace-poste/evaluations/photos/{photo}/",
        "in 200 404 200 in in",
        "in 405 404 405 in in",
    ),
    "confirmer/<str:token>/": Row("/confirmer/{token_confirm}/", "200 200 200 200 200 410", "403"),
    "page-utile/": Row("/page-utile/?page=/pays/sn/", "200", "422"),
    "correspondants/<int:pk>/signaler/": Row("/correspondants/{contact}/signaler/", "200", "422"),
    "correspondants/editions/<int:number>/changements.<str:format>": Row(
        "/correspondants/editions/{edition_number}/changements.csv", "404", "405"
    ),
    "depart/<str:token>/": Row("/depart/{token_departure}/", "200 200 200 200 200 410", "403"),
    "desabonnement/<str:token>/": Row("/desabonnement/{token_unsubscribe}/", "200", "200"),
    "espace-poste/": Row("/espace-poste/", "in 200 200 302 in in", "in 405 405 302 in in"),
    "espace-poste/absences/<int:pk>/terminer/": Row(
        "/espace-poste/absences/{absence}/terminer/", "in 405 404 405 in in", "in 302 404 302 in in"
    ),
    "espace-poste/actualites/": Row(
        "/espace-poste/actualites/", "in 200 200 302 in in", "in 405 405 302 in in"
    ),
    "espace-poste/actualites/<int:pk>/": Row(
        "/espace-poste/actualites/{draft}/", "in 200 404 302 in in", "in 422 404 302 in in"
    ),
    "espace-poste/actualites/<int:pk>/decision/": Row(
        "/espace-poste/actualites/{draft}/decision/",
        "in 405 404 302 in in",
        "in 302 404 302 in in",
    ),
    "espace-poste/actualites/nouvelle/": Row(
        "/espace-poste/actualites/nouvelle/", "in 200 200 302 in in", "in 422 422 302 in in"
    ),
    "espace-poste/contacts/": Row(
        "/espace-poste/contacts/", "in 200 200 302 in in", "in 405 405 302 in in"
    ),
    "espace-poste/contacts/<int:pk>/": Row(
        "/espace-poste/contacts/{contact}/", "in 200 404 200 in in", "in 422 404 422 in in"
    ),
    "espace-poste/contacts/<int:pk>/absences/": Row(
        "/espace-poste/contacts/{contact}/absences/", "in 200 404 200 in in", "in 422 404 422 in in"
    ),
    "espace-poste/contacts/<int:pk>/confirmer/": Row(
        "/espace-poste/contacts/{contact}/confirmer/",
        "in 405 404 405 in in",
        "in 302 404 302 in in",
    ),
    "espace-poste/contacts/<int:pk>/annuler/": Row(
        "/espace-poste/contacts/{contact}/annuler/",
        "in 405 404 405 in in",
        "in 302 404 302 in in",
    ),
    "espace-poste/contacts/<int:pk>/depart/": Row(
        "/espace-poste/contacts/{contact}/depart/", "in 200 404 200 in in", "in 422 404 422 in in"
    ),
    "espace-poste/contacts/<int:pk>/passation/": Row(
        "/espace-poste/contacts/{contact}/passation/",
        "in 200 404 200 in in",
        "in 302 404 302 in in",
    ),
    "espace-poste/contacts/<int:pk>/present/": Row(
        "/espace-poste/contacts/{contact}/present/", "in 405 404 405 in in", "in 302 404 302 in in"
    ),
    "espace-poste/contacts/<int:pk>/remplacer/": Row(
        "/espace-poste/contacts/{contact}/remplacer/",
        "in 200 404 200 in in",
        "in 422 404 422 in in",
    ),
    "espace-poste/contacts/arrivee/": Row(
        "/espace-poste/contacts/arrivee/", "in 200 200 302 in in", "in 422 422 302 in in"
    ),
    "atlas/coordination/reunion/<str:token>/": Row(
        "/atlas/coordination/reunion/{token_meeting}/", "200 200 200 200 200 410", "403"
    ),
    "atlas/coordination/reunion/<str:token>/agenda.ics": Row(
        "/atlas/coordination/reunion/{token_meeting}/agenda.ics",
        "200 200 200 200 200 302",
        "405",
    ),
    "espace-poste/coordination/": Row(
        "/espace-poste/coordination/", "in 200 200 200 in in", "in 405 405 405 in in"
    ),
    "espace-poste/coordination/contacts/": Row(
        "/espace-poste/coordination/contacts/", "in 200 200 200 in in", "in 405 405 405 in in"
    ),
    "espace-poste/coordination/contacts/<int:pk>/": Row(
        "/espace-poste/coordination/contacts/{contact_at_work}/",
        "in 200 404 200 in in",
        "in 422 404 422 in in",
    ),
    "espace-poste/coordination/contacts/ajouter/<slug:code>/": Row(
        "/espace-poste/coordination/contacts/ajouter/{authority_at_work}/",
        "in 200 404 200 in in",
        "in 422 404 422 in in",
    ),
    "espace-poste/coordination/notes/ajouter/": Row(
        "/espace-poste/coordination/notes/ajouter/?territoire={territory}",
        "in 200 404 200 in in",
        "in 422 404 422 in in",
    ),
    "espace-poste/coordination/notes/<int:pk>/": Row(
        "/espace-poste/coordination/notes/{note}/", "in 200 404 200 in in", "in 422 404 422 in in"
    ),
    "espace-poste/coordination/ecartes/<int:pk>/reprendre/": Row(
        "/espace-poste/coordination/ecartes/{dismissal}/reprendre/",
        "in 405 404 405 in in",
        "in 302 404 302 in in",
    ),
    "espace-poste/coordination/reunions/<int:pk>/annuler/": Row(
        "/espace-poste/coordination/reunions/{meeting}/annuler/",
        "in 200 404 200 in in",
        "in 422 404 422 in in",
    ),
    "espace-poste/coordination/reunions/<int:pk>/deplacer/": Row(
        "/espace-poste/coordination/reunions/{meeting}/deplacer/",
        "in 200 404 200 in in",
        "in 422 404 422 in in",
    ),
    "espace-poste/coordination/reunions/<int:pk>/": Row(
        "/espace-poste/coordination/reunions/{meeting}/",
        "in 200 404 200 in in",
        "in 405 404 405 in in",
    ),
    "espace-poste/coordination/territoires/<int:pk>/ecarter/": Row(
        "/espace-poste/coordination/territoires/{territory}/ecarter/",
        "in 200 404 200 in in",
        "in 422 404 422 in in",
    ),
    "espace-poste/coordination/territoires/<int:pk>/inviter/": Row(
        "/espace-poste/coordination/territoires/{territory}/inviter/",
        "in 200 404 200 in in",
        "in 422 404 422 in in",
    ),
    "espace-poste/demandes/": Row(
        "/espace-poste/demandes/", "in 200 200 200 in in", "in 405 405 405 in in"
    ),
    "espace-poste/fiche/": Row(
        "/espace-poste/fiche/", "in 200 200 302 in in", "in 422 422 302 in in"
    ),
    "espace-poste/inventaire/": Row(
        "/espace-poste/inventaire/", "in 200 200 200 in in", "in 405 405 405 in in"
    ),
    "espace-poste/inventaire/<slug:iso2>/": Row(
        "/espace-poste/inventaire/sn/", "in 200 404 200 in in", "in 302 404 302 in in"
    ),
    "espace-poste/inventaire/ajouter/": Row(
        "/espace-poste/inventaire/ajouter/", "in 200 200 200 in in", "in 404 404 404 in in"
    ),
    "espace-poste/inventaire/fiches/<int:pk>/": Row(
        "/espace-poste/inventaire/fiches/{partnership}/",
        "in 200 404 200 in in",
        "in 422 404 422 in in",
    ),
    "espace-poste/inventaire/fiches/<int:pk>/annuler/": Row(
        "/espace-poste/inventaire/fiches/{partnership}/annuler/",
        "in 405 404 405 in in",
        "in 302 404 302 in in",
    ),
    "espace-poste/inventaire/fiches/<int:pk>/annuler-ajout/": Row(
        "/espace-poste/inventaire/fiches/{partnership}/annuler-ajout/",
        "in 405 404 405 in in",
        "in 302 404 302 in in",
    ),
    "espace-poste/inventaire/fiches/<int:pk>/conventions/ajouter/": Row(
        "/espace-poste/inventaire/fiches/{partnership}/conventions/ajouter/",
        "in 200 404 200 in in",
        "in 422 404 422 in in",
    ),
    "espace-poste/inventaire/fiches/<int:pk>/conventions/<int:agreement>/": Row(
        "/espace-poste/inventaire/fiches/{partnership}/conventions/{agreement}/",
        "in 200 404 200 in in",
        "in 422 404 422 in in",
    ),
    "espace-poste/inventaire/fiches/<int:pk>/conventions/<int:agreement>/supprimer/": Row(
        "/espace-poste/inventaire/fiches/{partnership}/conventions/{agreement}/supprimer/",
        "in 200 404 200 in in",
        "in 302 404 302 in in",
    ),
    "espace-poste/pays/<slug:iso2>/": Row(
        "/espace-poste/pays/sn/", "in 200 404 302 in in", "in 405 404 302 in in"
    ),
    "espace-poste/propositions/": Row(
        "/espace-poste/propositions/", "in 200 200 200 in in", "in 405 405 405 in in"
    ),
    "espace-poste/propositions/<uuid:submission>/": Row(
        "/espace-poste/propositions/{submission}/", "in 200 404 200 in in", "in 422 404 422 in in"
    ),
    # Taken back by who proposed it alone: here the person, by a link.
    "espace-poste/propositions/<uuid:submission>/retirer/": Row(
        "/espace-poste/propositions/{submission}/retirer/",
        "in 405 405 405 in in",
        "in 404 404 404 in in",
    ),
    "espace-poste/propositions/<uuid:submission>/retirer/annuler/": Row(
        "/espace-poste/propositions/{submission}/retirer/annuler/",
        "in 405 405 405 in in",
        "in 404 404 404 in in",
    ),
    "espace-poste/resume/": Row(
        "/espace-poste/resume/", "in 405 405 302 in in", "in 302 302 302 in in"
    ),
    "favicon.ico": Row("/favicon.ico", "302", "405"),
    "apple-touch-icon.png": Row("/apple-touch-icon.png", "302", "405"),
    ".well-known/change-password": Row("/.well-known/change-password", "302", "405"),
    "pays/<slug:iso2>/ecrire/": Row("/pays/sn/ecrire/", "200", "422"),
    "recherche/": Row("/recherche/?q=sénégal", "302", "405"),
    "sitemap.xml": Row("/sitemap.xml", "200", "200"),
}


def staff(example, get, post):
    return Row(example, f"in in in {get} in in", f"in in in {post} in in")


def table_rows():
    """The rows of the admin's tables, the redirection of a bare number included."""
    for answers, tables in TABLES.items():
        for table, word in tables.items():
            for act, answer in zip(ACTS, answers.split(), strict=True):
                pattern = f"admin/{table}/{act}".replace("{row}", "<path:object_id>")
                yield (
                    pattern,
                    staff(f"/admin/{table}/{act.replace('{row}', word)}", *answer.split("/")),
                )
            yield f"admin/{table}/<path:object_id>/", staff(f"/admin/{table}/{word}/", 302, 302)


ROWS |= {pattern: Row(example, "200", "405") for pattern, example in PUBLIC.items()}
ROWS |= {pattern: staff(*row) for pattern, row in STAFF.items()}
ROWS |= dict(table_rows())
