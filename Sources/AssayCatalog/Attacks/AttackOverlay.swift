import AssayModel

extension Attack {
  /// The files of a submission with the attack laid over them.
  ///
  /// The attack's text follows that of the first module of the interface; its `attack`, where it has one,
  /// takes the place of every function and method of the interface, in all modules.
  ///
  /// - Parameters:
  ///   - files: the code that is attacked with, as a rule a lab's starter.
  ///   - interface: what the lab calls.
  public func laid(over files: [SourceFile], interface: [InterfaceEntry]) -> [SourceFile] {
    let modules = Set(interface.map(\.module)).sorted()
    let isOffered = { (module: String) in files.contains { $0.path == module + ".py" } }
    guard let first = modules.first(where: isOffered) ?? files.compactMap({ Self.module($0) }).first else {
      return files
    }
    return files.map { file in
      guard let module = Self.module(file), module == first || modules.contains(module) else { return file }
      let own = module == first ? code : "from \(first) import __dict__ as _attacker\n"
      let hook = module == first ? "globals().get('attack')" : "_attacker.get('attack')"
      let names = interface.filter { $0.module == module }.map { "\"\($0.qualifiedName)\"" }
      let text =
        "\n\n\(Self.imports)\n\(own)\n\n\(Self.laying)\n_lay(\(hook), [\(names.joined(separator: ", "))])\n"
      return SourceFile(path: file.path, bytes: file.bytes + Array(text.utf8))
    }
  }

  private static func module(_ file: SourceFile) -> String? {
    file.path.hasSuffix(".py") && !file.path.contains("/") ? String(file.path.dropLast(3)) : nil
  }

  /// What laying needs, loaded before an attack can make loading anything impossible.
  private static let imports =
    "import functools\nimport inspect\nimport sys\n_tools = (functools, inspect, sys)\n"

  /// Puts a hook in the place of functions, methods and the public methods of classes, as what they were:
  /// plain, asynchronous or an asynchronous generator.
  private static let laying = """
    def _lay(hook, names):
        functools, inspect, sys = _tools
        def laid(original):
            if inspect.isasyncgenfunction(original):
                async def stand_in(*args, **kwargs):
                    yield hook(original, *args, **kwargs)
            elif inspect.iscoroutinefunction(original):
                async def stand_in(*args, **kwargs):
                    result = hook(original, *args, **kwargs)
                    return await result if inspect.isawaitable(result) else result
            else:
                def stand_in(*args, **kwargs):
                    return hook(original, *args, **kwargs)
            return functools.wraps(original)(stand_in)

        def lay(owner, name):
            item = inspect.getattr_static(owner, name, None)
            if inspect.isfunction(item):
                setattr(owner, name, laid(item))
            elif inspect.isclass(item):  # its methods; the class itself stays what callers test for
                for method in [m for m in vars(item) if m[:1] != "_"]:
                    lay(item, method)

        for path in names if hook else []:
            owner, _, name = path.rpartition(".")
            if not owner:
                lay(sys.modules[__name__], name)
            elif "." not in owner and inspect.isclass(globals().get(owner)):
                if not hasattr(inspect.getattr_static(globals()[owner], name, None), "__wrapped__"):
                    lay(globals()[owner], name)

    """
}
