// hwp_axi_read_arbiter with two masters: every burst reaches the port once as its master wrote it,
// beats go to the masters in the order of the bursts, addresses stay until they are taken.
`default_nettype none

module formal_read_arbiter (
    input wire       clk,
    input wire       rst,
    input wire [7:0] s_araddr,
    input wire [15:0] s_arlen,
    input wire [1:0] s_arvalid,
    input wire [1:0] s_rready,
    input wire       arready,
    input wire [7:0] rdata,
    input wire [1:0] rresp,
    input wire       rlast,
    input wire       rvalid
);

  wire [1:0] s_arready, s_rvalid, s_rresp;
  wire [7:0] s_rdata, arlen;
  wire [3:0] araddr;
  wire       arvalid, rready, s_rlast;

  hwp_axi_read_arbiter #(.N(2), .ADDR_W(4), .DATA_W(8), .DEPTH(2)) dut (
      .clk(clk), .rst(rst),
      .s_axi_araddr(s_araddr), .s_axi_arlen(s_arlen), .s_axi_arvalid(s_arvalid),
      .s_axi_arready(s_arready), .s_axi_rdata(s_rdata), .s_axi_rresp(s_rresp),
      .s_axi_rlast(s_rlast), .s_axi_rvalid(s_rvalid), .s_axi_rready(s_rready),
      .m_axi_araddr(araddr), .m_axi_arlen(arlen), .m_axi_arsize(), .m_axi_arburst(),
      .m_axi_arcache(), .m_axi_arprot(), .m_axi_arvalid(arvalid), .m_axi_arready(arready),
      .m_axi_rdata(rdata), .m_axi_rresp(rresp), .m_axi_rlast(rlast), .m_axi_rvalid(rvalid),
      .m_axi_rready(rready)
  );

  reg       started = 1'b0;
  reg [7:0] owners;       // masters of the bursts in flight, the oldest in bit 0
  reg [3:0] flying, held; // bursts taken from masters, by the slave, and not ended
  wire take = |(s_arvalid & s_arready);
  wire [1:0] taken = s_arvalid & s_arready;
  wire over = rvalid && rready && rlast;
  wire [3:0] behind = flying - over;

  always @(posedge clk) begin
    started <= 1'b1;
    if (!started) assume (rst);
    if (rvalid) assume (held != 0);
    if (rst) begin
      flying <= 0;
      held   <= 0;
    end else begin
      flying <= behind + take;
      held   <= held + (arvalid && arready) - over;
      if (over) owners <= owners >> 1;
      if (take) owners <= (over ? owners >> 1 : owners) & ~(8'd1 << behind)
                          | {7'd0, taken[1]} << behind;
      assert (s_arready != 2'b11);
      assert (flying <= 4);
      assert (flying == held + arvalid);
      if (rvalid) assert (s_rvalid == (owners[0] ? 2'b10 : 2'b01));
      else assert (s_rvalid == 0);
      assert ((rvalid && rready) == |(s_rvalid & s_rready));
      assert (s_rdata == rdata && s_rresp == rresp && s_rlast == rlast);
      if (started && !$past(rst)) begin
        if ($past(taken[0])) assert (araddr == $past(s_araddr[3:0]) && arlen == $past(s_arlen[7:0]));
        if ($past(taken[1])) assert (araddr == $past(s_araddr[7:4]) && arlen == $past(s_arlen[15:8]));
        if ($past(take)) assert (arvalid);
        if ($past(arvalid) && !$past(arready))
          assert (arvalid && araddr == $past(araddr) && arlen == $past(arlen));
      end
      cover (flying == 2 && owners[1:0] == 2'b10 && over);
    end
  end

endmodule

`default_nettype wire
