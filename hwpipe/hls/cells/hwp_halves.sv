// Hand-over of a ping-pong buffer's halves: counts the free ones for the writer and the full
// ones for the reader. A half given in one cycle can be taken in the next.
`default_nettype none

module hwp_halves #(
    parameter DEPTH = 2          // halves
) (
    input  wire clk,
    input  wire rst,             // synchronous, active high: all halves free
    output wire free,            // the writer may take a half
    input  wire write_take,
    input  wire write_give,      // the writer's half is full
    output wire full,            // the reader may take a half
    input  wire read_take,
    input  wire read_give        // the reader's half is free again
);

  localparam CNT_W = $clog2(DEPTH + 1);
  logic [CNT_W-1:0] free_reg, full_reg;

  assign free = free_reg != {CNT_W{1'b0}};
  assign full = full_reg != {CNT_W{1'b0}};

  always_ff @(posedge clk) begin
    if (write_take && !read_give) free_reg <= free_reg - 1'b1;
    if (read_give && !write_take) free_reg <= free_reg + 1'b1;
    if (read_take && !write_give) full_reg <= full_reg - 1'b1;
    if (write_give && !read_take) full_reg <= full_reg + 1'b1;
    if (rst) begin
      free_reg <= CNT_W'(DEPTH);
      full_reg <= {CNT_W{1'b0}};
    end
  end

endmodule

`default_nettype wire
