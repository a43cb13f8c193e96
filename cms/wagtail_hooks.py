"""What this package adds to the admin."""

from __future__ import annotations

from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.forms.pages import CopyForm
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from cms import publishing_hooks  # noqa: F401
from cms.admin import (
    form_hooks,  # noqa: F401
    guides,  # noqa: F401
    session,  # noqa: F401
)
from cms.admin import hooks as desk_hooks  # noqa: F401
from cms.admin.centre_form import CentreViewSet
from cms.admin.permissions import register_policies
from cms.admin.tags import TagViewSet
from cms.admin.untranslated import name_untranslated
from cms.admin.vocabularies import PlatformFilterSet, term_viewset
from cms.admin.words import ProtectedWordViewSet, SynonymViewSet
from cms.forms import ResourceCopyForm
from cms.models import (
    Grade,
    Language,
    Level,
    Licence,
    Phase,
    Platform,
    Province,
    SchoolLevel,
    Subject,
)

register_policies()
name_untranslated()


class VocabularyGroup(SnippetViewSetGroup):
    menu_label = gettext_lazy("Vocabularies")
    menu_icon = "list-ul"
    menu_order = 450
    menu_name = "vocabularies"
    items = (
        term_viewset(Level, "pembatik"),
        term_viewset(SchoolLevel, "forms"),
        term_viewset(Phase, "school_levels", "grades", filters=("status", "school_levels")),
        term_viewset(Grade, "roman", "school_levels", filters=("status", "school_levels")),
        term_viewset(
            Subject,
            "group",
            "school_levels",
            "provinces",
            filters=("status", "group", "school_levels", "provinces"),
        ),
        term_viewset(Platform, "kind", "owner", "url", filterset_class=PlatformFilterSet),
        term_viewset(Province, "kemendagri_code", "bps_code", "island_group", "timezone", "position"),
        term_viewset(Language, "iso639_3", "bcp47"),
        term_viewset(Licence, "url", "attribution", "share_alike", "non_commercial", "adaptable", "redistributable"),
        CentreViewSet(),
        SynonymViewSet(),
        ProtectedWordViewSet(),
        TagViewSet(),
    )


register_snippet(VocabularyGroup)


@hooks.register("before_copy_page")
def refuse_aliases(request: HttpRequest, page: Page) -> HttpResponse | None:
    """An alias overwrites local changes at every publish of its source; a material is adapted by a copy."""
    if request.method != "POST" or not request.POST.get("alias"):
        return None
    copied = (
        page.get_descendants(inclusive=True) if request.POST.get("copy_subpages") else Page.objects.filter(pk=page.pk)
    )
    types = ContentType.objects.filter(pk__in=copied.order_by().values("content_type"))
    forms = [getattr(kind.model_class(), "copy_form_class", CopyForm) for kind in types]
    if any(issubclass(form, ResourceCopyForm) for form in forms):
        messages.error(request, _("Materials have no aliases. Make a copy without “alias” and adapt it."))
        return redirect("wagtailadmin_pages:copy", page.pk)
    return None
