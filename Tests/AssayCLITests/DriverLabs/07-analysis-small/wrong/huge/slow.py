print('{"slowest": "/report", "pad": "' + "x" * 3000000 + '"}')
