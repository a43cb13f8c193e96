"""Every public template and a page that shows it, on a site that has the demo materials named here."""

from __future__ import annotations

MODULE = "/modul/menjelajah-fungsi-dengan-geogebra/"
LESSON = f"{MODULE}penggeser-dan-parabola/"
EXAMPLE = "/contoh/poster-siklus-air/"
# What the pages below belong to, or show beside it: lessons with questions, sound, video, a document, a centre's own.
MATERIALS = {
    "menjelajah-fungsi-dengan-geogebra",
    "bangun-datar-dengan-geogebra-di-ponsel",
    "merekam-pelajaran-audio-dengan-ponsel",
    "menyunting-siniar-kelas",
    "bahan-belajar-paket-b-dan-c",
    "poster-siklus-air",
    "siniar-pantun-melayu",
    "video-stop-motion-mitosis",
    "simulasi-geogebra-luas-segitiga",
    "lkpd-teks-prosedur",
}
# Run in the site's own process; what is there already is left alone.
LOAD = """
from cms.models import LearningResource
from modules.demo.loading import Loader, connect, material_files
from modules.demo.users import ensure_admin
from modules.site_tree import ensure_site_tree
there = set(LearningResource.objects.values_list("slug", flat=True))
loader = Loader(ensure_site_tree(), ensure_admin())
paths = [path for path in material_files() if path.stem in {names} and path.stem not in there]
for path in paths:
    loader.load(path)
if paths:
    connect(material_files())
"""
TEMPLATES = {
    "home": "/",
    "home-english": "/en/",
    "search": "/cari/",
    "search-filtered": "/cari/?q=geogebra&kind=module&level=menengah",
    "search-grid": "/cari/?q=poster&tampilan=kisi",
    "search-corrected": "/cari/?q=geogebrra",
    "search-nothing": "/cari/?q=qqxxzzyy",
    "search-unknown-value": "/cari/?subject=tidak-ada",
    "modules": "/modul/",
    "examples": "/contoh/",
    "module": MODULE,
    "module-print": f"{MODULE}?cetak=1",
    "lesson": LESSON,
    "module-with-sound": "/modul/merekam-pelajaran-audio-dengan-ponsel/",
    "module-heaviest": "/modul/bahan-belajar-paket-b-dan-c/",
    "module-of-a-centre": "/balai/balai-tekkomdik-diy/menyunting-siniar-kelas/",
    "example": EXAMPLE,
    "example-sound": "/contoh/siniar-pantun-melayu/",
    "example-video": "/contoh/video-stop-motion-mitosis/",
    "example-document": "/contoh/lkpd-teks-prosedur/",
    "centres": "/balai/",
    "centre": "/balai/balai-tekkomdik-diy/",
    "subjects": "/mapel/",
    "subject": "/mapel/matematika/",
    "platforms": "/platform/",
    "platform": "/platform/geogebra/",
    "levels": "/tingkat/",
    "level": "/tingkat/menengah/",
    "standard": "/bantuan/",
    "style-guide": "/gaya/",
    "not-found": "/halaman-yang-tidak-ada/",
}
