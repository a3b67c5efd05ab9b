// Stand-in for liblz4's header where that is not installed: the two functions that the writer of
// .fst files needs, without compression. A block of literals only is a valid LZ4 block (LZ4 block
// format, github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md); the files are larger, that is all.
#pragma once
#include <cstring>

inline int LZ4_compressBound(int size) { return size + size / 255 + 16; }

inline int LZ4_compress_default(const char* from, char* to, int size, int capacity) {
    if (capacity < LZ4_compressBound(size)) return 0;
    unsigned char* out = reinterpret_cast<unsigned char*>(to);
    if (size < 15) {
        *out++ = static_cast<unsigned char>(size << 4);
    } else {
        *out++ = 0xF0;
        int rest = size - 15;
        for (; rest >= 255; rest -= 255) *out++ = 255;
        *out++ = static_cast<unsigned char>(rest);
    }
    std::memcpy(out, from, size);
    return static_cast<int>(out - reinterpret_cast<unsigned char*>(to)) + size;
}
