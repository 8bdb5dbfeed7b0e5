"""Cyrus, for its logins: IMAP with STARTTLS, and IMAPS, with a certificate of its own."""
import dataclasses
import shutil

from bed_cyrus_dav import Cyrus
from beds import answers, free_port, run


class Imap(Cyrus):
    def __init__(self):
        super().__init__()
        self.imaps, self.certificate, key = free_port(), self.folder / "cert.pem", self.folder / "key.pem"
        run("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost", "-addext",
            "subjectAltName=IP:127.0.0.1,DNS:localhost", "-keyout", key, "-out", self.certificate)
        self.certificate.chmod(0o644)
        shutil.chown(key, "cyrus", "mail")
        with open(self.config, "a", encoding="utf-8") as config:
            config.write(f"tls_server_cert: {self.certificate}\ntls_server_key: {key}\nfailedloginpause: 0s\n")
        service = f'imaps cmd="imapd -s -C {self.config} -U 1" listen="127.0.0.1:{self.imaps}" prefork=0'
        self.services.write_text(self.services.read_text().replace("SERVICES {", f"SERVICES {{\n        {service}"))

    def start(self):
        super().start()
        self.ready(lambda: answers(self.imaps))

    def add(self, user):
        """A backslash is one in the text that the database is made of."""
        super().add(dataclasses.replace(user, password=user.password.replace("\\", "\\\\")))
