"""Cyrus behind the Postfix of the bed: LMTP, Sieve with processimip, calendars by CalDAV. In a folder of its own, on free
ports of loopback, in namespaces of its own: its processes end with the first of them, and what it logs (it knows only syslog)
comes into its folder.

    cyrus = bed.also(Cyrus)
    cyrus.subjects("kim@example.org")      his mails, as (folder, subject)
    cyrus.calendar("kim@example.org")      what lies in his calendar, as texts of iCalendar
"""
import base64
import imaplib
import pathlib
import shutil
import signal
import socket
import subprocess
import threading
import urllib.request
import xml.etree.ElementTree as xml

from bed import DOMAIN, PASSWORD, PATIENCE, Server, answers, free_port, page, read

PROGRAMS = pathlib.Path("/usr/lib/cyrus/bin")
SECRET = PASSWORD.replace(" ", "_")

# A /dev in which only the log is different.
ALONE = """
set -e
mount -t tmpfs -o mode=755 cyrus "$1/dev"
for name in null zero random urandom; do touch "$1/dev/$name"; mount --bind "/dev/$name" "$1/dev/$name"; done
touch "$1/dev/log"; mount --bind "$1/syslog" "$1/dev/log"
mount --move "$1/dev" /dev
mount -t proc proc /proc
shift
"$@" &
wait
"""


def take_log(folder, path):
    """Writes what comes to its syslog, in `folder`, into its log."""
    log = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    log.bind(str(folder / "syslog"))
    (folder / "syslog").chmod(0o666)

    def write():
        while True:
            line = log.recv(65536)
            with open(path, "ab") as out:
                out.write(line.rstrip(b"\0\n") + b"\n")
    threading.Thread(target=write, daemon=True).start()


def know(folder, user, password):
    """An account of its own database of passwords."""
    name, domain = user.split("@")
    rows = f"{name}\\00{domain}\\00userPassword\n{password}\n"
    known = folder / "sasldb2"
    subprocess.run(["db5.3_load", "-T", "-t", "hash", known], input=rows, text=True, check=True, timeout=PATIENCE)
    shutil.chown(known, "cyrus", "mail")


class Cyrus(Server):
    def __init__(self, folder):
        super().__init__(folder)
        self.http, self.imap, self.lmtp = free_port(), free_port(), folder / "run/lmtp"
        self.config, self.services, self.script = folder / "imapd.conf", folder / "cyrus.conf", folder / "all.sieve"
        (folder / "dev").mkdir()
        for name in ("config", "config/db", "config/socket", "spool", "sieve", "run"):
            (folder / name).mkdir()
            shutil.chown(folder / name, "cyrus", "mail")
        self.script.write_text(page("sieve-cyrus", "sieve/cyrus.md")[0])
        # As Debian has it but for the folders, and what docs/sieve/cyrus.md asks for.
        self.config.write_text(f"""
configdirectory: {folder}/config
proc_path: {folder}/run/proc
mboxname_lockpath: {folder}/run/lock
defaultpartition: default
partition-default: {folder}/spool
sievedir: {folder}/sieve
lmtpsocket: {self.lmtp}
idlesocket: {folder}/run/idle
altnamespace: no
unixhierarchysep: no
lmtp_downcase_rcpt: yes
servername: mx.{DOMAIN}
allowplaintext: yes
sasl_pwcheck_method: auxprop
sasl_auxprop_plugin: sasldb
sasl_sasldb_path: {folder}/sasldb2
duplicatesuppression: 0
{page("imapd.conf", "sieve/cyrus.md")[0].replace("/etc/cyrus/calwarden.sieve", str(self.script))}
""")
        self.services.write_text(f"""
START {{
        recover cmd="{PROGRAMS}/ctl_cyrusdb -C {self.config} -r"
}}
SERVICES {{
        imap cmd="imapd -C {self.config} -U 1" listen="127.0.0.1:{self.imap}" prefork=0
        http cmd="httpd -C {self.config} -U 1" listen="127.0.0.1:{self.http}" prefork=0
        lmtpunix cmd="lmtpd -C {self.config} -U 1" listen="{self.lmtp}" prefork=0
}}
EVENTS {{
}}
""")

    def start(self):
        take_log(self.folder, self.log)
        self.launch("setpriv", "--pdeathsig", "KILL", "unshare", "--mount", "--propagation", "private", "--pid", "--fork",
                    "--kill-child", "sh", "-c", ALONE, "sh", self.folder, "cyrmaster", "-D", "-C", self.config, "-M", self.services, "-p", self.folder / "pid")
        self.ready(lambda: self.lmtp.exists() and answers(self.imap) and answers(self.http), "Cyrus")

    def stop(self, number=signal.SIGKILL):  # its folder goes away with it
        return super().stop(number)

    def password(self, user):
        """He may look into his calendar from now on."""
        know(self.folder, user, SECRET)

    def ask(self, method, path, user, body=None, **fields):
        own = {"Authorization": f"Basic {base64.b64encode(f'{user}:{SECRET}'.encode()).decode()}", "Content-Type": "application/xml"}
        request = urllib.request.Request(f"http://127.0.0.1:{self.http}{path}", method=method, data=body and body.encode(),
                                         headers=own | fields)
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return answer.read().decode()

    def calendar(self, user):
        """All objects of his calendar. Cyrus makes the calendar when it is asked for the first time."""
        found = self.ask("REPORT", f"/dav/calendars/user/{user}/Default/", user, """<?xml version="1.0"?>
<c:calendar-query xmlns:c="urn:ietf:params:xml:ns:caldav" xmlns:d="DAV:">
<d:prop><c:calendar-data/></d:prop><c:filter><c:comp-filter name="VCALENDAR"/></c:filter></c:calendar-query>""", Depth="1")
        return [row.text for row in xml.fromstring(found).iter("{urn:ietf:params:xml:ns:caldav}calendar-data")]

    def subjects(self, user):
        """All mails of a user, as (folder, subject)."""
        with imaplib.IMAP4("127.0.0.1", self.imap) as imap:
            imap.login(user, SECRET)
            mails = []
            for folder in ("INBOX", "INBOX.Junk"):
                imap.select(folder, readonly=True)
                mails += [(folder.split(".")[-1], read(part[1])["Subject"])
                          for part in imap.fetch("1:*", "(BODY.PEEK[])")[1] if isinstance(part, tuple)]
            return mails
