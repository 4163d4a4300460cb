/// The programs whose exceptions are reported.
enum FaultPrograms {
  /// All of them, those that the learner sees first.
  static let all = single + chains + links + groups

  private static let single = [
    FaultProgram(
      group: .one, about: .plain,
      definitions: [
        "def <inner>(amount, who):\n    raise ValueError('short of ' + str(amount))\n",
        "def <entry>():\n    <inner>(12, 'kim')\n",
      ],
      report: ExpectedReport(
        type: "ValueError", message: "short of 12", frames: [("entry", 1), ("inner", 1)],
        locals: ["amount": "12", "who": "'kim'"])),
    FaultProgram(
      group: .one, about: .own,
      definitions: [
        "class <own>(LookupError):\n    pass\n",
        "def <inner>():\n    error = <own>('gone')\n    error.add_note('asked twice')\n    raise error\n",
        "def <entry>():\n    <inner>()\n",
      ],
      report: ExpectedReport(
        type: "own", message: "gone", notes: ["asked twice"], frames: [("entry", 1), ("inner", 3)])),
  ]

  private static let chains = [
    FaultProgram(
      group: .chain, about: .chain,
      definitions: [
        "def <first>():\n    raise KeyError('k')\n",
        wrapping("second", "first", "except KeyError as error:", "raise ValueError('v') from error"),
        wrapping("entry", "second", "except ValueError as error:", "raise RuntimeError('r') from error"),
      ],
      report: ExpectedReport(
        type: "RuntimeError", message: "r", frames: [("entry", 4)],
        cause: [
          ExpectedReport(
            type: "ValueError", message: "v", frames: [("entry", 2), ("second", 4)],
            cause: [
              ExpectedReport(type: "KeyError", message: "'k'", frames: [("second", 2), ("first", 1)])
            ])
        ])),
    FaultProgram(
      group: .chain, about: .unraised,
      definitions: ["def <entry>():\n    raise ValueError('v') from OSError('never raised')\n"],
      report: ExpectedReport(
        type: "ValueError", message: "v", frames: [("entry", 1)],
        cause: [ExpectedReport(type: "OSError", message: "never raised")])),
  ]

  private static let links = [
    FaultProgram(
      group: .links, about: .fromNone,
      definitions: [
        "def <first>():\n    raise KeyError('k')\n",
        wrapping("entry", "first", "except KeyError:", "raise ValueError('v') from None"),
      ],
      report: ExpectedReport(type: "ValueError", message: "v", frames: [("entry", 4)])),
    FaultProgram(
      group: .links, about: .implicit,
      definitions: [
        "def <first>():\n    raise KeyError('k')\n",
        wrapping("second", "first", "finally:", "raise ValueError('v')"),
        wrapping("entry", "second", "except ValueError:", "raise TypeError('t')"),
      ],
      report: ExpectedReport(
        type: "TypeError", message: "t", frames: [("entry", 4)],
        context: [
          ExpectedReport(
            type: "ValueError", message: "v", frames: [("entry", 2), ("second", 4)],
            context: [
              ExpectedReport(type: "KeyError", message: "'k'", frames: [("second", 2), ("first", 1)])
            ])
        ])),
    FaultProgram(
      group: .links, about: .both,
      definitions: [
        "def <first>():\n    raise KeyError('k')\n",
        wrapping("entry", "first", "except KeyError:", "raise ValueError('v') from OSError('o')"),
      ],
      report: ExpectedReport(
        type: "ValueError", message: "v", frames: [("entry", 4)],
        cause: [ExpectedReport(type: "OSError", message: "o")])),
    FaultProgram(
      group: .links, about: .cycle,
      definitions: [
        """
        def <entry>():
            first = ValueError('one')
            second = TypeError('two')
            first.__context__ = second
            second.__context__ = first
            raise first

        """
      ],
      report: ExpectedReport(
        type: "ValueError", message: "one", frames: [("entry", 5)],
        context: [ExpectedReport(type: "TypeError", message: "two", context: [.repeated("ValueError")])])),
    FaultProgram(
      group: .links, about: .itself,
      definitions: [
        "def <entry>():\n    error = ValueError('own')\n    error.__cause__ = error\n    raise error\n"
      ],
      report: ExpectedReport(
        type: "ValueError", message: "own", frames: [("entry", 3)], cause: [.repeated("ValueError")])),
    FaultProgram(
      group: .links, about: .deeper,
      definitions: [
        "def <first>():\n    raise KeyError('k')\n",
        wrapping("second", "first", "except KeyError:", "raise ValueError('v')"),
        wrapping("entry", "second", "except ValueError as error:", "raise TypeError('t') from error"),
      ],
      report: ExpectedReport(
        type: "TypeError", message: "t", frames: [("entry", 4)],
        cause: [
          ExpectedReport(
            type: "ValueError", message: "v", frames: [("entry", 2), ("second", 4)],
            context: [
              ExpectedReport(type: "KeyError", message: "'k'", frames: [("second", 2), ("first", 1)])
            ])
        ])),
  ]

