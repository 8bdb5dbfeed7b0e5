"""Invented people, companies and mailboxes, a language each. All domains are reserved ones (RFC 2606)."""

NAMES = {
    "en": ("Alice Ben Carol Derek Emma Frank Grace Harold Irene Jack Karen Leo Martha Nigel Olivia Peter Ruth Simon Tessa Wendy",
           "Abbott Barlow Carver Dunning Ellery Fairweather Goodwin Hadley Ibbotson Jessop Kirkby Lomax Merrick Norwood "
           "Oakes Pemberton Rudd Stannard Thorley Whitlock"),
    "de": ("Anna Bernd Claudia Dieter Elke Florian Gisela Heiko Ines Jürgen Katrin Lukas Maike Norbert Petra Ralf Sabine Tobias Ulrike Volker",
           "Albers Brandt Dörfler Eckstein Fassbender Gärtner Hollmann Imhof Jansen Keller Lüders Möhring Niemann Osterkamp "
           "Pohlmann Reuter Schönfeld Tiedemann Uhlig Wegener"),
    "fr": ("Amélie Bruno Chantal Denis Élodie Fabrice Gaëlle Hugo Isabelle Julien Karine Laurent Manon Nicolas Odile Pascal Quentin Solène Thierry Yves",
           "Arnoux Besnard Carlier Delmas Escoffier Fournel Garnier Hamon Jolivet Kerbrat Lacombe Mercier Noiret Ollivier "
           "Perrin Rousselot Sabatier Tessier Vasseur Weill"),
    "es": ("Adriana Borja Carmen Diego Elena Fermín Gloria Hugo Inés Javier Lucía Marcos Nuria Óscar Pilar Raúl Sonia Tomás Úrsula Víctor",
           "Alcázar Belmonte Cifuentes Durán Escudero Ferrer Garrido Herranz Izquierdo Jurado Luján Montero Navas Olmedo "
           "Pascual Quiroga Robledo Salcedo Tejedor Valverde"),
    "pt": ("Ana Bruno Catarina Duarte Eduarda Filipe Graça Henrique Inês João Lígia Miguel Nádia Otávio Paula Renato Sílvia Tiago Vera Xavier",
           "Almeida Barbosa Cardoso Duarte Esteves Figueira Guimarães Henriques Leal Machado Nogueira Oliveira Pacheco "
           "Quintela Ribeiro Sampaio Teixeira Urbano Valente Zagalo"),
    "it": ("Alessia Bruno Chiara Dario Elisa Fabio Giulia Ivan Laura Marco Noemi Orazio Paola Renzo Sara Tommaso Ugo Valeria Walter Zoe",
           "Amadori Bellini Corsetti Donati Esposti Fontana Galimberti Innocenti Lombardo Marchetti Negroni Orsini Pavesi "
           "Ronchi Santoro Tedesco Ubaldi Visconti Zanetti Zorzi"),
    "nl": ("Anouk Bart Carlijn Dirk Els Femke Gijs Hanneke Iris Jeroen Koen Lotte Maarten Nienke Olaf Pieter Roos Sander Tineke Wouter",
           "Aalbers Bosman Cornelisse Dijkhuis Elzinga Feenstra Groothuis Hoekstra Jonker Kuipers Lammers Mulderij Noordam "
           "Ouwehand Postma Reinders Schipper Terpstra Veenstra Wiersma"),
    "ja": ("陽子 健太 美咲 大輔 直樹 由美 誠 千尋 浩二 麻衣 拓也 恵子", "青山 石黒 上原 岡部 北川 坂本 白石 高木 中沢 西田 藤森 渡会"),
    "zh": ("晓梅 志强 丽华 建国 思远 雨桐 文博 佳怡 明轩 海燕 子涵 国栋", "白 曹 邓 方 郭 何 蒋 孔 罗 孟 沈 袁"),
    "ru": ("Анна Борис Вера Глеб Дарья Егор Жанна Игорь Кира Лев Мария Никита Ольга Павел Раиса Степан",
           "Абрамова Белов Воронина Громов Дёмина Ершов Зимина Ильин Крылова Лаптев Макарова Носов Орлова Панин Рогова Сомов"),
}

# Romanised names for the local parts of those whose script is not Latin.
LATIN = {
    "ja": "y.aoyama k.ishiguro m.uehara d.okabe n.kitagawa y.sakamoto m.shiraishi c.takagi k.nakazawa m.nishida".split(),
    "zh": "bai.xm cao.zq deng.lh fang.jg guo.sy he.yt jiang.wb kong.jy luo.mx meng.hy".split(),
    "ru": "a.abramova b.belov v.voronina g.gromov d.demina e.ershov z.zimina i.ilin k.krylova l.laptev".split(),
}

