// hwp_guard_write against any master that has a burst's data when it announces it, and any slave:
// no burst leaves the region, payloads stay until they are taken, data belongs to bursts that were
// passed, and after `abort` everything in flight is finished.
`default_nettype none

module formal_guard_write (
    input wire        clk,
    input wire        rst,
    input wire        load,
    input wire [15:0] base,
    input wire [16:0] limit,
    input wire        allowed,
    input wire        abort,
    input wire [15:0] awaddr,
    input wire [7:0]  awlen,
    input wire        awvalid,
    input wire        wvalid,
    input wire        wlast,
    input wire        bready,
    input wire        m_awready,
    input wire        m_wready,
    input wire [1:0]  bresp,
    input wire        m_bvalid
);

  localparam FLIGHT = 3;

  wire        idle, stray, error, awready, wready, bvalid, m_awvalid, m_wvalid, m_bready;
  wire [15:0] m_awaddr;
  wire [7:0]  m_awlen;

  hwp_guard_write #(.ADDR_W(16), .DATA_W(16), .ALIGN(4), .FLIGHT(FLIGHT)) dut (
      .clk(clk), .rst(rst), .load(load), .base(base), .limit(limit), .allowed(allowed),
      .abort(abort), .idle(idle), .stray(stray), .error(error),
      .s_axi_awaddr(awaddr), .s_axi_awlen(awlen), .s_axi_awvalid(awvalid),
      .s_axi_awready(awready), .s_axi_wlast(wlast), .s_axi_wvalid(wvalid),
      .s_axi_wready(wready), .s_axi_bvalid(bvalid), .s_axi_bready(bready),
      .m_axi_awaddr(m_awaddr), .m_axi_awlen(m_awlen), .m_axi_awvalid(m_awvalid),
      .m_axi_awready(m_awready), .m_axi_wvalid(m_wvalid), .m_axi_wready(m_wready),
      .m_axi_bresp(bresp), .m_axi_bvalid(m_bvalid), .m_axi_bready(m_bready),
      .state_burst(state_burst), .state_held(state_held), .state_owed(state_owed),
      .state_flying(state_flying), .state_base(state_base), .state_limit(state_limit),
      .state_allowed(state_allowed)
  );

  wire        state_burst, state_held, state_allowed;
  wire [1:0]  state_owed, state_flying;
  wire [15:4] state_base;
  wire [16:0] state_limit;

  reg         started = 1'b0;
  reg [15:0]  first;
  reg [16:0]  behind;
  reg         may, seen_error;
  reg [3:0]   taken;     // bursts that the master announced and whose data it has not sent
  reg [3:0]   owed;      // of those that were passed on
  reg [3:0]   flying;    // passed on, without a response
  wire        announce = awvalid && awready;
  wire        send = m_awvalid && m_awready;
  wire        paid = m_wvalid && m_wready && wlast;
  wire        over = m_bvalid && m_bready;
  wire [16:0] bytes = {8'd0, {1'b0, m_awlen} + 9'd1} << 1;
  wire [16:0] end_byte = {1'b0, m_awaddr} + bytes;
  wire [15:0] last_byte = end_byte[15:0] - 16'd1;

  always @(posedge clk) begin
    started <= 1'b1;
    if (!started) assume (rst);
    if (load) assume (base[3:0] == 4'd0 && idle && !awvalid && taken == 0);
    // A response needs its burst's data; a master offers data of announced bursts, all of it.
    if (m_bvalid) assume (flying > owed);
    if (rst || !started) begin
      taken      <= 0;
      owed       <= 0;
      flying     <= 0;
      may        <= 1'b0;
      seen_error <= 1'b0;
    end else begin
      if ($past(awvalid) && !$past(awready) && !$past(rst)) begin
        assume (awvalid && awaddr == $past(awaddr) && awlen == $past(awlen));
      end
      if ($past(wvalid) && !$past(wready) && !$past(rst)) begin
        assume (wvalid && wlast == $past(wlast));
      end
      if (taken != 0) assume (wvalid);
      if ($past(abort) && !$past(rst)) assume (abort);
      if (load) begin
        first  <= base;
        behind <= limit;
        may    <= allowed;
        seen_error <= 1'b0;
      end else if (over && bresp[1]) seen_error <= 1'b1;
      taken  <= taken + announce - (wvalid && wready && wlast);
      owed   <= owed + send - paid;
      flying <= flying + send - over;

      // The module's books and those of this bench agree: it holds what was announced and not
      // passed on, one burst.
      assert (state_flying == flying && state_owed == owed && flying <= FLIGHT);
      assert (taken == owed + state_held);
      assert (state_allowed == may);
      if (may) assert (state_base == first[15:4] && first[3:0] == 4'd0 && state_limit == behind);
      if (state_burst) begin
        assert (may);
        assert (m_awaddr >= first && end_byte <= behind);
        assert (!m_awaddr[0]);
        assert (m_awaddr[15:12] == last_byte[15:12]);
      end
      if (m_awvalid) assert (flying < FLIGHT);
      if (!$past(rst) && $past(m_awvalid) && !$past(m_awready)) begin
        assert (m_awvalid && m_awaddr == $past(m_awaddr) && m_awlen == $past(m_awlen));
      end
      if (!$past(rst) && $past(m_wvalid) && !$past(m_wready)) assert (m_wvalid);
      if (m_wvalid) assert (owed != 0);
      if (wvalid && wready) assert (m_wvalid);
      assert (owed <= taken && owed <= flying);
      if (abort) begin
        assert (m_bready && !bvalid && !awready);
        // The slave alone decides when it is idle: data that is owed is offered.
        if (owed != 0) assert (m_wvalid);
        if (!idle) assert (m_awvalid || flying != 0);
      end
      if (idle) assert (flying == 0 && owed == 0 && !m_awvalid);
      assert (error == seen_error || load);
      cover (flying == 2 && owed == 1 && abort);
      cover (stray && flying == 1);
      cover (abort && idle && $past(flying) == 1);
      cover (end_byte == behind && send && m_awlen == 2);
    end
  end

endmodule

`default_nettype wire
