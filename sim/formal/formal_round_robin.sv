// hwp_round_robin: a choice is a request, and a request that stays up waits for N - 1 others at most.
`default_nettype none

module formal_round_robin (
    input wire       clk,
    input wire       rst,
    input wire [2:0] request,
    input wire       take
);

  wire       any;
  wire [1:0] pick;

  hwp_round_robin #(.N(3)) dut (
      .clk(clk), .rst(rst), .request(request), .take(take), .any(any), .pick(pick)
  );

  (* anyconst *) wire [1:0] mark;
  reg       started = 1'b0;
  reg [2:0] waited;  // others that were taken while request `mark` was up

  always @(posedge clk) begin
    started <= 1'b1;
    if (!started) assume (rst);
    assume (mark < 3 && (any || !take));
    if (rst || !request[mark]) waited <= 0;
    else if (take) waited <= pick == mark ? 0 : waited + 1;
    assert (any == (request != 0));
    assert (pick < 3);
    if (any) assert (request[pick]);
    if (started && !rst) begin
      assert (waited <= 2);
      cover (waited == 2 && pick == mark && take);
    end
  end

endmodule

`default_nettype wire
