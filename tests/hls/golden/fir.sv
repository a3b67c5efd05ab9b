// ---- fir.sv
// Kernel fir: processes, streams and bus interfaces.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */

module fir (
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
    input  wire [15:0] x_TDATA,
    input  wire x_TVALID,
    output wire x_TREADY,
    output wire [39:0] y_TDATA,
    output wire y_TVALID,
    input  wire y_TREADY
);

  wire start;
  logic ap_rst;
  always_ff @(posedge ap_clk) ap_rst <= !ap_rst_n;

  wire ap_start;
  logic busy_reg, started_reg, done_reg;
  wire [63:0] args;
  wire idle = !busy_reg;
  hwp_axi_lite_ctrl #(.ADDR_W(6), .WORDS(2), .WRITABLE(2'd1), .MASK(64'hfffff)) u_control (
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

  wire [15:0] x_in_data;
  wire x_in_valid;
  wire [15:0] x_out_data;
  wire x_out_valid;
  wire x_out_ready;
  wire x_in_ready;
  wire [1:0] x_count;
  hwp_fifo #(.WIDTH(16), .DEPTH(2)) u_x (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(x_in_valid), .in_ready(x_in_ready), .in_data(x_in_data),
      .out_valid(x_out_valid), .out_ready(x_out_ready),
      .out_data(x_out_data), .count(x_count)
  );
  assign x_in_data = x_TDATA[15:0];
  assign x_in_valid = x_TVALID && busy_reg;
  assign x_TREADY = x_in_ready && busy_reg;

  wire [39:0] y_in_data;
  wire y_in_valid;
  wire [39:0] y_out_data;
  wire y_out_valid;
  wire y_out_ready;
  wire y_in_ready;
  wire [4:0] y_count;
  hwp_fifo #(.WIDTH(40), .DEPTH(16)) u_y (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(y_in_valid), .in_ready(y_in_ready), .in_data(y_in_data),
      .out_valid(y_out_valid), .out_ready(y_out_ready),
      .out_data(y_out_data), .count(y_count)
  );
  wire y_room = y_count <= 5'd13;
  assign y_TDATA = y_out_data;
  assign y_TVALID = y_out_valid;
  assign y_out_ready = y_TREADY;

  wire filter_idle;
  fir_filter u_process_filter (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(filter_idle),
      .arg_n(arg_n[19:0]),
      .x_data(x_out_data),
      .x_valid(x_out_valid),
      .x_ready(x_out_ready),
      .y_data(y_in_data),
      .y_valid(y_in_valid),
      .y_room(y_room)
  );

  assign start = ap_start && !busy_reg && !done_reg;
  wire quiet = filter_idle && !y_out_valid;
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

endmodule

