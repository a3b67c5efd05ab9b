// Cuts beats of a burst reader into groups: a request (address of the first group, number of
// groups) becomes a request in beats, and its beats a stream of groups.
`default_nettype none

module hwp_unpack #(
    parameter BEAT_BYTES  = 8,   // bytes of a beat, a power of 2
    parameter GROUP_BYTES = 1,   // bytes of a group, a power of 2 below BEAT_BYTES
    parameter ADDR_W      = 64,  // bits of a byte address
    parameter COUNT_W     = 32,  // bits of the number of groups in a request
    parameter JOBS        = 16   // requests in flight
) (
    input  wire                     clk,
    input  wire                     rst,           // synchronous, active high

    input  wire                     req_valid,
    output wire                     req_ready,
    input  wire [ADDR_W-1:0]        req_addr,      // multiple of GROUP_BYTES
    input  wire [COUNT_W-1:0]       req_groups,    // at least 1

    output wire                     burst_valid,
    input  wire                     burst_ready,
    output wire [ADDR_W-1:0]        burst_addr,
    output wire [COUNT_W-1:0]       burst_beats,

    input  wire                     beat_valid,
    output wire                     beat_ready,
    input  wire [8*BEAT_BYTES-1:0]  beat_data,

    output wire                     out_valid,
    input  wire                     out_ready,
    output wire [8*GROUP_BYTES-1:0] out_data,

    output wire                     busy
);

  localparam RATIO  = BEAT_BYTES / GROUP_BYTES;
  localparam SUB_W  = $clog2(RATIO);
  localparam BYTE_W = $clog2(BEAT_BYTES);
  localparam GRP_W  = $clog2(GROUP_BYTES);

  wire [SUB_W-1:0] first = req_addr[GRP_W +: SUB_W];
  wire [COUNT_W:0] reach = {1'b0, req_groups} + {{(COUNT_W + 1 - SUB_W) {1'b0}}, first} +
                           (COUNT_W + 1)'(RATIO - 1);

  wire job_free, job_valid, job_ready;
  wire [SUB_W-1:0] job_first;
  wire [COUNT_W-1:0] job_groups;
  wire [$clog2(JOBS+2)-1:0] job_count;

  assign req_ready   = burst_ready && job_free;
  assign burst_valid = req_valid && job_free;
  assign burst_addr  = {req_addr[ADDR_W-1:BYTE_W], {BYTE_W{1'b0}}};
  assign burst_beats = COUNT_W'(reach >> SUB_W);

  hwp_fifo #(.WIDTH(SUB_W + COUNT_W), .DEPTH(JOBS)) u_jobs (
      .clk(clk), .rst(rst),
      .in_valid(req_valid && burst_ready), .in_ready(job_free), .in_data({first, req_groups}),
      .out_valid(job_valid), .out_ready(job_ready), .out_data({job_first, job_groups}),
      .count(job_count)
  );

  logic             begun_reg;   // the job at the head has given a group already
  logic [SUB_W-1:0] sub_reg;
  logic [COUNT_W-1:0] left_reg;

  wire [SUB_W-1:0] sub  = begun_reg ? sub_reg : job_first;
  wire [COUNT_W-1:0] left = begun_reg ? left_reg : job_groups;
  wire             last = left == COUNT_W'(1);
  wire             take = out_valid && out_ready;

  assign out_valid  = job_valid && beat_valid;
  assign out_data   = beat_data[sub*8*GROUP_BYTES +: 8*GROUP_BYTES];
  assign job_ready  = take && last;
  assign beat_ready = take && (last || sub == SUB_W'(RATIO - 1));
  assign busy       = job_valid;

  wire unused_bits = &{1'b0, job_count, reach[SUB_W-1:0], req_addr[BYTE_W-1:0]};

  always_ff @(posedge clk) begin
    if (take) begin
      begun_reg <= !last;
      sub_reg   <= sub + 1'b1;
      left_reg  <= left - 1'b1;
    end
    if (rst) begun_reg <= 1'b0;
  end

endmodule

`default_nettype wire
