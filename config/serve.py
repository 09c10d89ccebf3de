"""One web process, started by config.run on a socket that the supervisor keeps: `python -m config.serve SOCKET_FD READY_FD`."""

import ctypes
import gc
import os
import socket
import sys

import uvicorn

GRACE_S = 3
"""How long requests under way may take at a stop; open streams end then."""


class WebServer(uvicorn.Server):
    """A server that says on a pipe when it answers."""

    def __init__(self, config: uvicorn.Config, ready_fd: int) -> None:
        super().__init__(config)
        self._ready_fd = ready_fd

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        gc.collect()
        gc.freeze()  # what was loaded stays: the collector need not look at it again
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
    """Let glibc return the memory of large texts when they are freed, and let all threads share two pools. Other C libraries do well by themselves."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_ARENA_MAX, 2)
        mallopt(_M_MMAP_THRESHOLD, 64 * 1024)


_M_ARENA_MAX, _M_MMAP_THRESHOLD = -8, -3


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
