"""Generated learning resources: Indonesian words by Zipf's law, facets from the shipped vocabularies."""

from __future__ import annotations

import csv
import random
import uuid
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate
from pathlib import Path

from search.types import SearchDocument

DATA = Path(__file__).parents[2] / "cms" / "data"
NOW = 1_780_000_000
YEAR = 365 * 24 * 3600

_ROOTS = """
ajar guru murid sekolah kelas buku modul video gambar suara rekam tulis baca hitung nilai tugas latih uji
soal jawab tanya diskusi kerja kelompok proyek percobaan alam air tanah udara api tumbuh hewan tanam sawah
laut gunung sungai hutan kota desa pasar jual beli uang hemat tabung keluarga teman sahabat rumah taman
main lagu nyanyi tari musik seni lukis warna bentuk pola ukur panjang berat waktu jam hari bulan tahun
angka bilang tambah kurang kali bagi pecah persen luas keliling sudut segitiga lingkar ruang kubus grafik
data tabel rata peluang fungsi aljabar geometri logika sandi koding robot komputer jaringan internet aman
akun daftar masuk unduh unggah simpan bagi kirim pesan surat aplikasi platform layar tombol berkas folder
dokumen presentasi salindia animasi kamera ponsel laptop listrik energi gerak gaya cahaya bunyi panas
magnet atom zat kimia reaksi sel jaring organ tubuh jantung paru darah gizi makan minum sehat sakit obat
olahraga lari lompat renang bola senam pramuka upacara bendera pancasila negara bangsa hukum aturan hak
wajib pilih musyawarah adat budaya daerah suku bahasa kata kalimat paragraf cerita dongeng puisi pantun
drama novel berita iklan pidato debat argumen ringkas simpul gagas pokok tokoh latar alur amanat agama
doa akhlak iman kitab sejarah kerajaan pahlawan merdeka perang damai peta benua iklim cuaca musim bencana
gempa banjir lingkung sampah daur ulang hijau petani nelayan pedagang dokter polisi kepala pendidik siswa
capai tuju alur asesmen rubrik refleksi umpan balik kegiatan inti tutup buka apersepsi motivasi strategi
metode model pendekatan media alat bahan sumber rancang susun kembang laksana evaluasi analisis hasil
praktik baik inovasi kreatif kolaborasi komunikasi kritis mandiri gotong royong bernalar profil pelajar
""".split()
_AFFIXES = (
    "{}",
    "{}",
    "{}an",
    "di{}",
    "me{}",
    "{}nya",
    "ber{}",
    "pe{}an",
    "{}kan",
    "ke{}an",
    "me{}kan",
    "ter{}",
)
_GLUE = "yang dan di ke dari untuk dengan pada ini itu dalam akan adalah secara agar".split()
_SYLLABLES = (
    "ba ca da fa ga ha ja ka la ma na pa ra sa ta wa ya bi di ki li mi ni si ti bu du ku lu mu nu su tu".split()
)
_TITLES = (
    "Modul Ajar {}",
    "Modul {}",
    "Video Pembelajaran {}",
    "Cara {}",
    "Panduan {}",
    "Media Interaktif {}",
    "{}",
)


@cache
def words() -> tuple[Sequence[str], Sequence[float]]:
    """A few thousand words, the most frequent first, and their cumulated weights."""
    chance = random.Random(7)
    forms = [affix.format(root) for affix in _AFFIXES for root in dict.fromkeys(_ROOTS)]
    names = ["".join(chance.choices(_SYLLABLES, k=chance.randint(2, 4))) for _ in range(3000)]
    known = [*_GLUE, *dict.fromkeys([*forms, *names])]
    return known, list(accumulate(1 / (rank + 3) ** 0.95 for rank in range(len(known))))


@cache
def slugs(name: str, column: str = "slug") -> tuple[str, ...]:
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(row[column] for row in csv.DictReader(file))


def _some(chance: random.Random, values: Sequence[str], counts: Sequence[int]) -> tuple[str, ...]:
    """Some of the values, the first ones more often."""
    wanted = chance.choice(counts)
    return tuple(dict.fromkeys(values[int(len(values) * chance.random() ** 1.8)] for _ in range(wanted)))


def _facets(chance: random.Random, kind: str) -> dict[str, tuple[str, ...]]:
    centre = _some(chance, slugs("centres"), (0, 0, 1))
    return {
        "kind": (kind,),
        "level": _some(chance, slugs("levels"), (1, 1, 1, 2)),
        "school_level": _some(chance, slugs("school_levels"), (0, 1, 1, 2)),
        "phase": _some(chance, slugs("phases"), (0, 1, 1, 2)),
        "grade": _some(chance, slugs("grades"), (0, 1, 2, 3)),
        "subject": _some(chance, slugs("subjects"), (1, 1, 1, 2, 2, 5)),
        "platform": _some(chance, slugs("platforms"), (0, 1, 1, 2, 4)),
        "format": _some(chance, ("text", "image", "document", "video", "audio", "link", "interactive"), (1, 2, 3)),
        "language": (chance.choices(("id", "en", "jv"), (90, 6, 4))[0],),
        "province": _some(chance, slugs("provinces", "iso"), (0, 0, 1)) if centre else (),
        "centre": centre,
        "licence": _some(chance, slugs("licences"), (1,)),
        "tag": _some(chance, tuple(words()[0][20:1500]), (0, 1, 2, 3, 4)),
    }


def documents(count: int, seed: int = 1, length: int = 135) -> Iterator[SearchDocument]:
    """`count` resources of about `length` words, always the same ones for a seed."""
    chance = random.Random(seed)
    known, weights = words()

    def text(size: int) -> str:
        return " ".join(chance.choices(known, cum_weights=weights, k=max(size, 1)))

    for number in range(count):
        kind = chance.choices(("module", "example", "episode"), (55, 40, 5))[0]
        title = chance.choice(_TITLES).format(text(chance.randint(2, 5)).title())
        facets = _facets(chance, kind)
        body = text(int(length * 0.7 * chance.uniform(0.5, 1.5)))
        summary = text(chance.randint(12, 26)).capitalize() + "."
        published = NOW - int(3 * YEAR * chance.random() ** 1.5)
        names = " ".join(slug.replace("-", " ") for name in ("subject", "platform", "tag") for slug in facets[name])
        yield SearchDocument(
            id=str(uuid.UUID(int=chance.getrandbits(128), version=4)),
            page_id=number + 10,
            kind=kind,
            title=title,
            path=f"/{kind}/{number}/",
            published_at=published,
            updated_at=published + 3600,
            summary=summary,
            body=". ".join(body[at : at + 400] for at in range(0, len(body), 400)),
            attached=text(25) if chance.random() < 0.3 else "",
            terms=names,
            facets=facets,
            expires_at=NOW + int(YEAR * chance.uniform(-0.1, 1)) if chance.random() < 0.02 else None,
            duration_minutes=chance.choice((None, 45, 45, 90, 90, 135, 180)),
            size_bytes=chance.randint(0, 9_000_000),
            reviewed=chance.random() < 0.2,
        )
