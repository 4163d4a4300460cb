"""The order report: every document fetched once, a bounded number at a time, then one pass over the lines."""

from __future__ import annotations

import heapq
import http.client
import json
import re
import threading
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

_SEPARATORS = re.compile(r"[^A-Z0-9]+")


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
    skus: dict[str, str] = {}
    totals: dict[str, int] = {}
    lines: list[tuple[int, str, str]] = []
    for order in orders:
        tier = tiers[order["customer"]]
        seen: set[str] = set()
        for line in order["lines"]:
            raw = line["sku"]
            sku = skus.get(raw)
            if sku is None:
                sku = skus[raw] = _SEPARATORS.sub("-", raw.upper()).strip("-")
            if sku in seen:
                continue
            seen.add(sku)
            amount = line["qty"] * line["cents"]
            totals[tier] = totals.get(tier, 0) + amount
            lines.append((amount, order["id"], sku))
    top = heapq.nsmallest(10, lines, key=lambda line: (-line[0], line[1], line[2]))
    return {"totals": totals, "top": top, "lines": len(lines)}
