// hwp_axi_write against any requests, any producer and any slave: addresses and data stay until
// they are taken, bursts are legal and announced only when their data is inside, WLAST is right.
`default_nettype none

module formal_axi_write (
    input wire        clk,
    input wire        rst,
    input wire        req_valid,
    input wire [15:0] req_addr,
    input wire [4:0]  req_beats,
    input wire        in_valid,
    input wire [15:0] in_data,
    input wire [1:0]  in_strb,
    input wire        awready,
    input wire        wready,
    input wire        bvalid,
    input wire [1:0]  bresp
);

  localparam BURST = 4, BUFFER = 8, FLYING = 3;

  wire        req_ready, in_ready, busy, error, awvalid, wvalid, wlast, bready;
  wire [15:0] awaddr, wdata;
  wire [7:0]  awlen;
  wire [1:0]  wstrb;

  hwp_axi_write #(
      .ADDR_W(16), .DATA_W(16), .BEATS_W(5), .MAX_BURST(BURST), .OUTSTANDING(FLYING),
      .BUFFER_BEATS(BUFFER)
  ) dut (
      .clk(clk), .rst(rst),
      .req_valid(req_valid), .req_ready(req_ready), .req_addr(req_addr), .req_beats(req_beats),
      .in_valid(in_valid), .in_ready(in_ready), .in_data(in_data), .in_strb(in_strb),
      .busy(busy), .error(error),
      .m_axi_awaddr(awaddr), .m_axi_awlen(awlen), .m_axi_awsize(), .m_axi_awburst(),
      .m_axi_awcache(), .m_axi_awprot(), .m_axi_awvalid(awvalid), .m_axi_awready(awready),
      .m_axi_wdata(wdata), .m_axi_wstrb(wstrb), .m_axi_wlast(wlast), .m_axi_wvalid(wvalid),
      .m_axi_wready(wready), .m_axi_bresp(bresp), .m_axi_bvalid(bvalid), .m_axi_bready(bready)
  );

  reg        started = 1'b0;
  reg [7:0]  owed;       // beats of accepted requests not yet announced
  reg [7:0]  stored;     // beats accepted
  reg [7:0]  announced;  // beats of the addresses that the slave has taken
  reg [7:0]  sent;       // beats sent
  reg [7:0]  lasts;      // bursts of which the last beat was sent
  reg [7:0]  answered;   // responses given
  reg [7:0]  bursts;     // addresses taken
  reg [2:0]  in_burst;   // beats sent of the burst under way
  wire take = awvalid && awready;
  wire beat = wvalid && wready;
  wire [8:0] beats = awlen + 9'd1;
  wire [15:0] last_byte = awaddr + {beats, 1'b0} - 1'b1;

  // `mark` stands for any beat: its data must leave unchanged and in its place.
  (* anyconst *) wire [7:0] mark;
  reg [17:0] marked;
  // and `burst` for any burst: its number of beats must be what its address said.
  (* anyconst *) wire [7:0] burst;
  reg [8:0]  burst_beats;
  reg        burst_known;

  always @(posedge clk) begin
    started <= 1'b1;
    if (!started) assume (rst);
    assume (req_beats != 0 && !req_addr[0]);
    // a slave answers only what it has taken whole
    if (bvalid) assume (answered < bursts && answered < lasts);
    if (rst) begin
      {owed, stored, announced, sent, lasts, answered, bursts, in_burst} <= 0;
      burst_known <= 0;
    end else begin
      assume (owed < 100 && stored < 100);
      owed <= owed + (req_valid && req_ready ? req_beats : 0) - (take ? beats : 0);
      stored <= stored + (in_valid && in_ready);
      announced <= announced + (take ? beats : 0);
      bursts <= bursts + take;
      sent <= sent + beat;
      lasts <= lasts + (beat && wlast);
      answered <= answered + (bvalid && bready);
      if (beat) in_burst <= wlast ? 0 : in_burst + 1;
      if (in_valid && in_ready && stored == mark) marked <= {in_strb, in_data};
      if (take && bursts == burst) begin
        burst_beats <= beats;
        burst_known <= 1;
      end
      if (started && !$past(rst) && $past(awvalid) && !$past(awready)) begin
        assert (awvalid);
        assert (awaddr == $past(awaddr) && awlen == $past(awlen));
      end
      if (started && !$past(rst) && $past(wvalid) && !$past(wready)) begin
        assert (wvalid);
        assert (wdata == $past(wdata) && wstrb == $past(wstrb) && wlast == $past(wlast));
      end
      if (awvalid) begin
        assert (awlen < BURST);
        assert (awaddr[15:12] == last_byte[15:12]);
        assert (beats <= owed);
        assert (announced + beats <= stored);
        assert (bursts - answered < FLYING);
      end
      if (wvalid) assert (sent < stored);
      if (wvalid && sent == mark) assert ({wstrb, wdata} == marked);
      if (wvalid && burst_known && lasts == burst) assert (wlast == (in_burst + 1 == burst_beats));
      assert (bready);
      if (!busy) assert (owed == 0 && answered == bursts && lasts == bursts);
      cover (answered == 2 && !busy);
    end
  end

endmodule

`default_nettype wire
