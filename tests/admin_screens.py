"""Every screen of the admin, with content enough that none of them is empty.

    content = build_content()
    for screen in screens(content): client.get(screen.address)

The addresses come from the URL resolver, so a new view is among them; what its arguments stand for is found in
`Content.argument`. A route whose argument nobody knows raises `LookupError`, naming it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group
from django.urls import URLPattern, get_resolver, reverse
from django.utils import timezone
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import Collection, GroupApprovalTask, Page, Site, Task, Workflow, WorkflowPage, WorkflowTask
from wagtail.models import get_page_models as page_models

from cms.models import Platform, ProtectedWord, Synonym, Term
from cms.workspaces.provision import provision
from search.models import QueryLog
from tests import factories
from tests.centre_screens import centre_objects

# Not screens: they answer with data, a picture, a file or the site itself, or only take a POST of a script.
DATA = re.compile(
    r"^(wagtailadmin_api:|wagtailimages:(preview|url_generator|url_generator_output)$|wagtailadmin_(sprite|javascript_catalog|logout)$"
    r"|wagtailadmin_(dismissibles|block_preview|tag_(model_)?autocomplete|error_test)$|wagtailadmin_editing_sessions:"
    r"|.*:(preview_on_\w+|view_draft|workflow_preview|revisions_view|set_page_position|reorder|chosen_multiple)$"
    r"|wagtailadmin_choose_page_chosen_multiple$|wagtailredirects:process_import$"
    r"|workspaces:(change_role|remove|revoke)$|imports:report$"
    r"|wagtail(docs|images):(edit|delete|create|delete_upload)\w*_(multiple|from_uploaded_\w+)$)"
)


@dataclass(frozen=True)
class Screen:
    name: str
    address: str


@dataclass(frozen=True)
class Content:
    """One object of each kind that a route can name, and every page."""

    pages: dict[str, Page]
    objects: dict[str, Any]

    def argument(self, route: str, name: str) -> Any:
        """What stands for the argument `name` in an address of `route`. LookupError: not known yet."""
        namespace = route.partition(":")[0]
        for key in (f"{route}/{name}", f"{namespace}/{name}", name):
            if key in self.objects:
                return self.objects[key]
        if match := re.match(r"wagtailsnippet(?:s|choosers)_([a-z]+)_([a-z_]+)", namespace):
            found = apps.get_model(*match.groups())._default_manager.order_by("pk").first()
            assert found is not None, f"no {match.group(2)} to show at {route}"
            return found.pk
        raise LookupError(f"{route}: say in tests/admin_screens.py what {name!r} stands for")


def build_content(owner: Any) -> Content:
    """A small site in which each admin screen has something to show; `owner` made all of it."""
    tree = factories.build_site()
    centre_page = factories.make_centre_page(tree)
    picture, paper = factories.make_image(), factories.make_document()
    sound = factories.make_media(title="Siniar")
    module = factories.make_module(tree.modules, "Poster", owner=owner, tags=["poster"])
    pages = {
        "home": tree.home,
        "modules": tree.modules,
        "examples": tree.examples,
        "centres": tree.centres,
        "centre": centre_page,
        "module": module,
        "lesson": factories.make_lesson(module, body=[("text", "<p>Isi pelajaran.</p>")]),
        "example": factories.make_example(tree.examples, gallery=[("image", factories.picture_value(picture))]),
        "standard": factories.make_standard_page(tree.home),
        "draft": factories.make_module(tree.modules, "Poster kedua", owner=owner, live=False),
    }
    revision = module.save_revision(user=owner, log_action=True)
    for page in pages.values():
        page.save_revision(user=owner, log_action=True)
    alias = Page.objects.get(pk=pages["standard"].pk).create_alias(update_slug="alias", user=owner)
    scheduled = pages["draft"].save_revision(
        user=owner, approved_go_live_at=timezone.now() + timezone.timedelta(days=2)
    )
    for model in apps.get_models():
        if issubclass(model, Term) and not model._meta.abstract and not model._default_manager.exists():
            factories.term(model, "uji")
    factories.term(Platform, "moodle", kind="lms")
    Synonym.objects.create(same_meaning="gambar\nilustrasi")
    ProtectedWord.objects.create(word="mengaji")
    promotion = SearchPromotion.objects.create(query=Query.get("poster"), page=Page.objects.get(pk=module.pk))
    for outcome in QueryLog.Outcome.values:
        QueryLog.objects.create(day=timezone.localdate(), query="poster", language="id", outcome=outcome, key=outcome)
    state = workflow_in_progress(pages["lesson"], owner)
    collection = Collection.get_first_root_node().add_child(name="Koleksi Balai")
    redirect = Redirect.objects.create(old_path="/lama", redirect_page=module)
    group = Group.objects.create(name="Penyunting")
    workspace = provision(centre_page.centre, centre_page)
    objects = {
        "workspaces/pk": workspace.centre_id,
        "workspaces:team/pk": workspace.pk,
        "page_id": module.pk,
        "parent_page_id": tree.modules.pk,
        "page_to_move_id": module.pk,
        "destination_id": tree.modules.pk,
        "page_pk": module.pk,
        "wagtailadmin_pages/pk": module.pk,
        "revision_id": revision.pk,
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
        "wagtailadmin_pages:revisions_unschedule/page_id": pages["draft"].pk,
        "wagtailadmin_pages:revisions_unschedule/revision_id": scheduled.pk,
        "wagtailadmin_pages:convert_alias/page_id": alias.pk,
        "wagtailadmin_pages:confirm_workflow_cancellation/page_id": pages["lesson"].pk,
        "wagtailadmin_pages:workflow_action/page_id": pages["lesson"].pk,
        "wagtailadmin_pages:collect_workflow_action_data/page_id": pages["lesson"].pk,
        "wagtailadmin_pages:workflow_history/page_id": pages["lesson"].pk,
        "wagtailadmin_pages:workflow_history_detail/page_id": pages["lesson"].pk,
        "wagtailadmin_pages/action_name": "reject",
        "task_state_id": state.current_task_state.pk,
        "workflow_state_id": state.pk,
        "content_type_app_name": "modules",
        "content_type_model_name": "modulepage",
        "app_label": "modules",
        "model_name": "modulepage",
        "wagtailadmin_workflows:add_task/app_label": "wagtailcore",
        "wagtailadmin_workflows:add_task/model_name": "groupapprovaltask",
        "wagtailadmin_workflows/pk": state.workflow.pk,
        "wagtailadmin_workflows:edit_task/pk": state.current_task_state.task.pk,
        "wagtailadmin_workflows:disable_task/pk": state.current_task_state.task.pk,
        "wagtailadmin_workflows:enable_task/pk": Task.objects.create(name="Tugas lama", active=False).pk,
        "wagtailadmin_workflows:enable/pk": Workflow.objects.create(name="Alur lama", active=False).pk,
        "workflow_pk": state.workflow.pk,
        "task_id": state.current_task_state.task.pk,
        "wagtailadmin_collections/pk": collection.pk,
        "collection_id": collection.pk,
        "redirect_id": redirect.pk,
        "query_id": promotion.query_id,
        "document_id": paper.pk,
        "wagtaildocs_chooser/pk": paper.pk,
        "image_id": picture.pk,
        "wagtailimages_chooser/pk": picture.pk,
        "media_id": sound.pk,
        "media_type": "audio",
        "wagtailsites/pk": Site.objects.get().pk,
        "wagtailusers_users/pk": factories.make_user("guru").pk,
        "wagtailusers_groups/pk": group.pk,
        "uidb64": "MQ",
        "token": "set-password",
    }
    return Content(pages, objects | centre_objects(module, workspace))


def workflow_in_progress(page: Page, user: Any) -> Any:
    """`page` waits for its only step."""
    task = GroupApprovalTask.objects.create(name="Kurasi Substansi")
    task.groups.add(Group.objects.create(name="Kurator"))
    workflow = Workflow.objects.create(name="Kurasi")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=workflow, page=page)
    return workflow.start(page, user)


def routes() -> Iterator[tuple[str, str, URLPattern]]:
    """Name with its namespaces, address pattern and route of each view under /admin/."""

    def walk(resolver: Any, prefix: str, spaces: tuple[str, ...]) -> Iterator[tuple[str, str, URLPattern]]:
        for entry in resolver.url_patterns:
            pattern = prefix + str(entry.pattern)
            if not isinstance(entry, URLPattern):
                space = (entry.namespace,) if entry.namespace else ()
                yield from walk(entry, pattern, (*spaces, *space))
            elif pattern.startswith("admin/") and entry.name:
                yield ":".join((*spaces, entry.name)), pattern, entry

    yield from walk(get_resolver(), "", ())


def screens(content: Content) -> Iterator[Screen]:
    """Each admin screen: every route once, the forms of every kind of page, bulk actions, searches without result.

    Snippets share their views: the list and forms of each are there, the rest of the first one's only.
    """
    shared: set[str] = set()
    for name, _pattern, entry in routes():
        if DATA.match(name) or name == "wagtail_bulk_action" or is_shared(name, shared):
            continue
        arguments = {key: content.argument(name, key) for key in entry.pattern.regex.groupindex}
        address = reverse(name, kwargs=arguments)
        yield Screen(name, address)
        if name.endswith((":index", ":list", ":search", "_explore", ":choose", "chooser", "_search", "_results")):
            yield Screen(f"{name} without result", f"{address}?q=takterdapat")
    yield from page_screens(content)
    yield from bulk_screens(content)


def is_shared(route: str, shared: set[str]) -> bool:
    """Whether another snippet's screen stands for this one; remembers it in `shared` otherwise."""
    kind, _, view = route.partition(":")
    if not kind.startswith(("wagtailsnippets_", "wagtailsnippetchoosers_")) or view in ("list", "add", "edit"):
        return False
    key = f"{kind.partition('_')[0]}:{view}"
    known = key in shared
    shared.add(key)
    return known


