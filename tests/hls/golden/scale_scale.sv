// Process scale of scale.py, line 9: initiation interval 1, 4 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module scale_scale (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [23:0] arg_n,
    input  wire [15:0] arg_factor,
    input  wire [4:0] arg_shift,
    input  wire [63:0] x_rd_data,
    input  wire x_rd_valid,
    output wire x_rd_ready,
    output wire [63:0] y_wr_data,
    output wire y_wr_valid,
    input  wire y_wr_room
);

  logic running;
  logic [3:1] stage;
  logic signed [24:0] count_i_0;
  logic signed [7:0] get_97_s1;
  logic signed [23:0] mul_111;  // scale.py:12
  logic signed [7:0] get_98_s1;
  logic signed [23:0] mul_117;  // scale.py:12
  logic signed [7:0] get_99_s1;
  logic signed [23:0] mul_123;  // scale.py:12
  logic signed [7:0] get_100_s1;
  logic signed [23:0] mul_129;  // scale.py:12
  logic signed [7:0] get_101_s1;
  logic signed [23:0] mul_135;  // scale.py:12
  logic signed [7:0] get_102_s1;
  logic signed [23:0] mul_141;  // scale.py:12
  logic signed [7:0] get_103_s1;
  logic signed [23:0] mul_147;  // scale.py:12
  logic signed [7:0] get_104_s1;
  logic signed [23:0] mul_153;  // scale.py:12
  logic signed [7:0] sel_116_s3;
  logic signed [7:0] sel_122_s3;
  logic signed [7:0] sel_128_s3;
  logic signed [7:0] sel_134_s3;
  logic signed [7:0] sel_140_s3;
  logic signed [7:0] sel_146_s3;
  logic signed [7:0] sel_152_s3;
  logic signed [7:0] sel_158_s3;
  wire issue;

  wire signed [24:0] scalar_1 = $signed({1'b0, arg_n});
  wire signed [24:0] add_6 = count_i_0 + 2'sd1;  // scale.py:10
  wire le_7 = scalar_1 <= add_6;  // scale.py:10
  wire signed [16:0] scalar_2 = $signed({1'b0, arg_factor});
  wire signed [7:0] get_97 = $signed(x_rd_data[7:0]);  // scale.py:12
  wire signed [5:0] scalar_3 = $signed({1'b0, arg_shift});
  wire signed [23:0] shrv_112 = mul_111 >>> scalar_3;  // scale.py:12
  wire lt_113 = 8'sd127 < shrv_112;  // scale.py:12
  wire signed [23:0] sel_114 = lt_113 ? 8'sd127 : shrv_112;  // scale.py:12
  wire lt_115 = sel_114 < -9'sd128;  // scale.py:12
  wire signed [7:0] sel_116 = lt_115 ? -9'sd128 : sel_114;  // scale.py:12
  wire signed [7:0] get_98 = $signed(x_rd_data[15:8]);  // scale.py:12
  wire signed [23:0] shrv_118 = mul_117 >>> scalar_3;  // scale.py:12
  wire lt_119 = 8'sd127 < shrv_118;  // scale.py:12
  wire signed [23:0] sel_120 = lt_119 ? 8'sd127 : shrv_118;  // scale.py:12
  wire lt_121 = sel_120 < -9'sd128;  // scale.py:12
  wire signed [7:0] sel_122 = lt_121 ? -9'sd128 : sel_120;  // scale.py:12
  wire signed [7:0] get_99 = $signed(x_rd_data[23:16]);  // scale.py:12
  wire signed [23:0] shrv_124 = mul_123 >>> scalar_3;  // scale.py:12
  wire lt_125 = 8'sd127 < shrv_124;  // scale.py:12
  wire signed [23:0] sel_126 = lt_125 ? 8'sd127 : shrv_124;  // scale.py:12
  wire lt_127 = sel_126 < -9'sd128;  // scale.py:12
  wire signed [7:0] sel_128 = lt_127 ? -9'sd128 : sel_126;  // scale.py:12
  wire signed [7:0] get_100 = $signed(x_rd_data[31:24]);  // scale.py:12
  wire signed [23:0] shrv_130 = mul_129 >>> scalar_3;  // scale.py:12
  wire lt_131 = 8'sd127 < shrv_130;  // scale.py:12
  wire signed [23:0] sel_132 = lt_131 ? 8'sd127 : shrv_130;  // scale.py:12
  wire lt_133 = sel_132 < -9'sd128;  // scale.py:12
  wire signed [7:0] sel_134 = lt_133 ? -9'sd128 : sel_132;  // scale.py:12
  wire signed [7:0] get_101 = $signed(x_rd_data[39:32]);  // scale.py:12
  wire signed [23:0] shrv_136 = mul_135 >>> scalar_3;  // scale.py:12
  wire lt_137 = 8'sd127 < shrv_136;  // scale.py:12
  wire signed [23:0] sel_138 = lt_137 ? 8'sd127 : shrv_136;  // scale.py:12
  wire lt_139 = sel_138 < -9'sd128;  // scale.py:12
  wire signed [7:0] sel_140 = lt_139 ? -9'sd128 : sel_138;  // scale.py:12
  wire signed [7:0] get_102 = $signed(x_rd_data[47:40]);  // scale.py:12
  wire signed [23:0] shrv_142 = mul_141 >>> scalar_3;  // scale.py:12
  wire lt_143 = 8'sd127 < shrv_142;  // scale.py:12
  wire signed [23:0] sel_144 = lt_143 ? 8'sd127 : shrv_142;  // scale.py:12
  wire lt_145 = sel_144 < -9'sd128;  // scale.py:12
  wire signed [7:0] sel_146 = lt_145 ? -9'sd128 : sel_144;  // scale.py:12
  wire signed [7:0] get_103 = $signed(x_rd_data[55:48]);  // scale.py:12
  wire signed [23:0] shrv_148 = mul_147 >>> scalar_3;  // scale.py:12
  wire lt_149 = 8'sd127 < shrv_148;  // scale.py:12
  wire signed [23:0] sel_150 = lt_149 ? 8'sd127 : shrv_148;  // scale.py:12
  wire lt_151 = sel_150 < -9'sd128;  // scale.py:12
  wire signed [7:0] sel_152 = lt_151 ? -9'sd128 : sel_150;  // scale.py:12
  wire signed [7:0] get_104 = $signed(x_rd_data[63:56]);  // scale.py:12
  wire signed [23:0] shrv_154 = mul_153 >>> scalar_3;  // scale.py:12
  wire lt_155 = 8'sd127 < shrv_154;  // scale.py:12
  wire signed [23:0] sel_156 = lt_155 ? 8'sd127 : shrv_154;  // scale.py:12
  wire lt_157 = sel_156 < -9'sd128;  // scale.py:12
  wire signed [7:0] sel_158 = lt_157 ? -9'sd128 : sel_156;  // scale.py:12
  wire x_rd_get = 1'b1;
  assign x_rd_ready = issue && x_rd_get;
  wire wait_get_x_rd = x_rd_get && !x_rd_valid;
  wire y_wr_put0 = stage[3] && 1'b1;
  wire [7:0] y_wr_put0_0 = sel_116_s3;
  wire [7:0] y_wr_put0_1 = sel_122_s3;
  wire [7:0] y_wr_put0_2 = sel_128_s3;
  wire [7:0] y_wr_put0_3 = sel_134_s3;
  wire [7:0] y_wr_put0_4 = sel_140_s3;
  wire [7:0] y_wr_put0_5 = sel_146_s3;
  wire [7:0] y_wr_put0_6 = sel_152_s3;
  wire [7:0] y_wr_put0_7 = sel_158_s3;
  assign y_wr_valid = y_wr_put0;
  assign y_wr_data = {y_wr_put0_7, y_wr_put0_6, y_wr_put0_5, y_wr_put0_4, y_wr_put0_3, y_wr_put0_2, y_wr_put0_1, y_wr_put0_0};
  wire wait_put_y_wr = (1'b1) && !y_wr_room;
  wire wrap_0 = le_7;
  wire wrap_1 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_get_x_rd && !wait_put_y_wr;

  assign idle = !(running || (stage != 0));

  always_ff @(posedge ap_clk) begin
    if (issue && wrap_1) count_i_0 <= le_7 ? 25'sd0 : count_i_0 + 25'sd1;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      count_i_0 <= 25'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

  always_ff @(posedge ap_clk) begin
    stage <= {stage[2:1], issue};
    get_97_s1 <= get_97;
    mul_111 <= scalar_2 * get_97_s1;
    get_98_s1 <= get_98;
    mul_117 <= scalar_2 * get_98_s1;
    get_99_s1 <= get_99;
    mul_123 <= scalar_2 * get_99_s1;
    get_100_s1 <= get_100;
    mul_129 <= scalar_2 * get_100_s1;
    get_101_s1 <= get_101;
    mul_135 <= scalar_2 * get_101_s1;
    get_102_s1 <= get_102;
    mul_141 <= scalar_2 * get_102_s1;
    get_103_s1 <= get_103;
    mul_147 <= scalar_2 * get_103_s1;
    get_104_s1 <= get_104;
    mul_153 <= scalar_2 * get_104_s1;
    sel_116_s3 <= sel_116;
    sel_122_s3 <= sel_122;
    sel_128_s3 <= sel_128;
    sel_134_s3 <= sel_134;
    sel_140_s3 <= sel_140;
    sel_146_s3 <= sel_146;
    sel_152_s3 <= sel_152;
    sel_158_s3 <= sel_158;
    if (ap_rst) stage <= 3'd0;
  end

endmodule

`default_nettype wire
