"""The order report, with its computing repaired and its requests left as they were."""

from __future__ import annotations

import heapq
import json
import re
import urllib.request
from collections.abc import Iterable
from typing import Any

_SEPARATORS = re.compile(r"[^A-Z0-9]+")


def _get(url: str) -> Any:
    with urllib.request.urlopen(url, timeout=10) as response:
        return json.loads(response.read())


def build_report(base: str, order_ids: Iterable[str], max_parallel: int = 8) -> dict[str, Any]:
    orders, tiers = [], {}
    for order_id in order_ids:
        order = _get(f"{base}/o/{order_id}")
        tiers[order["customer"]] = _get(f"{base}/c/{order['customer']}")["tier"]
        orders.append(order)
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
