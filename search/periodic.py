"""What the worker does for the catalogue."""

from __future__ import annotations

import logging

from cms.periodic import periodic
from search import index_states
from search.drain import drain, nearest_first
from search.engines import get_indexes
from search.engines.base import EngineUnavailable, SearchEngine
from search.event_log import CursorTooOld, prune
from search.query_log import forget_old_queries
from search.rebuild import rebuild

logger = logging.getLogger(__name__)


@periodic("search: apply events", seconds=5)
def apply_events() -> None:
    """Catch up with the event log; an index that is missing, broken or too far behind is built anew.

    Each by itself: one that cannot be reached only lags, and is neither built nor in the way of the others.
    """
    for engine in nearest_first():
        try:
            _keep_up(engine)
        except EngineUnavailable as error:
            index_states.failing(engine, str(error))
        except Exception as error:
            logger.exception("The search index %s could not be brought up to date.", engine.name)
            index_states.failing(engine, str(error))
        else:
            index_states.working(engine)


def _keep_up(engine: SearchEngine) -> None:
    try:
        if engine.cursor() is None:
            rebuild(engine, resume=True)
        drain(engine)
    except CursorTooOld as error:
        logger.warning("%s Rebuilding.", error)
        rebuild(engine)


@periodic("search: check the index", seconds=3600)
def check_index() -> None:
    """Some damage never makes a search fail, only wrong; found, the next look at the log builds the index anew."""
    for engine in get_indexes():
        engine.check()


@periodic("search: remove old events", seconds=3600)
def remove_old_events() -> None:
    prune()


@periodic("search: remove old queries", seconds=3600)
def remove_old_queries() -> None:
    forget_old_queries()
