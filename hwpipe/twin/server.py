"""The twin's server: one loopback address, PYNQ.remote's port."""

from __future__ import annotations

import ipaddress
import warnings
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType

from hwpipe.errors import InputError, WorkError
from hwpipe.resources import data_dir
from hwpipe.twin.board import MakeLogic, TwinBoard, numpy_logic

__all__ = ["PORT", "TwinServer", "check_address"]

#: pynq knows no other.
PORT = 7967
_THREADS = 8


def check_address(address: str, *, expose: bool = False) -> str:
    """An address to listen on.

    Args:
        address: of this machine, IPv4.
        expose: allow other addresses than 127.x.y.z; the protocol knows neither passwords nor
            encryption.

    Raises:
        InputError: no IPv4 address, or one that others can reach without `expose`.
    """
    try:
        parsed = ipaddress.IPv4Address(address)
    except ValueError as error:
        raise InputError(f"--bind {address!r}: {error}", limit="an IPv4 address") from None
    if not parsed.is_loopback and not expose:
        raise InputError(
            f"--bind {address} lets other machines in, without password or encryption",
            limit="127.0.0.0/8", remedy="add --expose if that is what you want",
        )  # fmt: skip
    return str(parsed)


class TwinServer:
    """A twin in this process; a context manager.

    Args:
        board: name of a board with an overlay.
        address: to listen on.
        package: folder with the overlays that may be loaded; by default hwpipe's own.
        make_logic: what stands behind the accelerator's registers.
        cma_bytes: contiguous memory.
        port: other than pynq's only for clients that say so.

    Raises:
        InputError: an unknown board, or no overlays in the folder.
        WorkError: the address is in use or not of this machine, or grpc is missing.
    """

    def __init__(
        self,
        board: str,
        address: str,
        *,
        package: Path | None = None,
        make_logic: MakeLogic = numpy_logic,
        cma_bytes: int | None = None,
        port: int = PORT,
    ) -> None:
        self.address, self.port = address, port
        self.board = TwinBoard(
            board, package or data_dir("bitstreams"), make_logic=make_logic, cma_bytes=cma_bytes
        )
        try:
            with warnings.catch_warnings():
                # pynqutils 0.1.3 looks for plug-ins with setuptools' deprecated pkg_resources.
                warnings.simplefilter("ignore")
                import grpc
                from pynq.remote import (
                    buffer_pb2_grpc,
                    gpio_pb2_grpc,
                    mmio_pb2_grpc,
                    remote_device_pb2_grpc,
                )

                from hwpipe.twin import services
        except ImportError as error:
            raise InputError(
                f"a twin needs pynq: {error}", remedy="pip install 'hwpipe[pynq]'"
            ) from error
        # Without so_reuseport=0 a second twin would share the address in silence.
        self._server = grpc.server(
            ThreadPoolExecutor(_THREADS), options=[("grpc.so_reuseport", 0)],
            maximum_concurrent_rpcs=64,
        )  # fmt: skip
        add = {
            remote_device_pb2_grpc.add_RemoteDeviceServicer_to_server: services.DeviceService,
            mmio_pb2_grpc.add_MmioServicer_to_server: services.MmioService,
            buffer_pb2_grpc.add_RemoteBufferServicer_to_server: services.BufferService,
            gpio_pb2_grpc.add_GpioServicer_to_server: services.GpioService,
        }
        for function, service in add.items():
            function(service(self.board), self._server)
        try:
            bound = self._server.add_insecure_port(f"{address}:{port}")
        except RuntimeError:
            bound = 0
        if not bound:
            self._server.stop(None)
            raise WorkError(
                f"cannot listen on {address}:{port}", remedy="a twin may run there already: choose "
                "another address of 127.0.0.0/8 with --bind",
            )  # fmt: skip
        self._server.start()

    def wait(self) -> None:
        """Serve until somebody stops the server."""
        self._server.wait_for_termination()

    def stop(self) -> None:
        """End all calls and the logic."""
        self._server.stop(None).wait()
        self.board.close()

    def __enter__(self) -> TwinServer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:  # fmt: skip
        self.stop()
