"""The checklists and reasons that a new site begins with. Loading them again keeps what the admins changed."""

from __future__ import annotations

from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction

from cms.curation.models import ChecklistItem, Reason

MEDIA, SUBSTANCE = "media", "substance"

CHECKLIST: list[dict[str, Any]] = [
    {
        "code": "berkas-terbuka",
        "step": MEDIA,
        "text": "Semua berkas, audio, dan video dapat dibuka dan diputar sampai selesai",
        "help": "Putar sendiri dari pratinjau. Suara terdengar jelas dan takarir sesuai dengan ucapan.",
    },
    {
        "code": "ukuran-berkas",
        "step": MEDIA,
        "text": "Ukuran berkas wajar untuk sambungan internet yang lambat",
        "help": "Sekolah dengan tautan satelit 4 Mbps harus tetap dapat memakainya. Kecilkan video dan PDF yang berat.",
    },
    {
        "code": "teks-alternatif",
        "step": MEDIA,
        "text": "Setiap gambar yang bermakna memiliki teks alternatif yang menjelaskan isinya",
        "help": "Guru dan murid tunanetra mengandalkannya. Gambar hiasan boleh tanpa teks alternatif.",
    },
    {
        "code": "lisensi-media",
        "step": MEDIA,
        "text": "Gambar, musik, dan berkas boleh dipakai dan sumbernya disebutkan",
        "help": "Lisensi materi tidak boleh memberi izin yang lebih luas daripada lisensi bahan yang dipakai.",
    },
    {
        "code": "izin-orang",
        "step": MEDIA,
        "text": "Orang yang terlihat atau terdengar sudah memberi izin; untuk anak, izin orang tua atau wali",
        "help": "Nama, alamat, dan nomor kontak murid tidak ditampilkan.",
    },
    {
        "code": "mutu-gambar",
        "step": MEDIA,
        "text": "Gambar tajam dan tulisan di dalamnya terbaca di layar ponsel",
        "required": False,
    },
    {
        "code": "isi-benar",
        "step": SUBSTANCE,
        "text": "Isi benar secara keilmuan dan sumbernya dapat dipercaya",
        "help": "Periksa fakta, angka, rumus, nama, dan kunci jawaban.",
    },
    {
        "code": "sesuai-kurikulum",
        "step": SUBSTANCE,
        "text": "Sesuai dengan kurikulum, jenjang, dan fase yang dipilih",
        "help": "Tujuan pembelajaran, kegiatan, dan asesmen saling mendukung.",
    },
    {
        "code": "bahasa",
        "step": SUBSTANCE,
        "text": "Bahasanya jelas, baku, dan mudah dipahami pembacanya",
        "help": "Ejaan mengikuti EYD. Istilah asing dijelaskan saat pertama muncul.",
    },
    {
        "code": "bebas-sara",
        "step": SUBSTANCE,
        "text": "Bebas dari SARA, stereotip gender, kekerasan, promosi produk, dan politik praktis",
    },
    {
        "code": "sesuai-usia",
        "step": SUBSTANCE,
        "text": "Pantas untuk usia murid yang dituju",
    },
    {
        "code": "dapat-diterapkan",
        "step": SUBSTANCE,
        "text": "Langkahnya dapat diterapkan guru dengan sarana yang lazim di sekolah",
        "required": False,
    },
]

REASONS: list[dict[str, Any]] = [
    {"code": "berkas-rusak", "decision": "send_back", "label": "Ada berkas yang tidak dapat dibuka atau diputar"},
    {"code": "berkas-berat", "decision": "send_back", "label": "Ukuran berkas terlalu besar"},
    {"code": "tanpa-teks-alternatif", "decision": "send_back", "label": "Teks alternatif atau takarir belum ada"},
    {"code": "lisensi-belum-jelas", "decision": "send_back", "label": "Lisensi atau sumber bahan belum jelas"},
    {"code": "izin-belum-ada", "decision": "send_back", "label": "Izin orang yang ditampilkan belum ada"},
    {"code": "isi-perlu-dibetulkan", "decision": "send_back", "label": "Ada isi yang perlu dibetulkan"},
    {
        "code": "klasifikasi-belum-tepat",
        "decision": "send_back",
        "label": "Jenjang, fase, atau mapel belum tepat",
    },
    {"code": "bahasa-perlu-diperbaiki", "decision": "send_back", "label": "Bahasa atau ejaan perlu diperbaiki"},
    {"code": "belum-lengkap", "decision": "send_back", "label": "Materi belum lengkap"},
    {"code": "melanggar-hak-cipta", "decision": "refuse", "label": "Melanggar hak cipta"},
    {"code": "mengandung-sara", "decision": "refuse", "label": "Mengandung SARA, kekerasan, atau pornografi"},
    {"code": "promosi", "decision": "refuse", "label": "Berisi promosi produk atau politik praktis"},
    {"code": "bukan-materi", "decision": "refuse", "label": "Bukan materi pembelajaran"},
    {"code": "materi-ganda", "decision": "refuse", "label": "Sama dengan materi yang sudah ada"},
    {"code": "khusus-daerah", "decision": "decline", "label": "Isinya hanya berlaku di daerah tersebut"},
    {"code": "sudah-ada-nasional", "decision": "decline", "label": "Sudah ada materi nasional yang serupa"},
    {
        "code": "mutu-belum-cukup",
        "decision": "decline",
        "label": "Mutunya belum memadai untuk tampil secara nasional",
    },
]


def load() -> int:
    """Add what is missing and renew what nobody has changed. Returns how many rows were written."""
    with transaction.atomic():
        return _load(ChecklistItem, CHECKLIST) + _load(Reason, REASONS)


def _load(model: Any, rows: list[dict[str, Any]]) -> int:
    known = {row.code: row for row in model.objects.all()}
    written = 0
    for number, data in enumerate(rows, start=1):
        fields = {**data, "order": number * 10}
        code = fields.pop("code")
        row = known.get(code)
        if row is None:
            model.objects.create(code=code, loaded=fields, **fields)
            written += 1
        elif row.loaded != fields:
            for name, value in fields.items():
                # A row of an admin's own with this code, or a field that was changed, stays as it is.
                if name in row.loaded and getattr(row, name) == row.loaded[name]:
                    setattr(row, name, value)
            row.loaded = fields if row.loaded else {}
            row.save()
            written += 1
    return written


def load_where_possible(using: str = DEFAULT_DB_ALIAS) -> None:
    """After `migrate`, which may have ended before or without our tables."""
    if using != DEFAULT_DB_ALIAS:
        return
    tables = set(connections[using].introspection.table_names())
    if {ChecklistItem._meta.db_table, Reason._meta.db_table} <= tables:
        load()
