// hwp_axi_split: its bursts are the requested beats in order, each as long as the boundary allows.
`default_nettype none

module formal_axi_split (
    input wire       clk,
    input wire       rst,
    input wire       req_valid,
    input wire [7:0] req_addr,
    input wire [4:0] req_beats,
    input wire       burst_ready
);

  wire       req_ready, burst_valid, busy;
  wire [7:0] burst_addr;
  wire [2:0] burst_beats;

  hwp_axi_split #(.ADDR_W(8), .DATA_W(16), .BEATS_W(5), .MAX_BURST(4)) dut (
      .clk(clk), .rst(rst),
      .req_valid(req_valid), .req_ready(req_ready), .req_addr(req_addr), .req_beats(req_beats),
      .burst_valid(burst_valid), .burst_ready(burst_ready), .burst_addr(burst_addr),
      .burst_beats(burst_beats), .busy(busy)
  );

  // Requests whose bursts have not all left: the oldest, and the one behind it.
  reg       started = 1'b0;
  reg [7:0] addr, next_addr;
  reg [4:0] left, next_left;
  wire       in = req_valid && req_ready;
  wire       out = burst_valid && burst_ready;
  wire [4:0] rest = left - (out ? burst_beats : 5'd0);
  wire [2:0] room = 3'd4 - {1'b0, addr[2:1]};

  always @(posedge clk) begin
    started <= 1'b1;
    if (!started) assume (rst);
    assume (req_beats != 0 && !req_addr[0]);
    if (rst) begin
      left      <= 0;
      next_left <= 0;
    end else begin
      addr <= out ? addr + {burst_beats, 1'b0} : addr;
      left <= rest;
      if (rest == 0) begin
        addr      <= next_left != 0 ? next_addr : req_addr;
        left      <= next_left != 0 ? next_left : in ? req_beats : 5'd0;
        next_left <= 0;
      end
      if (in && (rest != 0 || next_left != 0)) begin
        next_addr <= req_addr;
        next_left <= req_beats;
        assert (rest == 0 || next_left == 0);
      end
      assert (busy == (left != 0));
      if (burst_valid) begin
        assert (burst_addr == addr);
        assert (burst_beats == (left < room ? left : room));
      end
      if (started && !$past(rst) && $past(burst_valid) && !$past(burst_ready)) begin
        assert (burst_valid);
        assert (burst_addr == $past(burst_addr) && burst_beats == $past(burst_beats));
      end
      cover (next_left > 4 && left != 0);
      cover (out && addr[2:1] == 3 && left > 4);
    end
  end

endmodule

`default_nettype wire
