// hwp_axi_lite_ctrl: one response to every request and none else, VALID stays until READY, a
// start stays until it is taken; with DATA also what argument words hold and reads return.
`default_nettype none

module formal_axi_lite_ctrl #(
    parameter DATA = 1  // check words too; 0 leaves what induction can prove
) (
    input wire        clk,
    input wire        rst,
    input wire [4:0]  awaddr,
    input wire        awvalid,
    input wire [31:0] wdata,
    input wire [3:0]  wstrb,
    input wire        wvalid,
    input wire        bready,
    input wire [4:0]  araddr,
    input wire        arvalid,
    input wire        rready,
    input wire        ap_done,
    input wire        ap_idle,
    input wire        ap_ready
);

  wire        awready, wready, bvalid, arready, rvalid, ap_start, irq;
  wire [1:0]  bresp, rresp;
  wire [31:0] rdata;
  wire [63:0] args;

  hwp_axi_lite_ctrl #(.ADDR_W(5), .WORDS(2), .WRITABLE(2'b11)) dut (
      .clk(clk), .rst(rst),
      .s_axi_awaddr(awaddr), .s_axi_awvalid(awvalid), .s_axi_awready(awready),
      .s_axi_wdata(wdata), .s_axi_wstrb(wstrb), .s_axi_wvalid(wvalid), .s_axi_wready(wready),
      .s_axi_bresp(bresp), .s_axi_bvalid(bvalid), .s_axi_bready(bready),
      .s_axi_araddr(araddr), .s_axi_arvalid(arvalid), .s_axi_arready(arready),
      .s_axi_rdata(rdata), .s_axi_rresp(rresp), .s_axi_rvalid(rvalid), .s_axi_rready(rready),
      .ap_start(ap_start), .ap_done(ap_done), .ap_idle(ap_idle), .ap_ready(ap_ready),
      .args(args), .irq(irq)
  );

  reg        started = 1'b0;
  reg [1:0]  aw_owed, w_owed;  // addresses, data taken and not answered
  reg        r_owed;
  reg [4:0]  addr;             // of the write that is held
  reg [31:0] data, word, want; // `word`: what argument word 0 holds
  reg [3:0]  strb;
  reg        want_it;
  wire commit = !awready && !wready && !bvalid;
  integer b;

  always @(posedge clk) begin
    started <= 1'b1;
    if (!started) assume (rst);
    if (rst) begin
      aw_owed <= 0;
      w_owed  <= 0;
      r_owed  <= 0;
      word    <= 0;
      want_it <= 0;
      assert (!awready && !wready && !arready);
    end else begin
      aw_owed <= aw_owed + (awvalid && awready) - (bvalid && bready);
      w_owed  <= w_owed + (wvalid && wready) - (bvalid && bready);
      r_owed  <= r_owed + (arvalid && arready) - (rvalid && rready);
      if (awvalid && awready) addr <= awaddr;
      if (wvalid && wready) data <= wdata;
      if (wvalid && wready) strb <= wstrb;
      if (commit && addr[4:2] == 4)
        for (b = 0; b < 4; b = b + 1) if (strb[b]) word[8*b+:8] <= data[8*b+:8];
      if (arvalid && arready) begin
        want    <= word;
        want_it <= araddr[4:2] == 4;
      end
      assert (aw_owed == !awready + bvalid);
      assert (w_owed == !wready + bvalid);
      assert (r_owed == rvalid && arready == !rvalid);
      assert (bresp == 0 && rresp == 0);
      if (DATA) assert (args[31:0] == word);
      if (DATA && rvalid && want_it) assert (rdata == want);
      if (started && !$past(rst)) begin
        if ($past(commit)) assert (bvalid);
        if ($past(bvalid) && !$past(bready)) assert (bvalid);
        if ($past(rvalid) && !$past(rready)) assert (rvalid && rdata == $past(rdata));
        if ($past(ap_start) && !$past(ap_ready)) assert (ap_start);
        if (ap_start && !$past(ap_start)) assert ($past(commit) || $past(ap_ready));  // auto restart
      end
      cover (aw_owed == 2 && w_owed == 2);
      cover (rvalid && want_it && want == 32'h12345678);
      cover (irq);
    end
  end

endmodule

`default_nettype wire
