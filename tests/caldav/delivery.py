"""The daemon with LMTP in front of a calendar server, as the mail system uses it:

    with Delivery(bed, [kim, jo]) as delivery:
        delivery.send(raw, to=["kim@example.org"])     -> ["250 2.0.0 inserted"], an answer for each recipient
        delivery.arrivals()                            what the store says of what came
        delivery.warden                                the daemon (tests/flow/bed.py)
"""
import contextlib
import pathlib
import re
import shutil
import smtplib
import sqlite3
import subprocess
import sys
import tempfile

from beds import PATIENCE, ROOT, free_port

sys.path.append(str(ROOT / "tests/flow"))
from bed import PROGRAM, USER, Calwarden  # noqa: E402
from messages import Event, proven  # noqa: E402

ORGANIZER = "jo@corp.example"
COLUMNS = ("id", "owner", "method", "uid", "instance", "organizer", "placement", "reason", "state", "place", "class", "title")


class Delivery:
    def __init__(self, bed, users, options="", port=None, milter=None, state=None, **more):
        """`port`: of something before the calendar server. `state`: a folder that is there already."""
        self.bed, self.lmtp = bed, free_port()
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="cw-deliver-"))
        self.folder.chmod(0o755)
        self.passwords = self.folder / "passwords"
        self.passwords.write_text("# of the tests\n" + "".join(f"{user.name}:{user.password}\n" for user in users))
        self.passwords.chmod(0o600)
        shutil.chown(self.passwords, USER)
        name = "%a" if users[0].name == users[0].address else "%u"
        url = bed.url(users[0]).replace(f":{bed.http}/", f":{port or bed.http}/")
        lines = [f'lmtp-listen = "inet:127.0.0.1:{self.lmtp}"', f'caldav-url = "{url}"', f'caldav-user = "{name}"',
                 f'caldav-passwords = "{self.passwords}"', "caldav-timeout = 10s", "trusted-results = behind",
                 'authserv-ids = {"mx.example.org"}', 'trusted-networks = {"127.0.0.0/8"}', "learn-relations = no"]
        given = {line.split("=")[0].strip() for line in options.splitlines()}
        lines = [line for line in lines if line.split("=")[0].strip() not in given]
        if state:
            lines.append(f'state = "{state}"')
        try:
            self.warden = Calwarden(self.folder / "warden", milter or free_port(), "\n".join([*lines, options]), **more)
        except BaseException:
            self.clear()
            raise

    def clear(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        print(self.warden.said[-4000:])
        self.warden.stop()
        self.clear()

    def send(self, raw, to=("kim@example.org",), sender=ORGANIZER):
        with smtplib.LMTP("127.0.0.1", self.lmtp, timeout=PATIENCE) as lmtp:
            lmtp.ehlo("mx.example.org")
            for code, said in [lmtp.mail(sender), *(lmtp.rcpt(rcpt) for rcpt in to)]:
                assert code == 250, said
            code, said = lmtp.docmd("DATA")
            assert code == 354, said
            lmtp.send(re.sub(rb"(?m)^\.", b"..", raw) + b".\r\n")
            answers = [lmtp.getreply() for _ in to]
            return [f"{code} {said.decode()}" for code, said in answers]

    def arrivals(self, **where):
        rows = self.warden.rows(f"SELECT {', '.join(COLUMNS)} FROM arrival ORDER BY id")
        rows = [dict(zip(COLUMNS, row)) for row in rows]
        return [row for row in rows if all(row[name] == value for name, value in where.items())]

    def know(self, address=ORGANIZER):
        """The organizer is one whom the site knows: what he is proven to send is inserted as it is. While the daemon is away:
        else a list counts only a second later."""
        self.warden.stop()
        self.warden.ask("allow", "add", address, "--note", "tests")
        self.warden.start()

    def choose(self, owner, choice):
        """What a user has said that unknown organizers shall get."""
        self.warden.stop()
        with contextlib.closing(sqlite3.connect(self.warden.state / "calwarden.db")) as store, store:
            store.execute("INSERT INTO digest_state (owner, sent_at, choice, calendar_choice) VALUES (?, 0, '', ?)", (owner, choice))
        self.warden.start()

    def pipe(self, raw, *words, ok=True):
        """What the operation says; it runs as the user of the daemon."""
        become = ["setpriv", f"--reuid={USER}", "--regid=nogroup", "--clear-groups", PROGRAM]
        done = subprocess.run([*become, "deliver", *words, "--config", str(self.warden.config)], input=raw, capture_output=True,
                              timeout=PATIENCE, check=False, env=self.warden.environment)
        assert done.returncode == (0 if ok else 75), (done.returncode, done.stderr)
        return done.stdout.decode() + done.stderr.decode()


def invitation(uid, organizer=ORGANIZER, attendees=("kim@example.org",), **words):
    return Event(uid=uid, organizer=organizer, attendees=attendees, results=proven(organizer), **words)
