// ---- matmul.sv
// Kernel matmul: processes, streams and bus interfaces.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */

module matmul (
    input  wire ap_clk,
    input  wire ap_rst_n,
    input  wire [6:0] s_axi_control_AWADDR,
    input  wire s_axi_control_AWVALID,
    output wire s_axi_control_AWREADY,
    input  wire [31:0] s_axi_control_WDATA,
    input  wire [3:0] s_axi_control_WSTRB,
    input  wire s_axi_control_WVALID,
    output wire s_axi_control_WREADY,
    output wire [1:0] s_axi_control_BRESP,
    output wire s_axi_control_BVALID,
    input  wire s_axi_control_BREADY,
    input  wire [6:0] s_axi_control_ARADDR,
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
  wire [479:0] args;
  wire idle = !busy_reg;
  hwp_axi_lite_ctrl #(.ADDR_W(7), .WORDS(15), .WRITABLE(15'd14037), .MASK(480'hffffffffffffffff00000000ffffffffffffffff00000000ffffffffffffffff000000000000ffff000000000000ffff000000000000ffff)) u_control (
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

  wire [15:0] arg_mb = args[15:0];
  wire [15:0] arg_nb = args[79:64];
  wire [15:0] arg_k = args[143:128];
  wire [63:0] arg_a = args[255:192];
  wire [63:0] arg_b = args[351:288];
  wire [63:0] arg_c = args[447:384];

  wire [51:0] a_rd_req_in_data;
  wire a_rd_req_in_valid;
  wire [51:0] a_rd_req_out_data;
  wire a_rd_req_out_valid;
  wire a_rd_req_out_ready;
  wire a_rd_req_in_ready;
  wire [4:0] a_rd_req_count;
  hwp_fifo #(.WIDTH(52), .DEPTH(16)) u_a_rd_req (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(a_rd_req_in_valid), .in_ready(a_rd_req_in_ready), .in_data(a_rd_req_in_data),
      .out_valid(a_rd_req_out_valid), .out_ready(a_rd_req_out_ready),
      .out_data(a_rd_req_out_data), .count(a_rd_req_count)
  );
  wire a_rd_req_room = a_rd_req_count <= 5'd15;

  wire [7:0] a_rd_in_data;
  wire a_rd_in_valid;
  wire [7:0] a_rd_out_data;
  wire a_rd_out_valid;
  wire a_rd_out_ready;
  wire a_rd_in_ready;
  assign a_rd_out_data = a_rd_in_data;
  assign a_rd_out_valid = a_rd_in_valid;
  assign a_rd_in_ready = a_rd_out_ready;

  wire [40:0] b_rd_req_in_data;
  wire b_rd_req_in_valid;
  wire [40:0] b_rd_req_out_data;
  wire b_rd_req_out_valid;
  wire b_rd_req_out_ready;
  wire b_rd_req_in_ready;
  wire [4:0] b_rd_req_count;
  hwp_fifo #(.WIDTH(41), .DEPTH(16)) u_b_rd_req (
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

  wire [42:0] c_wr_req_in_data;
  wire c_wr_req_in_valid;
  wire [42:0] c_wr_req_out_data;
  wire c_wr_req_out_valid;
  wire c_wr_req_out_ready;
  wire c_wr_req_in_ready;
  wire [4:0] c_wr_req_count;
  hwp_fifo #(.WIDTH(43), .DEPTH(16)) u_c_wr_req (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(c_wr_req_in_valid), .in_ready(c_wr_req_in_ready), .in_data(c_wr_req_in_data),
      .out_valid(c_wr_req_out_valid), .out_ready(c_wr_req_out_ready),
      .out_data(c_wr_req_out_data), .count(c_wr_req_count)
  );
  wire c_wr_req_room = c_wr_req_count <= 5'd15;

  wire [63:0] c_wr_in_data;
  wire c_wr_in_valid;
  wire [63:0] c_wr_out_data;
  wire c_wr_out_valid;
  wire c_wr_out_ready;
  wire c_wr_in_ready;
  wire [4:0] c_wr_count;
  hwp_fifo #(.WIDTH(64), .DEPTH(16)) u_c_wr (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(c_wr_in_valid), .in_ready(c_wr_in_ready), .in_data(c_wr_in_data),
      .out_valid(c_wr_out_valid), .out_ready(c_wr_out_ready),
      .out_data(c_wr_out_data), .count(c_wr_count)
  );
  wire c_wr_room = c_wr_count <= 5'd12;

  wire tile_a_free;
  wire tile_a_write_take;
  wire tile_a_write_give;
  wire tile_a_full;
  wire tile_a_read_take;
  wire tile_a_read_give;
  hwp_halves #(.DEPTH(2)) u_tile_a_halves (
      .clk(ap_clk), .rst(ap_rst),
      .free(tile_a_free), .write_take(tile_a_write_take), .write_give(tile_a_write_give),
      .full(tile_a_full), .read_take(tile_a_read_take), .read_give(tile_a_read_give)
  );
  wire tile_a_0_we;
  wire [11:0] tile_a_0_waddr;
  wire [7:0] tile_a_0_wdata;
  wire [11:0] tile_a_0_raddr;
  wire [7:0] tile_a_0_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(4096), .ADDR_W(12), .BLOCK(1)) u_tile_a_0 (
      .clk(ap_clk), .we(tile_a_0_we), .waddr(tile_a_0_waddr), .wdata(tile_a_0_wdata),
      .raddr(tile_a_0_raddr), .rdata(tile_a_0_rdata)
  );

  wire tile_b_free;
  wire tile_b_write_take;
  wire tile_b_write_give;
  wire tile_b_full;
  wire tile_b_read_take;
  wire tile_b_read_give;
  hwp_halves #(.DEPTH(2)) u_tile_b_halves (
      .clk(ap_clk), .rst(ap_rst),
      .free(tile_b_free), .write_take(tile_b_write_take), .write_give(tile_b_write_give),
      .full(tile_b_full), .read_take(tile_b_read_take), .read_give(tile_b_read_give)
  );
  wire tile_b_0_we;
  wire [8:0] tile_b_0_waddr;
  wire [7:0] tile_b_0_wdata;
  wire [8:0] tile_b_0_raddr;
  wire [7:0] tile_b_0_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(512), .ADDR_W(9), .BLOCK(1)) u_tile_b_0 (
      .clk(ap_clk), .we(tile_b_0_we), .waddr(tile_b_0_waddr), .wdata(tile_b_0_wdata),
      .raddr(tile_b_0_raddr), .rdata(tile_b_0_rdata)
  );
  wire tile_b_1_we;
  wire [8:0] tile_b_1_waddr;
  wire [7:0] tile_b_1_wdata;
  wire [8:0] tile_b_1_raddr;
  wire [7:0] tile_b_1_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(512), .ADDR_W(9), .BLOCK(1)) u_tile_b_1 (
      .clk(ap_clk), .we(tile_b_1_we), .waddr(tile_b_1_waddr), .wdata(tile_b_1_wdata),
      .raddr(tile_b_1_raddr), .rdata(tile_b_1_rdata)
  );
  wire tile_b_2_we;
  wire [8:0] tile_b_2_waddr;
  wire [7:0] tile_b_2_wdata;
  wire [8:0] tile_b_2_raddr;
  wire [7:0] tile_b_2_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(512), .ADDR_W(9), .BLOCK(1)) u_tile_b_2 (
      .clk(ap_clk), .we(tile_b_2_we), .waddr(tile_b_2_waddr), .wdata(tile_b_2_wdata),
      .raddr(tile_b_2_raddr), .rdata(tile_b_2_rdata)
  );
  wire tile_b_3_we;
  wire [8:0] tile_b_3_waddr;
  wire [7:0] tile_b_3_wdata;
  wire [8:0] tile_b_3_raddr;
  wire [7:0] tile_b_3_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(512), .ADDR_W(9), .BLOCK(1)) u_tile_b_3 (
      .clk(ap_clk), .we(tile_b_3_we), .waddr(tile_b_3_waddr), .wdata(tile_b_3_wdata),
      .raddr(tile_b_3_raddr), .rdata(tile_b_3_rdata)
  );
  wire tile_b_4_we;
  wire [8:0] tile_b_4_waddr;
  wire [7:0] tile_b_4_wdata;
  wire [8:0] tile_b_4_raddr;
  wire [7:0] tile_b_4_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(512), .ADDR_W(9), .BLOCK(1)) u_tile_b_4 (
      .clk(ap_clk), .we(tile_b_4_we), .waddr(tile_b_4_waddr), .wdata(tile_b_4_wdata),
      .raddr(tile_b_4_raddr), .rdata(tile_b_4_rdata)
  );
  wire tile_b_5_we;
  wire [8:0] tile_b_5_waddr;
  wire [7:0] tile_b_5_wdata;
  wire [8:0] tile_b_5_raddr;
  wire [7:0] tile_b_5_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(512), .ADDR_W(9), .BLOCK(1)) u_tile_b_5 (
      .clk(ap_clk), .we(tile_b_5_we), .waddr(tile_b_5_waddr), .wdata(tile_b_5_wdata),
      .raddr(tile_b_5_raddr), .rdata(tile_b_5_rdata)
  );
  wire tile_b_6_we;
  wire [8:0] tile_b_6_waddr;
  wire [7:0] tile_b_6_wdata;
  wire [8:0] tile_b_6_raddr;
  wire [7:0] tile_b_6_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(512), .ADDR_W(9), .BLOCK(1)) u_tile_b_6 (
      .clk(ap_clk), .we(tile_b_6_we), .waddr(tile_b_6_waddr), .wdata(tile_b_6_wdata),
      .raddr(tile_b_6_raddr), .rdata(tile_b_6_rdata)
  );
  wire tile_b_7_we;
  wire [8:0] tile_b_7_waddr;
  wire [7:0] tile_b_7_wdata;
  wire [8:0] tile_b_7_raddr;
  wire [7:0] tile_b_7_rdata;
  hwp_ram #(.WIDTH(8), .DEPTH(512), .ADDR_W(9), .BLOCK(1)) u_tile_b_7 (
      .clk(ap_clk), .we(tile_b_7_we), .waddr(tile_b_7_waddr), .wdata(tile_b_7_wdata),
      .raddr(tile_b_7_raddr), .rdata(tile_b_7_rdata)
  );

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
  wire [11:0] a_rd_burst_beats;
  wire a_rd_beat_valid;
  wire a_rd_beat_ready;
  wire [63:0] a_rd_beat_data;
  wire a_rd_axi_busy;
  wire a_rd_axi_error;
  wire a_rd_pack_busy;
  hwp_unpack #(.BEAT_BYTES(8), .GROUP_BYTES(1), .ADDR_W(40), .COUNT_W(12)) u_a_rd_pack (
      .clk(ap_clk), .rst(ap_rst),
      .req_valid(a_rd_req_out_valid), .req_ready(a_rd_req_out_ready),
      .req_addr(a_rd_req_out_data[39:0]), .req_groups({a_rd_req_out_data[51:40]}),
      .burst_valid(a_rd_burst_valid), .burst_ready(a_rd_burst_ready),
      .burst_addr(a_rd_burst_addr), .burst_beats(a_rd_burst_beats),
      .beat_valid(a_rd_beat_valid), .beat_ready(a_rd_beat_ready),
      .beat_data(a_rd_beat_data),
      .out_valid(a_rd_in_valid), .out_ready(a_rd_in_ready), .out_data(a_rd_in_data),
      .busy(a_rd_pack_busy)
  );
  hwp_axi_read #(.ADDR_W(40), .DATA_W(64), .BEATS_W(12), .MAX_BURST(64), .BUFFER_BEATS(256)) u_a_rd_axi (
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
  wire [7:0] b_rd_burst_beats;
  wire b_rd_beat_valid;
  wire b_rd_beat_ready;
  wire [63:0] b_rd_beat_data;
  wire b_rd_axi_busy;
  wire b_rd_axi_error;
  assign b_rd_burst_valid = b_rd_req_out_valid;
  assign b_rd_req_out_ready = b_rd_burst_ready;
  assign b_rd_burst_addr = b_rd_req_out_data[39:0];
  assign b_rd_burst_beats = {7'd0, b_rd_req_out_data[40:40]};
  assign b_rd_in_valid = b_rd_beat_valid;
  assign b_rd_in_data = b_rd_beat_data;
  assign b_rd_beat_ready = b_rd_in_ready;
  hwp_axi_read #(.ADDR_W(40), .DATA_W(64), .BEATS_W(8), .MAX_BURST(64), .BUFFER_BEATS(256)) u_b_rd_axi (
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

  wire [39:0] c_wr_axi_awaddr;
  wire [7:0] c_wr_axi_awlen;
  wire [2:0] c_wr_axi_awsize;
  wire [1:0] c_wr_axi_awburst;
  wire [3:0] c_wr_axi_awcache;
  wire [2:0] c_wr_axi_awprot;
  wire c_wr_axi_awvalid;
  wire c_wr_axi_wlast;
  wire c_wr_axi_wvalid;
  wire c_wr_axi_bready;
  wire c_wr_axi_awready;
  wire c_wr_axi_wready;
  wire [1:0] c_wr_axi_bresp;
  wire c_wr_axi_bvalid;
  wire [63:0] c_wr_axi_wdata;
  wire [7:0] c_wr_axi_wstrb;
  wire c_wr_burst_valid;
  wire c_wr_burst_ready;
  wire [39:0] c_wr_burst_addr;
  wire [7:0] c_wr_burst_beats;
  wire c_wr_beat_valid;
  wire c_wr_beat_ready;
  wire [63:0] c_wr_beat_data;
  wire c_wr_axi_busy;
  wire c_wr_axi_error;
  wire [7:0] c_wr_beat_strb;
  assign c_wr_burst_valid = c_wr_req_out_valid;
  assign c_wr_req_out_ready = c_wr_burst_ready;
  assign c_wr_burst_addr = c_wr_req_out_data[39:0];
  assign c_wr_burst_beats = {5'd0, c_wr_req_out_data[42:40]};
  assign c_wr_beat_valid = c_wr_out_valid;
  assign c_wr_out_ready = c_wr_beat_ready;
  assign c_wr_beat_data = c_wr_out_data;
  assign c_wr_beat_strb = {8{1'b1}};
  hwp_axi_write #(.ADDR_W(40), .DATA_W(64), .BEATS_W(8), .MAX_BURST(64), .BUFFER_BEATS(128)) u_c_wr_axi (
      .clk(ap_clk), .rst(ap_rst),
      .req_valid(c_wr_burst_valid), .req_ready(c_wr_burst_ready),
      .req_addr(c_wr_burst_addr), .req_beats(c_wr_burst_beats),
      .in_valid(c_wr_beat_valid), .in_ready(c_wr_beat_ready),
      .in_data(c_wr_beat_data),
      .in_strb(c_wr_beat_strb),
      .busy(c_wr_axi_busy), .error(c_wr_axi_error),
      .m_axi_awaddr(c_wr_axi_awaddr),
      .m_axi_awlen(c_wr_axi_awlen),
      .m_axi_awsize(c_wr_axi_awsize),
      .m_axi_awburst(c_wr_axi_awburst),
      .m_axi_awcache(c_wr_axi_awcache),
      .m_axi_awprot(c_wr_axi_awprot),
      .m_axi_awvalid(c_wr_axi_awvalid),
      .m_axi_wlast(c_wr_axi_wlast),
      .m_axi_wvalid(c_wr_axi_wvalid),
      .m_axi_bready(c_wr_axi_bready),
      .m_axi_awready(c_wr_axi_awready),
      .m_axi_wready(c_wr_axi_wready),
      .m_axi_bresp(c_wr_axi_bresp),
      .m_axi_bvalid(c_wr_axi_bvalid),
      .m_axi_wdata(c_wr_axi_wdata),
      .m_axi_wstrb(c_wr_axi_wstrb)
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
  assign m_axi_gmem1_AWADDR = c_wr_axi_awaddr;
  assign m_axi_gmem1_AWLEN = c_wr_axi_awlen;
  assign m_axi_gmem1_AWSIZE = c_wr_axi_awsize;
  assign m_axi_gmem1_AWBURST = c_wr_axi_awburst;
  assign m_axi_gmem1_AWCACHE = c_wr_axi_awcache;
  assign m_axi_gmem1_AWPROT = c_wr_axi_awprot;
  assign m_axi_gmem1_AWVALID = c_wr_axi_awvalid;
  assign m_axi_gmem1_WLAST = c_wr_axi_wlast;
  assign m_axi_gmem1_WVALID = c_wr_axi_wvalid;
  assign m_axi_gmem1_BREADY = c_wr_axi_bready;
  assign m_axi_gmem1_WDATA = c_wr_axi_wdata;
  assign m_axi_gmem1_WSTRB = c_wr_axi_wstrb;
  assign c_wr_axi_awready = m_axi_gmem1_AWREADY;
  assign c_wr_axi_wready = m_axi_gmem1_WREADY;
  assign c_wr_axi_bresp = m_axi_gmem1_BRESP;
  assign c_wr_axi_bvalid = m_axi_gmem1_BVALID;

  wire load_a_idle;
  matmul_load_a u_process_load_a (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(load_a_idle),
      .arg_mb(arg_mb[15:0]),
      .arg_nb(arg_nb[15:0]),
      .arg_k(arg_k[8:0]),
      .a_rd_data(a_rd_out_data),
      .a_rd_valid(a_rd_out_valid),
      .a_rd_ready(a_rd_out_ready),
      .tile_a_open(tile_a_free),
      .tile_a_take(tile_a_write_take),
      .tile_a_give(tile_a_write_give),
      .tile_a_0_we(tile_a_0_we),
      .tile_a_0_waddr(tile_a_0_waddr),
      .tile_a_0_wdata(tile_a_0_wdata)
  );

  wire load_a_a_rd_addr_idle;
  matmul_load_a_a_rd_addr u_process_load_a_a_rd_addr (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(load_a_a_rd_addr_idle),
      .arg_mb(arg_mb[15:0]),
      .arg_nb(arg_nb[15:0]),
      .arg_k(arg_k[8:0]),
      .arg_a(arg_a[39:0]),
      .a_rd_req_data(a_rd_req_in_data),
      .a_rd_req_valid(a_rd_req_in_valid),
      .a_rd_req_room(a_rd_req_room)
  );

  wire load_b_idle;
  matmul_load_b u_process_load_b (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(load_b_idle),
      .arg_mb(arg_mb[15:0]),
      .arg_nb(arg_nb[15:0]),
      .arg_k(arg_k[8:0]),
      .b_rd_data(b_rd_out_data),
      .b_rd_valid(b_rd_out_valid),
      .b_rd_ready(b_rd_out_ready),
      .tile_b_open(tile_b_free),
      .tile_b_take(tile_b_write_take),
      .tile_b_give(tile_b_write_give),
      .tile_b_0_we(tile_b_0_we),
      .tile_b_0_waddr(tile_b_0_waddr),
      .tile_b_0_wdata(tile_b_0_wdata),
      .tile_b_1_we(tile_b_1_we),
      .tile_b_1_waddr(tile_b_1_waddr),
      .tile_b_1_wdata(tile_b_1_wdata),
      .tile_b_2_we(tile_b_2_we),
      .tile_b_2_waddr(tile_b_2_waddr),
      .tile_b_2_wdata(tile_b_2_wdata),
      .tile_b_3_we(tile_b_3_we),
      .tile_b_3_waddr(tile_b_3_waddr),
      .tile_b_3_wdata(tile_b_3_wdata),
      .tile_b_4_we(tile_b_4_we),
      .tile_b_4_waddr(tile_b_4_waddr),
      .tile_b_4_wdata(tile_b_4_wdata),
      .tile_b_5_we(tile_b_5_we),
      .tile_b_5_waddr(tile_b_5_waddr),
      .tile_b_5_wdata(tile_b_5_wdata),
      .tile_b_6_we(tile_b_6_we),
      .tile_b_6_waddr(tile_b_6_waddr),
      .tile_b_6_wdata(tile_b_6_wdata),
      .tile_b_7_we(tile_b_7_we),
      .tile_b_7_waddr(tile_b_7_waddr),
      .tile_b_7_wdata(tile_b_7_wdata)
  );

  wire load_b_b_rd_addr_idle;
  matmul_load_b_b_rd_addr u_process_load_b_b_rd_addr (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(load_b_b_rd_addr_idle),
      .arg_mb(arg_mb[15:0]),
      .arg_nb(arg_nb[15:0]),
      .arg_k(arg_k[8:0]),
      .arg_b(arg_b[39:0]),
      .b_rd_req_data(b_rd_req_in_data),
      .b_rd_req_valid(b_rd_req_in_valid),
      .b_rd_req_room(b_rd_req_room)
  );

  wire compute_idle;
  matmul_compute u_process_compute (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(compute_idle),
      .arg_mb(arg_mb[15:0]),
      .arg_nb(arg_nb[15:0]),
      .arg_k(arg_k[8:0]),
      .c_wr_data(c_wr_in_data),
      .c_wr_valid(c_wr_in_valid),
      .c_wr_room(c_wr_room),
      .tile_a_open(tile_a_full),
      .tile_a_take(tile_a_read_take),
      .tile_a_give(tile_a_read_give),
      .tile_b_open(tile_b_full),
      .tile_b_take(tile_b_read_take),
      .tile_b_give(tile_b_read_give),
      .tile_a_0_raddr(tile_a_0_raddr),
      .tile_a_0_rdata(tile_a_0_rdata),
      .tile_b_0_raddr(tile_b_0_raddr),
      .tile_b_0_rdata(tile_b_0_rdata),
      .tile_b_1_raddr(tile_b_1_raddr),
      .tile_b_1_rdata(tile_b_1_rdata),
      .tile_b_2_raddr(tile_b_2_raddr),
      .tile_b_2_rdata(tile_b_2_rdata),
      .tile_b_3_raddr(tile_b_3_raddr),
      .tile_b_3_rdata(tile_b_3_rdata),
      .tile_b_4_raddr(tile_b_4_raddr),
      .tile_b_4_rdata(tile_b_4_rdata),
      .tile_b_5_raddr(tile_b_5_raddr),
      .tile_b_5_rdata(tile_b_5_rdata),
      .tile_b_6_raddr(tile_b_6_raddr),
      .tile_b_6_rdata(tile_b_6_rdata),
      .tile_b_7_raddr(tile_b_7_raddr),
      .tile_b_7_rdata(tile_b_7_rdata)
  );

  wire compute_c_wr_addr_idle;
  matmul_compute_c_wr_addr u_process_compute_c_wr_addr (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(compute_c_wr_addr_idle),
      .arg_mb(arg_mb[15:0]),
      .arg_nb(arg_nb[15:0]),
      .arg_c(arg_c[39:0]),
      .c_wr_req_data(c_wr_req_in_data),
      .c_wr_req_valid(c_wr_req_in_valid),
      .c_wr_req_room(c_wr_req_room)
  );

  assign start = ap_start && !busy_reg && !done_reg;
  wire quiet = load_a_idle && load_a_a_rd_addr_idle && load_b_idle && load_b_b_rd_addr_idle && compute_idle && compute_c_wr_addr_idle && !a_rd_req_out_valid && !b_rd_req_out_valid && !c_wr_req_out_valid && !c_wr_out_valid && !a_rd_axi_busy && !a_rd_pack_busy && !b_rd_axi_busy && !c_wr_axi_busy;
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
    if (start && arg_c[63:40] != 24'd0) $error("c lies at or above 2^40");
  end
`endif

endmodule

`default_nettype wire

// ---- matmul_compute.sv
// Process compute of matmul.py, line 49: initiation interval 1, 4 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module matmul_compute (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [15:0] arg_mb,
    input  wire [15:0] arg_nb,
    input  wire [8:0] arg_k,
    output wire [63:0] c_wr_data,
    output wire c_wr_valid,
    input  wire c_wr_room,
    input  wire tile_a_open,
    output wire tile_a_take,
    output wire tile_a_give,
    input  wire tile_b_open,
    output wire tile_b_take,
    output wire tile_b_give,
    output wire [11:0] tile_a_0_raddr,
    input  wire [7:0] tile_a_0_rdata,
    output wire [8:0] tile_b_0_raddr,
    input  wire [7:0] tile_b_0_rdata,
    output wire [8:0] tile_b_1_raddr,
    input  wire [7:0] tile_b_1_rdata,
    output wire [8:0] tile_b_2_raddr,
    input  wire [7:0] tile_b_2_rdata,
    output wire [8:0] tile_b_3_raddr,
    input  wire [7:0] tile_b_3_rdata,
    output wire [8:0] tile_b_4_raddr,
    input  wire [7:0] tile_b_4_rdata,
    output wire [8:0] tile_b_5_raddr,
    input  wire [7:0] tile_b_5_rdata,
    output wire [8:0] tile_b_6_raddr,
    input  wire [7:0] tile_b_6_rdata,
    output wire [8:0] tile_b_7_raddr,
    input  wire [7:0] tile_b_7_rdata
);

  logic running;
  logic [3:1] stage;
  logic signed [16:0] count_i_0;
  logic signed [16:0] count_j_1;
  logic signed [3:0] count_r_2;
  logic signed [1:0] count_phase3_3;
  logic signed [8:0] count_p_o_4;
  logic signed [31:0] acc_0_reg;
  logic lt_52_s1;
  logic lt_52_s2;
  logic lt_52_s3;
  logic signed [7:0] load_61_s2;
  logic signed [7:0] load_62_s2;
  logic signed [15:0] mul_63;  // matmul.py:66
  logic eq_22_s1;
  logic eq_22_s2;
  logic eq_22_s3;
  logic signed [31:0] acc_1_reg;
  logic signed [7:0] load_69_s2;
  logic signed [15:0] mul_70;  // matmul.py:66
  logic signed [31:0] acc_2_reg;
  logic signed [7:0] load_76_s2;
  logic signed [15:0] mul_77;  // matmul.py:66
  logic signed [31:0] acc_3_reg;
  logic signed [7:0] load_83_s2;
  logic signed [15:0] mul_84;  // matmul.py:66
  logic signed [31:0] acc_4_reg;
  logic signed [7:0] load_90_s2;
  logic signed [15:0] mul_91;  // matmul.py:66
  logic signed [31:0] acc_5_reg;
  logic signed [7:0] load_98_s2;
  logic signed [15:0] mul_99;  // matmul.py:66
  logic signed [31:0] acc_6_reg;
  logic signed [7:0] load_106_s2;
  logic signed [15:0] mul_107;  // matmul.py:66
  logic signed [31:0] acc_7_reg;
  logic signed [7:0] load_113_s2;
  logic signed [15:0] mul_114;  // matmul.py:66
  logic eq_120_s1;
  logic eq_120_s2;
  logic eq_120_s3;
  logic eq_122_s1;
  logic eq_122_s2;
  logic eq_122_s3;
  logic eq_124_s1;
  logic eq_124_s2;
  logic eq_124_s3;
  logic eq_119_s1;
  logic eq_119_s2;
  logic eq_119_s3;
  logic eq_17_s1;
  logic eq_17_s2;
  logic eq_17_s3;
  logic [0:0] half_tile_a_reg;
  logic [0:0] half_tile_b_reg;
  wire issue;

  wire signed [16:0] scalar_1 = $signed({1'b0, arg_mb});
  wire signed [16:0] add_7 = count_i_0 + 2'sd1;  // matmul.py:58
  wire le_8 = scalar_1 <= add_7;  // matmul.py:58
  wire signed [16:0] scalar_2 = $signed({1'b0, arg_nb});
  wire signed [16:0] add_10 = count_j_1 + 2'sd1;  // matmul.py:59
  wire le_11 = scalar_2 <= add_10;  // matmul.py:59
  wire eq_14 = count_r_2 == 4'sd7;  // matmul.py:62
  wire eq_17 = count_phase3_3 == 2'sd1;  // matmul.py:62
  wire signed [9:0] scalar_3 = $signed({1'b0, arg_k});
  wire signed [9:0] add_20 = count_p_o_4 + 2'sd1;  // matmul.py:67
  wire le_21 = scalar_3 <= add_20;  // matmul.py:67
  wire eq_22 = count_phase3_3 == 2'sd0;  // matmul.py:67
  wire bnot_23 = !eq_22;  // matmul.py:67
  wire bor_24 = le_21 || bnot_23;  // matmul.py:67
  wire eq_27 = count_p_o_4 == 3'sd3;  // matmul.py:67
  wire bnot_28 = !eq_17;  // matmul.py:67
  wire bor_29 = eq_27 || bnot_28;  // matmul.py:67
  wire band_31 = bor_24 && bor_29;  // matmul.py:67
  wire eq_43 = count_p_o_4 == 2'sd0;  // matmul.py:67
  wire eq_38 = count_r_2 == 2'sd0;  // matmul.py:67
  wire band_47 = eq_22 && eq_38;  // matmul.py:67
  wire band_49 = eq_43 && band_47;  // matmul.py:67
  wire band_141 = eq_14 && eq_17;  // matmul.py:69
  wire band_143 = band_31 && band_141;  // matmul.py:69
  wire lt_52 = 2'sd0 < count_p_o_4;  // matmul.py:65
  wire signed [31:0] old_57 = lt_52_s3 ? acc_0_reg : 2'sd0;  // matmul.py:65
  wire signed [11:0] shl_59 = count_r_2 <<< 8;  // matmul.py:66
  wire signed [11:0] add_60 = count_p_o_4 + shl_59;  // matmul.py:66
  wire signed [7:0] load_61 = $signed(tile_a_0_rdata);  // matmul.py:66
  wire signed [7:0] load_62 = $signed(tile_b_0_rdata);  // matmul.py:66
  wire signed [32:0] add_64 = old_57 + mul_63;  // matmul.py:66
  wire signed [31:0] wrap_65 = add_64;  // matmul.py:66
  wire signed [31:0] sel_66 = eq_22_s3 ? wrap_65 : acc_0_reg;  // matmul.py:66
  wire signed [31:0] old_68 = lt_52_s3 ? acc_1_reg : 2'sd0;  // matmul.py:65
  wire signed [7:0] load_69 = $signed(tile_b_1_rdata);  // matmul.py:66
  wire signed [32:0] add_71 = old_68 + mul_70;  // matmul.py:66
  wire signed [31:0] wrap_72 = add_71;  // matmul.py:66
  wire signed [31:0] sel_73 = eq_22_s3 ? wrap_72 : acc_1_reg;  // matmul.py:66
  wire signed [31:0] old_75 = lt_52_s3 ? acc_2_reg : 2'sd0;  // matmul.py:65
  wire signed [7:0] load_76 = $signed(tile_b_2_rdata);  // matmul.py:66
  wire signed [32:0] add_78 = old_75 + mul_77;  // matmul.py:66
  wire signed [31:0] wrap_79 = add_78;  // matmul.py:66
  wire signed [31:0] sel_80 = eq_22_s3 ? wrap_79 : acc_2_reg;  // matmul.py:66
  wire signed [31:0] old_82 = lt_52_s3 ? acc_3_reg : 2'sd0;  // matmul.py:65
  wire signed [7:0] load_83 = $signed(tile_b_3_rdata);  // matmul.py:66
  wire signed [32:0] add_85 = old_82 + mul_84;  // matmul.py:66
  wire signed [31:0] wrap_86 = add_85;  // matmul.py:66
  wire signed [31:0] sel_87 = eq_22_s3 ? wrap_86 : acc_3_reg;  // matmul.py:66
  wire signed [31:0] old_89 = lt_52_s3 ? acc_4_reg : 2'sd0;  // matmul.py:65
  wire signed [7:0] load_90 = $signed(tile_b_4_rdata);  // matmul.py:66
  wire signed [32:0] add_92 = old_89 + mul_91;  // matmul.py:66
  wire signed [31:0] wrap_93 = add_92;  // matmul.py:66
  wire signed [31:0] sel_94 = eq_22_s3 ? wrap_93 : acc_4_reg;  // matmul.py:66
  wire signed [31:0] old_97 = lt_52_s3 ? acc_5_reg : 2'sd0;  // matmul.py:65
  wire signed [7:0] load_98 = $signed(tile_b_5_rdata);  // matmul.py:66
  wire signed [32:0] add_100 = old_97 + mul_99;  // matmul.py:66
  wire signed [31:0] wrap_101 = add_100;  // matmul.py:66
  wire signed [31:0] sel_102 = eq_22_s3 ? wrap_101 : acc_5_reg;  // matmul.py:66
  wire signed [31:0] old_105 = lt_52_s3 ? acc_6_reg : 2'sd0;  // matmul.py:65
  wire signed [7:0] load_106 = $signed(tile_b_6_rdata);  // matmul.py:66
  wire signed [32:0] add_108 = old_105 + mul_107;  // matmul.py:66
  wire signed [31:0] wrap_109 = add_108;  // matmul.py:66
  wire signed [31:0] sel_110 = eq_22_s3 ? wrap_109 : acc_6_reg;  // matmul.py:66
  wire signed [31:0] old_112 = lt_52_s3 ? acc_7_reg : 2'sd0;  // matmul.py:65
  wire signed [7:0] load_113 = $signed(tile_b_7_rdata);  // matmul.py:66
  wire signed [32:0] add_115 = old_112 + mul_114;  // matmul.py:66
  wire signed [31:0] wrap_116 = add_115;  // matmul.py:66
  wire signed [31:0] sel_117 = eq_22_s3 ? wrap_116 : acc_7_reg;  // matmul.py:66
  wire signed [2:0] wrapiv_33 = count_p_o_4;  // matmul.py:67
  wire eq_124 = wrapiv_33 == 3'sd3;  // matmul.py:69
  wire eq_122 = wrapiv_33 == 3'sd2;  // matmul.py:69
  wire eq_120 = wrapiv_33 == 2'sd1;  // matmul.py:69
  wire signed [31:0] sel_171 = eq_120_s3 ? acc_2_reg : acc_0_reg;  // matmul.py:69
  wire signed [31:0] sel_172 = eq_122_s3 ? acc_4_reg : sel_171;  // matmul.py:69
  wire signed [31:0] sel_173 = eq_124_s3 ? acc_6_reg : sel_172;  // matmul.py:69
  wire eq_119 = wrapiv_33 == 2'sd0;  // matmul.py:69
  wire signed [31:0] sel_174 = eq_119_s3 ? acc_1_reg : acc_0_reg;  // matmul.py:69
  wire signed [31:0] sel_175 = eq_120_s3 ? acc_3_reg : sel_174;  // matmul.py:69
  wire signed [31:0] sel_176 = eq_122_s3 ? acc_5_reg : sel_175;  // matmul.py:69
  wire signed [31:0] sel_177 = eq_124_s3 ? acc_7_reg : sel_176;  // matmul.py:69
  wire c_wr_put0 = stage[3] && eq_17_s3;
  wire [31:0] c_wr_put0_0 = sel_173;
  wire [31:0] c_wr_put0_1 = sel_177;
  assign c_wr_valid = c_wr_put0;
  assign c_wr_data = {c_wr_put0_1, c_wr_put0_0};
  wire wait_put_c_wr = (eq_17) && !c_wr_room;
  wire tile_a_acquire = band_49;
  assign tile_a_take = issue && tile_a_acquire;
  assign tile_a_give = (issue && band_143);
  wire wait_half_tile_a = tile_a_acquire && !tile_a_open;
  wire tile_b_acquire = band_49;
  assign tile_b_take = issue && tile_b_acquire;
  assign tile_b_give = (issue && band_143);
  wire wait_half_tile_b = tile_b_acquire && !tile_b_open;
  wire [10:0] addr_tile_a_94 = add_60;
  assign tile_a_0_raddr = {half_tile_a_reg, addr_tile_a_94};
  wire [7:0] addr_tile_b_96 = count_p_o_4;
  assign tile_b_0_raddr = {half_tile_b_reg, addr_tile_b_96};
  wire [7:0] addr_tile_b_98 = count_p_o_4;
  assign tile_b_1_raddr = {half_tile_b_reg, addr_tile_b_98};
  wire [7:0] addr_tile_b_100 = count_p_o_4;
  assign tile_b_2_raddr = {half_tile_b_reg, addr_tile_b_100};
  wire [7:0] addr_tile_b_102 = count_p_o_4;
  assign tile_b_3_raddr = {half_tile_b_reg, addr_tile_b_102};
  wire [7:0] addr_tile_b_104 = count_p_o_4;
  assign tile_b_4_raddr = {half_tile_b_reg, addr_tile_b_104};
  wire [7:0] addr_tile_b_106 = count_p_o_4;
  assign tile_b_5_raddr = {half_tile_b_reg, addr_tile_b_106};
  wire [7:0] addr_tile_b_108 = count_p_o_4;
  assign tile_b_6_raddr = {half_tile_b_reg, addr_tile_b_108};
  wire [7:0] addr_tile_b_110 = count_p_o_4;
  assign tile_b_7_raddr = {half_tile_b_reg, addr_tile_b_110};
  wire wrap_0 = le_8 && le_11 && eq_14 && eq_17 && band_31;
  wire wrap_1 = le_11 && eq_14 && eq_17 && band_31;
  wire wrap_2 = eq_14 && eq_17 && band_31;
  wire wrap_3 = eq_17 && band_31;
  wire wrap_4 = band_31;
  wire wrap_5 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_put_c_wr && !wait_half_tile_a && !wait_half_tile_b;

  assign idle = !(running || (stage != 0));

  always_ff @(posedge ap_clk) begin
    if (issue && (band_143)) half_tile_a_reg <= half_tile_a_reg == 1'd1 ? 1'd0 : half_tile_a_reg + 1'b1;
    if (issue && (band_143)) half_tile_b_reg <= half_tile_b_reg == 1'd1 ? 1'd0 : half_tile_b_reg + 1'b1;
    if (issue && wrap_1) count_i_0 <= le_8 ? 17'sd0 : count_i_0 + 17'sd1;
    if (issue && wrap_2) count_j_1 <= le_11 ? 17'sd0 : count_j_1 + 17'sd1;
    if (issue && wrap_3) count_r_2 <= eq_14 ? 4'sd0 : count_r_2 + 4'sd1;
    if (issue && wrap_4) count_phase3_3 <= eq_17 ? 2'sd0 : count_phase3_3 + 2'sd1;
    if (issue && wrap_5) count_p_o_4 <= band_31 ? 9'sd0 : count_p_o_4 + 9'sd1;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      half_tile_a_reg <= 1'd0;
      half_tile_b_reg <= 1'd0;
      count_i_0 <= 17'sd0;
      count_j_1 <= 17'sd0;
      count_r_2 <= 4'sd0;
      count_phase3_3 <= 2'sd0;
      count_p_o_4 <= 9'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

  always_ff @(posedge ap_clk) begin
    stage <= {stage[2:1], issue};
    lt_52_s1 <= lt_52;
    lt_52_s2 <= lt_52_s1;
    lt_52_s3 <= lt_52_s2;
    load_61_s2 <= load_61;
    load_62_s2 <= load_62;
    mul_63 <= load_61_s2 * load_62_s2;
    eq_22_s1 <= eq_22;
    eq_22_s2 <= eq_22_s1;
    eq_22_s3 <= eq_22_s2;
    load_69_s2 <= load_69;
    mul_70 <= load_61_s2 * load_69_s2;
    load_76_s2 <= load_76;
    mul_77 <= load_61_s2 * load_76_s2;
    load_83_s2 <= load_83;
    mul_84 <= load_61_s2 * load_83_s2;
    load_90_s2 <= load_90;
    mul_91 <= load_61_s2 * load_90_s2;
    load_98_s2 <= load_98;
    mul_99 <= load_61_s2 * load_98_s2;
    load_106_s2 <= load_106;
    mul_107 <= load_61_s2 * load_106_s2;
    load_113_s2 <= load_113;
    mul_114 <= load_61_s2 * load_113_s2;
    eq_120_s1 <= eq_120;
    eq_120_s2 <= eq_120_s1;
    eq_120_s3 <= eq_120_s2;
    eq_122_s1 <= eq_122;
    eq_122_s2 <= eq_122_s1;
    eq_122_s3 <= eq_122_s2;
    eq_124_s1 <= eq_124;
    eq_124_s2 <= eq_124_s1;
    eq_124_s3 <= eq_124_s2;
    eq_119_s1 <= eq_119;
    eq_119_s2 <= eq_119_s1;
    eq_119_s3 <= eq_119_s2;
    eq_17_s1 <= eq_17;
    eq_17_s2 <= eq_17_s1;
    eq_17_s3 <= eq_17_s2;
    if (stage[3] && eq_22_s3) begin
      acc_0_reg <= wrap_65;
      acc_1_reg <= wrap_72;
      acc_2_reg <= wrap_79;
      acc_3_reg <= wrap_86;
      acc_4_reg <= wrap_93;
      acc_5_reg <= wrap_101;
      acc_6_reg <= wrap_109;
      acc_7_reg <= wrap_116;
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

endmodule

`default_nettype wire

// ---- matmul_compute_c_wr_addr.sv
// Process compute_c_wr_addr of matmul.py, line 69: initiation interval 1, 1 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module matmul_compute_c_wr_addr (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [15:0] arg_mb,
    input  wire [15:0] arg_nb,
    input  wire [39:0] arg_c,
    output wire [42:0] c_wr_req_data,
    output wire c_wr_req_valid,
    input  wire c_wr_req_room
);

  logic running;
  logic signed [16:0] count_i_0;
  logic signed [16:0] count_j_1;
  logic signed [3:0] count_r_2;
  logic signed [1:0] count_phase3_3;
  logic signed [22:0] step_192;  // matmul.py:69
  logic signed [38:0] step_193;  // matmul.py:69
  wire issue;

  wire signed [16:0] scalar_1 = $signed({1'b0, arg_mb});
  wire signed [16:0] add_7 = count_i_0 + 2'sd1;  // matmul.py:58
  wire le_8 = scalar_1 <= add_7;  // matmul.py:58
  wire signed [16:0] scalar_2 = $signed({1'b0, arg_nb});
  wire signed [16:0] add_10 = count_j_1 + 2'sd1;  // matmul.py:59
  wire le_11 = scalar_2 <= add_10;  // matmul.py:59
  wire eq_14 = count_r_2 == 4'sd7;  // matmul.py:62
  wire eq_17 = count_phase3_3 == 2'sd1;  // matmul.py:62
  wire signed [40:0] scalar_154 = $signed({1'b0, arg_c});
  wire signed [19:0] shl_158 = scalar_2 <<< 3;  // matmul.py:69
  wire signed [19:0] shl_160 = count_j_1 <<< 3;  // matmul.py:69
  wire signed [22:0] shl_156 = scalar_2 <<< 6;  // matmul.py:69
  wire signed [38:0] add_194 = shl_160 + step_193;  // matmul.py:69
  wire signed [38:0] add_195 = step_192 + add_194;  // matmul.py:69
  wire signed [40:0] shl_196 = add_195 <<< 2;  // matmul.py:69
  wire signed [41:0] add_197 = scalar_154 + shl_196;  // matmul.py:69
  wire [39:0] wrap_198_u = add_197;  // matmul.py:69
  wire signed [40:0] wrap_198 = $signed({1'b0, wrap_198_u});
  wire signed [43:0] or_199 = wrap_198 | 44'sd4398046511104;  // matmul.py:69
  wire signed [3:0] and_200 = wrap_198 & 4'sd7;  // matmul.py:69
  wire eq_201 = and_200 == 2'sd0;  // matmul.py:69
  wire c_wr_req_put0 = issue && eq_17;
  wire [42:0] c_wr_req_put0_0 = or_199;
  assign c_wr_req_valid = c_wr_req_put0;
  assign c_wr_req_data = {c_wr_req_put0_0};
  wire wait_put_c_wr_req = (eq_17) && !c_wr_req_room;
  wire wrap_0 = le_8 && le_11 && eq_14 && eq_17;
  wire wrap_1 = le_11 && eq_14 && eq_17;
  wire wrap_2 = eq_14 && eq_17;
  wire wrap_3 = eq_17;
  wire wrap_4 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_put_c_wr_req;

  assign idle = !(running);

  always_ff @(posedge ap_clk) begin
    if (issue && wrap_1) count_i_0 <= le_8 ? 17'sd0 : count_i_0 + 17'sd1;
    if (issue && wrap_2) count_j_1 <= le_11 ? 17'sd0 : count_j_1 + 17'sd1;
    if (issue && wrap_3) count_r_2 <= eq_14 ? 4'sd0 : count_r_2 + 4'sd1;
    if (issue && wrap_4) count_phase3_3 <= eq_17 ? 2'sd0 : count_phase3_3 + 2'sd1;
    if (issue && wrap_3) step_192 <= eq_14 ? 23'sd0 : step_192 + shl_158;
    if (issue && wrap_1) step_193 <= le_8 ? 39'sd0 : step_193 + shl_156;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      count_i_0 <= 17'sd0;
      count_j_1 <= 17'sd0;
      count_r_2 <= 4'sd0;
      count_phase3_3 <= 2'sd0;
      step_192 <= 23'sd0;
      step_193 <= 39'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

`ifndef SYNTHESIS
  always_ff @(posedge ap_clk) begin
    if (issue && eq_17 && !(eq_201)) $error("matmul.py:69: c[...] starts at a multiple of 8 bytes");
  end
`endif

endmodule

`default_nettype wire

// ---- matmul_load_a.sv
// Process load_a of matmul.py, line 15: initiation interval 1, 1 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module matmul_load_a (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [15:0] arg_mb,
    input  wire [15:0] arg_nb,
    input  wire [8:0] arg_k,
    input  wire [7:0] a_rd_data,
    input  wire a_rd_valid,
    output wire a_rd_ready,
    input  wire tile_a_open,
    output wire tile_a_take,
    output wire tile_a_give,
    output wire tile_a_0_we,
    output wire [11:0] tile_a_0_waddr,
    output wire [7:0] tile_a_0_wdata
);

  logic running;
  logic signed [16:0] count_i_0;
  logic signed [16:0] count_j_1;
  logic signed [3:0] count_r_2;
  logic signed [8:0] count_p_3;
  logic [0:0] half_tile_a_reg;
  wire issue;

  wire signed [16:0] scalar_1 = $signed({1'b0, arg_mb});
  wire signed [16:0] add_6 = count_i_0 + 2'sd1;  // matmul.py:22
  wire le_7 = scalar_1 <= add_6;  // matmul.py:22
  wire signed [16:0] scalar_2 = $signed({1'b0, arg_nb});
  wire signed [16:0] add_9 = count_j_1 + 2'sd1;  // matmul.py:23
  wire le_10 = scalar_2 <= add_9;  // matmul.py:23
  wire eq_14 = count_r_2 == 4'sd7;  // matmul.py:25
  wire signed [9:0] scalar_3 = $signed({1'b0, arg_k});
  wire signed [9:0] add_16 = count_p_3 + 2'sd1;  // matmul.py:26
  wire le_17 = scalar_3 <= add_16;  // matmul.py:26
  wire eq_22 = count_r_2 == 2'sd0;  // matmul.py:26
  wire eq_25 = count_p_3 == 2'sd0;  // matmul.py:26
  wire band_29 = eq_22 && eq_25;  // matmul.py:26
  wire band_41 = eq_14 && le_17;  // matmul.py:27
  wire signed [11:0] shl_37 = count_r_2 <<< 8;  // matmul.py:27
  wire signed [11:0] add_38 = count_p_3 + shl_37;  // matmul.py:27
  wire signed [7:0] get_52 = $signed(a_rd_data);  // matmul.py:27
  wire a_rd_get = 1'b1;
  assign a_rd_ready = issue && a_rd_get;
  wire wait_get_a_rd = a_rd_get && !a_rd_valid;
  wire tile_a_acquire = band_29;
  assign tile_a_take = issue && tile_a_acquire;
  assign tile_a_give = (issue && band_41);
  wire wait_half_tile_a = tile_a_acquire && !tile_a_open;
  wire [10:0] addr_tile_a_24 = add_38;
  wire tile_a_0_w0 = issue && 1'b1;  // matmul.py:27
  wire [7:0] tile_a_0_w0_data = get_52;
  assign tile_a_0_we = tile_a_0_w0;
  assign tile_a_0_waddr = {half_tile_a_reg, addr_tile_a_24};
  assign tile_a_0_wdata = tile_a_0_w0_data;
  wire wrap_0 = le_7 && le_10 && eq_14 && le_17;
  wire wrap_1 = le_10 && eq_14 && le_17;
  wire wrap_2 = eq_14 && le_17;
  wire wrap_3 = le_17;
  wire wrap_4 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_get_a_rd && !wait_half_tile_a;

  assign idle = !(running);

  always_ff @(posedge ap_clk) begin
    if (issue && (band_41)) half_tile_a_reg <= half_tile_a_reg == 1'd1 ? 1'd0 : half_tile_a_reg + 1'b1;
    if (issue && wrap_1) count_i_0 <= le_7 ? 17'sd0 : count_i_0 + 17'sd1;
    if (issue && wrap_2) count_j_1 <= le_10 ? 17'sd0 : count_j_1 + 17'sd1;
    if (issue && wrap_3) count_r_2 <= eq_14 ? 4'sd0 : count_r_2 + 4'sd1;
    if (issue && wrap_4) count_p_3 <= le_17 ? 9'sd0 : count_p_3 + 9'sd1;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      half_tile_a_reg <= 1'd0;
      count_i_0 <= 17'sd0;
      count_j_1 <= 17'sd0;
      count_r_2 <= 4'sd0;
      count_p_3 <= 9'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

endmodule

`default_nettype wire

// ---- matmul_load_a_a_rd_addr.sv
// Process load_a_a_rd_addr of matmul.py, line 27: initiation interval 1, 1 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module matmul_load_a_a_rd_addr (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [15:0] arg_mb,
    input  wire [15:0] arg_nb,
    input  wire [8:0] arg_k,
    input  wire [39:0] arg_a,
    output wire [51:0] a_rd_req_data,
    output wire a_rd_req_valid,
    input  wire a_rd_req_room
);

  logic running;
  logic signed [16:0] count_i_0;
  logic signed [16:0] count_j_1;
  logic signed [27:0] step_53;  // matmul.py:27
  wire issue;

  wire signed [16:0] scalar_1 = $signed({1'b0, arg_mb});
  wire signed [16:0] add_6 = count_i_0 + 2'sd1;  // matmul.py:22
  wire le_7 = scalar_1 <= add_6;  // matmul.py:22
  wire signed [16:0] scalar_2 = $signed({1'b0, arg_nb});
  wire signed [16:0] add_9 = count_j_1 + 2'sd1;  // matmul.py:23
  wire le_10 = scalar_2 <= add_9;  // matmul.py:23
  wire signed [9:0] scalar_3 = $signed({1'b0, arg_k});
  wire signed [52:0] shl_48 = scalar_3 <<< 43;  // matmul.py:27
  wire signed [40:0] scalar_43 = $signed({1'b0, arg_a});
  wire signed [12:0] shl_44 = scalar_3 <<< 3;  // matmul.py:27
  wire signed [41:0] add_60 = scalar_43 + step_53;  // matmul.py:27
  wire [39:0] wrap_61_u = add_60;  // matmul.py:27
  wire signed [40:0] wrap_61 = $signed({1'b0, wrap_61_u});
  wire signed [52:0] or_62 = shl_48 | wrap_61;  // matmul.py:27
  wire a_rd_req_put0 = issue && 1'b1;
  wire [51:0] a_rd_req_put0_0 = or_62;
  assign a_rd_req_valid = a_rd_req_put0;
  assign a_rd_req_data = {a_rd_req_put0_0};
  wire wait_put_a_rd_req = (1'b1) && !a_rd_req_room;
  wire wrap_0 = le_7 && le_10;
  wire wrap_1 = le_10;
  wire wrap_2 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_put_a_rd_req;

  assign idle = !(running);

  always_ff @(posedge ap_clk) begin
    if (issue && wrap_1) count_i_0 <= le_7 ? 17'sd0 : count_i_0 + 17'sd1;
    if (issue && wrap_2) count_j_1 <= le_10 ? 17'sd0 : count_j_1 + 17'sd1;
    if (issue && wrap_1) step_53 <= le_7 ? 28'sd0 : step_53 + shl_44;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      count_i_0 <= 17'sd0;
      count_j_1 <= 17'sd0;
      step_53 <= 28'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

endmodule

`default_nettype wire

// ---- matmul_load_b.sv
// Process load_b of matmul.py, line 32: initiation interval 1, 1 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module matmul_load_b (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [15:0] arg_mb,
    input  wire [15:0] arg_nb,
    input  wire [8:0] arg_k,
    input  wire [63:0] b_rd_data,
    input  wire b_rd_valid,
    output wire b_rd_ready,
    input  wire tile_b_open,
    output wire tile_b_take,
    output wire tile_b_give,
    output wire tile_b_0_we,
    output wire [8:0] tile_b_0_waddr,
    output wire [7:0] tile_b_0_wdata,
    output wire tile_b_1_we,
    output wire [8:0] tile_b_1_waddr,
    output wire [7:0] tile_b_1_wdata,
    output wire tile_b_2_we,
    output wire [8:0] tile_b_2_waddr,
    output wire [7:0] tile_b_2_wdata,
    output wire tile_b_3_we,
    output wire [8:0] tile_b_3_waddr,
    output wire [7:0] tile_b_3_wdata,
    output wire tile_b_4_we,
    output wire [8:0] tile_b_4_waddr,
    output wire [7:0] tile_b_4_wdata,
    output wire tile_b_5_we,
    output wire [8:0] tile_b_5_waddr,
    output wire [7:0] tile_b_5_wdata,
    output wire tile_b_6_we,
    output wire [8:0] tile_b_6_waddr,
    output wire [7:0] tile_b_6_wdata,
    output wire tile_b_7_we,
    output wire [8:0] tile_b_7_waddr,
    output wire [7:0] tile_b_7_wdata
);

  logic running;
  logic signed [16:0] count_i_0;
  logic signed [16:0] count_j_1;
  logic signed [8:0] count_p_2;
  logic [0:0] half_tile_b_reg;
  wire issue;

  wire signed [16:0] scalar_1 = $signed({1'b0, arg_mb});
  wire signed [16:0] add_6 = count_i_0 + 2'sd1;  // matmul.py:39
  wire le_7 = scalar_1 <= add_6;  // matmul.py:39
  wire signed [16:0] scalar_2 = $signed({1'b0, arg_nb});
  wire signed [16:0] add_9 = count_j_1 + 2'sd1;  // matmul.py:40
  wire le_10 = scalar_2 <= add_9;  // matmul.py:40
  wire signed [9:0] scalar_3 = $signed({1'b0, arg_k});
  wire signed [9:0] add_12 = count_p_2 + 2'sd1;  // matmul.py:42
  wire le_13 = scalar_3 <= add_12;  // matmul.py:42
  wire eq_18 = count_p_2 == 2'sd0;  // matmul.py:42
  wire signed [7:0] get_71 = $signed(b_rd_data[7:0]);  // matmul.py:44
  wire signed [7:0] get_72 = $signed(b_rd_data[15:8]);  // matmul.py:44
  wire signed [7:0] get_73 = $signed(b_rd_data[23:16]);  // matmul.py:44
  wire signed [7:0] get_74 = $signed(b_rd_data[31:24]);  // matmul.py:44
  wire signed [7:0] get_75 = $signed(b_rd_data[39:32]);  // matmul.py:44
  wire signed [7:0] get_76 = $signed(b_rd_data[47:40]);  // matmul.py:44
  wire signed [7:0] get_77 = $signed(b_rd_data[55:48]);  // matmul.py:44
  wire signed [7:0] get_78 = $signed(b_rd_data[63:56]);  // matmul.py:44
  wire b_rd_get = 1'b1;
  assign b_rd_ready = issue && b_rd_get;
  wire wait_get_b_rd = b_rd_get && !b_rd_valid;
  wire tile_b_acquire = eq_18;
  assign tile_b_take = issue && tile_b_acquire;
  assign tile_b_give = (issue && le_13);
  wire wait_half_tile_b = tile_b_acquire && !tile_b_open;
  wire [7:0] addr_tile_b_25 = count_p_2;
  wire tile_b_0_w0 = issue && 1'b1;  // matmul.py:44
  wire [7:0] tile_b_0_w0_data = get_71;
  assign tile_b_0_we = tile_b_0_w0;
  assign tile_b_0_waddr = {half_tile_b_reg, addr_tile_b_25};
  assign tile_b_0_wdata = tile_b_0_w0_data;
  wire [7:0] addr_tile_b_31 = count_p_2;
  wire tile_b_1_w0 = issue && 1'b1;  // matmul.py:44
  wire [7:0] tile_b_1_w0_data = get_72;
  assign tile_b_1_we = tile_b_1_w0;
  assign tile_b_1_waddr = {half_tile_b_reg, addr_tile_b_31};
  assign tile_b_1_wdata = tile_b_1_w0_data;
  wire [7:0] addr_tile_b_37 = count_p_2;
  wire tile_b_2_w0 = issue && 1'b1;  // matmul.py:44
  wire [7:0] tile_b_2_w0_data = get_73;
  assign tile_b_2_we = tile_b_2_w0;
  assign tile_b_2_waddr = {half_tile_b_reg, addr_tile_b_37};
  assign tile_b_2_wdata = tile_b_2_w0_data;
  wire [7:0] addr_tile_b_43 = count_p_2;
  wire tile_b_3_w0 = issue && 1'b1;  // matmul.py:44
  wire [7:0] tile_b_3_w0_data = get_74;
  assign tile_b_3_we = tile_b_3_w0;
  assign tile_b_3_waddr = {half_tile_b_reg, addr_tile_b_43};
  assign tile_b_3_wdata = tile_b_3_w0_data;
  wire [7:0] addr_tile_b_49 = count_p_2;
  wire tile_b_4_w0 = issue && 1'b1;  // matmul.py:44
  wire [7:0] tile_b_4_w0_data = get_75;
  assign tile_b_4_we = tile_b_4_w0;
  assign tile_b_4_waddr = {half_tile_b_reg, addr_tile_b_49};
  assign tile_b_4_wdata = tile_b_4_w0_data;
  wire [7:0] addr_tile_b_55 = count_p_2;
  wire tile_b_5_w0 = issue && 1'b1;  // matmul.py:44
  wire [7:0] tile_b_5_w0_data = get_76;
  assign tile_b_5_we = tile_b_5_w0;
  assign tile_b_5_waddr = {half_tile_b_reg, addr_tile_b_55};
  assign tile_b_5_wdata = tile_b_5_w0_data;
  wire [7:0] addr_tile_b_61 = count_p_2;
  wire tile_b_6_w0 = issue && 1'b1;  // matmul.py:44
  wire [7:0] tile_b_6_w0_data = get_77;
  assign tile_b_6_we = tile_b_6_w0;
  assign tile_b_6_waddr = {half_tile_b_reg, addr_tile_b_61};
  assign tile_b_6_wdata = tile_b_6_w0_data;
  wire [7:0] addr_tile_b_67 = count_p_2;
  wire tile_b_7_w0 = issue && 1'b1;  // matmul.py:44
  wire [7:0] tile_b_7_w0_data = get_78;
  assign tile_b_7_we = tile_b_7_w0;
  assign tile_b_7_waddr = {half_tile_b_reg, addr_tile_b_67};
  assign tile_b_7_wdata = tile_b_7_w0_data;
  wire wrap_0 = le_7 && le_10 && le_13;
  wire wrap_1 = le_10 && le_13;
  wire wrap_2 = le_13;
  wire wrap_3 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_get_b_rd && !wait_half_tile_b;

  assign idle = !(running);

  always_ff @(posedge ap_clk) begin
    if (issue && (le_13)) half_tile_b_reg <= half_tile_b_reg == 1'd1 ? 1'd0 : half_tile_b_reg + 1'b1;
    if (issue && wrap_1) count_i_0 <= le_7 ? 17'sd0 : count_i_0 + 17'sd1;
    if (issue && wrap_2) count_j_1 <= le_10 ? 17'sd0 : count_j_1 + 17'sd1;
    if (issue && wrap_3) count_p_2 <= le_13 ? 9'sd0 : count_p_2 + 9'sd1;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      half_tile_b_reg <= 1'd0;
      count_i_0 <= 17'sd0;
      count_j_1 <= 17'sd0;
      count_p_2 <= 9'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

endmodule

`default_nettype wire

// ---- matmul_load_b_b_rd_addr.sv
// Process load_b_b_rd_addr of matmul.py, line 44: initiation interval 1, 1 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module matmul_load_b_b_rd_addr (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [15:0] arg_mb,
    input  wire [15:0] arg_nb,
    input  wire [8:0] arg_k,
    input  wire [39:0] arg_b,
    output wire [40:0] b_rd_req_data,
    output wire b_rd_req_valid,
    input  wire b_rd_req_room
);

  logic running;
  logic signed [16:0] count_i_0;
  logic signed [16:0] count_j_1;
  logic signed [8:0] count_p_2;
  logic signed [27:0] step_91;  // matmul.py:44
  wire issue;

  wire signed [16:0] scalar_1 = $signed({1'b0, arg_mb});
  wire signed [16:0] add_6 = count_i_0 + 2'sd1;  // matmul.py:39
  wire le_7 = scalar_1 <= add_6;  // matmul.py:39
  wire signed [16:0] scalar_2 = $signed({1'b0, arg_nb});
  wire signed [16:0] add_9 = count_j_1 + 2'sd1;  // matmul.py:40
  wire le_10 = scalar_2 <= add_9;  // matmul.py:40
  wire signed [9:0] scalar_3 = $signed({1'b0, arg_k});
  wire signed [9:0] add_12 = count_p_2 + 2'sd1;  // matmul.py:42
  wire le_13 = scalar_3 <= add_12;  // matmul.py:42
  wire signed [19:0] shl_58 = scalar_2 <<< 3;  // matmul.py:44
  wire signed [40:0] scalar_57 = $signed({1'b0, arg_b});
  wire signed [19:0] shl_60 = count_j_1 <<< 3;  // matmul.py:44
  wire signed [41:0] add_92 = scalar_57 + shl_60;  // matmul.py:44
  wire signed [41:0] add_93 = step_91 + add_92;  // matmul.py:44
  wire [39:0] wrap_94_u = add_93;  // matmul.py:44
  wire signed [40:0] wrap_94 = $signed({1'b0, wrap_94_u});
  wire signed [41:0] or_95 = wrap_94 | 42'sd1099511627776;  // matmul.py:44
  wire signed [3:0] and_96 = wrap_94 & 4'sd7;  // matmul.py:44
  wire eq_97 = and_96 == 2'sd0;  // matmul.py:44
  wire b_rd_req_put0 = issue && 1'b1;
  wire [40:0] b_rd_req_put0_0 = or_95;
  assign b_rd_req_valid = b_rd_req_put0;
  assign b_rd_req_data = {b_rd_req_put0_0};
  wire wait_put_b_rd_req = (1'b1) && !b_rd_req_room;
  wire wrap_0 = le_7 && le_10 && le_13;
  wire wrap_1 = le_10 && le_13;
  wire wrap_2 = le_13;
  wire wrap_3 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_put_b_rd_req;

  assign idle = !(running);

  always_ff @(posedge ap_clk) begin
    if (issue && wrap_1) count_i_0 <= le_7 ? 17'sd0 : count_i_0 + 17'sd1;
    if (issue && wrap_2) count_j_1 <= le_10 ? 17'sd0 : count_j_1 + 17'sd1;
    if (issue && wrap_3) count_p_2 <= le_13 ? 9'sd0 : count_p_2 + 9'sd1;
    if (issue && wrap_3) step_91 <= le_13 ? 28'sd0 : step_91 + shl_58;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      count_i_0 <= 17'sd0;
      count_j_1 <= 17'sd0;
      count_p_2 <= 9'sd0;
      step_91 <= 28'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

`ifndef SYNTHESIS
  always_ff @(posedge ap_clk) begin
    if (issue && 1'b1 && !(eq_97)) $error("matmul.py:44: b[...] starts at a multiple of 8 bytes");
  end
`endif

endmodule

`default_nettype wire
