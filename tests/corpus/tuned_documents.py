"""Abuse to tune on whose link or code is inside a document (attacks 36, 37): the invitation itself has nothing to follow."""
import documents as D
from families import tuned
from tuned_wild import beside, inside

PDF, WORD = "application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SLIDES, ODT = "application/vnd.openxmlformats-officedocument.presentationml.presentation", "application/vnd.oasis.opendocument.text"
TAGGED = "{link}?e={rcpt}"

FAMILIES = [
    tuned(36, "pdf-code-pay", attacks=[36, 37, 41], by="kit-python m365 kit-php", sender="tenant", n=4, who=["Payroll Office", "HR Shared Services", "Compensation Team"],
          do=beside("Salary_Review_{num}.pdf", PDF, D.pdf("{company}", "Your salary adjustment is ready.", "Scan the code with your phone to sign.", code=TAGGED, how=D.as_grey)),
          summary=["Salary adjustment letter - acknowledge by {date}", "Acknowledge: pay review {q}"],
          text=["{first},\n\nyour adjustment letter is enclosed as a PDF. Scan the code inside with your phone and sign before {date}.", "The letter is in the attached file. It can be opened with a phone only: scan the code on page 1.", "Please review the enclosed pay letter and confirm with your mobile device."]),
    tuned(36, "pdf-code-mfa", attacks=[36, 37], by="kit-node exchange kit-php", sender="vps", n=4, who=["IT Helpdesk", "Access Management"],
          do=beside("Authenticator_Setup.pdf", PDF, D.pdf("Re-enrol your authenticator", code="{link}", how=D.as_colours)),
          summary=["Authenticator expires: re-enrol {local}", "Required: 2FA re-registration"],
          text=["Your authenticator registration lapses on {date}. The enclosed guide has the QR code for re-enrolment; scan it with your phone.", "Set-up sheet attached. Scan the code, then log in with your {company} account.", "Keep your access: follow the attached sheet before the meeting."]),
    tuned(36, "pdf-code-drawn", attacks=[36, 37, 41], by="kit-python outlookcom", sender="freemail", n=4, who=["Document Desk", "Contract Services"],
          do=beside("Agreement_{num}.pdf", PDF, D.pdf("Agreement {order}", "Scan to view and sign", drawn="{link}")),
          summary=["Agreement {order} awaits your signature", "Signature needed: {company} agreement"],
          text=["Review and sign the agreement. For your safety the document opens on a phone: scan the code in the PDF.", "The agreement is protected. Use your phone's camera on the enclosed page to view the document.", "Please scan the code in the attachment to e-sign."]),
    tuned(36, "pdf-code-event", attacks=[36, 37], lang="de", by="kit-php sogo kit-node", sender="junk", n=4, who=["Personalabteilung", "Lohnbüro"],
          do=inside("Gehaltsanpassung.pdf", PDF, D.pdf("Gehaltsanpassung", code="{link}", how=D.as_ascii)),
          summary=["Gehaltsanpassung 2026 - bitte bestätigen", "Ihre Lohnunterlagen {q}"],
          text=["Sehr geehrte Damen und Herren,\n\nIhre Unterlagen liegen bei. Bitte scannen Sie den QR-Code mit dem Telefon und melden Sie sich an.", "Das Schreiben ist vertraulich. Scannen Sie den Code im Anhang und bestätigen Sie bis {date}.", "Bitte mit dem Handy scannen und unterzeichnen."]),
    tuned(37, "pdf-button", attacks=[37, 41], by="kit-node kit-php m365", sender="junk", n=4, who=["Accounts Payable", "Remittance Team"],
          do=beside("Remittance_{num}.pdf", PDF, D.pdf("Protected document", "> View document", links=["{link}"])),
          summary=["Payment file {order} for {company}", "Payment {amount} released"],
          text=["Remittance advice for {amount} is attached. Open it and click View to log in and see the details.", "The payment file is enclosed; sign in through the button in the document.", "See attached remittance, secure access needed."]),
    tuned(37, "docx-link", attacks=[37, 41], by="kit-python outlook-imap", sender="company", n=4, who=["Procurement", "Tender Office"],
          do=beside("RFP_{num}.docx", WORD, D.docx("Request for proposal {order}", "Open the secure portal", links=["{link}"])),
          summary=["RFP {order}: bid due {date}", "Invitation to bid {num}"],
          text=["You have been selected to bid. The documents are behind the link in the enclosed file; log in with your work e-mail.", "Bid package enclosed. Access the document through the secure link inside it.", "Please see the enclosed request and sign in to view the scope."]),
    tuned(36, "slides-code", attacks=[36, 37], by="kit-php kit-node", sender="vps", n=3, who=["Benefits Desk", "Open Enrolment"],
          do=beside("Benefits_{year}.pptx", SLIDES, D.docx("Benefits", code=TAGGED, where="ppt")),
          summary=["Benefits enrolment closes {date}", "Your benefit elections {year}"],
          text=["Your elections are not complete. Scan the code on the enclosed slide and verify your account.", "Scan the QR code in the attachment to confirm your benefits.", "Last day: scan, sign in, confirm."]),
    tuned(36, "odt-code", attacks=[36, 37], lang="fr", by="kit-python zimbra", sender="junk", n=3, who=["Service RH", "Direction financière"],
          do=beside("Bulletin_{num}.odt", ODT, D.odt("Bulletin", code="{link}")),
          summary=["Bulletin de salaire {q} disponible", "Document à signer avant le {date}"],
          text=["Bonjour,\n\nvotre document est joint. Scannez le code avec votre téléphone et connectez-vous pour le consulter.", "Scannez le QR code du document joint afin de signer.", "Document confidentiel : scannez le code et connectez-vous."]),
]
