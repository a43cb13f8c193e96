"""The one workflow "Kurasi" stands at every centre's page and at the national containers."""

from __future__ import annotations

from django.contrib.auth.models import Permission
from django.db import transaction
from wagtail.models import Page, Workflow, WorkflowPage, WorkflowTask

from cms.curation.models import CurationTask, Step
from cms.workspaces.models import Role, Workspace
from cms.workspaces.provision import national_trees
from cms.workspaces.steps import provision_step

WORKFLOW_NAME = "Kurasi"
TASK_NAMES = {Step.MEDIA: "Kurasi Media", Step.SUBSTANCE: "Kurasi Substansi"}


@transaction.atomic
def curation_workflow() -> Workflow:
    """The shared workflow with its two steps in order; made when it is not there. Found again by its steps."""
    tasks = {task.step: task for task in CurationTask.objects.all()}
    for step, name in TASK_NAMES.items():
        if step not in tasks:
            tasks[step] = CurationTask.objects.create(name=name, step=step)
    first = tasks[Step.MEDIA].workflow_tasks.order_by("workflow", "pk").select_related("workflow").first()
    if first is not None:
        workflow: Workflow = first.workflow
        return workflow
    workflow = Workflow.objects.create(name=WORKFLOW_NAME)
    for order, step in enumerate(TASK_NAMES):
        WorkflowTask.objects.create(workflow=workflow, task=tasks[step].task_ptr, sort_order=order)
    return workflow


@provision_step
def assign(workspace: Workspace) -> None:
    """Curation in a workspace. A workflow that an admin has put there stays."""
    workflow = curation_workflow()
    for page in _places(workspace):
        WorkflowPage.objects.get_or_create(page=page, defaults={"workflow": workflow})
    if workspace.centre_id is None:
        _let_admins_change_criteria(workspace)


def _places(workspace: Workspace) -> list[Page]:
    if workspace.centre_id is not None:
        return list(Page.objects.filter(centrepage__centre=workspace.centre_id))
    return national_trees()


def _let_admins_change_criteria(workspace: Workspace) -> None:
    """Checklists and reasons are the national admins' own."""
    names = [f"{action}_{model}" for action in ("add", "change", "view") for model in ("checklistitem", "reason")]
    permissions = Permission.objects.filter(content_type__app_label="curation", codename__in=names)
    for row in workspace.groups.filter(role=Role.ADMIN).select_related("group"):
        row.group.permissions.add(*permissions)
