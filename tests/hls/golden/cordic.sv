// ---- cordic.sv
// Kernel cordic: processes, streams and bus interfaces.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */

module cordic (
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
    input  wire [15:0] angle_TDATA,
    input  wire angle_TVALID,
    output wire angle_TREADY,
    output wire [31:0] out_TDATA,
    output wire out_TVALID,
    input  wire out_TREADY
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

  wire [15:0] angle_in_data;
  wire angle_in_valid;
  wire [15:0] angle_out_data;
  wire angle_out_valid;
  wire angle_out_ready;
  wire angle_in_ready;
  wire [1:0] angle_count;
  hwp_fifo #(.WIDTH(16), .DEPTH(2)) u_angle (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(angle_in_valid), .in_ready(angle_in_ready), .in_data(angle_in_data),
      .out_valid(angle_out_valid), .out_ready(angle_out_ready),
      .out_data(angle_out_data), .count(angle_count)
  );
  assign angle_in_data = angle_TDATA[15:0];
  assign angle_in_valid = angle_TVALID && busy_reg;
  assign angle_TREADY = angle_in_ready && busy_reg;

  wire [31:0] out_in_data;
  wire out_in_valid;
  wire [31:0] out_out_data;
  wire out_out_valid;
  wire out_out_ready;
  wire out_in_ready;
  wire [4:0] out_count;
  hwp_fifo #(.WIDTH(32), .DEPTH(16)) u_out (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(out_in_valid), .in_ready(out_in_ready), .in_data(out_in_data),
      .out_valid(out_out_valid), .out_ready(out_out_ready),
      .out_data(out_out_data), .count(out_count)
  );
  wire out_room = out_count <= 5'd5;
  assign out_TDATA = out_out_data;
  assign out_TVALID = out_out_valid;
  assign out_out_ready = out_TREADY;

  wire cordic_idle;
  cordic_cordic u_process_cordic (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(cordic_idle),
      .arg_n(arg_n[15:0]),
      .angle_data(angle_out_data),
      .angle_valid(angle_out_valid),
      .angle_ready(angle_out_ready),
      .out_data(out_in_data),
      .out_valid(out_in_valid),
      .out_room(out_room)
  );

  assign start = ap_start && !busy_reg && !done_reg;
  wire quiet = cordic_idle && !out_out_valid;
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

