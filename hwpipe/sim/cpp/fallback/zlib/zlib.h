// Stand-in for zlib's header where that is not installed: what the writer of .fst files needs,
// with stored blocks only (RFC 1950, RFC 1951 section 3.2.4). The files are larger, that is all.
#pragma once
#include <cstdint>
#include <cstring>

using Bytef = unsigned char;
using uLong = unsigned long;
using uLongf = unsigned long;
constexpr int Z_OK = 0;
constexpr int Z_BUF_ERROR = -5;

inline uLong compressBound(uLong size) { return size + 5 * (size / 65535 + 1) + 6; }

inline int compress2(Bytef* to, uLongf* capacity, const Bytef* from, uLong size, int) {
    if (*capacity < compressBound(size)) return Z_BUF_ERROR;
    Bytef* out = to;
    *out++ = 0x78;
    *out++ = 0x01;
    uint32_t a = 1, b = 0;  // Adler-32
    uLong done = 0;
    do {
        const uLong part = size - done < 65535 ? size - done : 65535;
        *out++ = done + part == size;
        *out++ = part & 255;
        *out++ = part >> 8;
        *out++ = ~part & 255;
        *out++ = (~part >> 8) & 255;
        if (part) std::memcpy(out, from + done, part);
        for (uLong i = 0; i < part; ++i) a = (a + from[done + i]) % 65521, b = (b + a) % 65521;
        out += part;
        done += part;
    } while (done < size);
    const uint32_t sum = b << 16 | a;
    for (int shift = 24; shift >= 0; shift -= 8) *out++ = (sum >> shift) & 255;
    *capacity = static_cast<uLongf>(out - to);
    return Z_OK;
}
