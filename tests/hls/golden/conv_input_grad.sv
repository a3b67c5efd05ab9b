// ---- conv_input_grad.sv
// Kernel conv_input_grad: processes, streams and bus interfaces.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */

module conv_input_grad (
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
  wire [1311:0] args;
  wire idle = !busy_reg;
  hwp_axi_lite_ctrl #(.ADDR_W(8), .WORDS(41), .WRITABLE(41'd916265456981), .MASK(1312'hffffffffffffffff0000000000ffffff000000000000000f00000000000000030000000000000003000000000000000f00000000000003ff00000000ffffffffffffffff0000000000ffffff00000000ffffffffffffffff00000000000003ff00000000000003ff000000000000000f00000000000003ff00000000000003ff00000000000003ff000000000000000700000000000003ff00000000000003ff)) u_control (
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

  wire [9:0] arg_ci = args[9:0];
  wire [9:0] arg_fo = args[73:64];
  wire [2:0] arg_phases = args[130:128];
  wire [9:0] arg_bands = args[201:192];
  wire [9:0] arg_rows = args[265:256];
  wire [9:0] arg_tall = args[329:320];
  wire [3:0] arg_top = args[387:384];
  wire [9:0] arg_oh = args[457:448];
  wire [9:0] arg_ow = args[521:512];
  wire [63:0] arg_dy = args[639:576];
  wire [23:0] arg_beats = args[695:672];
  wire [63:0] arg_k = args[799:736];
  wire [9:0] arg_cols = args[841:832];
  wire [3:0] arg_q = args[899:896];
  wire [1:0] arg_rem = args[961:960];
  wire [1:0] arg_late = args[1025:1024];
  wire [3:0] arg_reach = args[1091:1088];
  wire [23:0] arg_pixels = args[1175:1152];
  wire [63:0] arg_dx = args[1279:1216];

  wire [31:0] ws_in_data;
  wire ws_in_valid;
  wire [31:0] ws_out_data;
  wire ws_out_valid;
  wire ws_out_ready;
  wire ws_in_ready;
  wire [4:0] ws_count;
  hwp_fifo #(.WIDTH(32), .DEPTH(16)) u_ws (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(ws_in_valid), .in_ready(ws_in_ready), .in_data(ws_in_data),
      .out_valid(ws_out_valid), .out_ready(ws_out_ready),
      .out_data(ws_out_data), .count(ws_count)
  );
  wire ws_room = ws_count <= 5'd15;

  wire [127:0] y_in_data;
  wire y_in_valid;
  wire [127:0] y_out_data;
  wire y_out_valid;
  wire y_out_ready;
  wire y_in_ready;
  wire [10:0] y_count;
  hwp_fifo #(.WIDTH(128), .DEPTH(1040)) u_y (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(y_in_valid), .in_ready(y_in_ready), .in_data(y_in_data),
      .out_valid(y_out_valid), .out_ready(y_out_ready),
      .out_data(y_out_data), .count(y_count)
  );
  wire y_room = y_count <= 11'd1034;

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
  wire dy_rd_req_room = dy_rd_req_count <= 5'd13;

  wire [31:0] dy_rd_in_data;
  wire dy_rd_in_valid;
  wire [31:0] dy_rd_out_data;
  wire dy_rd_out_valid;
  wire dy_rd_out_ready;
  wire dy_rd_in_ready;
  assign dy_rd_out_data = dy_rd_in_data;
  assign dy_rd_out_valid = dy_rd_in_valid;
  assign dy_rd_in_ready = dy_rd_out_ready;

  wire [63:0] k_rd_req_in_data;
  wire k_rd_req_in_valid;
  wire [63:0] k_rd_req_out_data;
  wire k_rd_req_out_valid;
  wire k_rd_req_out_ready;
  wire k_rd_req_in_ready;
  wire [4:0] k_rd_req_count;
  hwp_fifo #(.WIDTH(64), .DEPTH(16)) u_k_rd_req (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(k_rd_req_in_valid), .in_ready(k_rd_req_in_ready), .in_data(k_rd_req_in_data),
      .out_valid(k_rd_req_out_valid), .out_ready(k_rd_req_out_ready),
      .out_data(k_rd_req_out_data), .count(k_rd_req_count)
  );
  wire k_rd_req_room = k_rd_req_count <= 5'd15;

  wire [31:0] k_rd_in_data;
  wire k_rd_in_valid;
  wire [31:0] k_rd_out_data;
  wire k_rd_out_valid;
  wire k_rd_out_ready;
  wire k_rd_in_ready;
  assign k_rd_out_data = k_rd_in_data;
  assign k_rd_out_valid = k_rd_in_valid;
  assign k_rd_in_ready = k_rd_out_ready;

  wire [64:0] dx_wr_req_in_data;
  wire dx_wr_req_in_valid;
  wire [64:0] dx_wr_req_out_data;
  wire dx_wr_req_out_valid;
  wire dx_wr_req_out_ready;
  wire dx_wr_req_in_ready;
  wire [4:0] dx_wr_req_count;
  hwp_fifo #(.WIDTH(65), .DEPTH(16)) u_dx_wr_req (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(dx_wr_req_in_valid), .in_ready(dx_wr_req_in_ready), .in_data(dx_wr_req_in_data),
      .out_valid(dx_wr_req_out_valid), .out_ready(dx_wr_req_out_ready),
      .out_data(dx_wr_req_out_data), .count(dx_wr_req_count)
  );
  wire dx_wr_req_room = dx_wr_req_count <= 5'd15;

  wire [63:0] dx_wr_in_data;
  wire dx_wr_in_valid;
  wire [63:0] dx_wr_out_data;
  wire dx_wr_out_valid;
  wire dx_wr_out_ready;
  wire dx_wr_in_ready;
  wire [4:0] dx_wr_count;
  hwp_fifo #(.WIDTH(64), .DEPTH(16)) u_dx_wr (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(dx_wr_in_valid), .in_ready(dx_wr_in_ready), .in_data(dx_wr_in_data),
      .out_valid(dx_wr_out_valid), .out_ready(dx_wr_out_ready),
      .out_data(dx_wr_out_data), .count(dx_wr_count)
  );
  wire dx_wr_room = dx_wr_count <= 5'd15;

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
  wire [23:0] k_rd_burst_beats;
  wire k_rd_beat_valid;
  wire k_rd_beat_ready;
  wire [63:0] k_rd_beat_data;
  wire k_rd_axi_busy;
  wire k_rd_axi_error;
  wire k_rd_pack_busy;
  hwp_unpack #(.BEAT_BYTES(8), .GROUP_BYTES(4), .ADDR_W(40), .COUNT_W(24)) u_k_rd_pack (
      .clk(ap_clk), .rst(ap_rst),
      .req_valid(k_rd_req_out_valid), .req_ready(k_rd_req_out_ready),
      .req_addr(k_rd_req_out_data[39:0]), .req_groups({k_rd_req_out_data[63:40]}),
      .burst_valid(k_rd_burst_valid), .burst_ready(k_rd_burst_ready),
      .burst_addr(k_rd_burst_addr), .burst_beats(k_rd_burst_beats),
      .beat_valid(k_rd_beat_valid), .beat_ready(k_rd_beat_ready),
      .beat_data(k_rd_beat_data),
      .out_valid(k_rd_in_valid), .out_ready(k_rd_in_ready), .out_data(k_rd_in_data),
      .busy(k_rd_pack_busy)
  );
  hwp_axi_read #(.ADDR_W(40), .DATA_W(64), .BEATS_W(24), .MAX_BURST(64), .BUFFER_BEATS(256)) u_k_rd_axi (
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

  wire [39:0] dx_wr_axi_awaddr;
  wire [7:0] dx_wr_axi_awlen;
  wire [2:0] dx_wr_axi_awsize;
  wire [1:0] dx_wr_axi_awburst;
  wire [3:0] dx_wr_axi_awcache;
  wire [2:0] dx_wr_axi_awprot;
  wire dx_wr_axi_awvalid;
  wire dx_wr_axi_wlast;
  wire dx_wr_axi_wvalid;
  wire dx_wr_axi_bready;
  wire dx_wr_axi_awready;
  wire dx_wr_axi_wready;
  wire [1:0] dx_wr_axi_bresp;
  wire dx_wr_axi_bvalid;
  wire [63:0] dx_wr_axi_wdata;
  wire [7:0] dx_wr_axi_wstrb;
  wire dx_wr_burst_valid;
  wire dx_wr_burst_ready;
  wire [39:0] dx_wr_burst_addr;
  wire [24:0] dx_wr_burst_beats;
  wire dx_wr_beat_valid;
  wire dx_wr_beat_ready;
  wire [63:0] dx_wr_beat_data;
  wire dx_wr_axi_busy;
  wire dx_wr_axi_error;
  wire [7:0] dx_wr_beat_strb;
  assign dx_wr_burst_valid = dx_wr_req_out_valid;
  assign dx_wr_req_out_ready = dx_wr_burst_ready;
  assign dx_wr_burst_addr = dx_wr_req_out_data[39:0];
  assign dx_wr_burst_beats = {dx_wr_req_out_data[64:40]};
  assign dx_wr_beat_valid = dx_wr_out_valid;
  assign dx_wr_out_ready = dx_wr_beat_ready;
  assign dx_wr_beat_data = dx_wr_out_data;
  assign dx_wr_beat_strb = {8{1'b1}};
  hwp_axi_write #(.ADDR_W(40), .DATA_W(64), .BEATS_W(25), .MAX_BURST(64), .BUFFER_BEATS(128)) u_dx_wr_axi (
      .clk(ap_clk), .rst(ap_rst),
      .req_valid(dx_wr_burst_valid), .req_ready(dx_wr_burst_ready),
      .req_addr(dx_wr_burst_addr), .req_beats(dx_wr_burst_beats),
      .in_valid(dx_wr_beat_valid), .in_ready(dx_wr_beat_ready),
      .in_data(dx_wr_beat_data),
      .in_strb(dx_wr_beat_strb),
      .busy(dx_wr_axi_busy), .error(dx_wr_axi_error),
      .m_axi_awaddr(dx_wr_axi_awaddr),
      .m_axi_awlen(dx_wr_axi_awlen),
      .m_axi_awsize(dx_wr_axi_awsize),
      .m_axi_awburst(dx_wr_axi_awburst),
      .m_axi_awcache(dx_wr_axi_awcache),
      .m_axi_awprot(dx_wr_axi_awprot),
      .m_axi_awvalid(dx_wr_axi_awvalid),
      .m_axi_wlast(dx_wr_axi_wlast),
      .m_axi_wvalid(dx_wr_axi_wvalid),
      .m_axi_bready(dx_wr_axi_bready),
      .m_axi_awready(dx_wr_axi_awready),
      .m_axi_wready(dx_wr_axi_wready),
      .m_axi_bresp(dx_wr_axi_bresp),
      .m_axi_bvalid(dx_wr_axi_bvalid),
      .m_axi_wdata(dx_wr_axi_wdata),
      .m_axi_wstrb(dx_wr_axi_wstrb)
  );

  assign m_axi_gmem0_ARADDR = dy_rd_axi_araddr;
  assign m_axi_gmem0_ARLEN = dy_rd_axi_arlen;
  assign m_axi_gmem0_ARSIZE = dy_rd_axi_arsize;
  assign m_axi_gmem0_ARBURST = dy_rd_axi_arburst;
  assign m_axi_gmem0_ARCACHE = dy_rd_axi_arcache;
  assign m_axi_gmem0_ARPROT = dy_rd_axi_arprot;
  assign m_axi_gmem0_ARVALID = dy_rd_axi_arvalid;
  assign m_axi_gmem0_RREADY = dy_rd_axi_rready;
  assign dy_rd_axi_arready = m_axi_gmem0_ARREADY;
  assign dy_rd_axi_rresp = m_axi_gmem0_RRESP;
  assign dy_rd_axi_rlast = m_axi_gmem0_RLAST;
  assign dy_rd_axi_rvalid = m_axi_gmem0_RVALID;
  assign dy_rd_axi_rdata = m_axi_gmem0_RDATA;
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
  assign m_axi_gmem1_AWADDR = dx_wr_axi_awaddr;
  assign m_axi_gmem1_AWLEN = dx_wr_axi_awlen;
  assign m_axi_gmem1_AWSIZE = dx_wr_axi_awsize;
  assign m_axi_gmem1_AWBURST = dx_wr_axi_awburst;
  assign m_axi_gmem1_AWCACHE = dx_wr_axi_awcache;
  assign m_axi_gmem1_AWPROT = dx_wr_axi_awprot;
  assign m_axi_gmem1_AWVALID = dx_wr_axi_awvalid;
  assign m_axi_gmem1_WLAST = dx_wr_axi_wlast;
  assign m_axi_gmem1_WVALID = dx_wr_axi_wvalid;
  assign m_axi_gmem1_BREADY = dx_wr_axi_bready;
  assign m_axi_gmem1_WDATA = dx_wr_axi_wdata;
  assign m_axi_gmem1_WSTRB = dx_wr_axi_wstrb;
  assign dx_wr_axi_awready = m_axi_gmem1_AWREADY;
  assign dx_wr_axi_wready = m_axi_gmem1_WREADY;
  assign dx_wr_axi_bresp = m_axi_gmem1_BRESP;
  assign dx_wr_axi_bvalid = m_axi_gmem1_BVALID;

  wire load_idle;
  conv_input_grad_load u_process_load (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(load_idle),
      .arg_ci(arg_ci[9:0]),
      .arg_phases(arg_phases[2:0]),
      .arg_bands(arg_bands[9:0]),
      .arg_fo(arg_fo[9:0]),
      .arg_tall(arg_tall[9:0]),
      .arg_ow(arg_ow[9:0]),
      .arg_rows(arg_rows[9:0]),
      .arg_top(arg_top[3:0]),
      .arg_oh(arg_oh[9:0]),
      .dy_rd_data(dy_rd_out_data),
      .dy_rd_valid(dy_rd_out_valid),
      .dy_rd_ready(dy_rd_out_ready),
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

  wire load_dy_rd_addr_idle;
  conv_input_grad_load_dy_rd_addr u_process_load_dy_rd_addr (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(load_dy_rd_addr_idle),
      .arg_ci(arg_ci[9:0]),
      .arg_phases(arg_phases[2:0]),
      .arg_bands(arg_bands[9:0]),
      .arg_fo(arg_fo[9:0]),
      .arg_tall(arg_tall[9:0]),
      .arg_rows(arg_rows[9:0]),
      .arg_top(arg_top[3:0]),
      .arg_oh(arg_oh[9:0]),
      .arg_ow(arg_ow[9:0]),
      .arg_dy(arg_dy[39:0]),
      .dy_rd_req_data(dy_rd_req_in_data),
      .dy_rd_req_valid(dy_rd_req_in_valid),
      .dy_rd_req_room(dy_rd_req_room)
  );

  wire weights_idle;
  conv_input_grad_weights u_process_weights (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(weights_idle),
      .arg_beats(arg_beats[23:0]),
      .ws_data(ws_in_data),
      .ws_valid(ws_in_valid),
      .ws_room(ws_room),
      .k_rd_data(k_rd_out_data),
      .k_rd_valid(k_rd_out_valid),
      .k_rd_ready(k_rd_out_ready)
  );

  wire weights_k_rd_addr_idle;
  conv_input_grad_weights_k_rd_addr u_process_weights_k_rd_addr (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(weights_k_rd_addr_idle),
      .arg_beats(arg_beats[23:0]),
      .arg_k(arg_k[39:0]),
      .k_rd_req_data(k_rd_req_in_data),
      .k_rd_req_valid(k_rd_req_in_valid),
      .k_rd_req_room(k_rd_req_room)
  );

  wire compute_idle;
  conv_input_grad_compute u_process_compute (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(compute_idle),
      .arg_ci(arg_ci[9:0]),
      .arg_phases(arg_phases[2:0]),
      .arg_bands(arg_bands[9:0]),
      .arg_fo(arg_fo[9:0]),
      .arg_q(arg_q[3:0]),
      .arg_rem(arg_rem[1:0]),
      .arg_rows(arg_rows[9:0]),
      .arg_cols(arg_cols[9:0]),
      .arg_reach(arg_reach[3:0]),
      .arg_late(arg_late[1:0]),
      .arg_top(arg_top[3:0]),
      .arg_ow(arg_ow[9:0]),
      .ws_data(ws_out_data),
      .ws_valid(ws_out_valid),
      .ws_ready(ws_out_ready),
      .y_data(y_in_data),
      .y_valid(y_in_valid),
      .y_room(y_room),
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

  wire store_idle;
  conv_input_grad_store u_process_store (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(store_idle),
      .arg_pixels(arg_pixels[23:0]),
      .y_data(y_out_data),
      .y_valid(y_out_valid),
      .y_ready(y_out_ready),
      .dx_wr_data(dx_wr_in_data),
      .dx_wr_valid(dx_wr_in_valid),
      .dx_wr_room(dx_wr_room)
  );

  wire store_dx_wr_addr_idle;
  conv_input_grad_store_dx_wr_addr u_process_store_dx_wr_addr (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(store_dx_wr_addr_idle),
      .arg_pixels(arg_pixels[23:0]),
      .arg_dx(arg_dx[39:0]),
      .dx_wr_req_data(dx_wr_req_in_data),
      .dx_wr_req_valid(dx_wr_req_in_valid),
      .dx_wr_req_room(dx_wr_req_room)
  );

  assign start = ap_start && !busy_reg && !done_reg;
  wire quiet = load_idle && load_dy_rd_addr_idle && weights_idle && weights_k_rd_addr_idle && compute_idle && store_idle && store_dx_wr_addr_idle && !ws_out_valid && !y_out_valid && !dy_rd_req_out_valid && !k_rd_req_out_valid && !dx_wr_req_out_valid && !dx_wr_out_valid && !dy_rd_axi_busy && !dy_rd_pack_busy && !k_rd_axi_busy && !k_rd_pack_busy && !dx_wr_axi_busy;
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
    if (start && arg_dy[63:40] != 24'd0) $error("dy lies at or above 2^40");
    if (start && arg_k[63:40] != 24'd0) $error("k lies at or above 2^40");
    if (start && arg_dx[63:40] != 24'd0) $error("dx lies at or above 2^40");
  end
`endif

endmodule

`default_nettype wire

// ---- conv_input_grad_compute.sv
// Process compute of conv_input_grad.py, line 51: initiation interval 1, 6 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module conv_input_grad_compute (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [9:0] arg_ci,
    input  wire [2:0] arg_phases,
    input  wire [9:0] arg_bands,
    input  wire [9:0] arg_fo,
    input  wire [3:0] arg_q,
    input  wire [1:0] arg_rem,
    input  wire [9:0] arg_rows,
    input  wire [9:0] arg_cols,
    input  wire [3:0] arg_reach,
    input  wire [1:0] arg_late,
    input  wire [3:0] arg_top,
    input  wire [9:0] arg_ow,
    input  wire [31:0] ws_data,
    input  wire ws_valid,
    output wire ws_ready,
    output wire [127:0] y_data,
    output wire y_valid,
    input  wire y_room,
    input  wire tile_open,
    output wire tile_take,
    output wire tile_give,
    output wire [11:0] tile_0_raddr,
    input  wire [7:0] tile_0_rdata,
    output wire [11:0] tile_1_raddr,
    input  wire [7:0] tile_1_rdata,
    output wire [11:0] tile_2_raddr,
    input  wire [7:0] tile_2_rdata,
    output wire [11:0] tile_3_raddr,
    input  wire [7:0] tile_3_rdata
);

  logic running;
  logic [5:1] stage;
  logic signed [1:0] count_phase0_0;
  logic signed [10:0] count_m_i_1;
  logic signed [2:0] count_py_2;
  logic signed [2:0] count_px_3;
  logic signed [10:0] count_b_4;
  logic signed [10:0] count_o_5;
  logic signed [4:0] count_a_6;
  logic signed [4:0] count_b_7;
  logic signed [10:0] count_j_8;
  logic signed [10:0] count_x_9;
  logic signed [20:0] step_429;  // conv_input_grad.py:90
  logic signed [7:0] active_2_reg;
  logic le_246_s1;
  logic lt_247_s1;
  logic signed [11:0] add_243_s1;
  logic signed [21:0] mul_244;  // conv_input_grad.py:83
  logic signed [11:0] col_242_s1;
  logic signed [11:0] col_242_s2;
  logic inside_249_s2;
  logic inside_249_s3;
  logic signed [7:0] sel_259_s4;
  logic signed [15:0] mul_399;  // conv_input_grad.py:90
  logic signed [7:0] active_1_reg;
  logic signed [7:0] sel_257_s4;
  logic signed [15:0] mul_400;  // conv_input_grad.py:90
  logic signed [7:0] active_3_reg;
  logic signed [7:0] sel_261_s4;
  logic signed [15:0] mul_398;  // conv_input_grad.py:90
  logic signed [7:0] active_0_reg;
  logic signed [7:0] sel_255_s4;
  logic signed [15:0] mul_401;  // conv_input_grad.py:90
  logic first_265_s1;
  logic first_265_s2;
  logic first_265_s3;
  logic first_265_s4;
  logic signed [31:0] sel_434_s5;
  logic signed [7:0] active_6_reg;
  logic signed [15:0] mul_406;  // conv_input_grad.py:90
  logic signed [7:0] active_5_reg;
  logic signed [15:0] mul_407;  // conv_input_grad.py:90
  logic signed [7:0] active_7_reg;
  logic signed [15:0] mul_405;  // conv_input_grad.py:90
  logic signed [7:0] active_4_reg;
  logic signed [15:0] mul_408;  // conv_input_grad.py:90
  logic signed [31:0] sel_441_s5;
  logic signed [7:0] active_10_reg;
  logic signed [15:0] mul_413;  // conv_input_grad.py:90
  logic signed [7:0] active_9_reg;
  logic signed [15:0] mul_414;  // conv_input_grad.py:90
  logic signed [7:0] active_11_reg;
  logic signed [15:0] mul_412;  // conv_input_grad.py:90
  logic signed [7:0] active_8_reg;
  logic signed [15:0] mul_415;  // conv_input_grad.py:90
  logic signed [31:0] sel_448_s5;
  logic signed [7:0] active_14_reg;
  logic signed [15:0] mul_420;  // conv_input_grad.py:90
  logic signed [7:0] active_13_reg;
  logic signed [15:0] mul_421;  // conv_input_grad.py:90
  logic signed [7:0] active_15_reg;
  logic signed [15:0] mul_419;  // conv_input_grad.py:90
  logic signed [7:0] active_12_reg;
  logic signed [15:0] mul_422;  // conv_input_grad.py:90
  logic signed [31:0] sel_455_s5;
  logic signed [7:0] shadow_0_reg;
  logic band_462_s1;
  logic band_462_s2;
  logic band_462_s3;
  logic signed [7:0] get_179_s1;
  logic signed [7:0] get_179_s2;
  logic signed [7:0] get_179_s3;
  logic band_112_s1;
  logic band_112_s2;
  logic band_112_s3;
  logic band_112_s4;
  logic signed [7:0] get_106_s1;
  logic signed [7:0] get_106_s2;
  logic signed [7:0] get_106_s3;
  logic signed [7:0] get_106_s4;
  logic band_340_s1;
  logic band_340_s2;
  logic band_340_s3;
  logic band_340_s4;
  logic signed [7:0] shadow_4_reg;
  logic band_466_s1;
  logic band_466_s2;
  logic band_466_s3;
  logic band_116_s1;
  logic band_116_s2;
  logic band_116_s3;
  logic band_116_s4;
  logic signed [7:0] shadow_8_reg;
  logic band_470_s1;
  logic band_470_s2;
  logic band_470_s3;
  logic band_124_s1;
  logic band_124_s2;
  logic band_124_s3;
  logic band_124_s4;
  logic signed [7:0] shadow_12_reg;
  logic band_474_s1;
  logic band_474_s2;
  logic band_474_s3;
  logic band_132_s1;
  logic band_132_s2;
  logic band_132_s3;
  logic band_132_s4;
  logic signed [7:0] shadow_1_reg;
  logic signed [7:0] get_180_s1;
  logic signed [7:0] get_180_s2;
  logic signed [7:0] get_180_s3;
  logic signed [7:0] get_107_s1;
  logic signed [7:0] get_107_s2;
  logic signed [7:0] get_107_s3;
  logic signed [7:0] get_107_s4;
  logic signed [7:0] shadow_5_reg;
  logic signed [7:0] shadow_9_reg;
  logic signed [7:0] shadow_13_reg;
  logic signed [7:0] shadow_2_reg;
  logic signed [7:0] get_181_s1;
  logic signed [7:0] get_181_s2;
  logic signed [7:0] get_181_s3;
  logic signed [7:0] get_108_s1;
  logic signed [7:0] get_108_s2;
  logic signed [7:0] get_108_s3;
  logic signed [7:0] get_108_s4;
  logic signed [7:0] shadow_6_reg;
  logic signed [7:0] shadow_10_reg;
  logic signed [7:0] shadow_14_reg;
  logic signed [7:0] shadow_3_reg;
  logic signed [7:0] get_182_s1;
  logic signed [7:0] get_182_s2;
  logic signed [7:0] get_182_s3;
  logic signed [7:0] get_109_s1;
  logic signed [7:0] get_109_s2;
  logic signed [7:0] get_109_s3;
  logic signed [7:0] get_109_s4;
  logic signed [7:0] shadow_7_reg;
  logic signed [7:0] shadow_11_reg;
  logic signed [7:0] shadow_15_reg;
  logic band_330_s1;
  logic band_330_s2;
  logic band_330_s3;
  logic band_330_s4;
  logic band_330_s5;
  logic band_364_s1;
  logic band_364_s2;
  logic [0:0] half_tile_reg;
  logic [0:0] half_tile_s1;
  logic [0:0] half_tile_s2;
  logic eq_18_s1;
  logic eq_18_s2;
  logic eq_18_s3;
  logic eq_18_s4;
  logic eq_18_s5;
  logic signed [20:0] t_430_s1;
  logic signed [20:0] t_430_s2;
  logic signed [20:0] t_430_s3;
  logic signed [20:0] t_430_s4;
  logic signed [20:0] t_430_s5;
  wire [31:0] acc_0_rdata;
  wire [31:0] acc_1_rdata;
  wire [31:0] acc_2_rdata;
  wire [31:0] acc_3_rdata;
  logic [1:0] hold;  // issue slots to wait for earlier stores
  logic [1:0] left_0;
  wire issue;

  wire eq_18 = count_phase0_0 == 2'sd1;  // conv_input_grad.py:60
  wire eq_21 = count_m_i_1 == 3'sd3;  // conv_input_grad.py:65
  wire eq_22 = count_phase0_0 == 2'sd0;  // conv_input_grad.py:65
  wire bnot_23 = !eq_22;  // conv_input_grad.py:65
  wire bor_24 = eq_21 || bnot_23;  // conv_input_grad.py:65
  wire signed [10:0] scalar_1 = $signed({1'b0, arg_ci});
  wire signed [10:0] add_27 = count_m_i_1 + 2'sd1;  // conv_input_grad.py:65
  wire le_28 = scalar_1 <= add_27;  // conv_input_grad.py:65
  wire bnot_29 = !eq_18;  // conv_input_grad.py:65
  wire bor_30 = le_28 || bnot_29;  // conv_input_grad.py:65
  wire band_32 = bor_24 && bor_30;  // conv_input_grad.py:65
  wire signed [3:0] scalar_3 = $signed({1'b0, arg_phases});
  wire signed [3:0] add_35 = count_py_2 + 2'sd1;  // conv_input_grad.py:66
  wire le_36 = scalar_3 <= add_35;  // conv_input_grad.py:66
  wire bor_37 = bnot_29 || le_36;  // conv_input_grad.py:66
  wire signed [3:0] add_40 = count_px_3 + 2'sd1;  // conv_input_grad.py:67
  wire le_41 = scalar_3 <= add_40;  // conv_input_grad.py:67
  wire bor_42 = bnot_29 || le_41;  // conv_input_grad.py:67
  wire signed [10:0] scalar_4 = $signed({1'b0, arg_bands});
  wire signed [10:0] add_44 = count_b_4 + 2'sd1;  // conv_input_grad.py:68
  wire le_45 = scalar_4 <= add_44;  // conv_input_grad.py:68
  wire bor_46 = bnot_29 || le_45;  // conv_input_grad.py:68
  wire signed [10:0] scalar_2 = $signed({1'b0, arg_fo});
  wire signed [10:0] add_49 = count_o_5 + 2'sd1;  // conv_input_grad.py:69
  wire le_50 = scalar_2 <= add_49;  // conv_input_grad.py:69
  wire bor_51 = bnot_29 || le_50;  // conv_input_grad.py:69
  wire signed [4:0] scalar_9 = $signed({1'b0, arg_q});
  wire signed [2:0] scalar_10 = $signed({1'b0, arg_rem});
  wire lt_53 = count_py_2 < scalar_10;  // conv_input_grad.py:71
  wire signed [4:0] add_55 = scalar_9 + $signed({1'b0, lt_53});  // conv_input_grad.py:71
  wire signed [4:0] add_57 = count_a_6 + 2'sd1;  // conv_input_grad.py:71
  wire le_58 = add_55 <= add_57;  // conv_input_grad.py:71
  wire bor_59 = bnot_29 || le_58;  // conv_input_grad.py:71
  wire lt_61 = count_px_3 < scalar_10;  // conv_input_grad.py:72
  wire signed [4:0] add_63 = scalar_9 + $signed({1'b0, lt_61});  // conv_input_grad.py:72
  wire signed [4:0] add_65 = count_b_7 + 2'sd1;  // conv_input_grad.py:72
  wire le_66 = add_63 <= add_65;  // conv_input_grad.py:72
  wire bor_67 = bnot_29 || le_66;  // conv_input_grad.py:72
  wire signed [10:0] scalar_5 = $signed({1'b0, arg_rows});
  wire signed [10:0] add_70 = count_j_8 + 2'sd1;  // conv_input_grad.py:73
  wire le_71 = scalar_5 <= add_70;  // conv_input_grad.py:73
  wire bor_72 = bnot_29 || le_71;  // conv_input_grad.py:73
  wire signed [10:0] scalar_6 = $signed({1'b0, arg_cols});
  wire signed [10:0] add_75 = count_x_9 + 2'sd1;  // conv_input_grad.py:74
  wire le_76 = scalar_6 <= add_75;  // conv_input_grad.py:74
  wire bor_77 = bnot_29 || le_76;  // conv_input_grad.py:74
  wire eq_102 = count_x_9 == 2'sd0;  // conv_input_grad.py:74
  wire eq_99 = count_j_8 == 2'sd0;  // conv_input_grad.py:74
  wire eq_93 = count_a_6 == 2'sd0;  // conv_input_grad.py:74
  wire eq_96 = count_b_7 == 2'sd0;  // conv_input_grad.py:74
  wire band_166 = eq_93 && eq_96;  // conv_input_grad.py:64
  wire band_168 = eq_99 && band_166;  // conv_input_grad.py:64
  wire band_170 = eq_102 && band_168;  // conv_input_grad.py:64
  wire band_171 = eq_18 && band_170;  // conv_input_grad.py:64
  wire signed [20:0] t_430 = count_x_9 + step_429;  // conv_input_grad.py:75
  wire lt_431 = t_430 < 4'sd4;  // conv_input_grad.py:76
  wire band_432 = eq_18 && lt_431;  // conv_input_grad.py:76
  wire signed [4:0] add_314 = scalar_9 + -2'sd1;  // conv_input_grad.py:96
  wire signed [4:0] add_317 = $signed({1'b0, lt_53}) + add_314;  // conv_input_grad.py:96
  wire last_318 = count_a_6 == add_317;  // conv_input_grad.py:96
  wire signed [4:0] add_321 = $signed({1'b0, lt_61}) + add_314;  // conv_input_grad.py:97
  wire end_322 = count_b_7 == add_321;  // conv_input_grad.py:97
  wire band_324 = last_318 && end_322;  // conv_input_grad.py:98
  wire signed [10:0] add_325 = scalar_2 + -2'sd1;  // conv_input_grad.py:98
  wire eq_326 = count_o_5 == add_325;  // conv_input_grad.py:98
  wire band_328 = band_324 && eq_326;  // conv_input_grad.py:98
  wire band_330 = eq_18 && band_328;  // conv_input_grad.py:98
  wire band_359 = bor_59 && bor_67;  // conv_input_grad.py:103
  wire band_361 = bor_72 && band_359;  // conv_input_grad.py:103
  wire band_363 = bor_77 && band_361;  // conv_input_grad.py:103
  wire band_364 = eq_18 && band_363;  // conv_input_grad.py:103
  wire signed [4:0] scalar_12 = $signed({1'b0, arg_reach});
  wire signed [2:0] scalar_11 = $signed({1'b0, arg_late});
  wire lt_235 = count_px_3 < scalar_11;  // conv_input_grad.py:81
  wire signed [5:0] add_239 = scalar_12 + $signed({1'b0, lt_235});  // conv_input_grad.py:81
  wire signed [5:0] right_240 = add_239 - count_b_7;  // conv_input_grad.py:81
  wire signed [11:0] add_241 = count_x_9 + right_240;  // conv_input_grad.py:82
  wire signed [4:0] scalar_7 = $signed({1'b0, arg_top});
  wire signed [11:0] col_242 = add_241 - scalar_7;  // conv_input_grad.py:82
  wire le_246 = 2'sd0 <= col_242;  // conv_input_grad.py:84
  wire signed [10:0] scalar_8 = $signed({1'b0, arg_ow});
  wire lt_247 = col_242 < scalar_8;  // conv_input_grad.py:84
  wire inside_249 = le_246_s1 && lt_247_s1;  // conv_input_grad.py:84
  wire lt_229 = count_py_2 < scalar_11;  // conv_input_grad.py:80
  wire signed [5:0] add_233 = scalar_12 + $signed({1'b0, lt_229});  // conv_input_grad.py:80
  wire signed [5:0] up_234 = add_233 - count_a_6;  // conv_input_grad.py:80
  wire signed [11:0] add_243 = count_j_8 + up_234;  // conv_input_grad.py:83
  wire signed [21:0] at_245 = col_242_s2 + mul_244;  // conv_input_grad.py:83
  wire signed [7:0] load_258 = $signed(tile_2_rdata);  // conv_input_grad.py:85
  wire signed [7:0] sel_259 = inside_249_s3 ? load_258 : 2'sd0;  // conv_input_grad.py:85
  wire signed [7:0] load_256 = $signed(tile_1_rdata);  // conv_input_grad.py:85
  wire signed [7:0] sel_257 = inside_249_s3 ? load_256 : 2'sd0;  // conv_input_grad.py:85
  wire signed [16:0] add_436 = mul_399 + mul_400;  // conv_input_grad.py:89
  wire signed [7:0] load_260 = $signed(tile_3_rdata);  // conv_input_grad.py:85
  wire signed [7:0] sel_261 = inside_249_s3 ? load_260 : 2'sd0;  // conv_input_grad.py:85
  wire signed [7:0] load_252 = $signed(tile_0_rdata);  // conv_input_grad.py:85
  wire signed [7:0] sel_255 = inside_249_s3 ? load_252 : 2'sd0;  // conv_input_grad.py:85
  wire eq_90 = count_o_5 == 2'sd0;  // conv_input_grad.py:74
  wire band_263 = eq_90 && eq_93;  // conv_input_grad.py:86
  wire first_265 = eq_96 && band_263;  // conv_input_grad.py:86
  wire signed [31:0] load_433 = $signed(acc_0_rdata);  // conv_input_grad.py:89
  wire signed [31:0] sel_434 = first_265_s4 ? 2'sd0 : load_433;  // conv_input_grad.py:89
  wire signed [32:0] add_435 = mul_401 + sel_434_s5;  // conv_input_grad.py:89
  wire signed [32:0] add_437 = mul_398 + add_435;  // conv_input_grad.py:89
  wire signed [32:0] add_438 = add_436 + add_437;  // conv_input_grad.py:89
  wire signed [31:0] wrap_439 = add_438;  // conv_input_grad.py:90
  wire signed [16:0] add_443 = mul_406 + mul_407;  // conv_input_grad.py:89
  wire signed [31:0] load_440 = $signed(acc_1_rdata);  // conv_input_grad.py:89
  wire signed [31:0] sel_441 = first_265_s4 ? 2'sd0 : load_440;  // conv_input_grad.py:89
  wire signed [32:0] add_442 = mul_408 + sel_441_s5;  // conv_input_grad.py:89
  wire signed [32:0] add_444 = mul_405 + add_442;  // conv_input_grad.py:89
  wire signed [32:0] add_445 = add_443 + add_444;  // conv_input_grad.py:89
  wire signed [31:0] wrap_446 = add_445;  // conv_input_grad.py:90
  wire signed [16:0] add_450 = mul_413 + mul_414;  // conv_input_grad.py:89
  wire signed [31:0] load_447 = $signed(acc_2_rdata);  // conv_input_grad.py:89
  wire signed [31:0] sel_448 = first_265_s4 ? 2'sd0 : load_447;  // conv_input_grad.py:89
  wire signed [32:0] add_449 = mul_415 + sel_448_s5;  // conv_input_grad.py:89
  wire signed [32:0] add_451 = mul_412 + add_449;  // conv_input_grad.py:89
  wire signed [32:0] add_452 = add_450 + add_451;  // conv_input_grad.py:89
  wire signed [31:0] wrap_453 = add_452;  // conv_input_grad.py:90
  wire signed [16:0] add_457 = mul_420 + mul_421;  // conv_input_grad.py:89
  wire signed [31:0] load_454 = $signed(acc_3_rdata);  // conv_input_grad.py:89
  wire signed [31:0] sel_455 = first_265_s4 ? 2'sd0 : load_454;  // conv_input_grad.py:89
  wire signed [32:0] add_456 = mul_422 + sel_455_s5;  // conv_input_grad.py:89
  wire signed [32:0] add_458 = mul_419 + add_456;  // conv_input_grad.py:89
  wire signed [32:0] add_459 = add_457 + add_458;  // conv_input_grad.py:89
  wire signed [31:0] wrap_460 = add_459;  // conv_input_grad.py:90
  wire signed [10:0] add_333 = scalar_5 + -2'sd1;  // conv_input_grad.py:100
  wire eq_334 = count_j_8 == add_333;  // conv_input_grad.py:100
  wire signed [10:0] add_335 = scalar_6 + -2'sd1;  // conv_input_grad.py:100
  wire eq_336 = count_x_9 == add_335;  // conv_input_grad.py:100
  wire band_338 = eq_334 && eq_336;  // conv_input_grad.py:100
  wire band_340 = eq_18 && band_338;  // conv_input_grad.py:100
  wire eq_461 = t_430 == 2'sd0;  // conv_input_grad.py:79
  wire band_462 = band_432 && eq_461;  // conv_input_grad.py:79
  wire signed [7:0] get_179 = $signed(ws_data[7:0]);  // conv_input_grad.py:77
  wire signed [7:0] sel_463 = band_462_s3 ? get_179_s3 : shadow_0_reg;  // conv_input_grad.py:79
  wire signed [2:0] wrapiv_26 = count_m_i_1;  // conv_input_grad.py:65
  wire eq_111 = wrapiv_26 == 2'sd0;  // conv_input_grad.py:64
  wire band_112 = eq_22 && eq_111;  // conv_input_grad.py:64
  wire signed [7:0] get_106 = $signed(ws_data[7:0]);  // conv_input_grad.py:62
  wire signed [7:0] sel_114 = band_112_s4 ? get_106_s4 : active_0_reg;  // conv_input_grad.py:64
  wire signed [7:0] sel_464 = band_340_s4 ? shadow_0_reg : sel_114;  // conv_input_grad.py:103
  wire eq_465 = t_430 == 2'sd1;  // conv_input_grad.py:79
  wire band_466 = band_432 && eq_465;  // conv_input_grad.py:79
  wire signed [7:0] sel_467 = band_466_s3 ? get_179_s3 : shadow_4_reg;  // conv_input_grad.py:79
  wire eq_115 = wrapiv_26 == 2'sd1;  // conv_input_grad.py:64
  wire band_116 = eq_22 && eq_115;  // conv_input_grad.py:64
  wire signed [7:0] sel_118 = band_116_s4 ? get_106_s4 : active_4_reg;  // conv_input_grad.py:64
  wire signed [7:0] sel_468 = band_340_s4 ? shadow_4_reg : sel_118;  // conv_input_grad.py:103
  wire eq_469 = t_430 == 3'sd2;  // conv_input_grad.py:79
  wire band_470 = band_432 && eq_469;  // conv_input_grad.py:79
  wire signed [7:0] sel_471 = band_470_s3 ? get_179_s3 : shadow_8_reg;  // conv_input_grad.py:79
  wire eq_123 = wrapiv_26 == 3'sd2;  // conv_input_grad.py:64
  wire band_124 = eq_22 && eq_123;  // conv_input_grad.py:64
  wire signed [7:0] sel_126 = band_124_s4 ? get_106_s4 : active_8_reg;  // conv_input_grad.py:64
  wire signed [7:0] sel_472 = band_340_s4 ? shadow_8_reg : sel_126;  // conv_input_grad.py:103
  wire eq_473 = t_430 == 3'sd3;  // conv_input_grad.py:79
  wire band_474 = band_432 && eq_473;  // conv_input_grad.py:79
  wire signed [7:0] sel_475 = band_474_s3 ? get_179_s3 : shadow_12_reg;  // conv_input_grad.py:79
  wire eq_131 = wrapiv_26 == 3'sd3;  // conv_input_grad.py:64
  wire band_132 = eq_22 && eq_131;  // conv_input_grad.py:64
  wire signed [7:0] sel_134 = band_132_s4 ? get_106_s4 : active_12_reg;  // conv_input_grad.py:64
  wire signed [7:0] sel_476 = band_340_s4 ? shadow_12_reg : sel_134;  // conv_input_grad.py:103
  wire signed [7:0] get_180 = $signed(ws_data[15:8]);  // conv_input_grad.py:77
  wire signed [7:0] sel_477 = band_462_s3 ? get_180_s3 : shadow_1_reg;  // conv_input_grad.py:79
  wire signed [7:0] get_107 = $signed(ws_data[15:8]);  // conv_input_grad.py:62
  wire signed [7:0] sel_140 = band_112_s4 ? get_107_s4 : active_1_reg;  // conv_input_grad.py:64
  wire signed [7:0] sel_478 = band_340_s4 ? shadow_1_reg : sel_140;  // conv_input_grad.py:103
  wire signed [7:0] sel_479 = band_466_s3 ? get_180_s3 : shadow_5_reg;  // conv_input_grad.py:79
  wire signed [7:0] sel_142 = band_116_s4 ? get_107_s4 : active_5_reg;  // conv_input_grad.py:64
  wire signed [7:0] sel_480 = band_340_s4 ? shadow_5_reg : sel_142;  // conv_input_grad.py:103
  wire signed [7:0] sel_481 = band_470_s3 ? get_180_s3 : shadow_9_reg;  // conv_input_grad.py:79
  wire signed [7:0] sel_144 = band_124_s4 ? get_107_s4 : active_9_reg;  // conv_input_grad.py:64
  wire signed [7:0] sel_482 = band_340_s4 ? shadow_9_reg : sel_144;  // conv_input_grad.py:103
  wire signed [7:0] sel_483 = band_474_s3 ? get_180_s3 : shadow_13_reg;  // conv_input_grad.py:79
  wire signed [7:0] sel_146 = band_132_s4 ? get_107_s4 : active_13_reg;  // conv_input_grad.py:64
  wire signed [7:0] sel_484 = band_340_s4 ? shadow_13_reg : sel_146;  // conv_input_grad.py:103
  wire signed [7:0] get_181 = $signed(ws_data[23:16]);  // conv_input_grad.py:77
  wire signed [7:0] sel_485 = band_462_s3 ? get_181_s3 : shadow_2_reg;  // conv_input_grad.py:79
  wire signed [7:0] get_108 = $signed(ws_data[23:16]);  // conv_input_grad.py:62
  wire signed [7:0] sel_149 = band_112_s4 ? get_108_s4 : active_2_reg;  // conv_input_grad.py:64
  wire signed [7:0] sel_486 = band_340_s4 ? shadow_2_reg : sel_149;  // conv_input_grad.py:103
  wire signed [7:0] sel_487 = band_466_s3 ? get_181_s3 : shadow_6_reg;  // conv_input_grad.py:79
  wire signed [7:0] sel_151 = band_116_s4 ? get_108_s4 : active_6_reg;  // conv_input_grad.py:64
  wire signed [7:0] sel_488 = band_340_s4 ? shadow_6_reg : sel_151;  // conv_input_grad.py:103
  wire signed [7:0] sel_489 = band_470_s3 ? get_181_s3 : shadow_10_reg;  // conv_input_grad.py:79
  wire signed [7:0] sel_153 = band_124_s4 ? get_108_s4 : active_10_reg;  // conv_input_grad.py:64
  wire signed [7:0] sel_490 = band_340_s4 ? shadow_10_reg : sel_153;  // conv_input_grad.py:103
  wire signed [7:0] sel_491 = band_474_s3 ? get_181_s3 : shadow_14_reg;  // conv_input_grad.py:79
  wire signed [7:0] sel_155 = band_132_s4 ? get_108_s4 : active_14_reg;  // conv_input_grad.py:64
  wire signed [7:0] sel_492 = band_340_s4 ? shadow_14_reg : sel_155;  // conv_input_grad.py:103
  wire signed [7:0] get_182 = $signed(ws_data[31:24]);  // conv_input_grad.py:77
  wire signed [7:0] sel_493 = band_462_s3 ? get_182_s3 : shadow_3_reg;  // conv_input_grad.py:79
  wire signed [7:0] get_109 = $signed(ws_data[31:24]);  // conv_input_grad.py:62
  wire signed [7:0] sel_158 = band_112_s4 ? get_109_s4 : active_3_reg;  // conv_input_grad.py:64
  wire signed [7:0] sel_494 = band_340_s4 ? shadow_3_reg : sel_158;  // conv_input_grad.py:103
  wire signed [7:0] sel_495 = band_466_s3 ? get_182_s3 : shadow_7_reg;  // conv_input_grad.py:79
  wire signed [7:0] sel_160 = band_116_s4 ? get_109_s4 : active_7_reg;  // conv_input_grad.py:64
  wire signed [7:0] sel_496 = band_340_s4 ? shadow_7_reg : sel_160;  // conv_input_grad.py:103
  wire signed [7:0] sel_497 = band_470_s3 ? get_182_s3 : shadow_11_reg;  // conv_input_grad.py:79
  wire signed [7:0] sel_162 = band_124_s4 ? get_109_s4 : active_11_reg;  // conv_input_grad.py:64
  wire signed [7:0] sel_498 = band_340_s4 ? shadow_11_reg : sel_162;  // conv_input_grad.py:103
  wire signed [7:0] sel_499 = band_474_s3 ? get_182_s3 : shadow_15_reg;  // conv_input_grad.py:79
  wire signed [7:0] sel_164 = band_132_s4 ? get_109_s4 : active_15_reg;  // conv_input_grad.py:64
  wire signed [7:0] sel_500 = band_340_s4 ? shadow_15_reg : sel_164;  // conv_input_grad.py:103
  wire ws_get = eq_22 || band_432;
  assign ws_ready = issue && ws_get;
  wire wait_get_ws = ws_get && !ws_valid;
  wire y_put0 = stage[5] && band_330_s5;
  wire [31:0] y_put0_0 = wrap_439;
  wire [31:0] y_put0_1 = wrap_446;
  wire [31:0] y_put0_2 = wrap_453;
  wire [31:0] y_put0_3 = wrap_460;
  assign y_valid = y_put0;
  assign y_data = {y_put0_3, y_put0_2, y_put0_1, y_put0_0};
  wire wait_put_y = (band_330) && !y_room;
  wire tile_acquire = band_171;
  assign tile_take = issue && tile_acquire;
  assign tile_give = (stage[2] && band_364_s2);
  wire wait_half_tile = tile_acquire && !tile_open;
  wire [10:0] addr_tile_221 = at_245;
  assign tile_0_raddr = {half_tile_s2, addr_tile_221};
  wire [10:0] addr_tile_223 = at_245;
  assign tile_1_raddr = {half_tile_s2, addr_tile_223};
  wire [10:0] addr_tile_225 = at_245;
  assign tile_2_raddr = {half_tile_s2, addr_tile_225};
  wire [10:0] addr_tile_227 = at_245;
  assign tile_3_raddr = {half_tile_s2, addr_tile_227};
  wire [9:0] addr_acc_229 = t_430_s5;
  wire acc_0_w0 = stage[5] && eq_18_s5;  // conv_input_grad.py:95
  wire [31:0] acc_0_w0_data = wrap_439;
  wire [9:0] addr_acc_232 = t_430_s3;
  hwp_ram #(.WIDTH(32), .DEPTH(1024), .ADDR_W(10), .BLOCK(1)) u_acc_0 (
      .clk(ap_clk), .we(acc_0_w0), .waddr(addr_acc_229), .wdata(acc_0_w0_data),
      .raddr(addr_acc_232), .rdata(acc_0_rdata));
  wire [9:0] addr_acc_234 = t_430_s5;
  wire acc_1_w0 = stage[5] && eq_18_s5;  // conv_input_grad.py:95
  wire [31:0] acc_1_w0_data = wrap_446;
  wire [9:0] addr_acc_237 = t_430_s3;
  hwp_ram #(.WIDTH(32), .DEPTH(1024), .ADDR_W(10), .BLOCK(1)) u_acc_1 (
      .clk(ap_clk), .we(acc_1_w0), .waddr(addr_acc_234), .wdata(acc_1_w0_data),
      .raddr(addr_acc_237), .rdata(acc_1_rdata));
  wire [9:0] addr_acc_239 = t_430_s5;
  wire acc_2_w0 = stage[5] && eq_18_s5;  // conv_input_grad.py:95
  wire [31:0] acc_2_w0_data = wrap_453;
  wire [9:0] addr_acc_242 = t_430_s3;
  hwp_ram #(.WIDTH(32), .DEPTH(1024), .ADDR_W(10), .BLOCK(1)) u_acc_2 (
      .clk(ap_clk), .we(acc_2_w0), .waddr(addr_acc_239), .wdata(acc_2_w0_data),
      .raddr(addr_acc_242), .rdata(acc_2_rdata));
  wire [9:0] addr_acc_244 = t_430_s5;
  wire acc_3_w0 = stage[5] && eq_18_s5;  // conv_input_grad.py:95
  wire [31:0] acc_3_w0_data = wrap_460;
  wire [9:0] addr_acc_247 = t_430_s3;
  hwp_ram #(.WIDTH(32), .DEPTH(1024), .ADDR_W(10), .BLOCK(1)) u_acc_3 (
      .clk(ap_clk), .we(acc_3_w0), .waddr(addr_acc_244), .wdata(acc_3_w0_data),
      .raddr(addr_acc_247), .rdata(acc_3_rdata));
  wire wrap_0 = eq_18 && band_32 && bor_37 && bor_42 && bor_46 && bor_51 && bor_59 && bor_67 && bor_72 && bor_77;
  wire wrap_1 = band_32 && bor_37 && bor_42 && bor_46 && bor_51 && bor_59 && bor_67 && bor_72 && bor_77;
  wire wrap_2 = bor_37 && bor_42 && bor_46 && bor_51 && bor_59 && bor_67 && bor_72 && bor_77;
  wire wrap_3 = bor_42 && bor_46 && bor_51 && bor_59 && bor_67 && bor_72 && bor_77;
  wire wrap_4 = bor_46 && bor_51 && bor_59 && bor_67 && bor_72 && bor_77;
  wire wrap_5 = bor_51 && bor_59 && bor_67 && bor_72 && bor_77;
  wire wrap_6 = bor_59 && bor_67 && bor_72 && bor_77;
  wire wrap_7 = bor_67 && bor_72 && bor_77;
  wire wrap_8 = bor_72 && bor_77;
  wire wrap_9 = bor_77;
  wire wrap_10 = 1'b1;
  wire [1:0] need_0 = wrap_8 ? left_0 - 2'd1 : 2'd0;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_get_ws && !wait_put_y && !wait_half_tile && hold == 0;

  assign idle = !(running || (stage != 0));

  always_ff @(posedge ap_clk) begin
    if (issue && (band_364)) half_tile_reg <= half_tile_reg == 1'd1 ? 1'd0 : half_tile_reg + 1'b1;
    if (issue && wrap_1) count_phase0_0 <= eq_18 ? 2'sd0 : count_phase0_0 + 2'sd1;
    if (issue && wrap_2) count_m_i_1 <= band_32 ? 11'sd0 : count_m_i_1 + 11'sd1;
    if (issue && wrap_3) count_py_2 <= bor_37 ? 3'sd0 : count_py_2 + 3'sd1;
    if (issue && wrap_4) count_px_3 <= bor_42 ? 3'sd0 : count_px_3 + 3'sd1;
    if (issue && wrap_5) count_b_4 <= bor_46 ? 11'sd0 : count_b_4 + 11'sd1;
    if (issue && wrap_6) count_o_5 <= bor_51 ? 11'sd0 : count_o_5 + 11'sd1;
    if (issue && wrap_7) count_a_6 <= bor_59 ? 5'sd0 : count_a_6 + 5'sd1;
    if (issue && wrap_8) count_b_7 <= bor_67 ? 5'sd0 : count_b_7 + 5'sd1;
    if (issue && wrap_9) count_j_8 <= bor_72 ? 11'sd0 : count_j_8 + 11'sd1;
    if (issue && wrap_10) count_x_9 <= bor_77 ? 11'sd0 : count_x_9 + 11'sd1;
    if (issue && wrap_9) step_429 <= bor_72 ? 21'sd0 : step_429 + scalar_6;
    if (issue && wrap_0) running <= 1'b0;
    if (hold != 0 && slot) hold <= hold - 2'd1;
    if (issue) left_0 <= wrap_8 ? 2'd3 : left_0 > 1 ? left_0 - 2'd1 : left_0;
    if (issue) hold <= need_0;
    if (start) begin
      running <= 1'b1;
      half_tile_reg <= 1'd0;
      count_phase0_0 <= 2'sd0;
      count_m_i_1 <= 11'sd0;
      count_py_2 <= 3'sd0;
      count_px_3 <= 3'sd0;
      count_b_4 <= 11'sd0;
      count_o_5 <= 11'sd0;
      count_a_6 <= 5'sd0;
      count_b_7 <= 5'sd0;
      count_j_8 <= 11'sd0;
      count_x_9 <= 11'sd0;
      step_429 <= 21'sd0;
      hold <= 2'd0;
      left_0 <= 2'd3;
    end
    if (ap_rst) running <= 1'b0;
  end

  always_ff @(posedge ap_clk) begin
    stage <= {stage[4:1], issue};
    le_246_s1 <= le_246;
    lt_247_s1 <= lt_247;
    add_243_s1 <= add_243;
    mul_244 <= scalar_8 * add_243_s1;
    col_242_s1 <= col_242;
    col_242_s2 <= col_242_s1;
    inside_249_s2 <= inside_249;
    inside_249_s3 <= inside_249_s2;
    sel_259_s4 <= sel_259;
    mul_399 <= active_2_reg * sel_259_s4;
    sel_257_s4 <= sel_257;
    mul_400 <= active_1_reg * sel_257_s4;
    sel_261_s4 <= sel_261;
    mul_398 <= active_3_reg * sel_261_s4;
    sel_255_s4 <= sel_255;
    mul_401 <= active_0_reg * sel_255_s4;
    first_265_s1 <= first_265;
    first_265_s2 <= first_265_s1;
    first_265_s3 <= first_265_s2;
    first_265_s4 <= first_265_s3;
    sel_434_s5 <= sel_434;
    mul_406 <= active_6_reg * sel_259_s4;
    mul_407 <= active_5_reg * sel_257_s4;
    mul_405 <= active_7_reg * sel_261_s4;
    mul_408 <= active_4_reg * sel_255_s4;
    sel_441_s5 <= sel_441;
    mul_413 <= active_10_reg * sel_259_s4;
    mul_414 <= active_9_reg * sel_257_s4;
    mul_412 <= active_11_reg * sel_261_s4;
    mul_415 <= active_8_reg * sel_255_s4;
    sel_448_s5 <= sel_448;
    mul_420 <= active_14_reg * sel_259_s4;
    mul_421 <= active_13_reg * sel_257_s4;
    mul_419 <= active_15_reg * sel_261_s4;
    mul_422 <= active_12_reg * sel_255_s4;
    sel_455_s5 <= sel_455;
    band_462_s1 <= band_462;
    band_462_s2 <= band_462_s1;
    band_462_s3 <= band_462_s2;
    get_179_s1 <= get_179;
    get_179_s2 <= get_179_s1;
    get_179_s3 <= get_179_s2;
    band_112_s1 <= band_112;
    band_112_s2 <= band_112_s1;
    band_112_s3 <= band_112_s2;
    band_112_s4 <= band_112_s3;
    get_106_s1 <= get_106;
    get_106_s2 <= get_106_s1;
    get_106_s3 <= get_106_s2;
    get_106_s4 <= get_106_s3;
    band_340_s1 <= band_340;
    band_340_s2 <= band_340_s1;
    band_340_s3 <= band_340_s2;
    band_340_s4 <= band_340_s3;
    band_466_s1 <= band_466;
    band_466_s2 <= band_466_s1;
    band_466_s3 <= band_466_s2;
    band_116_s1 <= band_116;
    band_116_s2 <= band_116_s1;
    band_116_s3 <= band_116_s2;
    band_116_s4 <= band_116_s3;
    band_470_s1 <= band_470;
    band_470_s2 <= band_470_s1;
    band_470_s3 <= band_470_s2;
    band_124_s1 <= band_124;
    band_124_s2 <= band_124_s1;
    band_124_s3 <= band_124_s2;
    band_124_s4 <= band_124_s3;
    band_474_s1 <= band_474;
    band_474_s2 <= band_474_s1;
    band_474_s3 <= band_474_s2;
    band_132_s1 <= band_132;
    band_132_s2 <= band_132_s1;
    band_132_s3 <= band_132_s2;
    band_132_s4 <= band_132_s3;
    get_180_s1 <= get_180;
    get_180_s2 <= get_180_s1;
    get_180_s3 <= get_180_s2;
    get_107_s1 <= get_107;
    get_107_s2 <= get_107_s1;
    get_107_s3 <= get_107_s2;
    get_107_s4 <= get_107_s3;
    get_181_s1 <= get_181;
    get_181_s2 <= get_181_s1;
    get_181_s3 <= get_181_s2;
    get_108_s1 <= get_108;
    get_108_s2 <= get_108_s1;
    get_108_s3 <= get_108_s2;
    get_108_s4 <= get_108_s3;
    get_182_s1 <= get_182;
    get_182_s2 <= get_182_s1;
    get_182_s3 <= get_182_s2;
    get_109_s1 <= get_109;
    get_109_s2 <= get_109_s1;
    get_109_s3 <= get_109_s2;
    get_109_s4 <= get_109_s3;
    band_330_s1 <= band_330;
    band_330_s2 <= band_330_s1;
    band_330_s3 <= band_330_s2;
    band_330_s4 <= band_330_s3;
    band_330_s5 <= band_330_s4;
    band_364_s1 <= band_364;
    band_364_s2 <= band_364_s1;
    half_tile_s1 <= half_tile_reg;
    half_tile_s2 <= half_tile_s1;
    eq_18_s1 <= eq_18;
    eq_18_s2 <= eq_18_s1;
    eq_18_s3 <= eq_18_s2;
    eq_18_s4 <= eq_18_s3;
    eq_18_s5 <= eq_18_s4;
    t_430_s1 <= t_430;
    t_430_s2 <= t_430_s1;
    t_430_s3 <= t_430_s2;
    t_430_s4 <= t_430_s3;
    t_430_s5 <= t_430_s4;
    if (stage[4]) begin
      active_0_reg <= sel_464;
      active_4_reg <= sel_468;
      active_8_reg <= sel_472;
      active_12_reg <= sel_476;
      active_1_reg <= sel_478;
      active_5_reg <= sel_480;
      active_9_reg <= sel_482;
      active_13_reg <= sel_484;
      active_2_reg <= sel_486;
      active_6_reg <= sel_488;
      active_10_reg <= sel_490;
      active_14_reg <= sel_492;
      active_3_reg <= sel_494;
      active_7_reg <= sel_496;
      active_11_reg <= sel_498;
      active_15_reg <= sel_500;
    end
    if (stage[3] && band_462_s3) begin
      shadow_0_reg <= get_179_s3;
      shadow_1_reg <= get_180_s3;
      shadow_2_reg <= get_181_s3;
      shadow_3_reg <= get_182_s3;
    end
    if (stage[3] && band_466_s3) begin
      shadow_4_reg <= get_179_s3;
      shadow_5_reg <= get_180_s3;
      shadow_6_reg <= get_181_s3;
      shadow_7_reg <= get_182_s3;
    end
    if (stage[3] && band_470_s3) begin
      shadow_8_reg <= get_179_s3;
      shadow_9_reg <= get_180_s3;
      shadow_10_reg <= get_181_s3;
      shadow_11_reg <= get_182_s3;
    end
    if (stage[3] && band_474_s3) begin
      shadow_12_reg <= get_179_s3;
      shadow_13_reg <= get_180_s3;
      shadow_14_reg <= get_181_s3;
      shadow_15_reg <= get_182_s3;
    end
    if (start) begin
      active_0_reg <= 2'sd0;
      active_4_reg <= 2'sd0;
      active_8_reg <= 2'sd0;
      active_12_reg <= 2'sd0;
      active_1_reg <= 2'sd0;
      active_5_reg <= 2'sd0;
      active_9_reg <= 2'sd0;
      active_13_reg <= 2'sd0;
      active_2_reg <= 2'sd0;
      active_6_reg <= 2'sd0;
      active_10_reg <= 2'sd0;
      active_14_reg <= 2'sd0;
      active_3_reg <= 2'sd0;
      active_7_reg <= 2'sd0;
      active_11_reg <= 2'sd0;
      active_15_reg <= 2'sd0;
      shadow_0_reg <= 2'sd0;
      shadow_4_reg <= 2'sd0;
      shadow_8_reg <= 2'sd0;
      shadow_12_reg <= 2'sd0;
      shadow_1_reg <= 2'sd0;
      shadow_5_reg <= 2'sd0;
      shadow_9_reg <= 2'sd0;
      shadow_13_reg <= 2'sd0;
      shadow_2_reg <= 2'sd0;
      shadow_6_reg <= 2'sd0;
      shadow_10_reg <= 2'sd0;
      shadow_14_reg <= 2'sd0;
      shadow_3_reg <= 2'sd0;
      shadow_7_reg <= 2'sd0;
      shadow_11_reg <= 2'sd0;
      shadow_15_reg <= 2'sd0;
    end
    if (ap_rst) stage <= 5'd0;
  end

endmodule

`default_nettype wire

// ---- conv_input_grad_load.sv
// Process load of conv_input_grad.py, line 22: initiation interval 1, 1 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module conv_input_grad_load (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [9:0] arg_ci,
    input  wire [2:0] arg_phases,
    input  wire [9:0] arg_bands,
    input  wire [9:0] arg_fo,
    input  wire [9:0] arg_tall,
    input  wire [9:0] arg_ow,
    input  wire [9:0] arg_rows,
    input  wire [3:0] arg_top,
    input  wire [9:0] arg_oh,
    input  wire [31:0] dy_rd_data,
    input  wire dy_rd_valid,
    output wire dy_rd_ready,
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
  logic signed [10:0] count_i_0;
  logic signed [4:0] count_p_1;
  logic signed [10:0] count_b_2;
  logic signed [10:0] count_o_3;
  logic signed [10:0] count_r_4;
  logic signed [10:0] count_x_5;
  logic signed [20:0] step_117;  // conv_input_grad.py:39
  logic signed [20:0] step_122;  // conv_input_grad.py:39
  logic [0:0] half_tile_reg;
  wire issue;

  wire signed [10:0] scalar_1 = $signed({1'b0, arg_ci});
  wire signed [10:0] add_12 = count_i_0 + 2'sd1;  // conv_input_grad.py:28
  wire le_13 = scalar_1 <= add_12;  // conv_input_grad.py:28
  wire signed [3:0] scalar_3 = $signed({1'b0, arg_phases});
  wire signed [5:0] mul_14 = scalar_3 * scalar_3;  // conv_input_grad.py:29
  wire signed [5:0] add_16 = count_p_1 + 2'sd1;  // conv_input_grad.py:29
  wire le_17 = mul_14 <= add_16;  // conv_input_grad.py:29
  wire signed [10:0] scalar_4 = $signed({1'b0, arg_bands});
  wire signed [10:0] add_19 = count_b_2 + 2'sd1;  // conv_input_grad.py:30
  wire le_20 = scalar_4 <= add_19;  // conv_input_grad.py:30
  wire signed [10:0] scalar_2 = $signed({1'b0, arg_fo});
  wire signed [10:0] add_22 = count_o_3 + 2'sd1;  // conv_input_grad.py:31
  wire le_23 = scalar_2 <= add_22;  // conv_input_grad.py:31
  wire signed [10:0] scalar_6 = $signed({1'b0, arg_tall});
  wire signed [10:0] add_25 = count_r_4 + 2'sd1;  // conv_input_grad.py:33
  wire le_26 = scalar_6 <= add_25;  // conv_input_grad.py:33
  wire signed [10:0] scalar_9 = $signed({1'b0, arg_ow});
  wire signed [10:0] add_28 = count_x_5 + 2'sd1;  // conv_input_grad.py:34
  wire le_29 = scalar_9 <= add_28;  // conv_input_grad.py:34
  wire eq_40 = count_r_4 == 2'sd0;  // conv_input_grad.py:34
  wire eq_43 = count_x_5 == 2'sd0;  // conv_input_grad.py:34
  wire band_47 = eq_40 && eq_43;  // conv_input_grad.py:34
  wire band_84 = le_26 && le_29;  // conv_input_grad.py:40
  wire signed [10:0] scalar_5 = $signed({1'b0, arg_rows});
  wire signed [20:0] add_125 = count_r_4 + step_117;  // conv_input_grad.py:35
  wire signed [4:0] scalar_7 = $signed({1'b0, arg_top});
  wire signed [20:0] y_126 = add_125 - scalar_7;  // conv_input_grad.py:35
  wire le_128 = 2'sd0 <= y_126;  // conv_input_grad.py:38
  wire signed [10:0] scalar_8 = $signed({1'b0, arg_oh});
  wire lt_127 = y_126 < scalar_8;  // conv_input_grad.py:38
  wire band_129 = le_128 && lt_127;  // conv_input_grad.py:38
  wire signed [20:0] add_124 = count_x_5 + step_122;  // conv_input_grad.py:40
  wire signed [7:0] get_108 = $signed(dy_rd_data[7:0]);  // conv_input_grad.py:39
  wire signed [7:0] sel_130 = band_129 ? get_108 : 2'sd0;  // conv_input_grad.py:39
  wire signed [7:0] get_109 = $signed(dy_rd_data[15:8]);  // conv_input_grad.py:39
  wire signed [7:0] sel_131 = band_129 ? get_109 : 2'sd0;  // conv_input_grad.py:39
  wire signed [7:0] get_110 = $signed(dy_rd_data[23:16]);  // conv_input_grad.py:39
  wire signed [7:0] sel_132 = band_129 ? get_110 : 2'sd0;  // conv_input_grad.py:39
  wire signed [7:0] get_111 = $signed(dy_rd_data[31:24]);  // conv_input_grad.py:39
  wire signed [7:0] sel_133 = band_129 ? get_111 : 2'sd0;  // conv_input_grad.py:39
  wire dy_rd_get = band_129;
  assign dy_rd_ready = issue && dy_rd_get;
  wire wait_get_dy_rd = dy_rd_get && !dy_rd_valid;
  wire tile_acquire = band_47;
  assign tile_take = issue && tile_acquire;
  assign tile_give = (issue && band_84);
  wire wait_half_tile = tile_acquire && !tile_open;
  wire [10:0] addr_tile_47 = add_124;
  wire tile_0_w0 = issue && 1'b1;  // conv_input_grad.py:40
  wire [7:0] tile_0_w0_data = sel_130;
  assign tile_0_we = tile_0_w0;
  assign tile_0_waddr = {half_tile_reg, addr_tile_47};
  assign tile_0_wdata = tile_0_w0_data;
  wire [10:0] addr_tile_53 = add_124;
  wire tile_1_w0 = issue && 1'b1;  // conv_input_grad.py:40
  wire [7:0] tile_1_w0_data = sel_131;
  assign tile_1_we = tile_1_w0;
  assign tile_1_waddr = {half_tile_reg, addr_tile_53};
  assign tile_1_wdata = tile_1_w0_data;
  wire [10:0] addr_tile_59 = add_124;
  wire tile_2_w0 = issue && 1'b1;  // conv_input_grad.py:40
  wire [7:0] tile_2_w0_data = sel_132;
  assign tile_2_we = tile_2_w0;
  assign tile_2_waddr = {half_tile_reg, addr_tile_59};
  assign tile_2_wdata = tile_2_w0_data;
  wire [10:0] addr_tile_65 = add_124;
  wire tile_3_w0 = issue && 1'b1;  // conv_input_grad.py:40
  wire [7:0] tile_3_w0_data = sel_133;
  assign tile_3_we = tile_3_w0;
  assign tile_3_waddr = {half_tile_reg, addr_tile_65};
  assign tile_3_wdata = tile_3_w0_data;
  wire wrap_0 = le_13 && le_17 && le_20 && le_23 && le_26 && le_29;
  wire wrap_1 = le_17 && le_20 && le_23 && le_26 && le_29;
  wire wrap_2 = le_20 && le_23 && le_26 && le_29;
  wire wrap_3 = le_23 && le_26 && le_29;
  wire wrap_4 = le_26 && le_29;
  wire wrap_5 = le_29;
  wire wrap_6 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_get_dy_rd && !wait_half_tile;

  assign idle = !(running);

  always_ff @(posedge ap_clk) begin
    if (issue && (band_84)) half_tile_reg <= half_tile_reg == 1'd1 ? 1'd0 : half_tile_reg + 1'b1;
    if (issue && wrap_1) count_i_0 <= le_13 ? 11'sd0 : count_i_0 + 11'sd1;
    if (issue && wrap_2) count_p_1 <= le_17 ? 5'sd0 : count_p_1 + 5'sd1;
    if (issue && wrap_3) count_b_2 <= le_20 ? 11'sd0 : count_b_2 + 11'sd1;
    if (issue && wrap_4) count_o_3 <= le_23 ? 11'sd0 : count_o_3 + 11'sd1;
    if (issue && wrap_5) count_r_4 <= le_26 ? 11'sd0 : count_r_4 + 11'sd1;
    if (issue && wrap_6) count_x_5 <= le_29 ? 11'sd0 : count_x_5 + 11'sd1;
    if (issue && wrap_3) step_117 <= le_20 ? 21'sd0 : step_117 + scalar_5;
    if (issue && wrap_5) step_122 <= le_26 ? 21'sd0 : step_122 + scalar_9;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      half_tile_reg <= 1'd0;
      count_i_0 <= 11'sd0;
      count_p_1 <= 5'sd0;
      count_b_2 <= 11'sd0;
      count_o_3 <= 11'sd0;
      count_r_4 <= 11'sd0;
      count_x_5 <= 11'sd0;
      step_117 <= 21'sd0;
      step_122 <= 21'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

endmodule

`default_nettype wire

// ---- conv_input_grad_load_dy_rd_addr.sv
// Process load_dy_rd_addr of conv_input_grad.py, line 39: initiation interval 1, 3 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module conv_input_grad_load_dy_rd_addr (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [9:0] arg_ci,
    input  wire [2:0] arg_phases,
    input  wire [9:0] arg_bands,
    input  wire [9:0] arg_fo,
    input  wire [9:0] arg_tall,
    input  wire [9:0] arg_rows,
    input  wire [3:0] arg_top,
    input  wire [9:0] arg_oh,
    input  wire [9:0] arg_ow,
    input  wire [39:0] arg_dy,
    output wire [49:0] dy_rd_req_data,
    output wire dy_rd_req_valid,
    input  wire dy_rd_req_room
);

  logic running;
  logic [2:1] stage;
  logic signed [10:0] count_i_0;
  logic signed [4:0] count_p_1;
  logic signed [10:0] count_b_2;
  logic signed [10:0] count_o_3;
  logic signed [10:0] count_r_4;
  logic signed [20:0] step_117;  // conv_input_grad.py:39
  logic signed [32:0] step_143;  // conv_input_grad.py:39
  logic signed [22:0] step_141;  // conv_input_grad.py:39
  logic signed [32:0] step_142;  // conv_input_grad.py:39
  logic signed [32:0] step_142_s1;
  logic signed [32:0] step_142_s2;
  logic signed [41:0] add_145_s1;
  logic signed [41:0] add_145_s2;
  logic band_129_s1;
  logic band_129_s2;
  wire issue;

  wire signed [10:0] scalar_1 = $signed({1'b0, arg_ci});
  wire signed [10:0] add_12 = count_i_0 + 2'sd1;  // conv_input_grad.py:28
  wire le_13 = scalar_1 <= add_12;  // conv_input_grad.py:28
  wire signed [3:0] scalar_3 = $signed({1'b0, arg_phases});
  wire signed [5:0] mul_14 = scalar_3 * scalar_3;  // conv_input_grad.py:29
  wire signed [5:0] add_16 = count_p_1 + 2'sd1;  // conv_input_grad.py:29
  wire le_17 = mul_14 <= add_16;  // conv_input_grad.py:29
  wire signed [10:0] scalar_4 = $signed({1'b0, arg_bands});
  wire signed [10:0] add_19 = count_b_2 + 2'sd1;  // conv_input_grad.py:30
  wire le_20 = scalar_4 <= add_19;  // conv_input_grad.py:30
  wire signed [10:0] scalar_2 = $signed({1'b0, arg_fo});
  wire signed [10:0] add_22 = count_o_3 + 2'sd1;  // conv_input_grad.py:31
  wire le_23 = scalar_2 <= add_22;  // conv_input_grad.py:31
  wire signed [10:0] scalar_6 = $signed({1'b0, arg_tall});
  wire signed [10:0] add_25 = count_r_4 + 2'sd1;  // conv_input_grad.py:33
  wire le_26 = scalar_6 <= add_25;  // conv_input_grad.py:33
  wire signed [10:0] scalar_5 = $signed({1'b0, arg_rows});
  wire signed [20:0] add_125 = count_r_4 + step_117;  // conv_input_grad.py:35
  wire signed [4:0] scalar_7 = $signed({1'b0, arg_top});
  wire signed [20:0] y_126 = add_125 - scalar_7;  // conv_input_grad.py:35
  wire le_128 = 2'sd0 <= y_126;  // conv_input_grad.py:38
  wire signed [10:0] scalar_8 = $signed({1'b0, arg_oh});
  wire lt_127 = y_126 < scalar_8;  // conv_input_grad.py:38
  wire band_129 = le_128 && lt_127;  // conv_input_grad.py:38
  wire signed [10:0] scalar_9 = $signed({1'b0, arg_ow});
  wire signed [50:0] shl_102 = scalar_9 <<< 40;  // conv_input_grad.py:39
  wire signed [12:0] shl_87 = scalar_5 <<< 2;  // conv_input_grad.py:39
  wire signed [22:0] mul_88 = scalar_9 * shl_87;  // conv_input_grad.py:39
  wire signed [40:0] scalar_86 = $signed({1'b0, arg_dy});
  wire signed [12:0] shl_96 = scalar_9 <<< 2;  // conv_input_grad.py:39
  wire signed [41:0] add_144 = scalar_86 + step_141;  // conv_input_grad.py:38
  wire signed [41:0] add_145 = step_143 + add_144;  // conv_input_grad.py:38
  wire signed [6:0] mul_91 = -((scalar_7 <<< 2));  // conv_input_grad.py:39
  wire signed [16:0] mul_92 = scalar_9 * mul_91;  // conv_input_grad.py:39
  wire signed [12:0] shl_93 = scalar_8 <<< 2;  // conv_input_grad.py:39
  wire signed [22:0] mul_94 = scalar_9 * shl_93;  // conv_input_grad.py:39
  wire signed [32:0] add_146 = mul_92 + step_142_s2;  // conv_input_grad.py:38
  wire signed [41:0] add_147 = add_145_s2 + add_146;  // conv_input_grad.py:38
  wire [39:0] wrap_148_u = add_147;  // conv_input_grad.py:39
  wire signed [40:0] wrap_148 = $signed({1'b0, wrap_148_u});
  wire signed [50:0] or_149 = shl_102 | wrap_148;  // conv_input_grad.py:39
  wire signed [2:0] and_150 = wrap_148 & 3'sd3;  // conv_input_grad.py:39
  wire eq_151 = and_150 == 2'sd0;  // conv_input_grad.py:39
  wire dy_rd_req_put0 = stage[2] && band_129_s2;
  wire [49:0] dy_rd_req_put0_0 = or_149;
  assign dy_rd_req_valid = dy_rd_req_put0;
  assign dy_rd_req_data = {dy_rd_req_put0_0};
  wire wait_put_dy_rd_req = (band_129) && !dy_rd_req_room;
  wire wrap_0 = le_13 && le_17 && le_20 && le_23 && le_26;
  wire wrap_1 = le_17 && le_20 && le_23 && le_26;
  wire wrap_2 = le_20 && le_23 && le_26;
  wire wrap_3 = le_23 && le_26;
  wire wrap_4 = le_26;
  wire wrap_5 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_put_dy_rd_req;

  assign idle = !(running || (stage != 0));

  always_ff @(posedge ap_clk) begin
    if (issue && wrap_1) count_i_0 <= le_13 ? 11'sd0 : count_i_0 + 11'sd1;
    if (issue && wrap_2) count_p_1 <= le_17 ? 5'sd0 : count_p_1 + 5'sd1;
    if (issue && wrap_3) count_b_2 <= le_20 ? 11'sd0 : count_b_2 + 11'sd1;
    if (issue && wrap_4) count_o_3 <= le_23 ? 11'sd0 : count_o_3 + 11'sd1;
    if (issue && wrap_5) count_r_4 <= le_26 ? 11'sd0 : count_r_4 + 11'sd1;
    if (issue && wrap_3) step_117 <= le_20 ? 21'sd0 : step_117 + scalar_5;
    if (issue && wrap_3) step_143 <= le_20 ? 33'sd0 : step_143 + mul_88;
    if (issue && wrap_5) step_141 <= le_26 ? 23'sd0 : step_141 + shl_96;
    if (issue && wrap_4) step_142 <= le_23 ? 33'sd0 : step_142 + mul_94;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      count_i_0 <= 11'sd0;
      count_p_1 <= 5'sd0;
      count_b_2 <= 11'sd0;
      count_o_3 <= 11'sd0;
      count_r_4 <= 11'sd0;
      step_117 <= 21'sd0;
      step_143 <= 33'sd0;
      step_141 <= 23'sd0;
      step_142 <= 33'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

  always_ff @(posedge ap_clk) begin
    stage <= {stage[1:1], issue};
    step_142_s1 <= step_142;
    step_142_s2 <= step_142_s1;
    add_145_s1 <= add_145;
    add_145_s2 <= add_145_s1;
    band_129_s1 <= band_129;
    band_129_s2 <= band_129_s1;
    if (ap_rst) stage <= 2'd0;
  end

`ifndef SYNTHESIS
  always_ff @(posedge ap_clk) begin
    if (stage[2] && band_129_s2 && !(eq_151)) $error("conv_input_grad.py:39: dy[...] starts at a multiple of 4 bytes");
  end
`endif

endmodule

`default_nettype wire

// ---- conv_input_grad_store.sv
// Process store of conv_input_grad.py, line 108: initiation interval 1, 1 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module conv_input_grad_store (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [23:0] arg_pixels,
    input  wire [127:0] y_data,
    input  wire y_valid,
    output wire y_ready,
    output wire [63:0] dx_wr_data,
    output wire dx_wr_valid,
    input  wire dx_wr_room
);

  logic running;
  logic signed [24:0] count_t_0;
  logic signed [1:0] count_b_1;
  logic signed [31:0] hold_0_reg;
  logic signed [31:0] hold_1_reg;
  logic signed [31:0] hold_2_reg;
  logic signed [31:0] hold_3_reg;
  wire issue;

  wire signed [24:0] scalar_1 = $signed({1'b0, arg_pixels});
  wire signed [24:0] add_5 = count_t_0 + 2'sd1;  // conv_input_grad.py:110
  wire le_6 = scalar_1 <= add_5;  // conv_input_grad.py:110
  wire eq_9 = count_b_1 == 2'sd1;  // conv_input_grad.py:111
  wire eq_11 = count_b_1 == 2'sd0;  // conv_input_grad.py:111
  wire signed [31:0] get_16 = $signed(y_data[31:0]);  // conv_input_grad.py:113
  wire signed [31:0] sel_21 = eq_11 ? get_16 : hold_0_reg;  // conv_input_grad.py:115
  wire signed [31:0] get_17 = $signed(y_data[63:32]);  // conv_input_grad.py:113
  wire signed [31:0] sel_23 = eq_11 ? get_17 : hold_1_reg;  // conv_input_grad.py:115
  wire signed [31:0] get_18 = $signed(y_data[95:64]);  // conv_input_grad.py:113
  wire signed [31:0] sel_25 = eq_11 ? get_18 : hold_2_reg;  // conv_input_grad.py:115
  wire signed [31:0] get_19 = $signed(y_data[127:96]);  // conv_input_grad.py:113
  wire signed [31:0] sel_28 = eq_11 ? get_19 : hold_3_reg;  // conv_input_grad.py:115
  wire signed [31:0] sel_30 = eq_9 ? sel_25 : sel_21;  // conv_input_grad.py:117
  wire signed [31:0] sel_35 = eq_11 ? sel_23 : sel_21;  // conv_input_grad.py:117
  wire signed [31:0] sel_36 = eq_9 ? sel_28 : sel_35;  // conv_input_grad.py:117
  wire y_get = eq_11;
  assign y_ready = issue && y_get;
  wire wait_get_y = y_get && !y_valid;
  wire dx_wr_put0 = issue && 1'b1;
  wire [31:0] dx_wr_put0_0 = sel_30;
  wire [31:0] dx_wr_put0_1 = sel_36;
  assign dx_wr_valid = dx_wr_put0;
  assign dx_wr_data = {dx_wr_put0_1, dx_wr_put0_0};
  wire wait_put_dx_wr = (1'b1) && !dx_wr_room;
  wire wrap_0 = le_6 && eq_9;
  wire wrap_1 = eq_9;
  wire wrap_2 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_get_y && !wait_put_dx_wr;

  assign idle = !(running);

  always_ff @(posedge ap_clk) begin
    if (issue && wrap_1) count_t_0 <= le_6 ? 25'sd0 : count_t_0 + 25'sd1;
    if (issue && wrap_2) count_b_1 <= eq_9 ? 2'sd0 : count_b_1 + 2'sd1;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      count_t_0 <= 25'sd0;
      count_b_1 <= 2'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

  always_ff @(posedge ap_clk) begin
    if (issue && eq_11) begin
      hold_0_reg <= get_16;
      hold_1_reg <= get_17;
      hold_2_reg <= get_18;
      hold_3_reg <= get_19;
    end
    if (start) begin
      hold_0_reg <= 2'sd0;
      hold_1_reg <= 2'sd0;
      hold_2_reg <= 2'sd0;
      hold_3_reg <= 2'sd0;
    end
  end

endmodule

`default_nettype wire

// ---- conv_input_grad_store_dx_wr_addr.sv
// Process store_dx_wr_addr of conv_input_grad.py, line 117: initiation interval 1, 1 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module conv_input_grad_store_dx_wr_addr (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [23:0] arg_pixels,
    input  wire [39:0] arg_dx,
    output wire [64:0] dx_wr_req_data,
    output wire dx_wr_req_valid,
    input  wire dx_wr_req_room
);

  logic running;
  wire issue;

  wire signed [24:0] scalar_1 = $signed({1'b0, arg_pixels});
  wire signed [65:0] shl_45 = scalar_1 <<< 41;  // conv_input_grad.py:117
  wire signed [40:0] scalar_43 = $signed({1'b0, arg_dx});
  wire signed [65:0] or_46 = shl_45 | scalar_43;  // conv_input_grad.py:117
  wire signed [3:0] and_49 = scalar_43 & 4'sd7;  // conv_input_grad.py:117
  wire eq_50 = and_49 == 2'sd0;  // conv_input_grad.py:117
  wire dx_wr_req_put0 = issue && 1'b1;
  wire [64:0] dx_wr_req_put0_0 = or_46;
  assign dx_wr_req_valid = dx_wr_req_put0;
  assign dx_wr_req_data = {dx_wr_req_put0_0};
  wire wait_put_dx_wr_req = (1'b1) && !dx_wr_req_room;
  wire wrap_0 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_put_dx_wr_req;

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
    if (issue && 1'b1 && !(eq_50)) $error("conv_input_grad.py:117: dx[...] starts at a multiple of 8 bytes");
  end
`endif

endmodule

`default_nettype wire

// ---- conv_input_grad_weights.sv
// Process weights of conv_input_grad.py, line 45: initiation interval 1, 1 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module conv_input_grad_weights (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [23:0] arg_beats,
    output wire [31:0] ws_data,
    output wire ws_valid,
    input  wire ws_room,
    input  wire [31:0] k_rd_data,
    input  wire k_rd_valid,
    output wire k_rd_ready
);

  logic running;
  logic signed [24:0] count_b_0;
  wire issue;

  wire signed [24:0] scalar_1 = $signed({1'b0, arg_beats});
  wire signed [24:0] add_4 = count_b_0 + 2'sd1;  // conv_input_grad.py:46
  wire le_5 = scalar_1 <= add_4;  // conv_input_grad.py:46
  wire signed [7:0] get_26 = $signed(k_rd_data[7:0]);  // conv_input_grad.py:47
  wire signed [7:0] get_27 = $signed(k_rd_data[15:8]);  // conv_input_grad.py:47
  wire signed [7:0] get_28 = $signed(k_rd_data[23:16]);  // conv_input_grad.py:47
  wire signed [7:0] get_29 = $signed(k_rd_data[31:24]);  // conv_input_grad.py:47
  wire ws_put0 = issue && 1'b1;
  wire [7:0] ws_put0_0 = get_26;
  wire [7:0] ws_put0_1 = get_27;
  wire [7:0] ws_put0_2 = get_28;
  wire [7:0] ws_put0_3 = get_29;
  assign ws_valid = ws_put0;
  assign ws_data = {ws_put0_3, ws_put0_2, ws_put0_1, ws_put0_0};
  wire wait_put_ws = (1'b1) && !ws_room;
  wire k_rd_get = 1'b1;
  assign k_rd_ready = issue && k_rd_get;
  wire wait_get_k_rd = k_rd_get && !k_rd_valid;
  wire wrap_0 = le_5;
  wire wrap_1 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_put_ws && !wait_get_k_rd;

  assign idle = !(running);

  always_ff @(posedge ap_clk) begin
    if (issue && wrap_1) count_b_0 <= le_5 ? 25'sd0 : count_b_0 + 25'sd1;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      count_b_0 <= 25'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

endmodule

`default_nettype wire

// ---- conv_input_grad_weights_k_rd_addr.sv
// Process weights_k_rd_addr of conv_input_grad.py, line 47: initiation interval 1, 1 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module conv_input_grad_weights_k_rd_addr (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [23:0] arg_beats,
    input  wire [39:0] arg_k,
    output wire [63:0] k_rd_req_data,
    output wire k_rd_req_valid,
    input  wire k_rd_req_room
);

  logic running;
  wire issue;

  wire signed [24:0] scalar_1 = $signed({1'b0, arg_beats});
  wire signed [64:0] shl_20 = scalar_1 <<< 40;  // conv_input_grad.py:47
  wire signed [40:0] scalar_19 = $signed({1'b0, arg_k});
  wire signed [64:0] or_21 = shl_20 | scalar_19;  // conv_input_grad.py:47
  wire signed [2:0] and_23 = scalar_19 & 3'sd3;  // conv_input_grad.py:47
  wire eq_24 = and_23 == 2'sd0;  // conv_input_grad.py:47
  wire k_rd_req_put0 = issue && 1'b1;
  wire [63:0] k_rd_req_put0_0 = or_21;
  assign k_rd_req_valid = k_rd_req_put0;
  assign k_rd_req_data = {k_rd_req_put0_0};
  wire wait_put_k_rd_req = (1'b1) && !k_rd_req_room;
  wire wrap_0 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_put_k_rd_req;

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
    if (issue && 1'b1 && !(eq_24)) $error("conv_input_grad.py:47: k[...] starts at a multiple of 4 bytes");
  end
`endif

endmodule

`default_nettype wire
