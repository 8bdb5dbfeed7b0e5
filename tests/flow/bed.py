"""The mail system that the flows run through: Postfix with the milter, Dovecot (LMTP, Sieve, logins), a host outside that
takes what goes out, PostgreSQL and Redis where asked; all in one folder of their own, on free ports of loopback. Servers of
the machine are neither used nor touched.

    with Bed() as bed:                                 Postfix, Dovecot and the sink run
        warden = bed.calwarden("prior = -2")           and the daemon, in front of them
        bed.send(raw, to=["kim@example.org"])          a client outside hands a mail over
        bed.mailbox("kim@example.org")                 what was delivered, by folder
        warden.stop()

Needs root (Postfix and Dovecot do): tests/run takes sudo where it is not.
"""
import contextlib
import email
import email.policy
import json
import os
import pathlib
import pwd
import re
import shutil
import signal
import smtplib
import socket
import socketserver
import sqlite3
import subprocess
import tempfile
import threading
import time
import urllib.request

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ.get("CALWARDEN") or str(ROOT / "build/calwarden")
RULES = os.environ.get("CALWARDEN_RULES") or str(ROOT / "rules")
POSTFIX = pathlib.Path("/usr/lib/postfix/sbin")
DOMAIN = "example.org"  # ours; all else is outside
OUTSIDE = "192.0.2.10"  # the client that hands mail over, unless told otherwise
PASSWORD = "correct horse"
PATIENCE = 60  # seconds; the machine may be busy
TIED = ["setpriv", "--pdeathsig", "TERM"]  # before a command: it ends when we are killed
USER = "nobody"  # whom the worker becomes
MAIL_USER = "mail"  # whose the mailboxes are


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def until(true, what, patience=PATIENCE):
    """Waits for it, and answers what it answered."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        found = true()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"never: {what() if callable(what) else what}")


def answers(port):
    with socket.socket() as asked:
        return asked.connect_ex(("127.0.0.1", port)) == 0


def run(*command, ok=True, **more):
    done = subprocess.run([str(word) for word in command], capture_output=True, timeout=120, check=False, **more)
    if ok and done.returncode:
        raise AssertionError(f"{command} ended with {done.returncode}: {done.stderr.decode(errors='replace')}")
    return done


def alive(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def end(process, number=signal.SIGTERM):
    """Ends a process that we started, by force where it does not listen. Its exit status."""
    if process.poll() is None:
        process.send_signal(number)
    try:
        return process.wait(20)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait(20)


def read(raw):
    """A message, for looking at its header fields."""
    return email.message_from_bytes(raw, policy=email.policy.compat32)


class Server:
    """Something that runs in a folder until it is stopped. It logs into `log`."""

    process = None

    def __init__(self, folder):
        self.folder = folder
        folder.mkdir(mode=0o755)
        self.log = folder / "log"

    def launch(self, *command, **more):
        with open(self.log, "ab") as log:
            self.process = subprocess.Popen([str(word) for word in [*TIED, *command]], stdin=subprocess.DEVNULL, stdout=log,
                                            stderr=log, **more)

    @property
    def said(self):
        return self.log.read_text(encoding="utf-8", errors="replace") if self.log.exists() else ""

    def ready(self, true, what):
        def or_dead():
            assert self.process.poll() is None, f"{what} has died:\n{self.said[-4000:]}"
            return true()
        until(or_dead, lambda: f"{what} ready\n{self.said[-4000:]}")

    def stop(self, number=signal.SIGTERM):
        return end(self.process, number) if self.process else None


# ---- Mailboxes ------------------------------------------------------------------------------------------------------

class Dovecot(Server):
    def __init__(self, folder, auth_socket, sieve):
        super().__init__(folder)
        self.boxes, self.lmtp = folder / "boxes", folder / "lmtp"
        self.config, self.script = folder / "dovecot.conf", folder / "all.sieve"
        owner = pwd.getpwnam(MAIL_USER)
        self.boxes.mkdir()
        os.chown(self.boxes, owner.pw_uid, owner.pw_gid)
        self.script.write_text(sieve)
        self.config.write_text(f"""
