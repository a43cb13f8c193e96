"""Widgets of the editing form: long lists of terms that can be searched, and a duration in JP or minutes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cms.classification import school_levels_of
from cms.lesson_hours import MINUTES_PER_JP

SCRIPTS = forms.Media(
    js=["cms/admin/form.js"],
    css={"all": ["cms/admin/form.css"]},
)
# A list longer than this gets a search box and a scrolling frame.
LONG_LIST = 15
NUMBER = re.compile(r"-?\d{1,6}([.,]\d{1,2})?")


class TermChoices(forms.CheckboxSelectMultiple):
    """Checkboxes of a vocabulary. With the script: searched, narrowed by school level, the chosen ones on top.

    `group_by` names the attribute of a term that heads its group (`get_<name>_display` is used where there is one).
    """

    template_name = "cms/admin/form/term_choices.html"
    # The label and the description are said once, by the group.
    option_inherits_attrs = False

    def __init__(self, *args: Any, group_by: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.group_by = group_by
        # The field's label; the form knows it.
        self.label: Any = ""

    def create_option(
        self, name: str, value: Any, label: Any, selected: bool, index: int, *args: Any, **kwargs: Any
    ) -> dict[str, Any]:
        option = super().create_option(name, value, label, selected, index, *args, **kwargs)
        option["attrs"]["id"] = f"id_{name}_{index}"
        term = getattr(value, "instance", None)
        if term is None:
            return option
        option["attrs"]["data-slug"] = term.slug
        option["attrs"]["data-words"] = " ".join(term.all_names)
        if hasattr(term, "school_levels"):
            option["attrs"]["data-school-levels"] = " ".join(sorted(school_levels_of(term)))
        if hasattr(term, "grades"):
            option["attrs"]["data-grades"] = " ".join(grade.slug for grade in term.grades.all())
        option["retired"] = term.status != term.Status.ACTIVE
        return option

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        options = [option for _name, group, _index in context["widget"]["optgroups"] for option in group]
        context["widget"]["groups"] = self._grouped(options)
        context["widget"]["long"] = len(options) > LONG_LIST
        context["widget"]["label"] = self.label
        context["widget"]["described_by"] = context["widget"]["attrs"].get("aria-describedby", "")
        return context

    def _grouped(self, options: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
        groups: dict[str, list[dict[str, Any]]] = {}
        for option in options:
            term = getattr(option["value"], "instance", None)
            heading = ""
            if self.group_by and term is not None:
                shown = getattr(term, f"get_{self.group_by}_display", None)
                heading = str(shown() if shown else getattr(term, self.group_by))
            groups.setdefault(heading, []).append(option)
        return list(groups.items())

    @property
    def media(self) -> forms.Media:
        return SCRIPTS


class TypedDuration(str):
    """What was typed and could not be read as a number, with the unit it was typed in, to be shown again."""

    unit: str = "jp"


class DurationInput(forms.TextInput):
    """Whole minutes, typed as JP (jam pelajaran) or as minutes: 90 is shown as 2 JP, 50 as 50 minutes."""

    template_name = "cms/admin/form/duration.html"

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        typed = str(data.get(name) or "").strip()
        unit = data.get(f"{name}_unit") or "minutes"
        if not typed:
            return None
        if not NUMBER.fullmatch(typed):
            raw = TypedDuration(typed)
            raw.unit = unit
            return raw
        number = Decimal(typed.replace(",", "."))
        if unit != "jp":
            return str(number)
        # A JP typed in tenths seldom makes whole minutes: 1,5 JP is 68 minutes.
        return int((number * MINUTES_PER_JP).quantize(Decimal(1), "ROUND_HALF_UP"))

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        shown, unit = self.parts(value)
        context = super().get_context(name, shown, attrs)
        context["widget"]["attrs"] |= {"inputmode": "decimal", "autocomplete": "off", "data-duration": ""}
        context["widget"]["unit"] = unit
        context["widget"]["units"] = [("jp", _("JP")), ("minutes", _("minutes"))]
        context["minutes_per_jp"] = MINUTES_PER_JP
        return context

    @staticmethod
    def parts(value: Any) -> tuple[Any, str]:
        """(number, unit) to show for stored minutes, or for what was typed.

        >>> DurationInput.parts(90), DurationInput.parts(50), DurationInput.parts(None)
        ((2, 'jp'), (50, 'minutes'), ('', 'jp'))
        """
        if isinstance(value, TypedDuration):
            return str(value), value.unit
        if value in (None, ""):
            return "", "jp"
        try:
            minutes = int(value)
        except (TypeError, ValueError):
            return value, "minutes"
        return (minutes // MINUTES_PER_JP, "jp") if minutes and minutes % MINUTES_PER_JP == 0 else (minutes, "minutes")

    @property
    def media(self) -> forms.Media:
        return SCRIPTS
