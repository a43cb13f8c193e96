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

# The blocks are offered in groups, in the order in which one writes.
WRITTEN = _("Writing")
LEARNING = _("Learning activities")
LIBRARY = _("Pictures and files")


class ActivityBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Title"), max_length=200, help_text=_("Example: “Sketch your poster on paper”."))
    stage = blocks.ChoiceBlock(
        label=_("Stage"),
        help_text=_("The part of the lesson to which it belongs."),
        choices=[("awal", _("Opening activity")), ("inti", _("Main activity")), ("penutup", _("Closing activity"))],
        default="inti",
    )
    minutes = blocks.IntegerBlock(
        label=_("Minutes"), min_value=1, required=False, help_text=_("How long this activity takes.")
    )
    grouping = blocks.ChoiceBlock(
        label=_("Grouping"),
        choices=[
            ("individu", _("Alone")),
            ("berpasangan", _("In pairs")),
            ("kelompok", _("In groups")),
            ("klasikal", _("Whole class")),
        ],
        required=False,
        help_text=_("Who works with whom."),
    )
    materials = blocks.CharBlock(
        label=_("What is needed"),
        max_length=300,
        required=False,
        help_text=_("Example: “paper, pencils, one phone for each group”."),
    )
    text = blocks.RichTextBlock(
        label=_("What to do"), features=INLINE_FEATURES, help_text=_("Address the teacher, step by step.")
    )

    class Meta:
        label = _("Activity")
        icon = "group"
        resource_format = "text"
        template = "modules/blocks/activity.html"


class ChoiceItemBlock(blocks.StructBlock):
    text = blocks.CharBlock(label=_("Answer"), max_length=300)
    correct = blocks.BooleanBlock(
        label=_("Correct"), required=False, help_text=_("Tick every answer that is right; at least one.")
    )


class QuizBlock(blocks.StructBlock):
    """One question; the explanation is shown with the answer."""

    question = blocks.TextBlock(
        label=_("Question"), rows=2, help_text=_("One question on what was just learnt, that has a clear answer.")
    )
    choices = blocks.ListBlock(
        ChoiceItemBlock(),
        label=_("Answers"),
        min_num=2,
        max_num=8,
        default=[{"text": "", "correct": False}, {"text": "", "correct": False}],
    )
    explanation = blocks.RichTextBlock(
        label=_("Answer explanation"),
        features=INLINE_FEATURES,
        help_text=_("Why the answer is right. It is shown when a reader has chosen."),
    )

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
    text = blocks.RichTextBlock(
        label=_("Text"), features=INLINE_FEATURES, help_text=_("What readers should not overlook, in a few sentences.")
    )

    class Meta:
        label = _("Callout")
        icon = "info-circle"
        template = "modules/blocks/callout.html"


class BodyBlock(blocks.StreamBlock):
    """What a module or lesson can be made of."""

    text = RichTextSectionBlock(group=WRITTEN)
    steps = StepListBlock(group=WRITTEN)
    callout = CalloutBlock(group=WRITTEN)
    activity = ActivityBlock(group=LEARNING)
    quiz = QuizBlock(group=LEARNING)
    image = PictureBlock(group=LIBRARY)
    video = VideoBlock(group=LIBRARY)
    audio = AudioBlock(group=LIBRARY)
    download = DownloadBlock(group=LIBRARY)
    embed = EmbedOnTapBlock(group=LIBRARY)

    class Meta:
        label = _("Content")
