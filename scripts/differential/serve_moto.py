"""moto's S3 alone, in memory, on 127.0.0.1: python serve_moto.py PORT. Prints "ready" once it listens."""

import sys

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import WSGIRequestHandler, make_server


class QuietHandler(WSGIRequestHandler):
    """Keeps connections open between requests; an exception of moto's is a 500 to its client, and no page of text here."""

    protocol_version = "HTTP/1.1"

    def log(self, type, message, *args):
        pass


app = DomainDispatcherApplication(create_backend_app)
server = make_server("127.0.0.1", int(sys.argv[1]), app, threaded=True, request_handler=QuietHandler)
print("ready", flush=True)
server.serve_forever()
