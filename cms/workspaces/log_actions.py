"""What the history of a centre's page, or of the national workspace, says of the work on workspaces."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogActionRegistry, LogFormatter

from cms.workspaces import life, onboarding, team
from cms.workspaces.models import ROLES

ACTIONS: dict[str, tuple[Any, Any]] = {
    onboarding.CREATED: (gettext_lazy("Add centre"), gettext_lazy("Centre added: %(name)s")),
    life.RENAMED: (gettext_lazy("Rename centre"), gettext_lazy("Renamed from “%(old)s” to “%(new)s”")),
    life.MERGED: (gettext_lazy("Merge centre"), gettext_lazy("“%(old)s” merged into “%(new)s”")),
    life.TOOK_OVER: (gettext_lazy("Take over centre"), gettext_lazy("“%(new)s” took over “%(old)s”")),
    life.CLOSED: (gettext_lazy("Close centre"), gettext_lazy("“%(old)s” closed on %(on)s")),
    team.INVITED: (gettext_lazy("Invite"), gettext_lazy("%(email)s invited as: %(role)s")),
    team.INVITATION_REVOKED: (gettext_lazy("Revoke invitation"), gettext_lazy("Invitation of %(email)s revoked")),
    team.JOINED: (gettext_lazy("Join team"), gettext_lazy("%(who)s joined as: %(new)s")),
    team.ROLE_CHANGED: (gettext_lazy("Change role"), gettext_lazy("Role of %(who)s changed from %(old)s to %(new)s")),
    team.REMOVED: (gettext_lazy("Remove from team"), gettext_lazy("%(who)s removed from the team (%(old)s)")),
}
LABELS: dict[str, Any] = {role.value: role.label for role in ROLES}


class Defaults(dict):  # type: ignore[type-arg]
    """What an entry does not hold is a dash: history is read for years."""

    def __missing__(self, key: str) -> str:
        return "–"


def _formatter(name: Any, text: Any) -> type[LogFormatter]:
    class WorkspaceFormatter(LogFormatter):
        label = name

        def format_message(self, log_entry: Any) -> str:
            data = {key: LABELS.get(value, value) for key, value in (log_entry.data or {}).items()}
            return str(text) % Defaults(data)

    return WorkspaceFormatter


def register(actions: LogActionRegistry) -> None:
    for action, (label, text) in ACTIONS.items():
        actions.register_action(action)(_formatter(label, text))
