-- The roles and extensions that Seedbed asks of a PostgreSQL 16 or newer: run once by a superuser, in Seedbed's own
-- database; running it again mends what is missing and sets the passwords. Two placeholders, filled by
--   psql --set=owner_password=... --set=app_password=... --dbname=seedbed --file=migrations/roles.sql
--
-- seedbed_owner      owns the database and its tables; only migrations connect as it
-- seedbed_app        web and worker: owns nothing, is bound by row-level security
-- seedbed_outbox     narrow, no login: owns the functions that find letters due in any council
-- seedbed_search     narrow, no login: owns the function that searches ideas by their words
-- seedbed_directory  narrow, no login: owns the functions that sign-in and the list of councils need
-- seedbed_backup     no login until a DBA gives it one: reads every council, for backups alone

DO $$
DECLARE
  named text;
BEGIN
  FOREACH named IN ARRAY ARRAY[
    'seedbed_owner', 'seedbed_app', 'seedbed_outbox', 'seedbed_search', 'seedbed_directory', 'seedbed_backup'
  ] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = named) THEN
      EXECUTE format('CREATE ROLE %I', named);
    END IF;
  END LOOP;
END $$;

-- NOINHERIT: the owner may become a narrow role to make its functions, and is never moved by that role's policies.
ALTER ROLE seedbed_owner LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOINHERIT PASSWORD :'owner_password';
ALTER ROLE seedbed_app LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOINHERIT PASSWORD :'app_password';
ALTER ROLE seedbed_outbox NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
ALTER ROLE seedbed_search NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
ALTER ROLE seedbed_directory NOLOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE;
ALTER ROLE seedbed_backup NOSUPERUSER BYPASSRLS NOCREATEDB NOCREATEROLE;

GRANT seedbed_outbox TO seedbed_owner WITH ADMIN OPTION;
GRANT seedbed_search TO seedbed_owner WITH ADMIN OPTION;
GRANT seedbed_directory TO seedbed_owner WITH ADMIN OPTION;
GRANT pg_read_all_data TO seedbed_backup;

-- A page that waits longer for a lock, or sits idle in a transaction, holds others up. The time for one statement is
-- set by each kind of process (STATEMENT_TIMEOUT_MS).
ALTER ROLE seedbed_app SET lock_timeout = '2s';
ALTER ROLE seedbed_app SET idle_in_transaction_session_timeout = '15s';

-- The statements of the pages are constant: one plan each, kept, instead of a new one for each council.
ALTER ROLE seedbed_app SET plan_cache_mode = 'force_generic_plan';
-- Rows lie in memory or on a fast disk: a list that is indexed in its order is read in that order, and no further than shown.
ALTER ROLE seedbed_app SET random_page_cost = 1.1;

-- PostgreSQL's own log tells an error without the row's values and without the statement.
ALTER ROLE seedbed_app SET log_error_verbosity = 'terse';
ALTER ROLE seedbed_app SET log_min_error_statement = 'panic';

CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS btree_gist WITH SCHEMA public;
CREATE EXTENSION IF NOT EXISTS unaccent WITH SCHEMA public;

DO $$
BEGIN
  EXECUTE format('ALTER DATABASE %I OWNER TO seedbed_owner', current_database());
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  EXECUTE format('GRANT CONNECT ON DATABASE %I TO seedbed_owner, seedbed_app, seedbed_backup', current_database());
END $$;
ALTER SCHEMA public OWNER TO seedbed_owner;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO seedbed_app, seedbed_outbox, seedbed_search, seedbed_directory, seedbed_backup;

-- Large objects belong to no table and no council: nobody but a superuser makes, reads or changes one here.
DO $$
DECLARE
  named regprocedure;
BEGIN
  FOR named IN
    SELECT oid FROM pg_proc
     WHERE pronamespace = 'pg_catalog'::regnamespace AND proname ~ '^(lo_|loread$|lowrite$)'
  LOOP
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', named);
  END LOOP;
END $$;
