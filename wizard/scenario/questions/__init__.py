"""The questionnaire: every question in the order in which it is asked. One file for each group."""

from wizard.scenario.questions.access import ACCESS
from wizard.scenario.questions.connection import CONNECTION
from wizard.scenario.questions.local import LOCAL
from wizard.scenario.questions.question import Question
from wizard.scenario.questions.remote import REMOTE
from wizard.scenario.questions.route import ROUTE

QUESTIONS: tuple[Question, ...] = (*ROUTE, *LOCAL, *REMOTE, *CONNECTION, *ACCESS)
