"""The filters of the listings of materials.

Each is a subquery on the primary key: the admin's search refuses filters on fields it does not index, and the
joins of many-to-many fields would list a material twice.
"""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Exists, OuterRef, Q
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, MultipleUserFilter, WagtailFilterSet
from wagtail.models import Page, Revision, WorkflowState

from cms.admin.gaps import GAPS, with_gap
from cms.admin.reach import explorable
from cms.models import Centre, LearningResource, Level, Licence, Platform, SchoolLevel, Subject, tag_key

NATIONAL = "nasional"


def _in_use(model: Any) -> Any:
    """The terms that materials use, by an index of the table between."""
    through = getattr(LearningResource, model.resource_field).through
    uses = through.objects.filter(**{model._meta.model_name: OuterRef("pk")})
    return model.objects.filter(Exists(uses))


def _owners(request: HttpRequest) -> Any:
    """Who owns a material that this user may see: the names of another centre's people are not shown."""
    owned = explorable(request.user).filter(owner=OuterRef("pk"))
    return get_user_model()._default_manager.filter(Exists(owned)).order_by("first_name", "username", "pk")


def _centres(request: HttpRequest) -> list[tuple[str, str]]:
    """ "National", and the centres that have a material which this user may see."""
    own = Centre.objects.filter(Exists(explorable(request.user).filter(centre=OuterRef("pk"))))
    return [(NATIONAL, str(_("National"))), *((str(centre.pk), centre.label) for centre in own)]


class MaterialsFilter:
    """Mixin: narrows to materials whose `field_name` holds any of the chosen terms."""

    field_name: str

    def filter(self, queryset: Any, value: Any) -> Any:
        if not value:
            return queryset
        return queryset.filter(pk__in=self.matching(value).order_by().values("pk"))

    def matching(self, value: Any) -> Any:
        return LearningResource.objects.filter(**{f"{self.field_name}__in": list(value)})


class TermFilter(MaterialsFilter, django_filters.ModelMultipleChoiceFilter):
    def __init__(self, vocabulary: Any, **options: Any) -> None:
        options = {"queryset": lambda request: _in_use(vocabulary), "widget": forms.CheckboxSelectMultiple, **options}
        super().__init__(field_name=vocabulary.resource_field, **options)


class CentreFilter(MaterialsFilter, django_filters.MultipleChoiceFilter):
    def matching(self, value: Any) -> Any:
        chosen = Q(centre__in=[int(centre) for centre in value if centre != NATIONAL])
        return LearningResource.objects.filter(chosen | Q(centre=None) if NATIONAL in value else chosen)


class LicenceFilter(MaterialsFilter, django_filters.ModelMultipleChoiceFilter):
    pass


class OwnerFilter(MaterialsFilter, MultipleUserFilter):
    pass


class TagFilter(MaterialsFilter, django_filters.CharFilter):
    """One tag, however it is spelled."""

    def matching(self, value: str) -> Any:
        key = tag_key(value)
        tagged = Q(tagged_items__tag__key=key) | Q(tagged_items__tag__predecessors__key=key)
        return LearningResource.objects.filter(tagged)


def _in_review() -> Q:
    here = Cast(OuterRef("pk"), CharField())
    pages = ContentType.objects.get_for_model(Page)
    return Q(Exists(WorkflowState.objects.active().filter(base_content_type=pages, object_id=here)))


def _scheduled() -> Q:
    approved = Revision.page_revisions.filter(approved_go_live_at__isnull=False)
    return Q(Exists(approved.filter(object_id=Cast(OuterRef("pk"), CharField()))))


STATES: dict[str, tuple[Any, Any]] = {
    "live": (_("Published"), lambda: Q(live=True)),
    "changed": (_("Published, with a newer draft"), lambda: Q(live=True, has_unpublished_changes=True)),
    "draft": (_("Draft, not published"), lambda: Q(live=False, expired=False)),
    "review": (_("In review"), _in_review),
    "scheduled": (_("Scheduled"), _scheduled),
    "expired": (_("Expired"), lambda: Q(expired=True)),
}


class StateFilter(MaterialsFilter, django_filters.ChoiceFilter):
    def matching(self, value: str) -> Any:
        return LearningResource.objects.filter(STATES[value][1]())


class GapFilter(MaterialsFilter, django_filters.ChoiceFilter):
    def matching(self, value: str) -> Any:
        return with_gap(value)


def _gap_choices() -> list[tuple[str, str]]:
    return [(slug, str(gap.label)) for slug, gap in GAPS.items()]


class MaterialFilterSet(WagtailFilterSet):
    level = TermFilter(Level, label=_("Level"))
    school_level = TermFilter(SchoolLevel, label=_("School level"))
    subject = TermFilter(Subject, label=_("Subject"))
    platform = TermFilter(Platform, label=_("Platform"))
    tag = TagFilter(label=_("Tag"))
    licence = LicenceFilter(
        label=_("Licence"),
        field_name="licence",
        queryset=Licence.objects.all(),
        widget=forms.CheckboxSelectMultiple,
    )
    centre = CentreFilter(label=_("Centre"), choices=[], widget=forms.CheckboxSelectMultiple)
    state = StateFilter(
        label=_("Status"),
        choices=[(slug, label) for slug, (label, _rule) in STATES.items()],
        empty_label=_("All"),
        widget=forms.RadioSelect,
    )
    owner = OwnerFilter(label=_("Owner"), field_name="owner", queryset=_owners, widget=forms.CheckboxSelectMultiple)
    latest_revision_created_at = django_filters.DateFromToRangeFilter(label=_("Updated"), widget=DateRangePickerWidget)
    gap = GapFilter(
        label=_("Quality gap"), choices=lazy(_gap_choices, list)(), empty_label=_("All"), widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["centre"].extra["choices"] = _centres(self.request)

    class Meta:
        model = LearningResource
        fields: list[str] = []
