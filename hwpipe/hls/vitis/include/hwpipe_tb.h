// Files of a C simulation case: little-endian values, each in the fewest whole bytes.
#ifndef HWPIPE_TB_H
#define HWPIPE_TB_H

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <string>
#include <vector>

#include "hwpipe_hls.h"

namespace hwpipe {

template <typename T>
struct value_bytes {
  static const int value = (T::width + 7) / 8;
};

template <typename T>
std::vector<T> drain(hls::stream<T>& stream) {
  std::vector<T> out;
  while (!stream.empty()) out.push_back(stream.read());
  return out;
}

template <typename T>
void feed(hls::stream<T>& stream, const std::vector<T>& values) {
  for (size_t i = 0; i < values.size(); ++i) stream.write(values[i]);
}

class Case {
 public:
  explicit Case(const std::string& folder) : folder_(folder), wrong_(0), checked_(0) {}

  template <typename T>
  std::vector<T> array(const std::string& name) {
    std::vector<T> out;
    if (!read<T>(name, out)) {
      std::cerr << folder_ << "/" << name << ".bin cannot be read\n";
      std::exit(2);
    }
    return out;
  }

  template <typename T>
  T scalar(const std::string& name) {
    std::vector<T> values = array<T>(name);
    if (values.size() != 1) {
      std::cerr << name << ".bin holds " << values.size() << " values, 1 expected\n";
      std::exit(2);
    }
    return values[0];
  }

  // Writes NAME_actual.bin, and compares with NAME_expected.bin where there is one.
  template <typename T>
  void check(const std::string& name, const std::vector<T>& values) {
    write(name + "_actual", values);
    std::vector<T> expected;
    if (!read<T>(name + "_expected", expected)) return;
    ++checked_;
    for (size_t i = 0; i < values.size() && i < expected.size(); ++i) {
      if (values[i] != expected[i]) {
        std::cout << name << "[" << i << "] is " << values[i].to_string(16) << ", "
                  << expected[i].to_string(16) << " expected\n";
        ++wrong_;
        return;
      }
    }
    if (values.size() != expected.size()) {
      std::cout << name << " has " << values.size() << " values, " << expected.size()
                << " expected\n";
      ++wrong_;
    }
  }

  void leftover(const std::string& name, size_t count) {
    if (count == 0) return;
    std::cout << name << " keeps " << count << " unread values\n";
    ++wrong_;
  }

  int result() const {
    if (wrong_) return 1;
    std::cout << "OK: " << checked_ << " outputs as expected\n";
    return 0;
  }

 private:
  template <typename T>
  bool read(const std::string& name, std::vector<T>& out) {
    std::ifstream file((folder_ + "/" + name + ".bin").c_str(), std::ios::binary);
    if (!file) return false;
    const int bytes = value_bytes<T>::value;
    std::vector<char> raw(bytes);
    while (file.read(raw.data(), bytes)) {
      ap_uint<8 * value_bytes<T>::value> word = 0;
      for (int b = 0; b < bytes; ++b) {
        word.range(8 * b + 7, 8 * b) = ap_uint<8>(static_cast<unsigned char>(raw[b]));
      }
      out.push_back(T(word));
    }
    if (file.gcount() != 0) {
      std::cerr << name << ".bin ends inside a value of " << bytes << " bytes\n";
      std::exit(2);
    }
    return true;
  }

  template <typename T>
  void write(const std::string& name, const std::vector<T>& values) {
    std::ofstream file((folder_ + "/" + name + ".bin").c_str(), std::ios::binary);
    const int bytes = value_bytes<T>::value;
    for (size_t i = 0; i < values.size(); ++i) {
      ap_uint<8 * value_bytes<T>::value> word = values[i];
      for (int b = 0; b < bytes; ++b) {
        ap_uint<8> byte = word.range(8 * b + 7, 8 * b);
        file.put(static_cast<char>(byte.to_uint()));
      }
    }
  }

  std::string folder_;
  int wrong_, checked_;
};

}  // namespace hwpipe

#endif
