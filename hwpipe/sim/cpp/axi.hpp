// AXI4 memory port: the slave side of one `m_axi` bundle, with latency, bandwidth, random stalls
// and the rules of the protocol (ARM IHI 0022) checked at every transfer.
#pragma once
#include <deque>

#include "context.hpp"

namespace hwp {

constexpr int kMaxBus = 128;  // bytes of the widest data bus, 1024 bits

struct AxiPins {
    // driven by the kernel
    uint64_t araddr = 0, awaddr = 0, arid = 0, awid = 0;
    uint8_t arvalid = 0, arlen = 0, arsize = 0, arburst = 1, rready = 0;
    uint8_t awvalid = 0, awlen = 0, awsize = 0, awburst = 1;
    uint8_t wvalid = 0, wlast = 0, bready = 0;
    uint8_t wdata[kMaxBus] = {}, wstrb[kMaxBus / 8] = {};
    // driven by this port
    uint8_t arready = 0, awready = 0, wready = 0;
    uint8_t rvalid = 0, rlast = 0, rresp = 0, bvalid = 0, bresp = 0;
    uint64_t rid = 0, bid = 0;
    uint8_t rdata[kMaxBus] = {};
};

struct AxiSettings {
    uint32_t read_latency = 1;   // cycles from the address taken to the first beat offered
    uint32_t write_latency = 1;  // cycles from the last beat taken to the response offered
    uint32_t outstanding = 16;   // bursts in flight, each way
    uint64_t read_rate = 0;      // 2^-16 bytes a cycle; 0: the width of the bus
    uint64_t write_rate = 0;
    int32_t read_pool = -1;      // ports of one pool share its rate; -1: own rate
    int32_t write_pool = -1;
    uint32_t stall_ar = 0, stall_r = 0, stall_aw = 0, stall_w = 0, stall_b = 0;  // of 2^32
};

// Bytes that may pass: filled by `rate` a cycle, never beyond one cycle's worth or one beat's.
struct Budget {
    int64_t rate = 0, have = 0;
    void tick(int64_t beat_cost) {
        if (rate) have = std::min(have + rate, std::max(rate, beat_cost));
    }
    bool allows(int64_t cost) const { return !rate || have >= cost; }
    // Two ports of a pool may be served in one cycle; the debt delays the next beat.
    void charge(int64_t cost) {
        if (rate) have -= cost;
    }
};

struct AxiCounters {
    uint64_t read_bursts = 0, read_beats = 0, write_bursts = 0, write_beats = 0, write_bytes = 0;
};

class AxiPort {
  public:
    AxiPins pins;
    AxiSettings settings;
    AxiCounters counters;

    AxiPort(Context& context, std::string name, int bus_bytes, bool reads, bool writes)
        : c_(context), name_(std::move(name)), bus_(bus_bytes), reads_(reads), writes_(writes) {
        while ((1 << full_size_) < bus_) ++full_size_;
        pins.arsize = pins.awsize = full_size_;
    }

    const std::string& name() const { return name_; }
    uint64_t reads_in_flight() const { return reads_queue_.size(); }
    uint64_t writes_in_flight() const { return writes_queue_.size() + responses_.size(); }

    void configure(const AxiSettings& s) {
        settings = s;
        read_budget_.rate = s.read_rate;
        write_budget_.rate = s.write_rate;
    }

    void reset() {
        reads_queue_.clear(), writes_queue_.clear(), early_.clear(), responses_.clear();
        r_offered_ = b_offered_ = held_ar_ = held_aw_ = held_w_ = false;
        pins.rvalid = pins.bvalid = pins.arready = pins.awready = pins.wready = 0;
    }

    void drive(std::vector<Budget>& pools) {
        const int64_t cost = static_cast<int64_t>(bus_) << 16;
        if (reads_) drive_read(pools, cost);
        if (writes_) drive_write(pools, cost);
    }

    // In reset the kernel must not offer anything (IHI 0022 A3.1.2).
    void sample_reset() {
        if (reads_ && pins.arvalid) fail("ARVALID is high during reset");
        if (writes_ && pins.awvalid) fail("AWVALID is high during reset");
        if (writes_ && pins.wvalid) fail("WVALID is high during reset");
    }

    void sample() {
        if (reads_) sample_read();
        if (writes_) sample_write();
    }

