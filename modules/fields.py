"""Many-to-many to pages, edited as a list of page choosers instead of a select box of every page."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.utils.text import capfirst
from modelcluster.fields import ParentalManyToManyField
from wagtail import blocks
from wagtail.blocks.base import BlockField


class PageListField(BlockField):
    """A form field whose value is a list of pages; the widget adds, removes and searches them one by one."""

    def __init__(self, page_type: str, **kwargs: Any) -> None:
        chooser = blocks.PageChooserBlock(page_type=page_type, required=False, label="")
        kwargs = {key: kwargs[key] for key in ("label", "help_text", "required") if key in kwargs}
        super().__init__(block=blocks.ListBlock(chooser, min_num=None, collapsed=False), **kwargs)
        self.block.set_name("pages")
        self.block.label = kwargs.get("label", "")

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, blocks.list_block.ListValue):
            return value
        return blocks.list_block.ListValue(self.block, values=list(value or []))

    def clean(self, value: Any) -> list[Model]:
        pages = [page.specific for page in super().clean(value) if page is not None]
        return list({page.pk: page for page in pages}.values())

    def has_changed(self, initial_value: Any, data_value: Any) -> bool:
        return [page.pk for page in initial_value or []] != [page.pk for page in data_value or [] if page]


class PagesField(ParentalManyToManyField):
    """Relation between pages of which a resource may have several."""

    def formfield(self, **kwargs: Any) -> PageListField:
        return PageListField(
            self.remote_field.model._meta.label,
            label=capfirst(self.verbose_name),
            help_text=self.help_text,
            required=not self.blank,
        )
