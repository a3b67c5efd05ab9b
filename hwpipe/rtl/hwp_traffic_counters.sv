// What the ports of an accelerator carried since `clear`, and cycles in which they waited.
//
// A read port waits while an address is not taken, or while the master would take data and none
// comes (bursts are in flight: masters are ready then only). A write port waits while an address
// or data is not taken. Sums over all ports.
`default_nettype none

module hwp_traffic_counters #(
    parameter READS  = 2,  // read ports
    parameter WRITES = 1   // write ports
) (
    input  wire              clk,
    input  wire              clear,
    input  wire [READS-1:0]  arvalid, arready, rvalid, rready,
    input  wire [WRITES-1:0] awvalid, awready, wvalid, wready, bvalid, bready,
    output wire              moved,        // a transfer on any channel, a cycle later
    output wire [31:0]       read_beats, write_beats, read_stalls, write_stalls
);

  logic [31:0] read_beats_reg, write_beats_reg, read_stalls_reg, write_stalls_reg;
  // Registered once, so that the sums do not lengthen the ports' paths.
  logic [READS-1:0]  read_reg, read_wait_reg;
  logic [WRITES-1:0] write_reg, write_wait_reg;
  logic              moved_reg;

  function automatic [3:0] ones(input [7:0] bits);
    integer i;
    begin
      ones = 4'd0;
      for (i = 0; i < 8; i = i + 1) ones = ones + {3'd0, bits[i]};
    end
  endfunction

  assign moved        = moved_reg;
  assign read_beats   = read_beats_reg;
  assign write_beats  = write_beats_reg;
  assign read_stalls  = read_stalls_reg;
  assign write_stalls = write_stalls_reg;

  always_ff @(posedge clk) begin
    read_reg       <= rvalid & rready;
    read_wait_reg  <= (arvalid & ~arready) | (rready & ~rvalid);
    write_reg      <= wvalid & wready;
    write_wait_reg <= (awvalid & ~awready) | (wvalid & ~wready);
    moved_reg      <= ((arvalid & arready) | (rvalid & rready)) != {READS{1'b0}} ||
                      ((awvalid & awready) | (wvalid & wready) | (bvalid & bready)) !=
                      {WRITES{1'b0}};
    read_beats_reg   <= clear ? 32'd0 : read_beats_reg + {28'd0, ones(8'(read_reg))};
    write_beats_reg  <= clear ? 32'd0 : write_beats_reg + {28'd0, ones(8'(write_reg))};
    read_stalls_reg  <= clear ? 32'd0 : read_stalls_reg + {28'd0, ones(8'(read_wait_reg))};
    write_stalls_reg <= clear ? 32'd0 : write_stalls_reg + {28'd0, ones(8'(write_wait_reg))};
  end

endmodule

`default_nettype wire
