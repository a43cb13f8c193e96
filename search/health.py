"""Alive and ready, for whoever watches the service."""

from __future__ import annotations

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from search import index_states
from search.engines import get_engine


@require_safe
@never_cache
def alive(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers at all."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
@never_cache
def ready(request: HttpRequest) -> JsonResponse:
    """200 when readers can be served: "ok", or "degraded" while search lags or rebuilds; else 503 and why."""
    checks: dict[str, str] = {}
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        checks["database"] = "ok"
        checks["migrations"] = "ok" if not waiting else f"{len(waiting)} not applied"
    except DatabaseError as error:
        checks["database"] = f"down: {type(error).__name__}"
    down = checks["database"] != "ok" or checks.get("migrations") != "ok"
    status = get_engine().status()
    if status.state != "ready":
        checks["search"] = f"{status.state}: {status.detail}".rstrip(": ")
    else:
        # It answers; that changes do not reach it is for the worker to know.
        behind = [] if down else index_states.behind()
        checks["search"] = "; ".join(f"lagging: {state.engine}: {state.reason}" for state in behind) or "ok"
    word = "down" if down else ("ok" if checks["search"] == "ok" else "degraded")
    body = {"status": word, "checks": checks, "engine": status.engine, "documents": status.documents}
    return JsonResponse(body, status=503 if down else 200)
