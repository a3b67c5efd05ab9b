"""Small messages over Unix sockets: order, overflow, loss of the peer."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest
import torch

from hwpipe.runtime.transport import TransportError
from hwpipe.train.channel.direct import LARGEST_BYTES, Direct

Pair = tuple[Direct, Direct]


@pytest.fixture
def pair() -> Iterator[Pair]:
    ends = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    both = Direct({1: ends[0]}, 5.0), Direct({0: ends[1]}, 0.3)
    yield both
    for side in both:
        side.close()


def filled(value: int, size: int) -> torch.Tensor:
    return torch.full((size,), value % 251, dtype=torch.uint8)


def test_messages_are_found_by_name_not_by_order(pair: Pair) -> None:
    left, right = pair
    for number in (3, 1, 2):
        left.send(1, 7, number, filled(number, 10 * number))
    left.send(1, 8, 1, filled(9, 4))
    for number in (1, 2, 3):
        found = right.recv(0, 7, number)
        assert torch.equal(found, filled(number, 10 * number))
        assert found.data_ptr() % 64 == 0  # as torch's own tensors: kernels may care
    assert torch.equal(right.recv(0, 8, 1), filled(9, 4))
    assert left.reaches(1)
    assert not left.reaches(0)


def test_a_full_socket_does_not_stop_the_sender(pair: Pair) -> None:
    left, right = pair
    count = 64  # 2 MiB, ten times what a socket holds
    for number in range(count):
        left.send(1, 0, number, filled(number, LARGEST_BYTES))
    for number in range(count):
        assert torch.equal(right.recv(0, 0, number), filled(number, LARGEST_BYTES))


def test_a_lost_or_silent_peer_is_noticed(pair: Pair) -> None:
    left, right = pair
    with pytest.raises(TransportError, match=r"no message from rank 0 for 0\.3 s"):
        right.recv(0, 0, 0)
    left.close()
    with pytest.raises(TransportError, match="rank 0 closed the connection"):
        right.recv(0, 0, 0)
    with pytest.raises(TransportError, match="rank 1: "):
        left.send(1, 0, 0, filled(1, 8))
