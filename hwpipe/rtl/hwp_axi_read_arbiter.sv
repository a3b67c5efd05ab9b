// Joins the read channels of N masters on one AXI4 port, round robin by burst.
//
// Data returns in the order of the addresses (one identifier), and a queue says to whom. Masters
// must take read data without waiting for each other; `hwp_axi_read` does. Vectors are flat:
// master i has bits [i*W +: W].
`default_nettype none

module hwp_axi_read_arbiter #(
    parameter N      = 2,   // masters, at least 2
    parameter ADDR_W = 64,  // bits of a byte address
    parameter DATA_W = 64,  // bits of a beat
    parameter DEPTH  = 16   // bursts in flight at most
) (
    input  wire                clk,
    input  wire                rst,            // synchronous, active high

    input  wire [N*ADDR_W-1:0] s_axi_araddr,
    input  wire [N*8-1:0]      s_axi_arlen,
    input  wire [N-1:0]        s_axi_arvalid,
    output wire [N-1:0]        s_axi_arready,
    output wire [DATA_W-1:0]   s_axi_rdata,    // the same for all masters
    output wire [1:0]          s_axi_rresp,
    output wire                s_axi_rlast,
    output wire [N-1:0]        s_axi_rvalid,
    input  wire [N-1:0]        s_axi_rready,

    output wire [ADDR_W-1:0]   m_axi_araddr,
    output wire [7:0]          m_axi_arlen,
    output wire [2:0]          m_axi_arsize,
    output wire [1:0]          m_axi_arburst,
    output wire [3:0]          m_axi_arcache,
    output wire [2:0]          m_axi_arprot,
    output wire                m_axi_arvalid,
    input  wire                m_axi_arready,
    input  wire [DATA_W-1:0]   m_axi_rdata,
    input  wire [1:0]          m_axi_rresp,
    input  wire                m_axi_rlast,
    input  wire                m_axi_rvalid,
    output wire                m_axi_rready
);

  localparam IDX_W = $clog2(N);

  wire             any, take;
  wire [IDX_W-1:0] pick;
  hwp_round_robin #(.N(N)) u_pick (
      .clk(clk), .rst(rst), .request(s_axi_arvalid), .take(take), .any(any), .pick(pick)
  );

  logic              arvalid_reg;
  logic [ADDR_W-1:0] araddr_reg;
  logic [7:0]        arlen_reg;

  // Whose burst the next beats are.
  wire             order_free, owner_valid;
  wire [IDX_W-1:0] owner;
  wire [$clog2(DEPTH+2)-1:0] order_count;
  wire done = m_axi_rvalid && m_axi_rready && m_axi_rlast;
  hwp_fifo #(.WIDTH(IDX_W), .DEPTH(DEPTH)) u_order (
      .clk(clk), .rst(rst),
      .in_valid(take), .in_ready(order_free), .in_data(pick),
      .out_valid(owner_valid), .out_ready(done), .out_data(owner), .count(order_count)
  );
  wire unused_bits = &{1'b0, order_count};

  assign take = any && order_free && (!arvalid_reg || m_axi_arready);

  assign s_axi_arready = take ? {{(N - 1) {1'b0}}, 1'b1} << pick : {N{1'b0}};
  assign s_axi_rdata   = m_axi_rdata;
  assign s_axi_rresp   = m_axi_rresp;
  assign s_axi_rlast   = m_axi_rlast;
  assign s_axi_rvalid  = m_axi_rvalid && owner_valid ? {{(N - 1) {1'b0}}, 1'b1} << owner
                                                     : {N{1'b0}};
  assign m_axi_rready  = owner_valid && s_axi_rready[owner];

  assign m_axi_arvalid = arvalid_reg;
  assign m_axi_araddr  = araddr_reg;
  assign m_axi_arlen   = arlen_reg;
  assign m_axi_arsize  = 3'($clog2(DATA_W / 8));
  assign m_axi_arburst = 2'b01;
  assign m_axi_arcache = 4'b0011;
  assign m_axi_arprot  = 3'b000;

  always_ff @(posedge clk) begin
    if (m_axi_arready) arvalid_reg <= 1'b0;
    if (take) begin
      arvalid_reg <= 1'b1;
      araddr_reg  <= s_axi_araddr[pick*ADDR_W+:ADDR_W];
      arlen_reg   <= s_axi_arlen[pick*8+:8];
    end
    if (rst) arvalid_reg <= 1'b0;
  end

endmodule

`default_nettype wire
