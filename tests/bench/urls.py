"""The site's addresses and a constant page behind the same middleware, to compare with."""

from django.http import HttpResponse
from django.urls import path

from config.urls import *  # noqa: F403
from config.urls import urlpatterns as site

urlpatterns = [path("constante/", lambda request: HttpResponse("constante")), *site]
