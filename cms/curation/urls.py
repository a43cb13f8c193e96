"""The curation's addresses in the admin."""

from django.urls import URLPattern, path

from cms.curation.views.decision import DecisionView, PassOnView, PreviewView
from cms.curation.views.mine import MineView
from cms.curation.views.proposals import ProposalsView, ProposalView, ProposeView, TakeBackView
from cms.curation.views.queue import QueueView
from cms.curation.views.release import PrivacyView, SendView, UnpublishView

app_name = "curation"
urlpatterns: list[URLPattern] = [
    path("", QueueView.as_view(), name="queue"),
    path("hasil/", QueueView.as_view(results_only=True), name="queue_results"),
    path("<int:pk>/", DecisionView.as_view(), name="decide"),
    path("<int:pk>/lihat/<int:page_id>/", PreviewView.as_view(), name="preview"),
    path("<int:pk>/alihkan/", PassOnView.as_view(), name="pass_on"),
    path("saya/", MineView.as_view(), name="mine"),
    path("saya/hasil/", MineView.as_view(results_only=True), name="mine_results"),
    path("materi/<int:page_id>/kirim/", SendView.as_view(), name="send"),
    path("materi/<int:page_id>/batalkan-penerbitan/", UnpublishView.as_view(), name="unpublish"),
    path("materi/<int:page_id>/privasi/", PrivacyView.as_view(), name="privacy"),
    path("materi/<int:page_id>/usulkan/", ProposeView.as_view(), name="propose"),
    path("usulan/", ProposalsView.as_view(), name="proposals"),
    path("usulan/hasil/", ProposalsView.as_view(results_only=True), name="proposals_results"),
    path("usulan/<int:pk>/", ProposalView.as_view(), name="proposal"),
    path("usulan/<int:pk>/tarik/", TakeBackView.as_view(), name="take_back"),
]
