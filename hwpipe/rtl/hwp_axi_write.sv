// AXI4 burst write master: requests (byte address, beats) and a stream of beats in.
//
// A burst is announced only when all of its data is in the buffer, so a producer that stalls
// never blocks other masters of the same port. `busy` falls when the last response has come:
// only then does memory hold what was written.
`default_nettype none

module hwp_axi_write #(
    parameter ADDR_W       = 64,   // bits of a byte address
    parameter DATA_W       = 64,   // bits of a beat: 8, 16, ... 1024
    parameter BEATS_W      = 32,   // bits of a request's number of beats
    parameter MAX_BURST    = 32,   // beats, a power of 2 from 2 to 256; at most 4096 bytes
    parameter OUTSTANDING  = 8,    // bursts in flight at most
    parameter BUFFER_BEATS = 64    // beats buffered, at least MAX_BURST; twice that for full rate
) (
    input  wire                clk,
    input  wire                rst,            // synchronous, active high

    input  wire                req_valid,
    output wire                req_ready,
    input  wire [ADDR_W-1:0]   req_addr,       // multiple of DATA_W / 8
    input  wire [BEATS_W-1:0]  req_beats,      // at least 1

    input  wire                in_valid,
    output wire                in_ready,
    input  wire [DATA_W-1:0]   in_data,
    input  wire [DATA_W/8-1:0] in_strb,        // bytes of the beat that are written

    output wire                busy,           // a request is held or a response is missing
    output wire                error,          // a response was SLVERR or DECERR; holds until rst

    output wire [ADDR_W-1:0]   m_axi_awaddr,
    output wire [7:0]          m_axi_awlen,
    output wire [2:0]          m_axi_awsize,
    output wire [1:0]          m_axi_awburst,
    output wire [3:0]          m_axi_awcache,
    output wire [2:0]          m_axi_awprot,
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

  localparam BURST_W = $clog2(MAX_BURST) + 1;
  localparam COUNT_W = $clog2(BUFFER_BEATS + 2);
  localparam FLY_W = $clog2(OUTSTANDING + 1);
  localparam STRB_W = DATA_W / 8;

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

  wire               data_valid, data_ready;
  wire [COUNT_W-1:0] data_count;
  hwp_fifo #(.WIDTH(DATA_W + STRB_W), .DEPTH(BUFFER_BEATS)) u_buffer (
      .clk(clk), .rst(rst),
      .in_valid(in_valid), .in_ready(in_ready), .in_data({in_strb, in_data}),
      .out_valid(data_valid), .out_ready(data_ready), .out_data({m_axi_wstrb, m_axi_wdata}),
      .count(data_count)
  );

  // Lengths of the bursts whose data has still to leave.
  wire               length_valid, length_ready, length_free;
  wire [BURST_W-1:0] length;
  wire [$clog2(OUTSTANDING+2)-1:0] length_count;
  hwp_fifo #(.WIDTH(BURST_W), .DEPTH(OUTSTANDING)) u_length (
      .clk(clk), .rst(rst),
      .in_valid(issue), .in_ready(length_free), .in_data(burst_beats),
      .out_valid(length_valid), .out_ready(length_ready), .out_data(length),
      .count(length_count)
  );

  logic               awvalid_reg;
  logic [ADDR_W-1:0]  awaddr_reg;
  logic [7:0]         awlen_reg;
  logic [COUNT_W-1:0] loose_reg;   // beats in the buffer that belong to no burst yet
  logic [FLY_W-1:0]   flying_reg;  // bursts announced whose response has not come
  logic               sending_reg;
  logic [BURST_W-1:0] left_reg;    // beats of the burst on the W channel still to send
  logic               error_reg;

  wire [COUNT_W-1:0] need = {{(COUNT_W - BURST_W) {1'b0}}, burst_beats};
  wire stored = in_valid && in_ready;
  wire answered = m_axi_bvalid;
  wire sent = m_axi_wvalid && m_axi_wready;

  assign burst_ready = (!awvalid_reg || m_axi_awready) && loose_reg >= need && length_free &&
                       flying_reg != FLY_W'(OUTSTANDING);
  wire issue = burst_valid && burst_ready;

  assign m_axi_awvalid = awvalid_reg;
  assign m_axi_awaddr  = awaddr_reg;
  assign m_axi_awlen   = awlen_reg;
  assign m_axi_awsize  = 3'($clog2(STRB_W));
  assign m_axi_awburst = 2'b01;    // INCR
  assign m_axi_awcache = 4'b0011;  // normal, non-cacheable, bufferable
  assign m_axi_awprot  = 3'b000;
  assign m_axi_wvalid  = sending_reg && data_valid;
  assign m_axi_wlast   = left_reg == 1;
  assign data_ready    = sending_reg && m_axi_wready;
  assign length_ready  = !sending_reg || (sent && m_axi_wlast);
  assign m_axi_bready  = 1'b1;
  assign busy          = split_busy || awvalid_reg || flying_reg != {FLY_W{1'b0}};
  assign error         = error_reg;

  wire unused_bits = &{1'b0, m_axi_bresp[0], data_count, length_count};
  wire [BURST_W-1:0] burst_last = burst_beats - 1'b1;

  always_ff @(posedge clk) begin
    if (m_axi_awready) awvalid_reg <= 1'b0;
    if (issue) begin
      awvalid_reg <= 1'b1;
      awaddr_reg  <= burst_addr;
      awlen_reg   <= 8'(burst_last);
    end
    loose_reg <= loose_reg - (issue ? need : {COUNT_W{1'b0}}) + {{(COUNT_W - 1) {1'b0}}, stored};
    if (issue && !answered) flying_reg <= flying_reg + 1'b1;
    if (answered && !issue) flying_reg <= flying_reg - 1'b1;
    if (sent) left_reg <= left_reg - 1'b1;
    if (length_ready) begin
      sending_reg <= length_valid;
      left_reg    <= length;
    end
    if (answered && m_axi_bresp[1]) error_reg <= 1'b1;
    if (rst) begin
      awvalid_reg <= 1'b0;
      loose_reg   <= {COUNT_W{1'b0}};
      flying_reg  <= {FLY_W{1'b0}};
      sending_reg <= 1'b0;
      error_reg   <= 1'b0;
    end
  end

endmodule

`default_nettype wire
