# The site's code with exactly the packages of requirements.lock; the same image is web server, worker and migration.
FROM python:3.11.13-slim-bookworm AS packages
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/venv
COPY requirements.lock /tmp/requirements.lock
RUN /opt/venv/bin/pip install --quiet --require-hashes --no-deps -r /tmp/requirements.lock

FROM python:3.11.13-slim-bookworm
# A number, so that a volume's owner is the same on every machine.
RUN groupadd --gid 10001 sinau \
 && useradd --uid 10001 --gid sinau --no-create-home --home-dir /app --shell /usr/sbin/nologin sinau \
 && install -d -o sinau -g sinau /var/lib/sinau /var/lib/sinau/media /var/lib/sinau/private /var/lib/sinau/search
COPY --from=packages /opt/venv /opt/venv
WORKDIR /app
COPY . .
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=settings.production \
    STATIC_ROOT=/app/static \
    MEDIA_ROOT=/var/lib/sinau/media \
    PRIVATE_MEDIA_ROOT=/var/lib/sinau/private \
    SEARCH_INDEX_DIR=/var/lib/sinau/search
# The settings insist on these three; here they only have to be something, and the image keeps none of them.
RUN SECRET_KEY=only-to-collect-files ALLOWED_HOSTS=localhost BASE_URL=http://localhost \
    python manage.py collectstatic --no-input --verbosity 0 \
 && python -m compileall -q cms media modules search settings
USER sinau
EXPOSE 8000
CMD ["gunicorn", "settings.wsgi", "--bind", "0.0.0.0:8000", "--workers", "2", "--threads", "4", "--limit-request-line", "0", "--worker-tmp-dir", "/dev/shm"]
