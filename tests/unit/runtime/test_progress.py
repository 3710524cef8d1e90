from retrat.runtime.progress import Moment, Stopwatch


def test_stages_are_timed_and_told() -> None:
    now = [0.0]
    told: list[Moment] = []
    watch = Stopwatch(observer=told.append, clock=lambda: now[0])
    with watch.stage("load"):
        now[0] += 2
    with watch.stage("generate", steps=4) as on_step:
        now[0] += 1
        on_step(1, 4)
        now[0] += 3
        on_step(4, 4)
        now[0] += 1
    assert watch.seconds == {"load": 2, "generate": 5}
    assert [(m.stage, m.done, m.total) for m in told] == [
        ("load", 0, 1),
        ("load", 1, 1),
        ("generate", 0, 4),
        ("generate", 1, 4),
        ("generate", 4, 4),
    ]
    assert told[2].seconds_left is None
    assert told[3].seconds_left == 3
    assert told[4].is_end
    assert told[4].seconds == 5


def test_a_stage_done_twice_adds_up() -> None:
    now = [0.0]
    watch = Stopwatch(clock=lambda: now[0])
    for seconds in (1, 2):
        with watch.stage("check"):
            now[0] += seconds
    assert watch.seconds == {"check": 3}


def test_a_stage_may_turn_out_to_be_longer_than_expected() -> None:
    told: list[Moment] = []
    watch = Stopwatch(observer=told.append)
    with watch.stage("generate", steps=4) as on_step:
        on_step(1, 9)
        on_step(9, 9)
    assert [(m.done, m.total) for m in told] == [(0, 4), (1, 9), (9, 9)]
    assert told[-1].is_end
