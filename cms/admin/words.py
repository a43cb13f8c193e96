"""Words that steer the search, in the admin: synonyms, and words that stay as they are written."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet

from cms.models import ProtectedWord, Synonym
from cms.models.terms import lines


def changes_panel(model: type[Model]) -> HelpPanel:
    """Offers to show which recent searches would change; the package that searches answers."""
    return HelpPanel(content=model._meta.model_name, template="cms/admin/words/changes_panel.html")


class FilledCreateView(CreateView):
    """An address may bring words for the fields: `?same_meaning=gawai`."""

    def get_initial(self) -> dict[str, Any]:
        names = self.get_form_class().base_fields
        brought = {name: value[:200] for name, value in self.request.GET.items() if name in names}
        return {**super().get_initial(), **brought}


class WordsViewSet(SnippetViewSet):
    """Acts on the next query. Each form shows which recent searches would change."""

    search_backend_name = None
    list_per_page = 50
    copy_view_enabled = False
    add_view_class = FilledCreateView
    delete_template_name = "cms/admin/words/confirm_delete.html"


class SynonymViewSet(WordsViewSet):
    """These may be deleted: loading the data files does not bring them back."""

    model = Synonym
    icon = "resubmit"
    list_display = [
        "__str__",
        Column(
            "also_search", label=gettext_lazy("Also search"), accessor=lambda row: ", ".join(lines(row.also_search))
        ),
    ]
    search_fields = ["same_meaning", "also_search"]
    ordering = ("same_meaning", "pk")
    panels = [FieldPanel("same_meaning"), FieldPanel("also_search"), changes_panel(Synonym)]


class ProtectedWordViewSet(WordsViewSet):
    """Words that are never reduced to their stem when they are searched."""

    model = ProtectedWord
    icon = "lock"
    list_display = ["word", "note"]
    search_fields = ["word", "note"]
    ordering = ("key", "pk")
    panels = [FieldPanel("word"), FieldPanel("note"), changes_panel(ProtectedWord)]
