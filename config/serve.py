"""One web process, started by config.run on a socket that the supervisor keeps: `python -m config.serve SOCKET_FD READY_FD`."""

import asyncio
import ctypes
import gc
import os
import socket
import sys
from types import FrameType

import uvicorn

GRACE_S = 3
"""How long requests under way may take at a stop; open streams end then."""
TRIM_S = 60
"""Between two times that memory which is free goes back to the system."""


class WebServer(uvicorn.Server):
    """A server that says on a pipe when it answers."""

    def __init__(self, config: uvicorn.Config, ready_fd: int) -> None:
        super().__init__(config)
        self._ready_fd = ready_fd
        self.loop: asyncio.AbstractEventLoop | None = None

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """End open streams at once: they would hold up the stop, and their browsers find the next process."""
        from learning.team_sessions.live.hub import hub  # needs the settings, which the application has loaded by now

        super().handle_exit(sig, frame)
        if self.loop is not None:
            self.loop.call_soon_threadsafe(hub.closing.set)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        self.loop = asyncio.get_running_loop()
        await super().startup(sockets)
        gc.collect()
        gc.freeze()  # what was loaded stays: the collector need not look at it again
        asyncio.get_running_loop().call_later(TRIM_S, _trim)
        os.write(self._ready_fd, b".")
        os.close(self._ready_fd)


def main(socket_fd: int, ready_fd: int) -> None:
    _give_memory_back()
    config = uvicorn.Config(
        "config.asgi:application",
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="on",
        log_config=None,  # the settings' LOGGING speaks for everything
        log_level="warning",
        access_log=False,  # addresses of pages say what someone does; the proxy's log is the operator's choice
        server_header=False,
        timeout_graceful_shutdown=GRACE_S,
    )
    WebServer(config, ready_fd).run(sockets=[socket.socket(fileno=socket_fd)])


def _give_memory_back() -> None:
    """Let glibc return the memory of large texts once they are freed, and all threads share two pools. Elsewhere there is no such call."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_ARENA_MAX, 1)
        mallopt(_M_MMAP_THRESHOLD, 32 * 1024)


def _trim() -> None:
    """Give back what lies free between pieces that are in use, now and again later. Takes milliseconds."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
        asyncio.get_running_loop().call_later(TRIM_S, _trim)


_M_ARENA_MAX, _M_MMAP_THRESHOLD = -8, -3


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
