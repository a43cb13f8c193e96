"""Which fields of which page types completeness is about, what holds for them by default, what cannot be changed."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import BooleanField, Field, Model
from django.utils.html import strip_tags
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from wagtail.fields import RichTextField

from cms.completeness.models import Requirement

# Settings of the page, and what follows from other fields.
UNASKED = frozenset(("slug", "seo_title", "search_description", "go_live_at", "expire_at"))


def page_types() -> dict[str, Any]:
    """The page types that have a list of what is missing, by their label: every kind of material, and lessons."""
    from wagtail.models import get_page_models

    found = [model for model in get_page_models() if hasattr(model, "recommendations") and model.is_creatable]
    return {model._meta.label_lower: model for model in sorted(found, key=lambda model: model._meta.label)}


@cache
def asked_fields(model: Any) -> tuple[str, ...]:
    """The fields of a page type's form that may be demanded, in its order."""
    names = []
    for name in _form(model).base_fields:
        field = model_field(model, name)
        if field is not None and name not in UNASKED and not isinstance(field, BooleanField):
            names.append(name)
    return tuple(names)


def is_indispensable(model: Any, name: str) -> bool:
    """Whether the page type itself refuses to be published without the field."""
    field = _form(model).base_fields.get(name)
    return bool(field and field.required)


def is_demanded_of_drafts(model: Any, name: str) -> bool:
    """Whether not even a draft can be saved without the field."""
    return is_indispensable(model, name) and name not in _form(model)._meta.defer_required_on_fields


def default_requirement(model: Any, name: str) -> Any:
    """What holds while nobody has decided otherwise."""
    if is_demanded_of_drafts(model, name):
        return Requirement.SAVE
    if is_indispensable(model, name):
        return Requirement.SEND
    return Requirement.RECOMMEND if name in recommended_by_default(model) else Requirement.OFF


def choices(model: Any, name: str) -> tuple[Any, ...]:
    """What may be decided for the field; one alone is locked."""
    if is_demanded_of_drafts(model, name):
        return (Requirement.SAVE,)
    if is_indispensable(model, name):
        return (Requirement.SAVE, Requirement.SEND)
    return tuple(Requirement)


def lock_reason(model: Any, name: str) -> str:
    """Why less than the required cannot be chosen; "" when anything can."""
    if is_demanded_of_drafts(model, name):
        return _("No page can be saved without it.")
    if is_indispensable(model, name):
        return _("No page of this kind can be published without it.")
    return ""


@cache
def recommended_by_default(model: Any) -> frozenset[str]:
    """What the page type recommends of an empty page, and what it says it recommends of some (`also_recommended`)."""
    always = {item.field for item in model().recommendations()}
    return frozenset(always | set(conditional(model)))


def conditional(model: Any) -> tuple[str, ...]:
    """Fields that the page type asks for only when others are filled in."""
    return tuple(getattr(model, "also_recommended", ()))


def field_label(model: Any, name: str) -> str:
    """What the form calls a field: the heading of its panel, else the field's own label; "" when it has none."""
    fields = _form(model).base_fields
    if name not in fields:
        return ""
    return str(capfirst(str(_headings(model.get_edit_handler()).get(name) or fields[name].label)))


def is_filled(page: Any, name: str) -> bool:
    """Whether the field, as the page has it in memory, says anything."""
    if name == "tags" and (typed := page.__dict__.get("typed_tags")) is not None:
        return bool(typed)
    value = getattr(page, name)
    if hasattr(value, "all"):
        return bool(value.all())
    if isinstance(value, str):
        if isinstance(model_field(type(page), name), RichTextField):
            return bool(strip_tags(value).strip()) or "<embed" in value
        return bool(value.strip())
    if value is None or isinstance(value, Model):
        return value is not None
    return not hasattr(value, "__len__") or len(value) > 0


def model_field(model: Any, name: str) -> Field[Any, Any] | None:
    try:
        return model._meta.get_field(name)  # type: ignore[no-any-return]
    except FieldDoesNotExist:
        return None


@cache
def _form(model: Any) -> Any:
    """Wagtail makes the class anew for each caller, at some milliseconds; the gate asks it about every field."""
    return model.get_edit_handler().get_form_class()


def _headings(panel: Any) -> dict[str, Any]:
    """Field name → heading of every panel below."""
    if hasattr(panel, "children"):
        return {name: heading for child in panel.children for name, heading in _headings(child).items()}
    return {panel.field_name: panel.heading} if hasattr(panel, "field_name") else {}