def page_screens(content: Content) -> Iterator[Screen]:
    """What depends on the kind of page: its forms, and the confirmations for a draft and for a page with children."""
    for key, page in content.pages.items():
        yield Screen(f"edit {key}", reverse("wagtailadmin_pages:edit", args=[page.pk]))
        yield Screen(f"add below {key}", reverse("wagtailadmin_pages:add_subpage", args=[page.pk]))
    for key in ("modules", "lesson", "draft"):
        for view in ("delete", "move", "copy", "unpublish", "history", "usage", "set_privacy", "workflow_history"):
            yield Screen(f"{view} {key}", reverse(f"wagtailadmin_pages:{view}", args=[content.pages[key].pk]))
        yield Screen(f"explore {key}", reverse("wagtailadmin_explore", args=[content.pages[key].pk]))
    for model in page_models():
        parents = (page for page in content.pages.values() if model.can_create_at(page.specific))
        if parent := next(parents, None):
            address = reverse("wagtailadmin_pages:add", args=[model._meta.app_label, model._meta.model_name, parent.pk])
            yield Screen(f"add {model.__name__}", address)


def bulk_screens(content: Content) -> Iterator[Screen]:
    """The question each bulk action asks first."""
    bulk_action_registry.get_bulk_action_class("wagtailcore", "page", "delete")
    for app, models in bulk_action_registry.actions.items():
        for model, actions in models.items():
            chosen = apps.get_model(app, model)._default_manager.order_by("-pk").values_list("pk", flat=True)[:2]
            query = "&".join(f"id={pk}" for pk in chosen)
            for action in actions:
                yield Screen(
                    f"{action} {model}", reverse("wagtail_bulk_action", args=[app, model, action]) + f"?{query}"
                )