# Ordinary organisations: (name, domain).
COMPANIES = {
    "en": [("Alder Works", "alderworks.example"), ("Brightwell Supplies", "brightwell.example"), ("Castor & Pole", "castorpole.example"),
           ("Dunmere College", "dunmere-college.example"), ("Elmsett Surveyors", "elmsett.example"), ("Fenwick Labs", "fenwicklabs.example"),
           ("Gorse Hill Clinic", "gorsehill.example"), ("Hartland Freight", "hartlandfreight.example"), ("Juniper Legal", "juniperlegal.example"),
           ("Kestrel Housing", "kestrelhousing.example"),
           ("Orchard Players", "orchardplayers.test"), ("Lowmoor Dental", "lowmoor-dental.test"), ("Pinfold Cloud", "pinfold-cloud.test"), ("Three Wells Trust", "threewells.invalid")],
    "de": [("Nordhafen Logistik GmbH", "nordhafen.example"), ("Steinfurt Maschinenbau", "steinfurt-mb.example"),
           ("Praxis am Anger", "praxis-am-anger.example"), ("Universität Lindenau", "uni-lindenau.example"),
           ("Stadtwerke Moorbek", "stadtwerke-moorbek.example"), ("Kanzlei Wegener & Uhlig", "wegener-uhlig.example"),
           ("Bürgerverein Altmühle", "altmuehle.test"), ("Rechenwerk GmbH", "rechenwerk.test")],
    "fr": [("Mairie de Valmont", "mairie-valmont.example"), ("Atelier Brisecou", "brisecou.example"), ("Groupe Sérac", "groupe-serac.example"),
           ("Lycée des Tilleuls", "lycee-tilleuls.example"), ("Cabinet Ollivier", "cabinet-ollivier.example"), ("Librairie du Phare", "librairie-phare.test")],
    "es": [("Clínica Soler", "clinica-soler.example"), ("Talleres Ribera", "talleresribera.example"), ("Editorial Encina", "encina.example"),
           ("Universidad del Páramo", "uparamo.example"), ("Gestoría Luján", "gestorialujan.example"), ("Teatro Alameda", "teatro-alameda.test")],
    "pt": [("Cooperativa Serra Azul", "serraazul.example"), ("Construtora Penedo", "penedo.example"), ("Instituto Camélia", "camelia.example"),
           ("Padaria Moinho Velho", "moinhovelho.example"), ("Clube Náutico", "clube-nautico.test")],
    "it": [("Officine Valdarco", "valdarco.example"), ("Studio Orsini", "studio-orsini.example"), ("Comune di Roccaverde", "comune-roccaverde.example"),
           ("Cantina Sant'Elmo", "cantinasantelmo.example"), ("Banda Cittadina", "banda-cittadina.test")],
    "nl": [("Waterschap Zuiderdijk", "zuiderdijk.example"), ("Drukkerij De Pauw", "drukkerijdepauw.example"), ("Gemeente Lindewoude", "lindewoude.example"),
           ("Veenstra Techniek", "veenstratechniek.example"), ("Molen De Hoop", "molendehoop.test")],
    "ja": [("ひかり電機株式会社", "hikari-denki.example"), ("青葉大学", "aoba-univ.example"), ("株式会社みなと商事", "minato-shoji.example"), ("さくら歯科", "sakura-dental.test")],
    "zh": [("海澜科技有限公司", "hailan-tech.example"), ("江州大学", "jiangzhou-univ.example"), ("晨光贸易公司", "chenguang-trade.example"), ("青石书店", "qingshi-books.test")],
    "ru": [("ООО «Берег»", "bereg.example"), ("Университет Заречья", "zarechye-univ.example"), ("Издательство «Клён»", "klen-press.example"), ("Клуб «Маяк»", "mayak-club.test")],
}

FREEMAIL = ("gmail.com", "gmail.com", "gmail.com", "outlook.com", "hotmail.com", "yahoo.com")
MARKER = ("fictive", "madeup", "pretend", "invented", "notreal")   # so that no freemail address is anybody's


def ascii_local(text):
    table = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "é": "e", "è": "e", "ê": "e", "ë": "e", "á": "a", "à": "a", "â": "a", "ã": "a",
             "í": "i", "ì": "i", "ï": "i", "ó": "o", "ò": "o", "ô": "o", "õ": "o", "ú": "u", "ù": "u", "ç": "c", "ñ": "n"}
    low = "".join(table.get(c, c) for c in text.lower())
    return "".join(c for c in low if c.isascii() and (c.isalnum() or c in ".-_"))


class Person:
    def __init__(self, name, addr, first="", last=""):
        self.name, self.addr, self.first, self.last = name, addr, first, last

    @property
    def domain(self):
        return self.addr.rpartition("@")[2]

    @property
    def local(self):
        return self.addr.rpartition("@")[0]


def person(r, lang, domain):
    """Somebody of that language with a mailbox in the domain."""
    firsts, lasts = (x.split() for x in NAMES[lang])
    first, last = r.choice(firsts), r.choice(lasts)
    if lang == "ru":            # women and men take turns in both lists
        last = r.choice(lasts[firsts.index(first) % 2::2])
    if lang in LATIN:
        name = first + " " + last if lang == "ru" else last + (" " if lang == "ja" else "") + first
        local = r.choice(LATIN[lang])
    else:
        name = first + " " + last
        local = r.choice(["%s.%s", "%s.%s", "%.1s.%s", "%.1s%s"]) % (ascii_local(first), ascii_local(last))
    return Person(name, "%s@%s" % (local, domain), first, last)


def freemail_person(r, lang, domain=None):
    p = person(r, lang, domain or r.choice(FREEMAIL))
    p.addr = "%s.%s%d@%s" % (p.local, r.choice(MARKER), r.randint(10, 9999), p.domain)
    return p


def company(r, lang):
    return r.choice(COMPANIES[lang])
