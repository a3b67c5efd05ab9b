// Whether an AXI4 INCR burst of full beats lies inside of a region, on one page of 4 KB.
`default_nettype none

module hwp_guard_check #(
    parameter ADDR_W = 40,  // bits of a byte address
    parameter DATA_W = 64,  // bits of a beat
    parameter ALIGN  = 6,   // low bits of the region's first byte that are zero
    parameter MAX_BURST = 256  // beats; a longer burst comes of a request of no beats
) (
    input  wire [ADDR_W-1:ALIGN] base,     // first byte
    input  wire [ADDR_W:0]       limit,    // byte behind the last one
    input  wire                  allowed,
    input  wire [ADDR_W-1:0]     addr,
    input  wire [7:0]            len,      // beats less one
    output wire                  fits
);

  localparam SIZE = $clog2(DATA_W / 8);
  localparam WORDS = 12 - SIZE;  // bits of a beat's number in its page

  // On one page only the lower bits of the last beat's address differ from the first one's.
  wire [12:0] last_word = {{(SIZE + 1) {1'b0}}, addr[11:SIZE]} + {5'd0, len};
  wire        crosses = last_word[12:WORDS] != {(SIZE + 1) {1'b0}};
  wire        aligned = addr[SIZE-1:0] == {SIZE{1'b0}};
  // Bytes of `limit` beyond whole beats hold no beat.
  wire [ADDR_W-SIZE:0] last = {1'b0, addr[ADDR_W-1:12], last_word[WORDS-1:0]};

  assign fits = allowed && aligned && !crosses && {1'b0, len} < 9'(MAX_BURST) &&
                  addr[ADDR_W-1:ALIGN] >= base && last < limit[ADDR_W:SIZE];
  wire unused_bits = &{1'b0, limit[SIZE-1:0]};

endmodule

`default_nettype wire
