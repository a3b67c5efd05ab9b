// ---- conv2d.sv
// Kernel conv2d: processes, streams and bus interfaces.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */

module conv2d (
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
  wire [3359:0] args;
  wire idle = !busy_reg;
  hwp_axi_lite_ctrl #(.ADDR_W(9), .WORDS(105), .WRITABLE(105'd16902008003043058688140275701077), .MASK(3360'hffffffffffffffff000000000fffffff000000000fffffff000000000fffffff000000000fffffff000000000fffffff000000000fffffff0000000000ffffff0000000000000fff0000000000000fff0000000000000fff00000000000003ff00000000000003ff00000000000000ff00000000000000ff00000000000000ff0000000000ffffff0000000000000fff00000000000003ff0000000000000fff0000000000000fff00000000000000070000000000000fff0000000000000fff0000000000000fff0000000000000fff000000000000000f000000000000000f00000000000003ff000000000fffffff00000000ffffffffffffffff000000000000ffff00000000ffffffffffffffff00000000ffffffffffffffff0000000000ffffff00000000000fffff00000000000fffff00000000ffffffffffffffff000000000fffffff000000000fffffff000000000fffffff000000000fffffff000000000fffffff0000000000000fff0000000000000fff00000000000003ff00000000000003ff00000000000003ff00000000000003ff00000000000003ff)) u_control (
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

  wire [9:0] arg_groups = args[9:0];
  wire [9:0] arg_blocks = args[73:64];
  wire [9:0] arg_tiles_y = args[137:128];
  wire [9:0] arg_tiles_x = args[201:192];
  wire [9:0] arg_tiles_in = args[265:256];
  wire [11:0] arg_rows = args[331:320];
  wire [11:0] arg_cols = args[395:384];
  wire [27:0] arg_x_group = args[475:448];
  wire [27:0] arg_x_in = args[539:512];
  wire [27:0] arg_x_tile_y = args[603:576];
  wire [27:0] arg_x_tile_x = args[667:640];
  wire [27:0] arg_x_row = args[731:704];
  wire [63:0] arg_x = args[831:768];
  wire [19:0] arg_w_blocks = args[883:864];
  wire [19:0] arg_tiles = args[947:928];
  wire [23:0] arg_w_beats = args[1015:992];
  wire [63:0] arg_w = args[1119:1056];
  wire [63:0] arg_v = args[1215:1152];
  wire [15:0] arg_p_beats = args[1263:1248];
  wire [63:0] arg_p = args[1375:1312];
  wire [27:0] arg_rounds = args[1435:1408];
  wire [9:0] arg_block = args[1481:1472];
  wire [3:0] arg_kh = args[1539:1536];
  wire [3:0] arg_kw = args[1603:1600];
  wire [11:0] arg_th = args[1675:1664];
  wire [11:0] arg_tw = args[1739:1728];
  wire [11:0] arg_pass_pixels = args[1803:1792];
  wire [11:0] arg_t_row = args[1867:1856];
  wire [2:0] arg_t_col = args[1922:1920];
  wire [11:0] arg_t_ky = args[1995:1984];
  wire [11:0] arg_t_kx = args[2059:2048];
  wire [9:0] arg_tiles_out = args[2121:2112];
  wire [11:0] arg_oh = args[2187:2176];
  wire [23:0] arg_ow = args[2263:2240];
  wire [7:0] arg_zero = args[2311:2304];
  wire [7:0] arg_low = args[2375:2368];
  wire [7:0] arg_high = args[2439:2432];
  wire [9:0] arg_y_tiles_y = args[2505:2496];
  wire [9:0] arg_y_tiles_x = args[2569:2560];
  wire [11:0] arg_y_th = args[2635:2624];
  wire [11:0] arg_y_tw = args[2699:2688];
  wire [11:0] arg_y_oh = args[2763:2752];
  wire [23:0] arg_y_ow = args[2839:2816];
  wire [27:0] arg_y_group = args[2907:2880];
  wire [27:0] arg_y_block = args[2971:2944];
  wire [27:0] arg_y_out = args[3035:3008];
  wire [27:0] arg_y_tile_y = args[3099:3072];
  wire [27:0] arg_y_tile_x = args[3163:3136];
  wire [27:0] arg_y_row = args[3227:3200];
  wire [63:0] arg_y = args[3327:3264];

  wire [63:0] ws_in_data;
  wire ws_in_valid;
  wire [63:0] ws_out_data;
  wire ws_out_valid;
  wire ws_out_ready;
  wire ws_in_ready;
  wire [4:0] ws_count;
  hwp_fifo #(.WIDTH(64), .DEPTH(16)) u_ws (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(ws_in_valid), .in_ready(ws_in_ready), .in_data(ws_in_data),
      .out_valid(ws_out_valid), .out_ready(ws_out_ready),
      .out_data(ws_out_data), .count(ws_count)
  );
  wire ws_room = ws_count <= 5'd15;

  wire [63:0] vs_in_data;
  wire vs_in_valid;
  wire [63:0] vs_out_data;
  wire vs_out_valid;
  wire vs_out_ready;
  wire vs_in_ready;
  wire [4:0] vs_count;
  hwp_fifo #(.WIDTH(64), .DEPTH(16)) u_vs (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(vs_in_valid), .in_ready(vs_in_ready), .in_data(vs_in_data),
      .out_valid(vs_out_valid), .out_ready(vs_out_ready),
      .out_data(vs_out_data), .count(vs_count)
  );
  wire vs_room = vs_count <= 5'd15;

  wire [63:0] ps_in_data;
  wire ps_in_valid;
  wire [63:0] ps_out_data;
  wire ps_out_valid;
  wire ps_out_ready;
  wire ps_in_ready;
  wire [4:0] ps_count;
  hwp_fifo #(.WIDTH(64), .DEPTH(16)) u_ps (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(ps_in_valid), .in_ready(ps_in_ready), .in_data(ps_in_data),
      .out_valid(ps_out_valid), .out_ready(ps_out_ready),
      .out_data(ps_out_data), .count(ps_count)
  );
  wire ps_room = ps_count <= 5'd15;

  wire [127:0] sums_in_data;
  wire sums_in_valid;
  wire [127:0] sums_out_data;
  wire sums_out_valid;
  wire sums_out_ready;
  wire sums_in_ready;
  wire [4:0] sums_count;
  hwp_fifo #(.WIDTH(128), .DEPTH(16)) u_sums (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(sums_in_valid), .in_ready(sums_in_ready), .in_data(sums_in_data),
      .out_valid(sums_out_valid), .out_ready(sums_out_ready),
      .out_data(sums_out_data), .count(sums_count)
  );
  wire sums_room = sums_count <= 5'd9;

  wire [31:0] pixels_in_data;
  wire pixels_in_valid;
  wire [31:0] pixels_out_data;
  wire pixels_out_valid;
  wire pixels_out_ready;
  wire pixels_in_ready;
  wire [10:0] pixels_count;
  hwp_fifo #(.WIDTH(32), .DEPTH(1040)) u_pixels (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(pixels_in_valid), .in_ready(pixels_in_ready), .in_data(pixels_in_data),
      .out_valid(pixels_out_valid), .out_ready(pixels_out_ready),
      .out_data(pixels_out_data), .count(pixels_count)
  );
  wire pixels_room = pixels_count <= 11'd1035;

  wire [50:0] x_rd_req_in_data;
  wire x_rd_req_in_valid;
  wire [50:0] x_rd_req_out_data;
  wire x_rd_req_out_valid;
  wire x_rd_req_out_ready;
  wire x_rd_req_in_ready;
  wire [4:0] x_rd_req_count;
  hwp_fifo #(.WIDTH(51), .DEPTH(16)) u_x_rd_req (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(x_rd_req_in_valid), .in_ready(x_rd_req_in_ready), .in_data(x_rd_req_in_data),
      .out_valid(x_rd_req_out_valid), .out_ready(x_rd_req_out_ready),
      .out_data(x_rd_req_out_data), .count(x_rd_req_count)
  );
  wire x_rd_req_room = x_rd_req_count <= 5'd15;

  wire [31:0] x_rd_in_data;
  wire x_rd_in_valid;
  wire [31:0] x_rd_out_data;
  wire x_rd_out_valid;
  wire x_rd_out_ready;
  wire x_rd_in_ready;
  assign x_rd_out_data = x_rd_in_data;
  assign x_rd_out_valid = x_rd_in_valid;
  assign x_rd_in_ready = x_rd_out_ready;

  wire [63:0] w_rd_req_in_data;
  wire w_rd_req_in_valid;
  wire [63:0] w_rd_req_out_data;
  wire w_rd_req_out_valid;
  wire w_rd_req_out_ready;
  wire w_rd_req_in_ready;
  wire [4:0] w_rd_req_count;
  hwp_fifo #(.WIDTH(64), .DEPTH(16)) u_w_rd_req (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(w_rd_req_in_valid), .in_ready(w_rd_req_in_ready), .in_data(w_rd_req_in_data),
      .out_valid(w_rd_req_out_valid), .out_ready(w_rd_req_out_ready),
      .out_data(w_rd_req_out_data), .count(w_rd_req_count)
  );
  wire w_rd_req_room = w_rd_req_count <= 5'd15;

  wire [63:0] w_rd_in_data;
  wire w_rd_in_valid;
  wire [63:0] w_rd_out_data;
  wire w_rd_out_valid;
  wire w_rd_out_ready;
  wire w_rd_in_ready;
  assign w_rd_out_data = w_rd_in_data;
  assign w_rd_out_valid = w_rd_in_valid;
  assign w_rd_in_ready = w_rd_out_ready;

  wire [63:0] v_rd_req_in_data;
  wire v_rd_req_in_valid;
  wire [63:0] v_rd_req_out_data;
  wire v_rd_req_out_valid;
  wire v_rd_req_out_ready;
  wire v_rd_req_in_ready;
  wire [4:0] v_rd_req_count;
  hwp_fifo #(.WIDTH(64), .DEPTH(16)) u_v_rd_req (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(v_rd_req_in_valid), .in_ready(v_rd_req_in_ready), .in_data(v_rd_req_in_data),
      .out_valid(v_rd_req_out_valid), .out_ready(v_rd_req_out_ready),
      .out_data(v_rd_req_out_data), .count(v_rd_req_count)
  );
  wire v_rd_req_room = v_rd_req_count <= 5'd15;

  wire [63:0] v_rd_in_data;
  wire v_rd_in_valid;
  wire [63:0] v_rd_out_data;
  wire v_rd_out_valid;
  wire v_rd_out_ready;
  wire v_rd_in_ready;
  assign v_rd_out_data = v_rd_in_data;
  assign v_rd_out_valid = v_rd_in_valid;
  assign v_rd_in_ready = v_rd_out_ready;

  wire [55:0] p_rd_req_in_data;
  wire p_rd_req_in_valid;
  wire [55:0] p_rd_req_out_data;
  wire p_rd_req_out_valid;
  wire p_rd_req_out_ready;
  wire p_rd_req_in_ready;
  wire [4:0] p_rd_req_count;
  hwp_fifo #(.WIDTH(56), .DEPTH(16)) u_p_rd_req (
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

  wire [51:0] y_wr_req_in_data;
  wire y_wr_req_in_valid;
  wire [51:0] y_wr_req_out_data;
  wire y_wr_req_out_valid;
  wire y_wr_req_out_ready;
  wire y_wr_req_in_ready;
  wire [4:0] y_wr_req_count;
  hwp_fifo #(.WIDTH(52), .DEPTH(16)) u_y_wr_req (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(y_wr_req_in_valid), .in_ready(y_wr_req_in_ready), .in_data(y_wr_req_in_data),
      .out_valid(y_wr_req_out_valid), .out_ready(y_wr_req_out_ready),
      .out_data(y_wr_req_out_data), .count(y_wr_req_count)
  );
  wire y_wr_req_room = y_wr_req_count <= 5'd15;

  wire [31:0] y_wr_in_data;
  wire y_wr_in_valid;
  wire [31:0] y_wr_out_data;
  wire y_wr_out_valid;
  wire y_wr_out_ready;
  wire y_wr_in_ready;
  wire [4:0] y_wr_count;
  hwp_fifo #(.WIDTH(32), .DEPTH(16)) u_y_wr (
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
  wire [10:0] tile_0_waddr;
  wire [7:0] tile_0_wdata;
  wire [10:0] tile_0_raddr;
  wire [7:0] tile_0_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(2048), .ADDR_W(11), .BLOCK(1)) u_tile_0 (
      .clk(ap_clk), .we(tile_0_we), .waddr(tile_0_waddr), .wdata(tile_0_wdata),
      .raddr(tile_0_raddr), .rdata(tile_0_rdata)
  );
  wire tile_1_we;
  wire [10:0] tile_1_waddr;
  wire [7:0] tile_1_wdata;
  wire [10:0] tile_1_raddr;
  wire [7:0] tile_1_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(2048), .ADDR_W(11), .BLOCK(1)) u_tile_1 (
      .clk(ap_clk), .we(tile_1_we), .waddr(tile_1_waddr), .wdata(tile_1_wdata),
      .raddr(tile_1_raddr), .rdata(tile_1_rdata)
  );
  wire tile_2_we;
  wire [10:0] tile_2_waddr;
  wire [7:0] tile_2_wdata;
  wire [10:0] tile_2_raddr;
  wire [7:0] tile_2_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(2048), .ADDR_W(11), .BLOCK(1)) u_tile_2 (
      .clk(ap_clk), .we(tile_2_we), .waddr(tile_2_waddr), .wdata(tile_2_wdata),
      .raddr(tile_2_raddr), .rdata(tile_2_rdata)
  );
  wire tile_3_we;
  wire [10:0] tile_3_waddr;
  wire [7:0] tile_3_wdata;
  wire [10:0] tile_3_raddr;
  wire [7:0] tile_3_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(2048), .ADDR_W(11), .BLOCK(1)) u_tile_3 (
      .clk(ap_clk), .we(tile_3_we), .waddr(tile_3_waddr), .wdata(tile_3_wdata),
      .raddr(tile_3_raddr), .rdata(tile_3_rdata)
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
  wire [10:0] x_rd_burst_beats;
  wire x_rd_beat_valid;
  wire x_rd_beat_ready;
  wire [63:0] x_rd_beat_data;
  wire x_rd_axi_busy;
  wire x_rd_axi_error;
  wire x_rd_pack_busy;
  hwp_unpack #(.BEAT_BYTES(8), .GROUP_BYTES(4), .ADDR_W(40), .COUNT_W(11)) u_x_rd_pack (
      .clk(ap_clk), .rst(ap_rst),
      .req_valid(x_rd_req_out_valid), .req_ready(x_rd_req_out_ready),
      .req_addr(x_rd_req_out_data[39:0]), .req_groups({x_rd_req_out_data[50:40]}),
      .burst_valid(x_rd_burst_valid), .burst_ready(x_rd_burst_ready),
      .burst_addr(x_rd_burst_addr), .burst_beats(x_rd_burst_beats),
      .beat_valid(x_rd_beat_valid), .beat_ready(x_rd_beat_ready),
      .beat_data(x_rd_beat_data),
      .out_valid(x_rd_in_valid), .out_ready(x_rd_in_ready), .out_data(x_rd_in_data),
      .busy(x_rd_pack_busy)
  );
  hwp_axi_read #(.ADDR_W(40), .DATA_W(64), .BEATS_W(11), .MAX_BURST(64), .BUFFER_BEATS(256)) u_x_rd_axi (
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

  wire [39:0] w_rd_axi_araddr;
  wire [7:0] w_rd_axi_arlen;
  wire [2:0] w_rd_axi_arsize;
  wire [1:0] w_rd_axi_arburst;
  wire [3:0] w_rd_axi_arcache;
  wire [2:0] w_rd_axi_arprot;
  wire w_rd_axi_arvalid;
  wire w_rd_axi_rready;
  wire w_rd_axi_arready;
  wire [1:0] w_rd_axi_rresp;
  wire w_rd_axi_rlast;
  wire w_rd_axi_rvalid;
  wire [63:0] w_rd_axi_rdata;
  wire w_rd_burst_valid;
  wire w_rd_burst_ready;
  wire [39:0] w_rd_burst_addr;
  wire [23:0] w_rd_burst_beats;
  wire w_rd_beat_valid;
  wire w_rd_beat_ready;
  wire [63:0] w_rd_beat_data;
  wire w_rd_axi_busy;
  wire w_rd_axi_error;
  assign w_rd_burst_valid = w_rd_req_out_valid;
  assign w_rd_req_out_ready = w_rd_burst_ready;
  assign w_rd_burst_addr = w_rd_req_out_data[39:0];
  assign w_rd_burst_beats = {w_rd_req_out_data[63:40]};
  assign w_rd_in_valid = w_rd_beat_valid;
  assign w_rd_in_data = w_rd_beat_data;
  assign w_rd_beat_ready = w_rd_in_ready;
  hwp_axi_read #(.ADDR_W(40), .DATA_W(64), .BEATS_W(24), .MAX_BURST(64), .BUFFER_BEATS(256)) u_w_rd_axi (
      .clk(ap_clk), .rst(ap_rst),
      .req_valid(w_rd_burst_valid), .req_ready(w_rd_burst_ready),
      .req_addr(w_rd_burst_addr), .req_beats(w_rd_burst_beats),
      .out_valid(w_rd_beat_valid), .out_ready(w_rd_beat_ready),
      .out_data(w_rd_beat_data),
      .busy(w_rd_axi_busy), .error(w_rd_axi_error),
      .m_axi_araddr(w_rd_axi_araddr),
      .m_axi_arlen(w_rd_axi_arlen),
      .m_axi_arsize(w_rd_axi_arsize),
      .m_axi_arburst(w_rd_axi_arburst),
      .m_axi_arcache(w_rd_axi_arcache),
      .m_axi_arprot(w_rd_axi_arprot),
      .m_axi_arvalid(w_rd_axi_arvalid),
      .m_axi_rready(w_rd_axi_rready),
      .m_axi_arready(w_rd_axi_arready),
      .m_axi_rresp(w_rd_axi_rresp),
      .m_axi_rlast(w_rd_axi_rlast),
      .m_axi_rvalid(w_rd_axi_rvalid),
      .m_axi_rdata(w_rd_axi_rdata)
  );

  wire [39:0] v_rd_axi_araddr;
  wire [7:0] v_rd_axi_arlen;
  wire [2:0] v_rd_axi_arsize;
  wire [1:0] v_rd_axi_arburst;
  wire [3:0] v_rd_axi_arcache;
  wire [2:0] v_rd_axi_arprot;
  wire v_rd_axi_arvalid;
  wire v_rd_axi_rready;
  wire v_rd_axi_arready;
  wire [1:0] v_rd_axi_rresp;
  wire v_rd_axi_rlast;
  wire v_rd_axi_rvalid;
  wire [63:0] v_rd_axi_rdata;
  wire v_rd_burst_valid;
  wire v_rd_burst_ready;
  wire [39:0] v_rd_burst_addr;
  wire [23:0] v_rd_burst_beats;
  wire v_rd_beat_valid;
  wire v_rd_beat_ready;
  wire [63:0] v_rd_beat_data;
  wire v_rd_axi_busy;
  wire v_rd_axi_error;
  assign v_rd_burst_valid = v_rd_req_out_valid;
  assign v_rd_req_out_ready = v_rd_burst_ready;
  assign v_rd_burst_addr = v_rd_req_out_data[39:0];
  assign v_rd_burst_beats = {v_rd_req_out_data[63:40]};
  assign v_rd_in_valid = v_rd_beat_valid;
  assign v_rd_in_data = v_rd_beat_data;
  assign v_rd_beat_ready = v_rd_in_ready;
  hwp_axi_read #(.ADDR_W(40), .DATA_W(64), .BEATS_W(24), .MAX_BURST(64), .BUFFER_BEATS(256)) u_v_rd_axi (
      .clk(ap_clk), .rst(ap_rst),
      .req_valid(v_rd_burst_valid), .req_ready(v_rd_burst_ready),
      .req_addr(v_rd_burst_addr), .req_beats(v_rd_burst_beats),
      .out_valid(v_rd_beat_valid), .out_ready(v_rd_beat_ready),
      .out_data(v_rd_beat_data),
      .busy(v_rd_axi_busy), .error(v_rd_axi_error),
      .m_axi_araddr(v_rd_axi_araddr),
      .m_axi_arlen(v_rd_axi_arlen),
      .m_axi_arsize(v_rd_axi_arsize),
      .m_axi_arburst(v_rd_axi_arburst),
      .m_axi_arcache(v_rd_axi_arcache),
      .m_axi_arprot(v_rd_axi_arprot),
      .m_axi_arvalid(v_rd_axi_arvalid),
      .m_axi_rready(v_rd_axi_rready),
      .m_axi_arready(v_rd_axi_arready),
      .m_axi_rresp(v_rd_axi_rresp),
      .m_axi_rlast(v_rd_axi_rlast),
      .m_axi_rvalid(v_rd_axi_rvalid),
      .m_axi_rdata(v_rd_axi_rdata)
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
  wire [15:0] p_rd_burst_beats;
  wire p_rd_beat_valid;
  wire p_rd_beat_ready;
  wire [63:0] p_rd_beat_data;
  wire p_rd_axi_busy;
  wire p_rd_axi_error;
  assign p_rd_burst_valid = p_rd_req_out_valid;
  assign p_rd_req_out_ready = p_rd_burst_ready;
  assign p_rd_burst_addr = p_rd_req_out_data[39:0];
  assign p_rd_burst_beats = {p_rd_req_out_data[55:40]};
  assign p_rd_in_valid = p_rd_beat_valid;
  assign p_rd_in_data = p_rd_beat_data;
  assign p_rd_beat_ready = p_rd_in_ready;
  hwp_axi_read #(.ADDR_W(40), .DATA_W(64), .BEATS_W(16), .MAX_BURST(64), .BUFFER_BEATS(256)) u_p_rd_axi (
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
  wire [11:0] y_wr_burst_beats;
  wire y_wr_beat_valid;
  wire y_wr_beat_ready;
  wire [63:0] y_wr_beat_data;
  wire y_wr_axi_busy;
  wire y_wr_axi_error;
  wire [7:0] y_wr_beat_strb;
  wire y_wr_pack_busy;
  hwp_pack #(.BEAT_BYTES(8), .GROUP_BYTES(4), .ADDR_W(40), .COUNT_W(12)) u_y_wr_pack (
      .clk(ap_clk), .rst(ap_rst),
      .req_valid(y_wr_req_out_valid), .req_ready(y_wr_req_out_ready),
      .req_addr(y_wr_req_out_data[39:0]), .req_groups({y_wr_req_out_data[51:40]}),
      .burst_valid(y_wr_burst_valid), .burst_ready(y_wr_burst_ready),
      .burst_addr(y_wr_burst_addr), .burst_beats(y_wr_burst_beats),
      .beat_valid(y_wr_beat_valid), .beat_ready(y_wr_beat_ready),
      .beat_data(y_wr_beat_data),
      .in_valid(y_wr_out_valid), .in_ready(y_wr_out_ready),
      .in_data(y_wr_out_data), .beat_strb(y_wr_beat_strb),
      .busy(y_wr_pack_busy)
  );
  hwp_axi_write #(.ADDR_W(40), .DATA_W(64), .BEATS_W(12), .MAX_BURST(64), .BUFFER_BEATS(128)) u_y_wr_axi (
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

  wire [1:0] gmem0_read_arready;
  assign x_rd_axi_arready = gmem0_read_arready[0];
  assign v_rd_axi_arready = gmem0_read_arready[1];
  wire [1:0] gmem0_read_rvalid;
  assign x_rd_axi_rvalid = gmem0_read_rvalid[0];
  assign v_rd_axi_rvalid = gmem0_read_rvalid[1];
  wire [1:0] gmem0_read_rresp;
  assign x_rd_axi_rresp = gmem0_read_rresp;
  assign v_rd_axi_rresp = gmem0_read_rresp;
  wire gmem0_read_rlast;
  assign x_rd_axi_rlast = gmem0_read_rlast;
  assign v_rd_axi_rlast = gmem0_read_rlast;
  wire [63:0] gmem0_read_rdata;
  assign x_rd_axi_rdata = gmem0_read_rdata;
  assign v_rd_axi_rdata = gmem0_read_rdata;
  wire [39:0] gmem0_read_address;
  assign m_axi_gmem0_ARADDR = {24'd0, gmem0_read_address};
  hwp_axi_read_arbiter #(.N(2), .ADDR_W(40), .DATA_W(64)) u_gmem0_read (
      .clk(ap_clk), .rst(ap_rst),
      .s_axi_araddr({v_rd_axi_araddr, x_rd_axi_araddr}),
      .s_axi_arlen({v_rd_axi_arlen, x_rd_axi_arlen}),
      .s_axi_arvalid({v_rd_axi_arvalid, x_rd_axi_arvalid}),
      .s_axi_rready({v_rd_axi_rready, x_rd_axi_rready}),
      .s_axi_arready(gmem0_read_arready),
      .s_axi_rvalid(gmem0_read_rvalid),
      .s_axi_rresp(gmem0_read_rresp),
      .s_axi_rlast(gmem0_read_rlast),
      .s_axi_rdata(gmem0_read_rdata),
      .m_axi_araddr(gmem0_read_address),
      .m_axi_arlen(m_axi_gmem0_ARLEN),
      .m_axi_arsize(m_axi_gmem0_ARSIZE),
      .m_axi_arburst(m_axi_gmem0_ARBURST),
      .m_axi_arcache(m_axi_gmem0_ARCACHE),
      .m_axi_arprot(m_axi_gmem0_ARPROT),
      .m_axi_arvalid(m_axi_gmem0_ARVALID),
      .m_axi_rready(m_axi_gmem0_RREADY),
      .m_axi_arready(m_axi_gmem0_ARREADY),
      .m_axi_rresp(m_axi_gmem0_RRESP),
      .m_axi_rlast(m_axi_gmem0_RLAST),
      .m_axi_rvalid(m_axi_gmem0_RVALID),
      .m_axi_rdata(m_axi_gmem0_RDATA)
  );
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

  wire [1:0] gmem1_read_arready;
  assign w_rd_axi_arready = gmem1_read_arready[0];
  assign p_rd_axi_arready = gmem1_read_arready[1];
  wire [1:0] gmem1_read_rvalid;
  assign w_rd_axi_rvalid = gmem1_read_rvalid[0];
  assign p_rd_axi_rvalid = gmem1_read_rvalid[1];
  wire [1:0] gmem1_read_rresp;
  assign w_rd_axi_rresp = gmem1_read_rresp;
  assign p_rd_axi_rresp = gmem1_read_rresp;
  wire gmem1_read_rlast;
  assign w_rd_axi_rlast = gmem1_read_rlast;
  assign p_rd_axi_rlast = gmem1_read_rlast;
  wire [63:0] gmem1_read_rdata;
  assign w_rd_axi_rdata = gmem1_read_rdata;
  assign p_rd_axi_rdata = gmem1_read_rdata;
  wire [39:0] gmem1_read_address;
  assign m_axi_gmem1_ARADDR = {24'd0, gmem1_read_address};
  hwp_axi_read_arbiter #(.N(2), .ADDR_W(40), .DATA_W(64)) u_gmem1_read (
      .clk(ap_clk), .rst(ap_rst),
      .s_axi_araddr({p_rd_axi_araddr, w_rd_axi_araddr}),
      .s_axi_arlen({p_rd_axi_arlen, w_rd_axi_arlen}),
      .s_axi_arvalid({p_rd_axi_arvalid, w_rd_axi_arvalid}),
      .s_axi_rready({p_rd_axi_rready, w_rd_axi_rready}),
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
  conv2d_load u_process_load (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(load_idle),
      .arg_groups(arg_groups[9:0]),
      .arg_blocks(arg_blocks[9:0]),
      .arg_tiles_y(arg_tiles_y[9:0]),
      .arg_tiles_x(arg_tiles_x[9:0]),
      .arg_tiles_in(arg_tiles_in[9:0]),
      .arg_rows(arg_rows[10:0]),
      .arg_cols(arg_cols[10:0]),
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
      .tile_3_wdata(tile_3_wdata)
  );

  wire load_x_rd_addr_idle;
  conv2d_load_x_rd_addr u_process_load_x_rd_addr (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(load_x_rd_addr_idle),
      .arg_groups(arg_groups[9:0]),
      .arg_blocks(arg_blocks[9:0]),
      .arg_tiles_y(arg_tiles_y[9:0]),
      .arg_tiles_x(arg_tiles_x[9:0]),
      .arg_tiles_in(arg_tiles_in[9:0]),
      .arg_rows(arg_rows[10:0]),
      .arg_cols(arg_cols[10:0]),
      .arg_x_row(arg_x_row[27:0]),
      .arg_x_tile_x(arg_x_tile_x[27:0]),
      .arg_x(arg_x[39:0]),
      .arg_x_group(arg_x_group[27:0]),
      .arg_x_tile_y(arg_x_tile_y[27:0]),
      .arg_x_in(arg_x_in[27:0]),
      .x_rd_req_data(x_rd_req_in_data),
      .x_rd_req_valid(x_rd_req_in_valid),
      .x_rd_req_room(x_rd_req_room)
  );

  wire load_weights_idle;
  conv2d_load_weights u_process_load_weights (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(load_weights_idle),
      .arg_w_blocks(arg_w_blocks[19:0]),
      .arg_tiles(arg_tiles[19:0]),
      .arg_w_beats(arg_w_beats[23:0]),
      .ws_data(ws_in_data),
      .ws_valid(ws_in_valid),
      .ws_room(ws_room),
      .w_rd_data(w_rd_out_data),
      .w_rd_valid(w_rd_out_valid),
      .w_rd_ready(w_rd_out_ready)
  );

  wire load_weights_w_rd_addr_idle;
  conv2d_load_weights_w_rd_addr u_process_load_weights_w_rd_addr (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(load_weights_w_rd_addr_idle),
      .arg_w_blocks(arg_w_blocks[19:0]),
      .arg_tiles(arg_tiles[19:0]),
      .arg_w_beats(arg_w_beats[23:0]),
      .arg_w(arg_w[39:0]),
      .w_rd_req_data(w_rd_req_in_data),
      .w_rd_req_valid(w_rd_req_in_valid),
      .w_rd_req_room(w_rd_req_room)
  );

  wire load_more_weights_idle;
  conv2d_load_more_weights u_process_load_more_weights (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(load_more_weights_idle),
      .arg_w_blocks(arg_w_blocks[19:0]),
      .arg_tiles(arg_tiles[19:0]),
      .arg_w_beats(arg_w_beats[23:0]),
      .vs_data(vs_in_data),
      .vs_valid(vs_in_valid),
      .vs_room(vs_room),
      .v_rd_data(v_rd_out_data),
      .v_rd_valid(v_rd_out_valid),
      .v_rd_ready(v_rd_out_ready)
  );

  wire load_more_weights_v_rd_addr_idle;
  conv2d_load_more_weights_v_rd_addr u_process_load_more_weights_v_rd_addr (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(load_more_weights_v_rd_addr_idle),
      .arg_w_blocks(arg_w_blocks[19:0]),
      .arg_tiles(arg_tiles[19:0]),
      .arg_w_beats(arg_w_beats[23:0]),
      .arg_v(arg_v[39:0]),
      .v_rd_req_data(v_rd_req_in_data),
      .v_rd_req_valid(v_rd_req_in_valid),
      .v_rd_req_room(v_rd_req_room)
  );

  wire load_channels_idle;
  conv2d_load_channels u_process_load_channels (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(load_channels_idle),
      .arg_w_blocks(arg_w_blocks[19:0]),
      .arg_tiles(arg_tiles[19:0]),
      .arg_p_beats(arg_p_beats[15:0]),
      .ps_data(ps_in_data),
      .ps_valid(ps_in_valid),
      .ps_room(ps_room),
      .p_rd_data(p_rd_out_data),
      .p_rd_valid(p_rd_out_valid),
      .p_rd_ready(p_rd_out_ready)
  );

  wire load_channels_p_rd_addr_idle;
  conv2d_load_channels_p_rd_addr u_process_load_channels_p_rd_addr (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(load_channels_p_rd_addr_idle),
      .arg_w_blocks(arg_w_blocks[19:0]),
      .arg_tiles(arg_tiles[19:0]),
      .arg_p_beats(arg_p_beats[15:0]),
      .arg_p(arg_p[39:0]),
      .p_rd_req_data(p_rd_req_in_data),
      .p_rd_req_valid(p_rd_req_in_valid),
      .p_rd_req_room(p_rd_req_room)
  );

  wire compute_idle;
  conv2d_compute u_process_compute (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(compute_idle),
      .arg_rounds(arg_rounds[27:0]),
      .arg_tiles_in(arg_tiles_in[9:0]),
      .arg_block(arg_block[9:0]),
      .arg_kh(arg_kh[3:0]),
      .arg_kw(arg_kw[3:0]),
      .arg_th(arg_th[11:0]),
      .arg_tw(arg_tw[11:0]),
      .arg_pass_pixels(arg_pass_pixels[11:0]),
      .arg_t_row(arg_t_row[11:0]),
      .arg_t_col(arg_t_col[2:0]),
      .arg_t_ky(arg_t_ky[11:0]),
      .arg_t_kx(arg_t_kx[11:0]),
      .ws_data(ws_out_data),
      .ws_valid(ws_out_valid),
      .ws_ready(ws_out_ready),
      .vs_data(vs_out_data),
      .vs_valid(vs_out_valid),
      .vs_ready(vs_out_ready),
      .sums_data(sums_in_data),
      .sums_valid(sums_in_valid),
      .sums_room(sums_room),
      .tile_open(tile_full),
      .tile_take(tile_read_take),
      .tile_give(tile_read_give),
      .tile_0_raddr(tile_0_raddr),
      .tile_0_rdata(tile_0_rdata),
      .tile_1_raddr(tile_1_raddr),
      .tile_1_rdata(tile_1_rdata),
      .tile_2_raddr(tile_2_raddr),
      .tile_2_rdata(tile_2_rdata),
      .tile_3_raddr(tile_3_raddr),
      .tile_3_rdata(tile_3_rdata)
  );

  wire requantise_idle;
  conv2d_requantise u_process_requantise (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(requantise_idle),
      .arg_groups(arg_groups[9:0]),
      .arg_blocks(arg_blocks[9:0]),
      .arg_tiles_y(arg_tiles_y[9:0]),
      .arg_tiles_x(arg_tiles_x[9:0]),
      .arg_block(arg_block[9:0]),
      .arg_th(arg_th[11:0]),
      .arg_tw(arg_tw[11:0]),
      .arg_oh(arg_oh[11:0]),
      .arg_ow(arg_ow[23:0]),
      .arg_tiles_out(arg_tiles_out[9:0]),
      .arg_high(arg_high[7:0]),
      .arg_zero(arg_zero[7:0]),
      .arg_low(arg_low[7:0]),
      .ps_data(ps_out_data),
      .ps_valid(ps_out_valid),
      .ps_ready(ps_out_ready),
      .sums_data(sums_out_data),
      .sums_valid(sums_out_valid),
      .sums_ready(sums_out_ready),
      .pixels_data(pixels_in_data),
      .pixels_valid(pixels_in_valid),
      .pixels_room(pixels_room)
  );

  wire store_idle;
  conv2d_store u_process_store (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(store_idle),
      .arg_groups(arg_groups[9:0]),
      .arg_blocks(arg_blocks[9:0]),
      .arg_y_tiles_y(arg_y_tiles_y[9:0]),
      .arg_y_tiles_x(arg_y_tiles_x[9:0]),
      .arg_tiles_out(arg_tiles_out[9:0]),
      .arg_block(arg_block[9:0]),
      .arg_y_oh(arg_y_oh[11:0]),
      .arg_y_th(arg_y_th[11:0]),
      .arg_y_ow(arg_y_ow[23:0]),
      .arg_y_tw(arg_y_tw[11:0]),
      .pixels_data(pixels_out_data),
      .pixels_valid(pixels_out_valid),
      .pixels_ready(pixels_out_ready),
      .y_wr_data(y_wr_in_data),
      .y_wr_valid(y_wr_in_valid),
      .y_wr_room(y_wr_room)
  );

  wire store_y_wr_addr_idle;
  conv2d_store_y_wr_addr u_process_store_y_wr_addr (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(store_y_wr_addr_idle),
      .arg_groups(arg_groups[9:0]),
      .arg_blocks(arg_blocks[9:0]),
      .arg_y_tiles_y(arg_y_tiles_y[9:0]),
      .arg_y_tiles_x(arg_y_tiles_x[9:0]),
      .arg_tiles_out(arg_tiles_out[9:0]),
      .arg_block(arg_block[9:0]),
      .arg_y_oh(arg_y_oh[11:0]),
      .arg_y_th(arg_y_th[11:0]),
      .arg_y_ow(arg_y_ow[23:0]),
      .arg_y_tw(arg_y_tw[11:0]),
      .arg_y_row(arg_y_row[27:0]),
      .arg_y(arg_y[39:0]),
      .arg_y_group(arg_y_group[27:0]),
      .arg_y_out(arg_y_out[27:0]),
      .arg_y_block(arg_y_block[27:0]),
      .arg_y_tile_x(arg_y_tile_x[27:0]),
      .arg_y_tile_y(arg_y_tile_y[27:0]),
      .y_wr_req_data(y_wr_req_in_data),
      .y_wr_req_valid(y_wr_req_in_valid),
      .y_wr_req_room(y_wr_req_room)
  );

  assign start = ap_start && !busy_reg && !done_reg;
  wire quiet = load_idle && load_x_rd_addr_idle && load_weights_idle && load_weights_w_rd_addr_idle && load_more_weights_idle && load_more_weights_v_rd_addr_idle && load_channels_idle && load_channels_p_rd_addr_idle && compute_idle && requantise_idle && store_idle && store_y_wr_addr_idle && !ws_out_valid && !vs_out_valid && !ps_out_valid && !sums_out_valid && !pixels_out_valid && !x_rd_req_out_valid && !w_rd_req_out_valid && !v_rd_req_out_valid && !p_rd_req_out_valid && !y_wr_req_out_valid && !y_wr_out_valid && !x_rd_axi_busy && !x_rd_pack_busy && !w_rd_axi_busy && !v_rd_axi_busy && !p_rd_axi_busy && !y_wr_axi_busy && !y_wr_pack_busy;
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
    if (start && arg_w[63:40] != 24'd0) $error("w lies at or above 2^40");
    if (start && arg_v[63:40] != 24'd0) $error("v lies at or above 2^40");
    if (start && arg_p[63:40] != 24'd0) $error("p lies at or above 2^40");
    if (start && arg_y[63:40] != 24'd0) $error("y lies at or above 2^40");
  end
`endif

endmodule

`default_nettype wire

// ---- conv2d_compute.sv
// Process compute of conv2d.py, line 177: initiation interval 1, 7 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module conv2d_compute (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [27:0] arg_rounds,
    input  wire [9:0] arg_tiles_in,
    input  wire [9:0] arg_block,
    input  wire [3:0] arg_kh,
    input  wire [3:0] arg_kw,
    input  wire [11:0] arg_th,
    input  wire [11:0] arg_tw,
    input  wire [11:0] arg_pass_pixels,
    input  wire [11:0] arg_t_row,
    input  wire [2:0] arg_t_col,
    input  wire [11:0] arg_t_ky,
    input  wire [11:0] arg_t_kx,
    input  wire [63:0] ws_data,
    input  wire ws_valid,
    output wire ws_ready,
    input  wire [63:0] vs_data,
    input  wire vs_valid,
    output wire vs_ready,
    output wire [127:0] sums_data,
    output wire sums_valid,
    input  wire sums_room,
    input  wire tile_open,
    output wire tile_take,
    output wire tile_give,
    output wire [10:0] tile_0_raddr,
    input  wire [7:0] tile_0_rdata,
    output wire [10:0] tile_1_raddr,
    input  wire [7:0] tile_1_rdata,
    output wire [10:0] tile_2_raddr,
    input  wire [7:0] tile_2_rdata,
    output wire [10:0] tile_3_raddr,
    input  wire [7:0] tile_3_rdata
);

  logic running;
  logic [6:1] stage;
  logic signed [1:0] count_phase0_0;
  logic signed [28:0] count_b_r_1;
  logic signed [10:0] count_ci_2;
  logic signed [10:0] count_po_3;
  logic signed [4:0] count_ky_4;
  logic signed [4:0] count_kx_5;
  logic signed [11:0] count_ty_6;
  logic signed [11:0] count_tx_7;
  logic signed [22:0] step_551;  // conv2d.py:210
  logic signed [21:0] step_552;  // conv2d.py:210
  logic signed [23:0] step_556;  // conv2d.py:210
  logic signed [13:0] step_555;  // conv2d.py:210
  logic signed [16:0] step_554;  // conv2d.py:210
  logic signed [16:0] step_553;  // conv2d.py:210
  logic signed [7:0] active_14_reg;
  logic signed [7:0] active_12_reg;
  logic signed [7:0] active_10_reg;
  logic signed [7:0] active_8_reg;
  logic signed [7:0] active_6_reg;
  logic signed [7:0] active_4_reg;
  logic signed [7:0] active_2_reg;
  logic signed [7:0] active_0_reg;
  logic signed [24:0] or_448_s2;
  wire signed [32:0] mac_576;  // conv2d.py:167
  wire signed [47:0] mac_576_cascade;
  logic signed [7:0] load_574_s2;
  logic signed [24:0] or_444_s2;
  logic signed [24:0] or_444_s3;
  wire signed [33:0] mac_577;  // conv2d.py:167
  wire signed [47:0] mac_577_cascade;
  logic signed [7:0] load_572_s2;
  logic signed [7:0] load_572_s3;
  logic signed [24:0] or_440_s2;
  logic signed [24:0] or_440_s3;
  logic signed [24:0] or_440_s4;
  wire signed [33:0] mac_578;  // conv2d.py:167
  wire signed [47:0] mac_578_cascade;
  logic signed [7:0] load_570_s2;
  logic signed [7:0] load_570_s3;
  logic signed [7:0] load_570_s4;
  logic signed [24:0] or_436_s2;
  logic signed [24:0] or_436_s3;
  logic signed [24:0] or_436_s4;
  logic signed [24:0] or_436_s5;
  wire signed [34:0] mac_579;  // conv2d.py:167
  wire signed [47:0] mac_579_cascade;
  logic signed [7:0] load_568_s2;
  logic signed [7:0] load_568_s3;
  logic signed [7:0] load_568_s4;
  logic signed [7:0] load_568_s5;
  logic first_291_s1;
  logic first_291_s2;
  logic first_291_s3;
  logic first_291_s4;
  logic first_291_s5;
  logic first_291_s6;
  logic signed [7:0] active_15_reg;
  logic signed [7:0] active_13_reg;
  logic signed [7:0] active_11_reg;
  logic signed [7:0] active_9_reg;
  logic signed [7:0] active_7_reg;
  logic signed [7:0] active_5_reg;
  logic signed [7:0] active_3_reg;
  logic signed [7:0] active_1_reg;
  logic signed [24:0] or_477_s2;
  wire signed [32:0] mac_598;  // conv2d.py:167
  wire signed [47:0] mac_598_cascade;
  logic signed [24:0] or_473_s2;
  logic signed [24:0] or_473_s3;
  wire signed [33:0] mac_599;  // conv2d.py:167
  wire signed [47:0] mac_599_cascade;
  logic signed [24:0] or_469_s2;
  logic signed [24:0] or_469_s3;
  logic signed [24:0] or_469_s4;
  wire signed [33:0] mac_600;  // conv2d.py:167
  wire signed [47:0] mac_600_cascade;
  logic signed [24:0] or_465_s2;
  logic signed [24:0] or_465_s3;
  logic signed [24:0] or_465_s4;
  logic signed [24:0] or_465_s5;
  wire signed [34:0] mac_601;  // conv2d.py:167
  wire signed [47:0] mac_601_cascade;
  logic signed [7:0] shadow_15_reg;
  logic signed [7:0] shadow_14_reg;
  logic signed [7:0] shadow_13_reg;
  logic signed [7:0] shadow_12_reg;
  logic signed [7:0] shadow_11_reg;
  logic signed [7:0] shadow_10_reg;
  logic signed [7:0] shadow_9_reg;
  logic signed [7:0] shadow_8_reg;
  logic signed [7:0] shadow_7_reg;
  logic signed [7:0] shadow_6_reg;
  logic signed [7:0] shadow_5_reg;
  logic signed [7:0] shadow_4_reg;
  logic signed [7:0] shadow_3_reg;
  logic signed [7:0] shadow_2_reg;
  logic signed [7:0] shadow_1_reg;
  logic signed [7:0] shadow_0_reg;
  logic bor_495_s1;
  logic band_366_s1;
  logic band_366_s2;
  logic band_366_s3;
  logic band_366_s4;
  logic band_366_s5;
  logic band_366_s6;
  logic [0:0] half_tile_reg;
  logic eq_31_s1;
  logic eq_31_s2;
  logic eq_31_s3;
  logic eq_31_s4;
  logic eq_31_s5;
  logic eq_31_s6;
  logic signed [23:0] row_562_s1;
  logic signed [23:0] row_562_s2;
  logic signed [23:0] row_562_s3;
  logic signed [23:0] row_562_s4;
  logic signed [23:0] row_562_s5;
  logic signed [23:0] row_562_s6;
  wire [31:0] acc_0_rdata;
  wire [31:0] acc_1_rdata;
  wire [31:0] acc_2_rdata;
  wire [31:0] acc_3_rdata;
  logic [1:0] hold;  // issue slots to wait for earlier stores
  logic [1:0] left_0;
  wire issue;

  wire eq_31 = count_phase0_0 == 2'sd1;  // conv2d.py:201
  wire eq_33 = count_b_r_1 == 2'sd0;  // conv2d.py:211
  wire eq_34 = count_phase0_0 == 2'sd0;  // conv2d.py:211
  wire bnot_35 = !eq_34;  // conv2d.py:211
  wire bor_36 = eq_33 || bnot_35;  // conv2d.py:211
  wire signed [28:0] scalar_1 = $signed({1'b0, arg_rounds});
  wire signed [28:0] add_38 = count_b_r_1 + 2'sd1;  // conv2d.py:211
  wire le_39 = scalar_1 <= add_38;  // conv2d.py:211
  wire bnot_40 = !eq_31;  // conv2d.py:211
  wire bor_41 = le_39 || bnot_40;  // conv2d.py:211
  wire band_43 = bor_36 && bor_41;  // conv2d.py:211
  wire signed [10:0] scalar_2 = $signed({1'b0, arg_tiles_in});
  wire signed [10:0] add_46 = count_ci_2 + 2'sd1;  // conv2d.py:212
  wire le_47 = scalar_2 <= add_46;  // conv2d.py:212
  wire bor_48 = bnot_40 || le_47;  // conv2d.py:212
  wire signed [10:0] scalar_3 = $signed({1'b0, arg_block});
  wire signed [10:0] add_51 = count_po_3 + 2'sd1;  // conv2d.py:214
  wire le_52 = scalar_3 <= add_51;  // conv2d.py:214
  wire bor_53 = bnot_40 || le_52;  // conv2d.py:214
  wire signed [4:0] scalar_4 = $signed({1'b0, arg_kh});
  wire signed [4:0] add_56 = count_ky_4 + 2'sd1;  // conv2d.py:215
  wire le_57 = scalar_4 <= add_56;  // conv2d.py:215
  wire bor_58 = bnot_40 || le_57;  // conv2d.py:215
  wire signed [4:0] scalar_5 = $signed({1'b0, arg_kw});
  wire signed [4:0] add_61 = count_kx_5 + 2'sd1;  // conv2d.py:216
  wire le_62 = scalar_5 <= add_61;  // conv2d.py:216
  wire bor_63 = bnot_40 || le_62;  // conv2d.py:216
  wire signed [12:0] scalar_6 = $signed({1'b0, arg_th});
  wire signed [12:0] add_66 = count_ty_6 + 2'sd1;  // conv2d.py:217
  wire le_67 = scalar_6 <= add_66;  // conv2d.py:217
  wire bor_68 = bnot_40 || le_67;  // conv2d.py:217
  wire signed [12:0] scalar_7 = $signed({1'b0, arg_tw});
  wire signed [12:0] add_71 = count_tx_7 + 2'sd1;  // conv2d.py:218
  wire le_72 = scalar_7 <= add_71;  // conv2d.py:218
  wire bor_73 = bnot_40 || le_72;  // conv2d.py:218
  wire eq_91 = count_tx_7 == 2'sd0;  // conv2d.py:218
  wire eq_88 = count_ty_6 == 2'sd0;  // conv2d.py:218
  wire eq_85 = count_kx_5 == 2'sd0;  // conv2d.py:218
  wire eq_79 = count_po_3 == 2'sd0;  // conv2d.py:218
  wire eq_82 = count_ky_4 == 2'sd0;  // conv2d.py:218
  wire band_209 = eq_79 && eq_82;  // conv2d.py:210
  wire band_211 = eq_85 && band_209;  // conv2d.py:210
  wire band_213 = eq_88 && band_211;  // conv2d.py:210
  wire band_215 = eq_91 && band_213;  // conv2d.py:210
  wire band_216 = eq_31 && band_215;  // conv2d.py:210
  wire signed [22:0] add_557 = count_tx_7 + step_551;  // conv2d.py:221
  wire lt_558 = add_557 < 2'sd1;  // conv2d.py:221
  wire signed [10:0] add_218 = scalar_2 + -2'sd1;  // conv2d.py:219
  wire eq_219 = count_ci_2 == add_218;  // conv2d.py:219
  wire signed [4:0] add_23 = scalar_4 + -2'sd1;  // conv2d.py:201
  wire eq_220 = count_ky_4 == add_23;  // conv2d.py:219
  wire band_222 = eq_219 && eq_220;  // conv2d.py:219
  wire signed [4:0] add_26 = scalar_5 + -2'sd1;  // conv2d.py:201
  wire eq_223 = count_kx_5 == add_26;  // conv2d.py:219
  wire swept_225 = band_222 && eq_223;  // conv2d.py:219
  wire signed [10:0] add_226 = scalar_3 + -2'sd1;  // conv2d.py:220
  wire eq_227 = count_po_3 == add_226;  // conv2d.py:220
  wire band_229 = swept_225 && eq_227;  // conv2d.py:220
  wire signed [28:0] add_230 = scalar_1 + -2'sd1;  // conv2d.py:220
  wire eq_231 = count_b_r_1 == add_230;  // conv2d.py:220
  wire final_233 = band_229 && eq_231;  // conv2d.py:220
  wire bnot_237 = !final_233;  // conv2d.py:221
  wire band_559 = lt_558 && bnot_237;  // conv2d.py:221
  wire band_560 = eq_31 && band_559;  // conv2d.py:221
  wire band_366 = eq_31 && swept_225;  // conv2d.py:244
  wire band_393 = bor_53 && bor_58;  // conv2d.py:248
  wire band_395 = bor_63 && band_393;  // conv2d.py:248
  wire band_397 = bor_68 && band_395;  // conv2d.py:248
  wire band_399 = bor_73 && band_397;  // conv2d.py:248
  wire band_400 = eq_31 && band_399;  // conv2d.py:248
  wire signed [12:0] scalar_8 = $signed({1'b0, arg_pass_pixels});
  wire signed [23:0] add_561 = step_551 + step_552;  // conv2d.py:233
  wire signed [23:0] row_562 = count_tx_7 + add_561;  // conv2d.py:233
  wire signed [12:0] scalar_9 = $signed({1'b0, arg_t_row});
  wire signed [3:0] scalar_10 = $signed({1'b0, arg_t_col});
  wire signed [24:0] add_565 = step_556 + step_555;  // conv2d.py:230
  wire signed [12:0] scalar_11 = $signed({1'b0, arg_t_ky});
  wire signed [24:0] add_566 = add_565 + step_554;  // conv2d.py:230
  wire signed [12:0] scalar_12 = $signed({1'b0, arg_t_kx});
  wire signed [24:0] at_567 = add_566 + step_553;  // conv2d.py:230
  wire signed [7:0] load_568 = $signed(tile_3_rdata);  // conv2d.py:231
  wire signed [24:0] shl_435 = active_14_reg <<< 17;  // conv2d.py:164
  wire signed [17:0] and_434 = active_12_reg & 18'sd131071;  // conv2d.py:165
  wire signed [24:0] or_436 = shl_435 | and_434;  // conv2d.py:165
  wire signed [7:0] load_570 = $signed(tile_2_rdata);  // conv2d.py:231
  wire signed [24:0] shl_439 = active_10_reg <<< 17;  // conv2d.py:164
  wire signed [17:0] and_438 = active_8_reg & 18'sd131071;  // conv2d.py:165
  wire signed [24:0] or_440 = shl_439 | and_438;  // conv2d.py:165
  wire signed [7:0] load_572 = $signed(tile_1_rdata);  // conv2d.py:231
  wire signed [24:0] shl_443 = active_6_reg <<< 17;  // conv2d.py:164
  wire signed [17:0] and_442 = active_4_reg & 18'sd131071;  // conv2d.py:165
  wire signed [24:0] or_444 = shl_443 | and_442;  // conv2d.py:165
  wire signed [7:0] load_574 = $signed(tile_0_rdata);  // conv2d.py:231
  wire signed [24:0] shl_447 = active_2_reg <<< 17;  // conv2d.py:164
  wire signed [17:0] and_446 = active_0_reg & 18'sd131071;  // conv2d.py:165
  wire signed [24:0] or_448 = shl_447 | and_446;  // conv2d.py:165
  hwp_dsp_mac #(.A_W(25), .B_W(8), .P_W(33), .A_REG(0), .CASCADE(0)) u_mac_576 (
      .clk(ap_clk), .rst(1'b0), .ce_a(1'b0),
      .a(or_448_s2), .b(load_574_s2), .c(2'sd0),
      .cascade_in(48'sd0), .cascade_out(mac_576_cascade), .p(mac_576));
  hwp_dsp_mac #(.A_W(25), .B_W(8), .P_W(34), .A_REG(0), .CASCADE(1)) u_mac_577 (
      .clk(ap_clk), .rst(1'b0), .ce_a(1'b0),
      .a(or_444_s3), .b(load_572_s3), .c(2'sd0),
      .cascade_in(mac_576_cascade), .cascade_out(mac_577_cascade), .p(mac_577));
  hwp_dsp_mac #(.A_W(25), .B_W(8), .P_W(34), .A_REG(0), .CASCADE(1)) u_mac_578 (
      .clk(ap_clk), .rst(1'b0), .ce_a(1'b0),
      .a(or_440_s4), .b(load_570_s4), .c(2'sd0),
      .cascade_in(mac_577_cascade), .cascade_out(mac_578_cascade), .p(mac_578));
  hwp_dsp_mac #(.A_W(25), .B_W(8), .P_W(35), .A_REG(0), .CASCADE(1)) u_mac_579 (
      .clk(ap_clk), .rst(1'b0), .ce_a(1'b0),
      .a(or_436_s5), .b(load_568_s5), .c(2'sd0),
      .cascade_in(mac_578_cascade), .cascade_out(mac_579_cascade), .p(mac_579));
  wire signed [16:0] lower_580 = mac_579;  // conv2d.py:172
  wire eq_76 = count_ci_2 == 2'sd0;  // conv2d.py:218
  wire band_289 = eq_76 && eq_82;  // conv2d.py:232
  wire first_291 = eq_85 && band_289;  // conv2d.py:232
  wire signed [31:0] load_563 = $signed(acc_0_rdata);  // conv2d.py:240
  wire signed [31:0] old_564 = first_291_s6 ? 2'sd0 : load_563;  // conv2d.py:240
  wire signed [32:0] add_581 = lower_580 + old_564;  // conv2d.py:241
  wire signed [31:0] new_582 = add_581;  // conv2d.py:241
  wire signed [17:0] shr_587 = mac_579 >>> 17;  // conv2d.py:173
  wire signed [18:0] shr_585 = mac_579 >>> 16;  // conv2d.py:173
  wire signed [1:0] and_586 = shr_585 & 2'sd1;  // conv2d.py:173
  wire signed [17:0] add_588 = shr_587 + and_586;  // conv2d.py:173
  wire signed [16:0] wrap_589 = add_588;  // conv2d.py:173
  wire signed [31:0] load_583 = $signed(acc_1_rdata);  // conv2d.py:240
  wire signed [31:0] old_584 = first_291_s6 ? 2'sd0 : load_583;  // conv2d.py:240
  wire signed [32:0] add_590 = wrap_589 + old_584;  // conv2d.py:241
  wire signed [31:0] new_591 = add_590;  // conv2d.py:241
  wire signed [24:0] shl_464 = active_15_reg <<< 17;  // conv2d.py:164
  wire signed [17:0] and_463 = active_13_reg & 18'sd131071;  // conv2d.py:165
  wire signed [24:0] or_465 = shl_464 | and_463;  // conv2d.py:165
  wire signed [24:0] shl_468 = active_11_reg <<< 17;  // conv2d.py:164
  wire signed [17:0] and_467 = active_9_reg & 18'sd131071;  // conv2d.py:165
  wire signed [24:0] or_469 = shl_468 | and_467;  // conv2d.py:165
  wire signed [24:0] shl_472 = active_7_reg <<< 17;  // conv2d.py:164
  wire signed [17:0] and_471 = active_5_reg & 18'sd131071;  // conv2d.py:165
  wire signed [24:0] or_473 = shl_472 | and_471;  // conv2d.py:165
  wire signed [24:0] shl_476 = active_3_reg <<< 17;  // conv2d.py:164
  wire signed [17:0] and_475 = active_1_reg & 18'sd131071;  // conv2d.py:165
  wire signed [24:0] or_477 = shl_476 | and_475;  // conv2d.py:165
  hwp_dsp_mac #(.A_W(25), .B_W(8), .P_W(33), .A_REG(0), .CASCADE(0)) u_mac_598 (
      .clk(ap_clk), .rst(1'b0), .ce_a(1'b0),
      .a(or_477_s2), .b(load_574_s2), .c(2'sd0),
      .cascade_in(48'sd0), .cascade_out(mac_598_cascade), .p(mac_598));
  hwp_dsp_mac #(.A_W(25), .B_W(8), .P_W(34), .A_REG(0), .CASCADE(1)) u_mac_599 (
      .clk(ap_clk), .rst(1'b0), .ce_a(1'b0),
      .a(or_473_s3), .b(load_572_s3), .c(2'sd0),
      .cascade_in(mac_598_cascade), .cascade_out(mac_599_cascade), .p(mac_599));
  hwp_dsp_mac #(.A_W(25), .B_W(8), .P_W(34), .A_REG(0), .CASCADE(1)) u_mac_600 (
      .clk(ap_clk), .rst(1'b0), .ce_a(1'b0),
      .a(or_469_s4), .b(load_570_s4), .c(2'sd0),
      .cascade_in(mac_599_cascade), .cascade_out(mac_600_cascade), .p(mac_600));
  hwp_dsp_mac #(.A_W(25), .B_W(8), .P_W(35), .A_REG(0), .CASCADE(1)) u_mac_601 (
      .clk(ap_clk), .rst(1'b0), .ce_a(1'b0),
      .a(or_465_s5), .b(load_568_s5), .c(2'sd0),
      .cascade_in(mac_600_cascade), .cascade_out(mac_601_cascade), .p(mac_601));
  wire signed [16:0] lower_602 = mac_601;  // conv2d.py:172
  wire signed [31:0] load_592 = $signed(acc_2_rdata);  // conv2d.py:240
  wire signed [31:0] old_593 = first_291_s6 ? 2'sd0 : load_592;  // conv2d.py:240
  wire signed [32:0] add_603 = lower_602 + old_593;  // conv2d.py:241
  wire signed [31:0] new_604 = add_603;  // conv2d.py:241
  wire signed [17:0] shr_609 = mac_601 >>> 17;  // conv2d.py:173
  wire signed [18:0] shr_607 = mac_601 >>> 16;  // conv2d.py:173
  wire signed [1:0] and_608 = shr_607 & 2'sd1;  // conv2d.py:173
  wire signed [17:0] add_610 = shr_609 + and_608;  // conv2d.py:173
  wire signed [16:0] wrap_611 = add_610;  // conv2d.py:173
  wire signed [31:0] load_605 = $signed(acc_3_rdata);  // conv2d.py:240
  wire signed [31:0] old_606 = first_291_s6 ? 2'sd0 : load_605;  // conv2d.py:240
  wire signed [32:0] add_612 = wrap_611 + old_606;  // conv2d.py:241
  wire signed [31:0] new_613 = add_612;  // conv2d.py:241
  wire signed [7:0] get_259 = $signed(vs_data[63:56]);  // conv2d.py:223
  wire signed [7:0] get_130 = $signed(vs_data[63:56]);  // conv2d.py:205
  wire signed [7:0] sel_136 = eq_34 ? get_130 : shadow_15_reg;  // conv2d.py:207
  wire signed [7:0] sel_614 = band_560 ? get_259 : sel_136;  // conv2d.py:225
  wire signed [7:0] get_258 = $signed(vs_data[55:48]);  // conv2d.py:223
  wire signed [7:0] get_129 = $signed(vs_data[55:48]);  // conv2d.py:205
  wire signed [7:0] sel_140 = eq_34 ? get_129 : shadow_14_reg;  // conv2d.py:207
  wire signed [7:0] sel_615 = band_560 ? get_258 : sel_140;  // conv2d.py:225
  wire signed [7:0] get_257 = $signed(vs_data[47:40]);  // conv2d.py:223
  wire signed [7:0] get_128 = $signed(vs_data[47:40]);  // conv2d.py:205
  wire signed [7:0] sel_144 = eq_34 ? get_128 : shadow_13_reg;  // conv2d.py:207
  wire signed [7:0] sel_616 = band_560 ? get_257 : sel_144;  // conv2d.py:225
  wire signed [7:0] get_256 = $signed(vs_data[39:32]);  // conv2d.py:223
  wire signed [7:0] get_127 = $signed(vs_data[39:32]);  // conv2d.py:205
  wire signed [7:0] sel_147 = eq_34 ? get_127 : shadow_12_reg;  // conv2d.py:207
  wire signed [7:0] sel_617 = band_560 ? get_256 : sel_147;  // conv2d.py:225
  wire signed [7:0] get_255 = $signed(vs_data[31:24]);  // conv2d.py:223
  wire signed [7:0] get_126 = $signed(vs_data[31:24]);  // conv2d.py:205
  wire signed [7:0] sel_151 = eq_34 ? get_126 : shadow_11_reg;  // conv2d.py:207
  wire signed [7:0] sel_618 = band_560 ? get_255 : sel_151;  // conv2d.py:225
  wire signed [7:0] get_254 = $signed(vs_data[23:16]);  // conv2d.py:223
  wire signed [7:0] get_125 = $signed(vs_data[23:16]);  // conv2d.py:205
  wire signed [7:0] sel_154 = eq_34 ? get_125 : shadow_10_reg;  // conv2d.py:207
  wire signed [7:0] sel_619 = band_560 ? get_254 : sel_154;  // conv2d.py:225
  wire signed [7:0] get_253 = $signed(vs_data[15:8]);  // conv2d.py:223
  wire signed [7:0] get_124 = $signed(vs_data[15:8]);  // conv2d.py:205
  wire signed [7:0] sel_157 = eq_34 ? get_124 : shadow_9_reg;  // conv2d.py:207
  wire signed [7:0] sel_620 = band_560 ? get_253 : sel_157;  // conv2d.py:225
  wire signed [7:0] get_252 = $signed(vs_data[7:0]);  // conv2d.py:223
  wire signed [7:0] get_123 = $signed(vs_data[7:0]);  // conv2d.py:205
  wire signed [7:0] sel_159 = eq_34 ? get_123 : shadow_8_reg;  // conv2d.py:207
  wire signed [7:0] sel_621 = band_560 ? get_252 : sel_159;  // conv2d.py:225
  wire signed [7:0] get_250 = $signed(ws_data[63:56]);  // conv2d.py:222
  wire signed [7:0] get_121 = $signed(ws_data[63:56]);  // conv2d.py:204
  wire signed [7:0] sel_161 = eq_34 ? get_121 : shadow_7_reg;  // conv2d.py:207
  wire signed [7:0] sel_622 = band_560 ? get_250 : sel_161;  // conv2d.py:225
  wire signed [7:0] get_249 = $signed(ws_data[55:48]);  // conv2d.py:222
  wire signed [7:0] get_120 = $signed(ws_data[55:48]);  // conv2d.py:204
  wire signed [7:0] sel_163 = eq_34 ? get_120 : shadow_6_reg;  // conv2d.py:207
  wire signed [7:0] sel_623 = band_560 ? get_249 : sel_163;  // conv2d.py:225
  wire signed [7:0] get_248 = $signed(ws_data[47:40]);  // conv2d.py:222
  wire signed [7:0] get_119 = $signed(ws_data[47:40]);  // conv2d.py:204
  wire signed [7:0] sel_165 = eq_34 ? get_119 : shadow_5_reg;  // conv2d.py:207
  wire signed [7:0] sel_624 = band_560 ? get_248 : sel_165;  // conv2d.py:225
  wire signed [7:0] get_247 = $signed(ws_data[39:32]);  // conv2d.py:222
  wire signed [7:0] get_118 = $signed(ws_data[39:32]);  // conv2d.py:204
  wire signed [7:0] sel_167 = eq_34 ? get_118 : shadow_4_reg;  // conv2d.py:207
  wire signed [7:0] sel_625 = band_560 ? get_247 : sel_167;  // conv2d.py:225
  wire signed [7:0] get_246 = $signed(ws_data[31:24]);  // conv2d.py:222
  wire signed [7:0] get_117 = $signed(ws_data[31:24]);  // conv2d.py:204
  wire signed [7:0] sel_169 = eq_34 ? get_117 : shadow_3_reg;  // conv2d.py:207
  wire signed [7:0] sel_626 = band_560 ? get_246 : sel_169;  // conv2d.py:225
  wire signed [7:0] get_245 = $signed(ws_data[23:16]);  // conv2d.py:222
  wire signed [7:0] get_116 = $signed(ws_data[23:16]);  // conv2d.py:204
  wire signed [7:0] sel_171 = eq_34 ? get_116 : shadow_2_reg;  // conv2d.py:207
  wire signed [7:0] sel_627 = band_560 ? get_245 : sel_171;  // conv2d.py:225
  wire signed [7:0] get_244 = $signed(ws_data[15:8]);  // conv2d.py:222
  wire signed [7:0] get_115 = $signed(ws_data[15:8]);  // conv2d.py:204
  wire signed [7:0] sel_173 = eq_34 ? get_115 : shadow_1_reg;  // conv2d.py:207
  wire signed [7:0] sel_628 = band_560 ? get_244 : sel_173;  // conv2d.py:225
  wire signed [7:0] get_243 = $signed(ws_data[7:0]);  // conv2d.py:222
  wire signed [7:0] get_114 = $signed(ws_data[7:0]);  // conv2d.py:204
  wire signed [7:0] sel_175 = eq_34 ? get_114 : shadow_0_reg;  // conv2d.py:207
  wire signed [7:0] sel_629 = band_560 ? get_243 : sel_175;  // conv2d.py:225
  wire signed [11:0] add_18 = scalar_6 + -2'sd1;  // conv2d.py:201
  wire eq_369 = count_ty_6 == add_18;  // conv2d.py:246
  wire signed [11:0] add_20 = scalar_7 + -2'sd1;  // conv2d.py:201
  wire eq_370 = count_tx_7 == add_20;  // conv2d.py:246
  wire band_372 = eq_369 && eq_370;  // conv2d.py:246
  wire band_374 = eq_31 && band_372;  // conv2d.py:246
  wire bor_495 = eq_34 || band_374;  // conv2d.py:210
  wire signed [7:0] sel_630 = bor_495_s1 ? shadow_0_reg : active_0_reg;  // conv2d.py:210
  wire signed [7:0] sel_631 = bor_495_s1 ? shadow_1_reg : active_1_reg;  // conv2d.py:210
  wire signed [7:0] sel_632 = bor_495_s1 ? shadow_2_reg : active_2_reg;  // conv2d.py:210
  wire signed [7:0] sel_633 = bor_495_s1 ? shadow_3_reg : active_3_reg;  // conv2d.py:210
  wire signed [7:0] sel_634 = bor_495_s1 ? shadow_4_reg : active_4_reg;  // conv2d.py:210
  wire signed [7:0] sel_635 = bor_495_s1 ? shadow_5_reg : active_5_reg;  // conv2d.py:210
  wire signed [7:0] sel_636 = bor_495_s1 ? shadow_6_reg : active_6_reg;  // conv2d.py:210
  wire signed [7:0] sel_637 = bor_495_s1 ? shadow_7_reg : active_7_reg;  // conv2d.py:210
  wire signed [7:0] sel_638 = bor_495_s1 ? shadow_8_reg : active_8_reg;  // conv2d.py:210
  wire signed [7:0] sel_639 = bor_495_s1 ? shadow_9_reg : active_9_reg;  // conv2d.py:210
  wire signed [7:0] sel_640 = bor_495_s1 ? shadow_10_reg : active_10_reg;  // conv2d.py:210
  wire signed [7:0] sel_641 = bor_495_s1 ? shadow_11_reg : active_11_reg;  // conv2d.py:210
  wire signed [7:0] sel_642 = bor_495_s1 ? shadow_12_reg : active_12_reg;  // conv2d.py:210
  wire signed [7:0] sel_643 = bor_495_s1 ? shadow_13_reg : active_13_reg;  // conv2d.py:210
  wire signed [7:0] sel_644 = bor_495_s1 ? shadow_14_reg : active_14_reg;  // conv2d.py:210
  wire signed [7:0] sel_645 = bor_495_s1 ? shadow_15_reg : active_15_reg;  // conv2d.py:210
  wire signed [23:0] mul_107 = scalar_6 * scalar_7;  // conv2d.py:198
  wire eq_108 = scalar_8 == mul_107;  // conv2d.py:198
  wire signed [21:0] mul_109 = scalar_3 * scalar_8;  // conv2d.py:200
  wire le_110 = mul_109 <= 13'sd2048;  // conv2d.py:200
  wire signed [23:0] mul_19 = scalar_9 * add_18;  // conv2d.py:201
  wire signed [13:0] mul_21 = scalar_10 * add_20;  // conv2d.py:201
  wire signed [24:0] add_22 = mul_19 + mul_21;  // conv2d.py:201
  wire signed [16:0] mul_24 = scalar_11 * add_23;  // conv2d.py:201
  wire signed [24:0] add_25 = add_22 + mul_24;  // conv2d.py:201
  wire signed [16:0] mul_27 = scalar_12 * add_26;  // conv2d.py:201
  wire signed [24:0] add_28 = add_25 + mul_27;  // conv2d.py:201
  wire lt_112 = add_28 < 12'sd1024;  // conv2d.py:202
  wire band_95 = eq_33 && eq_76;  // conv2d.py:218
  wire band_97 = eq_79 && band_95;  // conv2d.py:218
  wire band_99 = eq_82 && band_97;  // conv2d.py:218
  wire band_101 = eq_85 && band_99;  // conv2d.py:218
  wire band_103 = eq_88 && band_101;  // conv2d.py:218
  wire band_105 = eq_91 && band_103;  // conv2d.py:218
  wire band_106 = eq_34 && band_105;  // conv2d.py:218
  wire ws_get = eq_34 || band_560;
  assign ws_ready = issue && ws_get;
  wire wait_get_ws = ws_get && !ws_valid;
  wire vs_get = eq_34 || band_560;
  assign vs_ready = issue && vs_get;
  wire wait_get_vs = vs_get && !vs_valid;
  wire sums_put0 = stage[6] && band_366_s6;
  wire [31:0] sums_put0_0 = new_582;
  wire [31:0] sums_put0_1 = new_591;
  wire [31:0] sums_put0_2 = new_604;
  wire [31:0] sums_put0_3 = new_613;
  assign sums_valid = sums_put0;
  assign sums_data = {sums_put0_3, sums_put0_2, sums_put0_1, sums_put0_0};
  wire wait_put_sums = (band_366) && !sums_room;
  wire tile_acquire = band_216;
  assign tile_take = issue && tile_acquire;
  assign tile_give = (issue && band_400);
  wire wait_half_tile = tile_acquire && !tile_open;
  wire [9:0] addr_tile_271 = at_567;
  assign tile_0_raddr = {half_tile_reg, addr_tile_271};
  wire [9:0] addr_tile_273 = at_567;
  assign tile_1_raddr = {half_tile_reg, addr_tile_273};
  wire [9:0] addr_tile_275 = at_567;
  assign tile_2_raddr = {half_tile_reg, addr_tile_275};
  wire [9:0] addr_tile_277 = at_567;
  assign tile_3_raddr = {half_tile_reg, addr_tile_277};
  wire [10:0] addr_acc_279 = row_562_s6;
  wire acc_0_w0 = stage[6] && eq_31_s6;  // conv2d.py:242
  wire [31:0] acc_0_w0_data = new_582;
  wire [10:0] addr_acc_282 = row_562_s5;
  hwp_ram #(.WIDTH(32), .DEPTH(2048), .ADDR_W(11), .BLOCK(1)) u_acc_0 (
      .clk(ap_clk), .we(acc_0_w0), .waddr(addr_acc_279), .wdata(acc_0_w0_data),
      .raddr(addr_acc_282), .rdata(acc_0_rdata));
  wire [10:0] addr_acc_284 = row_562_s6;
  wire acc_1_w0 = stage[6] && eq_31_s6;  // conv2d.py:242
  wire [31:0] acc_1_w0_data = new_591;
  wire [10:0] addr_acc_287 = row_562_s5;
  hwp_ram #(.WIDTH(32), .DEPTH(2048), .ADDR_W(11), .BLOCK(1)) u_acc_1 (
      .clk(ap_clk), .we(acc_1_w0), .waddr(addr_acc_284), .wdata(acc_1_w0_data),
      .raddr(addr_acc_287), .rdata(acc_1_rdata));
  wire [10:0] addr_acc_289 = row_562_s6;
  wire acc_2_w0 = stage[6] && eq_31_s6;  // conv2d.py:242
  wire [31:0] acc_2_w0_data = new_604;
  wire [10:0] addr_acc_292 = row_562_s5;
  hwp_ram #(.WIDTH(32), .DEPTH(2048), .ADDR_W(11), .BLOCK(1)) u_acc_2 (
      .clk(ap_clk), .we(acc_2_w0), .waddr(addr_acc_289), .wdata(acc_2_w0_data),
      .raddr(addr_acc_292), .rdata(acc_2_rdata));
  wire [10:0] addr_acc_294 = row_562_s6;
  wire acc_3_w0 = stage[6] && eq_31_s6;  // conv2d.py:242
  wire [31:0] acc_3_w0_data = new_613;
  wire [10:0] addr_acc_297 = row_562_s5;
  hwp_ram #(.WIDTH(32), .DEPTH(2048), .ADDR_W(11), .BLOCK(1)) u_acc_3 (
      .clk(ap_clk), .we(acc_3_w0), .waddr(addr_acc_294), .wdata(acc_3_w0_data),
      .raddr(addr_acc_297), .rdata(acc_3_rdata));
  wire wrap_0 = eq_31 && band_43 && bor_48 && bor_53 && bor_58 && bor_63 && bor_68 && bor_73;
  wire wrap_1 = band_43 && bor_48 && bor_53 && bor_58 && bor_63 && bor_68 && bor_73;
  wire wrap_2 = bor_48 && bor_53 && bor_58 && bor_63 && bor_68 && bor_73;
  wire wrap_3 = bor_53 && bor_58 && bor_63 && bor_68 && bor_73;
  wire wrap_4 = bor_58 && bor_63 && bor_68 && bor_73;
  wire wrap_5 = bor_63 && bor_68 && bor_73;
  wire wrap_6 = bor_68 && bor_73;
  wire wrap_7 = bor_73;
  wire wrap_8 = 1'b1;
  wire [1:0] need_0 = wrap_6 ? left_0 - 2'd1 : 2'd0;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_get_ws && !wait_get_vs && !wait_put_sums && !wait_half_tile && hold == 0;

  assign idle = !(running || (stage != 0));

  always_ff @(posedge ap_clk) begin
    if (issue && (band_400)) half_tile_reg <= half_tile_reg == 1'd1 ? 1'd0 : half_tile_reg + 1'b1;
    if (issue && wrap_1) count_phase0_0 <= eq_31 ? 2'sd0 : count_phase0_0 + 2'sd1;
    if (issue && wrap_2) count_b_r_1 <= band_43 ? 29'sd0 : count_b_r_1 + 29'sd1;
    if (issue && wrap_3) count_ci_2 <= bor_48 ? 11'sd0 : count_ci_2 + 11'sd1;
    if (issue && wrap_4) count_po_3 <= bor_53 ? 11'sd0 : count_po_3 + 11'sd1;
    if (issue && wrap_5) count_ky_4 <= bor_58 ? 5'sd0 : count_ky_4 + 5'sd1;
    if (issue && wrap_6) count_kx_5 <= bor_63 ? 5'sd0 : count_kx_5 + 5'sd1;
    if (issue && wrap_7) count_ty_6 <= bor_68 ? 12'sd0 : count_ty_6 + 12'sd1;
    if (issue && wrap_8) count_tx_7 <= bor_73 ? 12'sd0 : count_tx_7 + 12'sd1;
    if (issue && wrap_7) step_551 <= bor_68 ? 23'sd0 : step_551 + scalar_7;
    if (issue && wrap_4) step_552 <= bor_53 ? 22'sd0 : step_552 + scalar_8;
    if (issue && wrap_7) step_556 <= bor_68 ? 24'sd0 : step_556 + scalar_9;
    if (issue && wrap_8) step_555 <= bor_73 ? 14'sd0 : step_555 + scalar_10;
    if (issue && wrap_5) step_554 <= bor_58 ? 17'sd0 : step_554 + scalar_11;
    if (issue && wrap_6) step_553 <= bor_63 ? 17'sd0 : step_553 + scalar_12;
    if (issue && wrap_0) running <= 1'b0;
    if (hold != 0 && slot) hold <= hold - 2'd1;
    if (issue) left_0 <= wrap_6 ? 2'd2 : left_0 > 1 ? left_0 - 2'd1 : left_0;
    if (issue) hold <= need_0;
    if (start) begin
      running <= 1'b1;
      half_tile_reg <= 1'd0;
      count_phase0_0 <= 2'sd0;
      count_b_r_1 <= 29'sd0;
      count_ci_2 <= 11'sd0;
      count_po_3 <= 11'sd0;
      count_ky_4 <= 5'sd0;
      count_kx_5 <= 5'sd0;
      count_ty_6 <= 12'sd0;
      count_tx_7 <= 12'sd0;
      step_551 <= 23'sd0;
      step_552 <= 22'sd0;
      step_556 <= 24'sd0;
      step_555 <= 14'sd0;
      step_554 <= 17'sd0;
      step_553 <= 17'sd0;
      hold <= 2'd0;
      left_0 <= 2'd2;
    end
    if (ap_rst) running <= 1'b0;
  end

  always_ff @(posedge ap_clk) begin
    stage <= {stage[5:1], issue};
    or_448_s2 <= or_448;
    load_574_s2 <= load_574;
    or_444_s2 <= or_444;
    or_444_s3 <= or_444_s2;
    load_572_s2 <= load_572;
    load_572_s3 <= load_572_s2;
    or_440_s2 <= or_440;
    or_440_s3 <= or_440_s2;
    or_440_s4 <= or_440_s3;
    load_570_s2 <= load_570;
    load_570_s3 <= load_570_s2;
    load_570_s4 <= load_570_s3;
    or_436_s2 <= or_436;
    or_436_s3 <= or_436_s2;
    or_436_s4 <= or_436_s3;
    or_436_s5 <= or_436_s4;
    load_568_s2 <= load_568;
    load_568_s3 <= load_568_s2;
    load_568_s4 <= load_568_s3;
    load_568_s5 <= load_568_s4;
    first_291_s1 <= first_291;
    first_291_s2 <= first_291_s1;
    first_291_s3 <= first_291_s2;
    first_291_s4 <= first_291_s3;
    first_291_s5 <= first_291_s4;
    first_291_s6 <= first_291_s5;
    or_477_s2 <= or_477;
    or_473_s2 <= or_473;
    or_473_s3 <= or_473_s2;
    or_469_s2 <= or_469;
    or_469_s3 <= or_469_s2;
    or_469_s4 <= or_469_s3;
    or_465_s2 <= or_465;
    or_465_s3 <= or_465_s2;
    or_465_s4 <= or_465_s3;
    or_465_s5 <= or_465_s4;
    bor_495_s1 <= bor_495;
    band_366_s1 <= band_366;
    band_366_s2 <= band_366_s1;
    band_366_s3 <= band_366_s2;
    band_366_s4 <= band_366_s3;
    band_366_s5 <= band_366_s4;
    band_366_s6 <= band_366_s5;
    eq_31_s1 <= eq_31;
    eq_31_s2 <= eq_31_s1;
    eq_31_s3 <= eq_31_s2;
    eq_31_s4 <= eq_31_s3;
    eq_31_s5 <= eq_31_s4;
    eq_31_s6 <= eq_31_s5;
    row_562_s1 <= row_562;
    row_562_s2 <= row_562_s1;
    row_562_s3 <= row_562_s2;
    row_562_s4 <= row_562_s3;
    row_562_s5 <= row_562_s4;
    row_562_s6 <= row_562_s5;
    if (issue) begin
      shadow_15_reg <= sel_614;
      shadow_14_reg <= sel_615;
      shadow_13_reg <= sel_616;
      shadow_12_reg <= sel_617;
      shadow_11_reg <= sel_618;
      shadow_10_reg <= sel_619;
      shadow_9_reg <= sel_620;
      shadow_8_reg <= sel_621;
      shadow_7_reg <= sel_622;
      shadow_6_reg <= sel_623;
      shadow_5_reg <= sel_624;
      shadow_4_reg <= sel_625;
      shadow_3_reg <= sel_626;
      shadow_2_reg <= sel_627;
      shadow_1_reg <= sel_628;
      shadow_0_reg <= sel_629;
    end
    if (stage[1] && bor_495_s1) begin
      active_0_reg <= shadow_0_reg;
      active_1_reg <= shadow_1_reg;
      active_2_reg <= shadow_2_reg;
      active_3_reg <= shadow_3_reg;
      active_4_reg <= shadow_4_reg;
      active_5_reg <= shadow_5_reg;
      active_6_reg <= shadow_6_reg;
      active_7_reg <= shadow_7_reg;
      active_8_reg <= shadow_8_reg;
      active_9_reg <= shadow_9_reg;
      active_10_reg <= shadow_10_reg;
      active_11_reg <= shadow_11_reg;
      active_12_reg <= shadow_12_reg;
      active_13_reg <= shadow_13_reg;
      active_14_reg <= shadow_14_reg;
      active_15_reg <= shadow_15_reg;
    end
    if (start) begin
      shadow_15_reg <= 2'sd0;
      shadow_14_reg <= 2'sd0;
      shadow_13_reg <= 2'sd0;
      shadow_12_reg <= 2'sd0;
      shadow_11_reg <= 2'sd0;
      shadow_10_reg <= 2'sd0;
      shadow_9_reg <= 2'sd0;
      shadow_8_reg <= 2'sd0;
      shadow_7_reg <= 2'sd0;
      shadow_6_reg <= 2'sd0;
      shadow_5_reg <= 2'sd0;
      shadow_4_reg <= 2'sd0;
      shadow_3_reg <= 2'sd0;
      shadow_2_reg <= 2'sd0;
      shadow_1_reg <= 2'sd0;
      shadow_0_reg <= 2'sd0;
      active_0_reg <= 2'sd0;
      active_1_reg <= 2'sd0;
      active_2_reg <= 2'sd0;
      active_3_reg <= 2'sd0;
      active_4_reg <= 2'sd0;
      active_5_reg <= 2'sd0;
      active_6_reg <= 2'sd0;
      active_7_reg <= 2'sd0;
      active_8_reg <= 2'sd0;
      active_9_reg <= 2'sd0;
      active_10_reg <= 2'sd0;
      active_11_reg <= 2'sd0;
      active_12_reg <= 2'sd0;
      active_13_reg <= 2'sd0;
      active_14_reg <= 2'sd0;
      active_15_reg <= 2'sd0;
    end
    if (ap_rst) stage <= 6'd0;
  end

`ifndef SYNTHESIS
  always_ff @(posedge ap_clk) begin
    if (issue && band_106 && !(eq_108)) $error("conv2d.py:198: pass_pixels is th * tw");
    if (issue && band_106 && !(le_110)) $error("conv2d.py:200: partial sums of block * pass_pixels pixels fit PSUM");
    if (issue && band_106 && !(lt_112)) $error("conv2d.py:202: every pixel of a pass lies in the tile");
  end
`endif

endmodule

`default_nettype wire

// ---- conv2d_load.sv
// Process load of conv2d.py, line 71: initiation interval 1, 1 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module conv2d_load (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [9:0] arg_groups,
    input  wire [9:0] arg_blocks,
    input  wire [9:0] arg_tiles_y,
    input  wire [9:0] arg_tiles_x,
    input  wire [9:0] arg_tiles_in,
    input  wire [10:0] arg_rows,
    input  wire [10:0] arg_cols,
    input  wire [31:0] x_rd_data,
    input  wire x_rd_valid,
    output wire x_rd_ready,
    input  wire tile_open,
    output wire tile_take,
    output wire tile_give,
    output wire tile_0_we,
    output wire [10:0] tile_0_waddr,
    output wire [7:0] tile_0_wdata,
    output wire tile_1_we,
    output wire [10:0] tile_1_waddr,
    output wire [7:0] tile_1_wdata,
    output wire tile_2_we,
    output wire [10:0] tile_2_waddr,
    output wire [7:0] tile_2_wdata,
    output wire tile_3_we,
    output wire [10:0] tile_3_waddr,
    output wire [7:0] tile_3_wdata
);

  logic running;
  logic signed [10:0] count_g_0;
  logic signed [10:0] count_b_1;
  logic signed [10:0] count_by_2;
  logic signed [10:0] count_bx_3;
  logic signed [10:0] count_ci_4;
  logic signed [10:0] count_r_5;
  logic signed [10:0] count_c_6;
  logic signed [20:0] step_120;  // conv2d.py:102
  logic [0:0] half_tile_reg;
  wire issue;

  wire signed [10:0] scalar_1 = $signed({1'b0, arg_groups});
  wire signed [10:0] add_16 = count_g_0 + 2'sd1;  // conv2d.py:89
  wire le_17 = scalar_1 <= add_16;  // conv2d.py:89
  wire signed [10:0] scalar_2 = $signed({1'b0, arg_blocks});
  wire signed [10:0] add_19 = count_b_1 + 2'sd1;  // conv2d.py:90
  wire le_20 = scalar_2 <= add_19;  // conv2d.py:90
  wire signed [10:0] scalar_3 = $signed({1'b0, arg_tiles_y});
  wire signed [10:0] add_22 = count_by_2 + 2'sd1;  // conv2d.py:91
  wire le_23 = scalar_3 <= add_22;  // conv2d.py:91
  wire signed [10:0] scalar_4 = $signed({1'b0, arg_tiles_x});
  wire signed [10:0] add_25 = count_bx_3 + 2'sd1;  // conv2d.py:92
  wire le_26 = scalar_4 <= add_25;  // conv2d.py:92
  wire signed [10:0] scalar_5 = $signed({1'b0, arg_tiles_in});
  wire signed [10:0] add_28 = count_ci_4 + 2'sd1;  // conv2d.py:93
  wire le_29 = scalar_5 <= add_28;  // conv2d.py:93
  wire signed [11:0] scalar_6 = $signed({1'b0, arg_rows});
  wire signed [11:0] add_31 = count_r_5 + 2'sd1;  // conv2d.py:95
  wire le_32 = scalar_6 <= add_31;  // conv2d.py:95
  wire signed [11:0] scalar_7 = $signed({1'b0, arg_cols});
  wire signed [11:0] add_34 = count_c_6 + 2'sd1;  // conv2d.py:96
  wire le_35 = scalar_7 <= add_34;  // conv2d.py:96
  wire eq_50 = count_r_5 == 2'sd0;  // conv2d.py:97
  wire eq_53 = count_c_6 == 2'sd0;  // conv2d.py:97
  wire band_60 = eq_50 && eq_53;  // conv2d.py:88
  wire band_98 = le_32 && le_35;  // conv2d.py:105
  wire signed [20:0] add_121 = count_c_6 + step_120;  // conv2d.py:105
  wire signed [7:0] get_111 = $signed(x_rd_data[7:0]);  // conv2d.py:102
  wire signed [7:0] get_112 = $signed(x_rd_data[15:8]);  // conv2d.py:102
  wire signed [7:0] get_113 = $signed(x_rd_data[23:16]);  // conv2d.py:102
  wire signed [7:0] get_114 = $signed(x_rd_data[31:24]);  // conv2d.py:102
  wire signed [21:0] mul_56 = scalar_6 * scalar_7;  // conv2d.py:88
  wire le_58 = mul_56 <= 12'sd1024;  // conv2d.py:88
  wire eq_37 = count_g_0 == 2'sd0;  // conv2d.py:97
  wire eq_38 = count_b_1 == 2'sd0;  // conv2d.py:97
  wire band_40 = eq_37 && eq_38;  // conv2d.py:97
  wire eq_41 = count_by_2 == 2'sd0;  // conv2d.py:97
  wire band_43 = band_40 && eq_41;  // conv2d.py:97
  wire eq_44 = count_bx_3 == 2'sd0;  // conv2d.py:97
  wire band_46 = band_43 && eq_44;  // conv2d.py:97
  wire eq_47 = count_ci_4 == 2'sd0;  // conv2d.py:97
  wire band_49 = band_46 && eq_47;  // conv2d.py:97
  wire band_52 = band_49 && eq_50;  // conv2d.py:97
  wire band_55 = band_52 && eq_53;  // conv2d.py:97
  wire x_rd_get = 1'b1;
  assign x_rd_ready = issue && x_rd_get;
  wire wait_get_x_rd = x_rd_get && !x_rd_valid;
  wire tile_acquire = band_60;
  assign tile_take = issue && tile_acquire;
  assign tile_give = (issue && band_98);
  wire wait_half_tile = tile_acquire && !tile_open;
  wire [9:0] addr_tile_50 = add_121;
  wire tile_0_w0 = issue && 1'b1;  // conv2d.py:105
  wire [7:0] tile_0_w0_data = get_111;
  assign tile_0_we = tile_0_w0;
  assign tile_0_waddr = {half_tile_reg, addr_tile_50};
  assign tile_0_wdata = tile_0_w0_data;
  wire [9:0] addr_tile_56 = add_121;
  wire tile_1_w0 = issue && 1'b1;  // conv2d.py:105
  wire [7:0] tile_1_w0_data = get_112;
  assign tile_1_we = tile_1_w0;
  assign tile_1_waddr = {half_tile_reg, addr_tile_56};
  assign tile_1_wdata = tile_1_w0_data;
  wire [9:0] addr_tile_62 = add_121;
  wire tile_2_w0 = issue && 1'b1;  // conv2d.py:105
  wire [7:0] tile_2_w0_data = get_113;
  assign tile_2_we = tile_2_w0;
  assign tile_2_waddr = {half_tile_reg, addr_tile_62};
  assign tile_2_wdata = tile_2_w0_data;
  wire [9:0] addr_tile_68 = add_121;
  wire tile_3_w0 = issue && 1'b1;  // conv2d.py:105
  wire [7:0] tile_3_w0_data = get_114;
  assign tile_3_we = tile_3_w0;
  assign tile_3_waddr = {half_tile_reg, addr_tile_68};
  assign tile_3_wdata = tile_3_w0_data;
  wire wrap_0 = le_17 && le_20 && le_23 && le_26 && le_29 && le_32 && le_35 && 1'b1;
  wire wrap_1 = le_20 && le_23 && le_26 && le_29 && le_32 && le_35 && 1'b1;
  wire wrap_2 = le_23 && le_26 && le_29 && le_32 && le_35 && 1'b1;
  wire wrap_3 = le_26 && le_29 && le_32 && le_35 && 1'b1;
  wire wrap_4 = le_29 && le_32 && le_35 && 1'b1;
  wire wrap_5 = le_32 && le_35 && 1'b1;
  wire wrap_6 = le_35 && 1'b1;
  wire wrap_7 = 1'b1;
  wire wrap_8 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_get_x_rd && !wait_half_tile;

  assign idle = !(running);

  always_ff @(posedge ap_clk) begin
    if (issue && (band_98)) half_tile_reg <= half_tile_reg == 1'd1 ? 1'd0 : half_tile_reg + 1'b1;
    if (issue && wrap_1) count_g_0 <= le_17 ? 11'sd0 : count_g_0 + 11'sd1;
    if (issue && wrap_2) count_b_1 <= le_20 ? 11'sd0 : count_b_1 + 11'sd1;
    if (issue && wrap_3) count_by_2 <= le_23 ? 11'sd0 : count_by_2 + 11'sd1;
    if (issue && wrap_4) count_bx_3 <= le_26 ? 11'sd0 : count_bx_3 + 11'sd1;
    if (issue && wrap_5) count_ci_4 <= le_29 ? 11'sd0 : count_ci_4 + 11'sd1;
    if (issue && wrap_6) count_r_5 <= le_32 ? 11'sd0 : count_r_5 + 11'sd1;
    if (issue && wrap_7) count_c_6 <= le_35 ? 11'sd0 : count_c_6 + 11'sd1;
    if (issue && wrap_6) step_120 <= le_32 ? 21'sd0 : step_120 + scalar_7;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      half_tile_reg <= 1'd0;
      count_g_0 <= 11'sd0;
      count_b_1 <= 11'sd0;
      count_by_2 <= 11'sd0;
      count_bx_3 <= 11'sd0;
      count_ci_4 <= 11'sd0;
      count_r_5 <= 11'sd0;
      count_c_6 <= 11'sd0;
      step_120 <= 21'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

`ifndef SYNTHESIS
  always_ff @(posedge ap_clk) begin
    if (issue && band_55 && !(le_58)) $error("conv2d.py:88: an input tile of at most TILE pixels");
  end
`endif

endmodule

`default_nettype wire

// ---- conv2d_load_channels.sv
// Process load_channels of conv2d.py, line 138: initiation interval 1, 1 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module conv2d_load_channels (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [19:0] arg_w_blocks,
    input  wire [19:0] arg_tiles,
    input  wire [15:0] arg_p_beats,
    output wire [63:0] ps_data,
    output wire ps_valid,
    input  wire ps_room,
    input  wire [63:0] p_rd_data,
    input  wire p_rd_valid,
    output wire p_rd_ready
);

  logic running;
  logic signed [20:0] count_b_0;
  logic signed [20:0] count_s_1;
  logic signed [16:0] count_n_2;
  wire issue;

  wire signed [20:0] scalar_1 = $signed({1'b0, arg_w_blocks});
  wire signed [20:0] add_6 = count_b_0 + 2'sd1;  // conv2d.py:145
  wire le_7 = scalar_1 <= add_6;  // conv2d.py:145
  wire signed [20:0] scalar_2 = $signed({1'b0, arg_tiles});
  wire signed [20:0] add_9 = count_s_1 + 2'sd1;  // conv2d.py:146
  wire le_10 = scalar_2 <= add_9;  // conv2d.py:146
  wire signed [16:0] scalar_3 = $signed({1'b0, arg_p_beats});
  wire signed [16:0] add_12 = count_n_2 + 2'sd1;  // conv2d.py:147
  wire le_13 = scalar_3 <= add_12;  // conv2d.py:147
  wire signed [31:0] get_43 = $signed(p_rd_data[31:0]);  // conv2d.py:148
  wire signed [31:0] get_44 = $signed(p_rd_data[63:32]);  // conv2d.py:148
  wire ps_put0 = issue && 1'b1;
  wire [31:0] ps_put0_0 = get_43;
  wire [31:0] ps_put0_1 = get_44;
  assign ps_valid = ps_put0;
  assign ps_data = {ps_put0_1, ps_put0_0};
  wire wait_put_ps = (1'b1) && !ps_room;
  wire p_rd_get = 1'b1;
  assign p_rd_ready = issue && p_rd_get;
  wire wait_get_p_rd = p_rd_get && !p_rd_valid;
  wire wrap_0 = le_7 && le_10 && le_13;
  wire wrap_1 = le_10 && le_13;
  wire wrap_2 = le_13;
  wire wrap_3 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_put_ps && !wait_get_p_rd;

  assign idle = !(running);

  always_ff @(posedge ap_clk) begin
    if (issue && wrap_1) count_b_0 <= le_7 ? 21'sd0 : count_b_0 + 21'sd1;
    if (issue && wrap_2) count_s_1 <= le_10 ? 21'sd0 : count_s_1 + 21'sd1;
    if (issue && wrap_3) count_n_2 <= le_13 ? 17'sd0 : count_n_2 + 17'sd1;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      count_b_0 <= 21'sd0;
      count_s_1 <= 21'sd0;
      count_n_2 <= 17'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

endmodule

`default_nettype wire

// ---- conv2d_load_channels_p_rd_addr.sv
// Process load_channels_p_rd_addr of conv2d.py, line 148: initiation interval 1, 1 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module conv2d_load_channels_p_rd_addr (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [19:0] arg_w_blocks,
    input  wire [19:0] arg_tiles,
    input  wire [15:0] arg_p_beats,
    input  wire [39:0] arg_p,
    output wire [55:0] p_rd_req_data,
    output wire p_rd_req_valid,
    input  wire p_rd_req_room
);

  logic running;
  logic signed [20:0] count_b_0;
  logic signed [20:0] count_s_1;
  logic signed [37:0] step_48;  // conv2d.py:148
  wire issue;

  wire signed [20:0] scalar_1 = $signed({1'b0, arg_w_blocks});
  wire signed [20:0] add_6 = count_b_0 + 2'sd1;  // conv2d.py:145
  wire le_7 = scalar_1 <= add_6;  // conv2d.py:145
  wire signed [20:0] scalar_2 = $signed({1'b0, arg_tiles});
  wire signed [20:0] add_9 = count_s_1 + 2'sd1;  // conv2d.py:146
  wire le_10 = scalar_2 <= add_9;  // conv2d.py:146
  wire signed [16:0] scalar_3 = $signed({1'b0, arg_p_beats});
  wire signed [56:0] shl_36 = scalar_3 <<< 40;  // conv2d.py:148
  wire signed [40:0] scalar_29 = $signed({1'b0, arg_p});
  wire signed [17:0] shl_30 = scalar_3 <<< 1;  // conv2d.py:148
  wire signed [39:0] shl_49 = step_48 <<< 2;  // conv2d.py:148
  wire signed [41:0] add_50 = scalar_29 + shl_49;  // conv2d.py:148
  wire [39:0] wrap_51_u = add_50;  // conv2d.py:148
  wire signed [40:0] wrap_51 = $signed({1'b0, wrap_51_u});
  wire signed [56:0] or_52 = shl_36 | wrap_51;  // conv2d.py:148
  wire signed [3:0] and_53 = wrap_51 & 4'sd7;  // conv2d.py:148
  wire eq_54 = and_53 == 2'sd0;  // conv2d.py:148
  wire p_rd_req_put0 = issue && 1'b1;
  wire [55:0] p_rd_req_put0_0 = or_52;
  assign p_rd_req_valid = p_rd_req_put0;
  assign p_rd_req_data = {p_rd_req_put0_0};
  wire wait_put_p_rd_req = (1'b1) && !p_rd_req_room;
  wire wrap_0 = le_7 && le_10;
  wire wrap_1 = le_10;
  wire wrap_2 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_put_p_rd_req;

  assign idle = !(running);

  always_ff @(posedge ap_clk) begin
    if (issue && wrap_1) count_b_0 <= le_7 ? 21'sd0 : count_b_0 + 21'sd1;
    if (issue && wrap_2) count_s_1 <= le_10 ? 21'sd0 : count_s_1 + 21'sd1;
    if (issue && wrap_1) step_48 <= le_7 ? 38'sd0 : step_48 + shl_30;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      count_b_0 <= 21'sd0;
      count_s_1 <= 21'sd0;
      step_48 <= 38'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

`ifndef SYNTHESIS
  always_ff @(posedge ap_clk) begin
    if (issue && 1'b1 && !(eq_54)) $error("conv2d.py:148: p[...] starts at a multiple of 8 bytes");
  end
`endif

endmodule

`default_nettype wire

// ---- conv2d_load_more_weights.sv
// Process load_more_weights of conv2d.py, line 124: initiation interval 1, 1 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module conv2d_load_more_weights (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [19:0] arg_w_blocks,
    input  wire [19:0] arg_tiles,
    input  wire [23:0] arg_w_beats,
    output wire [63:0] vs_data,
    output wire vs_valid,
    input  wire vs_room,
    input  wire [63:0] v_rd_data,
    input  wire v_rd_valid,
    output wire v_rd_ready
);

  logic running;
  logic signed [20:0] count_b_0;
  logic signed [20:0] count_s_1;
  logic signed [24:0] count_n_2;
  wire issue;

  wire signed [20:0] scalar_1 = $signed({1'b0, arg_w_blocks});
  wire signed [20:0] add_6 = count_b_0 + 2'sd1;  // conv2d.py:131
  wire le_7 = scalar_1 <= add_6;  // conv2d.py:131
  wire signed [20:0] scalar_2 = $signed({1'b0, arg_tiles});
  wire signed [20:0] add_9 = count_s_1 + 2'sd1;  // conv2d.py:132
  wire le_10 = scalar_2 <= add_9;  // conv2d.py:132
  wire signed [24:0] scalar_3 = $signed({1'b0, arg_w_beats});
  wire signed [24:0] add_12 = count_n_2 + 2'sd1;  // conv2d.py:133
  wire le_13 = scalar_3 <= add_12;  // conv2d.py:133
  wire signed [7:0] get_58 = $signed(v_rd_data[7:0]);  // conv2d.py:134
  wire signed [7:0] get_59 = $signed(v_rd_data[15:8]);  // conv2d.py:134
  wire signed [7:0] get_60 = $signed(v_rd_data[23:16]);  // conv2d.py:134
  wire signed [7:0] get_61 = $signed(v_rd_data[31:24]);  // conv2d.py:134
  wire signed [7:0] get_62 = $signed(v_rd_data[39:32]);  // conv2d.py:134
  wire signed [7:0] get_63 = $signed(v_rd_data[47:40]);  // conv2d.py:134
  wire signed [7:0] get_64 = $signed(v_rd_data[55:48]);  // conv2d.py:134
  wire signed [7:0] get_65 = $signed(v_rd_data[63:56]);  // conv2d.py:134
  wire vs_put0 = issue && 1'b1;
  wire [7:0] vs_put0_0 = get_58;
  wire [7:0] vs_put0_1 = get_59;
  wire [7:0] vs_put0_2 = get_60;
  wire [7:0] vs_put0_3 = get_61;
  wire [7:0] vs_put0_4 = get_62;
  wire [7:0] vs_put0_5 = get_63;
  wire [7:0] vs_put0_6 = get_64;
  wire [7:0] vs_put0_7 = get_65;
  assign vs_valid = vs_put0;
  assign vs_data = {vs_put0_7, vs_put0_6, vs_put0_5, vs_put0_4, vs_put0_3, vs_put0_2, vs_put0_1, vs_put0_0};
  wire wait_put_vs = (1'b1) && !vs_room;
  wire v_rd_get = 1'b1;
  assign v_rd_ready = issue && v_rd_get;
  wire wait_get_v_rd = v_rd_get && !v_rd_valid;
  wire wrap_0 = le_7 && le_10 && le_13;
  wire wrap_1 = le_10 && le_13;
  wire wrap_2 = le_13;
  wire wrap_3 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_put_vs && !wait_get_v_rd;

  assign idle = !(running);

  always_ff @(posedge ap_clk) begin
    if (issue && wrap_1) count_b_0 <= le_7 ? 21'sd0 : count_b_0 + 21'sd1;
    if (issue && wrap_2) count_s_1 <= le_10 ? 21'sd0 : count_s_1 + 21'sd1;
    if (issue && wrap_3) count_n_2 <= le_13 ? 25'sd0 : count_n_2 + 25'sd1;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      count_b_0 <= 21'sd0;
      count_s_1 <= 21'sd0;
      count_n_2 <= 25'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

endmodule

`default_nettype wire

// ---- conv2d_load_more_weights_v_rd_addr.sv
// Process load_more_weights_v_rd_addr of conv2d.py, line 134: initiation interval 1, 1 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module conv2d_load_more_weights_v_rd_addr (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [19:0] arg_w_blocks,
    input  wire [19:0] arg_tiles,
    input  wire [23:0] arg_w_beats,
    input  wire [39:0] arg_v,
    output wire [63:0] v_rd_req_data,
    output wire v_rd_req_valid,
    input  wire v_rd_req_room
);

  logic running;
  logic signed [20:0] count_b_0;
  logic signed [20:0] count_s_1;
  logic signed [47:0] step_69;  // conv2d.py:134
  wire issue;

  wire signed [20:0] scalar_1 = $signed({1'b0, arg_w_blocks});
  wire signed [20:0] add_6 = count_b_0 + 2'sd1;  // conv2d.py:131
  wire le_7 = scalar_1 <= add_6;  // conv2d.py:131
  wire signed [20:0] scalar_2 = $signed({1'b0, arg_tiles});
  wire signed [20:0] add_9 = count_s_1 + 2'sd1;  // conv2d.py:132
  wire le_10 = scalar_2 <= add_9;  // conv2d.py:132
  wire signed [24:0] scalar_3 = $signed({1'b0, arg_w_beats});
  wire signed [64:0] shl_52 = scalar_3 <<< 40;  // conv2d.py:134
  wire signed [40:0] scalar_47 = $signed({1'b0, arg_v});
  wire signed [27:0] shl_48 = scalar_3 <<< 3;  // conv2d.py:134
  wire signed [48:0] add_70 = scalar_47 + step_69;  // conv2d.py:134
  wire [39:0] wrap_71_u = add_70;  // conv2d.py:134
  wire signed [40:0] wrap_71 = $signed({1'b0, wrap_71_u});
  wire signed [64:0] or_72 = shl_52 | wrap_71;  // conv2d.py:134
  wire signed [3:0] and_73 = wrap_71 & 4'sd7;  // conv2d.py:134
  wire eq_74 = and_73 == 2'sd0;  // conv2d.py:134
  wire v_rd_req_put0 = issue && 1'b1;
  wire [63:0] v_rd_req_put0_0 = or_72;
  assign v_rd_req_valid = v_rd_req_put0;
  assign v_rd_req_data = {v_rd_req_put0_0};
  wire wait_put_v_rd_req = (1'b1) && !v_rd_req_room;
  wire wrap_0 = le_7 && le_10;
  wire wrap_1 = le_10;
  wire wrap_2 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_put_v_rd_req;

  assign idle = !(running);

  always_ff @(posedge ap_clk) begin
    if (issue && wrap_1) count_b_0 <= le_7 ? 21'sd0 : count_b_0 + 21'sd1;
    if (issue && wrap_2) count_s_1 <= le_10 ? 21'sd0 : count_s_1 + 21'sd1;
    if (issue && wrap_1) step_69 <= le_7 ? 48'sd0 : step_69 + shl_48;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      count_b_0 <= 21'sd0;
      count_s_1 <= 21'sd0;
      step_69 <= 48'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

`ifndef SYNTHESIS
  always_ff @(posedge ap_clk) begin
    if (issue && 1'b1 && !(eq_74)) $error("conv2d.py:134: v[...] starts at a multiple of 8 bytes");
  end
`endif

endmodule

`default_nettype wire

// ---- conv2d_load_weights.sv
// Process load_weights of conv2d.py, line 110: initiation interval 1, 1 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module conv2d_load_weights (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [19:0] arg_w_blocks,
    input  wire [19:0] arg_tiles,
    input  wire [23:0] arg_w_beats,
    output wire [63:0] ws_data,
    output wire ws_valid,
    input  wire ws_room,
    input  wire [63:0] w_rd_data,
    input  wire w_rd_valid,
    output wire w_rd_ready
);

  logic running;
  logic signed [20:0] count_b_0;
  logic signed [20:0] count_s_1;
  logic signed [24:0] count_n_2;
  wire issue;

  wire signed [20:0] scalar_1 = $signed({1'b0, arg_w_blocks});
  wire signed [20:0] add_6 = count_b_0 + 2'sd1;  // conv2d.py:117
  wire le_7 = scalar_1 <= add_6;  // conv2d.py:117
  wire signed [20:0] scalar_2 = $signed({1'b0, arg_tiles});
  wire signed [20:0] add_9 = count_s_1 + 2'sd1;  // conv2d.py:118
  wire le_10 = scalar_2 <= add_9;  // conv2d.py:118
  wire signed [24:0] scalar_3 = $signed({1'b0, arg_w_beats});
  wire signed [24:0] add_12 = count_n_2 + 2'sd1;  // conv2d.py:119
  wire le_13 = scalar_3 <= add_12;  // conv2d.py:119
  wire signed [7:0] get_58 = $signed(w_rd_data[7:0]);  // conv2d.py:120
  wire signed [7:0] get_59 = $signed(w_rd_data[15:8]);  // conv2d.py:120
  wire signed [7:0] get_60 = $signed(w_rd_data[23:16]);  // conv2d.py:120
  wire signed [7:0] get_61 = $signed(w_rd_data[31:24]);  // conv2d.py:120
  wire signed [7:0] get_62 = $signed(w_rd_data[39:32]);  // conv2d.py:120
  wire signed [7:0] get_63 = $signed(w_rd_data[47:40]);  // conv2d.py:120
  wire signed [7:0] get_64 = $signed(w_rd_data[55:48]);  // conv2d.py:120
  wire signed [7:0] get_65 = $signed(w_rd_data[63:56]);  // conv2d.py:120
  wire ws_put0 = issue && 1'b1;
  wire [7:0] ws_put0_0 = get_58;
  wire [7:0] ws_put0_1 = get_59;
  wire [7:0] ws_put0_2 = get_60;
  wire [7:0] ws_put0_3 = get_61;
  wire [7:0] ws_put0_4 = get_62;
  wire [7:0] ws_put0_5 = get_63;
  wire [7:0] ws_put0_6 = get_64;
  wire [7:0] ws_put0_7 = get_65;
  assign ws_valid = ws_put0;
  assign ws_data = {ws_put0_7, ws_put0_6, ws_put0_5, ws_put0_4, ws_put0_3, ws_put0_2, ws_put0_1, ws_put0_0};
  wire wait_put_ws = (1'b1) && !ws_room;
  wire w_rd_get = 1'b1;
  assign w_rd_ready = issue && w_rd_get;
  wire wait_get_w_rd = w_rd_get && !w_rd_valid;
  wire wrap_0 = le_7 && le_10 && le_13;
  wire wrap_1 = le_10 && le_13;
  wire wrap_2 = le_13;
  wire wrap_3 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_put_ws && !wait_get_w_rd;

  assign idle = !(running);

  always_ff @(posedge ap_clk) begin
    if (issue && wrap_1) count_b_0 <= le_7 ? 21'sd0 : count_b_0 + 21'sd1;
    if (issue && wrap_2) count_s_1 <= le_10 ? 21'sd0 : count_s_1 + 21'sd1;
    if (issue && wrap_3) count_n_2 <= le_13 ? 25'sd0 : count_n_2 + 25'sd1;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      count_b_0 <= 21'sd0;
      count_s_1 <= 21'sd0;
      count_n_2 <= 25'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

endmodule

`default_nettype wire

// ---- conv2d_load_weights_w_rd_addr.sv
// Process load_weights_w_rd_addr of conv2d.py, line 120: initiation interval 1, 1 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module conv2d_load_weights_w_rd_addr (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [19:0] arg_w_blocks,
    input  wire [19:0] arg_tiles,
    input  wire [23:0] arg_w_beats,
    input  wire [39:0] arg_w,
    output wire [63:0] w_rd_req_data,
    output wire w_rd_req_valid,
    input  wire w_rd_req_room
);

  logic running;
  logic signed [20:0] count_b_0;
  logic signed [20:0] count_s_1;
  logic signed [47:0] step_69;  // conv2d.py:120
  wire issue;

  wire signed [20:0] scalar_1 = $signed({1'b0, arg_w_blocks});
  wire signed [20:0] add_6 = count_b_0 + 2'sd1;  // conv2d.py:117
  wire le_7 = scalar_1 <= add_6;  // conv2d.py:117
  wire signed [20:0] scalar_2 = $signed({1'b0, arg_tiles});
  wire signed [20:0] add_9 = count_s_1 + 2'sd1;  // conv2d.py:118
  wire le_10 = scalar_2 <= add_9;  // conv2d.py:118
  wire signed [24:0] scalar_3 = $signed({1'b0, arg_w_beats});
  wire signed [64:0] shl_52 = scalar_3 <<< 40;  // conv2d.py:120
  wire signed [40:0] scalar_47 = $signed({1'b0, arg_w});
  wire signed [27:0] shl_48 = scalar_3 <<< 3;  // conv2d.py:120
  wire signed [48:0] add_70 = scalar_47 + step_69;  // conv2d.py:120
  wire [39:0] wrap_71_u = add_70;  // conv2d.py:120
  wire signed [40:0] wrap_71 = $signed({1'b0, wrap_71_u});
  wire signed [64:0] or_72 = shl_52 | wrap_71;  // conv2d.py:120
  wire signed [3:0] and_73 = wrap_71 & 4'sd7;  // conv2d.py:120
  wire eq_74 = and_73 == 2'sd0;  // conv2d.py:120
  wire w_rd_req_put0 = issue && 1'b1;
  wire [63:0] w_rd_req_put0_0 = or_72;
  assign w_rd_req_valid = w_rd_req_put0;
  assign w_rd_req_data = {w_rd_req_put0_0};
  wire wait_put_w_rd_req = (1'b1) && !w_rd_req_room;
  wire wrap_0 = le_7 && le_10;
  wire wrap_1 = le_10;
  wire wrap_2 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_put_w_rd_req;

  assign idle = !(running);

  always_ff @(posedge ap_clk) begin
    if (issue && wrap_1) count_b_0 <= le_7 ? 21'sd0 : count_b_0 + 21'sd1;
    if (issue && wrap_2) count_s_1 <= le_10 ? 21'sd0 : count_s_1 + 21'sd1;
    if (issue && wrap_1) step_69 <= le_7 ? 48'sd0 : step_69 + shl_48;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      count_b_0 <= 21'sd0;
      count_s_1 <= 21'sd0;
      step_69 <= 48'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

`ifndef SYNTHESIS
  always_ff @(posedge ap_clk) begin
    if (issue && 1'b1 && !(eq_74)) $error("conv2d.py:120: w[...] starts at a multiple of 8 bytes");
  end
`endif

endmodule

`default_nettype wire

// ---- conv2d_load_x_rd_addr.sv
// Process load_x_rd_addr of conv2d.py, line 102: initiation interval 1, 1 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module conv2d_load_x_rd_addr (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [9:0] arg_groups,
    input  wire [9:0] arg_blocks,
    input  wire [9:0] arg_tiles_y,
    input  wire [9:0] arg_tiles_x,
    input  wire [9:0] arg_tiles_in,
    input  wire [10:0] arg_rows,
    input  wire [10:0] arg_cols,
    input  wire [27:0] arg_x_row,
    input  wire [27:0] arg_x_tile_x,
    input  wire [39:0] arg_x,
    input  wire [27:0] arg_x_group,
    input  wire [27:0] arg_x_tile_y,
    input  wire [27:0] arg_x_in,
    output wire [50:0] x_rd_req_data,
    output wire x_rd_req_valid,
    input  wire x_rd_req_room
);

  logic running;
  logic signed [10:0] count_g_0;
  logic signed [10:0] count_b_1;
  logic signed [10:0] count_by_2;
  logic signed [10:0] count_bx_3;
  logic signed [10:0] count_ci_4;
  logic signed [10:0] count_r_5;
  logic signed [38:0] step_115;  // conv2d.py:102
  logic signed [38:0] step_116;  // conv2d.py:102
  logic signed [38:0] step_119;  // conv2d.py:102
  logic signed [38:0] step_117;  // conv2d.py:102
  logic signed [38:0] step_118;  // conv2d.py:102
  wire issue;

  wire signed [10:0] scalar_1 = $signed({1'b0, arg_groups});
  wire signed [10:0] add_16 = count_g_0 + 2'sd1;  // conv2d.py:89
  wire le_17 = scalar_1 <= add_16;  // conv2d.py:89
  wire signed [10:0] scalar_2 = $signed({1'b0, arg_blocks});
  wire signed [10:0] add_19 = count_b_1 + 2'sd1;  // conv2d.py:90
  wire le_20 = scalar_2 <= add_19;  // conv2d.py:90
  wire signed [10:0] scalar_3 = $signed({1'b0, arg_tiles_y});
  wire signed [10:0] add_22 = count_by_2 + 2'sd1;  // conv2d.py:91
  wire le_23 = scalar_3 <= add_22;  // conv2d.py:91
  wire signed [10:0] scalar_4 = $signed({1'b0, arg_tiles_x});
  wire signed [10:0] add_25 = count_bx_3 + 2'sd1;  // conv2d.py:92
  wire le_26 = scalar_4 <= add_25;  // conv2d.py:92
  wire signed [10:0] scalar_5 = $signed({1'b0, arg_tiles_in});
  wire signed [10:0] add_28 = count_ci_4 + 2'sd1;  // conv2d.py:93
  wire le_29 = scalar_5 <= add_28;  // conv2d.py:93
  wire signed [11:0] scalar_6 = $signed({1'b0, arg_rows});
  wire signed [11:0] add_31 = count_r_5 + 2'sd1;  // conv2d.py:95
  wire le_32 = scalar_6 <= add_31;  // conv2d.py:95
  wire signed [11:0] scalar_7 = $signed({1'b0, arg_cols});
  wire signed [51:0] shl_105 = scalar_7 <<< 40;  // conv2d.py:102
  wire signed [28:0] scalar_12 = $signed({1'b0, arg_x_row});
  wire signed [28:0] scalar_11 = $signed({1'b0, arg_x_tile_x});
  wire signed [39:0] add_131 = step_115 + step_116;  // conv2d.py:105
  wire signed [40:0] scalar_100 = $signed({1'b0, arg_x});
  wire signed [28:0] scalar_8 = $signed({1'b0, arg_x_group});
  wire signed [41:0] add_129 = scalar_100 + step_119;  // conv2d.py:105
  wire signed [28:0] scalar_10 = $signed({1'b0, arg_x_tile_y});
  wire signed [28:0] scalar_9 = $signed({1'b0, arg_x_in});
  wire signed [39:0] add_130 = step_117 + step_118;  // conv2d.py:105
  wire signed [41:0] add_132 = add_129 + add_130;  // conv2d.py:105
  wire signed [42:0] add_133 = add_131 + add_132;  // conv2d.py:105
  wire [39:0] wrap_134_u = add_133;  // conv2d.py:102
  wire signed [40:0] wrap_134 = $signed({1'b0, wrap_134_u});
  wire signed [51:0] or_135 = shl_105 | wrap_134;  // conv2d.py:102
  wire signed [2:0] and_136 = wrap_134 & 3'sd3;  // conv2d.py:102
  wire eq_137 = and_136 == 2'sd0;  // conv2d.py:102
  wire x_rd_req_put0 = issue && 1'b1;
  wire [50:0] x_rd_req_put0_0 = or_135;
  assign x_rd_req_valid = x_rd_req_put0;
  assign x_rd_req_data = {x_rd_req_put0_0};
  wire wait_put_x_rd_req = (1'b1) && !x_rd_req_room;
  wire wrap_0 = le_17 && le_20 && le_23 && le_26 && le_29 && le_32;
  wire wrap_1 = le_20 && le_23 && le_26 && le_29 && le_32;
  wire wrap_2 = le_23 && le_26 && le_29 && le_32;
  wire wrap_3 = le_26 && le_29 && le_32;
  wire wrap_4 = le_29 && le_32;
  wire wrap_5 = le_32;
  wire wrap_6 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_put_x_rd_req;

  assign idle = !(running);

  always_ff @(posedge ap_clk) begin
    if (issue && wrap_1) count_g_0 <= le_17 ? 11'sd0 : count_g_0 + 11'sd1;
    if (issue && wrap_2) count_b_1 <= le_20 ? 11'sd0 : count_b_1 + 11'sd1;
    if (issue && wrap_3) count_by_2 <= le_23 ? 11'sd0 : count_by_2 + 11'sd1;
    if (issue && wrap_4) count_bx_3 <= le_26 ? 11'sd0 : count_bx_3 + 11'sd1;
    if (issue && wrap_5) count_ci_4 <= le_29 ? 11'sd0 : count_ci_4 + 11'sd1;
    if (issue && wrap_6) count_r_5 <= le_32 ? 11'sd0 : count_r_5 + 11'sd1;
    if (issue && wrap_6) step_115 <= le_32 ? 39'sd0 : step_115 + scalar_12;
    if (issue && wrap_4) step_116 <= le_26 ? 39'sd0 : step_116 + scalar_11;
    if (issue && wrap_1) step_119 <= le_17 ? 39'sd0 : step_119 + scalar_8;
    if (issue && wrap_3) step_117 <= le_23 ? 39'sd0 : step_117 + scalar_10;
    if (issue && wrap_5) step_118 <= le_29 ? 39'sd0 : step_118 + scalar_9;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      count_g_0 <= 11'sd0;
      count_b_1 <= 11'sd0;
      count_by_2 <= 11'sd0;
      count_bx_3 <= 11'sd0;
      count_ci_4 <= 11'sd0;
      count_r_5 <= 11'sd0;
      step_115 <= 39'sd0;
      step_116 <= 39'sd0;
      step_119 <= 39'sd0;
      step_117 <= 39'sd0;
      step_118 <= 39'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

`ifndef SYNTHESIS
  always_ff @(posedge ap_clk) begin
    if (issue && 1'b1 && !(eq_137)) $error("conv2d.py:102: x[...] starts at a multiple of 4 bytes");
  end
`endif

endmodule

`default_nettype wire

// ---- conv2d_requantise.sv
// Process requantise of conv2d.py, line 267: initiation interval 1, 5 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module conv2d_requantise (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [9:0] arg_groups,
    input  wire [9:0] arg_blocks,
    input  wire [9:0] arg_tiles_y,
    input  wire [9:0] arg_tiles_x,
    input  wire [9:0] arg_block,
    input  wire [11:0] arg_th,
    input  wire [11:0] arg_tw,
    input  wire [11:0] arg_oh,
    input  wire [23:0] arg_ow,
    input  wire [9:0] arg_tiles_out,
    input  wire [7:0] arg_high,
    input  wire [7:0] arg_zero,
    input  wire [7:0] arg_low,
    input  wire [63:0] ps_data,
    input  wire ps_valid,
    output wire ps_ready,
    input  wire [127:0] sums_data,
    input  wire sums_valid,
    output wire sums_ready,
    output wire [31:0] pixels_data,
    output wire pixels_valid,
    input  wire pixels_room
);

  logic running;
  logic [4:1] stage;
  logic signed [1:0] count_phase0_0;
  logic signed [10:0] count_n_g_1;
  logic signed [10:0] count_b_2;
  logic signed [10:0] count_by_3;
  logic signed [10:0] count_bx_4;
  logic signed [10:0] count_po_5;
  logic signed [11:0] count_ty_6;
  logic signed [11:0] count_tx_7;
  logic signed [22:0] step_568;  // conv2d.py:298
  logic signed [21:0] step_571;  // conv2d.py:298
  logic signed [21:0] step_570;  // conv2d.py:298
  logic signed [20:0] step_569;  // conv2d.py:298
  logic signed [17:0] scale_0_reg;
  logic signed [31:0] bias_0_reg;
  logic signed [31:0] get_180_s1;
  logic signed [17:0] scale_0_reg_s2;
  logic signed [24:0] sel_420_s2;
  logic signed [41:0] product_421;  // conv2d.py:321
  logic signed [10:0] near_435_s4;
  logic signed [17:0] scale_1_reg;
  logic signed [31:0] bias_1_reg;
  logic signed [31:0] get_181_s1;
  logic signed [17:0] scale_1_reg_s2;
  logic signed [24:0] sel_449_s2;
  logic signed [41:0] product_450;  // conv2d.py:321
  logic signed [10:0] near_464_s4;
  logic signed [17:0] scale_2_reg;
  logic signed [31:0] bias_2_reg;
  logic signed [31:0] get_182_s1;
  logic signed [17:0] scale_2_reg_s2;
  logic signed [24:0] sel_478_s2;
  logic signed [41:0] product_479;  // conv2d.py:321
  logic signed [10:0] near_493_s4;
  logic signed [17:0] scale_3_reg;
  logic signed [31:0] bias_3_reg;
  logic signed [31:0] get_183_s1;
  logic signed [17:0] scale_3_reg_s2;
  logic signed [24:0] sel_507_s2;
  logic signed [41:0] product_508;  // conv2d.py:321
  logic signed [10:0] near_522_s4;
  logic signed [31:0] next_bias_1_reg;
  logic signed [31:0] next_bias_2_reg;
  logic bor_585_s1;
  logic signed [31:0] next_bias_3_reg;
  logic signed [17:0] next_scale_1_reg;
  logic signed [17:0] next_scale_2_reg;
  logic signed [17:0] next_scale_3_reg;
  logic signed [31:0] next_bias_0_reg;
  logic signed [31:0] next_bias_0_reg_s1;
  logic signed [17:0] next_scale_0_reg;
  logic signed [17:0] next_scale_0_reg_s1;
  logic bor_544_s1;
  logic band_584_s1;
  logic band_584_s2;
  logic band_584_s3;
  logic band_584_s4;
  wire issue;

  wire eq_18 = count_phase0_0 == 2'sd1;  // conv2d.py:288
  wire eq_21 = count_n_g_1 == 3'sd3;  // conv2d.py:299
  wire eq_22 = count_phase0_0 == 2'sd0;  // conv2d.py:299
  wire bnot_23 = !eq_22;  // conv2d.py:299
  wire bor_24 = eq_21 || bnot_23;  // conv2d.py:299
  wire signed [10:0] scalar_1 = $signed({1'b0, arg_groups});
  wire signed [10:0] add_27 = count_n_g_1 + 2'sd1;  // conv2d.py:299
  wire le_28 = scalar_1 <= add_27;  // conv2d.py:299
  wire bnot_29 = !eq_18;  // conv2d.py:299
  wire bor_30 = le_28 || bnot_29;  // conv2d.py:299
  wire band_32 = bor_24 && bor_30;  // conv2d.py:299
  wire signed [10:0] scalar_2 = $signed({1'b0, arg_blocks});
  wire signed [10:0] add_35 = count_b_2 + 2'sd1;  // conv2d.py:300
  wire le_36 = scalar_2 <= add_35;  // conv2d.py:300
  wire bor_37 = bnot_29 || le_36;  // conv2d.py:300
  wire signed [10:0] scalar_3 = $signed({1'b0, arg_tiles_y});
  wire signed [10:0] add_40 = count_by_3 + 2'sd1;  // conv2d.py:301
  wire le_41 = scalar_3 <= add_40;  // conv2d.py:301
  wire bor_42 = bnot_29 || le_41;  // conv2d.py:301
  wire signed [10:0] scalar_4 = $signed({1'b0, arg_tiles_x});
  wire signed [10:0] add_45 = count_bx_4 + 2'sd1;  // conv2d.py:302
  wire le_46 = scalar_4 <= add_45;  // conv2d.py:302
  wire bor_47 = bnot_29 || le_46;  // conv2d.py:302
  wire signed [10:0] scalar_5 = $signed({1'b0, arg_block});
  wire signed [10:0] add_50 = count_po_5 + 2'sd1;  // conv2d.py:303
  wire le_51 = scalar_5 <= add_50;  // conv2d.py:303
  wire bor_52 = bnot_29 || le_51;  // conv2d.py:303
  wire signed [12:0] scalar_6 = $signed({1'b0, arg_th});
  wire signed [12:0] add_55 = count_ty_6 + 2'sd1;  // conv2d.py:304
  wire le_56 = scalar_6 <= add_55;  // conv2d.py:304
  wire bor_57 = bnot_29 || le_56;  // conv2d.py:304
  wire signed [12:0] scalar_7 = $signed({1'b0, arg_tw});
  wire signed [12:0] add_60 = count_tx_7 + 2'sd1;  // conv2d.py:305
  wire le_61 = scalar_7 <= add_60;  // conv2d.py:305
  wire bor_62 = bnot_29 || le_61;  // conv2d.py:305
  wire signed [22:0] add_572 = count_tx_7 + step_568;  // conv2d.py:313
  wire lt_573 = add_572 < 4'sd4;  // conv2d.py:313
  wire signed [10:0] add_140 = scalar_1 + -2'sd1;  // conv2d.py:307
  wire eq_141 = count_n_g_1 == add_140;  // conv2d.py:307
  wire signed [10:0] add_142 = scalar_2 + -2'sd1;  // conv2d.py:308
  wire eq_143 = count_b_2 == add_142;  // conv2d.py:308
  wire band_145 = eq_141 && eq_143;  // conv2d.py:308
  wire signed [10:0] add_146 = scalar_3 + -2'sd1;  // conv2d.py:309
  wire eq_147 = count_by_3 == add_146;  // conv2d.py:309
  wire band_149 = band_145 && eq_147;  // conv2d.py:309
  wire signed [10:0] add_150 = scalar_4 + -2'sd1;  // conv2d.py:310
  wire eq_151 = count_bx_4 == add_150;  // conv2d.py:310
  wire band_153 = band_149 && eq_151;  // conv2d.py:310
  wire signed [10:0] add_154 = scalar_5 + -2'sd1;  // conv2d.py:311
  wire eq_155 = count_po_5 == add_154;  // conv2d.py:311
  wire final_157 = band_153 && eq_155;  // conv2d.py:311
  wire bnot_161 = !final_157;  // conv2d.py:313
  wire band_574 = lt_573 && bnot_161;  // conv2d.py:313
  wire band_575 = eq_18 && band_574;  // conv2d.py:313
  wire signed [21:0] add_580 = count_ty_6 + step_571;  // conv2d.py:324
  wire signed [12:0] scalar_9 = $signed({1'b0, arg_oh});
  wire lt_581 = add_580 < scalar_9;  // conv2d.py:324
  wire signed [21:0] add_578 = count_tx_7 + step_570;  // conv2d.py:324
  wire signed [24:0] scalar_10 = $signed({1'b0, arg_ow});
  wire lt_579 = add_578 < scalar_10;  // conv2d.py:324
  wire inside_582 = lt_581 && lt_579;  // conv2d.py:324
  wire signed [20:0] add_576 = count_po_5 + step_569;  // conv2d.py:325
  wire signed [10:0] scalar_8 = $signed({1'b0, arg_tiles_out});
  wire lt_577 = add_576 < scalar_8;  // conv2d.py:325
  wire band_583 = inside_582 && lt_577;  // conv2d.py:325
  wire band_584 = eq_18 && band_583;  // conv2d.py:325
  wire signed [7:0] scalar_13 = $signed(arg_high);
  wire signed [7:0] scalar_11 = $signed(arg_zero);
  wire signed [31:0] get_180 = $signed(sums_data[31:0]);  // conv2d.py:318
  wire signed [32:0] add_411 = bias_0_reg + get_180_s1;  // conv2d.py:321
  wire signed [31:0] wrap_412 = add_411;  // conv2d.py:321
  wire signed [7:0] top_416 = wrap_412 >>> 24;  // conv2d.py:254
  wire eq_418 = top_416 == 2'sd0;  // conv2d.py:255
  wire eq_417 = top_416 == -2'sd1;  // conv2d.py:255
  wire bor_419 = eq_418 || eq_417;  // conv2d.py:255
  wire signed [24:0] wrap_415 = add_411;  // conv2d.py:255
  wire lt_413 = 2'sd0 < wrap_412;  // conv2d.py:255
  wire signed [24:0] sel_414 = lt_413 ? 25'sd16777215 : -26'sd16777216;  // conv2d.py:255
  wire signed [24:0] sel_420 = bor_419 ? wrap_415 : sel_414;  // conv2d.py:255
  wire signed [16:0] part_429 = product_421 & 17'sd65535;  // conv2d.py:261
  wire lt_432 = 17'sd32768 < part_429;  // conv2d.py:262
  wire eq_430 = part_429 == 17'sd32768;  // conv2d.py:262
  wire signed [25:0] whole_422 = product_421 >>> 16;  // conv2d.py:260
  wire signed [1:0] and_427 = whole_422 & 2'sd1;  // conv2d.py:262
  wire eq_428 = and_427 == 2'sd1;  // conv2d.py:262
  wire band_431 = eq_430 && eq_428;  // conv2d.py:262
  wire up_433 = lt_432 || band_431;  // conv2d.py:262
  wire lt_423 = 10'sd511 < whole_422;  // conv2d.py:263
  wire signed [25:0] sel_424 = lt_423 ? 10'sd511 : whole_422;  // conv2d.py:263
  wire lt_425 = sel_424 < -11'sd512;  // conv2d.py:263
  wire signed [9:0] sel_426 = lt_425 ? -11'sd512 : sel_424;  // conv2d.py:263
  wire signed [10:0] add_434 = $signed({1'b0, up_433}) + sel_426;  // conv2d.py:263
  wire signed [10:0] near_435 = scalar_11 + add_434;  // conv2d.py:322
  wire signed [7:0] scalar_12 = $signed(arg_low);
  wire lt_436 = near_435_s4 < scalar_12;  // conv2d.py:323
  wire signed [10:0] sel_437 = lt_436 ? scalar_12 : near_435_s4;  // conv2d.py:323
  wire lt_438 = scalar_13 < sel_437;  // conv2d.py:323
  wire signed [7:0] sel_439 = lt_438 ? scalar_13 : sel_437;  // conv2d.py:323
  wire signed [31:0] get_181 = $signed(sums_data[63:32]);  // conv2d.py:318
  wire signed [32:0] add_440 = bias_1_reg + get_181_s1;  // conv2d.py:321
  wire signed [31:0] wrap_441 = add_440;  // conv2d.py:321
  wire signed [7:0] top_445 = wrap_441 >>> 24;  // conv2d.py:254
  wire eq_447 = top_445 == 2'sd0;  // conv2d.py:255
  wire eq_446 = top_445 == -2'sd1;  // conv2d.py:255
  wire bor_448 = eq_447 || eq_446;  // conv2d.py:255
  wire signed [24:0] wrap_444 = add_440;  // conv2d.py:255
  wire lt_442 = 2'sd0 < wrap_441;  // conv2d.py:255
  wire signed [24:0] sel_443 = lt_442 ? 25'sd16777215 : -26'sd16777216;  // conv2d.py:255
  wire signed [24:0] sel_449 = bor_448 ? wrap_444 : sel_443;  // conv2d.py:255
  wire signed [16:0] part_458 = product_450 & 17'sd65535;  // conv2d.py:261
  wire lt_461 = 17'sd32768 < part_458;  // conv2d.py:262
  wire eq_459 = part_458 == 17'sd32768;  // conv2d.py:262
  wire signed [25:0] whole_451 = product_450 >>> 16;  // conv2d.py:260
  wire signed [1:0] and_456 = whole_451 & 2'sd1;  // conv2d.py:262
  wire eq_457 = and_456 == 2'sd1;  // conv2d.py:262
  wire band_460 = eq_459 && eq_457;  // conv2d.py:262
  wire up_462 = lt_461 || band_460;  // conv2d.py:262
  wire lt_452 = 10'sd511 < whole_451;  // conv2d.py:263
  wire signed [25:0] sel_453 = lt_452 ? 10'sd511 : whole_451;  // conv2d.py:263
  wire lt_454 = sel_453 < -11'sd512;  // conv2d.py:263
  wire signed [9:0] sel_455 = lt_454 ? -11'sd512 : sel_453;  // conv2d.py:263
  wire signed [10:0] add_463 = $signed({1'b0, up_462}) + sel_455;  // conv2d.py:263
  wire signed [10:0] near_464 = scalar_11 + add_463;  // conv2d.py:322
  wire lt_465 = near_464_s4 < scalar_12;  // conv2d.py:323
  wire signed [10:0] sel_466 = lt_465 ? scalar_12 : near_464_s4;  // conv2d.py:323
  wire lt_467 = scalar_13 < sel_466;  // conv2d.py:323
  wire signed [7:0] sel_468 = lt_467 ? scalar_13 : sel_466;  // conv2d.py:323
  wire signed [31:0] get_182 = $signed(sums_data[95:64]);  // conv2d.py:318
  wire signed [32:0] add_469 = bias_2_reg + get_182_s1;  // conv2d.py:321
  wire signed [31:0] wrap_470 = add_469;  // conv2d.py:321
  wire signed [7:0] top_474 = wrap_470 >>> 24;  // conv2d.py:254
  wire eq_476 = top_474 == 2'sd0;  // conv2d.py:255
  wire eq_475 = top_474 == -2'sd1;  // conv2d.py:255
  wire bor_477 = eq_476 || eq_475;  // conv2d.py:255
  wire signed [24:0] wrap_473 = add_469;  // conv2d.py:255
  wire lt_471 = 2'sd0 < wrap_470;  // conv2d.py:255
  wire signed [24:0] sel_472 = lt_471 ? 25'sd16777215 : -26'sd16777216;  // conv2d.py:255
  wire signed [24:0] sel_478 = bor_477 ? wrap_473 : sel_472;  // conv2d.py:255
  wire signed [16:0] part_487 = product_479 & 17'sd65535;  // conv2d.py:261
  wire lt_490 = 17'sd32768 < part_487;  // conv2d.py:262
  wire eq_488 = part_487 == 17'sd32768;  // conv2d.py:262
  wire signed [25:0] whole_480 = product_479 >>> 16;  // conv2d.py:260
  wire signed [1:0] and_485 = whole_480 & 2'sd1;  // conv2d.py:262
  wire eq_486 = and_485 == 2'sd1;  // conv2d.py:262
  wire band_489 = eq_488 && eq_486;  // conv2d.py:262
  wire up_491 = lt_490 || band_489;  // conv2d.py:262
  wire lt_481 = 10'sd511 < whole_480;  // conv2d.py:263
  wire signed [25:0] sel_482 = lt_481 ? 10'sd511 : whole_480;  // conv2d.py:263
  wire lt_483 = sel_482 < -11'sd512;  // conv2d.py:263
  wire signed [9:0] sel_484 = lt_483 ? -11'sd512 : sel_482;  // conv2d.py:263
  wire signed [10:0] add_492 = $signed({1'b0, up_491}) + sel_484;  // conv2d.py:263
  wire signed [10:0] near_493 = scalar_11 + add_492;  // conv2d.py:322
  wire lt_494 = near_493_s4 < scalar_12;  // conv2d.py:323
  wire signed [10:0] sel_495 = lt_494 ? scalar_12 : near_493_s4;  // conv2d.py:323
  wire lt_496 = scalar_13 < sel_495;  // conv2d.py:323
  wire signed [7:0] sel_497 = lt_496 ? scalar_13 : sel_495;  // conv2d.py:323
  wire signed [31:0] get_183 = $signed(sums_data[127:96]);  // conv2d.py:318
  wire signed [32:0] add_498 = bias_3_reg + get_183_s1;  // conv2d.py:321
  wire signed [31:0] wrap_499 = add_498;  // conv2d.py:321
  wire signed [7:0] top_503 = wrap_499 >>> 24;  // conv2d.py:254
  wire eq_505 = top_503 == 2'sd0;  // conv2d.py:255
  wire eq_504 = top_503 == -2'sd1;  // conv2d.py:255
  wire bor_506 = eq_505 || eq_504;  // conv2d.py:255
  wire signed [24:0] wrap_502 = add_498;  // conv2d.py:255
  wire lt_500 = 2'sd0 < wrap_499;  // conv2d.py:255
  wire signed [24:0] sel_501 = lt_500 ? 25'sd16777215 : -26'sd16777216;  // conv2d.py:255
  wire signed [24:0] sel_507 = bor_506 ? wrap_502 : sel_501;  // conv2d.py:255
  wire signed [16:0] part_516 = product_508 & 17'sd65535;  // conv2d.py:261
  wire lt_519 = 17'sd32768 < part_516;  // conv2d.py:262
  wire eq_517 = part_516 == 17'sd32768;  // conv2d.py:262
  wire signed [25:0] whole_509 = product_508 >>> 16;  // conv2d.py:260
  wire signed [1:0] and_514 = whole_509 & 2'sd1;  // conv2d.py:262
  wire eq_515 = and_514 == 2'sd1;  // conv2d.py:262
  wire band_518 = eq_517 && eq_515;  // conv2d.py:262
  wire up_520 = lt_519 || band_518;  // conv2d.py:262
  wire lt_510 = 10'sd511 < whole_509;  // conv2d.py:263
  wire signed [25:0] sel_511 = lt_510 ? 10'sd511 : whole_509;  // conv2d.py:263
  wire lt_512 = sel_511 < -11'sd512;  // conv2d.py:263
  wire signed [9:0] sel_513 = lt_512 ? -11'sd512 : sel_511;  // conv2d.py:263
  wire signed [10:0] add_521 = $signed({1'b0, up_520}) + sel_513;  // conv2d.py:263
  wire signed [10:0] near_522 = scalar_11 + add_521;  // conv2d.py:322
  wire lt_523 = near_522_s4 < scalar_12;  // conv2d.py:323
  wire signed [10:0] sel_524 = lt_523 ? scalar_12 : near_522_s4;  // conv2d.py:323
  wire lt_525 = scalar_13 < sel_524;  // conv2d.py:323
  wire signed [7:0] sel_526 = lt_525 ? scalar_13 : sel_524;  // conv2d.py:323
  wire bor_585 = eq_22 || band_575;  // conv2d.py:323
  wire signed [31:0] sel_586 = bor_585_s1 ? next_bias_1_reg : next_bias_2_reg;  // conv2d.py:323
  wire signed [31:0] sel_587 = bor_585_s1 ? next_bias_2_reg : next_bias_3_reg;  // conv2d.py:323
  wire signed [17:0] sel_588 = bor_585_s1 ? next_scale_1_reg : next_scale_2_reg;  // conv2d.py:323
  wire signed [17:0] sel_589 = bor_585_s1 ? next_scale_2_reg : next_scale_3_reg;  // conv2d.py:323
  wire signed [31:0] sel_590 = bor_585_s1 ? next_bias_0_reg_s1 : next_bias_1_reg;  // conv2d.py:323
  wire signed [17:0] sel_591 = bor_585_s1 ? next_scale_0_reg_s1 : next_scale_1_reg;  // conv2d.py:323
  wire signed [31:0] get_167 = $signed(ps_data[31:0]);  // conv2d.py:314
  wire signed [31:0] get_100 = $signed(ps_data[31:0]);  // conv2d.py:291
  wire signed [31:0] sel_117 = eq_22 ? get_100 : next_bias_0_reg;  // conv2d.py:293
  wire signed [31:0] sel_592 = band_575 ? get_167 : sel_117;  // conv2d.py:316
  wire signed [31:0] get_168 = $signed(ps_data[63:32]);  // conv2d.py:314
  wire [16:0] wrap_176_u = get_168;  // conv2d.py:317
  wire signed [17:0] wrap_176 = $signed({1'b0, wrap_176_u});
  wire signed [31:0] get_101 = $signed(ps_data[63:32]);  // conv2d.py:291
  wire [16:0] wrap_118_u = get_101;  // conv2d.py:294
  wire signed [17:0] wrap_118 = $signed({1'b0, wrap_118_u});
  wire signed [17:0] sel_119 = eq_22 ? wrap_118 : next_scale_0_reg;  // conv2d.py:294
  wire signed [17:0] sel_593 = band_575 ? wrap_176 : sel_119;  // conv2d.py:317
  wire signed [2:0] wrapiv_26 = count_n_g_1;  // conv2d.py:299
  wire eq_120 = wrapiv_26 == 3'sd3;  // conv2d.py:295
  wire band_122 = eq_22 && eq_120;  // conv2d.py:295
  wire signed [11:0] add_378 = scalar_6 + -2'sd1;  // conv2d.py:327
  wire eq_379 = count_ty_6 == add_378;  // conv2d.py:327
  wire signed [11:0] add_380 = scalar_7 + -2'sd1;  // conv2d.py:327
  wire eq_381 = count_tx_7 == add_380;  // conv2d.py:327
  wire band_383 = eq_379 && eq_381;  // conv2d.py:327
  wire band_385 = eq_18 && band_383;  // conv2d.py:327
  wire bor_544 = band_122 || band_385;  // conv2d.py:297
  wire signed [31:0] sel_594 = bor_544_s1 ? next_bias_0_reg : bias_0_reg;  // conv2d.py:297
  wire signed [17:0] sel_595 = bor_544_s1 ? next_scale_0_reg : scale_0_reg;  // conv2d.py:298
  wire signed [31:0] sel_596 = bor_544_s1 ? sel_590 : bias_1_reg;  // conv2d.py:297
  wire signed [17:0] sel_597 = bor_544_s1 ? sel_591 : scale_1_reg;  // conv2d.py:298
  wire signed [31:0] sel_598 = bor_544_s1 ? sel_586 : bias_2_reg;  // conv2d.py:297
  wire signed [17:0] sel_599 = bor_544_s1 ? sel_588 : scale_2_reg;  // conv2d.py:298
  wire signed [31:0] sel_600 = bor_544_s1 ? sel_587 : bias_3_reg;  // conv2d.py:297
  wire signed [17:0] sel_601 = bor_544_s1 ? sel_589 : scale_3_reg;  // conv2d.py:298
  wire signed [23:0] mul_97 = scalar_6 * scalar_7;  // conv2d.py:289
  wire le_98 = 4'sd4 <= mul_97;  // conv2d.py:289
  wire eq_81 = count_tx_7 == 2'sd0;  // conv2d.py:305
  wire eq_78 = count_ty_6 == 2'sd0;  // conv2d.py:305
  wire eq_75 = count_po_5 == 2'sd0;  // conv2d.py:305
  wire eq_72 = count_bx_4 == 2'sd0;  // conv2d.py:305
  wire eq_69 = count_by_3 == 2'sd0;  // conv2d.py:305
  wire eq_64 = count_n_g_1 == 2'sd0;  // conv2d.py:305
  wire eq_66 = count_b_2 == 2'sd0;  // conv2d.py:305
  wire band_85 = eq_64 && eq_66;  // conv2d.py:305
  wire band_87 = eq_69 && band_85;  // conv2d.py:305
  wire band_89 = eq_72 && band_87;  // conv2d.py:305
  wire band_91 = eq_75 && band_89;  // conv2d.py:305
  wire band_93 = eq_78 && band_91;  // conv2d.py:305
  wire band_95 = eq_81 && band_93;  // conv2d.py:305
  wire band_96 = eq_22 && band_95;  // conv2d.py:305
  wire ps_get = eq_22 || band_575;
  assign ps_ready = issue && ps_get;
  wire wait_get_ps = ps_get && !ps_valid;
  wire sums_get = eq_18;
  assign sums_ready = issue && sums_get;
  wire wait_get_sums = sums_get && !sums_valid;
  wire pixels_put0 = stage[4] && band_584_s4;
  wire [7:0] pixels_put0_0 = sel_439;
  wire [7:0] pixels_put0_1 = sel_468;
  wire [7:0] pixels_put0_2 = sel_497;
  wire [7:0] pixels_put0_3 = sel_526;
  assign pixels_valid = pixels_put0;
  assign pixels_data = {pixels_put0_3, pixels_put0_2, pixels_put0_1, pixels_put0_0};
  wire wait_put_pixels = (band_584) && !pixels_room;
  wire wrap_0 = eq_18 && band_32 && bor_37 && bor_42 && bor_47 && bor_52 && bor_57 && bor_62;
  wire wrap_1 = band_32 && bor_37 && bor_42 && bor_47 && bor_52 && bor_57 && bor_62;
  wire wrap_2 = bor_37 && bor_42 && bor_47 && bor_52 && bor_57 && bor_62;
  wire wrap_3 = bor_42 && bor_47 && bor_52 && bor_57 && bor_62;
  wire wrap_4 = bor_47 && bor_52 && bor_57 && bor_62;
  wire wrap_5 = bor_52 && bor_57 && bor_62;
  wire wrap_6 = bor_57 && bor_62;
  wire wrap_7 = bor_62;
  wire wrap_8 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_get_ps && !wait_get_sums && !wait_put_pixels;

  assign idle = !(running || (stage != 0));

  always_ff @(posedge ap_clk) begin
    if (issue && wrap_1) count_phase0_0 <= eq_18 ? 2'sd0 : count_phase0_0 + 2'sd1;
    if (issue && wrap_2) count_n_g_1 <= band_32 ? 11'sd0 : count_n_g_1 + 11'sd1;
    if (issue && wrap_3) count_b_2 <= bor_37 ? 11'sd0 : count_b_2 + 11'sd1;
    if (issue && wrap_4) count_by_3 <= bor_42 ? 11'sd0 : count_by_3 + 11'sd1;
    if (issue && wrap_5) count_bx_4 <= bor_47 ? 11'sd0 : count_bx_4 + 11'sd1;
    if (issue && wrap_6) count_po_5 <= bor_52 ? 11'sd0 : count_po_5 + 11'sd1;
    if (issue && wrap_7) count_ty_6 <= bor_57 ? 12'sd0 : count_ty_6 + 12'sd1;
    if (issue && wrap_8) count_tx_7 <= bor_62 ? 12'sd0 : count_tx_7 + 12'sd1;
    if (issue && wrap_7) step_568 <= bor_57 ? 23'sd0 : step_568 + scalar_7;
    if (issue && wrap_4) step_571 <= bor_42 ? 22'sd0 : step_571 + scalar_6;
    if (issue && wrap_5) step_570 <= bor_47 ? 22'sd0 : step_570 + scalar_7;
    if (issue && wrap_3) step_569 <= bor_37 ? 21'sd0 : step_569 + scalar_5;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      count_phase0_0 <= 2'sd0;
      count_n_g_1 <= 11'sd0;
      count_b_2 <= 11'sd0;
      count_by_3 <= 11'sd0;
      count_bx_4 <= 11'sd0;
      count_po_5 <= 11'sd0;
      count_ty_6 <= 12'sd0;
      count_tx_7 <= 12'sd0;
      step_568 <= 23'sd0;
      step_571 <= 22'sd0;
      step_570 <= 22'sd0;
      step_569 <= 21'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

  always_ff @(posedge ap_clk) begin
    stage <= {stage[3:1], issue};
    get_180_s1 <= get_180;
    scale_0_reg_s2 <= scale_0_reg;
    sel_420_s2 <= sel_420;
    product_421 <= scale_0_reg_s2 * sel_420_s2;
    near_435_s4 <= near_435;
    get_181_s1 <= get_181;
    scale_1_reg_s2 <= scale_1_reg;
    sel_449_s2 <= sel_449;
    product_450 <= scale_1_reg_s2 * sel_449_s2;
    near_464_s4 <= near_464;
    get_182_s1 <= get_182;
    scale_2_reg_s2 <= scale_2_reg;
    sel_478_s2 <= sel_478;
    product_479 <= scale_2_reg_s2 * sel_478_s2;
    near_493_s4 <= near_493;
    get_183_s1 <= get_183;
    scale_3_reg_s2 <= scale_3_reg;
    sel_507_s2 <= sel_507;
    product_508 <= scale_3_reg_s2 * sel_507_s2;
    near_522_s4 <= near_522;
    bor_585_s1 <= bor_585;
    next_bias_0_reg_s1 <= next_bias_0_reg;
    next_scale_0_reg_s1 <= next_scale_0_reg;
    bor_544_s1 <= bor_544;
    band_584_s1 <= band_584;
    band_584_s2 <= band_584_s1;
    band_584_s3 <= band_584_s2;
    band_584_s4 <= band_584_s3;
    if (stage[1] && bor_585_s1) begin
      next_bias_2_reg <= next_bias_1_reg;
      next_bias_3_reg <= next_bias_2_reg;
      next_scale_2_reg <= next_scale_1_reg;
      next_scale_3_reg <= next_scale_2_reg;
      next_bias_1_reg <= next_bias_0_reg_s1;
      next_scale_1_reg <= next_scale_0_reg_s1;
    end
    if (issue) begin
      next_bias_0_reg <= sel_592;
      next_scale_0_reg <= sel_593;
    end
    if (stage[1] && bor_544_s1) begin
      bias_0_reg <= next_bias_0_reg;
      scale_0_reg <= next_scale_0_reg;
      bias_1_reg <= sel_590;
      scale_1_reg <= sel_591;
      bias_2_reg <= sel_586;
      scale_2_reg <= sel_588;
      bias_3_reg <= sel_587;
      scale_3_reg <= sel_589;
    end
    if (start) begin
      next_bias_2_reg <= 2'sd0;
      next_bias_3_reg <= 2'sd0;
      next_scale_2_reg <= 2'sd0;
      next_scale_3_reg <= 2'sd0;
      next_bias_1_reg <= 2'sd0;
      next_scale_1_reg <= 2'sd0;
      next_bias_0_reg <= 2'sd0;
      next_scale_0_reg <= 2'sd0;
      bias_0_reg <= 2'sd0;
      scale_0_reg <= 2'sd0;
      bias_1_reg <= 2'sd0;
      scale_1_reg <= 2'sd0;
      bias_2_reg <= 2'sd0;
      scale_2_reg <= 2'sd0;
      bias_3_reg <= 2'sd0;
      scale_3_reg <= 2'sd0;
    end
    if (ap_rst) stage <= 4'd0;
  end

`ifndef SYNTHESIS
  always_ff @(posedge ap_clk) begin
    if (issue && band_96 && !(le_98)) $error("conv2d.py:289: a pass of at least as many pixels as outputs, to load their scales");
  end
`endif

endmodule

`default_nettype wire

// ---- conv2d_store.sv
// Process store of conv2d.py, line 334: initiation interval 1, 1 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module conv2d_store (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [9:0] arg_groups,
    input  wire [9:0] arg_blocks,
    input  wire [9:0] arg_y_tiles_y,
    input  wire [9:0] arg_y_tiles_x,
    input  wire [9:0] arg_tiles_out,
    input  wire [9:0] arg_block,
    input  wire [11:0] arg_y_oh,
    input  wire [11:0] arg_y_th,
    input  wire [23:0] arg_y_ow,
    input  wire [11:0] arg_y_tw,
    input  wire [31:0] pixels_data,
    input  wire pixels_valid,
    output wire pixels_ready,
    output wire [31:0] y_wr_data,
    output wire y_wr_valid,
    input  wire y_wr_room
);

  logic running;
  logic signed [10:0] count_g_0;
  logic signed [10:0] count_b_1;
  logic signed [10:0] count_by_2;
  logic signed [10:0] count_bx_3;
  logic signed [20:0] step_119;  // conv2d.py:370
  logic signed [10:0] count_po_4;
  logic signed [21:0] step_118;  // conv2d.py:370
  logic signed [11:0] count_ty_5;
  logic signed [21:0] step_117;  // conv2d.py:370
  logic signed [11:0] count_tx_6;
  wire issue;

  wire signed [10:0] scalar_1 = $signed({1'b0, arg_groups});
  wire signed [10:0] add_20 = count_g_0 + 2'sd1;  // conv2d.py:355
  wire le_21 = scalar_1 <= add_20;  // conv2d.py:355
  wire signed [10:0] scalar_2 = $signed({1'b0, arg_blocks});
  wire signed [10:0] add_23 = count_b_1 + 2'sd1;  // conv2d.py:356
  wire le_24 = scalar_2 <= add_23;  // conv2d.py:356
  wire signed [10:0] scalar_5 = $signed({1'b0, arg_y_tiles_y});
  wire signed [10:0] add_26 = count_by_2 + 2'sd1;  // conv2d.py:357
  wire le_27 = scalar_5 <= add_26;  // conv2d.py:357
  wire signed [10:0] scalar_6 = $signed({1'b0, arg_y_tiles_x});
  wire signed [10:0] add_29 = count_bx_3 + 2'sd1;  // conv2d.py:358
  wire le_30 = scalar_6 <= add_29;  // conv2d.py:358
  wire signed [10:0] scalar_4 = $signed({1'b0, arg_tiles_out});
  wire signed [10:0] scalar_3 = $signed({1'b0, arg_block});
  wire signed [20:0] sub_120 = scalar_4 - step_119;  // conv2d.py:359
  wire lt_121 = sub_120 < scalar_3;  // conv2d.py:359
  wire signed [20:0] sel_122 = lt_121 ? sub_120 : scalar_3;  // conv2d.py:359
  wire signed [10:0] add_36 = count_po_4 + 2'sd1;  // conv2d.py:359
  wire le_123 = sel_122 <= add_36;  // conv2d.py:359
  wire signed [12:0] scalar_9 = $signed({1'b0, arg_y_oh});
  wire signed [12:0] scalar_7 = $signed({1'b0, arg_y_th});
  wire signed [21:0] sub_124 = scalar_9 - step_118;  // conv2d.py:360
  wire lt_125 = sub_124 < scalar_7;  // conv2d.py:360
  wire signed [21:0] sel_126 = lt_125 ? sub_124 : scalar_7;  // conv2d.py:360
  wire signed [12:0] add_44 = count_ty_5 + 2'sd1;  // conv2d.py:360
  wire le_127 = sel_126 <= add_44;  // conv2d.py:360
  wire signed [24:0] scalar_10 = $signed({1'b0, arg_y_ow});
  wire signed [12:0] scalar_8 = $signed({1'b0, arg_y_tw});
  wire signed [24:0] sub_128 = scalar_10 - step_117;  // conv2d.py:361
  wire lt_129 = sub_128 < scalar_8;  // conv2d.py:361
  wire signed [21:0] sel_130 = lt_129 ? sub_128 : scalar_8;  // conv2d.py:361
  wire signed [12:0] add_52 = count_tx_6 + 2'sd1;  // conv2d.py:361
  wire le_131 = sel_130 <= add_52;  // conv2d.py:361
  wire signed [7:0] get_87 = $signed(pixels_data[7:0]);  // conv2d.py:366
  wire signed [7:0] get_88 = $signed(pixels_data[15:8]);  // conv2d.py:366
  wire signed [7:0] get_89 = $signed(pixels_data[23:16]);  // conv2d.py:366
  wire signed [7:0] get_90 = $signed(pixels_data[31:24]);  // conv2d.py:366
  wire lt_132 = 2'sd0 < sel_122;  // conv2d.py:359
  wire lt_133 = 2'sd0 < sel_126;  // conv2d.py:360
  wire lt_134 = 2'sd0 < sel_130;  // conv2d.py:361
  wire pixels_get = 1'b1;
  assign pixels_ready = issue && pixels_get;
  wire wait_get_pixels = pixels_get && !pixels_valid;
  wire y_wr_put0 = issue && 1'b1;
  wire [7:0] y_wr_put0_0 = get_87;
  wire [7:0] y_wr_put0_1 = get_88;
  wire [7:0] y_wr_put0_2 = get_89;
  wire [7:0] y_wr_put0_3 = get_90;
  assign y_wr_valid = y_wr_put0;
  assign y_wr_data = {y_wr_put0_3, y_wr_put0_2, y_wr_put0_1, y_wr_put0_0};
  wire wait_put_y_wr = (1'b1) && !y_wr_room;
  wire wrap_0 = le_21 && le_24 && le_27 && le_30 && le_123 && le_127 && le_131 && 1'b1;
  wire wrap_1 = le_24 && le_27 && le_30 && le_123 && le_127 && le_131 && 1'b1;
  wire wrap_2 = le_27 && le_30 && le_123 && le_127 && le_131 && 1'b1;
  wire wrap_3 = le_30 && le_123 && le_127 && le_131 && 1'b1;
  wire wrap_4 = le_123 && le_127 && le_131 && 1'b1;
  wire wrap_5 = le_127 && le_131 && 1'b1;
  wire wrap_6 = le_131 && 1'b1;
  wire wrap_7 = 1'b1;
  wire wrap_8 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_get_pixels && !wait_put_y_wr;

  assign idle = !(running);

  always_ff @(posedge ap_clk) begin
    if (issue && wrap_1) count_g_0 <= le_21 ? 11'sd0 : count_g_0 + 11'sd1;
    if (issue && wrap_2) count_b_1 <= le_24 ? 11'sd0 : count_b_1 + 11'sd1;
    if (issue && wrap_3) count_by_2 <= le_27 ? 11'sd0 : count_by_2 + 11'sd1;
    if (issue && wrap_4) count_bx_3 <= le_30 ? 11'sd0 : count_bx_3 + 11'sd1;
    if (issue && wrap_5) count_po_4 <= le_123 ? 11'sd0 : count_po_4 + 11'sd1;
    if (issue && wrap_6) count_ty_5 <= le_127 ? 12'sd0 : count_ty_5 + 12'sd1;
    if (issue && wrap_7) count_tx_6 <= le_131 ? 12'sd0 : count_tx_6 + 12'sd1;
    if (issue && wrap_2) step_119 <= le_24 ? 21'sd0 : step_119 + scalar_3;
    if (issue && wrap_3) step_118 <= le_27 ? 22'sd0 : step_118 + scalar_7;
    if (issue && wrap_4) step_117 <= le_30 ? 22'sd0 : step_117 + scalar_8;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      count_g_0 <= 11'sd0;
      count_b_1 <= 11'sd0;
      count_by_2 <= 11'sd0;
      count_bx_3 <= 11'sd0;
      count_po_4 <= 11'sd0;
      count_ty_5 <= 12'sd0;
      count_tx_6 <= 12'sd0;
      step_119 <= 21'sd0;
      step_118 <= 22'sd0;
      step_117 <= 22'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

`ifndef SYNTHESIS
  always_ff @(posedge ap_clk) begin
    if (issue && 1'b1 && !(lt_132)) $error("conv2d.py:359: loop po runs at least once");
    if (issue && 1'b1 && !(lt_133)) $error("conv2d.py:360: loop ty runs at least once");
    if (issue && 1'b1 && !(lt_134)) $error("conv2d.py:361: loop tx runs at least once");
  end
`endif

endmodule

`default_nettype wire

// ---- conv2d_store_y_wr_addr.sv
// Process store_y_wr_addr of conv2d.py, line 370: initiation interval 1, 1 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module conv2d_store_y_wr_addr (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [9:0] arg_groups,
    input  wire [9:0] arg_blocks,
    input  wire [9:0] arg_y_tiles_y,
    input  wire [9:0] arg_y_tiles_x,
    input  wire [9:0] arg_tiles_out,
    input  wire [9:0] arg_block,
    input  wire [11:0] arg_y_oh,
    input  wire [11:0] arg_y_th,
    input  wire [23:0] arg_y_ow,
    input  wire [11:0] arg_y_tw,
    input  wire [27:0] arg_y_row,
    input  wire [39:0] arg_y,
    input  wire [27:0] arg_y_group,
    input  wire [27:0] arg_y_out,
    input  wire [27:0] arg_y_block,
    input  wire [27:0] arg_y_tile_x,
    input  wire [27:0] arg_y_tile_y,
    output wire [51:0] y_wr_req_data,
    output wire y_wr_req_valid,
    input  wire y_wr_req_room
);

  logic running;
  logic signed [10:0] count_g_0;
  logic signed [10:0] count_b_1;
  logic signed [10:0] count_by_2;
  logic signed [10:0] count_bx_3;
  logic signed [20:0] step_119;  // conv2d.py:370
  logic signed [10:0] count_po_4;
  logic signed [21:0] step_118;  // conv2d.py:370
  logic signed [11:0] count_ty_5;
  logic signed [21:0] step_117;  // conv2d.py:370
  logic signed [39:0] step_137;  // conv2d.py:361
  logic signed [38:0] step_142;  // conv2d.py:361
  logic signed [38:0] step_140;  // conv2d.py:361
  logic signed [38:0] step_141;  // conv2d.py:361
  logic signed [38:0] step_138;  // conv2d.py:361
  logic signed [38:0] step_139;  // conv2d.py:361
  wire issue;

  wire signed [10:0] scalar_1 = $signed({1'b0, arg_groups});
  wire signed [10:0] add_20 = count_g_0 + 2'sd1;  // conv2d.py:355
  wire le_21 = scalar_1 <= add_20;  // conv2d.py:355
  wire signed [10:0] scalar_2 = $signed({1'b0, arg_blocks});
  wire signed [10:0] add_23 = count_b_1 + 2'sd1;  // conv2d.py:356
  wire le_24 = scalar_2 <= add_23;  // conv2d.py:356
  wire signed [10:0] scalar_5 = $signed({1'b0, arg_y_tiles_y});
  wire signed [10:0] add_26 = count_by_2 + 2'sd1;  // conv2d.py:357
  wire le_27 = scalar_5 <= add_26;  // conv2d.py:357
  wire signed [10:0] scalar_6 = $signed({1'b0, arg_y_tiles_x});
  wire signed [10:0] add_29 = count_bx_3 + 2'sd1;  // conv2d.py:358
  wire le_30 = scalar_6 <= add_29;  // conv2d.py:358
  wire signed [10:0] scalar_4 = $signed({1'b0, arg_tiles_out});
  wire signed [10:0] scalar_3 = $signed({1'b0, arg_block});
  wire signed [20:0] sub_120 = scalar_4 - step_119;  // conv2d.py:359
  wire lt_121 = sub_120 < scalar_3;  // conv2d.py:359
  wire signed [20:0] sel_122 = lt_121 ? sub_120 : scalar_3;  // conv2d.py:359
  wire signed [10:0] add_36 = count_po_4 + 2'sd1;  // conv2d.py:359
  wire le_123 = sel_122 <= add_36;  // conv2d.py:359
  wire signed [12:0] scalar_9 = $signed({1'b0, arg_y_oh});
  wire signed [12:0] scalar_7 = $signed({1'b0, arg_y_th});
  wire signed [21:0] sub_124 = scalar_9 - step_118;  // conv2d.py:360
  wire lt_125 = sub_124 < scalar_7;  // conv2d.py:360
  wire signed [21:0] sel_126 = lt_125 ? sub_124 : scalar_7;  // conv2d.py:360
  wire signed [12:0] add_44 = count_ty_5 + 2'sd1;  // conv2d.py:360
  wire le_127 = sel_126 <= add_44;  // conv2d.py:360
  wire signed [24:0] scalar_10 = $signed({1'b0, arg_y_ow});
  wire signed [12:0] scalar_8 = $signed({1'b0, arg_y_tw});
  wire signed [24:0] sub_128 = scalar_10 - step_117;  // conv2d.py:361
  wire lt_129 = sub_128 < scalar_8;  // conv2d.py:361
  wire signed [21:0] sel_130 = lt_129 ? sub_128 : scalar_8;  // conv2d.py:361
  wire [11:0] wrap_150_u = sel_130;  // conv2d.py:370
  wire signed [12:0] wrap_150 = $signed({1'b0, wrap_150_u});
  wire signed [52:0] shl_151 = wrap_150 <<< 40;  // conv2d.py:370
  wire signed [28:0] scalar_16 = $signed({1'b0, arg_y_row});
  wire signed [40:0] scalar_105 = $signed({1'b0, arg_y});
  wire signed [28:0] scalar_11 = $signed({1'b0, arg_y_group});
  wire signed [41:0] add_143 = scalar_105 + step_142;  // conv2d.py:361
  wire signed [41:0] add_146 = step_137 + add_143;  // conv2d.py:361
  wire signed [28:0] scalar_13 = $signed({1'b0, arg_y_out});
  wire signed [28:0] scalar_12 = $signed({1'b0, arg_y_block});
  wire signed [39:0] add_144 = step_140 + step_141;  // conv2d.py:361
  wire signed [28:0] scalar_15 = $signed({1'b0, arg_y_tile_x});
  wire signed [28:0] scalar_14 = $signed({1'b0, arg_y_tile_y});
  wire signed [39:0] add_145 = step_138 + step_139;  // conv2d.py:361
  wire signed [40:0] add_147 = add_144 + add_145;  // conv2d.py:361
  wire signed [42:0] add_148 = add_146 + add_147;  // conv2d.py:361
  wire [39:0] wrap_149_u = add_148;  // conv2d.py:370
  wire signed [40:0] wrap_149 = $signed({1'b0, wrap_149_u});
  wire signed [52:0] or_152 = shl_151 | wrap_149;  // conv2d.py:370
  wire signed [2:0] and_153 = wrap_149 & 3'sd3;  // conv2d.py:370
  wire eq_154 = and_153 == 2'sd0;  // conv2d.py:370
  wire y_wr_req_put0 = issue && 1'b1;
  wire [51:0] y_wr_req_put0_0 = or_152;
  assign y_wr_req_valid = y_wr_req_put0;
  assign y_wr_req_data = {y_wr_req_put0_0};
  wire wait_put_y_wr_req = (1'b1) && !y_wr_req_room;
  wire wrap_0 = le_21 && le_24 && le_27 && le_30 && le_123 && le_127;
  wire wrap_1 = le_24 && le_27 && le_30 && le_123 && le_127;
  wire wrap_2 = le_27 && le_30 && le_123 && le_127;
  wire wrap_3 = le_30 && le_123 && le_127;
  wire wrap_4 = le_123 && le_127;
  wire wrap_5 = le_127;
  wire wrap_6 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_put_y_wr_req;

  assign idle = !(running);

  always_ff @(posedge ap_clk) begin
    if (issue && wrap_1) count_g_0 <= le_21 ? 11'sd0 : count_g_0 + 11'sd1;
    if (issue && wrap_2) count_b_1 <= le_24 ? 11'sd0 : count_b_1 + 11'sd1;
    if (issue && wrap_3) count_by_2 <= le_27 ? 11'sd0 : count_by_2 + 11'sd1;
    if (issue && wrap_4) count_bx_3 <= le_30 ? 11'sd0 : count_bx_3 + 11'sd1;
    if (issue && wrap_5) count_po_4 <= le_123 ? 11'sd0 : count_po_4 + 11'sd1;
    if (issue && wrap_6) count_ty_5 <= le_127 ? 12'sd0 : count_ty_5 + 12'sd1;
    if (issue && wrap_2) step_119 <= le_24 ? 21'sd0 : step_119 + scalar_3;
    if (issue && wrap_3) step_118 <= le_27 ? 22'sd0 : step_118 + scalar_7;
    if (issue && wrap_4) step_117 <= le_30 ? 22'sd0 : step_117 + scalar_8;
    if (issue && wrap_6) step_137 <= le_127 ? 40'sd0 : step_137 + scalar_16;
    if (issue && wrap_1) step_142 <= le_21 ? 39'sd0 : step_142 + scalar_11;
    if (issue && wrap_5) step_140 <= le_123 ? 39'sd0 : step_140 + scalar_13;
    if (issue && wrap_2) step_141 <= le_24 ? 39'sd0 : step_141 + scalar_12;
    if (issue && wrap_4) step_138 <= le_30 ? 39'sd0 : step_138 + scalar_15;
    if (issue && wrap_3) step_139 <= le_27 ? 39'sd0 : step_139 + scalar_14;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      count_g_0 <= 11'sd0;
      count_b_1 <= 11'sd0;
      count_by_2 <= 11'sd0;
      count_bx_3 <= 11'sd0;
      count_po_4 <= 11'sd0;
      count_ty_5 <= 12'sd0;
      step_119 <= 21'sd0;
      step_118 <= 22'sd0;
      step_117 <= 22'sd0;
      step_137 <= 40'sd0;
      step_142 <= 39'sd0;
      step_140 <= 39'sd0;
      step_141 <= 39'sd0;
      step_138 <= 39'sd0;
      step_139 <= 39'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

`ifndef SYNTHESIS
  always_ff @(posedge ap_clk) begin
    if (issue && 1'b1 && !(eq_154)) $error("conv2d.py:370: y[...] starts at a multiple of 4 bytes");
  end
`endif

endmodule

`default_nettype wire
