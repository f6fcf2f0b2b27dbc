"""/healthz: the process turns; /readyz: it can answer people now, and if not, why; /metrics: numbers for Prometheus."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager

from aiohttp import web

from bot.telegram.failures import PortTakenError
from bot.watching.metrics import Metrics

# Raises where something is missing; its error is never shown, only its type.
Probe = Callable[[], Awaitable[object]]


async def health(_: web.Request) -> web.Response:
    return web.Response(text="ok")


def pages(metrics: Metrics, probes: Mapping[str, Probe], refresh: Probe) -> list[web.RouteDef]:
    """`probes` are asked for /readyz, each by the name that is shown; `refresh` brings stored numbers up to date."""

    async def readiness(_: web.Request) -> web.Response:
        states = {name: await _state(probe) for name, probe in probes.items()}
        ready = all(state == "ok" for state in states.values())
        return web.json_response(states, status=200 if ready else 503)

    async def numbers(_: web.Request) -> web.Response:
        # Where the database is away, the other numbers tell of it.
        await _state(refresh)
        return web.Response(body=metrics.page(), headers={"Content-Type": "text/plain; version=0.0.4; charset=utf-8"})

    return [web.get("/readyz", readiness), web.get("/metrics", numbers)]


async def _state(probe: Probe) -> str:
    try:
        await probe()
    except Exception as error:  # noqa: BLE001  # whatever it is, the answer is that it is not there
        return type(error).__name__
    return "ok"


@asynccontextmanager
async def serving(routes: list[web.RouteDef], port: int, host: str = "0.0.0.0") -> AsyncIterator[None]:  # noqa: S104  # in a container whoever asks comes from outside
    """A small server of its own, for a bot that polls. Raises PortTakenError."""
    app = web.Application()
    app.add_routes([web.get("/healthz", health), *routes])
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError:
            raise PortTakenError(port) from None
        yield
    finally:
        await runner.cleanup()