base_dir = {folder}/run
state_dir = {folder}/state
instance_name = {folder.parent.name}
log_path = {self.log}
protocols = lmtp
listen = 127.0.0.1
ssl = no
first_valid_uid = 1
mail_location = maildir:~/Maildir
disable_plaintext_auth = no
auth_mechanisms = plain
passdb {{
  driver = static
  args = password={PASSWORD.replace(" ", "_")}
}}
userdb {{
  driver = static
  args = uid={MAIL_USER} gid={MAIL_USER} home={self.boxes}/%n allow_all_users=yes
}}
service lmtp {{
  unix_listener {self.lmtp} {{
    mode = 0666
  }}
}}
service auth {{
  unix_listener {auth_socket} {{
    mode = 0660
    user = postfix
  }}
}}
protocol lmtp {{
  mail_plugins = sieve
  postmaster_address = postmaster@{DOMAIN}
}}
lda_mailbox_autocreate = yes
plugin {{
  sieve = file:~/sieve;active=~/.dovecot.sieve
  sieve_before = {self.script}
}}
""")

    def start(self):
        run("sievec", "-c", self.config, self.script)
        self.launch("dovecot", "-F", "-c", self.config)
        self.ready(self.lmtp.exists, "Dovecot")

    def fetch(self, user):
        """All mails of a user, as (folder, bytes), in the order in which they came."""
        if not (self.boxes / user.split("@")[0]).exists():
            return []
        done = run("doveadm", "-c", self.config, "-f", "json", "fetch", "-u", user, "mailbox text", "ALL")
        return [(row["mailbox"], row["text"].encode("utf-8", "surrogateescape")) for row in json.loads(done.stdout)]

    def users(self):
        return [f"{path.name}@{DOMAIN}" for path in sorted(self.boxes.iterdir())]

    def empty(self):
        for path in self.boxes.iterdir():
            shutil.rmtree(path)


# ---- The outside ----------------------------------------------------------------------------------------------------

class Talk(socketserver.StreamRequestHandler):
    """One SMTP session of the host outside, which takes everything."""

    def say(self, line):
        self.wfile.write(line.encode() + b"\r\n")

    def take(self, sender, rcpts):
        self.say("354 go on")
        lines = []
        for line in self.rfile:
            if line == b".\r\n":
                self.server.mails.append((sender, rcpts, b"".join(lines)))
                return self.say("250 2.0.0 taken")
            lines.append(line[1:] if line.startswith(b".") else line)

    def handle(self):
        self.say("220 sink.example ESMTP")
        sender, rcpts = "", []
        for line in self.rfile:
            verb = line[:4].upper()
            if verb == b"EHLO":
                self.say("250-sink.example\r\n250-8BITMIME\r\n250 SMTPUTF8")
                continue
            if verb == b"MAIL":
                sender, rcpts = re.search(rb"<(.*?)>", line)[1].decode(), []
            elif verb == b"RCPT":
                rcpts.append(re.search(rb"<(.*?)>", line)[1].decode())
            elif verb == b"DATA":
                self.take(sender, rcpts)
                continue
            elif verb == b"QUIT":
                return self.say("221 2.0.0 bye")
            self.say("250 2.0.0 fine")


class Sink(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True

    def __init__(self):
        self.port, self.mails = free_port(), []  # (sender, recipients, bytes)
        super().__init__(("127.0.0.1", self.port), Talk)
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def stop(self):
        self.shutdown()
        self.server_close()


# ---- The mail system ------------------------------------------------------------------------------------------------

class Postfix(Server):
    """One instance with three doors: `mx` (clients may say with XCLIENT where they come from), and `submission` (who logs in
    may send)."""

    def __init__(self, folder):
        super().__init__(folder)
        self.etc, self.queue = folder / "etc", folder / "queue"
        self.mx, self.submission = free_port(), free_port()
        for path in (self.etc, self.queue, folder / "data"):
            path.mkdir()
        (self.queue / "private").mkdir()
        shutil.chown(folder / "data", "postfix")
        shutil.chown(self.queue / "private", "postfix")
        (self.queue / "private").chmod(0o700)

    def configure(self, transport, sink, milter, doors=()):
        """`transport`: what delivers to mailboxes. `milter`: lines as the daemon prints them. `doors`: others, as (port, options
        of smtpd)."""
        (self.etc / "main.cf").write_text(f"""
