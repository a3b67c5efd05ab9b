// Sparse byte-addressed memory, and the regions of it that a kernel may touch.
#pragma once
#include <cstdint>
#include <cstring>
#include <memory>
#include <unordered_map>
#include <vector>

namespace hwp {

// Small fast generator (xorshift64*); a stall must cost a nanosecond.
class Rng {
  public:
    explicit Rng(uint64_t seed = 1) : state_(seed * 0x9E3779B97F4A7C15ull + 0x1234567ull) {
        if (!state_) state_ = 1;
    }
    uint32_t next() {
        state_ ^= state_ >> 12;
        state_ ^= state_ << 25;
        state_ ^= state_ >> 27;
        return static_cast<uint32_t>((state_ * 0x2545F4914F6CDD1Dull) >> 32);
    }
    // True with probability threshold / 2^32; no random number is drawn for 0.
    bool hit(uint32_t threshold) { return threshold && next() < threshold; }

  private:
    uint64_t state_;
};

class Memory {
  public:
    static constexpr uint64_t kPage = 65536;

    uint8_t* page(uint64_t address) {
        const uint64_t index = address / kPage;
        if (index == last_index_) return last_;
        auto& slot = pages_[index];
        if (!slot) slot.reset(new uint8_t[kPage]());
        last_index_ = index;
        last_ = slot.get();
        return last_;
    }
    void read(uint64_t address, uint8_t* into, uint64_t count) {
        while (count) {
            const uint64_t offset = address % kPage;
            const uint64_t part = std::min(count, kPage - offset);
            std::memcpy(into, page(address) + offset, part);
            address += part, into += part, count -= part;
        }
    }
    void write(uint64_t address, const uint8_t* from, uint64_t count) {
        while (count) {
            const uint64_t offset = address % kPage;
            const uint64_t part = std::min(count, kPage - offset);
            std::memcpy(page(address) + offset, from, part);
            address += part, from += part, count -= part;
        }
    }
    // Buses are at most 128 bytes wide and aligned, so a beat never straddles two pages.
    void write_strobed(uint64_t address, const uint8_t* from, const uint8_t* strobe, int count) {
        uint8_t* target = page(address) + address % kPage;
        for (int i = 0; i < count; ++i)
            if (strobe[i >> 3] >> (i & 7) & 1) target[i] = from[i];
    }

    // With no region added every address may be touched.
    void allow(uint64_t first, uint64_t bytes, uint64_t padded_bytes, bool writable) {
        regions_.push_back({first, first + bytes, first + padded_bytes, writable});
    }
    void forget_regions() { regions_.clear(); }
    bool may_read(uint64_t first, uint64_t bytes) const {
        if (regions_.empty()) return true;
        for (const Region& r : regions_)
            if (first >= r.first && first + bytes <= r.padded_end) return true;
        return false;
    }
    bool may_write(uint64_t first, uint64_t bytes) const {
        if (regions_.empty()) return true;
        for (const Region& r : regions_)
            if (r.writable && first >= r.first && first + bytes <= r.end) return true;
        return false;
    }

  private:
    struct Region {
        uint64_t first, end, padded_end;
        bool writable;
    };
    std::unordered_map<uint64_t, std::unique_ptr<uint8_t[]>> pages_;
    std::vector<Region> regions_;
    uint64_t last_index_ = ~0ull;
    uint8_t* last_ = nullptr;
};

}  // namespace hwp
