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
  logic le_528_s1;
  logic lt_529_s1;
  logic signed [11:0] add_525_s1;
  logic signed [21:0] mul_526;  // conv_input_grad.py:83
  logic signed [11:0] col_524_s1;
  logic signed [11:0] col_524_s2;
  logic inside_531_s2;
  logic inside_531_s3;
  logic signed [7:0] active_2_reg_s2;
  logic signed [7:0] active_2_reg_s3;
  logic signed [7:0] active_2_reg_s4;
  logic signed [7:0] sel_541_s4;
  logic signed [15:0] mul_681;  // conv_input_grad.py:90
  logic signed [7:0] active_1_reg;
  logic signed [7:0] active_1_reg_s1;
  logic signed [7:0] active_1_reg_s2;
  logic signed [7:0] active_1_reg_s3;
  logic signed [7:0] active_1_reg_s4;
  logic signed [7:0] sel_539_s4;
  logic signed [15:0] mul_682;  // conv_input_grad.py:90
  logic signed [7:0] active_3_reg;
  logic signed [7:0] active_3_reg_s2;
  logic signed [7:0] active_3_reg_s3;
  logic signed [7:0] active_3_reg_s4;
  logic signed [7:0] sel_543_s4;
  logic signed [15:0] mul_680;  // conv_input_grad.py:90
  logic signed [7:0] active_0_reg;
  logic signed [7:0] active_0_reg_s1;
  logic signed [7:0] active_0_reg_s2;
  logic signed [7:0] active_0_reg_s3;
  logic signed [7:0] active_0_reg_s4;
  logic signed [7:0] sel_537_s4;
  logic signed [15:0] mul_683;  // conv_input_grad.py:90
  logic first_547_s1;
  logic first_547_s2;
  logic first_547_s3;
  logic first_547_s4;
  logic signed [31:0] sel_716_s5;
  logic signed [7:0] active_6_reg;
  logic signed [7:0] active_6_reg_s2;
  logic signed [7:0] active_6_reg_s3;
  logic signed [7:0] active_6_reg_s4;
  logic signed [15:0] mul_688;  // conv_input_grad.py:90
  logic signed [7:0] active_5_reg;
  logic signed [7:0] active_5_reg_s2;
  logic signed [7:0] active_5_reg_s3;
  logic signed [7:0] active_5_reg_s4;
  logic signed [15:0] mul_689;  // conv_input_grad.py:90
  logic signed [7:0] active_7_reg;
  logic signed [7:0] active_7_reg_s2;
  logic signed [7:0] active_7_reg_s3;
  logic signed [7:0] active_7_reg_s4;
  logic signed [15:0] mul_687;  // conv_input_grad.py:90
  logic signed [7:0] active_4_reg;
  logic signed [7:0] active_4_reg_s2;
  logic signed [7:0] active_4_reg_s3;
  logic signed [7:0] active_4_reg_s4;
  logic signed [15:0] mul_690;  // conv_input_grad.py:90
  logic signed [31:0] sel_723_s5;
  logic signed [7:0] active_10_reg;
  logic signed [7:0] active_10_reg_s2;
  logic signed [7:0] active_10_reg_s3;
  logic signed [7:0] active_10_reg_s4;
  logic signed [15:0] mul_695;  // conv_input_grad.py:90
  logic signed [7:0] active_9_reg;
  logic signed [7:0] active_9_reg_s2;
  logic signed [7:0] active_9_reg_s3;
  logic signed [7:0] active_9_reg_s4;
  logic signed [15:0] mul_696;  // conv_input_grad.py:90
  logic signed [7:0] active_11_reg;
  logic signed [7:0] active_11_reg_s2;
  logic signed [7:0] active_11_reg_s3;
  logic signed [7:0] active_11_reg_s4;
  logic signed [15:0] mul_694;  // conv_input_grad.py:90
  logic signed [7:0] active_8_reg;
  logic signed [7:0] active_8_reg_s2;
  logic signed [7:0] active_8_reg_s3;
  logic signed [7:0] active_8_reg_s4;
  logic signed [15:0] mul_697;  // conv_input_grad.py:90
  logic signed [31:0] sel_730_s5;
  logic signed [7:0] active_14_reg;
  logic signed [7:0] active_14_reg_s2;
  logic signed [7:0] active_14_reg_s3;
  logic signed [7:0] active_14_reg_s4;
  logic signed [15:0] mul_702;  // conv_input_grad.py:90
  logic signed [7:0] active_13_reg;
  logic signed [7:0] active_13_reg_s2;
  logic signed [7:0] active_13_reg_s3;
  logic signed [7:0] active_13_reg_s4;
  logic signed [15:0] mul_703;  // conv_input_grad.py:90
  logic signed [7:0] active_15_reg;
  logic signed [7:0] active_15_reg_s2;
  logic signed [7:0] active_15_reg_s3;
  logic signed [7:0] active_15_reg_s4;
  logic signed [15:0] mul_701;  // conv_input_grad.py:90
  logic signed [7:0] active_12_reg;
  logic signed [7:0] active_12_reg_s2;
  logic signed [7:0] active_12_reg_s3;
  logic signed [7:0] active_12_reg_s4;
  logic signed [15:0] mul_704;  // conv_input_grad.py:90
  logic signed [31:0] sel_737_s5;
  logic signed [7:0] shadow_0_reg;
  logic signed [7:0] shadow_1_reg;
  logic signed [7:0] shadow_2_reg;
  logic band_120_s1;
  logic signed [7:0] get_106_s1;
  logic band_179_s1;
  logic signed [7:0] get_107_s1;
  logic band_217_s1;
  logic signed [7:0] get_108_s1;
  logic band_622_s1;
  logic signed [7:0] shadow_3_reg;
  logic band_768_s1;
  logic signed [7:0] get_311_s1;
  logic band_771_s1;
  logic signed [7:0] get_312_s1;
  logic band_774_s1;
  logic signed [7:0] get_313_s1;
  logic band_778_s1;
  logic signed [7:0] get_314_s1;
  logic band_124_s1;
  logic band_182_s1;
  logic band_220_s1;
  logic band_258_s1;
  logic signed [7:0] get_109_s1;
  logic signed [7:0] shadow_4_reg;
  logic band_782_s1;
  logic band_785_s1;
  logic band_788_s1;
  logic band_791_s1;
  logic band_128_s1;
  logic band_185_s1;
  logic band_223_s1;
  logic band_261_s1;
  logic signed [7:0] shadow_5_reg;
  logic band_795_s1;
  logic band_798_s1;
  logic band_801_s1;
  logic band_804_s1;
  logic band_133_s1;
  logic band_188_s1;
  logic band_226_s1;
  logic band_264_s1;
  logic signed [7:0] shadow_6_reg;
  logic band_808_s1;
  logic band_811_s1;
  logic band_814_s1;
  logic band_817_s1;
  logic band_138_s1;
  logic band_191_s1;
  logic band_229_s1;
  logic band_267_s1;
  logic signed [7:0] shadow_7_reg;
  logic band_821_s1;
  logic band_824_s1;
  logic band_827_s1;
  logic band_830_s1;
  logic band_143_s1;
  logic band_194_s1;
  logic band_232_s1;
  logic band_270_s1;
  logic signed [7:0] shadow_8_reg;
  logic band_834_s1;
  logic band_837_s1;
  logic band_840_s1;
  logic band_843_s1;
  logic band_148_s1;
  logic band_197_s1;
  logic band_235_s1;
  logic band_273_s1;
  logic signed [7:0] shadow_9_reg;
  logic band_847_s1;
  logic band_850_s1;
  logic band_853_s1;
  logic band_856_s1;
  logic band_153_s1;
  logic band_200_s1;
  logic band_238_s1;
  logic band_276_s1;
  logic signed [7:0] shadow_10_reg;
  logic band_860_s1;
  logic band_863_s1;
  logic band_866_s1;
  logic band_869_s1;
  logic band_158_s1;
  logic band_203_s1;
  logic band_241_s1;
  logic band_279_s1;
  logic signed [7:0] shadow_11_reg;
  logic band_873_s1;
  logic band_876_s1;
  logic band_879_s1;
  logic band_882_s1;
  logic band_163_s1;
  logic band_206_s1;
  logic band_244_s1;
  logic band_282_s1;
  logic signed [7:0] shadow_12_reg;
  logic band_886_s1;
  logic band_889_s1;
  logic band_892_s1;
  logic band_895_s1;
  logic band_168_s1;
  logic band_209_s1;
  logic band_247_s1;
  logic band_285_s1;
  logic signed [7:0] shadow_13_reg;
  logic band_899_s1;
  logic band_902_s1;
  logic band_905_s1;
  logic band_908_s1;
  logic band_212_s1;
  logic band_250_s1;
  logic band_288_s1;
  logic signed [7:0] shadow_14_reg;
  logic band_912_s1;
  logic band_915_s1;
  logic band_918_s1;
  logic band_921_s1;
  logic band_253_s1;
  logic band_291_s1;
  logic signed [7:0] shadow_15_reg;
  logic band_925_s1;
  logic band_928_s1;
  logic band_931_s1;
  logic band_934_s1;
  logic band_294_s1;
  logic band_612_s1;
  logic band_612_s2;
  logic band_612_s3;
  logic band_612_s4;
  logic band_612_s5;
  logic band_646_s1;
  logic band_646_s2;
  logic [0:0] half_tile_reg;
  logic [0:0] half_tile_s1;
  logic [0:0] half_tile_s2;
  logic eq_18_s1;
  logic eq_18_s2;
  logic eq_18_s3;
  logic eq_18_s4;
  logic eq_18_s5;
  logic signed [20:0] t_712_s1;
  logic signed [20:0] t_712_s2;
  logic signed [20:0] t_712_s3;
  logic signed [20:0] t_712_s4;
  logic signed [20:0] t_712_s5;
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
  wire band_298 = eq_93 && eq_96;  // conv_input_grad.py:64
  wire band_300 = eq_99 && band_298;  // conv_input_grad.py:64
  wire band_302 = eq_102 && band_300;  // conv_input_grad.py:64
  wire band_303 = eq_18 && band_302;  // conv_input_grad.py:64
  wire signed [20:0] t_712 = count_x_9 + step_711;  // conv_input_grad.py:75
  wire lt_713 = t_712 < 4'sd4;  // conv_input_grad.py:76
  wire band_714 = eq_18 && lt_713;  // conv_input_grad.py:76
  wire signed [4:0] add_596 = scalar_9 + -2'sd1;  // conv_input_grad.py:96
  wire signed [4:0] add_599 = $signed({1'b0, lt_53}) + add_596;  // conv_input_grad.py:96
  wire last_600 = count_a_6 == add_599;  // conv_input_grad.py:96
  wire signed [4:0] add_603 = $signed({1'b0, lt_61}) + add_596;  // conv_input_grad.py:97
  wire end_604 = count_b_7 == add_603;  // conv_input_grad.py:97
  wire band_606 = last_600 && end_604;  // conv_input_grad.py:98
  wire signed [10:0] add_607 = scalar_2 + -2'sd1;  // conv_input_grad.py:98
  wire eq_608 = count_o_5 == add_607;  // conv_input_grad.py:98
  wire band_610 = band_606 && eq_608;  // conv_input_grad.py:98
  wire band_612 = eq_18 && band_610;  // conv_input_grad.py:98
  wire band_641 = bor_59 && bor_67;  // conv_input_grad.py:103
  wire band_643 = bor_72 && band_641;  // conv_input_grad.py:103
  wire band_645 = bor_77 && band_643;  // conv_input_grad.py:103
  wire band_646 = eq_18 && band_645;  // conv_input_grad.py:103
  wire signed [4:0] scalar_12 = $signed({1'b0, arg_reach});
  wire signed [2:0] scalar_11 = $signed({1'b0, arg_late});
  wire lt_517 = count_px_3 < scalar_11;  // conv_input_grad.py:81
  wire signed [5:0] add_521 = scalar_12 + $signed({1'b0, lt_517});  // conv_input_grad.py:81
  wire signed [5:0] right_522 = add_521 - count_b_7;  // conv_input_grad.py:81
  wire signed [11:0] add_523 = count_x_9 + right_522;  // conv_input_grad.py:82
  wire signed [4:0] scalar_7 = $signed({1'b0, arg_top});
  wire signed [11:0] col_524 = add_523 - scalar_7;  // conv_input_grad.py:82
  wire le_528 = 2'sd0 <= col_524;  // conv_input_grad.py:84
  wire signed [10:0] scalar_8 = $signed({1'b0, arg_ow});
  wire lt_529 = col_524 < scalar_8;  // conv_input_grad.py:84
  wire inside_531 = le_528_s1 && lt_529_s1;  // conv_input_grad.py:84
  wire lt_511 = count_py_2 < scalar_11;  // conv_input_grad.py:80
  wire signed [5:0] add_515 = scalar_12 + $signed({1'b0, lt_511});  // conv_input_grad.py:80
  wire signed [5:0] up_516 = add_515 - count_a_6;  // conv_input_grad.py:80
  wire signed [11:0] add_525 = count_j_8 + up_516;  // conv_input_grad.py:83
  wire signed [21:0] at_527 = col_524_s2 + mul_526;  // conv_input_grad.py:83
  wire signed [7:0] load_540 = $signed(tile_2_rdata);  // conv_input_grad.py:85
  wire signed [7:0] sel_541 = inside_531_s3 ? load_540 : 2'sd0;  // conv_input_grad.py:85
  wire signed [7:0] load_538 = $signed(tile_1_rdata);  // conv_input_grad.py:85
  wire signed [7:0] sel_539 = inside_531_s3 ? load_538 : 2'sd0;  // conv_input_grad.py:85
  wire signed [16:0] add_718 = mul_681 + mul_682;  // conv_input_grad.py:89
  wire signed [7:0] load_542 = $signed(tile_3_rdata);  // conv_input_grad.py:85
  wire signed [7:0] sel_543 = inside_531_s3 ? load_542 : 2'sd0;  // conv_input_grad.py:85
  wire signed [7:0] load_534 = $signed(tile_0_rdata);  // conv_input_grad.py:85
  wire signed [7:0] sel_537 = inside_531_s3 ? load_534 : 2'sd0;  // conv_input_grad.py:85
  wire eq_90 = count_o_5 == 2'sd0;  // conv_input_grad.py:74
  wire band_545 = eq_90 && eq_93;  // conv_input_grad.py:86
  wire first_547 = eq_96 && band_545;  // conv_input_grad.py:86
  wire signed [31:0] load_715 = $signed(acc_0_rdata);  // conv_input_grad.py:89
  wire signed [31:0] sel_716 = first_547_s4 ? 2'sd0 : load_715;  // conv_input_grad.py:89
  wire signed [32:0] add_717 = mul_683 + sel_716_s5;  // conv_input_grad.py:89
  wire signed [32:0] add_719 = mul_680 + add_717;  // conv_input_grad.py:89
  wire signed [32:0] add_720 = add_718 + add_719;  // conv_input_grad.py:89
  wire signed [31:0] wrap_721 = add_720;  // conv_input_grad.py:90
  wire signed [16:0] add_725 = mul_688 + mul_689;  // conv_input_grad.py:89
  wire signed [31:0] load_722 = $signed(acc_1_rdata);  // conv_input_grad.py:89
  wire signed [31:0] sel_723 = first_547_s4 ? 2'sd0 : load_722;  // conv_input_grad.py:89
  wire signed [32:0] add_724 = mul_690 + sel_723_s5;  // conv_input_grad.py:89
  wire signed [32:0] add_726 = mul_687 + add_724;  // conv_input_grad.py:89
  wire signed [32:0] add_727 = add_725 + add_726;  // conv_input_grad.py:89
  wire signed [31:0] wrap_728 = add_727;  // conv_input_grad.py:90
  wire signed [16:0] add_732 = mul_695 + mul_696;  // conv_input_grad.py:89
  wire signed [31:0] load_729 = $signed(acc_2_rdata);  // conv_input_grad.py:89
  wire signed [31:0] sel_730 = first_547_s4 ? 2'sd0 : load_729;  // conv_input_grad.py:89
  wire signed [32:0] add_731 = mul_697 + sel_730_s5;  // conv_input_grad.py:89
  wire signed [32:0] add_733 = mul_694 + add_731;  // conv_input_grad.py:89
  wire signed [32:0] add_734 = add_732 + add_733;  // conv_input_grad.py:89
  wire signed [31:0] wrap_735 = add_734;  // conv_input_grad.py:90
  wire signed [16:0] add_739 = mul_702 + mul_703;  // conv_input_grad.py:89
  wire signed [31:0] load_736 = $signed(acc_3_rdata);  // conv_input_grad.py:89
  wire signed [31:0] sel_737 = first_547_s4 ? 2'sd0 : load_736;  // conv_input_grad.py:89
  wire signed [32:0] add_738 = mul_704 + sel_737_s5;  // conv_input_grad.py:89
  wire signed [32:0] add_740 = mul_701 + add_738;  // conv_input_grad.py:89
  wire signed [32:0] add_741 = add_739 + add_740;  // conv_input_grad.py:89
  wire signed [31:0] wrap_742 = add_741;  // conv_input_grad.py:90
  wire signed [10:0] add_615 = scalar_5 + -2'sd1;  // conv_input_grad.py:100
  wire eq_616 = count_j_8 == add_615;  // conv_input_grad.py:100
  wire signed [10:0] add_617 = scalar_6 + -2'sd1;  // conv_input_grad.py:100
  wire eq_618 = count_x_9 == add_617;  // conv_input_grad.py:100
  wire band_620 = eq_616 && eq_618;  // conv_input_grad.py:100
  wire band_622 = eq_18 && band_620;  // conv_input_grad.py:100
  wire signed [22:0] shl_743 = t_712 <<< 2;  // conv_input_grad.py:79
  wire eq_744 = shl_743 == 2'sd0;  // conv_input_grad.py:79
  wire band_745 = band_714 && eq_744;  // conv_input_grad.py:79
  wire signed [7:0] get_311 = $signed(ws_data[7:0]);  // conv_input_grad.py:77
  wire signed [7:0] sel_746 = band_745 ? get_311 : shadow_0_reg;  // conv_input_grad.py:79
  wire signed [2:0] wrapiv_26 = count_m_i_1;  // conv_input_grad.py:65
  wire signed [4:0] shl_110 = wrapiv_26 <<< 2;  // conv_input_grad.py:64
  wire eq_111 = shl_110 == 2'sd0;  // conv_input_grad.py:64
  wire band_112 = eq_22 && eq_111;  // conv_input_grad.py:64
  wire signed [7:0] get_106 = $signed(ws_data[7:0]);  // conv_input_grad.py:62
  wire signed [7:0] sel_114 = band_112 ? get_106 : active_0_reg;  // conv_input_grad.py:64
  wire signed [7:0] sel_747 = band_622 ? sel_746 : sel_114;  // conv_input_grad.py:103
  wire signed [22:0] add_751 = shl_743 + 2'sd1;  // conv_input_grad.py:79
  wire eq_752 = add_751 == 2'sd1;  // conv_input_grad.py:79
  wire band_753 = band_714 && eq_752;  // conv_input_grad.py:79
  wire signed [7:0] get_312 = $signed(ws_data[15:8]);  // conv_input_grad.py:77
  wire eq_748 = shl_743 == 2'sd1;  // conv_input_grad.py:79
  wire band_749 = band_714 && eq_748;  // conv_input_grad.py:79
  wire signed [7:0] sel_750 = band_749 ? get_311 : shadow_1_reg;  // conv_input_grad.py:79
  wire signed [7:0] sel_754 = band_753 ? get_312 : sel_750;  // conv_input_grad.py:79
  wire signed [4:0] add_174 = shl_110 + 2'sd1;  // conv_input_grad.py:64
  wire eq_175 = add_174 == 2'sd1;  // conv_input_grad.py:64
  wire band_176 = eq_22 && eq_175;  // conv_input_grad.py:64
  wire signed [7:0] get_107 = $signed(ws_data[15:8]);  // conv_input_grad.py:62
  wire eq_115 = shl_110 == 2'sd1;  // conv_input_grad.py:64
  wire band_116 = eq_22 && eq_115;  // conv_input_grad.py:64
  wire signed [7:0] sel_118 = band_116 ? get_106 : active_1_reg;  // conv_input_grad.py:64
  wire signed [7:0] sel_177 = band_176 ? get_107 : sel_118;  // conv_input_grad.py:64
  wire signed [7:0] sel_755 = band_622 ? sel_754 : sel_177;  // conv_input_grad.py:103
  wire signed [22:0] add_762 = shl_743 + 3'sd2;  // conv_input_grad.py:79
  wire eq_763 = add_762 == 3'sd2;  // conv_input_grad.py:79
  wire band_764 = band_714 && eq_763;  // conv_input_grad.py:79
  wire signed [7:0] get_313 = $signed(ws_data[23:16]);  // conv_input_grad.py:77
  wire eq_759 = add_751 == 3'sd2;  // conv_input_grad.py:79
  wire band_760 = band_714 && eq_759;  // conv_input_grad.py:79
  wire eq_756 = shl_743 == 3'sd2;  // conv_input_grad.py:79
  wire band_757 = band_714 && eq_756;  // conv_input_grad.py:79
  wire signed [7:0] sel_758 = band_757 ? get_311 : shadow_2_reg;  // conv_input_grad.py:79
  wire signed [7:0] sel_761 = band_760 ? get_312 : sel_758;  // conv_input_grad.py:79
  wire signed [7:0] sel_765 = band_764 ? get_313 : sel_761;  // conv_input_grad.py:79
  wire signed [4:0] add_215 = shl_110 + 3'sd2;  // conv_input_grad.py:64
  wire eq_216 = add_215 == 3'sd2;  // conv_input_grad.py:64
  wire band_217 = eq_22 && eq_216;  // conv_input_grad.py:64
  wire signed [7:0] get_108 = $signed(ws_data[23:16]);  // conv_input_grad.py:62
  wire eq_178 = add_174 == 3'sd2;  // conv_input_grad.py:64
  wire band_179 = eq_22 && eq_178;  // conv_input_grad.py:64
  wire eq_119 = shl_110 == 3'sd2;  // conv_input_grad.py:64
  wire band_120 = eq_22 && eq_119;  // conv_input_grad.py:64
  wire signed [7:0] sel_122 = band_120_s1 ? get_106_s1 : active_2_reg;  // conv_input_grad.py:64
  wire signed [7:0] sel_180 = band_179_s1 ? get_107_s1 : sel_122;  // conv_input_grad.py:64
  wire signed [7:0] sel_218 = band_217_s1 ? get_108_s1 : sel_180;  // conv_input_grad.py:64
  wire signed [7:0] sel_766 = band_622_s1 ? shadow_2_reg : sel_218;  // conv_input_grad.py:103
  wire signed [22:0] add_776 = shl_743 + 3'sd3;  // conv_input_grad.py:79
  wire eq_777 = add_776 == 3'sd3;  // conv_input_grad.py:79
  wire band_778 = band_714 && eq_777;  // conv_input_grad.py:79
  wire signed [7:0] get_314 = $signed(ws_data[31:24]);  // conv_input_grad.py:77
  wire eq_773 = add_762 == 3'sd3;  // conv_input_grad.py:79
  wire band_774 = band_714 && eq_773;  // conv_input_grad.py:79
  wire eq_770 = add_751 == 3'sd3;  // conv_input_grad.py:79
  wire band_771 = band_714 && eq_770;  // conv_input_grad.py:79
  wire eq_767 = shl_743 == 3'sd3;  // conv_input_grad.py:79
  wire band_768 = band_714 && eq_767;  // conv_input_grad.py:79
  wire signed [7:0] sel_769 = band_768_s1 ? get_311_s1 : shadow_3_reg;  // conv_input_grad.py:79
  wire signed [7:0] sel_772 = band_771_s1 ? get_312_s1 : sel_769;  // conv_input_grad.py:79
  wire signed [7:0] sel_775 = band_774_s1 ? get_313_s1 : sel_772;  // conv_input_grad.py:79
  wire signed [7:0] sel_779 = band_778_s1 ? get_314_s1 : sel_775;  // conv_input_grad.py:79
  wire signed [4:0] add_256 = shl_110 + 3'sd3;  // conv_input_grad.py:64
  wire eq_257 = add_256 == 3'sd3;  // conv_input_grad.py:64
  wire band_258 = eq_22 && eq_257;  // conv_input_grad.py:64
  wire signed [7:0] get_109 = $signed(ws_data[31:24]);  // conv_input_grad.py:62
  wire eq_219 = add_215 == 3'sd3;  // conv_input_grad.py:64
  wire band_220 = eq_22 && eq_219;  // conv_input_grad.py:64
  wire eq_181 = add_174 == 3'sd3;  // conv_input_grad.py:64
  wire band_182 = eq_22 && eq_181;  // conv_input_grad.py:64
  wire eq_123 = shl_110 == 3'sd3;  // conv_input_grad.py:64
  wire band_124 = eq_22 && eq_123;  // conv_input_grad.py:64
  wire signed [7:0] sel_126 = band_124_s1 ? get_106_s1 : active_3_reg;  // conv_input_grad.py:64
  wire signed [7:0] sel_183 = band_182_s1 ? get_107_s1 : sel_126;  // conv_input_grad.py:64
  wire signed [7:0] sel_221 = band_220_s1 ? get_108_s1 : sel_183;  // conv_input_grad.py:64
  wire signed [7:0] sel_259 = band_258_s1 ? get_109_s1 : sel_221;  // conv_input_grad.py:64
  wire signed [7:0] sel_780 = band_622_s1 ? sel_779 : sel_259;  // conv_input_grad.py:103
  wire eq_790 = add_776 == 4'sd4;  // conv_input_grad.py:79
  wire band_791 = band_714 && eq_790;  // conv_input_grad.py:79
  wire eq_787 = add_762 == 4'sd4;  // conv_input_grad.py:79
  wire band_788 = band_714 && eq_787;  // conv_input_grad.py:79
  wire eq_784 = add_751 == 4'sd4;  // conv_input_grad.py:79
  wire band_785 = band_714 && eq_784;  // conv_input_grad.py:79
  wire eq_781 = shl_743 == 4'sd4;  // conv_input_grad.py:79
  wire band_782 = band_714 && eq_781;  // conv_input_grad.py:79
  wire signed [7:0] sel_783 = band_782_s1 ? get_311_s1 : shadow_4_reg;  // conv_input_grad.py:79
  wire signed [7:0] sel_786 = band_785_s1 ? get_312_s1 : sel_783;  // conv_input_grad.py:79
  wire signed [7:0] sel_789 = band_788_s1 ? get_313_s1 : sel_786;  // conv_input_grad.py:79
  wire signed [7:0] sel_792 = band_791_s1 ? get_314_s1 : sel_789;  // conv_input_grad.py:79
  wire eq_260 = add_256 == 4'sd4;  // conv_input_grad.py:64
  wire band_261 = eq_22 && eq_260;  // conv_input_grad.py:64
  wire eq_222 = add_215 == 4'sd4;  // conv_input_grad.py:64
  wire band_223 = eq_22 && eq_222;  // conv_input_grad.py:64
  wire eq_184 = add_174 == 4'sd4;  // conv_input_grad.py:64
  wire band_185 = eq_22 && eq_184;  // conv_input_grad.py:64
  wire eq_127 = shl_110 == 4'sd4;  // conv_input_grad.py:64
  wire band_128 = eq_22 && eq_127;  // conv_input_grad.py:64
  wire signed [7:0] sel_130 = band_128_s1 ? get_106_s1 : active_4_reg;  // conv_input_grad.py:64
  wire signed [7:0] sel_186 = band_185_s1 ? get_107_s1 : sel_130;  // conv_input_grad.py:64
  wire signed [7:0] sel_224 = band_223_s1 ? get_108_s1 : sel_186;  // conv_input_grad.py:64
  wire signed [7:0] sel_262 = band_261_s1 ? get_109_s1 : sel_224;  // conv_input_grad.py:64
  wire signed [7:0] sel_793 = band_622_s1 ? sel_792 : sel_262;  // conv_input_grad.py:103
  wire eq_803 = add_776 == 4'sd5;  // conv_input_grad.py:79
  wire band_804 = band_714 && eq_803;  // conv_input_grad.py:79
  wire eq_800 = add_762 == 4'sd5;  // conv_input_grad.py:79
  wire band_801 = band_714 && eq_800;  // conv_input_grad.py:79
  wire eq_797 = add_751 == 4'sd5;  // conv_input_grad.py:79
  wire band_798 = band_714 && eq_797;  // conv_input_grad.py:79
  wire eq_794 = shl_743 == 4'sd5;  // conv_input_grad.py:79
  wire band_795 = band_714 && eq_794;  // conv_input_grad.py:79
  wire signed [7:0] sel_796 = band_795_s1 ? get_311_s1 : shadow_5_reg;  // conv_input_grad.py:79
  wire signed [7:0] sel_799 = band_798_s1 ? get_312_s1 : sel_796;  // conv_input_grad.py:79
  wire signed [7:0] sel_802 = band_801_s1 ? get_313_s1 : sel_799;  // conv_input_grad.py:79
  wire signed [7:0] sel_805 = band_804_s1 ? get_314_s1 : sel_802;  // conv_input_grad.py:79
  wire eq_263 = add_256 == 4'sd5;  // conv_input_grad.py:64
  wire band_264 = eq_22 && eq_263;  // conv_input_grad.py:64
  wire eq_225 = add_215 == 4'sd5;  // conv_input_grad.py:64
  wire band_226 = eq_22 && eq_225;  // conv_input_grad.py:64
  wire eq_187 = add_174 == 4'sd5;  // conv_input_grad.py:64
  wire band_188 = eq_22 && eq_187;  // conv_input_grad.py:64
  wire eq_132 = shl_110 == 4'sd5;  // conv_input_grad.py:64
  wire band_133 = eq_22 && eq_132;  // conv_input_grad.py:64
  wire signed [7:0] sel_135 = band_133_s1 ? get_106_s1 : active_5_reg;  // conv_input_grad.py:64
  wire signed [7:0] sel_189 = band_188_s1 ? get_107_s1 : sel_135;  // conv_input_grad.py:64
  wire signed [7:0] sel_227 = band_226_s1 ? get_108_s1 : sel_189;  // conv_input_grad.py:64
  wire signed [7:0] sel_265 = band_264_s1 ? get_109_s1 : sel_227;  // conv_input_grad.py:64
  wire signed [7:0] sel_806 = band_622_s1 ? sel_805 : sel_265;  // conv_input_grad.py:103
  wire eq_816 = add_776 == 4'sd6;  // conv_input_grad.py:79
  wire band_817 = band_714 && eq_816;  // conv_input_grad.py:79
  wire eq_813 = add_762 == 4'sd6;  // conv_input_grad.py:79
  wire band_814 = band_714 && eq_813;  // conv_input_grad.py:79
  wire eq_810 = add_751 == 4'sd6;  // conv_input_grad.py:79
  wire band_811 = band_714 && eq_810;  // conv_input_grad.py:79
  wire eq_807 = shl_743 == 4'sd6;  // conv_input_grad.py:79
  wire band_808 = band_714 && eq_807;  // conv_input_grad.py:79
  wire signed [7:0] sel_809 = band_808_s1 ? get_311_s1 : shadow_6_reg;  // conv_input_grad.py:79
  wire signed [7:0] sel_812 = band_811_s1 ? get_312_s1 : sel_809;  // conv_input_grad.py:79
  wire signed [7:0] sel_815 = band_814_s1 ? get_313_s1 : sel_812;  // conv_input_grad.py:79
  wire signed [7:0] sel_818 = band_817_s1 ? get_314_s1 : sel_815;  // conv_input_grad.py:79
  wire eq_266 = add_256 == 4'sd6;  // conv_input_grad.py:64
  wire band_267 = eq_22 && eq_266;  // conv_input_grad.py:64
  wire eq_228 = add_215 == 4'sd6;  // conv_input_grad.py:64
  wire band_229 = eq_22 && eq_228;  // conv_input_grad.py:64
  wire eq_190 = add_174 == 4'sd6;  // conv_input_grad.py:64
  wire band_191 = eq_22 && eq_190;  // conv_input_grad.py:64
  wire eq_137 = shl_110 == 4'sd6;  // conv_input_grad.py:64
  wire band_138 = eq_22 && eq_137;  // conv_input_grad.py:64
  wire signed [7:0] sel_140 = band_138_s1 ? get_106_s1 : active_6_reg;  // conv_input_grad.py:64
  wire signed [7:0] sel_192 = band_191_s1 ? get_107_s1 : sel_140;  // conv_input_grad.py:64
  wire signed [7:0] sel_230 = band_229_s1 ? get_108_s1 : sel_192;  // conv_input_grad.py:64
  wire signed [7:0] sel_268 = band_267_s1 ? get_109_s1 : sel_230;  // conv_input_grad.py:64
  wire signed [7:0] sel_819 = band_622_s1 ? sel_818 : sel_268;  // conv_input_grad.py:103
  wire eq_829 = add_776 == 4'sd7;  // conv_input_grad.py:79
  wire band_830 = band_714 && eq_829;  // conv_input_grad.py:79
  wire eq_826 = add_762 == 4'sd7;  // conv_input_grad.py:79
  wire band_827 = band_714 && eq_826;  // conv_input_grad.py:79
  wire eq_823 = add_751 == 4'sd7;  // conv_input_grad.py:79
  wire band_824 = band_714 && eq_823;  // conv_input_grad.py:79
  wire eq_820 = shl_743 == 4'sd7;  // conv_input_grad.py:79
  wire band_821 = band_714 && eq_820;  // conv_input_grad.py:79
  wire signed [7:0] sel_822 = band_821_s1 ? get_311_s1 : shadow_7_reg;  // conv_input_grad.py:79
  wire signed [7:0] sel_825 = band_824_s1 ? get_312_s1 : sel_822;  // conv_input_grad.py:79
  wire signed [7:0] sel_828 = band_827_s1 ? get_313_s1 : sel_825;  // conv_input_grad.py:79
  wire signed [7:0] sel_831 = band_830_s1 ? get_314_s1 : sel_828;  // conv_input_grad.py:79
  wire eq_269 = add_256 == 4'sd7;  // conv_input_grad.py:64
  wire band_270 = eq_22 && eq_269;  // conv_input_grad.py:64
  wire eq_231 = add_215 == 4'sd7;  // conv_input_grad.py:64
  wire band_232 = eq_22 && eq_231;  // conv_input_grad.py:64
  wire eq_193 = add_174 == 4'sd7;  // conv_input_grad.py:64
  wire band_194 = eq_22 && eq_193;  // conv_input_grad.py:64
  wire eq_142 = shl_110 == 4'sd7;  // conv_input_grad.py:64
  wire band_143 = eq_22 && eq_142;  // conv_input_grad.py:64
  wire signed [7:0] sel_145 = band_143_s1 ? get_106_s1 : active_7_reg;  // conv_input_grad.py:64
  wire signed [7:0] sel_195 = band_194_s1 ? get_107_s1 : sel_145;  // conv_input_grad.py:64
  wire signed [7:0] sel_233 = band_232_s1 ? get_108_s1 : sel_195;  // conv_input_grad.py:64
  wire signed [7:0] sel_271 = band_270_s1 ? get_109_s1 : sel_233;  // conv_input_grad.py:64
  wire signed [7:0] sel_832 = band_622_s1 ? sel_831 : sel_271;  // conv_input_grad.py:103
  wire eq_842 = add_776 == 5'sd8;  // conv_input_grad.py:79
  wire band_843 = band_714 && eq_842;  // conv_input_grad.py:79
  wire eq_839 = add_762 == 5'sd8;  // conv_input_grad.py:79
  wire band_840 = band_714 && eq_839;  // conv_input_grad.py:79
  wire eq_836 = add_751 == 5'sd8;  // conv_input_grad.py:79
  wire band_837 = band_714 && eq_836;  // conv_input_grad.py:79
  wire eq_833 = shl_743 == 5'sd8;  // conv_input_grad.py:79
  wire band_834 = band_714 && eq_833;  // conv_input_grad.py:79
  wire signed [7:0] sel_835 = band_834_s1 ? get_311_s1 : shadow_8_reg;  // conv_input_grad.py:79
  wire signed [7:0] sel_838 = band_837_s1 ? get_312_s1 : sel_835;  // conv_input_grad.py:79
  wire signed [7:0] sel_841 = band_840_s1 ? get_313_s1 : sel_838;  // conv_input_grad.py:79
  wire signed [7:0] sel_844 = band_843_s1 ? get_314_s1 : sel_841;  // conv_input_grad.py:79
  wire eq_272 = add_256 == 5'sd8;  // conv_input_grad.py:64
  wire band_273 = eq_22 && eq_272;  // conv_input_grad.py:64
  wire eq_234 = add_215 == 5'sd8;  // conv_input_grad.py:64
  wire band_235 = eq_22 && eq_234;  // conv_input_grad.py:64
  wire eq_196 = add_174 == 5'sd8;  // conv_input_grad.py:64
  wire band_197 = eq_22 && eq_196;  // conv_input_grad.py:64
  wire eq_147 = shl_110 == 5'sd8;  // conv_input_grad.py:64
  wire band_148 = eq_22 && eq_147;  // conv_input_grad.py:64
  wire signed [7:0] sel_150 = band_148_s1 ? get_106_s1 : active_8_reg;  // conv_input_grad.py:64
  wire signed [7:0] sel_198 = band_197_s1 ? get_107_s1 : sel_150;  // conv_input_grad.py:64
  wire signed [7:0] sel_236 = band_235_s1 ? get_108_s1 : sel_198;  // conv_input_grad.py:64
  wire signed [7:0] sel_274 = band_273_s1 ? get_109_s1 : sel_236;  // conv_input_grad.py:64
  wire signed [7:0] sel_845 = band_622_s1 ? sel_844 : sel_274;  // conv_input_grad.py:103
  wire eq_855 = add_776 == 5'sd9;  // conv_input_grad.py:79
  wire band_856 = band_714 && eq_855;  // conv_input_grad.py:79
  wire eq_852 = add_762 == 5'sd9;  // conv_input_grad.py:79
  wire band_853 = band_714 && eq_852;  // conv_input_grad.py:79
  wire eq_849 = add_751 == 5'sd9;  // conv_input_grad.py:79
  wire band_850 = band_714 && eq_849;  // conv_input_grad.py:79
  wire eq_846 = shl_743 == 5'sd9;  // conv_input_grad.py:79
  wire band_847 = band_714 && eq_846;  // conv_input_grad.py:79
  wire signed [7:0] sel_848 = band_847_s1 ? get_311_s1 : shadow_9_reg;  // conv_input_grad.py:79
  wire signed [7:0] sel_851 = band_850_s1 ? get_312_s1 : sel_848;  // conv_input_grad.py:79
  wire signed [7:0] sel_854 = band_853_s1 ? get_313_s1 : sel_851;  // conv_input_grad.py:79
  wire signed [7:0] sel_857 = band_856_s1 ? get_314_s1 : sel_854;  // conv_input_grad.py:79
  wire eq_275 = add_256 == 5'sd9;  // conv_input_grad.py:64
  wire band_276 = eq_22 && eq_275;  // conv_input_grad.py:64
  wire eq_237 = add_215 == 5'sd9;  // conv_input_grad.py:64
  wire band_238 = eq_22 && eq_237;  // conv_input_grad.py:64
  wire eq_199 = add_174 == 5'sd9;  // conv_input_grad.py:64
  wire band_200 = eq_22 && eq_199;  // conv_input_grad.py:64
  wire eq_152 = shl_110 == 5'sd9;  // conv_input_grad.py:64
  wire band_153 = eq_22 && eq_152;  // conv_input_grad.py:64
  wire signed [7:0] sel_155 = band_153_s1 ? get_106_s1 : active_9_reg;  // conv_input_grad.py:64
  wire signed [7:0] sel_201 = band_200_s1 ? get_107_s1 : sel_155;  // conv_input_grad.py:64
  wire signed [7:0] sel_239 = band_238_s1 ? get_108_s1 : sel_201;  // conv_input_grad.py:64
  wire signed [7:0] sel_277 = band_276_s1 ? get_109_s1 : sel_239;  // conv_input_grad.py:64
  wire signed [7:0] sel_858 = band_622_s1 ? sel_857 : sel_277;  // conv_input_grad.py:103
  wire eq_868 = add_776 == 5'sd10;  // conv_input_grad.py:79
  wire band_869 = band_714 && eq_868;  // conv_input_grad.py:79
  wire eq_865 = add_762 == 5'sd10;  // conv_input_grad.py:79
  wire band_866 = band_714 && eq_865;  // conv_input_grad.py:79
  wire eq_862 = add_751 == 5'sd10;  // conv_input_grad.py:79
  wire band_863 = band_714 && eq_862;  // conv_input_grad.py:79
  wire eq_859 = shl_743 == 5'sd10;  // conv_input_grad.py:79
  wire band_860 = band_714 && eq_859;  // conv_input_grad.py:79
  wire signed [7:0] sel_861 = band_860_s1 ? get_311_s1 : shadow_10_reg;  // conv_input_grad.py:79
  wire signed [7:0] sel_864 = band_863_s1 ? get_312_s1 : sel_861;  // conv_input_grad.py:79
  wire signed [7:0] sel_867 = band_866_s1 ? get_313_s1 : sel_864;  // conv_input_grad.py:79
  wire signed [7:0] sel_870 = band_869_s1 ? get_314_s1 : sel_867;  // conv_input_grad.py:79
  wire eq_278 = add_256 == 5'sd10;  // conv_input_grad.py:64
  wire band_279 = eq_22 && eq_278;  // conv_input_grad.py:64
  wire eq_240 = add_215 == 5'sd10;  // conv_input_grad.py:64
  wire band_241 = eq_22 && eq_240;  // conv_input_grad.py:64
  wire eq_202 = add_174 == 5'sd10;  // conv_input_grad.py:64
  wire band_203 = eq_22 && eq_202;  // conv_input_grad.py:64
  wire eq_157 = shl_110 == 5'sd10;  // conv_input_grad.py:64
  wire band_158 = eq_22 && eq_157;  // conv_input_grad.py:64
  wire signed [7:0] sel_160 = band_158_s1 ? get_106_s1 : active_10_reg;  // conv_input_grad.py:64
  wire signed [7:0] sel_204 = band_203_s1 ? get_107_s1 : sel_160;  // conv_input_grad.py:64
  wire signed [7:0] sel_242 = band_241_s1 ? get_108_s1 : sel_204;  // conv_input_grad.py:64
  wire signed [7:0] sel_280 = band_279_s1 ? get_109_s1 : sel_242;  // conv_input_grad.py:64
  wire signed [7:0] sel_871 = band_622_s1 ? sel_870 : sel_280;  // conv_input_grad.py:103
  wire eq_881 = add_776 == 5'sd11;  // conv_input_grad.py:79
  wire band_882 = band_714 && eq_881;  // conv_input_grad.py:79
  wire eq_878 = add_762 == 5'sd11;  // conv_input_grad.py:79
  wire band_879 = band_714 && eq_878;  // conv_input_grad.py:79
  wire eq_875 = add_751 == 5'sd11;  // conv_input_grad.py:79
  wire band_876 = band_714 && eq_875;  // conv_input_grad.py:79
  wire eq_872 = shl_743 == 5'sd11;  // conv_input_grad.py:79
  wire band_873 = band_714 && eq_872;  // conv_input_grad.py:79
  wire signed [7:0] sel_874 = band_873_s1 ? get_311_s1 : shadow_11_reg;  // conv_input_grad.py:79
  wire signed [7:0] sel_877 = band_876_s1 ? get_312_s1 : sel_874;  // conv_input_grad.py:79
  wire signed [7:0] sel_880 = band_879_s1 ? get_313_s1 : sel_877;  // conv_input_grad.py:79
  wire signed [7:0] sel_883 = band_882_s1 ? get_314_s1 : sel_880;  // conv_input_grad.py:79
  wire eq_281 = add_256 == 5'sd11;  // conv_input_grad.py:64
  wire band_282 = eq_22 && eq_281;  // conv_input_grad.py:64
  wire eq_243 = add_215 == 5'sd11;  // conv_input_grad.py:64
  wire band_244 = eq_22 && eq_243;  // conv_input_grad.py:64
  wire eq_205 = add_174 == 5'sd11;  // conv_input_grad.py:64
  wire band_206 = eq_22 && eq_205;  // conv_input_grad.py:64
  wire eq_162 = shl_110 == 5'sd11;  // conv_input_grad.py:64
  wire band_163 = eq_22 && eq_162;  // conv_input_grad.py:64
  wire signed [7:0] sel_165 = band_163_s1 ? get_106_s1 : active_11_reg;  // conv_input_grad.py:64
  wire signed [7:0] sel_207 = band_206_s1 ? get_107_s1 : sel_165;  // conv_input_grad.py:64
  wire signed [7:0] sel_245 = band_244_s1 ? get_108_s1 : sel_207;  // conv_input_grad.py:64
  wire signed [7:0] sel_283 = band_282_s1 ? get_109_s1 : sel_245;  // conv_input_grad.py:64
  wire signed [7:0] sel_884 = band_622_s1 ? sel_883 : sel_283;  // conv_input_grad.py:103
  wire eq_894 = add_776 == 5'sd12;  // conv_input_grad.py:79
  wire band_895 = band_714 && eq_894;  // conv_input_grad.py:79
  wire eq_891 = add_762 == 5'sd12;  // conv_input_grad.py:79
  wire band_892 = band_714 && eq_891;  // conv_input_grad.py:79
  wire eq_888 = add_751 == 5'sd12;  // conv_input_grad.py:79
  wire band_889 = band_714 && eq_888;  // conv_input_grad.py:79
  wire eq_885 = shl_743 == 5'sd12;  // conv_input_grad.py:79
  wire band_886 = band_714 && eq_885;  // conv_input_grad.py:79
  wire signed [7:0] sel_887 = band_886_s1 ? get_311_s1 : shadow_12_reg;  // conv_input_grad.py:79
  wire signed [7:0] sel_890 = band_889_s1 ? get_312_s1 : sel_887;  // conv_input_grad.py:79
  wire signed [7:0] sel_893 = band_892_s1 ? get_313_s1 : sel_890;  // conv_input_grad.py:79
  wire signed [7:0] sel_896 = band_895_s1 ? get_314_s1 : sel_893;  // conv_input_grad.py:79
  wire eq_284 = add_256 == 5'sd12;  // conv_input_grad.py:64
  wire band_285 = eq_22 && eq_284;  // conv_input_grad.py:64
  wire eq_246 = add_215 == 5'sd12;  // conv_input_grad.py:64
  wire band_247 = eq_22 && eq_246;  // conv_input_grad.py:64
  wire eq_208 = add_174 == 5'sd12;  // conv_input_grad.py:64
  wire band_209 = eq_22 && eq_208;  // conv_input_grad.py:64
  wire eq_167 = shl_110 == 5'sd12;  // conv_input_grad.py:64
  wire band_168 = eq_22 && eq_167;  // conv_input_grad.py:64
  wire signed [7:0] sel_170 = band_168_s1 ? get_106_s1 : active_12_reg;  // conv_input_grad.py:64
  wire signed [7:0] sel_210 = band_209_s1 ? get_107_s1 : sel_170;  // conv_input_grad.py:64
  wire signed [7:0] sel_248 = band_247_s1 ? get_108_s1 : sel_210;  // conv_input_grad.py:64
  wire signed [7:0] sel_286 = band_285_s1 ? get_109_s1 : sel_248;  // conv_input_grad.py:64
  wire signed [7:0] sel_897 = band_622_s1 ? sel_896 : sel_286;  // conv_input_grad.py:103
  wire eq_907 = add_776 == 5'sd13;  // conv_input_grad.py:79
  wire band_908 = band_714 && eq_907;  // conv_input_grad.py:79
  wire eq_904 = add_762 == 5'sd13;  // conv_input_grad.py:79
  wire band_905 = band_714 && eq_904;  // conv_input_grad.py:79
  wire eq_901 = add_751 == 5'sd13;  // conv_input_grad.py:79
  wire band_902 = band_714 && eq_901;  // conv_input_grad.py:79
  wire eq_898 = shl_743 == 5'sd13;  // conv_input_grad.py:79
  wire band_899 = band_714 && eq_898;  // conv_input_grad.py:79
  wire signed [7:0] sel_900 = band_899_s1 ? get_311_s1 : shadow_13_reg;  // conv_input_grad.py:79
  wire signed [7:0] sel_903 = band_902_s1 ? get_312_s1 : sel_900;  // conv_input_grad.py:79
  wire signed [7:0] sel_906 = band_905_s1 ? get_313_s1 : sel_903;  // conv_input_grad.py:79
  wire signed [7:0] sel_909 = band_908_s1 ? get_314_s1 : sel_906;  // conv_input_grad.py:79
  wire eq_287 = add_256 == 5'sd13;  // conv_input_grad.py:64
  wire band_288 = eq_22 && eq_287;  // conv_input_grad.py:64
  wire eq_249 = add_215 == 5'sd13;  // conv_input_grad.py:64
  wire band_250 = eq_22 && eq_249;  // conv_input_grad.py:64
  wire eq_211 = add_174 == 5'sd13;  // conv_input_grad.py:64
  wire band_212 = eq_22 && eq_211;  // conv_input_grad.py:64
  wire signed [7:0] sel_214 = band_212_s1 ? get_107_s1 : active_13_reg;  // conv_input_grad.py:64
  wire signed [7:0] sel_251 = band_250_s1 ? get_108_s1 : sel_214;  // conv_input_grad.py:64
  wire signed [7:0] sel_289 = band_288_s1 ? get_109_s1 : sel_251;  // conv_input_grad.py:64
  wire signed [7:0] sel_910 = band_622_s1 ? sel_909 : sel_289;  // conv_input_grad.py:103
  wire eq_920 = add_776 == 5'sd14;  // conv_input_grad.py:79
  wire band_921 = band_714 && eq_920;  // conv_input_grad.py:79
  wire eq_917 = add_762 == 5'sd14;  // conv_input_grad.py:79
  wire band_918 = band_714 && eq_917;  // conv_input_grad.py:79
  wire eq_914 = add_751 == 5'sd14;  // conv_input_grad.py:79
  wire band_915 = band_714 && eq_914;  // conv_input_grad.py:79
  wire eq_911 = shl_743 == 5'sd14;  // conv_input_grad.py:79
  wire band_912 = band_714 && eq_911;  // conv_input_grad.py:79
  wire signed [7:0] sel_913 = band_912_s1 ? get_311_s1 : shadow_14_reg;  // conv_input_grad.py:79
  wire signed [7:0] sel_916 = band_915_s1 ? get_312_s1 : sel_913;  // conv_input_grad.py:79
  wire signed [7:0] sel_919 = band_918_s1 ? get_313_s1 : sel_916;  // conv_input_grad.py:79
  wire signed [7:0] sel_922 = band_921_s1 ? get_314_s1 : sel_919;  // conv_input_grad.py:79
  wire eq_290 = add_256 == 5'sd14;  // conv_input_grad.py:64
  wire band_291 = eq_22 && eq_290;  // conv_input_grad.py:64
  wire eq_252 = add_215 == 5'sd14;  // conv_input_grad.py:64
  wire band_253 = eq_22 && eq_252;  // conv_input_grad.py:64
  wire signed [7:0] sel_255 = band_253_s1 ? get_108_s1 : active_14_reg;  // conv_input_grad.py:64
  wire signed [7:0] sel_292 = band_291_s1 ? get_109_s1 : sel_255;  // conv_input_grad.py:64
  wire signed [7:0] sel_923 = band_622_s1 ? sel_922 : sel_292;  // conv_input_grad.py:103
  wire eq_933 = add_776 == 5'sd15;  // conv_input_grad.py:79
  wire band_934 = band_714 && eq_933;  // conv_input_grad.py:79
  wire eq_930 = add_762 == 5'sd15;  // conv_input_grad.py:79
  wire band_931 = band_714 && eq_930;  // conv_input_grad.py:79
  wire eq_927 = add_751 == 5'sd15;  // conv_input_grad.py:79
  wire band_928 = band_714 && eq_927;  // conv_input_grad.py:79
  wire eq_924 = shl_743 == 5'sd15;  // conv_input_grad.py:79
  wire band_925 = band_714 && eq_924;  // conv_input_grad.py:79
  wire signed [7:0] sel_926 = band_925_s1 ? get_311_s1 : shadow_15_reg;  // conv_input_grad.py:79
  wire signed [7:0] sel_929 = band_928_s1 ? get_312_s1 : sel_926;  // conv_input_grad.py:79
  wire signed [7:0] sel_932 = band_931_s1 ? get_313_s1 : sel_929;  // conv_input_grad.py:79
  wire signed [7:0] sel_935 = band_934_s1 ? get_314_s1 : sel_932;  // conv_input_grad.py:79
  wire eq_293 = add_256 == 5'sd15;  // conv_input_grad.py:64
  wire band_294 = eq_22 && eq_293;  // conv_input_grad.py:64
  wire signed [7:0] sel_296 = band_294_s1 ? get_109_s1 : active_15_reg;  // conv_input_grad.py:64
  wire signed [7:0] sel_936 = band_622_s1 ? sel_935 : sel_296;  // conv_input_grad.py:103
  wire ws_get = eq_22 || band_714;
  assign ws_ready = issue && ws_get;
  wire wait_get_ws = ws_get && !ws_valid;
  wire y_put0 = stage[5] && band_612_s5;
  wire [31:0] y_put0_0 = wrap_721;
  wire [31:0] y_put0_1 = wrap_728;
  wire [31:0] y_put0_2 = wrap_735;
  wire [31:0] y_put0_3 = wrap_742;
  assign y_valid = y_put0;
  assign y_data = {y_put0_3, y_put0_2, y_put0_1, y_put0_0};
  wire wait_put_y = (band_612) && !y_room;
  wire tile_acquire = band_303;
  assign tile_take = issue && tile_acquire;
  assign tile_give = (stage[2] && band_646_s2);
  wire wait_half_tile = tile_acquire && !tile_open;
  wire [10:0] addr_tile_511 = at_527;
  assign tile_0_raddr = {half_tile_s2, addr_tile_511};
  wire [10:0] addr_tile_513 = at_527;
  assign tile_1_raddr = {half_tile_s2, addr_tile_513};
  wire [10:0] addr_tile_515 = at_527;
  assign tile_2_raddr = {half_tile_s2, addr_tile_515};
  wire [10:0] addr_tile_517 = at_527;
  assign tile_3_raddr = {half_tile_s2, addr_tile_517};
  wire [9:0] addr_acc_519 = t_712_s5;
  wire acc_0_w0 = stage[5] && eq_18_s5;  // conv_input_grad.py:95
  wire [31:0] acc_0_w0_data = wrap_721;
  wire [9:0] addr_acc_522 = t_712_s3;
  hwp_ram #(.WIDTH(32), .DEPTH(1024), .ADDR_W(10), .BLOCK(1)) u_acc_0 (
      .clk(ap_clk), .we(acc_0_w0), .waddr(addr_acc_519), .wdata(acc_0_w0_data),
      .raddr(addr_acc_522), .rdata(acc_0_rdata));
  wire [9:0] addr_acc_524 = t_712_s5;
  wire acc_1_w0 = stage[5] && eq_18_s5;  // conv_input_grad.py:95
  wire [31:0] acc_1_w0_data = wrap_728;
  wire [9:0] addr_acc_527 = t_712_s3;
  hwp_ram #(.WIDTH(32), .DEPTH(1024), .ADDR_W(10), .BLOCK(1)) u_acc_1 (
      .clk(ap_clk), .we(acc_1_w0), .waddr(addr_acc_524), .wdata(acc_1_w0_data),
      .raddr(addr_acc_527), .rdata(acc_1_rdata));
  wire [9:0] addr_acc_529 = t_712_s5;
  wire acc_2_w0 = stage[5] && eq_18_s5;  // conv_input_grad.py:95
  wire [31:0] acc_2_w0_data = wrap_735;
  wire [9:0] addr_acc_532 = t_712_s3;
  hwp_ram #(.WIDTH(32), .DEPTH(1024), .ADDR_W(10), .BLOCK(1)) u_acc_2 (
      .clk(ap_clk), .we(acc_2_w0), .waddr(addr_acc_529), .wdata(acc_2_w0_data),
      .raddr(addr_acc_532), .rdata(acc_2_rdata));
  wire [9:0] addr_acc_534 = t_712_s5;
  wire acc_3_w0 = stage[5] && eq_18_s5;  // conv_input_grad.py:95
  wire [31:0] acc_3_w0_data = wrap_742;
  wire [9:0] addr_acc_537 = t_712_s3;
  hwp_ram #(.WIDTH(32), .DEPTH(1024), .ADDR_W(10), .BLOCK(1)) u_acc_3 (
      .clk(ap_clk), .we(acc_3_w0), .waddr(addr_acc_534), .wdata(acc_3_w0_data),
      .raddr(addr_acc_537), .rdata(acc_3_rdata));
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
    if (issue && (band_646)) half_tile_reg <= half_tile_reg == 1'd1 ? 1'd0 : half_tile_reg + 1'b1;
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
    if (issue && wrap_9) step_711 <= bor_72 ? 21'sd0 : step_711 + scalar_6;
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
    le_528_s1 <= le_528;
    lt_529_s1 <= lt_529;
    add_525_s1 <= add_525;
    mul_526 <= scalar_8 * add_525_s1;
    col_524_s1 <= col_524;
    col_524_s2 <= col_524_s1;
    inside_531_s2 <= inside_531;
    inside_531_s3 <= inside_531_s2;
    active_2_reg_s2 <= active_2_reg;
    active_2_reg_s3 <= active_2_reg_s2;
    active_2_reg_s4 <= active_2_reg_s3;
    sel_541_s4 <= sel_541;
    mul_681 <= active_2_reg_s4 * sel_541_s4;
    active_1_reg_s1 <= active_1_reg;
    active_1_reg_s2 <= active_1_reg_s1;
    active_1_reg_s3 <= active_1_reg_s2;
    active_1_reg_s4 <= active_1_reg_s3;
    sel_539_s4 <= sel_539;
    mul_682 <= active_1_reg_s4 * sel_539_s4;
    active_3_reg_s2 <= active_3_reg;
    active_3_reg_s3 <= active_3_reg_s2;
    active_3_reg_s4 <= active_3_reg_s3;
    sel_543_s4 <= sel_543;
    mul_680 <= active_3_reg_s4 * sel_543_s4;
    active_0_reg_s1 <= active_0_reg;
    active_0_reg_s2 <= active_0_reg_s1;
    active_0_reg_s3 <= active_0_reg_s2;
    active_0_reg_s4 <= active_0_reg_s3;
    sel_537_s4 <= sel_537;
    mul_683 <= active_0_reg_s4 * sel_537_s4;
    first_547_s1 <= first_547;
    first_547_s2 <= first_547_s1;
    first_547_s3 <= first_547_s2;
    first_547_s4 <= first_547_s3;
    sel_716_s5 <= sel_716;
    active_6_reg_s2 <= active_6_reg;
    active_6_reg_s3 <= active_6_reg_s2;
    active_6_reg_s4 <= active_6_reg_s3;
    mul_688 <= active_6_reg_s4 * sel_541_s4;
    active_5_reg_s2 <= active_5_reg;
    active_5_reg_s3 <= active_5_reg_s2;
    active_5_reg_s4 <= active_5_reg_s3;
    mul_689 <= active_5_reg_s4 * sel_539_s4;
    active_7_reg_s2 <= active_7_reg;
    active_7_reg_s3 <= active_7_reg_s2;
    active_7_reg_s4 <= active_7_reg_s3;
    mul_687 <= active_7_reg_s4 * sel_543_s4;
    active_4_reg_s2 <= active_4_reg;
    active_4_reg_s3 <= active_4_reg_s2;
    active_4_reg_s4 <= active_4_reg_s3;
    mul_690 <= active_4_reg_s4 * sel_537_s4;
    sel_723_s5 <= sel_723;
    active_10_reg_s2 <= active_10_reg;
    active_10_reg_s3 <= active_10_reg_s2;
    active_10_reg_s4 <= active_10_reg_s3;
    mul_695 <= active_10_reg_s4 * sel_541_s4;
    active_9_reg_s2 <= active_9_reg;
    active_9_reg_s3 <= active_9_reg_s2;
    active_9_reg_s4 <= active_9_reg_s3;
    mul_696 <= active_9_reg_s4 * sel_539_s4;
    active_11_reg_s2 <= active_11_reg;
    active_11_reg_s3 <= active_11_reg_s2;
    active_11_reg_s4 <= active_11_reg_s3;
    mul_694 <= active_11_reg_s4 * sel_543_s4;
    active_8_reg_s2 <= active_8_reg;
    active_8_reg_s3 <= active_8_reg_s2;
    active_8_reg_s4 <= active_8_reg_s3;
    mul_697 <= active_8_reg_s4 * sel_537_s4;
    sel_730_s5 <= sel_730;
    active_14_reg_s2 <= active_14_reg;
    active_14_reg_s3 <= active_14_reg_s2;
    active_14_reg_s4 <= active_14_reg_s3;
    mul_702 <= active_14_reg_s4 * sel_541_s4;
    active_13_reg_s2 <= active_13_reg;
    active_13_reg_s3 <= active_13_reg_s2;
    active_13_reg_s4 <= active_13_reg_s3;
    mul_703 <= active_13_reg_s4 * sel_539_s4;
    active_15_reg_s2 <= active_15_reg;
    active_15_reg_s3 <= active_15_reg_s2;
    active_15_reg_s4 <= active_15_reg_s3;
    mul_701 <= active_15_reg_s4 * sel_543_s4;
    active_12_reg_s2 <= active_12_reg;
    active_12_reg_s3 <= active_12_reg_s2;
    active_12_reg_s4 <= active_12_reg_s3;
    mul_704 <= active_12_reg_s4 * sel_537_s4;
    sel_737_s5 <= sel_737;
    band_120_s1 <= band_120;
    get_106_s1 <= get_106;
    band_179_s1 <= band_179;
    get_107_s1 <= get_107;
    band_217_s1 <= band_217;
    get_108_s1 <= get_108;
    band_622_s1 <= band_622;
    band_768_s1 <= band_768;
    get_311_s1 <= get_311;
    band_771_s1 <= band_771;
    get_312_s1 <= get_312;
    band_774_s1 <= band_774;
    get_313_s1 <= get_313;
    band_778_s1 <= band_778;
    get_314_s1 <= get_314;
    band_124_s1 <= band_124;
    band_182_s1 <= band_182;
    band_220_s1 <= band_220;
    band_258_s1 <= band_258;
    get_109_s1 <= get_109;
    band_782_s1 <= band_782;
    band_785_s1 <= band_785;
    band_788_s1 <= band_788;
    band_791_s1 <= band_791;
    band_128_s1 <= band_128;
    band_185_s1 <= band_185;
    band_223_s1 <= band_223;
    band_261_s1 <= band_261;
    band_795_s1 <= band_795;
    band_798_s1 <= band_798;
    band_801_s1 <= band_801;
    band_804_s1 <= band_804;
    band_133_s1 <= band_133;
    band_188_s1 <= band_188;
    band_226_s1 <= band_226;
    band_264_s1 <= band_264;
    band_808_s1 <= band_808;
    band_811_s1 <= band_811;
    band_814_s1 <= band_814;
    band_817_s1 <= band_817;
    band_138_s1 <= band_138;
    band_191_s1 <= band_191;
    band_229_s1 <= band_229;
    band_267_s1 <= band_267;
    band_821_s1 <= band_821;
    band_824_s1 <= band_824;
    band_827_s1 <= band_827;
    band_830_s1 <= band_830;
    band_143_s1 <= band_143;
    band_194_s1 <= band_194;
    band_232_s1 <= band_232;
    band_270_s1 <= band_270;
    band_834_s1 <= band_834;
    band_837_s1 <= band_837;
    band_840_s1 <= band_840;
    band_843_s1 <= band_843;
    band_148_s1 <= band_148;
    band_197_s1 <= band_197;
    band_235_s1 <= band_235;
    band_273_s1 <= band_273;
    band_847_s1 <= band_847;
    band_850_s1 <= band_850;
    band_853_s1 <= band_853;
    band_856_s1 <= band_856;
    band_153_s1 <= band_153;
    band_200_s1 <= band_200;
    band_238_s1 <= band_238;
    band_276_s1 <= band_276;
    band_860_s1 <= band_860;
    band_863_s1 <= band_863;
    band_866_s1 <= band_866;
    band_869_s1 <= band_869;
    band_158_s1 <= band_158;
    band_203_s1 <= band_203;
    band_241_s1 <= band_241;
    band_279_s1 <= band_279;
    band_873_s1 <= band_873;
    band_876_s1 <= band_876;
    band_879_s1 <= band_879;
    band_882_s1 <= band_882;
    band_163_s1 <= band_163;
    band_206_s1 <= band_206;
    band_244_s1 <= band_244;
    band_282_s1 <= band_282;
    band_886_s1 <= band_886;
    band_889_s1 <= band_889;
    band_892_s1 <= band_892;
    band_895_s1 <= band_895;
    band_168_s1 <= band_168;
    band_209_s1 <= band_209;
    band_247_s1 <= band_247;
    band_285_s1 <= band_285;
    band_899_s1 <= band_899;
    band_902_s1 <= band_902;
    band_905_s1 <= band_905;
    band_908_s1 <= band_908;
    band_212_s1 <= band_212;
    band_250_s1 <= band_250;
    band_288_s1 <= band_288;
    band_912_s1 <= band_912;
    band_915_s1 <= band_915;
    band_918_s1 <= band_918;
    band_921_s1 <= band_921;
    band_253_s1 <= band_253;
    band_291_s1 <= band_291;
    band_925_s1 <= band_925;
    band_928_s1 <= band_928;
    band_931_s1 <= band_931;
    band_934_s1 <= band_934;
    band_294_s1 <= band_294;
    band_612_s1 <= band_612;
    band_612_s2 <= band_612_s1;
    band_612_s3 <= band_612_s2;
    band_612_s4 <= band_612_s3;
    band_612_s5 <= band_612_s4;
    band_646_s1 <= band_646;
    band_646_s2 <= band_646_s1;
    half_tile_s1 <= half_tile_reg;
    half_tile_s2 <= half_tile_s1;
    eq_18_s1 <= eq_18;
    eq_18_s2 <= eq_18_s1;
    eq_18_s3 <= eq_18_s2;
    eq_18_s4 <= eq_18_s3;
    eq_18_s5 <= eq_18_s4;
    t_712_s1 <= t_712;
    t_712_s2 <= t_712_s1;
    t_712_s3 <= t_712_s2;
    t_712_s4 <= t_712_s3;
    t_712_s5 <= t_712_s4;
    if (issue) begin
      active_0_reg <= sel_747;
      active_1_reg <= sel_755;
      shadow_1_reg <= sel_754;
      shadow_2_reg <= sel_765;
    end
    if (stage[1]) begin
      active_2_reg <= sel_766;
      active_3_reg <= sel_780;
      active_4_reg <= sel_793;
      active_5_reg <= sel_806;
      active_6_reg <= sel_819;
      active_7_reg <= sel_832;
      active_8_reg <= sel_845;
      active_9_reg <= sel_858;
      active_10_reg <= sel_871;
      active_11_reg <= sel_884;
      active_12_reg <= sel_897;
      active_13_reg <= sel_910;
      active_14_reg <= sel_923;
      active_15_reg <= sel_936;
      shadow_3_reg <= sel_779;
      shadow_4_reg <= sel_792;
      shadow_5_reg <= sel_805;
      shadow_6_reg <= sel_818;
      shadow_7_reg <= sel_831;
      shadow_8_reg <= sel_844;
      shadow_9_reg <= sel_857;
      shadow_10_reg <= sel_870;
      shadow_11_reg <= sel_883;
      shadow_12_reg <= sel_896;
      shadow_13_reg <= sel_909;
      shadow_14_reg <= sel_922;
      shadow_15_reg <= sel_935;
    end
    if (issue && band_745) shadow_0_reg <= get_311;
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
  wire signed [2:0] shl_29 = count_b_1 <<< 1;  // conv_input_grad.py:117
  wire eq_32 = shl_29 == 3'sd2;  // conv_input_grad.py:117
  wire eq_30 = shl_29 == 2'sd1;  // conv_input_grad.py:117
  wire signed [31:0] sel_31 = eq_30 ? sel_23 : sel_21;  // conv_input_grad.py:117
  wire signed [31:0] sel_33 = eq_32 ? sel_25 : sel_31;  // conv_input_grad.py:117
  wire signed [2:0] add_37 = shl_29 + 2'sd1;  // conv_input_grad.py:117
  wire eq_42 = add_37 == 3'sd3;  // conv_input_grad.py:117
  wire eq_40 = add_37 == 3'sd2;  // conv_input_grad.py:117
  wire eq_38 = add_37 == 2'sd1;  // conv_input_grad.py:117
  wire signed [31:0] sel_39 = eq_38 ? sel_23 : sel_21;  // conv_input_grad.py:117
  wire signed [31:0] sel_41 = eq_40 ? sel_25 : sel_39;  // conv_input_grad.py:117
  wire signed [31:0] sel_43 = eq_42 ? sel_28 : sel_41;  // conv_input_grad.py:117
  wire y_get = eq_11;
  assign y_ready = issue && y_get;
  wire wait_get_y = y_get && !y_valid;
  wire dx_wr_put0 = issue && 1'b1;
  wire [31:0] dx_wr_put0_0 = sel_33;
  wire [31:0] dx_wr_put0_1 = sel_43;
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
  wire signed [65:0] shl_52 = scalar_1 <<< 41;  // conv_input_grad.py:117
  wire signed [40:0] scalar_50 = $signed({1'b0, arg_dx});
  wire signed [65:0] or_53 = shl_52 | scalar_50;  // conv_input_grad.py:117
  wire signed [3:0] and_56 = scalar_50 & 4'sd7;  // conv_input_grad.py:117
  wire eq_57 = and_56 == 2'sd0;  // conv_input_grad.py:117
  wire dx_wr_req_put0 = issue && 1'b1;
  wire [64:0] dx_wr_req_put0_0 = or_53;
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
    if (issue && 1'b1 && !(eq_57)) $error("conv_input_grad.py:117: dx[...] starts at a multiple of 8 bytes");
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
