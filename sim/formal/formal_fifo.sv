// What hwp_fifo must never do: lose, repeat, reorder or change a word, withdraw an offer, refuse a
// word while fewer than DEPTH are inside. `mark` stands for any word of the sequence;
// words of one bit suffice, since nothing depends on their value.
`default_nettype none

module formal_fifo #(
    parameter DEPTH      = 3,
    parameter BLOCK_BITS = 2048
) (
    input wire       clk,
    input wire       rst,
    input wire       in_valid,
    input wire       in_data,
    input wire       out_ready
);

  wire       in_ready, out_valid;
  wire       out_data;
  wire [$clog2(DEPTH+2)-1:0] count;

  hwp_fifo #(.WIDTH(1), .DEPTH(DEPTH), .BLOCK_BITS(BLOCK_BITS)) dut (
      .clk(clk), .rst(rst),
      .in_valid(in_valid), .in_ready(in_ready), .in_data(in_data),
      .out_valid(out_valid), .out_ready(out_ready), .out_data(out_data), .count(count)
  );

  (* anyconst *) wire [4:0] mark;
  reg       started = 1'b0;
  reg [4:0] pushed, popped;
  reg       marked;
  wire [4:0] inside = pushed - popped;

  always @(posedge clk) begin
    started <= 1'b1;
    if (!started) assume (rst);
    if (rst) begin
      pushed <= 0;
      popped <= 0;
    end else begin
      if (in_valid && in_ready) pushed <= pushed + 1;
      if (out_valid && out_ready) popped <= popped + 1;
      if (in_valid && in_ready && pushed == mark) marked <= in_data;
      assert (count == inside);
      assert (inside <= DEPTH + (DEPTH > BLOCK_BITS));
      if (inside < DEPTH) assert (in_ready);
      if (inside == 0) assert (!out_valid);
      if (out_valid && popped == mark) assert (out_data == marked);
      if (started && !$past(rst) && $past(out_valid) && !$past(out_ready)) begin
        assert (out_valid);
        assert (out_data == $past(out_data));
      end
      cover (inside == DEPTH && popped > 2);
      cover (inside == 0 && pushed > DEPTH);
    end
  end

endmodule

`default_nettype wire
