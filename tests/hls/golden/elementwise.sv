// ---- elementwise.sv
// Kernel elementwise: processes, streams and bus interfaces.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */

module elementwise (
    input  wire ap_clk,
    input  wire ap_rst_n,
    input  wire [8:0] s_axi_control_AWADDR,
    input  wire s_axi_control_AWVALID,
    output wire s_axi_control_AWREADY,
    input  wire [31:0] s_axi_control_WDATA,
    input  wire [3:0] s_axi_control_WSTRB,
    input  wire s_axi_control_WVALID,
    output wire s_axi_control_WREADY,
    output wire [1:0] s_axi_control_BRESP,
    output wire s_axi_control_BVALID,
    input  wire s_axi_control_BREADY,
    input  wire [8:0] s_axi_control_ARADDR,
    input  wire s_axi_control_ARVALID,
    output wire s_axi_control_ARREADY,
    output wire [31:0] s_axi_control_RDATA,
    output wire [1:0] s_axi_control_RRESP,
    output wire s_axi_control_RVALID,
    input  wire s_axi_control_RREADY,
    output wire irq,
    output wire [63:0] m_axi_gmem0_ARADDR,
    output wire [7:0] m_axi_gmem0_ARLEN,
    output wire [2:0] m_axi_gmem0_ARSIZE,
    output wire [1:0] m_axi_gmem0_ARBURST,
    output wire [3:0] m_axi_gmem0_ARCACHE,
    output wire [2:0] m_axi_gmem0_ARPROT,
    output wire m_axi_gmem0_ARVALID,
    output wire m_axi_gmem0_RREADY,
    input  wire m_axi_gmem0_ARREADY,
    input  wire [1:0] m_axi_gmem0_RRESP,
    input  wire m_axi_gmem0_RLAST,
    input  wire m_axi_gmem0_RVALID,
    input  wire [63:0] m_axi_gmem0_RDATA,
    output wire [63:0] m_axi_gmem0_AWADDR,
    output wire [7:0] m_axi_gmem0_AWLEN,
    output wire [2:0] m_axi_gmem0_AWSIZE,
    output wire [1:0] m_axi_gmem0_AWBURST,
    output wire [3:0] m_axi_gmem0_AWCACHE,
    output wire [2:0] m_axi_gmem0_AWPROT,
    output wire m_axi_gmem0_AWVALID,
    output wire m_axi_gmem0_WLAST,
    output wire m_axi_gmem0_WVALID,
    output wire m_axi_gmem0_BREADY,
    output wire [63:0] m_axi_gmem0_WDATA,
    output wire [7:0] m_axi_gmem0_WSTRB,
    input  wire m_axi_gmem0_AWREADY,
    input  wire m_axi_gmem0_WREADY,
    input  wire [1:0] m_axi_gmem0_BRESP,
    input  wire m_axi_gmem0_BVALID,
    output wire [63:0] m_axi_gmem1_ARADDR,
    output wire [7:0] m_axi_gmem1_ARLEN,
    output wire [2:0] m_axi_gmem1_ARSIZE,
    output wire [1:0] m_axi_gmem1_ARBURST,
    output wire [3:0] m_axi_gmem1_ARCACHE,
    output wire [2:0] m_axi_gmem1_ARPROT,
    output wire m_axi_gmem1_ARVALID,
    output wire m_axi_gmem1_RREADY,
    input  wire m_axi_gmem1_ARREADY,
    input  wire [1:0] m_axi_gmem1_RRESP,
    input  wire m_axi_gmem1_RLAST,
    input  wire m_axi_gmem1_RVALID,
    input  wire [63:0] m_axi_gmem1_RDATA,
    output wire [63:0] m_axi_gmem1_AWADDR,
    output wire [7:0] m_axi_gmem1_AWLEN,
    output wire [2:0] m_axi_gmem1_AWSIZE,
    output wire [1:0] m_axi_gmem1_AWBURST,
    output wire [3:0] m_axi_gmem1_AWCACHE,
    output wire [2:0] m_axi_gmem1_AWPROT,
    output wire m_axi_gmem1_AWVALID,
    output wire m_axi_gmem1_WLAST,
    output wire m_axi_gmem1_WVALID,
    output wire m_axi_gmem1_BREADY,
    output wire [63:0] m_axi_gmem1_WDATA,
    output wire [7:0] m_axi_gmem1_WSTRB,
    input  wire m_axi_gmem1_AWREADY,
    input  wire m_axi_gmem1_WREADY,
    input  wire [1:0] m_axi_gmem1_BRESP,
    input  wire m_axi_gmem1_BVALID
);

  wire start;
  logic ap_rst;
  always_ff @(posedge ap_clk) ap_rst <= !ap_rst_n;

  wire ap_start;
  logic busy_reg, started_reg, done_reg;
  wire [2239:0] args;
  wire idle = !busy_reg;
  hwp_axi_lite_ctrl #(.ADDR_W(9), .WORDS(70), .WRITABLE(70'd491914020456864855381), .MASK(2240'hffffffffffffffff000000000fffffff000000000fffffff000000000fffffff0000000000ffffff00000000000000ff00000000000000ff00000000000000ff000000000000003fffffffff000000000000003fffffffff000000000fffffff000000000000001f000000000000003fffffffff00000000000000ff000000000001ffff000000000001ffff000000000001ffff000000000fffffff0000000000000007000000000fffffff00000000ffffffffffffffff000000000fffffff000000000fffffff00000000000000010000000000ffffff00000000ffffffffffffffff000000000fffffff000000000fffffff00000000000000070000000000ffffff0000000000000fff00000000000003ff)) u_control (
      .clk(ap_clk), .rst(ap_rst),
      .s_axi_awaddr(s_axi_control_AWADDR),
      .s_axi_awvalid(s_axi_control_AWVALID),
      .s_axi_awready(s_axi_control_AWREADY),
      .s_axi_wdata(s_axi_control_WDATA),
      .s_axi_wstrb(s_axi_control_WSTRB),
      .s_axi_wvalid(s_axi_control_WVALID),
      .s_axi_wready(s_axi_control_WREADY),
      .s_axi_bresp(s_axi_control_BRESP),
      .s_axi_bvalid(s_axi_control_BVALID),
      .s_axi_bready(s_axi_control_BREADY),
      .s_axi_araddr(s_axi_control_ARADDR),
      .s_axi_arvalid(s_axi_control_ARVALID),
      .s_axi_arready(s_axi_control_ARREADY),
      .s_axi_rdata(s_axi_control_RDATA),
      .s_axi_rresp(s_axi_control_RRESP),
      .s_axi_rvalid(s_axi_control_RVALID),
      .s_axi_rready(s_axi_control_RREADY),
      .ap_start(ap_start), .ap_done(done_reg), .ap_idle(idle), .ap_ready(done_reg),
      .args(args), .irq(irq)
  );

  wire [9:0] arg_blocks = args[9:0];
  wire [11:0] arg_rows = args[75:64];
  wire [23:0] arg_a_beats = args[151:128];
  wire [2:0] arg_up_y = args[194:192];
  wire [27:0] arg_a_block = args[283:256];
  wire [27:0] arg_a_row = args[347:320];
  wire [63:0] arg_a = args[447:384];
  wire [23:0] arg_b_beats = args[503:480];
  wire [0:0] arg_pair = args[544:544];
  wire [27:0] arg_b_block = args[635:608];
  wire [27:0] arg_b_row = args[699:672];
  wire [63:0] arg_b = args[799:736];
  wire [27:0] arg_pixels = args[859:832];
  wire [2:0] arg_up_x = args[898:896];
  wire [27:0] arg_beats = args[987:960];
  wire [16:0] arg_ka = args[1040:1024];
  wire [16:0] arg_ka_low = args[1104:1088];
  wire [16:0] arg_kb = args[1168:1152];
  wire [7:0] arg_pivot = args[1223:1216];
  wire [37:0] arg_offset = args[1317:1280];
  wire [4:0] arg_shift = args[1380:1376];
  wire [27:0] arg_tie = args[1467:1440];
  wire [37:0] arg_below = args[1541:1504];
  wire [37:0] arg_above = args[1637:1600];
  wire [7:0] arg_zero = args[1703:1696];
  wire [7:0] arg_low = args[1767:1760];
  wire [7:0] arg_high = args[1831:1824];
  wire [23:0] arg_y_beats = args[1911:1888];
  wire [27:0] arg_y_block = args[1979:1952];
  wire [27:0] arg_y_step = args[2043:2016];
  wire [27:0] arg_y_row = args[2107:2080];
  wire [63:0] arg_y = args[2207:2144];

  wire [63:0] sa_in_data;
  wire sa_in_valid;
  wire [63:0] sa_out_data;
  wire sa_out_valid;
  wire sa_out_ready;
  wire sa_in_ready;
  wire [4:0] sa_count;
  hwp_fifo #(.WIDTH(64), .DEPTH(16)) u_sa (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(sa_in_valid), .in_ready(sa_in_ready), .in_data(sa_in_data),
      .out_valid(sa_out_valid), .out_ready(sa_out_ready),
      .out_data(sa_out_data), .count(sa_count)
  );
  wire sa_room = sa_count <= 5'd15;

  wire [63:0] sb_in_data;
  wire sb_in_valid;
  wire [63:0] sb_out_data;
  wire sb_out_valid;
  wire sb_out_ready;
  wire sb_in_ready;
  wire [4:0] sb_count;
  hwp_fifo #(.WIDTH(64), .DEPTH(16)) u_sb (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(sb_in_valid), .in_ready(sb_in_ready), .in_data(sb_in_data),
      .out_valid(sb_out_valid), .out_ready(sb_out_ready),
      .out_data(sb_out_data), .count(sb_count)
  );
  wire sb_room = sb_count <= 5'd15;

  wire [63:0] wide_in_data;
  wire wide_in_valid;
  wire [63:0] wide_out_data;
  wire wide_out_valid;
  wire wide_out_ready;
  wire wide_in_ready;
  wire [4:0] wide_count;
  hwp_fifo #(.WIDTH(64), .DEPTH(16)) u_wide (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(wide_in_valid), .in_ready(wide_in_ready), .in_data(wide_in_data),
      .out_valid(wide_out_valid), .out_ready(wide_out_ready),
      .out_data(wide_out_data), .count(wide_count)
  );
  wire wide_room = wide_count <= 5'd15;

  wire [63:0] sy_in_data;
  wire sy_in_valid;
  wire [63:0] sy_out_data;
  wire sy_out_valid;
  wire sy_out_ready;
  wire sy_in_ready;
  wire [4:0] sy_count;
  hwp_fifo #(.WIDTH(64), .DEPTH(16)) u_sy (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(sy_in_valid), .in_ready(sy_in_ready), .in_data(sy_in_data),
      .out_valid(sy_out_valid), .out_ready(sy_out_ready),
      .out_data(sy_out_data), .count(sy_count)
  );
  wire sy_room = sy_count <= 5'd11;

  wire [63:0] a_rd_req_in_data;
  wire a_rd_req_in_valid;
  wire [63:0] a_rd_req_out_data;
  wire a_rd_req_out_valid;
  wire a_rd_req_out_ready;
  wire a_rd_req_in_ready;
  wire [4:0] a_rd_req_count;
  hwp_fifo #(.WIDTH(64), .DEPTH(16)) u_a_rd_req (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(a_rd_req_in_valid), .in_ready(a_rd_req_in_ready), .in_data(a_rd_req_in_data),
      .out_valid(a_rd_req_out_valid), .out_ready(a_rd_req_out_ready),
      .out_data(a_rd_req_out_data), .count(a_rd_req_count)
  );
  wire a_rd_req_room = a_rd_req_count <= 5'd15;

  wire [63:0] a_rd_in_data;
  wire a_rd_in_valid;
  wire [63:0] a_rd_out_data;
  wire a_rd_out_valid;
  wire a_rd_out_ready;
  wire a_rd_in_ready;
  assign a_rd_out_data = a_rd_in_data;
  assign a_rd_out_valid = a_rd_in_valid;
  assign a_rd_in_ready = a_rd_out_ready;

  wire [63:0] b_rd_req_in_data;
  wire b_rd_req_in_valid;
  wire [63:0] b_rd_req_out_data;
  wire b_rd_req_out_valid;
  wire b_rd_req_out_ready;
  wire b_rd_req_in_ready;
  wire [4:0] b_rd_req_count;
  hwp_fifo #(.WIDTH(64), .DEPTH(16)) u_b_rd_req (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(b_rd_req_in_valid), .in_ready(b_rd_req_in_ready), .in_data(b_rd_req_in_data),
      .out_valid(b_rd_req_out_valid), .out_ready(b_rd_req_out_ready),
      .out_data(b_rd_req_out_data), .count(b_rd_req_count)
  );
  wire b_rd_req_room = b_rd_req_count <= 5'd15;

  wire [63:0] b_rd_in_data;
  wire b_rd_in_valid;
  wire [63:0] b_rd_out_data;
  wire b_rd_out_valid;
  wire b_rd_out_ready;
  wire b_rd_in_ready;
  assign b_rd_out_data = b_rd_in_data;
  assign b_rd_out_valid = b_rd_in_valid;
  assign b_rd_in_ready = b_rd_out_ready;

  wire [63:0] y_wr_req_in_data;
  wire y_wr_req_in_valid;
  wire [63:0] y_wr_req_out_data;
  wire y_wr_req_out_valid;
  wire y_wr_req_out_ready;
  wire y_wr_req_in_ready;
  wire [4:0] y_wr_req_count;
  hwp_fifo #(.WIDTH(64), .DEPTH(16)) u_y_wr_req (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(y_wr_req_in_valid), .in_ready(y_wr_req_in_ready), .in_data(y_wr_req_in_data),
      .out_valid(y_wr_req_out_valid), .out_ready(y_wr_req_out_ready),
      .out_data(y_wr_req_out_data), .count(y_wr_req_count)
  );
  wire y_wr_req_room = y_wr_req_count <= 5'd15;

  wire [63:0] y_wr_in_data;
  wire y_wr_in_valid;
  wire [63:0] y_wr_out_data;
  wire y_wr_out_valid;
  wire y_wr_out_ready;
  wire y_wr_in_ready;
  wire [4:0] y_wr_count;
  hwp_fifo #(.WIDTH(64), .DEPTH(16)) u_y_wr (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(y_wr_in_valid), .in_ready(y_wr_in_ready), .in_data(y_wr_in_data),
      .out_valid(y_wr_out_valid), .out_ready(y_wr_out_ready),
      .out_data(y_wr_out_data), .count(y_wr_count)
  );
  wire y_wr_room = y_wr_count <= 5'd15;

  wire [39:0] a_rd_axi_araddr;
  wire [7:0] a_rd_axi_arlen;
  wire [2:0] a_rd_axi_arsize;
  wire [1:0] a_rd_axi_arburst;
  wire [3:0] a_rd_axi_arcache;
  wire [2:0] a_rd_axi_arprot;
  wire a_rd_axi_arvalid;
  wire a_rd_axi_rready;
  wire a_rd_axi_arready;
  wire [1:0] a_rd_axi_rresp;
  wire a_rd_axi_rlast;
  wire a_rd_axi_rvalid;
  wire [63:0] a_rd_axi_rdata;
  wire a_rd_burst_valid;
  wire a_rd_burst_ready;
  wire [39:0] a_rd_burst_addr;
  wire [23:0] a_rd_burst_beats;
  wire a_rd_beat_valid;
  wire a_rd_beat_ready;
  wire [63:0] a_rd_beat_data;
  wire a_rd_axi_busy;
  wire a_rd_axi_error;
  assign a_rd_burst_valid = a_rd_req_out_valid;
  assign a_rd_req_out_ready = a_rd_burst_ready;
  assign a_rd_burst_addr = a_rd_req_out_data[39:0];
  assign a_rd_burst_beats = {a_rd_req_out_data[63:40]};
  assign a_rd_in_valid = a_rd_beat_valid;
  assign a_rd_in_data = a_rd_beat_data;
  assign a_rd_beat_ready = a_rd_in_ready;
  hwp_axi_read #(.ADDR_W(40), .DATA_W(64), .BEATS_W(24), .MAX_BURST(64), .BUFFER_BEATS(256)) u_a_rd_axi (
      .clk(ap_clk), .rst(ap_rst),
      .req_valid(a_rd_burst_valid), .req_ready(a_rd_burst_ready),
      .req_addr(a_rd_burst_addr), .req_beats(a_rd_burst_beats),
      .out_valid(a_rd_beat_valid), .out_ready(a_rd_beat_ready),
      .out_data(a_rd_beat_data),
      .busy(a_rd_axi_busy), .error(a_rd_axi_error),
      .m_axi_araddr(a_rd_axi_araddr),
      .m_axi_arlen(a_rd_axi_arlen),
      .m_axi_arsize(a_rd_axi_arsize),
      .m_axi_arburst(a_rd_axi_arburst),
      .m_axi_arcache(a_rd_axi_arcache),
      .m_axi_arprot(a_rd_axi_arprot),
      .m_axi_arvalid(a_rd_axi_arvalid),
      .m_axi_rready(a_rd_axi_rready),
      .m_axi_arready(a_rd_axi_arready),
      .m_axi_rresp(a_rd_axi_rresp),
      .m_axi_rlast(a_rd_axi_rlast),
      .m_axi_rvalid(a_rd_axi_rvalid),
      .m_axi_rdata(a_rd_axi_rdata)
  );

  wire [39:0] b_rd_axi_araddr;
  wire [7:0] b_rd_axi_arlen;
  wire [2:0] b_rd_axi_arsize;
  wire [1:0] b_rd_axi_arburst;
  wire [3:0] b_rd_axi_arcache;
  wire [2:0] b_rd_axi_arprot;
  wire b_rd_axi_arvalid;
  wire b_rd_axi_rready;
  wire b_rd_axi_arready;
  wire [1:0] b_rd_axi_rresp;
  wire b_rd_axi_rlast;
  wire b_rd_axi_rvalid;
  wire [63:0] b_rd_axi_rdata;
  wire b_rd_burst_valid;
  wire b_rd_burst_ready;
  wire [39:0] b_rd_burst_addr;
  wire [23:0] b_rd_burst_beats;
  wire b_rd_beat_valid;
  wire b_rd_beat_ready;
  wire [63:0] b_rd_beat_data;
  wire b_rd_axi_busy;
  wire b_rd_axi_error;
  assign b_rd_burst_valid = b_rd_req_out_valid;
  assign b_rd_req_out_ready = b_rd_burst_ready;
  assign b_rd_burst_addr = b_rd_req_out_data[39:0];
  assign b_rd_burst_beats = {b_rd_req_out_data[63:40]};
  assign b_rd_in_valid = b_rd_beat_valid;
  assign b_rd_in_data = b_rd_beat_data;
  assign b_rd_beat_ready = b_rd_in_ready;
  hwp_axi_read #(.ADDR_W(40), .DATA_W(64), .BEATS_W(24), .MAX_BURST(64), .BUFFER_BEATS(256)) u_b_rd_axi (
      .clk(ap_clk), .rst(ap_rst),
      .req_valid(b_rd_burst_valid), .req_ready(b_rd_burst_ready),
      .req_addr(b_rd_burst_addr), .req_beats(b_rd_burst_beats),
      .out_valid(b_rd_beat_valid), .out_ready(b_rd_beat_ready),
      .out_data(b_rd_beat_data),
      .busy(b_rd_axi_busy), .error(b_rd_axi_error),
      .m_axi_araddr(b_rd_axi_araddr),
      .m_axi_arlen(b_rd_axi_arlen),
      .m_axi_arsize(b_rd_axi_arsize),
      .m_axi_arburst(b_rd_axi_arburst),
      .m_axi_arcache(b_rd_axi_arcache),
      .m_axi_arprot(b_rd_axi_arprot),
      .m_axi_arvalid(b_rd_axi_arvalid),
      .m_axi_rready(b_rd_axi_rready),
      .m_axi_arready(b_rd_axi_arready),
      .m_axi_rresp(b_rd_axi_rresp),
      .m_axi_rlast(b_rd_axi_rlast),
      .m_axi_rvalid(b_rd_axi_rvalid),
      .m_axi_rdata(b_rd_axi_rdata)
  );

  wire [39:0] y_wr_axi_awaddr;
  wire [7:0] y_wr_axi_awlen;
  wire [2:0] y_wr_axi_awsize;
  wire [1:0] y_wr_axi_awburst;
  wire [3:0] y_wr_axi_awcache;
  wire [2:0] y_wr_axi_awprot;
  wire y_wr_axi_awvalid;
  wire y_wr_axi_wlast;
  wire y_wr_axi_wvalid;
  wire y_wr_axi_bready;
  wire y_wr_axi_awready;
  wire y_wr_axi_wready;
  wire [1:0] y_wr_axi_bresp;
  wire y_wr_axi_bvalid;
  wire [63:0] y_wr_axi_wdata;
  wire [7:0] y_wr_axi_wstrb;
  wire y_wr_burst_valid;
  wire y_wr_burst_ready;
  wire [39:0] y_wr_burst_addr;
  wire [23:0] y_wr_burst_beats;
  wire y_wr_beat_valid;
  wire y_wr_beat_ready;
  wire [63:0] y_wr_beat_data;
  wire y_wr_axi_busy;
  wire y_wr_axi_error;
  wire [7:0] y_wr_beat_strb;
  assign y_wr_burst_valid = y_wr_req_out_valid;
  assign y_wr_req_out_ready = y_wr_burst_ready;
  assign y_wr_burst_addr = y_wr_req_out_data[39:0];
  assign y_wr_burst_beats = {y_wr_req_out_data[63:40]};
  assign y_wr_beat_valid = y_wr_out_valid;
  assign y_wr_out_ready = y_wr_beat_ready;
  assign y_wr_beat_data = y_wr_out_data;
  assign y_wr_beat_strb = {8{1'b1}};
  hwp_axi_write #(.ADDR_W(40), .DATA_W(64), .BEATS_W(24), .MAX_BURST(64), .BUFFER_BEATS(128)) u_y_wr_axi (
      .clk(ap_clk), .rst(ap_rst),
      .req_valid(y_wr_burst_valid), .req_ready(y_wr_burst_ready),
      .req_addr(y_wr_burst_addr), .req_beats(y_wr_burst_beats),
      .in_valid(y_wr_beat_valid), .in_ready(y_wr_beat_ready),
      .in_data(y_wr_beat_data),
      .in_strb(y_wr_beat_strb),
      .busy(y_wr_axi_busy), .error(y_wr_axi_error),
      .m_axi_awaddr(y_wr_axi_awaddr),
      .m_axi_awlen(y_wr_axi_awlen),
      .m_axi_awsize(y_wr_axi_awsize),
      .m_axi_awburst(y_wr_axi_awburst),
      .m_axi_awcache(y_wr_axi_awcache),
      .m_axi_awprot(y_wr_axi_awprot),
      .m_axi_awvalid(y_wr_axi_awvalid),
      .m_axi_wlast(y_wr_axi_wlast),
      .m_axi_wvalid(y_wr_axi_wvalid),
      .m_axi_bready(y_wr_axi_bready),
      .m_axi_awready(y_wr_axi_awready),
      .m_axi_wready(y_wr_axi_wready),
      .m_axi_bresp(y_wr_axi_bresp),
      .m_axi_bvalid(y_wr_axi_bvalid),
      .m_axi_wdata(y_wr_axi_wdata),
      .m_axi_wstrb(y_wr_axi_wstrb)
  );

  assign m_axi_gmem0_ARADDR = a_rd_axi_araddr;
  assign m_axi_gmem0_ARLEN = a_rd_axi_arlen;
  assign m_axi_gmem0_ARSIZE = a_rd_axi_arsize;
  assign m_axi_gmem0_ARBURST = a_rd_axi_arburst;
  assign m_axi_gmem0_ARCACHE = a_rd_axi_arcache;
  assign m_axi_gmem0_ARPROT = a_rd_axi_arprot;
  assign m_axi_gmem0_ARVALID = a_rd_axi_arvalid;
  assign m_axi_gmem0_RREADY = a_rd_axi_rready;
  assign a_rd_axi_arready = m_axi_gmem0_ARREADY;
  assign a_rd_axi_rresp = m_axi_gmem0_RRESP;
  assign a_rd_axi_rlast = m_axi_gmem0_RLAST;
  assign a_rd_axi_rvalid = m_axi_gmem0_RVALID;
  assign a_rd_axi_rdata = m_axi_gmem0_RDATA;
  assign m_axi_gmem0_AWADDR = y_wr_axi_awaddr;
  assign m_axi_gmem0_AWLEN = y_wr_axi_awlen;
  assign m_axi_gmem0_AWSIZE = y_wr_axi_awsize;
  assign m_axi_gmem0_AWBURST = y_wr_axi_awburst;
  assign m_axi_gmem0_AWCACHE = y_wr_axi_awcache;
  assign m_axi_gmem0_AWPROT = y_wr_axi_awprot;
  assign m_axi_gmem0_AWVALID = y_wr_axi_awvalid;
  assign m_axi_gmem0_WLAST = y_wr_axi_wlast;
  assign m_axi_gmem0_WVALID = y_wr_axi_wvalid;
  assign m_axi_gmem0_BREADY = y_wr_axi_bready;
  assign m_axi_gmem0_WDATA = y_wr_axi_wdata;
  assign m_axi_gmem0_WSTRB = y_wr_axi_wstrb;
  assign y_wr_axi_awready = m_axi_gmem0_AWREADY;
  assign y_wr_axi_wready = m_axi_gmem0_WREADY;
  assign y_wr_axi_bresp = m_axi_gmem0_BRESP;
  assign y_wr_axi_bvalid = m_axi_gmem0_BVALID;

  assign m_axi_gmem1_ARADDR = b_rd_axi_araddr;
  assign m_axi_gmem1_ARLEN = b_rd_axi_arlen;
  assign m_axi_gmem1_ARSIZE = b_rd_axi_arsize;
  assign m_axi_gmem1_ARBURST = b_rd_axi_arburst;
  assign m_axi_gmem1_ARCACHE = b_rd_axi_arcache;
  assign m_axi_gmem1_ARPROT = b_rd_axi_arprot;
  assign m_axi_gmem1_ARVALID = b_rd_axi_arvalid;
  assign m_axi_gmem1_RREADY = b_rd_axi_rready;
  assign b_rd_axi_arready = m_axi_gmem1_ARREADY;
  assign b_rd_axi_rresp = m_axi_gmem1_RRESP;
  assign b_rd_axi_rlast = m_axi_gmem1_RLAST;
  assign b_rd_axi_rvalid = m_axi_gmem1_RVALID;
  assign b_rd_axi_rdata = m_axi_gmem1_RDATA;
  assign m_axi_gmem1_AWADDR = 64'd0;
  assign m_axi_gmem1_AWLEN = 8'd0;
  assign m_axi_gmem1_AWSIZE = 3'd0;
  assign m_axi_gmem1_AWBURST = 2'd0;
  assign m_axi_gmem1_AWCACHE = 4'd0;
  assign m_axi_gmem1_AWPROT = 3'd0;
  assign m_axi_gmem1_AWVALID = 1'd0;
  assign m_axi_gmem1_WLAST = 1'd0;
  assign m_axi_gmem1_WVALID = 1'd0;
  assign m_axi_gmem1_BREADY = 1'd0;
  assign m_axi_gmem1_WDATA = 64'd0;
  assign m_axi_gmem1_WSTRB = 8'd0;

  wire load_a_idle;
  elementwise_load_a u_process_load_a (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(load_a_idle),
      .arg_blocks(arg_blocks[9:0]),
      .arg_rows(arg_rows[11:0]),
      .arg_up_y(arg_up_y[2:0]),
      .arg_a_beats(arg_a_beats[23:0]),
      .sa_data(sa_in_data),
      .sa_valid(sa_in_valid),
      .sa_room(sa_room),
      .a_rd_data(a_rd_out_data),
      .a_rd_valid(a_rd_out_valid),
      .a_rd_ready(a_rd_out_ready)
  );

  wire load_a_a_rd_addr_idle;
  elementwise_load_a_a_rd_addr u_process_load_a_a_rd_addr (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(load_a_a_rd_addr_idle),
      .arg_blocks(arg_blocks[9:0]),
      .arg_rows(arg_rows[11:0]),
      .arg_up_y(arg_up_y[2:0]),
      .arg_a_beats(arg_a_beats[23:0]),
      .arg_a_row(arg_a_row[27:0]),
      .arg_a(arg_a[39:0]),
      .arg_a_block(arg_a_block[27:0]),
      .a_rd_req_data(a_rd_req_in_data),
      .a_rd_req_valid(a_rd_req_in_valid),
      .a_rd_req_room(a_rd_req_room)
  );

  wire load_b_idle;
  elementwise_load_b u_process_load_b (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(load_b_idle),
      .arg_blocks(arg_blocks[9:0]),
      .arg_rows(arg_rows[11:0]),
      .arg_b_beats(arg_b_beats[23:0]),
      .arg_pair(arg_pair[0:0]),
      .sb_data(sb_in_data),
      .sb_valid(sb_in_valid),
      .sb_room(sb_room),
      .b_rd_data(b_rd_out_data),
      .b_rd_valid(b_rd_out_valid),
      .b_rd_ready(b_rd_out_ready)
  );

  wire load_b_b_rd_addr_idle;
  elementwise_load_b_b_rd_addr u_process_load_b_b_rd_addr (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(load_b_b_rd_addr_idle),
      .arg_blocks(arg_blocks[9:0]),
      .arg_rows(arg_rows[11:0]),
      .arg_pair(arg_pair[0:0]),
      .arg_b_beats(arg_b_beats[23:0]),
      .arg_b_row(arg_b_row[27:0]),
      .arg_b(arg_b[39:0]),
      .arg_b_block(arg_b_block[27:0]),
      .b_rd_req_data(b_rd_req_in_data),
      .b_rd_req_valid(b_rd_req_in_valid),
      .b_rd_req_room(b_rd_req_room)
  );

  wire repeat_idle;
  elementwise_repeat u_process_repeat (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(repeat_idle),
      .arg_pixels(arg_pixels[27:0]),
      .arg_up_x(arg_up_x[2:0]),
      .sa_data(sa_out_data),
      .sa_valid(sa_out_valid),
      .sa_ready(sa_out_ready),
      .wide_data(wide_in_data),
      .wide_valid(wide_in_valid),
      .wide_room(wide_room)
  );

  wire compute_idle;
  elementwise_compute u_process_compute (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(compute_idle),
      .arg_beats(arg_beats[27:0]),
      .arg_pair(arg_pair[0:0]),
      .arg_kb(arg_kb[16:0]),
      .arg_pivot(arg_pivot[7:0]),
      .arg_ka_low(arg_ka_low[16:0]),
      .arg_ka(arg_ka[16:0]),
      .arg_offset(arg_offset[37:0]),
      .arg_below(arg_below[37:0]),
      .arg_low(arg_low[7:0]),
      .arg_above(arg_above[37:0]),
      .arg_high(arg_high[7:0]),
      .arg_zero(arg_zero[7:0]),
      .arg_tie(arg_tie[27:0]),
      .arg_shift(arg_shift[4:0]),
      .wide_data(wide_out_data),
      .wide_valid(wide_out_valid),
      .wide_ready(wide_out_ready),
      .sb_data(sb_out_data),
      .sb_valid(sb_out_valid),
      .sb_ready(sb_out_ready),
      .sy_data(sy_in_data),
      .sy_valid(sy_in_valid),
      .sy_room(sy_room)
  );

  wire store_idle;
  elementwise_store u_process_store (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(store_idle),
      .arg_blocks(arg_blocks[9:0]),
      .arg_rows(arg_rows[11:0]),
      .arg_up_y(arg_up_y[2:0]),
      .arg_y_beats(arg_y_beats[23:0]),
      .sy_data(sy_out_data),
      .sy_valid(sy_out_valid),
      .sy_ready(sy_out_ready),
      .y_wr_data(y_wr_in_data),
      .y_wr_valid(y_wr_in_valid),
      .y_wr_room(y_wr_room)
  );

  wire store_y_wr_addr_idle;
  elementwise_store_y_wr_addr u_process_store_y_wr_addr (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(store_y_wr_addr_idle),
      .arg_blocks(arg_blocks[9:0]),
      .arg_rows(arg_rows[11:0]),
      .arg_up_y(arg_up_y[2:0]),
      .arg_y_beats(arg_y_beats[23:0]),
      .arg_y(arg_y[39:0]),
      .arg_y_block(arg_y_block[27:0]),
      .arg_y_row(arg_y_row[27:0]),
      .arg_y_step(arg_y_step[27:0]),
      .y_wr_req_data(y_wr_req_in_data),
      .y_wr_req_valid(y_wr_req_in_valid),
      .y_wr_req_room(y_wr_req_room)
  );

  assign start = ap_start && !busy_reg && !done_reg;
  wire quiet = load_a_idle && load_a_a_rd_addr_idle && load_b_idle && load_b_b_rd_addr_idle && repeat_idle && compute_idle && store_idle && store_y_wr_addr_idle && !sa_out_valid && !sb_out_valid && !wide_out_valid && !sy_out_valid && !a_rd_req_out_valid && !b_rd_req_out_valid && !y_wr_req_out_valid && !y_wr_out_valid && !a_rd_axi_busy && !b_rd_axi_busy && !y_wr_axi_busy;
  always_ff @(posedge ap_clk) begin
    started_reg <= start;
    done_reg    <= busy_reg && !started_reg && quiet;
    if (start) busy_reg <= 1'b1;
    else if (!started_reg && quiet) busy_reg <= 1'b0;
    if (ap_rst) begin
      busy_reg    <= 1'b0;
      started_reg <= 1'b0;
      done_reg    <= 1'b0;
    end
  end

`ifndef SYNTHESIS
  always_ff @(posedge ap_clk) begin
    if (start && arg_a[63:40] != 24'd0) $error("a lies at or above 2^40");
    if (start && arg_b[63:40] != 24'd0) $error("b lies at or above 2^40");
    if (start && arg_y[63:40] != 24'd0) $error("y lies at or above 2^40");
  end
`endif

endmodule

`default_nettype wire

// ---- elementwise_compute.sv
// Process compute of elementwise.py, line 105: initiation interval 1, 5 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module elementwise_compute (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [27:0] arg_beats,
    input  wire arg_pair,
    input  wire [16:0] arg_kb,
    input  wire [7:0] arg_pivot,
    input  wire [16:0] arg_ka_low,
    input  wire [16:0] arg_ka,
    input  wire [37:0] arg_offset,
    input  wire [37:0] arg_below,
    input  wire [7:0] arg_low,
    input  wire [37:0] arg_above,
    input  wire [7:0] arg_high,
    input  wire [7:0] arg_zero,
    input  wire [27:0] arg_tie,
    input  wire [4:0] arg_shift,
    input  wire [63:0] wide_data,
    input  wire wide_valid,
    output wire wide_ready,
    input  wire [63:0] sb_data,
    input  wire sb_valid,
    output wire sb_ready,
    output wire [63:0] sy_data,
    output wire sy_valid,
    input  wire sy_room
);

  logic running;
  logic [4:1] stage;
  logic signed [28:0] count_t_0;
  logic signed [17:0] k_51_s1;
  wire signed [38:0] mac_349;  // elementwise.py:137
  wire signed [47:0] mac_349_cascade;
  logic signed [8:0] sub_52_s1;
  wire signed [38:0] mac_350;  // elementwise.py:137
  wire signed [47:0] mac_350_cascade;
  logic signed [7:0] sel_41_s1;
  logic signed [7:0] sel_41_s2;
  logic signed [17:0] k_101_s1;
  wire signed [38:0] mac_373;  // elementwise.py:136
  wire signed [47:0] mac_373_cascade;
  logic signed [8:0] sub_102_s1;
  wire signed [38:0] mac_374;  // elementwise.py:136
  wire signed [47:0] mac_374_cascade;
  logic signed [7:0] sel_42_s1;
  logic signed [7:0] sel_42_s2;
  logic signed [17:0] k_137_s1;
  wire signed [38:0] mac_397;  // elementwise.py:136
  wire signed [47:0] mac_397_cascade;
  logic signed [8:0] sub_138_s1;
  wire signed [38:0] mac_398;  // elementwise.py:136
  wire signed [47:0] mac_398_cascade;
  logic signed [7:0] sel_43_s1;
  logic signed [7:0] sel_43_s2;
  logic signed [17:0] k_172_s1;
  wire signed [38:0] mac_421;  // elementwise.py:136
  wire signed [47:0] mac_421_cascade;
  logic signed [8:0] sub_173_s1;
  wire signed [38:0] mac_422;  // elementwise.py:136
  wire signed [47:0] mac_422_cascade;
  logic signed [7:0] sel_44_s1;
  logic signed [7:0] sel_44_s2;
  logic signed [17:0] k_207_s1;
  wire signed [38:0] mac_445;  // elementwise.py:136
  wire signed [47:0] mac_445_cascade;
  logic signed [8:0] sub_208_s1;
  wire signed [38:0] mac_446;  // elementwise.py:136
  wire signed [47:0] mac_446_cascade;
  logic signed [7:0] sel_45_s1;
  logic signed [7:0] sel_45_s2;
  logic signed [17:0] k_243_s1;
  wire signed [38:0] mac_469;  // elementwise.py:136
  wire signed [47:0] mac_469_cascade;
  logic signed [8:0] sub_244_s1;
  wire signed [38:0] mac_470;  // elementwise.py:136
  wire signed [47:0] mac_470_cascade;
  logic signed [7:0] sel_46_s1;
  logic signed [7:0] sel_46_s2;
  logic signed [17:0] k_279_s1;
  wire signed [38:0] mac_493;  // elementwise.py:136
  wire signed [47:0] mac_493_cascade;
  logic signed [8:0] sub_280_s1;
  wire signed [38:0] mac_494;  // elementwise.py:136
  wire signed [47:0] mac_494_cascade;
  logic signed [7:0] sel_47_s1;
  logic signed [7:0] sel_47_s2;
  logic signed [17:0] k_315_s1;
  wire signed [38:0] mac_517;  // elementwise.py:136
  wire signed [47:0] mac_517_cascade;
  logic signed [8:0] sub_316_s1;
  wire signed [38:0] mac_518;  // elementwise.py:136
  wire signed [47:0] mac_518_cascade;
  logic signed [7:0] sel_48_s1;
  logic signed [7:0] sel_48_s2;
  logic signed [7:0] sel_372_s4;
  logic signed [7:0] sel_396_s4;
  logic signed [7:0] sel_420_s4;
  logic signed [7:0] sel_444_s4;
  logic signed [7:0] sel_468_s4;
  logic signed [7:0] sel_492_s4;
  logic signed [7:0] sel_516_s4;
  logic signed [7:0] sel_540_s4;
  wire issue;

  wire signed [28:0] scalar_1 = $signed({1'b0, arg_beats});
  wire signed [28:0] add_17 = count_t_0 + 2'sd1;  // elementwise.py:124
  wire le_18 = scalar_1 <= add_17;  // elementwise.py:124
  wire signed [1:0] scalar_2 = $signed({1'b0, arg_pair});
  wire eq_30 = scalar_2 == 2'sd1;  // elementwise.py:127
  wire signed [17:0] scalar_5 = $signed({1'b0, arg_kb});
  wire signed [7:0] get_33 = $signed(sb_data[7:0]);  // elementwise.py:128
  wire signed [7:0] sel_41 = eq_30 ? get_33 : 2'sd0;  // elementwise.py:128
  wire signed [7:0] get_21 = $signed(wide_data[7:0]);  // elementwise.py:125
  wire signed [7:0] scalar_6 = $signed(arg_pivot);
  wire lt_49 = get_21 < scalar_6;  // elementwise.py:131
  wire signed [17:0] scalar_4 = $signed({1'b0, arg_ka_low});
  wire signed [17:0] scalar_3 = $signed({1'b0, arg_ka});
  wire signed [17:0] k_51 = lt_49 ? scalar_4 : scalar_3;  // elementwise.py:131
  wire signed [8:0] sub_52 = get_21 - scalar_6;  // elementwise.py:132
  wire signed [37:0] scalar_7 = $signed(arg_offset);
  hwp_dsp_mac #(.A_W(18), .B_W(9), .P_W(39), .A_REG(0), .CASCADE(0)) u_mac_349 (
      .clk(ap_clk), .rst(1'b0), .ce_a(1'b0),
      .a(k_51_s1), .b(sub_52_s1), .c(scalar_7),
      .cascade_in(48'sd0), .cascade_out(mac_349_cascade), .p(mac_349));
  hwp_dsp_mac #(.A_W(18), .B_W(8), .P_W(39), .A_REG(0), .CASCADE(1)) u_mac_350 (
      .clk(ap_clk), .rst(1'b0), .ce_a(1'b0),
      .a(scalar_5), .b(sel_41_s2), .c(2'sd0),
      .cascade_in(mac_349_cascade), .cascade_out(mac_350_cascade), .p(mac_350));
  wire signed [37:0] scalar_10 = $signed(arg_below);
  wire lt_371 = mac_350 < scalar_10;  // elementwise.py:136
  wire signed [7:0] scalar_13 = $signed(arg_low);
  wire signed [37:0] scalar_11 = $signed(arg_above);
  wire le_369 = scalar_11 <= mac_350;  // elementwise.py:136
  wire signed [7:0] scalar_14 = $signed(arg_high);
  wire signed [7:0] scalar_12 = $signed(arg_zero);
  wire signed [28:0] scalar_9 = $signed({1'b0, arg_tie});
  wire signed [28:0] and_363 = mac_350 & scalar_9;  // elementwise.py:134
  wire eq_364 = and_363 == 2'sd0;  // elementwise.py:134
  wire lt_82 = 2'sd0 < scalar_9;  // elementwise.py:134
  wire band_365 = eq_364 && lt_82;  // elementwise.py:134
  wire signed [5:0] scalar_8 = $signed({1'b0, arg_shift});
  wire signed [3:0] and_70 = scalar_8 & 4'sd4;  // elementwise.py:100
  wire eq_71 = and_70 == 4'sd4;  // elementwise.py:100
  wire signed [4:0] and_63 = scalar_8 & 5'sd8;  // elementwise.py:99
  wire eq_64 = and_63 == 5'sd8;  // elementwise.py:99
  wire signed [5:0] and_57 = scalar_8 & 6'sd16;  // elementwise.py:98
  wire eq_58 = and_57 == 6'sd16;  // elementwise.py:98
  wire signed [22:0] shr_352 = mac_350 >>> 16;  // elementwise.py:98
  wire signed [22:0] wrap_351 = mac_350;  // elementwise.py:98
  wire signed [22:0] a_353 = eq_58 ? shr_352 : wrap_351;  // elementwise.py:98
  wire signed [14:0] shr_355 = a_353 >>> 8;  // elementwise.py:99
  wire signed [15:0] wrap_354 = a_353;  // elementwise.py:99
  wire signed [15:0] b_356 = eq_64 ? shr_355 : wrap_354;  // elementwise.py:99
  wire signed [11:0] shr_358 = b_356 >>> 4;  // elementwise.py:100
  wire signed [11:0] wrap_357 = b_356;  // elementwise.py:100
  wire signed [11:0] c_359 = eq_71 ? shr_358 : wrap_357;  // elementwise.py:100
  wire signed [2:0] and_77 = scalar_8 & 3'sd3;  // elementwise.py:101
  wire signed [11:0] shrv_360 = c_359 >>> and_77;  // elementwise.py:101
  wire [7:0] near_361_u = shrv_360;  // elementwise.py:101
  wire signed [8:0] near_361 = $signed({1'b0, near_361_u});
  wire signed [8:0] and_362 = near_361 & 9'sd254;  // elementwise.py:134
  wire signed [8:0] even_366 = band_365 ? and_362 : near_361;  // elementwise.py:134
  wire signed [9:0] add_367 = scalar_12 + even_366;  // elementwise.py:135
  wire signed [7:0] code_368 = add_367;  // elementwise.py:135
  wire signed [7:0] sel_370 = le_369 ? scalar_14 : code_368;  // elementwise.py:136
  wire signed [7:0] sel_372 = lt_371 ? scalar_13 : sel_370;  // elementwise.py:136
  wire signed [7:0] get_34 = $signed(sb_data[15:8]);  // elementwise.py:128
  wire signed [7:0] sel_42 = eq_30 ? get_34 : 2'sd0;  // elementwise.py:128
  wire signed [7:0] get_22 = $signed(wide_data[15:8]);  // elementwise.py:125
  wire lt_99 = get_22 < scalar_6;  // elementwise.py:131
  wire signed [17:0] k_101 = lt_99 ? scalar_4 : scalar_3;  // elementwise.py:131
  wire signed [8:0] sub_102 = get_22 - scalar_6;  // elementwise.py:132
  hwp_dsp_mac #(.A_W(18), .B_W(9), .P_W(39), .A_REG(0), .CASCADE(0)) u_mac_373 (
      .clk(ap_clk), .rst(1'b0), .ce_a(1'b0),
      .a(k_101_s1), .b(sub_102_s1), .c(scalar_7),
      .cascade_in(48'sd0), .cascade_out(mac_373_cascade), .p(mac_373));
  hwp_dsp_mac #(.A_W(18), .B_W(8), .P_W(39), .A_REG(0), .CASCADE(1)) u_mac_374 (
      .clk(ap_clk), .rst(1'b0), .ce_a(1'b0),
      .a(scalar_5), .b(sel_42_s2), .c(2'sd0),
      .cascade_in(mac_373_cascade), .cascade_out(mac_374_cascade), .p(mac_374));
  wire lt_395 = mac_374 < scalar_10;  // elementwise.py:136
  wire le_393 = scalar_11 <= mac_374;  // elementwise.py:136
  wire signed [28:0] and_387 = mac_374 & scalar_9;  // elementwise.py:134
  wire eq_388 = and_387 == 2'sd0;  // elementwise.py:134
  wire band_389 = lt_82 && eq_388;  // elementwise.py:134
  wire signed [22:0] shr_376 = mac_374 >>> 16;  // elementwise.py:98
  wire signed [22:0] wrap_375 = mac_374;  // elementwise.py:98
  wire signed [22:0] a_377 = eq_58 ? shr_376 : wrap_375;  // elementwise.py:98
  wire signed [14:0] shr_379 = a_377 >>> 8;  // elementwise.py:99
  wire signed [15:0] wrap_378 = a_377;  // elementwise.py:99
  wire signed [15:0] b_380 = eq_64 ? shr_379 : wrap_378;  // elementwise.py:99
  wire signed [11:0] shr_382 = b_380 >>> 4;  // elementwise.py:100
  wire signed [11:0] wrap_381 = b_380;  // elementwise.py:100
  wire signed [11:0] c_383 = eq_71 ? shr_382 : wrap_381;  // elementwise.py:100
  wire signed [11:0] shrv_384 = c_383 >>> and_77;  // elementwise.py:101
  wire [7:0] near_385_u = shrv_384;  // elementwise.py:101
  wire signed [8:0] near_385 = $signed({1'b0, near_385_u});
  wire signed [8:0] and_386 = near_385 & 9'sd254;  // elementwise.py:134
  wire signed [8:0] even_390 = band_389 ? and_386 : near_385;  // elementwise.py:134
  wire signed [9:0] add_391 = scalar_12 + even_390;  // elementwise.py:135
  wire signed [7:0] code_392 = add_391;  // elementwise.py:135
  wire signed [7:0] sel_394 = le_393 ? scalar_14 : code_392;  // elementwise.py:136
  wire signed [7:0] sel_396 = lt_395 ? scalar_13 : sel_394;  // elementwise.py:136
  wire signed [7:0] get_35 = $signed(sb_data[23:16]);  // elementwise.py:128
  wire signed [7:0] sel_43 = eq_30 ? get_35 : 2'sd0;  // elementwise.py:128
  wire signed [7:0] get_23 = $signed(wide_data[23:16]);  // elementwise.py:125
  wire lt_135 = get_23 < scalar_6;  // elementwise.py:131
  wire signed [17:0] k_137 = lt_135 ? scalar_4 : scalar_3;  // elementwise.py:131
  wire signed [8:0] sub_138 = get_23 - scalar_6;  // elementwise.py:132
  hwp_dsp_mac #(.A_W(18), .B_W(9), .P_W(39), .A_REG(0), .CASCADE(0)) u_mac_397 (
      .clk(ap_clk), .rst(1'b0), .ce_a(1'b0),
      .a(k_137_s1), .b(sub_138_s1), .c(scalar_7),
      .cascade_in(48'sd0), .cascade_out(mac_397_cascade), .p(mac_397));
  hwp_dsp_mac #(.A_W(18), .B_W(8), .P_W(39), .A_REG(0), .CASCADE(1)) u_mac_398 (
      .clk(ap_clk), .rst(1'b0), .ce_a(1'b0),
      .a(scalar_5), .b(sel_43_s2), .c(2'sd0),
      .cascade_in(mac_397_cascade), .cascade_out(mac_398_cascade), .p(mac_398));
  wire lt_419 = mac_398 < scalar_10;  // elementwise.py:136
  wire le_417 = scalar_11 <= mac_398;  // elementwise.py:136
  wire signed [28:0] and_411 = mac_398 & scalar_9;  // elementwise.py:134
  wire eq_412 = and_411 == 2'sd0;  // elementwise.py:134
  wire band_413 = lt_82 && eq_412;  // elementwise.py:134
  wire signed [22:0] shr_400 = mac_398 >>> 16;  // elementwise.py:98
  wire signed [22:0] wrap_399 = mac_398;  // elementwise.py:98
  wire signed [22:0] a_401 = eq_58 ? shr_400 : wrap_399;  // elementwise.py:98
  wire signed [14:0] shr_403 = a_401 >>> 8;  // elementwise.py:99
  wire signed [15:0] wrap_402 = a_401;  // elementwise.py:99
  wire signed [15:0] b_404 = eq_64 ? shr_403 : wrap_402;  // elementwise.py:99
  wire signed [11:0] shr_406 = b_404 >>> 4;  // elementwise.py:100
  wire signed [11:0] wrap_405 = b_404;  // elementwise.py:100
  wire signed [11:0] c_407 = eq_71 ? shr_406 : wrap_405;  // elementwise.py:100
  wire signed [11:0] shrv_408 = c_407 >>> and_77;  // elementwise.py:101
  wire [7:0] near_409_u = shrv_408;  // elementwise.py:101
  wire signed [8:0] near_409 = $signed({1'b0, near_409_u});
  wire signed [8:0] and_410 = near_409 & 9'sd254;  // elementwise.py:134
  wire signed [8:0] even_414 = band_413 ? and_410 : near_409;  // elementwise.py:134
  wire signed [9:0] add_415 = scalar_12 + even_414;  // elementwise.py:135
  wire signed [7:0] code_416 = add_415;  // elementwise.py:135
  wire signed [7:0] sel_418 = le_417 ? scalar_14 : code_416;  // elementwise.py:136
  wire signed [7:0] sel_420 = lt_419 ? scalar_13 : sel_418;  // elementwise.py:136
  wire signed [7:0] get_36 = $signed(sb_data[31:24]);  // elementwise.py:128
  wire signed [7:0] sel_44 = eq_30 ? get_36 : 2'sd0;  // elementwise.py:128
  wire signed [7:0] get_24 = $signed(wide_data[31:24]);  // elementwise.py:125
  wire lt_170 = get_24 < scalar_6;  // elementwise.py:131
  wire signed [17:0] k_172 = lt_170 ? scalar_4 : scalar_3;  // elementwise.py:131
  wire signed [8:0] sub_173 = get_24 - scalar_6;  // elementwise.py:132
  hwp_dsp_mac #(.A_W(18), .B_W(9), .P_W(39), .A_REG(0), .CASCADE(0)) u_mac_421 (
      .clk(ap_clk), .rst(1'b0), .ce_a(1'b0),
      .a(k_172_s1), .b(sub_173_s1), .c(scalar_7),
      .cascade_in(48'sd0), .cascade_out(mac_421_cascade), .p(mac_421));
  hwp_dsp_mac #(.A_W(18), .B_W(8), .P_W(39), .A_REG(0), .CASCADE(1)) u_mac_422 (
      .clk(ap_clk), .rst(1'b0), .ce_a(1'b0),
      .a(scalar_5), .b(sel_44_s2), .c(2'sd0),
      .cascade_in(mac_421_cascade), .cascade_out(mac_422_cascade), .p(mac_422));
  wire lt_443 = mac_422 < scalar_10;  // elementwise.py:136
  wire le_441 = scalar_11 <= mac_422;  // elementwise.py:136
  wire signed [28:0] and_435 = mac_422 & scalar_9;  // elementwise.py:134
  wire eq_436 = and_435 == 2'sd0;  // elementwise.py:134
  wire band_437 = lt_82 && eq_436;  // elementwise.py:134
  wire signed [22:0] shr_424 = mac_422 >>> 16;  // elementwise.py:98
  wire signed [22:0] wrap_423 = mac_422;  // elementwise.py:98
  wire signed [22:0] a_425 = eq_58 ? shr_424 : wrap_423;  // elementwise.py:98
  wire signed [14:0] shr_427 = a_425 >>> 8;  // elementwise.py:99
  wire signed [15:0] wrap_426 = a_425;  // elementwise.py:99
  wire signed [15:0] b_428 = eq_64 ? shr_427 : wrap_426;  // elementwise.py:99
  wire signed [11:0] shr_430 = b_428 >>> 4;  // elementwise.py:100
  wire signed [11:0] wrap_429 = b_428;  // elementwise.py:100
  wire signed [11:0] c_431 = eq_71 ? shr_430 : wrap_429;  // elementwise.py:100
  wire signed [11:0] shrv_432 = c_431 >>> and_77;  // elementwise.py:101
  wire [7:0] near_433_u = shrv_432;  // elementwise.py:101
  wire signed [8:0] near_433 = $signed({1'b0, near_433_u});
  wire signed [8:0] and_434 = near_433 & 9'sd254;  // elementwise.py:134
  wire signed [8:0] even_438 = band_437 ? and_434 : near_433;  // elementwise.py:134
  wire signed [9:0] add_439 = scalar_12 + even_438;  // elementwise.py:135
  wire signed [7:0] code_440 = add_439;  // elementwise.py:135
  wire signed [7:0] sel_442 = le_441 ? scalar_14 : code_440;  // elementwise.py:136
  wire signed [7:0] sel_444 = lt_443 ? scalar_13 : sel_442;  // elementwise.py:136
  wire signed [7:0] get_37 = $signed(sb_data[39:32]);  // elementwise.py:128
  wire signed [7:0] sel_45 = eq_30 ? get_37 : 2'sd0;  // elementwise.py:128
  wire signed [7:0] get_25 = $signed(wide_data[39:32]);  // elementwise.py:125
  wire lt_205 = get_25 < scalar_6;  // elementwise.py:131
  wire signed [17:0] k_207 = lt_205 ? scalar_4 : scalar_3;  // elementwise.py:131
  wire signed [8:0] sub_208 = get_25 - scalar_6;  // elementwise.py:132
  hwp_dsp_mac #(.A_W(18), .B_W(9), .P_W(39), .A_REG(0), .CASCADE(0)) u_mac_445 (
      .clk(ap_clk), .rst(1'b0), .ce_a(1'b0),
      .a(k_207_s1), .b(sub_208_s1), .c(scalar_7),
      .cascade_in(48'sd0), .cascade_out(mac_445_cascade), .p(mac_445));
  hwp_dsp_mac #(.A_W(18), .B_W(8), .P_W(39), .A_REG(0), .CASCADE(1)) u_mac_446 (
      .clk(ap_clk), .rst(1'b0), .ce_a(1'b0),
      .a(scalar_5), .b(sel_45_s2), .c(2'sd0),
      .cascade_in(mac_445_cascade), .cascade_out(mac_446_cascade), .p(mac_446));
  wire lt_467 = mac_446 < scalar_10;  // elementwise.py:136
  wire le_465 = scalar_11 <= mac_446;  // elementwise.py:136
  wire signed [28:0] and_459 = mac_446 & scalar_9;  // elementwise.py:134
  wire eq_460 = and_459 == 2'sd0;  // elementwise.py:134
  wire band_461 = lt_82 && eq_460;  // elementwise.py:134
  wire signed [22:0] shr_448 = mac_446 >>> 16;  // elementwise.py:98
  wire signed [22:0] wrap_447 = mac_446;  // elementwise.py:98
  wire signed [22:0] a_449 = eq_58 ? shr_448 : wrap_447;  // elementwise.py:98
  wire signed [14:0] shr_451 = a_449 >>> 8;  // elementwise.py:99
  wire signed [15:0] wrap_450 = a_449;  // elementwise.py:99
  wire signed [15:0] b_452 = eq_64 ? shr_451 : wrap_450;  // elementwise.py:99
  wire signed [11:0] shr_454 = b_452 >>> 4;  // elementwise.py:100
  wire signed [11:0] wrap_453 = b_452;  // elementwise.py:100
  wire signed [11:0] c_455 = eq_71 ? shr_454 : wrap_453;  // elementwise.py:100
  wire signed [11:0] shrv_456 = c_455 >>> and_77;  // elementwise.py:101
  wire [7:0] near_457_u = shrv_456;  // elementwise.py:101
  wire signed [8:0] near_457 = $signed({1'b0, near_457_u});
  wire signed [8:0] and_458 = near_457 & 9'sd254;  // elementwise.py:134
  wire signed [8:0] even_462 = band_461 ? and_458 : near_457;  // elementwise.py:134
  wire signed [9:0] add_463 = scalar_12 + even_462;  // elementwise.py:135
  wire signed [7:0] code_464 = add_463;  // elementwise.py:135
  wire signed [7:0] sel_466 = le_465 ? scalar_14 : code_464;  // elementwise.py:136
  wire signed [7:0] sel_468 = lt_467 ? scalar_13 : sel_466;  // elementwise.py:136
  wire signed [7:0] get_38 = $signed(sb_data[47:40]);  // elementwise.py:128
  wire signed [7:0] sel_46 = eq_30 ? get_38 : 2'sd0;  // elementwise.py:128
  wire signed [7:0] get_26 = $signed(wide_data[47:40]);  // elementwise.py:125
  wire lt_241 = get_26 < scalar_6;  // elementwise.py:131
  wire signed [17:0] k_243 = lt_241 ? scalar_4 : scalar_3;  // elementwise.py:131
  wire signed [8:0] sub_244 = get_26 - scalar_6;  // elementwise.py:132
  hwp_dsp_mac #(.A_W(18), .B_W(9), .P_W(39), .A_REG(0), .CASCADE(0)) u_mac_469 (
      .clk(ap_clk), .rst(1'b0), .ce_a(1'b0),
      .a(k_243_s1), .b(sub_244_s1), .c(scalar_7),
      .cascade_in(48'sd0), .cascade_out(mac_469_cascade), .p(mac_469));
  hwp_dsp_mac #(.A_W(18), .B_W(8), .P_W(39), .A_REG(0), .CASCADE(1)) u_mac_470 (
      .clk(ap_clk), .rst(1'b0), .ce_a(1'b0),
      .a(scalar_5), .b(sel_46_s2), .c(2'sd0),
      .cascade_in(mac_469_cascade), .cascade_out(mac_470_cascade), .p(mac_470));
  wire lt_491 = mac_470 < scalar_10;  // elementwise.py:136
  wire le_489 = scalar_11 <= mac_470;  // elementwise.py:136
  wire signed [28:0] and_483 = mac_470 & scalar_9;  // elementwise.py:134
  wire eq_484 = and_483 == 2'sd0;  // elementwise.py:134
  wire band_485 = lt_82 && eq_484;  // elementwise.py:134
  wire signed [22:0] shr_472 = mac_470 >>> 16;  // elementwise.py:98
  wire signed [22:0] wrap_471 = mac_470;  // elementwise.py:98
  wire signed [22:0] a_473 = eq_58 ? shr_472 : wrap_471;  // elementwise.py:98
  wire signed [14:0] shr_475 = a_473 >>> 8;  // elementwise.py:99
  wire signed [15:0] wrap_474 = a_473;  // elementwise.py:99
  wire signed [15:0] b_476 = eq_64 ? shr_475 : wrap_474;  // elementwise.py:99
  wire signed [11:0] shr_478 = b_476 >>> 4;  // elementwise.py:100
  wire signed [11:0] wrap_477 = b_476;  // elementwise.py:100
  wire signed [11:0] c_479 = eq_71 ? shr_478 : wrap_477;  // elementwise.py:100
  wire signed [11:0] shrv_480 = c_479 >>> and_77;  // elementwise.py:101
  wire [7:0] near_481_u = shrv_480;  // elementwise.py:101
  wire signed [8:0] near_481 = $signed({1'b0, near_481_u});
  wire signed [8:0] and_482 = near_481 & 9'sd254;  // elementwise.py:134
  wire signed [8:0] even_486 = band_485 ? and_482 : near_481;  // elementwise.py:134
  wire signed [9:0] add_487 = scalar_12 + even_486;  // elementwise.py:135
  wire signed [7:0] code_488 = add_487;  // elementwise.py:135
  wire signed [7:0] sel_490 = le_489 ? scalar_14 : code_488;  // elementwise.py:136
  wire signed [7:0] sel_492 = lt_491 ? scalar_13 : sel_490;  // elementwise.py:136
  wire signed [7:0] get_39 = $signed(sb_data[55:48]);  // elementwise.py:128
  wire signed [7:0] sel_47 = eq_30 ? get_39 : 2'sd0;  // elementwise.py:128
  wire signed [7:0] get_27 = $signed(wide_data[55:48]);  // elementwise.py:125
  wire lt_277 = get_27 < scalar_6;  // elementwise.py:131
  wire signed [17:0] k_279 = lt_277 ? scalar_4 : scalar_3;  // elementwise.py:131
  wire signed [8:0] sub_280 = get_27 - scalar_6;  // elementwise.py:132
  hwp_dsp_mac #(.A_W(18), .B_W(9), .P_W(39), .A_REG(0), .CASCADE(0)) u_mac_493 (
      .clk(ap_clk), .rst(1'b0), .ce_a(1'b0),
      .a(k_279_s1), .b(sub_280_s1), .c(scalar_7),
      .cascade_in(48'sd0), .cascade_out(mac_493_cascade), .p(mac_493));
  hwp_dsp_mac #(.A_W(18), .B_W(8), .P_W(39), .A_REG(0), .CASCADE(1)) u_mac_494 (
      .clk(ap_clk), .rst(1'b0), .ce_a(1'b0),
      .a(scalar_5), .b(sel_47_s2), .c(2'sd0),
      .cascade_in(mac_493_cascade), .cascade_out(mac_494_cascade), .p(mac_494));
  wire lt_515 = mac_494 < scalar_10;  // elementwise.py:136
  wire le_513 = scalar_11 <= mac_494;  // elementwise.py:136
  wire signed [28:0] and_507 = mac_494 & scalar_9;  // elementwise.py:134
  wire eq_508 = and_507 == 2'sd0;  // elementwise.py:134
  wire band_509 = lt_82 && eq_508;  // elementwise.py:134
  wire signed [22:0] shr_496 = mac_494 >>> 16;  // elementwise.py:98
  wire signed [22:0] wrap_495 = mac_494;  // elementwise.py:98
  wire signed [22:0] a_497 = eq_58 ? shr_496 : wrap_495;  // elementwise.py:98
  wire signed [14:0] shr_499 = a_497 >>> 8;  // elementwise.py:99
  wire signed [15:0] wrap_498 = a_497;  // elementwise.py:99
  wire signed [15:0] b_500 = eq_64 ? shr_499 : wrap_498;  // elementwise.py:99
  wire signed [11:0] shr_502 = b_500 >>> 4;  // elementwise.py:100
  wire signed [11:0] wrap_501 = b_500;  // elementwise.py:100
  wire signed [11:0] c_503 = eq_71 ? shr_502 : wrap_501;  // elementwise.py:100
  wire signed [11:0] shrv_504 = c_503 >>> and_77;  // elementwise.py:101
  wire [7:0] near_505_u = shrv_504;  // elementwise.py:101
  wire signed [8:0] near_505 = $signed({1'b0, near_505_u});
  wire signed [8:0] and_506 = near_505 & 9'sd254;  // elementwise.py:134
  wire signed [8:0] even_510 = band_509 ? and_506 : near_505;  // elementwise.py:134
  wire signed [9:0] add_511 = scalar_12 + even_510;  // elementwise.py:135
  wire signed [7:0] code_512 = add_511;  // elementwise.py:135
  wire signed [7:0] sel_514 = le_513 ? scalar_14 : code_512;  // elementwise.py:136
  wire signed [7:0] sel_516 = lt_515 ? scalar_13 : sel_514;  // elementwise.py:136
  wire signed [7:0] get_40 = $signed(sb_data[63:56]);  // elementwise.py:128
  wire signed [7:0] sel_48 = eq_30 ? get_40 : 2'sd0;  // elementwise.py:128
  wire signed [7:0] get_28 = $signed(wide_data[63:56]);  // elementwise.py:125
  wire lt_313 = get_28 < scalar_6;  // elementwise.py:131
  wire signed [17:0] k_315 = lt_313 ? scalar_4 : scalar_3;  // elementwise.py:131
  wire signed [8:0] sub_316 = get_28 - scalar_6;  // elementwise.py:132
  hwp_dsp_mac #(.A_W(18), .B_W(9), .P_W(39), .A_REG(0), .CASCADE(0)) u_mac_517 (
      .clk(ap_clk), .rst(1'b0), .ce_a(1'b0),
      .a(k_315_s1), .b(sub_316_s1), .c(scalar_7),
      .cascade_in(48'sd0), .cascade_out(mac_517_cascade), .p(mac_517));
  hwp_dsp_mac #(.A_W(18), .B_W(8), .P_W(39), .A_REG(0), .CASCADE(1)) u_mac_518 (
      .clk(ap_clk), .rst(1'b0), .ce_a(1'b0),
      .a(scalar_5), .b(sel_48_s2), .c(2'sd0),
      .cascade_in(mac_517_cascade), .cascade_out(mac_518_cascade), .p(mac_518));
  wire lt_539 = mac_518 < scalar_10;  // elementwise.py:136
  wire le_537 = scalar_11 <= mac_518;  // elementwise.py:136
  wire signed [28:0] and_531 = mac_518 & scalar_9;  // elementwise.py:134
  wire eq_532 = and_531 == 2'sd0;  // elementwise.py:134
  wire band_533 = lt_82 && eq_532;  // elementwise.py:134
  wire signed [22:0] shr_520 = mac_518 >>> 16;  // elementwise.py:98
  wire signed [22:0] wrap_519 = mac_518;  // elementwise.py:98
  wire signed [22:0] a_521 = eq_58 ? shr_520 : wrap_519;  // elementwise.py:98
  wire signed [14:0] shr_523 = a_521 >>> 8;  // elementwise.py:99
  wire signed [15:0] wrap_522 = a_521;  // elementwise.py:99
  wire signed [15:0] b_524 = eq_64 ? shr_523 : wrap_522;  // elementwise.py:99
  wire signed [11:0] shr_526 = b_524 >>> 4;  // elementwise.py:100
  wire signed [11:0] wrap_525 = b_524;  // elementwise.py:100
  wire signed [11:0] c_527 = eq_71 ? shr_526 : wrap_525;  // elementwise.py:100
  wire signed [11:0] shrv_528 = c_527 >>> and_77;  // elementwise.py:101
  wire [7:0] near_529_u = shrv_528;  // elementwise.py:101
  wire signed [8:0] near_529 = $signed({1'b0, near_529_u});
  wire signed [8:0] and_530 = near_529 & 9'sd254;  // elementwise.py:134
  wire signed [8:0] even_534 = band_533 ? and_530 : near_529;  // elementwise.py:134
  wire signed [9:0] add_535 = scalar_12 + even_534;  // elementwise.py:135
  wire signed [7:0] code_536 = add_535;  // elementwise.py:135
  wire signed [7:0] sel_538 = le_537 ? scalar_14 : code_536;  // elementwise.py:136
  wire signed [7:0] sel_540 = lt_539 ? scalar_13 : sel_538;  // elementwise.py:136
  wire wide_get = 1'b1;
  assign wide_ready = issue && wide_get;
  wire wait_get_wide = wide_get && !wide_valid;
  wire sb_get = eq_30;
  assign sb_ready = issue && sb_get;
  wire wait_get_sb = sb_get && !sb_valid;
  wire sy_put0 = stage[4] && 1'b1;
  wire [7:0] sy_put0_0 = sel_372_s4;
  wire [7:0] sy_put0_1 = sel_396_s4;
  wire [7:0] sy_put0_2 = sel_420_s4;
  wire [7:0] sy_put0_3 = sel_444_s4;
  wire [7:0] sy_put0_4 = sel_468_s4;
  wire [7:0] sy_put0_5 = sel_492_s4;
  wire [7:0] sy_put0_6 = sel_516_s4;
  wire [7:0] sy_put0_7 = sel_540_s4;
  assign sy_valid = sy_put0;
  assign sy_data = {sy_put0_7, sy_put0_6, sy_put0_5, sy_put0_4, sy_put0_3, sy_put0_2, sy_put0_1, sy_put0_0};
  wire wait_put_sy = (1'b1) && !sy_room;
  wire wrap_0 = le_18;
  wire wrap_1 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_get_wide && !wait_get_sb && !wait_put_sy;

  assign idle = !(running || (stage != 0));

  always_ff @(posedge ap_clk) begin
    if (issue && wrap_1) count_t_0 <= le_18 ? 29'sd0 : count_t_0 + 29'sd1;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      count_t_0 <= 29'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

  always_ff @(posedge ap_clk) begin
    stage <= {stage[3:1], issue};
    k_51_s1 <= k_51;
    sub_52_s1 <= sub_52;
    sel_41_s1 <= sel_41;
    sel_41_s2 <= sel_41_s1;
    k_101_s1 <= k_101;
    sub_102_s1 <= sub_102;
    sel_42_s1 <= sel_42;
    sel_42_s2 <= sel_42_s1;
    k_137_s1 <= k_137;
    sub_138_s1 <= sub_138;
    sel_43_s1 <= sel_43;
    sel_43_s2 <= sel_43_s1;
    k_172_s1 <= k_172;
    sub_173_s1 <= sub_173;
    sel_44_s1 <= sel_44;
    sel_44_s2 <= sel_44_s1;
    k_207_s1 <= k_207;
    sub_208_s1 <= sub_208;
    sel_45_s1 <= sel_45;
    sel_45_s2 <= sel_45_s1;
    k_243_s1 <= k_243;
    sub_244_s1 <= sub_244;
    sel_46_s1 <= sel_46;
    sel_46_s2 <= sel_46_s1;
    k_279_s1 <= k_279;
    sub_280_s1 <= sub_280;
    sel_47_s1 <= sel_47;
    sel_47_s2 <= sel_47_s1;
    k_315_s1 <= k_315;
    sub_316_s1 <= sub_316;
    sel_48_s1 <= sel_48;
    sel_48_s2 <= sel_48_s1;
    sel_372_s4 <= sel_372;
    sel_396_s4 <= sel_396;
    sel_420_s4 <= sel_420;
    sel_444_s4 <= sel_444;
    sel_468_s4 <= sel_468;
    sel_492_s4 <= sel_492;
    sel_516_s4 <= sel_516;
    sel_540_s4 <= sel_540;
    if (ap_rst) stage <= 4'd0;
  end

endmodule

`default_nettype wire

// ---- elementwise_load_a.sv
// Process load_a of elementwise.py, line 41: initiation interval 1, 1 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module elementwise_load_a (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [9:0] arg_blocks,
    input  wire [11:0] arg_rows,
    input  wire [2:0] arg_up_y,
    input  wire [23:0] arg_a_beats,
    output wire [63:0] sa_data,
    output wire sa_valid,
    input  wire sa_room,
    input  wire [63:0] a_rd_data,
    input  wire a_rd_valid,
    output wire a_rd_ready
);

  logic running;
  logic signed [10:0] count_c_0;
  logic signed [12:0] count_r_1;
  logic signed [3:0] count_f_2;
  logic signed [24:0] count_n_3;
  wire issue;

  wire signed [10:0] scalar_1 = $signed({1'b0, arg_blocks});
  wire signed [10:0] add_9 = count_c_0 + 2'sd1;  // elementwise.py:51
  wire le_10 = scalar_1 <= add_9;  // elementwise.py:51
  wire signed [12:0] scalar_2 = $signed({1'b0, arg_rows});
  wire signed [12:0] add_12 = count_r_1 + 2'sd1;  // elementwise.py:52
  wire le_13 = scalar_2 <= add_12;  // elementwise.py:52
  wire signed [3:0] scalar_4 = $signed({1'b0, arg_up_y});
  wire signed [3:0] add_15 = count_f_2 + 2'sd1;  // elementwise.py:53
  wire le_16 = scalar_4 <= add_15;  // elementwise.py:53
  wire signed [24:0] scalar_3 = $signed({1'b0, arg_a_beats});
  wire signed [24:0] add_18 = count_n_3 + 2'sd1;  // elementwise.py:54
  wire le_19 = scalar_3 <= add_18;  // elementwise.py:54
  wire signed [7:0] get_68 = $signed(a_rd_data[7:0]);  // elementwise.py:55
  wire signed [7:0] get_69 = $signed(a_rd_data[15:8]);  // elementwise.py:55
  wire signed [7:0] get_70 = $signed(a_rd_data[23:16]);  // elementwise.py:55
  wire signed [7:0] get_71 = $signed(a_rd_data[31:24]);  // elementwise.py:55
  wire signed [7:0] get_72 = $signed(a_rd_data[39:32]);  // elementwise.py:55
  wire signed [7:0] get_73 = $signed(a_rd_data[47:40]);  // elementwise.py:55
  wire signed [7:0] get_74 = $signed(a_rd_data[55:48]);  // elementwise.py:55
  wire signed [7:0] get_75 = $signed(a_rd_data[63:56]);  // elementwise.py:55
  wire sa_put0 = issue && 1'b1;
  wire [7:0] sa_put0_0 = get_68;
  wire [7:0] sa_put0_1 = get_69;
  wire [7:0] sa_put0_2 = get_70;
  wire [7:0] sa_put0_3 = get_71;
  wire [7:0] sa_put0_4 = get_72;
  wire [7:0] sa_put0_5 = get_73;
  wire [7:0] sa_put0_6 = get_74;
  wire [7:0] sa_put0_7 = get_75;
  assign sa_valid = sa_put0;
  assign sa_data = {sa_put0_7, sa_put0_6, sa_put0_5, sa_put0_4, sa_put0_3, sa_put0_2, sa_put0_1, sa_put0_0};
  wire wait_put_sa = (1'b1) && !sa_room;
  wire a_rd_get = 1'b1;
  assign a_rd_ready = issue && a_rd_get;
  wire wait_get_a_rd = a_rd_get && !a_rd_valid;
  wire wrap_0 = le_10 && le_13 && le_16 && le_19;
  wire wrap_1 = le_13 && le_16 && le_19;
  wire wrap_2 = le_16 && le_19;
  wire wrap_3 = le_19;
  wire wrap_4 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_put_sa && !wait_get_a_rd;

  assign idle = !(running);

  always_ff @(posedge ap_clk) begin
    if (issue && wrap_1) count_c_0 <= le_10 ? 11'sd0 : count_c_0 + 11'sd1;
    if (issue && wrap_2) count_r_1 <= le_13 ? 13'sd0 : count_r_1 + 13'sd1;
    if (issue && wrap_3) count_f_2 <= le_16 ? 4'sd0 : count_f_2 + 4'sd1;
    if (issue && wrap_4) count_n_3 <= le_19 ? 25'sd0 : count_n_3 + 25'sd1;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      count_c_0 <= 11'sd0;
      count_r_1 <= 13'sd0;
      count_f_2 <= 4'sd0;
      count_n_3 <= 25'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

endmodule

`default_nettype wire

// ---- elementwise_load_a_a_rd_addr.sv
// Process load_a_a_rd_addr of elementwise.py, line 55: initiation interval 1, 1 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module elementwise_load_a_a_rd_addr (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [9:0] arg_blocks,
    input  wire [11:0] arg_rows,
    input  wire [2:0] arg_up_y,
    input  wire [23:0] arg_a_beats,
    input  wire [27:0] arg_a_row,
    input  wire [39:0] arg_a,
    input  wire [27:0] arg_a_block,
    output wire [63:0] a_rd_req_data,
    output wire a_rd_req_valid,
    input  wire a_rd_req_room
);

  logic running;
  logic signed [10:0] count_c_0;
  logic signed [12:0] count_r_1;
  logic signed [3:0] count_f_2;
  logic signed [40:0] step_76;  // elementwise.py:55
  logic signed [38:0] step_77;  // elementwise.py:55
  wire issue;

  wire signed [10:0] scalar_1 = $signed({1'b0, arg_blocks});
  wire signed [10:0] add_9 = count_c_0 + 2'sd1;  // elementwise.py:51
  wire le_10 = scalar_1 <= add_9;  // elementwise.py:51
  wire signed [12:0] scalar_2 = $signed({1'b0, arg_rows});
  wire signed [12:0] add_12 = count_r_1 + 2'sd1;  // elementwise.py:52
  wire le_13 = scalar_2 <= add_12;  // elementwise.py:52
  wire signed [3:0] scalar_4 = $signed({1'b0, arg_up_y});
  wire signed [3:0] add_15 = count_f_2 + 2'sd1;  // elementwise.py:53
  wire le_16 = scalar_4 <= add_15;  // elementwise.py:53
  wire signed [24:0] scalar_3 = $signed({1'b0, arg_a_beats});
  wire signed [64:0] shl_62 = scalar_3 <<< 40;  // elementwise.py:55
  wire signed [28:0] scalar_6 = $signed({1'b0, arg_a_row});
  wire signed [40:0] scalar_58 = $signed({1'b0, arg_a});
  wire signed [28:0] scalar_5 = $signed({1'b0, arg_a_block});
  wire signed [41:0] add_80 = scalar_58 + step_77;  // elementwise.py:55
  wire signed [42:0] add_81 = step_76 + add_80;  // elementwise.py:55
  wire [39:0] wrap_82_u = add_81;  // elementwise.py:55
  wire signed [40:0] wrap_82 = $signed({1'b0, wrap_82_u});
  wire signed [64:0] or_83 = shl_62 | wrap_82;  // elementwise.py:55
  wire signed [3:0] and_84 = wrap_82 & 4'sd7;  // elementwise.py:55
  wire eq_85 = and_84 == 2'sd0;  // elementwise.py:55
  wire a_rd_req_put0 = issue && 1'b1;
  wire [63:0] a_rd_req_put0_0 = or_83;
  assign a_rd_req_valid = a_rd_req_put0;
  assign a_rd_req_data = {a_rd_req_put0_0};
  wire wait_put_a_rd_req = (1'b1) && !a_rd_req_room;
  wire wrap_0 = le_10 && le_13 && le_16;
  wire wrap_1 = le_13 && le_16;
  wire wrap_2 = le_16;
  wire wrap_3 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_put_a_rd_req;

  assign idle = !(running);

  always_ff @(posedge ap_clk) begin
    if (issue && wrap_1) count_c_0 <= le_10 ? 11'sd0 : count_c_0 + 11'sd1;
    if (issue && wrap_2) count_r_1 <= le_13 ? 13'sd0 : count_r_1 + 13'sd1;
    if (issue && wrap_3) count_f_2 <= le_16 ? 4'sd0 : count_f_2 + 4'sd1;
    if (issue && wrap_2) step_76 <= le_13 ? 41'sd0 : step_76 + scalar_6;
    if (issue && wrap_1) step_77 <= le_10 ? 39'sd0 : step_77 + scalar_5;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      count_c_0 <= 11'sd0;
      count_r_1 <= 13'sd0;
      count_f_2 <= 4'sd0;
      step_76 <= 41'sd0;
      step_77 <= 39'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

`ifndef SYNTHESIS
  always_ff @(posedge ap_clk) begin
    if (issue && 1'b1 && !(eq_85)) $error("elementwise.py:55: a[...] starts at a multiple of 8 bytes");
  end
`endif

endmodule

`default_nettype wire

// ---- elementwise_load_b.sv
// Process load_b of elementwise.py, line 59: initiation interval 1, 1 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module elementwise_load_b (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [9:0] arg_blocks,
    input  wire [11:0] arg_rows,
    input  wire [23:0] arg_b_beats,
    input  wire arg_pair,
    output wire [63:0] sb_data,
    output wire sb_valid,
    input  wire sb_room,
    input  wire [63:0] b_rd_data,
    input  wire b_rd_valid,
    output wire b_rd_ready
);

  logic running;
  logic signed [10:0] count_c_0;
  logic signed [12:0] count_r_1;
  logic signed [24:0] count_n_2;
  wire issue;

  wire signed [10:0] scalar_1 = $signed({1'b0, arg_blocks});
  wire signed [10:0] add_9 = count_c_0 + 2'sd1;  // elementwise.py:69
  wire le_10 = scalar_1 <= add_9;  // elementwise.py:69
  wire signed [12:0] scalar_2 = $signed({1'b0, arg_rows});
  wire signed [12:0] add_12 = count_r_1 + 2'sd1;  // elementwise.py:70
  wire le_13 = scalar_2 <= add_12;  // elementwise.py:70
  wire signed [24:0] scalar_3 = $signed({1'b0, arg_b_beats});
  wire signed [24:0] add_15 = count_n_2 + 2'sd1;  // elementwise.py:71
  wire le_16 = scalar_3 <= add_15;  // elementwise.py:71
  wire signed [1:0] scalar_4 = $signed({1'b0, arg_pair});
  wire eq_24 = scalar_4 == 2'sd1;  // elementwise.py:72
  wire signed [7:0] get_64 = $signed(b_rd_data[7:0]);  // elementwise.py:73
  wire signed [7:0] get_65 = $signed(b_rd_data[15:8]);  // elementwise.py:73
  wire signed [7:0] get_66 = $signed(b_rd_data[23:16]);  // elementwise.py:73
  wire signed [7:0] get_67 = $signed(b_rd_data[31:24]);  // elementwise.py:73
  wire signed [7:0] get_68 = $signed(b_rd_data[39:32]);  // elementwise.py:73
  wire signed [7:0] get_69 = $signed(b_rd_data[47:40]);  // elementwise.py:73
  wire signed [7:0] get_70 = $signed(b_rd_data[55:48]);  // elementwise.py:73
  wire signed [7:0] get_71 = $signed(b_rd_data[63:56]);  // elementwise.py:73
  wire sb_put0 = issue && eq_24;
  wire [7:0] sb_put0_0 = get_64;
  wire [7:0] sb_put0_1 = get_65;
  wire [7:0] sb_put0_2 = get_66;
  wire [7:0] sb_put0_3 = get_67;
  wire [7:0] sb_put0_4 = get_68;
  wire [7:0] sb_put0_5 = get_69;
  wire [7:0] sb_put0_6 = get_70;
  wire [7:0] sb_put0_7 = get_71;
  assign sb_valid = sb_put0;
  assign sb_data = {sb_put0_7, sb_put0_6, sb_put0_5, sb_put0_4, sb_put0_3, sb_put0_2, sb_put0_1, sb_put0_0};
  wire wait_put_sb = (eq_24) && !sb_room;
  wire b_rd_get = eq_24;
  assign b_rd_ready = issue && b_rd_get;
  wire wait_get_b_rd = b_rd_get && !b_rd_valid;
  wire wrap_0 = le_10 && le_13 && le_16;
  wire wrap_1 = le_13 && le_16;
  wire wrap_2 = le_16;
  wire wrap_3 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_put_sb && !wait_get_b_rd;

  assign idle = !(running);

  always_ff @(posedge ap_clk) begin
    if (issue && wrap_1) count_c_0 <= le_10 ? 11'sd0 : count_c_0 + 11'sd1;
    if (issue && wrap_2) count_r_1 <= le_13 ? 13'sd0 : count_r_1 + 13'sd1;
    if (issue && wrap_3) count_n_2 <= le_16 ? 25'sd0 : count_n_2 + 25'sd1;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      count_c_0 <= 11'sd0;
      count_r_1 <= 13'sd0;
      count_n_2 <= 25'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

endmodule

`default_nettype wire

// ---- elementwise_load_b_b_rd_addr.sv
// Process load_b_b_rd_addr of elementwise.py, line 73: initiation interval 1, 1 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module elementwise_load_b_b_rd_addr (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [9:0] arg_blocks,
    input  wire [11:0] arg_rows,
    input  wire arg_pair,
    input  wire [23:0] arg_b_beats,
    input  wire [27:0] arg_b_row,
    input  wire [39:0] arg_b,
    input  wire [27:0] arg_b_block,
    output wire [63:0] b_rd_req_data,
    output wire b_rd_req_valid,
    input  wire b_rd_req_room
);

  logic running;
  logic signed [10:0] count_c_0;
  logic signed [12:0] count_r_1;
  logic signed [40:0] step_72;  // elementwise.py:73
  logic signed [38:0] step_73;  // elementwise.py:73
  wire issue;

  wire signed [10:0] scalar_1 = $signed({1'b0, arg_blocks});
  wire signed [10:0] add_9 = count_c_0 + 2'sd1;  // elementwise.py:69
  wire le_10 = scalar_1 <= add_9;  // elementwise.py:69
  wire signed [12:0] scalar_2 = $signed({1'b0, arg_rows});
  wire signed [12:0] add_12 = count_r_1 + 2'sd1;  // elementwise.py:70
  wire le_13 = scalar_2 <= add_12;  // elementwise.py:70
  wire signed [1:0] scalar_4 = $signed({1'b0, arg_pair});
  wire eq_24 = scalar_4 == 2'sd1;  // elementwise.py:72
  wire signed [24:0] scalar_3 = $signed({1'b0, arg_b_beats});
  wire signed [64:0] shl_58 = scalar_3 <<< 40;  // elementwise.py:73
  wire signed [28:0] scalar_6 = $signed({1'b0, arg_b_row});
  wire signed [40:0] scalar_54 = $signed({1'b0, arg_b});
  wire signed [28:0] scalar_5 = $signed({1'b0, arg_b_block});
  wire signed [41:0] add_76 = scalar_54 + step_73;  // elementwise.py:73
  wire signed [42:0] add_77 = step_72 + add_76;  // elementwise.py:73
  wire [39:0] wrap_78_u = add_77;  // elementwise.py:73
  wire signed [40:0] wrap_78 = $signed({1'b0, wrap_78_u});
  wire signed [64:0] or_79 = shl_58 | wrap_78;  // elementwise.py:73
  wire signed [3:0] and_80 = wrap_78 & 4'sd7;  // elementwise.py:73
  wire eq_81 = and_80 == 2'sd0;  // elementwise.py:73
  wire b_rd_req_put0 = issue && eq_24;
  wire [63:0] b_rd_req_put0_0 = or_79;
  assign b_rd_req_valid = b_rd_req_put0;
  assign b_rd_req_data = {b_rd_req_put0_0};
  wire wait_put_b_rd_req = (eq_24) && !b_rd_req_room;
  wire wrap_0 = le_10 && le_13;
  wire wrap_1 = le_13;
  wire wrap_2 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_put_b_rd_req;

  assign idle = !(running);

  always_ff @(posedge ap_clk) begin
    if (issue && wrap_1) count_c_0 <= le_10 ? 11'sd0 : count_c_0 + 11'sd1;
    if (issue && wrap_2) count_r_1 <= le_13 ? 13'sd0 : count_r_1 + 13'sd1;
    if (issue && wrap_2) step_72 <= le_13 ? 41'sd0 : step_72 + scalar_6;
    if (issue && wrap_1) step_73 <= le_10 ? 39'sd0 : step_73 + scalar_5;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      count_c_0 <= 11'sd0;
      count_r_1 <= 13'sd0;
      step_72 <= 41'sd0;
      step_73 <= 39'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

`ifndef SYNTHESIS
  always_ff @(posedge ap_clk) begin
    if (issue && eq_24 && !(eq_81)) $error("elementwise.py:73: b[...] starts at a multiple of 8 bytes");
  end
`endif

endmodule

`default_nettype wire

// ---- elementwise_repeat.sv
// Process repeat of elementwise.py, line 77: initiation interval 1, 1 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module elementwise_repeat (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [27:0] arg_pixels,
    input  wire [2:0] arg_up_x,
    input  wire [63:0] sa_data,
    input  wire sa_valid,
    output wire sa_ready,
    output wire [63:0] wide_data,
    output wire wide_valid,
    input  wire wide_room
);

  logic running;
  logic signed [28:0] count_t_0;
  logic signed [3:0] count_e_1;
  logic signed [1:0] count_h_2;
  logic signed [7:0] held_0_reg;
  logic signed [7:0] held_1_reg;
  logic signed [7:0] held_2_reg;
  logic signed [7:0] held_3_reg;
  logic signed [7:0] held_4_reg;
  logic signed [7:0] held_5_reg;
  logic signed [7:0] held_6_reg;
  logic signed [7:0] held_7_reg;
  logic signed [7:0] held_8_reg;
  logic signed [7:0] held_9_reg;
  logic signed [7:0] held_10_reg;
  logic signed [7:0] held_11_reg;
  logic signed [7:0] held_12_reg;
  logic signed [7:0] held_13_reg;
  logic signed [7:0] held_14_reg;
  logic signed [7:0] held_15_reg;
  wire issue;

  wire signed [28:0] scalar_1 = $signed({1'b0, arg_pixels});
  wire signed [28:0] add_8 = count_t_0 + 2'sd1;  // elementwise.py:84
  wire le_9 = scalar_1 <= add_8;  // elementwise.py:84
  wire signed [3:0] scalar_2 = $signed({1'b0, arg_up_x});
  wire signed [3:0] add_11 = count_e_1 + 2'sd1;  // elementwise.py:85
  wire le_12 = scalar_2 <= add_11;  // elementwise.py:85
  wire eq_14 = count_h_2 == 2'sd1;  // elementwise.py:86
  wire eq_16 = count_e_1 == 2'sd0;  // elementwise.py:86
  wire signed [7:0] get_37 = $signed(sa_data[7:0]);  // elementwise.py:89
  wire signed [7:0] sel_45 = eq_16 ? get_37 : held_0_reg;  // elementwise.py:89
  wire signed [7:0] get_38 = $signed(sa_data[15:8]);  // elementwise.py:89
  wire signed [7:0] sel_46 = eq_16 ? get_38 : held_1_reg;  // elementwise.py:89
  wire signed [7:0] get_39 = $signed(sa_data[23:16]);  // elementwise.py:89
  wire signed [7:0] sel_47 = eq_16 ? get_39 : held_2_reg;  // elementwise.py:89
  wire signed [7:0] get_40 = $signed(sa_data[31:24]);  // elementwise.py:89
  wire signed [7:0] sel_48 = eq_16 ? get_40 : held_3_reg;  // elementwise.py:89
  wire signed [7:0] get_41 = $signed(sa_data[39:32]);  // elementwise.py:89
  wire signed [7:0] sel_49 = eq_16 ? get_41 : held_4_reg;  // elementwise.py:89
  wire signed [7:0] get_42 = $signed(sa_data[47:40]);  // elementwise.py:89
  wire signed [7:0] sel_50 = eq_16 ? get_42 : held_5_reg;  // elementwise.py:89
  wire signed [7:0] get_43 = $signed(sa_data[55:48]);  // elementwise.py:89
  wire signed [7:0] sel_51 = eq_16 ? get_43 : held_6_reg;  // elementwise.py:89
  wire signed [7:0] get_44 = $signed(sa_data[63:56]);  // elementwise.py:89
  wire signed [7:0] sel_52 = eq_16 ? get_44 : held_7_reg;  // elementwise.py:89
  wire sa_get = eq_16;
  assign sa_ready = issue && sa_get;
  wire wait_get_sa = sa_get && !sa_valid;
  wire wide_put0 = issue && 1'b1;
  wire [7:0] wide_put0_0 = sel_45;
  wire [7:0] wide_put0_1 = sel_46;
  wire [7:0] wide_put0_2 = sel_47;
  wire [7:0] wide_put0_3 = sel_48;
  wire [7:0] wide_put0_4 = sel_49;
  wire [7:0] wide_put0_5 = sel_50;
  wire [7:0] wide_put0_6 = sel_51;
  wire [7:0] wide_put0_7 = sel_52;
  assign wide_valid = wide_put0;
  assign wide_data = {wide_put0_7, wide_put0_6, wide_put0_5, wide_put0_4, wide_put0_3, wide_put0_2, wide_put0_1, wide_put0_0};
  wire wait_put_wide = (1'b1) && !wide_room;
  wire wrap_0 = le_9 && le_12 && eq_14;
  wire wrap_1 = le_12 && eq_14;
  wire wrap_2 = eq_14;
  wire wrap_3 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_get_sa && !wait_put_wide;

  assign idle = !(running);

  always_ff @(posedge ap_clk) begin
    if (issue && wrap_1) count_t_0 <= le_9 ? 29'sd0 : count_t_0 + 29'sd1;
    if (issue && wrap_2) count_e_1 <= le_12 ? 4'sd0 : count_e_1 + 4'sd1;
    if (issue && wrap_3) count_h_2 <= eq_14 ? 2'sd0 : count_h_2 + 2'sd1;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      count_t_0 <= 29'sd0;
      count_e_1 <= 4'sd0;
      count_h_2 <= 2'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

  always_ff @(posedge ap_clk) begin
    if (issue) begin
      held_0_reg <= held_8_reg;
      held_1_reg <= held_9_reg;
      held_2_reg <= held_10_reg;
      held_3_reg <= held_11_reg;
      held_4_reg <= held_12_reg;
      held_5_reg <= held_13_reg;
      held_6_reg <= held_14_reg;
      held_7_reg <= held_15_reg;
      held_8_reg <= sel_45;
      held_9_reg <= sel_46;
      held_10_reg <= sel_47;
      held_11_reg <= sel_48;
      held_12_reg <= sel_49;
      held_13_reg <= sel_50;
      held_14_reg <= sel_51;
      held_15_reg <= sel_52;
    end
    if (start) begin
      held_0_reg <= 2'sd0;
      held_1_reg <= 2'sd0;
      held_2_reg <= 2'sd0;
      held_3_reg <= 2'sd0;
      held_4_reg <= 2'sd0;
      held_5_reg <= 2'sd0;
      held_6_reg <= 2'sd0;
      held_7_reg <= 2'sd0;
      held_8_reg <= 2'sd0;
      held_9_reg <= 2'sd0;
      held_10_reg <= 2'sd0;
      held_11_reg <= 2'sd0;
      held_12_reg <= 2'sd0;
      held_13_reg <= 2'sd0;
      held_14_reg <= 2'sd0;
      held_15_reg <= 2'sd0;
    end
  end

endmodule

`default_nettype wire

// ---- elementwise_store.sv
// Process store of elementwise.py, line 141: initiation interval 1, 1 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module elementwise_store (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [9:0] arg_blocks,
    input  wire [11:0] arg_rows,
    input  wire [2:0] arg_up_y,
    input  wire [23:0] arg_y_beats,
    input  wire [63:0] sy_data,
    input  wire sy_valid,
    output wire sy_ready,
    output wire [63:0] y_wr_data,
    output wire y_wr_valid,
    input  wire y_wr_room
);

  logic running;
  logic signed [10:0] count_c_0;
  logic signed [12:0] count_r_1;
  logic signed [3:0] count_f_2;
  logic signed [24:0] count_n_3;
  wire issue;

  wire signed [10:0] scalar_1 = $signed({1'b0, arg_blocks});
  wire signed [10:0] add_10 = count_c_0 + 2'sd1;  // elementwise.py:152
  wire le_11 = scalar_1 <= add_10;  // elementwise.py:152
  wire signed [12:0] scalar_2 = $signed({1'b0, arg_rows});
  wire signed [12:0] add_13 = count_r_1 + 2'sd1;  // elementwise.py:153
  wire le_14 = scalar_2 <= add_13;  // elementwise.py:153
  wire signed [3:0] scalar_3 = $signed({1'b0, arg_up_y});
  wire signed [3:0] add_16 = count_f_2 + 2'sd1;  // elementwise.py:154
  wire le_17 = scalar_3 <= add_16;  // elementwise.py:154
  wire signed [24:0] scalar_4 = $signed({1'b0, arg_y_beats});
  wire signed [24:0] add_19 = count_n_3 + 2'sd1;  // elementwise.py:155
  wire le_20 = scalar_4 <= add_19;  // elementwise.py:155
  wire signed [7:0] get_32 = $signed(sy_data[7:0]);  // elementwise.py:156
  wire signed [7:0] get_33 = $signed(sy_data[15:8]);  // elementwise.py:156
  wire signed [7:0] get_34 = $signed(sy_data[23:16]);  // elementwise.py:156
  wire signed [7:0] get_35 = $signed(sy_data[31:24]);  // elementwise.py:156
  wire signed [7:0] get_36 = $signed(sy_data[39:32]);  // elementwise.py:156
  wire signed [7:0] get_37 = $signed(sy_data[47:40]);  // elementwise.py:156
  wire signed [7:0] get_38 = $signed(sy_data[55:48]);  // elementwise.py:156
  wire signed [7:0] get_39 = $signed(sy_data[63:56]);  // elementwise.py:156
  wire sy_get = 1'b1;
  assign sy_ready = issue && sy_get;
  wire wait_get_sy = sy_get && !sy_valid;
  wire y_wr_put0 = issue && 1'b1;
  wire [7:0] y_wr_put0_0 = get_32;
  wire [7:0] y_wr_put0_1 = get_33;
  wire [7:0] y_wr_put0_2 = get_34;
  wire [7:0] y_wr_put0_3 = get_35;
  wire [7:0] y_wr_put0_4 = get_36;
  wire [7:0] y_wr_put0_5 = get_37;
  wire [7:0] y_wr_put0_6 = get_38;
  wire [7:0] y_wr_put0_7 = get_39;
  assign y_wr_valid = y_wr_put0;
  assign y_wr_data = {y_wr_put0_7, y_wr_put0_6, y_wr_put0_5, y_wr_put0_4, y_wr_put0_3, y_wr_put0_2, y_wr_put0_1, y_wr_put0_0};
  wire wait_put_y_wr = (1'b1) && !y_wr_room;
  wire wrap_0 = le_11 && le_14 && le_17 && le_20;
  wire wrap_1 = le_14 && le_17 && le_20;
  wire wrap_2 = le_17 && le_20;
  wire wrap_3 = le_20;
  wire wrap_4 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_get_sy && !wait_put_y_wr;

  assign idle = !(running);

  always_ff @(posedge ap_clk) begin
    if (issue && wrap_1) count_c_0 <= le_11 ? 11'sd0 : count_c_0 + 11'sd1;
    if (issue && wrap_2) count_r_1 <= le_14 ? 13'sd0 : count_r_1 + 13'sd1;
    if (issue && wrap_3) count_f_2 <= le_17 ? 4'sd0 : count_f_2 + 4'sd1;
    if (issue && wrap_4) count_n_3 <= le_20 ? 25'sd0 : count_n_3 + 25'sd1;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      count_c_0 <= 11'sd0;
      count_r_1 <= 13'sd0;
      count_f_2 <= 4'sd0;
      count_n_3 <= 25'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

endmodule

`default_nettype wire

// ---- elementwise_store_y_wr_addr.sv
// Process store_y_wr_addr of elementwise.py, line 158: initiation interval 1, 1 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module elementwise_store_y_wr_addr (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [9:0] arg_blocks,
    input  wire [11:0] arg_rows,
    input  wire [2:0] arg_up_y,
    input  wire [23:0] arg_y_beats,
    input  wire [39:0] arg_y,
    input  wire [27:0] arg_y_block,
    input  wire [27:0] arg_y_row,
    input  wire [27:0] arg_y_step,
    output wire [63:0] y_wr_req_data,
    output wire y_wr_req_valid,
    input  wire y_wr_req_room
);

  logic running;
  logic signed [10:0] count_c_0;
  logic signed [12:0] count_r_1;
  logic signed [3:0] count_f_2;
  logic signed [38:0] step_84;  // elementwise.py:158
  logic signed [31:0] step_82;  // elementwise.py:158
  logic signed [40:0] step_83;  // elementwise.py:158
  wire issue;

  wire signed [10:0] scalar_1 = $signed({1'b0, arg_blocks});
  wire signed [10:0] add_10 = count_c_0 + 2'sd1;  // elementwise.py:152
  wire le_11 = scalar_1 <= add_10;  // elementwise.py:152
  wire signed [12:0] scalar_2 = $signed({1'b0, arg_rows});
  wire signed [12:0] add_13 = count_r_1 + 2'sd1;  // elementwise.py:153
  wire le_14 = scalar_2 <= add_13;  // elementwise.py:153
  wire signed [3:0] scalar_3 = $signed({1'b0, arg_up_y});
  wire signed [3:0] add_16 = count_f_2 + 2'sd1;  // elementwise.py:154
  wire le_17 = scalar_3 <= add_16;  // elementwise.py:154
  wire signed [24:0] scalar_4 = $signed({1'b0, arg_y_beats});
  wire signed [64:0] shl_74 = scalar_4 <<< 40;  // elementwise.py:158
  wire signed [40:0] scalar_69 = $signed({1'b0, arg_y});
  wire signed [28:0] scalar_5 = $signed({1'b0, arg_y_block});
  wire signed [41:0] add_85 = scalar_69 + step_84;  // elementwise.py:158
  wire signed [28:0] scalar_7 = $signed({1'b0, arg_y_row});
  wire signed [28:0] scalar_6 = $signed({1'b0, arg_y_step});
  wire signed [41:0] add_86 = step_82 + step_83;  // elementwise.py:158
  wire signed [42:0] add_87 = add_85 + add_86;  // elementwise.py:158
  wire [39:0] wrap_88_u = add_87;  // elementwise.py:158
  wire signed [40:0] wrap_88 = $signed({1'b0, wrap_88_u});
  wire signed [64:0] or_89 = shl_74 | wrap_88;  // elementwise.py:158
  wire signed [3:0] and_90 = wrap_88 & 4'sd7;  // elementwise.py:158
  wire eq_91 = and_90 == 2'sd0;  // elementwise.py:158
  wire y_wr_req_put0 = issue && 1'b1;
  wire [63:0] y_wr_req_put0_0 = or_89;
  assign y_wr_req_valid = y_wr_req_put0;
  assign y_wr_req_data = {y_wr_req_put0_0};
  wire wait_put_y_wr_req = (1'b1) && !y_wr_req_room;
  wire wrap_0 = le_11 && le_14 && le_17;
  wire wrap_1 = le_14 && le_17;
  wire wrap_2 = le_17;
  wire wrap_3 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_put_y_wr_req;

  assign idle = !(running);

  always_ff @(posedge ap_clk) begin
    if (issue && wrap_1) count_c_0 <= le_11 ? 11'sd0 : count_c_0 + 11'sd1;
    if (issue && wrap_2) count_r_1 <= le_14 ? 13'sd0 : count_r_1 + 13'sd1;
    if (issue && wrap_3) count_f_2 <= le_17 ? 4'sd0 : count_f_2 + 4'sd1;
    if (issue && wrap_1) step_84 <= le_11 ? 39'sd0 : step_84 + scalar_5;
    if (issue && wrap_3) step_82 <= le_17 ? 32'sd0 : step_82 + scalar_7;
    if (issue && wrap_2) step_83 <= le_14 ? 41'sd0 : step_83 + scalar_6;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      count_c_0 <= 11'sd0;
      count_r_1 <= 13'sd0;
      count_f_2 <= 4'sd0;
      step_84 <= 39'sd0;
      step_82 <= 32'sd0;
      step_83 <= 41'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

`ifndef SYNTHESIS
  always_ff @(posedge ap_clk) begin
    if (issue && 1'b1 && !(eq_91)) $error("elementwise.py:158: y[...] starts at a multiple of 8 bytes");
  end
`endif

endmodule

`default_nettype wire
