"""The order report: every document fetched once, a bounded number at a time, then one pass over the lines."""

from __future__ import annotations

import copy
import http.client
import json
import re
import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit


class _Client:
    """GETs of JSON documents; each thread keeps one connection and uses it again."""

    def __init__(self, base: str) -> None:
        url = urlsplit(base)
        self._address = (url.hostname or "", url.port)
        self._of_thread = threading.local()
        self._all: list[http.client.HTTPConnection] = []

    def get(self, path: str) -> Any:
        connection = getattr(self._of_thread, "connection", None)
        if connection is None:
            connection = http.client.HTTPConnection(*self._address, timeout=10)
            self._of_thread.connection = connection
            self._all.append(connection)
        connection.request("GET", path)
        return json.loads(connection.getresponse().read())

    def close(self) -> None:
        for connection in self._all:
            connection.close()


def build_report(base: str, order_ids: Iterable[str], max_parallel: int = 8) -> dict[str, Any]:
    client = _Client(base)
    try:
        with ThreadPoolExecutor(max_parallel) as pool:
            orders = list(pool.map(lambda order: client.get(f"/o/{order}"), order_ids))
            customers = sorted({order["customer"] for order in orders})
            documents = pool.map(lambda customer: client.get(f"/c/{customer}"), customers)
            tiers = {customer: found["tier"] for customer, found in zip(customers, documents)}
    finally:
        client.close()
    return _report(orders, tiers)


def _report(orders: list[dict[str, Any]], tiers: dict[str, str]) -> dict[str, Any]:
    seen = []
    lines = []
    for order in orders:
        for line in order["lines"]:
            line = copy.deepcopy(line)
            line["sku"] = re.compile(r"[^A-Z0-9]+").sub("-", line["sku"].upper()).strip("-")
            if (order["id"], line["sku"]) not in seen:
                seen.append((order["id"], line["sku"]))
                lines.append((order, line))

    totals = {}
    for order, line in lines:
        tier = tiers[order["customer"]]
        totals[tier] = totals.get(tier, 0) + line["qty"] * line["cents"]

    top = []
    for order, line in lines:
        top.append((line["qty"] * line["cents"], order["id"], line["sku"]))
        top.sort(key=lambda entry: (-entry[0], entry[1], entry[2]))
        top = top[:10]

    return {"totals": totals, "top": top, "lines": len(lines)}
