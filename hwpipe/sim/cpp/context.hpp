// What all bus models of one simulation share.
#pragma once
#include <algorithm>
#include <cstdio>
#include <string>

#include "memory.hpp"

namespace hwp {

inline std::string hex(uint64_t value) {
    char text[24];
    std::snprintf(text, sizeof text, "0x%llx", static_cast<unsigned long long>(value));
    return text;
}

struct Context {
    Memory memory;
    Rng rng;
    uint64_t cycle = 0;
    uint64_t last_move = 0;  // cycle of the last transfer on any port
    std::string error;       // the first failure; the simulation stops at it

    void fail(const std::string& what) {
        if (error.empty()) error = "cycle " + std::to_string(cycle) + ": " + what;
    }
    void moved() { last_move = cycle; }
};

}  // namespace hwp
