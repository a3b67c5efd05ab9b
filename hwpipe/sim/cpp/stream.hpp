// AXI4-Stream: a source that feeds an `axis` input and a sink that collects an output, and the
// AXI4-Lite master that reads and writes the control registers.
#pragma once
#include "context.hpp"

namespace hwp {

constexpr int kMaxStream = 512;  // bytes of the widest TDATA

struct StreamPins {
    uint8_t tdata[kMaxStream] = {}, tvalid = 0, tready = 0, tlast = 0;
};

class StreamPort {
  public:
    StreamPins pins;
    uint32_t stall = 0;  // of 2^32: chance that a beat is not offered, or not taken, in a cycle
    uint64_t beats = 0;  // beats transferred
    std::vector<uint8_t> data, last;  // to be sent, or received; one byte of `last` a beat
    uint64_t next = 0;   // first beat that has not been transferred (source) or popped (sink)

    StreamPort(Context& context, std::string name, int bytes, bool source)
        : c_(context), name_(std::move(name)), bytes_(bytes), source_(source) {}

    const std::string& name() const { return name_; }
    int bytes() const { return bytes_; }
    uint64_t waiting() const { return last.size() - next; }

    void reset() {
        data.clear(), last.clear();
        next = beats = 0;
        offered_ = held_ = false;
        pins.tvalid = source_ ? 0 : pins.tvalid;
        pins.tready = source_ ? pins.tready : 0;
    }

    void drive() {
        if (!source_) {
            pins.tready = !c_.rng.hit(stall);
            return;
        }
        if (!offered_ && next < last.size() && !c_.rng.hit(stall)) {
            std::memcpy(pins.tdata, &data[next * bytes_], bytes_);
            pins.tlast = last[next];
            offered_ = true;
        }
        pins.tvalid = offered_;
    }

    void sample() {
        const bool moved = pins.tvalid && pins.tready;
        if (moved) {
            ++beats;
            c_.moved();
        }
        if (source_) {
            if (moved) {
                offered_ = false;
                ++next;
            }
            return;
        }
        if (held_ && (!pins.tvalid || std::memcmp(pins.tdata, old_, bytes_) ||
                      pins.tlast != old_last_))
            c_.fail(name_ + ": TVALID or its payload changed before TREADY");
        held_ = pins.tvalid && !pins.tready;
        if (held_) {
            std::memcpy(old_, pins.tdata, bytes_);
            old_last_ = pins.tlast;
        }
        if (moved) {
            data.insert(data.end(), pins.tdata, pins.tdata + bytes_);
            last.push_back(pins.tlast);
        }
    }

  private:
    Context& c_;
    std::string name_;
    int bytes_;
    bool source_, offered_ = false, held_ = false;
    uint8_t old_[kMaxStream] = {}, old_last_ = 0;
};

struct LitePins {
    uint64_t awaddr = 0, araddr = 0;
    uint32_t wdata = 0, rdata = 0;
    uint8_t awvalid = 0, awready = 0, wvalid = 0, wready = 0, wstrb = 15, bvalid = 0, bready = 0;
    uint8_t arvalid = 0, arready = 0, rvalid = 0, rready = 0, bresp = 0, rresp = 0;
};

// One access at a time; address and data of a write go at independent random times.
class LiteMaster {
  public:
    LitePins pins;
    uint32_t stall = 0;
    bool busy = false;
    uint32_t data = 0;         // what the last read returned
    uint64_t taken_cycle = 0;  // cycle in which the kernel had taken address and data of a write

    explicit LiteMaster(Context& context) : c_(context) {}

    void reset() {
        pins.awvalid = pins.wvalid = pins.bready = pins.arvalid = pins.rready = 0;
        busy = aw_left_ = w_left_ = b_left_ = ar_left_ = r_left_ = false;
    }
    void write(uint64_t address, uint32_t value, uint8_t strobe) {
        pins.awaddr = address, pins.wdata = value, pins.wstrb = strobe;
        busy = aw_left_ = w_left_ = b_left_ = true;
    }
    void read(uint64_t address) {
        pins.araddr = address;
        busy = ar_left_ = r_left_ = true;
    }
    void drive() {
        if (!busy) return;
        pins.awvalid = aw_left_ && (pins.awvalid || !c_.rng.hit(stall));
        pins.wvalid = w_left_ && (pins.wvalid || !c_.rng.hit(stall));
        pins.arvalid = ar_left_ && (pins.arvalid || !c_.rng.hit(stall));
        pins.bready = b_left_ && !c_.rng.hit(stall);
        pins.rready = r_left_ && !c_.rng.hit(stall);
    }
    void sample() {
        if (!busy) return;
        if (pins.awvalid && pins.awready) aw_left_ = pins.awvalid = false, taken_cycle = c_.cycle;
        if (pins.wvalid && pins.wready) w_left_ = pins.wvalid = false, taken_cycle = c_.cycle;
        if (pins.arvalid && pins.arready) ar_left_ = pins.arvalid = false;
        if (pins.bvalid && pins.bready) {
            if (aw_left_ || w_left_) c_.fail("s_axi_control: BVALID before address and data");
            if (pins.bresp) c_.fail("s_axi_control: write to " + hex(pins.awaddr) + " refused");
            b_left_ = false;
        }
        if (pins.rvalid && pins.rready) {
            if (ar_left_) c_.fail("s_axi_control: RVALID before the address was taken");
            if (pins.rresp) c_.fail("s_axi_control: read of " + hex(pins.araddr) + " refused");
            data = pins.rdata;
            r_left_ = false;
        }
        busy = b_left_ || r_left_;
        if (!busy) pins.bready = pins.rready = 0;
    }

  private:
    Context& c_;
    bool aw_left_ = false, w_left_ = false, b_left_ = false, ar_left_ = false, r_left_ = false;
};

}  // namespace hwp
