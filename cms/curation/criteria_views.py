"""Checklists and reasons in the admin: the national admins' own. They are switched off, never deleted."""

from __future__ import annotations

from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel
from wagtail.admin.ui.tables import BooleanColumn
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.permissions import register_permission_policy

from cms.admin.permissions import KeptForeverPolicy
from cms.curation.models import ChecklistItem, Reason

# Decisions keep what they read then, and loading the starting data must not bring back what was deleted.
for _model in (ChecklistItem, Reason):
    register_permission_policy(_model, KeptForeverPolicy(_model), exact_class=True)


class ChecklistItemViewSet(ModelViewSet):
    model = ChecklistItem
    name = "curation_checklist"
    url_prefix = "kurasi/daftar-periksa"
    icon = "list-ul"
    menu_label = gettext_lazy("Checklists")
    list_display = ["text", "step", "order", BooleanColumn("required"), BooleanColumn("active")]
    list_filter = ["step", "active"]
    ordering = ["step", "order", "pk"]
    copy_view_enabled = False
    add_to_reference_index = False
    panels = [FieldPanel(name) for name in ("step", "text", "help", "required", "active", "order", "code")]


class ReasonViewSet(ModelViewSet):
    model = Reason
    name = "curation_reasons"
    url_prefix = "kurasi/alasan"
    icon = "comment"
    menu_label = gettext_lazy("Reasons")
    list_display = ["label", "decision", "order", BooleanColumn("active")]
    list_filter = ["decision", "active"]
    ordering = ["decision", "order", "pk"]
    copy_view_enabled = False
    add_to_reference_index = False
    panels = [FieldPanel(name) for name in ("decision", "label", "active", "order", "code")]


class CriteriaGroup(ModelViewSetGroup):
    menu_label = gettext_lazy("Curation rules")
    menu_icon = "tasks"
    menu_order = 460
    menu_name = "curation-rules"
    items = (ChecklistItemViewSet, ReasonViewSet)
