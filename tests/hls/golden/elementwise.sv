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
  wire [2335:0] args;
  wire idle = !busy_reg;
  hwp_axi_lite_ctrl #(.ADDR_W(9), .WORDS(73), .WRITABLE(73'd3935312164387887428949), .MASK(2336'hffffffffffffffff000000000fffffff000000000fffffff000000000fffffff0000000000ffffff00000000000000ff00000000000000ff00000000000000ff00000000000000ffffffffff00000000000000ffffffffff000000000000003f000000000000003f00000000000000ffffffffff000000000000ffffffffffff00000000000000ff000000000001ffff000000000001ffff000000000001ffff000000000fffffff0000000000000007000000000fffffff00000000ffffffffffffffff000000000fffffff000000000fffffff00000000000000010000000000ffffff00000000ffffffffffffffff000000000fffffff000000000fffffff00000000000000070000000000ffffff0000000000000fff00000000000003ff)) u_control (
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
  wire [47:0] arg_offset = args[1327:1280];
  wire [39:0] arg_half = args[1415:1376];
  wire [5:0] arg_guard = args[1477:1472];
  wire [5:0] arg_shift = args[1541:1536];
  wire [39:0] arg_middle = args[1639:1600];
  wire [39:0] arg_mask = args[1735:1696];
  wire [7:0] arg_zero = args[1799:1792];
  wire [7:0] arg_low = args[1863:1856];
  wire [7:0] arg_high = args[1927:1920];
  wire [23:0] arg_y_beats = args[2007:1984];
  wire [27:0] arg_y_block = args[2075:2048];
  wire [27:0] arg_y_step = args[2139:2112];
  wire [27:0] arg_y_row = args[2203:2176];
  wire [63:0] arg_y = args[2303:2240];

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
  wire sy_room = sy_count <= 5'd10;

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
      .arg_high(arg_high[7:0]),
      .arg_zero(arg_zero[7:0]),
      .arg_half(arg_half[39:0]),
      .arg_offset(arg_offset[47:0]),
      .arg_pivot(arg_pivot[7:0]),
      .arg_ka_low(arg_ka_low[16:0]),
      .arg_ka(arg_ka[16:0]),
      .arg_kb(arg_kb[16:0]),
      .arg_guard(arg_guard[5:0]),
      .arg_shift(arg_shift[5:0]),
      .arg_middle(arg_middle[39:0]),
      .arg_mask(arg_mask[39:0]),
      .arg_low(arg_low[7:0]),
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
// Process compute of elementwise.py, line 94: initiation interval 1, 6 stages.
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
    input  wire [7:0] arg_high,
    input  wire [7:0] arg_zero,
    input  wire [39:0] arg_half,
    input  wire [47:0] arg_offset,
    input  wire [7:0] arg_pivot,
    input  wire [16:0] arg_ka_low,
    input  wire [16:0] arg_ka,
    input  wire [16:0] arg_kb,
    input  wire [5:0] arg_guard,
    input  wire [5:0] arg_shift,
    input  wire [39:0] arg_middle,
    input  wire [39:0] arg_mask,
    input  wire [7:0] arg_low,
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
  logic [5:1] stage;
  logic signed [28:0] count_t_0;
  logic signed [17:0] k_52_s1;
  logic signed [8:0] sub_53_s1;
  logic signed [25:0] mul_54;  // elementwise.py:122
  logic signed [7:0] sel_42_s1;
  logic signed [24:0] mul_55;  // elementwise.py:122
  logic signed [48:0] add_58_s3;
  logic band_66_s4;
  logic eq_68_s4;
  logic lt_62_s4;
  logic signed [48:0] whole_60_s4;
  logic lt_76_s5;
  logic signed [48:0] code_75_s5;
  logic signed [17:0] k_82_s1;
  logic signed [8:0] sub_83_s1;
  logic signed [25:0] mul_84;  // elementwise.py:122
  logic signed [7:0] sel_43_s1;
  logic signed [24:0] mul_85;  // elementwise.py:122
  logic signed [48:0] add_88_s3;
  logic band_95_s4;
  logic eq_97_s4;
  logic lt_92_s4;
  logic signed [48:0] whole_90_s4;
  logic lt_105_s5;
  logic signed [48:0] code_104_s5;
  logic signed [17:0] k_112_s1;
  logic signed [8:0] sub_113_s1;
  logic signed [25:0] mul_114;  // elementwise.py:122
  logic signed [7:0] sel_44_s1;
  logic signed [24:0] mul_115;  // elementwise.py:122
  logic signed [48:0] add_118_s3;
  logic band_125_s4;
  logic eq_127_s4;
  logic lt_122_s4;
  logic signed [48:0] whole_120_s4;
  logic lt_135_s5;
  logic signed [48:0] code_134_s5;
  logic signed [17:0] k_142_s1;
  logic signed [8:0] sub_143_s1;
  logic signed [25:0] mul_144;  // elementwise.py:122
  logic signed [7:0] sel_45_s1;
  logic signed [24:0] mul_145;  // elementwise.py:122
  logic signed [48:0] add_148_s3;
  logic band_155_s4;
  logic eq_157_s4;
  logic lt_152_s4;
  logic signed [48:0] whole_150_s4;
  logic lt_165_s5;
  logic signed [48:0] code_164_s5;
  logic signed [17:0] k_172_s1;
  logic signed [8:0] sub_173_s1;
  logic signed [25:0] mul_174;  // elementwise.py:122
  logic signed [7:0] sel_46_s1;
  logic signed [24:0] mul_175;  // elementwise.py:122
  logic signed [48:0] add_178_s3;
  logic band_185_s4;
  logic eq_187_s4;
  logic lt_182_s4;
  logic signed [48:0] whole_180_s4;
  logic lt_195_s5;
  logic signed [48:0] code_194_s5;
  logic signed [17:0] k_202_s1;
  logic signed [8:0] sub_203_s1;
  logic signed [25:0] mul_204;  // elementwise.py:122
  logic signed [7:0] sel_47_s1;
  logic signed [24:0] mul_205;  // elementwise.py:122
  logic signed [48:0] add_208_s3;
  logic band_215_s4;
  logic eq_217_s4;
  logic lt_212_s4;
  logic signed [48:0] whole_210_s4;
  logic lt_225_s5;
  logic signed [48:0] code_224_s5;
  logic signed [17:0] k_232_s1;
  logic signed [8:0] sub_233_s1;
  logic signed [25:0] mul_234;  // elementwise.py:122
  logic signed [7:0] sel_48_s1;
  logic signed [24:0] mul_235;  // elementwise.py:122
  logic signed [48:0] add_238_s3;
  logic band_245_s4;
  logic eq_247_s4;
  logic lt_242_s4;
  logic signed [48:0] whole_240_s4;
  logic lt_255_s5;
  logic signed [48:0] code_254_s5;
  logic signed [17:0] k_262_s1;
  logic signed [8:0] sub_263_s1;
  logic signed [25:0] mul_264;  // elementwise.py:122
  logic signed [7:0] sel_49_s1;
  logic signed [24:0] mul_265;  // elementwise.py:122
  logic signed [48:0] add_268_s3;
  logic band_275_s4;
  logic eq_277_s4;
  logic lt_272_s4;
  logic signed [48:0] whole_270_s4;
  logic lt_285_s5;
  logic signed [48:0] code_284_s5;
  wire issue;

  wire signed [28:0] scalar_1 = $signed({1'b0, arg_beats});
  wire signed [28:0] add_18 = count_t_0 + 2'sd1;  // elementwise.py:114
  wire le_19 = scalar_1 <= add_18;  // elementwise.py:114
  wire signed [1:0] scalar_2 = $signed({1'b0, arg_pair});
  wire eq_31 = scalar_2 == 2'sd1;  // elementwise.py:117
  wire signed [7:0] scalar_15 = $signed(arg_high);
  wire signed [7:0] scalar_13 = $signed(arg_zero);
  wire signed [40:0] scalar_8 = $signed({1'b0, arg_half});
  wire signed [47:0] scalar_7 = $signed(arg_offset);
  wire signed [7:0] get_22 = $signed(wide_data[7:0]);  // elementwise.py:115
  wire signed [7:0] scalar_6 = $signed(arg_pivot);
  wire lt_50 = get_22 < scalar_6;  // elementwise.py:121
  wire signed [17:0] scalar_4 = $signed({1'b0, arg_ka_low});
  wire signed [17:0] scalar_3 = $signed({1'b0, arg_ka});
  wire signed [17:0] k_52 = lt_50 ? scalar_4 : scalar_3;  // elementwise.py:121
  wire signed [8:0] sub_53 = get_22 - scalar_6;  // elementwise.py:122
  wire signed [17:0] scalar_5 = $signed({1'b0, arg_kb});
  wire signed [7:0] get_34 = $signed(sb_data[7:0]);  // elementwise.py:118
  wire signed [7:0] sel_42 = eq_31 ? get_34 : 2'sd0;  // elementwise.py:118
  wire signed [26:0] add_56 = mul_54 + mul_55;  // elementwise.py:122
  wire signed [48:0] total_57 = scalar_7 + add_56;  // elementwise.py:122
  wire signed [48:0] add_58 = scalar_8 + total_57;  // elementwise.py:123
  wire signed [6:0] scalar_9 = $signed({1'b0, arg_guard});
  wire signed [48:0] near_59 = add_58_s3 >>> scalar_9;  // elementwise.py:123
  wire signed [6:0] scalar_10 = $signed({1'b0, arg_shift});
  wire signed [48:0] whole_60 = near_59 >>> scalar_10;  // elementwise.py:124
  wire signed [40:0] scalar_11 = $signed({1'b0, arg_middle});
  wire signed [40:0] scalar_12 = $signed({1'b0, arg_mask});
  wire signed [40:0] part_61 = near_59 & scalar_12;  // elementwise.py:125
  wire lt_62 = scalar_11 < part_61;  // elementwise.py:126
  wire eq_63 = part_61 == scalar_11;  // elementwise.py:126
  wire lt_64 = 2'sd0 < scalar_11;  // elementwise.py:126
  wire band_66 = eq_63 && lt_64;  // elementwise.py:126
  wire signed [1:0] and_67 = whole_60 & 2'sd1;  // elementwise.py:126
  wire eq_68 = and_67 == 2'sd1;  // elementwise.py:126
  wire band_70 = band_66_s4 && eq_68_s4;  // elementwise.py:126
  wire up_72 = lt_62_s4 || band_70;  // elementwise.py:126
  wire signed [48:0] add_74 = whole_60_s4 + $signed({1'b0, up_72});  // elementwise.py:127
  wire signed [48:0] code_75 = scalar_13 + add_74;  // elementwise.py:127
  wire signed [7:0] scalar_14 = $signed(arg_low);
  wire lt_76 = code_75 < scalar_14;  // elementwise.py:128
  wire signed [48:0] sel_77 = lt_76_s5 ? scalar_14 : code_75_s5;  // elementwise.py:128
  wire lt_78 = scalar_15 < sel_77;  // elementwise.py:128
  wire signed [7:0] sel_79 = lt_78 ? scalar_15 : sel_77;  // elementwise.py:128
  wire signed [7:0] get_23 = $signed(wide_data[15:8]);  // elementwise.py:115
  wire lt_80 = get_23 < scalar_6;  // elementwise.py:121
  wire signed [17:0] k_82 = lt_80 ? scalar_4 : scalar_3;  // elementwise.py:121
  wire signed [8:0] sub_83 = get_23 - scalar_6;  // elementwise.py:122
  wire signed [7:0] get_35 = $signed(sb_data[15:8]);  // elementwise.py:118
  wire signed [7:0] sel_43 = eq_31 ? get_35 : 2'sd0;  // elementwise.py:118
  wire signed [26:0] add_86 = mul_84 + mul_85;  // elementwise.py:122
  wire signed [48:0] total_87 = scalar_7 + add_86;  // elementwise.py:122
  wire signed [48:0] add_88 = scalar_8 + total_87;  // elementwise.py:123
  wire signed [48:0] near_89 = add_88_s3 >>> scalar_9;  // elementwise.py:123
  wire signed [48:0] whole_90 = near_89 >>> scalar_10;  // elementwise.py:124
  wire signed [40:0] part_91 = near_89 & scalar_12;  // elementwise.py:125
  wire lt_92 = scalar_11 < part_91;  // elementwise.py:126
  wire eq_93 = part_91 == scalar_11;  // elementwise.py:126
  wire band_95 = lt_64 && eq_93;  // elementwise.py:126
  wire signed [1:0] and_96 = whole_90 & 2'sd1;  // elementwise.py:126
  wire eq_97 = and_96 == 2'sd1;  // elementwise.py:126
  wire band_99 = band_95_s4 && eq_97_s4;  // elementwise.py:126
  wire up_101 = lt_92_s4 || band_99;  // elementwise.py:126
  wire signed [48:0] add_103 = whole_90_s4 + $signed({1'b0, up_101});  // elementwise.py:127
  wire signed [48:0] code_104 = scalar_13 + add_103;  // elementwise.py:127
  wire lt_105 = code_104 < scalar_14;  // elementwise.py:128
  wire signed [48:0] sel_106 = lt_105_s5 ? scalar_14 : code_104_s5;  // elementwise.py:128
  wire lt_107 = scalar_15 < sel_106;  // elementwise.py:128
  wire signed [7:0] sel_108 = lt_107 ? scalar_15 : sel_106;  // elementwise.py:128
  wire signed [7:0] get_24 = $signed(wide_data[23:16]);  // elementwise.py:115
  wire lt_110 = get_24 < scalar_6;  // elementwise.py:121
  wire signed [17:0] k_112 = lt_110 ? scalar_4 : scalar_3;  // elementwise.py:121
  wire signed [8:0] sub_113 = get_24 - scalar_6;  // elementwise.py:122
  wire signed [7:0] get_36 = $signed(sb_data[23:16]);  // elementwise.py:118
  wire signed [7:0] sel_44 = eq_31 ? get_36 : 2'sd0;  // elementwise.py:118
  wire signed [26:0] add_116 = mul_114 + mul_115;  // elementwise.py:122
  wire signed [48:0] total_117 = scalar_7 + add_116;  // elementwise.py:122
  wire signed [48:0] add_118 = scalar_8 + total_117;  // elementwise.py:123
  wire signed [48:0] near_119 = add_118_s3 >>> scalar_9;  // elementwise.py:123
  wire signed [48:0] whole_120 = near_119 >>> scalar_10;  // elementwise.py:124
  wire signed [40:0] part_121 = near_119 & scalar_12;  // elementwise.py:125
  wire lt_122 = scalar_11 < part_121;  // elementwise.py:126
  wire eq_123 = part_121 == scalar_11;  // elementwise.py:126
  wire band_125 = lt_64 && eq_123;  // elementwise.py:126
  wire signed [1:0] and_126 = whole_120 & 2'sd1;  // elementwise.py:126
  wire eq_127 = and_126 == 2'sd1;  // elementwise.py:126
  wire band_129 = band_125_s4 && eq_127_s4;  // elementwise.py:126
  wire up_131 = lt_122_s4 || band_129;  // elementwise.py:126
  wire signed [48:0] add_133 = whole_120_s4 + $signed({1'b0, up_131});  // elementwise.py:127
  wire signed [48:0] code_134 = scalar_13 + add_133;  // elementwise.py:127
  wire lt_135 = code_134 < scalar_14;  // elementwise.py:128
  wire signed [48:0] sel_136 = lt_135_s5 ? scalar_14 : code_134_s5;  // elementwise.py:128
  wire lt_137 = scalar_15 < sel_136;  // elementwise.py:128
  wire signed [7:0] sel_138 = lt_137 ? scalar_15 : sel_136;  // elementwise.py:128
  wire signed [7:0] get_25 = $signed(wide_data[31:24]);  // elementwise.py:115
  wire lt_140 = get_25 < scalar_6;  // elementwise.py:121
  wire signed [17:0] k_142 = lt_140 ? scalar_4 : scalar_3;  // elementwise.py:121
  wire signed [8:0] sub_143 = get_25 - scalar_6;  // elementwise.py:122
  wire signed [7:0] get_37 = $signed(sb_data[31:24]);  // elementwise.py:118
  wire signed [7:0] sel_45 = eq_31 ? get_37 : 2'sd0;  // elementwise.py:118
  wire signed [26:0] add_146 = mul_144 + mul_145;  // elementwise.py:122
  wire signed [48:0] total_147 = scalar_7 + add_146;  // elementwise.py:122
  wire signed [48:0] add_148 = scalar_8 + total_147;  // elementwise.py:123
  wire signed [48:0] near_149 = add_148_s3 >>> scalar_9;  // elementwise.py:123
  wire signed [48:0] whole_150 = near_149 >>> scalar_10;  // elementwise.py:124
  wire signed [40:0] part_151 = near_149 & scalar_12;  // elementwise.py:125
  wire lt_152 = scalar_11 < part_151;  // elementwise.py:126
  wire eq_153 = part_151 == scalar_11;  // elementwise.py:126
  wire band_155 = lt_64 && eq_153;  // elementwise.py:126
  wire signed [1:0] and_156 = whole_150 & 2'sd1;  // elementwise.py:126
  wire eq_157 = and_156 == 2'sd1;  // elementwise.py:126
  wire band_159 = band_155_s4 && eq_157_s4;  // elementwise.py:126
  wire up_161 = lt_152_s4 || band_159;  // elementwise.py:126
  wire signed [48:0] add_163 = whole_150_s4 + $signed({1'b0, up_161});  // elementwise.py:127
  wire signed [48:0] code_164 = scalar_13 + add_163;  // elementwise.py:127
  wire lt_165 = code_164 < scalar_14;  // elementwise.py:128
  wire signed [48:0] sel_166 = lt_165_s5 ? scalar_14 : code_164_s5;  // elementwise.py:128
  wire lt_167 = scalar_15 < sel_166;  // elementwise.py:128
  wire signed [7:0] sel_168 = lt_167 ? scalar_15 : sel_166;  // elementwise.py:128
  wire signed [7:0] get_26 = $signed(wide_data[39:32]);  // elementwise.py:115
  wire lt_170 = get_26 < scalar_6;  // elementwise.py:121
  wire signed [17:0] k_172 = lt_170 ? scalar_4 : scalar_3;  // elementwise.py:121
  wire signed [8:0] sub_173 = get_26 - scalar_6;  // elementwise.py:122
  wire signed [7:0] get_38 = $signed(sb_data[39:32]);  // elementwise.py:118
  wire signed [7:0] sel_46 = eq_31 ? get_38 : 2'sd0;  // elementwise.py:118
  wire signed [26:0] add_176 = mul_174 + mul_175;  // elementwise.py:122
  wire signed [48:0] total_177 = scalar_7 + add_176;  // elementwise.py:122
  wire signed [48:0] add_178 = scalar_8 + total_177;  // elementwise.py:123
  wire signed [48:0] near_179 = add_178_s3 >>> scalar_9;  // elementwise.py:123
  wire signed [48:0] whole_180 = near_179 >>> scalar_10;  // elementwise.py:124
  wire signed [40:0] part_181 = near_179 & scalar_12;  // elementwise.py:125
  wire lt_182 = scalar_11 < part_181;  // elementwise.py:126
  wire eq_183 = part_181 == scalar_11;  // elementwise.py:126
  wire band_185 = lt_64 && eq_183;  // elementwise.py:126
  wire signed [1:0] and_186 = whole_180 & 2'sd1;  // elementwise.py:126
  wire eq_187 = and_186 == 2'sd1;  // elementwise.py:126
  wire band_189 = band_185_s4 && eq_187_s4;  // elementwise.py:126
  wire up_191 = lt_182_s4 || band_189;  // elementwise.py:126
  wire signed [48:0] add_193 = whole_180_s4 + $signed({1'b0, up_191});  // elementwise.py:127
  wire signed [48:0] code_194 = scalar_13 + add_193;  // elementwise.py:127
  wire lt_195 = code_194 < scalar_14;  // elementwise.py:128
  wire signed [48:0] sel_196 = lt_195_s5 ? scalar_14 : code_194_s5;  // elementwise.py:128
  wire lt_197 = scalar_15 < sel_196;  // elementwise.py:128
  wire signed [7:0] sel_198 = lt_197 ? scalar_15 : sel_196;  // elementwise.py:128
  wire signed [7:0] get_27 = $signed(wide_data[47:40]);  // elementwise.py:115
  wire lt_200 = get_27 < scalar_6;  // elementwise.py:121
  wire signed [17:0] k_202 = lt_200 ? scalar_4 : scalar_3;  // elementwise.py:121
  wire signed [8:0] sub_203 = get_27 - scalar_6;  // elementwise.py:122
  wire signed [7:0] get_39 = $signed(sb_data[47:40]);  // elementwise.py:118
  wire signed [7:0] sel_47 = eq_31 ? get_39 : 2'sd0;  // elementwise.py:118
  wire signed [26:0] add_206 = mul_204 + mul_205;  // elementwise.py:122
  wire signed [48:0] total_207 = scalar_7 + add_206;  // elementwise.py:122
  wire signed [48:0] add_208 = scalar_8 + total_207;  // elementwise.py:123
  wire signed [48:0] near_209 = add_208_s3 >>> scalar_9;  // elementwise.py:123
  wire signed [48:0] whole_210 = near_209 >>> scalar_10;  // elementwise.py:124
  wire signed [40:0] part_211 = near_209 & scalar_12;  // elementwise.py:125
  wire lt_212 = scalar_11 < part_211;  // elementwise.py:126
  wire eq_213 = part_211 == scalar_11;  // elementwise.py:126
  wire band_215 = lt_64 && eq_213;  // elementwise.py:126
  wire signed [1:0] and_216 = whole_210 & 2'sd1;  // elementwise.py:126
  wire eq_217 = and_216 == 2'sd1;  // elementwise.py:126
  wire band_219 = band_215_s4 && eq_217_s4;  // elementwise.py:126
  wire up_221 = lt_212_s4 || band_219;  // elementwise.py:126
  wire signed [48:0] add_223 = whole_210_s4 + $signed({1'b0, up_221});  // elementwise.py:127
  wire signed [48:0] code_224 = scalar_13 + add_223;  // elementwise.py:127
  wire lt_225 = code_224 < scalar_14;  // elementwise.py:128
  wire signed [48:0] sel_226 = lt_225_s5 ? scalar_14 : code_224_s5;  // elementwise.py:128
  wire lt_227 = scalar_15 < sel_226;  // elementwise.py:128
  wire signed [7:0] sel_228 = lt_227 ? scalar_15 : sel_226;  // elementwise.py:128
  wire signed [7:0] get_28 = $signed(wide_data[55:48]);  // elementwise.py:115
  wire lt_230 = get_28 < scalar_6;  // elementwise.py:121
  wire signed [17:0] k_232 = lt_230 ? scalar_4 : scalar_3;  // elementwise.py:121
  wire signed [8:0] sub_233 = get_28 - scalar_6;  // elementwise.py:122
  wire signed [7:0] get_40 = $signed(sb_data[55:48]);  // elementwise.py:118
  wire signed [7:0] sel_48 = eq_31 ? get_40 : 2'sd0;  // elementwise.py:118
  wire signed [26:0] add_236 = mul_234 + mul_235;  // elementwise.py:122
  wire signed [48:0] total_237 = scalar_7 + add_236;  // elementwise.py:122
  wire signed [48:0] add_238 = scalar_8 + total_237;  // elementwise.py:123
  wire signed [48:0] near_239 = add_238_s3 >>> scalar_9;  // elementwise.py:123
  wire signed [48:0] whole_240 = near_239 >>> scalar_10;  // elementwise.py:124
  wire signed [40:0] part_241 = near_239 & scalar_12;  // elementwise.py:125
  wire lt_242 = scalar_11 < part_241;  // elementwise.py:126
  wire eq_243 = part_241 == scalar_11;  // elementwise.py:126
  wire band_245 = lt_64 && eq_243;  // elementwise.py:126
  wire signed [1:0] and_246 = whole_240 & 2'sd1;  // elementwise.py:126
  wire eq_247 = and_246 == 2'sd1;  // elementwise.py:126
  wire band_249 = band_245_s4 && eq_247_s4;  // elementwise.py:126
  wire up_251 = lt_242_s4 || band_249;  // elementwise.py:126
  wire signed [48:0] add_253 = whole_240_s4 + $signed({1'b0, up_251});  // elementwise.py:127
  wire signed [48:0] code_254 = scalar_13 + add_253;  // elementwise.py:127
  wire lt_255 = code_254 < scalar_14;  // elementwise.py:128
  wire signed [48:0] sel_256 = lt_255_s5 ? scalar_14 : code_254_s5;  // elementwise.py:128
  wire lt_257 = scalar_15 < sel_256;  // elementwise.py:128
  wire signed [7:0] sel_258 = lt_257 ? scalar_15 : sel_256;  // elementwise.py:128
  wire signed [7:0] get_29 = $signed(wide_data[63:56]);  // elementwise.py:115
  wire lt_260 = get_29 < scalar_6;  // elementwise.py:121
  wire signed [17:0] k_262 = lt_260 ? scalar_4 : scalar_3;  // elementwise.py:121
  wire signed [8:0] sub_263 = get_29 - scalar_6;  // elementwise.py:122
  wire signed [7:0] get_41 = $signed(sb_data[63:56]);  // elementwise.py:118
  wire signed [7:0] sel_49 = eq_31 ? get_41 : 2'sd0;  // elementwise.py:118
  wire signed [26:0] add_266 = mul_264 + mul_265;  // elementwise.py:122
  wire signed [48:0] total_267 = scalar_7 + add_266;  // elementwise.py:122
  wire signed [48:0] add_268 = scalar_8 + total_267;  // elementwise.py:123
  wire signed [48:0] near_269 = add_268_s3 >>> scalar_9;  // elementwise.py:123
  wire signed [48:0] whole_270 = near_269 >>> scalar_10;  // elementwise.py:124
  wire signed [40:0] part_271 = near_269 & scalar_12;  // elementwise.py:125
  wire lt_272 = scalar_11 < part_271;  // elementwise.py:126
  wire eq_273 = part_271 == scalar_11;  // elementwise.py:126
  wire band_275 = lt_64 && eq_273;  // elementwise.py:126
  wire signed [1:0] and_276 = whole_270 & 2'sd1;  // elementwise.py:126
  wire eq_277 = and_276 == 2'sd1;  // elementwise.py:126
  wire band_279 = band_275_s4 && eq_277_s4;  // elementwise.py:126
  wire up_281 = lt_272_s4 || band_279;  // elementwise.py:126
  wire signed [48:0] add_283 = whole_270_s4 + $signed({1'b0, up_281});  // elementwise.py:127
  wire signed [48:0] code_284 = scalar_13 + add_283;  // elementwise.py:127
  wire lt_285 = code_284 < scalar_14;  // elementwise.py:128
  wire signed [48:0] sel_286 = lt_285_s5 ? scalar_14 : code_284_s5;  // elementwise.py:128
  wire lt_287 = scalar_15 < sel_286;  // elementwise.py:128
  wire signed [7:0] sel_288 = lt_287 ? scalar_15 : sel_286;  // elementwise.py:128
  wire wide_get = 1'b1;
  assign wide_ready = issue && wide_get;
  wire wait_get_wide = wide_get && !wide_valid;
  wire sb_get = eq_31;
  assign sb_ready = issue && sb_get;
  wire wait_get_sb = sb_get && !sb_valid;
  wire sy_put0 = stage[5] && 1'b1;
  wire [7:0] sy_put0_0 = sel_79;
  wire [7:0] sy_put0_1 = sel_108;
  wire [7:0] sy_put0_2 = sel_138;
  wire [7:0] sy_put0_3 = sel_168;
  wire [7:0] sy_put0_4 = sel_198;
  wire [7:0] sy_put0_5 = sel_228;
  wire [7:0] sy_put0_6 = sel_258;
  wire [7:0] sy_put0_7 = sel_288;
  assign sy_valid = sy_put0;
  assign sy_data = {sy_put0_7, sy_put0_6, sy_put0_5, sy_put0_4, sy_put0_3, sy_put0_2, sy_put0_1, sy_put0_0};
  wire wait_put_sy = (1'b1) && !sy_room;
  wire wrap_0 = le_19;
  wire wrap_1 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_get_wide && !wait_get_sb && !wait_put_sy;

  assign idle = !(running || (stage != 0));

  always_ff @(posedge ap_clk) begin
    if (issue && wrap_1) count_t_0 <= le_19 ? 29'sd0 : count_t_0 + 29'sd1;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      count_t_0 <= 29'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

  always_ff @(posedge ap_clk) begin
    stage <= {stage[4:1], issue};
    k_52_s1 <= k_52;
    sub_53_s1 <= sub_53;
    mul_54 <= k_52_s1 * sub_53_s1;
    sel_42_s1 <= sel_42;
    mul_55 <= scalar_5 * sel_42_s1;
    add_58_s3 <= add_58;
    band_66_s4 <= band_66;
    eq_68_s4 <= eq_68;
    lt_62_s4 <= lt_62;
    whole_60_s4 <= whole_60;
    lt_76_s5 <= lt_76;
    code_75_s5 <= code_75;
    k_82_s1 <= k_82;
    sub_83_s1 <= sub_83;
    mul_84 <= k_82_s1 * sub_83_s1;
    sel_43_s1 <= sel_43;
    mul_85 <= scalar_5 * sel_43_s1;
    add_88_s3 <= add_88;
    band_95_s4 <= band_95;
    eq_97_s4 <= eq_97;
    lt_92_s4 <= lt_92;
    whole_90_s4 <= whole_90;
    lt_105_s5 <= lt_105;
    code_104_s5 <= code_104;
    k_112_s1 <= k_112;
    sub_113_s1 <= sub_113;
    mul_114 <= k_112_s1 * sub_113_s1;
    sel_44_s1 <= sel_44;
    mul_115 <= scalar_5 * sel_44_s1;
    add_118_s3 <= add_118;
    band_125_s4 <= band_125;
    eq_127_s4 <= eq_127;
    lt_122_s4 <= lt_122;
    whole_120_s4 <= whole_120;
    lt_135_s5 <= lt_135;
    code_134_s5 <= code_134;
    k_142_s1 <= k_142;
    sub_143_s1 <= sub_143;
    mul_144 <= k_142_s1 * sub_143_s1;
    sel_45_s1 <= sel_45;
    mul_145 <= scalar_5 * sel_45_s1;
    add_148_s3 <= add_148;
    band_155_s4 <= band_155;
    eq_157_s4 <= eq_157;
    lt_152_s4 <= lt_152;
    whole_150_s4 <= whole_150;
    lt_165_s5 <= lt_165;
    code_164_s5 <= code_164;
    k_172_s1 <= k_172;
    sub_173_s1 <= sub_173;
    mul_174 <= k_172_s1 * sub_173_s1;
    sel_46_s1 <= sel_46;
    mul_175 <= scalar_5 * sel_46_s1;
    add_178_s3 <= add_178;
    band_185_s4 <= band_185;
    eq_187_s4 <= eq_187;
    lt_182_s4 <= lt_182;
    whole_180_s4 <= whole_180;
    lt_195_s5 <= lt_195;
    code_194_s5 <= code_194;
    k_202_s1 <= k_202;
    sub_203_s1 <= sub_203;
    mul_204 <= k_202_s1 * sub_203_s1;
    sel_47_s1 <= sel_47;
    mul_205 <= scalar_5 * sel_47_s1;
    add_208_s3 <= add_208;
    band_215_s4 <= band_215;
    eq_217_s4 <= eq_217;
    lt_212_s4 <= lt_212;
    whole_210_s4 <= whole_210;
    lt_225_s5 <= lt_225;
    code_224_s5 <= code_224;
    k_232_s1 <= k_232;
    sub_233_s1 <= sub_233;
    mul_234 <= k_232_s1 * sub_233_s1;
    sel_48_s1 <= sel_48;
    mul_235 <= scalar_5 * sel_48_s1;
    add_238_s3 <= add_238;
    band_245_s4 <= band_245;
    eq_247_s4 <= eq_247;
    lt_242_s4 <= lt_242;
    whole_240_s4 <= whole_240;
    lt_255_s5 <= lt_255;
    code_254_s5 <= code_254;
    k_262_s1 <= k_262;
    sub_263_s1 <= sub_263;
    mul_264 <= k_262_s1 * sub_263_s1;
    sel_49_s1 <= sel_49;
    mul_265 <= scalar_5 * sel_49_s1;
    add_268_s3 <= add_268;
    band_275_s4 <= band_275;
    eq_277_s4 <= eq_277;
    lt_272_s4 <= lt_272;
    whole_270_s4 <= whole_270;
    lt_285_s5 <= lt_285;
    code_284_s5 <= code_284;
    if (ap_rst) stage <= 5'd0;
  end

endmodule

`default_nettype wire

// ---- elementwise_load_a.sv
// Process load_a of elementwise.py, line 38: initiation interval 1, 1 stages.
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
  wire signed [10:0] add_9 = count_c_0 + 2'sd1;  // elementwise.py:48
  wire le_10 = scalar_1 <= add_9;  // elementwise.py:48
  wire signed [12:0] scalar_2 = $signed({1'b0, arg_rows});
  wire signed [12:0] add_12 = count_r_1 + 2'sd1;  // elementwise.py:49
  wire le_13 = scalar_2 <= add_12;  // elementwise.py:49
  wire signed [3:0] scalar_4 = $signed({1'b0, arg_up_y});
  wire signed [3:0] add_15 = count_f_2 + 2'sd1;  // elementwise.py:50
  wire le_16 = scalar_4 <= add_15;  // elementwise.py:50
  wire signed [24:0] scalar_3 = $signed({1'b0, arg_a_beats});
  wire signed [24:0] add_18 = count_n_3 + 2'sd1;  // elementwise.py:51
  wire le_19 = scalar_3 <= add_18;  // elementwise.py:51
  wire signed [7:0] get_68 = $signed(a_rd_data[7:0]);  // elementwise.py:52
  wire signed [7:0] get_69 = $signed(a_rd_data[15:8]);  // elementwise.py:52
  wire signed [7:0] get_70 = $signed(a_rd_data[23:16]);  // elementwise.py:52
  wire signed [7:0] get_71 = $signed(a_rd_data[31:24]);  // elementwise.py:52
  wire signed [7:0] get_72 = $signed(a_rd_data[39:32]);  // elementwise.py:52
  wire signed [7:0] get_73 = $signed(a_rd_data[47:40]);  // elementwise.py:52
  wire signed [7:0] get_74 = $signed(a_rd_data[55:48]);  // elementwise.py:52
  wire signed [7:0] get_75 = $signed(a_rd_data[63:56]);  // elementwise.py:52
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
// Process load_a_a_rd_addr of elementwise.py, line 52: initiation interval 1, 1 stages.
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
  logic signed [40:0] step_76;  // elementwise.py:52
  logic signed [38:0] step_77;  // elementwise.py:52
  wire issue;

  wire signed [10:0] scalar_1 = $signed({1'b0, arg_blocks});
  wire signed [10:0] add_9 = count_c_0 + 2'sd1;  // elementwise.py:48
  wire le_10 = scalar_1 <= add_9;  // elementwise.py:48
  wire signed [12:0] scalar_2 = $signed({1'b0, arg_rows});
  wire signed [12:0] add_12 = count_r_1 + 2'sd1;  // elementwise.py:49
  wire le_13 = scalar_2 <= add_12;  // elementwise.py:49
  wire signed [3:0] scalar_4 = $signed({1'b0, arg_up_y});
  wire signed [3:0] add_15 = count_f_2 + 2'sd1;  // elementwise.py:50
  wire le_16 = scalar_4 <= add_15;  // elementwise.py:50
  wire signed [24:0] scalar_3 = $signed({1'b0, arg_a_beats});
  wire signed [64:0] shl_62 = scalar_3 <<< 40;  // elementwise.py:52
  wire signed [28:0] scalar_6 = $signed({1'b0, arg_a_row});
  wire signed [40:0] scalar_58 = $signed({1'b0, arg_a});
  wire signed [28:0] scalar_5 = $signed({1'b0, arg_a_block});
  wire signed [41:0] add_80 = scalar_58 + step_77;  // elementwise.py:52
  wire signed [42:0] add_81 = step_76 + add_80;  // elementwise.py:52
  wire [39:0] wrap_82_u = add_81;  // elementwise.py:52
  wire signed [40:0] wrap_82 = $signed({1'b0, wrap_82_u});
  wire signed [64:0] or_83 = shl_62 | wrap_82;  // elementwise.py:52
  wire signed [3:0] and_84 = wrap_82 & 4'sd7;  // elementwise.py:52
  wire eq_85 = and_84 == 2'sd0;  // elementwise.py:52
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
    if (issue && 1'b1 && !(eq_85)) $error("elementwise.py:52: a[...] starts at a multiple of 8 bytes");
  end
`endif

endmodule

`default_nettype wire

// ---- elementwise_load_b.sv
// Process load_b of elementwise.py, line 56: initiation interval 1, 1 stages.
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
  wire signed [10:0] add_9 = count_c_0 + 2'sd1;  // elementwise.py:66
  wire le_10 = scalar_1 <= add_9;  // elementwise.py:66
  wire signed [12:0] scalar_2 = $signed({1'b0, arg_rows});
  wire signed [12:0] add_12 = count_r_1 + 2'sd1;  // elementwise.py:67
  wire le_13 = scalar_2 <= add_12;  // elementwise.py:67
  wire signed [24:0] scalar_3 = $signed({1'b0, arg_b_beats});
  wire signed [24:0] add_15 = count_n_2 + 2'sd1;  // elementwise.py:68
  wire le_16 = scalar_3 <= add_15;  // elementwise.py:68
  wire signed [1:0] scalar_4 = $signed({1'b0, arg_pair});
  wire eq_24 = scalar_4 == 2'sd1;  // elementwise.py:69
  wire signed [7:0] get_64 = $signed(b_rd_data[7:0]);  // elementwise.py:70
  wire signed [7:0] get_65 = $signed(b_rd_data[15:8]);  // elementwise.py:70
  wire signed [7:0] get_66 = $signed(b_rd_data[23:16]);  // elementwise.py:70
  wire signed [7:0] get_67 = $signed(b_rd_data[31:24]);  // elementwise.py:70
  wire signed [7:0] get_68 = $signed(b_rd_data[39:32]);  // elementwise.py:70
  wire signed [7:0] get_69 = $signed(b_rd_data[47:40]);  // elementwise.py:70
  wire signed [7:0] get_70 = $signed(b_rd_data[55:48]);  // elementwise.py:70
  wire signed [7:0] get_71 = $signed(b_rd_data[63:56]);  // elementwise.py:70
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
// Process load_b_b_rd_addr of elementwise.py, line 70: initiation interval 1, 1 stages.
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
  logic signed [40:0] step_72;  // elementwise.py:70
  logic signed [38:0] step_73;  // elementwise.py:70
  wire issue;

  wire signed [10:0] scalar_1 = $signed({1'b0, arg_blocks});
  wire signed [10:0] add_9 = count_c_0 + 2'sd1;  // elementwise.py:66
  wire le_10 = scalar_1 <= add_9;  // elementwise.py:66
  wire signed [12:0] scalar_2 = $signed({1'b0, arg_rows});
  wire signed [12:0] add_12 = count_r_1 + 2'sd1;  // elementwise.py:67
  wire le_13 = scalar_2 <= add_12;  // elementwise.py:67
  wire signed [1:0] scalar_4 = $signed({1'b0, arg_pair});
  wire eq_24 = scalar_4 == 2'sd1;  // elementwise.py:69
  wire signed [24:0] scalar_3 = $signed({1'b0, arg_b_beats});
  wire signed [64:0] shl_58 = scalar_3 <<< 40;  // elementwise.py:70
  wire signed [28:0] scalar_6 = $signed({1'b0, arg_b_row});
  wire signed [40:0] scalar_54 = $signed({1'b0, arg_b});
  wire signed [28:0] scalar_5 = $signed({1'b0, arg_b_block});
  wire signed [41:0] add_76 = scalar_54 + step_73;  // elementwise.py:70
  wire signed [42:0] add_77 = step_72 + add_76;  // elementwise.py:70
  wire [39:0] wrap_78_u = add_77;  // elementwise.py:70
  wire signed [40:0] wrap_78 = $signed({1'b0, wrap_78_u});
  wire signed [64:0] or_79 = shl_58 | wrap_78;  // elementwise.py:70
  wire signed [3:0] and_80 = wrap_78 & 4'sd7;  // elementwise.py:70
  wire eq_81 = and_80 == 2'sd0;  // elementwise.py:70
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
    if (issue && eq_24 && !(eq_81)) $error("elementwise.py:70: b[...] starts at a multiple of 8 bytes");
  end
`endif

endmodule

`default_nettype wire

// ---- elementwise_repeat.sv
// Process repeat of elementwise.py, line 74: initiation interval 1, 1 stages.
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
  wire signed [28:0] add_8 = count_t_0 + 2'sd1;  // elementwise.py:81
  wire le_9 = scalar_1 <= add_8;  // elementwise.py:81
  wire signed [3:0] scalar_2 = $signed({1'b0, arg_up_x});
  wire signed [3:0] add_11 = count_e_1 + 2'sd1;  // elementwise.py:82
  wire le_12 = scalar_2 <= add_11;  // elementwise.py:82
  wire signed [2:0] add_14 = count_h_2 + 2'sd1;  // elementwise.py:83
  wire le_15 = 3'sd2 <= add_14;  // elementwise.py:83
  wire eq_17 = count_e_1 == 2'sd0;  // elementwise.py:83
  wire signed [7:0] get_38 = $signed(sa_data[7:0]);  // elementwise.py:86
  wire signed [7:0] sel_46 = eq_17 ? get_38 : held_0_reg;  // elementwise.py:86
  wire signed [7:0] get_39 = $signed(sa_data[15:8]);  // elementwise.py:86
  wire signed [7:0] sel_47 = eq_17 ? get_39 : held_1_reg;  // elementwise.py:86
  wire signed [7:0] get_40 = $signed(sa_data[23:16]);  // elementwise.py:86
  wire signed [7:0] sel_48 = eq_17 ? get_40 : held_2_reg;  // elementwise.py:86
  wire signed [7:0] get_41 = $signed(sa_data[31:24]);  // elementwise.py:86
  wire signed [7:0] sel_49 = eq_17 ? get_41 : held_3_reg;  // elementwise.py:86
  wire signed [7:0] get_42 = $signed(sa_data[39:32]);  // elementwise.py:86
  wire signed [7:0] sel_50 = eq_17 ? get_42 : held_4_reg;  // elementwise.py:86
  wire signed [7:0] get_43 = $signed(sa_data[47:40]);  // elementwise.py:86
  wire signed [7:0] sel_51 = eq_17 ? get_43 : held_5_reg;  // elementwise.py:86
  wire signed [7:0] get_44 = $signed(sa_data[55:48]);  // elementwise.py:86
  wire signed [7:0] sel_52 = eq_17 ? get_44 : held_6_reg;  // elementwise.py:86
  wire signed [7:0] get_45 = $signed(sa_data[63:56]);  // elementwise.py:86
  wire signed [7:0] sel_53 = eq_17 ? get_45 : held_7_reg;  // elementwise.py:86
  wire sa_get = eq_17;
  assign sa_ready = issue && sa_get;
  wire wait_get_sa = sa_get && !sa_valid;
  wire wide_put0 = issue && 1'b1;
  wire [7:0] wide_put0_0 = sel_46;
  wire [7:0] wide_put0_1 = sel_47;
  wire [7:0] wide_put0_2 = sel_48;
  wire [7:0] wide_put0_3 = sel_49;
  wire [7:0] wide_put0_4 = sel_50;
  wire [7:0] wide_put0_5 = sel_51;
  wire [7:0] wide_put0_6 = sel_52;
  wire [7:0] wide_put0_7 = sel_53;
  assign wide_valid = wide_put0;
  assign wide_data = {wide_put0_7, wide_put0_6, wide_put0_5, wide_put0_4, wide_put0_3, wide_put0_2, wide_put0_1, wide_put0_0};
  wire wait_put_wide = (1'b1) && !wide_room;
  wire wrap_0 = le_9 && le_12 && le_15;
  wire wrap_1 = le_12 && le_15;
  wire wrap_2 = le_15;
  wire wrap_3 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_get_sa && !wait_put_wide;

  assign idle = !(running);

  always_ff @(posedge ap_clk) begin
    if (issue && wrap_1) count_t_0 <= le_9 ? 29'sd0 : count_t_0 + 29'sd1;
    if (issue && wrap_2) count_e_1 <= le_12 ? 4'sd0 : count_e_1 + 4'sd1;
    if (issue && wrap_3) count_h_2 <= le_15 ? 2'sd0 : count_h_2 + 2'sd1;
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
      held_8_reg <= sel_46;
      held_9_reg <= sel_47;
      held_10_reg <= sel_48;
      held_11_reg <= sel_49;
      held_12_reg <= sel_50;
      held_13_reg <= sel_51;
      held_14_reg <= sel_52;
      held_15_reg <= sel_53;
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
// Process store of elementwise.py, line 133: initiation interval 1, 1 stages.
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
  wire signed [10:0] add_10 = count_c_0 + 2'sd1;  // elementwise.py:144
  wire le_11 = scalar_1 <= add_10;  // elementwise.py:144
  wire signed [12:0] scalar_2 = $signed({1'b0, arg_rows});
  wire signed [12:0] add_13 = count_r_1 + 2'sd1;  // elementwise.py:145
  wire le_14 = scalar_2 <= add_13;  // elementwise.py:145
  wire signed [3:0] scalar_3 = $signed({1'b0, arg_up_y});
  wire signed [3:0] add_16 = count_f_2 + 2'sd1;  // elementwise.py:146
  wire le_17 = scalar_3 <= add_16;  // elementwise.py:146
  wire signed [24:0] scalar_4 = $signed({1'b0, arg_y_beats});
  wire signed [24:0] add_19 = count_n_3 + 2'sd1;  // elementwise.py:147
  wire le_20 = scalar_4 <= add_19;  // elementwise.py:147
  wire signed [7:0] get_32 = $signed(sy_data[7:0]);  // elementwise.py:148
  wire signed [7:0] get_33 = $signed(sy_data[15:8]);  // elementwise.py:148
  wire signed [7:0] get_34 = $signed(sy_data[23:16]);  // elementwise.py:148
  wire signed [7:0] get_35 = $signed(sy_data[31:24]);  // elementwise.py:148
  wire signed [7:0] get_36 = $signed(sy_data[39:32]);  // elementwise.py:148
  wire signed [7:0] get_37 = $signed(sy_data[47:40]);  // elementwise.py:148
  wire signed [7:0] get_38 = $signed(sy_data[55:48]);  // elementwise.py:148
  wire signed [7:0] get_39 = $signed(sy_data[63:56]);  // elementwise.py:148
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
// Process store_y_wr_addr of elementwise.py, line 150: initiation interval 1, 1 stages.
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
  logic signed [38:0] step_84;  // elementwise.py:150
  logic signed [31:0] step_82;  // elementwise.py:150
  logic signed [40:0] step_83;  // elementwise.py:150
  wire issue;

  wire signed [10:0] scalar_1 = $signed({1'b0, arg_blocks});
  wire signed [10:0] add_10 = count_c_0 + 2'sd1;  // elementwise.py:144
  wire le_11 = scalar_1 <= add_10;  // elementwise.py:144
  wire signed [12:0] scalar_2 = $signed({1'b0, arg_rows});
  wire signed [12:0] add_13 = count_r_1 + 2'sd1;  // elementwise.py:145
  wire le_14 = scalar_2 <= add_13;  // elementwise.py:145
  wire signed [3:0] scalar_3 = $signed({1'b0, arg_up_y});
  wire signed [3:0] add_16 = count_f_2 + 2'sd1;  // elementwise.py:146
  wire le_17 = scalar_3 <= add_16;  // elementwise.py:146
  wire signed [24:0] scalar_4 = $signed({1'b0, arg_y_beats});
  wire signed [64:0] shl_74 = scalar_4 <<< 40;  // elementwise.py:150
  wire signed [40:0] scalar_69 = $signed({1'b0, arg_y});
  wire signed [28:0] scalar_5 = $signed({1'b0, arg_y_block});
  wire signed [41:0] add_85 = scalar_69 + step_84;  // elementwise.py:150
  wire signed [28:0] scalar_7 = $signed({1'b0, arg_y_row});
  wire signed [28:0] scalar_6 = $signed({1'b0, arg_y_step});
  wire signed [41:0] add_86 = step_82 + step_83;  // elementwise.py:150
  wire signed [42:0] add_87 = add_85 + add_86;  // elementwise.py:150
  wire [39:0] wrap_88_u = add_87;  // elementwise.py:150
  wire signed [40:0] wrap_88 = $signed({1'b0, wrap_88_u});
  wire signed [64:0] or_89 = shl_74 | wrap_88;  // elementwise.py:150
  wire signed [3:0] and_90 = wrap_88 & 4'sd7;  // elementwise.py:150
  wire eq_91 = and_90 == 2'sd0;  // elementwise.py:150
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
    if (issue && 1'b1 && !(eq_91)) $error("elementwise.py:150: y[...] starts at a multiple of 8 bytes");
  end
`endif

endmodule

`default_nettype wire
