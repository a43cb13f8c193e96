"""What every page of the site shares: the gate when it is served, reserved addresses, privacy options."""

from __future__ import annotations

from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.db.models.functions import Now
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from cms.page_caching import patch_for_readers
from cms.publishing import PublishRefused, refusal
from cms.querysets import public

RESERVED_SLUGS = frozenset(
    (
        "cari api admin en k mapel platform tingkat healthz readyz static media documents berkas sampul bagikan gaya "
        "panduan undangan"
    ).split()
)


def refuse_reserved(slug: str, parent: Page | None) -> None:
    """Raise a ValidationError on `slug` when the site's own addresses need it at the root."""
    if parent is not None and parent.depth == 2 and slug in RESERVED_SLUGS:
        raise ValidationError({"slug": _("The address “%(slug)s” is reserved. Choose another one.") % {"slug": slug}})


class SitePage:
    """Mixin for page models, before `Page`."""

    # A password form would tell that the page exists; a closed page is a 404 for who may not see it.
    private_page_options = ["login", "groups"]

    def route(self: Any, request: HttpRequest, path_components: list[str]) -> RouteResult:
        result: RouteResult = super().route(request, path_components)  # type: ignore[misc]
        if result.page.pk == self.pk and not is_open(self, request):
            raise Http404
        return result

    def serve(self: Any, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """As Wagtail's; a page that everyone may open is the same for every reader and may be kept for a minute."""
        response: HttpResponse = super().serve(request, *args, **kwargs)  # type: ignore[misc]
        if self.__dict__.get("_is_public") and response.status_code == 200:
            return patch_for_readers(request, response)
        patch_cache_control(response, private=True, no_cache=True)
        return response

    def publish(self: Any, revision: Any, *args: Any, **kwargs: Any) -> None:
        """As Wagtail's, but wholly or not at all.

        Raises PublishRefused when the revision is not valid or has `publish_problems()`.
        """
        page = revision.as_object()
        if page.publish_problems() and (refused := refusal(page)):
            raise refused
        try:
            with transaction.atomic():
                super().publish(revision, *args, **kwargs)  # type: ignore[misc]
        except ValidationError as error:
            raise PublishRefused.of(self, error) from error

    def permissions_for_user(self, user: Any) -> Any:
        # The curation stands above this module.
        from cms.curation.page_permissions import CuratedPagePermissionTester

        return CuratedPagePermissionTester(user, self)

    def get_full_url(self: Any, request: HttpRequest | None = None) -> str | None:
        """The address as mails, sheets and the record of a source give it; None for a page outside of the site.

        It begins with the site's own address (`BASE_URL`), whatever host Wagtail's Site record names.
        """
        url: str | None = self.get_url(request)
        return urljoin(settings.WAGTAILADMIN_BASE_URL, url) if url else None

    full_url = property(get_full_url)

    def publish_problems(self) -> dict[str, list[Any]]:
        """What stands in the way of publishing, keyed by field; a page type adds its own."""
        return {}

    def minimal_clean(self: Any) -> None:
        super().minimal_clean()  # type: ignore[misc]
        refuse_reserved(self.slug, self.get_parent())

    def clean(self: Any) -> None:
        super().clean()  # type: ignore[misc]
        if self.path:
            refuse_reserved(self.slug, self.get_parent())


def is_open(page: Page, request: HttpRequest) -> bool:
    """Whether this reader may open the page: it is public, or live all the way up and its restrictions accept them."""
    page.__dict__["_is_public"] = public(Page.objects.filter(pk=page.pk)).exists()
    if page.__dict__["_is_public"]:
        return True
    restrictions = list(page.get_view_restrictions())
    if not restrictions or not all(restriction.accept_request(request) for restriction in restrictions):
        return False
    line = page.get_ancestors(inclusive=True)
    return not line.filter(Q(live=False, depth__gt=1) | Q(expire_at__lte=Now())).exists()
