// The clock loop around one kernel and the C functions that Python calls. The generated file that
// includes this defines `Top`, the port lists and the two functions that copy pins.
#pragma once
#include <cstdarg>
#include <utility>

#include "axi.hpp"
#include "stream.hpp"
#include "tally.hpp"
#include "verilated.h"

namespace hwp {

struct Watch {
    const char* name;
    int bits;
    const void* where;
};

struct Sim;
void glue_create(Sim& sim);       // ports, lists of signals
void glue_drive(Sim& sim);        // models -> kernel
void glue_sample(Sim& sim);       // kernel -> models
void glue_reset(Sim& sim, bool on);
bool glue_trace_open(Sim& sim, const char* path);
void glue_trace_dump(Sim& sim);
void glue_trace_close(Sim& sim);

struct Sim {
    Context context;
    VerilatedContext verilated;
    std::unique_ptr<Top> top;
    std::vector<std::unique_ptr<AxiPort>> axi;
    std::vector<std::unique_ptr<StreamPort>> streams;
    std::vector<Budget> pools;
    int widest_bus = 1;  // bytes
    LiteMaster lite{context};
    std::vector<Watch> watches;
    std::vector<Tally> tallies;
    std::vector<Count> counts;
    uint8_t irq = 0;
    uint64_t irq_cycle = 0;  // cycle in which irq last rose
    bool lenient = false;  // assertions of the kernel's own are not failures
    bool begun = false, finished = false, tracing = false, in_reset = true;
    std::string printed;

    void step() {
        for (auto& pool : pools) pool.tick(static_cast<int64_t>(widest_bus) << 16);
        // The first to be served changes every cycle, so that a shared pool is shared fairly.
        const size_t ports = axi.size();
        for (size_t i = 0; i < ports; ++i) axi[(i + context.cycle) % ports]->drive(pools);
        for (auto& stream : streams) stream->drive();
        lite.drive();
        glue_drive(*this);
        glue_clock(0);
        glue_eval();
        glue_sample(*this);
        for (auto& count : counts) count.edges += *count.signal;
        if (tracing) glue_trace_dump(*this), verilated.timeInc(1);
        if (!in_reset) {
            for (auto& port : axi) port->sample();
            for (auto& stream : streams) stream->sample();
            lite.sample();
        } else {
            for (auto& port : axi) port->sample_reset();
        }
        glue_clock(1);
        glue_eval();
        if (tracing) glue_trace_dump(*this), verilated.timeInc(1);
        ++context.cycle;
        for (auto& tally : tallies) tally.count(context.cycle);
        const uint8_t now = glue_irq();
        if (now && !irq) irq_cycle = context.cycle;
        irq = now;
    }
    void glue_clock(uint8_t level);
    void glue_eval();
    uint8_t glue_irq();
    bool stopped() const { return finished || !context.error.empty(); }
};

inline Sim* current = nullptr;  // whose kernel is being evaluated, for the hooks below

}  // namespace hwp

