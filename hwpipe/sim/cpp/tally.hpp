// Counts what a process does in every cycle: works, waits for what it reads, or for room.
#pragma once
#include <cstdint>
#include <vector>

namespace hwp {

// One process. It opens with the first iteration of its main loop that need not wait for `gates`:
// until then its first inputs are on their way. The main loop is what waits for gates, or stands
// behind another.
struct Tally {
    const uint8_t* running;
    const uint8_t* phase = nullptr;  // 0 in its first loop
    std::vector<const uint8_t*> gates, reads, writes;
    bool waited = false, open = false;
    uint64_t opened = 0, last = 0;  // cycles: of opening, and the last in which it ran
    uint64_t read = 0, write = 0;   // cycles of waiting since it opened

    static bool any(const std::vector<const uint8_t*>& signals) {
        for (const uint8_t* s : signals)
            if (*s) return true;
        return false;
    }
    void restart() {
        waited = open = false;
        opened = last = read = write = 0;
    }
    void count(uint64_t cycle) {
        if (!*running) return;
        last = cycle;
        if (!open) {
            const bool waits = any(gates);
            waited |= waits;
            if (waits || (phase && !*phase && !waited)) return;
            open = true, opened = cycle;
        }
        if (any(reads))
            ++read;
        else if (any(writes))
            ++write;
    }
};

// Clock edges at which a signal of one bit was high.
struct Count {
    const uint8_t* signal;
    uint64_t edges = 0;
};

}  // namespace hwp
