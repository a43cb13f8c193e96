"""Admin addresses: centres for central admins, teams for those who manage their people."""

from django.urls import URLPattern, path

from cms.workspaces.views import centres, teams

app_name = "workspaces"
urlpatterns: list[URLPattern] = [
    path("balai/", centres.CentreIndexView.as_view(), name="index"),
    path("balai/tambah/", centres.AddCentreView.as_view(), name="add"),
    path("balai/<int:pk>/ubah-nama/", centres.RenameView.as_view(), name="rename"),
    path("balai/<int:pk>/gabung/", centres.MergeView.as_view(), name="merge"),
    path("balai/<int:pk>/tutup/", centres.CloseView.as_view(), name="close"),
    path("tim/", teams.TeamsView.as_view(), name="teams"),
    path("tim/<int:pk>/", teams.TeamView.as_view(), name="team"),
    path("tim/<int:pk>/peran/<int:user_pk>/", teams.ChangeRoleView.as_view(), name="change_role"),
    path("tim/<int:pk>/keluarkan/<int:user_pk>/", teams.RemoveView.as_view(), name="remove"),
    path("tim/<int:pk>/undangan/<int:invitation_pk>/cabut/", teams.RevokeView.as_view(), name="revoke"),
]
