// hwp_guard_read against any master that keeps AXI's rules and any slave: no burst leaves the
// region, addresses stay until they are taken, and after `abort` everything in flight comes back.
`default_nettype none

module formal_guard_read (
    input wire        clk,
    input wire        rst,
    input wire        load,
    input wire [15:0] base,
    input wire [16:0] limit,
    input wire        allowed,
    input wire        hold,
    input wire        abort,
    input wire [15:0] araddr,
    input wire [7:0]  arlen,
    input wire        arvalid,
    input wire        rready,
    input wire        m_arready,
    input wire [1:0]  rresp,
    input wire        rlast,
    input wire        m_rvalid
);

  localparam FLIGHT = 3;

  wire        idle, stray, error, arready, rvalid, m_arvalid, m_rready;
  wire [15:0] m_araddr;
  wire [7:0]  m_arlen;

  hwp_guard_read #(.ADDR_W(16), .DATA_W(16), .ALIGN(4), .FLIGHT(FLIGHT)) dut (
      .clk(clk), .rst(rst), .load(load), .base(base), .limit(limit), .allowed(allowed),
      .hold(hold), .abort(abort), .idle(idle), .stray(stray), .error(error),
      .s_axi_araddr(araddr), .s_axi_arlen(arlen), .s_axi_arvalid(arvalid),
      .s_axi_arready(arready), .s_axi_rvalid(rvalid), .s_axi_rready(rready),
      .m_axi_araddr(m_araddr), .m_axi_arlen(m_arlen), .m_axi_arvalid(m_arvalid),
      .m_axi_arready(m_arready), .m_axi_rresp(rresp), .m_axi_rlast(rlast),
      .m_axi_rvalid(m_rvalid), .m_axi_rready(m_rready),
      .state_burst(state_burst), .state_flying(state_flying), .state_ahead(state_ahead),
      .state_base(state_base), .state_limit(state_limit), .state_allowed(state_allowed)
  );

  wire        state_burst, state_allowed, state_ahead;
  wire [1:0]  state_flying;
  wire [15:4] state_base;
  wire [16:0] state_limit;

  // The region as it was loaded, and the bursts that the slave owes.
  reg         started = 1'b0;
  reg [15:0]  first;
  reg [16:0]  behind;
  reg         may;
  reg [3:0]   flying;
  reg         seen_error;
  reg [1:0]   sent;      // bursts since `load`, 2 at most
  wire        send = m_arvalid && m_arready;
  wire        over = m_rvalid && m_rready && rlast;
  wire [16:0] bytes = {8'd0, {1'b0, m_arlen} + 9'd1} << 1;
  wire [16:0] end_byte = {1'b0, m_araddr} + bytes;
  wire [15:0] last_byte = end_byte[15:0] - 16'd1;

  always @(posedge clk) begin
    started <= 1'b1;
    if (!started) assume (rst);
    if (load) assume (base[3:0] == 4'd0 && idle && !arvalid);
    if (m_rvalid) assume (flying != 0);
    if (rst || !started) begin
      flying     <= 0;
      may        <= 1'b0;
      seen_error <= 1'b0;
      sent       <= 0;
    end else begin
      // The master keeps its offer; abort ends with a reset; hold rises with a load only.
      if ($past(arvalid) && !$past(arready) && !$past(rst)) begin
        assume (arvalid && araddr == $past(araddr) && arlen == $past(arlen));
      end
      if ($past(abort) && !$past(rst)) assume (abort);
      if (!$past(rst) && !$past(hold) && !$past(load)) assume (!hold);
      if (load) begin
        first  <= base;
        behind <= limit;
        may    <= allowed;
        seen_error <= 1'b0;
        sent   <= 0;
      end else begin
        if (send && sent != 2) sent <= sent + 1;
        if (m_rvalid && m_rready && rresp[1]) seen_error <= 1'b1;
      end
      flying <= flying + send - over;

      // The module's books and those of this bench agree.
      assert (state_flying == flying && flying <= FLIGHT);
      assert (state_allowed == may && (sent != 0) == state_ahead && sent <= 2);
      if (may) assert (state_base == first[15:4] && first[3:0] == 4'd0 && state_limit == behind);
      if (state_burst) begin
        assert (may);
        assert (m_araddr >= first && end_byte <= behind);
        assert (!m_araddr[0]);
        assert (m_araddr[15:12] == last_byte[15:12]);
      end
      if (m_arvalid) begin
        assert (flying < FLIGHT);
        if (hold && !abort) assert (sent == 0);
      end
      if (!$past(rst) && $past(m_arvalid) && !$past(m_arready)) begin
        assert (m_arvalid && m_araddr == $past(m_araddr) && m_arlen == $past(m_arlen));
      end
      if (abort) begin
        assert (m_rready && !rvalid && !arready);
        // Nothing is left but what is counted: the slave alone decides when it is idle.
        if (!idle) assert (m_arvalid || flying != 0);
      end
      if (idle) assert (flying == 0 && !m_arvalid);
      if (rvalid) assert (m_rvalid);
      assert (error == seen_error || load);
      cover (flying == 2 && abort && !idle);
      cover (stray && flying == 1);
      cover (abort && idle && $past(flying) == 1);
      cover (end_byte == behind && send && m_arlen == 2);
    end
  end

endmodule

`default_nettype wire
