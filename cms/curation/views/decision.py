"""One submission: what was sent, what is to look at, and the curator's decision."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic.edit import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log
from wagtail.models import Page, WorkflowState

from cms.curation.access import may_decide, may_pass_on, why_not
from cms.curation.contents import pages_as_sent
from cms.curation.deciding import NoLongerWaiting, checklist_of, decide, field_labels
from cms.curation.forms import DecisionForm, NotedPage
from cms.curation.history import PASSED_ON
from cms.curation.material import parts_of
from cms.curation.models import DecisionKind, Submission
from cms.curation.readiness import ALL_FINDINGS, checked
from cms.curation.views.mine import standing
from cms.publishing import PublishRefused, refusal_message

DONE = {
    DecisionKind.APPROVE: gettext_lazy("“%(title)s” has passed this step."),
    DecisionKind.SEND_BACK: gettext_lazy("“%(title)s” was sent back; the author is told what to revise."),
    DecisionKind.REFUSE: gettext_lazy("“%(title)s” was refused; the author is told why."),
}
RELEASED = gettext_lazy("“%(title)s” has passed both steps of the curation and is published.")
SCHEDULED = gettext_lazy("“%(title)s” has passed both steps of the curation and is published on the day that was set.")


def submission_for(user: Any, pk: int) -> Submission:
    """A submission that the user may know of: within reach as a curator, or sent by a member. 404 else."""
    within = Submission.objects.visible_to(user).filter(pk=pk).order_by().values("pk")
    own = Submission.objects.sent_by(user).filter(pk=pk).order_by().values("pk")
    rows = Submission.objects.with_centre().filter(Q(pk__in=within) | Q(pk__in=own), pk=pk)
    found: Submission = get_object_or_404(rows.select_related("page", "sent_by", "workflow_state"))
    return found


class DecisionView(WagtailAdminTemplateMixin, FormView):
    """The page of a submission; with the form for who may decide, else with the reason why not."""

    form_class = DecisionForm
    template_name = "curation/decide.html"
    header_icon = "tasks"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        self.submission = submission_for(request.user, kwargs["pk"])
        page = self.submission.page
        self.page = self.submission.as_sent(page.pk) or page.get_latest_revision_as_object()
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not may_decide(request.user, self.submission):
            raise PermissionDenied
        if self.state is None:
            return self._gone(_("It is no longer waiting at this step."))
        response: HttpResponse = super().post(request, *args, **kwargs)
        return response

    @cached_property
    def state(self) -> Any:
        return self.submission.task_state

    @cached_property
    def parts(self) -> list[Page]:
        sent = {row[0] for row in self.submission.contents}
        return [part for part in parts_of(self.submission.page) if part.pk in sent]

    @cached_property
    def sent_pages(self) -> list[Any]:
        """The material and its parts with the content that was sent, as far as that is kept."""
        as_sent = pages_as_sent(self.submission.contents)
        return [self.page, *(as_sent[part.pk] for part in self.parts if part.pk in as_sent)]

    def _findings(self) -> list[dict[str, Any]]:
        rows = checked(self.sent_pages, *ALL_FINDINGS)
        return [
            {**row, "url": reverse("curation:preview", args=[self.submission.pk, row["page"].pk]), "new_tab": True}
            for row in rows
        ]

    @cached_property
    def obstacle(self) -> str:
        if self.state is None:
            return _("It is not waiting for a decision now: %(state)s.") % {"state": standing(self.submission)}
        return why_not(self.request.user, self.submission)

    def get_initial(self) -> dict[str, Any]:
        return {"seen": self.state.pk if self.state else 0}

    def get_form_kwargs(self) -> dict[str, Any]:
        step = self.state.task.specific.step if self.state else ""
        noted = [NotedPage(page.pk, str(page.title), field_labels(page)) for page in self.sent_pages]
        return {**super().get_form_kwargs(), "items": checklist_of(step), "noted_pages": noted}

    def form_valid(self, form: DecisionForm) -> HttpResponse:
        verdict = form.verdict()
        try:
            decide(self.submission, self.request.user, verdict, seen=form.cleaned_data["seen"])
        except NoLongerWaiting as news:
            return self._gone(str(news))
        except PublishRefused as refused:
            # Before ValidationError, which it is too: nothing has happened, and what was filled in stays.
            messages.error(self.request, refusal_message([refused]))
            return self.form_invalid(form)
        except ValidationError as error:
            self._show(form, error)
            return self.form_invalid(form)
        messages.success(self.request, self._done(verdict.decision))
        return redirect("curation:queue")

    def _done(self, decision: DecisionKind) -> str:
        said = DONE[decision]
        workflow_state = WorkflowState.objects.get(pk=self.submission.workflow_state_id)
        if workflow_state.status == WorkflowState.STATUS_APPROVED:
            said = RELEASED if Page.objects.filter(pk=self.page.pk, live=True).exists() else SCHEDULED
        return str(said) % {"title": self.page.title}

    def _show(self, form: DecisionForm, error: ValidationError) -> None:
        if hasattr(error, "error_dict"):
            for name, problems in error.message_dict.items():
                form.add_error(name if name in form.fields else None, problems)
        else:
            form.add_error(None, error.messages)

    def _gone(self, message: str) -> HttpResponse:
        messages.warning(self.request, message)
        return redirect("curation:decide", self.submission.pk)

    def get_page_title(self) -> str:
        return _("Curation")

    def get_page_subtitle(self) -> str:
        # Not the display title, which is that of a newer draft.
        return str(self.page.title)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("curation:queue"), "label": _("Curation queue")},
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        submission, user = self.submission, self.request.user
        others = list(submission.other_curators())
        kwargs.update(
            {
                "submission": submission,
                "object": self.page,
                "parts": self.parts,
                "checked": self._findings(),
                "standing": standing(submission),
                "obstacle": self.obstacle,
                "decisions": submission.decisions.select_related("by"),
                "days": (timezone.now() - submission.sent_at).days,
                "others": others,
                "may_pass_on": self.state is not None and may_pass_on(user, submission),
                "may_edit": submission.page.permissions_for_user(user).can_edit(),
                "changed": submission.changed_since() if self.state else False,
            }
        )
        return super().get_context_data(**kwargs)


class PreviewView(View):
    """A material, or a part of it, as it was sent: for who may look at the submission, rights on the tree or none."""

    def get(self, request: HttpRequest, pk: int, page_id: int) -> HttpResponse:
        submission = submission_for(request.user, pk)
        # What was sent and nothing newer: the author may be at work on it again.
        page = submission.as_sent(page_id)
        if page is None:
            raise Http404
        response: HttpResponse = page.make_preview_request(request, page.default_preview_mode)
        return response


class PassOnView(View):
    """Asks the national curators to decide: a centre may have nobody else who can."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        submission = submission_for(request.user, pk)
        if not may_pass_on(request.user, submission):
            raise PermissionDenied
        passed = Submission.objects.filter(pk=pk, passed_on_at=None)
        if passed.update(passed_on_at=timezone.now(), passed_on_by=request.user):
            log(instance=submission.page.specific, action=PASSED_ON, user=request.user, content_changed=False)
        messages.success(request, _("The national curators have it in their queue now."))
        return redirect("curation:decide", pk)
