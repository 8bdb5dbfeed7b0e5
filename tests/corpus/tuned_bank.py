"""Lures in words, for those who tune. A family of tuned_structure.py takes one and gives it a form."""

LURES = {
    "voicemail": dict(who=["Voice Mailbox", "Unified Messaging", "Call Centre"], summary=["New voice message 0:42", "Missed call from {phone2}", "1 unheard message"],
                      text=["You received a voice message from {phone2} lasting 42 seconds.\n\nListen: {link}", "A caller left a message for {local}. [[Transcript|Preview]]: \"...please ring me about the transfer...\"\n{link}", "Messages are kept for 48 hours. Play: {link}"]),
    "docusign": dict(who=["eSignature Service", "DocuSign via {org}", "Contracts"], summary=["Completed: please sign {order}", "Agreement for {name}", "Sign by {date}"],
                     text=["{colleague} has sent you a document to sign. Review document: {link}", "All parties have finished except you. [Sign]({link})\n\nSecurity code: {code}", "The agreement {order} expires on {date}.\n{link}"]),
    "pwexpiry": dict(who=["IT Helpdesk", "Mail Administrator", "System Notice"], summary=["Password expires today", "Mailbox {local} almost full", "Verify {rcpt}"],
                     text=["The password of {rcpt} expires today. Keep using it: {link}", "{n2} incoming messages are pending because your quota of 15 GB is used. Add space: {link}", "Unusual sign-in. Confirm it was you within 24 hours: {link}"]),
    "payslip": dict(who=["Payroll", "Human Resources", "Benefits Team"], summary=["Payslip available", "Bonus list {q}", "Salary correction for {name}"],
                    text=["Your payslip can be viewed with your {company} account: {link}", "The bonus list was shared with you. Open: {link}", "A correction of {amount} will be paid once you confirm your bank details: {link}"]),
    "fakeinvoice": dict(who=["Accounts", "Billing", "Receivables"], summary=["Invoice {order} overdue", "Payment reminder {amount}", "Unpaid invoice"],
                        text=["Invoice {order} over {amount} is overdue. See the copy: {link}", "Second reminder. Pay {amount} by {date} to avoid collection: {link}", "Our bank details changed. The new ones are in the invoice: {link}"]),
    "callpc": dict(who=["Support Billing", "Order Team", "Device Protection"], summary=["Order {order} confirmed", "{amount} renewal today", "Receipt {num}"],
                   text=["Your device protection was renewed for {amount}. Questions? Call {phone}.", "We take {amount} from your account today. Call {phone} within 24 hours to cancel order {order}.", "Thanks for your order of antivirus software ({amount}). Helpline: {phone}"]),
    "dating": dict(who=["Sandra 💋", "Lonely neighbour", "Kate (3 photos)"], summary=["{first}, I saw your profile 😘", "Meet tonight?", "3 private photos"],
                   text=["Hi {first}, I live near you and I am bored. My photos: {link}", "Only for adults. She waits for your answer: {link}", "I will be online in ten minutes, come and chat {link} kisses"]),
    "casino": dict(lang="de", who=["Casino Royal Club", "VIP Spielteam"], summary=["100 Freispiele ohne Einzahlung 🎰", "Ihr Bonus von 500 Euro", "Nur heute: Jackpot"],
                   text=["Hallo {first}, Ihr Bonus liegt bereit! Jetzt spielen und {amount} gewinnen: {link}", "Registrieren, drehen, auszahlen lassen. Ohne Einzahlung: {link}", "Die letzten 24 Stunden für Ihre Freispiele: {link}"]),
    "pharma": dict(who=["Men's Health Store", "Online Pharmacy"], summary=["Pills 80% off", "No prescription needed", "Back in stock 💊"],
                   text=["V1agra, Cia1is and more from {small}. Discreet parcel. Order: {link}", "Licensed pharmacy, no questions. {link}", "Your discount ends when the reminder rings. {link}"]),
    "seo": dict(who=["Growth Marketing", "Rank Expert", "Ravi, SEO consultant"], summary=["{domain} on page 1 of Google", "Website audit for {company}", "Quick chat about your rankings"],
                text=["Hi, I found errors on {domain}. We guarantee page one in 30 days from {small} a month. Reply with your phone number.", "We checked {domain} and found {n2} problems. Free report: {link}", "I sent you several mails. Let us talk 10 minutes, here is my agenda. Packages start at {small}."]),
    "taxrefund": dict(who=["Tax Office", "Revenue Service", "HM Tax Credits"], summary=["Tax refund of {amount}", "Claim your refund", "Calculation {year}"],
                      text=["After the last annual calculation you are due {amount}. Submit the form: {link}", "Refund reference {order}. The claim closes on {date}: {link}", "We could not pay {amount} to your card. Confirm it here: {link}"]),
    "fakejob": dict(who=["Recruiting", "Talent Desk", "HR Amelia"], summary=["Interview invitation: remote assistant", "You are shortlisted", "Job offer {amount} per week"],
                    text=["We read your resume. Work from home, {amount} a week, no experience needed. Join the interview: {link}", "Please install our interview app beforehand: {link}", "Start on Monday. Fill the onboarding form with your bank account: {link}"]),
    "parcelpt": dict(lang="pt", who=["Correios Entrega", "Central de Encomendas"], summary=["Encomenda {order} retida", "Taxa pendente {small}"], text=["A sua encomenda está retida na alfândega. Pague {small} até {date}: {link}", "Não foi possível entregar. Reagende aqui: {link}"]),
    "accountja": dict(lang="ja", who=["カード会社サポート", "アカウント管理"], summary=["【重要】お支払い方法をご確認ください", "アカウントの利用制限"], text=["お客様のアカウントに不審なログインがありました。24時間以内にご確認ください。\n{link}", "{amount}のご請求を処理できませんでした。こちらで更新してください:{link}"]),
    "invoicezh": dict(lang="zh", who=["财务部", "发票服务"], summary=["代开发票 优惠", "工资补贴通知"], text=["本公司可代开各类发票,点数低,先验后付。联系电话 {phone}", "请在今天内登记领取补贴:{link}"]),
    "bankes": dict(lang="es", who=["Aviso de seguridad", "Banca Online"], summary=["Su cuenta ha sido bloqueada", "Cargo no reconocido {amount}"], text=["Hemos bloqueado su tarjeta por motivos de seguridad. Reactívela: {link}", "Se ha autorizado un cargo de {amount}. Si no lo reconoce entre en {link}"]),
    "cryptoru": dict(lang="ru", who=["Биржа", "Выплаты"], summary=["Вам начислено {btc} BTC", "Вывод средств одобрен"], text=["На ваш счёт поступило {btc} BTC. Заберите выплату: {link}", "Срок хранения заканчивается {date}. Перейдите: {link}"]),
    "colisfr": dict(lang="fr", who=["Service Livraison", "Point Relais"], summary=["Colis en attente", "Frais de {small} à régler"], text=["Votre colis est en attente au dépôt. Réglez {small} : {link}", "Adresse incomplète. Corrigez-la avant le {date} : {link}"]),
    "boss": dict(who=["{company} CEO", "Managing Director"], summary=["Are you available?", "Task for {first}", "Confidential"],
                 text=["{first}, I need a favour before noon. It is about gift cards for clients, tell nobody. Write to {orgaddr}", "Kindly send me your mobile number, I have an errand for you.", "I am in a conference. Pay the attached amount of {amount} to the new supplier: {link}"]),
    "heirshort": dict(who=["Mr. Musa Bello", "Attorney at Law"], summary=["Dear friend", "", "Business proposal"], text=["Attention Dear, I have {big} USD to share with you. Answer to {orgaddr}.", "You are the beneficiary of {big} dollars. Send your full name, address and bank to {orgaddr}."]),
    "filesshared": dict(who=["OneDrive", "SharePoint Online", "File Share"], summary=["{colleague} shared a file", "Project-{num}.xlsx", "You have {n2} new documents"],
                        text=["{colleague} shared \"Project-{num}.xlsx\" with you. [Open]({link})", "This link works only for {rcpt}: {link}", "Documents are waiting in the {company} portal: {link}"]),
}


def use(name, **kw):
    """The lure as arguments of a family; what is given here wins."""
    return {**LURES[name], **kw}


FAMILIES = []
