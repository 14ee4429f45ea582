"""What travellers ask, in their own words, leads to the topic that answers it.

Not here: how phrases are found in a text (tests of flows.talk), whether the answers are written well (test_pack).
"""

from __future__ import annotations

import pytest

from bot.content import load
from flows.library.text import LOCALES
from flows.talk.matching import build_index, match, words_of

LIBRARY = load()
INDEX = build_index(LIBRARY)


def test_no_phrase_belongs_to_two_topics() -> None:
    """A phrase leads to one topic: a second one that lists it would never be found by it."""
    taken: dict[tuple[str, tuple[str, ...]], str] = {}
    twice = [
        (locale, phrase, topic.id)
        for topic in LIBRARY.topics.values()
        for locale in LOCALES
        for phrase in topic.words[locale]
        if taken.setdefault((locale, words_of(phrase)), topic.id) != topic.id
    ]
    assert twice == []


def test_answers_are_short() -> None:
    """An answer stays below 420 characters in every language."""
    long = [
        (topic.id, locale)
        for topic in LIBRARY.topics.values()
        for locale in LOCALES
        if len(topic.answer.template(locale)) > 420
    ]
    assert long == []


@pytest.mark.parametrize(
    ("locale", "asked", "topic"),
    [
        ("nl", "Mijn koffer is niet aangekomen", "lost_luggage"),
        ("nl", "Hoe laat moet ik op het vliegveld zijn?", "my_times"),
        ("en", "What time do I have to be at the airport?", "my_times"),
        ("en", "When does my flight leave?", "my_times"),
        ("fr", "À quelle heure faut-il être à l'aéroport ?", "my_times"),
        ("de", "Wann müssen wir am Flughafen sein?", "my_times"),
        ("en", "My bag is lost", "lost_luggage"),
        ("nl", "Mijn koffer is weg", "lost_luggage"),
        ("de", "Unser Gepäck ist weg", "lost_luggage"),
        ("en", "Bruno had a heart attack", "emergency"),
        ("nl", "Bruno kreeg een hartaanval in het hotel", "emergency"),
        ("de", "Mein Mann hat einen Herzinfarkt", "emergency"),
        ("fr", "Ma femme est inconsciente", "emergency"),
        ("en", "🆘", "emergency"),
        ("nl", "🆘🆘 help", "emergency"),
        ("nl", "Call an ambulance please", "emergency"),
        ("en", "We had a car accident on the way " + "and so on " * 40, "emergency"),
        ("nl", "Mag er een koffer mee?", "luggage"),
        ("nl", "Help, bagage kwijt!", "lost_luggage"),
        ("nl", "Hoe laat kan ik inchecken?", "check_in_time"),
        ("en", "Do I need a visa for this?", "visa"),
        ("en", "We missed our connection, big delay", "delay"),
        ("en", "I want to cancel", "cancel"),
        ("fr", "Quel temps fera-t-il ?", "weather"),
        ("fr", "J'ai perdu ma valise", "lost_luggage"),
        ("de", "Brauche ich einen Reisepass?", "passport"),
        ("de", "Gibt es WLAN im Hotel?", "wifi"),
        ("de", "Wie ist Ihre Telefonnummer?", "contact"),
        ("nl", "Wat is het wifi wachtwoord?", "wifi"),
        ("nl", "Onze transfer is er niet", "transfer_missing"),
        ("nl", "Er staat niemand op ons te wachten", "transfer_missing"),
        ("nl", "Waar is de dichtstbijzijnde apotheek?", "doctor"),
        ("nl", "Mijn dochter heeft koorts", "doctor"),
        ("nl", "Kunnen we eerder inchecken?", "early_check_in"),
        ("nl", "Kunnen we later uitchecken?", "late_check_out"),
        ("nl", "Kunnen we naast elkaar zitten in het vliegtuig?", "seat"),
        ("nl", "Mijn vrouw eet vegetarisch", "diet"),
        ("nl", "Is er een babybedje op de kamer?", "baby_cot"),
        ("nl", "Hoeveel fooi geef je?", "tipping"),
        ("nl", "Kun je het kraanwater drinken?", "tap_water"),
        ("nl", "Heb ik een wereldstekker nodig?", "plug"),
        ("nl", "Moet ik geld wisselen?", "currency"),
        ("nl", "Kan ik daar pinnen?", "currency"),
        ("nl", "Mijn paspoort is gestolen", "passport_lost"),
        ("nl", "Is mijn paspoort nog lang genoeg geldig?", "passport"),
        ("nl", "Hoe laat vertrekken we?", "my_times"),
        ("nl", "Wat is het adres van het hotel?", "hotel_address"),
        ("nl", "Waar vind ik mijn tickets?", "documents"),
        ("nl", "Wat moet ik meenemen?", "checklist"),
        ("nl", "Hoe laat zijn jullie open?", "opening_hours"),
        ("nl", "Wat zijn jullie openingstijden?", "opening_hours"),
        ("nl", "Verwijder mijn gegevens", "my_data"),
        ("nl", "Ik krijg te veel berichten", "fewer_messages"),
        ("nl", "Het is onze trouwdag", "celebration"),
        ("nl", "Mijn moeder heeft een rolstoel nodig", "accessibility"),
        ("nl", "De kamer is vies", "room_problem"),
        ("nl", "De airco doet het niet", "room_problem"),
        ("nl", "Hoe laat is het daar nu?", "time_difference"),
        ("nl", "Ik heb mijn oplader laten liggen in het hotel", "lost_item"),
        ("nl", "Ben ik verzekerd?", "insurance"),
        ("nl", "We hebben onze vlucht gemist", "delay"),
        ("nl", "Hoe is het weer in mei?", "weather"),
        ("nl", "Heb ik een visum nodig?", "visa"),
        ("nl", "Hoeveel kilo mag de koffer wegen?", "luggage"),
        ("nl", "Waar is de factuur?", "payment"),
        ("en", "What's the wifi password?", "wifi"),
        ("en", "Our driver is not here", "transfer_missing"),
        ("en", "Where is our transfer?", "transfer_missing"),
        ("en", "Is there a pharmacy near the hotel?", "doctor"),
        ("en", "I feel ill", "doctor"),
        ("en", "Can we check in early?", "early_check_in"),
        ("en", "Is late check-out possible?", "late_check_out"),
        ("en", "Can we leave our luggage after check-out?", "late_check_out"),
        ("en", "Can I choose a seat?", "seat"),
        ("en", "We would like to sit together", "seat"),
        ("en", "My son has a nut allergy", "diet"),
        ("en", "I am vegan", "diet"),
        ("en", "Could we have a baby cot in the room?", "baby_cot"),
        ("en", "How much should I tip?", "tipping"),
        ("en", "Can I drink the tap water?", "tap_water"),
        ("en", "Do I need an adapter?", "plug"),
        ("en", "Can I pay by card there?", "currency"),
        ("en", "I lost my passport", "passport_lost"),
        ("en", "My passport was stolen", "passport_lost"),
        ("en", "What time is my flight?", "my_times"),
        ("en", "Where is our hotel?", "hotel_address"),
        ("en", "Where are my tickets?", "documents"),
        ("en", "What should I pack?", "checklist"),
        ("en", "When are you open?", "opening_hours"),
        ("en", "Please delete my data", "my_data"),
        ("en", "Too many messages", "fewer_messages"),
        ("en", "It is our anniversary", "celebration"),
        ("en", "My father needs a wheelchair", "accessibility"),
        ("en", "The room is dirty", "room_problem"),
        ("en", "There is no hot water", "room_problem"),
        ("en", "What is the time difference?", "time_difference"),
        ("en", "I left my charger in the hotel room", "lost_item"),
        ("en", "Does my travel insurance cover this?", "insurance"),
        ("en", "Our flight is delayed", "delay"),
        ("en", "My flight has been cancelled", "delay"),
        ("en", "What is the weather like in May?", "weather"),
        ("en", "My suitcase is broken", "lost_luggage"),
        ("en", "How many kilos can I take?", "luggage"),
        ("en", "I have not received the invoice", "payment"),
        ("en", "Can I speak to someone?", "contact"),
        ("en", "Help, my bag was stolen", "emergency"),
        ("en", "Can I use my phone abroad?", "roaming"),
        ("en", "I want to switch to English", "language"),
        ("fr", "Quel est le mot de passe wifi ?", "wifi"),
        ("fr", "Le chauffeur n'est pas là", "transfer_missing"),
        ("fr", "Personne ne nous attend à l'aéroport", "transfer_missing"),
        ("fr", "Où trouver une pharmacie ?", "doctor"),
        ("fr", "Mon mari est malade", "doctor"),
        ("fr", "Peut-on arriver plus tôt à l'hôtel ?", "early_check_in"),
        ("fr", "Peut-on laisser les bagages à l'hôtel ?", "late_check_out"),
        ("fr", "Peut-on choisir un siège ?", "seat"),
        ("fr", "Ma fille est allergique aux noix", "diet"),
        ("fr", "Je suis végétarienne", "diet"),
        ("fr", "Y a-t-il un lit bébé ?", "baby_cot"),
        ("fr", "Combien de pourboire faut-il laisser ?", "tipping"),
        ("fr", "L'eau du robinet est-elle potable ?", "tap_water"),
        ("fr", "Faut-il un adaptateur ?", "plug"),
        ("fr", "Peut-on payer par carte ?", "currency"),
        ("fr", "On m'a volé mon passeport", "passport_lost"),
        ("fr", "J'ai perdu mon passeport", "passport_lost"),
        ("fr", "À quelle heure est mon vol ?", "my_times"),
        ("fr", "Quelle est l'adresse de l'hôtel ?", "hotel_address"),
        ("fr", "Où sont mes billets ?", "documents"),
        ("fr", "Que faut-il emporter ?", "checklist"),
        ("fr", "Quels sont vos horaires d'ouverture ?", "opening_hours"),
        ("fr", "Je veux supprimer mes données", "my_data"),
        ("fr", "Je reçois trop de messages", "fewer_messages"),
        ("fr", "C'est notre anniversaire de mariage", "celebration"),
        ("fr", "Ma mère a besoin d'un fauteuil roulant", "accessibility"),
        ("fr", "La chambre est sale", "room_problem"),
        ("fr", "Il n'y a pas d'eau chaude", "room_problem"),
        ("fr", "Quel est le décalage horaire ?", "time_difference"),
        ("fr", "J'ai oublié mon chargeur à l'hôtel", "lost_item"),
        ("fr", "Notre vol est annulé", "delay"),
        ("fr", "J'ai raté ma correspondance", "delay"),
        ("fr", "Faut-il un visa ?", "visa"),
        ("fr", "Je voudrais annuler notre voyage", "cancel"),
        ("fr", "Ma facture est fausse", "payment"),
        ("fr", "Il y a eu un accident", "emergency"),
        ("de", "Wie lautet das WLAN-Passwort?", "wifi"),
        ("de", "Unser Fahrer ist nicht da", "transfer_missing"),
        ("de", "Niemand holt uns ab", "transfer_missing"),
        ("de", "Wo ist die nächste Apotheke?", "doctor"),
        ("de", "Mein Sohn hat Fieber", "doctor"),
        ("de", "Können wir früher einchecken?", "early_check_in"),
        ("de", "Können wir später auschecken?", "late_check_out"),
        ("de", "Können wir nebeneinander sitzen?", "seat"),
        ("de", "Meine Frau ist allergisch gegen Nüsse", "diet"),
        ("de", "Gibt es ein Babybett?", "baby_cot"),
        ("de", "Wie viel Trinkgeld gibt man?", "tipping"),
        ("de", "Kann man das Leitungswasser trinken?", "tap_water"),
        ("de", "Brauche ich einen Adapter?", "plug"),
        ("de", "Kann man dort mit Karte zahlen?", "currency"),
        ("de", "Ich habe meinen Reisepass verloren", "passport_lost"),
        ("de", "Mein Pass wurde gestohlen", "passport_lost"),
        ("de", "Wann geht unser Flug?", "my_times"),
        ("de", "Wie ist die Adresse des Hotels?", "hotel_address"),
        ("de", "Wo finde ich meine Unterlagen?", "documents"),
        ("de", "Was muss ich mitnehmen?", "checklist"),
        ("de", "Wie sind Ihre Öffnungszeiten?", "opening_hours"),
        ("de", "Bitte löschen Sie meine Daten", "my_data"),
        ("de", "Ich bekomme zu viele Nachrichten", "fewer_messages"),
        ("de", "Wir feiern unseren Hochzeitstag", "celebration"),
        ("de", "Meine Mutter braucht einen Rollstuhl", "accessibility"),
        ("de", "Das Zimmer ist schmutzig", "room_problem"),
        ("de", "Wie groß ist der Zeitunterschied?", "time_difference"),
        ("de", "Ich habe mein Ladegerät im Hotel vergessen", "lost_item"),
        ("de", "Unser Flug wurde gestrichen", "delay"),
        ("de", "Wir haben den Anschluss verpasst", "delay"),
        ("de", "Wie ist das Wetter im Mai?", "weather"),
        ("de", "Mein Koffer ist kaputt", "lost_luggage"),
        ("de", "Ich möchte stornieren", "cancel"),
        ("de", "Wo bleibt die Rechnung?", "payment"),
        ("de", "Ich möchte einen Menschen sprechen", "contact"),
        ("de", "Es gab einen Unfall", "emergency"),
        ("en", "I want to change my name on the ticket", None),
    ],
)
def test_questions_find_their_topic(locale: str, asked: str, topic: str | None) -> None:
    """What travellers type leads to the right answer, and to a person where none fits."""
    assert match(INDEX, asked, locale) == topic
