"""The straight way of a sale: body, actor, sale, answer, past the framework's routing and injection.

A quarter of what a sale costs the interpreter was spent there. The route in `selling_routes` describes the interface and
does the same; whatever goes wrong here is answered by the handlers of the whole application.
"""

from collections.abc import Awaitable, Callable
from typing import Any, Final

import msgspec
from litestar import Request

from tresen.core.failures import Failure
from tresen.operations.node import Node
from tresen.web.problems import Problem, answer_to
from tresen.web.selling_routes import SALES, SaleBody, sold

App = Callable[[Any, Any, Any], Awaitable[None]]

_decode: Final = msgspec.json.Decoder(SaleBody).decode
_encode: Final = msgspec.json.Encoder().encode


def straight(app: App, node: Node) -> App:
    """Put the straight way before an application. The guard, which limits bodies, belongs before both."""

    async def way(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and scope["path"] == SALES and scope["method"] == "POST":
            await _sale(node, scope, receive, send)
        else:
            await app(scope, receive, send)

    return way


async def _sale(node: Node, scope: Any, receive: Any, send: Any) -> None:
    request: Request[Any, Any, Any] = Request(scope)
    try:
        body = await _body(receive)
        if body is None:
            return  # nobody waits for an answer
        try:
            data = _decode(body)
        except (msgspec.MsgspecError, UnicodeDecodeError) as error:
            raise Problem(Failure("bad_input", {"text": str(error)})) from None
        answer = await sold(request, node, data)
        content = _encode(answer)
    except Exception as error:  # noqa: BLE001 - each kind has its handler
        response = answer_to(request, error)
        await response.to_asgi_response(app=None, request=request)(scope, receive, send)
        return
    headers = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(content))]
    status = 200 if answer.repeated else 201
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": content})


async def _body(receive: Any) -> bytes | None:
    """The whole body; None if the client went away."""
    message = await receive()
    if message["type"] != "http.request":
        return None
    body: bytes = message.get("body", b"")
    if not message.get("more_body", False):
        return body
    parts = [body]
    while message.get("more_body", False):
        message = await receive()
        if message["type"] != "http.request":
            return None
        parts.append(message.get("body", b""))
    return b"".join(parts)
