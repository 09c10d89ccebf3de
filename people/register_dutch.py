"""The declarations' words in Dutch, for the people they are about. A test walks all tables: what is declared has its Dutch here."""

from people.declarations import Declaration

_PURPOSE = (
    (
        "showing somebody who in the organisation looked at what is kept about them, or decided about it",
        "laten zien wie in je organisatie iets over jou bekeek, of erover besliste",
    ),
    (
        "knowing which programme somebody follows, from which day and with whom",
        "weten welk programma je volgt, vanaf welke dag en met wie",
    ),
    (
        "moving the dates of a programme past the days somebody is away; never why",
        "de data van je programma verschuiven als je weg bent; nooit waarom",
    ),
    ("that a task at work was done, and who signed it off", "dat een taak gedaan is, en wie haar aftekende"),
    (
        "that a step of a programme need not be done, why in a fixed word, and who decided",
        "dat een stap van je programma niet hoeft, waarom in een vast woord, en wie dat besliste",
    ),
    ("the day that was agreed for a step of a programme", "de dag die voor een stap van je programma is afgesproken"),
    (
        "asking who leads the team for time or help, in a fixed word",
        "je teamleider om tijd of hulp vragen, in een vast woord",
    ),
    (
        "showing others what the person completed, when the person asks for it",
        "anderen laten zien wat je afrondde, als jij dat vraagt",
    ),
    ("sign-in and password reset", "inloggen en je wachtwoord herstellen"),
    ("second factor at sign-in", "de tweede stap bij het inloggen"),
    ("an author's settings in the editor", "je instellingen in de studio"),
    ("who drafted content", "wie een versie schreef"),
    ("who changed content", "wie iets veranderde"),
    ("who owns or locked content", "van wie een pagina is, en wie haar op slot zette"),
    ("comments among authors", "opmerkingen van auteurs onder elkaar"),
    ("reading a draft in a small group before it is published", "een concept in een kleine groep laten lezen"),
    ("who was asked to read a draft", "wie gevraagd is een concept mee te lezen"),
    ("what a reader of a draft remarks for its authors", "wat je bij een concept opmerkt, voor de auteurs"),
    ("an author's notifications", "van welke pagina’s je bericht krijgt"),
    ("who asked for review", "wie een beoordeling vroeg"),
    ("who reviewed", "wie beoordeelde"),
    (
        "what an author asked a colleague to look at in a draft",
        "wat een auteur een collega vroeg bij het nalezen van een concept",
    ),
    ("who uploaded an image", "wie een afbeelding plaatste"),
    ("who uploaded a document", "wie een document plaatste"),
    ("who published content", "wie iets publiceerde"),
    (
        "a package of course content on its way in, and who brought it",
        "een pakket met lesstof dat binnenkomt, en wie het bracht",
    ),
    ("who locked a question", "wie een vraag op slot zette"),
    ("who locked a reflection question", "wie een spiegelvraag op slot zette"),
    (
        "the person's own evidence of the time they spent: day, minutes, method and with whom, never content",
        "je eigen bewijs van de tijd die je besteedde: dag, minuten, werkwijze en met wie, nooit wat je schreef",
    ),
    (
        "a real panel for a case: name, role and consent of who was asked, and who asked",
        "een echt panel bij een casus, en wie het vroeg",
    ),
    ("that nobody gets the same mail of reminders twice", "je niet twee keer dezelfde mail sturen"),
    ("undoing a list of invitations", "een lijst uitnodigingen terugdraaien"),
    ("asking somebody into an organisation", "iemand uitnodigen voor een organisatie"),
    ("sign-in by the service of the person's organisation", "inloggen met de dienst van je organisatie"),
    ("showing the person's own dates in their own calendar", "laten zien wat er voor je aankomt, in je eigen agenda"),
    ("that nobody is reminded twice of the same thing", "je niet twee keer aan hetzelfde herinneren"),
    ("sign-in and being addressed by name", "inloggen, en bij je naam genoemd worden"),
    (
        "keeping what is the person's own for a while after they left the last organisation, and telling them until when",
        "bewaren wat van jou is nadat je bij de laatste organisatie wegging, en je zeggen tot wanneer",
    ),
    ("who may see and do what", "wie wat mag zien en doen"),
    ("showing the person what they answered, with feedback", "laten zien wat je antwoordde, met uitleg"),
    ("the closing test and its result", "de eindtoets en de uitslag"),
    (
        "the responses in a test, and how sure somebody said to be",
        "je antwoorden in een toets, en hoe zeker je zei te zijn",
    ),
    (
        "counting a person's first play of a case once, also after they deleted it",
        "je eerste keer in een casus één keer tellen, ook als je die verwijdert",
    ),
    (
        "going on where one was, and looking back at what one chose",
        "verder spelen waar je was, en terugkijken op wat je koos",
    ),
    (
        "the choices in a play, and the reasons that the person gave for themselves",
        "je keuzes in een casus, en de redenen die je voor jezelf gaf",
    ),
    (
        "one vote for each person in a poll, which they may see and change",
        "één stem voor iedereen in een peiling, die je kunt zien en veranderen",
    ),
    (
        "asking questions again for whoever chose that, and how often",
        "je vragen nog eens stellen als je dat koos, en hoe vaak",
    ),
    ("when a question is asked again, and why then", "wanneer een vraag terugkomt, en waarom dan"),
    ("a short round of questions that one answered before", "een korte ronde met vragen die je al eens beantwoordde"),
    (
        "what one answered when a question came back, and how sure one said to be",
        "wat je antwoordde toen een vraag terugkwam, en hoe zeker je zei te zijn",
    ),
    ("one vote for each person in a poll without a name", "één stem voor iedereen in een peiling zonder naam"),
    ("finding one's way in a module", "je weg vinden in een module"),
    ("resuming where one was", "verdergaan waar je was"),
    ("showing what one has completed", "laten zien wat je afrondde"),
    ("the person's own reflection", "je eigen reflectie"),
    ("a reflection that is not finished yet", "een reflectie die nog niet af is"),
    ("what the person means to do differently, and how it went", "wat je anders wilt doen, en hoe het ging"),
    ("who was given one reflection to read, and until when", "wie een reflectie mag lezen, en tot wanneer"),
    (
        "showing the owner of a shared reflection when it was opened",
        "laten zien wanneer een gedeelde reflectie is geopend",
    ),
    (
        "what two people say to each other about one shared reflection",
        "wat twee mensen bij een gedeelde reflectie schrijven",
    ),
    (
        "what the person did elsewhere: day, minutes and kind, and sealed the method, who led it and which evidence they keep",
        "wat je elders deed: dag, minuten en soort, en versleuteld de werkwijze, wie begeleidde en welk bewijs je bewaart",
    ),
    (
        "showing beside the dossier what the person's own register asks in their own period",
        "naast je dossier laten zien wat je register vraagt in jouw periode",
    ),
    (
        "a colleague's word that the person took part: day and kind, never what it was about",
        "het woord van een collega dat je meedeed: dag en soort, nooit waarover het ging",
    ),
    (
        "a team's reflection together: what on, when, and who led it",
        "samen reflecteren met je team: waarover, wanneer, en wie begeleidde",
    ),
    (
        "who takes part in a session, and evidence of it for their own dossier",
        "wie aan een sessie meedeed, als bewijs voor het eigen dossier",
    ),
    (
        "one ballot for each who takes part, in the poll that is open",
        "één stembiljet voor ieder die meedoet, in de peiling die nu loopt",
    ),
    (
        "what a team agreed to do, who sees to it, and how it went",
        "wat een team afsprak, wie erop let, en hoe het ging",
    ),
)
_RETENTION = (
    ("one year", "een jaar"),
    ("as long as the round it belongs to", "zo lang als de ronde waar het bij hoort"),
    ("until it was dealt with or taken back", "tot het is afgehandeld of teruggenomen"),
    (
        "until the account is erased; withdrawn ones too, so that a check still says so",
        "zolang je een account hebt; ook als het is ingetrokken, zodat een controle dat blijft zeggen",
    ),
    ("until its writer takes it back, or with the module", "tot je hem terugneemt, of zolang de module er is"),
    (
        "until the author takes the person away, or with the module",
        "tot de auteur je weghaalt, of zolang de module er is",
    ),
    ("until the person stops it", "tot je het stopt"),
    ("until the person removes it", "tot je het weghaalt"),
    ("with the module", "zolang de module er is"),
    ("24 hours; the file itself until it is brought in", "24 uur; het bestand zelf tot het binnen is"),
    ("as long as the account", "zo lang als je account"),
    (
        "until the person stops refreshing, or as long as the account",
        "tot je opfrissen uitzet, of zo lang als je account",
    ),
    ("as long as the round", "zo lang als de ronde"),
    ("with the content", "zo lang als de inhoud"),
    ("after it was changed", "na de verandering"),
    ("a day", "een dag"),
    ("three days", "drie dagen"),
    ("with the image", "zo lang als de afbeelding"),
    ("with the document", "zo lang als het document"),
    ("until it is unlocked", "tot het slot eraf gaat"),
    (
        "until the panellist withdraws, or a trainer removes it",
        "tot het panellid zich terugtrekt, of een auteur het weghaalt",
    ),
    (
        "after the last role ended and nothing else holds it, with a notice of 30 days",
        "nadat je laatste rol eindigde en je het zelf niet langer bewaart, met een bericht 30 dagen vooraf",
    ),
    ("after the mail", "na de mail"),
    ("after it was made", "nadat het gemaakt is"),
    ("after it ended", "nadat het afliep"),
    (
        "until the person joins an organisation, or the account is erased",
        "tot je weer bij een organisatie hoort, of je account gewist wordt",
    ),
    ("as long as the account, or until the person deletes it", "zo lang als je account, of tot je het verwijdert"),
    (
        "as long as the run; a reason until the person deletes it",
        "zo lang als die keer; een reden tot je haar verwijdert",
    ),
    (
        "after it, a register's cycle of five years and one more; with the certificate, where one was made",
        "erna, de vijf jaar van een registratie en één jaar extra; met een certificaat zo lang als dat certificaat",
    ),
    ("until the person deletes it, or the account is erased", "tot je het verwijdert, of je account gewist wordt"),
    (
        "until the person takes it back, or the account is erased",
        "tot je het wist, of je account gewist wordt",
    ),
    (
        "with the line it is about; without an answer 60 days",
        "zo lang als de regel waar het bij hoort; zonder antwoord 60 dagen",
    ),
    (
        "until the person saves or deletes it, or the account is erased",
        "tot je het bewaart of verwijdert, of je account gewist wordt",
    ),
    (
        "until the person deletes it or its entry, or the account is erased",
        "tot je het verwijdert, of de tekst waar het bij hoort, of je account gewist wordt",
    ),
    ("with the entry; until the person deletes it", "zo lang als de tekst, of tot je het verwijdert"),
    ("with the share", "zo lang als het delen"),
    (
        "as long as the team chose (12 months unless changed) after it ended; 90 days when it never began",
        "zo lang als het team koos (12 maanden, tenzij anders gekozen) na afloop; 90 dagen als ze nooit begon",
    ),
    (
        "with the session; of a guest until it ends, their name until it begins",
        "zo lang als de sessie; van een gast tot ze eindigt, de naam tot ze begint",
    ),
    ("with the session it was made in", "zo lang als de sessie waarin het is afgesproken"),
    ("until its writer deletes it, or with the share", "tot de schrijver het verwijdert, of zo lang als het delen"),
)
_ERASURE = (
    (
        "deleted with the account; the name of who looked goes with theirs",
        "met je account verwijderd; de naam van wie keek verdwijnt met diens account",
    ),
    (
        "deleted with the account; the mentor's name goes with the mentor's",
        "met je account verwijderd; de naam van je begeleider verdwijnt met diens account",
    ),
    (
        "deleted with the account; the name of who decided goes with theirs",
        "met je account verwijderd; de naam van wie besliste verdwijnt met diens account",
    ),
    (
        "deleted with the account; the name of who agreed goes with theirs",
        "met je account verwijderd; de naam van met wie je het afsprak verdwijnt met diens account",
    ),
    (
        "deleted with the account; a place on a list that names nobody says that a copy no longer counts",
        "gaat weg met je account; een lijst zonder namen zegt alleen nog dat een kopie niet meer telt",
    ),
    (
        "deleted with the account that came of it; the name of who asked is removed",
        "gaat weg met het account dat ervan kwam; de naam van wie uitnodigde gaat eraf",
    ),
    ("name removed, the group stays", "je naam gaat weg, de groep blijft"),
    ("deleted with the account", "gaat weg met je account"),
    ("name removed, content stays", "je naam gaat eraf, de inhoud blijft"),
    ("name removed", "je naam gaat eraf"),
    (
        "withdrawing deletes name and answers; the name of who asked is removed with the account",
        "jouw naam gaat eraf; het panellid gaat over de eigen antwoorden",
    ),
    ("row deleted; records with it", "gaat weg, met alles wat eraan hangt"),
    (
        "deleted; open text is unreadable from the moment the key goes",
        "gaat weg; open tekst is onleesbaar zodra je sleutel weg is",
    ),
    (
        "deleted with the account; reasons are unreadable from the moment the key goes",
        "gaat weg; redenen zijn onleesbaar zodra je sleutel weg is",
    ),
    (
        "deleted with the account; the number it was counted in names nobody",
        "gaat weg met je account; het getal waarin ze telt, noemt niemand",
    ),
    (
        "deleted with the account; the number that a vote was counted in names nobody",
        "gaat weg met je account; het getal waarin je stem telt, noemt niemand",
    ),
    ("deleted; unreadable from the moment the key goes", "gaat weg, en is onleesbaar zodra je sleutel weg is"),
    (
        "name of who led removed, the team's session stays",
        "de naam van wie begeleidde gaat eraf, de sessie van het team blijft",
    ),
    (
        "deleted with the account; the name of who led goes from others' lines",
        "gaat weg met je account; de naam van wie begeleidde gaat uit regels van anderen",
    ),
    ("name removed, the team's agreement stays", "je naam gaat eraf, de afspraak van het team blijft"),
    ("deleted with the account of either", "gaat weg met jouw account, of met dat van de ander"),
    (
        "deleted; unreadable from the moment its writer's key goes",
        "gaat weg, en is onleesbaar zodra de sleutel van de schrijver weg is",
    ),
)

PURPOSE, RETENTION, ERASURE = dict(_PURPOSE), dict(_RETENTION), dict(_ERASURE)


def in_dutch(said: Declaration) -> tuple[str, str, str]:
    """Why, how long, and what happens when the account goes. What has no Dutch yet stays as it was declared."""
    since = RETENTION.get(said.retention, said.retention)
    return (
        PURPOSE.get(said.purpose, said.purpose),
        said.term.in_dutch(since) if said.term else since,
        ERASURE.get(said.erasure, said.erasure),
    )


def silent(said: Declaration) -> list[str]:
    """What a declaration says that has no Dutch."""
    pairs = ((said.purpose, PURPOSE), (said.retention, RETENTION), (said.erasure, ERASURE))
    return [words for words, known in pairs if words not in known]
