"""Three functions that are right, and execute far more instructions than they need."""

FALLBACK = str  # handles every kind that has no handler


def nearest(points, targets):
    """For each target the index of the nearest point, the first of several; None where there is no point."""
    result = []
    t = 0
    while t < len(targets):
        best = None
        p = 0
        while p < len(points):
            dx = points[p][0] - targets[t][0]
            dy = points[p][1] - targets[t][1]
            if best is None:
                best = p
            else:
                ex = points[best][0] - targets[t][0]
                ey = points[best][1] - targets[t][1]
                if dx * dx + dy * dy < ex * ex + ey * ey:
                    best = p
            p = p + 1
        result = result + [best]
        t = t + 1
    return result


def route(events, handlers, log):
    """Gives the payload of each event, a pair (kind, payload), to the handler of its kind."""
    i = 0
    while i < len(events):
        if events[i][0] in handlers:
            handler = handlers[events[i][0]]
        else:
            handler = FALLBACK
        kind = events[i][0]
        payload = events[i][1]
        try:
            value = handler(payload)
        except LookupError as error:
            log.append((kind, type(error).__name__))
        else:
            log.append((kind, value))
        i = i + 1
    return len(log)


def fields(text):
    """Reads "a=1;b=2" into a dict: a part without "=" has the value None, empty parts are left out."""
    result = {}
    name = ""
    value = None
    i = 0
    while i <= len(text):
        if i == len(text) or text[i] == ";":
            if name != "" or value is not None:
                if name in result:
                    raise ValueError(name)
                result[name] = value
            name = ""
            value = None
        elif value is None:
            if text[i] == "=":
                value = ""
            else:
                name = name + text[i]
        else:
            value = value + text[i]
        i = i + 1
    return result
