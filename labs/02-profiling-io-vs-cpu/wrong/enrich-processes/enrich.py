"""The order report, moved to worker processes as it was."""

import copy
import json
import re
import urllib.request
from concurrent.futures import ProcessPoolExecutor


def get(base, path):
    with urllib.request.urlopen(base + path, timeout=10) as response:
        return json.loads(response.read())


def build_report(base, order_ids, max_parallel=8):
    with ProcessPoolExecutor(2) as pool:
        return pool.submit(_build_report, base, order_ids).result()


def _build_report(base, order_ids):
    orders = []
    for order_id in order_ids:
        order = get(base, f"/o/{order_id}")
        order["customer_doc"] = get(base, f"/c/{order['customer']}")
        orders.append(order)

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
        tier = order["customer_doc"]["tier"]
        totals[tier] = totals.get(tier, 0) + line["qty"] * line["cents"]

    top = []
    for order, line in lines:
        top.append((line["qty"] * line["cents"], order["id"], line["sku"]))
        top.sort(key=lambda entry: (-entry[0], entry[1], entry[2]))
        top = top[:10]

    return {"totals": totals, "top": top, "lines": len(lines)}
