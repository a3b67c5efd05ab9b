// ---- spmv.sv
// Kernel spmv: processes, streams and bus interfaces.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */

module spmv (
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
    input  wire [7:0] v_TDATA,
    input  wire v_TVALID,
    output wire v_TREADY,
    input  wire [15:0] column_TDATA,
    input  wire column_TVALID,
    output wire column_TREADY,
    input  wire [7:0] value_TDATA,
    input  wire value_TVALID,
    output wire value_TREADY,
    input  wire [7:0] last_TDATA,
    input  wire last_TVALID,
    output wire last_TREADY,
    output wire [31:0] y_TDATA,
    output wire y_TVALID,
    input  wire y_TREADY
);

  wire start;
  logic ap_rst;
  always_ff @(posedge ap_clk) ap_rst <= !ap_rst_n;

  wire ap_start;
  logic busy_reg, started_reg, done_reg;
  wire [127:0] args;
  wire idle = !busy_reg;
  hwp_axi_lite_ctrl #(.ADDR_W(6), .WORDS(4), .WRITABLE(4'd5), .MASK(128'hffffff0000000000000fff)) u_control (
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

  wire [11:0] arg_n = args[11:0];
  wire [23:0] arg_entries = args[87:64];

  wire [7:0] v_in_data;
  wire v_in_valid;
  wire [7:0] v_out_data;
  wire v_out_valid;
  wire v_out_ready;
  wire v_in_ready;
  wire [1:0] v_count;
  hwp_fifo #(.WIDTH(8), .DEPTH(2)) u_v (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(v_in_valid), .in_ready(v_in_ready), .in_data(v_in_data),
      .out_valid(v_out_valid), .out_ready(v_out_ready),
      .out_data(v_out_data), .count(v_count)
  );
  assign v_in_data = v_TDATA[7:0];
  assign v_in_valid = v_TVALID && busy_reg;
  assign v_TREADY = v_in_ready && busy_reg;

  wire [9:0] column_in_data;
  wire column_in_valid;
  wire [9:0] column_out_data;
  wire column_out_valid;
  wire column_out_ready;
  wire column_in_ready;
  wire [1:0] column_count;
  hwp_fifo #(.WIDTH(10), .DEPTH(2)) u_column (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(column_in_valid), .in_ready(column_in_ready), .in_data(column_in_data),
      .out_valid(column_out_valid), .out_ready(column_out_ready),
      .out_data(column_out_data), .count(column_count)
  );
  assign column_in_data = column_TDATA[9:0];
  assign column_in_valid = column_TVALID && busy_reg;
  assign column_TREADY = column_in_ready && busy_reg;

  wire [7:0] value_in_data;
  wire value_in_valid;
  wire [7:0] value_out_data;
  wire value_out_valid;
  wire value_out_ready;
  wire value_in_ready;
  wire [1:0] value_count;
  hwp_fifo #(.WIDTH(8), .DEPTH(2)) u_value (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(value_in_valid), .in_ready(value_in_ready), .in_data(value_in_data),
      .out_valid(value_out_valid), .out_ready(value_out_ready),
      .out_data(value_out_data), .count(value_count)
  );
  assign value_in_data = value_TDATA[7:0];
  assign value_in_valid = value_TVALID && busy_reg;
  assign value_TREADY = value_in_ready && busy_reg;

  wire last_in_data;
  wire last_in_valid;
  wire last_out_data;
  wire last_out_valid;
  wire last_out_ready;
  wire last_in_ready;
  wire [1:0] last_count;
  hwp_fifo #(.WIDTH(1), .DEPTH(2)) u_last (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(last_in_valid), .in_ready(last_in_ready), .in_data(last_in_data),
      .out_valid(last_out_valid), .out_ready(last_out_ready),
      .out_data(last_out_data), .count(last_count)
  );
  assign last_in_data = last_TDATA[0:0];
  assign last_in_valid = last_TVALID && busy_reg;
  assign last_TREADY = last_in_ready && busy_reg;

  wire [31:0] y_in_data;
  wire y_in_valid;
  wire [31:0] y_out_data;
  wire y_out_valid;
  wire y_out_ready;
  wire y_in_ready;
  wire [4:0] y_count;
  hwp_fifo #(.WIDTH(32), .DEPTH(16)) u_y (
      .clk(ap_clk), .rst(ap_rst),
      .in_valid(y_in_valid), .in_ready(y_in_ready), .in_data(y_in_data),
      .out_valid(y_out_valid), .out_ready(y_out_ready),
      .out_data(y_out_data), .count(y_count)
  );
  wire y_room = y_count <= 5'd12;
  assign y_TDATA = y_out_data;
  assign y_TVALID = y_out_valid;
  assign y_out_ready = y_TREADY;

  wire spmv_idle;
  spmv_spmv u_process_spmv (
      .ap_clk(ap_clk),
      .ap_rst(ap_rst),
      .start(start),
      .idle(spmv_idle),
      .arg_entries(arg_entries[23:0]),
      .arg_n(arg_n[10:0]),
      .v_data(v_out_data),
      .v_valid(v_out_valid),
      .v_ready(v_out_ready),
      .column_data(column_out_data),
      .column_valid(column_out_valid),
      .column_ready(column_out_ready),
      .value_data(value_out_data),
      .value_valid(value_out_valid),
      .value_ready(value_out_ready),
      .last_data(last_out_data),
      .last_valid(last_out_valid),
      .last_ready(last_out_ready),
      .y_data(y_in_data),
      .y_valid(y_in_valid),
      .y_room(y_room)
  );

  assign start = ap_start && !busy_reg && !done_reg;
  wire quiet = spmv_idle && !y_out_valid;
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

