"""A foreign app's material: a podcast episode. Nothing in our packages knows it."""

from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from cms.models import LearningResource


class EpisodePage(LearningResource):
    kind = "podcast"
    kind_label = "Siniar"

    notes = RichTextField(blank=True)

    parent_page_types = ["cms.HomePage", "modules.ModuleIndexPage", "cms.CentrePage"]
    template = "plugin/episode_page.html"
    edit_handler = LearningResource.tabs([FieldPanel("notes")])
