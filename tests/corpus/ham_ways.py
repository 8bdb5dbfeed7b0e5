"""Ordinary mail that looks like the ways of tuned_ways.py: resellers, statements, suppliers, lessons on abuse."""
from families import ham

OWN = "https://www.{orgdomain}/[[account|portal|orders]]/{num}"
SHARE = "https://{token}.sharepoint.com/:[[b|x|f]]:/s/projects/{hex}"


def near(name, **kw):
    return ham("like-" + name, **kw)


FAMILIES = [
    near("reseller", by="m365 outlook-imap crm", n=4, who=["Adobe Renewals", "Microsoft Licensing", "Norton Partner Desk", "{orgcompany} Renewals"],
         summary=["Adobe VIP renewal {date}: {company}", "Microsoft 365 renewal: 25 seats", "Antivirus licences: renewal call", "Renewal of your subscription"],
         text=["Hello {first},\nyour Adobe Creative Cloud licences renew on {date}. Renewal amount {amount}. Quote: " + OWN + "\nQuestions? Call {orgfirst} on {phone2} or reply.\n{org}, {orgcompany}",
               "25 seats of Microsoft 365 Business end on {date}. I propose to go through the numbers ({amount} a year). {phone2}, {org}", "The renewal invoice of {amount} follows after our call. If you want to cancel seats tell me before {date}, {phone}. {org}",
               "Your subscription renews automatically on {date} for {amount}. To change or cancel see " + OWN + " or call our support team on {phone}."]),
    near("statement", by="crm m365", n=3, who=["{orgcompany}", "Accounts Receivable, {orgcompany}", "Accounts {orgcompany}"], summary=["Statement of account {date}", "Vendor statement review", "Open invoices {q}"],
         text=["Please find the statement of account here: https://{local}.coupahost.com/invoices/{num}. Balance {amount}. Questions: {phone2}", "We go through the open items. The statement is in the portal https://supplier.coupahost.com/statements/{num}. {org}", "Three invoices are past due, {amount} in total. Let us see what is missing: {phone2}. List: " + OWN]),
    near("bank-form", by="m365 google", n=3, summary=["Supplier onboarding", "Bank details form", "Payment run {date}"], text=["Agenda: tax form, bank account form, contacts for invoices. Bring the number of your account please.", "We fill in the form together, 15 minutes. Nothing changes for invoices that are on their way.", "Payment run as every month. New vendors: please send the bank letter to accounts before Thursday."]),
    near("lesson", by="m365 google exchange", n=3, summary=["Awareness: blackmail mails", "Security hour", "Webinar: device code phishing"], text=["Somebody writes that he recorded you with your camera and wants bitcoin: what to do, and what not.", "How hacked devices are used for ransom, and how to report it. Bring your questions.", "We show how sign-in by code is misused, and how to block it. Slides afterwards."]),
    near("your-number", by="google outlookcom icloud", sender="freemail", n=4, summary=["Viewing of the flat", "Piano lesson", "Saturday hike", "Car pick-up"], text=["Please send me your phone number in case I am late. Mine is {phone2}. {orgfirst}", "Write me your number so that we can fix the time, mine: {phone2}", "Reply with your mobile number and I add you to the group.", "Which number can I reach you at on the day? {orgfirst}, {phone2}"]),
    near("share", by="exchange outlook-imap", n=4, summary=["Contract draft review", "Payroll provider hand-over", "Project documents", "Budget {year}"], text=["Draft: " + SHARE + " - comments until {date} please.", "The files of the hand-over are here " + SHARE, "Everything is in the folder " + SHARE, "Please look at the sheet before we meet: " + SHARE]),
    near("own-page", by="crm python-site m365 php-site", n=6, who=["{orgcompany}", "Service {orgcompany}", "{orgcompany} Support"], summary=["Your account review", "Parcel pick-up {order}", "Payslip questions", "Documents to sign", "Password change workshop", "Your refund {order}"],
         text=["We meet to review your account. Please log in at " + OWN + " beforehand.", "Your parcel {order} will be delivered in this window. Change it: " + OWN, "Bring your payslip; the portal is " + OWN, "Documents to review before signing: " + OWN, "Everyone changes the password on {date}. Guide: " + OWN, "Your refund of {amount} has been paid out. Details: " + OWN]),
    near("banner", by="google thunderbird", n=2, summary=["Sprint review", "Progress"], text=["Progress ██████░░░░ 60 %", "▄▄▄▄▄▄▄\n█ DEMO █\n▀▀▀▀▀▀▀"]),
]
