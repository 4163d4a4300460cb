from stock import Repository, Warehouse


async def test_smoke(tmp_path):
    async with Repository(tmp_path / "stock.db") as repository:
        await Warehouse(repository).register("bolt", "the bolt", 10)
