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
