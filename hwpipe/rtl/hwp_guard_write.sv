// Lets the write bursts of one master pass that lie inside of one region, and tells when all that
// passed is finished.
//
// A burst that leaves [base, limit), crosses 4 KB, is not aligned to the bus, or may not write at
// all is never passed on: `stray` rises and the master waits until it is reset. Data passes only
// for bursts that were passed. After `abort` no further burst is taken; the master still gives the
// data of those in flight (`hwp_axi_write` announces a burst when it has all of it), responses are
// received whatever it does, and `idle` says that it may be reset, together with this guard.
`default_nettype none

module hwp_guard_write #(
    parameter ADDR_W = 40,  // bits of a byte address
    parameter DATA_W = 64,  // bits of a beat
    parameter ALIGN  = 6,   // low bits of `base` that are zero, at least log2(DATA_W / 8)
    parameter MAX_BURST = 256,  // beats of a burst at most
    parameter FLIGHT = 8,   // bursts in flight at most
    localparam FLY_W = $clog2(FLIGHT + 1)
) (
    input  wire                clk,
    input  wire                rst,            // synchronous, active high

    input  wire                load,           // take region and permission; nothing is on its way
    input  wire [ADDR_W-1:0]   base,           // first byte
    input  wire [ADDR_W:0]     limit,          // byte behind the last one
    input  wire                allowed,
    input  wire                abort,          // level
    output wire                idle,           // nothing is offered or in flight downstream
    output wire                stray,          // level: a burst is held back
    output wire                error,          // a response was SLVERR or DECERR since `load`

    input  wire [ADDR_W-1:0]   s_axi_awaddr,
    input  wire [7:0]          s_axi_awlen,
    input  wire                s_axi_awvalid,
    output wire                s_axi_awready,
    input  wire                s_axi_wlast,    // data and strobes go past this guard
    input  wire                s_axi_wvalid,
    output wire                s_axi_wready,
    output wire                s_axi_bvalid,   // the response goes past this guard
    input  wire                s_axi_bready,

    output wire [ADDR_W-1:0]   m_axi_awaddr,
    output wire [7:0]          m_axi_awlen,
    output wire                m_axi_awvalid,
    input  wire                m_axi_awready,
    output wire                m_axi_wvalid,
    input  wire                m_axi_wready,
    input  wire [1:0]          m_axi_bresp,
    input  wire                m_axi_bvalid,
    output wire                m_axi_bready
`ifdef FORMAL
    ,  // what proofs by induction tie to their own books
    output wire                  state_burst,  // a good burst is held
    output wire                  state_held,   // any is
    output wire [FLY_W-1:0]      state_owed,
    output wire [FLY_W-1:0]      state_flying,
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
  logic [FLY_W-1:0]  flying_reg;  // bursts passed on whose response has not come

  wire fits;
  hwp_guard_check #(.ADDR_W(ADDR_W), .DATA_W(DATA_W), .ALIGN(ALIGN), .MAX_BURST(MAX_BURST)) u_check (
      .base(base_reg), .limit(limit_reg), .allowed(allowed_reg),
      .addr(s_axi_awaddr), .len(s_axi_awlen), .fits(fits)
  );

  // Bursts passed on whose data is missing.
  logic [FLY_W-1:0] owed_reg;

  wire send = m_axi_awvalid && m_axi_awready;
  wire take = s_axi_awvalid && s_axi_awready;
  wire beat_passed = m_axi_wvalid && m_axi_wready;  // simulations count these by name
  wire paid = beat_passed && s_axi_wlast;
  wire over = m_axi_bvalid && m_axi_bready;
  wire unused_bits = &{1'b0, m_axi_bresp[0], base[ALIGN-1:0]};

  assign s_axi_awready = (!have_reg || send) && !abort && !load;
  assign m_axi_awvalid = have_reg && good_reg && flying_reg != FLY_W'(FLIGHT);
  assign m_axi_awaddr  = addr_reg;
  assign m_axi_awlen   = len_reg;
  assign m_axi_wvalid  = s_axi_wvalid && owed_reg != {FLY_W{1'b0}};
  assign s_axi_wready  = m_axi_wready && owed_reg != {FLY_W{1'b0}};
  assign s_axi_bvalid  = m_axi_bvalid && !abort;
  assign m_axi_bready  = s_axi_bready || abort;
  assign idle          = !(have_reg && good_reg) && flying_reg == {FLY_W{1'b0}};
  assign stray         = have_reg && !good_reg;
  assign error         = error_reg;

  always_ff @(posedge clk) begin
    if (send) have_reg <= 1'b0;
    if (take) begin
      have_reg <= 1'b1;
      good_reg <= fits;
      addr_reg <= s_axi_awaddr;
      len_reg  <= s_axi_awlen;
    end
    if (send && !paid) owed_reg <= owed_reg + 1'b1;
    if (paid && !send) owed_reg <= owed_reg - 1'b1;
    if (send && !over) flying_reg <= flying_reg + 1'b1;
    if (over && !send) flying_reg <= flying_reg - 1'b1;
    if (over && m_axi_bresp[1]) error_reg <= 1'b1;
    if (load) begin
      base_reg    <= base[ADDR_W-1:ALIGN];
      limit_reg   <= limit;
      allowed_reg <= allowed;
      error_reg   <= 1'b0;
    end
    if (rst) begin
      have_reg    <= 1'b0;
      good_reg    <= 1'b0;
      allowed_reg <= 1'b0;
      error_reg   <= 1'b0;
      owed_reg    <= {FLY_W{1'b0}};
      flying_reg  <= {FLY_W{1'b0}};
    end
  end

`ifdef FORMAL
  assign state_burst   = have_reg && good_reg;
  assign state_held    = have_reg;
  assign state_owed    = owed_reg;
  assign state_flying  = flying_reg;
  assign state_base    = base_reg;
  assign state_limit   = limit_reg;
  assign state_allowed = allowed_reg;
`endif

endmodule

`default_nettype wire
