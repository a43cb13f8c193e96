"""What the contents of a page model are made of, for a merge; and which of its fields are always a centre's own."""

from __future__ import annotations

from typing import Any

from django.db import models
from modelcluster.fields import ParentalManyToManyField
from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page

from cms.adaptation.merging import Blocks, Leaf, Members, Shape, Struct
from cms.models import LearningResource, Tag

# Tags are rows of their own in a revision; a merge sees their ids.
TAGS = "tagged_items"

# What Wagtail's own page has is about this page in this place: its address and title for search engines, its dates
# and schedule, lock, comments, owner and place in the tree. Of all that only the title is content.
FROM_PAGE = frozenset({"title"})

ALWAYS_OURS = {
    "uuid": "names this material for ever",
    "centre": "follows from where the page stands",
    "provinces": "where an adaptation is of use is for its centre to say",
}


def merged_fields(model: type[Page]) -> list[Any]:
    """The fields of a page model that an adaptation takes over from its source, in the order of the model."""
    own = {*ALWAYS_OURS, *getattr(model, "exclude_fields_in_copy", ())}
    found = []
    for field in [*model._meta.fields, *model._meta.many_to_many]:
        if field.name in own or getattr(field.remote_field, "parent_link", False):
            continue
        if field.model is Page:
            wanted = field.name in FROM_PAGE
        else:
            wanted = field.editable and (not field.many_to_many or isinstance(field, ParentalManyToManyField))
        if wanted:
            found.append(field)
    return found


_SHAPES: dict[type[Page], Struct] = {}


def page_shape(model: type[Page]) -> Struct:
    """The shape of what `cms.adaptation.contents` reads of a page of this model; it stays the same in a process."""
    if model not in _SHAPES:
        _SHAPES[model] = _page_shape(model)
    return _SHAPES[model]


def _page_shape(model: type[Page]) -> Struct:
    parts = {field.name: _field_shape(field) for field in merged_fields(model)}
    if issubclass(model, LearningResource):
        parts[TAGS] = Members(label=model._meta.get_field("tags").verbose_name, model=Tag)
    return Struct(label=model._meta.verbose_name, parts=parts)


def _field_shape(field: Any) -> Shape:
    label = field.verbose_name
    if isinstance(field, StreamField):
        return block_shape(field.stream_block, label)
    if field.many_to_many:
        return Members(label=label, model=field.related_model)
    if isinstance(field, RichTextField):
        return Leaf(label=label, text="rich")
    if isinstance(field, models.ForeignKey):
        return Leaf(label=label, model=field.related_model)
    if field.choices:
        return Leaf(label=label, options=dict(field.flatchoices))
    # Addresses and the like are texts too, but two of them in a row are none.
    if type(field) in (models.CharField, models.TextField):
        return Leaf(label=label, text="plain", max_length=field.max_length)
    return Leaf(label=label)


def block_shape(block: blocks.Block, label: Any = "") -> Shape:
    """The shape of a block's raw value."""
    label = label or block.label or block.name
    if isinstance(block, blocks.StreamBlock):
        return Blocks(label=label, kinds={name: block_shape(child) for name, child in block.child_blocks.items()})
    if isinstance(block, blocks.ListBlock):
        item = block_shape(block.child_block, block.child_block.label or label)
        return Blocks(label=label, kinds={"item": item}, is_list=True)
    if isinstance(block, blocks.StructBlock):
        parts = {name: block_shape(child) for name, child in block.child_blocks.items()}
        return Struct(label=label, parts=parts, whole=isinstance(block, ImageBlock))
    if isinstance(block, blocks.RichTextBlock):
        return Leaf(label=label, text="rich")
    if isinstance(block, blocks.ChooserBlock):
        return Leaf(label=label, model=block.model_class)
    if type(block) in (blocks.CharBlock, blocks.TextBlock):
        return Leaf(label=label, text="plain", max_length=getattr(block.field, "max_length", None))
    options = dict(getattr(block.field, "choices", ())) if isinstance(block, blocks.ChoiceBlock) else {}
    return Leaf(label=label, options={key: text for key, text in options.items() if not isinstance(text, list | tuple)})
