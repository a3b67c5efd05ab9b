// Reads a command list and hands out its commands with their pointers resolved.
//
// The list (`hwpipe.fpga.interface`): a header of 128 bytes, a table of regions of 16 bytes each,
// padded to 128, commands of 128 bytes. Header first, then everything behind it in one request,
// so that the reader's buffer holds the commands to come. A command lies in `command` until it is
// taken; what depends on the format of commands (which operation, whether its fields are in
// range, how many pointers) is decided by logic outside, in the cycle after `ask`.
`default_nettype none

module hwp_list_fetch #(
    parameter ADDR_W   = 40,
    parameter DATA_W   = 64,   // bits of a beat of the list's port: 32, 64 or 128
    parameter POINTERS = 5,    // of a command at most
    parameter [63:0] IDENT = 64'd0
) (
    input  wire                        clk,
    input  wire                        rst,          // synchronous, active high

    input  wire                        start,        // pulse: read a list
    input  wire [63:0]                 list,         // its address
    output wire                        busy,         // level: neither waiting nor at an end
    output wire                        empty,        // level: the list has no command left
    output wire [23:0]                 total,        // commands of the list

    output wire                        req_valid,    // to the burst reader
    input  wire                        req_ready,
    output wire [ADDR_W-1:0]           req_addr,
    output wire [31:0]                 req_beats,
    input  wire                        in_valid,
    output wire                        in_ready,
    input  wire [DATA_W-1:0]           in_data,

    output wire [1023:0]               command,      // lowest byte first
    input  wire                        op_known,     // of `command`, combinational
    input  wire                        malformed,
    input  wire [2:0]                  pointers,     // how many it has

    output wire                        valid,        // `command` and what follows holds
    input  wire                        take,         // pulse
    output wire [POINTERS*ADDR_W-1:0]  address,      // of every pointer
    output wire [POINTERS*ADDR_W-1:0]  base,         // of its region
    output wire [POINTERS*(ADDR_W+1)-1:0] limit,
    output wire [POINTERS-1:0]         readable,
    output wire [POINTERS-1:0]         writable,

    output wire                        failed,       // level: in place of `valid`
    output wire [3:0]                  code,         // of `hwpipe.fpga.interface`
    output wire [7:0]                  detail        // region of the table, or pointer
);

  localparam BEAT_LOG = $clog2(DATA_W / 8);
  localparam LAST_BEAT = 128 * 8 / DATA_W - 1;  // of a header or command
  localparam ENTRY_BEATS = 128 / DATA_W;
  localparam ALIGN = 6;
  localparam ENTRY_W = 2 + ADDR_W + 1 + ADDR_W - ALIGN;
  localparam [3:0] BAD_HEADER = 1, BAD_OPERATION = 2, BAD_COMMAND = 3, BAD_REGION = 4;

  localparam [3:0] IDLE = 0, HEAD_ASK = 1, HEAD = 2, HEAD_CHECK = 3, TABLE_ASK = 4, TABLE = 5,
      NEXT = 6, FILL = 7, CHECK = 8, JUDGE = 9, LOOK = 10, ADD = 11, READY = 12, FAILED = 13;
  logic [3:0]         state_reg;
  logic [1023:0]      line_reg;      // header or command
  logic [8:0]         beat_reg;      // beats taken of what is being read
  logic               set_reg;       // a reserved byte of the header is not zero
  logic [ADDR_W-1:7]  list_reg;
  logic [6:0]         regions_reg;
  logic [23:0]        total_reg, left_reg;
  logic [3:0]         code_reg;
  logic [7:0]         detail_reg;
  logic               known_reg, malformed_reg;
  logic [2:0]         pointers_reg, pointer_reg;

  wire [1023:0] shifted = {in_data, line_reg[1023:DATA_W]};
  wire          beat = in_valid && in_ready;
  assign in_ready = state_reg == HEAD || state_reg == TABLE || state_reg == FILL;
  assign command  = line_reg;

  // ---- header ----
  wire bad_list = list[6:0] != 7'd0 || list[63:ADDR_W] != {(64 - ADDR_W) {1'b0}};
  wire bad_head = line_reg[31:0] != 32'h4C50_5748 || line_reg[63:32] != 32'd2 ||
                  line_reg[95:64] > 32'd64 || line_reg[127:120] != 8'd0 ||
                  line_reg[191:128] != IDENT || line_reg[255:192] != 64'd0 || set_reg;
  // The table's lines and the commands, 128 bytes each.
  wire [24:0] rest = {21'd0, regions_reg[6:3]} + {24'd0, regions_reg[2:0] != 3'd0} +
                     {1'b0, total_reg};

  assign req_valid = state_reg == HEAD_ASK || state_reg == TABLE_ASK;
  assign req_addr  = {state_reg == HEAD_ASK ? list_reg : list_reg + 1'b1, 7'd0};
  assign req_beats = state_reg == HEAD_ASK ? LAST_BEAT + 1 : {7'd0, rest} << (7 - BEAT_LOG);

  // ---- regions ----
  (* ram_style = "distributed" *) logic [ENTRY_W-1:0] regions_mem [0:63];
  wire [8:0]   entry = beat_reg / ENTRY_BEATS;
  wire         entry_whole = beat_reg % ENTRY_BEATS == ENTRY_BEATS - 1;
  wire [127:0] given = shifted[1023:896];
  wire         entry_exists = entry < {2'd0, regions_reg};
  wire [ADDR_W:0] entry_end = {1'b0, given[ADDR_W-1:0]} + {{(ADDR_W - 31) {1'b0}}, given[95:64]};
  wire         entry_bad = given[ALIGN-1:0] != {ALIGN{1'b0}} ||
                           given[63:ADDR_W] != {(64 - ADDR_W) {1'b0}} ||
                           entry_end > {1'b1, {ADDR_W{1'b0}}} || given[127:98] != 30'd0;
  wire         store = state_reg == TABLE && beat && entry_whole && entry_exists;
  always_ff @(posedge clk)
    if (store) regions_mem[entry[5:0]] <= {given[97:96], entry_end, given[ADDR_W-1:ALIGN]};

  // ---- pointers ----
  wire [39:0]        pointer = line_reg[64+40*pointer_reg+:40];
  logic [ENTRY_W-1:0] region_reg;
  logic [31:0]        offset_reg;
  logic [POINTERS*ADDR_W-1:0]     address_reg, base_reg;
  logic [POINTERS*(ADDR_W+1)-1:0] limit_reg;
  logic [POINTERS-1:0]            readable_reg, writable_reg;
  wire [ADDR_W-1:0] region_base = {region_reg[ADDR_W-ALIGN-1:0], {ALIGN{1'b0}}};

  assign address  = address_reg;
  assign base     = base_reg;
  assign limit    = limit_reg;
  assign readable = readable_reg;
  assign writable = writable_reg;
  assign valid    = state_reg == READY;
  assign failed   = state_reg == FAILED;
  assign busy     = !(state_reg == IDLE || state_reg == READY || state_reg == FAILED || empty);
  assign empty    = state_reg == NEXT && left_reg == 24'd0;
  assign total    = total_reg;
  assign code     = code_reg;
  assign detail   = detail_reg;

  integer i;
  always_ff @(posedge clk) begin
    if (beat) begin
      line_reg <= shifted;
      beat_reg <= beat_reg + 1'b1;
    end
    case (state_reg)
      IDLE: if (start) begin
        list_reg  <= list[ADDR_W-1:7];
        total_reg <= 24'd0;
        state_reg <= bad_list ? FAILED : HEAD_ASK;
      end
      HEAD_ASK: if (req_ready) state_reg <= HEAD;
      HEAD: if (beat) begin
        if (beat_reg >= 9'(256 / DATA_W) && in_data != {DATA_W{1'b0}}) set_reg <= 1'b1;
        if (beat_reg == 9'(LAST_BEAT)) state_reg <= HEAD_CHECK;
      end
      HEAD_CHECK: begin
        beat_reg    <= 9'd0;
        regions_reg <= line_reg[70:64];
        total_reg   <= bad_head ? 24'd0 : line_reg[119:96];
        left_reg    <= line_reg[119:96];
        state_reg   <= bad_head ? FAILED : line_reg[119:96] == 24'd0 ? NEXT : TABLE_ASK;
      end
      TABLE_ASK: if (req_ready) state_reg <= regions_reg == 7'd0 ? NEXT : TABLE;
      TABLE: if (beat && entry_whole) begin
        if (entry_exists && entry_bad) begin
          detail_reg <= {2'd0, entry[5:0]};
          state_reg  <= FAILED;
        end else if (entry[2:0] == 3'd7 && entry + 1'b1 >= {2'd0, regions_reg})
          state_reg <= NEXT;
      end
      NEXT: begin
        beat_reg    <= 9'd0;
        pointer_reg <= 3'd0;
        if (left_reg != 24'd0) state_reg <= FILL;
      end
      FILL: if (beat && beat_reg == 9'(LAST_BEAT)) begin
        left_reg  <= left_reg - 1'b1;
        state_reg <= CHECK;
      end
      CHECK: begin
        known_reg     <= op_known;
        malformed_reg <= malformed;
        pointers_reg  <= pointers;
        state_reg     <= JUDGE;
      end
      JUDGE: begin
        detail_reg <= 8'd255;
        code_reg   <= malformed_reg ? BAD_COMMAND : BAD_OPERATION;
        state_reg  <= known_reg && !malformed_reg ? LOOK : FAILED;
      end
      LOOK: begin
        region_reg <= regions_mem[pointer[37:32]];
        offset_reg <= pointer[31:0];
        detail_reg <= {5'd0, pointer_reg};
        code_reg   <= BAD_REGION;
        state_reg  <= pointer_reg == pointers_reg ? READY :
                      pointer[39:32] >= {1'b0, regions_reg} ? FAILED : ADD;
      end
      ADD: begin
        for (i = 0; i < POINTERS; i = i + 1)
          if (pointer_reg == 3'(i)) begin
            address_reg[i*ADDR_W+:ADDR_W] <= region_base + {{(ADDR_W - 32) {1'b0}}, offset_reg};
            base_reg[i*ADDR_W+:ADDR_W]    <= region_base;
            limit_reg[i*(ADDR_W+1)+:ADDR_W+1] <= region_reg[ADDR_W-ALIGN+:ADDR_W+1];
            readable_reg[i] <= region_reg[ENTRY_W-2];
            writable_reg[i] <= region_reg[ENTRY_W-1];
          end
        pointer_reg <= pointer_reg + 1'b1;
        state_reg   <= LOOK;
      end
      READY: if (take) state_reg <= NEXT;
      default: ;
    endcase
    if (start) begin
      beat_reg   <= 9'd0;
      set_reg    <= 1'b0;
      code_reg   <= BAD_HEADER;
      detail_reg <= 8'd255;
    end
    if (rst) begin
      state_reg <= IDLE;
      total_reg <= 24'd0;
    end
  end

endmodule

`default_nettype wire
