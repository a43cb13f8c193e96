"""The content model that every kind of material and every higher package builds on."""

from cms.models.centres import Centre, CentreIndexPage, CentrePage, FormerName
from cms.models.pages import HomePage, StandardPage
from cms.models.resources import LearningResource, QualityReview, resource_kinds
from cms.models.synonyms import DroppedSynonym, ProtectedWord, Synonym, VocabularyVersion
from cms.models.tags import LibraryTag, ResourceTag, Tag, tag_key
from cms.models.terms import Term
from cms.models.vocabularies import (
    VOCABULARIES,
    Grade,
    Language,
    Level,
    Licence,
    Phase,
    Platform,
    Province,
    SchoolLevel,
    Subject,
)

__all__ = [
    "VOCABULARIES",
    "Centre",
    "CentreIndexPage",
    "CentrePage",
    "DroppedSynonym",
    "FormerName",
    "Grade",
    "HomePage",
    "Language",
    "LearningResource",
    "Level",
    "LibraryTag",
    "Licence",
    "Phase",
    "Platform",
    "ProtectedWord",
    "Province",
    "QualityReview",
    "ResourceTag",
    "SchoolLevel",
    "StandardPage",
    "Subject",
    "Synonym",
    "Tag",
    "Term",
    "VocabularyVersion",
    "resource_kinds",
    "tag_key",
]
