"""/undangan/<token>/: where somebody who was invited comes in. Who holds the token knows the address it was sent to."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model, login
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages

from cms.workspaces.forms import NewAccountForm, PasswordForm
from cms.workspaces.models import Invitation
from cms.workspaces.team import accept, account_of, may_come_back, still_holds

BACKEND = "django.contrib.auth.backends.ModelBackend"


class InvitationView(TemplateView):
    """A form for a new account; for who is logged in under the invited address, a button."""

    template_name = "workspaces/invitation.html"
    form: Any = None
    problem = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        found = Invitation.objects.with_token(kwargs["token"]).select_related("workspace__centre", "invited_by")
        self.invitation = found.first()
        response = super().dispatch(request, *args, **kwargs)
        # The address is a key: kept by no cache, told to no other site.
        add_never_cache_headers(response)
        response.headers["Referrer-Policy"] = "same-origin"
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    @property
    def is_open(self) -> bool:
        return self.invitation is not None and still_holds(self.invitation)

    @property
    def is_theirs(self) -> bool:
        """Whether who is logged in has the invited address."""
        user: Any = self.request.user
        return bool(
            self.invitation and user.is_authenticated and user.email.casefold() == self.invitation.email.casefold()
        )

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self._page()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.is_open:
            return self._page()
        assert self.invitation is not None
        if request.user.is_authenticated:
            return self._join(request.user) if self.is_theirs else self._page()
        account = account_of(self.invitation.email)
        returning = self._returning(account)
        form = self.form = self._form(returning, request.POST)
        if not form.is_valid():
            return self._page()
        if account is not None and returning is None:
            # Somebody else may not take over an account by its address.
            form.add_error(None, _("No account can be made with this address. If you have one already, log in."))
            return self._page()
        return self._new_member(form, returning)

    def _returning(self, account: Any) -> Any:
        """The account, when it was switched off with its last membership and only its owner can have the link."""
        assert self.invitation is not None
        if account is None or self.invitation.link_shown or not may_come_back(account):
            return None
        return account

    def _form(self, returning: Any, data: Any = None) -> Any:
        assert self.invitation is not None
        return PasswordForm(data) if returning else NewAccountForm(data, email=self.invitation.email)

    def _new_member(self, form: Any, returning: Any) -> HttpResponse:
        assert self.invitation is not None
        try:
            with transaction.atomic():
                user = returning or get_user_model()(
                    username=form.cleaned_data["username"],
                    first_name=form.cleaned_data["full_name"],
                    email=self.invitation.email,
                )
                user.is_active = True
                user.set_password(form.cleaned_data["password"])
                user.save()
                accept(self.invitation, user, made_account=True)
        except (ValidationError, IntegrityError) as error:
            # Sent twice, say: what the first one did is done, and the page tells it.
            self.invitation = Invitation.objects.select_related("workspace__centre", "invited_by").get(
                pk=self.invitation.pk
            )
            if isinstance(error, ValidationError):
                form.add_error(None, error)
            else:
                form.add_error(
                    "username" if "username" in form.fields else None, _("This username is taken. Choose another one.")
                )
            return self._page()
        login(self.request, user, backend=BACKEND)
        return self._welcome()

    def _join(self, user: Any) -> HttpResponse:
        assert self.invitation is not None
        try:
            accept(self.invitation, user)
        except ValidationError:
            self.invitation.refresh_from_db()
            return self._page()
        return self._welcome()

    def _welcome(self) -> HttpResponse:
        assert self.invitation is not None
        messages.success(
            self.request, _("Welcome. You now belong to %(workspace)s.") % {"workspace": self.invitation.workspace}
        )
        return redirect("wagtailadmin_home")

    def _page(self) -> HttpResponse:
        user: Any = self.request.user
        form = self.form
        if self.is_open and not user.is_authenticated and form is None:
            assert self.invitation is not None
            form = self._form(self._returning(account_of(self.invitation.email)))
        login_address = f"{reverse('wagtailadmin_login')}?{urlencode({'next': self.request.path})}"
        context = self.get_context_data(
            invitation=self.invitation,
            is_open=self.is_open,
            is_theirs=self.is_theirs,
            form=form,
            login_address=login_address,
        )
        return self.render_to_response(context, status=200 if self.is_open else 404 if not self.invitation else 410)
