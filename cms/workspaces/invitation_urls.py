"""The public address of an invitation."""

from django.urls import URLPattern, path

from cms.workspaces.views.invitations import InvitationView

urlpatterns: list[URLPattern] = [path("<str:token>/", InvitationView.as_view(), name="invitation")]
