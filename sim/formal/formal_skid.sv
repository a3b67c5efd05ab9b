// What hwp_skid must never do: lose, repeat, reorder or change a word, withdraw an offer.
`default_nettype none

module formal_skid #(
    parameter DATA = 1  // check words too; 0 leaves what induction can prove
) (
    input wire       clk,
    input wire       rst,
    input wire       in_valid,
    input wire [2:0] in_data,
    input wire       out_ready
);

  wire       in_ready, out_valid;
  wire [2:0] out_data;

  hwp_skid #(.WIDTH(3)) dut (
      .clk(clk), .rst(rst),
      .in_valid(in_valid), .in_ready(in_ready), .in_data(in_data),
      .out_valid(out_valid), .out_ready(out_ready), .out_data(out_data)
  );

  (* anyconst *) wire [5:0] mark;
  reg       started = 1'b0;
  reg [5:0] pushed, popped;
  reg [2:0] marked;
  wire [5:0] inside = pushed - popped;

  always @(posedge clk) begin
    started <= 1'b1;
    if (!started) assume (rst);
    if (rst) begin
      pushed <= 0;
      popped <= 0;
      assert (!in_ready);
    end else begin
      if (in_valid && in_ready) pushed <= pushed + 1;
      if (out_valid && out_ready) popped <= popped + 1;
      if (in_valid && in_ready && pushed == mark) marked <= in_data;
      assert (inside <= 2);
      assert (out_valid == (inside != 0));
      assert (in_ready == (inside != 2));
      if (DATA && out_valid && popped == mark) assert (out_data == marked);
      if (started && !$past(rst) && $past(out_valid) && !$past(out_ready)) begin
        assert (out_valid);
        assert (out_data == $past(out_data));
      end
      cover (inside == 2 && popped > 2);
    end
  end

endmodule

`default_nettype wire
