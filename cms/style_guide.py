"""Every component in every state on one page, for who works on the look; under the development settings only."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from cms import palette
from cms.templatetags.icon_tags import drawings

LONG = (
    "Menyusun asesmen formatif berbantuan aplikasi kuis daring untuk menelusuri ketercapaian tujuan pembelajaran "
    "murid kelas rangkap di sekolah terpencil dengan sambungan satelit"
)
SPACES = ("s1", "s2", "s3", "s4", "s5", "s6", "s7")
SIZES = ("step-4", "step-3", "step-2", "step-1", "step-0", "step--1")


@require_safe
def style_guide(request: HttpRequest) -> HttpResponse:
    """Colours with their contrast, sizes, icons and components: ordinary, empty, long, wrong, chosen, focused."""
    context = {
        "pairs": palette.pairs(),
        "icons": sorted(drawings()),
        "spaces": SPACES,
        "sizes": SIZES,
        "long": LONG,
        "unbroken": "https://contoh.id/" + "alamat-yang-sangat-panjang-tanpa-jeda" * 4,
    }
    return render(request, "cms/style_guide.html", context)


urlpatterns = [path("", style_guide, name="style_guide")]
