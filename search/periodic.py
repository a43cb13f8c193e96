"""What the worker does for the catalogue."""

from __future__ import annotations

import logging

from cms.periodic import periodic
from search.drain import CursorTooOld, drain, prune
from search.engines import get_engine
from search.engines.base import EngineUnavailable
from search.query_log import forget_old_queries
from search.rebuild import rebuild

logger = logging.getLogger(__name__)


@periodic("search: apply events", seconds=5)
def apply_events() -> None:
    """Catch up with the event log; an index that is missing, broken or too far behind is built anew."""
    engine = get_engine()
    try:
        if engine.cursor() is None:
            rebuild(engine)
        drain(engine)
    except CursorTooOld as error:
        logger.warning("%s Rebuilding.", error)
        rebuild(engine)
    except EngineUnavailable as error:
        logger.warning("The search index lags: %s", error)


@periodic("search: check the index", seconds=3600)
def check_index() -> None:
    """Some damage never makes a search fail, only wrong; found, the next look at the log builds the index anew."""
    get_engine().check()


@periodic("search: remove old events", seconds=3600)
def remove_old_events() -> None:
    prune()


@periodic("search: remove old queries", seconds=3600)
def remove_old_queries() -> None:
    forget_old_queries()
