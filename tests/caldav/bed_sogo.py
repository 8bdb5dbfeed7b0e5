"""SOGo on PostgreSQL: users of a table, mail to the sink. Needs root: its configuration is /etc/sogo, which is a folder of the
bed's in a namespace of its own.

SOGo(trusted=True) believes the header x-webobjects-remote-user of a server before it."""
import pathlib
import shutil
import signal
import subprocess

from beds import DOMAIN, TIED, Server, User, answers, free_port, run, until

# Its /etc/sogo is ours; then it is the user sogo.
ALONE = """
set -e
mount --bind "$1/etc" /etc/sogo
shift
exec setpriv --pdeathsig KILL --reuid=sogo --regid=sogo --clear-groups "$@"
"""


class Sogo(Server):
    name = "SOGo"
    schedules = True

    def __init__(self, trusted=False):
        super().__init__()
        versions = sorted(pathlib.Path("/usr/lib/postgresql").iterdir(), key=lambda path: int(path.name))
        self.postgres, self.port, self.others = versions[-1] / "bin", free_port(), []
        self.warden = User("warden", f"warden@{DOMAIN}", "secret-warden")
        self.cache = free_port()
        for name, owner in ("data", "postgres"), ("home", "sogo"), ("etc", "sogo"):
            (self.folder / name).mkdir()
            shutil.chown(self.folder / name, owner, owner)
        base = f"postgresql://sogo@127.0.0.1:{self.port}/postgres"
        (self.folder / "etc/sogo.conf").write_text(f"""{{
  SOGoProfileURL = "{base}/sogo_user_profile";
  OCSFolderInfoURL = "{base}/sogo_folder_info";
  OCSSessionsFolderURL = "{base}/sogo_sessions_folder";
  OCSEMailAlarmsFolderURL = "{base}/sogo_alarms_folder";
  SOGoUserSources = ({{ type = sql; id = people; viewURL = "{base}/people"; canAuthenticate = YES; isAddressBook = NO;
                        userPasswordAlgorithm = plain; }});
  SOGoAppointmentSendEMailNotifications = YES;
  SOGoMailingMechanism = smtp;
  SOGoSMTPServer = "smtp://127.0.0.1:{self.sink.port}";
  SOGoMailDomain = {DOMAIN};
  SOGoTimeZone = UTC;
  SOGoLanguage = English;
  SOGoSuperUsernames = ({self.warden.name});
  SOGoTrustProxyAuthentication = {"YES" if trusted else "NO"};
  SOGoMemcachedHost = "127.0.0.1:{self.cache}";
  WOPort = "127.0.0.1:{self.http}";
  WOWorkersCount = 2;
  WOLogFile = "-";
  WOPidFile = "{self.folder}/home/pid";
}}
""")
        shutil.chown(self.folder / "etc/sogo.conf", "sogo", "sogo")

    def also(self, *command):
        with open(self.log, "ab") as log:
            self.others.append(subprocess.Popen([str(word) for word in command], stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                                                cwd=self.folder))

    def start(self):
        become = [*TIED, "--reuid=postgres", "--regid=postgres", "--clear-groups"]
        run(*become, self.postgres / "initdb", "-D", self.folder / "data", "-U", "sogo", "-A", "trust", "-E", "UTF8", "--no-sync",
            "--locale=C", cwd=self.folder)
        self.also(*become, self.postgres / "postgres", "-D", self.folder / "data", "-k", "", "-h", "127.0.0.1", "-p", self.port,
                  "-c", "fsync=off")
        self.also(*TIED, "memcached", "-l", "127.0.0.1", "-p", self.cache, "-U", "0", "-u", "nobody")
        until(lambda: subprocess.run(["pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)], check=False).returncode == 0,
              "PostgreSQL")
        until(lambda: answers(self.cache), "memcached")
        self.sql("create table people (c_uid text primary key, c_name text, c_password text, c_cn text, mail text)")
        self.add(self.warden)
        self.launch("unshare", "--mount", "--propagation", "private", "sh", "-c", ALONE, "sh", self.folder, "env",
                    f"HOME={self.folder}/home", "/usr/sbin/sogod", "-WONoDetach", "YES", cwd=self.folder)
        self.ready(lambda: answers(self.http))

    def stop(self, number=signal.SIGTERM):
        super().stop(number)
        for process in self.others:
            process.send_signal(signal.SIGINT)  # PostgreSQL: does not wait for its clients
            process.wait(20)
        self.others = []

    def sql(self, text):
        return run("psql", "-X", "-A", "-t", "-h", "127.0.0.1", "-p", self.port, "-U", "sogo", "-c", text, "postgres")

    def add(self, user):
        self.sql(f"insert into people values ('{user.name}', '{user.name}', '{user.password}', '{user.name.title()}', '{user.address}')")

    def user(self, name):
        known = name in self.users
        user = super().user(name)
        if not known:
            self.listed(user, self.calendar(user))  # makes his calendar
        return user

    def url(self, user):
        return f"http://127.0.0.1:{self.http}/SOGo/dav/"

    def as_admin(self, user):
        """The login of an administrator who acts in the user's calendars."""
        return {"url": f"http://127.0.0.1:{self.http}/SOGo/dav/%u/", "user": user.name, "address": user.address,
                "admin": self.warden.name, "password": self.warden.password}

    def calendar(self, user):
        return f"/SOGo/dav/{user.name}/Calendar/personal/"
