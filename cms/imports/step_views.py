"""What moves an import on: confirm the columns, take suggestions, run, undo, go on."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import View
from wagtail.admin import messages

from cms.imports.access import may_manage
from cms.imports.forms import ColumnsForm
from cms.imports.models import Import
from cms.imports.targets import target_of
from cms.imports.tasks import is_interrupted, queue, start
from cms.imports.views import OneImport

Status = Import.Status


class StepView(OneImport, View):
    """What moves an import on. POST only; who may not is told so, who comes second finds it moved already."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_manage(request.user, self.source):
            raise PermissionDenied
        if not self.step(self.source):
            messages.warning(request, _("Somebody was quicker: look at where this import is now."))
        return redirect("imports:detail", self.source.pk)

    def step(self, source: Import) -> bool:
        raise NotImplementedError


class CheckView(OneImport, View):
    """Confirms what the columns mean and begins the dry run."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        source, target = self.source, target_of(self.source)
        if not may_manage(request.user, source):
            raise PermissionDenied
        assert target is not None
        form = ColumnsForm(request.POST, source=source, target=target)
        if not form.is_valid():
            for errors in form.errors.values():
                messages.error(request, " ".join(map(str, errors)))
        elif not start(source, Status.UPLOADED, to=Status.CHECKING, mapping=form.mapping(), started_at=timezone.now()):
            messages.warning(request, _("This import is under way already."))
        return redirect("imports:detail", source.pk)


class AcceptView(StepView):
    """Takes the suggestions that were ticked, for all rows at once, and checks those rows again."""

    def step(self, source: Import) -> bool:
        ticked = set(self.request.POST.getlist("accept"))
        suggestions = source.suggestions
        taken = 0
        for column, said in suggestions.items():
            for value, suggestion in said.items():
                if f"{column}={value}" in ticked:
                    suggestion["accepted"] = True
                    taken += 1
        if not taken:
            messages.warning(self.request, _("No suggestion was ticked."))
            return True
        findings = {**source.findings, "again": True}
        return start(source, Status.CHECKED, to=Status.CHECKING, suggestions=suggestions, findings=findings)


class RunView(StepView):
    def step(self, source: Import) -> bool:
        counts = {**source.counts, "worked": 0}
        return start(source, Status.CHECKED, to=Status.RUNNING, counts=counts, started_at=timezone.now())


class UndoView(StepView):
    def step(self, source: Import) -> bool:
        counts = {**source.counts, "worked": 0}
        return start(source, Status.DONE, to=Status.UNDOING, counts=counts, undone_by=self.request.user)


class ContinueView(StepView):
    """Queues the work again that an interruption ended."""

    def step(self, source: Import) -> bool:
        with transaction.atomic():
            locked = Import.objects.select_for_update().get(pk=source.pk)
            if not is_interrupted(locked):
                return False
            queue(locked)
        return True
