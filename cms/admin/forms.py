"""Forms for terms, and for merging terms and tags."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminModelForm

from cms.models import Term


class TermForm(WagtailAdminModelForm):
    """The slug is an address that others link to: chosen once."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "slug" in self.fields:
            self.fields["slug"].disabled = True


class MergeForm(forms.Form):
    """Asks for the successor, and a second time for confirmation once it is known what is concerned."""

    confirmed = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, instance: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = type(instance)._default_manager.exclude(pk=instance.pk)
        offered = others.filter(**self.offered)
        # Only what may be chosen is listed; anything else gets a message that says why not.
        self.fields["successor"] = forms.ModelChoiceField(
            queryset=others,
            label=_("Merge into"),
            required=not instance.successor_id,
            initial=instance.successor,
        )
        blank = [("", _("Nothing: undo the merge"))] if instance.successor_id else [("", "---------")]
        self.fields["successor"].widget.choices = [*blank, *((row.pk, str(row)) for row in offered)]  # type: ignore[attr-defined]

    offered: dict[str, Any] = {}


class TermMergeForm(MergeForm):
    offered = {"status": Term.Status.ACTIVE}


class TagMergeForm(MergeForm):
    offered = {"successor": None}
