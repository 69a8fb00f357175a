"""Answer files, for front ends."""

from wizard.store.answer_file import AnswerFile, read_answer_file

__all__ = ["AnswerFile", "read_answer_file"]
