"""Blocks of a module's body."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from cms.blocks import RichTextSectionBlock
from media.blocks import (
    INLINE_FEATURES,
    AudioBlock,
    DownloadBlock,
    EmbedOnTapBlock,
    PictureBlock,
    StepListBlock,
    VideoBlock,
)


class ActivityBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=200)
    stage = blocks.ChoiceBlock(
        label=_("Stage"),
        choices=[("awal", _("Opening activity")), ("inti", _("Main activity")), ("penutup", _("Closing activity"))],
        default="inti",
    )
    minutes = blocks.IntegerBlock(label=_("Minutes"), min_value=1, required=False)
    grouping = blocks.ChoiceBlock(
        label=_("Grouping"),
        choices=[
            ("individu", _("Alone")),
            ("berpasangan", _("In pairs")),
            ("kelompok", _("In groups")),
            ("klasikal", _("Whole class")),
        ],
        required=False,
    )
    materials = blocks.CharBlock(label=_("What is needed"), max_length=300, required=False)
    text = blocks.RichTextBlock(label=_("What to do"), features=INLINE_FEATURES)

    class Meta:
        label = _("Activity")
        icon = "group"
        resource_format = "text"
        template = "modules/blocks/activity.html"


class ChoiceItemBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Answer"), max_length=300)
    correct = blocks.BooleanBlock(label=_("Correct"), required=False)


class QuizBlock(blocks.StructBlock):
    """One question; the explanation is shown with the answer."""

    question = blocks.TextBlock(label=_("Question"), rows=2)
    choices = blocks.ListBlock(ChoiceItemBlock(), label=_("Answers"), min_num=2, max_num=8)
    explanation = blocks.RichTextBlock(label=_("Answer explanation"), features=INLINE_FEATURES)

    class Meta:
        label = _("Quiz question")
        icon = "help"
        resource_format = "interactive"
        template = "modules/blocks/quiz.html"

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        cleaned = super().clean(value)
        if self.is_deferred_validation:
            return cleaned
        if not any(choice["correct"] for choice in cleaned["choices"]):
            raise StructBlockValidationError(
                block_errors={"choices": ValidationError(_("Mark at least one answer as correct."))}
            )
        return cleaned


class CalloutBlock(blocks.StructBlock):
    kind = blocks.ChoiceBlock(
        label=_("Kind"),
        choices=[("info", _("Information")), ("tip", _("Tip")), ("warning", _("Warning"))],
        default="info",
    )
    title = blocks.CharBlock(label=_("Title"), max_length=200, required=False)
    text = blocks.RichTextBlock(label=_("Text"), features=INLINE_FEATURES)

    class Meta:
        label = _("Callout")
        icon = "info-circle"
        template = "modules/blocks/callout.html"


class BodyBlock(blocks.StreamBlock):
    """What a module or lesson can be made of."""

    text = RichTextSectionBlock()
    image = PictureBlock()
    video = VideoBlock()
    audio = AudioBlock()
    download = DownloadBlock()
    steps = StepListBlock()
    activity = ActivityBlock()
    quiz = QuizBlock()
    callout = CalloutBlock()
    embed = EmbedOnTapBlock()

    class Meta:
        label = _("Content")
