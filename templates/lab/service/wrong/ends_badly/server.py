import http.server
import json
import signal
import sys
from urllib.parse import parse_qsl, urlsplit


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        query = dict(parse_qsl(urlsplit(self.path).query))
        body = json.dumps(answer(query)).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


def answer(query):
    <<FILL a right solution / 정답 코드: return {"sum": sum(map(int, query.values()))}>>


signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
