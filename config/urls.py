"""Every address of the site: stable, re-users and tests rely on them."""

from django.conf import settings
from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path
from django.views.generic import RedirectView, TemplateView

from atlas.news.feeds import CountryFeed
from config.pages import errors, legal, search
from config.pages.agenda import agenda
from config.pages.authority import AuthorityDetail
from config.pages.changes import RecentChanges, changes_feed
from config.pages.coordination import RadarWithDossiers, space_urlpatterns
from config.pages.country import CountryDetail, CountryList
from config.pages.data import OpenData, OpenDataFile
from config.pages.expired import LostText
from config.pages.freshness import Freshness
from config.pages.home import Home
from config.pages.my_authority import MyAuthority, MyAuthorityDetail
from config.pages.partnership import PartnershipDetail
from config.pages.post import PostDetail
from config.pages.space import Space
from config.pages.territory import TerritoryDetail
from config.sitemaps import SITEMAPS

urlpatterns = [
    path("", Home.as_view(), name="home"),
    path("recherche/", search.search, name="search"),
    path("recherche/suggestions/", search.suggestions, name="suggestions"),
    path("pays/", CountryList.as_view(), name="country_list"),
    path("pays/<slug:iso2>/", CountryDetail.as_view(), name="country_detail"),
    path("pays/<slug:iso2>/flux.atom", CountryFeed.as_view(), name="country_feed"),
    path("changements/", RecentChanges.as_view(), name="changes"),
    path("changements/flux.atom", changes_feed, name="changes_feed"),
    path("agenda.ics", agenda, name="agenda"),
    path("ma-collectivite/", MyAuthority.as_view(), name="my_authority"),
    path("ma-collectivite/<slug:code>/", MyAuthorityDetail.as_view(), name="my_authority_detail"),
    path("en/", TemplateView.as_view(template_name="config/pages/english.html"), name="english"),
    path(
        "preparer/", TemplateView.as_view(template_name="config/pages/prepare.html"), name="prepare"
    ),
    path("postes/<slug:slug>/", PostDetail.as_view(), name="post_detail"),
    path("", include("correspondents.urls")),
    path("actualites/", include("atlas.news.urls")),
    path("alertes/", include("atlas.alerts.urls")),
    path("appels-a-projets/", include("projects.calls.urls")),
    path("avis/", include("projects.opinions.urls")),
    path("projets/", include("projects.results.urls")),
    path("atlas/coordination/", RadarWithDossiers.as_view(), name="radar"),
    path("atlas/", include("atlas.urls")),
    path("atlas/partenariats/<int:pk>/", PartnershipDetail.as_view(), name="partnership_detail"),
    path("atlas/collectivites/<slug:code>/", AuthorityDetail.as_view(), name="authority_detail"),
    path("atlas/territoires/<int:pk>/", TerritoryDetail.as_view(), name="territory_detail"),
    path("espace-poste/", Space.as_view(), name="space"),
    path("espace-poste/", include("correspondents.space.urls")),
    path("espace-poste/inventaire/", include("atlas.inventory.urls")),
    path("espace-poste/coordination/", include(space_urlpatterns)),
    path("espace-poste/", include("atlas.news.space_urls")),
    path("espace-poste/avis/", include("projects.opinions.space_urls")),
    path("espace-poste/evaluations/", include("projects.evaluations.space_urls")),
    path("donnees/", OpenData.as_view(), name="open_data"),
    path("donnees/editions/<slug:edition>/", OpenData.as_view(), name="open_data_edition"),
    path(
        "donnees/editions/<slug:edition>/<str:file>",
        OpenDataFile.as_view(),
        name="open_data_edition_file",
    ),
    path("donnees/<str:file>", OpenDataFile.as_view(), name="open_data_file"),
    path("fraicheur/", Freshness.as_view(), name="freshness"),
    path("accessibilite/", legal.Accessibility.as_view(), name="accessibility"),
    path("mentions-legales/", legal.LegalNotice.as_view(), name="legal_notice"),
    path("donnees-personnelles/", legal.PersonalData.as_view(), name="personal_data"),
    path("plan-du-site/", legal.SiteMap.as_view(), name="site_map"),
    path("sante/", legal.health, name="health"),
    path("robots.txt", legal.robots, name="robots"),
    path("favicon.ico", legal.favicon, name="favicon"),
    path("apple-touch-icon.png", legal.touch_icon, name="touch_icon"),
    path(".well-known/security.txt", legal.security, name="security"),
    path(
        ".well-known/change-password",
        RedirectView.as_view(
            pattern_name="account_change_password", http_method_names=["get", "head", "options"]
        ),
        name="well_known_password",
    ),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("compte/texte/", LostText.as_view(), name="lost_text"),
    path("compte/", include("config.accounts.urls")),
    path("admin/", admin.site.urls),
]
if not settings.PRODUCTION:
    urlpatterns.append(path("demonstration/", include("scripts.demonstration.doors")))

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler429 = errors.too_many_requests
handler500 = errors.server_error
