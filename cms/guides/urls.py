"""The address of the guide for teachers on the site; the admin's are in `cms.admin.guides`."""

from django.urls import path

from cms.guides.views import teachers_guide

urlpatterns = [path("", teachers_guide, name="teachers_guide")]
