"""Two centres and the national team. Everything that the looked-at centre has bears a mark that strangers may not see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db import models
from django.utils import timezone
from wagtail.admin.models import EditingSession
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import Comment, Page, PageViewRestriction, Revision, Site, UploadedFile, WorkflowState

from cms.adaptation.adapting import adapt
from cms.curation.models import ChecklistItem, NationalProposal, Reason
from cms.curation.sending import send
from cms.imports.models import Import
from cms.models import Platform, ProtectedWord, Synonym, Tag, Term
from cms.workspaces.models import Invitation, Role, token_hash
from cms.workspaces.provision import ensure_national
from tests import factories
from tests.factories.workspaces import make_workspace
from tests.isolation.people import make_people

# In every title, name and comment of the looked-at centre that is not public.
MARK = "b4l1-r4h4s14"
HIDDEN = f"Rahasia {MARK}"


@dataclass(frozen=True)
class World:
    # The path of the tree of the centre that looks: what changes there is its own.
    ground: str
    people: dict[str, Any]
    objects: dict[str, Any]
    # What a form would send that means it.
    form: dict[str, Any]

    def digest(self) -> dict[str, set[tuple[Any, ...]]]:
        """What a stranger could have changed: rows of every table that holds a centre's things."""
        return {model._meta.label: rows(model, self.ground) for model in WATCHED}


WATCHED: list[Any] = [
    Page,
    Revision,
    Comment,
    PageViewRestriction,
    WorkflowState,
    *(apps.get_model(name) for name in ("wagtailcore.TaskState", "wagtailcore.Collection", "cms.CentrePage")),
    *(apps.get_model("media", name) for name in ("LibraryImage", "LibraryDocument", "LibraryMedia")),
    *(apps.get_model("workspaces", name) for name in ("Workspace", "WorkspaceGroup", "Invitation")),
    *(apps.get_model("curation", name) for name in ("Submission", "Decision", "NationalProposal", "Reason")),
    apps.get_model("adaptation", "Adaptation"),
    Import,
    apps.get_model("accounts", "User").groups.through,
    apps.get_model("auth", "Group"),
]


def rows(model: Any, ground: str) -> set[tuple[Any, ...]]:
    """Every row of a table but those of the looking centre's own tree, without what merely looking changes."""
    names = {field.name for field in model._meta.concrete_fields}
    found = model._default_manager.all()
    own = Page.objects.filter(path__startswith=ground).values("pk")
    if "path" in names and issubclass(model, Page):
        found = found.exclude(pk__in=own)
    elif "page" in names:
        found = found.exclude(page__in=own)
    elif "object_id" in names:
        found = found.exclude(object_id__in=[str(page["pk"]) for page in own])
    fields = [field.attname for field in model._meta.concrete_fields if not isinstance(field, models.JSONField)]
    return set(found.values_list(*fields))


