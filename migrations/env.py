"""How Alembic reaches the database: as the owner, one run at a time, never waiting long for a lock that pages need."""

from __future__ import annotations

from alembic import context
from sqlalchemy import engine_from_config, pool

from tracker.db import Base

ONE_AT_A_TIME = 7_345_001  # any number, the same in every run
LIMITS = "-c lock_timeout=5s -c statement_timeout=15min -c idle_in_transaction_session_timeout=15min"


def run() -> None:
    """Run the asked-for migrations, each in its own transaction, while holding a lock that a second run waits for."""
    engine = engine_from_config(
        {"sqlalchemy.url": context.config.attributes["url"]},
        poolclass=pool.NullPool,
        connect_args={"options": LIMITS, "application_name": "seedbed-migrate"},
    )
    with engine.connect() as connection:
        with connection.begin():
            connection.exec_driver_sql("SET LOCAL lock_timeout = '10min'")
            connection.exec_driver_sql(f"SELECT pg_advisory_lock({ONE_AT_A_TIME})")
        context.configure(connection=connection, target_metadata=Base.metadata, transaction_per_migration=True)
        with context.begin_transaction():
            context.run_migrations()
        if (looked := connection.get_transaction()) is not None:
            looked.rollback()  # with nothing to run, Alembic leaves the one in which it looked open
        with connection.begin():  # the web says at start-up whether the tables fit the code
            connection.exec_driver_sql("GRANT SELECT ON alembic_version TO seedbed_app")


run()
