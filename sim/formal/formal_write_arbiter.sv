// hwp_axi_write_arbiter with two masters: every burst reaches the port once, data and responses
// go between the port and the masters in the order of the bursts.
`default_nettype none

module formal_write_arbiter (
    input wire        clk,
    input wire        rst,
    input wire [7:0]  s_awaddr,
    input wire [15:0] s_awlen,
    input wire [1:0]  s_awvalid,
    input wire [15:0] s_wdata,
    input wire [1:0]  s_wstrb,
    input wire [1:0]  s_wlast,
    input wire [1:0]  s_wvalid,
    input wire [1:0]  s_bready,
    input wire        awready,
    input wire        wready,
    input wire [1:0]  bresp,
    input wire        bvalid
);

  wire [1:0] s_awready, s_wready, s_bvalid, s_bresp;
  wire [7:0] wdata, awlen;
  wire [3:0] awaddr;
  wire       awvalid, wvalid, wlast, wstrb, bready;

  hwp_axi_write_arbiter #(.N(2), .ADDR_W(4), .DATA_W(8), .DEPTH(2)) dut (
      .clk(clk), .rst(rst),
      .s_axi_awaddr(s_awaddr), .s_axi_awlen(s_awlen), .s_axi_awvalid(s_awvalid),
      .s_axi_awready(s_awready), .s_axi_wdata(s_wdata), .s_axi_wstrb(s_wstrb),
      .s_axi_wlast(s_wlast), .s_axi_wvalid(s_wvalid), .s_axi_wready(s_wready),
      .s_axi_bresp(s_bresp), .s_axi_bvalid(s_bvalid), .s_axi_bready(s_bready),
      .m_axi_awaddr(awaddr), .m_axi_awlen(awlen), .m_axi_awsize(), .m_axi_awburst(),
      .m_axi_awcache(), .m_axi_awprot(), .m_axi_awvalid(awvalid), .m_axi_awready(awready),
      .m_axi_wdata(wdata), .m_axi_wstrb(wstrb), .m_axi_wlast(wlast), .m_axi_wvalid(wvalid),
      .m_axi_wready(wready), .m_axi_bresp(bresp), .m_axi_bvalid(bvalid), .m_axi_bready(bready)
  );

  reg       started = 1'b0;
  reg [7:0] senders, waiters;  // masters whose data, whose responses come next, oldest in bit 0
  reg [3:0] sending, waiting;  // how many these are
  reg [3:0] asked, whole;      // bursts whose address, whose data the slave has, not answered
  wire [1:0] taken = s_awvalid & s_awready;
  wire take = |taken;
  wire sent = wvalid && wready && wlast;
  wire over = bvalid && bready;
  wire [3:0] to_send = sending - sent;
  wire [3:0] to_wait = waiting - over;

  always @(posedge clk) begin
    started <= 1'b1;
    if (!started) assume (rst);
    if (bvalid) assume (asked != 0 && whole != 0);
    if (rst) begin
      sending <= 0;
      waiting <= 0;
      asked   <= 0;
      whole   <= 0;
    end else begin
      sending <= to_send + take;
      waiting <= to_wait + take;
      asked   <= asked + (awvalid && awready) - over;
      whole   <= whole + sent - over;
      senders <= (sent ? senders >> 1 : senders) & ~(8'd1 << to_send)
                 | (take ? {7'd0, taken[1]} << to_send : 8'd0);
      waiters <= (over ? waiters >> 1 : waiters) & ~(8'd1 << to_wait)
                 | (take ? {7'd0, taken[1]} << to_wait : 8'd0);
      assert (s_awready != 2'b11);
      assert (waiting == asked + awvalid);
      assert (waiting == whole + sending);
      assert (wvalid == (sending != 0 && s_wvalid[senders[0]]));
      if (wvalid) begin
        assert (wdata == (senders[0] ? s_wdata[15:8] : s_wdata[7:0]));
        assert (wlast == s_wlast[senders[0]] && wstrb == s_wstrb[senders[0]]);
      end
      assert ((wvalid && wready) == |(s_wvalid & s_wready));
      assert ((s_wready & ~(senders[0] ? 2'b10 : 2'b01)) == 0);
      if (bvalid) assert (s_bvalid == (waiters[0] ? 2'b10 : 2'b01) && s_bresp == bresp);
      else assert (s_bvalid == 0);
      assert (over == |(s_bvalid & s_bready));
      if (started && !$past(rst)) begin
        if ($past(taken[0])) assert (awaddr == $past(s_awaddr[3:0]) && awlen == $past(s_awlen[7:0]));
        if ($past(taken[1])) assert (awaddr == $past(s_awaddr[7:4]) && awlen == $past(s_awlen[15:8]));
        if ($past(take)) assert (awvalid);
        if ($past(awvalid) && !$past(awready))
          assert (awvalid && awaddr == $past(awaddr) && awlen == $past(awlen));
      end
      cover (waiting == 2 && waiters[1:0] == 2'b10 && over);
    end
  end

endmodule

`default_nettype wire
