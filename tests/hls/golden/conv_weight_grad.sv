// ---- conv_weight_grad.sv
// Kernel conv_weight_grad: processes, streams and bus interfaces.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */

module conv_weight_grad (
    input  wire ap_clk,
    input  wire ap_rst_n,
    input  wire [7:0] s_axi_control_AWADDR,
    input  wire s_axi_control_AWVALID,
    output wire s_axi_control_AWREADY,
    input  wire [31:0] s_axi_control_WDATA,
    input  wire [3:0] s_axi_control_WSTRB,
    input  wire s_axi_control_WVALID,
    output wire s_axi_control_WREADY,
    output wire [1:0] s_axi_control_BRESP,
    output wire s_axi_control_BVALID,
    input  wire s_axi_control_BREADY,
    input  wire [7:0] s_axi_control_ARADDR,
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
  wire [1439:0] args;
  wire idle = !busy_reg;
  hwp_axi_lite_ctrl #(.ADDR_W(8), .WORDS(45), .WRITABLE(45'd14660244690261), .MASK(1440'hffffffffffffffff0000000000ffffff0000000000ffffff0000000000ffffff0000000000000007000000000000000f0000000000ffffff00000000ffffffffffffffff00000000000003ff00000000000003ff00000000000003ff00000000ffffffffffffffff000000000000000700000000000003ff00000000000003ff00000000000003ff00000000000003ff00000000000000ff00000000000000ff00000000000003ff00000000000003ff)) u_control (
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

  wire [9:0] arg_fo = args[9:0];
  wire [9:0] arg_ci = args[73:64];
  wire [7:0] arg_images = args[135:128];
  wire [7:0] arg_bands = args[199:192];
  wire [9:0] arg_tall = args[265:256];
  wire [9:0] arg_step = args[329:320];
  wire [9:0] arg_h = args[393:384];
  wire [9:0] arg_w = args[457:448];
  wire [2:0] arg_pad = args[514:512];
  wire [63:0] arg_x = args[639:576];
  wire [9:0] arg_rows = args[681:672];
  wire [9:0] arg_oh = args[745:736];
  wire [9:0] arg_ow = args[809:800];
  wire [63:0] arg_dy = args[927:864];
  wire [23:0] arg_tiles = args[983:960];
  wire [3:0] arg_kernel = args[1027:1024];
  wire [2:0] arg_stride = args[1090:1088];
  wire [23:0] arg_pairs = args[1175:1152];
  wire [23:0] arg_parts = args[1239:1216];
  wire [23:0] arg_words = args[1303:1280];
  wire [63:0] arg_dw = args[1407:1344];

  wire [511:0] y_in_data;
  wire y_in_valid;
  wire [511:0] y_out_data;
  wire y_out_valid;
  wire y_out_ready;
  wire y_in_ready;
  wire [4:0] y_count;
  hwp_fifo #(.WIDTH(512), .DEPTH(16)) u_y (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(y_in_valid), .in_ready(y_in_ready), .in_data(y_in_data),
      .out_valid(y_out_valid), .out_ready(y_out_ready),
      .out_data(y_out_data), .count(y_count)
  );
  wire y_room = y_count <= 5'd12;

  wire [63:0] total_in_data;
  wire total_in_valid;
  wire [63:0] total_out_data;
  wire total_out_valid;
  wire total_out_ready;
  wire total_in_ready;
  wire [4:0] total_count;
  hwp_fifo #(.WIDTH(64), .DEPTH(16)) u_total (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(total_in_valid), .in_ready(total_in_ready), .in_data(total_in_data),
      .out_valid(total_out_valid), .out_ready(total_out_ready),
      .out_data(total_out_data), .count(total_count)
  );
  wire total_room = total_count <= 5'd14;

  wire [49:0] x_rd_req_in_data;
  wire x_rd_req_in_valid;
  wire [49:0] x_rd_req_out_data;
  wire x_rd_req_out_valid;
  wire x_rd_req_out_ready;
  wire x_rd_req_in_ready;
  wire [4:0] x_rd_req_count;
  hwp_fifo #(.WIDTH(50), .DEPTH(16)) u_x_rd_req (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(x_rd_req_in_valid), .in_ready(x_rd_req_in_ready), .in_data(x_rd_req_in_data),
      .out_valid(x_rd_req_out_valid), .out_ready(x_rd_req_out_ready),
      .out_data(x_rd_req_out_data), .count(x_rd_req_count)
  );
  wire x_rd_req_room = x_rd_req_count <= 5'd13;

  wire [31:0] x_rd_in_data;
  wire x_rd_in_valid;
  wire [31:0] x_rd_out_data;
  wire x_rd_out_valid;
  wire x_rd_out_ready;
  wire x_rd_in_ready;
  assign x_rd_out_data = x_rd_in_data;
  assign x_rd_out_valid = x_rd_in_valid;
  assign x_rd_in_ready = x_rd_out_ready;

  wire [49:0] dy_rd_req_in_data;
  wire dy_rd_req_in_valid;
  wire [49:0] dy_rd_req_out_data;
  wire dy_rd_req_out_valid;
  wire dy_rd_req_out_ready;
  wire dy_rd_req_in_ready;
  wire [4:0] dy_rd_req_count;
  hwp_fifo #(.WIDTH(50), .DEPTH(16)) u_dy_rd_req (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(dy_rd_req_in_valid), .in_ready(dy_rd_req_in_ready), .in_data(dy_rd_req_in_data),
      .out_valid(dy_rd_req_out_valid), .out_ready(dy_rd_req_out_ready),
      .out_data(dy_rd_req_out_data), .count(dy_rd_req_count)
  );
  wire dy_rd_req_room = dy_rd_req_count <= 5'd14;

  wire [31:0] dy_rd_in_data;
  wire dy_rd_in_valid;
  wire [31:0] dy_rd_out_data;
  wire dy_rd_out_valid;
  wire dy_rd_out_ready;
  wire dy_rd_in_ready;
  assign dy_rd_out_data = dy_rd_in_data;
  assign dy_rd_out_valid = dy_rd_in_valid;
  assign dy_rd_in_ready = dy_rd_out_ready;

  wire [63:0] dw_wr_req_in_data;
  wire dw_wr_req_in_valid;
  wire [63:0] dw_wr_req_out_data;
  wire dw_wr_req_out_valid;
  wire dw_wr_req_out_ready;
  wire dw_wr_req_in_ready;
  wire [4:0] dw_wr_req_count;
  hwp_fifo #(.WIDTH(64), .DEPTH(16)) u_dw_wr_req (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(dw_wr_req_in_valid), .in_ready(dw_wr_req_in_ready), .in_data(dw_wr_req_in_data),
      .out_valid(dw_wr_req_out_valid), .out_ready(dw_wr_req_out_ready),
      .out_data(dw_wr_req_out_data), .count(dw_wr_req_count)
  );
  wire dw_wr_req_room = dw_wr_req_count <= 5'd15;

  wire [63:0] dw_wr_in_data;
  wire dw_wr_in_valid;
  wire [63:0] dw_wr_out_data;
  wire dw_wr_out_valid;
  wire dw_wr_out_ready;
  wire dw_wr_in_ready;
  wire [4:0] dw_wr_count;
  hwp_fifo #(.WIDTH(64), .DEPTH(16)) u_dw_wr (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(dw_wr_in_valid), .in_ready(dw_wr_in_ready), .in_data(dw_wr_in_data),
      .out_valid(dw_wr_out_valid), .out_ready(dw_wr_out_ready),
      .out_data(dw_wr_out_data), .count(dw_wr_count)
  );
  wire dw_wr_room = dw_wr_count <= 5'd15;

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
  wire [11:0] tile_0_waddr;
  wire [7:0] tile_0_wdata;
  wire [11:0] tile_0_raddr;
  wire [7:0] tile_0_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(4096), .ADDR_W(12), .BLOCK(1)) u_tile_0 (
      .clk(ap_clk), .we(tile_0_we), .waddr(tile_0_waddr), .wdata(tile_0_wdata),
      .raddr(tile_0_raddr), .rdata(tile_0_rdata)
  );
  wire tile_1_we;
  wire [11:0] tile_1_waddr;
  wire [7:0] tile_1_wdata;
  wire [11:0] tile_1_raddr;
  wire [7:0] tile_1_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(4096), .ADDR_W(12), .BLOCK(1)) u_tile_1 (
      .clk(ap_clk), .we(tile_1_we), .waddr(tile_1_waddr), .wdata(tile_1_wdata),
      .raddr(tile_1_raddr), .rdata(tile_1_rdata)
  );
  wire tile_2_we;
  wire [11:0] tile_2_waddr;
  wire [7:0] tile_2_wdata;
  wire [11:0] tile_2_raddr;
  wire [7:0] tile_2_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(4096), .ADDR_W(12), .BLOCK(1)) u_tile_2 (
      .clk(ap_clk), .we(tile_2_we), .waddr(tile_2_waddr), .wdata(tile_2_wdata),
      .raddr(tile_2_raddr), .rdata(tile_2_rdata)
  );
  wire tile_3_we;
  wire [11:0] tile_3_waddr;
  wire [7:0] tile_3_wdata;
  wire [11:0] tile_3_raddr;
  wire [7:0] tile_3_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(4096), .ADDR_W(12), .BLOCK(1)) u_tile_3 (
      .clk(ap_clk), .we(tile_3_we), .waddr(tile_3_waddr), .wdata(tile_3_wdata),
      .raddr(tile_3_raddr), .rdata(tile_3_rdata)
  );

  wire grad_free;
  wire grad_write_take;
  wire grad_write_give;
  wire grad_full;
  wire grad_read_take;
  wire grad_read_give;
  hwp_halves #(.DEPTH(2)) u_grad_halves (
      .clk(ap_clk), .rst(ap_rst),
      .free(grad_free), .write_take(grad_write_take), .write_give(grad_write_give),
      .full(grad_full), .read_take(grad_read_take), .read_give(grad_read_give)
  );
  wire grad_0_we;
  wire [11:0] grad_0_waddr;
  wire [7:0] grad_0_wdata;
  wire [11:0] grad_0_raddr;
  wire [7:0] grad_0_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(4096), .ADDR_W(12), .BLOCK(1)) u_grad_0 (
      .clk(ap_clk), .we(grad_0_we), .waddr(grad_0_waddr), .wdata(grad_0_wdata),
      .raddr(grad_0_raddr), .rdata(grad_0_rdata)
  );
  wire grad_1_we;
  wire [11:0] grad_1_waddr;
  wire [7:0] grad_1_wdata;
  wire [11:0] grad_1_raddr;
  wire [7:0] grad_1_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(4096), .ADDR_W(12), .BLOCK(1)) u_grad_1 (
      .clk(ap_clk), .we(grad_1_we), .waddr(grad_1_waddr), .wdata(grad_1_wdata),
      .raddr(grad_1_raddr), .rdata(grad_1_rdata)
  );
  wire grad_2_we;
  wire [11:0] grad_2_waddr;
  wire [7:0] grad_2_wdata;
  wire [11:0] grad_2_raddr;
  wire [7:0] grad_2_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(4096), .ADDR_W(12), .BLOCK(1)) u_grad_2 (
      .clk(ap_clk), .we(grad_2_we), .waddr(grad_2_waddr), .wdata(grad_2_wdata),
      .raddr(grad_2_raddr), .rdata(grad_2_rdata)
  );
  wire grad_3_we;
  wire [11:0] grad_3_waddr;
  wire [7:0] grad_3_wdata;
  wire [11:0] grad_3_raddr;
  wire [7:0] grad_3_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(4096), .ADDR_W(12), .BLOCK(1)) u_grad_3 (
      .clk(ap_clk), .we(grad_3_we), .waddr(grad_3_waddr), .wdata(grad_3_wdata),
      .raddr(grad_3_raddr), .rdata(grad_3_rdata)
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
  wire [9:0] x_rd_burst_beats;
  wire x_rd_beat_valid;
  wire x_rd_beat_ready;
  wire [63:0] x_rd_beat_data;
  wire x_rd_axi_busy;
  wire x_rd_axi_error;
  wire x_rd_pack_busy;
  hwp_unpack #(.BEAT_BYTES(8), .GROUP_BYTES(4), .ADDR_W(40), .COUNT_W(10)) u_x_rd_pack (
      .clk(ap_clk), .rst(ap_rst),
      .req_valid(x_rd_req_out_valid), .req_ready(x_rd_req_out_ready),
      .req_addr(x_rd_req_out_data[39:0]), .req_groups({x_rd_req_out_data[49:40]}),
      .burst_valid(x_rd_burst_valid), .burst_ready(x_rd_burst_ready),
      .burst_addr(x_rd_burst_addr), .burst_beats(x_rd_burst_beats),
      .beat_valid(x_rd_beat_valid), .beat_ready(x_rd_beat_ready),
      .beat_data(x_rd_beat_data),
      .out_valid(x_rd_in_valid), .out_ready(x_rd_in_ready), .out_data(x_rd_in_data),
      .busy(x_rd_pack_busy)
  );
  hwp_axi_read #(.ADDR_W(40), .DATA_W(64), .BEATS_W(10), .MAX_BURST(64), .BUFFER_BEATS(256)) u_x_rd_axi (
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

  wire [39:0] dy_rd_axi_araddr;
  wire [7:0] dy_rd_axi_arlen;
  wire [2:0] dy_rd_axi_arsize;
  wire [1:0] dy_rd_axi_arburst;
  wire [3:0] dy_rd_axi_arcache;
  wire [2:0] dy_rd_axi_arprot;
  wire dy_rd_axi_arvalid;
  wire dy_rd_axi_rready;
  wire dy_rd_axi_arready;
  wire [1:0] dy_rd_axi_rresp;
  wire dy_rd_axi_rlast;
  wire dy_rd_axi_rvalid;
  wire [63:0] dy_rd_axi_rdata;
  wire dy_rd_burst_valid;
  wire dy_rd_burst_ready;
  wire [39:0] dy_rd_burst_addr;
  wire [9:0] dy_rd_burst_beats;
  wire dy_rd_beat_valid;
  wire dy_rd_beat_ready;
  wire [63:0] dy_rd_beat_data;
  wire dy_rd_axi_busy;
  wire dy_rd_axi_error;
  wire dy_rd_pack_busy;
  hwp_unpack #(.BEAT_BYTES(8), .GROUP_BYTES(4), .ADDR_W(40), .COUNT_W(10)) u_dy_rd_pack (
      .clk(ap_clk), .rst(ap_rst),
      .req_valid(dy_rd_req_out_valid), .req_ready(dy_rd_req_out_ready),
      .req_addr(dy_rd_req_out_data[39:0]), .req_groups({dy_rd_req_out_data[49:40]}),
      .burst_valid(dy_rd_burst_valid), .burst_ready(dy_rd_burst_ready),
      .burst_addr(dy_rd_burst_addr), .burst_beats(dy_rd_burst_beats),
      .beat_valid(dy_rd_beat_valid), .beat_ready(dy_rd_beat_ready),
      .beat_data(dy_rd_beat_data),
      .out_valid(dy_rd_in_valid), .out_ready(dy_rd_in_ready), .out_data(dy_rd_in_data),
      .busy(dy_rd_pack_busy)
  );
  hwp_axi_read #(.ADDR_W(40), .DATA_W(64), .BEATS_W(10), .MAX_BURST(64), .BUFFER_BEATS(256)) u_dy_rd_axi (
      .clk(ap_clk), .rst(ap_rst),
      .req_valid(dy_rd_burst_valid), .req_ready(dy_rd_burst_ready),
      .req_addr(dy_rd_burst_addr), .req_beats(dy_rd_burst_beats),
      .out_valid(dy_rd_beat_valid), .out_ready(dy_rd_beat_ready),
      .out_data(dy_rd_beat_data),
      .busy(dy_rd_axi_busy), .error(dy_rd_axi_error),
      .m_axi_araddr(dy_rd_axi_araddr),
      .m_axi_arlen(dy_rd_axi_arlen),
      .m_axi_arsize(dy_rd_axi_arsize),
      .m_axi_arburst(dy_rd_axi_arburst),
      .m_axi_arcache(dy_rd_axi_arcache),
      .m_axi_arprot(dy_rd_axi_arprot),
      .m_axi_arvalid(dy_rd_axi_arvalid),
      .m_axi_rready(dy_rd_axi_rready),
      .m_axi_arready(dy_rd_axi_arready),
      .m_axi_rresp(dy_rd_axi_rresp),
      .m_axi_rlast(dy_rd_axi_rlast),
      .m_axi_rvalid(dy_rd_axi_rvalid),
      .m_axi_rdata(dy_rd_axi_rdata)
  );

  wire [39:0] dw_wr_axi_awaddr;
  wire [7:0] dw_wr_axi_awlen;
  wire [2:0] dw_wr_axi_awsize;
  wire [1:0] dw_wr_axi_awburst;
  wire [3:0] dw_wr_axi_awcache;
  wire [2:0] dw_wr_axi_awprot;
  wire dw_wr_axi_awvalid;
  wire dw_wr_axi_wlast;
  wire dw_wr_axi_wvalid;
  wire dw_wr_axi_bready;
  wire dw_wr_axi_awready;
  wire dw_wr_axi_wready;
  wire [1:0] dw_wr_axi_bresp;
  wire dw_wr_axi_bvalid;
  wire [63:0] dw_wr_axi_wdata;
  wire [7:0] dw_wr_axi_wstrb;
  wire dw_wr_burst_valid;
  wire dw_wr_burst_ready;
  wire [39:0] dw_wr_burst_addr;
  wire [23:0] dw_wr_burst_beats;
  wire dw_wr_beat_valid;
  wire dw_wr_beat_ready;
  wire [63:0] dw_wr_beat_data;
  wire dw_wr_axi_busy;
  wire dw_wr_axi_error;
  wire [7:0] dw_wr_beat_strb;
  assign dw_wr_burst_valid = dw_wr_req_out_valid;
  assign dw_wr_req_out_ready = dw_wr_burst_ready;
  assign dw_wr_burst_addr = dw_wr_req_out_data[39:0];
  assign dw_wr_burst_beats = {dw_wr_req_out_data[63:40]};
  assign dw_wr_beat_valid = dw_wr_out_valid;
  assign dw_wr_out_ready = dw_wr_beat_ready;
  assign dw_wr_beat_data = dw_wr_out_data;
  assign dw_wr_beat_strb = {8{1'b1}};
  hwp_axi_write #(.ADDR_W(40), .DATA_W(64), .BEATS_W(24), .MAX_BURST(64), .BUFFER_BEATS(128)) u_dw_wr_axi (
      .clk(ap_clk), .rst(ap_rst),
      .req_valid(dw_wr_burst_valid), .req_ready(dw_wr_burst_ready),
      .req_addr(dw_wr_burst_addr), .req_beats(dw_wr_burst_beats),
      .in_valid(dw_wr_beat_valid), .in_ready(dw_wr_beat_ready),
      .in_data(dw_wr_beat_data),
      .in_strb(dw_wr_beat_strb),
      .busy(dw_wr_axi_busy), .error(dw_wr_axi_error),
      .m_axi_awaddr(dw_wr_axi_awaddr),
      .m_axi_awlen(dw_wr_axi_awlen),
      .m_axi_awsize(dw_wr_axi_awsize),
      .m_axi_awburst(dw_wr_axi_awburst),
      .m_axi_awcache(dw_wr_axi_awcache),
      .m_axi_awprot(dw_wr_axi_awprot),
      .m_axi_awvalid(dw_wr_axi_awvalid),
      .m_axi_wlast(dw_wr_axi_wlast),
      .m_axi_wvalid(dw_wr_axi_wvalid),
      .m_axi_bready(dw_wr_axi_bready),
      .m_axi_awready(dw_wr_axi_awready),
      .m_axi_wready(dw_wr_axi_wready),
      .m_axi_bresp(dw_wr_axi_bresp),
      .m_axi_bvalid(dw_wr_axi_bvalid),
      .m_axi_wdata(dw_wr_axi_wdata),
      .m_axi_wstrb(dw_wr_axi_wstrb)
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
  assign m_axi_gmem0_AWADDR = 64'd0;
  assign m_axi_gmem0_AWLEN = 8'd0;
  assign m_axi_gmem0_AWSIZE = 3'd0;
  assign m_axi_gmem0_AWBURST = 2'd0;
  assign m_axi_gmem0_AWCACHE = 4'd0;
  assign m_axi_gmem0_AWPROT = 3'd0;
  assign m_axi_gmem0_AWVALID = 1'd0;
  assign m_axi_gmem0_WLAST = 1'd0;
  assign m_axi_gmem0_WVALID = 1'd0;
  assign m_axi_gmem0_BREADY = 1'd0;
  assign m_axi_gmem0_WDATA = 64'd0;
  assign m_axi_gmem0_WSTRB = 8'd0;

  assign m_axi_gmem1_ARADDR = dy_rd_axi_araddr;
  assign m_axi_gmem1_ARLEN = dy_rd_axi_arlen;
  assign m_axi_gmem1_ARSIZE = dy_rd_axi_arsize;
  assign m_axi_gmem1_ARBURST = dy_rd_axi_arburst;
  assign m_axi_gmem1_ARCACHE = dy_rd_axi_arcache;
  assign m_axi_gmem1_ARPROT = dy_rd_axi_arprot;
  assign m_axi_gmem1_ARVALID = dy_rd_axi_arvalid;
  assign m_axi_gmem1_RREADY = dy_rd_axi_rready;
  assign dy_rd_axi_arready = m_axi_gmem1_ARREADY;
  assign dy_rd_axi_rresp = m_axi_gmem1_RRESP;
  assign dy_rd_axi_rlast = m_axi_gmem1_RLAST;
  assign dy_rd_axi_rvalid = m_axi_gmem1_RVALID;
  assign dy_rd_axi_rdata = m_axi_gmem1_RDATA;
  assign m_axi_gmem1_AWADDR = dw_wr_axi_awaddr;
  assign m_axi_gmem1_AWLEN = dw_wr_axi_awlen;
  assign m_axi_gmem1_AWSIZE = dw_wr_axi_awsize;
  assign m_axi_gmem1_AWBURST = dw_wr_axi_awburst;
  assign m_axi_gmem1_AWCACHE = dw_wr_axi_awcache;
  assign m_axi_gmem1_AWPROT = dw_wr_axi_awprot;
  assign m_axi_gmem1_AWVALID = dw_wr_axi_awvalid;
  assign m_axi_gmem1_WLAST = dw_wr_axi_wlast;
  assign m_axi_gmem1_WVALID = dw_wr_axi_wvalid;
  assign m_axi_gmem1_BREADY = dw_wr_axi_bready;
  assign m_axi_gmem1_WDATA = dw_wr_axi_wdata;
  assign m_axi_gmem1_WSTRB = dw_wr_axi_wstrb;
  assign dw_wr_axi_awready = m_axi_gmem1_AWREADY;
  assign dw_wr_axi_wready = m_axi_gmem1_WREADY;
  assign dw_wr_axi_bresp = m_axi_gmem1_BRESP;
  assign dw_wr_axi_bvalid = m_axi_gmem1_BVALID;

  wire load_x_idle;
  conv_weight_grad_load_x u_process_load_x (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(load_x_idle),
      .arg_fo(arg_fo[9:0]),
      .arg_ci(arg_ci[9:0]),
      .arg_images(arg_images[7:0]),
      .arg_bands(arg_bands[7:0]),
      .arg_tall(arg_tall[9:0]),
      .arg_w(arg_w[9:0]),
      .arg_step(arg_step[9:0]),
      .arg_pad(arg_pad[2:0]),
      .arg_h(arg_h[9:0]),
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

  wire load_x_x_rd_addr_idle;
  conv_weight_grad_load_x_x_rd_addr u_process_load_x_x_rd_addr (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(load_x_x_rd_addr_idle),
      .arg_fo(arg_fo[9:0]),
      .arg_ci(arg_ci[9:0]),
      .arg_images(arg_images[7:0]),
      .arg_bands(arg_bands[7:0]),
      .arg_tall(arg_tall[9:0]),
      .arg_step(arg_step[9:0]),
      .arg_pad(arg_pad[2:0]),
      .arg_h(arg_h[9:0]),
      .arg_w(arg_w[9:0]),
      .arg_x(arg_x[39:0]),
      .x_rd_req_data(x_rd_req_in_data),
      .x_rd_req_valid(x_rd_req_in_valid),
      .x_rd_req_room(x_rd_req_room)
  );

  wire load_dy_idle;
  conv_weight_grad_load_dy u_process_load_dy (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(load_dy_idle),
      .arg_fo(arg_fo[9:0]),
      .arg_ci(arg_ci[9:0]),
      .arg_images(arg_images[7:0]),
      .arg_bands(arg_bands[7:0]),
      .arg_rows(arg_rows[9:0]),
      .arg_ow(arg_ow[9:0]),
      .arg_oh(arg_oh[9:0]),
      .dy_rd_data(dy_rd_out_data),
      .dy_rd_valid(dy_rd_out_valid),
      .dy_rd_ready(dy_rd_out_ready),
      .grad_open(grad_free),
      .grad_take(grad_write_take),
      .grad_give(grad_write_give),
      .grad_0_we(grad_0_we),
      .grad_0_waddr(grad_0_waddr),
      .grad_0_wdata(grad_0_wdata),
      .grad_1_we(grad_1_we),
      .grad_1_waddr(grad_1_waddr),
      .grad_1_wdata(grad_1_wdata),
      .grad_2_we(grad_2_we),
      .grad_2_waddr(grad_2_waddr),
      .grad_2_wdata(grad_2_wdata),
      .grad_3_we(grad_3_we),
      .grad_3_waddr(grad_3_waddr),
      .grad_3_wdata(grad_3_wdata)
  );

  wire load_dy_dy_rd_addr_idle;
  conv_weight_grad_load_dy_dy_rd_addr u_process_load_dy_dy_rd_addr (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(load_dy_dy_rd_addr_idle),
      .arg_fo(arg_fo[9:0]),
      .arg_ci(arg_ci[9:0]),
      .arg_images(arg_images[7:0]),
      .arg_bands(arg_bands[7:0]),
      .arg_rows(arg_rows[9:0]),
      .arg_oh(arg_oh[9:0]),
      .arg_ow(arg_ow[9:0]),
      .arg_dy(arg_dy[39:0]),
      .dy_rd_req_data(dy_rd_req_in_data),
      .dy_rd_req_valid(dy_rd_req_in_valid),
      .dy_rd_req_room(dy_rd_req_room)
  );

  wire compute_idle;
  conv_weight_grad_compute u_process_compute (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(compute_idle),
      .arg_tiles(arg_tiles[23:0]),
      .arg_kernel(arg_kernel[3:0]),
      .arg_rows(arg_rows[9:0]),
      .arg_ow(arg_ow[9:0]),
      .arg_stride(arg_stride[2:0]),
      .arg_pad(arg_pad[2:0]),
      .arg_w(arg_w[9:0]),
      .y_data(y_in_data),
      .y_valid(y_in_valid),
      .y_room(y_room),
      .tile_open(tile_full),
      .tile_take(tile_read_take),
      .tile_give(tile_read_give),
      .grad_open(grad_full),
      .grad_take(grad_read_take),
      .grad_give(grad_read_give),
      .tile_0_raddr(tile_0_raddr),
      .tile_0_rdata(tile_0_rdata),
      .tile_1_raddr(tile_1_raddr),
      .tile_1_rdata(tile_1_rdata),
      .tile_2_raddr(tile_2_raddr),
      .tile_2_rdata(tile_2_rdata),
      .tile_3_raddr(tile_3_raddr),
      .tile_3_rdata(tile_3_rdata),
      .grad_0_raddr(grad_0_raddr),
      .grad_0_rdata(grad_0_rdata),
      .grad_1_raddr(grad_1_raddr),
      .grad_1_rdata(grad_1_rdata),
      .grad_2_raddr(grad_2_raddr),
      .grad_2_rdata(grad_2_rdata),
      .grad_3_raddr(grad_3_raddr),
      .grad_3_rdata(grad_3_rdata)
  );

  wire gather_idle;
  conv_weight_grad_gather u_process_gather (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(gather_idle),
      .arg_pairs(arg_pairs[23:0]),
      .arg_parts(arg_parts[23:0]),
      .arg_kernel(arg_kernel[3:0]),
      .y_data(y_out_data),
      .y_valid(y_out_valid),
      .y_ready(y_out_ready),
      .total_data(total_in_data),
      .total_valid(total_in_valid),
      .total_room(total_room)
  );

  wire store_idle;
  conv_weight_grad_store u_process_store (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(store_idle),
      .arg_words(arg_words[23:0]),
      .total_data(total_out_data),
      .total_valid(total_out_valid),
      .total_ready(total_out_ready),
      .dw_wr_data(dw_wr_in_data),
      .dw_wr_valid(dw_wr_in_valid),
      .dw_wr_room(dw_wr_room)
  );

  wire store_dw_wr_addr_idle;
  conv_weight_grad_store_dw_wr_addr u_process_store_dw_wr_addr (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(store_dw_wr_addr_idle),
      .arg_words(arg_words[23:0]),
      .arg_dw(arg_dw[39:0]),
      .dw_wr_req_data(dw_wr_req_in_data),
      .dw_wr_req_valid(dw_wr_req_in_valid),
      .dw_wr_req_room(dw_wr_req_room)
  );

  assign start = ap_start && !busy_reg && !done_reg;
  wire quiet = load_x_idle && load_x_x_rd_addr_idle && load_dy_idle && load_dy_dy_rd_addr_idle && compute_idle && gather_idle && store_idle && store_dw_wr_addr_idle && !y_out_valid && !total_out_valid && !x_rd_req_out_valid && !dy_rd_req_out_valid && !dw_wr_req_out_valid && !dw_wr_out_valid && !x_rd_axi_busy && !x_rd_pack_busy && !dy_rd_axi_busy && !dy_rd_pack_busy && !dw_wr_axi_busy;
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
    if (start && arg_dy[63:40] != 24'd0) $error("dy lies at or above 2^40");
    if (start && arg_dw[63:40] != 24'd0) $error("dw lies at or above 2^40");
  end
`endif

endmodule

`default_nettype wire

// ---- conv_weight_grad_compute.sv
// Process compute of conv_weight_grad.py, line 63: initiation interval 1, 4 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module conv_weight_grad_compute (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [23:0] arg_tiles,
    input  wire [3:0] arg_kernel,
    input  wire [9:0] arg_rows,
    input  wire [9:0] arg_ow,
    input  wire [2:0] arg_stride,
    input  wire [2:0] arg_pad,
    input  wire [9:0] arg_w,
    output wire [511:0] y_data,
    output wire y_valid,
    input  wire y_room,
    input  wire tile_open,
    output wire tile_take,
    output wire tile_give,
    input  wire grad_open,
    output wire grad_take,
    output wire grad_give,
    output wire [11:0] tile_0_raddr,
    input  wire [7:0] tile_0_rdata,
    output wire [11:0] tile_1_raddr,
    input  wire [7:0] tile_1_rdata,
    output wire [11:0] tile_2_raddr,
    input  wire [7:0] tile_2_rdata,
    output wire [11:0] tile_3_raddr,
    input  wire [7:0] tile_3_rdata,
    output wire [11:0] grad_0_raddr,
    input  wire [7:0] grad_0_rdata,
    output wire [11:0] grad_1_raddr,
    input  wire [7:0] grad_1_rdata,
    output wire [11:0] grad_2_raddr,
    input  wire [7:0] grad_2_rdata,
    output wire [11:0] grad_3_raddr,
    input  wire [7:0] grad_3_rdata
);

  logic running;
  logic [3:1] stage;
  logic signed [24:0] count_t_0;
  logic signed [4:0] count_ky_1;
  logic signed [4:0] count_kx_2;
  logic signed [10:0] count_r_3;
  logic signed [10:0] count_c_4;
  logic signed [31:0] acc_0_reg;
  logic first_70_s1;
  logic first_70_s2;
  logic first_70_s3;
  logic signed [12:0] step_204;  // conv_weight_grad.py:89
  logic signed [22:0] step_206;  // conv_weight_grad.py:89
  logic signed [14:0] step_207;  // conv_weight_grad.py:89
  logic inside_217_s1;
  logic signed [20:0] step_205;  // conv_weight_grad.py:89
  logic signed [7:0] sel_218_s2;
  logic signed [7:0] load_210_s2;
  logic signed [15:0] mul_219;  // conv_weight_grad.py:85
  logic signed [31:0] acc_1_reg;
  logic signed [7:0] load_222_s2;
  logic signed [15:0] mul_223;  // conv_weight_grad.py:85
  logic signed [31:0] acc_2_reg;
  logic signed [7:0] load_226_s2;
  logic signed [15:0] mul_227;  // conv_weight_grad.py:85
  logic signed [31:0] acc_3_reg;
  logic signed [7:0] load_230_s2;
  logic signed [15:0] mul_231;  // conv_weight_grad.py:85
  logic signed [31:0] acc_4_reg;
  logic signed [7:0] sel_235_s2;
  logic signed [15:0] mul_236;  // conv_weight_grad.py:85
  logic signed [31:0] acc_5_reg;
  logic signed [15:0] mul_239;  // conv_weight_grad.py:85
  logic signed [31:0] acc_6_reg;
  logic signed [15:0] mul_242;  // conv_weight_grad.py:85
  logic signed [31:0] acc_7_reg;
  logic signed [15:0] mul_245;  // conv_weight_grad.py:85
  logic signed [31:0] acc_8_reg;
  logic signed [7:0] sel_249_s2;
  logic signed [15:0] mul_250;  // conv_weight_grad.py:85
  logic signed [31:0] acc_9_reg;
  logic signed [15:0] mul_253;  // conv_weight_grad.py:85
  logic signed [31:0] acc_10_reg;
  logic signed [15:0] mul_256;  // conv_weight_grad.py:85
  logic signed [31:0] acc_11_reg;
  logic signed [15:0] mul_259;  // conv_weight_grad.py:85
  logic signed [31:0] acc_12_reg;
  logic signed [7:0] sel_263_s2;
  logic signed [15:0] mul_264;  // conv_weight_grad.py:85
  logic signed [31:0] acc_13_reg;
  logic signed [15:0] mul_267;  // conv_weight_grad.py:85
  logic signed [31:0] acc_14_reg;
  logic signed [15:0] mul_270;  // conv_weight_grad.py:85
  logic signed [31:0] acc_15_reg;
  logic signed [15:0] mul_273;  // conv_weight_grad.py:85
  logic band_175_s1;
  logic band_175_s2;
  logic band_175_s3;
  logic [0:0] half_tile_reg;
  logic [0:0] half_grad_reg;
  wire issue;

  wire signed [24:0] scalar_1 = $signed({1'b0, arg_tiles});
  wire signed [24:0] add_11 = count_t_0 + 2'sd1;  // conv_weight_grad.py:70
  wire le_12 = scalar_1 <= add_11;  // conv_weight_grad.py:70
  wire signed [4:0] scalar_2 = $signed({1'b0, arg_kernel});
  wire signed [4:0] add_14 = count_ky_1 + 2'sd1;  // conv_weight_grad.py:73
  wire le_15 = scalar_2 <= add_14;  // conv_weight_grad.py:73
  wire signed [4:0] add_17 = count_kx_2 + 2'sd1;  // conv_weight_grad.py:74
  wire le_18 = scalar_2 <= add_17;  // conv_weight_grad.py:74
  wire signed [10:0] scalar_3 = $signed({1'b0, arg_rows});
  wire signed [10:0] add_20 = count_r_3 + 2'sd1;  // conv_weight_grad.py:75
  wire le_21 = scalar_3 <= add_20;  // conv_weight_grad.py:75
  wire signed [10:0] scalar_4 = $signed({1'b0, arg_ow});
  wire signed [10:0] add_23 = count_c_4 + 2'sd1;  // conv_weight_grad.py:76
  wire le_24 = scalar_4 <= add_23;  // conv_weight_grad.py:76
  wire eq_35 = count_c_4 == 2'sd0;  // conv_weight_grad.py:76
  wire eq_32 = count_r_3 == 2'sd0;  // conv_weight_grad.py:76
  wire eq_26 = count_ky_1 == 2'sd0;  // conv_weight_grad.py:76
  wire eq_29 = count_kx_2 == 2'sd0;  // conv_weight_grad.py:76
  wire band_39 = eq_26 && eq_29;  // conv_weight_grad.py:76
  wire band_41 = eq_32 && band_39;  // conv_weight_grad.py:76
  wire band_43 = eq_35 && band_41;  // conv_weight_grad.py:76
  wire signed [10:0] add_170 = scalar_3 + -2'sd1;  // conv_weight_grad.py:86
  wire eq_171 = count_r_3 == add_170;  // conv_weight_grad.py:86
  wire signed [10:0] add_172 = scalar_4 + -2'sd1;  // conv_weight_grad.py:86
  wire eq_173 = count_c_4 == add_172;  // conv_weight_grad.py:86
  wire band_175 = eq_171 && eq_173;  // conv_weight_grad.py:86
  wire band_180 = le_15 && le_18;  // conv_weight_grad.py:87
  wire band_182 = le_21 && band_180;  // conv_weight_grad.py:87
  wire band_184 = le_24 && band_182;  // conv_weight_grad.py:87
  wire first_70 = eq_32 && eq_35;  // conv_weight_grad.py:81
  wire signed [31:0] old_73 = first_70_s3 ? 2'sd0 : acc_0_reg;  // conv_weight_grad.py:84
  wire signed [3:0] scalar_5 = $signed({1'b0, arg_stride});
  wire signed [13:0] add_211 = count_kx_2 + step_204;  // conv_weight_grad.py:77
  wire signed [3:0] scalar_7 = $signed({1'b0, arg_pad});
  wire signed [13:0] col_212 = add_211 - scalar_7;  // conv_weight_grad.py:77
  wire le_216 = 2'sd0 <= col_212;  // conv_weight_grad.py:79
  wire signed [10:0] scalar_6 = $signed({1'b0, arg_w});
  wire lt_215 = col_212 < scalar_6;  // conv_weight_grad.py:79
  wire inside_217 = le_216 && lt_215;  // conv_weight_grad.py:79
  wire signed [12:0] mul_203 = scalar_5 * scalar_6;  // conv_weight_grad.py:89
  wire signed [22:0] add_208 = step_206 + step_207;  // conv_weight_grad.py:89
  wire signed [23:0] at_213 = col_212 + add_208;  // conv_weight_grad.py:78
  wire signed [7:0] load_214 = $signed(tile_0_rdata);  // conv_weight_grad.py:80
  wire signed [7:0] sel_218 = inside_217_s1 ? load_214 : 2'sd0;  // conv_weight_grad.py:80
  wire signed [20:0] add_209 = count_c_4 + step_205;  // conv_weight_grad.py:85
  wire signed [7:0] load_210 = $signed(grad_0_rdata);  // conv_weight_grad.py:85
  wire signed [32:0] add_220 = old_73 + mul_219;  // conv_weight_grad.py:85
  wire signed [31:0] wrap_221 = add_220;  // conv_weight_grad.py:85
  wire signed [31:0] old_81 = first_70_s3 ? 2'sd0 : acc_1_reg;  // conv_weight_grad.py:84
  wire signed [7:0] load_222 = $signed(grad_1_rdata);  // conv_weight_grad.py:85
  wire signed [32:0] add_224 = old_81 + mul_223;  // conv_weight_grad.py:85
  wire signed [31:0] wrap_225 = add_224;  // conv_weight_grad.py:85
  wire signed [31:0] old_87 = first_70_s3 ? 2'sd0 : acc_2_reg;  // conv_weight_grad.py:84
  wire signed [7:0] load_226 = $signed(grad_2_rdata);  // conv_weight_grad.py:85
  wire signed [32:0] add_228 = old_87 + mul_227;  // conv_weight_grad.py:85
  wire signed [31:0] wrap_229 = add_228;  // conv_weight_grad.py:85
  wire signed [31:0] old_93 = first_70_s3 ? 2'sd0 : acc_3_reg;  // conv_weight_grad.py:84
  wire signed [7:0] load_230 = $signed(grad_3_rdata);  // conv_weight_grad.py:85
  wire signed [32:0] add_232 = old_93 + mul_231;  // conv_weight_grad.py:85
  wire signed [31:0] wrap_233 = add_232;  // conv_weight_grad.py:85
  wire signed [31:0] old_99 = first_70_s3 ? 2'sd0 : acc_4_reg;  // conv_weight_grad.py:84
  wire signed [7:0] load_234 = $signed(tile_1_rdata);  // conv_weight_grad.py:80
  wire signed [7:0] sel_235 = inside_217_s1 ? load_234 : 2'sd0;  // conv_weight_grad.py:80
  wire signed [32:0] add_237 = old_99 + mul_236;  // conv_weight_grad.py:85
  wire signed [31:0] wrap_238 = add_237;  // conv_weight_grad.py:85
  wire signed [31:0] old_105 = first_70_s3 ? 2'sd0 : acc_5_reg;  // conv_weight_grad.py:84
  wire signed [32:0] add_240 = old_105 + mul_239;  // conv_weight_grad.py:85
  wire signed [31:0] wrap_241 = add_240;  // conv_weight_grad.py:85
  wire signed [31:0] old_111 = first_70_s3 ? 2'sd0 : acc_6_reg;  // conv_weight_grad.py:84
  wire signed [32:0] add_243 = old_111 + mul_242;  // conv_weight_grad.py:85
  wire signed [31:0] wrap_244 = add_243;  // conv_weight_grad.py:85
  wire signed [31:0] old_117 = first_70_s3 ? 2'sd0 : acc_7_reg;  // conv_weight_grad.py:84
  wire signed [32:0] add_246 = old_117 + mul_245;  // conv_weight_grad.py:85
  wire signed [31:0] wrap_247 = add_246;  // conv_weight_grad.py:85
  wire signed [31:0] old_123 = first_70_s3 ? 2'sd0 : acc_8_reg;  // conv_weight_grad.py:84
  wire signed [7:0] load_248 = $signed(tile_2_rdata);  // conv_weight_grad.py:80
  wire signed [7:0] sel_249 = inside_217_s1 ? load_248 : 2'sd0;  // conv_weight_grad.py:80
  wire signed [32:0] add_251 = old_123 + mul_250;  // conv_weight_grad.py:85
  wire signed [31:0] wrap_252 = add_251;  // conv_weight_grad.py:85
  wire signed [31:0] old_129 = first_70_s3 ? 2'sd0 : acc_9_reg;  // conv_weight_grad.py:84
  wire signed [32:0] add_254 = old_129 + mul_253;  // conv_weight_grad.py:85
  wire signed [31:0] wrap_255 = add_254;  // conv_weight_grad.py:85
  wire signed [31:0] old_135 = first_70_s3 ? 2'sd0 : acc_10_reg;  // conv_weight_grad.py:84
  wire signed [32:0] add_257 = old_135 + mul_256;  // conv_weight_grad.py:85
  wire signed [31:0] wrap_258 = add_257;  // conv_weight_grad.py:85
  wire signed [31:0] old_141 = first_70_s3 ? 2'sd0 : acc_11_reg;  // conv_weight_grad.py:84
  wire signed [32:0] add_260 = old_141 + mul_259;  // conv_weight_grad.py:85
  wire signed [31:0] wrap_261 = add_260;  // conv_weight_grad.py:85
  wire signed [31:0] old_147 = first_70_s3 ? 2'sd0 : acc_12_reg;  // conv_weight_grad.py:84
  wire signed [7:0] load_262 = $signed(tile_3_rdata);  // conv_weight_grad.py:80
  wire signed [7:0] sel_263 = inside_217_s1 ? load_262 : 2'sd0;  // conv_weight_grad.py:80
  wire signed [32:0] add_265 = old_147 + mul_264;  // conv_weight_grad.py:85
  wire signed [31:0] wrap_266 = add_265;  // conv_weight_grad.py:85
  wire signed [31:0] old_153 = first_70_s3 ? 2'sd0 : acc_13_reg;  // conv_weight_grad.py:84
  wire signed [32:0] add_268 = old_153 + mul_267;  // conv_weight_grad.py:85
  wire signed [31:0] wrap_269 = add_268;  // conv_weight_grad.py:85
  wire signed [31:0] old_159 = first_70_s3 ? 2'sd0 : acc_14_reg;  // conv_weight_grad.py:84
  wire signed [32:0] add_271 = old_159 + mul_270;  // conv_weight_grad.py:85
  wire signed [31:0] wrap_272 = add_271;  // conv_weight_grad.py:85
  wire signed [31:0] old_165 = first_70_s3 ? 2'sd0 : acc_15_reg;  // conv_weight_grad.py:84
  wire signed [32:0] add_274 = old_165 + mul_273;  // conv_weight_grad.py:85
  wire signed [31:0] wrap_275 = add_274;  // conv_weight_grad.py:85
  wire y_put0 = stage[3] && band_175_s3;
  wire [31:0] y_put0_0 = wrap_221;
  wire [31:0] y_put0_1 = wrap_225;
  wire [31:0] y_put0_2 = wrap_229;
  wire [31:0] y_put0_3 = wrap_233;
  wire [31:0] y_put0_4 = wrap_238;
  wire [31:0] y_put0_5 = wrap_241;
  wire [31:0] y_put0_6 = wrap_244;
  wire [31:0] y_put0_7 = wrap_247;
  wire [31:0] y_put0_8 = wrap_252;
  wire [31:0] y_put0_9 = wrap_255;
  wire [31:0] y_put0_10 = wrap_258;
  wire [31:0] y_put0_11 = wrap_261;
  wire [31:0] y_put0_12 = wrap_266;
  wire [31:0] y_put0_13 = wrap_269;
  wire [31:0] y_put0_14 = wrap_272;
  wire [31:0] y_put0_15 = wrap_275;
  assign y_valid = y_put0;
  assign y_data = {y_put0_15, y_put0_14, y_put0_13, y_put0_12, y_put0_11, y_put0_10, y_put0_9, y_put0_8, y_put0_7, y_put0_6, y_put0_5, y_put0_4, y_put0_3, y_put0_2, y_put0_1, y_put0_0};
  wire wait_put_y = (band_175) && !y_room;
  wire tile_acquire = band_43;
  assign tile_take = issue && tile_acquire;
  assign tile_give = (issue && band_184);
  wire wait_half_tile = tile_acquire && !tile_open;
  wire grad_acquire = band_43;
  assign grad_take = issue && grad_acquire;
  assign grad_give = (issue && band_184);
  wire wait_half_grad = grad_acquire && !grad_open;
  wire [10:0] addr_tile_130 = at_213;
  assign tile_0_raddr = {half_tile_reg, addr_tile_130};
  wire [10:0] addr_tile_132 = at_213;
  assign tile_1_raddr = {half_tile_reg, addr_tile_132};
  wire [10:0] addr_tile_134 = at_213;
  assign tile_2_raddr = {half_tile_reg, addr_tile_134};
  wire [10:0] addr_tile_136 = at_213;
  assign tile_3_raddr = {half_tile_reg, addr_tile_136};
  wire [10:0] addr_grad_138 = add_209;
  assign grad_0_raddr = {half_grad_reg, addr_grad_138};
  wire [10:0] addr_grad_140 = add_209;
  assign grad_1_raddr = {half_grad_reg, addr_grad_140};
  wire [10:0] addr_grad_142 = add_209;
  assign grad_2_raddr = {half_grad_reg, addr_grad_142};
  wire [10:0] addr_grad_144 = add_209;
  assign grad_3_raddr = {half_grad_reg, addr_grad_144};
  wire wrap_0 = le_12 && le_15 && le_18 && le_21 && le_24;
  wire wrap_1 = le_15 && le_18 && le_21 && le_24;
  wire wrap_2 = le_18 && le_21 && le_24;
  wire wrap_3 = le_21 && le_24;
  wire wrap_4 = le_24;
  wire wrap_5 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_put_y && !wait_half_tile && !wait_half_grad;

  assign idle = !(running || (stage != 0));

  always_ff @(posedge ap_clk) begin
    if (issue && (band_184)) half_tile_reg <= half_tile_reg == 1'd1 ? 1'd0 : half_tile_reg + 1'b1;
    if (issue && (band_184)) half_grad_reg <= half_grad_reg == 1'd1 ? 1'd0 : half_grad_reg + 1'b1;
    if (issue && wrap_1) count_t_0 <= le_12 ? 25'sd0 : count_t_0 + 25'sd1;
    if (issue && wrap_2) count_ky_1 <= le_15 ? 5'sd0 : count_ky_1 + 5'sd1;
    if (issue && wrap_3) count_kx_2 <= le_18 ? 5'sd0 : count_kx_2 + 5'sd1;
    if (issue && wrap_4) count_r_3 <= le_21 ? 11'sd0 : count_r_3 + 11'sd1;
    if (issue && wrap_5) count_c_4 <= le_24 ? 11'sd0 : count_c_4 + 11'sd1;
    if (issue && wrap_5) step_204 <= le_24 ? 13'sd0 : step_204 + scalar_5;
    if (issue && wrap_4) step_206 <= le_21 ? 23'sd0 : step_206 + mul_203;
    if (issue && wrap_2) step_207 <= le_15 ? 15'sd0 : step_207 + scalar_6;
    if (issue && wrap_4) step_205 <= le_21 ? 21'sd0 : step_205 + scalar_4;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      half_tile_reg <= 1'd0;
      half_grad_reg <= 1'd0;
      count_t_0 <= 25'sd0;
      count_ky_1 <= 5'sd0;
      count_kx_2 <= 5'sd0;
      count_r_3 <= 11'sd0;
      count_c_4 <= 11'sd0;
      step_204 <= 13'sd0;
      step_206 <= 23'sd0;
      step_207 <= 15'sd0;
      step_205 <= 21'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

  always_ff @(posedge ap_clk) begin
    stage <= {stage[2:1], issue};
    first_70_s1 <= first_70;
    first_70_s2 <= first_70_s1;
    first_70_s3 <= first_70_s2;
    inside_217_s1 <= inside_217;
    sel_218_s2 <= sel_218;
    load_210_s2 <= load_210;
    mul_219 <= sel_218_s2 * load_210_s2;
    load_222_s2 <= load_222;
    mul_223 <= sel_218_s2 * load_222_s2;
    load_226_s2 <= load_226;
    mul_227 <= sel_218_s2 * load_226_s2;
    load_230_s2 <= load_230;
    mul_231 <= sel_218_s2 * load_230_s2;
    sel_235_s2 <= sel_235;
    mul_236 <= sel_235_s2 * load_210_s2;
    mul_239 <= sel_235_s2 * load_222_s2;
    mul_242 <= sel_235_s2 * load_226_s2;
    mul_245 <= sel_235_s2 * load_230_s2;
    sel_249_s2 <= sel_249;
    mul_250 <= sel_249_s2 * load_210_s2;
    mul_253 <= sel_249_s2 * load_222_s2;
    mul_256 <= sel_249_s2 * load_226_s2;
    mul_259 <= sel_249_s2 * load_230_s2;
    sel_263_s2 <= sel_263;
    mul_264 <= sel_263_s2 * load_210_s2;
    mul_267 <= sel_263_s2 * load_222_s2;
    mul_270 <= sel_263_s2 * load_226_s2;
    mul_273 <= sel_263_s2 * load_230_s2;
    band_175_s1 <= band_175;
    band_175_s2 <= band_175_s1;
    band_175_s3 <= band_175_s2;
    if (stage[3]) begin
      acc_0_reg <= wrap_221;
      acc_1_reg <= wrap_225;
      acc_2_reg <= wrap_229;
      acc_3_reg <= wrap_233;
      acc_4_reg <= wrap_238;
      acc_5_reg <= wrap_241;
      acc_6_reg <= wrap_244;
      acc_7_reg <= wrap_247;
      acc_8_reg <= wrap_252;
      acc_9_reg <= wrap_255;
      acc_10_reg <= wrap_258;
      acc_11_reg <= wrap_261;
      acc_12_reg <= wrap_266;
      acc_13_reg <= wrap_269;
      acc_14_reg <= wrap_272;
      acc_15_reg <= wrap_275;
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

endmodule

`default_nettype wire

// ---- conv_weight_grad_gather.sv
// Process gather of conv_weight_grad.py, line 93: initiation interval 1, 2 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module conv_weight_grad_gather (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [23:0] arg_pairs,
    input  wire [23:0] arg_parts,
    input  wire [3:0] arg_kernel,
    input  wire [511:0] y_data,
    input  wire y_valid,
    output wire y_ready,
    output wire [63:0] total_data,
    output wire total_valid,
    input  wire total_room
);

  logic running;
  logic [1:1] stage;
  logic signed [24:0] count_p_0;
  logic signed [24:0] count_n_1;
  logic signed [7:0] count_t_2;
  logic signed [3:0] count_b_3;
  logic signed [31:0] hold_0_reg;
  logic eq_24_s1;
  logic signed [31:0] sel_52_s1;
  logic signed [31:0] hold_1_reg;
  logic signed [31:0] sel_54_s1;
  logic signed [31:0] hold_2_reg;
  logic signed [31:0] hold_3_reg;
  logic signed [31:0] hold_4_reg;
  logic signed [31:0] hold_5_reg;
  logic signed [31:0] hold_6_reg;
  logic signed [31:0] hold_7_reg;
  logic signed [31:0] hold_8_reg;
  logic signed [31:0] hold_9_reg;
  logic signed [31:0] hold_10_reg;
  logic signed [31:0] hold_11_reg;
  logic signed [31:0] hold_12_reg;
  logic signed [31:0] hold_13_reg;
  logic signed [31:0] hold_14_reg;
  logic signed [31:0] hold_15_reg;
  logic eq_108_s1;
  logic signed [10:0] at_94_s1;
  wire [31:0] psum_0_rdata;
  wire [31:0] psum_1_rdata;
  wire issue;

  wire signed [24:0] scalar_1 = $signed({1'b0, arg_pairs});
  wire signed [24:0] add_10 = count_p_0 + 2'sd1;  // conv_weight_grad.py:99
  wire le_11 = scalar_1 <= add_10;  // conv_weight_grad.py:99
  wire signed [24:0] scalar_2 = $signed({1'b0, arg_parts});
  wire signed [24:0] add_13 = count_n_1 + 2'sd1;  // conv_weight_grad.py:100
  wire le_14 = scalar_2 <= add_13;  // conv_weight_grad.py:100
  wire signed [4:0] scalar_3 = $signed({1'b0, arg_kernel});
  wire signed [7:0] mul_15 = scalar_3 * scalar_3;  // conv_weight_grad.py:101
  wire signed [7:0] add_17 = count_t_2 + 2'sd1;  // conv_weight_grad.py:101
  wire le_18 = mul_15 <= add_17;  // conv_weight_grad.py:101
  wire eq_22 = count_b_3 == 4'sd7;  // conv_weight_grad.py:102
  wire eq_30 = count_b_3 == 2'sd0;  // conv_weight_grad.py:102
  wire signed [24:0] add_107 = scalar_2 + -2'sd1;  // conv_weight_grad.py:111
  wire eq_108 = count_n_1 == add_107;  // conv_weight_grad.py:111
  wire signed [10:0] shl_93 = count_t_2 <<< 3;  // conv_weight_grad.py:107
  wire signed [10:0] at_94 = count_b_3 + shl_93;  // conv_weight_grad.py:107
  wire signed [31:0] get_35 = $signed(y_data[31:0]);  // conv_weight_grad.py:104
  wire signed [31:0] sel_52 = eq_30 ? get_35 : hold_0_reg;  // conv_weight_grad.py:106
  wire eq_24 = count_n_1 == 2'sd0;  // conv_weight_grad.py:102
  wire signed [31:0] load_96 = $signed(psum_0_rdata);  // conv_weight_grad.py:108
  wire signed [31:0] sel_97 = eq_24_s1 ? 2'sd0 : load_96;  // conv_weight_grad.py:108
  wire signed [32:0] add_98 = sel_52_s1 + sel_97;  // conv_weight_grad.py:108
  wire signed [31:0] wrap_99 = add_98;  // conv_weight_grad.py:108
  wire signed [31:0] get_36 = $signed(y_data[63:32]);  // conv_weight_grad.py:104
  wire signed [31:0] sel_54 = eq_30 ? get_36 : hold_1_reg;  // conv_weight_grad.py:106
  wire signed [31:0] load_100 = $signed(psum_1_rdata);  // conv_weight_grad.py:108
  wire signed [31:0] sel_101 = eq_24_s1 ? 2'sd0 : load_100;  // conv_weight_grad.py:108
  wire signed [32:0] add_102 = sel_54_s1 + sel_101;  // conv_weight_grad.py:108
  wire signed [31:0] wrap_103 = add_102;  // conv_weight_grad.py:108
  wire signed [31:0] get_37 = $signed(y_data[95:64]);  // conv_weight_grad.py:104
  wire signed [31:0] sel_56 = eq_30 ? get_37 : hold_2_reg;  // conv_weight_grad.py:106
  wire signed [31:0] get_38 = $signed(y_data[127:96]);  // conv_weight_grad.py:104
  wire signed [31:0] sel_59 = eq_30 ? get_38 : hold_3_reg;  // conv_weight_grad.py:106
  wire signed [31:0] get_39 = $signed(y_data[159:128]);  // conv_weight_grad.py:104
  wire signed [31:0] sel_61 = eq_30 ? get_39 : hold_4_reg;  // conv_weight_grad.py:106
  wire signed [31:0] get_40 = $signed(y_data[191:160]);  // conv_weight_grad.py:104
  wire signed [31:0] sel_64 = eq_30 ? get_40 : hold_5_reg;  // conv_weight_grad.py:106
  wire signed [31:0] get_41 = $signed(y_data[223:192]);  // conv_weight_grad.py:104
  wire signed [31:0] sel_67 = eq_30 ? get_41 : hold_6_reg;  // conv_weight_grad.py:106
  wire signed [31:0] get_42 = $signed(y_data[255:224]);  // conv_weight_grad.py:104
  wire signed [31:0] sel_69 = eq_30 ? get_42 : hold_7_reg;  // conv_weight_grad.py:106
  wire signed [31:0] get_43 = $signed(y_data[287:256]);  // conv_weight_grad.py:104
  wire signed [31:0] sel_71 = eq_30 ? get_43 : hold_8_reg;  // conv_weight_grad.py:106
  wire signed [31:0] get_44 = $signed(y_data[319:288]);  // conv_weight_grad.py:104
  wire signed [31:0] sel_74 = eq_30 ? get_44 : hold_9_reg;  // conv_weight_grad.py:106
  wire signed [31:0] get_45 = $signed(y_data[351:320]);  // conv_weight_grad.py:104
  wire signed [31:0] sel_77 = eq_30 ? get_45 : hold_10_reg;  // conv_weight_grad.py:106
  wire signed [31:0] get_46 = $signed(y_data[383:352]);  // conv_weight_grad.py:104
  wire signed [31:0] sel_80 = eq_30 ? get_46 : hold_11_reg;  // conv_weight_grad.py:106
  wire signed [31:0] get_47 = $signed(y_data[415:384]);  // conv_weight_grad.py:104
  wire signed [31:0] sel_83 = eq_30 ? get_47 : hold_12_reg;  // conv_weight_grad.py:106
  wire signed [31:0] get_48 = $signed(y_data[447:416]);  // conv_weight_grad.py:104
  wire signed [31:0] sel_86 = eq_30 ? get_48 : hold_13_reg;  // conv_weight_grad.py:106
  wire signed [31:0] get_49 = $signed(y_data[479:448]);  // conv_weight_grad.py:104
  wire signed [31:0] sel_89 = eq_30 ? get_49 : hold_14_reg;  // conv_weight_grad.py:106
  wire signed [31:0] get_50 = $signed(y_data[511:480]);  // conv_weight_grad.py:104
  wire signed [31:0] sel_92 = eq_30 ? get_50 : hold_15_reg;  // conv_weight_grad.py:106
  wire y_get = eq_30;
  assign y_ready = issue && y_get;
  wire wait_get_y = y_get && !y_valid;
  wire total_put0 = stage[1] && eq_108_s1;
  wire [31:0] total_put0_0 = wrap_99;
  wire [31:0] total_put0_1 = wrap_103;
  assign total_valid = total_put0;
  assign total_data = {total_put0_1, total_put0_0};
  wire wait_put_total = (eq_108) && !total_room;
  wire [11:0] addr_psum_66 = at_94_s1;
  wire psum_0_w0 = stage[1] && 1'b1;  // conv_weight_grad.py:110
  wire [31:0] psum_0_w0_data = wrap_99;
  wire [11:0] addr_psum_69 = at_94;
  hwp_ram #(.WIDTH(32), .DEPTH(3872), .ADDR_W(12), .BLOCK(1)) u_psum_0 (
      .clk(ap_clk), .we(psum_0_w0), .waddr(addr_psum_66), .wdata(psum_0_w0_data),
      .raddr(addr_psum_69), .rdata(psum_0_rdata));
  wire [11:0] addr_psum_71 = at_94_s1;
  wire psum_1_w0 = stage[1] && 1'b1;  // conv_weight_grad.py:110
  wire [31:0] psum_1_w0_data = wrap_103;
  wire [11:0] addr_psum_74 = at_94;
  hwp_ram #(.WIDTH(32), .DEPTH(3872), .ADDR_W(12), .BLOCK(1)) u_psum_1 (
      .clk(ap_clk), .we(psum_1_w0), .waddr(addr_psum_71), .wdata(psum_1_w0_data),
      .raddr(addr_psum_74), .rdata(psum_1_rdata));
  wire wrap_0 = le_11 && le_14 && le_18 && eq_22;
  wire wrap_1 = le_14 && le_18 && eq_22;
  wire wrap_2 = le_18 && eq_22;
  wire wrap_3 = eq_22;
  wire wrap_4 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_get_y && !wait_put_total;

  assign idle = !(running || (stage != 0));

  always_ff @(posedge ap_clk) begin
    if (issue && wrap_1) count_p_0 <= le_11 ? 25'sd0 : count_p_0 + 25'sd1;
    if (issue && wrap_2) count_n_1 <= le_14 ? 25'sd0 : count_n_1 + 25'sd1;
    if (issue && wrap_3) count_t_2 <= le_18 ? 8'sd0 : count_t_2 + 8'sd1;
    if (issue && wrap_4) count_b_3 <= eq_22 ? 4'sd0 : count_b_3 + 4'sd1;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      count_p_0 <= 25'sd0;
      count_n_1 <= 25'sd0;
      count_t_2 <= 8'sd0;
      count_b_3 <= 4'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

  always_ff @(posedge ap_clk) begin
    stage[1] <= issue;
    eq_24_s1 <= eq_24;
    sel_52_s1 <= sel_52;
    sel_54_s1 <= sel_54;
    eq_108_s1 <= eq_108;
    at_94_s1 <= at_94;
    if (issue) begin
      hold_0_reg <= sel_56;
      hold_1_reg <= sel_59;
      hold_2_reg <= sel_61;
      hold_3_reg <= sel_64;
      hold_4_reg <= sel_67;
      hold_5_reg <= sel_69;
      hold_6_reg <= sel_71;
      hold_7_reg <= sel_74;
      hold_8_reg <= sel_77;
      hold_9_reg <= sel_80;
      hold_10_reg <= sel_83;
      hold_11_reg <= sel_86;
      hold_12_reg <= sel_89;
      hold_13_reg <= sel_92;
    end
    if (issue && eq_30) begin
      hold_14_reg <= get_49;
      hold_15_reg <= get_50;
    end
    if (start) begin
      hold_0_reg <= 2'sd0;
      hold_1_reg <= 2'sd0;
      hold_2_reg <= 2'sd0;
      hold_3_reg <= 2'sd0;
      hold_4_reg <= 2'sd0;
      hold_5_reg <= 2'sd0;
      hold_6_reg <= 2'sd0;
      hold_7_reg <= 2'sd0;
      hold_8_reg <= 2'sd0;
      hold_9_reg <= 2'sd0;
      hold_10_reg <= 2'sd0;
      hold_11_reg <= 2'sd0;
      hold_12_reg <= 2'sd0;
      hold_13_reg <= 2'sd0;
      hold_14_reg <= 2'sd0;
      hold_15_reg <= 2'sd0;
    end
    if (ap_rst) stage <= 1'd0;
  end

endmodule

`default_nettype wire

// ---- conv_weight_grad_load_dy.sv
// Process load_dy of conv_weight_grad.py, line 41: initiation interval 1, 1 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module conv_weight_grad_load_dy (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [9:0] arg_fo,
    input  wire [9:0] arg_ci,
    input  wire [7:0] arg_images,
    input  wire [7:0] arg_bands,
    input  wire [9:0] arg_rows,
    input  wire [9:0] arg_ow,
    input  wire [9:0] arg_oh,
    input  wire [31:0] dy_rd_data,
    input  wire dy_rd_valid,
    output wire dy_rd_ready,
    input  wire grad_open,
    output wire grad_take,
    output wire grad_give,
    output wire grad_0_we,
    output wire [11:0] grad_0_waddr,
    output wire [7:0] grad_0_wdata,
    output wire grad_1_we,
    output wire [11:0] grad_1_waddr,
    output wire [7:0] grad_1_wdata,
    output wire grad_2_we,
    output wire [11:0] grad_2_waddr,
    output wire [7:0] grad_2_wdata,
    output wire grad_3_we,
    output wire [11:0] grad_3_waddr,
    output wire [7:0] grad_3_wdata
);

  logic running;
  logic signed [10:0] count_o_0;
  logic signed [10:0] count_i_1;
  logic signed [8:0] count_n_2;
  logic signed [8:0] count_b_3;
  logic signed [10:0] count_r_4;
  logic signed [10:0] count_c_5;
  logic signed [18:0] step_112;  // conv_weight_grad.py:57
  logic signed [20:0] step_118;  // conv_weight_grad.py:57
  logic [0:0] half_grad_reg;
  wire issue;

  wire signed [10:0] scalar_1 = $signed({1'b0, arg_fo});
  wire signed [10:0] add_10 = count_o_0 + 2'sd1;  // conv_weight_grad.py:46
  wire le_11 = scalar_1 <= add_10;  // conv_weight_grad.py:46
  wire signed [10:0] scalar_2 = $signed({1'b0, arg_ci});
  wire signed [10:0] add_13 = count_i_1 + 2'sd1;  // conv_weight_grad.py:47
  wire le_14 = scalar_2 <= add_13;  // conv_weight_grad.py:47
  wire signed [8:0] scalar_3 = $signed({1'b0, arg_images});
  wire signed [8:0] add_16 = count_n_2 + 2'sd1;  // conv_weight_grad.py:48
  wire le_17 = scalar_3 <= add_16;  // conv_weight_grad.py:48
  wire signed [8:0] scalar_4 = $signed({1'b0, arg_bands});
  wire signed [8:0] add_19 = count_b_3 + 2'sd1;  // conv_weight_grad.py:49
  wire le_20 = scalar_4 <= add_19;  // conv_weight_grad.py:49
  wire signed [10:0] scalar_5 = $signed({1'b0, arg_rows});
  wire signed [10:0] add_22 = count_r_4 + 2'sd1;  // conv_weight_grad.py:51
  wire le_23 = scalar_5 <= add_22;  // conv_weight_grad.py:51
  wire signed [10:0] scalar_7 = $signed({1'b0, arg_ow});
  wire signed [10:0] add_25 = count_c_5 + 2'sd1;  // conv_weight_grad.py:52
  wire le_26 = scalar_7 <= add_25;  // conv_weight_grad.py:52
  wire eq_37 = count_r_4 == 2'sd0;  // conv_weight_grad.py:52
  wire eq_40 = count_c_5 == 2'sd0;  // conv_weight_grad.py:52
  wire band_44 = eq_37 && eq_40;  // conv_weight_grad.py:52
  wire band_79 = le_23 && le_26;  // conv_weight_grad.py:58
  wire signed [18:0] row_121 = count_r_4 + step_112;  // conv_weight_grad.py:53
  wire signed [10:0] scalar_6 = $signed({1'b0, arg_oh});
  wire lt_122 = row_121 < scalar_6;  // conv_weight_grad.py:56
  wire signed [20:0] add_120 = count_c_5 + step_118;  // conv_weight_grad.py:58
  wire signed [7:0] get_104 = $signed(dy_rd_data[7:0]);  // conv_weight_grad.py:57
  wire signed [7:0] sel_123 = lt_122 ? get_104 : 2'sd0;  // conv_weight_grad.py:57
  wire signed [7:0] get_105 = $signed(dy_rd_data[15:8]);  // conv_weight_grad.py:57
  wire signed [7:0] sel_124 = lt_122 ? get_105 : 2'sd0;  // conv_weight_grad.py:57
  wire signed [7:0] get_106 = $signed(dy_rd_data[23:16]);  // conv_weight_grad.py:57
  wire signed [7:0] sel_125 = lt_122 ? get_106 : 2'sd0;  // conv_weight_grad.py:57
  wire signed [7:0] get_107 = $signed(dy_rd_data[31:24]);  // conv_weight_grad.py:57
  wire signed [7:0] sel_126 = lt_122 ? get_107 : 2'sd0;  // conv_weight_grad.py:57
  wire dy_rd_get = lt_122;
  assign dy_rd_ready = issue && dy_rd_get;
  wire wait_get_dy_rd = dy_rd_get && !dy_rd_valid;
  wire grad_acquire = band_44;
  assign grad_take = issue && grad_acquire;
  assign grad_give = (issue && band_79);
  wire wait_half_grad = grad_acquire && !grad_open;
  wire [10:0] addr_grad_41 = add_120;
  wire grad_0_w0 = issue && 1'b1;  // conv_weight_grad.py:58
  wire [7:0] grad_0_w0_data = sel_123;
  assign grad_0_we = grad_0_w0;
  assign grad_0_waddr = {half_grad_reg, addr_grad_41};
  assign grad_0_wdata = grad_0_w0_data;
  wire [10:0] addr_grad_47 = add_120;
  wire grad_1_w0 = issue && 1'b1;  // conv_weight_grad.py:58
  wire [7:0] grad_1_w0_data = sel_124;
  assign grad_1_we = grad_1_w0;
  assign grad_1_waddr = {half_grad_reg, addr_grad_47};
  assign grad_1_wdata = grad_1_w0_data;
  wire [10:0] addr_grad_53 = add_120;
  wire grad_2_w0 = issue && 1'b1;  // conv_weight_grad.py:58
  wire [7:0] grad_2_w0_data = sel_125;
  assign grad_2_we = grad_2_w0;
  assign grad_2_waddr = {half_grad_reg, addr_grad_53};
  assign grad_2_wdata = grad_2_w0_data;
  wire [10:0] addr_grad_59 = add_120;
  wire grad_3_w0 = issue && 1'b1;  // conv_weight_grad.py:58
  wire [7:0] grad_3_w0_data = sel_126;
  assign grad_3_we = grad_3_w0;
  assign grad_3_waddr = {half_grad_reg, addr_grad_59};
  assign grad_3_wdata = grad_3_w0_data;
  wire wrap_0 = le_11 && le_14 && le_17 && le_20 && le_23 && le_26;
  wire wrap_1 = le_14 && le_17 && le_20 && le_23 && le_26;
  wire wrap_2 = le_17 && le_20 && le_23 && le_26;
  wire wrap_3 = le_20 && le_23 && le_26;
  wire wrap_4 = le_23 && le_26;
  wire wrap_5 = le_26;
  wire wrap_6 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_get_dy_rd && !wait_half_grad;

  assign idle = !(running);

  always_ff @(posedge ap_clk) begin
    if (issue && (band_79)) half_grad_reg <= half_grad_reg == 1'd1 ? 1'd0 : half_grad_reg + 1'b1;
    if (issue && wrap_1) count_o_0 <= le_11 ? 11'sd0 : count_o_0 + 11'sd1;
    if (issue && wrap_2) count_i_1 <= le_14 ? 11'sd0 : count_i_1 + 11'sd1;
    if (issue && wrap_3) count_n_2 <= le_17 ? 9'sd0 : count_n_2 + 9'sd1;
    if (issue && wrap_4) count_b_3 <= le_20 ? 9'sd0 : count_b_3 + 9'sd1;
    if (issue && wrap_5) count_r_4 <= le_23 ? 11'sd0 : count_r_4 + 11'sd1;
    if (issue && wrap_6) count_c_5 <= le_26 ? 11'sd0 : count_c_5 + 11'sd1;
    if (issue && wrap_4) step_112 <= le_20 ? 19'sd0 : step_112 + scalar_5;
    if (issue && wrap_5) step_118 <= le_23 ? 21'sd0 : step_118 + scalar_7;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      half_grad_reg <= 1'd0;
      count_o_0 <= 11'sd0;
      count_i_1 <= 11'sd0;
      count_n_2 <= 9'sd0;
      count_b_3 <= 9'sd0;
      count_r_4 <= 11'sd0;
      count_c_5 <= 11'sd0;
      step_112 <= 19'sd0;
      step_118 <= 21'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

endmodule

`default_nettype wire

// ---- conv_weight_grad_load_dy_dy_rd_addr.sv
// Process load_dy_dy_rd_addr of conv_weight_grad.py, line 57: initiation interval 1, 2 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module conv_weight_grad_load_dy_dy_rd_addr (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [9:0] arg_fo,
    input  wire [9:0] arg_ci,
    input  wire [7:0] arg_images,
    input  wire [7:0] arg_bands,
    input  wire [9:0] arg_rows,
    input  wire [9:0] arg_oh,
    input  wire [9:0] arg_ow,
    input  wire [39:0] arg_dy,
    output wire [49:0] dy_rd_req_data,
    output wire dy_rd_req_valid,
    input  wire dy_rd_req_room
);

  logic running;
  logic [1:1] stage;
  logic signed [10:0] count_o_0;
  logic signed [10:0] count_i_1;
  logic signed [8:0] count_n_2;
  logic signed [8:0] count_b_3;
  logic signed [10:0] count_r_4;
  logic signed [18:0] step_112;  // conv_weight_grad.py:57
  logic signed [40:0] step_137;  // conv_weight_grad.py:57
  logic signed [32:0] step_135;  // conv_weight_grad.py:57
  logic signed [30:0] step_136;  // conv_weight_grad.py:57
  logic signed [22:0] step_134;  // conv_weight_grad.py:57
  logic signed [40:0] step_137_s1;
  logic signed [41:0] add_140_s1;
  logic lt_122_s1;
  wire issue;

  wire signed [10:0] scalar_1 = $signed({1'b0, arg_fo});
  wire signed [10:0] add_10 = count_o_0 + 2'sd1;  // conv_weight_grad.py:46
  wire le_11 = scalar_1 <= add_10;  // conv_weight_grad.py:46
  wire signed [10:0] scalar_2 = $signed({1'b0, arg_ci});
  wire signed [10:0] add_13 = count_i_1 + 2'sd1;  // conv_weight_grad.py:47
  wire le_14 = scalar_2 <= add_13;  // conv_weight_grad.py:47
  wire signed [8:0] scalar_3 = $signed({1'b0, arg_images});
  wire signed [8:0] add_16 = count_n_2 + 2'sd1;  // conv_weight_grad.py:48
  wire le_17 = scalar_3 <= add_16;  // conv_weight_grad.py:48
  wire signed [8:0] scalar_4 = $signed({1'b0, arg_bands});
  wire signed [8:0] add_19 = count_b_3 + 2'sd1;  // conv_weight_grad.py:49
  wire le_20 = scalar_4 <= add_19;  // conv_weight_grad.py:49
  wire signed [10:0] scalar_5 = $signed({1'b0, arg_rows});
  wire signed [10:0] add_22 = count_r_4 + 2'sd1;  // conv_weight_grad.py:51
  wire le_23 = scalar_5 <= add_22;  // conv_weight_grad.py:51
  wire signed [18:0] row_121 = count_r_4 + step_112;  // conv_weight_grad.py:53
  wire signed [10:0] scalar_6 = $signed({1'b0, arg_oh});
  wire lt_122 = row_121 < scalar_6;  // conv_weight_grad.py:56
  wire signed [10:0] scalar_7 = $signed({1'b0, arg_ow});
  wire signed [50:0] shl_98 = scalar_7 <<< 40;  // conv_weight_grad.py:57
  wire signed [12:0] shl_82 = scalar_1 <<< 2;  // conv_weight_grad.py:57
  wire signed [22:0] mul_83 = scalar_6 * shl_82;  // conv_weight_grad.py:57
  wire signed [32:0] mul_84 = scalar_7 * mul_83;  // conv_weight_grad.py:57
  wire signed [12:0] shl_89 = scalar_6 <<< 2;  // conv_weight_grad.py:57
  wire signed [22:0] mul_90 = scalar_7 * shl_89;  // conv_weight_grad.py:57
  wire signed [12:0] shl_86 = scalar_5 <<< 2;  // conv_weight_grad.py:57
  wire signed [22:0] mul_87 = scalar_7 * shl_86;  // conv_weight_grad.py:57
  wire signed [40:0] scalar_81 = $signed({1'b0, arg_dy});
  wire signed [12:0] shl_92 = scalar_7 <<< 2;  // conv_weight_grad.py:57
  wire signed [41:0] add_138 = scalar_81 + step_134;  // conv_weight_grad.py:56
  wire signed [41:0] add_139 = step_136 + add_138;  // conv_weight_grad.py:56
  wire signed [41:0] add_140 = step_135 + add_139;  // conv_weight_grad.py:56
  wire signed [41:0] add_141 = step_137_s1 + add_140_s1;  // conv_weight_grad.py:56
  wire [39:0] wrap_142_u = add_141;  // conv_weight_grad.py:57
  wire signed [40:0] wrap_142 = $signed({1'b0, wrap_142_u});
  wire signed [50:0] or_143 = shl_98 | wrap_142;  // conv_weight_grad.py:57
  wire signed [2:0] and_144 = wrap_142 & 3'sd3;  // conv_weight_grad.py:57
  wire eq_145 = and_144 == 2'sd0;  // conv_weight_grad.py:57
  wire dy_rd_req_put0 = stage[1] && lt_122_s1;
  wire [49:0] dy_rd_req_put0_0 = or_143;
  assign dy_rd_req_valid = dy_rd_req_put0;
  assign dy_rd_req_data = {dy_rd_req_put0_0};
  wire wait_put_dy_rd_req = (lt_122) && !dy_rd_req_room;
  wire wrap_0 = le_11 && le_14 && le_17 && le_20 && le_23;
  wire wrap_1 = le_14 && le_17 && le_20 && le_23;
  wire wrap_2 = le_17 && le_20 && le_23;
  wire wrap_3 = le_20 && le_23;
  wire wrap_4 = le_23;
  wire wrap_5 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_put_dy_rd_req;

  assign idle = !(running || (stage != 0));

  always_ff @(posedge ap_clk) begin
    if (issue && wrap_1) count_o_0 <= le_11 ? 11'sd0 : count_o_0 + 11'sd1;
    if (issue && wrap_2) count_i_1 <= le_14 ? 11'sd0 : count_i_1 + 11'sd1;
    if (issue && wrap_3) count_n_2 <= le_17 ? 9'sd0 : count_n_2 + 9'sd1;
    if (issue && wrap_4) count_b_3 <= le_20 ? 9'sd0 : count_b_3 + 9'sd1;
    if (issue && wrap_5) count_r_4 <= le_23 ? 11'sd0 : count_r_4 + 11'sd1;
    if (issue && wrap_4) step_112 <= le_20 ? 19'sd0 : step_112 + scalar_5;
    if (issue && wrap_3) step_137 <= le_17 ? 41'sd0 : step_137 + mul_84;
    if (issue && wrap_1) step_135 <= le_11 ? 33'sd0 : step_135 + mul_90;
    if (issue && wrap_4) step_136 <= le_20 ? 31'sd0 : step_136 + mul_87;
    if (issue && wrap_5) step_134 <= le_23 ? 23'sd0 : step_134 + shl_92;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      count_o_0 <= 11'sd0;
      count_i_1 <= 11'sd0;
      count_n_2 <= 9'sd0;
      count_b_3 <= 9'sd0;
      count_r_4 <= 11'sd0;
      step_112 <= 19'sd0;
      step_137 <= 41'sd0;
      step_135 <= 33'sd0;
      step_136 <= 31'sd0;
      step_134 <= 23'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

  always_ff @(posedge ap_clk) begin
    stage[1] <= issue;
    step_137_s1 <= step_137;
    add_140_s1 <= add_140;
    lt_122_s1 <= lt_122;
    if (ap_rst) stage <= 1'd0;
  end

`ifndef SYNTHESIS
  always_ff @(posedge ap_clk) begin
    if (stage[1] && lt_122_s1 && !(eq_145)) $error("conv_weight_grad.py:57: dy[...] starts at a multiple of 4 bytes");
  end
`endif

endmodule

`default_nettype wire

// ---- conv_weight_grad_load_x.sv
// Process load_x of conv_weight_grad.py, line 18: initiation interval 1, 1 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module conv_weight_grad_load_x (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [9:0] arg_fo,
    input  wire [9:0] arg_ci,
    input  wire [7:0] arg_images,
    input  wire [7:0] arg_bands,
    input  wire [9:0] arg_tall,
    input  wire [9:0] arg_w,
    input  wire [9:0] arg_step,
    input  wire [2:0] arg_pad,
    input  wire [9:0] arg_h,
    input  wire [31:0] x_rd_data,
    input  wire x_rd_valid,
    output wire x_rd_ready,
    input  wire tile_open,
    output wire tile_take,
    output wire tile_give,
    output wire tile_0_we,
    output wire [11:0] tile_0_waddr,
    output wire [7:0] tile_0_wdata,
    output wire tile_1_we,
    output wire [11:0] tile_1_waddr,
    output wire [7:0] tile_1_wdata,
    output wire tile_2_we,
    output wire [11:0] tile_2_waddr,
    output wire [7:0] tile_2_wdata,
    output wire tile_3_we,
    output wire [11:0] tile_3_waddr,
    output wire [7:0] tile_3_wdata
);

  logic running;
  logic signed [10:0] count_o_0;
  logic signed [10:0] count_i_1;
  logic signed [8:0] count_n_2;
  logic signed [8:0] count_b_3;
  logic signed [10:0] count_r_4;
  logic signed [10:0] count_c_5;
  logic signed [18:0] step_124;  // conv_weight_grad.py:35
  logic signed [20:0] step_131;  // conv_weight_grad.py:35
  logic [0:0] half_tile_reg;
  wire issue;

  wire signed [10:0] scalar_1 = $signed({1'b0, arg_fo});
  wire signed [10:0] add_12 = count_o_0 + 2'sd1;  // conv_weight_grad.py:24
  wire le_13 = scalar_1 <= add_12;  // conv_weight_grad.py:24
  wire signed [10:0] scalar_2 = $signed({1'b0, arg_ci});
  wire signed [10:0] add_15 = count_i_1 + 2'sd1;  // conv_weight_grad.py:25
  wire le_16 = scalar_2 <= add_15;  // conv_weight_grad.py:25
  wire signed [8:0] scalar_3 = $signed({1'b0, arg_images});
  wire signed [8:0] add_18 = count_n_2 + 2'sd1;  // conv_weight_grad.py:26
  wire le_19 = scalar_3 <= add_18;  // conv_weight_grad.py:26
  wire signed [8:0] scalar_4 = $signed({1'b0, arg_bands});
  wire signed [8:0] add_21 = count_b_3 + 2'sd1;  // conv_weight_grad.py:27
  wire le_22 = scalar_4 <= add_21;  // conv_weight_grad.py:27
  wire signed [10:0] scalar_5 = $signed({1'b0, arg_tall});
  wire signed [10:0] add_24 = count_r_4 + 2'sd1;  // conv_weight_grad.py:29
  wire le_25 = scalar_5 <= add_24;  // conv_weight_grad.py:29
  wire signed [10:0] scalar_8 = $signed({1'b0, arg_w});
  wire signed [10:0] add_27 = count_c_5 + 2'sd1;  // conv_weight_grad.py:30
  wire le_28 = scalar_8 <= add_27;  // conv_weight_grad.py:30
  wire eq_39 = count_r_4 == 2'sd0;  // conv_weight_grad.py:30
  wire eq_42 = count_c_5 == 2'sd0;  // conv_weight_grad.py:30
  wire band_46 = eq_39 && eq_42;  // conv_weight_grad.py:30
  wire band_85 = le_25 && le_28;  // conv_weight_grad.py:36
  wire signed [10:0] scalar_6 = $signed({1'b0, arg_step});
  wire signed [18:0] add_134 = count_r_4 + step_124;  // conv_weight_grad.py:31
  wire signed [3:0] scalar_9 = $signed({1'b0, arg_pad});
  wire signed [18:0] row_135 = add_134 - scalar_9;  // conv_weight_grad.py:31
  wire le_137 = 2'sd0 <= row_135;  // conv_weight_grad.py:34
  wire signed [10:0] scalar_7 = $signed({1'b0, arg_h});
  wire lt_136 = row_135 < scalar_7;  // conv_weight_grad.py:34
  wire band_138 = le_137 && lt_136;  // conv_weight_grad.py:34
  wire signed [20:0] add_133 = count_c_5 + step_131;  // conv_weight_grad.py:36
  wire signed [7:0] get_113 = $signed(x_rd_data[7:0]);  // conv_weight_grad.py:35
  wire signed [7:0] sel_139 = band_138 ? get_113 : 2'sd0;  // conv_weight_grad.py:35
  wire signed [7:0] get_114 = $signed(x_rd_data[15:8]);  // conv_weight_grad.py:35
  wire signed [7:0] sel_140 = band_138 ? get_114 : 2'sd0;  // conv_weight_grad.py:35
  wire signed [7:0] get_115 = $signed(x_rd_data[23:16]);  // conv_weight_grad.py:35
  wire signed [7:0] sel_141 = band_138 ? get_115 : 2'sd0;  // conv_weight_grad.py:35
  wire signed [7:0] get_116 = $signed(x_rd_data[31:24]);  // conv_weight_grad.py:35
  wire signed [7:0] sel_142 = band_138 ? get_116 : 2'sd0;  // conv_weight_grad.py:35
  wire x_rd_get = band_138;
  assign x_rd_ready = issue && x_rd_get;
  wire wait_get_x_rd = x_rd_get && !x_rd_valid;
  wire tile_acquire = band_46;
  assign tile_take = issue && tile_acquire;
  assign tile_give = (issue && band_85);
  wire wait_half_tile = tile_acquire && !tile_open;
  wire [10:0] addr_tile_46 = add_133;
  wire tile_0_w0 = issue && 1'b1;  // conv_weight_grad.py:36
  wire [7:0] tile_0_w0_data = sel_139;
  assign tile_0_we = tile_0_w0;
  assign tile_0_waddr = {half_tile_reg, addr_tile_46};
  assign tile_0_wdata = tile_0_w0_data;
  wire [10:0] addr_tile_52 = add_133;
  wire tile_1_w0 = issue && 1'b1;  // conv_weight_grad.py:36
  wire [7:0] tile_1_w0_data = sel_140;
  assign tile_1_we = tile_1_w0;
  assign tile_1_waddr = {half_tile_reg, addr_tile_52};
  assign tile_1_wdata = tile_1_w0_data;
  wire [10:0] addr_tile_58 = add_133;
  wire tile_2_w0 = issue && 1'b1;  // conv_weight_grad.py:36
  wire [7:0] tile_2_w0_data = sel_141;
  assign tile_2_we = tile_2_w0;
  assign tile_2_waddr = {half_tile_reg, addr_tile_58};
  assign tile_2_wdata = tile_2_w0_data;
  wire [10:0] addr_tile_64 = add_133;
  wire tile_3_w0 = issue && 1'b1;  // conv_weight_grad.py:36
  wire [7:0] tile_3_w0_data = sel_142;
  assign tile_3_we = tile_3_w0;
  assign tile_3_waddr = {half_tile_reg, addr_tile_64};
  assign tile_3_wdata = tile_3_w0_data;
  wire wrap_0 = le_13 && le_16 && le_19 && le_22 && le_25 && le_28;
  wire wrap_1 = le_16 && le_19 && le_22 && le_25 && le_28;
  wire wrap_2 = le_19 && le_22 && le_25 && le_28;
  wire wrap_3 = le_22 && le_25 && le_28;
  wire wrap_4 = le_25 && le_28;
  wire wrap_5 = le_28;
  wire wrap_6 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_get_x_rd && !wait_half_tile;

  assign idle = !(running);

  always_ff @(posedge ap_clk) begin
    if (issue && (band_85)) half_tile_reg <= half_tile_reg == 1'd1 ? 1'd0 : half_tile_reg + 1'b1;
    if (issue && wrap_1) count_o_0 <= le_13 ? 11'sd0 : count_o_0 + 11'sd1;
    if (issue && wrap_2) count_i_1 <= le_16 ? 11'sd0 : count_i_1 + 11'sd1;
    if (issue && wrap_3) count_n_2 <= le_19 ? 9'sd0 : count_n_2 + 9'sd1;
    if (issue && wrap_4) count_b_3 <= le_22 ? 9'sd0 : count_b_3 + 9'sd1;
    if (issue && wrap_5) count_r_4 <= le_25 ? 11'sd0 : count_r_4 + 11'sd1;
    if (issue && wrap_6) count_c_5 <= le_28 ? 11'sd0 : count_c_5 + 11'sd1;
    if (issue && wrap_4) step_124 <= le_22 ? 19'sd0 : step_124 + scalar_6;
    if (issue && wrap_5) step_131 <= le_25 ? 21'sd0 : step_131 + scalar_8;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      half_tile_reg <= 1'd0;
      count_o_0 <= 11'sd0;
      count_i_1 <= 11'sd0;
      count_n_2 <= 9'sd0;
      count_b_3 <= 9'sd0;
      count_r_4 <= 11'sd0;
      count_c_5 <= 11'sd0;
      step_124 <= 19'sd0;
      step_131 <= 21'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

endmodule

`default_nettype wire

// ---- conv_weight_grad_load_x_x_rd_addr.sv
// Process load_x_x_rd_addr of conv_weight_grad.py, line 35: initiation interval 1, 3 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module conv_weight_grad_load_x_x_rd_addr (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [9:0] arg_fo,
    input  wire [9:0] arg_ci,
    input  wire [7:0] arg_images,
    input  wire [7:0] arg_bands,
    input  wire [9:0] arg_tall,
    input  wire [9:0] arg_step,
    input  wire [2:0] arg_pad,
    input  wire [9:0] arg_h,
    input  wire [9:0] arg_w,
    input  wire [39:0] arg_x,
    output wire [49:0] x_rd_req_data,
    output wire x_rd_req_valid,
    input  wire x_rd_req_room
);

  logic running;
  logic [2:1] stage;
  logic signed [10:0] count_o_0;
  logic signed [10:0] count_i_1;
  logic signed [8:0] count_n_2;
  logic signed [8:0] count_b_3;
  logic signed [10:0] count_r_4;
  logic signed [18:0] step_124;  // conv_weight_grad.py:35
  logic signed [40:0] step_153;  // conv_weight_grad.py:35
  logic signed [30:0] step_152;  // conv_weight_grad.py:35
  logic signed [22:0] step_150;  // conv_weight_grad.py:35
  logic signed [32:0] step_151;  // conv_weight_grad.py:35
  logic signed [32:0] step_151_s1;
  logic signed [32:0] step_151_s2;
  logic signed [41:0] add_155_s1;
  logic signed [41:0] add_155_s2;
  logic signed [40:0] step_153_s1;
  logic signed [40:0] step_153_s2;
  logic band_138_s1;
  logic band_138_s2;
  wire issue;

  wire signed [10:0] scalar_1 = $signed({1'b0, arg_fo});
  wire signed [10:0] add_12 = count_o_0 + 2'sd1;  // conv_weight_grad.py:24
  wire le_13 = scalar_1 <= add_12;  // conv_weight_grad.py:24
  wire signed [10:0] scalar_2 = $signed({1'b0, arg_ci});
  wire signed [10:0] add_15 = count_i_1 + 2'sd1;  // conv_weight_grad.py:25
  wire le_16 = scalar_2 <= add_15;  // conv_weight_grad.py:25
  wire signed [8:0] scalar_3 = $signed({1'b0, arg_images});
  wire signed [8:0] add_18 = count_n_2 + 2'sd1;  // conv_weight_grad.py:26
  wire le_19 = scalar_3 <= add_18;  // conv_weight_grad.py:26
  wire signed [8:0] scalar_4 = $signed({1'b0, arg_bands});
  wire signed [8:0] add_21 = count_b_3 + 2'sd1;  // conv_weight_grad.py:27
  wire le_22 = scalar_4 <= add_21;  // conv_weight_grad.py:27
  wire signed [10:0] scalar_5 = $signed({1'b0, arg_tall});
  wire signed [10:0] add_24 = count_r_4 + 2'sd1;  // conv_weight_grad.py:29
  wire le_25 = scalar_5 <= add_24;  // conv_weight_grad.py:29
  wire signed [10:0] scalar_6 = $signed({1'b0, arg_step});
  wire signed [18:0] add_134 = count_r_4 + step_124;  // conv_weight_grad.py:31
  wire signed [3:0] scalar_9 = $signed({1'b0, arg_pad});
  wire signed [18:0] row_135 = add_134 - scalar_9;  // conv_weight_grad.py:31
  wire le_137 = 2'sd0 <= row_135;  // conv_weight_grad.py:34
  wire signed [10:0] scalar_7 = $signed({1'b0, arg_h});
  wire lt_136 = row_135 < scalar_7;  // conv_weight_grad.py:34
  wire band_138 = le_137 && lt_136;  // conv_weight_grad.py:34
  wire signed [10:0] scalar_8 = $signed({1'b0, arg_w});
  wire signed [50:0] shl_107 = scalar_8 <<< 40;  // conv_weight_grad.py:35
  wire signed [12:0] shl_88 = scalar_2 <<< 2;  // conv_weight_grad.py:35
  wire signed [22:0] mul_89 = scalar_7 * shl_88;  // conv_weight_grad.py:35
  wire signed [32:0] mul_90 = scalar_8 * mul_89;  // conv_weight_grad.py:35
  wire signed [12:0] shl_92 = scalar_6 <<< 2;  // conv_weight_grad.py:35
  wire signed [22:0] mul_93 = scalar_8 * shl_92;  // conv_weight_grad.py:35
  wire signed [40:0] scalar_87 = $signed({1'b0, arg_x});
  wire signed [12:0] shl_101 = scalar_8 <<< 2;  // conv_weight_grad.py:35
  wire signed [41:0] add_154 = scalar_87 + step_150;  // conv_weight_grad.py:34
  wire signed [41:0] add_155 = step_152 + add_154;  // conv_weight_grad.py:34
  wire signed [12:0] mul_99 = -((scalar_8 <<< 2));  // conv_weight_grad.py:35
  wire signed [15:0] mul_100 = scalar_9 * mul_99;  // conv_weight_grad.py:35
  wire signed [12:0] shl_95 = scalar_7 <<< 2;  // conv_weight_grad.py:35
  wire signed [22:0] mul_96 = scalar_8 * shl_95;  // conv_weight_grad.py:35
  wire signed [32:0] add_156 = mul_100 + step_151_s2;  // conv_weight_grad.py:34
  wire signed [41:0] add_157 = add_155_s2 + add_156;  // conv_weight_grad.py:34
  wire signed [41:0] add_158 = step_153_s2 + add_157;  // conv_weight_grad.py:34
  wire [39:0] wrap_159_u = add_158;  // conv_weight_grad.py:35
  wire signed [40:0] wrap_159 = $signed({1'b0, wrap_159_u});
  wire signed [50:0] or_160 = shl_107 | wrap_159;  // conv_weight_grad.py:35
  wire signed [2:0] and_161 = wrap_159 & 3'sd3;  // conv_weight_grad.py:35
  wire eq_162 = and_161 == 2'sd0;  // conv_weight_grad.py:35
  wire x_rd_req_put0 = stage[2] && band_138_s2;
  wire [49:0] x_rd_req_put0_0 = or_160;
  assign x_rd_req_valid = x_rd_req_put0;
  assign x_rd_req_data = {x_rd_req_put0_0};
  wire wait_put_x_rd_req = (band_138) && !x_rd_req_room;
  wire wrap_0 = le_13 && le_16 && le_19 && le_22 && le_25;
  wire wrap_1 = le_16 && le_19 && le_22 && le_25;
  wire wrap_2 = le_19 && le_22 && le_25;
  wire wrap_3 = le_22 && le_25;
  wire wrap_4 = le_25;
  wire wrap_5 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_put_x_rd_req;

  assign idle = !(running || (stage != 0));

  always_ff @(posedge ap_clk) begin
    if (issue && wrap_1) count_o_0 <= le_13 ? 11'sd0 : count_o_0 + 11'sd1;
    if (issue && wrap_2) count_i_1 <= le_16 ? 11'sd0 : count_i_1 + 11'sd1;
    if (issue && wrap_3) count_n_2 <= le_19 ? 9'sd0 : count_n_2 + 9'sd1;
    if (issue && wrap_4) count_b_3 <= le_22 ? 9'sd0 : count_b_3 + 9'sd1;
    if (issue && wrap_5) count_r_4 <= le_25 ? 11'sd0 : count_r_4 + 11'sd1;
    if (issue && wrap_4) step_124 <= le_22 ? 19'sd0 : step_124 + scalar_6;
    if (issue && wrap_3) step_153 <= le_19 ? 41'sd0 : step_153 + mul_90;
    if (issue && wrap_4) step_152 <= le_22 ? 31'sd0 : step_152 + mul_93;
    if (issue && wrap_5) step_150 <= le_25 ? 23'sd0 : step_150 + shl_101;
    if (issue && wrap_2) step_151 <= le_16 ? 33'sd0 : step_151 + mul_96;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      count_o_0 <= 11'sd0;
      count_i_1 <= 11'sd0;
      count_n_2 <= 9'sd0;
      count_b_3 <= 9'sd0;
      count_r_4 <= 11'sd0;
      step_124 <= 19'sd0;
      step_153 <= 41'sd0;
      step_152 <= 31'sd0;
      step_150 <= 23'sd0;
      step_151 <= 33'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

  always_ff @(posedge ap_clk) begin
    stage <= {stage[1:1], issue};
    step_151_s1 <= step_151;
    step_151_s2 <= step_151_s1;
    add_155_s1 <= add_155;
    add_155_s2 <= add_155_s1;
    step_153_s1 <= step_153;
    step_153_s2 <= step_153_s1;
    band_138_s1 <= band_138;
    band_138_s2 <= band_138_s1;
    if (ap_rst) stage <= 2'd0;
  end

`ifndef SYNTHESIS
  always_ff @(posedge ap_clk) begin
    if (stage[2] && band_138_s2 && !(eq_162)) $error("conv_weight_grad.py:35: x[...] starts at a multiple of 4 bytes");
  end
`endif

endmodule

`default_nettype wire

// ---- conv_weight_grad_store.sv
// Process store of conv_weight_grad.py, line 118: initiation interval 1, 1 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module conv_weight_grad_store (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [23:0] arg_words,
    input  wire [63:0] total_data,
    input  wire total_valid,
    output wire total_ready,
    output wire [63:0] dw_wr_data,
    output wire dw_wr_valid,
    input  wire dw_wr_room
);

  logic running;
  logic signed [24:0] count_t_0;
  wire issue;

  wire signed [24:0] scalar_1 = $signed({1'b0, arg_words});
  wire signed [24:0] add_4 = count_t_0 + 2'sd1;  // conv_weight_grad.py:119
  wire le_5 = scalar_1 <= add_4;  // conv_weight_grad.py:119
  wire signed [31:0] get_8 = $signed(total_data[31:0]);  // conv_weight_grad.py:120
  wire signed [31:0] get_9 = $signed(total_data[63:32]);  // conv_weight_grad.py:120
  wire total_get = 1'b1;
  assign total_ready = issue && total_get;
  wire wait_get_total = total_get && !total_valid;
  wire dw_wr_put0 = issue && 1'b1;
  wire [31:0] dw_wr_put0_0 = get_8;
  wire [31:0] dw_wr_put0_1 = get_9;
  assign dw_wr_valid = dw_wr_put0;
  assign dw_wr_data = {dw_wr_put0_1, dw_wr_put0_0};
  wire wait_put_dw_wr = (1'b1) && !dw_wr_room;
  wire wrap_0 = le_5;
  wire wrap_1 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_get_total && !wait_put_dw_wr;

  assign idle = !(running);

  always_ff @(posedge ap_clk) begin
    if (issue && wrap_1) count_t_0 <= le_5 ? 25'sd0 : count_t_0 + 25'sd1;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      count_t_0 <= 25'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

endmodule

`default_nettype wire

// ---- conv_weight_grad_store_dw_wr_addr.sv
// Process store_dw_wr_addr of conv_weight_grad.py, line 122: initiation interval 1, 1 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module conv_weight_grad_store_dw_wr_addr (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [23:0] arg_words,
    input  wire [39:0] arg_dw,
    output wire [63:0] dw_wr_req_data,
    output wire dw_wr_req_valid,
    input  wire dw_wr_req_room
);

  logic running;
  wire issue;

  wire signed [24:0] scalar_1 = $signed({1'b0, arg_words});
  wire signed [64:0] shl_17 = scalar_1 <<< 40;  // conv_weight_grad.py:122
  wire signed [40:0] scalar_15 = $signed({1'b0, arg_dw});
  wire signed [64:0] or_18 = shl_17 | scalar_15;  // conv_weight_grad.py:122
  wire signed [3:0] and_21 = scalar_15 & 4'sd7;  // conv_weight_grad.py:122
  wire eq_22 = and_21 == 2'sd0;  // conv_weight_grad.py:122
  wire dw_wr_req_put0 = issue && 1'b1;
  wire [63:0] dw_wr_req_put0_0 = or_18;
  assign dw_wr_req_valid = dw_wr_req_put0;
  assign dw_wr_req_data = {dw_wr_req_put0_0};
  wire wait_put_dw_wr_req = (1'b1) && !dw_wr_req_room;
  wire wrap_0 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_put_dw_wr_req;

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
    if (issue && 1'b1 && !(eq_22)) $error("conv_weight_grad.py:122: dw[...] starts at a multiple of 8 bytes");
  end
`endif

endmodule

`default_nettype wire
