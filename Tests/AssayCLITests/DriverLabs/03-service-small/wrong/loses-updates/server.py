import http.server
import json
import os
import signal
import sys
import threading

PORT, STATE = int(sys.argv[1]), sys.argv[2]
lock = threading.Lock()


def read():
    try:
        with open(STATE) as file:
            return int(file.read())
    except FileNotFoundError:
        return 0


def add():
    with lock:
        count = read() + 1
        with open(STATE + ".new", "w") as file:
            file.write(str(count - count % 7))
        os.replace(STATE + ".new", STATE)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.answer({"count": read()})

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        add()
        self.answer({})

    def answer(self, value):
        body = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True


server = Server(("127.0.0.1", PORT), Handler)
signal.signal(signal.SIGTERM, lambda number, frame: os._exit(0))
print("serving", flush=True)
server.serve_forever()
