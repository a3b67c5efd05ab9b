// Stand-in for the vendor's header of this name, for C simulation with a plain C++ compiler.
//
// The names and forms that the emitted kernels use, and the behaviour of processes that run one
// after the other: write_lock takes a new block and queues it when it goes out of scope,
// read_lock takes the oldest block and gives it up. The queue is unbounded, as hls::stream is
// in C simulation. Never put this folder on the include path of the vendor's tools.
#ifndef HWPIPE_CSIM_HLS_STREAMOFBLOCKS_H
#define HWPIPE_CSIM_HLS_STREAMOFBLOCKS_H

#include <cstdio>
#include <cstdlib>
#include <deque>
#include <memory>

namespace hls {

template <typename Block, int Depth = 2>
class stream_of_blocks;

template <typename Block>
class stream_of_blocks<Block, 2> {
 public:
  struct cell {
    Block data;
  };
  stream_of_blocks() {}
  ~stream_of_blocks() {
    if (!full_.empty()) {
      std::fprintf(stderr, "stream of blocks: %zu blocks were never read\n", full_.size());
    }
  }
  std::deque<std::unique_ptr<cell> > full_;

 private:
  stream_of_blocks(const stream_of_blocks&);
  stream_of_blocks& operator=(const stream_of_blocks&);
};

template <typename Block, int Depth>
class stream_of_blocks : public stream_of_blocks<Block, 2> {};

template <typename Block>
class write_lock {
 public:
  explicit write_lock(stream_of_blocks<Block>& stream)
      : stream_(stream), cell_(new typename stream_of_blocks<Block>::cell()) {}
  ~write_lock() { stream_.full_.push_back(std::move(cell_)); }
  operator Block&() { return cell_->data; }

 private:
  stream_of_blocks<Block>& stream_;
  std::unique_ptr<typename stream_of_blocks<Block>::cell> cell_;
};

template <typename Block>
class read_lock {
 public:
  explicit read_lock(stream_of_blocks<Block>& stream) {
    if (stream.full_.empty()) {
      std::fprintf(stderr, "stream of blocks: a block is read before one was written\n");
      std::exit(3);
    }
    cell_ = std::move(stream.full_.front());
    stream.full_.pop_front();
  }
  operator Block&() { return cell_->data; }

 private:
  std::unique_ptr<typename stream_of_blocks<Block>::cell> cell_;
};

}  // namespace hls

#endif
