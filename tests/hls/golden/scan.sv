// ---- scan.sv
// Kernel scan: processes, streams and bus interfaces.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */

module scan (
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
    input  wire [127:0] m_axi_gmem1_RDATA,
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
    output wire [127:0] m_axi_gmem1_WDATA,
    output wire [15:0] m_axi_gmem1_WSTRB,
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
  wire [255:0] args;
  wire idle = !busy_reg;
  hwp_axi_lite_ctrl #(.ADDR_W(6), .WORDS(8), .WRITABLE(8'd109), .MASK(256'hffffffffffffffff00000000ffffffffffffffff00000000000fffff)) u_control (
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

  wire [19:0] arg_n = args[19:0];
  wire [63:0] arg_x = args[127:64];
  wire [63:0] arg_y = args[223:160];

  wire [59:0] x_rd_req_in_data;
  wire x_rd_req_in_valid;
  wire [59:0] x_rd_req_out_data;
  wire x_rd_req_out_valid;
  wire x_rd_req_out_ready;
  wire x_rd_req_in_ready;
  wire [4:0] x_rd_req_count;
  hwp_fifo #(.WIDTH(60), .DEPTH(16)) u_x_rd_req (
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

  wire [59:0] y_wr_req_in_data;
  wire y_wr_req_in_valid;
  wire [59:0] y_wr_req_out_data;
  wire y_wr_req_out_valid;
  wire y_wr_req_out_ready;
  wire y_wr_req_in_ready;
  wire [4:0] y_wr_req_count;
  hwp_fifo #(.WIDTH(60), .DEPTH(16)) u_y_wr_req (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(y_wr_req_in_valid), .in_ready(y_wr_req_in_ready), .in_data(y_wr_req_in_data),
      .out_valid(y_wr_req_out_valid), .out_ready(y_wr_req_out_ready),
      .out_data(y_wr_req_out_data), .count(y_wr_req_count)
  );
  wire y_wr_req_room = y_wr_req_count <= 5'd15;

  wire [127:0] y_wr_in_data;
  wire y_wr_in_valid;
  wire [127:0] y_wr_out_data;
  wire y_wr_out_valid;
  wire y_wr_out_ready;
  wire y_wr_in_ready;
  wire [4:0] y_wr_count;
  hwp_fifo #(.WIDTH(128), .DEPTH(16)) u_y_wr (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(y_wr_in_valid), .in_ready(y_wr_in_ready), .in_data(y_wr_in_data),
      .out_valid(y_wr_out_valid), .out_ready(y_wr_out_ready),
      .out_data(y_wr_out_data), .count(y_wr_count)
  );
  wire y_wr_room = y_wr_count <= 5'd15;

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
  wire [19:0] x_rd_burst_beats;
  wire x_rd_beat_valid;
  wire x_rd_beat_ready;
  wire [63:0] x_rd_beat_data;
  wire x_rd_axi_busy;
  wire x_rd_axi_error;
  assign x_rd_burst_valid = x_rd_req_out_valid;
  assign x_rd_req_out_ready = x_rd_burst_ready;
  assign x_rd_burst_addr = x_rd_req_out_data[39:0];
  assign x_rd_burst_beats = {x_rd_req_out_data[59:40]};
  assign x_rd_in_valid = x_rd_beat_valid;
  assign x_rd_in_data = x_rd_beat_data;
  assign x_rd_beat_ready = x_rd_in_ready;
  hwp_axi_read #(.ADDR_W(40), .DATA_W(64), .BEATS_W(20), .MAX_BURST(64), .BUFFER_BEATS(256)) u_x_rd_axi (
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
  wire [127:0] y_wr_axi_wdata;
  wire [15:0] y_wr_axi_wstrb;
  wire y_wr_burst_valid;
  wire y_wr_burst_ready;
  wire [39:0] y_wr_burst_addr;
  wire [19:0] y_wr_burst_beats;
  wire y_wr_beat_valid;
  wire y_wr_beat_ready;
  wire [127:0] y_wr_beat_data;
  wire y_wr_axi_busy;
  wire y_wr_axi_error;
  wire [15:0] y_wr_beat_strb;
  assign y_wr_burst_valid = y_wr_req_out_valid;
  assign y_wr_req_out_ready = y_wr_burst_ready;
  assign y_wr_burst_addr = y_wr_req_out_data[39:0];
  assign y_wr_burst_beats = {y_wr_req_out_data[59:40]};
  assign y_wr_beat_valid = y_wr_out_valid;
  assign y_wr_out_ready = y_wr_beat_ready;
  assign y_wr_beat_data = y_wr_out_data;
  assign y_wr_beat_strb = {16{1'b1}};
  hwp_axi_write #(.ADDR_W(40), .DATA_W(128), .BEATS_W(20), .MAX_BURST(64), .BUFFER_BEATS(128)) u_y_wr_axi (
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
  assign m_axi_gmem1_AWADDR = y_wr_axi_awaddr;
  assign m_axi_gmem1_AWLEN = y_wr_axi_awlen;
  assign m_axi_gmem1_AWSIZE = y_wr_axi_awsize;
  assign m_axi_gmem1_AWBURST = y_wr_axi_awburst;
  assign m_axi_gmem1_AWCACHE = y_wr_axi_awcache;
  assign m_axi_gmem1_AWPROT = y_wr_axi_awprot;
  assign m_axi_gmem1_AWVALID = y_wr_axi_awvalid;
  assign m_axi_gmem1_WLAST = y_wr_axi_wlast;
  assign m_axi_gmem1_WVALID = y_wr_axi_wvalid;
  assign m_axi_gmem1_BREADY = y_wr_axi_bready;
  assign m_axi_gmem1_WDATA = y_wr_axi_wdata;
  assign m_axi_gmem1_WSTRB = y_wr_axi_wstrb;
  assign y_wr_axi_awready = m_axi_gmem1_AWREADY;
  assign y_wr_axi_wready = m_axi_gmem1_WREADY;
  assign y_wr_axi_bresp = m_axi_gmem1_BRESP;
  assign y_wr_axi_bvalid = m_axi_gmem1_BVALID;

  wire scan_idle;
  scan_scan u_process_scan (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(scan_idle),
      .arg_n(arg_n[19:0]),
      .x_rd_data(x_rd_out_data),
      .x_rd_valid(x_rd_out_valid),
      .x_rd_ready(x_rd_out_ready),
      .y_wr_data(y_wr_in_data),
      .y_wr_valid(y_wr_in_valid),
      .y_wr_room(y_wr_room)
  );

  wire scan_x_rd_addr_idle;
  scan_scan_x_rd_addr u_process_scan_x_rd_addr (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(scan_x_rd_addr_idle),
      .arg_n(arg_n[19:0]),
      .arg_x(arg_x[39:0]),
      .x_rd_req_data(x_rd_req_in_data),
      .x_rd_req_valid(x_rd_req_in_valid),
      .x_rd_req_room(x_rd_req_room)
  );

  wire scan_y_wr_addr_idle;
  scan_scan_y_wr_addr u_process_scan_y_wr_addr (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(scan_y_wr_addr_idle),
      .arg_n(arg_n[19:0]),
      .arg_y(arg_y[39:0]),
      .y_wr_req_data(y_wr_req_in_data),
      .y_wr_req_valid(y_wr_req_in_valid),
      .y_wr_req_room(y_wr_req_room)
  );

  assign start = ap_start && !busy_reg && !done_reg;
  wire quiet = scan_idle && scan_x_rd_addr_idle && scan_y_wr_addr_idle && !x_rd_req_out_valid && !y_wr_req_out_valid && !y_wr_out_valid && !x_rd_axi_busy && !y_wr_axi_busy;
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
    if (start && arg_y[63:40] != 24'd0) $error("y lies at or above 2^40");
  end
`endif

endmodule

`default_nettype wire

// ---- scan_scan.sv
// Process scan of scan.py, line 14: initiation interval 1, 1 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module scan_scan (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [19:0] arg_n,
    input  wire [63:0] x_rd_data,
    input  wire x_rd_valid,
    output wire x_rd_ready,
    output wire [127:0] y_wr_data,
    output wire y_wr_valid,
    input  wire y_wr_room
);

  logic running;
  logic signed [20:0] count_t_0;
  logic signed [31:0] carry_reg;
  wire issue;

  wire signed [20:0] scalar_1 = $signed({1'b0, arg_n});
  wire signed [20:0] add_4 = count_t_0 + 2'sd1;  // scan.py:16
  wire le_5 = scalar_1 <= add_4;  // scan.py:16
  wire signed [15:0] get_49 = $signed(x_rd_data[15:0]);  // scan.py:17
  wire signed [15:0] get_50 = $signed(x_rd_data[31:16]);  // scan.py:17
  wire signed [16:0] add_60 = get_49 + get_50;  // scan.py:19
  wire signed [15:0] get_51 = $signed(x_rd_data[47:32]);  // scan.py:17
  wire signed [15:0] get_52 = $signed(x_rd_data[63:48]);  // scan.py:17
  wire signed [16:0] add_61 = get_51 + get_52;  // scan.py:19
  wire signed [17:0] add_62 = add_60 + add_61;  // scan.py:19
  wire signed [32:0] add_63 = carry_reg + add_62;  // scan.py:19
  wire signed [31:0] carry_64 = add_63;  // scan.py:19
  wire signed [32:0] add_65 = get_49 + carry_reg;  // scan.py:19
  wire signed [31:0] wrap_66 = add_65;  // scan.py:19
  wire signed [32:0] add_67 = carry_reg + add_60;  // scan.py:19
  wire signed [31:0] wrap_68 = add_67;  // scan.py:19
  wire signed [17:0] add_69 = get_51 + add_60;  // scan.py:19
  wire signed [32:0] add_70 = carry_reg + add_69;  // scan.py:19
  wire signed [31:0] wrap_71 = add_70;  // scan.py:19
  wire x_rd_get = 1'b1;
  assign x_rd_ready = issue && x_rd_get;
  wire wait_get_x_rd = x_rd_get && !x_rd_valid;
  wire y_wr_put0 = issue && 1'b1;
  wire [31:0] y_wr_put0_0 = wrap_66;
  wire [31:0] y_wr_put0_1 = wrap_68;
  wire [31:0] y_wr_put0_2 = wrap_71;
  wire [31:0] y_wr_put0_3 = carry_64;
  assign y_wr_valid = y_wr_put0;
  assign y_wr_data = {y_wr_put0_3, y_wr_put0_2, y_wr_put0_1, y_wr_put0_0};
  wire wait_put_y_wr = (1'b1) && !y_wr_room;
  wire wrap_0 = le_5;
  wire wrap_1 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_get_x_rd && !wait_put_y_wr;

  assign idle = !(running);

  always_ff @(posedge ap_clk) begin
    if (issue && wrap_1) count_t_0 <= le_5 ? 21'sd0 : count_t_0 + 21'sd1;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      count_t_0 <= 21'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

  always_ff @(posedge ap_clk) begin
    if (issue) carry_reg <= carry_64;
    if (start) begin
      carry_reg <= 2'sd0;
    end
  end

endmodule

`default_nettype wire

// ---- scan_scan_x_rd_addr.sv
// Process scan_x_rd_addr of scan.py, line 17: initiation interval 1, 1 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module scan_scan_x_rd_addr (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [19:0] arg_n,
    input  wire [39:0] arg_x,
    output wire [59:0] x_rd_req_data,
    output wire x_rd_req_valid,
    input  wire x_rd_req_room
);

  logic running;
  wire issue;

  wire signed [20:0] scalar_1 = $signed({1'b0, arg_n});
  wire signed [60:0] shl_42 = scalar_1 <<< 40;  // scan.py:17
  wire signed [40:0] scalar_41 = $signed({1'b0, arg_x});
  wire signed [60:0] or_43 = shl_42 | scalar_41;  // scan.py:17
  wire signed [3:0] and_46 = scalar_41 & 4'sd7;  // scan.py:17
  wire eq_47 = and_46 == 2'sd0;  // scan.py:17
  wire x_rd_req_put0 = issue && 1'b1;
  wire [59:0] x_rd_req_put0_0 = or_43;
  assign x_rd_req_valid = x_rd_req_put0;
  assign x_rd_req_data = {x_rd_req_put0_0};
  wire wait_put_x_rd_req = (1'b1) && !x_rd_req_room;
  wire wrap_0 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_put_x_rd_req;

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
    if (issue && 1'b1 && !(eq_47)) $error("scan.py:17: x[...] starts at a multiple of 8 bytes");
  end
`endif

endmodule

`default_nettype wire

// ---- scan_scan_y_wr_addr.sv
// Process scan_y_wr_addr of scan.py, line 19: initiation interval 1, 1 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module scan_scan_y_wr_addr (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [19:0] arg_n,
    input  wire [39:0] arg_y,
    output wire [59:0] y_wr_req_data,
    output wire y_wr_req_valid,
    input  wire y_wr_req_room
);

  logic running;
  wire issue;

  wire signed [20:0] scalar_1 = $signed({1'b0, arg_n});
  wire signed [60:0] shl_42 = scalar_1 <<< 40;  // scan.py:17
  wire signed [40:0] scalar_53 = $signed({1'b0, arg_y});
  wire signed [60:0] or_54 = shl_42 | scalar_53;  // scan.py:19
  wire signed [4:0] and_57 = scalar_53 & 5'sd15;  // scan.py:19
  wire eq_58 = and_57 == 2'sd0;  // scan.py:19
  wire y_wr_req_put0 = issue && 1'b1;
  wire [59:0] y_wr_req_put0_0 = or_54;
  assign y_wr_req_valid = y_wr_req_put0;
  assign y_wr_req_data = {y_wr_req_put0_0};
  wire wait_put_y_wr_req = (1'b1) && !y_wr_req_room;
  wire wrap_0 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_put_y_wr_req;

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
    if (issue && 1'b1 && !(eq_58)) $error("scan.py:19: y[...] starts at a multiple of 16 bytes");
  end
`endif

endmodule

`default_nettype wire
