"""The forms of an import: the file and where it goes, what its columns mean, which suggestions are taken."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from cms.imports.access import offered_targets, places
from cms.imports.column_check import ColumnCheck, check_columns
from cms.imports.messages import column_label, refusal_in_words
from cms.imports.models import Import
from cms.imports.reading import FileRefused
from cms.imports.resource_target import ResourceTarget
from cms.imports.targets import Target, label_of, targets


class UploadForm(forms.Form):
    """Looks at the beginning of the file only; `check` holds what was found there."""

    kind = forms.ChoiceField(label=gettext_lazy("What is imported"))
    parent = forms.ModelChoiceField(
        queryset=None,
        label=gettext_lazy("Where new materials go"),
        required=False,
        help_text=gettext_lazy("New ones become drafts below this page; what is there already stays where it is."),
    )
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("XLSX or CSV, up to 20 MB and 20,000 rows."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.check: ColumnCheck | None = None
        offered = offered_targets(user)
        self.fields["kind"].choices = [(target.key, label_of(target)) for target in offered]  # type: ignore[attr-defined]
        self.places: dict[str, Any] = {}
        ids: set[int] = set()
        for target in offered:
            if isinstance(target, ResourceTarget):
                self.places[target.key] = set(places(user, target).values_list("pk", flat=True))
                ids |= self.places[target.key]
        field: Any = self.fields["parent"]
        field.queryset = Page.objects.filter(pk__in=ids).order_by("depth", "path")
        field.label_from_instance = lambda page: page.get_admin_display_title()
        field.empty_label = None if len(ids) == 1 else "—"

    @property
    def target(self) -> Target:
        return targets()[self.cleaned_data["kind"]]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if self.errors:
            return cleaned
        if isinstance(self.target, ResourceTarget):
            allowed = self.places[self.target.key]
            if cleaned["parent"] is None and len(allowed) == 1:
                cleaned["parent"] = self.fields["parent"].queryset.get(pk__in=allowed)  # type: ignore[attr-defined]
            if cleaned["parent"] is None or cleaned["parent"].pk not in allowed:
                self.add_error("parent", _("Choose a page below which materials of this kind may stand."))
        else:
            cleaned["parent"] = None
        upload = cleaned["file"]
        upload.name = PurePath(upload.name.replace("\x00", "")).name[-200:]
        try:
            self.check = check_columns(upload, upload.name, upload.size, self.target)
        except FileRefused as refused:
            self.add_error("file", refusal_in_words({"code": refused.code, **refused.values}))
        upload.seek(0)
        return cleaned


class ColumnsForm(forms.Form):
    """One choice for each column of the file. Two columns for one field are refused."""

    def __init__(self, *args: Any, source: Import, target: Target, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        information = target.information_keys()
        choices = [("", _("(not read)"))]
        choices += [(key, column_label(target, key)) for key in target.known_headers() if key not in information]
        self.columns = source.findings.get("columns", [])
        for column in self.columns:
            key = column["key"]
            known_only = key in information
            self.fields[f"column_{column['at']}"] = forms.ChoiceField(
                label=column["text"] or "—",
                required=False,
                choices=choices,
                initial="" if known_only else key,
                help_text=_("Known, but not changed by an import.") if known_only else " · ".join(column["samples"]),
            )

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        chosen: dict[str, str] = {}
        for name, key in list(cleaned.items()):
            if key and key in chosen:
                self.add_error(name, _("Another column fills this already."))
            chosen[key] = name
        if not any(chosen):
            raise forms.ValidationError(_("Choose at least one column."))
        return cleaned

    def mapping(self) -> dict[str, str]:
        return {str(column["at"]): self.cleaned_data[f"column_{column['at']}"] for column in self.columns}
