from pathlib import Path

import pytest
import sqlalchemy as sa

from retrat.errors import RequestError
from retrat.runtime.job_tables import Database, events, jobs, notes
from retrat.runtime.jobs import JobStore, Submission
from retrat.runtime.leases import QUEUE_ORDER


def test_sqlite_is_set_up_to_lose_nothing_and_to_wait(tmp_path: Path) -> None:
    database = Database(tmp_path / "new folder" / "jobs.db")
    with database.reading() as connection:
        told = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "busy_timeout")
        }
    assert told == {"journal_mode": "wal", "synchronous": 2, "busy_timeout": 30000}
    database.close()


def test_readers_do_not_wait_for_a_writer(tmp_path: Path) -> None:
    database = Database(tmp_path / "jobs.db")
    with database.writing() as writer, database.reading() as reader:
        writer.execute(notes.insert().values(name="mine", value="yes"))
        seen = reader.execute(sa.select(notes.c.name)).scalars().all()
    assert seen == ["format"]
    database.close()


@pytest.mark.parametrize("verb", ["UPDATE job_events SET kind = 'x'", "DELETE FROM job_events"])
def test_the_log_only_grows(tmp_path: Path, verb: str) -> None:
    store = JobStore(tmp_path / "jobs.db")
    job = store.submit(Submission(request={}))
    store.close()
    database = Database(tmp_path / "jobs.db")
    with pytest.raises(sa.exc.IntegrityError, match="only grows"), database.writing() as connection:
        connection.exec_driver_sql(verb)
    with database.reading() as connection:
        assert connection.execute(sa.select(events.c.job_id)).scalars().all() == [job.id]
    database.close()


def test_a_store_of_another_format_is_refused(tmp_path: Path) -> None:
    database = Database(tmp_path / "jobs.db")
    with database.writing() as connection:
        connection.execute(notes.update().values(value="999"))
    database.close()
    with pytest.raises(RequestError, match="format 999"):
        Database(tmp_path / "jobs.db")


@pytest.mark.parametrize("place", ["mysql://host/jobs", "://"])
def test_only_the_two_databases_are_taken(place: str) -> None:
    with pytest.raises(RequestError, match="postgresql://"):
        Database(place)


def test_the_queue_in_order_needs_no_sorting_also_in_an_older_file(tmp_path: Path) -> None:
    older = Database(tmp_path / "jobs.db")
    with older.writing() as connection:
        connection.exec_driver_sql("DROP INDEX jobs_of_all_states_in_order")
    older.close()
    database = Database(tmp_path / "jobs.db")
    query = sa.select(jobs).order_by(*QUEUE_ORDER).limit(50)
    text = query.compile(compile_kwargs={"literal_binds": True})
    with database.reading() as connection:
        plan = str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {text}").all())
    assert "jobs_of_all_states_in_order" in plan
    assert "TEMP B-TREE" not in plan
    database.close()
