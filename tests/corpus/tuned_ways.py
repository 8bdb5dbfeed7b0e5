"""Abuse to tune on: ways that were found open. No stranger's link and no number, a page of the sender's own, a sign-in by code."""
from families import tuned

OWN = "https://{orgdomain}/[[s|view|auth|d]]/{token}"
SHARE = "https://{code}-my.sharepoint.com/:[[b|x|o|f]]:/g/personal/{local}/{hex}{token}"

FAMILIES = [
    # 41: money that shall go elsewhere
    tuned(41, "ways-iban-new", attacks=[41, 11], by="m365 exchange google", sender="company", summary=["Updated remittance details", "Accounts payable: quick alignment", "Short call about open invoices"],
          text=["Dear {first},\nour bank has been changed. Kindly make all pending payments to the new IBAN which our accountant sends after you accepted. The former account is closed.\n{org}",
                "Please do not pay invoice {num} to the old account any more, from today only the new bank account is valid. Reply to this invitation and I will give you the details, I am travelling and cannot be reached by phone.",
                "As discussed, the transfer of {amount} has to be stopped and sent again to our new beneficiary account. It must be done before the meeting."]),
    tuned(41, "ways-lohnkonto", attacks=[41, 17], lang="de", by="google outlookcom m365", sender="freemail", n=3, summary=["Gehaltskonto", "Neue Bankverbindung", "Kurze Frage zur Abrechnung"],
          text=["Hallo {first}, ich habe die Bank gewechselt. Bitte ab diesem Monat mein Gehalt auf das neue Konto überweisen, die IBAN schicke ich gleich.",
                "Unsere Bankverbindung hat sich geändert. Bitte überweisen Sie offene Rechnungen ab sofort nur noch auf das neue Konto.",
                "Kann ich meine Kontoverbindung noch vor dem nächsten Lohnlauf ändern? Was brauchst du dafür, ich bin bis abends nur per Mail da."]),
    tuned(41, "ways-rib-cambio", attacks=[41, 11], lang="fr", by="m365 exchange zimbra", sender="company", n=3, summary=["Changement de RIB", "Point règlements", "Factures en attente"],
          text=["Bonjour, suite à un audit de notre banque, merci d'effectuer dorénavant tous vos virements sur notre nouveau compte bancaire. Le RIB vous sera transmis après acceptation.",
                "Merci de ne plus payer sur l'ancien compte. Nos nouvelles coordonnées bancaires sont valables dès aujourd'hui pour toutes les factures.",
                "Le virement prévu cette semaine doit partir sur le nouveau IBAN, merci de confirmer avant midi, je suis injoignable par téléphone."]),
    # 40/41: threats for money
    tuned(41, "ways-camera", attacks=[41, 40], by="google outlookcom kit-python", sender="freemail", n=4, who=["You have been warned", "Sorry {company}", "Anonymous", "d4rk"],
          summary=["I know your password", "Last chance", "Payment for my silence", "About your privacy"],
          text=["I have full access to your device since two months. While you visited adult sites I recorded you with your own camera. Send {btc} BTC to bc1q{hex}{token} or all your contacts get the film. You have 50 hours.",
                "Your operating system was hacked by me. I downloaded your correspondence and photos. My price is 1300 dollars in bitcoin, then I delete everything. Do not answer, this mailbox is not mine.",
                "I'm the one who put the program on your phone. I saw what you do in the evening. Transfer $950 in USDT to my wallet and we forget each other.",
                "Your data base {domain} was copied. If we do not receive 0.9 bitcoin until {date} it is sold and your customers are told."]),
    tuned(41, "ways-kamera-de", attacks=[41, 40], lang="de", by="google kit-php", sender="freemail", n=2, summary=["Zahlungserinnerung der anderen Art", "Ihr Gerät"],
          text=["Ich habe Zugriff auf Ihre Kamera und habe Sie gefilmt. Überweisen Sie 1200 Euro in Bitcoin auf meine Wallet, sonst bekommen alle Ihre Kontakte das Video.",
                "Ihr Computer wurde von mir gehackt. Zahlen Sie innerhalb von 48 Stunden 0,05 BTC, danach lösche ich die Aufnahmen."]),
    # 17: nothing but a private number
    tuned(17, "ways-your-number", attacks=[17, 42], by="google outlookcom icloud", sender="freemail", n=4, who=["{company} CEO", "Dr. {company}", "Pastor John", "Head of School"], summary=["Quick one", "{first}", "Touching base", "Available?"],
          text=["Kindly drop me your mobile number, I have something for you to take care of.", "Please write your WhatsApp here, I need to reach you.", "send me your cell # so i can text you, thx", "Reply with your personal number. I am stuck in a session, only text is possible."]),
    # 38: a sign-in by code
    tuned(38, "ways-device-code", attacks=[38, 11], by="m365 google exchange", sender="company", n=3, summary=["External collaboration space", "Board portal walk-through", "Onboarding of partners"],
          text=["To enter the space go to https://microsoft.com/devicelogin and type {code}{n2}. Then choose your work account.", "Before we start every guest pairs with the room: https://login.microsoftonline.com/common/oauth2/deviceauth - your code is {code}K9.",
                "Step 1: visit https://www.google.com/device. Step 2: code {code}-WZ. Step 3: allow access. The room opens afterwards."]),
    tuned(38, "ways-consent", attacks=[38, 11], by="m365 google", sender="company", n=2, summary=["Shared planning board", "Calendar connector set-up"],
          text=["Sign in at https://login.microsoftonline.com/common/oauth2/v2.0/authorize?client_id={hex}&scope=Mail.Read%20offline_access&redirect_uri=https://{badhost}/cb and accept, so that the board can be filled.",
                "After the sign-in https://accounts.google.com/o/oauth2/v2/auth?client_id={hex}&redirect_uri=http://localhost:8080 the page shows an error, that is normal. Paste the address of it into your answer."]),
    # 34/41: files of a stranger's tenant
    tuned(41, "ways-tenant-file", attacks=[41, 34], by="m365 kit-php google", sender="freemail", n=4, who=["{company} Payroll", "Finance Dept", "Scan Service", "HR {year}"], summary=["Salary statement {q}", "Wire confirmation {order}", "Scan from copier", "Revised bonus plan"],
          text=["Your statement is ready: " + SHARE, "Payment slip for your records " + SHARE + " - sign in with your work mail to open.", "2 pages: https://1drv.ms/b/s!{token}{hex}", "Please review and acknowledge until {date}: https://onedrive.live.com/view?id={hex}{token}"]),
    tuned(41, "ways-tenant-hacked", attacks=[41, 11], by="m365 exchange", sender="company", n=3, summary=["Confidential: salary adjustment list", "Voice message 0:42", "Mailbox storage"],
          text=["All staff must confirm the new salary list until {date}: " + SHARE, "You have a new voicemail from +44 20 7946 0{n2}2. Listen: " + SHARE, "Your mailbox is almost full, incoming mail is held. Release it here: https://1drv.ms/o/s!{token}{hex}"]),
    # 34/12: the sender's own page
    tuned(41, "ways-own-page", attacks=[41, 12], by="kit-php kit-node google m365", sender="junk", n=8, who=["Mail Administrator", "Payroll Services", "Document Center", "Delivery Desk", "Customer Protection", "Account Team", "IT Support", "Tax Refunds"],
          summary=["Password of {rcpt} expires today", "Your payslip is ready", "Document waits for your signature", "Parcel {order} could not be delivered", "Unusual sign-in to your account", "Action required: verify your account", "Mailbox {rcpt} is 98% full", "You have a refund of {amount}"],
          text=["Keep your present password: " + OWN, "View it here with your company login " + OWN, "{name}, please review and sign before {date}: " + OWN, "Pay the fee of {small} to have it delivered again " + OWN,
                "We blocked a sign-in from Minsk. If it was not you secure your account now: " + OWN, "Without verification it is suspended within 24 hours. " + OWN, "Incoming messages are held back. Upgrade at no cost: " + OWN, "Enter your card so that we can pay it out: " + OWN]),
    tuned(34, "ways-own-money", attacks=[34, 12, 40], by="google kit-node kit-php", sender="junk", n=5, who=["Rewards 2026", "Sofia", "Elon Giveaway", "Casino Club", "Crypto Desk"],
          summary=["You are our winner!", "I saw your profile 😘", "Double your coins today", "100 free spins wait", "Withdraw {btc} BTC"],
          text=["Claim your iPhone: " + OWN, "Let's meet tonight, my photos are here " + OWN, "Send 0.1 get 0.2 back, official event " + OWN, "No deposit needed, play here " + OWN, "Your mining balance expires, confirm the payout " + OWN]),
    # 39: numbers that programs do not read
    tuned(39, "ways-circled", attacks=[39, 8], by="google outlookcom", sender="freemail", n=5, who=["Accounts Team", "PayPal Support", "Renewals", "Order Help", "Geek Support"], summary=["Your order is confirmed", "Payment of {amount} done", "Plan extended", "Thank you for your purchase", "Auto debit today"],
          text=["{amount} was charged for your protection plan. Not you? Call ⑧⓪⑧-⑤⑤⑤-⓪①④⑤", "PayPal: {amount} to a new seller. To cancel phone +❶ ❽⓿❽ ❺❺❺ ⓿❶❹❷", "Renewed for one year, {amount}. Cancel: ١ ٨٠٨ ٥٥٥ ٠١٤٢", "Item: laptop. Total {amount}. Help: [8O8] {555} <0142>", "Amount {amount} will be debited. Stop it: 808|555|0142"]),
    # 36: a code made of characters
    tuned(36, "ways-code-of-blocks", attacks=[36, 41], by="m365 kit-php", sender="company", n=2, summary=["New authenticator for your account", "Secure document"],
          text=["Scan with your phone:\n█▀▀▀▀▀█ ▄▀▄▀ █▀▀▀▀▀█\n█ ███ █ █▄▀▄ █ ███ █\n█ ▀▀▀ █ ▀▄█▀ █ ▀▀▀ █\n▀▀▀▀▀▀▀ █ ▀ ▀▀▀▀▀▀▀\n", "Open on mobile.\n█ ▄▄▄▄▄ █▀▄▀▄█ ▄▄▄▄▄ █\n█ █   █ █▄▀▄▀█ █   █ █\n█ █▄▄▄█ █ ▀▄▀█ █▄▄▄█ █\n█▄▄▄▄▄▄▄█▄█▄█▄▄▄▄▄▄▄█\n"]),
]
