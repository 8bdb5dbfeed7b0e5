"""The fixed words that calendar products write around an event, and dates as they write them, a language each."""
from ical import local, offset_minutes

KEYS = ("invite", "updated", "cancelled", "accepted", "declined", "tentative", "when", "where", "who", "organizer", "guests",
        "calendar", "yes", "no", "maybe", "more", "join", "from", "why", "counter")
WORDS = {
    "en": ("Invitation", "Updated invitation", "Canceled event", "Accepted", "Declined", "Tentative", "When", "Where", "Who", "organizer",
           "Guests", "Calendar", "Yes", "No", "Maybe", "More options", "Join with Google Meet", "Invitation from",
           "You are receiving this email because you are an attendee on the event.", "New Time Proposed"),
    "de": ("Einladung", "Aktualisierte Einladung", "Abgesagt", "Zugesagt", "Abgelehnt", "Mit Vorbehalt", "Wann", "Wo", "Wer", "Organisator",
           "Gäste", "Kalender", "Ja", "Nein", "Vielleicht", "Weitere Optionen", "Mit Google Meet teilnehmen", "Einladung von",
           "Sie erhalten diese E-Mail, weil Sie Teilnehmer dieses Termins sind.", "Neue Zeit vorgeschlagen"),
    "fr": ("Invitation", "Invitation mise à jour", "Événement annulé", "Accepté", "Refusé", "Provisoire", "Quand", "Où", "Qui", "organisateur",
           "Invités", "Agenda", "Oui", "Non", "Peut-être", "Plus d'options", "Participer avec Google Meet", "Invitation envoyée par",
           "Vous recevez cet e-mail car vous participez à cet événement.", "Nouvel horaire proposé"),
    "es": ("Invitación", "Invitación actualizada", "Evento cancelado", "Aceptado", "Rechazado", "Provisional", "Cuándo", "Dónde", "Quién",
           "organizador", "Invitados", "Calendario", "Sí", "No", "Quizás", "Más opciones", "Unirse con Google Meet", "Invitación de",
           "Recibes este correo porque asistes a este evento.", "Nueva hora propuesta"),
    "pt": ("Convite", "Convite atualizado", "Evento cancelado", "Aceite", "Recusado", "Provisório", "Quando", "Onde", "Quem", "organizador",
           "Convidados", "Agenda", "Sim", "Não", "Talvez", "Mais opções", "Entrar com o Google Meet", "Convite de",
           "Você recebeu este e-mail porque participa deste evento.", "Novo horário proposto"),
    "it": ("Invito", "Invito aggiornato", "Evento annullato", "Accettato", "Rifiutato", "Provvisorio", "Quando", "Dove", "Chi",
           "organizzatore", "Invitati", "Calendario", "Sì", "No", "Forse", "Altre opzioni", "Partecipa con Google Meet", "Invito da",
           "Ricevi questa email perché partecipi a questo evento.", "Nuovo orario proposto"),
    "nl": ("Uitnodiging", "Bijgewerkte uitnodiging", "Geannuleerd", "Geaccepteerd", "Geweigerd", "Voorlopig", "Wanneer", "Waar", "Wie",
           "organisator", "Gasten", "Agenda", "Ja", "Nee", "Misschien", "Meer opties", "Deelnemen met Google Meet", "Uitnodiging van",
           "U ontvangt deze e-mail omdat u deelneemt aan deze afspraak.", "Nieuwe tijd voorgesteld"),
    "ja": ("招待状", "更新された招待状", "キャンセルされた予定", "承諾", "辞退", "仮承諾", "日時", "場所", "参加者", "主催者", "ゲスト", "カレンダー",
           "はい", "いいえ", "未定", "その他のオプション", "Google Meet に参加する", "招待元", "この予定の参加者としてお送りしています。", "新しい日時の提案"),
    "zh": ("邀请", "更新的邀请", "已取消的活动", "已接受", "已拒绝", "暂定", "时间", "地点", "参加者", "组织者", "邀请对象", "日历", "是", "否", "可能",
           "更多选项", "通过 Google Meet 加入", "邀请来自", "您收到此邮件是因为您是该活动的参加者。", "建议的新时间"),
    "ru": ("Приглашение", "Обновлённое приглашение", "Отменено", "Принято", "Отклонено", "Под вопросом", "Когда", "Где", "Кто", "организатор",
           "Гости", "Календарь", "Да", "Нет", "Возможно", "Другие варианты", "Присоединиться через Google Meet", "Приглашение от",
           "Вы получили это письмо, так как участвуете в мероприятии.", "Предложено новое время"),
}
TABLE = {lang: dict(zip(KEYS, row)) for lang, row in WORDS.items()}

DAYS = {
    "en": "Mon Tue Wed Thu Fri Sat Sun", "de": "Mo. Di. Mi. Do. Fr. Sa. So.", "fr": "lun. mar. mer. jeu. ven. sam. dim.",
    "es": "lun mar mié jue vie sáb dom", "pt": "seg ter qua qui sex sáb dom", "it": "lun mar mer gio ven sab dom",
    "nl": "ma di wo do vr za zo", "ja": "月 火 水 木 金 土 日", "zh": "周一 周二 周三 周四 周五 周六 周日", "ru": "пн вт ср чт пт сб вс",
}
MONTHS = {
    "en": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec", "de": "Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.",
    "fr": "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.", "es": "ene feb mar abr may jun jul ago sep oct nov dic",
    "pt": "jan fev mar abr mai jun jul ago set out nov dez", "it": "gen feb mar apr mag giu lug ago set ott nov dic",
    "nl": "jan feb mrt apr mei jun jul aug sep okt nov dec", "ru": "янв. февр. мар. апр. мая июн. июл. авг. сент. окт. нояб. дек.",
}


def clock(t, lang):
    if lang == "en":
        text = "%d:%02d" % (t.hour % 12 or 12, t.minute)
        return text.replace(":00", "") + ("am" if t.hour < 12 else "pm")
    return "%02d:%02d" % (t.hour, t.minute)


def day(t, lang):
    name = DAYS[lang].split()[t.weekday()]
    if lang == "ja":
        return "%d年 %d月 %d日 (%s)" % (t.year, t.month, t.day, name)
    if lang == "zh":
        return "%d年%d月%d日 %s" % (t.year, t.month, t.day, name)
    month = MONTHS[lang].split()[t.month - 1]
    if lang == "en":
        return "%s %s %d, %d" % (name, month, t.day, t.year)
    if lang == "de":
        return "%s %d. %s %d" % (name, t.day, month, t.year)
    return "%s %d %s %d" % (name, t.day, month, t.year)


def when(ev, lang):
    """The event's time in words."""
    a = local(ev.zone, ev.start)
    if ev.allday or not ev.end:
        return day(a, lang)
    b = local(ev.zone, ev.end)
    tail = clock(b, lang) if a.date() == b.date() else day(b, lang) + " " + clock(b, lang)
    return "%s %s \u2013 %s" % (day(a, lang), clock(a, lang), tail)


def gmt(ev):
    m = offset_minutes(ev.zone, ev.start)
    return "GMT%s%02d:%02d" % ("-" if m < 0 else "+", abs(m) // 60, abs(m) % 60)
