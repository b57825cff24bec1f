"""An S3 for tests, in memory: moto, served by waitress, behind a check of what moto lets pass.

moto takes any signature, and links for ever. Here a request is signed with the one key there is and a link expires,
so that a wrong password or an old link is refused as by any other store. After the signal USR1 its disk is full, until
USR2.

Usage: s3_server.py PORT BUCKET ACCESS_KEY SECRET_KEY
"""

import hashlib
import hmac
import signal
import sys
from datetime import datetime, timedelta, timezone
from urllib.parse import parse_qsl, quote

import waitress
from moto.moto_server.werkzeug_app import create_backend_app
from werkzeug.test import Client

MOMENT = "%Y%m%dT%H%M%SZ"
# A request without a hash of its body in a header says so here; links are always like that.
UNSIGNED = "UNSIGNED-PAYLOAD"


class Refused(Exception):
    """What S3 calls a fault of the caller's."""

    def __init__(self, code, message, status="403 Forbidden"):
        super().__init__(message)
        self.code = code
        self.status = status


class Guard:
    """Passes on what is signed, and refuses the rest. Source of the rules: «AWS Signature Version 4»."""

    def __init__(self, app, access_key, secret_key):
        self.app = app
        self.access_key = access_key
        self.secret_key = secret_key
        self.is_full = False

    def fill(self, is_full):
        self.is_full = is_full

    def __call__(self, environ, start_response):
        try:
            if self.is_full and environ["REQUEST_METHOD"] in ("PUT", "POST"):
                raise Refused("XMinioStorageFull", "Storage backend has reached its limit.", "507 Insufficient Storage")
            self.check(environ)
        except Refused as refused:
            body = f"<Error><Code>{refused.code}</Code><Message>{refused}</Message></Error>".encode()
            headers = [("Content-Type", "application/xml"), ("Content-Length", str(len(body)))]
            start_response(refused.status, headers)
            return [body]
        return self.app(environ, start_response)

    def check(self, environ):
        query = parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True)
        link = dict(query)
        if "X-Amz-Signature" in link:
            signature = link["X-Amz-Signature"]
            credential, signed, moment = (link.get(f"X-Amz-{name}", "") for name in ("Credential", "SignedHeaders", "Date"))
            until = parse_moment(moment) + timedelta(seconds=int(link.get("X-Amz-Expires", "0")))
            if datetime.now(timezone.utc) > until:
                raise Refused("AccessDenied", "Request has expired")
            query = [(name, value) for name, value in query if name != "X-Amz-Signature"]
        else:
            kind, _, rest = environ.get("HTTP_AUTHORIZATION", "").partition(" ")
            if kind != "AWS4-HMAC-SHA256":
                raise Refused("AccessDenied", "Access Denied")
            parts = dict(part.strip().partition("=")[::2] for part in rest.split(","))
            signature, credential, signed = (parts.get(name, "") for name in ("Signature", "Credential", "SignedHeaders"))
            moment = environ.get("HTTP_X_AMZ_DATE", "")
            parse_moment(moment)
        access_key, _, scope = credential.partition("/")
        if access_key != self.access_key:
            raise Refused("InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.")
        expected = self.sign(scope, moment, canonical_request(environ, query, signed))
        if not hmac.compare_digest(expected, signature):
            raise Refused("SignatureDoesNotMatch", "The request signature we calculated does not match.")

    def sign(self, scope, moment, request):
        key = f"AWS4{self.secret_key}".encode()
        for part in scope.split("/"):
            key = hmac.new(key, part.encode(), hashlib.sha256).digest()
        text = "\n".join(("AWS4-HMAC-SHA256", moment, scope, hashlib.sha256(request.encode()).hexdigest()))
        return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


def parse_moment(text):
    try:
        return datetime.strptime(text, MOMENT).replace(tzinfo=timezone.utc)
    except ValueError:
        raise Refused("AccessDenied", "no date") from None


def canonical_request(environ, query, signed):
    def encode(text, safe=""):
        return quote(text, safe=f"{safe}-_.~")

    path = quote(environ["PATH_INFO"].encode("latin-1"), safe="/-_.~")
    parameters = "&".join(f"{name}={value}" for name, value in sorted((encode(n), encode(v)) for n, v in query))
    headers = "".join(f"{name}:{' '.join(header(environ, name).split())}\n" for name in signed.split(";"))
    body = environ.get("HTTP_X_AMZ_CONTENT_SHA256", UNSIGNED)
    return "\n".join((environ["REQUEST_METHOD"], path, parameters, headers, signed, body))


def header(environ, name):
    key = name.upper().replace("-", "_")
    return environ.get(key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}", "")


def main():
    port, bucket, access_key, secret_key = sys.argv[1:]
    app = create_backend_app("s3")
    Client(app).put(f"/{bucket}")
    guard = Guard(app, access_key, secret_key)
    signal.signal(signal.SIGUSR1, lambda *_: guard.fill(True))
    signal.signal(signal.SIGUSR2, lambda *_: guard.fill(False))
    waitress.serve(guard, host="127.0.0.1", port=int(port), threads=16, ident="s3")


main()
