// Three read masters behind one arbiter, for its test.
`default_nettype none

module bench_readers #(
    parameter DATA_W = 64,
    parameter DEPTH  = 8   // of the arbiter
) (
    input  wire                clk,
    input  wire                rst,

    input  wire [2:0]          req_valid,
    output wire [2:0]          req_ready,
    input  wire [3*64-1:0]     req_addr,
    input  wire [3*16-1:0]     req_beats,
    output wire [2:0]          out_valid,
    input  wire [2:0]          out_ready,
    output wire [3*DATA_W-1:0] out_data,
    output wire [2:0]          busy,

    output wire [63:0]         m_axi_araddr,
    output wire [7:0]          m_axi_arlen,
    output wire [2:0]          m_axi_arsize,
    output wire [1:0]          m_axi_arburst,
    output wire                m_axi_arvalid,
    input  wire                m_axi_arready,
    input  wire [DATA_W-1:0]   m_axi_rdata,
    input  wire [1:0]          m_axi_rresp,
    input  wire                m_axi_rlast,
    input  wire                m_axi_rvalid,
    output wire                m_axi_rready
);

  wire [3*64-1:0]   araddr;
  wire [3*8-1:0]    arlen;
  wire [2:0]        arvalid, arready, rvalid, rready;
  wire [DATA_W-1:0] rdata;
  wire [1:0]        rresp;
  wire              rlast;

  genvar i;
  generate
    for (i = 0; i < 3; i = i + 1) begin : g_reader
      hwp_axi_read #(
          .DATA_W(DATA_W), .BEATS_W(16), .MAX_BURST(8 << i), .BUFFER_BEATS(32 << i)
      ) u_read (
          .clk(clk), .rst(rst),
          .req_valid(req_valid[i]), .req_ready(req_ready[i]),
          .req_addr(req_addr[64*i+:64]), .req_beats(req_beats[16*i+:16]),
          .out_valid(out_valid[i]), .out_ready(out_ready[i]), .out_data(out_data[DATA_W*i+:DATA_W]),
          .busy(busy[i]), .error(),
          .m_axi_araddr(araddr[64*i+:64]), .m_axi_arlen(arlen[8*i+:8]),
          .m_axi_arsize(), .m_axi_arburst(), .m_axi_arcache(), .m_axi_arprot(),
          .m_axi_arvalid(arvalid[i]), .m_axi_arready(arready[i]),
          .m_axi_rdata(rdata), .m_axi_rresp(rresp), .m_axi_rlast(rlast),
          .m_axi_rvalid(rvalid[i]), .m_axi_rready(rready[i])
      );
    end
  endgenerate

  hwp_axi_read_arbiter #(.N(3), .DATA_W(DATA_W), .DEPTH(DEPTH)) u_arbiter (
      .clk(clk), .rst(rst),
      .s_axi_araddr(araddr), .s_axi_arlen(arlen),
      .s_axi_arvalid(arvalid), .s_axi_arready(arready),
      .s_axi_rdata(rdata), .s_axi_rresp(rresp), .s_axi_rlast(rlast),
      .s_axi_rvalid(rvalid), .s_axi_rready(rready),
      .m_axi_araddr(m_axi_araddr), .m_axi_arlen(m_axi_arlen), .m_axi_arsize(m_axi_arsize),
      .m_axi_arburst(m_axi_arburst), .m_axi_arcache(), .m_axi_arprot(),
      .m_axi_arvalid(m_axi_arvalid), .m_axi_arready(m_axi_arready),
      .m_axi_rdata(m_axi_rdata), .m_axi_rresp(m_axi_rresp), .m_axi_rlast(m_axi_rlast),
      .m_axi_rvalid(m_axi_rvalid), .m_axi_rready(m_axi_rready)
  );

endmodule

`default_nettype wire
