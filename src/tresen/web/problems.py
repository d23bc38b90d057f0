"""Failures as HTTP: a problem document in the reader's language with what happened, whether data are safe, what to do."""

import logging
from collections.abc import Callable
from typing import Any, Final, TypeVar

from litestar import Request, Response
from litestar.exceptions import HTTPException

from tresen.core.failures import Failure, status, text
from tresen.insight.health import reason_in
from tresen.store.connection import StorageDown, StorageFull
from tresen.web.identity import refused

T = TypeVar("T")

_log: Final = logging.getLogger(__name__)


class Problem(Exception):
    """Carries a failure out of a route. Operations never raise it."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.code)
        self.failure = failure


def ok(value: T | Failure) -> T:
    """The value, or the failure as the answer of the route."""
    if isinstance(value, Failure):
        raise Problem(value)
    return value


def language_of(request: Request[Any, Any, Any]) -> str:
    """`de` unless the reader asks for English first."""
    wanted = request.headers.get("accept-language", "de").strip().lower()
    return "en" if wanted.startswith("en") else "de"


def problem(failure: Failure, language: str) -> Response[dict[str, Any]]:
    """The answer for a failure."""
    title, safe, do = text(failure.code, language)
    detail = dict(failure.detail)
    if failure.code.startswith("tse_") and isinstance(reason := detail.get("reason"), str):
        detail["reason"] = reason_in(reason, language)
    content = {"code": failure.code, "title": title, "safe": safe, "do": do, "detail": detail}
    return Response(content, status_code=status(failure.code), media_type="application/problem+json")


def on_problem(request: Request[Any, Any, Any], error: Problem) -> Response[dict[str, Any]]:
    refused(request, error.failure)
    return problem(error.failure, language_of(request))


def on_storage_trouble(request: Request[Any, Any, Any], error: Exception) -> Response[dict[str, Any]]:
    """The disk is full or the database is gone: nothing was written, and the reader hears it in plain words."""
    _log.error("not written: %s", error)
    failure = Failure("storage_full", {}) if isinstance(error, StorageFull) else Failure("storage_down", {})
    return problem(failure, language_of(request))


def on_bug(request: Request[Any, Any, Any], error: Exception) -> Response[dict[str, Any]]:
    """Anything else is a bug: loud in the log, calm on the screen."""
    _log.error("bug in %s %s", request.method, request.url.path, exc_info=error)
    return problem(Failure("unexpected", {}), language_of(request))


_BY_STATUS = {400: "bad_input", 401: "not_signed_in", 403: "denied", 404: "not_found", 405: "not_found", 413: "too_much",
              415: "bad_input", 429: "throttled"}  # fmt: skip


def on_http_error(request: Request[Any, Any, Any], error: HTTPException) -> Response[dict[str, Any]]:
    """What the framework refuses (bad JSON, unknown address) in the same shape."""
    code = _BY_STATUS.get(error.status_code, "unexpected")
    detail = str(error.detail) if code == "bad_input" else ""
    answer = problem(Failure(code, {"text": detail} if detail else {}), language_of(request))
    answer.status_code = error.status_code
    return answer


HANDLERS: Final[dict[int | type[Exception], Callable[[Request[Any, Any, Any], Any], Response[Any]]]] = {
    Problem: on_problem,
    HTTPException: on_http_error,
    StorageFull: on_storage_trouble,
    StorageDown: on_storage_trouble,
    Exception: on_bug,
}
"""What answers to which exception, everywhere."""


def answer_to(request: Request[Any, Any, Any], error: Exception) -> Response[Any]:
    """The answer to whatever went wrong, outside the framework."""
    handler = next(HANDLERS[kind] for kind in type(error).__mro__ if kind in HANDLERS)
    return handler(request, error)
