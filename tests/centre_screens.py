"""What the screens of the centres' work have to show: something sent, proposed, adapted, imported and broken."""

from __future__ import annotations

from typing import Any

from django.core.files.base import ContentFile

from cms.adaptation.adapting import adapt
from cms.completeness.models import LinkCheck, LinkUse
from cms.curation.models import ChecklistItem, NationalProposal, Reason
from cms.curation.sending import send
from cms.imports.models import Import, ImportRow
from cms.workspaces.models import Role, Workspace
from tests import factories
from tests.factories.workspaces import make_member


def centre_objects(national: Any, workspace: Workspace) -> dict[str, Any]:
    """What the arguments of those screens stand for. `national`: a published material of no centre."""
    assert workspace.centre is not None
    author = make_member(workspace, Role.CONTRIBUTOR, "penulis")
    curator = make_member(workspace, Role.CURATOR, "kurator")
    home = workspace.centre.page
    sent = factories.make_module(home, "Pantun", owner=author, live=False)
    sent.save_revision(user=author, log_action=True)
    draft = factories.make_module(home, "Syair", owner=author, live=False)
    draft.save_revision(user=author, log_action=True)
    live = factories.make_module(home, "Gurindam", owner=author)
    live.save_revision(user=author, log_action=True)
    submission = send(sent, author)
    proposal = NationalProposal.objects.create(resource=live, proposed_by=curator, note="Berguna di mana saja.")
    source = factories.make_module(national.get_parent(), "Peta Konsep")
    source.save_revision().publish()
    adapted = adapt(source, workspace, author)
    link = LinkCheck.objects.create(url="https://contoh.example/hilang", failures=3)
    LinkUse.objects.create(page_id=draft.pk, link=link)
    brought = Import.objects.create(
        kind="resource:module",
        workspace=workspace,
        parent=home,
        original_name="materi.csv",
        uploaded_by=author,
        file=ContentFile(b"judul\nA\n", name="materi.csv"),
        status=Import.Status.CHECKED,
        counts={"rows": 1, "problem": 1},
    )
    problem = {"code": "unknown_term", "level": "error", "column": "subjects", "value": "kontruksi", "to": ""}
    ImportRow.objects.create(
        source=brought, number=2, data={"title": "A"}, outcome=ImportRow.Outcome.PROBLEM, problems=[problem]
    )
    return {
        "curation/pk": submission.pk,
        "curation/page_id": draft.pk,
        "curation:preview/page_id": sent.pk,
        "curation:unpublish/page_id": live.pk,
        "curation:privacy/page_id": live.pk,
        "curation:propose/page_id": live.pk,
        "curation:proposal/pk": proposal.pk,
        "curation:take_back/pk": proposal.pk,
        "curation_checklist/pk": ChecklistItem.objects.order_by("pk")[0].pk,
        "curation_reasons/pk": Reason.objects.order_by("pk")[0].pk,
        "adaptation_adapt/source_id": live.pk,
        "adaptation_take_over/page_id": adapted.pk,
        "imports/pk": brought.pk,
        "imports/key": "resource:module",
        "imports/file_format": "csv",
        "place": "modules.modulepage",
        "check_link_again/pk": link.pk,
    }