// ---- spmv_spmv.sv
// Process spmv of spmv.py, line 12: initiation interval 1, 4 stages.
`default_nettype none
/* verilator lint_off WIDTH */
/* verilator lint_off UNUSED */
/* verilator lint_off UNSIGNED */
/* verilator lint_off CMPCONST */

module spmv_spmv (
    input  wire ap_clk,
    input  wire ap_rst,
    input  wire start,
    output wire idle,
    input  wire [23:0] arg_entries,
    input  wire [10:0] arg_n,
    input  wire [7:0] v_data,
    input  wire v_valid,
    output wire v_ready,
    input  wire [9:0] column_data,
    input  wire column_valid,
    output wire column_ready,
    input  wire [7:0] value_data,
    input  wire value_valid,
    output wire value_ready,
    input  wire last_data,
    input  wire last_valid,
    output wire last_ready,
    output wire [31:0] y_data,
    output wire y_valid,
    input  wire y_room
);

  logic running;
  logic [3:1] stage;
  logic signed [1:0] count_phase0_0;
  logic signed [24:0] count_z_e_1;
  logic signed [1:0] first_reg;
  logic signed [31:0] acc_reg;
  logic eq_36_s1;
  logic eq_36_s2;
  logic eq_36_s3;
  logic signed [7:0] load_45_s2;
  logic signed [7:0] get_47_s1;
  logic signed [7:0] get_47_s2;
  logic signed [15:0] mul_48;  // spmv.py:23
  logic eq_7_s1;
  logic eq_7_s2;
  logic eq_7_s3;
  logic band_55_s1;
  logic band_55_s2;
  logic band_55_s3;
  wire [7:0] dense_0_rdata;
  wire issue;

  wire eq_7 = count_phase0_0 == 2'sd1;  // spmv.py:18
  wire eq_10 = count_z_e_1 == 11'sd1023;  // spmv.py:21
  wire eq_11 = count_phase0_0 == 2'sd0;  // spmv.py:21
  wire bnot_12 = !eq_11;  // spmv.py:21
  wire bor_13 = eq_10 || bnot_12;  // spmv.py:21
  wire signed [24:0] scalar_2 = $signed({1'b0, arg_entries});
  wire signed [24:0] add_16 = count_z_e_1 + 2'sd1;  // spmv.py:21
  wire le_17 = scalar_2 <= add_16;  // spmv.py:21
  wire bnot_18 = !eq_7;  // spmv.py:21
  wire bor_19 = le_17 || bnot_18;  // spmv.py:21
  wire band_21 = bor_13 && bor_19;  // spmv.py:21
  wire signed [10:0] wrapiv_15 = count_z_e_1;  // spmv.py:21
  wire signed [11:0] scalar_1 = $signed({1'b0, arg_n});
  wire lt_25 = wrapiv_15 < scalar_1;  // spmv.py:20
  wire band_26 = eq_11 && lt_25;  // spmv.py:20
  wire signed [7:0] get_28 = $signed(v_data);  // spmv.py:20
  wire signed [7:0] sel_31 = lt_25 ? get_28 : 2'sd0;  // spmv.py:20
  wire signed [1:0] end_34 = $signed({1'b0, last_data});  // spmv.py:22
  wire eq_53 = end_34 == 2'sd1;  // spmv.py:26
  wire band_55 = eq_7 && eq_53;  // spmv.py:26
  wire eq_36 = first_reg == 2'sd1;  // spmv.py:23
  wire signed [31:0] sel_41 = eq_36_s3 ? 2'sd0 : acc_reg;  // spmv.py:23
  wire signed [10:0] get_43 = $signed({1'b0, column_data});  // spmv.py:23
  wire signed [7:0] load_45 = $signed(dense_0_rdata);  // spmv.py:23
  wire signed [7:0] get_47 = $signed(value_data);  // spmv.py:23
  wire signed [32:0] total_49 = sel_41 + mul_48;  // spmv.py:23
  wire signed [31:0] acc_50 = total_49;  // spmv.py:24
  wire signed [1:0] sel_52 = eq_7 ? end_34 : first_reg;  // spmv.py:25
  wire signed [31:0] sel_51 = eq_7_s3 ? acc_50 : acc_reg;  // spmv.py:24
  wire v_get = band_26;
  assign v_ready = issue && v_get;
  wire wait_get_v = v_get && !v_valid;
  wire column_get = eq_7;
  assign column_ready = issue && column_get;
  wire wait_get_column = column_get && !column_valid;
  wire value_get = eq_7;
  assign value_ready = issue && value_get;
  wire wait_get_value = value_get && !value_valid;
  wire last_get = eq_7;
  assign last_ready = issue && last_get;
  wire wait_get_last = last_get && !last_valid;
  wire y_put0 = stage[3] && band_55_s3;
  wire [31:0] y_put0_0 = acc_50;
  assign y_valid = y_put0;
  assign y_data = {y_put0_0};
  wire wait_put_y = !y_room;
  wire [9:0] addr_dense_46 = wrapiv_15;
  wire dense_0_w0 = issue && eq_11;  // spmv.py:20
  wire [7:0] dense_0_w0_data = sel_31;
  wire [9:0] addr_dense_49 = get_43;
  hwp_ram #(.WIDTH(8), .DEPTH(1024), .ADDR_W(10), .BLOCK(1)) u_dense_0 (
      .clk(ap_clk), .we(dense_0_w0), .waddr(addr_dense_46), .wdata(dense_0_w0_data),
      .raddr(addr_dense_49), .rdata(dense_0_rdata));
  wire wrap_0 = eq_7 && band_21;
  wire wrap_1 = band_21;
  wire wrap_2 = 1'b1;
  wire slot = 1'b1;
  assign issue = running && slot && !wait_get_v && !wait_get_column && !wait_get_value && !wait_get_last && !wait_put_y;

  assign idle = !(running || (stage != 0));

  always_ff @(posedge ap_clk) begin
    if (issue && wrap_1) count_phase0_0 <= eq_7 ? 2'sd0 : count_phase0_0 + 2'sd1;
    if (issue && wrap_2) count_z_e_1 <= band_21 ? 25'sd0 : count_z_e_1 + 25'sd1;
    if (issue && wrap_0) running <= 1'b0;
    if (start) begin
      running <= 1'b1;
      count_phase0_0 <= 2'sd0;
      count_z_e_1 <= 25'sd0;
    end
    if (ap_rst) running <= 1'b0;
  end

  always_ff @(posedge ap_clk) begin
    stage <= {stage[2:1], issue};
    eq_36_s1 <= eq_36;
    eq_36_s2 <= eq_36_s1;
    eq_36_s3 <= eq_36_s2;
    load_45_s2 <= load_45;
    get_47_s1 <= get_47;
    get_47_s2 <= get_47_s1;
    mul_48 <= load_45_s2 * get_47_s2;
    eq_7_s1 <= eq_7;
    eq_7_s2 <= eq_7_s1;
    eq_7_s3 <= eq_7_s2;
    band_55_s1 <= band_55;
    band_55_s2 <= band_55_s1;
    band_55_s3 <= band_55_s2;
    if (issue && eq_7) first_reg <= end_34;
    if (stage[3] && eq_7_s3) acc_reg <= acc_50;
    if (start) begin
      first_reg <= 2'sd1;
      acc_reg <= 2'sd0;
    end
    if (ap_rst) stage <= 3'd0;
  end

endmodule

`default_nettype wire
