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
  wire [2911:0] args;
  wire idle = !busy_reg;
  hwp_axi_lite_ctrl #(.ADDR_W(9), .WORDS(91), .WRITABLE(91'd1031645061273496983283520853), .MASK(2912'hffffffffffffffff000000000fffffff000000000fffffff00000000000000ff00000000000000ff00000000000000ff00000000000000ffffffffff00000000000000ffffffffff000000000000003f000000000000003f00000000000000ffffffffff000000000000ffffffffffff0000000000000001000000000000003f000000000000003f000000000000003f000000000000003f000000000000003f00000000000000ff00000000000000ff0000000000000fff0000000000000fff0000000000000fff00000000ffffffffffffffff00000000000000010000000000ffffff00000000ffffffffffffffff00000000ffffffffffffffff000000000000000100000000000003ff00000000ffffffffffffffff000000000fffffff000000000fffffff00000000000000ff000000000000003f0000000000000fff0000000000000fff0000000000000fff0000000000000fff00000000000003ff00000000000003ff)) u_control (
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
  wire [27:0] arg_x_row = args[603:576];
  wire [63:0] arg_x = args[703:640];
  wire [9:0] arg_tap_beats = args[745:736];
  wire [0:0] arg_unit = args[800:800];
  wire [63:0] arg_k = args[927:864];
  wire [63:0] arg_p = args[1023:960];
  wire [23:0] arg_pixels = args[1079:1056];
  wire [0:0] arg_by_pixel = args[1120:1120];
  wire [63:0] arg_m = args[1247:1184];
  wire [11:0] arg_rows = args[1291:1280];
  wire [11:0] arg_oh = args[1355:1344];
  wire [11:0] arg_ow = args[1419:1408];
  wire [7:0] arg_kh = args[1479:1472];
  wire [7:0] arg_kw = args[1543:1536];
  wire [5:0] arg_dy = args[1605:1600];
  wire [5:0] arg_dx = args[1669:1664];
  wire [5:0] arg_stride_y = args[1733:1728];
  wire [5:0] arg_stride_x = args[1797:1792];
  wire [5:0] arg_left = args[1861:1856];
  wire [0:0] arg_largest = args[1920:1920];
  wire [47:0] arg_before = args[2031:1984];
  wire [39:0] arg_half = args[2119:2080];
  wire [5:0] arg_guard = args[2181:2176];
  wire [5:0] arg_shift = args[2245:2240];
  wire [39:0] arg_middle = args[2343:2304];
  wire [39:0] arg_mask = args[2439:2400];
  wire [7:0] arg_zero = args[2503:2496];
  wire [7:0] arg_low = args[2567:2560];
  wire [7:0] arg_high = args[2631:2624];
  wire [27:0] arg_y_block = args[2715:2688];
  wire [27:0] arg_y_row = args[2779:2752];
  wire [63:0] arg_y = args[2879:2816];

  wire [511:0] biases_in_data;
  wire biases_in_valid;
  wire [511:0] biases_out_data;
  wire biases_out_valid;
  wire biases_out_ready;
  wire biases_in_ready;
  wire [4:0] biases_count;
  hwp_fifo #(.WIDTH(512), .DEPTH(16)) u_biases (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(biases_in_valid), .in_ready(biases_in_ready), .in_data(biases_in_data),
      .out_valid(biases_out_valid), .out_ready(biases_out_ready),
      .out_data(biases_out_data), .count(biases_count)
  );
  wire biases_room = biases_count <= 5'd15;

  wire [271:0] scales_in_data;
  wire scales_in_valid;
  wire [271:0] scales_out_data;
  wire scales_out_valid;
  wire scales_out_ready;
  wire scales_in_ready;
  wire [4:0] scales_count;
  hwp_fifo #(.WIDTH(272), .DEPTH(16)) u_scales (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(scales_in_valid), .in_ready(scales_in_ready), .in_data(scales_in_data),
      .out_valid(scales_out_valid), .out_ready(scales_out_ready),
      .out_data(scales_out_data), .count(scales_count)
  );
  wire scales_room = scales_count <= 5'd15;

  wire [16:0] ks_in_data;
  wire ks_in_valid;
  wire [16:0] ks_out_data;
  wire ks_out_valid;
  wire ks_out_ready;
  wire ks_in_ready;
  wire [4:0] ks_count;
  hwp_fifo #(.WIDTH(17), .DEPTH(16)) u_ks (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(ks_in_valid), .in_ready(ks_in_ready), .in_data(ks_in_data),
      .out_valid(ks_out_valid), .out_ready(ks_out_ready),
      .out_data(ks_out_data), .count(ks_count)
  );
  wire ks_room = ks_count <= 5'd15;

  wire [511:0] sums_in_data;
  wire sums_in_valid;
  wire [511:0] sums_out_data;
  wire sums_out_valid;
  wire sums_out_ready;
  wire sums_in_ready;
  wire [4:0] sums_count;
  hwp_fifo #(.WIDTH(512), .DEPTH(16)) u_sums (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(sums_in_valid), .in_ready(sums_in_ready), .in_data(sums_in_data),
      .out_valid(sums_out_valid), .out_ready(sums_out_ready),
      .out_data(sums_out_data), .count(sums_count)
  );
  wire sums_room = sums_count <= 5'd12;

  wire [127:0] codes_in_data;
  wire codes_in_valid;
  wire [127:0] codes_out_data;
  wire codes_out_valid;
  wire codes_out_ready;
  wire codes_in_ready;
  wire [4:0] codes_count;
  hwp_fifo #(.WIDTH(128), .DEPTH(16)) u_codes (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(codes_in_valid), .in_ready(codes_in_ready), .in_data(codes_in_data),
      .out_valid(codes_out_valid), .out_ready(codes_out_ready),
      .out_data(codes_out_data), .count(codes_count)
  );
  wire codes_room = codes_count <= 5'd10;

  wire [52:0] x_rd_req_in_data;
  wire x_rd_req_in_valid;
  wire [52:0] x_rd_req_out_data;
  wire x_rd_req_out_valid;
  wire x_rd_req_out_ready;
  wire x_rd_req_in_ready;
  wire [4:0] x_rd_req_count;
  hwp_fifo #(.WIDTH(53), .DEPTH(16)) u_x_rd_req (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(x_rd_req_in_valid), .in_ready(x_rd_req_in_ready), .in_data(x_rd_req_in_data),
      .out_valid(x_rd_req_out_valid), .out_ready(x_rd_req_out_ready),
      .out_data(x_rd_req_out_data), .count(x_rd_req_count)
  );
  wire x_rd_req_room = x_rd_req_count <= 5'd13;

  wire [63:0] x_rd_in_data;
  wire x_rd_in_valid;
  wire [63:0] x_rd_out_data;
  wire x_rd_out_valid;
  wire x_rd_out_ready;
  wire x_rd_in_ready;
  assign x_rd_out_data = x_rd_in_data;
  assign x_rd_out_valid = x_rd_in_valid;
  assign x_rd_in_ready = x_rd_out_ready;

  wire [60:0] k_rd_req_in_data;
  wire k_rd_req_in_valid;
  wire [60:0] k_rd_req_out_data;
  wire k_rd_req_out_valid;
  wire k_rd_req_out_ready;
  wire k_rd_req_in_ready;
  wire [4:0] k_rd_req_count;
  hwp_fifo #(.WIDTH(61), .DEPTH(16)) u_k_rd_req (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(k_rd_req_in_valid), .in_ready(k_rd_req_in_ready), .in_data(k_rd_req_in_data),
      .out_valid(k_rd_req_out_valid), .out_ready(k_rd_req_out_ready),
      .out_data(k_rd_req_out_data), .count(k_rd_req_count)
  );
  wire k_rd_req_room = k_rd_req_count <= 5'd14;

  wire [63:0] k_rd_in_data;
  wire k_rd_in_valid;
  wire [63:0] k_rd_out_data;
  wire k_rd_out_valid;
  wire k_rd_out_ready;
  wire k_rd_in_ready;
  assign k_rd_out_data = k_rd_in_data;
  assign k_rd_out_valid = k_rd_in_valid;
  assign k_rd_in_ready = k_rd_out_ready;

  wire [53:0] p_rd_req_in_data;
  wire p_rd_req_in_valid;
  wire [53:0] p_rd_req_out_data;
  wire p_rd_req_out_valid;
  wire p_rd_req_out_ready;
  wire p_rd_req_in_ready;
  wire [4:0] p_rd_req_count;
  hwp_fifo #(.WIDTH(54), .DEPTH(16)) u_p_rd_req (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(p_rd_req_in_valid), .in_ready(p_rd_req_in_ready), .in_data(p_rd_req_in_data),
      .out_valid(p_rd_req_out_valid), .out_ready(p_rd_req_out_ready),
      .out_data(p_rd_req_out_data), .count(p_rd_req_count)
  );
  wire p_rd_req_room = p_rd_req_count <= 5'd15;

  wire [63:0] p_rd_in_data;
  wire p_rd_in_valid;
  wire [63:0] p_rd_out_data;
  wire p_rd_out_valid;
  wire p_rd_out_ready;
  wire p_rd_in_ready;
  assign p_rd_out_data = p_rd_in_data;
  assign p_rd_out_valid = p_rd_in_valid;
  assign p_rd_in_ready = p_rd_out_ready;

  wire [63:0] m_rd_req_in_data;
  wire m_rd_req_in_valid;
  wire [63:0] m_rd_req_out_data;
  wire m_rd_req_out_valid;
  wire m_rd_req_out_ready;
  wire m_rd_req_in_ready;
  wire [4:0] m_rd_req_count;
  hwp_fifo #(.WIDTH(64), .DEPTH(16)) u_m_rd_req (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(m_rd_req_in_valid), .in_ready(m_rd_req_in_ready), .in_data(m_rd_req_in_data),
      .out_valid(m_rd_req_out_valid), .out_ready(m_rd_req_out_ready),
      .out_data(m_rd_req_out_data), .count(m_rd_req_count)
  );
  wire m_rd_req_room = m_rd_req_count <= 5'd15;

  wire [31:0] m_rd_in_data;
  wire m_rd_in_valid;
  wire [31:0] m_rd_out_data;
  wire m_rd_out_valid;
  wire m_rd_out_ready;
  wire m_rd_in_ready;
  assign m_rd_out_data = m_rd_in_data;
  assign m_rd_out_valid = m_rd_in_valid;
  assign m_rd_in_ready = m_rd_out_ready;

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

  wire tile_free;
  wire tile_write_take;
  wire tile_write_give;
  wire tile_full;
  wire tile_read_take;
  wire tile_read_give;
  hwp_halves #(.DEPTH(2)) u_tile_halves (
      .clk(ap_clk), .rst(ap_rst),
      .free(tile_free), .write_take(tile_write_take), .write_give(tile_write_give),
      .full(tile_full), .read_take(tile_read_take), .read_give(tile_read_give)
  );
  wire tile_0_we;
  wire [12:0] tile_0_waddr;
  wire [7:0] tile_0_wdata;
  wire [12:0] tile_0_raddr;
  wire [7:0] tile_0_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(8192), .ADDR_W(13), .BLOCK(1)) u_tile_0 (
      .clk(ap_clk), .we(tile_0_we), .waddr(tile_0_waddr), .wdata(tile_0_wdata),
      .raddr(tile_0_raddr), .rdata(tile_0_rdata)
  );
  wire tile_1_we;
  wire [12:0] tile_1_waddr;
  wire [7:0] tile_1_wdata;
  wire [12:0] tile_1_raddr;
  wire [7:0] tile_1_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(8192), .ADDR_W(13), .BLOCK(1)) u_tile_1 (
      .clk(ap_clk), .we(tile_1_we), .waddr(tile_1_waddr), .wdata(tile_1_wdata),
      .raddr(tile_1_raddr), .rdata(tile_1_rdata)
  );
  wire tile_2_we;
  wire [12:0] tile_2_waddr;
  wire [7:0] tile_2_wdata;
  wire [12:0] tile_2_raddr;
  wire [7:0] tile_2_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(8192), .ADDR_W(13), .BLOCK(1)) u_tile_2 (
      .clk(ap_clk), .we(tile_2_we), .waddr(tile_2_waddr), .wdata(tile_2_wdata),
      .raddr(tile_2_raddr), .rdata(tile_2_rdata)
  );
  wire tile_3_we;
  wire [12:0] tile_3_waddr;
  wire [7:0] tile_3_wdata;
  wire [12:0] tile_3_raddr;
  wire [7:0] tile_3_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(8192), .ADDR_W(13), .BLOCK(1)) u_tile_3 (
      .clk(ap_clk), .we(tile_3_we), .waddr(tile_3_waddr), .wdata(tile_3_wdata),
      .raddr(tile_3_raddr), .rdata(tile_3_rdata)
  );
  wire tile_4_we;
  wire [12:0] tile_4_waddr;
  wire [7:0] tile_4_wdata;
  wire [12:0] tile_4_raddr;
  wire [7:0] tile_4_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(8192), .ADDR_W(13), .BLOCK(1)) u_tile_4 (
      .clk(ap_clk), .we(tile_4_we), .waddr(tile_4_waddr), .wdata(tile_4_wdata),
      .raddr(tile_4_raddr), .rdata(tile_4_rdata)
  );
  wire tile_5_we;
  wire [12:0] tile_5_waddr;
  wire [7:0] tile_5_wdata;
  wire [12:0] tile_5_raddr;
  wire [7:0] tile_5_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(8192), .ADDR_W(13), .BLOCK(1)) u_tile_5 (
      .clk(ap_clk), .we(tile_5_we), .waddr(tile_5_waddr), .wdata(tile_5_wdata),
      .raddr(tile_5_raddr), .rdata(tile_5_rdata)
  );
  wire tile_6_we;
  wire [12:0] tile_6_waddr;
  wire [7:0] tile_6_wdata;
  wire [12:0] tile_6_raddr;
  wire [7:0] tile_6_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(8192), .ADDR_W(13), .BLOCK(1)) u_tile_6 (
      .clk(ap_clk), .we(tile_6_we), .waddr(tile_6_waddr), .wdata(tile_6_wdata),
      .raddr(tile_6_raddr), .rdata(tile_6_rdata)
  );
  wire tile_7_we;
  wire [12:0] tile_7_waddr;
  wire [7:0] tile_7_wdata;
  wire [12:0] tile_7_raddr;
  wire [7:0] tile_7_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(8192), .ADDR_W(13), .BLOCK(1)) u_tile_7 (
      .clk(ap_clk), .we(tile_7_we), .waddr(tile_7_waddr), .wdata(tile_7_wdata),
      .raddr(tile_7_raddr), .rdata(tile_7_rdata)
  );
  wire tile_8_we;
  wire [12:0] tile_8_waddr;
  wire [7:0] tile_8_wdata;
  wire [12:0] tile_8_raddr;
  wire [7:0] tile_8_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(8192), .ADDR_W(13), .BLOCK(1)) u_tile_8 (
      .clk(ap_clk), .we(tile_8_we), .waddr(tile_8_waddr), .wdata(tile_8_wdata),
      .raddr(tile_8_raddr), .rdata(tile_8_rdata)
  );
  wire tile_9_we;
  wire [12:0] tile_9_waddr;
  wire [7:0] tile_9_wdata;
  wire [12:0] tile_9_raddr;
  wire [7:0] tile_9_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(8192), .ADDR_W(13), .BLOCK(1)) u_tile_9 (
      .clk(ap_clk), .we(tile_9_we), .waddr(tile_9_waddr), .wdata(tile_9_wdata),
      .raddr(tile_9_raddr), .rdata(tile_9_rdata)
  );
  wire tile_10_we;
  wire [12:0] tile_10_waddr;
  wire [7:0] tile_10_wdata;
  wire [12:0] tile_10_raddr;
  wire [7:0] tile_10_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(8192), .ADDR_W(13), .BLOCK(1)) u_tile_10 (
      .clk(ap_clk), .we(tile_10_we), .waddr(tile_10_waddr), .wdata(tile_10_wdata),
      .raddr(tile_10_raddr), .rdata(tile_10_rdata)
  );
  wire tile_11_we;
  wire [12:0] tile_11_waddr;
  wire [7:0] tile_11_wdata;
  wire [12:0] tile_11_raddr;
  wire [7:0] tile_11_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(8192), .ADDR_W(13), .BLOCK(1)) u_tile_11 (
      .clk(ap_clk), .we(tile_11_we), .waddr(tile_11_waddr), .wdata(tile_11_wdata),
      .raddr(tile_11_raddr), .rdata(tile_11_rdata)
  );
  wire tile_12_we;
  wire [12:0] tile_12_waddr;
  wire [7:0] tile_12_wdata;
  wire [12:0] tile_12_raddr;
  wire [7:0] tile_12_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(8192), .ADDR_W(13), .BLOCK(1)) u_tile_12 (
      .clk(ap_clk), .we(tile_12_we), .waddr(tile_12_waddr), .wdata(tile_12_wdata),
      .raddr(tile_12_raddr), .rdata(tile_12_rdata)
  );
  wire tile_13_we;
  wire [12:0] tile_13_waddr;
  wire [7:0] tile_13_wdata;
  wire [12:0] tile_13_raddr;
  wire [7:0] tile_13_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(8192), .ADDR_W(13), .BLOCK(1)) u_tile_13 (
      .clk(ap_clk), .we(tile_13_we), .waddr(tile_13_waddr), .wdata(tile_13_wdata),
      .raddr(tile_13_raddr), .rdata(tile_13_rdata)
  );
  wire tile_14_we;
  wire [12:0] tile_14_waddr;
  wire [7:0] tile_14_wdata;
  wire [12:0] tile_14_raddr;
  wire [7:0] tile_14_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(8192), .ADDR_W(13), .BLOCK(1)) u_tile_14 (
      .clk(ap_clk), .we(tile_14_we), .waddr(tile_14_waddr), .wdata(tile_14_wdata),
      .raddr(tile_14_raddr), .rdata(tile_14_rdata)
  );
  wire tile_15_we;
  wire [12:0] tile_15_waddr;
  wire [7:0] tile_15_wdata;
  wire [12:0] tile_15_raddr;
  wire [7:0] tile_15_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(8192), .ADDR_W(13), .BLOCK(1)) u_tile_15 (
      .clk(ap_clk), .we(tile_15_we), .waddr(tile_15_waddr), .wdata(tile_15_wdata),
      .raddr(tile_15_raddr), .rdata(tile_15_rdata)
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
  wire [7:0] taps_0_wdata;
  wire [7:0] taps_0_raddr;
  wire [7:0] taps_0_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(256), .ADDR_W(8), .BLOCK(1)) u_taps_0 (
      .clk(ap_clk), .we(taps_0_we), .waddr(taps_0_waddr), .wdata(taps_0_wdata),
      .raddr(taps_0_raddr), .rdata(taps_0_rdata)
  );
  wire taps_1_we;
  wire [7:0] taps_1_waddr;
  wire [7:0] taps_1_wdata;
  wire [7:0] taps_1_raddr;
  wire [7:0] taps_1_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(256), .ADDR_W(8), .BLOCK(1)) u_taps_1 (
      .clk(ap_clk), .we(taps_1_we), .waddr(taps_1_waddr), .wdata(taps_1_wdata),
      .raddr(taps_1_raddr), .rdata(taps_1_rdata)
  );
  wire taps_2_we;
  wire [7:0] taps_2_waddr;
  wire [7:0] taps_2_wdata;
  wire [7:0] taps_2_raddr;
  wire [7:0] taps_2_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(256), .ADDR_W(8), .BLOCK(1)) u_taps_2 (
      .clk(ap_clk), .we(taps_2_we), .waddr(taps_2_waddr), .wdata(taps_2_wdata),
      .raddr(taps_2_raddr), .rdata(taps_2_rdata)
  );
  wire taps_3_we;
  wire [7:0] taps_3_waddr;
  wire [7:0] taps_3_wdata;
  wire [7:0] taps_3_raddr;
  wire [7:0] taps_3_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(256), .ADDR_W(8), .BLOCK(1)) u_taps_3 (
      .clk(ap_clk), .we(taps_3_we), .waddr(taps_3_waddr), .wdata(taps_3_wdata),
      .raddr(taps_3_raddr), .rdata(taps_3_rdata)
  );
  wire taps_4_we;
  wire [7:0] taps_4_waddr;
  wire [7:0] taps_4_wdata;
  wire [7:0] taps_4_raddr;
  wire [7:0] taps_4_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(256), .ADDR_W(8), .BLOCK(1)) u_taps_4 (
      .clk(ap_clk), .we(taps_4_we), .waddr(taps_4_waddr), .wdata(taps_4_wdata),
      .raddr(taps_4_raddr), .rdata(taps_4_rdata)
  );
  wire taps_5_we;
  wire [7:0] taps_5_waddr;
  wire [7:0] taps_5_wdata;
  wire [7:0] taps_5_raddr;
  wire [7:0] taps_5_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(256), .ADDR_W(8), .BLOCK(1)) u_taps_5 (
      .clk(ap_clk), .we(taps_5_we), .waddr(taps_5_waddr), .wdata(taps_5_wdata),
      .raddr(taps_5_raddr), .rdata(taps_5_rdata)
  );
  wire taps_6_we;
  wire [7:0] taps_6_waddr;
  wire [7:0] taps_6_wdata;
  wire [7:0] taps_6_raddr;
  wire [7:0] taps_6_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(256), .ADDR_W(8), .BLOCK(1)) u_taps_6 (
      .clk(ap_clk), .we(taps_6_we), .waddr(taps_6_waddr), .wdata(taps_6_wdata),
      .raddr(taps_6_raddr), .rdata(taps_6_rdata)
  );
  wire taps_7_we;
  wire [7:0] taps_7_waddr;
  wire [7:0] taps_7_wdata;
  wire [7:0] taps_7_raddr;
  wire [7:0] taps_7_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(256), .ADDR_W(8), .BLOCK(1)) u_taps_7 (
      .clk(ap_clk), .we(taps_7_we), .waddr(taps_7_waddr), .wdata(taps_7_wdata),
      .raddr(taps_7_raddr), .rdata(taps_7_rdata)
  );
  wire taps_8_we;
  wire [7:0] taps_8_waddr;
  wire [7:0] taps_8_wdata;
  wire [7:0] taps_8_raddr;
  wire [7:0] taps_8_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(256), .ADDR_W(8), .BLOCK(1)) u_taps_8 (
      .clk(ap_clk), .we(taps_8_we), .waddr(taps_8_waddr), .wdata(taps_8_wdata),
      .raddr(taps_8_raddr), .rdata(taps_8_rdata)
  );
  wire taps_9_we;
  wire [7:0] taps_9_waddr;
  wire [7:0] taps_9_wdata;
  wire [7:0] taps_9_raddr;
  wire [7:0] taps_9_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(256), .ADDR_W(8), .BLOCK(1)) u_taps_9 (
      .clk(ap_clk), .we(taps_9_we), .waddr(taps_9_waddr), .wdata(taps_9_wdata),
      .raddr(taps_9_raddr), .rdata(taps_9_rdata)
  );
  wire taps_10_we;
  wire [7:0] taps_10_waddr;
  wire [7:0] taps_10_wdata;
  wire [7:0] taps_10_raddr;
  wire [7:0] taps_10_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(256), .ADDR_W(8), .BLOCK(1)) u_taps_10 (
      .clk(ap_clk), .we(taps_10_we), .waddr(taps_10_waddr), .wdata(taps_10_wdata),
      .raddr(taps_10_raddr), .rdata(taps_10_rdata)
  );
  wire taps_11_we;
  wire [7:0] taps_11_waddr;
  wire [7:0] taps_11_wdata;
  wire [7:0] taps_11_raddr;
  wire [7:0] taps_11_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(256), .ADDR_W(8), .BLOCK(1)) u_taps_11 (
      .clk(ap_clk), .we(taps_11_we), .waddr(taps_11_waddr), .wdata(taps_11_wdata),
      .raddr(taps_11_raddr), .rdata(taps_11_rdata)
  );
  wire taps_12_we;
  wire [7:0] taps_12_waddr;
  wire [7:0] taps_12_wdata;
  wire [7:0] taps_12_raddr;
  wire [7:0] taps_12_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(256), .ADDR_W(8), .BLOCK(1)) u_taps_12 (
      .clk(ap_clk), .we(taps_12_we), .waddr(taps_12_waddr), .wdata(taps_12_wdata),
      .raddr(taps_12_raddr), .rdata(taps_12_rdata)
  );
  wire taps_13_we;
  wire [7:0] taps_13_waddr;
  wire [7:0] taps_13_wdata;
  wire [7:0] taps_13_raddr;
  wire [7:0] taps_13_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(256), .ADDR_W(8), .BLOCK(1)) u_taps_13 (
      .clk(ap_clk), .we(taps_13_we), .waddr(taps_13_waddr), .wdata(taps_13_wdata),
      .raddr(taps_13_raddr), .rdata(taps_13_rdata)
  );
  wire taps_14_we;
  wire [7:0] taps_14_waddr;
  wire [7:0] taps_14_wdata;
  wire [7:0] taps_14_raddr;
  wire [7:0] taps_14_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(256), .ADDR_W(8), .BLOCK(1)) u_taps_14 (
      .clk(ap_clk), .we(taps_14_we), .waddr(taps_14_waddr), .wdata(taps_14_wdata),
      .raddr(taps_14_raddr), .rdata(taps_14_rdata)
  );
  wire taps_15_we;
  wire [7:0] taps_15_waddr;
  wire [7:0] taps_15_wdata;
  wire [7:0] taps_15_raddr;
  wire [7:0] taps_15_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(256), .ADDR_W(8), .BLOCK(1)) u_taps_15 (
      .clk(ap_clk), .we(taps_15_we), .waddr(taps_15_waddr), .wdata(taps_15_wdata),
      .raddr(taps_15_raddr), .rdata(taps_15_rdata)
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
  wire [12:0] x_rd_burst_beats;
  wire x_rd_beat_valid;
  wire x_rd_beat_ready;
  wire [63:0] x_rd_beat_data;
  wire x_rd_axi_busy;
  wire x_rd_axi_error;
  assign x_rd_burst_valid = x_rd_req_out_valid;
  assign x_rd_req_out_ready = x_rd_burst_ready;
  assign x_rd_burst_addr = x_rd_req_out_data[39:0];
  assign x_rd_burst_beats = {x_rd_req_out_data[52:40]};
  assign x_rd_in_valid = x_rd_beat_valid;
  assign x_rd_in_data = x_rd_beat_data;
  assign x_rd_beat_ready = x_rd_in_ready;
  hwp_axi_read #(.ADDR_W(40), .DATA_W(64), .BEATS_W(13), .MAX_BURST(64), .BUFFER_BEATS(256)) u_x_rd_axi (
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
  wire [20:0] k_rd_burst_beats;
  wire k_rd_beat_valid;
  wire k_rd_beat_ready;
  wire [63:0] k_rd_beat_data;
  wire k_rd_axi_busy;
  wire k_rd_axi_error;
  assign k_rd_burst_valid = k_rd_req_out_valid;
  assign k_rd_req_out_ready = k_rd_burst_ready;
  assign k_rd_burst_addr = k_rd_req_out_data[39:0];
  assign k_rd_burst_beats = {k_rd_req_out_data[60:40]};
  assign k_rd_in_valid = k_rd_beat_valid;
  assign k_rd_in_data = k_rd_beat_data;
  assign k_rd_beat_ready = k_rd_in_ready;
  hwp_axi_read #(.ADDR_W(40), .DATA_W(64), .BEATS_W(21), .MAX_BURST(64), .BUFFER_BEATS(256)) u_k_rd_axi (
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

  wire [39:0] p_rd_axi_araddr;
  wire [7:0] p_rd_axi_arlen;
  wire [2:0] p_rd_axi_arsize;
  wire [1:0] p_rd_axi_arburst;
  wire [3:0] p_rd_axi_arcache;
  wire [2:0] p_rd_axi_arprot;
  wire p_rd_axi_arvalid;
  wire p_rd_axi_rready;
  wire p_rd_axi_arready;
  wire [1:0] p_rd_axi_rresp;
  wire p_rd_axi_rlast;
  wire p_rd_axi_rvalid;
  wire [63:0] p_rd_axi_rdata;
  wire p_rd_burst_valid;
  wire p_rd_burst_ready;
  wire [39:0] p_rd_burst_addr;
  wire [13:0] p_rd_burst_beats;
  wire p_rd_beat_valid;
  wire p_rd_beat_ready;
  wire [63:0] p_rd_beat_data;
  wire p_rd_axi_busy;
  wire p_rd_axi_error;
  assign p_rd_burst_valid = p_rd_req_out_valid;
  assign p_rd_req_out_ready = p_rd_burst_ready;
  assign p_rd_burst_addr = p_rd_req_out_data[39:0];
  assign p_rd_burst_beats = {p_rd_req_out_data[53:40]};
  assign p_rd_in_valid = p_rd_beat_valid;
  assign p_rd_in_data = p_rd_beat_data;
  assign p_rd_beat_ready = p_rd_in_ready;
  hwp_axi_read #(.ADDR_W(40), .DATA_W(64), .BEATS_W(14), .MAX_BURST(64), .BUFFER_BEATS(256)) u_p_rd_axi (
      .clk(ap_clk), .rst(ap_rst),
      .req_valid(p_rd_burst_valid), .req_ready(p_rd_burst_ready),
      .req_addr(p_rd_burst_addr), .req_beats(p_rd_burst_beats),
      .out_valid(p_rd_beat_valid), .out_ready(p_rd_beat_ready),
      .out_data(p_rd_beat_data),
      .busy(p_rd_axi_busy), .error(p_rd_axi_error),
      .m_axi_araddr(p_rd_axi_araddr),
      .m_axi_arlen(p_rd_axi_arlen),
      .m_axi_arsize(p_rd_axi_arsize),
      .m_axi_arburst(p_rd_axi_arburst),
      .m_axi_arcache(p_rd_axi_arcache),
      .m_axi_arprot(p_rd_axi_arprot),
      .m_axi_arvalid(p_rd_axi_arvalid),
      .m_axi_rready(p_rd_axi_rready),
      .m_axi_arready(p_rd_axi_arready),
      .m_axi_rresp(p_rd_axi_rresp),
      .m_axi_rlast(p_rd_axi_rlast),
      .m_axi_rvalid(p_rd_axi_rvalid),
      .m_axi_rdata(p_rd_axi_rdata)
  );

  wire [39:0] m_rd_axi_araddr;
  wire [7:0] m_rd_axi_arlen;
  wire [2:0] m_rd_axi_arsize;
  wire [1:0] m_rd_axi_arburst;
  wire [3:0] m_rd_axi_arcache;
  wire [2:0] m_rd_axi_arprot;
  wire m_rd_axi_arvalid;
  wire m_rd_axi_rready;
  wire m_rd_axi_arready;
  wire [1:0] m_rd_axi_rresp;
  wire m_rd_axi_rlast;
  wire m_rd_axi_rvalid;
  wire [63:0] m_rd_axi_rdata;
  wire m_rd_burst_valid;
  wire m_rd_burst_ready;
  wire [39:0] m_rd_burst_addr;
  wire [23:0] m_rd_burst_beats;
  wire m_rd_beat_valid;
  wire m_rd_beat_ready;
  wire [63:0] m_rd_beat_data;
  wire m_rd_axi_busy;
  wire m_rd_axi_error;
  wire m_rd_pack_busy;
  hwp_unpack #(.BEAT_BYTES(8), .GROUP_BYTES(4), .ADDR_W(40), .COUNT_W(24)) u_m_rd_pack (
      .clk(ap_clk), .rst(ap_rst),
      .req_valid(m_rd_req_out_valid), .req_ready(m_rd_req_out_ready),
      .req_addr(m_rd_req_out_data[39:0]), .req_groups({m_rd_req_out_data[63:40]}),
      .burst_valid(m_rd_burst_valid), .burst_ready(m_rd_burst_ready),
      .burst_addr(m_rd_burst_addr), .burst_beats(m_rd_burst_beats),
      .beat_valid(m_rd_beat_valid), .beat_ready(m_rd_beat_ready),
      .beat_data(m_rd_beat_data),
      .out_valid(m_rd_in_valid), .out_ready(m_rd_in_ready), .out_data(m_rd_in_data),
      .busy(m_rd_pack_busy)
  );
  hwp_axi_read #(.ADDR_W(40), .DATA_W(64), .BEATS_W(24), .MAX_BURST(64), .BUFFER_BEATS(256)) u_m_rd_axi (
      .clk(ap_clk), .rst(ap_rst),
      .req_valid(m_rd_burst_valid), .req_ready(m_rd_burst_ready),
      .req_addr(m_rd_burst_addr), .req_beats(m_rd_burst_beats),
      .out_valid(m_rd_beat_valid), .out_ready(m_rd_beat_ready),
      .out_data(m_rd_beat_data),
      .busy(m_rd_axi_busy), .error(m_rd_axi_error),
      .m_axi_araddr(m_rd_axi_araddr),
      .m_axi_arlen(m_rd_axi_arlen),
      .m_axi_arsize(m_rd_axi_arsize),
      .m_axi_arburst(m_rd_axi_arburst),
      .m_axi_arcache(m_rd_axi_arcache),
      .m_axi_arprot(m_rd_axi_arprot),
      .m_axi_arvalid(m_rd_axi_arvalid),
      .m_axi_rready(m_rd_axi_rready),
      .m_axi_arready(m_rd_axi_arready),
      .m_axi_rresp(m_rd_axi_rresp),
      .m_axi_rlast(m_rd_axi_rlast),
      .m_axi_rvalid(m_rd_axi_rvalid),
      .m_axi_rdata(m_rd_axi_rdata)
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

  wire [2:0] gmem1_read_arready;
  assign k_rd_axi_arready = gmem1_read_arready[0];
  assign p_rd_axi_arready = gmem1_read_arready[1];
  assign m_rd_axi_arready = gmem1_read_arready[2];
  wire [2:0] gmem1_read_rvalid;
  assign k_rd_axi_rvalid = gmem1_read_rvalid[0];
  assign p_rd_axi_rvalid = gmem1_read_rvalid[1];
  assign m_rd_axi_rvalid = gmem1_read_rvalid[2];
  wire [1:0] gmem1_read_rresp;
  assign k_rd_axi_rresp = gmem1_read_rresp;
  assign p_rd_axi_rresp = gmem1_read_rresp;
  assign m_rd_axi_rresp = gmem1_read_rresp;
  wire gmem1_read_rlast;
  assign k_rd_axi_rlast = gmem1_read_rlast;
  assign p_rd_axi_rlast = gmem1_read_rlast;
  assign m_rd_axi_rlast = gmem1_read_rlast;
  wire [63:0] gmem1_read_rdata;
  assign k_rd_axi_rdata = gmem1_read_rdata;
  assign p_rd_axi_rdata = gmem1_read_rdata;
  assign m_rd_axi_rdata = gmem1_read_rdata;
  wire [39:0] gmem1_read_address;
  assign m_axi_gmem1_ARADDR = {24'd0, gmem1_read_address};
  hwp_axi_read_arbiter #(.N(3), .ADDR_W(40), .DATA_W(64)) u_gmem1_read (
      .clk(ap_clk), .rst(ap_rst),
      .s_axi_araddr({m_rd_axi_araddr, p_rd_axi_araddr, k_rd_axi_araddr}),
      .s_axi_arlen({m_rd_axi_arlen, p_rd_axi_arlen, k_rd_axi_arlen}),
      .s_axi_arvalid({m_rd_axi_arvalid, p_rd_axi_arvalid, k_rd_axi_arvalid}),
      .s_axi_rready({m_rd_axi_rready, p_rd_axi_rready, k_rd_axi_rready}),
      .s_axi_arready(gmem1_read_arready),
      .s_axi_rvalid(gmem1_read_rvalid),
      .s_axi_rresp(gmem1_read_rresp),
      .s_axi_rlast(gmem1_read_rlast),
      .s_axi_rdata(gmem1_read_rdata),
      .m_axi_araddr(gmem1_read_address),
      .m_axi_arlen(m_axi_gmem1_ARLEN),
      .m_axi_arsize(m_axi_gmem1_ARSIZE),
      .m_axi_arburst(m_axi_gmem1_ARBURST),
      .m_axi_arcache(m_axi_gmem1_ARCACHE),
      .m_axi_arprot(m_axi_gmem1_ARPROT),
      .m_axi_arvalid(m_axi_gmem1_ARVALID),
      .m_axi_rready(m_axi_gmem1_RREADY),
      .m_axi_arready(m_axi_gmem1_ARREADY),
      .m_axi_rresp(m_axi_gmem1_RRESP),
      .m_axi_rlast(m_axi_gmem1_RLAST),
      .m_axi_rvalid(m_axi_gmem1_RVALID),
      .m_axi_rdata(m_axi_gmem1_RDATA)
  );
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
      .arg_w(arg_w[11:0]),
      .arg_step(arg_step[11:0]),
      .arg_top(arg_top[5:0]),
      .arg_h(arg_h[11:0]),
      .arg_fill(arg_fill[7:0]),
      .x_rd_data(x_rd_out_data),
      .x_rd_valid(x_rd_out_valid),
      .x_rd_ready(x_rd_out_ready),
      .tile_open(tile_free),
      .tile_take(tile_write_take),
      .tile_give(tile_write_give),
      .tile_0_we(tile_0_we),
      .tile_0_waddr(tile_0_waddr),
      .tile_0_wdata(tile_0_wdata),
      .tile_1_we(tile_1_we),
      .tile_1_waddr(tile_1_waddr),
      .tile_1_wdata(tile_1_wdata),
      .tile_2_we(tile_2_we),
      .tile_2_waddr(tile_2_waddr),
      .tile_2_wdata(tile_2_wdata),
      .tile_3_we(tile_3_we),
      .tile_3_waddr(tile_3_waddr),
      .tile_3_wdata(tile_3_wdata),
      .tile_4_we(tile_4_we),
      .tile_4_waddr(tile_4_waddr),
      .tile_4_wdata(tile_4_wdata),
      .tile_5_we(tile_5_we),
      .tile_5_waddr(tile_5_waddr),
      .tile_5_wdata(tile_5_wdata),
      .tile_6_we(tile_6_we),
      .tile_6_waddr(tile_6_waddr),
      .tile_6_wdata(tile_6_wdata),
      .tile_7_we(tile_7_we),
      .tile_7_waddr(tile_7_waddr),
      .tile_7_wdata(tile_7_wdata),
      .tile_8_we(tile_8_we),
      .tile_8_waddr(tile_8_waddr),
      .tile_8_wdata(tile_8_wdata),
      .tile_9_we(tile_9_we),
      .tile_9_waddr(tile_9_waddr),
      .tile_9_wdata(tile_9_wdata),
      .tile_10_we(tile_10_we),
      .tile_10_waddr(tile_10_waddr),
      .tile_10_wdata(tile_10_wdata),
      .tile_11_we(tile_11_we),
      .tile_11_waddr(tile_11_waddr),
      .tile_11_wdata(tile_11_wdata),
      .tile_12_we(tile_12_we),
      .tile_12_waddr(tile_12_waddr),
      .tile_12_wdata(tile_12_wdata),
      .tile_13_we(tile_13_we),
      .tile_13_waddr(tile_13_waddr),
      .tile_13_wdata(tile_13_wdata),
      .tile_14_we(tile_14_we),
      .tile_14_waddr(tile_14_waddr),
      .tile_14_wdata(tile_14_wdata),
      .tile_15_we(tile_15_we),
      .tile_15_waddr(tile_15_waddr),
      .tile_15_wdata(tile_15_wdata)
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
      .arg_w(arg_w[11:0]),
      .arg_x_row(arg_x_row[27:0]),
      .arg_x(arg_x[39:0]),
      .arg_x_block(arg_x_block[27:0]),
      .x_rd_req_data(x_rd_req_in_data),
      .x_rd_req_valid(x_rd_req_in_valid),
      .x_rd_req_room(x_rd_req_room)
  );

  wire load_taps_idle;
  window_load_taps u_process_load_taps (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(load_taps_idle),
      .arg_blocks(arg_blocks[9:0]),
      .arg_tap_beats(arg_tap_beats[9:0]),
      .arg_unit(arg_unit[0:0]),
      .k_rd_data(k_rd_out_data),
      .k_rd_valid(k_rd_out_valid),
      .k_rd_ready(k_rd_out_ready),
      .taps_open(taps_free),
      .taps_take(taps_write_take),
      .taps_give(taps_write_give),
      .taps_0_we(taps_0_we),
      .taps_0_waddr(taps_0_waddr),
      .taps_0_wdata(taps_0_wdata),
      .taps_1_we(taps_1_we),
      .taps_1_waddr(taps_1_waddr),
      .taps_1_wdata(taps_1_wdata),
      .taps_2_we(taps_2_we),
      .taps_2_waddr(taps_2_waddr),
      .taps_2_wdata(taps_2_wdata),
      .taps_3_we(taps_3_we),
      .taps_3_waddr(taps_3_waddr),
      .taps_3_wdata(taps_3_wdata),
      .taps_4_we(taps_4_we),
      .taps_4_waddr(taps_4_waddr),
      .taps_4_wdata(taps_4_wdata),
      .taps_5_we(taps_5_we),
      .taps_5_waddr(taps_5_waddr),
      .taps_5_wdata(taps_5_wdata),
      .taps_6_we(taps_6_we),
      .taps_6_waddr(taps_6_waddr),
      .taps_6_wdata(taps_6_wdata),
      .taps_7_we(taps_7_we),
      .taps_7_waddr(taps_7_waddr),
      .taps_7_wdata(taps_7_wdata),
      .taps_8_we(taps_8_we),
      .taps_8_waddr(taps_8_waddr),
      .taps_8_wdata(taps_8_wdata),
      .taps_9_we(taps_9_we),
      .taps_9_waddr(taps_9_waddr),
      .taps_9_wdata(taps_9_wdata),
      .taps_10_we(taps_10_we),
      .taps_10_waddr(taps_10_waddr),
      .taps_10_wdata(taps_10_wdata),
      .taps_11_we(taps_11_we),
      .taps_11_waddr(taps_11_waddr),
      .taps_11_wdata(taps_11_wdata),
      .taps_12_we(taps_12_we),
      .taps_12_waddr(taps_12_waddr),
      .taps_12_wdata(taps_12_wdata),
      .taps_13_we(taps_13_we),
      .taps_13_waddr(taps_13_waddr),
      .taps_13_wdata(taps_13_wdata),
      .taps_14_we(taps_14_we),
      .taps_14_waddr(taps_14_waddr),
      .taps_14_wdata(taps_14_wdata),
      .taps_15_we(taps_15_we),
      .taps_15_waddr(taps_15_waddr),
      .taps_15_wdata(taps_15_wdata)
  );

  wire load_taps_k_rd_addr_idle;
  window_load_taps_k_rd_addr u_process_load_taps_k_rd_addr (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(load_taps_k_rd_addr_idle),
      .arg_unit(arg_unit[0:0]),
      .arg_tap_beats(arg_tap_beats[9:0]),
      .arg_blocks(arg_blocks[9:0]),
      .arg_k(arg_k[39:0]),
      .k_rd_req_data(k_rd_req_in_data),
      .k_rd_req_valid(k_rd_req_in_valid),
      .k_rd_req_room(k_rd_req_room)
  );

  wire load_channels_idle;
  window_load_channels u_process_load_channels (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(load_channels_idle),
      .arg_blocks(arg_blocks[9:0]),
      .biases_data(biases_in_data),
      .biases_valid(biases_in_valid),
      .biases_room(biases_room),
      .scales_data(scales_in_data),
      .scales_valid(scales_in_valid),
      .scales_room(scales_room),
      .p_rd_data(p_rd_out_data),
      .p_rd_valid(p_rd_out_valid),
      .p_rd_ready(p_rd_out_ready)
  );

  wire load_channels_p_rd_addr_idle;
  window_load_channels_p_rd_addr u_process_load_channels_p_rd_addr (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(load_channels_p_rd_addr_idle),
      .arg_blocks(arg_blocks[9:0]),
      .arg_p(arg_p[39:0]),
      .p_rd_req_data(p_rd_req_in_data),
      .p_rd_req_valid(p_rd_req_in_valid),
      .p_rd_req_room(p_rd_req_room)
  );

  wire load_pixels_idle;
  window_load_pixels u_process_load_pixels (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(load_pixels_idle),
      .arg_blocks(arg_blocks[9:0]),
      .arg_pixels(arg_pixels[23:0]),
      .arg_by_pixel(arg_by_pixel[0:0]),
      .ks_data(ks_in_data),
      .ks_valid(ks_in_valid),
      .ks_room(ks_room),
      .m_rd_data(m_rd_out_data),
      .m_rd_valid(m_rd_out_valid),
      .m_rd_ready(m_rd_out_ready)
  );

  wire load_pixels_m_rd_addr_idle;
  window_load_pixels_m_rd_addr u_process_load_pixels_m_rd_addr (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(load_pixels_m_rd_addr_idle),
      .arg_blocks(arg_blocks[9:0]),
      .arg_by_pixel(arg_by_pixel[0:0]),
      .arg_pixels(arg_pixels[23:0]),
      .arg_m(arg_m[39:0]),
      .m_rd_req_data(m_rd_req_in_data),
      .m_rd_req_valid(m_rd_req_in_valid),
      .m_rd_req_room(m_rd_req_room)
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
      .arg_ow(arg_ow[11:0]),
      .arg_kh(arg_kh[7:0]),
      .arg_kw(arg_kw[7:0]),
      .arg_largest(arg_largest[0:0]),
      .arg_stride_x(arg_stride_x[5:0]),
      .arg_dx(arg_dx[5:0]),
      .arg_left(arg_left[5:0]),
      .arg_w(arg_w[11:0]),
      .arg_dy(arg_dy[5:0]),
      .arg_stride_y(arg_stride_y[5:0]),
      .arg_fill(arg_fill[7:0]),
      .arg_unit(arg_unit[0:0]),
      .sums_data(sums_in_data),
      .sums_valid(sums_in_valid),
      .sums_room(sums_room),
      .tile_open(tile_full),
      .tile_take(tile_read_take),
      .tile_give(tile_read_give),
      .taps_open(taps_full),
      .taps_take(taps_read_take),
      .taps_give(taps_read_give),
      .tile_0_raddr(tile_0_raddr),
      .tile_0_rdata(tile_0_rdata),
      .tile_1_raddr(tile_1_raddr),
      .tile_1_rdata(tile_1_rdata),
      .tile_2_raddr(tile_2_raddr),
      .tile_2_rdata(tile_2_rdata),
      .tile_3_raddr(tile_3_raddr),
      .tile_3_rdata(tile_3_rdata),
      .tile_4_raddr(tile_4_raddr),
      .tile_4_rdata(tile_4_rdata),
      .tile_5_raddr(tile_5_raddr),
      .tile_5_rdata(tile_5_rdata),
      .tile_6_raddr(tile_6_raddr),
      .tile_6_rdata(tile_6_rdata),
      .tile_7_raddr(tile_7_raddr),
      .tile_7_rdata(tile_7_rdata),
      .tile_8_raddr(tile_8_raddr),
      .tile_8_rdata(tile_8_rdata),
      .tile_9_raddr(tile_9_raddr),
      .tile_9_rdata(tile_9_rdata),
      .tile_10_raddr(tile_10_raddr),
      .tile_10_rdata(tile_10_rdata),
      .tile_11_raddr(tile_11_raddr),
      .tile_11_rdata(tile_11_rdata),
      .tile_12_raddr(tile_12_raddr),
      .tile_12_rdata(tile_12_rdata),
      .tile_13_raddr(tile_13_raddr),
      .tile_13_rdata(tile_13_rdata),
      .tile_14_raddr(tile_14_raddr),
      .tile_14_rdata(tile_14_rdata),
      .tile_15_raddr(tile_15_raddr),
      .tile_15_rdata(tile_15_rdata),
      .taps_0_raddr(taps_0_raddr),
      .taps_0_rdata(taps_0_rdata),
      .taps_1_raddr(taps_1_raddr),
      .taps_1_rdata(taps_1_rdata),
      .taps_2_raddr(taps_2_raddr),
      .taps_2_rdata(taps_2_rdata),
      .taps_3_raddr(taps_3_raddr),
      .taps_3_rdata(taps_3_rdata),
      .taps_4_raddr(taps_4_raddr),
      .taps_4_rdata(taps_4_rdata),
      .taps_5_raddr(taps_5_raddr),
      .taps_5_rdata(taps_5_rdata),
      .taps_6_raddr(taps_6_raddr),
      .taps_6_rdata(taps_6_rdata),
      .taps_7_raddr(taps_7_raddr),
      .taps_7_rdata(taps_7_rdata),
      .taps_8_raddr(taps_8_raddr),
      .taps_8_rdata(taps_8_rdata),
      .taps_9_raddr(taps_9_raddr),
      .taps_9_rdata(taps_9_rdata),
      .taps_10_raddr(taps_10_raddr),
      .taps_10_rdata(taps_10_rdata),
      .taps_11_raddr(taps_11_raddr),
      .taps_11_rdata(taps_11_rdata),
      .taps_12_raddr(taps_12_raddr),
      .taps_12_rdata(taps_12_rdata),
      .taps_13_raddr(taps_13_raddr),
      .taps_13_rdata(taps_13_rdata),
      .taps_14_raddr(taps_14_raddr),
      .taps_14_rdata(taps_14_rdata),
      .taps_15_raddr(taps_15_raddr),
      .taps_15_rdata(taps_15_rdata)
  );

  wire requantise_idle;
  window_requantise u_process_requantise (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(requantise_idle),
      .arg_blocks(arg_blocks[9:0]),
      .arg_pixels(arg_pixels[23:0]),
      .arg_by_pixel(arg_by_pixel[0:0]),
      .arg_high(arg_high[7:0]),
      .arg_zero(arg_zero[7:0]),
      .arg_half(arg_half[39:0]),
      .arg_before(arg_before[47:0]),
      .arg_guard(arg_guard[5:0]),
      .arg_shift(arg_shift[5:0]),
      .arg_mask(arg_mask[39:0]),
      .arg_middle(arg_middle[39:0]),
      .arg_low(arg_low[7:0]),
      .biases_data(biases_out_data),
      .biases_valid(biases_out_valid),
      .biases_ready(biases_out_ready),
      .scales_data(scales_out_data),
      .scales_valid(scales_out_valid),
      .scales_ready(scales_out_ready),
      .ks_data(ks_out_data),
      .ks_valid(ks_out_valid),
      .ks_ready(ks_out_ready),
      .sums_data(sums_out_data),
      .sums_valid(sums_out_valid),
      .sums_ready(sums_out_ready),
      .codes_data(codes_in_data),
      .codes_valid(codes_in_valid),
      .codes_room(codes_room)
  );

  wire store_idle;
  window_store u_process_store (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(store_idle),
      .arg_blocks(arg_blocks[9:0]),
      .arg_oh(arg_oh[11:0]),
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
      .arg_oh(arg_oh[11:0]),
      .arg_ow(arg_ow[11:0]),
      .arg_y_row(arg_y_row[27:0]),
      .arg_y(arg_y[39:0]),
      .arg_y_block(arg_y_block[27:0]),
      .y_wr_req_data(y_wr_req_in_data),
      .y_wr_req_valid(y_wr_req_in_valid),
      .y_wr_req_room(y_wr_req_room)
  );

  assign start = ap_start && !busy_reg && !done_reg;
  wire quiet = load_idle && load_x_rd_addr_idle && load_taps_idle && load_taps_k_rd_addr_idle && load_channels_idle && load_channels_p_rd_addr_idle && load_pixels_idle && load_pixels_m_rd_addr_idle && compute_idle && requantise_idle && store_idle && store_y_wr_addr_idle && !biases_out_valid && !scales_out_valid && !ks_out_valid && !sums_out_valid && !codes_out_valid && !x_rd_req_out_valid && !k_rd_req_out_valid && !p_rd_req_out_valid && !m_rd_req_out_valid && !y_wr_req_out_valid && !y_wr_out_valid && !x_rd_axi_busy && !k_rd_axi_busy && !p_rd_axi_busy && !m_rd_axi_busy && !m_rd_pack_busy && !y_wr_axi_busy;
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
    if (start && arg_p[63:40] != 24'd0) $error("p lies at or above 2^40");
    if (start && arg_m[63:40] != 24'd0) $error("m lies at or above 2^40");
    if (start && arg_y[63:40] != 24'd0) $error("y lies at or above 2^40");
  end
`endif

endmodule

`default_nettype wire

// ---- window_compute.sv
// Process compute of window.py, line 146: initiation interval 1, 4 stages.
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
    input  wire [11:0] arg_ow,
    input  wire [7:0] arg_kh,
    input  wire [7:0] arg_kw,
    input  wire arg_largest,
    input  wire [5:0] arg_stride_x,
    input  wire [5:0] arg_dx,
    input  wire [5:0] arg_left,
    input  wire [11:0] arg_w,
    input  wire [5:0] arg_dy,
    input  wire [5:0] arg_stride_y,
    input  wire [7:0] arg_fill,
    input  wire arg_unit,
    output wire [511:0] sums_data,
    output wire sums_valid,
    input  wire sums_room,
    input  wire tile_open,
    output wire tile_take,
    output wire tile_give,
    input  wire taps_open,
    output wire taps_take,
    output wire taps_give,
    output wire [12:0] tile_0_raddr,
    input  wire [7:0] tile_0_rdata,
    output wire [12:0] tile_1_raddr,
    input  wire [7:0] tile_1_rdata,
    output wire [12:0] tile_2_raddr,
    input  wire [7:0] tile_2_rdata,
    output wire [12:0] tile_3_raddr,
    input  wire [7:0] tile_3_rdata,
    output wire [12:0] tile_4_raddr,
    input  wire [7:0] tile_4_rdata,
    output wire [12:0] tile_5_raddr,
    input  wire [7:0] tile_5_rdata,
    output wire [12:0] tile_6_raddr,
    input  wire [7:0] tile_6_rdata,
    output wire [12:0] tile_7_raddr,
    input  wire [7:0] tile_7_rdata,
    output wire [12:0] tile_8_raddr,
    input  wire [7:0] tile_8_rdata,
    output wire [12:0] tile_9_raddr,
    input  wire [7:0] tile_9_rdata,
    output wire [12:0] tile_10_raddr,
    input  wire [7:0] tile_10_rdata,
    output wire [12:0] tile_11_raddr,
    input  wire [7:0] tile_11_rdata,
    output wire [12:0] tile_12_raddr,
    input  wire [7:0] tile_12_rdata,
    output wire [12:0] tile_13_raddr,
    input  wire [7:0] tile_13_rdata,
    output wire [12:0] tile_14_raddr,
    input  wire [7:0] tile_14_rdata,
    output wire [12:0] tile_15_raddr,
    input  wire [7:0] tile_15_rdata,
    output wire [7:0] taps_0_raddr,
    input  wire [7:0] taps_0_rdata,
    output wire [7:0] taps_1_raddr,
    input  wire [7:0] taps_1_rdata,
    output wire [7:0] taps_2_raddr,
    input  wire [7:0] taps_2_rdata,
    output wire [7:0] taps_3_raddr,
    input  wire [7:0] taps_3_rdata,
    output wire [7:0] taps_4_raddr,
    input  wire [7:0] taps_4_rdata,
    output wire [7:0] taps_5_raddr,
    input  wire [7:0] taps_5_rdata,
    output wire [7:0] taps_6_raddr,
    input  wire [7:0] taps_6_rdata,
    output wire [7:0] taps_7_raddr,
    input  wire [7:0] taps_7_rdata,
    output wire [7:0] taps_8_raddr,
    input  wire [7:0] taps_8_rdata,
    output wire [7:0] taps_9_raddr,
    input  wire [7:0] taps_9_rdata,
    output wire [7:0] taps_10_raddr,
    input  wire [7:0] taps_10_rdata,
    output wire [7:0] taps_11_raddr,
    input  wire [7:0] taps_11_rdata,
    output wire [7:0] taps_12_raddr,
    input  wire [7:0] taps_12_rdata,
    output wire [7:0] taps_13_raddr,
    input  wire [7:0] taps_13_rdata,
    output wire [7:0] taps_14_raddr,
    input  wire [7:0] taps_14_rdata,
    output wire [7:0] taps_15_raddr,
    input  wire [7:0] taps_15_rdata
);

  logic running;
  logic [3:1] stage;
  logic signed [10:0] count_c_0;
  logic signed [10:0] count_b_1;
  logic signed [22:0] step_365;  // window.py:193
  logic signed [12:0] count_oy_2;
  logic signed [12:0] count_ox_3;
  logic signed [8:0] count_ky_4;
  logic signed [8:0] count_kx_5;
  logic signed [31:0] acc_0_reg;
  logic signed [18:0] step_364;  // window.py:193
  logic signed [14:0] step_363;  // window.py:193
  logic signed [26:0] step_368;  // window.py:193
  logic signed [30:0] step_370;  // window.py:193
  logic inside_381_s1;
  logic signed [7:0] pixel_382_s2;
  logic signed [7:0] pixel_382_s3;
  logic first_88_s1;
  logic first_88_s2;
  logic first_88_s3;
  logic signed [16:0] step_366;  // window.py:193
  logic signed [7:0] load_374_s2;
  logic signed [15:0] mul_383;  // window.py:185
  logic signed [31:0] acc_1_reg;
  logic signed [7:0] pixel_392_s2;
  logic signed [7:0] pixel_392_s3;
  logic signed [7:0] load_390_s2;
  logic signed [15:0] mul_393;  // window.py:185
  logic signed [31:0] acc_2_reg;
  logic signed [7:0] pixel_402_s2;
  logic signed [7:0] pixel_402_s3;
  logic signed [7:0] load_400_s2;
  logic signed [15:0] mul_403;  // window.py:185
  logic signed [31:0] acc_3_reg;
  logic signed [7:0] pixel_412_s2;
  logic signed [7:0] pixel_412_s3;
  logic signed [7:0] load_410_s2;
  logic signed [15:0] mul_413;  // window.py:185
  logic signed [31:0] acc_4_reg;
  logic signed [7:0] pixel_422_s2;
  logic signed [7:0] pixel_422_s3;
  logic signed [7:0] load_420_s2;
  logic signed [15:0] mul_423;  // window.py:185
  logic signed [31:0] acc_5_reg;
  logic signed [7:0] pixel_432_s2;
  logic signed [7:0] pixel_432_s3;
  logic signed [7:0] load_430_s2;
  logic signed [15:0] mul_433;  // window.py:185
  logic signed [31:0] acc_6_reg;
  logic signed [7:0] pixel_442_s2;
  logic signed [7:0] pixel_442_s3;
  logic signed [7:0] load_440_s2;
  logic signed [15:0] mul_443;  // window.py:185
  logic signed [31:0] acc_7_reg;
  logic signed [7:0] pixel_452_s2;
  logic signed [7:0] pixel_452_s3;
  logic signed [7:0] load_450_s2;
  logic signed [15:0] mul_453;  // window.py:185
  logic signed [31:0] acc_8_reg;
  logic signed [7:0] pixel_462_s2;
  logic signed [7:0] pixel_462_s3;
  logic signed [7:0] load_460_s2;
  logic signed [15:0] mul_463;  // window.py:185
  logic signed [31:0] acc_9_reg;
  logic signed [7:0] pixel_472_s2;
  logic signed [7:0] pixel_472_s3;
  logic signed [7:0] load_470_s2;
  logic signed [15:0] mul_473;  // window.py:185
  logic signed [31:0] acc_10_reg;
  logic signed [7:0] pixel_482_s2;
  logic signed [7:0] pixel_482_s3;
  logic signed [7:0] load_480_s2;
  logic signed [15:0] mul_483;  // window.py:185
  logic signed [31:0] acc_11_reg;
  logic signed [7:0] pixel_492_s2;
  logic signed [7:0] pixel_492_s3;
  logic signed [7:0] load_490_s2;
  logic signed [15:0] mul_493;  // window.py:185
  logic signed [31:0] acc_12_reg;
  logic signed [7:0] pixel_502_s2;
  logic signed [7:0] pixel_502_s3;
  logic signed [7:0] load_500_s2;
  logic signed [15:0] mul_503;  // window.py:185
  logic signed [31:0] acc_13_reg;
  logic signed [7:0] pixel_512_s2;
  logic signed [7:0] pixel_512_s3;
  logic signed [7:0] load_510_s2;
  logic signed [15:0] mul_513;  // window.py:185
  logic signed [31:0] acc_14_reg;
  logic signed [7:0] pixel_522_s2;
  logic signed [7:0] pixel_522_s3;
  logic signed [7:0] load_520_s2;
  logic signed [15:0] mul_523;  // window.py:185
  logic signed [31:0] acc_15_reg;
  logic signed [7:0] pixel_532_s2;
  logic signed [7:0] pixel_532_s3;
  logic signed [7:0] load_530_s2;
  logic signed [15:0] mul_533;  // window.py:185
  logic band_328_s1;
  logic band_328_s2;
  logic band_328_s3;
  logic [0:0] half_tile_reg;
  logic [0:0] half_taps_reg;
  wire issue;

  wire signed [10:0] scalar_1 = $signed({1'b0, arg_blocks});
  wire signed [10:0] add_20 = count_c_0 + 2'sd1;  // window.py:168
  wire le_21 = scalar_1 <= add_20;  // window.py:168
  wire signed [10:0] scalar_2 = $signed({1'b0, arg_bands});
  wire signed [10:0] add_23 = count_b_1 + 2'sd1;  // window.py:170
  wire le_24 = scalar_2 <= add_23;  // window.py:170
  wire signed [12:0] scalar_4 = $signed({1'b0, arg_oh});
  wire signed [12:0] scalar_3 = $signed({1'b0, arg_rows});
  wire signed [22:0] sub_540 = scalar_4 - step_365;  // window.py:172
  wire lt_541 = sub_540 < scalar_3;  // window.py:172
  wire signed [22:0] sel_542 = lt_541 ? sub_540 : scalar_3;  // window.py:172
  wire signed [12:0] add_30 = count_oy_2 + 2'sd1;  // window.py:172
  wire le_543 = sel_542 <= add_30;  // window.py:172
  wire signed [12:0] scalar_5 = $signed({1'b0, arg_ow});
  wire signed [12:0] add_34 = count_ox_3 + 2'sd1;  // window.py:173
  wire le_35 = scalar_5 <= add_34;  // window.py:173
  wire signed [8:0] scalar_6 = $signed({1'b0, arg_kh});
  wire signed [8:0] add_37 = count_ky_4 + 2'sd1;  // window.py:174
  wire le_38 = scalar_6 <= add_37;  // window.py:174
  wire signed [8:0] scalar_7 = $signed({1'b0, arg_kw});
  wire signed [8:0] add_40 = count_kx_5 + 2'sd1;  // window.py:175
  wire le_41 = scalar_7 <= add_40;  // window.py:175
  wire eq_55 = count_kx_5 == 2'sd0;  // window.py:175
  wire eq_52 = count_ky_4 == 2'sd0;  // window.py:175
  wire eq_49 = count_ox_3 == 2'sd0;  // window.py:175
  wire eq_43 = count_b_1 == 2'sd0;  // window.py:175
  wire eq_46 = count_oy_2 == 2'sd0;  // window.py:175
  wire band_59 = eq_43 && eq_46;  // window.py:175
  wire band_61 = eq_49 && band_59;  // window.py:175
  wire band_63 = eq_52 && band_61;  // window.py:175
  wire band_65 = eq_55 && band_63;  // window.py:175
  wire band_68 = eq_46 && eq_49;  // window.py:169
  wire band_70 = eq_52 && band_68;  // window.py:169
  wire band_72 = eq_55 && band_70;  // window.py:169
  wire signed [8:0] add_323 = scalar_6 + -2'sd1;  // window.py:190
  wire eq_324 = count_ky_4 == add_323;  // window.py:190
  wire signed [8:0] add_325 = scalar_7 + -2'sd1;  // window.py:190
  wire eq_326 = count_kx_5 == add_325;  // window.py:190
  wire band_328 = eq_324 && eq_326;  // window.py:190
  wire band_544 = le_543 && le_35;  // window.py:191
  wire band_545 = le_38 && band_544;  // window.py:191
  wire band_546 = le_41 && band_545;  // window.py:191
  wire band_547 = le_24 && le_543;  // window.py:192
  wire band_548 = le_35 && band_547;  // window.py:192
  wire band_549 = le_38 && band_548;  // window.py:192
  wire band_550 = le_41 && band_549;  // window.py:192
  wire signed [1:0] scalar_15 = $signed({1'b0, arg_largest});
  wire eq_110 = scalar_15 == 2'sd1;  // window.py:187
  wire first_88 = eq_52 && eq_55;  // window.py:179
  wire signed [6:0] scalar_11 = $signed({1'b0, arg_stride_x});
  wire signed [6:0] scalar_9 = $signed({1'b0, arg_dx});
  wire signed [19:0] add_375 = step_364 + step_363;  // window.py:176
  wire signed [6:0] scalar_13 = $signed({1'b0, arg_left});
  wire signed [19:0] col_376 = add_375 - scalar_13;  // window.py:176
  wire le_380 = 2'sd0 <= col_376;  // window.py:178
  wire signed [12:0] scalar_12 = $signed({1'b0, arg_w});
  wire lt_379 = col_376 < scalar_12;  // window.py:178
  wire inside_381 = le_380 && lt_379;  // window.py:178
  wire signed [6:0] scalar_8 = $signed({1'b0, arg_dy});
  wire signed [18:0] mul_367 = scalar_8 * scalar_12;  // window.py:193
  wire signed [6:0] scalar_10 = $signed({1'b0, arg_stride_y});
  wire signed [18:0] mul_369 = scalar_10 * scalar_12;  // window.py:193
  wire signed [31:0] add_371 = step_368 + step_370;  // window.py:193
  wire signed [31:0] at_377 = col_376 + add_371;  // window.py:177
  wire signed [7:0] load_378 = $signed(tile_0_rdata);  // window.py:183
  wire signed [7:0] scalar_16 = $signed(arg_fill);
  wire signed [7:0] pixel_382 = inside_381_s1 ? load_378 : scalar_16;  // window.py:183
  wire lt_386 = acc_0_reg < pixel_382_s3;  // window.py:186
  wire bor_387 = first_88_s3 || lt_386;  // window.py:186
  wire signed [31:0] best_388 = bor_387 ? pixel_382_s3 : acc_0_reg;  // window.py:186
  wire signed [31:0] sel_100 = first_88_s3 ? 2'sd0 : acc_0_reg;  // window.py:185
  wire signed [1:0] scalar_14 = $signed({1'b0, arg_unit});
  wire eq_89 = scalar_14 == 2'sd1;  // window.py:180
  wire signed [16:0] add_372 = count_kx_5 + step_366;  // window.py:180
  wire signed [16:0] tap_373 = eq_89 ? 2'sd0 : add_372;  // window.py:180
  wire signed [7:0] load_374 = $signed(taps_0_rdata);  // window.py:185
  wire signed [32:0] add_384 = sel_100 + mul_383;  // window.py:185
  wire signed [31:0] more_385 = add_384;  // window.py:185
  wire signed [31:0] new_389 = eq_110 ? best_388 : more_385;  // window.py:187
  wire signed [7:0] load_391 = $signed(tile_1_rdata);  // window.py:183
  wire signed [7:0] pixel_392 = inside_381_s1 ? load_391 : scalar_16;  // window.py:183
  wire lt_396 = acc_1_reg < pixel_392_s3;  // window.py:186
  wire bor_397 = first_88_s3 || lt_396;  // window.py:186
  wire signed [31:0] best_398 = bor_397 ? pixel_392_s3 : acc_1_reg;  // window.py:186
  wire signed [31:0] sel_116 = first_88_s3 ? 2'sd0 : acc_1_reg;  // window.py:185
  wire signed [7:0] load_390 = $signed(taps_1_rdata);  // window.py:185
  wire signed [32:0] add_394 = sel_116 + mul_393;  // window.py:185
  wire signed [31:0] more_395 = add_394;  // window.py:185
  wire signed [31:0] new_399 = eq_110 ? best_398 : more_395;  // window.py:187
  wire signed [7:0] load_401 = $signed(tile_2_rdata);  // window.py:183
  wire signed [7:0] pixel_402 = inside_381_s1 ? load_401 : scalar_16;  // window.py:183
  wire lt_406 = acc_2_reg < pixel_402_s3;  // window.py:186
  wire bor_407 = first_88_s3 || lt_406;  // window.py:186
  wire signed [31:0] best_408 = bor_407 ? pixel_402_s3 : acc_2_reg;  // window.py:186
  wire signed [31:0] sel_130 = first_88_s3 ? 2'sd0 : acc_2_reg;  // window.py:185
  wire signed [7:0] load_400 = $signed(taps_2_rdata);  // window.py:185
  wire signed [32:0] add_404 = sel_130 + mul_403;  // window.py:185
  wire signed [31:0] more_405 = add_404;  // window.py:185
  wire signed [31:0] new_409 = eq_110 ? best_408 : more_405;  // window.py:187
  wire signed [7:0] load_411 = $signed(tile_3_rdata);  // window.py:183
  wire signed [7:0] pixel_412 = inside_381_s1 ? load_411 : scalar_16;  // window.py:183
  wire lt_416 = acc_3_reg < pixel_412_s3;  // window.py:186
  wire bor_417 = first_88_s3 || lt_416;  // window.py:186
  wire signed [31:0] best_418 = bor_417 ? pixel_412_s3 : acc_3_reg;  // window.py:186
  wire signed [31:0] sel_144 = first_88_s3 ? 2'sd0 : acc_3_reg;  // window.py:185
  wire signed [7:0] load_410 = $signed(taps_3_rdata);  // window.py:185
  wire signed [32:0] add_414 = sel_144 + mul_413;  // window.py:185
  wire signed [31:0] more_415 = add_414;  // window.py:185
  wire signed [31:0] new_419 = eq_110 ? best_418 : more_415;  // window.py:187
  wire signed [7:0] load_421 = $signed(tile_4_rdata);  // window.py:183
  wire signed [7:0] pixel_422 = inside_381_s1 ? load_421 : scalar_16;  // window.py:183
  wire lt_426 = acc_4_reg < pixel_422_s3;  // window.py:186
  wire bor_427 = first_88_s3 || lt_426;  // window.py:186
  wire signed [31:0] best_428 = bor_427 ? pixel_422_s3 : acc_4_reg;  // window.py:186
  wire signed [31:0] sel_158 = first_88_s3 ? 2'sd0 : acc_4_reg;  // window.py:185
  wire signed [7:0] load_420 = $signed(taps_4_rdata);  // window.py:185
  wire signed [32:0] add_424 = sel_158 + mul_423;  // window.py:185
  wire signed [31:0] more_425 = add_424;  // window.py:185
  wire signed [31:0] new_429 = eq_110 ? best_428 : more_425;  // window.py:187
  wire signed [7:0] load_431 = $signed(tile_5_rdata);  // window.py:183
  wire signed [7:0] pixel_432 = inside_381_s1 ? load_431 : scalar_16;  // window.py:183
  wire lt_436 = acc_5_reg < pixel_432_s3;  // window.py:186
  wire bor_437 = first_88_s3 || lt_436;  // window.py:186
  wire signed [31:0] best_438 = bor_437 ? pixel_432_s3 : acc_5_reg;  // window.py:186
  wire signed [31:0] sel_172 = first_88_s3 ? 2'sd0 : acc_5_reg;  // window.py:185
  wire signed [7:0] load_430 = $signed(taps_5_rdata);  // window.py:185
  wire signed [32:0] add_434 = sel_172 + mul_433;  // window.py:185
  wire signed [31:0] more_435 = add_434;  // window.py:185
  wire signed [31:0] new_439 = eq_110 ? best_438 : more_435;  // window.py:187
  wire signed [7:0] load_441 = $signed(tile_6_rdata);  // window.py:183
  wire signed [7:0] pixel_442 = inside_381_s1 ? load_441 : scalar_16;  // window.py:183
  wire lt_446 = acc_6_reg < pixel_442_s3;  // window.py:186
  wire bor_447 = first_88_s3 || lt_446;  // window.py:186
  wire signed [31:0] best_448 = bor_447 ? pixel_442_s3 : acc_6_reg;  // window.py:186
  wire signed [31:0] sel_186 = first_88_s3 ? 2'sd0 : acc_6_reg;  // window.py:185
  wire signed [7:0] load_440 = $signed(taps_6_rdata);  // window.py:185
  wire signed [32:0] add_444 = sel_186 + mul_443;  // window.py:185
  wire signed [31:0] more_445 = add_444;  // window.py:185
  wire signed [31:0] new_449 = eq_110 ? best_448 : more_445;  // window.py:187
  wire signed [7:0] load_451 = $signed(tile_7_rdata);  // window.py:183
  wire signed [7:0] pixel_452 = inside_381_s1 ? load_451 : scalar_16;  // window.py:183
  wire lt_456 = acc_7_reg < pixel_452_s3;  // window.py:186
  wire bor_457 = first_88_s3 || lt_456;  // window.py:186
  wire signed [31:0] best_458 = bor_457 ? pixel_452_s3 : acc_7_reg;  // window.py:186
  wire signed [31:0] sel_200 = first_88_s3 ? 2'sd0 : acc_7_reg;  // window.py:185
  wire signed [7:0] load_450 = $signed(taps_7_rdata);  // window.py:185
  wire signed [32:0] add_454 = sel_200 + mul_453;  // window.py:185
  wire signed [31:0] more_455 = add_454;  // window.py:185
  wire signed [31:0] new_459 = eq_110 ? best_458 : more_455;  // window.py:187
  wire signed [7:0] load_461 = $signed(tile_8_rdata);  // window.py:183
  wire signed [7:0] pixel_462 = inside_381_s1 ? load_461 : scalar_16;  // window.py:183
  wire lt_466 = acc_8_reg < pixel_462_s3;  // window.py:186
  wire bor_467 = first_88_s3 || lt_466;  // window.py:186
  wire signed [31:0] best_468 = bor_467 ? pixel_462_s3 : acc_8_reg;  // window.py:186
  wire signed [31:0] sel_214 = first_88_s3 ? 2'sd0 : acc_8_reg;  // window.py:185
  wire signed [7:0] load_460 = $signed(taps_8_rdata);  // window.py:185
  wire signed [32:0] add_464 = sel_214 + mul_463;  // window.py:185
  wire signed [31:0] more_465 = add_464;  // window.py:185
  wire signed [31:0] new_469 = eq_110 ? best_468 : more_465;  // window.py:187
  wire signed [7:0] load_471 = $signed(tile_9_rdata);  // window.py:183
  wire signed [7:0] pixel_472 = inside_381_s1 ? load_471 : scalar_16;  // window.py:183
  wire lt_476 = acc_9_reg < pixel_472_s3;  // window.py:186
  wire bor_477 = first_88_s3 || lt_476;  // window.py:186
  wire signed [31:0] best_478 = bor_477 ? pixel_472_s3 : acc_9_reg;  // window.py:186
  wire signed [31:0] sel_228 = first_88_s3 ? 2'sd0 : acc_9_reg;  // window.py:185
  wire signed [7:0] load_470 = $signed(taps_9_rdata);  // window.py:185
  wire signed [32:0] add_474 = sel_228 + mul_473;  // window.py:185
  wire signed [31:0] more_475 = add_474;  // window.py:185
  wire signed [31:0] new_479 = eq_110 ? best_478 : more_475;  // window.py:187
  wire signed [7:0] load_481 = $signed(tile_10_rdata);  // window.py:183
  wire signed [7:0] pixel_482 = inside_381_s1 ? load_481 : scalar_16;  // window.py:183
  wire lt_486 = acc_10_reg < pixel_482_s3;  // window.py:186
  wire bor_487 = first_88_s3 || lt_486;  // window.py:186
  wire signed [31:0] best_488 = bor_487 ? pixel_482_s3 : acc_10_reg;  // window.py:186
  wire signed [31:0] sel_242 = first_88_s3 ? 2'sd0 : acc_10_reg;  // window.py:185
  wire signed [7:0] load_480 = $signed(taps_10_rdata);  // window.py:185
  wire signed [32:0] add_484 = sel_242 + mul_483;  // window.py:185
  wire signed [31:0] more_485 = add_484;  // window.py:185
  wire signed [31:0] new_489 = eq_110 ? best_488 : more_485;  // window.py:187
  wire signed [7:0] load_491 = $signed(tile_11_rdata);  // window.py:183
  wire signed [7:0] pixel_492 = inside_381_s1 ? load_491 : scalar_16;  // window.py:183
  wire lt_496 = acc_11_reg < pixel_492_s3;  // window.py:186
  wire bor_497 = first_88_s3 || lt_496;  // window.py:186
  wire signed [31:0] best_498 = bor_497 ? pixel_492_s3 : acc_11_reg;  // window.py:186
  wire signed [31:0] sel_256 = first_88_s3 ? 2'sd0 : acc_11_reg;  // window.py:185
  wire signed [7:0] load_490 = $signed(taps_11_rdata);  // window.py:185
  wire signed [32:0] add_494 = sel_256 + mul_493;  // window.py:185
  wire signed [31:0] more_495 = add_494;  // window.py:185
  wire signed [31:0] new_499 = eq_110 ? best_498 : more_495;  // window.py:187
  wire signed [7:0] load_501 = $signed(tile_12_rdata);  // window.py:183
  wire signed [7:0] pixel_502 = inside_381_s1 ? load_501 : scalar_16;  // window.py:183
  wire lt_506 = acc_12_reg < pixel_502_s3;  // window.py:186
  wire bor_507 = first_88_s3 || lt_506;  // window.py:186
  wire signed [31:0] best_508 = bor_507 ? pixel_502_s3 : acc_12_reg;  // window.py:186
  wire signed [31:0] sel_270 = first_88_s3 ? 2'sd0 : acc_12_reg;  // window.py:185
  wire signed [7:0] load_500 = $signed(taps_12_rdata);  // window.py:185
  wire signed [32:0] add_504 = sel_270 + mul_503;  // window.py:185
  wire signed [31:0] more_505 = add_504;  // window.py:185
  wire signed [31:0] new_509 = eq_110 ? best_508 : more_505;  // window.py:187
  wire signed [7:0] load_511 = $signed(tile_13_rdata);  // window.py:183
  wire signed [7:0] pixel_512 = inside_381_s1 ? load_511 : scalar_16;  // window.py:183
  wire lt_516 = acc_13_reg < pixel_512_s3;  // window.py:186
  wire bor_517 = first_88_s3 || lt_516;  // window.py:186
  wire signed [31:0] best_518 = bor_517 ? pixel_512_s3 : acc_13_reg;  // window.py:186
  wire signed [31:0] sel_284 = first_88_s3 ? 2'sd0 : acc_13_reg;  // window.py:185
  wire signed [7:0] load_510 = $signed(taps_13_rdata);  // window.py:185
  wire signed [32:0] add_514 = sel_284 + mul_513;  // window.py:185
  wire signed [31:0] more_515 = add_514;  // window.py:185
  wire signed [31:0] new_519 = eq_110 ? best_518 : more_515;  // window.py:187
  wire signed [7:0] load_521 = $signed(tile_14_rdata);  // window.py:183
  wire signed [7:0] pixel_522 = inside_381_s1 ? load_521 : scalar_16;  // window.py:183
  wire lt_526 = acc_14_reg < pixel_522_s3;  // window.py:186
  wire bor_527 = first_88_s3 || lt_526;  // window.py:186
  wire signed [31:0] best_528 = bor_527 ? pixel_522_s3 : acc_14_reg;  // window.py:186
  wire signed [31:0] sel_298 = first_88_s3 ? 2'sd0 : acc_14_reg;  // window.py:185
  wire signed [7:0] load_520 = $signed(taps_14_rdata);  // window.py:185
  wire signed [32:0] add_524 = sel_298 + mul_523;  // window.py:185
  wire signed [31:0] more_525 = add_524;  // window.py:185
  wire signed [31:0] new_529 = eq_110 ? best_528 : more_525;  // window.py:187
  wire signed [7:0] load_531 = $signed(tile_15_rdata);  // window.py:183
  wire signed [7:0] pixel_532 = inside_381_s1 ? load_531 : scalar_16;  // window.py:183
  wire lt_536 = acc_15_reg < pixel_532_s3;  // window.py:186
  wire bor_537 = first_88_s3 || lt_536;  // window.py:186
  wire signed [31:0] best_538 = bor_537 ? pixel_532_s3 : acc_15_reg;  // window.py:186
  wire signed [31:0] sel_312 = first_88_s3 ? 2'sd0 : acc_15_reg;  // window.py:185
  wire signed [7:0] load_530 = $signed(taps_15_rdata);  // window.py:185
  wire signed [32:0] add_534 = sel_312 + mul_533;  // window.py:185
  wire signed [31:0] more_535 = add_534;  // window.py:185
  wire signed [31:0] new_539 = eq_110 ? best_538 : more_535;  // window.py:187
  wire lt_551 = 2'sd0 < sel_542;  // window.py:172
  wire sums_put0 = stage[3] && band_328_s3;
  wire [31:0] sums_put0_0 = new_389;
  wire [31:0] sums_put0_1 = new_399;
  wire [31:0] sums_put0_2 = new_409;
  wire [31:0] sums_put0_3 = new_419;
  wire [31:0] sums_put0_4 = new_429;
  wire [31:0] sums_put0_5 = new_439;
  wire [31:0] sums_put0_6 = new_449;
  wire [31:0] sums_put0_7 = new_459;
  wire [31:0] sums_put0_8 = new_469;
  wire [31:0] sums_put0_9 = new_479;
  wire [31:0] sums_put0_10 = new_489;
  wire [31:0] sums_put0_11 = new_499;
  wire [31:0] sums_put0_12 = new_509;
  wire [31:0] sums_put0_13 = new_519;
  wire [31:0] sums_put0_14 = new_529;
  wire [31:0] sums_put0_15 = new_539;
  assign sums_valid = sums_put0;
  assign sums_data = {sums_put0_15, sums_put0_14, sums_put0_13, sums_put0_12, sums_put0_11, sums_put0_10, sums_put0_9, sums_put0_8, sums_put0_7, sums_put0_6, sums_put0_5, sums_put0_4, sums_put0_3, sums_put0_2, sums_put0_1, sums_put0_0};
  wire wait_put_sums = (band_328) && !sums_room;
  wire tile_acquire = band_72;
  assign tile_take = issue && tile_acquire;
  assign tile_give = (issue && band_546);
  wire wait_half_tile = tile_acquire && !tile_open;
  wire taps_acquire = band_65;
  assign taps_take = issue && taps_acquire;
  assign taps_give = (issue && band_550);
  wire wait_half_taps = taps_acquire && !taps_open;
  wire [11:0] addr_tile_258 = at_377;
  assign tile_0_raddr = {half_tile_reg, addr_tile_258};
  wire [11:0] addr_tile_260 = at_377;
  assign tile_1_raddr = {half_tile_reg, addr_tile_260};
  wire [11:0] addr_tile_262 = at_377;
  assign tile_2_raddr = {half_tile_reg, addr_tile_262};
  wire [11:0] addr_tile_264 = at_377;
  assign tile_3_raddr = {half_tile_reg, addr_tile_264};
  wire [11:0] addr_tile_266 = at_377;
  assign tile_4_raddr = {half_tile_reg, addr_tile_266};
  wire [11:0] addr_tile_268 = at_377;
  assign tile_5_raddr = {half_tile_reg, addr_tile_268};
  wire [11:0] addr_tile_270 = at_377;
  assign tile_6_raddr = {half_tile_reg, addr_tile_270};
  wire [11:0] addr_tile_272 = at_377;
  assign tile_7_raddr = {half_tile_reg, addr_tile_272};
  wire [11:0] addr_tile_274 = at_377;
  assign tile_8_raddr = {half_tile_reg, addr_tile_274};
  wire [11:0] addr_tile_276 = at_377;
  assign tile_9_raddr = {half_tile_reg, addr_tile_276};
  wire [11:0] addr_tile_278 = at_377;
  assign tile_10_raddr = {half_tile_reg, addr_tile_278};
  wire [11:0] addr_tile_280 = at_377;
  assign tile_11_raddr = {half_tile_reg, addr_tile_280};
  wire [11:0] addr_tile_282 = at_377;
  assign tile_12_raddr = {half_tile_reg, addr_tile_282};
  wire [11:0] addr_tile_284 = at_377;
  assign tile_13_raddr = {half_tile_reg, addr_tile_284};
  wire [11:0] addr_tile_286 = at_377;
  assign tile_14_raddr = {half_tile_reg, addr_tile_286};
  wire [11:0] addr_tile_288 = at_377;
  assign tile_15_raddr = {half_tile_reg, addr_tile_288};
  wire [6:0] addr_taps_290 = tap_373;
  assign taps_0_raddr = {half_taps_reg, addr_taps_290};
  wire [6:0] addr_taps_292 = tap_373;
  assign taps_1_raddr = {half_taps_reg, addr_taps_292};
  wire [6:0] addr_taps_294 = tap_373;
  assign taps_2_raddr = {half_taps_reg, addr_taps_294};
  wire [6:0] addr_taps_296 = tap_373;
  assign taps_3_raddr = {half_taps_reg, addr_taps_296};
  wire [6:0] addr_taps_298 = tap_373;
  assign taps_4_raddr = {half_taps_reg, addr_taps_298};
  wire [6:0] addr_taps_300 = tap_373;
  assign taps_5_raddr = {half_taps_reg, addr_taps_300};
  wire [6:0] addr_taps_302 = tap_373;
  assign taps_6_raddr = {half_taps_reg, addr_taps_302};
  wire [6:0] addr_taps_304 = tap_373;
  assign taps_7_raddr = {half_taps_reg, addr_taps_304};
  wire [6:0] addr_taps_306 = tap_373;
  assign taps_8_raddr = {half_taps_reg, addr_taps_306};
  wire [6:0] addr_taps_308 = tap_373;
  assign taps_9_raddr = {half_taps_reg, addr_taps_308};
  wire [6:0] addr_taps_310 = tap_373;
  assign taps_10_raddr = {half_taps_reg, addr_taps_310};
  wire [6:0] addr_taps_312 = tap_373;
  assign taps_11_raddr = {half_taps_reg, addr_taps_312};
  wire [6:0] addr_taps_314 = tap_373;
  assign taps_12_raddr = {half_taps_reg, addr_taps_314};
  wire [6:0] addr_taps_316 = tap_373;
  assign taps_13_raddr = {half_taps_reg, addr_taps_316};
  wire [6:0] addr_taps_318 = tap_373;
  assign taps_14_raddr = {half_taps_reg, addr_taps_318};
  wire [6:0] addr_taps_320 = tap_373;
  assign taps_15_raddr = {half_taps_reg, addr_taps_320};
  wire wrap_0 = le_21 && le_24 && le_543 && le_35 && le_38 && le_41;
  wire wrap_1 = le_24 && le_543 && le_35 && le_38 && le_41;
  wire wrap_2 = le_543 && le_35 && le_38 && le_41;
  wire wrap_3 = le_35 && le_38 && le_41;
  wire wrap_4 = le_38 && le_41;
  wire wrap_5 = le_41;
  wire wrap_6 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_put_sums && !wait_half_tile && !wait_half_taps;

  assign idle = !(running || (stage != 0));

  always_ff @(posedge ap_clk) begin
    if (issue && (band_546)) half_tile_reg <= half_tile_reg == 1'd1 ? 1'd0 : half_tile_reg + 1'b1;
    if (issue && (band_550)) half_taps_reg <= half_taps_reg == 1'd1 ? 1'd0 : half_taps_reg + 1'b1;
    if (issue && wrap_1) count_c_0 <= le_21 ? 11'sd0 : count_c_0 + 11'sd1;
    if (issue && wrap_2) count_b_1 <= le_24 ? 11'sd0 : count_b_1 + 11'sd1;
    if (issue && wrap_3) count_oy_2 <= le_543 ? 13'sd0 : count_oy_2 + 13'sd1;
    if (issue && wrap_4) count_ox_3 <= le_35 ? 13'sd0 : count_ox_3 + 13'sd1;
    if (issue && wrap_5) count_ky_4 <= le_38 ? 9'sd0 : count_ky_4 + 9'sd1;
    if (issue && wrap_6) count_kx_5 <= le_41 ? 9'sd0 : count_kx_5 + 9'sd1;
    if (issue && wrap_2) step_365 <= le_24 ? 23'sd0 : step_365 + scalar_3;
    if (issue && wrap_4) step_364 <= le_35 ? 19'sd0 : step_364 + scalar_11;
    if (issue && wrap_6) step_363 <= le_41 ? 15'sd0 : step_363 + scalar_9;
    if (issue && wrap_5) step_368 <= le_38 ? 27'sd0 : step_368 + mul_367;
    if (issue && wrap_3) step_370 <= le_543 ? 31'sd0 : step_370 + mul_369;
    if (issue && wrap_5) step_366 <= le_38 ? 17'sd0 : step_366 + scalar_7;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      half_tile_reg <= 1'd0;
      half_taps_reg <= 1'd0;
      count_c_0 <= 11'sd0;
      count_b_1 <= 11'sd0;
      count_oy_2 <= 13'sd0;
      count_ox_3 <= 13'sd0;
      count_ky_4 <= 9'sd0;
      count_kx_5 <= 9'sd0;
      step_365 <= 23'sd0;
      step_364 <= 19'sd0;
      step_363 <= 15'sd0;
      step_368 <= 27'sd0;
      step_370 <= 31'sd0;
      step_366 <= 17'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

  always_ff @(posedge ap_clk) begin
    stage <= {stage[2:1], issue};
    inside_381_s1 <= inside_381;
    pixel_382_s2 <= pixel_382;
    pixel_382_s3 <= pixel_382_s2;
    first_88_s1 <= first_88;
    first_88_s2 <= first_88_s1;
    first_88_s3 <= first_88_s2;
    load_374_s2 <= load_374;
    mul_383 <= pixel_382_s2 * load_374_s2;
    pixel_392_s2 <= pixel_392;
    pixel_392_s3 <= pixel_392_s2;
    load_390_s2 <= load_390;
    mul_393 <= pixel_392_s2 * load_390_s2;
    pixel_402_s2 <= pixel_402;
    pixel_402_s3 <= pixel_402_s2;
    load_400_s2 <= load_400;
    mul_403 <= pixel_402_s2 * load_400_s2;
    pixel_412_s2 <= pixel_412;
    pixel_412_s3 <= pixel_412_s2;
    load_410_s2 <= load_410;
    mul_413 <= pixel_412_s2 * load_410_s2;
    pixel_422_s2 <= pixel_422;
    pixel_422_s3 <= pixel_422_s2;
    load_420_s2 <= load_420;
    mul_423 <= pixel_422_s2 * load_420_s2;
    pixel_432_s2 <= pixel_432;
    pixel_432_s3 <= pixel_432_s2;
    load_430_s2 <= load_430;
    mul_433 <= pixel_432_s2 * load_430_s2;
    pixel_442_s2 <= pixel_442;
    pixel_442_s3 <= pixel_442_s2;
    load_440_s2 <= load_440;
    mul_443 <= pixel_442_s2 * load_440_s2;
    pixel_452_s2 <= pixel_452;
    pixel_452_s3 <= pixel_452_s2;
    load_450_s2 <= load_450;
    mul_453 <= pixel_452_s2 * load_450_s2;
    pixel_462_s2 <= pixel_462;
    pixel_462_s3 <= pixel_462_s2;
    load_460_s2 <= load_460;
    mul_463 <= pixel_462_s2 * load_460_s2;
    pixel_472_s2 <= pixel_472;
    pixel_472_s3 <= pixel_472_s2;
    load_470_s2 <= load_470;
    mul_473 <= pixel_472_s2 * load_470_s2;
    pixel_482_s2 <= pixel_482;
    pixel_482_s3 <= pixel_482_s2;
    load_480_s2 <= load_480;
    mul_483 <= pixel_482_s2 * load_480_s2;
    pixel_492_s2 <= pixel_492;
    pixel_492_s3 <= pixel_492_s2;
    load_490_s2 <= load_490;
    mul_493 <= pixel_492_s2 * load_490_s2;
    pixel_502_s2 <= pixel_502;
    pixel_502_s3 <= pixel_502_s2;
    load_500_s2 <= load_500;
    mul_503 <= pixel_502_s2 * load_500_s2;
    pixel_512_s2 <= pixel_512;
    pixel_512_s3 <= pixel_512_s2;
    load_510_s2 <= load_510;
    mul_513 <= pixel_512_s2 * load_510_s2;
    pixel_522_s2 <= pixel_522;
    pixel_522_s3 <= pixel_522_s2;
    load_520_s2 <= load_520;
    mul_523 <= pixel_522_s2 * load_520_s2;
    pixel_532_s2 <= pixel_532;
    pixel_532_s3 <= pixel_532_s2;
    load_530_s2 <= load_530;
    mul_533 <= pixel_532_s2 * load_530_s2;
    band_328_s1 <= band_328;
    band_328_s2 <= band_328_s1;
    band_328_s3 <= band_328_s2;
    if (stage[3]) begin
      acc_0_reg <= new_389;
      acc_1_reg <= new_399;
      acc_2_reg <= new_409;
      acc_3_reg <= new_419;
      acc_4_reg <= new_429;
      acc_5_reg <= new_439;
      acc_6_reg <= new_449;
      acc_7_reg <= new_459;
      acc_8_reg <= new_469;
      acc_9_reg <= new_479;
      acc_10_reg <= new_489;
      acc_11_reg <= new_499;
      acc_12_reg <= new_509;
      acc_13_reg <= new_519;
      acc_14_reg <= new_529;
      acc_15_reg <= new_539;
    end
    if (start) begin
      acc_0_reg <= 2'sd0;
      acc_1_reg <= 2'sd0;
      acc_2_reg <= 2'sd0;
      acc_3_reg <= 2'sd0;
      acc_4_reg <= 2'sd0;
      acc_5_reg <= 2'sd0;
      acc_6_reg <= 2'sd0;
      acc_7_reg <= 2'sd0;
      acc_8_reg <= 2'sd0;
      acc_9_reg <= 2'sd0;
      acc_10_reg <= 2'sd0;
      acc_11_reg <= 2'sd0;
      acc_12_reg <= 2'sd0;
      acc_13_reg <= 2'sd0;
      acc_14_reg <= 2'sd0;
      acc_15_reg <= 2'sd0;
    end
    if (ap_rst) stage <= 3'd0;
  end

`ifndef SYNTHESIS
  always_ff @(posedge ap_clk) begin
    if (issue && 1'b1 && !(lt_551)) $error("window.py:172: loop oy runs at least once");
  end
`endif

endmodule

`default_nettype wire

// ---- window_load.sv
// Process load of window.py, line 46: initiation interval 1, 1 stages.
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
    input  wire [11:0] arg_w,
    input  wire [11:0] arg_step,
    input  wire [5:0] arg_top,
    input  wire [11:0] arg_h,
    input  wire [7:0] arg_fill,
    input  wire [63:0] x_rd_data,
    input  wire x_rd_valid,
    output wire x_rd_ready,
    input  wire tile_open,
    output wire tile_take,
    output wire tile_give,
    output wire tile_0_we,
    output wire [12:0] tile_0_waddr,
    output wire [7:0] tile_0_wdata,
    output wire tile_1_we,
    output wire [12:0] tile_1_waddr,
    output wire [7:0] tile_1_wdata,
    output wire tile_2_we,
    output wire [12:0] tile_2_waddr,
    output wire [7:0] tile_2_wdata,
    output wire tile_3_we,
    output wire [12:0] tile_3_waddr,
    output wire [7:0] tile_3_wdata,
    output wire tile_4_we,
    output wire [12:0] tile_4_waddr,
    output wire [7:0] tile_4_wdata,
    output wire tile_5_we,
    output wire [12:0] tile_5_waddr,
    output wire [7:0] tile_5_wdata,
    output wire tile_6_we,
    output wire [12:0] tile_6_waddr,
    output wire [7:0] tile_6_wdata,
    output wire tile_7_we,
    output wire [12:0] tile_7_waddr,
    output wire [7:0] tile_7_wdata,
    output wire tile_8_we,
    output wire [12:0] tile_8_waddr,
    output wire [7:0] tile_8_wdata,
    output wire tile_9_we,
    output wire [12:0] tile_9_waddr,
    output wire [7:0] tile_9_wdata,
    output wire tile_10_we,
    output wire [12:0] tile_10_waddr,
    output wire [7:0] tile_10_wdata,
    output wire tile_11_we,
    output wire [12:0] tile_11_waddr,
    output wire [7:0] tile_11_wdata,
    output wire tile_12_we,
    output wire [12:0] tile_12_waddr,
    output wire [7:0] tile_12_wdata,
    output wire tile_13_we,
    output wire [12:0] tile_13_waddr,
    output wire [7:0] tile_13_wdata,
    output wire tile_14_we,
    output wire [12:0] tile_14_waddr,
    output wire [7:0] tile_14_wdata,
    output wire tile_15_we,
    output wire [12:0] tile_15_waddr,
    output wire [7:0] tile_15_wdata
);

  logic running;
  logic signed [10:0] count_c_0;
  logic signed [10:0] count_b_1;
  logic signed [12:0] count_r_2;
  logic signed [12:0] count_p_3;
  logic signed [1:0] count_g_4;
  logic signed [22:0] step_190;  // window.py:75
  logic signed [24:0] step_196;  // window.py:75
  logic signed [7:0] held_8_reg;
  logic signed [7:0] held_9_reg;
  logic signed [7:0] held_10_reg;
  logic signed [7:0] held_11_reg;
  logic signed [7:0] held_12_reg;
  logic signed [7:0] held_13_reg;
  logic signed [7:0] held_14_reg;
  logic signed [7:0] held_15_reg;
  logic [0:0] half_tile_reg;
  wire issue;

  wire signed [10:0] scalar_1 = $signed({1'b0, arg_blocks});
  wire signed [10:0] add_14 = count_c_0 + 2'sd1;  // window.py:61
  wire le_15 = scalar_1 <= add_14;  // window.py:61
  wire signed [10:0] scalar_2 = $signed({1'b0, arg_bands});
  wire signed [10:0] add_17 = count_b_1 + 2'sd1;  // window.py:62
  wire le_18 = scalar_2 <= add_17;  // window.py:62
  wire signed [12:0] scalar_3 = $signed({1'b0, arg_tall});
  wire signed [12:0] add_20 = count_r_2 + 2'sd1;  // window.py:64
  wire le_21 = scalar_3 <= add_20;  // window.py:64
  wire signed [12:0] scalar_6 = $signed({1'b0, arg_w});
  wire signed [12:0] add_23 = count_p_3 + 2'sd1;  // window.py:65
  wire le_24 = scalar_6 <= add_23;  // window.py:65
  wire signed [2:0] add_27 = count_g_4 + 2'sd1;  // window.py:66
  wire le_28 = 3'sd2 <= add_27;  // window.py:66
  wire eq_39 = count_g_4 == 2'sd0;  // window.py:66
  wire eq_33 = count_r_2 == 2'sd0;  // window.py:66
  wire eq_36 = count_p_3 == 2'sd0;  // window.py:66
  wire band_43 = eq_33 && eq_36;  // window.py:66
  wire band_45 = eq_39 && band_43;  // window.py:66
  wire band_153 = le_21 && le_24;  // window.py:80
  wire band_155 = le_28 && band_153;  // window.py:80
  wire signed [12:0] scalar_4 = $signed({1'b0, arg_step});
  wire signed [22:0] add_198 = count_r_2 + step_190;  // window.py:67
  wire signed [6:0] scalar_7 = $signed({1'b0, arg_top});
  wire signed [22:0] row_199 = add_198 - scalar_7;  // window.py:67
  wire le_201 = 2'sd0 <= row_199;  // window.py:68
  wire signed [12:0] scalar_5 = $signed({1'b0, arg_h});
  wire lt_200 = row_199 < scalar_5;  // window.py:68
  wire inside_202 = le_201 && lt_200;  // window.py:68
  wire eq_131 = count_g_4 == 2'sd1;  // window.py:78
  wire signed [24:0] add_197 = count_p_3 + step_196;  // window.py:80
  wire signed [7:0] get_182 = $signed(x_rd_data[7:0]);  // window.py:75
  wire signed [7:0] sel_203 = inside_202 ? get_182 : held_8_reg;  // window.py:75
  wire signed [7:0] scalar_8 = $signed(arg_fill);
  wire signed [7:0] sel_204 = inside_202 ? sel_203 : scalar_8;  // window.py:77
  wire signed [7:0] get_183 = $signed(x_rd_data[15:8]);  // window.py:75
  wire signed [7:0] sel_205 = inside_202 ? get_183 : held_9_reg;  // window.py:75
  wire signed [7:0] sel_206 = inside_202 ? sel_205 : scalar_8;  // window.py:77
  wire signed [7:0] get_184 = $signed(x_rd_data[23:16]);  // window.py:75
  wire signed [7:0] sel_207 = inside_202 ? get_184 : held_10_reg;  // window.py:75
  wire signed [7:0] sel_208 = inside_202 ? sel_207 : scalar_8;  // window.py:77
  wire signed [7:0] get_185 = $signed(x_rd_data[31:24]);  // window.py:75
  wire signed [7:0] sel_209 = inside_202 ? get_185 : held_11_reg;  // window.py:75
  wire signed [7:0] sel_210 = inside_202 ? sel_209 : scalar_8;  // window.py:77
  wire signed [7:0] get_186 = $signed(x_rd_data[39:32]);  // window.py:75
  wire signed [7:0] sel_211 = inside_202 ? get_186 : held_12_reg;  // window.py:75
  wire signed [7:0] sel_212 = inside_202 ? sel_211 : scalar_8;  // window.py:77
  wire signed [7:0] get_187 = $signed(x_rd_data[47:40]);  // window.py:75
  wire signed [7:0] sel_213 = inside_202 ? get_187 : held_13_reg;  // window.py:75
  wire signed [7:0] sel_214 = inside_202 ? sel_213 : scalar_8;  // window.py:77
  wire signed [7:0] get_188 = $signed(x_rd_data[55:48]);  // window.py:75
  wire signed [7:0] sel_215 = inside_202 ? get_188 : held_14_reg;  // window.py:75
  wire signed [7:0] sel_216 = inside_202 ? sel_215 : scalar_8;  // window.py:77
  wire signed [7:0] get_189 = $signed(x_rd_data[63:56]);  // window.py:75
  wire signed [7:0] sel_217 = inside_202 ? get_189 : held_15_reg;  // window.py:75
  wire signed [7:0] sel_218 = inside_202 ? sel_217 : scalar_8;  // window.py:77
  wire x_rd_get = inside_202;
  assign x_rd_ready = issue && x_rd_get;
  wire wait_get_x_rd = x_rd_get && !x_rd_valid;
  wire tile_acquire = band_45;
  assign tile_take = issue && tile_acquire;
  assign tile_give = (issue && band_155);
  wire wait_half_tile = tile_acquire && !tile_open;
  wire [11:0] addr_tile_63 = add_197;
  wire tile_0_w0 = issue && eq_131;  // window.py:80
  wire [7:0] tile_0_w0_data = held_8_reg;
  assign tile_0_we = tile_0_w0;
  assign tile_0_waddr = {half_tile_reg, addr_tile_63};
  assign tile_0_wdata = tile_0_w0_data;
  wire [11:0] addr_tile_69 = add_197;
  wire tile_1_w0 = issue && eq_131;  // window.py:80
  wire [7:0] tile_1_w0_data = held_9_reg;
  assign tile_1_we = tile_1_w0;
  assign tile_1_waddr = {half_tile_reg, addr_tile_69};
  assign tile_1_wdata = tile_1_w0_data;
  wire [11:0] addr_tile_75 = add_197;
  wire tile_2_w0 = issue && eq_131;  // window.py:80
  wire [7:0] tile_2_w0_data = held_10_reg;
  assign tile_2_we = tile_2_w0;
  assign tile_2_waddr = {half_tile_reg, addr_tile_75};
  assign tile_2_wdata = tile_2_w0_data;
  wire [11:0] addr_tile_81 = add_197;
  wire tile_3_w0 = issue && eq_131;  // window.py:80
  wire [7:0] tile_3_w0_data = held_11_reg;
  assign tile_3_we = tile_3_w0;
  assign tile_3_waddr = {half_tile_reg, addr_tile_81};
  assign tile_3_wdata = tile_3_w0_data;
  wire [11:0] addr_tile_87 = add_197;
  wire tile_4_w0 = issue && eq_131;  // window.py:80
  wire [7:0] tile_4_w0_data = held_12_reg;
  assign tile_4_we = tile_4_w0;
  assign tile_4_waddr = {half_tile_reg, addr_tile_87};
  assign tile_4_wdata = tile_4_w0_data;
  wire [11:0] addr_tile_93 = add_197;
  wire tile_5_w0 = issue && eq_131;  // window.py:80
  wire [7:0] tile_5_w0_data = held_13_reg;
  assign tile_5_we = tile_5_w0;
  assign tile_5_waddr = {half_tile_reg, addr_tile_93};
  assign tile_5_wdata = tile_5_w0_data;
  wire [11:0] addr_tile_99 = add_197;
  wire tile_6_w0 = issue && eq_131;  // window.py:80
  wire [7:0] tile_6_w0_data = held_14_reg;
  assign tile_6_we = tile_6_w0;
  assign tile_6_waddr = {half_tile_reg, addr_tile_99};
  assign tile_6_wdata = tile_6_w0_data;
  wire [11:0] addr_tile_105 = add_197;
  wire tile_7_w0 = issue && eq_131;  // window.py:80
  wire [7:0] tile_7_w0_data = held_15_reg;
  assign tile_7_we = tile_7_w0;
  assign tile_7_waddr = {half_tile_reg, addr_tile_105};
  assign tile_7_wdata = tile_7_w0_data;
  wire [11:0] addr_tile_111 = add_197;
  wire tile_8_w0 = issue && eq_131;  // window.py:80
  wire [7:0] tile_8_w0_data = sel_204;
  assign tile_8_we = tile_8_w0;
  assign tile_8_waddr = {half_tile_reg, addr_tile_111};
  assign tile_8_wdata = tile_8_w0_data;
  wire [11:0] addr_tile_117 = add_197;
  wire tile_9_w0 = issue && eq_131;  // window.py:80
  wire [7:0] tile_9_w0_data = sel_206;
  assign tile_9_we = tile_9_w0;
  assign tile_9_waddr = {half_tile_reg, addr_tile_117};
  assign tile_9_wdata = tile_9_w0_data;
  wire [11:0] addr_tile_123 = add_197;
  wire tile_10_w0 = issue && eq_131;  // window.py:80
  wire [7:0] tile_10_w0_data = sel_208;
  assign tile_10_we = tile_10_w0;
  assign tile_10_waddr = {half_tile_reg, addr_tile_123};
  assign tile_10_wdata = tile_10_w0_data;
  wire [11:0] addr_tile_129 = add_197;
  wire tile_11_w0 = issue && eq_131;  // window.py:80
  wire [7:0] tile_11_w0_data = sel_210;
  assign tile_11_we = tile_11_w0;
  assign tile_11_waddr = {half_tile_reg, addr_tile_129};
  assign tile_11_wdata = tile_11_w0_data;
  wire [11:0] addr_tile_135 = add_197;
  wire tile_12_w0 = issue && eq_131;  // window.py:80
  wire [7:0] tile_12_w0_data = sel_212;
  assign tile_12_we = tile_12_w0;
  assign tile_12_waddr = {half_tile_reg, addr_tile_135};
  assign tile_12_wdata = tile_12_w0_data;
  wire [11:0] addr_tile_141 = add_197;
  wire tile_13_w0 = issue && eq_131;  // window.py:80
  wire [7:0] tile_13_w0_data = sel_214;
  assign tile_13_we = tile_13_w0;
  assign tile_13_waddr = {half_tile_reg, addr_tile_141};
  assign tile_13_wdata = tile_13_w0_data;
  wire [11:0] addr_tile_147 = add_197;
  wire tile_14_w0 = issue && eq_131;  // window.py:80
  wire [7:0] tile_14_w0_data = sel_216;
  assign tile_14_we = tile_14_w0;
  assign tile_14_waddr = {half_tile_reg, addr_tile_147};
  assign tile_14_wdata = tile_14_w0_data;
  wire [11:0] addr_tile_153 = add_197;
  wire tile_15_w0 = issue && eq_131;  // window.py:80
  wire [7:0] tile_15_w0_data = sel_218;
  assign tile_15_we = tile_15_w0;
  assign tile_15_waddr = {half_tile_reg, addr_tile_153};
  assign tile_15_wdata = tile_15_w0_data;
  wire wrap_0 = le_15 && le_18 && le_21 && le_24 && le_28;
  wire wrap_1 = le_18 && le_21 && le_24 && le_28;
  wire wrap_2 = le_21 && le_24 && le_28;
  wire wrap_3 = le_24 && le_28;
  wire wrap_4 = le_28;
  wire wrap_5 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_get_x_rd && !wait_half_tile;

  assign idle = !(running);

  always_ff @(posedge ap_clk) begin
    if (issue && (band_155)) half_tile_reg <= half_tile_reg == 1'd1 ? 1'd0 : half_tile_reg + 1'b1;
    if (issue && wrap_1) count_c_0 <= le_15 ? 11'sd0 : count_c_0 + 11'sd1;
    if (issue && wrap_2) count_b_1 <= le_18 ? 11'sd0 : count_b_1 + 11'sd1;
    if (issue && wrap_3) count_r_2 <= le_21 ? 13'sd0 : count_r_2 + 13'sd1;
    if (issue && wrap_4) count_p_3 <= le_24 ? 13'sd0 : count_p_3 + 13'sd1;
    if (issue && wrap_5) count_g_4 <= le_28 ? 2'sd0 : count_g_4 + 2'sd1;
    if (issue && wrap_2) step_190 <= le_18 ? 23'sd0 : step_190 + scalar_4;
    if (issue && wrap_3) step_196 <= le_21 ? 25'sd0 : step_196 + scalar_6;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      half_tile_reg <= 1'd0;
      count_c_0 <= 11'sd0;
      count_b_1 <= 11'sd0;
      count_r_2 <= 13'sd0;
      count_p_3 <= 13'sd0;
      count_g_4 <= 2'sd0;
      step_190 <= 23'sd0;
      step_196 <= 25'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

  always_ff @(posedge ap_clk) begin
    if (issue) begin
      held_8_reg <= sel_204;
      held_9_reg <= sel_206;
      held_10_reg <= sel_208;
      held_11_reg <= sel_210;
      held_12_reg <= sel_212;
      held_13_reg <= sel_214;
      held_14_reg <= sel_216;
      held_15_reg <= sel_218;
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

// ---- window_load_channels.sv
// Process load_channels of window.py, line 112: initiation interval 1, 1 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module window_load_channels (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [9:0] arg_blocks,
    output wire [511:0] biases_data,
    output wire biases_valid,
    input  wire biases_room,
    output wire [271:0] scales_data,
    output wire scales_valid,
    input  wire scales_room,
    input  wire [63:0] p_rd_data,
    input  wire p_rd_valid,
    output wire p_rd_ready
);

  logic running;
  logic signed [10:0] count_c_0;
  logic signed [4:0] count_n_1;
  logic signed [31:0] bias_1_reg;
  logic signed [31:0] bias_2_reg;
  logic signed [31:0] bias_3_reg;
  logic signed [31:0] bias_4_reg;
  logic signed [31:0] bias_5_reg;
  logic signed [31:0] bias_6_reg;
  logic signed [31:0] bias_7_reg;
  logic signed [31:0] bias_8_reg;
  logic signed [31:0] bias_9_reg;
  logic signed [31:0] bias_10_reg;
  logic signed [31:0] bias_11_reg;
  logic signed [31:0] bias_12_reg;
  logic signed [31:0] bias_13_reg;
  logic signed [31:0] bias_14_reg;
  logic signed [31:0] bias_15_reg;
  logic signed [17:0] scale_1_reg;
  logic signed [17:0] scale_2_reg;
  logic signed [17:0] scale_3_reg;
  logic signed [17:0] scale_4_reg;
  logic signed [17:0] scale_5_reg;
  logic signed [17:0] scale_6_reg;
  logic signed [17:0] scale_7_reg;
  logic signed [17:0] scale_8_reg;
  logic signed [17:0] scale_9_reg;
  logic signed [17:0] scale_10_reg;
  logic signed [17:0] scale_11_reg;
  logic signed [17:0] scale_12_reg;
  logic signed [17:0] scale_13_reg;
  logic signed [17:0] scale_14_reg;
  logic signed [17:0] scale_15_reg;
  wire issue;

  wire signed [10:0] scalar_1 = $signed({1'b0, arg_blocks});
  wire signed [10:0] add_5 = count_c_0 + 2'sd1;  // window.py:120
  wire le_6 = scalar_1 <= add_5;  // window.py:120
  wire signed [5:0] add_8 = count_n_1 + 2'sd1;  // window.py:121
  wire le_9 = 6'sd16 <= add_8;  // window.py:121
  wire eq_66 = count_n_1 == 5'sd15;  // window.py:126
  wire signed [31:0] get_108 = $signed(p_rd_data[31:0]);  // window.py:122
  wire signed [31:0] get_109 = $signed(p_rd_data[63:32]);  // window.py:122
  wire [16:0] wrap_110_u = get_109;  // window.py:125
  wire signed [17:0] wrap_110 = $signed({1'b0, wrap_110_u});
  wire biases_put0 = issue && eq_66;
  wire [31:0] biases_put0_0 = bias_1_reg;
  wire [31:0] biases_put0_1 = bias_2_reg;
  wire [31:0] biases_put0_2 = bias_3_reg;
  wire [31:0] biases_put0_3 = bias_4_reg;
  wire [31:0] biases_put0_4 = bias_5_reg;
  wire [31:0] biases_put0_5 = bias_6_reg;
  wire [31:0] biases_put0_6 = bias_7_reg;
  wire [31:0] biases_put0_7 = bias_8_reg;
  wire [31:0] biases_put0_8 = bias_9_reg;
  wire [31:0] biases_put0_9 = bias_10_reg;
  wire [31:0] biases_put0_10 = bias_11_reg;
  wire [31:0] biases_put0_11 = bias_12_reg;
  wire [31:0] biases_put0_12 = bias_13_reg;
  wire [31:0] biases_put0_13 = bias_14_reg;
  wire [31:0] biases_put0_14 = bias_15_reg;
  wire [31:0] biases_put0_15 = get_108;
  assign biases_valid = biases_put0;
  assign biases_data = {biases_put0_15, biases_put0_14, biases_put0_13, biases_put0_12, biases_put0_11, biases_put0_10, biases_put0_9, biases_put0_8, biases_put0_7, biases_put0_6, biases_put0_5, biases_put0_4, biases_put0_3, biases_put0_2, biases_put0_1, biases_put0_0};
  wire wait_put_biases = (eq_66) && !biases_room;
  wire scales_put0 = issue && eq_66;
  wire [16:0] scales_put0_0 = scale_1_reg;
  wire [16:0] scales_put0_1 = scale_2_reg;
  wire [16:0] scales_put0_2 = scale_3_reg;
  wire [16:0] scales_put0_3 = scale_4_reg;
  wire [16:0] scales_put0_4 = scale_5_reg;
  wire [16:0] scales_put0_5 = scale_6_reg;
  wire [16:0] scales_put0_6 = scale_7_reg;
  wire [16:0] scales_put0_7 = scale_8_reg;
  wire [16:0] scales_put0_8 = scale_9_reg;
  wire [16:0] scales_put0_9 = scale_10_reg;
  wire [16:0] scales_put0_10 = scale_11_reg;
  wire [16:0] scales_put0_11 = scale_12_reg;
  wire [16:0] scales_put0_12 = scale_13_reg;
  wire [16:0] scales_put0_13 = scale_14_reg;
  wire [16:0] scales_put0_14 = scale_15_reg;
  wire [16:0] scales_put0_15 = wrap_110;
  assign scales_valid = scales_put0;
  assign scales_data = {scales_put0_15, scales_put0_14, scales_put0_13, scales_put0_12, scales_put0_11, scales_put0_10, scales_put0_9, scales_put0_8, scales_put0_7, scales_put0_6, scales_put0_5, scales_put0_4, scales_put0_3, scales_put0_2, scales_put0_1, scales_put0_0};
  wire wait_put_scales = (eq_66) && !scales_room;
  wire p_rd_get = 1'b1;
  assign p_rd_ready = issue && p_rd_get;
  wire wait_get_p_rd = p_rd_get && !p_rd_valid;
  wire wrap_0 = le_6 && le_9;
  wire wrap_1 = le_9;
  wire wrap_2 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_put_biases && !wait_put_scales && !wait_get_p_rd;

  assign idle = !(running);

  always_ff @(posedge ap_clk) begin
    if (issue && wrap_1) count_c_0 <= le_6 ? 11'sd0 : count_c_0 + 11'sd1;
    if (issue && wrap_2) count_n_1 <= le_9 ? 5'sd0 : count_n_1 + 5'sd1;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      count_c_0 <= 11'sd0;
      count_n_1 <= 5'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

  always_ff @(posedge ap_clk) begin
    if (issue) begin
      bias_1_reg <= bias_2_reg;
      scale_1_reg <= scale_2_reg;
      bias_2_reg <= bias_3_reg;
      scale_2_reg <= scale_3_reg;
      bias_3_reg <= bias_4_reg;
      scale_3_reg <= scale_4_reg;
      bias_4_reg <= bias_5_reg;
      scale_4_reg <= scale_5_reg;
      bias_5_reg <= bias_6_reg;
      scale_5_reg <= scale_6_reg;
      bias_6_reg <= bias_7_reg;
      scale_6_reg <= scale_7_reg;
      bias_7_reg <= bias_8_reg;
      scale_7_reg <= scale_8_reg;
      bias_8_reg <= bias_9_reg;
      scale_8_reg <= scale_9_reg;
      bias_9_reg <= bias_10_reg;
      scale_9_reg <= scale_10_reg;
      bias_10_reg <= bias_11_reg;
      scale_10_reg <= scale_11_reg;
      bias_11_reg <= bias_12_reg;
      scale_11_reg <= scale_12_reg;
      bias_12_reg <= bias_13_reg;
      scale_12_reg <= scale_13_reg;
      bias_13_reg <= bias_14_reg;
      scale_13_reg <= scale_14_reg;
      bias_14_reg <= bias_15_reg;
      scale_14_reg <= scale_15_reg;
      bias_15_reg <= get_108;
      scale_15_reg <= wrap_110;
    end
    if (start) begin
      bias_1_reg <= 2'sd0;
      scale_1_reg <= 2'sd0;
      bias_2_reg <= 2'sd0;
      scale_2_reg <= 2'sd0;
      bias_3_reg <= 2'sd0;
      scale_3_reg <= 2'sd0;
      bias_4_reg <= 2'sd0;
      scale_4_reg <= 2'sd0;
      bias_5_reg <= 2'sd0;
      scale_5_reg <= 2'sd0;
      bias_6_reg <= 2'sd0;
      scale_6_reg <= 2'sd0;
      bias_7_reg <= 2'sd0;
      scale_7_reg <= 2'sd0;
      bias_8_reg <= 2'sd0;
      scale_8_reg <= 2'sd0;
      bias_9_reg <= 2'sd0;
      scale_9_reg <= 2'sd0;
      bias_10_reg <= 2'sd0;
      scale_10_reg <= 2'sd0;
      bias_11_reg <= 2'sd0;
      scale_11_reg <= 2'sd0;
      bias_12_reg <= 2'sd0;
      scale_12_reg <= 2'sd0;
      bias_13_reg <= 2'sd0;
      scale_13_reg <= 2'sd0;
      bias_14_reg <= 2'sd0;
      scale_14_reg <= 2'sd0;
      bias_15_reg <= 2'sd0;
      scale_15_reg <= 2'sd0;
    end
  end

endmodule

`default_nettype wire

// ---- window_load_channels_p_rd_addr.sv
// Process load_channels_p_rd_addr of window.py, line 122: initiation interval 1, 1 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module window_load_channels_p_rd_addr (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [9:0] arg_blocks,
    input  wire [39:0] arg_p,
    output wire [53:0] p_rd_req_data,
    output wire p_rd_req_valid,
    input  wire p_rd_req_room
);

  logic running;
  wire issue;

  wire signed [10:0] scalar_1 = $signed({1'b0, arg_blocks});
  wire signed [54:0] shl_102 = scalar_1 <<< 44;  // window.py:122
  wire signed [40:0] scalar_100 = $signed({1'b0, arg_p});
  wire signed [54:0] or_103 = shl_102 | scalar_100;  // window.py:122
  wire signed [3:0] and_105 = scalar_100 & 4'sd7;  // window.py:122
  wire eq_106 = and_105 == 2'sd0;  // window.py:122
  wire p_rd_req_put0 = issue && 1'b1;
  wire [53:0] p_rd_req_put0_0 = or_103;
  assign p_rd_req_valid = p_rd_req_put0;
  assign p_rd_req_data = {p_rd_req_put0_0};
  wire wait_put_p_rd_req = (1'b1) && !p_rd_req_room;
  wire wrap_0 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_put_p_rd_req;

  assign idle = !(running);

  always_ff @(posedge ap_clk) begin
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
    end
    if (ap_rst) running <= 1'b0;
  end

`ifndef SYNTHESIS
  always_ff @(posedge ap_clk) begin
    if (issue && 1'b1 && !(eq_106)) $error("window.py:122: p[...] starts at a multiple of 8 bytes");
  end
`endif

endmodule

`default_nettype wire

// ---- window_load_pixels.sv
// Process load_pixels of window.py, line 132: initiation interval 1, 1 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module window_load_pixels (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [9:0] arg_blocks,
    input  wire [23:0] arg_pixels,
    input  wire arg_by_pixel,
    output wire [16:0] ks_data,
    output wire ks_valid,
    input  wire ks_room,
    input  wire [31:0] m_rd_data,
    input  wire m_rd_valid,
    output wire m_rd_ready
);

  logic running;
  logic signed [10:0] count_c_0;
  logic signed [24:0] count_n_1;
  wire issue;

  wire signed [10:0] scalar_1 = $signed({1'b0, arg_blocks});
  wire signed [10:0] add_6 = count_c_0 + 2'sd1;  // window.py:139
  wire le_7 = scalar_1 <= add_6;  // window.py:139
  wire signed [24:0] scalar_2 = $signed({1'b0, arg_pixels});
  wire signed [24:0] add_9 = count_n_1 + 2'sd1;  // window.py:140
  wire le_10 = scalar_2 <= add_9;  // window.py:140
  wire signed [1:0] scalar_3 = $signed({1'b0, arg_by_pixel});
  wire eq_15 = scalar_3 == 2'sd1;  // window.py:141
  wire signed [31:0] get_29 = $signed(m_rd_data);  // window.py:142
  wire [16:0] wrap_30_u = get_29;  // window.py:142
  wire signed [17:0] wrap_30 = $signed({1'b0, wrap_30_u});
  wire ks_put0 = issue && eq_15;
  wire [16:0] ks_put0_0 = wrap_30;
  assign ks_valid = ks_put0;
  assign ks_data = {ks_put0_0};
  wire wait_put_ks = (eq_15) && !ks_room;
  wire m_rd_get = eq_15;
  assign m_rd_ready = issue && m_rd_get;
  wire wait_get_m_rd = m_rd_get && !m_rd_valid;
  wire wrap_0 = le_7 && le_10;
  wire wrap_1 = le_10;
  wire wrap_2 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_put_ks && !wait_get_m_rd;

  assign idle = !(running);

  always_ff @(posedge ap_clk) begin
    if (issue && wrap_1) count_c_0 <= le_7 ? 11'sd0 : count_c_0 + 11'sd1;
    if (issue && wrap_2) count_n_1 <= le_10 ? 25'sd0 : count_n_1 + 25'sd1;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      count_c_0 <= 11'sd0;
      count_n_1 <= 25'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

endmodule

`default_nettype wire

// ---- window_load_pixels_m_rd_addr.sv
// Process load_pixels_m_rd_addr of window.py, line 142: initiation interval 1, 1 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module window_load_pixels_m_rd_addr (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [9:0] arg_blocks,
    input  wire arg_by_pixel,
    input  wire [23:0] arg_pixels,
    input  wire [39:0] arg_m,
    output wire [63:0] m_rd_req_data,
    output wire m_rd_req_valid,
    input  wire m_rd_req_room
);

  logic running;
  logic signed [10:0] count_c_0;
  wire issue;

  wire signed [10:0] scalar_1 = $signed({1'b0, arg_blocks});
  wire signed [10:0] add_6 = count_c_0 + 2'sd1;  // window.py:139
  wire le_7 = scalar_1 <= add_6;  // window.py:139
  wire signed [1:0] scalar_3 = $signed({1'b0, arg_by_pixel});
  wire eq_15 = scalar_3 == 2'sd1;  // window.py:141
  wire signed [24:0] scalar_2 = $signed({1'b0, arg_pixels});
  wire signed [64:0] shl_22 = scalar_2 <<< 40;  // window.py:142
  wire signed [40:0] scalar_20 = $signed({1'b0, arg_m});
  wire signed [64:0] or_23 = shl_22 | scalar_20;  // window.py:142
  wire signed [2:0] and_26 = scalar_20 & 3'sd3;  // window.py:142
  wire eq_27 = and_26 == 2'sd0;  // window.py:142
  wire m_rd_req_put0 = issue && eq_15;
  wire [63:0] m_rd_req_put0_0 = or_23;
  assign m_rd_req_valid = m_rd_req_put0;
  assign m_rd_req_data = {m_rd_req_put0_0};
  wire wait_put_m_rd_req = (eq_15) && !m_rd_req_room;
  wire wrap_0 = le_7;
  wire wrap_1 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_put_m_rd_req;

  assign idle = !(running);

  always_ff @(posedge ap_clk) begin
    if (issue && wrap_1) count_c_0 <= le_7 ? 11'sd0 : count_c_0 + 11'sd1;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      count_c_0 <= 11'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

`ifndef SYNTHESIS
  always_ff @(posedge ap_clk) begin
    if (issue && eq_15 && !(eq_27)) $error("window.py:142: m[...] starts at a multiple of 4 bytes");
  end
`endif

endmodule

`default_nettype wire

// ---- window_load_taps.sv
// Process load_taps of window.py, line 85: initiation interval 1, 1 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module window_load_taps (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [9:0] arg_blocks,
    input  wire [9:0] arg_tap_beats,
    input  wire arg_unit,
    input  wire [63:0] k_rd_data,
    input  wire k_rd_valid,
    output wire k_rd_ready,
    input  wire taps_open,
    output wire taps_take,
    output wire taps_give,
    output wire taps_0_we,
    output wire [7:0] taps_0_waddr,
    output wire [7:0] taps_0_wdata,
    output wire taps_1_we,
    output wire [7:0] taps_1_waddr,
    output wire [7:0] taps_1_wdata,
    output wire taps_2_we,
    output wire [7:0] taps_2_waddr,
    output wire [7:0] taps_2_wdata,
    output wire taps_3_we,
    output wire [7:0] taps_3_waddr,
    output wire [7:0] taps_3_wdata,
    output wire taps_4_we,
    output wire [7:0] taps_4_waddr,
    output wire [7:0] taps_4_wdata,
    output wire taps_5_we,
    output wire [7:0] taps_5_waddr,
    output wire [7:0] taps_5_wdata,
    output wire taps_6_we,
    output wire [7:0] taps_6_waddr,
    output wire [7:0] taps_6_wdata,
    output wire taps_7_we,
    output wire [7:0] taps_7_waddr,
    output wire [7:0] taps_7_wdata,
    output wire taps_8_we,
    output wire [7:0] taps_8_waddr,
    output wire [7:0] taps_8_wdata,
    output wire taps_9_we,
    output wire [7:0] taps_9_waddr,
    output wire [7:0] taps_9_wdata,
    output wire taps_10_we,
    output wire [7:0] taps_10_waddr,
    output wire [7:0] taps_10_wdata,
    output wire taps_11_we,
    output wire [7:0] taps_11_waddr,
    output wire [7:0] taps_11_wdata,
    output wire taps_12_we,
    output wire [7:0] taps_12_waddr,
    output wire [7:0] taps_12_wdata,
    output wire taps_13_we,
    output wire [7:0] taps_13_waddr,
    output wire [7:0] taps_13_wdata,
    output wire taps_14_we,
    output wire [7:0] taps_14_waddr,
    output wire [7:0] taps_14_wdata,
    output wire taps_15_we,
    output wire [7:0] taps_15_waddr,
    output wire [7:0] taps_15_wdata
);

  logic running;
  logic signed [10:0] count_c_0;
  logic signed [10:0] count_t_1;
  logic signed [1:0] count_g_2;
  logic signed [7:0] held_8_reg;
  logic signed [7:0] held_9_reg;
  logic signed [7:0] held_10_reg;
  logic signed [7:0] held_11_reg;
  logic signed [7:0] held_12_reg;
  logic signed [7:0] held_13_reg;
  logic signed [7:0] held_14_reg;
  logic signed [7:0] held_15_reg;
  logic [0:0] half_taps_reg;
  wire issue;

  wire signed [10:0] scalar_1 = $signed({1'b0, arg_blocks});
  wire signed [10:0] add_7 = count_c_0 + 2'sd1;  // window.py:93
  wire le_8 = scalar_1 <= add_7;  // window.py:93
  wire signed [10:0] scalar_2 = $signed({1'b0, arg_tap_beats});
  wire signed [10:0] add_10 = count_t_1 + 2'sd1;  // window.py:95
  wire le_11 = scalar_2 <= add_10;  // window.py:95
  wire signed [2:0] add_14 = count_g_2 + 2'sd1;  // window.py:96
  wire le_15 = 3'sd2 <= add_14;  // window.py:96
  wire eq_17 = count_t_1 == 2'sd0;  // window.py:96
  wire eq_20 = count_g_2 == 2'sd0;  // window.py:96
  wire band_24 = eq_17 && eq_20;  // window.py:96
  wire band_122 = le_11 && le_15;  // window.py:107
  wire signed [1:0] scalar_3 = $signed({1'b0, arg_unit});
  wire eq_47 = scalar_3 == 2'sd1;  // window.py:101
  wire bnot_48 = !eq_47;  // window.py:101
  wire eq_102 = count_g_2 == 2'sd1;  // window.py:105
  wire signed [7:0] sel_49 = eq_47 ? 2'sd1 : held_8_reg;  // window.py:102
  wire signed [7:0] get_141 = $signed(k_rd_data[7:0]);  // window.py:104
  wire signed [7:0] sel_150 = eq_47 ? sel_49 : get_141;  // window.py:104
  wire signed [7:0] sel_60 = eq_47 ? 2'sd1 : held_9_reg;  // window.py:102
  wire signed [7:0] get_142 = $signed(k_rd_data[15:8]);  // window.py:104
  wire signed [7:0] sel_151 = eq_47 ? sel_60 : get_142;  // window.py:104
  wire signed [7:0] sel_66 = eq_47 ? 2'sd1 : held_10_reg;  // window.py:102
  wire signed [7:0] get_143 = $signed(k_rd_data[23:16]);  // window.py:104
  wire signed [7:0] sel_152 = eq_47 ? sel_66 : get_143;  // window.py:104
  wire signed [7:0] sel_72 = eq_47 ? 2'sd1 : held_11_reg;  // window.py:102
  wire signed [7:0] get_144 = $signed(k_rd_data[31:24]);  // window.py:104
  wire signed [7:0] sel_153 = eq_47 ? sel_72 : get_144;  // window.py:104
  wire signed [7:0] sel_78 = eq_47 ? 2'sd1 : held_12_reg;  // window.py:102
  wire signed [7:0] get_145 = $signed(k_rd_data[39:32]);  // window.py:104
  wire signed [7:0] sel_154 = eq_47 ? sel_78 : get_145;  // window.py:104
  wire signed [7:0] sel_84 = eq_47 ? 2'sd1 : held_13_reg;  // window.py:102
  wire signed [7:0] get_146 = $signed(k_rd_data[47:40]);  // window.py:104
  wire signed [7:0] sel_155 = eq_47 ? sel_84 : get_146;  // window.py:104
  wire signed [7:0] sel_90 = eq_47 ? 2'sd1 : held_14_reg;  // window.py:102
  wire signed [7:0] get_147 = $signed(k_rd_data[55:48]);  // window.py:104
  wire signed [7:0] sel_156 = eq_47 ? sel_90 : get_147;  // window.py:104
  wire signed [7:0] sel_96 = eq_47 ? 2'sd1 : held_15_reg;  // window.py:102
  wire signed [7:0] get_148 = $signed(k_rd_data[63:56]);  // window.py:104
  wire signed [7:0] sel_157 = eq_47 ? sel_96 : get_148;  // window.py:104
  wire k_rd_get = bnot_48;
  assign k_rd_ready = issue && k_rd_get;
  wire wait_get_k_rd = k_rd_get && !k_rd_valid;
  wire taps_acquire = band_24;
  assign taps_take = issue && taps_acquire;
  assign taps_give = (issue && band_122);
  wire wait_half_taps = taps_acquire && !taps_open;
  wire [6:0] addr_taps_47 = count_t_1;
  wire taps_0_w0 = issue && eq_102;  // window.py:107
  wire [7:0] taps_0_w0_data = held_8_reg;
  assign taps_0_we = taps_0_w0;
  assign taps_0_waddr = {half_taps_reg, addr_taps_47};
  assign taps_0_wdata = taps_0_w0_data;
  wire [6:0] addr_taps_53 = count_t_1;
  wire taps_1_w0 = issue && eq_102;  // window.py:107
  wire [7:0] taps_1_w0_data = held_9_reg;
  assign taps_1_we = taps_1_w0;
  assign taps_1_waddr = {half_taps_reg, addr_taps_53};
  assign taps_1_wdata = taps_1_w0_data;
  wire [6:0] addr_taps_59 = count_t_1;
  wire taps_2_w0 = issue && eq_102;  // window.py:107
  wire [7:0] taps_2_w0_data = held_10_reg;
  assign taps_2_we = taps_2_w0;
  assign taps_2_waddr = {half_taps_reg, addr_taps_59};
  assign taps_2_wdata = taps_2_w0_data;
  wire [6:0] addr_taps_65 = count_t_1;
  wire taps_3_w0 = issue && eq_102;  // window.py:107
  wire [7:0] taps_3_w0_data = held_11_reg;
  assign taps_3_we = taps_3_w0;
  assign taps_3_waddr = {half_taps_reg, addr_taps_65};
  assign taps_3_wdata = taps_3_w0_data;
  wire [6:0] addr_taps_71 = count_t_1;
  wire taps_4_w0 = issue && eq_102;  // window.py:107
  wire [7:0] taps_4_w0_data = held_12_reg;
  assign taps_4_we = taps_4_w0;
  assign taps_4_waddr = {half_taps_reg, addr_taps_71};
  assign taps_4_wdata = taps_4_w0_data;
  wire [6:0] addr_taps_77 = count_t_1;
  wire taps_5_w0 = issue && eq_102;  // window.py:107
  wire [7:0] taps_5_w0_data = held_13_reg;
  assign taps_5_we = taps_5_w0;
  assign taps_5_waddr = {half_taps_reg, addr_taps_77};
  assign taps_5_wdata = taps_5_w0_data;
  wire [6:0] addr_taps_83 = count_t_1;
  wire taps_6_w0 = issue && eq_102;  // window.py:107
  wire [7:0] taps_6_w0_data = held_14_reg;
  assign taps_6_we = taps_6_w0;
  assign taps_6_waddr = {half_taps_reg, addr_taps_83};
  assign taps_6_wdata = taps_6_w0_data;
  wire [6:0] addr_taps_89 = count_t_1;
  wire taps_7_w0 = issue && eq_102;  // window.py:107
  wire [7:0] taps_7_w0_data = held_15_reg;
  assign taps_7_we = taps_7_w0;
  assign taps_7_waddr = {half_taps_reg, addr_taps_89};
  assign taps_7_wdata = taps_7_w0_data;
  wire [6:0] addr_taps_95 = count_t_1;
  wire taps_8_w0 = issue && eq_102;  // window.py:107
  wire [7:0] taps_8_w0_data = sel_150;
  assign taps_8_we = taps_8_w0;
  assign taps_8_waddr = {half_taps_reg, addr_taps_95};
  assign taps_8_wdata = taps_8_w0_data;
  wire [6:0] addr_taps_101 = count_t_1;
  wire taps_9_w0 = issue && eq_102;  // window.py:107
  wire [7:0] taps_9_w0_data = sel_151;
  assign taps_9_we = taps_9_w0;
  assign taps_9_waddr = {half_taps_reg, addr_taps_101};
  assign taps_9_wdata = taps_9_w0_data;
  wire [6:0] addr_taps_107 = count_t_1;
  wire taps_10_w0 = issue && eq_102;  // window.py:107
  wire [7:0] taps_10_w0_data = sel_152;
  assign taps_10_we = taps_10_w0;
  assign taps_10_waddr = {half_taps_reg, addr_taps_107};
  assign taps_10_wdata = taps_10_w0_data;
  wire [6:0] addr_taps_113 = count_t_1;
  wire taps_11_w0 = issue && eq_102;  // window.py:107
  wire [7:0] taps_11_w0_data = sel_153;
  assign taps_11_we = taps_11_w0;
  assign taps_11_waddr = {half_taps_reg, addr_taps_113};
  assign taps_11_wdata = taps_11_w0_data;
  wire [6:0] addr_taps_119 = count_t_1;
  wire taps_12_w0 = issue && eq_102;  // window.py:107
  wire [7:0] taps_12_w0_data = sel_154;
  assign taps_12_we = taps_12_w0;
  assign taps_12_waddr = {half_taps_reg, addr_taps_119};
  assign taps_12_wdata = taps_12_w0_data;
  wire [6:0] addr_taps_125 = count_t_1;
  wire taps_13_w0 = issue && eq_102;  // window.py:107
  wire [7:0] taps_13_w0_data = sel_155;
  assign taps_13_we = taps_13_w0;
  assign taps_13_waddr = {half_taps_reg, addr_taps_125};
  assign taps_13_wdata = taps_13_w0_data;
  wire [6:0] addr_taps_131 = count_t_1;
  wire taps_14_w0 = issue && eq_102;  // window.py:107
  wire [7:0] taps_14_w0_data = sel_156;
  assign taps_14_we = taps_14_w0;
  assign taps_14_waddr = {half_taps_reg, addr_taps_131};
  assign taps_14_wdata = taps_14_w0_data;
  wire [6:0] addr_taps_137 = count_t_1;
  wire taps_15_w0 = issue && eq_102;  // window.py:107
  wire [7:0] taps_15_w0_data = sel_157;
  assign taps_15_we = taps_15_w0;
  assign taps_15_waddr = {half_taps_reg, addr_taps_137};
  assign taps_15_wdata = taps_15_w0_data;
  wire wrap_0 = le_8 && le_11 && le_15;
  wire wrap_1 = le_11 && le_15;
  wire wrap_2 = le_15;
  wire wrap_3 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_get_k_rd && !wait_half_taps;

  assign idle = !(running);

  always_ff @(posedge ap_clk) begin
    if (issue && (band_122)) half_taps_reg <= half_taps_reg == 1'd1 ? 1'd0 : half_taps_reg + 1'b1;
    if (issue && wrap_1) count_c_0 <= le_8 ? 11'sd0 : count_c_0 + 11'sd1;
    if (issue && wrap_2) count_t_1 <= le_11 ? 11'sd0 : count_t_1 + 11'sd1;
    if (issue && wrap_3) count_g_2 <= le_15 ? 2'sd0 : count_g_2 + 2'sd1;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      half_taps_reg <= 1'd0;
      count_c_0 <= 11'sd0;
      count_t_1 <= 11'sd0;
      count_g_2 <= 2'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

  always_ff @(posedge ap_clk) begin
    if (issue) begin
      held_8_reg <= sel_150;
      held_9_reg <= sel_151;
      held_10_reg <= sel_152;
      held_11_reg <= sel_153;
      held_12_reg <= sel_154;
      held_13_reg <= sel_155;
      held_14_reg <= sel_156;
      held_15_reg <= sel_157;
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

// ---- window_load_taps_k_rd_addr.sv
// Process load_taps_k_rd_addr of window.py, line 104: initiation interval 1, 2 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module window_load_taps_k_rd_addr (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire arg_unit,
    input  wire [9:0] arg_tap_beats,
    input  wire [9:0] arg_blocks,
    input  wire [39:0] arg_k,
    output wire [60:0] k_rd_req_data,
    output wire k_rd_req_valid,
    input  wire k_rd_req_room
);

  logic running;
  logic [1:1] stage;
  wire issue;

  wire signed [1:0] scalar_3 = $signed({1'b0, arg_unit});
  wire eq_47 = scalar_3 == 2'sd1;  // window.py:101
  wire bnot_48 = !eq_47;  // window.py:101
  wire signed [10:0] scalar_2 = $signed({1'b0, arg_tap_beats});
  wire signed [10:0] scalar_1 = $signed({1'b0, arg_blocks});
  wire signed [11:0] shl_133 = scalar_1 <<< 1;  // window.py:104
  wire signed [21:0] mul_134 = scalar_2 * shl_133;  // window.py:104
  wire signed [61:0] shl_135 = mul_134 <<< 40;  // window.py:104
  wire signed [40:0] scalar_132 = $signed({1'b0, arg_k});
  wire signed [61:0] or_136 = shl_135 | scalar_132;  // window.py:104
  wire signed [3:0] and_138 = scalar_132 & 4'sd7;  // window.py:104
  wire eq_139 = and_138 == 2'sd0;  // window.py:104
  wire k_rd_req_put0 = stage[1] && bnot_48;
  wire [60:0] k_rd_req_put0_0 = or_136;
  assign k_rd_req_valid = k_rd_req_put0;
  assign k_rd_req_data = {k_rd_req_put0_0};
  wire wait_put_k_rd_req = (bnot_48) && !k_rd_req_room;
  wire wrap_0 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_put_k_rd_req;

  assign idle = !(running || (stage != 0));

  always_ff @(posedge ap_clk) begin
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
    end
    if (ap_rst) running <= 1'b0;
  end

  always_ff @(posedge ap_clk) begin
    stage[1] <= issue;
    if (ap_rst) stage <= 1'd0;
  end

`ifndef SYNTHESIS
  always_ff @(posedge ap_clk) begin
    if (issue && bnot_48 && !(eq_139)) $error("window.py:104: k[...] starts at a multiple of 8 bytes");
  end
`endif

endmodule

`default_nettype wire

// ---- window_load_x_rd_addr.sv
// Process load_x_rd_addr of window.py, line 75: initiation interval 1, 3 stages.
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
    input  wire [11:0] arg_w,
    input  wire [27:0] arg_x_row,
    input  wire [39:0] arg_x,
    input  wire [27:0] arg_x_block,
    output wire [52:0] x_rd_req_data,
    output wire x_rd_req_valid,
    input  wire x_rd_req_room
);

  logic running;
  logic [2:1] stage;
  logic signed [10:0] count_c_0;
  logic signed [10:0] count_b_1;
  logic signed [12:0] count_r_2;
  logic signed [22:0] step_190;  // window.py:75
  logic signed [50:0] step_191;  // window.py:75
  logic signed [40:0] step_192;  // window.py:75
  logic signed [38:0] step_195;  // window.py:75
  logic signed [50:0] add_248_s1;
  logic signed [50:0] add_248_s2;
  logic inside_202_s1;
  logic inside_202_s2;
  wire issue;

  wire signed [10:0] scalar_1 = $signed({1'b0, arg_blocks});
  wire signed [10:0] add_14 = count_c_0 + 2'sd1;  // window.py:61
  wire le_15 = scalar_1 <= add_14;  // window.py:61
  wire signed [10:0] scalar_2 = $signed({1'b0, arg_bands});
  wire signed [10:0] add_17 = count_b_1 + 2'sd1;  // window.py:62
  wire le_18 = scalar_2 <= add_17;  // window.py:62
  wire signed [12:0] scalar_3 = $signed({1'b0, arg_tall});
  wire signed [12:0] add_20 = count_r_2 + 2'sd1;  // window.py:64
  wire le_21 = scalar_3 <= add_20;  // window.py:64
  wire signed [12:0] scalar_4 = $signed({1'b0, arg_step});
  wire signed [22:0] add_198 = count_r_2 + step_190;  // window.py:67
  wire signed [6:0] scalar_7 = $signed({1'b0, arg_top});
  wire signed [22:0] row_199 = add_198 - scalar_7;  // window.py:67
  wire le_201 = 2'sd0 <= row_199;  // window.py:68
  wire signed [12:0] scalar_5 = $signed({1'b0, arg_h});
  wire lt_200 = row_199 < scalar_5;  // window.py:68
  wire inside_202 = le_201 && lt_200;  // window.py:68
  wire signed [12:0] scalar_6 = $signed({1'b0, arg_w});
  wire signed [53:0] shl_176 = scalar_6 <<< 41;  // window.py:75
  wire signed [28:0] scalar_10 = $signed({1'b0, arg_x_row});
  wire signed [6:0] mul_168 = -((scalar_7 <<< 0));  // window.py:75
  wire signed [34:0] mul_169 = scalar_10 * mul_168;  // window.py:75
  wire signed [40:0] mul_166 = scalar_4 * scalar_10;  // window.py:75
  wire signed [40:0] scalar_165 = $signed({1'b0, arg_x});
  wire signed [28:0] scalar_9 = $signed({1'b0, arg_x_block});
  wire signed [41:0] add_246 = scalar_165 + step_195;  // window.py:68
  wire signed [42:0] add_247 = step_192 + add_246;  // window.py:68
  wire signed [50:0] add_248 = step_191 + add_247;  // window.py:68
  wire signed [50:0] add_249 = mul_169 + add_248_s2;  // window.py:68
  wire [39:0] wrap_250_u = add_249;  // window.py:75
  wire signed [40:0] wrap_250 = $signed({1'b0, wrap_250_u});
  wire signed [53:0] or_251 = shl_176 | wrap_250;  // window.py:75
  wire signed [3:0] and_252 = wrap_250 & 4'sd7;  // window.py:75
  wire eq_253 = and_252 == 2'sd0;  // window.py:75
  wire x_rd_req_put0 = stage[2] && inside_202_s2;
  wire [52:0] x_rd_req_put0_0 = or_251;
  assign x_rd_req_valid = x_rd_req_put0;
  assign x_rd_req_data = {x_rd_req_put0_0};
  wire wait_put_x_rd_req = (inside_202) && !x_rd_req_room;
  wire wrap_0 = le_15 && le_18 && le_21;
  wire wrap_1 = le_18 && le_21;
  wire wrap_2 = le_21;
  wire wrap_3 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_put_x_rd_req;

  assign idle = !(running || (stage != 0));

  always_ff @(posedge ap_clk) begin
    if (issue && wrap_1) count_c_0 <= le_15 ? 11'sd0 : count_c_0 + 11'sd1;
    if (issue && wrap_2) count_b_1 <= le_18 ? 11'sd0 : count_b_1 + 11'sd1;
    if (issue && wrap_3) count_r_2 <= le_21 ? 13'sd0 : count_r_2 + 13'sd1;
    if (issue && wrap_2) step_190 <= le_18 ? 23'sd0 : step_190 + scalar_4;
    if (issue && wrap_2) step_191 <= le_18 ? 51'sd0 : step_191 + mul_166;
    if (issue && wrap_3) step_192 <= le_21 ? 41'sd0 : step_192 + scalar_10;
    if (issue && wrap_1) step_195 <= le_15 ? 39'sd0 : step_195 + scalar_9;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      count_c_0 <= 11'sd0;
      count_b_1 <= 11'sd0;
      count_r_2 <= 13'sd0;
      step_190 <= 23'sd0;
      step_191 <= 51'sd0;
      step_192 <= 41'sd0;
      step_195 <= 39'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

  always_ff @(posedge ap_clk) begin
    stage <= {stage[1:1], issue};
    add_248_s1 <= add_248;
    add_248_s2 <= add_248_s1;
    inside_202_s1 <= inside_202;
    inside_202_s2 <= inside_202_s1;
    if (ap_rst) stage <= 2'd0;
  end

`ifndef SYNTHESIS
  always_ff @(posedge ap_clk) begin
    if (stage[2] && inside_202_s2 && !(eq_253)) $error("window.py:75: x[...] starts at a multiple of 8 bytes");
  end
`endif

endmodule

`default_nettype wire

// ---- window_requantise.sv
// Process requantise of window.py, line 197: initiation interval 1, 6 stages.
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
    input  wire [23:0] arg_pixels,
    input  wire arg_by_pixel,
    input  wire [7:0] arg_high,
    input  wire [7:0] arg_zero,
    input  wire [39:0] arg_half,
    input  wire [47:0] arg_before,
    input  wire [5:0] arg_guard,
    input  wire [5:0] arg_shift,
    input  wire [39:0] arg_mask,
    input  wire [39:0] arg_middle,
    input  wire [7:0] arg_low,
    input  wire [511:0] biases_data,
    input  wire biases_valid,
    output wire biases_ready,
    input  wire [271:0] scales_data,
    input  wire scales_valid,
    output wire scales_ready,
    input  wire [16:0] ks_data,
    input  wire ks_valid,
    output wire ks_ready,
    input  wire [511:0] sums_data,
    input  wire sums_valid,
    output wire sums_ready,
    output wire [127:0] codes_data,
    output wire codes_valid,
    input  wire codes_room
);

  logic running;
  logic [5:1] stage;
  logic signed [10:0] count_c_0;
  logic signed [24:0] count_t_1;
  logic signed [17:0] scale_0_reg;
  logic signed [31:0] bias_0_reg;
  logic signed [17:0] k_160_s1;
  logic signed [31:0] wrap_162_s1;
  logic signed [48:0] mul_163;  // window.py:235
  logic signed [49:0] add_165_s3;
  logic band_172_s4;
  logic eq_174_s4;
  logic lt_177_s4;
  logic signed [49:0] whole_167_s4;
  logic lt_183_s5;
  logic signed [49:0] add_182_s5;
  logic signed [17:0] scale_1_reg;
  logic signed [31:0] bias_1_reg;
  logic signed [17:0] k_187_s1;
  logic signed [31:0] wrap_189_s1;
  logic signed [48:0] mul_190;  // window.py:235
  logic signed [49:0] add_192_s3;
  logic band_198_s4;
  logic eq_200_s4;
  logic lt_203_s4;
  logic signed [49:0] whole_194_s4;
  logic lt_209_s5;
  logic signed [49:0] add_208_s5;
  logic signed [17:0] scale_2_reg;
  logic signed [31:0] bias_2_reg;
  logic signed [17:0] k_213_s1;
  logic signed [31:0] wrap_215_s1;
  logic signed [48:0] mul_216;  // window.py:235
  logic signed [49:0] add_218_s3;
  logic band_224_s4;
  logic eq_226_s4;
  logic lt_229_s4;
  logic signed [49:0] whole_220_s4;
  logic lt_235_s5;
  logic signed [49:0] add_234_s5;
  logic signed [17:0] scale_3_reg;
  logic signed [31:0] bias_3_reg;
  logic signed [17:0] k_239_s1;
  logic signed [31:0] wrap_241_s1;
  logic signed [48:0] mul_242;  // window.py:235
  logic signed [49:0] add_244_s3;
  logic band_250_s4;
  logic eq_252_s4;
  logic lt_255_s4;
  logic signed [49:0] whole_246_s4;
  logic lt_261_s5;
  logic signed [49:0] add_260_s5;
  logic signed [17:0] scale_4_reg;
  logic signed [31:0] bias_4_reg;
  logic signed [17:0] k_265_s1;
  logic signed [31:0] wrap_267_s1;
  logic signed [48:0] mul_268;  // window.py:235
  logic signed [49:0] add_270_s3;
  logic band_276_s4;
  logic eq_278_s4;
  logic lt_281_s4;
  logic signed [49:0] whole_272_s4;
  logic lt_287_s5;
  logic signed [49:0] add_286_s5;
  logic signed [17:0] scale_5_reg;
  logic signed [31:0] bias_5_reg;
  logic signed [17:0] k_291_s1;
  logic signed [31:0] wrap_293_s1;
  logic signed [48:0] mul_294;  // window.py:235
  logic signed [49:0] add_296_s3;
  logic band_302_s4;
  logic eq_304_s4;
  logic lt_307_s4;
  logic signed [49:0] whole_298_s4;
  logic lt_313_s5;
  logic signed [49:0] add_312_s5;
  logic signed [17:0] scale_6_reg;
  logic signed [31:0] bias_6_reg;
  logic signed [17:0] k_317_s1;
  logic signed [31:0] wrap_319_s1;
  logic signed [48:0] mul_320;  // window.py:235
  logic signed [49:0] add_322_s3;
  logic band_328_s4;
  logic eq_330_s4;
  logic lt_333_s4;
  logic signed [49:0] whole_324_s4;
  logic lt_339_s5;
  logic signed [49:0] add_338_s5;
  logic signed [17:0] scale_7_reg;
  logic signed [31:0] bias_7_reg;
  logic signed [17:0] k_343_s1;
  logic signed [31:0] wrap_345_s1;
  logic signed [48:0] mul_346;  // window.py:235
  logic signed [49:0] add_348_s3;
  logic band_354_s4;
  logic eq_356_s4;
  logic lt_359_s4;
  logic signed [49:0] whole_350_s4;
  logic lt_365_s5;
  logic signed [49:0] add_364_s5;
  logic signed [17:0] scale_8_reg;
  logic signed [31:0] bias_8_reg;
  logic signed [17:0] k_369_s1;
  logic signed [31:0] wrap_371_s1;
  logic signed [48:0] mul_372;  // window.py:235
  logic signed [49:0] add_374_s3;
  logic band_380_s4;
  logic eq_382_s4;
  logic lt_385_s4;
  logic signed [49:0] whole_376_s4;
  logic lt_391_s5;
  logic signed [49:0] add_390_s5;
  logic signed [17:0] scale_9_reg;
  logic signed [31:0] bias_9_reg;
  logic signed [17:0] k_395_s1;
  logic signed [31:0] wrap_397_s1;
  logic signed [48:0] mul_398;  // window.py:235
  logic signed [49:0] add_400_s3;
  logic band_406_s4;
  logic eq_408_s4;
  logic lt_411_s4;
  logic signed [49:0] whole_402_s4;
  logic lt_417_s5;
  logic signed [49:0] add_416_s5;
  logic signed [17:0] scale_10_reg;
  logic signed [31:0] bias_10_reg;
  logic signed [17:0] k_421_s1;
  logic signed [31:0] wrap_423_s1;
  logic signed [48:0] mul_424;  // window.py:235
  logic signed [49:0] add_426_s3;
  logic band_432_s4;
  logic eq_434_s4;
  logic lt_437_s4;
  logic signed [49:0] whole_428_s4;
  logic lt_443_s5;
  logic signed [49:0] add_442_s5;
  logic signed [17:0] scale_11_reg;
  logic signed [31:0] bias_11_reg;
  logic signed [17:0] k_447_s1;
  logic signed [31:0] wrap_449_s1;
  logic signed [48:0] mul_450;  // window.py:235
  logic signed [49:0] add_452_s3;
  logic band_458_s4;
  logic eq_460_s4;
  logic lt_463_s4;
  logic signed [49:0] whole_454_s4;
  logic lt_469_s5;
  logic signed [49:0] add_468_s5;
  logic signed [17:0] scale_12_reg;
  logic signed [31:0] bias_12_reg;
  logic signed [17:0] k_473_s1;
  logic signed [31:0] wrap_475_s1;
  logic signed [48:0] mul_476;  // window.py:235
  logic signed [49:0] add_478_s3;
  logic band_484_s4;
  logic eq_486_s4;
  logic lt_489_s4;
  logic signed [49:0] whole_480_s4;
  logic lt_495_s5;
  logic signed [49:0] add_494_s5;
  logic signed [17:0] scale_13_reg;
  logic signed [31:0] bias_13_reg;
  logic signed [17:0] k_499_s1;
  logic signed [31:0] wrap_501_s1;
  logic signed [48:0] mul_502;  // window.py:235
  logic signed [49:0] add_504_s3;
  logic band_510_s4;
  logic eq_512_s4;
  logic lt_515_s4;
  logic signed [49:0] whole_506_s4;
  logic lt_521_s5;
  logic signed [49:0] add_520_s5;
  logic signed [17:0] scale_14_reg;
  logic signed [31:0] bias_14_reg;
  logic signed [17:0] k_525_s1;
  logic signed [31:0] wrap_527_s1;
  logic signed [48:0] mul_528;  // window.py:235
  logic signed [49:0] add_530_s3;
  logic band_536_s4;
  logic eq_538_s4;
  logic lt_541_s4;
  logic signed [49:0] whole_532_s4;
  logic lt_547_s5;
  logic signed [49:0] add_546_s5;
  logic signed [17:0] scale_15_reg;
  logic signed [31:0] bias_15_reg;
  logic signed [17:0] k_551_s1;
  logic signed [31:0] wrap_553_s1;
  logic signed [48:0] mul_554;  // window.py:235
  logic signed [49:0] add_556_s3;
  logic band_562_s4;
  logic eq_564_s4;
  logic lt_567_s4;
  logic signed [49:0] whole_558_s4;
  logic lt_573_s5;
  logic signed [49:0] add_572_s5;
  wire issue;

  wire signed [10:0] scalar_1 = $signed({1'b0, arg_blocks});
  wire signed [10:0] add_16 = count_c_0 + 2'sd1;  // window.py:218
  wire le_17 = scalar_1 <= add_16;  // window.py:218
  wire signed [24:0] scalar_2 = $signed({1'b0, arg_pixels});
  wire signed [24:0] add_19 = count_t_1 + 2'sd1;  // window.py:219
  wire le_20 = scalar_2 <= add_19;  // window.py:219
  wire eq_22 = count_t_1 == 2'sd0;  // window.py:219
  wire signed [1:0] scalar_3 = $signed({1'b0, arg_by_pixel});
  wire eq_138 = scalar_3 == 2'sd1;  // window.py:229
  wire signed [7:0] scalar_12 = $signed(arg_high);
  wire signed [7:0] scalar_10 = $signed(arg_zero);
  wire signed [40:0] scalar_5 = $signed({1'b0, arg_half});
  wire signed [47:0] scalar_4 = $signed(arg_before);
  wire signed [17:0] own_141 = $signed({1'b0, ks_data});  // window.py:230
  wire signed [17:0] sel_142 = eq_138 ? own_141 : 2'sd0;  // window.py:230
  wire signed [17:0] get_106 = $signed({1'b0, scales_data[16:0]});  // window.py:224
  wire signed [17:0] sel_122 = eq_22 ? get_106 : scale_0_reg;  // window.py:224
  wire signed [17:0] k_160 = eq_138 ? sel_142 : sel_122;  // window.py:234
  wire signed [31:0] get_73 = $signed(biases_data[31:0]);  // window.py:223
  wire signed [31:0] sel_89 = eq_22 ? get_73 : bias_0_reg;  // window.py:223
  wire signed [31:0] get_144 = $signed(sums_data[31:0]);  // window.py:231
  wire signed [32:0] add_161 = sel_89 + get_144;  // window.py:235
  wire signed [31:0] wrap_162 = add_161;  // window.py:235
  wire signed [49:0] add_164 = scalar_4 + mul_163;  // window.py:235
  wire signed [49:0] add_165 = scalar_5 + add_164;  // window.py:235
  wire signed [6:0] scalar_6 = $signed({1'b0, arg_guard});
  wire signed [49:0] near_166 = add_165_s3 >>> scalar_6;  // window.py:235
  wire signed [6:0] scalar_7 = $signed({1'b0, arg_shift});
  wire signed [49:0] whole_167 = near_166 >>> scalar_7;  // window.py:236
  wire signed [40:0] scalar_9 = $signed({1'b0, arg_mask});
  wire signed [40:0] part_168 = near_166 & scalar_9;  // window.py:237
  wire signed [40:0] scalar_8 = $signed({1'b0, arg_middle});
  wire eq_169 = part_168 == scalar_8;  // window.py:238
  wire lt_170 = 2'sd0 < scalar_8;  // window.py:238
  wire band_172 = eq_169 && lt_170;  // window.py:238
  wire signed [1:0] and_173 = whole_167 & 2'sd1;  // window.py:238
  wire eq_174 = and_173 == 2'sd1;  // window.py:238
  wire tie_176 = band_172_s4 && eq_174_s4;  // window.py:238
  wire lt_177 = scalar_8 < part_168;  // window.py:239
  wire up_179 = tie_176 || lt_177_s4;  // window.py:239
  wire signed [49:0] add_181 = whole_167_s4 + $signed({1'b0, up_179});  // window.py:240
  wire signed [49:0] add_182 = scalar_10 + add_181;  // window.py:240
  wire signed [7:0] scalar_11 = $signed(arg_low);
  wire lt_183 = add_182 < scalar_11;  // window.py:240
  wire signed [49:0] sel_184 = lt_183_s5 ? scalar_11 : add_182_s5;  // window.py:240
  wire lt_185 = scalar_12 < sel_184;  // window.py:240
  wire signed [7:0] sel_186 = lt_185 ? scalar_12 : sel_184;  // window.py:240
  wire signed [17:0] get_107 = $signed({1'b0, scales_data[33:17]});  // window.py:224
  wire signed [17:0] sel_123 = eq_22 ? get_107 : scale_1_reg;  // window.py:224
  wire signed [17:0] k_187 = eq_138 ? sel_142 : sel_123;  // window.py:234
  wire signed [31:0] get_74 = $signed(biases_data[63:32]);  // window.py:223
  wire signed [31:0] sel_90 = eq_22 ? get_74 : bias_1_reg;  // window.py:223
  wire signed [31:0] get_145 = $signed(sums_data[63:32]);  // window.py:231
  wire signed [32:0] add_188 = sel_90 + get_145;  // window.py:235
  wire signed [31:0] wrap_189 = add_188;  // window.py:235
  wire signed [49:0] add_191 = scalar_4 + mul_190;  // window.py:235
  wire signed [49:0] add_192 = scalar_5 + add_191;  // window.py:235
  wire signed [49:0] near_193 = add_192_s3 >>> scalar_6;  // window.py:235
  wire signed [49:0] whole_194 = near_193 >>> scalar_7;  // window.py:236
  wire signed [40:0] part_195 = near_193 & scalar_9;  // window.py:237
  wire eq_196 = part_195 == scalar_8;  // window.py:238
  wire band_198 = lt_170 && eq_196;  // window.py:238
  wire signed [1:0] and_199 = whole_194 & 2'sd1;  // window.py:238
  wire eq_200 = and_199 == 2'sd1;  // window.py:238
  wire tie_202 = band_198_s4 && eq_200_s4;  // window.py:238
  wire lt_203 = scalar_8 < part_195;  // window.py:239
  wire up_205 = tie_202 || lt_203_s4;  // window.py:239
  wire signed [49:0] add_207 = whole_194_s4 + $signed({1'b0, up_205});  // window.py:240
  wire signed [49:0] add_208 = scalar_10 + add_207;  // window.py:240
  wire lt_209 = add_208 < scalar_11;  // window.py:240
  wire signed [49:0] sel_210 = lt_209_s5 ? scalar_11 : add_208_s5;  // window.py:240
  wire lt_211 = scalar_12 < sel_210;  // window.py:240
  wire signed [7:0] sel_212 = lt_211 ? scalar_12 : sel_210;  // window.py:240
  wire signed [17:0] get_108 = $signed({1'b0, scales_data[50:34]});  // window.py:224
  wire signed [17:0] sel_124 = eq_22 ? get_108 : scale_2_reg;  // window.py:224
  wire signed [17:0] k_213 = eq_138 ? sel_142 : sel_124;  // window.py:234
  wire signed [31:0] get_75 = $signed(biases_data[95:64]);  // window.py:223
  wire signed [31:0] sel_91 = eq_22 ? get_75 : bias_2_reg;  // window.py:223
  wire signed [31:0] get_146 = $signed(sums_data[95:64]);  // window.py:231
  wire signed [32:0] add_214 = sel_91 + get_146;  // window.py:235
  wire signed [31:0] wrap_215 = add_214;  // window.py:235
  wire signed [49:0] add_217 = scalar_4 + mul_216;  // window.py:235
  wire signed [49:0] add_218 = scalar_5 + add_217;  // window.py:235
  wire signed [49:0] near_219 = add_218_s3 >>> scalar_6;  // window.py:235
  wire signed [49:0] whole_220 = near_219 >>> scalar_7;  // window.py:236
  wire signed [40:0] part_221 = near_219 & scalar_9;  // window.py:237
  wire eq_222 = part_221 == scalar_8;  // window.py:238
  wire band_224 = lt_170 && eq_222;  // window.py:238
  wire signed [1:0] and_225 = whole_220 & 2'sd1;  // window.py:238
  wire eq_226 = and_225 == 2'sd1;  // window.py:238
  wire tie_228 = band_224_s4 && eq_226_s4;  // window.py:238
  wire lt_229 = scalar_8 < part_221;  // window.py:239
  wire up_231 = tie_228 || lt_229_s4;  // window.py:239
  wire signed [49:0] add_233 = whole_220_s4 + $signed({1'b0, up_231});  // window.py:240
  wire signed [49:0] add_234 = scalar_10 + add_233;  // window.py:240
  wire lt_235 = add_234 < scalar_11;  // window.py:240
  wire signed [49:0] sel_236 = lt_235_s5 ? scalar_11 : add_234_s5;  // window.py:240
  wire lt_237 = scalar_12 < sel_236;  // window.py:240
  wire signed [7:0] sel_238 = lt_237 ? scalar_12 : sel_236;  // window.py:240
  wire signed [17:0] get_109 = $signed({1'b0, scales_data[67:51]});  // window.py:224
  wire signed [17:0] sel_125 = eq_22 ? get_109 : scale_3_reg;  // window.py:224
  wire signed [17:0] k_239 = eq_138 ? sel_142 : sel_125;  // window.py:234
  wire signed [31:0] get_76 = $signed(biases_data[127:96]);  // window.py:223
  wire signed [31:0] sel_92 = eq_22 ? get_76 : bias_3_reg;  // window.py:223
  wire signed [31:0] get_147 = $signed(sums_data[127:96]);  // window.py:231
  wire signed [32:0] add_240 = sel_92 + get_147;  // window.py:235
  wire signed [31:0] wrap_241 = add_240;  // window.py:235
  wire signed [49:0] add_243 = scalar_4 + mul_242;  // window.py:235
  wire signed [49:0] add_244 = scalar_5 + add_243;  // window.py:235
  wire signed [49:0] near_245 = add_244_s3 >>> scalar_6;  // window.py:235
  wire signed [49:0] whole_246 = near_245 >>> scalar_7;  // window.py:236
  wire signed [40:0] part_247 = near_245 & scalar_9;  // window.py:237
  wire eq_248 = part_247 == scalar_8;  // window.py:238
  wire band_250 = lt_170 && eq_248;  // window.py:238
  wire signed [1:0] and_251 = whole_246 & 2'sd1;  // window.py:238
  wire eq_252 = and_251 == 2'sd1;  // window.py:238
  wire tie_254 = band_250_s4 && eq_252_s4;  // window.py:238
  wire lt_255 = scalar_8 < part_247;  // window.py:239
  wire up_257 = tie_254 || lt_255_s4;  // window.py:239
  wire signed [49:0] add_259 = whole_246_s4 + $signed({1'b0, up_257});  // window.py:240
  wire signed [49:0] add_260 = scalar_10 + add_259;  // window.py:240
  wire lt_261 = add_260 < scalar_11;  // window.py:240
  wire signed [49:0] sel_262 = lt_261_s5 ? scalar_11 : add_260_s5;  // window.py:240
  wire lt_263 = scalar_12 < sel_262;  // window.py:240
  wire signed [7:0] sel_264 = lt_263 ? scalar_12 : sel_262;  // window.py:240
  wire signed [17:0] get_110 = $signed({1'b0, scales_data[84:68]});  // window.py:224
  wire signed [17:0] sel_126 = eq_22 ? get_110 : scale_4_reg;  // window.py:224
  wire signed [17:0] k_265 = eq_138 ? sel_142 : sel_126;  // window.py:234
  wire signed [31:0] get_77 = $signed(biases_data[159:128]);  // window.py:223
  wire signed [31:0] sel_93 = eq_22 ? get_77 : bias_4_reg;  // window.py:223
  wire signed [31:0] get_148 = $signed(sums_data[159:128]);  // window.py:231
  wire signed [32:0] add_266 = sel_93 + get_148;  // window.py:235
  wire signed [31:0] wrap_267 = add_266;  // window.py:235
  wire signed [49:0] add_269 = scalar_4 + mul_268;  // window.py:235
  wire signed [49:0] add_270 = scalar_5 + add_269;  // window.py:235
  wire signed [49:0] near_271 = add_270_s3 >>> scalar_6;  // window.py:235
  wire signed [49:0] whole_272 = near_271 >>> scalar_7;  // window.py:236
  wire signed [40:0] part_273 = near_271 & scalar_9;  // window.py:237
  wire eq_274 = part_273 == scalar_8;  // window.py:238
  wire band_276 = lt_170 && eq_274;  // window.py:238
  wire signed [1:0] and_277 = whole_272 & 2'sd1;  // window.py:238
  wire eq_278 = and_277 == 2'sd1;  // window.py:238
  wire tie_280 = band_276_s4 && eq_278_s4;  // window.py:238
  wire lt_281 = scalar_8 < part_273;  // window.py:239
  wire up_283 = tie_280 || lt_281_s4;  // window.py:239
  wire signed [49:0] add_285 = whole_272_s4 + $signed({1'b0, up_283});  // window.py:240
  wire signed [49:0] add_286 = scalar_10 + add_285;  // window.py:240
  wire lt_287 = add_286 < scalar_11;  // window.py:240
  wire signed [49:0] sel_288 = lt_287_s5 ? scalar_11 : add_286_s5;  // window.py:240
  wire lt_289 = scalar_12 < sel_288;  // window.py:240
  wire signed [7:0] sel_290 = lt_289 ? scalar_12 : sel_288;  // window.py:240
  wire signed [17:0] get_111 = $signed({1'b0, scales_data[101:85]});  // window.py:224
  wire signed [17:0] sel_127 = eq_22 ? get_111 : scale_5_reg;  // window.py:224
  wire signed [17:0] k_291 = eq_138 ? sel_142 : sel_127;  // window.py:234
  wire signed [31:0] get_78 = $signed(biases_data[191:160]);  // window.py:223
  wire signed [31:0] sel_94 = eq_22 ? get_78 : bias_5_reg;  // window.py:223
  wire signed [31:0] get_149 = $signed(sums_data[191:160]);  // window.py:231
  wire signed [32:0] add_292 = sel_94 + get_149;  // window.py:235
  wire signed [31:0] wrap_293 = add_292;  // window.py:235
  wire signed [49:0] add_295 = scalar_4 + mul_294;  // window.py:235
  wire signed [49:0] add_296 = scalar_5 + add_295;  // window.py:235
  wire signed [49:0] near_297 = add_296_s3 >>> scalar_6;  // window.py:235
  wire signed [49:0] whole_298 = near_297 >>> scalar_7;  // window.py:236
  wire signed [40:0] part_299 = near_297 & scalar_9;  // window.py:237
  wire eq_300 = part_299 == scalar_8;  // window.py:238
  wire band_302 = lt_170 && eq_300;  // window.py:238
  wire signed [1:0] and_303 = whole_298 & 2'sd1;  // window.py:238
  wire eq_304 = and_303 == 2'sd1;  // window.py:238
  wire tie_306 = band_302_s4 && eq_304_s4;  // window.py:238
  wire lt_307 = scalar_8 < part_299;  // window.py:239
  wire up_309 = tie_306 || lt_307_s4;  // window.py:239
  wire signed [49:0] add_311 = whole_298_s4 + $signed({1'b0, up_309});  // window.py:240
  wire signed [49:0] add_312 = scalar_10 + add_311;  // window.py:240
  wire lt_313 = add_312 < scalar_11;  // window.py:240
  wire signed [49:0] sel_314 = lt_313_s5 ? scalar_11 : add_312_s5;  // window.py:240
  wire lt_315 = scalar_12 < sel_314;  // window.py:240
  wire signed [7:0] sel_316 = lt_315 ? scalar_12 : sel_314;  // window.py:240
  wire signed [17:0] get_112 = $signed({1'b0, scales_data[118:102]});  // window.py:224
  wire signed [17:0] sel_128 = eq_22 ? get_112 : scale_6_reg;  // window.py:224
  wire signed [17:0] k_317 = eq_138 ? sel_142 : sel_128;  // window.py:234
  wire signed [31:0] get_79 = $signed(biases_data[223:192]);  // window.py:223
  wire signed [31:0] sel_95 = eq_22 ? get_79 : bias_6_reg;  // window.py:223
  wire signed [31:0] get_150 = $signed(sums_data[223:192]);  // window.py:231
  wire signed [32:0] add_318 = sel_95 + get_150;  // window.py:235
  wire signed [31:0] wrap_319 = add_318;  // window.py:235
  wire signed [49:0] add_321 = scalar_4 + mul_320;  // window.py:235
  wire signed [49:0] add_322 = scalar_5 + add_321;  // window.py:235
  wire signed [49:0] near_323 = add_322_s3 >>> scalar_6;  // window.py:235
  wire signed [49:0] whole_324 = near_323 >>> scalar_7;  // window.py:236
  wire signed [40:0] part_325 = near_323 & scalar_9;  // window.py:237
  wire eq_326 = part_325 == scalar_8;  // window.py:238
  wire band_328 = lt_170 && eq_326;  // window.py:238
  wire signed [1:0] and_329 = whole_324 & 2'sd1;  // window.py:238
  wire eq_330 = and_329 == 2'sd1;  // window.py:238
  wire tie_332 = band_328_s4 && eq_330_s4;  // window.py:238
  wire lt_333 = scalar_8 < part_325;  // window.py:239
  wire up_335 = tie_332 || lt_333_s4;  // window.py:239
  wire signed [49:0] add_337 = whole_324_s4 + $signed({1'b0, up_335});  // window.py:240
  wire signed [49:0] add_338 = scalar_10 + add_337;  // window.py:240
  wire lt_339 = add_338 < scalar_11;  // window.py:240
  wire signed [49:0] sel_340 = lt_339_s5 ? scalar_11 : add_338_s5;  // window.py:240
  wire lt_341 = scalar_12 < sel_340;  // window.py:240
  wire signed [7:0] sel_342 = lt_341 ? scalar_12 : sel_340;  // window.py:240
  wire signed [17:0] get_113 = $signed({1'b0, scales_data[135:119]});  // window.py:224
  wire signed [17:0] sel_129 = eq_22 ? get_113 : scale_7_reg;  // window.py:224
  wire signed [17:0] k_343 = eq_138 ? sel_142 : sel_129;  // window.py:234
  wire signed [31:0] get_80 = $signed(biases_data[255:224]);  // window.py:223
  wire signed [31:0] sel_96 = eq_22 ? get_80 : bias_7_reg;  // window.py:223
  wire signed [31:0] get_151 = $signed(sums_data[255:224]);  // window.py:231
  wire signed [32:0] add_344 = sel_96 + get_151;  // window.py:235
  wire signed [31:0] wrap_345 = add_344;  // window.py:235
  wire signed [49:0] add_347 = scalar_4 + mul_346;  // window.py:235
  wire signed [49:0] add_348 = scalar_5 + add_347;  // window.py:235
  wire signed [49:0] near_349 = add_348_s3 >>> scalar_6;  // window.py:235
  wire signed [49:0] whole_350 = near_349 >>> scalar_7;  // window.py:236
  wire signed [40:0] part_351 = near_349 & scalar_9;  // window.py:237
  wire eq_352 = part_351 == scalar_8;  // window.py:238
  wire band_354 = lt_170 && eq_352;  // window.py:238
  wire signed [1:0] and_355 = whole_350 & 2'sd1;  // window.py:238
  wire eq_356 = and_355 == 2'sd1;  // window.py:238
  wire tie_358 = band_354_s4 && eq_356_s4;  // window.py:238
  wire lt_359 = scalar_8 < part_351;  // window.py:239
  wire up_361 = tie_358 || lt_359_s4;  // window.py:239
  wire signed [49:0] add_363 = whole_350_s4 + $signed({1'b0, up_361});  // window.py:240
  wire signed [49:0] add_364 = scalar_10 + add_363;  // window.py:240
  wire lt_365 = add_364 < scalar_11;  // window.py:240
  wire signed [49:0] sel_366 = lt_365_s5 ? scalar_11 : add_364_s5;  // window.py:240
  wire lt_367 = scalar_12 < sel_366;  // window.py:240
  wire signed [7:0] sel_368 = lt_367 ? scalar_12 : sel_366;  // window.py:240
  wire signed [17:0] get_114 = $signed({1'b0, scales_data[152:136]});  // window.py:224
  wire signed [17:0] sel_130 = eq_22 ? get_114 : scale_8_reg;  // window.py:224
  wire signed [17:0] k_369 = eq_138 ? sel_142 : sel_130;  // window.py:234
  wire signed [31:0] get_81 = $signed(biases_data[287:256]);  // window.py:223
  wire signed [31:0] sel_97 = eq_22 ? get_81 : bias_8_reg;  // window.py:223
  wire signed [31:0] get_152 = $signed(sums_data[287:256]);  // window.py:231
  wire signed [32:0] add_370 = sel_97 + get_152;  // window.py:235
  wire signed [31:0] wrap_371 = add_370;  // window.py:235
  wire signed [49:0] add_373 = scalar_4 + mul_372;  // window.py:235
  wire signed [49:0] add_374 = scalar_5 + add_373;  // window.py:235
  wire signed [49:0] near_375 = add_374_s3 >>> scalar_6;  // window.py:235
  wire signed [49:0] whole_376 = near_375 >>> scalar_7;  // window.py:236
  wire signed [40:0] part_377 = near_375 & scalar_9;  // window.py:237
  wire eq_378 = part_377 == scalar_8;  // window.py:238
  wire band_380 = lt_170 && eq_378;  // window.py:238
  wire signed [1:0] and_381 = whole_376 & 2'sd1;  // window.py:238
  wire eq_382 = and_381 == 2'sd1;  // window.py:238
  wire tie_384 = band_380_s4 && eq_382_s4;  // window.py:238
  wire lt_385 = scalar_8 < part_377;  // window.py:239
  wire up_387 = tie_384 || lt_385_s4;  // window.py:239
  wire signed [49:0] add_389 = whole_376_s4 + $signed({1'b0, up_387});  // window.py:240
  wire signed [49:0] add_390 = scalar_10 + add_389;  // window.py:240
  wire lt_391 = add_390 < scalar_11;  // window.py:240
  wire signed [49:0] sel_392 = lt_391_s5 ? scalar_11 : add_390_s5;  // window.py:240
  wire lt_393 = scalar_12 < sel_392;  // window.py:240
  wire signed [7:0] sel_394 = lt_393 ? scalar_12 : sel_392;  // window.py:240
  wire signed [17:0] get_115 = $signed({1'b0, scales_data[169:153]});  // window.py:224
  wire signed [17:0] sel_131 = eq_22 ? get_115 : scale_9_reg;  // window.py:224
  wire signed [17:0] k_395 = eq_138 ? sel_142 : sel_131;  // window.py:234
  wire signed [31:0] get_82 = $signed(biases_data[319:288]);  // window.py:223
  wire signed [31:0] sel_98 = eq_22 ? get_82 : bias_9_reg;  // window.py:223
  wire signed [31:0] get_153 = $signed(sums_data[319:288]);  // window.py:231
  wire signed [32:0] add_396 = sel_98 + get_153;  // window.py:235
  wire signed [31:0] wrap_397 = add_396;  // window.py:235
  wire signed [49:0] add_399 = scalar_4 + mul_398;  // window.py:235
  wire signed [49:0] add_400 = scalar_5 + add_399;  // window.py:235
  wire signed [49:0] near_401 = add_400_s3 >>> scalar_6;  // window.py:235
  wire signed [49:0] whole_402 = near_401 >>> scalar_7;  // window.py:236
  wire signed [40:0] part_403 = near_401 & scalar_9;  // window.py:237
  wire eq_404 = part_403 == scalar_8;  // window.py:238
  wire band_406 = lt_170 && eq_404;  // window.py:238
  wire signed [1:0] and_407 = whole_402 & 2'sd1;  // window.py:238
  wire eq_408 = and_407 == 2'sd1;  // window.py:238
  wire tie_410 = band_406_s4 && eq_408_s4;  // window.py:238
  wire lt_411 = scalar_8 < part_403;  // window.py:239
  wire up_413 = tie_410 || lt_411_s4;  // window.py:239
  wire signed [49:0] add_415 = whole_402_s4 + $signed({1'b0, up_413});  // window.py:240
  wire signed [49:0] add_416 = scalar_10 + add_415;  // window.py:240
  wire lt_417 = add_416 < scalar_11;  // window.py:240
  wire signed [49:0] sel_418 = lt_417_s5 ? scalar_11 : add_416_s5;  // window.py:240
  wire lt_419 = scalar_12 < sel_418;  // window.py:240
  wire signed [7:0] sel_420 = lt_419 ? scalar_12 : sel_418;  // window.py:240
  wire signed [17:0] get_116 = $signed({1'b0, scales_data[186:170]});  // window.py:224
  wire signed [17:0] sel_132 = eq_22 ? get_116 : scale_10_reg;  // window.py:224
  wire signed [17:0] k_421 = eq_138 ? sel_142 : sel_132;  // window.py:234
  wire signed [31:0] get_83 = $signed(biases_data[351:320]);  // window.py:223
  wire signed [31:0] sel_99 = eq_22 ? get_83 : bias_10_reg;  // window.py:223
  wire signed [31:0] get_154 = $signed(sums_data[351:320]);  // window.py:231
  wire signed [32:0] add_422 = sel_99 + get_154;  // window.py:235
  wire signed [31:0] wrap_423 = add_422;  // window.py:235
  wire signed [49:0] add_425 = scalar_4 + mul_424;  // window.py:235
  wire signed [49:0] add_426 = scalar_5 + add_425;  // window.py:235
  wire signed [49:0] near_427 = add_426_s3 >>> scalar_6;  // window.py:235
  wire signed [49:0] whole_428 = near_427 >>> scalar_7;  // window.py:236
  wire signed [40:0] part_429 = near_427 & scalar_9;  // window.py:237
  wire eq_430 = part_429 == scalar_8;  // window.py:238
  wire band_432 = lt_170 && eq_430;  // window.py:238
  wire signed [1:0] and_433 = whole_428 & 2'sd1;  // window.py:238
  wire eq_434 = and_433 == 2'sd1;  // window.py:238
  wire tie_436 = band_432_s4 && eq_434_s4;  // window.py:238
  wire lt_437 = scalar_8 < part_429;  // window.py:239
  wire up_439 = tie_436 || lt_437_s4;  // window.py:239
  wire signed [49:0] add_441 = whole_428_s4 + $signed({1'b0, up_439});  // window.py:240
  wire signed [49:0] add_442 = scalar_10 + add_441;  // window.py:240
  wire lt_443 = add_442 < scalar_11;  // window.py:240
  wire signed [49:0] sel_444 = lt_443_s5 ? scalar_11 : add_442_s5;  // window.py:240
  wire lt_445 = scalar_12 < sel_444;  // window.py:240
  wire signed [7:0] sel_446 = lt_445 ? scalar_12 : sel_444;  // window.py:240
  wire signed [17:0] get_117 = $signed({1'b0, scales_data[203:187]});  // window.py:224
  wire signed [17:0] sel_133 = eq_22 ? get_117 : scale_11_reg;  // window.py:224
  wire signed [17:0] k_447 = eq_138 ? sel_142 : sel_133;  // window.py:234
  wire signed [31:0] get_84 = $signed(biases_data[383:352]);  // window.py:223
  wire signed [31:0] sel_100 = eq_22 ? get_84 : bias_11_reg;  // window.py:223
  wire signed [31:0] get_155 = $signed(sums_data[383:352]);  // window.py:231
  wire signed [32:0] add_448 = sel_100 + get_155;  // window.py:235
  wire signed [31:0] wrap_449 = add_448;  // window.py:235
  wire signed [49:0] add_451 = scalar_4 + mul_450;  // window.py:235
  wire signed [49:0] add_452 = scalar_5 + add_451;  // window.py:235
  wire signed [49:0] near_453 = add_452_s3 >>> scalar_6;  // window.py:235
  wire signed [49:0] whole_454 = near_453 >>> scalar_7;  // window.py:236
  wire signed [40:0] part_455 = near_453 & scalar_9;  // window.py:237
  wire eq_456 = part_455 == scalar_8;  // window.py:238
  wire band_458 = lt_170 && eq_456;  // window.py:238
  wire signed [1:0] and_459 = whole_454 & 2'sd1;  // window.py:238
  wire eq_460 = and_459 == 2'sd1;  // window.py:238
  wire tie_462 = band_458_s4 && eq_460_s4;  // window.py:238
  wire lt_463 = scalar_8 < part_455;  // window.py:239
  wire up_465 = tie_462 || lt_463_s4;  // window.py:239
  wire signed [49:0] add_467 = whole_454_s4 + $signed({1'b0, up_465});  // window.py:240
  wire signed [49:0] add_468 = scalar_10 + add_467;  // window.py:240
  wire lt_469 = add_468 < scalar_11;  // window.py:240
  wire signed [49:0] sel_470 = lt_469_s5 ? scalar_11 : add_468_s5;  // window.py:240
  wire lt_471 = scalar_12 < sel_470;  // window.py:240
  wire signed [7:0] sel_472 = lt_471 ? scalar_12 : sel_470;  // window.py:240
  wire signed [17:0] get_118 = $signed({1'b0, scales_data[220:204]});  // window.py:224
  wire signed [17:0] sel_134 = eq_22 ? get_118 : scale_12_reg;  // window.py:224
  wire signed [17:0] k_473 = eq_138 ? sel_142 : sel_134;  // window.py:234
  wire signed [31:0] get_85 = $signed(biases_data[415:384]);  // window.py:223
  wire signed [31:0] sel_101 = eq_22 ? get_85 : bias_12_reg;  // window.py:223
  wire signed [31:0] get_156 = $signed(sums_data[415:384]);  // window.py:231
  wire signed [32:0] add_474 = sel_101 + get_156;  // window.py:235
  wire signed [31:0] wrap_475 = add_474;  // window.py:235
  wire signed [49:0] add_477 = scalar_4 + mul_476;  // window.py:235
  wire signed [49:0] add_478 = scalar_5 + add_477;  // window.py:235
  wire signed [49:0] near_479 = add_478_s3 >>> scalar_6;  // window.py:235
  wire signed [49:0] whole_480 = near_479 >>> scalar_7;  // window.py:236
  wire signed [40:0] part_481 = near_479 & scalar_9;  // window.py:237
  wire eq_482 = part_481 == scalar_8;  // window.py:238
  wire band_484 = lt_170 && eq_482;  // window.py:238
  wire signed [1:0] and_485 = whole_480 & 2'sd1;  // window.py:238
  wire eq_486 = and_485 == 2'sd1;  // window.py:238
  wire tie_488 = band_484_s4 && eq_486_s4;  // window.py:238
  wire lt_489 = scalar_8 < part_481;  // window.py:239
  wire up_491 = tie_488 || lt_489_s4;  // window.py:239
  wire signed [49:0] add_493 = whole_480_s4 + $signed({1'b0, up_491});  // window.py:240
  wire signed [49:0] add_494 = scalar_10 + add_493;  // window.py:240
  wire lt_495 = add_494 < scalar_11;  // window.py:240
  wire signed [49:0] sel_496 = lt_495_s5 ? scalar_11 : add_494_s5;  // window.py:240
  wire lt_497 = scalar_12 < sel_496;  // window.py:240
  wire signed [7:0] sel_498 = lt_497 ? scalar_12 : sel_496;  // window.py:240
  wire signed [17:0] get_119 = $signed({1'b0, scales_data[237:221]});  // window.py:224
  wire signed [17:0] sel_135 = eq_22 ? get_119 : scale_13_reg;  // window.py:224
  wire signed [17:0] k_499 = eq_138 ? sel_142 : sel_135;  // window.py:234
  wire signed [31:0] get_86 = $signed(biases_data[447:416]);  // window.py:223
  wire signed [31:0] sel_102 = eq_22 ? get_86 : bias_13_reg;  // window.py:223
  wire signed [31:0] get_157 = $signed(sums_data[447:416]);  // window.py:231
  wire signed [32:0] add_500 = sel_102 + get_157;  // window.py:235
  wire signed [31:0] wrap_501 = add_500;  // window.py:235
  wire signed [49:0] add_503 = scalar_4 + mul_502;  // window.py:235
  wire signed [49:0] add_504 = scalar_5 + add_503;  // window.py:235
  wire signed [49:0] near_505 = add_504_s3 >>> scalar_6;  // window.py:235
  wire signed [49:0] whole_506 = near_505 >>> scalar_7;  // window.py:236
  wire signed [40:0] part_507 = near_505 & scalar_9;  // window.py:237
  wire eq_508 = part_507 == scalar_8;  // window.py:238
  wire band_510 = lt_170 && eq_508;  // window.py:238
  wire signed [1:0] and_511 = whole_506 & 2'sd1;  // window.py:238
  wire eq_512 = and_511 == 2'sd1;  // window.py:238
  wire tie_514 = band_510_s4 && eq_512_s4;  // window.py:238
  wire lt_515 = scalar_8 < part_507;  // window.py:239
  wire up_517 = tie_514 || lt_515_s4;  // window.py:239
  wire signed [49:0] add_519 = whole_506_s4 + $signed({1'b0, up_517});  // window.py:240
  wire signed [49:0] add_520 = scalar_10 + add_519;  // window.py:240
  wire lt_521 = add_520 < scalar_11;  // window.py:240
  wire signed [49:0] sel_522 = lt_521_s5 ? scalar_11 : add_520_s5;  // window.py:240
  wire lt_523 = scalar_12 < sel_522;  // window.py:240
  wire signed [7:0] sel_524 = lt_523 ? scalar_12 : sel_522;  // window.py:240
  wire signed [17:0] get_120 = $signed({1'b0, scales_data[254:238]});  // window.py:224
  wire signed [17:0] sel_136 = eq_22 ? get_120 : scale_14_reg;  // window.py:224
  wire signed [17:0] k_525 = eq_138 ? sel_142 : sel_136;  // window.py:234
  wire signed [31:0] get_87 = $signed(biases_data[479:448]);  // window.py:223
  wire signed [31:0] sel_103 = eq_22 ? get_87 : bias_14_reg;  // window.py:223
  wire signed [31:0] get_158 = $signed(sums_data[479:448]);  // window.py:231
  wire signed [32:0] add_526 = sel_103 + get_158;  // window.py:235
  wire signed [31:0] wrap_527 = add_526;  // window.py:235
  wire signed [49:0] add_529 = scalar_4 + mul_528;  // window.py:235
  wire signed [49:0] add_530 = scalar_5 + add_529;  // window.py:235
  wire signed [49:0] near_531 = add_530_s3 >>> scalar_6;  // window.py:235
  wire signed [49:0] whole_532 = near_531 >>> scalar_7;  // window.py:236
  wire signed [40:0] part_533 = near_531 & scalar_9;  // window.py:237
  wire eq_534 = part_533 == scalar_8;  // window.py:238
  wire band_536 = lt_170 && eq_534;  // window.py:238
  wire signed [1:0] and_537 = whole_532 & 2'sd1;  // window.py:238
  wire eq_538 = and_537 == 2'sd1;  // window.py:238
  wire tie_540 = band_536_s4 && eq_538_s4;  // window.py:238
  wire lt_541 = scalar_8 < part_533;  // window.py:239
  wire up_543 = tie_540 || lt_541_s4;  // window.py:239
  wire signed [49:0] add_545 = whole_532_s4 + $signed({1'b0, up_543});  // window.py:240
  wire signed [49:0] add_546 = scalar_10 + add_545;  // window.py:240
  wire lt_547 = add_546 < scalar_11;  // window.py:240
  wire signed [49:0] sel_548 = lt_547_s5 ? scalar_11 : add_546_s5;  // window.py:240
  wire lt_549 = scalar_12 < sel_548;  // window.py:240
  wire signed [7:0] sel_550 = lt_549 ? scalar_12 : sel_548;  // window.py:240
  wire signed [17:0] get_121 = $signed({1'b0, scales_data[271:255]});  // window.py:224
  wire signed [17:0] sel_137 = eq_22 ? get_121 : scale_15_reg;  // window.py:224
  wire signed [17:0] k_551 = eq_138 ? sel_142 : sel_137;  // window.py:234
  wire signed [31:0] get_88 = $signed(biases_data[511:480]);  // window.py:223
  wire signed [31:0] sel_104 = eq_22 ? get_88 : bias_15_reg;  // window.py:223
  wire signed [31:0] get_159 = $signed(sums_data[511:480]);  // window.py:231
  wire signed [32:0] add_552 = sel_104 + get_159;  // window.py:235
  wire signed [31:0] wrap_553 = add_552;  // window.py:235
  wire signed [49:0] add_555 = scalar_4 + mul_554;  // window.py:235
  wire signed [49:0] add_556 = scalar_5 + add_555;  // window.py:235
  wire signed [49:0] near_557 = add_556_s3 >>> scalar_6;  // window.py:235
  wire signed [49:0] whole_558 = near_557 >>> scalar_7;  // window.py:236
  wire signed [40:0] part_559 = near_557 & scalar_9;  // window.py:237
  wire eq_560 = part_559 == scalar_8;  // window.py:238
  wire band_562 = lt_170 && eq_560;  // window.py:238
  wire signed [1:0] and_563 = whole_558 & 2'sd1;  // window.py:238
  wire eq_564 = and_563 == 2'sd1;  // window.py:238
  wire tie_566 = band_562_s4 && eq_564_s4;  // window.py:238
  wire lt_567 = scalar_8 < part_559;  // window.py:239
  wire up_569 = tie_566 || lt_567_s4;  // window.py:239
  wire signed [49:0] add_571 = whole_558_s4 + $signed({1'b0, up_569});  // window.py:240
  wire signed [49:0] add_572 = scalar_10 + add_571;  // window.py:240
  wire lt_573 = add_572 < scalar_11;  // window.py:240
  wire signed [49:0] sel_574 = lt_573_s5 ? scalar_11 : add_572_s5;  // window.py:240
  wire lt_575 = scalar_12 < sel_574;  // window.py:240
  wire signed [7:0] sel_576 = lt_575 ? scalar_12 : sel_574;  // window.py:240
  wire biases_get = eq_22;
  assign biases_ready = issue && biases_get;
  wire wait_get_biases = biases_get && !biases_valid;
  wire scales_get = eq_22;
  assign scales_ready = issue && scales_get;
  wire wait_get_scales = scales_get && !scales_valid;
  wire ks_get = eq_138;
  assign ks_ready = issue && ks_get;
  wire wait_get_ks = ks_get && !ks_valid;
  wire sums_get = 1'b1;
  assign sums_ready = issue && sums_get;
  wire wait_get_sums = sums_get && !sums_valid;
  wire codes_put0 = stage[5] && 1'b1;
  wire [7:0] codes_put0_0 = sel_186;
  wire [7:0] codes_put0_1 = sel_212;
  wire [7:0] codes_put0_2 = sel_238;
  wire [7:0] codes_put0_3 = sel_264;
  wire [7:0] codes_put0_4 = sel_290;
  wire [7:0] codes_put0_5 = sel_316;
  wire [7:0] codes_put0_6 = sel_342;
  wire [7:0] codes_put0_7 = sel_368;
  wire [7:0] codes_put0_8 = sel_394;
  wire [7:0] codes_put0_9 = sel_420;
  wire [7:0] codes_put0_10 = sel_446;
  wire [7:0] codes_put0_11 = sel_472;
  wire [7:0] codes_put0_12 = sel_498;
  wire [7:0] codes_put0_13 = sel_524;
  wire [7:0] codes_put0_14 = sel_550;
  wire [7:0] codes_put0_15 = sel_576;
  assign codes_valid = codes_put0;
  assign codes_data = {codes_put0_15, codes_put0_14, codes_put0_13, codes_put0_12, codes_put0_11, codes_put0_10, codes_put0_9, codes_put0_8, codes_put0_7, codes_put0_6, codes_put0_5, codes_put0_4, codes_put0_3, codes_put0_2, codes_put0_1, codes_put0_0};
  wire wait_put_codes = (1'b1) && !codes_room;
  wire wrap_0 = le_17 && le_20;
  wire wrap_1 = le_20;
  wire wrap_2 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_get_biases && !wait_get_scales && !wait_get_ks && !wait_get_sums && !wait_put_codes;

  assign idle = !(running || (stage != 0));

  always_ff @(posedge ap_clk) begin
    if (issue && wrap_1) count_c_0 <= le_17 ? 11'sd0 : count_c_0 + 11'sd1;
    if (issue && wrap_2) count_t_1 <= le_20 ? 25'sd0 : count_t_1 + 25'sd1;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      count_c_0 <= 11'sd0;
      count_t_1 <= 25'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

  always_ff @(posedge ap_clk) begin
    stage <= {stage[4:1], issue};
    k_160_s1 <= k_160;
    wrap_162_s1 <= wrap_162;
    mul_163 <= k_160_s1 * wrap_162_s1;
    add_165_s3 <= add_165;
    band_172_s4 <= band_172;
    eq_174_s4 <= eq_174;
    lt_177_s4 <= lt_177;
    whole_167_s4 <= whole_167;
    lt_183_s5 <= lt_183;
    add_182_s5 <= add_182;
    k_187_s1 <= k_187;
    wrap_189_s1 <= wrap_189;
    mul_190 <= k_187_s1 * wrap_189_s1;
    add_192_s3 <= add_192;
    band_198_s4 <= band_198;
    eq_200_s4 <= eq_200;
    lt_203_s4 <= lt_203;
    whole_194_s4 <= whole_194;
    lt_209_s5 <= lt_209;
    add_208_s5 <= add_208;
    k_213_s1 <= k_213;
    wrap_215_s1 <= wrap_215;
    mul_216 <= k_213_s1 * wrap_215_s1;
    add_218_s3 <= add_218;
    band_224_s4 <= band_224;
    eq_226_s4 <= eq_226;
    lt_229_s4 <= lt_229;
    whole_220_s4 <= whole_220;
    lt_235_s5 <= lt_235;
    add_234_s5 <= add_234;
    k_239_s1 <= k_239;
    wrap_241_s1 <= wrap_241;
    mul_242 <= k_239_s1 * wrap_241_s1;
    add_244_s3 <= add_244;
    band_250_s4 <= band_250;
    eq_252_s4 <= eq_252;
    lt_255_s4 <= lt_255;
    whole_246_s4 <= whole_246;
    lt_261_s5 <= lt_261;
    add_260_s5 <= add_260;
    k_265_s1 <= k_265;
    wrap_267_s1 <= wrap_267;
    mul_268 <= k_265_s1 * wrap_267_s1;
    add_270_s3 <= add_270;
    band_276_s4 <= band_276;
    eq_278_s4 <= eq_278;
    lt_281_s4 <= lt_281;
    whole_272_s4 <= whole_272;
    lt_287_s5 <= lt_287;
    add_286_s5 <= add_286;
    k_291_s1 <= k_291;
    wrap_293_s1 <= wrap_293;
    mul_294 <= k_291_s1 * wrap_293_s1;
    add_296_s3 <= add_296;
    band_302_s4 <= band_302;
    eq_304_s4 <= eq_304;
    lt_307_s4 <= lt_307;
    whole_298_s4 <= whole_298;
    lt_313_s5 <= lt_313;
    add_312_s5 <= add_312;
    k_317_s1 <= k_317;
    wrap_319_s1 <= wrap_319;
    mul_320 <= k_317_s1 * wrap_319_s1;
    add_322_s3 <= add_322;
    band_328_s4 <= band_328;
    eq_330_s4 <= eq_330;
    lt_333_s4 <= lt_333;
    whole_324_s4 <= whole_324;
    lt_339_s5 <= lt_339;
    add_338_s5 <= add_338;
    k_343_s1 <= k_343;
    wrap_345_s1 <= wrap_345;
    mul_346 <= k_343_s1 * wrap_345_s1;
    add_348_s3 <= add_348;
    band_354_s4 <= band_354;
    eq_356_s4 <= eq_356;
    lt_359_s4 <= lt_359;
    whole_350_s4 <= whole_350;
    lt_365_s5 <= lt_365;
    add_364_s5 <= add_364;
    k_369_s1 <= k_369;
    wrap_371_s1 <= wrap_371;
    mul_372 <= k_369_s1 * wrap_371_s1;
    add_374_s3 <= add_374;
    band_380_s4 <= band_380;
    eq_382_s4 <= eq_382;
    lt_385_s4 <= lt_385;
    whole_376_s4 <= whole_376;
    lt_391_s5 <= lt_391;
    add_390_s5 <= add_390;
    k_395_s1 <= k_395;
    wrap_397_s1 <= wrap_397;
    mul_398 <= k_395_s1 * wrap_397_s1;
    add_400_s3 <= add_400;
    band_406_s4 <= band_406;
    eq_408_s4 <= eq_408;
    lt_411_s4 <= lt_411;
    whole_402_s4 <= whole_402;
    lt_417_s5 <= lt_417;
    add_416_s5 <= add_416;
    k_421_s1 <= k_421;
    wrap_423_s1 <= wrap_423;
    mul_424 <= k_421_s1 * wrap_423_s1;
    add_426_s3 <= add_426;
    band_432_s4 <= band_432;
    eq_434_s4 <= eq_434;
    lt_437_s4 <= lt_437;
    whole_428_s4 <= whole_428;
    lt_443_s5 <= lt_443;
    add_442_s5 <= add_442;
    k_447_s1 <= k_447;
    wrap_449_s1 <= wrap_449;
    mul_450 <= k_447_s1 * wrap_449_s1;
    add_452_s3 <= add_452;
    band_458_s4 <= band_458;
    eq_460_s4 <= eq_460;
    lt_463_s4 <= lt_463;
    whole_454_s4 <= whole_454;
    lt_469_s5 <= lt_469;
    add_468_s5 <= add_468;
    k_473_s1 <= k_473;
    wrap_475_s1 <= wrap_475;
    mul_476 <= k_473_s1 * wrap_475_s1;
    add_478_s3 <= add_478;
    band_484_s4 <= band_484;
    eq_486_s4 <= eq_486;
    lt_489_s4 <= lt_489;
    whole_480_s4 <= whole_480;
    lt_495_s5 <= lt_495;
    add_494_s5 <= add_494;
    k_499_s1 <= k_499;
    wrap_501_s1 <= wrap_501;
    mul_502 <= k_499_s1 * wrap_501_s1;
    add_504_s3 <= add_504;
    band_510_s4 <= band_510;
    eq_512_s4 <= eq_512;
    lt_515_s4 <= lt_515;
    whole_506_s4 <= whole_506;
    lt_521_s5 <= lt_521;
    add_520_s5 <= add_520;
    k_525_s1 <= k_525;
    wrap_527_s1 <= wrap_527;
    mul_528 <= k_525_s1 * wrap_527_s1;
    add_530_s3 <= add_530;
    band_536_s4 <= band_536;
    eq_538_s4 <= eq_538;
    lt_541_s4 <= lt_541;
    whole_532_s4 <= whole_532;
    lt_547_s5 <= lt_547;
    add_546_s5 <= add_546;
    k_551_s1 <= k_551;
    wrap_553_s1 <= wrap_553;
    mul_554 <= k_551_s1 * wrap_553_s1;
    add_556_s3 <= add_556;
    band_562_s4 <= band_562;
    eq_564_s4 <= eq_564;
    lt_567_s4 <= lt_567;
    whole_558_s4 <= whole_558;
    lt_573_s5 <= lt_573;
    add_572_s5 <= add_572;
    if (issue && eq_22) begin
      bias_0_reg <= get_73;
      bias_1_reg <= get_74;
      bias_2_reg <= get_75;
      bias_3_reg <= get_76;
      bias_4_reg <= get_77;
      bias_5_reg <= get_78;
      bias_6_reg <= get_79;
      bias_7_reg <= get_80;
      bias_8_reg <= get_81;
      bias_9_reg <= get_82;
      bias_10_reg <= get_83;
      bias_11_reg <= get_84;
      bias_12_reg <= get_85;
      bias_13_reg <= get_86;
      bias_14_reg <= get_87;
      bias_15_reg <= get_88;
      scale_0_reg <= get_106;
      scale_1_reg <= get_107;
      scale_2_reg <= get_108;
      scale_3_reg <= get_109;
      scale_4_reg <= get_110;
      scale_5_reg <= get_111;
      scale_6_reg <= get_112;
      scale_7_reg <= get_113;
      scale_8_reg <= get_114;
      scale_9_reg <= get_115;
      scale_10_reg <= get_116;
      scale_11_reg <= get_117;
      scale_12_reg <= get_118;
      scale_13_reg <= get_119;
      scale_14_reg <= get_120;
      scale_15_reg <= get_121;
    end
    if (start) begin
      bias_0_reg <= 2'sd0;
      bias_1_reg <= 2'sd0;
      bias_2_reg <= 2'sd0;
      bias_3_reg <= 2'sd0;
      bias_4_reg <= 2'sd0;
      bias_5_reg <= 2'sd0;
      bias_6_reg <= 2'sd0;
      bias_7_reg <= 2'sd0;
      bias_8_reg <= 2'sd0;
      bias_9_reg <= 2'sd0;
      bias_10_reg <= 2'sd0;
      bias_11_reg <= 2'sd0;
      bias_12_reg <= 2'sd0;
      bias_13_reg <= 2'sd0;
      bias_14_reg <= 2'sd0;
      bias_15_reg <= 2'sd0;
      scale_0_reg <= 2'sd0;
      scale_1_reg <= 2'sd0;
      scale_2_reg <= 2'sd0;
      scale_3_reg <= 2'sd0;
      scale_4_reg <= 2'sd0;
      scale_5_reg <= 2'sd0;
      scale_6_reg <= 2'sd0;
      scale_7_reg <= 2'sd0;
      scale_8_reg <= 2'sd0;
      scale_9_reg <= 2'sd0;
      scale_10_reg <= 2'sd0;
      scale_11_reg <= 2'sd0;
      scale_12_reg <= 2'sd0;
      scale_13_reg <= 2'sd0;
      scale_14_reg <= 2'sd0;
      scale_15_reg <= 2'sd0;
    end
    if (ap_rst) stage <= 5'd0;
  end

endmodule

`default_nettype wire

// ---- window_store.sv
// Process store of window.py, line 245: initiation interval 1, 1 stages.
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
    input  wire [11:0] arg_oh,
    input  wire [11:0] arg_ow,
    input  wire [127:0] codes_data,
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
  logic signed [7:0] held_8_reg;
  logic signed [7:0] held_9_reg;
  logic signed [7:0] held_10_reg;
  logic signed [7:0] held_11_reg;
  logic signed [7:0] held_12_reg;
  logic signed [7:0] held_13_reg;
  logic signed [7:0] held_14_reg;
  logic signed [7:0] held_15_reg;
  logic signed [7:0] held_0_reg;
  logic signed [7:0] held_1_reg;
  logic signed [7:0] held_2_reg;
  logic signed [7:0] held_3_reg;
  logic signed [7:0] held_4_reg;
  logic signed [7:0] held_5_reg;
  logic signed [7:0] held_6_reg;
  logic signed [7:0] held_7_reg;
  wire issue;

  wire signed [10:0] scalar_1 = $signed({1'b0, arg_blocks});
  wire signed [10:0] add_9 = count_c_0 + 2'sd1;  // window.py:255
  wire le_10 = scalar_1 <= add_9;  // window.py:255
  wire signed [12:0] scalar_2 = $signed({1'b0, arg_oh});
  wire signed [12:0] add_12 = count_r_1 + 2'sd1;  // window.py:256
  wire le_13 = scalar_2 <= add_12;  // window.py:256
  wire signed [12:0] scalar_3 = $signed({1'b0, arg_ow});
  wire signed [12:0] add_15 = count_t_2 + 2'sd1;  // window.py:257
  wire le_16 = scalar_3 <= add_15;  // window.py:257
  wire signed [2:0] add_19 = count_g_3 + 2'sd1;  // window.py:258
  wire le_20 = 3'sd2 <= add_19;  // window.py:258
  wire eq_28 = count_g_3 == 2'sd0;  // window.py:258
  wire signed [7:0] get_70 = $signed(codes_data[71:64]);  // window.py:261
  wire signed [7:0] sel_86 = eq_28 ? get_70 : held_8_reg;  // window.py:261
  wire signed [7:0] get_71 = $signed(codes_data[79:72]);  // window.py:261
  wire signed [7:0] sel_87 = eq_28 ? get_71 : held_9_reg;  // window.py:261
  wire signed [7:0] get_72 = $signed(codes_data[87:80]);  // window.py:261
  wire signed [7:0] sel_88 = eq_28 ? get_72 : held_10_reg;  // window.py:261
  wire signed [7:0] get_73 = $signed(codes_data[95:88]);  // window.py:261
  wire signed [7:0] sel_89 = eq_28 ? get_73 : held_11_reg;  // window.py:261
  wire signed [7:0] get_74 = $signed(codes_data[103:96]);  // window.py:261
  wire signed [7:0] sel_90 = eq_28 ? get_74 : held_12_reg;  // window.py:261
  wire signed [7:0] get_75 = $signed(codes_data[111:104]);  // window.py:261
  wire signed [7:0] sel_91 = eq_28 ? get_75 : held_13_reg;  // window.py:261
  wire signed [7:0] get_76 = $signed(codes_data[119:112]);  // window.py:261
  wire signed [7:0] sel_92 = eq_28 ? get_76 : held_14_reg;  // window.py:261
  wire signed [7:0] get_77 = $signed(codes_data[127:120]);  // window.py:261
  wire signed [7:0] sel_93 = eq_28 ? get_77 : held_15_reg;  // window.py:261
  wire signed [7:0] get_62 = $signed(codes_data[7:0]);  // window.py:261
  wire signed [7:0] sel_78 = eq_28 ? get_62 : held_0_reg;  // window.py:261
  wire signed [7:0] get_63 = $signed(codes_data[15:8]);  // window.py:261
  wire signed [7:0] sel_79 = eq_28 ? get_63 : held_1_reg;  // window.py:261
  wire signed [7:0] get_64 = $signed(codes_data[23:16]);  // window.py:261
  wire signed [7:0] sel_80 = eq_28 ? get_64 : held_2_reg;  // window.py:261
  wire signed [7:0] get_65 = $signed(codes_data[31:24]);  // window.py:261
  wire signed [7:0] sel_81 = eq_28 ? get_65 : held_3_reg;  // window.py:261
  wire signed [7:0] get_66 = $signed(codes_data[39:32]);  // window.py:261
  wire signed [7:0] sel_82 = eq_28 ? get_66 : held_4_reg;  // window.py:261
  wire signed [7:0] get_67 = $signed(codes_data[47:40]);  // window.py:261
  wire signed [7:0] sel_83 = eq_28 ? get_67 : held_5_reg;  // window.py:261
  wire signed [7:0] get_68 = $signed(codes_data[55:48]);  // window.py:261
  wire signed [7:0] sel_84 = eq_28 ? get_68 : held_6_reg;  // window.py:261
  wire signed [7:0] get_69 = $signed(codes_data[63:56]);  // window.py:261
  wire signed [7:0] sel_85 = eq_28 ? get_69 : held_7_reg;  // window.py:261
  wire codes_get = eq_28;
  assign codes_ready = issue && codes_get;
  wire wait_get_codes = codes_get && !codes_valid;
  wire y_wr_put0 = issue && 1'b1;
  wire [7:0] y_wr_put0_0 = sel_78;
  wire [7:0] y_wr_put0_1 = sel_79;
  wire [7:0] y_wr_put0_2 = sel_80;
  wire [7:0] y_wr_put0_3 = sel_81;
  wire [7:0] y_wr_put0_4 = sel_82;
  wire [7:0] y_wr_put0_5 = sel_83;
  wire [7:0] y_wr_put0_6 = sel_84;
  wire [7:0] y_wr_put0_7 = sel_85;
  assign y_wr_valid = y_wr_put0;
  assign y_wr_data = {y_wr_put0_7, y_wr_put0_6, y_wr_put0_5, y_wr_put0_4, y_wr_put0_3, y_wr_put0_2, y_wr_put0_1, y_wr_put0_0};
  wire wait_put_y_wr = (1'b1) && !y_wr_room;
  wire wrap_0 = le_10 && le_13 && le_16 && le_20;
  wire wrap_1 = le_13 && le_16 && le_20;
  wire wrap_2 = le_16 && le_20;
  wire wrap_3 = le_20;
  wire wrap_4 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_get_codes && !wait_put_y_wr;

  assign idle = !(running);

  always_ff @(posedge ap_clk) begin
    if (issue && wrap_1) count_c_0 <= le_10 ? 11'sd0 : count_c_0 + 11'sd1;
    if (issue && wrap_2) count_r_1 <= le_13 ? 13'sd0 : count_r_1 + 13'sd1;
    if (issue && wrap_3) count_t_2 <= le_16 ? 13'sd0 : count_t_2 + 13'sd1;
    if (issue && wrap_4) count_g_3 <= le_20 ? 2'sd0 : count_g_3 + 2'sd1;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      count_c_0 <= 11'sd0;
      count_r_1 <= 13'sd0;
      count_t_2 <= 13'sd0;
      count_g_3 <= 2'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

  always_ff @(posedge ap_clk) begin
    if (issue) begin
      held_0_reg <= sel_86;
      held_1_reg <= sel_87;
      held_2_reg <= sel_88;
      held_3_reg <= sel_89;
      held_4_reg <= sel_90;
      held_5_reg <= sel_91;
      held_6_reg <= sel_92;
      held_7_reg <= sel_93;
      held_8_reg <= 2'sd0;
      held_9_reg <= 2'sd0;
      held_10_reg <= 2'sd0;
      held_11_reg <= 2'sd0;
      held_12_reg <= 2'sd0;
      held_13_reg <= 2'sd0;
      held_14_reg <= 2'sd0;
      held_15_reg <= 2'sd0;
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

// ---- window_store_y_wr_addr.sv
// Process store_y_wr_addr of window.py, line 264: initiation interval 1, 1 stages.
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
    input  wire [11:0] arg_oh,
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
  logic signed [40:0] step_168;  // window.py:264
  logic signed [38:0] step_169;  // window.py:264
  wire issue;

  wire signed [10:0] scalar_1 = $signed({1'b0, arg_blocks});
  wire signed [10:0] add_9 = count_c_0 + 2'sd1;  // window.py:255
  wire le_10 = scalar_1 <= add_9;  // window.py:255
  wire signed [12:0] scalar_2 = $signed({1'b0, arg_oh});
  wire signed [12:0] add_12 = count_r_1 + 2'sd1;  // window.py:256
  wire le_13 = scalar_2 <= add_12;  // window.py:256
  wire signed [12:0] scalar_3 = $signed({1'b0, arg_ow});
  wire signed [53:0] shl_144 = scalar_3 <<< 41;  // window.py:264
  wire signed [28:0] scalar_5 = $signed({1'b0, arg_y_row});
  wire signed [40:0] scalar_139 = $signed({1'b0, arg_y});
  wire signed [28:0] scalar_4 = $signed({1'b0, arg_y_block});
  wire signed [41:0] add_170 = scalar_139 + step_169;  // window.py:264
  wire signed [42:0] add_171 = step_168 + add_170;  // window.py:264
  wire [39:0] wrap_172_u = add_171;  // window.py:264
  wire signed [40:0] wrap_172 = $signed({1'b0, wrap_172_u});
  wire signed [53:0] or_173 = shl_144 | wrap_172;  // window.py:264
  wire signed [3:0] and_174 = wrap_172 & 4'sd7;  // window.py:264
  wire eq_175 = and_174 == 2'sd0;  // window.py:264
  wire y_wr_req_put0 = issue && 1'b1;
  wire [52:0] y_wr_req_put0_0 = or_173;
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
    if (issue && wrap_2) step_168 <= le_13 ? 41'sd0 : step_168 + scalar_5;
    if (issue && wrap_1) step_169 <= le_10 ? 39'sd0 : step_169 + scalar_4;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      count_c_0 <= 11'sd0;
      count_r_1 <= 13'sd0;
      step_168 <= 41'sd0;
      step_169 <= 39'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

`ifndef SYNTHESIS
  always_ff @(posedge ap_clk) begin
    if (issue && 1'b1 && !(eq_175)) $error("window.py:264: y[...] starts at a multiple of 8 bytes");
  end
`endif

endmodule

`default_nettype wire
