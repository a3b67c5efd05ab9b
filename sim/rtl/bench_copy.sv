// A kernel written by hand, to test benches and simulators with: copies `beats` words of 8 bytes
// from `src` to `dst` and adds `addend` to each. Ports as the compiler and Vitis HLS make them.
`default_nettype none

module bench_copy (
    input  wire        ap_clk,
    input  wire        ap_rst_n,

    input  wire [5:0]  s_axi_control_AWADDR,
    input  wire        s_axi_control_AWVALID,
    output wire        s_axi_control_AWREADY,
    input  wire [31:0] s_axi_control_WDATA,
    input  wire [3:0]  s_axi_control_WSTRB,
    input  wire        s_axi_control_WVALID,
    output wire        s_axi_control_WREADY,
    output wire [1:0]  s_axi_control_BRESP,
    output wire        s_axi_control_BVALID,
    input  wire        s_axi_control_BREADY,
    input  wire [5:0]  s_axi_control_ARADDR,
    input  wire        s_axi_control_ARVALID,
    output wire        s_axi_control_ARREADY,
    output wire [31:0] s_axi_control_RDATA,
    output wire [1:0]  s_axi_control_RRESP,
    output wire        s_axi_control_RVALID,
    input  wire        s_axi_control_RREADY,
    output wire        irq,

    output wire [63:0] m_axi_gmem_ARADDR,
    output wire [7:0]  m_axi_gmem_ARLEN,
    output wire [2:0]  m_axi_gmem_ARSIZE,
    output wire [1:0]  m_axi_gmem_ARBURST,
    output wire [3:0]  m_axi_gmem_ARCACHE,
    output wire [2:0]  m_axi_gmem_ARPROT,
    output wire        m_axi_gmem_ARVALID,
    input  wire        m_axi_gmem_ARREADY,
    input  wire [63:0] m_axi_gmem_RDATA,
    input  wire [1:0]  m_axi_gmem_RRESP,
    input  wire        m_axi_gmem_RLAST,
    input  wire        m_axi_gmem_RVALID,
    output wire        m_axi_gmem_RREADY,
    output wire [63:0] m_axi_gmem_AWADDR,
    output wire [7:0]  m_axi_gmem_AWLEN,
    output wire [2:0]  m_axi_gmem_AWSIZE,
    output wire [1:0]  m_axi_gmem_AWBURST,
    output wire [3:0]  m_axi_gmem_AWCACHE,
    output wire [2:0]  m_axi_gmem_AWPROT,
    output wire        m_axi_gmem_AWVALID,
    input  wire        m_axi_gmem_AWREADY,
    output wire [63:0] m_axi_gmem_WDATA,
    output wire [7:0]  m_axi_gmem_WSTRB,
    output wire        m_axi_gmem_WLAST,
    output wire        m_axi_gmem_WVALID,
    input  wire        m_axi_gmem_WREADY,
    input  wire [1:0]  m_axi_gmem_BRESP,
    input  wire        m_axi_gmem_BVALID,
    output wire        m_axi_gmem_BREADY
);

  localparam [1:0] IDLE = 0, ASK = 1, RUN = 2;

  logic rst;
  always_ff @(posedge ap_clk) rst <= !ap_rst_n;

  // src 0x10 (64 bits), dst 0x1c (64), beats 0x28 (32), addend 0x30 (64)
  wire [11*32-1:0] args;
  wire [63:0]      src = args[0*32+:64];
  wire [63:0]      dst = args[3*32+:64];
  wire [31:0]      beats = args[6*32+:32];
  wire [63:0]      addend = args[8*32+:64];
  wire unused_words = &{1'b0, args[2*32+:32], args[5*32+:32], args[7*32+:32], args[10*32+:32]};

  wire        start;
  logic       done_reg;
  logic [1:0] state_reg;
  logic       read_ask_reg, write_ask_reg;

  hwp_axi_lite_ctrl #(.ADDR_W(6), .WORDS(11), .WRITABLE(11'b01101011011)) u_control (
      .clk(ap_clk), .rst(rst),
      .s_axi_awaddr(s_axi_control_AWADDR), .s_axi_awvalid(s_axi_control_AWVALID),
      .s_axi_awready(s_axi_control_AWREADY), .s_axi_wdata(s_axi_control_WDATA),
      .s_axi_wstrb(s_axi_control_WSTRB), .s_axi_wvalid(s_axi_control_WVALID),
      .s_axi_wready(s_axi_control_WREADY), .s_axi_bresp(s_axi_control_BRESP),
      .s_axi_bvalid(s_axi_control_BVALID), .s_axi_bready(s_axi_control_BREADY),
      .s_axi_araddr(s_axi_control_ARADDR), .s_axi_arvalid(s_axi_control_ARVALID),
      .s_axi_arready(s_axi_control_ARREADY), .s_axi_rdata(s_axi_control_RDATA),
      .s_axi_rresp(s_axi_control_RRESP), .s_axi_rvalid(s_axi_control_RVALID),
      .s_axi_rready(s_axi_control_RREADY),
      .ap_start(start), .ap_done(done_reg), .ap_idle(state_reg == IDLE), .ap_ready(done_reg),
      .args(args), .irq(irq)
  );

  wire        read_ready, write_ready, word_valid, word_ready, read_busy, write_busy;
  wire [63:0] word;
  wire        read_error, write_error;
  wire        unused_errors = &{1'b0, read_error, write_error};

  hwp_axi_read #(.DATA_W(64)) u_read (
      .clk(ap_clk), .rst(rst),
      .req_valid(read_ask_reg), .req_ready(read_ready), .req_addr(src), .req_beats(beats),
      .out_valid(word_valid), .out_ready(word_ready), .out_data(word),
      .busy(read_busy), .error(read_error),
      .m_axi_araddr(m_axi_gmem_ARADDR), .m_axi_arlen(m_axi_gmem_ARLEN),
      .m_axi_arsize(m_axi_gmem_ARSIZE), .m_axi_arburst(m_axi_gmem_ARBURST),
      .m_axi_arcache(m_axi_gmem_ARCACHE), .m_axi_arprot(m_axi_gmem_ARPROT),
      .m_axi_arvalid(m_axi_gmem_ARVALID), .m_axi_arready(m_axi_gmem_ARREADY),
      .m_axi_rdata(m_axi_gmem_RDATA), .m_axi_rresp(m_axi_gmem_RRESP),
      .m_axi_rlast(m_axi_gmem_RLAST), .m_axi_rvalid(m_axi_gmem_RVALID),
      .m_axi_rready(m_axi_gmem_RREADY)
  );

  hwp_axi_write #(.DATA_W(64)) u_write (
      .clk(ap_clk), .rst(rst),
      .req_valid(write_ask_reg), .req_ready(write_ready), .req_addr(dst), .req_beats(beats),
      .in_valid(word_valid), .in_ready(word_ready), .in_data(word + addend), .in_strb(8'hff),
      .busy(write_busy), .error(write_error),
      .m_axi_awaddr(m_axi_gmem_AWADDR), .m_axi_awlen(m_axi_gmem_AWLEN),
      .m_axi_awsize(m_axi_gmem_AWSIZE), .m_axi_awburst(m_axi_gmem_AWBURST),
      .m_axi_awcache(m_axi_gmem_AWCACHE), .m_axi_awprot(m_axi_gmem_AWPROT),
      .m_axi_awvalid(m_axi_gmem_AWVALID), .m_axi_awready(m_axi_gmem_AWREADY),
      .m_axi_wdata(m_axi_gmem_WDATA), .m_axi_wstrb(m_axi_gmem_WSTRB),
      .m_axi_wlast(m_axi_gmem_WLAST), .m_axi_wvalid(m_axi_gmem_WVALID),
      .m_axi_wready(m_axi_gmem_WREADY), .m_axi_bresp(m_axi_gmem_BRESP),
      .m_axi_bvalid(m_axi_gmem_BVALID), .m_axi_bready(m_axi_gmem_BREADY)
  );

  always_ff @(posedge ap_clk) begin
    done_reg <= 1'b0;
    if (read_ready) read_ask_reg <= 1'b0;
    if (write_ready) write_ask_reg <= 1'b0;
    case (state_reg)
      IDLE: if (start && !done_reg) begin
        state_reg     <= ASK;
        read_ask_reg  <= 1'b1;
        write_ask_reg <= 1'b1;
      end
      ASK: if (!read_ask_reg && !write_ask_reg) state_reg <= RUN;
      RUN: if (!read_busy && !write_busy) begin
        state_reg <= IDLE;
        done_reg  <= 1'b1;
      end
      default: state_reg <= IDLE;
    endcase
    if (rst) begin
      state_reg     <= IDLE;
      done_reg      <= 1'b0;
      read_ask_reg  <= 1'b0;
      write_ask_reg <= 1'b0;
    end
  end

endmodule

`default_nettype wire