// ---- cordic_cordic.sv
// Process cordic of cordic.py, line 13: initiation interval 1, 11 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module cordic_cordic (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [15:0] arg_n,
    input  wire [15:0] angle_data,
    input  wire angle_valid,
    output wire angle_ready,
    output wire [31:0] out_data,
    output wire out_valid,
    input  wire out_room
);

  logic running;
  logic [10:1] stage;
  logic signed [16:0] count_t_0;
  logic back_14_s1;
  logic signed [15:0] add_17_s1;
  logic signed [15:0] wrap_19_s1;
  logic signed [16:0] z_33_s2;
  logic right_49_s3;
  logic signed [16:0] add_61_s3;
  logic signed [16:0] add_63_s3;
  logic signed [16:0] z_80_s4;
  logic right_97_s5;
  logic signed [16:0] add_109_s5;
  logic signed [16:0] add_111_s5;
  logic signed [16:0] z_128_s6;
  logic right_145_s7;
  logic signed [16:0] add_157_s7;
  logic signed [16:0] add_159_s7;
  logic signed [16:0] z_176_s8;
  logic right_192_s9;
  logic signed [16:0] add_203_s9;
  logic signed [16:0] add_205_s9;
  logic signed [16:0] z_221_s10;
  logic signed [15:0] c_23_s2;
  logic signed [14:0] w_36_s2;
  logic signed [15:0] s_28_s2;
  logic signed [14:0] u_35_s2;
  logic signed [16:0] add_53_s3;
  logic signed [16:0] sub_55_s3;
  logic signed [16:0] sub_57_s3;
  logic signed [16:0] add_58_s3;
  logic signed [16:0] c_72_s4;
  logic signed [12:0] w_84_s4;
  logic signed [16:0] s_75_s4;
  logic signed [12:0] u_83_s4;
  logic signed [16:0] add_101_s5;
  logic signed [16:0] sub_103_s5;
  logic signed [16:0] sub_105_s5;
  logic signed [16:0] add_106_s5;
  logic signed [16:0] c_120_s6;
  logic signed [9:0] w_132_s6;
  logic signed [16:0] s_123_s6;
  logic signed [9:0] u_131_s6;
  logic signed [16:0] add_149_s7;
  logic signed [16:0] sub_151_s7;
  logic signed [16:0] sub_153_s7;
  logic signed [16:0] add_154_s7;
  logic signed [16:0] c_168_s8;
  logic signed [6:0] w_180_s8;
  logic signed [16:0] s_171_s8;
  logic signed [6:0] u_179_s8;
  logic signed [16:0] add_196_s9;
  logic signed [16:0] sub_198_s9;
  logic signed [16:0] sub_200_s9;
  logic signed [16:0] add_201_s9;
  logic signed [16:0] c_214_s10;
  logic signed [3:0] w_225_s10;
  logic signed [16:0] s_217_s10;
  logic signed [3:0] u_224_s10;
  wire issue;

  wire signed [16:0] scalar_1 = $signed({1'b0, arg_n});
  wire signed [16:0] add_4 = count_t_0 + 2'sd1;  // cordic.py:14
  wire le_5 = scalar_1 <= add_4;  // cordic.py:14
  wire signed [16:0] a_8 = $signed({1'b0, angle_data});  // cordic.py:15
  wire lt_10 = 16'sd16384 < a_8;  // cordic.py:16
  wire le_12 = a_8 <= 17'sd49152;  // cordic.py:16
  wire back_14 = lt_10 && le_12;  // cordic.py:16
  wire signed [15:0] add_17 = a_8 + -17'sd32768;  // cordic.py:17
  wire signed [15:0] wrap_19 = a_8;  // cordic.py:17
  wire signed [15:0] z_20 = back_14_s1 ? add_17_s1 : wrap_19_s1;  // cordic.py:17
  wire right_25 = z_20 < 2'sd0;  // cordic.py:21
  wire signed [16:0] add_30 = z_20 + 15'sd8192;  // cordic.py:26
  wire signed [16:0] add_32 = z_20 + -15'sd8192;  // cordic.py:26
  wire signed [16:0] z_33 = right_25 ? add_30 : add_32;  // cordic.py:26
  wire right_34 = z_33_s2 < 2'sd0;  // cordic.py:21
  wire signed [16:0] add_45 = z_33_s2 + 14'sd4836;  // cordic.py:26
  wire signed [16:0] add_47 = z_33_s2 + -14'sd4836;  // cordic.py:26
  wire signed [16:0] z_48 = right_34 ? add_45 : add_47;  // cordic.py:26
  wire right_49 = z_48 < 2'sd0;  // cordic.py:21
  wire signed [16:0] add_61 = z_48 + 13'sd2555;  // cordic.py:26
  wire signed [16:0] add_63 = z_48 + -13'sd2555;  // cordic.py:26
  wire signed [16:0] z_64 = right_49_s3 ? add_61_s3 : add_63_s3;  // cordic.py:26
  wire right_65 = z_64 < 2'sd0;  // cordic.py:21
  wire signed [16:0] add_77 = z_64 + 12'sd1297;  // cordic.py:26
  wire signed [16:0] add_79 = z_64 + -12'sd1297;  // cordic.py:26
  wire signed [16:0] z_80 = right_65 ? add_77 : add_79;  // cordic.py:26
  wire right_81 = z_80_s4 < 2'sd0;  // cordic.py:21
  wire signed [16:0] add_93 = z_80_s4 + 11'sd651;  // cordic.py:26
  wire signed [16:0] add_95 = z_80_s4 + -11'sd651;  // cordic.py:26
  wire signed [16:0] z_96 = right_81 ? add_93 : add_95;  // cordic.py:26
  wire right_97 = z_96 < 2'sd0;  // cordic.py:21
  wire signed [16:0] add_109 = z_96 + 10'sd326;  // cordic.py:26
  wire signed [16:0] add_111 = z_96 + -10'sd326;  // cordic.py:26
  wire signed [16:0] z_112 = right_97_s5 ? add_109_s5 : add_111_s5;  // cordic.py:26
  wire right_113 = z_112 < 2'sd0;  // cordic.py:21
  wire signed [16:0] add_125 = z_112 + 9'sd163;  // cordic.py:26
  wire signed [16:0] add_127 = z_112 + -9'sd163;  // cordic.py:26
  wire signed [16:0] z_128 = right_113 ? add_125 : add_127;  // cordic.py:26
  wire right_129 = z_128_s6 < 2'sd0;  // cordic.py:21
  wire signed [16:0] add_141 = z_128_s6 + 8'sd81;  // cordic.py:26
  wire signed [16:0] add_143 = z_128_s6 + -8'sd81;  // cordic.py:26
  wire signed [16:0] z_144 = right_129 ? add_141 : add_143;  // cordic.py:26
  wire right_145 = z_144 < 2'sd0;  // cordic.py:21
  wire signed [16:0] add_157 = z_144 + 7'sd41;  // cordic.py:26
  wire signed [16:0] add_159 = z_144 + -7'sd41;  // cordic.py:26
  wire signed [16:0] z_160 = right_145_s7 ? add_157_s7 : add_159_s7;  // cordic.py:26
  wire right_161 = z_160 < 2'sd0;  // cordic.py:21
  wire signed [16:0] add_173 = z_160 + 6'sd20;  // cordic.py:26
  wire signed [16:0] add_175 = z_160 + -6'sd20;  // cordic.py:26
  wire signed [16:0] z_176 = right_161 ? add_173 : add_175;  // cordic.py:26
  wire right_177 = z_176_s8 < 2'sd0;  // cordic.py:21
  wire signed [16:0] add_188 = z_176_s8 + 5'sd10;  // cordic.py:26
  wire signed [16:0] add_190 = z_176_s8 + -5'sd10;  // cordic.py:26
  wire signed [16:0] z_191 = right_177 ? add_188 : add_190;  // cordic.py:26
  wire right_192 = z_191 < 2'sd0;  // cordic.py:21
  wire signed [16:0] add_203 = z_191 + 4'sd5;  // cordic.py:26
  wire signed [16:0] add_205 = z_191 + -4'sd5;  // cordic.py:26
  wire signed [16:0] z_206 = right_192_s9 ? add_203_s9 : add_205_s9;  // cordic.py:26
  wire right_207 = z_206 < 2'sd0;  // cordic.py:21
  wire signed [16:0] add_218 = z_206 + 3'sd3;  // cordic.py:26
  wire signed [16:0] add_220 = z_206 + -3'sd3;  // cordic.py:26
  wire signed [16:0] z_221 = right_207 ? add_218 : add_220;  // cordic.py:26
  wire right_222 = z_221_s10 < 2'sd0;  // cordic.py:21
  wire signed [15:0] c_23 = back_14_s1 ? -16'sd19894 : 16'sd19894;  // cordic.py:18
  wire signed [15:0] sub_27 = 2'sd0 - c_23;  // cordic.py:25
  wire signed [15:0] s_28 = right_25 ? sub_27 : c_23;  // cordic.py:25
  wire signed [14:0] w_36 = s_28 >>> 1;  // cordic.py:23
  wire signed [15:0] add_37 = c_23_s2 + w_36_s2;  // cordic.py:24
  wire signed [15:0] sub_39 = c_23_s2 - w_36_s2;  // cordic.py:24
  wire signed [15:0] c_40 = right_34 ? add_37 : sub_39;  // cordic.py:24
  wire signed [14:0] u_35 = c_23 >>> 1;  // cordic.py:22
  wire signed [15:0] sub_41 = s_28_s2 - u_35_s2;  // cordic.py:25
  wire signed [15:0] add_42 = s_28_s2 + u_35_s2;  // cordic.py:25
  wire signed [15:0] s_43 = right_34 ? sub_41 : add_42;  // cordic.py:25
  wire signed [13:0] w_52 = s_43 >>> 2;  // cordic.py:23
  wire signed [16:0] add_53 = c_40 + w_52;  // cordic.py:24
  wire signed [16:0] sub_55 = c_40 - w_52;  // cordic.py:24
  wire signed [16:0] c_56 = right_49_s3 ? add_53_s3 : sub_55_s3;  // cordic.py:24
  wire signed [13:0] u_51 = c_40 >>> 2;  // cordic.py:22
  wire signed [16:0] sub_57 = s_43 - u_51;  // cordic.py:25
  wire signed [16:0] add_58 = s_43 + u_51;  // cordic.py:25
  wire signed [16:0] s_59 = right_49_s3 ? sub_57_s3 : add_58_s3;  // cordic.py:25
  wire signed [13:0] w_68 = s_59 >>> 3;  // cordic.py:23
  wire signed [16:0] add_69 = c_56 + w_68;  // cordic.py:24
  wire signed [16:0] sub_71 = c_56 - w_68;  // cordic.py:24
  wire signed [16:0] c_72 = right_65 ? add_69 : sub_71;  // cordic.py:24
  wire signed [13:0] u_67 = c_56 >>> 3;  // cordic.py:22
  wire signed [16:0] sub_73 = s_59 - u_67;  // cordic.py:25
  wire signed [16:0] add_74 = s_59 + u_67;  // cordic.py:25
  wire signed [16:0] s_75 = right_65 ? sub_73 : add_74;  // cordic.py:25
  wire signed [12:0] w_84 = s_75 >>> 4;  // cordic.py:23
  wire signed [16:0] add_85 = c_72_s4 + w_84_s4;  // cordic.py:24
  wire signed [16:0] sub_87 = c_72_s4 - w_84_s4;  // cordic.py:24
  wire signed [16:0] c_88 = right_81 ? add_85 : sub_87;  // cordic.py:24
  wire signed [12:0] u_83 = c_72 >>> 4;  // cordic.py:22
  wire signed [16:0] sub_89 = s_75_s4 - u_83_s4;  // cordic.py:25
  wire signed [16:0] add_90 = s_75_s4 + u_83_s4;  // cordic.py:25
  wire signed [16:0] s_91 = right_81 ? sub_89 : add_90;  // cordic.py:25
  wire signed [11:0] w_100 = s_91 >>> 5;  // cordic.py:23
  wire signed [16:0] add_101 = c_88 + w_100;  // cordic.py:24
  wire signed [16:0] sub_103 = c_88 - w_100;  // cordic.py:24
  wire signed [16:0] c_104 = right_97_s5 ? add_101_s5 : sub_103_s5;  // cordic.py:24
  wire signed [11:0] u_99 = c_88 >>> 5;  // cordic.py:22
  wire signed [16:0] sub_105 = s_91 - u_99;  // cordic.py:25
  wire signed [16:0] add_106 = s_91 + u_99;  // cordic.py:25
  wire signed [16:0] s_107 = right_97_s5 ? sub_105_s5 : add_106_s5;  // cordic.py:25
  wire signed [10:0] w_116 = s_107 >>> 6;  // cordic.py:23
  wire signed [16:0] add_117 = c_104 + w_116;  // cordic.py:24
  wire signed [16:0] sub_119 = c_104 - w_116;  // cordic.py:24
  wire signed [16:0] c_120 = right_113 ? add_117 : sub_119;  // cordic.py:24
  wire signed [10:0] u_115 = c_104 >>> 6;  // cordic.py:22
  wire signed [16:0] sub_121 = s_107 - u_115;  // cordic.py:25
  wire signed [16:0] add_122 = s_107 + u_115;  // cordic.py:25
  wire signed [16:0] s_123 = right_113 ? sub_121 : add_122;  // cordic.py:25
  wire signed [9:0] w_132 = s_123 >>> 7;  // cordic.py:23
  wire signed [16:0] add_133 = c_120_s6 + w_132_s6;  // cordic.py:24
  wire signed [16:0] sub_135 = c_120_s6 - w_132_s6;  // cordic.py:24
  wire signed [16:0] c_136 = right_129 ? add_133 : sub_135;  // cordic.py:24
  wire signed [9:0] u_131 = c_120 >>> 7;  // cordic.py:22
  wire signed [16:0] sub_137 = s_123_s6 - u_131_s6;  // cordic.py:25
  wire signed [16:0] add_138 = s_123_s6 + u_131_s6;  // cordic.py:25
  wire signed [16:0] s_139 = right_129 ? sub_137 : add_138;  // cordic.py:25
  wire signed [8:0] w_148 = s_139 >>> 8;  // cordic.py:23
  wire signed [16:0] add_149 = c_136 + w_148;  // cordic.py:24
  wire signed [16:0] sub_151 = c_136 - w_148;  // cordic.py:24
  wire signed [16:0] c_152 = right_145_s7 ? add_149_s7 : sub_151_s7;  // cordic.py:24
  wire signed [8:0] u_147 = c_136 >>> 8;  // cordic.py:22
  wire signed [16:0] sub_153 = s_139 - u_147;  // cordic.py:25
  wire signed [16:0] add_154 = s_139 + u_147;  // cordic.py:25
  wire signed [16:0] s_155 = right_145_s7 ? sub_153_s7 : add_154_s7;  // cordic.py:25
  wire signed [7:0] w_164 = s_155 >>> 9;  // cordic.py:23
  wire signed [16:0] add_165 = c_152 + w_164;  // cordic.py:24
  wire signed [16:0] sub_167 = c_152 - w_164;  // cordic.py:24
  wire signed [16:0] c_168 = right_161 ? add_165 : sub_167;  // cordic.py:24
  wire signed [7:0] u_163 = c_152 >>> 9;  // cordic.py:22
  wire signed [16:0] sub_169 = s_155 - u_163;  // cordic.py:25
  wire signed [16:0] add_170 = s_155 + u_163;  // cordic.py:25
  wire signed [16:0] s_171 = right_161 ? sub_169 : add_170;  // cordic.py:25
  wire signed [6:0] w_180 = s_171 >>> 10;  // cordic.py:23
  wire signed [16:0] add_181 = c_168_s8 + w_180_s8;  // cordic.py:24
  wire signed [16:0] sub_183 = c_168_s8 - w_180_s8;  // cordic.py:24
  wire signed [16:0] c_184 = right_177 ? add_181 : sub_183;  // cordic.py:24
  wire signed [6:0] u_179 = c_168 >>> 10;  // cordic.py:22
  wire signed [16:0] sub_185 = s_171_s8 - u_179_s8;  // cordic.py:25
  wire signed [16:0] add_186 = s_171_s8 + u_179_s8;  // cordic.py:25
  wire signed [16:0] s_187 = right_177 ? sub_185 : add_186;  // cordic.py:25
  wire signed [5:0] w_195 = s_187 >>> 11;  // cordic.py:23
  wire signed [16:0] add_196 = c_184 + w_195;  // cordic.py:24
  wire signed [16:0] sub_198 = c_184 - w_195;  // cordic.py:24
  wire signed [16:0] c_199 = right_192_s9 ? add_196_s9 : sub_198_s9;  // cordic.py:24
  wire signed [5:0] u_194 = c_184 >>> 11;  // cordic.py:22
  wire signed [16:0] sub_200 = s_187 - u_194;  // cordic.py:25
  wire signed [16:0] add_201 = s_187 + u_194;  // cordic.py:25
  wire signed [16:0] s_202 = right_192_s9 ? sub_200_s9 : add_201_s9;  // cordic.py:25
  wire signed [4:0] w_210 = s_202 >>> 12;  // cordic.py:23
  wire signed [16:0] add_211 = c_199 + w_210;  // cordic.py:24
  wire signed [16:0] sub_213 = c_199 - w_210;  // cordic.py:24
  wire signed [16:0] c_214 = right_207 ? add_211 : sub_213;  // cordic.py:24
  wire signed [4:0] u_209 = c_199 >>> 12;  // cordic.py:22
  wire signed [16:0] sub_215 = s_202 - u_209;  // cordic.py:25
  wire signed [16:0] add_216 = s_202 + u_209;  // cordic.py:25
  wire signed [16:0] s_217 = right_207 ? sub_215 : add_216;  // cordic.py:25
  wire signed [3:0] w_225 = s_217 >>> 13;  // cordic.py:23
  wire signed [16:0] add_226 = c_214_s10 + w_225_s10;  // cordic.py:24
  wire signed [16:0] sub_228 = c_214_s10 - w_225_s10;  // cordic.py:24
  wire signed [16:0] c_229 = right_222 ? add_226 : sub_228;  // cordic.py:24
  wire signed [15:0] wrap_237 = c_229;  // cordic.py:27
  wire signed [3:0] u_224 = c_214 >>> 13;  // cordic.py:22
  wire signed [16:0] sub_230 = s_217_s10 - u_224_s10;  // cordic.py:25
  wire signed [16:0] add_231 = s_217_s10 + u_224_s10;  // cordic.py:25
  wire signed [16:0] s_232 = right_222 ? sub_230 : add_231;  // cordic.py:25
  wire signed [15:0] wrap_238 = s_232;  // cordic.py:27
  wire angle_get = 1'b1;
  assign angle_ready = issue && angle_get;
  wire wait_get_angle = angle_get && !angle_valid;
  wire out_put0 = stage[10] && 1'b1;
  wire [15:0] out_put0_0 = wrap_237;
  wire [15:0] out_put0_1 = wrap_238;
  assign out_valid = out_put0;
  assign out_data = {out_put0_1, out_put0_0};
  wire wait_put_out = (1'b1) && !out_room;
  wire wrap_0 = le_5;
  wire wrap_1 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_get_angle && !wait_put_out;

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
    stage <= {stage[9:1], issue};
    back_14_s1 <= back_14;
    add_17_s1 <= add_17;
    wrap_19_s1 <= wrap_19;
    z_33_s2 <= z_33;
    right_49_s3 <= right_49;
    add_61_s3 <= add_61;
    add_63_s3 <= add_63;
    z_80_s4 <= z_80;
    right_97_s5 <= right_97;
    add_109_s5 <= add_109;
    add_111_s5 <= add_111;
    z_128_s6 <= z_128;
    right_145_s7 <= right_145;
    add_157_s7 <= add_157;
    add_159_s7 <= add_159;
    z_176_s8 <= z_176;
    right_192_s9 <= right_192;
    add_203_s9 <= add_203;
    add_205_s9 <= add_205;
    z_221_s10 <= z_221;
    c_23_s2 <= c_23;
    w_36_s2 <= w_36;
    s_28_s2 <= s_28;
    u_35_s2 <= u_35;
    add_53_s3 <= add_53;
    sub_55_s3 <= sub_55;
    sub_57_s3 <= sub_57;
    add_58_s3 <= add_58;
    c_72_s4 <= c_72;
    w_84_s4 <= w_84;
    s_75_s4 <= s_75;
    u_83_s4 <= u_83;
    add_101_s5 <= add_101;
    sub_103_s5 <= sub_103;
    sub_105_s5 <= sub_105;
    add_106_s5 <= add_106;
    c_120_s6 <= c_120;
    w_132_s6 <= w_132;
    s_123_s6 <= s_123;
    u_131_s6 <= u_131;
    add_149_s7 <= add_149;
    sub_151_s7 <= sub_151;
    sub_153_s7 <= sub_153;
    add_154_s7 <= add_154;
    c_168_s8 <= c_168;
    w_180_s8 <= w_180;
    s_171_s8 <= s_171;
    u_179_s8 <= u_179;
    add_196_s9 <= add_196;
    sub_198_s9 <= sub_198;
    sub_200_s9 <= sub_200;
    add_201_s9 <= add_201;
    c_214_s10 <= c_214;
    w_225_s10 <= w_225;
    s_217_s10 <= s_217;
    u_224_s10 <= u_224;
    if (ap_rst) stage <= 10'd0;
  end

endmodule

`default_nettype wire
