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
