"""The pages of the imports: all of them, a new one, one with its report and what can be done next."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView, TemplateView, View
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.views.generic import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.base import BaseListingView
from wagtail.admin.widgets.button import HeaderButton

from cms.imports import sheets
from cms.imports.access import may_import, may_manage, offered_targets, visible_imports
from cms.imports.forms import ColumnsForm, UploadForm
from cms.imports.messages import note_in_words, problem_in_words, refusal_in_words
from cms.imports.models import Import, ImportRow, workspace_of
from cms.imports.resource_target import ResourceTarget
from cms.imports.targets import label_of, target_of, targets
from cms.imports.tasks import is_interrupted

Status = Import.Status
ROWS_SHOWN = 50
REFRESH_SECONDS = 3


class ImportsMixin(WagtailAdminTemplateMixin):
    """Only who has a workspace knows of imports."""

    request: HttpRequest
    header_icon = "upload"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not may_import(request.user):
            raise PermissionDenied
        response = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        response["Cache-Control"] = "no-store"
        return response

    def crumbs(self, *further: str) -> list[dict[str, Any]]:
        root = {"url": reverse("imports:index"), "label": _("Imports")}
        return [*super().breadcrumbs_items, root, *({"url": "", "label": label} for label in further)]


class ImportIndexView(ImportsMixin, BaseListingView):
    page_title = gettext_lazy("Imports")
    results_template_name = "imports/index_results.html"
    paginate_by = 30
    columns = [
        TitleColumn(
            "original_name",
            label=gettext_lazy("File"),
            get_url=lambda source: reverse("imports:detail", args=[source.pk]),
        ),
        Column("kind", label=gettext_lazy("Kind"), accessor=lambda source: _kind_label(source)),
        Column("workspace", label=gettext_lazy("Centre"), accessor=lambda source: _workspace_label(source)),
        Column("status", label=gettext_lazy("Status"), accessor="get_status_display"),
        Column("rows", label=gettext_lazy("Rows"), accessor=lambda source: source.counts.get("rows", 0)),
        Column(
            "uploaded_by",
            label=gettext_lazy("Uploaded by"),
            accessor=lambda source: get_user_display_name(source.uploaded_by) if source.uploaded_by else "",
        ),
        DateColumn("created_at", label=gettext_lazy("Uploaded at")),
    ]

    def get_queryset(self) -> Any:
        related = ("workspace__centre", "uploaded_by")
        return visible_imports(self.request.user).select_related(*related).order_by("-created_at", "-pk")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": _("Imports")}]

    @cached_property
    def header_buttons(self) -> list[Any]:
        return [HeaderButton(_("New import"), url=reverse("imports:new"), icon_name="upload")]

    def get_index_url(self) -> str:
        return reverse("imports:index")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(*args, index_url=self.get_index_url(), **kwargs)


class UploadView(ImportsMixin, FormView):
    page_title = gettext_lazy("New import")
    template_name = "imports/upload.html"
    form_class = UploadForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user}

    def get_initial(self) -> dict[str, Any]:
        return {"kind": self.request.GET.get("kind", "")}

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return self.crumbs(_("New import"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        offered = [
            {"key": target.key, "label": label_of(target), "is_words": target.is_national}
            for target in offered_targets(self.request.user)
        ]
        return super().get_context_data(offered=offered, **kwargs)

    def form_valid(self, form: UploadForm) -> HttpResponse:
        assert form.check is not None
        upload, parent = form.cleaned_data["file"], form.cleaned_data["parent"]
        source = Import(
            kind=form.target.key,
            workspace=workspace_of(parent),
            parent=parent,
            original_name=upload.name,
            uploaded_by=self.request.user,
            findings=form.check.as_findings(),
        )
        source.file.save(upload.name, upload, save=False)
        source.save()
        return redirect("imports:detail", source.pk)


class OneImport(ImportsMixin):
    """Of one import that the user may know of; anybody else's does not exist."""

    kwargs: dict[str, Any]

    @cached_property
    def source(self) -> Import:
        sources = visible_imports(self.request.user).select_related("workspace__centre", "parent", "uploaded_by")
        source = get_object_or_404(sources, pk=self.kwargs["pk"])
        if target_of(source) is None:
            raise Http404
        return source


