"""Access to the pages of those who keep the directory."""

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect

from . import second_factor


class ForKeepers(LoginRequiredMixin):
    """Mixed into a view for the posts and the delegation: each object comes from `visible_to`.

    A visitor is asked to sign in, the delegation for its second factor; an account that is neither
    sees nothing.
    """

    def dispatch(self, request, *args, **kwargs):
        user = request.user
        if user.is_authenticated and not (user.is_delegation or user.post_id):
            raise PermissionDenied
        if user.is_authenticated and second_factor.is_missing(request):
            return redirect(second_factor.way(request))
        return super().dispatch(request, *args, **kwargs)


def may_decide(user, post):
    """Whether the account decides for the post: the delegation, or who validates there."""
    return user.is_delegation or (user.validates and post is not None and user.post_id == post.pk)
