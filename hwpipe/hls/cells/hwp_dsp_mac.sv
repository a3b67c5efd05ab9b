// Multiply-accumulate in one DSP slice: p <= a * b + addend, registered behind the adder.
//
// The addend of the first slice of a chain is the C port, that of the others the cascade from the
// slice before (PCOUT to PCIN, no fabric in between). With A_REG the slice's own register holds
// `a`, under its clock enable: a weight costs no flip-flop outside.
//
// HWP_DSP48E1 or HWP_DSP48E2 selects an instance of that primitive; without either the same is
// written as plain registers, for simulators, and for synthesis to infer.
`default_nettype none

module hwp_dsp_mac #(
    parameter A_W     = 25,  // bits of a: at most 25 (DSP48E1) or 27 (DSP48E2)
    parameter B_W     = 18,  // bits of b: at most 18
    parameter P_W     = 48,  // bits of p and c: at most 48
    parameter A_REG   = 0,   // 1: a is registered inside
    parameter CASCADE = 0    // 1: the addend is cascade_in, 0: it is c
) (
    input  wire                  clk,
    input  wire                  rst,          // clears the register of a; synchronous
    input  wire                  ce_a,         // the register of a takes a
    input  wire signed [A_W-1:0] a,
    input  wire signed [B_W-1:0] b,
    input  wire signed [P_W-1:0] c,
    input  wire signed [47:0]    cascade_in,
    output wire signed [47:0]    cascade_out,  // p for the slice behind this one only
    output wire signed [P_W-1:0] p             // one cycle after its operands
);

`ifdef HWP_DSP48E1
  wire [47:0] p_all;
  assign p = p_all[P_W-1:0];

  generate
    // There is no such module: products this wide need HWP_DSP48E2.
    if (A_W > 25) hwp_operand_too_wide_for_dsp48e1 u_stop ();
  endgenerate

  DSP48E1 #(
      .A_INPUT("DIRECT"), .B_INPUT("DIRECT"), .USE_DPORT("FALSE"), .USE_MULT("MULTIPLY"),
      .USE_SIMD("ONE48"), .USE_PATTERN_DETECT("NO_PATDET"),
      .AREG(A_REG), .ACASCREG(A_REG), .BREG(0), .BCASCREG(0), .CREG(0), .DREG(0), .ADREG(0),
      .MREG(0), .PREG(1), .ALUMODEREG(0), .CARRYINREG(0), .CARRYINSELREG(0), .INMODEREG(0),
      .OPMODEREG(0)
  ) u_dsp (
      .CLK(clk), .A(30'(a)), .B(18'(b)), .C(48'(c)), .D(25'd0), .PCIN(cascade_in),
      .ALUMODE(4'b0000), .CARRYIN(1'b0), .CARRYINSEL(3'b000), .INMODE(5'b00000),
      .OPMODE(CASCADE != 0 ? 7'b0010101 : 7'b0110101),  // Z: PCIN or C; X, Y: the product
      .CEA1(1'b0), .CEA2(ce_a), .CEB1(1'b0), .CEB2(1'b0), .CEC(1'b0), .CED(1'b0), .CEAD(1'b0),
      .CEM(1'b0), .CEP(1'b1), .CEALUMODE(1'b0), .CECARRYIN(1'b0), .CECTRL(1'b0), .CEINMODE(1'b0),
      .RSTA(rst), .RSTB(1'b0), .RSTC(1'b0), .RSTD(1'b0), .RSTM(1'b0), .RSTP(1'b0),
      .RSTALLCARRYIN(1'b0), .RSTALUMODE(1'b0), .RSTCTRL(1'b0), .RSTINMODE(1'b0),
      .ACIN(30'd0), .BCIN(18'd0), .CARRYCASCIN(1'b0), .MULTSIGNIN(1'b0),
      .P(p_all), .PCOUT(cascade_out), .ACOUT(), .BCOUT(), .CARRYCASCOUT(), .CARRYOUT(),
      .MULTSIGNOUT(), .OVERFLOW(), .UNDERFLOW(), .PATTERNDETECT(), .PATTERNBDETECT()
  );
`else
`ifdef HWP_DSP48E2
  wire [47:0] p_all;
  assign p = p_all[P_W-1:0];

  DSP48E2 #(
      .A_INPUT("DIRECT"), .B_INPUT("DIRECT"), .AMULTSEL("A"), .BMULTSEL("B"),
      .USE_MULT("MULTIPLY"), .USE_SIMD("ONE48"), .USE_PATTERN_DETECT("NO_PATDET"),
      .AREG(A_REG), .ACASCREG(A_REG), .BREG(0), .BCASCREG(0), .CREG(0), .DREG(0), .ADREG(0),
      .MREG(0), .PREG(1), .ALUMODEREG(0), .CARRYINREG(0), .CARRYINSELREG(0), .INMODEREG(0),
      .OPMODEREG(0)
  ) u_dsp (
      .CLK(clk), .A(30'(a)), .B(18'(b)), .C(48'(c)), .D(27'd0), .PCIN(cascade_in),
      .ALUMODE(4'b0000), .CARRYIN(1'b0), .CARRYINSEL(3'b000), .INMODE(5'b00000),
      .OPMODE(CASCADE != 0 ? 9'b000010101 : 9'b000110101),  // W: 0; Z: PCIN or C; X, Y: product
      .CEA1(1'b0), .CEA2(ce_a), .CEB1(1'b0), .CEB2(1'b0), .CEC(1'b0), .CED(1'b0), .CEAD(1'b0),
      .CEM(1'b0), .CEP(1'b1), .CEALUMODE(1'b0), .CECARRYIN(1'b0), .CECTRL(1'b0), .CEINMODE(1'b0),
      .RSTA(rst), .RSTB(1'b0), .RSTC(1'b0), .RSTD(1'b0), .RSTM(1'b0), .RSTP(1'b0),
      .RSTALLCARRYIN(1'b0), .RSTALUMODE(1'b0), .RSTCTRL(1'b0), .RSTINMODE(1'b0),
      .ACIN(30'd0), .BCIN(18'd0), .CARRYCASCIN(1'b0), .MULTSIGNIN(1'b0),
      .P(p_all), .PCOUT(cascade_out), .ACOUT(), .BCOUT(), .CARRYCASCOUT(), .CARRYOUT(),
      .MULTSIGNOUT(), .OVERFLOW(), .UNDERFLOW(), .PATTERNDETECT(), .PATTERNBDETECT(), .XOROUT()
  );
`else
  logic signed [47:0] p_reg;
  wire signed  [47:0] addend = CASCADE != 0 ? cascade_in : 48'(c);
  assign cascade_out = p_reg;
  assign p           = p_reg[P_W-1:0];

  generate
    if (A_REG != 0) begin : g_held
      logic signed [A_W-1:0] a_reg;
      always_ff @(posedge clk) begin
        if (ce_a) a_reg <= a;
        if (rst) a_reg <= {A_W{1'b0}};
        p_reg <= a_reg * b + addend;
      end
    end else begin : g_direct
      always_ff @(posedge clk) p_reg <= a * b + addend;
    end
  endgenerate

  wire unused_bits = &{1'b0, rst, ce_a, c, cascade_in};
`endif
`endif

endmodule

`default_nettype wire
