"""What the accelerator computes, defined in integers.

`integer` holds the int8 operators, `requantise` and `exact` their multipliers with proofs,
`reference` onnxruntime's float32 form of the same operators.
"""
