"""`make run`: everything set up, then the web server and the worker until stopped."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser


class Command(BaseCommand):
    help = "Set up database, vocabularies, demo content and search index, then serve the site and its worker."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=None, help="Port (default: the variable PORT, else 8000).")
        parser.add_argument("--workers", type=int, default=2, help="Web server processes (default: 2).")
        parser.add_argument("--no-demo", action="store_true", help="Do not load the demo content.")

    def handle(self, *args: Any, **options: Any) -> None:
        port = self._port(options["port"])
        self._set_up(options)
        self.stdout.write(self.style.SUCCESS(f"\n  Sinau: http://127.0.0.1:{port}/   (stop with Ctrl+C)"))
        self._serve(port, options["workers"])

    def _port(self, port: int | None) -> int:
        try:
            port = port or int(os.environ.get("PORT") or 8000)
        except ValueError:
            raise CommandError(f"PORT has to be a number, not “{os.environ['PORT']}”.") from None
        if not 0 < port < 65536:
            raise CommandError("PORT has to be a number from 1 to 65535.")
        return port

    def _set_up(self, options: dict[str, Any]) -> None:
        for folder in (settings.VAR_DIR, settings.STATIC_ROOT, settings.MEDIA_ROOT):
            folder.mkdir(parents=True, exist_ok=True)
        call_command("migrate", verbosity=0, interactive=False)
        call_command("load_vocabularies", stdout=self.stdout)
        call_command("rebuild_search", "--if-missing", stdout=self.stdout)
        if settings.DEMO and not options["no_demo"]:
            call_command("load_demo", stdout=self.stdout)
        else:
            call_command("setup_site", stdout=self.stdout)
        call_command("provision_centres", stdout=self.stdout)

    def _serve(self, port: int, workers: int) -> None:
        """Two processes; when one ends, the other is ended too, and so is this command."""
        web = [
            *(sys.executable, "-m", "gunicorn", "settings.wsgi", "--bind", f"127.0.0.1:{port}"),
            *("--workers", str(workers), "--threads", "4", "--limit-request-line", "0"),
            *("--log-level", "warning", "--max-requests", "20000", "--max-requests-jitter", "2000"),
        ]
        worker = [sys.executable, "manage.py", "work"]
        environment = {**os.environ, "DJANGO_SETTINGS_MODULE": os.environ.get("DJANGO_SETTINGS_MODULE", "settings.dev")}
        processes = [
            subprocess.Popen(command, cwd=settings.BASE_DIR, env=environment)  # noqa: S603
            for command in (web, worker)
        ]
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
        try:
            while all(process.poll() is None for process in processes):
                time.sleep(0.3)
            ended = next(process for process in processes if process.poll() is not None)
            if ended.returncode:
                raise CommandError("The web server or the worker ended with an error; see the lines above.")
        except KeyboardInterrupt:
            pass
        finally:
            for process in processes:
                if process.poll() is None:
                    process.terminate()
            for process in processes:
                try:
                    process.wait(timeout=10)
                except subprocess.TimeoutExpired:
                    process.kill()
