// Lets the write bursts of one master pass that lie inside of one region, and finishes what is in
// flight when it is told to.
//
// A burst that leaves [base, limit), crosses 4 KB, is not aligned to the bus, or may not write at
// all is never passed on: `stray` rises and the master waits until it is reset. Data passes only
// for bursts that were passed, and its last beat is marked here. After `abort` no further burst
// is taken; what is missing of those in flight is sent with no byte selected, responses are
// received, and `idle` says that the master may be reset, together with this guard.
`default_nettype none

module hwp_guard_write #(
    parameter ADDR_W = 40,  // bits of a byte address
    parameter DATA_W = 64,  // bits of a beat
    parameter ALIGN  = 6,   // low bits of `base` that are zero, at least log2(DATA_W / 8)
    parameter FLIGHT = 8    // bursts in flight at most
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
    input  wire [DATA_W-1:0]   s_axi_wdata,
    input  wire [DATA_W/8-1:0] s_axi_wstrb,
    input  wire                s_axi_wvalid,
    output wire                s_axi_wready,
    output wire                s_axi_bvalid,   // the response goes past this guard
    input  wire                s_axi_bready,

    output wire [ADDR_W-1:0]   m_axi_awaddr,
    output wire [7:0]          m_axi_awlen,
    output wire                m_axi_awvalid,
    input  wire                m_axi_awready,
    output wire [DATA_W-1:0]   m_axi_wdata,
    output wire [DATA_W/8-1:0] m_axi_wstrb,
    output wire                m_axi_wlast,
    output wire                m_axi_wvalid,
    input  wire                m_axi_wready,
    input  wire [1:0]          m_axi_bresp,
    input  wire                m_axi_bvalid,
    output wire                m_axi_bready
);

  localparam FLY_W = $clog2(FLIGHT + 1);

  logic [ADDR_W-1:ALIGN] base_reg;
  logic [ADDR_W:0]       limit_reg;
  logic                  allowed_reg, error_reg;

  // One burst, with what was found out about it.
  logic              have_reg, good_reg;
  logic [ADDR_W-1:0] addr_reg;
  logic [7:0]        len_reg;
  logic [FLY_W-1:0]  flying_reg;  // bursts passed on whose response has not come

  wire fits;
  hwp_guard_check #(.ADDR_W(ADDR_W), .DATA_W(DATA_W), .ALIGN(ALIGN)) u_check (
      .base(base_reg), .limit(limit_reg), .allowed(allowed_reg),
      .addr(s_axi_awaddr), .len(s_axi_awlen), .fits(fits)
  );

  wire send = m_axi_awvalid && m_axi_awready;
  wire take = s_axi_awvalid && s_axi_awready;
  wire beat_passed = m_axi_wvalid && m_axi_wready;  // simulations count these by name
  wire over = m_axi_bvalid && m_axi_bready;

  // Lengths of the bursts that were passed on and whose data is missing; the first one is being
  // sent.
  wire       owed, owed_free;
  wire [7:0] owed_len;
  wire [$clog2(FLIGHT+2)-1:0] owed_count;
  hwp_fifo #(.WIDTH(8), .DEPTH(FLIGHT)) u_owed (
      .clk(clk), .rst(rst),
      .in_valid(send), .in_ready(owed_free), .in_data(len_reg),
      .out_valid(owed), .out_ready(beat_passed && m_axi_wlast), .out_data(owed_len), .count(owed_count)
  );
  logic [7:0] done_reg;   // beats sent of it
  logic       stuck_reg;  // the master's beat was offered downstream and not taken

  wire cut = abort && !stuck_reg;
  wire unused_bits = &{1'b0, m_axi_bresp[0], base[ALIGN-1:0], owed_free, owed_count};

  assign s_axi_awready = (!have_reg || send) && !abort && !load;
  assign m_axi_awvalid = have_reg && good_reg && flying_reg != FLY_W'(FLIGHT);
  assign m_axi_awaddr  = addr_reg;
  assign m_axi_awlen   = len_reg;
  assign m_axi_wvalid  = owed && (cut || s_axi_wvalid);
  assign m_axi_wlast   = done_reg == owed_len;
  assign m_axi_wdata   = cut ? {DATA_W{1'b0}} : s_axi_wdata;
  assign m_axi_wstrb   = cut ? {(DATA_W / 8) {1'b0}} : s_axi_wstrb;
  assign s_axi_wready  = owed && m_axi_wready && !cut;
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
    if (beat_passed) done_reg <= m_axi_wlast ? 8'd0 : done_reg + 1'b1;
    stuck_reg <= m_axi_wvalid && !m_axi_wready && !cut;
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
      stuck_reg   <= 1'b0;
      done_reg    <= 8'd0;
      flying_reg  <= {FLY_W{1'b0}};
    end
  end

endmodule

`default_nettype wire
