"""The columns of every kind of material, and those that its text and link fields allow."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import RichTextBlock, StructBlock, URLBlock
from wagtail.fields import RichTextField, StreamField

from cms.admin.export import COLUMNS
from cms.imports.block_columns import AuthorsColumn, LinkColumn, RichTextColumn, TagColumn, TextBlockColumn
from cms.imports.columns import Column, DurationColumn, TermColumn, TextColumn, in_languages, registered_columns
from cms.models import LearningResource

# Key of an export that says what a material is, but that no import changes.
INFORMATION = (
    "status",
    "address",
    "cover",
    "centre",
    "centre_slug",
    "owner",
    "first_published_at",
    "last_published_at",
    "latest_revision_created_at",
)
TERM_HEADINGS: dict[str, tuple[str, ...]] = {
    "levels": ("Level", "Tingkat kemampuan"),
    "school_levels": ("Jenjang sekolah", "Satuan pendidikan"),
    "phases": ("Fase kurikulum",),
    "grades": ("Tingkat kelas",),
    "subjects": ("Mapel", "Pelajaran"),
    "platforms": ("Aplikasi", "Platform", "Aplikasi/Platform"),
    "provinces": ("Daerah",),
    "language": ("Bahasa pengantar",),
    "licence": ("Hak cipta", "License"),
}


def identity_keys() -> dict[str, list[str]]:
    """Columns that say which material a row is about."""
    return {
        "external_id": ["ID", "Kode", "Kode materi", "External ID", "ID eksternal"],
        "uuid": in_languages(COLUMNS["uuid"][0]),
        "kind": [*in_languages(COLUMNS["kind"][0]), "Jenis", "Jenis materi"],
    }


def information_keys() -> dict[str, list[str]]:
    """Columns that are known and not read. A running number is one of them."""
    return {**{key: in_languages(COLUMNS[key][0]) for key in INFORMATION}, "number": ["No", "No.", "Nomor", "Number"]}


@cache
def resource_columns(model: Any) -> list[Column]:
    """What a row can fill in a material of this kind, in the order of the template."""

    def text(name: str) -> Any:
        return model._meta.get_field(name)

    columns: list[Column] = [
        TextColumn(
            name="title",
            label=_("Title"),
            headings=("Judul materi", "Nama materi", "Nama", "Judul konten"),
            max_length=text("title").max_length,
            required=True,
            example="Poster siklus air dengan Canva",
        ),
        TextColumn(
            name="summary",
            label=_("Summary"),
            headings=("Deskripsi", "Deskripsi singkat", "Description", "Keterangan"),
            max_length=text("summary").max_length,
            several_lines=True,
            example="Murid membuat poster siklus air dalam dua pertemuan dengan akun gratis.",
        ),
    ]
    columns += [
        TermColumn(
            name=name,
            label=model._meta.get_field(name).verbose_name,
            headings=headings,
            vocabulary=model._meta.get_field(name).related_model.__name__,
            many=model._meta.get_field(name).many_to_many,
            hint=_("One of the names on the second sheet; several with a semicolon between them.")
            if model._meta.get_field(name).many_to_many
            else _("One of the names on the second sheet."),
        )
        for name, headings in TERM_HEADINGS.items()
    ]
    columns += [
        TagColumn(name="tags", label=_("Tags"), headings=("Tag", "Label", "Kata kunci"), example="poster, siklus air"),
        DurationColumn(
            name="duration_minutes",
            label=_("Minutes"),
            headings=("Durasi", "Durasi (menit)", "Duration", "Duration (minutes)", "Waktu", "Alokasi waktu"),
            hint=_("Minutes such as 90, or 2 JP."),
            example="2 JP",
        ),
        AuthorsColumn(
            name="authors",
            label=_("Authors"),
            headings=("Penulis", "Author", "Pembuat", "Penyusun", "Sumber"),
            hint=_("Name (school or office); several with a semicolon between them."),
            example="Ni Luh Ayu (SD Negeri 2 Ubud)",
        ),
    ]
    columns += registered_columns(model.kind)
    return [*columns, *_text_column(model), *_link_column(model)]


def _streams(model: type[LearningResource]) -> list[StreamField]:
    return [field for field in model._meta.get_fields() if isinstance(field, StreamField) and field.name != "authors"]


def _text_column(model: type[LearningResource]) -> list[Column]:
    """The first field of the kind that takes running text: a block of a stream, else a field of rich text."""
    words: dict[str, Any] = {
        "label": _("Text"),
        "headings": ("Isi", "Isi materi", "Uraian", "Teks", "Body", "Content"),
        "hint": _("Plain text; each line becomes a paragraph."),
    }
    for field in _streams(model):
        for name, block in field.stream_block.child_blocks.items():
            if isinstance(block, RichTextBlock):
                return [TextBlockColumn(name=f"{field.name}.{name}", block=name, **words)]
    for field in model._meta.get_fields():
        if isinstance(field, RichTextField):
            return [RichTextColumn(name=field.name, **words)]
    return []


def _link_column(model: type[LearningResource]) -> list[Column]:
    for field in _streams(model):
        for name, block in field.stream_block.child_blocks.items():
            if not isinstance(block, StructBlock):
                continue
            children = block.child_blocks
            if isinstance(children.get("url"), URLBlock) and "title" in children:
                headings = ("Tautan", "URL", "Alamat tautan", "Link video", "Tautan video")
                hint = _("The full address, beginning with https://")
                label = _("Link")
                return [LinkColumn(name=f"{field.name}.{name}", block=name, label=label, headings=headings, hint=hint)]
    return []


def kind_label(model: type[LearningResource]) -> str:
    return str(capfirst(str(model.kind_label)))
