"""Ordinary mails with documents that have links or codes in them: agendas, contracts, tickets, bills, flyers."""
import documents as D
from families import ham, near
from tuned_wild import beside, inside

PDF, WORD = "application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET, ODT = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "application/vnd.oasis.opendocument.text"
# What banks' programs read from a bill: no link.
GIRO = "BCD\n002\n1\nSCT\n\n{orgcompany}\nDE02120300000000202051\nEUR89.50\n\n\n{order}"
BOARDING = "M1{last}/{first}       E{code} OSLBERLH 0421 292Y014C0036 100"


def doc(name, *words, **kw):
    return beside(name, PDF, D.pdf(*words, **kw))


FAMILIES = [
    ham("doc-agenda", by="m365 exchange zimbra", n=3, do=doc("Agenda_{date}.pdf", "Agenda", "1 Minutes", "2 Budget", links=["{goodlink}", "https://teams.microsoft.com/l/meetup-join/19%3ameeting"]),
        summary=["Steering committee", "Works council, {q}", "Quarterly review"], text=["Agenda attached.", "Please read the agenda, item 3 needs a decision.", "Papers are in the PDF."]),
    ham("doc-paper", by="outlook-imap google apple-mail", n=3, do=doc("reading.pdf", "References", links=["https://a-journal.example/%d" % i for i in range(40)] + ["https://github.com/example", "https://www.youtube.com/watch?v=abc"]),
        summary=["Journal club", "Reading group: chapter 4", "Lab meeting"], text=["The paper is attached; Ines leads the discussion.", "Chapter 4, pages 81-104.", "PDF attached, coffee at 3."]),
    ham("doc-minutes-docx", by="exchange zimbra", n=2, do=beside("Minutes.docx", WORD, D.docx("Minutes", "Present: all", links=["{goodlink}", "https://example.org/wiki"])),
        summary=["Follow-up: project board", "Minutes and next steps"], text=["Minutes of last time attached.", "Corrections by Friday, please."]),
    ham("doc-sheet", by="m365 outlook-imap", n=2, do=beside("Budget.xlsx", SHEET, D.docx("Budget", links=["{goodlink}"], where="xl")),
        summary=["Budget 2027, first draft", "Numbers for {q}"], text=["Draft attached, please fill in your tab.", "We go through the sheet together."]),
    ham("doc-odt-club", by="thunderbird sogo", lang="de", n=2, do=beside("Protokoll.odt", ODT, D.odt("Protokoll", links=["{goodlink}"], code="{goodlink}")),
        summary=["Vorstandssitzung", "Mitgliederversammlung"], text=["Protokoll der letzten Sitzung liegt bei.", "Tagesordnung wie besprochen."]),
    ham("doc-contract", by="outlook-imap m365", n=2, do=doc("Contract_draft.pdf", "Agreement", "Clause 1", links=["{goodlink}"]),
        summary=["Contract review", "Go through the lease"], text=["Draft contract attached, our lawyer has commented on clause 7.", "Let us go through the draft line by line."]),
    ham("doc-flyer", by="apple-mail outlook-imap google", n=3, do=doc("Flyer.pdf", "Summer concert", code="{goodlink}", how=D.as_colours),
        summary=["Summer concert", "Open day at the allotments", "Charity run"], text=["Flyer attached, please bring friends.", "Everything is on the flyer.", "Doors open at seven."]),
    ham("doc-scan", by="exchange outlook-imap", n=2, do=doc("Plan.pdf", "Plan", drawn="PLAN {order} SHEET 3"),
        summary=["Site meeting", "Handover of the flat"], text=["Plan attached, meet at the gate.", "Bring the keys, the plan is attached."]),
    near(36, "pdf-ticket", by="booking eventbrite", method="PUBLISH", n=3, do=doc("ticket.pdf", "Admit one", code="TICKET:{order}:{hex}", how=D.as_index, links=["{goodlink}"]),
         summary=["Museum entry", "Night train {num}", "Cinema: {date}"], text=["Your ticket is attached. Show the code at the entrance.", "Seat 14 A. The conductor scans the code.", "Print it or show it on your phone."]),
    near(36, "pdf-boarding-pass", by="booking", method="PUBLISH", n=2, do=doc("boarding-pass.pdf", "Boarding pass", code=BOARDING, how=D.as_mask),
         summary=["Flight to Oslo", "Flight BX 421"], text=["Boarding pass attached. Gate closes 20 minutes before departure.", "Your boarding pass is in the PDF."]),
    near(36, "pdf-bill-code", by="outlook-imap person", lang="de", n=3, do=doc("Rechnung_{num}.pdf", "Rechnung {order}", "Zahlbar bis {date}", code=GIRO, how=D.as_ascii),
         summary=["Heizungswartung", "Kaminkehrer kommt", "Zählerwechsel"], text=["Rechnung der letzten Wartung anbei, zahlbar wie immer.", "Termin für die jährliche Wartung, Rechnung im Anhang.", "Bitte Zugang zum Keller ermöglichen."]),
    near(36, "pdf-visitor", by="m365 exchange", n=2, do=inside("visitor.pdf", PDF, D.pdf("Visitor pass", code="VISITOR;{order};{last}", how=D.as_grey)),
         summary=["Visit to our plant", "Audit on site"], text=["Please show the enclosed pass at the reception.", "Parking in front of gate 2; the pass is enclosed."]),
    near(37, "pdf-slides-links", by="google zimbra", n=2, do=doc("Slides.pdf", "Slides", links=["{goodlink}", "https://docs.google.com/presentation/d/{hex}/edit", "https://www.linkedin.com/in/example"]),
         summary=["Guest talk", "Training: first aid"], text=["Slides attached for those who cannot come.", "Bring comfortable clothes. Slides attached."]),
    near(37, "colleague-form", by="exchange m365", sender="colleague", n=2, do=doc("Form.pdf", "Registration", links=["https://forms.gle/{hex}"], code="https://forms.gle/{hex}"),
         summary=["Team outing", "Summer party: who comes?"], text=["Sign up with the code in the PDF, or tell me.", "Menu choices are in the form linked in the PDF."]),
]