`default_nettype wire

// ---- fir_filter.sv
// Process filter of fir.py, line 10: initiation interval 1, 3 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module fir_filter (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [19:0] arg_n,
    input  wire [15:0] x_data,
    input  wire x_valid,
    output wire x_ready,
    output wire [39:0] y_data,
    output wire y_valid,
    input  wire y_room
);

  logic running;
  logic [2:1] stage;
  logic signed [20:0] count_t_0;
  logic signed [22:0] mul_41;  // fir.py:16
  logic signed [15:0] window_0_reg;
  logic signed [22:0] mul_43_s1;
  logic signed [22:0] mul_43_s2;
  logic signed [15:0] window_1_reg;
  logic signed [21:0] mul_45;  // fir.py:16
  logic signed [15:0] window_2_reg;
  logic signed [18:0] mul_47_s1;
  logic signed [21:0] add_90_s2;
  logic signed [15:0] window_3_reg;
  logic signed [20:0] mul_49;  // fir.py:16
  logic signed [15:0] window_4_reg;
  logic signed [22:0] mul_51_s1;
  logic signed [15:0] window_5_reg;
  logic signed [22:0] mul_53;  // fir.py:16
  logic signed [15:0] window_6_reg;
  logic signed [22:0] mul_55;  // fir.py:16
  logic signed [24:0] add_98_s2;
  logic signed [15:0] window_7_reg;
  logic signed [22:0] mul_57;  // fir.py:16
  logic signed [15:0] window_8_reg;
  logic signed [21:0] mul_59_s1;
  logic signed [15:0] window_9_reg;
  logic signed [15:0] window_10_reg;
  logic signed [21:0] add_94_s1;
  logic signed [15:0] window_11_reg;
  logic signed [22:0] mul_65;  // fir.py:16
  logic signed [15:0] window_12_reg;
  logic signed [22:0] mul_67;  // fir.py:16
  logic signed [15:0] window_13_reg;
  logic signed [22:0] mul_69;  // fir.py:16
  logic signed [15:0] window_14_reg;
  logic signed [22:0] mul_71;  // fir.py:16
  logic signed [25:0] add_102_s2;
  wire issue;

  wire signed [20:0] scalar_1 = $signed({1'b0, arg_n});
  wire signed [20:0] add_5 = count_t_0 + 2'sd1;  // fir.py:12
  wire le_6 = scalar_1 <= add_5;  // fir.py:12
  wire signed [15:0] get_39 = $signed(x_data);  // fir.py:15
  wire signed [22:0] mul_43 = -((window_0_reg <<< 4) + (window_0_reg <<< 6));  // fir.py:16
  wire signed [23:0] add_89 = mul_41 + mul_43_s2;  // fir.py:16
  wire signed [18:0] mul_47 = -((window_2_reg <<< 1) + (window_2_reg <<< 2));  // fir.py:16
  wire signed [21:0] add_90 = mul_45 + mul_47_s1;  // fir.py:16
  wire signed [23:0] add_97 = add_89 + add_90_s2;  // fir.py:16
  wire signed [22:0] mul_51 = (window_4_reg <<< 2) + (window_4_reg <<< 6);  // fir.py:16
  wire signed [22:0] add_91 = mul_49 + mul_51_s1;  // fir.py:16
  wire signed [23:0] add_92 = mul_53 + mul_55;  // fir.py:16
  wire signed [24:0] add_98 = add_91 + add_92;  // fir.py:16
  wire signed [25:0] add_101 = add_97 + add_98_s2;  // fir.py:16
  wire signed [21:0] mul_59 = -((window_8_reg <<< 3) + (window_8_reg <<< 5));  // fir.py:16
  wire signed [22:0] add_93 = mul_57 + mul_59_s1;  // fir.py:16
  wire signed [17:0] mul_61 = -((window_9_reg <<< 0) + (window_9_reg <<< 1));  // fir.py:16
  wire signed [21:0] mul_63 = (window_10_reg <<< 1) + (window_10_reg <<< 5);  // fir.py:16
  wire signed [21:0] add_94 = mul_61 + mul_63;  // fir.py:16
  wire signed [23:0] add_99 = add_93 + add_94_s1;  // fir.py:16
  wire signed [23:0] add_95 = mul_65 + mul_67;  // fir.py:16
  wire signed [23:0] add_96 = mul_69 + mul_71;  // fir.py:16
  wire signed [24:0] add_100 = add_95 + add_96;  // fir.py:16
  wire signed [25:0] add_102 = add_99 + add_100;  // fir.py:16
  wire signed [26:0] add_103 = add_101 + add_102_s2;  // fir.py:16
  wire x_get = 1'b1;
  assign x_ready = issue && x_get;
  wire wait_get_x = x_get && !x_valid;
  wire y_put0 = stage[2] && 1'b1;
  wire [39:0] y_put0_0 = add_103;
  assign y_valid = y_put0;
  assign y_data = {y_put0_0};
  wire wait_put_y = (1'b1) && !y_room;
  wire wrap_0 = le_6;
  wire wrap_1 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_get_x && !wait_put_y;

  assign idle = !(running || (stage != 0));

  always_ff @(posedge ap_clk) begin
    if (issue && wrap_1) count_t_0 <= le_6 ? 21'sd0 : count_t_0 + 21'sd1;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      count_t_0 <= 21'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

  always_ff @(posedge ap_clk) begin
    stage <= {stage[1:1], issue};
    mul_41 <= window_0_reg * -8'sd117;
    mul_43_s1 <= mul_43;
    mul_43_s2 <= mul_43_s1;
    mul_45 <= window_1_reg * -7'sd43;
    mul_47_s1 <= mul_47;
    add_90_s2 <= add_90;
    mul_49 <= window_3_reg * 6'sd31;
    mul_51_s1 <= mul_51;
    mul_53 <= window_5_reg * 8'sd105;
    mul_55 <= window_6_reg * -8'sd114;
    add_98_s2 <= add_98;
    mul_57 <= window_7_reg * -8'sd77;
    mul_59_s1 <= mul_59;
    add_94_s1 <= add_94;
    mul_65 <= window_11_reg * 8'sd71;
    mul_67 <= window_12_reg * 8'sd108;
    mul_69 <= window_13_reg * -8'sd111;
    mul_71 <= window_14_reg * -8'sd74;
    add_102_s2 <= add_102;
    if (issue) begin
      window_14_reg <= window_13_reg;
      window_13_reg <= window_12_reg;
      window_12_reg <= window_11_reg;
      window_11_reg <= window_10_reg;
      window_10_reg <= window_9_reg;
      window_9_reg <= window_8_reg;
      window_8_reg <= window_7_reg;
      window_7_reg <= window_6_reg;
      window_6_reg <= window_5_reg;
      window_5_reg <= window_4_reg;
      window_4_reg <= window_3_reg;
      window_3_reg <= window_2_reg;
      window_2_reg <= window_1_reg;
      window_1_reg <= window_0_reg;
      window_0_reg <= get_39;
    end
    if (start) begin
      window_14_reg <= 2'sd0;
      window_13_reg <= 2'sd0;
      window_12_reg <= 2'sd0;
      window_11_reg <= 2'sd0;
      window_10_reg <= 2'sd0;
      window_9_reg <= 2'sd0;
      window_8_reg <= 2'sd0;
      window_7_reg <= 2'sd0;
      window_6_reg <= 2'sd0;
      window_5_reg <= 2'sd0;
      window_4_reg <= 2'sd0;
      window_3_reg <= 2'sd0;
      window_2_reg <= 2'sd0;
      window_1_reg <= 2'sd0;
      window_0_reg <= 2'sd0;
    end
    if (ap_rst) stage <= 2'd0;
  end

endmodule

`default_nettype wire
