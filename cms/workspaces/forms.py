"""Forms of onboarding, of a centre's life and of its people."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.widgets import AdminDateInput
from wagtail.images.fields import WagtailImageField

from cms.models import Centre, CentrePage, Province
from cms.workspaces.former_names import DatedName, read_names
from cms.workspaces.models import Role
from cms.workspaces.onboarding import Contact


class AddCentreForm(forms.Form):
    """A new centre. Only name and province are needed."""

    name = forms.CharField(label=_("Name"), max_length=200, help_text=_("The short one: “Balai TIK Gorontalo”."))
    province = forms.ModelChoiceField(label=_("Province"), queryset=Province.objects.none())
    official_name = forms.CharField(label=_("Official name"), max_length=255, required=False)
    slug = forms.SlugField(
        label=_("Web address"),
        max_length=100,
        required=False,
        help_text=_("The last part of /balai/…/. Empty: it follows from the name."),
    )
    former_names = forms.CharField(
        label=_("Former names"),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text=_("One per line, with the years if you know them: “BTKP DIY; 2003; 2019”. They stay searchable."),
    )
    logo = WagtailImageField(label=_("Logo"), required=False)
    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=50, required=False)
    website = forms.URLField(label=_("Website"), required=False, assume_scheme="https")
    address = forms.CharField(
        label=pgettext_lazy("postal", "Address"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    opening_hours = forms.CharField(label=_("Opening hours"), widget=forms.Textarea(attrs={"rows": 3}), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["province"].queryset = Province.objects.offered()  # type: ignore[attr-defined]

    def clean_former_names(self) -> list[DatedName]:
        return read_names(self.cleaned_data["former_names"])

    def values(self) -> dict[str, Any]:
        """The arguments of `add_centre`."""
        given = dict(self.cleaned_data)
        contact = Contact(
            **{name: given.pop(name) for name in ("email", "phone", "website", "address", "opening_hours")}
        )
        return {**given, "contact": contact}


class ConfirmedForm(forms.Form):
    """Asks, tells what will happen, and asks once more."""

    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)


class RenameForm(ConfirmedForm):
    name = forms.CharField(label=_("Name"), max_length=200)
    official_name = forms.CharField(label=_("Official name"), max_length=255, required=False)
    slug = forms.SlugField(
        label=_("Web address"),
        max_length=100,
        help_text=_("The last part of /balai/…/. The old address keeps working."),
    )


class MergeCentreForm(ConfirmedForm):
    into = forms.ModelChoiceField(label=_("Merge into"), queryset=CentrePage.objects.none())

    def __init__(self, *args: Any, page: CentrePage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = CentrePage.objects.exclude(pk=page.pk).filter(centre__status=Centre.Status.ACTIVE)
        self.fields["into"].queryset = others.order_by("title", "pk")  # type: ignore[attr-defined]


class CloseForm(ConfirmedForm):
    on = forms.DateField(label=_("Closed on"), widget=AdminDateInput, initial=timezone.localdate)


class InviteForm(forms.Form):
    email = forms.EmailField(label=_("E-mail"))
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)


class PasswordForm(forms.Form):
    """A password, twice, by the site's rules."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password_again = forms.CharField(
        label=_("Password again"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def account(self, cleaned: dict[str, Any]) -> Any:
        """The account, or one like it, that the password must not resemble."""
        return None

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        password = cleaned.get("password")
        if password and password != cleaned.get("password_again"):
            self.add_error("password_again", _g("The two passwords are not the same."))
        elif password:
            try:
                validate_password(password, self.account(cleaned))
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned


class NewAccountForm(PasswordForm):
    """An account for somebody who was invited. The e-mail is that of the invitation."""

    full_name = forms.CharField(
        label=_("Full name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    username = forms.CharField(
        label=_("Username"),
        max_length=150,
        validators=[UnicodeUsernameValidator()],
        help_text=_("You log in with it. Letters, digits and @ . + - _"),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
    )
    field_order = ("full_name", "username", "password", "password_again")

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean_username(self) -> str:
        username: str = get_user_model().normalize_username(self.cleaned_data["username"])
        if get_user_model()._default_manager.filter(username__iexact=username).exists():
            raise ValidationError(_g("This username is taken. Choose another one."))
        return username

    def account(self, cleaned: dict[str, Any]) -> Any:
        return get_user_model()(
            username=cleaned.get("username") or "", first_name=cleaned.get("full_name") or "", email=self.email
        )
