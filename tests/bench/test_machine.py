"""Bare figures stand beside the floor, so that a slow floor shows."""

from app.bench import machine


def test_bare_work_is_counted_by_the_second(tmp_path):
    rates = machine.bare(tmp_path, profile="cheap", seconds=0.05)

    assert len(rates) == 3
    assert all(rate > 1 for rate in rates.values())
    assert (tmp_path / "bare.db").stat().st_size > 0


def test_the_machine_is_named():
    about = machine.about()

    assert about["cores"].isdecimal()
    assert all(about.values())


def test_outside_a_repository_there_is_no_commit(tmp_path, monkeypatch):
    monkeypatch.setattr(machine, "CHECKOUT", tmp_path)

    assert machine.commit() == ""
