import Foundation

/// A folder whose files nobody is to change.
struct ReadOnlyTree {
  private let path: String

  init(_ path: String) { self.path = path }

  /// The size of all files, in bytes; links are not followed.
  var bytes: Int {
    var total = 0
    forEach { _, status in if status.st_mode & S_IFMT == S_IFREG { total += Int(status.st_size) } }
    return total
  }

  /// Takes the right to write from everybody and gives the right to read to everybody: runs have a user of
  /// their own.
  func seal() {
    forEach { path, status in
      let isFolder = status.st_mode & S_IFMT == S_IFDIR
      chmod(path, isFolder || status.st_mode & 0o100 != 0 ? 0o555 : 0o444)
    }
  }

  /// Removes all of it, as far as that is possible.
  func remove() {
    forEach { path, status in if status.st_mode & S_IFMT == S_IFDIR { chmod(path, 0o755) } }
    try? FileManager.default.removeItem(atPath: path)
  }

  /// Gives `body` the folder and all that is in it, links left out; a folder comes before its content.
  private func forEach(_ body: (String, stat) -> Void) {
    var waiting = [path]
    while let next = waiting.popLast() {
      var status = stat()
      guard lstat(next, &status) == 0, status.st_mode & S_IFMT != S_IFLNK else { continue }
      body(next, status)
      guard status.st_mode & S_IFMT == S_IFDIR else { continue }
      let names = (try? FileManager.default.contentsOfDirectory(atPath: next)) ?? []
      waiting += names.map { "\(next)/\($0)" }
    }
  }
}
