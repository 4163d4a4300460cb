from stock import Warehouse


def test_warehouse():
    assert Warehouse
