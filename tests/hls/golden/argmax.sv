// ---- argmax.sv
// Kernel argmax: processes, streams and bus interfaces.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */

module argmax (
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
    input  wire [31:0] m_axi_gmem0_RDATA,
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
    output wire [31:0] m_axi_gmem0_WDATA,
    output wire [3:0] m_axi_gmem0_WSTRB,
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
  wire [319:0] args;
  wire idle = !busy_reg;
  hwp_axi_lite_ctrl #(.ADDR_W(6), .WORDS(10), .WRITABLE(10'd437), .MASK(320'hffffffffffffffff00000000ffffffffffffffff000000000000ffff000000000000ffff)) u_control (
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
  wire [63:0] arg_x = args[191:128];
  wire [63:0] arg_index = args[287:224];

  wire [71:0] x_rd_req_in_data;
  wire x_rd_req_in_valid;
  wire [71:0] x_rd_req_out_data;
  wire x_rd_req_out_valid;
  wire x_rd_req_out_ready;
  wire x_rd_req_in_ready;
  wire [4:0] x_rd_req_count;
  hwp_fifo #(.WIDTH(72), .DEPTH(16)) u_x_rd_req (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(x_rd_req_in_valid), .in_ready(x_rd_req_in_ready), .in_data(x_rd_req_in_data),
      .out_valid(x_rd_req_out_valid), .out_ready(x_rd_req_out_ready),
      .out_data(x_rd_req_out_data), .count(x_rd_req_count)
  );
  wire x_rd_req_room = x_rd_req_count <= 5'd14;

  wire [31:0] x_rd_in_data;
  wire x_rd_in_valid;
  wire [31:0] x_rd_out_data;
  wire x_rd_out_valid;
  wire x_rd_out_ready;
  wire x_rd_in_ready;
  assign x_rd_out_data = x_rd_in_data;
  assign x_rd_out_valid = x_rd_in_valid;
  assign x_rd_in_ready = x_rd_out_ready;

  wire [55:0] index_wr_req_in_data;
  wire index_wr_req_in_valid;
  wire [55:0] index_wr_req_out_data;
  wire index_wr_req_out_valid;
  wire index_wr_req_out_ready;
  wire index_wr_req_in_ready;
  wire [4:0] index_wr_req_count;
  hwp_fifo #(.WIDTH(56), .DEPTH(16)) u_index_wr_req (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(index_wr_req_in_valid), .in_ready(index_wr_req_in_ready), .in_data(index_wr_req_in_data),
      .out_valid(index_wr_req_out_valid), .out_ready(index_wr_req_out_ready),
      .out_data(index_wr_req_out_data), .count(index_wr_req_count)
  );
  wire index_wr_req_room = index_wr_req_count <= 5'd15;

  wire [31:0] index_wr_in_data;
  wire index_wr_in_valid;
  wire [31:0] index_wr_out_data;
  wire index_wr_out_valid;
  wire index_wr_out_ready;
  wire index_wr_in_ready;
  wire [4:0] index_wr_count;
  hwp_fifo #(.WIDTH(32), .DEPTH(16)) u_index_wr (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(index_wr_in_valid), .in_ready(index_wr_in_ready), .in_data(index_wr_in_data),
      .out_valid(index_wr_out_valid), .out_ready(index_wr_out_ready),
      .out_data(index_wr_out_data), .count(index_wr_count)
  );
  wire index_wr_room = index_wr_count <= 5'd14;

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
  wire [31:0] x_rd_axi_rdata;
  wire x_rd_burst_valid;
  wire x_rd_burst_ready;
  wire [39:0] x_rd_burst_addr;
  wire [31:0] x_rd_burst_beats;
  wire x_rd_beat_valid;
  wire x_rd_beat_ready;
  wire [31:0] x_rd_beat_data;
  wire x_rd_axi_busy;
  wire x_rd_axi_error;
  assign x_rd_burst_valid = x_rd_req_out_valid;
  assign x_rd_req_out_ready = x_rd_burst_ready;
  assign x_rd_burst_addr = x_rd_req_out_data[39:0];
  assign x_rd_burst_beats = {x_rd_req_out_data[71:40]};
  assign x_rd_in_valid = x_rd_beat_valid;
  assign x_rd_in_data = x_rd_beat_data;
  assign x_rd_beat_ready = x_rd_in_ready;
  hwp_axi_read #(.ADDR_W(40), .DATA_W(32), .BEATS_W(32), .MAX_BURST(64), .BUFFER_BEATS(256)) u_x_rd_axi (
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

  wire [39:0] index_wr_axi_awaddr;
  wire [7:0] index_wr_axi_awlen;
  wire [2:0] index_wr_axi_awsize;
  wire [1:0] index_wr_axi_awburst;
  wire [3:0] index_wr_axi_awcache;
  wire [2:0] index_wr_axi_awprot;
  wire index_wr_axi_awvalid;
  wire index_wr_axi_wlast;
  wire index_wr_axi_wvalid;
  wire index_wr_axi_bready;
  wire index_wr_axi_awready;
  wire index_wr_axi_wready;
  wire [1:0] index_wr_axi_bresp;
  wire index_wr_axi_bvalid;
  wire [31:0] index_wr_axi_wdata;
  wire [3:0] index_wr_axi_wstrb;
  wire index_wr_burst_valid;
  wire index_wr_burst_ready;
  wire [39:0] index_wr_burst_addr;
  wire [15:0] index_wr_burst_beats;
  wire index_wr_beat_valid;
  wire index_wr_beat_ready;
  wire [31:0] index_wr_beat_data;
  wire index_wr_axi_busy;
  wire index_wr_axi_error;
  wire [3:0] index_wr_beat_strb;
  assign index_wr_burst_valid = index_wr_req_out_valid;
  assign index_wr_req_out_ready = index_wr_burst_ready;
  assign index_wr_burst_addr = index_wr_req_out_data[39:0];
  assign index_wr_burst_beats = {index_wr_req_out_data[55:40]};
  assign index_wr_beat_valid = index_wr_out_valid;
  assign index_wr_out_ready = index_wr_beat_ready;
  assign index_wr_beat_data = index_wr_out_data;
  assign index_wr_beat_strb = {4{1'b1}};
  hwp_axi_write #(.ADDR_W(40), .DATA_W(32), .BEATS_W(16), .MAX_BURST(64), .BUFFER_BEATS(128)) u_index_wr_axi (
      .clk(ap_clk), .rst(ap_rst),
      .req_valid(index_wr_burst_valid), .req_ready(index_wr_burst_ready),
      .req_addr(index_wr_burst_addr), .req_beats(index_wr_burst_beats),
      .in_valid(index_wr_beat_valid), .in_ready(index_wr_beat_ready),
      .in_data(index_wr_beat_data),
      .in_strb(index_wr_beat_strb),
      .busy(index_wr_axi_busy), .error(index_wr_axi_error),
      .m_axi_awaddr(index_wr_axi_awaddr),
      .m_axi_awlen(index_wr_axi_awlen),
      .m_axi_awsize(index_wr_axi_awsize),
      .m_axi_awburst(index_wr_axi_awburst),
      .m_axi_awcache(index_wr_axi_awcache),
      .m_axi_awprot(index_wr_axi_awprot),
      .m_axi_awvalid(index_wr_axi_awvalid),
      .m_axi_wlast(index_wr_axi_wlast),
      .m_axi_wvalid(index_wr_axi_wvalid),
      .m_axi_bready(index_wr_axi_bready),
      .m_axi_awready(index_wr_axi_awready),
      .m_axi_wready(index_wr_axi_wready),
      .m_axi_bresp(index_wr_axi_bresp),
      .m_axi_bvalid(index_wr_axi_bvalid),
      .m_axi_wdata(index_wr_axi_wdata),
      .m_axi_wstrb(index_wr_axi_wstrb)
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
  assign m_axi_gmem0_WDATA = 32'd0;
  assign m_axi_gmem0_WSTRB = 4'd0;

  assign m_axi_gmem1_ARADDR = 64'd0;
  assign m_axi_gmem1_ARLEN = 8'd0;
  assign m_axi_gmem1_ARSIZE = 3'd0;
  assign m_axi_gmem1_ARBURST = 2'd0;
  assign m_axi_gmem1_ARCACHE = 4'd0;
  assign m_axi_gmem1_ARPROT = 3'd0;
  assign m_axi_gmem1_ARVALID = 1'd0;
  assign m_axi_gmem1_RREADY = 1'd0;
  assign m_axi_gmem1_AWADDR = index_wr_axi_awaddr;
  assign m_axi_gmem1_AWLEN = index_wr_axi_awlen;
  assign m_axi_gmem1_AWSIZE = index_wr_axi_awsize;
  assign m_axi_gmem1_AWBURST = index_wr_axi_awburst;
  assign m_axi_gmem1_AWCACHE = index_wr_axi_awcache;
  assign m_axi_gmem1_AWPROT = index_wr_axi_awprot;
  assign m_axi_gmem1_AWVALID = index_wr_axi_awvalid;
  assign m_axi_gmem1_WLAST = index_wr_axi_wlast;
  assign m_axi_gmem1_WVALID = index_wr_axi_wvalid;
  assign m_axi_gmem1_BREADY = index_wr_axi_bready;
  assign m_axi_gmem1_WDATA = index_wr_axi_wdata;
  assign m_axi_gmem1_WSTRB = index_wr_axi_wstrb;
  assign index_wr_axi_awready = m_axi_gmem1_AWREADY;
  assign index_wr_axi_wready = m_axi_gmem1_WREADY;
  assign index_wr_axi_bresp = m_axi_gmem1_BRESP;
  assign index_wr_axi_bvalid = m_axi_gmem1_BVALID;

  wire argmax_idle;
  argmax_argmax u_process_argmax (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(argmax_idle),
      .arg_rows(arg_rows[15:0]),
      .arg_blocks(arg_blocks[15:0]),
      .x_rd_data(x_rd_out_data),
      .x_rd_valid(x_rd_out_valid),
      .x_rd_ready(x_rd_out_ready),
      .index_wr_data(index_wr_in_data),
      .index_wr_valid(index_wr_in_valid),
      .index_wr_room(index_wr_room)
  );

  wire argmax_x_rd_addr_idle;
  argmax_argmax_x_rd_addr u_process_argmax_x_rd_addr (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(argmax_x_rd_addr_idle),
      .arg_rows(arg_rows[15:0]),
      .arg_blocks(arg_blocks[15:0]),
      .arg_x(arg_x[39:0]),
      .x_rd_req_data(x_rd_req_in_data),
      .x_rd_req_valid(x_rd_req_in_valid),
      .x_rd_req_room(x_rd_req_room)
  );

  wire argmax_index_wr_addr_idle;
  argmax_argmax_index_wr_addr u_process_argmax_index_wr_addr (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(argmax_index_wr_addr_idle),
      .arg_rows(arg_rows[15:0]),
      .arg_index(arg_index[39:0]),
      .index_wr_req_data(index_wr_req_in_data),
      .index_wr_req_valid(index_wr_req_in_valid),
      .index_wr_req_room(index_wr_req_room)
  );

  assign start = ap_start && !busy_reg && !done_reg;
  wire quiet = argmax_idle && argmax_x_rd_addr_idle && argmax_index_wr_addr_idle && !x_rd_req_out_valid && !index_wr_req_out_valid && !index_wr_out_valid && !x_rd_axi_busy && !index_wr_axi_busy;
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
    if (start && arg_index[63:40] != 24'd0) $error("index lies at or above 2^40");
  end
`endif

endmodule

`default_nettype wire

// ---- argmax_argmax.sv
// Process argmax of argmax.py, line 12: initiation interval 1, 2 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module argmax_argmax (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [15:0] arg_rows,
    input  wire [15:0] arg_blocks,
    input  wire [31:0] x_rd_data,
    input  wire x_rd_valid,
    output wire x_rd_ready,
    output wire [31:0] index_wr_data,
    output wire index_wr_valid,
    input  wire index_wr_room
);

  logic running;
  logic [1:1] stage;
  logic signed [16:0] count_r_0;
  logic signed [16:0] count_b_1;
  logic signed [8:0] best_reg;
  logic signed [16:0] where_reg;
  logic band_99_s1;
  logic band_101_s1;
  logic lt_95_s1;
  logic signed [16:0] lane_reg;
  logic lt_92_s1;
  logic signed [18:0] shl_105_s1;
  logic le_9_s1;
  wire issue;

  wire signed [16:0] scalar_1 = $signed({1'b0, arg_rows});
  wire signed [16:0] add_5 = count_r_0 + 2'sd1;  // argmax.py:13
  wire le_6 = scalar_1 <= add_5;  // argmax.py:13
  wire signed [16:0] scalar_2 = $signed({1'b0, arg_blocks});
  wire signed [16:0] add_8 = count_b_1 + 2'sd1;  // argmax.py:16
  wire le_9 = scalar_2 <= add_8;  // argmax.py:16
  wire eq_11 = count_b_1 == 2'sd0;  // argmax.py:16
  wire signed [8:0] sel_17 = eq_11 ? -9'sd129 : best_reg;  // argmax.py:14
  wire signed [7:0] get_74 = $signed(x_rd_data[7:0]);  // argmax.py:17
  wire signed [7:0] get_75 = $signed(x_rd_data[15:8]);  // argmax.py:17
  wire lt_86 = get_74 < get_75;  // argmax.py:18
  wire signed [7:0] sel_87 = lt_86 ? get_75 : get_74;  // argmax.py:18
  wire signed [7:0] get_76 = $signed(x_rd_data[23:16]);  // argmax.py:17
  wire signed [7:0] get_77 = $signed(x_rd_data[31:24]);  // argmax.py:17
  wire lt_88 = get_76 < get_77;  // argmax.py:18
  wire signed [7:0] sel_89 = lt_88 ? get_77 : get_76;  // argmax.py:18
  wire lt_90 = sel_87 < sel_89;  // argmax.py:18
  wire signed [7:0] top_91 = lt_90 ? sel_89 : sel_87;  // argmax.py:18
  wire lt_92 = sel_17 < top_91;  // argmax.py:22
  wire signed [8:0] sel_93 = lt_92 ? top_91 : sel_17;  // argmax.py:23
  wire signed [16:0] sel_19 = eq_11 ? 2'sd0 : where_reg;  // argmax.py:15
  wire signed [16:0] sel_94 = lt_92 ? count_b_1 : sel_19;  // argmax.py:24
  wire lt_95 = get_74 < top_91;  // argmax.py:19
  wire lt_96 = get_75 < top_91;  // argmax.py:19
  wire band_101 = lt_96 && lt_95;  // argmax.py:20
  wire lt_97 = get_76 < top_91;  // argmax.py:19
  wire band_98 = lt_97 && lt_96;  // argmax.py:19
  wire band_99 = band_98 && lt_95;  // argmax.py:19
  wire signed [2:0] at_100 = band_99_s1 ? 3'sd3 : 3'sd2;  // argmax.py:19
  wire signed [2:0] at_102 = band_101_s1 ? at_100 : 2'sd1;  // argmax.py:20
  wire signed [2:0] at_103 = lt_95_s1 ? at_102 : 2'sd0;  // argmax.py:21
  wire signed [16:0] sel_104 = lt_92_s1 ? at_103 : lane_reg;  // argmax.py:25
  wire signed [18:0] shl_105 = sel_94 <<< 2;  // argmax.py:26
  wire signed [19:0] add_106 = sel_104 + shl_105_s1;  // argmax.py:26
  wire x_rd_get = 1'b1;
  assign x_rd_ready = issue && x_rd_get;
  wire wait_get_x_rd = x_rd_get && !x_rd_valid;
  wire index_wr_put0 = stage[1] && le_9_s1;
  wire [31:0] index_wr_put0_0 = add_106;
  assign index_wr_valid = index_wr_put0;
  assign index_wr_data = {index_wr_put0_0};
  wire wait_put_index_wr = (le_9) && !index_wr_room;
  wire wrap_0 = le_6 && le_9;
  wire wrap_1 = le_9;
  wire wrap_2 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_get_x_rd && !wait_put_index_wr;

  assign idle = !(running || (stage != 0));

  always_ff @(posedge ap_clk) begin
    if (issue && wrap_1) count_r_0 <= le_6 ? 17'sd0 : count_r_0 + 17'sd1;
    if (issue && wrap_2) count_b_1 <= le_9 ? 17'sd0 : count_b_1 + 17'sd1;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      count_r_0 <= 17'sd0;
      count_b_1 <= 17'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

  always_ff @(posedge ap_clk) begin
    stage[1] <= issue;
    band_99_s1 <= band_99;
    band_101_s1 <= band_101;
    lt_95_s1 <= lt_95;
    lt_92_s1 <= lt_92;
    shl_105_s1 <= shl_105;
    le_9_s1 <= le_9;
    if (issue) begin
      best_reg <= sel_93;
      where_reg <= sel_94;
    end
    if (stage[1] && lt_92_s1) lane_reg <= at_103;
    if (ap_rst) stage <= 1'd0;
  end

endmodule

`default_nettype wire

// ---- argmax_argmax_index_wr_addr.sv
// Process argmax_index_wr_addr of argmax.py, line 26: initiation interval 1, 1 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module argmax_argmax_index_wr_addr (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [15:0] arg_rows,
    input  wire [39:0] arg_index,
    output wire [55:0] index_wr_req_data,
    output wire index_wr_req_valid,
    input  wire index_wr_req_room
);

  logic running;
  wire issue;

  wire signed [16:0] scalar_1 = $signed({1'b0, arg_rows});
  wire signed [56:0] shl_79 = scalar_1 <<< 40;  // argmax.py:26
  wire signed [40:0] scalar_78 = $signed({1'b0, arg_index});
  wire signed [56:0] or_80 = shl_79 | scalar_78;  // argmax.py:26
  wire signed [2:0] and_82 = scalar_78 & 3'sd3;  // argmax.py:26
  wire eq_83 = and_82 == 2'sd0;  // argmax.py:26
  wire index_wr_req_put0 = issue && 1'b1;
  wire [55:0] index_wr_req_put0_0 = or_80;
  assign index_wr_req_valid = index_wr_req_put0;
  assign index_wr_req_data = {index_wr_req_put0_0};
  wire wait_put_index_wr_req = (1'b1) && !index_wr_req_room;
  wire wrap_0 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_put_index_wr_req;

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
    if (issue && 1'b1 && !(eq_83)) $error("argmax.py:26: index[...] starts at a multiple of 4 bytes");
  end
`endif

endmodule

`default_nettype wire

// ---- argmax_argmax_x_rd_addr.sv
// Process argmax_x_rd_addr of argmax.py, line 17: initiation interval 1, 2 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module argmax_argmax_x_rd_addr (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [15:0] arg_rows,
    input  wire [15:0] arg_blocks,
    input  wire [39:0] arg_x,
    output wire [71:0] x_rd_req_data,
    output wire x_rd_req_valid,
    input  wire x_rd_req_room
);

  logic running;
  logic [1:1] stage;
  wire issue;

  wire signed [16:0] scalar_1 = $signed({1'b0, arg_rows});
  wire signed [16:0] scalar_2 = $signed({1'b0, arg_blocks});
  wire signed [32:0] mul_67 = scalar_1 * scalar_2;  // argmax.py:17
  wire signed [72:0] shl_68 = mul_67 <<< 40;  // argmax.py:17
  wire signed [40:0] scalar_66 = $signed({1'b0, arg_x});
  wire signed [72:0] or_69 = shl_68 | scalar_66;  // argmax.py:17
  wire signed [2:0] and_71 = scalar_66 & 3'sd3;  // argmax.py:17
  wire eq_72 = and_71 == 2'sd0;  // argmax.py:17
  wire x_rd_req_put0 = stage[1] && 1'b1;
  wire [71:0] x_rd_req_put0_0 = or_69;
  assign x_rd_req_valid = x_rd_req_put0;
  assign x_rd_req_data = {x_rd_req_put0_0};
  wire wait_put_x_rd_req = (1'b1) && !x_rd_req_room;
  wire wrap_0 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_put_x_rd_req;

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
    if (issue && 1'b1 && !(eq_72)) $error("argmax.py:17: x[...] starts at a multiple of 4 bytes");
  end
`endif

endmodule

`default_nettype wire
