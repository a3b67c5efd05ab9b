"""What the accelerator computes, defined in integers, and how a board with it is driven.

`integer` holds the int8 operators, `requantise` and `exact` their multipliers with proofs,
`reference` onnxruntime's float32 form of the same operators. `interface` is what host and hardware
agree on; `open_board` connects to a board, `driver` runs stages on it.
"""
