"""Contact data of the demo's centres: plainly made up, so that nobody calls a real office."""

from __future__ import annotations

from cms.models import CentrePage

SAMPLE = "Data contoh"
HOURS = "Senin–Kamis 08.00–15.30\nJumat 08.00–14.30"


def describe(page: CentrePage) -> None:
    """Fill the contact fields of a centre's page that has none; the caller saves it."""
    if page.centre is None or any((page.address, page.phone, page.email, page.website, page.opening_hours)):
        return
    province = page.centre.province.name
    page.address = f"Jalan Pendidikan Nomor 1 ({SAMPLE})\n{province}"
    page.phone = "000 0000 0000"
    page.email = f"{page.slug}@example.id"
    page.website = f"https://{page.slug}.example.id/"
    page.opening_hours = HOURS


def introduction(name: str, province: str) -> str:
    """What a centre says about itself."""
    return (
        f"<p>{name} melayani guru dan sekolah di {province}: pelatihan pemanfaatan teknologi, pengembangan media "
        "belajar, dan materi daerah. Guru dapat meminta pendampingan, meminjam studio, dan mengusulkan karya untuk "
        "diterbitkan.</p>"
    )
