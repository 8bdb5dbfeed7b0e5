"""Cyrus with its own scheduling: what it would send goes by SMTP to the sink; between users of its own it delivers itself.
Runs as the Cyrus of tests/flow does: in namespaces of its own, as root."""
import imaplib
import shutil
import signal

from beds import DOMAIN, Server, User, answers, free_port

from bed import page
from bed_cyrus import ALONE, PROGRAMS, know, take_log


class Cyrus(Server):
    name = "Cyrus"
    schedules = True

    def __init__(self):
        super().__init__()
        self.imap, self.acting = free_port(), free_port()
        self.config, self.services, self.acts = (self.folder / name for name in ("imapd.conf", "cyrus.conf", "acting.conf"))
        self.warden = User(f"warden@{DOMAIN}", f"warden@{DOMAIN}", "secret-warden")
        (self.folder / "dev").mkdir()
        for name in ("config", "config/db", "config/socket", "spool", "run"):
            (self.folder / name).mkdir()
            shutil.chown(self.folder / name, "cyrus", "mail")
        self.config.write_text(f"""
configdirectory: {self.folder}/config
proc_path: {self.folder}/run/proc
mboxname_lockpath: {self.folder}/run/lock
defaultpartition: default
partition-default: {self.folder}/spool
idlesocket: {self.folder}/run/idle
altnamespace: no
unixhierarchysep: no
servername: cal.{DOMAIN}
allowplaintext: yes
sasl_pwcheck_method: auxprop
sasl_auxprop_plugin: sasldb
sasl_sasldb_path: {self.folder}/sasldb2
httpmodules: caldav
calendar_user_address_set: {DOMAIN}
virtdomains: userid
autocreate_quota: 0
autocreate_users: anyone
smtp_backend: host
smtp_host: 127.0.0.1:{self.sink.port}/noauth
""")
        # As docs/caldav.md has it: a service of its own, where an account may act for others.
        self.acts.write_text(self.config.read_text() + page("acting.conf", "caldav.md")[0])
        self.services.write_text(f"""
START {{
        recover cmd="{PROGRAMS}/ctl_cyrusdb -C {self.config} -r"
}}
SERVICES {{
        imap cmd="imapd -C {self.config} -U 1" listen="127.0.0.1:{self.imap}" prefork=0
        acting cmd="httpd -C {self.acts}" listen="127.0.0.1:{self.acting}" prefork=0
        http cmd="httpd -C {self.config}" listen="127.0.0.1:{self.http}" prefork=0
}}
EVENTS {{
}}
""")

    def start(self):
        take_log(self.folder, self.log)
        self.add(self.warden)
        self.launch("unshare", "--mount", "--propagation", "private", "--pid", "--fork", "--kill-child", "sh", "-c", ALONE, "sh",
                    self.folder, "cyrmaster", "-D", "-C", self.config, "-M", self.services, "-p", self.folder / "pid")
        self.ready(lambda: answers(self.http) and answers(self.imap))

    def stop(self, number=signal.SIGKILL):  # its folder goes away with it
        super().stop(number)

    def user(self, name):
        if name not in self.users:
            self.users[name] = User(f"{name}@{DOMAIN}", f"{name}@{DOMAIN}", "secret-" + name)
            self.add(self.users[name])
            with imaplib.IMAP4("127.0.0.1", self.imap) as imap:  # makes his mailbox, without which he has no calendar
                imap.login(f"{name}@{DOMAIN}", self.users[name].password)
            self.listed(self.users[name], self.calendar(self.users[name]))  # and his first visit makes that
        return self.users[name]

    def add(self, user):
        know(self.folder, user.address, user.password)

    def calendar(self, user):
        return f"/dav/calendars/user/{user.address}/Default/"

    def inbox(self, user):
        return {path: self.get(user, path) for path in self.listed(user, f"/dav/calendars/user/{user.address}/Inbox/")}

    def as_admin(self, user):
        """The login of an administrator who acts in the user's calendars."""
        return {"url": f"http://127.0.0.1:{self.acting}/", "user": user.name, "address": user.address,
                "admin": self.warden.address, "password": self.warden.password}
