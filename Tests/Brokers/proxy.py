"""A TCP proxy on loopback that can cut every connection and refuse new ones for a while."""

import asyncio
import threading


class Proxy:
    """Forwards to one port; runs on a thread of its own. Use as a context manager."""

    def __init__(self, target_port: int):
        self.target_port = target_port
        self.port = 0
        self.accepted = 0
        self._writers: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> "Proxy":
        self._thread.start()
        self._call(self._listen())
        return self

    def __exit__(self, *_) -> None:
        self._call(self._cut())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    def cut(self) -> int:
        """Drops all connections and refuses new ones until `mend`; answers how many it dropped."""
        return self._call(self._cut())

    def mend(self) -> None:
        """Listens again, on the same port."""
        self._call(self._listen())

    @property
    def open_connections(self) -> int:
        return len(self._writers) // 2

    def _call(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(10)

    async def _listen(self) -> None:
        self._server = await asyncio.start_server(
            self._serve, "127.0.0.1", self.port, reuse_address=True, backlog=256
        )
        self.port = self._server.sockets[0].getsockname()[1]

    async def _cut(self) -> int:
        # Closing the listener makes the kernel refuse, as a dead machine behind a live switch does.
        if self._server is not None:
            self._server.close()
            self._server = None
        dropped = self.open_connections
        for writer in list(self._writers):
            writer.transport.abort()
        self._writers.clear()
        return dropped

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.target_port)
        except OSError:
            writer.transport.abort()
            return
        if self._server is None:  # cut while we were connecting
            writer.transport.abort()
            far_writer.transport.abort()
            return
        self.accepted += 1
        pair = {writer, far_writer}
        self._writers |= pair
        await asyncio.gather(self._pump(reader, far_writer), self._pump(far_reader, writer))
        self._writers -= pair

    @staticmethod
    async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(1 << 16):
                writer.write(data)
                await writer.drain()
        except (OSError, asyncio.CancelledError):
            pass
        finally:
            writer.close()
