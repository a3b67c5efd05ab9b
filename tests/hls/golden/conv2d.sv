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
  wire [3199:0] args;
  wire idle = !busy_reg;
  hwp_axi_lite_ctrl #(.ADDR_W(9), .WORDS(100), .WRITABLE(100'd528187750095095584145949414741), .MASK(3200'hffffffffffffffff000000000fffffff000000000fffffff000000000fffffff000000000fffffff000000000fffffff000000000fffffff0000000000ffffff0000000000000fff0000000000000fff0000000000000fff00000000000003ff00000000000003ff00000000000000ff00000000000000ff00000000000000ff0000000000ffffff0000000000000fff00000000000003ff0000000000000fff0000000000000fff00000000000000070000000000000fff0000000000000fff0000000000000fff000000000000000f000000000000000f00000000000003ff000000000fffffff00000000ffffffffffffffff000000000000ffff00000000ffffffffffffffff0000000000ffffff00000000000fffff00000000000fffff00000000ffffffffffffffff000000000fffffff000000000fffffff000000000fffffff000000000fffffff000000000fffffff0000000000000fff0000000000000fff00000000000003ff00000000000003ff00000000000003ff00000000000003ff00000000000003ff)) u_control (
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
  wire [15:0] arg_p_beats = args[1167:1152];
  wire [63:0] arg_p = args[1279:1216];
  wire [27:0] arg_rounds = args[1339:1312];
  wire [9:0] arg_block = args[1385:1376];
  wire [3:0] arg_kh = args[1443:1440];
  wire [3:0] arg_kw = args[1507:1504];
  wire [11:0] arg_th = args[1579:1568];
  wire [11:0] arg_tw = args[1643:1632];
  wire [11:0] arg_t_row = args[1707:1696];
  wire [2:0] arg_t_col = args[1762:1760];
  wire [11:0] arg_t_ky = args[1835:1824];
  wire [11:0] arg_t_kx = args[1899:1888];
  wire [9:0] arg_tiles_out = args[1961:1952];
  wire [11:0] arg_oh = args[2027:2016];
  wire [23:0] arg_ow = args[2103:2080];
  wire [7:0] arg_zero = args[2151:2144];
  wire [7:0] arg_low = args[2215:2208];
  wire [7:0] arg_high = args[2279:2272];
  wire [9:0] arg_y_tiles_y = args[2345:2336];
  wire [9:0] arg_y_tiles_x = args[2409:2400];
  wire [11:0] arg_y_th = args[2475:2464];
  wire [11:0] arg_y_tw = args[2539:2528];
  wire [11:0] arg_y_oh = args[2603:2592];
  wire [23:0] arg_y_ow = args[2679:2656];
  wire [27:0] arg_y_group = args[2747:2720];
  wire [27:0] arg_y_block = args[2811:2784];
  wire [27:0] arg_y_out = args[2875:2848];
  wire [27:0] arg_y_tile_y = args[2939:2912];
  wire [27:0] arg_y_tile_x = args[3003:2976];
  wire [27:0] arg_y_row = args[3067:3040];
  wire [63:0] arg_y = args[3167:3104];

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
      .arg_t_row(arg_t_row[11:0]),
      .arg_t_col(arg_t_col[2:0]),
      .arg_t_ky(arg_t_ky[11:0]),
      .arg_t_kx(arg_t_kx[11:0]),
      .ws_data(ws_out_data),
      .ws_valid(ws_out_valid),
      .ws_ready(ws_out_ready),
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
  wire quiet = load_idle && load_x_rd_addr_idle && load_weights_idle && load_weights_w_rd_addr_idle && load_channels_idle && load_channels_p_rd_addr_idle && compute_idle && requantise_idle && store_idle && store_y_wr_addr_idle && !ws_out_valid && !ps_out_valid && !sums_out_valid && !pixels_out_valid && !x_rd_req_out_valid && !w_rd_req_out_valid && !p_rd_req_out_valid && !y_wr_req_out_valid && !y_wr_out_valid && !x_rd_axi_busy && !x_rd_pack_busy && !w_rd_axi_busy && !p_rd_axi_busy && !y_wr_axi_busy && !y_wr_pack_busy;
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
    if (start && arg_p[63:40] != 24'd0) $error("p lies at or above 2^40");
    if (start && arg_y[63:40] != 24'd0) $error("y lies at or above 2^40");
  end
`endif

endmodule

`default_nettype wire

// ---- conv2d_compute.sv
// Process compute of conv2d.py, line 157: initiation interval 1, 7 stages.
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
    input  wire [11:0] arg_t_row,
    input  wire [2:0] arg_t_col,
    input  wire [11:0] arg_t_ky,
    input  wire [11:0] arg_t_kx,
    input  wire [63:0] ws_data,
    input  wire ws_valid,
    output wire ws_ready,
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
  logic signed [22:0] step_525;  // conv2d.py:182
  logic signed [32:0] step_526;  // conv2d.py:182
  logic signed [23:0] step_530;  // conv2d.py:182
  logic signed [13:0] step_529;  // conv2d.py:182
  logic signed [16:0] step_528;  // conv2d.py:182
  logic signed [16:0] step_527;  // conv2d.py:182
  logic bor_477_s1;
  logic bor_477_s2;
  wire signed [32:0] mac_550;  // conv2d.py:147
  wire signed [47:0] mac_550_cascade;
  logic signed [7:0] load_548_s2;
  logic bor_477_s3;
  wire signed [33:0] mac_551;  // conv2d.py:147
  wire signed [47:0] mac_551_cascade;
  logic signed [7:0] load_546_s2;
  logic signed [7:0] load_546_s3;
  logic bor_477_s4;
  wire signed [33:0] mac_552;  // conv2d.py:147
  wire signed [47:0] mac_552_cascade;
  logic signed [7:0] load_544_s2;
  logic signed [7:0] load_544_s3;
  logic signed [7:0] load_544_s4;
  logic bor_477_s5;
  wire signed [34:0] mac_553;  // conv2d.py:147
  wire signed [47:0] mac_553_cascade;
  logic signed [7:0] load_542_s2;
  logic signed [7:0] load_542_s3;
  logic signed [7:0] load_542_s4;
  logic signed [7:0] load_542_s5;
  logic first_252_s1;
  logic first_252_s2;
  logic first_252_s3;
  logic first_252_s4;
  logic first_252_s5;
  logic first_252_s6;
  wire signed [32:0] mac_572;  // conv2d.py:147
  wire signed [47:0] mac_572_cascade;
  wire signed [33:0] mac_573;  // conv2d.py:147
  wire signed [47:0] mac_573_cascade;
  wire signed [33:0] mac_574;  // conv2d.py:147
  wire signed [47:0] mac_574_cascade;
  wire signed [34:0] mac_575;  // conv2d.py:147
  wire signed [47:0] mac_575_cascade;
  logic signed [7:0] shadow_14_reg;
  logic eq_23_s1;
  logic eq_23_s2;
  logic eq_23_s3;
  logic eq_23_s4;
  logic signed [7:0] get_93_s1;
  logic signed [7:0] get_93_s2;
  logic signed [7:0] get_93_s3;
  logic signed [7:0] get_93_s4;
  logic band_534_s1;
  logic band_534_s2;
  logic band_534_s3;
  logic band_534_s4;
  logic signed [7:0] get_219_s1;
  logic signed [7:0] get_219_s2;
  logic signed [7:0] get_219_s3;
  logic signed [7:0] get_219_s4;
  logic signed [7:0] shadow_15_reg;
  logic bor_589_s1;
  logic bor_589_s2;
  logic bor_589_s3;
  logic bor_589_s4;
  logic signed [7:0] shadow_12_reg;
  logic signed [7:0] get_92_s1;
  logic signed [7:0] get_92_s2;
  logic signed [7:0] get_92_s3;
  logic signed [7:0] get_92_s4;
  logic signed [7:0] get_218_s1;
  logic signed [7:0] get_218_s2;
  logic signed [7:0] get_218_s3;
  logic signed [7:0] get_218_s4;
  logic signed [7:0] shadow_13_reg;
  logic signed [7:0] shadow_10_reg;
  logic signed [7:0] get_91_s1;
  logic signed [7:0] get_91_s2;
  logic signed [7:0] get_91_s3;
  logic signed [7:0] get_217_s1;
  logic signed [7:0] get_217_s2;
  logic signed [7:0] get_217_s3;
  logic signed [7:0] shadow_11_reg;
  logic signed [7:0] shadow_8_reg;
  logic signed [7:0] get_90_s1;
  logic signed [7:0] get_90_s2;
  logic signed [7:0] get_90_s3;
  logic signed [7:0] get_216_s1;
  logic signed [7:0] get_216_s2;
  logic signed [7:0] get_216_s3;
  logic signed [7:0] shadow_9_reg;
  logic signed [7:0] shadow_6_reg;
  logic signed [7:0] get_89_s1;
  logic signed [7:0] get_89_s2;
  logic signed [7:0] get_215_s1;
  logic signed [7:0] get_215_s2;
  logic signed [7:0] shadow_7_reg;
  logic signed [7:0] shadow_4_reg;
  logic signed [7:0] get_88_s1;
  logic signed [7:0] get_88_s2;
  logic signed [7:0] get_214_s1;
  logic signed [7:0] get_214_s2;
  logic signed [7:0] shadow_5_reg;
  logic signed [7:0] shadow_2_reg;
  logic signed [7:0] get_87_s1;
  logic signed [7:0] get_213_s1;
  logic signed [7:0] shadow_3_reg;
  logic signed [7:0] shadow_0_reg;
  logic signed [7:0] get_86_s1;
  logic signed [7:0] get_212_s1;
  logic signed [7:0] shadow_1_reg;
  logic band_328_s1;
  logic band_328_s2;
  logic band_328_s3;
  logic band_328_s4;
  logic band_328_s5;
  logic band_328_s6;
  logic [0:0] half_tile_reg;
  logic eq_29_s1;
  logic eq_29_s2;
  logic eq_29_s3;
  logic eq_29_s4;
  logic eq_29_s5;
  logic eq_29_s6;
  logic signed [32:0] row_536_s1;
  logic signed [32:0] row_536_s2;
  logic signed [32:0] row_536_s3;
  logic signed [32:0] row_536_s4;
  logic signed [32:0] row_536_s5;
  logic signed [32:0] row_536_s6;
  wire [31:0] acc_0_rdata;
  wire [31:0] acc_1_rdata;
  wire [31:0] acc_2_rdata;
  wire [31:0] acc_3_rdata;
  logic [1:0] hold;  // issue slots to wait for earlier stores
  logic [1:0] left_0;
  wire issue;

  wire signed [2:0] add_18 = count_phase0_0 + 2'sd1;  // conv2d.py:175
  wire le_19 = 3'sd2 <= add_18;  // conv2d.py:175
  wire signed [28:0] add_21 = count_b_r_1 + 2'sd1;  // conv2d.py:183
  wire le_22 = 3'sd2 <= add_21;  // conv2d.py:183
  wire eq_23 = count_phase0_0 == 2'sd0;  // conv2d.py:183
  wire bnot_24 = !eq_23;  // conv2d.py:183
  wire bor_25 = le_22 || bnot_24;  // conv2d.py:183
  wire signed [28:0] scalar_1 = $signed({1'b0, arg_rounds});
  wire le_28 = scalar_1 <= add_21;  // conv2d.py:183
  wire eq_29 = count_phase0_0 == 2'sd1;  // conv2d.py:183
  wire bnot_30 = !eq_29;  // conv2d.py:183
  wire bor_31 = le_28 || bnot_30;  // conv2d.py:183
  wire band_33 = bor_25 && bor_31;  // conv2d.py:183
  wire signed [10:0] scalar_2 = $signed({1'b0, arg_tiles_in});
  wire signed [10:0] add_36 = count_ci_2 + 2'sd1;  // conv2d.py:184
  wire le_37 = scalar_2 <= add_36;  // conv2d.py:184
  wire bor_38 = bnot_30 || le_37;  // conv2d.py:184
  wire signed [10:0] scalar_3 = $signed({1'b0, arg_block});
  wire signed [10:0] add_41 = count_po_3 + 2'sd1;  // conv2d.py:186
  wire le_42 = scalar_3 <= add_41;  // conv2d.py:186
  wire bor_43 = bnot_30 || le_42;  // conv2d.py:186
  wire signed [4:0] scalar_4 = $signed({1'b0, arg_kh});
  wire signed [4:0] add_46 = count_ky_4 + 2'sd1;  // conv2d.py:187
  wire le_47 = scalar_4 <= add_46;  // conv2d.py:187
  wire bor_48 = bnot_30 || le_47;  // conv2d.py:187
  wire signed [4:0] scalar_5 = $signed({1'b0, arg_kw});
  wire signed [4:0] add_51 = count_kx_5 + 2'sd1;  // conv2d.py:188
  wire le_52 = scalar_5 <= add_51;  // conv2d.py:188
  wire bor_53 = bnot_30 || le_52;  // conv2d.py:188
  wire signed [12:0] scalar_6 = $signed({1'b0, arg_th});
  wire signed [12:0] add_56 = count_ty_6 + 2'sd1;  // conv2d.py:189
  wire le_57 = scalar_6 <= add_56;  // conv2d.py:189
  wire bor_58 = bnot_30 || le_57;  // conv2d.py:189
  wire signed [12:0] scalar_7 = $signed({1'b0, arg_tw});
  wire signed [12:0] add_61 = count_tx_7 + 2'sd1;  // conv2d.py:190
  wire le_62 = scalar_7 <= add_61;  // conv2d.py:190
  wire bor_63 = bnot_30 || le_62;  // conv2d.py:190
  wire eq_82 = count_tx_7 == 2'sd0;  // conv2d.py:190
  wire eq_79 = count_ty_6 == 2'sd0;  // conv2d.py:190
  wire eq_76 = count_kx_5 == 2'sd0;  // conv2d.py:190
  wire eq_70 = count_po_3 == 2'sd0;  // conv2d.py:190
  wire eq_73 = count_ky_4 == 2'sd0;  // conv2d.py:190
  wire band_176 = eq_70 && eq_73;  // conv2d.py:182
  wire band_178 = eq_76 && band_176;  // conv2d.py:182
  wire band_180 = eq_79 && band_178;  // conv2d.py:182
  wire band_182 = eq_82 && band_180;  // conv2d.py:182
  wire band_183 = eq_29 && band_182;  // conv2d.py:182
  wire signed [22:0] add_531 = count_tx_7 + step_525;  // conv2d.py:193
  wire lt_532 = add_531 < 3'sd2;  // conv2d.py:193
  wire signed [10:0] add_185 = scalar_2 + -2'sd1;  // conv2d.py:191
  wire eq_186 = count_ci_2 == add_185;  // conv2d.py:191
  wire signed [4:0] add_187 = scalar_4 + -2'sd1;  // conv2d.py:191
  wire eq_188 = count_ky_4 == add_187;  // conv2d.py:191
  wire band_190 = eq_186 && eq_188;  // conv2d.py:191
  wire signed [4:0] add_191 = scalar_5 + -2'sd1;  // conv2d.py:191
  wire eq_192 = count_kx_5 == add_191;  // conv2d.py:191
  wire swept_194 = band_190 && eq_192;  // conv2d.py:191
  wire signed [10:0] add_195 = scalar_3 + -2'sd1;  // conv2d.py:192
  wire eq_196 = count_po_3 == add_195;  // conv2d.py:192
  wire band_198 = swept_194 && eq_196;  // conv2d.py:192
  wire signed [28:0] add_199 = scalar_1 + -2'sd1;  // conv2d.py:192
  wire eq_200 = count_b_r_1 == add_199;  // conv2d.py:192
  wire final_202 = band_198 && eq_200;  // conv2d.py:192
  wire bnot_206 = !final_202;  // conv2d.py:193
  wire band_533 = lt_532 && bnot_206;  // conv2d.py:193
  wire band_534 = eq_29 && band_533;  // conv2d.py:193
  wire band_328 = eq_29 && swept_194;  // conv2d.py:213
  wire band_357 = bor_43 && bor_48;  // conv2d.py:217
  wire band_359 = bor_53 && band_357;  // conv2d.py:217
  wire band_361 = bor_58 && band_359;  // conv2d.py:217
  wire band_363 = bor_63 && band_361;  // conv2d.py:217
  wire band_364 = eq_29 && band_363;  // conv2d.py:217
  wire signed [23:0] mul_253 = scalar_6 * scalar_7;  // conv2d.py:202
  wire signed [32:0] add_535 = step_525 + step_526;  // conv2d.py:202
  wire signed [32:0] row_536 = count_tx_7 + add_535;  // conv2d.py:202
  wire signed [12:0] scalar_8 = $signed({1'b0, arg_t_row});
  wire signed [3:0] scalar_9 = $signed({1'b0, arg_t_col});
  wire signed [24:0] add_539 = step_530 + step_529;  // conv2d.py:199
  wire signed [12:0] scalar_10 = $signed({1'b0, arg_t_ky});
  wire signed [24:0] add_540 = add_539 + step_528;  // conv2d.py:199
  wire signed [12:0] scalar_11 = $signed({1'b0, arg_t_kx});
  wire signed [24:0] at_541 = add_540 + step_527;  // conv2d.py:199
  wire signed [7:0] load_542 = $signed(tile_3_rdata);  // conv2d.py:200
  wire signed [7:0] load_544 = $signed(tile_2_rdata);  // conv2d.py:200
  wire signed [7:0] load_546 = $signed(tile_1_rdata);  // conv2d.py:200
  wire signed [7:0] load_548 = $signed(tile_0_rdata);  // conv2d.py:200
  wire signed [24:0] held_550_0 = shadow_2_reg <<< 17;
  wire signed [17:0] held_550_1 = shadow_0_reg & 18'sd131071;
  wire signed [24:0] held_550_2 = held_550_0 | held_550_1;
  hwp_dsp_mac #(.A_W(25), .B_W(8), .P_W(33), .A_REG(1), .CASCADE(0)) u_mac_550 (
      .clk(ap_clk), .rst(start), .ce_a(stage[2] && bor_477_s2),
      .a(held_550_2), .b(load_548_s2), .c(2'sd0),
      .cascade_in(48'sd0), .cascade_out(mac_550_cascade), .p(mac_550));
  wire signed [24:0] held_551_0 = shadow_6_reg <<< 17;
  wire signed [17:0] held_551_1 = shadow_4_reg & 18'sd131071;
  wire signed [24:0] held_551_2 = held_551_0 | held_551_1;
  hwp_dsp_mac #(.A_W(25), .B_W(8), .P_W(34), .A_REG(1), .CASCADE(1)) u_mac_551 (
      .clk(ap_clk), .rst(start), .ce_a(stage[3] && bor_477_s3),
      .a(held_551_2), .b(load_546_s3), .c(2'sd0),
      .cascade_in(mac_550_cascade), .cascade_out(mac_551_cascade), .p(mac_551));
  wire signed [24:0] held_552_0 = shadow_10_reg <<< 17;
  wire signed [17:0] held_552_1 = shadow_8_reg & 18'sd131071;
  wire signed [24:0] held_552_2 = held_552_0 | held_552_1;
  hwp_dsp_mac #(.A_W(25), .B_W(8), .P_W(34), .A_REG(1), .CASCADE(1)) u_mac_552 (
      .clk(ap_clk), .rst(start), .ce_a(stage[4] && bor_477_s4),
      .a(held_552_2), .b(load_544_s4), .c(2'sd0),
      .cascade_in(mac_551_cascade), .cascade_out(mac_552_cascade), .p(mac_552));
  wire signed [24:0] held_553_0 = shadow_14_reg <<< 17;
  wire signed [17:0] held_553_1 = shadow_12_reg & 18'sd131071;
  wire signed [24:0] held_553_2 = held_553_0 | held_553_1;
  hwp_dsp_mac #(.A_W(25), .B_W(8), .P_W(35), .A_REG(1), .CASCADE(1)) u_mac_553 (
      .clk(ap_clk), .rst(start), .ce_a(stage[5] && bor_477_s5),
      .a(held_553_2), .b(load_542_s5), .c(2'sd0),
      .cascade_in(mac_552_cascade), .cascade_out(mac_553_cascade), .p(mac_553));
  wire signed [16:0] lower_554 = mac_553;  // conv2d.py:152
  wire eq_67 = count_ci_2 == 2'sd0;  // conv2d.py:190
  wire band_250 = eq_67 && eq_73;  // conv2d.py:201
  wire first_252 = eq_76 && band_250;  // conv2d.py:201
  wire signed [31:0] load_537 = $signed(acc_0_rdata);  // conv2d.py:209
  wire signed [31:0] old_538 = first_252_s6 ? 2'sd0 : load_537;  // conv2d.py:209
  wire signed [32:0] add_555 = lower_554 + old_538;  // conv2d.py:210
  wire signed [31:0] new_556 = add_555;  // conv2d.py:210
  wire signed [17:0] shr_561 = mac_553 >>> 17;  // conv2d.py:153
  wire signed [18:0] shr_559 = mac_553 >>> 16;  // conv2d.py:153
  wire signed [1:0] and_560 = shr_559 & 2'sd1;  // conv2d.py:153
  wire signed [17:0] add_562 = shr_561 + and_560;  // conv2d.py:153
  wire signed [16:0] wrap_563 = add_562;  // conv2d.py:153
  wire signed [31:0] load_557 = $signed(acc_1_rdata);  // conv2d.py:209
  wire signed [31:0] old_558 = first_252_s6 ? 2'sd0 : load_557;  // conv2d.py:209
  wire signed [32:0] add_564 = wrap_563 + old_558;  // conv2d.py:210
  wire signed [31:0] new_565 = add_564;  // conv2d.py:210
  wire signed [24:0] held_572_0 = shadow_3_reg <<< 17;
  wire signed [17:0] held_572_1 = shadow_1_reg & 18'sd131071;
  wire signed [24:0] held_572_2 = held_572_0 | held_572_1;
  hwp_dsp_mac #(.A_W(25), .B_W(8), .P_W(33), .A_REG(1), .CASCADE(0)) u_mac_572 (
      .clk(ap_clk), .rst(start), .ce_a(stage[2] && bor_477_s2),
      .a(held_572_2), .b(load_548_s2), .c(2'sd0),
      .cascade_in(48'sd0), .cascade_out(mac_572_cascade), .p(mac_572));
  wire signed [24:0] held_573_0 = shadow_7_reg <<< 17;
  wire signed [17:0] held_573_1 = shadow_5_reg & 18'sd131071;
  wire signed [24:0] held_573_2 = held_573_0 | held_573_1;
  hwp_dsp_mac #(.A_W(25), .B_W(8), .P_W(34), .A_REG(1), .CASCADE(1)) u_mac_573 (
      .clk(ap_clk), .rst(start), .ce_a(stage[3] && bor_477_s3),
      .a(held_573_2), .b(load_546_s3), .c(2'sd0),
      .cascade_in(mac_572_cascade), .cascade_out(mac_573_cascade), .p(mac_573));
  wire signed [24:0] held_574_0 = shadow_11_reg <<< 17;
  wire signed [17:0] held_574_1 = shadow_9_reg & 18'sd131071;
  wire signed [24:0] held_574_2 = held_574_0 | held_574_1;
  hwp_dsp_mac #(.A_W(25), .B_W(8), .P_W(34), .A_REG(1), .CASCADE(1)) u_mac_574 (
      .clk(ap_clk), .rst(start), .ce_a(stage[4] && bor_477_s4),
      .a(held_574_2), .b(load_544_s4), .c(2'sd0),
      .cascade_in(mac_573_cascade), .cascade_out(mac_574_cascade), .p(mac_574));
  wire signed [24:0] held_575_0 = shadow_15_reg <<< 17;
  wire signed [17:0] held_575_1 = shadow_13_reg & 18'sd131071;
  wire signed [24:0] held_575_2 = held_575_0 | held_575_1;
  hwp_dsp_mac #(.A_W(25), .B_W(8), .P_W(35), .A_REG(1), .CASCADE(1)) u_mac_575 (
      .clk(ap_clk), .rst(start), .ce_a(stage[5] && bor_477_s5),
      .a(held_575_2), .b(load_542_s5), .c(2'sd0),
      .cascade_in(mac_574_cascade), .cascade_out(mac_575_cascade), .p(mac_575));
  wire signed [16:0] lower_576 = mac_575;  // conv2d.py:152
  wire signed [31:0] load_566 = $signed(acc_2_rdata);  // conv2d.py:209
  wire signed [31:0] old_567 = first_252_s6 ? 2'sd0 : load_566;  // conv2d.py:209
  wire signed [32:0] add_577 = lower_576 + old_567;  // conv2d.py:210
  wire signed [31:0] new_578 = add_577;  // conv2d.py:210
  wire signed [17:0] shr_583 = mac_575 >>> 17;  // conv2d.py:153
  wire signed [18:0] shr_581 = mac_575 >>> 16;  // conv2d.py:153
  wire signed [1:0] and_582 = shr_581 & 2'sd1;  // conv2d.py:153
  wire signed [17:0] add_584 = shr_583 + and_582;  // conv2d.py:153
  wire signed [16:0] wrap_585 = add_584;  // conv2d.py:153
  wire signed [31:0] load_579 = $signed(acc_3_rdata);  // conv2d.py:209
  wire signed [31:0] old_580 = first_252_s6 ? 2'sd0 : load_579;  // conv2d.py:209
  wire signed [32:0] add_586 = wrap_585 + old_580;  // conv2d.py:210
  wire signed [31:0] new_587 = add_586;  // conv2d.py:210
  wire signed [7:0] get_219 = $signed(ws_data[63:56]);  // conv2d.py:194
  wire signed [7:0] get_93 = $signed(ws_data[63:56]);  // conv2d.py:177
  wire signed [7:0] sel_101 = eq_23_s4 ? get_93_s4 : shadow_14_reg;  // conv2d.py:179
  wire signed [7:0] sel_588 = band_534_s4 ? get_219_s4 : sel_101;  // conv2d.py:196
  wire bor_589 = eq_23 || band_534;  // conv2d.py:210
  wire signed [7:0] sel_590 = bor_589_s4 ? shadow_14_reg : shadow_15_reg;  // conv2d.py:210
  wire signed [7:0] get_218 = $signed(ws_data[55:48]);  // conv2d.py:194
  wire signed [7:0] get_92 = $signed(ws_data[55:48]);  // conv2d.py:177
  wire signed [7:0] sel_108 = eq_23_s4 ? get_92_s4 : shadow_12_reg;  // conv2d.py:179
  wire signed [7:0] sel_591 = band_534_s4 ? get_218_s4 : sel_108;  // conv2d.py:196
  wire signed [7:0] sel_592 = bor_589_s4 ? shadow_12_reg : shadow_13_reg;  // conv2d.py:210
  wire signed [7:0] get_217 = $signed(ws_data[47:40]);  // conv2d.py:194
  wire signed [7:0] get_91 = $signed(ws_data[47:40]);  // conv2d.py:177
  wire signed [7:0] sel_115 = eq_23_s3 ? get_91_s3 : shadow_10_reg;  // conv2d.py:179
  wire signed [7:0] sel_593 = band_534_s3 ? get_217_s3 : sel_115;  // conv2d.py:196
  wire signed [7:0] sel_594 = bor_589_s3 ? shadow_10_reg : shadow_11_reg;  // conv2d.py:210
  wire signed [7:0] get_216 = $signed(ws_data[39:32]);  // conv2d.py:194
  wire signed [7:0] get_90 = $signed(ws_data[39:32]);  // conv2d.py:177
  wire signed [7:0] sel_121 = eq_23_s3 ? get_90_s3 : shadow_8_reg;  // conv2d.py:179
  wire signed [7:0] sel_595 = band_534_s3 ? get_216_s3 : sel_121;  // conv2d.py:196
  wire signed [7:0] sel_596 = bor_589_s3 ? shadow_8_reg : shadow_9_reg;  // conv2d.py:210
  wire signed [7:0] get_215 = $signed(ws_data[31:24]);  // conv2d.py:194
  wire signed [7:0] get_89 = $signed(ws_data[31:24]);  // conv2d.py:177
  wire signed [7:0] sel_126 = eq_23_s2 ? get_89_s2 : shadow_6_reg;  // conv2d.py:179
  wire signed [7:0] sel_597 = band_534_s2 ? get_215_s2 : sel_126;  // conv2d.py:196
  wire signed [7:0] sel_598 = bor_589_s2 ? shadow_6_reg : shadow_7_reg;  // conv2d.py:210
  wire signed [7:0] get_214 = $signed(ws_data[23:16]);  // conv2d.py:194
  wire signed [7:0] get_88 = $signed(ws_data[23:16]);  // conv2d.py:177
  wire signed [7:0] sel_130 = eq_23_s2 ? get_88_s2 : shadow_4_reg;  // conv2d.py:179
  wire signed [7:0] sel_599 = band_534_s2 ? get_214_s2 : sel_130;  // conv2d.py:196
  wire signed [7:0] sel_600 = bor_589_s2 ? shadow_4_reg : shadow_5_reg;  // conv2d.py:210
  wire signed [7:0] get_213 = $signed(ws_data[15:8]);  // conv2d.py:194
  wire signed [7:0] get_87 = $signed(ws_data[15:8]);  // conv2d.py:177
  wire signed [7:0] sel_134 = eq_23_s1 ? get_87_s1 : shadow_2_reg;  // conv2d.py:179
  wire signed [7:0] sel_601 = band_534_s1 ? get_213_s1 : sel_134;  // conv2d.py:196
  wire signed [7:0] sel_602 = bor_589_s1 ? shadow_2_reg : shadow_3_reg;  // conv2d.py:210
  wire signed [7:0] get_212 = $signed(ws_data[7:0]);  // conv2d.py:194
  wire signed [7:0] get_86 = $signed(ws_data[7:0]);  // conv2d.py:177
  wire signed [7:0] sel_138 = eq_23_s1 ? get_86_s1 : shadow_0_reg;  // conv2d.py:179
  wire signed [7:0] sel_603 = band_534_s1 ? get_212_s1 : sel_138;  // conv2d.py:196
  wire signed [7:0] sel_604 = bor_589_s1 ? shadow_0_reg : shadow_1_reg;  // conv2d.py:210
  wire signed [1:0] wrapiv_27 = count_b_r_1;  // conv2d.py:183
  wire eq_139 = wrapiv_27 == 2'sd1;  // conv2d.py:180
  wire band_141 = eq_23 && eq_139;  // conv2d.py:180
  wire signed [11:0] add_331 = scalar_6 + -2'sd1;  // conv2d.py:215
  wire eq_332 = count_ty_6 == add_331;  // conv2d.py:215
  wire signed [11:0] add_333 = scalar_7 + -2'sd1;  // conv2d.py:215
  wire eq_334 = count_tx_7 == add_333;  // conv2d.py:215
  wire band_336 = eq_332 && eq_334;  // conv2d.py:215
  wire band_338 = eq_29 && band_336;  // conv2d.py:215
  wire bor_477 = band_141 || band_338;  // conv2d.py:182
  wire ws_get = eq_23 || band_534;
  assign ws_ready = issue && ws_get;
  wire wait_get_ws = ws_get && !ws_valid;
  wire sums_put0 = stage[6] && band_328_s6;
  wire [31:0] sums_put0_0 = new_556;
  wire [31:0] sums_put0_1 = new_565;
  wire [31:0] sums_put0_2 = new_578;
  wire [31:0] sums_put0_3 = new_587;
  assign sums_valid = sums_put0;
  assign sums_data = {sums_put0_3, sums_put0_2, sums_put0_1, sums_put0_0};
  wire wait_put_sums = (band_328) && !sums_room;
  wire tile_acquire = band_183;
  assign tile_take = issue && tile_acquire;
  assign tile_give = (issue && band_364);
  wire wait_half_tile = tile_acquire && !tile_open;
  wire [9:0] addr_tile_215 = at_541;
  assign tile_0_raddr = {half_tile_reg, addr_tile_215};
  wire [9:0] addr_tile_217 = at_541;
  assign tile_1_raddr = {half_tile_reg, addr_tile_217};
  wire [9:0] addr_tile_219 = at_541;
  assign tile_2_raddr = {half_tile_reg, addr_tile_219};
  wire [9:0] addr_tile_221 = at_541;
  assign tile_3_raddr = {half_tile_reg, addr_tile_221};
  wire [10:0] addr_acc_223 = row_536_s6;
  wire acc_0_w0 = stage[6] && eq_29_s6;  // conv2d.py:211
  wire [31:0] acc_0_w0_data = new_556;
  wire [10:0] addr_acc_226 = row_536_s5;
  hwp_ram #(.WIDTH(32), .DEPTH(2048), .ADDR_W(11), .BLOCK(1)) u_acc_0 (
      .clk(ap_clk), .we(acc_0_w0), .waddr(addr_acc_223), .wdata(acc_0_w0_data),
      .raddr(addr_acc_226), .rdata(acc_0_rdata));
  wire [10:0] addr_acc_228 = row_536_s6;
  wire acc_1_w0 = stage[6] && eq_29_s6;  // conv2d.py:211
  wire [31:0] acc_1_w0_data = new_565;
  wire [10:0] addr_acc_231 = row_536_s5;
  hwp_ram #(.WIDTH(32), .DEPTH(2048), .ADDR_W(11), .BLOCK(1)) u_acc_1 (
      .clk(ap_clk), .we(acc_1_w0), .waddr(addr_acc_228), .wdata(acc_1_w0_data),
      .raddr(addr_acc_231), .rdata(acc_1_rdata));
  wire [10:0] addr_acc_233 = row_536_s6;
  wire acc_2_w0 = stage[6] && eq_29_s6;  // conv2d.py:211
  wire [31:0] acc_2_w0_data = new_578;
  wire [10:0] addr_acc_236 = row_536_s5;
  hwp_ram #(.WIDTH(32), .DEPTH(2048), .ADDR_W(11), .BLOCK(1)) u_acc_2 (
      .clk(ap_clk), .we(acc_2_w0), .waddr(addr_acc_233), .wdata(acc_2_w0_data),
      .raddr(addr_acc_236), .rdata(acc_2_rdata));
  wire [10:0] addr_acc_238 = row_536_s6;
  wire acc_3_w0 = stage[6] && eq_29_s6;  // conv2d.py:211
  wire [31:0] acc_3_w0_data = new_587;
  wire [10:0] addr_acc_241 = row_536_s5;
  hwp_ram #(.WIDTH(32), .DEPTH(2048), .ADDR_W(11), .BLOCK(1)) u_acc_3 (
      .clk(ap_clk), .we(acc_3_w0), .waddr(addr_acc_238), .wdata(acc_3_w0_data),
      .raddr(addr_acc_241), .rdata(acc_3_rdata));
  wire wrap_0 = le_19 && band_33 && bor_38 && bor_43 && bor_48 && bor_53 && bor_58 && bor_63;
  wire wrap_1 = band_33 && bor_38 && bor_43 && bor_48 && bor_53 && bor_58 && bor_63;
  wire wrap_2 = bor_38 && bor_43 && bor_48 && bor_53 && bor_58 && bor_63;
  wire wrap_3 = bor_43 && bor_48 && bor_53 && bor_58 && bor_63;
  wire wrap_4 = bor_48 && bor_53 && bor_58 && bor_63;
  wire wrap_5 = bor_53 && bor_58 && bor_63;
  wire wrap_6 = bor_58 && bor_63;
  wire wrap_7 = bor_63;
  wire wrap_8 = 1'b1;
  wire [1:0] need_0 = wrap_6 ? left_0 - 2'd1 : 2'd0;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_get_ws && !wait_put_sums && !wait_half_tile && hold == 0;

  assign idle = !(running || (stage != 0));

  always_ff @(posedge ap_clk) begin
    if (issue && (band_364)) half_tile_reg <= half_tile_reg == 1'd1 ? 1'd0 : half_tile_reg + 1'b1;
    if (issue && wrap_1) count_phase0_0 <= le_19 ? 2'sd0 : count_phase0_0 + 2'sd1;
    if (issue && wrap_2) count_b_r_1 <= band_33 ? 29'sd0 : count_b_r_1 + 29'sd1;
    if (issue && wrap_3) count_ci_2 <= bor_38 ? 11'sd0 : count_ci_2 + 11'sd1;
    if (issue && wrap_4) count_po_3 <= bor_43 ? 11'sd0 : count_po_3 + 11'sd1;
    if (issue && wrap_5) count_ky_4 <= bor_48 ? 5'sd0 : count_ky_4 + 5'sd1;
    if (issue && wrap_6) count_kx_5 <= bor_53 ? 5'sd0 : count_kx_5 + 5'sd1;
    if (issue && wrap_7) count_ty_6 <= bor_58 ? 12'sd0 : count_ty_6 + 12'sd1;
    if (issue && wrap_8) count_tx_7 <= bor_63 ? 12'sd0 : count_tx_7 + 12'sd1;
    if (issue && wrap_7) step_525 <= bor_58 ? 23'sd0 : step_525 + scalar_7;
    if (issue && wrap_4) step_526 <= bor_43 ? 33'sd0 : step_526 + mul_253;
    if (issue && wrap_7) step_530 <= bor_58 ? 24'sd0 : step_530 + scalar_8;
    if (issue && wrap_8) step_529 <= bor_63 ? 14'sd0 : step_529 + scalar_9;
    if (issue && wrap_5) step_528 <= bor_48 ? 17'sd0 : step_528 + scalar_10;
    if (issue && wrap_6) step_527 <= bor_53 ? 17'sd0 : step_527 + scalar_11;
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
      step_525 <= 23'sd0;
      step_526 <= 33'sd0;
      step_530 <= 24'sd0;
      step_529 <= 14'sd0;
      step_528 <= 17'sd0;
      step_527 <= 17'sd0;
      hold <= 2'd0;
      left_0 <= 2'd2;
    end
    if (ap_rst) running <= 1'b0;
  end

  always_ff @(posedge ap_clk) begin
    stage <= {stage[5:1], issue};
    bor_477_s1 <= bor_477;
    bor_477_s2 <= bor_477_s1;
    load_548_s2 <= load_548;
    bor_477_s3 <= bor_477_s2;
    load_546_s2 <= load_546;
    load_546_s3 <= load_546_s2;
    bor_477_s4 <= bor_477_s3;
    load_544_s2 <= load_544;
    load_544_s3 <= load_544_s2;
    load_544_s4 <= load_544_s3;
    bor_477_s5 <= bor_477_s4;
    load_542_s2 <= load_542;
    load_542_s3 <= load_542_s2;
    load_542_s4 <= load_542_s3;
    load_542_s5 <= load_542_s4;
    first_252_s1 <= first_252;
    first_252_s2 <= first_252_s1;
    first_252_s3 <= first_252_s2;
    first_252_s4 <= first_252_s3;
    first_252_s5 <= first_252_s4;
    first_252_s6 <= first_252_s5;
    eq_23_s1 <= eq_23;
    eq_23_s2 <= eq_23_s1;
    eq_23_s3 <= eq_23_s2;
    eq_23_s4 <= eq_23_s3;
    get_93_s1 <= get_93;
    get_93_s2 <= get_93_s1;
    get_93_s3 <= get_93_s2;
    get_93_s4 <= get_93_s3;
    band_534_s1 <= band_534;
    band_534_s2 <= band_534_s1;
    band_534_s3 <= band_534_s2;
    band_534_s4 <= band_534_s3;
    get_219_s1 <= get_219;
    get_219_s2 <= get_219_s1;
    get_219_s3 <= get_219_s2;
    get_219_s4 <= get_219_s3;
    bor_589_s1 <= bor_589;
    bor_589_s2 <= bor_589_s1;
    bor_589_s3 <= bor_589_s2;
    bor_589_s4 <= bor_589_s3;
    get_92_s1 <= get_92;
    get_92_s2 <= get_92_s1;
    get_92_s3 <= get_92_s2;
    get_92_s4 <= get_92_s3;
    get_218_s1 <= get_218;
    get_218_s2 <= get_218_s1;
    get_218_s3 <= get_218_s2;
    get_218_s4 <= get_218_s3;
    get_91_s1 <= get_91;
    get_91_s2 <= get_91_s1;
    get_91_s3 <= get_91_s2;
    get_217_s1 <= get_217;
    get_217_s2 <= get_217_s1;
    get_217_s3 <= get_217_s2;
    get_90_s1 <= get_90;
    get_90_s2 <= get_90_s1;
    get_90_s3 <= get_90_s2;
    get_216_s1 <= get_216;
    get_216_s2 <= get_216_s1;
    get_216_s3 <= get_216_s2;
    get_89_s1 <= get_89;
    get_89_s2 <= get_89_s1;
    get_215_s1 <= get_215;
    get_215_s2 <= get_215_s1;
    get_88_s1 <= get_88;
    get_88_s2 <= get_88_s1;
    get_214_s1 <= get_214;
    get_214_s2 <= get_214_s1;
    get_87_s1 <= get_87;
    get_213_s1 <= get_213;
    get_86_s1 <= get_86;
    get_212_s1 <= get_212;
    band_328_s1 <= band_328;
    band_328_s2 <= band_328_s1;
    band_328_s3 <= band_328_s2;
    band_328_s4 <= band_328_s3;
    band_328_s5 <= band_328_s4;
    band_328_s6 <= band_328_s5;
    eq_29_s1 <= eq_29;
    eq_29_s2 <= eq_29_s1;
    eq_29_s3 <= eq_29_s2;
    eq_29_s4 <= eq_29_s3;
    eq_29_s5 <= eq_29_s4;
    eq_29_s6 <= eq_29_s5;
    row_536_s1 <= row_536;
    row_536_s2 <= row_536_s1;
    row_536_s3 <= row_536_s2;
    row_536_s4 <= row_536_s3;
    row_536_s5 <= row_536_s4;
    row_536_s6 <= row_536_s5;
    if (stage[4]) begin
      shadow_14_reg <= sel_588;
      shadow_12_reg <= sel_591;
    end
    if (stage[4] && bor_589_s4) begin
      shadow_15_reg <= shadow_14_reg;
      shadow_13_reg <= shadow_12_reg;
    end
    if (stage[3]) begin
      shadow_10_reg <= sel_593;
      shadow_8_reg <= sel_595;
    end
    if (stage[3] && bor_589_s3) begin
      shadow_11_reg <= shadow_10_reg;
      shadow_9_reg <= shadow_8_reg;
    end
    if (stage[2]) begin
      shadow_6_reg <= sel_597;
      shadow_4_reg <= sel_599;
    end
    if (stage[2] && bor_589_s2) begin
      shadow_7_reg <= shadow_6_reg;
      shadow_5_reg <= shadow_4_reg;
    end
    if (stage[1]) begin
      shadow_2_reg <= sel_601;
      shadow_0_reg <= sel_603;
    end
    if (stage[1] && bor_589_s1) begin
      shadow_3_reg <= shadow_2_reg;
      shadow_1_reg <= shadow_0_reg;
    end
    if (start) begin
      shadow_14_reg <= 2'sd0;
      shadow_15_reg <= 2'sd0;
      shadow_12_reg <= 2'sd0;
      shadow_13_reg <= 2'sd0;
      shadow_10_reg <= 2'sd0;
      shadow_11_reg <= 2'sd0;
      shadow_8_reg <= 2'sd0;
      shadow_9_reg <= 2'sd0;
      shadow_6_reg <= 2'sd0;
      shadow_7_reg <= 2'sd0;
      shadow_4_reg <= 2'sd0;
      shadow_5_reg <= 2'sd0;
      shadow_2_reg <= 2'sd0;
      shadow_3_reg <= 2'sd0;
      shadow_0_reg <= 2'sd0;
      shadow_1_reg <= 2'sd0;
    end
    if (ap_rst) stage <= 6'd0;
  end

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
  logic signed [20:0] step_118;  // conv2d.py:101
  logic [0:0] half_tile_reg;
  wire issue;

  wire signed [10:0] scalar_1 = $signed({1'b0, arg_groups});
  wire signed [10:0] add_16 = count_g_0 + 2'sd1;  // conv2d.py:88
  wire le_17 = scalar_1 <= add_16;  // conv2d.py:88
  wire signed [10:0] scalar_2 = $signed({1'b0, arg_blocks});
  wire signed [10:0] add_19 = count_b_1 + 2'sd1;  // conv2d.py:89
  wire le_20 = scalar_2 <= add_19;  // conv2d.py:89
  wire signed [10:0] scalar_3 = $signed({1'b0, arg_tiles_y});
  wire signed [10:0] add_22 = count_by_2 + 2'sd1;  // conv2d.py:90
  wire le_23 = scalar_3 <= add_22;  // conv2d.py:90
  wire signed [10:0] scalar_4 = $signed({1'b0, arg_tiles_x});
  wire signed [10:0] add_25 = count_bx_3 + 2'sd1;  // conv2d.py:91
  wire le_26 = scalar_4 <= add_25;  // conv2d.py:91
  wire signed [10:0] scalar_5 = $signed({1'b0, arg_tiles_in});
  wire signed [10:0] add_28 = count_ci_4 + 2'sd1;  // conv2d.py:92
  wire le_29 = scalar_5 <= add_28;  // conv2d.py:92
  wire signed [11:0] scalar_6 = $signed({1'b0, arg_rows});
  wire signed [11:0] add_31 = count_r_5 + 2'sd1;  // conv2d.py:94
  wire le_32 = scalar_6 <= add_31;  // conv2d.py:94
  wire signed [11:0] scalar_7 = $signed({1'b0, arg_cols});
  wire signed [11:0] add_34 = count_c_6 + 2'sd1;  // conv2d.py:95
  wire le_35 = scalar_7 <= add_34;  // conv2d.py:95
  wire eq_50 = count_r_5 == 2'sd0;  // conv2d.py:96
  wire eq_53 = count_c_6 == 2'sd0;  // conv2d.py:96
  wire band_57 = eq_50 && eq_53;  // conv2d.py:96
  wire band_96 = le_32 && le_35;  // conv2d.py:104
  wire signed [20:0] add_119 = count_c_6 + step_118;  // conv2d.py:104
  wire signed [7:0] get_109 = $signed(x_rd_data[7:0]);  // conv2d.py:101
  wire signed [7:0] get_110 = $signed(x_rd_data[15:8]);  // conv2d.py:101
  wire signed [7:0] get_111 = $signed(x_rd_data[23:16]);  // conv2d.py:101
  wire signed [7:0] get_112 = $signed(x_rd_data[31:24]);  // conv2d.py:101
  wire x_rd_get = 1'b1;
  assign x_rd_ready = issue && x_rd_get;
  wire wait_get_x_rd = x_rd_get && !x_rd_valid;
  wire tile_acquire = band_57;
  assign tile_take = issue && tile_acquire;
  assign tile_give = (issue && band_96);
  wire wait_half_tile = tile_acquire && !tile_open;
  wire [9:0] addr_tile_37 = add_119;
  wire tile_0_w0 = issue && 1'b1;  // conv2d.py:104
  wire [7:0] tile_0_w0_data = get_109;
  assign tile_0_we = tile_0_w0;
  assign tile_0_waddr = {half_tile_reg, addr_tile_37};
  assign tile_0_wdata = tile_0_w0_data;
  wire [9:0] addr_tile_43 = add_119;
  wire tile_1_w0 = issue && 1'b1;  // conv2d.py:104
  wire [7:0] tile_1_w0_data = get_110;
  assign tile_1_we = tile_1_w0;
  assign tile_1_waddr = {half_tile_reg, addr_tile_43};
  assign tile_1_wdata = tile_1_w0_data;
  wire [9:0] addr_tile_49 = add_119;
  wire tile_2_w0 = issue && 1'b1;  // conv2d.py:104
  wire [7:0] tile_2_w0_data = get_111;
  assign tile_2_we = tile_2_w0;
  assign tile_2_waddr = {half_tile_reg, addr_tile_49};
  assign tile_2_wdata = tile_2_w0_data;
  wire [9:0] addr_tile_55 = add_119;
  wire tile_3_w0 = issue && 1'b1;  // conv2d.py:104
  wire [7:0] tile_3_w0_data = get_112;
  assign tile_3_we = tile_3_w0;
  assign tile_3_waddr = {half_tile_reg, addr_tile_55};
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
    if (issue && (band_96)) half_tile_reg <= half_tile_reg == 1'd1 ? 1'd0 : half_tile_reg + 1'b1;
    if (issue && wrap_1) count_g_0 <= le_17 ? 11'sd0 : count_g_0 + 11'sd1;
    if (issue && wrap_2) count_b_1 <= le_20 ? 11'sd0 : count_b_1 + 11'sd1;
    if (issue && wrap_3) count_by_2 <= le_23 ? 11'sd0 : count_by_2 + 11'sd1;
    if (issue && wrap_4) count_bx_3 <= le_26 ? 11'sd0 : count_bx_3 + 11'sd1;
    if (issue && wrap_5) count_ci_4 <= le_29 ? 11'sd0 : count_ci_4 + 11'sd1;
    if (issue && wrap_6) count_r_5 <= le_32 ? 11'sd0 : count_r_5 + 11'sd1;
    if (issue && wrap_7) count_c_6 <= le_35 ? 11'sd0 : count_c_6 + 11'sd1;
    if (issue && wrap_6) step_118 <= le_32 ? 21'sd0 : step_118 + scalar_7;
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
      step_118 <= 21'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

endmodule

`default_nettype wire

// ---- conv2d_load_channels.sv
// Process load_channels of conv2d.py, line 123: initiation interval 1, 1 stages.
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
  wire signed [20:0] add_6 = count_b_0 + 2'sd1;  // conv2d.py:130
  wire le_7 = scalar_1 <= add_6;  // conv2d.py:130
  wire signed [20:0] scalar_2 = $signed({1'b0, arg_tiles});
  wire signed [20:0] add_9 = count_s_1 + 2'sd1;  // conv2d.py:131
  wire le_10 = scalar_2 <= add_9;  // conv2d.py:131
  wire signed [16:0] scalar_3 = $signed({1'b0, arg_p_beats});
  wire signed [16:0] add_12 = count_n_2 + 2'sd1;  // conv2d.py:132
  wire le_13 = scalar_3 <= add_12;  // conv2d.py:132
  wire signed [31:0] get_43 = $signed(p_rd_data[31:0]);  // conv2d.py:133
  wire signed [31:0] get_44 = $signed(p_rd_data[63:32]);  // conv2d.py:133
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
// Process load_channels_p_rd_addr of conv2d.py, line 133: initiation interval 1, 1 stages.
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
  logic signed [37:0] step_48;  // conv2d.py:133
  wire issue;

  wire signed [20:0] scalar_1 = $signed({1'b0, arg_w_blocks});
  wire signed [20:0] add_6 = count_b_0 + 2'sd1;  // conv2d.py:130
  wire le_7 = scalar_1 <= add_6;  // conv2d.py:130
  wire signed [20:0] scalar_2 = $signed({1'b0, arg_tiles});
  wire signed [20:0] add_9 = count_s_1 + 2'sd1;  // conv2d.py:131
  wire le_10 = scalar_2 <= add_9;  // conv2d.py:131
  wire signed [16:0] scalar_3 = $signed({1'b0, arg_p_beats});
  wire signed [56:0] shl_36 = scalar_3 <<< 40;  // conv2d.py:133
  wire signed [40:0] scalar_29 = $signed({1'b0, arg_p});
  wire signed [17:0] shl_30 = scalar_3 <<< 1;  // conv2d.py:133
  wire signed [39:0] shl_49 = step_48 <<< 2;  // conv2d.py:133
  wire signed [41:0] add_50 = scalar_29 + shl_49;  // conv2d.py:133
  wire [39:0] wrap_51_u = add_50;  // conv2d.py:133
  wire signed [40:0] wrap_51 = $signed({1'b0, wrap_51_u});
  wire signed [56:0] or_52 = shl_36 | wrap_51;  // conv2d.py:133
  wire signed [3:0] and_53 = wrap_51 & 4'sd7;  // conv2d.py:133
  wire eq_54 = and_53 == 2'sd0;  // conv2d.py:133
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
    if (issue && 1'b1 && !(eq_54)) $error("conv2d.py:133: p[...] starts at a multiple of 8 bytes");
  end
`endif

endmodule

`default_nettype wire

// ---- conv2d_load_weights.sv
// Process load_weights of conv2d.py, line 109: initiation interval 1, 1 stages.
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
  wire signed [20:0] add_6 = count_b_0 + 2'sd1;  // conv2d.py:116
  wire le_7 = scalar_1 <= add_6;  // conv2d.py:116
  wire signed [20:0] scalar_2 = $signed({1'b0, arg_tiles});
  wire signed [20:0] add_9 = count_s_1 + 2'sd1;  // conv2d.py:117
  wire le_10 = scalar_2 <= add_9;  // conv2d.py:117
  wire signed [24:0] scalar_3 = $signed({1'b0, arg_w_beats});
  wire signed [24:0] add_12 = count_n_2 + 2'sd1;  // conv2d.py:118
  wire le_13 = scalar_3 <= add_12;  // conv2d.py:118
  wire signed [7:0] get_58 = $signed(w_rd_data[7:0]);  // conv2d.py:119
  wire signed [7:0] get_59 = $signed(w_rd_data[15:8]);  // conv2d.py:119
  wire signed [7:0] get_60 = $signed(w_rd_data[23:16]);  // conv2d.py:119
  wire signed [7:0] get_61 = $signed(w_rd_data[31:24]);  // conv2d.py:119
  wire signed [7:0] get_62 = $signed(w_rd_data[39:32]);  // conv2d.py:119
  wire signed [7:0] get_63 = $signed(w_rd_data[47:40]);  // conv2d.py:119
  wire signed [7:0] get_64 = $signed(w_rd_data[55:48]);  // conv2d.py:119
  wire signed [7:0] get_65 = $signed(w_rd_data[63:56]);  // conv2d.py:119
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
// Process load_weights_w_rd_addr of conv2d.py, line 119: initiation interval 1, 1 stages.
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
  logic signed [47:0] step_69;  // conv2d.py:119
  wire issue;

  wire signed [20:0] scalar_1 = $signed({1'b0, arg_w_blocks});
  wire signed [20:0] add_6 = count_b_0 + 2'sd1;  // conv2d.py:116
  wire le_7 = scalar_1 <= add_6;  // conv2d.py:116
  wire signed [20:0] scalar_2 = $signed({1'b0, arg_tiles});
  wire signed [20:0] add_9 = count_s_1 + 2'sd1;  // conv2d.py:117
  wire le_10 = scalar_2 <= add_9;  // conv2d.py:117
  wire signed [24:0] scalar_3 = $signed({1'b0, arg_w_beats});
  wire signed [64:0] shl_52 = scalar_3 <<< 40;  // conv2d.py:119
  wire signed [40:0] scalar_47 = $signed({1'b0, arg_w});
  wire signed [27:0] shl_48 = scalar_3 <<< 3;  // conv2d.py:119
  wire signed [48:0] add_70 = scalar_47 + step_69;  // conv2d.py:119
  wire [39:0] wrap_71_u = add_70;  // conv2d.py:119
  wire signed [40:0] wrap_71 = $signed({1'b0, wrap_71_u});
  wire signed [64:0] or_72 = shl_52 | wrap_71;  // conv2d.py:119
  wire signed [3:0] and_73 = wrap_71 & 4'sd7;  // conv2d.py:119
  wire eq_74 = and_73 == 2'sd0;  // conv2d.py:119
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
    if (issue && 1'b1 && !(eq_74)) $error("conv2d.py:119: w[...] starts at a multiple of 8 bytes");
  end
`endif

endmodule

`default_nettype wire

// ---- conv2d_load_x_rd_addr.sv
// Process load_x_rd_addr of conv2d.py, line 101: initiation interval 1, 1 stages.
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
  logic signed [38:0] step_113;  // conv2d.py:101
  logic signed [38:0] step_114;  // conv2d.py:101
  logic signed [38:0] step_117;  // conv2d.py:101
  logic signed [38:0] step_115;  // conv2d.py:101
  logic signed [38:0] step_116;  // conv2d.py:101
  wire issue;

  wire signed [10:0] scalar_1 = $signed({1'b0, arg_groups});
  wire signed [10:0] add_16 = count_g_0 + 2'sd1;  // conv2d.py:88
  wire le_17 = scalar_1 <= add_16;  // conv2d.py:88
  wire signed [10:0] scalar_2 = $signed({1'b0, arg_blocks});
  wire signed [10:0] add_19 = count_b_1 + 2'sd1;  // conv2d.py:89
  wire le_20 = scalar_2 <= add_19;  // conv2d.py:89
  wire signed [10:0] scalar_3 = $signed({1'b0, arg_tiles_y});
  wire signed [10:0] add_22 = count_by_2 + 2'sd1;  // conv2d.py:90
  wire le_23 = scalar_3 <= add_22;  // conv2d.py:90
  wire signed [10:0] scalar_4 = $signed({1'b0, arg_tiles_x});
  wire signed [10:0] add_25 = count_bx_3 + 2'sd1;  // conv2d.py:91
  wire le_26 = scalar_4 <= add_25;  // conv2d.py:91
  wire signed [10:0] scalar_5 = $signed({1'b0, arg_tiles_in});
  wire signed [10:0] add_28 = count_ci_4 + 2'sd1;  // conv2d.py:92
  wire le_29 = scalar_5 <= add_28;  // conv2d.py:92
  wire signed [11:0] scalar_6 = $signed({1'b0, arg_rows});
  wire signed [11:0] add_31 = count_r_5 + 2'sd1;  // conv2d.py:94
  wire le_32 = scalar_6 <= add_31;  // conv2d.py:94
  wire signed [11:0] scalar_7 = $signed({1'b0, arg_cols});
  wire signed [51:0] shl_103 = scalar_7 <<< 40;  // conv2d.py:101
  wire signed [28:0] scalar_12 = $signed({1'b0, arg_x_row});
  wire signed [28:0] scalar_11 = $signed({1'b0, arg_x_tile_x});
  wire signed [39:0] add_129 = step_113 + step_114;  // conv2d.py:104
  wire signed [40:0] scalar_98 = $signed({1'b0, arg_x});
  wire signed [28:0] scalar_8 = $signed({1'b0, arg_x_group});
  wire signed [41:0] add_127 = scalar_98 + step_117;  // conv2d.py:104
  wire signed [28:0] scalar_10 = $signed({1'b0, arg_x_tile_y});
  wire signed [28:0] scalar_9 = $signed({1'b0, arg_x_in});
  wire signed [39:0] add_128 = step_115 + step_116;  // conv2d.py:104
  wire signed [41:0] add_130 = add_127 + add_128;  // conv2d.py:104
  wire signed [42:0] add_131 = add_129 + add_130;  // conv2d.py:104
  wire [39:0] wrap_132_u = add_131;  // conv2d.py:101
  wire signed [40:0] wrap_132 = $signed({1'b0, wrap_132_u});
  wire signed [51:0] or_133 = shl_103 | wrap_132;  // conv2d.py:101
  wire signed [2:0] and_134 = wrap_132 & 3'sd3;  // conv2d.py:101
  wire eq_135 = and_134 == 2'sd0;  // conv2d.py:101
  wire x_rd_req_put0 = issue && 1'b1;
  wire [50:0] x_rd_req_put0_0 = or_133;
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
    if (issue && wrap_6) step_113 <= le_32 ? 39'sd0 : step_113 + scalar_12;
    if (issue && wrap_4) step_114 <= le_26 ? 39'sd0 : step_114 + scalar_11;
    if (issue && wrap_1) step_117 <= le_17 ? 39'sd0 : step_117 + scalar_8;
    if (issue && wrap_3) step_115 <= le_23 ? 39'sd0 : step_115 + scalar_10;
    if (issue && wrap_5) step_116 <= le_29 ? 39'sd0 : step_116 + scalar_9;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      count_g_0 <= 11'sd0;
      count_b_1 <= 11'sd0;
      count_by_2 <= 11'sd0;
      count_bx_3 <= 11'sd0;
      count_ci_4 <= 11'sd0;
      count_r_5 <= 11'sd0;
      step_113 <= 39'sd0;
      step_114 <= 39'sd0;
      step_117 <= 39'sd0;
      step_115 <= 39'sd0;
      step_116 <= 39'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

`ifndef SYNTHESIS
  always_ff @(posedge ap_clk) begin
    if (issue && 1'b1 && !(eq_135)) $error("conv2d.py:101: x[...] starts at a multiple of 4 bytes");
  end
`endif

endmodule

`default_nettype wire

// ---- conv2d_requantise.sv
// Process requantise of conv2d.py, line 236: initiation interval 1, 5 stages.
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
  logic signed [22:0] step_555;  // conv2d.py:266
  logic signed [21:0] step_558;  // conv2d.py:266
  logic signed [21:0] step_557;  // conv2d.py:266
  logic signed [20:0] step_556;  // conv2d.py:266
  logic signed [17:0] scale_0_reg;
  logic signed [31:0] bias_0_reg;
  logic signed [31:0] get_167_s1;
  logic signed [17:0] scale_0_reg_s2;
  logic signed [24:0] sel_407_s2;
  logic signed [41:0] product_408;  // conv2d.py:289
  logic signed [10:0] near_422_s4;
  logic signed [17:0] scale_1_reg;
  logic signed [31:0] bias_1_reg;
  logic signed [31:0] get_168_s1;
  logic signed [17:0] scale_1_reg_s2;
  logic signed [24:0] sel_436_s2;
  logic signed [41:0] product_437;  // conv2d.py:289
  logic signed [10:0] near_451_s4;
  logic signed [17:0] scale_2_reg;
  logic signed [31:0] bias_2_reg;
  logic signed [31:0] get_169_s1;
  logic signed [17:0] scale_2_reg_s2;
  logic signed [24:0] sel_465_s2;
  logic signed [41:0] product_466;  // conv2d.py:289
  logic signed [10:0] near_480_s4;
  logic signed [17:0] scale_3_reg;
  logic signed [31:0] bias_3_reg;
  logic signed [31:0] get_170_s1;
  logic signed [17:0] scale_3_reg_s2;
  logic signed [24:0] sel_494_s2;
  logic signed [41:0] product_495;  // conv2d.py:289
  logic signed [10:0] near_509_s4;
  logic signed [31:0] next_bias_1_reg;
  logic signed [31:0] next_bias_2_reg;
  logic bor_572_s1;
  logic signed [31:0] next_bias_3_reg;
  logic signed [17:0] next_scale_1_reg;
  logic signed [17:0] next_scale_2_reg;
  logic signed [17:0] next_scale_3_reg;
  logic signed [31:0] next_bias_0_reg;
  logic signed [31:0] next_bias_0_reg_s1;
  logic signed [17:0] next_scale_0_reg;
  logic signed [17:0] next_scale_0_reg_s1;
  logic bor_531_s1;
  logic band_571_s1;
  logic band_571_s2;
  logic band_571_s3;
  logic band_571_s4;
  wire issue;

  wire signed [2:0] add_18 = count_phase0_0 + 2'sd1;  // conv2d.py:257
  wire le_19 = 3'sd2 <= add_18;  // conv2d.py:257
  wire signed [10:0] add_21 = count_n_g_1 + 2'sd1;  // conv2d.py:267
  wire le_22 = 4'sd4 <= add_21;  // conv2d.py:267
  wire eq_23 = count_phase0_0 == 2'sd0;  // conv2d.py:267
  wire bnot_24 = !eq_23;  // conv2d.py:267
  wire bor_25 = le_22 || bnot_24;  // conv2d.py:267
  wire signed [10:0] scalar_1 = $signed({1'b0, arg_groups});
  wire le_28 = scalar_1 <= add_21;  // conv2d.py:267
  wire eq_29 = count_phase0_0 == 2'sd1;  // conv2d.py:267
  wire bnot_30 = !eq_29;  // conv2d.py:267
  wire bor_31 = le_28 || bnot_30;  // conv2d.py:267
  wire band_33 = bor_25 && bor_31;  // conv2d.py:267
  wire signed [10:0] scalar_2 = $signed({1'b0, arg_blocks});
  wire signed [10:0] add_36 = count_b_2 + 2'sd1;  // conv2d.py:268
  wire le_37 = scalar_2 <= add_36;  // conv2d.py:268
  wire bor_38 = bnot_30 || le_37;  // conv2d.py:268
  wire signed [10:0] scalar_3 = $signed({1'b0, arg_tiles_y});
  wire signed [10:0] add_41 = count_by_3 + 2'sd1;  // conv2d.py:269
  wire le_42 = scalar_3 <= add_41;  // conv2d.py:269
  wire bor_43 = bnot_30 || le_42;  // conv2d.py:269
  wire signed [10:0] scalar_4 = $signed({1'b0, arg_tiles_x});
  wire signed [10:0] add_46 = count_bx_4 + 2'sd1;  // conv2d.py:270
  wire le_47 = scalar_4 <= add_46;  // conv2d.py:270
  wire bor_48 = bnot_30 || le_47;  // conv2d.py:270
  wire signed [10:0] scalar_5 = $signed({1'b0, arg_block});
  wire signed [10:0] add_51 = count_po_5 + 2'sd1;  // conv2d.py:271
  wire le_52 = scalar_5 <= add_51;  // conv2d.py:271
  wire bor_53 = bnot_30 || le_52;  // conv2d.py:271
  wire signed [12:0] scalar_6 = $signed({1'b0, arg_th});
  wire signed [12:0] add_56 = count_ty_6 + 2'sd1;  // conv2d.py:272
  wire le_57 = scalar_6 <= add_56;  // conv2d.py:272
  wire bor_58 = bnot_30 || le_57;  // conv2d.py:272
  wire signed [12:0] scalar_7 = $signed({1'b0, arg_tw});
  wire signed [12:0] add_61 = count_tx_7 + 2'sd1;  // conv2d.py:273
  wire le_62 = scalar_7 <= add_61;  // conv2d.py:273
  wire bor_63 = bnot_30 || le_62;  // conv2d.py:273
  wire signed [22:0] add_559 = count_tx_7 + step_555;  // conv2d.py:281
  wire lt_560 = add_559 < 4'sd4;  // conv2d.py:281
  wire signed [10:0] add_127 = scalar_1 + -2'sd1;  // conv2d.py:275
  wire eq_128 = count_n_g_1 == add_127;  // conv2d.py:275
  wire signed [10:0] add_129 = scalar_2 + -2'sd1;  // conv2d.py:276
  wire eq_130 = count_b_2 == add_129;  // conv2d.py:276
  wire band_132 = eq_128 && eq_130;  // conv2d.py:276
  wire signed [10:0] add_133 = scalar_3 + -2'sd1;  // conv2d.py:277
  wire eq_134 = count_by_3 == add_133;  // conv2d.py:277
  wire band_136 = band_132 && eq_134;  // conv2d.py:277
  wire signed [10:0] add_137 = scalar_4 + -2'sd1;  // conv2d.py:278
  wire eq_138 = count_bx_4 == add_137;  // conv2d.py:278
  wire band_140 = band_136 && eq_138;  // conv2d.py:278
  wire signed [10:0] add_141 = scalar_5 + -2'sd1;  // conv2d.py:279
  wire eq_142 = count_po_5 == add_141;  // conv2d.py:279
  wire final_144 = band_140 && eq_142;  // conv2d.py:279
  wire bnot_148 = !final_144;  // conv2d.py:281
  wire band_561 = lt_560 && bnot_148;  // conv2d.py:281
  wire band_562 = eq_29 && band_561;  // conv2d.py:281
  wire signed [21:0] add_567 = count_ty_6 + step_558;  // conv2d.py:292
  wire signed [12:0] scalar_9 = $signed({1'b0, arg_oh});
  wire lt_568 = add_567 < scalar_9;  // conv2d.py:292
  wire signed [21:0] add_565 = count_tx_7 + step_557;  // conv2d.py:292
  wire signed [24:0] scalar_10 = $signed({1'b0, arg_ow});
  wire lt_566 = add_565 < scalar_10;  // conv2d.py:292
  wire inside_569 = lt_568 && lt_566;  // conv2d.py:292
  wire signed [20:0] add_563 = count_po_5 + step_556;  // conv2d.py:293
  wire signed [10:0] scalar_8 = $signed({1'b0, arg_tiles_out});
  wire lt_564 = add_563 < scalar_8;  // conv2d.py:293
  wire band_570 = inside_569 && lt_564;  // conv2d.py:293
  wire band_571 = eq_29 && band_570;  // conv2d.py:293
  wire signed [7:0] scalar_13 = $signed(arg_high);
  wire signed [7:0] scalar_11 = $signed(arg_zero);
  wire signed [31:0] get_167 = $signed(sums_data[31:0]);  // conv2d.py:286
  wire signed [32:0] add_398 = bias_0_reg + get_167_s1;  // conv2d.py:289
  wire signed [31:0] wrap_399 = add_398;  // conv2d.py:289
  wire signed [7:0] top_403 = wrap_399 >>> 24;  // conv2d.py:223
  wire eq_405 = top_403 == 2'sd0;  // conv2d.py:224
  wire eq_404 = top_403 == -2'sd1;  // conv2d.py:224
  wire bor_406 = eq_405 || eq_404;  // conv2d.py:224
  wire signed [24:0] wrap_402 = add_398;  // conv2d.py:224
  wire lt_400 = 2'sd0 < wrap_399;  // conv2d.py:224
  wire signed [24:0] sel_401 = lt_400 ? 25'sd16777215 : -26'sd16777216;  // conv2d.py:224
  wire signed [24:0] sel_407 = bor_406 ? wrap_402 : sel_401;  // conv2d.py:224
  wire signed [16:0] part_416 = product_408 & 17'sd65535;  // conv2d.py:230
  wire lt_419 = 17'sd32768 < part_416;  // conv2d.py:231
  wire eq_417 = part_416 == 17'sd32768;  // conv2d.py:231
  wire signed [25:0] whole_409 = product_408 >>> 16;  // conv2d.py:229
  wire signed [1:0] and_414 = whole_409 & 2'sd1;  // conv2d.py:231
  wire eq_415 = and_414 == 2'sd1;  // conv2d.py:231
  wire band_418 = eq_417 && eq_415;  // conv2d.py:231
  wire up_420 = lt_419 || band_418;  // conv2d.py:231
  wire lt_410 = 10'sd511 < whole_409;  // conv2d.py:232
  wire signed [25:0] sel_411 = lt_410 ? 10'sd511 : whole_409;  // conv2d.py:232
  wire lt_412 = sel_411 < -11'sd512;  // conv2d.py:232
  wire signed [9:0] sel_413 = lt_412 ? -11'sd512 : sel_411;  // conv2d.py:232
  wire signed [10:0] add_421 = $signed({1'b0, up_420}) + sel_413;  // conv2d.py:232
  wire signed [10:0] near_422 = scalar_11 + add_421;  // conv2d.py:290
  wire signed [7:0] scalar_12 = $signed(arg_low);
  wire lt_423 = near_422_s4 < scalar_12;  // conv2d.py:291
  wire signed [10:0] sel_424 = lt_423 ? scalar_12 : near_422_s4;  // conv2d.py:291
  wire lt_425 = scalar_13 < sel_424;  // conv2d.py:291
  wire signed [7:0] sel_426 = lt_425 ? scalar_13 : sel_424;  // conv2d.py:291
  wire signed [31:0] get_168 = $signed(sums_data[63:32]);  // conv2d.py:286
  wire signed [32:0] add_427 = bias_1_reg + get_168_s1;  // conv2d.py:289
  wire signed [31:0] wrap_428 = add_427;  // conv2d.py:289
  wire signed [7:0] top_432 = wrap_428 >>> 24;  // conv2d.py:223
  wire eq_434 = top_432 == 2'sd0;  // conv2d.py:224
  wire eq_433 = top_432 == -2'sd1;  // conv2d.py:224
  wire bor_435 = eq_434 || eq_433;  // conv2d.py:224
  wire signed [24:0] wrap_431 = add_427;  // conv2d.py:224
  wire lt_429 = 2'sd0 < wrap_428;  // conv2d.py:224
  wire signed [24:0] sel_430 = lt_429 ? 25'sd16777215 : -26'sd16777216;  // conv2d.py:224
  wire signed [24:0] sel_436 = bor_435 ? wrap_431 : sel_430;  // conv2d.py:224
  wire signed [16:0] part_445 = product_437 & 17'sd65535;  // conv2d.py:230
  wire lt_448 = 17'sd32768 < part_445;  // conv2d.py:231
  wire eq_446 = part_445 == 17'sd32768;  // conv2d.py:231
  wire signed [25:0] whole_438 = product_437 >>> 16;  // conv2d.py:229
  wire signed [1:0] and_443 = whole_438 & 2'sd1;  // conv2d.py:231
  wire eq_444 = and_443 == 2'sd1;  // conv2d.py:231
  wire band_447 = eq_446 && eq_444;  // conv2d.py:231
  wire up_449 = lt_448 || band_447;  // conv2d.py:231
  wire lt_439 = 10'sd511 < whole_438;  // conv2d.py:232
  wire signed [25:0] sel_440 = lt_439 ? 10'sd511 : whole_438;  // conv2d.py:232
  wire lt_441 = sel_440 < -11'sd512;  // conv2d.py:232
  wire signed [9:0] sel_442 = lt_441 ? -11'sd512 : sel_440;  // conv2d.py:232
  wire signed [10:0] add_450 = $signed({1'b0, up_449}) + sel_442;  // conv2d.py:232
  wire signed [10:0] near_451 = scalar_11 + add_450;  // conv2d.py:290
  wire lt_452 = near_451_s4 < scalar_12;  // conv2d.py:291
  wire signed [10:0] sel_453 = lt_452 ? scalar_12 : near_451_s4;  // conv2d.py:291
  wire lt_454 = scalar_13 < sel_453;  // conv2d.py:291
  wire signed [7:0] sel_455 = lt_454 ? scalar_13 : sel_453;  // conv2d.py:291
  wire signed [31:0] get_169 = $signed(sums_data[95:64]);  // conv2d.py:286
  wire signed [32:0] add_456 = bias_2_reg + get_169_s1;  // conv2d.py:289
  wire signed [31:0] wrap_457 = add_456;  // conv2d.py:289
  wire signed [7:0] top_461 = wrap_457 >>> 24;  // conv2d.py:223
  wire eq_463 = top_461 == 2'sd0;  // conv2d.py:224
  wire eq_462 = top_461 == -2'sd1;  // conv2d.py:224
  wire bor_464 = eq_463 || eq_462;  // conv2d.py:224
  wire signed [24:0] wrap_460 = add_456;  // conv2d.py:224
  wire lt_458 = 2'sd0 < wrap_457;  // conv2d.py:224
  wire signed [24:0] sel_459 = lt_458 ? 25'sd16777215 : -26'sd16777216;  // conv2d.py:224
  wire signed [24:0] sel_465 = bor_464 ? wrap_460 : sel_459;  // conv2d.py:224
  wire signed [16:0] part_474 = product_466 & 17'sd65535;  // conv2d.py:230
  wire lt_477 = 17'sd32768 < part_474;  // conv2d.py:231
  wire eq_475 = part_474 == 17'sd32768;  // conv2d.py:231
  wire signed [25:0] whole_467 = product_466 >>> 16;  // conv2d.py:229
  wire signed [1:0] and_472 = whole_467 & 2'sd1;  // conv2d.py:231
  wire eq_473 = and_472 == 2'sd1;  // conv2d.py:231
  wire band_476 = eq_475 && eq_473;  // conv2d.py:231
  wire up_478 = lt_477 || band_476;  // conv2d.py:231
  wire lt_468 = 10'sd511 < whole_467;  // conv2d.py:232
  wire signed [25:0] sel_469 = lt_468 ? 10'sd511 : whole_467;  // conv2d.py:232
  wire lt_470 = sel_469 < -11'sd512;  // conv2d.py:232
  wire signed [9:0] sel_471 = lt_470 ? -11'sd512 : sel_469;  // conv2d.py:232
  wire signed [10:0] add_479 = $signed({1'b0, up_478}) + sel_471;  // conv2d.py:232
  wire signed [10:0] near_480 = scalar_11 + add_479;  // conv2d.py:290
  wire lt_481 = near_480_s4 < scalar_12;  // conv2d.py:291
  wire signed [10:0] sel_482 = lt_481 ? scalar_12 : near_480_s4;  // conv2d.py:291
  wire lt_483 = scalar_13 < sel_482;  // conv2d.py:291
  wire signed [7:0] sel_484 = lt_483 ? scalar_13 : sel_482;  // conv2d.py:291
  wire signed [31:0] get_170 = $signed(sums_data[127:96]);  // conv2d.py:286
  wire signed [32:0] add_485 = bias_3_reg + get_170_s1;  // conv2d.py:289
  wire signed [31:0] wrap_486 = add_485;  // conv2d.py:289
  wire signed [7:0] top_490 = wrap_486 >>> 24;  // conv2d.py:223
  wire eq_492 = top_490 == 2'sd0;  // conv2d.py:224
  wire eq_491 = top_490 == -2'sd1;  // conv2d.py:224
  wire bor_493 = eq_492 || eq_491;  // conv2d.py:224
  wire signed [24:0] wrap_489 = add_485;  // conv2d.py:224
  wire lt_487 = 2'sd0 < wrap_486;  // conv2d.py:224
  wire signed [24:0] sel_488 = lt_487 ? 25'sd16777215 : -26'sd16777216;  // conv2d.py:224
  wire signed [24:0] sel_494 = bor_493 ? wrap_489 : sel_488;  // conv2d.py:224
  wire signed [16:0] part_503 = product_495 & 17'sd65535;  // conv2d.py:230
  wire lt_506 = 17'sd32768 < part_503;  // conv2d.py:231
  wire eq_504 = part_503 == 17'sd32768;  // conv2d.py:231
  wire signed [25:0] whole_496 = product_495 >>> 16;  // conv2d.py:229
  wire signed [1:0] and_501 = whole_496 & 2'sd1;  // conv2d.py:231
  wire eq_502 = and_501 == 2'sd1;  // conv2d.py:231
  wire band_505 = eq_504 && eq_502;  // conv2d.py:231
  wire up_507 = lt_506 || band_505;  // conv2d.py:231
  wire lt_497 = 10'sd511 < whole_496;  // conv2d.py:232
  wire signed [25:0] sel_498 = lt_497 ? 10'sd511 : whole_496;  // conv2d.py:232
  wire lt_499 = sel_498 < -11'sd512;  // conv2d.py:232
  wire signed [9:0] sel_500 = lt_499 ? -11'sd512 : sel_498;  // conv2d.py:232
  wire signed [10:0] add_508 = $signed({1'b0, up_507}) + sel_500;  // conv2d.py:232
  wire signed [10:0] near_509 = scalar_11 + add_508;  // conv2d.py:290
  wire lt_510 = near_509_s4 < scalar_12;  // conv2d.py:291
  wire signed [10:0] sel_511 = lt_510 ? scalar_12 : near_509_s4;  // conv2d.py:291
  wire lt_512 = scalar_13 < sel_511;  // conv2d.py:291
  wire signed [7:0] sel_513 = lt_512 ? scalar_13 : sel_511;  // conv2d.py:291
  wire bor_572 = eq_23 || band_562;  // conv2d.py:291
  wire signed [31:0] sel_573 = bor_572_s1 ? next_bias_1_reg : next_bias_2_reg;  // conv2d.py:291
  wire signed [31:0] sel_574 = bor_572_s1 ? next_bias_2_reg : next_bias_3_reg;  // conv2d.py:291
  wire signed [17:0] sel_575 = bor_572_s1 ? next_scale_1_reg : next_scale_2_reg;  // conv2d.py:291
  wire signed [17:0] sel_576 = bor_572_s1 ? next_scale_2_reg : next_scale_3_reg;  // conv2d.py:291
  wire signed [31:0] sel_577 = bor_572_s1 ? next_bias_0_reg_s1 : next_bias_1_reg;  // conv2d.py:291
  wire signed [17:0] sel_578 = bor_572_s1 ? next_scale_0_reg_s1 : next_scale_1_reg;  // conv2d.py:291
  wire signed [31:0] get_154 = $signed(ps_data[31:0]);  // conv2d.py:282
  wire signed [31:0] get_86 = $signed(ps_data[31:0]);  // conv2d.py:259
  wire signed [31:0] sel_104 = eq_23 ? get_86 : next_bias_0_reg;  // conv2d.py:261
  wire signed [31:0] sel_579 = band_562 ? get_154 : sel_104;  // conv2d.py:284
  wire signed [31:0] get_155 = $signed(ps_data[63:32]);  // conv2d.py:282
  wire [16:0] wrap_163_u = get_155;  // conv2d.py:285
  wire signed [17:0] wrap_163 = $signed({1'b0, wrap_163_u});
  wire signed [31:0] get_87 = $signed(ps_data[63:32]);  // conv2d.py:259
  wire [16:0] wrap_105_u = get_87;  // conv2d.py:262
  wire signed [17:0] wrap_105 = $signed({1'b0, wrap_105_u});
  wire signed [17:0] sel_106 = eq_23 ? wrap_105 : next_scale_0_reg;  // conv2d.py:262
  wire signed [17:0] sel_580 = band_562 ? wrap_163 : sel_106;  // conv2d.py:285
  wire signed [2:0] wrapiv_27 = count_n_g_1;  // conv2d.py:267
  wire eq_107 = wrapiv_27 == 3'sd3;  // conv2d.py:263
  wire band_109 = eq_23 && eq_107;  // conv2d.py:263
  wire signed [11:0] add_365 = scalar_6 + -2'sd1;  // conv2d.py:295
  wire eq_366 = count_ty_6 == add_365;  // conv2d.py:295
  wire signed [11:0] add_367 = scalar_7 + -2'sd1;  // conv2d.py:295
  wire eq_368 = count_tx_7 == add_367;  // conv2d.py:295
  wire band_370 = eq_366 && eq_368;  // conv2d.py:295
  wire band_372 = eq_29 && band_370;  // conv2d.py:295
  wire bor_531 = band_109 || band_372;  // conv2d.py:265
  wire signed [31:0] sel_581 = bor_531_s1 ? next_bias_0_reg : bias_0_reg;  // conv2d.py:265
  wire signed [17:0] sel_582 = bor_531_s1 ? next_scale_0_reg : scale_0_reg;  // conv2d.py:266
  wire signed [31:0] sel_583 = bor_531_s1 ? sel_577 : bias_1_reg;  // conv2d.py:265
  wire signed [17:0] sel_584 = bor_531_s1 ? sel_578 : scale_1_reg;  // conv2d.py:266
  wire signed [31:0] sel_585 = bor_531_s1 ? sel_573 : bias_2_reg;  // conv2d.py:265
  wire signed [17:0] sel_586 = bor_531_s1 ? sel_575 : scale_2_reg;  // conv2d.py:266
  wire signed [31:0] sel_587 = bor_531_s1 ? sel_574 : bias_3_reg;  // conv2d.py:265
  wire signed [17:0] sel_588 = bor_531_s1 ? sel_576 : scale_3_reg;  // conv2d.py:266
  wire ps_get = eq_23 || band_562;
  assign ps_ready = issue && ps_get;
  wire wait_get_ps = ps_get && !ps_valid;
  wire sums_get = eq_29;
  assign sums_ready = issue && sums_get;
  wire wait_get_sums = sums_get && !sums_valid;
  wire pixels_put0 = stage[4] && band_571_s4;
  wire [7:0] pixels_put0_0 = sel_426;
  wire [7:0] pixels_put0_1 = sel_455;
  wire [7:0] pixels_put0_2 = sel_484;
  wire [7:0] pixels_put0_3 = sel_513;
  assign pixels_valid = pixels_put0;
  assign pixels_data = {pixels_put0_3, pixels_put0_2, pixels_put0_1, pixels_put0_0};
  wire wait_put_pixels = (band_571) && !pixels_room;
  wire wrap_0 = le_19 && band_33 && bor_38 && bor_43 && bor_48 && bor_53 && bor_58 && bor_63;
  wire wrap_1 = band_33 && bor_38 && bor_43 && bor_48 && bor_53 && bor_58 && bor_63;
  wire wrap_2 = bor_38 && bor_43 && bor_48 && bor_53 && bor_58 && bor_63;
  wire wrap_3 = bor_43 && bor_48 && bor_53 && bor_58 && bor_63;
  wire wrap_4 = bor_48 && bor_53 && bor_58 && bor_63;
  wire wrap_5 = bor_53 && bor_58 && bor_63;
  wire wrap_6 = bor_58 && bor_63;
  wire wrap_7 = bor_63;
  wire wrap_8 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_get_ps && !wait_get_sums && !wait_put_pixels;

  assign idle = !(running || (stage != 0));

  always_ff @(posedge ap_clk) begin
    if (issue && wrap_1) count_phase0_0 <= le_19 ? 2'sd0 : count_phase0_0 + 2'sd1;
    if (issue && wrap_2) count_n_g_1 <= band_33 ? 11'sd0 : count_n_g_1 + 11'sd1;
    if (issue && wrap_3) count_b_2 <= bor_38 ? 11'sd0 : count_b_2 + 11'sd1;
    if (issue && wrap_4) count_by_3 <= bor_43 ? 11'sd0 : count_by_3 + 11'sd1;
    if (issue && wrap_5) count_bx_4 <= bor_48 ? 11'sd0 : count_bx_4 + 11'sd1;
    if (issue && wrap_6) count_po_5 <= bor_53 ? 11'sd0 : count_po_5 + 11'sd1;
    if (issue && wrap_7) count_ty_6 <= bor_58 ? 12'sd0 : count_ty_6 + 12'sd1;
    if (issue && wrap_8) count_tx_7 <= bor_63 ? 12'sd0 : count_tx_7 + 12'sd1;
    if (issue && wrap_7) step_555 <= bor_58 ? 23'sd0 : step_555 + scalar_7;
    if (issue && wrap_4) step_558 <= bor_43 ? 22'sd0 : step_558 + scalar_6;
    if (issue && wrap_5) step_557 <= bor_48 ? 22'sd0 : step_557 + scalar_7;
    if (issue && wrap_3) step_556 <= bor_38 ? 21'sd0 : step_556 + scalar_5;
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
      step_555 <= 23'sd0;
      step_558 <= 22'sd0;
      step_557 <= 22'sd0;
      step_556 <= 21'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

  always_ff @(posedge ap_clk) begin
    stage <= {stage[3:1], issue};
    get_167_s1 <= get_167;
    scale_0_reg_s2 <= scale_0_reg;
    sel_407_s2 <= sel_407;
    product_408 <= scale_0_reg_s2 * sel_407_s2;
    near_422_s4 <= near_422;
    get_168_s1 <= get_168;
    scale_1_reg_s2 <= scale_1_reg;
    sel_436_s2 <= sel_436;
    product_437 <= scale_1_reg_s2 * sel_436_s2;
    near_451_s4 <= near_451;
    get_169_s1 <= get_169;
    scale_2_reg_s2 <= scale_2_reg;
    sel_465_s2 <= sel_465;
    product_466 <= scale_2_reg_s2 * sel_465_s2;
    near_480_s4 <= near_480;
    get_170_s1 <= get_170;
    scale_3_reg_s2 <= scale_3_reg;
    sel_494_s2 <= sel_494;
    product_495 <= scale_3_reg_s2 * sel_494_s2;
    near_509_s4 <= near_509;
    bor_572_s1 <= bor_572;
    next_bias_0_reg_s1 <= next_bias_0_reg;
    next_scale_0_reg_s1 <= next_scale_0_reg;
    bor_531_s1 <= bor_531;
    band_571_s1 <= band_571;
    band_571_s2 <= band_571_s1;
    band_571_s3 <= band_571_s2;
    band_571_s4 <= band_571_s3;
    if (stage[1] && bor_572_s1) begin
      next_bias_2_reg <= next_bias_1_reg;
      next_bias_3_reg <= next_bias_2_reg;
      next_scale_2_reg <= next_scale_1_reg;
      next_scale_3_reg <= next_scale_2_reg;
      next_bias_1_reg <= next_bias_0_reg_s1;
      next_scale_1_reg <= next_scale_0_reg_s1;
    end
    if (issue) begin
      next_bias_0_reg <= sel_579;
      next_scale_0_reg <= sel_580;
    end
    if (stage[1] && bor_531_s1) begin
      bias_0_reg <= next_bias_0_reg;
      scale_0_reg <= next_scale_0_reg;
      bias_1_reg <= sel_577;
      scale_1_reg <= sel_578;
      bias_2_reg <= sel_573;
      scale_2_reg <= sel_575;
      bias_3_reg <= sel_574;
      scale_3_reg <= sel_576;
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

endmodule

`default_nettype wire

// ---- conv2d_store.sv
// Process store of conv2d.py, line 302: initiation interval 1, 1 stages.
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
  logic signed [20:0] step_119;  // conv2d.py:338
  logic signed [10:0] count_po_4;
  logic signed [21:0] step_118;  // conv2d.py:338
  logic signed [11:0] count_ty_5;
  logic signed [21:0] step_117;  // conv2d.py:338
  logic signed [11:0] count_tx_6;
  wire issue;

  wire signed [10:0] scalar_1 = $signed({1'b0, arg_groups});
  wire signed [10:0] add_20 = count_g_0 + 2'sd1;  // conv2d.py:323
  wire le_21 = scalar_1 <= add_20;  // conv2d.py:323
  wire signed [10:0] scalar_2 = $signed({1'b0, arg_blocks});
  wire signed [10:0] add_23 = count_b_1 + 2'sd1;  // conv2d.py:324
  wire le_24 = scalar_2 <= add_23;  // conv2d.py:324
  wire signed [10:0] scalar_5 = $signed({1'b0, arg_y_tiles_y});
  wire signed [10:0] add_26 = count_by_2 + 2'sd1;  // conv2d.py:325
  wire le_27 = scalar_5 <= add_26;  // conv2d.py:325
  wire signed [10:0] scalar_6 = $signed({1'b0, arg_y_tiles_x});
  wire signed [10:0] add_29 = count_bx_3 + 2'sd1;  // conv2d.py:326
  wire le_30 = scalar_6 <= add_29;  // conv2d.py:326
  wire signed [10:0] scalar_4 = $signed({1'b0, arg_tiles_out});
  wire signed [10:0] scalar_3 = $signed({1'b0, arg_block});
  wire signed [20:0] sub_120 = scalar_4 - step_119;  // conv2d.py:327
  wire lt_121 = sub_120 < scalar_3;  // conv2d.py:327
  wire signed [20:0] sel_122 = lt_121 ? sub_120 : scalar_3;  // conv2d.py:327
  wire signed [10:0] add_36 = count_po_4 + 2'sd1;  // conv2d.py:327
  wire le_123 = sel_122 <= add_36;  // conv2d.py:327
  wire signed [12:0] scalar_9 = $signed({1'b0, arg_y_oh});
  wire signed [12:0] scalar_7 = $signed({1'b0, arg_y_th});
  wire signed [21:0] sub_124 = scalar_9 - step_118;  // conv2d.py:328
  wire lt_125 = sub_124 < scalar_7;  // conv2d.py:328
  wire signed [21:0] sel_126 = lt_125 ? sub_124 : scalar_7;  // conv2d.py:328
  wire signed [12:0] add_44 = count_ty_5 + 2'sd1;  // conv2d.py:328
  wire le_127 = sel_126 <= add_44;  // conv2d.py:328
  wire signed [24:0] scalar_10 = $signed({1'b0, arg_y_ow});
  wire signed [12:0] scalar_8 = $signed({1'b0, arg_y_tw});
  wire signed [24:0] sub_128 = scalar_10 - step_117;  // conv2d.py:329
  wire lt_129 = sub_128 < scalar_8;  // conv2d.py:329
  wire signed [21:0] sel_130 = lt_129 ? sub_128 : scalar_8;  // conv2d.py:329
  wire signed [12:0] add_52 = count_tx_6 + 2'sd1;  // conv2d.py:329
  wire le_131 = sel_130 <= add_52;  // conv2d.py:329
  wire signed [7:0] get_87 = $signed(pixels_data[7:0]);  // conv2d.py:334
  wire signed [7:0] get_88 = $signed(pixels_data[15:8]);  // conv2d.py:334
  wire signed [7:0] get_89 = $signed(pixels_data[23:16]);  // conv2d.py:334
  wire signed [7:0] get_90 = $signed(pixels_data[31:24]);  // conv2d.py:334
  wire lt_132 = 2'sd0 < sel_122;  // conv2d.py:327
  wire lt_133 = 2'sd0 < sel_126;  // conv2d.py:328
  wire lt_134 = 2'sd0 < sel_130;  // conv2d.py:329
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
    if (issue && 1'b1 && !(lt_132)) $error("conv2d.py:327: loop po runs at least once");
    if (issue && 1'b1 && !(lt_133)) $error("conv2d.py:328: loop ty runs at least once");
    if (issue && 1'b1 && !(lt_134)) $error("conv2d.py:329: loop tx runs at least once");
  end
`endif

endmodule

`default_nettype wire

// ---- conv2d_store_y_wr_addr.sv
// Process store_y_wr_addr of conv2d.py, line 338: initiation interval 1, 1 stages.
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
  logic signed [20:0] step_119;  // conv2d.py:338
  logic signed [10:0] count_po_4;
  logic signed [21:0] step_118;  // conv2d.py:338
  logic signed [11:0] count_ty_5;
  logic signed [21:0] step_117;  // conv2d.py:338
  logic signed [39:0] step_137;  // conv2d.py:329
  logic signed [38:0] step_142;  // conv2d.py:329
  logic signed [38:0] step_140;  // conv2d.py:329
  logic signed [38:0] step_141;  // conv2d.py:329
  logic signed [38:0] step_138;  // conv2d.py:329
  logic signed [38:0] step_139;  // conv2d.py:329
  wire issue;

  wire signed [10:0] scalar_1 = $signed({1'b0, arg_groups});
  wire signed [10:0] add_20 = count_g_0 + 2'sd1;  // conv2d.py:323
  wire le_21 = scalar_1 <= add_20;  // conv2d.py:323
  wire signed [10:0] scalar_2 = $signed({1'b0, arg_blocks});
  wire signed [10:0] add_23 = count_b_1 + 2'sd1;  // conv2d.py:324
  wire le_24 = scalar_2 <= add_23;  // conv2d.py:324
  wire signed [10:0] scalar_5 = $signed({1'b0, arg_y_tiles_y});
  wire signed [10:0] add_26 = count_by_2 + 2'sd1;  // conv2d.py:325
  wire le_27 = scalar_5 <= add_26;  // conv2d.py:325
  wire signed [10:0] scalar_6 = $signed({1'b0, arg_y_tiles_x});
  wire signed [10:0] add_29 = count_bx_3 + 2'sd1;  // conv2d.py:326
  wire le_30 = scalar_6 <= add_29;  // conv2d.py:326
  wire signed [10:0] scalar_4 = $signed({1'b0, arg_tiles_out});
  wire signed [10:0] scalar_3 = $signed({1'b0, arg_block});
  wire signed [20:0] sub_120 = scalar_4 - step_119;  // conv2d.py:327
  wire lt_121 = sub_120 < scalar_3;  // conv2d.py:327
  wire signed [20:0] sel_122 = lt_121 ? sub_120 : scalar_3;  // conv2d.py:327
  wire signed [10:0] add_36 = count_po_4 + 2'sd1;  // conv2d.py:327
  wire le_123 = sel_122 <= add_36;  // conv2d.py:327
  wire signed [12:0] scalar_9 = $signed({1'b0, arg_y_oh});
  wire signed [12:0] scalar_7 = $signed({1'b0, arg_y_th});
  wire signed [21:0] sub_124 = scalar_9 - step_118;  // conv2d.py:328
  wire lt_125 = sub_124 < scalar_7;  // conv2d.py:328
  wire signed [21:0] sel_126 = lt_125 ? sub_124 : scalar_7;  // conv2d.py:328
  wire signed [12:0] add_44 = count_ty_5 + 2'sd1;  // conv2d.py:328
  wire le_127 = sel_126 <= add_44;  // conv2d.py:328
  wire signed [24:0] scalar_10 = $signed({1'b0, arg_y_ow});
  wire signed [12:0] scalar_8 = $signed({1'b0, arg_y_tw});
  wire signed [24:0] sub_128 = scalar_10 - step_117;  // conv2d.py:329
  wire lt_129 = sub_128 < scalar_8;  // conv2d.py:329
  wire signed [21:0] sel_130 = lt_129 ? sub_128 : scalar_8;  // conv2d.py:329
  wire [11:0] wrap_150_u = sel_130;  // conv2d.py:338
  wire signed [12:0] wrap_150 = $signed({1'b0, wrap_150_u});
  wire signed [52:0] shl_151 = wrap_150 <<< 40;  // conv2d.py:338
  wire signed [28:0] scalar_16 = $signed({1'b0, arg_y_row});
  wire signed [40:0] scalar_105 = $signed({1'b0, arg_y});
  wire signed [28:0] scalar_11 = $signed({1'b0, arg_y_group});
  wire signed [41:0] add_143 = scalar_105 + step_142;  // conv2d.py:329
  wire signed [41:0] add_146 = step_137 + add_143;  // conv2d.py:329
  wire signed [28:0] scalar_13 = $signed({1'b0, arg_y_out});
  wire signed [28:0] scalar_12 = $signed({1'b0, arg_y_block});
  wire signed [39:0] add_144 = step_140 + step_141;  // conv2d.py:329
  wire signed [28:0] scalar_15 = $signed({1'b0, arg_y_tile_x});
  wire signed [28:0] scalar_14 = $signed({1'b0, arg_y_tile_y});
  wire signed [39:0] add_145 = step_138 + step_139;  // conv2d.py:329
  wire signed [40:0] add_147 = add_144 + add_145;  // conv2d.py:329
  wire signed [42:0] add_148 = add_146 + add_147;  // conv2d.py:329
  wire [39:0] wrap_149_u = add_148;  // conv2d.py:338
  wire signed [40:0] wrap_149 = $signed({1'b0, wrap_149_u});
  wire signed [52:0] or_152 = shl_151 | wrap_149;  // conv2d.py:338
  wire signed [2:0] and_153 = wrap_149 & 3'sd3;  // conv2d.py:338
  wire eq_154 = and_153 == 2'sd0;  // conv2d.py:338
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
    if (issue && 1'b1 && !(eq_154)) $error("conv2d.py:338: y[...] starts at a multiple of 4 bytes");
  end
`endif

endmodule

`default_nettype wire
