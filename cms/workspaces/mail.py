"""The e-mail that invites somebody. In Indonesian, whatever the inviter's language."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from cms.workspaces.models import INVITATION_DAYS, Invitation
from cms.workspaces.team import name_of

logger = logging.getLogger(__name__)


def invitation_link(token: str) -> str:
    """The absolute address that accepts an invitation."""
    with override(settings.LANGUAGE_CODE):
        return settings.WAGTAILADMIN_BASE_URL + reverse("invitation", args=[token])


def send_invitation(invitation: Invitation, token: str) -> bool:
    """Whether the mail server took it. Call it after the transaction: a letter cannot be rolled back."""
    context = {
        "invitation": invitation,
        "inviter": name_of(invitation.invited_by) if invitation.invited_by else settings.SITE_NAME,
        "site": settings.SITE_NAME,
        "link": invitation_link(token),
        "days": INVITATION_DAYS,
    }
    with override(settings.LANGUAGE_CODE):
        subject = _("Invitation to %(workspace)s on %(site)s") % {
            "workspace": invitation.workspace,
            "site": settings.SITE_NAME,
        }
        text = render_to_string("workspaces/invitation_email.txt", context)
    try:
        return bool(send_mail(" ".join(subject.splitlines()), text, None, [invitation.email]))
    except (OSError, SMTPException):
        # OSError: the server cannot be reached. The address stays out of the log.
        logger.exception("An invitation to workspace %s could not be sent.", invitation.workspace_id)
        return False
