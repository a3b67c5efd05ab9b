// Joins the write channels of N masters on one AXI4 port, round robin by burst.
//
// Data follows in the order of the addresses and responses return in it (one identifier). A
// master must have the data of a burst ready when it announces the burst; `hwp_axi_write` does.
// Vectors are flat: master i has bits [i*W +: W].
`default_nettype none

module hwp_axi_write_arbiter #(
    parameter N      = 2,   // masters, at least 2
    parameter ADDR_W = 64,  // bits of a byte address
    parameter DATA_W = 64,  // bits of a beat
    parameter DEPTH  = 16   // bursts in flight at most
) (
    input  wire                  clk,
    input  wire                  rst,            // synchronous, active high

    input  wire [N*ADDR_W-1:0]   s_axi_awaddr,
    input  wire [N*8-1:0]        s_axi_awlen,
    input  wire [N-1:0]          s_axi_awvalid,
    output wire [N-1:0]          s_axi_awready,
    input  wire [N*DATA_W-1:0]   s_axi_wdata,
    input  wire [N*DATA_W/8-1:0] s_axi_wstrb,
    input  wire [N-1:0]          s_axi_wlast,
    input  wire [N-1:0]          s_axi_wvalid,
    output wire [N-1:0]          s_axi_wready,
    output wire [1:0]            s_axi_bresp,    // the same for all masters
    output wire [N-1:0]          s_axi_bvalid,
    input  wire [N-1:0]          s_axi_bready,

    output wire [ADDR_W-1:0]     m_axi_awaddr,
    output wire [7:0]            m_axi_awlen,
    output wire [2:0]            m_axi_awsize,
    output wire [1:0]            m_axi_awburst,
    output wire [3:0]            m_axi_awcache,
    output wire [2:0]            m_axi_awprot,
    output wire                  m_axi_awvalid,
    input  wire                  m_axi_awready,
    output wire [DATA_W-1:0]     m_axi_wdata,
    output wire [DATA_W/8-1:0]   m_axi_wstrb,
    output wire                  m_axi_wlast,
    output wire                  m_axi_wvalid,
    input  wire                  m_axi_wready,
    input  wire [1:0]            m_axi_bresp,
    input  wire                  m_axi_bvalid,
    output wire                  m_axi_bready
);

  localparam IDX_W = $clog2(N);
  localparam STRB_W = DATA_W / 8;
  localparam [N-1:0] ONE = {{(N - 1) {1'b0}}, 1'b1};

  wire             any, take;
  wire [IDX_W-1:0] pick;
  hwp_round_robin #(.N(N)) u_pick (
      .clk(clk), .rst(rst), .request(s_axi_awvalid), .take(take), .any(any), .pick(pick)
  );

  logic              awvalid_reg;
  logic [ADDR_W-1:0] awaddr_reg;
  logic [7:0]        awlen_reg;

  // Whose data leaves next, and whose response comes next.
  wire             data_free, sender_valid, answer_free, waiter_valid;
  wire [IDX_W-1:0] sender, waiter;
  wire [$clog2(DEPTH+2)-1:0] data_count, answer_count;
  wire sent = m_axi_wvalid && m_axi_wready && m_axi_wlast;
  wire answered = m_axi_bvalid && m_axi_bready;
  hwp_fifo #(.WIDTH(IDX_W), .DEPTH(DEPTH)) u_data_order (
      .clk(clk), .rst(rst),
      .in_valid(take), .in_ready(data_free), .in_data(pick),
      .out_valid(sender_valid), .out_ready(sent), .out_data(sender), .count(data_count)
  );
  hwp_fifo #(.WIDTH(IDX_W), .DEPTH(DEPTH)) u_answer_order (
      .clk(clk), .rst(rst),
      .in_valid(take), .in_ready(answer_free), .in_data(pick),
      .out_valid(waiter_valid), .out_ready(answered), .out_data(waiter), .count(answer_count)
  );
  wire unused_bits = &{1'b0, data_count, answer_count};

  assign take = any && data_free && answer_free && (!awvalid_reg || m_axi_awready);

  assign s_axi_awready = take ? ONE << pick : {N{1'b0}};
  assign s_axi_wready  = sender_valid && m_axi_wready ? ONE << sender : {N{1'b0}};
  assign s_axi_bresp   = m_axi_bresp;
  assign s_axi_bvalid  = waiter_valid && m_axi_bvalid ? ONE << waiter : {N{1'b0}};

  assign m_axi_awvalid = awvalid_reg;
  assign m_axi_awaddr  = awaddr_reg;
  assign m_axi_awlen   = awlen_reg;
  assign m_axi_awsize  = 3'($clog2(STRB_W));
  assign m_axi_awburst = 2'b01;
  assign m_axi_awcache = 4'b0011;
  assign m_axi_awprot  = 3'b000;
  assign m_axi_wvalid  = sender_valid && s_axi_wvalid[sender];
  assign m_axi_wdata   = s_axi_wdata[sender*DATA_W+:DATA_W];
  assign m_axi_wstrb   = s_axi_wstrb[sender*STRB_W+:STRB_W];
  assign m_axi_wlast   = s_axi_wlast[sender];
  assign m_axi_bready  = waiter_valid && s_axi_bready[waiter];

  always_ff @(posedge clk) begin
    if (m_axi_awready) awvalid_reg <= 1'b0;
    if (take) begin
      awvalid_reg <= 1'b1;
      awaddr_reg  <= s_axi_awaddr[pick*ADDR_W+:ADDR_W];
      awlen_reg   <= s_axi_awlen[pick*8+:8];
    end
    if (rst) awvalid_reg <= 1'b0;
  end

endmodule

`default_nettype wire
