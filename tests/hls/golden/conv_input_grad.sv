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
  logic signed [20:0] step_711;  // conv_input_grad.py:90
  logic signed [7:0] active_2_reg;
  logic le_530_s1;
  logic lt_531_s1;
  logic signed [11:0] add_527_s1;
  logic signed [21:0] mul_528;  // conv_input_grad.py:83
  logic signed [11:0] col_526_s1;
  logic signed [11:0] col_526_s2;
  logic inside_533_s2;
  logic inside_533_s3;
  logic signed [7:0] active_2_reg_s2;
  logic signed [7:0] active_2_reg_s3;
  logic signed [7:0] active_2_reg_s4;
  logic signed [7:0] sel_543_s4;
  logic signed [15:0] mul_683;  // conv_input_grad.py:90
  logic signed [7:0] active_1_reg;
  logic signed [7:0] active_1_reg_s1;
  logic signed [7:0] active_1_reg_s2;
  logic signed [7:0] active_1_reg_s3;
  logic signed [7:0] active_1_reg_s4;
  logic signed [7:0] sel_541_s4;
  logic signed [15:0] mul_684;  // conv_input_grad.py:90
  logic signed [7:0] active_3_reg;
  logic signed [7:0] active_3_reg_s2;
  logic signed [7:0] active_3_reg_s3;
  logic signed [7:0] active_3_reg_s4;
  logic signed [7:0] sel_545_s4;
  logic signed [15:0] mul_682;  // conv_input_grad.py:90
  logic signed [7:0] active_0_reg;
  logic signed [7:0] active_0_reg_s1;
  logic signed [7:0] active_0_reg_s2;
  logic signed [7:0] active_0_reg_s3;
  logic signed [7:0] active_0_reg_s4;
  logic signed [7:0] sel_539_s4;
  logic signed [15:0] mul_685;  // conv_input_grad.py:90
  logic first_549_s1;
  logic first_549_s2;
  logic first_549_s3;
  logic first_549_s4;
  logic signed [31:0] sel_720_s5;
  logic signed [7:0] active_6_reg;
  logic signed [7:0] active_6_reg_s2;
  logic signed [7:0] active_6_reg_s3;
  logic signed [7:0] active_6_reg_s4;
  logic signed [15:0] mul_690;  // conv_input_grad.py:90
  logic signed [7:0] active_5_reg;
  logic signed [7:0] active_5_reg_s2;
  logic signed [7:0] active_5_reg_s3;
  logic signed [7:0] active_5_reg_s4;
  logic signed [15:0] mul_691;  // conv_input_grad.py:90
  logic signed [7:0] active_7_reg;
  logic signed [7:0] active_7_reg_s2;
  logic signed [7:0] active_7_reg_s3;
  logic signed [7:0] active_7_reg_s4;
  logic signed [15:0] mul_689;  // conv_input_grad.py:90
  logic signed [7:0] active_4_reg;
  logic signed [7:0] active_4_reg_s2;
  logic signed [7:0] active_4_reg_s3;
  logic signed [7:0] active_4_reg_s4;
  logic signed [15:0] mul_692;  // conv_input_grad.py:90
  logic signed [31:0] sel_727_s5;
  logic signed [7:0] active_10_reg;
  logic signed [7:0] active_10_reg_s2;
  logic signed [7:0] active_10_reg_s3;
  logic signed [7:0] active_10_reg_s4;
  logic signed [15:0] mul_697;  // conv_input_grad.py:90
  logic signed [7:0] active_9_reg;
  logic signed [7:0] active_9_reg_s2;
  logic signed [7:0] active_9_reg_s3;
  logic signed [7:0] active_9_reg_s4;
  logic signed [15:0] mul_698;  // conv_input_grad.py:90
  logic signed [7:0] active_11_reg;
  logic signed [7:0] active_11_reg_s2;
  logic signed [7:0] active_11_reg_s3;
  logic signed [7:0] active_11_reg_s4;
  logic signed [15:0] mul_696;  // conv_input_grad.py:90
  logic signed [7:0] active_8_reg;
  logic signed [7:0] active_8_reg_s2;
  logic signed [7:0] active_8_reg_s3;
  logic signed [7:0] active_8_reg_s4;
  logic signed [15:0] mul_699;  // conv_input_grad.py:90
  logic signed [31:0] sel_734_s5;
  logic signed [7:0] active_14_reg;
  logic signed [7:0] active_14_reg_s2;
  logic signed [7:0] active_14_reg_s3;
  logic signed [7:0] active_14_reg_s4;
  logic signed [15:0] mul_704;  // conv_input_grad.py:90
  logic signed [7:0] active_13_reg;
  logic signed [7:0] active_13_reg_s2;
  logic signed [7:0] active_13_reg_s3;
  logic signed [7:0] active_13_reg_s4;
  logic signed [15:0] mul_705;  // conv_input_grad.py:90
  logic signed [7:0] active_15_reg;
  logic signed [7:0] active_15_reg_s2;
  logic signed [7:0] active_15_reg_s3;
  logic signed [7:0] active_15_reg_s4;
  logic signed [15:0] mul_703;  // conv_input_grad.py:90
  logic signed [7:0] active_12_reg;
  logic signed [7:0] active_12_reg_s2;
  logic signed [7:0] active_12_reg_s3;
  logic signed [7:0] active_12_reg_s4;
  logic signed [15:0] mul_706;  // conv_input_grad.py:90
  logic signed [31:0] sel_741_s5;
  logic signed [7:0] shadow_0_reg;
  logic signed [7:0] shadow_1_reg;
  logic signed [7:0] shadow_2_reg;
  logic band_121_s1;
  logic signed [7:0] get_107_s1;
  logic band_181_s1;
  logic signed [7:0] get_108_s1;
  logic band_219_s1;
  logic signed [7:0] get_109_s1;
  logic band_624_s1;
  logic signed [7:0] shadow_3_reg;
  logic band_772_s1;
  logic signed [7:0] get_313_s1;
  logic band_775_s1;
  logic signed [7:0] get_314_s1;
  logic band_778_s1;
  logic signed [7:0] get_315_s1;
  logic band_782_s1;
  logic signed [7:0] get_316_s1;
  logic band_126_s1;
  logic band_184_s1;
  logic band_222_s1;
  logic band_260_s1;
  logic signed [7:0] get_110_s1;
  logic signed [7:0] shadow_4_reg;
  logic band_786_s1;
  logic band_789_s1;
  logic band_792_s1;
  logic band_795_s1;
  logic band_130_s1;
  logic band_187_s1;
  logic band_225_s1;
  logic band_263_s1;
  logic signed [7:0] shadow_5_reg;
  logic band_799_s1;
  logic band_802_s1;
  logic band_805_s1;
  logic band_808_s1;
  logic band_135_s1;
  logic band_190_s1;
  logic band_228_s1;
  logic band_266_s1;
  logic signed [7:0] shadow_6_reg;
  logic band_812_s1;
  logic band_815_s1;
  logic band_818_s1;
  logic band_821_s1;
  logic band_140_s1;
  logic band_193_s1;
  logic band_231_s1;
  logic band_269_s1;
  logic signed [7:0] shadow_7_reg;
  logic band_825_s1;
  logic band_828_s1;
  logic band_831_s1;
  logic band_834_s1;
  logic band_145_s1;
  logic band_196_s1;
  logic band_234_s1;
  logic band_272_s1;
  logic signed [7:0] shadow_8_reg;
  logic band_838_s1;
  logic band_841_s1;
  logic band_844_s1;
  logic band_847_s1;
  logic band_150_s1;
  logic band_199_s1;
  logic band_237_s1;
  logic band_275_s1;
  logic signed [7:0] shadow_9_reg;
  logic band_851_s1;
  logic band_854_s1;
  logic band_857_s1;
  logic band_860_s1;
  logic band_155_s1;
  logic band_202_s1;
  logic band_240_s1;
  logic band_278_s1;
  logic signed [7:0] shadow_10_reg;
  logic band_864_s1;
  logic band_867_s1;
  logic band_870_s1;
  logic band_873_s1;
  logic band_160_s1;
  logic band_205_s1;
  logic band_243_s1;
  logic band_281_s1;
  logic signed [7:0] shadow_11_reg;
  logic band_877_s1;
  logic band_880_s1;
  logic band_883_s1;
  logic band_886_s1;
  logic band_165_s1;
  logic band_208_s1;
  logic band_246_s1;
  logic band_284_s1;
  logic signed [7:0] shadow_12_reg;
  logic band_890_s1;
  logic band_893_s1;
  logic band_896_s1;
  logic band_899_s1;
  logic band_170_s1;
  logic band_211_s1;
  logic band_249_s1;
  logic band_287_s1;
  logic signed [7:0] shadow_13_reg;
  logic band_903_s1;
  logic band_906_s1;
  logic band_909_s1;
  logic band_912_s1;
  logic band_214_s1;
  logic band_252_s1;
  logic band_290_s1;
  logic signed [7:0] shadow_14_reg;
  logic band_916_s1;
  logic band_919_s1;
  logic band_922_s1;
  logic band_925_s1;
  logic band_255_s1;
  logic band_293_s1;
  logic signed [7:0] shadow_15_reg;
  logic band_929_s1;
  logic band_932_s1;
  logic band_935_s1;
  logic band_938_s1;
  logic band_296_s1;
  logic band_614_s1;
  logic band_614_s2;
  logic band_614_s3;
  logic band_614_s4;
  logic band_614_s5;
  logic band_648_s1;
  logic band_648_s2;
  logic [0:0] half_tile_reg;
  logic [0:0] half_tile_s1;
  logic [0:0] half_tile_s2;
  logic eq_29_s1;
  logic eq_29_s2;
  logic eq_29_s3;
  logic eq_29_s4;
  logic eq_29_s5;
  logic signed [20:0] t_716_s1;
  logic signed [20:0] t_716_s2;
  logic signed [20:0] t_716_s3;
  logic signed [20:0] t_716_s4;
  logic signed [20:0] t_716_s5;
  wire [31:0] acc_0_rdata;
  wire [31:0] acc_1_rdata;
  wire [31:0] acc_2_rdata;
  wire [31:0] acc_3_rdata;
  logic [1:0] hold;  // issue slots to wait for earlier stores
  logic [1:0] left_0;
  wire issue;

  wire signed [2:0] add_18 = count_phase0_0 + 2'sd1;  // conv_input_grad.py:60
  wire le_19 = 3'sd2 <= add_18;  // conv_input_grad.py:60
  wire signed [10:0] add_21 = count_m_i_1 + 2'sd1;  // conv_input_grad.py:65
  wire le_22 = 4'sd4 <= add_21;  // conv_input_grad.py:65
  wire eq_23 = count_phase0_0 == 2'sd0;  // conv_input_grad.py:65
  wire bnot_24 = !eq_23;  // conv_input_grad.py:65
  wire bor_25 = le_22 || bnot_24;  // conv_input_grad.py:65
  wire signed [10:0] scalar_1 = $signed({1'b0, arg_ci});
  wire le_28 = scalar_1 <= add_21;  // conv_input_grad.py:65
  wire eq_29 = count_phase0_0 == 2'sd1;  // conv_input_grad.py:65
  wire bnot_30 = !eq_29;  // conv_input_grad.py:65
  wire bor_31 = le_28 || bnot_30;  // conv_input_grad.py:65
  wire band_33 = bor_25 && bor_31;  // conv_input_grad.py:65
  wire signed [3:0] scalar_3 = $signed({1'b0, arg_phases});
  wire signed [3:0] add_36 = count_py_2 + 2'sd1;  // conv_input_grad.py:66
  wire le_37 = scalar_3 <= add_36;  // conv_input_grad.py:66
  wire bor_38 = bnot_30 || le_37;  // conv_input_grad.py:66
  wire signed [3:0] add_41 = count_px_3 + 2'sd1;  // conv_input_grad.py:67
  wire le_42 = scalar_3 <= add_41;  // conv_input_grad.py:67
  wire bor_43 = bnot_30 || le_42;  // conv_input_grad.py:67
  wire signed [10:0] scalar_4 = $signed({1'b0, arg_bands});
  wire signed [10:0] add_45 = count_b_4 + 2'sd1;  // conv_input_grad.py:68
  wire le_46 = scalar_4 <= add_45;  // conv_input_grad.py:68
  wire bor_47 = bnot_30 || le_46;  // conv_input_grad.py:68
  wire signed [10:0] scalar_2 = $signed({1'b0, arg_fo});
  wire signed [10:0] add_50 = count_o_5 + 2'sd1;  // conv_input_grad.py:69
  wire le_51 = scalar_2 <= add_50;  // conv_input_grad.py:69
  wire bor_52 = bnot_30 || le_51;  // conv_input_grad.py:69
  wire signed [4:0] scalar_9 = $signed({1'b0, arg_q});
  wire signed [2:0] scalar_10 = $signed({1'b0, arg_rem});
  wire lt_54 = count_py_2 < scalar_10;  // conv_input_grad.py:71
  wire signed [4:0] add_56 = scalar_9 + $signed({1'b0, lt_54});  // conv_input_grad.py:71
  wire signed [4:0] add_58 = count_a_6 + 2'sd1;  // conv_input_grad.py:71
  wire le_59 = add_56 <= add_58;  // conv_input_grad.py:71
  wire bor_60 = bnot_30 || le_59;  // conv_input_grad.py:71
  wire lt_62 = count_px_3 < scalar_10;  // conv_input_grad.py:72
  wire signed [4:0] add_64 = scalar_9 + $signed({1'b0, lt_62});  // conv_input_grad.py:72
  wire signed [4:0] add_66 = count_b_7 + 2'sd1;  // conv_input_grad.py:72
  wire le_67 = add_64 <= add_66;  // conv_input_grad.py:72
  wire bor_68 = bnot_30 || le_67;  // conv_input_grad.py:72
  wire signed [10:0] scalar_5 = $signed({1'b0, arg_rows});
  wire signed [10:0] add_71 = count_j_8 + 2'sd1;  // conv_input_grad.py:73
  wire le_72 = scalar_5 <= add_71;  // conv_input_grad.py:73
  wire bor_73 = bnot_30 || le_72;  // conv_input_grad.py:73
  wire signed [10:0] scalar_6 = $signed({1'b0, arg_cols});
  wire signed [10:0] add_76 = count_x_9 + 2'sd1;  // conv_input_grad.py:74
  wire le_77 = scalar_6 <= add_76;  // conv_input_grad.py:74
  wire bor_78 = bnot_30 || le_77;  // conv_input_grad.py:74
  wire eq_103 = count_x_9 == 2'sd0;  // conv_input_grad.py:74
  wire eq_100 = count_j_8 == 2'sd0;  // conv_input_grad.py:74
  wire eq_94 = count_a_6 == 2'sd0;  // conv_input_grad.py:74
  wire eq_97 = count_b_7 == 2'sd0;  // conv_input_grad.py:74
  wire band_300 = eq_94 && eq_97;  // conv_input_grad.py:64
  wire band_302 = eq_100 && band_300;  // conv_input_grad.py:64
  wire band_304 = eq_103 && band_302;  // conv_input_grad.py:64
  wire band_305 = eq_29 && band_304;  // conv_input_grad.py:64
  wire signed [20:0] t_716 = count_x_9 + step_711;  // conv_input_grad.py:75
  wire lt_717 = t_716 < 4'sd4;  // conv_input_grad.py:76
  wire band_718 = eq_29 && lt_717;  // conv_input_grad.py:76
  wire signed [4:0] add_598 = scalar_9 + -2'sd1;  // conv_input_grad.py:96
  wire signed [4:0] add_601 = $signed({1'b0, lt_54}) + add_598;  // conv_input_grad.py:96
  wire last_602 = count_a_6 == add_601;  // conv_input_grad.py:96
  wire signed [4:0] add_605 = $signed({1'b0, lt_62}) + add_598;  // conv_input_grad.py:97
  wire end_606 = count_b_7 == add_605;  // conv_input_grad.py:97
  wire band_608 = last_602 && end_606;  // conv_input_grad.py:98
  wire signed [10:0] add_609 = scalar_2 + -2'sd1;  // conv_input_grad.py:98
  wire eq_610 = count_o_5 == add_609;  // conv_input_grad.py:98
  wire band_612 = band_608 && eq_610;  // conv_input_grad.py:98
  wire band_614 = eq_29 && band_612;  // conv_input_grad.py:98
  wire band_643 = bor_60 && bor_68;  // conv_input_grad.py:103
  wire band_645 = bor_73 && band_643;  // conv_input_grad.py:103
  wire band_647 = bor_78 && band_645;  // conv_input_grad.py:103
  wire band_648 = eq_29 && band_647;  // conv_input_grad.py:103
  wire signed [4:0] scalar_12 = $signed({1'b0, arg_reach});
  wire signed [2:0] scalar_11 = $signed({1'b0, arg_late});
  wire lt_519 = count_px_3 < scalar_11;  // conv_input_grad.py:81
  wire signed [5:0] add_523 = scalar_12 + $signed({1'b0, lt_519});  // conv_input_grad.py:81
  wire signed [5:0] right_524 = add_523 - count_b_7;  // conv_input_grad.py:81
  wire signed [11:0] add_525 = count_x_9 + right_524;  // conv_input_grad.py:82
  wire signed [4:0] scalar_7 = $signed({1'b0, arg_top});
  wire signed [11:0] col_526 = add_525 - scalar_7;  // conv_input_grad.py:82
  wire le_530 = 2'sd0 <= col_526;  // conv_input_grad.py:84
  wire signed [10:0] scalar_8 = $signed({1'b0, arg_ow});
  wire lt_531 = col_526 < scalar_8;  // conv_input_grad.py:84
  wire inside_533 = le_530_s1 && lt_531_s1;  // conv_input_grad.py:84
  wire lt_513 = count_py_2 < scalar_11;  // conv_input_grad.py:80
  wire signed [5:0] add_517 = scalar_12 + $signed({1'b0, lt_513});  // conv_input_grad.py:80
  wire signed [5:0] up_518 = add_517 - count_a_6;  // conv_input_grad.py:80
  wire signed [11:0] add_527 = count_j_8 + up_518;  // conv_input_grad.py:83
  wire signed [21:0] at_529 = col_526_s2 + mul_528;  // conv_input_grad.py:83
  wire signed [7:0] load_542 = $signed(tile_2_rdata);  // conv_input_grad.py:85
  wire signed [7:0] sel_543 = inside_533_s3 ? load_542 : 2'sd0;  // conv_input_grad.py:85
  wire signed [7:0] load_540 = $signed(tile_1_rdata);  // conv_input_grad.py:85
  wire signed [7:0] sel_541 = inside_533_s3 ? load_540 : 2'sd0;  // conv_input_grad.py:85
  wire signed [16:0] add_722 = mul_683 + mul_684;  // conv_input_grad.py:89
  wire signed [7:0] load_544 = $signed(tile_3_rdata);  // conv_input_grad.py:85
  wire signed [7:0] sel_545 = inside_533_s3 ? load_544 : 2'sd0;  // conv_input_grad.py:85
  wire signed [7:0] load_536 = $signed(tile_0_rdata);  // conv_input_grad.py:85
  wire signed [7:0] sel_539 = inside_533_s3 ? load_536 : 2'sd0;  // conv_input_grad.py:85
  wire eq_91 = count_o_5 == 2'sd0;  // conv_input_grad.py:74
  wire band_547 = eq_91 && eq_94;  // conv_input_grad.py:86
  wire first_549 = eq_97 && band_547;  // conv_input_grad.py:86
  wire signed [31:0] load_719 = $signed(acc_0_rdata);  // conv_input_grad.py:89
  wire signed [31:0] sel_720 = first_549_s4 ? 2'sd0 : load_719;  // conv_input_grad.py:89
  wire signed [32:0] add_721 = mul_685 + sel_720_s5;  // conv_input_grad.py:89
  wire signed [32:0] add_723 = mul_682 + add_721;  // conv_input_grad.py:89
  wire signed [32:0] add_724 = add_722 + add_723;  // conv_input_grad.py:89
  wire signed [31:0] wrap_725 = add_724;  // conv_input_grad.py:90
  wire signed [16:0] add_729 = mul_690 + mul_691;  // conv_input_grad.py:89
  wire signed [31:0] load_726 = $signed(acc_1_rdata);  // conv_input_grad.py:89
  wire signed [31:0] sel_727 = first_549_s4 ? 2'sd0 : load_726;  // conv_input_grad.py:89
  wire signed [32:0] add_728 = mul_692 + sel_727_s5;  // conv_input_grad.py:89
  wire signed [32:0] add_730 = mul_689 + add_728;  // conv_input_grad.py:89
  wire signed [32:0] add_731 = add_729 + add_730;  // conv_input_grad.py:89
  wire signed [31:0] wrap_732 = add_731;  // conv_input_grad.py:90
  wire signed [16:0] add_736 = mul_697 + mul_698;  // conv_input_grad.py:89
  wire signed [31:0] load_733 = $signed(acc_2_rdata);  // conv_input_grad.py:89
  wire signed [31:0] sel_734 = first_549_s4 ? 2'sd0 : load_733;  // conv_input_grad.py:89
  wire signed [32:0] add_735 = mul_699 + sel_734_s5;  // conv_input_grad.py:89
  wire signed [32:0] add_737 = mul_696 + add_735;  // conv_input_grad.py:89
  wire signed [32:0] add_738 = add_736 + add_737;  // conv_input_grad.py:89
  wire signed [31:0] wrap_739 = add_738;  // conv_input_grad.py:90
  wire signed [16:0] add_743 = mul_704 + mul_705;  // conv_input_grad.py:89
  wire signed [31:0] load_740 = $signed(acc_3_rdata);  // conv_input_grad.py:89
  wire signed [31:0] sel_741 = first_549_s4 ? 2'sd0 : load_740;  // conv_input_grad.py:89
  wire signed [32:0] add_742 = mul_706 + sel_741_s5;  // conv_input_grad.py:89
  wire signed [32:0] add_744 = mul_703 + add_742;  // conv_input_grad.py:89
  wire signed [32:0] add_745 = add_743 + add_744;  // conv_input_grad.py:89
  wire signed [31:0] wrap_746 = add_745;  // conv_input_grad.py:90
  wire signed [10:0] add_617 = scalar_5 + -2'sd1;  // conv_input_grad.py:100
  wire eq_618 = count_j_8 == add_617;  // conv_input_grad.py:100
  wire signed [10:0] add_619 = scalar_6 + -2'sd1;  // conv_input_grad.py:100
  wire eq_620 = count_x_9 == add_619;  // conv_input_grad.py:100
  wire band_622 = eq_618 && eq_620;  // conv_input_grad.py:100
  wire band_624 = eq_29 && band_622;  // conv_input_grad.py:100
  wire signed [22:0] shl_747 = t_716 <<< 2;  // conv_input_grad.py:79
  wire eq_748 = shl_747 == 2'sd0;  // conv_input_grad.py:79
  wire band_749 = band_718 && eq_748;  // conv_input_grad.py:79
  wire signed [7:0] get_313 = $signed(ws_data[7:0]);  // conv_input_grad.py:77
  wire signed [7:0] sel_750 = band_749 ? get_313 : shadow_0_reg;  // conv_input_grad.py:79
  wire signed [2:0] wrapiv_27 = count_m_i_1;  // conv_input_grad.py:65
  wire signed [4:0] shl_111 = wrapiv_27 <<< 2;  // conv_input_grad.py:64
  wire eq_112 = shl_111 == 2'sd0;  // conv_input_grad.py:64
  wire band_113 = eq_23 && eq_112;  // conv_input_grad.py:64
  wire signed [7:0] get_107 = $signed(ws_data[7:0]);  // conv_input_grad.py:62
  wire signed [7:0] sel_115 = band_113 ? get_107 : active_0_reg;  // conv_input_grad.py:64
  wire signed [7:0] sel_751 = band_624 ? sel_750 : sel_115;  // conv_input_grad.py:103
  wire signed [22:0] add_755 = shl_747 + 2'sd1;  // conv_input_grad.py:79
  wire eq_756 = add_755 == 2'sd1;  // conv_input_grad.py:79
  wire band_757 = band_718 && eq_756;  // conv_input_grad.py:79
  wire signed [7:0] get_314 = $signed(ws_data[15:8]);  // conv_input_grad.py:77
  wire eq_752 = shl_747 == 2'sd1;  // conv_input_grad.py:79
  wire band_753 = band_718 && eq_752;  // conv_input_grad.py:79
  wire signed [7:0] sel_754 = band_753 ? get_313 : shadow_1_reg;  // conv_input_grad.py:79
  wire signed [7:0] sel_758 = band_757 ? get_314 : sel_754;  // conv_input_grad.py:79
  wire signed [4:0] add_176 = shl_111 + 2'sd1;  // conv_input_grad.py:64
  wire eq_177 = add_176 == 2'sd1;  // conv_input_grad.py:64
  wire band_178 = eq_23 && eq_177;  // conv_input_grad.py:64
  wire signed [7:0] get_108 = $signed(ws_data[15:8]);  // conv_input_grad.py:62
  wire eq_116 = shl_111 == 2'sd1;  // conv_input_grad.py:64
  wire band_117 = eq_23 && eq_116;  // conv_input_grad.py:64
  wire signed [7:0] sel_119 = band_117 ? get_107 : active_1_reg;  // conv_input_grad.py:64
  wire signed [7:0] sel_179 = band_178 ? get_108 : sel_119;  // conv_input_grad.py:64
  wire signed [7:0] sel_759 = band_624 ? sel_758 : sel_179;  // conv_input_grad.py:103
  wire signed [22:0] add_766 = shl_747 + 3'sd2;  // conv_input_grad.py:79
  wire eq_767 = add_766 == 3'sd2;  // conv_input_grad.py:79
  wire band_768 = band_718 && eq_767;  // conv_input_grad.py:79
  wire signed [7:0] get_315 = $signed(ws_data[23:16]);  // conv_input_grad.py:77
  wire eq_763 = add_755 == 3'sd2;  // conv_input_grad.py:79
  wire band_764 = band_718 && eq_763;  // conv_input_grad.py:79
  wire eq_760 = shl_747 == 3'sd2;  // conv_input_grad.py:79
  wire band_761 = band_718 && eq_760;  // conv_input_grad.py:79
  wire signed [7:0] sel_762 = band_761 ? get_313 : shadow_2_reg;  // conv_input_grad.py:79
  wire signed [7:0] sel_765 = band_764 ? get_314 : sel_762;  // conv_input_grad.py:79
  wire signed [7:0] sel_769 = band_768 ? get_315 : sel_765;  // conv_input_grad.py:79
  wire signed [4:0] add_217 = shl_111 + 3'sd2;  // conv_input_grad.py:64
  wire eq_218 = add_217 == 3'sd2;  // conv_input_grad.py:64
  wire band_219 = eq_23 && eq_218;  // conv_input_grad.py:64
  wire signed [7:0] get_109 = $signed(ws_data[23:16]);  // conv_input_grad.py:62
  wire eq_180 = add_176 == 3'sd2;  // conv_input_grad.py:64
  wire band_181 = eq_23 && eq_180;  // conv_input_grad.py:64
  wire eq_120 = shl_111 == 3'sd2;  // conv_input_grad.py:64
  wire band_121 = eq_23 && eq_120;  // conv_input_grad.py:64
  wire signed [7:0] sel_123 = band_121_s1 ? get_107_s1 : active_2_reg;  // conv_input_grad.py:64
  wire signed [7:0] sel_182 = band_181_s1 ? get_108_s1 : sel_123;  // conv_input_grad.py:64
  wire signed [7:0] sel_220 = band_219_s1 ? get_109_s1 : sel_182;  // conv_input_grad.py:64
  wire signed [7:0] sel_770 = band_624_s1 ? shadow_2_reg : sel_220;  // conv_input_grad.py:103
  wire signed [22:0] add_780 = shl_747 + 3'sd3;  // conv_input_grad.py:79
  wire eq_781 = add_780 == 3'sd3;  // conv_input_grad.py:79
  wire band_782 = band_718 && eq_781;  // conv_input_grad.py:79
  wire signed [7:0] get_316 = $signed(ws_data[31:24]);  // conv_input_grad.py:77
  wire eq_777 = add_766 == 3'sd3;  // conv_input_grad.py:79
  wire band_778 = band_718 && eq_777;  // conv_input_grad.py:79
  wire eq_774 = add_755 == 3'sd3;  // conv_input_grad.py:79
  wire band_775 = band_718 && eq_774;  // conv_input_grad.py:79
  wire eq_771 = shl_747 == 3'sd3;  // conv_input_grad.py:79
  wire band_772 = band_718 && eq_771;  // conv_input_grad.py:79
  wire signed [7:0] sel_773 = band_772_s1 ? get_313_s1 : shadow_3_reg;  // conv_input_grad.py:79
  wire signed [7:0] sel_776 = band_775_s1 ? get_314_s1 : sel_773;  // conv_input_grad.py:79
  wire signed [7:0] sel_779 = band_778_s1 ? get_315_s1 : sel_776;  // conv_input_grad.py:79
  wire signed [7:0] sel_783 = band_782_s1 ? get_316_s1 : sel_779;  // conv_input_grad.py:79
  wire signed [4:0] add_258 = shl_111 + 3'sd3;  // conv_input_grad.py:64
  wire eq_259 = add_258 == 3'sd3;  // conv_input_grad.py:64
  wire band_260 = eq_23 && eq_259;  // conv_input_grad.py:64
  wire signed [7:0] get_110 = $signed(ws_data[31:24]);  // conv_input_grad.py:62
  wire eq_221 = add_217 == 3'sd3;  // conv_input_grad.py:64
  wire band_222 = eq_23 && eq_221;  // conv_input_grad.py:64
  wire eq_183 = add_176 == 3'sd3;  // conv_input_grad.py:64
  wire band_184 = eq_23 && eq_183;  // conv_input_grad.py:64
  wire eq_125 = shl_111 == 3'sd3;  // conv_input_grad.py:64
  wire band_126 = eq_23 && eq_125;  // conv_input_grad.py:64
  wire signed [7:0] sel_128 = band_126_s1 ? get_107_s1 : active_3_reg;  // conv_input_grad.py:64
  wire signed [7:0] sel_185 = band_184_s1 ? get_108_s1 : sel_128;  // conv_input_grad.py:64
  wire signed [7:0] sel_223 = band_222_s1 ? get_109_s1 : sel_185;  // conv_input_grad.py:64
  wire signed [7:0] sel_261 = band_260_s1 ? get_110_s1 : sel_223;  // conv_input_grad.py:64
  wire signed [7:0] sel_784 = band_624_s1 ? sel_783 : sel_261;  // conv_input_grad.py:103
  wire eq_794 = add_780 == 4'sd4;  // conv_input_grad.py:79
  wire band_795 = band_718 && eq_794;  // conv_input_grad.py:79
  wire eq_791 = add_766 == 4'sd4;  // conv_input_grad.py:79
  wire band_792 = band_718 && eq_791;  // conv_input_grad.py:79
  wire eq_788 = add_755 == 4'sd4;  // conv_input_grad.py:79
  wire band_789 = band_718 && eq_788;  // conv_input_grad.py:79
  wire eq_785 = shl_747 == 4'sd4;  // conv_input_grad.py:79
  wire band_786 = band_718 && eq_785;  // conv_input_grad.py:79
  wire signed [7:0] sel_787 = band_786_s1 ? get_313_s1 : shadow_4_reg;  // conv_input_grad.py:79
  wire signed [7:0] sel_790 = band_789_s1 ? get_314_s1 : sel_787;  // conv_input_grad.py:79
  wire signed [7:0] sel_793 = band_792_s1 ? get_315_s1 : sel_790;  // conv_input_grad.py:79
  wire signed [7:0] sel_796 = band_795_s1 ? get_316_s1 : sel_793;  // conv_input_grad.py:79
  wire eq_262 = add_258 == 4'sd4;  // conv_input_grad.py:64
  wire band_263 = eq_23 && eq_262;  // conv_input_grad.py:64
  wire eq_224 = add_217 == 4'sd4;  // conv_input_grad.py:64
  wire band_225 = eq_23 && eq_224;  // conv_input_grad.py:64
  wire eq_186 = add_176 == 4'sd4;  // conv_input_grad.py:64
  wire band_187 = eq_23 && eq_186;  // conv_input_grad.py:64
  wire eq_129 = shl_111 == 4'sd4;  // conv_input_grad.py:64
  wire band_130 = eq_23 && eq_129;  // conv_input_grad.py:64
  wire signed [7:0] sel_132 = band_130_s1 ? get_107_s1 : active_4_reg;  // conv_input_grad.py:64
  wire signed [7:0] sel_188 = band_187_s1 ? get_108_s1 : sel_132;  // conv_input_grad.py:64
  wire signed [7:0] sel_226 = band_225_s1 ? get_109_s1 : sel_188;  // conv_input_grad.py:64
  wire signed [7:0] sel_264 = band_263_s1 ? get_110_s1 : sel_226;  // conv_input_grad.py:64
  wire signed [7:0] sel_797 = band_624_s1 ? sel_796 : sel_264;  // conv_input_grad.py:103
  wire eq_807 = add_780 == 4'sd5;  // conv_input_grad.py:79
  wire band_808 = band_718 && eq_807;  // conv_input_grad.py:79
  wire eq_804 = add_766 == 4'sd5;  // conv_input_grad.py:79
  wire band_805 = band_718 && eq_804;  // conv_input_grad.py:79
  wire eq_801 = add_755 == 4'sd5;  // conv_input_grad.py:79
  wire band_802 = band_718 && eq_801;  // conv_input_grad.py:79
  wire eq_798 = shl_747 == 4'sd5;  // conv_input_grad.py:79
  wire band_799 = band_718 && eq_798;  // conv_input_grad.py:79
  wire signed [7:0] sel_800 = band_799_s1 ? get_313_s1 : shadow_5_reg;  // conv_input_grad.py:79
  wire signed [7:0] sel_803 = band_802_s1 ? get_314_s1 : sel_800;  // conv_input_grad.py:79
  wire signed [7:0] sel_806 = band_805_s1 ? get_315_s1 : sel_803;  // conv_input_grad.py:79
  wire signed [7:0] sel_809 = band_808_s1 ? get_316_s1 : sel_806;  // conv_input_grad.py:79
  wire eq_265 = add_258 == 4'sd5;  // conv_input_grad.py:64
  wire band_266 = eq_23 && eq_265;  // conv_input_grad.py:64
  wire eq_227 = add_217 == 4'sd5;  // conv_input_grad.py:64
  wire band_228 = eq_23 && eq_227;  // conv_input_grad.py:64
  wire eq_189 = add_176 == 4'sd5;  // conv_input_grad.py:64
  wire band_190 = eq_23 && eq_189;  // conv_input_grad.py:64
  wire eq_134 = shl_111 == 4'sd5;  // conv_input_grad.py:64
  wire band_135 = eq_23 && eq_134;  // conv_input_grad.py:64
  wire signed [7:0] sel_137 = band_135_s1 ? get_107_s1 : active_5_reg;  // conv_input_grad.py:64
  wire signed [7:0] sel_191 = band_190_s1 ? get_108_s1 : sel_137;  // conv_input_grad.py:64
  wire signed [7:0] sel_229 = band_228_s1 ? get_109_s1 : sel_191;  // conv_input_grad.py:64
  wire signed [7:0] sel_267 = band_266_s1 ? get_110_s1 : sel_229;  // conv_input_grad.py:64
  wire signed [7:0] sel_810 = band_624_s1 ? sel_809 : sel_267;  // conv_input_grad.py:103
  wire eq_820 = add_780 == 4'sd6;  // conv_input_grad.py:79
  wire band_821 = band_718 && eq_820;  // conv_input_grad.py:79
  wire eq_817 = add_766 == 4'sd6;  // conv_input_grad.py:79
  wire band_818 = band_718 && eq_817;  // conv_input_grad.py:79
  wire eq_814 = add_755 == 4'sd6;  // conv_input_grad.py:79
  wire band_815 = band_718 && eq_814;  // conv_input_grad.py:79
  wire eq_811 = shl_747 == 4'sd6;  // conv_input_grad.py:79
  wire band_812 = band_718 && eq_811;  // conv_input_grad.py:79
  wire signed [7:0] sel_813 = band_812_s1 ? get_313_s1 : shadow_6_reg;  // conv_input_grad.py:79
  wire signed [7:0] sel_816 = band_815_s1 ? get_314_s1 : sel_813;  // conv_input_grad.py:79
  wire signed [7:0] sel_819 = band_818_s1 ? get_315_s1 : sel_816;  // conv_input_grad.py:79
  wire signed [7:0] sel_822 = band_821_s1 ? get_316_s1 : sel_819;  // conv_input_grad.py:79
  wire eq_268 = add_258 == 4'sd6;  // conv_input_grad.py:64
  wire band_269 = eq_23 && eq_268;  // conv_input_grad.py:64
  wire eq_230 = add_217 == 4'sd6;  // conv_input_grad.py:64
  wire band_231 = eq_23 && eq_230;  // conv_input_grad.py:64
  wire eq_192 = add_176 == 4'sd6;  // conv_input_grad.py:64
  wire band_193 = eq_23 && eq_192;  // conv_input_grad.py:64
  wire eq_139 = shl_111 == 4'sd6;  // conv_input_grad.py:64
  wire band_140 = eq_23 && eq_139;  // conv_input_grad.py:64
  wire signed [7:0] sel_142 = band_140_s1 ? get_107_s1 : active_6_reg;  // conv_input_grad.py:64
  wire signed [7:0] sel_194 = band_193_s1 ? get_108_s1 : sel_142;  // conv_input_grad.py:64
  wire signed [7:0] sel_232 = band_231_s1 ? get_109_s1 : sel_194;  // conv_input_grad.py:64
  wire signed [7:0] sel_270 = band_269_s1 ? get_110_s1 : sel_232;  // conv_input_grad.py:64
  wire signed [7:0] sel_823 = band_624_s1 ? sel_822 : sel_270;  // conv_input_grad.py:103
  wire eq_833 = add_780 == 4'sd7;  // conv_input_grad.py:79
  wire band_834 = band_718 && eq_833;  // conv_input_grad.py:79
  wire eq_830 = add_766 == 4'sd7;  // conv_input_grad.py:79
  wire band_831 = band_718 && eq_830;  // conv_input_grad.py:79
  wire eq_827 = add_755 == 4'sd7;  // conv_input_grad.py:79
  wire band_828 = band_718 && eq_827;  // conv_input_grad.py:79
  wire eq_824 = shl_747 == 4'sd7;  // conv_input_grad.py:79
  wire band_825 = band_718 && eq_824;  // conv_input_grad.py:79
  wire signed [7:0] sel_826 = band_825_s1 ? get_313_s1 : shadow_7_reg;  // conv_input_grad.py:79
  wire signed [7:0] sel_829 = band_828_s1 ? get_314_s1 : sel_826;  // conv_input_grad.py:79
  wire signed [7:0] sel_832 = band_831_s1 ? get_315_s1 : sel_829;  // conv_input_grad.py:79
  wire signed [7:0] sel_835 = band_834_s1 ? get_316_s1 : sel_832;  // conv_input_grad.py:79
  wire eq_271 = add_258 == 4'sd7;  // conv_input_grad.py:64
  wire band_272 = eq_23 && eq_271;  // conv_input_grad.py:64
  wire eq_233 = add_217 == 4'sd7;  // conv_input_grad.py:64
  wire band_234 = eq_23 && eq_233;  // conv_input_grad.py:64
  wire eq_195 = add_176 == 4'sd7;  // conv_input_grad.py:64
  wire band_196 = eq_23 && eq_195;  // conv_input_grad.py:64
  wire eq_144 = shl_111 == 4'sd7;  // conv_input_grad.py:64
  wire band_145 = eq_23 && eq_144;  // conv_input_grad.py:64
  wire signed [7:0] sel_147 = band_145_s1 ? get_107_s1 : active_7_reg;  // conv_input_grad.py:64
  wire signed [7:0] sel_197 = band_196_s1 ? get_108_s1 : sel_147;  // conv_input_grad.py:64
  wire signed [7:0] sel_235 = band_234_s1 ? get_109_s1 : sel_197;  // conv_input_grad.py:64
  wire signed [7:0] sel_273 = band_272_s1 ? get_110_s1 : sel_235;  // conv_input_grad.py:64
  wire signed [7:0] sel_836 = band_624_s1 ? sel_835 : sel_273;  // conv_input_grad.py:103
  wire eq_846 = add_780 == 5'sd8;  // conv_input_grad.py:79
  wire band_847 = band_718 && eq_846;  // conv_input_grad.py:79
  wire eq_843 = add_766 == 5'sd8;  // conv_input_grad.py:79
  wire band_844 = band_718 && eq_843;  // conv_input_grad.py:79
  wire eq_840 = add_755 == 5'sd8;  // conv_input_grad.py:79
  wire band_841 = band_718 && eq_840;  // conv_input_grad.py:79
  wire eq_837 = shl_747 == 5'sd8;  // conv_input_grad.py:79
  wire band_838 = band_718 && eq_837;  // conv_input_grad.py:79
  wire signed [7:0] sel_839 = band_838_s1 ? get_313_s1 : shadow_8_reg;  // conv_input_grad.py:79
  wire signed [7:0] sel_842 = band_841_s1 ? get_314_s1 : sel_839;  // conv_input_grad.py:79
  wire signed [7:0] sel_845 = band_844_s1 ? get_315_s1 : sel_842;  // conv_input_grad.py:79
  wire signed [7:0] sel_848 = band_847_s1 ? get_316_s1 : sel_845;  // conv_input_grad.py:79
  wire eq_274 = add_258 == 5'sd8;  // conv_input_grad.py:64
  wire band_275 = eq_23 && eq_274;  // conv_input_grad.py:64
  wire eq_236 = add_217 == 5'sd8;  // conv_input_grad.py:64
  wire band_237 = eq_23 && eq_236;  // conv_input_grad.py:64
  wire eq_198 = add_176 == 5'sd8;  // conv_input_grad.py:64
  wire band_199 = eq_23 && eq_198;  // conv_input_grad.py:64
  wire eq_149 = shl_111 == 5'sd8;  // conv_input_grad.py:64
  wire band_150 = eq_23 && eq_149;  // conv_input_grad.py:64
  wire signed [7:0] sel_152 = band_150_s1 ? get_107_s1 : active_8_reg;  // conv_input_grad.py:64
  wire signed [7:0] sel_200 = band_199_s1 ? get_108_s1 : sel_152;  // conv_input_grad.py:64
  wire signed [7:0] sel_238 = band_237_s1 ? get_109_s1 : sel_200;  // conv_input_grad.py:64
  wire signed [7:0] sel_276 = band_275_s1 ? get_110_s1 : sel_238;  // conv_input_grad.py:64
  wire signed [7:0] sel_849 = band_624_s1 ? sel_848 : sel_276;  // conv_input_grad.py:103
  wire eq_859 = add_780 == 5'sd9;  // conv_input_grad.py:79
  wire band_860 = band_718 && eq_859;  // conv_input_grad.py:79
  wire eq_856 = add_766 == 5'sd9;  // conv_input_grad.py:79
  wire band_857 = band_718 && eq_856;  // conv_input_grad.py:79
  wire eq_853 = add_755 == 5'sd9;  // conv_input_grad.py:79
  wire band_854 = band_718 && eq_853;  // conv_input_grad.py:79
  wire eq_850 = shl_747 == 5'sd9;  // conv_input_grad.py:79
  wire band_851 = band_718 && eq_850;  // conv_input_grad.py:79
  wire signed [7:0] sel_852 = band_851_s1 ? get_313_s1 : shadow_9_reg;  // conv_input_grad.py:79
  wire signed [7:0] sel_855 = band_854_s1 ? get_314_s1 : sel_852;  // conv_input_grad.py:79
  wire signed [7:0] sel_858 = band_857_s1 ? get_315_s1 : sel_855;  // conv_input_grad.py:79
  wire signed [7:0] sel_861 = band_860_s1 ? get_316_s1 : sel_858;  // conv_input_grad.py:79
  wire eq_277 = add_258 == 5'sd9;  // conv_input_grad.py:64
  wire band_278 = eq_23 && eq_277;  // conv_input_grad.py:64
  wire eq_239 = add_217 == 5'sd9;  // conv_input_grad.py:64
  wire band_240 = eq_23 && eq_239;  // conv_input_grad.py:64
  wire eq_201 = add_176 == 5'sd9;  // conv_input_grad.py:64
  wire band_202 = eq_23 && eq_201;  // conv_input_grad.py:64
  wire eq_154 = shl_111 == 5'sd9;  // conv_input_grad.py:64
  wire band_155 = eq_23 && eq_154;  // conv_input_grad.py:64
  wire signed [7:0] sel_157 = band_155_s1 ? get_107_s1 : active_9_reg;  // conv_input_grad.py:64
  wire signed [7:0] sel_203 = band_202_s1 ? get_108_s1 : sel_157;  // conv_input_grad.py:64
  wire signed [7:0] sel_241 = band_240_s1 ? get_109_s1 : sel_203;  // conv_input_grad.py:64
  wire signed [7:0] sel_279 = band_278_s1 ? get_110_s1 : sel_241;  // conv_input_grad.py:64
  wire signed [7:0] sel_862 = band_624_s1 ? sel_861 : sel_279;  // conv_input_grad.py:103
  wire eq_872 = add_780 == 5'sd10;  // conv_input_grad.py:79
  wire band_873 = band_718 && eq_872;  // conv_input_grad.py:79
  wire eq_869 = add_766 == 5'sd10;  // conv_input_grad.py:79
  wire band_870 = band_718 && eq_869;  // conv_input_grad.py:79
  wire eq_866 = add_755 == 5'sd10;  // conv_input_grad.py:79
  wire band_867 = band_718 && eq_866;  // conv_input_grad.py:79
  wire eq_863 = shl_747 == 5'sd10;  // conv_input_grad.py:79
  wire band_864 = band_718 && eq_863;  // conv_input_grad.py:79
  wire signed [7:0] sel_865 = band_864_s1 ? get_313_s1 : shadow_10_reg;  // conv_input_grad.py:79
  wire signed [7:0] sel_868 = band_867_s1 ? get_314_s1 : sel_865;  // conv_input_grad.py:79
  wire signed [7:0] sel_871 = band_870_s1 ? get_315_s1 : sel_868;  // conv_input_grad.py:79
  wire signed [7:0] sel_874 = band_873_s1 ? get_316_s1 : sel_871;  // conv_input_grad.py:79
  wire eq_280 = add_258 == 5'sd10;  // conv_input_grad.py:64
  wire band_281 = eq_23 && eq_280;  // conv_input_grad.py:64
  wire eq_242 = add_217 == 5'sd10;  // conv_input_grad.py:64
  wire band_243 = eq_23 && eq_242;  // conv_input_grad.py:64
  wire eq_204 = add_176 == 5'sd10;  // conv_input_grad.py:64
  wire band_205 = eq_23 && eq_204;  // conv_input_grad.py:64
  wire eq_159 = shl_111 == 5'sd10;  // conv_input_grad.py:64
  wire band_160 = eq_23 && eq_159;  // conv_input_grad.py:64
  wire signed [7:0] sel_162 = band_160_s1 ? get_107_s1 : active_10_reg;  // conv_input_grad.py:64
  wire signed [7:0] sel_206 = band_205_s1 ? get_108_s1 : sel_162;  // conv_input_grad.py:64
  wire signed [7:0] sel_244 = band_243_s1 ? get_109_s1 : sel_206;  // conv_input_grad.py:64
  wire signed [7:0] sel_282 = band_281_s1 ? get_110_s1 : sel_244;  // conv_input_grad.py:64
  wire signed [7:0] sel_875 = band_624_s1 ? sel_874 : sel_282;  // conv_input_grad.py:103
  wire eq_885 = add_780 == 5'sd11;  // conv_input_grad.py:79
  wire band_886 = band_718 && eq_885;  // conv_input_grad.py:79
  wire eq_882 = add_766 == 5'sd11;  // conv_input_grad.py:79
  wire band_883 = band_718 && eq_882;  // conv_input_grad.py:79
  wire eq_879 = add_755 == 5'sd11;  // conv_input_grad.py:79
  wire band_880 = band_718 && eq_879;  // conv_input_grad.py:79
  wire eq_876 = shl_747 == 5'sd11;  // conv_input_grad.py:79
  wire band_877 = band_718 && eq_876;  // conv_input_grad.py:79
  wire signed [7:0] sel_878 = band_877_s1 ? get_313_s1 : shadow_11_reg;  // conv_input_grad.py:79
  wire signed [7:0] sel_881 = band_880_s1 ? get_314_s1 : sel_878;  // conv_input_grad.py:79
  wire signed [7:0] sel_884 = band_883_s1 ? get_315_s1 : sel_881;  // conv_input_grad.py:79
  wire signed [7:0] sel_887 = band_886_s1 ? get_316_s1 : sel_884;  // conv_input_grad.py:79
  wire eq_283 = add_258 == 5'sd11;  // conv_input_grad.py:64
  wire band_284 = eq_23 && eq_283;  // conv_input_grad.py:64
  wire eq_245 = add_217 == 5'sd11;  // conv_input_grad.py:64
  wire band_246 = eq_23 && eq_245;  // conv_input_grad.py:64
  wire eq_207 = add_176 == 5'sd11;  // conv_input_grad.py:64
  wire band_208 = eq_23 && eq_207;  // conv_input_grad.py:64
  wire eq_164 = shl_111 == 5'sd11;  // conv_input_grad.py:64
  wire band_165 = eq_23 && eq_164;  // conv_input_grad.py:64
  wire signed [7:0] sel_167 = band_165_s1 ? get_107_s1 : active_11_reg;  // conv_input_grad.py:64
  wire signed [7:0] sel_209 = band_208_s1 ? get_108_s1 : sel_167;  // conv_input_grad.py:64
  wire signed [7:0] sel_247 = band_246_s1 ? get_109_s1 : sel_209;  // conv_input_grad.py:64
  wire signed [7:0] sel_285 = band_284_s1 ? get_110_s1 : sel_247;  // conv_input_grad.py:64
  wire signed [7:0] sel_888 = band_624_s1 ? sel_887 : sel_285;  // conv_input_grad.py:103
  wire eq_898 = add_780 == 5'sd12;  // conv_input_grad.py:79
  wire band_899 = band_718 && eq_898;  // conv_input_grad.py:79
  wire eq_895 = add_766 == 5'sd12;  // conv_input_grad.py:79
  wire band_896 = band_718 && eq_895;  // conv_input_grad.py:79
  wire eq_892 = add_755 == 5'sd12;  // conv_input_grad.py:79
  wire band_893 = band_718 && eq_892;  // conv_input_grad.py:79
  wire eq_889 = shl_747 == 5'sd12;  // conv_input_grad.py:79
  wire band_890 = band_718 && eq_889;  // conv_input_grad.py:79
  wire signed [7:0] sel_891 = band_890_s1 ? get_313_s1 : shadow_12_reg;  // conv_input_grad.py:79
  wire signed [7:0] sel_894 = band_893_s1 ? get_314_s1 : sel_891;  // conv_input_grad.py:79
  wire signed [7:0] sel_897 = band_896_s1 ? get_315_s1 : sel_894;  // conv_input_grad.py:79
  wire signed [7:0] sel_900 = band_899_s1 ? get_316_s1 : sel_897;  // conv_input_grad.py:79
  wire eq_286 = add_258 == 5'sd12;  // conv_input_grad.py:64
  wire band_287 = eq_23 && eq_286;  // conv_input_grad.py:64
  wire eq_248 = add_217 == 5'sd12;  // conv_input_grad.py:64
  wire band_249 = eq_23 && eq_248;  // conv_input_grad.py:64
  wire eq_210 = add_176 == 5'sd12;  // conv_input_grad.py:64
  wire band_211 = eq_23 && eq_210;  // conv_input_grad.py:64
  wire eq_169 = shl_111 == 5'sd12;  // conv_input_grad.py:64
  wire band_170 = eq_23 && eq_169;  // conv_input_grad.py:64
  wire signed [7:0] sel_172 = band_170_s1 ? get_107_s1 : active_12_reg;  // conv_input_grad.py:64
  wire signed [7:0] sel_212 = band_211_s1 ? get_108_s1 : sel_172;  // conv_input_grad.py:64
  wire signed [7:0] sel_250 = band_249_s1 ? get_109_s1 : sel_212;  // conv_input_grad.py:64
  wire signed [7:0] sel_288 = band_287_s1 ? get_110_s1 : sel_250;  // conv_input_grad.py:64
  wire signed [7:0] sel_901 = band_624_s1 ? sel_900 : sel_288;  // conv_input_grad.py:103
  wire eq_911 = add_780 == 5'sd13;  // conv_input_grad.py:79
  wire band_912 = band_718 && eq_911;  // conv_input_grad.py:79
  wire eq_908 = add_766 == 5'sd13;  // conv_input_grad.py:79
  wire band_909 = band_718 && eq_908;  // conv_input_grad.py:79
  wire eq_905 = add_755 == 5'sd13;  // conv_input_grad.py:79
  wire band_906 = band_718 && eq_905;  // conv_input_grad.py:79
  wire eq_902 = shl_747 == 5'sd13;  // conv_input_grad.py:79
  wire band_903 = band_718 && eq_902;  // conv_input_grad.py:79
  wire signed [7:0] sel_904 = band_903_s1 ? get_313_s1 : shadow_13_reg;  // conv_input_grad.py:79
  wire signed [7:0] sel_907 = band_906_s1 ? get_314_s1 : sel_904;  // conv_input_grad.py:79
  wire signed [7:0] sel_910 = band_909_s1 ? get_315_s1 : sel_907;  // conv_input_grad.py:79
  wire signed [7:0] sel_913 = band_912_s1 ? get_316_s1 : sel_910;  // conv_input_grad.py:79
  wire eq_289 = add_258 == 5'sd13;  // conv_input_grad.py:64
  wire band_290 = eq_23 && eq_289;  // conv_input_grad.py:64
  wire eq_251 = add_217 == 5'sd13;  // conv_input_grad.py:64
  wire band_252 = eq_23 && eq_251;  // conv_input_grad.py:64
  wire eq_213 = add_176 == 5'sd13;  // conv_input_grad.py:64
  wire band_214 = eq_23 && eq_213;  // conv_input_grad.py:64
  wire signed [7:0] sel_216 = band_214_s1 ? get_108_s1 : active_13_reg;  // conv_input_grad.py:64
  wire signed [7:0] sel_253 = band_252_s1 ? get_109_s1 : sel_216;  // conv_input_grad.py:64
  wire signed [7:0] sel_291 = band_290_s1 ? get_110_s1 : sel_253;  // conv_input_grad.py:64
  wire signed [7:0] sel_914 = band_624_s1 ? sel_913 : sel_291;  // conv_input_grad.py:103
  wire eq_924 = add_780 == 5'sd14;  // conv_input_grad.py:79
  wire band_925 = band_718 && eq_924;  // conv_input_grad.py:79
  wire eq_921 = add_766 == 5'sd14;  // conv_input_grad.py:79
  wire band_922 = band_718 && eq_921;  // conv_input_grad.py:79
  wire eq_918 = add_755 == 5'sd14;  // conv_input_grad.py:79
  wire band_919 = band_718 && eq_918;  // conv_input_grad.py:79
  wire eq_915 = shl_747 == 5'sd14;  // conv_input_grad.py:79
  wire band_916 = band_718 && eq_915;  // conv_input_grad.py:79
  wire signed [7:0] sel_917 = band_916_s1 ? get_313_s1 : shadow_14_reg;  // conv_input_grad.py:79
  wire signed [7:0] sel_920 = band_919_s1 ? get_314_s1 : sel_917;  // conv_input_grad.py:79
  wire signed [7:0] sel_923 = band_922_s1 ? get_315_s1 : sel_920;  // conv_input_grad.py:79
  wire signed [7:0] sel_926 = band_925_s1 ? get_316_s1 : sel_923;  // conv_input_grad.py:79
  wire eq_292 = add_258 == 5'sd14;  // conv_input_grad.py:64
  wire band_293 = eq_23 && eq_292;  // conv_input_grad.py:64
  wire eq_254 = add_217 == 5'sd14;  // conv_input_grad.py:64
  wire band_255 = eq_23 && eq_254;  // conv_input_grad.py:64
  wire signed [7:0] sel_257 = band_255_s1 ? get_109_s1 : active_14_reg;  // conv_input_grad.py:64
  wire signed [7:0] sel_294 = band_293_s1 ? get_110_s1 : sel_257;  // conv_input_grad.py:64
  wire signed [7:0] sel_927 = band_624_s1 ? sel_926 : sel_294;  // conv_input_grad.py:103
  wire eq_937 = add_780 == 5'sd15;  // conv_input_grad.py:79
  wire band_938 = band_718 && eq_937;  // conv_input_grad.py:79
  wire eq_934 = add_766 == 5'sd15;  // conv_input_grad.py:79
  wire band_935 = band_718 && eq_934;  // conv_input_grad.py:79
  wire eq_931 = add_755 == 5'sd15;  // conv_input_grad.py:79
  wire band_932 = band_718 && eq_931;  // conv_input_grad.py:79
  wire eq_928 = shl_747 == 5'sd15;  // conv_input_grad.py:79
  wire band_929 = band_718 && eq_928;  // conv_input_grad.py:79
  wire signed [7:0] sel_930 = band_929_s1 ? get_313_s1 : shadow_15_reg;  // conv_input_grad.py:79
  wire signed [7:0] sel_933 = band_932_s1 ? get_314_s1 : sel_930;  // conv_input_grad.py:79
  wire signed [7:0] sel_936 = band_935_s1 ? get_315_s1 : sel_933;  // conv_input_grad.py:79
  wire signed [7:0] sel_939 = band_938_s1 ? get_316_s1 : sel_936;  // conv_input_grad.py:79
  wire eq_295 = add_258 == 5'sd15;  // conv_input_grad.py:64
  wire band_296 = eq_23 && eq_295;  // conv_input_grad.py:64
  wire signed [7:0] sel_298 = band_296_s1 ? get_110_s1 : active_15_reg;  // conv_input_grad.py:64
  wire signed [7:0] sel_940 = band_624_s1 ? sel_939 : sel_298;  // conv_input_grad.py:103
  wire ws_get = eq_23 || band_718;
  assign ws_ready = issue && ws_get;
  wire wait_get_ws = ws_get && !ws_valid;
  wire y_put0 = stage[5] && band_614_s5;
  wire [31:0] y_put0_0 = wrap_725;
  wire [31:0] y_put0_1 = wrap_732;
  wire [31:0] y_put0_2 = wrap_739;
  wire [31:0] y_put0_3 = wrap_746;
  assign y_valid = y_put0;
  assign y_data = {y_put0_3, y_put0_2, y_put0_1, y_put0_0};
  wire wait_put_y = (band_614) && !y_room;
  wire tile_acquire = band_305;
  assign tile_take = issue && tile_acquire;
  assign tile_give = (stage[2] && band_648_s2);
  wire wait_half_tile = tile_acquire && !tile_open;
  wire [10:0] addr_tile_513 = at_529;
  assign tile_0_raddr = {half_tile_s2, addr_tile_513};
  wire [10:0] addr_tile_515 = at_529;
  assign tile_1_raddr = {half_tile_s2, addr_tile_515};
  wire [10:0] addr_tile_517 = at_529;
  assign tile_2_raddr = {half_tile_s2, addr_tile_517};
  wire [10:0] addr_tile_519 = at_529;
  assign tile_3_raddr = {half_tile_s2, addr_tile_519};
  wire [9:0] addr_acc_521 = t_716_s5;
  wire acc_0_w0 = stage[5] && eq_29_s5;  // conv_input_grad.py:95
  wire [31:0] acc_0_w0_data = wrap_725;
  wire [9:0] addr_acc_524 = t_716_s3;
  hwp_ram #(.WIDTH(32), .DEPTH(1024), .ADDR_W(10), .BLOCK(1)) u_acc_0 (
      .clk(ap_clk), .we(acc_0_w0), .waddr(addr_acc_521), .wdata(acc_0_w0_data),
      .raddr(addr_acc_524), .rdata(acc_0_rdata));
  wire [9:0] addr_acc_526 = t_716_s5;
  wire acc_1_w0 = stage[5] && eq_29_s5;  // conv_input_grad.py:95
  wire [31:0] acc_1_w0_data = wrap_732;
  wire [9:0] addr_acc_529 = t_716_s3;
  hwp_ram #(.WIDTH(32), .DEPTH(1024), .ADDR_W(10), .BLOCK(1)) u_acc_1 (
      .clk(ap_clk), .we(acc_1_w0), .waddr(addr_acc_526), .wdata(acc_1_w0_data),
      .raddr(addr_acc_529), .rdata(acc_1_rdata));
  wire [9:0] addr_acc_531 = t_716_s5;
  wire acc_2_w0 = stage[5] && eq_29_s5;  // conv_input_grad.py:95
  wire [31:0] acc_2_w0_data = wrap_739;
  wire [9:0] addr_acc_534 = t_716_s3;
  hwp_ram #(.WIDTH(32), .DEPTH(1024), .ADDR_W(10), .BLOCK(1)) u_acc_2 (
      .clk(ap_clk), .we(acc_2_w0), .waddr(addr_acc_531), .wdata(acc_2_w0_data),
      .raddr(addr_acc_534), .rdata(acc_2_rdata));
  wire [9:0] addr_acc_536 = t_716_s5;
  wire acc_3_w0 = stage[5] && eq_29_s5;  // conv_input_grad.py:95
  wire [31:0] acc_3_w0_data = wrap_746;
  wire [9:0] addr_acc_539 = t_716_s3;
  hwp_ram #(.WIDTH(32), .DEPTH(1024), .ADDR_W(10), .BLOCK(1)) u_acc_3 (
      .clk(ap_clk), .we(acc_3_w0), .waddr(addr_acc_536), .wdata(acc_3_w0_data),
      .raddr(addr_acc_539), .rdata(acc_3_rdata));
  wire wrap_0 = le_19 && band_33 && bor_38 && bor_43 && bor_47 && bor_52 && bor_60 && bor_68 && bor_73 && bor_78;
  wire wrap_1 = band_33 && bor_38 && bor_43 && bor_47 && bor_52 && bor_60 && bor_68 && bor_73 && bor_78;
  wire wrap_2 = bor_38 && bor_43 && bor_47 && bor_52 && bor_60 && bor_68 && bor_73 && bor_78;
  wire wrap_3 = bor_43 && bor_47 && bor_52 && bor_60 && bor_68 && bor_73 && bor_78;
  wire wrap_4 = bor_47 && bor_52 && bor_60 && bor_68 && bor_73 && bor_78;
  wire wrap_5 = bor_52 && bor_60 && bor_68 && bor_73 && bor_78;
  wire wrap_6 = bor_60 && bor_68 && bor_73 && bor_78;
  wire wrap_7 = bor_68 && bor_73 && bor_78;
  wire wrap_8 = bor_73 && bor_78;
  wire wrap_9 = bor_78;
  wire wrap_10 = 1'b1;
  wire [1:0] need_0 = wrap_8 ? left_0 - 2'd1 : 2'd0;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_get_ws && !wait_put_y && !wait_half_tile && hold == 0;

  assign idle = !(running || (stage != 0));

  always_ff @(posedge ap_clk) begin
    if (issue && (band_648)) half_tile_reg <= half_tile_reg == 1'd1 ? 1'd0 : half_tile_reg + 1'b1;
    if (issue && wrap_1) count_phase0_0 <= le_19 ? 2'sd0 : count_phase0_0 + 2'sd1;
    if (issue && wrap_2) count_m_i_1 <= band_33 ? 11'sd0 : count_m_i_1 + 11'sd1;
    if (issue && wrap_3) count_py_2 <= bor_38 ? 3'sd0 : count_py_2 + 3'sd1;
    if (issue && wrap_4) count_px_3 <= bor_43 ? 3'sd0 : count_px_3 + 3'sd1;
    if (issue && wrap_5) count_b_4 <= bor_47 ? 11'sd0 : count_b_4 + 11'sd1;
    if (issue && wrap_6) count_o_5 <= bor_52 ? 11'sd0 : count_o_5 + 11'sd1;
    if (issue && wrap_7) count_a_6 <= bor_60 ? 5'sd0 : count_a_6 + 5'sd1;
    if (issue && wrap_8) count_b_7 <= bor_68 ? 5'sd0 : count_b_7 + 5'sd1;
    if (issue && wrap_9) count_j_8 <= bor_73 ? 11'sd0 : count_j_8 + 11'sd1;
    if (issue && wrap_10) count_x_9 <= bor_78 ? 11'sd0 : count_x_9 + 11'sd1;
    if (issue && wrap_9) step_711 <= bor_73 ? 21'sd0 : step_711 + scalar_6;
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
      step_711 <= 21'sd0;
      hold <= 2'd0;
      left_0 <= 2'd3;
    end
    if (ap_rst) running <= 1'b0;
  end

  always_ff @(posedge ap_clk) begin
    stage <= {stage[4:1], issue};
    le_530_s1 <= le_530;
    lt_531_s1 <= lt_531;
    add_527_s1 <= add_527;
    mul_528 <= scalar_8 * add_527_s1;
    col_526_s1 <= col_526;
    col_526_s2 <= col_526_s1;
    inside_533_s2 <= inside_533;
    inside_533_s3 <= inside_533_s2;
    active_2_reg_s2 <= active_2_reg;
    active_2_reg_s3 <= active_2_reg_s2;
    active_2_reg_s4 <= active_2_reg_s3;
    sel_543_s4 <= sel_543;
    mul_683 <= active_2_reg_s4 * sel_543_s4;
    active_1_reg_s1 <= active_1_reg;
    active_1_reg_s2 <= active_1_reg_s1;
    active_1_reg_s3 <= active_1_reg_s2;
    active_1_reg_s4 <= active_1_reg_s3;
    sel_541_s4 <= sel_541;
    mul_684 <= active_1_reg_s4 * sel_541_s4;
    active_3_reg_s2 <= active_3_reg;
    active_3_reg_s3 <= active_3_reg_s2;
    active_3_reg_s4 <= active_3_reg_s3;
    sel_545_s4 <= sel_545;
    mul_682 <= active_3_reg_s4 * sel_545_s4;
    active_0_reg_s1 <= active_0_reg;
    active_0_reg_s2 <= active_0_reg_s1;
    active_0_reg_s3 <= active_0_reg_s2;
    active_0_reg_s4 <= active_0_reg_s3;
    sel_539_s4 <= sel_539;
    mul_685 <= active_0_reg_s4 * sel_539_s4;
    first_549_s1 <= first_549;
    first_549_s2 <= first_549_s1;
    first_549_s3 <= first_549_s2;
    first_549_s4 <= first_549_s3;
    sel_720_s5 <= sel_720;
    active_6_reg_s2 <= active_6_reg;
    active_6_reg_s3 <= active_6_reg_s2;
    active_6_reg_s4 <= active_6_reg_s3;
    mul_690 <= active_6_reg_s4 * sel_543_s4;
    active_5_reg_s2 <= active_5_reg;
    active_5_reg_s3 <= active_5_reg_s2;
    active_5_reg_s4 <= active_5_reg_s3;
    mul_691 <= active_5_reg_s4 * sel_541_s4;
    active_7_reg_s2 <= active_7_reg;
    active_7_reg_s3 <= active_7_reg_s2;
    active_7_reg_s4 <= active_7_reg_s3;
    mul_689 <= active_7_reg_s4 * sel_545_s4;
    active_4_reg_s2 <= active_4_reg;
    active_4_reg_s3 <= active_4_reg_s2;
    active_4_reg_s4 <= active_4_reg_s3;
    mul_692 <= active_4_reg_s4 * sel_539_s4;
    sel_727_s5 <= sel_727;
    active_10_reg_s2 <= active_10_reg;
    active_10_reg_s3 <= active_10_reg_s2;
    active_10_reg_s4 <= active_10_reg_s3;
    mul_697 <= active_10_reg_s4 * sel_543_s4;
    active_9_reg_s2 <= active_9_reg;
    active_9_reg_s3 <= active_9_reg_s2;
    active_9_reg_s4 <= active_9_reg_s3;
    mul_698 <= active_9_reg_s4 * sel_541_s4;
    active_11_reg_s2 <= active_11_reg;
    active_11_reg_s3 <= active_11_reg_s2;
    active_11_reg_s4 <= active_11_reg_s3;
    mul_696 <= active_11_reg_s4 * sel_545_s4;
    active_8_reg_s2 <= active_8_reg;
    active_8_reg_s3 <= active_8_reg_s2;
    active_8_reg_s4 <= active_8_reg_s3;
    mul_699 <= active_8_reg_s4 * sel_539_s4;
    sel_734_s5 <= sel_734;
    active_14_reg_s2 <= active_14_reg;
    active_14_reg_s3 <= active_14_reg_s2;
    active_14_reg_s4 <= active_14_reg_s3;
    mul_704 <= active_14_reg_s4 * sel_543_s4;
    active_13_reg_s2 <= active_13_reg;
    active_13_reg_s3 <= active_13_reg_s2;
    active_13_reg_s4 <= active_13_reg_s3;
    mul_705 <= active_13_reg_s4 * sel_541_s4;
    active_15_reg_s2 <= active_15_reg;
    active_15_reg_s3 <= active_15_reg_s2;
    active_15_reg_s4 <= active_15_reg_s3;
    mul_703 <= active_15_reg_s4 * sel_545_s4;
    active_12_reg_s2 <= active_12_reg;
    active_12_reg_s3 <= active_12_reg_s2;
    active_12_reg_s4 <= active_12_reg_s3;
    mul_706 <= active_12_reg_s4 * sel_539_s4;
    sel_741_s5 <= sel_741;
    band_121_s1 <= band_121;
    get_107_s1 <= get_107;
    band_181_s1 <= band_181;
    get_108_s1 <= get_108;
    band_219_s1 <= band_219;
    get_109_s1 <= get_109;
    band_624_s1 <= band_624;
    band_772_s1 <= band_772;
    get_313_s1 <= get_313;
    band_775_s1 <= band_775;
    get_314_s1 <= get_314;
    band_778_s1 <= band_778;
    get_315_s1 <= get_315;
    band_782_s1 <= band_782;
    get_316_s1 <= get_316;
    band_126_s1 <= band_126;
    band_184_s1 <= band_184;
    band_222_s1 <= band_222;
    band_260_s1 <= band_260;
    get_110_s1 <= get_110;
    band_786_s1 <= band_786;
    band_789_s1 <= band_789;
    band_792_s1 <= band_792;
    band_795_s1 <= band_795;
    band_130_s1 <= band_130;
    band_187_s1 <= band_187;
    band_225_s1 <= band_225;
    band_263_s1 <= band_263;
    band_799_s1 <= band_799;
    band_802_s1 <= band_802;
    band_805_s1 <= band_805;
    band_808_s1 <= band_808;
    band_135_s1 <= band_135;
    band_190_s1 <= band_190;
    band_228_s1 <= band_228;
    band_266_s1 <= band_266;
    band_812_s1 <= band_812;
    band_815_s1 <= band_815;
    band_818_s1 <= band_818;
    band_821_s1 <= band_821;
    band_140_s1 <= band_140;
    band_193_s1 <= band_193;
    band_231_s1 <= band_231;
    band_269_s1 <= band_269;
    band_825_s1 <= band_825;
    band_828_s1 <= band_828;
    band_831_s1 <= band_831;
    band_834_s1 <= band_834;
    band_145_s1 <= band_145;
    band_196_s1 <= band_196;
    band_234_s1 <= band_234;
    band_272_s1 <= band_272;
    band_838_s1 <= band_838;
    band_841_s1 <= band_841;
    band_844_s1 <= band_844;
    band_847_s1 <= band_847;
    band_150_s1 <= band_150;
    band_199_s1 <= band_199;
    band_237_s1 <= band_237;
    band_275_s1 <= band_275;
    band_851_s1 <= band_851;
    band_854_s1 <= band_854;
    band_857_s1 <= band_857;
    band_860_s1 <= band_860;
    band_155_s1 <= band_155;
    band_202_s1 <= band_202;
    band_240_s1 <= band_240;
    band_278_s1 <= band_278;
    band_864_s1 <= band_864;
    band_867_s1 <= band_867;
    band_870_s1 <= band_870;
    band_873_s1 <= band_873;
    band_160_s1 <= band_160;
    band_205_s1 <= band_205;
    band_243_s1 <= band_243;
    band_281_s1 <= band_281;
    band_877_s1 <= band_877;
    band_880_s1 <= band_880;
    band_883_s1 <= band_883;
    band_886_s1 <= band_886;
    band_165_s1 <= band_165;
    band_208_s1 <= band_208;
    band_246_s1 <= band_246;
    band_284_s1 <= band_284;
    band_890_s1 <= band_890;
    band_893_s1 <= band_893;
    band_896_s1 <= band_896;
    band_899_s1 <= band_899;
    band_170_s1 <= band_170;
    band_211_s1 <= band_211;
    band_249_s1 <= band_249;
    band_287_s1 <= band_287;
    band_903_s1 <= band_903;
    band_906_s1 <= band_906;
    band_909_s1 <= band_909;
    band_912_s1 <= band_912;
    band_214_s1 <= band_214;
    band_252_s1 <= band_252;
    band_290_s1 <= band_290;
    band_916_s1 <= band_916;
    band_919_s1 <= band_919;
    band_922_s1 <= band_922;
    band_925_s1 <= band_925;
    band_255_s1 <= band_255;
    band_293_s1 <= band_293;
    band_929_s1 <= band_929;
    band_932_s1 <= band_932;
    band_935_s1 <= band_935;
    band_938_s1 <= band_938;
    band_296_s1 <= band_296;
    band_614_s1 <= band_614;
    band_614_s2 <= band_614_s1;
    band_614_s3 <= band_614_s2;
    band_614_s4 <= band_614_s3;
    band_614_s5 <= band_614_s4;
    band_648_s1 <= band_648;
    band_648_s2 <= band_648_s1;
    half_tile_s1 <= half_tile_reg;
    half_tile_s2 <= half_tile_s1;
    eq_29_s1 <= eq_29;
    eq_29_s2 <= eq_29_s1;
    eq_29_s3 <= eq_29_s2;
    eq_29_s4 <= eq_29_s3;
    eq_29_s5 <= eq_29_s4;
    t_716_s1 <= t_716;
    t_716_s2 <= t_716_s1;
    t_716_s3 <= t_716_s2;
    t_716_s4 <= t_716_s3;
    t_716_s5 <= t_716_s4;
    if (issue) begin
      active_0_reg <= sel_751;
      active_1_reg <= sel_759;
      shadow_1_reg <= sel_758;
      shadow_2_reg <= sel_769;
    end
    if (stage[1]) begin
      active_2_reg <= sel_770;
      active_3_reg <= sel_784;
      active_4_reg <= sel_797;
      active_5_reg <= sel_810;
      active_6_reg <= sel_823;
      active_7_reg <= sel_836;
      active_8_reg <= sel_849;
      active_9_reg <= sel_862;
      active_10_reg <= sel_875;
      active_11_reg <= sel_888;
      active_12_reg <= sel_901;
      active_13_reg <= sel_914;
      active_14_reg <= sel_927;
      active_15_reg <= sel_940;
      shadow_3_reg <= sel_783;
      shadow_4_reg <= sel_796;
      shadow_5_reg <= sel_809;
      shadow_6_reg <= sel_822;
      shadow_7_reg <= sel_835;
      shadow_8_reg <= sel_848;
      shadow_9_reg <= sel_861;
      shadow_10_reg <= sel_874;
      shadow_11_reg <= sel_887;
      shadow_12_reg <= sel_900;
      shadow_13_reg <= sel_913;
      shadow_14_reg <= sel_926;
      shadow_15_reg <= sel_939;
    end
    if (issue && band_749) shadow_0_reg <= get_313;
    if (start) begin
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
      shadow_0_reg <= 2'sd0;
      shadow_1_reg <= 2'sd0;
      shadow_2_reg <= 2'sd0;
      shadow_3_reg <= 2'sd0;
      shadow_4_reg <= 2'sd0;
      shadow_5_reg <= 2'sd0;
      shadow_6_reg <= 2'sd0;
      shadow_7_reg <= 2'sd0;
      shadow_8_reg <= 2'sd0;
      shadow_9_reg <= 2'sd0;
      shadow_10_reg <= 2'sd0;
      shadow_11_reg <= 2'sd0;
      shadow_12_reg <= 2'sd0;
      shadow_13_reg <= 2'sd0;
      shadow_14_reg <= 2'sd0;
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
  logic signed [20:0] step_112;  // conv_input_grad.py:39
  logic signed [20:0] step_120;  // conv_input_grad.py:39
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
  wire signed [20:0] add_125 = count_r_4 + step_112;  // conv_input_grad.py:35
  wire signed [4:0] scalar_7 = $signed({1'b0, arg_top});
  wire signed [20:0] y_126 = add_125 - scalar_7;  // conv_input_grad.py:35
  wire le_128 = 2'sd0 <= y_126;  // conv_input_grad.py:38
  wire signed [10:0] scalar_8 = $signed({1'b0, arg_oh});
  wire lt_127 = y_126 < scalar_8;  // conv_input_grad.py:38
  wire band_129 = le_128 && lt_127;  // conv_input_grad.py:38
  wire signed [20:0] add_124 = count_x_5 + step_120;  // conv_input_grad.py:40
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
    if (issue && wrap_3) step_112 <= le_20 ? 21'sd0 : step_112 + scalar_5;
    if (issue && wrap_5) step_120 <= le_26 ? 21'sd0 : step_120 + scalar_9;
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
      step_112 <= 21'sd0;
      step_120 <= 21'sd0;
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
  logic signed [20:0] step_112;  // conv_input_grad.py:39
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
  wire signed [20:0] add_125 = count_r_4 + step_112;  // conv_input_grad.py:35
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
    if (issue && wrap_3) step_112 <= le_20 ? 21'sd0 : step_112 + scalar_5;
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
      step_112 <= 21'sd0;
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
  wire signed [2:0] add_9 = count_b_1 + 2'sd1;  // conv_input_grad.py:111
  wire le_10 = 3'sd2 <= add_9;  // conv_input_grad.py:111
  wire eq_12 = count_b_1 == 2'sd0;  // conv_input_grad.py:111
  wire signed [31:0] get_17 = $signed(y_data[31:0]);  // conv_input_grad.py:113
  wire signed [31:0] sel_22 = eq_12 ? get_17 : hold_0_reg;  // conv_input_grad.py:115
  wire signed [31:0] get_18 = $signed(y_data[63:32]);  // conv_input_grad.py:113
  wire signed [31:0] sel_24 = eq_12 ? get_18 : hold_1_reg;  // conv_input_grad.py:115
  wire signed [31:0] get_19 = $signed(y_data[95:64]);  // conv_input_grad.py:113
  wire signed [31:0] sel_26 = eq_12 ? get_19 : hold_2_reg;  // conv_input_grad.py:115
  wire signed [31:0] get_20 = $signed(y_data[127:96]);  // conv_input_grad.py:113
  wire signed [31:0] sel_29 = eq_12 ? get_20 : hold_3_reg;  // conv_input_grad.py:115
  wire signed [2:0] shl_30 = count_b_1 <<< 1;  // conv_input_grad.py:117
  wire eq_33 = shl_30 == 3'sd2;  // conv_input_grad.py:117
  wire eq_31 = shl_30 == 2'sd1;  // conv_input_grad.py:117
  wire signed [31:0] sel_32 = eq_31 ? sel_24 : sel_22;  // conv_input_grad.py:117
  wire signed [31:0] sel_34 = eq_33 ? sel_26 : sel_32;  // conv_input_grad.py:117
  wire signed [2:0] add_38 = shl_30 + 2'sd1;  // conv_input_grad.py:117
  wire eq_43 = add_38 == 3'sd3;  // conv_input_grad.py:117
  wire eq_41 = add_38 == 3'sd2;  // conv_input_grad.py:117
  wire eq_39 = add_38 == 2'sd1;  // conv_input_grad.py:117
  wire signed [31:0] sel_40 = eq_39 ? sel_24 : sel_22;  // conv_input_grad.py:117
  wire signed [31:0] sel_42 = eq_41 ? sel_26 : sel_40;  // conv_input_grad.py:117
  wire signed [31:0] sel_44 = eq_43 ? sel_29 : sel_42;  // conv_input_grad.py:117
  wire y_get = eq_12;
  assign y_ready = issue && y_get;
  wire wait_get_y = y_get && !y_valid;
  wire dx_wr_put0 = issue && 1'b1;
  wire [31:0] dx_wr_put0_0 = sel_34;
  wire [31:0] dx_wr_put0_1 = sel_44;
  assign dx_wr_valid = dx_wr_put0;
  assign dx_wr_data = {dx_wr_put0_1, dx_wr_put0_0};
  wire wait_put_dx_wr = (1'b1) && !dx_wr_room;
  wire wrap_0 = le_6 && le_10;
  wire wrap_1 = le_10;
  wire wrap_2 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_get_y && !wait_put_dx_wr;

  assign idle = !(running);

  always_ff @(posedge ap_clk) begin
    if (issue && wrap_1) count_t_0 <= le_6 ? 25'sd0 : count_t_0 + 25'sd1;
    if (issue && wrap_2) count_b_1 <= le_10 ? 2'sd0 : count_b_1 + 2'sd1;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      count_t_0 <= 25'sd0;
      count_b_1 <= 2'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

  always_ff @(posedge ap_clk) begin
    if (issue && eq_12) begin
      hold_0_reg <= get_17;
      hold_1_reg <= get_18;
      hold_2_reg <= get_19;
      hold_3_reg <= get_20;
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
  wire signed [65:0] shl_53 = scalar_1 <<< 41;  // conv_input_grad.py:117
  wire signed [40:0] scalar_51 = $signed({1'b0, arg_dx});
  wire signed [65:0] or_54 = shl_53 | scalar_51;  // conv_input_grad.py:117
  wire signed [3:0] and_57 = scalar_51 & 4'sd7;  // conv_input_grad.py:117
  wire eq_58 = and_57 == 2'sd0;  // conv_input_grad.py:117
  wire dx_wr_req_put0 = issue && 1'b1;
  wire [64:0] dx_wr_req_put0_0 = or_54;
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
    if (issue && 1'b1 && !(eq_58)) $error("conv_input_grad.py:117: dx[...] starts at a multiple of 8 bytes");
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
