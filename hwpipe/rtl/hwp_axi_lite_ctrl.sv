// AXI4-Lite control registers with the map that Vitis HLS gives an `ap_ctrl_hs` kernel.
//
//   0x00 CTRL  bit 0 AP_START (set by writing 1, falls when the kernel takes it), bit 1 AP_DONE
//              (clears on read), bit 2 AP_IDLE, bit 3 AP_READY (clears on read), bit 7
//              AUTO_RESTART, bit 9 INTERRUPT
//   0x04 GIE   bit 0: irq may rise
//   0x08 IER   bit 0: on done, bit 1: on ready
//   0x0c ISR   bits as IER; writing 1 toggles a bit
//   0x10 ...   argument words; word k stands at 0x10 + 4 k and in `args[32*k +: 32]`
//
// A 32-bit argument takes 2 words (the second reserved), a 64-bit one 3 (the third reserved);
// reserved words read as 0 and ignore writes: WRITABLE says which words exist, MASK which of their
// bits. Unmapped addresses read as 0. One write and one read are handled at a time, none during reset.
`default_nettype none

module hwp_axi_lite_ctrl #(
    parameter ADDR_W = 6,                      // bits of the byte address
    parameter WORDS  = 2,                      // argument words from 0x10 on, at least 1
    parameter [WORDS-1:0] WRITABLE = {WORDS{1'b1}},  // bit k: word k is a register
    parameter [32*WORDS-1:0] MASK = {32 * WORDS{1'b1}}  // bits of `args` that exist
) (
    input  wire                clk,
    input  wire                rst,            // synchronous, active high

    input  wire [ADDR_W-1:0]   s_axi_awaddr,
    input  wire                s_axi_awvalid,
    output wire                s_axi_awready,
    input  wire [31:0]         s_axi_wdata,
    input  wire [3:0]          s_axi_wstrb,
    input  wire                s_axi_wvalid,
    output wire                s_axi_wready,
    output wire [1:0]          s_axi_bresp,
    output wire                s_axi_bvalid,
    input  wire                s_axi_bready,
    input  wire [ADDR_W-1:0]   s_axi_araddr,
    input  wire                s_axi_arvalid,
    output wire                s_axi_arready,
    output wire [31:0]         s_axi_rdata,
    output wire [1:0]          s_axi_rresp,
    output wire                s_axi_rvalid,
    input  wire                s_axi_rready,

    output wire                ap_start,       // high until ap_ready
    input  wire                ap_done,        // pulse: results are complete
    input  wire                ap_idle,        // level: nothing runs
    input  wire                ap_ready,       // pulse: the next start may be taken
    output wire [32*WORDS-1:0] args,
    output wire                irq
);

  localparam WORD_W = ADDR_W - 2;
  localparam [WORD_W-1:0] CTRL = 0, GIE = 1, IER = 2, ISR = 3;

  logic              start_reg, done_reg, ready_reg, auto_restart_reg;
  logic              gie_reg;
  logic [1:0]        ier_reg, isr_reg;

  // Write: the address and the data are held until both are there, then one cycle writes.
  logic              aw_full_reg, w_full_reg, bvalid_reg;
  logic [WORD_W-1:0] waddr_reg;
  logic [31:0]       wdata_reg;
  logic [3:0]        wstrb_reg;
  wire               write = aw_full_reg && w_full_reg && !bvalid_reg;

  assign s_axi_awready = !aw_full_reg && !rst;
  assign s_axi_wready  = !w_full_reg && !rst;
  assign s_axi_bvalid  = bvalid_reg;
  assign s_axi_bresp   = 2'b00;

  // Read: the data register is loaded in the cycle that takes the address.
  logic              rvalid_reg;
  logic [31:0]       rdata_reg;
  wire  [WORD_W-1:0] raddr = s_axi_araddr[ADDR_W-1:2];
  wire               read = s_axi_arvalid && s_axi_arready;
  wire               read_ctrl = read && raddr == CTRL;

  assign s_axi_arready = !rvalid_reg && !rst;
  assign s_axi_rvalid  = rvalid_reg;
  assign s_axi_rdata   = rdata_reg;
  assign s_axi_rresp   = 2'b00;

  wire unused_low_bits = &{1'b0, s_axi_awaddr[1:0], s_axi_araddr[1:0]};

  assign ap_start = start_reg;
  assign irq      = gie_reg && (isr_reg != 2'b00);

  // Argument word k is word k + 4 of the file: the byte address, divided by 4.
  logic [32*(WORDS+4)-1:0] file_reg;
  integer                  k, b;
  assign args = file_reg[32*(WORDS+4)-1:128];

  always_ff @(posedge clk) begin
    if (write)
      for (k = 0; k < WORDS; k = k + 1)
        for (b = 0; b < 4; b = b + 1)
          if (WRITABLE[k] && wstrb_reg[b] && waddr_reg == WORD_W'(k + 4))
            file_reg[32*(k+4)+8*b+:8] <= wdata_reg[8*b+:8] & MASK[32*k+8*b+:8];
    if (rst) file_reg <= {32 * (WORDS + 4) {1'b0}};
  end

  always_ff @(posedge clk) begin
    // channel registers
    if (s_axi_awvalid && s_axi_awready) begin
      aw_full_reg <= 1'b1;
      waddr_reg   <= s_axi_awaddr[ADDR_W-1:2];
    end
    if (s_axi_wvalid && s_axi_wready) begin
      w_full_reg <= 1'b1;
      wdata_reg  <= s_axi_wdata;
      wstrb_reg  <= s_axi_wstrb;
    end
    if (s_axi_bready) bvalid_reg <= 1'b0;
    if (write) begin
      aw_full_reg <= 1'b0;
      w_full_reg  <= 1'b0;
      bvalid_reg  <= 1'b1;
    end

    // control and status; what the kernel reports wins over what a read clears
    if (ap_ready) start_reg <= auto_restart_reg;
    if (read_ctrl) begin
      done_reg  <= 1'b0;
      ready_reg <= 1'b0;
    end
    if (ap_done) done_reg <= 1'b1;
    if (ap_ready) ready_reg <= 1'b1;
    if (write && wstrb_reg[0]) begin
      if (waddr_reg == CTRL) begin
        auto_restart_reg <= wdata_reg[7];
        if (wdata_reg[0]) start_reg <= 1'b1;
      end
      if (waddr_reg == GIE) gie_reg <= wdata_reg[0];
      if (waddr_reg == IER) ier_reg <= wdata_reg[1:0];
      if (waddr_reg == ISR) isr_reg <= isr_reg ^ wdata_reg[1:0];
    end
    if (ap_done && ier_reg[0]) isr_reg[0] <= 1'b1;
    if (ap_ready && ier_reg[1]) isr_reg[1] <= 1'b1;

    // read data
    if (s_axi_rready) rvalid_reg <= 1'b0;
    if (read) begin
      rvalid_reg <= 1'b1;
      case (raddr)
        CTRL: rdata_reg <= {22'd0, irq, 1'b0, auto_restart_reg, 3'd0,
                            ready_reg, ap_idle, done_reg, start_reg};
        GIE: rdata_reg <= {31'd0, gie_reg};
        IER: rdata_reg <= {30'd0, ier_reg};
        ISR: rdata_reg <= {30'd0, isr_reg};
        /* verilator lint_off WIDTH */
        default: if ({1'b0, raddr} < (WORD_W+1)'(WORDS + 4)) rdata_reg <= file_reg[{raddr, 5'd0}+:32];
                 else rdata_reg <= 32'd0;
        /* verilator lint_on WIDTH */
      endcase
    end

    if (rst) begin
      aw_full_reg      <= 1'b0;
      w_full_reg       <= 1'b0;
      bvalid_reg       <= 1'b0;
      rvalid_reg       <= 1'b0;
      start_reg        <= 1'b0;
      done_reg         <= 1'b0;
      ready_reg        <= 1'b0;
      auto_restart_reg <= 1'b0;
      gie_reg          <= 1'b0;
      ier_reg          <= 2'b00;
      isr_reg          <= 2'b00;
    end
  end

endmodule

`default_nettype wire
