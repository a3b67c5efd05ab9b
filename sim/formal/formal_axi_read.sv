// hwp_axi_read against any requests, any consumer and any slave that keeps AXI's rules: addresses
// stay until they are taken, bursts are legal, read data is always taken at once.
`default_nettype none

module formal_axi_read (
    input wire        clk,
    input wire        rst,
    input wire        req_valid,
    input wire [15:0] req_addr,
    input wire [4:0]  req_beats,
    input wire        out_ready,
    input wire        arready,
    input wire        rvalid,
    input wire [15:0] rdata,
    input wire [1:0]  rresp,
    input wire        rlast
);

  localparam BURST = 4, BUFFER = 8, FLYING = 3;

  wire        req_ready, out_valid, busy, error, arvalid, rready;
  wire [15:0] araddr, out_data;
  wire [7:0]  arlen;
  wire [2:0]  arsize;

  hwp_axi_read #(
      .ADDR_W(16), .DATA_W(16), .BEATS_W(5), .MAX_BURST(BURST), .OUTSTANDING(FLYING),
      .BUFFER_BEATS(BUFFER)
  ) dut (
      .clk(clk), .rst(rst),
      .req_valid(req_valid), .req_ready(req_ready), .req_addr(req_addr), .req_beats(req_beats),
      .out_valid(out_valid), .out_ready(out_ready), .out_data(out_data),
      .busy(busy), .error(error),
      .m_axi_araddr(araddr), .m_axi_arlen(arlen), .m_axi_arsize(arsize), .m_axi_arburst(),
      .m_axi_arcache(), .m_axi_arprot(), .m_axi_arvalid(arvalid), .m_axi_arready(arready),
      .m_axi_rdata(rdata), .m_axi_rresp(rresp), .m_axi_rlast(rlast), .m_axi_rvalid(rvalid),
      .m_axi_rready(rready)
  );

  // The slave: lengths of the bursts it has taken, the oldest in the lowest place.
  reg         started = 1'b0;
  reg [8:0]   first, second, third;
  reg [1:0]   held;
  reg [8:0]   given;   // beats given of the oldest burst
  reg [7:0]   owed;    // beats accepted by the master's requests and not yet asked for
  wire take = arvalid && arready;
  wire beat = rvalid && rready;
  wire over = beat && rlast;
  wire [8:0] beats = arlen + 9'd1;
  wire [15:0] last_byte = araddr + {beats, 1'b0} - 1'b1;

  always @(posedge clk) begin
    started <= 1'b1;
    if (!started) assume (rst);
    assume (req_beats != 0 && !req_addr[0]);
    if (rvalid) assume (held != 0 && rlast == (given + 1 == first));
    if (rst) begin
      held  <= 0;
      given <= 0;
      owed  <= 0;
    end else begin
      assume (owed < 100);
      owed <= owed + (req_valid && req_ready ? req_beats : 0) - (take ? beats : 0);
      if (beat) given <= rlast ? 0 : given + 1;
      if (over) begin
        first  <= second;
        second <= third;
      end
      if (take) begin
        if (held - over == 0) first <= beats;
        if (held - over == 1) second <= beats;
        if (held - over == 2) third <= beats;
      end
      held <= held + take - over;
      if (started && !$past(rst) && $past(arvalid) && !$past(arready)) begin
        assert (arvalid);
        assert (araddr == $past(araddr) && arlen == $past(arlen));
      end
      if (arvalid) begin
        assert (arlen < BURST);
        assert (arsize == 1);
        assert (araddr[15:12] == last_byte[15:12]);
        assert (beats <= owed);
        assert (held < FLYING);
      end
      if (rvalid) assert (rready);
      if (!busy) assert (held == 0 && owed == 0);
      cover (held == 2 && arvalid && owed > 4);
      cover (over && owed == 0 && given == 3);
    end
  end

endmodule

`default_nettype wire
