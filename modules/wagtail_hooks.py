"""What this package adds to the admin."""

from wagtail import hooks
from wagtail.admin.viewsets.pages import PageViewSet

from cms.admin.form_hooks import ChecklistPageViewSet
from modules.models import LessonPage


@hooks.register("register_admin_viewset")
def register_lesson_viewset() -> PageViewSet:
    return ChecklistPageViewSet("lesson_pages", model=LessonPage)