class ImportView(OneImport, TemplateView):
    """The step that comes next, and below it the rows."""

    template_name = "imports/detail.html"

    def get_page_title(self) -> str:
        return self.source.original_name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return self.crumbs(self.source.original_name)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().get(request, *args, **kwargs)
        if self.source.is_busy and not self.interrupted:
            # Without a script too, the page shows how far it is.
            response["Refresh"] = str(REFRESH_SECONDS)
        return response

    @cached_property
    def interrupted(self) -> bool:
        return is_interrupted(self.source)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        source, target = self.source, target_of(self.source)
        assert target is not None
        context = super().get_context_data(**kwargs)
        context |= {
            "source": source,
            "kind_label": label_of(target),
            "workspace_label": _workspace_label(source),
            "may_manage": may_manage(self.request.user, source),
            "interrupted": self.interrupted,
            "notes": [note_in_words(note, target) for note in source.findings.get("notes", ())],
            "outcome_choices": ImportRow.Outcome.choices,
        }
        if source.status == Status.UPLOADED:
            context["form"] = kwargs.get("form") or ColumnsForm(source=source, target=target)
            filled = set(target.known_headers()) - set(target.information_keys()) - set(target.identity_keys())
            missing = [column for column in target.columns() if not self._fills(column)]
            context["missing"] = [str(column.label) for column in missing] if filled else []
        if refused := source.findings.get("refused"):
            context["refused"] = refusal_in_words(refused)
        return context | self._rows(target) | self._suggestions() | self._figures()

    def _fills(self, column: Any) -> bool:
        found = {entry["key"] for entry in self.source.findings.get("columns", ())}
        return bool(found & set(column.known_headers()))

    def _rows(self, target: Any) -> dict[str, Any]:
        wanted = self.request.GET.get("outcome", "")
        rows = self.source.rows.order_by("number").select_related("page")
        if wanted in ImportRow.Outcome.values:
            rows = rows.filter(outcome=wanted)
        elif wanted in ImportRow.State.values:
            rows = rows.filter(state=wanted)
        page = Paginator(rows, ROWS_SHOWN).get_page(self.request.GET.get("p"))
        for row in page.object_list:
            row.words = [problem_in_words(problem, target) for problem in row.problems]
            row.changed = [str(column.label) for column in target.columns() if column.name in row.changes]
            row.title = row.data.get("title") or row.data.get("name") or (row.page and row.page.title) or ""
        return {"rows": page, "wanted": wanted}

    def _suggestions(self) -> dict[str, Any]:
        if self.source.status != Status.CHECKED:
            return {}
        target: Any = target_of(self.source)
        found = []
        for column, said in self.source.suggestions.items():
            label = next((str(each.label) for each in target.columns() if each.name == column), column)
            for value, suggestion in said.items():
                if not suggestion.get("accepted"):
                    found.append({"column": column, "label": label, "value": value, "to": suggestion})
        found.sort(key=lambda each: (not each["to"]["to"], -each["to"]["rows"]))
        return {"suggestions": found}

    def _figures(self) -> dict[str, Any]:
        counts = self.source.counts
        waiting = counts.get("new", 0) + counts.get("changed", 0)
        done = counts.get("worked", 0)
        figures = [(value, label, counts.get(value, 0)) for value, label in ImportRow.Outcome.choices]
        states = [(value, label, counts.get(value, 0)) for value, label in ImportRow.State.choices]
        return {
            "figures": figures,
            "states": [state for state in states if state[2] and state[0] != "waiting"],
            "waiting": waiting,
            "worked": done,
            "undoable": counts.get("new_done", 0) + counts.get("changed_done", 0),
        }


class ReportView(OneImport, View):
    """The rows with problems as a workbook; all rows with `semua=1`."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = self.source.rows.all()
        if not request.GET.get("semua"):
            rows = rows.exclude(problems=[])
        return sheets.report(self.source, rows)


class BlankSheetView(ImportsMixin, View):
    """An empty table of a kind, or (for words) what there is now."""

    def get(self, request: HttpRequest, key: str, file_format: str, *args: Any, **kwargs: Any) -> HttpResponse:
        target = targets().get(key)
        if target is None or target not in offered_targets(request.user):
            raise Http404
        if request.GET.get("isi") and not isinstance(target, ResourceTarget):
            return sheets.present_words(target, file_format)
        return sheets.template(target, file_format)


def _kind_label(source: Import) -> str:
    target = target_of(source)
    return label_of(target) if target else source.kind


def _workspace_label(source: Import) -> str:
    workspace = source.workspace
    return workspace.centre.label if workspace and workspace.centre else _("National")
