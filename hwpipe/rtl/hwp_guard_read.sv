// Lets the read bursts of one master pass that lie inside of one region, and finishes what is in
// flight when it is told to.
//
// A burst that leaves [base, limit), crosses 4 KB, is not aligned to the bus, or may not read at
// all is never passed on: `stray` rises and the master waits until it is reset. After `abort` no
// further burst is taken; the ones in flight are received here, whatever the master does, and
// `idle` says that the master may be reset, together with this guard. While `hold` is high a
// master that reads ahead gets AHEAD bursts since `load` and no more, so that it takes little of
// the port from others.
`default_nettype none

module hwp_guard_read #(
    parameter ADDR_W = 40,  // bits of a byte address
    parameter DATA_W = 64,  // bits of a beat
    parameter ALIGN  = 6,   // low bits of `base` that are zero, at least log2(DATA_W / 8)
    parameter MAX_BURST = 256,  // beats of a burst at most
    parameter FLIGHT = 8,   // bursts in flight at most
    parameter AHEAD  = 1,   // bursts under `hold`
    localparam FLY_W = $clog2(FLIGHT + 1),
    localparam AHEAD_W = $clog2(AHEAD + 1)
) (
    input  wire              clk,
    input  wire              rst,            // synchronous, active high

    input  wire              load,           // take region and permission; no burst is on its way
    input  wire [ADDR_W-1:0] base,           // first byte
    input  wire [ADDR_W:0]   limit,          // byte behind the last one
    input  wire              allowed,
    input  wire              hold,           // level; rises with `load` only
    input  wire              abort,          // level
    output wire              idle,           // nothing is offered or in flight downstream
    output wire              stray,          // level: a burst is held back
    output wire              error,          // a response was SLVERR or DECERR since `load`

    input  wire [ADDR_W-1:0] s_axi_araddr,
    input  wire [7:0]        s_axi_arlen,
    input  wire              s_axi_arvalid,
    output wire              s_axi_arready,
    output wire              s_axi_rvalid,   // data, response and last go past this guard
    input  wire              s_axi_rready,

    output wire [ADDR_W-1:0] m_axi_araddr,
    output wire [7:0]        m_axi_arlen,
    output wire              m_axi_arvalid,
    input  wire              m_axi_arready,
    input  wire [1:0]        m_axi_rresp,
    input  wire              m_axi_rlast,
    input  wire              m_axi_rvalid,
    output wire              m_axi_rready
`ifdef FORMAL
    ,  // what proofs by induction tie to their own books
    output wire                  state_burst,  // a good burst is held
    output wire [FLY_W-1:0]      state_flying,
    output wire [AHEAD_W-1:0]    state_ahead,
    output wire [ADDR_W-1:ALIGN] state_base,
    output wire [ADDR_W:0]       state_limit,
    output wire                  state_allowed
`endif
);

  logic [ADDR_W-1:ALIGN] base_reg;
  logic [ADDR_W:0]       limit_reg;
  logic                  allowed_reg, error_reg;

  // One burst, with what was found out about it.
  logic              have_reg, good_reg;
  logic [ADDR_W-1:0] addr_reg;
  logic [7:0]        len_reg;
  logic [FLY_W-1:0]  flying_reg;
  logic [AHEAD_W-1:0] ahead_reg;  // bursts since `load`, AHEAD at most

  wire fits;
  hwp_guard_check #(.ADDR_W(ADDR_W), .DATA_W(DATA_W), .ALIGN(ALIGN), .MAX_BURST(MAX_BURST)) u_check (
      .base(base_reg), .limit(limit_reg), .allowed(allowed_reg),
      .addr(s_axi_araddr), .len(s_axi_arlen), .fits(fits)
  );

  wire held = hold && !abort && ahead_reg == AHEAD_W'(AHEAD);
  wire room = flying_reg != FLY_W'(FLIGHT) && !held;
  wire send = m_axi_arvalid && m_axi_arready;
  wire take = s_axi_arvalid && s_axi_arready;
  wire beat_passed = m_axi_rvalid && m_axi_rready;  // simulations count these by name
  wire over = beat_passed && m_axi_rlast;
  wire unused_bits = &{1'b0, m_axi_rresp[0], base[ALIGN-1:0]};

  assign s_axi_arready = (!have_reg || send) && !abort && !load;
  assign m_axi_arvalid = have_reg && good_reg && room;
  assign m_axi_araddr  = addr_reg;
  assign m_axi_arlen   = len_reg;
  assign s_axi_rvalid  = m_axi_rvalid && !abort;
  assign m_axi_rready  = s_axi_rready || abort;
  assign idle          = !(have_reg && good_reg) && flying_reg == {FLY_W{1'b0}};
  assign stray         = have_reg && !good_reg;
  assign error         = error_reg;

  always_ff @(posedge clk) begin
    if (send) have_reg <= 1'b0;
    if (send && ahead_reg != AHEAD_W'(AHEAD)) ahead_reg <= ahead_reg + 1'b1;
    if (take) begin
      have_reg <= 1'b1;
      good_reg <= fits;
      addr_reg <= s_axi_araddr;
      len_reg  <= s_axi_arlen;
    end
    if (send && !over) flying_reg <= flying_reg + 1'b1;
    if (over && !send) flying_reg <= flying_reg - 1'b1;
    if (beat_passed && m_axi_rresp[1]) error_reg <= 1'b1;
    if (load) begin
      base_reg    <= base[ADDR_W-1:ALIGN];
      limit_reg   <= limit;
      allowed_reg <= allowed;
      ahead_reg   <= {AHEAD_W{1'b0}};
      error_reg   <= 1'b0;
    end
    if (rst) begin
      have_reg    <= 1'b0;
      good_reg    <= 1'b0;
      allowed_reg <= 1'b0;
      error_reg   <= 1'b0;
      ahead_reg   <= {AHEAD_W{1'b0}};
      flying_reg  <= {FLY_W{1'b0}};
    end
  end

`ifdef FORMAL
  assign state_burst   = have_reg && good_reg;
  assign state_flying  = flying_reg;
  assign state_ahead   = ahead_reg;
  assign state_base    = base_reg;
  assign state_limit   = limit_reg;
  assign state_allowed = allowed_reg;
`endif

endmodule

`default_nettype wire