extern "C" {

#define HWP_API __attribute__((visibility("default")))
using hwp::Sim;

int hwp_printf(const char* format, ...) {
    char text[4096];
    va_list args;
    va_start(args, format);
    const int length = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (hwp::current && hwp::current->printed.size() < (1u << 20)) hwp::current->printed += text;
    return length;
}

HWP_API Sim* hwp_create(uint64_t seed) {
    Sim* sim = new Sim;
    hwp::current = sim;
    sim->context.rng = hwp::Rng(seed);
    sim->verilated.randReset(2);  // what is not reset starts at random
    sim->verilated.randSeed(static_cast<int>(seed & 0x7fffffff) + 1);
    sim->verilated.assertOn(true);
    hwp::glue_create(*sim);
    return sim;
}
HWP_API void hwp_destroy(Sim* sim) {
    hwp::current = sim;
    if (sim->tracing) hwp::glue_trace_close(*sim);
    sim->top->final();
    delete sim;
    hwp::current = nullptr;
}
HWP_API void hwp_reset(Sim* sim, uint64_t cycles) {
    hwp::current = sim;
    for (auto& port : sim->axi) port->reset();
    for (auto& stream : sim->streams) stream->reset();
    sim->lite.reset();
    sim->in_reset = true;
    hwp::glue_reset(*sim, true);
    // Before the reset has reached all registers (some kernels register it) states are random:
    // rules are checked in the second half.
    for (uint64_t i = 0; i < cycles; ++i) {
        sim->step();
        if (i < cycles / 2) sim->context.error.clear();
    }
    hwp::glue_reset(*sim, false);
    sim->in_reset = false;
    // No master starts in the very cycle of the release: kernels may register their reset.
    for (int i = 0; i < 4; ++i) sim->step();
}
// Runs until a condition holds. Returns 1 if it does, 0 at the limit, 2 if nothing moved for
// `quiet_limit` cycles, -1 at an error, -2 at $finish.
HWP_API int hwp_run(Sim* sim, uint64_t limit, int until_irq, int sink, uint64_t beats,
                    uint64_t quiet_limit) {
    hwp::current = sim;
    const uint64_t end = sim->context.cycle + limit;
    sim->context.last_move = sim->context.cycle;
    for (;;) {
        if (!sim->context.error.empty()) return -1;
        if (sim->finished) return -2;
        if (until_irq && sim->irq) return 1;
        if (sink >= 0 && sim->streams[sink]->waiting() >= beats) return 1;
        if (sim->context.cycle >= end) return 0;
        if (quiet_limit && sim->context.cycle - sim->context.last_move > quiet_limit) return 2;
        sim->step();
    }
}
// Runs until a watched signal of at most 64 bits changes or the interrupt is high: 1, else as
// hwp_run.
HWP_API int hwp_run_change(Sim* sim, int watch, uint64_t limit, uint64_t quiet_limit) {
    hwp::current = sim;
    const int bytes = (sim->watches[watch].bits + 7) / 8;
    const void* where = sim->watches[watch].where;
    uint64_t old = 0;
    std::memcpy(&old, where, bytes);
    const uint64_t end = sim->context.cycle + limit;
    sim->context.last_move = sim->context.cycle;
    for (;;) {
        if (!sim->context.error.empty()) return -1;
        if (sim->finished) return -2;
        if (sim->irq || std::memcmp(&old, where, bytes)) return 1;
        if (sim->context.cycle >= end) return 0;
        if (quiet_limit && sim->context.cycle - sim->context.last_move > quiet_limit) return 2;
        sim->step();
    }
}
HWP_API int hwp_lite(Sim* sim, int write, uint64_t address, uint32_t value, uint8_t strobe,
                     uint64_t limit) {
    hwp::current = sim;
    if (write)
        sim->lite.write(address, value, strobe);
    else
        sim->lite.read(address);
    for (uint64_t i = 0; i < limit && sim->lite.busy && !sim->stopped(); ++i) sim->step();
    return sim->stopped() ? -1 : !sim->lite.busy;
}
HWP_API uint32_t hwp_lite_data(Sim* sim) { return sim->lite.data; }
HWP_API uint64_t hwp_lite_taken_cycle(Sim* sim) { return sim->lite.taken_cycle; }
HWP_API void hwp_lite_stall(Sim* sim, uint32_t stall) { sim->lite.stall = stall; }
HWP_API uint64_t hwp_cycle(Sim* sim) { return sim->context.cycle; }
HWP_API uint64_t hwp_irq_cycle(Sim* sim) { return sim->irq_cycle; }
HWP_API int hwp_irq(Sim* sim) { return sim->irq; }
HWP_API const char* hwp_error(Sim* sim) { return sim->context.error.c_str(); }
HWP_API void hwp_clear_error(Sim* sim) { sim->context.error.clear(); }
HWP_API const char* hwp_printed(Sim* sim) { return sim->printed.c_str(); }
HWP_API void hwp_clear_printed(Sim* sim) { sim->printed.clear(); }

HWP_API void hwp_memory_write(Sim* s, uint64_t address, const uint8_t* data, uint64_t count) {
    s->context.memory.write(address, data, count);
}
HWP_API void hwp_memory_read(Sim* s, uint64_t address, uint8_t* data, uint64_t count) {
    s->context.memory.read(address, data, count);
}
HWP_API void hwp_memory_allow(Sim* s, uint64_t first, uint64_t bytes, uint64_t padded,
                              int writable) {
    s->context.memory.allow(first, bytes, padded, writable);
}
HWP_API void hwp_memory_forget(Sim* sim) { sim->context.memory.forget_regions(); }

HWP_API void hwp_axi_configure(Sim* sim, int port, const hwp::AxiSettings* settings) {
    sim->axi[port]->configure(*settings);
}
HWP_API void hwp_axi_counters(Sim* sim, int port, uint64_t* into) {
    const hwp::AxiPort& p = *sim->axi[port];
    const uint64_t values[] = {p.counters.read_bursts,  p.counters.read_beats,
                               p.counters.write_bursts, p.counters.write_beats,
                               p.counters.write_bytes,  p.reads_in_flight(),
                               p.writes_in_flight()};
    std::memcpy(into, values, sizeof values);
}
HWP_API int hwp_pool_add(Sim* sim, uint64_t rate) {
    sim->pools.push_back({static_cast<int64_t>(rate), 0});
    return static_cast<int>(sim->pools.size()) - 1;
}

HWP_API void hwp_stream_stall(Sim* sim, int i, uint32_t stall) { sim->streams[i]->stall = stall; }
HWP_API void hwp_stream_push(Sim* sim, int i, const uint8_t* data, const uint8_t* last,
                             uint64_t beats) {
    hwp::StreamPort& s = *sim->streams[i];
    if (!s.waiting()) s.data.clear(), s.last.clear(), s.next = 0;
    s.data.insert(s.data.end(), data, data + beats * s.bytes());
    s.last.insert(s.last.end(), last, last + beats);
}
HWP_API uint64_t hwp_stream_waiting(Sim* sim, int i) { return sim->streams[i]->waiting(); }
HWP_API void hwp_stream_pop(Sim* sim, int i, uint8_t* data, uint8_t* last, uint64_t beats) {
    hwp::StreamPort& s = *sim->streams[i];
    std::memcpy(data, s.data.data() + s.next * s.bytes(), beats * s.bytes());
    std::memcpy(last, s.last.data() + s.next, beats);
    s.next += beats;
    if (s.next == s.last.size()) s.data.clear(), s.last.clear(), s.next = 0;
}

HWP_API int hwp_watch_count(Sim* sim) { return static_cast<int>(sim->watches.size()); }
HWP_API const char* hwp_watch_name(Sim* sim, int i) { return sim->watches[i].name; }
HWP_API int hwp_watch_bits(Sim* sim, int i) { return sim->watches[i].bits; }
HWP_API void hwp_watch_read(Sim* sim, int i, uint8_t* into) {
    std::memcpy(into, sim->watches[i].where, (sim->watches[i].bits + 7) / 8);
}
HWP_API void hwp_watch_write(Sim* sim, int i, const uint8_t* from) {
    std::memcpy(const_cast<void*>(sim->watches[i].where), from, (sim->watches[i].bits + 7) / 8);
}
// Kinds: 0 the running signal, which begins a tally, 1 its phase, 2 a gate, 3 waits to read, 4 waits
// to write.
HWP_API int hwp_tally_add(Sim* sim, int watch, int kind) {
    const uint8_t* signal = static_cast<const uint8_t*>(sim->watches[watch].where);
    if (kind == 0) sim->tallies.emplace_back(), sim->tallies.back().running = signal;
    hwp::Tally& tally = sim->tallies.back();
    if (kind == 1) tally.phase = signal;
    if (kind > 1) (kind == 2 ? tally.gates : kind == 3 ? tally.reads : tally.writes).push_back(signal);
    return static_cast<int>(sim->tallies.size()) - 1;
}
HWP_API void hwp_tally_take(Sim* sim, int i, uint64_t* into) {
    hwp::Tally& tally = sim->tallies[i];
    const uint64_t values[] = {tally.opened, tally.last, tally.read, tally.write};
    std::memcpy(into, values, sizeof values);
    tally.restart();
}
HWP_API void hwp_lenient(Sim* sim, int on) { sim->lenient = on; }
HWP_API int hwp_count_add(Sim* sim, int watch) {
    sim->counts.push_back({static_cast<const uint8_t*>(sim->watches[watch].where)});
    return static_cast<int>(sim->counts.size()) - 1;
}
HWP_API uint64_t hwp_count_take(Sim* sim, int i) { return std::exchange(sim->counts[i].edges, 0); }
HWP_API int hwp_trace_open(Sim* sim, const char* path) {
    return sim->tracing = hwp::glue_trace_open(*sim, path);
}
HWP_API void hwp_trace_close(Sim* sim) {
    if (sim->tracing) hwp::glue_trace_close(*sim);
    sim->tracing = false;
}
}

void vl_finish(const char*, int, const char*) {
    if (hwp::current) hwp::current->finished = true;
}
static void hwp_stop(const char* file, int line, const char* what) {
    if (hwp::current)
        hwp::current->context.fail(std::string(file) + ":" + std::to_string(line) + ": " + what);
}
void vl_stop(const char* file, int line, const char*) {
    if (hwp::current && hwp::current->lenient) return;
    // What $error printed just before says more: "%Error: file:line: Assertion failed in ...".
    const std::string& printed = hwp::current ? hwp::current->printed : std::string();
    const size_t at = printed.rfind("%Error: ");
    if (at == std::string::npos || printed.find('\n', at) + 1 != printed.size())
        return hwp_stop(file, line, "assertion failed");
    hwp::current->context.fail(printed.substr(at + 8, printed.size() - at - 9));
}
void vl_fatal(const char* file, int line, const char*, const char* message) {
    hwp_stop(file, line, message);
}
