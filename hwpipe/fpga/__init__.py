"""What the accelerator computes, defined in integers, and how a board with it is driven.

`integer` holds the int8 operators, `requantise` and `exact` their multipliers with proofs,
`reference` onnxruntime's float32 form of the same operators. `interface` is what host and hardware
agree on; `driver` runs stages on a board that `hwpipe.overlay.open_board` connected to.
"""