compatibility_level = 3.6
queue_directory = {self.queue}
data_directory = {self.folder}/data
command_directory = /usr/sbin
daemon_directory = {POSTFIX}
maillog_file = {self.log}
maillog_file_prefixes = {self.folder}
syslog_name = postfix
myhostname = mx.{DOMAIN}
mydestination =
mynetworks = 127.0.0.0/8
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
alias_maps =
alias_database =
smtp_host_lookup = native
smtp_tls_security_level = none
default_transport = smtp:[127.0.0.1]:{sink}
virtual_mailbox_domains = {DOMAIN}
virtual_mailbox_maps = static:all
virtual_transport = {transport}
lmtp_host_lookup = native
smtpd_authorized_xclient_hosts = 127.0.0.1
smtpd_relay_restrictions = permit_mynetworks, permit_sasl_authenticated, reject_unauth_destination
smtpd_recipient_limit = 2000
smtpd_client_connection_count_limit = 0
smtpd_error_sleep_time = 0
smtpd_peername_lookup = no
in_flow_delay = 0
minimal_backoff_time = 2s
maximal_backoff_time = 5s
queue_run_delay = 2s
soft_bounce = no
{milter}
""")
        services = [(f"127.0.0.1:{self.mx}", "inet", "smtpd", ""),
                    (f"127.0.0.1:{self.submission}", "inet", "smtpd",
                     "\n    -o milter_macro_daemon_name=ORIGINATING -o smtpd_sasl_auth_enable=yes -o smtpd_sasl_type=dovecot"
                     "\n    -o smtpd_sasl_path=private/auth -o smtpd_relay_restrictions=permit_sasl_authenticated,reject")]
        services += [(f"127.0.0.1:{port}", "inet", "smtpd", f"\n    {options}") for port, options in doors]
        services += [("pickup", "unix-fifo", "pickup", ""), ("qmgr", "unix-fifo", "qmgr", "")]
        services = [(name, kind.split("-")[0], command, more) for name, kind, command, more in services]
        services += [(name, "unix", name if command is None else command, more) for name, command, more in (
            ("cleanup", None, ""), ("rewrite", "trivial-rewrite", ""), ("bounce", None, ""), ("defer", "bounce", ""),
            ("trace", "bounce", ""), ("verify", None, ""), ("flush", None, ""), ("proxymap", None, ""), ("smtp", None, ""),
            ("relay", "smtp", ""), ("showq", None, ""), ("error", None, ""), ("retry", "error", ""), ("discard", None, ""),
            ("lmtp", None, ""), ("anvil", None, ""), ("scache", None, ""))]
        single = {"pickup": "1", "qmgr": "1", "cleanup": "0", "bounce": "0", "defer": "0", "trace": "0", "verify": "1",
                  "anvil": "1", "scache": "1"}
        private = {"pickup": "n", "qmgr": "n", "cleanup": "n", "flush": "n", "showq": "n"}
        wakeup = {"pickup": "60", "qmgr": "2", "flush": "1000?"}
        lines = [f"{name} {kind} {private.get(name, 'n' if kind == 'inet' else '-')} - n {wakeup.get(name, '-')} "
                 f"{single.get(name, '-')} {command}{more}" for name, kind, command, more in services]
        lines.append("postlog unix-dgram n - n - 1 postlogd")
        (self.etc / "master.cf").write_text("\n".join(lines) + "\n")

    def start(self):
        run("postfix", "-c", self.etc, "check")
        with open(self.folder / "start", "ab") as out:
            self.process = subprocess.Popen([*TIED, POSTFIX / "master", "-c", self.etc, "-s"], stdin=subprocess.DEVNULL,
                                            stdout=out, stderr=out)
        self.ready(lambda: answers(self.mx) and answers(self.submission), "Postfix")

    def reload(self):
        run("postfix", "-c", self.etc, "reload")

    def stop(self, number=signal.SIGTERM):
        if self.process and self.process.poll() is None:
            run("postfix", "-c", self.etc, "stop", ok=False)
        return super().stop(number)

    def queued(self):
        """What is in the queue: dictionaries as postqueue prints them (queue_name, queue_id, recipients, …)."""
        done = run("postqueue", "-c", self.etc, "-j")
        return [json.loads(line) for line in done.stdout.splitlines()]

    def release(self, queue_id):
        run("postsuper", "-c", self.etc, "-H", queue_id)
        run("postqueue", "-c", self.etc, "-f")

    def flush(self):
        run("postqueue", "-c", self.etc, "-f")

    def empty(self):
        run("postsuper", "-c", self.etc, "-d", "ALL")

    def raw(self, queue_id):
        return run("postcat", "-c", self.etc, "-bhq", queue_id).stdout


# ---- Stores ---------------------------------------------------------------------------------------------------------

class PostgreSQL(Server):
    def __init__(self, folder):
        super().__init__(folder)
        versions = sorted(pathlib.Path("/usr/lib/postgresql").iterdir(), key=lambda path: int(path.name))
        self.programs, self.port = versions[-1] / "bin", free_port()
        shutil.chown(folder, "postgres", "postgres")
        self.become = [*TIED, "--reuid=postgres", "--regid=postgres", "--clear-groups"]
        run(*self.become, self.programs / "initdb", "-D", folder / "data", "-U", "calwarden", "-A", "trust", "-E", "UTF8",
            "--no-sync", "--locale=C", cwd=folder)

    @property
    def url(self):
        return f"postgresql://calwarden@127.0.0.1:{self.port}/postgres"

    def start(self):
        self.launch(*self.become, self.programs / "postgres", "-D", self.folder / "data", "-k", self.folder, "-h", "127.0.0.1",
                    "-p", self.port, "-c", "fsync=off", cwd=self.folder)
        self.ready(lambda: run("pg_isready", "-h", "127.0.0.1", "-p", self.port, ok=False).returncode == 0, "PostgreSQL")

    def stop(self, number=signal.SIGINT):  # fast: does not wait for its clients
        return super().stop(number)

    def ask(self, sql):
        """Rows as lists of texts."""
        done = run("psql", "-X", "-A", "-t", "-F", "\t", "-h", "127.0.0.1", "-p", self.port, "-U", "calwarden", "-c", sql,
                   "postgres")
        return [line.split("\t") for line in done.stdout.decode().splitlines()]


class Redis(Server):
    def __init__(self, folder):
        super().__init__(folder)
        self.port = free_port()

    @property
    def url(self):
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self):
        self.launch("redis-server", "--port", self.port, "--bind", "127.0.0.1", "--dir", self.folder, "--save", "",
                    "--appendonly", "no")
        self.ready(lambda: answers(self.port), "Redis")


# ---- The daemon -----------------------------------------------------------------------------------------------------

class Calwarden(Server):
    def __init__(self, folder, milter, options="", environment=None, before=(), patient=True):
        super().__init__(folder)
        self.state, self.config, self.out = folder / "state", folder / "calwarden.conf", folder / "out"
        self.milter, self.http = milter, free_port()
        self.environment = {name: value for name, value in os.environ.items()
                            if not name.startswith(("NOTIFY_", "LISTEN_", "WATCHDOG_", "INVOCATION_", "CALWARDEN_"))}
        self.environment |= {"CALWARDEN_RULES": RULES, **(environment or {})}
        self.before = before
        self.configure(options)
        self.start(patient)

    def configure(self, options):
        # Of options given twice the last counts, but lists would be joined: a test says what it wants of these.
        own = {"state": f'"{self.state}"', "user": f'"{USER}"', "hostname": f'"mx.{DOMAIN}"',
               "milter-listen": f'"inet:127.0.0.1:{self.milter}"', "http-listen": f'{{"127.0.0.1:{self.http}"}}',
               "own-domains": f'{{"{DOMAIN}"}}', "lookups": "no", "release-via": '"smtp://127.0.0.1:1"'}
        given = {line.split("=")[0].strip() for line in options.splitlines()}
        self.config.write_text("\n".join(f"{name} = {value}" for name, value in own.items() if name not in given)
                               + f"\n{options}\n")

    def start(self, patient=True):
        with open(self.out, "wb") as out, open(self.log, "ab") as log:
            self.process = subprocess.Popen([*self.before, *TIED, PROGRAM, "serve", "--config", self.config], cwd=self.folder,
                                            stdin=subprocess.DEVNULL, stdout=out, stderr=log, env=self.environment)
        if patient:
            self.ready(lambda: b"milter_default_action" in self.out.read_bytes(), "calwarden")

    @property
    def postfix_lines(self):
        """Those that it prints for main.cf."""
        said = self.out.read_text()
        return "\n".join(line.strip() for line in said.split("In main.cf of Postfix:")[1].strip().splitlines())

    def ask(self, *words, ok=True):
        """An operation on the command line; what it prints."""
        done = run(PROGRAM, *words, "--config", self.config, ok=ok, env=self.environment)
        return done.stdout.decode()

    def refused_to_reload(self):
        """What a reload says of a configuration with mistakes; "" when it took it."""
        done = run(PROGRAM, "reload", "--config", self.config, ok=False, env=self.environment)
        return done.stderr.decode() if done.returncode else ""

    def rows(self, sql):
        """What the store has, read beside the daemon."""
        with contextlib.closing(sqlite3.connect(f"file:{self.state}/calwarden.db?mode=ro", uri=True, timeout=20)) as store:
            return store.execute(sql).fetchall()

    def kept(self):
        """The mails in the quarantine, as they came."""
        listed = json.loads(self.ask("quarantine", "list", "--json", "--limit", "1000"))["items"]
        return [run(PROGRAM, "quarantine", "show", row["item"], "--raw", "--config", self.config, env=self.environment).stdout
                for row in listed]

    def status(self):
        done = run(PROGRAM, "status", "--config", self.config, ok=False, env=self.environment)
        return json.loads(done.stdout) if done.returncode == 0 else {"state": "absent", "worker": 0}

    def serving(self, but=0):
        """Waits until a worker serves (another one than `but`), and answers its process id."""
        def serves():
            status = self.status()
            return status["state"] == "serving" and status["worker"] != but and status["worker"]
        return until(serves, lambda: f"a worker that serves\n{self.said[-4000:]}")

    def logged(self, *words):
        """Waits for a line with these words."""
        return until(lambda: [line for line in self.said.split("\n") if all(word in line for word in words)],
                     lambda: f"{words}\n{self.said[-4000:]}")[-1]

    def get(self, path):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.http}{path}", timeout=PATIENCE) as response:
            return response.read().decode()

    def stop(self, number=signal.SIGTERM):
        worker = self.status()["worker"] if self.process.poll() is None else 0
        status = end(self.process, number)
        if worker and alive(worker):
            until(lambda: not alive(worker), "the end of the worker")
        return status


# ---- All of it ------------------------------------------------------------------------------------------------------

# What every mailbox has, unless a test says otherwise; see docs/mail-operator.md.
SPAM_FOLDER = ROOT / "docs/spam-folder.sieve"


def page(kind, name="postfix.md"):
    """The blocks of a kind (main.cf, conf, sieve-cyrus, …) on a page of the manual, as they stand there."""
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    return re.findall(rf"^```{re.escape(kind)}\n(.*?)^```$", text, re.M | re.S)


class Refused(Exception):
    """The mail system did not take a mail: `code` and `text` of its answer."""

    def __init__(self, code, text):
        super().__init__(f"{code} {text}")
        self.code, self.text = code, text


class Bed:
    def __init__(self, sieve=None):
        if os.geteuid() != 0:
            raise SystemExit("The flows need root, for Postfix and Dovecot: sudo -E python3 -m pytest tests/flow")
        for program in ("postfix", "dovecot", "doveadm", "sievec", "redis-server", "setpriv"):
            if not shutil.which(program):
                raise SystemExit(f"{program} is missing: tools/packages test")
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="cw-flow-", dir="/tmp"))  # short: sockets lie in it
        self.folder.chmod(0o755)
        self.milter = free_port()
        self.count, self.wardens, self.others = 0, [], []
        self.postfix = Postfix(self.folder / "postfix")
        self.dovecot = Dovecot(self.folder / "dovecot", self.postfix.queue / "private/auth",
                               sieve or SPAM_FOLDER.read_text(encoding="utf-8"))
        self.sink = Sink()
        # When we are killed, somebody has to put things away: Postfix sheds the tie by changing its user.
        self.caretaker = subprocess.Popen(["sh", "-c", 'read -r _; postfix -c "$0" stop; sleep 2; rm -rf "$1"', self.postfix.etc,
                                           self.folder], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                                          stderr=subprocess.DEVNULL, start_new_session=True)

    def __enter__(self):
        try:
            self.set_milter(self.milter_lines)
            self.dovecot.start()
            self.postfix.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_):
        self.stop()

    @property
    def milter_lines(self):
        """Those that the page gives, with our port."""
        return page("main.cf")[0].replace(":8898", f":{self.milter}").strip()

    def set_milter(self, lines, lmtp=None):
        """`lmtp`: the socket of what has the mailboxes, where it is not Dovecot."""
        self.postfix.configure(f"lmtp:unix:{lmtp or self.dovecot.lmtp}", self.sink.port, lines)

    def stop(self):
        for server in [*self.wardens, self.postfix, self.dovecot, *self.others, self.sink]:
            server.stop()
        end(self.caretaker, signal.SIGKILL)
        self.caretaker.stdin.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def reset(self):
        """Between tests: no daemon, no other servers, no mail anywhere."""
        for server in [*self.wardens, *self.others]:
            server.stop()
        self.wardens, self.others, self.sink.mails = [], [], []
        self.postfix.empty()
        self.dovecot.empty()

    def calwarden(self, options="", **more):
        self.count += 1
        self.wardens.append(Calwarden(self.folder / f"warden-{self.count}", self.milter, options, **more))
        return self.wardens[-1]

    def also(self, kind):
        """PostgreSQL or Redis, running."""
        self.count += 1
        self.others.append(kind(self.folder / f"{kind.__name__.lower()}-{self.count}"))
        self.others[-1].start()
        return self.others[-1]

    # ---- Mail in and out

    def session(self, client=OUTSIDE, helo="mail.corp.example", name="mail.corp.example", login=None):
        """An SMTP session of a client outside; `client` None: one of our own networks; `login`: one of our accounts."""
        smtp = smtplib.SMTP("127.0.0.1", self.postfix.submission if login else self.postfix.mx, timeout=PATIENCE)
        if login:
            smtp.ehlo(helo)
            smtp.login(login, PASSWORD.replace(" ", "_"))
        elif client:
            smtp.ehlo(helo)
            code, said = smtp.docmd(f"XCLIENT NAME={name} ADDR={client}")
            assert code == 220, said
            smtp.ehlo(helo)
        return smtp

    def send(self, raw, to=(f"kim@{DOMAIN}",), sender="jo@corp.example", **session):
        """Hands a mail over. The answer, or Refused."""
        with self.session(**session) as smtp:
            return self.hand_over(smtp, raw, to, sender)

    @staticmethod
    def hand_over(smtp, raw, to=(f"kim@{DOMAIN}",), sender="jo@corp.example"):
        for code, said in [smtp.mail(sender), *(smtp.rcpt(rcpt) for rcpt in to)]:
            if code // 100 != 2:
                smtp.rset()
                raise Refused(code, said.decode())
        code, said = smtp.data(raw)
        if code != 250:
            raise Refused(code, said.decode())
        return said.decode()

    def settled(self):
        """Waits until nothing is on its way: only held mails may be in the queue."""
        until(lambda: all(row["queue_name"] == "hold" for row in self.postfix.queued()),
              lambda: f"an empty queue\n{self.postfix.said[-6000:]}")

    def mailbox(self, user=f"kim@{DOMAIN}", folder=None):
        """The mails that were delivered: of a folder, or all as (folder, message)."""
        self.settled()
        mails = [(where, read(raw)) for where, raw in self.dovecot.fetch(user)]
        return mails if folder is None else [mail for where, mail in mails if where == folder]

    def only(self, user=f"kim@{DOMAIN}", folder="INBOX"):
        """The one mail that was delivered to a user, which must be in this folder."""
        mails = self.mailbox(user)
        assert [where for where, _ in mails] == [folder], f"{[where for where, _ in mails]}\n{self.postfix.said[-3000:]}"
        return mails[0][1]
