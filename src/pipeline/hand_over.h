#pragma once

#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <utility>

namespace lianzhao::pipeline {

/// A bounded queue between one thread that makes things and one that uses them. Either side may give up.
template <typename T>
class HandOver {
 public:
  explicit HandOver(std::size_t capacity) : capacity_{capacity} {}

  /// Waits for room; false when the other side has given up.
  bool put(T item) {
    auto lock = std::unique_lock{mutex_};
    changed_.wait(lock, [this] { return items_.size() < capacity_ || closed_; });
    if (closed_) return false;
    items_.push_back(std::move(item));
    changed_.notify_all();
    return true;
  }
  /// Waits for an item; absent at the end. Throws what the maker threw.
  std::optional<T> take() {
    auto lock = std::unique_lock{mutex_};
    changed_.wait(lock, [this] { return !items_.empty() || ended_ || closed_; });
    if (!items_.empty()) {
      auto item = std::optional<T>{std::move(items_.front())};
      items_.pop_front();
      changed_.notify_all();
      return item;
    }
    if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
    return std::nullopt;
  }
  /// The maker has no more, or failed.
  void end(std::exception_ptr failure = nullptr) {
    auto const lock = std::scoped_lock{mutex_};
    ended_ = true;
    failure_ = std::move(failure);
    changed_.notify_all();
  }
  /// The user wants no more.
  void close() {
    auto const lock = std::scoped_lock{mutex_};
    closed_ = true;
    items_.clear();
    changed_.notify_all();
  }

 private:
  std::size_t capacity_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<T> items_;
  std::exception_ptr failure_;
  bool ended_ = false;
  bool closed_ = false;
};

}  // namespace lianzhao::pipeline
