// ---- sort8.sv
// Kernel sort8: processes, streams and bus interfaces.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */

module sort8 (
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
    input  wire [127:0] x_TDATA,
    input  wire x_TVALID,
    output wire x_TREADY,
    output wire [127:0] y_TDATA,
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
  hwp_axi_lite_ctrl #(.ADDR_W(6), .WORDS(2), .WRITABLE(2'd1), .MASK(64'hffff)) u_control (
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

  wire [15:0] arg_n = args[15:0];

  wire [127:0] x_in_data;
  wire x_in_valid;
  wire [127:0] x_out_data;
  wire x_out_valid;
  wire x_out_ready;
  wire x_in_ready;
  wire [1:0] x_count;
  hwp_fifo #(.WIDTH(128), .DEPTH(2)) u_x (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(x_in_valid), .in_ready(x_in_ready), .in_data(x_in_data),
      .out_valid(x_out_valid), .out_ready(x_out_ready),
      .out_data(x_out_data), .count(x_count)
  );
  assign x_in_data = x_TDATA[127:0];
  assign x_in_valid = x_TVALID && busy_reg;
  assign x_TREADY = x_in_ready && busy_reg;

  wire [127:0] y_in_data;
  wire y_in_valid;
  wire [127:0] y_out_data;
  wire y_out_valid;
  wire y_out_ready;
  wire y_in_ready;
  wire [4:0] y_count;
  hwp_fifo #(.WIDTH(128), .DEPTH(16)) u_y (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(y_in_valid), .in_ready(y_in_ready), .in_data(y_in_data),
      .out_valid(y_out_valid), .out_ready(y_out_ready),
      .out_data(y_out_data), .count(y_count)
  );
  wire y_room = y_count <= 5'd11;
  assign y_TDATA = y_out_data;
  assign y_TVALID = y_out_valid;
  assign y_out_ready = y_TREADY;

  wire sort_idle;
  sort8_sort u_process_sort (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(sort_idle),
      .arg_n(arg_n[15:0]),
      .x_data(x_out_data),
      .x_valid(x_out_valid),
      .x_ready(x_out_ready),
      .y_data(y_in_data),
      .y_valid(y_in_valid),
      .y_room(y_room)
  );

  assign start = ap_start && !busy_reg && !done_reg;
  wire quiet = sort_idle && !y_out_valid;
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

