"""Three functions that execute no more instructions than they need."""

FALLBACK = str  # handles every kind that has no handler


def nearest(points, targets):
    """For each target the index of the nearest point, the first of several; None where there is no point."""
    result = []
    for target in targets:
        if not points:
            result.append(None)
            continue
        x = target[0]
        y = target[1]
        least = None
        index = 0
        for point in points:
            dx = point[0] - x
            dy = point[1] - y
            distance = dx * dx + dy * dy
            if least is None or distance < least:
                least, best = distance, index
            index += 1
        result.append(best)
    return result


def route(events, handlers, log):
    """Gives the payload of each event, a pair (kind, payload), to the handler of its kind."""
    append = log.append
    for kind, payload in events:  # sees events that a handler appends, as the index did
        try:
            # FALLBACK stays a global: a handler may bind it anew in mid-run.
            value = (handlers[kind] if kind in handlers else FALLBACK)(payload)
        except LookupError as error:
            append((kind, type(error).__name__))
        else:
            append((kind, value))
    return len(log)


def fields(text):
    """Reads "a=1;b=2" into a dict: a part without "=" has the value None, empty parts are left out."""
    result = {}
    for part in text.split(";"):
        if part:
            name, equals, value = part.partition("=")
            if name in result:
                raise ValueError(name)
            result[name] = value if equals else None
    return result