  private:
    struct Burst {
        uint64_t address, id, ready_cycle;
        uint16_t beats, done;
        uint8_t size;
    };
    struct Beat {
        uint8_t data[kMaxBus], strobe[kMaxBus / 8], last;
    };
    struct Response {
        uint64_t id, ready_cycle;
    };

    void drive_read(std::vector<Budget>& pools, int64_t cost) {
        pins.arready = reads_queue_.size() < settings.outstanding && !c_.rng.hit(settings.stall_ar);
        if (settings.read_pool < 0) read_budget_.tick(cost);
        if (!r_offered_ && !reads_queue_.empty()) {
            Burst& burst = reads_queue_.front();
            Budget& budget = settings.read_pool < 0 ? read_budget_ : pools[settings.read_pool];
            if (burst.ready_cycle <= c_.cycle && !c_.rng.hit(settings.stall_r) &&
                budget.allows(cost)) {
                budget.charge(cost);
                const uint64_t beat = beat_address(burst);
                c_.memory.read(beat & ~static_cast<uint64_t>(bus_ - 1), pins.rdata, bus_);
                pins.rid = burst.id;
                pins.rresp = 0;
                pins.rlast = burst.done + 1 == burst.beats;
                r_offered_ = true;
            }
        }
        pins.rvalid = r_offered_;
    }

    void drive_write(std::vector<Budget>& pools, int64_t cost) {
        pins.awready =
            writes_queue_.size() + responses_.size() < settings.outstanding &&
            !c_.rng.hit(settings.stall_aw);
        // Data may come before its address; some of it is kept.
        Budget& budget = settings.write_pool < 0 ? write_budget_ : pools[settings.write_pool];
        if (settings.write_pool < 0) write_budget_.tick(cost);
        write_source_ = &budget;
        pins.wready = early_.size() < 16 && !c_.rng.hit(settings.stall_w) &&
                      budget.allows(cost);
        if (!b_offered_ && !responses_.empty() && responses_.front().ready_cycle <= c_.cycle &&
            !c_.rng.hit(settings.stall_b)) {
            pins.bid = responses_.front().id;
            pins.bresp = 0;
            b_offered_ = true;
        }
        pins.bvalid = b_offered_;
    }

    uint64_t beat_address(const Burst& b) const {
        const uint64_t bytes = 1ull << b.size;
        return (b.address & ~(bytes - 1)) + b.done * bytes;
    }

    void fail(const std::string& what) { c_.fail("m_axi_" + name_ + ": " + what); }

    void check_burst(const char* channel, uint64_t address, int len, int size, int burst) {
        const uint64_t bytes = 1ull << size;
        const uint64_t first = address & ~(bytes - 1);
        const uint64_t total = bytes * (len + 1);
        const std::string at = std::string(channel) + " address " + hex(address) + ", " +
                               std::to_string(len + 1) + " beats of " + std::to_string(bytes) +
                               " bytes";
        if (burst != 1) fail(at + ": burst type " + std::to_string(burst) + " is not INCR");
        if (static_cast<int>(bytes) > bus_) fail(at + ": wider than the bus");
        if (first / 4096 != (first + total - 1) / 4096) fail(at + ": crosses a 4 KB boundary");
    }

    void sample_read() {
        if (held_ar_ && (!pins.arvalid || pins.araddr != old_ar_.address ||
                         pins.arlen + 1 != old_ar_.beats || pins.arsize != old_ar_.size))
            fail("ARVALID or its payload changed before ARREADY");
        held_ar_ = pins.arvalid && !pins.arready;
        if (pins.arvalid) {
            old_ar_ = {pins.araddr, pins.arid, c_.cycle + settings.read_latency,
                       static_cast<uint16_t>(pins.arlen + 1), 0, pins.arsize};
            if (pins.arready) {
                check_burst("read", pins.araddr, pins.arlen, pins.arsize, pins.arburst);
                const uint64_t bytes = static_cast<uint64_t>(old_ar_.beats) << old_ar_.size;
                const uint64_t first = old_ar_.address & ~((1ull << old_ar_.size) - 1);
                if (!c_.memory.may_read(first, bytes))
                    fail("reads " + std::to_string(bytes) + " bytes at " + hex(first) +
                         ", outside of every buffer");
                reads_queue_.push_back(old_ar_);
                ++counters.read_bursts;
                c_.moved();
            }
        }
        if (pins.rvalid && pins.rready) {
            ++counters.read_beats;
            c_.moved();
            r_offered_ = false;
            Burst& burst = reads_queue_.front();
            if (++burst.done == burst.beats) reads_queue_.pop_front();
        }
    }

