// Three write masters behind one arbiter, for its test.
`default_nettype none

module bench_writers #(
    parameter DATA_W = 64,
    parameter DEPTH  = 8   // of the arbiter
) (
    input  wire                  clk,
    input  wire                  rst,

    input  wire [2:0]            req_valid,
    output wire [2:0]            req_ready,
    input  wire [3*64-1:0]       req_addr,
    input  wire [3*16-1:0]       req_beats,
    input  wire [2:0]            in_valid,
    output wire [2:0]            in_ready,
    input  wire [3*DATA_W-1:0]   in_data,
    output wire [2:0]            busy,
    output wire [2:0]            error,

    output wire [63:0]           m_axi_awaddr,
    output wire [7:0]            m_axi_awlen,
    output wire [2:0]            m_axi_awsize,
    output wire [1:0]            m_axi_awburst,
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

  wire [3*64-1:0]       awaddr;
  wire [3*8-1:0]        awlen;
  wire [3*DATA_W-1:0]   wdata;
  wire [3*DATA_W/8-1:0] wstrb;
  wire [2:0]            awvalid, awready, wvalid, wready, wlast, bvalid, bready;
  wire [1:0]            bresp;

  genvar i;
  generate
    for (i = 0; i < 3; i = i + 1) begin : g_writer
      hwp_axi_write #(
          .DATA_W(DATA_W), .BEATS_W(16), .MAX_BURST(8 << i), .BUFFER_BEATS(16 << i)
      ) u_write (
          .clk(clk), .rst(rst),
          .req_valid(req_valid[i]), .req_ready(req_ready[i]),
          .req_addr(req_addr[64*i+:64]), .req_beats(req_beats[16*i+:16]),
          .in_valid(in_valid[i]), .in_ready(in_ready[i]), .in_data(in_data[DATA_W*i+:DATA_W]),
          .in_strb({DATA_W / 8{1'b1}}), .busy(busy[i]), .error(error[i]),
          .m_axi_awaddr(awaddr[64*i+:64]), .m_axi_awlen(awlen[8*i+:8]),
          .m_axi_awsize(), .m_axi_awburst(), .m_axi_awcache(), .m_axi_awprot(),
          .m_axi_awvalid(awvalid[i]), .m_axi_awready(awready[i]),
          .m_axi_wdata(wdata[DATA_W*i+:DATA_W]), .m_axi_wstrb(wstrb[DATA_W/8*i+:DATA_W/8]),
          .m_axi_wlast(wlast[i]), .m_axi_wvalid(wvalid[i]), .m_axi_wready(wready[i]),
          .m_axi_bresp(bresp), .m_axi_bvalid(bvalid[i]), .m_axi_bready(bready[i])
      );
    end
  endgenerate

  hwp_axi_write_arbiter #(.N(3), .DATA_W(DATA_W), .DEPTH(DEPTH)) u_arbiter (
      .clk(clk), .rst(rst),
      .s_axi_awaddr(awaddr), .s_axi_awlen(awlen),
      .s_axi_awvalid(awvalid), .s_axi_awready(awready),
      .s_axi_wdata(wdata), .s_axi_wstrb(wstrb), .s_axi_wlast(wlast),
      .s_axi_wvalid(wvalid), .s_axi_wready(wready),
      .s_axi_bresp(bresp), .s_axi_bvalid(bvalid), .s_axi_bready(bready),
      .m_axi_awaddr(m_axi_awaddr), .m_axi_awlen(m_axi_awlen), .m_axi_awsize(m_axi_awsize),
      .m_axi_awburst(m_axi_awburst), .m_axi_awcache(), .m_axi_awprot(),
      .m_axi_awvalid(m_axi_awvalid), .m_axi_awready(m_axi_awready),
      .m_axi_wdata(m_axi_wdata), .m_axi_wstrb(m_axi_wstrb), .m_axi_wlast(m_axi_wlast),
      .m_axi_wvalid(m_axi_wvalid), .m_axi_wready(m_axi_wready),
      .m_axi_bresp(m_axi_bresp), .m_axi_bvalid(m_axi_bvalid), .m_axi_bready(m_axi_bready)
  );

endmodule

`default_nettype wire
