"""PostgreSQL and Redis of the tests' own: started on a free port of 127.0.0.1, in a folder that goes away with them."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

PATIENCE = 30.0

_numbers = count(1)


class ServiceMissingError(Exception):
    """A server that the tests marked `service` need is not installed on this machine."""


def _binary(name: str) -> str:
    # Debian keeps the server's own programs out of the path.
    beside = sorted(map(str, Path("/usr/lib/postgresql").glob(f"*/bin/{name}")))
    found = shutil.which(name) or (beside[-1] if beside else None)
    if found is None:
        raise ServiceMissingError(f"Нет программы {name}: поставьте пакеты postgresql и redis-server.")
    return found


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def _until_open(port: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


class Postgres:
    """A cluster without durability, which a test does not need."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    def initialise(self) -> None:
        if os.geteuid() == 0:
            shutil.chown(self._folder, "postgres")
        self._run("initdb", "-D", str(self._folder / "data"), "-A", "trust", "-U", "coach", "-E", "UTF8", "--no-sync")

    def start(self) -> None:
        quick = [f"-c{name}=off" for name in ("fsync", "synchronous_commit", "full_page_writes")]
        own = [f"-cunix_socket_directories={self._folder}", "-cmax_connections=200", *quick]
        command = _as_postgres(
            [_binary("postgres"), "-D", str(self._folder / "data"), "-p", str(self.port), "-h", "127.0.0.1", *own]
        )
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # noqa: S603  # our own words
        _until_open(self.port)
        deadline = time.monotonic() + PATIENCE
        while self._psql("SELECT 1").returncode and time.monotonic() < deadline:
            time.sleep(0.05)

    def stop(self) -> None:
        """Cuts everybody off; `start` brings it back with what was committed."""
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait()
            self._process = None

    def new_database(self, template: str = "template1") -> str:
        """The address of a database with what `template` holds, by default nothing."""
        name = f"test_{next(_numbers)}"
        self._psql(f"CREATE DATABASE {name} TEMPLATE {template}").check_returncode()
        return f"postgresql+asyncpg://coach@127.0.0.1:{self.port}/{name}"

    def _psql(self, statement: str) -> subprocess.CompletedProcess[bytes]:
        address = f"postgresql://coach@127.0.0.1:{self.port}/postgres"
        return subprocess.run([_binary("psql"), "-qXd", address, "-c", statement], capture_output=True, check=False)  # noqa: S603  # our own words

    def _run(self, name: str, *arguments: str) -> None:
        subprocess.run(_as_postgres([_binary(name), *arguments]), capture_output=True, check=True)  # noqa: S603  # our own words


def _as_postgres(command: list[str]) -> list[str]:
    """PostgreSQL refuses to run as root, which a container of CI usually is."""
    to_postgres = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"]
    return [*to_postgres, *command] if os.geteuid() == 0 else command


def _folder_for_everybody() -> str | None:
    """Where another user may reach the cluster: on some machines the usual folder is closed to all but root."""
    return next((place for place in ("/dev/shm", "/var/tmp") if Path(place).is_dir()), None)  # noqa: S108  # the same


@contextmanager
def postgres_server() -> Iterator[Postgres]:
    with tempfile.TemporaryDirectory(dir=_folder_for_everybody()) as folder:
        server = Postgres(Path(folder))
        server.initialise()
        server.start()
        try:
            yield server
        finally:
            server.stop()


class Redis:
    """A server that writes down every command, so that a kill loses nothing. `kill` and `start` as often as need be."""

    def __init__(self, folder: Path) -> None:
        self.port = free_port()
        self.url = self.database(0)
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None

    def database(self, number: int) -> str:
        return f"redis://127.0.0.1:{self.port}/{number}"

    def start(self) -> None:
        own = ["--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self._folder), "--save", ""]
        self._process = subprocess.Popen(  # noqa: S603  # our own words
            [_binary("redis-server"), *own, "--appendonly", "yes"], stdout=subprocess.DEVNULL
        )
        _until_open(self.port)

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


@contextmanager
def redis_server() -> Iterator[Redis]:
    with tempfile.TemporaryDirectory() as folder:
        server = Redis(Path(folder))
        server.start()
        try:
            yield server
        finally:
            server.kill()
