// AXI4 burst read master: requests (byte address, beats) in, a stream of beats out, in order.
//
// A burst is asked for only when the buffer has room for all of it, so read data is taken at
// once and a consumer that stalls never blocks other masters of the same port. To keep a port
// of latency L cycles busy, BUFFER_BEATS must be at least L + MAX_BURST.
`default_nettype none

module hwp_axi_read #(
    parameter ADDR_W       = 64,   // bits of a byte address
    parameter DATA_W       = 64,   // bits of a beat: 8, 16, ... 1024
    parameter BEATS_W      = 32,   // bits of a request's number of beats
    parameter MAX_BURST    = 64,   // beats, a power of 2 from 2 to 256; at most 4096 bytes
    parameter OUTSTANDING  = 8,    // bursts in flight at most
    parameter BUFFER_BEATS = 256   // beats buffered, at least MAX_BURST
) (
    input  wire               clk,
    input  wire               rst,            // synchronous, active high

    input  wire               req_valid,
    output wire               req_ready,
    input  wire [ADDR_W-1:0]  req_addr,       // multiple of DATA_W / 8
    input  wire [BEATS_W-1:0] req_beats,      // at least 1

    output wire               out_valid,
    input  wire               out_ready,
    output wire [DATA_W-1:0]  out_data,

    output wire               busy,           // a request is held or data is on its way
    output wire               error,          // a response was SLVERR or DECERR; holds until rst

    output wire [ADDR_W-1:0]  m_axi_araddr,
    output wire [7:0]         m_axi_arlen,
    output wire [2:0]         m_axi_arsize,
    output wire [1:0]         m_axi_arburst,
    output wire [3:0]         m_axi_arcache,
    output wire [2:0]         m_axi_arprot,
    output wire               m_axi_arvalid,
    input  wire               m_axi_arready,
    input  wire [DATA_W-1:0]  m_axi_rdata,
    input  wire [1:0]         m_axi_rresp,
    input  wire               m_axi_rlast,
    input  wire               m_axi_rvalid,
    output wire               m_axi_rready
);

  localparam BURST_W = $clog2(MAX_BURST) + 1;
  localparam CREDIT_W = $clog2(BUFFER_BEATS + 1);
  localparam FLY_W = $clog2(OUTSTANDING + 1);

  wire               burst_valid, burst_ready, split_busy;
  wire [ADDR_W-1:0]  burst_addr;
  wire [BURST_W-1:0] burst_beats;

  hwp_axi_split #(
      .ADDR_W(ADDR_W), .DATA_W(DATA_W), .BEATS_W(BEATS_W), .MAX_BURST(MAX_BURST)
  ) u_split (
      .clk(clk), .rst(rst),
      .req_valid(req_valid), .req_ready(req_ready), .req_addr(req_addr), .req_beats(req_beats),
      .burst_valid(burst_valid), .burst_ready(burst_ready),
      .burst_addr(burst_addr), .burst_beats(burst_beats), .busy(split_busy)
  );

  logic                arvalid_reg;
  logic [ADDR_W-1:0]   araddr_reg;
  logic [7:0]          arlen_reg;
  logic [CREDIT_W-1:0] credit_reg;  // beats of the buffer that no burst has been promised
  logic [FLY_W-1:0]    flying_reg;  // bursts asked for whose last beat has not come
  logic                error_reg;

  wire [CREDIT_W-1:0] need = {{(CREDIT_W - BURST_W) {1'b0}}, burst_beats};
  wire beat = m_axi_rvalid && m_axi_rready;
  wire arrived = beat && m_axi_rlast;
  wire taken = out_valid && out_ready;

  assign burst_ready = (!arvalid_reg || m_axi_arready) && credit_reg >= need &&
                       flying_reg != FLY_W'(OUTSTANDING);
  wire issue = burst_valid && burst_ready;

  assign m_axi_arvalid = arvalid_reg;
  assign m_axi_araddr  = araddr_reg;
  assign m_axi_arlen   = arlen_reg;
  assign m_axi_arsize  = 3'($clog2(DATA_W / 8));
  assign m_axi_arburst = 2'b01;    // INCR
  assign m_axi_arcache = 4'b0011;  // normal, non-cacheable, bufferable
  assign m_axi_arprot  = 3'b000;
  assign busy          = split_busy || arvalid_reg || flying_reg != {FLY_W{1'b0}};
  assign error         = error_reg;

  wire unused_bits = &{1'b0, m_axi_rresp[0], buffer_count};
  wire [$clog2(BUFFER_BEATS+2)-1:0] buffer_count;

  hwp_fifo #(.WIDTH(DATA_W), .DEPTH(BUFFER_BEATS)) u_buffer (
      .clk(clk), .rst(rst),
      .in_valid(m_axi_rvalid), .in_ready(m_axi_rready), .in_data(m_axi_rdata),
      .out_valid(out_valid), .out_ready(out_ready), .out_data(out_data), .count(buffer_count)
  );

  wire [BURST_W-1:0] burst_last = burst_beats - 1'b1;

  always_ff @(posedge clk) begin
    if (m_axi_arready) arvalid_reg <= 1'b0;
    if (issue) begin
      arvalid_reg <= 1'b1;
      araddr_reg  <= burst_addr;
      arlen_reg   <= 8'(burst_last);
    end
    credit_reg <= credit_reg - (issue ? need : {CREDIT_W{1'b0}}) +
                  {{(CREDIT_W - 1) {1'b0}}, taken};
    if (issue && !arrived) flying_reg <= flying_reg + 1'b1;
    if (arrived && !issue) flying_reg <= flying_reg - 1'b1;
    if (beat && m_axi_rresp[1]) error_reg <= 1'b1;
    if (rst) begin
      arvalid_reg <= 1'b0;
      credit_reg  <= CREDIT_W'(BUFFER_BEATS);
      flying_reg  <= {FLY_W{1'b0}};
      error_reg   <= 1'b0;
    end
  end

endmodule

`default_nettype wire
