"""The account's own page, and the library's views where they need a word of ours."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import get_next_redirect_url
from allauth.core.internal.httpkit import add_query_params
from allauth.mfa.recovery_codes.views import ViewRecoveryCodesView
from allauth.mfa.totp.views import ActivateTOTPView
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.mixins import LoginRequiredMixin
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache
from django.views.generic import TemplateView

from correspondents.accounts import second_factor


def next_page(request):
    """The page asked for before the detour, or the account's usual one."""
    return get_next_redirect_url(request) or get_adapter().get_login_redirect_url(request)


@method_decorator(never_cache, name="dispatch")
class AccountHome(LoginRequiredMixin, TemplateView):
    template_name = "config/accounts/home.html"

    def get_context_data(self, **context):
        user = self.request.user
        return super().get_context_data(
            **context,
            has_second_factor=second_factor.has_one(user),
            needs_second_factor=second_factor.is_required(user),
            usual_page=get_adapter().get_login_redirect_url(self.request),
        )


@method_decorator(never_cache, name="dispatch")
class SetUpSecondFactor(ActivateTOTPView):
    """Setting the application up takes a code: this session has used its second factor."""

    def form_valid(self, form):
        response = super().form_valid(form)
        record_authentication(self.request, self.request.user, second_factor.PROOF, type="totp")
        return response

    def get_context_data(self, **context):
        needed = second_factor.is_required(self.request.user)
        return super().get_context_data(**context, needs_second_factor=needed)

    def get_success_url(self):
        codes = reverse("mfa_view_recovery_codes")
        return add_query_params(codes, {REDIRECT_FIELD_NAME: next_page(self.request)})


@method_decorator(never_cache, name="dispatch")
class RecoveryCodes(ViewRecoveryCodesView):
    def get_context_data(self, **context):
        return super().get_context_data(**context, next_page=next_page(self.request))
