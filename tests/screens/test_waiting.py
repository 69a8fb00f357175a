"""The app's clock: a wait ends by itself, by a word, or is given up."""

import threading

import pytest

from screens.waiting import AppClock, WaitEnded


def test_a_wait_ends_by_itself() -> None:
    assert AppClock().wait(0.001) is False


def test_a_word_ends_one_wait_and_is_used_up() -> None:
    clock = AppClock()
    clock.look_now()
    assert clock.wait(60) is True
    assert clock.wait(0.001) is False


def test_a_word_from_another_thread_ends_the_wait_under_way() -> None:
    clock = AppClock()
    threading.Timer(0.02, clock.look_now).start()
    assert clock.wait(60) is True


def test_stopping_ends_this_wait_and_every_later_one_until_the_next_run() -> None:
    clock = AppClock()
    threading.Timer(0.02, clock.stop).start()
    with pytest.raises(WaitEnded):
        clock.wait(60)
    with pytest.raises(WaitEnded):
        clock.wait(60)
    clock.begin()
    assert not clock.stopped
    assert clock.wait(0.001) is False
