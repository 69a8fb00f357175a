"""What is told, as rows: literal, on one hop, with who acts and what to do."""

from pathlib import Path

from screens.course import Course
from screens.doing import ToDo
from screens.give_key import pipes
from screens.literal import LONG, literal, short
from screens.saving import save
from screens.saying import Line, Pair, Text, end_rows, evidence_text, finding_row
from tests.scenarios import plan
from tests.screens.clusters import Clusters
from wizard.errors import NodeCommandError
from wizard.plan.result import Event, Evidence, Finding, Status, Verdict
from wizard.plan.step import Step

UGLY = "[red]no[/] \x1b[2J\x07\ttab\r\nline"


def step() -> Step:
    found = plan().step("connect-proxy")
    assert found is not None
    return found


def finding(status: Status, *, likely: bool = False, code: str = "RC-REG-004", fixed_by: str = "") -> Finding:
    verdict = Verdict(
        status, "It is not open.", saw=UGLY, hint="Open it.", who="admin of x", likely=likely,
        evidence=(Evidence("GET /x", UGLY),),
    )  # fmt: skip
    return Finding(code, "a connection is open", "local", (), fixed_by, verdict)


def test_foreign_text_is_literal() -> None:
    assert literal(UGLY) == "[red]no[/] \ufffd[2J\ufffd    tab\nline"
    assert "\n" not in short(UGLY)
    assert len(short("x" * 4000)) == LONG


def test_each_state_has_a_row_of_its_own() -> None:
    assert finding_row(finding("ok")) == Line("ok", "a connection is open")
    assert finding_row(finding("ok", likely=True)).mark == "likely"
    assert finding_row(finding("fail")) == Line("fail", "a connection is open", "RC-REG-004")
    assert finding_row(finding("skip")).text == "a connection is open: It is not open."
    assert finding_row(finding("warn")).text == "It is not open."
    assert finding_row(finding("crash")).mark == "crash"


def test_a_failed_proof_names_headline_seen_who_fix_and_code() -> None:
    end = Event("ended", "connect-proxy@local", "local", "It is not open.", (finding("fail"),), "failed")
    rows = list(end_rows(end, step(), {}))
    assert rows[0] == Text("It is not open.", "wrong")
    assert [row.key for row in rows if isinstance(row, Pair)] == ["Seen", "Who", "Fix", "Code"]


def test_a_fix_that_is_another_step_names_it() -> None:
    failed = finding("fail", fixed_by="install-credentials-self")
    end = Event("ended", "connect-proxy@local", "local", "It is not open.", (failed,), "failed")
    rows = list(end_rows(end, step(), {"install-credentials-self": 3}))
    assert Pair("Fix", "Open it (plan step 3)") in rows


def test_an_error_is_told_with_what_was_seen() -> None:
    error = NodeCommandError("Node l1 failed.", node="l1", side="local", hint="Run it by hand.", saw="ERROR: disk full")
    end = Event("ended", "connect-proxy@local", "local", error.headline, (), "failed", error.hint, error)
    assert Pair("Seen", "ERROR: disk full") in list(end_rows(end, step(), {}))


def test_evidence_is_whole_and_literal() -> None:
    text = evidence_text("4  Connect", ("It failed.",), [finding("fail")])
    assert "GET /x" in text
    assert "\x1b" not in text
    assert "[red]no[/]" in text


def test_a_course_goes_from_open_over_ready_to_its_end() -> None:
    course = Course(step(), 4)
    assert (course.mark, course.settled) == ("open", False)
    course.look()
    assert course.mark == "working"
    course.offer(ToDo(step(), ()))
    assert (course.phase, course.mark) == ("ready", "open")
    course.begin(0.0)
    course.take(Event("sending", course.step.key, "local", "PUT /x"), 0.0)
    assert course.said == [Line("working", "PUT /x")]
    course.take(Event("answered", course.step.key, "local", "PUT /x", status="200", took_s=0.1), 0.0)
    course.take(Event("ended", course.step.key, "local", "Done.", (), "done"), 1.0)
    assert course.said == [Line("ok", "PUT /x", "200  0.1 s")]
    assert (course.mark, course.settled) == ("ok", True)


def test_what_is_handed_over_counts_only_on_a_word() -> None:
    course = Course(step(), 4)
    course.take(Event("ended", course.step.key, "local", "Not seen.", (), "handed"), 0.0)
    assert not course.settled
    course.take(Event("ended", course.step.key, "local", "On your word.", (), "handed", word="person"), 0.0)
    assert course.settled


def test_the_pipe_names_each_node_and_asks_for_the_password_of_a_keystore() -> None:
    clusters = Clusters()
    by_hand = clusters.library().open(clusters.begun())
    install = by_hand.plan.step("install-credentials-self")
    assert install is not None
    entry = "bin/elasticsearch-keystore add --stdin --force cluster.remote.analytics.credentials"
    send = f"remote-cluster-wizard secrets send {by_hand.record.id}"
    assert pipes(by_hand, install) == (f"{send} | ssh NODE '{entry}'",)
    connect = by_hand.plan.step("connect-proxy")
    assert connect is not None
    assert pipes(by_hand, connect) == ()


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text("old", encoding="utf-8")
    save(path, "new")
    assert path.read_text(encoding="utf-8") == "new"
    assert list(tmp_path.iterdir()) == [path]