    void sample_write() {
        if (held_aw_ && (!pins.awvalid || pins.awaddr != old_aw_.address ||
                         pins.awlen + 1 != old_aw_.beats || pins.awsize != old_aw_.size))
            fail("AWVALID or its payload changed before AWREADY");
        held_aw_ = pins.awvalid && !pins.awready;
        if (pins.awvalid) {
            old_aw_ = {pins.awaddr, pins.awid, 0, static_cast<uint16_t>(pins.awlen + 1), 0,
                       pins.awsize};
            if (pins.awready) {
                check_burst("write", pins.awaddr, pins.awlen, pins.awsize, pins.awburst);
                writes_queue_.push_back(old_aw_);
                ++counters.write_bursts;
                c_.moved();
            }
        }
        if (held_w_ && (!pins.wvalid || pins.wlast != old_w_.last ||
                        std::memcmp(pins.wdata, old_w_.data, bus_) ||
                        std::memcmp(pins.wstrb, old_w_.strobe, (bus_ + 7) / 8)))
            fail("WVALID or its payload changed before WREADY");
        held_w_ = pins.wvalid && !pins.wready;
        if (pins.wvalid) {
            if (held_w_ || !writes_queue_.empty() || pins.wready) {
                std::memcpy(old_w_.data, pins.wdata, bus_);
                std::memcpy(old_w_.strobe, pins.wstrb, (bus_ + 7) / 8);
                old_w_.last = pins.wlast;
            }
            if (pins.wready) {
                write_source_->charge(static_cast<int64_t>(bus_) << 16);
                ++counters.write_beats;
                c_.moved();
                if (early_.empty() && !writes_queue_.empty())
                    store(old_w_);
                else
                    early_.push_back(old_w_);
            }
        }
        while (!early_.empty() && !writes_queue_.empty()) {
            store(early_.front());
            early_.pop_front();
        }
        if (pins.bvalid && pins.bready) {
            responses_.pop_front();
            b_offered_ = false;
            c_.moved();
        }
    }

    void store(const Beat& beat) {
        Burst& burst = writes_queue_.front();
        const uint64_t address = beat_address(burst);
        const uint64_t base = address & ~static_cast<uint64_t>(bus_ - 1);
        int first = bus_, end = 0, count = 0;
        for (int i = 0; i < bus_; ++i)
            if (beat.strobe[i >> 3] >> (i & 7) & 1) {
                if (first == bus_) first = i;
                end = i + 1;
                ++count;
            }
        if (count) {
            const int lane = static_cast<int>(address - base);
            if (first < lane || end > lane + (1 << burst.size))
                fail("WSTRB selects bytes outside of the beat at " + hex(address));
            if (!c_.memory.may_write(base + first, end - first))
                fail("writes " + std::to_string(end - first) + " bytes at " + hex(base + first) +
                     ", outside of every buffer that may be written");
            c_.memory.write_strobed(base, beat.data, beat.strobe, bus_);
            counters.write_bytes += count;
        }
        ++burst.done;
        if (beat.last != (burst.done == burst.beats))
            fail("WLAST is " + std::to_string(beat.last) + " at beat " +
                 std::to_string(burst.done) + " of " + std::to_string(burst.beats));
        if (burst.done == burst.beats) {
            responses_.push_back({burst.id, c_.cycle + settings.write_latency});
            writes_queue_.pop_front();
        }
    }

    Context& c_;
    std::string name_;
    int bus_;
    uint8_t full_size_ = 0;
    bool reads_, writes_;
    std::deque<Burst> reads_queue_, writes_queue_;
    std::deque<Beat> early_;
    std::deque<Response> responses_;
    Budget read_budget_, write_budget_;
    Budget* write_source_ = nullptr;  // what the data beat of this cycle is charged to
    bool r_offered_ = false, b_offered_ = false;
    bool held_ar_ = false, held_aw_ = false, held_w_ = false;
    Burst old_ar_{}, old_aw_{};
    Beat old_w_{};
};

}  // namespace hwp
