"""Sparse memory for bus models, and the regions that a kernel may touch."""

from __future__ import annotations

__all__ = ["Memory"]

_PAGE_BYTES = 4096


class Memory:
    """Byte-addressed memory of any size; pages appear when they are touched."""

    def __init__(self) -> None:
        """Make an empty memory; without a region every address may be touched."""
        self._pages: dict[int, bytearray] = {}
        self._regions: list[tuple[int, int, bool]] = []
        self._next = 0x1000_0000

    def _page(self, index: int) -> bytearray:
        page = self._pages.get(index)
        if page is None:
            page = self._pages[index] = bytearray(_PAGE_BYTES)
        return page

    def read(self, address: int, count: int) -> bytes:
        """Return `count` bytes."""
        result = bytearray()
        while count:
            index, offset = divmod(address, _PAGE_BYTES)
            part = min(count, _PAGE_BYTES - offset)
            result += self._page(index)[offset : offset + part]
            address += part
            count -= part
        return bytes(result)

    def write(self, address: int, data: bytes) -> None:
        """Store bytes."""
        done = 0
        while done < len(data):
            index, offset = divmod(address + done, _PAGE_BYTES)
            part = min(len(data) - done, _PAGE_BYTES - offset)
            self._page(index)[offset : offset + part] = data[done : done + part]
            done += part

    def allocate(self, data: bytes, *, writable: bool = False, skew: int = 0) -> int:
        """Place bytes in fresh pages and return their address.

        Args:
            data: the content.
            writable: whether the kernel may write there.
            skew: bytes between the start of the page and the data.
        """
        address = self._next + skew
        pages = -(-(len(data) + skew) // _PAGE_BYTES)
        self._next += (pages + 1) * _PAGE_BYTES
        self.write(address, data)
        self._regions.append((address, len(data), writable))
        return address

    def check_read(self, address: int, count: int) -> None:
        """Assert that a read lies in the pages of one region."""
        for first, size, _ in self._regions:
            low = first // _PAGE_BYTES * _PAGE_BYTES
            high = -(-(first + size) // _PAGE_BYTES) * _PAGE_BYTES
            if low <= address and address + count <= high:
                return
        assert not self._regions, f"read of {count} bytes at {address:#x} is outside of all buffers"

    def check_write(self, address: int) -> None:
        """Assert that a byte may be written."""
        for first, size, writable in self._regions:
            if writable and first <= address < first + size:
                return
        assert not self._regions, f"write to {address:#x} is outside of all writable buffers"
