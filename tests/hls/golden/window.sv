// ---- window.sv
// Kernel window: processes, streams and bus interfaces.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */

module window (
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
  wire [2943:0] args;
  wire idle = !busy_reg;
  hwp_axi_lite_ctrl #(.ADDR_W(9), .WORDS(92), .WRITABLE(92'd2063290854267842040291480917), .MASK(2944'hffffffffffffffff000000000fffffff000000000fffffff00000000000000ff00000000000000ff00000000000000ff000000000000ffffffffffff000000000000ffffffffffff00000000000000ffffffffff000000000000003f0000000000000fff0000000000000fff000000000000000100000000000000010000000000000001000000000000003f000000000000003f000000000000003f00000000000000ff000000000000ffff000000000000ffff00000000000000ff00000000000000ff00000000000000ff0000000000000fff0000000000000fff0000000000000fff00000000ffffffffffffffff0000000000ffffff00000000000003ff00000000ffffffffffffffff000000000fffffff000000000fffffff000000000fffffff000000000fffffff00000000000000ff000000000000003f0000000000000fff0000000000000fff0000000000000fff0000000000000fff00000000000003ff00000000000003ff)) u_control (
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
  wire [9:0] arg_bands = args[73:64];
  wire [11:0] arg_tall = args[139:128];
  wire [11:0] arg_step = args[203:192];
  wire [11:0] arg_h = args[267:256];
  wire [11:0] arg_w = args[331:320];
  wire [5:0] arg_top = args[389:384];
  wire [7:0] arg_fill = args[455:448];
  wire [27:0] arg_x_block = args[539:512];
  wire [27:0] arg_x_band = args[603:576];
  wire [27:0] arg_x_row = args[667:640];
  wire [27:0] arg_x_top = args[731:704];
  wire [63:0] arg_x = args[831:768];
  wire [9:0] arg_k_beats = args[873:864];
  wire [23:0] arg_k_block = args[951:928];
  wire [63:0] arg_k = args[1055:992];
  wire [11:0] arg_rows = args[1099:1088];
  wire [11:0] arg_oh = args[1163:1152];
  wire [11:0] arg_pairs = args[1227:1216];
  wire [7:0] arg_kh = args[1287:1280];
  wire [7:0] arg_kw = args[1351:1344];
  wire [7:0] arg_span = args[1415:1408];
  wire [15:0] arg_t_row = args[1487:1472];
  wire [15:0] arg_t_ky = args[1551:1536];
  wire [7:0] arg_t_pair = args[1607:1600];
  wire [5:0] arg_t_next = args[1669:1664];
  wire [5:0] arg_t_kx = args[1733:1728];
  wire [5:0] arg_left = args[1797:1792];
  wire [0:0] arg_split = args[1856:1856];
  wire [0:0] arg_unit = args[1920:1920];
  wire [0:0] arg_largest = args[1984:1984];
  wire [11:0] arg_y_rows = args[2059:2048];
  wire [11:0] arg_ow = args[2123:2112];
  wire [5:0] arg_shift = args[2181:2176];
  wire [39:0] arg_tie = args[2279:2240];
  wire [47:0] arg_below = args[2383:2336];
  wire [47:0] arg_above = args[2479:2432];
  wire [7:0] arg_zero = args[2535:2528];
  wire [7:0] arg_low = args[2599:2592];
  wire [7:0] arg_high = args[2663:2656];
  wire [27:0] arg_y_block = args[2747:2720];
  wire [27:0] arg_y_row = args[2811:2784];
  wire [63:0] arg_y = args[2911:2848];

  wire [91:0] sums_in_data;
  wire sums_in_valid;
  wire [91:0] sums_out_data;
  wire sums_out_valid;
  wire sums_out_ready;
  wire sums_in_ready;
  wire [4:0] sums_count;
  hwp_fifo #(.WIDTH(92), .DEPTH(16)) u_sums (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(sums_in_valid), .in_ready(sums_in_ready), .in_data(sums_in_data),
      .out_valid(sums_out_valid), .out_ready(sums_out_ready),
      .out_data(sums_out_data), .count(sums_count)
  );
  wire sums_room = sums_count <= 5'd12;

  wire [31:0] codes_in_data;
  wire codes_in_valid;
  wire [31:0] codes_out_data;
  wire codes_out_valid;
  wire codes_out_ready;
  wire codes_in_ready;
  wire [4:0] codes_count;
  hwp_fifo #(.WIDTH(32), .DEPTH(16)) u_codes (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(codes_in_valid), .in_ready(codes_in_ready), .in_data(codes_in_data),
      .out_valid(codes_out_valid), .out_ready(codes_out_ready),
      .out_data(codes_out_data), .count(codes_count)
  );
  wire codes_room = codes_count <= 5'd11;

  wire [51:0] x_rd_req_in_data;
  wire x_rd_req_in_valid;
  wire [51:0] x_rd_req_out_data;
  wire x_rd_req_out_valid;
  wire x_rd_req_out_ready;
  wire x_rd_req_in_ready;
  wire [4:0] x_rd_req_count;
  hwp_fifo #(.WIDTH(52), .DEPTH(16)) u_x_rd_req (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(x_rd_req_in_valid), .in_ready(x_rd_req_in_ready), .in_data(x_rd_req_in_data),
      .out_valid(x_rd_req_out_valid), .out_ready(x_rd_req_out_ready),
      .out_data(x_rd_req_out_data), .count(x_rd_req_count)
  );
  wire x_rd_req_room = x_rd_req_count <= 5'd15;

  wire [63:0] x_rd_in_data;
  wire x_rd_in_valid;
  wire [63:0] x_rd_out_data;
  wire x_rd_out_valid;
  wire x_rd_out_ready;
  wire x_rd_in_ready;
  assign x_rd_out_data = x_rd_in_data;
  assign x_rd_out_valid = x_rd_in_valid;
  assign x_rd_in_ready = x_rd_out_ready;

  wire [49:0] k_rd_req_in_data;
  wire k_rd_req_in_valid;
  wire [49:0] k_rd_req_out_data;
  wire k_rd_req_out_valid;
  wire k_rd_req_out_ready;
  wire k_rd_req_in_ready;
  wire [4:0] k_rd_req_count;
  hwp_fifo #(.WIDTH(50), .DEPTH(16)) u_k_rd_req (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(k_rd_req_in_valid), .in_ready(k_rd_req_in_ready), .in_data(k_rd_req_in_data),
      .out_valid(k_rd_req_out_valid), .out_ready(k_rd_req_out_ready),
      .out_data(k_rd_req_out_data), .count(k_rd_req_count)
  );
  wire k_rd_req_room = k_rd_req_count <= 5'd15;

  wire [63:0] k_rd_in_data;
  wire k_rd_in_valid;
  wire [63:0] k_rd_out_data;
  wire k_rd_out_valid;
  wire k_rd_out_ready;
  wire k_rd_in_ready;
  assign k_rd_out_data = k_rd_in_data;
  assign k_rd_out_valid = k_rd_in_valid;
  assign k_rd_in_ready = k_rd_out_ready;

  wire [52:0] y_wr_req_in_data;
  wire y_wr_req_in_valid;
  wire [52:0] y_wr_req_out_data;
  wire y_wr_req_out_valid;
  wire y_wr_req_out_ready;
  wire y_wr_req_in_ready;
  wire [4:0] y_wr_req_count;
  hwp_fifo #(.WIDTH(53), .DEPTH(16)) u_y_wr_req (
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

  wire left_tile_free;
  wire left_tile_write_take;
  wire left_tile_write_give;
  wire left_tile_full;
  wire left_tile_read_take;
  wire left_tile_read_give;
  hwp_halves #(.DEPTH(2)) u_left_tile_halves (
      .clk(ap_clk), .rst(ap_rst),
      .free(left_tile_free), .write_take(left_tile_write_take), .write_give(left_tile_write_give),
      .full(left_tile_full), .read_take(left_tile_read_take), .read_give(left_tile_read_give)
  );
  wire left_tile_0_we;
  wire [11:0] left_tile_0_waddr;
  wire [7:0] left_tile_0_wdata;
  wire [11:0] left_tile_0_raddr;
  wire [7:0] left_tile_0_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(4096), .ADDR_W(12), .BLOCK(1)) u_left_tile_0 (
      .clk(ap_clk), .we(left_tile_0_we), .waddr(left_tile_0_waddr), .wdata(left_tile_0_wdata),
      .raddr(left_tile_0_raddr), .rdata(left_tile_0_rdata)
  );
  wire left_tile_1_we;
  wire [11:0] left_tile_1_waddr;
  wire [7:0] left_tile_1_wdata;
  wire [11:0] left_tile_1_raddr;
  wire [7:0] left_tile_1_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(4096), .ADDR_W(12), .BLOCK(1)) u_left_tile_1 (
      .clk(ap_clk), .we(left_tile_1_we), .waddr(left_tile_1_waddr), .wdata(left_tile_1_wdata),
      .raddr(left_tile_1_raddr), .rdata(left_tile_1_rdata)
  );
  wire left_tile_2_we;
  wire [11:0] left_tile_2_waddr;
  wire [7:0] left_tile_2_wdata;
  wire [11:0] left_tile_2_raddr;
  wire [7:0] left_tile_2_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(4096), .ADDR_W(12), .BLOCK(1)) u_left_tile_2 (
      .clk(ap_clk), .we(left_tile_2_we), .waddr(left_tile_2_waddr), .wdata(left_tile_2_wdata),
      .raddr(left_tile_2_raddr), .rdata(left_tile_2_rdata)
  );
  wire left_tile_3_we;
  wire [11:0] left_tile_3_waddr;
  wire [7:0] left_tile_3_wdata;
  wire [11:0] left_tile_3_raddr;
  wire [7:0] left_tile_3_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(4096), .ADDR_W(12), .BLOCK(1)) u_left_tile_3 (
      .clk(ap_clk), .we(left_tile_3_we), .waddr(left_tile_3_waddr), .wdata(left_tile_3_wdata),
      .raddr(left_tile_3_raddr), .rdata(left_tile_3_rdata)
  );
  wire left_tile_4_we;
  wire [11:0] left_tile_4_waddr;
  wire [7:0] left_tile_4_wdata;
  wire [11:0] left_tile_4_raddr;
  wire [7:0] left_tile_4_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(4096), .ADDR_W(12), .BLOCK(1)) u_left_tile_4 (
      .clk(ap_clk), .we(left_tile_4_we), .waddr(left_tile_4_waddr), .wdata(left_tile_4_wdata),
      .raddr(left_tile_4_raddr), .rdata(left_tile_4_rdata)
  );
  wire left_tile_5_we;
  wire [11:0] left_tile_5_waddr;
  wire [7:0] left_tile_5_wdata;
  wire [11:0] left_tile_5_raddr;
  wire [7:0] left_tile_5_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(4096), .ADDR_W(12), .BLOCK(1)) u_left_tile_5 (
      .clk(ap_clk), .we(left_tile_5_we), .waddr(left_tile_5_waddr), .wdata(left_tile_5_wdata),
      .raddr(left_tile_5_raddr), .rdata(left_tile_5_rdata)
  );
  wire left_tile_6_we;
  wire [11:0] left_tile_6_waddr;
  wire [7:0] left_tile_6_wdata;
  wire [11:0] left_tile_6_raddr;
  wire [7:0] left_tile_6_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(4096), .ADDR_W(12), .BLOCK(1)) u_left_tile_6 (
      .clk(ap_clk), .we(left_tile_6_we), .waddr(left_tile_6_waddr), .wdata(left_tile_6_wdata),
      .raddr(left_tile_6_raddr), .rdata(left_tile_6_rdata)
  );
  wire left_tile_7_we;
  wire [11:0] left_tile_7_waddr;
  wire [7:0] left_tile_7_wdata;
  wire [11:0] left_tile_7_raddr;
  wire [7:0] left_tile_7_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(4096), .ADDR_W(12), .BLOCK(1)) u_left_tile_7 (
      .clk(ap_clk), .we(left_tile_7_we), .waddr(left_tile_7_waddr), .wdata(left_tile_7_wdata),
      .raddr(left_tile_7_raddr), .rdata(left_tile_7_rdata)
  );
  wire left_tile_8_we;
  wire [11:0] left_tile_8_waddr;
  wire [7:0] left_tile_8_wdata;
  wire [11:0] left_tile_8_raddr;
  wire [7:0] left_tile_8_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(4096), .ADDR_W(12), .BLOCK(1)) u_left_tile_8 (
      .clk(ap_clk), .we(left_tile_8_we), .waddr(left_tile_8_waddr), .wdata(left_tile_8_wdata),
      .raddr(left_tile_8_raddr), .rdata(left_tile_8_rdata)
  );
  wire left_tile_9_we;
  wire [11:0] left_tile_9_waddr;
  wire [7:0] left_tile_9_wdata;
  wire [11:0] left_tile_9_raddr;
  wire [7:0] left_tile_9_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(4096), .ADDR_W(12), .BLOCK(1)) u_left_tile_9 (
      .clk(ap_clk), .we(left_tile_9_we), .waddr(left_tile_9_waddr), .wdata(left_tile_9_wdata),
      .raddr(left_tile_9_raddr), .rdata(left_tile_9_rdata)
  );
  wire left_tile_10_we;
  wire [11:0] left_tile_10_waddr;
  wire [7:0] left_tile_10_wdata;
  wire [11:0] left_tile_10_raddr;
  wire [7:0] left_tile_10_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(4096), .ADDR_W(12), .BLOCK(1)) u_left_tile_10 (
      .clk(ap_clk), .we(left_tile_10_we), .waddr(left_tile_10_waddr), .wdata(left_tile_10_wdata),
      .raddr(left_tile_10_raddr), .rdata(left_tile_10_rdata)
  );
  wire left_tile_11_we;
  wire [11:0] left_tile_11_waddr;
  wire [7:0] left_tile_11_wdata;
  wire [11:0] left_tile_11_raddr;
  wire [7:0] left_tile_11_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(4096), .ADDR_W(12), .BLOCK(1)) u_left_tile_11 (
      .clk(ap_clk), .we(left_tile_11_we), .waddr(left_tile_11_waddr), .wdata(left_tile_11_wdata),
      .raddr(left_tile_11_raddr), .rdata(left_tile_11_rdata)
  );
  wire left_tile_12_we;
  wire [11:0] left_tile_12_waddr;
  wire [7:0] left_tile_12_wdata;
  wire [11:0] left_tile_12_raddr;
  wire [7:0] left_tile_12_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(4096), .ADDR_W(12), .BLOCK(1)) u_left_tile_12 (
      .clk(ap_clk), .we(left_tile_12_we), .waddr(left_tile_12_waddr), .wdata(left_tile_12_wdata),
      .raddr(left_tile_12_raddr), .rdata(left_tile_12_rdata)
  );
  wire left_tile_13_we;
  wire [11:0] left_tile_13_waddr;
  wire [7:0] left_tile_13_wdata;
  wire [11:0] left_tile_13_raddr;
  wire [7:0] left_tile_13_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(4096), .ADDR_W(12), .BLOCK(1)) u_left_tile_13 (
      .clk(ap_clk), .we(left_tile_13_we), .waddr(left_tile_13_waddr), .wdata(left_tile_13_wdata),
      .raddr(left_tile_13_raddr), .rdata(left_tile_13_rdata)
  );
  wire left_tile_14_we;
  wire [11:0] left_tile_14_waddr;
  wire [7:0] left_tile_14_wdata;
  wire [11:0] left_tile_14_raddr;
  wire [7:0] left_tile_14_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(4096), .ADDR_W(12), .BLOCK(1)) u_left_tile_14 (
      .clk(ap_clk), .we(left_tile_14_we), .waddr(left_tile_14_waddr), .wdata(left_tile_14_wdata),
      .raddr(left_tile_14_raddr), .rdata(left_tile_14_rdata)
  );
  wire left_tile_15_we;
  wire [11:0] left_tile_15_waddr;
  wire [7:0] left_tile_15_wdata;
  wire [11:0] left_tile_15_raddr;
  wire [7:0] left_tile_15_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(4096), .ADDR_W(12), .BLOCK(1)) u_left_tile_15 (
      .clk(ap_clk), .we(left_tile_15_we), .waddr(left_tile_15_waddr), .wdata(left_tile_15_wdata),
      .raddr(left_tile_15_raddr), .rdata(left_tile_15_rdata)
  );

  wire right_tile_free;
  wire right_tile_write_take;
  wire right_tile_write_give;
  wire right_tile_full;
  wire right_tile_read_take;
  wire right_tile_read_give;
  hwp_halves #(.DEPTH(2)) u_right_tile_halves (
      .clk(ap_clk), .rst(ap_rst),
      .free(right_tile_free), .write_take(right_tile_write_take), .write_give(right_tile_write_give),
      .full(right_tile_full), .read_take(right_tile_read_take), .read_give(right_tile_read_give)
  );
  wire right_tile_0_we;
  wire [11:0] right_tile_0_waddr;
  wire [7:0] right_tile_0_wdata;
  wire [11:0] right_tile_0_raddr;
  wire [7:0] right_tile_0_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(4096), .ADDR_W(12), .BLOCK(1)) u_right_tile_0 (
      .clk(ap_clk), .we(right_tile_0_we), .waddr(right_tile_0_waddr), .wdata(right_tile_0_wdata),
      .raddr(right_tile_0_raddr), .rdata(right_tile_0_rdata)
  );
  wire right_tile_1_we;
  wire [11:0] right_tile_1_waddr;
  wire [7:0] right_tile_1_wdata;
  wire [11:0] right_tile_1_raddr;
  wire [7:0] right_tile_1_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(4096), .ADDR_W(12), .BLOCK(1)) u_right_tile_1 (
      .clk(ap_clk), .we(right_tile_1_we), .waddr(right_tile_1_waddr), .wdata(right_tile_1_wdata),
      .raddr(right_tile_1_raddr), .rdata(right_tile_1_rdata)
  );
  wire right_tile_2_we;
  wire [11:0] right_tile_2_waddr;
  wire [7:0] right_tile_2_wdata;
  wire [11:0] right_tile_2_raddr;
  wire [7:0] right_tile_2_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(4096), .ADDR_W(12), .BLOCK(1)) u_right_tile_2 (
      .clk(ap_clk), .we(right_tile_2_we), .waddr(right_tile_2_waddr), .wdata(right_tile_2_wdata),
      .raddr(right_tile_2_raddr), .rdata(right_tile_2_rdata)
  );
  wire right_tile_3_we;
  wire [11:0] right_tile_3_waddr;
  wire [7:0] right_tile_3_wdata;
  wire [11:0] right_tile_3_raddr;
  wire [7:0] right_tile_3_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(4096), .ADDR_W(12), .BLOCK(1)) u_right_tile_3 (
      .clk(ap_clk), .we(right_tile_3_we), .waddr(right_tile_3_waddr), .wdata(right_tile_3_wdata),
      .raddr(right_tile_3_raddr), .rdata(right_tile_3_rdata)
  );
  wire right_tile_4_we;
  wire [11:0] right_tile_4_waddr;
  wire [7:0] right_tile_4_wdata;
  wire [11:0] right_tile_4_raddr;
  wire [7:0] right_tile_4_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(4096), .ADDR_W(12), .BLOCK(1)) u_right_tile_4 (
      .clk(ap_clk), .we(right_tile_4_we), .waddr(right_tile_4_waddr), .wdata(right_tile_4_wdata),
      .raddr(right_tile_4_raddr), .rdata(right_tile_4_rdata)
  );
  wire right_tile_5_we;
  wire [11:0] right_tile_5_waddr;
  wire [7:0] right_tile_5_wdata;
  wire [11:0] right_tile_5_raddr;
  wire [7:0] right_tile_5_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(4096), .ADDR_W(12), .BLOCK(1)) u_right_tile_5 (
      .clk(ap_clk), .we(right_tile_5_we), .waddr(right_tile_5_waddr), .wdata(right_tile_5_wdata),
      .raddr(right_tile_5_raddr), .rdata(right_tile_5_rdata)
  );
  wire right_tile_6_we;
  wire [11:0] right_tile_6_waddr;
  wire [7:0] right_tile_6_wdata;
  wire [11:0] right_tile_6_raddr;
  wire [7:0] right_tile_6_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(4096), .ADDR_W(12), .BLOCK(1)) u_right_tile_6 (
      .clk(ap_clk), .we(right_tile_6_we), .waddr(right_tile_6_waddr), .wdata(right_tile_6_wdata),
      .raddr(right_tile_6_raddr), .rdata(right_tile_6_rdata)
  );
  wire right_tile_7_we;
  wire [11:0] right_tile_7_waddr;
  wire [7:0] right_tile_7_wdata;
  wire [11:0] right_tile_7_raddr;
  wire [7:0] right_tile_7_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(4096), .ADDR_W(12), .BLOCK(1)) u_right_tile_7 (
      .clk(ap_clk), .we(right_tile_7_we), .waddr(right_tile_7_waddr), .wdata(right_tile_7_wdata),
      .raddr(right_tile_7_raddr), .rdata(right_tile_7_rdata)
  );
  wire right_tile_8_we;
  wire [11:0] right_tile_8_waddr;
  wire [7:0] right_tile_8_wdata;
  wire [11:0] right_tile_8_raddr;
  wire [7:0] right_tile_8_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(4096), .ADDR_W(12), .BLOCK(1)) u_right_tile_8 (
      .clk(ap_clk), .we(right_tile_8_we), .waddr(right_tile_8_waddr), .wdata(right_tile_8_wdata),
      .raddr(right_tile_8_raddr), .rdata(right_tile_8_rdata)
  );
  wire right_tile_9_we;
  wire [11:0] right_tile_9_waddr;
  wire [7:0] right_tile_9_wdata;
  wire [11:0] right_tile_9_raddr;
  wire [7:0] right_tile_9_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(4096), .ADDR_W(12), .BLOCK(1)) u_right_tile_9 (
      .clk(ap_clk), .we(right_tile_9_we), .waddr(right_tile_9_waddr), .wdata(right_tile_9_wdata),
      .raddr(right_tile_9_raddr), .rdata(right_tile_9_rdata)
  );
  wire right_tile_10_we;
  wire [11:0] right_tile_10_waddr;
  wire [7:0] right_tile_10_wdata;
  wire [11:0] right_tile_10_raddr;
  wire [7:0] right_tile_10_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(4096), .ADDR_W(12), .BLOCK(1)) u_right_tile_10 (
      .clk(ap_clk), .we(right_tile_10_we), .waddr(right_tile_10_waddr), .wdata(right_tile_10_wdata),
      .raddr(right_tile_10_raddr), .rdata(right_tile_10_rdata)
  );
  wire right_tile_11_we;
  wire [11:0] right_tile_11_waddr;
  wire [7:0] right_tile_11_wdata;
  wire [11:0] right_tile_11_raddr;
  wire [7:0] right_tile_11_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(4096), .ADDR_W(12), .BLOCK(1)) u_right_tile_11 (
      .clk(ap_clk), .we(right_tile_11_we), .waddr(right_tile_11_waddr), .wdata(right_tile_11_wdata),
      .raddr(right_tile_11_raddr), .rdata(right_tile_11_rdata)
  );
  wire right_tile_12_we;
  wire [11:0] right_tile_12_waddr;
  wire [7:0] right_tile_12_wdata;
  wire [11:0] right_tile_12_raddr;
  wire [7:0] right_tile_12_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(4096), .ADDR_W(12), .BLOCK(1)) u_right_tile_12 (
      .clk(ap_clk), .we(right_tile_12_we), .waddr(right_tile_12_waddr), .wdata(right_tile_12_wdata),
      .raddr(right_tile_12_raddr), .rdata(right_tile_12_rdata)
  );
  wire right_tile_13_we;
  wire [11:0] right_tile_13_waddr;
  wire [7:0] right_tile_13_wdata;
  wire [11:0] right_tile_13_raddr;
  wire [7:0] right_tile_13_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(4096), .ADDR_W(12), .BLOCK(1)) u_right_tile_13 (
      .clk(ap_clk), .we(right_tile_13_we), .waddr(right_tile_13_waddr), .wdata(right_tile_13_wdata),
      .raddr(right_tile_13_raddr), .rdata(right_tile_13_rdata)
  );
  wire right_tile_14_we;
  wire [11:0] right_tile_14_waddr;
  wire [7:0] right_tile_14_wdata;
  wire [11:0] right_tile_14_raddr;
  wire [7:0] right_tile_14_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(4096), .ADDR_W(12), .BLOCK(1)) u_right_tile_14 (
      .clk(ap_clk), .we(right_tile_14_we), .waddr(right_tile_14_waddr), .wdata(right_tile_14_wdata),
      .raddr(right_tile_14_raddr), .rdata(right_tile_14_rdata)
  );
  wire right_tile_15_we;
  wire [11:0] right_tile_15_waddr;
  wire [7:0] right_tile_15_wdata;
  wire [11:0] right_tile_15_raddr;
  wire [7:0] right_tile_15_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(4096), .ADDR_W(12), .BLOCK(1)) u_right_tile_15 (
      .clk(ap_clk), .we(right_tile_15_we), .waddr(right_tile_15_waddr), .wdata(right_tile_15_wdata),
      .raddr(right_tile_15_raddr), .rdata(right_tile_15_rdata)
  );

  wire scales_free;
  wire scales_write_take;
  wire scales_write_give;
  wire scales_full;
  wire scales_read_take;
  wire scales_read_give;
  hwp_halves #(.DEPTH(2)) u_scales_halves (
      .clk(ap_clk), .rst(ap_rst),
      .free(scales_free), .write_take(scales_write_take), .write_give(scales_write_give),
      .full(scales_full), .read_take(scales_read_take), .read_give(scales_read_give)
  );
  wire scales_0_we;
  wire [2:0] scales_0_waddr;
  wire [63:0] scales_0_wdata;
  wire [2:0] scales_0_raddr;
  wire [63:0] scales_0_rdata;
  hwp_ram #(.WIDTH(64), .DEPTH(8), .ADDR_W(3), .BLOCK(0)) u_scales_0 (
      .clk(ap_clk), .we(scales_0_we), .waddr(scales_0_waddr), .wdata(scales_0_wdata),
      .raddr(scales_0_raddr), .rdata(scales_0_rdata)
  );
  wire scales_1_we;
  wire [2:0] scales_1_waddr;
  wire [63:0] scales_1_wdata;
  wire [2:0] scales_1_raddr;
  wire [63:0] scales_1_rdata;
  hwp_ram #(.WIDTH(64), .DEPTH(8), .ADDR_W(3), .BLOCK(0)) u_scales_1 (
      .clk(ap_clk), .we(scales_1_we), .waddr(scales_1_waddr), .wdata(scales_1_wdata),
      .raddr(scales_1_raddr), .rdata(scales_1_rdata)
  );
  wire scales_2_we;
  wire [2:0] scales_2_waddr;
  wire [63:0] scales_2_wdata;
  wire [2:0] scales_2_raddr;
  wire [63:0] scales_2_rdata;
  hwp_ram #(.WIDTH(64), .DEPTH(8), .ADDR_W(3), .BLOCK(0)) u_scales_2 (
      .clk(ap_clk), .we(scales_2_we), .waddr(scales_2_waddr), .wdata(scales_2_wdata),
      .raddr(scales_2_raddr), .rdata(scales_2_rdata)
  );
  wire scales_3_we;
  wire [2:0] scales_3_waddr;
  wire [63:0] scales_3_wdata;
  wire [2:0] scales_3_raddr;
  wire [63:0] scales_3_rdata;
  hwp_ram #(.WIDTH(64), .DEPTH(8), .ADDR_W(3), .BLOCK(0)) u_scales_3 (
      .clk(ap_clk), .we(scales_3_we), .waddr(scales_3_waddr), .wdata(scales_3_wdata),
      .raddr(scales_3_raddr), .rdata(scales_3_rdata)
  );

  wire taps_free;
  wire taps_write_take;
  wire taps_write_give;
  wire taps_full;
  wire taps_read_take;
  wire taps_read_give;
  hwp_halves #(.DEPTH(2)) u_taps_halves (
      .clk(ap_clk), .rst(ap_rst),
      .free(taps_free), .write_take(taps_write_take), .write_give(taps_write_give),
      .full(taps_full), .read_take(taps_read_take), .read_give(taps_read_give)
  );
  wire taps_0_we;
  wire [7:0] taps_0_waddr;
  wire [127:0] taps_0_wdata;
  wire [7:0] taps_0_raddr;
  wire [127:0] taps_0_rdata;
  hwp_ram #(.WIDTH(128), .DEPTH(256), .ADDR_W(8), .BLOCK(1)) u_taps_0 (
      .clk(ap_clk), .we(taps_0_we), .waddr(taps_0_waddr), .wdata(taps_0_wdata),
      .raddr(taps_0_raddr), .rdata(taps_0_rdata)
  );

  wire [39:0] x_rd_axi_araddr;
  wire [7:0] x_rd_axi_arlen;
  wire [2:0] x_rd_axi_arsize;
  wire [1:0] x_rd_axi_arburst;
  wire [3:0] x_rd_axi_arcache;
  wire [2:0] x_rd_axi_arprot;
  wire x_rd_axi_arvalid;
  wire x_rd_axi_rready;
  wire x_rd_axi_arready;
  wire [1:0] x_rd_axi_rresp;
  wire x_rd_axi_rlast;
  wire x_rd_axi_rvalid;
  wire [63:0] x_rd_axi_rdata;
  wire x_rd_burst_valid;
  wire x_rd_burst_ready;
  wire [39:0] x_rd_burst_addr;
  wire [11:0] x_rd_burst_beats;
  wire x_rd_beat_valid;
  wire x_rd_beat_ready;
  wire [63:0] x_rd_beat_data;
  wire x_rd_axi_busy;
  wire x_rd_axi_error;
  assign x_rd_burst_valid = x_rd_req_out_valid;
  assign x_rd_req_out_ready = x_rd_burst_ready;
  assign x_rd_burst_addr = x_rd_req_out_data[39:0];
  assign x_rd_burst_beats = {x_rd_req_out_data[51:40]};
  assign x_rd_in_valid = x_rd_beat_valid;
  assign x_rd_in_data = x_rd_beat_data;
  assign x_rd_beat_ready = x_rd_in_ready;
  hwp_axi_read #(.ADDR_W(40), .DATA_W(64), .BEATS_W(12), .MAX_BURST(64), .BUFFER_BEATS(256)) u_x_rd_axi (
      .clk(ap_clk), .rst(ap_rst),
      .req_valid(x_rd_burst_valid), .req_ready(x_rd_burst_ready),
      .req_addr(x_rd_burst_addr), .req_beats(x_rd_burst_beats),
      .out_valid(x_rd_beat_valid), .out_ready(x_rd_beat_ready),
      .out_data(x_rd_beat_data),
      .busy(x_rd_axi_busy), .error(x_rd_axi_error),
      .m_axi_araddr(x_rd_axi_araddr),
      .m_axi_arlen(x_rd_axi_arlen),
      .m_axi_arsize(x_rd_axi_arsize),
      .m_axi_arburst(x_rd_axi_arburst),
      .m_axi_arcache(x_rd_axi_arcache),
      .m_axi_arprot(x_rd_axi_arprot),
      .m_axi_arvalid(x_rd_axi_arvalid),
      .m_axi_rready(x_rd_axi_rready),
      .m_axi_arready(x_rd_axi_arready),
      .m_axi_rresp(x_rd_axi_rresp),
      .m_axi_rlast(x_rd_axi_rlast),
      .m_axi_rvalid(x_rd_axi_rvalid),
      .m_axi_rdata(x_rd_axi_rdata)
  );

  wire [39:0] k_rd_axi_araddr;
  wire [7:0] k_rd_axi_arlen;
  wire [2:0] k_rd_axi_arsize;
  wire [1:0] k_rd_axi_arburst;
  wire [3:0] k_rd_axi_arcache;
  wire [2:0] k_rd_axi_arprot;
  wire k_rd_axi_arvalid;
  wire k_rd_axi_rready;
  wire k_rd_axi_arready;
  wire [1:0] k_rd_axi_rresp;
  wire k_rd_axi_rlast;
  wire k_rd_axi_rvalid;
  wire [63:0] k_rd_axi_rdata;
  wire k_rd_burst_valid;
  wire k_rd_burst_ready;
  wire [39:0] k_rd_burst_addr;
  wire [9:0] k_rd_burst_beats;
  wire k_rd_beat_valid;
  wire k_rd_beat_ready;
  wire [63:0] k_rd_beat_data;
  wire k_rd_axi_busy;
  wire k_rd_axi_error;
  assign k_rd_burst_valid = k_rd_req_out_valid;
  assign k_rd_req_out_ready = k_rd_burst_ready;
  assign k_rd_burst_addr = k_rd_req_out_data[39:0];
  assign k_rd_burst_beats = {k_rd_req_out_data[49:40]};
  assign k_rd_in_valid = k_rd_beat_valid;
  assign k_rd_in_data = k_rd_beat_data;
  assign k_rd_beat_ready = k_rd_in_ready;
  hwp_axi_read #(.ADDR_W(40), .DATA_W(64), .BEATS_W(10), .MAX_BURST(64), .BUFFER_BEATS(256)) u_k_rd_axi (
      .clk(ap_clk), .rst(ap_rst),
      .req_valid(k_rd_burst_valid), .req_ready(k_rd_burst_ready),
      .req_addr(k_rd_burst_addr), .req_beats(k_rd_burst_beats),
      .out_valid(k_rd_beat_valid), .out_ready(k_rd_beat_ready),
      .out_data(k_rd_beat_data),
      .busy(k_rd_axi_busy), .error(k_rd_axi_error),
      .m_axi_araddr(k_rd_axi_araddr),
      .m_axi_arlen(k_rd_axi_arlen),
      .m_axi_arsize(k_rd_axi_arsize),
      .m_axi_arburst(k_rd_axi_arburst),
      .m_axi_arcache(k_rd_axi_arcache),
      .m_axi_arprot(k_rd_axi_arprot),
      .m_axi_arvalid(k_rd_axi_arvalid),
      .m_axi_rready(k_rd_axi_rready),
      .m_axi_arready(k_rd_axi_arready),
      .m_axi_rresp(k_rd_axi_rresp),
      .m_axi_rlast(k_rd_axi_rlast),
      .m_axi_rvalid(k_rd_axi_rvalid),
      .m_axi_rdata(k_rd_axi_rdata)
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
  wire [12:0] y_wr_burst_beats;
  wire y_wr_beat_valid;
  wire y_wr_beat_ready;
  wire [63:0] y_wr_beat_data;
  wire y_wr_axi_busy;
  wire y_wr_axi_error;
  wire [7:0] y_wr_beat_strb;
  assign y_wr_burst_valid = y_wr_req_out_valid;
  assign y_wr_req_out_ready = y_wr_burst_ready;
  assign y_wr_burst_addr = y_wr_req_out_data[39:0];
  assign y_wr_burst_beats = {y_wr_req_out_data[52:40]};
  assign y_wr_beat_valid = y_wr_out_valid;
  assign y_wr_out_ready = y_wr_beat_ready;
  assign y_wr_beat_data = y_wr_out_data;
  assign y_wr_beat_strb = {8{1'b1}};
  hwp_axi_write #(.ADDR_W(40), .DATA_W(64), .BEATS_W(13), .MAX_BURST(64), .BUFFER_BEATS(128)) u_y_wr_axi (
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

  assign m_axi_gmem0_ARADDR = x_rd_axi_araddr;
  assign m_axi_gmem0_ARLEN = x_rd_axi_arlen;
  assign m_axi_gmem0_ARSIZE = x_rd_axi_arsize;
  assign m_axi_gmem0_ARBURST = x_rd_axi_arburst;
  assign m_axi_gmem0_ARCACHE = x_rd_axi_arcache;
  assign m_axi_gmem0_ARPROT = x_rd_axi_arprot;
  assign m_axi_gmem0_ARVALID = x_rd_axi_arvalid;
  assign m_axi_gmem0_RREADY = x_rd_axi_rready;
  assign x_rd_axi_arready = m_axi_gmem0_ARREADY;
  assign x_rd_axi_rresp = m_axi_gmem0_RRESP;
  assign x_rd_axi_rlast = m_axi_gmem0_RLAST;
  assign x_rd_axi_rvalid = m_axi_gmem0_RVALID;
  assign x_rd_axi_rdata = m_axi_gmem0_RDATA;
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

  assign m_axi_gmem1_ARADDR = k_rd_axi_araddr;
  assign m_axi_gmem1_ARLEN = k_rd_axi_arlen;
  assign m_axi_gmem1_ARSIZE = k_rd_axi_arsize;
  assign m_axi_gmem1_ARBURST = k_rd_axi_arburst;
  assign m_axi_gmem1_ARCACHE = k_rd_axi_arcache;
  assign m_axi_gmem1_ARPROT = k_rd_axi_arprot;
  assign m_axi_gmem1_ARVALID = k_rd_axi_arvalid;
  assign m_axi_gmem1_RREADY = k_rd_axi_rready;
  assign k_rd_axi_arready = m_axi_gmem1_ARREADY;
  assign k_rd_axi_rresp = m_axi_gmem1_RRESP;
  assign k_rd_axi_rlast = m_axi_gmem1_RLAST;
  assign k_rd_axi_rvalid = m_axi_gmem1_RVALID;
  assign k_rd_axi_rdata = m_axi_gmem1_RDATA;
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

  wire load_idle;
  window_load u_process_load (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(load_idle),
      .arg_blocks(arg_blocks[9:0]),
      .arg_bands(arg_bands[9:0]),
      .arg_tall(arg_tall[11:0]),
      .arg_w(arg_w[10:0]),
      .arg_step(arg_step[11:0]),
      .arg_top(arg_top[5:0]),
      .arg_h(arg_h[11:0]),
      .arg_fill(arg_fill[7:0]),
      .x_rd_data(x_rd_out_data),
      .x_rd_valid(x_rd_out_valid),
      .x_rd_ready(x_rd_out_ready),
      .left_tile_open(left_tile_free),
      .left_tile_take(left_tile_write_take),
      .left_tile_give(left_tile_write_give),
      .right_tile_open(right_tile_free),
      .right_tile_take(right_tile_write_take),
      .right_tile_give(right_tile_write_give),
      .left_tile_0_we(left_tile_0_we),
      .left_tile_0_waddr(left_tile_0_waddr),
      .left_tile_0_wdata(left_tile_0_wdata),
      .left_tile_1_we(left_tile_1_we),
      .left_tile_1_waddr(left_tile_1_waddr),
      .left_tile_1_wdata(left_tile_1_wdata),
      .left_tile_2_we(left_tile_2_we),
      .left_tile_2_waddr(left_tile_2_waddr),
      .left_tile_2_wdata(left_tile_2_wdata),
      .left_tile_3_we(left_tile_3_we),
      .left_tile_3_waddr(left_tile_3_waddr),
      .left_tile_3_wdata(left_tile_3_wdata),
      .left_tile_4_we(left_tile_4_we),
      .left_tile_4_waddr(left_tile_4_waddr),
      .left_tile_4_wdata(left_tile_4_wdata),
      .left_tile_5_we(left_tile_5_we),
      .left_tile_5_waddr(left_tile_5_waddr),
      .left_tile_5_wdata(left_tile_5_wdata),
      .left_tile_6_we(left_tile_6_we),
      .left_tile_6_waddr(left_tile_6_waddr),
      .left_tile_6_wdata(left_tile_6_wdata),
      .left_tile_7_we(left_tile_7_we),
      .left_tile_7_waddr(left_tile_7_waddr),
      .left_tile_7_wdata(left_tile_7_wdata),
      .left_tile_8_we(left_tile_8_we),
      .left_tile_8_waddr(left_tile_8_waddr),
      .left_tile_8_wdata(left_tile_8_wdata),
      .left_tile_9_we(left_tile_9_we),
      .left_tile_9_waddr(left_tile_9_waddr),
      .left_tile_9_wdata(left_tile_9_wdata),
      .left_tile_10_we(left_tile_10_we),
      .left_tile_10_waddr(left_tile_10_waddr),
      .left_tile_10_wdata(left_tile_10_wdata),
      .left_tile_11_we(left_tile_11_we),
      .left_tile_11_waddr(left_tile_11_waddr),
      .left_tile_11_wdata(left_tile_11_wdata),
      .left_tile_12_we(left_tile_12_we),
      .left_tile_12_waddr(left_tile_12_waddr),
      .left_tile_12_wdata(left_tile_12_wdata),
      .left_tile_13_we(left_tile_13_we),
      .left_tile_13_waddr(left_tile_13_waddr),
      .left_tile_13_wdata(left_tile_13_wdata),
      .left_tile_14_we(left_tile_14_we),
      .left_tile_14_waddr(left_tile_14_waddr),
      .left_tile_14_wdata(left_tile_14_wdata),
      .left_tile_15_we(left_tile_15_we),
      .left_tile_15_waddr(left_tile_15_waddr),
      .left_tile_15_wdata(left_tile_15_wdata),
      .right_tile_0_we(right_tile_0_we),
      .right_tile_0_waddr(right_tile_0_waddr),
      .right_tile_0_wdata(right_tile_0_wdata),
      .right_tile_1_we(right_tile_1_we),
      .right_tile_1_waddr(right_tile_1_waddr),
      .right_tile_1_wdata(right_tile_1_wdata),
      .right_tile_2_we(right_tile_2_we),
      .right_tile_2_waddr(right_tile_2_waddr),
      .right_tile_2_wdata(right_tile_2_wdata),
      .right_tile_3_we(right_tile_3_we),
      .right_tile_3_waddr(right_tile_3_waddr),
      .right_tile_3_wdata(right_tile_3_wdata),
      .right_tile_4_we(right_tile_4_we),
      .right_tile_4_waddr(right_tile_4_waddr),
      .right_tile_4_wdata(right_tile_4_wdata),
      .right_tile_5_we(right_tile_5_we),
      .right_tile_5_waddr(right_tile_5_waddr),
      .right_tile_5_wdata(right_tile_5_wdata),
      .right_tile_6_we(right_tile_6_we),
      .right_tile_6_waddr(right_tile_6_waddr),
      .right_tile_6_wdata(right_tile_6_wdata),
      .right_tile_7_we(right_tile_7_we),
      .right_tile_7_waddr(right_tile_7_waddr),
      .right_tile_7_wdata(right_tile_7_wdata),
      .right_tile_8_we(right_tile_8_we),
      .right_tile_8_waddr(right_tile_8_waddr),
      .right_tile_8_wdata(right_tile_8_wdata),
      .right_tile_9_we(right_tile_9_we),
      .right_tile_9_waddr(right_tile_9_waddr),
      .right_tile_9_wdata(right_tile_9_wdata),
      .right_tile_10_we(right_tile_10_we),
      .right_tile_10_waddr(right_tile_10_waddr),
      .right_tile_10_wdata(right_tile_10_wdata),
      .right_tile_11_we(right_tile_11_we),
      .right_tile_11_waddr(right_tile_11_waddr),
      .right_tile_11_wdata(right_tile_11_wdata),
      .right_tile_12_we(right_tile_12_we),
      .right_tile_12_waddr(right_tile_12_waddr),
      .right_tile_12_wdata(right_tile_12_wdata),
      .right_tile_13_we(right_tile_13_we),
      .right_tile_13_waddr(right_tile_13_waddr),
      .right_tile_13_wdata(right_tile_13_wdata),
      .right_tile_14_we(right_tile_14_we),
      .right_tile_14_waddr(right_tile_14_waddr),
      .right_tile_14_wdata(right_tile_14_wdata),
      .right_tile_15_we(right_tile_15_we),
      .right_tile_15_waddr(right_tile_15_waddr),
      .right_tile_15_wdata(right_tile_15_wdata)
  );

  wire load_x_rd_addr_idle;
  window_load_x_rd_addr u_process_load_x_rd_addr (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(load_x_rd_addr_idle),
      .arg_blocks(arg_blocks[9:0]),
      .arg_bands(arg_bands[9:0]),
      .arg_tall(arg_tall[11:0]),
      .arg_step(arg_step[11:0]),
      .arg_top(arg_top[5:0]),
      .arg_h(arg_h[11:0]),
      .arg_w(arg_w[10:0]),
      .arg_x_top(arg_x_top[27:0]),
      .arg_x(arg_x[39:0]),
      .arg_x_block(arg_x_block[27:0]),
      .arg_x_row(arg_x_row[27:0]),
      .arg_x_band(arg_x_band[27:0]),
      .x_rd_req_data(x_rd_req_in_data),
      .x_rd_req_valid(x_rd_req_in_valid),
      .x_rd_req_room(x_rd_req_room)
  );

  wire load_constants_idle;
  window_load_constants u_process_load_constants (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(load_constants_idle),
      .arg_blocks(arg_blocks[9:0]),
      .arg_k_beats(arg_k_beats[9:0]),
      .k_rd_data(k_rd_out_data),
      .k_rd_valid(k_rd_out_valid),
      .k_rd_ready(k_rd_out_ready),
      .scales_open(scales_free),
      .scales_take(scales_write_take),
      .scales_give(scales_write_give),
      .taps_open(taps_free),
      .taps_take(taps_write_take),
      .taps_give(taps_write_give),
      .scales_0_we(scales_0_we),
      .scales_0_waddr(scales_0_waddr),
      .scales_0_wdata(scales_0_wdata),
      .scales_1_we(scales_1_we),
      .scales_1_waddr(scales_1_waddr),
      .scales_1_wdata(scales_1_wdata),
      .scales_2_we(scales_2_we),
      .scales_2_waddr(scales_2_waddr),
      .scales_2_wdata(scales_2_wdata),
      .scales_3_we(scales_3_we),
      .scales_3_waddr(scales_3_waddr),
      .scales_3_wdata(scales_3_wdata),
      .taps_0_we(taps_0_we),
      .taps_0_waddr(taps_0_waddr),
      .taps_0_wdata(taps_0_wdata)
  );

  wire load_constants_k_rd_addr_idle;
  window_load_constants_k_rd_addr u_process_load_constants_k_rd_addr (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(load_constants_k_rd_addr_idle),
      .arg_blocks(arg_blocks[9:0]),
      .arg_k_beats(arg_k_beats[9:0]),
      .arg_k_block(arg_k_block[23:0]),
      .arg_k(arg_k[39:0]),
      .k_rd_req_data(k_rd_req_in_data),
      .k_rd_req_valid(k_rd_req_in_valid),
      .k_rd_req_room(k_rd_req_room)
  );

  wire compute_idle;
  window_compute u_process_compute (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(compute_idle),
      .arg_blocks(arg_blocks[9:0]),
      .arg_bands(arg_bands[9:0]),
      .arg_oh(arg_oh[11:0]),
      .arg_rows(arg_rows[11:0]),
      .arg_pairs(arg_pairs[11:0]),
      .arg_kh(arg_kh[7:0]),
      .arg_span(arg_span[7:0]),
      .arg_split(arg_split[0:0]),
      .arg_largest(arg_largest[0:0]),
      .arg_kw(arg_kw[7:0]),
      .arg_t_pair(arg_t_pair[7:0]),
      .arg_t_kx(arg_t_kx[5:0]),
      .arg_left(arg_left[5:0]),
      .arg_w(arg_w[10:0]),
      .arg_t_row(arg_t_row[15:0]),
      .arg_t_ky(arg_t_ky[15:0]),
      .arg_fill(arg_fill[7:0]),
      .arg_unit(arg_unit[0:0]),
      .arg_t_next(arg_t_next[5:0]),
      .sums_data(sums_in_data),
      .sums_valid(sums_in_valid),
      .sums_room(sums_room),
      .left_tile_open(left_tile_full),
      .left_tile_take(left_tile_read_take),
      .left_tile_give(left_tile_read_give),
      .right_tile_open(right_tile_full),
      .right_tile_take(right_tile_read_take),
      .right_tile_give(right_tile_read_give),
      .taps_open(taps_full),
      .taps_take(taps_read_take),
      .taps_give(taps_read_give),
      .left_tile_0_raddr(left_tile_0_raddr),
      .left_tile_0_rdata(left_tile_0_rdata),
      .left_tile_1_raddr(left_tile_1_raddr),
      .left_tile_1_rdata(left_tile_1_rdata),
      .left_tile_2_raddr(left_tile_2_raddr),
      .left_tile_2_rdata(left_tile_2_rdata),
      .left_tile_3_raddr(left_tile_3_raddr),
      .left_tile_3_rdata(left_tile_3_rdata),
      .left_tile_4_raddr(left_tile_4_raddr),
      .left_tile_4_rdata(left_tile_4_rdata),
      .left_tile_5_raddr(left_tile_5_raddr),
      .left_tile_5_rdata(left_tile_5_rdata),
      .left_tile_6_raddr(left_tile_6_raddr),
      .left_tile_6_rdata(left_tile_6_rdata),
      .left_tile_7_raddr(left_tile_7_raddr),
      .left_tile_7_rdata(left_tile_7_rdata),
      .left_tile_8_raddr(left_tile_8_raddr),
      .left_tile_8_rdata(left_tile_8_rdata),
      .left_tile_9_raddr(left_tile_9_raddr),
      .left_tile_9_rdata(left_tile_9_rdata),
      .left_tile_10_raddr(left_tile_10_raddr),
      .left_tile_10_rdata(left_tile_10_rdata),
      .left_tile_11_raddr(left_tile_11_raddr),
      .left_tile_11_rdata(left_tile_11_rdata),
      .left_tile_12_raddr(left_tile_12_raddr),
      .left_tile_12_rdata(left_tile_12_rdata),
      .left_tile_13_raddr(left_tile_13_raddr),
      .left_tile_13_rdata(left_tile_13_rdata),
      .left_tile_14_raddr(left_tile_14_raddr),
      .left_tile_14_rdata(left_tile_14_rdata),
      .left_tile_15_raddr(left_tile_15_raddr),
      .left_tile_15_rdata(left_tile_15_rdata),
      .right_tile_0_raddr(right_tile_0_raddr),
      .right_tile_0_rdata(right_tile_0_rdata),
      .right_tile_1_raddr(right_tile_1_raddr),
      .right_tile_1_rdata(right_tile_1_rdata),
      .right_tile_2_raddr(right_tile_2_raddr),
      .right_tile_2_rdata(right_tile_2_rdata),
      .right_tile_3_raddr(right_tile_3_raddr),
      .right_tile_3_rdata(right_tile_3_rdata),
      .right_tile_4_raddr(right_tile_4_raddr),
      .right_tile_4_rdata(right_tile_4_rdata),
      .right_tile_5_raddr(right_tile_5_raddr),
      .right_tile_5_rdata(right_tile_5_rdata),
      .right_tile_6_raddr(right_tile_6_raddr),
      .right_tile_6_rdata(right_tile_6_rdata),
      .right_tile_7_raddr(right_tile_7_raddr),
      .right_tile_7_rdata(right_tile_7_rdata),
      .right_tile_8_raddr(right_tile_8_raddr),
      .right_tile_8_rdata(right_tile_8_rdata),
      .right_tile_9_raddr(right_tile_9_raddr),
      .right_tile_9_rdata(right_tile_9_rdata),
      .right_tile_10_raddr(right_tile_10_raddr),
      .right_tile_10_rdata(right_tile_10_rdata),
      .right_tile_11_raddr(right_tile_11_raddr),
      .right_tile_11_rdata(right_tile_11_rdata),
      .right_tile_12_raddr(right_tile_12_raddr),
      .right_tile_12_rdata(right_tile_12_rdata),
      .right_tile_13_raddr(right_tile_13_raddr),
      .right_tile_13_rdata(right_tile_13_rdata),
      .right_tile_14_raddr(right_tile_14_raddr),
      .right_tile_14_rdata(right_tile_14_rdata),
      .right_tile_15_raddr(right_tile_15_raddr),
      .right_tile_15_rdata(right_tile_15_rdata),
      .taps_0_raddr(taps_0_raddr),
      .taps_0_rdata(taps_0_rdata)
  );

  wire requantise_idle;
  window_requantise u_process_requantise (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(requantise_idle),
      .arg_blocks(arg_blocks[9:0]),
      .arg_y_rows(arg_y_rows[11:0]),
      .arg_pairs(arg_pairs[11:0]),
      .arg_ow(arg_ow[11:0]),
      .arg_below(arg_below[47:0]),
      .arg_low(arg_low[7:0]),
      .arg_above(arg_above[47:0]),
      .arg_high(arg_high[7:0]),
      .arg_zero(arg_zero[7:0]),
      .arg_tie(arg_tie[39:0]),
      .arg_shift(arg_shift[5:0]),
      .sums_data(sums_out_data),
      .sums_valid(sums_out_valid),
      .sums_ready(sums_out_ready),
      .codes_data(codes_in_data),
      .codes_valid(codes_in_valid),
      .codes_room(codes_room),
      .scales_open(scales_full),
      .scales_take(scales_read_take),
      .scales_give(scales_read_give),
      .scales_0_raddr(scales_0_raddr),
      .scales_0_rdata(scales_0_rdata),
      .scales_1_raddr(scales_1_raddr),
      .scales_1_rdata(scales_1_rdata),
      .scales_2_raddr(scales_2_raddr),
      .scales_2_rdata(scales_2_rdata),
      .scales_3_raddr(scales_3_raddr),
      .scales_3_rdata(scales_3_rdata)
  );

  wire store_idle;
  window_store u_process_store (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(store_idle),
      .arg_blocks(arg_blocks[9:0]),
      .arg_y_rows(arg_y_rows[11:0]),
      .arg_ow(arg_ow[11:0]),
      .codes_data(codes_out_data),
      .codes_valid(codes_out_valid),
      .codes_ready(codes_out_ready),
      .y_wr_data(y_wr_in_data),
      .y_wr_valid(y_wr_in_valid),
      .y_wr_room(y_wr_room)
  );

  wire store_y_wr_addr_idle;
  window_store_y_wr_addr u_process_store_y_wr_addr (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(store_y_wr_addr_idle),
      .arg_blocks(arg_blocks[9:0]),
      .arg_y_rows(arg_y_rows[11:0]),
      .arg_ow(arg_ow[11:0]),
      .arg_y_row(arg_y_row[27:0]),
      .arg_y(arg_y[39:0]),
      .arg_y_block(arg_y_block[27:0]),
      .y_wr_req_data(y_wr_req_in_data),
      .y_wr_req_valid(y_wr_req_in_valid),
      .y_wr_req_room(y_wr_req_room)
  );

  assign start = ap_start && !busy_reg && !done_reg;
  wire quiet = load_idle && load_x_rd_addr_idle && load_constants_idle && load_constants_k_rd_addr_idle && compute_idle && requantise_idle && store_idle && store_y_wr_addr_idle && !sums_out_valid && !codes_out_valid && !x_rd_req_out_valid && !k_rd_req_out_valid && !y_wr_req_out_valid && !y_wr_out_valid && !x_rd_axi_busy && !k_rd_axi_busy && !y_wr_axi_busy;
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
    if (start && arg_x[63:40] != 24'd0) $error("x lies at or above 2^40");
    if (start && arg_k[63:40] != 24'd0) $error("k lies at or above 2^40");
    if (start && arg_y[63:40] != 24'd0) $error("y lies at or above 2^40");
  end
`endif

endmodule

`default_nettype wire

// ---- window_compute.sv
// Process compute of window.py, line 163: initiation interval 1, 4 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module window_compute (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [9:0] arg_blocks,
    input  wire [9:0] arg_bands,
    input  wire [11:0] arg_oh,
    input  wire [11:0] arg_rows,
    input  wire [11:0] arg_pairs,
    input  wire [7:0] arg_kh,
    input  wire [7:0] arg_span,
    input  wire arg_split,
    input  wire arg_largest,
    input  wire [7:0] arg_kw,
    input  wire [7:0] arg_t_pair,
    input  wire [5:0] arg_t_kx,
    input  wire [5:0] arg_left,
    input  wire [10:0] arg_w,
    input  wire [15:0] arg_t_row,
    input  wire [15:0] arg_t_ky,
    input  wire [7:0] arg_fill,
    input  wire arg_unit,
    input  wire [5:0] arg_t_next,
    output wire [91:0] sums_data,
    output wire sums_valid,
    input  wire sums_room,
    input  wire left_tile_open,
    output wire left_tile_take,
    output wire left_tile_give,
    input  wire right_tile_open,
    output wire right_tile_take,
    output wire right_tile_give,
    input  wire taps_open,
    output wire taps_take,
    output wire taps_give,
    output wire [11:0] left_tile_0_raddr,
    input  wire [7:0] left_tile_0_rdata,
    output wire [11:0] left_tile_1_raddr,
    input  wire [7:0] left_tile_1_rdata,
    output wire [11:0] left_tile_2_raddr,
    input  wire [7:0] left_tile_2_rdata,
    output wire [11:0] left_tile_3_raddr,
    input  wire [7:0] left_tile_3_rdata,
    output wire [11:0] left_tile_4_raddr,
    input  wire [7:0] left_tile_4_rdata,
    output wire [11:0] left_tile_5_raddr,
    input  wire [7:0] left_tile_5_rdata,
    output wire [11:0] left_tile_6_raddr,
    input  wire [7:0] left_tile_6_rdata,
    output wire [11:0] left_tile_7_raddr,
    input  wire [7:0] left_tile_7_rdata,
    output wire [11:0] left_tile_8_raddr,
    input  wire [7:0] left_tile_8_rdata,
    output wire [11:0] left_tile_9_raddr,
    input  wire [7:0] left_tile_9_rdata,
    output wire [11:0] left_tile_10_raddr,
    input  wire [7:0] left_tile_10_rdata,
    output wire [11:0] left_tile_11_raddr,
    input  wire [7:0] left_tile_11_rdata,
    output wire [11:0] left_tile_12_raddr,
    input  wire [7:0] left_tile_12_rdata,
    output wire [11:0] left_tile_13_raddr,
    input  wire [7:0] left_tile_13_rdata,
    output wire [11:0] left_tile_14_raddr,
    input  wire [7:0] left_tile_14_rdata,
    output wire [11:0] left_tile_15_raddr,
    input  wire [7:0] left_tile_15_rdata,
    output wire [11:0] right_tile_0_raddr,
    input  wire [7:0] right_tile_0_rdata,
    output wire [11:0] right_tile_1_raddr,
    input  wire [7:0] right_tile_1_rdata,
    output wire [11:0] right_tile_2_raddr,
    input  wire [7:0] right_tile_2_rdata,
    output wire [11:0] right_tile_3_raddr,
    input  wire [7:0] right_tile_3_rdata,
    output wire [11:0] right_tile_4_raddr,
    input  wire [7:0] right_tile_4_rdata,
    output wire [11:0] right_tile_5_raddr,
    input  wire [7:0] right_tile_5_rdata,
    output wire [11:0] right_tile_6_raddr,
    input  wire [7:0] right_tile_6_rdata,
    output wire [11:0] right_tile_7_raddr,
    input  wire [7:0] right_tile_7_rdata,
    output wire [11:0] right_tile_8_raddr,
    input  wire [7:0] right_tile_8_rdata,
    output wire [11:0] right_tile_9_raddr,
    input  wire [7:0] right_tile_9_rdata,
    output wire [11:0] right_tile_10_raddr,
    input  wire [7:0] right_tile_10_rdata,
    output wire [11:0] right_tile_11_raddr,
    input  wire [7:0] right_tile_11_rdata,
    output wire [11:0] right_tile_12_raddr,
    input  wire [7:0] right_tile_12_rdata,
    output wire [11:0] right_tile_13_raddr,
    input  wire [7:0] right_tile_13_rdata,
    output wire [11:0] right_tile_14_raddr,
    input  wire [7:0] right_tile_14_rdata,
    output wire [11:0] right_tile_15_raddr,
    input  wire [7:0] right_tile_15_rdata,
    output wire [7:0] taps_0_raddr,
    input  wire [127:0] taps_0_rdata
);

  logic running;
  logic [3:1] stage;
  logic signed [1:0] count_phase0_0;
  logic signed [10:0] count_c_s_1;
  logic signed [10:0] count_b_2;
  logic signed [22:0] step_1371;  // window.py:159
  logic signed [12:0] count_oy_3;
  logic signed [12:0] count_px_4;
  logic signed [8:0] count_ky_5;
  logic signed [8:0] count_kx_6;
  logic signed [16:0] step_1374;  // window.py:159
  logic signed [22:0] out_28_reg;
  logic signed [22:0] out_24_reg;
  logic eq_1381_s1;
  logic eq_1381_s2;
  logic eq_1381_s3;
  logic signed [22:0] out_20_reg;
  logic signed [22:0] out_16_reg;
  logic eq_1385_s1;
  logic eq_1385_s2;
  logic eq_1385_s3;
  logic signed [22:0] out_12_reg;
  logic signed [22:0] out_8_reg;
  logic signed [22:0] out_4_reg;
  logic signed [22:0] out_0_reg;
  logic eq_1391_s1;
  logic eq_1391_s2;
  logic eq_1391_s3;
  logic signed [22:0] out_29_reg;
  logic signed [22:0] out_25_reg;
  logic signed [22:0] out_21_reg;
  logic signed [22:0] out_17_reg;
  logic signed [22:0] out_13_reg;
  logic signed [22:0] out_9_reg;
  logic signed [22:0] out_5_reg;
  logic signed [22:0] out_1_reg;
  logic signed [22:0] out_30_reg;
  logic signed [22:0] out_26_reg;
  logic signed [22:0] out_22_reg;
  logic signed [22:0] out_18_reg;
  logic signed [22:0] out_14_reg;
  logic signed [22:0] out_10_reg;
  logic signed [22:0] out_6_reg;
  logic signed [22:0] out_2_reg;
  logic signed [22:0] out_31_reg;
  logic signed [22:0] out_27_reg;
  logic signed [22:0] out_23_reg;
  logic signed [22:0] out_19_reg;
  logic signed [22:0] out_15_reg;
  logic signed [22:0] out_11_reg;
  logic signed [22:0] out_7_reg;
  logic signed [22:0] out_3_reg;
  logic eq_1104_s1;
  logic eq_1104_s2;
  logic eq_1104_s3;
  logic eq_1113_s1;
  logic eq_1113_s2;
  logic eq_1113_s3;
  logic eq_1120_s1;
  logic eq_1120_s2;
  logic eq_1120_s3;
  logic signed [8:0] best_0_reg;
  logic signed [20:0] step_1370;  // window.py:159
  logic signed [14:0] step_1369;  // window.py:159
  logic signed [28:0] step_1373;  // window.py:159
  logic signed [24:0] step_1372;  // window.py:159
  logic inside_1438_s1;
  logic live_140_s1;
  logic first_1429_s1;
  logic eq_30_s1;
  logic beside_1445_s1;
  logic signed [24:0] or_1448_s2;
  wire signed [31:0] mac_1453;  // window.py:220
  wire signed [47:0] mac_1453_cascade;
  logic signed [7:0] weight_1451_s2;
  logic signed [22:0] acc_0_reg;
  logic first_1429_s2;
  logic first_1429_s3;
  logic signed [7:0] top_1465_s2;
  logic signed [7:0] top_1465_s3;
  logic band_338_s1;
  logic band_338_s2;
  logic band_338_s3;
  logic signed [8:0] best_4_reg;
  logic signed [24:0] or_1474_s2;
  wire signed [31:0] mac_1478;  // window.py:220
  wire signed [47:0] mac_1478_cascade;
  logic signed [7:0] weight_1476_s2;
  logic signed [22:0] acc_4_reg;
  logic signed [7:0] top_1490_s2;
  logic signed [7:0] top_1490_s3;
  logic signed [8:0] best_8_reg;
  logic signed [24:0] or_1499_s2;
  wire signed [31:0] mac_1503;  // window.py:220
  wire signed [47:0] mac_1503_cascade;
  logic signed [7:0] weight_1501_s2;
  logic signed [22:0] acc_8_reg;
  logic signed [7:0] top_1515_s2;
  logic signed [7:0] top_1515_s3;
  logic signed [8:0] best_12_reg;
  logic signed [24:0] or_1524_s2;
  wire signed [31:0] mac_1528;  // window.py:220
  wire signed [47:0] mac_1528_cascade;
  logic signed [7:0] weight_1526_s2;
  logic signed [22:0] acc_12_reg;
  logic signed [7:0] top_1540_s2;
  logic signed [7:0] top_1540_s3;
  logic signed [8:0] best_16_reg;
  logic signed [22:0] acc_16_reg;
  logic signed [7:0] far_1553_s2;
  logic signed [7:0] far_1553_s3;
  logic signed [8:0] best_20_reg;
  logic signed [22:0] acc_20_reg;
  logic signed [7:0] far_1566_s2;
  logic signed [7:0] far_1566_s3;
  logic signed [8:0] best_24_reg;
  logic signed [22:0] acc_24_reg;
  logic signed [7:0] far_1579_s2;
  logic signed [7:0] far_1579_s3;
  logic signed [8:0] best_28_reg;
  logic signed [22:0] acc_28_reg;
  logic signed [7:0] far_1592_s2;
  logic signed [7:0] far_1592_s3;
  logic signed [8:0] best_1_reg;
  logic signed [24:0] or_1601_s2;
  wire signed [31:0] mac_1605;  // window.py:220
  wire signed [47:0] mac_1605_cascade;
  logic signed [7:0] weight_1603_s2;
  logic signed [22:0] acc_1_reg;
  logic signed [7:0] top_1617_s2;
  logic signed [7:0] top_1617_s3;
  logic signed [8:0] best_5_reg;
  logic signed [24:0] or_1626_s2;
  wire signed [31:0] mac_1630;  // window.py:220
  wire signed [47:0] mac_1630_cascade;
  logic signed [7:0] weight_1628_s2;
  logic signed [22:0] acc_5_reg;
  logic signed [7:0] top_1642_s2;
  logic signed [7:0] top_1642_s3;
  logic signed [8:0] best_9_reg;
  logic signed [24:0] or_1651_s2;
  wire signed [31:0] mac_1655;  // window.py:220
  wire signed [47:0] mac_1655_cascade;
  logic signed [7:0] weight_1653_s2;
  logic signed [22:0] acc_9_reg;
  logic signed [7:0] top_1667_s2;
  logic signed [7:0] top_1667_s3;
  logic signed [8:0] best_13_reg;
  logic signed [24:0] or_1676_s2;
  wire signed [31:0] mac_1680;  // window.py:220
  wire signed [47:0] mac_1680_cascade;
  logic signed [7:0] weight_1678_s2;
  logic signed [22:0] acc_13_reg;
  logic signed [7:0] top_1692_s2;
  logic signed [7:0] top_1692_s3;
  logic signed [8:0] best_17_reg;
  logic signed [22:0] acc_17_reg;
  logic signed [7:0] far_1705_s2;
  logic signed [7:0] far_1705_s3;
  logic signed [8:0] best_21_reg;
  logic signed [22:0] acc_21_reg;
  logic signed [7:0] far_1718_s2;
  logic signed [7:0] far_1718_s3;
  logic signed [8:0] best_25_reg;
  logic signed [22:0] acc_25_reg;
  logic signed [7:0] far_1731_s2;
  logic signed [7:0] far_1731_s3;
  logic signed [8:0] best_29_reg;
  logic signed [22:0] acc_29_reg;
  logic signed [7:0] far_1744_s2;
  logic signed [7:0] far_1744_s3;
  logic signed [8:0] best_2_reg;
  logic signed [24:0] or_1753_s2;
  wire signed [31:0] mac_1757;  // window.py:220
  wire signed [47:0] mac_1757_cascade;
  logic signed [7:0] weight_1755_s2;
  logic signed [22:0] acc_2_reg;
  logic signed [7:0] top_1769_s2;
  logic signed [7:0] top_1769_s3;
  logic signed [8:0] best_6_reg;
  logic signed [24:0] or_1778_s2;
  wire signed [31:0] mac_1782;  // window.py:220
  wire signed [47:0] mac_1782_cascade;
  logic signed [7:0] weight_1780_s2;
  logic signed [22:0] acc_6_reg;
  logic signed [7:0] top_1794_s2;
  logic signed [7:0] top_1794_s3;
  logic signed [8:0] best_10_reg;
  logic signed [24:0] or_1803_s2;
  wire signed [31:0] mac_1807;  // window.py:220
  wire signed [47:0] mac_1807_cascade;
  logic signed [7:0] weight_1805_s2;
  logic signed [22:0] acc_10_reg;
  logic signed [7:0] top_1819_s2;
  logic signed [7:0] top_1819_s3;
  logic signed [8:0] best_14_reg;
  logic signed [24:0] or_1828_s2;
  wire signed [31:0] mac_1832;  // window.py:220
  wire signed [47:0] mac_1832_cascade;
  logic signed [7:0] weight_1830_s2;
  logic signed [22:0] acc_14_reg;
  logic signed [7:0] top_1844_s2;
  logic signed [7:0] top_1844_s3;
  logic signed [8:0] best_18_reg;
  logic signed [22:0] acc_18_reg;
  logic signed [7:0] far_1857_s2;
  logic signed [7:0] far_1857_s3;
  logic signed [8:0] best_22_reg;
  logic signed [22:0] acc_22_reg;
  logic signed [7:0] far_1870_s2;
  logic signed [7:0] far_1870_s3;
  logic signed [8:0] best_26_reg;
  logic signed [22:0] acc_26_reg;
  logic signed [7:0] far_1883_s2;
  logic signed [7:0] far_1883_s3;
  logic signed [8:0] best_30_reg;
  logic signed [22:0] acc_30_reg;
  logic signed [7:0] far_1896_s2;
  logic signed [7:0] far_1896_s3;
  logic signed [8:0] best_3_reg;
  logic signed [24:0] or_1905_s2;
  wire signed [31:0] mac_1909;  // window.py:220
  wire signed [47:0] mac_1909_cascade;
  logic signed [7:0] weight_1907_s2;
  logic signed [22:0] acc_3_reg;
  logic signed [7:0] top_1921_s2;
  logic signed [7:0] top_1921_s3;
  logic signed [8:0] best_7_reg;
  logic signed [24:0] or_1930_s2;
  wire signed [31:0] mac_1934;  // window.py:220
  wire signed [47:0] mac_1934_cascade;
  logic signed [7:0] weight_1932_s2;
  logic signed [22:0] acc_7_reg;
  logic signed [7:0] top_1946_s2;
  logic signed [7:0] top_1946_s3;
  logic signed [8:0] best_11_reg;
  logic signed [24:0] or_1955_s2;
  wire signed [31:0] mac_1959;  // window.py:220
  wire signed [47:0] mac_1959_cascade;
  logic signed [7:0] weight_1957_s2;
  logic signed [22:0] acc_11_reg;
  logic signed [7:0] top_1971_s2;
  logic signed [7:0] top_1971_s3;
  logic signed [8:0] best_15_reg;
  logic signed [24:0] or_1980_s2;
  wire signed [31:0] mac_1984;  // window.py:220
  wire signed [47:0] mac_1984_cascade;
  logic signed [7:0] weight_1982_s2;
  logic signed [22:0] acc_15_reg;
  logic signed [7:0] top_1996_s2;
  logic signed [7:0] top_1996_s3;
  logic signed [8:0] best_19_reg;
  logic signed [22:0] acc_19_reg;
  logic signed [7:0] far_2009_s2;
  logic signed [7:0] far_2009_s3;
  logic signed [8:0] best_23_reg;
  logic signed [22:0] acc_23_reg;
  logic signed [7:0] far_2022_s2;
  logic signed [7:0] far_2022_s3;
  logic signed [8:0] best_27_reg;
  logic signed [22:0] acc_27_reg;
  logic signed [7:0] far_2035_s2;
  logic signed [7:0] far_2035_s3;
  logic signed [8:0] best_31_reg;
  logic signed [22:0] acc_31_reg;
  logic signed [7:0] far_2048_s2;
  logic signed [7:0] far_2048_s3;
  logic eq_30_s2;
  logic eq_30_s3;
  logic band_1379_s1;
  logic band_1379_s2;
  logic band_1379_s3;
  logic eq_25_s1;
  logic eq_25_s2;
  logic eq_25_s3;
  logic [0:0] half_left_tile_reg;
  logic [0:0] half_right_tile_reg;
  logic [0:0] half_taps_reg;
  wire issue;

  wire eq_25 = count_phase0_0 == 2'sd1;  // window.py:190
  wire signed [10:0] scalar_1 = $signed({1'b0, arg_blocks});
  wire signed [10:0] add_28 = count_c_s_1 + 2'sd1;  // window.py:239
  wire le_29 = scalar_1 <= add_28;  // window.py:239
  wire eq_30 = count_phase0_0 == 2'sd0;  // window.py:239
  wire bnot_31 = !eq_30;  // window.py:239
  wire bor_32 = le_29 || bnot_31;  // window.py:239
  wire eq_35 = count_c_s_1 == 4'sd7;  // window.py:239
  wire bnot_36 = !eq_25;  // window.py:239
  wire bor_37 = eq_35 || bnot_36;  // window.py:239
  wire band_39 = bor_32 && bor_37;  // window.py:239
  wire signed [10:0] scalar_2 = $signed({1'b0, arg_bands});
  wire signed [10:0] add_43 = count_b_2 + 2'sd1;  // window.py:194
  wire le_44 = scalar_2 <= add_43;  // window.py:194
  wire bor_45 = bnot_31 || le_44;  // window.py:194
  wire signed [12:0] scalar_4 = $signed({1'b0, arg_oh});
  wire signed [12:0] scalar_3 = $signed({1'b0, arg_rows});
  wire signed [22:0] sub_1414 = scalar_4 - step_1371;  // window.py:197
  wire lt_1415 = sub_1414 < scalar_3;  // window.py:197
  wire signed [22:0] sel_1416 = lt_1415 ? sub_1414 : scalar_3;  // window.py:197
  wire signed [12:0] add_52 = count_oy_3 + 2'sd1;  // window.py:197
  wire le_1417 = sel_1416 <= add_52;  // window.py:197
  wire bor_1418 = bnot_31 || le_1417;  // window.py:197
  wire signed [12:0] scalar_5 = $signed({1'b0, arg_pairs});
  wire signed [12:0] add_58 = count_px_4 + 2'sd1;  // window.py:198
  wire le_59 = scalar_5 <= add_58;  // window.py:198
  wire bor_60 = bnot_31 || le_59;  // window.py:198
  wire signed [8:0] scalar_6 = $signed({1'b0, arg_kh});
  wire signed [8:0] add_63 = count_ky_5 + 2'sd1;  // window.py:199
  wire le_64 = scalar_6 <= add_63;  // window.py:199
  wire bor_65 = bnot_31 || le_64;  // window.py:199
  wire signed [8:0] scalar_8 = $signed({1'b0, arg_span});
  wire signed [8:0] add_68 = count_kx_6 + 2'sd1;  // window.py:200
  wire le_69 = scalar_8 <= add_68;  // window.py:200
  wire bor_70 = bnot_31 || le_69;  // window.py:200
  wire eq_86 = count_kx_6 == 2'sd0;  // window.py:200
  wire eq_83 = count_ky_5 == 2'sd0;  // window.py:200
  wire eq_80 = count_px_4 == 2'sd0;  // window.py:200
  wire eq_74 = count_b_2 == 2'sd0;  // window.py:200
  wire eq_77 = count_oy_3 == 2'sd0;  // window.py:200
  wire band_103 = eq_74 && eq_77;  // window.py:191
  wire band_105 = eq_80 && band_103;  // window.py:191
  wire band_107 = eq_83 && band_105;  // window.py:191
  wire band_109 = eq_86 && band_107;  // window.py:191
  wire band_110 = eq_30 && band_109;  // window.py:191
  wire band_113 = eq_77 && eq_80;  // window.py:193
  wire band_115 = eq_83 && band_113;  // window.py:193
  wire band_117 = eq_86 && band_115;  // window.py:193
  wire band_118 = eq_30 && band_117;  // window.py:193
  wire signed [1:0] scalar_16 = $signed({1'b0, arg_split});
  wire eq_151 = scalar_16 == 2'sd0;  // window.py:208
  wire bor_152 = eq_74 || eq_151;  // window.py:208
  wire lt_162 = 2'sd0 < count_c_s_1;  // window.py:210
  wire lt_163 = 2'sd0 < count_b_2;  // window.py:210
  wire bor_165 = lt_162 || lt_163;  // window.py:210
  wire lt_166 = 2'sd0 < count_oy_3;  // window.py:210
  wire bor_168 = bor_165 || lt_166;  // window.py:210
  wire lt_169 = 2'sd0 < count_px_4;  // window.py:210
  wire some_171 = bor_168 || lt_169;  // window.py:210
  wire signed [16:0] n_1375 = count_kx_6 + step_1374;  // window.py:201
  wire lt_1376 = n_1375 < 5'sd8;  // window.py:211
  wire band_1377 = some_171 && lt_1376;  // window.py:211
  wire band_1378 = bor_152 && band_1377;  // window.py:211
  wire band_1379 = eq_30 && band_1378;  // window.py:211
  wire band_1419 = bor_1418 && bor_60;  // window.py:235
  wire band_1420 = bor_65 && band_1419;  // window.py:235
  wire band_1421 = bor_70 && band_1420;  // window.py:235
  wire band_1422 = eq_30 && band_1421;  // window.py:235
  wire band_1423 = bor_45 && bor_1418;  // window.py:237
  wire band_1424 = bor_60 && band_1423;  // window.py:237
  wire band_1425 = bor_65 && band_1424;  // window.py:237
  wire band_1426 = bor_70 && band_1425;  // window.py:237
  wire band_1427 = eq_30 && band_1426;  // window.py:237
  wire signed [3:0] and_1390 = n_1375 & 4'sd4;  // window.py:159
  wire eq_1391 = and_1390 == 4'sd4;  // window.py:159
  wire signed [2:0] and_1384 = n_1375 & 3'sd2;  // window.py:158
  wire eq_1385 = and_1384 == 3'sd2;  // window.py:158
  wire signed [1:0] and_1380 = n_1375 & 2'sd1;  // window.py:157
  wire eq_1381 = and_1380 == 2'sd1;  // window.py:157
  wire signed [22:0] sel_1388 = eq_1381_s3 ? out_28_reg : out_24_reg;  // window.py:157
  wire signed [22:0] sel_1387 = eq_1381_s3 ? out_20_reg : out_16_reg;  // window.py:157
  wire signed [22:0] sel_1389 = eq_1385_s3 ? sel_1388 : sel_1387;  // window.py:158
  wire signed [22:0] sel_1383 = eq_1381_s3 ? out_12_reg : out_8_reg;  // window.py:157
  wire signed [22:0] sel_1382 = eq_1381_s3 ? out_4_reg : out_0_reg;  // window.py:157
  wire signed [22:0] sel_1386 = eq_1385_s3 ? sel_1383 : sel_1382;  // window.py:158
  wire signed [22:0] sel_1392 = eq_1391_s3 ? sel_1389 : sel_1386;  // window.py:159
  wire signed [22:0] sel_1397 = eq_1381_s3 ? out_29_reg : out_25_reg;  // window.py:157
  wire signed [22:0] sel_1396 = eq_1381_s3 ? out_21_reg : out_17_reg;  // window.py:157
  wire signed [22:0] sel_1398 = eq_1385_s3 ? sel_1397 : sel_1396;  // window.py:158
  wire signed [22:0] sel_1394 = eq_1381_s3 ? out_13_reg : out_9_reg;  // window.py:157
  wire signed [22:0] sel_1393 = eq_1381_s3 ? out_5_reg : out_1_reg;  // window.py:157
  wire signed [22:0] sel_1395 = eq_1385_s3 ? sel_1394 : sel_1393;  // window.py:158
  wire signed [22:0] sel_1399 = eq_1391_s3 ? sel_1398 : sel_1395;  // window.py:159
  wire signed [22:0] sel_1404 = eq_1381_s3 ? out_30_reg : out_26_reg;  // window.py:157
  wire signed [22:0] sel_1403 = eq_1381_s3 ? out_22_reg : out_18_reg;  // window.py:157
  wire signed [22:0] sel_1405 = eq_1385_s3 ? sel_1404 : sel_1403;  // window.py:158
  wire signed [22:0] sel_1401 = eq_1381_s3 ? out_14_reg : out_10_reg;  // window.py:157
  wire signed [22:0] sel_1400 = eq_1381_s3 ? out_6_reg : out_2_reg;  // window.py:157
  wire signed [22:0] sel_1402 = eq_1385_s3 ? sel_1401 : sel_1400;  // window.py:158
  wire signed [22:0] sel_1406 = eq_1391_s3 ? sel_1405 : sel_1402;  // window.py:159
  wire signed [22:0] sel_1411 = eq_1381_s3 ? out_31_reg : out_27_reg;  // window.py:157
  wire signed [22:0] sel_1410 = eq_1381_s3 ? out_23_reg : out_19_reg;  // window.py:157
  wire signed [22:0] sel_1412 = eq_1385_s3 ? sel_1411 : sel_1410;  // window.py:158
  wire signed [22:0] sel_1408 = eq_1381_s3 ? out_15_reg : out_11_reg;  // window.py:157
  wire signed [22:0] sel_1407 = eq_1381_s3 ? out_7_reg : out_3_reg;  // window.py:157
  wire signed [22:0] sel_1409 = eq_1385_s3 ? sel_1408 : sel_1407;  // window.py:158
  wire signed [22:0] sel_1413 = eq_1391_s3 ? sel_1412 : sel_1409;  // window.py:159
  wire signed [3:0] wrapiv_41 = count_c_s_1;  // window.py:239
  wire signed [3:0] and_1119 = wrapiv_41 & 4'sd4;  // window.py:159
  wire eq_1120 = and_1119 == 4'sd4;  // window.py:159
  wire signed [2:0] and_1112 = wrapiv_41 & 3'sd2;  // window.py:158
  wire eq_1113 = and_1112 == 3'sd2;  // window.py:158
  wire signed [1:0] and_1103 = wrapiv_41 & 2'sd1;  // window.py:157
  wire eq_1104 = and_1103 == 2'sd1;  // window.py:157
  wire signed [22:0] sel_1272 = eq_1104_s3 ? out_28_reg : out_24_reg;  // window.py:157
  wire signed [22:0] sel_1265 = eq_1104_s3 ? out_20_reg : out_16_reg;  // window.py:157
  wire signed [22:0] sel_1273 = eq_1113_s3 ? sel_1272 : sel_1265;  // window.py:158
  wire signed [22:0] sel_1257 = eq_1104_s3 ? out_12_reg : out_8_reg;  // window.py:157
  wire signed [22:0] sel_1250 = eq_1104_s3 ? out_4_reg : out_0_reg;  // window.py:157
  wire signed [22:0] sel_1258 = eq_1113_s3 ? sel_1257 : sel_1250;  // window.py:158
  wire signed [22:0] sel_1274 = eq_1120_s3 ? sel_1273 : sel_1258;  // window.py:159
  wire signed [22:0] sel_1303 = eq_1104_s3 ? out_29_reg : out_25_reg;  // window.py:157
  wire signed [22:0] sel_1296 = eq_1104_s3 ? out_21_reg : out_17_reg;  // window.py:157
  wire signed [22:0] sel_1304 = eq_1113_s3 ? sel_1303 : sel_1296;  // window.py:158
  wire signed [22:0] sel_1288 = eq_1104_s3 ? out_13_reg : out_9_reg;  // window.py:157
  wire signed [22:0] sel_1281 = eq_1104_s3 ? out_5_reg : out_1_reg;  // window.py:157
  wire signed [22:0] sel_1289 = eq_1113_s3 ? sel_1288 : sel_1281;  // window.py:158
  wire signed [22:0] sel_1305 = eq_1120_s3 ? sel_1304 : sel_1289;  // window.py:159
  wire signed [22:0] sel_1334 = eq_1104_s3 ? out_30_reg : out_26_reg;  // window.py:157
  wire signed [22:0] sel_1327 = eq_1104_s3 ? out_22_reg : out_18_reg;  // window.py:157
  wire signed [22:0] sel_1335 = eq_1113_s3 ? sel_1334 : sel_1327;  // window.py:158
  wire signed [22:0] sel_1319 = eq_1104_s3 ? out_14_reg : out_10_reg;  // window.py:157
  wire signed [22:0] sel_1312 = eq_1104_s3 ? out_6_reg : out_2_reg;  // window.py:157
  wire signed [22:0] sel_1320 = eq_1113_s3 ? sel_1319 : sel_1312;  // window.py:158
  wire signed [22:0] sel_1336 = eq_1120_s3 ? sel_1335 : sel_1320;  // window.py:159
  wire signed [22:0] sel_1365 = eq_1104_s3 ? out_31_reg : out_27_reg;  // window.py:157
  wire signed [22:0] sel_1358 = eq_1104_s3 ? out_23_reg : out_19_reg;  // window.py:157
  wire signed [22:0] sel_1366 = eq_1113_s3 ? sel_1365 : sel_1358;  // window.py:158
  wire signed [22:0] sel_1350 = eq_1104_s3 ? out_15_reg : out_11_reg;  // window.py:157
  wire signed [22:0] sel_1343 = eq_1104_s3 ? out_7_reg : out_3_reg;  // window.py:157
  wire signed [22:0] sel_1351 = eq_1113_s3 ? sel_1350 : sel_1343;  // window.py:158
  wire signed [22:0] sel_1367 = eq_1120_s3 ? sel_1366 : sel_1351;  // window.py:159
  wire signed [8:0] add_156 = scalar_6 + -2'sd1;  // window.py:209
  wire eq_157 = count_ky_5 == add_156;  // window.py:209
  wire signed [8:0] add_158 = scalar_8 + -2'sd1;  // window.py:209
  wire eq_159 = count_kx_6 == add_158;  // window.py:209
  wire last_161 = eq_157 && eq_159;  // window.py:209
  wire band_338 = eq_30 && last_161;  // window.py:231
  wire signed [1:0] scalar_18 = $signed({1'b0, arg_largest});
  wire eq_343 = scalar_18 == 2'sd1;  // window.py:234
  wire eq_1428 = n_1375 == 2'sd0;  // window.py:208
  wire first_1429 = eq_1428 && bor_152;  // window.py:208
  wire signed [8:0] scalar_7 = $signed({1'b0, arg_kw});
  wire live_140 = count_kx_6 < scalar_7;  // window.py:206
  wire signed [8:0] scalar_11 = $signed({1'b0, arg_t_pair});
  wire signed [6:0] scalar_13 = $signed({1'b0, arg_t_kx});
  wire signed [21:0] add_1432 = step_1370 + step_1369;  // window.py:202
  wire signed [6:0] scalar_15 = $signed({1'b0, arg_left});
  wire signed [21:0] col_1433 = add_1432 - scalar_15;  // window.py:202
  wire le_1437 = 2'sd0 <= col_1433;  // window.py:204
  wire signed [11:0] scalar_14 = $signed({1'b0, arg_w});
  wire lt_1436 = col_1433 < scalar_14;  // window.py:204
  wire inside_1438 = le_1437 && lt_1436;  // window.py:204
  wire signed [16:0] scalar_9 = $signed({1'b0, arg_t_row});
  wire signed [16:0] scalar_10 = $signed({1'b0, arg_t_ky});
  wire signed [29:0] add_1431 = step_1373 + step_1372;  // window.py:203
  wire signed [29:0] at_1434 = col_1433 + add_1431;  // window.py:203
  wire signed [8:0] load_1435 = $signed({1'b0, left_tile_0_rdata});  // window.py:217
  wire signed [8:0] scalar_19 = $signed({1'b0, arg_fill});
  wire signed [8:0] one_1439 = inside_1438_s1 ? load_1435 : scalar_19;  // window.py:217
  wire lt_1459 = best_0_reg < one_1439;  // window.py:227
  wire band_1460 = live_140_s1 && lt_1459;  // window.py:227
  wire bor_1461 = first_1429_s1 || band_1460;  // window.py:227
  wire band_1462 = eq_30_s1 && bor_1461;  // window.py:227
  wire signed [8:0] sel_1463 = band_1462 ? one_1439 : best_0_reg;  // window.py:228
  wire signed [8:0] xor_1464 = sel_1463 ^ 9'sd128;  // window.py:232
  wire signed [7:0] top_1465 = xor_1464;  // window.py:232
  wire signed [1:0] scalar_17 = $signed({1'b0, arg_unit});
  wire eq_141 = scalar_17 == 2'sd1;  // window.py:207
  wire bnot_145 = !live_140;  // window.py:207
  wire signed [16:0] tap_1449 = eq_141 ? $signed({1'b0, bnot_145}) : n_1375;  // window.py:207
  wire signed [128:0] load_1450 = $signed({1'b0, taps_0_rdata});  // window.py:219
  wire signed [7:0] weight_1451 = load_1450;  // window.py:219
  wire signed [6:0] scalar_12 = $signed({1'b0, arg_t_next});
  wire signed [21:0] add_1442 = scalar_12 + col_1433;  // window.py:205
  wire le_1444 = 2'sd0 <= add_1442;  // window.py:205
  wire lt_1443 = add_1442 < scalar_14;  // window.py:205
  wire beside_1445 = le_1444 && lt_1443;  // window.py:205
  wire signed [29:0] add_1440 = scalar_12 + at_1434;  // window.py:218
  wire signed [8:0] load_1441 = $signed({1'b0, right_tile_0_rdata});  // window.py:218
  wire signed [8:0] two_1446 = beside_1445_s1 ? load_1441 : scalar_19;  // window.py:218
  wire signed [24:0] shl_1447 = two_1446 <<< 16;  // window.py:220
  wire signed [24:0] or_1448 = shl_1447 | one_1439;  // window.py:220
  hwp_dsp_mac #(.A_W(25), .B_W(8), .P_W(32), .A_REG(0), .CASCADE(0)) u_mac_1453 (
      .clk(ap_clk), .rst(1'b0), .ce_a(1'b0),
      .a(or_1448_s2), .b(weight_1451_s2), .c(17'sd32768),
      .cascade_in(48'sd0), .cascade_out(mac_1453_cascade), .p(mac_1453));
  wire signed [16:0] and_1454 = mac_1453 & 17'sd65535;  // window.py:221
  wire signed [16:0] xor_1455 = and_1454 ^ 17'sd32768;  // window.py:221
  wire signed [15:0] low_1456 = xor_1455;  // window.py:221
  wire signed [22:0] sel_1430 = first_1429_s3 ? 2'sd0 : acc_0_reg;  // window.py:223
  wire signed [23:0] add_1457 = low_1456 + sel_1430;  // window.py:223
  wire signed [22:0] more_1458 = add_1457;  // window.py:223
  wire signed [22:0] sel_1466 = eq_343 ? top_1465_s3 : more_1458;  // window.py:234
  wire signed [22:0] sel_1467 = band_338_s3 ? sel_1466 : out_0_reg;  // window.py:234
  wire signed [8:0] load_1469 = $signed({1'b0, left_tile_4_rdata});  // window.py:217
  wire signed [8:0] one_1470 = inside_1438_s1 ? load_1469 : scalar_19;  // window.py:217
  wire lt_1484 = best_4_reg < one_1470;  // window.py:227
  wire band_1485 = live_140_s1 && lt_1484;  // window.py:227
  wire bor_1486 = first_1429_s1 || band_1485;  // window.py:227
  wire band_1487 = eq_30_s1 && bor_1486;  // window.py:227
  wire signed [8:0] sel_1488 = band_1487 ? one_1470 : best_4_reg;  // window.py:228
  wire signed [8:0] xor_1489 = sel_1488 ^ 9'sd128;  // window.py:232
  wire signed [7:0] top_1490 = xor_1489;  // window.py:232
  wire signed [96:0] shr_1475 = load_1450 >>> 32;  // window.py:219
  wire signed [7:0] weight_1476 = shr_1475;  // window.py:219
  wire signed [8:0] load_1471 = $signed({1'b0, right_tile_4_rdata});  // window.py:218
  wire signed [8:0] two_1472 = beside_1445_s1 ? load_1471 : scalar_19;  // window.py:218
  wire signed [24:0] shl_1473 = two_1472 <<< 16;  // window.py:220
  wire signed [24:0] or_1474 = shl_1473 | one_1470;  // window.py:220
  hwp_dsp_mac #(.A_W(25), .B_W(8), .P_W(32), .A_REG(0), .CASCADE(0)) u_mac_1478 (
      .clk(ap_clk), .rst(1'b0), .ce_a(1'b0),
      .a(or_1474_s2), .b(weight_1476_s2), .c(17'sd32768),
      .cascade_in(48'sd0), .cascade_out(mac_1478_cascade), .p(mac_1478));
  wire signed [16:0] and_1479 = mac_1478 & 17'sd65535;  // window.py:221
  wire signed [16:0] xor_1480 = and_1479 ^ 17'sd32768;  // window.py:221
  wire signed [15:0] low_1481 = xor_1480;  // window.py:221
  wire signed [22:0] sel_1468 = first_1429_s3 ? 2'sd0 : acc_4_reg;  // window.py:223
  wire signed [23:0] add_1482 = low_1481 + sel_1468;  // window.py:223
  wire signed [22:0] more_1483 = add_1482;  // window.py:223
  wire signed [22:0] sel_1491 = eq_343 ? top_1490_s3 : more_1483;  // window.py:234
  wire signed [22:0] sel_1492 = band_338_s3 ? sel_1491 : out_4_reg;  // window.py:234
  wire signed [8:0] load_1494 = $signed({1'b0, left_tile_8_rdata});  // window.py:217
  wire signed [8:0] one_1495 = inside_1438_s1 ? load_1494 : scalar_19;  // window.py:217
  wire lt_1509 = best_8_reg < one_1495;  // window.py:227
  wire band_1510 = live_140_s1 && lt_1509;  // window.py:227
  wire bor_1511 = first_1429_s1 || band_1510;  // window.py:227
  wire band_1512 = eq_30_s1 && bor_1511;  // window.py:227
  wire signed [8:0] sel_1513 = band_1512 ? one_1495 : best_8_reg;  // window.py:228
  wire signed [8:0] xor_1514 = sel_1513 ^ 9'sd128;  // window.py:232
  wire signed [7:0] top_1515 = xor_1514;  // window.py:232
  wire signed [64:0] shr_1500 = load_1450 >>> 64;  // window.py:219
  wire signed [7:0] weight_1501 = shr_1500;  // window.py:219
  wire signed [8:0] load_1496 = $signed({1'b0, right_tile_8_rdata});  // window.py:218
  wire signed [8:0] two_1497 = beside_1445_s1 ? load_1496 : scalar_19;  // window.py:218
  wire signed [24:0] shl_1498 = two_1497 <<< 16;  // window.py:220
  wire signed [24:0] or_1499 = shl_1498 | one_1495;  // window.py:220
  hwp_dsp_mac #(.A_W(25), .B_W(8), .P_W(32), .A_REG(0), .CASCADE(0)) u_mac_1503 (
      .clk(ap_clk), .rst(1'b0), .ce_a(1'b0),
      .a(or_1499_s2), .b(weight_1501_s2), .c(17'sd32768),
      .cascade_in(48'sd0), .cascade_out(mac_1503_cascade), .p(mac_1503));
  wire signed [16:0] and_1504 = mac_1503 & 17'sd65535;  // window.py:221
  wire signed [16:0] xor_1505 = and_1504 ^ 17'sd32768;  // window.py:221
  wire signed [15:0] low_1506 = xor_1505;  // window.py:221
  wire signed [22:0] sel_1493 = first_1429_s3 ? 2'sd0 : acc_8_reg;  // window.py:223
  wire signed [23:0] add_1507 = low_1506 + sel_1493;  // window.py:223
  wire signed [22:0] more_1508 = add_1507;  // window.py:223
  wire signed [22:0] sel_1516 = eq_343 ? top_1515_s3 : more_1508;  // window.py:234
  wire signed [22:0] sel_1517 = band_338_s3 ? sel_1516 : out_8_reg;  // window.py:234
  wire signed [8:0] load_1519 = $signed({1'b0, left_tile_12_rdata});  // window.py:217
  wire signed [8:0] one_1520 = inside_1438_s1 ? load_1519 : scalar_19;  // window.py:217
  wire lt_1534 = best_12_reg < one_1520;  // window.py:227
  wire band_1535 = live_140_s1 && lt_1534;  // window.py:227
  wire bor_1536 = first_1429_s1 || band_1535;  // window.py:227
  wire band_1537 = eq_30_s1 && bor_1536;  // window.py:227
  wire signed [8:0] sel_1538 = band_1537 ? one_1520 : best_12_reg;  // window.py:228
  wire signed [8:0] xor_1539 = sel_1538 ^ 9'sd128;  // window.py:232
  wire signed [7:0] top_1540 = xor_1539;  // window.py:232
  wire signed [32:0] shr_1525 = load_1450 >>> 96;  // window.py:219
  wire signed [7:0] weight_1526 = shr_1525;  // window.py:219
  wire signed [8:0] load_1521 = $signed({1'b0, right_tile_12_rdata});  // window.py:218
  wire signed [8:0] two_1522 = beside_1445_s1 ? load_1521 : scalar_19;  // window.py:218
  wire signed [24:0] shl_1523 = two_1522 <<< 16;  // window.py:220
  wire signed [24:0] or_1524 = shl_1523 | one_1520;  // window.py:220
  hwp_dsp_mac #(.A_W(25), .B_W(8), .P_W(32), .A_REG(0), .CASCADE(0)) u_mac_1528 (
      .clk(ap_clk), .rst(1'b0), .ce_a(1'b0),
      .a(or_1524_s2), .b(weight_1526_s2), .c(17'sd32768),
      .cascade_in(48'sd0), .cascade_out(mac_1528_cascade), .p(mac_1528));
  wire signed [16:0] and_1529 = mac_1528 & 17'sd65535;  // window.py:221
  wire signed [16:0] xor_1530 = and_1529 ^ 17'sd32768;  // window.py:221
  wire signed [15:0] low_1531 = xor_1530;  // window.py:221
  wire signed [22:0] sel_1518 = first_1429_s3 ? 2'sd0 : acc_12_reg;  // window.py:223
  wire signed [23:0] add_1532 = low_1531 + sel_1518;  // window.py:223
  wire signed [22:0] more_1533 = add_1532;  // window.py:223
  wire signed [22:0] sel_1541 = eq_343 ? top_1540_s3 : more_1533;  // window.py:234
  wire signed [22:0] sel_1542 = band_338_s3 ? sel_1541 : out_12_reg;  // window.py:234
  wire lt_1547 = best_16_reg < two_1446;  // window.py:229
  wire band_1548 = live_140_s1 && lt_1547;  // window.py:229
  wire bor_1549 = first_1429_s1 || band_1548;  // window.py:229
  wire band_1550 = eq_30_s1 && bor_1549;  // window.py:229
  wire signed [8:0] sel_1551 = band_1550 ? two_1446 : best_16_reg;  // window.py:230
  wire signed [8:0] xor_1552 = sel_1551 ^ 9'sd128;  // window.py:233
  wire signed [7:0] far_1553 = xor_1552;  // window.py:233
  wire signed [15:0] high_1544 = mac_1453 >>> 16;  // window.py:222
  wire signed [22:0] sel_1543 = first_1429_s3 ? 2'sd0 : acc_16_reg;  // window.py:224
  wire signed [23:0] add_1545 = high_1544 + sel_1543;  // window.py:224
  wire signed [22:0] beyond_1546 = add_1545;  // window.py:224
  wire signed [22:0] sel_1554 = eq_343 ? far_1553_s3 : beyond_1546;  // window.py:235
  wire signed [22:0] sel_1555 = band_338_s3 ? sel_1554 : out_16_reg;  // window.py:235
  wire lt_1560 = best_20_reg < two_1472;  // window.py:229
  wire band_1561 = live_140_s1 && lt_1560;  // window.py:229
  wire bor_1562 = first_1429_s1 || band_1561;  // window.py:229
  wire band_1563 = eq_30_s1 && bor_1562;  // window.py:229
  wire signed [8:0] sel_1564 = band_1563 ? two_1472 : best_20_reg;  // window.py:230
  wire signed [8:0] xor_1565 = sel_1564 ^ 9'sd128;  // window.py:233
  wire signed [7:0] far_1566 = xor_1565;  // window.py:233
  wire signed [15:0] high_1557 = mac_1478 >>> 16;  // window.py:222
  wire signed [22:0] sel_1556 = first_1429_s3 ? 2'sd0 : acc_20_reg;  // window.py:224
  wire signed [23:0] add_1558 = high_1557 + sel_1556;  // window.py:224
  wire signed [22:0] beyond_1559 = add_1558;  // window.py:224
  wire signed [22:0] sel_1567 = eq_343 ? far_1566_s3 : beyond_1559;  // window.py:235
  wire signed [22:0] sel_1568 = band_338_s3 ? sel_1567 : out_20_reg;  // window.py:235
  wire lt_1573 = best_24_reg < two_1497;  // window.py:229
  wire band_1574 = live_140_s1 && lt_1573;  // window.py:229
  wire bor_1575 = first_1429_s1 || band_1574;  // window.py:229
  wire band_1576 = eq_30_s1 && bor_1575;  // window.py:229
  wire signed [8:0] sel_1577 = band_1576 ? two_1497 : best_24_reg;  // window.py:230
  wire signed [8:0] xor_1578 = sel_1577 ^ 9'sd128;  // window.py:233
  wire signed [7:0] far_1579 = xor_1578;  // window.py:233
  wire signed [15:0] high_1570 = mac_1503 >>> 16;  // window.py:222
  wire signed [22:0] sel_1569 = first_1429_s3 ? 2'sd0 : acc_24_reg;  // window.py:224
  wire signed [23:0] add_1571 = high_1570 + sel_1569;  // window.py:224
  wire signed [22:0] beyond_1572 = add_1571;  // window.py:224
  wire signed [22:0] sel_1580 = eq_343 ? far_1579_s3 : beyond_1572;  // window.py:235
  wire signed [22:0] sel_1581 = band_338_s3 ? sel_1580 : out_24_reg;  // window.py:235
  wire lt_1586 = best_28_reg < two_1522;  // window.py:229
  wire band_1587 = live_140_s1 && lt_1586;  // window.py:229
  wire bor_1588 = first_1429_s1 || band_1587;  // window.py:229
  wire band_1589 = eq_30_s1 && bor_1588;  // window.py:229
  wire signed [8:0] sel_1590 = band_1589 ? two_1522 : best_28_reg;  // window.py:230
  wire signed [8:0] xor_1591 = sel_1590 ^ 9'sd128;  // window.py:233
  wire signed [7:0] far_1592 = xor_1591;  // window.py:233
  wire signed [15:0] high_1583 = mac_1528 >>> 16;  // window.py:222
  wire signed [22:0] sel_1582 = first_1429_s3 ? 2'sd0 : acc_28_reg;  // window.py:224
  wire signed [23:0] add_1584 = high_1583 + sel_1582;  // window.py:224
  wire signed [22:0] beyond_1585 = add_1584;  // window.py:224
  wire signed [22:0] sel_1593 = eq_343 ? far_1592_s3 : beyond_1585;  // window.py:235
  wire signed [22:0] sel_1594 = band_338_s3 ? sel_1593 : out_28_reg;  // window.py:235
  wire signed [8:0] load_1596 = $signed({1'b0, left_tile_1_rdata});  // window.py:217
  wire signed [8:0] one_1597 = inside_1438_s1 ? load_1596 : scalar_19;  // window.py:217
  wire lt_1611 = best_1_reg < one_1597;  // window.py:227
  wire band_1612 = live_140_s1 && lt_1611;  // window.py:227
  wire bor_1613 = first_1429_s1 || band_1612;  // window.py:227
  wire band_1614 = eq_30_s1 && bor_1613;  // window.py:227
  wire signed [8:0] sel_1615 = band_1614 ? one_1597 : best_1_reg;  // window.py:228
  wire signed [8:0] xor_1616 = sel_1615 ^ 9'sd128;  // window.py:232
  wire signed [7:0] top_1617 = xor_1616;  // window.py:232
  wire signed [120:0] shr_1602 = load_1450 >>> 8;  // window.py:219
  wire signed [7:0] weight_1603 = shr_1602;  // window.py:219
  wire signed [8:0] load_1598 = $signed({1'b0, right_tile_1_rdata});  // window.py:218
  wire signed [8:0] two_1599 = beside_1445_s1 ? load_1598 : scalar_19;  // window.py:218
  wire signed [24:0] shl_1600 = two_1599 <<< 16;  // window.py:220
  wire signed [24:0] or_1601 = shl_1600 | one_1597;  // window.py:220
  hwp_dsp_mac #(.A_W(25), .B_W(8), .P_W(32), .A_REG(0), .CASCADE(0)) u_mac_1605 (
      .clk(ap_clk), .rst(1'b0), .ce_a(1'b0),
      .a(or_1601_s2), .b(weight_1603_s2), .c(17'sd32768),
      .cascade_in(48'sd0), .cascade_out(mac_1605_cascade), .p(mac_1605));
  wire signed [16:0] and_1606 = mac_1605 & 17'sd65535;  // window.py:221
  wire signed [16:0] xor_1607 = and_1606 ^ 17'sd32768;  // window.py:221
  wire signed [15:0] low_1608 = xor_1607;  // window.py:221
  wire signed [22:0] sel_1595 = first_1429_s3 ? 2'sd0 : acc_1_reg;  // window.py:223
  wire signed [23:0] add_1609 = low_1608 + sel_1595;  // window.py:223
  wire signed [22:0] more_1610 = add_1609;  // window.py:223
  wire signed [22:0] sel_1618 = eq_343 ? top_1617_s3 : more_1610;  // window.py:234
  wire signed [22:0] sel_1619 = band_338_s3 ? sel_1618 : out_1_reg;  // window.py:234
  wire signed [8:0] load_1621 = $signed({1'b0, left_tile_5_rdata});  // window.py:217
  wire signed [8:0] one_1622 = inside_1438_s1 ? load_1621 : scalar_19;  // window.py:217
  wire lt_1636 = best_5_reg < one_1622;  // window.py:227
  wire band_1637 = live_140_s1 && lt_1636;  // window.py:227
  wire bor_1638 = first_1429_s1 || band_1637;  // window.py:227
  wire band_1639 = eq_30_s1 && bor_1638;  // window.py:227
  wire signed [8:0] sel_1640 = band_1639 ? one_1622 : best_5_reg;  // window.py:228
  wire signed [8:0] xor_1641 = sel_1640 ^ 9'sd128;  // window.py:232
  wire signed [7:0] top_1642 = xor_1641;  // window.py:232
  wire signed [88:0] shr_1627 = load_1450 >>> 40;  // window.py:219
  wire signed [7:0] weight_1628 = shr_1627;  // window.py:219
  wire signed [8:0] load_1623 = $signed({1'b0, right_tile_5_rdata});  // window.py:218
  wire signed [8:0] two_1624 = beside_1445_s1 ? load_1623 : scalar_19;  // window.py:218
  wire signed [24:0] shl_1625 = two_1624 <<< 16;  // window.py:220
  wire signed [24:0] or_1626 = shl_1625 | one_1622;  // window.py:220
  hwp_dsp_mac #(.A_W(25), .B_W(8), .P_W(32), .A_REG(0), .CASCADE(0)) u_mac_1630 (
      .clk(ap_clk), .rst(1'b0), .ce_a(1'b0),
      .a(or_1626_s2), .b(weight_1628_s2), .c(17'sd32768),
      .cascade_in(48'sd0), .cascade_out(mac_1630_cascade), .p(mac_1630));
  wire signed [16:0] and_1631 = mac_1630 & 17'sd65535;  // window.py:221
  wire signed [16:0] xor_1632 = and_1631 ^ 17'sd32768;  // window.py:221
  wire signed [15:0] low_1633 = xor_1632;  // window.py:221
  wire signed [22:0] sel_1620 = first_1429_s3 ? 2'sd0 : acc_5_reg;  // window.py:223
  wire signed [23:0] add_1634 = low_1633 + sel_1620;  // window.py:223
  wire signed [22:0] more_1635 = add_1634;  // window.py:223
  wire signed [22:0] sel_1643 = eq_343 ? top_1642_s3 : more_1635;  // window.py:234
  wire signed [22:0] sel_1644 = band_338_s3 ? sel_1643 : out_5_reg;  // window.py:234
  wire signed [8:0] load_1646 = $signed({1'b0, left_tile_9_rdata});  // window.py:217
  wire signed [8:0] one_1647 = inside_1438_s1 ? load_1646 : scalar_19;  // window.py:217
  wire lt_1661 = best_9_reg < one_1647;  // window.py:227
  wire band_1662 = live_140_s1 && lt_1661;  // window.py:227
  wire bor_1663 = first_1429_s1 || band_1662;  // window.py:227
  wire band_1664 = eq_30_s1 && bor_1663;  // window.py:227
  wire signed [8:0] sel_1665 = band_1664 ? one_1647 : best_9_reg;  // window.py:228
  wire signed [8:0] xor_1666 = sel_1665 ^ 9'sd128;  // window.py:232
  wire signed [7:0] top_1667 = xor_1666;  // window.py:232
  wire signed [56:0] shr_1652 = load_1450 >>> 72;  // window.py:219
  wire signed [7:0] weight_1653 = shr_1652;  // window.py:219
  wire signed [8:0] load_1648 = $signed({1'b0, right_tile_9_rdata});  // window.py:218
  wire signed [8:0] two_1649 = beside_1445_s1 ? load_1648 : scalar_19;  // window.py:218
  wire signed [24:0] shl_1650 = two_1649 <<< 16;  // window.py:220
  wire signed [24:0] or_1651 = shl_1650 | one_1647;  // window.py:220
  hwp_dsp_mac #(.A_W(25), .B_W(8), .P_W(32), .A_REG(0), .CASCADE(0)) u_mac_1655 (
      .clk(ap_clk), .rst(1'b0), .ce_a(1'b0),
      .a(or_1651_s2), .b(weight_1653_s2), .c(17'sd32768),
      .cascade_in(48'sd0), .cascade_out(mac_1655_cascade), .p(mac_1655));
  wire signed [16:0] and_1656 = mac_1655 & 17'sd65535;  // window.py:221
  wire signed [16:0] xor_1657 = and_1656 ^ 17'sd32768;  // window.py:221
  wire signed [15:0] low_1658 = xor_1657;  // window.py:221
  wire signed [22:0] sel_1645 = first_1429_s3 ? 2'sd0 : acc_9_reg;  // window.py:223
  wire signed [23:0] add_1659 = low_1658 + sel_1645;  // window.py:223
  wire signed [22:0] more_1660 = add_1659;  // window.py:223
  wire signed [22:0] sel_1668 = eq_343 ? top_1667_s3 : more_1660;  // window.py:234
  wire signed [22:0] sel_1669 = band_338_s3 ? sel_1668 : out_9_reg;  // window.py:234
  wire signed [8:0] load_1671 = $signed({1'b0, left_tile_13_rdata});  // window.py:217
  wire signed [8:0] one_1672 = inside_1438_s1 ? load_1671 : scalar_19;  // window.py:217
  wire lt_1686 = best_13_reg < one_1672;  // window.py:227
  wire band_1687 = live_140_s1 && lt_1686;  // window.py:227
  wire bor_1688 = first_1429_s1 || band_1687;  // window.py:227
  wire band_1689 = eq_30_s1 && bor_1688;  // window.py:227
  wire signed [8:0] sel_1690 = band_1689 ? one_1672 : best_13_reg;  // window.py:228
  wire signed [8:0] xor_1691 = sel_1690 ^ 9'sd128;  // window.py:232
  wire signed [7:0] top_1692 = xor_1691;  // window.py:232
  wire signed [24:0] shr_1677 = load_1450 >>> 104;  // window.py:219
  wire signed [7:0] weight_1678 = shr_1677;  // window.py:219
  wire signed [8:0] load_1673 = $signed({1'b0, right_tile_13_rdata});  // window.py:218
  wire signed [8:0] two_1674 = beside_1445_s1 ? load_1673 : scalar_19;  // window.py:218
  wire signed [24:0] shl_1675 = two_1674 <<< 16;  // window.py:220
  wire signed [24:0] or_1676 = shl_1675 | one_1672;  // window.py:220
  hwp_dsp_mac #(.A_W(25), .B_W(8), .P_W(32), .A_REG(0), .CASCADE(0)) u_mac_1680 (
      .clk(ap_clk), .rst(1'b0), .ce_a(1'b0),
      .a(or_1676_s2), .b(weight_1678_s2), .c(17'sd32768),
      .cascade_in(48'sd0), .cascade_out(mac_1680_cascade), .p(mac_1680));
  wire signed [16:0] and_1681 = mac_1680 & 17'sd65535;  // window.py:221
  wire signed [16:0] xor_1682 = and_1681 ^ 17'sd32768;  // window.py:221
  wire signed [15:0] low_1683 = xor_1682;  // window.py:221
  wire signed [22:0] sel_1670 = first_1429_s3 ? 2'sd0 : acc_13_reg;  // window.py:223
  wire signed [23:0] add_1684 = low_1683 + sel_1670;  // window.py:223
  wire signed [22:0] more_1685 = add_1684;  // window.py:223
  wire signed [22:0] sel_1693 = eq_343 ? top_1692_s3 : more_1685;  // window.py:234
  wire signed [22:0] sel_1694 = band_338_s3 ? sel_1693 : out_13_reg;  // window.py:234
  wire lt_1699 = best_17_reg < two_1599;  // window.py:229
  wire band_1700 = live_140_s1 && lt_1699;  // window.py:229
  wire bor_1701 = first_1429_s1 || band_1700;  // window.py:229
  wire band_1702 = eq_30_s1 && bor_1701;  // window.py:229
  wire signed [8:0] sel_1703 = band_1702 ? two_1599 : best_17_reg;  // window.py:230
  wire signed [8:0] xor_1704 = sel_1703 ^ 9'sd128;  // window.py:233
  wire signed [7:0] far_1705 = xor_1704;  // window.py:233
  wire signed [15:0] high_1696 = mac_1605 >>> 16;  // window.py:222
  wire signed [22:0] sel_1695 = first_1429_s3 ? 2'sd0 : acc_17_reg;  // window.py:224
  wire signed [23:0] add_1697 = high_1696 + sel_1695;  // window.py:224
  wire signed [22:0] beyond_1698 = add_1697;  // window.py:224
  wire signed [22:0] sel_1706 = eq_343 ? far_1705_s3 : beyond_1698;  // window.py:235
  wire signed [22:0] sel_1707 = band_338_s3 ? sel_1706 : out_17_reg;  // window.py:235
  wire lt_1712 = best_21_reg < two_1624;  // window.py:229
  wire band_1713 = live_140_s1 && lt_1712;  // window.py:229
  wire bor_1714 = first_1429_s1 || band_1713;  // window.py:229
  wire band_1715 = eq_30_s1 && bor_1714;  // window.py:229
  wire signed [8:0] sel_1716 = band_1715 ? two_1624 : best_21_reg;  // window.py:230
  wire signed [8:0] xor_1717 = sel_1716 ^ 9'sd128;  // window.py:233
  wire signed [7:0] far_1718 = xor_1717;  // window.py:233
  wire signed [15:0] high_1709 = mac_1630 >>> 16;  // window.py:222
  wire signed [22:0] sel_1708 = first_1429_s3 ? 2'sd0 : acc_21_reg;  // window.py:224
  wire signed [23:0] add_1710 = high_1709 + sel_1708;  // window.py:224
  wire signed [22:0] beyond_1711 = add_1710;  // window.py:224
  wire signed [22:0] sel_1719 = eq_343 ? far_1718_s3 : beyond_1711;  // window.py:235
  wire signed [22:0] sel_1720 = band_338_s3 ? sel_1719 : out_21_reg;  // window.py:235
  wire lt_1725 = best_25_reg < two_1649;  // window.py:229
  wire band_1726 = live_140_s1 && lt_1725;  // window.py:229
  wire bor_1727 = first_1429_s1 || band_1726;  // window.py:229
  wire band_1728 = eq_30_s1 && bor_1727;  // window.py:229
  wire signed [8:0] sel_1729 = band_1728 ? two_1649 : best_25_reg;  // window.py:230
  wire signed [8:0] xor_1730 = sel_1729 ^ 9'sd128;  // window.py:233
  wire signed [7:0] far_1731 = xor_1730;  // window.py:233
  wire signed [15:0] high_1722 = mac_1655 >>> 16;  // window.py:222
  wire signed [22:0] sel_1721 = first_1429_s3 ? 2'sd0 : acc_25_reg;  // window.py:224
  wire signed [23:0] add_1723 = high_1722 + sel_1721;  // window.py:224
  wire signed [22:0] beyond_1724 = add_1723;  // window.py:224
  wire signed [22:0] sel_1732 = eq_343 ? far_1731_s3 : beyond_1724;  // window.py:235
  wire signed [22:0] sel_1733 = band_338_s3 ? sel_1732 : out_25_reg;  // window.py:235
  wire lt_1738 = best_29_reg < two_1674;  // window.py:229
  wire band_1739 = live_140_s1 && lt_1738;  // window.py:229
  wire bor_1740 = first_1429_s1 || band_1739;  // window.py:229
  wire band_1741 = eq_30_s1 && bor_1740;  // window.py:229
  wire signed [8:0] sel_1742 = band_1741 ? two_1674 : best_29_reg;  // window.py:230
  wire signed [8:0] xor_1743 = sel_1742 ^ 9'sd128;  // window.py:233
  wire signed [7:0] far_1744 = xor_1743;  // window.py:233
  wire signed [15:0] high_1735 = mac_1680 >>> 16;  // window.py:222
  wire signed [22:0] sel_1734 = first_1429_s3 ? 2'sd0 : acc_29_reg;  // window.py:224
  wire signed [23:0] add_1736 = high_1735 + sel_1734;  // window.py:224
  wire signed [22:0] beyond_1737 = add_1736;  // window.py:224
  wire signed [22:0] sel_1745 = eq_343 ? far_1744_s3 : beyond_1737;  // window.py:235
  wire signed [22:0] sel_1746 = band_338_s3 ? sel_1745 : out_29_reg;  // window.py:235
  wire signed [8:0] load_1748 = $signed({1'b0, left_tile_2_rdata});  // window.py:217
  wire signed [8:0] one_1749 = inside_1438_s1 ? load_1748 : scalar_19;  // window.py:217
  wire lt_1763 = best_2_reg < one_1749;  // window.py:227
  wire band_1764 = live_140_s1 && lt_1763;  // window.py:227
  wire bor_1765 = first_1429_s1 || band_1764;  // window.py:227
  wire band_1766 = eq_30_s1 && bor_1765;  // window.py:227
  wire signed [8:0] sel_1767 = band_1766 ? one_1749 : best_2_reg;  // window.py:228
  wire signed [8:0] xor_1768 = sel_1767 ^ 9'sd128;  // window.py:232
  wire signed [7:0] top_1769 = xor_1768;  // window.py:232
  wire signed [112:0] shr_1754 = load_1450 >>> 16;  // window.py:219
  wire signed [7:0] weight_1755 = shr_1754;  // window.py:219
  wire signed [8:0] load_1750 = $signed({1'b0, right_tile_2_rdata});  // window.py:218
  wire signed [8:0] two_1751 = beside_1445_s1 ? load_1750 : scalar_19;  // window.py:218
  wire signed [24:0] shl_1752 = two_1751 <<< 16;  // window.py:220
  wire signed [24:0] or_1753 = shl_1752 | one_1749;  // window.py:220
  hwp_dsp_mac #(.A_W(25), .B_W(8), .P_W(32), .A_REG(0), .CASCADE(0)) u_mac_1757 (
      .clk(ap_clk), .rst(1'b0), .ce_a(1'b0),
      .a(or_1753_s2), .b(weight_1755_s2), .c(17'sd32768),
      .cascade_in(48'sd0), .cascade_out(mac_1757_cascade), .p(mac_1757));
  wire signed [16:0] and_1758 = mac_1757 & 17'sd65535;  // window.py:221
  wire signed [16:0] xor_1759 = and_1758 ^ 17'sd32768;  // window.py:221
  wire signed [15:0] low_1760 = xor_1759;  // window.py:221
  wire signed [22:0] sel_1747 = first_1429_s3 ? 2'sd0 : acc_2_reg;  // window.py:223
  wire signed [23:0] add_1761 = low_1760 + sel_1747;  // window.py:223
  wire signed [22:0] more_1762 = add_1761;  // window.py:223
  wire signed [22:0] sel_1770 = eq_343 ? top_1769_s3 : more_1762;  // window.py:234
  wire signed [22:0] sel_1771 = band_338_s3 ? sel_1770 : out_2_reg;  // window.py:234
  wire signed [8:0] load_1773 = $signed({1'b0, left_tile_6_rdata});  // window.py:217
  wire signed [8:0] one_1774 = inside_1438_s1 ? load_1773 : scalar_19;  // window.py:217
  wire lt_1788 = best_6_reg < one_1774;  // window.py:227
  wire band_1789 = live_140_s1 && lt_1788;  // window.py:227
  wire bor_1790 = first_1429_s1 || band_1789;  // window.py:227
  wire band_1791 = eq_30_s1 && bor_1790;  // window.py:227
  wire signed [8:0] sel_1792 = band_1791 ? one_1774 : best_6_reg;  // window.py:228
  wire signed [8:0] xor_1793 = sel_1792 ^ 9'sd128;  // window.py:232
  wire signed [7:0] top_1794 = xor_1793;  // window.py:232
  wire signed [80:0] shr_1779 = load_1450 >>> 48;  // window.py:219
  wire signed [7:0] weight_1780 = shr_1779;  // window.py:219
  wire signed [8:0] load_1775 = $signed({1'b0, right_tile_6_rdata});  // window.py:218
  wire signed [8:0] two_1776 = beside_1445_s1 ? load_1775 : scalar_19;  // window.py:218
  wire signed [24:0] shl_1777 = two_1776 <<< 16;  // window.py:220
  wire signed [24:0] or_1778 = shl_1777 | one_1774;  // window.py:220
  hwp_dsp_mac #(.A_W(25), .B_W(8), .P_W(32), .A_REG(0), .CASCADE(0)) u_mac_1782 (
      .clk(ap_clk), .rst(1'b0), .ce_a(1'b0),
      .a(or_1778_s2), .b(weight_1780_s2), .c(17'sd32768),
      .cascade_in(48'sd0), .cascade_out(mac_1782_cascade), .p(mac_1782));
  wire signed [16:0] and_1783 = mac_1782 & 17'sd65535;  // window.py:221
  wire signed [16:0] xor_1784 = and_1783 ^ 17'sd32768;  // window.py:221
  wire signed [15:0] low_1785 = xor_1784;  // window.py:221
  wire signed [22:0] sel_1772 = first_1429_s3 ? 2'sd0 : acc_6_reg;  // window.py:223
  wire signed [23:0] add_1786 = low_1785 + sel_1772;  // window.py:223
  wire signed [22:0] more_1787 = add_1786;  // window.py:223
  wire signed [22:0] sel_1795 = eq_343 ? top_1794_s3 : more_1787;  // window.py:234
  wire signed [22:0] sel_1796 = band_338_s3 ? sel_1795 : out_6_reg;  // window.py:234
  wire signed [8:0] load_1798 = $signed({1'b0, left_tile_10_rdata});  // window.py:217
  wire signed [8:0] one_1799 = inside_1438_s1 ? load_1798 : scalar_19;  // window.py:217
  wire lt_1813 = best_10_reg < one_1799;  // window.py:227
  wire band_1814 = live_140_s1 && lt_1813;  // window.py:227
  wire bor_1815 = first_1429_s1 || band_1814;  // window.py:227
  wire band_1816 = eq_30_s1 && bor_1815;  // window.py:227
  wire signed [8:0] sel_1817 = band_1816 ? one_1799 : best_10_reg;  // window.py:228
  wire signed [8:0] xor_1818 = sel_1817 ^ 9'sd128;  // window.py:232
  wire signed [7:0] top_1819 = xor_1818;  // window.py:232
  wire signed [48:0] shr_1804 = load_1450 >>> 80;  // window.py:219
  wire signed [7:0] weight_1805 = shr_1804;  // window.py:219
  wire signed [8:0] load_1800 = $signed({1'b0, right_tile_10_rdata});  // window.py:218
  wire signed [8:0] two_1801 = beside_1445_s1 ? load_1800 : scalar_19;  // window.py:218
  wire signed [24:0] shl_1802 = two_1801 <<< 16;  // window.py:220
  wire signed [24:0] or_1803 = shl_1802 | one_1799;  // window.py:220
  hwp_dsp_mac #(.A_W(25), .B_W(8), .P_W(32), .A_REG(0), .CASCADE(0)) u_mac_1807 (
      .clk(ap_clk), .rst(1'b0), .ce_a(1'b0),
      .a(or_1803_s2), .b(weight_1805_s2), .c(17'sd32768),
      .cascade_in(48'sd0), .cascade_out(mac_1807_cascade), .p(mac_1807));
  wire signed [16:0] and_1808 = mac_1807 & 17'sd65535;  // window.py:221
  wire signed [16:0] xor_1809 = and_1808 ^ 17'sd32768;  // window.py:221
  wire signed [15:0] low_1810 = xor_1809;  // window.py:221
  wire signed [22:0] sel_1797 = first_1429_s3 ? 2'sd0 : acc_10_reg;  // window.py:223
  wire signed [23:0] add_1811 = low_1810 + sel_1797;  // window.py:223
  wire signed [22:0] more_1812 = add_1811;  // window.py:223
  wire signed [22:0] sel_1820 = eq_343 ? top_1819_s3 : more_1812;  // window.py:234
  wire signed [22:0] sel_1821 = band_338_s3 ? sel_1820 : out_10_reg;  // window.py:234
  wire signed [8:0] load_1823 = $signed({1'b0, left_tile_14_rdata});  // window.py:217
  wire signed [8:0] one_1824 = inside_1438_s1 ? load_1823 : scalar_19;  // window.py:217
  wire lt_1838 = best_14_reg < one_1824;  // window.py:227
  wire band_1839 = live_140_s1 && lt_1838;  // window.py:227
  wire bor_1840 = first_1429_s1 || band_1839;  // window.py:227
  wire band_1841 = eq_30_s1 && bor_1840;  // window.py:227
  wire signed [8:0] sel_1842 = band_1841 ? one_1824 : best_14_reg;  // window.py:228
  wire signed [8:0] xor_1843 = sel_1842 ^ 9'sd128;  // window.py:232
  wire signed [7:0] top_1844 = xor_1843;  // window.py:232
  wire signed [16:0] shr_1829 = load_1450 >>> 112;  // window.py:219
  wire signed [7:0] weight_1830 = shr_1829;  // window.py:219
  wire signed [8:0] load_1825 = $signed({1'b0, right_tile_14_rdata});  // window.py:218
  wire signed [8:0] two_1826 = beside_1445_s1 ? load_1825 : scalar_19;  // window.py:218
  wire signed [24:0] shl_1827 = two_1826 <<< 16;  // window.py:220
  wire signed [24:0] or_1828 = shl_1827 | one_1824;  // window.py:220
  hwp_dsp_mac #(.A_W(25), .B_W(8), .P_W(32), .A_REG(0), .CASCADE(0)) u_mac_1832 (
      .clk(ap_clk), .rst(1'b0), .ce_a(1'b0),
      .a(or_1828_s2), .b(weight_1830_s2), .c(17'sd32768),
      .cascade_in(48'sd0), .cascade_out(mac_1832_cascade), .p(mac_1832));
  wire signed [16:0] and_1833 = mac_1832 & 17'sd65535;  // window.py:221
  wire signed [16:0] xor_1834 = and_1833 ^ 17'sd32768;  // window.py:221
  wire signed [15:0] low_1835 = xor_1834;  // window.py:221
  wire signed [22:0] sel_1822 = first_1429_s3 ? 2'sd0 : acc_14_reg;  // window.py:223
  wire signed [23:0] add_1836 = low_1835 + sel_1822;  // window.py:223
  wire signed [22:0] more_1837 = add_1836;  // window.py:223
  wire signed [22:0] sel_1845 = eq_343 ? top_1844_s3 : more_1837;  // window.py:234
  wire signed [22:0] sel_1846 = band_338_s3 ? sel_1845 : out_14_reg;  // window.py:234
  wire lt_1851 = best_18_reg < two_1751;  // window.py:229
  wire band_1852 = live_140_s1 && lt_1851;  // window.py:229
  wire bor_1853 = first_1429_s1 || band_1852;  // window.py:229
  wire band_1854 = eq_30_s1 && bor_1853;  // window.py:229
  wire signed [8:0] sel_1855 = band_1854 ? two_1751 : best_18_reg;  // window.py:230
  wire signed [8:0] xor_1856 = sel_1855 ^ 9'sd128;  // window.py:233
  wire signed [7:0] far_1857 = xor_1856;  // window.py:233
  wire signed [15:0] high_1848 = mac_1757 >>> 16;  // window.py:222
  wire signed [22:0] sel_1847 = first_1429_s3 ? 2'sd0 : acc_18_reg;  // window.py:224
  wire signed [23:0] add_1849 = high_1848 + sel_1847;  // window.py:224
  wire signed [22:0] beyond_1850 = add_1849;  // window.py:224
  wire signed [22:0] sel_1858 = eq_343 ? far_1857_s3 : beyond_1850;  // window.py:235
  wire signed [22:0] sel_1859 = band_338_s3 ? sel_1858 : out_18_reg;  // window.py:235
  wire lt_1864 = best_22_reg < two_1776;  // window.py:229
  wire band_1865 = live_140_s1 && lt_1864;  // window.py:229
  wire bor_1866 = first_1429_s1 || band_1865;  // window.py:229
  wire band_1867 = eq_30_s1 && bor_1866;  // window.py:229
  wire signed [8:0] sel_1868 = band_1867 ? two_1776 : best_22_reg;  // window.py:230
  wire signed [8:0] xor_1869 = sel_1868 ^ 9'sd128;  // window.py:233
  wire signed [7:0] far_1870 = xor_1869;  // window.py:233
  wire signed [15:0] high_1861 = mac_1782 >>> 16;  // window.py:222
  wire signed [22:0] sel_1860 = first_1429_s3 ? 2'sd0 : acc_22_reg;  // window.py:224
  wire signed [23:0] add_1862 = high_1861 + sel_1860;  // window.py:224
  wire signed [22:0] beyond_1863 = add_1862;  // window.py:224
  wire signed [22:0] sel_1871 = eq_343 ? far_1870_s3 : beyond_1863;  // window.py:235
  wire signed [22:0] sel_1872 = band_338_s3 ? sel_1871 : out_22_reg;  // window.py:235
  wire lt_1877 = best_26_reg < two_1801;  // window.py:229
  wire band_1878 = live_140_s1 && lt_1877;  // window.py:229
  wire bor_1879 = first_1429_s1 || band_1878;  // window.py:229
  wire band_1880 = eq_30_s1 && bor_1879;  // window.py:229
  wire signed [8:0] sel_1881 = band_1880 ? two_1801 : best_26_reg;  // window.py:230
  wire signed [8:0] xor_1882 = sel_1881 ^ 9'sd128;  // window.py:233
  wire signed [7:0] far_1883 = xor_1882;  // window.py:233
  wire signed [15:0] high_1874 = mac_1807 >>> 16;  // window.py:222
  wire signed [22:0] sel_1873 = first_1429_s3 ? 2'sd0 : acc_26_reg;  // window.py:224
  wire signed [23:0] add_1875 = high_1874 + sel_1873;  // window.py:224
  wire signed [22:0] beyond_1876 = add_1875;  // window.py:224
  wire signed [22:0] sel_1884 = eq_343 ? far_1883_s3 : beyond_1876;  // window.py:235
  wire signed [22:0] sel_1885 = band_338_s3 ? sel_1884 : out_26_reg;  // window.py:235
  wire lt_1890 = best_30_reg < two_1826;  // window.py:229
  wire band_1891 = live_140_s1 && lt_1890;  // window.py:229
  wire bor_1892 = first_1429_s1 || band_1891;  // window.py:229
  wire band_1893 = eq_30_s1 && bor_1892;  // window.py:229
  wire signed [8:0] sel_1894 = band_1893 ? two_1826 : best_30_reg;  // window.py:230
  wire signed [8:0] xor_1895 = sel_1894 ^ 9'sd128;  // window.py:233
  wire signed [7:0] far_1896 = xor_1895;  // window.py:233
  wire signed [15:0] high_1887 = mac_1832 >>> 16;  // window.py:222
  wire signed [22:0] sel_1886 = first_1429_s3 ? 2'sd0 : acc_30_reg;  // window.py:224
  wire signed [23:0] add_1888 = high_1887 + sel_1886;  // window.py:224
  wire signed [22:0] beyond_1889 = add_1888;  // window.py:224
  wire signed [22:0] sel_1897 = eq_343 ? far_1896_s3 : beyond_1889;  // window.py:235
  wire signed [22:0] sel_1898 = band_338_s3 ? sel_1897 : out_30_reg;  // window.py:235
  wire signed [8:0] load_1900 = $signed({1'b0, left_tile_3_rdata});  // window.py:217
  wire signed [8:0] one_1901 = inside_1438_s1 ? load_1900 : scalar_19;  // window.py:217
  wire lt_1915 = best_3_reg < one_1901;  // window.py:227
  wire band_1916 = live_140_s1 && lt_1915;  // window.py:227
  wire bor_1917 = first_1429_s1 || band_1916;  // window.py:227
  wire band_1918 = eq_30_s1 && bor_1917;  // window.py:227
  wire signed [8:0] sel_1919 = band_1918 ? one_1901 : best_3_reg;  // window.py:228
  wire signed [8:0] xor_1920 = sel_1919 ^ 9'sd128;  // window.py:232
  wire signed [7:0] top_1921 = xor_1920;  // window.py:232
  wire signed [104:0] shr_1906 = load_1450 >>> 24;  // window.py:219
  wire signed [7:0] weight_1907 = shr_1906;  // window.py:219
  wire signed [8:0] load_1902 = $signed({1'b0, right_tile_3_rdata});  // window.py:218
  wire signed [8:0] two_1903 = beside_1445_s1 ? load_1902 : scalar_19;  // window.py:218
  wire signed [24:0] shl_1904 = two_1903 <<< 16;  // window.py:220
  wire signed [24:0] or_1905 = shl_1904 | one_1901;  // window.py:220
  hwp_dsp_mac #(.A_W(25), .B_W(8), .P_W(32), .A_REG(0), .CASCADE(0)) u_mac_1909 (
      .clk(ap_clk), .rst(1'b0), .ce_a(1'b0),
      .a(or_1905_s2), .b(weight_1907_s2), .c(17'sd32768),
      .cascade_in(48'sd0), .cascade_out(mac_1909_cascade), .p(mac_1909));
  wire signed [16:0] and_1910 = mac_1909 & 17'sd65535;  // window.py:221
  wire signed [16:0] xor_1911 = and_1910 ^ 17'sd32768;  // window.py:221
  wire signed [15:0] low_1912 = xor_1911;  // window.py:221
  wire signed [22:0] sel_1899 = first_1429_s3 ? 2'sd0 : acc_3_reg;  // window.py:223
  wire signed [23:0] add_1913 = low_1912 + sel_1899;  // window.py:223
  wire signed [22:0] more_1914 = add_1913;  // window.py:223
  wire signed [22:0] sel_1922 = eq_343 ? top_1921_s3 : more_1914;  // window.py:234
  wire signed [22:0] sel_1923 = band_338_s3 ? sel_1922 : out_3_reg;  // window.py:234
  wire signed [8:0] load_1925 = $signed({1'b0, left_tile_7_rdata});  // window.py:217
  wire signed [8:0] one_1926 = inside_1438_s1 ? load_1925 : scalar_19;  // window.py:217
  wire lt_1940 = best_7_reg < one_1926;  // window.py:227
  wire band_1941 = live_140_s1 && lt_1940;  // window.py:227
  wire bor_1942 = first_1429_s1 || band_1941;  // window.py:227
  wire band_1943 = eq_30_s1 && bor_1942;  // window.py:227
  wire signed [8:0] sel_1944 = band_1943 ? one_1926 : best_7_reg;  // window.py:228
  wire signed [8:0] xor_1945 = sel_1944 ^ 9'sd128;  // window.py:232
  wire signed [7:0] top_1946 = xor_1945;  // window.py:232
  wire signed [72:0] shr_1931 = load_1450 >>> 56;  // window.py:219
  wire signed [7:0] weight_1932 = shr_1931;  // window.py:219
  wire signed [8:0] load_1927 = $signed({1'b0, right_tile_7_rdata});  // window.py:218
  wire signed [8:0] two_1928 = beside_1445_s1 ? load_1927 : scalar_19;  // window.py:218
  wire signed [24:0] shl_1929 = two_1928 <<< 16;  // window.py:220
  wire signed [24:0] or_1930 = shl_1929 | one_1926;  // window.py:220
  hwp_dsp_mac #(.A_W(25), .B_W(8), .P_W(32), .A_REG(0), .CASCADE(0)) u_mac_1934 (
      .clk(ap_clk), .rst(1'b0), .ce_a(1'b0),
      .a(or_1930_s2), .b(weight_1932_s2), .c(17'sd32768),
      .cascade_in(48'sd0), .cascade_out(mac_1934_cascade), .p(mac_1934));
  wire signed [16:0] and_1935 = mac_1934 & 17'sd65535;  // window.py:221
  wire signed [16:0] xor_1936 = and_1935 ^ 17'sd32768;  // window.py:221
  wire signed [15:0] low_1937 = xor_1936;  // window.py:221
  wire signed [22:0] sel_1924 = first_1429_s3 ? 2'sd0 : acc_7_reg;  // window.py:223
  wire signed [23:0] add_1938 = low_1937 + sel_1924;  // window.py:223
  wire signed [22:0] more_1939 = add_1938;  // window.py:223
  wire signed [22:0] sel_1947 = eq_343 ? top_1946_s3 : more_1939;  // window.py:234
  wire signed [22:0] sel_1948 = band_338_s3 ? sel_1947 : out_7_reg;  // window.py:234
  wire signed [8:0] load_1950 = $signed({1'b0, left_tile_11_rdata});  // window.py:217
  wire signed [8:0] one_1951 = inside_1438_s1 ? load_1950 : scalar_19;  // window.py:217
  wire lt_1965 = best_11_reg < one_1951;  // window.py:227
  wire band_1966 = live_140_s1 && lt_1965;  // window.py:227
  wire bor_1967 = first_1429_s1 || band_1966;  // window.py:227
  wire band_1968 = eq_30_s1 && bor_1967;  // window.py:227
  wire signed [8:0] sel_1969 = band_1968 ? one_1951 : best_11_reg;  // window.py:228
  wire signed [8:0] xor_1970 = sel_1969 ^ 9'sd128;  // window.py:232
  wire signed [7:0] top_1971 = xor_1970;  // window.py:232
  wire signed [40:0] shr_1956 = load_1450 >>> 88;  // window.py:219
  wire signed [7:0] weight_1957 = shr_1956;  // window.py:219
  wire signed [8:0] load_1952 = $signed({1'b0, right_tile_11_rdata});  // window.py:218
  wire signed [8:0] two_1953 = beside_1445_s1 ? load_1952 : scalar_19;  // window.py:218
  wire signed [24:0] shl_1954 = two_1953 <<< 16;  // window.py:220
  wire signed [24:0] or_1955 = shl_1954 | one_1951;  // window.py:220
  hwp_dsp_mac #(.A_W(25), .B_W(8), .P_W(32), .A_REG(0), .CASCADE(0)) u_mac_1959 (
      .clk(ap_clk), .rst(1'b0), .ce_a(1'b0),
      .a(or_1955_s2), .b(weight_1957_s2), .c(17'sd32768),
      .cascade_in(48'sd0), .cascade_out(mac_1959_cascade), .p(mac_1959));
  wire signed [16:0] and_1960 = mac_1959 & 17'sd65535;  // window.py:221
  wire signed [16:0] xor_1961 = and_1960 ^ 17'sd32768;  // window.py:221
  wire signed [15:0] low_1962 = xor_1961;  // window.py:221
  wire signed [22:0] sel_1949 = first_1429_s3 ? 2'sd0 : acc_11_reg;  // window.py:223
  wire signed [23:0] add_1963 = low_1962 + sel_1949;  // window.py:223
  wire signed [22:0] more_1964 = add_1963;  // window.py:223
  wire signed [22:0] sel_1972 = eq_343 ? top_1971_s3 : more_1964;  // window.py:234
  wire signed [22:0] sel_1973 = band_338_s3 ? sel_1972 : out_11_reg;  // window.py:234
  wire signed [8:0] load_1975 = $signed({1'b0, left_tile_15_rdata});  // window.py:217
  wire signed [8:0] one_1976 = inside_1438_s1 ? load_1975 : scalar_19;  // window.py:217
  wire lt_1990 = best_15_reg < one_1976;  // window.py:227
  wire band_1991 = live_140_s1 && lt_1990;  // window.py:227
  wire bor_1992 = first_1429_s1 || band_1991;  // window.py:227
  wire band_1993 = eq_30_s1 && bor_1992;  // window.py:227
  wire signed [8:0] sel_1994 = band_1993 ? one_1976 : best_15_reg;  // window.py:228
  wire signed [8:0] xor_1995 = sel_1994 ^ 9'sd128;  // window.py:232
  wire signed [7:0] top_1996 = xor_1995;  // window.py:232
  wire signed [8:0] shr_1981 = load_1450 >>> 120;  // window.py:219
  wire signed [7:0] weight_1982 = shr_1981;  // window.py:219
  wire signed [8:0] load_1977 = $signed({1'b0, right_tile_15_rdata});  // window.py:218
  wire signed [8:0] two_1978 = beside_1445_s1 ? load_1977 : scalar_19;  // window.py:218
  wire signed [24:0] shl_1979 = two_1978 <<< 16;  // window.py:220
  wire signed [24:0] or_1980 = shl_1979 | one_1976;  // window.py:220
  hwp_dsp_mac #(.A_W(25), .B_W(8), .P_W(32), .A_REG(0), .CASCADE(0)) u_mac_1984 (
      .clk(ap_clk), .rst(1'b0), .ce_a(1'b0),
      .a(or_1980_s2), .b(weight_1982_s2), .c(17'sd32768),
      .cascade_in(48'sd0), .cascade_out(mac_1984_cascade), .p(mac_1984));
  wire signed [16:0] and_1985 = mac_1984 & 17'sd65535;  // window.py:221
  wire signed [16:0] xor_1986 = and_1985 ^ 17'sd32768;  // window.py:221
  wire signed [15:0] low_1987 = xor_1986;  // window.py:221
  wire signed [22:0] sel_1974 = first_1429_s3 ? 2'sd0 : acc_15_reg;  // window.py:223
  wire signed [23:0] add_1988 = low_1987 + sel_1974;  // window.py:223
  wire signed [22:0] more_1989 = add_1988;  // window.py:223
  wire signed [22:0] sel_1997 = eq_343 ? top_1996_s3 : more_1989;  // window.py:234
  wire signed [22:0] sel_1998 = band_338_s3 ? sel_1997 : out_15_reg;  // window.py:234
  wire lt_2003 = best_19_reg < two_1903;  // window.py:229
  wire band_2004 = live_140_s1 && lt_2003;  // window.py:229
  wire bor_2005 = first_1429_s1 || band_2004;  // window.py:229
  wire band_2006 = eq_30_s1 && bor_2005;  // window.py:229
  wire signed [8:0] sel_2007 = band_2006 ? two_1903 : best_19_reg;  // window.py:230
  wire signed [8:0] xor_2008 = sel_2007 ^ 9'sd128;  // window.py:233
  wire signed [7:0] far_2009 = xor_2008;  // window.py:233
  wire signed [15:0] high_2000 = mac_1909 >>> 16;  // window.py:222
  wire signed [22:0] sel_1999 = first_1429_s3 ? 2'sd0 : acc_19_reg;  // window.py:224
  wire signed [23:0] add_2001 = high_2000 + sel_1999;  // window.py:224
  wire signed [22:0] beyond_2002 = add_2001;  // window.py:224
  wire signed [22:0] sel_2010 = eq_343 ? far_2009_s3 : beyond_2002;  // window.py:235
  wire signed [22:0] sel_2011 = band_338_s3 ? sel_2010 : out_19_reg;  // window.py:235
  wire lt_2016 = best_23_reg < two_1928;  // window.py:229
  wire band_2017 = live_140_s1 && lt_2016;  // window.py:229
  wire bor_2018 = first_1429_s1 || band_2017;  // window.py:229
  wire band_2019 = eq_30_s1 && bor_2018;  // window.py:229
  wire signed [8:0] sel_2020 = band_2019 ? two_1928 : best_23_reg;  // window.py:230
  wire signed [8:0] xor_2021 = sel_2020 ^ 9'sd128;  // window.py:233
  wire signed [7:0] far_2022 = xor_2021;  // window.py:233
  wire signed [15:0] high_2013 = mac_1934 >>> 16;  // window.py:222
  wire signed [22:0] sel_2012 = first_1429_s3 ? 2'sd0 : acc_23_reg;  // window.py:224
  wire signed [23:0] add_2014 = high_2013 + sel_2012;  // window.py:224
  wire signed [22:0] beyond_2015 = add_2014;  // window.py:224
  wire signed [22:0] sel_2023 = eq_343 ? far_2022_s3 : beyond_2015;  // window.py:235
  wire signed [22:0] sel_2024 = band_338_s3 ? sel_2023 : out_23_reg;  // window.py:235
  wire lt_2029 = best_27_reg < two_1953;  // window.py:229
  wire band_2030 = live_140_s1 && lt_2029;  // window.py:229
  wire bor_2031 = first_1429_s1 || band_2030;  // window.py:229
  wire band_2032 = eq_30_s1 && bor_2031;  // window.py:229
  wire signed [8:0] sel_2033 = band_2032 ? two_1953 : best_27_reg;  // window.py:230
  wire signed [8:0] xor_2034 = sel_2033 ^ 9'sd128;  // window.py:233
  wire signed [7:0] far_2035 = xor_2034;  // window.py:233
  wire signed [15:0] high_2026 = mac_1959 >>> 16;  // window.py:222
  wire signed [22:0] sel_2025 = first_1429_s3 ? 2'sd0 : acc_27_reg;  // window.py:224
  wire signed [23:0] add_2027 = high_2026 + sel_2025;  // window.py:224
  wire signed [22:0] beyond_2028 = add_2027;  // window.py:224
  wire signed [22:0] sel_2036 = eq_343 ? far_2035_s3 : beyond_2028;  // window.py:235
  wire signed [22:0] sel_2037 = band_338_s3 ? sel_2036 : out_27_reg;  // window.py:235
  wire lt_2042 = best_31_reg < two_1978;  // window.py:229
  wire band_2043 = live_140_s1 && lt_2042;  // window.py:229
  wire bor_2044 = first_1429_s1 || band_2043;  // window.py:229
  wire band_2045 = eq_30_s1 && bor_2044;  // window.py:229
  wire signed [8:0] sel_2046 = band_2045 ? two_1978 : best_31_reg;  // window.py:230
  wire signed [8:0] xor_2047 = sel_2046 ^ 9'sd128;  // window.py:233
  wire signed [7:0] far_2048 = xor_2047;  // window.py:233
  wire signed [15:0] high_2039 = mac_1984 >>> 16;  // window.py:222
  wire signed [22:0] sel_2038 = first_1429_s3 ? 2'sd0 : acc_31_reg;  // window.py:224
  wire signed [23:0] add_2040 = high_2039 + sel_2038;  // window.py:224
  wire signed [22:0] beyond_2041 = add_2040;  // window.py:224
  wire signed [22:0] sel_2049 = eq_343 ? far_2048_s3 : beyond_2041;  // window.py:235
  wire signed [22:0] sel_2050 = band_338_s3 ? sel_2049 : out_31_reg;  // window.py:235
  wire signed [22:0] sel_2051 = eq_30_s3 ? more_1458 : acc_0_reg;  // window.py:225
  wire signed [22:0] sel_2052 = eq_30_s3 ? beyond_1546 : acc_16_reg;  // window.py:226
  wire signed [22:0] sel_2053 = eq_30_s3 ? more_1610 : acc_1_reg;  // window.py:225
  wire signed [22:0] sel_2054 = eq_30_s3 ? beyond_1698 : acc_17_reg;  // window.py:226
  wire signed [22:0] sel_2055 = eq_30_s3 ? more_1762 : acc_2_reg;  // window.py:225
  wire signed [22:0] sel_2056 = eq_30_s3 ? beyond_1850 : acc_18_reg;  // window.py:226
  wire signed [22:0] sel_2057 = eq_30_s3 ? more_1914 : acc_3_reg;  // window.py:225
  wire signed [22:0] sel_2058 = eq_30_s3 ? beyond_2002 : acc_19_reg;  // window.py:226
  wire signed [22:0] sel_2059 = eq_30_s3 ? more_1483 : acc_4_reg;  // window.py:225
  wire signed [22:0] sel_2060 = eq_30_s3 ? beyond_1559 : acc_20_reg;  // window.py:226
  wire signed [22:0] sel_2061 = eq_30_s3 ? more_1635 : acc_5_reg;  // window.py:225
  wire signed [22:0] sel_2062 = eq_30_s3 ? beyond_1711 : acc_21_reg;  // window.py:226
  wire signed [22:0] sel_2063 = eq_30_s3 ? more_1787 : acc_6_reg;  // window.py:225
  wire signed [22:0] sel_2064 = eq_30_s3 ? beyond_1863 : acc_22_reg;  // window.py:226
  wire signed [22:0] sel_2065 = eq_30_s3 ? more_1939 : acc_7_reg;  // window.py:225
  wire signed [22:0] sel_2066 = eq_30_s3 ? beyond_2015 : acc_23_reg;  // window.py:226
  wire signed [22:0] sel_2067 = eq_30_s3 ? more_1508 : acc_8_reg;  // window.py:225
  wire signed [22:0] sel_2068 = eq_30_s3 ? beyond_1572 : acc_24_reg;  // window.py:226
  wire signed [22:0] sel_2069 = eq_30_s3 ? more_1660 : acc_9_reg;  // window.py:225
  wire signed [22:0] sel_2070 = eq_30_s3 ? beyond_1724 : acc_25_reg;  // window.py:226
  wire signed [22:0] sel_2071 = eq_30_s3 ? more_1812 : acc_10_reg;  // window.py:225
  wire signed [22:0] sel_2072 = eq_30_s3 ? beyond_1876 : acc_26_reg;  // window.py:226
  wire signed [22:0] sel_2073 = eq_30_s3 ? more_1964 : acc_11_reg;  // window.py:225
  wire signed [22:0] sel_2074 = eq_30_s3 ? beyond_2028 : acc_27_reg;  // window.py:226
  wire signed [22:0] sel_2075 = eq_30_s3 ? more_1533 : acc_12_reg;  // window.py:225
  wire signed [22:0] sel_2076 = eq_30_s3 ? beyond_1585 : acc_28_reg;  // window.py:226
  wire signed [22:0] sel_2077 = eq_30_s3 ? more_1685 : acc_13_reg;  // window.py:225
  wire signed [22:0] sel_2078 = eq_30_s3 ? beyond_1737 : acc_29_reg;  // window.py:226
  wire signed [22:0] sel_2079 = eq_30_s3 ? more_1837 : acc_14_reg;  // window.py:225
  wire signed [22:0] sel_2080 = eq_30_s3 ? beyond_1889 : acc_30_reg;  // window.py:226
  wire signed [22:0] sel_2081 = eq_30_s3 ? more_1989 : acc_15_reg;  // window.py:225
  wire signed [22:0] sel_2082 = eq_30_s3 ? beyond_2041 : acc_31_reg;  // window.py:226
  wire lt_2084 = 2'sd0 < sel_1416;  // window.py:197
  wire signed [16:0] mul_100 = scalar_6 * scalar_8;  // window.py:191
  wire le_101 = 5'sd8 <= mul_100;  // window.py:191
  wire eq_72 = count_c_s_1 == 2'sd0;  // window.py:200
  wire band_90 = eq_72 && eq_74;  // window.py:200
  wire band_92 = eq_77 && band_90;  // window.py:200
  wire band_94 = eq_80 && band_92;  // window.py:200
  wire band_96 = eq_83 && band_94;  // window.py:200
  wire band_98 = eq_86 && band_96;  // window.py:200
  wire band_99 = eq_30 && band_98;  // window.py:200
  wire sums_put0 = stage[3] && band_1379_s3;
  wire [22:0] sums_put0_0 = sel_1392;
  wire [22:0] sums_put0_1 = sel_1399;
  wire [22:0] sums_put0_2 = sel_1406;
  wire [22:0] sums_put0_3 = sel_1413;
  wire sums_put1 = stage[3] && eq_25_s3;
  wire [22:0] sums_put1_0 = sel_1274;
  wire [22:0] sums_put1_1 = sel_1305;
  wire [22:0] sums_put1_2 = sel_1336;
  wire [22:0] sums_put1_3 = sel_1367;
  assign sums_valid = sums_put0 || sums_put1;
  assign sums_data = sums_put1 ? {sums_put1_3, sums_put1_2, sums_put1_1, sums_put1_0} : ({sums_put0_3, sums_put0_2, sums_put0_1, sums_put0_0});
  wire wait_put_sums = (band_1379 || eq_25) && !sums_room;
  wire left_tile_acquire = band_118;
  assign left_tile_take = issue && left_tile_acquire;
  assign left_tile_give = (issue && band_1422);
  wire wait_half_left_tile = left_tile_acquire && !left_tile_open;
  wire right_tile_acquire = band_118;
  assign right_tile_take = issue && right_tile_acquire;
  assign right_tile_give = (issue && band_1422);
  wire wait_half_right_tile = right_tile_acquire && !right_tile_open;
  wire taps_acquire = band_110;
  assign taps_take = issue && taps_acquire;
  assign taps_give = (issue && band_1427);
  wire wait_half_taps = taps_acquire && !taps_open;
  wire [10:0] addr_left_tile_837 = at_1434;
  assign left_tile_0_raddr = {half_left_tile_reg, addr_left_tile_837};
  wire [10:0] addr_left_tile_839 = at_1434;
  assign left_tile_1_raddr = {half_left_tile_reg, addr_left_tile_839};
  wire [10:0] addr_left_tile_841 = at_1434;
  assign left_tile_2_raddr = {half_left_tile_reg, addr_left_tile_841};
  wire [10:0] addr_left_tile_843 = at_1434;
  assign left_tile_3_raddr = {half_left_tile_reg, addr_left_tile_843};
  wire [10:0] addr_left_tile_845 = at_1434;
  assign left_tile_4_raddr = {half_left_tile_reg, addr_left_tile_845};
  wire [10:0] addr_left_tile_847 = at_1434;
  assign left_tile_5_raddr = {half_left_tile_reg, addr_left_tile_847};
  wire [10:0] addr_left_tile_849 = at_1434;
  assign left_tile_6_raddr = {half_left_tile_reg, addr_left_tile_849};
  wire [10:0] addr_left_tile_851 = at_1434;
  assign left_tile_7_raddr = {half_left_tile_reg, addr_left_tile_851};
  wire [10:0] addr_left_tile_853 = at_1434;
  assign left_tile_8_raddr = {half_left_tile_reg, addr_left_tile_853};
  wire [10:0] addr_left_tile_855 = at_1434;
  assign left_tile_9_raddr = {half_left_tile_reg, addr_left_tile_855};
  wire [10:0] addr_left_tile_857 = at_1434;
  assign left_tile_10_raddr = {half_left_tile_reg, addr_left_tile_857};
  wire [10:0] addr_left_tile_859 = at_1434;
  assign left_tile_11_raddr = {half_left_tile_reg, addr_left_tile_859};
  wire [10:0] addr_left_tile_861 = at_1434;
  assign left_tile_12_raddr = {half_left_tile_reg, addr_left_tile_861};
  wire [10:0] addr_left_tile_863 = at_1434;
  assign left_tile_13_raddr = {half_left_tile_reg, addr_left_tile_863};
  wire [10:0] addr_left_tile_865 = at_1434;
  assign left_tile_14_raddr = {half_left_tile_reg, addr_left_tile_865};
  wire [10:0] addr_left_tile_867 = at_1434;
  assign left_tile_15_raddr = {half_left_tile_reg, addr_left_tile_867};
  wire [10:0] addr_right_tile_869 = add_1440;
  assign right_tile_0_raddr = {half_right_tile_reg, addr_right_tile_869};
  wire [10:0] addr_right_tile_871 = add_1440;
  assign right_tile_1_raddr = {half_right_tile_reg, addr_right_tile_871};
  wire [10:0] addr_right_tile_873 = add_1440;
  assign right_tile_2_raddr = {half_right_tile_reg, addr_right_tile_873};
  wire [10:0] addr_right_tile_875 = add_1440;
  assign right_tile_3_raddr = {half_right_tile_reg, addr_right_tile_875};
  wire [10:0] addr_right_tile_877 = add_1440;
  assign right_tile_4_raddr = {half_right_tile_reg, addr_right_tile_877};
  wire [10:0] addr_right_tile_879 = add_1440;
  assign right_tile_5_raddr = {half_right_tile_reg, addr_right_tile_879};
  wire [10:0] addr_right_tile_881 = add_1440;
  assign right_tile_6_raddr = {half_right_tile_reg, addr_right_tile_881};
  wire [10:0] addr_right_tile_883 = add_1440;
  assign right_tile_7_raddr = {half_right_tile_reg, addr_right_tile_883};
  wire [10:0] addr_right_tile_885 = add_1440;
  assign right_tile_8_raddr = {half_right_tile_reg, addr_right_tile_885};
  wire [10:0] addr_right_tile_887 = add_1440;
  assign right_tile_9_raddr = {half_right_tile_reg, addr_right_tile_887};
  wire [10:0] addr_right_tile_889 = add_1440;
  assign right_tile_10_raddr = {half_right_tile_reg, addr_right_tile_889};
  wire [10:0] addr_right_tile_891 = add_1440;
  assign right_tile_11_raddr = {half_right_tile_reg, addr_right_tile_891};
  wire [10:0] addr_right_tile_893 = add_1440;
  assign right_tile_12_raddr = {half_right_tile_reg, addr_right_tile_893};
  wire [10:0] addr_right_tile_895 = add_1440;
  assign right_tile_13_raddr = {half_right_tile_reg, addr_right_tile_895};
  wire [10:0] addr_right_tile_897 = add_1440;
  assign right_tile_14_raddr = {half_right_tile_reg, addr_right_tile_897};
  wire [10:0] addr_right_tile_899 = add_1440;
  assign right_tile_15_raddr = {half_right_tile_reg, addr_right_tile_899};
  wire [6:0] addr_taps_901 = tap_1449;
  assign taps_0_raddr = {half_taps_reg, addr_taps_901};
  wire wrap_0 = eq_25 && band_39 && bor_45 && bor_1418 && bor_60 && bor_65 && bor_70;
  wire wrap_1 = band_39 && bor_45 && bor_1418 && bor_60 && bor_65 && bor_70;
  wire wrap_2 = bor_45 && bor_1418 && bor_60 && bor_65 && bor_70;
  wire wrap_3 = bor_1418 && bor_60 && bor_65 && bor_70;
  wire wrap_4 = bor_60 && bor_65 && bor_70;
  wire wrap_5 = bor_65 && bor_70;
  wire wrap_6 = bor_70;
  wire wrap_7 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_put_sums && !wait_half_left_tile && !wait_half_right_tile && !wait_half_taps;

  assign idle = !(running || (stage != 0));

  always_ff @(posedge ap_clk) begin
    if (issue && (band_1422)) half_left_tile_reg <= half_left_tile_reg == 1'd1 ? 1'd0 : half_left_tile_reg + 1'b1;
    if (issue && (band_1422)) half_right_tile_reg <= half_right_tile_reg == 1'd1 ? 1'd0 : half_right_tile_reg + 1'b1;
    if (issue && (band_1427)) half_taps_reg <= half_taps_reg == 1'd1 ? 1'd0 : half_taps_reg + 1'b1;
    if (issue && wrap_1) count_phase0_0 <= eq_25 ? 2'sd0 : count_phase0_0 + 2'sd1;
    if (issue && wrap_2) count_c_s_1 <= band_39 ? 11'sd0 : count_c_s_1 + 11'sd1;
    if (issue && wrap_3) count_b_2 <= bor_45 ? 11'sd0 : count_b_2 + 11'sd1;
    if (issue && wrap_4) count_oy_3 <= bor_1418 ? 13'sd0 : count_oy_3 + 13'sd1;
    if (issue && wrap_5) count_px_4 <= bor_60 ? 13'sd0 : count_px_4 + 13'sd1;
    if (issue && wrap_6) count_ky_5 <= bor_65 ? 9'sd0 : count_ky_5 + 9'sd1;
    if (issue && wrap_7) count_kx_6 <= bor_70 ? 9'sd0 : count_kx_6 + 9'sd1;
    if (issue && wrap_3) step_1371 <= bor_45 ? 23'sd0 : step_1371 + scalar_3;
    if (issue && wrap_6) step_1374 <= bor_65 ? 17'sd0 : step_1374 + scalar_8;
    if (issue && wrap_5) step_1370 <= bor_60 ? 21'sd0 : step_1370 + scalar_11;
    if (issue && wrap_7) step_1369 <= bor_70 ? 15'sd0 : step_1369 + scalar_13;
    if (issue && wrap_4) step_1373 <= bor_1418 ? 29'sd0 : step_1373 + scalar_9;
    if (issue && wrap_6) step_1372 <= bor_65 ? 25'sd0 : step_1372 + scalar_10;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      half_left_tile_reg <= 1'd0;
      half_right_tile_reg <= 1'd0;
      half_taps_reg <= 1'd0;
      count_phase0_0 <= 2'sd0;
      count_c_s_1 <= 11'sd0;
      count_b_2 <= 11'sd0;
      count_oy_3 <= 13'sd0;
      count_px_4 <= 13'sd0;
      count_ky_5 <= 9'sd0;
      count_kx_6 <= 9'sd0;
      step_1371 <= 23'sd0;
      step_1374 <= 17'sd0;
      step_1370 <= 21'sd0;
      step_1369 <= 15'sd0;
      step_1373 <= 29'sd0;
      step_1372 <= 25'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

  always_ff @(posedge ap_clk) begin
    stage <= {stage[2:1], issue};
    eq_1381_s1 <= eq_1381;
    eq_1381_s2 <= eq_1381_s1;
    eq_1381_s3 <= eq_1381_s2;
    eq_1385_s1 <= eq_1385;
    eq_1385_s2 <= eq_1385_s1;
    eq_1385_s3 <= eq_1385_s2;
    eq_1391_s1 <= eq_1391;
    eq_1391_s2 <= eq_1391_s1;
    eq_1391_s3 <= eq_1391_s2;
    eq_1104_s1 <= eq_1104;
    eq_1104_s2 <= eq_1104_s1;
    eq_1104_s3 <= eq_1104_s2;
    eq_1113_s1 <= eq_1113;
    eq_1113_s2 <= eq_1113_s1;
    eq_1113_s3 <= eq_1113_s2;
    eq_1120_s1 <= eq_1120;
    eq_1120_s2 <= eq_1120_s1;
    eq_1120_s3 <= eq_1120_s2;
    inside_1438_s1 <= inside_1438;
    live_140_s1 <= live_140;
    first_1429_s1 <= first_1429;
    eq_30_s1 <= eq_30;
    beside_1445_s1 <= beside_1445;
    or_1448_s2 <= or_1448;
    weight_1451_s2 <= weight_1451;
    first_1429_s2 <= first_1429_s1;
    first_1429_s3 <= first_1429_s2;
    top_1465_s2 <= top_1465;
    top_1465_s3 <= top_1465_s2;
    band_338_s1 <= band_338;
    band_338_s2 <= band_338_s1;
    band_338_s3 <= band_338_s2;
    or_1474_s2 <= or_1474;
    weight_1476_s2 <= weight_1476;
    top_1490_s2 <= top_1490;
    top_1490_s3 <= top_1490_s2;
    or_1499_s2 <= or_1499;
    weight_1501_s2 <= weight_1501;
    top_1515_s2 <= top_1515;
    top_1515_s3 <= top_1515_s2;
    or_1524_s2 <= or_1524;
    weight_1526_s2 <= weight_1526;
    top_1540_s2 <= top_1540;
    top_1540_s3 <= top_1540_s2;
    far_1553_s2 <= far_1553;
    far_1553_s3 <= far_1553_s2;
    far_1566_s2 <= far_1566;
    far_1566_s3 <= far_1566_s2;
    far_1579_s2 <= far_1579;
    far_1579_s3 <= far_1579_s2;
    far_1592_s2 <= far_1592;
    far_1592_s3 <= far_1592_s2;
    or_1601_s2 <= or_1601;
    weight_1603_s2 <= weight_1603;
    top_1617_s2 <= top_1617;
    top_1617_s3 <= top_1617_s2;
    or_1626_s2 <= or_1626;
    weight_1628_s2 <= weight_1628;
    top_1642_s2 <= top_1642;
    top_1642_s3 <= top_1642_s2;
    or_1651_s2 <= or_1651;
    weight_1653_s2 <= weight_1653;
    top_1667_s2 <= top_1667;
    top_1667_s3 <= top_1667_s2;
    or_1676_s2 <= or_1676;
    weight_1678_s2 <= weight_1678;
    top_1692_s2 <= top_1692;
    top_1692_s3 <= top_1692_s2;
    far_1705_s2 <= far_1705;
    far_1705_s3 <= far_1705_s2;
    far_1718_s2 <= far_1718;
    far_1718_s3 <= far_1718_s2;
    far_1731_s2 <= far_1731;
    far_1731_s3 <= far_1731_s2;
    far_1744_s2 <= far_1744;
    far_1744_s3 <= far_1744_s2;
    or_1753_s2 <= or_1753;
    weight_1755_s2 <= weight_1755;
    top_1769_s2 <= top_1769;
    top_1769_s3 <= top_1769_s2;
    or_1778_s2 <= or_1778;
    weight_1780_s2 <= weight_1780;
    top_1794_s2 <= top_1794;
    top_1794_s3 <= top_1794_s2;
    or_1803_s2 <= or_1803;
    weight_1805_s2 <= weight_1805;
    top_1819_s2 <= top_1819;
    top_1819_s3 <= top_1819_s2;
    or_1828_s2 <= or_1828;
    weight_1830_s2 <= weight_1830;
    top_1844_s2 <= top_1844;
    top_1844_s3 <= top_1844_s2;
    far_1857_s2 <= far_1857;
    far_1857_s3 <= far_1857_s2;
    far_1870_s2 <= far_1870;
    far_1870_s3 <= far_1870_s2;
    far_1883_s2 <= far_1883;
    far_1883_s3 <= far_1883_s2;
    far_1896_s2 <= far_1896;
    far_1896_s3 <= far_1896_s2;
    or_1905_s2 <= or_1905;
    weight_1907_s2 <= weight_1907;
    top_1921_s2 <= top_1921;
    top_1921_s3 <= top_1921_s2;
    or_1930_s2 <= or_1930;
    weight_1932_s2 <= weight_1932;
    top_1946_s2 <= top_1946;
    top_1946_s3 <= top_1946_s2;
    or_1955_s2 <= or_1955;
    weight_1957_s2 <= weight_1957;
    top_1971_s2 <= top_1971;
    top_1971_s3 <= top_1971_s2;
    or_1980_s2 <= or_1980;
    weight_1982_s2 <= weight_1982;
    top_1996_s2 <= top_1996;
    top_1996_s3 <= top_1996_s2;
    far_2009_s2 <= far_2009;
    far_2009_s3 <= far_2009_s2;
    far_2022_s2 <= far_2022;
    far_2022_s3 <= far_2022_s2;
    far_2035_s2 <= far_2035;
    far_2035_s3 <= far_2035_s2;
    far_2048_s2 <= far_2048;
    far_2048_s3 <= far_2048_s2;
    eq_30_s2 <= eq_30_s1;
    eq_30_s3 <= eq_30_s2;
    band_1379_s1 <= band_1379;
    band_1379_s2 <= band_1379_s1;
    band_1379_s3 <= band_1379_s2;
    eq_25_s1 <= eq_25;
    eq_25_s2 <= eq_25_s1;
    eq_25_s3 <= eq_25_s2;
    if (stage[3] && band_338_s3) begin
      out_0_reg <= sel_1466;
      out_4_reg <= sel_1491;
      out_8_reg <= sel_1516;
      out_12_reg <= sel_1541;
      out_16_reg <= sel_1554;
      out_20_reg <= sel_1567;
      out_24_reg <= sel_1580;
      out_28_reg <= sel_1593;
      out_1_reg <= sel_1618;
      out_5_reg <= sel_1643;
      out_9_reg <= sel_1668;
      out_13_reg <= sel_1693;
      out_17_reg <= sel_1706;
      out_21_reg <= sel_1719;
      out_25_reg <= sel_1732;
      out_29_reg <= sel_1745;
      out_2_reg <= sel_1770;
      out_6_reg <= sel_1795;
      out_10_reg <= sel_1820;
      out_14_reg <= sel_1845;
      out_18_reg <= sel_1858;
      out_22_reg <= sel_1871;
      out_26_reg <= sel_1884;
      out_30_reg <= sel_1897;
      out_3_reg <= sel_1922;
      out_7_reg <= sel_1947;
      out_11_reg <= sel_1972;
      out_15_reg <= sel_1997;
      out_19_reg <= sel_2010;
      out_23_reg <= sel_2023;
      out_27_reg <= sel_2036;
      out_31_reg <= sel_2049;
    end
    if (stage[3] && eq_30_s3) begin
      acc_0_reg <= more_1458;
      acc_16_reg <= beyond_1546;
      acc_1_reg <= more_1610;
      acc_17_reg <= beyond_1698;
      acc_2_reg <= more_1762;
      acc_18_reg <= beyond_1850;
      acc_3_reg <= more_1914;
      acc_19_reg <= beyond_2002;
      acc_4_reg <= more_1483;
      acc_20_reg <= beyond_1559;
      acc_5_reg <= more_1635;
      acc_21_reg <= beyond_1711;
      acc_6_reg <= more_1787;
      acc_22_reg <= beyond_1863;
      acc_7_reg <= more_1939;
      acc_23_reg <= beyond_2015;
      acc_8_reg <= more_1508;
      acc_24_reg <= beyond_1572;
      acc_9_reg <= more_1660;
      acc_25_reg <= beyond_1724;
      acc_10_reg <= more_1812;
      acc_26_reg <= beyond_1876;
      acc_11_reg <= more_1964;
      acc_27_reg <= beyond_2028;
      acc_12_reg <= more_1533;
      acc_28_reg <= beyond_1585;
      acc_13_reg <= more_1685;
      acc_29_reg <= beyond_1737;
      acc_14_reg <= more_1837;
      acc_30_reg <= beyond_1889;
      acc_15_reg <= more_1989;
      acc_31_reg <= beyond_2041;
    end
    if (stage[1] && band_1462) best_0_reg <= one_1439;
    if (stage[1] && band_1550) best_16_reg <= two_1446;
    if (stage[1] && band_1614) best_1_reg <= one_1597;
    if (stage[1] && band_1702) best_17_reg <= two_1599;
    if (stage[1] && band_1766) best_2_reg <= one_1749;
    if (stage[1] && band_1854) best_18_reg <= two_1751;
    if (stage[1] && band_1918) best_3_reg <= one_1901;
    if (stage[1] && band_2006) best_19_reg <= two_1903;
    if (stage[1] && band_1487) best_4_reg <= one_1470;
    if (stage[1] && band_1563) best_20_reg <= two_1472;
    if (stage[1] && band_1639) best_5_reg <= one_1622;
    if (stage[1] && band_1715) best_21_reg <= two_1624;
    if (stage[1] && band_1791) best_6_reg <= one_1774;
    if (stage[1] && band_1867) best_22_reg <= two_1776;
    if (stage[1] && band_1943) best_7_reg <= one_1926;
    if (stage[1] && band_2019) best_23_reg <= two_1928;
    if (stage[1] && band_1512) best_8_reg <= one_1495;
    if (stage[1] && band_1576) best_24_reg <= two_1497;
    if (stage[1] && band_1664) best_9_reg <= one_1647;
    if (stage[1] && band_1728) best_25_reg <= two_1649;
    if (stage[1] && band_1816) best_10_reg <= one_1799;
    if (stage[1] && band_1880) best_26_reg <= two_1801;
    if (stage[1] && band_1968) best_11_reg <= one_1951;
    if (stage[1] && band_2032) best_27_reg <= two_1953;
    if (stage[1] && band_1537) best_12_reg <= one_1520;
    if (stage[1] && band_1589) best_28_reg <= two_1522;
    if (stage[1] && band_1689) best_13_reg <= one_1672;
    if (stage[1] && band_1741) best_29_reg <= two_1674;
    if (stage[1] && band_1841) best_14_reg <= one_1824;
    if (stage[1] && band_1893) best_30_reg <= two_1826;
    if (stage[1] && band_1993) best_15_reg <= one_1976;
    if (stage[1] && band_2045) best_31_reg <= two_1978;
    if (start) begin
      out_0_reg <= 2'sd0;
      out_4_reg <= 2'sd0;
      out_8_reg <= 2'sd0;
      out_12_reg <= 2'sd0;
      out_16_reg <= 2'sd0;
      out_20_reg <= 2'sd0;
      out_24_reg <= 2'sd0;
      out_28_reg <= 2'sd0;
      out_1_reg <= 2'sd0;
      out_5_reg <= 2'sd0;
      out_9_reg <= 2'sd0;
      out_13_reg <= 2'sd0;
      out_17_reg <= 2'sd0;
      out_21_reg <= 2'sd0;
      out_25_reg <= 2'sd0;
      out_29_reg <= 2'sd0;
      out_2_reg <= 2'sd0;
      out_6_reg <= 2'sd0;
      out_10_reg <= 2'sd0;
      out_14_reg <= 2'sd0;
      out_18_reg <= 2'sd0;
      out_22_reg <= 2'sd0;
      out_26_reg <= 2'sd0;
      out_30_reg <= 2'sd0;
      out_3_reg <= 2'sd0;
      out_7_reg <= 2'sd0;
      out_11_reg <= 2'sd0;
      out_15_reg <= 2'sd0;
      out_19_reg <= 2'sd0;
      out_23_reg <= 2'sd0;
      out_27_reg <= 2'sd0;
      out_31_reg <= 2'sd0;
      acc_0_reg <= 2'sd0;
      acc_16_reg <= 2'sd0;
      best_0_reg <= 2'sd0;
      best_16_reg <= 2'sd0;
      acc_1_reg <= 2'sd0;
      acc_17_reg <= 2'sd0;
      best_1_reg <= 2'sd0;
      best_17_reg <= 2'sd0;
      acc_2_reg <= 2'sd0;
      acc_18_reg <= 2'sd0;
      best_2_reg <= 2'sd0;
      best_18_reg <= 2'sd0;
      acc_3_reg <= 2'sd0;
      acc_19_reg <= 2'sd0;
      best_3_reg <= 2'sd0;
      best_19_reg <= 2'sd0;
      acc_4_reg <= 2'sd0;
      acc_20_reg <= 2'sd0;
      best_4_reg <= 2'sd0;
      best_20_reg <= 2'sd0;
      acc_5_reg <= 2'sd0;
      acc_21_reg <= 2'sd0;
      best_5_reg <= 2'sd0;
      best_21_reg <= 2'sd0;
      acc_6_reg <= 2'sd0;
      acc_22_reg <= 2'sd0;
      best_6_reg <= 2'sd0;
      best_22_reg <= 2'sd0;
      acc_7_reg <= 2'sd0;
      acc_23_reg <= 2'sd0;
      best_7_reg <= 2'sd0;
      best_23_reg <= 2'sd0;
      acc_8_reg <= 2'sd0;
      acc_24_reg <= 2'sd0;
      best_8_reg <= 2'sd0;
      best_24_reg <= 2'sd0;
      acc_9_reg <= 2'sd0;
      acc_25_reg <= 2'sd0;
      best_9_reg <= 2'sd0;
      best_25_reg <= 2'sd0;
      acc_10_reg <= 2'sd0;
      acc_26_reg <= 2'sd0;
      best_10_reg <= 2'sd0;
      best_26_reg <= 2'sd0;
      acc_11_reg <= 2'sd0;
      acc_27_reg <= 2'sd0;
      best_11_reg <= 2'sd0;
      best_27_reg <= 2'sd0;
      acc_12_reg <= 2'sd0;
      acc_28_reg <= 2'sd0;
      best_12_reg <= 2'sd0;
      best_28_reg <= 2'sd0;
      acc_13_reg <= 2'sd0;
      acc_29_reg <= 2'sd0;
      best_13_reg <= 2'sd0;
      best_29_reg <= 2'sd0;
      acc_14_reg <= 2'sd0;
      acc_30_reg <= 2'sd0;
      best_14_reg <= 2'sd0;
      best_30_reg <= 2'sd0;
      acc_15_reg <= 2'sd0;
      acc_31_reg <= 2'sd0;
      best_15_reg <= 2'sd0;
      best_31_reg <= 2'sd0;
    end
    if (ap_rst) stage <= 3'd0;
  end

`ifndef SYNTHESIS
  always_ff @(posedge ap_clk) begin
    if (issue && eq_30 && !(lt_2084)) $error("window.py:197: loop oy runs at least once");
    if (issue && band_99 && !(le_101)) $error("window.py:191: at least as many steps as the sums of the pair before need");
  end
`endif

endmodule

`default_nettype wire

// ---- window_load.sv
// Process load of window.py, line 68: initiation interval 1, 1 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module window_load (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [9:0] arg_blocks,
    input  wire [9:0] arg_bands,
    input  wire [11:0] arg_tall,
    input  wire [10:0] arg_w,
    input  wire [11:0] arg_step,
    input  wire [5:0] arg_top,
    input  wire [11:0] arg_h,
    input  wire [7:0] arg_fill,
    input  wire [63:0] x_rd_data,
    input  wire x_rd_valid,
    output wire x_rd_ready,
    input  wire left_tile_open,
    output wire left_tile_take,
    output wire left_tile_give,
    input  wire right_tile_open,
    output wire right_tile_take,
    output wire right_tile_give,
    output wire left_tile_0_we,
    output wire [11:0] left_tile_0_waddr,
    output wire [7:0] left_tile_0_wdata,
    output wire left_tile_1_we,
    output wire [11:0] left_tile_1_waddr,
    output wire [7:0] left_tile_1_wdata,
    output wire left_tile_2_we,
    output wire [11:0] left_tile_2_waddr,
    output wire [7:0] left_tile_2_wdata,
    output wire left_tile_3_we,
    output wire [11:0] left_tile_3_waddr,
    output wire [7:0] left_tile_3_wdata,
    output wire left_tile_4_we,
    output wire [11:0] left_tile_4_waddr,
    output wire [7:0] left_tile_4_wdata,
    output wire left_tile_5_we,
    output wire [11:0] left_tile_5_waddr,
    output wire [7:0] left_tile_5_wdata,
    output wire left_tile_6_we,
    output wire [11:0] left_tile_6_waddr,
    output wire [7:0] left_tile_6_wdata,
    output wire left_tile_7_we,
    output wire [11:0] left_tile_7_waddr,
    output wire [7:0] left_tile_7_wdata,
    output wire left_tile_8_we,
    output wire [11:0] left_tile_8_waddr,
    output wire [7:0] left_tile_8_wdata,
    output wire left_tile_9_we,
    output wire [11:0] left_tile_9_waddr,
    output wire [7:0] left_tile_9_wdata,
    output wire left_tile_10_we,
    output wire [11:0] left_tile_10_waddr,
    output wire [7:0] left_tile_10_wdata,
    output wire left_tile_11_we,
    output wire [11:0] left_tile_11_waddr,
    output wire [7:0] left_tile_11_wdata,
    output wire left_tile_12_we,
    output wire [11:0] left_tile_12_waddr,
    output wire [7:0] left_tile_12_wdata,
    output wire left_tile_13_we,
    output wire [11:0] left_tile_13_waddr,
    output wire [7:0] left_tile_13_wdata,
    output wire left_tile_14_we,
    output wire [11:0] left_tile_14_waddr,
    output wire [7:0] left_tile_14_wdata,
    output wire left_tile_15_we,
    output wire [11:0] left_tile_15_waddr,
    output wire [7:0] left_tile_15_wdata,
    output wire right_tile_0_we,
    output wire [11:0] right_tile_0_waddr,
    output wire [7:0] right_tile_0_wdata,
    output wire right_tile_1_we,
    output wire [11:0] right_tile_1_waddr,
    output wire [7:0] right_tile_1_wdata,
    output wire right_tile_2_we,
    output wire [11:0] right_tile_2_waddr,
    output wire [7:0] right_tile_2_wdata,
    output wire right_tile_3_we,
    output wire [11:0] right_tile_3_waddr,
    output wire [7:0] right_tile_3_wdata,
    output wire right_tile_4_we,
    output wire [11:0] right_tile_4_waddr,
    output wire [7:0] right_tile_4_wdata,
    output wire right_tile_5_we,
    output wire [11:0] right_tile_5_waddr,
    output wire [7:0] right_tile_5_wdata,
    output wire right_tile_6_we,
    output wire [11:0] right_tile_6_waddr,
    output wire [7:0] right_tile_6_wdata,
    output wire right_tile_7_we,
    output wire [11:0] right_tile_7_waddr,
    output wire [7:0] right_tile_7_wdata,
    output wire right_tile_8_we,
    output wire [11:0] right_tile_8_waddr,
    output wire [7:0] right_tile_8_wdata,
    output wire right_tile_9_we,
    output wire [11:0] right_tile_9_waddr,
    output wire [7:0] right_tile_9_wdata,
    output wire right_tile_10_we,
    output wire [11:0] right_tile_10_waddr,
    output wire [7:0] right_tile_10_wdata,
    output wire right_tile_11_we,
    output wire [11:0] right_tile_11_waddr,
    output wire [7:0] right_tile_11_wdata,
    output wire right_tile_12_we,
    output wire [11:0] right_tile_12_waddr,
    output wire [7:0] right_tile_12_wdata,
    output wire right_tile_13_we,
    output wire [11:0] right_tile_13_waddr,
    output wire [7:0] right_tile_13_wdata,
    output wire right_tile_14_we,
    output wire [11:0] right_tile_14_waddr,
    output wire [7:0] right_tile_14_wdata,
    output wire right_tile_15_we,
    output wire [11:0] right_tile_15_waddr,
    output wire [7:0] right_tile_15_wdata
);

  logic running;
  logic signed [10:0] count_c_0;
  logic signed [10:0] count_b_1;
  logic signed [12:0] count_r_2;
  logic signed [11:0] count_p_3;
  logic signed [1:0] count_g_4;
  logic signed [22:0] step_216;  // window.py:102
  logic signed [23:0] step_220;  // window.py:102
  logic signed [8:0] held_8_reg;
  logic signed [8:0] held_9_reg;
  logic signed [8:0] held_10_reg;
  logic signed [8:0] held_11_reg;
  logic signed [8:0] held_12_reg;
  logic signed [8:0] held_13_reg;
  logic signed [8:0] held_14_reg;
  logic signed [8:0] held_15_reg;
  logic [0:0] half_left_tile_reg;
  logic [0:0] half_right_tile_reg;
  wire issue;

  wire signed [10:0] scalar_1 = $signed({1'b0, arg_blocks});
  wire signed [10:0] add_16 = count_c_0 + 2'sd1;  // window.py:86
  wire le_17 = scalar_1 <= add_16;  // window.py:86
  wire signed [10:0] scalar_2 = $signed({1'b0, arg_bands});
  wire signed [10:0] add_19 = count_b_1 + 2'sd1;  // window.py:87
  wire le_20 = scalar_2 <= add_19;  // window.py:87
  wire signed [12:0] scalar_3 = $signed({1'b0, arg_tall});
  wire signed [12:0] add_22 = count_r_2 + 2'sd1;  // window.py:90
  wire le_23 = scalar_3 <= add_22;  // window.py:90
  wire signed [11:0] scalar_6 = $signed({1'b0, arg_w});
  wire signed [11:0] add_25 = count_p_3 + 2'sd1;  // window.py:91
  wire le_26 = scalar_6 <= add_25;  // window.py:91
  wire eq_29 = count_g_4 == 2'sd1;  // window.py:92
  wire eq_40 = count_g_4 == 2'sd0;  // window.py:92
  wire eq_34 = count_r_2 == 2'sd0;  // window.py:92
  wire eq_37 = count_p_3 == 2'sd0;  // window.py:92
  wire band_44 = eq_34 && eq_37;  // window.py:92
  wire band_46 = eq_40 && band_44;  // window.py:92
  wire band_182 = le_23 && le_26;  // window.py:108
  wire band_184 = eq_29 && band_182;  // window.py:108
  wire signed [12:0] scalar_4 = $signed({1'b0, arg_step});
  wire signed [22:0] add_223 = count_r_2 + step_216;  // window.py:93
  wire signed [6:0] scalar_7 = $signed({1'b0, arg_top});
  wire signed [22:0] row_224 = add_223 - scalar_7;  // window.py:93
  wire le_226 = 2'sd0 <= row_224;  // window.py:94
  wire signed [12:0] scalar_5 = $signed({1'b0, arg_h});
  wire lt_225 = row_224 < scalar_5;  // window.py:94
  wire inside_227 = le_226 && lt_225;  // window.py:94
  wire signed [23:0] add_221 = count_p_3 + step_220;  // window.py:107
  wire signed [8:0] get_208 = $signed({1'b0, x_rd_data[7:0]});  // window.py:102
  wire signed [8:0] xor_222 = get_208 ^ 9'sd128;  // window.py:102
  wire signed [8:0] sel_228 = inside_227 ? xor_222 : held_8_reg;  // window.py:102
  wire signed [8:0] scalar_8 = $signed({1'b0, arg_fill});
  wire signed [8:0] sel_229 = inside_227 ? sel_228 : scalar_8;  // window.py:104
  wire signed [8:0] get_209 = $signed({1'b0, x_rd_data[15:8]});  // window.py:102
  wire signed [8:0] xor_230 = get_209 ^ 9'sd128;  // window.py:102
  wire signed [8:0] sel_231 = inside_227 ? xor_230 : held_9_reg;  // window.py:102
  wire signed [8:0] sel_232 = inside_227 ? sel_231 : scalar_8;  // window.py:104
  wire signed [8:0] get_210 = $signed({1'b0, x_rd_data[23:16]});  // window.py:102
  wire signed [8:0] xor_233 = get_210 ^ 9'sd128;  // window.py:102
  wire signed [8:0] sel_234 = inside_227 ? xor_233 : held_10_reg;  // window.py:102
  wire signed [8:0] sel_235 = inside_227 ? sel_234 : scalar_8;  // window.py:104
  wire signed [8:0] get_211 = $signed({1'b0, x_rd_data[31:24]});  // window.py:102
  wire signed [8:0] xor_236 = get_211 ^ 9'sd128;  // window.py:102
  wire signed [8:0] sel_237 = inside_227 ? xor_236 : held_11_reg;  // window.py:102
  wire signed [8:0] sel_238 = inside_227 ? sel_237 : scalar_8;  // window.py:104
  wire signed [8:0] get_212 = $signed({1'b0, x_rd_data[39:32]});  // window.py:102
  wire signed [8:0] xor_239 = get_212 ^ 9'sd128;  // window.py:102
  wire signed [8:0] sel_240 = inside_227 ? xor_239 : held_12_reg;  // window.py:102
  wire signed [8:0] sel_241 = inside_227 ? sel_240 : scalar_8;  // window.py:104
  wire signed [8:0] get_213 = $signed({1'b0, x_rd_data[47:40]});  // window.py:102
  wire signed [8:0] xor_242 = get_213 ^ 9'sd128;  // window.py:102
  wire signed [8:0] sel_243 = inside_227 ? xor_242 : held_13_reg;  // window.py:102
  wire signed [8:0] sel_244 = inside_227 ? sel_243 : scalar_8;  // window.py:104
  wire signed [8:0] get_214 = $signed({1'b0, x_rd_data[55:48]});  // window.py:102
  wire signed [8:0] xor_245 = get_214 ^ 9'sd128;  // window.py:102
  wire signed [8:0] sel_246 = inside_227 ? xor_245 : held_14_reg;  // window.py:102
  wire signed [8:0] sel_247 = inside_227 ? sel_246 : scalar_8;  // window.py:104
  wire signed [8:0] get_215 = $signed({1'b0, x_rd_data[63:56]});  // window.py:102
  wire signed [8:0] xor_248 = get_215 ^ 9'sd128;  // window.py:102
  wire signed [8:0] sel_249 = inside_227 ? xor_248 : held_15_reg;  // window.py:102
  wire signed [8:0] sel_250 = inside_227 ? sel_249 : scalar_8;  // window.py:104
  wire x_rd_get = inside_227;
  assign x_rd_ready = issue && x_rd_get;
  wire wait_get_x_rd = x_rd_get && !x_rd_valid;
  wire left_tile_acquire = band_46;
  assign left_tile_take = issue && left_tile_acquire;
  assign left_tile_give = (issue && band_184);
  wire wait_half_left_tile = left_tile_acquire && !left_tile_open;
  wire right_tile_acquire = band_46;
  assign right_tile_take = issue && right_tile_acquire;
  assign right_tile_give = (issue && band_184);
  wire wait_half_right_tile = right_tile_acquire && !right_tile_open;
  wire [10:0] addr_left_tile_73 = add_221;
  wire left_tile_0_w0 = issue && eq_29;  // window.py:107
  wire [7:0] left_tile_0_w0_data = held_8_reg;
  assign left_tile_0_we = left_tile_0_w0;
  assign left_tile_0_waddr = {half_left_tile_reg, addr_left_tile_73};
  assign left_tile_0_wdata = left_tile_0_w0_data;
  wire [10:0] addr_left_tile_79 = add_221;
  wire left_tile_1_w0 = issue && eq_29;  // window.py:107
  wire [7:0] left_tile_1_w0_data = held_9_reg;
  assign left_tile_1_we = left_tile_1_w0;
  assign left_tile_1_waddr = {half_left_tile_reg, addr_left_tile_79};
  assign left_tile_1_wdata = left_tile_1_w0_data;
  wire [10:0] addr_left_tile_85 = add_221;
  wire left_tile_2_w0 = issue && eq_29;  // window.py:107
  wire [7:0] left_tile_2_w0_data = held_10_reg;
  assign left_tile_2_we = left_tile_2_w0;
  assign left_tile_2_waddr = {half_left_tile_reg, addr_left_tile_85};
  assign left_tile_2_wdata = left_tile_2_w0_data;
  wire [10:0] addr_left_tile_91 = add_221;
  wire left_tile_3_w0 = issue && eq_29;  // window.py:107
  wire [7:0] left_tile_3_w0_data = held_11_reg;
  assign left_tile_3_we = left_tile_3_w0;
  assign left_tile_3_waddr = {half_left_tile_reg, addr_left_tile_91};
  assign left_tile_3_wdata = left_tile_3_w0_data;
  wire [10:0] addr_left_tile_97 = add_221;
  wire left_tile_4_w0 = issue && eq_29;  // window.py:107
  wire [7:0] left_tile_4_w0_data = held_12_reg;
  assign left_tile_4_we = left_tile_4_w0;
  assign left_tile_4_waddr = {half_left_tile_reg, addr_left_tile_97};
  assign left_tile_4_wdata = left_tile_4_w0_data;
  wire [10:0] addr_left_tile_103 = add_221;
  wire left_tile_5_w0 = issue && eq_29;  // window.py:107
  wire [7:0] left_tile_5_w0_data = held_13_reg;
  assign left_tile_5_we = left_tile_5_w0;
  assign left_tile_5_waddr = {half_left_tile_reg, addr_left_tile_103};
  assign left_tile_5_wdata = left_tile_5_w0_data;
  wire [10:0] addr_left_tile_109 = add_221;
  wire left_tile_6_w0 = issue && eq_29;  // window.py:107
  wire [7:0] left_tile_6_w0_data = held_14_reg;
  assign left_tile_6_we = left_tile_6_w0;
  assign left_tile_6_waddr = {half_left_tile_reg, addr_left_tile_109};
  assign left_tile_6_wdata = left_tile_6_w0_data;
  wire [10:0] addr_left_tile_115 = add_221;
  wire left_tile_7_w0 = issue && eq_29;  // window.py:107
  wire [7:0] left_tile_7_w0_data = held_15_reg;
  assign left_tile_7_we = left_tile_7_w0;
  assign left_tile_7_waddr = {half_left_tile_reg, addr_left_tile_115};
  assign left_tile_7_wdata = left_tile_7_w0_data;
  wire [10:0] addr_left_tile_121 = add_221;
  wire left_tile_8_w0 = issue && eq_29;  // window.py:107
  wire [7:0] left_tile_8_w0_data = sel_229;
  assign left_tile_8_we = left_tile_8_w0;
  assign left_tile_8_waddr = {half_left_tile_reg, addr_left_tile_121};
  assign left_tile_8_wdata = left_tile_8_w0_data;
  wire [10:0] addr_left_tile_127 = add_221;
  wire left_tile_9_w0 = issue && eq_29;  // window.py:107
  wire [7:0] left_tile_9_w0_data = sel_232;
  assign left_tile_9_we = left_tile_9_w0;
  assign left_tile_9_waddr = {half_left_tile_reg, addr_left_tile_127};
  assign left_tile_9_wdata = left_tile_9_w0_data;
  wire [10:0] addr_left_tile_133 = add_221;
  wire left_tile_10_w0 = issue && eq_29;  // window.py:107
  wire [7:0] left_tile_10_w0_data = sel_235;
  assign left_tile_10_we = left_tile_10_w0;
  assign left_tile_10_waddr = {half_left_tile_reg, addr_left_tile_133};
  assign left_tile_10_wdata = left_tile_10_w0_data;
  wire [10:0] addr_left_tile_139 = add_221;
  wire left_tile_11_w0 = issue && eq_29;  // window.py:107
  wire [7:0] left_tile_11_w0_data = sel_238;
  assign left_tile_11_we = left_tile_11_w0;
  assign left_tile_11_waddr = {half_left_tile_reg, addr_left_tile_139};
  assign left_tile_11_wdata = left_tile_11_w0_data;
  wire [10:0] addr_left_tile_145 = add_221;
  wire left_tile_12_w0 = issue && eq_29;  // window.py:107
  wire [7:0] left_tile_12_w0_data = sel_241;
  assign left_tile_12_we = left_tile_12_w0;
  assign left_tile_12_waddr = {half_left_tile_reg, addr_left_tile_145};
  assign left_tile_12_wdata = left_tile_12_w0_data;
  wire [10:0] addr_left_tile_151 = add_221;
  wire left_tile_13_w0 = issue && eq_29;  // window.py:107
  wire [7:0] left_tile_13_w0_data = sel_244;
  assign left_tile_13_we = left_tile_13_w0;
  assign left_tile_13_waddr = {half_left_tile_reg, addr_left_tile_151};
  assign left_tile_13_wdata = left_tile_13_w0_data;
  wire [10:0] addr_left_tile_157 = add_221;
  wire left_tile_14_w0 = issue && eq_29;  // window.py:107
  wire [7:0] left_tile_14_w0_data = sel_247;
  assign left_tile_14_we = left_tile_14_w0;
  assign left_tile_14_waddr = {half_left_tile_reg, addr_left_tile_157};
  assign left_tile_14_wdata = left_tile_14_w0_data;
  wire [10:0] addr_left_tile_163 = add_221;
  wire left_tile_15_w0 = issue && eq_29;  // window.py:107
  wire [7:0] left_tile_15_w0_data = sel_250;
  assign left_tile_15_we = left_tile_15_w0;
  assign left_tile_15_waddr = {half_left_tile_reg, addr_left_tile_163};
  assign left_tile_15_wdata = left_tile_15_w0_data;
  wire [10:0] addr_right_tile_169 = add_221;
  wire right_tile_0_w0 = issue && eq_29;  // window.py:108
  wire [7:0] right_tile_0_w0_data = held_8_reg;
  assign right_tile_0_we = right_tile_0_w0;
  assign right_tile_0_waddr = {half_right_tile_reg, addr_right_tile_169};
  assign right_tile_0_wdata = right_tile_0_w0_data;
  wire [10:0] addr_right_tile_175 = add_221;
  wire right_tile_1_w0 = issue && eq_29;  // window.py:108
  wire [7:0] right_tile_1_w0_data = held_9_reg;
  assign right_tile_1_we = right_tile_1_w0;
  assign right_tile_1_waddr = {half_right_tile_reg, addr_right_tile_175};
  assign right_tile_1_wdata = right_tile_1_w0_data;
  wire [10:0] addr_right_tile_181 = add_221;
  wire right_tile_2_w0 = issue && eq_29;  // window.py:108
  wire [7:0] right_tile_2_w0_data = held_10_reg;
  assign right_tile_2_we = right_tile_2_w0;
  assign right_tile_2_waddr = {half_right_tile_reg, addr_right_tile_181};
  assign right_tile_2_wdata = right_tile_2_w0_data;
  wire [10:0] addr_right_tile_187 = add_221;
  wire right_tile_3_w0 = issue && eq_29;  // window.py:108
  wire [7:0] right_tile_3_w0_data = held_11_reg;
  assign right_tile_3_we = right_tile_3_w0;
  assign right_tile_3_waddr = {half_right_tile_reg, addr_right_tile_187};
  assign right_tile_3_wdata = right_tile_3_w0_data;
  wire [10:0] addr_right_tile_193 = add_221;
  wire right_tile_4_w0 = issue && eq_29;  // window.py:108
  wire [7:0] right_tile_4_w0_data = held_12_reg;
  assign right_tile_4_we = right_tile_4_w0;
  assign right_tile_4_waddr = {half_right_tile_reg, addr_right_tile_193};
  assign right_tile_4_wdata = right_tile_4_w0_data;
  wire [10:0] addr_right_tile_199 = add_221;
  wire right_tile_5_w0 = issue && eq_29;  // window.py:108
  wire [7:0] right_tile_5_w0_data = held_13_reg;
  assign right_tile_5_we = right_tile_5_w0;
  assign right_tile_5_waddr = {half_right_tile_reg, addr_right_tile_199};
  assign right_tile_5_wdata = right_tile_5_w0_data;
  wire [10:0] addr_right_tile_205 = add_221;
  wire right_tile_6_w0 = issue && eq_29;  // window.py:108
  wire [7:0] right_tile_6_w0_data = held_14_reg;
  assign right_tile_6_we = right_tile_6_w0;
  assign right_tile_6_waddr = {half_right_tile_reg, addr_right_tile_205};
  assign right_tile_6_wdata = right_tile_6_w0_data;
  wire [10:0] addr_right_tile_211 = add_221;
  wire right_tile_7_w0 = issue && eq_29;  // window.py:108
  wire [7:0] right_tile_7_w0_data = held_15_reg;
  assign right_tile_7_we = right_tile_7_w0;
  assign right_tile_7_waddr = {half_right_tile_reg, addr_right_tile_211};
  assign right_tile_7_wdata = right_tile_7_w0_data;
  wire [10:0] addr_right_tile_217 = add_221;
  wire right_tile_8_w0 = issue && eq_29;  // window.py:108
  wire [7:0] right_tile_8_w0_data = sel_229;
  assign right_tile_8_we = right_tile_8_w0;
  assign right_tile_8_waddr = {half_right_tile_reg, addr_right_tile_217};
  assign right_tile_8_wdata = right_tile_8_w0_data;
  wire [10:0] addr_right_tile_223 = add_221;
  wire right_tile_9_w0 = issue && eq_29;  // window.py:108
  wire [7:0] right_tile_9_w0_data = sel_232;
  assign right_tile_9_we = right_tile_9_w0;
  assign right_tile_9_waddr = {half_right_tile_reg, addr_right_tile_223};
  assign right_tile_9_wdata = right_tile_9_w0_data;
  wire [10:0] addr_right_tile_229 = add_221;
  wire right_tile_10_w0 = issue && eq_29;  // window.py:108
  wire [7:0] right_tile_10_w0_data = sel_235;
  assign right_tile_10_we = right_tile_10_w0;
  assign right_tile_10_waddr = {half_right_tile_reg, addr_right_tile_229};
  assign right_tile_10_wdata = right_tile_10_w0_data;
  wire [10:0] addr_right_tile_235 = add_221;
  wire right_tile_11_w0 = issue && eq_29;  // window.py:108
  wire [7:0] right_tile_11_w0_data = sel_238;
  assign right_tile_11_we = right_tile_11_w0;
  assign right_tile_11_waddr = {half_right_tile_reg, addr_right_tile_235};
  assign right_tile_11_wdata = right_tile_11_w0_data;
  wire [10:0] addr_right_tile_241 = add_221;
  wire right_tile_12_w0 = issue && eq_29;  // window.py:108
  wire [7:0] right_tile_12_w0_data = sel_241;
  assign right_tile_12_we = right_tile_12_w0;
  assign right_tile_12_waddr = {half_right_tile_reg, addr_right_tile_241};
  assign right_tile_12_wdata = right_tile_12_w0_data;
  wire [10:0] addr_right_tile_247 = add_221;
  wire right_tile_13_w0 = issue && eq_29;  // window.py:108
  wire [7:0] right_tile_13_w0_data = sel_244;
  assign right_tile_13_we = right_tile_13_w0;
  assign right_tile_13_waddr = {half_right_tile_reg, addr_right_tile_247};
  assign right_tile_13_wdata = right_tile_13_w0_data;
  wire [10:0] addr_right_tile_253 = add_221;
  wire right_tile_14_w0 = issue && eq_29;  // window.py:108
  wire [7:0] right_tile_14_w0_data = sel_247;
  assign right_tile_14_we = right_tile_14_w0;
  assign right_tile_14_waddr = {half_right_tile_reg, addr_right_tile_253};
  assign right_tile_14_wdata = right_tile_14_w0_data;
  wire [10:0] addr_right_tile_259 = add_221;
  wire right_tile_15_w0 = issue && eq_29;  // window.py:108
  wire [7:0] right_tile_15_w0_data = sel_250;
  assign right_tile_15_we = right_tile_15_w0;
  assign right_tile_15_waddr = {half_right_tile_reg, addr_right_tile_259};
  assign right_tile_15_wdata = right_tile_15_w0_data;
  wire wrap_0 = le_17 && le_20 && le_23 && le_26 && eq_29;
  wire wrap_1 = le_20 && le_23 && le_26 && eq_29;
  wire wrap_2 = le_23 && le_26 && eq_29;
  wire wrap_3 = le_26 && eq_29;
  wire wrap_4 = eq_29;
  wire wrap_5 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_get_x_rd && !wait_half_left_tile && !wait_half_right_tile;

  assign idle = !(running);

  always_ff @(posedge ap_clk) begin
    if (issue && (band_184)) half_left_tile_reg <= half_left_tile_reg == 1'd1 ? 1'd0 : half_left_tile_reg + 1'b1;
    if (issue && (band_184)) half_right_tile_reg <= half_right_tile_reg == 1'd1 ? 1'd0 : half_right_tile_reg + 1'b1;
    if (issue && wrap_1) count_c_0 <= le_17 ? 11'sd0 : count_c_0 + 11'sd1;
    if (issue && wrap_2) count_b_1 <= le_20 ? 11'sd0 : count_b_1 + 11'sd1;
    if (issue && wrap_3) count_r_2 <= le_23 ? 13'sd0 : count_r_2 + 13'sd1;
    if (issue && wrap_4) count_p_3 <= le_26 ? 12'sd0 : count_p_3 + 12'sd1;
    if (issue && wrap_5) count_g_4 <= eq_29 ? 2'sd0 : count_g_4 + 2'sd1;
    if (issue && wrap_2) step_216 <= le_20 ? 23'sd0 : step_216 + scalar_4;
    if (issue && wrap_3) step_220 <= le_23 ? 24'sd0 : step_220 + scalar_6;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      half_left_tile_reg <= 1'd0;
      half_right_tile_reg <= 1'd0;
      count_c_0 <= 11'sd0;
      count_b_1 <= 11'sd0;
      count_r_2 <= 13'sd0;
      count_p_3 <= 12'sd0;
      count_g_4 <= 2'sd0;
      step_216 <= 23'sd0;
      step_220 <= 24'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

  always_ff @(posedge ap_clk) begin
    if (issue) begin
      held_8_reg <= sel_229;
      held_9_reg <= sel_232;
      held_10_reg <= sel_235;
      held_11_reg <= sel_238;
      held_12_reg <= sel_241;
      held_13_reg <= sel_244;
      held_14_reg <= sel_247;
      held_15_reg <= sel_250;
    end
    if (start) begin
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

// ---- window_load_constants.sv
// Process load_constants of window.py, line 122: initiation interval 1, 1 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module window_load_constants (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [9:0] arg_blocks,
    input  wire [9:0] arg_k_beats,
    input  wire [63:0] k_rd_data,
    input  wire k_rd_valid,
    output wire k_rd_ready,
    input  wire scales_open,
    output wire scales_take,
    output wire scales_give,
    input  wire taps_open,
    output wire taps_take,
    output wire taps_give,
    output wire scales_0_we,
    output wire [2:0] scales_0_waddr,
    output wire [63:0] scales_0_wdata,
    output wire scales_1_we,
    output wire [2:0] scales_1_waddr,
    output wire [63:0] scales_1_wdata,
    output wire scales_2_we,
    output wire [2:0] scales_2_waddr,
    output wire [63:0] scales_2_wdata,
    output wire scales_3_we,
    output wire [2:0] scales_3_waddr,
    output wire [63:0] scales_3_wdata,
    output wire taps_0_we,
    output wire [7:0] taps_0_waddr,
    output wire [127:0] taps_0_wdata
);

  logic running;
  logic signed [10:0] count_c_0;
  logic signed [10:0] count_n_1;
  logic signed [8:0] held_8_reg;
  logic signed [8:0] held_9_reg;
  logic signed [8:0] held_10_reg;
  logic signed [8:0] held_11_reg;
  logic signed [8:0] held_12_reg;
  logic signed [8:0] held_13_reg;
  logic signed [8:0] held_14_reg;
  logic signed [8:0] held_15_reg;
  logic [0:0] half_scales_reg;
  logic [0:0] half_taps_reg;
  wire issue;

  wire signed [10:0] scalar_1 = $signed({1'b0, arg_blocks});
  wire signed [10:0] add_7 = count_c_0 + 2'sd1;  // window.py:131
  wire le_8 = scalar_1 <= add_7;  // window.py:131
  wire signed [10:0] scalar_2 = $signed({1'b0, arg_k_beats});
  wire signed [10:0] add_10 = count_n_1 + 2'sd1;  // window.py:134
  wire le_11 = scalar_2 <= add_10;  // window.py:134
  wire eq_13 = count_n_1 == 2'sd0;  // window.py:134
  wire whole_66 = count_n_1 < 6'sd16;  // window.py:142
  wire signed [2:0] and_68 = count_n_1 & 3'sd3;  // window.py:143
  wire eq_69 = and_68 == 2'sd0;  // window.py:143
  wire band_71 = whole_66 && eq_69;  // window.py:143
  wire signed [8:0] shr_93 = count_n_1 >>> 2;  // window.py:145
  wire signed [2:0] and_94 = shr_93 & 3'sd3;  // window.py:145
  wire signed [8:0] get_175 = $signed({1'b0, k_rd_data[7:0]});  // window.py:135
  wire signed [8:0] get_176 = $signed({1'b0, k_rd_data[15:8]});  // window.py:135
  wire signed [16:0] shl_190 = get_176 <<< 8;  // window.py:117
  wire signed [16:0] out_191 = get_175 | shl_190;  // window.py:117
  wire signed [8:0] get_177 = $signed({1'b0, k_rd_data[23:16]});  // window.py:135
  wire signed [24:0] shl_189 = get_177 <<< 16;  // window.py:117
  wire signed [24:0] out_192 = out_191 | shl_189;  // window.py:117
  wire signed [8:0] get_178 = $signed({1'b0, k_rd_data[31:24]});  // window.py:135
  wire signed [32:0] shl_188 = get_178 <<< 24;  // window.py:117
  wire signed [32:0] out_193 = out_192 | shl_188;  // window.py:117
  wire signed [8:0] get_179 = $signed({1'b0, k_rd_data[39:32]});  // window.py:135
  wire signed [40:0] shl_187 = get_179 <<< 32;  // window.py:117
  wire signed [40:0] out_194 = out_193 | shl_187;  // window.py:117
  wire signed [8:0] get_180 = $signed({1'b0, k_rd_data[47:40]});  // window.py:135
  wire signed [48:0] shl_186 = get_180 <<< 40;  // window.py:117
  wire signed [48:0] out_195 = out_194 | shl_186;  // window.py:117
  wire signed [8:0] get_181 = $signed({1'b0, k_rd_data[55:48]});  // window.py:135
  wire signed [56:0] shl_185 = get_181 <<< 48;  // window.py:117
  wire signed [56:0] out_196 = out_195 | shl_185;  // window.py:117
  wire signed [8:0] get_182 = $signed({1'b0, k_rd_data[63:56]});  // window.py:135
  wire signed [64:0] shl_184 = get_182 <<< 56;  // window.py:117
  wire signed [64:0] out_197 = out_196 | shl_184;  // window.py:117
  wire eq_96 = and_68 == 2'sd1;  // window.py:143
  wire band_97 = whole_66 && eq_96;  // window.py:143
  wire eq_100 = and_68 == 3'sd2;  // window.py:143
  wire band_101 = whole_66 && eq_100;  // window.py:143
  wire eq_104 = and_68 == 3'sd3;  // window.py:143
  wire band_105 = whole_66 && eq_104;  // window.py:143
  wire le_108 = 6'sd16 <= count_n_1;  // window.py:146
  wire signed [1:0] and_109 = count_n_1 & 2'sd1;  // window.py:146
  wire eq_110 = and_109 == 2'sd1;  // window.py:146
  wire band_112 = le_108 && eq_110;  // window.py:146
  wire signed [10:0] add_152 = count_n_1 + -6'sd16;  // window.py:150
  wire signed [9:0] shr_153 = add_152 >>> 1;  // window.py:150
  wire signed [16:0] shl_114 = held_9_reg <<< 8;  // window.py:117
  wire signed [16:0] out_115 = held_8_reg | shl_114;  // window.py:117
  wire signed [24:0] shl_116 = held_10_reg <<< 16;  // window.py:117
  wire signed [24:0] out_117 = out_115 | shl_116;  // window.py:117
  wire signed [32:0] shl_118 = held_11_reg <<< 24;  // window.py:117
  wire signed [32:0] out_119 = out_117 | shl_118;  // window.py:117
  wire signed [40:0] shl_120 = held_12_reg <<< 32;  // window.py:117
  wire signed [40:0] out_121 = out_119 | shl_120;  // window.py:117
  wire signed [48:0] shl_122 = held_13_reg <<< 40;  // window.py:117
  wire signed [48:0] out_123 = out_121 | shl_122;  // window.py:117
  wire signed [56:0] shl_124 = held_14_reg <<< 48;  // window.py:117
  wire signed [56:0] out_125 = out_123 | shl_124;  // window.py:117
  wire signed [64:0] shl_126 = held_15_reg <<< 56;  // window.py:117
  wire signed [64:0] out_127 = out_125 | shl_126;  // window.py:117
  wire signed [72:0] shl_205 = get_175 <<< 64;  // window.py:117
  wire signed [72:0] out_206 = out_127 | shl_205;  // window.py:117
  wire signed [80:0] shl_204 = get_176 <<< 72;  // window.py:117
  wire signed [80:0] out_207 = out_206 | shl_204;  // window.py:117
  wire signed [88:0] shl_203 = get_177 <<< 80;  // window.py:117
  wire signed [88:0] out_208 = out_207 | shl_203;  // window.py:117
  wire signed [96:0] shl_202 = get_178 <<< 88;  // window.py:117
  wire signed [96:0] out_209 = out_208 | shl_202;  // window.py:117
  wire signed [104:0] shl_201 = get_179 <<< 96;  // window.py:117
  wire signed [104:0] out_210 = out_209 | shl_201;  // window.py:117
  wire signed [112:0] shl_200 = get_180 <<< 104;  // window.py:117
  wire signed [112:0] out_211 = out_210 | shl_200;  // window.py:117
  wire signed [120:0] shl_199 = get_181 <<< 112;  // window.py:117
  wire signed [120:0] out_212 = out_211 | shl_199;  // window.py:117
  wire signed [128:0] shl_198 = get_182 <<< 120;  // window.py:117
  wire signed [128:0] out_213 = out_212 | shl_198;  // window.py:117
  wire k_rd_get = 1'b1;
  assign k_rd_ready = issue && k_rd_get;
  wire wait_get_k_rd = k_rd_get && !k_rd_valid;
  wire scales_acquire = eq_13;
  assign scales_take = issue && scales_acquire;
  assign scales_give = (issue && le_11);
  wire wait_half_scales = scales_acquire && !scales_open;
  wire taps_acquire = eq_13;
  assign taps_take = issue && taps_acquire;
  assign taps_give = (issue && le_11);
  wire wait_half_taps = taps_acquire && !taps_open;
  wire [1:0] addr_scales_88 = and_94;
  wire scales_0_w0 = issue && band_71;  // window.py:145
  wire [63:0] scales_0_w0_data = out_197;
  assign scales_0_we = scales_0_w0;
  assign scales_0_waddr = {half_scales_reg, addr_scales_88};
  assign scales_0_wdata = scales_0_w0_data;
  wire [1:0] addr_scales_94 = and_94;
  wire scales_1_w0 = issue && band_97;  // window.py:145
  wire [63:0] scales_1_w0_data = out_197;
  assign scales_1_we = scales_1_w0;
  assign scales_1_waddr = {half_scales_reg, addr_scales_94};
  assign scales_1_wdata = scales_1_w0_data;
  wire [1:0] addr_scales_100 = and_94;
  wire scales_2_w0 = issue && band_101;  // window.py:145
  wire [63:0] scales_2_w0_data = out_197;
  assign scales_2_we = scales_2_w0;
  assign scales_2_waddr = {half_scales_reg, addr_scales_100};
  assign scales_2_wdata = scales_2_w0_data;
  wire [1:0] addr_scales_106 = and_94;
  wire scales_3_w0 = issue && band_105;  // window.py:145
  wire [63:0] scales_3_w0_data = out_197;
  assign scales_3_we = scales_3_w0;
  assign scales_3_waddr = {half_scales_reg, addr_scales_106};
  assign scales_3_wdata = scales_3_w0_data;
  wire [6:0] addr_taps_112 = shr_153;
  wire taps_0_w0 = issue && band_112;  // window.py:150
  wire [127:0] taps_0_w0_data = out_213;
  assign taps_0_we = taps_0_w0;
  assign taps_0_waddr = {half_taps_reg, addr_taps_112};
  assign taps_0_wdata = taps_0_w0_data;
  wire wrap_0 = le_8 && le_11;
  wire wrap_1 = le_11;
  wire wrap_2 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_get_k_rd && !wait_half_scales && !wait_half_taps;

  assign idle = !(running);

  always_ff @(posedge ap_clk) begin
    if (issue && (le_11)) half_scales_reg <= half_scales_reg == 1'd1 ? 1'd0 : half_scales_reg + 1'b1;
    if (issue && (le_11)) half_taps_reg <= half_taps_reg == 1'd1 ? 1'd0 : half_taps_reg + 1'b1;
    if (issue && wrap_1) count_c_0 <= le_8 ? 11'sd0 : count_c_0 + 11'sd1;
    if (issue && wrap_2) count_n_1 <= le_11 ? 11'sd0 : count_n_1 + 11'sd1;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      half_scales_reg <= 1'd0;
      half_taps_reg <= 1'd0;
      count_c_0 <= 11'sd0;
      count_n_1 <= 11'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

  always_ff @(posedge ap_clk) begin
    if (issue) begin
      held_8_reg <= get_175;
      held_9_reg <= get_176;
      held_10_reg <= get_177;
      held_11_reg <= get_178;
      held_12_reg <= get_179;
      held_13_reg <= get_180;
      held_14_reg <= get_181;
      held_15_reg <= get_182;
    end
    if (start) begin
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

// ---- window_load_constants_k_rd_addr.sv
// Process load_constants_k_rd_addr of window.py, line 135: initiation interval 1, 1 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module window_load_constants_k_rd_addr (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [9:0] arg_blocks,
    input  wire [9:0] arg_k_beats,
    input  wire [23:0] arg_k_block,
    input  wire [39:0] arg_k,
    output wire [49:0] k_rd_req_data,
    output wire k_rd_req_valid,
    input  wire k_rd_req_room
);

  logic running;
  logic signed [10:0] count_c_0;
  logic signed [34:0] step_183;  // window.py:135
  wire issue;

  wire signed [10:0] scalar_1 = $signed({1'b0, arg_blocks});
  wire signed [10:0] add_7 = count_c_0 + 2'sd1;  // window.py:131
  wire le_8 = scalar_1 <= add_7;  // window.py:131
  wire signed [10:0] scalar_2 = $signed({1'b0, arg_k_beats});
  wire signed [50:0] shl_169 = scalar_2 <<< 40;  // window.py:135
  wire signed [24:0] scalar_3 = $signed({1'b0, arg_k_block});
  wire signed [40:0] scalar_166 = $signed({1'b0, arg_k});
  wire signed [41:0] add_232 = step_183 + scalar_166;  // window.py:135
  wire [39:0] wrap_233_u = add_232;  // window.py:135
  wire signed [40:0] wrap_233 = $signed({1'b0, wrap_233_u});
  wire signed [50:0] or_234 = shl_169 | wrap_233;  // window.py:135
  wire signed [3:0] and_235 = wrap_233 & 4'sd7;  // window.py:135
  wire eq_236 = and_235 == 2'sd0;  // window.py:135
  wire k_rd_req_put0 = issue && 1'b1;
  wire [49:0] k_rd_req_put0_0 = or_234;
  assign k_rd_req_valid = k_rd_req_put0;
  assign k_rd_req_data = {k_rd_req_put0_0};
  wire wait_put_k_rd_req = (1'b1) && !k_rd_req_room;
  wire wrap_0 = le_8;
  wire wrap_1 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_put_k_rd_req;

  assign idle = !(running);

  always_ff @(posedge ap_clk) begin
    if (issue && wrap_1) count_c_0 <= le_8 ? 11'sd0 : count_c_0 + 11'sd1;
    if (issue && wrap_1) step_183 <= le_8 ? 35'sd0 : step_183 + scalar_3;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      count_c_0 <= 11'sd0;
      step_183 <= 35'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

`ifndef SYNTHESIS
  always_ff @(posedge ap_clk) begin
    if (issue && 1'b1 && !(eq_236)) $error("window.py:135: k[...] starts at a multiple of 8 bytes");
  end
`endif

endmodule

`default_nettype wire

// ---- window_load_x_rd_addr.sv
// Process load_x_rd_addr of window.py, line 102: initiation interval 1, 1 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module window_load_x_rd_addr (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [9:0] arg_blocks,
    input  wire [9:0] arg_bands,
    input  wire [11:0] arg_tall,
    input  wire [11:0] arg_step,
    input  wire [5:0] arg_top,
    input  wire [11:0] arg_h,
    input  wire [10:0] arg_w,
    input  wire [27:0] arg_x_top,
    input  wire [39:0] arg_x,
    input  wire [27:0] arg_x_block,
    input  wire [27:0] arg_x_row,
    input  wire [27:0] arg_x_band,
    output wire [51:0] x_rd_req_data,
    output wire x_rd_req_valid,
    input  wire x_rd_req_room
);

  logic running;
  logic signed [10:0] count_c_0;
  logic signed [10:0] count_b_1;
  logic signed [12:0] count_r_2;
  logic signed [22:0] step_216;  // window.py:102
  logic signed [38:0] step_219;  // window.py:102
  logic signed [40:0] step_217;  // window.py:102
  logic signed [38:0] step_218;  // window.py:102
  wire issue;

  wire signed [10:0] scalar_1 = $signed({1'b0, arg_blocks});
  wire signed [10:0] add_16 = count_c_0 + 2'sd1;  // window.py:86
  wire le_17 = scalar_1 <= add_16;  // window.py:86
  wire signed [10:0] scalar_2 = $signed({1'b0, arg_bands});
  wire signed [10:0] add_19 = count_b_1 + 2'sd1;  // window.py:87
  wire le_20 = scalar_2 <= add_19;  // window.py:87
  wire signed [12:0] scalar_3 = $signed({1'b0, arg_tall});
  wire signed [12:0] add_22 = count_r_2 + 2'sd1;  // window.py:90
  wire le_23 = scalar_3 <= add_22;  // window.py:90
  wire signed [12:0] scalar_4 = $signed({1'b0, arg_step});
  wire signed [22:0] add_223 = count_r_2 + step_216;  // window.py:93
  wire signed [6:0] scalar_7 = $signed({1'b0, arg_top});
  wire signed [22:0] row_224 = add_223 - scalar_7;  // window.py:93
  wire le_226 = 2'sd0 <= row_224;  // window.py:94
  wire signed [12:0] scalar_5 = $signed({1'b0, arg_h});
  wire lt_225 = row_224 < scalar_5;  // window.py:94
  wire inside_227 = le_226 && lt_225;  // window.py:94
  wire signed [11:0] scalar_6 = $signed({1'b0, arg_w});
  wire signed [52:0] shl_202 = scalar_6 <<< 41;  // window.py:102
  wire signed [28:0] scalar_12 = $signed({1'b0, arg_x_top});
  wire signed [28:0] mul_196 = -((scalar_12 <<< 0));  // window.py:102
  wire signed [40:0] scalar_195 = $signed({1'b0, arg_x});
  wire signed [28:0] scalar_9 = $signed({1'b0, arg_x_block});
  wire signed [41:0] add_296 = scalar_195 + step_219;  // window.py:94
  wire signed [28:0] scalar_11 = $signed({1'b0, arg_x_row});
  wire signed [28:0] scalar_10 = $signed({1'b0, arg_x_band});
  wire signed [41:0] add_297 = step_217 + step_218;  // window.py:94
  wire signed [42:0] add_298 = add_296 + add_297;  // window.py:94
  wire signed [42:0] add_299 = mul_196 + add_298;  // window.py:94
  wire [39:0] wrap_300_u = add_299;  // window.py:102
  wire signed [40:0] wrap_300 = $signed({1'b0, wrap_300_u});
  wire signed [52:0] or_301 = shl_202 | wrap_300;  // window.py:102
  wire signed [3:0] and_302 = wrap_300 & 4'sd7;  // window.py:102
  wire eq_303 = and_302 == 2'sd0;  // window.py:102
  wire x_rd_req_put0 = issue && inside_227;
  wire [51:0] x_rd_req_put0_0 = or_301;
  assign x_rd_req_valid = x_rd_req_put0;
  assign x_rd_req_data = {x_rd_req_put0_0};
  wire wait_put_x_rd_req = (inside_227) && !x_rd_req_room;
  wire wrap_0 = le_17 && le_20 && le_23;
  wire wrap_1 = le_20 && le_23;
  wire wrap_2 = le_23;
  wire wrap_3 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_put_x_rd_req;

  assign idle = !(running);

  always_ff @(posedge ap_clk) begin
    if (issue && wrap_1) count_c_0 <= le_17 ? 11'sd0 : count_c_0 + 11'sd1;
    if (issue && wrap_2) count_b_1 <= le_20 ? 11'sd0 : count_b_1 + 11'sd1;
    if (issue && wrap_3) count_r_2 <= le_23 ? 13'sd0 : count_r_2 + 13'sd1;
    if (issue && wrap_2) step_216 <= le_20 ? 23'sd0 : step_216 + scalar_4;
    if (issue && wrap_1) step_219 <= le_17 ? 39'sd0 : step_219 + scalar_9;
    if (issue && wrap_3) step_217 <= le_23 ? 41'sd0 : step_217 + scalar_11;
    if (issue && wrap_2) step_218 <= le_20 ? 39'sd0 : step_218 + scalar_10;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      count_c_0 <= 11'sd0;
      count_b_1 <= 11'sd0;
      count_r_2 <= 13'sd0;
      step_216 <= 23'sd0;
      step_219 <= 39'sd0;
      step_217 <= 41'sd0;
      step_218 <= 39'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

`ifndef SYNTHESIS
  always_ff @(posedge ap_clk) begin
    if (issue && inside_227 && !(eq_303)) $error("window.py:102: x[...] starts at a multiple of 8 bytes");
  end
`endif

endmodule

`default_nettype wire

// ---- window_requantise.sv
// Process requantise of window.py, line 253: initiation interval 1, 5 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module window_requantise (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [9:0] arg_blocks,
    input  wire [11:0] arg_y_rows,
    input  wire [11:0] arg_pairs,
    input  wire [11:0] arg_ow,
    input  wire [47:0] arg_below,
    input  wire [7:0] arg_low,
    input  wire [47:0] arg_above,
    input  wire [7:0] arg_high,
    input  wire [7:0] arg_zero,
    input  wire [39:0] arg_tie,
    input  wire [5:0] arg_shift,
    input  wire [91:0] sums_data,
    input  wire sums_valid,
    output wire sums_ready,
    output wire [31:0] codes_data,
    output wire codes_valid,
    input  wire codes_room,
    input  wire scales_open,
    output wire scales_take,
    output wire scales_give,
    output wire [2:0] scales_0_raddr,
    input  wire [63:0] scales_0_rdata,
    output wire [2:0] scales_1_raddr,
    input  wire [63:0] scales_1_rdata,
    output wire [2:0] scales_2_raddr,
    input  wire [63:0] scales_2_rdata,
    output wire [2:0] scales_3_raddr,
    input  wire [63:0] scales_3_rdata
);

  logic running;
  logic [4:1] stage;
  logic signed [10:0] count_c_0;
  logic signed [12:0] count_oy_1;
  logic signed [12:0] count_px_2;
  logic signed [3:0] count_n_3;
  logic signed [22:0] get_42_s1;
  logic signed [22:0] get_42_s2;
  logic signed [46:0] wrap_54_s2;
  wire signed [47:0] mac_229;  // window.py:285
  wire signed [47:0] mac_229_cascade;
  logic signed [17:0] wrap_50_s2;
  logic lt_253_s4;
  logic signed [7:0] sel_252_s4;
  logic signed [22:0] get_43_s1;
  logic signed [22:0] get_43_s2;
  logic signed [46:0] wrap_108_s2;
  wire signed [47:0] mac_255;  // window.py:282
  wire signed [47:0] mac_255_cascade;
  logic signed [17:0] wrap_105_s2;
  logic lt_279_s4;
  logic signed [7:0] sel_278_s4;
  logic signed [22:0] get_44_s1;
  logic signed [22:0] get_44_s2;
  logic signed [46:0] wrap_146_s2;
  wire signed [47:0] mac_281;  // window.py:282
  wire signed [47:0] mac_281_cascade;
  logic signed [17:0] wrap_143_s2;
  logic lt_305_s4;
  logic signed [7:0] sel_304_s4;
  logic signed [22:0] get_45_s1;
  logic signed [22:0] get_45_s2;
  logic signed [46:0] wrap_183_s2;
  wire signed [47:0] mac_307;  // window.py:282
  wire signed [47:0] mac_307_cascade;
  logic signed [17:0] wrap_180_s2;
  logic lt_331_s4;
  logic signed [7:0] sel_330_s4;
  logic bor_221_s1;
  logic bor_221_s2;
  logic bor_221_s3;
  logic bor_221_s4;
  logic [0:0] half_scales_reg;
  wire issue;

  wire signed [10:0] scalar_1 = $signed({1'b0, arg_blocks});
  wire signed [10:0] add_14 = count_c_0 + 2'sd1;  // window.py:269
  wire le_15 = scalar_1 <= add_14;  // window.py:269
  wire signed [12:0] scalar_2 = $signed({1'b0, arg_y_rows});
  wire signed [12:0] add_17 = count_oy_1 + 2'sd1;  // window.py:271
  wire le_18 = scalar_2 <= add_17;  // window.py:271
  wire signed [12:0] scalar_3 = $signed({1'b0, arg_pairs});
  wire signed [12:0] add_20 = count_px_2 + 2'sd1;  // window.py:272
  wire le_21 = scalar_3 <= add_20;  // window.py:272
  wire eq_25 = count_n_3 == 4'sd7;  // window.py:273
  wire eq_33 = count_n_3 == 2'sd0;  // window.py:273
  wire eq_27 = count_oy_1 == 2'sd0;  // window.py:273
  wire eq_30 = count_px_2 == 2'sd0;  // window.py:273
  wire band_37 = eq_27 && eq_30;  // window.py:273
  wire band_39 = eq_33 && band_37;  // window.py:273
  wire lt_216 = count_n_3 < 4'sd4;  // window.py:283
  wire signed [13:0] shl_217 = count_px_2 <<< 1;  // window.py:283
  wire signed [13:0] add_218 = shl_217 + 2'sd1;  // window.py:283
  wire signed [12:0] scalar_4 = $signed({1'b0, arg_ow});
  wire lt_219 = add_218 < scalar_4;  // window.py:283
  wire bor_221 = lt_216 || lt_219;  // window.py:283
  wire band_225 = le_18 && le_21;  // window.py:284
  wire band_227 = eq_25 && band_225;  // window.py:284
  wire signed [22:0] get_42 = $signed(sums_data[22:0]);  // window.py:274
  wire signed [2:0] and_48 = count_n_3 & 3'sd3;  // window.py:277
  wire signed [64:0] word_49 = $signed({1'b0, scales_0_rdata});  // window.py:277
  wire [16:0] wrap_50_u = word_49;  // window.py:278
  wire signed [17:0] wrap_50 = $signed({1'b0, wrap_50_u});
  wire signed [47:0] shr_53 = word_49 >>> 17;  // window.py:278
  wire signed [46:0] wrap_54 = shr_53;  // window.py:278
  hwp_dsp_mac #(.A_W(23), .B_W(18), .P_W(48), .A_REG(0), .CASCADE(0)) u_mac_229 (
      .clk(ap_clk), .rst(1'b0), .ce_a(1'b0),
      .a(get_42_s2), .b(wrap_50_s2), .c(wrap_54_s2),
      .cascade_in(48'sd0), .cascade_out(mac_229_cascade), .p(mac_229));
  wire signed [47:0] scalar_7 = $signed(arg_below);
  wire lt_253 = mac_229 < scalar_7;  // window.py:282
  wire signed [7:0] scalar_10 = $signed(arg_low);
  wire signed [47:0] scalar_8 = $signed(arg_above);
  wire le_251 = scalar_8 <= mac_229;  // window.py:282
  wire signed [7:0] scalar_11 = $signed(arg_high);
  wire signed [7:0] scalar_9 = $signed(arg_zero);
  wire signed [40:0] scalar_6 = $signed({1'b0, arg_tie});
  wire signed [40:0] and_245 = mac_229 & scalar_6;  // window.py:280
  wire eq_246 = and_245 == 2'sd0;  // window.py:280
  wire lt_87 = 2'sd0 < scalar_6;  // window.py:280
  wire band_247 = eq_246 && lt_87;  // window.py:280
  wire signed [6:0] scalar_5 = $signed({1'b0, arg_shift});
  wire signed [3:0] and_76 = scalar_5 & 4'sd4;  // window.py:248
  wire eq_77 = and_76 == 4'sd4;  // window.py:248
  wire signed [4:0] and_70 = scalar_5 & 5'sd8;  // window.py:247
  wire eq_71 = and_70 == 5'sd8;  // window.py:247
  wire signed [5:0] and_63 = scalar_5 & 6'sd16;  // window.py:246
  wire eq_64 = and_63 == 6'sd16;  // window.py:246
  wire signed [6:0] and_57 = scalar_5 & 7'sd32;  // window.py:245
  wire eq_58 = and_57 == 7'sd32;  // window.py:245
  wire signed [15:0] shr_230 = mac_229 >>> 32;  // window.py:245
  wire signed [47:0] a_231 = eq_58 ? shr_230 : mac_229;  // window.py:245
  wire signed [31:0] shr_233 = a_231 >>> 16;  // window.py:246
  wire signed [22:0] wrap_234 = shr_233;  // window.py:246
  wire signed [22:0] wrap_232 = a_231;  // window.py:246
  wire signed [22:0] b_235 = eq_64 ? wrap_234 : wrap_232;  // window.py:246
  wire signed [14:0] shr_237 = b_235 >>> 8;  // window.py:247
  wire signed [15:0] wrap_236 = b_235;  // window.py:247
  wire signed [15:0] c_238 = eq_71 ? shr_237 : wrap_236;  // window.py:247
  wire signed [11:0] shr_240 = c_238 >>> 4;  // window.py:248
  wire signed [11:0] wrap_239 = c_238;  // window.py:248
  wire signed [11:0] d_241 = eq_77 ? shr_240 : wrap_239;  // window.py:248
  wire signed [2:0] and_82 = scalar_5 & 3'sd3;  // window.py:249
  wire signed [11:0] shrv_242 = d_241 >>> and_82;  // window.py:249
  wire [7:0] near_243_u = shrv_242;  // window.py:249
  wire signed [8:0] near_243 = $signed({1'b0, near_243_u});
  wire signed [8:0] and_244 = near_243 & 9'sd254;  // window.py:280
  wire signed [8:0] even_248 = band_247 ? and_244 : near_243;  // window.py:280
  wire signed [9:0] add_249 = scalar_9 + even_248;  // window.py:281
  wire signed [7:0] code_250 = add_249;  // window.py:281
  wire signed [7:0] sel_252 = le_251 ? scalar_11 : code_250;  // window.py:282
  wire signed [7:0] sel_254 = lt_253_s4 ? scalar_10 : sel_252_s4;  // window.py:282
  wire signed [22:0] get_43 = $signed(sums_data[45:23]);  // window.py:274
  wire signed [64:0] word_104 = $signed({1'b0, scales_1_rdata});  // window.py:277
  wire [16:0] wrap_105_u = word_104;  // window.py:278
  wire signed [17:0] wrap_105 = $signed({1'b0, wrap_105_u});
  wire signed [47:0] shr_107 = word_104 >>> 17;  // window.py:278
  wire signed [46:0] wrap_108 = shr_107;  // window.py:278
  hwp_dsp_mac #(.A_W(23), .B_W(18), .P_W(48), .A_REG(0), .CASCADE(0)) u_mac_255 (
      .clk(ap_clk), .rst(1'b0), .ce_a(1'b0),
      .a(get_43_s2), .b(wrap_105_s2), .c(wrap_108_s2),
      .cascade_in(48'sd0), .cascade_out(mac_255_cascade), .p(mac_255));
  wire lt_279 = mac_255 < scalar_7;  // window.py:282
  wire le_277 = scalar_8 <= mac_255;  // window.py:282
  wire signed [40:0] and_271 = mac_255 & scalar_6;  // window.py:280
  wire eq_272 = and_271 == 2'sd0;  // window.py:280
  wire band_273 = lt_87 && eq_272;  // window.py:280
  wire signed [15:0] shr_256 = mac_255 >>> 32;  // window.py:245
  wire signed [47:0] a_257 = eq_58 ? shr_256 : mac_255;  // window.py:245
  wire signed [31:0] shr_259 = a_257 >>> 16;  // window.py:246
  wire signed [22:0] wrap_260 = shr_259;  // window.py:246
  wire signed [22:0] wrap_258 = a_257;  // window.py:246
  wire signed [22:0] b_261 = eq_64 ? wrap_260 : wrap_258;  // window.py:246
  wire signed [14:0] shr_263 = b_261 >>> 8;  // window.py:247
  wire signed [15:0] wrap_262 = b_261;  // window.py:247
  wire signed [15:0] c_264 = eq_71 ? shr_263 : wrap_262;  // window.py:247
  wire signed [11:0] shr_266 = c_264 >>> 4;  // window.py:248
  wire signed [11:0] wrap_265 = c_264;  // window.py:248
  wire signed [11:0] d_267 = eq_77 ? shr_266 : wrap_265;  // window.py:248
  wire signed [11:0] shrv_268 = d_267 >>> and_82;  // window.py:249
  wire [7:0] near_269_u = shrv_268;  // window.py:249
  wire signed [8:0] near_269 = $signed({1'b0, near_269_u});
  wire signed [8:0] and_270 = near_269 & 9'sd254;  // window.py:280
  wire signed [8:0] even_274 = band_273 ? and_270 : near_269;  // window.py:280
  wire signed [9:0] add_275 = scalar_9 + even_274;  // window.py:281
  wire signed [7:0] code_276 = add_275;  // window.py:281
  wire signed [7:0] sel_278 = le_277 ? scalar_11 : code_276;  // window.py:282
  wire signed [7:0] sel_280 = lt_279_s4 ? scalar_10 : sel_278_s4;  // window.py:282
  wire signed [22:0] get_44 = $signed(sums_data[68:46]);  // window.py:274
  wire signed [64:0] word_142 = $signed({1'b0, scales_2_rdata});  // window.py:277
  wire [16:0] wrap_143_u = word_142;  // window.py:278
  wire signed [17:0] wrap_143 = $signed({1'b0, wrap_143_u});
  wire signed [47:0] shr_145 = word_142 >>> 17;  // window.py:278
  wire signed [46:0] wrap_146 = shr_145;  // window.py:278
  hwp_dsp_mac #(.A_W(23), .B_W(18), .P_W(48), .A_REG(0), .CASCADE(0)) u_mac_281 (
      .clk(ap_clk), .rst(1'b0), .ce_a(1'b0),
      .a(get_44_s2), .b(wrap_143_s2), .c(wrap_146_s2),
      .cascade_in(48'sd0), .cascade_out(mac_281_cascade), .p(mac_281));
  wire lt_305 = mac_281 < scalar_7;  // window.py:282
  wire le_303 = scalar_8 <= mac_281;  // window.py:282
  wire signed [40:0] and_297 = mac_281 & scalar_6;  // window.py:280
  wire eq_298 = and_297 == 2'sd0;  // window.py:280
  wire band_299 = lt_87 && eq_298;  // window.py:280
  wire signed [15:0] shr_282 = mac_281 >>> 32;  // window.py:245
  wire signed [47:0] a_283 = eq_58 ? shr_282 : mac_281;  // window.py:245
  wire signed [31:0] shr_285 = a_283 >>> 16;  // window.py:246
  wire signed [22:0] wrap_286 = shr_285;  // window.py:246
  wire signed [22:0] wrap_284 = a_283;  // window.py:246
  wire signed [22:0] b_287 = eq_64 ? wrap_286 : wrap_284;  // window.py:246
  wire signed [14:0] shr_289 = b_287 >>> 8;  // window.py:247
  wire signed [15:0] wrap_288 = b_287;  // window.py:247
  wire signed [15:0] c_290 = eq_71 ? shr_289 : wrap_288;  // window.py:247
  wire signed [11:0] shr_292 = c_290 >>> 4;  // window.py:248
  wire signed [11:0] wrap_291 = c_290;  // window.py:248
  wire signed [11:0] d_293 = eq_77 ? shr_292 : wrap_291;  // window.py:248
  wire signed [11:0] shrv_294 = d_293 >>> and_82;  // window.py:249
  wire [7:0] near_295_u = shrv_294;  // window.py:249
  wire signed [8:0] near_295 = $signed({1'b0, near_295_u});
  wire signed [8:0] and_296 = near_295 & 9'sd254;  // window.py:280
  wire signed [8:0] even_300 = band_299 ? and_296 : near_295;  // window.py:280
  wire signed [9:0] add_301 = scalar_9 + even_300;  // window.py:281
  wire signed [7:0] code_302 = add_301;  // window.py:281
  wire signed [7:0] sel_304 = le_303 ? scalar_11 : code_302;  // window.py:282
  wire signed [7:0] sel_306 = lt_305_s4 ? scalar_10 : sel_304_s4;  // window.py:282
  wire signed [22:0] get_45 = $signed(sums_data[91:69]);  // window.py:274
  wire signed [64:0] word_179 = $signed({1'b0, scales_3_rdata});  // window.py:277
  wire [16:0] wrap_180_u = word_179;  // window.py:278
  wire signed [17:0] wrap_180 = $signed({1'b0, wrap_180_u});
  wire signed [47:0] shr_182 = word_179 >>> 17;  // window.py:278
  wire signed [46:0] wrap_183 = shr_182;  // window.py:278
  hwp_dsp_mac #(.A_W(23), .B_W(18), .P_W(48), .A_REG(0), .CASCADE(0)) u_mac_307 (
      .clk(ap_clk), .rst(1'b0), .ce_a(1'b0),
      .a(get_45_s2), .b(wrap_180_s2), .c(wrap_183_s2),
      .cascade_in(48'sd0), .cascade_out(mac_307_cascade), .p(mac_307));
  wire lt_331 = mac_307 < scalar_7;  // window.py:282
  wire le_329 = scalar_8 <= mac_307;  // window.py:282
  wire signed [40:0] and_323 = mac_307 & scalar_6;  // window.py:280
  wire eq_324 = and_323 == 2'sd0;  // window.py:280
  wire band_325 = lt_87 && eq_324;  // window.py:280
  wire signed [15:0] shr_308 = mac_307 >>> 32;  // window.py:245
  wire signed [47:0] a_309 = eq_58 ? shr_308 : mac_307;  // window.py:245
  wire signed [31:0] shr_311 = a_309 >>> 16;  // window.py:246
  wire signed [22:0] wrap_312 = shr_311;  // window.py:246
  wire signed [22:0] wrap_310 = a_309;  // window.py:246
  wire signed [22:0] b_313 = eq_64 ? wrap_312 : wrap_310;  // window.py:246
  wire signed [14:0] shr_315 = b_313 >>> 8;  // window.py:247
  wire signed [15:0] wrap_314 = b_313;  // window.py:247
  wire signed [15:0] c_316 = eq_71 ? shr_315 : wrap_314;  // window.py:247
  wire signed [11:0] shr_318 = c_316 >>> 4;  // window.py:248
  wire signed [11:0] wrap_317 = c_316;  // window.py:248
  wire signed [11:0] d_319 = eq_77 ? shr_318 : wrap_317;  // window.py:248
  wire signed [11:0] shrv_320 = d_319 >>> and_82;  // window.py:249
  wire [7:0] near_321_u = shrv_320;  // window.py:249
  wire signed [8:0] near_321 = $signed({1'b0, near_321_u});
  wire signed [8:0] and_322 = near_321 & 9'sd254;  // window.py:280
  wire signed [8:0] even_326 = band_325 ? and_322 : near_321;  // window.py:280
  wire signed [9:0] add_327 = scalar_9 + even_326;  // window.py:281
  wire signed [7:0] code_328 = add_327;  // window.py:281
  wire signed [7:0] sel_330 = le_329 ? scalar_11 : code_328;  // window.py:282
  wire signed [7:0] sel_332 = lt_331_s4 ? scalar_10 : sel_330_s4;  // window.py:282
  wire sums_get = 1'b1;
  assign sums_ready = issue && sums_get;
  wire wait_get_sums = sums_get && !sums_valid;
  wire codes_put0 = stage[4] && bor_221_s4;
  wire [7:0] codes_put0_0 = sel_254;
  wire [7:0] codes_put0_1 = sel_280;
  wire [7:0] codes_put0_2 = sel_306;
  wire [7:0] codes_put0_3 = sel_332;
  assign codes_valid = codes_put0;
  assign codes_data = {codes_put0_3, codes_put0_2, codes_put0_1, codes_put0_0};
  wire wait_put_codes = (bor_221) && !codes_room;
  wire scales_acquire = band_39;
  assign scales_take = issue && scales_acquire;
  assign scales_give = (issue && band_227);
  wire wait_half_scales = scales_acquire && !scales_open;
  wire [1:0] addr_scales_180 = and_48;
  assign scales_0_raddr = {half_scales_reg, addr_scales_180};
  wire [1:0] addr_scales_182 = and_48;
  assign scales_1_raddr = {half_scales_reg, addr_scales_182};
  wire [1:0] addr_scales_184 = and_48;
  assign scales_2_raddr = {half_scales_reg, addr_scales_184};
  wire [1:0] addr_scales_186 = and_48;
  assign scales_3_raddr = {half_scales_reg, addr_scales_186};
  wire wrap_0 = le_15 && le_18 && le_21 && eq_25;
  wire wrap_1 = le_18 && le_21 && eq_25;
  wire wrap_2 = le_21 && eq_25;
  wire wrap_3 = eq_25;
  wire wrap_4 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_get_sums && !wait_put_codes && !wait_half_scales;

  assign idle = !(running || (stage != 0));

  always_ff @(posedge ap_clk) begin
    if (issue && (band_227)) half_scales_reg <= half_scales_reg == 1'd1 ? 1'd0 : half_scales_reg + 1'b1;
    if (issue && wrap_1) count_c_0 <= le_15 ? 11'sd0 : count_c_0 + 11'sd1;
    if (issue && wrap_2) count_oy_1 <= le_18 ? 13'sd0 : count_oy_1 + 13'sd1;
    if (issue && wrap_3) count_px_2 <= le_21 ? 13'sd0 : count_px_2 + 13'sd1;
    if (issue && wrap_4) count_n_3 <= eq_25 ? 4'sd0 : count_n_3 + 4'sd1;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      half_scales_reg <= 1'd0;
      count_c_0 <= 11'sd0;
      count_oy_1 <= 13'sd0;
      count_px_2 <= 13'sd0;
      count_n_3 <= 4'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

  always_ff @(posedge ap_clk) begin
    stage <= {stage[3:1], issue};
    get_42_s1 <= get_42;
    get_42_s2 <= get_42_s1;
    wrap_54_s2 <= wrap_54;
    wrap_50_s2 <= wrap_50;
    lt_253_s4 <= lt_253;
    sel_252_s4 <= sel_252;
    get_43_s1 <= get_43;
    get_43_s2 <= get_43_s1;
    wrap_108_s2 <= wrap_108;
    wrap_105_s2 <= wrap_105;
    lt_279_s4 <= lt_279;
    sel_278_s4 <= sel_278;
    get_44_s1 <= get_44;
    get_44_s2 <= get_44_s1;
    wrap_146_s2 <= wrap_146;
    wrap_143_s2 <= wrap_143;
    lt_305_s4 <= lt_305;
    sel_304_s4 <= sel_304;
    get_45_s1 <= get_45;
    get_45_s2 <= get_45_s1;
    wrap_183_s2 <= wrap_183;
    wrap_180_s2 <= wrap_180;
    lt_331_s4 <= lt_331;
    sel_330_s4 <= sel_330;
    bor_221_s1 <= bor_221;
    bor_221_s2 <= bor_221_s1;
    bor_221_s3 <= bor_221_s2;
    bor_221_s4 <= bor_221_s3;
    if (ap_rst) stage <= 4'd0;
  end

endmodule

`default_nettype wire

// ---- window_store.sv
// Process store of window.py, line 289: initiation interval 1, 1 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module window_store (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [9:0] arg_blocks,
    input  wire [11:0] arg_y_rows,
    input  wire [11:0] arg_ow,
    input  wire [31:0] codes_data,
    input  wire codes_valid,
    output wire codes_ready,
    output wire [63:0] y_wr_data,
    output wire y_wr_valid,
    input  wire y_wr_room
);

  logic running;
  logic signed [10:0] count_c_0;
  logic signed [12:0] count_r_1;
  logic signed [12:0] count_t_2;
  logic signed [1:0] count_g_3;
  logic signed [1:0] count_s_4;
  logic signed [7:0] held_4_reg;
  logic signed [7:0] held_5_reg;
  logic signed [7:0] held_6_reg;
  logic signed [7:0] held_7_reg;
  wire issue;

  wire signed [10:0] scalar_1 = $signed({1'b0, arg_blocks});
  wire signed [10:0] add_9 = count_c_0 + 2'sd1;  // window.py:299
  wire le_10 = scalar_1 <= add_9;  // window.py:299
  wire signed [12:0] scalar_2 = $signed({1'b0, arg_y_rows});
  wire signed [12:0] add_12 = count_r_1 + 2'sd1;  // window.py:300
  wire le_13 = scalar_2 <= add_12;  // window.py:300
  wire signed [12:0] scalar_3 = $signed({1'b0, arg_ow});
  wire signed [12:0] add_15 = count_t_2 + 2'sd1;  // window.py:301
  wire le_16 = scalar_3 <= add_15;  // window.py:301
  wire eq_19 = count_g_3 == 2'sd1;  // window.py:302
  wire eq_22 = count_s_4 == 2'sd1;  // window.py:303
  wire signed [7:0] get_37 = $signed(codes_data[7:0]);  // window.py:304
  wire signed [7:0] get_38 = $signed(codes_data[15:8]);  // window.py:304
  wire signed [7:0] get_39 = $signed(codes_data[23:16]);  // window.py:304
  wire signed [7:0] get_40 = $signed(codes_data[31:24]);  // window.py:304
  wire codes_get = 1'b1;
  assign codes_ready = issue && codes_get;
  wire wait_get_codes = codes_get && !codes_valid;
  wire y_wr_put0 = issue && eq_22;
  wire [7:0] y_wr_put0_0 = held_4_reg;
  wire [7:0] y_wr_put0_1 = held_5_reg;
  wire [7:0] y_wr_put0_2 = held_6_reg;
  wire [7:0] y_wr_put0_3 = held_7_reg;
  wire [7:0] y_wr_put0_4 = get_37;
  wire [7:0] y_wr_put0_5 = get_38;
  wire [7:0] y_wr_put0_6 = get_39;
  wire [7:0] y_wr_put0_7 = get_40;
  assign y_wr_valid = y_wr_put0;
  assign y_wr_data = {y_wr_put0_7, y_wr_put0_6, y_wr_put0_5, y_wr_put0_4, y_wr_put0_3, y_wr_put0_2, y_wr_put0_1, y_wr_put0_0};
  wire wait_put_y_wr = (eq_22) && !y_wr_room;
  wire wrap_0 = le_10 && le_13 && le_16 && eq_19 && eq_22;
  wire wrap_1 = le_13 && le_16 && eq_19 && eq_22;
  wire wrap_2 = le_16 && eq_19 && eq_22;
  wire wrap_3 = eq_19 && eq_22;
  wire wrap_4 = eq_22;
  wire wrap_5 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_get_codes && !wait_put_y_wr;

  assign idle = !(running);

  always_ff @(posedge ap_clk) begin
    if (issue && wrap_1) count_c_0 <= le_10 ? 11'sd0 : count_c_0 + 11'sd1;
    if (issue && wrap_2) count_r_1 <= le_13 ? 13'sd0 : count_r_1 + 13'sd1;
    if (issue && wrap_3) count_t_2 <= le_16 ? 13'sd0 : count_t_2 + 13'sd1;
    if (issue && wrap_4) count_g_3 <= eq_19 ? 2'sd0 : count_g_3 + 2'sd1;
    if (issue && wrap_5) count_s_4 <= eq_22 ? 2'sd0 : count_s_4 + 2'sd1;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      count_c_0 <= 11'sd0;
      count_r_1 <= 13'sd0;
      count_t_2 <= 13'sd0;
      count_g_3 <= 2'sd0;
      count_s_4 <= 2'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

  always_ff @(posedge ap_clk) begin
    if (issue) begin
      held_4_reg <= get_37;
      held_5_reg <= get_38;
      held_6_reg <= get_39;
      held_7_reg <= get_40;
    end
    if (start) begin
      held_4_reg <= 2'sd0;
      held_5_reg <= 2'sd0;
      held_6_reg <= 2'sd0;
      held_7_reg <= 2'sd0;
    end
  end

endmodule

`default_nettype wire

// ---- window_store_y_wr_addr.sv
// Process store_y_wr_addr of window.py, line 311: initiation interval 1, 1 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module window_store_y_wr_addr (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [9:0] arg_blocks,
    input  wire [11:0] arg_y_rows,
    input  wire [11:0] arg_ow,
    input  wire [27:0] arg_y_row,
    input  wire [39:0] arg_y,
    input  wire [27:0] arg_y_block,
    output wire [52:0] y_wr_req_data,
    output wire y_wr_req_valid,
    input  wire y_wr_req_room
);

  logic running;
  logic signed [10:0] count_c_0;
  logic signed [12:0] count_r_1;
  logic signed [40:0] step_98;  // window.py:311
  logic signed [38:0] step_99;  // window.py:311
  wire issue;

  wire signed [10:0] scalar_1 = $signed({1'b0, arg_blocks});
  wire signed [10:0] add_9 = count_c_0 + 2'sd1;  // window.py:299
  wire le_10 = scalar_1 <= add_9;  // window.py:299
  wire signed [12:0] scalar_2 = $signed({1'b0, arg_y_rows});
  wire signed [12:0] add_12 = count_r_1 + 2'sd1;  // window.py:300
  wire le_13 = scalar_2 <= add_12;  // window.py:300
  wire signed [12:0] scalar_3 = $signed({1'b0, arg_ow});
  wire signed [53:0] shl_86 = scalar_3 <<< 41;  // window.py:311
  wire signed [28:0] scalar_5 = $signed({1'b0, arg_y_row});
  wire signed [40:0] scalar_81 = $signed({1'b0, arg_y});
  wire signed [28:0] scalar_4 = $signed({1'b0, arg_y_block});
  wire signed [41:0] add_100 = scalar_81 + step_99;  // window.py:311
  wire signed [42:0] add_101 = step_98 + add_100;  // window.py:311
  wire [39:0] wrap_102_u = add_101;  // window.py:311
  wire signed [40:0] wrap_102 = $signed({1'b0, wrap_102_u});
  wire signed [53:0] or_103 = shl_86 | wrap_102;  // window.py:311
  wire signed [3:0] and_104 = wrap_102 & 4'sd7;  // window.py:311
  wire eq_105 = and_104 == 2'sd0;  // window.py:311
  wire y_wr_req_put0 = issue && 1'b1;
  wire [52:0] y_wr_req_put0_0 = or_103;
  assign y_wr_req_valid = y_wr_req_put0;
  assign y_wr_req_data = {y_wr_req_put0_0};
  wire wait_put_y_wr_req = (1'b1) && !y_wr_req_room;
  wire wrap_0 = le_10 && le_13;
  wire wrap_1 = le_13;
  wire wrap_2 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_put_y_wr_req;

  assign idle = !(running);

  always_ff @(posedge ap_clk) begin
    if (issue && wrap_1) count_c_0 <= le_10 ? 11'sd0 : count_c_0 + 11'sd1;
    if (issue && wrap_2) count_r_1 <= le_13 ? 13'sd0 : count_r_1 + 13'sd1;
    if (issue && wrap_2) step_98 <= le_13 ? 41'sd0 : step_98 + scalar_5;
    if (issue && wrap_1) step_99 <= le_10 ? 39'sd0 : step_99 + scalar_4;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      count_c_0 <= 11'sd0;
      count_r_1 <= 13'sd0;
      step_98 <= 41'sd0;
      step_99 <= 39'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

`ifndef SYNTHESIS
  always_ff @(posedge ap_clk) begin
    if (issue && 1'b1 && !(eq_105)) $error("window.py:311: y[...] starts at a multiple of 8 bytes");
  end
`endif

endmodule

`default_nettype wire
