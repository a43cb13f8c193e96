"""Sent within the transaction, so that who keeps something beside a workspace takes part in it."""

from django.dispatch import Signal

# Arguments: workspace, into (the workspace that takes over), user.
workspace_merged = Signal()
# Arguments: workspace, user.
workspace_closed = Signal()
