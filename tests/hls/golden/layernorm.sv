// ---- layernorm.sv
// Kernel layernorm: processes, streams and bus interfaces.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */

module layernorm (
    input  wire ap_clk,
    input  wire ap_rst_n,
    input  wire [5:0] s_axi_control_AWADDR,
    input  wire s_axi_control_AWVALID,
    output wire s_axi_control_AWREADY,
    input  wire [31:0] s_axi_control_WDATA,
    input  wire [3:0] s_axi_control_WSTRB,
    input  wire s_axi_control_WVALID,
    output wire s_axi_control_WREADY,
    output wire [1:0] s_axi_control_BRESP,
    output wire s_axi_control_BVALID,
    input  wire s_axi_control_BREADY,
    input  wire [5:0] s_axi_control_ARADDR,
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
    input  wire [31:0] m_axi_gmem1_RDATA,
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
    output wire [31:0] m_axi_gmem1_WDATA,
    output wire [3:0] m_axi_gmem1_WSTRB,
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
  wire [383:0] args;
  wire idle = !busy_reg;
  hwp_axi_lite_ctrl #(.ADDR_W(6), .WORDS(12), .WRITABLE(12'd1749), .MASK(384'hffffffffffffffff00000000ffffffffffffffff000000000000000f000000000000ffff000000000000ffff)) u_control (
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

  wire [15:0] arg_rows = args[15:0];
  wire [15:0] arg_blocks = args[79:64];
  wire [3:0] arg_shift = args[131:128];
  wire [63:0] arg_x = args[255:192];
  wire [63:0] arg_stats = args[351:288];

  wire [46:0] x_rd_req_in_data;
  wire x_rd_req_in_valid;
  wire [46:0] x_rd_req_out_data;
  wire x_rd_req_out_valid;
  wire x_rd_req_out_ready;
  wire x_rd_req_in_ready;
  wire [4:0] x_rd_req_count;
  hwp_fifo #(.WIDTH(47), .DEPTH(16)) u_x_rd_req (
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

  wire [41:0] stats_wr_req_in_data;
  wire stats_wr_req_in_valid;
  wire [41:0] stats_wr_req_out_data;
  wire stats_wr_req_out_valid;
  wire stats_wr_req_out_ready;
  wire stats_wr_req_in_ready;
  wire [4:0] stats_wr_req_count;
  hwp_fifo #(.WIDTH(42), .DEPTH(16)) u_stats_wr_req (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(stats_wr_req_in_valid), .in_ready(stats_wr_req_in_ready), .in_data(stats_wr_req_in_data),
      .out_valid(stats_wr_req_out_valid), .out_ready(stats_wr_req_out_ready),
      .out_data(stats_wr_req_out_data), .count(stats_wr_req_count)
  );
  wire stats_wr_req_room = stats_wr_req_count <= 5'd15;

  wire [31:0] stats_wr_in_data;
  wire stats_wr_in_valid;
  wire [31:0] stats_wr_out_data;
  wire stats_wr_out_valid;
  wire stats_wr_out_ready;
  wire stats_wr_in_ready;
  wire [4:0] stats_wr_count;
  hwp_fifo #(.WIDTH(32), .DEPTH(16)) u_stats_wr (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(stats_wr_in_valid), .in_ready(stats_wr_in_ready), .in_data(stats_wr_in_data),
      .out_valid(stats_wr_out_valid), .out_ready(stats_wr_out_ready),
      .out_data(stats_wr_out_data), .count(stats_wr_count)
  );
  wire stats_wr_room = stats_wr_count <= 5'd13;

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
  wire [7:0] x_rd_burst_beats;
  wire x_rd_beat_valid;
  wire x_rd_beat_ready;
  wire [63:0] x_rd_beat_data;
  wire x_rd_axi_busy;
  wire x_rd_axi_error;
  assign x_rd_burst_valid = x_rd_req_out_valid;
  assign x_rd_req_out_ready = x_rd_burst_ready;
  assign x_rd_burst_addr = x_rd_req_out_data[39:0];
  assign x_rd_burst_beats = {1'd0, x_rd_req_out_data[46:40]};
  assign x_rd_in_valid = x_rd_beat_valid;
  assign x_rd_in_data = x_rd_beat_data;
  assign x_rd_beat_ready = x_rd_in_ready;
  hwp_axi_read #(.ADDR_W(40), .DATA_W(64), .BEATS_W(8), .MAX_BURST(64), .BUFFER_BEATS(256)) u_x_rd_axi (
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

  wire [39:0] stats_wr_axi_awaddr;
  wire [7:0] stats_wr_axi_awlen;
  wire [2:0] stats_wr_axi_awsize;
  wire [1:0] stats_wr_axi_awburst;
  wire [3:0] stats_wr_axi_awcache;
  wire [2:0] stats_wr_axi_awprot;
  wire stats_wr_axi_awvalid;
  wire stats_wr_axi_wlast;
  wire stats_wr_axi_wvalid;
  wire stats_wr_axi_bready;
  wire stats_wr_axi_awready;
  wire stats_wr_axi_wready;
  wire [1:0] stats_wr_axi_bresp;
  wire stats_wr_axi_bvalid;
  wire [31:0] stats_wr_axi_wdata;
  wire [3:0] stats_wr_axi_wstrb;
  wire stats_wr_burst_valid;
  wire stats_wr_burst_ready;
  wire [39:0] stats_wr_burst_addr;
  wire [7:0] stats_wr_burst_beats;
  wire stats_wr_beat_valid;
  wire stats_wr_beat_ready;
  wire [31:0] stats_wr_beat_data;
  wire stats_wr_axi_busy;
  wire stats_wr_axi_error;
  wire [3:0] stats_wr_beat_strb;
  assign stats_wr_burst_valid = stats_wr_req_out_valid;
  assign stats_wr_req_out_ready = stats_wr_burst_ready;
  assign stats_wr_burst_addr = stats_wr_req_out_data[39:0];
  assign stats_wr_burst_beats = {6'd0, stats_wr_req_out_data[41:40]};
  assign stats_wr_beat_valid = stats_wr_out_valid;
  assign stats_wr_out_ready = stats_wr_beat_ready;
  assign stats_wr_beat_data = stats_wr_out_data;
  assign stats_wr_beat_strb = {4{1'b1}};
  hwp_axi_write #(.ADDR_W(40), .DATA_W(32), .BEATS_W(8), .MAX_BURST(64), .BUFFER_BEATS(128)) u_stats_wr_axi (
      .clk(ap_clk), .rst(ap_rst),
      .req_valid(stats_wr_burst_valid), .req_ready(stats_wr_burst_ready),
      .req_addr(stats_wr_burst_addr), .req_beats(stats_wr_burst_beats),
      .in_valid(stats_wr_beat_valid), .in_ready(stats_wr_beat_ready),
      .in_data(stats_wr_beat_data),
      .in_strb(stats_wr_beat_strb),
      .busy(stats_wr_axi_busy), .error(stats_wr_axi_error),
      .m_axi_awaddr(stats_wr_axi_awaddr),
      .m_axi_awlen(stats_wr_axi_awlen),
      .m_axi_awsize(stats_wr_axi_awsize),
      .m_axi_awburst(stats_wr_axi_awburst),
      .m_axi_awcache(stats_wr_axi_awcache),
      .m_axi_awprot(stats_wr_axi_awprot),
      .m_axi_awvalid(stats_wr_axi_awvalid),
      .m_axi_wlast(stats_wr_axi_wlast),
      .m_axi_wvalid(stats_wr_axi_wvalid),
      .m_axi_bready(stats_wr_axi_bready),
      .m_axi_awready(stats_wr_axi_awready),
      .m_axi_wready(stats_wr_axi_wready),
      .m_axi_bresp(stats_wr_axi_bresp),
      .m_axi_bvalid(stats_wr_axi_bvalid),
      .m_axi_wdata(stats_wr_axi_wdata),
      .m_axi_wstrb(stats_wr_axi_wstrb)
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

  assign m_axi_gmem1_ARADDR = 64'd0;
  assign m_axi_gmem1_ARLEN = 8'd0;
  assign m_axi_gmem1_ARSIZE = 3'd0;
  assign m_axi_gmem1_ARBURST = 2'd0;
  assign m_axi_gmem1_ARCACHE = 4'd0;
  assign m_axi_gmem1_ARPROT = 3'd0;
  assign m_axi_gmem1_ARVALID = 1'd0;
  assign m_axi_gmem1_RREADY = 1'd0;
  assign m_axi_gmem1_AWADDR = stats_wr_axi_awaddr;
  assign m_axi_gmem1_AWLEN = stats_wr_axi_awlen;
  assign m_axi_gmem1_AWSIZE = stats_wr_axi_awsize;
  assign m_axi_gmem1_AWBURST = stats_wr_axi_awburst;
  assign m_axi_gmem1_AWCACHE = stats_wr_axi_awcache;
  assign m_axi_gmem1_AWPROT = stats_wr_axi_awprot;
  assign m_axi_gmem1_AWVALID = stats_wr_axi_awvalid;
  assign m_axi_gmem1_WLAST = stats_wr_axi_wlast;
  assign m_axi_gmem1_WVALID = stats_wr_axi_wvalid;
  assign m_axi_gmem1_BREADY = stats_wr_axi_bready;
  assign m_axi_gmem1_WDATA = stats_wr_axi_wdata;
  assign m_axi_gmem1_WSTRB = stats_wr_axi_wstrb;
  assign stats_wr_axi_awready = m_axi_gmem1_AWREADY;
  assign stats_wr_axi_wready = m_axi_gmem1_WREADY;
  assign stats_wr_axi_bresp = m_axi_gmem1_BRESP;
  assign stats_wr_axi_bvalid = m_axi_gmem1_BVALID;

  wire layernorm_idle;
  layernorm_layernorm u_process_layernorm (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(layernorm_idle),
      .arg_rows(arg_rows[15:0]),
      .arg_blocks(arg_blocks[6:0]),
      .arg_shift(arg_shift[3:0]),
      .x_rd_data(x_rd_out_data),
      .x_rd_valid(x_rd_out_valid),
      .x_rd_ready(x_rd_out_ready),
      .stats_wr_data(stats_wr_in_data),
      .stats_wr_valid(stats_wr_in_valid),
      .stats_wr_room(stats_wr_room)
  );

  wire layernorm_x_rd_addr_idle;
  layernorm_layernorm_x_rd_addr u_process_layernorm_x_rd_addr (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(layernorm_x_rd_addr_idle),
      .arg_rows(arg_rows[15:0]),
      .arg_blocks(arg_blocks[6:0]),
      .arg_x(arg_x[39:0]),
      .x_rd_req_data(x_rd_req_in_data),
      .x_rd_req_valid(x_rd_req_in_valid),
      .x_rd_req_room(x_rd_req_room)
  );

  wire layernorm_stats_wr_addr_idle;
  layernorm_layernorm_stats_wr_addr u_process_layernorm_stats_wr_addr (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(layernorm_stats_wr_addr_idle),
      .arg_rows(arg_rows[15:0]),
      .arg_stats(arg_stats[39:0]),
      .stats_wr_req_data(stats_wr_req_in_data),
      .stats_wr_req_valid(stats_wr_req_in_valid),
      .stats_wr_req_room(stats_wr_req_room)
  );

  assign start = ap_start && !busy_reg && !done_reg;
  wire quiet = layernorm_idle && layernorm_x_rd_addr_idle && layernorm_stats_wr_addr_idle && !x_rd_req_out_valid && !stats_wr_req_out_valid && !stats_wr_out_valid && !x_rd_axi_busy && !stats_wr_axi_busy;
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
    if (start && arg_stats[63:40] != 24'd0) $error("stats lies at or above 2^40");
  end
`endif

endmodule

`default_nettype wire

// ---- layernorm_layernorm.sv
// Process layernorm of layernorm.py, line 12: initiation interval 1, 3 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module layernorm_layernorm (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [15:0] arg_rows,
    input  wire [6:0] arg_blocks,
    input  wire [3:0] arg_shift,
    input  wire [63:0] x_rd_data,
    input  wire x_rd_valid,
    output wire x_rd_ready,
    output wire [31:0] stats_wr_data,
    output wire stats_wr_valid,
    input  wire stats_wr_room
);

  logic running;
  logic [2:1] stage;
  logic signed [16:0] count_r_0;
  logic signed [1:0] count_phase1_1;
  logic signed [6:0] count_b_h_2;
  logic signed [31:0] total_reg;
  logic signed [32:0] square_reg;
  logic eq_28_s1;
  logic eq_28_s2;
  logic signed [7:0] get_114_s1;
  logic signed [15:0] mul_159;  // layernorm.py:23
  logic signed [7:0] get_113_s1;
  logic signed [15:0] mul_160;  // layernorm.py:23
  logic signed [7:0] get_116_s1;
  logic signed [15:0] mul_157;  // layernorm.py:23
  logic signed [7:0] get_115_s1;
  logic signed [15:0] mul_158;  // layernorm.py:23
  logic signed [7:0] get_118_s1;
  logic signed [15:0] mul_155;  // layernorm.py:23
  logic signed [7:0] get_117_s1;
  logic signed [15:0] mul_156;  // layernorm.py:23
  logic signed [7:0] get_120_s1;
  logic signed [15:0] mul_153;  // layernorm.py:23
  logic signed [7:0] get_119_s1;
  logic signed [15:0] mul_154;  // layernorm.py:23
  logic eq_14_s1;
  logic eq_14_s2;
  logic signed [36:0] mean_132_s1;
  logic signed [73:0] mul_133;  // layernorm.py:26
  logic eq_90_s1;
  logic eq_90_s2;
  logic signed [31:0] wrap_139_s1;
  logic signed [31:0] wrap_139_s2;
  logic eq_10_s1;
  logic eq_10_s2;
  wire issue;

  wire signed [16:0] scalar_1 = $signed({1'b0, arg_rows});
  wire signed [16:0] add_6 = count_r_0 + 2'sd1;  // layernorm.py:19
  wire le_7 = scalar_1 <= add_6;  // layernorm.py:19
  wire eq_10 = count_phase1_1 == 2'sd1;  // layernorm.py:19
  wire signed [7:0] scalar_2 = $signed({1'b0, arg_blocks});
  wire signed [7:0] add_12 = count_b_h_2 + 2'sd1;  // layernorm.py:24
  wire le_13 = scalar_2 <= add_12;  // layernorm.py:24
  wire eq_14 = count_phase1_1 == 2'sd0;  // layernorm.py:24
  wire bnot_15 = !eq_14;  // layernorm.py:24
  wire bor_16 = le_13 || bnot_15;  // layernorm.py:24
  wire eq_18 = count_b_h_2 == 2'sd1;  // layernorm.py:24
  wire bnot_19 = !eq_10;  // layernorm.py:24
  wire bor_20 = eq_18 || bnot_19;  // layernorm.py:24
  wire band_22 = bor_16 && bor_20;  // layernorm.py:24
  wire eq_28 = count_b_h_2 == 2'sd0;  // layernorm.py:24
  wire signed [31:0] sel_62 = eq_28 ? 2'sd0 : total_reg;  // layernorm.py:22
  wire signed [7:0] get_113 = $signed(x_rd_data[7:0]);  // layernorm.py:21
  wire signed [7:0] get_114 = $signed(x_rd_data[15:8]);  // layernorm.py:21
  wire signed [8:0] add_143 = get_113 + get_114;  // layernorm.py:27
  wire signed [7:0] get_115 = $signed(x_rd_data[23:16]);  // layernorm.py:21
  wire signed [7:0] get_116 = $signed(x_rd_data[31:24]);  // layernorm.py:21
  wire signed [8:0] add_144 = get_115 + get_116;  // layernorm.py:27
  wire signed [9:0] add_147 = add_143 + add_144;  // layernorm.py:27
  wire signed [7:0] get_117 = $signed(x_rd_data[39:32]);  // layernorm.py:21
  wire signed [7:0] get_118 = $signed(x_rd_data[47:40]);  // layernorm.py:21
  wire signed [8:0] add_145 = get_117 + get_118;  // layernorm.py:27
  wire signed [7:0] get_119 = $signed(x_rd_data[55:48]);  // layernorm.py:21
  wire signed [7:0] get_120 = $signed(x_rd_data[63:56]);  // layernorm.py:21
  wire signed [8:0] add_146 = get_119 + get_120;  // layernorm.py:27
  wire signed [9:0] add_148 = add_145 + add_146;  // layernorm.py:27
  wire signed [10:0] add_149 = add_147 + add_148;  // layernorm.py:27
  wire signed [32:0] add_150 = sel_62 + add_149;  // layernorm.py:27
  wire signed [31:0] total_151 = add_150;  // layernorm.py:22
  wire signed [31:0] sel_152 = eq_14 ? total_151 : total_reg;  // layernorm.py:22
  wire signed [32:0] sel_69 = eq_28_s2 ? 2'sd0 : square_reg;  // layernorm.py:23
  wire signed [16:0] add_161 = mul_159 + mul_160;  // layernorm.py:23
  wire signed [16:0] add_162 = mul_157 + mul_158;  // layernorm.py:23
  wire signed [17:0] add_165 = add_161 + add_162;  // layernorm.py:23
  wire signed [16:0] add_163 = mul_155 + mul_156;  // layernorm.py:23
  wire signed [16:0] add_164 = mul_153 + mul_154;  // layernorm.py:23
  wire signed [17:0] add_166 = add_163 + add_164;  // layernorm.py:23
  wire signed [18:0] add_167 = add_165 + add_166;  // layernorm.py:23
  wire signed [33:0] add_168 = sel_69 + add_167;  // layernorm.py:23
  wire [31:0] square_169_u = add_168;  // layernorm.py:23
  wire signed [32:0] square_169 = $signed({1'b0, square_169_u});
  wire signed [32:0] sel_170 = eq_14_s2 ? square_169 : square_reg;  // layernorm.py:23
  wire signed [1:0] wrapiv_24 = count_b_h_2;  // layernorm.py:24
  wire eq_90 = wrapiv_24 == 2'sd0;  // layernorm.py:27
  wire signed [39:0] shl_131 = total_reg <<< 8;  // layernorm.py:25
  wire signed [4:0] scalar_3 = $signed({1'b0, arg_shift});
  wire signed [36:0] mean_132 = shl_131 >>> scalar_3;  // layernorm.py:25
  wire signed [31:0] wrap_139 = mean_132;  // layernorm.py:27
  wire signed [48:0] shl_134 = square_reg <<< 16;  // layernorm.py:26
  wire signed [45:0] shrv_135 = shl_134 >>> scalar_3;  // layernorm.py:26
  wire signed [72:0] variance_136 = shrv_135 - mul_133;  // layernorm.py:26
  wire signed [64:0] shr_137 = variance_136 >>> 8;  // layernorm.py:27
  wire signed [31:0] wrap_138 = shr_137;  // layernorm.py:27
  wire signed [31:0] sel_140 = eq_90_s2 ? wrap_139_s2 : wrap_138;  // layernorm.py:27
  wire signed [10:0] shl_32 = scalar_2 <<< 3;  // layernorm.py:16
  wire signed [10:0] shlv_33 = 2'sd1 <<< scalar_3;  // layernorm.py:16
  wire eq_34 = shl_32 == shlv_33;  // layernorm.py:16
  wire eq_25 = count_r_0 == 2'sd0;  // layernorm.py:24
  wire band_27 = eq_14 && eq_25;  // layernorm.py:24
  wire band_30 = band_27 && eq_28;  // layernorm.py:24
  wire x_rd_get = eq_14;
  assign x_rd_ready = issue && x_rd_get;
  wire wait_get_x_rd = x_rd_get && !x_rd_valid;
  wire stats_wr_put0 = stage[2] && eq_10_s2;
  wire [31:0] stats_wr_put0_0 = sel_140;
  assign stats_wr_valid = stats_wr_put0;
  assign stats_wr_data = {stats_wr_put0_0};
  wire wait_put_stats_wr = (eq_10) && !stats_wr_room;
  wire wrap_0 = le_7 && eq_10 && band_22;
  wire wrap_1 = eq_10 && band_22;
  wire wrap_2 = band_22;
  wire wrap_3 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_get_x_rd && !wait_put_stats_wr;

  assign idle = !(running || (stage != 0));

  always_ff @(posedge ap_clk) begin
    if (issue && wrap_1) count_r_0 <= le_7 ? 17'sd0 : count_r_0 + 17'sd1;
    if (issue && wrap_2) count_phase1_1 <= eq_10 ? 2'sd0 : count_phase1_1 + 2'sd1;
    if (issue && wrap_3) count_b_h_2 <= band_22 ? 7'sd0 : count_b_h_2 + 7'sd1;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      count_r_0 <= 17'sd0;
      count_phase1_1 <= 2'sd0;
      count_b_h_2 <= 7'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

  always_ff @(posedge ap_clk) begin
    stage <= {stage[1:1], issue};
    eq_28_s1 <= eq_28;
    eq_28_s2 <= eq_28_s1;
    get_114_s1 <= get_114;
    mul_159 <= get_114_s1 * get_114_s1;
    get_113_s1 <= get_113;
    mul_160 <= get_113_s1 * get_113_s1;
    get_116_s1 <= get_116;
    mul_157 <= get_116_s1 * get_116_s1;
    get_115_s1 <= get_115;
    mul_158 <= get_115_s1 * get_115_s1;
    get_118_s1 <= get_118;
    mul_155 <= get_118_s1 * get_118_s1;
    get_117_s1 <= get_117;
    mul_156 <= get_117_s1 * get_117_s1;
    get_120_s1 <= get_120;
    mul_153 <= get_120_s1 * get_120_s1;
    get_119_s1 <= get_119;
    mul_154 <= get_119_s1 * get_119_s1;
    eq_14_s1 <= eq_14;
    eq_14_s2 <= eq_14_s1;
    mean_132_s1 <= mean_132;
    mul_133 <= mean_132_s1 * mean_132_s1;
    eq_90_s1 <= eq_90;
    eq_90_s2 <= eq_90_s1;
    wrap_139_s1 <= wrap_139;
    wrap_139_s2 <= wrap_139_s1;
    eq_10_s1 <= eq_10;
    eq_10_s2 <= eq_10_s1;
    if (issue && eq_14) total_reg <= total_151;
    if (stage[2] && eq_14_s2) square_reg <= square_169;
    if (start) begin
      total_reg <= 2'sd0;
      square_reg <= 2'sd0;
    end
    if (ap_rst) stage <= 2'd0;
  end

`ifndef SYNTHESIS
  always_ff @(posedge ap_clk) begin
    if (issue && band_30 && !(eq_34)) $error("layernorm.py:16: a row is 2^shift values");
  end
`endif

endmodule

`default_nettype wire

// ---- layernorm_layernorm_stats_wr_addr.sv
// Process layernorm_stats_wr_addr of layernorm.py, line 27: initiation interval 1, 1 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module layernorm_layernorm_stats_wr_addr (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [15:0] arg_rows,
    input  wire [39:0] arg_stats,
    output wire [41:0] stats_wr_req_data,
    output wire stats_wr_req_valid,
    input  wire stats_wr_req_room
);

  logic running;
  logic signed [16:0] count_r_0;
  logic signed [1:0] count_phase1_1;
  wire issue;

  wire signed [16:0] scalar_1 = $signed({1'b0, arg_rows});
  wire signed [16:0] add_6 = count_r_0 + 2'sd1;  // layernorm.py:19
  wire le_7 = scalar_1 <= add_6;  // layernorm.py:19
  wire eq_10 = count_phase1_1 == 2'sd1;  // layernorm.py:19
  wire signed [40:0] scalar_121 = $signed({1'b0, arg_stats});
  wire signed [19:0] shl_122 = count_r_0 <<< 3;  // layernorm.py:27
  wire signed [41:0] add_123 = scalar_121 + shl_122;  // layernorm.py:27
  wire [39:0] wrap_124_u = add_123;  // layernorm.py:27
  wire signed [40:0] wrap_124 = $signed({1'b0, wrap_124_u});
  wire signed [42:0] or_126 = wrap_124 | 43'sd2199023255552;  // layernorm.py:27
  wire signed [2:0] and_128 = wrap_124 & 3'sd3;  // layernorm.py:27
  wire eq_129 = and_128 == 2'sd0;  // layernorm.py:27
  wire stats_wr_req_put0 = issue && eq_10;
  wire [41:0] stats_wr_req_put0_0 = or_126;
  assign stats_wr_req_valid = stats_wr_req_put0;
  assign stats_wr_req_data = {stats_wr_req_put0_0};
  wire wait_put_stats_wr_req = (eq_10) && !stats_wr_req_room;
  wire wrap_0 = le_7 && eq_10;
  wire wrap_1 = eq_10;
  wire wrap_2 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_put_stats_wr_req;

  assign idle = !(running);

  always_ff @(posedge ap_clk) begin
    if (issue && wrap_1) count_r_0 <= le_7 ? 17'sd0 : count_r_0 + 17'sd1;
    if (issue && wrap_2) count_phase1_1 <= eq_10 ? 2'sd0 : count_phase1_1 + 2'sd1;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      count_r_0 <= 17'sd0;
      count_phase1_1 <= 2'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

`ifndef SYNTHESIS
  always_ff @(posedge ap_clk) begin
    if (issue && eq_10 && !(eq_129)) $error("layernorm.py:27: stats[...] starts at a multiple of 4 bytes");
  end
`endif

endmodule

`default_nettype wire

// ---- layernorm_layernorm_x_rd_addr.sv
// Process layernorm_x_rd_addr of layernorm.py, line 21: initiation interval 1, 1 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module layernorm_layernorm_x_rd_addr (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [15:0] arg_rows,
    input  wire [6:0] arg_blocks,
    input  wire [39:0] arg_x,
    output wire [46:0] x_rd_req_data,
    output wire x_rd_req_valid,
    input  wire x_rd_req_room
);

  logic running;
  logic signed [16:0] count_r_0;
  logic signed [1:0] count_phase1_1;
  logic signed [25:0] step_175;  // layernorm.py:23
  wire issue;

  wire signed [16:0] scalar_1 = $signed({1'b0, arg_rows});
  wire signed [16:0] add_6 = count_r_0 + 2'sd1;  // layernorm.py:19
  wire le_7 = scalar_1 <= add_6;  // layernorm.py:19
  wire eq_10 = count_phase1_1 == 2'sd1;  // layernorm.py:19
  wire eq_14 = count_phase1_1 == 2'sd0;  // layernorm.py:24
  wire signed [7:0] scalar_2 = $signed({1'b0, arg_blocks});
  wire signed [47:0] shl_107 = scalar_2 <<< 40;  // layernorm.py:21
  wire signed [40:0] scalar_103 = $signed({1'b0, arg_x});
  wire signed [10:0] shl_32 = scalar_2 <<< 3;  // layernorm.py:16
  wire signed [41:0] add_176 = scalar_103 + step_175;  // layernorm.py:21
  wire [39:0] wrap_177_u = add_176;  // layernorm.py:21
  wire signed [40:0] wrap_177 = $signed({1'b0, wrap_177_u});
  wire signed [47:0] or_178 = shl_107 | wrap_177;  // layernorm.py:21
  wire signed [3:0] and_179 = wrap_177 & 4'sd7;  // layernorm.py:21
  wire eq_180 = and_179 == 2'sd0;  // layernorm.py:21
  wire x_rd_req_put0 = issue && eq_14;
  wire [46:0] x_rd_req_put0_0 = or_178;
  assign x_rd_req_valid = x_rd_req_put0;
  assign x_rd_req_data = {x_rd_req_put0_0};
  wire wait_put_x_rd_req = (eq_14) && !x_rd_req_room;
  wire wrap_0 = le_7 && eq_10;
  wire wrap_1 = eq_10;
  wire wrap_2 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_put_x_rd_req;

  assign idle = !(running);

  always_ff @(posedge ap_clk) begin
    if (issue && wrap_1) count_r_0 <= le_7 ? 17'sd0 : count_r_0 + 17'sd1;
    if (issue && wrap_2) count_phase1_1 <= eq_10 ? 2'sd0 : count_phase1_1 + 2'sd1;
    if (issue && wrap_1) step_175 <= le_7 ? 26'sd0 : step_175 + shl_32;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      count_r_0 <= 17'sd0;
      count_phase1_1 <= 2'sd0;
      step_175 <= 26'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

`ifndef SYNTHESIS
  always_ff @(posedge ap_clk) begin
    if (issue && eq_14 && !(eq_180)) $error("layernorm.py:21: x[...] starts at a multiple of 8 bytes");
  end
`endif

endmodule

`default_nettype wire
