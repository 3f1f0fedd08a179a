"""One question of each kind about the tiny course, and responses to it as the page sends them.

The texts are those of a small town's ferry, so that nobody takes them for the article.
"""

from __future__ import annotations

from typing import NamedTuple

QUIZ = """\
- id: one-of-four
  kind: single choice
  stem: Who says that the ferry will run all year?
  hints:
    - Look for the verb of saying.
    - Whose name stands before it?
  choices:
    - {text: The author, evidence: [statements-1], error: source and subject confused,
       feedback: This fits if one takes the report for the thing reported.}
    - {text: The captain, correct: true, evidence: [statements-1, statements-2],
       feedback: The verb of saying in P1 has the captain as its subject.}
    - {text: The council, evidence: [statements-2], error: overlooked attribution,
       feedback: This fits if the one who is told is taken for the one who tells.}
    - {text: Nobody, evidence: [statements-2], error: overlooked attribution,
       feedback: This fits if one reads past the verb of saying.}
  answer: The captain says so; the author reports it.
- id: three-of-five
  kind: multiple choice
  stem: Which of these does the first paragraph tell as something that was said?
  hints: [Each of them needs a speaker.]
  choices:
    - {text: The old timetable has served its purpose., correct: true, evidence: [statements-1],
       feedback: "The captain says it, in quotation marks."}
    - {text: The ferry leaves at dusk., evidence: [statements-2], error: overlooked attribution,
       feedback: This fits if a headline counts as speech; nobody in P1 says it.}
    - {text: All crews should keep their boats ready., correct: true, evidence: [statements-2],
       feedback: The mayor asks for it.}
    - {text: The plan is a first step., correct: true, evidence: [statements-1],
       feedback: Several pilots describe it so.}
    - {text: The storm of 1987 founded the company., evidence: [statements-2],
       error: order taken for cause,
       feedback: This fits if what comes after a storm is taken for its effect.}
  answer: The timetable, the readiness and the first step each have a speaker.
- id: five-in-order
  kind: order
  stem: In which order did these things happen?
  hints: [The days stand in the text.]
  items:
    - {text: The storm, evidence: [statements-1],
       feedback: The storm of 1987 comes before the company.}
    - {text: The company is founded, evidence: [statements-1],
       feedback: It is founded after the storm.}
    - {text: The captain speaks to the council, evidence: [statements-1],
       feedback: He speaks on 3 March.}
    - {text: The captain gives an interview, evidence: [statements-2],
       feedback: The interview is of 9 March.}
    - {text: The ferry reaches the northern shore, evidence: [statements-2],
       feedback: It would be there by autumn.}
  error: order taken for cause
  answer: Storm, company, council, interview, northern shore.
- id: says-who
  kind: classify
  stem: Who says so?
  hints: [Ask for the subject of the verb.]
  categories: [an event, an official, a third party, the author]
  items:
    - {text: The fleet has been growing., category: the author, evidence: [statements-1],
       feedback: "No speaker is named, so the author answers for it."}
    - text: The boats are a model for every village.
      category: an official
      feedback: The captain is quoted.
      evidence: [statements-2]
      errors:
        the author: source and subject confused
        a third party: overlooked attribution
    - {text: Passengers complain about late buses., category: a third party,
       evidence: [statements-2], feedback: "The passengers complain, and the author passes it on."}
  answer: The author, the captain as an official, and the passengers as a third party.
- id: how-many
  kind: number
  stem: How many paragraphs does the text have?
  hints: [The headline is one of them.]
  value: 6
  tolerance: 0.5
  unit: paragraphs
  mistakes:
    - {value: 5, error: overlooked attribution, feedback: This fits if the headline is left out.}
  feedback: P0 is the headline, P1 to P5 are the body.
  evidence: [statements-1]
  answer: Six, from P0 to P5.
- id: what-share
  kind: number
  stem: What share of the statements carries a day?
  value: 40
  tolerance: 5
  percentage: true
  feedback: Two of five carry one.
  evidence: [statements-1]
  answer: Two of five, 40 per cent.
- id: whose-name
  kind: short text
  stem: What is the captain's surname?
  hints: [It stands in P1.]
  accepted: [Brandt, Capt. Brandt, Ole Brandt]
  mistakes:
    - {texts: [Finch, Ada Finch], error: source and subject confused,
       feedback: This fits if the author is taken for the one she writes about.}
  feedback: P1 names Capt. Ole Brandt.
  evidence: [statements-1]
  answer: Brandt.
- id: your-view
  kind: reflection
  stem: What would you ask the captain?
  hints: [Think of what he leaves out.]
  answer: Who pays for empty boats, and who has asked for them?
- id: guess-a-name
  kind: prediction
  stem: Who speaks most often?
  form: choices
  choices: [The captain, The mayor, The pilots]
- id: guess-a-number
  kind: prediction
  stem: How many statements carry a day?
  form: value
  unit: statements
- id: guess-in-words
  kind: prediction
  stem: What will the figure show first?
  form: text
- id: trip-card
  kind: reflection
  stem: Plan a trip with the ferry.
  hints: [Begin with the day.]
  fields:
    - {name: why, label: Why you go, kind: text, from: [stops]}
    - {name: day, label: Day}
    - {name: seats, label: Seats, kind: number, unit: seats}
    - {name: class, label: Class, kind: choice, choices: [deck, cabin]}
    - name: stop
      label: Stop
      repeat: 2
      fields:
        - {name: where, label: Where}
        - {name: long, label: How long, kind: choice, choices: [an hour, a night]}
  answer: "To see the lighthouse; on Friday; two seats on deck; an hour at the pier."
- id: stops
  kind: reflection
  stem: Which stops do you know?
  fields: [{name: stop, label: Stop, repeat: 3}]
  answer: The pier, the mill, the lighthouse.
"""


class Example(NamedTuple):
    """A question of ``QUIZ``, and responses to it: right or kept, wrong if it can be, and none."""

    id: str
    right: object
    wrong: object = None
    none: object = None


# The items to be put in order are dealt as the third, second, first, fourth and fifth.
EXAMPLES = [
    Example("one-of-four", 1, 0),
    Example("three-of-five", [0, 2, 3], [1, 4], []),
    Example("five-in-order", [2, 1, 0, 3, 4], [4, 3, 0, 1, 2], [0, 1, 2, 3, 4]),
    Example("says-who", [3, 1, 2], [0, 0, 0], [3, None, 2]),
    Example("how-many", "6", "5", "six"),
    Example("what-share", "40 %", "90", "0.4"),
    Example("whose-name", "brandt", "Finch", " "),
    Example("your-view", "Who pays?", none=" "),
    Example("guess-a-name", 0, none=None),
    Example("guess-a-number", "7", none="many"),
    Example("guess-in-words", "A day", none=""),
    Example("trip-card", '{"day":"Friday","stop 1 where":"The pier"}', none='{"day":" "}'),
    Example("stops", '{"stop 2":"The mill"}', none="[]"),
]
