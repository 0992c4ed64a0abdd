"""What came by the form, in the posts' space; the delegation reads the same page."""

from django.urls import path

from .tables import ContactRequestTable

urlpatterns = [path("", ContactRequestTable.as_view(), name="contact_requests")]