  private static let raising = [
    "def <fails>(kind, text):\n    raise kind(text)\n",
    """
    def <caught>(kind, text):
        try:
            <fails>(kind, text)
        except Exception as error:
            return error

    """,
  ]

  private static func raised(_ type: String, _ message: String) -> ExpectedReport {
    ExpectedReport(type: type, message: message, frames: [("caught", 2), ("fails", 1)])
  }

  private static let groups = [
    FaultProgram(
      group: .groups, about: .group,
      definitions: raising + [
        """
        def <entry>():
            raise ExceptionGroup('g', [<caught>(ValueError, 'a'), TypeError('b')])

        """
      ],
      report: ExpectedReport(
        type: "ExceptionGroup", message: "g (2 sub-exceptions)", frames: [("entry", 1)],
        members: [raised("ValueError", "a"), ExpectedReport(type: "TypeError", message: "b")])),
    FaultProgram(
      group: .groups, about: .nested,
      definitions: raising + [
        """
        def <entry>():
            inner = ExceptionGroup('inner', [<caught>(OSError, 'x'), <caught>(ValueError, 'y')])
            raise ExceptionGroup('outer', [inner, <caught>(TypeError, 'z')])

        """
      ],
      report: ExpectedReport(
        type: "ExceptionGroup", message: "outer (2 sub-exceptions)", frames: [("entry", 2)],
        members: [
          ExpectedReport(
            type: "ExceptionGroup", message: "inner (2 sub-exceptions)",
            members: [raised("OSError", "x"), raised("ValueError", "y")]),
          raised("TypeError", "z"),
        ])),
    FaultProgram(
      group: .groups, about: .base,
      definitions: [
        "def <entry>():\n    raise BaseExceptionGroup('b', [KeyboardInterrupt(), ValueError('v')])\n"
      ],
      report: ExpectedReport(
        type: "BaseExceptionGroup", message: "b (2 sub-exceptions)", frames: [("entry", 1)],
        members: [
          ExpectedReport(type: "KeyboardInterrupt"), ExpectedReport(type: "ValueError", message: "v"),
        ])),
    FaultProgram(
      group: .groups, about: .groupAsCause,
      definitions: raising + [
        """
        def <entry>():
            try:
                raise ExceptionGroup('g', [<caught>(OSError, 'x')])
            except ExceptionGroup as group:
                raise RuntimeError('r') from group

        """
      ],
      report: ExpectedReport(
        type: "RuntimeError", message: "r", frames: [("entry", 4)],
        cause: [
          ExpectedReport(
            type: "ExceptionGroup", message: "g (1 sub-exception)", frames: [("entry", 2)],
            members: [raised("OSError", "x")])
        ])),
  ]

  /// A function that calls another and raises anew; the call is on line 2 below `def`, the raise on line 4.
  private static func wrapping(_ role: String, _ called: String, _ clause: String, _ then: String) -> String {
    """
    def <\(role)>():
        try:
            <\(called)>()
        \(clause)
            \(then)

    """
  }
}
