// ---- depthwise.sv
// Kernel depthwise: processes, streams and bus interfaces.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */

module depthwise (
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
  wire [1119:0] args;
  wire idle = !busy_reg;
  hwp_axi_lite_ctrl #(.ADDR_W(8), .WORDS(35), .WRITABLE(35'd14316918101), .MASK(1120'hffffffffffffffff0000000000ffffff000000000000000700000000000003ff00000000000003ff00000000000003ff00000000ffffffffffffffff000000000000000f00000000ffffffffffffffff000000000000000700000000000003ff00000000000003ff00000000000003ff00000000000003ff00000000000003ff000000000000ffff)) u_control (
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

  wire [15:0] arg_blocks = args[15:0];
  wire [9:0] arg_bands = args[73:64];
  wire [9:0] arg_tall = args[137:128];
  wire [9:0] arg_step = args[201:192];
  wire [9:0] arg_h = args[265:256];
  wire [9:0] arg_w = args[329:320];
  wire [2:0] arg_pad = args[386:384];
  wire [63:0] arg_x = args[511:448];
  wire [3:0] arg_kernel = args[547:544];
  wire [63:0] arg_k = args[671:608];
  wire [9:0] arg_rows = args[713:704];
  wire [9:0] arg_oh = args[777:768];
  wire [9:0] arg_ow = args[841:832];
  wire [2:0] arg_stride = args[898:896];
  wire [23:0] arg_pixels = args[983:960];
  wire [63:0] arg_z = args[1087:1024];

  wire [255:0] y_in_data;
  wire y_in_valid;
  wire [255:0] y_out_data;
  wire y_out_valid;
  wire y_out_ready;
  wire y_in_ready;
  wire [4:0] y_count;
  hwp_fifo #(.WIDTH(256), .DEPTH(16)) u_y (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(y_in_valid), .in_ready(y_in_ready), .in_data(y_in_data),
      .out_valid(y_out_valid), .out_ready(y_out_ready),
      .out_data(y_out_data), .count(y_count)
  );
  wire y_room = y_count <= 5'd12;

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

  wire [63:0] x_rd_in_data;
  wire x_rd_in_valid;
  wire [63:0] x_rd_out_data;
  wire x_rd_out_valid;
  wire x_rd_out_ready;
  wire x_rd_in_ready;
  assign x_rd_out_data = x_rd_in_data;
  assign x_rd_out_valid = x_rd_in_valid;
  assign x_rd_in_ready = x_rd_out_ready;

  wire [62:0] k_rd_req_in_data;
  wire k_rd_req_in_valid;
  wire [62:0] k_rd_req_out_data;
  wire k_rd_req_out_valid;
  wire k_rd_req_out_ready;
  wire k_rd_req_in_ready;
  wire [4:0] k_rd_req_count;
  hwp_fifo #(.WIDTH(63), .DEPTH(16)) u_k_rd_req (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(k_rd_req_in_valid), .in_ready(k_rd_req_in_ready), .in_data(k_rd_req_in_data),
      .out_valid(k_rd_req_out_valid), .out_ready(k_rd_req_out_ready),
      .out_data(k_rd_req_out_data), .count(k_rd_req_count)
  );
  wire k_rd_req_room = k_rd_req_count <= 5'd13;

  wire [63:0] k_rd_in_data;
  wire k_rd_in_valid;
  wire [63:0] k_rd_out_data;
  wire k_rd_out_valid;
  wire k_rd_out_ready;
  wire k_rd_in_ready;
  assign k_rd_out_data = k_rd_in_data;
  assign k_rd_out_valid = k_rd_in_valid;
  assign k_rd_in_ready = k_rd_out_ready;

  wire [65:0] z_wr_req_in_data;
  wire z_wr_req_in_valid;
  wire [65:0] z_wr_req_out_data;
  wire z_wr_req_out_valid;
  wire z_wr_req_out_ready;
  wire z_wr_req_in_ready;
  wire [4:0] z_wr_req_count;
  hwp_fifo #(.WIDTH(66), .DEPTH(16)) u_z_wr_req (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(z_wr_req_in_valid), .in_ready(z_wr_req_in_ready), .in_data(z_wr_req_in_data),
      .out_valid(z_wr_req_out_valid), .out_ready(z_wr_req_out_ready),
      .out_data(z_wr_req_out_data), .count(z_wr_req_count)
  );
  wire z_wr_req_room = z_wr_req_count <= 5'd15;

  wire [63:0] z_wr_in_data;
  wire z_wr_in_valid;
  wire [63:0] z_wr_out_data;
  wire z_wr_out_valid;
  wire z_wr_out_ready;
  wire z_wr_in_ready;
  wire [4:0] z_wr_count;
  hwp_fifo #(.WIDTH(64), .DEPTH(16)) u_z_wr (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(z_wr_in_valid), .in_ready(z_wr_in_ready), .in_data(z_wr_in_data),
      .out_valid(z_wr_out_valid), .out_ready(z_wr_out_ready),
      .out_data(z_wr_out_data), .count(z_wr_count)
  );
  wire z_wr_room = z_wr_count <= 5'd15;

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
  assign x_rd_burst_valid = x_rd_req_out_valid;
  assign x_rd_req_out_ready = x_rd_burst_ready;
  assign x_rd_burst_addr = x_rd_req_out_data[39:0];
  assign x_rd_burst_beats = {x_rd_req_out_data[49:40]};
  assign x_rd_in_valid = x_rd_beat_valid;
  assign x_rd_in_data = x_rd_beat_data;
  assign x_rd_beat_ready = x_rd_in_ready;
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
  wire [22:0] k_rd_burst_beats;
  wire k_rd_beat_valid;
  wire k_rd_beat_ready;
  wire [63:0] k_rd_beat_data;
  wire k_rd_axi_busy;
  wire k_rd_axi_error;
  assign k_rd_burst_valid = k_rd_req_out_valid;
  assign k_rd_req_out_ready = k_rd_burst_ready;
  assign k_rd_burst_addr = k_rd_req_out_data[39:0];
  assign k_rd_burst_beats = {k_rd_req_out_data[62:40]};
  assign k_rd_in_valid = k_rd_beat_valid;
  assign k_rd_in_data = k_rd_beat_data;
  assign k_rd_beat_ready = k_rd_in_ready;
  hwp_axi_read #(.ADDR_W(40), .DATA_W(64), .BEATS_W(23), .MAX_BURST(64), .BUFFER_BEATS(256)) u_k_rd_axi (
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

  wire [39:0] z_wr_axi_awaddr;
  wire [7:0] z_wr_axi_awlen;
  wire [2:0] z_wr_axi_awsize;
  wire [1:0] z_wr_axi_awburst;
  wire [3:0] z_wr_axi_awcache;
  wire [2:0] z_wr_axi_awprot;
  wire z_wr_axi_awvalid;
  wire z_wr_axi_wlast;
  wire z_wr_axi_wvalid;
  wire z_wr_axi_bready;
  wire z_wr_axi_awready;
  wire z_wr_axi_wready;
  wire [1:0] z_wr_axi_bresp;
  wire z_wr_axi_bvalid;
  wire [63:0] z_wr_axi_wdata;
  wire [7:0] z_wr_axi_wstrb;
  wire z_wr_burst_valid;
  wire z_wr_burst_ready;
  wire [39:0] z_wr_burst_addr;
  wire [25:0] z_wr_burst_beats;
  wire z_wr_beat_valid;
  wire z_wr_beat_ready;
  wire [63:0] z_wr_beat_data;
  wire z_wr_axi_busy;
  wire z_wr_axi_error;
  wire [7:0] z_wr_beat_strb;
  assign z_wr_burst_valid = z_wr_req_out_valid;
  assign z_wr_req_out_ready = z_wr_burst_ready;
  assign z_wr_burst_addr = z_wr_req_out_data[39:0];
  assign z_wr_burst_beats = {z_wr_req_out_data[65:40]};
  assign z_wr_beat_valid = z_wr_out_valid;
  assign z_wr_out_ready = z_wr_beat_ready;
  assign z_wr_beat_data = z_wr_out_data;
  assign z_wr_beat_strb = {8{1'b1}};
  hwp_axi_write #(.ADDR_W(40), .DATA_W(64), .BEATS_W(26), .MAX_BURST(64), .BUFFER_BEATS(128)) u_z_wr_axi (
      .clk(ap_clk), .rst(ap_rst),
      .req_valid(z_wr_burst_valid), .req_ready(z_wr_burst_ready),
      .req_addr(z_wr_burst_addr), .req_beats(z_wr_burst_beats),
      .in_valid(z_wr_beat_valid), .in_ready(z_wr_beat_ready),
      .in_data(z_wr_beat_data),
      .in_strb(z_wr_beat_strb),
      .busy(z_wr_axi_busy), .error(z_wr_axi_error),
      .m_axi_awaddr(z_wr_axi_awaddr),
      .m_axi_awlen(z_wr_axi_awlen),
      .m_axi_awsize(z_wr_axi_awsize),
      .m_axi_awburst(z_wr_axi_awburst),
      .m_axi_awcache(z_wr_axi_awcache),
      .m_axi_awprot(z_wr_axi_awprot),
      .m_axi_awvalid(z_wr_axi_awvalid),
      .m_axi_wlast(z_wr_axi_wlast),
      .m_axi_wvalid(z_wr_axi_wvalid),
      .m_axi_bready(z_wr_axi_bready),
      .m_axi_awready(z_wr_axi_awready),
      .m_axi_wready(z_wr_axi_wready),
      .m_axi_bresp(z_wr_axi_bresp),
      .m_axi_bvalid(z_wr_axi_bvalid),
      .m_axi_wdata(z_wr_axi_wdata),
      .m_axi_wstrb(z_wr_axi_wstrb)
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
  assign m_axi_gmem1_AWADDR = z_wr_axi_awaddr;
  assign m_axi_gmem1_AWLEN = z_wr_axi_awlen;
  assign m_axi_gmem1_AWSIZE = z_wr_axi_awsize;
  assign m_axi_gmem1_AWBURST = z_wr_axi_awburst;
  assign m_axi_gmem1_AWCACHE = z_wr_axi_awcache;
  assign m_axi_gmem1_AWPROT = z_wr_axi_awprot;
  assign m_axi_gmem1_AWVALID = z_wr_axi_awvalid;
  assign m_axi_gmem1_WLAST = z_wr_axi_wlast;
  assign m_axi_gmem1_WVALID = z_wr_axi_wvalid;
  assign m_axi_gmem1_BREADY = z_wr_axi_bready;
  assign m_axi_gmem1_WDATA = z_wr_axi_wdata;
  assign m_axi_gmem1_WSTRB = z_wr_axi_wstrb;
  assign z_wr_axi_awready = m_axi_gmem1_AWREADY;
  assign z_wr_axi_wready = m_axi_gmem1_WREADY;
  assign z_wr_axi_bresp = m_axi_gmem1_BRESP;
  assign z_wr_axi_bvalid = m_axi_gmem1_BVALID;

  wire load_idle;
  depthwise_load u_process_load (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(load_idle),
      .arg_blocks(arg_blocks[15:0]),
      .arg_bands(arg_bands[9:0]),
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
      .tile_7_wdata(tile_7_wdata)
  );

  wire load_x_rd_addr_idle;
  depthwise_load_x_rd_addr u_process_load_x_rd_addr (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(load_x_rd_addr_idle),
      .arg_blocks(arg_blocks[15:0]),
      .arg_bands(arg_bands[9:0]),
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

  wire weights_idle;
  depthwise_weights u_process_weights (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(weights_idle),
      .arg_blocks(arg_blocks[15:0]),
      .arg_kernel(arg_kernel[3:0]),
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
      .taps_7_wdata(taps_7_wdata)
  );

  wire weights_k_rd_addr_idle;
  depthwise_weights_k_rd_addr u_process_weights_k_rd_addr (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(weights_k_rd_addr_idle),
      .arg_kernel(arg_kernel[3:0]),
      .arg_blocks(arg_blocks[15:0]),
      .arg_k(arg_k[39:0]),
      .k_rd_req_data(k_rd_req_in_data),
      .k_rd_req_valid(k_rd_req_in_valid),
      .k_rd_req_room(k_rd_req_room)
  );

  wire compute_idle;
  depthwise_compute u_process_compute (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(compute_idle),
      .arg_blocks(arg_blocks[15:0]),
      .arg_bands(arg_bands[9:0]),
      .arg_oh(arg_oh[9:0]),
      .arg_rows(arg_rows[9:0]),
      .arg_ow(arg_ow[9:0]),
      .arg_kernel(arg_kernel[3:0]),
      .arg_stride(arg_stride[2:0]),
      .arg_pad(arg_pad[2:0]),
      .arg_w(arg_w[9:0]),
      .y_data(y_in_data),
      .y_valid(y_in_valid),
      .y_room(y_room),
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
      .taps_7_rdata(taps_7_rdata)
  );

  wire store_idle;
  depthwise_store u_process_store (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(store_idle),
      .arg_pixels(arg_pixels[23:0]),
      .y_data(y_out_data),
      .y_valid(y_out_valid),
      .y_ready(y_out_ready),
      .z_wr_data(z_wr_in_data),
      .z_wr_valid(z_wr_in_valid),
      .z_wr_room(z_wr_room)
  );

  wire store_z_wr_addr_idle;
  depthwise_store_z_wr_addr u_process_store_z_wr_addr (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(store_z_wr_addr_idle),
      .arg_pixels(arg_pixels[23:0]),
      .arg_z(arg_z[39:0]),
      .z_wr_req_data(z_wr_req_in_data),
      .z_wr_req_valid(z_wr_req_in_valid),
      .z_wr_req_room(z_wr_req_room)
  );

  assign start = ap_start && !busy_reg && !done_reg;
  wire quiet = load_idle && load_x_rd_addr_idle && weights_idle && weights_k_rd_addr_idle && compute_idle && store_idle && store_z_wr_addr_idle && !y_out_valid && !x_rd_req_out_valid && !k_rd_req_out_valid && !z_wr_req_out_valid && !z_wr_out_valid && !x_rd_axi_busy && !k_rd_axi_busy && !z_wr_axi_busy;
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
    if (start && arg_z[63:40] != 24'd0) $error("z lies at or above 2^40");
  end
`endif

endmodule

`default_nettype wire

// ---- depthwise_compute.sv
// Process compute of depthwise.py, line 50: initiation interval 1, 4 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module depthwise_compute (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [15:0] arg_blocks,
    input  wire [9:0] arg_bands,
    input  wire [9:0] arg_oh,
    input  wire [9:0] arg_rows,
    input  wire [9:0] arg_ow,
    input  wire [3:0] arg_kernel,
    input  wire [2:0] arg_stride,
    input  wire [2:0] arg_pad,
    input  wire [9:0] arg_w,
    output wire [255:0] y_data,
    output wire y_valid,
    input  wire y_room,
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
    input  wire [7:0] taps_7_rdata
);

  logic running;
  logic [3:1] stage;
  logic signed [16:0] count_c_0;
  logic signed [10:0] count_b_1;
  logic signed [20:0] step_190;  // depthwise.py:76
  logic signed [10:0] count_oy_2;
  logic signed [10:0] count_ox_3;
  logic signed [4:0] count_ky_4;
  logic signed [4:0] count_kx_5;
  logic signed [31:0] acc_0_reg;
  logic first_79_s1;
  logic first_79_s2;
  logic first_79_s3;
  logic signed [12:0] step_189;  // depthwise.py:76
  logic signed [22:0] step_192;  // depthwise.py:76
  logic signed [14:0] step_193;  // depthwise.py:76
  logic inside_203_s1;
  logic signed [7:0] step_191;  // depthwise.py:76
  logic signed [7:0] pixel_204_s2;
  logic signed [7:0] load_196_s2;
  logic signed [15:0] mul_205;  // depthwise.py:72
  logic signed [31:0] acc_1_reg;
  logic signed [7:0] pixel_210_s2;
  logic signed [7:0] load_208_s2;
  logic signed [15:0] mul_211;  // depthwise.py:72
  logic signed [31:0] acc_2_reg;
  logic signed [7:0] pixel_216_s2;
  logic signed [7:0] load_214_s2;
  logic signed [15:0] mul_217;  // depthwise.py:72
  logic signed [31:0] acc_3_reg;
  logic signed [7:0] pixel_222_s2;
  logic signed [7:0] load_220_s2;
  logic signed [15:0] mul_223;  // depthwise.py:72
  logic signed [31:0] acc_4_reg;
  logic signed [7:0] pixel_228_s2;
  logic signed [7:0] load_226_s2;
  logic signed [15:0] mul_229;  // depthwise.py:72
  logic signed [31:0] acc_5_reg;
  logic signed [7:0] pixel_234_s2;
  logic signed [7:0] load_232_s2;
  logic signed [15:0] mul_235;  // depthwise.py:72
  logic signed [31:0] acc_6_reg;
  logic signed [7:0] pixel_240_s2;
  logic signed [7:0] load_238_s2;
  logic signed [15:0] mul_241;  // depthwise.py:72
  logic signed [31:0] acc_7_reg;
  logic signed [7:0] pixel_246_s2;
  logic signed [7:0] load_244_s2;
  logic signed [15:0] mul_247;  // depthwise.py:72
  logic band_161_s1;
  logic band_161_s2;
  logic band_161_s3;
  logic [0:0] half_tile_reg;
  logic [0:0] half_taps_reg;
  wire issue;

  wire signed [16:0] scalar_1 = $signed({1'b0, arg_blocks});
  wire signed [16:0] add_13 = count_c_0 + 2'sd1;  // depthwise.py:57
  wire le_14 = scalar_1 <= add_13;  // depthwise.py:57
  wire signed [10:0] scalar_2 = $signed({1'b0, arg_bands});
  wire signed [10:0] add_16 = count_b_1 + 2'sd1;  // depthwise.py:59
  wire le_17 = scalar_2 <= add_16;  // depthwise.py:59
  wire signed [10:0] scalar_4 = $signed({1'b0, arg_oh});
  wire signed [10:0] scalar_3 = $signed({1'b0, arg_rows});
  wire signed [20:0] sub_250 = scalar_4 - step_190;  // depthwise.py:61
  wire lt_251 = sub_250 < scalar_3;  // depthwise.py:61
  wire signed [20:0] sel_252 = lt_251 ? sub_250 : scalar_3;  // depthwise.py:61
  wire signed [10:0] add_23 = count_oy_2 + 2'sd1;  // depthwise.py:61
  wire le_253 = sel_252 <= add_23;  // depthwise.py:61
  wire signed [10:0] scalar_5 = $signed({1'b0, arg_ow});
  wire signed [10:0] add_27 = count_ox_3 + 2'sd1;  // depthwise.py:62
  wire le_28 = scalar_5 <= add_27;  // depthwise.py:62
  wire signed [4:0] scalar_6 = $signed({1'b0, arg_kernel});
  wire signed [4:0] add_30 = count_ky_4 + 2'sd1;  // depthwise.py:63
  wire le_31 = scalar_6 <= add_30;  // depthwise.py:63
  wire signed [4:0] add_33 = count_kx_5 + 2'sd1;  // depthwise.py:64
  wire le_34 = scalar_6 <= add_33;  // depthwise.py:64
  wire eq_48 = count_kx_5 == 2'sd0;  // depthwise.py:64
  wire eq_45 = count_ky_4 == 2'sd0;  // depthwise.py:64
  wire eq_42 = count_ox_3 == 2'sd0;  // depthwise.py:64
  wire eq_36 = count_b_1 == 2'sd0;  // depthwise.py:64
  wire eq_39 = count_oy_2 == 2'sd0;  // depthwise.py:64
  wire band_52 = eq_36 && eq_39;  // depthwise.py:64
  wire band_54 = eq_42 && band_52;  // depthwise.py:64
  wire band_56 = eq_45 && band_54;  // depthwise.py:64
  wire band_58 = eq_48 && band_56;  // depthwise.py:64
  wire band_61 = eq_39 && eq_42;  // depthwise.py:58
  wire band_63 = eq_45 && band_61;  // depthwise.py:58
  wire band_65 = eq_48 && band_63;  // depthwise.py:58
  wire signed [4:0] add_157 = scalar_6 + -2'sd1;  // depthwise.py:73
  wire eq_158 = count_ky_4 == add_157;  // depthwise.py:73
  wire eq_159 = count_kx_5 == add_157;  // depthwise.py:73
  wire band_161 = eq_158 && eq_159;  // depthwise.py:73
  wire band_254 = le_253 && le_28;  // depthwise.py:74
  wire band_255 = le_31 && band_254;  // depthwise.py:74
  wire band_256 = le_34 && band_255;  // depthwise.py:74
  wire band_257 = le_17 && le_253;  // depthwise.py:75
  wire band_258 = le_28 && band_257;  // depthwise.py:75
  wire band_259 = le_31 && band_258;  // depthwise.py:75
  wire band_260 = le_34 && band_259;  // depthwise.py:75
  wire first_79 = eq_45 && eq_48;  // depthwise.py:68
  wire signed [31:0] old_86 = first_79_s3 ? 2'sd0 : acc_0_reg;  // depthwise.py:71
  wire signed [3:0] scalar_7 = $signed({1'b0, arg_stride});
  wire signed [13:0] add_197 = count_kx_5 + step_189;  // depthwise.py:65
  wire signed [3:0] scalar_9 = $signed({1'b0, arg_pad});
  wire signed [13:0] col_198 = add_197 - scalar_9;  // depthwise.py:65
  wire le_202 = 2'sd0 <= col_198;  // depthwise.py:67
  wire signed [10:0] scalar_8 = $signed({1'b0, arg_w});
  wire lt_201 = col_198 < scalar_8;  // depthwise.py:67
  wire inside_203 = le_202 && lt_201;  // depthwise.py:67
  wire signed [12:0] mul_188 = scalar_7 * scalar_8;  // depthwise.py:76
  wire signed [22:0] add_194 = step_192 + step_193;  // depthwise.py:76
  wire signed [23:0] at_199 = col_198 + add_194;  // depthwise.py:66
  wire signed [7:0] load_200 = $signed(tile_0_rdata);  // depthwise.py:70
  wire signed [7:0] pixel_204 = inside_203_s1 ? load_200 : 2'sd0;  // depthwise.py:70
  wire signed [7:0] add_195 = count_kx_5 + step_191;  // depthwise.py:72
  wire signed [7:0] load_196 = $signed(taps_0_rdata);  // depthwise.py:72
  wire signed [32:0] add_206 = old_86 + mul_205;  // depthwise.py:72
  wire signed [31:0] wrap_207 = add_206;  // depthwise.py:72
  wire signed [31:0] old_97 = first_79_s3 ? 2'sd0 : acc_1_reg;  // depthwise.py:71
  wire signed [7:0] load_209 = $signed(tile_1_rdata);  // depthwise.py:70
  wire signed [7:0] pixel_210 = inside_203_s1 ? load_209 : 2'sd0;  // depthwise.py:70
  wire signed [7:0] load_208 = $signed(taps_1_rdata);  // depthwise.py:72
  wire signed [32:0] add_212 = old_97 + mul_211;  // depthwise.py:72
  wire signed [31:0] wrap_213 = add_212;  // depthwise.py:72
  wire signed [31:0] old_106 = first_79_s3 ? 2'sd0 : acc_2_reg;  // depthwise.py:71
  wire signed [7:0] load_215 = $signed(tile_2_rdata);  // depthwise.py:70
  wire signed [7:0] pixel_216 = inside_203_s1 ? load_215 : 2'sd0;  // depthwise.py:70
  wire signed [7:0] load_214 = $signed(taps_2_rdata);  // depthwise.py:72
  wire signed [32:0] add_218 = old_106 + mul_217;  // depthwise.py:72
  wire signed [31:0] wrap_219 = add_218;  // depthwise.py:72
  wire signed [31:0] old_115 = first_79_s3 ? 2'sd0 : acc_3_reg;  // depthwise.py:71
  wire signed [7:0] load_221 = $signed(tile_3_rdata);  // depthwise.py:70
  wire signed [7:0] pixel_222 = inside_203_s1 ? load_221 : 2'sd0;  // depthwise.py:70
  wire signed [7:0] load_220 = $signed(taps_3_rdata);  // depthwise.py:72
  wire signed [32:0] add_224 = old_115 + mul_223;  // depthwise.py:72
  wire signed [31:0] wrap_225 = add_224;  // depthwise.py:72
  wire signed [31:0] old_124 = first_79_s3 ? 2'sd0 : acc_4_reg;  // depthwise.py:71
  wire signed [7:0] load_227 = $signed(tile_4_rdata);  // depthwise.py:70
  wire signed [7:0] pixel_228 = inside_203_s1 ? load_227 : 2'sd0;  // depthwise.py:70
  wire signed [7:0] load_226 = $signed(taps_4_rdata);  // depthwise.py:72
  wire signed [32:0] add_230 = old_124 + mul_229;  // depthwise.py:72
  wire signed [31:0] wrap_231 = add_230;  // depthwise.py:72
  wire signed [31:0] old_133 = first_79_s3 ? 2'sd0 : acc_5_reg;  // depthwise.py:71
  wire signed [7:0] load_233 = $signed(tile_5_rdata);  // depthwise.py:70
  wire signed [7:0] pixel_234 = inside_203_s1 ? load_233 : 2'sd0;  // depthwise.py:70
  wire signed [7:0] load_232 = $signed(taps_5_rdata);  // depthwise.py:72
  wire signed [32:0] add_236 = old_133 + mul_235;  // depthwise.py:72
  wire signed [31:0] wrap_237 = add_236;  // depthwise.py:72
  wire signed [31:0] old_142 = first_79_s3 ? 2'sd0 : acc_6_reg;  // depthwise.py:71
  wire signed [7:0] load_239 = $signed(tile_6_rdata);  // depthwise.py:70
  wire signed [7:0] pixel_240 = inside_203_s1 ? load_239 : 2'sd0;  // depthwise.py:70
  wire signed [7:0] load_238 = $signed(taps_6_rdata);  // depthwise.py:72
  wire signed [32:0] add_242 = old_142 + mul_241;  // depthwise.py:72
  wire signed [31:0] wrap_243 = add_242;  // depthwise.py:72
  wire signed [31:0] old_151 = first_79_s3 ? 2'sd0 : acc_7_reg;  // depthwise.py:71
  wire signed [7:0] load_245 = $signed(tile_7_rdata);  // depthwise.py:70
  wire signed [7:0] pixel_246 = inside_203_s1 ? load_245 : 2'sd0;  // depthwise.py:70
  wire signed [7:0] load_244 = $signed(taps_7_rdata);  // depthwise.py:72
  wire signed [32:0] add_248 = old_151 + mul_247;  // depthwise.py:72
  wire signed [31:0] wrap_249 = add_248;  // depthwise.py:72
  wire lt_261 = 2'sd0 < sel_252;  // depthwise.py:61
  wire y_put0 = stage[3] && band_161_s3;
  wire [31:0] y_put0_0 = wrap_207;
  wire [31:0] y_put0_1 = wrap_213;
  wire [31:0] y_put0_2 = wrap_219;
  wire [31:0] y_put0_3 = wrap_225;
  wire [31:0] y_put0_4 = wrap_231;
  wire [31:0] y_put0_5 = wrap_237;
  wire [31:0] y_put0_6 = wrap_243;
  wire [31:0] y_put0_7 = wrap_249;
  assign y_valid = y_put0;
  assign y_data = {y_put0_7, y_put0_6, y_put0_5, y_put0_4, y_put0_3, y_put0_2, y_put0_1, y_put0_0};
  wire wait_put_y = (band_161) && !y_room;
  wire tile_acquire = band_65;
  assign tile_take = issue && tile_acquire;
  assign tile_give = (issue && band_256);
  wire wait_half_tile = tile_acquire && !tile_open;
  wire taps_acquire = band_58;
  assign taps_take = issue && taps_acquire;
  assign taps_give = (issue && band_260);
  wire wait_half_taps = taps_acquire && !taps_open;
  wire [11:0] addr_tile_126 = at_199;
  assign tile_0_raddr = {half_tile_reg, addr_tile_126};
  wire [11:0] addr_tile_128 = at_199;
  assign tile_1_raddr = {half_tile_reg, addr_tile_128};
  wire [11:0] addr_tile_130 = at_199;
  assign tile_2_raddr = {half_tile_reg, addr_tile_130};
  wire [11:0] addr_tile_132 = at_199;
  assign tile_3_raddr = {half_tile_reg, addr_tile_132};
  wire [11:0] addr_tile_134 = at_199;
  assign tile_4_raddr = {half_tile_reg, addr_tile_134};
  wire [11:0] addr_tile_136 = at_199;
  assign tile_5_raddr = {half_tile_reg, addr_tile_136};
  wire [11:0] addr_tile_138 = at_199;
  assign tile_6_raddr = {half_tile_reg, addr_tile_138};
  wire [11:0] addr_tile_140 = at_199;
  assign tile_7_raddr = {half_tile_reg, addr_tile_140};
  wire [6:0] addr_taps_142 = add_195;
  assign taps_0_raddr = {half_taps_reg, addr_taps_142};
  wire [6:0] addr_taps_144 = add_195;
  assign taps_1_raddr = {half_taps_reg, addr_taps_144};
  wire [6:0] addr_taps_146 = add_195;
  assign taps_2_raddr = {half_taps_reg, addr_taps_146};
  wire [6:0] addr_taps_148 = add_195;
  assign taps_3_raddr = {half_taps_reg, addr_taps_148};
  wire [6:0] addr_taps_150 = add_195;
  assign taps_4_raddr = {half_taps_reg, addr_taps_150};
  wire [6:0] addr_taps_152 = add_195;
  assign taps_5_raddr = {half_taps_reg, addr_taps_152};
  wire [6:0] addr_taps_154 = add_195;
  assign taps_6_raddr = {half_taps_reg, addr_taps_154};
  wire [6:0] addr_taps_156 = add_195;
  assign taps_7_raddr = {half_taps_reg, addr_taps_156};
  wire wrap_0 = le_14 && le_17 && le_253 && le_28 && le_31 && le_34;
  wire wrap_1 = le_17 && le_253 && le_28 && le_31 && le_34;
  wire wrap_2 = le_253 && le_28 && le_31 && le_34;
  wire wrap_3 = le_28 && le_31 && le_34;
  wire wrap_4 = le_31 && le_34;
  wire wrap_5 = le_34;
  wire wrap_6 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_put_y && !wait_half_tile && !wait_half_taps;

  assign idle = !(running || (stage != 0));

  always_ff @(posedge ap_clk) begin
    if (issue && (band_256)) half_tile_reg <= half_tile_reg == 1'd1 ? 1'd0 : half_tile_reg + 1'b1;
    if (issue && (band_260)) half_taps_reg <= half_taps_reg == 1'd1 ? 1'd0 : half_taps_reg + 1'b1;
    if (issue && wrap_1) count_c_0 <= le_14 ? 17'sd0 : count_c_0 + 17'sd1;
    if (issue && wrap_2) count_b_1 <= le_17 ? 11'sd0 : count_b_1 + 11'sd1;
    if (issue && wrap_3) count_oy_2 <= le_253 ? 11'sd0 : count_oy_2 + 11'sd1;
    if (issue && wrap_4) count_ox_3 <= le_28 ? 11'sd0 : count_ox_3 + 11'sd1;
    if (issue && wrap_5) count_ky_4 <= le_31 ? 5'sd0 : count_ky_4 + 5'sd1;
    if (issue && wrap_6) count_kx_5 <= le_34 ? 5'sd0 : count_kx_5 + 5'sd1;
    if (issue && wrap_2) step_190 <= le_17 ? 21'sd0 : step_190 + scalar_3;
    if (issue && wrap_4) step_189 <= le_28 ? 13'sd0 : step_189 + scalar_7;
    if (issue && wrap_3) step_192 <= le_253 ? 23'sd0 : step_192 + mul_188;
    if (issue && wrap_5) step_193 <= le_31 ? 15'sd0 : step_193 + scalar_8;
    if (issue && wrap_5) step_191 <= le_31 ? 8'sd0 : step_191 + scalar_6;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      half_tile_reg <= 1'd0;
      half_taps_reg <= 1'd0;
      count_c_0 <= 17'sd0;
      count_b_1 <= 11'sd0;
      count_oy_2 <= 11'sd0;
      count_ox_3 <= 11'sd0;
      count_ky_4 <= 5'sd0;
      count_kx_5 <= 5'sd0;
      step_190 <= 21'sd0;
      step_189 <= 13'sd0;
      step_192 <= 23'sd0;
      step_193 <= 15'sd0;
      step_191 <= 8'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

  always_ff @(posedge ap_clk) begin
    stage <= {stage[2:1], issue};
    first_79_s1 <= first_79;
    first_79_s2 <= first_79_s1;
    first_79_s3 <= first_79_s2;
    inside_203_s1 <= inside_203;
    pixel_204_s2 <= pixel_204;
    load_196_s2 <= load_196;
    mul_205 <= pixel_204_s2 * load_196_s2;
    pixel_210_s2 <= pixel_210;
    load_208_s2 <= load_208;
    mul_211 <= pixel_210_s2 * load_208_s2;
    pixel_216_s2 <= pixel_216;
    load_214_s2 <= load_214;
    mul_217 <= pixel_216_s2 * load_214_s2;
    pixel_222_s2 <= pixel_222;
    load_220_s2 <= load_220;
    mul_223 <= pixel_222_s2 * load_220_s2;
    pixel_228_s2 <= pixel_228;
    load_226_s2 <= load_226;
    mul_229 <= pixel_228_s2 * load_226_s2;
    pixel_234_s2 <= pixel_234;
    load_232_s2 <= load_232;
    mul_235 <= pixel_234_s2 * load_232_s2;
    pixel_240_s2 <= pixel_240;
    load_238_s2 <= load_238;
    mul_241 <= pixel_240_s2 * load_238_s2;
    pixel_246_s2 <= pixel_246;
    load_244_s2 <= load_244;
    mul_247 <= pixel_246_s2 * load_244_s2;
    band_161_s1 <= band_161;
    band_161_s2 <= band_161_s1;
    band_161_s3 <= band_161_s2;
    if (stage[3]) begin
      acc_0_reg <= wrap_207;
      acc_1_reg <= wrap_213;
      acc_2_reg <= wrap_219;
      acc_3_reg <= wrap_225;
      acc_4_reg <= wrap_231;
      acc_5_reg <= wrap_237;
      acc_6_reg <= wrap_243;
      acc_7_reg <= wrap_249;
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
    end
    if (ap_rst) stage <= 3'd0;
  end

`ifndef SYNTHESIS
  always_ff @(posedge ap_clk) begin
    if (issue && 1'b1 && !(lt_261)) $error("depthwise.py:61: loop oy runs at least once");
  end
`endif

endmodule

`default_nettype wire

// ---- depthwise_load.sv
// Process load of depthwise.py, line 17: initiation interval 1, 1 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module depthwise_load (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [15:0] arg_blocks,
    input  wire [9:0] arg_bands,
    input  wire [9:0] arg_tall,
    input  wire [9:0] arg_w,
    input  wire [9:0] arg_step,
    input  wire [2:0] arg_pad,
    input  wire [9:0] arg_h,
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
    output wire [7:0] tile_7_wdata
);

  logic running;
  logic signed [16:0] count_c_0;
  logic signed [10:0] count_b_1;
  logic signed [10:0] count_r_2;
  logic signed [10:0] count_p_3;
  logic signed [20:0] step_126;  // depthwise.py:31
  logic signed [20:0] step_131;  // depthwise.py:31
  logic [0:0] half_tile_reg;
  wire issue;

  wire signed [16:0] scalar_1 = $signed({1'b0, arg_blocks});
  wire signed [16:0] add_10 = count_c_0 + 2'sd1;  // depthwise.py:22
  wire le_11 = scalar_1 <= add_10;  // depthwise.py:22
  wire signed [10:0] scalar_2 = $signed({1'b0, arg_bands});
  wire signed [10:0] add_13 = count_b_1 + 2'sd1;  // depthwise.py:23
  wire le_14 = scalar_2 <= add_13;  // depthwise.py:23
  wire signed [10:0] scalar_3 = $signed({1'b0, arg_tall});
  wire signed [10:0] add_16 = count_r_2 + 2'sd1;  // depthwise.py:25
  wire le_17 = scalar_3 <= add_16;  // depthwise.py:25
  wire signed [10:0] scalar_6 = $signed({1'b0, arg_w});
  wire signed [10:0] add_19 = count_p_3 + 2'sd1;  // depthwise.py:26
  wire le_20 = scalar_6 <= add_19;  // depthwise.py:26
  wire eq_25 = count_r_2 == 2'sd0;  // depthwise.py:26
  wire eq_28 = count_p_3 == 2'sd0;  // depthwise.py:26
  wire band_32 = eq_25 && eq_28;  // depthwise.py:26
  wire band_89 = le_17 && le_20;  // depthwise.py:32
  wire signed [10:0] scalar_4 = $signed({1'b0, arg_step});
  wire signed [20:0] add_134 = count_r_2 + step_126;  // depthwise.py:27
  wire signed [3:0] scalar_7 = $signed({1'b0, arg_pad});
  wire signed [20:0] row_135 = add_134 - scalar_7;  // depthwise.py:27
  wire le_137 = 2'sd0 <= row_135;  // depthwise.py:30
  wire signed [10:0] scalar_5 = $signed({1'b0, arg_h});
  wire lt_136 = row_135 < scalar_5;  // depthwise.py:30
  wire band_138 = le_137 && lt_136;  // depthwise.py:30
  wire signed [20:0] add_133 = count_p_3 + step_131;  // depthwise.py:32
  wire signed [7:0] get_113 = $signed(x_rd_data[7:0]);  // depthwise.py:31
  wire signed [7:0] sel_139 = band_138 ? get_113 : 2'sd0;  // depthwise.py:31
  wire signed [7:0] get_114 = $signed(x_rd_data[15:8]);  // depthwise.py:31
  wire signed [7:0] sel_140 = band_138 ? get_114 : 2'sd0;  // depthwise.py:31
  wire signed [7:0] get_115 = $signed(x_rd_data[23:16]);  // depthwise.py:31
  wire signed [7:0] sel_141 = band_138 ? get_115 : 2'sd0;  // depthwise.py:31
  wire signed [7:0] get_116 = $signed(x_rd_data[31:24]);  // depthwise.py:31
  wire signed [7:0] sel_142 = band_138 ? get_116 : 2'sd0;  // depthwise.py:31
  wire signed [7:0] get_117 = $signed(x_rd_data[39:32]);  // depthwise.py:31
  wire signed [7:0] sel_143 = band_138 ? get_117 : 2'sd0;  // depthwise.py:31
  wire signed [7:0] get_118 = $signed(x_rd_data[47:40]);  // depthwise.py:31
  wire signed [7:0] sel_144 = band_138 ? get_118 : 2'sd0;  // depthwise.py:31
  wire signed [7:0] get_119 = $signed(x_rd_data[55:48]);  // depthwise.py:31
  wire signed [7:0] sel_145 = band_138 ? get_119 : 2'sd0;  // depthwise.py:31
  wire signed [7:0] get_120 = $signed(x_rd_data[63:56]);  // depthwise.py:31
  wire signed [7:0] sel_146 = band_138 ? get_120 : 2'sd0;  // depthwise.py:31
  wire x_rd_get = band_138;
  assign x_rd_ready = issue && x_rd_get;
  wire wait_get_x_rd = x_rd_get && !x_rd_valid;
  wire tile_acquire = band_32;
  assign tile_take = issue && tile_acquire;
  assign tile_give = (issue && band_89);
  wire wait_half_tile = tile_acquire && !tile_open;
  wire [11:0] addr_tile_48 = add_133;
  wire tile_0_w0 = issue && 1'b1;  // depthwise.py:32
  wire [7:0] tile_0_w0_data = sel_139;
  assign tile_0_we = tile_0_w0;
  assign tile_0_waddr = {half_tile_reg, addr_tile_48};
  assign tile_0_wdata = tile_0_w0_data;
  wire [11:0] addr_tile_54 = add_133;
  wire tile_1_w0 = issue && 1'b1;  // depthwise.py:32
  wire [7:0] tile_1_w0_data = sel_140;
  assign tile_1_we = tile_1_w0;
  assign tile_1_waddr = {half_tile_reg, addr_tile_54};
  assign tile_1_wdata = tile_1_w0_data;
  wire [11:0] addr_tile_60 = add_133;
  wire tile_2_w0 = issue && 1'b1;  // depthwise.py:32
  wire [7:0] tile_2_w0_data = sel_141;
  assign tile_2_we = tile_2_w0;
  assign tile_2_waddr = {half_tile_reg, addr_tile_60};
  assign tile_2_wdata = tile_2_w0_data;
  wire [11:0] addr_tile_66 = add_133;
  wire tile_3_w0 = issue && 1'b1;  // depthwise.py:32
  wire [7:0] tile_3_w0_data = sel_142;
  assign tile_3_we = tile_3_w0;
  assign tile_3_waddr = {half_tile_reg, addr_tile_66};
  assign tile_3_wdata = tile_3_w0_data;
  wire [11:0] addr_tile_72 = add_133;
  wire tile_4_w0 = issue && 1'b1;  // depthwise.py:32
  wire [7:0] tile_4_w0_data = sel_143;
  assign tile_4_we = tile_4_w0;
  assign tile_4_waddr = {half_tile_reg, addr_tile_72};
  assign tile_4_wdata = tile_4_w0_data;
  wire [11:0] addr_tile_78 = add_133;
  wire tile_5_w0 = issue && 1'b1;  // depthwise.py:32
  wire [7:0] tile_5_w0_data = sel_144;
  assign tile_5_we = tile_5_w0;
  assign tile_5_waddr = {half_tile_reg, addr_tile_78};
  assign tile_5_wdata = tile_5_w0_data;
  wire [11:0] addr_tile_84 = add_133;
  wire tile_6_w0 = issue && 1'b1;  // depthwise.py:32
  wire [7:0] tile_6_w0_data = sel_145;
  assign tile_6_we = tile_6_w0;
  assign tile_6_waddr = {half_tile_reg, addr_tile_84};
  assign tile_6_wdata = tile_6_w0_data;
  wire [11:0] addr_tile_90 = add_133;
  wire tile_7_w0 = issue && 1'b1;  // depthwise.py:32
  wire [7:0] tile_7_w0_data = sel_146;
  assign tile_7_we = tile_7_w0;
  assign tile_7_waddr = {half_tile_reg, addr_tile_90};
  assign tile_7_wdata = tile_7_w0_data;
  wire wrap_0 = le_11 && le_14 && le_17 && le_20;
  wire wrap_1 = le_14 && le_17 && le_20;
  wire wrap_2 = le_17 && le_20;
  wire wrap_3 = le_20;
  wire wrap_4 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_get_x_rd && !wait_half_tile;

  assign idle = !(running);

  always_ff @(posedge ap_clk) begin
    if (issue && (band_89)) half_tile_reg <= half_tile_reg == 1'd1 ? 1'd0 : half_tile_reg + 1'b1;
    if (issue && wrap_1) count_c_0 <= le_11 ? 17'sd0 : count_c_0 + 17'sd1;
    if (issue && wrap_2) count_b_1 <= le_14 ? 11'sd0 : count_b_1 + 11'sd1;
    if (issue && wrap_3) count_r_2 <= le_17 ? 11'sd0 : count_r_2 + 11'sd1;
    if (issue && wrap_4) count_p_3 <= le_20 ? 11'sd0 : count_p_3 + 11'sd1;
    if (issue && wrap_2) step_126 <= le_14 ? 21'sd0 : step_126 + scalar_4;
    if (issue && wrap_3) step_131 <= le_17 ? 21'sd0 : step_131 + scalar_6;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      half_tile_reg <= 1'd0;
      count_c_0 <= 17'sd0;
      count_b_1 <= 11'sd0;
      count_r_2 <= 11'sd0;
      count_p_3 <= 11'sd0;
      step_126 <= 21'sd0;
      step_131 <= 21'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

endmodule

`default_nettype wire

// ---- depthwise_load_x_rd_addr.sv
// Process load_x_rd_addr of depthwise.py, line 31: initiation interval 1, 3 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module depthwise_load_x_rd_addr (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [15:0] arg_blocks,
    input  wire [9:0] arg_bands,
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
  logic signed [16:0] count_c_0;
  logic signed [10:0] count_b_1;
  logic signed [10:0] count_r_2;
  logic signed [20:0] step_126;  // depthwise.py:31
  logic signed [33:0] step_160;  // depthwise.py:31
  logic signed [23:0] step_158;  // depthwise.py:31
  logic signed [39:0] step_159;  // depthwise.py:31
  logic signed [39:0] step_159_s1;
  logic signed [39:0] step_159_s2;
  logic signed [41:0] add_162_s1;
  logic signed [41:0] add_162_s2;
  logic band_138_s1;
  logic band_138_s2;
  wire issue;

  wire signed [16:0] scalar_1 = $signed({1'b0, arg_blocks});
  wire signed [16:0] add_10 = count_c_0 + 2'sd1;  // depthwise.py:22
  wire le_11 = scalar_1 <= add_10;  // depthwise.py:22
  wire signed [10:0] scalar_2 = $signed({1'b0, arg_bands});
  wire signed [10:0] add_13 = count_b_1 + 2'sd1;  // depthwise.py:23
  wire le_14 = scalar_2 <= add_13;  // depthwise.py:23
  wire signed [10:0] scalar_3 = $signed({1'b0, arg_tall});
  wire signed [10:0] add_16 = count_r_2 + 2'sd1;  // depthwise.py:25
  wire le_17 = scalar_3 <= add_16;  // depthwise.py:25
  wire signed [10:0] scalar_4 = $signed({1'b0, arg_step});
  wire signed [20:0] add_134 = count_r_2 + step_126;  // depthwise.py:27
  wire signed [3:0] scalar_7 = $signed({1'b0, arg_pad});
  wire signed [20:0] row_135 = add_134 - scalar_7;  // depthwise.py:27
  wire le_137 = 2'sd0 <= row_135;  // depthwise.py:30
  wire signed [10:0] scalar_5 = $signed({1'b0, arg_h});
  wire lt_136 = row_135 < scalar_5;  // depthwise.py:30
  wire band_138 = le_137 && lt_136;  // depthwise.py:30
  wire signed [10:0] scalar_6 = $signed({1'b0, arg_w});
  wire signed [50:0] shl_107 = scalar_6 <<< 40;  // depthwise.py:31
  wire signed [13:0] shl_92 = scalar_4 <<< 3;  // depthwise.py:31
  wire signed [23:0] mul_93 = scalar_6 * shl_92;  // depthwise.py:31
  wire signed [40:0] scalar_91 = $signed({1'b0, arg_x});
  wire signed [13:0] shl_101 = scalar_6 <<< 3;  // depthwise.py:31
  wire signed [41:0] add_161 = scalar_91 + step_158;  // depthwise.py:30
  wire signed [41:0] add_162 = step_160 + add_161;  // depthwise.py:30
  wire signed [13:0] mul_99 = -((scalar_6 <<< 3));  // depthwise.py:31
  wire signed [16:0] mul_100 = scalar_7 * mul_99;  // depthwise.py:31
  wire signed [13:0] shl_95 = scalar_5 <<< 3;  // depthwise.py:31
  wire signed [23:0] mul_96 = scalar_6 * shl_95;  // depthwise.py:31
  wire signed [39:0] add_163 = mul_100 + step_159_s2;  // depthwise.py:30
  wire signed [41:0] add_164 = add_162_s2 + add_163;  // depthwise.py:30
  wire [39:0] wrap_165_u = add_164;  // depthwise.py:31
  wire signed [40:0] wrap_165 = $signed({1'b0, wrap_165_u});
  wire signed [50:0] or_166 = shl_107 | wrap_165;  // depthwise.py:31
  wire signed [3:0] and_167 = wrap_165 & 4'sd7;  // depthwise.py:31
  wire eq_168 = and_167 == 2'sd0;  // depthwise.py:31
  wire x_rd_req_put0 = stage[2] && band_138_s2;
  wire [49:0] x_rd_req_put0_0 = or_166;
  assign x_rd_req_valid = x_rd_req_put0;
  assign x_rd_req_data = {x_rd_req_put0_0};
  wire wait_put_x_rd_req = (band_138) && !x_rd_req_room;
  wire wrap_0 = le_11 && le_14 && le_17;
  wire wrap_1 = le_14 && le_17;
  wire wrap_2 = le_17;
  wire wrap_3 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_put_x_rd_req;

  assign idle = !(running || (stage != 0));

  always_ff @(posedge ap_clk) begin
    if (issue && wrap_1) count_c_0 <= le_11 ? 17'sd0 : count_c_0 + 17'sd1;
    if (issue && wrap_2) count_b_1 <= le_14 ? 11'sd0 : count_b_1 + 11'sd1;
    if (issue && wrap_3) count_r_2 <= le_17 ? 11'sd0 : count_r_2 + 11'sd1;
    if (issue && wrap_2) step_126 <= le_14 ? 21'sd0 : step_126 + scalar_4;
    if (issue && wrap_2) step_160 <= le_14 ? 34'sd0 : step_160 + mul_93;
    if (issue && wrap_3) step_158 <= le_17 ? 24'sd0 : step_158 + shl_101;
    if (issue && wrap_1) step_159 <= le_11 ? 40'sd0 : step_159 + mul_96;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      count_c_0 <= 17'sd0;
      count_b_1 <= 11'sd0;
      count_r_2 <= 11'sd0;
      step_126 <= 21'sd0;
      step_160 <= 34'sd0;
      step_158 <= 24'sd0;
      step_159 <= 40'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

  always_ff @(posedge ap_clk) begin
    stage <= {stage[1:1], issue};
    step_159_s1 <= step_159;
    step_159_s2 <= step_159_s1;
    add_162_s1 <= add_162;
    add_162_s2 <= add_162_s1;
    band_138_s1 <= band_138;
    band_138_s2 <= band_138_s1;
    if (ap_rst) stage <= 2'd0;
  end

`ifndef SYNTHESIS
  always_ff @(posedge ap_clk) begin
    if (stage[2] && band_138_s2 && !(eq_168)) $error("depthwise.py:31: x[...] starts at a multiple of 8 bytes");
  end
`endif

endmodule

`default_nettype wire

// ---- depthwise_store.sv
// Process store of depthwise.py, line 80: initiation interval 1, 1 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module depthwise_store (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [23:0] arg_pixels,
    input  wire [255:0] y_data,
    input  wire y_valid,
    output wire y_ready,
    output wire [63:0] z_wr_data,
    output wire z_wr_valid,
    input  wire z_wr_room
);

  logic running;
  logic signed [24:0] count_t_0;
  logic signed [2:0] count_b_1;
  logic signed [31:0] hold_0_reg;
  logic signed [31:0] hold_1_reg;
  logic signed [31:0] hold_2_reg;
  logic signed [31:0] hold_3_reg;
  logic signed [31:0] hold_4_reg;
  logic signed [31:0] hold_5_reg;
  logic signed [31:0] hold_6_reg;
  logic signed [31:0] hold_7_reg;
  wire issue;

  wire signed [24:0] scalar_1 = $signed({1'b0, arg_pixels});
  wire signed [24:0] add_5 = count_t_0 + 2'sd1;  // depthwise.py:82
  wire le_6 = scalar_1 <= add_5;  // depthwise.py:82
  wire eq_11 = count_b_1 == 3'sd3;  // depthwise.py:83
  wire eq_13 = count_b_1 == 2'sd0;  // depthwise.py:83
  wire signed [31:0] get_18 = $signed(y_data[31:0]);  // depthwise.py:85
  wire signed [31:0] sel_27 = eq_13 ? get_18 : hold_0_reg;  // depthwise.py:87
  wire signed [31:0] get_19 = $signed(y_data[63:32]);  // depthwise.py:85
  wire signed [31:0] sel_29 = eq_13 ? get_19 : hold_1_reg;  // depthwise.py:87
  wire signed [31:0] get_20 = $signed(y_data[95:64]);  // depthwise.py:85
  wire signed [31:0] sel_31 = eq_13 ? get_20 : hold_2_reg;  // depthwise.py:87
  wire signed [31:0] get_21 = $signed(y_data[127:96]);  // depthwise.py:85
  wire signed [31:0] sel_33 = eq_13 ? get_21 : hold_3_reg;  // depthwise.py:87
  wire signed [31:0] get_22 = $signed(y_data[159:128]);  // depthwise.py:85
  wire signed [31:0] sel_35 = eq_13 ? get_22 : hold_4_reg;  // depthwise.py:87
  wire signed [31:0] get_23 = $signed(y_data[191:160]);  // depthwise.py:85
  wire signed [31:0] sel_38 = eq_13 ? get_23 : hold_5_reg;  // depthwise.py:87
  wire signed [31:0] get_24 = $signed(y_data[223:192]);  // depthwise.py:85
  wire signed [31:0] sel_41 = eq_13 ? get_24 : hold_6_reg;  // depthwise.py:87
  wire signed [31:0] get_25 = $signed(y_data[255:224]);  // depthwise.py:85
  wire signed [31:0] sel_44 = eq_13 ? get_25 : hold_7_reg;  // depthwise.py:87
  wire eq_48 = count_b_1 == 3'sd2;  // depthwise.py:89
  wire eq_46 = count_b_1 == 2'sd1;  // depthwise.py:89
  wire signed [31:0] sel_47 = eq_46 ? sel_31 : sel_27;  // depthwise.py:89
  wire signed [31:0] sel_49 = eq_48 ? sel_35 : sel_47;  // depthwise.py:89
  wire signed [31:0] sel_50 = eq_11 ? sel_41 : sel_49;  // depthwise.py:89
  wire signed [31:0] sel_55 = eq_13 ? sel_29 : sel_27;  // depthwise.py:89
  wire signed [31:0] sel_56 = eq_46 ? sel_33 : sel_55;  // depthwise.py:89
  wire signed [31:0] sel_57 = eq_48 ? sel_38 : sel_56;  // depthwise.py:89
  wire signed [31:0] sel_58 = eq_11 ? sel_44 : sel_57;  // depthwise.py:89
  wire y_get = eq_13;
  assign y_ready = issue && y_get;
  wire wait_get_y = y_get && !y_valid;
  wire z_wr_put0 = issue && 1'b1;
  wire [31:0] z_wr_put0_0 = sel_50;
  wire [31:0] z_wr_put0_1 = sel_58;
  assign z_wr_valid = z_wr_put0;
  assign z_wr_data = {z_wr_put0_1, z_wr_put0_0};
  wire wait_put_z_wr = (1'b1) && !z_wr_room;
  wire wrap_0 = le_6 && eq_11;
  wire wrap_1 = eq_11;
  wire wrap_2 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_get_y && !wait_put_z_wr;

  assign idle = !(running);

  always_ff @(posedge ap_clk) begin
    if (issue && wrap_1) count_t_0 <= le_6 ? 25'sd0 : count_t_0 + 25'sd1;
    if (issue && wrap_2) count_b_1 <= eq_11 ? 3'sd0 : count_b_1 + 3'sd1;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      count_t_0 <= 25'sd0;
      count_b_1 <= 3'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

  always_ff @(posedge ap_clk) begin
    if (issue && eq_13) begin
      hold_0_reg <= get_18;
      hold_1_reg <= get_19;
      hold_2_reg <= get_20;
      hold_3_reg <= get_21;
      hold_4_reg <= get_22;
      hold_5_reg <= get_23;
      hold_6_reg <= get_24;
      hold_7_reg <= get_25;
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
    end
  end

endmodule

`default_nettype wire

// ---- depthwise_store_z_wr_addr.sv
// Process store_z_wr_addr of depthwise.py, line 89: initiation interval 1, 1 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module depthwise_store_z_wr_addr (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [23:0] arg_pixels,
    input  wire [39:0] arg_z,
    output wire [65:0] z_wr_req_data,
    output wire z_wr_req_valid,
    input  wire z_wr_req_room
);

  logic running;
  wire issue;

  wire signed [24:0] scalar_1 = $signed({1'b0, arg_pixels});
  wire signed [66:0] shl_71 = scalar_1 <<< 42;  // depthwise.py:89
  wire signed [40:0] scalar_69 = $signed({1'b0, arg_z});
  wire signed [66:0] or_72 = shl_71 | scalar_69;  // depthwise.py:89
  wire signed [3:0] and_74 = scalar_69 & 4'sd7;  // depthwise.py:89
  wire eq_75 = and_74 == 2'sd0;  // depthwise.py:89
  wire z_wr_req_put0 = issue && 1'b1;
  wire [65:0] z_wr_req_put0_0 = or_72;
  assign z_wr_req_valid = z_wr_req_put0;
  assign z_wr_req_data = {z_wr_req_put0_0};
  wire wait_put_z_wr_req = (1'b1) && !z_wr_req_room;
  wire wrap_0 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_put_z_wr_req;

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
    if (issue && 1'b1 && !(eq_75)) $error("depthwise.py:89: z[...] starts at a multiple of 8 bytes");
  end
`endif

endmodule

`default_nettype wire

// ---- depthwise_weights.sv
// Process weights of depthwise.py, line 37: initiation interval 1, 1 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module depthwise_weights (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [15:0] arg_blocks,
    input  wire [3:0] arg_kernel,
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
    output wire [7:0] taps_7_wdata
);

  logic running;
  logic signed [16:0] count_c_0;
  logic signed [7:0] count_t_1;
  logic [0:0] half_taps_reg;
  wire issue;

  wire signed [16:0] scalar_1 = $signed({1'b0, arg_blocks});
  wire signed [16:0] add_5 = count_c_0 + 2'sd1;  // depthwise.py:41
  wire le_6 = scalar_1 <= add_5;  // depthwise.py:41
  wire signed [4:0] scalar_2 = $signed({1'b0, arg_kernel});
  wire signed [7:0] mul_7 = scalar_2 * scalar_2;  // depthwise.py:43
  wire signed [7:0] add_9 = count_t_1 + 2'sd1;  // depthwise.py:43
  wire le_10 = mul_7 <= add_9;  // depthwise.py:43
  wire eq_12 = count_t_1 == 2'sd0;  // depthwise.py:43
  wire signed [7:0] get_61 = $signed(k_rd_data[7:0]);  // depthwise.py:45
  wire signed [7:0] get_62 = $signed(k_rd_data[15:8]);  // depthwise.py:45
  wire signed [7:0] get_63 = $signed(k_rd_data[23:16]);  // depthwise.py:45
  wire signed [7:0] get_64 = $signed(k_rd_data[31:24]);  // depthwise.py:45
  wire signed [7:0] get_65 = $signed(k_rd_data[39:32]);  // depthwise.py:45
  wire signed [7:0] get_66 = $signed(k_rd_data[47:40]);  // depthwise.py:45
  wire signed [7:0] get_67 = $signed(k_rd_data[55:48]);  // depthwise.py:45
  wire signed [7:0] get_68 = $signed(k_rd_data[63:56]);  // depthwise.py:45
  wire k_rd_get = 1'b1;
  assign k_rd_ready = issue && k_rd_get;
  wire wait_get_k_rd = k_rd_get && !k_rd_valid;
  wire taps_acquire = eq_12;
  assign taps_take = issue && taps_acquire;
  assign taps_give = (issue && le_10);
  wire wait_half_taps = taps_acquire && !taps_open;
  wire [6:0] addr_taps_23 = count_t_1;
  wire taps_0_w0 = issue && 1'b1;  // depthwise.py:45
  wire [7:0] taps_0_w0_data = get_61;
  assign taps_0_we = taps_0_w0;
  assign taps_0_waddr = {half_taps_reg, addr_taps_23};
  assign taps_0_wdata = taps_0_w0_data;
  wire [6:0] addr_taps_29 = count_t_1;
  wire taps_1_w0 = issue && 1'b1;  // depthwise.py:45
  wire [7:0] taps_1_w0_data = get_62;
  assign taps_1_we = taps_1_w0;
  assign taps_1_waddr = {half_taps_reg, addr_taps_29};
  assign taps_1_wdata = taps_1_w0_data;
  wire [6:0] addr_taps_35 = count_t_1;
  wire taps_2_w0 = issue && 1'b1;  // depthwise.py:45
  wire [7:0] taps_2_w0_data = get_63;
  assign taps_2_we = taps_2_w0;
  assign taps_2_waddr = {half_taps_reg, addr_taps_35};
  assign taps_2_wdata = taps_2_w0_data;
  wire [6:0] addr_taps_41 = count_t_1;
  wire taps_3_w0 = issue && 1'b1;  // depthwise.py:45
  wire [7:0] taps_3_w0_data = get_64;
  assign taps_3_we = taps_3_w0;
  assign taps_3_waddr = {half_taps_reg, addr_taps_41};
  assign taps_3_wdata = taps_3_w0_data;
  wire [6:0] addr_taps_47 = count_t_1;
  wire taps_4_w0 = issue && 1'b1;  // depthwise.py:45
  wire [7:0] taps_4_w0_data = get_65;
  assign taps_4_we = taps_4_w0;
  assign taps_4_waddr = {half_taps_reg, addr_taps_47};
  assign taps_4_wdata = taps_4_w0_data;
  wire [6:0] addr_taps_53 = count_t_1;
  wire taps_5_w0 = issue && 1'b1;  // depthwise.py:45
  wire [7:0] taps_5_w0_data = get_66;
  assign taps_5_we = taps_5_w0;
  assign taps_5_waddr = {half_taps_reg, addr_taps_53};
  assign taps_5_wdata = taps_5_w0_data;
  wire [6:0] addr_taps_59 = count_t_1;
  wire taps_6_w0 = issue && 1'b1;  // depthwise.py:45
  wire [7:0] taps_6_w0_data = get_67;
  assign taps_6_we = taps_6_w0;
  assign taps_6_waddr = {half_taps_reg, addr_taps_59};
  assign taps_6_wdata = taps_6_w0_data;
  wire [6:0] addr_taps_65 = count_t_1;
  wire taps_7_w0 = issue && 1'b1;  // depthwise.py:45
  wire [7:0] taps_7_w0_data = get_68;
  assign taps_7_we = taps_7_w0;
  assign taps_7_waddr = {half_taps_reg, addr_taps_65};
  assign taps_7_wdata = taps_7_w0_data;
  wire wrap_0 = le_6 && le_10;
  wire wrap_1 = le_10;
  wire wrap_2 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_get_k_rd && !wait_half_taps;

  assign idle = !(running);

  always_ff @(posedge ap_clk) begin
    if (issue && (le_10)) half_taps_reg <= half_taps_reg == 1'd1 ? 1'd0 : half_taps_reg + 1'b1;
    if (issue && wrap_1) count_c_0 <= le_6 ? 17'sd0 : count_c_0 + 17'sd1;
    if (issue && wrap_2) count_t_1 <= le_10 ? 8'sd0 : count_t_1 + 8'sd1;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      half_taps_reg <= 1'd0;
      count_c_0 <= 17'sd0;
      count_t_1 <= 8'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

endmodule

`default_nettype wire

// ---- depthwise_weights_k_rd_addr.sv
// Process weights_k_rd_addr of depthwise.py, line 45: initiation interval 1, 3 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module depthwise_weights_k_rd_addr (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [3:0] arg_kernel,
    input  wire [15:0] arg_blocks,
    input  wire [39:0] arg_k,
    output wire [62:0] k_rd_req_data,
    output wire k_rd_req_valid,
    input  wire k_rd_req_room
);

  logic running;
  logic [2:1] stage;
  wire issue;

  wire signed [4:0] scalar_2 = $signed({1'b0, arg_kernel});
  wire signed [16:0] scalar_1 = $signed({1'b0, arg_blocks});
  wire signed [20:0] mul_53 = scalar_1 * scalar_2;  // depthwise.py:45
  wire signed [23:0] mul_54 = scalar_2 * mul_53;  // depthwise.py:45
  wire signed [63:0] shl_55 = mul_54 <<< 40;  // depthwise.py:45
  wire signed [40:0] scalar_52 = $signed({1'b0, arg_k});
  wire signed [63:0] or_56 = shl_55 | scalar_52;  // depthwise.py:45
  wire signed [3:0] and_58 = scalar_52 & 4'sd7;  // depthwise.py:45
  wire eq_59 = and_58 == 2'sd0;  // depthwise.py:45
  wire k_rd_req_put0 = stage[2] && 1'b1;
  wire [62:0] k_rd_req_put0_0 = or_56;
  assign k_rd_req_valid = k_rd_req_put0;
  assign k_rd_req_data = {k_rd_req_put0_0};
  wire wait_put_k_rd_req = (1'b1) && !k_rd_req_room;
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
    stage <= {stage[1:1], issue};
    if (ap_rst) stage <= 2'd0;
  end

`ifndef SYNTHESIS
  always_ff @(posedge ap_clk) begin
    if (issue && 1'b1 && !(eq_59)) $error("depthwise.py:45: k[...] starts at a multiple of 8 bytes");
  end
`endif

endmodule

`default_nettype wire
