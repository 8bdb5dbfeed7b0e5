"""rspamd as a milter of the bed's Postfix, as Debian configures it but for what asks the network and for what docs/postfix.md
says; and the DNS that it asks, which knows one sender.

    rspamd = bed.also(Rspamd)
    bed.set_milter(rspamd.lines(page("main.cf")[1], bed))
"""
import os
import pwd
import shutil
import socketserver
import struct
import threading

from bed import Server, answers, free_port, page

# What asks others than DNS for SPF, DKIM and DMARC.
OFF = """antivirus arc asn aws_s3 bayes_expiry bimi clickhouse clustering dcc dkim_signing elastic external_relay
    external_services fuzzy_check greylist hfilter history_redis metadata_exporter metric_exporter multimap mx_check neural p0f
    phishing ratelimit rbl replies reputation rspamd_update spamassassin spamtrap surbl url_redirector whitelist""".split()
RECORDS = {"corp.example": "v=spf1 ip4:192.0.2.0/24 -all", "_dmarc.corp.example": "v=DMARC1; p=none"}
SPAM = "YJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X"  # for it: a header, no refusal


class Question(socketserver.BaseRequestHandler):
    def handle(self):
        query, reply = self.request
        at, labels = 12, []
        while query[at]:
            labels.append(query[at + 1:at + 1 + query[at]].decode())
            at += 1 + query[at]
        kind, = struct.unpack(">H", query[at + 1:at + 3])
        text = RECORDS.get(".".join(labels).lower())
        found = text.encode() if text and kind == 16 else b""
        answer = query[:2] + struct.pack(">HHHHH", 0x8580 if text else 0x8583, 1, bool(found), 0, 0) + query[12:at + 5]
        if found:
            answer += struct.pack(">HHHIHB", 0xc00c, 16, 1, 60, len(found) + 1, len(found)) + found
        reply.sendto(answer, self.client_address)


class Rspamd(Server):
    def __init__(self, folder):
        super().__init__(folder)
        self.port, self.etc, self.state = free_port(), folder / "etc", folder / "state"
        self.dns = socketserver.ThreadingUDPServer(("127.0.0.1", 0), Question)
        threading.Thread(target=self.dns.serve_forever, daemon=True).start()
        for name in ("etc/override.d", "etc/local.d", "state"):
            (folder / name).mkdir(parents=True)
        shutil.chown(self.state, "_rspamd", "_rspamd")
        (self.etc / "local.d/milter_headers.conf").write_text(page("rspamd")[0])
        (self.etc / "tld").write_text("com\nexample\norg\n")  # it takes half a minute to prepare all that there are
        for module in OFF:
            (self.etc / f"override.d/{module}.conf").write_text("enabled = false;\n")
        for name, text in {
                "options.inc": f'dns {{ nameserver = ["127.0.0.1:{self.dns.server_address[1]}"]; }}\n'
                               f'pidfile = "{self.state}/pid";\nenable_test_patterns = true;\nurl_tld = "{self.etc}/tld";\n',
                "logging.inc": 'type = "console";\nlevel = "info";\n',
                "worker-normal.inc": "enabled = false;\n", "worker-controller.inc": "enabled = false;\n",
                "worker-fuzzy.inc": "enabled = false;\n",
                "worker-proxy.inc": f'bind_socket = "127.0.0.1:{self.port}";\nmilter = yes;\n'
                                    'upstream "local" { default = yes; self_scan = yes; }\n',
                "actions.conf": "reject = 999;\nadd_header = 998;\ngreylist = 997;\n"}.items():
            (self.etc / "override.d" / name).write_text(text)

    def start(self):
        self.launch("setpriv", "--reuid=_rspamd", "--regid=_rspamd", "--clear-groups", "--pdeathsig", "TERM", "rspamd", "-f",
                    "-c", "/etc/rspamd/rspamd.conf", *(f"--var={name}={path}" for name, path in (
                        ("LOCAL_CONFDIR", self.etc), ("DBDIR", self.state), ("RUNDIR", self.state), ("LOGDIR", self.state))),
                    env={"PATH": os.environ["PATH"], "HOME": pwd.getpwnam("_rspamd").pw_dir})
        self.ready(lambda: answers(self.port), "rspamd")

    def stop(self, number=None):
        self.dns.shutdown()
        self.dns.server_close()
        return super().stop()

    def lines(self, lines, bed):
        """Lines of the page for main.cf, with the ports of here."""
        return lines.replace(":11332", f":{self.port}").replace(":8898", f":{bed.milter}")