def build_world() -> World:
    tree = factories.build_site()
    looking = make_workspace(tree, "balai-tekkomdik-diy")
    looked_at = make_workspace(tree, "balai-bali")
    people = make_people({"other": looking, "own": looked_at, "national": ensure_national()})
    author, curator = people["own-k"], people["own-u"]
    assert looked_at.centre is not None
    home, collection = looked_at.centre.page, looked_at.collection
    picture = factories.make_image(HIDDEN, collection=collection, uploaded_by_user=author)
    paper = factories.make_document(HIDDEN, collection=collection, uploaded_by_user=author)
    sound = factories.make_media(title=HIDDEN, collection=collection, uploaded_by_user=author)
    draft = factories.make_module(home, HIDDEN, owner=author, live=False, tags=[MARK])
    factories.make_lesson(draft, f"{HIDDEN} pelajaran", live=False, owner=author)
    revision = draft.save_revision(user=author, log_action=True)
    Comment.objects.create(page=draft, user=author, text=HIDDEN, contentpath="title")
    live = factories.make_module(home, "Materi terbit dari Bali", owner=author)
    live.save_revision(user=author, log_action=True)
    scheduled = live.save_revision(user=author, approved_go_live_at=timezone.now() + timezone.timedelta(days=2))
    sent = factories.make_module(home, f"{HIDDEN} dikirim", owner=author, live=False)
    sent.save_revision(user=author, log_action=True)
    submission = send(sent, author)
    state = submission.workflow_state
    national = factories.make_module(tree.modules, "Materi nasional")
    national.save_revision().publish()
    adapted = adapt(national, looked_at, author)
    proposal = NationalProposal.objects.create(resource=live, proposed_by=curator, note=HIDDEN)
    invitation = Invitation.objects.create(
        workspace=looked_at,
        email=f"{MARK}@example.id",
        role=Role.CONTRIBUTOR,
        token_hash=token_hash("rahasia"),
        invited_by=people["own-a"],
    )
    brought = Import.objects.create(
        kind="resource:module",
        workspace=looked_at,
        parent=home,
        original_name=f"{HIDDEN}.csv",
        uploaded_by=author,
        file=ContentFile(b"judul\nA\n", name="a.csv"),
        status=Import.Status.CHECKED,
    )
    uploaded = UploadedFile.objects.create(
        file=ContentFile(b"x", name=f"{MARK}.png"),
        uploaded_by_user=author,
        for_content_type=ContentType.objects.get_for_model(type(picture)),
    )
    session = EditingSession.objects.create(
        user=author,
        content_type=ContentType.objects.get_for_model(type(draft)),
        object_id=draft.pk,
        last_seen_at=timezone.now(),
    )
    for model in apps.get_models():
        if issubclass(model, Term) and not model._default_manager.exists():
            factories.term(model, "uji")
    factories.term(Platform, "moodle", kind="lms")
    Synonym.objects.create(same_meaning="gambar\nilustrasi")
    ProtectedWord.objects.create(word="mengaji")
    promotion = SearchPromotion.objects.create(query=Query.get("poster"), page=Page.objects.get(pk=live.pk))
    task = state.current_task_state.task
    link = broken_link(draft)
    tag = Tag.objects.create(name="poster")
    objects: dict[str, Any] = {
        "page_id": draft.pk,
        "parent_page_id": home.pk,
        "page_to_move_id": draft.pk,
        "destination_id": home.pk,
        "page_pk": home.pk,
        "admin/pages pk": draft.pk,
        "admin/api/main/^pages pk": draft.pk,
        "admin/api/main/^pages action_name": "unpublish",
        "admin/api/main/^images pk": picture.pk,
        "admin/api/main/^documents pk": paper.pk,
        "admin/pages/<int:page_id>/revisions/<int:revision_id>/unschedule page_id": live.pk,
        "admin/pages/<int:page_id>/revisions/<int:revision_id>/unschedule revision_id": scheduled.pk,
        "admin/pages/<int:page_id>/unpublish page_id": live.pk,
        "admin/pages/<int:page_id>/workflow_history page_id": sent.pk,
        "admin/pages/workflow page_id": sent.pk,
        "revision_id": revision.pk,
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
        "content_type_app_name": "modules",
        "content_type_model_name": "modulepage",
        "app_name": "cms",
        "app_label": "modules",
        "model_name": "modulepage",
        "admin/tag-autocomplete app_name": "cms",
        "admin/tag-autocomplete model_name": "tag",
        "admin/workflows/tasks/add app_label": "wagtailcore",
        "admin/workflows/tasks/add model_name": "groupapprovaltask",
        "admin/editing-sessions app_label": "modules",
        "admin/editing-sessions model_name": "modulepage",
        "object_id": draft.pk,
        "session_id": session.pk,
        "action_name": "approve",
        "task_state_id": state.current_task_state.pk,
        "workflow_state_id": state.pk,
        "task_id": task.pk,
        "admin/workflows pk": state.workflow.pk,
        "admin/workflows/tasks pk": task.pk,
        "workflow_pk": state.workflow.pk,
        "collection_id": collection.pk,
        "admin/collections pk": collection.pk,
        "redirect_id": Redirect.objects.create(old_path="/lama", redirect_page=live).pk,
        "query_id": promotion.query_id,
        "image_id": picture.pk,
        "admin/images pk": picture.pk,
        "filter_spec": "max-165x165",
        "document_id": paper.pk,
        "doc_id": paper.pk,
        "admin/documents pk": paper.pk,
        "uploaded_file_id": uploaded.pk,
        "media_id": sound.pk,
        "media_type": "audio",
        "admin/sites pk": Site.objects.get().pk,
        "admin/users pk": author.pk,
        "admin/groups pk": looked_at.groups.get(role=Role.CURATOR).group.pk,
        "uidb64": "MQ",
        "token": "set-password",
        "admin/tim pk": looked_at.pk,
        "user_pk": author.pk,
        "invitation_pk": invitation.pk,
        "admin/balai pk": looked_at.centre.pk,
        "admin/kurasi pk": submission.pk,
        "admin/kurasi/materi page_id": draft.pk,
        "admin/kurasi/materi/<int:page_id>/batalkan-penerbitan page_id": live.pk,
        "admin/kurasi/materi/<int:page_id>/privasi page_id": live.pk,
        "admin/kurasi/materi/<int:page_id>/usulkan page_id": live.pk,
        "admin/kurasi/<int:pk>/lihat page_id": sent.pk,
        "admin/kurasi/usulan pk": proposal.pk,
        "admin/kurasi/alasan pk": Reason.objects.order_by("pk")[0].pk,
        "admin/kurasi/daftar-periksa pk": ChecklistItem.objects.order_by("pk")[0].pk,
        "admin/adaptasi page_id": adapted.pk,
        "source_id": live.pk,
        "admin/impor pk": brought.pk,
        "admin/reports/tautan-rusak pk": link.pk,
        "admin/snippets/cms/tag pk": tag.pk,
        "place": "modules.modulepage",
        "admin/impor/^templat key": "resource:module",
        "file_format": "csv",
        "wagtailcore_page": draft.pk,
        "media_libraryimage": picture.pk,
        "media_librarydocument": paper.pk,
        "media_librarymedia": sound.pk,
        "accounts_user": author.pk,
    }
    form = {"title": "diubah", "comment": "diubah", "reason": "diubah", "role": "admin", "email": "pencuri@example.id"}
    assert looking.centre is not None
    return World(looking.centre.page.path, people, objects, form)


def broken_link(page: Any) -> Any:
    """A link of the page that did not answer."""
    link = apps.get_model("completeness", "LinkCheck").objects.create(url=f"https://example.id/{MARK}")
    apps.get_model("completeness", "LinkUse").objects.create(page_id=page.pk, link=link)
    return link
