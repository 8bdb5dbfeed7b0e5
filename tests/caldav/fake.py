"""A CalDAV server of the test's own, for what real ones do only on bad days. Each answer may be replaced:

    with Fake() as server:
        server.answers["PUT"] = (507, "", {})              or a function of the request: (handler) -> (status, text, headers)
        with Client(**server.login()) as client: …
        server.seen                                        [(method, path, headers)] of all requests
"""
import http.server
import re
import threading

CALENDAR = "/home/kim/meetings/"
OPEN = '<?xml version="1.0" encoding="utf-8"?><multistatus xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">'
CLOSE = "</multistatus>"


def response(path, prop, status=200):
    return (f"<response><href>{path}</href><propstat><prop>{prop}</prop><status>HTTP/1.1 {status} X</status></propstat></response>")


def calendar(path, privilege="write", kind="<collection/><C:calendar/>", components="VEVENT"):
    return response(path, f"<resourcetype>{kind}</resourcetype><current-user-privilege-set><privilege><{privilege}/></privilege>"
                    f"</current-user-privilege-set><C:supported-calendar-component-set><C:comp name='{components}'/>"
                    "</C:supported-calendar-component-set>")


class Fake:
    def __init__(self):
        self.answers, self.seen, self.objects = {}, [], {}
        self.calendars = calendar(CALENDAR)
        self.done = threading.Event()
        fake = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self):
                self.body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode("utf-8", "replace")
                fake.seen.append((self.command, self.path, dict(self.headers)))
                found = fake.answers.get((self.command, self.path)) or fake.answers.get(self.command) or fake.usual
                done = found(self) if callable(found) else found
                if done is None:
                    return
                status, text, fields = done
                raw = text if isinstance(text, bytes) else text.encode()
                self.send_response(status)
                for name, value in fields.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(raw)))
                self.end_headers()
                self.wfile.write(raw)

            do_GET = do_PUT = do_DELETE = do_OPTIONS = do_PROPFIND = do_REPORT = answer

            def log_message(self, *_):
                pass

        class Listener(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_):
                pass  # a client that has gone

        self.listener = Listener(("127.0.0.1", 0), Handler)
        self.port = self.listener.server_address[1]
        threading.Thread(target=self.listener.serve_forever, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.done.set()
        self.listener.shutdown()
        self.listener.server_close()

    def login(self, **more):
        return {"url": f"http://127.0.0.1:{self.port}/", "user": "kim", "address": "kim@example.org", "password": "secret"} | more

    def usual(self, request):
        """What a server on a good day says."""
        path, many = request.path, lambda inner: (207, OPEN + inner + CLOSE, {})
        if request.command == "PROPFIND" and path in ("/", "/.well-known/caldav"):
            return many(response("/", "<current-user-principal><href>/principals/kim/</href></current-user-principal>"))
        if request.command == "PROPFIND" and path == "/principals/kim/":
            return many(response(path, "<C:calendar-home-set><href>/home/kim/</href></C:calendar-home-set>"))
        if request.command == "PROPFIND" and path == "/home/kim/":
            return many(calendar("/home/kim/", kind="<collection/>") + self.calendars)
        if request.command == "PROPFIND":
            return many("".join(response(one, "<resourcetype/><getetag>\"1\"</getetag>") for one in self.objects if one.startswith(path)))
        if request.command == "REPORT":
            wanted = re.findall("<href>(.*?)</href>", request.body)
            asked = re.search("<C:text-match>(.*?)</C:text-match>", request.body)
            rows = [one for one, text in self.objects.items() if one in wanted or asked and one.startswith(path) and asked[1] in text]
            return many("".join(response(one, f"<getetag>\"1\"</getetag><C:calendar-data>{self.objects[one]}</C:calendar-data>")
                                for one in rows))
        if request.command == "OPTIONS":
            return 200, "", {"DAV": "1, calendar-access"}
        if request.command == "GET":
            return (200, self.objects[path], {"ETag": '"1"'}) if path in self.objects else (404, "", {})
        if request.command == "PUT":
            self.objects[path] = request.body
            return 201, "", {}
        return (204, "", {}) if self.objects.pop(path, None) else (404, "", {})
