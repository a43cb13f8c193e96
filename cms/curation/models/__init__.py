"""Curation: the two steps, what is asked at each, what was sent and decided, what is proposed nationally."""

from cms.curation.models.criteria import ChecklistItem, Reason
from cms.curation.models.digests import DigestMail
from cms.curation.models.proposals import NationalProposal
from cms.curation.models.steps import CurationTask, CurationTaskState, Step
from cms.curation.models.submissions import Decision, DecisionKind, Submission

__all__ = [
    "ChecklistItem",
    "CurationTask",
    "CurationTaskState",
    "Decision",
    "DecisionKind",
    "DigestMail",
    "NationalProposal",
    "Reason",
    "Step",
    "Submission",
]
