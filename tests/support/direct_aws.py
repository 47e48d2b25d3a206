"""Clients of the tests' process call the fake AWS that runs in it, instead of connecting to it.

Two fifths of a request's processor time were its connection and the thread that answered it. Those
who come from elsewhere still connect: forms of browsers, other processes, a proxy in between.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import unquote_to_bytes, urlsplit

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.httpsession import URLLib3Session
from urllib3 import HTTPHeaderDict, HTTPResponse
from werkzeug.test import run_wsgi_app

from scalp_local.fake_aws import Application, FakeAws


@contextmanager
def asked_directly(fake: FakeAws) -> Iterator[None]:
    """Give all botocore clients of this process that way to ``fake``."""
    client: Any = URLLib3Session
    connect = client.send

    def send(session: URLLib3Session, request: AWSPreparedRequest) -> Any:
        if request.url.startswith(f"{fake.endpoint}/"):
            return _call(fake.application, request)
        return connect(session, request)

    client.send = send
    try:
        yield
    finally:
        client.send = connect


def _call(application: Application, request: AWSPreparedRequest) -> AWSResponse:
    answer, status, headers = run_wsgi_app(application, _environment(request), buffered=True)
    raw: Any = HTTPResponse(
        io.BytesIO(b"".join(answer)),
        headers=HTTPHeaderDict(headers.to_wsgi_list()),
        status=int(status.split()[0]),
        preload_content=False,
        decode_content=False,
        enforce_content_length=False,  # an answer to HEAD has the length of what it leaves out
    )
    response = AWSResponse(request.url, raw.status, raw.headers, raw)
    if not request.stream_output:
        response.content  # noqa: B018 - reads it, as a connection's owner does
    return response


def _environment(request: AWSPreparedRequest) -> dict[str, Any]:
    url = urlsplit(request.url)
    body = request.body or b""
    content = body.read() if hasattr(body, "read") else body
    content = content.encode() if isinstance(content, str) else bytes(content)
    target = f"{url.path or '/'}?{url.query}" if url.query else url.path or "/"
    environment = {
        "wsgi.url_scheme": url.scheme,
        "wsgi.input": io.BytesIO(content),
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(url.path or "/").decode("latin-1"),
        "QUERY_STRING": url.query,
        "REQUEST_URI": target,
        "RAW_URI": target,
        "REMOTE_ADDR": "127.0.0.1",
        "SERVER_NAME": url.hostname,
        "SERVER_PORT": str(url.port),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": url.netloc,
    }
    for name, value in request.headers.items():
        text = value.decode("latin-1") if isinstance(value, bytes) else str(value)
        environment[f"HTTP_{name.upper().replace('-', '_')}"] = text
    for name in ("CONTENT_TYPE", "CONTENT_LENGTH"):
        environment[name] = environment.pop(f"HTTP_{name}", "")
    environment["CONTENT_LENGTH"] = str(len(content))
    return environment
