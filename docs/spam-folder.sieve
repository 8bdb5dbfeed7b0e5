# Puts into the spam folder what Calwarden has marked (option `mail-in-spam = folder`). Forged marks never get here: they
# are removed from mail that comes from outside.
require ["fileinto", "mailbox"];

if header :is ["X-Spam-Flag", "X-Spam"] "YES" {
        fileinto :create "Junk";
        stop;
}
