import Glibc

/// Why a file was not read.
enum FileFailure: Error, Equatable {
  case missing
  case link
  case directory
  case special
  case tooLarge(bytes: Int, limit: Int)
  case changed
  case system(Int32)

  /// What was found, in words.
  var reason: String {
    switch self {
    case .missing: "no such file"
    case .link: "a symbolic link"
    case .directory: "a folder"
    case .special: "a pipe or a device"
    case .tooLarge(let bytes, _): "a file of \(bytes) bytes"
    case .changed: "a file that changed while it was read"
    case .system(let code): "a file that cannot be read (\(String(cString: strerror(code))))"
    }
  }

  /// What was expected: `thing`, small enough where it was too large.
  func expectation(_ thing: String) -> String {
    if case .tooLarge(_, let limit) = self { "\(thing) of at most \(limit) bytes" } else { thing }
  }
}

/// An open descriptor that closes itself.
struct Descriptor: ~Copyable {
  /// Its number.
  let number: Int32

  init(_ number: Int32) { self.number = number }

  deinit { _ = close(number) }

  /// Opens `path`, or `name` beneath a folder.
  static func open(
    _ name: String, beneath folder: borrowing Descriptor, flags: Int32
  ) throws(FileFailure) -> Descriptor {
    try opened(openat(folder.number, name, flags | O_CLOEXEC | O_NOCTTY))
  }

  /// Opens the folder at `path`; the path itself may be a link, as its owner gave it.
  static func folder(_ path: String) throws(FileFailure) -> Descriptor {
    try opened(Glibc.open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC))
  }

  /// Opens the file at `path` for reading; the path itself may be a link, as its owner gave it.
  static func file(_ path: String) throws(FileFailure) -> Descriptor {
    try opened(Glibc.open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY))
  }

  private static func opened(_ number: Int32) throws(FileFailure) -> Descriptor {
    guard number >= 0 else { throw FileFailure(errno: errno) }
    return Descriptor(number)
  }

  /// What the descriptor refers to.
  func status() throws(FileFailure) -> stat {
    var status = stat()
    guard fstat(number, &status) == 0 else { throw .system(errno) }
    return status
  }
}

extension FileFailure {
  /// The failure that `code` stands for.
  init(errno code: Int32) {
    switch code {
    case ENOENT: self = .missing
    case ELOOP: self = .link
    case ENXIO, ENODEV: self = .special
    default: self = .system(code)
    }
  }
}

/// Reads whole files, of which we know how large they may be.
enum FileBytes {
  /// The bytes of the file at `path`, which is no link, pipe or device.
  static func read(_ path: String, atMost limit: Int) throws(FileFailure) -> [UInt8] {
    let number = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
    guard number >= 0 else { throw FileFailure(errno: errno) }
    return try read(Descriptor(number), atMost: limit)
  }

  /// The first `count` bytes of an open file, or what there is of them.
  static func beginning(of file: borrowing Descriptor, count: Int) throws(FileFailure) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    let read = bytes.withUnsafeMutableBytes { pread(file.number, $0.baseAddress, $0.count, 0) }
    guard read >= 0 else { throw .system(errno) }
    return Array(bytes.prefix(read))
  }

  /// The bytes of an open file; refused by its size before anything is read, and again while reading.
  ///
  /// A file that somebody writes meanwhile would be half old and half new, so it is refused, too.
  static func read(
    _ file: borrowing Descriptor, atMost limit: Int, whileReading: () -> Void = {}
  ) throws(FileFailure) -> [UInt8] {
    let status = try file.status()
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw .directory
    default: throw .special
    }
    let size = Int(status.st_size)
    guard size <= limit else { throw .tooLarge(bytes: size, limit: limit) }
    var bytes: [UInt8] = []
    try forEachChunk(of: file, atMost: limit) {
      bytes.append(contentsOf: $0)
      whileReading()
    }
    guard try file.status().isUnchanged(since: status) else { throw .changed }
    return bytes
  }

  /// Gives `body` the bytes of an open file, a piece at a time.
  static func forEachChunk(
    of file: borrowing Descriptor, atMost limit: Int, _ body: (UnsafeRawBufferPointer) -> Void
  ) throws(FileFailure) {
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 16)
    defer { buffer.deallocate() }
    var total = 0
    while true {
      let count = Glibc.read(file.number, buffer.baseAddress, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw .system(errno) }
      guard count > 0 else { return }
      total += count
      guard total <= limit else { throw .tooLarge(bytes: total, limit: limit) }
      body(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
    }
  }
}

extension stat {
  /// True where the file has not been written since `earlier`.
  fileprivate func isUnchanged(since earlier: stat) -> Bool {
    st_size == earlier.st_size && st_mtim.tv_sec == earlier.st_mtim.tv_sec
      && st_mtim.tv_nsec == earlier.st_mtim.tv_nsec
  }
}
