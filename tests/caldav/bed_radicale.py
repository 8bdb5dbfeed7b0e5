"""Radicale: no scheduling, so there is nothing that it could send; passwords in a file of htpasswd, or, with
Radicale(trusted=True), the header X-Remote-User of a server before it."""
import sys

from beds import Server, answers


class Radicale(Server):
    name = "Radicale"

    def __init__(self, trusted=False, rights="owner_only"):
        super().__init__()
        self.config, self.known = self.folder / "config", self.folder / "users"
        self.known.write_text("")
        kind = "http_x_remote_user" if trusted else "htpasswd"
        self.config.write_text(f"""
[server]
hosts = 127.0.0.1:{self.http}
[auth]
type = {kind}
htpasswd_filename = {self.known}
htpasswd_encryption = plain
delay = 0
[rights]
type = {rights}
[storage]
filesystem_folder = {self.folder}/collections
[logging]
level = warning
""")

    def start(self):
        self.launch(sys.executable, "-m", "radicale", "--config", self.config)
        self.ready(lambda: answers(self.http))

    def add(self, user):
        with open(self.known, "a", encoding="utf-8") as known:
            known.write(f"{user.name}:{user.password}\n")
        self.make(user, "meetings")

    def make(self, user, name):
        """Makes a calendar."""
        status, _, said = self.http_ask("MKCALENDAR", f"/{user.name}/{name}/", user, X_Remote_User=user.name)
        assert status == 201, (status, said)

    def calendar(self, user):
        return f"/{user.name}/meetings/"
