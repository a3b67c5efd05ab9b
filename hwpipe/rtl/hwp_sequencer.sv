// Runs the commands of a list one after the other, and stops it when something is wrong.
//
// `hwp_list_fetch` offers a command; in the cycle of `launch` guards copy its regions, in the one
// after it, that of `unit_start`, the unit copies its fields and the command is taken. What of a unit only reads
// constants (its early part) may start while the command before it still runs: `launch_early`.
// A unit is done when it is not busy; its early part must be done too, unless that works for the
// next command already. At a fault `abort` tells the guards to finish what is in flight, then the
// units are reset and the list ends with an error code; if memory never answers, ERROR is set but
// STATE stays at running.
`default_nettype none

module hwp_sequencer #(
    parameter UNITS = 3
) (
    input  wire             clk,
    input  wire             rst,             // synchronous, active high

    input  wire             ap_start,
    output wire             ap_done,         // pulse
    output wire             ap_idle,
    input  wire [31:0]      quiet,           // cycles without a move until a command is stopped
    input  wire [31:0]      limit,           // cycles of a command until it is stopped
    output wire [1:0]       state,           // registers of `hwpipe.fpga.interface`
    output wire [3:0]       error,
    output wire [15:0]      detail,
    output wire [23:0]      progress,
    output wire [47:0]      cycles,
    output wire             begun,           // pulse: counters are to be cleared

    output wire             fetch_start,     // pulse
    input  wire             fetch_empty,
    input  wire             fetch_busy,      // it works
    input  wire             fetch_valid,
    input  wire [UNITS-1:0] fetch_unit,      // of the command that is offered, one bit
    input  wire             fetch_early,     // its early part may start now
    input  wire             fetch_failed,
    input  wire [3:0]       fetch_code,
    input  wire [7:0]       fetch_detail,
    input  wire             fetch_error,     // memory answered the list's reading with an error
    output wire             fetch_take,      // pulse
    output wire             fetch_clock,     // the fetching logic's clock must run
    output wire             launch,          // the offered command starts in the next cycle
    output wire [UNITS-1:0] launch_early,    // its early part does
    output wire             ahead,           // level: an early part works for the next command

    output wire [UNITS-1:0] unit_running,    // of the command that runs or ran last
    output wire [UNITS-1:0] unit_start,
    output wire [UNITS-1:0] unit_early,
    output wire             unit_reset,
    output wire [UNITS-1:0] unit_clock,      // the unit's clock must run
    input  wire [UNITS-1:0] unit_busy,       // high from `unit_start` on
    input  wire [UNITS-1:0] early_busy,      // high from `unit_early` on
    input  wire [UNITS-1:0] early_ready,     // the early part may be started again
    input  wire [UNITS-1:0] unit_stray,
    input  wire [UNITS-1:0] early_stray,
    input  wire [UNITS-1:0] unit_error,
    input  wire [UNITS-1:0] early_error,
    input  wire [7:0]       stray_pointer,   // of the running unit

    input  wire             moved,           // something was transferred on any port
    output wire             abort,           // to all guards
    input  wire             drained          // all guards are idle
);

  localparam [3:0] STRAY = 5, QUIET = 6, BUS = 7, UNREADABLE = 8, LONG = 9;
  localparam [1:0] STATE_IDLE = 0, STATE_RUNNING = 1, STATE_FINISHED = 2, STATE_STOPPED = 3;
  localparam [2:0] IDLE = 0, PREPARE = 1, WAIT = 2, RUN = 3, ABORT = 4, CLEAR = 5;
  logic [2:0]       phase_reg;
  logic [1:0]       state_reg, wait_reg;
  logic [3:0]       error_reg;
  logic [15:0]      detail_reg;
  logic [23:0]      progress_reg;
  logic [47:0]      cycles_reg;
  logic [31:0]      quiet_reg, limit_reg;
  logic [UNITS-1:0] unit_reg, start_reg, early_reg;
  logic             ahead_reg;  // the offered command's early part has been started
  logic             done_reg;

  // The early part of the running unit works for the next command.
  wire             lent = ahead_reg && (fetch_unit & unit_reg) != {UNITS{1'b0}};
  wire             stray = (unit_reg & (unit_stray | (lent ? {UNITS{1'b0}} : early_stray))) != 0;
  wire             bad = (unit_reg & (unit_error | (lent ? {UNITS{1'b0}} : early_error))) != 0;
  wire             busy = (unit_reg & (unit_busy | (lent ? {UNITS{1'b0}} : early_busy))) != 0;
  wire             silent = quiet != 32'd0 && quiet_reg >= quiet;
  wire             long = limit != 32'd0 && limit_reg >= limit;
  wire             working = phase_reg == RUN || phase_reg == WAIT;
  wire             stop = working && (fetch_error || silent || long ||
                                      (phase_reg == RUN && (stray || bad)));
  // Units are numbered from 1 in DETAIL, 0 means none.
  logic [7:0]      unit_number;
  integer          k;
  always_comb begin
    unit_number = 8'd0;
    for (k = 0; k < UNITS; k = k + 1) if (unit_reg[k]) unit_number = 8'(k + 1);
  end

  assign launch       = phase_reg == WAIT && fetch_valid && !stop;
  assign launch_early = (launch && !ahead_reg) ||
                        (phase_reg == RUN && !fetch_take && fetch_valid && fetch_early && !ahead_reg && !stop &&
                         (fetch_unit & early_ready) != {UNITS{1'b0}}) ? fetch_unit : {UNITS{1'b0}};
  wire [3:0]       trace_point = {ahead_reg, phase_reg};  // simulations stop at its changes
  assign ahead        = ahead_reg;
  assign fetch_take   = start_reg != {UNITS{1'b0}};
  assign fetch_clock  = phase_reg != RUN || fetch_take || fetch_busy || rst;
  assign fetch_start  = phase_reg == PREPARE && wait_reg == 2'd3;
  assign begun        = phase_reg == PREPARE && wait_reg == 2'd0;
  assign unit_running = unit_reg;
  assign unit_start   = start_reg;
  assign unit_early   = early_reg;
  assign unit_reset   = phase_reg == PREPARE || phase_reg == CLEAR;
  assign unit_clock   = unit_busy | early_busy | start_reg | early_reg |
                        {UNITS{unit_reset || rst}};
  assign abort        = phase_reg == ABORT || phase_reg == CLEAR;
  assign ap_done      = done_reg;
  assign ap_idle      = phase_reg == IDLE;
  assign state        = state_reg;
  assign error        = error_reg;
  assign detail       = detail_reg;
  assign progress     = progress_reg;
  assign cycles       = cycles_reg;

  always_ff @(posedge clk) begin
    done_reg  <= 1'b0;
    start_reg <= {UNITS{1'b0}};
    early_reg <= launch_early;
    if (launch_early != {UNITS{1'b0}}) ahead_reg <= 1'b1;
    if (phase_reg != IDLE) cycles_reg <= cycles_reg + 1'b1;
    quiet_reg <= moved || phase_reg == PREPARE || launch ? 32'd0 : quiet_reg + 1'b1;
    limit_reg <= launch || phase_reg == PREPARE ? 32'd0 : limit_reg + 1'b1;
    case (phase_reg)
      IDLE: if (ap_start && !done_reg) begin
        phase_reg    <= PREPARE;
        wait_reg     <= 2'd0;
        state_reg    <= STATE_RUNNING;
        error_reg    <= 4'd0;
        detail_reg   <= 16'd0;
        progress_reg <= 24'd0;
        cycles_reg   <= 48'd0;
        unit_reg     <= {UNITS{1'b0}};
        ahead_reg    <= 1'b0;
      end
      PREPARE: begin
        wait_reg <= wait_reg + 1'b1;
        if (wait_reg == 2'd3) phase_reg <= WAIT;
      end
      WAIT: begin
        if (fetch_failed) begin
          phase_reg  <= ABORT;
          error_reg  <= fetch_code;
          detail_reg <= {8'd0, fetch_detail};
        end else if (fetch_empty) begin
          phase_reg <= IDLE;
          state_reg <= STATE_FINISHED;
          done_reg  <= 1'b1;
        end
        if (launch) begin
          phase_reg <= RUN;
          unit_reg  <= fetch_unit;
          start_reg <= fetch_unit;
          ahead_reg <= 1'b0;
        end
      end
      RUN: if (!busy) begin
        progress_reg <= progress_reg + 1'b1;
        phase_reg    <= WAIT;
      end
      ABORT: begin
        wait_reg <= 2'd0;
        if (drained) phase_reg <= CLEAR;
      end
      CLEAR: begin
        wait_reg <= wait_reg + 1'b1;
        if (wait_reg == 2'd3) begin
          phase_reg <= IDLE;
          state_reg <= STATE_STOPPED;
          done_reg  <= 1'b1;
        end
      end
      default: phase_reg <= IDLE;
    endcase
    if (stop) begin
      phase_reg  <= ABORT;
      state_reg  <= STATE_RUNNING;
      done_reg   <= 1'b0;
      error_reg  <= fetch_error ? UNREADABLE : phase_reg == RUN && stray ? STRAY :
                    phase_reg == RUN && bad ? BUS : silent ? QUIET : LONG;
      detail_reg <= {unit_number, phase_reg == RUN && stray ? stray_pointer : 8'd255};
      progress_reg <= progress_reg;
    end
    if (rst) begin
      phase_reg    <= IDLE;
      done_reg     <= 1'b0;
      state_reg    <= STATE_IDLE;
      error_reg    <= 4'd0;
      detail_reg   <= 16'd0;
      progress_reg <= 24'd0;
      cycles_reg   <= 48'd0;
      unit_reg     <= {UNITS{1'b0}};
      ahead_reg    <= 1'b0;
      early_reg    <= {UNITS{1'b0}};
    end
  end

endmodule

`default_nettype wire
