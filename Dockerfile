# Seedbed's one image: web, worker, clock and migrations are the same files with another command.
# Build: docker build --tag seedbed .     Settings: docs/settings.md

FROM node:22-bookworm-slim AS node

FROM python:3.13-slim-bookworm AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
COPY requirements/run.lock /build/run.lock
RUN python -m venv /opt/seedbed \
 && /opt/seedbed/bin/python -m pip install --require-hashes --no-deps --requirement /build/run.lock

FROM python:3.13-slim-bookworm AS assets
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=node /usr/local/lib/node_modules /usr/local/lib/node_modules
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
WORKDIR /app
COPY assets assets
RUN python assets/build.py

FROM python:3.13-slim-bookworm
# pg_dump and pg_restore of the server's own version, for `seedbed backup` and `seedbed restore`.
RUN apt-get update \
 && apt-get install --yes --no-install-recommends postgresql-common ca-certificates \
 && /usr/share/postgresql-common/pgdg/apt.postgresql.org.sh -y \
 && apt-get install --yes --no-install-recommends postgresql-client-18 \
 && rm -rf /var/lib/apt/lists/*
RUN useradd --system --create-home --uid 10001 seedbed && install --directory --owner=seedbed --mode=700 /files
ENV PATH=/opt/seedbed/bin:$PATH PYTHONPATH=/app PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    ENVIRONMENT=production BIND=0.0.0.0 PORT=8000
WORKDIR /app
COPY --from=packages /opt/seedbed /opt/seedbed
COPY LICENSE ./
COPY config config
COPY local local
COPY migrations migrations
COPY templates templates
COPY tracker tracker
COPY worker worker
COPY --from=assets /app/assets/built assets/built
RUN printf '#!/bin/sh\nexec python -P -c "from tracker.cli import main; main()" "$@"\n' > /opt/seedbed/bin/seedbed \
 && chmod 755 /opt/seedbed/bin/seedbed
USER seedbed
EXPOSE 8000
CMD ["seedbed", "serve"]