// ---- sort8_sort.sv
// Process sort of sort8.py, line 35: initiation interval 1, 5 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module sort8_sort (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [15:0] arg_n,
    input  wire [127:0] x_data,
    input  wire x_valid,
    output wire x_ready,
    output wire [127:0] y_data,
    output wire y_valid,
    input  wire y_room
);

  logic running;
  logic [4:1] stage;
  logic signed [16:0] count_t_0;
  logic signed [15:0] small_37_s1;
  logic signed [15:0] small_33_s1;
  logic signed [15:0] small_29_s1;
  logic signed [15:0] small_18_s1;
  logic lt_66_s2;
  logic signed [15:0] small_49_s2;
  logic signed [15:0] small_41_s2;
  logic lt_68_s2;
  logic signed [15:0] large_39_s1;
  logic signed [15:0] large_35_s1;
  logic lt_63_s2;
  logic signed [15:0] large_51_s2;
  logic signed [15:0] small_53_s2;
  logic signed [15:0] large_31_s1;
  logic signed [15:0] large_20_s1;
  logic lt_58_s2;
  logic signed [15:0] large_43_s2;
  logic signed [15:0] small_45_s2;
  logic signed [15:0] large_69_s3;
  logic signed [15:0] small_77_s3;
  logic lt_61_s2;
  logic lt_56_s2;
  logic signed [15:0] small_72_s3;
  logic lt_96_s4;
  logic signed [15:0] small_87_s4;
  logic signed [15:0] small_72_s4;
  logic lt_98_s4;
  logic lt_81_s2;
  logic signed [15:0] large_55_s2;
  logic signed [15:0] large_47_s2;
  logic signed [15:0] large_74_s3;
  logic signed [15:0] small_82_s3;
  logic lt_101_s4;
  logic signed [15:0] large_89_s4;
  logic signed [15:0] small_92_s4;
  logic lt_103_s4;
  logic signed [15:0] large_79_s3;
  logic lt_106_s4;
  logic signed [15:0] large_79_s4;
  logic signed [15:0] large_94_s4;
  logic lt_108_s4;
  logic lt_83_s2;
  logic signed [15:0] small_67_s3;
  logic signed [15:0] small_67_s4;
  logic signed [15:0] large_84_s3;
  logic signed [15:0] large_84_s4;
  wire issue;

  wire signed [16:0] scalar_1 = $signed({1'b0, arg_n});
  wire signed [16:0] add_4 = count_t_0 + 2'sd1;  // sort8.py:36
  wire le_5 = scalar_1 <= add_4;  // sort8.py:36
  wire signed [15:0] get_15 = $signed(x_data[127:112]);  // sort8.py:37
  wire signed [15:0] get_14 = $signed(x_data[111:96]);  // sort8.py:37
  wire lt_36 = get_15 < get_14;  // sort8.py:29
  wire signed [15:0] small_37 = lt_36 ? get_15 : get_14;  // sort8.py:29
  wire signed [15:0] get_13 = $signed(x_data[95:80]);  // sort8.py:37
  wire signed [15:0] get_12 = $signed(x_data[79:64]);  // sort8.py:37
  wire lt_32 = get_13 < get_12;  // sort8.py:29
  wire signed [15:0] small_33 = lt_32 ? get_13 : get_12;  // sort8.py:29
  wire lt_48 = small_37_s1 < small_33_s1;  // sort8.py:29
  wire signed [15:0] small_49 = lt_48 ? small_37_s1 : small_33_s1;  // sort8.py:29
  wire signed [15:0] get_11 = $signed(x_data[63:48]);  // sort8.py:37
  wire signed [15:0] get_10 = $signed(x_data[47:32]);  // sort8.py:37
  wire lt_28 = get_11 < get_10;  // sort8.py:29
  wire signed [15:0] small_29 = lt_28 ? get_11 : get_10;  // sort8.py:29
  wire signed [15:0] get_9 = $signed(x_data[31:16]);  // sort8.py:37
  wire signed [15:0] get_8 = $signed(x_data[15:0]);  // sort8.py:37
  wire lt_17 = get_9 < get_8;  // sort8.py:29
  wire signed [15:0] small_18 = lt_17 ? get_9 : get_8;  // sort8.py:29
  wire lt_40 = small_29_s1 < small_18_s1;  // sort8.py:29
  wire signed [15:0] small_41 = lt_40 ? small_29_s1 : small_18_s1;  // sort8.py:29
  wire lt_66 = small_49 < small_41;  // sort8.py:29
  wire signed [15:0] small_67 = lt_66_s2 ? small_49_s2 : small_41_s2;  // sort8.py:29
  wire lt_68 = small_41 < small_49;  // sort8.py:30
  wire signed [15:0] large_69 = lt_68_s2 ? small_49_s2 : small_41_s2;  // sort8.py:30
  wire lt_38 = get_14 < get_15;  // sort8.py:30
  wire signed [15:0] large_39 = lt_38 ? get_15 : get_14;  // sort8.py:30
  wire lt_34 = get_12 < get_13;  // sort8.py:30
  wire signed [15:0] large_35 = lt_34 ? get_13 : get_12;  // sort8.py:30
  wire lt_52 = large_39_s1 < large_35_s1;  // sort8.py:29
  wire signed [15:0] small_53 = lt_52 ? large_39_s1 : large_35_s1;  // sort8.py:29
  wire lt_50 = small_33_s1 < small_37_s1;  // sort8.py:30
  wire signed [15:0] large_51 = lt_50 ? small_37_s1 : small_33_s1;  // sort8.py:30
  wire lt_63 = small_53 < large_51;  // sort8.py:30
  wire signed [15:0] large_64 = lt_63_s2 ? large_51_s2 : small_53_s2;  // sort8.py:30
  wire lt_30 = get_10 < get_11;  // sort8.py:30
  wire signed [15:0] large_31 = lt_30 ? get_11 : get_10;  // sort8.py:30
  wire lt_19 = get_8 < get_9;  // sort8.py:30
  wire signed [15:0] large_20 = lt_19 ? get_9 : get_8;  // sort8.py:30
  wire lt_44 = large_31_s1 < large_20_s1;  // sort8.py:29
  wire signed [15:0] small_45 = lt_44 ? large_31_s1 : large_20_s1;  // sort8.py:29
  wire lt_42 = small_18_s1 < small_29_s1;  // sort8.py:30
  wire signed [15:0] large_43 = lt_42 ? small_29_s1 : small_18_s1;  // sort8.py:30
  wire lt_58 = small_45 < large_43;  // sort8.py:30
  wire signed [15:0] large_59 = lt_58_s2 ? large_43_s2 : small_45_s2;  // sort8.py:30
  wire lt_76 = large_64 < large_59;  // sort8.py:29
  wire signed [15:0] small_77 = lt_76 ? large_64 : large_59;  // sort8.py:29
  wire lt_86 = large_69_s3 < small_77_s3;  // sort8.py:29
  wire signed [15:0] small_87 = lt_86 ? large_69_s3 : small_77_s3;  // sort8.py:29
  wire lt_61 = large_51 < small_53;  // sort8.py:29
  wire signed [15:0] small_62 = lt_61_s2 ? large_51_s2 : small_53_s2;  // sort8.py:29
  wire lt_56 = large_43 < small_45;  // sort8.py:29
  wire signed [15:0] small_57 = lt_56_s2 ? large_43_s2 : small_45_s2;  // sort8.py:29
  wire lt_71 = small_62 < small_57;  // sort8.py:29
  wire signed [15:0] small_72 = lt_71 ? small_62 : small_57;  // sort8.py:29
  wire lt_96 = small_87 < small_72_s3;  // sort8.py:29
  wire signed [15:0] small_97 = lt_96_s4 ? small_87_s4 : small_72_s4;  // sort8.py:29
  wire lt_98 = small_72_s3 < small_87;  // sort8.py:30
  wire signed [15:0] large_99 = lt_98_s4 ? small_87_s4 : small_72_s4;  // sort8.py:30
  wire lt_88 = small_77_s3 < large_69_s3;  // sort8.py:30
  wire signed [15:0] large_89 = lt_88 ? large_69_s3 : small_77_s3;  // sort8.py:30
  wire lt_73 = small_57 < small_62;  // sort8.py:30
  wire signed [15:0] large_74 = lt_73 ? small_62 : small_57;  // sort8.py:30
  wire lt_54 = large_35_s1 < large_39_s1;  // sort8.py:30
  wire signed [15:0] large_55 = lt_54 ? large_39_s1 : large_35_s1;  // sort8.py:30
  wire lt_46 = large_20_s1 < large_31_s1;  // sort8.py:30
  wire signed [15:0] large_47 = lt_46 ? large_31_s1 : large_20_s1;  // sort8.py:30
  wire lt_81 = large_55 < large_47;  // sort8.py:29
  wire signed [15:0] small_82 = lt_81_s2 ? large_55_s2 : large_47_s2;  // sort8.py:29
  wire lt_91 = large_74_s3 < small_82_s3;  // sort8.py:29
  wire signed [15:0] small_92 = lt_91 ? large_74_s3 : small_82_s3;  // sort8.py:29
  wire lt_101 = large_89 < small_92;  // sort8.py:29
  wire signed [15:0] small_102 = lt_101_s4 ? large_89_s4 : small_92_s4;  // sort8.py:29
  wire lt_103 = small_92 < large_89;  // sort8.py:30
  wire signed [15:0] large_104 = lt_103_s4 ? large_89_s4 : small_92_s4;  // sort8.py:30
  wire lt_78 = large_59 < large_64;  // sort8.py:30
  wire signed [15:0] large_79 = lt_78 ? large_64 : large_59;  // sort8.py:30
  wire lt_93 = small_82_s3 < large_74_s3;  // sort8.py:30
  wire signed [15:0] large_94 = lt_93 ? large_74_s3 : small_82_s3;  // sort8.py:30
  wire lt_106 = large_79_s3 < large_94;  // sort8.py:29
  wire signed [15:0] small_107 = lt_106_s4 ? large_79_s4 : large_94_s4;  // sort8.py:29
  wire lt_108 = large_94 < large_79_s3;  // sort8.py:30
  wire signed [15:0] large_109 = lt_108_s4 ? large_79_s4 : large_94_s4;  // sort8.py:30
  wire lt_83 = large_47 < large_55;  // sort8.py:30
  wire signed [15:0] large_84 = lt_83_s2 ? large_55_s2 : large_47_s2;  // sort8.py:30
  wire x_get = 1'b1;
  assign x_ready = issue && x_get;
  wire wait_get_x = x_get && !x_valid;
  wire y_put0 = stage[4] && 1'b1;
  wire [15:0] y_put0_0 = small_67_s4;
  wire [15:0] y_put0_1 = small_97;
  wire [15:0] y_put0_2 = large_99;
  wire [15:0] y_put0_3 = small_102;
  wire [15:0] y_put0_4 = large_104;
  wire [15:0] y_put0_5 = small_107;
  wire [15:0] y_put0_6 = large_109;
  wire [15:0] y_put0_7 = large_84_s4;
  assign y_valid = y_put0;
  assign y_data = {y_put0_7, y_put0_6, y_put0_5, y_put0_4, y_put0_3, y_put0_2, y_put0_1, y_put0_0};
  wire wait_put_y = (1'b1) && !y_room;
  wire wrap_0 = le_5;
  wire wrap_1 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_get_x && !wait_put_y;

  assign idle = !(running || (stage != 0));

  always_ff @(posedge ap_clk) begin
    if (issue && wrap_1) count_t_0 <= le_5 ? 17'sd0 : count_t_0 + 17'sd1;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      count_t_0 <= 17'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

  always_ff @(posedge ap_clk) begin
    stage <= {stage[3:1], issue};
    small_37_s1 <= small_37;
    small_33_s1 <= small_33;
    small_29_s1 <= small_29;
    small_18_s1 <= small_18;
    lt_66_s2 <= lt_66;
    small_49_s2 <= small_49;
    small_41_s2 <= small_41;
    lt_68_s2 <= lt_68;
    large_39_s1 <= large_39;
    large_35_s1 <= large_35;
    lt_63_s2 <= lt_63;
    large_51_s2 <= large_51;
    small_53_s2 <= small_53;
    large_31_s1 <= large_31;
    large_20_s1 <= large_20;
    lt_58_s2 <= lt_58;
    large_43_s2 <= large_43;
    small_45_s2 <= small_45;
    large_69_s3 <= large_69;
    small_77_s3 <= small_77;
    lt_61_s2 <= lt_61;
    lt_56_s2 <= lt_56;
    small_72_s3 <= small_72;
    lt_96_s4 <= lt_96;
    small_87_s4 <= small_87;
    small_72_s4 <= small_72_s3;
    lt_98_s4 <= lt_98;
    lt_81_s2 <= lt_81;
    large_55_s2 <= large_55;
    large_47_s2 <= large_47;
    large_74_s3 <= large_74;
    small_82_s3 <= small_82;
    lt_101_s4 <= lt_101;
    large_89_s4 <= large_89;
    small_92_s4 <= small_92;
    lt_103_s4 <= lt_103;
    large_79_s3 <= large_79;
    lt_106_s4 <= lt_106;
    large_79_s4 <= large_79_s3;
    large_94_s4 <= large_94;
    lt_108_s4 <= lt_108;
    lt_83_s2 <= lt_83;
    small_67_s3 <= small_67;
    small_67_s4 <= small_67_s3;
    large_84_s3 <= large_84;
    large_84_s4 <= large_84_s3;
    if (ap_rst) stage <= 4'd0;
  end

endmodule

`default_nettype wire
